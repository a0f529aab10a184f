/*
 * What may be told of a tally.
 *
 * Nothing about fewer than k people. Groups are formed by their sizes and
 * never by their answers, so that what is hidden tells nothing: categories of
 * a segment question under k people go together into one, "other", with the
 * smallest published one added until it has k; a question that keeps fewer
 * than two groups is dropped. Of groups only three states are told, as bands
 * that get narrower with the number of people, and whose ends never say
 * "nobody" or "everybody". The organisation's row is exact unless it would say
 * that everybody, or all but one, answered alike, or the audit of the whole
 * release (release.h) asks for bands. stats.md 3.5 A and B.
 *
 * What is derived from a question that is told in bands (intervals, item-rest
 * correlations, certainty, scores of its topic) must be withheld, or made from
 * the bands alone.
 */
#ifndef ANALYSIS_PUBLISH_DISCLOSE_H
#define ANALYSIS_PUBLISH_DISCLOSE_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/data/headcounts.h"
#include "analysis/data/tally.h"
#include "questions/base/error.h"

enum {
	DISCLOSE_FLOOR = 5,	 /* the least that k can be */
	DISCLOSE_SENSITIVE = 20, /* people a group needs for habits */
	DISCLOSE_STATES = 3
};

/* What stands beside every row. MERGED: a category that is told only together
 * with others. UNDEFINED: there is nothing to tell, as a share of nobody. */
enum status { STATUS_OK, STATUS_WITHHELD, STATUS_MERGED, STATUS_UNDEFINED };
const char *status_name(enum status status);

/* Percent, from inclusive, to exclusive unless it is 100. */
struct band {
	unsigned from, to;
};

/* Habits of 5 % or less and of 95 % or more: 0 to 6, and 95 to 100. */
enum { BAND_FEW = 5, BAND_MOST = 95 };

/* Width of the bands for n people: 25 under 10, 20 under 20, 10 under 50, 5
 * under 100, 2 under 200, 1 above. */
unsigned band_step(uint64_t n);
/* The next wider one; 25 is the widest: "less than half" and the rest. */
unsigned band_wider(unsigned step);

/* The band of x among n > 0; the first and the last reach over two steps. */
struct band band_of(uint64_t x, uint64_t n);
/* The same with bands of a step that band_step or band_wider gave. */
struct band band_in_steps(uint64_t x, uint64_t n, unsigned step);
/* The same for a mean of n scores of 0 to 1. */
struct band band_of_mean(double mean, uint64_t n);

/* A group of people that is told: one category, or "other". */
struct part {
	const char
		*name; /* choice name, "(none)" for no answer, or "(other)" */
	const char *label;
	bool *codes; /* which of the segment's codes it holds */
	struct counts *counts;
};

struct breakdown {
	size_t segment;	   /* of the tally */
	struct part *part; /* in the order of the list, "other" last */
	size_t n;	   /* 0: dropped, fewer than two groups */
	bool *merged;	   /* by code: told only within "other" */
};

/* How a question may be told: the organisation's row, and groups by segment.
 * Groups of level 0 have the bands of their base, each level wider ones, and
 * at GROUPS_WITHHELD none. */
enum { GROUPS_WITHHELD = 6, OPTIONS_WITHHELD = 7 };
struct precision {
	unsigned groups[FORM_MAX_SEGMENTS]; /* level by segment */

	bool exact;    /* the counts of its states */
	unsigned step; /* of the bands where they are not; 0: the base's own */
	bool *banded;  /* by option: told as a band; NULL without options */
	unsigned option_step;
	/* of options: at 0 as above, from 1 all in bands, each level wider
	 * ones, and at OPTIONS_WITHHELD none */
	unsigned options;
};

/* May the scores of a topic be told: everybody's, those of groups? */
struct topic_precision {
	bool all, groups;
};

struct disclosed {
	const struct tally *tally;
	uint32_t k;
	bool analysts; /* everything is exact for everybody: not a release */
	const struct headcounts *headcounts; /* or NULL */
	struct counts *all;
	struct breakdown *breakdown; /* one a segment of the tally */
	size_t n_breakdowns;
	struct precision *precision;   /* by question */
	struct topic_precision *topic; /* by topic; the last: all items */
};

/* What groups are formed by. */
struct disclose_rules {
	uint32_t k;
	const bool *without; /* by segment: tell no groups of it; or NULL */
	const struct headcounts *headcounts; /* or NULL */
};

/*
 * NULL and err when there are fewer than k people: then nothing is told. k
 * under the floor counts as the floor. A category of fewer than k people by
 * the headcounts is merged as well, however many answered. The tally must
 * outlive it. Not audited: release_new (release.h) makes what may be written.
 */
struct disclosed *disclosed_by(const struct tally *t,
			       const struct disclose_rules *rules,
			       struct error *err);
struct disclosed *disclosed_new(const struct tally *t, uint32_t k,
				struct error *err);
void disclosed_free(struct disclosed *d); /* NULL is fine */

/* Forms the groups of a breakdown anew with these codes merged into "other"
 * (tally_codes of them), and more where they are too few; drops them where
 * fewer than two are left. What was merged stays so. */
