#include "analysis/statistics/design.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "questions/base/mem.h"

#define ALIASED 1e-10 /* of its own size: what other margins say already */
#define NOTHING 1e-12 /* of p(1 - p)/n: a variance that is all rounding */

/* ---- what the margins explain ---- */

/* Weighted least squares on the margins' categories, for p values at once. */
struct fit {
	size_t q, p;
	double *normal; /* [q * q] */
	double *right;	/* [q * p], in the end the coefficients */
};

/* Column of a margin's category among all of them. */
static size_t
dummy_of(const struct design *d, size_t margin, size_t cell)
{
	size_t before = 0;

	for (size_t i = 0; i < margin; i++)
		before += d->margin[i].n;
	return before + d->margin[margin].of[cell];
}

static double
base_of(const struct design *d, size_t cell)
{
	return d->base == NULL ? 1 : d->base[cell];
}

static void
fit_left(struct fit *f, const struct design *d)
{
	for (size_t c = 0; c < d->cells; c++) {
		double w = base_of(d, c) * (double)d->people[c];

		for (size_t a = 0; a < d->margins; a++)
			for (size_t b = 0; b < d->margins; b++)
				f->normal[dummy_of(d, a, c) * f->q +
					  dummy_of(d, b, c)] += w;
	}
}

static void
fit_right(struct fit *f, const struct design *d,
	  const struct design_record *record, size_t records, const double *z)
{
	for (size_t r = 0; r < records; r++) {
		size_t c = record[r].cell;
		double w = base_of(d, c) * (double)record[r].count;

		for (size_t a = 0; a < d->margins; a++)
			for (size_t k = 0; k < f->p; k++)
				f->right[dummy_of(d, a, c) * f->p + k] +=
					w * z[r * f->p + k];
	}
}

/* row[to] -= times * row[from] */
static void
subtract(double *matrix, size_t width, size_t to, size_t from, double times)
{
	for (size_t k = 0; k < width; k++)
		matrix[to * width + k] -= times * matrix[from * width + k];
}

/*
 * Gauss-Jordan. Every margin adds up to the same total, so some columns say
 * nothing new; their coefficients are 0 and the fit is the same.
 */
static void
fit_solve(struct fit *f)
{
	size_t q = f->q;
	double *own = mem_new(q, sizeof(*own));
	bool *used = mem_new(q, sizeof(*used));

	for (size_t i = 0; i < q; i++)
		own[i] = f->normal[i * q + i];
	for (size_t i = 0; i < q; i++) {
		double pivot = f->normal[i * q + i];

		if (!(pivot > ALIASED * own[i]))
			continue;
		used[i] = true;
		for (size_t j = 0; j < q; j++) {
			double times = f->normal[j * q + i] / pivot;

			if (j == i)
				continue;
			subtract(f->normal, q, j, i, times);
			subtract(f->right, f->p, j, i, times);
		}
	}
	for (size_t i = 0; i < q; i++)
		for (size_t k = 0; k < f->p; k++)
			f->right[i * f->p + k] = used[i]
				? f->right[i * f->p + k] / f->normal[i * q + i]
				: 0;
	free(own);
	free(used);
}

/* [cells * p]; zeros when there are no margins. Caller frees. */
static double *
fitted_of(const struct design *d, const struct design_record *record,
	  size_t records, const double *z, size_t p)
{
	double *fitted = mem_new(d->cells * p, sizeof(*fitted));
	struct fit f = {.p = p};

	for (size_t m = 0; m < d->margins; m++)
		f.q += d->margin[m].n;
	f.normal = mem_new(f.q * f.q, sizeof(*f.normal));
	f.right = mem_new(f.q * p, sizeof(*f.right));
	fit_left(&f, d);
	fit_right(&f, d, record, records, z);
	fit_solve(&f);
	for (size_t c = 0; c < d->cells; c++)
		for (size_t m = 0; m < d->margins; m++)
			for (size_t k = 0; k < p; k++)
				fitted[c * p + k] +=
					f.right[dummy_of(d, m, c) * p + k];
	free(f.normal);
	free(f.right);
	return fitted;
}

