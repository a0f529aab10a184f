/*
 * A world in which no thread can be started, as long as none_can_be_started is
 * set. For one source of a test program: it stands before the library's own
 * pthread_create.
 */
#ifndef TESTS_ANALYSIS_NO_THREADS_H
#define TESTS_ANALYSIS_NO_THREADS_H

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

static bool none_can_be_started;

typedef int create(pthread_t *, const pthread_attr_t *, void *(*)(void *),
		   void *);

int
pthread_create(pthread_t *id, const pthread_attr_t *attributes,
	       void *(*run)(void *), void *ctx)
{
	void *symbol = dlsym(RTLD_NEXT, "pthread_create");
	create *own;

	memcpy(&own, &symbol, sizeof(own));
	return none_can_be_started ? EAGAIN : own(id, attributes, run, ctx);
}

#endif
