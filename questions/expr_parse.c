/* Expressions, second step: the tree, and all that can be wrong with it. */
#include "questions/expr_tree.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/functions.h"

/* ---- what was read so far ---- */

static bool
advance(struct parser *p)
{
	return token_next(p->expr->source, &p->offset, &p->token, p->err);
}

static bool
error_at(struct parser *p, size_t offset, const char *message)
{
	return expr_error(p->err, p->expr->source, offset, "%s", message);
}

bool
node_error(struct parser *p, const struct node *node, const char *format, ...)
{
	struct text text = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&text, format, ap);
	va_end(ap);
	error_at(p, node->offset, text_get(&text));
	text_release(&text);
	return false;
}

/* A token as a message shows it. */
static const char *
token_shown(struct parser *p, const struct token *token)
{
	size_t n = token->n;

	if (token->kind == TOKEN_END)
		return "the end";
	if (token->kind == TOKEN_QUESTION)
		return arena_printf(p->arena, "'${%.*s}'", (int)n, token->s);
	if (n > FORM_MAX_NAME)
		for (n = FORM_MAX_NAME; (token->s[n] & 0xc0) == 0x80;)
			n--;
	return arena_printf(p->arena, "'%.*s'", (int)n, token->s);
}

static struct node *
node_new(struct parser *p, enum node_kind kind, enum xtype type)
{
	struct node *node = arena_alloc(p->arena, 1, sizeof(*node));

	node->kind = kind;
	node->type = type;
	node->offset = p->token.offset;
	return node;
}

/* Room doubles inside the arena: what is left behind is freed with it. */
static void
node_add(struct parser *p, struct node *node, struct node *arg, enum op op)
{
	size_t n = node->n_args;

	if ((n & (n - 1)) == 0) {
		struct node **args = arena_alloc(p->arena, n ? 2 * n : 1,
						 sizeof(struct node *));
		enum op *ops =
			arena_alloc(p->arena, n ? 2 * n : 1, sizeof(enum op));

		if (n > 0) {
			memcpy(args, node->arg, n * sizeof(struct node *));
			memcpy(ops, node->op, n * sizeof(*ops));
		}
		node->arg = args;
		node->op = ops;
	}
	node->arg[n] = arg;
	node->op[n] = op;
	node->n_args++;
}

static void
parser_reads(struct parser *p, size_t question)
{
	struct expr *e = p->expr;
	size_t i;

	for (i = 0; i < e->n_questions; i++)
		if (e->question[i] == question)
			return;
	e->question = mem_room(e->question, &p->questions_room,
			       e->n_questions + 1, sizeof(*e->question));
	e->question[e->n_questions++] = question;
}

static void
parser_calls(struct parser *p, const struct function *function)
{
	struct expr *e = p->expr;
	size_t i;

	for (i = 0; i < e->n_calls; i++)
		if (e->call[i] == function)
			return;
	e->call = mem_room(e->call, &p->calls_room, e->n_calls + 1,
			   sizeof(struct function *));
	e->call[e->n_calls++] = function;
}

bool
node_is_text(const struct node *node)
{
	return node->kind == NODE_VALUE && node->type == X_TEXT;
}

/* ---- questions, columns ---- */

static enum xtype
question_xtype(const struct question *q)
{
	switch (q->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_RANGE: return X_NUMBER;
	case TYPE_DATE: return X_DATE;
	default: return X_TEXT;
	}
}

static struct node *
question_node(struct parser *p, size_t index)
{
	const struct question *q = &p->scope->form->question[index];
	struct node *node = node_new(p, NODE_QUESTION, question_xtype(q));

	node->index = index;
	parser_reads(p, index);
	return node;
}

static bool
is_group(const struct form *form, const char *name)
{
	size_t i;

	for (i = 0; i < form->n_groups; i++)
		if (form->group[i].name != NULL &&
		    strcmp(form->group[i].name, name) == 0)
			return true;
	return false;
}

