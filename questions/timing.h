/*
 * How long a questionnaire takes, and how many people come to a question:
 * what is said before anyone has answered.
 *
 * Reading at 238 words a minute, 4 s to decide a question, 3 s for how sure
 * one is of an answer, 1 minute for the notice.
 */
#ifndef QUESTIONS_TIMING_H
#define QUESTIONS_TIMING_H

#include "questions/form.h"

/*
 * Per question the share (0 to 1) of people who come to it, as far as routing
 * tells without anybody's answers: a third for one of three blocks drawn at
 * random. What hangs on an answer counts as shown. n_questions of them;
 * caller frees.
 */
double *form_shares(const struct form *form);

/* Minutes that one question takes, asked in that language. */
double question_minutes(const struct form *form, const struct question *q,
			size_t language);

/* Minutes from the first page to the last, each question counted by its
 * share. */
double form_minutes(const struct form *form, size_t language);

#endif
