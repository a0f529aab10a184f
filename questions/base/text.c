#include "questions/base/text.h"

#include <assert.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "questions/base/mem.h"

/* Of a whole number of 64 bits, with a sign or a blank before it. */
enum { MOST_DIGITS = 21 };

/* ------------------------------------------------------- a growing string */

static void
text_room(struct text *t, size_t more)
{
	if (t->s != NULL && t->room - t->n > more)
		return;
	t->s = mem_room(t->s, &t->room, t->n + more + 1, 1);
}

void
text_add_n(struct text *t, const char *s, size_t n)
{
	text_room(t, n);
	if (n > 0)
		memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

void
text_add(struct text *t, const char *s)
{
	text_add_n(t, s, strlen(s));
}

void
text_add_char(struct text *t, char c)
{
	text_add_n(t, &c, 1);
}

void
text_addv(struct text *t, const char *format, va_list ap)
{
	va_list again;
	size_t room;
	int n;

	text_room(t, 0);
	room = t->room - t->n;
	va_copy(again, ap);
	n = vsnprintf(t->s + t->n, room, format, again);
	va_end(again);
	assert(n >= 0);
	if ((size_t)n >= room) {
		text_room(t, (size_t)n);
		vsnprintf(t->s + t->n, (size_t)n + 1, format, ap);
	}
	t->n += (size_t)n;
}

void
text_addf(struct text *t, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	text_addv(t, format, ap);
	va_end(ap);
}

const char *
text_get(const struct text *t)
{
	return t->s != NULL ? t->s : "";
}

void
text_clear(struct text *t)
{
	t->n = 0;
	if (t->s != NULL)
		t->s[0] = '\0';
}

char *
text_take(struct text *t)
{
	char *s = t->s != NULL ? t->s : mem_copy("");

	*t = (struct text)TEXT_INIT;
	return s;
}

void
text_release(struct text *t)
{
	free(t->s);
	*t = (struct text)TEXT_INIT;
}

/* ------------------------------------------------- code points and clusters */

/* Reads the code point at s into *c. Returns its bytes; a byte that is not
 * UTF-8 is one byte and *c < 0. s is NUL-terminated: no continuation byte is
 * a NUL, so nothing behind the end is read. */
static size_t
decode(const char *s, utf8proc_int32_t *c)
{
	utf8proc_ssize_t n;

	if ((unsigned char)*s < 0x80) {
		*c = (unsigned char)*s;
		return 1;
	}
	n = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, c);
	if (n > 0)
		return (size_t)n;
	*c = -1;
	return 1;
}

size_t
text_code_point(const char *s, int *c)
{
	utf8proc_int32_t code;
	size_t n = decode(s, &code);

	*c = code;
	return n;
}

static void
add_code_point(struct text *t, utf8proc_int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);

	text_add_n(t, (const char *)bytes, (size_t)n);
}

/* Bytes at the start that are ASCII and not NUL: whole words at a time. */
static size_t
plain_bytes(const char *s, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t high = UINT64_C(0x8080808080808080);
	size_t i = 0;
	uint64_t word;

	for (; i + sizeof word <= n; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		if ((((word - ones) | word) & high) != 0)
			break;
	}
	while (i < n && s[i] != '\0' && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

bool
text_is_utf8(const char *s, size_t n)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t bytes;
	size_t i = plain_bytes(s, n);

	while (i < n) {
		bytes = utf8proc_iterate((const utf8proc_uint8_t *)s + i,
					 (utf8proc_ssize_t)(n - i), &c);
		if (bytes <= 0 || c == 0)
			return false;
		i += (size_t)bytes;
		i += plain_bytes(s + i, n - i);
	}
	return true;
}

size_t
text_cluster(const char *s)
{
	utf8proc_int32_t before, c, state = 0;
	size_t n, more;

	if (*s == '\0')
		return 0;
	if ((unsigned char)s[0] < 0x80 && (unsigned char)s[1] < 0x80)
		return s[0] == '\r' && s[1] == '\n' ? 2 : 1;
	n = decode(s, &before);
	while (before >= 0 && s[n] != '\0') {
		more = decode(s + n, &c);
		if (c < 0 ||
		    utf8proc_grapheme_break_stateful(before, c, &state))
			break;
		n += more;
		before = c;
	}
	return n;
}

size_t
text_length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s += text_cluster(s))
		n++;
	return n;
}

/* Signs and pictures: arrows and what follows, emoji. */
static bool
is_picture(utf8proc_int32_t c)
{
	return (c >= 0x2190 && c < 0x2c00) || c >= 0x1f000;
}

bool
text_joins(int before, int c)
{
	if (c == 0xfe0e || c == 0xfe0f)
		return true;
	return (c == 0x200d || (c >= 0x1f3fb && c <= 0x1f3ff)) &&
		is_picture(before);
}

