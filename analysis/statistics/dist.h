/*
 * Distributions: the quantiles that intervals need.
 *
 * Computed, never looked up: 1.96 is not the 97.5 % point of the normal.
 */
#ifndef ANALYSIS_STATISTICS_DIST_H
#define ANALYSIS_STATISTICS_DIST_H

/*
 * z with P(Z <= z) = p for the standard normal; -INFINITY at 0, INFINITY at
 * 1, NAN outside. Relative error about 1e-16.
 *
 * Wichura (1988), Algorithm AS 241 (PPND16), Applied Statistics 37, 477-484.
 */
double dist_normal_quantile(double p);

/*
 * t with P(T <= t) = p for Student's t with df degrees of freedom, which need
 * not be whole; NAN for p outside 0 to 1 and df <= 0. Relative error about
 * 1e-12 for p from .001 to .999 and df from 1.
 */
double dist_t_quantile(double p, double df);

#endif
