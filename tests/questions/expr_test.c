#include "tests/test.h"

#include <math.h>
#include <time.h>

#include "questions/base/text.h"
#include "questions/expr.h"
#include "tests/support/made_form.h"

static const struct made_question questions[] = {
	{"age", TYPE_INTEGER, NULL},
	{"weight", TYPE_DECIMAL, NULL},
	{"empty", TYPE_INTEGER, NULL},
	{"born", TYPE_DATE, NULL},
	{"left", TYPE_DATE, NULL},
	{"nodate", TYPE_DATE, NULL},
	{"name", TYPE_TEXT, NULL},
	{"none", TYPE_TEXT, NULL},
	{"false", TYPE_TEXT, NULL},
	{"one", TYPE_SELECT_ONE, "yes no"},
	{"many", TYPE_SELECT_MULTIPLE, "a b c d"},
	{"calc", TYPE_CALCULATE, NULL},
	{"hidden", TYPE_HIDDEN, NULL},
	{"gone", TYPE_INTEGER, NULL},
	{"div", TYPE_INTEGER, NULL},
	{"a-b.c", TYPE_INTEGER, NULL},
};

static const struct made_given given[] = {
	{"age", "34"},		{"weight", "6.1"}, {"born", "1992-05-17"},
	{"left", "2026-12-14"}, {"name", "Llŷr"},  {"false", "false"},
	{"one", "yes"},		{"many", "a c"},   {"calc", "2026-12-15"},
	{"gone", "7"},		{"div", "5"},	   {"a-b.c", "9"},
};

static struct made_world world;

static int
setup(void **state)
{
	static struct group group = {.name = "grp", .parent = FORM_NONE};

	made_world_init(&world, questions, COUNT(questions), given,
			COUNT(given));
	world.form->group = &group;
	world.form->n_groups = 1;
	world.answers->answer[form_find(world.form, "gone")].relevant = false;
	return 0;
}

static int
teardown(void **state)
{
	made_world_release(&world);
	return 0;
}

/* What an expression of `weight` is, as a text. */
static char *
evaluated(const char *source, const char *what)
{
	struct arena *arena = arena_new();
	struct expr_scope scope = {world.form, form_find(world.form, "weight"),
				   NULL};
	struct expr_env env = made_env(&world, scope.self);
	struct error err = ERROR_INIT;
	struct expr *e = expr_parse(arena, source, &scope, &err);
	char *result;

	if (!e)
		fail_msg("%s: %s: %s", what, source, err.text);
	result = expr_string(e, &env);
	arena_free(arena);
	return result;
}

struct row {
	const char *what, *source, *expected;
};

static void
check_rows(const struct row *row, size_t n)
{
	char what[256];
	size_t i;

	for (i = 0; i < n; i++) {
		char *got = evaluated(row[i].source, row[i].what);

		snprintf(what, sizeof(what), "%s: %s", row[i].what,
			 row[i].source);
		assert_text(got, row[i].expected, what);
		free(got);
	}
}

static void
reckons(void **state)
{
	static const struct row rows[] = {
		{"a number", "12", "12"},
		{"a fraction", "0.5", "0.5"},
		{"no digit before the point", ".5 + 1", "1.5"},
		{"no digit behind it", "5.", "5"},
		{"a sum", "1 + 2 + 3", "6"},
		{"left to right", "10 - 2 - 3", "5"},
		{"times before plus", "1 + 2 * 3", "7"},
		{"parentheses first", "(1 + 2) * 3", "9"},
		{"division", "7 div 2", "3.5"},
		{"rest", "7 mod 3", "1"},
		{"rest takes the sign of the first", "-7 mod 3", "-1"},
		{"rest of a fraction", "5.5 mod 2", "1.5"},
		{"minus", "-5 + 2", "-3"},
		{"minus twice", "--5", "5"},
		{"three times", "- - -5", "-5"},
		{"minus of a question", "-${age}", "-34"},
		{"minus nought is nought", "-0", "0"},
		{"a question", "${age} + 1", "35"},
		{"blanks inside the braces", "${ age } + 1", "35"},
		{"itself", ". + 1", "7.1"},
		{"an empty answer is no number", "${empty} + 1", ""},
		{"nor is a word", "${name} * 2", ""},
		{"a text that is a number", "'4' * 2", "8"},
		{"by nought", "1 div 0", ""},
		{"nought by nought", "0 div 0", ""},
		{"no exponent in a text", "number('1.1e6')", ""},
		{"no plus in a text", "number('+5')", ""},
		{"a minus in a text", "number(' -5 ')", "-5"},
		{"a point alone", "number('.')", ""},
		{"two minuses", "number('--5')", ""},
		{"a newline inside", "1 +\n2", "3"},
		{"a no-break space inside", "1\xc2\xa0+ 2", "3"},
		{"a question named like an operator", "${div} div 5", "1"},
		{"a name with minus and point", "${a-b.c} -1", "8"},
		{"a large number without exponent", "10000000 * 10000000000",
		 "100000000000000000"},
		{"a tiny one", "string(1 div 10000000)", "0.0000001"},
		{"a tiny one with digits", "-1.25 div 1000000", "-0.00000125"},
		{"a very large one", "string(1000000000000000000000 * 1.5)",
		 "1500000000000000000000"},
		{"a third", "1 div 3", "0.3333333333333333"},
		{"an irrelevant answer is empty", "concat('[', ${gone}, ']')",
		 "[]"},
		{"an irrelevant answer is no number", "${gone} + 1", ""},
	};

	check_rows(rows, COUNT(rows));
}

