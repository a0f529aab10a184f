#include "survey/session.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- the front end, whichever it is now ---- */

void
session_exchange(struct session *s)
{
	struct run *run = s->run;
	struct front *next = run->other ? run->other() : NULL;
	front_maker *maker = run->same;

	if (!next) {
		free(s->news);
		s->news = mem_copy(word(WORD_NO_OTHER));
		return;
	}
	run->front->end(run->front);
	run->front = next;
	run->same = run->other;
	run->other = maker;
}

enum reply
session_tell(struct session *s, const struct notice *notice)
{
	struct notice shown = *notice;
	enum reply reply;

	while ((reply = s->run->front->tell(s->run->front, &shown)) ==
	       REPLY_LINE_MODE) {
		session_exchange(s);
		/* its status may have been the news of before */
		if (s->news)
			shown.status = s->news;
	}
	return reply;
}

enum reply
session_type(struct session *s, const struct prompt *prompt,
	     struct text *entered)
{
	enum reply reply;

	while ((reply = s->run->front->type(s->run->front, prompt, entered)) ==
	       REPLY_LINE_MODE)
		session_exchange(s);
	return reply;
}

bool
session_is_over(enum reply reply)
{
	return reply == REPLY_IDLE || reply == REPLY_END;
}

/* What was entered last may not be kept yet. */
static int
idle(struct session *s)
{
	struct error err = ERROR_INIT;

	if (s->kept || s->unkept)
		session_put(s, &err);
	return s->unkept ? EXIT_NOT_KEPT : session_stopped(s);
}

static int
input_ended(struct session *s)
{
	s->ended = true;
	if (front_signal())
		return 128 + front_signal();
	if (s->refused)
		return EXIT_CODE_REFUSED;
	return s->unkept ? EXIT_NOT_KEPT : EXIT_INPUT_ENDED;
}

int
session_over(struct session *s, enum reply reply)
{
	return reply == REPLY_IDLE ? idle(s) : input_ended(s);
}

int
session_stopped(const struct session *s)
{
	return s->refused ? EXIT_CODE_REFUSED : EXIT_STOPPED;
}

int
session_trouble(struct session *s, enum word heading, enum word line,
		size_t tries, const struct error *err)
{
	struct told t;
	enum reply reply;

	told_trouble(&t, s, heading, line, tries, err);
	reply = session_tell(s, &t.notice);
	told_release(&t);
	if (session_is_over(reply))
		return session_over(s, reply);
	return reply == REPLY_AGAIN ? GO_ON : EXIT_NOT_KEPT;
}

int
session_until(struct session *s,
	      bool (*act)(struct session *, void *ctx, struct error *),
	      void *ctx, enum word heading, enum word line)
{
	struct error err = ERROR_INIT;
	size_t tries = 0;
	int step = GO_ON;

	while (step == GO_ON && !act(s, ctx, &err)) {
		if (session_is_elsewhere(s))
			return session_say_elsewhere(s);
		if (session_closed(s))
			return session_say_closed(s);
		step = session_trouble(s, heading, line, ++tries, &err);
		if (step == GO_ON)
			store_reopen(s->run->store, NULL);
		err.text[0] = '\0';
	}
	return step;
}

/* ---- pages ---- */

static void
forget_refusal(struct session *s)
{
	free(s->refusal);
	free(s->typed);
	s->refusal = NULL;
	s->typed = NULL;
}

static void
forget_news(struct session *s)
{
	free(s->news);
	s->news = NULL;
}

/* Where a person moved to is worth keeping, but no reason to hold them up:
 * should it fail, the next answer tells. */
static void
keep_place(struct session *s)
{
	struct error err = ERROR_INIT;

	if (s->kept)
		session_put(s, &err);
}

/* What was entered on a page: the texts, and as flow takes them. */
struct entries {
	struct text *text;
	const char **entered;
	size_t n;
};

static void
entries_init(struct entries *e, const struct page *page)
{
	e->n = page_entries(page);
	e->text = mem_new(e->n, sizeof(*e->text));
	e->entered = mem_new(e->n, sizeof(*e->entered));
}

