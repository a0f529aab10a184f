#include "questions/phrases.h"

#include <assert.h>

/* many is NULL where there is one form only. */
static const struct {
	const char *one, *many;
} english[PHRASE_COUNT] = {
#define WORD(name, sentence)   [PHRASE_##name] = {sentence, NULL},
#define WORDS(name, one, many) [PHRASE_##name] = {one, many},
#include "questions/phrases.def"
#undef WORD
#undef WORDS
};

static const char *(*speak)(enum phrase p, size_t n) = phrase_english;

const char *
phrase_english(enum phrase p, size_t n)
{
	assert(p < PHRASE_COUNT);
	return n == 1 || !english[p].many ? english[p].one : english[p].many;
}

const char *
phrase(enum phrase p, size_t n)
{
	return speak(p, n);
}

void
phrases_speak(const char *(*in)(enum phrase p, size_t n))
{
	speak = in ? in : phrase_english;
}

size_t
phrase_number(va_list ap)
{
	va_list first;
	size_t n;

	va_copy(first, ap);
	n = va_arg(first, size_t);
	va_end(first);
	return n;
}

/* The compiler cannot check a format that it does not see. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void
phrase_addv(struct text *t, enum phrase p, va_list ap)
{
	size_t n;

	assert(p < PHRASE_COUNT);
	n = english[p].many ? phrase_number(ap) : 0;
	text_addv(t, phrase(p, n), ap);
}
#pragma GCC diagnostic pop

void
phrase_add(struct text *t, enum phrase p, ...)
{
	va_list ap;

	va_start(ap, p);
	phrase_addv(t, p, ap);
	va_end(ap);
}
