#include "analysis/data/pile.h"

#include "survey/seal.h"
#include "tests/test.h"

enum { WIDTH = 3, MANY = 5000 };

/* A few hundred different responses, each many times. */
static void
fill(struct pile *p, int step)
{
	int i;

	for (i = 0; i < MANY; i++) {
		int x = i * step % MANY % 300;
		char answers[16], numbers[32];

		snprintf(answers, sizeof(answers), "%03d", x);
		snprintf(numbers, sizeof(numbers), "{\"n\":%d}", x);
		pile_add(p, answers, x % 2 ? numbers : NULL);
	}
}

static void
hash_at(const struct pile *p, size_t i, unsigned char hash[SEAL_HASH_BYTES])
{
	const char *numbers, *answers = pile_at(p, i, &numbers);
	char all[64];

	snprintf(all, sizeof(all), "%.*s%s", WIDTH, answers,
		 numbers ? numbers : "");
	seal_hash(all, strlen(all), hash);
}

static void
sorts_by_hash(void **state)
{
	struct pile *p = pile_new(WIDTH);
	unsigned char before[SEAL_HASH_BYTES], now[SEAL_HASH_BYTES];
	size_t i;

	fill(p, 1);
	pile_sort(p);
	assert_int_equal(pile_count(p), MANY);
	hash_at(p, 0, before);
	for (i = 1; i < MANY; i++) {
		hash_at(p, i, now);
		assert_true(memcmp(before, now, sizeof(now)) <= 0);
		memcpy(before, now, sizeof(now));
	}
	pile_free(p);
}

/* 7 has no factor in common with 5000: the same responses, another order. */
static void
any_order_gives_the_same(void **state)
{
	struct pile *one = pile_new(WIDTH), *two = pile_new(WIDTH);
	size_t i;

	fill(one, 1);
	fill(two, 7);
	pile_sort(one);
	pile_sort(two);
	for (i = 0; i < MANY; i++) {
		const char *n, *m, *a = pile_at(one, i, &n),
				   *b = pile_at(two, i, &m);

		assert_memory_equal(a, b, WIDTH);
		assert_text(n, m, "numbers");
	}
	pile_free(one);
	pile_free(two);
}

static void
few_are_fine(void **state)
{
	struct pile *p = pile_new(WIDTH);
	const char *numbers;

	pile_sort(p);
	assert_int_equal(pile_count(p), 0);
	pile_add(p, "abc", NULL);
	pile_sort(p);
	assert_int_equal(pile_count(p), 1);
	assert_memory_equal(pile_at(p, 0, &numbers), "abc", WIDTH);
	assert_null(numbers);
	pile_free(p);
	pile_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_by_hash),
		cmocka_unit_test(any_order_gives_the_same),
		cmocka_unit_test(few_are_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
