#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/pooling.h"

static void
check(double got, double expected, const char *what)
{
	if (!(fabs(got - expected) <= 1e-12 * fabs(expected)))
		fail_msg("%s: %.17g, not %.17g", what, got, expected);
}

static void
moments_by_hand(void **state)
{
	const uint64_t x[] = {2, 8}, n[] = {10, 10};
	struct pooling p = pooling_moments(x, n, 2);

	check(p.mu, .5, "mu");
	/* S = 1.8, A = 10: (7.2 - 1) / (10 - 1) */
	check(p.rho, 6.2 / 9, "rho");
	check(p.M, 2.8 / 6.2, "M");
	check(pooling_mean(&p, 2, 10), (1.4 / 6.2 + 2) / (2.8 / 6.2 + 10),
	      "a group's mean");
	assert_true(isnan(p.log_likelihood));
}

static void
groups_that_do_not_differ_are_all_one(void **state)
{
	const uint64_t x[] = {6, 12, 30}, n[] = {10, 20, 50};
	struct pooling p = pooling_moments(x, n, 3);

	assert_true(p.rho == 0 && isinf(p.M));
	check(pooling_mean(&p, 6, 10), .6, "mean");
	assert_true(isnan(pooling_limits(&p, 6, 10, .95).low));
	p = pooling_likelihood(x, n, 3);
	assert_true(p.rho == 0 && isinf(p.M));
	check(p.mu, .6, "mu");
	check(p.log_likelihood,
	      log(210) + log(125970) + lgamma(51) - lgamma(31) - lgamma(21) +
		      48 * log(.6) + 32 * log(.4),
	      "log likelihood");
}

static void
groups_that_share_nothing_stay_as_they_are(void **state)
{
	const uint64_t x[] = {0, 10, 5}, n[] = {10, 10, 10};
	struct pooling p = pooling_moments(x, n, 2);
	struct interval none, all;

	assert_true(p.rho == 1 && p.M == 0);
	check(pooling_mean(&p, 5, 10), .5, "mean");
	none = pooling_limits(&p, 0, 10, .95);
	all = pooling_limits(&p, 10, 10, .95);
	assert_true(none.low == 0 && none.high == 0);
	assert_true(all.low == 1 && all.high == 1);
}

static void
limits_of_simple_betas(void **state)
{
	const struct pooling uniform = {.5, 1.0 / 3, 2, NAN};
	struct interval i = pooling_limits(&uniform, 0, 0, .95);

	check(i.low, .025, "nobody asked: uniform");
	check(i.high, .975, "nobody asked: uniform");
	i = pooling_limits(&uniform, 1, 1, .95);
	check(i.low, sqrt(.025), "one of one: the square");
	check(i.high, sqrt(.975), "one of one: the square");
	i = pooling_limits(&uniform, 0, 3, .9);
	check(i.high, 1 - pow(.05, .25), "none of three");
	check(pooling_mean(&uniform, 0, 3), .2, "none of three");
}

static const uint64_t right[] = {20, 4, 39, 25, 4, 3, 17, 0};
static const uint64_t asked[] = {34, 12, 53, 56, 9, 33, 18, 5};
enum { GROUPS = COUNT(right) };

static double
log_beta(double a, double b)
{
	return lgamma(a) + lgamma(b) - lgamma(a + b);
}

static double
log_likelihood(double mu, double M)
{
	double sum = 0;

	for (size_t i = 0; i < GROUPS; i++) {
		double x = (double)right[i], n = (double)asked[i];

		sum += log_beta(mu * M + x, (1 - mu) * M + n - x) -
			log_beta(mu * M, (1 - mu) * M) -
			log_beta(x + 1, n - x + 1) - log(n + 1);
	}
	return sum;
}

static void
the_likelihood_is_highest_there(void **state)
{
	struct pooling p = pooling_likelihood(right, asked, GROUPS);
	double top = log_likelihood(p.mu, p.M);

	check(p.log_likelihood, top, "log likelihood");
	check(p.M, 1 / p.rho - 1, "M");
	for (int i = -1; i <= 1; i += 2) {
		double off = i * 1e-4;

		assert_true(log_likelihood(p.mu + off, p.M) < top);
		assert_true(log_likelihood(p.mu, p.M * (1 + off)) < top);
	}
	/* and flat: differences of second order only */
	assert_true(fabs(log_likelihood(p.mu + 1e-4, p.M) -
			 log_likelihood(p.mu - 1e-4, p.M)) < 1e-9);
	assert_true(fabs(log_likelihood(p.mu, p.M * 1.0001) -
			 log_likelihood(p.mu, p.M / 1.0001)) < 1e-9);
}

