#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/crosstab.h"

static void
check(double got, double expected, const char *what)
{
	if (!(fabs(got - expected) <= 1e-13 * fabs(expected) + 1e-300))
		fail_msg("%s: %.17g, not %.17g", what, got, expected);
}

static void
a_two_by_two_by_hand(void **state)
{
	const uint64_t count[] = {10, 20, 30, 40};
	struct crosstab *t = crosstab_new(count, 2, 2);
	struct chisq x = crosstab_chisq(t), yates = crosstab_yates(t);

	check(x.statistic, 50.0 / 63, "n (ad - bc)^2 over the margins");
	check(x.df, 1, "one degree of freedom");
	check(x.p, erfc(sqrt(25.0 / 63)), "upper tail");
	check(x.min_expected, 12, "30 x 40 of 100");
	assert_true(x.share_under_5 == 0);
	check(yates.statistic, 25.0 / 56, "Yates");
	check(crosstab_cramer(t), sqrt(1.0 / 126), "V");
	check(crosstab_odds_ratio(t), 2.0 / 3, "odds ratio");
	assert_true(crosstab_cramer_corrected(t) == 0);
	crosstab_free(t);
}

static void
two_degrees_are_an_exponential(void **state)
{
	const uint64_t count[] = {20, 10, 0, 10, 20, 30};
	struct crosstab *t = crosstab_new(count, 2, 3);
	struct chisq x = crosstab_chisq(t);
	double expected = 0;

	/* rows 30 and 60, columns 30 each */
	for (size_t i = 0; i < 6; i++) {
		double e = i < 3 ? 10 : 20, d = (double)count[i] - e;

		expected += d * d / e;
	}
	check(x.statistic, expected, "sum of cells");
	check(x.p, exp(-expected / 2), "upper tail");
	crosstab_free(t);
}

static void
a_tiny_p_keeps_its_digits(void **state)
{
	const uint64_t count[] = {900, 100, 100, 900};
	struct crosstab *t = crosstab_new(count, 2, 2);
	double p = crosstab_chisq(t).p, expected = erfc(sqrt(640));

	assert_true(p > 0 && fabs(p / expected - 1) < 1e-11);
	crosstab_free(t);
}

static void
yates_never_overshoots(void **state)
{
	const uint64_t near[] = {2, 8, 3, 7};
	struct crosstab *t = crosstab_new(near, 2, 2);

	assert_true(crosstab_yates(t).statistic == 0);
	assert_true(crosstab_yates(t).p == 1);
	crosstab_free(t);
}

static void
who_agree_in_full_have_a_v_of_one(void **state)
{
	const uint64_t count[] = {10, 0, 0, 0, 10, 0, 0, 0, 10};
	struct crosstab *t = crosstab_new(count, 3, 3);

	check(crosstab_cramer(t), 1, "V");
	check(crosstab_cramer_corrected(t), 1, "corrected V");
	crosstab_free(t);
}

static void
empty_lines_are_dropped(void **state)
{
	const uint64_t holes[] = {0, 0, 0, 0, 10, 0, 20, 0,
				  0, 0, 0, 0, 30, 0, 40, 0};
	const uint64_t plain[] = {10, 20, 30, 40};
	struct crosstab *t = crosstab_new(holes, 4, 4);

	assert_int_equal(t->rows, 2);
	assert_int_equal(t->columns, 2);
	assert_memory_equal(t->count, plain, sizeof(plain));
	assert_int_equal(t->row[1], 70);
	assert_int_equal(t->column[0], 40);
	assert_int_equal(t->n, 100);
	check(crosstab_chisq(t).statistic, 50.0 / 63, "the same test");
	crosstab_free(t);
}

