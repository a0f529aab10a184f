/*
 * What is kept of a person who has not finished: their answers, where they
 * are, and, once they send, the very box that is sent.
 *
 * Canonical JSON {v, seed, page, changing, state, code, id, slot, box,
 * answers}, closed with the way-back code's key by whoever stores it.
 * `changing` is missing in drafts of before there was one, and then false. A
 * draft in state "sending" is durable before the first try to send, so that
 * after any failure the slot tells whether that box is in.
 */
#ifndef SURVEY_DRAFT_H
#define SURVEY_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "survey/flow.h"
#include "survey/seal.h"

struct draft {
	uint32_t seed;
	size_t page;		    /* question index; FORM_NONE: review */
	char code[CODE_TEXT_BYTES]; /* the slip's; "" in a wave without */
	bool sending;		    /* then id, slot and box hold */
	unsigned char id[RESPONSE_ID_BYTES];
	uint32_t slot;
	unsigned char *box; /* box_size bytes; NULL: none */
	size_t box_size;
};

/* hash: of the instrument, in hexadecimal. Caller frees (after seal_forget).
 */
char *draft_write(const struct draft *draft, const char *hash,
		  const struct flow *flow);

enum draft_read {
	DRAFT_READ,
	DRAFT_OTHER_FORM, /* of another instrument */
	DRAFT_DAMAGED	  /* not a draft, or not one of this form */
};

/* The reverse. Makes a new flow with the draft's seed, answers and page.
 * box_size: of the wave. On success the caller owns *flow and draft->box. */
enum draft_read draft_parse(struct draft *draft, struct flow **flow,
			    const char *plain, size_t n, const char *hash,
			    size_t box_size, const struct form *form,
			    struct flow_clock clock, struct error *err);

/* Forgets what is in it. */
void draft_release(struct draft *draft);

#endif
