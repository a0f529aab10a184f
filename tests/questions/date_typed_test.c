#include "tests/test.h"

#include "questions/date_typed.h"
#include "questions/value.h"

static void
reads_dates_as_people_type_them(void **state)
{
	static const struct {
		const char *what, *s, *expected; /* NULL: refused */
	} cases[] = {
		{"ISO", "2026-12-14", "2026-12-14"},
		{"ISO among blanks", "  2026-12-14 ", "2026-12-14"},
		{"slashes, day first", "14/12/2026", "2026-12-14"},
		{"one digit each", "4/2/2026", "2026-02-04"},
		{"points", "14.12.2026", "2026-12-14"},
		{"points and blanks", "14. 12. 2026", "2026-12-14"},
		{"blanks", "14 12 2026", "2026-12-14"},
		{"dashes, day first", "14-12-2026", "2026-12-14"},
		{"a short month", "14 dec 2026", "2026-12-14"},
		{"a short month with a point", "14 Dec. 2026", "2026-12-14"},
		{"a long month", "1 January 2026", "2026-01-01"},
		{"capitals", "1 MAY 2026", "2026-05-01"},
		{"sept", "9 Sept 2026", "2026-09-09"},
		{"an ordinal", "3rd March 2026", "2026-03-03"},
		{"a comma", "3 March, 2026", "2026-03-03"},
		{"nothing between", "14dec2026", "2026-12-14"},
		{"a two-digit year", "14.12.26", NULL},
		{"month first", "12/14/2026", NULL},
		{"month name first", "Dec 14 2026", NULL},
		{"no such day", "31 June 2026", NULL},
		{"no such month", "14 Foo 2026", NULL},
		{"half a month", "14 decem 2026", NULL},
		{"no year", "14 December", NULL},
		{"year alone", "2026", NULL},
		{"more behind", "14/12/2026 x", NULL},
		{"two separators", "14//12/2026", NULL},
		{"three digits", "014/12/2026", NULL},
		{"day as a word", "dec dec 2026", NULL},
		{"no-break spaces, as pasted",
		 "14\xc2\xa0mar\xe2\x80\xaf"
		 "2021",
		 "2021-03-14"},
		{"nothing", "", NULL},
		{"blanks only", "   ", NULL},
	};
	char text[16];
	double days;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		bool good = date_from_person(cases[i].s, &days);

		assert_case(good == (cases[i].expected != NULL), cases[i].what);
		if (!good)
			continue;
		date_format(days, text);
		assert_text(text, cases[i].expected, cases[i].what);
	}
}

#define MONTHS_DAYS " days. Change the day, the month or the year."
#define DAY_FIRST \
	"Enter the day first, then the month and the year, such as 14 12 2026."
#define A_DAY	"Enter the day as a number from 1 to 31."
#define A_MONTH "Enter the month as 1 to 12 or by its name."
#define A_YEAR	"Enter the year with four digits, such as 2021."
#define A_DATE	"Enter a date, such as 14 12 2026."

