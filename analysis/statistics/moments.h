/*
 * Mean and spread of a score whose values are counted.
 *
 * A score takes few values, so a tally keeps how many people have each; mean
 * and variance come from those counts in two passes, without cancellation and
 * whatever the order in which people were read.
 */
#ifndef ANALYSIS_STATISTICS_MOMENTS_H
#define ANALYSIS_STATISTICS_MOMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/statistics/proportion.h"

struct moments {
	uint64_t n;
	double mean;	 /* NAN for n = 0 */
	double variance; /* over n - 1; NAN for n < 2 */
};

/* count[i] people have value[i]; k of them. */
struct moments moments_of(const double *value, const uint64_t *count, size_t k);

/*
 * Standard error of the mean of n people out of N (0: unknown, then without
 * the correction): sqrt((1 - n/N) s^2 / n). NAN for n < 2.
 *
 * Cochran (1977), Sampling Techniques, 2.22; R's survey::svymean with fpc.
 */
double moments_error(const struct moments *m, uint64_t N);

/* mean -+ t(n - 1) error, not cut at 0 and 1. NAN for n < 2. */
struct interval moments_interval(const struct moments *m, uint64_t N,
				 double level);

#endif
