/* The table of functions, and those that are about logic, choices and texts.
 * functions_number.c and functions_date.c hold the others. */
#include "questions/functions.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/nearest.h"
#include "questions/base/text.h"
#include "questions/functions_parts.h"
#include "questions/shuffle.h"

/* ---- logic ---- */

/* Only the branch that is taken is evaluated. */
static struct xvalue
run_if(struct eval *ev, const struct node *call)
{
	return arg_value(ev, call, arg_true(ev, call, 0) ? 1 : 2);
}

static struct xvalue
run_not(struct eval *ev, const struct node *call)
{
	return x_bool(!arg_true(ev, call, 0));
}

static struct xvalue
run_true(struct eval *ev, const struct node *call)
{
	(void)ev;
	(void)call;
	return x_bool(true);
}

static struct xvalue
run_false(struct eval *ev, const struct node *call)
{
	(void)ev;
	(void)call;
	return x_bool(false);
}

/* XPath: NAN, 0 and "" are false; 'false' is a text that is not empty. */
static struct xvalue
run_boolean(struct eval *ev, const struct node *call)
{
	return x_bool(arg_true(ev, call, 0));
}

/* 'true' and '1' are true, all else is false. */
static struct xvalue
run_boolean_from_string(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);

	return x_bool(strcmp(s, "true") == 0 || strcmp(s, "1") == 0);
}

/* The first when it is not empty, else the second (exactly two). */
static struct xvalue
run_coalesce(struct eval *ev, const struct node *call)
{
	struct xvalue first = arg_value(ev, call, 0);

	if (x_to_text(ev, first)[0] != '\0')
		return first;
	return arg_value(ev, call, 1);
}

/* The value that the question has already, else the argument's: pyxform's
 * if(string-length(${self}) < 1, argument, ${self}). */
static struct xvalue
run_once(struct eval *ev, const struct node *call)
{
	const struct value *own = eval_answer(ev, ev->env->self);

	if (own->kind == VALUE_NONE)
		return arg_value(ev, call, 0);
	return own->kind == VALUE_NUMBER  ? x_number(own->number)
		: own->kind == VALUE_DATE ? x_date(own->number, false)
					  : x_text(own->text);
}

static bool
prepare_once(struct parser *p, struct node *call)
{
	if (p->scope->self == FORM_NONE)
		return node_error(p, call,
				  "once() has no question here; use "
				  "it in a calculation");
	return true;
}

/* How many of the arguments from the third on are true. */
static double
truths(struct eval *ev, const struct node *call)
{
	double n = 0;
	size_t i;

	for (i = 2; i < call->n_args; i++)
		n += arg_true(ev, call, i);
	return n;
}

/* At least `low`, at most `high`; -1 is no limit, NAN holds nothing. */
static bool
between(double x, double low, double high)
{
	return (low == -1 || x >= low) && (high == -1 || x <= high);
}

static struct xvalue
run_checklist(struct eval *ev, const struct node *call)
{
	return x_bool(between(truths(ev, call), arg_number(ev, call, 0),
			      arg_number(ev, call, 1)));
}

/* Sums the weights that stand behind what is true. */
static struct xvalue
run_weighted_checklist(struct eval *ev, const struct node *call)
{
	double sum = 0;
	size_t i;

	for (i = 2; i + 1 < call->n_args; i += 2)
		if (arg_true(ev, call, i))
			sum += arg_number(ev, call, i + 1);
	return x_bool(
		between(sum, arg_number(ev, call, 0), arg_number(ev, call, 1)));
}

static bool
prepare_weighted_checklist(struct parser *p, struct node *call)
{
	if (call->n_args % 2 == 0)
		return true;
	return node_error(p, call,
			  "weighted-checklist() needs a weight behind "
			  "each value; write %s",
			  call->function->use);
}

/* ---- choices ---- */

