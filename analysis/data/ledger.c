#include "analysis/data/ledger.h"

#include <errno.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/form.h"

enum statement {
	SQL_MAKE,
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_ATTACH,
	SQL_COPY,
	SQL_HAS,
	SQL_OLD_HAS,
	SQL_COUNT,
	SQL_PUT_RELEASE,
	SQL_PUT_SET,
	SQL_PUT_FIGURE,
	SQL_PUT_OPTION,
	SQL_PUT_ATOM,
	SQL_GET_RELEASES,
	SQL_GET_SETS,
	SQL_GET_FIGURES,
	SQL_GET_OPTIONS,
	SQL_GET_ATOMS
};

#define ARE_TABLES                                                     \
	" WHERE type = 'table' AND name IN ('release', 'release_set'," \
	" 'release_figure', 'release_option', 'release_atom')"

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
	[SQL_HAS] = "SELECT count(*) FROM main.sqlite_schema" ARE_TABLES,
	[SQL_OLD_HAS] = "SELECT count(*) FROM old.sqlite_schema" ARE_TABLES,
	[SQL_COUNT] = "SELECT count(*) FROM release",
	[SQL_PUT_RELEASE] =
		"INSERT INTO release VALUES (?,?,?,?,?,?,?,?,?,?,?)",
	[SQL_PUT_SET] = "INSERT INTO release_set VALUES (?,?,?,?)",
	[SQL_PUT_FIGURE] = "INSERT INTO release_figure VALUES (?,?,?,?,?,?,?)",
	[SQL_PUT_OPTION] =
		"INSERT INTO release_option VALUES (?,?,?,?,?,?,?,?)",
	[SQL_PUT_ATOM] = "INSERT INTO release_atom VALUES (?,?,?,?)",
	[SQL_GET_RELEASES] =
		"SELECT n, kind, reason, min_group, people, segments,"
		" questions, questionnaire, asked, told, levels"
		" FROM release"
		" ORDER BY n",
	[SQL_GET_SETS] = "SELECT n, segment, codes FROM release_set"
			 " WHERE release = ?1 ORDER BY n",
	[SQL_GET_FIGURES] = "SELECT set_n, question, state, least, most, exact"
			    " FROM release_figure WHERE release = ?1"
			    " ORDER BY set_n, question, state",
	[SQL_GET_OPTIONS] =
		"SELECT question, option, base, chosen, least, most,"
		" exact FROM release_option WHERE release = ?1"
		" ORDER BY question, option",
	[SQL_GET_ATOMS] = "SELECT codes, people, counts FROM release_atom"
			  " WHERE release = ?1 ORDER BY rowid",
};

enum { LEDGER_TABLES = 5 };

/* ---- a release in memory ---- */

struct ledger_release *
ledger_release_new(size_t n_segments, size_t n_questions, size_t n_levels)
{
	struct ledger_release *r = mem_new(1, sizeof(*r));

	r->n_segments = n_segments;
	r->n_questions = n_questions;
	r->audited = true;
	r->n_levels = n_levels;
	r->level = mem_new(n_levels + 1, sizeof(*r->level));
	return r;
}

static void
release_clear(struct ledger_release *r)
{
	for (size_t i = 0; i < r->n_sets; i++)
		free(r->set[i].code);
	for (size_t i = 0; i < r->n_atoms; i++) {
		free(r->atom[i].code);
		free(r->atom[i].count);
	}
	free(r->set);
	free(r->figure);
	free(r->option);
	free(r->atom);
	free(r->reason);
	free(r->level);
}

void
ledger_release_free(struct ledger_release *r)
{
	if (!r)
		return;
	release_clear(r);
	free(r);
}

static struct ledger_set *
add_set(struct ledger_release *r, size_t segment)
{
	struct ledger_set *s;

	r->set = mem_room(r->set, &r->set_room, r->n_sets + 1, sizeof(*r->set));
	s = &r->set[r->n_sets++];
	*s = (struct ledger_set){.segment = segment};
	return s;
}

size_t
ledger_add_set(struct ledger_release *r, size_t segment, const bool *codes,
	       size_t n_codes)
{
	struct ledger_set *s = add_set(r, segment);

	s->code = mem_new(n_codes + 1, sizeof(*s->code));
	for (size_t i = 0; i < n_codes; i++) {
		if (codes[i])
			s->code[s->n_codes++] = i;
	}
	return r->n_sets - 1;
}

