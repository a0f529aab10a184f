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

	if (!next)
		return;
	run->front->end(run->front);
	run->front = next;
	run->same = run->other;
	run->other = maker;
}

enum reply
session_tell(struct session *s, const struct notice *notice)
{
	enum reply reply;

	while ((reply = s->run->front->tell(s->run->front, notice)) ==
	       REPLY_LINE_MODE)
		session_exchange(s);
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
	if (front_signal())
		return 128 + front_signal();
	if (s->refused)
		return EXIT_CODE_REFUSED;
	return s->unkept ? EXIT_NOT_KEPT : EXIT_INPUT_ENDED;
}

/* Leaving of the person's own will. */
static int
stopped(const struct session *s)
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

/* ---- before the first question ---- */

static int
choose_language(struct session *s)
{
	const struct form *form = s->run->form;
	struct arena *a = arena_new();
	const char **name = arena_alloc(a, form->n_languages, sizeof(*name));
	size_t i, chosen = s->language;
	enum reply reply;

	for (i = 0; i < form->n_languages; i++)
		name[i] = page_language(a, form->language[i]);
	while ((reply = s->run->front->language(s->run->front, name,
						form->n_languages, &chosen)) ==
	       REPLY_LINE_MODE)
		session_exchange(s);
	arena_free(a);
	if (reply == REPLY_ANSWER && chosen < form->n_languages)
		s->language = chosen;
	if (reply == REPLY_END)
		return session_ended(s);
	return reply == REPLY_STOP || reply == REPLY_LEAVE ? stopped(s) : GO_ON;
}

static int
first_language(struct session *s)
{
	if (s->run->language != FORM_NONE || s->run->form->n_languages < 2)
		return GO_ON;
	return choose_language(s);
}

static int
more(struct session *s)
{
	struct told t;
	enum reply reply;

	told_more(&t, s);
	reply = session_tell(s, &t.notice);
	told_release(&t);
	return reply == REPLY_END ? session_ended(s) : GO_BACK;
}

/* Is this code there, unspent? Tries until that is known. */
static int
slip_known(struct session *s, const char *code, bool *known)
{
	unsigned char hash[SEAL_HASH_BYTES];
	struct error err = ERROR_INIT;
	size_t tries = 0;
	int step = GO_ON;

	slip_hash(code, session_wave(s)->salt, hash);
	while (!store_code_known(s->run->store, hash, known, &err)) {
		step = session_trouble(s, WORD_TROUBLE_OPEN_HEADING,
				       WORD_TROUBLE_OPEN, ++tries, &err);
		if (step != GO_ON)
			break;
		err.text[0] = '\0';
		store_reopen(s->run->store, NULL);
	}
	return step;
}

/* What to say of an entry that is no slip's code. */
static enum word
not_a_slip(const char *entered)
{
	char code[CODE_TEXT_BYTES];

	return wayback_read(entered, code) ? WORD_SLIP_IS_WAYBACK
					   : WORD_SLIP_SHAPE;
}

static int
take_slip(struct session *s, const char *entered, const char **problem)
{
	char code[CODE_TEXT_BYTES];
	bool known = false;
	int step;

	if (!slip_read(entered, code)) {
		*problem = word(not_a_slip(entered));
		return GO_BACK;
	}
	step = slip_known(s, code, &known);
	if (step == GO_ON && !known) {
		*problem = word(WORD_SLIP_REFUSED);
		s->refused = true;
		return GO_BACK;
	}
	if (step == GO_ON) {
		s->refused = false;
		memcpy(s->draft.code, code, sizeof(code));
	}
	seal_forget(code, sizeof(code));
	return step;
}

int
session_ask_code(struct session *s, struct prompt *prompt,
		 int (*take)(struct session *, const char *entered,
			     const char **problem))
{
	struct text entered = TEXT_INIT;
	enum reply reply;
	int step;

	prompt->problem = "";
	prompt->max_length = 40;
	do {
		reply = session_type(s, prompt, &entered);
		if (reply == REPLY_ANSWER)
			step = take(s, text_get(&entered), &prompt->problem);
		else if (reply == REPLY_END)
			step = session_ended(s);
		else
			step = reply == REPLY_BACK ? GO_BACK : stopped(s);
	} while (reply == REPLY_ANSWER && step == GO_BACK);
	if (entered.s)
		seal_forget(entered.s, entered.n);
	text_release(&entered);
	return step;
}

