/* Every function of the table: what the ODK XForms specification says of it,
 * and what it does with an empty answer. */
#include "tests/test.h"

#include <ctype.h>
#include <math.h>

#include "questions/expr.h"
#include "questions/functions.h"
#include "tests/support/made_form.h"

static const struct made_question questions[] = {
	{"self", TYPE_CALCULATE, NULL},
	{"n", TYPE_DECIMAL, NULL},
	{"e", TYPE_INTEGER, NULL},
	{"t", TYPE_TEXT, NULL},
	{"d", TYPE_DATE, NULL},
	{"one", TYPE_SELECT_ONE, "yes no"},
	{"many", TYPE_SELECT_MULTIPLE, "a b c ab"},
	{"gone", TYPE_INTEGER, NULL},
};

static const struct made_given given[] = {
	{"n", "2.5"},	{"t", "Llŷr Jones"}, {"d", "2026-02-05"},
	{"one", "yes"}, {"many", "b ab"},    {"gone", "7"},
};

static struct made_world world;

static int
setup(void **state)
{
	made_world_init(&world, questions, COUNT(questions), given,
			COUNT(given));
	world.answers->answer[form_find(world.form, "gone")].relevant = false;
	return 0;
}

static int
teardown(void **state)
{
	made_world_release(&world);
	return 0;
}

