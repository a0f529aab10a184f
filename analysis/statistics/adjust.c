#include "analysis/statistics/adjust.h"

#include <math.h>
#include <stdlib.h>

#include "questions/base/mem.h"

struct tested {
	double p;
	size_t at;
};

static int
by_p(const void *a, const void *b)
{
	const struct tested *x = a, *y = b;

	if (x->p != y->p)
		return x->p < y->p ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Those that were tested, smallest p first; caller frees. The others' out
 * is NAN. */
static struct tested *
sorted(const double *p, size_t n, double *out, size_t *m)
{
	struct tested *list = mem_new(n + 1, sizeof(*list));

	*m = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(p[i]))
			out[i] = NAN;
		else
			list[(*m)++] = (struct tested){p[i], i};
	}
	qsort(list, *m, sizeof(*list), by_p);
	return list;
}

void
adjust_holm(const double *p, size_t n, double *out)
{
	size_t m;
	struct tested *list = sorted(p, n, out, &m);
	double largest = 0;

	for (size_t i = 0; i < m; i++) {
		largest = fmax(largest, (double)(m - i) * list[i].p);
		out[list[i].at] = fmin(1, largest);
	}
	free(list);
}

static void
step_up(const double *p, size_t n, double *out, double (*factor)(size_t m))
{
	size_t m;
	struct tested *list = sorted(p, n, out, &m);
	double smallest = 1, times = (double)m * factor(m);

	for (size_t i = m; i-- > 0;) {
		smallest = fmin(smallest, times / (double)(i + 1) * list[i].p);
		out[list[i].at] = smallest;
	}
	free(list);
}

static double
one(size_t m)
{
	(void)m;
	return 1;
}

static double
harmonic(size_t m)
{
	double sum = 0;

	for (size_t i = m; i > 0; i--)
		sum += 1 / (double)i;
	return sum;
}

void
adjust_bh(const double *p, size_t n, double *out)
{
	step_up(p, n, out, one);
}

void
adjust_by(const double *p, size_t n, double *out)
{
	step_up(p, n, out, harmonic);
}

void
adjust_bonferroni(const double *p, size_t n, double *out)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		m += !isnan(p[i]);
	for (size_t i = 0; i < n; i++)
		out[i] = isnan(p[i]) ? NAN : fmin(1, (double)m * p[i]);
}
