#include "analysis/statistics/agreement.h"

#include <math.h>
#include <stdlib.h>

#include "questions/base/mem.h"

/* Shares of each category by the first coder, and behind them by the second. */
static double *
margins(const uint64_t *count, size_t k, double n)
{
	double *share = mem_new(2 * k + 1, sizeof(*share));

	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < k; j++) {
			share[i] += (double)count[i * k + j] / n;
			share[k + j] += (double)count[i * k + j] / n;
		}
	}
	return share;
}

static double
variance(const uint64_t *count, size_t k, double n, const double *share,
	 const struct kappa *a)
{
	double chance = 1 - a->expected, miss = 1 - a->observed, sum = 0;
	double rest = a->observed * a->expected - 2 * a->expected + a->observed;

	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < k; j++) {
			double both = share[k + i] + share[j];
			double d = (i == j ? chance : 0) - both * miss;

			sum += (double)count[i * k + j] / n * d * d;
		}
	}
	return (sum - rest * rest) / (n * pow(chance, 4));
}

struct kappa
agreement_kappa(const uint64_t *count, size_t k)
{
	struct kappa a = {NAN, NAN, NAN, NAN};
	uint64_t alike = 0, n = 0;
	double *share;

	for (size_t i = 0; i < k * k; i++)
		n += count[i];
	if (n == 0)
		return a;
	for (size_t i = 0; i < k; i++)
		alike += count[i * k + i];
	share = margins(count, k, (double)n);
	a.observed = (double)alike / (double)n;
	a.expected = 0;
	for (size_t i = 0; i < k; i++)
		a.expected += share[i] * share[k + i];
	if (a.expected < 1) {
		a.kappa = (a.observed - a.expected) / (1 - a.expected);
		a.variance = variance(count, k, (double)n, share, &a);
	}
	free(share);
	return a;
}
