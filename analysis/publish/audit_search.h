/*
 * The audit's search for witnesses, of one question: data sets that fit all
 * that was told and say otherwise than a claim. audit_search.c holds the data
 * set that the steps have led to, and the claims that none has contradicted;
 * audit_ways.c looks for the steps. audit.c includes this as well, and nobody
 * else.
 */
#ifndef ANALYSIS_PUBLISH_AUDIT_SEARCH_H
#define ANALYSIS_PUBLISH_AUDIT_SEARCH_H

#include "analysis/publish/audit.h"

enum {
	SEARCH_WORD = 64,     /* bits */
	SEARCH_AT_ONCE = 4,   /* words; the compiler knows how */
	SEARCH_STEPS = 48 + 6 /* room for those that are not kept yet */
};

struct set {
	uint32_t *unit;
	size_t n;
	uint64_t hash;
	enum audit_watch watch;
};

/* For each unit the sets it is in: of[first[unit]] up to, but without,
 * of[first[unit + 1]]. */
struct index {
	uint32_t *first, *of;
};

struct audit {
	size_t units;
	uint32_t k;
	struct set *set;
	size_t n, room;
	uint32_t *place; /* by hash: set + 1; open addressing */
	size_t places;	 /* a power of two */
};

/* One person of a unit changes from a state to another. */
struct step {
	uint32_t unit;
	unsigned from, to;
};

struct search {
	const struct audit *audit;
	const struct audit_question *question;
	uint64_t (*count)[AUDIT_STATES]; /* by unit, as changed */
	uint64_t (*sum)[AUDIT_STATES];	 /* by set, as changed: of those that
					  * tell something or have a claim */
	uint64_t (*truth)[AUDIT_STATES]; /* by set; see sum_set */
	uint64_t *base;			 /* by set */
	bool *telling;			 /* by set: is something told of it? */
	uint64_t **has;			 /* of those that do: a bit a unit */
	uint64_t *bits;			 /* of all of them */
	uint32_t *teller;		 /* which they are */
	size_t n_tellers, words;
	uint32_t *block; /* which of them block a step */
	size_t n_blocks;
	uint64_t *partner;   /* who could go back; words */
	struct index tells;  /* of the sets that tell something */
	struct index counts; /* of those, and of all that have a claim */
	uint32_t *who[AUDIT_STATES]; /* units with somebody in the state */
	size_t n_who[AUDIT_STATES];
	uint32_t (*who_at)[AUDIT_STATES]; /* by unit: where it is in there */
	size_t *from_where; /* by set, then by state: where to look first */
	bool (*open)[AUDIT_STATES]; /* by set: not contradicted yet */
	size_t n_open;
	size_t claim; /* the set that is looked at; SIZE_MAX: none */
	bool *marked; /* by unit: is it of that set? */
	struct step step[SEARCH_STEPS];
	size_t n_steps;
	size_t tries;
	unsigned budget, all_budget;
	size_t possible; /* states */
	uint32_t seed;
};

/* ---- audit_search.c ---- */

/* Starts at the truth. Both are borrowed. */
void search_init(struct search *s, const struct audit *a,
		 const struct audit_question *q);
void search_release(struct search *s);

/* Is the truth what was told? If not, *out says of what. */
bool search_fits(const struct search *s, struct audit_breach *out);

/* Opens a claim for each number that may not be known. To be called once,
 * before any step. */
void search_open(struct search *s);

/* What may not be known of the number in a state of a set; false: nothing. */
bool search_forbidden(const struct search *s, size_t set, unsigned state,
		      enum audit_breach_kind *kind);

/* Does the data set, as changed, say otherwise than the claim? */
bool search_contradicts(const struct search *s, size_t set, unsigned state);

/* A step, and the last one taken back. */
void search_push(struct search *s, struct step step);
void search_pop(struct search *s);

/* The steps have led to a data set that fits: closes the claims that it
 * contradicts. What was found stays, the next steps begin there. */
void search_keep(struct search *s);

/* These three are in the header for speed. Is the unit in a set of which
 * something was told? */
static inline bool
search_has(const struct search *s, size_t set, uint32_t unit)
{
	return s->has[set][unit / SEARCH_WORD] >> unit % SEARCH_WORD & 1;
}

/* Would one more such step take the set out of what was told of it? */
static inline bool
search_blocks(const struct search *s, size_t set, unsigned from, unsigned to)
{
	const struct audit_told *told = s->question->told[set];

	return s->sum[set][from] <= told[from].least ||
		s->sum[set][to] >= told[to].most;
}

/* At random: 0 to n - 1. */
static inline size_t
search_below(struct search *s, size_t n)
{
	s->seed = s->seed * 1664525 + 1013904223;
	return (size_t)(((uint64_t)s->seed * n) >> 32);
}

/* ---- audit_ways.c ---- */

enum way { BY_PAIRS, BY_REPAIR, BY_CHAINS };

/* Looks for a data set that contradicts the claim of a set's state. */
void search_for(struct search *s, size_t set, unsigned state, enum way way);

/* From one fitting data set to the next, at random. */
void search_walk(struct search *s);

#endif
