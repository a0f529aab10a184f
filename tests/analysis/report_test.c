/*
 * That a table keeps what is put into it, and who was invited.
 */
#include "tests/test.h"

#include <math.h>

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_keeps_rows_and_empty_cells),
		cmocka_unit_test(the_invited_are_staff_or_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
