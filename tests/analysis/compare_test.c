#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/compare.h"

static void
check(double got, double expected, const char *what)
{
	if (!(fabs(got - expected) <= 2e-13 * fabs(expected)))
		fail_msg("%s: %.17g, not %.17g", what, got, expected);
}

/* 1 2 3 in one group, 2 4 6 8 in the other. */
static const double two_values[] = {1, 2, 3, 4, 6, 8};
static const uint64_t two_counts[] = {1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 1, 1};
static const struct counted_scores two = {two_values, 6, two_counts, 2};

static void
welchs_t_by_hand(void **state)
{
	struct moments a = compare_moments(&two, 0);
	struct moments b = compare_moments(&two, 1);
	struct t_test t = compare_two(&a, &b, .95);
	struct t_test other = compare_two(&b, &a, .95);

	check(t.difference, -3, "difference");
	check(t.t, -3 / sqrt(2), "t");
	check(t.df, 216.0 / 53, "Welch and Satterthwaite");
	assert_true(t.p > .09 && t.p < .11);
	check((t.limits.low + t.limits.high) / 2, -3, "limits around it");
	assert_true(t.limits.low < -6.8 && t.limits.high > .8);
	check(other.t, -t.t, "other way round");
	check(other.p, t.p, "other way round");
}

static void
two_groups_give_t_squared(void **state)
{
	struct moments a = compare_moments(&two, 0);
	struct moments b = compare_moments(&two, 1);
	struct t_test t = compare_two(&a, &b, .95);
	struct f_test f = compare_welch(&two);

	check(f.F, t.t * t.t, "F");
	check(f.df1, 1, "df1");
	check(f.df2, t.df, "df2");
	check(f.p, t.p, "p");
}

/* Means 2, 3 and 7, each with variance 1. */
static const double three_values[] = {1, 2, 3, 4, 6, 7, 8};
static const uint64_t three_counts[] = {1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1,
					0, 0, 0, 0, 0, 0, 0, 1, 1, 1};
static const struct counted_scores three = {three_values, 7, three_counts, 3};

static void
the_classic_test_by_hand(void **state)
{
	struct f_test f = compare_anova(&three);

	check(f.F, 21, "42 / 2 over 6 / 6");
	check(f.df1, 2, "df1");
	check(f.df2, 6, "df2");
	/* closed form for 2: (1 + 2 F / df2)^(-df2 / 2) */
	check(f.p, 1.0 / 512, "p");
}

static void
welchs_f_by_hand(void **state)
{
	struct f_test f = compare_welch(&three);

	/* equal n and variances: 21 over 1 + 2 / 8 * 3 * (2 / 3)^2 / 2 */
	check(f.F, 21 / (1 + 2.0 / 8 * 2.0 / 3), "F");
	check(f.df2, 8 / (3 * 2.0 / 3), "df2");
}

/* The same people; then with twice the variance, which halves F's numerator. */
static void
welchs_f_of_moments(void **state)
{
	struct moments m[] = {{3, 2, 1}, {3, 3, 1}, {3, 7, 1}};
	struct f_test f = compare_welch_moments(m, 3);

	check(f.F, compare_welch(&three).F, "F");
	check(f.p, compare_welch(&three).p, "p");
	for (size_t i = 0; i < 3; i++)
		m[i].variance = 2;
	check(compare_welch_moments(m, 3).F, f.F / 2, "twice the variance");
	assert_true(isnan(compare_welch_moments(m, 1).p));
}

static void
kruskal_without_ties_by_hand(void **state)
{
	const double value[] = {1, 2, 3, 4, 5, 6};
	const uint64_t count[] = {1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1};
	const struct counted_scores s = {value, 6, count, 2};
	struct rank_test k = compare_kruskal(&s);

	check(k.H, 27.0 / 7, "12 / 42 (12 + 75) - 21");
	check(k.df, 1, "df");
	check(k.p, erfc(sqrt(27.0 / 14)), "p");
}

static void
kruskal_corrects_ties(void **state)
{
	const double value[] = {1, 2};
	const uint64_t count[] = {2, 0, 0, 2};
	const struct counted_scores s = {value, 2, count, 2};

	/* 2.4 over 1 - 12 / 60 */
	check(compare_kruskal(&s).H, 3, "H");
}

static const double knowledge[] = {0, 1, 2, 3, 4};
static const uint64_t people[] = {3, 5, 9, 4, 1, 0, 4, 7, 11, 6, 2, 2, 8, 9, 9};
static const struct counted_scores plain = {knowledge, 5, people, 3};

