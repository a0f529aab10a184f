/*
 * The functions that expressions offer, as the ODK XForms specification has
 * them: one table, its rows beside the rule each follows.
 *
 * Arguments are evaluated by the function itself, so that if() and the like
 * touch only what they need.
 */
#ifndef QUESTIONS_FUNCTIONS_H
#define QUESTIONS_FUNCTIONS_H

#include <stddef.h>

#include "questions/expr_tree.h"

enum { ANY_NUMBER = 9999 }; /* of arguments */

struct function {
	const char *name;
	size_t min, max; /* arguments */
	enum xtype type; /* of the result; X_ANY: as its arguments are */
	struct xvalue (*run)(struct eval *ev, const struct node *call);
	/* More than the count to see to when the form is loaded; NULL: no.
	 * False and err when it may not be called so. */
	bool (*prepare)(struct parser *p, struct node *call);
	double (*math)(double); /* for run_math */
	const char *use;	/* how it is written */
	const char *what;	/* one line */
};

/* NULL when there is no such function. */
const struct function *function_find(const char *name);

/* The i-th of the table; NULL behind the last. */
const struct function *function_at(size_t i);

/* The name most like this one, or NULL when none is near. */
const char *function_nearest(const char *name);

/* What to use instead of a function of ODK that is not offered; NULL when it
 * is not one of these. */
const char *function_instead(const char *name);

#endif