static void
compares(void **state)
{
	static const struct row rows[] = {
		{"numbers", "2 = 2", "true"},
		{"numbers that differ", "2 = 3", "false"},
		{"unequal", "2 != 3", "true"},
		{"less", "2 < 3", "true"},
		{"not less", "3 < 3", "false"},
		{"at most", "3 <= 3", "true"},
		{"more", "3 > 2", "true"},
		{"at least", "2 >= 3", "false"},
		{"as JavaRosa, in spite of doubles", "6.1 - 7.8 = -1.7",
		 "true"},
		{"and then not less, either", "0.1 + 0.2 > 0.3", "false"},
		{"nor the other way round", "0.3 < 0.1 + 0.2", "false"},
		{"and at most", "0.1 + 0.2 <= 0.3", "true"},
		{"small ones differ", "0.001 = 0.0010001", "false"},
		{"a number question with a text", "${age} = '34'", "true"},
		{"by its number, not its text", "${age} = '34.0'", "true"},
		{"an empty number and an empty text", "${empty} = ''", "true"},
		{"a number and an empty text", "${age} = ''", "false"},
		{"a number is not the empty text", "${age} != ''", "true"},
		{"empty is not nought", "${empty} = 0", "false"},
		{"empty is not less than one", "${empty} < 1", "false"},
		{"nor more", "${empty} >= 1", "false"},
		{"no number equals itself", "number('x') = number('x')",
		 "false"},
		{"but is unequal", "number('x') != 1", "true"},
		{"texts", "${name} = 'Llŷr'", "true"},
		{"texts by every byte", "'10' = '10.0'", "false"},
		{"texts with < are numbers", "'9' < '10'", "true"},
		{"words with < are none", "'a' < 'b'", "false"},
		{"a choice", "${one} = 'yes'", "true"},
		{"another choice", "${one} = 'no'", "false"},
		{"an empty text", "${none} = ''", "true"},
		{"a boolean makes the other one", "true() = 'x'", "true"},
		{"also 'false'", "true() = 'false'", "true"},
		{"the empty text is false", "false() = ''", "true"},
		{"booleans are 1 and 0 with <", "false() < true()", "true"},
		{"comparisons in a row, from the left", "3 > 2 > 1", "false"},
		{"equality before and", "1 = 1 and 2 = 2", "true"},
		{"order before equality", "1 < 2 = true()", "true"},
		{"smart quotes", "${one} = \xe2\x80\x98yes\xe2\x80\x99",
		 "true"},
		{"smart double quotes", "${one} = \xe2\x80\x9cyes\xe2\x80\x9d",
		 "true"},
		{"an apostrophe between straight quotes",
		 "'it\xe2\x80\x99s' = \"it\xe2\x80\x99s\"", "true"},
		{"double quotes with a single one inside",
		 "string-length(\"it's\")", "4"},
	};

	check_rows(rows, COUNT(rows));
}

static void
compares_dates_as_dates(void **state)
{
	static const struct row rows[] = {
		{"two questions", "${born} < ${left}", "true"},
		{"the other way", "${born} > ${left}", "false"},
		{"with today", "${left} = today()", "true"},
		{"at least today", "${left} >= today()", "true"},
		{"before today", "${left} < today()", "false"},
		{"with an ISO text", "${born} < '1992-05-18'", "true"},
		{"the text before", "'1992-05-16' < ${born}", "true"},
		{"equal to an ISO text", "${born} = '1992-05-17'", "true"},
		{"unequal to another", "${born} != '1992-05-18'", "true"},
		{"two texts with <", "'2026-01-31' < '2026-02-01'", "true"},
		{"a calculated date", "${calc} > today()", "true"},
		{"calculated and asked", "${calc} = ${left}", "false"},
		{"date() of a text", "date('2026-12-14') = ${left}", "true"},
		{"an empty date with the empty text", "${nodate} = ''", "true"},
		{"a date with the empty text", "${born} = ''", "false"},
		{"a date is something", "${born} != ''", "true"},
		{"an empty date is not before", "${nodate} < today()", "false"},
		{"nor after", "${nodate} > today()", "false"},
		{"with a text that is no date", "${born} = ${name}", "false"},
		{"with a number in a text", "${born} > concat('5', '')",
		 "false"},
		{"the other way round", "concat('5', '') < ${born}", "false"},
		{"days between", "${left} - ${born}", "12629"},
		{"a day more is a number", "today() + 1", "20802"},
		{"and a date again", "date(today() + 1)", "2026-12-15"},
		{"years, as real forms reckon them",
		 "int((today() - ${born}) div 365.25)", "34"},
		{"a date as a number", "number(${left})", "20801"},
		{"a text as a date as a number", "number('1970-01-02')", "1"},
		{"no date of the calendar", "number('2026-02-30')", ""},
		{"now is later than today", "now() > today()", "true"},
		{"a time of day", "now() > '2026-12-14T11:20:00'", "true"},
		{"a time of another zone",
		 "'2026-12-14T10:20:29Z' < now() and "
		 "now() < '2026-12-14T10:20:31Z'",
		 "true"},
		{"today as a text", "string(today())", "2026-12-14"},
		{"now as a text", "string(now())",
		 "2026-12-14T11:20:30.250+01:00"},
	};

	check_rows(rows, COUNT(rows));
}

