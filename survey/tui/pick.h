/*
 * What has been chosen on a page of choices: no screen here, only the rules.
 *
 * One: the last one chosen. Many: an exclusive choice (none of these) unticks
 * the others and any other unticks it. Rank: all are in an order once the
 * person has moved one, none before that; row and place are counted from 0.
 *
 * Digits make a number that chooses. With ten choices or more the first digit
 * waits for the next as long as a choice of two digits may be meant.
 */
#ifndef SURVEY_TUI_PICK_H
#define SURVEY_TUI_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/text.h"
#include "survey/front.h"

enum pick_kind { PICK_ONE, PICK_MANY, PICK_RANK };

struct pick {
	enum pick_kind kind;
	const struct page_choice *choice;
	size_t n;
	bool *chosen;  /* by choice */
	size_t *order; /* choice by row */
	bool ordered;  /* rank: the order is the person's */
	bool holding;  /* rank: the focused row moves with the arrows */
	size_t digits; /* typed so far and waiting; 0: none */
};

/* `names`: what was entered, or NULL to take it from the choices. */
void pick_init(struct pick *pick, enum pick_kind kind,
	       const struct page_choice *choice, size_t n, const char *names);
void pick_release(struct pick *pick);

/* The choice in a row. */
const struct page_choice *pick_row(const struct pick *pick, size_t row);
bool pick_is_chosen(const struct pick *pick, size_t row);
size_t pick_count(const struct pick *pick);
/* The first chosen row, or 0. */
size_t pick_first(const struct pick *pick);

/* Space: chooses, ticks or unticks, picks up or puts down. */
void pick_toggle(struct pick *pick, size_t row);
/* False when there was nothing to clear. */
bool pick_clear(struct pick *pick);
/* Rank: moves a row to another place. */
void pick_move(struct pick *pick, size_t row, size_t to);

enum pick_digit {
	PICK_NO_SUCH, /* *number is none of the choices */
	PICK_WAITS,   /* another digit may follow; *row is it now */
	PICK_DONE     /* *row is chosen (rank: where it went) */
};
/* A digit on the row that has the focus. */
enum pick_digit pick_type_digit(struct pick *pick, size_t focused, int digit,
				size_t *row, size_t *number);
/* Takes the digits that wait as they are. False when there are none. */
bool pick_settle(struct pick *pick, size_t focused, size_t *row);
void pick_forget_digits(struct pick *pick);

/* The names that are chosen, parted by blanks. */
void pick_entered(const struct pick *pick, struct text *entered);

#endif
