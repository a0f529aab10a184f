#include "questions/check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"

enum { MAX_DIGITS = 15 }; /* that a double keeps */

/* One answer being checked. */
struct check {
	const struct form *form;
	const struct expr_env *env;
	const struct question *q;
	struct value *value; /* NONE until it is read */
	struct refusal *refusal;
};

/* Says why not. Always false. */
static bool __attribute__((format(printf, 2, 3)))
refuse(const struct check *c, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(c->refusal->text, sizeof(c->refusal->text), format, ap);
	va_end(ap);
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
	    const char *wanted)
{
	size_t digits;
	bool whole;
	double x;

	if (!plain_number(s, &digits, &whole, &x) || (want_whole && !whole))
		return refuse(c, "%s", wanted);
	if (digits > MAX_DIGITS)
		return refuse(c, "Enter a number of no more than %d digits.",
			      MAX_DIGITS);
	*c->value = value_number(x);
	return true;
}

static bool
read_integer(const struct check *c, const char *s)
{
	return read_number(c, s, true, "Enter a whole number, such as 12.");
}

static bool
read_decimal(const struct check *c, const char *s)
{
	return read_number(c, s, false, "Enter a number, such as 12.5.");
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
		return refuse(c, "Enter a whole number between %s and %s.", low,
			      high);
	return refuse(c,
		      "Enter a number between %s and %s, in steps of %s "
		      "from %s.",
		      low, high, step, from);
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

	if (!date_from_person(s, &days))
		return refuse(c, "Enter a date, such as 14 12 2026.");
	*c->value = value_date(days);
	return true;
}

/* ---- texts ---- */

static bool
read_text(const struct check *c, const char *s)
{
	size_t length = text_length(s);
	size_t most = c->q->max_length;

	if (text_has_controls(s))
		return refuse(c,
			      "Use letters, digits and ordinary signs only: "
			      "this holds a character that cannot be kept.");
	if (!c->q->multiline && strchr(s, '\n') != NULL)
		return refuse(c, "Write this in one line.");
	if (length > most)
		return refuse(c,
			      "Write no more than %zu characters: this is "
			      "%zu.",
			      most, length);
	if (strlen(s) > question_max_bytes(c->q))
		return refuse(c, "Write less: this is too long to keep.");
	*c->value = value_text(s);
	return true;
}

static bool
read_ok(const struct check *c, const char *s)
{
	if (strcmp(s, "OK") != 0 && strcmp(s, "ok") != 0)
		return refuse(c, "Choose OK, or leave this without an answer.");
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
	refuse(c, "Choose '%.200s' alone, or only others.", label);
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
		return is_ranking(c, times) ||
			refuse(c, "Put all of them in order, each one once.");
	if (!all_shown(c, times))
		return refuse(c,
			      one ? "Choose one of the answers shown."
				  : "Choose from the answers shown.");
	if (one && names_count(names) != 1)
		return refuse(c, "Choose one answer only.");
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
				      ? "Choose one of the answers shown."
				      : "Choose from the answers shown.");
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

/* "1 answer", "3 answers" */
static const char *
plural(double n)
{
	return n == 1 ? "" : "s";
}

static bool
refuse_count(const struct check *c, const struct expr_limits *l,
	     const char *verb, const char *noun)
{
	if (isnan(l->low))
		return refuse(c, "%s no more than %.0f %s%s.", verb, l->high,
			      noun, plural(l->high));
	if (isnan(l->high))
		return refuse(c, "%s at least %.0f %s%s.", verb, l->low, noun,
			      plural(l->low));
	if (l->low == l->high)
		return refuse(c, "%s exactly %.0f %s%s.", verb, l->low, noun,
			      plural(l->low));
	return refuse(c, "%s %.0f to %.0f %ss.", verb, l->low, l->high, noun);
}

static void
date_in_words(double days, char out[32])
{
	static const char *const month[] = {"January", "February", "March",
					    "April",   "May",	   "June",
					    "July",    "August",   "September",
					    "October", "November", "December"};
	char iso[16];
	int y, m, d;

	date_format(days, iso);
	if (iso[0] == '\0') {
		text_number(days, out);
		return;
	}
	date_split(days, &y, &m, &d);
	snprintf(out, 32, "%d %s %d", d, month[m - 1], y);
}

