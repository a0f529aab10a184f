#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/writer.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"

/* As a JSON text, quotes and all; caller frees. */
static char *
quoted(const char *s)
{
	struct json *j = json_text(s);
	char *text = json_print(j);

	json_free(j);
	return text;
}

static void
put_text(FILE *out, const char *s)
{
	char *text = quoted(s);

	fputs(text, out);
	free(text);
}

static void
put_number(FILE *out, double x)
{
	char text[32];

	text_number(x, text);
	fputs(text[0] != '\0' ? text : "null", out);
}

static void
put_value(FILE *out, const struct cell *c)
{
	switch (c->kind) {
	case CELL_EMPTY: fputs("null", out); break;
	case CELL_TEXT: put_text(out, c->is.text); break;
	case CELL_COUNT: fprintf(out, "%" PRIu64, c->is.count); break;
	case CELL_NUMBER: put_number(out, c->is.number); break;
	case CELL_FLAG: fputs(c->is.flag ? "true" : "false", out); break;
	}
}

static void
put_member(FILE *out, const struct fact *f)
{
	put_text(out, f->name);
	fputc(':', out);
	put_value(out, &f->cell);
}

/* Row by row, so that memory does not grow with the table. */
static void
put_row(FILE *out, const struct table *t, size_t row, char *const *name)
{
	const struct cell *cell = &t->cell[row * t->n_columns];
	const char *sign = "\n\t{";

	for (size_t i = 0; i < t->n_columns; i++) {
		if (cell[i].kind == CELL_EMPTY)
			continue;
		fputs(sign, out);
		fputs(name[i], out);
		fputc(':', out);
		put_value(out, &cell[i]);
		sign = ",";
	}
	fputc('}', out);
}

static void
put_table(FILE *out, const struct table *t)
{
	char **name = mem_new(t->n_columns, sizeof(*name));

	for (size_t i = 0; i < t->n_columns; i++)
		name[i] = quoted(t->column[i]);
	put_text(out, t->name);
	fputs(":[", out);
	for (size_t row = 0; row < t->n_rows; row++) {
		if (row > 0)
			fputc(',', out);
		put_row(out, t, row, name);
	}
	fputc(']', out);
	for (size_t i = 0; i < t->n_columns; i++)
		free(name[i]);
	free(name);
}

static bool
write_json(FILE *out, const struct report *report, const struct table *unused,
	   struct error *err)
{
	(void)unused;
	fputc('{', out);
	for (size_t i = 0; i < report->n_marks; i++) {
		put_member(out, &report->mark[i]);
		fputs(",\n", out);
	}
	fputs("\"about\":{", out);
	for (size_t i = 0; i < report->n_facts; i++) {
		fputs(i > 0 ? ",\n\t" : "", out);
		put_member(out, &report->fact[i]);
	}
	fputc('}', out);
	for (size_t i = 0; i < report->n_tables; i++) {
		fputs(",\n", out);
		put_table(out, report->table[i]);
	}
	fputs("}\n", out);
	return !ferror(out) ||
		error_set(err, "cannot write: %s", strerror(errno));
}

const struct writer writer_json = {"json", false, write_json};
