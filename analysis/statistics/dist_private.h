/*
 * What the files of dist.h share: the two small numbers of which a density is
 * made without losing digits, continued fractions, and the search for a
 * quantile.
 *
 * x^a e^-x / gamma(a) has three factors of a million digits each where a is
 * large. Loader (2000) writes it as exp(-stirling_error(a) - a departure(...))
 * instead, in which nothing large cancels.
 */
#ifndef ANALYSIS_STATISTICS_DIST_PRIVATE_H
#define ANALYSIS_STATISTICS_DIST_PRIVATE_H

#include <stdbool.h>

/* Turns of a series or fraction before it is given up: NAN. */
enum { DIST_MAX_TURNS = 100000 };

/* ln gamma(x + 1) - ln(sqrt(2 pi x) (x/e)^x), x > 0. */
double dist_stirling_error(double x);

/*
 * d - ln(1 + d), d > -1, which is what is left of a density when its variable
 * is the share d off its mean. `ratio` is 1 + d, worked out by itself, so that
 * it has all digits where d is near -1.
 */
double dist_departure(double d, double ratio);

/*
 * A continued fraction, b0 + a1/(b1 + a2/(b2 + ...)), by Lentz's method as
 * Thompson and Barnett (1986) have it, Journal of Computational Physics 64,
 * 490-509. Before the first step value and above are b0, below is 0.
 */
struct dist_fraction {
	double value;
	double above, below; /* of two values one after the other, the ratio */
};

/* One more term, over/(under + ...). True when it no longer changes anything.
 */
bool dist_fraction_step(struct dist_fraction *f, double over, double under);

/* Both tails of a positive variable at w; `slope` is density times w. */
struct dist_tails {
	double lower, upper, slope;
};

typedef struct dist_tails dist_tails_fn(double w, double a, double b);

/*
 * w > 0 at which the lower tail of f is p, from a guess: Newton's steps for ln
 * of the smaller tail in ln w, kept between the bounds found so far. 0 < p < 1.
 * NAN when 500 steps do not do.
 */
double dist_search(dist_tails_fn *f, double p, bool upper, double a, double b,
		   double guess);

#endif
