/* A release is the same whether its questions are audited in threads or one
 * after the other. */
#include "tests/analysis/release_kit.h"

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "tests/analysis/no_threads.h"
#include "tests/test.h"

static const struct {
	const char *what;
	struct staff_shape shape;
	size_t first, then; /* people who answer before each release */
} cases[] = {
	{"few people in one segment", {12, 2, {4}, false, false, 5}, 40, 30},
	{"two segments, one in the other",
	 {16, 3, {3, 6}, true, false, 10},
	 120,
	 60},
	{"nearly all answer alike", {12, 2, {3, 3}, false, true, 0}, 150, 20},
	{"four segments", {20, 4, {3, 4, 2, 5}, false, false, 8}, 400, 40},
	{"many people", {12, 3, {5, 4}, false, false, 3}, 3000, 200},
};

/* What a release tells and what it hides, or why there is none. */
static void
tell(const struct staff *s, struct ledger *past, struct text *out,
     bool *withheld)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct release *r = staff_tell(s, past, &problems, &err);

	text_addf(out, "%s;", r ? r->row->told : err.text);
	for (size_t i = 0; i < problems.n; i++)
		text_addf(out, " %s;", problems.list[i].text);
	for (size_t i = 0; r && i <= s->form->n_topics; i++)
		*withheld |= !r->disclosed->topic[i].groups;
	if (r)
		ledger_take(past, r);
	release_free(r);
	problems_release(&problems);
}

static bool
tell_twice(size_t at, bool threads, struct text *out)
{
	struct ledger *past = mem_new(1, sizeof(*past));
	bool withheld = false;
	struct staff s;

	none_can_be_started = !threads;
	staff_init(&s, &cases[at].shape, 7 + (uint32_t)at);
	staff_answer(&s, cases[at].first);
	tell(&s, past, out, &withheld);
	staff_answer(&s, cases[at].then);
	tell(&s, past, out, &withheld);
	staff_release(&s);
	ledger_free(past);
	return withheld;
}

static void
threads_change_nothing(void **state)
{
	bool withheld = false;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct text alone = TEXT_INIT, together = TEXT_INIT;

		withheld |= tell_twice(i, false, &alone);
		tell_twice(i, true, &together);
		assert_text(text_get(&together), text_get(&alone),
			    cases[i].what);
		text_release(&alone);
		text_release(&together);
	}
	/* questions behind one that withholds scores are looked at again */
	assert_true(withheld);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
