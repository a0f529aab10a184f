/*
 * What loads but is unwise: a key that stands out, a list nobody uses, a
 * question nobody can reach, a translation that is missing.
 */
#ifndef QUESTIONS_LINT_H
#define QUESTIONS_LINT_H

#include "questions/book.h"
#include "questions/form.h"

/*
 * Adds warnings and notes, and sorts. The form must come from this book.
 *
 * A key stands out when its position, or its being the longest choice, would
 * come about by chance less than once in a hundred times (binomial, each
 * choice equally likely, from five items on; for positions a third of that,
 * as there are about three to look at).
 */
void lint(const struct form *form, const struct book *book,
	  struct problems *problems);

#endif
