/*
 * A form told in words, so that two can be compared and a difference read.
 *
 * One line a question: its name and type, then what is not as usual. Two forms
 * with the same text are the same in every respect that the text tells.
 */
#ifndef TESTS_FORM_TEXT_H
#define TESTS_FORM_TEXT_H

#include "questions/base/text.h"
#include "questions/form.h"

enum form_told {
	TOLD_STAFF, /* what staff machines get */
	TOLD_ALL    /* and the key, topics, misconceptions, rows */
};

void form_tell(const struct form *form, enum form_told told, struct text *out);

/* The lines of its questions alone. */
void form_tell_questions(const struct form *form, enum form_told told,
			 struct text *out);

#endif
