#include "survey/store_private.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "questions/base/mem.h"

/* For whoever opens the file with sqlite3 and wonders. */
static const char *const about[] = {
	"This is one run (a wave) of a survey: the answers of its staff, each "
	"sealed in a box of its own.",
	"Each row of \"slot\" has room for one box. All of them were filled with "
	"random bytes when the wave was opened.",
	"An answer replaces one of them, drawn at random. So \"box\" looks like "
	"noise here whether it is used or not, and the rows do not tell who "
	"answered when.",
	"Only the .key file of whoever opened the wave opens a box. It is not "
	"here, and it is not needed to answer.",
	"\"code\" holds a hash of each slip that has not been used yet; using "
	"one deletes it. \"wave\" holds the questions, without the right answers.",
	"To answer: conduct-survey FILE.wave",
	"To see how many have answered: conduct status FILE.wave",
	"To see what this file gives away: conduct audit FILE.wave",
};

static bool
about_write(struct db *db, struct error *err)
{
	size_t i;

	for (i = 0; i < sizeof about / sizeof about[0]; i++) {
		struct sqlite3_stmt *stmt = db_use(db, SQL_ABOUT_ADD, err);

		if (stmt == NULL)
			return false;
		sqlite3_bind_text(stmt, 1, about[i], -1, SQLITE_STATIC);
		if (!db_run(db, stmt, err))
			return false;
	}
	return true;
}

static void
field_bind(struct sqlite3_stmt *stmt, const struct field *field,
	   const struct wave *wave)
{
	const char *at = (const char *)wave + field->offset;
	uint32_t number;
	bool flag;
	const char *text;

	sqlite3_bind_text(stmt, 1, field->name, -1, SQLITE_STATIC);
	switch (field->kind) {
	case FIELD_NUMBER:
		memcpy(&number, at, sizeof number);
		sqlite3_bind_int64(stmt, 2, number);
		break;
	case FIELD_FLAG:
		memcpy(&flag, at, sizeof flag);
		sqlite3_bind_int(stmt, 2, flag);
		break;
	case FIELD_BYTES:
		sqlite3_bind_blob(stmt, 2, at, (int)field->most, SQLITE_STATIC);
		break;
	case FIELD_TEXT:
		memcpy(&text, at, sizeof text);
		sqlite3_bind_text(stmt, 2, text, -1, SQLITE_STATIC);
		break;
	}
}

static bool
fields_write(struct db *db, const struct wave *wave, struct error *err)
{
	unsigned char sum[SEAL_HASH_BYTES];
	struct sqlite3_stmt *stmt;
	size_t i;

	for (i = 0; i < wave_n_fields; i++) {
		stmt = db_use(db, SQL_WAVE_ADD, err);
		if (stmt == NULL)
			return false;
		field_bind(stmt, &wave_fields[i], wave);
		if (!db_run(db, stmt, err))
			return false;
	}
	wave_sum(wave, sum);
	stmt = db_use(db, SQL_WAVE_ADD, err);
	if (stmt == NULL)
		return false;
	sqlite3_bind_text(stmt, 1, "sum", -1, SQLITE_STATIC);
	sqlite3_bind_blob(stmt, 2, sum, sizeof sum, SQLITE_STATIC);
	return db_run(db, stmt, err);
}

static bool
slots_write(struct db *db, const struct wave *wave, struct error *err)
{
	unsigned char *noise = mem_new(wave->box_size, 1);
	uint32_t n;
	bool ok = true;

	for (n = 1; ok && n <= wave->capacity; n++) {
		struct sqlite3_stmt *stmt = db_use(db, SQL_SLOT_ADD, err);

		if (stmt == NULL) {
			ok = false;
			break;
		}
		seal_random(noise, wave->box_size);
		sqlite3_bind_int64(stmt, 1, n);
		sqlite3_bind_blob(stmt, 2, noise, (int)wave->box_size,
				  SQLITE_STATIC);
		ok = db_run(db, stmt, err);
	}
	free(noise);
	return ok;
}

static bool
tables_make(struct db *db, struct error *err)
{
	static const enum sql make[] = {SQL_WAVE_MARK,	SQL_VERSION_MARK,
					SQL_MAKE_ABOUT, SQL_MAKE_WAVE,
					SQL_MAKE_CODE,	SQL_MAKE_SLOT};
	size_t i;

	for (i = 0; i < sizeof make / sizeof make[0]; i++)
		if (!db_do(db, make[i], err))
			return false;
	return true;
}

