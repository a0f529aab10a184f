/*
 * The client's own sentences, in one place so that they can be read, agreed
 * and translated as a whole.
 */
#ifndef SURVEY_WORDS_H
#define SURVEY_WORDS_H

#include <stdarg.h>

#include "questions/base/text.h"

/* Each name stands for one English sentence in words.c. Sentences with %s or
 * %zu say in a comment there what goes in. */
enum word {
#define WORD(name, english) WORD_##name,
#include "survey/words.def"
#undef WORD
	WORD_COUNT
};

const char *word(enum word w);

/* word() as a printf format; caller frees. */
char *word_format(enum word w, ...);
/* The same added to a text. */
void word_addv(struct text *t, enum word w, va_list ap);

#endif
