/*
 * The statistics of a tally as tables: items, options, habits, topics,
 * response. One row a thing, for the whole organisation and for each group
 * that may be told. Every row says its base, how many (n), its status, and
 * for an interval its method.
 *
 * Organisation rows are exact: counts, shares of 1 and 95 % limits. Group
 * rows have the number of people in the group, and bands in percent instead
 * of shares (disclose.h); their limits, for bases of 50 and more, hold for
 * every share in the band.
 */
#ifndef ANALYSIS_PUBLISH_TABLES_H
#define ANALYSIS_PUBLISH_TABLES_H

#include "analysis/data/results.h"
#include "analysis/publish/disclose.h"
#include "analysis/publish/report.h"

#define TABLES_LEVEL 0.95

/* How many were invited: staff, else codes issued; 0: not known, or fewer
 * than have answered. */
uint64_t tables_invited(const struct results_about *about);

/* The report "stats" with its five tables. */
struct report *tables_report(const struct disclosed *d,
			     const struct results_about *about);

/* Shares of a topic's answers: means over its scored items of the shares
 * right, wrong and don't know, items with too small a base left out. */
struct topic_shares {
	size_t items;			/* scored, in the questionnaire */
	size_t told;			/* of them with a base of k or more */
	double right, wrong, dont_know; /* NAN where told is 0 */
};
struct topic_shares topic_shares(const struct disclosed *d, size_t topic);

#endif
