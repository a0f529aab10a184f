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
 * Wilson's interval of a share (values 0 and 1) with n_eff = p(1-p)/v for n
 * and t(df) for z; p = 0, p = 1 and a v of 0 that is no census take Kish's
 * n_eff. A census gives [p, p]. n_eff may be NULL; it then gets what was used.
 *
 * R's svyciprop(method = "wilson"), survey 4.5; Franco, Little, Louis and
 * Slud (2019), Journal of Survey Statistics and Methodology 7, 334-364.
 */
struct interval design_wilson(const struct design_estimate *e, double level,
			      double *n_eff);

/*
 * Covariances of p estimates whose linearised values are z (the influence u of
 * a person is their weight times z): z[r * p + k] for record r. Its value is
 * not used. Fills v[p * p].
 */
void design_covariance(const struct design *d,
		       const struct design_record *record, size_t records,
		       const double *z, size_t p, double *v);

#endif
