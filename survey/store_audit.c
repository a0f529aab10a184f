#include "survey/store_private.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

/*
 * Each part fills what it can read. What a damaged file does not tell is left
 * at zero, and `intact` says why.
 */

static bool
is_damage(struct db *db)
{
	return db_failed_with(db, SQLITE_CORRUPT) ||
		db_failed_with(db, SQLITE_NOTADB);
}

/* Damage is a finding, anything else an error. */
static bool
found(struct store *store, struct store_audit *audit, bool ok,
      struct error *problem, struct error *err)
{
	if (ok)
		return true;
	if (is_damage(&store->db)) {
		audit->intact = false;
		return true;
	}
	return error_set(err, "%s", problem->text);
}

static bool
look_schema(struct store *store, struct store_audit *audit, struct error *err)
{
	static const enum sql made[] = {SQL_MAKE_ABOUT, SQL_MAKE_WAVE,
					SQL_MAKE_CODE, SQL_MAKE_SLOT};
	const size_t n_made = sizeof made / sizeof made[0];
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_SCHEMA, err);
	size_t n = 0;
	bool same = true;
	int code;

	if (stmt == NULL)
		return false;
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(stmt, 0);

		same = same && text != NULL && n < n_made &&
			strcmp(text, db_sql(made[n])) == 0;
		n++;
	}
	if (code != SQLITE_DONE)
		db_fail(&store->db, "its list of tables", err);
	db_done(stmt);
	audit->tables_as_made = code == SQLITE_DONE && same && n == n_made;
	return code == SQLITE_DONE;
}

static void
slots_take(struct store *store, struct store_audit *audit,
	   struct sqlite3_stmt *stmt)
{
	const int64_t capacity = store->wave.capacity;
	const double used = sqlite3_column_double(stmt, 3);

	audit->used = (uint32_t)used;
	audit->slots_as_made = sqlite3_column_int64(stmt, 0) == capacity &&
		sqlite3_column_int64(stmt, 1) == 1 &&
		sqlite3_column_int64(stmt, 2) == capacity &&
		sqlite3_column_int64(stmt, 4) == 0;
	audit->slots_of_other_size = (uint32_t)sqlite3_column_int64(stmt, 5);
	audit->first_half_share =
		used > 0 ? sqlite3_column_double(stmt, 6) / used : .5;
}

static bool
look_slots(struct store *store, struct store_audit *audit, struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_SLOT_SUMS, err);
	bool ok;

	if (stmt == NULL)
		return false;
	sqlite3_bind_int64(stmt, 1, store->wave.box_size);
	sqlite3_bind_int64(stmt, 2, store->wave.capacity);
	ok = sqlite3_step(stmt) == SQLITE_ROW;
	if (ok)
		slots_take(store, audit, stmt);
	else
		db_fail(&store->db, "table slot", err);
	db_done(stmt);
	return ok;
}

static bool
look_codes(struct store *store, struct store_audit *audit, struct error *err)
{
	int64_t n;

	if (!db_number(&store->db, SQL_CODE_COUNT, &n, err))
		return false;
	audit->codes_left = (uint32_t)n;
	return true;
}

static bool
look_pages(struct store *store, struct store_audit *audit, struct error *err)
{
	int64_t secure;

	if (!db_number(&store->db, SQL_FREE_PAGES, &audit->free_pages, err) ||
	    !db_number(&store->db, SQL_SECURE, &secure, err))
		return false;
	audit->secure_delete = secure == 1;
	return true;
}

static bool
look_integrity(struct store *store, struct store_audit *audit,
	       struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_INTEGRITY, err);
	const char *said;
	bool ok;

	if (stmt == NULL)
		return false;
	ok = sqlite3_step(stmt) == SQLITE_ROW;
	if (ok) {
		said = (const char *)sqlite3_column_text(stmt, 0);
		if (said == NULL || strcmp(said, "ok") != 0)
			audit->intact = false;
	} else {
		db_fail(&store->db, NULL, err);
	}
	db_done(stmt);
	return ok;
}

/* ---- beside the wave ---- */

static int64_t
size_beside(const char *file, const char *suffix)
{
	char *name = place_with(file, suffix);
	int64_t size = place_size(name);

	free(name);
	return size;
}

static void
look_beside(const struct store *store, struct store_audit *audit)
{
	audit->journal_left = size_beside(store->file, "-journal") > 0;
	audit->wal_left = size_beside(store->file, "-wal") >= 0 ||
		size_beside(store->file, "-shm") >= 0;
	audit->drafts_file = place_size(store->drafts_file) >= 0;
	audit->drafts_wal = size_beside(store->drafts_file, "-wal") > 0;
}

static unsigned
mode_of(const char *file)
{
	struct stat st;

	return stat(file, &st) == 0 ? (unsigned)st.st_mode & 07777 : 0;
}

static void
look_place(const struct store *store, struct store_audit *audit)
{
	char *folder = place_folder(store->file);
	struct statfs fs;

	audit->mode = mode_of(store->file);
	audit->folder_mode = mode_of(folder);
	audit->network = statfs(folder, &fs) == 0 &&
		place_network_name((unsigned long)fs.f_type) != NULL;
	free(folder);
}

bool
store_look(struct store *store, struct store_audit *audit, struct error *err)
{
	static bool (*const parts[])(struct store *, struct store_audit *,
				     struct error *) = {look_schema, look_slots,
							look_codes, look_pages,
							look_integrity};
	size_t i;

	*audit = (struct store_audit){.capacity = store->wave.capacity,
				      .intact = true};
	look_beside(store, audit);
	look_place(store, audit);
	if (store->db.handle == NULL && !store_reopen(store, err))
		return false;
	for (i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct error problem = ERROR_INIT;
		bool ok = parts[i](store, audit, &problem);

		if (!found(store, audit, ok, &problem, err))
			return false;
	}
	return !audit->drafts_file || drafts_count(store, &audit->drafts, err);
}
