/*
 * From what a person entered to an answer, or to why not.
 *
 * One validator for both front ends. A front end hands over text: a choice's
 * name (names joined by blanks), a number or a date as typed, the text
 * itself. A refusal is a sentence for the person: what to do, no blame.
 */
#ifndef QUESTIONS_CHECK_H
#define QUESTIONS_CHECK_H

#include "questions/expr.h"

struct refusal {
	char text[512];
};

/*
 * Checks `entered` ("" is no answer) as the answer to env->self. True: *value
 * holds it (canonical, NFC, trimmed; NONE for ""). False: *refusal says why
 * and *value is NONE. In order: the type, choices that exist, are shown
 * (choice_filter) and go together (exclusive ones), length; then constraint,
 * only when there is an answer; required, only when there is none.
 */
bool check_answer(const struct form *form, const struct expr_env *env,
		  const char *entered, struct value *value,
		  struct refusal *refusal);

/* What is kept of a text as it was entered, which is UTF-8: NFC, CR and CRLF
 * as newlines, tabs as blanks, and no blank around it. The caller frees it. */
char *check_tidy(const char *entered);

/* The type and list rules alone, as for answers that come from a file:
 * reads a canonical text. False when it is not a value of this question. */
bool check_canonical(const struct question *q, const char *text,
		     struct value *value);

/* Is this choice of the question's list shown (choice_filter)? */
bool check_choice_shown(const struct form *form, const struct expr_env *env,
			size_t choice);

#endif
