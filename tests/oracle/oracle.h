/*
 * Answers the cases of an oracle file: statistics whose values another
 * program, R for most, has worked out from the same data.
 *
 *	build/tests/oracle FILE.json [CSV...] >mine.json
 *
 * A case is {id, stat, def, input, result, ...}; the answer has the keys of
 * its result. Each area of the statistics has a table of rules: the first
 * whose stat fits and that knows an answer gives it. A case nobody can answer
 * is left out.
 */
#ifndef TESTS_ORACLE_ORACLE_H
#define TESTS_ORACLE_ORACLE_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/json.h"

/* A CSV file by columns; an empty cell is "". */
struct frame;

/* Rows of the frame; column by its header, rows texts, or NULL. */
size_t frame_rows(const struct frame *f);
const char *const *frame_column(const struct frame *f, const char *name);
size_t frame_columns(const struct frame *f);
const char *frame_name(const struct frame *f, size_t column);
/* The column as numbers, NAN where a cell is empty or none. Caller frees;
 * NULL when there is no such column. */
double *frame_numbers(const struct frame *f, const char *name);

struct oracle {
	const struct json *file; /* the whole file */
	const struct json *meta;
	/* by file name without folder and ending ("apistrat"); NULL: the
	 * first there is, or none */
	const struct frame *(*frame)(const struct oracle *, const char *name);
};

/* NULL: cannot be answered by this rule. */
typedef struct json *oracle_rule_fn(const struct oracle *o,
				    const struct json *the_case);

struct oracle_rule {
	const char *stat; /* a case's "stat", or its "fn" */
	oracle_rule_fn *answer;
};

/* One table an area, ended by {NULL, NULL}; main.c lists them. */
extern const struct oracle_rule oracle_dist[], oracle_proportion[],
	oracle_crosstab[], oracle_scale[], oracle_weight[], oracle_pooling[];

/* ---- reading of inputs ---- */

/* "input"."name" of a case as numbers (null: NAN); *n gets how many. Caller
 * frees; NULL when it is not there. */
double *input_numbers(const struct json *the_case, const char *name, size_t *n);
/* A list of lists, row-major. Caller frees; NULL when it is not there. */
double *input_matrix(const struct json *the_case, const char *name,
		     size_t *rows, size_t *columns);

#endif
