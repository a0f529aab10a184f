#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/agreement.h"

static void
check(double got, double expected, const char *what)
{
	if (!(fabs(got - expected) <= 1e-13))
		fail_msg("%s: %.17g, not %.17g", what, got, expected);
}

static void
two_categories_by_hand(void **state)
{
	const uint64_t count[] = {20, 5, 10, 15};
	struct kappa a = agreement_kappa(count, 2);

	check(a.observed, .7, "observed");
	check(a.expected, .5, "expected");
	check(a.kappa, .4, "kappa");
	/* (.01156 + .01587 + .02547 - .0025) / (50 * .5^4) */
	check(a.variance, .016128, "variance");
}

static void
who_always_agree_have_one(void **state)
{
	const uint64_t count[] = {7, 0, 0, 0, 9, 0, 0, 0, 4};
	struct kappa a = agreement_kappa(count, 3);

	check(a.observed, 1, "observed");
	check(a.kappa, 1, "kappa");
	check(a.variance, 0, "variance");
}

static void
chance_gives_none_and_less_is_below(void **state)
{
	const uint64_t chance[] = {6, 4, 9, 6}, never[] = {0, 5, 5, 0};

	check(agreement_kappa(chance, 2).kappa, 0, "kappa");
	check(agreement_kappa(never, 2).kappa, -1, "kappa");
}

static void
coders_and_categories_may_change_places(void **state)
{
	const uint64_t count[] = {9, 2, 1, 3, 8, 0, 2, 4, 7};
	const uint64_t turned[] = {9, 3, 2, 2, 8, 4, 1, 0, 7};
	const uint64_t moved[] = {7, 4, 2, 0, 8, 3, 1, 2, 9};
	const uint64_t unused[] = {9, 2, 0, 1, 3, 8, 0, 0,
				   0, 0, 0, 0, 2, 4, 0, 7};
	struct kappa a = agreement_kappa(count, 3);

	check(agreement_kappa(turned, 3).kappa, a.kappa, "coders");
	check(agreement_kappa(turned, 3).variance, a.variance, "coders");
	check(agreement_kappa(moved, 3).kappa, a.kappa, "categories");
	check(agreement_kappa(moved, 3).variance, a.variance, "categories");
	check(agreement_kappa(unused, 4).kappa, a.kappa, "an unused one");
}

static void
ten_times_the_answers_are_ten_times_surer(void **state)
{
	const uint64_t count[] = {20, 5, 10, 15}, many[] = {200, 50, 100, 150};

	check(agreement_kappa(many, 2).variance * 10,
	      agreement_kappa(count, 2).variance, "variance");
}

static void
nothing_to_agree_on_is_undefined(void **state)
{
	const uint64_t none[4] = {0}, one[] = {8, 0, 0, 0};
	struct kappa a = agreement_kappa(none, 2);

	assert_true(isnan(a.observed) && isnan(a.kappa) && isnan(a.variance));
	assert_true(isnan(agreement_kappa(none, 0).kappa));
	a = agreement_kappa(one, 2);
	check(a.observed, 1, "all in one category");
	assert_true(isnan(a.kappa) && isnan(a.variance));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_categories_by_hand),
		cmocka_unit_test(who_always_agree_have_one),
		cmocka_unit_test(chance_gives_none_and_less_is_below),
		cmocka_unit_test(coders_and_categories_may_change_places),
		cmocka_unit_test(ten_times_the_answers_are_ten_times_surer),
		cmocka_unit_test(nothing_to_agree_on_is_undefined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
