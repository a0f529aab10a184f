#include "survey/words.h"

#include <assert.h>
static const char *const english[WORD_COUNT] = {
#define WORD(name, sentence) [WORD_##name] = (sentence),
#include "survey/words.def"
#undef WORD
};

const char *
word(enum word w)
{
	assert(w < WORD_COUNT);
	return english[w];
}

/* The compiler cannot check a format that it does not see; words.def says
 * beside each what goes in. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void
word_addv(struct text *t, enum word w, va_list ap)
{
	text_addv(t, word(w), ap);
}
#pragma GCC diagnostic pop

char *
word_format(enum word w, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, w);
	word_addv(&t, w, ap);
	va_end(ap);
	return text_take(&t);
}
