#include "tests/test.h"

#include "questions/base/text.h"
#include "questions/check.h"
#include "tests/support/made_form.h"

static const struct made_question questions[] = {
	{"one", TYPE_SELECT_ONE, "yes no"},
	{"many", TYPE_SELECT_MULTIPLE, "a b c"},
	{"age", TYPE_INTEGER, NULL},
	{"name", TYPE_TEXT, NULL},
	{"note", TYPE_NOTE, NULL},
	{"date", TYPE_DATE, NULL},
	{"block", TYPE_CALCULATE, NULL},
	{"copy", TYPE_CALCULATE, NULL},
	{"moment", TYPE_CALCULATE, NULL},
	{"plain", TYPE_CALCULATE, NULL},
	{"start", TYPE_HIDDEN, NULL},
};

static struct form *form;
static struct answers *answers;

static void
parse(const char *question, const char *source, struct expr **e)
{
	struct expr_scope scope = {form, form_find(form, question), NULL};

	*e = expr_parse(form->arena, source, &scope, NULL);
	assert_non_null(*e);
}

static struct question *
named(const char *name)
{
	return &form->question[form_find(form, name)];
}

static struct answer *
answer_to(const char *name)
{
	return &answers->answer[form_find(form, name)];
}

static int
setup(void **state)
{
	form = made_form(questions, COUNT(questions));
	answers = made_answers(form);
	parse("block", "once(int(random() * 3))", &named("block")->calculation);
	parse("copy", "concat(${block}, '')", &named("copy")->calculation);
	parse("moment", "string(now())", &named("moment")->calculation);
	parse("plain", "${age} + 1", &named("plain")->calculation);
	parse("start", "random()", &named("start")->default_);
	return 0;
}

static int
teardown(void **state)
{
	answers_free(answers);
	form_free(form);
	return 0;
}

static void
begins_with_nothing(void **state)
{
	struct answers *a = answers_new(form, 5);
	size_t i;

	assert_int_equal(a->seed, 5);
	for (i = 0; i < form->n_questions; i++) {
		assert_int_equal(answers_state(a, i), STATE_NOT_SHOWN);
		assert_int_equal(answers_value(a, i)->kind, VALUE_NONE);
	}
	answers_free(a);
	answers_free(NULL);
}

static void
knows_four_states(void **state)
{
	static const struct {
		const char *what;
		bool relevant, seen, given;
		enum answer_state state;
	} cases[] = {
		{"not relevant", false, false, false, STATE_NOT_SHOWN},
		{"no longer relevant", false, true, true, STATE_NOT_SHOWN},
		{"not reached", true, false, false, STATE_NOT_REACHED},
		{"not reached, with a default", true, false, true,
		 STATE_NOT_REACHED},
		{"skipped", true, true, false, STATE_SKIPPED},
		{"answered", true, true, true, STATE_ANSWERED},
	};
	size_t i, age = form_find(form, "age");

	for (i = 0; i < COUNT(cases); i++) {
		made_answer(answers, "age", cases[i].given ? "3" : NULL);
		answers->answer[age].relevant = cases[i].relevant;
		answers->answer[age].seen = cases[i].seen;
		assert_case(answers_state(answers, age) == cases[i].state,
			    cases[i].what);
		assert_case((answers_value(answers, age)->kind != VALUE_NONE) ==
				    (cases[i].relevant && cases[i].given),
			    cases[i].what);
	}
}

static void
says_answers_in_words(void **state)
{
	static const struct {
		const char *question, *text;
		size_t language;
		const char *expected;
	} cases[] = {
		{"one", "yes", 0, "Label of yes"},
		{"one", "yes", 1, "Cymraeg yes"},
		{"many", "a c", 0, "Label of a; Label of c"},
		{"age", "12", 0, "12"},
		{"date", "2026-12-14", 1, "2026-12-14"},
		{"name", "Ll\xc5\xb7r", 0, "Ll\xc5\xb7r"},
		{"name", NULL, 0, ""},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *words;

		made_answer(answers, cases[i].question, cases[i].text);
		words = answers_words(answers,
				      form_find(form, cases[i].question),
				      cases[i].language);
		assert_text(words, cases[i].expected, cases[i].question);
		free(words);
	}
}