/* Names are parted by blanks; a name with blanks around it is trimmed. */
static struct xvalue
run_selected(struct eval *ev, const struct node *call)
{
	const char *names = arg_text(ev, call, 0);
	const char *name = arg_text(ev, call, 1);
	size_t start = strspn(name, " \t\r\n");
	size_t n = strcspn(name + start, " \t\r\n");
	char *copy = mem_copy_n(name + start, n);
	bool found = names_contain(names, copy) &&
		name[start + n + strspn(name + start + n, " \t\r\n")] == '\0';

	free(copy);
	return x_bool(found);
}

static struct xvalue
run_count_selected(struct eval *ev, const struct node *call)
{
	return x_number((double)names_count(arg_text(ev, call, 0)));
}

/* Counts from 0; "" where there is none. */
static struct xvalue
run_selected_at(struct eval *ev, const struct node *call)
{
	const char *names = arg_text(ev, call, 0);
	double at = arg_number(ev, call, 1);
	size_t room = strlen(names) + 1;
	char *out;

	if (!(at >= 0 && at < (double)room))
		return x_text("");
	out = arena_alloc(eval_arena(ev), room, 1);
	if (!names_at(names, (size_t)at, out, room))
		return x_text("");
	return x_text(out);
}

static void
add_label(struct text *t, const struct form *form,
	  const struct choice_list *list, const char *name, size_t language)
{
	size_t at = choice_find(list, name);

	if (at == FORM_NONE)
		return;
	if (t->n > 0)
		text_add(t, ", ");
	text_add(t, form_text(form, list->choice[at].label, language));
}

/* The label in the person's language; of several choices, joined by ", ". */
static struct xvalue
run_choice_name(struct eval *ev, const struct node *call)
{
	const struct question *q = call->prepared;
	const char *names = arg_text(ev, call, 0), *label;
	char *name = mem_resize(NULL, strlen(names) + 1, 1);
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; names_at(names, i, name, strlen(names) + 1); i++)
		add_label(&t, ev->env->answers->form, q->list, name,
			  ev->env->language);
	label = arena_copy(eval_arena(ev), text_get(&t));
	text_release(&t);
	free(name);
	return x_text(label);
}

/* The second argument is a text that holds ${question}, as pyxform wants. */
static bool
prepare_choice_name(struct parser *p, struct node *call)
{
	const struct node *path = call->arg[1];
	const struct form *form = p->scope->form;
	const char *s;
	size_t n, index;

	if (!node_is_text(path))
		return node_error(p, path,
				  "the second argument of "
				  "jr:choice-name() is in quotes; write %s",
				  call->function->use);
	s = path->value.text;
	s += strspn(s, " ");
	n = strcspn(s, "}");
	if (strncmp(s, "${", 2) != 0 || s[n] != '}' ||
	    s[n + 1 + strspn(s + n + 1, " ")] != '\0')
		return node_error(p, path,
				  "jr:choice-name() needs a question "
				  "in quotes; write %s",
				  call->function->use);
	index = form_find_n(form, s + 2, n - 2);
	if (index == FORM_NONE)
		return node_error(p, path,
				  "there is no question '%.*s'; "
				  "correct the name",
				  (int)(n + 1), s);
	if (form->question[index].list == NULL)
		return node_error(p, path,
				  "question '%s' has no choices; "
				  "jr:choice-name() needs one that has",
				  form->question[index].name);
	call->prepared = (void *)&form->question[index];
	return true;
}

/* ---- texts ---- */

static struct xvalue
run_string(struct eval *ev, const struct node *call)
{
	return x_text(arg_text(ev, call, 0));
}

/* Characters (code points), not bytes. */
static size_t
code_points(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static struct xvalue
run_string_length(struct eval *ev, const struct node *call)
{
	return x_number((double)code_points(arg_text(ev, call, 0)));
}

/* Hands a text that was built over to the evaluation. */
static struct xvalue
built(struct eval *ev, struct text *t)
{
	const char *s = arena_copy_n(eval_arena(ev), text_get(t), t->n);

	text_release(t);
	return x_text(s);
}

static struct xvalue
run_concat(struct eval *ev, const struct node *call)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < call->n_args; i++)
		text_add(&t, arg_text(ev, call, i));
	return built(ev, &t);
}

