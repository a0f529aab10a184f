#include "analysis/data/threads.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

struct thread {
	void (*work)(void *);
	void *of;
	pthread_t id;
	bool started;
};

size_t
threads_wanted(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n < THREADS_MOST ? (size_t)n : THREADS_MOST;
}

static void *
run(void *ctx)
{
	const struct thread *t = ctx;

	t->work(t->of);
	return NULL;
}

static void
start(struct thread *t)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	t->started = pthread_create(&t->id, NULL, run, t) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void
threads_run(void (*work)(void *), void *const *of, size_t n)
{
	struct thread thread[THREADS_MOST];

	assert(n >= 1 && n <= THREADS_MOST);
	for (size_t i = 1; i < n; i++) {
		thread[i] = (struct thread){.work = work, .of = of[i]};
		start(&thread[i]);
	}
	work(of[0]);
	for (size_t i = 1; i < n; i++) {
		if (thread[i].started)
			pthread_join(thread[i].id, NULL);
	}
}

void
threads_share(void (*work)(void *), void *ctx, size_t n)
{
	void *of[THREADS_MOST];

	for (size_t i = 0; i < THREADS_MOST; i++)
		of[i] = ctx;
	threads_run(work, of, n);
}
