/*
 * How well the items of a scale belong together, and which item is odd.
 *
 * A scale is k items that each give 0 or 1; its score is their sum, 0 to k.
 * The tally knows, for each item and each of its options, how many people
 * chose it and had which score. From these exact integers alone follow
 * variances, item-rest correlations, alpha and its relatives; sums stay whole
 * numbers until one last division.
 *
 * Items that are no right-or-wrong (habits, agreement from 1 to 5) come as a
 * matrix of numbers and go through their covariances to the same formulas; the
 * program has none such, tests/oracle has.
 *
 * What is undefined is NAN: correlations of an item everybody answers alike,
 * alpha of fewer than two items.
 */
#ifndef ANALYSIS_STATISTICS_SCALE_H
#define ANALYSIS_STATISTICS_SCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/statistics/proportion.h"

/* One item of a scale, over the people counted. All arrays borrowed. */
struct scale_item {
	size_t options;	   /* incl. "don't know", where it is one */
	const bool *right; /* [options]: gives 1 */
	/* [options * (k + 1)]: people[o * (k + 1) + t] chose o and have score
	 * t. Nobody with a right option has score 0, nobody with a wrong one
	 * has score k. */
	const uint64_t *people;
};

struct scale_counts {
	size_t k; /* items; the score runs from 0 to k */
	const struct scale_item *item;
};

/* Of an item in its scale. */
struct scale_fit {
	double mean, variance; /* variance over n - 1 */
	double rest; /* item-rest: cor(x_j, X - x_j); NAN when one is constant */
	double total;	      /* cor(x_j, X), uncorrected */
	double alpha_without; /* alpha of the other items; NAN for k < 3 */
	bool constant;
};

struct scale_summary {
	uint64_t n;
	size_t k;
	double alpha;	      /* KR-20 for 0/1; may be negative */
	double mean, sd;      /* of the total; sd over n - 1 */
	double sem;	      /* sd * sqrt(1 - alpha) */
	size_t constant;      /* items without variance... */
	double alpha_varying; /* ...and alpha without them */
};

/*
 * Fills fit[k]. Every item must count the same people: complete cases, or
 * whoever is missing counted under one of the options.
 *
 * alpha = k/(k-1) (1 - sum s_jj / sum s_ij): Cronbach (1951), Psychometrika
 * 16, 297-334. Item-rest: Henrysson (1963), Psychometrika 28, 211-218. Both as
 * R's psych::alpha (raw_alpha, r.drop). NAN: alpha for k < 2, n < 2 or a total
 * without variance.
 */
struct scale_summary scale_of_counts(const struct scale_counts *c,
				     struct scale_fit *fit);

/*
 * Feldt's interval of alpha from n people and k items:
 * 1 - (1 - alpha) F(1 -+ a/2; n - 1, (n - 1)(k - 1)). NAN for n < 2, k < 2.
 *
 * Feldt (1965), Psychometrika 30, 357-370; R's psych::alpha.ci.
 */
struct interval scale_feldt(double alpha, uint64_t n, size_t k, double level);

/* ---- options of one item ---- */

enum scale_flag {
	SCALE_SUSPECT_KEY = 1 << 0, /* a wrong option goes with knowing, or the
				      * right one with not knowing */
	SCALE_REST_NEGATIVE = 1 << 1, /* item-rest < 0 */
	SCALE_REST_LOW = 1 << 2,      /* item-rest < .20 */
	SCALE_BEATS_KEY = 1 << 3,     /* chosen more often than the right one */
	SCALE_RARE = 1 << 4	      /* a wrong option under 5 % */
};

struct scale_option {
	uint64_t n;   /* chose it */
	double share; /* of all who are counted for the item */
	double rest;  /* cor(1{chose it}, score of the other items); NAN when
			 * nobody, or all, chose it or all have one rest */
	double mean_rest; /* of those who chose it; NAN for n = 0 */
	unsigned flags;	  /* SUSPECT_KEY, BEATS_KEY, RARE */
};

/*
 * Fills option[item->options], for an item of a scale of k; returns the flags
 * of all options together. The people counted may be others than for the next
 * item: here somebody who skipped an item elsewhere may count with 0 for it.
 *
 * plain[o] (may be NULL: none is): o is no answer, such as "don't know"; it is
 * never suspect, rare or more popular. BEATS_KEY compares with the most
 * popular right option. Limit of 5 %: Haladyna and Downing (1993),
 * Educational and Psychological Measurement 53, 999-1010.
 */
unsigned scale_options(const struct scale_item *item, size_t k,
		       const bool *plain, struct scale_option *option);

/* REST_LOW and REST_NEGATIVE of an item; none where rest is NAN. */
unsigned scale_rest_flags(double rest);

/* ---- any numbers ---- */

/*
 * Covariances (over n - 1) of k columns among the rows that miss none; x is
 * row-major, a missing value NAN. Fills mean[k] and covariance[k * k]; returns
 * how many rows were complete. n < 2: covariances NAN. Two passes.
 */
uint64_t scale_covariance(const double *x, size_t rows, size_t k, double *mean,
			  double *covariance);

/* As scale_of_counts, from covariances of n people; mean[k] may be NULL (then
 * the means in the results are NAN). Items that run the other way have been
 * turned before. */
struct scale_summary scale_of_covariance(const double *covariance,
					 const double *mean, uint64_t n,
					 size_t k, struct scale_fit *fit);

/* Covariances to correlations; NAN in the rows of a constant. May be the same
 * array. Alpha of these is the "standardised" one. */
void scale_correlation(const double *covariance, size_t k, double *correlation);

/*
 * Standard error of alpha without assuming equal covariances. NAN where alpha
 * is.
 *
 * Duhachek and Iacobucci (2004), Journal of Applied Psychology 89, 792-808;
 * "ase" of R's psych::alpha.
 */
double scale_alpha_error(const double *covariance, uint64_t n, size_t k);

#endif
