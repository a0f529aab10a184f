/* What is shared out is done once, whoever can be started. */
#include "analysis/data/threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "tests/analysis/no_threads.h"
#include "tests/test.h"

enum { PIECES = 5000 };

struct work {
	atomic_size_t next;
	unsigned char done[PIECES];
};

struct worker {
	struct work *work;
	size_t calls;
	bool signals; /* could it get one that is not for main? */
};

static void
work(void *ctx)
{
	struct worker *w = ctx;
	sigset_t blocked;
	size_t i;

	w->calls++;
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	w->signals = !sigismember(&blocked, SIGINT);
	while ((i = atomic_fetch_add(&w->work->next, 1)) < PIECES)
		w->work->done[i]++;
}

static void
all_is_done_once(size_t n, struct worker worker[THREADS_MOST])
{
	static struct work shared;
	void *of[THREADS_MOST];
	size_t i;

	memset(&shared, 0, sizeof(shared));
	for (i = 0; i < THREADS_MOST; i++) {
		worker[i] = (struct worker){.work = &shared};
		of[i] = &worker[i];
	}
	threads_run(work, of, n);
	for (i = 0; i < PIECES; i++)
		assert_int_equal(shared.done[i], 1);
}

static void
each_has_its_own(void **state)
{
	struct worker worker[THREADS_MOST];
	size_t n, i;

	(void)state;
	for (n = 1; n <= THREADS_MOST; n++) {
		all_is_done_once(n, worker);
		for (i = 0; i < THREADS_MOST; i++)
			assert_int_equal(worker[i].calls, i < n);
	}
}

static void
signals_are_for_who_was_there(void **state)
{
	struct worker worker[THREADS_MOST];

	(void)state;
	all_is_done_once(THREADS_MOST, worker);
	assert_true(worker[0].signals);
	assert_false(worker[THREADS_MOST - 1].signals);
}

static void
none_to_be_had(void **state)
{
	struct worker worker[THREADS_MOST];

	(void)state;
	none_can_be_started = true;
	all_is_done_once(THREADS_MOST, worker);
	none_can_be_started = false;
	assert_int_equal(worker[0].calls, 1);
	assert_int_equal(worker[THREADS_MOST - 1].calls, 0);
}

static void
no_more_than_there_is_work_for(void **state)
{
	(void)state;
	assert_in_range(threads_wanted(), 1, THREADS_MOST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_has_its_own),
		cmocka_unit_test(signals_are_for_who_was_there),
		cmocka_unit_test(none_to_be_had),
		cmocka_unit_test(no_more_than_there_is_work_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
