/*
 * The loop: ask, check, keep, step; and sending. It joins flow, front end and
 * store; none of these knows another.
 *
 * Every answer is durable in the draft before the next page is drawn.
 */
#ifndef SURVEY_RUN_H
#define SURVEY_RUN_H

#include <stdbool.h>

#include "questions/form.h"
#include "survey/front.h"
#include "survey/store.h"

/* Exit codes of conduct-survey. */
enum {
	EXIT_SENT = 0,
	EXIT_STOPPED = 3,
	EXIT_INPUT_ENDED = 4,
	EXIT_NOT_KEPT = 5,
	EXIT_CODE_REFUSED = 6,
	EXIT_WRONG_USE = 64
};

struct run {
	struct store *store;
	const struct form *form;
	struct front *front;
	struct front *(*other)(void);	/* makes the other front end, or NULL */
	bool kiosk;
	const char *language;		/* from --language, or NULL */
};

/* One person from welcome to the end; returns the exit code. front may have
 * been exchanged for the other one. */
int run_person(struct run *run);

#endif