int
session_slip(struct session *s)
{
	const char *why = word(WORD_SLIP_WHY);
	struct prompt prompt = {
		.title = page_title(s),
		.heading = word(WORD_SLIP_HEADING),
		.line = &why,
		.n_lines = 1,
		.label = word(WORD_SLIP_LABEL),
	};

	return session_ask_code(s, &prompt, take_slip);
}

bool
session_closed(struct session *s)
{
	struct error err = ERROR_INIT;

	return s->run->store && store_reopen(s->run->store, &err) &&
		session_wave(s)->closed;
}

int
session_say_closed(struct session *s)
{
	struct told t;
	enum reply reply;

	told_init(&t, s, NOTICE_REFUSED);
	told_heading(&t, WORD_CLOSED_HEADING);
	told_line(&t, WORD_CLOSED);
	told_button(&t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
	reply = session_tell(s, &t.notice);
	told_release(&t);
	return reply == REPLY_END ? session_ended(s) : EXIT_NOT_KEPT;
}

static int
start(struct session *s)
{
	/* A kiosk stands on its start page for days. */
	if (s->run->kiosk && session_closed(s))
		return session_say_closed(s);
	return session_wave(s)->codes_issued > 0 ? session_slip(s) : GO_ON;
}

static int
welcome_reply(struct session *s, enum reply reply)
{
	switch (reply) {
	case REPLY_MORE: return more(s);
	case REPLY_RESUME: return session_resume(s);
	case REPLY_LANGUAGE: {
		int step = choose_language(s);

		return step == GO_ON ? GO_BACK : step;
	}
	case REPLY_END: return session_ended(s);
	case REPLY_LEAVE:
	case REPLY_STOP: return stopped(s);
	default: return start(s);
	}
}

static int
welcome(struct session *s)
{
	struct told t;
	enum reply reply;
	int step;

	do {
		told_welcome(&t, s);
		reply = session_tell(s, &t.notice);
		told_release(&t);
		step = welcome_reply(s, reply);
	} while (step == GO_BACK);
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
	struct refusal refusal;
	size_t here = flow_page(s->flow);

	forget_refusal(s);
	if (strcmp(entered, flow_entered(s->flow, here)) == 0 ||
	    !flow_answer(s->flow, entered, &refusal))
		return;
	if (s->changing)
		flow_change(s->flow, here);
	else
		while (flow_page(s->flow) != here && flow_back(s->flow))
			;
	s->unkept = !session_put(s, &err);
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
	case REPLY_LANGUAGE: return choose_language(s);
	case REPLY_LINE_MODE: session_exchange(s); return GO_ON;
	case REPLY_STOP: return stop(s);
	case REPLY_END: return session_ended(s);
	default: return GO_ON;
	}
}

static int
answered(struct session *s, const struct page *page, const char *entered)
{
	size_t here = flow_page(s->flow);
	char *words;
	int step;

	if (!flow_answer(s->flow, entered, &s->refusal)) {
		free(s->typed);
		s->typed = mem_copy(entered);
		return GO_ON;
	}
	forget_refusal(s);
	forget_news(s);
	step = session_keep(s);
	if (step != GO_ON)
		return step;
	words = flow_answer_text(s->flow, here, s->language);
	s->run->front->kept(s->run->front, page, words);
	free(words);
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
		step = answered(s, &page, text_get(&entered));
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
	s->changing = flow_question(s->flow) != NULL;
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
	const struct wave *wave;

	*s = (struct session){.run = run};
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
}

static void
session_release(struct session *s)
{
	forget_refusal(s);
	forget_news(s);
	flow_free(s->flow);
	draft_release(&s->draft);
	seal_forget(s, sizeof(*s));
}

/* What the end of input means for the answers; a person who left knows. */
static void
say_end(struct session *s, int code)
{
	struct told t;

	if (code != EXIT_INPUT_ENDED && code != EXIT_NOT_KEPT && code < 128)
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
	code = first_language(&s);
	if (code == GO_ON)
		code = welcome(&s);
	if (code == GO_ON)
		code = questions(&s);
	assert(code >= 0);
	run->front->wipe(run->front);
	say_end(&s, code);
	session_release(&s);
	return code;
}
