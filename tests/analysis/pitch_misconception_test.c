/* Common wrong answers: enough people, and more than guessing explains. */
#include "tests/test.h"

#include <math.h>

#include "analysis/pitch/misconception.h"

static struct wrong_option
option(size_t item, const char *code, uint64_t chosen, uint64_t wrong,
       uint64_t base)
{
	struct wrong_option o = {
		.item = item,
		.code = code,
		.chosen = chosen,
		.wrong = wrong,
		.base = base,
		.risk = 4,
		.exposure = .5,
	};

	return o;
}

/* The result for option `index`, wherever it was sorted to. */
static struct wrong_answer
result_of(const struct wrong_option *options, size_t n, size_t index)
{
	struct wrong_answer out[8];
	size_t i;

	assert_true(n <= COUNT(out));
	misconceptions_test(options, n, 10, out);
	for (i = 0; i < n; i++)
		if (out[i].index == index)
			return out[i];
	fail_msg("option %zu is lost", index);
	return out[0];
}

static void
one_item_against_guessing(void **state)
{
	static const struct {
		const char *what;
		uint64_t chosen, other, base;
		bool enough, by_item, common;
	} cases[] = {
		{"believed", 40, 10, 100, true, true, true},
		{"as often as the other", 25, 25, 100, true, false, false},
		{"a little more often", 28, 22, 100, true, false, false},
		/* Wilson's lower limit of 32 of 50 is .5014, of 31 .4815 */
		{"just enough more", 32, 18, 100, true, true, true},
		{"just not", 31, 19, 100, true, false, false},
		{"a tenth of the base", 10, 0, 100, true, true, true},
		{"under a tenth", 9, 0, 100, false, true, false},
		{"too few people", 8, 0, 9, false, true, false},
		{"nobody wrong", 0, 0, 100, false, false, false},
		{"nobody at all", 0, 0, 0, false, false, false},
	};
	struct wrong_option o[2];
	struct wrong_answer a;
	uint64_t wrong;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		wrong = cases[i].chosen + cases[i].other;
		o[0] = option(0, "DELETE", cases[i].chosen, wrong,
			      cases[i].base);
		o[1] = option(0, "UNNOTICED", cases[i].other, wrong,
			      cases[i].base);
		a = result_of(o, 2, 0);
		assert_case(a.enough == cases[i].enough, cases[i].what);
		assert_case(a.by_item == cases[i].by_item, cases[i].what);
		assert_case(a.common == cases[i].common, cases[i].what);
		assert_case(a.by_chance == .5, cases[i].what);
	}
}

static void
shares_and_limits_are_told(void **state)
{
	const struct wrong_option o[] = {
		option(0, "A", 3, 4, 10),
		option(0, "B", 1, 4, 10),
	};
	struct wrong_option of_staff[2] = {o[0], o[1]};
	struct wrong_answer a = result_of(o, 2, 0);

	assert_true(a.share == .3 && a.of_wrong == .75);
	/* test_vectors.json: 3 of 10 */
	assert_true(fabs(a.limits.low - .1078) < .00005);
	assert_true(fabs(a.limits.high - .6032) < .00005);
	assert_true(fabs(a.weight - .3 * 4 * .5) < 1e-15);
	of_staff[0].staff = of_staff[1].staff = 10;
	a = result_of(of_staff, 2, 0);
	assert_true(a.limits.low == .3 && a.limits.high == .3);
}

static void
three_wrong_options_halve_the_bar(void **state)
{
	const struct wrong_option o[] = {
		option(0, "A", 23, 50, 100),
		option(0, "B", 14, 50, 100),
		option(0, "C", 13, 50, 100),
	};
	struct wrong_answer a = result_of(o, 3, 0);

	/* lower limit of 23 of 50: .3297, a third: .3333 */
	assert_true(fabs(a.by_chance - 1. / 3) < 1e-15 && !a.by_item);
	assert_false(a.common);
}

