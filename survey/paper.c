#include "survey/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "survey/session.h"
#include "survey/when.h"

enum {
	INDENT = 4,	  /* of what stands below a question's number */
	BOX = 4,	  /* "[ ] " */
	TEXT_LINES = 6,	  /* to write on */
	LEAST_LABEL = 20, /* cells for a statement of a grid */
	FOOT = 2	  /* lines: a blank one, and the page's number */
};

/* What is kept together on a page. */
struct block {
	struct text text;
	size_t lines;
	bool new_page; /* begins one */
	bool tight;    /* no blank line before it */
};

struct paper {
	const struct form *form;
	const struct paper_layout *layout;
	struct run run;
	struct session session; /* of nobody, for texts and what is drawn */
	struct pages pages;
	struct when when;
	char (*number)[24]; /* by question: "7", "7a"; "" where none */
	char *section;	    /* that was headed last */
	struct block *block;
	size_t n_blocks, room;
};

/* ---- blocks ---- */

static void
begin_block(struct paper *p)
{
	p->block = mem_room(p->block, &p->room, p->n_blocks + 1,
			    sizeof(*p->block));
	p->block[p->n_blocks++] = (struct block){.text = TEXT_INIT};
}

static struct block *
block(struct paper *p)
{
	return &p->block[p->n_blocks - 1];
}

static void
add_blank(struct paper *p)
{
	text_add_char(&block(p)->text, '\n');
	block(p)->lines++;
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

/* A paragraph behind `indent` cells, in which the first line has `first`. */
static void
add(struct paper *p, const char *first, size_t indent, const char *s)
{
	size_t begin = first != NULL ? text_width(first) : 0;
	struct line line = {block(p), first, begin > indent ? begin : indent};
	char *plain = text_printable(s, true);

	if (*plain != '\0')
		text_wrap(plain, p->layout->width - line.indent, add_line,
			  &line);
	free(plain);
}

static void
add_word(struct paper *p, size_t indent, enum word w, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, w);
	word_addv(&t, w, ap);
	va_end(ap);
	add(p, NULL, indent, text_get(&t));
	text_release(&t);
}

/* With a line below it. */
static void
add_heading(struct paper *p, const char *s, char below)
{
	struct text t = TEXT_INIT;
	size_t i, width = text_width(s);

	for (i = 0; i < width && i < p->layout->width; i++)
		text_add_char(&t, below);
	add(p, NULL, 0, s);
	add(p, NULL, 0, text_get(&t));
	add_blank(p);
	text_release(&t);
}

/* "____", to be written on. */
static void
add_rule(struct paper *p)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = INDENT; i < p->layout->width; i++)
		text_add_char(&t, '_');
	add_blank(p);
	add(p, NULL, INDENT, text_get(&t));
	text_release(&t);
}

/* ---- what is said of a question ---- */

static const char *
text_of(const struct paper *p, const char *const *by_language)
{
	return form_text(p->form, by_language, p->session.language);
}

/* What stands for ${name}. */
static void
add_reference(const struct paper *p, size_t question, struct text *out)
{
	char *said;

	if (question == FORM_NONE)
		return;
	if (p->number[question][0] != '\0') {
		said = word_format(WORD_PAPER_YOUR_ANSWER, p->number[question]);
		text_add(out, said);
		free(said);
	} else {
		text_add(out, flow_entered(p->session.flow, question));
	}
}

/* Answers that a text repeats are on the paper, not here. Yours to free. */
static char *
filled(const struct paper *p, const char *s)
{
	struct text t = TEXT_INIT;
	const char *at, *end;

	while ((at = strstr(s, "${")) != NULL &&
	       (end = strchr(at, '}')) != NULL) {
		text_add_n(&t, s, (size_t)(at - s));
		add_reference(p,
			      form_find_n(p->form, at + 2,
					  (size_t)(end - at - 2)),
			      &t);
		s = end + 1;
	}
	text_add(&t, s);
	return text_take(&t);
}

static void
add_filled(struct paper *p, const char *first, size_t indent, const char *s)
{
	char *said = filled(p, s);

	add(p, first, indent, said);
	free(said);
}

