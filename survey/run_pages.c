/*
 * What stands on the page of a question and on the review, from the
 * questionnaire and the person's answers.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "survey/session.h"

/* ---- what is true of the session and its wave ---- */

const struct wave *
session_wave(const struct session *s)
{
	/* What `conduct open` would take, so that an author sees a page as
	 * staff will. */
	static const struct wave preview = {.min_group = 10, .closes = ""};

	if (s->run->example)
		return s->run->example;
	return s->run->store ? store_wave(s->run->store) : &preview;
}

bool
session_is_preview(const struct session *s)
{
	return !s->run->store && !s->run->example;
}

const struct form_settings *
session_settings(const struct session *s)
{
	return form_settings_in(s->run->form, s->language);
}

size_t
session_answered(const struct session *s)
{
	size_t i, n, answered = 0;
	size_t *rows = flow_review_rows(s->flow, &n);

	for (i = 0; i < n; i++)
		if (answers_state(flow_answers(s->flow), rows[i]) ==
		    STATE_ANSWERED)
			answered++;
	free(rows);
	return answered;
}

const char *
session_status(const struct session *s)
{
	if (s->news)
		return s->news;
	if (session_is_preview(s))
		return word(WORD_PREVIEW);
	return s->kept && !s->unkept ? word(WORD_KEPT) : "";
}

static const char *
wayback_for_help(const struct session *s)
{
	return s->run->kiosk || session_is_preview(s) ? "" : s->wayback;
}

static const char *
contact(const struct session *s, struct arena *a)
{
	const char *who = said_phrase(a, session_settings(s)->contact);

	return who ? said(a, mem_copy(who)) : "";
}

/* ---- a question ---- */

/* Its place among the names of a rank's answer, from 1; 0: none. */
static int
rank_of(const char *choice, const char *names)
{
	char name[FORM_MAX_NAME + 1];
	size_t i;

	for (i = 0; names_at(names, i, name, sizeof(name)); i++)
		if (strcmp(name, choice) == 0)
			return (int)i + 1;
	return 0;
}

static void
fill_choice(const struct session *s, struct arena *a, const struct question *q,
	    size_t k, struct page_choice *choice)
{
	const struct choice *c = &q->list->choice[k];
	const char *label = form_text(s->run->form, c->label, s->language);
	const char *entered = flow_entered(s->flow, q->index);

	choice->name = c->name;
	choice->label =
		said(a,
		     answers_fill(flow_answers(s->flow),
				  *label ? label : c->name, s->language));
	choice->chosen = names_contain(entered, c->name);
	choice->exclusive = (q->exclusive && q->exclusive[k]) ||
		(q->missing && q->missing[k] != CHOICE_ANSWERS);
	if (q->type == TYPE_RANK)
		choice->rank = rank_of(c->name, entered);
}

static void
fill_choices(const struct session *s, struct arena *a, const struct question *q,
	     struct page *page)
{
	size_t i, n, *shown = flow_choices(s->flow, q->index, &n);
	struct page_choice *choice = arena_alloc(a, n, sizeof(*choice));

	for (i = 0; i < n; i++)
		fill_choice(s, a, q, shown[i], &choice[i]);
	free(shown);
	page->choice = choice;
	page->n_choices = n;
}

/* Why the part's last entry was not taken. */
static const char *
refusal_of(const struct session *s, struct arena *a, size_t part)
{
	return s->refusal ? arena_copy(a, s->refusal[part].text) : "";
}

static const char *
section_place(struct arena *a, const struct flow_progress *p)
{
	if (p->section == 0)
		return "";
	return p->sections > 0
		? said_word(a, WORD_SECTION_OF, p->section, p->sections)
		: said_word(a, WORD_SECTION, p->section);
}

static const char *
place(struct arena *a, const struct flow_progress *p)
{
	if (p->exact)
		return said_word(a, WORD_QUESTION_OF, p->position, p->total);
	return section_place(a, p);
}

static const char *
minutes_left(struct arena *a, double minutes)
{
	size_t whole = minutes > 1 ? (size_t)ceil(minutes) : 1;

	return said_word(a, WORD_MINUTES_LEFT, whole);
}

