/* Functions about dates and times. The day is the person's, by env's
 * utc_offset. What is no date gives the empty text, or NAN. */
#include "questions/functions_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "questions/base/text.h"

static double
local_days(const struct eval *ev)
{
	return (ev->env->now + ev->env->utc_offset) / 86400;
}

struct xvalue
run_today(struct eval *ev, const struct node *call)
{
	(void)call;
	return x_date(floor(local_days(ev)), false);
}

struct xvalue
run_now(struct eval *ev, const struct node *call)
{
	(void)call;
	return x_date(local_days(ev), true);
}

/* ODK: from an ISO text, or a number of days since 1970; any time of day is
 * dropped. */
struct xvalue
run_date(struct eval *ev, const struct node *call)
{
	double days;
	bool timed;

	if (!x_to_days(ev, arg_value(ev, call, 0), &days, &timed))
		return x_text("");
	return x_date(floor(days), false);
}

/* What is no date in every evaluation is a mistake. */
bool
prepare_date(struct parser *p, struct node *call)
{
	const struct node *arg = call->arg[0];
	struct eval none = {NULL, NULL};
	double days;
	bool timed;

	if (!node_is_text(arg) || arg->value.text[0] == '\0' ||
	    x_to_days(&none, arg->value, &days, &timed))
		return true;
	return node_error(p, arg,
			  "there is no date '%s'; write dates as '2026-12-31'",
			  arg->value.text);
}

/* The same, but keeps a time of day that is there. */
struct xvalue
run_date_time(struct eval *ev, const struct node *call)
{
	double days;
	bool timed;

	if (!x_to_days(ev, arg_value(ev, call, 0), &days, &timed))
		return x_text("");
	return x_date(days, timed);
}

/* ---- formats ---- */

static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr",
					  "May", "Jun", "Jul", "Aug",
					  "Sep", "Oct", "Nov", "Dec"};
static const char *const day_names[] = {"Thu", "Fri", "Sat", "Sun",
					"Mon", "Tue", "Wed"};

struct moment {
	int year, month, day, weekday; /* weekday 0: Thursday, as 1970-01-01 */
	long ms;		       /* since midnight */
};

static struct moment
moment_of(double days)
{
	double whole = floor(days);
	struct moment m;

	date_split(whole, &m.year, &m.month, &m.day);
	m.weekday = (int)(whole - 7 * floor(whole / 7));
	m.ms = (long)floor((days - whole) * 86400000 + 0.5);
	if (m.ms > 86399999)
		m.ms = 86399999;
	return m;
}

/* The escapes of the ODK XForms specification; false: not one of them. */
static bool
add_escape(struct text *t, char escape, const struct moment *m)
{
	switch (escape) {
	case 'Y': text_addf(t, "%04d", m->year); break;
	case 'y': text_addf(t, "%02d", m->year % 100); break;
	case 'm': text_addf(t, "%02d", m->month); break;
	case 'n': text_addf(t, "%d", m->month); break;
	case 'b': text_add(t, month_names[m->month - 1]); break;
	case 'd': text_addf(t, "%02d", m->day); break;
	case 'e': text_addf(t, "%d", m->day); break;
	case 'a': text_add(t, day_names[m->weekday]); break;
	case 'H': text_addf(t, "%02ld", m->ms / 3600000); break;
	case 'h': text_addf(t, "%ld", m->ms / 3600000); break;
	case 'M': text_addf(t, "%02ld", m->ms / 60000 % 60); break;
	case 'S': text_addf(t, "%02ld", m->ms / 1000 % 60); break;
	case '3': text_addf(t, "%03ld", m->ms % 1000); break;
	case '%': text_add_char(t, '%'); break;
	default: return false;
	}
	return true;
}

struct xvalue
run_format_date(struct eval *ev, const struct node *call)
{
	struct xvalue date = arg_value(ev, call, 0);
	const char *format = arg_text(ev, call, 1), *result;
	struct text t = TEXT_INIT;
	struct moment m;
	double days;
	bool timed;

	if (!x_to_days(ev, date, &days, &timed))
		return x_text("");
	m = moment_of(days);
	for (; *format != '\0'; format++)
		if (*format != '%')
			text_add_char(&t, *format);
		else if (*++format == '\0')
			break;
		else
			add_escape(&t, *format, &m);
	result = arena_copy(eval_arena(ev), text_get(&t));
	text_release(&t);
	return x_text(result);
}

bool
prepare_format(struct parser *p, struct node *call)
{
	struct moment epoch = moment_of(0);
	struct text t = TEXT_INIT;
	const char *s;
	bool good = true;

	if (!node_is_text(call->arg[1]))
		return node_error(p, call->arg[1],
				  "the format of %s() is a "
				  "text in quotes; write %s",
				  call->function->name, call->function->use);
	for (s = call->arg[1]->value.text; good && (s = strchr(s, '%')); s++)
		good = add_escape(&t, *++s, &epoch);
	text_release(&t);
	if (good)
		return prepare_date(p, call);
	return node_error(p, call->arg[1],
			  "%s() does not know '%%%.*s'; use "
			  "%%Y %%y %%m %%n %%b %%d %%e %%a %%H %%h %%M %%S %%3",
			  call->function->name, (int)text_cluster(s - 1),
			  s - 1);
}

/* ---- as numbers ---- */

struct xvalue
run_decimal_date_time(struct eval *ev, const struct node *call)
{
	double days;
	bool timed;

	if (!x_to_days(ev, arg_value(ev, call, 0), &days, &timed))
		return x_number(NAN);
	return x_number(days);
}

/* "06:00" is a quarter of a day; of a date and time, the time. */
struct xvalue
run_decimal_time(struct eval *ev, const struct node *call)
{
	struct xvalue v = arg_value(ev, call, 0);
	double days;
	bool timed;

	if (v.type == X_TEXT && time_parse(ev, v.text, &days))
		return x_number(days);
	if (v.type == X_NUMBER || !x_to_days(ev, v, &days, &timed) || !timed)
		return x_number(NAN);
	return x_number(days - floor(days));
}
