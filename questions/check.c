#include "questions/check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/date_typed.h"
#include "questions/phrases.h"

enum { MAX_DIGITS = 15 }; /* that a double keeps */

/* One answer being checked. */
struct check {
	const struct form *form;
	const struct expr_env *env;
	const struct question *q;
	struct value *value; /* NONE until it is read */
	struct refusal *refusal;
};

/* As much of s as there is room for, by whole characters. */
static void
say(const struct check *c, const char *s)
{
	size_t n = strlen(s);

	if (n >= sizeof(c->refusal->text))
		n = sizeof(c->refusal->text) - 1;
	while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	memcpy(c->refusal->text, s, n);
	c->refusal->text[n] = '\0';
}

/* Says why not. Always false. */
static bool
refuse(const struct check *c, enum phrase why, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, why);
	phrase_addv(&t, why, ap);
	va_end(ap);
	say(c, text_get(&t));
	text_release(&t);
	return false;
}

/* The same in the author's words. */
static bool
refuse_as_told(const struct check *c, const struct expr_env *env,
	       const char *message)
{
	char *filled = answers_fill(env->answers, message, env->language);

	say(c, filled);
	free(filled);
	return false;
}

/* ---- numbers ---- */

/* [+-] digits [. digits]: no exponent, no thousands, no blanks. */
static bool
plain_number(const char *s, size_t *digits, bool *whole, double *x)
{
	size_t n = strspn(s, "+-");

	*digits = strspn(s + n, "0123456789");
	*whole = s[n + *digits] == '\0';
	if (*digits == 0 || n > 1 || strspn(s, "+-.0123456789") != strlen(s))
		return false;
	*digits -=
		strspn(s + n, "0") < *digits ? strspn(s + n, "0") : *digits - 1;
	return text_to_number(s, x);
}

static bool
read_number(const struct check *c, const char *s, bool want_whole,
	    enum phrase wanted)
{
	size_t digits;
	bool whole;
	double x;

	if (!plain_number(s, &digits, &whole, &x) || (want_whole && !whole))
		return refuse(c, wanted);
	if (digits > MAX_DIGITS)
		return refuse(c, PHRASE_REFUSE_DIGITS, (size_t)MAX_DIGITS);
	*c->value = value_number(x);
	return true;
}

static bool
read_integer(const struct check *c, const char *s)
{
	return read_number(c, s, true, PHRASE_REFUSE_WHOLE);
}

static bool
read_decimal(const struct check *c, const char *s)
{
	return read_number(c, s, false, PHRASE_REFUSE_NUMBER);
}

/* start may be above end; steps count from start. */
static bool
on_range(const struct question *q, double x)
{
	double low = fmin(q->start, q->end), high = fmax(q->start, q->end);
	double steps = (x - q->start) / q->step;

	return x >= low && x <= high && fabs(steps - round(steps)) < 1e-9;
}

static bool
is_whole(double x)
{
	return x == floor(x);
}

static bool
refuse_range(const struct check *c)
{
	const struct question *q = c->q;
	char low[32], high[32], step[32], from[32];
	bool whole = is_whole(q->start) && is_whole(q->step);

	text_number(fmin(q->start, q->end), low);
	text_number(fmax(q->start, q->end), high);
	text_number(fabs(q->step), step);
	text_number(q->start, from);
	if (whole && fabs(q->step) == 1)
		return refuse(c, PHRASE_REFUSE_RANGE, low, high);
	return refuse(c, PHRASE_REFUSE_STEPS, low, high, step, from);
}

static bool
read_range(const struct check *c, const char *s)
{
	size_t digits;
	bool whole;
	double x;

	if (!plain_number(s, &digits, &whole, &x) || !on_range(c->q, x))
		return refuse_range(c);
	*c->value = value_number(x);
	return true;
}

/* ---- dates ---- */

static bool
read_date(const struct check *c, const char *s)
{
	double days;
	char *why;

	if (date_from_person(s, &days)) {
		*c->value = value_date(days);
		return true;
	}
	why = date_refusal(s);
	say(c, why);
	free(why);
	return false;
}

/* ---- texts ---- */

static bool
read_text(const struct check *c, const char *s)
{
	size_t length = text_length(s);
	size_t most = c->q->max_length;

	if (text_has_controls(s))
		return refuse(c, PHRASE_REFUSE_CHARACTER);
	if (!c->q->multiline && strchr(s, '\n') != NULL)
		return refuse(c, PHRASE_REFUSE_LINES);
	if (length > most)
		return refuse(c, PHRASE_REFUSE_LENGTH, most, length);
	if (strlen(s) > question_max_bytes(c->q))
		return refuse(c, PHRASE_REFUSE_SIZE);
	*c->value = value_text(s);
	return true;
}

