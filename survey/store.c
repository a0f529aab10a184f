#include "survey/store.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "survey/store_private.h"

/* ---- what stands in table wave ---- */

/* Nothing is told of fewer than five: no program of ours writes less, and to
 * promise staff "groups of 0" would be worse than to ask nothing. */
enum { MIB = 1024 * 1024, LEAST_MIN_GROUP = 5 };

#define AT(member) offsetof(struct wave, member)

const struct field wave_fields[] = {
	{"instrument", AT(instrument), 1, 16 * MIB, FIELD_TEXT, false},
	{"public_key", AT(public_key), SEAL_PUBLIC_BYTES, SEAL_PUBLIC_BYTES,
	 FIELD_BYTES, false},
	{"salt", AT(salt), SEAL_SALT_BYTES, SEAL_SALT_BYTES, FIELD_BYTES,
	 false},
	{"capacity", AT(capacity), 1, 10000000, FIELD_NUMBER, false},
	{"box_size", AT(box_size), 64, MIB, FIELD_NUMBER, false},
	{"draft_size", AT(draft_size), 64, 4 * MIB, FIELD_NUMBER, false},
	{"staff", AT(staff), 0, UINT32_MAX, FIELD_NUMBER, false},
	{"codes_issued", AT(codes_issued), 0, UINT32_MAX, FIELD_NUMBER, true},
	{"min_group", AT(min_group), LEAST_MIN_GROUP, UINT32_MAX, FIELD_NUMBER,
	 false},
	{"closes", AT(closes), 0, 64, FIELD_TEXT, false},
	{"pilot", AT(pilot), 0, 1, FIELD_FLAG, false},
	{"closed", AT(closed), 0, 1, FIELD_FLAG, true},
	{"closed_early", AT(closed_early), 0, 1, FIELD_FLAG, true},
};
const size_t wave_n_fields = sizeof wave_fields / sizeof wave_fields[0];

static const void *
field_bytes(const struct wave *wave, const struct field *field, size_t *n)
{
	const char *at = (const char *)wave + field->offset;
	const char *text;

	switch (field->kind) {
	case FIELD_NUMBER: *n = sizeof(uint32_t); return at;
	case FIELD_FLAG: *n = sizeof(bool); return at;
	case FIELD_BYTES: *n = (size_t)field->most; return at;
	case FIELD_TEXT: break;
	}
	memcpy(&text, at, sizeof text);
	*n = strlen(text);
	return text;
}

void
wave_sum(const struct wave *wave, unsigned char sum[SEAL_HASH_BYTES])
{
	unsigned char each[SEAL_HASH_BYTES *
			   (sizeof wave_fields / sizeof wave_fields[0])];
	size_t i, n, used = 0;

	for (i = 0; i < wave_n_fields; i++) {
		const void *bytes = field_bytes(wave, &wave_fields[i], &n);

		if (wave_fields[i].changes)
			continue;
		seal_hash(bytes, n, each + used);
		used += SEAL_HASH_BYTES;
	}
	seal_hash(each, used, sum);
}

/* A wave as read, before it is the store's. */
struct loaded {
	struct wave wave;
	char *instrument, *closes;
	unsigned char sum[SEAL_HASH_BYTES];
	bool seen[sizeof wave_fields / sizeof wave_fields[0]];
	bool sum_seen;
};

static void
loaded_release(struct loaded *loaded)
{
	free(loaded->instrument);
	free(loaded->closes);
}

static void
text_load(struct loaded *loaded, const struct field *field, const char *text,
	  size_t n)
{
	char *copy = mem_copy_n(text, n);

	if (field->offset == AT(instrument)) {
		free(loaded->instrument);
		loaded->wave.instrument = loaded->instrument = copy;
		loaded->wave.instrument_bytes = n;
	} else {
		free(loaded->closes);
		loaded->wave.closes = loaded->closes = copy;
	}
}

/* False: not of the kind or size a wave has. */
static bool
field_load(struct loaded *loaded, const struct field *field,
	   struct sqlite3_stmt *stmt)
{
	static const int types[] = {
		[FIELD_NUMBER] = SQLITE_INTEGER,
		[FIELD_FLAG] = SQLITE_INTEGER,
		[FIELD_BYTES] = SQLITE_BLOB,
		[FIELD_TEXT] = SQLITE_TEXT,
	};
	char *at = (char *)&loaded->wave + field->offset;
	int64_t number = sqlite3_column_int64(stmt, 1);
	size_t n = (size_t)sqlite3_column_bytes(stmt, 1);
	const bool numeric = types[field->kind] == SQLITE_INTEGER;
	const int64_t measure = numeric ? number : (int64_t)n;

	if (sqlite3_column_type(stmt, 1) != types[field->kind] ||
	    measure < field->least || measure > field->most)
		return false;
	if (field->kind == FIELD_NUMBER)
		memcpy(at, &(uint32_t){(uint32_t)number}, sizeof(uint32_t));
	else if (field->kind == FIELD_FLAG)
		memcpy(at, &(bool){number != 0}, sizeof(bool));
	else if (field->kind == FIELD_BYTES)
		memcpy(at, sqlite3_column_blob(stmt, 1), n);
	else
		text_load(loaded, field,
			  (const char *)sqlite3_column_text(stmt, 1), n);
	return true;
}