/* Empty ones are joined, too. */
static struct xvalue
run_join(struct eval *ev, const struct node *call)
{
	const char *between_them = arg_text(ev, call, 0);
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 1; i < call->n_args; i++) {
		if (i > 1)
			text_add(&t, between_them);
		text_add(&t, arg_text(ev, call, i));
	}
	return built(ev, &t);
}

/* The bytes of s that hold its first n characters. */
static size_t
bytes_of(const char *s, size_t n)
{
	size_t i = 0;

	while (s[i] != '\0' && n > 0) {
		i++;
		while (((unsigned char)s[i] & 0xc0) == 0x80)
			i++;
		n--;
	}
	return i;
}

/* Characters from..to (from 0, `to` not included) of s. */
static struct xvalue
part(struct eval *ev, const char *s, double from, double to)
{
	size_t start, end;

	if (!(from < to))
		return x_text("");
	start = bytes_of(s, (size_t)from);
	end = bytes_of(s, (size_t)to);
	return x_text(arena_copy_n(eval_arena(ev), s + start, end - start));
}

static double
within(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

/* ODK's: from 0, the end is not included, negative counts from the end. */
static struct xvalue
run_substr(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	double n = (double)code_points(s);
	double from = trunc(arg_number(ev, call, 1)), to = n;

	if (call->n_args > 2)
		to = trunc(arg_number(ev, call, 2));
	if (isnan(from) || isnan(to))
		return x_text("");
	from = within(from < 0 ? from + n : from, 0, n);
	to = within(to < 0 ? to + n : to, 0, n);
	return part(ev, s, from, to);
}

/* XPath 1.0's: from 1, both numbers rounded; substring('12345', 1.5, 2.6) is
 * '234'. */
static struct xvalue
run_substring(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	double n = (double)code_points(s);
	double from = floor(arg_number(ev, call, 1) + 0.5), to = n + 1;

	if (call->n_args > 2)
		to = from + floor(arg_number(ev, call, 2) + 0.5);
	if (isnan(from) || isnan(to))
		return x_text("");
	return part(ev, s, within(from - 1, 0, n), within(to - 1, 0, n));
}

static struct xvalue
run_substring_before(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	const char *found = strstr(s, arg_text(ev, call, 1));

	if (found == NULL)
		return x_text("");
	return x_text(arena_copy_n(eval_arena(ev), s, (size_t)(found - s)));
}

static struct xvalue
run_substring_after(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	const char *mark = arg_text(ev, call, 1);
	const char *found = strstr(s, mark);

	return x_text(found != NULL ? found + strlen(mark) : "");
}

/* Every text contains the empty one, begins and ends with it. */
static struct xvalue
run_contains(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);

	return x_bool(strstr(s, arg_text(ev, call, 1)) != NULL);
}

static struct xvalue
run_starts_with(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	const char *with = arg_text(ev, call, 1);

	return x_bool(strncmp(s, with, strlen(with)) == 0);
}

static struct xvalue
run_ends_with(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	const char *with = arg_text(ev, call, 1);
	size_t n = strlen(s), m = strlen(with);

	return x_bool(m <= n && strcmp(s + n - m, with) == 0);
}

/* Where in `s` the character of n bytes stands, counted in characters. */
static size_t
character_at(const char *s, const char *character, size_t n)
{
	size_t i, step;

	for (i = 0; *s != '\0'; i++, s += step) {
		step = bytes_of(s, 1);
		if (step == n && memcmp(s, character, n) == 0)
			return i;
	}
	return FORM_NONE;
}

/* Each character of the second becomes the one at its place in the third, or
 * goes where the third is shorter. */
