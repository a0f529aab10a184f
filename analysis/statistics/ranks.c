#include "analysis/statistics/ranks.h"

#include <stdlib.h>

#include "questions/base/mem.h"

struct placed {
	double value;
	uint64_t people;
	size_t at;
};

static int
by_value(const void *a, const void *b)
{
	double x = ((const struct placed *)a)->value;
	double y = ((const struct placed *)b)->value;

	return (x > y) - (x < y);
}

static struct placed *
sorted(const double *value, const uint64_t *people, size_t n)
{
	struct placed *list = mem_new(n + 1, sizeof(*list));

	for (size_t i = 0; i < n; i++)
		list[i] = (struct placed){value[i], people ? people[i] : 1, i};
	qsort(list, n, sizeof(*list), by_value);
	return list;
}

static uint64_t
sum_of(const struct placed *list, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += list[i].people;
	return sum;
}

double
ranks_of(const double *value, const uint64_t *people, size_t n, double *rank)
{
	struct placed *list = sorted(value, people, n);
	double half = (double)sum_of(list, n) / 2, squares = 0;
	uint64_t before = 0;

	for (size_t i = 0, end; i < n; i = end) {
		uint64_t tied;
		double r;

		for (end = i; end < n && list[end].value == list[i].value;)
			end++;
		tied = sum_of(list + i, end - i);
		r = (double)before + (double)tied / 2 - half;
		for (size_t k = i; k < end; k++)
			rank[list[k].at] = r;
		squares += (double)tied * r * r;
		before += tied;
	}
	free(list);
	return squares;
}
