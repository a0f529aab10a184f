/*
 * Do people who are higher on one scale stand higher on the other?
 *
 * A pair of people is concordant when who is higher on the rows is higher on
 * the columns too, discordant when lower; ties are neither. Rows and columns
 * stand in the order of their scales: "don't know" is no level of one.
 */
#ifndef ANALYSIS_STATISTICS_ORDINAL_H
#define ANALYSIS_STATISTICS_ORDINAL_H

#include "analysis/statistics/crosstab.h"
#include "analysis/statistics/proportion.h"

struct ordinal {
	uint64_t concordant, discordant; /* pairs P and Q, each once */
	double gamma;		/* (P - Q) / (P + Q); NAN when both are 0 */
	double ase;		/* of gamma: ASE1, which does not suppose that
			  * gamma is 0 */
	struct interval limits; /* gamma -+ z ASE1, cut at -1 and 1 */
	double tau_b;	       /* comparable between tables of different size */
	double somers_columns; /* Somers' d: columns depend on rows */
	double somers_rows;
};

/*
 * level: of gamma's limits, such as .95. Tables of up to 2^32 people.
 *
 * Goodman and Kruskal (1963), JASA 58, 310-364; Agresti (2002), Categorical
 * Data Analysis, 2.4; R's vcdExtra::GKgamma, cor(method = "kendall").
 */
struct ordinal ordinal_of(const struct crosstab *t, double level);

struct spearman {
	uint64_t n;
	double rho, t, df, p; /* p two-sided, from t on n - 2 */
};

/*
 * Spearman's rank correlation: Pearson's of mid-ranks. From a table, rows and
 * columns in order; or from n pairs, those with a NAN left out. NAN where one
 * side is constant; t and p also for n < 3. R's cor.test(method = "spearman",
 * exact = FALSE). Pairs are for tests/oracle.
 */
struct spearman spearman_of_table(const struct crosstab *t);
struct spearman spearman_of_pairs(const double *x, const double *y, size_t n);

#endif
