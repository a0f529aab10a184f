/*
 * How many words to write on each topic.
 *
 * What there is to say sets the length: so much per learning point, per wrong
 * idea, per scenario. Where less time is to be had than that takes, the time
 * is shared out by need. domain.md 4.5 as definitions.md amends it.
 */
#ifndef ANALYSIS_PITCH_WORDS_H
#define ANALYSIS_PITCH_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/pitch/level.h"
#include "analysis/pitch/mode.h"

enum {
	WORDS_FOUNDATION = 60, /* per learning point */
	WORDS_WORKING = 35,
	WORDS_REFRESHER = 15,
	WORDS_WRONG_IDEA = 60, /* myth, fact, why */
	WORDS_SCENARIO = 80,   /* of a topic to ENABLE */
	WORDS_A_MINUTE = 200
};

/* What there is to say on a topic. */
struct content {
	enum level level; /* NONE: nothing is known, no words */
	enum mode mode;
	size_t points; /* learning points */
	size_t wrong_ideas;
};

/* The bottom-up sum. */
unsigned words_needed(const struct content *c);

/* The share-out: in words, but cap a share of the total. */
struct share_out {
	unsigned total, floor, step;
	double cap;
};

#define WORDS_SHARE_OUT        \
	{                      \
		0, 60, 10, .20 \
	}

/*
 * Shares total words out among n topics by need: the floor each, and the rest
 * in proportion. What is over the cap is cut to it and shared again; rounded
 * down to the step, the spare steps going to the largest remainders, equal
 * ones in the order of topics. The sum is exactly the total (the last spare
 * step may be a part of one). No need at all: equal shares.
 *
 * A cap under the floor, or too low for the total to fit under, counts as the
 * least that will do. Where the total is too small for all floors, the topics
 * with most need that fit get one and the others nothing.
 *
 * need: at least 0; NAN: the topic takes no part and gets nothing. With no
 * topic that takes part all get nothing.
 */
void words_share(const struct share_out *rules, const double *need, size_t n,
		 unsigned *words);

/* What of a topic's content fits into its words: a scenario before wrong ideas
 * before learning points. */
struct words_fit {
	bool scenario;
	size_t wrong_ideas, points;
	unsigned left_out; /* words needed beyond those there are */
	bool squeezed;	   /* needed over 25 % more than there are */
};
struct words_fit words_fit(const struct content *c, unsigned words);

/* (high cut - share) / high cut, 0 to 1; 0 for a cut of 0; NAN for NAN. */
double words_gap(double share, double cut);

/* gap x exposure x risk / 5. */
double words_priority(double gap, double exposure, double risk);

#endif
