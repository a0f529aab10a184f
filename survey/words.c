#include "survey/words.h"

#include <assert.h>
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "questions/phrases.h"
#include "survey/catalogue.h"

/* many is NULL where there is one form only. */
static const struct {
	const char *name, *one, *many;
} english[WORD_COUNT] = {
#define WORD(name, sentence)   [WORD_##name] = {#name, sentence, NULL},
#define WORDS(name, one, many) [WORD_##name] = {#name, one, many},
#include "survey/words.def"
#undef WORD
#undef WORDS
};

_Static_assert((int)WORD_NEEDED_NUMBER == (int)PHRASE_NEEDED_NUMBER,
	       "words.def begins with phrases.def");

enum { CODE_BYTES = 16 };

/* Once loaded a language stays: its texts have been handed out. */
struct language {
	char code[CODE_BYTES];
	struct catalogue *catalogue;
	size_t forms;
	const char **said; /* by word, form; NULL: in English */
	struct language *next;
};

static struct language *loaded;
static const struct language *spoken; /* NULL: English */
static char *directory;

/* ---- sentences ---- */

const char *
word_english(enum word w, size_t n)
{
	assert(w < WORD_COUNT);
	return n == 1 || !english[w].many ? english[w].one : english[w].many;
}

bool
word_has_forms(enum word w)
{
	assert(w < WORD_COUNT);
	return english[w].many != NULL;
}

const char *
word_name(enum word w)
{
	assert(w < WORD_COUNT);
	return english[w].name;
}

const char *
word_for(enum word w, size_t n)
{
	const char *said = NULL;
	size_t form;

	assert(w < WORD_COUNT);
	if (spoken) {
		form = english[w].many ? catalogue_form(spoken->catalogue, n)
				       : 0;
		said = spoken->said[w * spoken->forms + form];
	}
	return said ? said : word_english(w, n);
}

const char *
word(enum word w)
{
	assert(!word_has_forms(w));
	return word_for(w, 0);
}

const char *
word_in_english(const char *said)
{
	size_t w, form;

	for (w = 0; spoken && w < WORD_COUNT; w++)
		for (form = 0; form < spoken->forms; form++)
			if (spoken->said[w * spoken->forms + form] == said)
				return word_english((enum word)w, 0);
	return said;
}

/* The compiler cannot check a format that it does not see; words.def says
 * beside each what goes in, and agrees() that a translation takes the same. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void
word_addv(struct text *t, enum word w, va_list ap)
{
	size_t n = 0;
	va_list first;

	if (word_has_forms(w)) {
		va_copy(first, ap);
		n = va_arg(first, size_t);
		va_end(first);
	}
	text_addv(t, word_for(w, n), ap);
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

/* ---- conversions ---- */

enum { MAX_ARGUMENTS = 8 };

/* What a format takes, by place: "zu", "s"; "" where nothing. */
struct arguments {
	char type[MAX_ARGUMENTS][4];
	size_t n; /* conversions that name one */
};

/* The one behind a '%', which takes the next argument unless it says which.
 * NULL when it is none of ours. */
static const char *
take_conversion(struct arguments *a, const char *p)
{
	size_t place = a->n, n;

	if (*p >= '1' && *p <= '0' + MAX_ARGUMENTS && p[1] == '$') {
		place = (size_t)(*p - '1');
		p += 2;
	}
	n = strspn(p, "hlzjt");
	if (place >= MAX_ARGUMENTS || n > 2 || p[n] == '\0' ||
	    !strchr("diuxsc", p[n]))
		return NULL;
	memcpy(a->type[place], p, n + 1);
	a->n++;
	return p + n + 1;
}

static bool
find_arguments(const char *format, struct arguments *a)
{
	const char *p = format;

	*a = (struct arguments){.n = 0};
	while (p && (p = strchr(p, '%')) != NULL)
		p = p[1] == '%' ? p + 2 : take_conversion(a, p + 1);
	return p == NULL;
}

/* May it be said instead? A form that goes with a number need not say it, as
 * "1 minute" in English, where nothing else goes in. */
