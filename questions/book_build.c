#include "questions/book_build.h"

#include <stdlib.h>
#include <string.h>

struct row_builder {
	size_t row, width; /* width: how many cells there are */
	const char **cell;
};

struct sheet_builder {
	const char *name, *file;
	struct book_column *column;
	size_t n_columns, columns_room;
	struct row_builder *row;
	size_t n_rows, rows_room;
};

struct book_builder {
	struct arena *arena;
	const char *file;
	struct sheet_builder *sheet;
	size_t n, room;
	bool broken_off;
};

struct book_builder *
book_builder_new(const char *file)
{
	struct book_builder *b = mem_new(1, sizeof *b);

	b->arena = arena_new();
	b->file = arena_copy(b->arena, file);
	return b;
}

struct arena *
book_builder_arena(struct book_builder *b)
{
	return b->arena;
}

size_t
book_builder_sheet(struct book_builder *b, const char *name, const char *file)
{
	struct sheet_builder *s;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (strcmp(b->sheet[i].name, name) == 0)
			return i;
	b->sheet = mem_room(b->sheet, &b->room, b->n + 1, sizeof *b->sheet);
	s = &b->sheet[b->n];
	memset(s, 0, sizeof *s);
	s->name = arena_copy(b->arena, name);
	s->file = arena_copy(b->arena, file);
	return b->n++;
}

size_t
book_builder_column(struct book_builder *b, size_t sheet,
		    const struct book_column *column)
{
	struct sheet_builder *s = &b->sheet[sheet];

	if (s->n_columns == BOOK_MAX_COLUMNS)
		return BOOK_NO_COLUMN;
	s->column = mem_room(s->column, &s->columns_room, s->n_columns + 1,
			     sizeof *s->column);
	s->column[s->n_columns] = *column;
	return s->n_columns++;
}

const struct book_column *
book_builder_columns(const struct book_builder *b, size_t sheet, size_t *n)
{
	*n = b->sheet[sheet].n_columns;
	return b->sheet[sheet].column;
}

void
book_builder_row(struct book_builder *b, size_t sheet, size_t row)
{
	struct sheet_builder *s = &b->sheet[sheet];
	struct row_builder *new;

	s->row = mem_room(s->row, &s->rows_room, s->n_rows + 1, sizeof *s->row);
	new = &s->row[s->n_rows++];
	new->row = row;
	new->width = s->n_columns;
	new->cell = arena_alloc(b->arena, new->width, sizeof *new->cell);
}

void
book_builder_cell(struct book_builder *b, size_t sheet, size_t column,
		  const char *text)
{
	struct sheet_builder *s = &b->sheet[sheet];

	s->row[s->n_rows - 1].cell[column] = text;
}

/* A later header may have added columns: earlier rows are widened. */
static void
finish_sheet(struct arena *arena, const struct sheet_builder *s,
	     struct book_sheet *sheet)
{
	const char **cell;
	size_t i;

	sheet->name = s->name;
	sheet->file = s->file;
	sheet->n_columns = s->n_columns;
	sheet->column = arena_alloc(arena, s->n_columns, sizeof *s->column);
	if (s->n_columns > 0)
		memcpy(sheet->column, s->column,
		       s->n_columns * sizeof *s->column);
	sheet->n_rows = s->n_rows;
	sheet->row = arena_alloc(arena, s->n_rows, sizeof *sheet->row);
	for (i = 0; i < s->n_rows; i++) {
		cell = s->row[i].cell;
		if (s->row[i].width < s->n_columns) {
			cell = arena_alloc(arena, s->n_columns, sizeof *cell);
			memcpy(cell, s->row[i].cell,
			       s->row[i].width * sizeof *cell);
		}
		sheet->row[i] = (struct book_row){s->row[i].row, cell};
	}
}

void
book_builder_break_off(struct book_builder *b)
{
	b->broken_off = true;
}

struct book *
book_builder_finish(struct book_builder *b, struct error *err)
{
	struct book *book;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (b->sheet[i].n_rows > 0 &&
		    b->sheet[i].n_columns >
			    BOOK_MAX_CELLS / b->sheet[i].n_rows) {
			error_set(err, "%s: sheet %s is too large; shorten it",
				  b->sheet[i].file, b->sheet[i].name);
			book_builder_free(b);
			return NULL;
		}
	book = mem_new(1, sizeof *book);
	book->file = b->file;
	book->sheet = arena_alloc(b->arena, b->n, sizeof *book->sheet);
	book->n_sheets = b->n;
	book->broken_off = b->broken_off;
	for (i = 0; i < b->n; i++)
		finish_sheet(b->arena, &b->sheet[i], &book->sheet[i]);
	book->arena = b->arena;
	b->arena = NULL;
	book_builder_free(b);
	return book;
}

void
book_builder_free(struct book_builder *b)
{
	size_t i;

	if (b == NULL)
		return;
	for (i = 0; i < b->n; i++) {
		free(b->sheet[i].column);
		free(b->sheet[i].row);
	}
	free(b->sheet);
	arena_free(b->arena);
	free(b);
}

void
book_free(struct book *book)
{
	if (book == NULL)
		return;
	arena_free(book->arena);
	free(book);
}

const struct book_sheet *
book_sheet(const struct book *book, const char *name)
{
	size_t i;

	for (i = 0; i < book->n_sheets; i++)
		if (strcmp(book->sheet[i].name, name) == 0)
			return &book->sheet[i];
	return NULL;
}
