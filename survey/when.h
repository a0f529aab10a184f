/*
 * When a question is asked, said in words: 'you answered "Yes" to question 3'.
 * For whoever reads a questionnaire through, or fills it in on paper.
 */
#ifndef SURVEY_WHEN_H
#define SURVEY_WHEN_H

#include "questions/answers.h"
#include "questions/base/text.h"
#include "questions/form.h"

struct when {
	const struct form *form;
	size_t language;
	/* What a question is called; yours to free. */
	char *(*call)(const void *ctx, size_t question);
	const void *ctx;
	/* What hangs on nobody's answers, as a block drawn at random, is as
	 * it is here; NULL: not known. */
	const struct answers *drawn;
};

enum when_asked {
	WHEN_ALWAYS,
	WHEN_IF,	/* what goes behind "if" is added */
	WHEN_SOMETIMES, /* it cannot be said: its conditions are added, as
			 * the form has them */
	WHEN_NEVER	/* not with what was drawn */
};

/* By the question's own condition and those of its groups. */
enum when_asked when_asked(const struct when *when, size_t question,
			   struct text *out);

#endif
