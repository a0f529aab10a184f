/*
 * A small wave for tests, with all that its makers keep elsewhere: the secret
 * key and the codes' hashes.
 */
#ifndef TESTS_SUPPORT_WAVE_KIT_H
#define TESTS_SUPPORT_WAVE_KIT_H

#include "survey/store.h"

enum { KIT_BOX = 2048, KIT_DRAFT = 3072, KIT_CODES = 300 };

struct wave_kit {
	char *path; /* DIR/survey.wave */
	char *drafts;
	struct wave wave; /* change what is to differ before kit_create */
	unsigned char secret[SEAL_SECRET_BYTES];
	unsigned char hashes[KIT_CODES][SEAL_HASH_BYTES];
};

/* Nothing is written yet. */
void kit_init(struct wave_kit *, const char *dir);
void kit_release(struct wave_kit *);

/* Fails the test if it cannot. codes: how many of the hashes to issue. */
void kit_create(struct wave_kit *, uint32_t capacity, size_t codes);

/* Fails the test, or, without a test around, ends the program. */
struct store *kit_open(const struct wave_kit *, enum store_mode);

/* Text sealed into `box`, of KIT_BOX bytes. */
void kit_seal(const struct wave_kit *, const char *text, void *box);

/* The text in a box of the wave's box_size; NULL if it does not open. */
char *kit_unseal(const struct wave_kit *, const void *box);

/* KIT_DRAFT bytes that hold a text in the clear and this number; and back: 0
 * when they are not what kit_draft made. */
void kit_draft(uint32_t number, void *box);
uint32_t kit_draft_number(const void *box);

/* An id of a draft. */
void kit_id(uint32_t number, unsigned char id[DRAFT_ID_BYTES]);

/* What a client does: draws slots until it is done, or stops at what is not
 * SUBMIT_SLOT_TAKEN. *slot is the last it tried. */
enum submitted kit_send(struct store *, const unsigned char *code,
			const void *box, uint32_t *slot, struct error *);

/* Runs statements on a database file, as a person with sqlite3 would, and
 * gives the first column of the first row (yours to free) or NULL. */
char *kit_sql(const char *file, const char *sql);

/* The same in a process that ends without closing the file. */
void kit_sql_broken_off(const char *file, const char *sql);

#endif