static void
fills_texts(void **state)
{
	static const struct {
		const char *what, *text, *expected;
	} cases[] = {
		{"nothing to fill", "Hello", "Hello"},
		{"a choice", "You chose ${one}.", "You chose Label of yes."},
		{"two", "${one} ${age}", "Label of yes 12"},
		{"blanks inside the braces", "${ age }", "12"},
		{"no answer", "[${name}]", "[]"},
		{"an unknown name", "${nobody} ${age}", "${nobody} 12"},
		{"a brace that stays open", "${age", "${age"},
		{"a dollar alone", "5 $ ${age}", "5 $ 12"},
		{"newlines stay", "a\n${age}", "a\n12"},
		{"controls go", "a\x1b[2J${age}", "a[2J12"},
		{"nothing", "", ""},
	};
	size_t i;

	made_answer(answers, "one", "yes");
	made_answer(answers, "age", "12");
	for (i = 0; i < COUNT(cases); i++) {
		char *filled = answers_fill(answers, cases[i].text, 0);

		assert_text(filled, cases[i].expected, cases[i].what);
		free(filled);
	}
}

/* ---- drafts ---- */

static struct json *
parsed(const char *text, const char *what)
{
	struct error err = ERROR_INIT;
	struct json *j = json_parse(text, strlen(text), &err);

	if (!j)
		fail_msg("%s: %s", what, err.text);
	return j;
}

static void
keeps_everything_in_a_draft(void **state)
{
	struct answers *again = answers_new(form, 0);
	struct json *draft;
	char *text, *second;

	made_answer(answers, "one", "yes");
	made_answer(answers, "many", "a c");
	made_answer(answers, "name", "x\"y");
	answer_to("one")->relevant = false; /* kept all the same */
	answer_to("age")->seen = answer_to("date")->seen = false;
	answer_to("many")->seen = false;
	answer_to("block")->seen = answer_to("copy")->seen = false;
	answer_to("moment")->seen = answer_to("plain")->seen = false;
	answer_to("start")->seen = false;
	draft = answers_to_draft(answers);
	text = json_print(draft);
	assert_text(text,
		    "{\"one\":{\"v\":\"yes\",\"seen\":true},"
		    "\"many\":{\"v\":\"a c\"},"
		    "\"name\":{\"v\":\"x\\\"y\",\"seen\":true},"
		    "\"note\":{\"seen\":true}}",
		    "the draft");
	assert_true(answers_from_draft(again, draft, NULL));
	json_free(draft);
	draft = answers_to_draft(again);
	second = json_print(draft);
	assert_text(second, text, "and again");
	json_free(draft);
	free(text);
	free(second);
	answers_free(again);
}

static void
refuses_drafts_that_do_not_fit(void **state)
{
	static const struct {
		const char *what, *draft, *message;
	} cases[] = {
		{"no object", "[]", "the draft holds no answers"},
		{"an unknown question", "{\"x1\":{\"seen\":true}}",
		 "there is an answer to a question that the questionnaire "
		 "does not have"},
		{"a text for an object", "{\"age\":\"12\"}",
		 "question 'age' is not as a draft keeps it"},
		{"another member", "{\"age\":{\"v\":\"12\",\"w\":1}}",
		 "question 'age' is not as a draft keeps it"},
		{"seen is a number", "{\"age\":{\"seen\":1}}",
		 "question 'age' is not as a draft keeps it"},
		{"a number for a text", "{\"age\":{\"v\":12}}",
		 "question 'age' does not take the answer in the draft"},
		{"no number", "{\"age\":{\"v\":\"secret\"}}",
		 "question 'age' does not take the answer in the draft"},
		{"a choice that is not there",
		 "{\"name\":{\"v\":\"ok\"},\"one\":{\"v\":\"secret\"}}",
		 "question 'one' does not take the answer in the draft"},
	};
	struct answers *a = answers_new(form, 0);
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		struct json *draft = parsed(cases[i].draft, cases[i].what);
		struct error err = ERROR_INIT;

		assert_case(!answers_from_draft(a, draft, &err), cases[i].what);
		assert_text(err.text, cases[i].message, cases[i].what);
		for (k = 0; k < form->n_questions; k++)
			assert_true(a->answer[k].value.kind == VALUE_NONE &&
				    !a->answer[k].seen);
		json_free(draft);
	}
	answers_free(a);
}

/* ---- responses ---- */

static void
sends_answers_by_their_state(void **state)
{
	struct json *response;
	struct answers *again;
	struct error err = ERROR_INIT;
	char *text, *second;
	size_t i;

	made_answer(answers, "one", "yes");
	made_answer(answers, "many", "a c");
	made_answer(answers, "block", "2");
	answer_to("many")->relevant = false;
	answer_to("date")->seen = false;
	response = answers_to_response(answers);
	text = json_print(response);
	assert_text(text,
		    "{\"one\":\"yes\",\"age\":null,\"name\":null,"
		    "\"date\":false,\"block\":\"2\",\"copy\":null,"
		    "\"moment\":null,\"plain\":null,\"start\":null}",
		    "the response");
	again = answers_from_response(form, response, &err);
	assert_text(err.text, "", "reading it");
	for (i = 0; i < form->n_questions; i++)
		if (form->question[i].type != TYPE_NOTE)
			assert_int_equal(answers_state(again, i),
					 answers_state(answers, i));
	json_free(response);
	response = answers_to_response(again);
	second = json_print(response);
	assert_text(second, text, "and again");
	json_free(response);
	free(text);
	free(second);
	answers_free(again);
}

