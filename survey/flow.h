/*
 * One person's way through a form: where they are, what comes next, what may
 * not be answered so. Knows nothing of screens or databases; time and
 * randomness come in as arguments.
 *
 * One question is current, or the review (the end). Questions that are not
 * relevant are passed over, going forward and back; calculations are brought
 * up to date after every change.
 */
#ifndef SURVEY_FLOW_H
#define SURVEY_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "questions/answers.h"
#include "questions/check.h"
#include "questions/form.h"
#include "survey/pages.h"

struct flow;

struct flow_clock {
	double (*now)(void *ctx); /* seconds since 1970 UTC */
	void *ctx;
	double utc_offset; /* seconds east */
};

/* The system's clock and zone. */
struct flow_clock flow_system_clock(void);

/* Starts at the first relevant question. The form must outlive it. */
struct flow *flow_new(const struct form *form, uint32_t seed,
		      struct flow_clock clock);
void flow_free(struct flow *flow); /* NULL is fine */

/* The language of refusals from now on; at first the form's default. */
void flow_set_language(struct flow *flow, size_t language);

/* The current question; NULL at the review. */
const struct question *flow_question(const struct flow *flow);

/* ---- pages of several questions, see pages.h ---- */

/* Whether the questions of such pages come one after the other; not at
 * first. */
void flow_set_apart(struct flow *flow, enum page_shape shape, bool apart);

/* The questions of the current page, at least one, and its shape: PAGE_SURE
 * always has both; PAGE_TABLE the relevant statements, PAGE_ONE where they are
 * apart. *at: the one that was come to. Caller frees; n is 0 at the review. */
size_t *flow_parts(const struct flow *flow, size_t *n, enum page_shape *shape,
		   size_t *at);

/* Would this choice of the current page's first question make its second one
 * relevant? PAGE_SURE only. */
bool flow_opens(const struct flow *flow, const char *choice);

/* Where in its table a statement stands, from 1, and the relevant statements
 * there; 0: it is in none. */
size_t flow_row(const struct flow *flow, size_t question, size_t *rows);
/* The label over the statements, or "". Caller frees. */
char *flow_table_label(const struct flow *flow, size_t question,
		       size_t language);

/*
 * Takes what was entered ("" skips) for the first n questions of the page,
 * keeps it and goes on. False: it stays, what was no answer changed nothing,
 * and its refusal[] says why; those of the others are "". At a note and the
 * like "" goes on. Of PAGE_SURE the second may be left out (n is 1): then it
 * is the next page where the answer opens it.
 */
bool flow_answer(struct flow *flow, const char *const *entered, size_t n,
		 struct refusal *refusal);

/* Keeps what was entered, as far as it is an answer, and stays. True: some
 * answer changed. For leaving a page otherwise than by answering it. */
bool flow_keep(struct flow *flow, const char *const *entered, size_t n);

/* To the page before; false when this is the first. */
bool flow_back(struct flow *flow);

/* To a question of the review, to change it; after its answer the flow asks
 * what this opened, or what no longer fits, and then comes back to the
 * review. */
void flow_change(struct flow *flow, size_t question);

/* To the review now; possible when every relevant question was seen, and
 * answered where it has to be. */
bool flow_review(struct flow *flow);
bool flow_can_review(const struct flow *flow);

/* ---- the start of the questions about oneself ---- */

/*
 * Before two or more questions of role segment that follow one another in a
 * section, notes between them, stands a page that says why they are asked and
 * lets one skip them all. flow_question is then already the first of them,
 * which has not been seen by that.
 */
struct flow_start {
	size_t first, last; /* questions */
	size_t n;	    /* those that take an answer, as things stand */
	bool optional;	    /* none of these has to be answered */
};

/* Those that the question is one of; n is 0 where it is about something
 * else. */
struct flow_start flow_about_person(const struct flow *flow, size_t question);

/* Does a start stand before the page that begins with this question? */
bool flow_has_start(const struct flow *flow, size_t question);
bool flow_at_start(const struct flow *flow);

/* On to the first of them. */
void flow_start_answer(struct flow *flow);

/* Past them all, none answered: what stood there is taken away. Past those,
 * too, that come up only without these answers, up to one that then has to be
 * answered. Only where they are optional. */
void flow_start_skip(struct flow *flow);

/* ---- what a page shows ---- */

/* Texts in a language, with ${name} replaced by the answer's label. Caller
 * frees. Never NULL. */
char *flow_label(const struct flow *flow, size_t question, size_t language);
char *flow_hint(const struct flow *flow, size_t question, size_t language);
/* The innermost group label, or "". */
char *flow_section(const struct flow *flow, size_t question, size_t language);

/* The choices to show, as positions in the question's list, in the order to
 * show them (choice_filter, randomize with the person's seed, pinned last).
 * Caller frees. */
size_t *flow_choices(const struct flow *flow, size_t question, size_t *n);

/* The answer in words: choice labels joined by "; ", or its text; "" where
 * there is none. Caller frees. */
char *flow_answer_text(const struct flow *flow, size_t question,
		       size_t language);

/* Canonical text of the present answer, "" where none. Borrowed until the
 * next change. */
const char *flow_entered(const struct flow *flow, size_t question);

/* Is the question's answer fixed (read_only)? */
bool flow_is_read_only(const struct flow *flow, size_t question);
bool flow_is_required(const struct flow *flow, size_t question);
/* How many choices at most, as its constraint says; 0: no limit known. */
size_t flow_max_choices(const struct flow *flow, size_t question);

struct flow_progress {
	/* Of the current page among the relevant ones that take an answer,
	 * from 1; all of them at the review. A table, or an item with its
	 * certainty, is one, also apart. An acknowledgement is
	 * something to do and counts. A note counts for nothing: on one this
	 * is the question before it, 0 where there is none, so that it never
	 * goes down. */
	size_t position;
	size_t total;	     /* of these now; only certain when exact */
	bool exact;	     /* no logic ahead can change the total */
	bool first;	     /* no page before this one, nor a start */
	double minutes_left; /* reading and deciding, definitions.md */
	/* Of top-level groups that have a label and pages; 0: in none.
	 * sections is 0 where answers ahead can still bring one. */
	size_t section, sections;
};
struct flow_progress flow_progress(const struct flow *flow);

/* Relevant, asked questions that take an answer, in order; caller frees. For
 * the review page. How sure one is of an answer has no row of its own. */
size_t *flow_review_rows(const struct flow *flow, size_t *n);
/* The question that asks now how sure one is of this one's answer, on the same
 * page; FORM_NONE: none does. */
size_t flow_sure(const struct flow *flow, size_t question);

/* ---- keeping ---- */

const struct answers *flow_answers(const struct flow *flow);
/* Where: a question's index, or FORM_NONE at the review. */
size_t flow_page(const struct flow *flow);

/* Is this page changed on the way back to the review? */
bool flow_is_changing(const struct flow *flow);

/* Brings a draft's answers, page and that back. False and err when the draft
 * does not fit this form. */
bool flow_restore(struct flow *flow, const struct json *draft_answers,
		  size_t page, bool changing, struct error *err);

/* What is sent: see answers_to_response. Brings calculations and relevance
 * up to date first. */
struct json *flow_response(struct flow *flow);

#endif
