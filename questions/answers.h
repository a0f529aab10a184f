/*
 * One person's answers by question index, and their canonical JSON.
 *
 * Irrelevant answers are kept while the person is still answering (going back
 * may bring them back) but expressions see them as empty, and a response
 * leaves them out.
 */
#ifndef QUESTIONS_ANSWERS_H
#define QUESTIONS_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

#include "questions/form.h"
#include "questions/json.h"
#include "questions/value.h"

/* Where an answer stands in a response, and in the statistics. */
enum answer_state {
	STATE_NOT_SHOWN,   /* routing: irrelevant */
	STATE_NOT_REACHED, /* relevant, but its page never came */
	STATE_SKIPPED,	   /* its page came, no answer */
	STATE_ANSWERED
};

struct answer {
	struct value value;
	bool seen;     /* its page was shown, or it was calculated */
	bool relevant; /* as last evaluated */
};

struct answers {
	const struct form *form;
	struct answer *answer; /* form->n_questions of them */
	uint32_t seed; /* for random() and randomize; fixed per person */
};

struct answers *answers_new(const struct form *form, uint32_t seed);
void answers_free(struct answers *a); /* NULL is fine */

/* The value as expressions see it: NONE where irrelevant. Borrowed. */
const struct value *answers_value(const struct answers *a, size_t question);

enum answer_state answers_state(const struct answers *a, size_t question);

/* The answer in words: choice labels joined by "; ", or its text, in one line
 * and printable; "" where there is none. Caller frees. */
char *answers_words(const struct answers *a, size_t question, size_t language);

/* The text with each ${name} replaced by that answer in words, printable,
 * newlines kept. Caller frees. */
char *answers_fill(const struct answers *a, const char *text, size_t language);

/* May this value of the question be sent? What is calculated may rest on
 * random() only where it is a whole number below 100, and never on now(),
 * today() or uuid(), also by way of other questions: it would tell people
 * apart. */
bool answers_may_send(const struct form *form, size_t question,
		      const struct value *value);

/*
 * A draft keeps everything: {"question": {"v": text, "seen": true}, ...} for
 * each question that was seen or has a value.
 */
struct json *answers_to_draft(const struct answers *a);
bool answers_from_draft(struct answers *a, const struct json *draft,
			struct error *err);

/*
 * A response keeps what is sent: per question its canonical text when
 * answered, null when skipped, false when not reached, and no member when not
 * shown. Notes are left out; a value that may not be sent is null. Members in
 * form order.
 */
struct json *answers_to_response(const struct answers *a);

/* Reads a response into a new answers (relevant, seen and value set to match
 * the states). Every member must be a question of the form, every value of
 * its type and its list and within the limits: NULL and err, naming the
 * question, when not. Values are never quoted in err. */
struct answers *answers_from_response(const struct form *form,
				      const struct json *response,
				      struct error *err);

#endif