void
ledger_add_figure(struct ledger_release *r, const struct ledger_figure *figure)
{
	r->figure = mem_room(r->figure, &r->figure_room, r->n_figures + 1,
			     sizeof(*r->figure));
	r->figure[r->n_figures++] = *figure;
}

void
ledger_add_option(struct ledger_release *r, const struct ledger_option *option)
{
	r->option = mem_room(r->option, &r->option_room, r->n_options + 1,
			     sizeof(*r->option));
	r->option[r->n_options++] = *option;
}

static struct ledger_atom *
add_atom(struct ledger_release *r, uint64_t people)
{
	struct ledger_atom *a;

	r->atom = mem_room(r->atom, &r->atom_room, r->n_atoms + 1,
			   sizeof(*r->atom));
	a = &r->atom[r->n_atoms++];
	a->people = people;
	a->code = mem_new(r->n_segments + 1, sizeof(*a->code));
	a->count =
		mem_new(r->n_questions * LEDGER_STATES + 1, sizeof(*a->count));
	return a;
}

struct ledger_atom *
ledger_add_atom(struct ledger_release *r, const size_t *code, uint64_t people)
{
	struct ledger_atom *a = add_atom(r, people);

	for (size_t i = 0; i < r->n_segments; i++)
		a->code[i] = code[i];
	return a;
}

void
ledger_free(struct ledger *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->n; i++)
		release_clear(&l->release[i]);
	free(l->release);
	free(l);
}

/* ---- small things about sqlite3 ---- */

static bool
fail(sqlite3 *db, const char *path, struct error *err)
{
	return error_set(err, "%s: the ledger of releases: %s", path,
			 sqlite3_errmsg(db));
}

static bool
broken(const char *path, uint32_t release, struct error *err)
{
	return error_set(err,
			 "%s: the ledger's release %" PRIu32 " contradicts "
			 "itself, the file was changed; without it nothing can "
			 "be told safely, so use your copy of the file",
			 path, release);
}

static sqlite3_stmt *
prepare(sqlite3 *db, enum statement s)
{
	sqlite3_stmt *stmt = NULL;

	sqlite3_prepare_v2(db, sql[s], -1, &stmt, NULL);
	return stmt;
}

static bool
run(sqlite3 *db, enum statement s)
{
	return sqlite3_exec(db, sql[s], NULL, NULL, NULL) == SQLITE_OK;
}

static bool
put(sqlite3_stmt *stmt)
{
	bool done = sqlite3_step(stmt) == SQLITE_DONE;

	return sqlite3_reset(stmt) == SQLITE_OK && done;
}

static void
bind_number(sqlite3_stmt *stmt, int at, uint64_t x)
{
	sqlite3_bind_int64(stmt, at, (sqlite3_int64)x);
}

static void
bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	if (text)
		sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT);
	else
		sqlite3_bind_null(stmt, at);
}

