#include "analysis/data/layout.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/value.h"
#include "tests/support/made_form.h"
#include "tests/test.h"

static const struct made_question some[] = {
	{"one", TYPE_SELECT_ONE, "a b c"},
	{"said", TYPE_NOTE, NULL},
	{"many", TYPE_SELECT_MULTIPLE, "w x y z"},
	{"order", TYPE_RANK, "p q r"},
	{"count", TYPE_INTEGER, NULL},
	{"day", TYPE_DATE, NULL},
	{"words", TYPE_TEXT, NULL},
	{"agreed", TYPE_ACKNOWLEDGE, NULL},
	{"drawn", TYPE_CALCULATE, NULL},
};

/* one many order count day words agreed drawn */
static const struct {
	const char *what;
	const char *question, *text;
	const char *response, *numbers;
} answered[] = {
	{"nothing answered is skipped", NULL, NULL,
	 "-"
	 "----"
	 "---"
	 "-----",
	 NULL},
	{"a choice by its place from 0", "one", "c",
	 "2"
	 "----"
	 "---"
	 "-----",
	 NULL},
	{"each option ticked or not", "many", "x z",
	 "-"
	 "0101"
	 "---"
	 "-----",
	 NULL},
	{"each option's place in a rank, from 0", "order", "r p q",
	 "-"
	 "----"
	 "120"
	 "-----",
	 NULL},
	{"an option left out of a rank", "order", "q",
	 "-"
	 "----"
	 "-0-"
	 "-----",
	 NULL},
	{"a number apart", "count", "12",
	 "-"
	 "----"
	 "---"
	 "1----",
	 "{\"count\":12}"},
	{"a date as days", "day", "1970-01-03",
	 "-"
	 "----"
	 "---"
	 "-1---",
	 "{\"day\":2}"},
	{"a text's words are nowhere", "words", "so it is",
	 "-"
	 "----"
	 "---"
	 "--1--",
	 NULL},
	{"what was agreed to", "agreed", "OK",
	 "-"
	 "----"
	 "---"
	 "---1-",
	 NULL},
	{"a calculated number", "drawn", "3",
	 "-"
	 "----"
	 "---"
	 "----1",
	 "{\"drawn\":3}"},
	{"a calculated text", "drawn", "north",
	 "-"
	 "----"
	 "---"
	 "----1",
	 NULL},
};

static void
encodes_answers(void **state)
{
	struct form *form = made_form(some, COUNT(some));
	struct layout *l = layout_new(form);
	char *response = mem_new(l->width + 1, 1);
	size_t i;

	for (i = 0; i < COUNT(answered); i++) {
		struct answers *a = made_answers(form);
		char *numbers;

		if (answered[i].question)
			made_answer(a, answered[i].question, answered[i].text);
		layout_encode(l, a, response);
		numbers = layout_numbers(l, a);
		assert_text(response, answered[i].response, answered[i].what);
		assert_text(numbers, answered[i].numbers, answered[i].what);
		free(numbers);
		answers_free(a);
	}
	free(response);
	layout_free(l);
	form_free(form);
}

static void
tells_why_there_is_no_answer(void **state)
{
	static const struct {
		const char *what;
		bool relevant, seen;
		const char *text;
		char symbol;
		enum answer_state state;
	} cases[] = {
		{"not shown", false, false, NULL, '.', STATE_NOT_SHOWN},
		{"not shown, with an answer from before", false, true, "a", '.',
		 STATE_NOT_SHOWN},
		{"not reached", true, false, NULL, '~', STATE_NOT_REACHED},
		{"skipped", true, true, NULL, '-', STATE_SKIPPED},
		{"answered", true, true, "b", '1', STATE_ANSWERED},
	};
	struct form *form = made_form(some, COUNT(some));
	struct layout *l = layout_new(form);
	char *response = mem_new(l->width + 1, 1);
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct answers *a = made_answers(form);

		made_answer(a, "one", cases[i].text);
		a->answer[0].relevant = cases[i].relevant;
		a->answer[0].seen = cases[i].seen;
		layout_encode(l, a, response);
		assert_case(response[0] == cases[i].symbol, cases[i].what);
		assert_case(layout_state(l, 0, response) == cases[i].state,
			    cases[i].what);
		answers_free(a);
	}
	free(response);
	layout_free(l);
	form_free(form);
}

