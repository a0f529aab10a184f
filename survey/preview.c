#include "survey/preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/instrument.h"
#include "questions/xlsform.h"
#include "survey/nobody.h"
#include "survey/session.h"
#include "survey/tui/print.h"
#include "survey/when.h"

enum {
	LEAST_COLUMNS = 40,
	LEAST_ROWS = 12,
	MOST_COLUMNS = 500,
	MOST_ROWS = 500,
	SMALL_COLUMNS = 30,
	SMALL_ROWS = 8,
	TRIES = 3
};

/* What the pages of a wave speak of. */
static const struct wave example = {.min_group = 10,
				    .closes = "2026-12-14",
				    .codes_issued = 1};
static const char example_wayback[] = "7F3QK-9X2MD";

/* ---- what is looked at ---- */

static bool
is_name(const char *file)
{
	return strpbrk(file, "./") == NULL;
}

/* Ours have their keys with them, which are on no staff machine. */
static bool
no_file(const char *file, const struct error *why, struct error *err)
{
	if (!is_name(file))
		return error_set(err, "%s", why->text);
	return error_set(err,
			 "%s; one of our own is written to %s.csv by: conduct "
			 "bank %s -o .",
			 why->text, file, file);
}

static bool
is_wave(const char *file)
{
	static const char begins[] = "SQLite format 3";
	char head[sizeof(begins)] = "";
	FILE *f = fopen(file, "rb");
	bool is;

	if (!f)
		return false;
	is = fread(head, 1, sizeof(head), f) == sizeof(head) &&
		memcmp(head, begins, sizeof(begins)) == 0;
	fclose(f);
	return is;
}

static struct form *
load_wave(const char *file, struct store **store, struct error *err)
{
	const struct wave *wave;

	if (!store_open(store, file, STORE_READ, err))
		return NULL;
	wave = store_wave(*store);
	return instrument_form(wave->instrument, wave->instrument_bytes, file,
			       err);
}

static struct form *
load_form(const char *file, struct error *err)
{
	struct problems problems = PROBLEMS_INIT;
	struct error why = ERROR_INIT;
	struct form *form = xlsform_load(file, NULL, &problems, &why);

	if (!form)
		problems_print(&problems, stderr);
	if (!form && error_is_set(&why))
		no_file(file, &why, err);
	problems_release(&problems);
	return form;
}

struct form *
preview_load(const char *file, struct store **store, struct error *err)
{
	*store = NULL;
	return is_wave(file) ? load_wave(file, store, err)
			     : load_form(file, err);
}

/* "80": its bytes, 0 when it is no number up to `most`. */
static size_t
read_number(const char *s, int most, int *number)
{
	size_t n = strspn(s, "0123456789");

	*number = n > 0 && n <= 4 ? (int)strtol(s, NULL, 10) : 0;
	return *number > 0 && *number <= most ? n : 0;
}

bool
preview_size(const char *s, struct preview_size *size, struct error *err)
{
	size_t n = read_number(s, MOST_COLUMNS, &size->columns);
	const char *rows = s + n + 1;
	size_t m = n > 0 && s[n] == 'x'
		? read_number(rows, MOST_ROWS, &size->rows)
		: 0;

	if (m > 0 && rows[m] == '\0' && size->columns >= LEAST_COLUMNS &&
	    size->rows >= LEAST_ROWS)
		return true;
	return error_set(err,
			 "%s is no size of a screen; columns and rows from "
			 "%dx%d to %dx%d, for example 80x24",
			 s, LEAST_COLUMNS, LEAST_ROWS, MOST_COLUMNS, MOST_ROWS);
}

/* ---- a questionnaire that asks everything ---- */

static struct expr *
also_otherwise(struct arena *a, const struct form *form, size_t self,
	       struct expr *condition)
{
	const struct expr_scope scope = {form, self, NULL};
	const char *source;
	struct expr *e;

	if (!condition)
		return NULL;
	source = arena_printf(a, "(%s) or true()", expr_source(condition));
	e = expr_parse(a, source, &scope, NULL);
	return e ? e : condition;
}

static bool
is_second(const struct pages *pages, size_t question)
{
	return pages->span[question].shape == PAGE_SURE &&
		pages->span[question].first != question;
}

/* Its order says nothing of which questions share a page. */
static bool
may_stand_still(const struct form *form, const struct pages *pages, size_t i)
{
	size_t group = form->question[i].group;

	return pages->span[i].shape != PAGE_ONE || group == FORM_NONE ||
		!form->group[group].field_list;
}

