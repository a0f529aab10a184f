/* Expressions, third step: values. */
#include "questions/expr_tree.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/functions.h"

/* ---- values ---- */

struct xvalue
x_text(const char *s)
{
	return (struct xvalue){X_TEXT, 0, false, s};
}

struct xvalue
x_number(double x)
{
	return (struct xvalue){X_NUMBER, x, false, NULL};
}

struct xvalue
x_bool(bool b)
{
	return (struct xvalue){X_BOOL, b, false, NULL};
}

struct xvalue
x_date(double days, bool timed)
{
	if (isnan(days))
		return x_text("");
	return (struct xvalue){X_DATE, days, timed, NULL};
}

struct arena *
eval_arena(struct eval *ev)
{
	if (ev->arena == NULL)
		ev->arena = arena_new();
	return ev->arena;
}

/* ---- numbers ---- */

static const char *
skip_blanks(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

/* XPath's Number with a minus before it: no plus, no exponent. */
static bool
number_parse(const char *s, double *x)
{
	size_t n;
	char *copy;
	bool good;

	s = skip_blanks(s);
	n = strspn(s, "0123456789.-");
	if (*skip_blanks(s + n) != '\0')
		return false;
	copy = mem_copy_n(s, n);
	good = text_to_number(copy, x);
	free(copy);
	return good;
}

double
x_to_number(const struct eval *ev, struct xvalue v)
{
	double x;
	bool timed;

	if (v.type != X_TEXT)
		return v.number;
	if (number_parse(v.text, &x) || x_to_days(ev, v, &x, &timed))
		return x;
	return NAN;
}

bool
x_to_bool(struct xvalue v)
{
	if (v.type == X_TEXT)
		return v.text[0] != '\0';
	if (v.type == X_DATE)
		return true;
	return v.number != 0 && !isnan(v.number);
}

/* "1.5e-07" to "0.00000015": XPath writes numbers without an exponent. */
static const char *
without_exponent(struct eval *ev, const char *s)
{
	struct text t = TEXT_INIT;
	const char *result, *e = strchr(s, 'e');
	char digits[32];
	long n = 0, i, point = strtol(e + 1, NULL, 10) + 1;

	if (*s == '-')
		text_add_char(&t, *s++);
	for (; s < e; s++) /* one digit, a point, more digits */
		if (*s != '.')
			digits[n++] = *s;
	if (point <= 0)
		text_add(&t, "0.");
	for (i = point; i < 0; i++)
		text_add_char(&t, '0');
	for (i = 0; i < n || i < point; i++) {
		if (point > 0 && i == point)
			text_add_char(&t, '.');
		text_add_char(&t, i < n ? digits[i] : '0');
	}
	result = arena_copy(eval_arena(ev), text_get(&t));
	text_release(&t);
	return result;
}

static const char *
number_text(struct eval *ev, double x)
{
	char s[32];

	if (isnan(x))
		return "NaN";
	if (isinf(x))
		return x > 0 ? "Infinity" : "-Infinity";
	text_number(x + 0.0, s);
	if (strchr(s, 'e') != NULL)
		return without_exponent(ev, s);
	return arena_copy(eval_arena(ev), s);
}

/* ---- dates and times ---- */

static bool
two_digits(const char **s, int most, int *value)
{
	const char *d = *s;

	if (d[0] < '0' || d[0] > '9' || d[1] < '0' || d[1] > '9')
		return false;
	*value = (d[0] - '0') * 10 + d[1] - '0';
	*s += 2;
	return *value <= most;
}

/* "Z", "+01:00", "-0730", "+02" or nothing, which is the local zone. */
static bool
zone_parse(const char *s, double *seconds, bool *given)
{
	int sign = *s == '-' ? -1 : 1, hours, minutes = 0;

	*given = *s != '\0';
	*seconds = 0;
	if (*s == '\0' || (s[0] == 'Z' && s[1] == '\0'))
		return true;
	if (*s != '+' && *s != '-')
		return false;
	s++;
	if (!two_digits(&s, 14, &hours))
		return false;
	if (*s == ':')
		s++;
	if (*s != '\0' && !two_digits(&s, 59, &minutes))
		return false;
	*seconds = sign * (hours * 3600.0 + minutes * 60.0);
	return *s == '\0';
}

/* "10:30", "10:30:15.250+01:00" to seconds of a local day; a zone of its own
 * may bring them out of the day. */
static bool
clock_parse(const struct eval *ev, const char *s, double *seconds)
{
	int hours, minutes, whole = 0;
	double part = 0, unit = 0.1, zone;
	bool given;

	if (!two_digits(&s, 23, &hours) || *s++ != ':' ||
	    !two_digits(&s, 59, &minutes))
		return false;
	if (*s == ':') {
		s++;
		if (!two_digits(&s, 59, &whole))
			return false;
		if (*s == '.')
			while (*++s >= '0' && *s <= '9') {
				part += (*s - '0') * unit;
				unit /= 10;
			}
	}
	if (!zone_parse(s, &zone, &given))
		return false;
	*seconds = hours * 3600.0 + minutes * 60.0 + whole + part;
	if (given)
		*seconds += (ev->env ? ev->env->utc_offset : 0) - zone;
	return true;
}

bool
time_parse(const struct eval *ev, const char *s, double *part)
{
	double seconds;

	if (!clock_parse(ev, s, &seconds))
		return false;
	*part = seconds / 86400;
	*part -= floor(*part);
	return true;
}

static bool
days_parse(const struct eval *ev, const char *s, double *days, bool *timed)
{
	char day[11];
	double seconds;
	size_t n;

	s = skip_blanks(s);
	n = strcspn(s, "T \t\r\n");
	if (n != 10)
		return false;
	memcpy(day, s, 10);
	day[10] = '\0';
	if (!date_parse(day, days))
		return false;
	*timed = s[10] == 'T';
	if (!*timed)
		return *skip_blanks(s + 10) == '\0';
	if (!clock_parse(ev, s + 11, &seconds))
		return false;
	*days += seconds / 86400;
	return true;
}

bool
x_to_days(const struct eval *ev, struct xvalue v, double *days, bool *timed)
{
	char iso[16];

	*timed = v.timed;
	*days = v.number;
	switch (v.type) {
	case X_TEXT:
		if (!days_parse(ev, v.text, days, timed))
			return false;
		break;
	case X_NUMBER: *timed = *days != floor(*days); break;
	case X_DATE: break;
	default: return false;
	}
	date_format(*days, iso);
	return iso[0] != '\0';
}

/* "2026-12-14T10:20:30.000+01:00", as ODK stores it */
static const char *
date_text(struct eval *ev, struct xvalue v)
{
	double ms = floor((v.number - floor(v.number)) * 86400000 + 0.5);
	double zone = ev->env->utc_offset / 60;
	long t = (long)ms, z = (long)fabs(zone);
	char iso[16];

	date_format(v.number, iso);
	if (!v.timed)
		return arena_copy(eval_arena(ev), iso);
	return arena_printf(eval_arena(ev),
			    "%sT%02ld:%02ld:%02ld.%03ld%c%02ld:%02ld", iso,
			    t / 3600000, t / 60000 % 60, t / 1000 % 60,
			    t % 1000, zone < 0 ? '-' : '+', z / 60, z % 60);
}

const char *
x_to_text(struct eval *ev, struct xvalue v)
{
	switch (v.type) {
	case X_TEXT: return v.text;
	case X_BOOL: return v.number != 0 ? "true" : "false";
	case X_DATE: return date_text(ev, v);
	default: return number_text(ev, v.number);
	}
}

/* ---- answers ---- */

const struct value *
eval_answer(const struct eval *ev, size_t question)
{
	if (question == ev->env->self && ev->env->self_value != NULL)
		return ev->env->self_value;
	return answers_value(ev->env->answers, question);
}

static struct xvalue
question_value(const struct eval *ev, size_t question)
{
	const struct value *v = eval_answer(ev, question);

	switch (v->kind) {
	case VALUE_NONE: return x_text("");
	case VALUE_NUMBER: return x_number(v->number);
	case VALUE_DATE: return x_date(v->number, false);
	default: return x_text(v->text);
	}
}

static struct xvalue
choice_value(const struct eval *ev, const struct node *node)
{
	const struct choice *choice = ev->env->choice;
	const char *s;

	if (choice == NULL)
		return x_text("");
	s = node->kind == NODE_NAME ? choice->name
				    : choice->column[node->index];
	return x_text(s ? s : "");
}

/* ---- operators ---- */

/* As JavaRosa: 6.1 - 7.8 = -1.7, although doubles differ in the 16th digit. */
static bool
nearly_equal(double a, double b)
{
	double size = fmax(1, fmax(fabs(a), fabs(b)));

	return a == b || fabs(a - b) < 1e-12 * size;
}

/* Both sides of a comparison, as numbers. A date makes an ISO text a date; a
 * text that is none is NAN. */
static void
numbers_of(const struct eval *ev, struct xvalue a, struct xvalue b, double *x,
	   double *y)
{
	bool timed;

	*x = x_to_number(ev, a);
	*y = x_to_number(ev, b);
	if (a.type == X_DATE && b.type == X_TEXT &&
	    !x_to_days(ev, b, y, &timed))
		*y = NAN;
	if (b.type == X_DATE && a.type == X_TEXT &&
	    !x_to_days(ev, a, x, &timed))
		*x = NAN;
}

/* XPath's order: booleans, then numbers (dates are), then texts. */
static bool
equal(const struct eval *ev, struct xvalue a, struct xvalue b)
{
	double x, y;

	if (a.type == X_BOOL || b.type == X_BOOL)
		return x_to_bool(a) == x_to_bool(b);
	if (a.type == X_TEXT && b.type == X_TEXT)
		return strcmp(a.text, b.text) == 0;
	numbers_of(ev, a, b, &x, &y);
	return nearly_equal(x, y);
}

/* Nearly equal is equal here too, so that < and = never hold together. */
static bool
ordered(const struct eval *ev, enum op op, struct xvalue a, struct xvalue b)
{
	double x, y;
	bool same;

	numbers_of(ev, a, b, &x, &y);
	same = nearly_equal(x, y);
	switch (op) {
	case OP_LESS: return x < y && !same;
	case OP_AT_MOST: return x < y || same;
	case OP_MORE: return x > y && !same;
	default: return x > y || same;
	}
}

static double
arithmetic(enum op op, double x, double y)
{
	switch (op) {
	case OP_PLUS: return x + y;
	case OP_MINUS: return x - y;
	case OP_TIMES: return x * y;
	case OP_DIV: return x / y;
	default: return fmod(x, y);
	}
}

static struct xvalue
operate(const struct eval *ev, enum op op, struct xvalue a, struct xvalue b)
{
	if (op == OP_EQUAL)
		return x_bool(equal(ev, a, b));
	if (op == OP_UNEQUAL)
		return x_bool(!equal(ev, a, b));
	if (op < OP_PLUS)
		return x_bool(ordered(ev, op, a, b));
	return x_number(arithmetic(op, x_to_number(ev, a), x_to_number(ev, b)));
}

static struct xvalue
chain_value(struct eval *ev, const struct node *chain)
{
	enum op op = chain->op[1];
	struct xvalue value;
	size_t i;

	if (op == OP_OR || op == OP_AND) {
		for (i = 0; i < chain->n_args; i++)
			if (arg_true(ev, chain, i) == (op == OP_OR))
				return x_bool(op == OP_OR);
		return x_bool(op == OP_AND);
	}
	value = arg_value(ev, chain, 0);
	for (i = 1; i < chain->n_args; i++)
		value = operate(ev, chain->op[i], value,
				arg_value(ev, chain, i));
	return value;
}

struct xvalue
node_eval(struct eval *ev, const struct node *node)
{
	double x;

	switch (node->kind) {
	case NODE_VALUE: return node->value;
	case NODE_QUESTION: return question_value(ev, node->index);
	case NODE_COLUMN:
	case NODE_NAME: return choice_value(ev, node);
	case NODE_CHAIN: return chain_value(ev, node);
	case NODE_CALL: return node->function->run(ev, node);
	case NODE_MINUS: break;
	}
	assert(node->kind == NODE_MINUS);
	x = arg_number(ev, node, 0);
	return x_number(node->op[0] == OP_MINUS ? -x : x);
}

struct xvalue
arg_value(struct eval *ev, const struct node *call, size_t i)
{
	assert(i < call->n_args);
	return node_eval(ev, call->arg[i]);
}

double
arg_number(struct eval *ev, const struct node *call, size_t i)
{
	return x_to_number(ev, arg_value(ev, call, i));
}

bool
arg_true(struct eval *ev, const struct node *call, size_t i)
{
	return x_to_bool(arg_value(ev, call, i));
}

const char *
arg_text(struct eval *ev, const struct node *call, size_t i)
{
	return x_to_text(ev, arg_value(ev, call, i));
}

/* ---- the whole ---- */

bool
expr_true(const struct expr *e, const struct expr_env *env)
{
	struct eval ev = {env, NULL};
	bool result = x_to_bool(node_eval(&ev, e->root));

	arena_free(ev.arena);
	return result;
}

double
expr_number(const struct expr *e, const struct expr_env *env)
{
	struct eval ev = {env, NULL};
	double result = x_to_number(&ev, node_eval(&ev, e->root));

	arena_free(ev.arena);
	return result;
}

char *
expr_string(const struct expr *e, const struct expr_env *env)
{
	struct eval ev = {env, NULL};
	struct xvalue v = node_eval(&ev, e->root);
	char *result;

	if (v.type == X_NUMBER && !isfinite(v.number))
		result = mem_copy("");
	else
		result = mem_copy(x_to_text(&ev, v));
	arena_free(ev.arena);
	return result;
}

/* ---- limits ---- */

static bool
measured(const struct node *node, size_t self, enum expr_measure *of)
{
	*of = MEASURE_VALUE;
	if (node->kind == NODE_CALL && node->n_args == 1) {
		if (strcmp(node->function->name, "count-selected") == 0)
			*of = MEASURE_CHOICES;
		else if (strcmp(node->function->name, "string-length") == 0)
			*of = MEASURE_LENGTH;
		else
			return false;
		node = node->arg[0];
	}
	return node->kind == NODE_QUESTION && node->index == self;
}

static bool
reads(const struct node *node, size_t question)
{
	size_t i;

	if (node->kind == NODE_QUESTION && node->index == question)
		return true;
	for (i = 0; i < node->n_args; i++)
		if (reads(node->arg[i], question))
			return true;
	return false;
}

/* `18 <= .` is `. >= 18`. */
static enum op
turned(enum op op)
{
	switch (op) {
	case OP_LESS: return OP_MORE;
	case OP_MORE: return OP_LESS;
	case OP_AT_MOST: return OP_AT_LEAST;
	case OP_AT_LEAST: return OP_AT_MOST;
	default: return op;
	}
}

/* The tighter of two limits wins. */
static void
limit(struct expr_limits *l, enum op op, double x)
{
	bool strict = op == OP_LESS || op == OP_MORE;

	if (op != OP_LESS && op != OP_AT_MOST &&
	    (isnan(l->low) || x > l->low || (x == l->low && strict))) {
		l->low = x;
		l->above = strict;
	}
	if (op != OP_MORE && op != OP_AT_LEAST &&
	    (isnan(l->high) || x < l->high || (x == l->high && strict))) {
		l->high = x;
		l->below = strict;
	}
}

static bool
comparison_limits(struct eval *ev, const struct node *node, bool *any,
		  struct expr_limits *l)
{
	const struct node *other;
	enum expr_measure of;
	enum op op;
	double x;

	if (node->kind != NODE_CHAIN || node->n_args != 2)
		return false;
	op = node->op[1];
	if (op < OP_EQUAL || op == OP_UNEQUAL || op > OP_AT_LEAST)
		return false;
	other = node->arg[1];
	if (!measured(node->arg[0], ev->env->self, &of)) {
		if (!measured(node->arg[1], ev->env->self, &of))
			return false;
		other = node->arg[0];
		op = turned(op);
	}
	if (reads(other, ev->env->self) || (*any && l->of != of))
		return false;
	x = x_to_number(ev, node_eval(ev, other));
	if (!isfinite(x))
		return false;
	l->of = of;
	*any = true;
	limit(l, op, x);
	return true;
}

bool
expr_limits(const struct expr *e, const struct expr_env *env,
	    struct expr_limits *limits)
{
	const struct form *form = env->answers->form;
	struct eval ev = {env, NULL};
	const struct node *root = e->root;
	bool any = false, good;
	size_t i;

	*limits = (struct expr_limits){MEASURE_VALUE, false, NAN,
				       NAN,	      false, false};
	good = env->self != FORM_NONE;
	if (good && root->kind == NODE_CHAIN && root->op[1] == OP_AND)
		for (i = 0; good && i < root->n_args; i++)
			good = comparison_limits(&ev, root->arg[i], &any,
						 limits);
	else
		good = good && comparison_limits(&ev, root, &any, limits);
	limits->dates = good && limits->of == MEASURE_VALUE &&
		form->question[env->self].type == TYPE_DATE;
	arena_free(ev.arena);
	return good;
}
