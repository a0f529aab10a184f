/*
 * A share of people, and between which limits it lies.
 *
 * Wilson's score interval: it keeps its level where Wald's does not, and
 * never leaves 0 to 1. With a known number N of invited people the finite
 * population correction says that who has answered is no longer uncertain.
 */
#ifndef ANALYSIS_STATISTICS_PROPORTION_H
#define ANALYSIS_STATISTICS_PROPORTION_H

#include <stdint.h>

struct interval {
	double low, high; /* NAN where there is none */
};

/*
 * Wilson's interval of x out of n at a level such as .95. x = 0 gives a low
 * of exactly 0, x = n a high of exactly 1. n = 0: NAN.
 *
 * Wilson (1927), JASA 22, 209-212; R's prop.test(x, n, correct = FALSE).
 */
struct interval proportion_wilson(uint64_t x, uint64_t n, double level);

/*
 * The same for n people out of N, N >= n: Wilson's interval for
 * n* = n(N-1)/(N-n) people. n = N gives [p, p]: all have answered.
 *
 * O'Neill (2021), Mathematical properties and finite-population correction
 * for the Wilson score interval.
 */
struct interval proportion_wilson_fpc(uint64_t x, uint64_t n, uint64_t N,
				      double level);

/* x / n; NAN for n = 0. */
double proportion(uint64_t x, uint64_t n);

#endif
