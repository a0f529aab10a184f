/*
 * A question page between its two halves: ask.c keeps what has been chosen
 * and typed and takes the keys, ask_build.c says what it looks like.
 *
 * Its items are, in this order: the problem where there is one, the choices
 * or fields, Continue.
 */
#ifndef SURVEY_TUI_ASK_H
#define SURVEY_TUI_ASK_H

#include "survey/tui/field.h"
#include "survey/tui/pick.h"
#include "survey/tui/tui.h"

enum { ASK_FIELDS = 3 };

enum ask_item { ASK_PROBLEM, ASK_CHOICE, ASK_FIELD, ASK_CONTINUE };

struct ask {
	const struct page *page;
	struct sheet sheet;
	struct view view;
	struct help help;
	struct page_choice ok; /* of an acknowledge question */
	struct pick pick;      /* n is 0 where there are no choices */
	struct field field[ASK_FIELDS];
	size_t n_fields;
	char *message; /* instead of the status, or NULL */
	bool skips;    /* Enter again skips */
	char *kept;    /* what is kept, as put_entered says it */
};

enum ask_item ask_item(const struct ask *ask, size_t item);
/* The row, or field, that has the focus; the last but one item's when none
 * of them has. */
size_t ask_row(const struct ask *ask);

/* Do the choices have numbers? The box of an acknowledge has none. */
bool ask_is_numbered(const struct ask *ask);

/* Does something else stand there than what is kept? */
bool ask_is_changed(const struct ask *ask);

/* "Select one answer.", or ""; yours to free. */
char *ask_instruction(const struct page *page);

void ask_build(void *page, struct sheet *sheet);

#endif
