/* Keeping a person's draft, and bringing one back. */
#include <stdlib.h>
#include <string.h>

#include "survey/session.h"

/* Argon2id takes its time, so not before there is something to keep. */
static bool
have_key(struct session *s, struct error *err)
{
	if (!s->has_key)
		s->has_key = draft_key_derive(s->wayback, session_wave(s)->salt,
					      &s->key, err);
	return s->has_key;
}

static bool
put_closed(struct session *s, const char *plain, struct error *err)
{
	size_t size = session_wave(s)->draft_size, n = strlen(plain);
	unsigned char *box;
	bool ok;

	if (n > draft_room(size))
		return error_set(err,
				 "%s: its drafts are too small for this "
				 "questionnaire; it was not made by conduct "
				 "open",
				 store_path(s->run->store));
	box = mem_new(size, 1);
	draft_close(&s->key, plain, n, box, size);
	ok = store_draft_put(s->run->store, s->key.id, box, err);
	free(box);
	return ok;
}

bool
session_put(struct session *s, struct error *err)
{
	char *plain;
	bool ok;

	if (!s->run->store)
		return true;
	if (!have_key(s, err))
		return false;
	s->draft.page = flow_page(s->flow);
	plain = draft_write(&s->draft, s->hash, s->flow);
	ok = put_closed(s, plain, err);
	seal_forget(plain, strlen(plain));
	free(plain);
	s->kept = s->kept || ok;
	s->unkept = !ok;
	return ok;
}

bool
session_is_elsewhere(const struct session *s)
{
	return s->unkept && store_draft_is_elsewhere(s->run->store);
}

int
session_say_elsewhere(struct session *s)
{
	struct told t;

	told_init(&t, s, NOTICE_REFUSED);
	told_heading(&t, WORD_ELSEWHERE_HEADING);
	told_line(&t, WORD_ELSEWHERE);
	told_button(&t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
	session_tell(s, &t.notice);
	told_release(&t);
	return front_signal() ? 128 + front_signal() : EXIT_NOT_KEPT;
}

static bool
put(struct session *s, void *ctx, struct error *err)
{
	(void)ctx;
	return session_put(s, err);
}

int
session_keep(struct session *s)
{
	return session_until(s, put, NULL, WORD_TROUBLE_KEEP_HEADING,
			     WORD_TROUBLE_KEEP);
}

static bool
delete_draft(struct session *s, void *ctx, struct error *err)
{
	(void)ctx;
	return !s->kept || store_draft_delete(s->run->store, s->key.id, err);
}

int
session_delete(struct session *s)
{
	int step =
		session_until(s, delete_draft, NULL,
			      WORD_TROUBLE_DELETE_HEADING, WORD_TROUBLE_DELETE);

	return step == GO_ON ? EXIT_STOPPED : step;
}

/* ---- bringing back ---- */

struct found {
	char code[CODE_TEXT_BYTES];
	struct draft_key key;
	void *box; /* NULL: nothing under this code */
};

static bool
look(struct session *s, void *ctx, struct error *err)
{
	struct found *found = ctx;

	return draft_key_derive(found->code, session_wave(s)->salt, &found->key,
				err) &&
		store_draft_get(s->run->store, found->key.id, &found->box, err);
}

static void
say_back(struct session *s)
{
	size_t n = session_answered(s);

	free(s->news);
	s->news = n == 0 ? mem_copy(word(WORD_WE_KEPT_NONE))
			 : word_format(WORD_WE_KEPT, n);
}

/* Takes over what was found; otherwise says why it cannot. */
static const char *
take_found(struct session *s, const struct found *found)
{
	const struct wave *wave = session_wave(s);
	enum draft_read read = DRAFT_DAMAGED;
	struct flow *flow = NULL;
	struct draft draft;
	char *plain;
	size_t n;

	if (!found->box)
		return word(WORD_WAYBACK_UNKNOWN);
	if (draft_open(&found->key, found->box, wave->draft_size, &plain, &n)) {
		read = draft_parse(&draft, &flow, plain, n, s->hash,
				   wave->box_size, s->run->form,
				   flow_system_clock(), NULL);
		seal_forget(plain, n);
		free(plain);
	}
	if (read != DRAFT_READ)
		return word(read == DRAFT_OTHER_FORM ? WORD_WAYBACK_OTHER_FORM
						     : WORD_WAYBACK_DAMAGED);
	flow_free(s->flow);
	draft_release(&s->draft);
	s->flow = flow;
	s->draft = draft;
	flow_set_language(flow, s->language);
	s->key = found->key;
	s->has_key = s->kept = true;
	s->refused = false;
	memcpy(s->wayback, found->code, sizeof(s->wayback));
	say_back(s);
	return NULL;
}

static int
take_wayback(struct session *s, const char *entered, const char **problem)
{
	struct found found = {.box = NULL};
	int step;

	if (!wayback_read(entered, found.code)) {
		*problem = word(WORD_WAYBACK_SHAPE);
		return GO_BACK;
	}
	step = session_until(s, look, &found, WORD_TROUBLE_OPEN_HEADING,
			     WORD_TROUBLE_OPEN);
	/* Nothing is kept any more; that is not the code's fault. */
	if (step == GO_ON && !found.box && session_closed(s))
		step = session_say_closed(s);
	if (step == GO_ON) {
		*problem = take_found(s, &found);
		step = *problem ? GO_BACK : GO_ON;
	}
	/* It is ours from now on: a window that was left open, or a terminal
	 * that hangs up only later, does not write over what comes. */
	if (step == GO_ON)
		session_put(s, NULL);
	free(found.box);
	seal_forget(&found, sizeof(found));
	return step;
}

int
session_resume(struct session *s)
{
	const char *why = word(WORD_WAYBACK_WHY);
	struct prompt prompt = {
		.title = s->title,
		.heading = word(WORD_WAYBACK_HEADING),
		.line = &why,
		.n_lines = 1,
		.label = word(WORD_WAYBACK_LABEL),
	};
	int step = session_ask_code(s, &prompt, take_wayback);

	/* Their answers are on their way, or there already. */
	return step == GO_ON && s->draft.sending ? session_send(s) : step;
}