static bool
contents_write(struct db *db, const struct wave *wave,
	       const unsigned char *hashes, size_t n_codes, struct error *err)
{
	return db_do(db, SQL_BEGIN_WRITE, err) && tables_make(db, err) &&
		about_write(db, err) && fields_write(db, wave, err) &&
		codes_write(db, hashes, n_codes, err) &&
		slots_write(db, wave, err) && db_do(db, SQL_COMMIT, err);
}

/* Whatever stands in the path in the end is whole: it is made beside it, and
 * with SQLite's own journal, whose name goes with the temporary one. */
static bool
file_write(const char *file, const char *name, const struct wave *wave,
	   const unsigned char *hashes, size_t n_codes, struct error *err)
{
	struct db db = {0};
	bool ok = db_open(&db, file, name, SQLITE_OPEN_READWRITE, err) &&
		db_setting(&db, SQL_PAGE_SIZE_SET, SQL_PAGE_SIZE, "4096",
			   err) &&
		db_setting(&db, SQL_SECURE_SET, SQL_SECURE, "1", err) &&
		db_setting(&db, SQL_DELETE_SET, SQL_JOURNAL, "delete", err) &&
		db_setting(&db, SQL_EXTRA_SET, SQL_SYNCHRONOUS, "3", err) &&
		contents_write(&db, wave, hashes, n_codes, err);

	db_rollback(&db);
	db_close(&db);
	return ok;
}

/* ---- refusals before any work is done ---- */

static bool
sizes_fit(const char *path, const struct wave *wave, size_t n_codes,
	  struct error *err)
{
	size_t i;

	for (i = 0; i < wave_n_fields; i++) {
		const struct field *field = &wave_fields[i];
		uint32_t number;

		if (field->kind != FIELD_NUMBER)
			continue;
		memcpy(&number, (const char *)wave + field->offset,
		       sizeof number);
		if (number < field->least || number > field->most)
			return error_set(
				err,
				"%s: %s is %lu, and must be from %lld to %lld",
				path, field->name, (unsigned long)number,
				(long long)field->least,
				(long long)field->most);
	}
	if (n_codes > wave->capacity)
		return error_set(
			err,
			"%s: %zu codes for %lu slots; give --capacity %zu or "
			"more",
			path, n_codes, (unsigned long)wave->capacity, n_codes);
	return true;
}

static bool
disk_has_room(const char *path, const struct wave *wave, struct error *err)
{
	enum { MIB = 1024 * 1024 };
	/* Pages are never quite full. */
	const uint64_t row = (uint64_t)wave->box_size + 4096;
	const uint64_t need = wave->capacity * row;
	char *folder = place_folder(path);
	struct statvfs fs;
	uint64_t free_bytes = need;

	if (statvfs(folder, &fs) == 0)
		free_bytes = fs.f_bavail * (uint64_t)fs.f_frsize;
	free(folder);
	if (free_bytes >= need)
		return true;
	return error_set(
		err,
		"%s: this wave may need %llu MiB and %llu are free; free some "
		"space, or give a smaller --capacity",
		path, (unsigned long long)need / MIB + 1,
		(unsigned long long)free_bytes / MIB);
}

static char *
temporary(const char *path, struct error *err)
{
	char *name = place_with(path, ".XXXXXX");
	int fd = mkstemp(name);

	if (fd < 0) {
		error_set(err, "%s: it cannot be made here: %s", path,
			  strerror(errno));
		free(name);
		return NULL;
	}
	close(fd);
	return name;
}

bool
store_create(const char *path, const struct wave *wave,
	     const unsigned char *hashes, size_t n_codes, struct error *err)
{
	struct wave complete = *wave;
	char *made;
	bool ok;

	assert(!wave->closed && !wave->closed_early);
	complete.codes_issued = (uint32_t)n_codes;
	if (!sizes_fit(path, &complete, n_codes, err) ||
	    !place_unused(path, path, err) || !place_local(path, path, err) ||
	    !disk_has_room(path, wave, err))
		return false;
	made = temporary(path, err);
	if (made == NULL)
		return false;
	ok = file_write(made, path, &complete, hashes, n_codes, err) &&
		place_rename(made, path, path, err);
	if (!ok)
		unlink(made);
	free(made);
	return ok;
}
