/*
 * datapackage.json: what stands beside exported files so that other programs,
 * and our own import, know what is in them (Data Package 2.0, with what it has
 * no word for in "x-" members).
 */
#ifndef ANALYSIS_DATA_PACKAGE_H
#define ANALYSIS_DATA_PACKAGE_H

#include <stdbool.h>

#include "analysis/data/results.h"
#include "questions/json.h"

/* A cell that a spreadsheet would take for a formula begins with one of these;
 * in a guarded column it gets a ' before it. */
#define GUARDED_BEGINNINGS "=+-@'\t\r"

/* "x-conduct": what is known of the data as a whole. */
struct json *package_about(const struct results_about *about);

struct package;

/* datapackage.json beside the file at `path`. NULL without err when there is
 * none; NULL and err when it cannot be read. Caller frees. */
struct package *package_beside(const char *path, struct error *err);
void package_free(struct package *p); /* NULL is fine */

/* Fills what the package knows of the data as a whole; the rest stays. Texts
 * are the package's. */
void package_take_about(const struct package *p, struct results_about *about);

/* Is this column of the file at `path` marked as guarded? False for NULL. */
bool package_guarded(const struct package *p, const char *path,
		     const char *column);

#endif