/*
 * As terminals have it, and the C library's wcwidth: a mark that takes a place
 * has one (as most vowels of Hindi), parts of Korean syllables behind the
 * first have none. What is not UTF-8 is shown as the replacement character.
 */
static size_t
code_point_width(utf8proc_int32_t c)
{
	if (c < 0)
		return 1;
	if (c < 0x80)
		return c >= 0x20 && c < 0x7f;
	if ((c >= 0x1160 && c < 0x1200) || (c >= 0xd7b0 && c < 0xd800))
		return 0;
	if (utf8proc_category(c) == UTF8PROC_CATEGORY_MC)
		return c != 0x302e && c != 0x302f;
	return (size_t)utf8proc_charwidth(c);
}

size_t
text_cluster_width(const char *s, size_t n)
{
	utf8proc_int32_t c, before = 0;
	size_t width = 0, i = 0;

	while (i < n) {
		i += decode(s + i, &c);
		if (text_joins(before, c))
			continue;
		width += code_point_width(c);
		before = c;
	}
	return width;
}

size_t
text_width(const char *s)
{
	size_t width = 0, n;

	for (; (n = text_cluster(s)) > 0; s += n)
		width += text_cluster_width(s, n);
	return width;
}

/* ------------------------------------------------------------ other copies */

char *
text_nfc(const char *s)
{
	size_t n = strlen(s);
	char *nfc = NULL;

	if (plain_bytes(s, n) < n)
		nfc = (char *)utf8proc_NFC((const utf8proc_uint8_t *)s);
	return nfc != NULL ? nfc : mem_copy_n(s, n);
}

bool
text_is_one_of(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, s) == 0)
			return true;
	return false;
}

char *
text_lower(const char *s)
{
	struct text t = TEXT_INIT;
	utf8proc_int32_t c;
	size_t n;

	for (; *s != '\0'; s += n) {
		n = decode(s, &c);
		if (c < 0)
			text_add_n(&t, s, n);
		else
			add_code_point(&t, utf8proc_tolower(c));
	}
	return text_take(&t);
}

char *
text_fold(const char *s)
{
	utf8proc_uint8_t *folded = NULL;

	utf8proc_map((const utf8proc_uint8_t *)s, 0, &folded,
		     UTF8PROC_NULLTERM | UTF8PROC_CASEFOLD | UTF8PROC_COMPAT |
			     UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
	return folded != NULL ? (char *)folded : mem_copy(s);
}

char *
text_capital(const char *s)
{
	struct text t = TEXT_INIT;
	utf8proc_int32_t c;
	size_t n = decode(s, &c);

	if (*s != '\0' && c >= 0) {
		add_code_point(&t, utf8proc_toupper(c));
		s += n;
	}
	text_add(&t, s);
	return text_take(&t);
}

/* What a character does to a terminal. */
enum effect { SHOWN, BREAKS, BLANK, DROPPED };

static enum effect
effect_of(utf8proc_int32_t c)
{
	if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
		return BREAKS;
	if (c == '\t')
		return BLANK;
	if ((c >= 0 && c < 0x20) || (c >= 0x7f && c < 0xa0))
		return DROPPED;
	if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
		return DROPPED;
	return SHOWN;
}

char *
text_printable(const char *s, bool keep_newlines)
{
	struct text t = TEXT_INIT;
	utf8proc_int32_t c;
	enum effect effect;
	size_t n;

	for (; *s != '\0'; s += n) {
		n = decode(s, &c);
		effect = effect_of(c);
		if (c == '\r' && s[1] == '\n')
			effect = DROPPED;
		if (effect == BREAKS && keep_newlines)
			text_add_char(&t, '\n');
		else if (effect == BREAKS || effect == BLANK)
			text_add_char(&t, ' ');
		else if (effect == SHOWN)
			add_code_point(&t, c < 0 ? 0xfffd : c);
	}
	return text_take(&t);
}

bool
text_has_controls(const char *s)
{
	utf8proc_int32_t c;

	while (*s != '\0') {
		s += decode(s, &c);
		if (c < 0 || (c != '\n' && c != '\t' && effect_of(c) != SHOWN))
			return true;
	}
	return false;
}

/* ---------------------------------------------------------------- wrapping */

/* Bytes of what begins a cluster of n bytes and is at most `cells` wide; one
 * code point at least. */
static size_t
part_of_cluster(const char *s, size_t n, size_t cells)
{
	utf8proc_int32_t c;
	size_t fits = decode(s, &c), more = fits;

	while (more < n && text_cluster_width(s, more) <= cells) {
		fits = more;
		more += decode(s + more, &c);
	}
	return fits;
}

/*
 * The line that begins at s and ends at `end` at the latest: where it stops
 * goes to *stop, where the next begins is returned. Blanks may hang over the
 * edge, they are cut off afterwards.
 */
static const char *
break_line(const char *s, const char *end, size_t cells, const char **stop)
{
	const char *p = s, *gap = NULL;
	size_t width = 0, n, w;

	for (; p < end; p += n) {
		n = text_cluster(p);
		if (n > (size_t)(end - p))
			n = (size_t)(end - p);
		if (*p == ' ' && (p == s || p[-1] != ' '))
			gap = p;
		w = text_cluster_width(p, n);
		if (p == s && w > cells) {
			p += part_of_cluster(p, n, cells);
			break;
		}
		if (*p != ' ' && width + w > cells)
			break;
		width += w;
	}
	if (p < end && gap != NULL && gap > s)
		p = gap;
	*stop = p;
	while (p < end && *p == ' ')
		p++;
	return p;
}

void
text_wrap(const char *s, size_t cells,
	  void (*line)(void *ctx, const char *start, size_t bytes), void *ctx)
{
	const char *end, *stop, *next;

	assert(cells >= 2);
	for (;; s = end + 1) {
		end = s + strcspn(s, "\n");
		do {
			next = break_line(s, end, cells, &stop);
			while (stop > s && stop[-1] == ' ')
				stop--;
			line(ctx, s, (size_t)(stop - s));
			s = next;
		} while (s < end);
		if (*end == '\0')
			return;
	}
}

/* ----------------------------------------------------------------- numbers */

/* glibc hands out the one C locale there is: nothing is made or freed. */
static double
read_double(const char *s)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double x = strtod_l(s, NULL, c);

	freelocale(c);
	return x;
}

