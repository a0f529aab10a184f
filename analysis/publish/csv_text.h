/*
 * A text as one cell of a CSV file: quoted by libcsv where it has to be, and
 * guarded where a spreadsheet would take it for a formula.
 */
#ifndef ANALYSIS_PUBLISH_CSV_TEXT_H
#define ANALYSIS_PUBLISH_CSV_TEXT_H

#include <stdbool.h>

#include "questions/base/text.h"

/* Does it begin with = + - @ ' TAB or CR? */
bool csv_needs_guard(const char *s);

/* Adds the cell, without separators; guard: with a ' before it if it needs
 * one. */
void csv_text_add(struct text *out, const char *s, bool guard);

#endif
