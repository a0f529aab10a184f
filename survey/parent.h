/*
 * The process beside the one that asks. On a terminal each person is asked by
 * a child of its own, and the parent, which parses nothing and knows no
 * answer, stays: whatever ends the child, kill -9 included, the parent gives
 * the terminal its modes back, clears what the child left there, passes the
 * exit code on, and at a kiosk starts the next child. Should the parent die,
 * the child keeps what there is and leaves.
 *
 * Where standard output is no terminal there is nothing to clear, and no
 * child.
 */
#ifndef SURVEY_PARENT_H
#define SURVEY_PARENT_H

#include <stdbool.h>

#include "survey/words.h"

/* What the one that asks tells the parent. */
struct parent_note {
	bool showing; /* something of a person may stand on the terminal */
	bool again;   /* the next person may come */
	char language[WORDS_CODE_BYTES]; /* words_tell writes here */
};

/* Asks one person; returns the exit code. The note is false throughout at
 * first, and front_catch_signals has been called. */
typedef int parent_ask(void *ctx, struct parent_note *note);

/*
 * One person, or one after the other while `again` is set; after a child that
 * did not end by itself always at a kiosk, after a while where many die soon.
 * Returns the last one's exit code, 128 + the signal that ended it, or 128 +
 * the signal that ended all of it.
 */
int parent_run(parent_ask *ask, void *ctx, bool kiosk);

#endif
