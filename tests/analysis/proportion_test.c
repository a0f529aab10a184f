#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/proportion.h"
#include "tests/analysis/reference.h"

static void
check_wilson(const struct reference *r)
{
	struct interval i =
		proportion_wilson((uint64_t)r->a, (uint64_t)r->b, .95);

	reference_check(i.low, r->low, 1e-14, r->what);
	reference_check(i.high, r->high, 1e-14, r->what);
}

static void
check_fpc(const struct reference *r)
{
	struct interval i =
		proportion_wilson_fpc((uint64_t)r->a, (uint64_t)r->b,
				      (uint64_t)r->c, .95);

	reference_check(i.low, r->low, 1e-13, r->what);
	reference_check(i.high, r->high, 1e-13, r->what);
}

static void
wilson_limits_are_the_roots_of_the_score_test(void **state)
{
	assert_int_equal(reference_each("wilson", check_wilson), 10);
}

static void
a_known_staff_narrows_the_limits(void **state)
{
	assert_int_equal(reference_each("wilson_fpc", check_fpc), 7);
}

static void
nobody_and_everybody_are_exact(void **state)
{
	for (uint64_t n = 1; n < 5000; n = n * 3 + 1) {
		struct interval none = proportion_wilson(0, n, .95);
		struct interval all = proportion_wilson(n, n, .95);

		assert_true(none.low == 0 && none.high > 0 && none.high < 1);
		assert_true(all.high == 1 && all.low > 0 && all.low < 1);
		none = proportion_wilson_fpc(0, n, 2 * n, .95);
		all = proportion_wilson_fpc(n, n, 2 * n, .95);
		assert_true(none.low == 0 && all.high == 1);
	}
}

static void
limits_hold_the_share_and_mirror(void **state)
{
	for (uint64_t x = 0; x <= 60; x++) {
		struct interval i = proportion_wilson(x, 60, .95);
		struct interval mirror = proportion_wilson(60 - x, 60, .95);
		struct interval wide = proportion_wilson(x, 60, .99);
		struct interval staff = proportion_wilson_fpc(x, 60, 80, .95);
		double p = proportion(x, 60);

		assert_true(0 <= i.low && i.low <= p && p <= i.high &&
			    i.high <= 1);
		assert_true(fabs(i.low - (1 - mirror.high)) < 1e-15);
		assert_true(wide.low <= i.low && i.high <= wide.high);
		assert_true(i.low <= staff.low && staff.high <= i.high);
	}
}

static void
who_all_answered_are_certain(void **state)
{
	struct interval i = proportion_wilson_fpc(4, 300, 300, .95);

	assert_true(i.low == 4.0 / 300 && i.high == 4.0 / 300);
}

static void
nobody_asked_has_no_share(void **state)
{
	struct interval i = proportion_wilson(0, 0, .95);

	assert_true(isnan(i.low) && isnan(i.high) && isnan(proportion(0, 0)));
	i = proportion_wilson_fpc(0, 0, 40, .95);
	assert_true(isnan(i.low) && isnan(i.high));
}

static uint64_t
input(const struct json *c, const char *name)
{
	return (uint64_t)json_get_number(json_get(c, "input"), name, 0);
}

static void
limits_agree_with_the_oracle(void **state)
{
	struct json *oracle = reference_oracle("micro_a.json");
	const struct json *c = json_first(json_get(oracle, "cases"));
	size_t n = 0;

	for (; c; c = json_next(c)) {
		const char *def = json_get_text(c, "def");
		const char *id = json_get_text(c, "id");
		const struct json *result = json_get(c, "result");
		double level =
			json_get_number(json_get(c, "input"), "conf", .95);
		struct interval i;

		if (strcmp(def, "S2") == 0)
			i = proportion_wilson(input(c, "x"), input(c, "n"),
					      level);
		else if (strcmp(def, "S2f") == 0)
			i = proportion_wilson_fpc(input(c, "x"), input(c, "n"),
						  input(c, "N"), level);
		else
			continue;
		reference_check(i.low, json_get_number(result, "lo", NAN),
				1e-10, id);
		reference_check(i.high, json_get_number(result, "hi", NAN),
				1e-10, id);
		n++;
	}
	json_free(oracle);
	assert_true(n >= 80);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wilson_limits_are_the_roots_of_the_score_test),
		cmocka_unit_test(a_known_staff_narrows_the_limits),
		cmocka_unit_test(nobody_and_everybody_are_exact),
		cmocka_unit_test(limits_hold_the_share_and_mirror),
		cmocka_unit_test(who_all_answered_are_certain),
		cmocka_unit_test(nobody_asked_has_no_share),
		cmocka_unit_test(limits_agree_with_the_oracle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