/* An item asked apart from its certainty: that is next, unless it came along
 * with it. */
static void
entries_read(struct entries *e, struct session *s, const struct page *page)
{
	struct front *front = s->run->front;
	size_t i;

	for (i = 0; i < e->n; i++)
		e->entered[i] = text_get(&e->text[i]);
	if (page->shape == PAGE_SURE && front->apart(front, PAGE_SURE) &&
	    !*e->entered[1])
		e->n = 1;
}

static void
entries_release(struct entries *e, const struct page *page)
{
	size_t i;

	for (i = 0; i < page_entries(page); i++) {
		if (e->text[i].s)
			seal_forget(e->text[i].s, e->text[i].n);
		text_release(&e->text[i]);
	}
	free(e->text);
	free(e->entered);
}

/* Keeps the good entries of a page that is left otherwise than by answering
 * it, and stays there. */
static void
keep_entries(struct session *s, const struct entries *e)
{
	struct error err = ERROR_INIT;

	forget_refusal(s);
	if (flow_keep(s->flow, e->entered, e->n))
		session_put(s, &err);
}

static int
stop(struct session *s)
{
	struct told t;
	enum reply reply;
	int step = s->kept || s->unkept ? session_keep(s) : GO_ON;

	if (step != GO_ON)
		return step;
	told_stop(&t, s);
	reply = session_tell(s, &t.notice);
	told_release(&t);
	switch (reply) {
	case REPLY_LEAVE: return EXIT_STOPPED;
	case REPLY_DELETE: return session_delete(s);
	case REPLY_IDLE:
	case REPLY_END: return session_over(s, reply);
	default: return GO_ON;
	}
}

/* The ways off a page that both questions and the review have. */
static int
way_off(struct session *s, enum reply reply)
{
	switch (reply) {
	case REPLY_BACK:
		s->changed = FORM_NONE;
		flow_back(s->flow);
		keep_place(s);
		return GO_ON;
	case REPLY_REVIEW:
		flow_review(s->flow);
		keep_place(s);
		return GO_ON;
	case REPLY_LANGUAGE: return session_language(s);
	case REPLY_LINE_MODE: session_exchange(s); return GO_ON;
	case REPLY_STOP: return stop(s);
	case REPLY_IDLE:
	case REPLY_END: return session_over(s, reply);
	default: return GO_ON;
	}
}

/* The answers of these questions in words. */
static const char *const *
all_words(const struct session *s, struct arena *a, const size_t *question,
	  size_t n)
{
	const char **words = arena_alloc(a, n, sizeof(*words));
	size_t i;

	for (i = 0; i < n; i++)
		words[i] = page_answer(s, a, question[i]);
	return words;
}

/* Of several the good ones were taken, and are worth keeping. */
static bool
some_taken(const struct entries *e, const struct refusal *refusal)
{
	size_t i;

	for (i = 0; i < e->n; i++)
		if (*e->entered[i] && !*refusal[i].text)
			return true;
	return false;
}

static int
refused(struct session *s, const struct entries *e, struct refusal *refusal)
{
	struct error err = ERROR_INIT;

	forget_refusal(s);
	s->refusal = refusal;
	s->typed = mem_copy(e->entered[0]);
	if (some_taken(e, refusal))
		session_put(s, &err);
	return GO_ON;
}

static int
answered(struct session *s, struct arena *a, struct page *page,
	 const struct entries *e)
{
	struct refusal *refusal = mem_new(page_entries(page), sizeof(*refusal));
	enum page_shape shape;
	size_t n, at, *part = flow_parts(s->flow, &n, &shape, &at);
	int step = GO_ON;

	if (!flow_answer(s->flow, e->entered, e->n, refusal)) {
		free(part);
		return refused(s, e, refusal);
	}
	free(refusal);
	forget_refusal(s);
	forget_news(s);
	/* To have read a note is nothing to keep. */
	if (page->type != TYPE_NOTE || s->kept)
		step = session_keep(s);
	if (step == GO_ON && (page->type != TYPE_NOTE || s->kept)) {
		page->status = s->run->store ? session_status(s) : "";
		s->run->front->kept(s->run->front, page,
				    all_words(s, a, part, n));
	}
	free(part);
	return step;
}