static bool
refuse_dates(const struct check *c, const struct expr_limits *l)
{
	char low[32], high[32];

	date_in_words(l->low, low);
	date_in_words(l->high, high);
	if (isnan(l->low))
		return refuse(c, "Enter a date of %s or earlier.", high);
	if (isnan(l->high))
		return refuse(c, "Enter a date of %s or later.", low);
	if (l->low == l->high)
		return refuse(c, "Enter %s.", low);
	return refuse(c, "Enter a date from %s to %s.", low, high);
}

static bool
refuse_numbers(const struct check *c, const struct expr_limits *l)
{
	const char *a =
		c->q->type == TYPE_INTEGER ? "a whole number" : "a number";
	char low[32], high[32];

	text_number(l->low, low);
	text_number(l->high, high);
	if (!isnan(l->low) && l->low == l->high)
		return refuse(c, "Enter %s.", low);
	if (!isnan(l->low) && !isnan(l->high) && !l->above && !l->below)
		return refuse(c, "Enter %s between %s and %s.", a, low, high);
	if (!isnan(l->low) && !isnan(l->high))
		return refuse(c, "Enter %s %s %s and %s %s.", a,
			      l->above ? "above" : "not below", low,
			      l->below ? "below" : "not above", high);
	if (isnan(l->high) && l->above)
		return refuse(c, "Enter %s above %s.", a, low);
	if (isnan(l->high))
		return refuse(c, "Enter %s of %s or more.", a, low);
	if (l->below)
		return refuse(c, "Enter %s below %s.", a, high);
	return refuse(c, "Enter %s of %s or less.", a, high);
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
	if (l->of != MEASURE_VALUE || l->dates || c->q->type == TYPE_INTEGER)
		make_whole(l);
	if (l->low > l->high)
		return refuse(c, "No answer is possible here. Leave it empty.");
	if (l->of == MEASURE_CHOICES)
		return refuse_count(c, l, "Choose", "answer");
	if (l->of == MEASURE_LENGTH)
		return refuse_count(c, l, "Write", "character");
	return l->dates ? refuse_dates(c, l) : refuse_numbers(c, l);
}

/* The author's message; else what the constraint itself says. */
static bool
refuse_constraint(const struct check *c, const struct expr_env *env)
{
	const char *message =
		form_text(c->form, c->q->constraint_message, env->language);
	struct expr_limits limits;
	char *filled;

	if (message[0] != '\0') {
		filled = answers_fill(env->answers, message, env->language);
		refuse(c, "%s", filled);
		free(filled);
		return false;
	}
	if (expr_limits(c->q->constraint, env, &limits))
		return refuse_limits(c, &limits);
	if (question_is_select(c->q))
		return refuse(c,
			      "These answers do not go together here. "
			      "Choose otherwise, or leave it empty.");
	return refuse(c,
		      "This answer does not fit here. Change it, or leave "
		      "it empty.");
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
	struct expr_env env = *c->env;
	const char *message;
	char *filled;

	env.self_value = c->value;
	if (c->q->required == NULL || !expr_true(c->q->required, &env))
		return true;
	message = form_text(c->form, c->q->required_message, env.language);
	if (message[0] != '\0') {
		filled = answers_fill(env.answers, message, env.language);
		refuse(c, "%s", filled);
		free(filled);
		return false;
	}
	switch (c->q->type) {
	case TYPE_SELECT_ONE: return refuse(c, "Choose one answer.");
	case TYPE_SELECT_MULTIPLE:
		return refuse(c, "Choose at least one answer.");
	case TYPE_RANK: return refuse(c, "Put all of them in order.");
	case TYPE_TEXT: return refuse(c, "Write an answer.");
	case TYPE_DATE: return refuse(c, "Enter a date, such as 14 12 2026.");
	case TYPE_ACKNOWLEDGE: return refuse(c, "Choose OK to go on.");
	default: return refuse(c, "Enter a number.");
	}
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
		return refuse(&c,
			      "Use letters, digits and ordinary signs "
			      "only: this holds a character that cannot be "
			      "kept.");
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
