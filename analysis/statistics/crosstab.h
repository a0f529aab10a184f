/*
 * Two questions crossed: how many people chose each pair of answers, and
 * whether the two hang together.
 *
 * Rows and columns in which nobody stands are dropped first: they would make
 * the degrees of freedom too many. Where fewer than two rows or two columns
 * are left there is nothing to compare: every figure is NAN.
 */
#ifndef ANALYSIS_STATISTICS_CROSSTAB_H
#define ANALYSIS_STATISTICS_CROSSTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crosstab {
	size_t rows, columns;	/* without the empty ones */
	uint64_t *count;	/* rows x columns, row by row */
	uint64_t *row, *column; /* sums, none of them 0 */
	uint64_t n;
};

/* A copy of rows x columns counts, row by row, without empty rows and
 * columns; order is kept. Ended by crosstab_free. */
struct crosstab *crosstab_new(const uint64_t *count, size_t rows,
			      size_t columns);
void crosstab_free(struct crosstab *t); /* NULL is fine */

struct chisq {
	double statistic, df, p; /* p: upper tail */
	double min_expected;	 /* the smallest expected count */
	double share_under_5;	 /* of the cells, by expected count */
};

/*
 * Pearson's chi-squared without continuity correction. R's
 * chisq.test(correct = FALSE).
 */
struct chisq crosstab_chisq(const struct crosstab *t);

/*
 * The same with Yates's correction, only 2 x 2 (else NAN): every |O - E| is
 * made smaller by .5, or by itself where it is less. R's chisq.test. For
 * tests/oracle.
 */
struct chisq crosstab_yates(const struct crosstab *t);

/*
 * Whether the chi-squared distribution is too rough for the table: an
 * expected count under 1; over 20 % of them under 5; in a 2 x 2 any under 5.
 *
 * Cochran (1954), Biometrics 10, 417-451.
 */
bool crosstab_is_sparse(const struct crosstab *t);

/* Cramer's V, 0 to 1: sqrt(chi^2 / (n min(r - 1, c - 1))). */
double crosstab_cramer(const struct crosstab *t);

/*
 * V without its upward bias in small tables, 0 to 1.
 *
 * Bergsma (2013), Journal of the Korean Statistical Society 42, 323-328.
 */
double crosstab_cramer_corrected(const struct crosstab *t);

/* ad / bc of a 2 x 2 table, else NAN; INFINITY where only bc is 0. For
 * tests/oracle. */
double crosstab_odds_ratio(const struct crosstab *t);

#endif
