/*
 * A topic's score and its standard error when not everybody was asked, or
 * answered, every item.
 *
 * The score K is the mean over the m items of the share right among those who
 * answered the item. Person r adds
 *
 *	z_r = (1/m) sum_i a_ri (y_ri - p_i) n / n_i
 *
 * (a: answered, y: right), and SE = fpc sqrt(sum z_r^2 / (n (n - 1))). The sum
 * needs no person: counts of pairs of items say it all, in whole numbers.
 */
#ifndef ANALYSIS_STATISTICS_TOPIC_ERROR_H
#define ANALYSIS_STATISTICS_TOPIC_ERROR_H

#include <stddef.h>
#include <stdint.h>

struct topic_pairs {
	size_t m;   /* items */
	uint64_t n; /* people who answered at least one of them */
	/* [m * m], row i, column j; all of people who answered both i and j */
	const uint64_t *answered;    /* how many; symmetric */
	const uint64_t *both_right;  /* had both right; symmetric */
	const uint64_t *first_right; /* had i right, whatever j */
};

struct topic_score {
	double score; /* K; NAN when an item was answered by nobody, or m = 0 */
	double error; /* NAN for n < 2 too */
};

/*
 * N people were invited (0: unknown): fpc = sqrt((N - n)/(N - 1)), else 1.
 * With complete data this is sd / sqrt(n) of the people's shares right.
 * Counts up to 2^31 people.
 *
 * Linearisation of a mean of ratios: Sarndal, Swensson and Wretman (1992),
 * Model Assisted Survey Sampling, 5.5.
 */
struct topic_score topic_error(const struct topic_pairs *p, uint64_t N);

#endif
