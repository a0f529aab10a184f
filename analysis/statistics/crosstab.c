#include "analysis/statistics/crosstab.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "questions/base/mem.h"

static const struct chisq undefined = {NAN, NAN, NAN, NAN, NAN};

static struct crosstab *
table_new(size_t rows, size_t columns)
{
	struct crosstab *t = mem_new(1, sizeof(*t));

	t->rows = rows;
	t->columns = columns;
	t->count = mem_new(rows * columns + 1, sizeof(*t->count));
	t->row = mem_new(rows + 1, sizeof(*t->row));
	t->column = mem_new(columns + 1, sizeof(*t->column));
	return t;
}

static void
add_up(struct crosstab *t)
{
	for (size_t i = 0; i < t->rows; i++) {
		for (size_t j = 0; j < t->columns; j++) {
			uint64_t x = t->count[i * t->columns + j];

			t->row[i] += x;
			t->column[j] += x;
			t->n += x;
		}
	}
}

/* Which of `lines` lines of `length` cells have anybody; how many have. */
static size_t
find_used(const uint64_t *count, size_t lines, size_t line_step, size_t length,
	  size_t step, size_t *used)
{
	size_t n = 0;

	for (size_t i = 0; i < lines; i++) {
		uint64_t sum = 0;

		for (size_t j = 0; j < length; j++)
			sum += count[i * line_step + j * step];
		if (sum > 0)
			used[n++] = i;
	}
	return n;
}

struct crosstab *
crosstab_new(const uint64_t *count, size_t rows, size_t columns)
{
	size_t *row = mem_new(rows + 1, sizeof(*row));
	size_t *column = mem_new(columns + 1, sizeof(*column));
	size_t r = find_used(count, rows, columns, columns, 1, row);
	size_t c = find_used(count, columns, 1, rows, columns, column);
	struct crosstab *t = table_new(r, c);

	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++)
			t->count[i * c + j] =
				count[row[i] * columns + column[j]];
	add_up(t);
	free(row);
	free(column);
	return t;
}

void
crosstab_free(struct crosstab *t)
{
	if (t == NULL)
		return;
	free(t->count);
	free(t->row);
	free(t->column);
	free(t);
}

static bool
is_comparable(const struct crosstab *t)
{
	return t->rows >= 2 && t->columns >= 2;
}

static double
expected(const struct crosstab *t, size_t i, size_t j)
{
	return (double)t->row[i] * (double)t->column[j] / (double)t->n;
}

/* The sum of (|O - E| - less)^2 / E, and what the expected counts are. */
static struct chisq
sum_cells(const struct crosstab *t, double less)
{
	struct chisq x = {0, (double)(t->rows - 1) * (double)(t->columns - 1),
			  NAN, INFINITY, 0};
	size_t under = 0;

	for (size_t i = 0; i < t->rows; i++) {
		for (size_t j = 0; j < t->columns; j++) {
			double e = expected(t, i, j);
			double d =
				fabs((double)t->count[i * t->columns + j] - e) -
				less;

			x.statistic += d * d / e;
			x.min_expected = fmin(x.min_expected, e);
			under += e < 5;
		}
	}
	x.share_under_5 = (double)under / (double)(t->rows * t->columns);
	x.p = dist_chi2_upper(x.statistic, x.df);
	return x;
}

struct chisq
crosstab_chisq(const struct crosstab *t)
{
	return is_comparable(t) ? sum_cells(t, 0) : undefined;
}

struct chisq
crosstab_yates(const struct crosstab *t)
{
	if (t->rows != 2 || t->columns != 2)
		return undefined;
	/* |O - E| is the same in all four cells. */
	return sum_cells(t,
			 fmin(0.5,
			      fabs((double)t->count[0] - expected(t, 0, 0))));
}

bool
crosstab_is_sparse(const struct crosstab *t)
{
	struct chisq x = crosstab_chisq(t);
	bool small = t->rows == 2 && t->columns == 2;

	return x.min_expected < 1 || x.share_under_5 > (small ? 0 : 0.2);
}

static double
smaller_side(double rows, double columns)
{
	return fmin(rows, columns) - 1;
}

double
crosstab_cramer(const struct crosstab *t)
{
	if (!is_comparable(t))
		return NAN;
	return sqrt(crosstab_chisq(t).statistic / (double)t->n /
		    smaller_side((double)t->rows, (double)t->columns));
}

double
crosstab_cramer_corrected(const struct crosstab *t)
{
	double n = (double)t->n, r = (double)t->rows, c = (double)t->columns;
	double phi;

	if (!is_comparable(t))
		return NAN;
	phi = crosstab_chisq(t).statistic / n - (r - 1) * (c - 1) / (n - 1);
	if (phi <= 0)
		return 0;
	r -= (r - 1) * (r - 1) / (n - 1);
	c -= (c - 1) * (c - 1) / (n - 1);
	return sqrt(phi / smaller_side(r, c));
}

double
crosstab_odds_ratio(const struct crosstab *t)
{
	if (t->rows != 2 || t->columns != 2)
		return NAN;
	return (double)t->count[0] * (double)t->count[3] /
		((double)t->count[1] * (double)t->count[2]);
}
