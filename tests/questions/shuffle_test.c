#include "tests/test.h"

#include "questions/shuffle.h"

enum { MOST = 26 };

static void
shuffled(const char *letters, int64_t seed, char *out)
{
	size_t order[MOST], n = strlen(letters), i;

	for (i = 0; i < n; i++)
		order[i] = i;
	shuffle(order, n, seed);
	for (i = 0; i < n; i++)
		out[i] = letters[order[i]];
	out[n] = '\0';
}

static void
gives_the_orders_of_odk(void **state)
{
	static const struct {
		const char *what;
		const char *letters;
		int64_t seed;
		const char *expected;
	} cases[] = {
		{"Enketo, 42", "ABCDEF", 42, "AFCBDE"},
		{"Enketo, a negative seed", "ABCDEF", -42, "EDAFBC"},
		{"Enketo, 1", "ABCDEF", 1, "BFEACD"},
		{"Enketo, a long seed", "ABCDEF", 11111111, "ACDBFE"},
		{"JavaRosa, '1234'", "abcdefgh", 1234, "gfedahbc"},
		{"one more than the modulus is 1", "ABCDEF", 2147483648,
		 "BFEACD"},
		{"one item", "A", 7, "A"},
		{"none", "", 7, ""},
	};
	char got[MOST + 1];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		shuffled(cases[i].letters, cases[i].seed, got);
		assert_text(got, cases[i].expected, cases[i].what);
	}
}

/* 0, and a multiple of the modulus, are the generator's largest state. */
static void
takes_seeds_the_generator_has_not(void **state)
{
	static const int64_t seeds[] = {0, 2147483647, -2147483646, INT64_MIN,
					INT64_MAX};
	char zero[MOST + 1], got[MOST + 1];
	size_t i;

	shuffled("ABCDEF", 0, zero);
	for (i = 0; i < COUNT(seeds); i++) {
		shuffled("ABCDEF", seeds[i], got);
		assert_int_equal(strlen(got), 6);
		assert_int_equal(strspn(got, "ABCDEF"), 6);
		if (seeds[i] % 2147483647 == 0)
			assert_text(got, zero, "a multiple of the modulus");
	}
}

/* Each of 4 items comes first about as often: 20,000 seeds, 5 %. */
static void
is_fair(void **state)
{
	size_t first[4] = {0}, order[4], i;
	uint32_t person;

	for (person = 0; person < 20000; person++) {
		for (i = 0; i < 4; i++)
			order[i] = i;
		shuffle(order, 4, shuffle_seed(person, 3));
		first[order[0]]++;
	}
	for (i = 0; i < 4; i++)
		assert_in_range(first[i], 4750, 5250);
}

static void
seeds_differ_by_person_and_question(void **state)
{
	int64_t a = shuffle_seed(1, 1), b = shuffle_seed(1, 2),
		c = shuffle_seed(2, 1);

	assert_true(a != b && a != c && b != c);
	assert_true(a == shuffle_seed(1, 1));
	assert_true(a > 0 && a < 2147483647);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_orders_of_odk),
		cmocka_unit_test(takes_seeds_the_generator_has_not),
		cmocka_unit_test(is_fair),
		cmocka_unit_test(seeds_differ_by_person_and_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
