#include "survey/tui/sheet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

enum {
	BUTTON_GAP = 3,
	LEAST_VIEW = 4, /* rows, for what scrolls, */
	LEAST_TEXT = 6, /* where buttons can give way */
	NOWHERE = -1
};

void
sheet_release(struct sheet *sheet)
{
	text_release(&sheet->bytes);
	free(sheet->line);
	free(sheet->piece);
	free(sheet->item);
	free(sheet->header_left);
	free(sheet->header_right);
	*sheet = (struct sheet){0};
}

void
sheet_begin(struct sheet *sheet, int rows, int columns,
	    enum sheet_density density)
{
	sheet->rows = rows;
	sheet->columns = columns;
	sheet->density = density;
	text_clear(&sheet->bytes);
	sheet->n_lines = sheet->n_pieces = sheet->n_items = 0;
	sheet->n_keys = sheet->n_status = 0;
	memset(sheet->height, 0, sizeof sheet->height);
	free(sheet->header_left);
	free(sheet->header_right);
	sheet->header_left = mem_copy("");
	sheet->header_right = mem_copy("");
	sheet->button_end = 0;
	sheet->spare = sheet->free = 0;
	sheet->counted = 0;
	sheet->low = false;
	sheet->lowered = (size_t)-1;
}

static size_t
row_width(const struct sheet *sheet)
{
	size_t columns = (size_t)sheet->columns;

	return columns < SHEET_ROW ? columns : SHEET_ROW;
}

size_t
sheet_width(const struct sheet *sheet)
{
	size_t columns = (size_t)sheet->columns;

	return columns < SHEET_TEXT ? columns : SHEET_TEXT;
}

/* ---------------------------------------------------------------- building */

size_t
sheet_line(struct sheet *sheet, enum sheet_part part)
{
	struct sheet_line *line;

	sheet->line = mem_room(sheet->line, &sheet->line_room,
			       sheet->n_lines + 1, sizeof *line);
	line = &sheet->line[sheet->n_lines];
	line->part = part;
	line->place = sheet->height[part]++;
	return sheet->n_lines++;
}

void
sheet_gap(struct sheet *sheet, enum sheet_part part)
{
	if (sheet->density == SHEET_ROOMY)
		sheet_line(sheet, part);
}

static struct sheet_piece *
add_piece(struct sheet *sheet, const char *s, size_t n)
{
	struct sheet_piece *piece;

	sheet->piece = mem_room(sheet->piece, &sheet->piece_room,
				sheet->n_pieces + 1, sizeof *piece);
	piece = &sheet->piece[sheet->n_pieces++];
	*piece = (struct sheet_piece){.at = sheet->bytes.n, .n = n};
	text_add_n(&sheet->bytes, s, n);
	text_add_char(&sheet->bytes, '\0');
	return piece;
}

void
sheet_put(struct sheet *sheet, size_t line, size_t column, enum look look,
	  const char *s, size_t n)
{
	struct sheet_piece *piece = add_piece(sheet, s, n);

	piece->line = line;
	piece->column = column;
	piece->look = look;
}

void
sheet_field(struct sheet *sheet, size_t line, size_t column, size_t cells,
	    const char *s, size_t n)
{
	struct sheet_piece *piece = add_piece(sheet, s, n);

	piece->line = line;
	piece->column = column;
	piece->look = LOOK_FIELD;
	piece->cells = cells;
}

struct paragraph {
	struct sheet *sheet;
	enum sheet_part part;
	size_t column, rest;
	enum look look;
};

static void
paragraph_line(void *ctx, const char *start, size_t bytes)
{
	struct paragraph *p = ctx;
	size_t line = sheet_line(p->sheet, p->part);

	sheet_put(p->sheet, line, p->column, p->look, start, bytes);
	p->column = p->rest;
}

/* The first line may begin further left or right than the others: it is
 * wrapped alone, what is left of the text as a whole. */
struct first_line {
	const char *start, *end;
};

static void
note_first_line(void *ctx, const char *start, size_t bytes)
{
	struct first_line *first = ctx;

	if (first->start == NULL) {
		first->start = start;
		first->end = start + bytes;
	}
}

static size_t
room(size_t from, size_t end)
{
	return end > from + 2 ? end - from : 2;
}

