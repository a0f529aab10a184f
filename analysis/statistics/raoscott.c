#include "analysis/statistics/raoscott.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "questions/base/mem.h"

/* The table without empty rows and columns, as shares. */
struct table {
	size_t rows, columns, k; /* k cells */
	size_t *row, *column;	 /* old to new; SIZE_MAX: empty */
	double *share;		 /* [k], weighted */
	double sum;		 /* of weights */
	uint64_t n;
	struct design_record *record; /* value: which cell of the table */
	size_t records;
};

static bool
somebody(const struct design *d, const uint64_t *count, size_t rows,
	 size_t columns, size_t row, size_t column)
{
	for (size_t c = 0; c < d->cells; c++)
		for (size_t i = 0; i < rows; i++)
			for (size_t j = 0; j < columns; j++)
				if ((i == row || j == column) &&
				    count[(c * rows + i) * columns + j] > 0)
					return true;
	return false;
}

static void
leave_out_empty(struct table *t, const struct design *d, const uint64_t *count,
		size_t rows, size_t columns)
{
	t->row = mem_new(rows, sizeof(*t->row));
	t->column = mem_new(columns, sizeof(*t->column));
	for (size_t i = 0; i < rows; i++)
		t->row[i] = somebody(d, count, rows, columns, i, SIZE_MAX)
			? t->rows++
			: SIZE_MAX;
	for (size_t j = 0; j < columns; j++)
		t->column[j] = somebody(d, count, rows, columns, SIZE_MAX, j)
			? t->columns++
			: SIZE_MAX;
	t->k = t->rows * t->columns;
}

static void
add(struct table *t, const struct design *d, size_t cell, size_t at,
    uint64_t count, size_t *room)
{
	t->record =
		mem_room(t->record, room, t->records + 1, sizeof(*t->record));
	t->record[t->records++] =
		(struct design_record){cell, count, (double)at};
	t->share[at] += d->weight[cell] * (double)count;
	t->sum += d->weight[cell] * (double)count;
	t->n += count;
}

static void
table_init(struct table *t, const struct design *d, const uint64_t *count,
	   size_t rows, size_t columns)
{
	size_t room = 0;

	*t = (struct table){0};
	leave_out_empty(t, d, count, rows, columns);
	t->share = mem_new(t->k, sizeof(*t->share));
	for (size_t c = 0; c < d->cells; c++)
		for (size_t i = 0; i < rows; i++)
			for (size_t j = 0; j < columns; j++) {
				uint64_t n =
					count[(c * rows + i) * columns + j];

				if (n > 0)
					add(t, d, c,
					    t->row[i] * t->columns +
						    t->column[j],
					    n, &room);
			}
	for (size_t k = 0; k < t->k; k++)
		t->share[k] /= t->sum;
}

static void
table_release(struct table *t)
{
	free(t->row);
	free(t->column);
	free(t->share);
	free(t->record);
}

/* X^2 / n */
static double
pearson(const struct table *t)
{
	double x2 = 0;

	for (size_t i = 0; i < t->rows; i++)
		for (size_t j = 0; j < t->columns; j++) {
			double row = 0, column = 0, expected;

			for (size_t k = 0; k < t->columns; k++)
				row += t->share[i * t->columns + k];
			for (size_t k = 0; k < t->rows; k++)
				column += t->share[k * t->columns + j];
			expected = row * column;
			x2 += (t->share[i * t->columns + j] - expected) *
				(t->share[i * t->columns + j] - expected) /
				expected;
		}
	return x2;
}

/* Covariances of the table's shares, [k * k]. Caller frees. */
static double *
covariance_of(const struct table *t, const struct design *d)
{
	double *z = mem_new(t->records * t->k, sizeof(*z));
	double *v = mem_new(t->k * t->k, sizeof(*v));

	for (size_t r = 0; r < t->records; r++)
		for (size_t k = 0; k < t->k; k++)
			z[r * t->k + k] =
				((double)k == t->record[r].value) - t->share[k];
	for (size_t i = 0; i < t->records * t->k; i++)
		z[i] /= t->sum;
	design_covariance(d, t->record, t->records, z, t->k, v);
	free(z);
	return v;
}

/* The i-th (from 0) of n - 1 orthonormal contrasts of n, at place x. */
static double
helmert(size_t i, size_t x)
{
	double m = (double)(i + 1);

	if (x > i + 1)
		return 0;
	return (x <= i ? 1 : -m) / sqrt(m * (m + 1));
}

/*
 * Interaction contrasts divided by the shares, [k * contrasts]. Any basis of
 * what is orthogonal to both main effects gives the same traces as the
 * columns that R frees of main effects by regression.
 */
static double *
contrasts_of(const struct table *t, size_t contrasts, double *plain)
{
	double *c = mem_new(t->k * contrasts, sizeof(*c));

	for (size_t k = 0; k < t->k; k++)
		for (size_t a = 0; a < contrasts; a++) {
			size_t at = k * contrasts + a;

			plain[at] =
				helmert(a / (t->columns - 1), k / t->columns) *
				helmert(a % (t->columns - 1), k % t->columns);
			c[at] = t->share[k] > 0 ? plain[at] / t->share[k] : 0;
		}
	return c;
}

