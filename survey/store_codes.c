#include "survey/store_private.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, SEAL_HASH_BYTES);
}

static bool
code_write(struct db *db, const unsigned char *hash, struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(db, SQL_CODE_ADD, err);

	if (stmt == NULL)
		return false;
	sqlite3_bind_blob(stmt, 1, hash, SEAL_HASH_BYTES, SQLITE_STATIC);
	return db_run(db, stmt, err);
}

bool
codes_write(struct db *db, const unsigned char *hashes, size_t n,
	    struct error *err)
{
	unsigned char *sorted;
	size_t i;
	bool ok = true;

	if (n == 0)
		return true;
	sorted = mem_new(n, SEAL_HASH_BYTES);
	memcpy(sorted, hashes, n * SEAL_HASH_BYTES);
	qsort(sorted, n, SEAL_HASH_BYTES, by_bytes);
	for (i = 0; ok && i < n; i++)
		ok = code_write(db, sorted + i * SEAL_HASH_BYTES, err);
	free(sorted);
	return ok;
}

/* All hashes in the wave, in a list with room for `more`. */
static unsigned char *
codes_read(struct store *store, size_t more, size_t *n, struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_CODE_ALL, err);
	unsigned char *list = NULL;
	size_t room = 0;
	int code = SQLITE_DONE;

	*n = 0;
	if (stmt == NULL)
		return NULL;
	list = mem_room(list, &room, more + 1, SEAL_HASH_BYTES);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW &&
	       sqlite3_column_bytes(stmt, 0) == SEAL_HASH_BYTES) {
		list = mem_room(list, &room, *n + 1 + more, SEAL_HASH_BYTES);
		memcpy(list + *n * SEAL_HASH_BYTES,
		       sqlite3_column_blob(stmt, 0), SEAL_HASH_BYTES);
		++*n;
	}
	if (code == SQLITE_DONE) {
		db_done(stmt);
		return list;
	}
	db_fail(&store->db, "table code", err);
	db_done(stmt);
	free(list);
	return NULL;
}

/* All are written anew: beside the old ones, on pages of their own, the new
 * would tell for ever which came later. */
static bool
codes_rewrite(struct store *store, const unsigned char *hashes, size_t n,
	      struct error *err)
{
	size_t had;
	unsigned char *all = codes_read(store, n, &had, err);
	bool ok;

	if (all == NULL)
		return false;
	if (n > 0)
		memcpy(all + had * SEAL_HASH_BYTES, hashes,
		       n * SEAL_HASH_BYTES);
	ok = db_do(&store->db, SQL_CODE_CLEAR, err) &&
		codes_write(&store->db, all, had + n, err);
	free(all);
	return ok;
}

bool
codes_tidy(struct store *store, struct error *err)
{
	struct error unreadable = ERROR_INIT;
	size_t n;
	unsigned char *all = codes_read(store, 0, &n, &unreadable);
	const bool readable = all != NULL;

	free(all);
	return !readable || codes_rewrite(store, NULL, 0, err);
}

static bool
codes_add(struct store *store, const unsigned char *hashes, size_t n,
	  struct error *err)
{
	int64_t issued;
	bool closed;

	if (!store_is_closed(store, &closed, err) ||
	    !store_value_read(store, "codes_issued", &issued, err))
		return false;
	if (closed)
		return error_set(
			err,
			"%s: it is closed; open another wave and give codes "
			"for that",
			store->path);
	if ((uint64_t)issued + n > store->wave.capacity)
		return error_set(
			err,
			"%s: it has %lu slots and %lld codes; %zu more do not "
			"fit, open a second wave for them",
			store->path, (unsigned long)store->wave.capacity,
			(long long)issued, n);
	if (!codes_rewrite(store, hashes, n, err) ||
	    !store_value_write(store, "codes_issued", issued + (int64_t)n,
			       err) ||
	    !db_do(&store->db, SQL_COMMIT, err))
		return false;
	store->wave.codes_issued = (uint32_t)(issued + (int64_t)n);
	return true;
}

bool
store_codes_add(struct store *store, const unsigned char *hashes, size_t n,
		struct error *err)
{
	bool ok;

	if (n == 0)
		return true;
	if (!store_write_begin(store, err))
		return false;
	ok = codes_add(store, hashes, n, err);
	store_write_end(store, ok);
	return ok;
}

bool
store_code_known(struct store *store, const unsigned char hash[SEAL_HASH_BYTES],
		 bool *known, struct error *err)
{
	struct sqlite3_stmt *stmt;
	bool ok;

	if (!store_is_open(store, err))
		return false;
	stmt = db_use(&store->db, SQL_CODE_KNOWN, err);
	if (stmt == NULL)
		return false;
	sqlite3_bind_blob(stmt, 1, hash, SEAL_HASH_BYTES, SQLITE_STATIC);
	ok = sqlite3_step(stmt) == SQLITE_ROW;
	if (ok)
		*known = sqlite3_column_int64(stmt, 0) > 0;
	else
		db_fail(&store->db, "table code", err);
	db_done(stmt);
	return ok;
}
