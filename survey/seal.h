/*
 * Everything secret: sealed boxes, codes, drafts' keys. libsodium lives here
 * and nowhere else.
 *
 * A response is sealed to the wave's public key (crypto_box_seal), padded to
 * one size for every box of a wave, so that a box tells nothing but that it
 * is one. A draft is closed with a key that only its way-back code gives
 * (Argon2id). A slip's code is stored only as a keyed hash.
 */
#ifndef SURVEY_SEAL_H
#define SURVEY_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "questions/base/error.h"

enum {
	SEAL_PUBLIC_BYTES = 32,
	SEAL_SECRET_BYTES = 32,
	SEAL_OVERHEAD = 48, /* of a box over its padded content */
	SEAL_HASH_BYTES = 32,
	SEAL_SALT_BYTES = 16,
	DRAFT_ID_BYTES = 16,
	DRAFT_KEY_BYTES = 32,
	DRAFT_OVERHEAD = 40, /* nonce and tag */
	RESPONSE_ID_BYTES = 16,
	SLIP_CODE_CHARS = 12,	 /* 60 bits */
	WAYBACK_CODE_CHARS = 10, /* 50 bits, behind Argon2id */
	CODE_TEXT_BYTES = 16	 /* either, grouped, with its NUL */
};

/* Once, before anything else. */
bool seal_init(struct error *err);

void seal_keypair(unsigned char public[SEAL_PUBLIC_BYTES],
		  unsigned char secret[SEAL_SECRET_BYTES]);

/* Can anything be sealed to it? Not to a key of low order, which no key pair
 * has. */
bool seal_is_public(const unsigned char public[SEAL_PUBLIC_BYTES]);

/* Plaintext of a box: box_size - SEAL_OVERHEAD - 1 bytes at most. */
size_t seal_room(size_t box_size);

/* Pads n bytes and seals them into exactly box_size bytes at box. n must be
 * at most seal_room(box_size). */
void seal_close(const unsigned char public[SEAL_PUBLIC_BYTES],
		const void *plain, size_t n, void *box, size_t box_size);

/* Opens; *plain gets n bytes and a NUL behind, caller frees (with
 * seal_forget first where it matters). False: not sealed to this key, or
 * damaged. */
bool seal_open(const unsigned char public[SEAL_PUBLIC_BYTES],
	       const unsigned char secret[SEAL_SECRET_BYTES], const void *box,
	       size_t box_size, char **plain, size_t *n);

/* Random bytes; a uniform number below `below` (> 0). */
void seal_random(void *out, size_t n);
uint32_t seal_random_below(uint32_t below);

/* BLAKE2b-256, plain and keyed. */
void seal_hash(const void *bytes, size_t n, unsigned char out[SEAL_HASH_BYTES]);
void seal_keyed_hash(const unsigned char *key, size_t key_bytes,
		     const void *bytes, size_t n,
		     unsigned char out[SEAL_HASH_BYTES]);

/* Lower-case hexadecimal; out gets 2n + 1 bytes. The reverse is false when
 * text is not exactly n bytes of it. */
void seal_hex(const unsigned char *bytes, size_t n, char *out);
bool seal_unhex(const char *text, unsigned char *out, size_t n);

/* A new slip's code "K7QD-2M9X-PV4T", or way-back code "7F3QK-9X2MD":
 * Crockford's base 32, without I L O U. */
void slip_new(char out[CODE_TEXT_BYTES]);
void wayback_new(char out[CODE_TEXT_BYTES]);

/* What a person typed, made canonical: case, blanks and hyphens do not
 * matter, O is 0, I and L are 1. False when it is not a code of that kind. */
bool slip_read(const char *typed, char out[CODE_TEXT_BYTES]);
bool wayback_read(const char *typed, char out[CODE_TEXT_BYTES]);

/* What the wave keeps of a slip (as slip_new or slip_read gave it): a hash
 * keyed with the wave's salt. */
void slip_hash(const char *code, const unsigned char salt[SEAL_SALT_BYTES],
	       unsigned char out[SEAL_HASH_BYTES]);

/* A person's draft: where it is and its key, from the way-back code (as
 * wayback_new or wayback_read gave it) by Argon2id (3 passes, 16 MiB), so once
 * a session. False when the memory for that is not there. */
struct draft_key {
	unsigned char id[DRAFT_ID_BYTES];
	unsigned char key[DRAFT_KEY_BYTES];
};
bool draft_key_derive(const char *wayback,
		      const unsigned char salt[SEAL_SALT_BYTES],
		      struct draft_key *out, struct error *err);

/* As seal_room, seal_close and seal_open, with the draft's own key and a
 * fresh nonce each time. */
size_t draft_room(size_t size);
void draft_close(const struct draft_key *key, const void *plain, size_t n,
		 void *box, size_t size);
bool draft_open(const struct draft_key *key, const void *box, size_t size,
		char **plain, size_t *n);

/* Locks n secret bytes under a passphrase (Argon2id, moderate cost: 256 MiB,
 * about a second): out gets n + SEAL_LOCK_OVERHEAD bytes. Unlock is given the
 * same n; false: the passphrase is not the one, or the memory is not there. */
enum { SEAL_LOCK_OVERHEAD = 16 + 24 + 16 };
bool seal_lock(const char *passphrase, const void *secret, size_t n,
	       unsigned char *out, struct error *err);
bool seal_unlock(const char *passphrase, const unsigned char *locked, size_t n,
		 void *secret);

/* Overwrites memory in a way the compiler does not remove. */
void seal_forget(void *p, size_t n);

#endif
