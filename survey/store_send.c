#include "survey/store_private.h"

#include <sqlite3.h>
#include <string.h>

/* ---- slots ---- */

static bool
slot_fail(struct store *store, uint32_t slot, struct error *err)
{
	char place[32];

	snprintf(place, sizeof place, "slot %lu", (unsigned long)slot);
	return db_fail(&store->db, place, err);
}

/* *is_free: is there such a slot, unused? */
static bool
slot_is_free(struct store *store, uint32_t slot, bool *is_free,
	     struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_SLOT_USED, err);
	int code;

	if (stmt == NULL)
		return false;
	sqlite3_bind_int64(stmt, 1, slot);
	code = sqlite3_step(stmt);
	*is_free = code == SQLITE_ROW && sqlite3_column_int(stmt, 0) == 0;
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		slot_fail(store, slot, err);
	db_done(stmt);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Where nearly all are used: counts the free ones and takes one of them. */
static bool
slot_draw_last(struct store *store, uint32_t *slot, bool *full,
	       struct error *err)
{
	struct sqlite3_stmt *stmt;
	int64_t n;
	bool ok;

	if (!db_number(&store->db, SQL_SLOT_COUNT_FREE, &n, err))
		return false;
	*full = n <= 0;
	if (*full)
		return false;
	stmt = db_use(&store->db, SQL_SLOT_NTH_FREE, err);
	if (stmt == NULL)
		return false;
	sqlite3_bind_int64(stmt, 1, seal_random_below((uint32_t)n));
	ok = sqlite3_step(stmt) == SQLITE_ROW;
	if (ok)
		*slot = (uint32_t)sqlite3_column_int64(stmt, 0);
	else
		db_fail(&store->db, "table slot", err);
	db_done(stmt);
	return ok;
}

/* Blind draws until one is free: each free slot is as likely as another, and
 * it costs the same in a large wave. A wave is a fifth empty or more when all
 * have answered, so that 200 draws fail once in 10^19. */
static bool
slot_draw(struct store *store, uint32_t *slot, bool *full, struct error *err)
{
	enum { TRIES = 200 };
	bool is_free;
	int i;

	for (i = 0; i < TRIES; i++) {
		*slot = 1 + seal_random_below(store->wave.capacity);
		if (!slot_is_free(store, *slot, &is_free, err))
			return false;
		if (is_free)
			return true;
	}
	return slot_draw_last(store, slot, full, err);
}

bool
store_slot_draw(struct store *store, uint32_t *slot, bool *full,
		struct error *err)
{
	bool ok;

	*full = false;
	if (!store_is_open(store, err) ||
	    !db_do(&store->db, SQL_BEGIN_READ, err))
		return false;
	ok = slot_draw(store, slot, full, err);
	db_rollback(&store->db);
	return ok;
}

bool
store_slot_look(struct store *store, uint32_t slot, const void *box,
		enum slot_state *state, struct error *err)
{
	struct sqlite3_stmt *stmt;
	bool ok;

	if (!store_is_open(store, err))
		return false;
	stmt = db_use(&store->db, SQL_SLOT_BOX, err);
	if (stmt == NULL)
		return false;
	sqlite3_bind_int64(stmt, 1, slot);
	ok = sqlite3_step(stmt) == SQLITE_ROW;
	if (!ok)
		slot_fail(store, slot, err);
	else if (sqlite3_column_int(stmt, 0) == 0)
		*state = SLOT_FREE;
	else if ((size_t)sqlite3_column_bytes(stmt, 1) ==
			 store->wave.box_size &&
		 memcmp(sqlite3_column_blob(stmt, 1), box,
			store->wave.box_size) == 0)
		*state = SLOT_OURS;
	else
		*state = SLOT_OTHER;
	db_done(stmt);
	return ok;
}

/* ---- sending ---- */

/* *changed: did exactly one row change? */
static bool
run_one(struct store *store, struct sqlite3_stmt *stmt, bool *changed,
	struct error *err)
{
	if (!db_run(&store->db, stmt, err))
		return false;
	*changed = sqlite3_changes(store->db.handle) == 1;
	return true;
}

