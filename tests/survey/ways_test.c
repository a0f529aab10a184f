/*
 * Questionnaires and ways through them, made by chance: whether questions
 * stand together or come one by one, a person who does the same comes the same
 * way and sends the same. Through the two front ends: tests/tty/both_test.c.
 */
#include "tests/test.h"

#include "tests/support/made_way.h"

static void
together_and_apart_send_the_same(void **state)
{
	uint32_t seed, n = test_is_slow() ? 50 : 2000;
	size_t entries = 0, starts = 0, i;

	for (seed = 1; seed <= n; seed++) {
		struct made_way way;

		made_way_init(&way, seed);
		entries += way.n;
		for (i = 0; i < way.n; i++)
			starts += way.entry[i].before;
		assert_int_equal(way.entry[way.n - 1].act, ACT_SEND);
		made_way_release(&way);
	}
	assert_true(entries > n * 20);
	assert_true(starts > n / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(together_and_apart_send_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
