#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/dist.h"
#include "analysis/statistics/scale.h"
#include "tests/analysis/reference.h"

#define MOST_ITEMS 6

/* A scale of right (1) or not (0), person by person, as the tally counts. */
struct made {
	size_t k;
	struct scale_item item[MOST_ITEMS];
	uint64_t people[MOST_ITEMS][2 * (MOST_ITEMS + 1)];
};

static const bool not_and_right[] = {false, true};

static void
made_add(struct made *m, const int *row, uint64_t times)
{
	size_t t = 0;

	for (size_t j = 0; j < m->k; j++)
		t += (size_t)row[j];
	for (size_t j = 0; j < m->k; j++)
		m->people[j][(size_t)row[j] * (m->k + 1) + t] += times;
}

static struct scale_summary
made_summary(struct made *m, struct scale_fit *fit)
{
	struct scale_counts c = {m->k, m->item};

	for (size_t j = 0; j < m->k; j++)
		m->item[j] =
			(struct scale_item){2, not_and_right, m->people[j]};
	return scale_of_counts(&c, fit);
}

/* Expected values by hand, in exact fractions. */
static const struct {
	const char *what;
	size_t k;
	int row[4][MOST_ITEMS];
	size_t rows;
	double alpha, rest, without, sd, varying;
} cases[] = {
	{"nobody", 2, {{0}}, 0, NAN, NAN, NAN, NAN, NAN},
	{"one person", 2, {{1, 0}}, 1, NAN, NAN, NAN, NAN, NAN},
	{"one item", 1, {{1}, {0}}, 2, NAN, NAN, NAN, 0.70710678118654752, NAN},
	{"two items that agree",
	 2,
	 {{1, 1}, {1, 1}, {0, 0}, {0, 0}},
	 4,
	 1,
	 1,
	 NAN,
	 1.1547005383792515,
	 1},
	{"two that know nothing of each other",
	 2,
	 {{1, 1}, {1, 0}, {0, 1}, {0, 0}},
	 4,
	 0,
	 0,
	 NAN,
	 0.81649658092772603,
	 0},
	{"two that disagree",
	 2,
	 {{1, 1}, {1, 0}, {0, 1}},
	 3,
	 -2,
	 -.5,
	 NAN,
	 0.57735026918962576,
	 -2},
	{"a total that never varies",
	 2,
	 {{1, 0}, {0, 1}},
	 2,
	 NAN,
	 -1,
	 NAN,
	 0,
	 NAN},
	{"three of which the last is constant",
	 3,
	 {{1, 1, 1}, {0, 0, 1}},
	 2,
	 .75,
	 1,
	 0,
	 1.4142135623730951,
	 1},
	{"three alike",
	 3,
	 {{1, 1, 1}, {0, 0, 0}, {0, 0, 0}},
	 3,
	 1,
	 1,
	 1,
	 1.7320508075688772,
	 1},
};

static void
counts_give_alpha_and_item_rest(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct made m = {.k = cases[i].k};
		struct scale_fit fit[MOST_ITEMS];
		struct scale_summary s;
		const char *what = cases[i].what;

		for (size_t r = 0; r < cases[i].rows; r++)
			made_add(&m, cases[i].row[r], 1);
		s = made_summary(&m, fit);
		assert_case(s.n == cases[i].rows, what);
		reference_check(s.alpha, cases[i].alpha, 1e-15, what);
		reference_check(s.alpha_varying, cases[i].varying, 1e-15, what);
		reference_check(s.sd, cases[i].sd, 1e-15, what);
		reference_check(s.sem, s.sd * sqrt(1 - s.alpha), 1e-15, what);
		reference_check(fit[0].rest, cases[i].rest, 1e-15, what);
		reference_check(fit[0].alpha_without, cases[i].without, 1e-15,
				what);
	}
}

static void
a_constant_item_has_no_correlation(void **state)
{
	static const int rows[][MOST_ITEMS] = {{1, 1, 1}, {0, 0, 1}};
	struct made m = {.k = 3};
	struct scale_fit fit[MOST_ITEMS];
	struct scale_summary s;

	made_add(&m, rows[0], 5);
	made_add(&m, rows[1], 5);
	s = made_summary(&m, fit);
	assert_int_equal(s.constant, 1);
	assert_true(fit[2].constant && !fit[0].constant);
	assert_true(isnan(fit[2].rest) && isnan(fit[2].total));
	reference_check(fit[2].alpha_without, 1, 1e-15, "without it");
	assert_true(fit[2].variance == 0 && fit[2].mean == 1);
}