static struct node *
unknown_question(struct parser *p)
{
	const struct form *form = p->scope->form;
	const char *name = arena_copy_n(p->arena, p->token.s, p->token.n);
	const char *near = form_nearest(form, name);

	if (is_group(form, name))
		expr_error(p->err, p->expr->source, p->token.offset,
			   "%s is a group; only questions have answers",
			   token_shown(p, &p->token));
	else
		expr_error(p->err, p->expr->source, p->token.offset,
			   "there is no question %s%s%s%s",
			   token_shown(p, &p->token),
			   near ? ", did you mean '${" : "", near ? near : "",
			   near ? "}'?" : "; add it, or correct the name");
	return NULL;
}

static struct node *
parse_question(struct parser *p)
{
	size_t index = form_find_n(p->scope->form, p->token.s, p->token.n);
	struct node *node;

	if (index == FORM_NONE)
		return unknown_question(p);
	node = question_node(p, index);
	return advance(p) ? node : NULL;
}

static struct node *
parse_dot(struct parser *p)
{
	struct node *node;

	if (p->scope->self == FORM_NONE) {
		error_at(p, p->token.offset,
			 "'.' has no question here; write ${name}");
		return NULL;
	}
	node = question_node(p, p->scope->self);
	return advance(p) ? node : NULL;
}

/* A word that is neither a function nor an operator. */
static struct node *
parse_word(struct parser *p, const struct token *word)
{
	const struct choice_list *list = p->scope->columns;
	const char *name = arena_copy_n(p->arena, word->s, word->n);
	struct node *node = node_new(p, NODE_COLUMN, X_TEXT);
	size_t i;

	node->offset = word->offset;
	for (i = 0; list != NULL && i < list->n_columns; i++)
		if (strcmp(list->column[i], name) == 0) {
			node->index = i;
			return node;
		}
	if (list != NULL && strcmp(name, "name") == 0) {
		node->kind = NODE_NAME;
		return node;
	}
	if (list != NULL)
		node_error(p, node,
			   "list '%s' has no column %s; add it to "
			   "the choices, or put a text into quotes",
			   list->name, token_shown(p, word));
	else if (!strcmp(name, "true") || !strcmp(name, "false"))
		node_error(p, node, "bare word '%s'; write %s()", name, name);
	else
		node_error(p, node,
			   "bare word %s; put a text into quotes, "
			   "write ${name} for a question",
			   token_shown(p, word));
	return NULL;
}

/* ---- literals ---- */

static struct node *
parse_number(struct parser *p)
{
	struct node *node = node_new(p, NODE_VALUE, X_NUMBER);
	char *digits = mem_copy_n(p->token.s, p->token.n);
	double x = 0;

	text_to_number(digits, &x);
	free(digits);
	node->value = x_number(x);
	return advance(p) ? node : NULL;
}

static struct node *
parse_text(struct parser *p)
{
	struct node *node = node_new(p, NODE_VALUE, X_TEXT);

	node->value = x_text(arena_copy_n(p->arena, p->token.s, p->token.n));
	return advance(p) ? node : NULL;
}

/* ---- calls ---- */

static struct node *parse_expression(struct parser *p);

static bool
unknown_function(struct parser *p, const struct token *word, const char *name)
{
	const char *instead = function_instead(name);
	const char *near = function_nearest(name);
	const char *shown = token_shown(p, word);

	if (instead != NULL)
		return expr_error(p->err, p->expr->source, word->offset,
				  "%s() is not available; %s", name, instead);
	if (near != NULL)
		return expr_error(p->err, p->expr->source, word->offset,
				  "unknown function %s, did you mean '%s'?",
				  shown, near);
	return expr_error(p->err, p->expr->source, word->offset,
			  "unknown function %s; correct the name", shown);
}

