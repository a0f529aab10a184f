/*
 * What is said on the pages without a question, from the questionnaire's
 * settings and the wave. A sentence that is not true of this wave is left out
 * here.
 */
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "questions/timing.h"
#include "survey/session.h"

/* ---- what is true ---- */

static bool
has_required(const struct form *form)
{
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (form->question[i].required)
			return true;
	return false;
}

/* ---- notices ---- */

void
told_init(struct told *t, const struct session *s, enum notice_kind kind)
{
	*t = (struct told){.arena = arena_new()};
	t->notice.kind = kind;
	t->notice.title = said(t->arena, mem_copy(s->title));
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
	add_line(t, said_wordv(t->arena, w, ap));
	va_end(ap);
}

void
told_button(struct told *t, enum word label, enum word typed, enum reply reply)
{
	t->button[t->notice.n_buttons++] =
		(struct button){word(label), word(typed), reply};
}

static void
brief_line(struct told *t, enum word w, ...)
{
	va_list ap;

	va_start(ap, w);
	t->brief[t->notice.n_brief++] = said_wordv(t->arena, w, ap);
	va_end(ap);
	t->notice.brief = t->brief;
}

/* The sentence only where there is something to go into it. */
static void
line_of(struct told *t, enum word w, const char *what)
{
	what = said_phrase(t->arena, what);
	if (what)
		told_line(t, w, what);
}

/* ---- welcome ---- */

static const char *
about_minutes(struct arena *a, const struct session *s)
{
	double minutes = form_minutes(s->run->form, s->language);
	size_t whole = minutes > 1 ? (size_t)lround(minutes) : 1;

	return said_word(a, WORD_MINUTES, whole);
}

/* "To write guidance." and "to write guidance" become "We ask to write
 * guidance." What begins otherwise is a sentence already, but for its
 * capital. */
static const char *
we_ask(struct arena *a, const char *purpose)
{
	const char *to = word(WORD_PURPOSE_TO);
	size_t n = strlen(to);

	if (strncasecmp(purpose, to, n) != 0 || purpose[n] != ' ')
		return said_sentence(a, said(a, text_capital(purpose)));
	return said_sentence(a, said_word(a, WORD_WE_ASK_TO, purpose + n + 1));
}

static void
why_we_ask(struct told *t, const struct form_settings *settings)
{
	const char *agreed = said_phrase(t->arena, settings->agreed_with);
	struct text all = TEXT_INIT;

	if (settings->purpose)
		text_addf(&all, "%s ", we_ask(t->arena, settings->purpose));
	text_add(&all, word(WORD_NO_TEST));
	if (agreed)
		text_addf(&all, " %s",
			  said_word(t->arena, WORD_AGREED, agreed));
	add_line(t, said(t->arena, text_take(&all)));
}

/* What everybody has to know; all of it stands in told_more. */
static void
brief_welcome(struct told *t, const struct session *s)
{
	brief_line(t, WORD_NO_TEST);
	brief_line(t,
		   has_required(s->run->form) ? WORD_BRIEF_CHOICE_REQUIRED
					      : WORD_BRIEF_CHOICE);
	brief_line(t, WORD_BRIEF_NAME);
	brief_line(t, WORD_BRIEF_GROUPS, session_wave(s)->min_group);
	if (s->run->kiosk)
		brief_line(t, WORD_BRIEF_KIOSK);
	else if (!session_is_preview(s))
		brief_line(t, WORD_BRIEF_WAYBACK, s->wayback);
}

static void
your_choice(struct told *t, const struct session *s)
{
	told_line(t,
		  has_required(s->run->form) ? WORD_YOUR_CHOICE_REQUIRED
					     : WORD_YOUR_CHOICE);
}

static void
confidential(struct told *t, const struct session *s)
{
	const struct wave *wave = session_wave(s);

	if (*wave->closes)
		told_line(t, WORD_CONFIDENTIAL_UNTIL,
			  said_date(t->arena, wave->closes));
	else
		told_line(t, WORD_CONFIDENTIAL);
}

