/*
 * What the parts of the flow share: flow.c goes from page to page and takes
 * what was entered, flow_update.c works out what is relevant and calculated,
 * flow_show.c tells what a page shows, flow_progress.c how far one has come,
 * flow_start.c what stands before the questions about oneself.
 */
#ifndef SURVEY_FLOW_PRIVATE_H
#define SURVEY_FLOW_PRIVATE_H

#include "survey/flow.h"

struct flow {
	const struct form *form;
	struct answers *answers;
	struct flow_clock clock;
	struct pages pages;
	bool apart[PAGE_TABLE + 1]; /* by shape: one question a page */
	size_t language;	    /* of refusals */
	size_t page;	      /* its first question; FORM_NONE: the review */
	size_t at;	      /* the one of the page that was come to */
	bool start;	      /* at what stands before that question */
	bool changing;	      /* the end was reached: back to it from here */
	bool *came;	      /* by question: came first with this page */
	bool *defaulted;      /* by question: its default was looked at */
	char **calculated;    /* by question: its calculation's last text;
				 * NULL: not yet */
	bool *group_relevant; /* by group, as last evaluated */
};

/* ---- bringing up to date ---- */

/* What expressions see; question: that of "."; FORM_NONE where there is
 * none. */
struct expr_env flow_env(const struct flow *flow, size_t question);
bool flow_holds(const struct flow *flow, const struct expr *e, size_t question);

/* By its own condition, and as its group was last. */
bool flow_is_relevant(const struct flow *flow, const struct question *q);

/* Takes the value over as the answer; nothing else is brought up to date. True:
 * it was another one. */
bool flow_set(struct flow *flow, size_t question, struct value value);

/* After any change: relevance, defaults, calculations, and what no longer fits
 * is to be asked again. */
void flow_update(struct flow *flow);

/* ---- pages ---- */

/* Is it relevant, and asked? */
bool flow_has_page(const struct flow *flow, size_t question);

/* The first question with a page that belongs to the same page as this one,
 * whether or not they are asked apart. */
size_t flow_leader(const struct flow *flow, size_t question);

/* The last question that the page which begins with this one may have. */
size_t flow_page_end(const struct flow *flow, size_t page);

/* The first page that begins at or after `from`; FORM_NONE: none. */
size_t flow_page_from(const struct flow *flow, size_t from);

/* The outermost group that the question is in, or FORM_NONE. */
size_t flow_top_group(const struct form *form, const struct question *q);

/* To the page of this question (FORM_NONE: the review), and on from it. */
void flow_go_to(struct flow *flow, size_t question);
void flow_go_on(struct flow *flow, size_t from);

/* Takes what was entered for a question of the form, whether or not its page
 * is current. */
bool flow_take(struct flow *flow, size_t question, const char *entered,
	       struct refusal *refusal);

/* Has none of the questions behind this start been seen? */
bool flow_start_is_new(const struct flow *flow, size_t question);
/* Stands there. */
void flow_go_to_start(struct flow *flow, size_t question);

#endif
