/*
 * A release in memory, and how to ask SQLite for the file that has it.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/data/ledger_private.h"
#include "questions/base/mem.h"

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

struct ledger_set *
ledger_new_set(struct ledger_release *r, size_t segment)
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
	struct ledger_set *s = ledger_new_set(r, segment);

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

struct ledger_atom *
ledger_new_atom(struct ledger_release *r, uint64_t people)
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
	struct ledger_atom *a = ledger_new_atom(r, people);

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

/* ---- how to ask SQLite ---- */

bool
ledger_fail(sqlite3 *db, const char *path, struct error *err)
{
	return error_set(err, "%s: the ledger of releases: %s", path,
			 sqlite3_errmsg(db));
}

sqlite3_stmt *
ledger_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	return stmt;
}

bool
ledger_put(sqlite3_stmt *stmt)
{
	bool done = sqlite3_step(stmt) == SQLITE_DONE;

	return sqlite3_reset(stmt) == SQLITE_OK && done;
}

void
ledger_bind_number(sqlite3_stmt *stmt, int at, uint64_t x)
{
	sqlite3_bind_int64(stmt, at, (sqlite3_int64)x);
}

void
ledger_bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	if (text)
		sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT);
	else
		sqlite3_bind_null(stmt, at);
}

int64_t
ledger_count(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = ledger_prepare(db, sql);
	int64_t n = -1;

	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

sqlite3 *
ledger_open(const char *path, int flags, struct error *err)
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
		ledger_fail(db, path, err);
		sqlite3_close(db);
		return NULL;
	}
	return db;
}
