/*
 * At which level guidance on a topic should be written.
 *
 * Staff who get few of a topic's questions right need it from scratch, staff
 * who get most of them right one line. Two cuts part foundation, working and
 * refresher; the error says how sure it is on which side of them staff are.
 * domain.md 4.3 and 4.4 as definitions.md amends them.
 */
#ifndef ANALYSIS_PITCH_LEVEL_H
#define ANALYSIS_PITCH_LEVEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum level { LEVEL_NONE, LEVEL_FOUNDATION, LEVEL_WORKING, LEVEL_REFRESHER };

/* FIRM: three items or more and a probability of .80. BORDERLINE: three items,
 * less probable. INDICATIVE: one or two items, whatever the probability. */
enum sureness { SURE_NONE, SURE_FIRM, SURE_BORDERLINE, SURE_INDICATIVE };

#define LEVEL_FIRM .80
enum { LEVEL_FIRM_ITEMS = 3 };

/* Shares of 0 to 1, low <= high: foundation below low, refresher from high. */
struct cuts {
	double low, high;
};

#define LEVEL_DEFAULT_CUTS \
	{                  \
		.50, .80   \
	}

struct level_pitch {
	enum level level;     /* what to write: see level_of */
	enum level likeliest; /* of equally likely ones the more basic */
	enum sureness sureness;
	/* of foundation, working, refresher; sum 1; NAN where LEVEL_NONE */
	double probability[3];
};

/*
 * share: mean share right over the topic's items; error: of level_error, at
 * least 0; items: how many. Where the likeliest level has a probability of .80
 * it is taken, else the more basic of the two likeliest, whatever the number
 * of items. Without items, or with a share or an error that is NAN:
 * LEVEL_NONE. An error of 0 makes it certain; a share at a cut is above it.
 */
struct level_pitch level_of(double share, double error, struct cuts cuts,
			    size_t items);

/* The level a share is at, sure or not; LEVEL_NONE for NAN. */
enum level level_at(double share, struct cuts cuts);

/* FIRM, BORDERLINE or INDICATIVE; NONE without items or for NAN. */
enum sureness sureness_of(double probability, size_t items);

/*
 * Error of a mean of item shares: sqrt(persons^2 + spread^2 / items). persons:
 * standard error for who was asked, corrected for a finite staff, 0 where
 * everybody answered; spread: standard deviation of the item shares, which
 * stands for what other questions would have shown, so that a census does not
 * make it 0. NAN spread (one item) counts as 0. NAN without items.
 */
double level_error(double persons, double spread, size_t items);

/* P(Z >= t) with Z normal around mean. error 0: 1 or 0, 1 where mean = t. */
double probability_above(double mean, double error, double t);

/* Both cuts moved by this much and kept within 0 to 1. */
struct cuts cuts_moved(struct cuts cuts, double by);

const char *level_name(enum level level); /* "foundation"; "" for NONE */
const char *sureness_name(enum sureness sureness); /* "firm"; "" for NONE */

#endif