/* The first one about the person, where there is one. */
static bool
is_first_segment(const struct session *s, const struct question *q)
{
	const struct form *form = s->run->form;
	size_t i;

	for (i = 0; i < q->index; i++)
		if (form->question[i].role == ROLE_SEGMENT &&
		    answers_state(flow_answers(s->flow), i) != STATE_NOT_SHOWN)
			return false;
	return q->role == ROLE_SEGMENT;
}

/* A single question about the person, which no start stands before, says
 * itself why it is asked. */
static const char *
hint_of(const struct session *s, struct arena *a, const struct question *q)
{
	const char *own = said(a, flow_hint(s->flow, q->index, s->language));
	struct text t = TEXT_INIT;

	if (!is_first_segment(s, q) ||
	    flow_about_person(s->flow, q->index).n > 1)
		return own;
	text_add(&t,
		 said_word(a, WORD_WHY_ABOUT_YOU, session_wave(s)->min_group));
	if (!flow_is_required(s->flow, q->index))
		text_addf(&t, " %s", word(WORD_SKIP_ABOUT_YOU));
	if (*own)
		text_addf(&t, " %s", own);
	return said(a, text_take(&t));
}

static void
fill_words(const struct session *s, struct arena *a, const struct question *q,
	   struct page *page)
{
	const struct flow *flow = s->flow;
	size_t i = q->index, language = s->language;
	const char *help = form_text(s->run->form, q->guidance_hint, language);

	page->title = said(a, mem_copy(s->title));
	page->table = said(a, flow_table_label(flow, i, language));
	page->row = flow_row(flow, i, &page->rows);
	page->section = said(a, flow_section(flow, i, language));
	page->label = said(a, flow_label(flow, i, language));
	page->hint = hint_of(s, a, q);
	page->help = said(a, mem_copy(help));
	page->entered = arena_copy(a, flow_entered(flow, i));
	page->problem = refusal_of(s, a, 0);
	page->typed = s->typed ? arena_copy(a, s->typed) : NULL;
	page->status = arena_copy(a, session_status(s));
	page->wayback = arena_copy(a, wayback_for_help(s));
	page->contact = contact(s, a);
	page->more = told_more_help(s, a);
}

/* ---- several questions ---- */

/* `entry`: which of the page's entries is this question's. */
static void
fill_also(const struct session *s, struct arena *a, size_t question,
	  size_t entry, struct page_also *also)
{
	const struct question *q = &s->run->form->question[question];
	struct page part = {0};

	fill_choices(s, a, q, &part);
	*also = (struct page_also){
		.label = said(a, flow_label(s->flow, question, s->language)),
		.hint = said(a, flow_hint(s->flow, question, s->language)),
		.choice = part.choice,
		.n_choices = part.n_choices,
		.optional = !flow_is_required(s->flow, question),
		.entered = arena_copy(a, flow_entered(s->flow, question)),
		.problem = refusal_of(s, a, entry),
	};
}

static void
fill_sure(const struct session *s, struct arena *a, const size_t *part,
	  struct page *page)
{
	struct page_choice *choice =
		arena_alloc(a, page->n_choices, sizeof(*choice));
	struct page_also *also = arena_alloc(a, 1, sizeof(*also));
	size_t i;

	for (i = 0; i < page->n_choices; i++) {
		choice[i] = page->choice[i];
		choice[i].opens = flow_opens(s->flow, choice[i].name);
	}
	page->choice = choice;
	fill_also(s, a, part[1], 1, also);
	page->also = also;
	page->n_also = 1;
}

/* The scale is nobody's answer. */
static void
fill_table(const struct session *s, struct arena *a, const size_t *part,
	   size_t n, struct page *page)
{
	struct page_choice *choice =
		arena_alloc(a, page->n_choices, sizeof(*choice));
	struct page_also *also = arena_alloc(a, n, sizeof(*also));
	size_t i;

	for (i = 0; i < page->n_choices; i++) {
		choice[i] = page->choice[i];
		choice[i].chosen = false;
	}
	page->choice = choice;
	for (i = 0; i < n; i++) {
		fill_also(s, a, part[i], i, &also[i]);
		page->optional = page->optional && also[i].optional;
	}
	page->also = also;
	page->n_also = n;
	page->label = page->table;
	page->hint = page->entered = page->problem = "";
	page->typed = NULL;
	page->row = page->rows = 0;
}

