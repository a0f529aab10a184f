#include "analysis/pitch/draw.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "questions/shuffle.h"

/* FNV-1a. */
uint64_t
draw_stream(const char *code)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (; *code != '\0'; code++)
		hash = (hash ^ (unsigned char)*code) * 0x100000001b3u;
	return hash;
}

double
draw_normal(const struct draw *d)
{
	uint64_t bits = shuffle_mix(shuffle_mix(d->seed, d->stream, d->number),
				    d->part, 0);
	/* never 0 and never 1 */
	double uniform = ((double)(bits >> 12) + .5) / 4503599627370496.0;

	return dist_normal_quantile(uniform);
}

static int
compare(const void *x, const void *y)
{
	unsigned a = *(const unsigned *)x, b = *(const unsigned *)y;

	return (a > b) - (a < b);
}

unsigned
draw_percentile(unsigned *value, size_t n, double q)
{
	/* .9 * 2000 may come out a little over 1800 */
	double place = ceil(q * (double)n - 1e-9);

	assert(n > 0 && q >= 0 && q <= 1);
	qsort(value, n, sizeof *value, compare);
	return value[place < 1 ? 0 : (size_t)place - 1];
}