size_t
sheet_paragraph(struct sheet *sheet, enum sheet_part part, size_t first,
		size_t rest, size_t end, enum look look, const char *s)
{
	struct paragraph p = {sheet, part, first, rest, look};
	struct first_line line = {NULL, NULL};
	size_t begin = sheet->n_lines;

	if (first == rest) {
		text_wrap(s, room(rest, end), paragraph_line, &p);
		return begin;
	}
	text_wrap(s, room(first, end), note_first_line, &line);
	paragraph_line(&p, line.start, (size_t)(line.end - line.start));
	if (*line.end == '\n')
		line.end++;
	while (*line.end == ' ')
		line.end++;
	if (*line.end != '\0')
		text_wrap(line.end, room(rest, end), paragraph_line, &p);
	return begin;
}

size_t
sheet_item(struct sheet *sheet, size_t line, size_t column, size_t caret)
{
	sheet->item = mem_room(sheet->item, &sheet->item_room,
			       sheet->n_items + 1, sizeof *sheet->item);
	sheet->item[sheet->n_items] =
		(struct sheet_item){.mark_line = line,
				    .mark_column = column,
				    .first = line,
				    .last = sheet->n_lines - 1,
				    .caret_line = line,
				    .caret_column = caret};
	return sheet->n_items++;
}

void
sheet_item_from(struct sheet *sheet, size_t line)
{
	assert(sheet->n_items > 0);
	sheet->item[sheet->n_items - 1].first = line;
}

void
sheet_no_items(struct sheet *sheet, size_t n)
{
	assert(sheet->n_items >= n);
	sheet->n_items -= n;
}

void
sheet_spare(struct sheet *sheet, size_t lines)
{
	sheet->spare = lines;
}

void
sheet_caret(struct sheet *sheet, size_t line, size_t column)
{
	struct sheet_item *item;

	assert(sheet->n_items > 0);
	item = &sheet->item[sheet->n_items - 1];
	item->first = item->last = item->caret_line = line;
	item->caret_column = column;
}

void
sheet_button(struct sheet *sheet, const char *label)
{
	struct text t = TEXT_INIT;
	size_t width, line, column = 0;

	text_addf(&t, "[ %s ]", label);
	width = 2 + text_width(text_get(&t));
	if (sheet->button_end > 0 &&
	    sheet->button_end + BUTTON_GAP - 2 + width <= sheet_width(sheet)) {
		line = sheet->n_lines - 1;
		column = sheet->button_end + BUTTON_GAP - 2;
		sheet_put(sheet, line, column + 2, LOOK_PLAIN, text_get(&t),
			  t.n);
	} else {
		line = sheet_paragraph(sheet, SHEET_FOOT, 2, 4,
				       row_width(sheet), LOOK_PLAIN,
				       text_get(&t));
	}
	sheet->button_end = column + width;
	sheet_item(sheet, line, column, column + 2);
	text_release(&t);
}

/* ------------------------------------------------- first row and last rows */

/* The first text that is not empty and takes at most so many cells. */
static const char *
first_fitting(const char *const *list, size_t n, size_t cells)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (list[i][0] != '\0' && text_width(list[i]) <= cells)
			return list[i];
	}
	return NULL;
}

static void
set_header(struct sheet *sheet, const char *left, size_t n, const char *right)
{
	free(sheet->header_left);
	free(sheet->header_right);
	sheet->header_left = mem_copy_n(left, n);
	sheet->header_right = mem_copy(right);
}

void
sheet_header(struct sheet *sheet, const char *const *left, size_t n_left,
	     const char *const *right, size_t n_right)
{
	bool any = first_fitting(right, n_right, (size_t)-1) != NULL;
	const char *l = "", *r = NULL;
	size_t i, width;

	for (i = 0; i < n_left && r == NULL; i++) {
		width = text_width(left[i]);
		if (width == 0 || width + (any ? 2 : 0) > row_width(sheet))
			continue;
		r = any ? first_fitting(right, n_right,
					row_width(sheet) - width - 2)
			: "";
		l = r != NULL ? left[i] : "";
	}
	if (r == NULL)
		r = first_fitting(right, n_right, row_width(sheet));
	set_header(sheet, l, strlen(l), r != NULL ? r : "");
}

struct title {
	struct sheet *sheet;
	const char *right;
	size_t line, end; /* its last line, and where that ends */
	bool any;
};

