/*
 * How a response becomes one string of ASCII symbols, and what each position
 * means: psychometrics' own format, quick to scan and readable by anyone.
 *
 * A select_one takes one symbol, or two when its list has more than 62
 * choices; a select_multiple one position an option ('1' or '0'); a rank for
 * each option the symbol of its place, from 0 ('-' where it was left out);
 * every other question one position, '1' when it is answered (numbers and
 * dates stand in response.numbers, texts in comment; an acknowledge is just
 * '1'). Choice i (from 0) has the symbol 0-9A-Za-z. In every position '.' is
 * not shown, '~' not reached, '-' skipped. Notes take no position.
 */
#ifndef ANALYSIS_DATA_LAYOUT_H
#define ANALYSIS_DATA_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/answers.h"
#include "questions/form.h"

#define SYMBOL_NOT_SHOWN   '.'
#define SYMBOL_NOT_REACHED '~'
#define SYMBOL_SKIPPED	   '-'
#define SYMBOL_ANSWERED	   '1'

enum coding {
	CODING_NOTHING, /* notes: no position */
	CODING_CHOICE,	/* width 1 or 2 */
	CODING_FLAGS,	/* select_multiple */
	CODING_RANKS,	/* width n, or 2n with more than 62 choices */
	CODING_NUMBER,	/* state here, value in numbers; calculate and
				 * hidden are of this kind, too */
	CODING_DATE,	/* as NUMBER, days since 1970 */
	CODING_TEXT	/* state here, words in comment */
};

struct field {
	enum coding coding;
	size_t at, width; /* positions in the string */
};

struct layout {
	const struct form *form;
	struct field *field; /* form->n_questions of them */
	size_t width;	     /* of the whole string */
	bool any_number;     /* some field is NUMBER or DATE */
};

struct layout *layout_new(const struct form *form);
void layout_free(struct layout *l); /* NULL is fine */

/* Bytes of one symbol where there are n choices: 1 or 2. */
size_t layout_symbol_width(size_t n);

/* Symbol of the i-th of n choices into out (1 or 2 bytes, no NUL); the number
 * of bytes. */
size_t layout_symbol(size_t i, size_t n, char out[2]);

/* Position of the choice that the symbol(s) at `at` stand for, or FORM_NONE
 * for a state symbol or one that is none. width is 1 or 2. */
size_t layout_choice(const char *at, size_t width, size_t n);

/* State of a question in a response string. */
enum answer_state layout_state(const struct layout *l, size_t question,
			       const char *response);

/* Puts a state, or the choices of an answer (canonical names, every one of the
 * question's list), at the question's place in a response. */
void layout_put_state(const struct layout *l, size_t question,
		      enum answer_state state, char *response);
void layout_put_choices(const struct layout *l, size_t question,
			const char *names, char *response);

/* The number that `numbers` holds for an answer; false when it holds none. */
bool layout_number(const struct layout *l, size_t question,
		   const struct value *value, double *x);

/* The words that `comment` holds for an answer, or NULL. Borrowed. */
const char *layout_text(const struct layout *l, size_t question,
			const struct value *value);

/* A response from answers: `out` gets l->width bytes and a NUL. A calculate
 * counts as a number when its text is one, else as text. */
void layout_encode(const struct layout *l, const struct answers *a, char *out);

/* Numbers and dates of the answers as a JSON object by question name, or
 * NULL when there are none. Caller frees. */
char *layout_numbers(const struct layout *l, const struct answers *a);

#endif
