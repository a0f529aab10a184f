#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/ordinal.h"

static struct ordinal
of_counts(const uint64_t *count, size_t rows, size_t columns)
{
	struct crosstab *t = crosstab_new(count, rows, columns);
	struct ordinal o = ordinal_of(t, .95);

	crosstab_free(t);
	return o;
}

static void
check(double got, double expected, const char *what)
{
	if (!(fabs(got - expected) <= 1e-13 * fabs(expected)))
		fail_msg("%s: %.17g, not %.17g", what, got, expected);
}

static void
gamma_of_a_two_by_two_is_yules_q(void **state)
{
	const uint64_t count[] = {3, 1, 1, 3};
	struct ordinal o = of_counts(count, 2, 2);

	assert_int_equal(o.concordant, 9);
	assert_int_equal(o.discordant, 1);
	check(o.gamma, .8, "(ad - bc) / (ad + bc)");
	check(o.ase, (1 - .64) / 2 * sqrt(8.0 / 3), "Yule's error");
	check(o.tau_b, .5, "phi");
	check(o.somers_columns, .5, "difference of shares");
	assert_true(o.limits.high == 1);
	check(o.limits.low, .8 - 1.9599639845400545 * o.ase, "low");
}

/* Agresti (2002), Categorical Data Analysis, 2.4.4 */
static void
jobs_by_income_as_published(void **state)
{
	const uint64_t count[] = {1, 3, 10, 6,	2, 3, 10, 7,
				  1, 6, 14, 12, 0, 1, 9,  11};
	struct ordinal o = of_counts(count, 4, 4);

	assert_int_equal(o.concordant, 1331);
	assert_int_equal(o.discordant, 849);
	check(o.gamma, 482.0 / 2180, "gamma");
	assert_true(fabs(o.ase - .117) < 5e-4);
}

static void
count_plainly(const uint64_t *count, size_t rows, size_t columns,
	      uint64_t *concordant, uint64_t *discordant)
{
	*concordant = *discordant = 0;
	for (size_t a = 0; a < rows * columns; a++) {
		for (size_t b = 0; b < rows * columns; b++) {
			uint64_t pairs = count[a] * count[b];

			if (a / columns >= b / columns)
				continue;
			if (a % columns < b % columns)
				*concordant += pairs;
			if (a % columns > b % columns)
				*discordant += pairs;
		}
	}
}

static void
pairs_are_counted_as_by_hand(void **state)
{
	uint64_t random = 3;

	for (size_t n = 0; n < 60; n++) {
		size_t rows = 2 + n % 5, columns = 2 + n / 5 % 4;
		uint64_t count[40], concordant, discordant;
		struct ordinal o;

		for (size_t i = 0; i < rows * columns; i++) {
			random = random * 6364136223846793005u +
				1442695040888963407u;
			count[i] = (random >> 40) % 50;
		}
		count_plainly(count, rows, columns, &concordant, &discordant);
		o = of_counts(count, rows, columns);
		assert_int_equal(o.concordant, concordant);
		assert_int_equal(o.discordant, discordant);
	}
}

static const uint64_t sample[] = {3, 9, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};

static void
an_order_upside_down_changes_the_sign(void **state)
{
	const uint64_t turned[] = {3, 5, 8, 2, 6, 5, 1, 5, 9, 3, 9, 4};
	struct ordinal a = of_counts(sample, 4, 3);
	struct ordinal b = of_counts(turned, 4, 3);

	check(b.gamma, -a.gamma, "gamma");
	check(b.ase, a.ase, "error");
	check(b.tau_b, -a.tau_b, "tau-b");
	check(b.limits.low, -a.limits.high, "limits");
}

static void
sides_may_be_exchanged(void **state)
{
	const uint64_t turned[] = {3, 1, 2, 3, 9, 5, 6, 5, 4, 9, 5, 8};
	struct ordinal a = of_counts(sample, 4, 3);
	struct ordinal b = of_counts(turned, 3, 4);

	check(b.gamma, a.gamma, "gamma");
	check(b.tau_b, a.tau_b, "tau-b");
	check(b.somers_rows, a.somers_columns, "Somers");
	check(b.somers_columns, a.somers_rows, "Somers");
	check(a.somers_rows * a.somers_columns, a.tau_b * a.tau_b, "product");
}

static void
more_people_make_gamma_surer(void **state)
{
	uint64_t many[COUNT(sample)];
	struct ordinal a = of_counts(sample, 4, 3), b;

	for (size_t i = 0; i < COUNT(sample); i++)
		many[i] = 100 * sample[i];
	b = of_counts(many, 4, 3);
	check(b.gamma, a.gamma, "gamma");
	check(b.ase, a.ase / 10, "error");
}