/* After the "(": arguments up to the ")". */
static bool
parse_arguments(struct parser *p, struct node *call)
{
	size_t open = p->token.offset;
	struct node *arg;

	if (!advance(p))
		return false;
	while (!token_is(&p->token, ")")) {
		if (call->n_args > 0) {
			if (p->token.kind == TOKEN_END)
				return error_at(p, open,
						"'(' is not closed; "
						"add ')'");
			if (!token_is(&p->token, ","))
				return expr_error(p->err, p->expr->source,
						  p->token.offset,
						  "expected ',' or ')', found "
						  "%s",
						  token_shown(p, &p->token));
			if (!advance(p))
				return false;
		}
		arg = parse_expression(p);
		if (arg == NULL)
			return false;
		node_add(p, call, arg, OP_OR);
	}
	return advance(p);
}

static const char *
arguments_wanted(struct parser *p, const struct function *f)
{
	const char *end = f->min == 1 ? "" : "s";

	if (f->max == f->min)
		return arena_printf(p->arena, "%zu argument%s", f->min, end);
	if (f->max == ANY_NUMBER)
		return arena_printf(p->arena, "at least %zu argument%s", f->min,
				    end);
	return arena_printf(p->arena, "%zu to %zu arguments", f->min, f->max);
}

static bool
check_call(struct parser *p, struct node *call)
{
	const struct function *f = call->function;

	if (call->n_args < f->min || call->n_args > f->max)
		return node_error(p, call, "%s() takes %s, not %zu; write %s",
				  f->name, arguments_wanted(p, f), call->n_args,
				  f->use);
	return f->prepare == NULL || f->prepare(p, call);
}

static struct node *
parse_call(struct parser *p, const struct token *word)
{
	const char *name = arena_copy_n(p->arena, word->s, word->n);
	struct node *call = node_new(p, NODE_CALL, X_ANY);

	call->offset = word->offset;
	call->function = function_find(name);
	if (call->function == NULL) {
		unknown_function(p, word, name);
		return NULL;
	}
	call->type = call->function->type;
	parser_calls(p, call->function);
	if (!parse_arguments(p, call) || !check_call(p, call))
		return NULL;
	return call;
}

static struct node *
parse_name(struct parser *p)
{
	struct token word = p->token;

	if (!advance(p))
		return NULL;
	if (token_is(&p->token, "("))
		return parse_call(p, &word);
	return parse_word(p, &word);
}

/* ---- operators ---- */

static struct node *
parse_parenthesis(struct parser *p)
{
	size_t open = p->token.offset;
	struct node *node;

	if (!advance(p) || (node = parse_expression(p)) == NULL)
		return NULL;
	if (p->token.kind == TOKEN_END) {
		error_at(p, open, "'(' is not closed; add ')'");
		return NULL;
	}
	if (!token_is(&p->token, ")")) {
		expr_error(p->err, p->expr->source, p->token.offset,
			   "expected an operator or ')', found %s",
			   token_shown(p, &p->token));
		return NULL;
	}
	return advance(p) ? node : NULL;
}

static struct node *
parse_primary(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NUMBER: return parse_number(p);
	case TOKEN_TEXT: return parse_text(p);
	case TOKEN_QUESTION: return parse_question(p);
	case TOKEN_DOT: return parse_dot(p);
	case TOKEN_NAME: return parse_name(p);
	case TOKEN_SIGN:
		if (token_is(&p->token, "("))
			return parse_parenthesis(p);
		break;
	case TOKEN_END: break;
	}
	expr_error(p->err, p->expr->source, p->token.offset,
		   "expected a question, a text or a number, found %s",
		   token_shown(p, &p->token));
	return NULL;
}

/* Each minus turns the sign; a row of them is not nesting. */
static struct node *
parse_unary(struct parser *p)
{
	struct node *minus = NULL, *arg;
	bool odd = false;

	while (token_is(&p->token, "-")) {
		if (minus == NULL)
			minus = node_new(p, NODE_MINUS, X_NUMBER);
		odd = !odd;
		if (!advance(p))
			return NULL;
	}
	arg = parse_primary(p);
	if (arg == NULL || minus == NULL)
		return arg;
	node_add(p, minus, arg, odd ? OP_MINUS : OP_PLUS);
	return minus;
}

