/*
 * The questions on a paper: their numbers, what stands there, and the room for
 * the answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey/paper_private.h"
#include "survey/words.h"

enum {
	BOX = 4,	 /* "[ ] " */
	TEXT_LINES = 6,	 /* to write on */
	LEAST_LABEL = 20 /* cells for a statement of a grid */
};

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

	paper_add(p, first, indent, said);
	free(said);
}

static const char *
choice_label(const struct paper *p, const struct choice *choice)
{
	const char *label = text_of(p, choice->label);

	return *label != '\0' ? label : choice->name;
}

/* ---- numbers ---- */

bool
paper_asks(const struct paper *p, size_t question)
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

void
paper_number(struct paper *p)
{
	struct numbering n = {0, 0, 0};
	size_t i;

	p->number = mem_new(p->form->n_questions, sizeof(*p->number));
	for (i = 0; i < p->form->n_questions; i++)
		if (question_takes_answer(&p->form->question[i]) &&
		    paper_asks(p, i))
			number_question(p, i, &n);
}

char *
paper_call(const void *ctx, size_t question)
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
	paper_blank(p);
	paper_word(p, PAPER_INDENT, WORD_PAPER_DATE_FIELDS, word(WORD_TUI_DAY),
		   word(WORD_TUI_MONTH), word(WORD_TUI_YEAR));
}

static void
add_range(struct paper *p, const struct question *q)
{
	char start[32], end[32];

	text_number(q->start, start);
	text_number(q->end, end);
	paper_word(p, PAPER_INDENT, WORD_PAPER_RANGE, start, end);
}

static void
add_how(struct paper *p, const struct question *q)
{
	size_t most = flow_max_choices(p->session.flow, q->index);

	switch (q->type) {
	case TYPE_SELECT_ONE:
		paper_word(p, PAPER_INDENT, WORD_PAPER_ONE);
		break;
	case TYPE_SELECT_MULTIPLE:
		if (most > 0)
			paper_word(p, PAPER_INDENT, WORD_PAPER_UP_TO, most);
		else
			paper_word(p, PAPER_INDENT, WORD_PAPER_MANY);
		break;
	case TYPE_RANK: paper_word(p, PAPER_INDENT, WORD_PAPER_RANK); break;
	case TYPE_INTEGER: paper_word(p, PAPER_INDENT, WORD_PAPER_WHOLE); break;
	case TYPE_DECIMAL:
		paper_word(p, PAPER_INDENT, WORD_PAPER_NUMBER);
		break;
	case TYPE_RANGE: add_range(p, q); break;
	case TYPE_DATE: paper_word(p, PAPER_INDENT, WORD_PAPER_DATE); break;
	case TYPE_TEXT: paper_word(p, PAPER_INDENT, WORD_PAPER_TEXT); break;
	case TYPE_ACKNOWLEDGE:
		paper_word(p, PAPER_INDENT, WORD_PAPER_TICK);
		break;
	default: break;
	}
	if (q->choice_filter)
		paper_word(p, PAPER_INDENT, WORD_PAPER_FILTERED);
}

static void
add_room(struct paper *p, const struct question *q)
{
	size_t i;

	switch (q->type) {
	case TYPE_SELECT_ONE:
	case TYPE_SELECT_MULTIPLE:
	case TYPE_RANK:
		paper_blank(p);
		add_choices(p, q);
		break;
	case TYPE_DATE: add_date(p); break;
	case TYPE_ACKNOWLEDGE:
		paper_blank(p);
		paper_add(p, "    [ ] ", PAPER_INDENT + BOX, word(WORD_TUI_OK));
		break;
	default:
		for (i = 0; i < (q->multiline ? TEXT_LINES : 1); i++)
			paper_rule(p);
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
		paper_heading(p, p->section, '-');
}

static void
add_condition(struct paper *p, size_t question)
{
	struct text t = TEXT_INIT;

	switch (when_asked(&p->when, question, &t)) {
	case WHEN_IF:
		paper_word(p, PAPER_INDENT, WORD_PAPER_ONLY_IF, text_get(&t));
		break;
	case WHEN_SOMETIMES:
		paper_word(p, PAPER_INDENT, WORD_PAPER_IF_FITS);
		break;
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
	add_filled(p, first, PAPER_INDENT, text_of(p, q->label));
	add_filled(p, NULL, PAPER_INDENT, text_of(p, q->hint));
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
	paper_blank(p);
	add_filled(p, NULL, PAPER_INDENT, text_of(p, q->label));
	add_condition(p, q->index);
	if (PAPER_INDENT + text_width(text_get(&t)) <= p->layout->width)
		paper_add(p, NULL, PAPER_INDENT, text_get(&t));
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
	return PAPER_INDENT + LEAST_LABEL + 1 + grid_width(list) <=
		p->layout->width;
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
	paper_line(p, text_get(&t));
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
		paper_word(p, PAPER_INDENT, WORD_PAPER_SCALE, i + 1,
			   choice_label(p, &list->choice[i]));
	paper_blank(p);
	for (i = 0; i < list->n; i++)
		text_addf(&t, "%-*zu", BOX, i + 1);
	while (t.n > 0 && t.s[t.n - 1] == ' ')
		t.s[--t.n] = '\0';
	paper_add(p, NULL, p->layout->width - grid_width(list) + 1,
		  text_get(&t));
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
	add_filled(p, first, PAPER_INDENT,
		   *label != '\0' ? label : word(WORD_PAPER_STATEMENTS));
}

static void
add_grid(struct paper *p, const struct question *q)
{
	add_condition(p, q->index);
	paper_word(p, PAPER_INDENT, WORD_PAPER_GRID);
	paper_blank(p);
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
			paper_begin(p);
		else
			paper_blank(p);
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

	paper_begin(p);
	add_section(p, i);
	paper_about_person(p, i);
	if (q->type == TYPE_NOTE)
		add_note(p, q);
	else if (span->shape == PAGE_TABLE)
		add_table(p, i);
	else
		add_question(p, p->number[i], q);
	if (span->shape == PAGE_SURE && p->number[span->last][0] != '\0')
		add_certainty(p, &p->form->question[span->last]);
}

void
paper_questions(struct paper *p)
{
	size_t i;

	for (i = 0; i < p->form->n_questions; i++) {
		if (!paper_asks(p, i) || is_certainty(p, i))
			continue;
		add_page_of(p, i);
		if (p->pages.span[i].shape == PAGE_TABLE)
			i = p->pages.span[i].last;
	}
}