static void
billions_do_not_overflow(void **state)
{
	const uint64_t count[] = {2000000000, 1000000, 1000000, 2000000000};
	struct ordinal o = of_counts(count, 2, 2);

	assert_true(o.concordant == 4000000000000000000u);
	assert_true(o.discordant == 1000000000000u);
	assert_true(o.gamma > .999 && o.gamma < 1 && o.ase > 0);
}

static void
no_pair_in_order_is_undefined(void **state)
{
	static const struct {
		const char *what;
		size_t rows, columns;
		uint64_t count[4];
	} cases[] = {
		{"no cells", 0, 0, {0}},
		{"nobody", 2, 2, {0}},
		{"one row", 1, 3, {4, 5, 6}},
		{"one column has people", 2, 2, {7, 0, 9, 0}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crosstab *t = crosstab_new(cases[i].count, cases[i].rows,
						  cases[i].columns);
		struct ordinal o = ordinal_of(t, .95);

		assert_case(isnan(o.gamma) && isnan(o.ase), cases[i].what);
		assert_case(isnan(o.limits.low), cases[i].what);
		assert_case(isnan(o.tau_b), cases[i].what);
		assert_case(isnan(spearman_of_table(t).rho), cases[i].what);
		crosstab_free(t);
	}
}

/* ---- Spearman ---- */

static void
ranks_without_ties_by_hand(void **state)
{
	const double x[] = {10, 20, 30, 40, 50}, y[] = {2, 1, 4, 3, 5};
	struct spearman s = spearman_of_pairs(x, y, 5);
	double t = .8 * sqrt(3 / .36), u = t / sqrt(3);

	check(s.rho, .8, "1 - 6 sum d^2 / (n^3 - n)");
	check(s.t, t, "t");
	check(s.df, 3, "df");
	/* Student's t in closed form for 3 */
	check(s.p, 1 - 2 / acos(-1) * (u / (1 + u * u) + atan(u)), "p");
}

static void
a_table_and_its_pairs_agree(void **state)
{
	struct crosstab *t = crosstab_new(sample, 4, 3);
	struct spearman table = spearman_of_table(t), pairs;
	double x[100], y[100];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(sample); i++) {
		for (uint64_t k = 0; k < sample[i]; k++) {
			x[n] = floor((double)i / 3);
			/* any rising values have the same ranks */
			y[n++] = exp((double)(i % 3));
		}
	}
	pairs = spearman_of_pairs(x, y, n);
	assert_int_equal(pairs.n, table.n);
	check(pairs.rho, table.rho, "rho");
	check(pairs.p, table.p, "p");
	crosstab_free(t);
}

static void
ties_get_the_middle_rank(void **state)
{
	/* ranks 1.5 1.5 3 and 1 2.5 2.5 */
	const double x[] = {1, 1, 2}, y[] = {1, 2, 2};

	check(spearman_of_pairs(x, y, 3).rho, .5, "rho");
}

static void
missing_and_extreme_pairs(void **state)
{
	const double x[] = {1, NAN, 2, 3, 4}, y[] = {9, 1, NAN, 7, 5};
	const double same[] = {1, 1, 1, 1, 1};
	struct spearman s = spearman_of_pairs(x, y, 5);

	assert_int_equal(s.n, 3);
	assert_true(s.rho == -1 && s.p == 0);
	s = spearman_of_pairs(x, y, 4);
	assert_int_equal(s.n, 2);
	assert_true(s.rho == -1 && isnan(s.p));
	assert_true(isnan(spearman_of_pairs(x, same, 5).rho));
	assert_true(isnan(spearman_of_pairs(x, y, 0).rho));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gamma_of_a_two_by_two_is_yules_q),
		cmocka_unit_test(jobs_by_income_as_published),
		cmocka_unit_test(pairs_are_counted_as_by_hand),
		cmocka_unit_test(an_order_upside_down_changes_the_sign),
		cmocka_unit_test(sides_may_be_exchanged),
		cmocka_unit_test(more_people_make_gamma_surer),
		cmocka_unit_test(billions_do_not_overflow),
		cmocka_unit_test(no_pair_in_order_is_undefined),
		cmocka_unit_test(ranks_without_ties_by_hand),
		cmocka_unit_test(a_table_and_its_pairs_agree),
		cmocka_unit_test(ties_get_the_middle_rank),
		cmocka_unit_test(missing_and_extreme_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
