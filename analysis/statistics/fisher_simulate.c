#include "analysis/statistics/fisher_private.h"

#include <math.h>
#include <stdlib.h>

#include "questions/base/mem.h"

/* Steele, Lea and Flood (2014), SplitMix64: 53 bits, from 0 to under 1. */
static double
draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

/* One cell: of `column` people out of `all`, how many are in the row? */
struct cell {
	double row, column, all;
};

/* Probability of x + 1 over that of x. */
static double
upward(const struct cell *c, double x)
{
	return (c->row - x) * (c->column - x) /
		((x + 1) * (c->all - c->row - c->column + x + 1));
}

static double
log_choose(const struct margins *m, double n, double k)
{
	return margins_log_factorial(m, (uint64_t)n) -
		margins_log_factorial(m, (uint64_t)k) -
		margins_log_factorial(m, (uint64_t)(n - k));
}

/* From the most probable count outwards, so that few are looked at. */
static double
draw_cell(const struct margins *m, const struct cell *c, uint64_t *state)
{
	double least = fmax(0, c->row + c->column - c->all);
	double most = fmin(c->row, c->column);
	double mode = floor((c->row + 1) * (c->column + 1) / (c->all + 2));
	double low = mode, high = mode, u = draw(state), p_low, p_high;

	if (least == most)
		return least;
	p_low = p_high = exp(log_choose(m, c->row, mode) +
			     log_choose(m, c->all - c->row, c->column - mode) -
			     log_choose(m, c->all, c->column));
	u -= p_low;
	while (u >= 0 && (low > least || high < most)) {
		if (high < most) {
			p_high *= upward(c, high++);
			u -= p_high;
			if (u < 0)
				return high;
		}
		if (low > least) {
			p_low /= upward(c, --low);
			u -= p_low;
			if (u < 0)
				return low;
		}
	}
	return mode; /* at once, or rounding has left a crumb */
}

/* The sum of -log(cell!) of a row drawn; its people leave the columns. */
static double
draw_row(const struct margins *m, uint64_t people, double *column, double all,
	 uint64_t *state)
{
	struct cell c = {(double)people, 0, all};
	double sum = 0;

	for (size_t j = 0; j < m->columns; j++) {
		double x;

		c.column = column[j];
		x = draw_cell(m, &c, state);
		sum -= margins_log_factorial(m, (uint64_t)x);
		c.row -= x;
		c.all -= column[j];
		column[j] -= x;
	}
	return sum;
}

uint64_t
fisher_simulate(const struct margins *m, uint64_t draws, uint64_t seed)
{
	double *column = mem_new(m->columns, sizeof(*column));
	uint64_t n = 0, all = 0;

	for (size_t j = 0; j < m->columns; j++)
		all += m->column[j];
	for (uint64_t d = 0; d < draws; d++) {
		double left = (double)all, sum = 0;

		for (size_t j = 0; j < m->columns; j++)
			column[j] = (double)m->column[j];
		for (size_t i = 0; i < m->rows; i++) {
			sum += draw_row(m, m->row[i], column, left, &seed);
			left -= (double)m->row[i];
		}
		n += sum <= m->bar;
	}
	free(column);
	return n;
}
