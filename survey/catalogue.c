#include "survey/catalogue.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

enum { MAGIC = 0, REVISION = 4, COUNT = 8, TEXTS = 12, SAID = 16, HEADER = 20 };

struct catalogue {
	char *bytes; /* a NUL behind them */
	size_t size;
	bool swapped; /* written by a machine of the other byte order */
	size_t n;
	const char *plural; /* the expression, up to a ';' */
	size_t forms;
};

/* ---- the file ---- */

static uint32_t
number_at(const struct catalogue *c, size_t at)
{
	uint32_t x;

	memcpy(&x, c->bytes + at, sizeof(x));
	return c->swapped ? __builtin_bswap32(x) : x;
}

/* One text of the i-th pair: a length and a place, both checked before. */
static const char *
text_at(const struct catalogue *c, size_t table, size_t i, size_t *n)
{
	size_t at = number_at(c, table) + 8 * i;

	*n = number_at(c, at);
	return c->bytes + number_at(c, at + 4);
}

/* Whole texts one behind the other, each with a NUL. */
static bool
are_texts(const char *s, size_t n)
{
	size_t length;

	for (;; s += length + 1, n -= length + 1) {
		length = strlen(s);
		if (length > n || !text_is_utf8(s, length))
			return false;
		if (length == n)
			return true;
	}
}

static bool
table_is_sound(const struct catalogue *c, size_t table)
{
	size_t at = number_at(c, table), i, n, from;

	if (at > c->size || c->n > (c->size - at) / 8)
		return false;
	for (i = 0; i < c->n; i++) {
		n = number_at(c, at + 8 * i);
		from = number_at(c, at + 8 * i + 4);
		if (from >= c->size || n >= c->size - from ||
		    c->bytes[from + n] != '\0' ||
		    !are_texts(c->bytes + from, n))
			return false;
	}
	return true;
}

/* ---- plural forms ---- */

/* An expression of C in n: ?: || && == != < > <= >= + - * / % ! ( ) */
struct sum {
	const char *p;
	unsigned long n;
	int depth;
	bool wrong;
};

enum { MAX_DEPTH = 32, LEVELS = 6 };

static unsigned long choice(struct sum *s);

static bool
takes(struct sum *s, const char *sign)
{
	size_t n = strlen(sign);

	s->p += strspn(s->p, " \t");
	if (strncmp(s->p, sign, n) != 0)
		return false;
	s->p += n;
	return true;
}

static unsigned long
wrong(struct sum *s)
{
	s->wrong = true;
	return 0;
}

static unsigned long
operand(struct sum *s)
{
	unsigned long x = 0;

	if (s->wrong || ++s->depth > MAX_DEPTH)
		return wrong(s);
	if (takes(s, "!")) {
		x = !operand(s);
	} else if (takes(s, "(")) {
		x = choice(s);
		s->wrong = s->wrong || !takes(s, ")");
	} else if (takes(s, "n")) {
		x = s->n;
	} else if (isdigit((unsigned char)*s->p)) {
		while (isdigit((unsigned char)*s->p))
			x = x * 10 + (unsigned long)(*s->p++ - '0');
	} else {
		wrong(s);
	}
	s->depth--;
	return x;
}

/* At one level the longer sign first. */
static const struct {
	int level;
	char sign[3];
} operators[] = {
	{1, "||"}, {2, "&&"}, {3, "=="}, {3, "!="}, {4, "<="},
	{4, ">="}, {4, "<"},  {4, ">"},	 {5, "+"},  {5, "-"},
	{6, "*"},  {6, "/"},  {6, "%"},
};

static unsigned long
apply(struct sum *s, const char *sign, unsigned long a, unsigned long b)
{
	switch (sign[0]) {
	case '|': return a || b;
	case '&': return a && b;
	case '=': return a == b;
	case '!': return a != b;
	case '<': return sign[1] ? a <= b : a < b;
	case '>': return sign[1] ? a >= b : a > b;
	case '+': return a + b;
	case '-': return a - b;
	case '*': return a * b;
	case '/': return b ? a / b : wrong(s);
	default: return b ? a % b : wrong(s);
	}
}

static unsigned long
binary(struct sum *s, int level)
{
	unsigned long x = level > LEVELS ? operand(s) : binary(s, level + 1);
	size_t i = 0;

	while (!s->wrong && level <= LEVELS &&
	       i < sizeof(operators) / sizeof(operators[0])) {
		if (operators[i].level == level &&
		    takes(s, operators[i].sign)) {
			x = apply(s, operators[i].sign, x,
				  binary(s, level + 1));
			i = 0;
		} else {
			i++;
		}
	}
	return x;
}

