/*
 * Lines, blocks and pages of a paper; knows no question.
 */
#include <stdlib.h>
#include <string.h>

#include "survey/paper_private.h"

enum { FOOT = 2 }; /* lines: a blank one, and the page's number */

/* ---- blocks ---- */

void
paper_begin(struct paper *p)
{
	p->block = mem_room(p->block, &p->room, p->n_blocks + 1,
			    sizeof(*p->block));
	p->block[p->n_blocks++] = (struct block){.text = TEXT_INIT};
}

struct block *
paper_block(struct paper *p)
{
	return &p->block[p->n_blocks - 1];
}

void
paper_line(struct paper *p, const char *line)
{
	text_addf(&paper_block(p)->text, "%s\n", line);
	paper_block(p)->lines++;
}

void
paper_blank(struct paper *p)
{
	paper_line(p, "");
}

struct line {
	struct block *block;
	const char *first; /* stands before the first line; then NULL */
	size_t indent;
};

static void
add_line(void *ctx, const char *start, size_t bytes)
{
	struct line *line = ctx;
	struct text *t = &line->block->text;
	size_t i = 0;

	if (line->first != NULL) {
		text_add(t, line->first);
		i = text_width(line->first);
	}
	for (; i < line->indent && bytes > 0; i++)
		text_add_char(t, ' ');
	text_add_n(t, start, bytes);
	text_add_char(t, '\n');
	line->first = NULL;
	line->block->lines++;
}

void
paper_add(struct paper *p, const char *first, size_t indent, const char *s)
{
	size_t begin = first != NULL ? text_width(first) : 0;
	struct line line = {paper_block(p), first,
			    begin > indent ? begin : indent};
	char *plain = text_printable(s, true);

	if (*plain != '\0')
		text_wrap(plain, p->layout->width - line.indent, add_line,
			  &line);
	free(plain);
}

void
paper_word(struct paper *p, size_t indent, enum word w, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, w);
	word_addv(&t, w, ap);
	va_end(ap);
	paper_add(p, NULL, indent, text_get(&t));
	text_release(&t);
}

void
paper_heading(struct paper *p, const char *s, char below)
{
	struct text t = TEXT_INIT;
	size_t i, width = text_width(s);

	for (i = 0; i < width && i < p->layout->width; i++)
		text_add_char(&t, below);
	paper_add(p, NULL, 0, s);
	paper_add(p, NULL, 0, text_get(&t));
	paper_blank(p);
	text_release(&t);
}

void
paper_rule(struct paper *p)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = PAPER_INDENT; i < p->layout->width; i++)
		text_add_char(&t, '_');
	paper_blank(p);
	paper_add(p, NULL, PAPER_INDENT, text_get(&t));
	text_release(&t);
}

/* ---- pages ---- */

struct setting {
	const struct paper *paper;
	size_t page, line; /* where we are; page from 1 */
	size_t pages;	   /* of so many */
	struct text *out;  /* NULL: they are counted */
};

static void
end_page(struct setting *s, bool last)
{
	char *said;

	if (s->out != NULL) {
		said = word_format(WORD_PAPER_PAGE, s->page, s->pages);
		text_addf(s->out, "\n%s\n%s", said, last ? "" : "\f");
		free(said);
	}
	s->line = 0;
	s->page += last ? 0 : 1;
}

static size_t
room_on_page(const struct setting *s)
{
	return s->paper->layout->lines - FOOT;
}

static void
set_line(struct setting *s, const char *line, size_t n)
{
	if (s->line == room_on_page(s))
		end_page(s, false);
	if (s->out != NULL) {
		text_add_n(s->out, line, n);
		text_add_char(s->out, '\n');
	}
	s->line++;
}

/* On the next page where it does not fit on this one. */
static void
set_block(struct setting *s, const struct block *b)
{
	const char *at = text_get(&b->text);
	size_t n, gap = s->line > 0 && !b->tight ? 1 : 0;

	if (s->line > 0 &&
	    (b->new_page || s->line + gap + b->lines > room_on_page(s)))
		end_page(s, false);
	else if (gap > 0)
		set_line(s, "", 0);
	for (; *at != '\0'; at += n + 1) {
		n = strcspn(at, "\n");
		set_line(s, at, n);
	}
}

size_t
paper_set(const struct paper *p, size_t pages, struct text *out)
{
	struct setting s = {p, 1, 0, pages, out};
	size_t i;

	for (i = 0; i < p->n_blocks; i++)
		set_block(&s, &p->block[i]);
	end_page(&s, true);
	return s.page;
}
