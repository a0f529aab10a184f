/* What is in a box: written, read back, refused, and never too large. */
#include "tests/test.h"

#include "questions/base/text.h"
#include "questions/response.h"
#include "tests/support/made_form.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define ID   "fedcba9876543210fedcba9876543210"

static const struct made_question questions[] = {
	{"one", TYPE_SELECT_ONE, "a b c"},
	{"many", TYPE_SELECT_MULTIPLE, "a b c"},
	{"whole", TYPE_INTEGER, NULL},
	{"words", TYPE_TEXT, NULL},
};

static void
a_response_reads_back_as_it_was(void **state)
{
	struct form *form = made_form(questions, COUNT(questions));
	struct answers *answers = made_answers(form), *again;
	struct error err = ERROR_INIT;
	char id[RESPONSE_ID_CHARS + 1], *text;

	made_answer(answers, "one", "b");
	made_answer(answers, "words", "say \"so\"");
	answers->answer[2].relevant = false;
	text = response_write(HASH, ID, answers_to_response(answers));
	assert_text(text,
		    "{\"v\":\"" HASH "\",\"id\":\"" ID
		    "\",\"a\":{\"one\":\"b\","
		    "\"many\":null,\"words\":\"say \\\"so\\\"\"}}",
		    "compact, in the form's order");
	assert_true(response_parse(text, strlen(text), form, HASH, id, &again,
				   &err));
	assert_text(id, ID, "its id");
	assert_text(again->answer[3].value.text, "say \"so\"", "a text");
	assert_int_equal(answers_state(again, 1), STATE_SKIPPED);
	assert_int_equal(answers_state(again, 2), STATE_NOT_SHOWN);
	answers_free(again);
	answers_free(answers);
	free(text);
	form_free(form);
}

static const struct {
	const char *name, *text, *why;
} refused[] = {
	{"nothing", "", ""},
	{"not JSON", "{\"v\":", ""},
	{"not an object", "[1]", "this is not a response"},
	{"no hash", "{\"id\":\"" ID "\",\"a\":{}}", "this is not a response"},
	{"no id", "{\"v\":\"" HASH "\",\"a\":{}}", "this is not a response"},
	{"no answers", "{\"v\":\"" HASH "\",\"id\":\"" ID "\"}",
	 "this is not a response"},
	{"one member more",
	 "{\"v\":\"" HASH "\",\"id\":\"" ID "\",\"a\":{},\"t\":1}",
	 "this is not a response"},
	{"a short id", "{\"v\":\"" HASH "\",\"id\":\"fedc\",\"a\":{}}",
	 "this is not a response"},
	{"an id in capitals",
	 "{\"v\":\"" HASH "\",\"id\":\"FEDCBA9876543210FEDCBA9876543210\","
	 "\"a\":{}}",
	 "this is not a response"},
	{"a number for an id", "{\"v\":\"" HASH "\",\"id\":1,\"a\":{}}",
	 "this is not a response"},
	{"another questionnaire's",
	 "{\"v\":\"f123456789abcdef0123456789abcdef0123456789abcdef0123456789"
	 "abcdef\",\"id\":\"" ID "\",\"a\":{}}",
	 "answers another questionnaire"},
	{"answers that are none",
	 "{\"v\":\"" HASH "\",\"id\":\"" ID "\",\"a\":[]}", ""},
	{"a question that is not there",
	 "{\"v\":\"" HASH "\",\"id\":\"" ID "\",\"a\":{\"two\":\"a\"}}",
	 "does not have"},
	{"a choice that is not there",
	 "{\"v\":\"" HASH "\",\"id\":\"" ID "\",\"a\":{\"one\":\"secret\"}}",
	 "one"},
	{"a word for a number",
	 "{\"v\":\"" HASH "\",\"id\":\"" ID "\",\"a\":{\"whole\":\"secret\"}}",
	 "whole"},
};

static void
what_is_no_response_is_refused(void **state)
{
	struct form *form = made_form(questions, COUNT(questions));
	size_t i;

	for (i = 0; i < COUNT(refused); i++) {
		char id[RESPONSE_ID_CHARS + 1];
		struct error err = ERROR_INIT;
		struct answers *answers;

		assert_case(!response_parse(refused[i].text,
					    strlen(refused[i].text), form, HASH,
					    id, &answers, &err),
			    refused[i].name);
		assert_case(answers == NULL && error_is_set(&err),
			    refused[i].name);
		assert_has(err.text, refused[i].why, refused[i].name);
		assert_case(!strstr(err.text, "secret"),
			    "no answer in a message");
	}
	form_free(form);
}

/* At most n bytes of what JSON writes longest. */
static char *
long_text(size_t n, const char *piece)
{
	struct text t = TEXT_INIT;

	while (t.n + strlen(piece) <= n)
		text_add(&t, piece);
	return text_take(&t);
}

static const struct {
	const char *name;
	enum question_type type;
	const char *choices;
	const char *answer; /* NULL: `piece` over and over */
	const char *piece;
} longest[] = {
	{"quotes", TYPE_TEXT, NULL, NULL, "\""},
	{"newlines", TYPE_TEXT, NULL, NULL, "\n"},
	{"four bytes a character", TYPE_TEXT, NULL, NULL, "\xf0\x9f\x98\x80"},
	{"all choices", TYPE_SELECT_MULTIPLE, "a b c dd \"e\"",
	 "a b c dd \"e\"", NULL},
	{"a rank", TYPE_RANK, "a b c", "c b a", NULL},
	{"a whole number", TYPE_INTEGER, NULL, "-999999999999999", NULL},
	{"a date", TYPE_DATE, NULL, "9999-12-31", NULL},
	{"controls in a calculation", TYPE_CALCULATE, NULL, NULL, "\001"},
	{"skipped", TYPE_SELECT_ONE, "a", "", NULL},
};

static void
the_longest_response_fits_its_box(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(longest); i++) {
		const struct made_question q = {"q", longest[i].type,
						longest[i].choices};
		struct form *form = made_form(&q, 1);
		struct answers *answers = made_answers(form);
		size_t room = question_max_bytes(&form->question[0]);
		char *text;

		if (longest[i].piece) {
			text = long_text(room, longest[i].piece);
			answers->answer[0].value = value_text(text);
			free(text);
		} else if (*longest[i].answer) {
			made_answer(answers, "q", longest[i].answer);
		}
		text = response_write(HASH, ID, answers_to_response(answers));
		assert_case(strlen(text) <= response_max_bytes(form),
			    longest[i].name);
		assert_case(response_box_size(form, 48) >=
				    strlen(text) + 1 + 48,
			    longest[i].name);
		free(text);
		answers_free(answers);
		form_free(form);
	}
}

static void
sizes_are_whole_steps(void **state)
{
	struct form *form = made_form(questions, COUNT(questions));
	size_t box = response_box_size(form, 48);

	assert_int_equal(box % 1024, 0);
	assert_true(box < response_max_bytes(form) + 1 + 48 + 1024);
	assert_int_equal(response_draft_size(form, box, 40) % 1024, 0);
	assert_true(response_draft_size(form, box, 40) > 2 * box);
	form_free(form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_response_reads_back_as_it_was),
		cmocka_unit_test(what_is_no_response_is_refused),
		cmocka_unit_test(the_longest_response_fits_its_box),
		cmocka_unit_test(sizes_are_whole_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
