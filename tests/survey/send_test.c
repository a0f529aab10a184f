/* Sending once or not at all, and what is said when the world fails. */
#include "tests/test.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "questions/response.h"
#include "survey/draft.h"
#include "tests/support/play.h"

/* ---- drafts made by hand ---- */

enum { SENDING = 1, OTHER_HASH = 2, RUBBISH = 4 };

static struct flow *
answered_flow(const struct play *play)
{
	struct flow *flow = flow_new(play->made.form, 7, flow_system_clock());
	struct refusal refusal;

	assert_true(flow_answer(flow, (const char *[]){"y"}, 1, &refusal));
	assert_true(flow_answer(flow, (const char *[]){"5"}, 1, &refusal));
	assert_true(flow_answer(flow, (const char *[]){""}, 1, &refusal));
	return flow;
}

/* As a client would before its first try. */
static void
announce(const struct play *play, struct flow *flow, struct draft *draft)
{
	const struct wave *wave = store_wave(play->store);
	char id[2 * RESPONSE_ID_BYTES + 1], *text;
	struct error err = ERROR_INIT;
	bool full;

	draft->sending = true;
	seal_random(draft->id, RESPONSE_ID_BYTES);
	seal_hex(draft->id, RESPONSE_ID_BYTES, id);
	text = response_write(play->made.hash, id, flow_response(flow));
	draft->box = mem_new(wave->box_size, 1);
	draft->box_size = wave->box_size;
	seal_close(wave->public_key, text, strlen(text), draft->box,
		   wave->box_size);
	free(text);
	assert_true(store_slot_draw(play->store, &draft->slot, &full, &err));
}

/* Keeps a draft under play->wayback. */
static void
put_by_hand(struct play *play, struct draft *draft, int what)
{
	const struct wave *wave = store_wave(play->store);
	struct flow *flow = answered_flow(play);
	void *box = mem_new(wave->draft_size, 1);
	struct error err = ERROR_INIT;
	struct draft_key key;
	char *text;

	*draft = (struct draft){.seed = 7, .page = FORM_NONE};
	wayback_new(play->wayback);
	if (play->made.n_codes > 0)
		memcpy(draft->code, play->made.code[0], CODE_TEXT_BYTES);
	if (what & SENDING)
		announce(play, flow, draft);
	assert_true(draft_key_derive(play->wayback, wave->salt, &key, &err));
	text = draft_write(draft, play->made.hash, flow);
	if (what & OTHER_HASH)
		text[6] = text[6] == 'a' ? 'b' : 'a';
	if (what & RUBBISH)
		text[1] = 'x';
	draft_close(&key, text, strlen(text), box, wave->draft_size);
	assert_true(store_draft_put(play->store, key.id, box, &err));
	free(text);
	free(box);
	flow_free(flow);
}

static void
submit_by_hand(struct play *play, uint32_t slot, const void *box)
{
	unsigned char hash[SEAL_HASH_BYTES];
	struct error err = ERROR_INIT;
	bool code = play->made.n_codes > 0;

	if (code)
		slip_hash(play->made.code[0], store_wave(play->store)->salt,
			  hash);
	assert_int_equal(store_submit(play->store, code ? hash : NULL, slot,
				      box, &err),
			 SUBMIT_DONE);
}

/* ---- what happened between the break and the coming back ---- */

static void
nothing_happened(struct play *play, const struct draft *draft)
{
	(void)play;
	(void)draft;
}

static void
ours_was_sent(struct play *play, const struct draft *draft)
{
	submit_by_hand(play, draft->slot, draft->box);
}

static void
anothers_was_sent(struct play *play, const struct draft *draft)
{
	const struct wave *wave = store_wave(play->store);
	const char *text = "{\"somebody\":\"else\"}";
	char *box = mem_new(wave->box_size, 1);

	seal_close(wave->public_key, text, strlen(text), box, wave->box_size);
	submit_by_hand(play, draft->slot, box);
	free(box);
}