static void
title_line(void *ctx, const char *start, size_t bytes)
{
	struct title *t = ctx;
	char *line;

	if (t->any) {
		t->line = sheet_line(t->sheet, SHEET_HEAD);
		sheet_put(t->sheet, t->line, 0, LOOK_HEADER, start, bytes);
	} else {
		set_header(t->sheet, start, bytes, "");
	}
	line = mem_copy_n(start, bytes);
	t->end = text_width(line);
	t->any = true;
	free(line);
}

void
sheet_title(struct sheet *sheet, const char *title, const char *right)
{
	const char *list[] = {title};
	struct title t = {.sheet = sheet};
	size_t width = text_width(right), row = row_width(sheet);

	sheet_header(sheet, list, 1, &right, 1);
	if (title[0] == '\0' || sheet->header_left[0] != '\0')
		return;
	text_wrap(title, sheet_width(sheet), title_line, &t);
	if (width == 0)
		return;
	if (t.end + 2 + width > row)
		t.line = sheet_line(sheet, SHEET_HEAD);
	sheet_put(sheet, t.line, row > width ? row - width : 0, LOOK_HEADER,
		  right, strlen(right));
}

void
sheet_heading(struct sheet *sheet, const char *title, const char *heading,
	      const char *right)
{
	sheet_header(sheet, &title, 1, &right, 1);
	if (heading[0] == '\0' || sheet->header_left[0] == '\0') {
		sheet_title(sheet, heading[0] != '\0' ? heading : title, right);
		return;
	}
	sheet_gap(sheet, SHEET_HEAD);
	sheet_paragraph(sheet, SHEET_HEAD, 0, 0, sheet_width(sheet),
			LOOK_HEADING, heading);
}

static void
status_line(void *ctx, const char *start, size_t bytes)
{
	struct sheet *sheet = ctx;
	struct sheet_piece *piece;

	if (sheet->n_status == SHEET_MAX_STATUS)
		return;
	piece = &sheet->status[sheet->n_status];
	*piece = (struct sheet_piece){.line = sheet->n_status++,
				      .at = sheet->bytes.n,
				      .n = bytes};
	text_add_n(&sheet->bytes, start, bytes);
	text_add_char(&sheet->bytes, '\0');
}

void
sheet_status(struct sheet *sheet, const char *s)
{
	sheet->n_status = 0;
	if (s[0] != '\0')
		text_wrap(s, row_width(sheet), status_line, sheet);
}

void
sheet_key_text(struct sheet *sheet, const char *text, int rank)
{
	assert(sheet->n_keys < SHEET_MAX_KEYS);
	sheet->key[sheet->n_keys++] =
		(struct sheet_key){.at = sheet->bytes.n,
				   .rank = rank,
				   .cells = text_width(text)};
	text_add(&sheet->bytes, text);
	text_add_char(&sheet->bytes, '\0');
}

void
sheet_key(struct sheet *sheet, enum word w, int rank)
{
	sheet_key_text(sheet, word(w), rank);
}

void
sheet_key_of(struct sheet *sheet, enum word w, enum word longest, int rank)
{
	size_t cells = text_width(word(longest));
	struct sheet_key *key;

	sheet_key(sheet, w, rank);
	key = &sheet->key[sheet->n_keys - 1];
	key->cells = key->cells > cells ? key->cells : cells;
}

void
sheet_key_when(struct sheet *sheet, enum sheet_when when, enum word w, int rank)
{
	sheet_key(sheet, w, rank);
	sheet->key[sheet->n_keys - 1].when = when;
}

/* ----------------------------------------------------------------- fitting */

/* Rows in which content may stand. The status keeps its row while there is
 * room for all. */
static size_t
rows_between(const struct sheet *sheet)
{
	bool keeps = sheet->density == SHEET_ROOMY && sheet->n_status == 0;
	size_t taken = 2 + (keeps ? 1 : sheet->n_status);

	return (size_t)sheet->rows > taken ? (size_t)sheet->rows - taken : 1;
}

/* Rows for what scrolls: the last says what more there is. It is always there,
 * so that one line more or less moves the others by one row and no further. */
static size_t
rows_to_scroll_in(const struct sheet *sheet)
{
	return sheet->view > 1 ? sheet->view - 1 : 1;
}

