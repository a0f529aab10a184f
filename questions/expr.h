/*
 * XLSForm expressions: parsed and checked when the form is loaded, evaluated
 * while a person answers.
 *
 * Values are numbers, texts, booleans and dates. Dates compare as dates (ISO
 * texts beside a date become dates); if() and the boolean operators evaluate
 * only what they need; empty numbers are NAN. Unknown functions and questions,
 * bare words, wrong argument counts are errors of expr_parse.
 */
#ifndef QUESTIONS_EXPR_H
#define QUESTIONS_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/answers.h"
#include "questions/base/error.h"
#include "questions/form.h"

struct expr;

/* What names mean where the expression stands. */
struct expr_scope {
	const struct form *form;	/* its questions' names and types must
					 * be there; expressions need not */
	size_t self;			/* what "." is; FORM_NONE: not allowed */
	const struct choice_list *columns;	/* choice_filter: bare words are
					 * columns of this list; else NULL */
};

/* NULL and err ("unknown function 'selectd', did you mean 'selected'?") when
 * it is not an expression. Lives in the arena. */
struct expr *expr_parse(struct arena *arena, const char *source,
			const struct expr_scope *scope, struct error *err);

/* The world at the moment of evaluation. */
struct expr_env {
	const struct answers *answers;
	size_t self;			/* question whose expression this is */
	const struct value *self_value;	/* ".": NULL means answers' own */
	const struct choice *choice;	/* choice_filter: the row */
	double now;			/* seconds since 1970 UTC */
	double utc_offset;		/* seconds east */
	size_t language;		/* for jr:choice-name */
};

/* XPath's boolean(): NAN, 0 and "" are false. */
bool expr_true(const struct expr *e, const struct expr_env *env);
/* XPath's number(); dates give their days. */
double expr_number(const struct expr *e, const struct expr_env *env);
/* XPath's string(), numbers in their shortest form. Caller frees. */
char *expr_string(const struct expr *e, const struct expr_env *env);

/* The questions it reads, `.` included when self is set, each once; borrowed. */
size_t expr_questions(const struct expr *e, const size_t **questions);

/* Does it call this function anywhere ("now", "random")? */
bool expr_calls(const struct expr *e, const char *function);

/* Its source, as written. */
const char *expr_source(const struct expr *e);

#endif