static bool
code_spend(struct store *store, const unsigned char *code, bool *there,
	   struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_CODE_SPEND, err);

	if (stmt == NULL)
		return false;
	sqlite3_bind_blob(stmt, 1, code, SEAL_HASH_BYTES, SQLITE_STATIC);
	return run_one(store, stmt, there, err);
}

static bool
slot_fill(struct store *store, uint32_t slot, const void *box, bool *was_free,
	  struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_SLOT_FILL, err);

	if (stmt == NULL)
		return false;
	sqlite3_bind_int64(stmt, 1, slot);
	sqlite3_bind_blob(stmt, 2, box, (int)store->wave.box_size,
			  SQLITE_STATIC);
	return run_one(store, stmt, was_free, err);
}

/* A wave may have got its first codes since this person began. */
static bool
code_missing(struct store *store, const unsigned char *code, bool *missing,
	     struct error *err)
{
	int64_t issued;

	if (!store_value_read(store, "codes_issued", &issued, err))
		return false;
	*missing = issued > 0 && code == NULL;
	return true;
}

static enum submitted
submit(struct store *store, const unsigned char *code, uint32_t slot,
       const void *box, struct error *err)
{
	bool closed, missing, there = true, was_free;

	if (!store_is_closed(store, &closed, err) ||
	    !code_missing(store, code, &missing, err))
		return SUBMIT_FAILED;
	if (closed)
		return SUBMIT_CLOSED;
	if (missing)
		return SUBMIT_CODE_GONE;
	if (code != NULL && !code_spend(store, code, &there, err))
		return SUBMIT_FAILED;
	if (!there)
		return SUBMIT_CODE_GONE;
	if (!slot_fill(store, slot, box, &was_free, err))
		return SUBMIT_FAILED;
	if (!was_free)
		return SUBMIT_SLOT_TAKEN;
	return db_do(&store->db, SQL_COMMIT, err) ? SUBMIT_DONE : SUBMIT_FAILED;
}

enum submitted
store_submit(struct store *store, const unsigned char *code, uint32_t slot,
	     const void *box, struct error *err)
{
	enum submitted how;

	if (!store_write_begin(store, err))
		return SUBMIT_FAILED;
	how = submit(store, code, slot, box, err);
	store_write_end(store, how != SUBMIT_FAILED);
	return how;
}

/* ---- reading all boxes, when it is closed ---- */

typedef bool box_reader(void *ctx, uint32_t slot, const void *box,
			size_t box_size, struct error *err);

/* One slot a statement: a damaged one does not stop the others. */
static bool
box_read(struct store *store, uint32_t slot, box_reader *f, void *ctx,
	 struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_SLOT_BOX, err);
	const void *box = NULL;
	bool ok = true;
	int code;

	if (stmt == NULL)
		return false;
	sqlite3_bind_int64(stmt, 1, slot);
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW && sqlite3_column_int(stmt, 0) != 0) {
		box = sqlite3_column_blob(stmt, 1);
		ok = f(ctx, slot, box,
		       box ? (size_t)sqlite3_column_bytes(stmt, 1) : 0, err);
	} else if (code == SQLITE_DONE || (code & 0xff) == SQLITE_CORRUPT) {
		ok = f(ctx, slot, NULL, 0, err);
	} else if (code != SQLITE_ROW) {
		ok = slot_fail(store, slot, err);
	}
	db_done(stmt);
	return ok;
}

bool
store_boxes(struct store *store, box_reader *f, void *ctx, struct error *err)
{
	uint32_t n;
	bool ok = true;

	if (!store_is_open(store, err) ||
	    !db_do(&store->db, SQL_BEGIN_READ, err))
		return false;
	for (n = 1; ok && n <= store->wave.capacity; n++)
		ok = box_read(store, n, f, ctx, err);
	db_rollback(&store->db);
	return ok;
}
