/*
 * The wave file and the drafts beside it. Knows no question and no person.
 *
 * A wave is a SQLite file: about(line), wave(name, value), code(hash) and
 * slot(n, used, box). Every slot is filled with random bytes at opening; a
 * submission overwrites a free one in place, so nothing grows and nothing
 * tells the order. Drafts stand in NAME.drafts. All statements of both files
 * are one table in store_db.c.
 *
 * Wave: journal_mode=TRUNCATE, synchronous=EXTRA, secure_delete=ON. Drafts:
 * WAL, synchronous=FULL. A turn (a lock on NAME.turn, bounded) goes around
 * every write, because SQLite's own waiting starves writers.
 *
 * After a failure any function may be called again: files are opened anew.
 * Not for use by several threads at once. SIGRTMIN ends a wait that is too
 * long; the program may not use or block it.
 */
#ifndef SURVEY_STORE_H
#define SURVEY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "questions/base/error.h"
#include "survey/seal.h"

struct store;

/* What stands in a wave beside its slots. Texts are owned by the store they
 * came from; for store_create they are borrowed. */
struct wave {
	const char *instrument; /* JSON, see instrument.h */
	size_t instrument_bytes;
	unsigned char public_key[SEAL_PUBLIC_BYTES];
	unsigned char salt[SEAL_SALT_BYTES];
	uint32_t capacity;     /* slots */
	uint32_t box_size;     /* bytes */
	uint32_t draft_size;   /* bytes of a draft's box */
	uint32_t staff;	       /* invited; 0: not told */
	uint32_t codes_issued; /* 0: a wave without codes */
	uint32_t min_group;    /* k, frozen; 5 or more */
	const char *closes;    /* "2026-12-14", or "" */
	bool pilot;	       /* made-up data may be put in */
	bool closed;
	bool closed_early; /* before `closes` */
};

/* Writes a new wave (temporary file, then rename; 0600). Refuses a path that
 * exists, a network file system and a disk too full. hashes: n_codes of
 * SEAL_HASH_BYTES; wave->codes_issued is taken from n_codes. */
bool store_create(const char *path, const struct wave *wave,
		  const unsigned char *hashes, size_t n_codes,
		  struct error *err);

enum store_mode {
	/* To answer: refuses a wave that others may write. The drafts file is
	 * opened, or made, when a draft is first put, got or deleted. */
	STORE_ASK,
	/* To add codes or close it. */
	STORE_MANAGE,
	/* To look, collect or audit: never writes, but to undo what a power
	 * cut broke off. */
	STORE_READ
};

/* Of the content, only what stands in struct wave is checked (a hash over
 * it). ASK and MANAGE refuse a network file system. */
bool store_open(struct store **store, const char *path, enum store_mode mode,
		struct error *err);
void store_close_file(struct store *store); /* NULL is fine */

const struct wave *store_wave(const struct store *store);
const char *store_path(const struct store *store);

/* Used slots; codes not yet spent. */
bool store_counts(struct store *store, uint32_t *used, uint32_t *codes_left,
		  struct error *err);

/* ---- codes ---- */

/* Adds n hashes and counts them as issued; refuses to pass the capacity. */
bool store_codes_add(struct store *store, const unsigned char *hashes, size_t n,
		     struct error *err);
/* *known: is this code there, unspent? */
bool store_code_known(struct store *store,
		      const unsigned char hash[SEAL_HASH_BYTES], bool *known,
		      struct error *err);

/* ---- drafts ---- */

/* Durable when it returns true. box: wave->draft_size bytes. False too when
 * the wave has been closed meanwhile, which its message says; and when the
 * draft that this store got or put last has been changed or deleted by another
 * program since: who came later has the newer answers. */
bool store_draft_put(struct store *store,
		     const unsigned char id[DRAFT_ID_BYTES], const void *box,
		     struct error *err);
/* Did the last put find that? */
bool store_draft_is_elsewhere(const struct store *store);
/* *box gets wave->draft_size bytes (caller frees), or NULL when there is no
 * such draft. */
bool store_draft_get(struct store *store,
		     const unsigned char id[DRAFT_ID_BYTES], void **box,
		     struct error *err);
/* Overwrites with random bytes, deletes, and checkpoints the WAL away (while
 * somebody reads it the next deletion does that). No such draft is fine. */
bool store_draft_delete(struct store *store,
			const unsigned char id[DRAFT_ID_BYTES],
			struct error *err);

/* ---- sending ---- */

/* A free slot, drawn at random. False with *full set when there is none. */
bool store_slot_draw(struct store *store, uint32_t *slot, bool *full,
		     struct error *err);

enum submitted {
	SUBMIT_DONE,
	SUBMIT_SLOT_TAKEN, /* draw another */
	SUBMIT_CODE_GONE,  /* the code has been used */
	SUBMIT_CLOSED,	   /* the wave is closed */
	/* err says why; it may be stored all the same: reopen and look */
	SUBMIT_FAILED
};

/* One transaction: the code (its hash; NULL in a wave without) deleted, the
 * slot filled with box, of wave->box_size bytes. err only for FAILED. */
enum submitted store_submit(struct store *store, const unsigned char *code,
			    uint32_t slot, const void *box, struct error *err);

enum slot_state { SLOT_OURS, SLOT_FREE, SLOT_OTHER };

/* Whose is the slot: used with exactly this box, free, or used otherwise. */
bool store_slot_look(struct store *store, uint32_t slot, const void *box,
		     enum slot_state *state, struct error *err);

/* After an error from SQLite: closes and opens the files again. What
 * store_wave gave stays valid. False also when another wave stands in the
 * place of this one now. */
bool store_reopen(struct store *store, struct error *err);

/* ---- the end ---- */

/* For ever: no submission after it; the drafts file is wiped and removed.
 * Closing again is fine. */
bool store_close_wave(struct store *store, bool early, struct error *err);

/* Calls f for every used slot's box, in order of n; f false stops (then
 * false is returned with f's err). A slot that cannot be read because the file
 * is damaged, used or not, comes with box NULL and box_size 0. */
bool store_boxes(struct store *store,
		 bool (*f)(void *ctx, uint32_t slot, const void *box,
			   size_t box_size, struct error *err),
		 void *ctx, struct error *err);

/* ---- audit ---- */

/* What one copy of the file tells; numbers only, sentences are the caller's.
 * Where damage hides something, `intact` is false and the rest 0 or false. */
struct store_audit {
	uint32_t capacity, used, codes_left;
	uint32_t slots_of_other_size; /* boxes not of box_size */
	bool tables_as_made;	      /* no table, index or column added */
	bool slots_as_made;	      /* n runs 1..capacity, used is 0 or 1 */
	int64_t free_pages;
	bool secure_delete;
	bool journal_left;	      /* a -journal with bytes in it */
	bool wal_left;		      /* the wave has a -wal or -shm */
	bool drafts_file, drafts_wal; /* beside it; WAL with bytes */
	uint32_t drafts;
	bool intact;		    /* integrity_check */
	unsigned mode, folder_mode; /* permission bits */
	bool network;		    /* on a network file system */
	/* Slots stand in the file in the order of their numbers, so what
	 * could tell an order is which are used: the share of the used ones
	 * in the first half of the file, expected .5 (also given when none
	 * is used). */
	double first_half_share;
};
bool store_look(struct store *store, struct store_audit *audit,
		struct error *err);

#endif