static const struct {
	const char *what, *source, *expected;
} rows[] = {
	{"if true", "if(1 = 1, 'a', 'b')", "a"},
	{"if false", "if(1 = 2, 'a', 'b')", "b"},
	{"if of an empty answer", "if(${e}, 'a', 'b')", "b"},
	{"if keeps dates", "if(1 = 1, ${d}, '') < '2026-02-06'", "true"},
	{"not true", "not(1 = 1)", "false"},
	{"not of an empty answer", "not(${e})", "true"},
	{"true", "true()", "true"},
	{"true as a number", "number(true())", "1"},
	{"false", "false()", "false"},
	{"false as a number", "number(false())", "0"},
	{"boolean of a number", "boolean(0.1)", "true"},
	{"boolean of an empty answer", "boolean(${e})", "false"},
	{"boolean-from-string true", "boolean-from-string('true')", "true"},
	{"boolean-from-string 1", "boolean-from-string(1)", "true"},
	{"boolean-from-string of a word", "boolean-from-string('yes')",
	 "false"},
	{"boolean-from-string of an empty answer", "boolean-from-string(${e})",
	 "false"},
	{"coalesce, the first", "coalesce('a', 'b')", "a"},
	{"coalesce, the second", "coalesce(${e}, 'b')", "b"},
	{"coalesce of nothing", "coalesce('', '')", ""},
	{"coalesce keeps numbers", "coalesce(${n}, 1) + 1", "3.5"},
	{"once, the first time", "once(3)", "3"},
	{"once of an empty answer", "once(${e})", ""},
	{"checklist in between", "checklist(1, 2, 1=1, 1=2, 1=1)", "true"},
	{"checklist, too few", "checklist(3, -1, 1=1, 1=2, 1=1)", "false"},
	{"checklist, too many", "checklist(-1, 1, 1=1, 1=1)", "false"},
	{"checklist without limits", "checklist(-1, -1, 1=1)", "true"},
	{"checklist of an empty limit", "checklist(${e}, 2, 1=1)", "false"},
	{"weighted-checklist", "weighted-checklist(5, 7, 1=1, 6, 1=2, 9)",
	 "true"},
	{"weighted-checklist, too much",
	 "weighted-checklist(-1, 5, 1=1, 3, 1=1, 3)", "false"},
	{"weighted-checklist, an empty weight",
	 "weighted-checklist(0, 5, 1=1, ${e})", "false"},

	{"selected", "selected(${many}, 'b')", "true"},
	{"selected, the start of a name", "selected(${many}, 'a')", "false"},
	{"selected, one of one", "selected(${one}, 'yes')", "true"},
	{"selected, blanks around", "selected(${many}, ' ab ')", "true"},
	{"selected, two at once", "selected(${many}, 'b ab')", "false"},
	{"selected, the empty name", "selected(${many}, '')", "false"},
	{"selected of an empty answer", "selected(${e}, 'a')", "false"},
	{"count-selected", "count-selected(${many})", "2"},
	{"count-selected of an empty answer", "count-selected(${e})", "0"},
	{"selected-at, the first", "selected-at(${many}, 0)", "b"},
	{"selected-at, the second", "selected-at(${many}, 1)", "ab"},
	{"selected-at, behind the last", "selected-at(${many}, 2)", ""},
	{"selected-at, before the first", "selected-at(${many}, -1)", ""},
	{"selected-at without a place", "selected-at(${many}, ${e})", ""},
	{"selected-at of an empty answer", "selected-at(${e}, 0)", ""},
	{"jr:choice-name", "jr:choice-name(${one}, '${one}')", "Label of yes"},
	{"jr:choice-name with blanks", "jr:choice-name(${one}, ' ${one} ')",
	 "Label of yes"},
	{"jr:choice-name of a literal", "jr:choice-name('no', '${one}')",
	 "Label of no"},
	{"jr:choice-name of several", "jr:choice-name(${many}, '${many}')",
	 "Label of b, Label of ab"},
	{"jr:choice-name of no choice", "jr:choice-name('zz', '${one}')", ""},
	{"jr:choice-name of an empty answer", "jr:choice-name(${e}, '${one}')",
	 ""},

	{"string of a number", "string(2.50)", "2.5"},
	{"string of no number", "string(number('x'))", "NaN"},
	{"string of what is too large", "string(1 div 0)", "Infinity"},
	{"string of the other end", "string(-1 div 0)", "-Infinity"},
	{"string of an empty answer", "string(${e})", ""},
	{"string-length", "string-length(${t})", "10"},
	{"string-length of a number", "string-length(${n})", "3"},
	{"string-length of an empty answer", "string-length(${e})", "0"},
	{"concat", "concat('a', 1, 1 = 1)", "a1true"},
	{"concat of one", "concat('a')", "a"},
	{"concat of an empty answer", "concat('a', ${e}, 'b')", "ab"},
	{"join", "join('-', 'a', 'b', 'c')", "a-b-c"},
	{"join of one", "join('-', 'a')", "a"},
	{"join of an empty answer", "join('-', 'a', ${e}, 'b')", "a--b"},
	{"substr", "substr('hello', 1, 3)", "el"},
	{"substr to the end", "substr('hello', 2)", "llo"},
	{"substr from the end", "substr('hello', -3)", "llo"},
	{"substr up to the end", "substr('hello', 0, -1)", "hell"},
	{"substr the wrong way", "substr('hello', 3, 1)", ""},
	{"substr out of it", "substr('hello', 9, 12)", ""},
	{"substr far before it", "substr('hello', -9, 2)", "he"},
	{"substr by characters", "substr(${t}, 2, 4)", "ŷr"},
	{"substr without a place", "substr('hello', ${e})", ""},
	{"substr of an empty answer", "substr(${e}, 0, 2)", ""},
	{"substring", "substring('12345', 2, 3)", "234"},
	{"substring to the end", "substring('12345', 2)", "2345"},
	{"substring, rounded", "substring('12345', 1.5, 2.6)", "234"},
	{"substring from 0", "substring('12345', 0, 3)", "12"},
	{"substring without a length", "substring('12345', 1, ${e})", ""},
	{"substring from before", "substring('12345', -42, 1 div 0)", "12345"},
	{"substring of an empty answer", "substring(${e}, 1, 2)", ""},
	{"substring-before", "substring-before('1999/04', '/')", "1999"},
	{"substring-before what is not there", "substring-before('a', '/')",
	 ""},
	{"substring-before of an empty answer", "substring-before(${e}, '/')",
	 ""},
	{"substring-after", "substring-after('1999/04', '/')", "04"},
	{"substring-after the empty text", "substring-after('ab', '')", "ab"},
	{"substring-after of an empty answer", "substring-after(${e}, '/')",
	 ""},
	{"contains", "contains(${t}, 'Jon')", "true"},
	{"contains not", "contains(${t}, 'jon')", "false"},
	{"contains the empty text", "contains(${e}, '')", "true"},
	{"contains, of an empty answer", "contains(${e}, 'a')", "false"},
	{"starts-with", "starts-with(${t}, 'Ll')", "true"},
	{"starts-with not", "starts-with(${t}, 'J')", "false"},
	{"starts-with of an empty answer", "starts-with(${e}, 'J')", "false"},
	{"ends-with", "ends-with(${t}, 'Jones')", "true"},
	{"ends-with not", "ends-with('s', 'Jones')", "false"},
	{"ends-with of an empty answer", "ends-with(${e}, 's')", "false"},
	{"translate", "translate('bar', 'abc', 'ABC')", "BAr"},
	{"translate away", "translate('--aaa--', 'abc-', 'ABC')", "AAA"},
	{"translate accents", "translate(${t}, 'ŷ', 'y')", "Llyr Jones"},
	{"translate, the first counts", "translate('a', 'aa', 'xy')", "x"},
	{"translate of an empty answer", "translate(${e}, 'a', 'b')", ""},
	{"normalize-space", "normalize-space('  a \n b  ')", "a b"},
	{"normalize-space of blanks", "normalize-space('   ')", ""},
	{"normalize-space of an empty answer", "normalize-space(${e})", ""},
	{"regex, the whole", "regex('1234', '[0-9]{4}')", "true"},
	{"regex, a part is not enough", "regex('1234', '[0-9]{3}')", "false"},
	{"regex, one of two", "regex('ab', 'a|ab')", "true"},
	{"regex with anchors of its own", "regex('12', '^[0-9]+$')", "true"},
	{"regex of letters of any script", "regex(${t}, '\\p{L}+ \\p{L}+')",
	 "true"},
	{"regex of word characters", "regex('ŷ', '\\w')", "true"},
	{"regex, no newline at the end", "regex('12\n', '[0-9]+')", "false"},
	{"regex of a number", "regex(${n}, '[0-9.]+')", "true"},
	{"regex that takes for ever is none",
	 "regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', "
	 "'(a+)+[bc]')",
	 "false"},
	{"regex of an empty answer", "regex(${e}, '[0-9]+')", "false"},
	{"regex that takes nothing", "regex(${e}, '[0-9]*')", "true"},

	{"number of a text", "number('-2.50')", "-2.5"},
	{"number of true", "number(1 = 1)", "1"},
	{"number of a date", "number('1970-01-31')", "30"},
	{"number of a word", "string(number('abc'))", "NaN"},
	{"number of an empty answer", "string(number(${e}))", "NaN"},
	{"int", "int(2.9)", "2"},
	{"int below nought", "int(-2.9)", "-2"},
	{"int of a text", "int('7.1')", "7"},
	{"int of an empty answer", "string(int(${e}))", "NaN"},
	{"round", "round(2.4)", "2"},
	{"round a half up", "round(2.5)", "3"},
	{"round a half below nought up, too", "round(-1.5)", "-1"},
	{"round to places", "round(1.95583, 2)", "1.96"},
	{"round what is half in decimal", "round(1.005, 2)", "1.01"},
	{"round to hundreds", "round(1250, -2)", "1300"},
	{"round below nought, to places", "round(-1.05, 1)", "-1"},
	{"round what has no digits there", "round(1.5, 20)", "1.5"},
	{"round a large number", "round(123456789012345678)",
	 "123456789012345680"},
	{"round to far too few places", "round(12, -400)", "0"},
	{"round to far too many", "round(12, 400)", "12"},
	{"round without places", "string(round(1.5, ${e}))", "NaN"},
	{"round of an empty answer", "string(round(${e}))", "NaN"},
	{"floor", "floor(-2.5)", "-3"},
	{"floor of an empty answer", "string(floor(${e}))", "NaN"},
	{"ceiling", "ceiling(2.1)", "3"},
	{"ceiling of an empty answer", "string(ceiling(${e}))", "NaN"},
	{"abs", "abs(-2.5)", "2.5"},
	{"abs of an empty answer", "string(abs(${e}))", "NaN"},
	{"sqrt", "sqrt(2.25)", "1.5"},
	{"sqrt below nought", "string(sqrt(-1))", "NaN"},
	{"sqrt of an empty answer", "string(sqrt(${e}))", "NaN"},
	{"exp", "exp(0)", "1"},
	{"exp of an empty answer", "string(exp(${e}))", "NaN"},
	{"exp10", "exp10(3)", "1000"},
	{"exp10 of an empty answer", "string(exp10(${e}))", "NaN"},
	{"log", "round(log(10), 6)", "2.302585"},
	{"log of nought", "string(log(0))", "-Infinity"},
	{"log of an empty answer", "string(log(${e}))", "NaN"},
	{"log10", "log10(1000)", "3"},
	{"log10 of an empty answer", "string(log10(${e}))", "NaN"},
	{"sin", "sin(0)", "0"},
	{"sin of an empty answer", "string(sin(${e}))", "NaN"},
	{"cos", "cos(0)", "1"},
	{"cos of an empty answer", "string(cos(${e}))", "NaN"},
	{"tan", "round(tan(pi() div 4), 9)", "1"},
	{"tan of an empty answer", "string(tan(${e}))", "NaN"},
	{"asin", "round(asin(1), 4)", "1.5708"},
	{"asin out of it", "string(asin(2))", "NaN"},
	{"asin of an empty answer", "string(asin(${e}))", "NaN"},
	{"acos", "acos(1)", "0"},
	{"acos of an empty answer", "string(acos(${e}))", "NaN"},
	{"atan", "round(atan(1), 4)", "0.7854"},
	{"atan of an empty answer", "string(atan(${e}))", "NaN"},
	{"atan2", "round(atan2(1, -1), 4)", "2.3562"},
	{"atan2 of an empty answer", "string(atan2(${e}, 1))", "NaN"},
	{"pow", "pow(2, 10)", "1024"},
	{"pow of a root", "pow(2.25, 0.5)", "1.5"},
	{"pow of an empty answer", "string(pow(${e}, 0))", "NaN"},
	{"pow to an empty answer", "string(pow(1, ${e}))", "NaN"},
	{"pi", "round(pi(), 5)", "3.14159"},
	{"pi doubled", "round(2 * pi(), 4)", "6.2832"},
	{"min", "min(3, 1, 2)", "1"},
	{"min of texts", "min('3', '10')", "3"},
	{"min of an empty answer", "string(min(3, ${e}, 2))", "NaN"},
	{"min that begins empty", "string(min(${e}, 2))", "NaN"},
	{"max", "max(3, 10, 2)", "10"},
	{"max of one", "max(${n})", "2.5"},
	{"max of an empty answer", "string(max(3, ${e}))", "NaN"},
	{"sum", "sum(1, 2, ${n})", "5.5"},
	{"sum of an empty answer", "string(sum(1, ${e}))", "NaN"},
	{"count", "count(${n}, ${e}, ${t})", "3"},
	{"count without what is not asked", "count(${n}, ${gone})", "1"},
	{"count-non-empty", "count-non-empty(${n}, ${e}, ${t})", "2"},
	{"count-non-empty of an empty answer", "count-non-empty(${e})", "0"},

	{"today", "today()", "2026-12-14"},
	{"today as a number", "number(today())", "20801"},
	{"now", "now()", "2026-12-14T11:20:30.250+01:00"},
	{"now without its time", "date(now())", "2026-12-14"},
	{"date of a text", "date('2026-12-14')", "2026-12-14"},
	{"date of days", "date(20801.7)", "2026-12-14"},
	{"date of a date and time", "date('2026-12-14T10:00:00')",
	 "2026-12-14"},
	{"date of a moment elsewhere", "date('2026-12-14T23:30:00Z')",
	 "2026-12-15"},
	{"date of no day", "date(concat('2026-02-', '29'))", ""},
	{"date of a word", "date(string('tomorrow'))", ""},
	{"date out of the calendar", "date(99999999)", ""},
	{"date of an empty answer", "date(${e})", ""},
	{"date-time with its time", "date-time('2026-12-14T10:20:30.5')",
	 "2026-12-14T10:20:30.500+01:00"},
	{"date-time without one", "date-time('2026-12-14')", "2026-12-14"},
	{"date-time with half a time", "date-time(string('2026-12-14T10'))",
	 ""},
	{"date-time of an empty answer", "date-time(${e})", ""},
	{"format-date", "format-date(${d}, '%Y %y %m %n %d %e %b %a')",
	 "2026 26 02 2 05 5 Feb Thu"},
	{"format-date of a text", "format-date('1969-12-28', '%a %e/%n')",
	 "Sun 28/12"},
	{"format-date, a per cent sign", "format-date(${d}, '100%%')", "100%"},
	{"format-date of an empty answer", "format-date(${e}, '%Y')", ""},
	{"format-date-time", "format-date-time(now(), '%Y-%m-%d %H:%M:%S.%3')",
	 "2026-12-14 11:20:30.250"},
	{"format-date-time without blanks",
	 "format-date-time('2026-01-02T03:04:05', '%h.%M')", "3.04"},
	{"format-date-time without a time", "format-date-time(${d}, '%H:%M')",
	 "00:00"},
	{"format-date-time of an empty answer", "format-date-time(${e}, '%H')",
	 ""},
	{"decimal-date-time", "decimal-date-time('1970-01-02T12:00:00')",
	 "1.5"},
	{"decimal-date-time of a date", "decimal-date-time(${d})", "20489"},
	{"decimal-date-time of an empty answer",
	 "string(decimal-date-time(${e}))", "NaN"},
	{"decimal-time", "decimal-time('06:00:00.000')", "0.25"},
	{"decimal-time of another zone", "decimal-time('06:00-07:00')",
	 "0.5833333333333334"},
	{"decimal-time in the local zone", "decimal-time('06:00+01:00')",
	 "0.25"},
	{"decimal-time of a date and time", "decimal-time('2026-12-14T18:00')",
	 "0.75"},
	{"decimal-time of no time", "string(decimal-time('24:00'))", "NaN"},
	{"decimal-time of a date", "string(decimal-time(${d}))", "NaN"},
	{"decimal-time of an empty answer", "string(decimal-time(${e}))",
	 "NaN"},

	{"random", "random() >= 0 and random() < 1", "true"},
	{"random, twice is two", "random() != random()", "true"},
	{"uuid",
	 "regex(uuid(), '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-"
	 "[89ab][0-9a-f]{3}-[0-9a-f]{12}')",
	 "true"},
	{"uuid, twice is two", "uuid() != uuid()", "true"},
};