void
told_welcome(struct told *t, const struct session *s)
{
	const struct wave *wave = session_wave(s);
	const struct form *form = s->run->form;

	told_init(t, s, NOTICE_WELCOME);
	t->notice.left = about_minutes(t->arena, s);
	why_we_ask(t, session_settings(s));
	your_choice(t, s);
	confidential(t, s);
	told_line(t, WORD_GROUPS, wave->min_group);
	if (s->run->kiosk)
		told_line(t, WORD_KIOSK);
	else if (!session_is_preview(s))
		told_line(t, WORD_YOUR_WAYBACK, s->wayback);
	brief_welcome(t, s);
	t->notice.status = session_is_preview(s) ? word(WORD_PREVIEW) : "";
	told_button(t, WORD_START, WORD_START_WORD, REPLY_ANSWER);
	told_button(t, WORD_MORE, WORD_MORE_WORD, REPLY_MORE);
	if (!session_is_preview(s))
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
			add_line(t, said(t->arena, mem_copy_n(text, n)));
		text += n + strspn(text + n, "\r\n");
	}
}

static void
agreed_with(struct told *t, const struct form_settings *settings)
{
	const char *who = said_phrase(t->arena, settings->agreed_with);
	struct text item = TEXT_INIT;

	if (!who)
		return;
	text_addf(&item, "- %s", said_word(t->arena, WORD_AGREED, who));
	add_line(t, said(t->arena, text_take(&item)));
}

void
told_more(struct told *t, const struct session *s)
{
	const struct form_settings *settings = session_settings(s);
	const struct wave *wave = session_wave(s);
	const char *kept;

	told_init(t, s, NOTICE_MORE);
	told_heading(t, WORD_ABOUT_YOUR_DATA);
	own_notice(t, settings->notice);
	line_of(t, WORD_RESPONSIBLE, settings->organisation);
	line_of(t, WORD_CONTACT, settings->contact);
	line_of(t, WORD_DPO, settings->dpo);
	line_of(t, WORD_PURPOSE, settings->purpose);
	line_of(t, WORD_LAWFUL_BASIS, settings->lawful_basis);
	agreed_with(t, settings);
	your_choice(t, s);
	confidential(t, s);
	told_line(t, WORD_WHO_SEES, wave->min_group);
	told_line(t, WORD_IT_SEES);
	kept = said_phrase(t->arena, settings->kept_until);
	if (kept)
		told_line(t, WORD_KEPT_UNTIL, said_date(t->arena, kept));
	told_line(t, WORD_UNFINISHED);
	if (s->run->kiosk)
		told_line(t, WORD_KIOSK);
	if (wave->codes_issued > 0)
		told_line(t, WORD_SLIPS);
	told_line(t, WORD_RIGHTS);
	told_line(t, WORD_SNAPSHOTS);
	line_of(t, WORD_COMPLAIN, settings->contact);
	told_line(t, WORD_NO_DECISIONS);
	told_line(t,
		  form_asks_for(s->run->form, TYPE_TEXT) ? WORD_NO_REPORTS_TEXT
							 : WORD_NO_REPORTS);
	told_button(t, WORD_BACK, WORD_BACK_WORD, REPLY_BACK);
}

const struct more *
told_more_help(const struct session *s, struct arena *a)
{
	struct more *more = arena_alloc(a, 1, sizeof(*more));
	const char **line;
	struct told t;
	size_t i;

	told_more(&t, s);
	line = arena_alloc(a, t.notice.n_lines, sizeof(*line));
	for (i = 0; i < t.notice.n_lines; i++)
		line[i] = arena_copy(a, t.notice.line[i]);
	*more = (struct more){arena_copy(a, t.notice.heading), line,
			      t.notice.n_lines};
	told_release(&t);
	return more;
}

/* ---- questions about oneself ---- */

static bool
any_answered(const struct flow *flow, const struct flow_start *start)
{
	size_t i;

	for (i = start->first; i <= start->last; i++)
		if (answers_state(flow_answers(flow), i) == STATE_ANSWERED)
			return true;
	return false;
}

static const char *
start_heading(const struct session *s, struct arena *a, size_t question,
	      bool optional)
{
	const char *label =
		said(a, flow_section(s->flow, question, s->language));

	if (!*label)
		label = word(WORD_ABOUT_YOU);
	return optional ? said_word(a, WORD_START_OPTIONAL, label) : label;
}

