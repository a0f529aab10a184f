/*
 * NAME.key: what opens the boxes, and the questionnaire with its key.
 *
 * JSON: the private key (locked when a passphrase was given), the public key,
 * and the whole questionnaire. 0600, written to a temporary file and renamed.
 * It never goes to a staff machine.
 */
#ifndef ANALYSIS_DATA_KEY_H
#define ANALYSIS_DATA_KEY_H

#include <stdbool.h>

#include "questions/base/error.h"
#include "questions/book.h"
#include "survey/seal.h"

struct key {
	unsigned char public[SEAL_PUBLIC_BYTES];
	unsigned char secret[SEAL_SECRET_BYTES];
	char *questionnaire; /* JSON with key; owned */
	size_t questionnaire_bytes;
};

/* passphrase NULL: not locked. Refuses a path that exists. */
bool key_write(const char *path, const struct key *key, const char *passphrase,
	       struct error *err);

/* Reads and proves the pair on a test box. A locked key asks `passphrase`
 * (ctx), which returns a text to be freed, or NULL to give up. */
bool key_read(struct key *key, const char *path, char *(*passphrase)(void *ctx),
	      void *ctx, struct error *err);

/* The same without the secret of a locked key: nobody is asked. */
bool key_look(struct key *key, const char *path, struct error *err);

void key_release(struct key *key); /* forgets the secret */

/* NAME.wave -> NAME.key; a path without ".wave" gets ".key" added. */
char *key_path_for(const char *wave_path);

#endif