/*
 * Every condition still reads what it read, since how the pages are made
 * hangs on that, and holds. How sure one is opens with an answer as ever.
 * Lives in the arena.
 */
static struct form *
form_that_asks_all(struct arena *a, const struct form *form)
{
	struct form *all = arena_alloc(a, 1, sizeof(*all));
	struct pages pages;
	size_t i;

	*all = *form;
	all->question =
		arena_alloc(a, form->n_questions, sizeof(*all->question));
	all->group = arena_alloc(a, form->n_groups, sizeof(*all->group));
	pages_init(&pages, form);
	for (i = 0; i < form->n_questions; i++) {
		struct question *q = &all->question[i];

		*q = form->question[i];
		if (question_is_asked(q) && !is_second(&pages, i))
			q->relevant = also_otherwise(a, form, i, q->relevant);
		if (may_stand_still(form, &pages, i))
			q->randomize = false;
	}
	for (i = 0; i < form->n_groups; i++) {
		all->group[i] = form->group[i];
		all->group[i].relevant =
			also_otherwise(a, form, FORM_NONE,
				       form->group[i].relevant);
	}
	pages_release(&pages);
	return all;
}

/* ---- a preview ---- */

struct preview {
	const struct form *form; /* as it is */
	const struct wave *wave; /* NULL: example */
	struct print *print;
	struct run run;
	struct session session;
	bool *done;   /* by question */
	bool refused; /* an entry has been shown that is not taken */
};

static void
session_begins(struct preview *p, const struct form *form, size_t language)
{
	p->run = (struct run){.form = form,
			      .front = print_front(p->print),
			      .example = p->wave ? p->wave : &example,
			      .language = language};
	nobody_begin(&p->session, &p->run, 1);
	memcpy(p->session.wayback, example_wayback, sizeof(example_wayback));
}

static void
caption(struct preview *p, enum word w)
{
	print_caption(p->print, word(w));
}

/* ---- pages without a question ---- */

static void
show_told(struct preview *p, struct told *t)
{
	session_tell(&p->session, &t->notice);
	told_release(t);
}

static void
show_welcome(struct preview *p)
{
	struct told t;

	if (p->form->n_languages > 1) {
		caption(p, WORD_PRINT_LANGUAGE);
		session_language(&p->session);
	}
	caption(p, WORD_PRINT_WELCOME);
	told_welcome(&t, &p->session);
	show_told(p, &t);
	caption(p, WORD_MORE);
	told_more(&t, &p->session);
	show_told(p, &t);
	if (session_wave(&p->session)->codes_issued > 0) {
		caption(p, WORD_PRINT_SLIP);
		if (!p->wave)
			print_note(p->print, word(WORD_PRINT_SLIP_WHERE));
		session_slip(&p->session);
	}
	caption(p, WORD_PRINT_WAYBACK);
	session_resume(&p->session);
}

static void
show_trouble(struct preview *p)
{
	struct error err = ERROR_INIT;
	struct told t;

	error_set(&err, "survey.drafts: database or disk is full");
	caption(p, WORD_PRINT_TROUBLE_KEEP);
	told_trouble(&t, &p->session, WORD_TROUBLE_KEEP_HEADING,
		     WORD_TROUBLE_KEEP, TRIES, &err);
	show_told(p, &t);
	err.text[0] = '\0';
	error_set(&err, "survey.wave: database or disk is full");
	caption(p, WORD_PRINT_TROUBLE_SEND);
	told_trouble(&t, &p->session, WORD_TROUBLE_SEND_HEADING,
		     WORD_TROUBLE_SEND, TRIES, &err);
	show_told(p, &t);
}

static void
show_ends(struct preview *p)
{
	struct told t;

	caption(p, WORD_PRINT_STOP);
	told_stop(&t, &p->session);
	show_told(p, &t);
	show_trouble(p);
	caption(p, WORD_PRINT_STILL);
	print_still(p->print, p->session.title, p->session.wayback,
		    session_status(&p->session));
	caption(p, WORD_PRINT_HIDDEN);
	print_hidden(p->print);
	caption(p, WORD_PRINT_SENT);
	told_sent(&t, &p->session, false);
	show_told(p, &t);
	caption(p, WORD_PRINT_CLOSED);
	session_say_closed(&p->session);
	caption(p, WORD_PRINT_ELSEWHERE);
	session_say_elsewhere(&p->session);
	print_helps(p->print);
	caption(p, WORD_PRINT_SMALL);
	print_too_small(p->print, SMALL_ROWS, SMALL_COLUMNS);
}

