/*
 * Text: a growing UTF-8 string, and what a terminal and a person see of one.
 *
 * Bytes are not columns and not characters: a person counts grapheme clusters,
 * a terminal counts cells. Both, and normal form C, come from utf8proc, here
 * and nowhere else.
 */
#ifndef QUESTIONS_BASE_TEXT_H
#define QUESTIONS_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *s;	/* NUL behind it; NULL while empty and new */
	size_t n, room; /* bytes without the NUL; bytes allocated */
};

#define TEXT_INIT          \
	{                  \
		NULL, 0, 0 \
	}

void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const char *s, size_t n);
void text_add_char(struct text *t, char c);
void text_add_count(struct text *t, uint64_t n); /* decimal; a quick "%lu" */
/* With a blank between two. */
void text_add_counts(struct text *t, const uint64_t *x, size_t n);
void text_addf(struct text *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void text_addv(struct text *t, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* The text so far, never NULL; yours to read until the next change. */
const char *text_get(const struct text *t);

void text_clear(struct text *t); /* empty again, keeps its room */

/* Hands the string over (never NULL; caller frees) and starts anew. */
char *text_take(struct text *t);

void text_release(struct text *t);

/* Is this UTF-8, with neither surrogates nor a NUL before n? */
bool text_is_utf8(const char *s, size_t n);

/* Reads the code point at s into *c and returns its bytes; at the end of the
 * text 0 and one byte. A byte that is not UTF-8 is one byte, *c < 0. */
size_t text_code_point(const char *s, int *c);

/* Bytes of the grapheme cluster that begins at s; 0 at the end of the text.
 * A byte that is not UTF-8 counts as a cluster of one. */
size_t text_cluster(const char *s);

/* Grapheme clusters in s: what a person calls its length. */
size_t text_length(const char *s);

/* Terminal cells that s takes, tabs and controls counted as none: those of its
 * code points, but for what joins (below). A byte that is not UTF-8 takes
 * one. */
size_t text_width(const char *s);

/* Cells of the one cluster of n bytes at s: 0, 1, 2, and more for what several
 * pictures are joined to. */
size_t text_cluster_width(const char *s, size_t n);

/*
 * Does the code point c only make one picture of what is before and behind it,
 * or change what is before: joiners, skin tones, the selector of a picture?
 * `before`: the last one that does not; 0: none. Some terminals do so and
 * others do not, so that nobody knows how many cells that takes. It is measured
 * as if it was not there, and what counts cells on a terminal does not write
 * it: what is left is as wide on all of them.
 */
bool text_joins(int before, int c);

/* A copy in normal form C. Caller frees. Not UTF-8: a plain copy. */
char *text_nfc(const char *s);

/* A copy fit for a terminal: without C0 and C1 controls, bidi overrides and
 * isolates. A tab becomes a blank; so does what ends a line (CR, LF, CRLF,
 * line and paragraph separators), or '\n' where keep_newlines. Bytes that are
 * not UTF-8 become U+FFFD. Caller frees. */
char *text_printable(const char *s, bool keep_newlines);

/* Does s hold what text_printable drops or replaces (newline and tab apart)? */
bool text_has_controls(const char *s);

/* Does it stand in a list that NULL ends? */
bool text_is_one_of(const char *s, const char *const *list);

/* Lower case by Unicode's simple mapping. Caller frees. */
char *text_lower(const char *s);

/* To search by: without case and accents, wide forms as plain ones. Caller
 * frees. Not UTF-8: a plain copy. */
char *text_fold(const char *s);

/* With a capital at its begin, as a sentence. Caller frees. */
char *text_capital(const char *s);

/*
 * Breaks s into lines of at most `cells` cells, at blanks where there are any
 * and inside a word that is longer than a line. '\n' always breaks.
 * Calls line(ctx, start, bytes) for each; no line ends in a blank. Blanks at a
 * break belong to neither line. An empty text is one empty line. cells must be
 * at least 2.
 */
void text_wrap(const char *s, size_t cells,
	       void (*line)(void *ctx, const char *start, size_t bytes),
	       void *ctx);

/* The shortest decimal text that reads back as the same double; whole
 * numbers below 1e15 without a point or exponent, -0 as "0". `out` gets at
 * most 32 bytes. NAN and infinities give "". Always '.' whatever the locale. */
void text_number(double x, char out[32]);

/* Are these n bytes decimal digits, at least one? */
bool text_is_digits(const char *s, size_t n);
/* Their number; at most nine of them. */
int text_digits(const char *s, size_t n);

/* Reads a whole text as a decimal number ([+-]digits[.digits][e..], ".5" and
 * "5." too), '.' whatever the locale. False when it is not one, or too large;
 * *x is then untouched. */
bool text_to_number(const char *s, double *x);

#endif