static const struct {
	const char *name;
	size_t codes;
	void (*meanwhile)(struct play *, const struct draft *);
	const char *page;
	enum reply reply;
	int code;
	size_t sent; /* boxes in the wave at the end */
	bool draft_left;
} broken_off[] = {
	{"the slot is free: the same box is sent", 0, nothing_happened,
	 "|Your answers have been sent|They are locked", REPLY_ANSWER,
	 EXIT_SENT, 1, false},
	{"with a code", 1, nothing_happened, "have been sent|They are locked",
	 REPLY_ANSWER, EXIT_SENT, 1, false},
	{"the slot is ours: it had been sent", 0, ours_was_sent,
	 "They had been sent already", REPLY_ANSWER, EXIT_SENT, 1, false},
	{"the slot is ours, and the code is spent on it", 1, ours_was_sent,
	 "They had been sent already", REPLY_ANSWER, EXIT_SENT, 1, false},
	{"the slot is another's: another slot", 0, anothers_was_sent,
	 "have been sent|They are locked", REPLY_ANSWER, EXIT_SENT, 2, false},
	{"the code is spent on another's", 1, anothers_was_sent,
	 "This code has been used", REPLY_LEAVE, EXIT_CODE_REFUSED, 1, true},
};

static void
a_broken_off_sending_is_ended_once(void **state)
{
	size_t i, n;

	for (i = 0; i < COUNT(broken_off); i++) {
		const char *name = broken_off[i].name;
		struct step steps[] = {
			DO("Your choice", REPLY_RESUME),
			ASK("Enter your way-back code", "WAYBACK"),
			DO(broken_off[i].page, broken_off[i].reply), END};
		struct draft draft;
		struct play play;
		char **response;

		play_init(&play, *state, name, form_small, broken_off[i].codes,
			  5);
		put_by_hand(&play, &draft, SENDING);
		broken_off[i].meanwhile(&play, &draft);
		assert_case(play_run(&play, steps) == broken_off[i].code, name);
		response = made_responses(&play.made, &n);
		made_responses_free(response, n);
		assert_case(n == broken_off[i].sent, name);
		memcpy(play.wayback, play.before, sizeof(play.wayback));
		assert_draft(&play,
			     broken_off[i].draft_left ? "\"uses\"" : NULL,
			     name);
		draft_release(&draft);
		play_release(&play);
	}
}

static void
a_draft_that_does_not_fit_is_refused(void **state)
{
	static const struct {
		const char *name;
		int what;
		const char *problem;
	} cases[] = {
		{"of another questionnaire", OTHER_HASH,
		 "belong to another questionnaire"},
		{"not even JSON", RUBBISH, "damaged"},
	};
	struct play play;
	size_t i;

	play_init(&play, *state, "w", form_small, 0, 5);
	for (i = 0; i < COUNT(cases); i++) {
		struct step steps[] = {DO("Your choice", REPLY_RESUME),
				       ASK("Enter your way-back code",
					   "WAYBACK"),
				       DO(cases[i].problem, REPLY_STOP), END};
		struct draft draft;

		put_by_hand(&play, &draft, cases[i].what);
		assert_case(play_run(&play, steps) == EXIT_STOPPED,
			    cases[i].name);
		draft_release(&draft);
	}
	play_release(&play);
}

/* ---- a slip that somebody used meanwhile ---- */

static void
spend_code(struct play *play)
{
	const struct wave *wave = store_wave(play->store);
	const char *text = "{\"somebody\":\"else\"}";
	char *box = mem_new(wave->box_size, 1);

	seal_close(wave->public_key, text, strlen(text), box, wave->box_size);
	submit_by_hand(play, 1, box);
	free(box);
}

static void
next_slip(struct play *play)
{
	play->slip++;
}

