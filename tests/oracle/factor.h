/*
 * A column of texts as levels in order, as R's factors are, and what rules of
 * several areas need of the files with waves and segments.
 */
#ifndef TESTS_ORACLE_FACTOR_H
#define TESTS_ORACLE_FACTOR_H

#include <stdint.h>

#include "tests/oracle/oracle.h"

struct factor {
	size_t n; /* levels */
	const char **level;
	size_t rows;
	int *at; /* level of each row, -1: missing */
	struct arena *arena;
};

/*
 * Levels in the order of the case's "input"."given" if that is a list, else
 * of the codebook's "column: A<B<C", else of numbers, else alphabetical. NULL
 * when the frame (NULL: none) has no such column. Caller frees.
 */
struct factor *factor_new(const struct oracle *o, const struct json *the_case,
			  const struct frame *f, const char *column,
			  const char *given);
/* Only the rows that are marked keep their level. */
void factor_keep(struct factor *f, const bool *marked);
void factor_free(struct factor *f); /* NULL is fine */
struct json *factor_levels(const struct factor *f);

/*
 * A file of waves: who was right is told by the origin of some case, as
 * "correct := vocab>=7"; the column "year" or "wave" says when.
 */
struct waves {
	double *score; /* NAN: missing */
	double least;  /* right from here on */
	double *when;
	double last; /* the latest wave */
	size_t rows;
};

bool waves_read(const struct oracle *o, const struct frame *f, struct waves *w);
void waves_release(struct waves *w);
/* Marks the rows of one wave that have a score. Caller frees. */
bool *waves_mark(const struct waves *w, double when);

/* NAN gives null, infinity "Inf". */
struct json *oracle_number(double x);
struct json *oracle_numbers(const double *x, size_t n);

#endif