/* How many of the five tables there are; -1: it cannot be read. */
static int
count_tables(sqlite3 *db, enum statement has)
{
	sqlite3_stmt *stmt = prepare(db, has);
	int n = -1;

	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static sqlite3_int64
count_releases(sqlite3 *db)
{
	sqlite3_stmt *stmt = prepare(db, SQL_COUNT);
	sqlite3_int64 n = -1;

	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

/* ---- writing ---- */

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
	sqlite3_stmt *stmt = prepare(db, SQL_PUT_RELEASE);
	struct text levels = TEXT_INIT;
	bool good;

	if (!stmt)
		return false;
	bind_number(stmt, 1, n);
	bind_text(stmt, 2, r->audited ? "audited" : "for analysts");
	bind_text(stmt, 3, r->reason);
	bind_number(stmt, 4, r->k);
	bind_number(stmt, 5, r->people);
	bind_number(stmt, 6, r->n_segments);
	bind_number(stmt, 7, r->n_questions);
	bind_text(stmt, 8, r->questionnaire);
	bind_text(stmt, 9, r->asked);
	bind_text(stmt, 10, r->told);
	text_add_counts(&levels, r->level, r->n_levels);
	bind_text(stmt, 11, text_get(&levels));
	good = put(stmt);
	text_release(&levels);
	sqlite3_finalize(stmt);
	return good;
}

static bool
put_sets(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = prepare(db, SQL_PUT_SET);
	bool good = stmt != NULL;

	for (size_t i = 0; good && i < r->n_sets; i++) {
		const struct ledger_set *s = &r->set[i];
		char *codes = codes_text(s->code, s->n_codes);

		bind_number(stmt, 1, n);
		bind_number(stmt, 2, i + 1);
		if (s->segment == FORM_NONE)
			sqlite3_bind_null(stmt, 3);
		else
			bind_number(stmt, 3, s->segment + 1);
		bind_text(stmt, 4, codes);
		good = put(stmt);
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
		bind_number(stmt, 2, f->set + 1);
		bind_number(stmt, 3, f->question + 1);
		bind_number(stmt, 4, f->state + 1);
		bind_number(stmt, 5, f->least);
		bind_number(stmt, 6, f->most);
		bind_number(stmt, 7, f->exact);
		good = put(stmt);
	}
	return good;
}

/* In the order of the table, to the end of which each is then added. */
static bool
put_figures(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = prepare(db, SQL_PUT_FIGURE);
	bool good = stmt != NULL;

	bind_number(stmt, 1, n);
	for (size_t i = 0; good && i < r->n_sets; i++)
		good = put_figures_of(stmt, r, i);
	sqlite3_finalize(stmt);
	return good;
}

static bool
put_options(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = prepare(db, SQL_PUT_OPTION);
	bool good = stmt != NULL;

	for (size_t i = 0; good && i < r->n_options; i++) {
		const struct ledger_option *o = &r->option[i];

		bind_number(stmt, 1, n);
		bind_number(stmt, 2, o->question + 1);
		bind_number(stmt, 3, o->option + 1);
		bind_number(stmt, 4, o->base);
		bind_number(stmt, 5, o->chosen);
		bind_number(stmt, 6, o->least);
		bind_number(stmt, 7, o->most);
		bind_number(stmt, 8, o->exact);
		good = put(stmt);
	}
	sqlite3_finalize(stmt);
	return good;
}

static bool
put_atoms(sqlite3 *db, const struct ledger_release *r, uint64_t n)
{
	sqlite3_stmt *stmt = prepare(db, SQL_PUT_ATOM);
	struct text counts = TEXT_INIT;
	bool good = stmt != NULL;

	for (size_t i = 0; good && i < r->n_atoms; i++) {
		const struct ledger_atom *a = &r->atom[i];
		char *codes = codes_text(a->code, r->n_segments);

		text_clear(&counts);
		text_add_counts(&counts, a->count,
				r->n_questions * LEDGER_STATES);
		bind_number(stmt, 1, n);
		bind_text(stmt, 2, codes);
		bind_number(stmt, 3, a->people);
		bind_text(stmt, 4, text_get(&counts));
		good = put(stmt);
		free(codes);
	}
	text_release(&counts);
	sqlite3_finalize(stmt);
	return good;
}

static bool
put_all(sqlite3 *db, const char *path, size_t before,
	const struct ledger_release *r, struct error *err)
{
	sqlite3_busy_timeout(db, 2000);
	if (!run(db, SQL_BEGIN) || !run(db, SQL_MAKE))
		return fail(db, path, err);
	if (count_releases(db) != (sqlite3_int64)before)
		return error_set(err,
				 "%s: another release was recorded in the "
				 "meantime, so nothing is told; run it again",
				 path);
	return (put_release(db, r, before + 1) && put_sets(db, r, before + 1) &&
		put_figures(db, r, before + 1) &&
		put_options(db, r, before + 1) &&
		put_atoms(db, r, before + 1)) ||
		fail(db, path, err);
}

/* Opened for writing; NULL and err when that cannot be. */
static sqlite3 *
open_file(const char *path, int flags, struct error *err)
{
	sqlite3 *db = NULL;

	if (access(path, flags & SQLITE_OPEN_READWRITE ? R_OK | W_OK : R_OK)) {
		error_set(err,
			  "%s: the ledger of releases cannot be %s: %s; it is "
			  "part of the file",
			  path,
			  flags & SQLITE_OPEN_READWRITE ? "written" : "read",
			  strerror(errno));
		return NULL;
	}
	flags |= SQLITE_OPEN_NOMUTEX; /* one thread has it */
	if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK) {
		fail(db, path, err);
		sqlite3_close(db);
		return NULL;
	}
	return db;
}

struct ledger_entry {
	sqlite3 *db;
	char *path;
};

