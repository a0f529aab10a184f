/*
 * Work for several threads (POSIX, as C11's are not everywhere). Nothing here
 * waits or locks: what the threads share is only read, or atomic.
 */
#ifndef ANALYSIS_DATA_THREADS_H
#define ANALYSIS_DATA_THREADS_H

#include <stddef.h>

enum { THREADS_MOST = 2 };

/* As many as have a processor each, THREADS_MOST at most; at least 1. */
size_t threads_wanted(void);

/*
 * Calls work(of[0]) here and work(of[1]) to work(of[n - 1]) in a thread each,
 * and returns when all have returned. One that cannot be started is left out,
 * so what is to be done must not be dealt out before: each takes the next
 * piece until there is none. Signals stay with the thread that is here.
 */
void threads_run(void (*work)(void *), void *const *of, size_t n);

/* The same where all share one: work(ctx) in n threads. */
void threads_share(void (*work)(void *), void *ctx, size_t n);

#endif
