/*
 * From a results file to a folder of statistics; what `report` ends with,
 * too.
 */
#ifndef ANALYSIS_COMMAND_STATS_H
#define ANALYSIS_COMMAND_STATS_H

#include <stdbool.h>

#include "questions/base/error.h"

/* Writes items.csv, options.csv, habits.csv, topics.csv, response.csv and
 * stats.json, with `summary` summary.txt as well, into the folder: all or
 * none. Prints the summary, or one line without. */
bool stats_write(const char *results, const char *folder, bool summary,
		 struct error *err);

#endif
