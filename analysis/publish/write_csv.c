#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/csv_text.h"
#include "analysis/publish/writer.h"
#include "questions/base/mem.h"

#define SPECIAL ",\"\r\n"

bool
csv_needs_guard(const char *s)
{
	return *s != '\0' && strchr("=+-@'\t\r", *s) != NULL;
}

void
csv_text_add(struct text *out, const char *s, bool guard)
{
	struct text cell = TEXT_INIT;
	char *quoted;
	size_t room;

	guard = guard && csv_needs_guard(s);
	if (!guard && !strpbrk(s, SPECIAL)) {
		text_add(out, s);
		return;
	}
	if (guard)
		text_add_char(&cell, '\'');
	text_add(&cell, s);
	if (strpbrk(text_get(&cell), SPECIAL)) {
		room = 2 * cell.n + 2; /* every byte a quote */
		quoted = mem_new(room, 1);
		room = csv_write2(quoted, room, cell.s, cell.n, '"');
		text_add_n(out, quoted, room);
		free(quoted);
	} else {
		text_add_n(out, text_get(&cell), cell.n);
	}
	text_release(&cell);
}

static void
put_cell(struct text *out, const struct cell *c)
{
	char number[32];

	switch (c->kind) {
	case CELL_EMPTY: break;
	case CELL_TEXT: csv_text_add(out, c->is.text, true); break;
	case CELL_COUNT: text_add_count(out, c->is.count); break;
	case CELL_NUMBER:
		text_number(c->is.number, number);
		text_add(out, number);
		break;
	case CELL_FLAG: text_add(out, c->is.flag ? "yes" : "no"); break;
	}
}

static void
put_header(struct text *out, const struct report *report,
	   const struct table *table)
{
	const char *comma = "";

	for (size_t i = 0; i < report->n_marks; i++, comma = ",")
		text_addf(out, "%s%s", comma, report->mark[i].name);
	for (size_t i = 0; i < table->n_columns; i++) {
		if (table->exact[i])
			continue;
		text_addf(out, "%s%s", comma, table->column[i]);
		comma = ",";
	}
	text_add_char(out, '\n');
}

static void
put_row(struct text *out, const struct report *report,
	const struct table *table, const struct cell *cell)
{
	const char *comma = "";

	for (size_t i = 0; i < report->n_marks; i++, comma = ",") {
		text_add(out, comma);
		put_cell(out, &report->mark[i].cell);
	}
	for (size_t i = 0; i < table->n_columns; i++) {
		if (table->exact[i])
			continue;
		text_add(out, comma);
		put_cell(out, &cell[i]);
		comma = ",";
	}
	text_add_char(out, '\n');
}

static bool
write_csv(FILE *out, const struct report *report, const struct table *table,
	  struct error *err)
{
	struct text line = TEXT_INIT;

	put_header(&line, report, table);
	for (size_t row = 0; row < table->n_rows; row++) {
		fwrite(line.s, 1, line.n, out);
		text_clear(&line);
		put_row(&line, report, table,
			&table->cell[row * table->n_columns]);
	}
	fwrite(line.s, 1, line.n, out);
	text_release(&line);
	return !ferror(out) ||
		error_set(err, "cannot write: %s", strerror(errno));
}

const struct writer writer_csv = {"csv", true, write_csv};