struct ledger_entry *
ledger_begin(const char *path, size_t before, const struct ledger_release *r,
	     struct error *err)
{
	sqlite3 *db = open_file(path, SQLITE_OPEN_READWRITE, err);
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
	bool good = run(e->db, SQL_COMMIT) || fail(e->db, e->path, err);

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

/* ---- carrying over ---- */

static bool
attach(sqlite3 *db, const char *path)
{
	sqlite3_stmt *stmt = prepare(db, SQL_ATTACH);
	bool good;

	bind_text(stmt, 1, path);
	good = stmt && put(stmt);
	sqlite3_finalize(stmt);
	return good;
}

bool
ledger_copy(const char *from, const char *to, struct error *err)
{
	sqlite3 *db;
	bool good;
	int tables;

	if (access(from, F_OK) != 0)
		return errno == ENOENT ||
			error_set(err, "%s cannot be looked at: %s", from,
				  strerror(errno));
	db = open_file(to, SQLITE_OPEN_READWRITE, err);
	if (!db)
		return false;
	good = attach(db, from);
	tables = good ? count_tables(db, SQL_OLD_HAS) : -1;
	if (tables > 0)
		good = run(db, SQL_BEGIN) && run(db, SQL_MAKE) &&
			run(db, SQL_COPY) && run(db, SQL_COMMIT);
	if (!good || tables < 0)
		good = fail(db, from, err);
	sqlite3_close(db);
	return good;
}

/* ---- reading ---- */

/* The next number of a text of them; false at its end or at anything else. */
static bool
next_number(const char **at, uint64_t *x)
{
	char *end;

	while (**at == ' ')
		(*at)++;
	if (**at < '0' || **at > '9')
		return false;
	*x = strtoull(*at, &end, 10);
	*at = end;
	return true;
}

static size_t
count_numbers(const char *text)
{
	uint64_t x;
	size_t n = 0;

	while (next_number(&text, &x))
		n++;
	return n;
}

/* Exactly n codes, each from 1. */
static bool
read_codes(const char *text, size_t *code, size_t n)
{
	uint64_t x;

	for (size_t i = 0; i < n; i++) {
		if (!next_number(&text, &x) || x == 0)
			return false;
		code[i] = (size_t)x - 1;
	}
	return *text == '\0';
}

/* Exactly n numbers. */
static bool
read_numbers(const char *text, uint64_t *x, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!next_number(&text, &x[i]))
			return false;
	}
	return *text == '\0';
}

static const char *
column_text(sqlite3_stmt *stmt, int column)
{
	const void *text = sqlite3_column_text(stmt, column);

	return text ? text : "";
}

static size_t
column_number(sqlite3_stmt *stmt, int column)
{
	return (size_t)sqlite3_column_int64(stmt, column);
}

static bool
read_set(struct ledger_release *r, sqlite3_stmt *stmt)
{
	const char *codes = column_text(stmt, 2);
	size_t n = count_numbers(codes), segment = FORM_NONE;
	struct ledger_set *s;

	if (sqlite3_column_type(stmt, 1) != SQLITE_NULL)
		segment = column_number(stmt, 1) - 1;
	if (segment != FORM_NONE && segment >= r->n_segments)
		return false;
	s = add_set(r, segment);
	s->code = mem_new(n + 1, sizeof(*s->code));
	s->n_codes = n;
	return column_number(stmt, 0) == r->n_sets &&
		read_codes(codes, s->code, n);
}

static bool
read_figure(struct ledger_release *r, sqlite3_stmt *stmt)
{
	struct ledger_figure f = {
		.set = column_number(stmt, 0) - 1,
		.question = column_number(stmt, 1) - 1,
		.state = (unsigned)column_number(stmt, 2) - 1,
		.least = column_number(stmt, 3),
		.most = column_number(stmt, 4),
		.exact = column_number(stmt, 5) != 0,
	};

	if (f.set >= r->n_sets || f.question >= r->n_questions ||
	    f.state >= LEDGER_STATES || f.least > f.most)
		return false;
	ledger_add_figure(r, &f);
	return true;
}

static bool
read_option(struct ledger_release *r, sqlite3_stmt *stmt)
{
	struct ledger_option o = {
		.question = column_number(stmt, 0) - 1,
		.option = column_number(stmt, 1) - 1,
		.base = column_number(stmt, 2),
		.chosen = column_number(stmt, 3),
		.least = column_number(stmt, 4),
		.most = column_number(stmt, 5),
		.exact = column_number(stmt, 6) != 0,
	};

	if (o.question >= r->n_questions || o.option >= FORM_NONE ||
	    o.least > o.chosen || o.chosen > o.most)
		return false;
	ledger_add_option(r, &o);
	return true;
}

