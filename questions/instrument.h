/*
 * The questionnaire as it travels: a book as JSON.
 *
 * The instrument is what staff machines get: no key, no points, no
 * misconceptions, no topic, no risk, no source; of roles only "segment". The
 * whole questionnaire, with its key, goes into NAME.key and into results.
 */
#ifndef QUESTIONS_INSTRUMENT_H
#define QUESTIONS_INSTRUMENT_H

#include "questions/book.h"
#include "questions/form.h"

enum instrument_part { INSTRUMENT_WITHOUT_KEY, INSTRUMENT_WITH_KEY };

/* Canonical: the same book gives the same bytes. Only the sheets that a form
 * is made of, empty cells left out, row numbers kept. Caller frees. */
char *instrument_write(const struct book *book, enum instrument_part part);

/* The reverse. NULL and err when it is not such a JSON text. `name` is what
 * messages call it. */
struct book *instrument_read(const char *json, size_t n, const char *name,
			     struct error *err);

/* instrument_read and xlsform_build in one; any problem is an error. */
struct form *instrument_form(const char *json, size_t n, const char *name,
			     struct error *err);

/* A copy of the book without the survey rows whose question names are in
 * `names` (n of them), and without the rows of groups that became empty.
 * References to a dropped question are the caller's to look for (building the
 * form reports them). */
struct book *book_without(const struct book *book, const char *const *names,
			  size_t n);

/* A copy of the book without the texts of some of its form's languages: those
 * whose keep is false. When the default one goes, the first that stays takes
 * its place; a setting that has no text in that one stays as it is. At least
 * one must stay. */
struct book *book_in_languages(const struct book *book, const struct form *form,
			       const bool *keep);

/* Sets or replaces a cell of the settings sheet (added where missing). */
void book_set(struct book *book, const char *setting, const char *value);

#endif
