#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/writer.h"
#include "questions/json.h"

static struct json *
value_of(const struct cell *c)
{
	switch (c->kind) {
	case CELL_EMPTY: break;
	case CELL_TEXT: return json_text(c->is.text);
	case CELL_COUNT: return json_number((double)c->is.count);
	case CELL_NUMBER: return json_number(c->is.number);
	case CELL_FLAG: return json_bool(c->is.flag);
	}
	return json_null();
}

static void
put_json(FILE *out, struct json *j)
{
	char *s = json_print(j);

	fputs(s, out);
	free(s);
	json_free(j);
}

static void
put_member(FILE *out, const struct fact *f)
{
	put_json(out, json_text(f->name));
	fputc(':', out);
	put_json(out, value_of(&f->cell));
}

/* Row by row, so that memory does not grow with the table. */
static void
put_table(FILE *out, const struct table *t)
{
	for (size_t row = 0; row < t->n_rows; row++) {
		struct json *o = json_object();

		for (size_t i = 0; i < t->n_columns; i++)
			json_put(o, t->column[i],
				 value_of(&t->cell[row * t->n_columns + i]));
		fputs(row > 0 ? ",\n\t" : "\n\t", out);
		put_json(out, o);
	}
}

static bool
write_json(FILE *out, const struct report *report, const struct table *unused,
	   struct error *err)
{
	(void)unused;
	fputs("{", out);
	for (size_t i = 0; i < report->n_marks; i++) {
		put_member(out, &report->mark[i]);
		fputs(",\n", out);
	}
	fputs("\"about\":{", out);
	for (size_t i = 0; i < report->n_facts; i++) {
		if (i > 0)
			fputs(",\n\t", out);
		put_member(out, &report->fact[i]);
	}
	fputc('}', out);
	for (size_t i = 0; i < report->n_tables; i++) {
		fputs(",\n", out);
		put_json(out, json_text(report->table[i]->name));
		fputs(":[", out);
		put_table(out, report->table[i]);
		fputc(']', out);
	}
	fputs("}\n", out);
	return !ferror(out) ||
		error_set(err, "cannot write: %s", strerror(errno));
}

const struct writer writer_json = {"json", false, write_json};
