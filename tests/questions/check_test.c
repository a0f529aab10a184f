#include "tests/test.h"

#include "questions/base/text.h"
#include "questions/check.h"
#include "tests/support/made_form.h"

enum { NOW = 20801 * 86400 + 36000 }; /* 2026-12-14, ten o'clock */

static const struct made_question questions[] = {
	{"one", TYPE_SELECT_ONE, "yes no dk"},
	{"many", TYPE_SELECT_MULTIPLE, "a b c none"},
	{"rank", TYPE_RANK, "x y z"},
	{"whole", TYPE_INTEGER, NULL},
	{"decimal", TYPE_DECIMAL, NULL},
	{"range", TYPE_RANGE, NULL},
	{"steps", TYPE_RANGE, NULL},
	{"back", TYPE_RANGE, NULL},
	{"text", TYPE_TEXT, NULL},
	{"short", TYPE_TEXT, NULL},
	{"long", TYPE_TEXT, NULL},
	{"date", TYPE_DATE, NULL},
	{"note", TYPE_NOTE, NULL},
	{"ok", TYPE_ACKNOWLEDGE, NULL},
	{"calc", TYPE_CALCULATE, NULL},
	{"town", TYPE_SELECT_ONE, "bath york wells"},
	{"tour", TYPE_RANK, "bath york wells"},
};

static struct form *form;
static struct answers *answers;

static struct question *
named(const char *name)
{
	size_t i = form_find(form, name);

	assert_int_not_equal(i, FORM_NONE);
	return &form->question[i];
}

static struct expr *
parsed(const char *question, const char *source,
       const struct choice_list *columns)
{
	struct expr_scope scope = {form, form_find(form, question), columns};
	struct error err = ERROR_INIT;
	struct expr *e = expr_parse(form->arena, source, &scope, &err);

	if (!e)
		fail_msg("%s: %s", source, err.text);
	return e;
}

/* Towns are in the south, but for York. */
static void
filter_towns(const char *question)
{
	static const char *columns[] = {"part"};
	static const char *south[] = {"south"}, *north[] = {"north"};
	struct question *q = named(question);
	struct choice_list *list = (struct choice_list *)q->list;
	size_t i;

	list->column = columns;
	list->n_columns = 1;
	for (i = 0; i < list->n; i++)
		list->choice[i].column = i == 1 ? north : south;
	q->choice_filter = parsed(question, "part = 'south'", list);
}

static int
setup(void **state)
{
	static const bool exclusive[] = {false, false, false, true};

	form = made_form(questions, COUNT(questions));
	answers = made_answers(form);
	named("many")->exclusive = exclusive;
	named("steps")->start = -1;
	named("steps")->end = 1;
	named("steps")->step = 0.1;
	named("back")->start = 10;
	named("back")->end = 0;
	named("back")->step = 5;
	named("short")->max_length = 5;
	named("long")->max_length = 1000;
	named("long")->multiline = true;
	filter_towns("town");
	filter_towns("tour");
	return 0;
}

static int
teardown(void **state)
{
	answers_free(answers);
	form_free(form);
	return 0;
}

static struct expr_env
env_for(const char *question)
{
	return (struct expr_env){.answers = answers,
				 .self = form_find(form, question),
				 .now = NOW};
}

/* Refused: expected is NULL, refusal is what is said. "" is no answer. */
struct row {
	const char *what, *question, *entered, *expected, *refusal;
};

static void
check_rows(const struct row *row, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct expr_env env = env_for(row[i].question);
		struct refusal refusal;
		struct value value;
		bool taken = check_answer(form, &env, row[i].entered, &value,
					  &refusal);

		if (!taken && row[i].expected)
			fail_msg("%s: refused: %s", row[i].what, refusal.text);
		assert_case(taken == (row[i].expected != NULL), row[i].what);
		if (taken)
			assert_text(value.text ? value.text : "",
				    row[i].expected, row[i].what);
		else
			assert_int_equal(value.kind, VALUE_NONE);
		assert_text(refusal.text, taken ? "" : row[i].refusal,
			    row[i].what);
		value_release(&value);
	}
}

