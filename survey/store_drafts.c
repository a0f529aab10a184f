#include "survey/store_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

/* Every connection: one fdatasync a commit, nothing left of what is deleted. */
static bool
drafts_set(struct db *db, struct error *err)
{
	return db_setting(db, SQL_FULL_SET, SQL_SYNCHRONOUS, "2", err) &&
		db_setting(db, SQL_SECURE_SET, SQL_SECURE, "1", err);
}

/* All into the file, durably, and nothing in the WAL. False while somebody
 * else reads it; err stays as it is then. */
static bool
wal_empty(struct db *db, struct error *err)
{
	enum { PATIENCE_MS = 250 };
	int code;

	sqlite3_busy_timeout(db->handle, PATIENCE_MS);
	code = sqlite3_wal_checkpoint_v2(db->handle, NULL,
					 SQLITE_CHECKPOINT_TRUNCATE, NULL,
					 NULL);
	sqlite3_busy_timeout(db->handle, TURN_SECONDS * 1000);
	if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
		db_fail(db, NULL, err);
	return code == SQLITE_OK;
}

/* ---- a new file ---- */

/* Its WAL stays behind when it is renamed. Closing would empty that, too, but
 * says nothing when it cannot. */
static bool
drafts_fill(const char *file, const char *name, struct error *err)
{
	struct db db = {0};
	bool ok = db_open(&db, file, name, SQLITE_OPEN_READWRITE, err) &&
		db_setting(&db, SQL_PAGE_SIZE_SET, SQL_PAGE_SIZE, "4096",
			   err) &&
		db_setting(&db, SQL_WAL_SET, SQL_JOURNAL, "wal", err) &&
		drafts_set(&db, err) && db_do(&db, SQL_BEGIN_WRITE, err) &&
		db_do(&db, SQL_DRAFTS_MARK, err) &&
		db_do(&db, SQL_VERSION_MARK, err) &&
		db_do(&db, SQL_MAKE_DRAFT, err) &&
		db_do(&db, SQL_COMMIT, err) && wal_empty(&db, err);

	db_rollback(&db);
	db_close(&db);
	return ok;
}

/* What a program that was killed in drafts_make left behind, or somebody who
 * removed a drafts file alone. */
static bool
remove_with_wal(const char *file)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
	size_t i;
	bool ok = true;

	for (i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
		char *one = place_with(file, suffixes[i]);

		ok = (unlink(one) == 0 || errno == ENOENT) && ok;
		free(one);
	}
	return ok;
}

/*
 * Made under another name and renamed: an old journal that comes back after a
 * power cut would roll a file to nothing that has changed to WAL under its own
 * name (trust.md 5.3). Inside a turn, so that two do not make it at once.
 */
static bool
drafts_make(struct store *store, struct error *err)
{
	char *new = place_with(store->drafts_file, ".new");
	/* SQLite would put the old WAL of a file that is gone into this one. */
	bool ok = remove_with_wal(new) && remove_with_wal(store->drafts_file);
	int fd = place_make(new, store->file, O_EXCL);

	if (fd >= 0)
		close(fd);
	if (!ok || fd < 0)
		ok = error_set(
			err,
			"%s: it cannot be made: %s; whoever runs this needs "
			"to write here",
			store->drafts_name, strerror(errno));
	ok = ok && drafts_fill(new, store->drafts_name, err) &&
		place_rename(new, store->drafts_file, store->drafts_name, err);
	if (!ok)
		remove_with_wal(new);
	free(new);
	return ok;
}

/* ---- opening, when first needed ---- */

static bool
drafts_start(struct store *store, struct error *err)
{
	struct db *db = &store->drafts;
	bool ok = db_open(db, store->drafts_file, store->drafts_name,
			  SQLITE_OPEN_READWRITE, err) &&
		db_marked(db, DB_DRAFTS, "a drafts file", err) &&
		db_setting(db, SQL_JOURNAL, SQL_JOURNAL, "wal", err) &&
		drafts_set(db, err);

	if (!ok)
		db_close(db);
	return ok;
}

static bool
closed_refused(struct store *store, struct error *err)
{
	bool closed;

	if (!store_is_closed(store, &closed, err))
		return true;
	if (closed)
		error_set(err,
			  "%s: the survey was closed, so nothing more is kept; "
			  "ask whoever runs it",
			  store->path);
	return closed;
}

/* `make`: where there is none, which needs a turn. A closed wave never gets a
 * drafts file again. */
static bool
drafts_open(struct store *store, bool make, struct error *err)
{
	if (store->drafts.handle != NULL && !db_moved(&store->drafts))
		return true;
	/* Whoever removed the file deleted no draft on purpose. */
	if (store->drafts.handle != NULL)
		store->seen.known = false;
	db_close(&store->drafts);
	if (closed_refused(store, err))
		return false;
	if (make && place_size(store->drafts_file) < 0) {
		store->seen.known = false;
		if (!drafts_make(store, err))
			return false;
	}
	return drafts_start(store, err);
}