static void
is_true_or_false(void **state)
{
	static const struct row rows[] = {
		{"and", "true() and true()", "true"},
		{"and not", "true() and false()", "false"},
		{"or", "false() or true()", "true"},
		{"or not", "false() or false()", "false"},
		{"and before or", "true() or false() and false()", "true"},
		{"a row of ands", "true() and true() and 1 = 2", "false"},
		{"not", "not(1 = 2)", "true"},
		{"a choice is something", "boolean(${one})", "true"},
		{"the text false is something", "boolean(${false})", "true"},
		{"the empty text is nothing", "boolean(${none})", "false"},
		{"nought is nothing", "boolean(0)", "false"},
		{"no number is nothing", "boolean(number('x'))", "false"},
		{"a date is something", "boolean(${born})", "true"},
		{"the epoch too", "boolean(date('1970-01-01'))", "true"},
		{"nested",
		 "not(selected(${many}, 'b')) and "
		 "(${age} > 30 or ${age} < 10)",
		 "true"},
	};

	check_rows(rows, COUNT(rows));
}

/* Nothing in an expression leaves a trace but the time it takes: a thousand
 * patterns that run into their limit are seconds, none are none. */
static void
evaluates_only_what_is_needed(void **state)
{
	static const struct row rows[] = {
		{"the branch not taken", "if(1 = 1, 'x', %s)", "x"},
		{"the other one", "if(1 = 2, %s, 'x')", "x"},
		{"behind what is not empty", "coalesce('x', %s)", "x"},
		{"behind what is true", "1 = 1 or boolean(%s)", "true"},
		{"behind what is false", "1 = 2 and boolean(%s)", "false"},
	};
	struct text slow = TEXT_INIT, source = TEXT_INIT;
	clock_t begin = clock();
	size_t i;

	text_add(&slow, "concat(''");
	for (i = 0; i < 1000; i++)
		text_add(&slow,
			 ", regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"
			 ", '(a+)+[bc]')");
	text_add(&slow, ")");
	for (i = 0; i < COUNT(rows); i++) {
		const char *at = strstr(rows[i].source, "%s");
		char *got;

		text_clear(&source);
		text_add_n(&source, rows[i].source,
			   (size_t)(at - rows[i].source));
		text_add(&source, text_get(&slow));
		text_add(&source, at + 2);
		got = evaluated(text_get(&source), rows[i].what);
		assert_text(got, rows[i].expected, rows[i].what);
		free(got);
	}
	if (!test_is_slow())
		assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
	text_release(&slow);
	text_release(&source);
}

/* The depth of nesting is what would end the program, were each level of a
 * long row one, too. */
static void
takes_long_rows(void **state)
{
	static const struct {
		const char *what, *first, *more, *expected;
		size_t times;
	} cases[] = {
		{"a long sum", "1", "+1", "5001", 5000},
		{"a long row of ors", "1=2", " or 1=2", "false", 5000},
		{"a long row of minuses", "1", "-1", "-4999", 5000},
		{"many texts", "concat('a'", ",'b'", NULL, 5000},
	};
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		struct text t = TEXT_INIT;
		char *got;

		text_add(&t, cases[i].first);
		for (k = 0; k < cases[i].times; k++)
			text_add(&t, cases[i].more);
		if (!cases[i].expected)
			text_add(&t, ")");
		got = evaluated(text_get(&t), cases[i].what);
		if (cases[i].expected)
			assert_text(got, cases[i].expected, cases[i].what);
		else
			assert_int_equal(strlen(got), cases[i].times + 1);
		free(got);
		text_release(&t);
	}
}

/* ---- refusals ---- */

