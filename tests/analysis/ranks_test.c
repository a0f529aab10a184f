#include "tests/test.h"

#include "analysis/statistics/ranks.h"

static void
ranks_are_taken_from_their_mean(void **state)
{
	static const uint64_t one_two[] = {1, 2}, last_double[] = {1, 1, 2},
			      none_between[] = {1, 0, 1};
	static const struct {
		const char *what;
		size_t n;
		double value[4];
		const uint64_t *people; /* NULL: one each */
		double rank[4], squares;
	} cases[] = {
		{"nobody", 0, {0}, NULL, {0}, 0},
		{"one alone", 1, {7}, NULL, {0}, 0},
		{"in any order", 3, {5, -1, 2}, NULL, {1, -1, 0}, 2},
		{"two tied", 3, {2, 8, 2}, NULL, {-.5, 1, -.5}, 1.5},
		{"all tied", 3, {4, 4, 4}, NULL, {0, 0, 0}, 0},
		{"people of a value are tied",
		 2,
		 {3, 1},
		 one_two,
		 {1, -.5},
		 1.5},
		{"a value that stands twice",
		 3,
		 {1, 9, 1},
		 last_double,
		 {-.5, 1.5, -.5},
		 3},
		{"a value of nobody",
		 3,
		 {1, 2, 3},
		 none_between,
		 {-.5, 0, .5},
		 .5},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		double rank[4] = {0};
		double squares = ranks_of(cases[i].value, cases[i].people,
					  cases[i].n, rank);

		assert_case(squares == cases[i].squares, cases[i].what);
		for (size_t k = 0; k < cases[i].n; k++)
			assert_case(rank[k] == cases[i].rank[k], cases[i].what);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranks_are_taken_from_their_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
