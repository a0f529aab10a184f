/*
 * Fisher's exact test: how probable is a table as odd as this one, or odder,
 * when the margins are given and the two questions have nothing to do with
 * each other?
 *
 * Two-sided: the probabilities of all tables that are not more probable than
 * the one seen, by a factor of 1 + 1e-7, are summed; without that tolerance
 * rounding decides about ties. 2 x 2 tables of any size are summed outright.
 * Larger ones are built column by column, and what is left of the row sums
 * makes a network: paths that meet are joined, paths whose every end counts
 * (or none) are not followed (Mehta and Patel 1983, JASA 78, 427-434). Where
 * this would take too many steps, tables with the same margins are drawn
 * instead, and the result says so.
 */
#ifndef ANALYSIS_STATISTICS_FISHER_H
#define ANALYSIS_STATISTICS_FISHER_H

#include "analysis/statistics/crosstab.h"

enum test_method {
	TEST_NONE, /* nothing to test; p is NAN */
	TEST_CHISQ,
	TEST_EXACT,
	TEST_SIMULATED
};

struct fisher_limits {
	uint64_t steps; /* of the network, about 10 ns and 4 bytes each */
	uint64_t draws; /* when there are more; at least 1 */
	uint64_t seed;	/* the same seed gives the same p */
};

/* 4,000,000 steps, 9,999 draws. */
extern const struct fisher_limits fisher_limits;

struct fisher {
	double p;
	enum test_method method; /* TEST_EXACT, TEST_SIMULATED, TEST_NONE */
	uint64_t draws;		 /* 0 when exact */
};

/*
 * Two-sided p. When simulated (b + 1) / (draws + 1), b the drawn tables that
 * are not more probable than t. limits NULL: those above. R's fisher.test.
 */
struct fisher fisher_test(const struct crosstab *t,
			  const struct fisher_limits *limits);

/* Chi-squared, or Fisher where the table is sparse (crosstab_is_sparse). */
struct independence {
	enum test_method method;
	double p;
	struct chisq chisq; /* whatever the method */
};

struct independence independence_test(const struct crosstab *t,
				      const struct fisher_limits *limits);

/* "chi-squared", "fisher-exact", "fisher-simulated"; "none". */
const char *test_method_name(enum test_method m);

#endif