static void
refuses(void **state)
{
	static const struct row rows[] = {
		{"nothing", "", "the expression is empty"},
		{"blanks only", " \n ", "the expression is empty"},
		{"an unknown question", "${agee} > 3",
		 "character 1: there is no question '${agee}', did you mean "
		 "'${age}'?"},
		{"nothing like it", "${zzzzzz} > 3",
		 "character 1: there is no question '${zzzzzz}'; add it, or "
		 "correct the name"},
		{"a group", "${grp} = 1",
		 "character 1: '${grp}' is a group; only questions have "
		 "answers"},
		{"a bare word", "${one} = yes",
		 "character 10: bare word 'yes'; put a text into quotes, "
		 "write ${name} for a question"},
		{"a bare true", "${one} = true",
		 "character 10: bare word 'true'; write true()"},
		{"an unknown function", "selectd(${many}, 'a')",
		 "character 1: unknown function 'selectd', did you mean "
		 "'selected'?"},
		{"nothing like it", "frobnicate(1)",
		 "character 1: unknown function 'frobnicate'; correct the "
		 "name"},
		{"a function of repeats", "position(${age})",
		 "character 1: position() is not available; there are no "
		 "repeats; write ${name} for a question"},
		{"instance", "instance('x')",
		 "character 1: instance() is not available; put the values "
		 "into the choices sheet and use choice_filter"},
		{"pulldata", "pulldata('a','b','c','d')",
		 "character 1: pulldata() is not available; data files are "
		 "not read; put the values into the choices sheet and use "
		 "choice_filter"},
		{"indexed-repeat", "indexed-repeat(${age}, ${grp}, 1)",
		 "character 1: indexed-repeat() is not available; there are "
		 "no repeats; write ${name} for a question"},
		{"jr:itext", "jr:itext('x')",
		 "character 1: jr:itext() is not available; use "
		 "jr:choice-name() for the label of a choice"},
		{"too few arguments", "1 + selected(${many})",
		 "character 5: selected() takes 2 arguments, not 1; write "
		 "selected(${q}, 'name')"},
		{"too many", "not(1, 2)",
		 "character 1: not() takes 1 argument, not 2; write "
		 "not(condition)"},
		{"none at all", "concat()",
		 "character 1: concat() takes at least 1 argument, not 0; "
		 "write concat(${a}, ' ', ${b})"},
		{"out of two to three", "substr('a')",
		 "character 1: substr() takes 2 to 3 arguments, not 1; write "
		 "substr(${q}, 0, 3)"},
		{"an absolute path", "/data/age > 3",
		 "character 1: '/' is not available; write 'div' to divide, "
		 "${name} for a question"},
		{"a relative path", "../age > 3",
		 "character 1: paths are not available; write ${name} for a "
		 "question"},
		{"two slashes", "//age",
		 "character 1: paths are not available; write ${name} for a "
		 "question"},
		{"an axis", "parent::age",
		 "character 7: paths are not available; write ${name} for a "
		 "question"},
		{"a slash as division", "${age} / 2",
		 "character 8: '/' is not available; write 'div' to divide, "
		 "${name} for a question"},
		{"an attribute", "@age",
		 "character 1: '@' is not available; write ${name} for a "
		 "question"},
		{"a predicate", "${age}[1]",
		 "character 7: '[' is not available; write if() or and for a "
		 "condition"},
		{"a union", "${age} | ${div}",
		 "character 8: '|' is not available; write 'or' between "
		 "conditions"},
		{"two bars", "1=1 || 2=2",
		 "character 5: '||' is not an operator; write 'or'"},
		{"two ampersands", "1=1 && 2=2",
		 "character 5: '&&' is not an operator; write 'and'"},
		{"an ampersand", "'a' & 'b'",
		 "character 5: '&' is not an operator; write 'and', or "
		 "concat() for texts"},
		{"an HTML entity", "${age} &gt;= 3",
		 "character 8: '&gt;' is how web pages write '>'; write '>'"},
		{"equals twice", "${age} == 3",
		 "character 8: '==' is not an operator; write '='"},
		{"as in other languages", "${age} <> 3",
		 "character 8: '<>' is not an operator; write '!='"},
		{"turned round", "${age} => 3",
		 "character 8: '=>' is not an operator; write '>='"},
		{"turned round, too", "${age} =< 3",
		 "character 8: '=<' is not an operator; write '<='"},
		{"an exclamation mark", "!(1=1)",
		 "character 1: '!' is not an operator; write not()"},
		{"per cent", "${age} % 3",
		 "character 8: '%' is not an operator; write 'mod'"},
		{"a caret", "${age} ^ 3",
		 "character 8: '^' is not an operator; write pow()"},
		{"a typographic sign", "${age} \xe2\x89\xa5 3",
		 "character 8: '\xe2\x89\xa5' is not an operator; write "
		 "'>='"},
		{"a semicolon", "if(1=1; 2; 3)",
		 "character 7: ';' is not available; separate arguments by "
		 "','"},
		{"a sign without meaning", "${age} # 3",
		 "character 8: '#' means nothing here; remove it, or put "
		 "texts into quotes"},
		{"a dollar alone", "$age > 3",
		 "character 1: '$' stands alone; write ${name} for a "
		 "question"},
		{"a brace that stays open", "1 + ${age",
		 "character 5: '${' has no closing '}'; add it"},
		{"nothing in the braces", "${} > 3",
		 "character 1: there is no question name between '${' and "
		 "'}'; write one"},
		{"two words in the braces", "${my age} > 3",
		 "character 1: there is no question name between '${' and "
		 "'}'; write one"},
		{"earlier answers", "${last-saved#age}",
		 "character 1: ${last-saved#...} is not available: earlier "
		 "answers are not kept; remove it"},
		{"a quote that stays open", "${one} = 'yes",
		 "character 10: the text that begins here has no closing "
		 "quote; add it"},
		{"quotes that do not match", "${one} = 'yes\"",
		 "character 10: the text that begins here has no closing "
		 "quote; add it"},
		{"a parenthesis that stays open", "1 + (2",
		 "character 5: '(' is not closed; add ')'"},
		{"a call that stays open", "not(1",
		 "character 4: '(' is not closed; add ')'"},
		{"a parenthesis too many", "(1 + 2))",
		 "character 8: ')' has no '(' before it"},
		{"prose", "${age} is large",
		 "character 8: expected an operator, found 'is'"},
		{"prose in parentheses", "(${age} is large)",
		 "character 9: expected an operator or ')', found 'is'"},
		{"two arguments without a comma", "concat('a' 'b')",
		 "character 12: expected ',' or ')', found 'b'"},
		{"a capital operator", "1=1 AND 2=2",
		 "character 5: operators are in small letters; write 'and'"},
		{"an exponent", "1.1e6",
		 "character 4: expected an operator, found 'e6'"},
		{"an operator without its second half", "${age} >",
		 "character 9: expected a question, a text or a number, "
		 "found the end"},
		{"an operator without its first half", "= 3",
		 "character 1: expected a question, a text or a number, "
		 "found '='"},
		{"an argument that is missing", "if(1=1,,2)",
		 "character 8: expected a question, a text or a number, "
		 "found ','"},
		{"a star alone", "*",
		 "character 1: expected a question, a text or a number, "
		 "found '*'"},
		{"a text as condition", "${one} = 'yes' or 'no'",
		 "character 19: the text 'no' is no condition; compare it "
		 "with a question"},
		{"reckoning with a word", "${age} + 'x'",
		 "character 10: 'x' is not a number; write a number, or "
		 "concat() to join texts"},
		{"a date that is none", "${born} < '1/2/2000'",
		 "character 11: a date is compared with '1/2/2000'; write "
		 "dates as '2026-12-31'"},
		{"today with no date", "'2026-13-01' = today()",
		 "character 1: a date is compared with '2026-13-01'; write "
		 "dates as '2026-12-31'"},
		{"a pattern that is wrong", "regex(., '[a-z')",
		 "character 10: the pattern of regex() is wrong after 4 "
		 "characters: missing terminating ] for character class"},
		{"a pattern that is no literal", "regex(., ${name})",
		 "character 10: the pattern of regex() is a text in quotes; "
		 "write regex(${q}, '[A-Z]{2}[0-9]+')"},
		{"a format that is not known", "format-date(today(), '%d %B')",
		 "character 22: format-date() does not know '%B'; use %Y %y "
		 "%m %n %b %d %e %a %H %h %M %S %3"},
		{"a format that ends early", "format-date(today(), '%')",
		 "character 22: format-date() does not know '%'; use %Y %y "
		 "%m %n %b %d %e %a %H %h %M %S %3"},
		{"a format that is no literal", "format-date(today(), ${name})",
		 "character 22: the format of format-date() is a text in "
		 "quotes; write format-date(${q}, '%d %b %Y')"},
		{"choice-name without quotes", "jr:choice-name(${one}, ${one})",
		 "character 24: the second argument of jr:choice-name() is "
		 "in quotes; write jr:choice-name(${q}, '${q}')"},
		{"choice-name of a text", "jr:choice-name(${one}, 'one')",
		 "character 24: jr:choice-name() needs a question in quotes; "
		 "write jr:choice-name(${q}, '${q}')"},
		{"choice-name of an unknown question",
		 "jr:choice-name(${one}, '${two}')",
		 "character 24: there is no question '${two}'; correct the "
		 "name"},
		{"choice-name of one without choices",
		 "jr:choice-name(${one}, '${age}')",
		 "character 24: question 'age' has no choices; "
		 "jr:choice-name() needs one that has"},
		{"counting a number", "count(1)",
		 "character 7: count() counts questions; write count(${a}, "
		 "${b})"},
		{"a value without its weight",
		 "weighted-checklist(1, 2, true(), 1, false())",
		 "character 1: weighted-checklist() needs a weight behind "
		 "each value; write weighted-checklist(3, -1, ${a} = 'yes', "
		 "2, ${b} = 'yes', 1)"},
		{"characters are counted, not bytes",
		 "'\xc5\xb7\xc5\xb7' = ${agee}",
		 "character 8: there is no question '${agee}', did you mean "
		 "'${age}'?"},
	};
	struct expr_scope scope = {world.form, form_find(world.form, "weight"),
				   NULL};
	struct arena *arena = arena_new();
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		struct error err = ERROR_INIT;

		assert_case(!expr_parse(arena, rows[i].source, &scope, &err),
			    rows[i].what);
		assert_text(err.text, rows[i].expected, rows[i].what);
	}
	arena_free(arena);
}

