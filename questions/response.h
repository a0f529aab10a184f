/*
 * What is in a box: {"v": hash, "id": id, "a": answers}, compact JSON.
 *
 * v is the hash of the instrument that was answered, id the response's own
 * random number (so that a response that was sent twice counts once), a the
 * answers as answers_to_response writes them. Both come as lower-case
 * hexadecimal; nothing here knows of sealing.
 *
 * Boxes of a wave are all of one size, fixed from its form, so that every
 * response fits whatever is answered.
 */
#ifndef QUESTIONS_RESPONSE_H
#define QUESTIONS_RESPONSE_H

#include "questions/answers.h"

enum {
	RESPONSE_HASH_CHARS = 64, /* of v */
	RESPONSE_ID_CHARS = 32
};

/* Most bytes that response_write gives for this form. */
size_t response_max_bytes(const struct form *form);

/* The size of a box for it: room for that, one byte that marks where padding
 * begins, and `overhead` bytes of sealing; in whole 1,024s. */
size_t response_box_size(const struct form *form, size_t overhead);

/* The same for a draft, which holds all answers and, while they are being
 * sent, a box of box_size. */
size_t response_draft_size(const struct form *form, size_t box_size,
			   size_t overhead);

/* Takes `answers` (from answers_to_response) over. Caller frees. */
char *response_write(const char *hash, const char *id, struct json *answers);

/* The reverse: false and err when this is not a response to the instrument
 * with this hash, or does not fit the form. Caller frees *answers. Values are
 * never quoted in err. */
bool response_parse(const char *plain, size_t n, const struct form *form,
		    const char *hash, char id[RESPONSE_ID_CHARS + 1],
		    struct answers **answers, struct error *err);

#endif
