#include "survey/words.h"

#include <assert.h>
#include <ctype.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "questions/phrases.h"

/* key is the one form with its name as msgctxt, which in a .mo file stands
 * before it; many is NULL where there is one form only. */
#define CONTEXT "\004"
static const struct {
	const char *name, *key, *one, *many;
} english[WORD_COUNT] = {
#define WORD(name, one) [WORD_##name] = {#name, #name CONTEXT one, one, NULL},
#define WORDS(name, one, many) \
	[WORD_##name] = {#name, #name CONTEXT one, one, many},
#include "survey/words.def"
#undef WORD
#undef WORDS
};

_Static_assert((int)WORD_NEEDED_NUMBER == (int)PHRASE_NEEDED_NUMBER,
	       "words.def begins with phrases.def");

static const char domain[] = "conduct";

/* The locale in which gettext looks; 0: English is spoken. */
static locale_t speaking;
static char *directory;
static char *told; /* words_tell's; NULL: nobody's */

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

/* What gettext knows; NULL where it is not translated. */
static const char *
translated(enum word w, size_t n)
{
	const char *key = english[w].key, *many = english[w].many, *said;
	locale_t before = uselocale(speaking);

	said = many ? dcngettext(domain, key, many, n, LC_MESSAGES)
		    : dcgettext(domain, key, LC_MESSAGES);
	uselocale(before);
	return said == key || said == many ? NULL : said;
}

const char *
word_for(enum word w, size_t n)
{
	const char *said;

	assert(w < WORD_COUNT);
	said = speaking ? translated(w, n) : NULL;
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
	size_t w;

	for (w = 0; speaking && w < WORD_COUNT; w++)
		if (!word_has_forms((enum word)w) && word((enum word)w) == said)
			return english[w].one;
	return said;
}

/* The compiler cannot check a format that it does not see; words.def says
 * beside each what goes in, and msgfmt that a translation takes the same. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void
word_addv(struct text *t, enum word w, va_list ap)
{
	size_t n = word_has_forms(w) ? phrase_number(ap) : 0;

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

/* ---- catalogues ---- */

/* Is there a catalogue of the language in LANGUAGE, in this locale? Its header
 * is what the empty text stands for. */
static bool
is_translated(locale_t locale)
{
	locale_t before = uselocale(locale);
	bool is = *dcgettext(domain, "", LC_MESSAGES) != '\0';

	uselocale(before);
	return is;
}

static void
look_in(const char *where)
{
	bindtextdomain(domain, where);
	bind_textdomain_codeset(domain, "UTF-8");
}

/* "../share/locale" as seen from the program. */
static void
look_beside(const char *place)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct text where = TEXT_INIT;

	self[n > 0 ? n : 0] = '\0';
	if (strrchr(self, '/'))
		*strrchr(self, '/') = '\0';
	text_addf(&where, "%s/%s", self, place);
	look_in(text_get(&where));
	text_release(&where);
}

static bool
find_catalogue(locale_t locale)
{
	static const char *const places[] = {"locale", "../share/locale"};
	size_t i;

	if (directory) {
		look_in(directory);
		return is_translated(locale);
	}
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		look_beside(places[i]);
		if (is_translated(locale))
			return true;
	}
	return false;
}

/*
 * gettext translates nothing in the locale C, and in newer C libraries than
 * Debian 12's nothing in C.UTF-8; which other locale it is does not matter.
 * Only the sentences are looked up in it: nothing else of the program is.
 */
static locale_t
locale_that_translates(void)
{
	static const char *const names[] = {"C.UTF-8", "en_GB.UTF-8",
					    "cy_GB.UTF-8", "en_US.UTF-8"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		locale_t locale = newlocale(LC_MESSAGES_MASK, names[i], 0);

		if (locale && find_catalogue(locale))
			return locale;
		if (locale)
			freelocale(locale);
	}
	return 0;
}

/* LANGUAGE alone changes nothing of what gettext remembers; textdomain makes it
 * look anew. */
static void
set_language(const char *code)
{
	setenv("LANGUAGE", code, 1);
	textdomain(domain);
}

/* ---- languages ---- */

static const char *
in_our_language(enum phrase p, size_t n)
{
	return word_for((enum word)p, n);
}

/* It becomes part of a path. */
static bool
is_code(const char *code)
{
	return isalpha((unsigned char)*code) &&
		code[strspn(code,
			    "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")] == '\0';
}

static bool
is_english(const char *code)
{
	return *code == '\0' ||
		(strncmp(code, "en", 2) == 0 &&
		 !isalpha((unsigned char)code[2]));
}

/* "cy-GB" as gettext has it, "cy_GB"; it goes on to "cy" by itself. */
static void
speak(const char *code)
{
	char *posix = mem_copy(code), *p;

	for (p = posix; *p; p++)
		if (*p == '-')
			*p = '_';
	set_language(posix);
	free(posix);
	speaking = locale_that_translates();
}

/* One that is too long is not told. */
static void
tell(const char *code)
{
	size_t n = strlen(code);

	if (told && n < WORDS_CODE_BYTES)
		memcpy(told, code, n + 1);
}

bool
words_use(const char *code)
{
	if (speaking)
		freelocale(speaking);
	speaking = 0;
	if (is_code(code) && !is_english(code))
		speak(code);
	phrases_speak(speaking ? in_our_language : NULL);
	tell(speaking ? code : "");
	return speaking || is_english(code);
}

void
words_tell(char code[WORDS_CODE_BYTES])
{
	told = code;
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