static char *
evaluated(const char *source, const char *what)
{
	struct arena *arena = arena_new();
	struct expr_scope scope = {world.form, 0, NULL};
	struct expr_env env = made_env(&world, 0);
	struct error err = ERROR_INIT;
	struct expr *e = expr_parse(arena, source, &scope, &err);
	char *result;

	if (!e)
		fail_msg("%s: %s: %s", what, source, err.text);
	result = expr_string(e, &env);
	arena_free(arena);
	return result;
}

static void
follows_the_specification(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		char *got = evaluated(rows[i].source, rows[i].what);

		assert_text(got, rows[i].expected, rows[i].what);
		free(got);
	}
}

static bool
calls(const char *source, const char *name)
{
	const char *at = source;
	size_t n = strlen(name);

	for (; (at = strstr(at, name)); at++)
		if (at[n] == '(' &&
		    (at == source ||
		     (!isalnum((unsigned char)at[-1]) &&
		      !strchr("-:", at[-1]))))
			return true;
	return false;
}

/* Two rows a function, one of them with nothing to work on where it takes
 * arguments. */
static void
tests_every_function(void **state)
{
	const struct function *f;
	size_t i, k, n, empty;

	for (i = 0; (f = function_at(i)); i++) {
		n = empty = 0;
		for (k = 0; k < COUNT(rows); k++)
			if (calls(rows[k].source, f->name)) {
				n++;
				empty += strstr(rows[k].source, "${e}") != NULL;
			}
		if (n < 2 || (f->max > 0 && empty == 0))
			fail_msg("%s() has %zu rows, %zu of empty answers",
				 f->name, n, empty);
	}
	assert_true(i >= 60);
}