/* The file is opened anew next time, see store_write_end. */
static bool
drafts_give_up(struct store *store)
{
	db_rollback(&store->drafts);
	db_close(&store->drafts);
	return false;
}

/* ---- who changed it last ---- */

static bool
is_seen(const struct store *store, const unsigned char *id)
{
	return store->seen.known &&
		memcmp(store->seen.id, id, DRAFT_ID_BYTES) == 0;
}

static void
see(struct store *store, const unsigned char *id, const void *box)
{
	struct draft_seen *seen = &store->seen;

	seen->known = true;
	memcpy(seen->id, id, DRAFT_ID_BYTES);
	seal_hash(box, store->wave.draft_size, seen->last);
	memcpy(seen->tried, seen->last, sizeof seen->tried);
}

static bool
is_as_left(struct draft_seen *seen, const void *box, size_t n)
{
	unsigned char hash[SEAL_HASH_BYTES];

	if (box == NULL)
		return false;
	seal_hash(box, n, hash);
	if (memcmp(hash, seen->last, sizeof hash) != 0 &&
	    memcmp(hash, seen->tried, sizeof hash) != 0)
		return false;
	memcpy(seen->last, hash, sizeof hash);
	return true;
}

/* False when it is not as we left it. Inside a transaction. */
static bool
is_still_ours(struct store *store, const unsigned char *id, struct error *err)
{
	struct sqlite3_stmt *stmt;
	int code;
	bool ours;

	store->seen.elsewhere = false;
	store->seen.known = is_seen(store, id);
	if (!store->seen.known)
		return true;
	stmt = db_use(&store->drafts, SQL_DRAFT_GET, err);
	if (stmt == NULL)
		return false;
	sqlite3_bind_blob(stmt, 1, id, DRAFT_ID_BYTES, SQLITE_STATIC);
	code = sqlite3_step(stmt);
	ours = code == SQLITE_ROW &&
		is_as_left(&store->seen, sqlite3_column_blob(stmt, 0),
			   (size_t)sqlite3_column_bytes(stmt, 0));
	store->seen.elsewhere =
		!ours && (code == SQLITE_ROW || code == SQLITE_DONE);
	if (store->seen.elsewhere)
		error_set(err,
			  "%s: these answers were changed, sent or deleted in "
			  "another window; go on there",
			  store->drafts_name);
	else if (!ours)
		db_fail(&store->drafts, NULL, err);
	db_done(stmt);
	return ours;
}

bool
store_draft_is_elsewhere(const struct store *store)
{
	return store->seen.elsewhere;
}

/* ---- one draft ---- */

static bool
draft_bind_run(struct store *store, enum sql which, const unsigned char *id,
	       const void *box, struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->drafts, which, err);

	if (stmt == NULL)
		return false;
	sqlite3_bind_blob(stmt, 1, id, DRAFT_ID_BYTES, SQLITE_STATIC);
	if (box != NULL)
		sqlite3_bind_blob(stmt, 2, box, (int)store->wave.draft_size,
				  SQLITE_STATIC);
	return db_run(&store->drafts, stmt, err);
}

bool
store_draft_put(struct store *store, const unsigned char id[DRAFT_ID_BYTES],
		const void *box, struct error *err)
{
	struct db *db = &store->drafts;
	bool ok;

	assert(store->mode == STORE_ASK);
	if (!turn_take(&store->turn, TURN_DRAFTS, store->drafts_name, err))
		return false;
	ok = drafts_open(store, true, err) && db_do(db, SQL_BEGIN_WRITE, err) &&
		is_still_ours(store, id, err);
	if (ok)
		seal_hash(box, store->wave.draft_size, store->seen.tried);
	ok = ok && draft_bind_run(store, SQL_DRAFT_PUT, id, box, err) &&
		db_do(db, SQL_COMMIT, err);
	if (ok)
		see(store, id, box);
	else
		drafts_give_up(store);
	turn_give(&store->turn, TURN_DRAFTS);
	return ok;
}

static bool
draft_copy(struct store *store, struct sqlite3_stmt *stmt, void **box,
	   struct error *err)
{
	const size_t size = store->wave.draft_size;
	const void *found = sqlite3_column_blob(stmt, 0);

	if (found == NULL || (size_t)sqlite3_column_bytes(stmt, 0) != size)
		return error_set(
			err,
			"%s: this draft is damaged; start the survey again",
			store->drafts_name);
	*box = mem_copy_n(found, size);
	return true;
}

static bool
draft_read(struct store *store, const unsigned char *id, void **box,
	   struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->drafts, SQL_DRAFT_GET, err);
	bool ok = true;
	int code;

	if (stmt == NULL)
		return false;
	sqlite3_bind_blob(stmt, 1, id, DRAFT_ID_BYTES, SQLITE_STATIC);
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		ok = draft_copy(store, stmt, box, err);
	else if (code != SQLITE_DONE)
		ok = db_fail(&store->drafts, NULL, err);
	db_done(stmt);
	return ok;
}