static struct xvalue
run_translate(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	const char *from = arg_text(ev, call, 1);
	const char *to = arg_text(ev, call, 2);
	size_t places = code_points(to), n, at;
	struct text t = TEXT_INIT;

	for (; *s != '\0'; s += n) {
		n = bytes_of(s, 1);
		at = character_at(from, s, n);
		if (at == FORM_NONE) {
			text_add_n(&t, s, n);
		} else if (at < places) {
			const char *new = to + bytes_of(to, at);

			text_add_n(&t, new, bytes_of(new, 1));
		}
	}
	return built(ev, &t);
}

/* No blanks at the ends, one between words. */
static struct xvalue
run_normalize_space(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	struct text t = TEXT_INIT;
	size_t n;

	for (;;) {
		s += strspn(s, " \t\r\n");
		n = strcspn(s, " \t\r\n");
		if (n == 0)
			break;
		if (t.n > 0)
			text_add_char(&t, ' ');
		text_add_n(&t, s, n);
		s += n;
	}
	return built(ev, &t);
}

/* ---- regex ---- */

/* What PCRE2 compiles lives in the form's arena. */
static void *
arena_malloc(size_t n, void *arena)
{
	return arena_alloc(arena, n, 1);
}

static void
arena_leave(void *p, void *arena)
{
	(void)p;
	(void)arena;
}

/* ODK: "an exact and complete match", hence anchored at both ends. The
 * pattern is a literal: a person's answer never becomes one. */
static bool
prepare_regex(struct parser *p, struct node *call)
{
	const struct node *pattern = call->arg[1];
	pcre2_general_context *memory;
	pcre2_compile_context *compile;
	size_t offset;
	PCRE2_UCHAR why[128];
	int code;

	if (!node_is_text(pattern))
		return node_error(p, pattern,
				  "the pattern of regex() is a "
				  "text in quotes; write %s",
				  call->function->use);
	memory = pcre2_general_context_create(arena_malloc, arena_leave,
					      p->arena);
	compile = pcre2_compile_context_create(memory);
	pcre2_set_max_pattern_length(compile, 4096);
	pcre2_set_parens_nest_limit(compile, 50);
	call->prepared =
		pcre2_compile((PCRE2_SPTR)pattern->value.text,
			      PCRE2_ZERO_TERMINATED,
			      PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_UTF |
				      PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C,
			      &code, &offset, compile);
	if (call->prepared != NULL)
		return true;
	pcre2_get_error_message(code, why, sizeof(why));
	return node_error(p, pattern,
			  "the pattern of regex() is wrong after "
			  "%zu characters: %s",
			  offset, (const char *)why);
}

/* A match that takes too long is none. */
static struct xvalue
run_regex(struct eval *ev, const struct node *call)
{
	const char *s = arg_text(ev, call, 0);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	int found = PCRE2_ERROR_NOMEMORY;

	if (data != NULL && context != NULL) {
		pcre2_set_match_limit(context, 200000);
		pcre2_set_depth_limit(context, 5000);
		pcre2_set_heap_limit(context, 8192); /* KiB */
		found = pcre2_match(call->prepared, (PCRE2_SPTR)s, strlen(s), 0,
				    0, data, context);
	}
	pcre2_match_context_free(context);
	pcre2_match_data_free(data);
	return x_bool(found >= 0);
}

/* ---- chance ---- */

/* The same person gets the same number at the same place: resuming changes
 * nothing. */
static uint64_t
chance(const struct eval *ev, const struct node *call, uint64_t which)
{
	return shuffle_mix(ev->env->answers->seed, ev->env->self,
			   call->ordinal * 4 + which);
}

static bool
prepare_random(struct parser *p, struct node *call)
{
	call->ordinal = ++p->randoms;
	return true;
}

/* At least 0 and below 1: 53 bits. */
static struct xvalue
run_random(struct eval *ev, const struct node *call)
{
	return x_number((double)(chance(ev, call, 0) >> 11) * 0x1p-53);
}

