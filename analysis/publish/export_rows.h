/*
 * Responses as rows of CSV and as JSON. Nearly every cell is one of a few
 * texts, so they are quoted once, by a library, and then copied.
 */
#ifndef ANALYSIS_PUBLISH_EXPORT_ROWS_H
#define ANALYSIS_PUBLISH_EXPORT_ROWS_H

#include <stdio.h>

#include "analysis/data/results.h"
#include "analysis/publish/export_columns.h"

/* A header and a line for each response. crlf: for spreadsheets. */
void export_csv(FILE *out, const struct layout *layout,
		const struct export_columns *columns, const struct pile *pile,
		bool crlf);

/*
 * An array of objects by question: a choice name, an array of them, a number,
 * a date; null where it was skipped, {"missing": "not shown"} or "not
 * reached", true where it was answered in words.
 */
void export_json(FILE *out, const struct layout *layout,
		 const struct export_columns *columns, const struct pile *pile);

#endif