/* out[n * n] = a' m b; m NULL: the identity. a and b are [k * n]. */
static void
sandwich(const double *a, const double *m, const double *b, size_t k, size_t n,
	 double *out)
{
	double *mb = mem_new(k * n, sizeof(*mb));

	for (size_t i = 0; i < k; i++)
		for (size_t x = 0; x < n; x++)
			for (size_t j = 0; j < k; j++)
				mb[i * n + x] +=
					(m == NULL ? i == j : m[i * k + j]) *
					b[j * n + x];
	for (size_t y = 0; y < n; y++)
		for (size_t x = 0; x < n; x++) {
			out[y * n + x] = 0;
			for (size_t i = 0; i < k; i++)
				out[y * n + x] += a[i * n + y] * mb[i * n + x];
		}
	free(mb);
}

static void
swap_rows(double *m, size_t n, size_t a, size_t b)
{
	for (size_t x = 0; x < n; x++) {
		double keep = m[a * n + x];

		m[a * n + x] = m[b * n + x];
		m[b * n + x] = keep;
	}
}

/* b = a^-1 b, both n x n; false when a is singular. */
static bool
solve(double *a, double *b, size_t n)
{
	double size = 0;

	for (size_t i = 0; i < n * n; i++)
		size = fmax(size, fabs(a[i]));
	for (size_t i = 0; i < n; i++) {
		size_t pivot = i;

		for (size_t j = i + 1; j < n; j++)
			if (fabs(a[j * n + i]) > fabs(a[pivot * n + i]))
				pivot = j;
		if (!(fabs(a[pivot * n + i]) > 1e-13 * size))
			return false;
		swap_rows(a, n, i, pivot);
		swap_rows(b, n, i, pivot);
		for (size_t j = 0; j < n; j++) {
			double times = a[j * n + i] / a[i * n + i];

			for (size_t x = 0; x < n && j != i; x++) {
				a[j * n + x] -= times * a[i * n + x];
				b[j * n + x] -= times * b[i * n + x];
			}
		}
	}
	for (size_t i = 0; i < n; i++)
		for (size_t x = 0; x < n; x++)
			b[i * n + x] /= a[i * n + i];
	return true;
}

/* Trace of Delta and of its square; NAN when it is not determined. */
static void
traces(const struct table *t, const struct design *d, size_t n, double *trace,
       double *square)
{
	double *plain = mem_new(t->k * n, sizeof(*plain));
	double *over = contrasts_of(t, n, plain);
	double *v = covariance_of(t, d);
	double *left = mem_new(n * n, sizeof(*left));
	double *delta = mem_new(n * n, sizeof(*delta));

	sandwich(plain, NULL, over, t->k, n, left);
	sandwich(over, v, over, t->k, n, delta);
	*trace = *square = 0;
	if (!solve(left, delta, n))
		*trace = *square = NAN;
	for (size_t i = 0; i < n; i++) {
		*trace += delta[i * n + i] * (double)t->n;
		for (size_t j = 0; j < n; j++)
			*square += delta[i * n + j] * (double)t->n *
				delta[j * n + i] * (double)t->n;
	}
	free(plain);
	free(over);
	free(v);
	free(left);
	free(delta);
}

/* People of the table, less strata that any of them is in. Where the weights
 * meet margins who is outside made them as well, and counts, as in R. */
static double
freedom(const struct table *t, const struct design *d)
{
	bool *met = mem_new(d->strata, sizeof(*met));
	double df = d->margins > 0 ? 0 : (double)t->n;

	for (size_t r = 0; r < t->records; r++) {
		size_t c = t->record[r].cell;
		size_t h = d->stratum == NULL ? 0 : d->stratum[c];

		df -= !met[h];
		met[h] = true;
	}
	for (size_t c = 0; d->margins > 0 && c < d->cells; c++)
		df += (double)d->people[c];
	free(met);
	return df;
}

struct raoscott
raoscott(const struct design *d, const uint64_t *count, size_t rows,
	 size_t columns)
{
	struct raoscott s = {.x2 = NAN,
			     .v = NAN,
			     .f = NAN,
			     .ndf = NAN,
			     .ddf = NAN,
			     .p = NAN,
			     .df = NAN,
			     .p_first = NAN};
	double trace, square, contrasts;
	struct table t;

	table_init(&t, d, count, rows, columns);
	s.n = t.n;
	s.rows = t.rows;
	s.columns = t.columns;
	if (t.rows > 1 && t.columns > 1) {
		contrasts = (double)((t.rows - 1) * (t.columns - 1));
		traces(&t, d, (t.rows - 1) * (t.columns - 1), &trace, &square);
		s.x2 = (double)t.n * pearson(&t);
		s.v = sqrt(s.x2 / (double)t.n /
			   (double)((t.rows < t.columns ? t.rows : t.columns) -
				    1));
		s.f = s.x2 / trace;
		s.ndf = trace * trace / square;
		s.ddf = s.ndf * freedom(&t, d);
		s.p = dist_f_upper(s.f, s.ndf, s.ddf);
		s.df = contrasts;
		s.p_first =
			dist_chi2_upper(s.x2 * contrasts / trace, contrasts);
	}
	table_release(&t);
	return s;
}
