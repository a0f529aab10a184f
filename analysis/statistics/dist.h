/*
 * Distributions: tails for p-values, quantiles for intervals.
 *
 * Computed to the digits of a double, never looked up and never by a short
 * approximation. A tail is worked out as such, not as 1 less the other, so
 * that a p of 1e-280 is right: its relative error stays below 1e-12, as does
 * that of the quantiles. Degrees of freedom need not be whole.
 *
 * Everywhere: NAN for a NAN, for a p outside 0 to 1, for degrees of freedom or
 * shapes that are not above 0, and in the case that an iteration does not end.
 *
 * A distribution is here with both its tails, though the program asks for one
 * of them and tests/oracle for the other.
 */
#ifndef ANALYSIS_STATISTICS_DIST_H
#define ANALYSIS_STATISTICS_DIST_H

#include <stdint.h>

/* ---- gamma function ---- */

/* ln of gamma(x), x > 0; INFINITY at 0 and INFINITY, NAN below 0. */
double dist_lgamma(double x);

/* Its derivative, x > 0; NAN otherwise. Near its root at 1.4616 the error is
 * 1e-15 absolute. DLMF 5.5.2 and 5.11.2. For tests/oracle. */
double dist_digamma(double x);

/* ln of "n choose k", for 0 <= k <= n; NAN otherwise. No digits are lost for
 * n in the millions. Loader (2000). */
double dist_log_choose(double n, double k);

/* ---- normal ---- */

/* P(Z <= z), and P(Z > z). 0 and 1 at the infinities. */
double dist_normal_cdf(double z);
double dist_normal_upper(double z);

/*
 * z with P(Z <= z) = p for the standard normal; -INFINITY at 0, INFINITY at
 * 1, NAN outside. Relative error about 1e-16.
 *
 * Wichura (1988), Algorithm AS 241 (PPND16), Applied Statistics 37, 477-484.
 */
double dist_normal_quantile(double p);

/* ---- gamma and chi-squared ---- */

/*
 * The regularised incomplete gamma functions P(a, x) and Q(a, x), x >= 0,
 * 0 < a: P + Q = 1. At x = INFINITY 1 and 0. DLMF 8.11.4 and 8.9.2.
 */
double dist_gamma_lower(double a, double x);
double dist_gamma_upper(double a, double x);

/* P(X > x) for chi-squared; 1 for x <= 0, 0 for INFINITY. */
double dist_chi2_upper(double x, double df);

/* x with P(X <= x) = p; 0 at 0, INFINITY at 1. */
double dist_chi2_quantile(double p, double df);

/* ---- beta, t and F ---- */

/*
 * P(X <= x) and P(X > x) for a beta variable: the regularised incomplete beta
 * function I_x(a, b), and 1 less it. 0 and 1 for x beyond 0 and 1. A tail next
 * to x = 1 can only be as exact as 1 - x is.
 *
 * Continued fraction: Didonato and Morris (1992), Algorithm 708, ACM TOMS 18,
 * 360-373, equation 9; factor before it: Loader (2000), Fast and accurate
 * computation of binomial probabilities.
 */
double dist_beta_cdf(double x, double a, double b);
double dist_beta_upper(double x, double a, double b);

/* x with P(X <= x) = p; 0 at 0, 1 at 1. */
double dist_beta_quantile(double p, double a, double b);

/* P(T > t) for Student's t; df may be INFINITY (normal). */
double dist_t_upper(double t, double df);

/* P(|T| >= |t|): the p of a two-sided test. */
double dist_t_both(double t, double df);

/*
 * t with P(T <= t) = p for Student's t with df degrees of freedom; -INFINITY
 * at 0, INFINITY at 1, and where t^2 is too large for a double. df may be
 * INFINITY.
 */
double dist_t_quantile(double p, double df);

/* P(F > f); 1 for f <= 0, 0 for INFINITY. Either df may be INFINITY; where both
 * are, F is 1 for certain. */
double dist_f_upper(double f, double df1, double df2);

/* f with P(F <= f) = p; 0 at 0, INFINITY at 1; 1 where both df are INFINITY. */
double dist_f_quantile(double p, double df1, double df2);

/* ---- hypergeometric ---- */

/*
 * X is how many of M marked ones are among n drawn out of N without putting
 * back; M <= N, n <= N. P(X = x), P(X <= x) and P(X >= x); 0 and 1 for x that
 * cannot be.
 */
double dist_hyper(uint64_t x, uint64_t N, uint64_t M, uint64_t n);
double dist_hyper_lower(uint64_t x, uint64_t N, uint64_t M, uint64_t n);
double dist_hyper_upper(uint64_t x, uint64_t N, uint64_t M, uint64_t n);

#endif
