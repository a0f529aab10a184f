/*
 * The statistics as tables: response, topics, items, options, habits, scales,
 * comparisons, knowledge by habit, weights. One row a thing, for the whole
 * organisation and for each group that may be told. Every row says its base,
 * how many (n), its status, and for an interval its method.
 *
 * In a release the organisation's figures are whole percents, with the counts
 * behind them in the JSON where they may be told exactly; group rows have the
 * number of people in the group and bands in percent (disclose.h), and limits,
 * for bases of 50 and more, that hold for every share in the band. For
 * analysts every row has counts, shares of 1 and 95 % limits as they are.
 */
#ifndef ANALYSIS_PUBLISH_TABLES_H
#define ANALYSIS_PUBLISH_TABLES_H

#include "analysis/publish/findings.h"
#include "analysis/publish/report.h"

#define TABLES_LEVEL 0.95

/* The report "stats". */
struct report *tables_report(const struct findings *f);

/* What every file says of itself: the release it belongs to, or that it is for
 * analysts and why; and whether people or a program answered. */
void tables_marks(struct report *r, const struct findings *f);

/* Shares of a topic's answers: means over its scored items of the shares
 * right, wrong and don't know as they may be told, items with too small a base
 * left out. topic FORM_NONE: all scored items. */
struct topic_shares {
	size_t items; /* scored, in the questionnaire */
	size_t told;  /* of them with a base of k or more */
	/* NAN where told is 0, and where scores of the topic are withheld
	 * (topic_status): what is not in one file is in none */
	double right, wrong, dont_know;
};
struct topic_shares topic_shares(const struct disclosed *d, size_t topic);

/* The smallest base among the items that topic_shares tells of, with the
 * answers of c; 0: there are none. */
uint64_t topic_base(const struct disclosed *d, size_t topic,
		    const struct counts *c);

#endif
