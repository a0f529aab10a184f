/*
 * A text that is being typed: no screen here, only the text and a place in
 * it. Moves and deletes go by grapheme clusters, what a person calls one
 * character. Nothing is refused for its length but what no answer could hold:
 * the count says how much is too much, and checking tells it again.
 */
#ifndef SURVEY_TUI_EDIT_H
#define SURVEY_TUI_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/text.h"

enum { EDIT_MAX_BYTES = 16384, EDIT_UNDOES = 100 };

struct edit_before {
	char *s;
	size_t at;
};

struct edit {
	struct text text;
	size_t at;	/* byte before which the cursor stands */
	size_t goal;	/* cell that up and down make for */
	bool multiline; /* takes newlines */

	/* how it was before: a word typed is one change, so are letters
	 * deleted one after the other */
	struct edit_before *before;
	size_t n_before, room;
	enum { EDIT_OTHER, EDIT_TYPED, EDIT_DELETED } last;
	size_t last_at; /* where the last change left the cursor */
};

void edit_init(struct edit *edit, const char *s, bool multiline);
void edit_release(struct edit *edit);

const char *edit_text(const struct edit *edit);

/* Types or pastes: newlines become blanks where there is one line only;
 * controls are dropped. False when there was no room for it. */
bool edit_insert(struct edit *edit, const char *s);
/* These are false when there was nothing to do. */
bool edit_backspace(struct edit *edit);
bool edit_delete(struct edit *edit);
bool edit_left(struct edit *edit);
bool edit_right(struct edit *edit);
bool edit_word_left(struct edit *edit);
bool edit_word_right(struct edit *edit);
void edit_clear(struct edit *edit);

/* Takes the last change back; EDIT_UNDOES of them at least. False when there
 * is none. */
bool edit_undo(struct edit *edit);

struct edit_line {
	size_t at, n; /* bytes */
};

/* The lines of a text that is `cells` wide; the last cell of a line stays
 * free for the cursor. */
struct edit_lines {
	struct edit_line *line;
	size_t n, room;
	size_t row, column; /* of the cursor */
};

void edit_lay_out(const struct edit *edit, size_t cells,
		  struct edit_lines *lines);
void edit_lines_release(struct edit_lines *lines);

/* By lines of that width; false at the first and the last. */
bool edit_up(struct edit *edit, size_t cells);
bool edit_down(struct edit *edit, size_t cells);
void edit_home(struct edit *edit, size_t cells);
void edit_end(struct edit *edit, size_t cells);

#endif
