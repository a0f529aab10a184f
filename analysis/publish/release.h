/*
 * A release: everything that one run tells, together with all that was told
 * before of the same answers.
 *
 * release_new forms the groups (disclose.h), parts sets that differ by fewer
 * than k people (also differences of them, and groups told otherwise before),
 * audits question by question (audit.h) with all earlier releases of the
 * ledger as what the reader knows already, and tells a question less exactly
 * where the audit asks for it: first the organisation's row in bands; where
 * the groups give themselves away, their bands wider, and at last not at all.
 * Options must not say what those chose who have come since another release:
 * they are told in bands, in wider ones, at last not at all. It makes all of
 * it or refuses. Nothing may be written before release_record has put it into
 * the ledger. The same release again passes and adds nothing.
 *
 * Building with one of CONDUCT_WEAK_MERGE (small groups are told),
 * CONDUCT_WEAK_EXACT (organisation rows stay exact, without an audit of
 * answers), CONDUCT_WEAK_DIFFERENCE (sets may differ by a few) and
 * CONDUCT_WEAK_LEDGER (what was told before is forgotten) defined takes that
 * one guard away: for tests that show that the guard is needed.
 */
#ifndef ANALYSIS_PUBLISH_RELEASE_H
#define ANALYSIS_PUBLISH_RELEASE_H

#include "analysis/data/headcounts.h"
#include "analysis/data/ledger.h"
#include "analysis/data/results.h"
#include "analysis/data/tally.h"
#include "analysis/publish/disclose.h"
#include "questions/base/error.h"

struct release_plan {
	const struct results_about *about;   /* its k and questionnaire */
	const struct ledger *past;	     /* what the file has; not NULL */
	const struct headcounts *headcounts; /* --frame, or NULL */
	/* names of segment questions to tell no groups of (--without) */
	const char *const *without;
	size_t n_without;
	/* --for-analysts: no audit, and figures are not coarsened; NULL: a
	 * release. Kept in the ledger. */
	const char *reason;
};

struct release {
	struct disclosed *disclosed; /* what may be told, and how exactly */
	bool again;	    /* the ledger has it already: nothing is added */
	uint32_t number;    /* in the ledger, from 1 */
	size_t n_coarsened; /* questions told less exactly for the audit's
			     * sake: of the organisation */
	size_t n_widened;   /* of groups: in wider bands, or not at all */
	size_t n_parted;    /* groups merged because sets differed by a few */
	struct ledger_release *row;
	size_t before;		    /* releases that the ledger had */
	struct ledger_entry *entry; /* of release_prepare; NULL: none */
};

/*
 * NULL when it may not be told, with err saying in one line what to do and a
 * problem each for what stands against it: a file whose earlier releases were
 * of other answers or another questionnaire, fewer than k people or than k
 * new ones, questions whose answers in some group could be worked out. No
 * number of a small group is in any message. Tally and plan must outlive it.
 */
struct release *release_new(const struct tally *t,
			    const struct release_plan *plan,
			    struct problems *problems, struct error *err);
void release_free(struct release *r); /* NULL is fine */

/* What of release_record can be done before: nobody sees it yet, and releasing
 * it undoes it. A thread may do it while others read the release. */
bool release_prepare(struct release *r, const char *results, struct error *err);

/* Puts it into the ledger of the results file it came from; after that, and
 * not before, files may be put in place. False and err when it cannot be
 * written, or when another release was recorded since plan->past was read. */
bool release_record(struct release *r, const char *results, struct error *err);

#endif
