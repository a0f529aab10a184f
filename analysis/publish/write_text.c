#include <errno.h>
#include <math.h>
#include <string.h>

#include "analysis/publish/writer.h"
#include "questions/base/text.h"

enum { WIDTH = 80, KIND = 20 };

/* Columns of bars: with what to write beside them there is less room. */
static const struct bar_layout {
	int label, bar, gap;
	const char *heading;
} plain = {40, 15, 2, "Percent of answers"},
  with_kind = {26, 8, 1, "# right  x wrong  . don't know"};

static void
put_line(void *out, const char *start, size_t bytes)
{
	fprintf(out, "%.*s\n", (int)bytes, start);
}

/* As much of a label as `most` cells hold; the cells it takes. */
static size_t
put_start(FILE *out, const char *label, size_t most)
{
	size_t cells = 0, n, wide;

	for (; *label != '\0'; label += n, cells += wide) {
		n = text_cluster(label);
		wide = text_cluster_width(label, n);
		if (cells + wide > most)
			break;
		fwrite(label, 1, n, out);
	}
	return cells;
}

/* A label in exactly so many cells. */
static void
put_label(FILE *out, const char *label, size_t width)
{
	bool fits = text_width(label) <= width;
	size_t cells = put_start(out, label, fits ? width : width - 3);

	fprintf(out, "%s%*s", fits ? "" : "...",
		(int)(width - cells - (fits ? 0 : 3)), "");
}

/* Cells of a bar from..to, so that the parts always sum to the whole. */
static void
put_part(FILE *out, int whole, double from, double to, char sign)
{
	int n = (int)(floor(to * whole + 0.5) - floor(from * whole + 0.5));

	for (int i = 0; i < n; i++)
		fputc(sign, out);
}

static void
put_bar(FILE *out, const struct bar *b, const struct bar_layout *l)
{
	char right[8], wrong[8], dont_know[8];

	put_label(out, b->label, (size_t)l->label);
	fprintf(out, "%*s", l->gap, "");
	if (isnan(b->right)) {
		fprintf(out, "%*s", l->bar, "");
	} else {
		put_part(out, l->bar, 0, b->right, '#');
		put_part(out, l->bar, b->right, b->right + b->wrong, 'x');
		put_part(out, l->bar, b->right + b->wrong, 1, '.');
	}
	percent_words(b->right, right);
	percent_words(b->wrong, wrong);
	percent_words(b->dont_know, dont_know);
	if (*b->note == '\0') /* a row of words only */
		*right = *wrong = *dont_know = '\0';
	fprintf(out, " %5s %5s %4s %4s", right, wrong, dont_know, b->note);
	if (b->kind)
		fprintf(out, "  %s", b->kind);
	if (b->kind && *b->words != '\0')
		fprintf(out, "%*s", KIND - (int)text_width(b->kind), b->words);
	fputc('\n', out);
}

static void
put_bars(FILE *out, const struct block *b)
{
	bool kind = b->n_bars > 0 && b->bar[0].kind;
	const struct bar_layout *l = kind ? &with_kind : &plain;

	fprintf(out, "%-*s %5s %5s %4s %4s", l->label + l->gap + l->bar,
		l->heading, "right", "wrong", "?", b->text);
	fprintf(out, "%s\n", kind ? "  do (~ unsure)  words" : "");
	for (size_t i = 0; i < b->n_bars; i++)
		put_bar(out, &b->bar[i], l);
}

/* Lead and text as one paragraph, "- " before an item. */
static void
put_words(FILE *out, const struct block *b)
{
	struct text t = TEXT_INIT;

	if (b->kind == BLOCK_ITEM)
		text_add(&t, "- ");
	if (b->lead)
		text_addf(&t, "%s ", b->lead);
	text_add(&t, b->text);
	text_wrap(text_get(&t), WIDTH - 1, put_line, out);
	text_release(&t);
}

/* Cells of a row one below the other: any width will do for them. */
static void
put_grid(FILE *out, const struct block *b)
{
	for (size_t i = b->n_columns; i < b->n_cells; i++) {
		size_t column = i % b->n_columns;
		struct block line = {
			.kind = column == 0 ? BLOCK_PARAGRAPH : BLOCK_ITEM,
			.text = b->cell[i],
		};
		struct text lead = TEXT_INIT;

		if (*b->cell[i] == '\0')
			continue;
		text_addf(&lead, "%s:", b->cell[column]);
		line.lead = column == 0 ? NULL : text_get(&lead);
		put_words(out, &line);
		text_release(&lead);
	}
}

/* Headings stand close to what they head, items to each other. */
static bool
blank_before(const struct block *first, const struct block *b)
{
	return b > first && !b->close && b[-1].kind != BLOCK_HEADING &&
		!(b->kind == BLOCK_ITEM && b[-1].kind == BLOCK_ITEM);
}

static bool
write_text(FILE *out, const struct report *report, const struct table *unused,
	   struct error *err)
{
	(void)unused;
	for (size_t i = 0; i < report->n_blocks; i++) {
		const struct block *b = &report->block[i];

		if (blank_before(report->block, b))
			fputc('\n', out);
		if (b->kind == BLOCK_BARS)
			put_bars(out, b);
		else if (b->kind == BLOCK_GRID)
			put_grid(out, b);
		else
			put_words(out, b);
	}
	return !ferror(out) ||
		error_set(err, "cannot write: %s", strerror(errno));
}

const struct writer writer_text = {"txt", false, write_text};
