#include "analysis/data/results_private.h"

#include <sqlite3.h>

/* ---- what stands in about ---- */

const struct results_field results_count[] = {
	{"staff", offsetof(struct results_about, staff)},
	{"codes_issued", offsetof(struct results_about, codes_issued)},
	{"waves", offsetof(struct results_about, waves)},
	{"min_group", offsetof(struct results_about, min_group)},
	{"dropped_twice", offsetof(struct results_about, dropped_twice)},
	{"conflicts", offsetof(struct results_about, conflicts)},
	{"unopened", offsetof(struct results_about, unopened)},
};
const size_t results_n_counts = sizeof(results_count) / sizeof(*results_count);

const struct results_field results_flag[] = {
	{"closed_early", offsetof(struct results_about, closed_early)},
	{"made_up", offsetof(struct results_about, made_up)},
};
const size_t results_n_flags = sizeof(results_flag) / sizeof(*results_flag);

uint32_t *
results_count_in(struct results_about *about, size_t i)
{
	return (uint32_t *)((char *)about + results_count[i].offset);
}

bool *
results_flag_in(struct results_about *about, size_t i)
{
	return (bool *)((char *)about + results_flag[i].offset);
}

/* ---- small things about sqlite3 ---- */

bool
results_fail(sqlite3 *db, const char *path, struct error *err)
{
	return error_set(err, "%s: %s", path, sqlite3_errmsg(db));
}

sqlite3_stmt *
results_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	return stmt;
}

void
results_bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	if (text)
		sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, at);
}
