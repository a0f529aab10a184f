/*
 * Between the parts of the brief.
 */
#ifndef ANALYSIS_PUBLISH_BRIEF_PRIVATE_H
#define ANALYSIS_PUBLISH_BRIEF_PRIVATE_H

#include "analysis/publish/brief_say.h"
#include "analysis/publish/report.h"

struct brief {
	const struct findings *f;
	const struct form *form;
	const struct pitch *pitch;
	const struct pitch_input *in;
	struct report *r;
};

/* Does a question belong to the topic? Does it have a key? */
bool brief_is_of(const struct brief *b, const struct question *q, size_t topic);
bool brief_has_key(const struct brief *b, const struct question *q);

/* Is there anything to write on the topic? */
bool brief_is_measured(const struct pitch_result *t);

/* "words" (36 % of 536), an answer as people gave it. */
void brief_say_answer(const struct brief *b, struct text *t,
		      const struct pitch_answer *a);

/* One part each. */
void brief_topics(const struct brief *b);   /* what to write */
void brief_you_may(const struct brief *b);  /* stricter than the rule */
void brief_managers(const struct brief *b); /* over-reach */
void brief_rules(const struct brief *b);    /* to confirm or to check */
void brief_groups(const struct brief *b);   /* who differs */
void brief_limits(const struct brief *b);

#endif