static const char *
choice_label(const struct paper *p, const struct choice *choice)
{
	const char *label = text_of(p, choice->label);

	return *label != '\0' ? label : choice->name;
}

/* ---- numbers ---- */

static bool
is_answered_here(const struct paper *p, size_t question)
{
	const struct question *q = &p->form->question[question];
	struct text unused = TEXT_INIT;
	enum when_asked asked;

	if (!question_is_asked(q) ||
	    flow_is_read_only(p->session.flow, question))
		return false;
	asked = when_asked(&p->when, question, &unused);
	text_release(&unused);
	return asked != WHEN_NEVER;
}

struct numbering {
	size_t number; /* of the present page, */
	size_t first;  /* which begins with this question */
	size_t part;   /* of it, from 1 */
};

/* How sure one is has the number of the answer, statements have letters. */
static void
number_question(struct paper *p, size_t i, struct numbering *n)
{
	const struct page_span *span = &p->pages.span[i];
	char *number = p->number[i];
	size_t room = sizeof(p->number[i]);

	if (n->number == 0 || n->first != span->first) {
		n->number++;
		n->first = span->first;
		n->part = 0;
	}
	n->part++;
	if (span->shape == PAGE_TABLE)
		snprintf(number, room, "%zu%c", n->number,
			 (char)('a' + (n->part - 1) % 26));
	else
		snprintf(number, room, "%zu", n->number);
}

static void
number_questions(struct paper *p)
{
	struct numbering n = {0, 0, 0};
	size_t i;

	p->number = mem_new(p->form->n_questions, sizeof(*p->number));
	for (i = 0; i < p->form->n_questions; i++)
		if (question_takes_answer(&p->form->question[i]) &&
		    is_answered_here(p, i))
			number_question(p, i, &n);
}

static char *
call_number(const void *ctx, size_t question)
{
	const struct paper *p = ctx;

	return mem_copy(p->number[question]);
}

/* ---- how it is answered ---- */

static void
add_choices(struct paper *p, const struct question *q)
{
	const char *box = q->type == TYPE_RANK ? "    [  ] " : "    [ ] ";
	size_t i;

	for (i = 0; i < q->list->n; i++)
		add_filled(p, box, strlen(box),
			   choice_label(p, &q->list->choice[i]));
}

static void
add_date(struct paper *p)
{
	add_blank(p);
	add_word(p, INDENT, WORD_PAPER_DATE_FIELDS, word(WORD_TUI_DAY),
		 word(WORD_TUI_MONTH), word(WORD_TUI_YEAR));
}

static void
add_range(struct paper *p, const struct question *q)
{
	char start[32], end[32];

	text_number(q->start, start);
	text_number(q->end, end);
	add_word(p, INDENT, WORD_PAPER_RANGE, start, end);
}

static void
add_how(struct paper *p, const struct question *q)
{
	size_t most = flow_max_choices(p->session.flow, q->index);

	switch (q->type) {
	case TYPE_SELECT_ONE: add_word(p, INDENT, WORD_PAPER_ONE); break;
	case TYPE_SELECT_MULTIPLE:
		if (most > 0)
			add_word(p, INDENT, WORD_PAPER_UP_TO, most);
		else
			add_word(p, INDENT, WORD_PAPER_MANY);
		break;
	case TYPE_RANK: add_word(p, INDENT, WORD_PAPER_RANK); break;
	case TYPE_INTEGER: add_word(p, INDENT, WORD_PAPER_WHOLE); break;
	case TYPE_DECIMAL: add_word(p, INDENT, WORD_PAPER_NUMBER); break;
	case TYPE_RANGE: add_range(p, q); break;
	case TYPE_DATE: add_word(p, INDENT, WORD_PAPER_DATE); break;
	case TYPE_TEXT: add_word(p, INDENT, WORD_PAPER_TEXT); break;
	case TYPE_ACKNOWLEDGE: add_word(p, INDENT, WORD_PAPER_TICK); break;
	default: break;
	}
	if (q->choice_filter)
		add_word(p, INDENT, WORD_PAPER_FILTERED);
}

