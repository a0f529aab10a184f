/*
 * What questions/ says to the person who answers: why an answer is not taken,
 * dates. English, until a program that speaks more languages says how.
 */
#ifndef QUESTIONS_PHRASES_H
#define QUESTIONS_PHRASES_H

#include <stdarg.h>
#include <stddef.h>

#include "questions/base/text.h"

enum phrase {
#define WORD(name, english)    PHRASE_##name,
#define WORDS(name, one, many) PHRASE_##name,
#include "questions/phrases.def"
#undef WORD
#undef WORDS
	PHRASE_COUNT
};

/* The sentence, a printf format. n decides between the forms of one that has
 * several ("1 answer", "3 answers"); of others it does not matter. */
const char *phrase(enum phrase p, size_t n);
/* The same in English, whatever is spoken. */
const char *phrase_english(enum phrase p, size_t n);

/* Adds the sentence with what goes into it. In one that has several forms a
 * size_t comes first, and decides. */
void phrase_addv(struct text *t, enum phrase p, va_list ap);
void phrase_add(struct text *t, enum phrase p, ...);

/* What comes first of what goes into a sentence with several forms. */
size_t phrase_number(va_list ap);

/* From now on sentences come from there; NULL: English again. Their
 * conversions are those of the English, in any order by "%1$s". */
void phrases_speak(const char *(*in)(enum phrase p, size_t n));

#endif
