/*
 * The loop: ask, check, keep, step; and sending. It joins flow, front end and
 * store; none of these knows another.
 *
 * Every answer is durable in the draft before the next page is drawn.
 */
#ifndef SURVEY_RUN_H
#define SURVEY_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/form.h"
#include "survey/front.h"
#include "survey/store.h"

/* Exit codes of conduct-survey; 128 + the signal's number when one ended it. */
enum {
	EXIT_SENT = 0,
	EXIT_STOPPED = 3,
	EXIT_INPUT_ENDED = 4,
	EXIT_NOT_KEPT = 5,
	EXIT_CODE_REFUSED = 6,
	EXIT_WRONG_USE = 64
};

/* Makes a front end, or NULL where the terminal cannot do it. */
typedef struct front *front_maker(void);

struct run {
	struct store *store; /* NULL: a preview, nothing is kept */
	/* Of a preview: what its pages say is as in this wave, not that it is
	 * a preview; or NULL. */
	const struct wave *example;
	const struct form *form;
	struct front *front;
	front_maker *other; /* makes the other front end; NULL: none */
	front_maker *same;  /* makes this one anew, to come back to it */
	bool kiosk;
	size_t language; /* index; FORM_NONE: ask where there are several */
};

/* One person from welcome to the end; returns the exit code. front may have
 * been exchanged for the other one (then other and same have, too). Nothing of
 * the person is on the screen afterwards. */
int run_person(struct run *run);

#endif
