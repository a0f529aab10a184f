/*
 * "Did you mean": the name that is closest to a wrong one.
 *
 * nearest_init, nearest_try for each name there is, then nearest_get. Names
 * are compared without regard to ASCII case; those that need more than a third
 * of their letters changed are not close.
 */
#ifndef QUESTIONS_BASE_NEAREST_H
#define QUESTIONS_BASE_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *wrong, *best; /* borrowed */
	size_t changes;		  /* from wrong to best */
};

void nearest_init(struct nearest *n, const char *wrong);
void nearest_try(struct nearest *n, const char *name);

/* The first of the closest names, or NULL when none is close. */
const char *nearest_get(const struct nearest *n);

/* Of names ended by NULL. */
const char *nearest_of(const char *wrong, const char *const *names);

#endif
