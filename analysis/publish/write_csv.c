#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "analysis/publish/writer.h"
#include "questions/base/text.h"

/* As text, guarded where a spreadsheet would calculate it. */
static void
put_text(FILE *out, const char *text)
{
	struct text guarded = TEXT_INIT;

	if (*text != '\0' && strchr("=+-@'\t\r", *text))
		text_add_char(&guarded, '\'');
	text_add(&guarded, text);
	if (strpbrk(text_get(&guarded), ",\"\r\n"))
		csv_fwrite2(out, text_get(&guarded), guarded.n, '"');
	else
		fputs(text_get(&guarded), out);
	text_release(&guarded);
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

static bool
write_csv(FILE *out, const struct report *report, const struct table *table,
	  struct error *err)
{
	for (size_t i = 0; i < report->n_marks; i++)
		fprintf(out, "%s,", report->mark[i].name);
	for (size_t i = 0; i < table->n_columns; i++)
		fprintf(out, "%s%s", i > 0 ? "," : "", table->column[i]);
	fputc('\n', out);
	for (size_t row = 0; row < table->n_rows; row++) {
		for (size_t i = 0; i < report->n_marks; i++) {
			put_cell(out, &report->mark[i].cell);
			fputc(',', out);
		}
		for (size_t i = 0; i < table->n_columns; i++) {
			if (i > 0)
				fputc(',', out);
			put_cell(out, &table->cell[row * table->n_columns + i]);
		}
		fputc('\n', out);
	}
	return !ferror(out) ||
	       error_set(err, "cannot write: %s", strerror(errno));
}

const struct writer writer_csv = { "csv", true, write_csv };
