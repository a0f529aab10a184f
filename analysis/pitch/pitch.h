/*
 * The pitch: which topics need how much of what kind of text.
 *
 * The caller says what was counted (struct pitch_input, from the tally); this
 * works out levels, kinds of text, common wrong answers, words, and how far
 * all that would change with other people, other cuts and other risks. It
 * reads and prints nothing. domain.md 4.2 to 4.5, definitions.md "Pitch".
 */
#ifndef ANALYSIS_PITCH_PITCH_H
#define ANALYSIS_PITCH_PITCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/pitch/level.h"
#include "analysis/pitch/misconception.h"
#include "analysis/pitch/mode.h"
#include "analysis/pitch/words.h"
#include "questions/form.h"

enum {
	PITCH_BAND_ONLY = 20, /* people a group's own level needs */
	PITCH_NUMBERS = 50,   /* and for figures, kind of text and words */
	PITCH_DRAWS = 2000
};

/* ---- what goes in ---- */

/* Who set a cut or a risk: the questionnaire, a CUTS or RISK file, judges. */
enum pitch_source { SOURCE_FORM, SOURCE_FILE, SOURCE_JUDGES };

struct pitch_topic {
	const char *code;
	struct cuts cuts; /* NAN: the default */
	double risk;	  /* 1 to 5; NAN: the default */
	enum pitch_source cuts_from, risk_from;
	size_t points; /* learning points: as a rule its scored items */
};

struct pitch_option {
	bool wrong;	  /* an answer, but not a right one */
	const char *code; /* misconception, or NULL */
	enum direction direction;
};

/* A scored item. */
struct pitch_item {
	size_t topic; /* index; FORM_NONE: takes no part */
	/* where one choice is the answer; else none: then it counts for the
	 * level, not for wrong answers */
	const struct pitch_option *option;
	size_t n_options;
};

/* How a group answered one item. */
struct pitch_count {
	uint64_t right, wrong, dont_know; /* outcome of the tally */
	/* stats.md S3, of those who said how sure they were; all 0 where they
	 * were not asked */
	uint64_t informed, tentative, uninformed, confidently_wrong;
	const uint64_t *option; /* how many chose each; NULL: none */
	/* of the options, a wrong one, where `wrong` is but what a band says;
	 * 0: as many as are wrong */
	uint64_t chose_wrong;
};

/* What a group has beyond its items, per topic. */
struct pitch_measure {
	/* standard error of the mean share right for who was asked (domain.md
	 * 4.3), corrected for a finite staff; NAN: as of one item (the
	 * smallest base), which is never too small */
	double error;
	double exposure; /* 0 to 1; NAN: 1 */
	/* the largest share with a risky habit, of habit_base; NAN: none */
	double habit;
	uint64_t habit_base;
	const char *habit_question; /* NULL: none */
	/* from where to where the mean share right may lie, by what is told, 0
	 * to 1: the level of groups under PITCH_BAND_ONLY; NAN: nothing is */
	double band_low, band_high;
};

struct pitch_group {
	const char *segment, *name, *label; /* NULL for all staff */
	uint64_t people;		    /* who answered */
	uint64_t staff;			    /* headcount; 0: unknown */
	/* of all staff, those it stands for in needs: its headcount, or who
	 * did not say where they belong; 0: unknown */
	double stands_for;
	/* Its priorities go into the topics' needs. Needs are told, so only
	 * groups of one breakdown that together are everybody, and whose
	 * figures may be told. Where no group says so needs are all staff's. */
	bool in_need;
	const struct pitch_count *count;     /* by item */
	const struct pitch_measure *measure; /* by topic */
};

struct pitch_input {
	const struct pitch_topic *topic; /* in the order of ties */
	size_t n_topics;
	const struct pitch_item *item;
	size_t n_items;
	struct pitch_group all;
	const struct pitch_group *group; /* published ones */
	size_t n_groups;
	uint64_t minimum;	/* people an item's base needs to count */
	double minutes;		/* the reader's time at most; NAN: no limit */
	double wpm;		/* words a minute; NAN: WORDS_A_MINUTE */
	struct share_out rules; /* WORDS_SHARE_OUT; its total is ignored */
	uint64_t seed;
};

/* ---- what comes out ---- */

/* A topic as a group has it. Shares are NAN where nothing was measured. */
struct pitch_view {
	size_t items;	/* m: measured ones */
	double known;	/* K */
	double persons; /* its standard error for who was asked */
	double spread;	/* standard deviation of the item shares */
	double error;	/* of both, what the level rests on */
	struct level_pitch level;
	struct mode_pitch mode;
	bool certainty; /* M, U, S rest on how sure people were; else on wrong
			   and don't know, and there is no S */
	double misinformed, uninformed, shaky, habit;
	double exposure, gap, priority;
	/* Groups only. as_all: too few people, or no items, for a level of its
	 * own: level and mode are all staff's. numbers: PITCH_NUMBERS people,
	 * figures and kind of text may be told; else level and sureness alone
	 * (probabilities, shares and mode are NAN and NONE). */
	bool as_all, numbers;
	bool annex; /* a firm level that is not all staff's */
};

struct pitch_range {
	unsigned low, high; /* 10th and 90th percentile, or ranks */
};

struct pitch_result {
	size_t topic; /* index in the input */
	struct cuts cuts;
	double risk;
	bool default_cuts, default_risk;
	struct pitch_view all;
	const char *habit_question; /* behind h; NULL: none */
	double need;		    /* NAN: not measured */
	unsigned rank;		    /* from 1, equal needs share one */
	struct pitch_range ranks;   /* with one risk at a time 1 up or down */
	struct content content;
	unsigned needed; /* words, bottom-up */
	unsigned words;	 /* recommended: needed, or the share of the limit */
	struct pitch_range range; /* of words; holds them */
	struct words_fit fit;
	/* with both cuts .10 lower and higher */
	struct level_pitch if_lower, if_higher;
	unsigned needed_if_lower, needed_if_higher;
};

struct pitch_answer { /* a wrong answer, see misconceptions_test */
	size_t topic, item, option;
	const char *code; /* NULL: none */
	enum direction direction;
	struct wrong_answer test;
};

struct pitch_totals {
	unsigned needed, words, limit; /* limit 0: none */
	bool limited;		       /* words are a share of the limit */
	double minutes;		       /* words / wpm */
	double wpm;
	struct pitch_range range;
	unsigned needed_if_lower, needed_if_higher;
	size_t left_out;		 /* topics whose content does not fit */
	bool default_cuts, default_risk; /* of any topic */
	bool certainty;			 /* in every topic measured */
	bool one_text;			 /* no group has an annex */
};

struct pitch {
	struct pitch_result *topic; /* most need first, unmeasured last */
	size_t n_topics;
	struct pitch_answer *answer; /* common ones first, by weight */
	size_t n_answers, n_common;
	/* view[group * n_topics + topic as in the input] */
	struct pitch_view *view;
	size_t n_groups;
	struct pitch_totals totals;
};

/* Texts are borrowed from the input. Caller frees with pitch_free. */
struct pitch *pitch_new(const struct pitch_input *in);
void pitch_free(struct pitch *p); /* NULL is fine */

/* The risk that a topic has until a panel has met; 3 for an unknown code. */
double pitch_default_risk(const char *code);

/* The answer at or behind `from` that is common and of this direction, or
 * n_answers: lists of what to put right, where to say "you may", and what
 * managers may not. */
size_t pitch_next(const struct pitch *p, enum direction direction, size_t from);

#endif
