#include "survey/tui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

#define NO_GOAL ((size_t)-1)

/* What was typed stays in no freed memory. */
static void
forget(char *s)
{
	if (s != NULL)
		explicit_bzero(s, strlen(s));
	free(s);
}

static void
forget_before(struct edit *edit)
{
	while (edit->n_before > 0)
		forget(edit->before[--edit->n_before].s);
}

void
edit_init(struct edit *edit, const char *s, bool multiline)
{
	*edit = (struct edit){.multiline = multiline, .goal = NO_GOAL};
	edit_insert(edit, s);
	forget_before(edit);
	edit->last = EDIT_OTHER;
}

void
edit_release(struct edit *edit)
{
	forget_before(edit);
	free(edit->before);
	forget(text_take(&edit->text));
	*edit = (struct edit){0};
}

const char *
edit_text(const struct edit *edit)
{
	return text_get(&edit->text);
}

/* -------------------------------------------------------------------- undo */

static void
remember(struct edit *edit)
{
	struct edit_before *before = edit->before;

	if (edit->n_before == EDIT_UNDOES) {
		forget(before[0].s);
		memmove(before, before + 1, --edit->n_before * sizeof *before);
	}
	edit->before = mem_room(edit->before, &edit->room, edit->n_before + 1,
				sizeof *before);
	edit->before[edit->n_before++] =
		(struct edit_before){mem_copy(edit_text(edit)), edit->at};
}

/* Does a change go on with the one before it? A word does not with the word
 * before. */
static bool
goes_on(const struct edit *edit, int kind, const char *s)
{
	const char *text = edit_text(edit);

	if (kind == EDIT_OTHER || edit->last != (unsigned)kind ||
	    edit->last_at != edit->at)
		return false;
	return kind == EDIT_DELETED || edit->at == 0 ||
		strchr(" \n", text[edit->at - 1]) == NULL ||
		strchr(" \n", s[0]) != NULL;
}

bool
edit_undo(struct edit *edit)
{
	struct edit_before *before;

	if (edit->n_before == 0)
		return false;
	before = &edit->before[--edit->n_before];
	forget(text_take(&edit->text));
	text_add(&edit->text, before->s);
	edit->at = before->at;
	edit->goal = NO_GOAL;
	edit->last = EDIT_OTHER;
	forget(before->s);
	return true;
}

/* ----------------------------------------------------------------- changes */

/* Replaces the bytes from `from` to `to`; the cursor ends behind. */
static void
replace(struct edit *edit, int kind, size_t from, size_t to, const char *s)
{
	struct text t = TEXT_INIT;

	if (!goes_on(edit, kind, s))
		remember(edit);
	text_add_n(&t, text_get(&edit->text), from);
	text_add(&t, s);
	edit->at = edit->last_at = t.n;
	edit->last = kind;
	text_add(&t, text_get(&edit->text) + to);
	forget(text_take(&edit->text));
	edit->text = t;
	edit->goal = NO_GOAL;
}

bool
edit_insert(struct edit *edit, const char *s)
{
	char *clean = text_printable(s, edit->multiline);
	bool fits = edit->text.n + strlen(clean) <= EDIT_MAX_BYTES;
	bool one = clean[text_cluster(clean)] == '\0';

	if (fits && clean[0] != '\0')
		replace(edit, one ? EDIT_TYPED : EDIT_OTHER, edit->at, edit->at,
			clean);
	forget(clean);
	return fits;
}

void
edit_clear(struct edit *edit)
{
	if (edit->text.n > 0)
		replace(edit, EDIT_OTHER, 0, edit->text.n, "");
}

/* ------------------------------------------------------------------- moves */

/* Where the cluster begins that ends at `at`. */
static size_t
cluster_before(const struct edit *edit, size_t at)
{
	const char *s = edit_text(edit);
	size_t i = 0, n;

	/* Clusters are found from the front; a line's begin is one. */
	for (n = at; n > 1 && s[n - 2] != '\n'; n--)
		;
	i = n > 1 ? n - 1 : 0;
	while (i < at) {
		n = text_cluster(s + i);
		if (n == 0 || i + n >= at)
			return i;
		i += n;
	}
	return i;
}

bool
edit_left(struct edit *edit)
{
	if (edit->at == 0)
		return false;
	edit->at = cluster_before(edit, edit->at);
	edit->goal = NO_GOAL;
	return true;
}

bool
edit_right(struct edit *edit)
{
	size_t n = text_cluster(edit_text(edit) + edit->at);

	edit->at += n;
	edit->goal = NO_GOAL;
	return n > 0;
}

