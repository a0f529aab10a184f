/*
 * A front end: a way to put pages to a person. It never decides what comes
 * next; the loop in run.c does. There are two: line (plain lines) and tui
 * (ncurses). Both hand over what was entered as text (see check.h).
 *
 * Everything on a page is filled by run; a front end adds only the words for
 * its own keys.
 */
#ifndef SURVEY_FRONT_H
#define SURVEY_FRONT_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/text.h"
#include "questions/form.h"
#include "survey/pages.h"

enum reply {
	REPLY_ANSWER, /* entered holds what was entered */
	REPLY_BACK,
	REPLY_REVIEW,	 /* to the check page */
	REPLY_LANGUAGE,	 /* the person asks for another language */
	REPLY_STOP,	 /* the person wants to stop: ask how */
	REPLY_LINE_MODE, /* go on in the other front end */
	REPLY_MORE,	 /* welcome: more about your data */
	REPLY_RESUME,	 /* welcome: come back with a way-back code */
	REPLY_CHANGE,	 /* review: *chosen is the row to change */
	REPLY_SEND,
	REPLY_AGAIN,  /* trouble: try again */
	REPLY_LEAVE,  /* leave, keep */
	REPLY_DELETE, /* leave, delete the draft */
	REPLY_GO_ON,
	REPLY_SKIP, /* none of these questions */
	REPLY_IDLE, /* nobody there any more: keep, and leave */
	REPLY_END   /* input ended, hang-up, or a signal */
};

struct page_choice {
	const char *name; /* what is entered */
	const char *label;
	bool chosen;
	bool exclusive; /* none of these, don't know: an "or" stands
				 * before the first of them at the end */
	int rank;	/* rank questions: its place, 0 none */
	bool opens;	/* PAGE_SURE: with this chosen the second
			 * question is asked, too */
};

/* A further question of a page: select_one. */
struct page_also {
	const char *label, *hint;
	const struct page_choice *choice; /* PAGE_TABLE: the page's, with its
					   * own answer chosen */
	size_t n_choices;
	bool optional;
	const char *entered;
	const char *problem; /* why its last entry was not taken, or "" */
};

/* "More about your data", as the start page offers it: what help says of it
 * at any question. Lines as in a notice. */
struct more {
	const char *heading;
	const char *const *line;
	size_t n_lines;
};

/*
 * One page. Texts are printable UTF-8, NULL-free ("" where none).
 *
 * PAGE_ONE: one question. PAGE_SURE: a choice and, with it, also[0] about that
 * answer, which opens with a choice that `opens`. PAGE_TABLE: statements,
 * also[0] and on, that share the scale in `choice`; the page's own label is
 * over them all and asks nothing.
 */
struct page {
	enum page_shape shape;
	const struct page_also *also;
	size_t n_also;
	size_t at; /* the entry (see page_entries) that has the focus first */
	/* PAGE_ONE: a statement asked apart, the `row`th of `rows` under the
	 * label `table`; row 0: it is none */
	const char *table;
	size_t row, rows;

	const char *title; /* of the survey */
	const char *place; /* "Question 4 of 12", or "" */
	const char *left;  /* "about 3 minutes left", or "" */
	const char *section;
	const char *label;
	const char *hint;
	const char *help; /* guidance hint */
	enum question_type type;
	const struct page_choice *choice;
	size_t n_choices;
	size_t max_choices;	 /* 0: no limit known */
	double start, end, step; /* range */
	size_t max_length;	 /* characters of a text */
	bool multiline, optional, read_only;
	bool can_go_back, can_review, many_languages;
	const char *entered;	 /* canonical text of the answer so far */
	const char *problem;	 /* why the last entry was not taken, or "" */
	const char *typed;	 /* that entry, or NULL */
	const char *status;	 /* "Kept. Not sent yet.", or "" */
	const char *wayback;	 /* way-back code for help; "" not shown */
	const char *contact;	 /* for help, or "" */
	const struct more *more; /* for help, or NULL */
};

/* A page of sentences with buttons. */
enum notice_kind {
	NOTICE_WELCOME,
	NOTICE_MORE,
	NOTICE_WAYBACK,
	NOTICE_START, /* of the questions about oneself */
	NOTICE_STOP,
	NOTICE_TROUBLE,
	NOTICE_SENT,
	NOTICE_REFUSED,
	NOTICE_ENDED /* said in passing after input has ended: no
				 * buttons, tell returns at once (REPLY_END);
				 * a full screen drops it */
};

struct button {
	const char *label; /* "Start" */
	const char *word;  /* what one types in line mode: "start" */
	enum reply reply;
};

struct notice {
	enum notice_kind kind;
	const char *title; /* in the header row */
	const char *left;  /* at its right end: "About 8 minutes", "Section 4
			    * of 4", or "" */
	const char *heading;
	const char *const *line; /* paragraphs; a leading "- " makes a
					 * list item */
	size_t n_lines;
	/* The same in few words, for a small window; what it leaves out stands
	 * behind a button. None: the lines serve. */
	const char *const *brief;
	size_t n_brief;
	const char *status;
	const struct button *button; /* the first has the focus */
	size_t n_buttons;
	int timeout; /* seconds without a key until the first
				 * button's reply is given; 0: never */
	/* NOTICE_START stands between questions, and is left as they are;
	 * elsewhere what leads off the page has its button. */
	bool can_go_back, can_review, many_languages;
	const char *wayback, *contact; /* for help; NULL: not shown */
	const struct more *more;       /* the same */
};