static void
add_room(struct paper *p, const struct question *q)
{
	size_t i;

	switch (q->type) {
	case TYPE_SELECT_ONE:
	case TYPE_SELECT_MULTIPLE:
	case TYPE_RANK:
		add_blank(p);
		add_choices(p, q);
		break;
	case TYPE_DATE: add_date(p); break;
	case TYPE_ACKNOWLEDGE:
		add_blank(p);
		add(p, "    [ ] ", INDENT + BOX, word(WORD_TUI_OK));
		break;
	default:
		for (i = 0; i < (q->multiline ? TEXT_LINES : 1); i++)
			add_rule(p);
	}
}

/* ---- a question ---- */

static void
add_section(struct paper *p, size_t question)
{
	const char *section = "";
	size_t g = p->form->question[question].group;

	if (p->pages.span[question].shape == PAGE_TABLE)
		g = p->form->group[g].parent;
	for (; g != FORM_NONE && *section == '\0'; g = p->form->group[g].parent)
		section = text_of(p, p->form->group[g].label);
	if (strcmp(p->section, section) == 0)
		return;
	free(p->section);
	p->section = filled(p, section);
	if (*section != '\0')
		add_heading(p, p->section, '-');
}

static void
add_condition(struct paper *p, size_t question)
{
	struct text t = TEXT_INIT;

	switch (when_asked(&p->when, question, &t)) {
	case WHEN_IF:
		add_word(p, INDENT, WORD_PAPER_ONLY_IF, text_get(&t));
		break;
	case WHEN_SOMETIMES: add_word(p, INDENT, WORD_PAPER_IF_FITS); break;
	default: break;
	}
	text_release(&t);
}

/* Number and label, then what belongs to it. */
static void
add_question(struct paper *p, const char *number, const struct question *q)
{
	char first[32];

	snprintf(first, sizeof(first), "%2s. ", number);
	add_filled(p, first, INDENT, text_of(p, q->label));
	add_filled(p, NULL, INDENT, text_of(p, q->hint));
	add_condition(p, q->index);
	add_how(p, q);
	add_room(p, q);
}

/* "How sure are you of that answer?  [ ] Sure  [ ] Not sure" */
static void
add_certainty(struct paper *p, const struct question *q)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < q->list->n; i++)
		text_addf(&t, "%s[ ] %s", i > 0 ? "   " : "",
			  choice_label(p, &q->list->choice[i]));
	add_blank(p);
	add_filled(p, NULL, INDENT, text_of(p, q->label));
	add_condition(p, q->index);
	if (INDENT + text_width(text_get(&t)) <= p->layout->width)
		add(p, NULL, INDENT, text_get(&t));
	else
		add_choices(p, q);
	text_release(&t);
}

/* ---- a table ---- */

/* "1   2   3": over the boxes. */
static size_t
grid_width(const struct choice_list *list)
{
	return list->n * BOX - 1;
}

/* No room, or a statement that is not for all: then one after the other. */
static bool
is_grid(const struct paper *p, size_t first)
{
	const struct page_span *span = &p->pages.span[first];
	const struct choice_list *list = p->form->question[first].list;
	size_t i;

	for (i = span->first; i <= span->last; i++)
		if (p->form->question[i].relevant != NULL)
			return false;
	return INDENT + LEAST_LABEL + 1 + grid_width(list) <= p->layout->width;
}

struct grid_line {
	struct paper *paper;
	const struct choice_list *list;
	const char *first;
	size_t begin; /* of the label */
	bool boxes;   /* in this line */
};

static void
add_grid_line(void *ctx, const char *start, size_t bytes)
{
	struct grid_line *g = ctx;
	struct paper *p = g->paper;
	char *label = mem_copy_n(start, bytes);
	struct text t = TEXT_INIT;
	size_t i, at = p->layout->width - grid_width(g->list);

	text_addf(&t, "%*s%s", g->first ? 0 : (int)g->begin,
		  g->first ? g->first : "", label);
	if (g->boxes) {
		for (i = text_width(text_get(&t)); i < at; i++)
			text_add_char(&t, ' ');
		for (i = 0; i < g->list->n; i++)
			text_add(&t, i > 0 ? " [ ]" : "[ ]");
	}
	text_addf(&block(p)->text, "%s\n", text_get(&t));
	block(p)->lines++;
	g->first = NULL;
	g->boxes = false;
	free(label);
	text_release(&t);
}

