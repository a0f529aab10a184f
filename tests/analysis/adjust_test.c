#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/adjust.h"

static void
by_hand(void **state)
{
	static const struct {
		const char *what;
		void (*adjust)(const double *p, size_t n, double *out);
		size_t n;
		double p[6], expected[6];
	} cases[] = {
		{"Holm: the largest so far",
		 adjust_holm,
		 5,
		 {.01, .02, .03, .04, .05},
		 {.05, .08, .09, .09, .09}},
		{"Holm: any order",
		 adjust_holm,
		 3,
		 {.5, .01, .02},
		 {.5, .03, .04}},
		{"Holm: at most 1", adjust_holm, 2, {.9, .6}, {1, 1}},
		{"BH: the smallest from there",
		 adjust_bh,
		 5,
		 {.01, .02, .03, .04, .05},
		 {.05, .05, .05, .05, .05}},
		{"BH: any order",
		 adjust_bh,
		 4,
		 {.04, .001, .5, .01},
		 {.16 / 3, .004, .5, .02}},
		{"BH: ties", adjust_bh, 3, {.05, .05, .05}, {.05, .05, .05}},
		{"BY: times 11/6",
		 adjust_by,
		 3,
		 {.05, .05, .05},
		 {.55 / 6, .55 / 6, .55 / 6}},
		{"BY: at most 1", adjust_by, 2, {.8, 0}, {1, 0}},
		{"Bonferroni", adjust_bonferroni, 3, {.1, .5, 0}, {.3, 1, 0}},
		{"alone", adjust_holm, 1, {.2}, {.2}},
		{"alone, BH", adjust_bh, 1, {.2}, {.2}},
		{"alone, BY", adjust_by, 1, {.2}, {.2}},
		{"Holm: 2 were tested",
		 adjust_holm,
		 4,
		 {NAN, .04, NAN, .01},
		 {NAN, .04, NAN, .02}},
		{"BH: 2 were tested",
		 adjust_bh,
		 4,
		 {NAN, .04, NAN, .01},
		 {NAN, .04, NAN, .02}},
		{"BY: 2 were tested",
		 adjust_by,
		 4,
		 {NAN, .04, NAN, .01},
		 {NAN, .06, NAN, .03}},
		{"Bonferroni: 2 were tested",
		 adjust_bonferroni,
		 3,
		 {NAN, .04, .01},
		 {NAN, .08, .02}},
		{"none was tested", adjust_bh, 2, {NAN, NAN}, {NAN, NAN}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		double out[6];

		cases[i].adjust(cases[i].p, cases[i].n, out);
		for (size_t k = 0; k < cases[i].n; k++) {
			double is = cases[i].expected[k];

			assert_case(isnan(is) ? isnan(out[k])
					      : fabs(out[k] - is) < 1e-15,
				    cases[i].what);
		}
	}
}

static void (*const all[])(const double *, size_t,
			   double *) = {adjust_holm, adjust_bh, adjust_by,
					adjust_bonferroni};
static const double p[] = {.3, .002, .04, .04, .7, 1, 0, .011};
enum { N = COUNT(p) };

static void
none_gets_smaller_and_the_order_stays(void **state)
{
	double out[N];

	for (size_t a = 0; a < COUNT(all); a++) {
		all[a](p, N, out);
		for (size_t i = 0; i < N; i++) {
			assert_true(out[i] >= p[i] && out[i] <= 1);
			for (size_t k = 0; k < N; k++)
				assert_true(p[i] > p[k] || out[i] <= out[k]);
		}
	}
}

static void
shuffling_shuffles_the_results(void **state)
{
	double moved[N], out[N], other[N];

	for (size_t i = 0; i < N; i++)
		moved[i] = p[(i * 5 + 3) % N];
	for (size_t a = 0; a < COUNT(all); a++) {
		all[a](p, N, out);
		all[a](moved, N, other);
		for (size_t i = 0; i < N; i++)
			assert_true(other[i] == out[(i * 5 + 3) % N]);
	}
}

static void
results_may_go_where_p_was(void **state)
{
	double out[N], place[N];

	for (size_t a = 0; a < COUNT(all); a++) {
		all[a](p, N, out);
		memcpy(place, p, sizeof(p));
		all[a](place, N, place);
		assert_memory_equal(place, out, sizeof(out));
		all[a](place, 0, place);
		assert_memory_equal(place, out, sizeof(out));
	}
}

static void
stricter_promises_cost_more(void **state)
{
	double holm[N], bh[N], by[N], bonferroni[N];

	adjust_holm(p, N, holm);
	adjust_bh(p, N, bh);
	adjust_by(p, N, by);
	adjust_bonferroni(p, N, bonferroni);
	for (size_t i = 0; i < N; i++)
		assert_true(bh[i] <= holm[i] && holm[i] <= bonferroni[i] &&
			    bh[i] <= by[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(none_gets_smaller_and_the_order_stays),
		cmocka_unit_test(shuffling_shuffles_the_results),
		cmocka_unit_test(results_may_go_where_p_was),
		cmocka_unit_test(stricter_promises_cost_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
