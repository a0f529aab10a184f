/*
 * A release becomes rows of the results file, in one transaction that a second
 * step makes stay; and all of them go over to a file that is written anew.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/data/ledger_private.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/form.h"

enum statement {
	SQL_MAKE,
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_ATTACH,
	SQL_COPY,
	SQL_HAS_OLD,
	SQL_COUNT,
	SQL_PUT_RELEASE,
	SQL_PUT_SET,
	SQL_PUT_FIGURE,
	SQL_PUT_OPTION,
	SQL_PUT_ATOM
};

static const char *const sql[] = {
	[SQL_MAKE] = "CREATE TABLE IF NOT EXISTS release(n INTEGER PRIMARY KEY,"
		     " kind TEXT NOT NULL, reason TEXT,"
		     " min_group INTEGER NOT NULL, people INTEGER NOT NULL,"
		     " segments INTEGER NOT NULL, questions INTEGER NOT NULL,"
		     " questionnaire TEXT NOT NULL, asked TEXT NOT NULL,"
		     " told TEXT NOT NULL, levels TEXT NOT NULL) STRICT;"
		     "CREATE TABLE IF NOT EXISTS release_set(release INTEGER"
		     " NOT NULL, n INTEGER NOT NULL, segment INTEGER,"
		     " codes TEXT NOT NULL, PRIMARY KEY(release, n))"
		     " STRICT, WITHOUT ROWID;"
		     "CREATE TABLE IF NOT EXISTS release_figure(release INTEGER"
		     " NOT NULL, set_n INTEGER NOT NULL,"
		     " question INTEGER NOT NULL, state INTEGER NOT NULL,"
		     " least INTEGER NOT NULL, most INTEGER NOT NULL,"
		     " exact INTEGER NOT NULL,"
		     " PRIMARY KEY(release, set_n, question, state))"
		     " STRICT, WITHOUT ROWID;"
		     "CREATE TABLE IF NOT EXISTS release_option(release INTEGER"
		     " NOT NULL, question INTEGER NOT NULL,"
		     " option INTEGER NOT NULL, base INTEGER NOT NULL,"
		     " chosen INTEGER NOT NULL, least INTEGER NOT NULL,"
		     " most INTEGER NOT NULL, exact INTEGER NOT NULL,"
		     " PRIMARY KEY(release, question, option))"
		     " STRICT, WITHOUT ROWID;"
		     "CREATE TABLE IF NOT EXISTS release_atom(release INTEGER"
		     " NOT NULL, codes TEXT NOT NULL, people INTEGER NOT NULL,"
		     " counts TEXT NOT NULL) STRICT",
	[SQL_BEGIN] = "BEGIN IMMEDIATE",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ATTACH] = "ATTACH ?1 AS old",
	[SQL_COPY] = "INSERT INTO release SELECT * FROM old.release;"
		     "INSERT INTO release_set SELECT * FROM old.release_set;"
		     "INSERT INTO release_figure"
		     " SELECT * FROM old.release_figure;"
		     "INSERT INTO release_option"
		     " SELECT * FROM old.release_option;"
		     "INSERT INTO release_atom SELECT * FROM old.release_atom"
		     " ORDER BY rowid",
	[SQL_HAS_OLD] =
		"SELECT count(*) FROM old.sqlite_schema" LEDGER_ARE_TABLES,
	[SQL_COUNT] = "SELECT count(*) FROM release",
	[SQL_PUT_RELEASE] =
		"INSERT INTO release VALUES (?,?,?,?,?,?,?,?,?,?,?)",
	[SQL_PUT_SET] = "INSERT INTO release_set VALUES (?,?,?,?)",
	[SQL_PUT_FIGURE] = "INSERT INTO release_figure VALUES (?,?,?,?,?,?,?)",
	[SQL_PUT_OPTION] =
		"INSERT INTO release_option VALUES (?,?,?,?,?,?,?,?)",
	[SQL_PUT_ATOM] = "INSERT INTO release_atom VALUES (?,?,?,?)",
};

static bool
run(sqlite3 *db, enum statement s)
{
	return sqlite3_exec(db, sql[s], NULL, NULL, NULL) == SQLITE_OK;
}

/* ---- rows ---- */

