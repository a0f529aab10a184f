/*
 * What the parts of store share, and nobody else includes:
 *
 *	store.c		the wave: open, look, close
 *	store_codes.c	its codes
 *	store_send.c	its slots, sending, reading them back
 *	store_create.c	a new wave
 *	store_drafts.c	the drafts beside it
 *	store_audit.c	what one copy of the file tells
 *	store_db.c	one SQLite database; all SQL is one table there
 *	store_place.c	the folder: whose it is, on what disk, wiping
 *	store_turn.c	who writes next
 */
#ifndef SURVEY_STORE_PRIVATE_H
#define SURVEY_STORE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "questions/base/error.h"
#include "survey/seal.h"
#include "survey/store.h"

/* ---- store_db.c ---- */

/* Numbers of the statements; their text is the table in store_db.c. */
enum sql {
	SQL_BEGIN_WRITE,
	SQL_BEGIN_READ,
	SQL_COMMIT,
	SQL_ROLLBACK,

	SQL_APPLICATION,
	SQL_VERSION,
	SQL_WAVE_MARK,
	SQL_DRAFTS_MARK,
	SQL_VERSION_MARK,
	SQL_PAGE_SIZE_SET,
	SQL_PAGE_SIZE,
	SQL_SECURE_SET,
	SQL_SECURE,
	SQL_CELLS_SET,
	SQL_CELLS,
	SQL_TRUNCATE_SET,
	SQL_DELETE_SET,
	SQL_WAL_SET,
	SQL_JOURNAL,
	SQL_EXTRA_SET,
	SQL_FULL_SET,
	SQL_SYNCHRONOUS,

	SQL_MAKE_ABOUT,
	SQL_MAKE_WAVE,
	SQL_MAKE_CODE,
	SQL_MAKE_SLOT,
	SQL_MAKE_DRAFT,
	SQL_ABOUT_ADD,
	SQL_WAVE_ADD,
	SQL_SLOT_ADD,

	SQL_WAVE_ALL,
	SQL_WAVE_VALUE,
	SQL_WAVE_SET,

	SQL_CODE_ADD,
	SQL_CODE_ALL,
	SQL_CODE_KNOWN,
	SQL_CODE_SPEND,
	SQL_CODE_CLEAR,
	SQL_CODE_COUNT,

	SQL_SLOT_USED,
	SQL_SLOT_BOX,
	SQL_SLOT_FILL,
	SQL_SLOT_COUNT_USED,
	SQL_SLOT_COUNT_FREE,
	SQL_SLOT_NTH_FREE,

	SQL_DRAFT_PUT,
	SQL_DRAFT_GET,
	SQL_DRAFT_BLUR,
	SQL_DRAFT_DELETE,
	SQL_DRAFT_CLEAR,
	SQL_DRAFT_COUNT,

	SQL_SCHEMA,
	SQL_SLOT_SUMS,
	SQL_FREE_PAGES,
	SQL_INTEGRITY,

	SQL_COUNT
};

struct sqlite3;
struct sqlite3_stmt;

struct db {
	struct sqlite3 *handle;			  /* NULL: not open */
	struct sqlite3_stmt *prepared[SQL_COUNT]; /* NULL until used */
	const char *name; /* as the person calls it; for messages */
};

enum { DB_WAVE = 0x436e6457, DB_DRAFTS = 0x436e6444, DB_VERSION = 1 };

/* flags are sqlite3_open_v2's. name is borrowed as long as db is open. On
 * failure db is closed. */
bool db_open(struct db *db, const char *file, const char *name, int flags,
	     struct error *err);
void db_close(struct db *db); /* also when it is not open */

/* A statement, ready to be bound; NULL on failure. It belongs to db. */
struct sqlite3_stmt *db_use(struct db *db, enum sql which, struct error *err);

/* Steps a statement that gives no rows, and resets it. */
bool db_run(struct db *db, struct sqlite3_stmt *stmt, struct error *err);

/* The same for one without parameters. */
bool db_do(struct db *db, enum sql which, struct error *err);

/* The number in the first column of the first row; 0 if there is no row. */
bool db_number(struct db *db, enum sql which, int64_t *number,
	       struct error *err);

/* Resets a statement and forgets what was bound. NULL is fine. */
void db_done(struct sqlite3_stmt *stmt);

/* Runs a pragma and reads it back: what SQLite does not know it passes over
 * in silence. */
bool db_setting(struct db *db, enum sql set, enum sql get, const char *want,
		struct error *err);

/* Is it of this kind and version? */
bool db_marked(struct db *db, int application, const char *what,
	       struct error *err);

/* Rolls back if anything is open. */
void db_rollback(struct db *db);

/* True when the file was moved, replaced or removed since it was opened. SQLite
 * itself looks when it opens a journal, but not in WAL mode. */
bool db_moved(struct db *db);

/* Is the last error of this kind (a primary result code)? */
bool db_failed_with(struct db *db, int code);

/* Says in words what went wrong last; place is "slot 17", or NULL. Always
 * false. */
bool db_fail(struct db *db, const char *place, struct error *err);

