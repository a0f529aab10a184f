/*
 * What loads but is unwise: a key that stands out, a list nobody uses, a
 * question nobody can reach, a translation that is missing.
 */
#ifndef QUESTIONS_LINT_H
#define QUESTIONS_LINT_H

#include "questions/book.h"
#include "questions/form.h"

/* Adds warnings and notes. The form must come from this book. */
void lint(const struct form *form, const struct book *book,
	  struct problems *problems);

#endif