void disclosed_merge(struct disclosed *d, size_t breakdown, const bool *codes);
void disclosed_drop(struct disclosed *d, size_t breakdown);

/* Name and label of a code of a segment; the last is "(none)". */
const char *code_name(const struct tally *t, size_t segment, size_t code);
const char *code_label(const struct tally *t, size_t segment, size_t code);

/* May the organisation's figures for a question with this base be told? */
enum status base_status(const struct disclosed *d, uint64_t base);

/*
 * Per group of a breakdown whether figures with these bases may be told; out
 * has breakdown->n. Where a group's base is under k it is withheld, and with
 * it the smallest others until those withheld are two and have k together, so
 * that none follows from the sum.
 * `least`: people the group itself needs (0: k).
 */
void group_status(const struct disclosed *d, const struct breakdown *b,
		  const uint64_t *base, uint64_t least, enum status *out);

/* The same for the bases of a question, with what it needs by itself, and
 * withheld where the audit asks for it. */
void question_group_status(const struct disclosed *d, size_t question,
			   const struct breakdown *b, const uint64_t *base,
			   enum status *out);

/* ---- the states of a question ---- */

/* What the three states of a question are. Groups are told of items and of
 * habits with a risk. Notes, segments, certainty and knowledge without a key
 * have none. */
enum split_kind {
	SPLIT_NONE,
	SPLIT_ITEM, /* right, wrong, don't know */
	SPLIT_RISK, /* risky, other, don't know */
	SPLIT_PLAIN /* nobody, any answer, don't know: of everybody only */
};
enum split_kind split_kind(const struct tally *t, size_t question);

/* How many are in each, and in any: the base of their shares. */
struct split {
	uint64_t n[DISCLOSE_STATES];
	uint64_t base;
};
struct split split_of(const struct tally *t, size_t question,
		      const struct outcome *o);

/* Can anybody be in this state? Not in "don't know" where it is no choice. */
bool split_possible(const struct tally *t, size_t question, unsigned state);

/* People that a group needs for the question: DISCLOSE_SENSITIVE, or 0. */
uint64_t split_least(const struct tally *t, size_t question);

/* ---- the organisation's row ---- */

/* A count as it may be told: exactly, or as a band. `least` and `most`: the
 * counts that the reader then takes for possible. */
struct told {
	bool exact;
	struct band band;
	uint64_t least, most;
};

/* x of the n of a state of a question, of one of its options. */
struct told told_state(const struct disclosed *d, size_t question, uint64_t x,
		       uint64_t n);
struct told told_option(const struct disclosed *d, size_t question,
			size_t option);

/* People who gave the question an answer that options are shares of for the
 * audit: all who answered, but for those who would not say. */
uint64_t option_base(const struct disclosed *d, size_t question);

/* May the options of a question be told? */
enum status option_status(const struct disclosed *d, size_t question);

/* x of the n of a state of a question in a group of a segment. */
struct told told_group(const struct disclosed *d, size_t question,
		       size_t segment, uint64_t x, uint64_t n);

/* Tells the organisation's row of a question less exactly than now: in bands,
 * then in wider ones; the groups by a segment in wider bands, then not at all.
 * False: it cannot be told less exactly. */
bool told_coarsen(struct disclosed *d, size_t question);
bool told_coarsen_groups(struct disclosed *d, size_t question, size_t segment);
/* The options alone; of a question whose states are told of everybody only,
 * these as well. */
bool told_coarsen_options(struct disclosed *d, size_t question);
void told_set_options(struct disclosed *d, size_t question, unsigned level);
/* The organisation's row as exactly as at first, but for its options' level. */
void told_reset(struct disclosed *d, size_t question);

/* The share that a told count stands for: x / n, or the middle of its band.
 * For means over questions, which then say no more than the bands do. */
double told_share(const struct told *t, uint64_t x, uint64_t n);

/* The same of all states of a question, of everybody (b NULL) or of a group of
 * a breakdown; base > 0. Of bands the shares that lie as far up in each as
 * makes them one in all: their middles may make 120 percent. */
void told_shares(const struct disclosed *d, size_t question,
		 const struct breakdown *b, const struct split *s,
		 double share[DISCLOSE_STATES]);

/* May figures that need the answers of persons to a question be told: score
 * and correlations, certainty by state? Of a topic (FORM_NONE: of all scored
 * items): of every item of it, and none that was shown is answered by fewer
 * than k, or was shown to some alone because of what they had answered. */
bool told_exactly(const struct disclosed *d, size_t question);
bool told_topic_exactly(const struct disclosed *d, size_t topic);

/* May the scores of a topic (FORM_NONE: all scored items) be told that n
 * people have: of the organisation, as a band (band_of_mean) where it is not
 * told_topic_exactly; and of groups, with n each, always as a band. */
enum status topic_status(const struct disclosed *d, size_t topic, uint64_t n);
void topic_group_status(const struct disclosed *d, size_t topic,
			const struct breakdown *b, const uint64_t *n,
			enum status *out);

#endif
