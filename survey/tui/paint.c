#include "survey/tui/paint.h"

#include <stdlib.h>

#include "questions/base/mem.h"

static void
put(const struct painter *p, int row, size_t column, enum look look,
    const char *s)
{
	if (row >= 0)
		p->put(p->ctx, row, column, (size_t)-1, look, s);
}

static void
paint_piece(const struct sheet *sheet, const struct sheet_piece *piece,
	    const struct painter *p)
{
	static const char blanks[] = "                                        "
				     "                                        ";
	int row = sheet_row(sheet, piece->line);

	if (row < 0)
		return;
	if (piece->cells > 0)
		p->put(p->ctx, row, piece->column, piece->cells, piece->look,
		       blanks);
	put(p, row, piece->column, piece->look, sheet->bytes.s + piece->at);
}

static void
paint_more(const struct painter *p, int row, char *said)
{
	if (said != NULL)
		put(p, row, 0, LOOK_PLAIN, said);
	free(said);
}

static size_t
row_cells(const struct sheet *sheet)
{
	size_t columns = (size_t)sheet->columns;

	return columns < SHEET_ROW ? columns : SHEET_ROW;
}

static void
paint_header(const struct sheet *sheet, const struct painter *p)
{
	size_t row = row_cells(sheet), right, from, to;
	size_t left = text_width(sheet->header_left);
	char *s;

	if (sheet->counted > 0 && sheet_items_shown(sheet, &from, &to))
		s = word_format(WORD_TUI_ROWS, from + 1, to, sheet->counted);
	else
		s = mem_copy(sheet->header_right);
	right = text_width(s);
	if (left + 2 + right <= row || left == 0 || right == 0)
		p->put(p->ctx, 0, 0, row, LOOK_HEADER, sheet->header_left);
	if (right <= row)
		p->put(p->ctx, 0, row - right, right, LOOK_HEADER, s);
	free(s);
}

static bool
applies(const struct sheet *sheet, const struct sheet_key *key)
{
	switch (key->when) {
	case SHEET_SCROLLS: return sheet->scrolls;
	case SHEET_READS: return !sheet_shows_focus(sheet);
	case SHEET_READS_NOT: return sheet_shows_focus(sheet);
	default: return true;
	}
}

/* Which keys there is room for, the lowest rank first: a long one that has
 * none does not keep a short one out. */
static void
choose_keys(const struct sheet *sheet, size_t cells, bool *chosen)
{
	size_t i, width, taken = 0;
	int rank;

	for (rank = 1; rank <= SHEET_MAX_KEYS; rank++)
		for (i = 0; i < sheet->n_keys; i++) {
			const struct sheet_key *key = &sheet->key[i];

			if (key->rank != rank || !applies(sheet, key))
				continue;
			width = key->cells + (taken > 0 ? 2 : 0);
			chosen[i] = taken + width <= cells;
			taken += chosen[i] ? width : 0;
		}
}

static void
paint_keys(const struct sheet *sheet, const struct painter *p)
{
	bool chosen[SHEET_MAX_KEYS] = {false};
	size_t i, column = 0;
	const char *s;

	choose_keys(sheet, row_cells(sheet), chosen);
	for (i = 0; i < sheet->n_keys; i++) {
		if (!chosen[i])
			continue;
		s = sheet->bytes.s + sheet->key[i].at;
		column += column > 0 ? 2 : 0;
		put(p, sheet->rows - 1, column, LOOK_PLAIN, s);
		column += sheet->key[i].cells;
	}
}

static void
paint_last_rows(const struct sheet *sheet, const struct painter *p)
{
	size_t row = row_cells(sheet);
	int i, n = (int)sheet->n_status;

	for (i = 0; i < n; i++)
		p->put(p->ctx, sheet->rows - 1 - n + i, 0, row, LOOK_PLAIN,
		       sheet->bytes.s + sheet->status[i].at);
	paint_keys(sheet, p);
}

static void
paint_mark(const struct sheet *sheet, const struct painter *p)
{
	const struct sheet_item *item;

	if (sheet->focus >= sheet->n_items || sheet_is_read(sheet))
		return;
	item = &sheet->item[sheet->focus];
	put(p, sheet_row(sheet, item->mark_line), item->mark_column, LOOK_PLAIN,
	    ">");
}

void
sheet_paint(const struct sheet *sheet, const struct painter *painter)
{
	size_t i;

	paint_header(sheet, painter);
	for (i = 0; i < sheet->n_pieces; i++)
		paint_piece(sheet, &sheet->piece[i], painter);
	paint_more(painter, sheet_row_more(sheet), sheet_more(sheet));
	paint_last_rows(sheet, painter);
	paint_mark(sheet, painter);
}
