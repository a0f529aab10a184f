/*
 * A small CSV file with known columns, as HR keeps them beside a survey:
 * headcounts, cut scores, risk weights, judges.
 *
 * The first row names the columns, in any order and case; others are let be.
 * Everything wrong with the file goes to its problems, each with file, row
 * and column, so that all of it is mended at once.
 */
#ifndef ANALYSIS_DATA_SHEET_H
#define ANALYSIS_DATA_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/error.h"

enum { SHEET_MAX_COLUMNS = 8 };

struct sheet;

/* column: the names it must have, ended by NULL; they outlive the sheet. NULL
 * and err when the file cannot be read or lacks one of them. */
struct sheet *sheet_open(const char *path, const char *const *column,
			 struct error *err);

/* The next row: cell[i] is of column[i], without the blanks around it, "" where
 * the row is too short; valid until the next call. False at the end; a file
 * that cannot be read on is one more problem. */
bool sheet_next(struct sheet *s, const char *cell[SHEET_MAX_COLUMNS]);

/* What is wrong with a cell of the row that sheet_next gave last; column
 * SHEET_MAX_COLUMNS: with the whole row. */
void sheet_problem(struct sheet *s, size_t column, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The cell as a number from low to high; false, and a problem, when it is
 * none. */
bool sheet_number(struct sheet *s, const char *const *cell, size_t column,
		  double low, double high, double *number);

/* Ends the reading. False and err with all problems, one a line, where there
 * were any; frees s either way. */
bool sheet_close(struct sheet *s, struct error *err);

#endif
