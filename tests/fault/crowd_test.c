/* A few of those who in tests/bench/drafts.c are many. */
#include "tests/test.h"

#include "survey/seal.h"
#include "tests/support/crowd.h"

static void
a_crowd_loses_nothing(void **state)
{
	struct crowd crowd;

	crowd_run(&crowd, *state, test_is_slow() ? 4 : 16, 1, 8192);
	print_message("%lu saved, longest wait %.1f ms, %lu to %lu each\n",
		      crowd.saved, crowd.longest, crowd.fewest, crowd.most);
	assert_int_equal(crowd.errors, 0);
	assert_int_equal(crowd.lost, 0);
	assert_true(crowd.fewest > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_crowd_loses_nothing),
	};
	struct error err = ERROR_INIT;

	if (!seal_init(&err))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