static bool
damaged_field(struct store *store, const char *field, struct error *err)
{
	return error_set(
		err,
		"%s, table wave, row %s: it is damaged; keep it as it is, "
		"and go on with a copy from before",
		store->path, field);
}

static bool
row_load(struct store *store, struct loaded *loaded, struct sqlite3_stmt *stmt,
	 struct error *err)
{
	const char *name = (const char *)sqlite3_column_text(stmt, 0);
	size_t i;

	if (name == NULL)
		return damaged_field(store, "?", err);
	if (strcmp(name, "sum") == 0 &&
	    sqlite3_column_bytes(stmt, 1) == SEAL_HASH_BYTES) {
		memcpy(loaded->sum, sqlite3_column_blob(stmt, 1),
		       SEAL_HASH_BYTES);
		loaded->sum_seen = true;
	}
	for (i = 0; i < wave_n_fields; i++) {
		if (strcmp(wave_fields[i].name, name) != 0)
			continue;
		if (!field_load(loaded, &wave_fields[i], stmt))
			return damaged_field(store, wave_fields[i].name, err);
		loaded->seen[i] = true;
	}
	return true;
}

static bool
loaded_whole(struct store *store, const struct loaded *loaded,
	     struct error *err)
{
	unsigned char sum[SEAL_HASH_BYTES];
	size_t i;

	for (i = 0; i < wave_n_fields; i++)
		if (!loaded->seen[i])
			return damaged_field(store, wave_fields[i].name, err);
	wave_sum(&loaded->wave, sum);
	if (!loaded->sum_seen || memcmp(sum, loaded->sum, sizeof sum) != 0)
		return damaged_field(store, "sum", err);
	if (!seal_is_public(loaded->wave.public_key))
		return damaged_field(store, "public_key", err);
	return true;
}

static bool
wave_load(struct store *store, struct loaded *loaded, struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_WAVE_ALL, err);
	int code;
	bool ok = true;

	if (stmt == NULL)
		return false;
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW && ok)
		ok = row_load(store, loaded, stmt, err);
	if (ok && code != SQLITE_DONE)
		ok = db_fail(&store->db, "table wave", err);
	db_done(stmt);
	return ok && loaded_whole(store, loaded, err);
}

/* ---- opening ---- */

static bool
db_prepare(struct store *store, struct error *err)
{
	struct db *db = &store->db;

	if (!db_marked(db, DB_WAVE, "a wave", err))
		return false;
	if (store->mode == STORE_READ)
		return true;
	return db_setting(db, SQL_SECURE_SET, SQL_SECURE, "1", err) &&
		db_setting(db, SQL_TRUNCATE_SET, SQL_JOURNAL, "truncate",
			   err) &&
		db_setting(db, SQL_EXTRA_SET, SQL_SYNCHRONOUS, "3", err);
}

/* A reader may not undo a write that a power cut broke off; a writer does so
 * when it first looks. */
static bool
journal_undone(struct store *store, struct error *err)
{
	struct db writer = {0};
	int64_t version;
	bool ok;

	if (!db_failed_with(&store->db, SQLITE_READONLY))
		return false;
	ok = db_open(&writer, store->file, store->path, SQLITE_OPEN_READWRITE,
		     err) &&
		db_number(&writer, SQL_VERSION, &version, err);
	db_close(&writer);
	return ok;
}

static bool
db_start(struct store *store, struct error *err)
{
	const int flags = store->mode == STORE_READ ? SQLITE_OPEN_READONLY
						    : SQLITE_OPEN_READWRITE;
	struct error first = ERROR_INIT;

	if (!db_open(&store->db, store->file, store->path, flags, err))
		return false;
	if (db_prepare(store, &first))
		return true;
	if (store->mode == STORE_READ && journal_undone(store, err) &&
	    db_prepare(store, err))
		return true;
	error_set(err, "%s", first.text);
	db_close(&store->db);
	return false;
}

static bool
place_fit(struct store *store, struct error *err)
{
	if (store->mode != STORE_READ &&
	    !place_local(store->file, store->path, err))
		return false;
	return store->mode != STORE_ASK ||
		place_private(store->file, store->path, err);
}

static bool
path_find(struct store *store, struct error *err)
{
	store->file = realpath(store->path, NULL);
	if (store->file == NULL)
		return error_set(err, "%s: %s; check the name", store->path,
				 errno == ENOENT ? "there is no such file"
						 : strerror(errno));
	store->drafts_file = place_sibling(store->file, ".drafts");
	store->drafts_name = place_sibling(store->path, ".drafts");
	turn_release(&store->turn);
	turn_init(&store->turn, store->file);
	return true;
}

static void
take_over(struct store *store, const struct loaded *loaded)
{
	store->wave = loaded->wave;
	store->instrument = loaded->instrument;
	store->closes = loaded->closes;
	memcpy(store->sum, loaded->sum, sizeof store->sum);
}