/* ---- questions ---- */

static char *
by_name(const void *ctx, size_t question)
{
	const struct form *form = ctx;

	return mem_copy(form->question[question].name);
}

static void
add_note(struct preview *p, enum word w, const char *what)
{
	char *note = word_format(w, what), *plain = text_printable(note, false);

	print_note(p->print, plain);
	free(note);
	free(plain);
}

static void
note_condition(struct preview *p, size_t question)
{
	const struct when when = {.form = p->form,
				  .language = p->session.language,
				  .call = by_name,
				  .ctx = p->form};
	struct text t = TEXT_INIT;

	switch (when_asked(&when, question, &t)) {
	case WHEN_IF: add_note(p, WORD_PRINT_IF, text_get(&t)); break;
	case WHEN_SOMETIMES:
		add_note(p, WORD_PRINT_CONDITION, text_get(&t));
		break;
	default: break;
	}
	text_release(&t);
}

static void
note_options(struct preview *p, size_t question)
{
	const struct question *q = &p->form->question[question];

	if (q->randomize)
		print_note(p->print, word(WORD_PRINT_SHUFFLED));
	if (q->choice_filter)
		add_note(p, WORD_PRINT_FILTERED, expr_source(q->choice_filter));
}

/* Their names, their conditions, and what moves in them. */
static void
name_page(struct preview *p, const size_t *part, size_t n,
	  enum page_shape shape)
{
	struct text names = TEXT_INIT;
	size_t i;

	for (i = 0; i < n; i++)
		text_addf(&names, "%s%s", i > 0 ? ", " : "",
			  p->form->question[part[i]].name);
	print_caption(p->print, text_get(&names));
	text_release(&names);
	for (i = 0; i < n; i++) {
		if (shape != PAGE_SURE || i == 0)
			note_condition(p, part[i]);
		note_options(p, part[i]);
	}
}

/* The first of them; a rank takes all. */
static void
add_names(const struct page *page, const struct page_choice *choice, size_t n,
	  struct text *entered)
{
	size_t i;

	for (i = 0; i < n && (i == 0 || page->type == TYPE_RANK); i++)
		text_addf(entered, "%s%s", i > 0 ? " " : "", choice[i].name);
}

/* What the page's first question is answered with. */
static void
add_answer(const struct page *page, struct text *entered)
{
	switch (page->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL: text_add(entered, "1"); break;
	case TYPE_RANGE: {
		char number[32];

		text_number(page->start, number);
		text_add(entered, number);
		break;
	}
	case TYPE_DATE: text_add(entered, example.closes); break;
	case TYPE_TEXT: text_add(entered, word(WORD_PRINT_EXAMPLE)); break;
	case TYPE_ACKNOWLEDGE: text_add(entered, "OK"); break;
	default: add_names(page, page->choice, page->n_choices, entered);
	}
}

/* The first choice that opens the second question, or none. */
static const struct page_choice *
opening(const struct page *page)
{
	size_t i;

	for (i = 0; i < page->n_choices; i++)
		if (page->choice[i].opens)
			return &page->choice[i];
	return NULL;
}

static void
ask(struct preview *p, const struct page *page)
{
	struct front *front = p->run.front;
	size_t i, n = page_entries(page);
	struct text *entered = mem_new(n, sizeof(*entered));

	front->ask(front, page, entered);
	for (i = 0; i < n; i++)
		text_release(&entered[i]);
	free(entered);
}

/* Keeps the first option as the answer, of each statement of a table. */
static void
keep_answers(struct preview *p, const struct page *page, size_t n)
{
	const char **entered = mem_new(n, sizeof(*entered));
	const struct page_choice *opens =
		page->shape == PAGE_SURE ? opening(page) : NULL;
	struct text first = TEXT_INIT;
	size_t i;

	if (opens)
		text_add(&first, opens->name);
	else
		add_answer(page, &first);
	for (i = 0; i < n; i++)
		entered[i] = text_get(&first);
	flow_keep(p->session.flow, entered, n);
	p->session.kept = true;
	free(entered);
	text_release(&first);
}

/* As it opens: how sure one is of an answer. */
static void
show_opened(struct preview *p)
{
	struct arena *a = arena_new();
	const char *sure[] = {NULL, NULL};
	struct page page;

	page_fill(&p->session, a, &page);
	if (opening(&page)) {
		print_note(p->print, word(WORD_PRINT_OPEN));
		ask(p, &page);
		sure[0] = page.entered;
		if (page.also[0].n_choices > 0) {
			sure[1] = page.also[0].choice[0].name;
			flow_keep(p->session.flow, sure, 2);
		}
	}
	arena_free(a);
}