static void
lines_may_change_places(void **state)
{
	const uint64_t count[] = {3, 9, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
	const uint64_t sides[] = {3, 1, 2, 3, 9, 5, 6, 5, 4, 9, 5, 8};
	const uint64_t moved[] = {2, 6, 5, 3, 5, 8, 3, 9, 4, 1, 5, 9};
	struct crosstab *t = crosstab_new(count, 4, 3);
	struct crosstab *other = crosstab_new(moved, 4, 3);
	struct crosstab *turned = crosstab_new(sides, 3, 4);

	check(crosstab_chisq(other).statistic, crosstab_chisq(t).statistic,
	      "rows moved");
	check(crosstab_chisq(turned).statistic, crosstab_chisq(t).statistic,
	      "transposed");
	check(crosstab_cramer_corrected(turned), crosstab_cramer_corrected(t),
	      "corrected V, transposed");
	assert_int_equal(turned->rows, 3);
	assert_int_equal(turned->count[1], count[3]);
	crosstab_free(t);
	crosstab_free(other);
	crosstab_free(turned);
}

static void
ten_times_the_people_show_ten_times_as_much(void **state)
{
	uint64_t count[] = {3, 9, 4, 1, 5, 9};
	struct crosstab *t = crosstab_new(count, 2, 3), *many;

	for (size_t i = 0; i < COUNT(count); i++)
		count[i] *= 10;
	many = crosstab_new(count, 2, 3);
	check(crosstab_chisq(many).statistic, 10 * crosstab_chisq(t).statistic,
	      "chi-squared");
	check(crosstab_cramer(many), crosstab_cramer(t), "V");
	crosstab_free(t);
	crosstab_free(many);
}

static void
some_tables_are_too_thin(void **state)
{
	static const struct {
		const char *what;
		size_t rows, columns;
		uint64_t count[20];
		bool is_sparse;
	} cases[] = {
		{"2 x 2, all just 5", 2, 2, {5, 5, 5, 5}, false},
		{"2 x 2, one under 5", 2, 2, {4, 5, 5, 50}, true},
		{"2 of 10 under 5",
		 2,
		 5,
		 {4, 11, 12, 11, 12, 4, 12, 11, 12, 11},
		 false},
		{"4 of 10 under 5",
		 2,
		 5,
		 {4, 4, 12, 11, 12, 4, 4, 11, 12, 12},
		 true},
		{"one column of 10 with one person",
		 2,
		 10,
		 {1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9},
		 true},
		{"nothing to compare", 1, 2, {1, 1}, false},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crosstab *t = crosstab_new(cases[i].count, cases[i].rows,
						  cases[i].columns);

		assert_case(crosstab_is_sparse(t) == cases[i].is_sparse,
			    cases[i].what);
		crosstab_free(t);
	}
}

static void
nothing_to_compare_is_undefined(void **state)
{
	static const struct {
		const char *what;
		size_t rows, columns;
		uint64_t count[4];
	} cases[] = {
		{"no cells", 0, 0, {0}},
		{"nobody", 2, 2, {0}},
		{"one row", 1, 3, {4, 5, 6}},
		{"one row has people", 2, 2, {7, 9, 0, 0}},
		{"one column has people", 2, 2, {7, 0, 9, 0}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crosstab *t = crosstab_new(cases[i].count, cases[i].rows,
						  cases[i].columns);
		struct chisq x = crosstab_chisq(t);

		assert_case(isnan(x.statistic) && isnan(x.p), cases[i].what);
		assert_case(isnan(x.min_expected), cases[i].what);
		assert_case(isnan(crosstab_yates(t).p), cases[i].what);
		assert_case(isnan(crosstab_cramer(t)), cases[i].what);
		assert_case(isnan(crosstab_cramer_corrected(t)), cases[i].what);
		assert_case(isnan(crosstab_odds_ratio(t)), cases[i].what);
		crosstab_free(t);
	}
}

static void
what_is_for_two_by_two_stays_there(void **state)
{
	const uint64_t count[] = {3, 9, 4, 1, 5, 9};
	struct crosstab *t = crosstab_new(count, 2, 3);

	assert_true(isnan(crosstab_yates(t).statistic));
	assert_true(isnan(crosstab_odds_ratio(t)));
	crosstab_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_two_by_two_by_hand),
		cmocka_unit_test(two_degrees_are_an_exponential),
		cmocka_unit_test(a_tiny_p_keeps_its_digits),
		cmocka_unit_test(yates_never_overshoots),
		cmocka_unit_test(who_agree_in_full_have_a_v_of_one),
		cmocka_unit_test(empty_lines_are_dropped),
		cmocka_unit_test(lines_may_change_places),
		cmocka_unit_test(ten_times_the_people_show_ten_times_as_much),
		cmocka_unit_test(some_tables_are_too_thin),
		cmocka_unit_test(nothing_to_compare_is_undefined),
		cmocka_unit_test(what_is_for_two_by_two_stays_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
