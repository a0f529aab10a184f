#include "survey/tui/pick.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/value.h"

static size_t
find(const struct pick *pick, const char *name)
{
	size_t i;

	for (i = 0; i < pick->n; i++) {
		if (strcmp(pick->choice[i].name, name) == 0)
			return i;
	}
	return pick->n;
}

/* Rows by the place that each choice says it has; true when all have one. */
static bool
order_by_ranks(struct pick *pick)
{
	size_t i, place;

	for (i = 0; i < pick->n; i++)
		pick->order[i] = pick->n;
	for (i = 0; i < pick->n; i++) {
		place = (size_t)pick->choice[i].rank;
		if (place < 1 || place > pick->n ||
		    pick->order[place - 1] < pick->n)
			return false;
		pick->order[place - 1] = i;
	}
	return pick->n > 0;
}

static bool
order_by_names(struct pick *pick, const char *names)
{
	char name[FORM_MAX_NAME + 1];
	size_t i;

	for (i = 0; i < pick->n; i++)
		pick->chosen[i] = false;
	for (i = 0; i < pick->n; i++) {
		if (!names_at(names, i, name, sizeof name))
			return false;
		pick->order[i] = find(pick, name);
		if (pick->order[i] == pick->n || pick->chosen[pick->order[i]])
			return false;
		pick->chosen[pick->order[i]] = true;
	}
	return pick->n > 0;
}

void
pick_init(struct pick *pick, enum pick_kind kind,
	  const struct page_choice *choice, size_t n, const char *names)
{
	size_t i;

	*pick = (struct pick){.kind = kind, .choice = choice, .n = n};
	pick->chosen = mem_new(n, sizeof *pick->chosen);
	pick->order = mem_new(n, sizeof *pick->order);
	if (kind == PICK_RANK)
		pick->ordered = names != NULL ? order_by_names(pick, names)
					      : order_by_ranks(pick);
	for (i = 0; i < n && !pick->ordered; i++)
		pick->order[i] = i;
	for (i = 0; i < n && kind != PICK_RANK; i++)
		pick->chosen[i] = names != NULL
			? names_contain(names, choice[i].name)
			: choice[i].chosen;
}

void
pick_release(struct pick *pick)
{
	free(pick->chosen);
	free(pick->order);
	*pick = (struct pick){0};
}

const struct page_choice *
pick_row(const struct pick *pick, size_t row)
{
	assert(row < pick->n);
	return &pick->choice[pick->order[row]];
}

bool
pick_is_chosen(const struct pick *pick, size_t row)
{
	return pick->kind == PICK_RANK ? pick->ordered : pick->chosen[row];
}

size_t
pick_count(const struct pick *pick)
{
	size_t i, n = 0;

	for (i = 0; i < pick->n; i++)
		n += pick_is_chosen(pick, i);
	return n;
}

size_t
pick_first(const struct pick *pick)
{
	size_t i;

	for (i = 0; i < pick->n; i++) {
		if (pick_is_chosen(pick, i))
			return i;
	}
	return 0;
}

static void
untick(struct pick *pick, bool exclusive_ones_alone)
{
	size_t i;

	for (i = 0; i < pick->n; i++) {
		if (!exclusive_ones_alone || pick->choice[i].exclusive)
			pick->chosen[i] = false;
	}
}

static void
choose(struct pick *pick, size_t row)
{
	bool ticked = pick->chosen[row];

	if (pick->kind == PICK_ONE) {
		untick(pick, false);
		pick->chosen[row] = true;
		return;
	}
	untick(pick, !pick->choice[row].exclusive);
	pick->chosen[row] = !ticked;
}

void
pick_toggle(struct pick *pick, size_t row)
{
	assert(row < pick->n);
	if (pick->kind != PICK_RANK) {
		choose(pick, row);
		return;
	}
	pick->ordered = true;
	pick->holding = !pick->holding;
}

bool
pick_clear(struct pick *pick)
{
	bool any = pick_count(pick) > 0;
	size_t i;

	untick(pick, false);
	for (i = 0; i < pick->n; i++)
		pick->order[i] = i;
	pick->ordered = pick->holding = false;
	pick->digits = 0;
	return any;
}

void
pick_move(struct pick *pick, size_t row, size_t to)
{
	size_t moved;

	assert(pick->kind == PICK_RANK && row < pick->n && to < pick->n);
	moved = pick->order[row];
	for (; row < to; row++)
		pick->order[row] = pick->order[row + 1];
	for (; row > to; row--)
		pick->order[row] = pick->order[row - 1];
	pick->order[to] = moved;
	pick->ordered = true;
}

/* ------------------------------------------------------------------ digits */

static void
take_number(struct pick *pick, size_t focused, size_t number)
{
	pick->digits = 0;
	if (pick->kind == PICK_RANK && focused < pick->n)
		pick_move(pick, focused, number - 1);
	else if (pick->kind != PICK_RANK)
		choose(pick, number - 1);
}

enum pick_digit
pick_type_digit(struct pick *pick, size_t focused, int digit, size_t *row,
		size_t *number)
{
	*number = pick->digits * 10 + (size_t)digit;
	pick->digits = 0;
	if (*number == 0 || *number > pick->n)
		return PICK_NO_SUCH;
	*row = *number - 1;
	if (*number * 10 <= pick->n) {
		pick->digits = *number;
		return PICK_WAITS;
	}
	take_number(pick, focused, *number);
	return PICK_DONE;
}

bool
pick_settle(struct pick *pick, size_t focused, size_t *row)
{
	if (pick->digits == 0)
		return false;
	*row = pick->digits - 1;
	take_number(pick, focused, pick->digits);
	return true;
}

void
pick_forget_digits(struct pick *pick)
{
	pick->digits = 0;
}

/* ------------------------------------------------------------------ result */

void
pick_entered(const struct pick *pick, struct text *entered)
{
	size_t row;

	text_clear(entered);
	for (row = 0; row < pick->n; row++) {
		if (!pick_is_chosen(pick, row))
			continue;
		if (entered->n > 0)
			text_add_char(entered, ' ');
		text_add(entered, pick_row(pick, row)->name);
	}
}
