/*
 * Weighted means and shares, with errors that know how people were weighted.
 *
 * Variances are linearised (Taylor): each person's influence on the estimate
 * is u_i, 0 for people outside the group asked about, who count in n all the
 * same; v = sum over strata of (1 - f) n/(n-1) sum (u_i - mean u)^2. With
 * weights made by post-stratification or raking, the influences are first
 * freed of what the margins explain.
 *
 * People come grouped: a record is `count` people of one cell (see weight.h)
 * with one value, and who has no record is outside the group. Multiplying all
 * weights by a number changes nothing.
 *
 * R's survey: svymean, svyby(svymean), and both on a design of postStratify or
 * calibrate(calfun = "raking"). Lumley (2010), Complex Surveys, 2 and 7.
 */
#ifndef ANALYSIS_STATISTICS_DESIGN_H
#define ANALYSIS_STATISTICS_DESIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/statistics/proportion.h"
#include "analysis/statistics/weight.h"

/* All borrowed. */
struct design {
	size_t cells;
	const uint64_t *people; /* [cells]: who answered, in the group or not */
	const double *weight;	/* [cells]: final */
	const double *base;	/* [cells]: before the margins; NULL: 1 each */

	size_t strata;		  /* 1 or more */
	const size_t *stratum;	  /* [cells]; NULL when there is one */
	const double *population; /* [strata]: size; NULL or 0: no correction */

	/* the margins that weight was made to meet; none: weight is as drawn */
	size_t margins;
	const struct weight_margin *margin;
};

struct design_record {
	size_t cell;
	uint64_t count;
	double value;
};

struct design_estimate {
	uint64_t n;		 /* people in the group */
	double weight;		 /* their weights' sum */
	double value;		 /* sum wy / sum w; NAN for nobody */
	double variance, error;	 /* NAN when a stratum has one person only */
	double df;		 /* people answering anything, minus strata */
	double spread;		 /* sum w (y - mean)^2 / sum w, of the group */
	struct weight_kish kish; /* of the group */
	bool census;		 /* all strata are complete: the error is 0 */
};

/* Of the people in the records; no value may be NAN. */
struct design_estimate design_mean(const struct design *d,
				   const struct design_record *record,
				   size_t records);

/* value -+ t(df) error. */
struct interval design_interval(const struct design_estimate *e, double level);

/*
 * A share (values 0 and 1) for the intervals of proportion.h. A variance of 0
 * that is no census, as where everybody in each category of a margin answers
 * alike, says nothing: that of Kish's n_eff stands for it.
 */
struct weighted_share design_share(const struct design_estimate *e);

/* proportion_weighted of it. A census gives [p, p]; NAN for nobody and where
 * the variance is. */
struct interval design_wilson(const struct design_estimate *e, double level);

/*
 * Covariances of p estimates whose linearised values are z (the influence u of
 * a person is their weight times z): z[r * p + k] for record r. Its value is
 * not used. Fills v[p * p].
 */
void design_covariance(const struct design *d,
		       const struct design_record *record, size_t records,
		       const double *z, size_t p, double *v);

#endif
