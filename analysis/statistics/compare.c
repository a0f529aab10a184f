#include "analysis/statistics/compare.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "analysis/statistics/ranks.h"
#include "questions/base/mem.h"

struct moments
compare_moments(const struct counted_scores *s, size_t group)
{
	return moments_of(s->value, s->count + group * s->values, s->values);
}

/*
 * The groups that have anybody, and how many; caller frees. Values are taken
 * from the first one that anybody has: the tests do not change, and means far
 * from 0 that are close to each other keep their digits.
 */
static struct moments *
moments_of_groups(const struct counted_scores *s, size_t *groups)
{
	struct moments *m = mem_new(s->groups + 1, sizeof(*m));
	double *value = mem_new(s->values + 1, sizeof(*value));
	double origin = 0;
	size_t cells = s->groups * s->values;

	for (size_t i = 0; i < cells; i++) {
		if (s->count[i] > 0) {
			origin = s->value[i % s->values];
			break;
		}
	}
	for (size_t v = 0; v < s->values; v++)
		value[v] = s->value[v] - origin;
	*groups = 0;
	for (size_t g = 0; g < s->groups; g++) {
		m[*groups] =
			moments_of(value, s->count + g * s->values, s->values);
		*groups += m[*groups].n > 0;
	}
	free(value);
	return m;
}

static bool
has_spread(const struct moments *m)
{
	return m->n > 1 && m->variance > 0;
}

static const struct f_test no_f = {NAN, NAN, NAN, NAN};

struct f_test
compare_welch_moments(const struct moments *m, size_t groups)
{
	double weight = 0, mean = 0, between = 0, uneven = 0;
	double k = (double)groups;
	struct f_test f;

	for (size_t i = 0; i < groups; i++) {
		if (!has_spread(&m[i]))
			return no_f;
		weight += (double)m[i].n / m[i].variance;
	}
	if (groups < 2)
		return no_f;
	for (size_t i = 0; i < groups; i++)
		mean += (double)m[i].n / m[i].variance / weight * m[i].mean;
	for (size_t i = 0; i < groups; i++) {
		double w = (double)m[i].n / m[i].variance;
		double d = m[i].mean - mean, rest = 1 - w / weight;

		between += w * d * d;
		uneven += rest * rest / (double)(m[i].n - 1);
	}
	uneven /= k * k - 1;
	f.F = between / (k - 1) / (1 + 2 * (k - 2) * uneven);
	f.df1 = k - 1;
	f.df2 = 1 / (3 * uneven);
	f.p = dist_f_upper(f.F, f.df1, f.df2);
	return f;
}

struct f_test
compare_welch(const struct counted_scores *s)
{
	size_t groups;
	struct moments *m = moments_of_groups(s, &groups);
	struct f_test f = compare_welch_moments(m, groups);

	free(m);
	return f;
}

static struct f_test
classic(const struct moments *m, size_t groups)
{
	double n = 0, mean = 0, between = 0, within = 0;
	struct f_test f = no_f;

	for (size_t i = 0; i < groups; i++)
		n += (double)m[i].n;
	for (size_t i = 0; i < groups; i++)
		mean += (double)m[i].n / n * m[i].mean;
	for (size_t i = 0; i < groups; i++) {
		double d = m[i].mean - mean;

		between += (double)m[i].n * d * d;
		if (m[i].n > 1)
			within += (double)(m[i].n - 1) * m[i].variance;
	}
	if (groups < 2 || n <= (double)groups || within <= 0)
		return f;
	f.df1 = (double)groups - 1;
	f.df2 = n - (double)groups;
	f.F = between / f.df1 / (within / f.df2);
	f.p = dist_f_upper(f.F, f.df1, f.df2);
	return f;
}

struct f_test
compare_anova(const struct counted_scores *s)
{
	size_t groups;
	struct moments *m = moments_of_groups(s, &groups);
	struct f_test f = classic(m, groups);

	free(m);
	return f;
}

struct t_test
compare_two(const struct moments *a, const struct moments *b, double level)
{
	struct t_test t = {a->mean - b->mean, NAN, NAN, NAN, {NAN, NAN}};
	double va, vb, error, half;

	if (a->n < 2 || b->n < 2 || !(a->variance + b->variance > 0))
		return t;
	va = a->variance / (double)a->n;
	vb = b->variance / (double)b->n;
	error = sqrt(va + vb);
	t.t = t.difference / error;
	t.df = (va + vb) * (va + vb) /
		(va * va / (double)(a->n - 1) + vb * vb / (double)(b->n - 1));
	t.p = dist_t_both(t.t, t.df);
	half = dist_t_quantile(0.5 + level / 2, t.df) * error;
	t.limits = (struct interval){t.difference - half, t.difference + half};
	return t;
}

/* ---- ranks ---- */

/* Of each value, in all groups. Caller frees. */
static uint64_t *
people_by_value(const struct counted_scores *s)
{
	uint64_t *people = mem_new(s->values + 1, sizeof(*people));

	for (size_t g = 0; g < s->groups; g++)
		for (size_t v = 0; v < s->values; v++)
			people[v] += s->count[g * s->values + v];
	return people;
}

/* Sum of a group's ranks squared, over its size; 0 for an empty group. */
static double
rank_sum(const struct counted_scores *s, size_t group, const double *rank)
{
	const uint64_t *count = s->count + group * s->values;
	uint64_t n = 0;
	double sum = 0;

	for (size_t v = 0; v < s->values; v++) {
		n += count[v];
		sum += (double)count[v] * rank[v];
	}
	return n == 0 ? 0 : sum * sum / (double)n;
}

struct rank_test
compare_kruskal(const struct counted_scores *s)
{
	struct rank_test k = {NAN, NAN, NAN};
	double *rank = mem_new(s->values + 1, sizeof(*rank));
	uint64_t *people = people_by_value(s), n = 0;
	double squares = ranks_of(s->value, people, s->values, rank);
	double between = 0;
	size_t groups = 0;

	for (size_t g = 0; g < s->groups; g++) {
		uint64_t size = compare_moments(s, g).n;

		n += size;
		groups += size > 0;
		between += rank_sum(s, g, rank);
	}
	free(people);
	free(rank);
	if (groups < 2 || squares <= 0)
		return k;
	/* The usual form with its correction for ties, without the
	 * difference of two large numbers. */
	k.H = (double)(n - 1) * between / squares;
	k.df = (double)(groups - 1);
	k.p = dist_chi2_upper(k.H, k.df);
	return k;
}