static void
refuses_what_has_no_question(void **state)
{
	struct expr_scope scope = {world.form, FORM_NONE, NULL};
	struct arena *arena = arena_new();
	struct error err = ERROR_INIT;

	assert_null(expr_parse(arena, ". > 1", &scope, &err));
	assert_text(err.text,
		    "character 1: '.' has no question here; write ${name}",
		    "a point");
	err.text[0] = '\0';
	assert_null(expr_parse(arena, "once(1)", &scope, &err));
	assert_text(err.text,
		    "character 1: once() has no question here; use it in a "
		    "calculation",
		    "once");
	arena_free(arena);
}

static char *
repeated(const char *before, const char *part, size_t times, const char *after,
	 const char *end)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < times; i++)
		text_add(&t, before);
	text_add(&t, part);
	for (i = 0; i < times; i++)
		text_add(&t, after);
	text_add(&t, end);
	return text_take(&t);
}

static void
refuses_what_is_too_deep_or_long(void **state)
{
	const struct {
		const char *what;
		char *source;
		const char *expected; /* NULL: taken */
	} cases[] = {
		{"199 parentheses", repeated("(", "1", 199, ")", ""), NULL},
		{"200 parentheses", repeated("(", "1", 200, ")", ""),
		 "character 201: nested more than 200 deep; use calculate "
		 "questions for parts of it"},
		{"100,000 parentheses that stay open",
		 repeated("(", "", 60000, "", ""),
		 "character 201: nested more than 200 deep; use calculate "
		 "questions for parts of it"},
		{"200 calls", repeated("not(", "1", 200, ")", ""),
		 "character 801: nested more than 200 deep; use calculate "
		 "questions for parts of it"},
		{"65,536 bytes", repeated(" ", "1", 65535, "", ""), NULL},
		{"65,537 bytes", repeated(" ", "1", 65536, "", ""),
		 "the expression is longer than 65536 characters; use "
		 "calculate questions for parts of it"},
		{"not UTF-8", repeated("", "'\xff'", 0, "", ""),
		 "the expression is not UTF-8; save the file as UTF-8"},
	};
	struct expr_scope scope = {world.form, 0, NULL};
	struct arena *arena = arena_new();
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		bool taken = expr_parse(arena, cases[i].source, &scope, &err);

		assert_case(taken == !cases[i].expected, cases[i].what);
		if (!taken)
			assert_text(err.text, cases[i].expected, cases[i].what);
		free(cases[i].source);
	}
	arena_free(arena);
}

