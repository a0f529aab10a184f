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

	text_clear(entered);
	while ((reply = s->run->front->type(s->run->front, prompt, entered)) ==
	       REPLY_LINE_MODE) {
		session_exchange(s);
		text_clear(entered);
	}
	return reply;
}

int
session_ended(struct session *s)
{
	s->ended = true;
	if (front_signal())
		return 128 + front_signal();
	if (s->refused)
		return EXIT_CODE_REFUSED;
	return s->unkept ? EXIT_NOT_KEPT : EXIT_INPUT_ENDED;
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
	if (reply == REPLY_END)
		return session_ended(s);
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
	s->refusal.text[0] = '\0';
	free(s->typed);
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

/* Keeps a good entry of a page that is left otherwise than by answering it,
 * and stays there. */
static void
keep_entry(struct session *s, const char *entered)
{
	struct error err = ERROR_INIT;

	forget_refusal(s);
	if (strcmp(entered, flow_entered(s->flow, flow_page(s->flow))) != 0 &&
	    flow_keep(s->flow, entered))
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
	case REPLY_END: return session_ended(s);
	default: return GO_ON;
	}
}

/* The ways off a page that both questions and the review have. */
static int
way_off(struct session *s, enum reply reply)
{
	switch (reply) {
	case REPLY_BACK:
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
	case REPLY_END: return session_ended(s);
	default: return GO_ON;
	}
}

static int
answered(struct session *s, struct arena *a, struct page *page,
	 const char *entered)
{
	size_t here = flow_page(s->flow);
	int step;

	if (!flow_answer(s->flow, entered, &s->refusal)) {
		free(s->typed);
		s->typed = mem_copy(entered);
		return GO_ON;
	}
	forget_refusal(s);
	forget_news(s);
	/* To have read a note is nothing to keep. */
	if (page->type == TYPE_NOTE && !s->kept)
		return GO_ON;
	step = session_keep(s);
	if (step != GO_ON)
		return step;
	page->status = s->run->store ? session_status(s) : "";
	s->run->front->kept(s->run->front, page, page_answer(s, a, here));
	return GO_ON;
}

static int
question(struct session *s)
{
	struct arena *a = arena_new();
	struct text entered = TEXT_INIT;
	struct page page;
	enum reply reply;
	int step;

	page_fill(s, a, &page);
	reply = s->run->front->ask(s->run->front, &page, &entered);
	if (reply == REPLY_ANSWER) {
		step = answered(s, a, &page, text_get(&entered));
	} else {
		keep_entry(s, text_get(&entered));
		step = way_off(s, reply);
	}
	if (entered.s)
		seal_forget(entered.s, entered.n);
	text_release(&entered);
	arena_free(a);
	return step;
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
	reply = s->run->front->review(s->run->front, &page, &chosen);
	forget_news(s);
	if (reply == REPLY_SEND)
		step = session_send(s);
	else if (reply != REPLY_CHANGE)
		step = way_off(s, reply);
	else if (chosen < n)
		flow_change(s->flow, rows[chosen]);
	free(rows);
	arena_free(a);
	return step;
}

static int
questions(struct session *s)
{
	int step = GO_ON;

	while (step == GO_ON)
		step = flow_question(s->flow) ? question(s) : review(s);
	return step;
}

/* ---- one person ---- */

static void
session_init(struct session *s, struct run *run)
{
	unsigned char hash[SEAL_HASH_BYTES] = {0};
	const char *title = run->form->settings.title;
	const struct wave *wave;

	*s = (struct session){.run = run};
	s->title = text_printable(title && *title ? title : word(WORD_UNTITLED),
				  false);
	s->language = run->language != FORM_NONE ? run->language
						 : run->form->default_language;
	wave = session_wave(s);
	if (wave->instrument)
		seal_hash(wave->instrument, wave->instrument_bytes, hash);
	seal_hex(hash, sizeof(hash), s->hash);
	wayback_new(s->wayback);
	seal_random(&s->draft.seed, sizeof(s->draft.seed));
	s->draft.page = FORM_NONE;
	s->flow = flow_new(run->form, s->draft.seed, flow_system_clock());
	flow_set_language(s->flow, s->language);
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