static void
assert_used(const struct play *play, uint32_t expected, uint32_t left_over)
{
	struct error err = ERROR_INIT;
	uint32_t used, left;

	assert_true(store_counts(play->store, &used, &left, &err));
	assert_int_equal(used, expected);
	assert_int_equal(left, left_over);
}

static void
a_slip_that_somebody_used_meanwhile_can_be_replaced(void **state)
{
	static const struct step steps[] = {
		START,
		ASK("Enter the code", "SLIP"),
		ALL_THREE,
		WHEN("Check your answers", REPLY_SEND, NULL, spend_code),
		WHEN("This code has been used", REPLY_AGAIN, NULL, next_slip),
		ASK("Enter the code", "SLIP"),
		DO("Check your answers", REPLY_SEND),
		DO("have been sent", REPLY_ANSWER),
		END};
	struct play play;

	play_init(&play, *state, "w", form_small, 2, 5);
	assert_int_equal(play_run(&play, steps), EXIT_SENT);
	assert_used(&play, 2, 0);
	play_release(&play);
}

static void
without_another_slip_nothing_is_sent(void **state)
{
	static const struct step steps[] = {
		START,
		ASK("Enter the code", "SLIP"),
		ALL_THREE,
		WHEN("Check your answers", REPLY_SEND, NULL, spend_code),
		DO("This code has been used", REPLY_AGAIN),
		DO("Enter the code", REPLY_BACK),
		DO("Check your answers", REPLY_SEND),
		DO("Enter the code", REPLY_BACK),
		DO("Check your answers", REPLY_STOP),
		STOPS};
	struct play play;

	play_init(&play, *state, "w", form_small, 1, 5);
	assert_int_equal(play_run(&play, steps), EXIT_STOPPED);
	assert_used(&play, 1, 0);
	assert_draft(&play, "\"words\":{\"v\":\"More time\"", "still there");
	play_release(&play);
}

static void
issue_first_code(struct play *play)
{
	unsigned char hash[SEAL_HASH_BYTES];
	struct error err = ERROR_INIT;
	struct store *store;

	assert_true(store_open(&store, play->made.path, STORE_MANAGE, &err));
	slip_hash("0000-0000-0000", store_wave(store)->salt, hash);
	assert_true(store_codes_add(store, hash, 1, &err));
	store_close_file(store);
}

/* What was sent before the wave got its first codes needs none: that it was
 * sent is said at once. */
static void
what_was_sent_before_the_first_codes_stays_sent(void **state)
{
	static const struct step steps[] = {
		DO("Your choice", REPLY_RESUME),
		ASK("Enter your way-back", "WAYBACK"),
		DO("They had been sent already", REPLY_ANSWER), END};
	struct draft draft;
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	put_by_hand(&play, &draft, SENDING);
	submit_by_hand(&play, draft.slot, draft.box);
	issue_first_code(&play);
	assert_int_equal(play_run(&play, steps), EXIT_SENT);
	assert_used(&play, 1, 1);
	draft_release(&draft);
	play_release(&play);
}

/* Who began without a slip is asked for one, and not told it was used. */
static void
a_wave_that_got_codes_meanwhile_asks_for_one(void **state)
{
	static const struct step steps[] = {
		START,
		ALL_THREE,
		WHEN("Check your answers", REPLY_SEND, NULL, issue_first_code),
		ASK("Enter the code", "0000-0000-0000"),
		DO("Check your answers", REPLY_SEND),
		DO("have been sent", REPLY_ANSWER),
		END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_SENT);
	assert_used(&play, 1, 0);
	play_release(&play);
}

/* ---- trouble ---- */

static char *
beside(const struct play *play, const char *suffix)
{
	struct text t = TEXT_INIT;

	text_add_n(&t, play->made.path,
		   strlen(play->made.path) - strlen(".wave"));
	text_add(&t, suffix);
	return text_take(&t);
}