/* RFC 9562, version 4. */
static struct xvalue
run_uuid(struct eval *ev, const struct node *call)
{
	uint64_t a = chance(ev, call, 1), b = chance(ev, call, 2);

	return x_text(
		arena_printf(eval_arena(ev), "%08x-%04x-4%03x-%04x-%012llx",
			     (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff),
			     (unsigned)(a & 0xfff),
			     (unsigned)(b >> 48 & 0x3fff) | 0x8000,
			     (unsigned long long)(b & 0xffffffffffff)));
}

/* ---- the table ---- */

/* Exact where the result is; the C library's exp10 is not. */
static double
power_of_ten(double x)
{
	return pow(10, x);
}

#define MATH(name, math, what)                                             \
	{                                                                  \
		name, 1, 1, X_NUMBER, run_math, NULL, math, name "(${q})", \
			what                                               \
	}

static const struct function table[] = {
	{"if", 3, 3, X_ANY, run_if, NULL, NULL, "if(condition, then, else)",
	 "one of two values"},
	{"not", 1, 1, X_BOOL, run_not, NULL, NULL, "not(condition)",
	 "true when the condition is not"},
	{"true", 0, 0, X_BOOL, run_true, NULL, NULL, "true()", "true"},
	{"false", 0, 0, X_BOOL, run_false, NULL, NULL, "false()", "false"},
	{"boolean", 1, 1, X_BOOL, run_boolean, NULL, NULL, "boolean(${q})",
	 "false for 0 and for an empty text, else true"},
	{"boolean-from-string", 1, 1, X_BOOL, run_boolean_from_string, NULL,
	 NULL, "boolean-from-string(${q})", "true for 'true' and '1'"},
	{"coalesce", 2, 2, X_ANY, run_coalesce, NULL, NULL,
	 "coalesce(${a}, ${b})", "the first that is not empty"},
	{"once", 1, 1, X_ANY, run_once, prepare_once, NULL, "once(random())",
	 "the value the question has already, else this one"},
	{"checklist", 3, ANY_NUMBER, X_BOOL, run_checklist, NULL, NULL,
	 "checklist(2, -1, ${a} = 'yes', ${b} = 'yes')",
	 "whether so many of the conditions are true; -1 is no limit"},
	{"weighted-checklist", 4, ANY_NUMBER, X_BOOL, run_weighted_checklist,
	 prepare_weighted_checklist, NULL,
	 "weighted-checklist(3, -1, ${a} = 'yes', 2, ${b} = 'yes', 1)",
	 "whether the weights of what is true sum to so much"},

	{"selected", 2, 2, X_BOOL, run_selected, NULL, NULL,
	 "selected(${q}, 'name')", "whether the choice was chosen"},
	{"count-selected", 1, 1, X_NUMBER, run_count_selected, NULL, NULL,
	 "count-selected(${q})", "how many choices were chosen"},
	{"selected-at", 2, 2, X_TEXT, run_selected_at, NULL, NULL,
	 "selected-at(${q}, 0)", "the name of one chosen, the first is 0"},
	{"jr:choice-name", 2, 2, X_TEXT, run_choice_name, prepare_choice_name,
	 NULL, "jr:choice-name(${q}, '${q}')", "the label of a choice"},

	{"string", 1, 1, X_TEXT, run_string, NULL, NULL, "string(${q})",
	 "the value as a text"},
	{"string-length", 1, 1, X_NUMBER, run_string_length, NULL, NULL,
	 "string-length(${q})", "how many characters"},
	{"concat", 1, ANY_NUMBER, X_TEXT, run_concat, NULL, NULL,
	 "concat(${a}, ' ', ${b})", "texts one behind the other"},
	{"join", 2, ANY_NUMBER, X_TEXT, run_join, NULL, NULL,
	 "join(', ', ${a}, ${b})", "texts with another between them"},
	{"substr", 2, 3, X_TEXT, run_substr, NULL, NULL, "substr(${q}, 0, 3)",
	 "characters from one place up to another, the first is 0"},
	{"substring", 2, 3, X_TEXT, run_substring, NULL, NULL,
	 "substring(${q}, 1, 3)",
	 "so many characters from one place on, the first is 1"},
	{"substring-before", 2, 2, X_TEXT, run_substring_before, NULL, NULL,
	 "substring-before(${q}, '-')", "what stands before a text"},
	{"substring-after", 2, 2, X_TEXT, run_substring_after, NULL, NULL,
	 "substring-after(${q}, '-')", "what stands behind a text"},
	{"contains", 2, 2, X_BOOL, run_contains, NULL, NULL,
	 "contains(${q}, 'text')", "whether a text is in it"},
	{"starts-with", 2, 2, X_BOOL, run_starts_with, NULL, NULL,
	 "starts-with(${q}, 'text')", "whether it begins so"},
	{"ends-with", 2, 2, X_BOOL, run_ends_with, NULL, NULL,
	 "ends-with(${q}, 'text')", "whether it ends so"},
	{"translate", 3, 3, X_TEXT, run_translate, NULL, NULL,
	 "translate(${q}, 'abc', 'ABC')", "characters for characters"},
	{"normalize-space", 1, 1, X_TEXT, run_normalize_space, NULL, NULL,
	 "normalize-space(${q})", "without blanks that are too many"},
	{"regex", 2, 2, X_BOOL, run_regex, prepare_regex, NULL,
	 "regex(${q}, '[A-Z]{2}[0-9]+')",
	 "whether the whole text is of this pattern"},

	{"number", 1, 1, X_NUMBER, run_number, NULL, NULL, "number(${q})",
	 "the value as a number; a date as days since 1970"},
	{"int", 1, 1, X_NUMBER, run_math, NULL, trunc, "int(${q})",
	 "without its fraction"},
	{"round", 1, 2, X_NUMBER, run_round, NULL, NULL, "round(${q}, 1)",
	 "rounded, to so many places"},
	MATH("floor", floor, "the whole number at or below"),
	MATH("ceiling", ceil, "the whole number at or above"),
	MATH("abs", fabs, "without its sign"),
	MATH("sqrt", sqrt, "the square root"),
	MATH("exp", exp, "e to this power"),
	MATH("exp10", power_of_ten, "10 to this power"),
	MATH("log", log, "the natural logarithm"),
	MATH("log10", log10, "the logarithm to base 10"),
	MATH("sin", sin, "the sine of an angle in radians"),
	MATH("cos", cos, "the cosine"),
	MATH("tan", tan, "the tangent"),
	MATH("asin", asin, "the angle of a sine"),
	MATH("acos", acos, "the angle of a cosine"),
	MATH("atan", atan, "the angle of a tangent"),
	{"atan2", 2, 2, X_NUMBER, run_atan2, NULL, NULL, "atan2(${y}, ${x})",
	 "the angle of a point"},
	{"pow", 2, 2, X_NUMBER, run_pow, NULL, NULL, "pow(${q}, 2)",
	 "to a power"},
	{"pi", 0, 0, X_NUMBER, run_pi, NULL, NULL, "pi()", "3.14159..."},
	{"min", 1, ANY_NUMBER, X_NUMBER, run_min, NULL, NULL, "min(${a}, ${b})",
	 "the smallest"},
	{"max", 1, ANY_NUMBER, X_NUMBER, run_max, NULL, NULL, "max(${a}, ${b})",
	 "the largest"},
	{"sum", 1, ANY_NUMBER, X_NUMBER, run_sum, NULL, NULL, "sum(${a}, ${b})",
	 "all together"},
	{"count", 1, ANY_NUMBER, X_NUMBER, run_count, prepare_count, NULL,
	 "count(${a}, ${b})", "how many of the questions are asked"},
	{"count-non-empty", 1, ANY_NUMBER, X_NUMBER, run_count_non_empty,
	 prepare_count, NULL, "count-non-empty(${a}, ${b})",
	 "how many of the questions are answered"},

	{"today", 0, 0, X_DATE, run_today, NULL, NULL, "today()",
	 "the date of today"},
	{"now", 0, 0, X_DATE, run_now, NULL, NULL, "now()",
	 "the date and time of now"},
	{"date", 1, 1, X_DATE, run_date, prepare_date, NULL,
	 "date('2026-12-31')", "the value as a date"},
	{"date-time", 1, 1, X_DATE, run_date_time, prepare_date, NULL,
	 "date-time('2026-12-31T10:30')", "the value as a date and time"},
	{"format-date", 2, 2, X_TEXT, run_format_date, prepare_format, NULL,
	 "format-date(${q}, '%d %b %Y')", "a date as a text"},
	{"format-date-time", 2, 2, X_TEXT, run_format_date, prepare_format,
	 NULL, "format-date-time(now(), '%Y-%m-%d %H:%M')",
	 "a date and time as a text"},
	{"decimal-date-time", 1, 1, X_NUMBER, run_decimal_date_time,
	 prepare_date, NULL, "decimal-date-time(${q})",
	 "days since 1970, the time as a fraction"},
	{"decimal-time", 1, 1, X_NUMBER, run_decimal_time, NULL, NULL,
	 "decimal-time('06:00')", "a time as a fraction of a day"},

	{"random", 0, 0, X_NUMBER, run_random, prepare_random, NULL, "random()",
	 "a number of at least 0 and below 1"},
	{"uuid", 0, 0, X_TEXT, run_uuid, prepare_random, NULL, "uuid()",
	 "a random identifier"},
};

