#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/dist.h"
#include "analysis/statistics/raoscott.h"
#include "tests/analysis/reference.h"

/*
 * With equal weights and no empty cell Delta is n/(n - 1) times the identity:
 * F = X2 (n - 1)/n / df with df and df (n - 1) degrees of freedom. X2
 * by hand.
 */
static void
equal_weights_are_nearly_pearsons(void **state)
{
	static const struct {
		const char *what;
		uint64_t count[12];
		size_t rows, columns, left_rows, left_columns;
		double n, x2;
	} cases[] = {
		{"2 by 2", {10, 20, 20, 10}, 2, 2, 2, 2, 60, 20 / 3.},
		{"no difference", {10, 20, 10, 20}, 2, 2, 2, 2, 60, 0},
		{"3 by 2", {10, 20, 20, 10, 15, 15}, 3, 2, 3, 2, 90, 20 / 3.},
		{"2 by 3", {10, 20, 15, 20, 10, 15}, 2, 3, 2, 3, 90, 20 / 3.},
		{"an empty row and column",
		 {10, 0, 20, 0, 0, 0, 20, 0, 10},
		 3,
		 3,
		 2,
		 2,
		 60,
		 20 / 3.},
		{"3 by 3", {6, 3, 3, 3, 6, 3, 3, 3, 6}, 3, 3, 3, 3, 36, 4.5},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *what = cases[i].what;
		uint64_t people = (uint64_t)cases[i].n;
		double weight = 2.5, n = cases[i].n;
		struct design d = {.cells = 1,
				   .people = &people,
				   .weight = &weight,
				   .strata = 1};
		struct raoscott s = raoscott(&d, cases[i].count, cases[i].rows,
					     cases[i].columns);
		double df = (double)((cases[i].left_rows - 1) *
				     (cases[i].left_columns - 1));
		double f = cases[i].x2 * (n - 1) / n / df;

		assert_case(s.n == people && s.rows == cases[i].left_rows &&
				    s.columns == cases[i].left_columns,
			    what);
		reference_check(s.x2, cases[i].x2, 1e-13, what);
		reference_check(s.f, f, 1e-12, what);
		reference_check(s.ndf, df, 1e-12, what);
		reference_check(s.ddf, df * (n - 1), 1e-12, what);
		reference_check(s.p, dist_f_upper(f, df, df * (n - 1)), 1e-11,
				what);
		reference_check(s.p_first, dist_chi2_upper(f * df, df), 1e-11,
				what);
		assert_case(s.df == df, what);
	}
}

/*
 * The contrast is (1, -1, -1, 1)/2, its squares over the shares .25, .25, .5
 * (none for the empty cell) 2.5; the shares' covariance takes off the square of
 * what the contrast adds up to over the cells that are not empty, 1/4.
 */
static void
an_empty_cell_of_the_table(void **state)
{
	static const uint64_t zero[] = {10, 0, 10, 20}, all = 40;
	static const double weight = 1;
	struct design d = {.cells = 1,
			   .people = &all,
			   .weight = &weight,
			   .strata = 1};
	struct raoscott s = raoscott(&d, zero, 2, 2);

	reference_check(s.x2, 40 / 3., 1e-13, "X2");
	reference_check(s.f, 40 / 3. * 39 / 40 / .9, 1e-12, "F");
	reference_check(s.ndf, 1, 1e-12, "df");
}

static const uint64_t count[] = {
	/* three cells of a 2 by 3 table */
	5, 2, 1, 4, 6, 2, 1, 1, 7, 2, 2, 3, 4, 4, 0, 0, 3, 5,
};
static const uint64_t people[] = {20, 20, 16}; /* 20, 16 and 16 of them */

static void
check_same(const struct raoscott *a, const struct raoscott *b, const char *what)
{
	reference_check(a->x2, b->x2, 1e-12, what);
	reference_check(a->f, b->f, 1e-12, what);
	reference_check(a->ndf, b->ndf, 1e-12, what);
	reference_check(a->ddf, b->ddf, 1e-12, what);
	reference_check(a->p, b->p, 1e-11, what);
	reference_check(a->p_first, b->p_first, 1e-11, what);
}

static void
scaling_weights_changes_nothing(void **state)
{
	static const double weight[] = {1, 2.5, .7}, times[] = {1e9, 25e8, 7e8};
	struct design d = {.cells = 3,
			   .people = people,
			   .weight = weight,
			   .strata = 1};
	struct raoscott a = raoscott(&d, count, 2, 3), b;

	d.weight = times;
	b = raoscott(&d, count, 2, 3);
	check_same(&a, &b, "times 1e9");
	assert_true(a.p > 0 && a.p < 1 && a.ndf < 2 && a.n == 52);
	assert_true(a.ddf == a.ndf * 51);
}