bool
store_draft_get(struct store *store, const unsigned char id[DRAFT_ID_BYTES],
		void **box, struct error *err)
{
	*box = NULL;
	if (place_size(store->drafts_file) < 0)
		return true;
	if (!drafts_open(store, false, err) || !draft_read(store, id, box, err))
		return drafts_give_up(store);
	if (*box != NULL)
		see(store, id, *box);
	return true;
}

/* ---- deleting ---- */

/*
 * The pages of what was deleted are zeros in the WAL's last frames; the old
 * frames go with the WAL. Somebody who reads at this moment keeps them there:
 * then the next deletion or the closing takes them along.
 */
static bool
wal_left_to_others(struct db *db, struct error *err)
{
	return wal_empty(db, err) || db_failed_with(db, SQLITE_BUSY);
}

static bool
draft_delete(struct store *store, const unsigned char *id, struct error *err)
{
	struct db *db = &store->drafts;
	unsigned char *noise = mem_new(store->wave.draft_size, 1);
	bool ok;

	seal_random(noise, store->wave.draft_size);
	ok = db_do(db, SQL_BEGIN_WRITE, err) &&
		draft_bind_run(store, SQL_DRAFT_BLUR, id, noise, err) &&
		draft_bind_run(store, SQL_DRAFT_DELETE, id, NULL, err) &&
		db_do(db, SQL_COMMIT, err) && wal_left_to_others(db, err);
	free(noise);
	return ok;
}

bool
store_draft_delete(struct store *store, const unsigned char id[DRAFT_ID_BYTES],
		   struct error *err)
{
	bool ok = true;

	assert(store->mode == STORE_ASK);
	if (!turn_take(&store->turn, TURN_DRAFTS, store->drafts_name, err))
		return false;
	if (place_size(store->drafts_file) >= 0) {
		ok = drafts_open(store, false, err) &&
			draft_delete(store, id, err);
		if (!ok)
			drafts_give_up(store);
		else if (is_seen(store, id))
			store->seen.known = false;
	}
	turn_give(&store->turn, TURN_DRAFTS);
	return ok;
}

/* ---- all of them, at the end ---- */

/* What can be cleared from inside SQLite; a damaged file is wiped all the
 * same. */
static void
drafts_clear(struct store *store)
{
	struct error ignored = ERROR_INIT;

	if (drafts_start(store, &ignored) &&
	    db_do(&store->drafts, SQL_DRAFT_CLEAR, &ignored))
		wal_empty(&store->drafts, &ignored);
	drafts_give_up(store);
}

static bool
files_wipe(struct store *store, struct error *err)
{
	static const char *const suffixes[] = {"",	   "-wal", "-shm",
					       "-journal", ".new", ".new-wal",
					       ".new-shm"};
	size_t i;
	bool ok = true;

	for (i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
		char *file = place_with(store->drafts_file, suffixes[i]);

		ok = place_wipe(file, store->drafts_name, err) && ok;
		free(file);
	}
	return place_sync(store->drafts_file, store->drafts_name, err) && ok;
}

/* A client that is still running finds its file gone at its next turn, and
 * then the wave closed. */
bool
drafts_wipe(struct store *store, struct error *err)
{
	bool ok;

	if (!turn_take(&store->turn, TURN_DRAFTS, store->drafts_name, err))
		return false;
	db_close(&store->drafts);
	if (place_size(store->drafts_file) >= 0)
		drafts_clear(store);
	ok = files_wipe(store, err);
	turn_give(&store->turn, TURN_DRAFTS);
	return ok;
}

/* ---- counting ---- */

/* As SQLite's URI wants it, https://www.sqlite.org/uri.html */
static char *
uri_of(const char *file, bool nobody_writes)
{
	struct text t = TEXT_INIT;

	text_add(&t, "file:");
	for (; *file != '\0'; file++)
		if (strchr("%?#", *file) != NULL)
			text_addf(&t, "%%%02X", (unsigned)*file);
		else
			text_add_char(&t, *file);
	text_add(&t, nobody_writes ? "?immutable=1" : "?mode=ro");
	return text_take(&t);
}

/* Without a WAL the file is read as it stands; SQLite would make one. */
bool
drafts_count(const struct store *store, uint32_t *n, struct error *err)
{
	char *wal = place_with(store->drafts_file, "-wal");
	char *uri = uri_of(store->drafts_file, place_size(wal) <= 0);
	struct db db = {0};
	int64_t number = 0;
	bool ok = db_open(&db, uri, store->drafts_name,
			  SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err) &&
		db_marked(&db, DB_DRAFTS, "a drafts file", err) &&
		db_number(&db, SQL_DRAFT_COUNT, &number, err);

	db_close(&db);
	free(uri);
	free(wal);
	*n = (uint32_t)number;
	return ok;
}
