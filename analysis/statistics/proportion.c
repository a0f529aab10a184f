#include "analysis/statistics/proportion.h"

#include <assert.h>
#include <math.h>

#include "analysis/statistics/dist.h"

double
proportion(uint64_t x, uint64_t n)
{
	return n == 0 ? NAN : (double)x / (double)n;
}

/*
 * The lower of the two roots, from their product p^2 n / (n + z^2): the
 * textbook difference loses its digits where p is small, and is not 0 at 0.
 */
static double
lower(double p, double n, double z)
{
	double z2 = z * z;
	double upper = (p + z2 / (2 * n) +
			z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))) /
		(1 + z2 / n);

	return p == 0 ? 0 : p * p / (1 + z2 / n) / upper;
}

static struct interval
wilson(uint64_t x, uint64_t n, double effective, double level)
{
	double z = dist_normal_quantile(0.5 + level / 2);
	struct interval i = {lower(proportion(x, n), effective, z),
			     1 - lower(proportion(n - x, n), effective, z)};

	return i;
}

struct interval
proportion_wilson(uint64_t x, uint64_t n, double level)
{
	assert(x <= n);
	if (n == 0)
		return (struct interval){NAN, NAN};
	return wilson(x, n, (double)n, level);
}

struct interval
proportion_wilson_fpc(uint64_t x, uint64_t n, uint64_t N, double level)
{
	double p = proportion(x, n);

	assert(x <= n && n <= N);
	if (n == 0 || n == N)
		return (struct interval){p, p};
	return wilson(x, n, (double)n * (double)(N - 1) / (double)(N - n),
		      level);
}