/* Lines that are shown when `top` is the first. */
static size_t
shown_from(const struct sheet *sheet, size_t top)
{
	size_t rows = rows_to_scroll_in(sheet);

	return rows < sheet->total - top ? rows : sheet->total - top;
}

/* Lines of the parts from `from` to before `to`. */
static size_t
lines_of(const struct sheet *sheet, enum sheet_part from, enum sheet_part to)
{
	size_t n = 0;

	for (; from < to; from++)
		n += sheet->height[from];
	return n;
}

/* A line's place among those that scroll, or NOWHERE. */
static long
scroll_place(const struct sheet *sheet, size_t line)
{
	const struct sheet_line *l = &sheet->line[line];

	if (!sheet->scrolls || l->part < sheet->from || l->part > sheet->to)
		return NOWHERE;
	return (long)(lines_of(sheet, sheet->from, l->part) + l->place);
}

static bool
is_in_item(const struct sheet *sheet, size_t place, long *first, long *last)
{
	size_t i;

	for (i = 0; i < sheet->n_items; i++) {
		*first = scroll_place(sheet, sheet->item[i].first);
		*last = scroll_place(sheet, sheet->item[i].last);
		if (*first != NOWHERE && *first < (long)place &&
		    *last >= (long)place)
			return true;
	}
	return false;
}

/* The last item in sight is shown as a whole where that can be: who sees its
 * first lines alone takes them for all of it. */
static void
keep_last_item_whole(struct sheet *sheet)
{
	long first, last;

	if (sheet->gentle)
		return;
	if (is_in_item(sheet, sheet->top + sheet->shown, &first, &last) &&
	    first > (long)sheet->top)
		sheet->shown = (size_t)first - sheet->top;
}

/* Not with the rest of one, unless there is no room for all of it. */
static void
begin_with_an_item(struct sheet *sheet)
{
	long first, last;

	if (!sheet->gentle && is_in_item(sheet, sheet->top, &first, &last) &&
	    last - first + 2 <= (long)sheet->view &&
	    last + 1 < (long)sheet->total)
		sheet->top = (size_t)last + 1;
}

static void
set_top(struct sheet *sheet, size_t top)
{
	size_t rows = rows_to_scroll_in(sheet);
	size_t most = sheet->total > rows ? sheet->total - rows : 0;

	sheet->top = top < most ? top : most;
	begin_with_an_item(sheet);
	sheet->shown = shown_from(sheet, sheet->top);
	keep_last_item_whole(sheet);
}

static bool
place_is_shown(const struct sheet *sheet, long place)
{
	return place >= (long)sheet->top &&
		place < (long)(sheet->top + sheet->shown);
}

static bool
item_is_shown(const struct sheet *sheet, size_t item)
{
	long first = scroll_place(sheet, sheet->item[item].first);

	return first == NOWHERE || place_is_shown(sheet, first);
}

/* The first line to show so that `last` is the last one. */
static size_t
top_for_last(const struct sheet *sheet, size_t last)
{
	size_t rows = rows_to_scroll_in(sheet);

	return last + 1 > rows ? last + 1 - rows : 0;
}

/* Brings the lines of the focus into sight, and the others on by no more rows
 * than that takes: what is new on the screen goes over the line. */
static void
follow(struct sheet *sheet)
{
	const struct sheet_item *item;
	long first, last;
	size_t top = sheet->top;

	if (sheet->focus >= sheet->n_items)
		return;
	item = &sheet->item[sheet->focus];
	first = scroll_place(sheet, item->first);
	last = scroll_place(sheet, item->last);
	if (first == NOWHERE)
		return;
	if ((size_t)(last - first) + 2 >= sheet->view)
		first = scroll_place(sheet, item->mark_line);
	if ((size_t)last >= sheet->top + sheet->shown)
		top = top_for_last(sheet, (size_t)last);
	if ((size_t)first < top)
		top = (size_t)first;
	set_top(sheet, top);
}

bool
sheet_fits(const struct sheet *sheet)
{
	return lines_of(sheet, SHEET_HEAD, SHEET_PARTS) + sheet->spare <=
		rows_between(sheet);
}

/* Of a foot that leaves no room its first button stays; the others come at the
 * end of the body. */
