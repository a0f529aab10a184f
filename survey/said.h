/*
 * What goes into sentences on screen: texts of a questionnaire, dates, codes,
 * made fit for a terminal. All live in an arena.
 */
#ifndef SURVEY_SAID_H
#define SURVEY_SAID_H

#include <stdarg.h>

#include "questions/base/mem.h"
#include "survey/words.h"

/* Without what could move a terminal's cursor. Takes s over. */
const char *said(struct arena *a, char *s);

/* word() as a printf format. */
const char *said_word(struct arena *a, enum word w, ...);
const char *said_wordv(struct arena *a, enum word w, va_list ap);

/* Without blanks and full stops at its end, to go into a sentence; NULL when
 * nothing is left. s may be NULL. */
const char *said_phrase(struct arena *a, const char *s);

/* With a full stop, unless it ends like a sentence. */
const char *said_sentence(struct arena *a, const char *s);

/* "14 December 2026"; what is no ISO date stays as it is. */
const char *said_date(struct arena *a, const char *iso);

/* "Seven Foxtrot, Nine X-ray", group by group. */
const char *said_spelled(struct arena *a, const char *code);

/* "English (en)" without its code. */
const char *said_language(struct arena *a, const char *language);

#endif