static void
turning_the_table_changes_nothing(void **state)
{
	static const double weight[] = {1, 2.5, .7};
	struct design d = {.cells = 3,
			   .people = people,
			   .weight = weight,
			   .strata = 1};
	struct raoscott a = raoscott(&d, count, 2, 3), b;
	uint64_t turned[COUNT(count)];

	for (size_t c = 0; c < 3; c++)
		for (size_t i = 0; i < 2; i++)
			for (size_t j = 0; j < 3; j++)
				turned[(c * 3 + j) * 2 + i] =
					count[(c * 2 + i) * 3 + j];
	b = raoscott(&d, turned, 3, 2);
	check_same(&a, &b, "turned");
}

static void
one_by_one_or_grouped(void **state)
{
	enum { N = 56, TABLE = 6 };
	static const double weight[] = {1, 2.5, .7};
	struct design d = {.cells = 3,
			   .people = people,
			   .weight = weight,
			   .strata = 1};
	struct raoscott a = raoscott(&d, count, 2, 3), b;
	uint64_t one[N], each[N * TABLE] = {0};
	double w[N];
	size_t n = 0;

	for (size_t c = 0; c < 3; c++) {
		size_t first = n;

		for (size_t k = 0; k < TABLE; k++)
			for (uint64_t i = 0; i < count[c * TABLE + k]; i++)
				each[n++ * TABLE + k] = 1;
		n = first + people[c]; /* who is in no cell of the table */
		for (size_t i = first; i < n; i++)
			w[i] = weight[c];
	}
	for (size_t i = 0; i < N; i++)
		one[i] = 1;
	d = (struct design){.cells = N,
			    .people = one,
			    .weight = w,
			    .strata = 1};
	b = raoscott(&d, each, 2, 3);
	check_same(&a, &b, "one by one");
}

/* (1 - f) divides all of Delta. */
static void
a_correction_makes_f_larger(void **state)
{
	static const double weight[] = {1, 2.5, .7}, N = 112;
	struct design d = {.cells = 3,
			   .people = people,
			   .weight = weight,
			   .strata = 1};
	double f = raoscott(&d, count, 2, 3).f;

	d.population = &N;
	reference_check(raoscott(&d, count, 2, 3).f, 2 * f, 1e-12, "half");
}

static void
undefined_tables(void **state)
{
	static const struct {
		const char *what;
		uint64_t count[9];
		size_t rows, columns;
	} cases[] = {
		{"nobody", {0, 0, 0, 0}, 2, 2},
		{"one row", {3, 4, 0, 0}, 2, 2},
		{"one column", {3, 0, 4, 0}, 2, 2},
		{"as many cells as categories: no contrast is determined",
		 {3, 0, 0, 0, 4, 0, 0, 0, 5},
		 3,
		 3},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t all = 12;
		double weight = 1;
		struct design d = {.cells = 1,
				   .people = &all,
				   .weight = &weight,
				   .strata = 1};
		struct raoscott s = raoscott(&d, cases[i].count, cases[i].rows,
					     cases[i].columns);

		assert_case(isnan(s.f) && isnan(s.p) && isnan(s.p_first),
			    cases[i].what);
	}
}

/*
 * Weights that meet a margin: of 536 people 7 did not answer, and made the
 * weights all the same. F and its degrees of freedom by R 4.2.2, survey 4.1:
 * svychisq(~y + part, postStratify(svydesign(~1), ~part, population)).
 */
static void
who_is_outside_counts_with_margins(void **state)
{
	static const uint64_t staff[] = {245, 102, 151, 38};
	static const double target[] = {276 * 498 / 536., 220 * 498 / 536.,
					304 * 498 / 536., 800 * 38 / 536.};
	static const char *const label[] = {"1", "2", "3", "none"};
	static const size_t of[] = {0, 1, 2, 3};
	static const uint64_t answers[][2] = {{169, 74},
					      {70, 30},
					      {105, 45},
					      {27, 9}};
	const struct weight_margin margin = {"part", 4, label, target, of};
	uint64_t cells[4 * 4 * 2] = {0};
	double weight[4];
	struct design d = {.cells = 4,
			   .people = staff,
			   .weight = weight,
			   .strata = 1,
			   .margins = 1,
			   .margin = &margin};
	struct raoscott s;

	for (size_t i = 0; i < 4; i++) {
		weight[i] = target[i] / (double)staff[i];
		cells[(i * 4 + i) * 2] = answers[i][0];
		cells[(i * 4 + i) * 2 + 1] = answers[i][1];
	}
	s = raoscott(&d, cells, 4, 2);
	assert_true(s.n == 529);
	reference_check(s.f, 0.135686885544251, 1e-9, "F");
	reference_check(s.ndf, 2.91749359128817, 1e-9, "ndf");
	reference_check(s.ddf, 1560.85907133917, 1e-9, "ddf");
	reference_check(s.p, 0.935096056080207, 1e-9, "p");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_weights_are_nearly_pearsons),
		cmocka_unit_test(an_empty_cell_of_the_table),
		cmocka_unit_test(scaling_weights_changes_nothing),
		cmocka_unit_test(turning_the_table_changes_nothing),
		cmocka_unit_test(one_by_one_or_grouped),
		cmocka_unit_test(a_correction_makes_f_larger),
		cmocka_unit_test(who_is_outside_counts_with_margins),
		cmocka_unit_test(undefined_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
