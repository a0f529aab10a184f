/*
 * Sending, so that a response is in the wave once or not at all.
 *
 * First the draft says what is sent: id, slot and the sealed box itself, since
 * sealing the same answers again gives another box. Then one transaction
 * takes the code and fills the slot. An error from it does not mean that it
 * did not happen: the slot tells. Last the draft is deleted.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "survey/session.h"

enum outcome { SENT, SENT_EARLIER, FAILED, CODE_GONE, CLOSED, FULL, ELSEWHERE };

/* ---- the box ---- */

static char *
response_text(struct session *s)
{
	char id[2 * RESPONSE_ID_BYTES + 1];

	seal_random(s->draft.id, sizeof(s->draft.id));
	seal_hex(s->draft.id, sizeof(s->draft.id), id);
	return response_write(s->hash, id, flow_response(s->flow));
}

static bool
make_box(struct session *s, struct error *err)
{
	const struct wave *wave = session_wave(s);
	char *text = response_text(s);
	size_t n = strlen(text);
	bool fits = n <= seal_room(wave->box_size);

	if (fits) {
		s->draft.box_size = wave->box_size;
		s->draft.box = mem_new(wave->box_size, 1);
		seal_close(wave->public_key, text, n, s->draft.box,
			   wave->box_size);
	} else {
		error_set(err,
			  "%s: its boxes are too small for this "
			  "questionnaire; it was not made by conduct open",
			  store_path(s->run->store));
	}
	seal_forget(text, n);
	free(text);
	return fits;
}

static void
drop_box(struct session *s)
{
	free(s->draft.box);
	s->draft.box = NULL;
	s->draft.sending = s->announced = false;
}

/* ---- one try ---- */

static bool
draw(struct session *s, bool *full, struct error *err)
{
	s->announced = false;
	if (!store_slot_draw(s->run->store, &s->draft.slot, full, err))
		return false;
	s->draft.sending = true;
	return true;
}

/* The draft says what we do before we do it. */
static bool
announce(struct session *s, struct error *err)
{
	if (!s->announced)
		s->announced = session_put(s, err);
	return s->announced;
}

/* What refuses us may be our own earlier try, which took the code, or was in
 * before the wave closed. */
static enum outcome
unless_ours(struct session *s, enum outcome refusal, struct error *err)
{
	enum slot_state state;

	if (!store_slot_look(s->run->store, s->draft.slot, s->draft.box, &state,
			     err))
		return FAILED;
	return state == SLOT_OURS ? SENT : refusal;
}

static enum outcome
submit(struct session *s, struct error *err)
{
	unsigned char hash[SEAL_HASH_BYTES];
	bool code = *s->draft.code != '\0';

	if (code)
		slip_hash(s->draft.code, session_wave(s)->salt, hash);
	switch (store_submit(s->run->store, code ? hash : NULL, s->draft.slot,
			     s->draft.box, err)) {
	case SUBMIT_DONE: return SENT;
	case SUBMIT_CODE_GONE: return unless_ours(s, CODE_GONE, err);
	case SUBMIT_CLOSED: return unless_ours(s, CLOSED, err);
	/* The next try looks, and draws another. */
	case SUBMIT_SLOT_TAKEN:
	default: return FAILED;
	}
}

/* From wherever an earlier try ended. */
static enum outcome
try_to_send(struct session *s, struct error *err)
{
	enum slot_state state = SLOT_OTHER;
	bool full = false;

	if (s->draft.sending &&
	    !store_slot_look(s->run->store, s->draft.slot, s->draft.box, &state,
			     err))
		return FAILED;
	if (state == SLOT_OURS)
		return SENT_EARLIER;
	if (session_wave(s)->closed)
		return CLOSED;
	if (!s->draft.box && !make_box(s, err))
		return FAILED;
	if (state == SLOT_OTHER && !draw(s, &full, err))
		return full ? FULL : FAILED;
	if (announce(s, err))
		return submit(s, err);
	return session_is_elsewhere(s) ? ELSEWHERE : FAILED;
}

/* ---- until it is done, or cannot be ---- */

/* Its code opens nothing any more; should this fail twice, the slot tells
 * whoever comes back that it was sent. */
