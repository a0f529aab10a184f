/* Markdown and HTML: one tree of cmark, which does all the escaping. */
#include <assert.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <errno.h>
#include <cmark-gfm/registry.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/writer.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

/* Exported by the library, but in none of the headers it installs. */
extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW,
	CMARK_NODE_TABLE_CELL;

/* ---- the tree ---- */

static cmark_node *
put_node(cmark_node *parent, cmark_node_type type)
{
	cmark_node *node = cmark_node_new(type); /* there, or it aborts */
	int taken = cmark_node_append_child(parent, node);

	assert(taken);
	(void)taken;
	return node;
}

/* A number and its percent sign stay on one line. */
static void
put_text(cmark_node *parent, const char *text)
{
	struct text t = TEXT_INIT;
	const char *sign;

	for (; (sign = strstr(text, " %")); text = sign + 1) {
		text_add_n(&t, text, (size_t)(sign - text));
		text_add(&t, "\xc2\xa0"); /* a blank that does not break */
	}
	text_add(&t, text);
	cmark_node_set_literal(put_node(parent, CMARK_NODE_TEXT), text_get(&t));
	text_release(&t);
}

/* "Lead text", the lead in bold. */
static void
put_words(cmark_node *parent, const struct block *b)
{
	if (b->lead) {
		put_text(put_node(parent, CMARK_NODE_STRONG), b->lead);
		if (*b->text != '\0')
			put_text(parent, " ");
	}
	if (*b->text != '\0')
		put_text(parent, b->text);
}

static void
put_item(cmark_node *document, const struct block *b)
{
	cmark_node *list = cmark_node_last_child(document);
	cmark_node *item;

	if (!list || cmark_node_get_type(list) != CMARK_NODE_LIST) {
		list = put_node(document, CMARK_NODE_LIST);
		cmark_node_set_list_type(list, CMARK_BULLET_LIST);
		cmark_node_set_list_tight(list, 1);
	}
	item = put_node(list, CMARK_NODE_ITEM);
	put_words(put_node(item, CMARK_NODE_PARAGRAPH), b);
}

static cmark_node *
put_part(cmark_node *parent, cmark_node_type type,
	 cmark_syntax_extension *extension)
{
	cmark_node *node = cmark_node_new_with_ext(type, extension);
	int taken = cmark_node_append_child(parent, node);

	assert(taken);
	(void)taken;
	return node;
}

/* A cell gets its extension afterwards: what the library would allocate for
 * one it never frees. */
static cmark_node *
put_cell(cmark_node *row, cmark_syntax_extension *extension)
{
	cmark_node *cell = put_node(row, CMARK_NODE_TABLE_CELL);

	cmark_node_set_syntax_extension(cell, extension);
	return cell;
}

static void
put_row(cmark_node *table, cmark_syntax_extension *extension,
	const char *const *cell, size_t n, bool header)
{
	cmark_node *row = put_part(table, CMARK_NODE_TABLE_ROW, extension);

	cmark_gfm_extensions_set_table_row_is_header(row, header);
	for (size_t i = 0; i < n; i++)
		put_text(put_cell(row, extension), cell[i]);
}

static cmark_node *
put_table(cmark_node *document, size_t columns)
{
	cmark_syntax_extension *e = cmark_find_syntax_extension("table");
	cmark_node *table = put_part(document, CMARK_NODE_TABLE, e);
	uint8_t *alignment = mem_new(columns, sizeof(*alignment));

	cmark_gfm_extensions_set_table_columns(table, (uint16_t)columns);
	cmark_gfm_extensions_set_table_alignments(table, (uint16_t)columns,
						  alignment);
	free(alignment);
	return table;
}

static void
put_grid(cmark_node *document, const struct block *b)
{
	cmark_syntax_extension *e = cmark_find_syntax_extension("table");
	cmark_node *table = put_table(document, b->n_columns);

	for (size_t i = 0; i < b->n_cells; i += b->n_columns)
		put_row(table, e, b->cell + i, b->n_columns, i == 0);
}

enum { BAR_COLUMNS = 7 };

/* Names of the columns of bars; how many. */
static size_t
bar_header(const struct block *b, const char *header[BAR_COLUMNS])
{
	header[0] = "Percent of answers";
	header[1] = "right";
	header[2] = "wrong";
	header[3] = "don't know";
	header[4] = b->text;
	header[5] = "do this";
	header[6] = "words";
	return b->n_bars > 0 && b->bar[0].kind ? BAR_COLUMNS : BAR_COLUMNS - 2;
}

static void
put_bars(cmark_node *document, const struct block *b)
{
	cmark_syntax_extension *e = cmark_find_syntax_extension("table");
	const char *header[BAR_COLUMNS];
	size_t columns = bar_header(b, header);
	cmark_node *table = put_table(document, columns);

	put_row(table, e, header, columns, true);
	for (size_t i = 0; i < b->n_bars; i++) {
		const struct bar *bar = &b->bar[i];
		char share[3][8];
		const char *cell[] = {bar->label, share[0],  share[1],
				      share[2],	  bar->note, bar->kind,
				      bar->words};

		percent_words(bar->right, share[0]);
		percent_words(bar->wrong, share[1]);
		percent_words(bar->dont_know, share[2]);
		put_row(table, e, cell, columns, false);
	}
}

