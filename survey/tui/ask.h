/*
 * A page of questions between its halves: ask.c keeps the page up and takes
 * the keys, ask_begin.c sets it up, ask_items.c knows where what stands and
 * what has been answered, ask_build.c says what it looks like.
 *
 * A page has one or more lists: of choices (PAGE_ONE one, PAGE_SURE the
 * item's and its certainty's) or, on a PAGE_TABLE, one for each statement,
 * of which the page shows what is chosen. Or it has fields.
 *
 * Its items are, in this order: the problems, the search where there is one,
 * the lists' choices, or the statements, or the fields, then Continue.
 */
#ifndef SURVEY_TUI_ASK_H
#define SURVEY_TUI_ASK_H

#include "survey/tui/field.h"
#include "survey/tui/pick.h"
#include "survey/tui/tui.h"

enum {
	ASK_FIELDS = 3,
	ASK_SEARCHED = 20 /* with more choices than that one can search */
};

enum ask_item {
	ASK_PROBLEM,
	ASK_SEARCH,
	ASK_CHOICE,
	ASK_STATEMENT,
	ASK_FIELD,
	ASK_CONTINUE
};

struct ask_problem {
	const char *text;
	size_t part; /* list, or field, that it is about */
};

struct ask {
	const struct page *page;
	struct sheet sheet;
	struct view view;
	struct help help;
	struct page_choice ok; /* of an acknowledge question */
	struct pick *list;
	size_t n_lists;
	struct field field[ASK_FIELDS];
	size_t n_fields;
	struct ask_problem *problem;
	size_t n_problems;

	bool searches; /* there is a search */
	struct field search;
	size_t *found; /* rows of list[0] that are shown */
	size_t n_found;
	size_t n_matches; /* what is typed finds so many, */
	size_t match;	  /* this one first */

	char *message; /* instead of the status, or NULL */
	bool skips;    /* Enter again skips */
	char *kept;    /* what is kept, as put_all says it */
};

/* ---- ask_begin.c ---- */

void ask_begin(struct ask *ask, const struct page *page);
void ask_finish(struct ask *ask);

/* ---- ask_items.c ---- */

/* Where an item stands: choices by list and row in it, statements and fields
 * by part alone, problems by row. */
struct ask_place {
	enum ask_item item;
	size_t part, row;
};

struct ask_place ask_place(const struct ask *ask, size_t item);
struct ask_place ask_focused(const struct ask *ask);
size_t ask_n_items(const struct ask *ask);
void ask_focus(struct ask *ask, enum ask_item item, size_t part, size_t row);
/* What has been chosen there, or the first; the field. */
void ask_focus_part(struct ask *ask, size_t part);

bool ask_is_table(const struct ask *ask);
/* The second list is there and open. */
bool ask_is_open(const struct ask *ask);
/* Choices, statements and fields that can have the focus. */
size_t ask_n_inputs(const struct ask *ask);
/* Lists, statements or fields that can be answered now. */
size_t ask_n_parts(const struct ask *ask);

/* The part that a problem leads to: the first while its own is closed. */
size_t ask_part_of(const struct ask *ask, size_t problem);

/* The list that digits go to: that which has the focus, else the last one that
 * is open; NULL where there is none. */
struct pick *ask_list(const struct ask *ask);

/* Do the choices have numbers? The box of an acknowledge has none. */
bool ask_is_numbered(const struct ask *ask);

/* Counts what the search finds. */
void ask_count(struct ask *ask);
/* Shows it, and what is chosen. */
void ask_find(struct ask *ask);
/* Waits the focus in the search, with something typed there? */
bool ask_has_typed_search(const struct ask *ask);

/* What was entered for the i-th question; "" while it is closed. */
void ask_entered(const struct ask *ask, size_t i, struct text *out);
/* The same, without blanks, is nothing? */
bool ask_is_blank(const struct ask *ask, size_t i);
/* May it be left out? */
bool ask_is_optional(const struct ask *ask, size_t i);
/* Does something else stand there than what is kept? */
bool ask_is_changed(const struct ask *ask);
/* All of it in one text. */
char *ask_all(const struct ask *ask);

/* ---- ask_build.c, ask_table.c ---- */

void ask_build(void *page, struct sheet *sheet);
/* "Error: ..." for the problems about a part. */
void ask_build_error(const struct ask *ask, struct sheet *sheet,
		     enum sheet_part part, size_t about);
/* The scale and the statements. */
void ask_build_scale(const struct ask *ask, struct sheet *sheet);
void ask_build_statements(const struct ask *ask, struct sheet *sheet);

/* A key on a statement: the scale up and down. False when it is none. */
bool ask_key_on_statement(struct ask *ask, const struct event *event);
size_t ask_n_answered(const struct ask *ask);

#endif