static void
takes_numbers(void **state)
{
	static const char whole[] = "Enter a whole number, such as 12.",
			  decimal[] = "Enter a number, such as 12.5.",
			  range[] = "Enter a whole number between 1 and 10.",
			  steps[] = "Enter a number between -1 and 1, in "
				    "steps of 0.1 from -1.",
			  back[] = "Enter a number between 0 and 10, in steps "
				   "of 5 from 10.";
	static const struct row rows[] = {
		{"a whole number", "whole", "12", "12", NULL},
		{"with blanks around", "whole", " 12\t", "12", NULL},
		{"with a plus", "whole", "+12", "12", NULL},
		{"with a minus", "whole", "-12", "-12", NULL},
		{"minus nought", "whole", "-0", "0", NULL},
		{"with noughts before", "whole", "007", "7", NULL},
		{"nothing", "whole", "", "", NULL},
		{"blanks", "whole", " \n ", "", NULL},
		{"of 15 digits", "whole", "123456789012345", "123456789012345",
		 NULL},
		{"15 digits behind noughts", "whole", "00123456789012345",
		 "123456789012345", NULL},
		{"of 16 digits", "whole", "1234567890123456", NULL,
		 "Enter a number of no more than 15 digits."},
		{"of a thousand digits", "whole",
		 "9999999999999999999999999999999999999999999999999999999999"
		 "9999999999999999999999999999999999999999999999999999999999"
		 "9999999999999999999999999999999999999999999999999999999999"
		 "9999999999999999999999999999999999999999999999999999999999"
		 "9999999999999999999999999999999999999999999999999999999999"
		 "9999999999999999999999999999999999999999999999999999999999",
		 NULL, whole},
		{"a word", "whole", "twelve", NULL, whole},
		{"a fraction", "whole", "12.5", NULL, whole},
		{"an exponent", "whole", "1e3", NULL, whole},
		{"thousands", "whole", "1,000", NULL, whole},
		{"two numbers", "whole", "1 2", NULL, whole},
		{"two signs", "whole", "--1", NULL, whole},
		{"a sign alone", "whole", "-", NULL, whole},
		{"hexadecimal", "whole", "0x10", NULL, whole},
		{"infinity", "decimal", "inf", NULL, decimal},
		{"a fraction", "decimal", "12.50", "12.5", NULL},
		{"no digit before the point", "decimal", ".5", NULL, decimal},
		{"a comma", "decimal", "12,5", NULL, decimal},
		{"two points", "decimal", "1.2.3", NULL, decimal},
		{"a minus inside", "decimal", "1-2", NULL, decimal},
		{"of 16 digits", "decimal", "1234567890123456.5", NULL,
		 "Enter a number of no more than 15 digits."},
		{"in the range", "range", "10", "10", NULL},
		{"in it, as a fraction of nought", "range", "10.0", "10", NULL},
		{"out of it", "range", "11", NULL, range},
		{"under it", "range", "0", NULL, range},
		{"off the steps", "range", "2.5", NULL, range},
		{"a word", "range", "two", NULL, range},
		{"on small steps", "steps", "0.3", "0.3", NULL},
		{"off small steps", "steps", "0.35", NULL, steps},
		{"a range that goes down", "back", "5", "5", NULL},
		{"off its steps", "back", "4", NULL, back},
		{"out of it", "back", "15", NULL, back},
	};

	check_rows(rows, COUNT(rows));
}

static void
takes_dates(void **state)
{
	static const struct row rows[] = {
		{"ISO", "date", "2026-12-14", "2026-12-14", NULL},
		{"as people write", "date", " 14 Dec 2026 ", "2026-12-14",
		 NULL},
		{"nothing", "date", "", "", NULL},
		{"no such day", "date", "31/11/2026", NULL,
		 "November 2026 has 30 days. Change the day, the month or "
		 "the year."},
		{"a short year", "date", "14.12.26", NULL,
		 "Enter the year with four digits, such as 2021."},
		{"two parts of three", "date", "14 dec", NULL,
		 "Enter a year, too, such as 2021."},
		{"no date at all", "date", "soon", NULL,
		 "Enter a date, such as 14 12 2026."},
	};

	check_rows(rows, COUNT(rows));
}

