/*
 * Many processes that save drafts of their own into one wave, without a pause,
 * for some seconds: a morning on which everybody answers at once.
 */
#ifndef TESTS_SUPPORT_CROWD_H
#define TESTS_SUPPORT_CROWD_H

#include <stddef.h>

struct crowd {
	unsigned long saved;	    /* acknowledged, by all */
	unsigned long fewest, most; /* by one of them */
	unsigned long errors;
	unsigned long lost;	  /* people whose last draft is not there */
	double longest, p50, p99; /* milliseconds from asking to having */
};

/* In an empty folder, which keeps the files. */
void crowd_run(struct crowd *, const char *dir, unsigned people, double seconds,
	       size_t draft_size);

#endif
