/*
 * What kind of text a topic needs: put right, make easier, tell, confirm, or
 * keep short.
 *
 * Staff who are sure of something wrong need another text than staff who do
 * not know, and staff who know but do otherwise need no text at all. The
 * first rule that applies wins (domain.md 4.4); the share that decides is put
 * to the same test as a level (definitions.md, "Pitch").
 */
#ifndef ANALYSIS_PITCH_MODE_H
#define ANALYSIS_PITCH_MODE_H

#include <stddef.h>

#include "analysis/pitch/level.h"

enum mode {
	MODE_NONE,
	MODE_CORRECT,  /* M >= .20, or M >= .10 and M >= U */
	MODE_ENABLE,   /* K >= c2 and h >= .30 */
	MODE_INFORM,   /* U >= .20 */
	MODE_REASSURE, /* S >= .25 */
	MODE_MAINTAIN
};

/* A share of 0 to 1 (NAN: not asked) and its error, persons and items. */
struct estimate {
	double share, error;
};

struct mode_input {
	size_t items;
	struct estimate known; /* K */
	double cut;	       /* c2 */
	/* M: confidently wrong, U: uninformed, S: tentative. Without
	 * certainty: wrong, don't know, and no S (NAN). */
	struct estimate misinformed, uninformed, shaky;
	struct estimate habit; /* h; NAN: no risky habit was asked about */
};

struct mode_pitch {
	enum mode mode;
	enum sureness sureness;
	/* That the deciding share is on this side of its threshold. For
	 * ENABLE the smaller of those of K and h; for MAINTAIN the smallest
	 * of those that each rule does not apply. NAN where MODE_NONE. */
	double probability;
	/* What decides: 'M', 'h', 'U', 'S'; for MAINTAIN the share that comes
	 * nearest to its threshold; 0 where MODE_NONE. */
	char decides;
	double share, threshold; /* of it; NAN where MODE_NONE */
};

/* MODE_NONE without items, or where K, M or U is NAN. */
struct mode_pitch mode_of(const struct mode_input *in);

const char *mode_name(enum mode mode); /* "correct"; "" for NONE */

#endif
