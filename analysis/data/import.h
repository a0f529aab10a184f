/*
 * Answers collected elsewhere: a CSV file, one row a person, into a results
 * file.
 *
 * The header names questions (columns.h); cells hold choice names or labels,
 * numbers with a decimal point, dates as YYYY-MM-DD. An empty cell is
 * skipped, unless a status column says otherwise; a question without a column
 * was not shown. What does not fit is a problem with its row and column; with
 * any problem nothing is written.
 */
#ifndef ANALYSIS_DATA_IMPORT_H
#define ANALYSIS_DATA_IMPORT_H

#include "analysis/data/results.h"

struct import {
	const char *data;	    /* CSV; "-": standard input */
	const char *comments;	    /* CSV question,text; or NULL */
	const struct form *form;    /* and its JSON in about */
	struct results_about about; /* staff and min_group 0: what the
					 * datapackage.json beside the data
					 * says, or 0 and 10 */
	const char *results;
	void (*progress)(void *ctx, double share); /* or NULL */
	void *ctx;
};

struct imported {
	uint64_t responses, comments;
	uint32_t staff, codes_issued; /* as the results say them */
	char *dropped, *missing;      /* columns and questions, "" for none */
	struct problems problems;     /* the first 50 */
	size_t more;		      /* and so many after them */
};

/* False with problems or err. Release *done either way. */
bool import(const struct import *what, struct imported *done,
	    struct error *err);
void imported_release(struct imported *done);

#endif