static void
tells_what_is_wrong_and_where(void **state)
{
	static const struct {
		const char *s;
		enum date_part part;
		const char *expected;
	} cases[] = {
		/* no such day */
		{"31 2 2021", DATE_DAY, "February 2021 has 28" MONTHS_DAYS},
		{"29 feb 2023", DATE_DAY, "February 2023 has 28" MONTHS_DAYS},
		{"30/2/2024", DATE_DAY, "February 2024 has 29" MONTHS_DAYS},
		{"29.2.1900", DATE_DAY, "February 1900 has 28" MONTHS_DAYS},
		{"31st April 2021", DATE_DAY, "April 2021 has 30" MONTHS_DAYS},
		{"2023-02-29", DATE_DAY, "February 2023 has 28" MONTHS_DAYS},
		{"29 2 0001", DATE_DAY, "February 1 has 28" MONTHS_DAYS},
		/* a part that is none */
		{"0 3 2021", DATE_DAY, A_DAY},
		{"00 3 2021", DATE_DAY, A_DAY},
		{"32 3 2021", DATE_DAY, A_DAY},
		{"014 3 2021", DATE_DAY, A_DAY},
		{"x 3 2021", DATE_DAY, A_DAY},
		{"1st2 3 2021", DATE_DAY, A_DAY},
		{"14 13 2021", DATE_MONTH, A_MONTH},
		{"12/14/2026", DATE_MONTH, A_MONTH},
		{"14 0 2021", DATE_MONTH, A_MONTH},
		{"14 003 2021", DATE_MONTH, A_MONTH},
		{"14 marz 2021", DATE_MONTH, A_MONTH},
		{"14 rhagfyr 2021", DATE_MONTH, A_MONTH},
		{"2021-13-14", DATE_MONTH, A_MONTH},
		{"14 3 21", DATE_YEAR, A_YEAR},
		{"14.12.26", DATE_YEAR, A_YEAR},
		{"14 3 202", DATE_YEAR, A_YEAR},
		{"14 3 20211", DATE_YEAR, A_YEAR},
		{"14 3 0000", DATE_YEAR, A_YEAR},
		{"14 3 2O21", DATE_YEAR, A_YEAR},
		{"14 3 this", DATE_YEAR, A_YEAR},
		/* several */
		{"32 13 2021", DATE_DAY, A_DAY " " A_MONTH},
		{"14 13 21", DATE_MONTH, A_MONTH " " A_YEAR},
		{"a b c", DATE_DAY, A_DAY " " A_MONTH " " A_YEAR},
		/* a part that is missing, in one line */
		{"14 mar", DATE_YEAR, "Enter a year, too, such as 2021."},
		{"14 3", DATE_YEAR, "Enter a year, too, such as 2021."},
		{"14 foo", DATE_YEAR,
		 "Enter a year, too, such as 2021. " A_MONTH},
		{"mar 2021", DATE_DAY, "Enter a day, too."},
		{"14", DATE_MONTH, "Enter a month and a year, too."},
		{"mar", DATE_DAY, "Enter a day and a year, too."},
		{"2021", DATE_DAY, "Enter a day and a month, too."},
		{"3 2021", DATE_DAY, A_DATE},
		/* and in fields */
		{"/3/2021", DATE_DAY, "Enter a day, too."},
		{"14//2021", DATE_MONTH, "Enter a month, too."},
		{"14/3/", DATE_YEAR, "Enter a year, too, such as 2021."},
		{"14//", DATE_MONTH, "Enter a month and a year, too."},
		{"/3/", DATE_DAY, "Enter a day and a year, too."},
		{"//2021", DATE_DAY, "Enter a day and a month, too."},
		{"//21", DATE_DAY, "Enter a day and a month, too. " A_YEAR},
		{"41//2021", DATE_MONTH, "Enter a month, too. " A_DAY},
		/* another order */
		{"2021 3 14", DATE_DAY, DAY_FIRST},
		{"2021/03/14", DATE_DAY, DAY_FIRST},
		{"Mar 14 2021", DATE_DAY, DAY_FIRST},
		{"March 14th, 2021", DATE_DAY, DAY_FIRST},
		/* anything */
		{"", DATE_DAY, A_DATE},
		{"//", DATE_DAY, A_DATE},
		{"yesterday", DATE_DAY, A_DATE},
		{"14/3/2021/7", DATE_DAY, A_DATE},
		{"14//3/2021", DATE_DAY, A_DATE},
		{"14 3 2021.", DATE_DAY, A_DATE},
		{"last week", DATE_DAY, A_DATE},
		{"14mar", DATE_DAY, A_DATE},
	};
	double days;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *why = date_refusal(cases[i].s);

		assert_case(!date_from_person(cases[i].s, &days), cases[i].s);
		assert_text(why, cases[i].expected, cases[i].s);
		assert_case(date_wrong_part(cases[i].s) == cases[i].part,
			    cases[i].s);
		free(why);
	}
}

static void
parts_a_whole_date(void **state)
{
	static const struct {
		const char *s, *day, *month, *year; /* NULL: it is no whole */
	} cases[] = {
		{"14 mar 2021", "14", "mar", "2021"},
		{" 14 mar. 2021\n", "14", "mar", "2021"},
		{"14/3/2021", "14", "3", "2021"},
		{"2021-03-14", "14", "3", "2021"},
		{"2021-02-30", "30", "02", "2021"},
		{"3rd March, 2021", "3rd", "March", "2021"},
		{"14dec2026", "14", "12", "2026"},
		{"14dec0026", "14", "12", "0026"},
		{"31 feb 21", "31", "feb", "21"},
		{"14\xc2\xa0mar\xc2\xa0"
		 "2021",
		 "14", "mar", "2021"},
		{"14", NULL, NULL, NULL},
		{"14 mar", NULL, NULL, NULL},
		{"14//2021", NULL, NULL, NULL},
		{"14/3/2021/1", NULL, NULL, NULL},
		{"14mar", NULL, NULL, NULL},
		{"", NULL, NULL, NULL},
	};
	char *part[DATE_PARTS];
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		bool whole = date_parts(cases[i].s, part);

		assert_case(whole == (cases[i].day != NULL), cases[i].s);
		if (!whole)
			continue;
		assert_text(part[DATE_DAY], cases[i].day, cases[i].s);
		assert_text(part[DATE_MONTH], cases[i].month, cases[i].s);
		assert_text(part[DATE_YEAR], cases[i].year, cases[i].s);
		for (k = 0; k < DATE_PARTS; k++)
			free(part[k]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_dates_as_people_type_them),
		cmocka_unit_test(tells_what_is_wrong_and_where),
		cmocka_unit_test(parts_a_whole_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
