#include "analysis/statistics/moments.h"

#include <assert.h>
#include <math.h>

#include "analysis/statistics/dist.h"

/*
 * squares: around the mean as it is; rest: the sum of what they are squares
 * of, which is what rounding has made the mean miss.
 */
static void
finish(struct moments *m, long double squares, long double rest)
{
	long double n = (long double)m->n;

	m->mean = (double)(m->mean + rest / n);
	if (m->n > 1)
		m->variance = (double)((squares - rest * rest / n) / (n - 1));
}

struct moments
moments_of(const double *value, const uint64_t *count, size_t k)
{
	struct moments m = {0, NAN, NAN};
	long double sum = 0, squares = 0, rest = 0;

	for (size_t i = 0; i < k; i++) {
		m.n += count[i];
		if (count[i] > 0)
			sum += (long double)value[i] * (long double)count[i];
	}
	if (m.n == 0)
		return m;
	m.mean = (double)(sum / (long double)m.n);
	for (size_t i = 0; i < k; i++) {
		long double d = (long double)value[i] - m.mean;

		if (count[i] == 0)
			continue;
		squares += d * d * (long double)count[i];
		rest += d * (long double)count[i];
	}
	finish(&m, squares, rest);
	return m;
}

double
moments_error(const struct moments *m, uint64_t N)
{
	double n = (double)m->n;

	assert(N == 0 || m->n <= N);
	if (m->n < 2)
		return NAN;
	return sqrt((N == 0 ? 1 : 1 - n / (double)N) * m->variance / n);
}

struct interval
moments_interval(const struct moments *m, uint64_t N, double level)
{
	double half;

	if (m->n < 2)
		return (struct interval){NAN, NAN};
	half = dist_t_quantile(0.5 + level / 2, (double)(m->n - 1)) *
		moments_error(m, N);
	return (struct interval){m->mean - half, m->mean + half};
}