static unsigned long
choice(struct sum *s)
{
	unsigned long x = binary(s, 1), yes, no;

	if (s->wrong || !takes(s, "?"))
		return x;
	if (++s->depth > MAX_DEPTH)
		return wrong(s);
	yes = choice(s);
	if (!takes(s, ":"))
		return wrong(s);
	no = choice(s);
	s->depth--;
	return x ? yes : no;
}

static bool
form_of(const struct catalogue *c, size_t n, size_t *form)
{
	struct sum s = {c->plural, n, 0, false};

	*form = choice(&s);
	return !s.wrong && takes(&s, ";") && *form < c->forms;
}

/* "Plural-Forms: nplurals=2; plural=(n != 1);" in the header, which is the
 * translation of nothing. */
static bool
read_plural(struct catalogue *c)
{
	static const char forms[] = "nplurals=", plural[] = "plural=";
	const char *header = catalogue_find(c, NULL, "", 0);
	const char *s = header ? strstr(header, "\nPlural-Forms:") : NULL;
	size_t n, form;

	if (!s)
		return true;
	s = strstr(s, forms);
	if (!s || !isdigit((unsigned char)s[sizeof(forms) - 1]))
		return false;
	c->forms = (size_t)(s[sizeof(forms) - 1] - '0');
	s = strstr(s + sizeof(forms), plural);
	if (!s || c->forms < 1 || c->forms > CATALOGUE_MAX_FORMS)
		return false;
	c->plural = s + sizeof(plural) - 1;
	for (n = 0; n <= 1000; n++)
		if (!form_of(c, n, &form))
			return false;
	return true;
}

size_t
catalogue_forms(const struct catalogue *c)
{
	return c->forms;
}

size_t
catalogue_form(const struct catalogue *c, size_t n)
{
	size_t form;

	return form_of(c, n, &form) ? form : c->forms - 1;
}

/* ---- what is in it ---- */

static int
compare(const char *context, const char *text, const char *with)
{
	size_t n = context ? strlen(context) : 0;
	int order = context ? strncmp(context, with, n) : 0;

	if (order != 0 || !context)
		return order != 0 ? order : strcmp(text, with);
	if (with[n] != '\4')
		return '\4' - (unsigned char)with[n];
	return strcmp(text, with + n + 1);
}

const char *
catalogue_find(const struct catalogue *c, const char *context, const char *text,
	       size_t form)
{
	size_t from = 0, to = c->n, middle, n;
	const char *said;
	int order = 1;

	while (order != 0 && from < to) {
		middle = from + (to - from) / 2;
		order = compare(context, text, text_at(c, TEXTS, middle, &n));
		if (order == 0)
			from = middle;
		else if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	if (order != 0)
		return NULL;
	said = text_at(c, SAID, from, &n);
	for (; form > 0; form--) {
		if (strlen(said) == n)
			return NULL;
		n -= strlen(said) + 1;
		said += strlen(said) + 1;
	}
	return *said ? said : NULL;
}

/* ---- reading ---- */

static bool
is_sound(struct catalogue *c)
{
	static const uint32_t magic = 0x950412de;

	if (c->size < HEADER)
		return false;
	c->swapped = number_at(c, MAGIC) == __builtin_bswap32(magic);
	if (number_at(c, MAGIC) != magic || number_at(c, REVISION) >> 16 > 1)
		return false;
	c->n = number_at(c, COUNT);
	return table_is_sound(c, TEXTS) && table_is_sound(c, SAID) &&
		read_plural(c);
}

struct catalogue *
catalogue_parse(const void *bytes, size_t n, const char *name,
		struct error *err)
{
	struct catalogue *c = mem_new(1, sizeof(*c));

	c->bytes = mem_new(n + 1, 1);
	memcpy(c->bytes, bytes, n);
	c->size = n;
	c->forms = 2;
	c->plural = "n != 1;";
	if (is_sound(c))
		return c;
	error_set(err,
		  "%s: this is no catalogue as msgfmt writes it; make it "
		  "again",
		  name);
	catalogue_free(c);
	return NULL;
}

struct catalogue *
catalogue_load(const char *path, struct error *err)
{
	FILE *in = fopen(path, "rbe");
	struct catalogue *c = NULL;
	struct stat file;
	char *bytes;
	size_t n;

	if (!in) {
		error_set(err, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (fstat(fileno(in), &file) != 0 || !S_ISREG(file.st_mode) ||
	    file.st_size > CATALOGUE_MAX_BYTES) {
		error_set(err, "%s: this is no catalogue of ours", path);
	} else {
		bytes = mem_new((size_t)file.st_size + 1, 1);
		n = fread(bytes, 1, (size_t)file.st_size, in);
		c = catalogue_parse(bytes, n, path, err);
		free(bytes);
	}
	fclose(in);
	return c;
}

void
catalogue_free(struct catalogue *c)
{
	if (!c)
		return;
	free(c->bytes);
	free(c);
}
