/*
 * Results files of random responses, for tests: written by the product's own
 * functions, read with plain SQL.
 */
#ifndef TESTS_ANALYSIS_RESULTS_KIT_H
#define TESTS_ANALYSIS_RESULTS_KIT_H

#include "analysis/data/results.h"
#include "questions/book.h"

/* Every type of question, in words and numbers too. */
extern const char results_kit_csv[];

struct results_kit {
	struct book *book;
	struct form *form;
	struct layout *layout;
	char *questionnaire; /* JSON */
	struct results_about about;
};

/* csv as for sample_form. */
void results_kit_init(struct results_kit *kit, const char *csv);
void results_kit_release(struct results_kit *kit);

/* Responses `from` up to but not including `to` of an endless row of random
 * ones, with their numbers and comments, to a file. Fails the test. */
void results_kit_write(const struct results_kit *kit, const char *path,
		       uint32_t from, uint32_t to);

/* The i-th of that row: symbols into out, numbers for the caller to free (or
 * NULL). */
char *results_kit_response(const struct results_kit *kit, uint32_t i,
			   char *out);

/* All rows of a query, columns parted by | and rows by newlines, as sqlite3
 * prints them. Caller frees. */
char *results_kit_sql(const char *path, const char *sql);

#endif
