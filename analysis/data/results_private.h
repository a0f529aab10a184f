/*
 * What the parts of results share, and nobody else includes:
 *
 *	results.c		what stands in about, and how to ask SQLite
 *	results_write.c		a new file
 *	results_views.c		its views
 *	results_read.c		a file that is there
 */
#ifndef ANALYSIS_DATA_RESULTS_PRIVATE_H
#define ANALYSIS_DATA_RESULTS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/data/layout.h"
#include "analysis/data/results.h"
#include "questions/base/error.h"
#include "questions/form.h"

enum {
	RESULTS_APPLICATION = 0x43647273, /* "Cdrs" */
	RESULTS_VERSION = 1
};

struct sqlite3;
struct sqlite3_stmt;

/* Numbers and flags of struct results_about, by their names in the file. */
struct results_field {
	const char *name;
	size_t offset;
};
extern const struct results_field results_count[], results_flag[];
extern const size_t results_n_counts, results_n_flags;
uint32_t *results_count_in(struct results_about *about, size_t i);
bool *results_flag_in(struct results_about *about, size_t i);

/* What SQLite says went wrong last. Always false. */
bool results_fail(struct sqlite3 *db, const char *path, struct error *err);

/* NULL when it is wrong or there is no memory; finalize it. */
struct sqlite3_stmt *results_prepare(struct sqlite3 *db, const char *sql);

/* NULL is a NULL. The text is borrowed until the statement has run. */
void results_bind_text(struct sqlite3_stmt *stmt, int at, const char *text);

/* ---- results_views.c ---- */

/* Makes the view answer, and response_wide with a column a question. */
bool results_make_views(struct sqlite3 *db, const struct form *form,
			const struct layout *layout);

#endif