/* ---- what is asked of an expression ---- */

static void
says_what_it_reads_and_calls(void **state)
{
	struct expr_scope scope = {world.form, form_find(world.form, "weight"),
				   NULL};
	struct arena *arena = arena_new();
	const size_t *read;
	struct expr *e =
		expr_parse(arena,
			   "${age} > . and ${age} < int(${div} + random())",
			   &scope, NULL);

	assert_non_null(e);
	assert_int_equal(expr_questions(e, &read), 3);
	assert_int_equal(read[0], form_find(world.form, "age"));
	assert_int_equal(read[1], form_find(world.form, "weight"));
	assert_int_equal(read[2], form_find(world.form, "div"));
	assert_true(expr_calls(e, "random"));
	assert_true(expr_calls(e, "int"));
	assert_false(expr_calls(e, "now"));
	assert_string_equal(expr_source(e),
			    "${age} > . and ${age} < int(${div} + random())");
	e = expr_parse(arena, "once(1)", &scope, NULL);
	assert_int_equal(expr_questions(e, &read), 0);
	arena_free(arena);
}

static void
gives_three_kinds_of_result(void **state)
{
	struct expr_scope scope = {world.form, form_find(world.form, "weight"),
				   NULL};
	struct expr_env env = made_env(&world, scope.self);
	struct arena *arena = arena_new();
	struct expr *e = expr_parse(arena, "${born}", &scope, NULL);
	char *s;

	assert_true(expr_true(e, &env));
	assert_true(expr_number(e, &env) == 8172);
	s = expr_string(e, &env);
	assert_string_equal(s, "1992-05-17");
	free(s);
	e = expr_parse(arena, "${name}", &scope, NULL);
	assert_true(isnan(expr_number(e, &env)));
	e = expr_parse(arena, "1 = 1", &scope, NULL);
	assert_true(expr_number(e, &env) == 1);
	arena_free(arena);
}

