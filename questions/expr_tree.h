/*
 * The inside of expressions, for expr_*.c and functions*.c alone.
 *
 * Source -> tokens (expr_lex.c) -> a tree whose every node knows its type and
 * its place (expr_parse.c) -> values (expr_eval.c).
 */
#ifndef QUESTIONS_EXPR_TREE_H
#define QUESTIONS_EXPR_TREE_H

#include "questions/base/mem.h"
#include "questions/expr.h"

enum { EXPR_MAX_BYTES = 64 * 1024, EXPR_MAX_DEPTH = 200 };

struct function;

/* ---- values ---- */

enum xtype {
	X_TEXT,
	X_NUMBER,
	X_BOOL,
	X_DATE,
	X_ANY /* of a node: known only when evaluated */
};

struct xvalue {
	enum xtype type; /* never X_ANY */
	/* NUMBER; BOOL: 0 or 1; DATE: local days since 1970-01-01, the
	 * fraction is the time. */
	double number;
	bool timed; /* DATE: has a time of day */
	/* TEXT; lives as long as the tree, the answers and the evaluation. */
	const char *text;
};

struct xvalue x_text(const char *s);
struct xvalue x_number(double x);
struct xvalue x_bool(bool b);
struct xvalue x_date(double days, bool timed); /* NAN: the empty text */

/* ---- tree ---- */

enum node_kind {
	NODE_VALUE,    /* literal */
	NODE_QUESTION, /* ${q}, or . */
	NODE_COLUMN,   /* choice_filter: a column of the choice */
	NODE_NAME,     /* choice_filter: the choice's name */
	NODE_MINUS,    /* -arg[0] */
	NODE_CHAIN,    /* arg[0] op[1] arg[1] op[2] arg[2] ... */
	NODE_CALL
};

enum op {
	OP_OR,
	OP_AND,
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_AT_MOST,
	OP_MORE,
	OP_AT_LEAST,
	OP_PLUS,
	OP_MINUS,
	OP_TIMES,
	OP_DIV,
	OP_MOD
};

struct node {
	enum node_kind kind;
	enum xtype type;
	size_t offset;			 /* in the source */
	struct xvalue value;		 /* VALUE */
	size_t index;			 /* QUESTION, COLUMN */
	const struct function *function; /* CALL */
	void *prepared;			 /* CALL: what its prepare made */
	size_t ordinal;			 /* CALL of random(): which, from 1 */
	struct node **arg;
	enum op *op; /* CHAIN: op[i] stands before arg[i] */
	size_t n_args;
};

struct expr {
	const char *source;
	struct node *root;
	size_t *question;
	size_t n_questions;
	const struct function **call; /* each once */
	size_t n_calls;
};

/* ---- tokens ---- */

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_TEXT,	/* between quotes */
	TOKEN_QUESTION, /* between ${ and } */
	TOKEN_NAME,
	TOKEN_DOT,
	TOKEN_SIGN /* an operator, a parenthesis, a comma */
};

struct token {
	enum token_kind kind;
	const char *s; /* its text, without quotes or ${} */
	size_t n;
	size_t offset; /* where it begins in the source */
};

/* Reads the token at *offset and moves *offset behind it. False and err when
 * nothing of the language begins there. */
bool token_next(const char *source, size_t *offset, struct token *token,
		struct error *err);
bool token_is(const struct token *token, const char *s);

/* "character 12: " and the message. Always false. */
bool expr_error(struct error *err, const char *source, size_t offset,
		const char *format, ...) __attribute__((format(printf, 4, 5)));

/* ---- parsing ---- */

struct parser {
	struct arena *arena;
	const struct expr_scope *scope;
	struct expr *expr;
	struct token token; /* the one looked at */
	size_t offset;	    /* behind it */
	size_t depth;
	size_t questions_room, calls_room;
	size_t randoms; /* calls of random() so far */
	struct error *err;
};

/* An error at a node. Always false. */
bool node_error(struct parser *p, const struct node *node, const char *format,
		...) __attribute__((format(printf, 3, 4)));

bool node_is_text(const struct node *node); /* a text in quotes */

/* ---- evaluation ---- */

struct eval {
	const struct expr_env *env;
	struct arena *arena; /* for texts; NULL until one is needed */
};

struct xvalue node_eval(struct eval *ev, const struct node *node);
/* XPath's number(), boolean() and string(), with ODK's dates. */
double x_to_number(const struct eval *ev, struct xvalue v);
bool x_to_bool(struct xvalue v);
const char *x_to_text(struct eval *ev, struct xvalue v);
/* A date, a number of days, or an ISO text as days; *timed is set when there
 * is a time of day. False when it is none of these, or out of the calendar. */
bool x_to_days(const struct eval *ev, struct xvalue v, double *days,
	       bool *timed);
/* "10:30", "10:30:15.5+01:00" as a part of the local day. */
bool time_parse(const struct eval *ev, const char *s, double *part);

/* The i-th argument of a call. */
struct xvalue arg_value(struct eval *ev, const struct node *call, size_t i);
double arg_number(struct eval *ev, const struct node *call, size_t i);
bool arg_true(struct eval *ev, const struct node *call, size_t i);
const char *arg_text(struct eval *ev, const struct node *call, size_t i);

/* The answer as expressions see it: self_value for the question itself. */
const struct value *eval_answer(const struct eval *ev, size_t question);

/* Where to build texts that live as long as the evaluation. */
struct arena *eval_arena(struct eval *ev);

#endif
