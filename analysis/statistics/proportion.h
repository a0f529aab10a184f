/*
 * A share of people, and between which limits it lies.
 *
 * Wilson's score interval: it keeps its level where Wald's does not, and
 * never leaves 0 to 1. With a known number N of invited people the finite
 * population correction says that who has answered is no longer uncertain.
 * Comparisons of groups and waves take no such correction: they ask about
 * what made the answers, of which these people are one outcome.
 *
 * A level is a share such as .95. Limits run from 0 to 1, not percent.
 */
#ifndef ANALYSIS_STATISTICS_PROPORTION_H
#define ANALYSIS_STATISTICS_PROPORTION_H

#include <stddef.h>
#include <stdint.h>

struct interval {
	double low, high; /* NAN where there is none */
};

/* x / n; NAN for n = 0. */
double proportion(uint64_t x, uint64_t n);

/* ---- of counts ---- */

/*
 * Wilson's interval of x out of n at a level such as .95. x = 0 gives a low
 * of exactly 0, x = n a high of exactly 1. n = 0: NAN.
 *
 * Wilson (1927), JASA 22, 209-212; R's prop.test(x, n, correct = FALSE).
 */
struct interval proportion_wilson(uint64_t x, uint64_t n, double level);

/*
 * The same for n people out of N, N >= n: Wilson's interval for
 * proportion_effective(n, N) people. n = N gives [p, p]: all have answered.
 *
 * O'Neill (2021), Mathematical properties and finite-population correction
 * for the Wilson score interval.
 */
struct interval proportion_wilson_fpc(uint64_t x, uint64_t n, uint64_t N,
				      double level);

/* n* = n (N - 1) / (N - n); INFINITY for n = N, NAN for n = 0. */
double proportion_effective(uint64_t n, uint64_t N);

/*
 * Wilson's interval for a share p of n people, which need not be whole, with
 * the quantile q that the level asks for. n = INFINITY: [p, p]. NAN unless p
 * is from 0 to 1 and n > 0.
 */
struct interval proportion_score(double p, double n, double q);

/*
 * The exact interval for x of n out of N: the fewest and the most of the N
 * people with which x is not too unlikely, (1 - level) / 2 in each tail. Never
 * covers less often than its level. Limits are whole people over N. n = 0: NAN.
 *
 * Katz (1953), JASA 48, 256-261; Buonaccorsi (1987), American Statistician 41,
 * 215-218.
 */
struct interval proportion_exact(uint64_t x, uint64_t n, uint64_t N,
				 double level);

/*
 * Where the share of all people can lie when nothing is known of those who
 * did not answer: [x/all, (x + all - known)/all] for x of `known` people who
 * answered. For an item all is who was shown it, for the organisation who was
 * invited. all = 0: NAN.
 *
 * Manski (2003), Partial Identification of Probability Distributions.
 */
struct interval proportion_bounds(uint64_t x, uint64_t known, uint64_t all);

/* ---- of weighted people ---- */

struct weighted_share {
	double p;	 /* sum of weights with it over sum of weights */
	double variance; /* of p, by linearisation */
	double n;	 /* people, not weights */
	double deff;	 /* Kish: n sum w^2 / (sum w)^2; for p = 0 and 1 */
	double df;	 /* people less strata */
};

/* How many people of a simple sample tell as much: p(1 - p)/variance; n/deff
 * for p = 0 and 1, where the variance says nothing; INFINITY for a variance of
 * 0 (all have answered). */
double proportion_weighted_n(const struct weighted_share *s);

/*
 * Wilson's interval with that n and the quantile of t; with the logit of p
 * (not for p = 0 and 1: [p, p]); Korn and Graubard's from the beta
 * distribution; and p -+ t se, which may leave 0 to 1.
 *
 * R's survey::svyciprop, methods wilson (from 4.5), xlogit, beta and mean;
 * Franco, Little, Louis and Slud (2019); Korn and Graubard (1998). The files
 * have Wilson's; the other three are for tests/oracle.
 */
struct interval proportion_weighted(const struct weighted_share *s,
				    double level);
struct interval proportion_weighted_logit(const struct weighted_share *s,
					  double level);
struct interval proportion_weighted_beta(const struct weighted_share *s,
					 double level);
struct interval proportion_weighted_mean(const struct weighted_share *s,
					 double level);

/* ---- change between independent waves ---- */

struct proportion_change {
	double difference; /* later less earlier; NAN when one has nobody */
	struct interval interval;
	double chi2, p; /* NAN when all or none have it in both */
};

/*
 * From x1 of n1 to x2 of n2 people. The test pools the shares and has no
 * continuity correction; the interval decides where both disagree.
 *
 * Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; R's
 * prop.test(correct = FALSE).
 */
struct proportion_change proportion_change(uint64_t x1, uint64_t n1,
					   uint64_t x2, uint64_t n2,
					   double level);

/*
 * Limits of later less earlier from the two shares and their own limits, for
 * instance weighted ones: the square-and-add rule behind Newcombe's interval.
 *
 * Zou and Donner (2008), Statistics in Medicine 27, 1693-1702 (MOVER).
 */
struct interval proportion_mover(double earlier, struct interval e,
				 double later, struct interval l);

struct proportion_trend {
	double slope; /* of the share, per unit of score */
	double chi2, p;
};

/*
 * Whether a share rises or falls over k waves, x[i] of n[i], with scores of
 * time, or NULL: 1 to k. NAN when there are fewer than two waves with people,
 * when all or none have it, or when all scores are one.
 *
 * Cochran (1954), Armitage (1955); R's prop.trend.test.
 */
struct proportion_trend proportion_trend(const uint64_t *x, const uint64_t *n,
					 const double *score, size_t k);

/* ---- as printed ---- */

/*
 * The half width of the plain interval, z sqrt(p(1 - p)/n), times
 * sqrt((N - n)/(N - 1)) when N is not 0: for saying beforehand how exact a
 * survey of that size is. NAN for n = 0.
 *
 * Civil Service People Survey, technical guides of 2013 and 2018.
 */
double proportion_margin(double p, uint64_t n, uint64_t N, double level);

/*
 * Whole percent, a half upwards, in exact integers. Round last: a sum of
 * categories is the percent of the summed counts, never a sum of percents. NAN
 * for n = 0.
 */
double proportion_percent(uint64_t x, uint64_t n); /* n < 2^64 / 200 */

/* A difference of two shares in whole points, from the shares as they are, not
 * as printed; halves away from 0, so that the other way round only the sign
 * changes. Also of a margin. */
double proportion_points(double difference);

#endif