static void
takes_the_value_being_checked(void **state)
{
	struct expr_scope scope = {world.form, form_find(world.form, "weight"),
				   NULL};
	struct expr_env env = made_env(&world, scope.self);
	struct arena *arena = arena_new();
	struct value value = value_number(99);
	struct expr *e = expr_parse(arena, ". + ${weight}", &scope, NULL);

	env.self_value = &value;
	assert_true(expr_number(e, &env) == 198);
	value_release(&value);
	assert_true(isnan(expr_number(e, &env)));
	arena_free(arena);
}

static void
reads_columns_of_a_choice(void **state)
{
	static const char *columns[] = {"region", "size"};
	static const char *first[] = {"north", NULL};
	struct arena *arena = arena_new();
	struct choice_list *list = made_list(arena, "a b");
	struct expr_scope scope = {world.form, form_find(world.form, "one"),
				   list};
	struct expr_env env = made_env(&world, scope.self);
	struct error err = ERROR_INIT;
	struct expr *e;

	list->column = columns;
	list->n_columns = 2;
	list->choice[0].column = first;
	env.choice = &list->choice[0];
	e = expr_parse(arena, "region = 'north' and size = ''", &scope, &err);
	assert_text(err.text, "", "columns");
	assert_true(expr_true(e, &env));
	e = expr_parse(arena, "name = 'a' and ${one} = 'yes'", &scope, &err);
	assert_text(err.text, "", "the choice's name");
	assert_true(expr_true(e, &env));
	assert_null(expr_parse(arena, "colour = 'red'", &scope, &err));
	assert_text(err.text,
		    "character 1: list 'made' has no column 'colour'; add it "
		    "to the choices, or put a text into quotes",
		    "an unknown column");
	arena_free(arena);
}

static void
reads_limits(void **state)
{
	static const struct {
		const char *what, *source;
		bool good;
		enum expr_measure of;
		double low, high;
		bool above, below;
	} cases[] = {
		{"from and to", ". >= 1 and . <= 10", true, MEASURE_VALUE, 1,
		 10, false, false},
		{"out of them", ". > 1 and . < 10", true, MEASURE_VALUE, 1, 10,
		 true, true},
		{"at most", ". <= 10", true, MEASURE_VALUE, NAN, 10, false,
		 false},
		{"turned round", "18 <= .", true, MEASURE_VALUE, 18, NAN, false,
		 false},
		{"just one", ". = 5", true, MEASURE_VALUE, 5, 5, false, false},
		{"the tighter of two", ". >= 1 and . > 1 and . >= 0", true,
		 MEASURE_VALUE, 1, NAN, true, false},
		{"of another answer", ". <= ${age}", true, MEASURE_VALUE, NAN,
		 34, false, false},
		{"choices", "count-selected(.) <= 3", true, MEASURE_CHOICES,
		 NAN, 3, false, false},
		{"characters", "string-length(.) < 20", true, MEASURE_LENGTH,
		 NAN, 20, false, true},
		{"itself by name", "${weight} > 0", true, MEASURE_VALUE, 0, NAN,
		 true, false},
		{"two measures", ". > 1 and string-length(.) < 3", false,
		 MEASURE_VALUE, 0, 0, false, false},
		{"an empty limit", ". <= ${empty}", false, MEASURE_VALUE, 0, 0,
		 false, false},
		{"another question", "${age} <= 3", false, MEASURE_VALUE, 0, 0,
		 false, false},
		{"an or", ". < 1 or . > 3", false, MEASURE_VALUE, 0, 0, false,
		 false},
		{"unequal", ". != 3", false, MEASURE_VALUE, 0, 0, false, false},
		{"itself on both sides", ". < . + 1", false, MEASURE_VALUE, 0,
		 0, false, false},
		{"a pattern", "regex(., 'a')", false, MEASURE_VALUE, 0, 0,
		 false, false},
	};
	struct expr_scope scope = {world.form, form_find(world.form, "weight"),
				   NULL};
	struct expr_env env = made_env(&world, scope.self);
	struct arena *arena = arena_new();
	struct expr_limits l;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct expr *e =
			expr_parse(arena, cases[i].source, &scope, NULL);
		const char *what = cases[i].what;

		assert_case(expr_limits(e, &env, &l) == cases[i].good, what);
		if (!cases[i].good)
			continue;
		assert_case(l.of == cases[i].of, what);
		assert_case(l.low == cases[i].low ||
				    (isnan(l.low) && isnan(cases[i].low)),
			    what);
		assert_case(l.high == cases[i].high ||
				    (isnan(l.high) && isnan(cases[i].high)),
			    what);
		assert_case(l.above == cases[i].above, what);
		assert_case(l.below == cases[i].below, what);
		assert_false(l.dates);
	}
	arena_free(arena);
}