static bool
read_atom(struct ledger_release *r, sqlite3_stmt *stmt)
{
	struct ledger_atom *a = add_atom(r, column_number(stmt, 1));

	return read_codes(column_text(stmt, 0), a->code, r->n_segments) &&
		read_numbers(column_text(stmt, 2), a->count,
			     r->n_questions * LEDGER_STATES);
}

/* Calls `read` for each row of one release. */
static bool
read_rows(sqlite3 *db, enum statement s, struct ledger_release *r,
	  bool (*read)(struct ledger_release *, sqlite3_stmt *),
	  const char *path, struct error *err)
{
	sqlite3_stmt *stmt = prepare(db, s);
	int step = SQLITE_ERROR;
	bool good = true;

	sqlite3_bind_int64(stmt, 1, r->n);
	while (good && stmt && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		good = read(r, stmt) || broken(path, r->n, err);
	if (good && step != SQLITE_DONE)
		good = fail(db, path, err);
	sqlite3_finalize(stmt);
	return good;
}

static void
read_hash(sqlite3_stmt *stmt, int column, char out[LEDGER_HASH_CHARS + 1])
{
	snprintf(out, LEDGER_HASH_CHARS + 1, "%s", column_text(stmt, column));
}

static void
read_head(struct ledger_release *r, sqlite3_stmt *stmt)
{
	r->n = (uint32_t)column_number(stmt, 0);
	r->audited = strcmp(column_text(stmt, 1), "for analysts") != 0;
	if (sqlite3_column_type(stmt, 2) != SQLITE_NULL)
		r->reason = mem_copy(column_text(stmt, 2));
	r->k = (uint32_t)column_number(stmt, 3);
	r->people = column_number(stmt, 4);
	r->n_segments = column_number(stmt, 5);
	r->n_questions = column_number(stmt, 6);
	read_hash(stmt, 7, r->questionnaire);
	read_hash(stmt, 8, r->asked);
	read_hash(stmt, 9, r->told);
	r->n_levels = count_numbers(column_text(stmt, 10));
}

static bool
read_release(sqlite3 *db, sqlite3_stmt *stmt, struct ledger *l,
	     const char *path, struct error *err)
{
	struct ledger_release *r;

	l->release = mem_resize(l->release, l->n + 1, sizeof(*l->release));
	r = &l->release[l->n++];
	memset(r, 0, sizeof(*r));
	read_head(r, stmt);
	if (r->n != l->n || r->n_segments > FORM_MAX_SEGMENTS ||
	    r->n_questions > FORM_MAX_QUESTIONS)
		return broken(path, (uint32_t)l->n, err);
	r->level = mem_new(r->n_levels + 1, sizeof(*r->level));
	if (!read_numbers(column_text(stmt, 10), r->level, r->n_levels))
		return broken(path, (uint32_t)l->n, err);
	return read_rows(db, SQL_GET_SETS, r, read_set, path, err) &&
		read_rows(db, SQL_GET_FIGURES, r, read_figure, path, err) &&
		read_rows(db, SQL_GET_OPTIONS, r, read_option, path, err) &&
		read_rows(db, SQL_GET_ATOMS, r, read_atom, path, err);
}

static bool
read_ledger(sqlite3 *db, struct ledger *l, const char *path, struct error *err)
{
	int tables = count_tables(db, SQL_HAS), step = SQLITE_ERROR;
	sqlite3_stmt *stmt;
	bool good = true;

	if (tables < 0)
		return fail(db, path, err);
	if (tables == 0)
		return true;
	if (tables != LEDGER_TABLES)
		return broken(path, 1, err);
	stmt = prepare(db, SQL_GET_RELEASES);
	while (good && stmt && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		good = read_release(db, stmt, l, path, err);
	if (good && step != SQLITE_DONE)
		good = fail(db, path, err);
	sqlite3_finalize(stmt);
	return good;
}

struct ledger *
ledger_load(const char *path, struct error *err)
{
	sqlite3 *db = open_file(path, SQLITE_OPEN_READONLY, err);
	struct ledger *l;

	if (!db)
		return NULL;
	l = mem_new(1, sizeof(*l));
	if (!read_ledger(db, l, path, err)) {
		ledger_free(l);
		l = NULL;
	}
	sqlite3_close(db);
	return l;
}