/* Drafts cannot be written: a folder stands in their place. */
static void
break_drafts(struct play *play)
{
	char *drafts = beside(play, ".drafts"), *saved = beside(play, ".saved");

	rename(drafts, saved); /* there may be none yet */
	assert_int_equal(mkdir(drafts, 0700), 0);
	free(drafts);
	free(saved);
}

static void
mend_drafts(struct play *play)
{
	char *drafts = beside(play, ".drafts"), *saved = beside(play, ".saved");

	assert_int_equal(rmdir(drafts), 0);
	assert_int_equal(rename(saved, drafts), 0);
	free(drafts);
	free(saved);
}

static void
close_wave(struct play *play)
{
	struct error err = ERROR_INIT;
	struct store *store;

	assert_true(store_open(&store, play->made.path, STORE_MANAGE, &err));
	assert_true(store_close_wave(store, true, &err));
	store_close_file(store);
}

static void
fill_up(struct play *play)
{
	uint32_t n;

	for (n = 1; n <= store_wave(play->store)->capacity; n++) {
		const struct wave *wave = store_wave(play->store);
		char *box = mem_new(wave->box_size, 1);

		seal_close(wave->public_key, "x", 1, box, wave->box_size);
		submit_by_hand(play, n, box);
		free(box);
	}
}

static void
no_next_page_before_the_answer_is_kept(void **state)
{
	static const struct step steps[] = {
		START,
		ASK("Do you use", "y"),
		WHEN("How many", REPLY_ANSWER, "5", break_drafts),
		DO("We cannot keep your answers right now", REPLY_AGAIN),
		WHEN("Tried 2 times", REPLY_AGAIN, NULL, mend_drafts),
		DO("What would", REPLY_STOP),
		STOPS};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_STOPPED);
	assert_int_equal(play.kept, 2);
	assert_draft(&play, "\"hours\":{\"v\":\"5\"", "kept in the end");
	play_release(&play);
}

/* Going back keeps an answer, too, and does not hold anybody up when that
 * fails; but then nothing may say that it was kept. */
static void
what_going_back_could_not_keep_is_not_called_kept(void **state)
{
	static const struct step steps[] = {START, ASK("Do you use", "y"),
					    WHEN("How many", REPLY_BACK, "5",
						 break_drafts),
					    DO("|||Do you use", REPLY_END),
					    END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_NOT_KEPT);
	play_release(&play);
}

static const struct {
	const char *name;
	int code;
	size_t kept;
	const char *said;
	struct step steps[10];
} troubles[] = {
	{"left while an answer cannot be kept",
	 EXIT_NOT_KEPT,
	 1,
	 "Your last answer may not be kept yet",
	 {START, ASK("Do you use", "y"),
	  WHEN("How many", REPLY_ANSWER, "5", break_drafts),
	  DO("We cannot keep your answers right now", REPLY_LEAVE), END}},
	{"input ended, and the last answer cannot be kept",
	 EXIT_NOT_KEPT,
	 0,
	 "What you did last may not be kept",
	 {START, WHEN("Do you use", REPLY_END, "y", break_drafts), END}},
	{"stopped while the last answer cannot be kept",
	 EXIT_NOT_KEPT,
	 0,
	 "Your last answer may not be kept yet",
	 {START, WHEN("Do you use", REPLY_STOP, "y", break_drafts),
	  DO("We cannot keep your answers right now", REPLY_LEAVE), END}},
	{"the draft cannot say that it is sent: nothing is sent",
	 EXIT_NOT_KEPT,
	 3,
	 "What was shown as kept still is; what you changed since then may "
	 "not be. Trying again never sends them twice.",
	 {START, ALL_THREE,
	  WHEN("Check your answers", REPLY_SEND, NULL, break_drafts),
	  DO("We cannot send your answers right now", REPLY_LEAVE), END}},
	{"closed before the first answer is kept",
	 EXIT_NOT_KEPT,
	 0,
	 "This survey has closed",
	 {START, WHEN("Do you use", REPLY_ANSWER, "y", close_wave),
	  DO("This survey has closed", REPLY_LEAVE), END}},
	{"closed before a later answer is kept",
	 EXIT_NOT_KEPT,
	 1,
	 "This survey has closed",
	 {START, ASK("Do you use", "y"),
	  WHEN("How many", REPLY_ANSWER, "5", close_wave),
	  DO("This survey has closed", REPLY_LEAVE), END}},
	{"closed at sending",
	 EXIT_NOT_KEPT,
	 3,
	 "This survey has closed",
	 {START, ALL_THREE,
	  WHEN("Check your answers", REPLY_SEND, NULL, close_wave),
	  DO("This survey has closed", REPLY_LEAVE), END}},
	{"closed, and then somebody comes back",
	 EXIT_NOT_KEPT,
	 0,
	 "This survey has closed",
	 {WHEN("Your choice", REPLY_RESUME, NULL, close_wave),
	  ASK("Enter your way-back", "00000-00000"),
	  DO("This survey has closed", REPLY_LEAVE), END}},
};