/* Prints with that many digits and '.', whatever the locale's point is. */
static void
print_digits(double x, int digits, char out[32])
{
	char raw[40];
	size_t i, n = 0;

	snprintf(raw, sizeof raw, "%.*g", digits, x);
	for (i = 0; raw[i] != '\0' && n < 31; i++) {
		if (strchr("0123456789e+-", raw[i]) != NULL)
			out[n++] = raw[i];
		else if (n == 0 || out[n - 1] != '.')
			out[n++] = '.';
	}
	out[n] = '\0';
}

/* By hand: every cell of a questionnaire carries a number, and snprintf took a
 * sixteenth of the client's start. Returns where the digits end. */
static char *
print_count(uint64_t n, char *out)
{
	if (n >= 10)
		out = print_count(n / 10, out);
	*out++ = (char)('0' + n % 10);
	*out = '\0';
	return out;
}

static void
print_whole(int64_t n, char *out)
{
	if (n < 0)
		*out++ = '-';
	print_count(n < 0 ? 0 - (uint64_t)n : (uint64_t)n, out);
}

void
text_add_count(struct text *t, uint64_t n)
{
	char digits[24] = "";

	text_add_n(t, digits, (size_t)(print_count(n, digits) - digits));
}

void
text_add_counts(struct text *t, const uint64_t *x, size_t n)
{
	char *end;

	text_room(t, n * MOST_DIGITS);
	end = t->s + t->n;
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			*end++ = ' ';
		end = print_count(x[i], end);
	}
	*end = '\0';
	t->n = (size_t)(end - t->s);
}

void
text_number(double x, char out[32])
{
	/* Subnormal numbers hold fewer digits than 15. */
	int digits = fabs(x) < 2.3e-308 ? 1 : 15;

	if (!isfinite(x)) {
		out[0] = '\0';
		return;
	}
	if (fabs(x) < 1e15 && x == (double)(int64_t)x) {
		print_whole((int64_t)x, out);
		return;
	}
	for (; digits <= 17; digits++) {
		print_digits(x, digits, out);
		if (read_double(out) == x)
			return;
	}
}

static const char *
skip_digits(const char *s)
{
	while (*s >= '0' && *s <= '9')
		s++;
	return s;
}

/* [+-] digits [. digits] [e [+-] digits], with at least one digit. */
static bool
is_number(const char *s)
{
	const char *after;
	size_t digits;

	if (*s == '+' || *s == '-')
		s++;
	after = skip_digits(s);
	digits = (size_t)(after - s);
	if (*after == '.') {
		s = after + 1;
		after = skip_digits(s);
		digits += (size_t)(after - s);
	}
	if (digits == 0)
		return false;
	if (*after == 'e' || *after == 'E') {
		s = after + 1;
		if (*s == '+' || *s == '-')
			s++;
		after = skip_digits(s);
		if (after == s)
			return false;
	}
	return *after == '\0';
}

bool
text_is_digits(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return n > 0;
}

int
text_digits(const char *s, size_t n)
{
	int value = 0;

	assert(n <= 9);
	while (n-- > 0)
		value = value * 10 + (*s++ - '0');
	return value;
}

bool
text_to_number(const char *s, double *x)
{
	double read;

	if (!is_number(s))
		return false;
	read = read_double(s);
	if (!isfinite(read))
		return false;
	*x = read;
	return true;
}
