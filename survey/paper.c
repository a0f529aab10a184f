#include "survey/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "survey/nobody.h"
#include "survey/paper_private.h"

/* ---- the first page ---- */

/* A sentence that begins with "- ", out of which its other lines stay. */
static void
add_point(struct paper *p, const char *said)
{
	bool marked = strncmp(said, "- ", 2) == 0;

	paper_add(p, "- ", 2, marked ? said + 2 : said);
}

static void
add_item(struct paper *p, enum word w, const char *what)
{
	struct arena *a = arena_new();
	const char *phrase = said_phrase(a, what);

	if (phrase != NULL)
		add_point(p, said_word(a, w, phrase));
	arena_free(a);
}

/* Why we ask, as the start page says it. */
static void
add_why(struct paper *p)
{
	struct told t;

	told_welcome(&t, &p->session);
	paper_add(p, NULL, 0, t.notice.line[0]);
	told_release(&t);
	paper_blank(p);
}

uint32_t
paper_min_group(const struct paper *p)
{
	return p->layout->min_group > 0 ? p->layout->min_group
					: session_wave(&p->session)->min_group;
}

static void
add_groups(struct paper *p)
{
	char *said = word_format(WORD_PAPER_GROUPS, paper_min_group(p));

	add_point(p, said);
	free(said);
}

static void
add_head(struct paper *p)
{
	const struct form_settings *settings = session_settings(&p->session);

	paper_begin(p);
	paper_heading(p, p->session.title, '=');
	add_why(p);
	if (settings->notice) {
		paper_add(p, NULL, 0, settings->notice);
		paper_blank(p);
	}
	add_point(p, word(WORD_PAPER_CHOICE));
	add_point(p, word(WORD_PAPER_NAME));
	if (form_asks_for(p->form, TYPE_TEXT))
		add_point(p, word(WORD_PAPER_WORDS));
	add_groups(p);
	add_item(p, WORD_RESPONSIBLE, settings->organisation);
	add_item(p, WORD_PAPER_CONTACT, settings->contact);
	add_item(p, WORD_DPO, settings->dpo);
	paper_blank(p);
	paper_word(p, 0, WORD_PAPER_HOW);
}

static void
add_end(struct paper *p)
{
	paper_begin(p);
	paper_word(p, 0, WORD_PAPER_END);
}

/* ---- the last page ---- */

/* "3  X3: manyday daily manyweek" */
static void
add_words_of(struct paper *p, const struct question *q)
{
	struct text t = TEXT_INIT;
	char first[32];
	size_t i;

	text_addf(&t, "%s%s", q->name, q->list != NULL ? ":" : "");
	for (i = 0; q->list != NULL && i < q->list->n; i++)
		text_addf(&t, " %s", q->list->choice[i].name);
	snprintf(first, sizeof(first), "%3s ", p->number[q->index]);
	paper_add(p, first, PAPER_INDENT, text_get(&t));
	text_release(&t);
}

static void
add_typing(struct paper *p)
{
	static const enum word rules[] = {WORD_PAPER_TYPING_FILE,
					  WORD_PAPER_TYPING_BOXES,
					  WORD_PAPER_TYPING_OTHER,
					  WORD_PAPER_TYPING_EMPTY,
					  WORD_PAPER_TYPING_IMPORT};
	size_t i;

	paper_begin(p);
	paper_block(p)->new_page = true;
	paper_heading(p, word(WORD_PAPER_TYPING), '=');
	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		add_point(p, word(rules[i]));
	paper_blank(p);
	paper_word(p, 0, WORD_PAPER_TYPING_WORDS);
	paper_blank(p);
	for (i = 0; i < p->form->n_questions; i++) {
		if (p->number[i][0] == '\0')
			continue;
		paper_begin(p);
		paper_block(p)->tight = true;
		add_words_of(p, &p->form->question[i]);
	}
}

/* ---- all of it ---- */

static void
paper_init(struct paper *p, const struct form *form, size_t language,
	   const struct paper_layout *layout)
{
	*p = (struct paper){.form = form, .layout = layout};
	p->run = (struct run){.form = form, .language = language};
	nobody_begin(&p->session, &p->run, layout->seed);
	pages_init(&p->pages, form);
	p->when = (struct when){.form = form,
				.language = language,
				.call = paper_call,
				.ctx = p,
				.drawn = flow_answers(p->session.flow)};
	p->section = mem_copy("");
	paper_number(p);
}

static void
paper_release(struct paper *p)
{
	size_t i;

	for (i = 0; i < p->n_blocks; i++)
		text_release(&p->block[i].text);
	free(p->block);
	free(p->section);
	free(p->number);
	pages_release(&p->pages);
	nobody_end(&p->session);
}

void
paper_print(const struct form *form, size_t language,
	    const struct paper_layout *layout, struct text *out)
{
	struct paper p;

	paper_init(&p, form, language, layout);
	add_head(&p);
	paper_questions(&p);
	add_end(&p);
	add_typing(&p);
	paper_set(&p, paper_set(&p, 0, NULL), out);
	paper_release(&p);
}

void
paper_csv(const struct form *form, const struct paper_layout *layout,
	  struct text *out)
{
	const char *before = "";
	struct paper p;
	size_t i;

	paper_init(&p, form, form->default_language, layout);
	for (i = 0; i < form->n_questions; i++)
		if (p.number[i][0] != '\0') {
			text_addf(out, "%s%s", before, form->question[i].name);
			before = ",";
		}
	text_add_char(out, '\n');
	paper_release(&p);
}
