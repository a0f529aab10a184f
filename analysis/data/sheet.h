/*
 * A small CSV file with known columns, as is kept beside a survey: headcounts,
 * cut scores, risk weights, ratings of judges.
 *
 * The first row names the columns, in any order and case; others are let be,
 * as are rows without a word in the columns asked for. Everything wrong with
 * the file goes to the caller's problems, each with file, row and column, so
 * that all of it is mended at once.
 */
#ifndef ANALYSIS_DATA_SHEET_H
#define ANALYSIS_DATA_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/error.h"

enum { SHEET_MAX_COLUMNS = 8, SHEET_MAX_PROBLEMS = 50 };

/* Instead of a column: the whole row, the whole file. */
enum { SHEET_ROW = SHEET_MAX_COLUMNS, SHEET_FILE };

struct sheet;

/* column: the names it must have, ended by NULL; they and problems outlive the
 * sheet. NULL, and err or problems filled, when the file cannot be read, lacks
 * one of them or has it twice. */
struct sheet *sheet_open(const char *path, const char *const *column,
			 struct problems *problems, struct error *err);

/* Goes to the next row. False at the end, after SHEET_MAX_PROBLEMS, and with
 * err where the file cannot be read on. */
bool sheet_next(struct sheet *s, struct error *err);

/* The row, as a spreadsheet counts. */
size_t sheet_row_number(const struct sheet *s);

/* The row's cell of column[i], without the blanks around it, "" where the row
 * is too short; valid until sheet_next. */
const char *sheet_cell(const struct sheet *s, size_t column);

/* The same; NULL, and a problem that ends with mend (what to write), where it
 * is empty. */
const char *sheet_filled(struct sheet *s, size_t column, const char *mend);

/* The cell as a number from low to high; false, and a problem, where it is
 * none. */
bool sheet_number(struct sheet *s, size_t column, double low, double high,
		  const char *mend, double *number);

/* What is wrong with the row's cell, with the row or with the file. Those
 * beyond SHEET_MAX_PROBLEMS are dropped. */
void sheet_problem(struct sheet *s, size_t column, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Ends the reading. Was all of it good? That no row is below the header is a
 * problem, too. err: as sheet_next left it. NULL: false. */
bool sheet_close(struct sheet *s, const struct error *err);

#endif
