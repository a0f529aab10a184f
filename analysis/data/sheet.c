#include "analysis/data/sheet.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/csv.h"

struct sheet {
	struct csv *csv;
	const char *const *column;
	size_t n;
	size_t at[SHEET_MAX_COLUMNS]; /* where the column stands in the file */
	struct csv_row row;
	char *copy[SHEET_MAX_COLUMNS]; /* cells of the row, trimmed */
	struct problems problems;
	struct error broken;
};

static char *
trimmed(const char *cell)
{
	size_t n;

	while (isspace((unsigned char)*cell))
		cell++;
	n = strlen(cell);
	while (n > 0 && isspace((unsigned char)cell[n - 1]))
		n--;
	return mem_copy_n(cell, n);
}

static bool
is_header(const char *cell, const char *name)
{
	char *header = trimmed(cell);
	bool is = strcasecmp(header, name) == 0;

	free(header);
	return is;
}

/* All of the columns that are asked for must be there. */
static bool
read_header(struct sheet *s, struct error *err)
{
	struct text missing = TEXT_INIT;
	bool good = csv_next(s->csv, &s->row, err);

	if (!good && !error_is_set(err))
		error_set(err, "%s: the file is empty", csv_name(s->csv));
	for (size_t i = 0; good && i < s->n; i++) {
		size_t k = 0;

		while (k < s->row.n && !is_header(s->row.cell[k], s->column[i]))
			k++;
		s->at[i] = k;
		if (k == s->row.n)
			text_addf(&missing, "%s%s",
				  *text_get(&missing) ? ", " : "",
				  s->column[i]);
	}
	if (good && *text_get(&missing))
		good = error_set(err,
				 "%s:%zu: no column %s; the first row names "
				 "the columns",
				 csv_name(s->csv), s->row.row,
				 text_get(&missing));
	text_release(&missing);
	return good;
}

static void
forget_row(struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->copy[i]);
		s->copy[i] = NULL;
	}
}

static void
sheet_free(struct sheet *s)
{
	forget_row(s);
	problems_release(&s->problems);
	csv_close(s->csv);
	free(s);
}

struct sheet *
sheet_open(const char *path, const char *const *column, struct error *err)
{
	struct csv *csv = csv_open(path, err);
	struct sheet *s;

	if (!csv)
		return NULL;
	s = mem_new(1, sizeof(*s));
	s->csv = csv;
	s->column = column;
	while (column[s->n])
		s->n++;
	if (read_header(s, err))
		return s;
	sheet_free(s);
	return NULL;
}

bool
sheet_next(struct sheet *s, const char *cell[SHEET_MAX_COLUMNS])
{
	forget_row(s);
	if (!csv_next(s->csv, &s->row, &s->broken))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		s->copy[i] = trimmed(s->at[i] < s->row.n ? s->row.cell[s->at[i]]
							 : "");
		cell[i] = s->copy[i];
	}
	return true;
}

void
sheet_problem(struct sheet *s, size_t column, const char *format, ...)
{
	bool whole = column >= s->n;
	struct place place = {
		.file = csv_name(s->csv),
		.row = s->row.row,
		.column = whole ? 0 : s->at[column] + 1,
		.header = whole ? NULL : s->column[column],
	};
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	problems_add(&s->problems, SEVERITY_ERROR, &place, "%s", text_get(&t));
	text_release(&t);
}

bool
sheet_number(struct sheet *s, const char *const *cell, size_t column,
	     double low, double high, double *number)
{
	char from[32], to[32];

	if (text_to_number(cell[column], number) && *number >= low &&
	    *number <= high)
		return true;
	text_number(low, from);
	text_number(high, to);
	sheet_problem(s, column, "\"%s\" is no number from %s to %s",
		      cell[column], from, to);
	return false;
}

bool
sheet_close(struct sheet *s, struct error *err)
{
	bool good = s->problems.n == 0 && !error_is_set(&s->broken);

	if (s->problems.n > 0)
		problems_fail(&s->problems, err);
	else if (!good)
		error_set(err, "%s", s->broken.text);
	sheet_free(s);
	return good;
}