static void
check_same(const struct counted_scores *s, double tolerance, const char *what)
{
	struct f_test a = compare_welch(&plain), b = compare_welch(s);
	struct rank_test h = compare_kruskal(&plain), k = compare_kruskal(s);

	assert_case(fabs(b.F / a.F - 1) < tolerance, what);
	assert_case(fabs(b.df2 / a.df2 - 1) < tolerance, what);
	assert_case(fabs(b.p / a.p - 1) < tolerance * 10, what);
	assert_case(fabs(k.H / h.H - 1) < 1e-13, what);
	a = compare_anova(&plain);
	b = compare_anova(s);
	assert_case(fabs(b.F / a.F - 1) < tolerance, what);
}

static void
means_far_from_zero_keep_their_digits(void **state)
{
	double far[5];

	for (size_t i = 0; i < 5; i++)
		far[i] = 1e9 + knowledge[i];
	check_same(&(struct counted_scores){far, 5, people, 3}, 1e-12,
		   "a thousand million more");
}

static void
order_and_empty_lines_do_not_matter(void **state)
{
	const double mixed[] = {4, 2, 0, 7, 3, 1, 2};
	/* 2 stands twice, nobody has 7, a group is empty */
	const uint64_t count[] = {
		6, 3, 0, 0, 11, 4, 4, /* second */
		0, 0, 0, 0, 0,	0, 0, /* empty */
		1, 9, 3, 0, 4,	5, 0, /* first */
		9, 1, 2, 0, 9,	2, 7, /* third */
	};

	check_same(&(struct counted_scores){mixed, 7, count, 4}, 1e-12,
		   "shuffled");
}

static void
a_scale_does_not_matter(void **state)
{
	double share[5];

	for (size_t i = 0; i < 5; i++)
		share[i] = knowledge[i] / 4;
	check_same(&(struct counted_scores){share, 5, people, 3}, 1e-12,
		   "shares");
}

static void
what_cannot_be_compared_is_undefined(void **state)
{
	static const struct {
		const char *what;
		size_t groups;
		uint64_t count[6]; /* of 0 and 1 */
		bool welch, anova, kruskal, t;
	} cases[] = {
		{"no groups", 0, {0}, 0, 0, 0, 0},
		{"nobody", 2, {0}, 0, 0, 0, 0},
		{"one group", 1, {3, 4}, 0, 0, 0, 0},
		{"one group has people", 2, {3, 4, 0, 0}, 0, 0, 0, 0},
		{"a group of one", 2, {3, 4, 1, 0}, 0, 1, 1, 0},
		{"one without spread", 2, {3, 4, 5, 0}, 0, 1, 1, 1},
		{"each without spread", 2, {3, 0, 0, 5}, 0, 0, 1, 0},
		{"all have the same", 2, {3, 0, 5, 0}, 0, 0, 0, 0},
		{"groups of one only", 2, {1, 0, 0, 1}, 0, 0, 1, 0},
		{"all is well", 3, {3, 4, 5, 2, 4, 4}, 1, 1, 1, 1},
	};
	const double value[] = {0, 1};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct counted_scores s = {value, 2, cases[i].count,
					   cases[i].groups};
		struct moments a = moments_of(value, cases[i].count, 2);
		struct moments b = moments_of(value, cases[i].count + 2, 2);
		struct t_test t = compare_two(&a, &b, .95);

		assert_case(!isnan(compare_welch(&s).p) == cases[i].welch,
			    cases[i].what);
		assert_case(!isnan(compare_anova(&s).p) == cases[i].anova,
			    cases[i].what);
		assert_case(!isnan(compare_kruskal(&s).p) == cases[i].kruskal,
			    cases[i].what);
		assert_case(!isnan(t.p) == cases[i].t, cases[i].what);
		assert_case(!isnan(t.limits.low) == cases[i].t, cases[i].what);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(welchs_t_by_hand),
		cmocka_unit_test(two_groups_give_t_squared),
		cmocka_unit_test(the_classic_test_by_hand),
		cmocka_unit_test(welchs_f_by_hand),
		cmocka_unit_test(welchs_f_of_moments),
		cmocka_unit_test(kruskal_without_ties_by_hand),
		cmocka_unit_test(kruskal_corrects_ties),
		cmocka_unit_test(means_far_from_zero_keep_their_digits),
		cmocka_unit_test(order_and_empty_lines_do_not_matter),
		cmocka_unit_test(a_scale_does_not_matter),
		cmocka_unit_test(what_cannot_be_compared_is_undefined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
