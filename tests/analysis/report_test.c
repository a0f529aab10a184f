/*
 * The summary's sentences, and that a table keeps what is put into it.
 */
#include "tests/test.h"

#include <math.h>

#include "analysis/publish/summary.h"
#include "analysis/publish/tables.h"
#include "analysis/publish/writer.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "tests/analysis/sample.h"

/* ---- tables ---- */

static void
a_table_keeps_rows_and_empty_cells(void **state)
{
	static const char *const columns[] = {"a", "b", NULL};
	struct report *r = report_new("x");
	struct table *t = report_table(r, "cells", columns);
	char text[] = "copied";

	for (uint64_t i = 0; i < 1000; i++) {
		table_row(t);
		if (i % 2 == 0)
			table_text(t, "a", text);
		table_count(t, "b", i);
	}
	text[0] = 'X';
	assert_int_equal(t->n_columns, 2);
	assert_int_equal(t->n_rows, 1000);
	for (uint64_t i = 0; i < 1000; i++) {
		const struct cell *row = &t->cell[i * 2];

		assert_int_equal(row[0].kind,
				 i % 2 == 0 ? CELL_TEXT : CELL_EMPTY);
		if (i % 2 == 0)
			assert_text(row[0].is.text, "copied", "a copy");
		assert_int_equal(row[1].kind, CELL_COUNT);
		assert_int_equal(row[1].is.count, i);
	}
	table_row(t);
	table_text(t, "a", NULL);
	assert_int_equal(t->cell[2000].kind, CELL_EMPTY);
	report_free(r);
}

static void
the_invited_are_staff_or_codes(void **state)
{
	static const struct {
		const char *what;
		uint64_t responses;
		uint32_t staff, codes;
		uint64_t invited;
	} cases[] = {
		{"nothing told", 10, 0, 0, 0},
		{"staff", 10, 40, 0, 40},
		{"codes", 10, 0, 30, 30},
		{"staff before codes", 10, 40, 30, 40},
		{"all answered", 40, 40, 0, 40},
		{"more than invited: not known", 41, 40, 0, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct results_about about = {
			.responses = cases[i].responses,
			.staff = cases[i].staff,
			.codes_issued = cases[i].codes,
		};

		assert_case(results_invited(&about) == cases[i].invited,
			    cases[i].what);
	}
}

/* ---- the summary ---- */

/* Everybody answers the same: first options, unit and years as given. */
static void
add_people(struct tally *t, const struct layout *l, size_t n, char unit,
	   char years)
{
	char *r = mem_new(l->width + 1, 1);

	memset(r, '0', l->width);
	r[l->field[form_find(l->form, "s1")].at] = unit;
	r[l->field[form_find(l->form, "s2")].at] = years;
	for (size_t i = 0; i < n; i++) {
		/* k3 comes to few people */
		r[l->field[form_find(l->form, "k3")].at] =
			i == 0 ? '0' : SYMBOL_NOT_SHOWN;
		tally_add(t, r, "{\"n1\":20}");
	}
	free(r);
}

static void
check_summary(const struct results_about *about, const size_t *unit,
	      const char *what, const char *const *says)
{
	struct form *form = sample_form(sample_csv, sample_topics, NULL);
	struct layout *l = layout_new(form);
	struct tally *t = tally_new(form, l);
	struct error err = ERROR_INIT;
	struct disclosed *d;
	struct report *r;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	for (size_t i = 0; i < 3; i++)
		add_people(t, l, unit[i], (char)('0' + i),
			   unit[i] < 20 ? '0' : '1');
	d = disclosed_new(t, 10, &err);
	assert_text(err.text, "", what);
	r = summary_report(d, about);
	assert_true(writer_text.write(out, r, NULL, &err));
	fclose(out);
	for (size_t i = 0; says[i]; i++)
		assert_has(text, says[i], what);
	free(text);
	report_free(r);
	disclosed_free(d);
	tally_free(t);
	layout_free(l);
	form_free(form);
}

static void
the_summary_says_what_happened(void **state)
{
	static const struct {
		const char *what;
		struct results_about about;
		size_t unit[3];
		const char *says[6];
	} cases[] = {
		{"an office",
		 {.responses = 60, .staff = 80, .closes = ""},
		 {20, 20, 20},
		 {"Staff survey: results\n60 of 80 answered (75 %).\n",
		  "Withheld: 1 question that fewer than 10 answered.",
		  "No groups by s2: fewer than two would have 10 people.",
		  "The first thing", "All scored questions"}},
		{"small groups",
		 {.responses = 60, .codes_issued = 120, .closes = ""},
		 {30, 26, 4},
		 {"60 of 120 answered (50 %).",
		  "By s1, 3 small groups are\ntold together."}},
		{"made up, early",
		 {.responses = 60,
		  .staff = 60,
		  .closes = "2026-12-14",
		  .closed_early = true,
		  .made_up = true},
		 {20, 20, 20},
		 {"results (MADE-UP DATA: PILOT)\n",
		  "60 of 60 answered (100 %). Closed before the day staff "
		  "were told, 2026-12-14.\n"}},
		{"nobody knows how many were invited",
		 {.responses = 60, .closes = "", .unopened = 2},
		 {20, 20, 20},
		 {"\n60 answered. 2 more could not be read.\n"}},
		{"more than invited",
		 {.responses = 60, .staff = 50, .closes = ""},
		 {20, 20, 20},
		 {"60 answered. That is more than were invited."}},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		check_summary(&cases[i].about, cases[i].unit, cases[i].what,
			      cases[i].says);
}

/* The lowest share of right answers comes first: 0 %, then 100 %. */
static void
topics_come_in_order_of_need(void **state)
{
	static const struct results_about about = {.responses = 60,
						   .closes = ""};
	static const size_t unit[] = {20, 20, 20};
	static const char *const says[] = {
		/* k1's first option is wrong, k2's right */
		"The first thing                           "
		"########xxxxxxx    50    50   <1    2\n",
		/* m1 and m2 nothing ticked, w1 wrong; n1 right */
		"The second thing                          "
		"####xxxxxxxxxxx    25    75   <1    4\n"
		"The first thing ",
		NULL};

	check_summary(&about, unit, "order", says);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_keeps_rows_and_empty_cells),
		cmocka_unit_test(the_invited_are_staff_or_codes),
		cmocka_unit_test(the_summary_says_what_happened),
		cmocka_unit_test(topics_come_in_order_of_need),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
