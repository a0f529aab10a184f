/*
 * From bytes of a terminal to events. The one place that reads from it.
 *
 * Keys that work everywhere are events of their own; a letter or a digit is
 * EVENT_TEXT, and where nothing is typed keys_letter says what it stands for.
 * What a terminal marks as pasted comes as one EVENT_PASTE, so that a pasted
 * newline is no Enter. A hang-up, the end of input and a signal all are
 * EVENT_END.
 */
#ifndef SURVEY_TUI_KEYS_H
#define SURVEY_TUI_KEYS_H

#include <stdbool.h>

#include "questions/base/text.h"

enum event_kind {
	EVENT_NONE, /* nothing that means anything here */
	EVENT_TEXT, /* text: one character; space included */
	EVENT_PASTE,
	EVENT_UP,
	EVENT_DOWN,
	EVENT_LEFT,
	EVENT_RIGHT,
	EVENT_HOME,
	EVENT_END_KEY,
	EVENT_PAGE_UP,
	EVENT_PAGE_DOWN,
	EVENT_WORD_LEFT,
	EVENT_WORD_RIGHT,
	EVENT_TAB,
	EVENT_BACKTAB,
	EVENT_ENTER,
	EVENT_ESCAPE,
	EVENT_BACKSPACE,
	EVENT_DELETE,
	EVENT_CLEAR, /* all that is typed or chosen */
	EVENT_UNDO,  /* the last change to what is typed */
	EVENT_NEXT,
	EVENT_BACK,
	EVENT_REVIEW,
	EVENT_LANGUAGE,
	EVENT_HIDE,
	EVENT_STOP,
	EVENT_LINE_MODE,
	EVENT_HELP,
	EVENT_REDRAW,
	EVENT_RESIZE,
	EVENT_TIMEOUT, /* none came in time */
	EVENT_END      /* none will come any more */
};

struct event {
	enum event_kind kind;
	char text[8]; /* EVENT_TEXT: UTF-8 */
};

struct keys;

/* The screen must be up. */
struct keys *keys_new(void);
void keys_free(struct keys *keys); /* NULL is fine */

/* Waits for the next event up to that time, as front_now tells; LONG_MAX: for
 * ever. */
struct event keys_read(struct keys *keys, long until);

/* The same where any key will do, and says no more than that: with it goes
 * all that was typed meanwhile. */
struct event keys_any(struct keys *keys, long until);

/* What was pasted, at EVENT_PASTE; borrowed until the next read. */
const char *keys_pasted(const struct keys *keys);

/* What a letter does where no text is typed: b is EVENT_BACK. The event
 * itself when it is not such a letter. */
struct event keys_letter(struct event event);

/* The digit that a character is, or -1. */
int keys_digit(const struct event *event);

#endif
