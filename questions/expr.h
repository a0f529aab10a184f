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
	/* Its questions' names and types must be there, their lists too;
	 * expressions need not. */
	const struct form *form;
	/* What "." is; FORM_NONE: not allowed. */
	size_t self;
	/* choice_filter: bare words are columns of this list; else NULL. */
	const struct choice_list *columns;
};

/* NULL and err ("unknown function 'selectd', did you mean 'selected'?") when
 * it is not an expression. Lives in the arena. */
struct expr *expr_parse(struct arena *arena, const char *source,
			const struct expr_scope *scope, struct error *err);

/* The world at the moment of evaluation. */
struct expr_env {
	const struct answers *answers;
	size_t self;			/* question whose expression this is */
	const struct value *self_value; /* ".": NULL means answers' own */
	const struct choice *choice;	/* choice_filter: the row */
	double now;			/* seconds since 1970 UTC */
	double utc_offset;		/* seconds east */
	size_t language;		/* for jr:choice-name */
};

/* XPath's boolean(): NAN, 0 and "" are false. */
bool expr_true(const struct expr *e, const struct expr_env *env);
/* XPath's number(); dates give their days. */
double expr_number(const struct expr *e, const struct expr_env *env);
/* XPath's string(), numbers without an exponent; "" for a number that is NAN
 * or infinite. Caller frees. */
char *expr_string(const struct expr *e, const struct expr_env *env);

/* The questions it reads, `.` included when self is set, each once; borrowed. */
size_t expr_questions(const struct expr *e, const size_t **questions);

/* What is measured against the limits of a constraint. */
enum expr_measure {
	MEASURE_VALUE,	 /* . */
	MEASURE_CHOICES, /* count-selected(.) */
	MEASURE_LENGTH	 /* string-length(.) */
};

struct expr_limits {
	enum expr_measure of;
	bool dates;	   /* low and high are days since 1970 */
	double low, high;  /* NAN: none */
	bool above, below; /* low, high itself is out */
};

/* Reads a constraint of the usual shapes, `. >= 18 and . <= ${oldest}`,
 * `count-selected(.) <= 3`, as it stands now. False when it is not one, and
 * when a limit cannot be told now. */
bool expr_limits(const struct expr *e, const struct expr_env *env,
		 struct expr_limits *limits);

/* One thing that a condition asks of an answer. */
enum expr_asks {
	ASKS_CHOICE,	 /* text was chosen; a calculation is text */
	ASKS_NOT_CHOICE, /* it was not */
	ASKS_ANSWER,	 /* there is an answer */
	ASKS_NO_ANSWER,
	ASKS_EQUAL, /* to number, and so on */
	ASKS_UNEQUAL,
	ASKS_LESS,
	ASKS_AT_MOST,
	ASKS_MORE,
	ASKS_AT_LEAST
};

struct expr_test {
	size_t question;
	enum expr_asks asks;
	const char *text;
	double number;
};

enum { EXPR_MAX_TESTS = 16 };

/* Reads a condition that is one such test, or several joined all by "and" or
 * all by "or" (*any), so that it can be said in words. False when it is
 * another. Their number in *n, at most EXPR_MAX_TESTS. */
bool expr_tests(const struct expr *e, struct expr_test *test, size_t *n,
		bool *any);

/* Does it call this function anywhere ("now", "random")? */
bool expr_calls(const struct expr *e, const char *function);

/* Tells what can be evaluated and hardly is what its author meant: a date
 * without quotes, a reference within them, a choice that the question has not,
 * a calculated true or false taken for more than the text that it is.
 * `condition`: only whether it holds matters. The questions' calculations must
 * be there; what is said lives for the call. */
void expr_doubts(const struct expr *e, const struct form *form, bool condition,
		 void (*say)(void *ctx, const char *what), void *ctx);

/* Its source, as written. */
const char *expr_source(const struct expr *e);

#endif