static void
trouble_is_said_and_nothing_is_sent(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(troubles); i++) {
		struct play play;

		play_init(&play, *state, troubles[i].name, form_small, 0, 5);
		assert_case(play_run(&play, troubles[i].steps) ==
				    troubles[i].code,
			    troubles[i].name);
		assert_case(play.kept == troubles[i].kept, troubles[i].name);
		assert_has(text_get(&play.said), troubles[i].said,
			   troubles[i].name);
		assert_sent(&play, 0, "", troubles[i].name);
		play_release(&play);
	}
}

static void
sending_goes_on_once_the_trouble_is_over(void **state)
{
	static const struct step steps[] = {
		START,
		ALL_THREE,
		WHEN("Check your answers", REPLY_SEND, NULL, break_drafts),
		WHEN("We cannot send", REPLY_AGAIN, NULL, mend_drafts),
		DO("have been sent", REPLY_ANSWER),
		END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_SENT);
	assert_sent(&play, 1, "\"hours\":\"5\"", "once");
	assert_draft(&play, NULL, "gone");
	play_release(&play);
}

static void
a_full_wave_keeps_the_answers(void **state)
{
	static const struct step steps[] = {
		START,
		ALL_THREE,
		WHEN("Check your answers", REPLY_SEND, NULL, fill_up),
		DO("This survey has no room left", REPLY_AGAIN),
		DO("This survey has no room left", REPLY_LEAVE),
		END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 2);
	assert_int_equal(play_run(&play, steps), EXIT_NOT_KEPT);
	assert_draft(&play, "\"uses\":{\"v\":\"y\"", "still there");
	play_release(&play);
}

/* Drafts can be written; what is sent the wave does not take. */
static void
break_sending(struct play *play)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(play->made.path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "DELETE FROM wave WHERE name = 'codes_issued'",
			     NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
}

static void
fill_up_without_drafts(struct play *play)
{
	break_drafts(play);
	fill_up(play);
}

#define CHANGED_AND_NOT_KEPT(first)                              \
	START, ALL_THREE, CHANGE(2),                             \
		WHEN("What would", REPLY_REVIEW, "Less", first), \
		DO("Check your answers", REPLY_SEND)

