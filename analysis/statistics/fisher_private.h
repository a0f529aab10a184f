/* What the parts of Fisher's test share; nobody else includes it. */
#ifndef ANALYSIS_STATISTICS_FISHER_PRIVATE_H
#define ANALYSIS_STATISTICS_FISHER_PRIVATE_H

#include "analysis/statistics/fisher.h"

/*
 * A table with at most as many rows as columns, its columns sorted: neither
 * changes the probability of any table with these margins.
 */
struct margins {
	size_t rows, columns;
	const uint64_t *row, *column;
	const double *log_factorial; /* of 0 to known - 1 */
	uint64_t known;
	/* Tables count whose sum of -log(cell!) is at most this. */
	double bar;
	double scale; /* added to such a sum gives the log probability */
};

double margins_log_factorial(const struct margins *m, uint64_t x);

/* The p, or NAN when it would take more than `steps`. */
double fisher_network(const struct margins *m, uint64_t steps);

/* How many of `draws` tables drawn with these margins count. */
uint64_t fisher_simulate(const struct margins *m, uint64_t draws,
			 uint64_t seed);

#endif
