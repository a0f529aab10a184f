/* Putting a sheet on the screen. ncurses writes only what differs. */
#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "questions/base/mem.h"
#include "survey/tui/paint.h"

/* One character; its cells, or -1 when there is no room. What would move the
 * cursor is left out, and what joins pictures. *n gets its bytes, *before it,
 * which was the one before. */
static int
put_wide(const char *s, size_t cells, size_t *n, wchar_t *before)
{
	mbstate_t state = {0};
	wchar_t c;
	int width;

	*n = mbrtowc(&c, s, strlen(s), &state);
	if (*n == 0 || *n > strlen(s)) {
		*n = 1;
		return 0;
	}
	if (text_joins((int)*before, (int)c))
		return 0;
	*before = c;
	width = wcwidth(c);
	if (width > 0 && (size_t)width > cells)
		return -1;
	if (width >= 0)
		addnwstr(&c, 1);
	return width > 0 ? width : 0;
}

static size_t
plain(const char *s, size_t most)
{
	size_t n = 0;

	while (n < most && s[n] >= 0x20 && s[n] < 0x7f)
		n++;
	return n;
}

/* s up to its NUL, at most `cells` of it, from row and column on. */
static void
put(void *ctx, int row, size_t column, size_t cells, enum look look,
    const char *s)
{
	wchar_t before = 0;
	size_t n;
	int width;

	(void)ctx;
	if (row < 0 || row >= LINES || column >= (size_t)COLS)
		return;
	if (cells > (size_t)COLS - column)
		cells = (size_t)COLS - column;
	move(row, (int)column);
	attrset((int)theme_attributes(look));
	for (; *s != '\0'; s += n) {
		n = plain(s, cells);
		if (n > 0) {
			addnstr(s, (int)n);
			cells -= n;
			before = L' ';
			continue;
		}
		width = put_wide(s, cells, &n, &before);
		if (width < 0)
			return;
		cells -= (size_t)width;
	}
}

/* Where the text of the focused item ends on a line; another item may stand
 * beside it. */
static size_t
focus_end(const struct sheet *sheet, const struct sheet_item *item, size_t line)
{
	const struct sheet_item *next = item + 1;
	size_t i, column, end = item->mark_column + 1, most = (size_t)COLS;

	if (sheet->focus + 1 < sheet->n_items && next->mark_line == line)
		most = next->mark_column;
	for (i = 0; i < sheet->n_pieces; i++) {
		const struct sheet_piece *piece = &sheet->piece[i];

		if (piece->line != line || piece->column < item->mark_column ||
		    piece->column >= most)
			continue;
		column = piece->cells > 0
			? piece->cells
			: text_width(sheet->bytes.s + piece->at);
		if (piece->column + column > end)
			end = piece->column + column;
	}
	return end < (size_t)COLS ? end : (size_t)COLS;
}

/* Where the theme shows the focus by more than a mark. */
static void
paint_focus(const struct sheet *sheet, const struct sheet_item *item)
{
	attr_t look = (attr_t)theme_attributes(LOOK_FOCUS);
	size_t line;
	int row;

	if (look == A_NORMAL)
		return;
	for (line = item->first; line <= item->last; line++) {
		row = sheet_row(sheet, line);
		if (row >= 0)
			mvchgat(row, (int)item->mark_column,
				(int)(focus_end(sheet, item, line) -
				      item->mark_column),
				look & ~A_COLOR, (short)PAIR_NUMBER((int)look),
				NULL);
	}
}

static void
draw_focus(const struct sheet *sheet)
{
	const struct sheet_item *item;
	int row;

	/* Without a focus it stands where reading begins. */
	move(sheet_text_row(sheet), 0);
	if (sheet->focus >= sheet->n_items || sheet_is_read(sheet))
		return;
	item = &sheet->item[sheet->focus];
	paint_focus(sheet, item);
	row = sheet_row(sheet, item->caret_line);
	move(row >= 0 ? row : 1, row >= 0 ? (int)item->caret_column : 0);
}

static void
draw_text_line(void *ctx, const char *start, size_t bytes)
{
	char *line = mem_copy_n(start, bytes);
	int *row = ctx;

	put(NULL, (*row)++, 0, (size_t)COLS, LOOK_PLAIN, line);
	free(line);
}

int
sheet_draw_text(int row, const char *s)
{
	text_wrap(s, COLS < 2 ? 2 : (size_t)COLS, draw_text_line, &row);
	return row;
}

void
sheet_draw(struct sheet *sheet)
{
	static const struct painter painter = {put, NULL};

	erase();
	sheet_paint(sheet, &painter);
	draw_focus(sheet);
	refresh();
}
