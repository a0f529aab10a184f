/*
 * The weighted data of a case: inline columns, or a file and a design told in
 * words ("strata=stype, weights=pw, fpc"), by the case itself or by another
 * case of the file with the same beginning of its id.
 */
#ifndef TESTS_ORACLE_WEIGHTED_H
#define TESTS_ORACLE_WEIGHTED_H

#include "analysis/statistics/design.h"
#include "tests/oracle/oracle.h"

struct arena;

/* A question with categories. */
struct category {
	const char *name;
	size_t n;
	const char **level;
	size_t *of; /* [rows]; SIZE_MAX: missing */
};

/* Every row is a cell of its own. */
struct weighted {
	const struct oracle *oracle;
	const struct json *the_case;
	const struct frame *frame; /* NULL: inline */
	size_t rows;
	double *base;
	double *weight; /* as drawn, until the case weights anew */
	struct design design;
	struct weight_margin *margin; /* those of the design */
	struct arena *arena;
};

/* NULL when the data are not there. */
struct weighted *weighted_new(const struct oracle *o,
			      const struct json *the_case);
/* The design with strata and their sizes that some case tells; fills strata.
 * NULL when there is none. */
struct weighted *weighted_frame(const struct oracle *o,
				const struct json *the_case,
				struct category *strata);
void weighted_free(struct weighted *w); /* NULL is fine */

/* Numbers of a column; of texts, 1 for the last level ("Yes"). NAN: missing.
 * NULL when there is no such column. Of the arena. */
double *weighted_values(const struct weighted *w, const char *column);

/* False when there is no such column. Inline: an input;
 * in a file also "meals4", of bands of the column meals that the note of the
 * case with the frame's margins tells ("meals4 bands: m1 0-25, m2 26-50"). */
bool weighted_category(const struct weighted *w, const char *column,
		       struct category *c);

/* The mean over the rows that are marked (NULL: all) and miss no value. */
struct design_estimate weighted_mean(const struct weighted *w, const double *y,
				     const bool *marked);

/* Weights anew: post-stratified or raked to margins of these names; targets
 * from "input"."pop" or "pop_NAME", else from the file's frame_margins. */
bool weighted_rake(struct weighted *w, const char *const *names, size_t n);

/* The first case of this stat whose id begins so; NULL when there is none. */
const struct json *weighted_case(const struct oracle *o, const char *stat,
				 const char *id_begins);

#endif