/* Each test as "question asks text number". */
static void
tell_tests(const struct expr *e, struct text *out)
{
	static const char *const asks[] = {"is", "is not", "any", "none", "=",
					   "!=", "<",	   "<=",  ">",	  ">="};
	struct expr_test test[EXPR_MAX_TESTS];
	bool any;
	size_t n, i;

	if (!expr_tests(e, test, &n, &any)) {
		text_add(out, "no");
		return;
	}
	for (i = 0; i < n; i++) {
		text_addf(out, "%s%s %s",
			  i == 0	? ""
				  : any ? " or "
					: " and ",
			  world.form->question[test[i].question].name,
			  asks[test[i].asks]);
		if (test[i].asks <= ASKS_NOT_CHOICE)
			text_addf(out, " %s", test[i].text);
		else if (test[i].asks >= ASKS_EQUAL)
			text_addf(out, " %g", test[i].number);
	}
}

static void
reads_conditions(void **state)
{
	static const struct {
		const char *what, *source, *tests;
	} cases[] = {
		{"a choice", "${one} = 'yes'", "one is yes"},
		{"selected", "selected(${many}, 'a')", "many is a"},
		{"not selected", "not(selected(${many}, 'a'))",
		 "many is not a"},
		{"another choice", "${one} != 'yes'", "one is not yes"},
		{"any answer", "${one} != ''", "one any"},
		{"no answer", "${one} = ''", "one none"},
		{"a number", "${age} >= 18", "age >= 18"},
		{"a number that is not", "${age} != 7", "age != 7"},
		{"less, or as much", "${age} < 1 or ${age} <= 3",
		 "age < 1 or age <= 3"},
		{"two things", "${one} != '' and ${one} != 'no'",
		 "one any and one is not no"},
		{"either of two", "${one} = 'no' or ${age} > 3",
		 "one is no or age > 3"},
		{"parentheses", "(${one} = 'no') or ((${age} > 3))",
		 "one is no or age > 3"},
		{"what is calculated", "${calc} = 1", "calc = 1"},
		{"and within or", "${one} = 'no' or ${age} > 3 and ${age} < 9",
		 "no"},
		{"two answers", "${age} > ${weight}", "no"},
		{"reckoning", "${age} + 1 > 3", "no"},
		{"a date", "${born} < date('2000-01-01')", "no"},
		{"another function", "count-selected(${many}) > 1", "no"},
		{"not anything", "not(${one} = 'yes')", "no"},
		{"selected nothing", "selected(${many}, '')", "no"},
		{"more than a text can be", "${name} > 'a'", "no"},
		{"always", "true()", "no"},
		{"three in a row", "${age} = 1 = 1", "no"},
		{"the other way round", "3 < ${age}", "no"},
	};
	struct expr_scope scope = {world.form, FORM_NONE, NULL};
	struct arena *arena = arena_new();
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct expr *e =
			expr_parse(arena, cases[i].source, &scope, NULL);
		struct text t = TEXT_INIT;

		tell_tests(e, &t);
		assert_text(text_get(&t), cases[i].tests, cases[i].what);
		text_release(&t);
	}
	arena_free(arena);
}

/* One more than there is room for. */
static void
reads_no_more_conditions_than_there_is_room_for(void **state)
{
	struct expr_scope scope = {world.form, FORM_NONE, NULL};
	struct expr_test test[EXPR_MAX_TESTS];
	struct arena *arena = arena_new();
	struct text source = TEXT_INIT;
	size_t i, n;
	bool any;

	for (i = 0; i < EXPR_MAX_TESTS; i++)
		text_addf(&source, "%s${age} = %zu", i ? " or " : "", i);
	assert_true(
		expr_tests(expr_parse(arena, text_get(&source), &scope, NULL),
			   test, &n, &any));
	assert_int_equal(n, EXPR_MAX_TESTS);
	text_add(&source, " or ${age} = 99");
	assert_false(
		expr_tests(expr_parse(arena, text_get(&source), &scope, NULL),
			   test, &n, &any));
	text_release(&source);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reckons),
		cmocka_unit_test(compares),
		cmocka_unit_test(compares_dates_as_dates),
		cmocka_unit_test(is_true_or_false),
		cmocka_unit_test(evaluates_only_what_is_needed),
		cmocka_unit_test(takes_long_rows),
		cmocka_unit_test(refuses),
		cmocka_unit_test(refuses_what_has_no_question),
		cmocka_unit_test(refuses_what_is_too_deep_or_long),
		cmocka_unit_test(says_what_it_reads_and_calls),
		cmocka_unit_test(gives_three_kinds_of_result),
		cmocka_unit_test(takes_the_value_being_checked),
		cmocka_unit_test(reads_columns_of_a_choice),
		cmocka_unit_test(reads_limits),
		cmocka_unit_test(reads_conditions),
		cmocka_unit_test(
			reads_no_more_conditions_than_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
