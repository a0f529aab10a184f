/*
 * A questionnaire as a command is given it: a CSV file, the JSON of an export,
 * or the name of one that we ship ("standard").
 */
#ifndef ANALYSIS_COMMAND_LOAD_H
#define ANALYSIS_COMMAND_LOAD_H

#include "questions/bank.h"
#include "questions/base/error.h"
#include "questions/book.h"
#include "questions/form.h"

struct loaded {
	struct book *book;
	struct form *form;	  /* NULL when problems has errors */
	struct problems problems; /* sorted */
};

/* A file comes first; a name without a dot or slash for which there is no
 * file is one of ours. False when it cannot be read at all (err). */
bool loaded_read(struct loaded *l, const char *form, struct error *err);

/* Does this name a questionnaire for certain: one of ours, or .csv or .json? */
bool names_form(const char *form);

/* A file of one that we ship, "standard" and ".topics.csv"; NULL: none. */
const struct bank_file *load_ours(const char *name, const char *suffix);

/* Is it one that we ship? */
bool loaded_is_ours(const char *form);

/* Prints the problems on stderr (only the errors where there are any) and
 * returns EXIT_FAILED. For when form is NULL. */
int loaded_fail(const struct loaded *l, const char *form);

void loaded_release(struct loaded *l);

/* Questions that are asked and take an answer; those of them that count. */
size_t count_questions(const struct form *form);
size_t count_scored(const struct form *form);

/* "30 questions, 20 scored, about 8 minutes". Caller frees. */
char *form_summary(const struct form *form);

/* "8 minutes", "1 minute". Caller frees. */
char *form_minutes_text(const struct form *form);

#endif