/* Where a person may type what is no answer. */
static bool
can_refuse(const struct page *page)
{
	return !page->read_only &&
		(page->type == TYPE_INTEGER || page->type == TYPE_DECIMAL ||
		 page->type == TYPE_RANGE);
}

/* The first such page once more, with an entry that is not taken. */
static void
show_refused(struct preview *p)
{
	struct session *s = &p->session;
	const char *entered = word(WORD_PRINT_EXAMPLE);
	struct refusal refusal = {""};
	struct arena *a = arena_new();
	struct page page;

	if (!flow_answer(s->flow, &entered, 1, &refusal)) {
		s->refusal = &refusal;
		s->typed = mem_copy(entered);
		page_fill(s, a, &page);
		print_note(p->print, word(WORD_PRINT_REFUSED));
		ask(p, &page);
		free(s->typed);
		s->typed = NULL;
		s->refusal = NULL;
		p->refused = true;
	}
	arena_free(a);
}

static void
show_page(struct preview *p)
{
	struct session *s = &p->session;
	struct arena *a = arena_new();
	enum page_shape shape;
	struct page page;
	size_t n, at, i, *part = flow_parts(s->flow, &n, &shape, &at);

	name_page(p, part, n, shape);
	page_fill(s, a, &page);
	if (shape == PAGE_SURE)
		print_note(p->print, word(WORD_PRINT_CLOSED_SURE));
	ask(p, &page);
	if (!p->refused && can_refuse(&page))
		show_refused(p);
	keep_answers(p, &page, shape == PAGE_SURE ? 1 : n);
	if (shape == PAGE_SURE)
		show_opened(p);
	for (i = 0; i < n; i++)
		p->done[part[i]] = true;
	free(part);
	arena_free(a);
}

static void
show_start(struct preview *p)
{
	struct told t;

	caption(p, WORD_PRINT_START);
	told_start(&t, &p->session);
	show_told(p, &t);
	if (flow_at_start(p->session.flow))
		flow_start_answer(p->session.flow);
}

static void
show_questions(struct preview *p)
{
	const struct form *form = p->run.form;
	struct front *front = p->run.front;
	size_t i;

	flow_set_apart(p->session.flow, PAGE_SURE,
		       front->apart(front, PAGE_SURE));
	flow_set_apart(p->session.flow, PAGE_TABLE,
		       front->apart(front, PAGE_TABLE));
	p->done = mem_new(form->n_questions, sizeof(*p->done));
	for (i = 0; i < form->n_questions; i++) {
		if (p->done[i] || !question_is_asked(&form->question[i]))
			continue;
		if (p->session.kept || i > 0)
			flow_change(p->session.flow, i);
		if (flow_has_start(p->session.flow, i))
			show_start(p);
		show_page(p);
	}
	free(p->done);
}

static void
show_review(struct preview *p)
{
	struct front *front = p->run.front;
	struct arena *a = arena_new();
	struct review page;
	size_t n, chosen = 0, *rows;

	flow_review(p->session.flow);
	rows = flow_review_rows(p->session.flow, &n);
	page_review(&p->session, a, rows, n, &page);
	caption(p, WORD_PRINT_REVIEW);
	front->review(front, &page, &chosen);
	free(rows);
	arena_free(a);
}

/* ---- all of it ---- */

static void
show_head(struct preview *p, const struct preview_size *size)
{
	char *note = word_format(WORD_PRINT_WHAT, size->columns, size->rows);

	caption(p, WORD_PRINT_PREVIEW);
	print_note(p->print, note);
	print_note(p->print, word(WORD_PRINT_ALL));
	print_note(p->print,
		   word(p->wave ? WORD_PRINT_WAVE : WORD_PRINT_EXAMPLES));
	print_notes(p->print);
	free(note);
}

void
preview_text(const struct form *form, size_t language, const struct wave *wave,
	     const struct preview_size *size, struct text *out)
{
	struct preview p = {.form = form, .wave = wave};
	struct arena *a = arena_new();

	p.print = print_new(out, size->rows, size->columns);
	session_begins(&p, form, language);
	show_head(&p, size);
	show_welcome(&p);
	nobody_end(&p.session);
	session_begins(&p, form_that_asks_all(a, form), language);
	show_questions(&p);
	show_review(&p);
	show_ends(&p);
	nobody_end(&p.session);
	print_free(p.print);
	arena_free(a);
}
