/*
 * Do groups differ in a score?
 *
 * Groups need not spread alike, so means are compared after Welch. Scores are
 * given as counted values, as a tally has them. Who had no answer is in no
 * count; a group in which nobody is counts as not there.
 */
#ifndef ANALYSIS_STATISTICS_COMPARE_H
#define ANALYSIS_STATISTICS_COMPARE_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/statistics/moments.h"

/* count[g * values + v] people of group g have value[v]. Values may come in
 * any order and twice. */
struct counted_scores {
	const double *value;
	size_t values;
	const uint64_t *count;
	size_t groups;
};

/* The moments of one group. */
struct moments compare_moments(const struct counted_scores *s, size_t group);

struct f_test {
	double F, df1, df2, p; /* NAN where undefined */
};

/*
 * Welch's test that all means are equal. NAN for fewer than two groups, and
 * when a group has one person or no spread.
 *
 * Welch (1951), Biometrika 38, 330-336; R's oneway.test.
 */
struct f_test compare_welch(const struct counted_scores *s);

/* The same of moments, one a group, none of nobody. */
struct f_test compare_welch_moments(const struct moments *m, size_t groups);

/* The classic one, which supposes equal variances; for tests/oracle. NAN for
 * fewer than two groups, when n is not over the number of groups, and when
 * nobody differs from the mean of their group. */
struct f_test compare_anova(const struct counted_scores *s);

struct t_test {
	double difference; /* first mean - second */
	double t, df, p;   /* two-sided */
	struct interval limits;
};

/* Two groups, Welch: NAN when one has fewer than two people, or neither has
 * spread. level: of the limits. R's t.test. */
struct t_test compare_two(const struct moments *a, const struct moments *b,
			  double level);

struct rank_test {
	double H, df, p;
};

/*
 * Kruskal and Wallis's test on ranks, ties corrected. NAN for fewer than two
 * groups and when all people have the same value. R's kruskal.test.
 */
struct rank_test compare_kruskal(const struct counted_scores *s);

#endif