bool
edit_backspace(struct edit *edit)
{
	if (edit->at == 0)
		return false;
	replace(edit, EDIT_DELETED, cluster_before(edit, edit->at), edit->at,
		"");
	return true;
}

bool
edit_delete(struct edit *edit)
{
	size_t n = text_cluster(edit_text(edit) + edit->at);

	if (n > 0)
		replace(edit, EDIT_DELETED, edit->at, edit->at + n, "");
	return n > 0;
}

static bool
is_gap(char c)
{
	return c == ' ' || c == '\n';
}

bool
edit_word_left(struct edit *edit)
{
	const char *s = edit_text(edit);
	size_t before = edit->at;

	while (edit->at > 0 && is_gap(s[edit->at - 1]))
		edit->at--;
	while (edit->at > 0 && !is_gap(s[edit->at - 1]))
		edit->at--;
	edit->goal = NO_GOAL;
	return edit->at != before;
}

bool
edit_word_right(struct edit *edit)
{
	const char *s = edit_text(edit);
	size_t before = edit->at;

	while (s[edit->at] != '\0' && !is_gap(s[edit->at]))
		edit->at++;
	while (is_gap(s[edit->at]))
		edit->at++;
	edit->goal = NO_GOAL;
	return edit->at != before;
}

/* ------------------------------------------------------------------- lines */

struct layout {
	const char *s;
	struct edit_lines *lines;
};

static void
add_line(void *ctx, const char *start, size_t bytes)
{
	struct layout *layout = ctx;
	struct edit_lines *lines = layout->lines;

	lines->line = mem_room(lines->line, &lines->room, lines->n + 1,
			       sizeof *lines->line);
	lines->line[lines->n].at = (size_t)(start - layout->s);
	lines->line[lines->n++].n = bytes;
}

static size_t
width_of(const char *s, size_t n)
{
	size_t width = 0, i = 0, bytes;

	while (i < n && (bytes = text_cluster(s + i)) > 0) {
		width += text_cluster_width(s + i, bytes);
		i += bytes;
	}
	return width;
}

/* Blanks at a line's end belong to no line: the cursor may be among them. */
void
edit_lay_out(const struct edit *edit, size_t cells, struct edit_lines *lines)
{
	struct layout layout = {edit_text(edit), lines};
	size_t begin;

	lines->n = lines->row = 0;
	text_wrap(layout.s, cells > 3 ? cells - 1 : 2, add_line, &layout);
	while (lines->row + 1 < lines->n &&
	       lines->line[lines->row + 1].at <= edit->at)
		lines->row++;
	begin = lines->line[lines->row].at;
	lines->column = width_of(layout.s + begin, edit->at - begin);
	if (lines->column >= cells)
		lines->column = cells - 1;
}

void
edit_lines_release(struct edit_lines *lines)
{
	free(lines->line);
	*lines = (struct edit_lines){0};
}

/* The place in a line that is at most `goal` cells from its begin. */
static size_t
place_in_line(const struct edit *edit, const struct edit_lines *lines,
	      size_t row, size_t goal)
{
	const char *s = edit_text(edit) + lines->line[row].at;
	size_t width = 0, i = 0, n, w;

	while (i < lines->line[row].n) {
		n = text_cluster(s + i);
		w = text_cluster_width(s + i, n);
		if (width + w > goal)
			break;
		width += w;
		i += n;
	}
	return lines->line[row].at + i;
}

static bool
move_rows(struct edit *edit, size_t cells, bool down)
{
	struct edit_lines lines = {0};
	size_t goal;
	bool moves;

	edit_lay_out(edit, cells, &lines);
	moves = down ? lines.row + 1 < lines.n : lines.row > 0;
	if (moves) {
		goal = edit->goal != NO_GOAL ? edit->goal : lines.column;
		lines.row += down ? 1 : (size_t)-1;
		edit->at = place_in_line(edit, &lines, lines.row, goal);
		edit->goal = goal;
	}
	edit_lines_release(&lines);
	return moves;
}

bool
edit_up(struct edit *edit, size_t cells)
{
	return move_rows(edit, cells, false);
}

bool
edit_down(struct edit *edit, size_t cells)
{
	return move_rows(edit, cells, true);
}

void
edit_home(struct edit *edit, size_t cells)
{
	struct edit_lines lines = {0};

	edit_lay_out(edit, cells, &lines);
	edit->at = lines.line[lines.row].at;
	edit->goal = NO_GOAL;
	edit_lines_release(&lines);
}

void
edit_end(struct edit *edit, size_t cells)
{
	struct edit_lines lines = {0};

	edit_lay_out(edit, cells, &lines);
	edit->at = lines.line[lines.row].at + lines.line[lines.row].n;
	edit->goal = NO_GOAL;
	edit_lines_release(&lines);
}
