/*
 * Making a book, sheet by sheet and row by row; for book.c and instrument.c.
 *
 * Rows may be added to any sheet at any time, columns too. Texts are borrowed
 * from the book's arena, where the caller puts them.
 */
#ifndef QUESTIONS_BOOK_BUILD_H
#define QUESTIONS_BOOK_BUILD_H

#include "questions/book.h"

enum {
	BOOK_MAX_COLUMNS = 512,	 /* in one sheet */
	BOOK_MAX_CELLS = 4000000 /* rows times columns of one sheet */
};

#define BOOK_NO_COLUMN ((size_t)-1)

struct book_builder;

struct book_builder *book_builder_new(const char *file);

/* Where to put texts. */
struct arena *book_builder_arena(struct book_builder *b);

/* The sheet of that name, made if it is not there yet; its number. */
size_t book_builder_sheet(struct book_builder *b, const char *name,
			  const char *file);

/* Adds a column, returns its number; BOOK_NO_COLUMN when there are
 * BOOK_MAX_COLUMNS already. */
size_t book_builder_column(struct book_builder *b, size_t sheet,
			   const struct book_column *column);
const struct book_column *book_builder_columns(const struct book_builder *b,
					       size_t sheet, size_t *n);

/* Adds an empty row; its cells are put next. */
void book_builder_row(struct book_builder *b, size_t sheet, size_t row);
/* Into the row added last. */
void book_builder_cell(struct book_builder *b, size_t sheet, size_t column,
		       const char *text);

/* What comes now is lost: the file cannot be read on. */
void book_builder_break_off(struct book_builder *b);

/* The book; the builder is gone. NULL and err when a sheet has more than
 * BOOK_MAX_CELLS. */
struct book *book_builder_finish(struct book_builder *b, struct error *err);
void book_builder_free(struct book_builder *b); /* NULL is fine */

/* What a header means on a sheet: fills name and language of *column from its
 * header. double_colon: some header beside it holds "::", so ":" does not
 * split. */
void book_header(struct arena *arena, const char *sheet, bool double_colon,
		 struct book_column *column);

#endif
