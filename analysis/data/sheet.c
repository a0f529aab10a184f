#include "analysis/data/sheet.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/csv.h"

struct sheet {
	struct csv *csv;
	const char *const *column; /* wanted, ended by NULL */
	struct problems *problems;
	struct csv_row row;
	size_t at[SHEET_MAX_COLUMNS]; /* where each wanted column is, from 0 */
	const char *cell[SHEET_MAX_COLUMNS];
	size_t errors, rows;
};

void
sheet_problem(struct sheet *s, size_t column, const char *format, ...)
{
	struct place place = {csv_name(s->csv), s->row.row, 0, NULL};
	struct text t = TEXT_INIT;
	va_list ap;

	if (s->errors == SHEET_MAX_PROBLEMS)
		return;
	if (column == SHEET_FILE)
		place.row = 0;
	if (column < SHEET_MAX_COLUMNS) {
		place.column = s->at[column] + 1;
		place.header = s->column[column];
	}
	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	problems_add(s->problems, SEVERITY_ERROR, &place, "%s", text_get(&t));
	text_release(&t);
	s->errors++;
}

/* ---- cells ---- */

/* isspace would ask the locale. */
static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without blanks around it; the cell is changed. */
static const char *
strip(char *cell)
{
	char *end = cell + strlen(cell);

	while (is_space(*cell))
		cell++;
	while (end > cell && is_space(end[-1]))
		*--end = '\0';
	return cell;
}

const char *
sheet_cell(const struct sheet *s, size_t column)
{
	return s->cell[column];
}

const char *
sheet_filled(struct sheet *s, size_t column, const char *mend)
{
	if (*s->cell[column] != '\0')
		return s->cell[column];
	sheet_problem(s, column, "the cell is empty; %s", mend);
	return NULL;
}

bool
sheet_number(struct sheet *s, size_t column, double low, double high,
	     const char *mend, double *number)
{
	const char *cell = sheet_filled(s, column, mend);
	char from[32], to[32];

	if (!cell)
		return false;
	if (text_to_number(cell, number) && *number >= low && *number <= high)
		return true;
	text_number(low, from);
	text_number(high, to);
	sheet_problem(s, column, "'%.40s' is no number from %s to %s; %s", cell,
		      from, to, mend);
	return false;
}

/* ---- rows ---- */

/* "topic,cut1,cut2". Caller frees. */
static char *
header_text(const struct sheet *s)
{
	struct text t = TEXT_INIT;

	for (size_t i = 0; s->column[i]; i++)
		text_addf(&t, "%s%s", i > 0 ? "," : "", s->column[i]);
	return text_take(&t);
}

static void
find_column(struct sheet *s, size_t wanted)
{
	const char *name = s->column[wanted];
	size_t found = 0;
	char *header;

	for (size_t i = 0; i < s->row.n; i++)
		if (strcasecmp(strip(s->row.cell[i]), name) == 0 &&
		    found++ == 0)
			s->at[wanted] = i;
	if (found == 1)
		return;
	if (found > 1) {
		sheet_problem(
			s, SHEET_ROW,
			"several columns are called '%s'; keep one of them",
			name);
		return;
	}
	header = header_text(s);
	sheet_problem(s, SHEET_ROW,
		      "there is no column '%s'; the first row names the "
		      "columns: %s",
		      name, header);
	free(header);
}

static bool
read_header(struct sheet *s, struct error *err)
{
	if (!csv_next(s->csv, &s->row, err)) {
		if (!error_is_set(err))
			error_set(err, "%s is empty; write a header and rows",
				  csv_name(s->csv));
		return false;
	}
	for (size_t i = 0; s->column[i]; i++)
		find_column(s, i);
	return s->errors == 0;
}

struct sheet *
sheet_open(const char *path, const char *const *column,
	   struct problems *problems, struct error *err)
{
	struct csv *csv = csv_open(path, err);
	struct sheet *s;

	if (!csv)
		return NULL;
	s = mem_new(1, sizeof(*s));
	s->csv = csv;
	s->column = column;
	s->problems = problems;
	if (read_header(s, err))
		return s;
	csv_close(csv);
	free(s);
	return NULL;
}

/* False where nothing is in any of the columns. */
static bool
take_row(struct sheet *s)
{
	bool any = false;

	for (size_t i = 0; s->column[i]; i++) {
		s->cell[i] =
			s->at[i] < s->row.n ? strip(s->row.cell[s->at[i]]) : "";
		any = any || *s->cell[i] != '\0';
	}
	return any;
}

bool
sheet_next(struct sheet *s, struct error *err)
{
	while (s->errors < SHEET_MAX_PROBLEMS &&
	       csv_next(s->csv, &s->row, err)) {
		if (!take_row(s))
			continue;
		s->rows++;
		return true;
	}
	return false;
}

size_t
sheet_row_number(const struct sheet *s)
{
	return s->row.row;
}

bool
sheet_close(struct sheet *s, const struct error *err)
{
	bool good;

	if (!s)
		return false;
	if (s->rows == 0 && s->errors == 0 && !error_is_set(err))
		sheet_problem(s, SHEET_FILE,
			      "there is no row below the header; add some, or "
			      "leave the file out");
	good = s->errors == 0 && !error_is_set(err);
	csv_close(s->csv);
	free(s);
	return good;
}
