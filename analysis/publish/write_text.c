#include <errno.h>
#include <math.h>
#include <string.h>

#include "analysis/publish/writer.h"
#include "questions/base/text.h"

enum { WIDTH = 80, LABEL = 40, BAR = 15 };

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

/* A label in exactly LABEL cells. */
static void
put_label(FILE *out, const char *label)
{
	bool fits = text_width(label) <= LABEL;
	size_t cells = put_start(out, label, fits ? LABEL : LABEL - 3);

	fprintf(out, "%s%*s", fits ? "" : "...",
		(int)(LABEL - cells - (fits ? 0 : 3)), "");
}

/* Cells of a bar from..to, so that the parts always sum to the whole. */
static void
put_part(FILE *out, double from, double to, char sign)
{
	int n = (int)(floor(to * BAR + 0.5) - floor(from * BAR + 0.5));

	for (int i = 0; i < n; i++)
		fputc(sign, out);
}

static void
put_bar(FILE *out, const struct bar *b)
{
	char right[8], wrong[8], dont_know[8];

	put_label(out, b->label);
	fputs("  ", out);
	if (isnan(b->right)) {
		fprintf(out, "%*s", BAR, "");
	} else {
		put_part(out, 0, b->right, '#');
		put_part(out, b->right, b->right + b->wrong, 'x');
		put_part(out, b->right + b->wrong, 1, '.');
	}
	percent_words(b->right, right);
	percent_words(b->wrong, wrong);
	percent_words(b->dont_know, dont_know);
	fprintf(out, " %5s %5s %4s %4s\n", right, wrong, dont_know, b->note);
}

static void
put_bars(FILE *out, const struct block *b)
{
	fprintf(out, "%-*s  %-*s %5s %5s %4s %4s\n", LABEL,
		"Percent of answers", BAR, "", "right", "wrong", "?", b->text);
	for (size_t i = 0; i < b->n_bars; i++)
		put_bar(out, &b->bar[i]);
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
	return b > first && b[-1].kind != BLOCK_HEADING &&
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