/* ---- influences, summed by stratum ---- */

/* Everybody who answered: the records, then what is outside of each cell. */
struct influence {
	size_t p;
	double *sum; /* [strata * p], then means */
	double *n;   /* [strata] */
	double *v;   /* [strata * p * p] */
	double *u;   /* [p], one person's */
};

static size_t
stratum_of(const struct design *d, size_t cell)
{
	return d->stratum == NULL ? 0 : d->stratum[cell];
}

static void
add_first(struct influence *in, size_t h, double count)
{
	in->n[h] += count;
	for (size_t k = 0; k < in->p; k++)
		in->sum[h * in->p + k] += count * in->u[k];
}

static void
add_second(struct influence *in, size_t h, double count)
{
	size_t p = in->p;
	const double *mean = in->sum + h * p;
	double *v = in->v + h * p * p;

	for (size_t k = 0; k < p; k++)
		for (size_t l = 0; l <= k; l++)
			v[k * p + l] += count * (in->u[k] - mean[k]) *
				(in->u[l] - mean[l]);
}

static void
walk(struct influence *in, const struct design *d,
     const struct design_record *record, size_t records, const double *z,
     const double *fitted, const uint64_t *outside,
     void (*add)(struct influence *, size_t h, double count))
{
	size_t p = in->p;

	for (size_t r = 0; r < records; r++) {
		size_t c = record[r].cell;

		for (size_t k = 0; k < p; k++)
			in->u[k] = d->weight[c] *
				(z[r * p + k] - fitted[c * p + k]);
		add(in, stratum_of(d, c), (double)record[r].count);
	}
	for (size_t c = 0; c < d->cells; c++) {
		for (size_t k = 0; k < p; k++)
			in->u[k] = -d->weight[c] * fitted[c * p + k];
		add(in, stratum_of(d, c), (double)outside[c]);
	}
}

static uint64_t *
inside_of(const struct design *d, const struct design_record *record,
	  size_t records)
{
	uint64_t *inside = mem_new(d->cells, sizeof(*inside));

	for (size_t r = 0; r < records; r++) {
		assert(record[r].cell < d->cells);
		inside[record[r].cell] += record[r].count;
	}
	return inside;
}

static double
population_of(const struct design *d, size_t h)
{
	return d->population == NULL ? 0 : d->population[h];
}

/* (1 - f) n/(n - 1); NAN for one person of several. */
static double
factor_of(double n, double N)
{
	assert(N == 0 || n <= N);
	if (n == 0 || n == N)
		return 0;
	return n < 2 ? NAN : (N == 0 ? 1 : 1 - n / N) * n / (n - 1);
}

static void
collect(const struct influence *in, const struct design *d, double *v)
{
	size_t p = in->p;

	for (size_t i = 0; i < p * p; i++)
		v[i] = 0;
	for (size_t h = 0; h < d->strata; h++) {
		double factor = factor_of(in->n[h], population_of(d, h));

		for (size_t i = 0; i < p * p; i++)
			v[i] += factor * in->v[h * p * p + i];
	}
	for (size_t k = 0; k < p; k++)
		for (size_t l = 0; l < k; l++)
			v[l * p + k] = v[k * p + l];
}