/* Fair coins that lean on a common one. */
static unsigned
next(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}

static void
counts_and_covariances_agree(void **state)
{
	enum { K = 6, ROWS = 500 };
	struct made m = {.k = K};
	struct scale_fit a[K], b[K];
	struct scale_summary s, t;
	double *x = calloc(ROWS * K, sizeof(*x)), mean[K], covariance[K * K];
	unsigned seed = 1;

	for (size_t r = 0; r < ROWS; r++) {
		int row[K];
		unsigned able = next(&seed) % 100;

		for (size_t j = 0; j < K; j++) {
			row[j] = next(&seed) % 100 < (able + 10 * j) / 2;
			x[r * K + j] = row[j];
		}
		made_add(&m, row, 1);
	}
	s = made_summary(&m, a);
	assert_int_equal(scale_covariance(x, ROWS, K, mean, covariance), ROWS);
	t = scale_of_covariance(covariance, mean, ROWS, K, b);
	reference_check(t.alpha, s.alpha, 1e-13, "alpha");
	reference_check(t.mean, s.mean, 1e-13, "mean");
	reference_check(t.sem, s.sem, 1e-13, "sem");
	for (size_t j = 0; j < K; j++) {
		reference_check(b[j].mean, a[j].mean, 1e-13, "item mean");
		reference_check(b[j].variance, a[j].variance, 1e-13, "var");
		reference_check(b[j].rest, a[j].rest, 1e-12, "item-rest");
		reference_check(b[j].total, a[j].total, 1e-12, "item-total");
		reference_check(b[j].alpha_without, a[j].alpha_without, 1e-12,
				"alpha without");
	}
	free(x);
}

/* F(p; 2, 2) = p / (1 - p). */
static void
feldts_limits(void **state)
{
	struct interval i = scale_feldt(0, 3, 2, .95);

	reference_check(i.low, 1 - 39., 1e-11, "low");
	reference_check(i.high, 1 - 1 / 39., 1e-12, "high");
	i = scale_feldt(1, 3, 2, .95);
	assert_true(i.low == 1 && i.high == 1);
	assert_true(isnan(scale_feldt(.5, 1, 2, .95).low));
	assert_true(isnan(scale_feldt(.5, 9, 1, .95).low));
	assert_true(isnan(scale_feldt(NAN, 9, 3, .95).high));
}

/*
 * Four people, rests 1 1 0 1: two chose a (right), one b with rest 0, one c
 * with rest 1.
 */
static void
options_by_what_else_is_known(void **state)
{
	static const bool right[] = {true, false, false, false};
	static const uint64_t people[] = {
		0, 0, 2, /* a */
		1, 0, 0, /* b */
		0, 1, 0, /* c */
		0, 0, 0, /* d */
	};
	static const struct scale_item item = {4, right, people};
	static const bool plain[] = {false, false, false, true};
	struct scale_option o[4];
	unsigned all = scale_options(&item, 2, NULL, o);

	assert_int_equal(o[0].n, 2);
	reference_check(o[0].share, .5, 1e-15, "share");
	reference_check(o[0].rest, 1 / sqrt(3), 1e-15, "a");
	reference_check(o[0].mean_rest, 1, 1e-15, "mean rest of a");
	reference_check(o[1].rest, -1, 1e-15, "b");
	reference_check(o[1].mean_rest, 0, 1e-15, "mean rest of b");
	reference_check(o[2].rest, 1 / 3., 1e-15, "c");
	assert_true(isnan(o[3].rest) && isnan(o[3].mean_rest));
	assert_int_equal(o[0].flags, 0);
	assert_int_equal(o[1].flags, 0);
	assert_int_equal(o[2].flags, SCALE_SUSPECT_KEY);
	assert_int_equal(o[3].flags, SCALE_RARE);
	assert_int_equal(all, SCALE_SUSPECT_KEY | SCALE_RARE);
	assert_int_equal(scale_options(&item, 2, plain, o), SCALE_SUSPECT_KEY);
}

