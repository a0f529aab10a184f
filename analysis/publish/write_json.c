#include <errno.h>
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

static bool
is_plain(const char *s)
{
	while ((unsigned char)*s >= ' ' && *s != '"' && *s != '\\')
		s++;
	return *s == '\0';
}

/* Nearly all texts need no more than their quotes. */
static void
put_text(struct text *out, const char *s)
{
	char *text;

	if (is_plain(s)) {
		text_add_char(out, '"');
		text_add(out, s);
		text_add_char(out, '"');
		return;
	}
	text = quoted(s);
	text_add(out, text);
	free(text);
}

static void
put_number(struct text *out, double x)
{
	char text[32];

	text_number(x, text);
	text_add(out, text[0] != '\0' ? text : "null");
}

static void
put_value(struct text *out, const struct cell *c)
{
	switch (c->kind) {
	case CELL_EMPTY: text_add(out, "null"); break;
	case CELL_TEXT: put_text(out, c->is.text); break;
	case CELL_COUNT: text_add_count(out, c->is.count); break;
	case CELL_NUMBER: put_number(out, c->is.number); break;
	case CELL_FLAG: text_add(out, c->is.flag ? "true" : "false"); break;
	}
}

static void
put_member(struct text *out, const struct fact *f)
{
	put_text(out, f->name);
	text_add_char(out, ':');
	put_value(out, &f->cell);
}

static void
put_row(struct text *out, const struct table *t, size_t row, char *const *name)
{
	const struct cell *cell = &t->cell[row * t->n_columns];
	const char *sign = "\n\t{";

	for (size_t i = 0; i < t->n_columns; i++) {
		if (cell[i].kind == CELL_EMPTY)
			continue;
		text_add(out, sign);
		text_add(out, name[i]);
		text_add_char(out, ':');
		put_value(out, &cell[i]);
		sign = ",";
	}
	text_add_char(out, '}');
}

/* Into the file, and empty again. */
static void
pass_on(struct text *from, FILE *out)
{
	fwrite(text_get(from), 1, from->n, out);
	text_clear(from);
}

/* Row by row, so that memory does not grow with the table. */
static void
put_table(struct text *out, const struct table *t, FILE *file)
{
	char **name = mem_new(t->n_columns, sizeof(*name));

	for (size_t i = 0; i < t->n_columns; i++)
		name[i] = quoted(t->column[i]);
	put_text(out, t->name);
	text_add(out, ":[");
	for (size_t row = 0; row < t->n_rows; row++) {
		if (row > 0)
			text_add_char(out, ',');
		put_row(out, t, row, name);
		pass_on(out, file);
	}
	text_add_char(out, ']');
	for (size_t i = 0; i < t->n_columns; i++)
		free(name[i]);
	free(name);
}

static void
put_head(struct text *out, const struct report *report)
{
	text_add_char(out, '{');
	for (size_t i = 0; i < report->n_marks; i++) {
		put_member(out, &report->mark[i]);
		text_add(out, ",\n");
	}
	text_add(out, "\"about\":{");
	for (size_t i = 0; i < report->n_facts; i++) {
		text_add(out, i > 0 ? ",\n\t" : "");
		put_member(out, &report->fact[i]);
	}
	text_add_char(out, '}');
}

static bool
write_json(FILE *file, const struct report *report, const struct table *unused,
	   struct error *err)
{
	struct text out = TEXT_INIT;

	(void)unused;
	put_head(&out, report);
	for (size_t i = 0; i < report->n_tables; i++) {
		text_add(&out, ",\n");
		put_table(&out, report->table[i], file);
	}
	text_add(&out, "}\n");
	pass_on(&out, file);
	text_release(&out);
	return !ferror(file) ||
		error_set(err, "cannot write: %s", strerror(errno));
}

const struct writer writer_json = {"json", false, write_json};