void
design_covariance(const struct design *d, const struct design_record *record,
		  size_t records, const double *z, size_t p, double *v)
{
	struct influence in = {
		.p = p,
		.sum = mem_new(d->strata * p, sizeof(*in.sum)),
		.n = mem_new(d->strata, sizeof(*in.n)),
		.v = mem_new(d->strata * p * p, sizeof(*in.v)),
		.u = mem_new(p, sizeof(*in.u)),
	};
	double *fitted = fitted_of(d, record, records, z, p);
	uint64_t *outside = inside_of(d, record, records);

	for (size_t c = 0; c < d->cells; c++) {
		assert(outside[c] <= d->people[c]);
		outside[c] = d->people[c] - outside[c];
	}
	walk(&in, d, record, records, z, fitted, outside, add_first);
	for (size_t h = 0; h < d->strata; h++)
		for (size_t k = 0; k < p && in.n[h] > 0; k++)
			in.sum[h * p + k] /= in.n[h];
	walk(&in, d, record, records, z, fitted, outside, add_second);
	collect(&in, d, v);
	free(in.sum);
	free(in.n);
	free(in.v);
	free(in.u);
	free(fitted);
	free(outside);
}

/* ---- estimates ---- */

/* df and census of the whole design. */
static void
describe(const struct design *d, struct design_estimate *e)
{
	double *n = mem_new(d->strata, sizeof(*n));

	e->df = 0;
	e->census = true;
	for (size_t c = 0; c < d->cells; c++)
		n[stratum_of(d, c)] += (double)d->people[c];
	for (size_t h = 0; h < d->strata; h++) {
		if (n[h] == 0)
			continue;
		e->df += n[h] - 1;
		e->census &= n[h] == population_of(d, h);
	}
	free(n);
}

static void
group_of(const struct design *d, const struct design_record *record,
	 size_t records, struct design_estimate *e)
{
	uint64_t *inside = inside_of(d, record, records);
	double sum = 0, spread = 0, rest = 0;

	for (size_t r = 0; r < records; r++) {
		double w = d->weight[record[r].cell] * (double)record[r].count;

		assert(!isnan(record[r].value));
		e->n += record[r].count;
		e->weight += w;
		sum += w * record[r].value;
	}
	e->value = sum / e->weight;
	/* twice: the first mean of values far from 0 is a little off */
	for (size_t r = 0; r < records; r++)
		rest += d->weight[record[r].cell] * (double)record[r].count *
			(record[r].value - e->value);
	e->value += rest / e->weight;
	for (size_t r = 0; r < records; r++)
		spread += d->weight[record[r].cell] * (double)record[r].count *
			(record[r].value - e->value) *
			(record[r].value - e->value);
	e->spread = spread / e->weight;
	e->kish = weight_kish(inside, d->weight, d->cells);
	free(inside);
}

struct design_estimate
design_mean(const struct design *d, const struct design_record *record,
	    size_t records)
{
	struct design_estimate e = {.value = NAN, .variance = NAN};
	double *z;

	group_of(d, record, records, &e);
	describe(d, &e);
	if (e.n > 0) {
		z = mem_new(records, sizeof(*z));
		for (size_t r = 0; r < records; r++)
			z[r] = (record[r].value - e.value) / e.weight;
		design_covariance(d, record, records, z, 1, &e.variance);
		free(z);
	}
	e.error = sqrt(e.variance);
	return e;
}

struct interval
design_interval(const struct design_estimate *e, double level)
{
	double half = dist_t_quantile(0.5 + level / 2, e->df) * e->error;

	if (e->census)
		return (struct interval){e->value, e->value};
	return (struct interval){e->value - half, e->value + half};
}

/* A variance of nothing but rounding is taken for 0. */
struct weighted_share
design_share(const struct design_estimate *e)
{
	double pq = e->value * (1 - e->value), n = (double)e->n;
	struct weighted_share s = {.p = e->value,
				   .variance = e->variance,
				   .n = n,
				   .deff = e->kish.deff,
				   .df = e->df};

	if (!e->census && e->variance * n <= NOTHING * pq)
		s.variance = pq / e->kish.n_eff;
	return s;
}

struct interval
design_wilson(const struct design_estimate *e, double level)
{
	struct weighted_share s = design_share(e);

	if (e->n == 0 || isnan(e->variance))
		return (struct interval){NAN, NAN};
	if (e->census)
		return (struct interval){e->value, e->value};
	return proportion_weighted(&s, level);
}
