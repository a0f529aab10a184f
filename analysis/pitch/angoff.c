#include "analysis/pitch/angoff.h"

#include <assert.h>
#include <math.h>

static double
mean_of_judge(const double *p, size_t items)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < items; i++)
		sum += p[i];
	return sum / (double)items;
}

struct angoff
angoff_of(const double *p, size_t judges, size_t items)
{
	struct angoff a = {judges, items, 0, NAN};
	double squares = 0, off;
	size_t j;

	assert(judges > 0 && items > 0);
	for (j = 0; j < judges; j++)
		a.cut += mean_of_judge(p + j * items, items) / (double)judges;
	for (j = 0; j < judges; j++) {
		off = mean_of_judge(p + j * items, items) - a.cut;
		squares += off * off;
	}
	if (judges > 1)
		a.error = sqrt(squares / (double)(judges - 1) / (double)judges);
	return a;
}