/* A statement with its boxes beside its first line. */
static void
add_statement(struct paper *p, const struct question *q)
{
	char first[32];
	struct grid_line g = {p, q->list, first, 0, true};
	char *said = filled(p, text_of(p, q->label));
	char *label = text_printable(said, false);

	free(said);
	snprintf(first, sizeof(first), "    %c. ",
		 p->number[q->index][strlen(p->number[q->index]) - 1]);
	g.begin = strlen(first);
	text_wrap(label, p->layout->width - grid_width(q->list) - g.begin - 1,
		  add_grid_line, &g);
	free(label);
}

static void
add_scale(struct paper *p, const struct choice_list *list)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < list->n; i++)
		add_word(p, INDENT, WORD_PAPER_SCALE, i + 1,
			 choice_label(p, &list->choice[i]));
	add_blank(p);
	for (i = 0; i < list->n; i++)
		text_addf(&t, "%-*zu", BOX, i + 1);
	while (t.n > 0 && t.s[t.n - 1] == ' ')
		t.s[--t.n] = '\0';
	add(p, NULL, p->layout->width - grid_width(list) + 1, text_get(&t));
	text_release(&t);
}

/* "7" of "7a", in front of the table's label. */
static void
add_table_label(struct paper *p, const struct question *q)
{
	const char *label = text_of(p, p->form->group[q->group].label);
	const char *number = p->number[q->index];
	size_t n = strspn(number, "0123456789");
	char first[32];

	snprintf(first, sizeof(first), "%*s%.*s. ", n < 2 ? 1 : 0, "", (int)n,
		 number);
	add_filled(p, first, INDENT,
		   *label != '\0' ? label : word(WORD_PAPER_STATEMENTS));
}

static void
add_grid(struct paper *p, const struct question *q)
{
	add_condition(p, q->index);
	add_word(p, INDENT, WORD_PAPER_GRID);
	add_blank(p);
	add_scale(p, q->list);
}

/* One after the other, the first of them below the table's label. */
static void
add_statements(struct paper *p, size_t first)
{
	size_t i, last = p->pages.span[first].last;

	for (i = first; i <= last; i++) {
		if (p->number[i][0] == '\0')
			continue;
		if (i > first)
			begin_block(p);
		else
			add_blank(p);
		add_question(p, p->number[i], &p->form->question[i]);
	}
}

/* From its first question that is on the paper. */
static void
add_table(struct paper *p, size_t first)
{
	size_t i, last = p->pages.span[first].last;

	add_table_label(p, &p->form->question[first]);
	if (!is_grid(p, first)) {
		add_statements(p, first);
		return;
	}
	add_grid(p, &p->form->question[first]);
	for (i = first; i <= last; i++)
		if (p->number[i][0] != '\0')
			add_statement(p, &p->form->question[i]);
}

/* ---- all questions ---- */

static void
add_note(struct paper *p, const struct question *q)
{
	add_filled(p, NULL, 0, text_of(p, q->label));
	add_condition(p, q->index);
}

static bool
is_certainty(const struct paper *p, size_t question)
{
	const struct page_span *span = &p->pages.span[question];

	return span->shape == PAGE_SURE && question != span->first;
}

static void
add_page_of(struct paper *p, size_t i)
{
	const struct question *q = &p->form->question[i];
	const struct page_span *span = &p->pages.span[i];

	begin_block(p);
	add_section(p, i);
	if (q->type == TYPE_NOTE)
		add_note(p, q);
	else if (span->shape == PAGE_TABLE)
		add_table(p, i);
	else
		add_question(p, p->number[i], q);
	if (span->shape == PAGE_SURE && p->number[span->last][0] != '\0')
		add_certainty(p, &p->form->question[span->last]);
}

static void
add_questions(struct paper *p)
{
	size_t i;

	for (i = 0; i < p->form->n_questions; i++) {
		if (!is_answered_here(p, i) || is_certainty(p, i))
			continue;
		add_page_of(p, i);
		if (p->pages.span[i].shape == PAGE_TABLE)
			i = p->pages.span[i].last;
	}
}

/* ---- the first page ---- */