static void
lower_foot(struct sheet *sheet)
{
	size_t i, first = 0, from = 0;

	while (first < sheet->n_items &&
	       sheet->line[sheet->item[first].first].part != SHEET_FOOT)
		first++;
	if (first == sheet->n_items)
		return;
	from = sheet->item[first].last + 1;
	sheet->lowered = first + 1;
	sheet->height[SHEET_FOOT] = 0;
	for (i = 0; i < sheet->n_lines; i++) {
		struct sheet_line *line = &sheet->line[i];

		if (line->part != SHEET_FOOT)
			continue;
		if (i >= from)
			line->part = SHEET_BODY;
		line->place = sheet->height[line->part]++;
	}
}

/* What stays where it is leaves some rows for what scrolls. */
static void
choose_parts(struct sheet *sheet, size_t rows)
{
	const size_t *height = sheet->height;

	if (sheet->low ||
	    height[SHEET_HEAD] + height[SHEET_FOOT] + LEAST_TEXT > rows)
		lower_foot(sheet);
	sheet->from = SHEET_BODY;
	sheet->to = SHEET_BODY;
	if (height[SHEET_FOOT] + LEAST_VIEW > rows) {
		sheet->from = SHEET_HEAD;
		sheet->to = SHEET_FOOT;
	} else if (height[SHEET_HEAD] + height[SHEET_FOOT] + LEAST_VIEW >
		   rows) {
		sheet->from = SHEET_HEAD;
	}
}

void
sheet_place(struct sheet *sheet)
{
	size_t rows = rows_between(sheet);
	size_t taken = lines_of(sheet, SHEET_HEAD, SHEET_PARTS);

	if (sheet->focus >= sheet->n_items && sheet->n_items > 0)
		sheet->focus = sheet->n_items - 1;
	sheet->scrolls = taken > rows;
	if (!sheet->scrolls) {
		sheet->top = 0;
		sheet->free = rows - taken < sheet->spare ? rows - taken
							  : sheet->spare;
		return;
	}
	choose_parts(sheet, rows);
	sheet->total = lines_of(sheet, sheet->from, sheet->to + 1);
	sheet->view = rows -
		(lines_of(sheet, SHEET_HEAD, SHEET_PARTS) - sheet->total);
	set_top(sheet, sheet->top);
	if (sheet->follow)
		follow(sheet);
}

/* ------------------------------------------------------------ where it is */

static int
scroll_begin(const struct sheet *sheet)
{
	return 1 + (int)lines_of(sheet, SHEET_HEAD, sheet->from);
}

int
sheet_row(const struct sheet *sheet, size_t line)
{
	const struct sheet_line *l = &sheet->line[line];
	long place = scroll_place(sheet, line);

	if (place != NOWHERE) {
		if (!place_is_shown(sheet, place))
			return -1;
		return scroll_begin(sheet) + (int)(place - (long)sheet->top);
	}
	if (sheet->scrolls && l->part > sheet->to)
		return scroll_begin(sheet) + (int)sheet->view + (int)l->place;
	return 1 + (int)(lines_of(sheet, SHEET_HEAD, l->part) + l->place) +
		(l->part == SHEET_FOOT ? (int)sheet->free : 0);
}

int
sheet_text_row(const struct sheet *sheet)
{
	size_t i;

	if (sheet->scrolls)
		return scroll_begin(sheet);
	for (i = 0; i < sheet->n_lines; i++)
		if (sheet->line[i].part == SHEET_BODY &&
		    sheet_row(sheet, i) >= 0)
			return sheet_row(sheet, i);
	return 0;
}

int
sheet_row_more(const struct sheet *sheet)
{
	if (!sheet->scrolls || sheet->view < 2)
		return -1;
	return scroll_begin(sheet) + (int)sheet->view - 1;
}

bool
sheet_shows_focus(const struct sheet *sheet)
{
	return sheet->focus < sheet->n_items &&
		item_is_shown(sheet, sheet->focus);
}

bool
sheet_items_shown(const struct sheet *sheet, size_t *from, size_t *to)
{
	size_t i;

	*from = *to = 0;
	for (i = 0; i < sheet->n_items; i++) {
		if (scroll_place(sheet, sheet->item[i].first) == NOWHERE ||
		    !item_is_shown(sheet, i))
			continue;
		if (*to == 0)
			*from = i;
		*to = i + 1;
	}
	return *to > 0;
}

