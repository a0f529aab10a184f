/*
 * Weights for everybody who answered, from the headcounts (--frame): made to
 * match the staff in every segment that the headcounts have and that groups
 * are told of, one segment by post-stratification, several by raking.
 *
 * Categories are the published groups, so that none is too small. Who did not
 * say where they belong keeps the share they have among the answers.
 *
 * Headcounts are free to choose: with nearly all staff in one group a weighted
 * figure is that group's. So a release tells weighted figures that are worked
 * out from what it tells of everybody and of groups, bands included, and whose
 * limits allow for the bands: they add nothing to what a reader knows, whatever
 * the headcounts. The weights that such a figure has by group are those nearest
 * to the others (linear calibration; Deville and Saerndal (1992), JASA 87,
 * 376-382); with one segment they are the same.
 */
#ifndef ANALYSIS_PUBLISH_WEIGHTING_H
#define ANALYSIS_PUBLISH_WEIGHTING_H

#include "analysis/data/headcounts.h"
#include "analysis/publish/disclose.h"
#include "analysis/statistics/design.h"
#include "analysis/statistics/weight.h"

struct weighting {
	struct arena *arena;
	const struct disclosed *d;
	struct design design; /* cells are the tally's atoms */
	double *weight;	      /* by atom; mean 1 over people */
	struct weight_kish kish;
	const char *method; /* "post-stratification" or "raking" */
	/* [margin][group]: by how much more a group counts than among the
	 * answers, as a share of everybody; NULL where it cannot be said */
	double **pull;
	const struct breakdown **breakdown; /* [margin] */
};

/* A weighted figure as a release may tell it. */
struct weighting_told {
	double value;
	struct interval limits;
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

/*
 * How many of all staff a group stands for: those in the headcounts, less the
 * share of the answers that did not say where they belong; who did not say
 * stands for that share of all staff. The headcounts must have the segment.
 */
double weighting_stands_for(const struct disclosed *d,
			    const struct headcounts *headcounts,
			    uint64_t invited, const struct breakdown *b,
			    const struct part *part);

/* The weighted share of `x` among `base` people of an atom, for all atoms:
 * value(ctx, atom, &x, &base) says how many. */
struct design_estimate weighting_share(const struct weighting *w,
				       void (*value)(void *ctx, size_t atom,
						     uint64_t *x,
						     uint64_t *base),
				       void *ctx);

/* The share in the first state of a question (split_of) whose row of everybody
 * is told exactly, and a topic's mean score (FORM_NONE: of all scored items)
 * that is, with everybody's unweighted limits. False where the bands of the
 * groups leave it open by more than 10 points. N: all staff, 0 for no
 * correction. */
bool weighting_told_share(const struct weighting *w, size_t question,
			  uint64_t N, double level, struct weighting_told *out);
bool weighting_told_score(const struct weighting *w, size_t topic, double mean,
			  struct interval limits, struct weighting_told *out);

#endif
