#include "analysis/statistics/moments.h"

#include <assert.h>
#include <math.h>

#include "analysis/statistics/dist.h"

struct moments
moments_of(const double *value, const uint64_t *count, size_t k)
{
	struct moments m = {0, NAN, NAN};
	double sum = 0, squares = 0, rest = 0;

	for (size_t i = 0; i < k; i++) {
		m.n += count[i];
		if (count[i] > 0)
			sum += value[i] * (double)count[i];
	}
	if (m.n == 0)
		return m;
	m.mean = sum / (double)m.n;
	for (size_t i = 0; i < k; i++) {
		double d = value[i] - m.mean;

		if (count[i] == 0)
			continue;
		squares += d * d * (double)count[i];
		rest += d * (double)count[i];
	}
	if (m.n > 1)
		m.variance = (squares - rest * rest / (double)m.n) /
			(double)(m.n - 1);
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
