/* The hypergeometric distribution, by ratios of neighbouring terms. */
#include "analysis/statistics/dist.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>

static uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

double
dist_hyper(uint64_t x, uint64_t N, uint64_t M, uint64_t n)
{
	assert(M <= N && n <= N);
	if (x > least(M, n) || n - x > N - M)
		return 0;
	return exp(dist_log_choose((double)M, (double)x) +
		   dist_log_choose((double)(N - M), (double)(n - x)) -
		   dist_log_choose((double)N, (double)n));
}

/* P(X = x - 1) / P(X = x). */
static double
ratio_below(uint64_t x, uint64_t N, uint64_t M, uint64_t n)
{
	return (double)x / (double)(n - x + 1) * (double)(N - M - (n - x)) /
		(double)(M - x + 1);
}

/* The sum of the terms from x downwards, which become smaller. */
static double
sum_below(uint64_t x, uint64_t N, uint64_t M, uint64_t n)
{
	double term = dist_hyper(x, N, M, n), sum = term;

	for (; x > 0 && term > DBL_EPSILON / 4 * sum; x--) {
		term *= ratio_below(x, N, M, n);
		sum += term;
	}
	return sum;
}

/* X marked ones drawn are n - X unmarked ones. */
static double
sum_above(uint64_t x, uint64_t N, uint64_t M, uint64_t n)
{
	return sum_below(n - x, N, N - M, n);
}

/* Whether x is at most the mean, n M / N. */
static bool
is_low(uint64_t x, uint64_t N, uint64_t M, uint64_t n)
{
	return (double)x <= (double)n * ((double)M / (double)N);
}

double
dist_hyper_lower(uint64_t x, uint64_t N, uint64_t M, uint64_t n)
{
	assert(M <= N && n <= N);
	if (x >= least(M, n))
		return 1;
	if (n - x > N - M)
		return 0;
	return is_low(x, N, M, n) ? sum_below(x, N, M, n)
				  : 1 - sum_above(x + 1, N, M, n);
}

double
dist_hyper_upper(uint64_t x, uint64_t N, uint64_t M, uint64_t n)
{
	assert(M <= N && n <= N);
	if (x > least(M, n))
		return 0;
	return dist_hyper_lower(n - x, N, N - M, n);
}
