/* Functions about numbers. An empty answer is NAN, and so is what is made
 * from it: never 0. */
#include "questions/functions_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"

/* XPath's, and ODK's for dates: days since 1970. */
struct xvalue
run_number(struct eval *ev, const struct node *call)
{
	return x_number(arg_number(ev, call, 0));
}

struct xvalue
run_math(struct eval *ev, const struct node *call)
{
	return x_number(call->function->math(arg_number(ev, call, 0)));
}

/* x * 10^places by its decimal text: 1.005 * 100 is 100.5, as it is written,
 * not 100.49999999999999. */
static double
scaled(double x, int places)
{
	char s[32], longer[48];
	double result;
	int power = 0;
	char *e;

	text_number(x, s);
	e = strchr(s, 'e');
	if (e != NULL) {
		power = (int)strtol(e + 1, NULL, 10);
		*e = '\0';
	}
	snprintf(longer, sizeof(longer), "%se%d", s, power + places);
	return text_to_number(longer, &result) ? result : x;
}

/* Halves go up, towards plus infinity, as XPath's do: -1.5 to -1. Places may
 * be negative: round(1234, -2) is 1200. */
struct xvalue
run_round(struct eval *ev, const struct node *call)
{
	double x = arg_number(ev, call, 0), places = 0;

	if (call->n_args > 1)
		places = trunc(arg_number(ev, call, 1));
	if (!isfinite(x) || isnan(places))
		return x_number(isnan(places) ? NAN : x);
	if (places < -300 || places > 300)
		return x_number(places < 0 ? 0 : x);
	if (fabs(scaled(x, (int)places)) > 1e15)
		return x_number(x); /* no digits left to round */
	x = floor(scaled(x, (int)places) + 0.5);
	return x_number(scaled(x, -(int)places));
}

struct xvalue
run_atan2(struct eval *ev, const struct node *call)
{
	double y = arg_number(ev, call, 0);

	return x_number(atan2(y, arg_number(ev, call, 1)));
}

/* C gives pow(NAN, 0) and pow(1, NAN) as 1; an empty answer stays NAN. */
struct xvalue
run_pow(struct eval *ev, const struct node *call)
{
	double x = arg_number(ev, call, 0), y = arg_number(ev, call, 1);

	return x_number(isnan(x) || isnan(y) ? NAN : pow(x, y));
}

struct xvalue
run_pi(struct eval *ev, const struct node *call)
{
	(void)ev;
	(void)call;
	return x_number(3.14159265358979323846);
}

/* NAN when one of them is. */
struct xvalue
run_min(struct eval *ev, const struct node *call)
{
	double least = arg_number(ev, call, 0), x;
	size_t i;

	for (i = 1; i < call->n_args && !isnan(least); i++) {
		x = arg_number(ev, call, i);
		if (!(x >= least))
			least = x;
	}
	return x_number(least);
}

struct xvalue
run_max(struct eval *ev, const struct node *call)
{
	double most = arg_number(ev, call, 0), x;
	size_t i;

	for (i = 1; i < call->n_args && !isnan(most); i++) {
		x = arg_number(ev, call, i);
		if (!(x <= most))
			most = x;
	}
	return x_number(most);
}

struct xvalue
run_sum(struct eval *ev, const struct node *call)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < call->n_args; i++)
		sum += arg_number(ev, call, i);
	return x_number(sum);
}

/* Questions that are not relevant are not there to be counted. */
struct xvalue
run_count(struct eval *ev, const struct node *call)
{
	const struct answers *a = ev->env->answers;
	double n = 0;
	size_t i;

	for (i = 0; i < call->n_args; i++)
		n += a->answer[call->arg[i]->index].relevant;
	return x_number(n);
}

struct xvalue
run_count_non_empty(struct eval *ev, const struct node *call)
{
	double n = 0;
	size_t i;

	for (i = 0; i < call->n_args; i++)
		n += eval_answer(ev, call->arg[i]->index)->kind != VALUE_NONE;
	return x_number(n);
}

bool
prepare_count(struct parser *p, struct node *call)
{
	size_t i;

	for (i = 0; i < call->n_args; i++)
		if (call->arg[i]->kind != NODE_QUESTION)
			return node_error(p, call->arg[i],
					  "%s() counts questions; write %s",
					  call->function->name,
					  call->function->use);
	return true;
}
