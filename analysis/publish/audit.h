/*
 * Can a reader of a release work out what it hides? For one question.
 *
 * A reader can be sure of a number only when every data set that fits all
 * that is published agrees on it. So the audit looks, for each thing that
 * nobody may be sure of, for a witness: a data set that fits every published
 * figure and says otherwise. It starts from the true answers and changes the
 * answers of a few people, so that every figure stays as it was told. Where it
 * finds no witness, that counts as a breach: the audit fails closed. What it
 * lets pass is safe by construction, whatever way the search goes.
 *
 * Units are people of whom the reader cannot tell one from another: who
 * belongs to the same groups, then and now. The reader is taken to know how
 * many each unit has and how many of them answered the question. Sets are
 * unions of units: everybody, a published group, and those not published that
 * the reader can name (crossed groups, differences). Nothing here knows of
 * questionnaires. The rules are stats.md 3.6.
 */
#ifndef ANALYSIS_PUBLISH_AUDIT_H
#define ANALYSIS_PUBLISH_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { AUDIT_STATES = 3 };

struct audit;

/* For units 0 to units - 1; k: people of which a number may be known. */
struct audit *audit_new(size_t units, uint32_t k);
void audit_free(struct audit *a); /* NULL is fine */

/* What to look for in a set: only where fewer than k of it answered, or also
 * what stands below of k and more. */
enum audit_watch { AUDIT_WHEN_SMALL, AUDIT_ALWAYS };

/* A set by its n units, in order. Its number; the same units again are the
 * same set, watched as the stricter of the two. */
size_t audit_set(struct audit *a, const uint32_t *unit, size_t n,
		 enum audit_watch watch);
size_t audit_sets(const struct audit *a);
/* The n units of a set, in order; as long as the audit lives. */
const uint32_t *audit_units(const struct audit *a, size_t set, size_t *n);

/*
 * What was told of how many people of a set are in a state: least to most.
 * Begin with the widest: told_none for n people. told_add narrows it by one
 * more figure; `exact`: it was told as a number, so that it hides nothing.
 */
struct audit_told {
	uint64_t least, most;
	bool exact;
};
struct audit_told audit_told_none(uint64_t n);
void audit_told_add(struct audit_told *t, uint64_t least, uint64_t most,
		    bool exact);

/* One question. */
struct audit_question {
	const uint64_t (*count)[AUDIT_STATES]; /* by unit: people in a state */
	bool possible[AUDIT_STATES];	       /* can anybody be in it? */
	bool thorough; /* look longer before calling it a breach */
	/* by set */
	const struct audit_told (*told)[AUDIT_STATES];
};

enum audit_breach_kind {
	AUDIT_EXACT, /* one to k - 1 people in a state of a set of k or more */
	AUDIT_GROUP, /* a state holds everybody of a set, or all but one */
	AUDIT_SMALL, /* a state's number in a set of one to k - 1 people */
	AUDIT_UNFIT  /* the truth is not what was told */
};

struct audit_breach {
	enum audit_breach_kind kind;
	size_t set;
	unsigned state;
};

/*
 * Every set is looked at for every possible state: for EXACT and GROUP where
 * k or more of it answered (AUDIT_ALWAYS), for SMALL where fewer did. A number
 * told as exact, of a set of k or more, is no EXACT breach.
 *
 * The breaches found, at most `most` of them into out; 0: the question
 * passes. After `most` it looks no further. `most` is at least 1.
 * Several threads may run questions of one audit, once all sets are there.
 */
size_t audit_run(const struct audit *a, const struct audit_question *q,
		 struct audit_breach *out, size_t most);

#endif