static void
forget_draft(struct session *s)
{
	if (!s->kept || store_draft_delete(s->run->store, s->key.id, NULL))
		return;
	store_reopen(s->run->store, NULL);
	store_draft_delete(s->run->store, s->key.id, NULL);
}

static int
say_sent(struct session *s, bool earlier)
{
	struct told t;

	told_sent(&t, s, earlier);
	/* A page that goes by itself need not ask who is there. */
	if (t.notice.timeout > 0)
		front_expect_nobody();
	session_tell(s, &t.notice);
	told_release(&t);
	return EXIT_SENT;
}

static int
ask_slip(struct session *s)
{
	int step = session_slip(s);

	return step == GO_BACK ? GO_ON : step;
}

static int
another_code(struct session *s)
{
	bool had_one = *s->draft.code != '\0';
	struct told t;
	enum reply reply;

	drop_box(s);
	memset(s->draft.code, 0, sizeof(s->draft.code));
	/* Should this fail, what was put before the try has the answers. */
	if (!session_put(s, NULL) && session_is_elsewhere(s))
		return session_say_elsewhere(s);
	/* The wave got its first codes meanwhile: none has been used. */
	if (!had_one)
		return ask_slip(s);
	told_init(&t, s, NOTICE_REFUSED);
	told_heading(&t, WORD_CODE_USED_HEADING);
	told_line(&t, WORD_CODE_USED);
	told_line(&t, WORD_TROUBLE_WAYBACK, s->wayback);
	told_button(&t, WORD_ANOTHER_CODE, WORD_ANOTHER_CODE_WORD, REPLY_AGAIN);
	told_button(&t, WORD_LEAVE, WORD_LEAVE_WORD, REPLY_LEAVE);
	reply = session_tell(s, &t.notice);
	told_release(&t);
	if (session_is_over(reply))
		return session_over(s, reply);
	if (reply != REPLY_AGAIN)
		return EXIT_CODE_REFUSED;
	return ask_slip(s);
}

/* A slot that was taken in between is nobody's trouble, for a while. */
enum { SILENT_TRIES = 3 };

static enum word
why_not_sent(const struct session *s, bool full)
{
	bool kept = s->kept && !s->unkept;

	if (full)
		return kept ? WORD_FULL : WORD_FULL_UNKEPT;
	return kept ? WORD_TROUBLE_SEND : WORD_TROUBLE_SEND_UNKEPT;
}

static int
once_more(struct session *s, size_t tries, bool full, struct error *err)
{
	int step = GO_ON;

	/* The next try will say so, or find that we are in. */
	if (session_closed(s) && tries == 1)
		err->text[0] = '\0';
	else if (full || error_is_set(err) || tries > SILENT_TRIES)
		step = session_trouble(s,
				       full ? WORD_FULL_HEADING
					    : WORD_TROUBLE_SEND_HEADING,
				       why_not_sent(s, full), tries, err);
	if (step == GO_ON)
		store_reopen(s->run->store, NULL);
	err->text[0] = '\0';
	return step;
}

static int
send_box(struct session *s)
{
	bool came_back = s->draft.sending;
	struct error err = ERROR_INIT;
	size_t tries = 0;
	enum outcome outcome;
	int step = GO_ON;

	while (step == GO_ON) {
		outcome = try_to_send(s, &err);
		switch (outcome) {
		case SENT:
		case SENT_EARLIER:
			forget_draft(s);
			return say_sent(s,
					outcome == SENT_EARLIER && came_back &&
						tries == 0);
		case CLOSED: return session_say_closed(s);
		case CODE_GONE: return another_code(s);
		case ELSEWHERE: return session_say_elsewhere(s);
		default: step = once_more(s, ++tries, outcome == FULL, &err);
		}
	}
	return step;
}

int
session_send(struct session *s)
{
	int step;

	if (!s->run->store)
		return say_sent(s, false);
	/* Their first one had been used, and they went on without another.
	 * What is on its way already may need none: that is looked at first. */
	if (session_wave(s)->codes_issued > 0 && !*s->draft.code &&
	    !s->draft.sending) {
		step = session_slip(s);
		if (step != GO_ON)
			return step == GO_BACK ? GO_ON : step;
	}
	return send_box(s);
}