bool
store_open(struct store **opened, const char *path, enum store_mode mode,
	   struct error *err)
{
	struct store *store = mem_new(1, sizeof *store);
	struct loaded loaded = {0};

	*opened = NULL;
	store->path = mem_copy(path);
	store->mode = mode;
	store->turn.fd = -1;
	if (!path_find(store, err) || !place_fit(store, err) ||
	    !db_start(store, err) || !wave_load(store, &loaded, err)) {
		loaded_release(&loaded);
		store_close_file(store);
		return false;
	}
	take_over(store, &loaded);
	*opened = store;
	return true;
}

void
store_close_file(struct store *store)
{
	if (store == NULL)
		return;
	db_close(&store->drafts);
	db_close(&store->db);
	turn_release(&store->turn);
	free(store->instrument);
	free(store->closes);
	free(store->drafts_name);
	free(store->drafts_file);
	free(store->file);
	free(store->path);
	free(store);
}

/* What the caller holds of the wave stays where it is. */
static bool
same_wave(struct store *store, const struct loaded *again, struct error *err)
{
	if (memcmp(store->sum, again->sum, sizeof store->sum) != 0)
		return error_set(
			err,
			"%s: another wave has taken its place; start again",
			store->path);
	store->wave.codes_issued = again->wave.codes_issued;
	store->wave.closed = again->wave.closed;
	store->wave.closed_early = again->wave.closed_early;
	return true;
}

bool
store_reopen(struct store *store, struct error *err)
{
	struct loaded again = {0};
	bool ok;

	db_close(&store->drafts);
	db_close(&store->db);
	ok = db_start(store, err) && wave_load(store, &again, err) &&
		same_wave(store, &again, err);
	if (!ok)
		db_close(&store->db);
	loaded_release(&again);
	return ok;
}

const struct wave *
store_wave(const struct store *store)
{
	return &store->wave;
}

const char *
store_path(const struct store *store)
{
	return store->path;
}

/* ---- small reads and writes ---- */

bool
store_is_open(struct store *store, struct error *err)
{
	return store->db.handle != NULL || store_reopen(store, err);
}

bool
store_value_read(struct store *store, const char *name, int64_t *value,
		 struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_WAVE_VALUE, err);
	bool ok;

	if (stmt == NULL)
		return false;
	sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
	ok = sqlite3_step(stmt) == SQLITE_ROW;
	if (ok)
		*value = sqlite3_column_int64(stmt, 0);
	else
		db_fail(&store->db, "table wave", err);
	db_done(stmt);
	return ok;
}

bool
store_value_write(struct store *store, const char *name, int64_t value,
		  struct error *err)
{
	struct sqlite3_stmt *stmt = db_use(&store->db, SQL_WAVE_SET, err);

	if (stmt == NULL)
		return false;
	sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 2, value);
	return db_run(&store->db, stmt, err);
}

bool
store_is_closed(struct store *store, bool *closed, struct error *err)
{
	int64_t value;

	if (!store_is_open(store, err) ||
	    !store_value_read(store, "closed", &value, err))
		return false;
	*closed = store->wave.closed = value != 0;
	return true;
}

bool
store_counts(struct store *store, uint32_t *used, uint32_t *codes_left,
	     struct error *err)
{
	int64_t n_used, n_codes;

	if (!store_is_open(store, err) ||
	    !db_number(&store->db, SQL_SLOT_COUNT_USED, &n_used, err) ||
	    !db_number(&store->db, SQL_CODE_COUNT, &n_codes, err))
		return false;
	*used = (uint32_t)n_used;
	*codes_left = (uint32_t)n_codes;
	return true;
}

bool
store_write_begin(struct store *store, struct error *err)
{
	assert(store->mode != STORE_READ);
	if (!store_is_open(store, err) ||
	    !turn_take(&store->turn, TURN_WAVE, store->path, err))
		return false;
	if (db_do(&store->db, SQL_BEGIN_WRITE, err))
		return true;
	store_write_end(store, false);
	return false;
}

void
store_write_end(struct store *store, bool ok)
{
	db_rollback(&store->db);
	if (!ok)
		db_close(&store->db);
	turn_give(&store->turn, TURN_WAVE);
}

/* ---- the end ---- */

static bool
close_for_ever(struct store *store, bool early, struct error *err)
{
	bool closed;

	if (!store_is_closed(store, &closed, err))
		return false;
	if (closed)
		return true;
	if (!store_value_write(store, "closed", 1, err) ||
	    !store_value_write(store, "closed_early", early, err) ||
	    !codes_tidy(store, err) || !db_do(&store->db, SQL_COMMIT, err))
		return false;
	store->wave.closed = true;
	store->wave.closed_early = early;
	return true;
}

bool
store_close_wave(struct store *store, bool early, struct error *err)
{
	bool ok;

	if (!store_write_begin(store, err))
		return false;
	ok = close_for_ever(store, early, err);
	store_write_end(store, ok);
	return ok && drafts_wipe(store, err);
}
