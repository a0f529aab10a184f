/*
 * One person's session: what the parts of run share. run.c goes from page to
 * page, run_pages.c and run_notices.c fill them, run_keep.c keeps and brings
 * back drafts, run_send.c sends.
 */
#ifndef SURVEY_SESSION_H
#define SURVEY_SESSION_H

#include "questions/base/mem.h"
#include "questions/response.h"
#include "survey/draft.h"
#include "survey/run.h"
#include "survey/said.h"
#include "survey/words.h"

/* What a step returns: an exit code, or one of these. */
enum { GO_ON = -1, GO_BACK = -2 };

struct session {
	struct run *run;
	char *title;			    /* of the survey, in language */
	char hash[RESPONSE_HASH_CHARS + 1]; /* of the instrument; hex */
	size_t language;
	struct flow *flow;
	struct draft draft;

	char wayback[CODE_TEXT_BYTES];
	bool has_key; /* derived when the first draft is put: it is slow */
	struct draft_key key;
	bool kept;	/* a draft of this person is in the store */
	bool unkept;	/* the last try to keep one failed */
	bool announced; /* the draft says what we are sending */
	bool refused;	/* a slip's code was, and none was taken since */
	bool ended;	/* input has */

	/* Of the page's last entries, one each, NULL when all were taken;
	 * typed is the first one of them. */
	struct refusal *refusal;
	char *typed;
	char *news;	/* said once on the next page, or NULL */
	size_t changed; /* came from the review; FORM_NONE */
};

/* ---- run.c ---- */

/* Does nobody answer any more: REPLY_IDLE or REPLY_END? */
bool session_is_over(enum reply reply);
/* Then: keeps what is not kept yet; the exit code. */
int session_over(struct session *s, enum reply reply);

/* Go to the other front end, if there is one. */
void session_exchange(struct session *s);

/* tell and type of whichever front end there is. */
enum reply session_tell(struct session *s, const struct notice *notice);
enum reply session_type(struct session *s, const struct prompt *prompt,
			struct text *entered);

/* A page about a failure that is not the person's. GO_ON: try again. */
int session_trouble(struct session *s, enum word heading, enum word line,
		    size_t tries, const struct error *err);

/* Acts until it is done (GO_ON), the person leaves, or the wave has closed. */
int session_until(struct session *s,
		  bool (*act)(struct session *, void *ctx, struct error *),
		  void *ctx, enum word heading, enum word line);

/* Left of the person's own will: the exit code. */
int session_stopped(const struct session *s);

/* ---- run_welcome.c ---- */

/* Up to the first question, or the page where an earlier session stopped. */
int session_begin(struct session *s);

/* Asks for the language. */
int session_language(struct session *s);
/* Goes on in that one. */
void session_set_language(struct session *s, size_t language);

/* Has the wave been closed meanwhile? Looks at the file anew. */
bool session_closed(struct session *s);
/* Says so; the exit code. */
int session_say_closed(struct session *s);

/* Asks for a code until `take` takes one: it returns GO_BACK and *problem to
 * be asked again. GO_BACK: the person went back. */
int session_ask_code(struct session *s, struct prompt *prompt,
		     int (*take)(struct session *, const char *entered,
				 const char **problem));

/* Asks for a slip's code until there is one that can be used. */
int session_slip(struct session *s);

/* ---- run_keep.c ---- */

/* Puts the draft. */
bool session_put(struct session *s, struct error *err);

/* The same until it is done (GO_ON) or the person leaves. */
int session_keep(struct session *s);

/* Could the draft not be put because another session with the same way-back
 * code has changed, sent or deleted it? */
bool session_is_elsewhere(const struct session *s);
/* Says so; the exit code. */
int session_say_elsewhere(struct session *s);

/* Asks for a way-back code. GO_ON: flow and draft are brought back. */
int session_resume(struct session *s);

/* Deletes the draft, until it is done or the person leaves. */
int session_delete(struct session *s);

/* ---- run_send.c ---- */

/* Sends, or finds out what became of an earlier try. GO_ON: not sent, the
 * answers are as before. */
int session_send(struct session *s);

/* ---- what the pages say: run_notices.c, run_pages.c ---- */

const struct wave *session_wave(const struct session *s);
/* Do the pages say that it is a preview? */
bool session_is_preview(const struct session *s);
/* Of the questionnaire, in the person's language. */
const struct form_settings *session_settings(const struct session *s);
/* Questions answered so far. */
size_t session_answered(const struct session *s);
/* The status row: what is kept; borrowed. */
const char *session_status(const struct session *s);

/* A notice with its texts, which live in the arena. */
struct told {
	struct arena *arena;
	struct notice notice; /* line and button point below */
	const char **line;
	size_t room;
	const char *brief[5];
	struct button button[6];
};

void told_init(struct told *t, const struct session *s, enum notice_kind kind);
void told_release(struct told *t);
/* The sentence with what goes into it, made fit for a terminal. */
void told_heading(struct told *t, enum word w);
void told_line(struct told *t, enum word w, ...);
void told_button(struct told *t, enum word label, enum word typed,
		 enum reply reply);

void told_welcome(struct told *t, const struct session *s);
void told_more(struct told *t, const struct session *s);
/* The same for help; in the arena. */
const struct more *told_more_help(const struct session *s, struct arena *a);
/* Before the questions about oneself: why these are asked. */
void told_start(struct told *t, const struct session *s);
void told_stop(struct told *t, const struct session *s);
void told_sent(struct told *t, const struct session *s, bool earlier);
void told_trouble(struct told *t, const struct session *s, enum word heading,
		  enum word line, size_t tries, const struct error *err);
/* What the end of input means for the answers. */
void told_ended(struct told *t, const struct session *s);

/* The current page; all in the arena. */
void page_fill(const struct session *s, struct arena *a, struct page *page);
/* What a start has in common with the pages behind it. */
void page_fill_start(const struct session *s, struct arena *a,
		     struct notice *notice);

/* A question's answer in words; "" where there is none. */
const char *page_answer(const struct session *s, struct arena *a,
			size_t question);

/* The review; rows are question indices. */
void page_review(const struct session *s, struct arena *a, const size_t *rows,
		 size_t n, struct review *review);

#endif