static void
fill_parts(const struct session *s, struct arena *a, struct page *page)
{
	size_t n, *part = flow_parts(s->flow, &n, &page->shape, &page->at);

	if (page->shape == PAGE_SURE)
		fill_sure(s, a, part, page);
	else if (page->shape == PAGE_TABLE)
		fill_table(s, a, part, n, page);
	free(part);
}

void
page_fill(const struct session *s, struct arena *a, struct page *page)
{
	const struct question *q = flow_question(s->flow);
	struct flow_progress progress = flow_progress(s->flow);

	*page = (struct page){.type = q->type};
	fill_words(s, a, q, page);
	/* A note is not the question before it once more. */
	page->place = q->type == TYPE_NOTE ? "" : place(a, &progress);
	page->left = minutes_left(a, progress.minutes_left);
	if (q->list)
		fill_choices(s, a, q, page);
	page->max_choices = flow_max_choices(s->flow, q->index);
	page->start = q->start;
	page->end = q->end;
	page->step = q->step;
	page->max_length = q->max_length;
	page->multiline = q->multiline;
	page->optional = !flow_is_required(s->flow, q->index);
	/* Authors mark notes read-only, which ODK once wanted. */
	page->read_only =
		q->type != TYPE_NOTE && flow_is_read_only(s->flow, q->index);
	page->can_go_back = !progress.first;
	page->can_review = flow_can_review(s->flow);
	page->many_languages = s->run->form->n_languages > 1;
	fill_parts(s, a, page);
}

void
page_fill_start(const struct session *s, struct arena *a, struct notice *notice)
{
	struct flow_progress progress = flow_progress(s->flow);

	notice->left = section_place(a, &progress);
	notice->status = arena_copy(a, session_status(s));
	notice->can_go_back = !progress.first;
	notice->can_review = flow_can_review(s->flow);
	notice->many_languages = s->run->form->n_languages > 1;
	notice->wayback = arena_copy(a, wayback_for_help(s));
	notice->contact = contact(s, a);
}

/* ---- the review ---- */

const char *
page_answer(const struct session *s, struct arena *a, size_t question)
{
	const char *words =
		said(a, flow_answer_text(s->flow, question, s->language));

	switch (s->run->form->question[question].type) {
	case TYPE_DATE: return said_date(a, words);
	case TYPE_ACKNOWLEDGE: return *words ? word(WORD_TUI_OK) : words;
	default: return words;
	}
}

/* With how sure one is of it: alone that would say nothing. */
static const char *
answer_in_row(const struct session *s, struct arena *a, size_t question)
{
	const char *answer = page_answer(s, a, question);
	size_t sure = flow_sure(s->flow, question);
	const char *how;

	if (!*answer)
		return word(WORD_NOT_ANSWERED);
	if (sure == FORM_NONE)
		return answer;
	how = page_answer(s, a, sure);
	return *how ? said_word(a, WORD_ANSWER_SURE, answer, how)
		    : said_word(a, WORD_ANSWER_SURE_OPEN, answer);
}

static void
fill_row(const struct session *s, struct arena *a, size_t question,
	 struct review_row *row)
{
	row->section = said(a, flow_section(s->flow, question, s->language));
	row->label = said(a, flow_label(s->flow, question, s->language));
	row->answer = answer_in_row(s, a, question);
}

static size_t
row_of(const size_t *rows, size_t n, size_t question)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (rows[i] == question)
			return i;
	return n;
}

void
page_review(const struct session *s, struct arena *a, const size_t *rows,
	    size_t n, struct review *review)
{
	struct review_row *row = arena_alloc(a, n, sizeof(*row));
	size_t i, at = row_of(rows, n, s->changed);
	bool changed = at<n, many = s->run->form->n_languages> 1;

	for (i = 0; i < n; i++)
		fill_row(s, a, rows[i], &row[i]);
	*review = (struct review){
		.title = said(a, mem_copy(s->title)),
		.heading = word(WORD_REVIEW_HEADING),
		.explanation = word(WORD_REVIEW_WHY),
		.row = row,
		.n_rows = n,
		.at = changed ? at : 0,
		.changed = changed,
		.status = arena_copy(a, session_status(s)),
		.after = word(WORD_REVIEW_AFTER),
		.many_languages = many,
		.wayback = arena_copy(a, wayback_for_help(s)),
		.contact = contact(s, a),
		.more = told_more_help(s, a),
	};
}
