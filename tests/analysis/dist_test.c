#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/dist.h"
#include "tests/analysis/reference.h"

static void
check_normal(const struct reference *r)
{
	reference_check(dist_normal_quantile(r->a), r->low, 4e-16, r->what);
}

static void
check_t(const struct reference *r)
{
	reference_check(dist_t_quantile(r->a, r->b), r->low, 2e-12, r->what);
	reference_check(dist_t_quantile(1 - r->a, r->b), -r->low, 2e-11,
			r->what);
}

static void
normal_quantiles_have_every_digit(void **state)
{
	assert_int_equal(reference_each("normal", check_normal), 14);
}

static void
t_quantiles_agree_for_small_and_large_df(void **state)
{
	assert_int_equal(reference_each("t", check_t), 55);
}

static void
there_is_no_quantile_outside_of_0_to_1(void **state)
{
	static const struct {
		const char *what;
		double got, expected;
	} cases[] = {
		{"normal at 0", 0, -INFINITY}, {"normal at 1", 1, INFINITY},
		{"normal below 0", -.1, NAN},  {"normal above 1", 1.1, NAN},
		{"normal of NAN", NAN, NAN},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		double z = dist_normal_quantile(cases[i].got);

		assert_case(isnan(cases[i].expected) ? isnan(z)
						     : z == cases[i].expected,
			    cases[i].what);
	}
	assert_true(isnan(dist_t_quantile(1.5, 3)));
	assert_true(isnan(dist_t_quantile(.975, 0)));
	assert_true(isnan(dist_t_quantile(NAN, 3)));
	assert_true(dist_t_quantile(.5, 3) == 0);
	assert_true(dist_t_quantile(1, 3) == INFINITY);
	assert_true(dist_t_quantile(0, 3) == -INFINITY);
}

static void
quantiles_agree_with_the_special_function_oracle(void **state)
{
	struct json *oracle = reference_oracle("special_functions.json");
	const struct json *c = json_first(json_get(oracle, "cases"));
	size_t n = 0;

	for (; c; c = json_next(c)) {
		const char *fn = json_get_text(c, "fn");
		const struct json *arg = json_first(json_get(c, "args"));
		double value = json_get_number(c, "value", NAN);
		double p = json_as_number(arg, NAN);
		const char *id = json_get_text(c, "id");

		if (strcmp(fn, "qnorm") == 0)
			reference_check(dist_normal_quantile(p), value, 1e-15,
					id);
		else if (strcmp(fn, "qt") == 0)
			reference_check(
				dist_t_quantile(p,
						json_as_number(json_next(arg),
							       NAN)),
				value, 1e-12, id);
		else
			continue;
		n++;
	}
	json_free(oracle);
	assert_true(n >= 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(normal_quantiles_have_every_digit),
		cmocka_unit_test(t_quantiles_agree_for_small_and_large_df),
		cmocka_unit_test(there_is_no_quantile_outside_of_0_to_1),
		cmocka_unit_test(
			quantiles_agree_with_the_special_function_oracle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
