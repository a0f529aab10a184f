/*
 * The columns of exported responses: a question's value, one column an option
 * of a select_multiple behind it, and where some response was not shown or did
 * not reach it (or where only that it was answered is known) its status.
 */
#ifndef ANALYSIS_PUBLISH_EXPORT_COLUMNS_H
#define ANALYSIS_PUBLISH_EXPORT_COLUMNS_H

#include "analysis/data/layout.h"
#include "analysis/data/pile.h"

enum export_kind {
	EXPORT_NOTHING,
	EXPORT_MARK,
	EXPORT_VALUE,
	EXPORT_OPTION,
	EXPORT_STATUS
};

struct export_column {
	enum export_kind kind;
	size_t question, choice;
	bool guarded; /* a cell may begin as a formula does */
	const char *name;
};

struct export_columns {
	struct arena *arena;
	struct export_column *column;
	size_t n;
};

/* made_up: a first column "data" says so in every row. */
void export_columns_init(struct export_columns *c, const struct layout *layout,
			 const struct pile *pile, bool segments, bool made_up);
void export_columns_release(struct export_columns *c);

/* What a status says: "not shown", "not reached"; nothing where the value
 * tells, being there or empty (skipped), but "answered" in words. */
const char *export_status_word(enum answer_state state,
			       const struct question *q);

#endif