static void
takes_choices(void **state)
{
	static const char shown[] = "Choose one of the answers shown.",
			  some[] = "Choose from the answers shown.",
			  order[] = "Put all of them in order, each one once.";
	static const struct row rows[] = {
		{"one", "one", "yes", "yes", NULL},
		{"none", "one", "", "", NULL},
		{"what is not there", "one", "maybe", NULL, shown},
		{"a label", "one", "Label of yes", NULL, shown},
		{"another case", "one", "YES", NULL, shown},
		{"two", "one", "yes no", NULL, "Choose one answer only."},
		{"the same twice", "one", "yes yes", NULL,
		 "Choose one answer only."},
		{"several, into list order", "many", "c a", "a c", NULL},
		{"the same twice, of several", "many", "a a", "a", NULL},
		{"the exclusive one alone", "many", "none", "none", NULL},
		{"the exclusive one with others", "many", "a none", NULL,
		 "Choose 'Label of none' alone, or only others."},
		{"one of them not there", "many", "a z", NULL, some},
		{"all in order", "rank", "z x y", "z x y", NULL},
		{"blanks between", "rank", " z  x y ", "z x y", NULL},
		{"one is missing", "rank", "z x", NULL, order},
		{"one is there twice", "rank", "z x x", NULL, order},
		{"one too many", "rank", "z x y x", NULL, order},
		{"one that is shown", "town", "bath", "bath", NULL},
		{"one that the filter hides", "town", "york", NULL, shown},
		{"all that are shown", "tour", "wells bath", "wells bath",
		 NULL},
		{"also a hidden one", "tour", "wells york bath", NULL, order},
	};

	check_rows(rows, COUNT(rows));
}

static void
takes_texts(void **state)
{
	static const char signs[] =
		"Use letters, digits and ordinary signs only: this holds a "
		"character that cannot be kept.";
	static const struct row rows[] = {
		{"a text", "text", "Hello", "Hello", NULL},
		{"trimmed", "text", "\t Hello \xc2\xa0 ", "Hello", NULL},
		{"a tab inside", "text", "a\tb", "a b", NULL},
		{"nothing", "text", "  ", "", NULL},
		{"a no-break space alone", "text", "\xc2\xa0", "", NULL},
		{"decomposed", "text", "w\xcc\x82y", "\xc5\xb5y", NULL},
		{"a newline in one line", "text", "a\nb", NULL,
		 "Write this in one line."},
		{"a newline in several", "long", "a\r\nb\rc", "a\nb\nc", NULL},
		{"at the limit", "short", "12345", "12345", NULL},
		{"over it", "short", "123456", NULL,
		 "Write no more than 5 characters: this is 6."},
		{"by clusters, not bytes", "short",
		 "\xc5\xb7\xc5\xb7\xc5\xb7\xc5\xb7\xc5\xb7",
		 "\xc5\xb7\xc5\xb7\xc5\xb7\xc5\xb7\xc5\xb7", NULL},
		{"clusters of very many bytes", "short",
		 "a\xcc\xb4\xcc\xb5\xcc\xb6\xcc\xb7\xcc\xb8\xcc\xb4\xcc\xb5"
		 "\xcc\xb6\xcc\xb7\xcc\xb8",
		 NULL, "Write less: this is too long to keep."},
		{"an escape sequence", "text", "a\x1b[2Jb", NULL, signs},
		{"a bidi override", "text",
		 "a\xe2\x80\xae"
		 "b",
		 NULL, signs},
		{"a C1 control", "text",
		 "a\xc2\x9b"
		 "2Jb",
		 NULL, signs},
		{"a line separator", "long",
		 "a\xe2\x80\xa8"
		 "b",
		 NULL, signs},
		{"not UTF-8", "text", "a\xff", NULL, signs},
		{"OK", "ok", "OK", "OK", NULL},
		{"small letters", "ok", "ok", "OK", NULL},
		{"not OK", "ok", "no", NULL,
		 "Choose OK, or leave this without an answer."},
		{"no OK", "ok", "", "", NULL},
		{"a note takes nothing", "note", "hello", "", NULL},
	};

	check_rows(rows, COUNT(rows));
}