static void
put_block(cmark_node *document, const struct block *b)
{
	cmark_node *node;

	switch (b->kind) {
	case BLOCK_HEADING:
		node = put_node(document, CMARK_NODE_HEADING);
		cmark_node_set_heading_level(node, (int)b->level);
		put_words(node, b);
		break;
	case BLOCK_PARAGRAPH:
		put_words(put_node(document, CMARK_NODE_PARAGRAPH), b);
		break;
	case BLOCK_ITEM: put_item(document, b); break;
	case BLOCK_BOX:
		node = put_node(document, CMARK_NODE_BLOCK_QUOTE);
		put_words(put_node(node, CMARK_NODE_PARAGRAPH), b);
		break;
	case BLOCK_BARS: put_bars(document, b); break;
	case BLOCK_GRID: put_grid(document, b); break;
	}
}

static cmark_node *
document_of(const struct report *report)
{
	static bool registered = false;
	cmark_node *document;

	cmark_gfm_core_extensions_ensure_registered();
	/* It registers once only, so it may be let go only in the end. */
	if (!registered)
		registered = atexit(cmark_release_plugins) == 0;
	document = cmark_node_new(CMARK_NODE_DOCUMENT);
	for (size_t i = 0; i < report->n_blocks; i++)
		put_block(document, &report->block[i]);
	return document;
}

/* ---- the writers ---- */

static bool
finish(FILE *out, struct error *err)
{
	return !ferror(out) ||
		error_set(err, "cannot write: %s", strerror(errno));
}

static bool
write_markdown(FILE *out, const struct report *report,
	       const struct table *unused, struct error *err)
{
	cmark_node *document = document_of(report);
	char *text = cmark_render_commonmark(document, CMARK_OPT_DEFAULT, 0);

	(void)unused;
	fputs(text, out);
	free(text);
	cmark_node_free(document);
	return finish(out, err);
}

/* Default fonts and sizes that any reader may change. In a narrow window a row
 * of a table is a paragraph, its cells lines that begin with the name of their
 * column. */
static const char page_start[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"en\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, "
	"initial-scale=1\">\n";

static const char page_style[] =
	"<style>\n"
	"@page { size: A4; margin: 18mm }\n"
	"body { font: 1rem/1.5 sans-serif; color: #111; background: #fff;\n"
	"  max-width: 44rem; margin: 0 auto; padding: 1rem }\n"
	"h1 { font-size: 1.7rem; line-height: 1.2 }\n"
	"h2 { font-size: 1.3rem; margin-top: 2rem;\n"
	"  border-bottom: 2px solid #111; padding-bottom: .2rem }\n"
	"h3 { font-size: 1.1rem; margin-top: 1.6rem }\n"
	"h1, h2, h3, h4 { break-after: avoid }\n"
	"p, li { overflow-wrap: anywhere; orphans: 3; widows: 3 }\n"
	"li { margin: .3rem 0 }\n"
	"blockquote { margin: 1rem 0; padding: .6rem 1rem;\n"
	"  border-left: 6px solid #555; background: #f3f3f3;\n"
	"  break-inside: avoid }\n"
	"blockquote p { margin: 0 }\n"
	"table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem;\n"
	"  display: block; overflow-x: auto }\n"
	"th, td { border: 1px solid #777; padding: .3rem .5rem;\n"
	"  text-align: left; vertical-align: top; min-width: 3rem }\n"
	"th { background: #eee }\n"
	"tr { break-inside: avoid }\n"
	"@media print { body { max-width: none; padding: 0; font-size: 10.5pt "
	"}\n"
	"  table { display: table; width: 100%; overflow: visible;\n"
	"    font-size: 9pt } }\n"
	"@media screen and (max-width: 36rem) { body { padding: .6rem }\n"
	"  ul { padding-left: 1.2rem } thead, td:empty { display: none }\n"
	"  table, tbody, tr, td { display: block; border: 0 }\n"
	"  tr { border-top: 1px solid #777; padding: .5rem 0 }\n"
	"  td { padding: .1rem 0 } td:first-child { font-weight: bold }\n";

/* Words of ours, as the title is: nothing in them needs quoting. */
static void
put_column_names(FILE *out, size_t table, const char *const *name, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		assert(!strpbrk(name[i], "\"\\<"));
		fprintf(out,
			"  table:nth-of-type(%zu) td:nth-child(%zu)::before "
			"{ content: \"%s: \" }\n",
			table, i + 1, name[i]);
	}
}

static void
put_style(FILE *out, const struct report *report)
{
	const char *header[BAR_COLUMNS];
	size_t table = 0;

	fputs(page_style, out);
	for (size_t i = 0; i < report->n_blocks; i++) {
		const struct block *b = &report->block[i];

		if (b->kind == BLOCK_GRID)
			put_column_names(out, ++table, b->cell, b->n_columns);
		else if (b->kind == BLOCK_BARS)
			put_column_names(out, ++table, header,
					 bar_header(b, header));
	}
	fputs("}\n</style>\n", out);
}

static bool
write_html(FILE *out, const struct report *report, const struct table *unused,
	   struct error *err)
{
	cmark_node *document = document_of(report);
	char *body = cmark_render_html(document, CMARK_OPT_DEFAULT, NULL);
	const char *title = report->title ? report->title : report->name;

	(void)unused;
	assert(!strpbrk(title, "<>&"));
	fprintf(out, "%s<title>%s</title>\n", page_start, title);
	put_style(out, report);
	fprintf(out, "</head>\n<body>\n%s</body>\n</html>\n", body);
	free(body);
	cmark_node_free(document);
	return finish(out, err);
}

const struct writer writer_markdown = {"md", false, write_markdown};
const struct writer writer_html = {"html", false, write_html};