void
told_start(struct told *t, const struct session *s)
{
	size_t question = flow_question(s->flow)->index;
	struct flow_start start = flow_about_person(s->flow, question);

	told_init(t, s, NOTICE_START);
	page_fill_start(s, t->arena, &t->notice);
	t->notice.more = told_more_help(s, t->arena);
	t->notice.heading =
		start_heading(s, t->arena, question, start.optional);
	told_line(t, WORD_WHY_ABOUT_YOU, session_wave(s)->min_group);
	/* One or the other: both are more than a low window shows at once. */
	if (start.optional)
		told_line(t,
			  any_answered(s->flow, &start) ? WORD_START_TAKES_AWAY
							: WORD_SKIP_ABOUT_YOU);
	told_button(t, WORD_START_ANSWER, WORD_START_ANSWER_WORD, REPLY_GO_ON);
	if (start.optional)
		told_button(t, WORD_START_SKIP, WORD_LINE_SKIP, REPLY_SKIP);
}

/* ---- stop, sent ---- */

void
told_stop(struct told *t, const struct session *s)
{
	const char *closes = session_wave(s)->closes;

	told_init(t, s, NOTICE_STOP);
	told_heading(t, WORD_STOP_HEADING);
	t->notice.more = told_more_help(s, t->arena);
	t->notice.status = session_status(s);
	if (!s->kept) {
		told_line(t,
			  session_is_preview(s) ? WORD_PREVIEW
						: WORD_STOP_NOTHING);
		told_button(t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
		told_button(t, WORD_GO_ON, WORD_GO_ON_WORD, REPLY_GO_ON);
		return;
	}
	told_line(t, WORD_STOP_KEPT);
	add_line(t, s->wayback);
	told_line(t, WORD_STOP_SPELLED, said_spelled(t->arena, s->wayback));
	told_line(t, WORD_STOP_ONLY_KEY);
	if (*closes)
		told_line(t, WORD_STOP_UNTIL, said_date(t->arena, closes));
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
	const struct form_settings *settings = session_settings(s);
	const struct wave *wave = session_wave(s);
	const char *results;

	told_init(t, s, NOTICE_SENT);
	t->notice.more = told_more_help(s, t->arena);
	if (!session_is_preview(s)) {
		told_heading(t, WORD_SENT_HEADING);
		if (earlier)
			told_line(t, WORD_SENT_EARLIER);
		told_line(t, WORD_SENT_LOCKED);
	} else {
		told_heading(t, WORD_SENT_PREVIEW);
	}
	told_line(t, WORD_SENT_NEXT);
	if (*wave->closes)
		told_line(t, WORD_SENT_OPENED,
			  said_date(t->arena, wave->closes));
	results = said_phrase(t->arena, settings->results_on);
	if (results)
		told_line(t, WORD_SENT_RESULTS, wave->min_group,
			  said_date(t->arena, results));
	else
		told_line(t, WORD_SENT_GROUPS, wave->min_group);
	line_of(t, WORD_SENT_CONTACT, settings->contact);
	told_button(t, WORD_FINISH, WORD_FINISH_WORD, REPLY_ANSWER);
	if (s->run->kiosk) {
		t->notice.timeout = 60; /* as it says */
		t->notice.status = word(WORD_CLEARS_ITSELF);
	}
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
	line_of(t, WORD_TROUBLE_CONTACT, session_settings(s)->contact);
	line_of(t, WORD_TROUBLE_DETAIL, err->text);
	told_line(t, WORD_TRIED, tries);
	t->notice.timeout = 10; /* as it says */
	told_button(t, WORD_AGAIN, WORD_AGAIN_WORD, REPLY_AGAIN);
	told_button(t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
}

void
told_ended(struct told *t, const struct session *s)
{
	told_init(t, s, NOTICE_ENDED);
	if (session_is_preview(s))
		told_line(t, WORD_PREVIEW);
	else if (s->unkept)
		told_line(t, WORD_ENDED_NOT_KEPT);
	else if (!s->kept)
		told_line(t, WORD_ENDED_NOTHING);
	else if (s->draft.sending && s->run->kiosk)
		told_line(t, WORD_ENDED_SENDING);
	else if (s->draft.sending)
		told_line(t, WORD_ENDED_SENDING_WAYBACK, s->wayback);
	else if (s->run->kiosk)
		told_line(t, WORD_ENDED);
	else
		told_line(t, WORD_ENDED_WAYBACK, s->wayback);
}
