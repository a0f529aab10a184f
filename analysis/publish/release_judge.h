/*
 * How a release is audited, question by question; what the parts of that
 * share, and nobody else includes:
 *
 *	release_sets.c	the sets of people that a reader can name
 *	release_told.c	what a reader knows of them when a question is told
 *	release_audit.c	how exactly it may be told, and of all questions
 */
#ifndef ANALYSIS_PUBLISH_RELEASE_JUDGE_H
#define ANALYSIS_PUBLISH_RELEASE_JUDGE_H

#include <stdatomic.h>

#include "analysis/publish/release_private.h"

/* What a set of the audit is, for messages. */
struct where {
	unsigned segments;	 /* a bit each: whose categories make it */
	bool by_release;	 /* people of some releases and not of others */
	const struct part *part; /* a published group of the new release */
};

/* How far the sum of scores of a set may move in the band that is told of
 * its mean, in answers to one item; NO_LIMIT: as far as it likes. */
enum { NO_LIMIT = INT32_MAX };
struct slack {
	uint64_t down, up;
};

enum { MOST_BREACHES = 3 }; /* named of one question */

/* What came of one question. */
struct verdict {
	struct ledger_figure *figure;
	size_t n_figures;
	bool failed;
	struct audit_breach breach[MOST_BREACHES];
	size_t n_breaches;
	/* of scores, as they may be told after it; NULL: not looked at yet */
	struct topic_precision *topic;
};

/* What all questions share. Only main changes it, but for what is atomic, and
 * for a question's own verdict and precision. */
struct job {
	struct making *m;
	struct disclosed *d;
	struct audit *audit;
	size_t **set_of; /* by release of the chain, its sets in the audit */
	struct where *where;
	size_t n_where, where_room;
	size_t n_now; /* sets of the new release */
	size_t *span; /* by release, then release: those first from the one to
		       * the other as a set; SIZE_MAX: nobody */
	struct slack *slack;	 /* by topic (the last: all items), then set */
	size_t n_topics;	 /* with that of all items */
	struct verdict *verdict; /* by question */
	atomic_size_t next;	 /* question to look at */
	atomic_size_t changed;	 /* the first that changed what is told of
				  * scores; SIZE_MAX: none */
	unsigned *blame; /* by segment: how many questions it is named in */
	size_t n_failed;
};

/* What was found of the question when it was told so. */
struct finding {
	struct ledger_figure *figure;
	size_t n_figures;
	uint64_t options; /* options_mark */
	bool known, thorough, found;
	struct audit_breach breach;
};

/* Who looks at questions one by one, in a thread of its own. */
struct judge {
	struct job *job;
	struct topic_precision *topic; /* of scores, as they may be told now */
	uint64_t (*count)[AUDIT_STATES];
	struct audit_told (*told)[AUDIT_STATES];
	struct ledger_figure *figure; /* of one question */
	size_t n_figures;
	bool thorough;
	bool hide_all; /* the organisation's row: to see what groups alone tell */
	struct options *options; /* of that question; or NULL */
	struct finding last[2];	 /* with that row, and without */
};

/* ---- release_sets.c ---- */

/* Makes the audit with all its sets, set_of, where and span. Those published
 * in the new release come first. */
void job_make_sets(struct job *j);

/* The group of the new release that is its set of this number; NULL: it is
 * everybody. */
const struct part *job_part(const struct job *j, size_t set);

/* ---- release_told.c ---- */

/* Once there are sets: what bands of scores leave open. */
void job_make_slacks(struct job *j);

/* The figures of a question and its options, as it would be told now. */
void judge_make_figures(struct judge *g, size_t question);

/* After that: what all releases then tell of each set. */
void judge_make_told(struct judge *g, size_t question);

#endif