static char *
codes_text(const size_t *code, size_t n)
{
	struct text t = TEXT_INIT;

	for (size_t i = 0; i < n; i++) {
		text_add(&t, i > 0 ? " " : "");
		text_add_count(&t, code[i] + 1);
	}
	return text_take(&t);
}

static bool
put_release(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = ledger_prepare(db, sql[SQL_PUT_RELEASE]);
	struct text levels = TEXT_INIT;
	bool good;

	if (!stmt)
		return false;
	ledger_bind_number(stmt, 1, n);
	ledger_bind_text(stmt, 2, r->audited ? "audited" : "for analysts");
	ledger_bind_text(stmt, 3, r->reason);
	ledger_bind_number(stmt, 4, r->k);
	ledger_bind_number(stmt, 5, r->people);
	ledger_bind_number(stmt, 6, r->n_segments);
	ledger_bind_number(stmt, 7, r->n_questions);
	ledger_bind_text(stmt, 8, r->questionnaire);
	ledger_bind_text(stmt, 9, r->asked);
	ledger_bind_text(stmt, 10, r->told);
	text_add_counts(&levels, r->level, r->n_levels);
	ledger_bind_text(stmt, 11, text_get(&levels));
	good = ledger_put(stmt);
	text_release(&levels);
	sqlite3_finalize(stmt);
	return good;
}

static bool
put_sets(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = ledger_prepare(db, sql[SQL_PUT_SET]);
	bool good = stmt != NULL;

	for (size_t i = 0; good && i < r->n_sets; i++) {
		const struct ledger_set *s = &r->set[i];
		char *codes = codes_text(s->code, s->n_codes);

		ledger_bind_number(stmt, 1, n);
		ledger_bind_number(stmt, 2, i + 1);
		if (s->segment == FORM_NONE)
			sqlite3_bind_null(stmt, 3);
		else
			ledger_bind_number(stmt, 3, s->segment + 1);
		ledger_bind_text(stmt, 4, codes);
		good = ledger_put(stmt);
		free(codes);
	}
	sqlite3_finalize(stmt);
	return good;
}

/* The figures of a set, which are in order of question and state. */
static bool
put_figures_of(sqlite3_stmt *stmt, const struct ledger_release *r, size_t set)
{
	bool good = true;

	for (size_t i = 0; good && i < r->n_figures; i++) {
		const struct ledger_figure *f = &r->figure[i];

		if (f->set != set)
			continue;
		ledger_bind_number(stmt, 2, f->set + 1);
		ledger_bind_number(stmt, 3, f->question + 1);
		ledger_bind_number(stmt, 4, f->state + 1);
		ledger_bind_number(stmt, 5, f->least);
		ledger_bind_number(stmt, 6, f->most);
		ledger_bind_number(stmt, 7, f->exact);
		good = ledger_put(stmt);
	}
	return good;
}

/* In the order of the table, to the end of which each is then added. */
static bool
put_figures(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = ledger_prepare(db, sql[SQL_PUT_FIGURE]);
	bool good = stmt != NULL;

	ledger_bind_number(stmt, 1, n);
	for (size_t i = 0; good && i < r->n_sets; i++)
		good = put_figures_of(stmt, r, i);
	sqlite3_finalize(stmt);
	return good;
}

static bool
put_options(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = ledger_prepare(db, sql[SQL_PUT_OPTION]);
	bool good = stmt != NULL;

	for (size_t i = 0; good && i < r->n_options; i++) {
		const struct ledger_option *o = &r->option[i];

		ledger_bind_number(stmt, 1, n);
		ledger_bind_number(stmt, 2, o->question + 1);
		ledger_bind_number(stmt, 3, o->option + 1);
		ledger_bind_number(stmt, 4, o->base);
		ledger_bind_number(stmt, 5, o->chosen);
		ledger_bind_number(stmt, 6, o->least);
		ledger_bind_number(stmt, 7, o->most);
		ledger_bind_number(stmt, 8, o->exact);
		good = ledger_put(stmt);
	}
	sqlite3_finalize(stmt);
	return good;
}

