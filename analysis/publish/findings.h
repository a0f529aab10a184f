/*
 * Everything that is to be told of a results file, worked out once: what may
 * be told (release.h), whom it stands for, and the pitch. Tables, summary,
 * brief and answers for staff are made of it; none of them counts again.
 */
#ifndef ANALYSIS_PUBLISH_FINDINGS_H
#define ANALYSIS_PUBLISH_FINDINGS_H

#include "analysis/data/headcounts.h"
#include "analysis/data/results.h"
#include "analysis/data/tally.h"
#include "analysis/pitch/pitch.h"
#include "analysis/publish/disclose.h"
#include "analysis/publish/measures.h"
#include "analysis/publish/release.h"
#include "analysis/publish/weighting.h"

/* What HR asks for; zero-initialised is the default. */
struct findings_wishes {
	const char *frame;	    /* file of headcounts, or NULL */
	const char *const *without; /* segments to tell no groups of */
	size_t n_without;
	const char *reason; /* --for-analysts; NULL: a release */
	/* Statistics alone need no pitch, and its thousands of redraws. */
	bool with_pitch;
	struct pitch_wishes pitch;
};

struct findings {
	struct results *results; /* borrowed */
	const struct results_about *about;
	const struct form *form;
	struct tally *tally;
	struct ledger *ledger;
	struct headcounts *headcounts; /* NULL: no frame */
	struct release *release;
	const struct disclosed *d;   /* the release's */
	struct weighting *weighting; /* NULL: no frame */
	struct measures *measures;   /* NULL without a pitch */
	struct pitch *pitch;	     /* NULL where none was asked for */
	/* All staff: the frame, else --staff, else codes issued; 0 where that
	 * is not known or fewer than have answered. */
	uint64_t invited;
	const char *reason; /* for analysts only; NULL: a release */
};

/*
 * NULL when nothing may or can be told: err says what to do, problems has what
 * stands against it. The results must outlive it; wishes' texts too.
 */
struct findings *findings_new(struct results *r,
			      const struct findings_wishes *wishes,
			      struct problems *problems, struct error *err);
void findings_free(struct findings *f); /* NULL is fine */

/* Staff of a group; 0 where the headcounts do not say, or it holds people who
 * did not say where they belong. */
uint64_t findings_staff(const struct findings *f, const struct breakdown *b,
			const struct part *part);

#endif
