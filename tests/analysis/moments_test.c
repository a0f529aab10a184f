#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/moments.h"
#include "tests/analysis/reference.h"

/* Expected values by hand, in exact fractions. */
static void
mean_and_variance_come_from_counts(void **state)
{
	static const struct {
		const char *what;
		double value[4];
		uint64_t count[4];
		uint64_t n;
		double mean, variance;
	} cases[] = {
		{"nobody", {0, 1}, {0, 0}, 0, NAN, NAN},
		{"one person", {0, 1}, {0, 1}, 1, 1, NAN},
		{"all alike", {.5, 1}, {7, 0}, 7, .5, 0},
		{"half and half", {0, 1}, {2, 2}, 4, .5, 1.0 / 3},
		{"thirds",
		 {0, 1.0 / 3, 2.0 / 3, 1},
		 {1, 1, 1, 1},
		 4,
		 .5,
		 5.0 / 27},
		{"far from zero (stress/offset_variance)",
		 {1000000004, 1000000007, 1000000013, 1000000016},
		 {1, 1, 1, 1},
		 4,
		 1000000010,
		 30},
		{"a billion people",
		 {0, 1},
		 {500000000, 500000000},
		 1000000000,
		 .5,
		 250000000.0 / 999999999},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct moments m =
			moments_of(cases[i].value, cases[i].count, 4);

		assert_case(m.n == cases[i].n, cases[i].what);
		reference_check(m.mean, cases[i].mean, 1e-15, cases[i].what);
		reference_check(m.variance, cases[i].variance, 1e-14,
				cases[i].what);
	}
}

static void
limits_use_t_and_the_known_staff(void **state)
{
	/* mean 1/2, s^2 1/3, n 4: se^2 1/12, t(3) .975 = 3.1824463052837084 */
	static const double value[] = {0, 1};
	static const uint64_t count[] = {2, 2};
	struct moments m = moments_of(value, count, 2);
	struct interval i = moments_interval(&m, 0, .95);

	reference_check(moments_error(&m, 0), sqrt(1.0 / 12), 1e-15, "se");
	reference_check(i.high, .5 + 3.1824463052837084 * sqrt(1.0 / 12), 1e-12,
			"high");
	reference_check(i.low, .5 - 3.1824463052837084 * sqrt(1.0 / 12), 1e-12,
			"low");
	reference_check(moments_error(&m, 16), sqrt(1.0 / 16), 1e-15,
			"se of 4 of 16");
	i = moments_interval(&m, 4, .95);
	assert_true(i.low == .5 && i.high == .5);
}

static void
one_person_has_no_limits(void **state)
{
	static const double value[] = {1};
	static const uint64_t count[] = {1};
	struct moments m = moments_of(value, count, 1);

	assert_true(isnan(moments_error(&m, 0)));
	assert_true(isnan(moments_interval(&m, 0, .95).low));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mean_and_variance_come_from_counts),
		cmocka_unit_test(limits_use_t_and_the_known_staff),
		cmocka_unit_test(one_person_has_no_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
