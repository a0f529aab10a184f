#include "tests/test.h"

#include <math.h>

#include "questions/value.h"

static void
writes_values_canonically(void **state)
{
	struct {
		const char *what;
		struct value value;
		enum value_kind kind;
		const char *text;
	} cases[] = {
		{"a whole number", value_number(12), VALUE_NUMBER, "12"},
		{"a fraction", value_number(0.1), VALUE_NUMBER, "0.1"},
		{"a negative", value_number(-2.5), VALUE_NUMBER, "-2.5"},
		{"minus nought", value_number(-0.0), VALUE_NUMBER, "0"},
		{"not a number", value_number(NAN), VALUE_NONE, NULL},
		{"infinity", value_number(INFINITY), VALUE_NONE, NULL},
		{"the epoch", value_date(0), VALUE_DATE, "1970-01-01"},
		{"a date after the calendar", value_date(3e6), VALUE_NONE,
		 NULL},
		{"no date", value_date(NAN), VALUE_NONE, NULL},
		{"a text", value_text("Hello"), VALUE_TEXT, "Hello"},
		{"an empty text", value_text(""), VALUE_NONE, NULL},
		{"choices", value_choices("a b"), VALUE_CHOICES, "a b"},
		{"no choices", value_choices(""), VALUE_NONE, NULL},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		assert_text(cases[i].value.text, cases[i].text, cases[i].what);
		assert_int_equal(cases[i].value.kind, cases[i].kind);
		value_release(&cases[i].value);
		assert_int_equal(cases[i].value.kind, VALUE_NONE);
		assert_null(cases[i].value.text);
	}
}

static void
compares_by_canonical_text(void **state)
{
	struct value a = value_number(1), b = value_text("1"),
		     none = VALUE_INIT, copy = value_copy(&a),
		     empty = value_copy(&none);

	assert_true(value_equal(&a, &b));
	assert_true(value_equal(&a, &copy));
	assert_true(a.text != copy.text);
	assert_true(value_equal(&none, &empty));
	assert_false(value_equal(&a, &none));
	assert_false(value_equal(&none, &a));
	value_release(&a);
	value_release(&b);
	value_release(&copy);
	value_release(&empty);
}

static void
finds_names(void **state)
{
	static const struct {
		const char *what, *names, *name;
		bool there;
		size_t count;
	} cases[] = {
		{"the only one", "a", "a", true, 1},
		{"the last one", "a b c", "c", true, 3},
		{"the start of one", "abc b", "ab", false, 2},
		{"the end of one", "abc b", "bc", false, 2},
		{"more blanks than one", "  a   b ", "b", true, 2},
		{"none", "", "a", false, 0},
		{"an empty name", "a b", "", false, 2},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		assert_case(names_contain(cases[i].names, cases[i].name) ==
				    cases[i].there,
			    cases[i].what);
		assert_int_equal(names_count(cases[i].names), cases[i].count);
	}
}

static void
takes_a_name_by_position(void **state)
{
	char out[4];

	assert_true(names_at("a bc def", 0, out, sizeof(out)));
	assert_string_equal(out, "a");
	assert_true(names_at("a bc def", 2, out, sizeof(out)));
	assert_string_equal(out, "def");
	assert_false(names_at("a bc def", 3, out, sizeof(out)));
	assert_false(names_at("long", 0, out, sizeof(out)));
	assert_false(names_at("", 0, out, sizeof(out)));
}

static void
reads_iso_dates(void **state)
{
	static const struct {
		const char *what, *s;
		bool good;
		double days;
	} cases[] = {
		{"the epoch", "1970-01-01", true, 0},
		{"the day before", "1969-12-31", true, -1},
		{"a leap day", "2024-02-29", true, 19782},
		{"400 years are a leap year", "2000-02-29", true, 11016},
		{"100 years are none", "1900-02-29", false, 0},
		{"no leap year", "2023-02-29", false, 0},
		{"the first day of all", "0001-01-01", true, -719162},
		{"the last day of all", "9999-12-31", true, 2932896},
		{"no year 0", "0000-12-31", false, 0},
		{"day 0", "2026-01-00", false, 0},
		{"the 31st of a short month", "2026-04-31", false, 0},
		{"month 13", "2026-13-01", false, 0},
		{"a short month", "2026-1-01", false, 0},
		{"a time behind", "2026-01-01T10:00:00", false, 0},
		{"letters", "2026-0a-01", false, 0},
		{"a sign", "-026-01-01", false, 0},
		{"nothing", "", false, 0},
	};
	double days;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		assert_case(date_parse(cases[i].s, &days) == cases[i].good,
			    cases[i].what);
		if (cases[i].good)
			assert_case(days == cases[i].days, cases[i].what);
	}
}

/* Every day of the calendar follows the one before, there and back. */
static void
goes_through_the_calendar(void **state)
{
	int year, month, day, y, m, d;
	double days = -719163, next;
	char text[16];
	double back;

	for (year = 1; year <= 9999; year++)
		for (month = 1; month <= 12; month++)
			for (day = 1; date_join(year, month, day, &next);
			     day++) {
				assert_true(next == ++days);
				date_split(days, &y, &m, &d);
				assert_true(y == year && m == month &&
					    d == day);
			}
	assert_true(days == 2932896);
	for (day = -719162; day < 2932897; day += 997) {
		date_format(day, text);
		assert_int_equal(strlen(text), 10);
		assert_true(date_parse(text, &back) && back == day);
	}
	date_format(2932897, text);
	assert_string_equal(text, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_values_canonically),
		cmocka_unit_test(compares_by_canonical_text),
		cmocka_unit_test(finds_names),
		cmocka_unit_test(takes_a_name_by_position),
		cmocka_unit_test(reads_iso_dates),
		cmocka_unit_test(goes_through_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
