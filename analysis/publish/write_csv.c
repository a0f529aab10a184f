#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/csv_text.h"
#include "analysis/publish/writer.h"
#include "questions/base/mem.h"

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

	if (guard && csv_needs_guard(s))
		text_add_char(&cell, '\'');
	text_add(&cell, s);
	if (strpbrk(text_get(&cell), ",\"\r\n")) {
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
put_text(FILE *out, const char *text)
{
	struct text cell = TEXT_INIT;

	csv_text_add(&cell, text, true);
	fputs(text_get(&cell), out);
	text_release(&cell);
}

static void
put_cell(FILE *out, const struct cell *c)
{
	char number[32];

	switch (c->kind) {
	case CELL_EMPTY: break;
	case CELL_TEXT: put_text(out, c->is.text); break;
	case CELL_COUNT: fprintf(out, "%" PRIu64, c->is.count); break;
	case CELL_NUMBER:
		text_number(c->is.number, number);
		fputs(number, out);
		break;
	case CELL_FLAG: fputs(c->is.flag ? "yes" : "no", out); break;
	}
}

static void
put_header(FILE *out, const struct report *report, const struct table *table)
{
	const char *comma = "";

	for (size_t i = 0; i < report->n_marks; i++, comma = ",")
		fprintf(out, "%s%s", comma, report->mark[i].name);
	for (size_t i = 0; i < table->n_columns; i++) {
		if (table->exact[i])
			continue;
		fprintf(out, "%s%s", comma, table->column[i]);
		comma = ",";
	}
	fputc('\n', out);
}

static void
put_row(FILE *out, const struct report *report, const struct table *table,
	const struct cell *cell)
{
	const char *comma = "";

	for (size_t i = 0; i < report->n_marks; i++, comma = ",") {
		fputs(comma, out);
		put_cell(out, &report->mark[i].cell);
	}
	for (size_t i = 0; i < table->n_columns; i++) {
		if (table->exact[i])
			continue;
		fputs(comma, out);
		put_cell(out, &cell[i]);
		comma = ",";
	}
	fputc('\n', out);
}

static bool
write_csv(FILE *out, const struct report *report, const struct table *table,
	  struct error *err)
{
	put_header(out, report, table);
	for (size_t row = 0; row < table->n_rows; row++)
		put_row(out, report, table,
			&table->cell[row * table->n_columns]);
	return !ferror(out) ||
		error_set(err, "cannot write: %s", strerror(errno));
}

const struct writer writer_csv = {"csv", true, write_csv};