/* Items that begin after what is shown, and the lines of a tall head before
 * them; where there is no item, lines. */
static size_t
hidden_below(const struct sheet *sheet)
{
	size_t i, n = sheet->n_items, items = 0, lines = 0;
	size_t end = sheet->top + sheet->shown;
	size_t head = sheet->from == SHEET_HEAD ? sheet->height[SHEET_HEAD] : 0;

	if (n > sheet->lowered)
		n = sheet->lowered;
	if (end < head)
		lines = head - end;
	for (i = 0; i < n && !sheet->gentle; i++)
		items += scroll_place(sheet, sheet->item[i].first) >=
			(long)(end + lines);
	return items > 0 ? lines + items : sheet->total - end;
}

/* Where both do not fit, it is told what is below: what is above has been
 * passed. */
static char *
below_and_above(const struct sheet *sheet, size_t below)
{
	char *s = word_format(WORD_TUI_BELOW_ABOVE, below);

	if (text_width(s) <= row_width(sheet))
		return s;
	free(s);
	return word_format(WORD_TUI_BELOW, below);
}

char *
sheet_more(const struct sheet *sheet)
{
	size_t below;

	if (sheet_row_more(sheet) < 0)
		return NULL;
	below = hidden_below(sheet);
	if (below == 0)
		return mem_copy(word(WORD_TUI_ABOVE));
	if (sheet->top == 0)
		return word_format(WORD_TUI_BELOW, below);
	return below_and_above(sheet, below);
}

/* ------------------------------------------------------------------ moving */

void
sheet_focus(struct sheet *sheet, size_t item)
{
	sheet->focus = item;
	sheet->follow = true;
	sheet->reads = false;
}

void
sheet_move(struct sheet *sheet, int by)
{
	bool first = sheet->focus == 0;

	if (sheet->n_items == 0 || !item_is_shown(sheet, sheet->focus) ||
	    (by < 0 && first))
		sheet_scroll_lines(sheet, by);
	else if (by < 0 || sheet->focus + 1 < sheet->n_items)
		sheet_focus(sheet, sheet->focus + (size_t)by);
}

/* Is it where nothing scrolls? */
static bool
stays(const struct sheet *sheet, size_t item)
{
	return item < sheet->n_items &&
		scroll_place(sheet, sheet->item[item].first) == NOWHERE;
}

bool
sheet_is_read(const struct sheet *sheet)
{
	return sheet->scrolls && sheet->reads && stays(sheet, sheet->focus);
}

/* The focus goes with the text where there are items in it. */
static void
focus_what_is_shown(struct sheet *sheet, bool last)
{
	size_t from, to;

	sheet->follow = sheet->low;
	if (!sheet_items_shown(sheet, &from, &to) ||
	    (sheet->gentle && stays(sheet, sheet->focus)))
		return;
	if (sheet->focus < from || sheet->focus >= to)
		sheet->focus = last ? to - 1 : from;
}

/* Where the focus stays on a button, the cursor goes with what is read. */
static void
read_on(struct sheet *sheet, bool back)
{
	focus_what_is_shown(sheet, back);
	sheet->reads = stays(sheet, sheet->focus);
}

void
sheet_scroll_lines(struct sheet *sheet, int lines)
{
	size_t back = (size_t)-lines;

	if (!sheet->scrolls)
		return;
	if (lines < 0)
		set_top(sheet, sheet->top > back ? sheet->top - back : 0);
	else
		set_top(sheet, sheet->top + (size_t)lines);
	read_on(sheet, lines < 0);
}

void
sheet_scroll(struct sheet *sheet, int pages)
{
	size_t last, before = sheet->top, from, to;

	if (!sheet->scrolls)
		return;
	if (pages < 0) {
		last = sheet->top > 0 ? sheet->top - 1 : 0;
		set_top(sheet, top_for_last(sheet, last));
		if (sheet->top >= before && before > 0)
			set_top(sheet, last);
	} else {
		set_top(sheet, sheet->top + sheet->shown);
	}
	read_on(sheet, pages < 0);
	if (sheet->top == before && sheet_items_shown(sheet, &from, &to))
		sheet->focus = pages < 0 ? from : to - 1;
}
