/*
 * Ranks of values that several people may have: each gets the mean of the
 * ranks that its people take up together (mid-ranks), which is what
 * Kruskal-Wallis and Spearman's rho need where there are ties.
 */
#ifndef ANALYSIS_STATISTICS_RANKS_H
#define ANALYSIS_STATISTICS_RANKS_H

#include <stddef.h>
#include <stdint.h>

/*
 * people[i] have value[i], of n values in any order, some perhaps equal;
 * people NULL: one each. rank[i] becomes the mid-rank less the mean rank of
 * all, (people - 1)/2 at the most either way. No value is NAN. Returns the sum
 * of its square over all people; 0 where all have one value.
 */
double ranks_of(const double *value, const uint64_t *people, size_t n,
		double *rank);

#endif
