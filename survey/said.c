#include "survey/said.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/value.h"

/* Takes s over. */
const char *
said(struct arena *a, char *s)
{
	char *clean = text_printable(s, true);
	const char *copy = arena_copy(a, clean);

	free(clean);
	free(s);
	return copy;
}

const char *
said_wordv(struct arena *a, enum word w, va_list ap)
{
	struct text t = TEXT_INIT;

	word_addv(&t, w, ap);
	return said(a, text_take(&t));
}

const char *
said_word(struct arena *a, enum word w, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, w);
	s = said_wordv(a, w, ap);
	va_end(ap);
	return s;
}

/* Without blanks and full stops at its end, to go into a sentence; NULL when
 * nothing is left. */
const char *
said_phrase(struct arena *a, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	while (n > 0 && strchr(" \t\r\n.", s[n - 1]))
		n--;
	return n > 0 ? arena_copy_n(a, s, n) : NULL;
}

/* As a sentence of its own. */
const char *
said_sentence(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	if (n > 0 && strchr(".!?", s[n - 1]))
		return s;
	return arena_printf(a, "%s.", s);
}

/* "14 December 2026"; what is no date stays as it is. */
const char *
said_date(struct arena *a, const char *iso)
{
	double days;
	int y, m, d;

	if (!date_parse(iso, &days))
		return iso;
	date_split(days, &y, &m, &d);
	return said_word(a, WORD_DATE, d, word(WORD_MONTH_1 + m - 1), y);
}

const char *
said_spelled(struct arena *a, const char *code)
{
	struct text t = TEXT_INIT;
	const char *p;

	for (p = code; *p; p++) {
		if (*p == '-') {
			text_add(&t, ",");
			continue;
		}
		if (t.n > 0)
			text_add(&t, " ");
		text_add(&t,
			 isdigit((unsigned char)*p)
				 ? word(WORD_SPELL_0 + *p - '0')
				 : word(WORD_SPELL_A + *p - 'A'));
	}
	return said(a, text_take(&t));
}

const char *
said_language(struct arena *a, const char *language)
{
	const char *code = strrchr(language, '(');
	size_t n = code ? (size_t)(code - language) : strlen(language);

	while (n > 0 && language[n - 1] == ' ')
		n--;
	return said(a, n > 0 ? mem_copy_n(language, n) : mem_copy(language));
}