static bool
put_atoms(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = ledger_prepare(db, sql[SQL_PUT_ATOM]);
	struct text counts = TEXT_INIT;
	bool good = stmt != NULL;

	for (size_t i = 0; good && i < r->n_atoms; i++) {
		const struct ledger_atom *a = &r->atom[i];
		char *codes = codes_text(a->code, r->n_segments);

		text_clear(&counts);
		text_add_counts(&counts, a->count,
				r->n_questions * LEDGER_STATES);
		ledger_bind_number(stmt, 1, n);
		ledger_bind_text(stmt, 2, codes);
		ledger_bind_number(stmt, 3, a->people);
		ledger_bind_text(stmt, 4, text_get(&counts));
		good = ledger_put(stmt);
		free(codes);
	}
	text_release(&counts);
	sqlite3_finalize(stmt);
	return good;
}

/* ---- a release ---- */

static bool
put_all(sqlite3 *db, const char *path, size_t before,
	const struct ledger_release *r, struct error *err)
{
	sqlite3_busy_timeout(db, 2000);
	if (!run(db, SQL_BEGIN) || !run(db, SQL_MAKE))
		return ledger_fail(db, path, err);
	if (ledger_count(db, sql[SQL_COUNT]) != (int64_t)before)
		return error_set(err,
				 "%s: another release was recorded in the "
				 "meantime, so nothing is told; run it again",
				 path);
	return (put_release(db, r, before + 1) && put_sets(db, r, before + 1) &&
		put_figures(db, r, before + 1) &&
		put_options(db, r, before + 1) &&
		put_atoms(db, r, before + 1)) ||
		ledger_fail(db, path, err);
}

struct ledger_entry {
	sqlite3 *db;
	char *path;
};

struct ledger_entry *
ledger_begin(const char *path, size_t before, const struct ledger_release *r,
	     struct error *err)
{
	sqlite3 *db = ledger_open(path, SQLITE_OPEN_READWRITE, err);
	struct ledger_entry *e;

	if (!db)
		return NULL;
	e = mem_new(1, sizeof(*e));
	e->db = db;
	e->path = mem_copy(path);
	if (put_all(db, path, before, r, err))
		return e;
	ledger_abandon(e);
	return NULL;
}

bool
ledger_commit(struct ledger_entry *e, struct error *err)
{
	bool good = run(e->db, SQL_COMMIT) || ledger_fail(e->db, e->path, err);

	ledger_abandon(e);
	return good;
}

void
ledger_abandon(struct ledger_entry *e)
{
	if (!e)
		return;
	sqlite3_close(e->db); /* rolls back what was not committed */
	free(e->path);
	free(e);
}

bool
ledger_add(const char *path, size_t before, const struct ledger_release *r,
	   struct error *err)
{
	struct ledger_entry *e = ledger_begin(path, before, r, err);

	return e && ledger_commit(e, err);
}

/* ---- from file to file ---- */

static bool
attach(sqlite3 *db, const char *path)
{
	sqlite3_stmt *stmt = ledger_prepare(db, sql[SQL_ATTACH]);
	bool good;

	ledger_bind_text(stmt, 1, path);
	good = stmt && ledger_put(stmt);
	sqlite3_finalize(stmt);
	return good;
}

bool
ledger_copy(const char *from, const char *to, struct error *err)
{
	sqlite3 *db;
	bool good;
	int64_t tables;

	if (access(from, F_OK) != 0)
		return errno == ENOENT ||
			error_set(err, "%s cannot be looked at: %s", from,
				  strerror(errno));
	db = ledger_open(to, SQLITE_OPEN_READWRITE, err);
	if (!db)
		return false;
	good = attach(db, from);
	tables = good ? ledger_count(db, sql[SQL_HAS_OLD]) : -1;
	if (tables > 0)
		good = run(db, SQL_BEGIN) && run(db, SQL_MAKE) &&
			run(db, SQL_COPY) && run(db, SQL_COMMIT);
	if (!good || tables < 0)
		good = ledger_fail(db, from, err);
	sqlite3_close(db);
	return good;
}
