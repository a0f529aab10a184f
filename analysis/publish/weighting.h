/*
 * Weights for everybody who answered, from the headcounts (--frame): made to
 * match the staff in every segment that the headcounts have and that groups
 * are told of, one segment by post-stratification, several by raking.
 *
 * Categories are the published groups, so that none is too small. Who did not
 * say where they belong keeps the share they have among the answers.
 */
#ifndef ANALYSIS_PUBLISH_WEIGHTING_H
#define ANALYSIS_PUBLISH_WEIGHTING_H

#include "analysis/data/headcounts.h"
#include "analysis/publish/disclose.h"
#include "analysis/statistics/design.h"
#include "analysis/statistics/weight.h"

struct weighting {
	struct arena *arena;
	struct design design; /* cells are the tally's atoms */
	double *weight;	      /* by atom; mean 1 over people */
	struct weight_kish kish;
	const char *method; /* "post-stratification" or "raking" */
};

/*
 * NULL with err empty where there is nothing to weight by: no segment with
 * headcounts has groups that are told. NULL with err set when weights cannot
 * be had: a group with staff but no answers, margins that contradict each
 * other. invited: all staff.
 */
struct weighting *weighting_new(const struct disclosed *d,
				const struct headcounts *headcounts,
				uint64_t invited, struct error *err);
void weighting_free(struct weighting *w); /* NULL is fine */

/* The weighted share of `x` among `base` people of an atom, for all atoms:
 * value(ctx, atom, &x, &base) says how many. */
struct design_estimate weighting_share(const struct weighting *w,
				       void (*value)(void *ctx, size_t atom,
						     uint64_t *x,
						     uint64_t *base),
				       void *ctx);

#endif
