/* Before the first question: language, start page, codes. */
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "survey/session.h"

/* In the words of the language in use where it has none; caller frees. */
static char *
title_in(const struct form *form, size_t language)
{
	const char *title = form_settings_in(form, language)->title;

	return text_printable(title && *title ? title : word(WORD_UNTITLED),
			      false);
}

void
session_set_language(struct session *s, size_t language)
{
	s->language = language;
	words_use_language(s->run->form->language[language]);
	free(s->title);
	s->title = title_in(s->run->form, language);
	flow_set_language(s->flow, language);
}

/* What each language says of itself, in itself. */
static const struct tongue *
tongues(const struct session *s, struct arena *a)
{
	const struct form *form = s->run->form;
	struct tongue *tongue =
		arena_alloc(a, form->n_languages, sizeof(*tongue));
	size_t i;

	for (i = 0; i < form->n_languages; i++) {
		words_use_language(form->language[i]);
		tongue[i].name = said_language(a, form->language[i]);
		tongue[i].choose = word(WORD_LANGUAGE_CHOOSE);
		tongue[i].later = word(WORD_LANGUAGE_LATER);
		tongue[i].title = said(a, title_in(form, i));
		tongue[i].plain = word(WORD_PRESS_T);
	}
	words_use_language(form->language[s->language]);
	return tongue;
}

int
session_language(struct session *s)
{
	const struct form *form = s->run->form;
	struct arena *a = arena_new();
	size_t chosen = s->language;
	enum reply reply;

	while ((reply = s->run->front->language(s->run->front, tongues(s, a),
						form->n_languages, &chosen)) ==
	       REPLY_LINE_MODE)
		session_exchange(s);
	arena_free(a);
	if (reply == REPLY_ANSWER && chosen < form->n_languages)
		session_set_language(s, chosen);
	if (session_is_over(reply))
		return session_over(s, reply);
	return reply == REPLY_STOP || reply == REPLY_LEAVE ? session_stopped(s)
							   : GO_ON;
}

static int
first_language(struct session *s)
{
	if (s->run->language != FORM_NONE || s->run->form->n_languages < 2)
		return GO_ON;
	return session_language(s);
}

static int
more(struct session *s)
{
	struct told t;
	enum reply reply;

	told_more(&t, s);
	reply = session_tell(s, &t.notice);
	told_release(&t);
	return session_is_over(reply) ? session_over(s, reply) : GO_BACK;
}

struct slip {
	unsigned char hash[SEAL_HASH_BYTES];
	bool known; /* there, unspent */
};

static bool
look_up(struct session *s, void *ctx, struct error *err)
{
	struct slip *slip = ctx;

	return store_code_known(s->run->store, slip->hash, &slip->known, err);
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
	struct slip slip = {.known = false};
	int step;

	if (!slip_read(entered, code)) {
		*problem = word(not_a_slip(entered));
		return GO_BACK;
	}
	slip_hash(code, session_wave(s)->salt, slip.hash);
	step = session_until(s, look_up, &slip, WORD_TROUBLE_OPEN_HEADING,
			     WORD_TROUBLE_OPEN);
	if (step == GO_ON && !slip.known) {
		*problem = word(WORD_SLIP_REFUSED);
		s->refused = true;
		step = GO_BACK;
	} else if (step == GO_ON) {
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
	int step = GO_BACK;

	prompt->problem = "";
	prompt->max_length = 40;
	do {
		reply = session_type(s, prompt, &entered);
		if (reply == REPLY_ANSWER)
			step = take(s, text_get(&entered), &prompt->problem);
		else if (session_is_over(reply))
			step = session_over(s, reply);
		else
			step = reply == REPLY_BACK ? GO_BACK
						   : session_stopped(s);
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
		.title = s->title,
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

	told_init(&t, s, NOTICE_REFUSED);
	told_heading(&t, WORD_CLOSED_HEADING);
	told_line(&t, WORD_CLOSED);
	told_button(&t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
	session_tell(s, &t.notice);
	told_release(&t);
	return front_signal() ? 128 + front_signal() : EXIT_NOT_KEPT;
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
		int step = session_language(s);

		return step == GO_ON ? GO_BACK : step;
	}
	case REPLY_IDLE:
	case REPLY_END: return session_over(s, reply);
	case REPLY_LEAVE:
	case REPLY_STOP: return session_stopped(s);
	default: return start(s);
	}
}

static int
start_page(struct session *s)
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

int
session_begin(struct session *s)
{
	int step = first_language(s);

	return step == GO_ON ? start_page(s) : step;
}
