#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/fisher.h"

static struct fisher
test_counts(const uint64_t *count, size_t rows, size_t columns,
	    const struct fisher_limits *limits)
{
	struct crosstab *t = crosstab_new(count, rows, columns);
	struct fisher f = fisher_test(t, limits);

	crosstab_free(t);
	return f;
}

static void
known_tables(void **state)
{
	static const struct {
		const char *what;
		size_t rows, columns;
		uint64_t count[16];
		double p, tolerance;
	} cases[] = {
		{"the lady tasting tea", 2, 2, {3, 1, 1, 3}, 17.0 / 35, 1e-14},
		{"all cups right", 2, 2, {4, 0, 0, 4}, 1.0 / 35, 1e-14},
		{"the other end is likelier",
		 2,
		 2,
		 {0, 4, 5, 0},
		 1.0 / 126,
		 1e-14},
		{"twice ten", 2, 2, {10, 0, 0, 10}, 2.0 / 184756, 1e-13},
		{"no difference", 2, 2, {7, 7, 7, 7}, 1, 1e-14},
		/* Fisher (1935), R's ?fisher.test */
		{"convicts' twins", 2, 2, {2, 15, 10, 3}, 0.0005367241, 1e-6},
		/* Agresti (2002), p. 57; R's ?fisher.test */
		{"jobs by income",
		 4,
		 4,
		 {1, 3, 10, 6, 2, 3, 10, 7, 1, 6, 14, 12, 0, 1, 9, 11},
		 0.7827,
		 1e-4},
		{"3 x 2, all tables as odd",
		 3,
		 2,
		 {1, 0, 1, 0, 0, 1},
		 1,
		 1e-13},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fisher f = test_counts(cases[i].count, cases[i].rows,
					      cases[i].columns, NULL);

		assert_case(f.method == TEST_EXACT && f.draws == 0,
			    cases[i].what);
		if (fabs(f.p / cases[i].p - 1) > cases[i].tolerance)
			fail_msg("%s: %.17g, not %.17g", cases[i].what, f.p,
				 cases[i].p);
	}
}

/* ---- against plain enumeration ---- */

struct plain {
	uint64_t row[4], column[4], count[16];
	size_t rows, columns;
	double seen, odd, all;
};

static double
weight_of(const uint64_t *count, size_t n)
{
	double log_weight = 0;

	for (size_t i = 0; i < n; i++)
		for (uint64_t k = 2; k <= count[i]; k++)
			log_weight -= log((double)k);
	return exp(log_weight);
}

/* Fills the cells from `at` on in every way that the margins allow. */
static void
enumerate(struct plain *p, size_t at)
{
	size_t i = at / p->columns, j = at % p->columns;
	double w;

	if (at == p->rows * p->columns) {
		for (i = 0; i < p->rows; i++)
			if (p->row[i] > 0)
				return;
		for (j = 0; j < p->columns; j++)
			if (p->column[j] > 0)
				return;
		w = weight_of(p->count, p->rows * p->columns);
		p->all += w;
		p->odd += w <= p->seen * (1 + 1e-7) ? w : 0;
		return;
	}
	for (uint64_t x = 0; x <= p->row[i] && x <= p->column[j]; x++) {
		if (j + 1 == p->columns && x < p->row[i])
			continue;
		p->count[at] = x;
		p->row[i] -= x;
		p->column[j] -= x;
		enumerate(p, at + 1);
		p->row[i] += x;
		p->column[j] += x;
	}
}

static double
plain_p(const struct crosstab *t)
{
	struct plain p = {.rows = t->rows, .columns = t->columns};

	memcpy(p.row, t->row, t->rows * sizeof(*t->row));
	memcpy(p.column, t->column, t->columns * sizeof(*t->column));
	p.seen = weight_of(t->count, t->rows * t->columns);
	enumerate(&p, 0);
	return p.odd / p.all;
}

static void
the_network_finds_what_counting_finds(void **state)
{
	uint64_t random = 7;

	for (size_t n = 0; n < 150; n++) {
		size_t rows = 2 + n % 3, columns = 2 + n / 3 % 3;
		uint64_t count[16];
		struct crosstab *t;
		double p, expected;

		for (size_t i = 0; i < rows * columns; i++) {
			random = random * 6364136223846793005u +
				1442695040888963407u;
			count[i] = (random >> 40) % 4;
		}
		t = crosstab_new(count, rows, columns);
		if (t->rows > 1 && t->columns > 1) {
			p = fisher_test(t, NULL).p;
			expected = plain_p(t);
			assert_true(fabs(p - expected) < 1e-11 * expected);
		}
		crosstab_free(t);
	}
}