/* Whatever is put comes back, for every question and every state. */
static void
puts_and_reads_states(void **state)
{
	static const enum answer_state states[] = {
		STATE_NOT_SHOWN,
		STATE_NOT_REACHED,
		STATE_SKIPPED,
	};
	struct form *form = made_form(some, COUNT(some));
	struct layout *l = layout_new(form);
	char *response = mem_new(l->width + 1, 1);
	size_t i, j;

	for (i = 0; i < form->n_questions; i++) {
		for (j = 0; l->field[i].width > 0 && j < COUNT(states); j++) {
			memset(response, '0', l->width);
			layout_put_state(l, i, states[j], response);
			assert_case(layout_state(l, i, response) == states[j],
				    form->question[i].name);
		}
	}
	memset(response, '-', l->width);
	layout_put_choices(l, 3, "q", response);
	assert_int_equal(layout_state(l, 3, response), STATE_ANSWERED);
	assert_int_equal(layout_state(l, 1, response), STATE_NOT_SHOWN);
	free(response);
	layout_free(l);
	form_free(form);
}

/* Every list length: each choice has a symbol of its own, and back. */
static void
symbols_come_back(void **state)
{
	static const size_t lengths[] = {1, 2, 10, 11, 62, 63, 100, 2000};
	size_t i, j;

	for (i = 0; i < COUNT(lengths); i++) {
		size_t n = lengths[i], width = layout_symbol_width(n);

		assert_int_equal(width, n > 62 ? 2 : 1);
		for (j = 0; j < n; j++) {
			char s[3] = "--";

			assert_int_equal(layout_symbol(j, n, s), width);
			assert_int_equal(layout_choice(s, width, n), j);
		}
	}
}

static void
no_choice_is_none(void **state)
{
	static const struct {
		const char *what, *at;
		size_t width, n;
	} cases[] = {
		{"skipped", "-", 1, 5},
		{"not shown", ".", 1, 5},
		{"not reached", "~", 1, 5},
		{"behind the list's end", "5", 1, 5},
		{"a letter, in a list of ten", "A", 1, 10},
		{"a letter beyond ASCII", "\xc3\xa9", 1, 62},
		{"skipped, two wide", "--", 2, 100},
		{"a symbol and a state", "1-", 2, 100},
		{"behind the end, two wide", "zz", 2, 100},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_case(layout_choice(cases[i].at, cases[i].width,
					  cases[i].n) == FORM_NONE,
			    cases[i].what);
	{
		char s[2];

		layout_symbol(9, 10, s);
		assert_int_equal(s[0], '9');
		layout_symbol(10, 62, s);
		assert_int_equal(s[0], 'A');
		layout_symbol(61, 62, s);
		assert_int_equal(s[0], 'z');
	}
}

/* A list that is too long for one symbol. */
static void
long_lists_take_two(void **state)
{
	struct text names = TEXT_INIT;
	struct made_question questions[] = {
		{"far", TYPE_SELECT_ONE, NULL},
		{"near", TYPE_SELECT_ONE, "a b"},
	};
	struct form *form;
	struct layout *l;
	struct answers *a;
	char response[4];
	size_t i;

	for (i = 0; i < 70; i++)
		text_addf(&names, "%sc%zu", i ? " " : "", i);
	questions[0].choices = text_get(&names);
	form = made_form(questions, COUNT(questions));
	l = layout_new(form);
	a = made_answers(form);
	made_answer(a, "far", "c69");
	made_answer(a, "near", "b");
	assert_int_equal(l->width, 3);
	layout_encode(l, a, response);
	assert_text(response, "171", "62 * 1 + 7, then 1");
	answers_free(a);
	layout_free(l);
	form_free(form);
	text_release(&names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encodes_answers),
		cmocka_unit_test(tells_why_there_is_no_answer),
		cmocka_unit_test(puts_and_reads_states),
		cmocka_unit_test(symbols_come_back),
		cmocka_unit_test(no_choice_is_none),
		cmocka_unit_test(long_lists_take_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
