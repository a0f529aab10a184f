/*
 * What the parts of release share, and nobody else includes:
 *
 *	release.c	 the plan, the ledger's row, the same again
 *	release_hash.c	 hashes of what was asked and told
 *	release_part.c	 sets that differ by a few people
 *	release_units.c	 people by atom and by the release that first had them
 *	release_options.c what options tell, beside states; see its header
 *	release_audit.c	 the questions, one by one; see release_judge.h
 */
#ifndef ANALYSIS_PUBLISH_RELEASE_PRIVATE_H
#define ANALYSIS_PUBLISH_RELEASE_PRIVATE_H

#include "analysis/publish/audit.h"
#include "analysis/publish/release.h"

/* Which guards stand; release.h. */
#ifdef CONDUCT_WEAK_DIFFERENCE
enum { GUARD_DIFFERENCE = false };
#else
enum { GUARD_DIFFERENCE = true };
#endif
#ifdef CONDUCT_WEAK_LEDGER
enum { GUARD_LEDGER = false };
#else
enum { GUARD_LEDGER = true };
#endif
/* The audit would find what small groups and exact rows give away. */
#if defined(CONDUCT_WEAK_EXACT) || defined(CONDUCT_WEAK_MERGE)
enum { GUARD_ANSWERS = false };
#else
enum { GUARD_ANSWERS = true };
#endif

/* People of one atom that were first in one release. */
struct unit {
	const struct ledger_atom *now;	  /* of that release */
	const struct ledger_atom *before; /* of the one before; NULL: nobody */
	size_t cohort;			  /* the release, in the chain */
	uint64_t people;
};

/* The audited releases, oldest first, and the new one behind them. */
struct units {
	const struct ledger_release **chain;
	size_t n_chain;
	struct unit *unit;
	size_t n, room;
};

/* A release in the making. */
struct making {
	const struct release_plan *plan;
	const struct tally *tally;
	struct release *release;
	struct disclosed *disclosed;
	struct ledger_release *row;
	struct units units;
	struct problems *problems;
};

/* ---- release_units.c ---- */

/* False and err when an earlier release is not a part of the next. */
bool units_make(struct units *u, const struct ledger *past,
		const struct ledger_release *now, struct error *err);
void units_release(struct units *u);

/* How many of a unit are in each state of a question. */
void unit_count(const struct unit *u, size_t question,
		uint64_t out[LEDGER_STATES]);

/* The units of a set of the chain's release; out has room for all. */
size_t units_of_set(const struct units *u, size_t release,
		    const struct ledger_set *set, uint32_t *out);

/* ---- release_hash.c ---- */

void release_hash_questionnaire(const struct results_about *about,
				char out[LEDGER_HASH_CHARS + 1]);

/* Into `asked`: the sets and the atoms. Into `told`: the sets and figures. */
void release_hash_asked(struct ledger_release *r);
void release_hash_told(struct ledger_release *r);

/* ---- release_part.c ---- */

/* Merges groups until no published sets differ by a few people. False and err
 * when all that is new is a few people. */
bool sets_part(struct making *m, struct error *err);

/* ---- release_options.c, release_options_open.c ---- */

/* What was told of the options of a question in all releases of the chain,
 * and, but where `hide`, will be told in this one; NULL: it has no options. */
struct options;
struct options *options_new(const struct making *m, size_t question, bool hide);
void options_free(struct options *o); /* NULL is fine */

/* Can nobody work out what a few, nearly all or hardly any of those first in
 * some of the releases chose? Within a state, of which the audit judges. */
bool options_safe(struct options *o);

/* Another number where what was told is another, as good as always. */
uint64_t options_mark(const struct options *o);

/* Adds what follows for the states of those first in the releases of the chain
 * from one to another; set_of has the audit's set by both, or SIZE_MAX. What
 * holds of `o` is changed. */
void options_imply(struct options *o, const size_t *set_of, size_t n_chain,
		   struct audit_told (*told)[AUDIT_STATES]);

/* Puts all questions' into the row, as they are told. */
void options_put(struct making *m);

/* ---- release.c ---- */

/* Puts the groups as they are now into the row: everybody, then those of each
 * breakdown in order. */
void sets_put(struct making *m);

/* How many times the organisation's row of a question was made coarser. */
uint64_t *question_levels(struct making *m, size_t question);

/* ---- release_audit.c ---- */

/* Audits every question, makes them coarser where it helps, and puts the
 * figures into the row. False and problems when it does not pass. */
bool release_audit(struct making *m, struct error *err);

#endif
