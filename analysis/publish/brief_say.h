/*
 * Words that the summary, the brief and the answers for staff share.
 *
 * What adds to a text adds no blank before or behind it. Shares come as they
 * may be told: a whole percent, or a band; never 0 or 100. Whether the base of
 * a question may be told at all is for the caller to ask (say_may).
 */
#ifndef ANALYSIS_PUBLISH_BRIEF_SAY_H
#define ANALYSIS_PUBLISH_BRIEF_SAY_H

#include "analysis/publish/findings.h"
#include "questions/base/text.h"

/* From this share right on a point is known: no need to teach it. */
#define SAY_KNOWN .80

/* "start from scratch", "put right", "firm"; "" for NONE. */
const char *say_level(enum level level);
const char *say_mode(enum mode mode);
const char *say_sureness(enum sureness sureness);

/* A text of the questionnaire in its default language. */
const char *say_label(const struct form *form, const char *const *by_language);

/* What a topic is called, in plain words where the form has them. */
const char *say_topic(const struct form *form, size_t topic);

/* As in the middle of a sentence: "Strangers" as "strangers", "AI" as "AI". */
void say_lower(struct text *t, const char *s);

/* "1,240"; "36 %". */
void say_count(struct text *t, uint64_t n);
void say_percent(struct text *t, double share);

/* "36 %", "30 to 40 %", "under 20 %" or "80 % or more". */
void say_told(struct text *t, const struct told *told, uint64_t x, uint64_t n);

/* Why no topic has a level: "no question could be scored". */
const char *say_no_level(const struct findings *f);

/* Has any group a level of its own that could differ from all staff's? */
bool say_groups_compared(const struct findings *f);

/* May figures of this question be told of everybody? */
bool say_may(const struct findings *f, const struct question *q);

/* How many answered an item or a habit, and the share in one of its states
 * (split_of); the share as a number, for comparing. */
uint64_t say_base(const struct findings *f, const struct question *q);
void say_state(struct text *t, const struct findings *f,
	       const struct question *q, unsigned state);
double say_state_share(const struct findings *f, const struct question *q,
		       unsigned state);

/* The share of those who answered that chose an option. */
void say_option(struct text *t, const struct findings *f,
		const struct question *q, size_t option);
double say_option_share(const struct findings *f, const struct question *q,
			size_t option);

/* Options that are answers (refusals are none), most chosen first, in the
 * order of the list where they may not be told apart. out has q->list->n
 * places; returns how many. */
size_t say_by_share(const struct findings *f, const struct question *q,
		    size_t *out);

/* "Fairly clear 48 %; Very clear 22 %": at most so many. */
void say_most_chosen(struct text *t, const struct findings *f,
		     const struct question *q, size_t most);

/* The words of the right answer, or the range of a number. */
void say_right_answer(struct text *t, const struct form *form,
		      const struct question *q);

/* On what its key rests: general practice, law, or a local rule and who
 * confirmed it. A sentence without its full stop. */
void say_basis(struct text *t, const struct question *q);

/* "31 of 40 answered (78 %)." and what stands against it. */
void say_answered(struct text *t, const struct findings *f);

/* How many questions the topics rest on, as long as these are few: "Two
 * questions a topic: levels are indications."; else nothing. */
void say_few_questions(struct text *t, const struct findings *f);

/* The questionnaire's title; " (MADE-UP DATA: PILOT)" and the like, or "". */
const char *say_title(const struct findings *f);
const char *say_mark(const struct findings *f);

/* Is this a question on no single topic about what people wish, think, or do:
 * how clear the rules are, what they have read, what form they want? */
bool say_is_wish(const struct question *q);

#endif
