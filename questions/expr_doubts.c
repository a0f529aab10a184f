/* Expressions that can be evaluated and hardly mean what they say. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/expr_tree.h"
#include "questions/functions.h"

struct doubts {
	const struct form *form;
	const char *source;
	void (*say)(void *ctx, const char *what);
	void *ctx;
};

static void say(const struct doubts *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void
say(const struct doubts *d, const char *format, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	d->say(d->ctx, text_get(&t));
	text_release(&t);
}

/* ---- dates without quotes ---- */

static size_t
digits(const char *s)
{
	size_t n = 0;

	while (isdigit((unsigned char)s[n]))
		n++;
	return n;
}

/* "2020-01-01", "2020-1-1": its bytes; 0 where none begins. */
static size_t
date_at(const char *s)
{
	size_t year = digits(s), month, day;

	if (year != 4 || s[4] != '-')
		return 0;
	month = digits(s + 5);
	if (month < 1 || month > 2 || s[5 + month] != '-')
		return 0;
	day = digits(s + 6 + month);
	return day >= 1 && day <= 2 ? 6 + month + day : 0;
}

static void
doubt_date(const struct doubts *d, const struct node *node)
{
	const char *s = d->source + node->offset;
	int n = (int)date_at(s), year, month, day;

	if (node->kind != NODE_VALUE || node->type != X_NUMBER || n == 0)
		return;
	year = (int)strtol(s, NULL, 10);
	month = (int)strtol(s + 5, NULL, 10);
	day = (int)strtol(strchr(s + 5, '-') + 1, NULL, 10);
	say(d,
	    "%.*s is a subtraction and gives %d; write "
	    "date('%04d-%02d-%02d')",
	    n, s, year - month - day, year, month, day);
}

/* ---- references in quotes ---- */

static void
doubt_text(const struct doubts *d, const struct node *node)
{
	const char *s, *end;

	if (!node_is_text(node))
		return;
	s = strstr(node->value.text, "${");
	end = s != NULL ? strchr(s, '}') : NULL;
	if (end != NULL)
		say(d,
		    "within quotes '%.*s' is text and not the answer; take "
		    "it out of them, with concat() where words stand beside "
		    "it",
		    (int)(end + 1 - s), s);
}

/* ---- calculated conditions ---- */

/* It is the text 'true' or 'false'. */
static const struct question *
calculated_condition(const struct doubts *d, const struct node *node)
{
	const struct question *q;

	if (node->kind != NODE_QUESTION)
		return NULL;
	q = &d->form->question[node->index];
	return q->type == TYPE_CALCULATE && q->calculation != NULL &&
			q->calculation->root->type == X_BOOL
		? q
		: NULL;
}

/* What the text 'true' or 'false' is compared with. */
static void
doubt_compared(const struct doubts *d, const struct question *q,
	       const struct node *with)
{
	const char *s = node_is_text(with) ? with->value.text : NULL;

	if (s != NULL && *s != '\0' && strcmp(s, "true") != 0 &&
	    strcmp(s, "false") != 0)
		say(d,
		    "'${%s}' is 'true' or 'false' and never '%s'; compare it "
		    "with 'true'",
		    q->name, s);
	else if (with->kind == NODE_VALUE && with->type == X_NUMBER)
		say(d,
		    "'${%s}' is 'true' or 'false' and never a number; compare "
		    "it with 'true'",
		    q->name);
	else if (with->kind == NODE_CALL && with->type == X_BOOL)
		say(d,
		    "'${%s}' is the text 'true' or 'false', and both count as "
		    "true here; compare it with 'true'",
		    q->name);
}

static void
doubt_condition(const struct doubts *d, const struct node *node)
{
	const struct question *q = calculated_condition(d, node);

	if (q != NULL)
		say(d,
		    "'${%s}' is the text 'true' or 'false', and both count as "
		    "true here; write ${%s} = 'true'",
		    q->name, q->name);
}

/* ---- choices that are none ---- */

static void
doubt_choice(const struct doubts *d, const struct node *node,
	     const struct node *with)
{
	const struct question *q;
	const char *name;

	if (node->kind != NODE_QUESTION || !node_is_text(with))
		return;
	q = &d->form->question[node->index];
	name = with->value.text;
	if (q->list != NULL && q->type != TYPE_RANK && *name != '\0' &&
	    strchr(name, ' ') == NULL &&
	    choice_find(q->list, name) == FORM_NONE)
		say(d,
		    "'%s' is not a choice of '%s', so nobody can have chosen "
		    "it; correct the name",
		    name, q->name);
}

/* What stands on one side of a sign, and what on the other. */
static void
doubt_side(const struct doubts *d, enum op op, const struct node *a,
	   const struct node *b)
{
	const struct question *q = calculated_condition(d, a);

	if (q != NULL)
		doubt_compared(d, q, b);
	if (op == OP_EQUAL || op == OP_UNEQUAL)
		doubt_choice(d, a, b);
}

/* ---- the whole tree ---- */

static void
doubt_chain(const struct doubts *d, const struct node *chain, size_t i)
{
	enum op op = chain->op[i > 0 ? i : 1];

	if (op <= OP_AND)
		doubt_condition(d, chain->arg[i]);
	else if (op < OP_PLUS && i > 0) {
		doubt_side(d, op, chain->arg[i - 1], chain->arg[i]);
		doubt_side(d, op, chain->arg[i], chain->arg[i - 1]);
	} else if (op == OP_PLUS || op == OP_MINUS)
		doubt_date(d, chain->arg[i]);
}

static bool
is_called(const struct node *call, const char *name)
{
	return strcmp(call->function->name, name) == 0;
}

/* Is its first argument read as true or false? */
static bool
takes_condition(const struct node *call)
{
	return is_called(call, "not") || is_called(call, "if") ||
		is_called(call, "boolean");
}

static void
doubt_node(const struct doubts *d, const struct node *node)
{
	bool call = node->kind == NODE_CALL;
	size_t i;

	doubt_text(d, node);
	for (i = 0; i < node->n_args; i++) {
		if (node->kind == NODE_CHAIN)
			doubt_chain(d, node, i);
		if (call && i == 0 && takes_condition(node))
			doubt_condition(d, node->arg[i]);
		if (call && i == 1 && is_called(node, "selected"))
			doubt_choice(d, node->arg[0], node->arg[1]);
		if (!call || i != 1 || !is_called(node, "jr:choice-name"))
			doubt_node(d, node->arg[i]);
	}
}

void
expr_doubts(const struct expr *e, const struct form *form, bool condition,
	    void (*say_doubt)(void *ctx, const char *what), void *ctx)
{
	struct doubts d = {form, e->source, say_doubt, ctx};

	if (condition)
		doubt_condition(&d, e->root);
	doubt_node(&d, e->root);
}
