/*
 * A real wave for tests: made from a questionnaire with the product's own
 * functions, and opened again with its key.
 */
#ifndef TESTS_SUPPORT_MAKE_WAVE_H
#define TESTS_SUPPORT_MAKE_WAVE_H

#include "questions/form.h"
#include "survey/store.h"
#include "tests/support/csv_forms.h"

struct made_wave {
	char *path;
	unsigned char public_key[SEAL_PUBLIC_BYTES];
	unsigned char secret_key[SEAL_SECRET_BYTES];
	char hash[2 * SEAL_HASH_BYTES + 1]; /* of the instrument */
	struct form *form;		    /* the instrument */
	size_t n_codes;
	char (*code)[CODE_TEXT_BYTES];
};

/* `dir`/test.wave from CSV text, with n_codes codes (0: none) and `capacity`
 * slots. Fails the test when it cannot. */
void made_wave_init(struct made_wave *made, const char *dir, const char *csv,
		    size_t n_codes, uint32_t capacity);
void made_wave_release(struct made_wave *made);

/* The wave opened to be answered. */
struct store *made_wave_open(const struct made_wave *made);

/* What is in the used slots, as JSON, in order of slots: *n texts. Fails the
 * test when a box does not open. Free with made_responses_free. */
char **made_responses(const struct made_wave *made, size_t *n);
void made_responses_free(char **response, size_t n);

/* The draft kept under a way-back code, as JSON; NULL: there is none, or the
 * code does not open it. Caller frees. */
char *made_draft(const struct made_wave *made, const char *wayback);

#endif
