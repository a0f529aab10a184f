#include "survey/nobody.h"

#include "tests/support/csv_forms.h"
#include "tests/test.h"

/* A question for everybody, and one for that day. Yours to free. */
static struct form *
form_of_day(const char *day)
{
	struct text csv = TEXT_INIT;
	struct form *form;

	text_addf(&csv,
		  "survey\n,type,name,label,relevant\n"
		  ",integer,always,How many?,\n"
		  ",integer,then,How many today?,today() = date('%s')\n"
		  "settings\n,form_title,form_id,version\n,Day,day,1\n",
		  day);
	form = form_from_csv(text_get(&csv));
	text_release(&csv);
	return form;
}

static void
has_a_day_of_its_own(void **state)
{
	static const struct {
		const char *what, *day;
		bool asked;
	} cases[] = {
		{"that day", "2026-12-08", true},
		{"the day before", "2026-12-07", false},
		{"the day after", "2026-12-09", false},
		{"the first day of clocks", "1970-01-01", false},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct form *form = form_of_day(cases[i].day);
		struct run run = {.form = form};
		struct session s;
		size_t n;

		nobody_begin(&s, &run, 1);
		flow_review(s.flow);
		free(flow_review_rows(s.flow, &n));
		assert_case(n == (cases[i].asked ? 2 : 1), cases[i].what);
		nobody_end(&s);
		form_free(form);
	}
}

static void
has_neither_draft_nor_answers(void **state)
{
	struct form *form = form_from_csv(form_small);
	struct run run = {.form = form};
	struct session s;

	nobody_begin(&s, &run, 1);
	assert_text(s.title, "A small survey", "its title");
	assert_int_equal(session_answered(&s), 0);
	assert_false(s.kept);
	nobody_end(&s);
	form_free(form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_a_day_of_its_own),
		cmocka_unit_test(has_neither_draft_nor_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