static void
a_family_is_pooled_over_items(void **state)
{
	/* the lower limit of 30 of 50 is .4618, of 60 of 100 .5020 */
	const struct wrong_option o[] = {
		option(0, "F", 30, 50, 100),  option(0, "A", 20, 50, 100),
		option(3, "F", 30, 50, 100),  option(3, "B", 20, 50, 100),
		option(5, "F", 40, 100, 100), option(5, "F", 60, 100, 100),
	};
	struct wrong_answer a = result_of(o, 4, 0);

	assert_true(!a.by_item && a.by_family && a.common);
	assert_int_equal(a.family_chosen, 60);
	assert_int_equal(a.family_wrong, 100);
	assert_true(a.family_by_chance == .5);
	/* both options of an item: everybody who is wrong chose it */
	a = result_of(o, 6, 0);
	assert_int_equal(a.family_wrong, 100);
	assert_int_equal(a.family_chosen, 60);
	a = result_of(o, 2, 0);
	assert_false(a.by_family);
}

static void
a_family_on_all_options_is_no_evidence(void **state)
{
	const struct wrong_option o[] = {
		option(0, "F", 25, 50, 100),
		option(0, "F", 25, 50, 100),
	};
	struct wrong_answer a = result_of(o, 2, 1);

	assert_true(isnan(a.family_by_chance) && a.family_wrong == 0);
	assert_true(!a.by_family && !a.by_item && !a.common);
}

static void
options_without_a_name_are_no_family(void **state)
{
	const struct wrong_option o[] = {
		option(0, NULL, 30, 50, 100),
		option(0, "A", 20, 50, 100),
		option(1, NULL, 30, 50, 100),
		option(1, "B", 20, 50, 100),
	};

	assert_int_equal(result_of(o, 4, 0).family_wrong, 50);
	assert_false(result_of(o, 4, 0).common);
}

static void
items_of_few_people_add_nothing(void **state)
{
	const struct wrong_option o[] = {
		option(0, "F", 30, 50, 100),
		option(0, "A", 20, 50, 100),
		option(1, "F", 9, 9, 9),
		option(1, "B", 0, 9, 9),
	};

	assert_int_equal(result_of(o, 4, 0).family_wrong, 50);
}

static void
sorted_by_what_it_matters(void **state)
{
	struct wrong_option o[] = {
		option(0, "GUESSED", 45, 90, 100),
		option(0, "TOO", 45, 90, 100),
		option(1, "MILD", 30, 30, 100),
		option(1, "X", 0, 30, 100),
		option(2, "GRAVE", 20, 20, 100),
		option(2, "Y", 0, 20, 100),
		option(3, "SAME", 20, 20, 100),
		option(3, "Z", 0, 20, 100),
	};
	static const size_t expected[] = {4, 6, 2, 0, 1};
	struct wrong_answer out[COUNT(o)];
	size_t i;

	o[2].risk = 2;
	misconceptions_test(o, COUNT(o), 10, out);
	for (i = 0; i < COUNT(expected); i++)
		assert_int_equal(out[i].index, expected[i]);
	assert_true(out[2].common && !out[3].common);
}

static void
an_only_wrong_option_is_no_evidence(void **state)
{
	const struct wrong_option o[] = {option(0, "A", 90, 90, 100)};

	assert_true(result_of(o, 1, 0).enough);
	assert_false(result_of(o, 1, 0).common);
}

static void
no_options_are_fine(void **state)
{
	struct wrong_answer out[1] = {{.index = 77}};

	misconceptions_test(NULL, 0, 10, out);
	assert_int_equal(out[0].index, 77);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_item_against_guessing),
		cmocka_unit_test(shares_and_limits_are_told),
		cmocka_unit_test(three_wrong_options_halve_the_bar),
		cmocka_unit_test(a_family_is_pooled_over_items),
		cmocka_unit_test(a_family_on_all_options_is_no_evidence),
		cmocka_unit_test(options_without_a_name_are_no_family),
		cmocka_unit_test(items_of_few_people_add_nothing),
		cmocka_unit_test(sorted_by_what_it_matters),
		cmocka_unit_test(an_only_wrong_option_is_no_evidence),
		cmocka_unit_test(no_options_are_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