/* ---- constraints ---- */

static void
refuses_what_a_constraint_excludes(void **state)
{
	static const struct {
		const char *what, *question, *constraint, *entered, *refusal;
	} cases[] = {
		{"held", "whole", ". >= 18", "18", NULL},
		{"no answer is not judged", "whole", ". >= 18", "", NULL},
		{"from on", "whole", ". >= 18", "17",
		 "Enter a whole number of 18 or more."},
		{"above, of whole numbers", "whole", ". > 18", "18",
		 "Enter a whole number of 19 or more."},
		{"up to", "decimal", ". <= 18", "19",
		 "Enter a number of 18 or less."},
		{"above", "decimal", ". > 0", "0", "Enter a number above 0."},
		{"below", "decimal", ". < 1.5", "1.5",
		 "Enter a number below 1.5."},
		{"between", "decimal", ". >= 1 and . <= 10", "11",
		 "Enter a number between 1 and 10."},
		{"above and up to", "decimal", ". > 0 and . <= 10", "0",
		 "Enter a number above 0 and not above 10."},
		{"from and below", "decimal", ". >= 0 and . < 10", "10",
		 "Enter a number not below 0 and below 10."},
		{"just one", "whole", ". = 5", "4", "Enter 5."},
		{"none at all", "whole", ". > 5 and . < 5", "5",
		 "No answer is possible here. Leave it empty."},
		{"choices, too many", "many", "count-selected(.) <= 2", "a b c",
		 "Choose no more than 2 answers."},
		{"choices, one", "many", "count-selected(.) <= 1", "a b",
		 "Choose no more than 1 answer."},
		{"choices, below", "many", "count-selected(.) < 3", "a b c",
		 "Choose no more than 2 answers."},
		{"choices, too few", "many", "count-selected(.) >= 2", "a",
		 "Choose at least 2 answers."},
		{"choices, just so many", "many", "count-selected(.) = 2", "a",
		 "Choose exactly 2 answers."},
		{"choices, from to", "many",
		 "count-selected(.) >= 2 and count-selected(.) <= 3", "a",
		 "Choose 2 to 3 answers."},
		{"characters", "text", "string-length(.) <= 3", "abcd",
		 "Write no more than 3 characters."},
		{"dates up to today", "date", ". <= today()", "2026-12-15",
		 "Enter a date of 14 December 2026 or earlier."},
		{"today itself", "date", ". <= today()", "2026-12-14", NULL},
		{"dates before", "date", ". < today()", "2026-12-14",
		 "Enter a date of 13 December 2026 or earlier."},
		{"dates from on", "date", ". >= '2020-01-31'", "2020-01-30",
		 "Enter a date of 31 January 2020 or later."},
		{"dates in between", "date",
		 ". >= '2020-01-31' and . <= '2020-02-02'", "2020-02-03",
		 "Enter a date from 31 January 2020 to 2 February 2020."},
		{"another answer's limit", "whole", ". <= ${decimal}", "8",
		 "Enter a whole number of 7 or less."},
		{"one that says nothing", "text", "regex(., '[a-z]+')", "A",
		 "This answer does not fit here. Change it, or leave it "
		 "empty."},
		{"one of choices that says nothing", "many",
		 "not(selected(., 'a') and selected(., 'b'))", "a b",
		 "These answers do not go together here. Choose otherwise, "
		 "or leave it empty."},
	};
	size_t i;

	made_answer(answers, "decimal", "7.5");
	for (i = 0; i < COUNT(cases); i++) {
		struct question *q = named(cases[i].question);
		struct expr_env env = env_for(cases[i].question);
		struct refusal refusal;
		struct value value;

		q->constraint =
			parsed(cases[i].question, cases[i].constraint, NULL);
		assert_case(check_answer(form, &env, cases[i].entered, &value,
					 &refusal) == !cases[i].refusal,
			    cases[i].what);
		assert_text(refusal.text,
			    cases[i].refusal ? cases[i].refusal : "",
			    cases[i].what);
		value_release(&value);
		q->constraint = NULL;
	}
}