static bool
read_ok(const struct check *c, const char *s)
{
	if (strcmp(s, "OK") != 0 && strcmp(s, "ok") != 0)
		return refuse(c, PHRASE_REFUSE_OK);
	*c->value = value_text("OK");
	return true;
}

/* Takes no answer, whatever comes. */
static bool
read_nothing(const struct check *c, const char *s)
{
	(void)c;
	(void)s;
	return true;
}

/* ---- choices ---- */

bool
check_choice_shown(const struct form *form, const struct expr_env *env,
		   size_t choice)
{
	const struct question *q = &form->question[env->self];
	struct expr_env row = *env;

	if (q->choice_filter == NULL)
		return true;
	row.choice = &q->list->choice[choice];
	return expr_true(q->choice_filter, &row);
}

/* Counts by position in the list how often each choice is named. False when
 * one is no choice, or not shown. `shown` NULL: all are. */
static bool
count_names(const struct choice_list *list, const char *names, size_t *times)
{
	size_t room = strlen(names) + 1, i, at;
	char *name = mem_resize(NULL, room, 1);
	bool good = true;

	for (i = 0; good && names_at(names, i, name, room); i++) {
		at = choice_find(list, name);
		good = at != FORM_NONE;
		if (good)
			times[at]++;
	}
	free(name);
	return good;
}

static bool
all_shown(const struct check *c, const size_t *times)
{
	size_t i;

	for (i = 0; i < c->q->list->n; i++)
		if (times[i] > 0 && !check_choice_shown(c->form, c->env, i))
			return false;
	return true;
}

/* The names of those that are named, in list order. */
static struct value
in_list_order(const struct choice_list *list, const size_t *times)
{
	struct text t = TEXT_INIT;
	struct value value;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (times[i] > 0) {
			if (t.n > 0)
				text_add_char(&t, ' ');
			text_add(&t, list->choice[i].name);
		}
	value = value_choices(text_get(&t));
	text_release(&t);
	return value;
}

/* The names as they stand, single blanks between them. */
static struct value
in_given_order(const char *names)
{
	size_t room = strlen(names) + 1, i;
	char *name = mem_resize(NULL, room, 1);
	struct text t = TEXT_INIT;
	struct value value;

	for (i = 0; names_at(names, i, name, room); i++) {
		if (i > 0)
			text_add_char(&t, ' ');
		text_add(&t, name);
	}
	value = value_choices(text_get(&t));
	text_release(&t);
	free(name);
	return value;
}

/* An exclusive choice stands alone. */
static bool
go_together(const struct check *c, const size_t *times)
{
	const struct choice_list *list = c->q->list;
	size_t i, n = 0, exclusive = FORM_NONE;
	char *label;

	for (i = 0; i < list->n; i++) {
		n += times[i] > 0;
		if (times[i] > 0 && c->q->exclusive != NULL &&
		    c->q->exclusive[i])
			exclusive = i;
	}
	if (exclusive == FORM_NONE || n == 1)
		return true;
	label = text_printable(form_text(c->form, list->choice[exclusive].label,
					 c->env->language),
			       false);
	refuse(c, PHRASE_REFUSE_ALONE, label);
	free(label);
	return false;
}

static bool
is_ranking(const struct check *c, const size_t *times)
{
	size_t i;

	for (i = 0; i < c->q->list->n; i++)
		if (times[i] !=
		    (check_choice_shown(c->form, c->env, i) ? 1 : 0))
			return false;
	return true;
}

static bool
choices_right(const struct check *c, const char *names, const size_t *times)
{
	bool one = c->q->type == TYPE_SELECT_ONE;

	if (c->q->type == TYPE_RANK)
		return is_ranking(c, times) || refuse(c, PHRASE_REFUSE_ORDER);
	if (!all_shown(c, times))
		return refuse(c,
			      one ? PHRASE_REFUSE_SHOWN_ONE
				  : PHRASE_REFUSE_SHOWN);
	if (one && names_count(names) != 1)
		return refuse(c, PHRASE_REFUSE_ONE_ONLY);
	return go_together(c, times);
}