/* The example that messages show must be one that works. */
static void
shows_examples_that_parse(void **state)
{
	static const struct made_question more[] = {
		{"q", TYPE_SELECT_ONE, "a b"}, {"a", TYPE_INTEGER, NULL},
		{"b", TYPE_INTEGER, NULL},     {"x", TYPE_INTEGER, NULL},
		{"y", TYPE_INTEGER, NULL},
	};
	struct form *f = made_form(more, COUNT(more));
	struct expr_scope scope = {f, 0, NULL};
	struct arena *arena = arena_new();
	const struct function *function;
	size_t i;

	for (i = 0; (function = function_at(i)); i++) {
		struct error err = ERROR_INIT;

		if (strcmp(function->name, "if") != 0 && /* words */
		    strcmp(function->name, "not") != 0)
			assert_case(expr_parse(arena, function->use, &scope,
					       &err),
				    function->use);
		assert_true(strlen(function->what) > 0);
	}
	arena_free(arena);
	form_free(f);
}

/* A text in quotes that is no date can never become one. */
static void
refuses_dates_that_are_none(void **state)
{
	static const struct {
		const char *source, *why;
	} cases[] = {
		{"date('2020-13-01')",
		 "character 6: there is no date '2020-13-01'; write dates as "
		 "'2026-12-31'"},
		{"date('2026-02-29')", "there is no date '2026-02-29'"},
		{"date('31/12/2026')", "there is no date '31/12/2026'"},
		{"date-time('2026-12-14T10')", "no date '2026-12-14T10'"},
		{"format-date('2026-04-31', '%Y')", "no date '2026-04-31'"},
		{"decimal-date-time('soon')", "there is no date 'soon'"},
	};
	struct expr_scope scope = {world.form, 0, NULL};
	struct arena *arena = arena_new();
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;

		assert_case(!expr_parse(arena, cases[i].source, &scope, &err),
			    cases[i].source);
		assert_has(err.text, cases[i].why, cases[i].source);
	}
	arena_free(arena);
}