/* Each says no more of what is kept and sent than is known. */
static const struct {
	const char *name;
	int code;
	bool kiosk;
	const char *said, *unsaid;
	struct step steps[12];
} claims[] = {
	{"the try to send failed, and the answers are kept",
	 EXIT_NOT_KEPT,
	 false,
	 "Your answers are kept. Trying again never sends them twice.",
	 "may not be",
	 {START, ALL_THREE,
	  WHEN("Check your answers", REPLY_SEND, NULL, break_sending),
	  DO("We cannot send your answers right now", REPLY_LEAVE), END}},
	{"the last change could not be kept",
	 EXIT_NOT_KEPT,
	 false,
	 "what you changed since then may not be. Trying again never",
	 "Your answers are kept",
	 {CHANGED_AND_NOT_KEPT(break_drafts),
	  DO("We cannot send your answers right now", REPLY_LEAVE), END}},
	{"the last change could not be kept, and there is no room",
	 EXIT_NOT_KEPT,
	 false,
	 "Your answers are not sent. What was shown as kept still is; what",
	 "Your answers are kept",
	 {CHANGED_AND_NOT_KEPT(fill_up_without_drafts),
	  DO("This survey has no room left", REPLY_LEAVE), END}},
	{"input ended while sending",
	 EXIT_INPUT_ENDED,
	 false,
	 "They are kept, or sent once. Coming back tells. Way-back code: ",
	 "not sent.",
	 {START, ALL_THREE,
	  WHEN("Check your answers", REPLY_SEND, NULL, break_sending),
	  DO("We cannot send your answers right now", REPLY_END), END}},
	{"input ended while sending at a kiosk",
	 EXIT_INPUT_ENDED,
	 true,
	 "They are kept, or sent once.",
	 "not sent.",
	 {START, ALL_THREE,
	  WHEN("Check your answers", REPLY_SEND, NULL, break_sending),
	  DO("We cannot send your answers right now", REPLY_END), END}},
};

static void
nothing_is_claimed_that_is_not_known(void **state)
{
	const char *last;
	size_t i;

	for (i = 0; i < COUNT(claims); i++) {
		struct play play;

		play_init(&play, *state, claims[i].name, form_small, 0, 2);
		play.kiosk = claims[i].kiosk;
		assert_case(play_run(&play, claims[i].steps) == claims[i].code,
			    claims[i].name);
		assert_has(text_get(&play.said), claims[i].said,
			   claims[i].name);
		/* What the review says comes before. */
		last = strstr(text_get(&play.said), "right now");
		last = last ? last : strstr(text_get(&play.said), "no room");
		assert_non_null(last);
		if (strstr(last, claims[i].unsaid))
			fail_msg("%s: %s", claims[i].name, last);
		play_release(&play);
	}
}

/* ---- two windows with one way-back code ---- */

static void
elsewhere(struct play *play, bool deletes)
{
	struct error err = ERROR_INIT;
	struct draft_key key;
	struct store *store;
	char *plain;
	size_t n;
	void *box;

	assert_true(store_open(&store, play->made.path, STORE_ASK, &err));
	assert_true(draft_key_derive(play->wayback, store_wave(store)->salt,
				     &key, &err));
	assert_true(store_draft_get(store, key.id, &box, &err));
	n = store_wave(store)->draft_size;
	assert_true(draft_open(&key, box, n, &plain, &n));
	draft_close(&key, plain, n, box, store_wave(store)->draft_size);
	assert_true(store_draft_put(store, key.id, box, &err));
	if (deletes)
		assert_true(store_draft_delete(store, key.id, &err));
	free(plain);
	free(box);
	store_close_file(store);
}

static void
goes_on_elsewhere(struct play *play)
{
	elsewhere(play, false);
}

static void
sends_elsewhere(struct play *play)
{
	elsewhere(play, true);
}

static bool
draft_holds(const struct play *play, const char *part)
{
	char *draft = made_draft(&play->made, play->wayback);
	bool holds = strstr(draft, part) != NULL;

	free(draft);
	return holds;
}