static bool
read_choices(const struct check *c, const char *names)
{
	const struct choice_list *list = c->q->list;
	size_t *times = mem_new(list->n, sizeof(*times));
	bool good;

	if (!count_names(list, names, times))
		good = refuse(c,
			      c->q->type == TYPE_SELECT_ONE
				      ? PHRASE_REFUSE_SHOWN_ONE
				      : PHRASE_REFUSE_SHOWN);
	else
		good = choices_right(c, names, times);
	if (good)
		*c->value = c->q->type == TYPE_RANK
			? in_given_order(names)
			: in_list_order(list, times);
	free(times);
	return good;
}

/* ---- constraint ---- */

/* "no more than" and so on, of choices or characters. */
struct count_phrases {
	enum phrase most, least, exactly, between;
};

static bool
refuse_count(const struct check *c, const struct expr_limits *l,
	     const struct count_phrases *say_it)
{
	size_t low = l->low > 0 ? (size_t)l->low : 0;
	size_t high = l->high > 0 ? (size_t)l->high : 0;

	if (isnan(l->low))
		return refuse(c, say_it->most, high);
	if (isnan(l->high))
		return refuse(c, say_it->least, low);
	if (low == high)
		return refuse(c, say_it->exactly, low);
	return refuse(c, say_it->between, low, high);
}

static char *
date_in_words(double days)
{
	struct text t = TEXT_INIT;
	char iso[16], number[32];
	int y, m, d;

	date_format(days, iso);
	if (iso[0] == '\0') {
		text_number(days, number);
		return mem_copy(number);
	}
	date_split(days, &y, &m, &d);
	phrase_add(&t, PHRASE_DATE, d, phrase(PHRASE_MONTH_1 + m - 1, 0), y);
	return text_take(&t);
}

static bool
refuse_dates(const struct check *c, const struct expr_limits *l)
{
	char *low = date_in_words(l->low), *high = date_in_words(l->high);

	if (isnan(l->low))
		refuse(c, PHRASE_DATE_MOST, high);
	else if (isnan(l->high))
		refuse(c, PHRASE_DATE_LEAST, low);
	else if (l->low == l->high)
		refuse(c, PHRASE_ENTER_EXACTLY, low);
	else
		refuse(c, PHRASE_DATE_BETWEEN, low, high);
	free(low);
	free(high);
	return false;
}

/* Both limits, or one: which of them is a number that fits itself. */
static enum phrase
number_phrase(const struct expr_limits *l)
{
	static const enum phrase both[2][2] = {
		{PHRASE_NUMBER_BETWEEN, PHRASE_NUMBER_LEAST_BELOW},
		{PHRASE_NUMBER_ABOVE_MOST, PHRASE_NUMBER_ABOVE_BELOW},
	};

	if (isnan(l->high))
		return l->above ? PHRASE_NUMBER_ABOVE : PHRASE_NUMBER_LEAST;
	if (isnan(l->low))
		return l->below ? PHRASE_NUMBER_BELOW : PHRASE_NUMBER_MOST;
	return both[l->above][l->below];
}

/* make_whole has left no "above" and no "below". */
static enum phrase
whole_phrase(const struct expr_limits *l)
{
	if (isnan(l->high))
		return PHRASE_WHOLE_LEAST;
	return isnan(l->low) ? PHRASE_WHOLE_MOST : PHRASE_WHOLE_BETWEEN;
}

static bool
refuse_numbers(const struct check *c, const struct expr_limits *l)
{
	enum phrase why =
		c->q->type == TYPE_INTEGER ? whole_phrase(l) : number_phrase(l);
	char low[32], high[32];

	text_number(l->low, low);
	text_number(l->high, high);
	if (l->low == l->high)
		return refuse(c, PHRASE_ENTER_EXACTLY, low);
	if (isnan(l->low))
		return refuse(c, why, high);
	return refuse(c, why, low, high);
}

/* Of whole things, "above 3" is "at least 4". */
static void
make_whole(struct expr_limits *l)
{
	if (!isnan(l->low))
		l->low = l->above ? floor(l->low) + 1 : ceil(l->low);
	if (!isnan(l->high))
		l->high = l->below ? ceil(l->high) - 1 : floor(l->high);
	l->above = l->below = false;
}