static void
check_mirrored(struct pooling a, struct pooling b)
{
	check(b.mu, 1 - a.mu, "mu");
	check(b.rho, a.rho, "rho");
}

static void
wrong_is_the_mirror_of_right(void **state)
{
	uint64_t wrong[GROUPS];

	for (size_t i = 0; i < GROUPS; i++)
		wrong[i] = asked[i] - right[i];
	check_mirrored(pooling_moments(right, asked, GROUPS),
		       pooling_moments(wrong, asked, GROUPS));
	check_mirrored(pooling_likelihood(right, asked, GROUPS),
		       pooling_likelihood(wrong, asked, GROUPS));
}

static void
order_and_empty_groups_do_not_matter(void **state)
{
	uint64_t x[GROUPS + 1], n[GROUPS + 1];
	struct pooling a = pooling_moments(right, asked, GROUPS), b;

	for (size_t i = 0; i < GROUPS; i++) {
		x[i] = right[(i * 3 + 1) % GROUPS];
		n[i] = asked[(i * 3 + 1) % GROUPS];
	}
	x[GROUPS] = n[GROUPS] = 0;
	b = pooling_moments(x, n, GROUPS + 1);
	check(b.mu, a.mu, "mu");
	check(b.rho, a.rho, "rho");
	a = pooling_likelihood(right, asked, GROUPS);
	b = pooling_likelihood(x, n, GROUPS + 1);
	check(b.mu, a.mu, "mu");
	check(b.rho, a.rho, "rho");
}

static void
means_lie_between_a_group_and_all(void **state)
{
	struct pooling p = pooling_moments(right, asked, GROUPS);

	for (size_t i = 0; i < GROUPS; i++) {
		double raw = proportion(right[i], asked[i]);
		double mean = pooling_mean(&p, right[i], asked[i]);
		struct interval l = pooling_limits(&p, right[i], asked[i], .95);

		assert_true(mean >= fmin(raw, p.mu) && mean <= fmax(raw, p.mu));
		assert_true(l.low < mean && mean < l.high);
		assert_true(l.low > 0 && l.high < 1);
	}
}

static void
too_little_is_undefined(void **state)
{
	static const struct {
		const char *what;
		size_t k;
		uint64_t x[3], n[3];
		double mu;
	} cases[] = {
		{"no groups", 0, {0}, {0}, NAN},
		{"nobody", 2, {0, 0}, {0, 0}, NAN},
		{"one group", 1, {3}, {6}, .5},
		{"one group has people", 2, {3, 0}, {6, 0}, .5},
		{"groups of one", 3, {1, 0, 1}, {1, 1, 1}, 2.0 / 3},
		{"nobody knows", 2, {0, 0}, {4, 6}, 0},
		{"everybody knows", 2, {4, 6}, {4, 6}, 1},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pooling p =
			pooling_moments(cases[i].x, cases[i].n, cases[i].k);

		assert_case(isnan(cases[i].mu) ? isnan(p.mu)
					       : p.mu == cases[i].mu,
			    cases[i].what);
		assert_case(isnan(p.rho) && isnan(p.M), cases[i].what);
		assert_case(isnan(pooling_mean(&p, 1, 2)), cases[i].what);
		assert_case(isnan(pooling_limits(&p, 1, 2, .95).high),
			    cases[i].what);
		p = pooling_likelihood(cases[i].x, cases[i].n, cases[i].k);
		assert_case(isnan(p.rho) && isnan(p.log_likelihood),
			    cases[i].what);
	}
}

static void
a_top_that_is_never_reached_is_undefined(void **state)
{
	const uint64_t x[] = {0, 10}, n[] = {10, 10};

	assert_true(isnan(pooling_likelihood(x, n, 2).rho));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moments_by_hand),
		cmocka_unit_test(groups_that_do_not_differ_are_all_one),
		cmocka_unit_test(groups_that_share_nothing_stay_as_they_are),
		cmocka_unit_test(limits_of_simple_betas),
		cmocka_unit_test(the_likelihood_is_highest_there),
		cmocka_unit_test(wrong_is_the_mirror_of_right),
		cmocka_unit_test(order_and_empty_groups_do_not_matter),
		cmocka_unit_test(means_lie_between_a_group_and_all),
		cmocka_unit_test(too_little_is_undefined),
		cmocka_unit_test(a_top_that_is_never_reached_is_undefined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