static void
lines_may_change_places(void **state)
{
	const uint64_t count[] = {3, 9, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
	const uint64_t sides[] = {3, 1, 2, 3, 9, 5, 6, 5, 4, 9, 5, 8};
	struct crosstab *t = crosstab_new(count, 4, 3);
	struct crosstab *turned = crosstab_new(sides, 3, 4);
	double p = fisher_test(t, NULL).p;

	assert_true(fabs(fisher_test(turned, NULL).p / p - 1) < 1e-12);
	crosstab_free(turned);
	crosstab_free(t);
	/* rows and columns of the same table in another order */
	t = crosstab_new((const uint64_t[]){4, 3, 9, 9, 1, 5, 5, 2, 6, 8, 3, 5},
			 4, 3);
	assert_true(fabs(fisher_test(t, NULL).p / p - 1) < 1e-12);
	crosstab_free(t);
}

static void
thousands_of_people_are_no_work(void **state)
{
	const uint64_t even[] = {500000, 500000, 500000, 500000};
	const uint64_t apart[] = {400, 0, 0, 400};
	double p = test_counts(apart, 2, 2, NULL).p;
	double expected = log(2) + 2 * lgamma(401) - lgamma(801);

	assert_true(fabs(log(p) - expected) < 1e-10);
	assert_true(fabs(test_counts(even, 2, 2, NULL).p - 1) < 1e-9);
}

static void
a_rare_answer_among_many_is_exact(void **state)
{
	const uint64_t count[] = {12000, 13000, 14000, 9000, 11000,
				  0,	 1,	0,     3,    0};
	struct fisher f = test_counts(count, 2, 5, NULL);

	assert_int_equal(f.method, TEST_EXACT);
	assert_true(f.p > 0 && f.p < 1);
}

static void
large_ones_are_drawn_and_say_so(void **state)
{
	const uint64_t count[] = {6, 2, 3, 1, 4, 7, 5, 9, 2, 3, 8, 4};
	struct fisher_limits few = {1, 9999, 42}, other = {1, 9999, 43};
	struct fisher f = test_counts(count, 3, 4, &few);
	double exact = test_counts(count, 3, 4, NULL).p;
	double error = sqrt(exact * (1 - exact) / 10000);

	assert_int_equal(f.method, TEST_SIMULATED);
	assert_int_equal(f.draws, 9999);
	assert_true(fabs(f.p - exact) < 4 * error);
	assert_true(test_counts(count, 3, 4, &few).p == f.p);
	assert_true(test_counts(count, 3, 4, &other).p != f.p);
	/* a multiple of 1 / (draws + 1) */
	assert_true(fabs(f.p * 10000 - round(f.p * 10000)) < 1e-9);
}

static void
a_drawn_p_is_never_zero(void **state)
{
	const uint64_t count[] = {40, 0, 0, 0, 40, 0, 0, 0, 40};
	struct fisher_limits few = {1, 99, 1};

	assert_true(fabs(test_counts(count, 3, 3, &few).p - .01) < 1e-15);
}

static void
drawn_cells_keep_their_means(void **state)
{
	/* In a table with one person in a row, p is the share of that
	 * person's column and those that are no larger. */
	const uint64_t count[] = {1, 0, 0, 19, 30, 50};
	struct fisher_limits draws = {1, 99999, 5};
	struct fisher f = test_counts(count, 2, 3, &draws);

	assert_int_equal(f.method, TEST_SIMULATED);
	assert_true(fabs(f.p - .2) < .005);
	assert_true(fabs(test_counts(count, 2, 3, NULL).p - .2) < 1e-13);
}

static void
nothing_to_test_is_undefined(void **state)
{
	const uint64_t none[6] = {0}, row[] = {3, 4, 0, 0};

	assert_true(isnan(test_counts(none, 2, 3, NULL).p));
	assert_int_equal(test_counts(none, 2, 3, NULL).method, TEST_NONE);
	assert_true(isnan(test_counts(row, 2, 2, NULL).p));
}

static void
thin_tables_are_tested_exactly(void **state)
{
	static const struct {
		const char *what;
		uint64_t count[4];
		const char *method;
	} cases[] = {
		{"enough people", {30, 20, 25, 40}, "chi-squared"},
		{"a cell under 5", {3, 1, 1, 3}, "fisher-exact"},
		{"one column", {3, 0, 1, 0}, "none"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crosstab *t = crosstab_new(cases[i].count, 2, 2);
		struct independence d = independence_test(t, NULL);
		double p = fisher_test(t, NULL).p;

		assert_text(test_method_name(d.method), cases[i].method,
			    cases[i].what);
		if (d.method == TEST_CHISQ)
			p = crosstab_chisq(t).p;
		assert_case(d.p == p || (isnan(d.p) && isnan(p)),
			    cases[i].what);
		crosstab_free(t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_tables),
		cmocka_unit_test(the_network_finds_what_counting_finds),
		cmocka_unit_test(lines_may_change_places),
		cmocka_unit_test(thousands_of_people_are_no_work),
		cmocka_unit_test(a_rare_answer_among_many_is_exact),
		cmocka_unit_test(large_ones_are_drawn_and_say_so),
		cmocka_unit_test(a_drawn_p_is_never_zero),
		cmocka_unit_test(drawn_cells_keep_their_means),
		cmocka_unit_test(nothing_to_test_is_undefined),
		cmocka_unit_test(thin_tables_are_tested_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