static const struct {
	const char *sign;
	enum op op;
	int level;
} operators[] = {
	{"or", OP_OR, 0},      {"and", OP_AND, 1},     {"=", OP_EQUAL, 2},
	{"!=", OP_UNEQUAL, 2}, {"<", OP_LESS, 3},      {"<=", OP_AT_MOST, 3},
	{">", OP_MORE, 3},     {">=", OP_AT_LEAST, 3}, {"+", OP_PLUS, 4},
	{"-", OP_MINUS, 4},    {"*", OP_TIMES, 5},     {"div", OP_DIV, 5},
	{"mod", OP_MOD, 5},
};

enum { OPERATORS = sizeof(operators) / sizeof(operators[0]), LEVELS = 6 };

static bool
token_operator(const struct token *token, int level, enum op *op)
{
	size_t i;

	for (i = 0; i < OPERATORS; i++)
		if (operators[i].level == level &&
		    token_is(token, operators[i].sign)) {
			*op = operators[i].op;
			return true;
		}
	return false;
}

/* `${a} = 'x' or 'y'`: the second half is always true. */
static bool
check_condition(struct parser *p, const struct node *arg)
{
	if (!node_is_text(arg))
		return true;
	return node_error(p, arg,
			  "the text '%s' is no condition; compare it "
			  "with a question",
			  arg->value.text);
}

/* `${a} + 'x'` is never a number. */
static bool
check_arithmetic(struct parser *p, const struct node *arg)
{
	struct eval none = {NULL, NULL};

	if (!node_is_text(arg) || arg->value.text[0] == '\0' ||
	    x_to_number(&none, arg->value) == x_to_number(&none, arg->value))
		return true;
	return node_error(p, arg,
			  "'%s' is not a number; write a number, or "
			  "concat() to join texts",
			  arg->value.text);
}

/* `${birth} < '1/2/2000'` is never true. */
static bool
check_comparison(struct parser *p, const struct node *date,
		 const struct node *literal)
{
	struct eval none = {NULL, NULL};
	double days;
	bool timed;

	if (date->type != X_DATE || !node_is_text(literal) ||
	    literal->value.text[0] == '\0' ||
	    x_to_days(&none, literal->value, &days, &timed))
		return true;
	return node_error(p, literal,
			  "a date is compared with '%s'; write "
			  "dates as '2026-12-31'",
			  literal->value.text);
}

static bool
check_chain(struct parser *p, const struct node *chain)
{
	size_t i;

	for (i = 0; i < chain->n_args; i++) {
		enum op op = chain->op[i > 0 ? i : 1];

		if (op <= OP_AND && !check_condition(p, chain->arg[i]))
			return false;
		if (op >= OP_PLUS && !check_arithmetic(p, chain->arg[i]))
			return false;
		if (op > OP_AND && op < OP_PLUS && i > 0 &&
		    (!check_comparison(p, chain->arg[i - 1], chain->arg[i]) ||
		     !check_comparison(p, chain->arg[i], chain->arg[i - 1])))
			return false;
	}
	return true;
}

/*
 * One level of precedence: a row of operands with operators between is one
 * node, so that a long row is no deeper than a short one.
 */
static struct node *
parse_level(struct parser *p, int level)
{
	struct node *first, *chain = NULL;
	enum op op;

	if (level == LEVELS)
		return parse_unary(p);
	first = parse_level(p, level + 1);
	if (first == NULL || !token_operator(&p->token, level, &op))
		return first;
	chain = node_new(p, NODE_CHAIN, level < 4 ? X_BOOL : X_NUMBER);
	chain->offset = first->offset;
	node_add(p, chain, first, op);
	while (token_operator(&p->token, level, &op)) {
		struct node *arg;

		if (!advance(p) || (arg = parse_level(p, level + 1)) == NULL)
			return NULL;
		node_add(p, chain, arg, op);
	}
	return check_chain(p, chain) ? chain : NULL;
}