enum { FUNCTIONS = sizeof(table) / sizeof(table[0]) };

/* ODK's functions that are not offered. */
static const struct {
	const char *name, *instead;
} refused[] = {
	{"instance",
	 "put the values into the choices sheet and use "
	 "choice_filter"},
	{"pulldata",
	 "data files are not read; put the values into the "
	 "choices sheet and use choice_filter"},
	{"search",
	 "data files are not read; put the values into the choices "
	 "sheet and use choice_filter"},
	{"position", "there are no repeats; write ${name} for a question"},
	{"last", "there are no repeats; write ${name} for a question"},
	{"index", "there are no repeats; write ${name} for a question"},
	{"indexed-repeat",
	 "there are no repeats; write ${name} for a "
	 "question"},
	{"current",
	 "in choice_filter write the column's name, and ${name} "
	 "for a question"},
	{"randomize", "write randomize=true into the parameters column"},
	{"jr:itext", "use jr:choice-name() for the label of a choice"},
	{"id", "write ${name} for a question"},
	{"name", "write ${name} for a question"},
	{"local-name", "write ${name} for a question"},
	{"namespace-uri", "write ${name} for a question"},
	{"lang", "labels are chosen by language columns, label::English (en)"},
	{"digest", "answers are sealed as a whole; remove it"},
	{"base64-decode", "remove it"},
	{"extract-signed", "remove it"},
	{"property", "the device is not identified; remove it"},
	{"version", "write the version as a text"},
	{"area", "places are not asked; remove it"},
	{"distance", "places are not asked; remove it"},
	{"enclosed-area", "places are not asked; remove it"},
	{"geofence", "places are not asked; remove it"},
	{"intersects", "places are not asked; remove it"},
	{"ceil", "use ceiling()"},
	{"len", "use string-length()"},
	{"length", "use string-length()"},
	{"isnull", "compare with ''"},
	{"isblank", "compare with ''"},
	{"ln", "use log()"},
};

const struct function *
function_find(const char *name)
{
	size_t i;

	for (i = 0; i < FUNCTIONS; i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

const struct function *
function_at(size_t i)
{
	return i < FUNCTIONS ? &table[i] : NULL;
}

const char *
function_instead(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (strcmp(refused[i].name, name) == 0)
			return refused[i].instead;
	return NULL;
}

const char *
function_nearest(const char *name)
{
	struct nearest nearest;
	size_t i;

	nearest_init(&nearest, name);
	for (i = 0; i < FUNCTIONS; i++)
		nearest_try(&nearest, table[i].name);
	return nearest_get(&nearest);
}
