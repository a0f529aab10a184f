#include "survey/words.h"

#include <assert.h>
#include <stdarg.h>

#include "questions/base/text.h"

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

char *
word_format(enum word w, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, w);
	text_addv(&t, word(w), ap);
	va_end(ap);
	return text_take(&t);
}
