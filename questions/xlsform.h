/*
 * From sheets to a form: XLSForm as pyxform reads it, with our kq_ columns.
 *
 * Everything that is wrong is found in one pass and reported with its cell;
 * nothing is ignored in silence (what we do not use becomes a note). Lint
 * (lint.h) says what loads but is unwise.
 */
#ifndef QUESTIONS_XLSFORM_H
#define QUESTIONS_XLSFORM_H

#include "questions/book.h"
#include "questions/form.h"

/* NULL when problems holds an error, be it of reading the book. Of a book that
 * broke off nothing more is said: half a file would be found wrong all over.
 * The form copies what it needs: the book may be freed. */
struct form *xlsform_build(const struct book *book, struct problems *problems);

/* book_load, then xlsform_build. When book is not NULL the book is handed
 * over there, also when the form is NULL (then possibly NULL). */
struct form *xlsform_load(const char *path, struct book **book,
			  struct problems *problems, struct error *err);

#endif
