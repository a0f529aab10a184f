/*
 * What stands on each page, from the questionnaire, the wave and the person's
 * answers. A sentence that is not true of this wave is left out here.
 */
#include "survey/session.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- texts in an arena ---- */

/* Takes s over. */
static const char *
printable(struct arena *a, char *s)
{
	char *clean = text_printable(s, true);
	const char *copy = arena_copy(a, clean);

	free(clean);
	free(s);
	return copy;
}

static const char *
formatted(struct arena *a, enum word w, va_list ap)
{
	struct text t = TEXT_INIT;

	text_addv(&t, word(w), ap);
	return printable(a, text_take(&t));
}

static const char *
format(struct arena *a, enum word w, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, w);
	s = formatted(a, w, ap);
	va_end(ap);
	return s;
}

/* Without blanks and full stops at its end, to go into a sentence; NULL when
 * nothing is left. */
static const char *
phrase(struct arena *a, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	while (n > 0 && strchr(" \t\r\n.", s[n - 1]))
		n--;
	return n > 0 ? arena_copy_n(a, s, n) : NULL;
}

/* As a sentence of its own. */
static const char *
sentence(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	if (n > 0 && strchr(".!?", s[n - 1]))
		return s;
	return arena_printf(a, "%s.", s);
}

/* "14 December 2026"; what is no date stays as it is. */
static const char *
date_words(struct arena *a, const char *iso)
{
	double days;
	int y, m, d;

	if (!date_parse(iso, &days))
		return iso;
	date_split(days, &y, &m, &d);
	return format(a, WORD_DATE, d, word(WORD_MONTH_1 + m - 1), y);
}

static const char *
spelled(struct arena *a, const char *code)
{
	struct text t = TEXT_INIT;
	const char *p;

	for (p = code; *p; p++) {
		if (*p == '-') {
			text_add(&t, ",");
			continue;
		}
		if (t.n > 0)
			text_add(&t, " ");
		text_add(&t,
			 isdigit((unsigned char)*p)
				 ? word(WORD_SPELL_0 + *p - '0')
				 : word(WORD_SPELL_A + *p - 'A'));
	}
	return printable(a, text_take(&t));
}

const char *
page_title(const struct session *s)
{
	const char *title = s->run->form->settings.title;

	return title && *title ? title : word(WORD_UNTITLED);
}

const char *
page_language(struct arena *a, const char *language)
{
	const char *code = strrchr(language, '(');
	size_t n = code ? (size_t)(code - language) : strlen(language);

	while (n > 0 && language[n - 1] == ' ')
		n--;
	return printable(a,
			 n > 0 ? mem_copy_n(language, n) : mem_copy(language));
}

/* ---- what is true of the session and its wave ---- */

const struct wave *
session_wave(const struct session *s)
{
	/* What `conduct open` would take, so that an author sees a page as
	 * staff will. */
	static const struct wave preview = {.min_group = 10, .closes = ""};

	return s->run->store ? store_wave(s->run->store) : &preview;
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
	if (!s->run->store)
		return word(WORD_PREVIEW);
	return s->kept ? word(WORD_KEPT) : "";
}

static bool
asks_for_text(const struct form *form)
{
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (form->question[i].type == TYPE_TEXT)
			return true;
	return false;
}

static bool requires(const struct form *form)
{
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (form->question[i].required)
			return true;
	return false;
}

static bool
all_seen(const struct flow *flow)
{
	size_t i, n;
	size_t *rows = flow_review_rows(flow, &n);

	for (i = 0; i < n; i++)
		if (!flow_answers(flow)->answer[rows[i]].seen)
			break;
	free(rows);
	return i == n;
}

static const char *
wayback_for_help(const struct session *s)
{
	return s->run->kiosk || !s->run->store ? "" : s->wayback;
}

static const char *
contact(const struct session *s, struct arena *a)
{
	const char *who = phrase(a, s->run->form->settings.contact);

	return who ? printable(a, mem_copy(who)) : "";
}

/* ---- notices ---- */

void
told_init(struct told *t, const struct session *s, enum notice_kind kind)
{
	*t = (struct told){.arena = arena_new()};
	t->notice.kind = kind;
	t->notice.title = printable(t->arena, mem_copy(page_title(s)));
	t->notice.left = t->notice.heading = t->notice.status = "";
	t->notice.button = t->button;
}

void
told_release(struct told *t)
{
	free(t->line);
	arena_free(t->arena);
}

static void
add_line(struct told *t, const char *text)
{
	t->line = mem_room(t->line, &t->room, t->notice.n_lines + 1,
			   sizeof(*t->line));
	t->line[t->notice.n_lines++] = text;
	t->notice.line = t->line;
}