/* One line to type: a slip's code, a way-back code. */
struct prompt {
	const char *title, *heading;
	const char *const *line;
	size_t n_lines;
	const char *label;   /* "Code (12 letters and numbers)" */
	const char *problem; /* or "" */
	size_t max_length;
};

struct review_row {
	const char *section; /* "" or the same as the row before */
	const char *label;
	const char *answer; /* "Not answered" where none */
};

struct review {
	const char *title, *heading, *explanation;
	const struct review_row *row;
	size_t n_rows;
	size_t at;		    /* row that has the focus first */
	bool changed;		    /* one comes back from changing it */
	const char *status, *after; /* "After sending, ..." */
	bool many_languages;
	const char *wayback, *contact;
	const struct more *more; /* for help, or NULL */
};

/* How many entries a page has: one a question. PAGE_SURE: the question's, then
 * also[0]'s, which is "" while it is closed. PAGE_TABLE: also[i]'s is i. */
size_t page_entries(const struct page *page);

/* A language to choose: each names itself, and says in itself what to do. */
struct tongue {
	const char *name;
	const char *choose; /* "Choose your language" */
	const char *later;  /* "You can change the language later" */
	const char *title;  /* of the survey */
	const char *plain;  /* "Screen reader or plain text: press t." */
};

struct front {
	/* Does it want the questions of such a page one after the other, each
	 * as PAGE_ONE? Asked anew for each page. An item and its certainty
	 * apart still come as PAGE_SURE, so that both can be answered at once;
	 * with entered[1] left "" the second is asked next. */
	bool (*apart)(struct front *, enum page_shape shape);
	/* Shows a page until there is a reply; for REPLY_ANSWER what was
	 * entered is put into entered[] ("" skips), page_entries of them. On
	 * REPLY_BACK and the other ways off a page entered[] holds what stood
	 * there, of which run keeps what is a good answer. */
	enum reply (*ask)(struct front *, const struct page *,
			  struct text *entered);
	enum reply (*tell)(struct front *, const struct notice *);
	/* REPLY_ANSWER, REPLY_BACK, REPLY_STOP, REPLY_LINE_MODE, REPLY_END */
	enum reply (*type)(struct front *, const struct prompt *,
			   struct text *entered);
	enum reply (*review)(struct front *, const struct review *,
			     size_t *chosen);
	/* One of several languages; REPLY_ANSWER sets *chosen. */
	enum reply (*language)(struct front *, const struct tongue *tongue,
			       size_t n, size_t *chosen);
	/* Said once after a page was kept, in line mode "You chose 3, ...
	 * Kept."; the full screen shows it in its status row instead. The
	 * answers in words, page_entries of them. */
	void (*kept)(struct front *, const struct page *,
		     const char *const *answer);
	/* Nothing of this person stays on screen or scrollback. */
	void (*wipe)(struct front *);
	void (*end)(struct front *); /* gives the terminal back, frees */
};

/* ---- idle ---- */

/*
 * After so many seconds without a key a front end hides what stands there and
 * asks whether somebody is still there; two minutes later it gives
 * REPLY_IDLE. 0, as at first: never. Time is that of the monotonic clock.
 */
void front_set_idle(int seconds);
/* A start page may stand for days, and a goodbye goes by itself: nobody is
 * missed before the next key. */
void front_expect_nobody(void);

/* What the front ends need for it: milliseconds of that clock, a key that
 * came, and when nobody seems to be there, which is asked then; LONG_MAX:
 * never. They leave FRONT_STILL_THERE milliseconds later. */
enum { FRONT_STILL_THERE = 120000 };
long front_now(void);
void front_key(void);
long front_idle_at(void);

/* survey/line.c: plain lines. in and out are file descriptors. kiosk drops
 * nothing but changes no wording. NULL and err on failure. */
struct front *line_front(int in, int out);

/* survey/tui/tui.c: full screen on the terminal of stdin and stdout. NULL
 * when the terminal cannot do it (then use the line front end). */
struct front *tui_front(void);

/* ---- signals ---- */

/* SIGHUP, SIGTERM, SIGPWR, SIGINT and those that would end the program without
 * a word (SIGUSR1, SIGALRM, ...) end input; SIGPIPE, SIGQUIT, SIGXFSZ and the
 * job control signals do nothing. */
void front_catch_signals(void);
/* The latter alone. */
void front_ignore_signals(void);
/* The former, with a 0 behind. */
extern const int front_ends[];
/* Whether SIGINT ends input. Not in full screen, where Ctrl-C is a key, and
 * not at a kiosk. */
void front_interrupt(bool ends);
/* The signal that ended input, or 0. A front end returns REPLY_END once it is
 * not 0. */
int front_signal(void);
/* Readable once there was such a signal, so that poll() misses none; -1
 * before front_catch_signals. Nobody reads from it. */
int front_signal_fd(void);

#endif
