/*
 * Rows of the results file become releases again. What no ledger_add could have
 * written was changed by somebody: then none of it is believed.
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/ledger_private.h"
#include "questions/base/mem.h"
#include "questions/form.h"

enum statement {
	SQL_HAS,
	SQL_GET_RELEASES,
	SQL_GET_SETS,
	SQL_GET_FIGURES,
	SQL_GET_OPTIONS,
	SQL_GET_ATOMS
};

static const char *const sql[] = {
	[SQL_HAS] = "SELECT count(*) FROM main.sqlite_schema" LEDGER_ARE_TABLES,
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

static bool
broken(const char *path, uint32_t release, struct error *err)
{
	return error_set(err,
			 "%s: the ledger's release %" PRIu32 " contradicts "
			 "itself, the file was changed; without it nothing can "
			 "be told safely, so use your copy of the file",
			 path, release);
}

/* ---- numbers ---- */

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

/* ---- rows ---- */

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
	s = ledger_new_set(r, segment);
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
	struct ledger_atom *a = ledger_new_atom(r, column_number(stmt, 1));

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
	sqlite3_stmt *stmt = ledger_prepare(db, sql[s]);
	int step = SQLITE_ERROR;
	bool good = true;

	sqlite3_bind_int64(stmt, 1, r->n);
	while (good && stmt && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		good = read(r, stmt) || broken(path, r->n, err);
	if (good && step != SQLITE_DONE)
		good = ledger_fail(db, path, err);
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

/* ---- releases ---- */

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
	int64_t tables = ledger_count(db, sql[SQL_HAS]);
	int step = SQLITE_ERROR;
	sqlite3_stmt *stmt;
	bool good = true;

	if (tables < 0)
		return ledger_fail(db, path, err);
	if (tables == 0)
		return true;
	if (tables != LEDGER_TABLES)
		return broken(path, 1, err);
	stmt = ledger_prepare(db, sql[SQL_GET_RELEASES]);
	while (good && stmt && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		good = read_release(db, stmt, l, path, err);
	if (good && step != SQLITE_DONE)
		good = ledger_fail(db, path, err);
	sqlite3_finalize(stmt);
	return good;
}

struct ledger *
ledger_load(const char *path, struct error *err)
{
	sqlite3 *db = ledger_open(path, SQLITE_OPEN_READONLY, err);
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