static bool
refuse_limits(const struct check *c, struct expr_limits *l)
{
	static const struct count_phrases choose = {PHRASE_CHOOSE_MOST,
						    PHRASE_CHOOSE_LEAST,
						    PHRASE_CHOOSE_EXACTLY,
						    PHRASE_CHOOSE_BETWEEN},
					  write = {PHRASE_WRITE_MOST,
						   PHRASE_WRITE_LEAST,
						   PHRASE_WRITE_EXACTLY,
						   PHRASE_WRITE_BETWEEN};

	if (l->of != MEASURE_VALUE || l->dates || c->q->type == TYPE_INTEGER)
		make_whole(l);
	if (l->low > l->high)
		return refuse(c, PHRASE_REFUSE_ALL);
	if (l->of == MEASURE_CHOICES)
		return refuse_count(c, l, &choose);
	if (l->of == MEASURE_LENGTH)
		return refuse_count(c, l, &write);
	return l->dates ? refuse_dates(c, l) : refuse_numbers(c, l);
}

/* The author's message; else what the constraint itself says. */
static bool
refuse_constraint(const struct check *c, const struct expr_env *env)
{
	const char *message =
		form_text(c->form, c->q->constraint_message, env->language);
	struct expr_limits limits;

	if (message[0] != '\0')
		return refuse_as_told(c, env, message);
	if (expr_limits(c->q->constraint, env, &limits))
		return refuse_limits(c, &limits);
	return refuse(c,
		      question_is_select(c->q) ? PHRASE_REFUSE_TOGETHER
					       : PHRASE_REFUSE_FIT);
}

static bool
check_constraint(const struct check *c)
{
	struct expr_env env = *c->env;

	env.self_value = c->value;
	return c->q->constraint == NULL || expr_true(c->q->constraint, &env) ||
		refuse_constraint(c, &env);
}

/* ---- no answer ---- */

static bool
check_required(const struct check *c)
{
	static const enum phrase needed[] = {
		[TYPE_SELECT_ONE] = PHRASE_NEEDED_ONE,
		[TYPE_SELECT_MULTIPLE] = PHRASE_NEEDED_MANY,
		[TYPE_RANK] = PHRASE_NEEDED_ORDER,
		[TYPE_INTEGER] = PHRASE_NEEDED_NUMBER,
		[TYPE_DECIMAL] = PHRASE_NEEDED_NUMBER,
		[TYPE_RANGE] = PHRASE_NEEDED_NUMBER,
		[TYPE_TEXT] = PHRASE_NEEDED_TEXT,
		[TYPE_DATE] = PHRASE_NEEDED_DATE,
		[TYPE_NOTE] = PHRASE_NEEDED_OK,
		[TYPE_ACKNOWLEDGE] = PHRASE_NEEDED_OK,
		[TYPE_CALCULATE] = PHRASE_NEEDED_NUMBER,
		[TYPE_HIDDEN] = PHRASE_NEEDED_NUMBER,
	};
	struct expr_env env = *c->env;
	const char *message;

	env.self_value = c->value;
	if (c->q->required == NULL || !expr_true(c->q->required, &env))
		return true;
	message = form_text(c->form, c->q->required_message, env.language);
	if (message[0] != '\0')
		return refuse_as_told(c, &env, message);
	return refuse(c, needed[c->q->type]);
}

/* ---- the whole ---- */

static bool (*const readers[])(const struct check *c, const char *s) = {
	[TYPE_SELECT_ONE] = read_choices, [TYPE_SELECT_MULTIPLE] = read_choices,
	[TYPE_RANK] = read_choices,	  [TYPE_INTEGER] = read_integer,
	[TYPE_DECIMAL] = read_decimal,	  [TYPE_RANGE] = read_range,
	[TYPE_TEXT] = read_text,	  [TYPE_DATE] = read_date,
	[TYPE_NOTE] = read_nothing,	  [TYPE_ACKNOWLEDGE] = read_ok,
	[TYPE_CALCULATE] = read_nothing,  [TYPE_HIDDEN] = read_nothing,
};

/* CR and CRLF become newlines, tabs blanks. */
static void
plain_blanks(char *s)
{
	char *out = s;

	for (; *s != '\0'; s++)
		if (*s == '\t')
			*out++ = ' ';
		else if (*s != '\r')
			*out++ = *s;
		else if (s[1] != '\n')
			*out++ = '\n';
	*out = '\0';
}