static struct node *
parse_expression(struct parser *p)
{
	struct node *node;

	if (p->depth == EXPR_MAX_DEPTH) {
		expr_error(p->err, p->expr->source, p->token.offset,
			   "nested more than %d deep; use calculate questions "
			   "for parts of it",
			   EXPR_MAX_DEPTH);
		return NULL;
	}
	p->depth++;
	node = parse_level(p, 0);
	p->depth--;
	return node;
}

/* ---- the whole ---- */

/* What stands behind a whole expression. */
static bool
not_the_end(struct parser *p)
{
	const struct token *t = &p->token;
	char lower[4] = "";
	size_t i;

	if (token_is(t, ")"))
		return error_at(p, t->offset, "')' has no '(' before it");
	if (t->kind == TOKEN_NAME && t->n < sizeof(lower))
		for (i = 0; i < t->n; i++)
			lower[i] = (char)tolower((unsigned char)t->s[i]);
	for (i = 0; i < OPERATORS; i++)
		if (strcmp(lower, operators[i].sign) == 0)
			return expr_error(p->err, p->expr->source, t->offset,
					  "operators are in small letters; "
					  "write '%s'",
					  lower);
	return expr_error(p->err, p->expr->source, t->offset,
			  "expected an operator, found %s", token_shown(p, t));
}

static bool
parse_whole(struct parser *p)
{
	if (!advance(p))
		return false;
	if (p->token.kind == TOKEN_END)
		return error_set(p->err, "the expression is empty");
	p->expr->root = parse_expression(p);
	if (p->expr->root == NULL)
		return false;
	return p->token.kind == TOKEN_END || not_the_end(p);
}

/* Lists that grew outside become the arena's. */
static void
keep_lists(struct parser *p)
{
	struct expr *e = p->expr;
	size_t *question =
		arena_alloc(p->arena, e->n_questions, sizeof(*question));
	const struct function **call =
		arena_alloc(p->arena, e->n_calls, sizeof(struct function *));

	if (e->n_questions > 0)
		memcpy(question, e->question,
		       e->n_questions * sizeof(*question));
	if (e->n_calls > 0)
		memcpy(call, e->call, e->n_calls * sizeof(struct function *));
	free(e->question);
	free(e->call);
	e->question = question;
	e->call = call;
}

struct expr *
expr_parse(struct arena *arena, const char *source,
	   const struct expr_scope *scope, struct error *err)
{
	struct parser p = {0};
	size_t n = strlen(source);
	bool good;

	if (n > EXPR_MAX_BYTES) {
		error_set(err,
			  "the expression is longer than %d characters; "
			  "use calculate questions for parts of it",
			  EXPR_MAX_BYTES);
		return NULL;
	}
	if (!text_is_utf8(source, n)) {
		error_set(err,
			  "the expression is not UTF-8; save the file as "
			  "UTF-8");
		return NULL;
	}
	p.arena = arena;
	p.scope = scope;
	p.err = err;
	p.expr = arena_alloc(arena, 1, sizeof(*p.expr));
	p.expr->source = arena_copy_n(arena, source, n);
	good = parse_whole(&p);
	keep_lists(&p);
	return good ? p.expr : NULL;
}

size_t
expr_questions(const struct expr *e, const size_t **questions)
{
	*questions = e->question;
	return e->n_questions;
}

bool
expr_calls(const struct expr *e, const char *function)
{
	size_t i;

	for (i = 0; i < e->n_calls; i++)
		if (strcmp(e->call[i]->name, function) == 0)
			return true;
	return false;
}

const char *
expr_source(const struct expr *e)
{
	return e->source;
}