static int
question(struct session *s)
{
	struct front *front = s->run->front;
	struct arena *a = arena_new();
	struct entries entries;
	struct page page;
	enum reply reply;
	int step;

	page_fill(s, a, &page);
	entries_init(&entries, &page);
	reply = front->ask(front, &page, entries.text);
	entries_read(&entries, s, &page);
	if (reply == REPLY_ANSWER) {
		step = answered(s, a, &page, &entries);
	} else {
		keep_entries(s, &entries);
		step = way_off(s, reply);
	}
	entries_release(&entries, &page);
	arena_free(a);
	return step;
}

static int
start_of_section(struct session *s)
{
	struct told t;
	enum reply reply;

	told_start(&t, s);
	reply = s->run->front->tell(s->run->front, &t.notice);
	told_release(&t);
	forget_news(s);
	switch (reply) {
	case REPLY_GO_ON:
		flow_start_answer(s->flow);
		keep_place(s);
		return GO_ON;
	case REPLY_SKIP: /* as one skips a question, also as the first thing */
		flow_start_skip(s->flow);
		return session_keep(s);
	default: return way_off(s, reply);
	}
}

static int
review(struct session *s)
{
	struct arena *a = arena_new();
	struct review page;
	size_t n, chosen = 0;
	size_t *rows = flow_review_rows(s->flow, &n);
	enum reply reply;
	int step = GO_ON;

	page_review(s, a, rows, n, &page);
	s->changed = FORM_NONE;
	reply = s->run->front->review(s->run->front, &page, &chosen);
	forget_news(s);
	if (reply == REPLY_SEND)
		step = session_send(s);
	else if (reply != REPLY_CHANGE)
		step = way_off(s, reply);
	else if (chosen < n)
		flow_change(s->flow, s->changed = rows[chosen]);
	free(rows);
	arena_free(a);
	return step;
}

/* Also at the review, from where one goes back. */
static void
set_apart(struct session *s)
{
	struct front *front = s->run->front;

	flow_set_apart(s->flow, PAGE_SURE, front->apart(front, PAGE_SURE));
	flow_set_apart(s->flow, PAGE_TABLE, front->apart(front, PAGE_TABLE));
}

static int
questions(struct session *s)
{
	int step = GO_ON;

	while (step == GO_ON) {
		set_apart(s);
		if (flow_at_start(s->flow))
			step = start_of_section(s);
		else
			step = flow_question(s->flow) ? question(s) : review(s);
	}
	return step;
}

/* ---- one person ---- */

static void
session_init(struct session *s, struct run *run)
{
	unsigned char hash[SEAL_HASH_BYTES] = {0};
	const struct wave *wave;

	*s = (struct session){.run = run, .changed = FORM_NONE};
	wave = session_wave(s);
	if (wave->instrument)
		seal_hash(wave->instrument, wave->instrument_bytes, hash);
	seal_hex(hash, sizeof(hash), s->hash);
	wayback_new(s->wayback);
	seal_random(&s->draft.seed, sizeof(s->draft.seed));
	s->draft.page = FORM_NONE;
	s->flow = flow_new(run->form, s->draft.seed, flow_system_clock());
	session_set_language(s,
			     run->language != FORM_NONE
				     ? run->language
				     : run->form->default_language);
}

static void
session_release(struct session *s)
{
	forget_refusal(s);
	forget_news(s);
	free(s->title);
	flow_free(s->flow);
	draft_release(&s->draft);
	seal_forget(s, sizeof(*s));
}

/* Whoever left by themselves has read it on the page. */
static void
say_end(struct session *s)
{
	struct told t;

	if (!s->ended)
		return;
	told_ended(&t, s);
	s->run->front->tell(s->run->front, &t.notice);
	told_release(&t);
}

int
run_person(struct run *run)
{
	struct session s;
	int code;

	session_init(&s, run);
	code = session_begin(&s);
	if (code == GO_ON)
		code = questions(&s);
	assert(code >= 0);
	run->front->wipe(run->front);
	say_end(&s);
	session_release(&s);
	return code;
}