void
told_heading(struct told *t, enum word w)
{
	t->notice.heading = word(w);
}

void
told_line(struct told *t, enum word w, ...)
{
	va_list ap;

	va_start(ap, w);
	add_line(t, formatted(t->arena, w, ap));
	va_end(ap);
}

void
told_button(struct told *t, enum word label, enum word typed, enum reply reply)
{
	t->button[t->notice.n_buttons++] =
		(struct button){word(label), word(typed), reply};
}

/* The sentence only where there is something to go into it. */
static void
line_of(struct told *t, enum word w, const char *what)
{
	what = phrase(t->arena, what);
	if (what)
		told_line(t, w, what);
}

/* ---- welcome ---- */

static const char *
about_minutes(struct arena *a, const struct session *s)
{
	double minutes = flow_minutes(s->run->form, s->language);
	size_t whole = minutes > 1 ? (size_t)lround(minutes) : 1;

	return whole == 1 ? word(WORD_MINUTE) : format(a, WORD_MINUTES, whole);
}

/* "To write guidance." becomes "We ask to write guidance." */
static const char *
we_ask(struct arena *a, const char *purpose)
{
	char *lower;

	if (strncmp(purpose, "To ", 3) != 0)
		return sentence(a, purpose);
	lower = arena_copy(a, purpose);
	lower[0] = 't';
	return sentence(a, format(a, WORD_WE_ASK, lower));
}

static void
why_we_ask(struct told *t, const struct form_settings *settings)
{
	const char *agreed = phrase(t->arena, settings->agreed_with);
	struct text all = TEXT_INIT;

	if (settings->purpose)
		text_addf(&all, "%s ", we_ask(t->arena, settings->purpose));
	text_add(&all, word(WORD_NO_TEST));
	if (agreed)
		text_addf(&all, " %s", format(t->arena, WORD_AGREED, agreed));
	add_line(t, printable(t->arena, text_take(&all)));
}