static void
says_what_the_author_says(void **state)
{
	static const char *const message[] = {"Not below ${decimal} years.",
					      "Dim llai na ${decimal}."};
	struct question *q = named("whole");
	struct expr_env env = env_for("whole");
	struct refusal refusal;
	struct value value;

	made_answer(answers, "decimal", "7.5");
	q->constraint = parsed("whole", ". >= 18", NULL);
	q->constraint_message = message;
	assert_false(check_answer(form, &env, "3", &value, &refusal));
	assert_string_equal(refusal.text, "Not below 7.5 years.");
	env.language = 1;
	assert_false(check_answer(form, &env, "3", &value, &refusal));
	assert_string_equal(refusal.text, "Dim llai na 7.5.");
	assert_false(check_answer(form, &env, "x", &value, &refusal));
	assert_string_equal(refusal.text, "Enter a whole number, such as 12.");
	q->constraint = NULL;
	q->constraint_message = NULL;
}

static void
asks_for_what_is_required(void **state)
{
	static const struct {
		const char *question, *refusal;
	} cases[] = {
		{"one", "Choose one answer."},
		{"many", "Choose at least one answer."},
		{"rank", "Put all of them in order."},
		{"whole", "Enter a number."},
		{"range", "Enter a number."},
		{"text", "Write an answer."},
		{"date", "Enter a date, such as 14 12 2026."},
		{"ok", "Choose OK to go on."},
	};
	static const char *const message[] = {"We need this.", NULL};
	struct refusal refusal;
	struct value value;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct question *q = named(cases[i].question);
		struct expr_env env = env_for(cases[i].question);

		q->required = parsed(cases[i].question, "1 = 1", NULL);
		assert_false(check_answer(form, &env, " ", &value, &refusal));
		assert_text(refusal.text, cases[i].refusal, cases[i].question);
		q->required_message = message;
		env.language = 1;
		assert_false(check_answer(form, &env, "", &value, &refusal));
		assert_text(refusal.text, "We need this.", cases[i].question);
		q->required = parsed(cases[i].question, "1 = 2", NULL);
		assert_true(check_answer(form, &env, "", &value, &refusal));
		q->required = NULL;
		q->required_message = NULL;
	}
}

static void
shows_choices_by_their_filter(void **state)
{
	struct expr_env env = env_for("town");

	assert_true(check_choice_shown(form, &env, 0));
	assert_false(check_choice_shown(form, &env, 1));
	assert_true(check_choice_shown(form, &env, 2));
	env = env_for("one");
	assert_true(check_choice_shown(form, &env, 2));
}

/* ---- from a file ---- */

