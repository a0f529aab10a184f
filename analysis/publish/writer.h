/*
 * A way to write a report. Values come plain; the writer does all the
 * quoting, by a library, and writes '.' in numbers whatever the locale.
 */
#ifndef ANALYSIS_PUBLISH_WRITER_H
#define ANALYSIS_PUBLISH_WRITER_H

#include <stdbool.h>
#include <stdio.h>

#include "analysis/publish/report.h"
#include "questions/base/error.h"

struct writer {
	const char *extension; /* "csv" */
	bool a_table_a_file;   /* else the whole report in one */
	/* table is NULL where the whole report goes into one file. False and
	 * err when out cannot be written. */
	bool (*write)(FILE *out, const struct report *report,
		      const struct table *table, struct error *err);
};

/*
 * RFC 4180, UTF-8, LF. A text that a spreadsheet would take for a formula
 * (it begins with = + - @ ' TAB or CR) gets a ' before it. Undefined numbers
 * are empty.
 */
extern const struct writer writer_csv;

/* One object: marks, facts in "about", each table as an array of objects.
 * An empty cell is no member; a number that does not exist is null. */
extern const struct writer writer_json;

/* For people, 80 columns. */
extern const struct writer writer_text;

/* Markdown with tables (GitHub Flavored), a paragraph a line. */
extern const struct writer writer_markdown;

/* One page of HTML that needs nothing else and runs nothing; prints on A4. */
extern const struct writer writer_html;

#endif