static void
keeps_once_what_is_there(void **state)
{
	struct answer *self = &world.answers->answer[0];
	char *s;

	self->value = value_text("9");
	s = evaluated("once(1 + 1)", "a value is there");
	assert_string_equal(s, "9");
	free(s);
	value_release(&self->value);
	s = evaluated("once(1 + 1)", "none is there");
	assert_string_equal(s, "2");
	free(s);
}

static double
drawn(const char *source, uint32_t seed, size_t self)
{
	struct arena *arena = arena_new();
	struct expr_scope scope = {world.form, self, NULL};
	struct expr_env env = made_env(&world, 0);
	double x;

	world.answers->seed = seed;
	env.self = self;
	x = expr_number(expr_parse(arena, source, &scope, NULL), &env);
	arena_free(arena);
	return x;
}

static void
draws_the_same_for_the_same_person(void **state)
{
	double x = drawn("random()", 7, 0);
	uint32_t seed;
	size_t n[3] = {0};

	assert_true(x == drawn("random()", 7, 0));
	assert_true(x != drawn("random()", 8, 0));
	assert_true(x != drawn("random()", 7, 1));
	for (seed = 0; seed < 9000; seed++)
		n[(size_t)drawn("int(random() * 3)", seed, 0)]++;
	assert_in_range(n[0], 2850, 3150);
	assert_in_range(n[1], 2850, 3150);
	assert_in_range(n[2], 2850, 3150);
}

static void
names_choices_in_the_persons_language(void **state)
{
	struct arena *arena = arena_new();
	struct expr_scope scope = {world.form, 0, NULL};
	struct expr_env env = made_env(&world, 0);
	char *s;

	env.language = 1;
	s = expr_string(expr_parse(arena, "jr:choice-name(${one}, '${one}')",
				   &scope, NULL),
			&env);
	assert_string_equal(s, "Cymraeg yes");
	free(s);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_the_specification),
		cmocka_unit_test(tests_every_function),
		cmocka_unit_test(shows_examples_that_parse),
		cmocka_unit_test(refuses_dates_that_are_none),
		cmocka_unit_test(keeps_once_what_is_there),
		cmocka_unit_test(draws_the_same_for_the_same_person),
		cmocka_unit_test(names_choices_in_the_persons_language),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