static void
reads_canonical_texts(void **state)
{
	static const struct {
		const char *what, *question, *text;
		bool good;
	} cases[] = {
		{"a choice", "one", "dk", true},
		{"no choice", "one", "zz", false},
		{"two of one", "one", "yes no", false},
		{"blanks", "one", " yes", false},
		{"several in list order", "many", "a c", true},
		{"several out of it", "many", "c a", false},
		{"twice", "many", "a a", false},
		{"two blanks", "many", "a  c", false},
		{"the exclusive one is not judged", "many", "a none", true},
		{"a ranking", "rank", "z x y", true},
		{"a part of one", "rank", "z x", true},
		{"one twice in it", "rank", "z z", false},
		{"a whole number", "whole", "-12", true},
		{"a fraction", "whole", "1.5", false},
		{"noughts before", "whole", "012", false},
		{"a plus", "whole", "+1", false},
		{"16 digits", "whole", "1234567890123456", false},
		{"a decimal", "decimal", "0.1", true},
		{"noughts behind", "decimal", "0.10", false},
		{"in the range", "range", "10", true},
		{"out of the range", "range", "11", false},
		{"off its steps", "range", "1.5", false},
		{"a date", "date", "2026-02-28", true},
		{"no date", "date", "2026-02-29", false},
		{"a date in other words", "date", "28 Feb 2026", false},
		{"a text", "text", "Hello you", true},
		{"a blank at its end", "text", "Hello ", false},
		{"a newline in it", "text", "a\nb", false},
		{"a newline where there may be", "long", "a\nb", true},
		{"a tab", "long", "a\tb", false},
		{"a carriage return", "long", "a\rb", false},
		{"an escape", "text", "a\x1b", false},
		{"decomposed", "text", "w\xcc\x82", false},
		{"too long", "short", "123456", false},
		{"not UTF-8", "text", "\xff", false},
		{"OK", "ok", "OK", true},
		{"not OK", "ok", "ok", false},
		{"a note", "note", "x", false},
		{"a calculated text", "calc", " x ", true},
		{"nothing", "whole", "", false},
		{"nothing of choices", "many", "", false},
		{"nothing of text", "text", "", false},
		{"nothing calculated", "calc", "", false},
	};
	struct value value;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		bool good = check_canonical(named(cases[i].question),
					    cases[i].text, &value);

		assert_case(good == cases[i].good, cases[i].what);
		assert_text(value.text, good ? cases[i].text : NULL,
			    cases[i].what);
		value_release(&value);
	}
}

static void
limits_calculated_texts(void **state)
{
	char text[FORM_MAX_CALCULATED + 2];
	struct value value;

	memset(text, 'x', sizeof(text));
	text[FORM_MAX_CALCULATED + 1] = '\0';
	assert_false(check_canonical(named("calc"), text, &value));
	text[FORM_MAX_CALCULATED] = '\0';
	assert_true(check_canonical(named("calc"), text, &value));
	value_release(&value);
}

/* Whatever is taken from a person reads back as canonical. */
static void
takes_only_what_reads_back(void **state)
{
	static const char *const entries[] = {
		"12",
		"1.50",
		"yes",
		"c a",
		"z y x",
		"OK",
		"14 12 2026",
		" a\tb ",
		"0.1",
		"-7",
		"1e-7",
		"a\n\nb",
		"3",
		"10.0",
		"w\xcc\x82",
		"bath",
		"wells bath",
		"a none",
		"0.30",
		"0.0000001",
		"12345",
		"999999999999999",
		"0.123456789012345678",
	};
	struct refusal refusal;
	struct value value, again;
	size_t i, q, taken = 0;

	for (q = 0; q < form->n_questions; q++)
		for (i = 0; i < COUNT(entries); i++) {
			struct expr_env env = env_for(form->question[q].name);

			if (!check_answer(form, &env, entries[i], &value,
					  &refusal) ||
			    value.kind == VALUE_NONE)
				continue;
			assert_case(check_canonical(&form->question[q],
						    value.text, &again),
				    value.text);
			assert_true(value_equal(&value, &again));
			assert_true(strlen(value.text) <=
				    question_max_bytes(&form->question[q]));
			value_release(&value);
			value_release(&again);
			taken++;
		}
	assert_true(taken > 60);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_numbers),
		cmocka_unit_test(takes_dates),
		cmocka_unit_test(takes_choices),
		cmocka_unit_test(takes_texts),
		cmocka_unit_test(refuses_what_a_constraint_excludes),
		cmocka_unit_test(says_what_the_author_says),
		cmocka_unit_test(asks_for_what_is_required),
		cmocka_unit_test(shows_choices_by_their_filter),
		cmocka_unit_test(reads_canonical_texts),
		cmocka_unit_test(limits_calculated_texts),
		cmocka_unit_test(takes_only_what_reads_back),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