static void
refuses_responses_that_do_not_fit(void **state)
{
	static const char unfit[] = "question 'age' does not take the answer "
				    "given";
	static const struct {
		const char *what, *response, *message;
	} cases[] = {
		{"no object", "null", "there are no answers in it"},
		{"an unknown question", "{\"secret\":\"1\"}",
		 "there is an answer to a question that the questionnaire "
		 "does not have"},
		{"a note", "{\"note\":null}",
		 "question 'note' is a note and takes no answer"},
		{"a number", "{\"age\":12}",
		 "question 'age' has neither an answer nor null nor false"},
		{"true", "{\"age\":true}",
		 "question 'age' has neither an answer nor null nor false"},
		{"a list", "{\"age\":[]}",
		 "question 'age' has neither an answer nor null nor false"},
		{"no number", "{\"age\":\"secret\"}", unfit},
		{"a fraction", "{\"age\":\"1.5\"}", unfit},
		{"the empty text", "{\"age\":\"\"}", unfit},
		{"a choice that is not there", "{\"one\":\"secret\"}",
		 "question 'one' does not take the answer given"},
		{"choices out of order", "{\"many\":\"c a\"}",
		 "question 'many' does not take the answer given"},
		{"a control in a text", "{\"name\":\"a\\u001b\"}",
		 "question 'name' does not take the answer given"},
		{"a random number that tells people apart",
		 "{\"block\":\"123456\"}",
		 "question 'block' does not take the answer given"},
		{"a moment", "{\"moment\":\"2026-12-14T10:00\"}",
		 "question 'moment' does not take the answer given"},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct json *response =
			parsed(cases[i].response, cases[i].what);
		struct error err = ERROR_INIT;

		assert_case(!answers_from_response(form, response, &err),
			    cases[i].what);
		assert_text(err.text, cases[i].message, cases[i].what);
		json_free(response);
	}
}

/* Exclusive choices together, or none of a list: odd, but they were sent. */
static void
takes_responses_that_are_only_odd(void **state)
{
	static const char *const taken[] = {
		"{}",
		"{\"one\":\"no\"}",
		"{\"age\":false,\"one\":null}",
		"{\"name\":\"caf\xc3\xa9\",\"many\":\"a b c\"}",
		"{\"plain\":\"123456\"}",
	};
	size_t i;

	for (i = 0; i < COUNT(taken); i++) {
		struct json *response = parsed(taken[i], taken[i]);
		struct error err = ERROR_INIT;
		struct answers *a = answers_from_response(form, response, &err);

		assert_text(err.text, "", taken[i]);
		assert_case(a != NULL, taken[i]);
		answers_free(a);
		json_free(response);
	}
}

static void
sends_of_chance_only_small_numbers(void **state)
{
	static const struct {
		const char *what, *question, *text;
		bool may;
	} cases[] = {
		{"a block", "block", "0", true},
		{"the largest", "block", "99", true},
		{"too large", "block", "100", false},
		{"below nought", "block", "-1", false},
		{"a fraction", "block", "0.123456", false},
		{"a word", "block", "red", false},
		{"what is calculated from it", "copy", "7", true},
		{"too much of it", "copy", "0.5", false},
		{"the time", "moment", "5", false},
		{"a random default", "start", "0.5", false},
		{"no chance in it", "plain", "123456", true},
		{"what a person answered", "age", "123456", true},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct value value = value_text(cases[i].text);

		assert_case(answers_may_send(form,
					     form_find(form, cases[i].question),
					     &value) == cases[i].may,
			    cases[i].what);
		value_release(&value);
	}
}

int
main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		FRESH(begins_with_nothing),
		FRESH(knows_four_states),
		FRESH(says_answers_in_words),
		FRESH(fills_texts),
		FRESH(keeps_everything_in_a_draft),
		FRESH(refuses_drafts_that_do_not_fit),
		FRESH(sends_answers_by_their_state),
		FRESH(refuses_responses_that_do_not_fit),
		FRESH(takes_responses_that_are_only_odd),
		FRESH(sends_of_chance_only_small_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
