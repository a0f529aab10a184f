/*
 * Which column of a data file holds what: its header against a questionnaire.
 *
 * A header is a question's name, alone or behind its groups ("page/q1" as
 * KoboToolbox writes, "page-q1" as ODK Central does); "q1/choice" is one
 * option of a select_multiple; "q1_status" says why there is no answer. What
 * those systems add themselves is dropped. Anything else is a problem.
 */
#ifndef ANALYSIS_DATA_COLUMNS_H
#define ANALYSIS_DATA_COLUMNS_H

#include "analysis/data/layout.h"
#include "questions/base/error.h"
#include "questions/csv.h"

enum column_kind {
	COLUMN_DROPPED,
	COLUMN_CHOICE,	/* one choice */
	COLUMN_CHOICES, /* several, or a rank */
	COLUMN_OPTION,	/* 1 or 0: is this choice ticked? */
	COLUMN_VALUE,	/* a number, a date or a text */
	COLUMN_STATUS,
	COLUMN_MARK /* "made-up": so is the answer */
};

struct column {
	enum column_kind kind;
	size_t question;
	size_t choice;		     /* OPTION */
	const struct lookup *lookup; /* CHOICE and CHOICES */
	bool guarded;		     /* a leading ' is ours to remove */
	char *header;
};

struct columns {
	const struct form *form;
	struct column *column;
	size_t n;
	struct lookup *lookup; /* by list of the form */
	char *dropped;	       /* names of what is dropped; "" */
	char *missing;	       /* questions without a column; "" */
};

/* False when problems gained an error. Release either way. */
bool columns_match(struct columns *c, const struct form *form,
		   const struct csv_row *header, const char *file,
		   struct problems *problems);
void columns_release(struct columns *c);

/* The name of the column that says why question has no answer: its own with
 * "_status" behind, and one more _ for each question that is called so.
 * Caller frees. */
char *columns_status_name(const struct form *form, size_t question);

/* Position in the list of the choice that has these n bytes as its name, or
 * else as its label, or FORM_NONE. */
size_t lookup_find(const struct lookup *l, const char *text, size_t n);

#endif
