#include "analysis/statistics/ordinal.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "analysis/statistics/ranks.h"
#include "questions/base/mem.h"

/*
 * corner[i * (columns + 1) + j] counts people in rows before i and columns
 * before j; every quarter of the table follows from four corners.
 */
static uint64_t *
corners(const struct crosstab *t)
{
	size_t wide = t->columns + 1;
	uint64_t *corner = mem_new((t->rows + 1) * wide, sizeof(*corner));

	for (size_t i = 0; i < t->rows; i++) {
		uint64_t along = 0;

		for (size_t j = 0; j < t->columns; j++) {
			along += t->count[i * t->columns + j];
			corner[(i + 1) * wide + j + 1] =
				corner[i * wide + j + 1] + along;
		}
	}
	return corner;
}

struct around {
	uint64_t concordant, discordant; /* with a person in a cell */
};

static struct around
around(const struct crosstab *t, const uint64_t *corner, size_t i, size_t j)
{
	size_t wide = t->columns + 1, last = t->columns;
	const uint64_t *top = corner + i * wide, *below = top + wide;
	const uint64_t *end = corner + t->rows * wide;
	uint64_t before = top[j], after = top[last] - top[j + 1];
	struct around a;

	a.concordant = before +
		(end[last] - end[j + 1] - (below[last] - below[j + 1]));
	a.discordant = after + (end[j] - below[j]);
	return a;
}

static void
count_pairs(const struct crosstab *t, const uint64_t *corner, struct ordinal *o)
{
	for (size_t i = 0; i < t->rows; i++) {
		for (size_t j = 0; j < t->columns; j++) {
			struct around a = around(t, corner, i, j);
			uint64_t x = t->count[i * t->columns + j];

			o->concordant += x * a.concordant;
			o->discordant += x * a.discordant;
		}
	}
	/* each pair was met from both of its ends */
	o->concordant /= 2;
	o->discordant /= 2;
}

/* Delta method: how far gamma moves with each person, squared and summed. */
static double
asymptotic_error(const struct crosstab *t, const uint64_t *corner,
		 const struct ordinal *o)
{
	double P = (double)o->concordant, Q = (double)o->discordant;
	double sum = 0;

	for (size_t i = 0; i < t->rows; i++) {
		for (size_t j = 0; j < t->columns; j++) {
			struct around a = around(t, corner, i, j);
			double d = Q / (P + Q) * (double)a.concordant -
				P / (P + Q) * (double)a.discordant;

			sum += (double)t->count[i * t->columns + j] * d * d;
		}
	}
	return 2 / (P + Q) * sqrt(sum);
}

/* Pairs that differ on a side, of all n (n - 1) / 2. */
static double
untied(const uint64_t *side, size_t k, uint64_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < k; i++)
		sum += side[i] * (n - side[i]);
	sum /= 2;
	return (double)sum;
}

static double
ratio(double a, double b)
{
	return b == 0 ? NAN : a / b;
}

struct ordinal
ordinal_of(const struct crosstab *t, double level)
{
	struct ordinal o = {0, 0, NAN, NAN, {NAN, NAN}, NAN, NAN, NAN};
	uint64_t *corner = corners(t);
	double rows = untied(t->row, t->rows, t->n);
	double columns = untied(t->column, t->columns, t->n);
	double more, all, z;

	assert(t->n <= UINT32_MAX);
	count_pairs(t, corner, &o);
	more = (double)o.concordant - (double)o.discordant;
	all = (double)o.concordant + (double)o.discordant;
	o.gamma = ratio(more, all);
	if (all > 0) {
		z = dist_normal_quantile(0.5 + level / 2);
		o.ase = asymptotic_error(t, corner, &o);
		o.limits.low = fmax(-1, o.gamma - z * o.ase);
		o.limits.high = fmin(1, o.gamma + z * o.ase);
	}
	o.tau_b = ratio(more, sqrt(rows * columns));
	o.somers_columns = ratio(more, rows);
	o.somers_rows = ratio(more, columns);
	free(corner);
	return o;
}

/* ---- ranks ---- */

static struct spearman
correlated(uint64_t n, double xy, double xx, double yy)
{
	struct spearman s = {n, NAN, NAN, NAN, NAN};

	if (xx <= 0 || yy <= 0)
		return s;
	s.rho = fmax(-1, fmin(1, xy / sqrt(xx * yy)));
	if (n < 3)
		return s;
	s.df = (double)(n - 2);
	s.t = s.rho * sqrt(s.df / ((1 - s.rho) * (1 + s.rho)));
	s.p = dist_t_both(s.t, s.df);
	return s;
}

/* Mid-rank of each level, less the mean rank: halves, so exact. */
static double *
centred_ranks(const uint64_t *side, size_t k, uint64_t n)
{
	double *rank = mem_new(k + 1, sizeof(*rank));
	uint64_t before = 0;

	for (size_t i = 0; i < k; i++) {
		rank[i] = (double)before + (double)side[i] / 2 - (double)n / 2;
		before += side[i];
	}
	return rank;
}

struct spearman
spearman_of_table(const struct crosstab *t)
{
	double *x = centred_ranks(t->row, t->rows, t->n);
	double *y = centred_ranks(t->column, t->columns, t->n);
	double xy = 0, xx = 0, yy = 0;

	for (size_t i = 0; i < t->rows; i++)
		for (size_t j = 0; j < t->columns; j++)
			xy += (double)t->count[i * t->columns + j] * x[i] *
				y[j];
	for (size_t i = 0; i < t->rows; i++)
		xx += (double)t->row[i] * x[i] * x[i];
	for (size_t j = 0; j < t->columns; j++)
		yy += (double)t->column[j] * y[j] * y[j];
	free(x);
	free(y);
	return correlated(t->n, xy, xx, yy);
}

struct spearman
spearman_of_pairs(const double *x, const double *y, size_t n)
{
	double *both = mem_new(2 * n + 1, sizeof(*both));
	double *rank = mem_new(2 * n + 1, sizeof(*rank));
	double xy = 0, xx, yy;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i]) || isnan(y[i]))
			continue;
		both[m] = x[i];
		both[n + m++] = y[i];
	}
	xx = ranks_of(both, NULL, m, rank);
	yy = ranks_of(both + n, NULL, m, rank + n);
	for (size_t i = 0; i < m; i++)
		xy += rank[i] * rank[n + i];
	free(both);
	free(rank);
	return correlated(m, xy, xx, yy);
}
