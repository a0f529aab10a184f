/*
 * What is asked of N staff: which questions of a questionnaire `open` leaves
 * out, and why.
 *
 * Under 150 staff no segment question is asked, under 500 one, from 500 four.
 * A segment question whose options still say "Example:" is not asked. A
 * question that fewer people than the minimum group can be expected to answer
 * (60 % of staff, times the share that routing brings to it) is not asked. A
 * key that rests on a local rule nobody has confirmed counts for nothing, so
 * its question is not asked. What hangs on a question that is left out goes
 * with it. Each of these gives way to `keep`.
 */
#ifndef ANALYSIS_COMMAND_PLAN_H
#define ANALYSIS_COMMAND_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "questions/form.h"

enum plan_reason {
	PLAN_ASKED,    /* it is not left out */
	PLAN_NAMED,    /* by --leave-out */
	PLAN_SEGMENTS, /* too few staff for so many groupings */
	PLAN_PLACEHOLDERS,
	PLAN_UNCONFIRMED,
	PLAN_TOO_FEW,
	PLAN_HANGS_ON, /* on one that is left out */
	PLAN_REASONS
};

struct plan_rules {
	uint32_t staff, min_group;
	bool with_unconfirmed;
	const char *keep, *leave_out; /* names with commas; NULL: none */
};

/* One plan_reason a question; caller frees. */
enum plan_reason *plan_make(const struct form *form,
			    const struct plan_rules *rules);

/* The first name in a list with commas that is no question of the form, into
 * out; false when all are. */
bool plan_unknown_name(const struct form *form, const char *names,
		       char out[FORM_MAX_NAME + 1]);

/* Why, as the end of "Left out A, B: ...". Uses the rules' numbers. Caller
 * frees. */
char *plan_reason_text(enum plan_reason reason, const struct plan_rules *rules);

#endif
