/*
 * A session of nobody, for what is shown of a survey before there is a person:
 * a preview, a paper. Nothing is kept, and its clock stands still, so that the
 * same questionnaire gives the same bytes on every machine and every day.
 */
#ifndef SURVEY_NOBODY_H
#define SURVEY_NOBODY_H

#include "survey/session.h"

/* At the run's first question, in its language. The run has a form and no
 * store, and outlives the session; what is drawn is drawn from the seed. */
void nobody_begin(struct session *s, struct run *run, uint32_t seed);
void nobody_end(struct session *s);

#endif
