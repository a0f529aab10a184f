/*
 * What the parts of ledger share, and nobody else includes:
 *
 *	ledger.c	a release in memory, and how to ask SQLite
 *	ledger_write.c	a release into the file, and from file to file
 *	ledger_read.c	all of the file's releases
 */
#ifndef ANALYSIS_DATA_LEDGER_PRIVATE_H
#define ANALYSIS_DATA_LEDGER_PRIVATE_H

#include "analysis/data/ledger.h"

struct sqlite3;
struct sqlite3_stmt;

/* Added with nothing in it yet: a set without codes, an atom with codes and
 * counts of 0. */
struct ledger_set *ledger_new_set(struct ledger_release *r, size_t segment);
struct ledger_atom *ledger_new_atom(struct ledger_release *r, uint64_t people);

/* flags: SQLITE_OPEN_READONLY or _READWRITE. NULL and err when that cannot
 * be. */
struct sqlite3 *ledger_open(const char *path, int flags, struct error *err);

/* What SQLite says went wrong last. Always false. */
bool ledger_fail(struct sqlite3 *db, const char *path, struct error *err);

/* NULL when it is wrong or there is no memory; finalize it. */
struct sqlite3_stmt *ledger_prepare(struct sqlite3 *db, const char *sql);
void ledger_bind_number(struct sqlite3_stmt *stmt, int at, uint64_t x);
void ledger_bind_text(struct sqlite3_stmt *stmt, int at, const char *text);

/* Runs what gives no rows, and makes it ready to be bound again. */
bool ledger_put(struct sqlite3_stmt *stmt);

/* Rows of a schema that are tables of the ledger; all of them are so many. */
#define LEDGER_ARE_TABLES                                              \
	" WHERE type = 'table' AND name IN ('release', 'release_set'," \
	" 'release_figure', 'release_option', 'release_atom')"
enum { LEDGER_TABLES = 5 };

/* The number that a query counts; -1: it cannot be read. */
int64_t ledger_count(struct sqlite3 *db, const char *sql);

#endif
