#include "analysis/statistics/fisher.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "analysis/statistics/fisher_private.h"
#include "questions/base/mem.h"

/* log(1 + 1e-7): probabilities this close are equal. */
#define TIE 1e-7

enum { KNOWN_FACTORIALS = 4096 };

const struct fisher_limits fisher_limits = {4000000, 9999, 1};

/* ---- 2 x 2 ---- */

/*
 * All 2 x 2 tables with the margins of one: the first cell goes from least to
 * least + n - 1. log_weight is each one's log probability, but for a constant
 * that makes the largest 0.
 */
struct family {
	double least;
	size_t n, seen; /* seen: the table itself */
	double *log_weight;
};

static struct family
family_of(const struct crosstab *t)
{
	double r = (double)t->row[0], c = (double)t->column[0];
	double others = (double)t->n - r - c, top = 0;
	struct family f;

	f.least = fmax(0, -others);
	f.n = (size_t)(fmin(r, c) - f.least) + 1;
	f.seen = (size_t)((double)t->count[0] - f.least);
	f.log_weight = mem_new(f.n, sizeof(*f.log_weight));
	for (size_t i = 1; i < f.n; i++) {
		double x = f.least + (double)i;

		f.log_weight[i] = f.log_weight[i - 1] +
			log((r - x + 1) * (c - x + 1) / (x * (others + x)));
		top = fmax(top, f.log_weight[i]);
	}
	for (size_t i = 0; i < f.n; i++)
		f.log_weight[i] -= top;
	return f;
}

static double
two_by_two(const struct crosstab *t)
{
	struct family f = family_of(t);
	double bar = f.log_weight[f.seen] + TIE, odd = 0, all = 0;

	/* Over the seen one's: a p of 1e-300 keeps its digits. */
	for (size_t i = 0; i < f.n; i++) {
		all += exp(f.log_weight[i]);
		if (f.log_weight[i] <= bar)
			odd += exp(f.log_weight[i] - f.log_weight[f.seen]);
	}
	bar = exp(f.log_weight[f.seen]);
	free(f.log_weight);
	return fmin(1, odd * bar / all);
}

/* ---- larger ---- */

static int
by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t *
sorted(const uint64_t *side, size_t n)
{
	uint64_t *copy = mem_new(n, sizeof(*copy));

	for (size_t i = 0; i < n; i++)
		copy[i] = side[i];
	qsort(copy, n, sizeof(*copy), by_size);
	return copy;
}

static double *
list_factorials(size_t n)
{
	double *list = mem_new(n, sizeof(*list));

	for (size_t i = 0; i < n; i++)
		list[i] = dist_lgamma((double)i + 1);
	return list;
}

double
margins_log_factorial(const struct margins *m, uint64_t x)
{
	return x < m->known ? m->log_factorial[x] : dist_lgamma((double)x + 1);
}

/* What the seen table's sum is, and what makes it a probability. */
static void
place_bar(struct margins *m, const struct crosstab *t)
{
	double sum = 0, scale = -margins_log_factorial(m, t->n);

	for (size_t i = 0; i < t->rows * t->columns; i++)
		sum -= margins_log_factorial(m, t->count[i]);
	for (size_t i = 0; i < m->rows; i++)
		scale += margins_log_factorial(m, m->row[i]);
	for (size_t j = 0; j < m->columns; j++)
		scale += margins_log_factorial(m, m->column[j]);
	m->bar = sum + TIE;
	m->scale = scale;
}

static struct fisher
larger(const struct crosstab *t, const struct fisher_limits *limits)
{
	bool is_tall = t->rows > t->columns;
	uint64_t *row = sorted(t->row, t->rows);
	uint64_t *column = sorted(t->column, t->columns);
	uint64_t known = t->n < KNOWN_FACTORIALS ? t->n + 1 : KNOWN_FACTORIALS;
	double *log_factorial = list_factorials((size_t)known);
	struct margins m = {.rows = is_tall ? t->columns : t->rows,
			    .columns = is_tall ? t->rows : t->columns,
			    .row = is_tall ? column : row,
			    .column = is_tall ? row : column,
			    .log_factorial = log_factorial,
			    .known = known};
	struct fisher f = {NAN, TEST_EXACT, 0};

	place_bar(&m, t);
	f.p = fisher_network(&m, limits->steps);
	if (isnan(f.p)) {
		f.method = TEST_SIMULATED;
		f.draws = limits->draws;
		f.p = ((double)fisher_simulate(&m, f.draws, limits->seed) + 1) /
			((double)f.draws + 1);
	}
	free(row);
	free(column);
	free(log_factorial);
	return f;
}

struct fisher
fisher_test(const struct crosstab *t, const struct fisher_limits *limits)
{
	struct fisher f = {NAN, TEST_NONE, 0};

	if (t->rows < 2 || t->columns < 2)
		return f;
	if (t->rows == 2 && t->columns == 2) {
		f.p = two_by_two(t);
		f.method = TEST_EXACT;
		return f;
	}
	return larger(t, limits ? limits : &fisher_limits);
}

/* ---- which test ---- */

struct independence
independence_test(const struct crosstab *t, const struct fisher_limits *limits)
{
	struct independence i = {TEST_CHISQ, NAN, crosstab_chisq(t)};
	struct fisher f;

	i.p = i.chisq.p;
	if (isnan(i.p)) {
		i.method = TEST_NONE;
	} else if (crosstab_is_sparse(t)) {
		f = fisher_test(t, limits);
		i.method = f.method;
		i.p = f.p;
	}
	return i;
}

const char *
test_method_name(enum test_method m)
{
	static const char *const name[] = {
		[TEST_NONE] = "none",
		[TEST_CHISQ] = "chi-squared",
		[TEST_EXACT] = "fisher-exact",
		[TEST_SIMULATED] = "fisher-simulated",
	};

	assert(m >= 0 && (size_t)m < sizeof(name) / sizeof(*name));
	return name[m];
}
