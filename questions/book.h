/*
 * A questionnaire as its author wrote it: sheets of named columns.
 *
 * A book comes from a CSV file in pyxform's single-file flavour (with the
 * companions FORM.topics.csv and FORM.misconceptions.csv as sheets "topics"
 * and "misconceptions" where they stand beside it), or from the JSON that a
 * wave, a key file and a results file carry. xlsform turns a book into a
 * form, so there is one way to a form and one place that judges it.
 */
#ifndef QUESTIONS_BOOK_H
#define QUESTIONS_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/error.h"
#include "questions/base/mem.h"

/* One column of one sheet. name is lower-cased, snake-cased and has its alias
 * resolved ("Relevance" is "relevant"); language is what stood behind "::"
 * (or ":", old style), or NULL. */
struct book_column {
	const char *header; /* as written */
	const char *name;
	const char *language;
	size_t column; /* in the file, from 1; A is the sheet name */
};

struct book_row {
	size_t row;	   /* in the file, from 1 */
	const char **cell; /* n_columns of them; NULL where empty */
};

struct book_sheet {
	/* "survey", "choices", "settings", "topics", "misconceptions", or
	 * another's */
	const char *name;
	const char *file;
	struct book_column *column;
	size_t n_columns;
	struct book_row *row;
	size_t n_rows;
};

struct book {
	struct arena *arena;
	const char *file;
	struct book_sheet *sheet;
	size_t n_sheets;
	bool broken_off; /* a file of it could not be read to its end */
};

/* Reads a file and its companions. NULL when the file cannot be read at all
 * (then err is set); what is wrong inside goes to problems and the rest is
 * still read. Caller frees. */
struct book *book_load(const char *path, struct problems *problems,
		       struct error *err);

/* The same from memory (the embedded bank, fuzzing). topics and
 * misconceptions may be NULL; name is what messages call the file. */
struct book *book_parse(const char *name, const char *csv, size_t n,
			const char *topics, size_t n_topics,
			const char *misconceptions, size_t n_misconceptions,
			struct problems *problems, struct error *err);

/* The sheets that a questionnaire may have, those that staff need first;
 * ended by NULL. */
extern const char *const book_sheet_names[];

/* NULL where there is no such sheet. */
const struct book_sheet *book_sheet(const struct book *book, const char *name);

void book_free(struct book *book); /* NULL is fine */

#endif