static bool
asks_for_text(const struct form *form)
{
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (form->question[i].type == TYPE_TEXT)
			return true;
	return false;
}

static void
add_item(struct paper *p, enum word w, const char *what)
{
	struct arena *a = arena_new();
	const char *phrase = said_phrase(a, what);

	if (phrase != NULL)
		add(p, "- ", 2, said_word(a, w, phrase) + 2);
	arena_free(a);
}

static void
add_sentence(struct paper *p, enum word w)
{
	add(p, "- ", 2, word(w) + 2);
}

/* Why we ask, as the start page says it. */
static void
add_why(struct paper *p)
{
	struct told t;

	told_welcome(&t, &p->session);
	add(p, NULL, 0, t.notice.line[0]);
	told_release(&t);
	add_blank(p);
}

static void
add_groups(struct paper *p)
{
	uint32_t least = p->layout->min_group > 0
		? p->layout->min_group
		: session_wave(&p->session)->min_group;
	char *said = word_format(WORD_PAPER_GROUPS, least);

	add(p, "- ", 2, said + 2);
	free(said);
}

static void
add_head(struct paper *p)
{
	const struct form_settings *settings = session_settings(&p->session);

	begin_block(p);
	add_heading(p, p->session.title, '=');
	add_why(p);
	if (settings->notice) {
		add(p, NULL, 0, settings->notice);
		add_blank(p);
	}
	add_sentence(p, WORD_PAPER_CHOICE);
	add_sentence(p, WORD_PAPER_NAME);
	if (asks_for_text(p->form))
		add_sentence(p, WORD_PAPER_WORDS);
	add_groups(p);
	add_item(p, WORD_RESPONSIBLE, settings->organisation);
	add_item(p, WORD_PAPER_CONTACT, settings->contact);
	add_item(p, WORD_DPO, settings->dpo);
	add_blank(p);
	add_word(p, 0, WORD_PAPER_HOW);
}

static void
add_end(struct paper *p)
{
	begin_block(p);
	add_word(p, 0, WORD_PAPER_END);
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
	add(p, first, INDENT, text_get(&t));
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

	begin_block(p);
	block(p)->new_page = true;
	add_heading(p, word(WORD_PAPER_TYPING), '=');
	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		add_sentence(p, rules[i]);
	add_blank(p);
	add_word(p, 0, WORD_PAPER_TYPING_WORDS);
	add_blank(p);
	for (i = 0; i < p->form->n_questions; i++) {
		if (p->number[i][0] == '\0')
			continue;
		begin_block(p);
		block(p)->tight = true;
		add_words_of(p, &p->form->question[i]);
	}
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

static size_t
set_pages(const struct paper *p, size_t pages, struct text *out)
{
	struct setting s = {p, 1, 0, pages, out};
	size_t i;

	for (i = 0; i < p->n_blocks; i++)
		set_block(&s, &p->block[i]);
	end_page(&s, true);
	return s.page;
}

/* ---- all of it ---- */

static double
stopped_clock(void *ctx)
{
	(void)ctx;
	return 0;
}

static void
paper_init(struct paper *p, const struct form *form, size_t language,
	   const struct paper_layout *layout)
{
	const struct flow_clock clock = {stopped_clock, NULL, 0};
	struct session *s = &p->session;

	*p = (struct paper){.form = form, .layout = layout};
	p->run = (struct run){.form = form, .language = language};
	*s = (struct session){.run = &p->run};
	s->flow = flow_new(form, layout->seed, clock);
	session_set_language(s, language);
	pages_init(&p->pages, form);
	p->when = (struct when){.form = form,
				.language = language,
				.call = call_number,
				.ctx = p,
				.drawn = flow_answers(s->flow)};
	p->section = mem_copy("");
	number_questions(p);
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
	flow_free(p->session.flow);
	free(p->session.title);
}

void
paper_print(const struct form *form, size_t language,
	    const struct paper_layout *layout, struct text *out)
{
	struct paper p;

	paper_init(&p, form, language, layout);
	add_head(&p);
	add_questions(&p);
	add_end(&p);
	add_typing(&p);
	set_pages(&p, set_pages(&p, 0, NULL), out);
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
