/*
 * Rows of a CSV file, one after the other, as a spreadsheet shows them.
 *
 * libcsv does the parsing; this adds what it does not hand out: the record
 * number (blank rows count, a newline inside quotes does not), a BOM skipped,
 * the separator found out, and a pull interface. Comma, semicolon or tab; CR,
 * LF or CRLF; UTF-8.
 */
#ifndef QUESTIONS_CSV_H
#define QUESTIONS_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/error.h"

struct csv;

struct csv_row {
	size_t row; /* from 1 */
	size_t n;   /* cells in this row, at least 1 */
	/* NUL-terminated, unstripped; valid until the next csv_next */
	char *const *cell;
	const size_t *length; /* bytes of each */
};

/* Limits; a file beyond them is refused with its row. */
enum { CSV_MAX_CELLS = 16384, CSV_MAX_CELL_BYTES = 1 << 20 };

/* Opens a file; "-" is standard input. The separator is the one of , ; TAB
 * that the first row with any of them holds most often outside quotes (a comma
 * where no row does). NULL and err when it cannot be read or holds UTF-16. */
struct csv *csv_open(const char *path, struct error *err);

/* The same from memory, which must outlive it. */
struct csv *csv_from_memory(const char *bytes, size_t n, const char *name,
			    struct error *err);

/* The next row that is not blank (a row of blanks, or of empty quoted cells,
 * is not blank). False at the end, and on failure with err filled: a quote that
 * never ends or text behind a closing one, text that is not UTF-8 or holds a
 * NUL, a limit; always with file:row:column. */
bool csv_next(struct csv *csv, struct csv_row *row, struct error *err);

/* After csv_next failed on the text (not on reading): where, and what is wrong
 * without the place. False otherwise. Both live as long as csv. */
bool csv_failure(const struct csv *csv, struct place *where, const char **what);

const char *csv_name(const struct csv *csv);

void csv_close(struct csv *csv); /* NULL is fine */

#endif