const char *db_sql(enum sql which);

/* ---- store_place.c ---- */

/* "survey.wave" and ".drafts": "survey.drafts". Caller frees. */
char *place_sibling(const char *path, const char *suffix);

/* The path with `suffix` behind. Caller frees. */
char *place_with(const char *path, const char *suffix);

/* The folder a path is in. Caller frees. */
char *place_folder(const char *path);

/* The name of a network file system by statfs' f_type; NULL: it is none. */
const char *place_network_name(unsigned long type);

/* False, with the mend, when the file's folder is on a network file system. */
bool place_local(const char *file, const char *name, struct error *err);

/* False, with the mend, when others may write the file or its folder. */
bool place_private(const char *file, const char *name, struct error *err);

/* Makes a new file, 0600, of the account that `like` belongs to where root
 * makes it. The descriptor, or -1 and errno; flags are open's. */
int place_make(const char *file, const char *like, int flags);

/* False when there is something of this name. */
bool place_unused(const char *path, const char *name, struct error *err);

/* Makes removals in the folder of a file durable. */
bool place_sync(const char *file, const char *name, struct error *err);

/* Gives a new file its name, durably or not at all. False also when `to` is
 * there already. */
bool place_rename(const char *from, const char *to, const char *name,
		  struct error *err);

/* Overwrites, makes that durable, removes. No such file is fine. */
bool place_wipe(const char *file, const char *name, struct error *err);

int64_t place_size(const char *file); /* -1: no such file */

/* ---- store_turn.c ---- */

enum whose { TURN_WAVE, TURN_DRAFTS };

struct turn {
	int fd; /* -1: not open */
	char *file;
	const char *wave; /* borrowed */
	int seconds;	  /* how long to wait at most: TURN_SECONDS */
};

/* path: of the wave, borrowed as long as the turn is. */
void turn_init(struct turn *turn, const char *path);
void turn_release(struct turn *turn);

/* Waits its turn. name: for the message. */
enum { TURN_SECONDS = 30 };
bool turn_take(struct turn *turn, enum whose whose, const char *name,
	       struct error *err);
void turn_give(struct turn *turn, enum whose whose);

/* ---- store.c ---- */

/* The draft that this program read or put last: it is not written over when
 * another program has changed it. */
struct draft_seen {
	bool known;	/* it was there, as below */
	bool elsewhere; /* the last put found that it was changed */
	unsigned char id[DRAFT_ID_BYTES];
	unsigned char last[SEAL_HASH_BYTES];
	unsigned char tried[SEAL_HASH_BYTES]; /* may have failed, or not */
};

struct store {
	char *path; /* as given; for messages */
	char *file; /* without links */
	enum store_mode mode;
	struct db db;
	struct wave wave;
	char *instrument, *closes; /* what wave points to */
	unsigned char sum[SEAL_HASH_BYTES];
	struct turn turn;
	char *drafts_name, *drafts_file;
	struct db drafts; /* opened when first needed */
	struct draft_seen seen;
};

/* Rows of wave(name, value), and where they stand in struct wave. */
enum field_kind { FIELD_NUMBER, FIELD_FLAG, FIELD_BYTES, FIELD_TEXT };
struct field {
	const char *name;
	size_t offset;
	int64_t least, most; /* of a number; bytes of the others */
	enum field_kind kind;
	bool changes; /* after opening, so not in the sum */
};
extern const struct field wave_fields[];
extern const size_t wave_n_fields;

/* A hash over the fields that never change: damage to the public key would
 * seal answers to nobody. */
void wave_sum(const struct wave *wave, unsigned char sum[SEAL_HASH_BYTES]);

/* After an error the caller may go on without having reopened. */
bool store_is_open(struct store *store, struct error *err);

/* Reads `closed` anew. */
bool store_is_closed(struct store *store, bool *closed, struct error *err);

/* A whole number of table wave. */
bool store_value_read(struct store *store, const char *name, int64_t *value,
		      struct error *err);
bool store_value_write(struct store *store, const char *name, int64_t value,
		       struct error *err);

/* A turn, then a transaction that has the right to write. store_write_end
 * undoes what was not committed; after a failure it closes the file, for a
 * second fdatasync on the same descriptor may say yes to what the first has
 * lost. */
bool store_write_begin(struct store *store, struct error *err);
void store_write_end(struct store *store, bool ok);

/* ---- store_codes.c ---- */

/* Adds hashes in their own order, so that nothing tells the order in which
 * they came. Inside a transaction. */
bool codes_write(struct db *db, const unsigned char *hashes, size_t n,
		 struct error *err);

/* Writes those that are left anew: what SQLite leaves between them tells which
 * were spent last. Inside a transaction. True also when the table is so damaged
 * that it is better left alone. */
bool codes_tidy(struct store *store, struct error *err);

/* ---- store_drafts.c ---- */

/* Deletes every draft, wipes the file and removes it. */
bool drafts_wipe(struct store *store, struct error *err);

/* How many drafts; opens them for reading only. */
bool drafts_count(const struct store *store, uint32_t *n, struct error *err);

#endif