void
told_welcome(struct told *t, const struct session *s)
{
	const struct wave *wave = session_wave(s);
	const struct form *form = s->run->form;

	told_init(t, s, NOTICE_WELCOME);
	t->notice.left = about_minutes(t->arena, s);
	why_we_ask(t, &form->settings);
	told_line(t,
		  requires(form) ? WORD_YOUR_CHOICE_REQUIRED
				 : WORD_YOUR_CHOICE);
	if (*wave->closes)
		told_line(t, WORD_CONFIDENTIAL_UNTIL,
			  date_words(t->arena, wave->closes));
	else
		told_line(t, WORD_CONFIDENTIAL);
	told_line(t, WORD_GROUPS, wave->min_group);
	if (s->run->kiosk)
		told_line(t, WORD_KIOSK);
	else if (s->run->store)
		told_line(t, WORD_YOUR_WAYBACK, s->wayback);
	t->notice.status = s->run->store ? "" : word(WORD_PREVIEW);
	told_button(t, WORD_START, WORD_START_WORD, REPLY_ANSWER);
	told_button(t, WORD_MORE, WORD_MORE_WORD, REPLY_MORE);
	if (s->run->store)
		told_button(t, WORD_RESUME, WORD_RESUME_WORD, REPLY_RESUME);
	if (form->n_languages > 1)
		told_button(t, WORD_LANGUAGE, WORD_LANGUAGE_WORD,
			    REPLY_LANGUAGE);
	told_button(t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
}

/* The author's own text, a paragraph a line. */
static void
own_notice(struct told *t, const char *text)
{
	while (text && *text) {
		size_t n = strcspn(text, "\r\n");

		if (n > 0)
			add_line(t, printable(t->arena, mem_copy_n(text, n)));
		text += n + strspn(text + n, "\r\n");
	}
}

void
told_more(struct told *t, const struct session *s)
{
	const struct form_settings *settings = &s->run->form->settings;
	const struct wave *wave = session_wave(s);

	told_init(t, s, NOTICE_MORE);
	told_heading(t, WORD_ABOUT_YOUR_DATA);
	own_notice(t, settings->notice);
	line_of(t, WORD_RESPONSIBLE, settings->organisation);
	line_of(t, WORD_CONTACT, settings->contact);
	line_of(t, WORD_DPO, settings->dpo);
	line_of(t, WORD_PURPOSE, settings->purpose);
	told_line(t, WORD_WHO_SEES, wave->min_group);
	told_line(t, WORD_UNFINISHED);
	if (wave->codes_issued > 0)
		told_line(t, WORD_SLIPS);
	told_line(t, WORD_RIGHTS);
	told_line(t, WORD_SNAPSHOTS);
	line_of(t, WORD_COMPLAIN, settings->contact);
	told_line(t, WORD_NO_DECISIONS);
	told_line(t,
		  asks_for_text(s->run->form) ? WORD_NO_REPORTS_TEXT
					      : WORD_NO_REPORTS);
	told_button(t, WORD_BACK, WORD_BACK_WORD, REPLY_BACK);
}

/* ---- stop, sent ---- */

void
told_stop(struct told *t, const struct session *s)
{
	const char *closes = session_wave(s)->closes;

	told_init(t, s, NOTICE_STOP);
	told_heading(t, WORD_STOP_HEADING);
	t->notice.status = session_status(s);
	if (!s->kept) {
		told_line(t, s->run->store ? WORD_STOP_NOTHING : WORD_PREVIEW);
		told_button(t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
		told_button(t, WORD_GO_ON, WORD_GO_ON_WORD, REPLY_GO_ON);
		return;
	}
	told_line(t, WORD_STOP_KEPT);
	add_line(t, s->wayback);
	told_line(t, WORD_STOP_SPELLED, spelled(t->arena, s->wayback));
	told_line(t, WORD_STOP_ONLY_KEY);
	if (*closes)
		told_line(t, WORD_STOP_UNTIL, date_words(t->arena, closes));
	else
		told_line(t, WORD_STOP_DELETED);
	told_line(t, WORD_STOP_PRIVATE);
	told_button(t, WORD_LEAVE_KEEP, WORD_LEAVE_WORD, REPLY_LEAVE);
	told_button(t, WORD_GO_ON, WORD_GO_ON_WORD, REPLY_GO_ON);
	told_button(t, WORD_DELETE, WORD_DELETE_WORD, REPLY_DELETE);
}

void
told_sent(struct told *t, const struct session *s, bool earlier)
{
	const struct form_settings *settings = &s->run->form->settings;
	const struct wave *wave = session_wave(s);
	const char *results;

	told_init(t, s, NOTICE_SENT);
	if (s->run->store) {
		told_heading(t, WORD_SENT_HEADING);
		if (earlier)
			told_line(t, WORD_SENT_EARLIER);
		told_line(t, WORD_SENT_LOCKED);
	} else {
		told_heading(t, WORD_SENT_PREVIEW);
	}
	told_line(t, WORD_SENT_NEXT);
	results = phrase(t->arena, settings->results_on);
	if (results)
		told_line(t, WORD_SENT_RESULTS, wave->min_group,
			  date_words(t->arena, results));
	else
		told_line(t, WORD_SENT_GROUPS, wave->min_group);
	line_of(t, WORD_SENT_CONTACT, settings->contact);
	told_button(t, WORD_FINISH, WORD_FINISH_WORD, REPLY_ANSWER);
	t->notice.timeout = s->run->kiosk ? 60 : 0;
}

/* ---- trouble, the end ---- */

void
told_trouble(struct told *t, const struct session *s, enum word heading,
	     enum word line, size_t tries, const struct error *err)
{
	told_init(t, s, NOTICE_TROUBLE);
	told_heading(t, heading);
	told_line(t, line);
	if (s->kept)
		told_line(t, WORD_TROUBLE_WAYBACK, s->wayback);
	line_of(t, WORD_TROUBLE_CONTACT, s->run->form->settings.contact);
	line_of(t, WORD_TROUBLE_DETAIL, err->text);
	if (tries > 1)
		told_line(t, WORD_TRIED, tries);
	told_button(t, WORD_AGAIN, WORD_AGAIN_WORD, REPLY_AGAIN);
	told_button(t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
}

void
told_ended(struct told *t, const struct session *s)
{
	told_init(t, s, NOTICE_ENDED);
	if (!s->run->store)
		told_line(t, WORD_PREVIEW);
	else if (s->unkept)
		told_line(t, WORD_ENDED_NOT_KEPT);
	else if (!s->kept)
		told_line(t, WORD_ENDED_NOTHING);
	else if (s->run->kiosk)
		told_line(t, WORD_ENDED);
	else
		told_line(t, WORD_ENDED_WAYBACK, s->wayback);
}

/* ---- a question ---- */

static struct page_choice *
fill_choices(const struct session *s, struct arena *a, const struct question *q,
	     struct page *page)
{
	const struct form *form = s->run->form;
	size_t i, n, *shown = flow_choices(s->flow, q->index, &n);
	struct page_choice *choice = arena_alloc(a, n, sizeof(*choice));

	for (i = 0; i < n; i++) {
		size_t k = shown[i];
		const struct choice *c = &q->list->choice[k];
		const char *label = form_text(form, c->label, s->language);

		choice[i].name = c->name;
		choice[i].label =
			printable(a, mem_copy(*label ? label : c->name));
		choice[i].chosen = names_contain(page->entered, c->name);
		choice[i].exclusive = (q->exclusive && q->exclusive[k]) ||
			(q->missing && q->missing[k] != CHOICE_ANSWERS);
	}
	free(shown);
	page->choice = choice;
	page->n_choices = n;
	return choice;
}

static void
fill_ranks(struct page *page, struct page_choice *choice)
{
	size_t i, k, n = names_count(page->entered);
	char name[FORM_MAX_NAME + 1];

	for (k = 0; k < n; k++)
		for (i = 0; i < page->n_choices; i++)
			if (names_at(page->entered, k, name, sizeof(name)) &&
			    strcmp(name, choice[i].name) == 0)
				choice[i].rank = (int)k + 1;
}

static const char *
place(struct arena *a, const struct flow_progress *p)
{
	if (p->exact)
		return format(a, WORD_QUESTION_OF, p->position, p->total);
	if (p->sections > 0 && p->section > 0)
		return format(a, WORD_SECTION_OF, p->section, p->sections);
	return "";
}

static const char *
minutes_left(struct arena *a, double minutes)
{
	size_t whole = minutes > 1 ? (size_t)ceil(minutes) : 1;

	return whole == 1 ? word(WORD_MINUTE_LEFT)
			  : format(a, WORD_MINUTES_LEFT, whole);
}

static void
fill_words(const struct session *s, struct arena *a, const struct question *q,
	   struct page *page)
{
	const struct flow *flow = s->flow;
	size_t i = q->index, language = s->language;
	const char *help = form_text(s->run->form, q->guidance_hint, language);

	page->title = printable(a, mem_copy(page_title(s)));
	page->section = printable(a, flow_section(flow, i, language));
	page->label = printable(a, flow_label(flow, i, language));
	page->hint = printable(a, flow_hint(flow, i, language));
	page->help = printable(a, mem_copy(help));
	page->entered = arena_copy(a, flow_entered(flow, i));
	page->problem = arena_copy(a, s->refusal.text);
	page->typed = s->typed ? arena_copy(a, s->typed) : NULL;
	page->status = arena_copy(a, session_status(s));
	page->wayback = arena_copy(a, wayback_for_help(s));
	page->contact = contact(s, a);
}

void
page_fill(const struct session *s, struct arena *a, struct page *page)
{
	const struct question *q = flow_question(s->flow);
	struct flow_progress progress = flow_progress(s->flow);
	struct page_choice *choice = NULL;

	*page = (struct page){.type = q->type};
	fill_words(s, a, q, page);
	page->place = place(a, &progress);
	page->left = minutes_left(a, progress.minutes_left);
	if (q->list)
		choice = fill_choices(s, a, q, page);
	if (q->type == TYPE_RANK)
		fill_ranks(page, choice);
	page->start = q->start;
	page->end = q->end;
	page->step = q->step;
	page->max_length = q->max_length;
	page->multiline = q->multiline;
	page->optional = !flow_is_required(s->flow, q->index);
	page->read_only = flow_is_read_only(s->flow, q->index);
	page->can_go_back = progress.position > 1;
	page->can_review = all_seen(s->flow);
	page->many_languages = s->run->form->n_languages > 1;
}

/* ---- the review ---- */

static void
fill_row(const struct session *s, struct arena *a, size_t question,
	 struct review_row *row)
{
	const char *answer;

	row->section =
		printable(a, flow_section(s->flow, question, s->language));
	row->label = printable(a, flow_label(s->flow, question, s->language));
	answer = printable(a, flow_answer_text(s->flow, question, s->language));
	row->answer = *answer ? answer : word(WORD_NOT_ANSWERED);
}

void
page_review(const struct session *s, struct arena *a, const size_t *rows,
	    size_t n, struct review *review)
{
	struct review_row *row = arena_alloc(a, n, sizeof(*row));
	size_t i;

	for (i = 0; i < n; i++)
		fill_row(s, a, rows[i], &row[i]);
	*review = (struct review){
		.title = printable(a, mem_copy(page_title(s))),
		.heading = word(WORD_REVIEW_HEADING),
		.explanation = word(WORD_REVIEW_WHY),
		.row = row,
		.n_rows = n,
		.status = arena_copy(a, session_status(s)),
		.after = word(WORD_REVIEW_AFTER),
		.many_languages = s->run->form->n_languages > 1,
		.wayback = arena_copy(a, wayback_for_help(s)),
		.contact = contact(s, a),
	};
}