static bool
agrees(enum word w, const char *said)
{
	struct arguments ours, theirs;

	if (!find_arguments(word_english(w, 0), &ours) ||
	    !find_arguments(said, &theirs))
		return false;
	if (word_has_forms(w) && ours.n == 1 && theirs.n == 0)
		return true;
	return ours.n == theirs.n &&
		memcmp(ours.type, theirs.type, sizeof(ours.type)) == 0;
}

/* ---- catalogues ---- */

static const char *
find(const struct language *l, enum word w, size_t form)
{
	const char *said = catalogue_find(l->catalogue, english[w].name,
					  english[w].one, form);

	return said && agrees(w, said) && !text_has_controls(said) ? said
								   : NULL;
}

static void
look_up(struct language *l)
{
	size_t w, form;

	l->forms = catalogue_forms(l->catalogue);
	l->said = mem_new(WORD_COUNT * l->forms, sizeof(*l->said));
	for (w = 0; w < WORD_COUNT; w++)
		for (form = 0; form < (english[w].many ? l->forms : 1); form++)
			l->said[w * l->forms + form] =
				find(l, (enum word)w, form);
}

static struct catalogue *
load_from(const char *where, const char *code)
{
	struct text path = TEXT_INIT;
	struct catalogue *c;

	text_addf(&path, "%s/%s/LC_MESSAGES/conduct.mo", where, code);
	c = catalogue_load(text_get(&path), NULL);
	text_release(&path);
	return c;
}

/* Beside the program, or where `make install` puts it and them. */
static struct catalogue *
load_by_program(const char *code)
{
	static const char *const places[] = {"locale", "../share/locale"};
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct catalogue *c = NULL;
	size_t i;

	if (n <= 0)
		return NULL;
	self[n] = '\0';
	*(strrchr(self, '/') ? strrchr(self, '/') : self) = '\0';
	for (i = 0; !c && i < sizeof(places) / sizeof(places[0]); i++) {
		struct text where = TEXT_INIT;

		text_addf(&where, "%s/%s", self, places[i]);
		c = load_from(text_get(&where), code);
		text_release(&where);
	}
	return c;
}

static const struct language *
load(const char *code)
{
	struct catalogue *c =
		directory ? load_from(directory, code) : load_by_program(code);
	struct language *l;

	if (!c)
		return NULL;
	l = mem_new(1, sizeof(*l));
	memcpy(l->code, code, strlen(code) + 1);
	l->catalogue = c;
	look_up(l);
	l->next = loaded;
	loaded = l;
	return l;
}

static const struct language *
find_language(const char *code)
{
	const struct language *l = loaded;

	while (l && strcmp(l->code, code) != 0)
		l = l->next;
	return l ? l : load(code);
}

/* ---- languages ---- */

static const char *
in_our_language(enum phrase p, size_t n)
{
	return word_for((enum word)p, n);
}

static bool
is_code(const char *code)
{
	size_t n = strlen(code);

	return n < CODE_BYTES && isalpha((unsigned char)*code) &&
		strspn(code,
		       "abcdefghijklmnopqrstuvwxyz"
		       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == n;
}

bool
words_use(const char *code)
{
	char plain[CODE_BYTES] = "";
	bool is_english;

	spoken = NULL;
	if (is_code(code)) {
		memcpy(plain, code, strcspn(code, "-_"));
		spoken = find_language(code);
	}
	is_english = *code == '\0' || strcmp(plain, "en") == 0;
	if (!spoken && *plain && !is_english && strcmp(plain, code) != 0)
		spoken = find_language(plain);
	phrases_speak(spoken ? in_our_language : NULL);
	return spoken || is_english;
}

bool
words_use_language(const char *language)
{
	const char *open = strrchr(language, '(');
	size_t n = open ? strcspn(open + 1, ")") : 0;
	char *code = mem_copy_n(open ? open + 1 : "", n);
	bool is = words_use(code);

	free(code);
	return is;
}

void
words_look_in(const char *where)
{
	free(directory);
	directory = where ? mem_copy(where) : NULL;
}