/* The key says b; those who know choose a. */
static void
a_wrong_key_is_suspected(void **state)
{
	static const bool right[] = {false, true, false};
	static const uint64_t people[] = {
		1, 2,  6, 0, /* a: all rests but one are high */
		0, 2,  0, 0, /* b: rest 0 */
		1, 90, 0, 0, /* don't know */
	};
	static const struct scale_item item = {3, right, people};
	static const bool plain[] = {false, false, true};
	struct scale_option o[3];

	scale_options(&item, 3, plain, o);
	assert_int_equal(o[0].flags, SCALE_SUSPECT_KEY | SCALE_BEATS_KEY);
	assert_int_equal(o[1].flags, SCALE_SUSPECT_KEY);
	assert_int_equal(o[2].flags, 0);
}

static void
low_item_rest_is_flagged(void **state)
{
	assert_int_equal(scale_rest_flags(.2), 0);
	assert_int_equal(scale_rest_flags(.19), SCALE_REST_LOW);
	assert_int_equal(scale_rest_flags(0), SCALE_REST_LOW);
	assert_int_equal(scale_rest_flags(-.01),
			 SCALE_REST_LOW | SCALE_REST_NEGATIVE);
	assert_int_equal(scale_rest_flags(NAN), 0);
}

/* Rows with a gap are left out; .1 three times is a constant all the same. */
static void
covariances_of_complete_rows(void **state)
{
	static const double x[] = {
		1, 2, .1, NAN, 9, .1, 2, 4, .1, 3, 9, .1, 7, 7, NAN,
	};
	double mean[3], c[9], r[9];

	assert_int_equal(scale_covariance(x, 5, 3, mean, c), 3);
	reference_check(mean[0], 2, 1e-15, "mean");
	reference_check(mean[1], 5, 1e-15, "mean");
	reference_check(c[0], 1, 1e-15, "variance");
	reference_check(c[4], 13, 1e-15, "variance");
	reference_check(c[1], 3.5, 1e-15, "covariance");
	assert_true(c[1] == c[3] && c[8] == 0 && c[2] == 0 && c[7] == 0);
	scale_correlation(c, 3, r);
	reference_check(r[1], 3.5 / sqrt(13), 1e-15, "correlation");
	assert_true(r[0] == 1 && isnan(r[8]) && isnan(r[2]));
	assert_int_equal(scale_covariance(x, 1, 3, mean, c), 1);
	assert_true(isnan(c[0]) && isnan(c[1]));
	assert_int_equal(scale_covariance(x, 0, 3, mean, c), 0);
	assert_true(isnan(mean[0]));
}

/* Far from zero: exact variances 30 and 30, covariance 30. */
static void
covariances_do_not_cancel(void **state)
{
	static const double x[] = {
		1000000004, 1000000004, 1000000007, 1000000007,
		1000000013, 1000000013, 1000000016, 1000000016,
	};
	struct scale_fit fit[2];
	double mean[2], c[4];

	scale_covariance(x, 4, 2, mean, c);
	reference_check(c[1], 30, 1e-14, "covariance");
	reference_check(scale_of_covariance(c, mean, 4, 2, fit).alpha, 1, 1e-14,
			"alpha");
}

/*
 * All variances 1 and covariances c: Q = 2 (1 - alpha)^2 k / (k - 1), the
 * variance of alpha for parallel items.
 */
static void
error_of_alpha_of_parallel_items(void **state)
{
	double c[9];
	double alpha, r = .5;

	for (size_t i = 0; i < 9; i++)
		c[i] = i % 4 == 0 ? 1 : r;
	alpha = 3 * r / (1 + 2 * r);
	reference_check(scale_alpha_error(c, 100, 3),
			sqrt(2 * (1 - alpha) * (1 - alpha) * 3 / 2 / 100),
			1e-14, "parallel");
	assert_true(isnan(scale_alpha_error(c, 1, 3)));
	assert_true(isnan(scale_alpha_error(c, 100, 1)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_give_alpha_and_item_rest),
		cmocka_unit_test(a_constant_item_has_no_correlation),
		cmocka_unit_test(counts_and_covariances_agree),
		cmocka_unit_test(feldts_limits),
		cmocka_unit_test(options_by_what_else_is_known),
		cmocka_unit_test(a_wrong_key_is_suspected),
		cmocka_unit_test(low_item_rest_is_flagged),
		cmocka_unit_test(covariances_of_complete_rows),
		cmocka_unit_test(covariances_do_not_cancel),
		cmocka_unit_test(error_of_alpha_of_parallel_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
