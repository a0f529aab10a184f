/*
 * Do two answers go together, when people are weighted?
 *
 * Pearson's statistic of the weighted shares is no chi-square; Rao and Scott
 * correct it by the design effects of the interaction contrasts. Treating
 * weighted counts as people gives p-values that are far too small.
 */
#ifndef ANALYSIS_STATISTICS_RAOSCOTT_H
#define ANALYSIS_STATISTICS_RAOSCOTT_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/statistics/design.h"

struct raoscott {
	uint64_t n;	      /* people in the table, unweighted */
	size_t rows, columns; /* that anybody is in */
	double x2;	      /* Pearson's, of the weighted shares times n */
	double v;	      /* Cramer's V of it */
	double f, ndf, ddf;   /* second order: x2 / trace, its two df */
	double p;	      /* upper tail of F: the one to publish */
	double df;	      /* first order: (rows - 1)(columns - 1)... */
	double p_first;	      /* ...and upper tail of chi-square */
};

/*
 * count[(cell * rows + r) * columns + c] people of the design's cell answered
 * r and c; who is in no table cell is outside, and still part of the design.
 * Empty rows and columns are left out first. NAN where fewer than two rows or
 * columns remain, or where empty table cells leave a contrast undetermined.
 *
 * Rao and Scott (1984), Annals of Statistics 12, 46-60; R's survey::svychisq,
 * statistic "F" and "Chisq".
 */
struct raoscott raoscott(const struct design *d, const uint64_t *count,
			 size_t rows, size_t columns);

#endif