/* Bytes of the blank at s: ASCII's and the no-break space. */
static size_t
blank(const char *s)
{
	if (*s == ' ' || *s == '\n')
		return 1;
	return strncmp(s, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static void
trim(char *s)
{
	size_t start = 0, end = strlen(s), n;

	while ((n = blank(s + start)) > 0)
		start += n;
	while (end > start &&
	       ((n = blank(s + end - 1)) > 0 ||
		(end - start > 1 && (n = blank(s + end - 2)) == 2)))
		end -= n;
	memmove(s, s + start, end - start);
	s[end - start] = '\0';
}

char *
check_tidy(const char *entered)
{
	char *s = text_nfc(entered);

	plain_blanks(s);
	trim(s);
	return s;
}

bool
check_answer(const struct form *form, const struct expr_env *env,
	     const char *entered, struct value *value, struct refusal *refusal)
{
	struct check c = {form, env, &form->question[env->self], value,
			  refusal};
	char *s;
	bool good;

	*value = (struct value)VALUE_INIT;
	refusal->text[0] = '\0';
	if (!text_is_utf8(entered, strlen(entered)))
		return refuse(&c, PHRASE_REFUSE_CHARACTER);
	s = check_tidy(entered);
	good = s[0] == '\0' || readers[c.q->type](&c, s);
	free(s);
	if (good)
		good = value->kind == VALUE_NONE ? check_required(&c)
						 : check_constraint(&c);
	if (!good)
		value_release(value);
	return good;
}

/* ---- from a file ---- */

static bool
canonical_choices(const struct question *q, const char *text,
		  struct value *value)
{
	size_t *times = mem_new(q->list->n, sizeof(*times)), i, n = 0;
	bool good = count_names(q->list, text, times), twice = false;

	for (i = 0; i < q->list->n; i++) {
		n += times[i] > 0;
		twice = twice || times[i] > 1;
	}
	if (q->type == TYPE_SELECT_ONE)
		good = good && n == 1;
	if (good && !twice)
		*value = q->type == TYPE_RANK ? in_given_order(text)
					      : in_list_order(q->list, times);
	free(times);
	return value->kind != VALUE_NONE;
}

static bool
canonical_number(const struct question *q, const char *text,
		 struct value *value)
{
	double x;

	if (!text_to_number(text, &x) ||
	    (q->type == TYPE_INTEGER && !is_whole(x)) ||
	    (q->type == TYPE_RANGE ? !on_range(q, x) : fabs(x) >= 1e15))
		return false;
	*value = value_number(x);
	return true;
}

static bool
canonical_text(const struct question *q, const char *text, struct value *value)
{
	char *trimmed = text_nfc(text);

	trim(trimmed);
	if (!text_has_controls(text) && strpbrk(text, "\t\r") == NULL &&
	    (q->multiline || strchr(text, '\n') == NULL) &&
	    strlen(text) <= question_max_bytes(q) &&
	    text_length(text) <= q->max_length)
		*value = value_text(trimmed);
	free(trimmed);
	return value->kind != VALUE_NONE;
}

static bool
canonical_calculated(const struct question *q, const char *text,
		     struct value *value)
{
	if (strlen(text) > question_max_bytes(q))
		return false;
	*value = value_text(text);
	return value->kind != VALUE_NONE;
}

static bool
canonical_date(const struct question *q, const char *text, struct value *value)
{
	double days;

	(void)q;
	if (!date_parse(text, &days))
		return false;
	*value = value_date(days);
	return true;
}

static bool
canonical_ok(const struct question *q, const char *text, struct value *value)
{
	(void)q;
	if (strcmp(text, "OK") == 0)
		*value = value_text(text);
	return value->kind != VALUE_NONE;
}

static bool
canonical_nothing(const struct question *q, const char *text,
		  struct value *value)
{
	(void)q;
	(void)text;
	(void)value;
	return false;
}

static bool (*const canonical[])(const struct question *q, const char *text,
				 struct value *value) = {
	[TYPE_SELECT_ONE] = canonical_choices,
	[TYPE_SELECT_MULTIPLE] = canonical_choices,
	[TYPE_RANK] = canonical_choices,
	[TYPE_INTEGER] = canonical_number,
	[TYPE_DECIMAL] = canonical_number,
	[TYPE_RANGE] = canonical_number,
	[TYPE_TEXT] = canonical_text,
	[TYPE_DATE] = canonical_date,
	[TYPE_NOTE] = canonical_nothing,
	[TYPE_ACKNOWLEDGE] = canonical_ok,
	[TYPE_CALCULATE] = canonical_calculated,
	[TYPE_HIDDEN] = canonical_calculated,
};

/* Canonical means: what is read is written as it stood. */
bool
check_canonical(const struct question *q, const char *text, struct value *value)
{
	*value = (struct value)VALUE_INIT;
	if (text_is_utf8(text, strlen(text)) &&
	    canonical[q->type](q, text, value) &&
	    strcmp(value->text, text) == 0)
		return true;
	value_release(value);
	return false;
}