static const struct {
	const char *name;
	int code;
	struct step steps[10];
	const char *draft, *not_in_it; /* NULL: there is none */
} windows[] = {
	{"an answer here, after one there",
	 EXIT_NOT_KEPT,
	 {START, ASK("Do you use", "y"),
	  WHEN("How many", REPLY_ANSWER, "5", goes_on_elsewhere),
	  DO("changed in another window", REPLY_LEAVE), END},
	 "\"uses\":{\"v\":\"y\"",
	 "\"v\":\"5\""},
	{"a terminal that hangs up after an answer elsewhere",
	 EXIT_NOT_KEPT,
	 {START, ASK("Do you use", "y"),
	  WHEN("How many", REPLY_END, "5", goes_on_elsewhere), END},
	 "\"uses\":{\"v\":\"y\"",
	 "\"v\":\"5\""},
	{"an answer here, after it was sent there",
	 EXIT_NOT_KEPT,
	 {START, ASK("Do you use", "y"),
	  WHEN("How many", REPLY_ANSWER, "5", sends_elsewhere),
	  DO("changed in another window", REPLY_LEAVE), END},
	 NULL,
	 NULL},
	{"sent here, after it was sent there",
	 EXIT_NOT_KEPT,
	 {START, ALL_THREE,
	  WHEN("Check your answers", REPLY_SEND, NULL, sends_elsewhere),
	  DO("changed in another window", REPLY_LEAVE), END},
	 NULL,
	 NULL},
};

static void
what_was_kept_or_sent_in_another_window_stands(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(windows); i++) {
		struct play play;

		play_init(&play, *state, windows[i].name, form_small, 0, 5);
		assert_case(play_run(&play, windows[i].steps) ==
				    windows[i].code,
			    windows[i].name);
		assert_draft(&play, windows[i].draft, windows[i].name);
		assert_case(!windows[i].not_in_it ||
				    !draft_holds(&play, windows[i].not_in_it),
			    windows[i].name);
		assert_sent(&play, 0, "", windows[i].name);
		play_release(&play);
	}
}

/* Who came back last goes on; the window that was left open does not. */
static void
coming_back_takes_over(void **state)
{
	static const struct step begins[] = {START, ASK("Do you use", "y"),
					     DO("How many", REPLY_END), END};
	static const struct step comes_back[] = {
		DO("Your choice", REPLY_RESUME),
		AT("Enter your way-back", REPLY_ANSWER, "WAYBACK"),
		DO("How many", REPLY_STOP), STOPS};
	struct play play;
	struct error err = ERROR_INIT;
	struct draft_key key;
	struct store *left;
	void *box;

	play_init(&play, *state, "w", form_small, 0, 5);
	assert_int_equal(play_run(&play, begins), EXIT_INPUT_ENDED);
	left = made_wave_open(&play.made);
	assert_true(draft_key_derive(play.wayback, store_wave(left)->salt, &key,
				     &err));
	assert_true(store_draft_get(left, key.id, &box, &err));
	assert_int_equal(play_run(&play, comes_back), EXIT_STOPPED);
	assert_false(store_draft_put(left, key.id, box, &err));
	assert_true(store_draft_is_elsewhere(left));
	assert_has(err.text, "another window", "the message");
	free(box);
	store_close_file(left);
	play_release(&play);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_broken_off_sending_is_ended_once),
		IN_A_FOLDER(a_draft_that_does_not_fit_is_refused),
		IN_A_FOLDER(
			a_slip_that_somebody_used_meanwhile_can_be_replaced),
		IN_A_FOLDER(without_another_slip_nothing_is_sent),
		IN_A_FOLDER(what_was_sent_before_the_first_codes_stays_sent),
		IN_A_FOLDER(a_wave_that_got_codes_meanwhile_asks_for_one),
		IN_A_FOLDER(no_next_page_before_the_answer_is_kept),
		IN_A_FOLDER(trouble_is_said_and_nothing_is_sent),
		IN_A_FOLDER(nothing_is_claimed_that_is_not_known),
		IN_A_FOLDER(sending_goes_on_once_the_trouble_is_over),
		IN_A_FOLDER(what_going_back_could_not_keep_is_not_called_kept),
		IN_A_FOLDER(a_full_wave_keeps_the_answers),
		IN_A_FOLDER(what_was_kept_or_sent_in_another_window_stands),
		IN_A_FOLDER(coming_back_takes_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
