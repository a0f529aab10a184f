#include "survey/store_private.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <string.h>

/*
 * Every statement of the wave, of the drafts and of the audit.
 *
 * In slot, `used` stands before `box`: a look at `used` reads one page of a
 * row, not the box behind it; hence also the CASE. No index on `used`: its
 * pages would tell the order of submissions. A box replaces one of the same
 * size, and SQLite then overwrites the row where it is.
 */
static const char *const sql[SQL_COUNT] = {
	[SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[SQL_BEGIN_READ] = "BEGIN",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",

	[SQL_APPLICATION] = "PRAGMA application_id",
	[SQL_VERSION] = "PRAGMA user_version",
	[SQL_WAVE_MARK] = "PRAGMA application_id=0x436e6457",
	[SQL_DRAFTS_MARK] = "PRAGMA application_id=0x436e6444",
	[SQL_VERSION_MARK] = "PRAGMA user_version=1",
	[SQL_PAGE_SIZE_SET] = "PRAGMA page_size=4096",
	[SQL_PAGE_SIZE] = "PRAGMA page_size",
	[SQL_SECURE_SET] = "PRAGMA secure_delete=ON",
	[SQL_SECURE] = "PRAGMA secure_delete",
	[SQL_CELLS_SET] = "PRAGMA cell_size_check=ON",
	[SQL_CELLS] = "PRAGMA cell_size_check",
	[SQL_TRUNCATE_SET] = "PRAGMA journal_mode=TRUNCATE",
	[SQL_DELETE_SET] = "PRAGMA journal_mode=DELETE",
	[SQL_WAL_SET] = "PRAGMA journal_mode=WAL",
	[SQL_JOURNAL] = "PRAGMA journal_mode",
	[SQL_EXTRA_SET] = "PRAGMA synchronous=EXTRA",
	[SQL_FULL_SET] = "PRAGMA synchronous=FULL",
	[SQL_SYNCHRONOUS] = "PRAGMA synchronous",

	[SQL_MAKE_ABOUT] = "CREATE TABLE about(line TEXT NOT NULL) STRICT",
	[SQL_MAKE_WAVE] = ("CREATE TABLE wave(name TEXT PRIMARY KEY,"
			   " value ANY NOT NULL) STRICT, WITHOUT ROWID"),
	[SQL_MAKE_CODE] = ("CREATE TABLE code(hash BLOB PRIMARY KEY)"
			   " STRICT, WITHOUT ROWID"),
	[SQL_MAKE_SLOT] = ("CREATE TABLE slot(n INTEGER PRIMARY KEY,"
			   " used INTEGER NOT NULL, box BLOB NOT NULL) STRICT"),
	[SQL_MAKE_DRAFT] = ("CREATE TABLE draft(id BLOB PRIMARY KEY,"
			    " box BLOB NOT NULL) STRICT, WITHOUT ROWID"),
	[SQL_ABOUT_ADD] = "INSERT INTO about(line) VALUES(?1)",
	[SQL_WAVE_ADD] = "INSERT INTO wave(name, value) VALUES(?1, ?2)",
	[SQL_SLOT_ADD] = "INSERT INTO slot(n, used, box) VALUES(?1, 0, ?2)",

	[SQL_WAVE_ALL] = "SELECT name, value FROM wave",
	[SQL_WAVE_VALUE] = "SELECT value FROM wave WHERE name=?1",
	[SQL_WAVE_SET] = "UPDATE wave SET value=?2 WHERE name=?1",

	[SQL_CODE_ADD] = "INSERT INTO code(hash) VALUES(?1)",
	[SQL_CODE_ALL] = "SELECT hash FROM code",
	[SQL_CODE_KNOWN] = "SELECT count(*) FROM code WHERE hash=?1",
	[SQL_CODE_SPEND] = "DELETE FROM code WHERE hash=?1",
	[SQL_CODE_CLEAR] = "DELETE FROM code",
	[SQL_CODE_COUNT] = "SELECT count(*) FROM code",

	[SQL_SLOT_USED] = "SELECT used FROM slot WHERE n=?1",
	[SQL_SLOT_BOX] = ("SELECT used, CASE WHEN used<>0 THEN box END"
			  " FROM slot WHERE n=?1"),
	[SQL_SLOT_FILL] = ("UPDATE slot SET box=?2, used=1"
			   " WHERE n=?1 AND used=0"),
	[SQL_SLOT_COUNT_USED] = "SELECT count(*) FROM slot WHERE used<>0",
	[SQL_SLOT_COUNT_FREE] = "SELECT count(*) FROM slot WHERE used=0",
	[SQL_SLOT_NTH_FREE] = ("SELECT n FROM slot WHERE used=0"
			       " ORDER BY n LIMIT 1 OFFSET ?1"),

	[SQL_DRAFT_PUT] = ("INSERT INTO draft(id, box) VALUES(?1, ?2)"
			   " ON CONFLICT(id) DO UPDATE SET box=excluded.box"),
	[SQL_DRAFT_GET] = "SELECT box FROM draft WHERE id=?1",
	[SQL_DRAFT_BLUR] = "UPDATE draft SET box=?2 WHERE id=?1",
	[SQL_DRAFT_DELETE] = "DELETE FROM draft WHERE id=?1",
	[SQL_DRAFT_CLEAR] = "DELETE FROM draft",
	[SQL_DRAFT_COUNT] = "SELECT count(*) FROM draft",

	[SQL_SCHEMA] = ("SELECT coalesce(sql, name) FROM sqlite_schema"
			" ORDER BY rowid"),
	[SQL_SLOT_SUMS] = ("SELECT count(*), min(n), max(n), total(used<>0),"
			   " total(used NOT IN (0, 1)),"
			   " total(length(box)<>?1),"
			   " total(used<>0 AND n*2<=?2) FROM slot"),
	[SQL_FREE_PAGES] = "PRAGMA freelist_count",
	[SQL_INTEGRITY] = "PRAGMA integrity_check(1)",
};

/* How long SQLite itself waits, should somebody write without a turn. */
enum { BUSY_MS = TURN_SECONDS * 1000 };

/* Nothing is asked for that is longer, whatever a damaged file says. */
enum { LONGEST_VALUE = 64 * 1024 * 1024 };

const char *
db_sql(enum sql which)
{
	return sql[which];
}

/* ---- what went wrong, in words ---- */

/* The first that fits: an extended code, or a primary one. */
static const struct words {
	int code;
	const char *text;
} words[] = {
	{SQLITE_FULL, "the disk is full; free some space and try again"},
	{SQLITE_READONLY_DBMOVED,
	 "it was moved, replaced or removed while in use; start again"},
	{SQLITE_READONLY_ROLLBACK,
	 "the last write was cut short and this account may not undo "
	 "it; open it once with the account it belongs to"},
	{SQLITE_READONLY_RECOVERY,
	 "the last write was cut short and this account may not undo "
	 "it; open it once with the account it belongs to"},
	{SQLITE_READONLY,
	 "it may not be written; check who owns the file, its "
	 "folder and the disk"},
	{SQLITE_PERM, "it may not be opened; check who owns it"},
	{SQLITE_IOERR_NOMEM,
	 "not enough memory; close other programs and try "
	 "again"},
	{SQLITE_NOMEM, "not enough memory; close other programs and try again"},
	{SQLITE_IOERR,
	 "the disk reports an error; check the disk, then start "
	 "again"},
	{SQLITE_BUSY,
	 "another program keeps it busy; end that program and try "
	 "again"},
	{SQLITE_LOCKED,
	 "another program keeps it busy; end that program and "
	 "try again"},
	{SQLITE_CANTOPEN,
	 "it cannot be opened; check that it is there and who "
	 "owns it"},
	{SQLITE_NOTADB, "this is not a file of ours; choose the .wave file"},
	{SQLITE_CORRUPT,
	 "it is damaged; keep it as it is, work on a copy of "
	 "it, and check the disk"},
	{SQLITE_TOOBIG,
	 "it holds something longer than any wave has; it is "
	 "damaged"},
	{SQLITE_MISMATCH,
	 "it holds something of another kind than a wave has; "
	 "it is damaged"},
	{SQLITE_CONSTRAINT, "this is there already"},
};

static const char *
words_of(int code, int system)
{
	size_t i;

	if (system == ENOSPC || system == EDQUOT)
		code = SQLITE_FULL;
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (words[i].code == code || words[i].code == (code & 0xff))
			return words[i].text;
	return NULL;
}

bool
db_fail(struct db *db, const char *place, struct error *err)
{
	int code = sqlite3_extended_errcode(db->handle);
	int primary = code & 0xff;
	int system = db->handle ? sqlite3_system_errno(db->handle) : 0;
	const bool of_system = system != 0 &&
		(primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN);
	const char *text = words_of(code, of_system ? system : 0);
	const char *comma = place != NULL ? ", " : "";

	if (place == NULL)
		place = "";
	if (text == NULL)
		return error_set(err, "%s%s%s: %s (SQLite %d); try again",
				 db->name, comma, place,
				 sqlite3_errmsg(db->handle), code);
	return error_set(err, "%s%s%s: %s%s%s%s", db->name, comma, place, text,
			 of_system ? " (" : "",
			 of_system ? strerror(system) : "",
			 of_system ? ")" : "");
}

bool
db_failed_with(struct db *db, int code)
{
	return (sqlite3_extended_errcode(db->handle) & 0xff) == code;
}

/* ---- statements ---- */

struct sqlite3_stmt *
db_use(struct db *db, enum sql which, struct error *err)
{
	struct sqlite3_stmt **stmt = &db->prepared[which];

	assert(db->handle != NULL);
	if (*stmt == NULL &&
	    sqlite3_prepare_v3(db->handle, sql[which], -1,
			       SQLITE_PREPARE_PERSISTENT, stmt,
			       NULL) != SQLITE_OK)
		db_fail(db, NULL, err);
	return *stmt;
}

void
db_done(struct sqlite3_stmt *stmt)
{
	if (stmt == NULL)
		return;
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
}

bool
db_run(struct db *db, struct sqlite3_stmt *stmt, struct error *err)
{
	int code;

	do
		code = sqlite3_step(stmt);
	while (code == SQLITE_ROW);
	if (code != SQLITE_DONE)
		db_fail(db, NULL, err);
	db_done(stmt);
	return code == SQLITE_DONE;
}

bool
db_do(struct db *db, enum sql which, struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(db, which, err);

	return stmt != NULL && db_run(db, stmt, err);
}

bool
db_number(struct db *db, enum sql which, int64_t *number, struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(db, which, err);
	int code;

	*number = 0;
	if (stmt == NULL)
		return false;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*number = sqlite3_column_int64(stmt, 0);
	else if (code != SQLITE_DONE)
		db_fail(db, NULL, err);
	db_done(stmt);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Some pragmas act when they are prepared, so none is used twice. */
static void
db_drop(struct db *db, enum sql which)
{
	sqlite3_finalize(db->prepared[which]);
	db->prepared[which] = NULL;
}

bool
db_setting(struct db *db, enum sql set, enum sql get, const char *want,
	   struct error *err)
{
	struct sqlite3_stmt *stmt;
	const char *got;
	bool ok;

	if (!db_do(db, set, err))
		return false;
	db_drop(db, set);
	stmt = db_use(db, get, err);
	if (stmt == NULL)
		return false;
	if (sqlite3_step(stmt) != SQLITE_ROW)
		return db_fail(db, NULL, err);
	got = (const char *)sqlite3_column_text(stmt, 0);
	ok = got != NULL && strcmp(got, want) == 0;
	if (!ok)
		error_set(err,
			  "%s: SQLite does not take \"%s\"; use SQLite 3.37 or "
			  "later",
			  db->name, sql[set]);
	db_drop(db, get);
	return ok;
}

bool
db_marked(struct db *db, int application, const char *what, struct error *err)
{
	int64_t mark, version;

	if (!db_number(db, SQL_APPLICATION, &mark, err) ||
	    !db_number(db, SQL_VERSION, &version, err))
		return false;
	db_drop(db, SQL_APPLICATION);
	db_drop(db, SQL_VERSION);
	if (mark != application)
		return error_set(err, "%s: this is not %s; choose another file",
				 db->name, what);
	if (version != DB_VERSION)
		return error_set(
			err,
			"%s: this is %s of format %lld and this program knows "
			"%d; use the program it was made with",
			db->name, what, (long long)version, DB_VERSION);
	return true;
}

void
db_rollback(struct db *db)
{
	struct error ignored = ERROR_INIT;

	if (db->handle != NULL && !sqlite3_get_autocommit(db->handle))
		db_do(db, SQL_ROLLBACK, &ignored);
}

bool
db_moved(struct db *db)
{
	int moved = 0;

	sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED,
			     &moved);
	return moved != 0;
}

/* ---- opening ---- */

static void
db_harden(struct sqlite3 *handle)
{
	sqlite3_extended_result_codes(handle, 1);
	sqlite3_busy_timeout(handle, BUSY_MS);
	sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
}

bool
db_open(struct db *db, const char *file, const char *name, int flags,
	struct error *err)
{
	assert(db->handle == NULL);
	db->name = name;
	if (sqlite3_open_v2(file, &db->handle, flags | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK) {
		db_fail(db, NULL, err);
		db_close(db);
		return false;
	}
	db_harden(db->handle);
	if (!db_setting(db, SQL_CELLS_SET, SQL_CELLS, "1", err)) {
		db_close(db);
		return false;
	}
	return true;
}

void
db_close(struct db *db)
{
	size_t i;

	for (i = 0; i < SQL_COUNT; i++) {
		sqlite3_finalize(db->prepared[i]);
		db->prepared[i] = NULL;
	}
	sqlite3_close(db->handle);
	db->handle = NULL;
}
