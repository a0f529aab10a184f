/*
 * The summary is one screen, whatever the questionnaire and however many
 * answered, and says what is most important.
 */
#include "tests/test.h"

#include <math.h>

#include "analysis/publish/summary.h"
#include "analysis/publish/tables.h"
#include "questions/base/text.h"
#include "questions/book.h"
#include "tests/analysis/findings_kit.h"

/* ---- one screen ---- */

static size_t
longest_line(const char *text, size_t *lines)
{
	size_t most = 0;

	for (*lines = 0; *text != '\0'; ++*lines) {
		size_t n = strcspn(text, "\n");
		struct text line = TEXT_INIT;

		text_add_n(&line, text, n);
		if (text_width(text_get(&line)) > most)
			most = text_width(text_get(&line));
		text_release(&line);
		text += n + (text[n] == '\n');
	}
	return most;
}

static void
check_screen(struct findings_kit *kit, const char *what,
	     const char *const *says)
{
	size_t lines;
	char *text;

	findings_kit_init(kit);
	text = findings_kit_text(&writer_text, summary_report(&kit->f));
	assert_case(longest_line(text, &lines) <= 79, what);
	assert_case(lines <= 24, what);
	assert_has(text, "Next: ", what);
	assert_has(text, "Withheld: ", what);
	assert_case((strstr(text, "MADE-UP") != NULL) == kit->made_up, what);
	for (; *says; says++)
		assert_has(text, *says, what);
	free(text);
	findings_kit_release(kit);
}

static void
it_is_one_screen_of_our_forms(void **state)
{
	static struct {
		const char *what;
		struct findings_kit kit;
		const char *says[8];
	} cases[] = {
		{"an office",
		 {.form = "standard",
		  .people = 31,
		  .invited = 40,
		  .seed = 7,
		  .made_up = true,
		  .early = true},
		 {"work?: results (MADE-UP DATA: PILOT)\n31 of 40 answered (",
		  "day staff were told, 2026-12-14.\nWrite about 1,",
		  "Two questions a topic:\nlevels are indications.\n",
		  "Which of these have you read", "How clear are you",
		  "What would help you most", "All scored questions"}},
		{"hundreds, with groups",
		 {.form = "full", .people = 536, .invited = 800, .seed = 5},
		 {"work?: results\n536 of 800 answered (67 %). Write about 1,",
		  "\nPut right: ", "\nToo strict: ", "\nGroups: ",
		  "\nWhich of these have you read", "\nHow clear are you",
		  "\nWhat would help you most"}},
		{"thousands",
		 {.form = "full", .people = 8000, .invited = 12000, .seed = 3},
		 {"8,000 of 12,000 answered (67 %)", "All scored questions"}},
		{"as few as can be",
		 {.form = "standard", .people = 10, .seed = 1},
		 {"\n10 answered. Write about "}},
		{"for analysts",
		 {.form = "standard",
		  .people = 50,
		  .seed = 1,
		  .reason = "a check"},
		 {"work?: results (FOR ANALYSTS)\n"}},
		{"a limit of time",
		 {.form = "standard", .people = 50, .seed = 1, .minutes = 2},
		 {"Write about 400 words (2 minutes), as you asked; all of it "
		  "takes"}},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		check_screen(&cases[i].kit, cases[i].what, cases[i].says);
}

static void
it_is_one_screen_of_any_form(void **state)
{
	static const struct {
		const char *what;
		size_t topics, items, people;
		const char *says[4];
	} cases[] = {
		{"one topic", 1, 1, 60, {"One question a topic"}},
		{"eleven topics",
		 11,
		 2,
		 300,
		 {"Put right: ", "What have you read"}},
		{"thirty topics", 30, 1, 300, {" more topics"}},
		{"a hundred topics", 100, 3, 500, {" more topics"}},
		{"eleven people", 3, 3, 11, {"All scored questions"}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct book *book;
		struct findings_kit kit = {
			.own = findings_kit_form(cases[i].topics,
						 cases[i].items, &book),
			.people = cases[i].people,
			.seed = i,
			.made_up = i % 2 == 0,
		};

		check_screen(&kit, cases[i].what, cases[i].says);
		form_free(kit.own);
		book_free(book);
	}
}

/* ---- what it leaves out ---- */

/* A question that too few answered is counted, and never named. */
static void
what_is_withheld_has_no_number(void **state)
{
	struct book *book;
	struct findings_kit kit = {
		.own = findings_kit_form(2, 2, &book),
		.people = 14,
		.seed = 3,
		.k = 14,
	};
	const char *const none[] = {"Withheld: ",
				    "question with fewer than 14 answers",
				    NULL};

	check_screen(&kit, "few answers", none);
	form_free(kit.own);
	book_free(book);
}

/* The middles of bands may make 120 percent; what is told of a topic never. */
static void
shares_of_bands_make_one(void **state)
{
	struct findings_kit kit = {.form = "standard",
				   .people = 12,
				   .invited = 40,
				   .seed = 3};

	findings_kit_init(&kit);
	for (size_t step = 0; step < 3; step++) {
		for (size_t t = 0; t < kit.f.form->n_topics; t++) {
			struct topic_shares s = topic_shares(kit.f.d, t);

			assert_true(s.told == 0 ||
				    fabs(s.right + s.wrong + s.dont_know - 1) <
					    1e-12);
		}
		for (size_t i = 0; i < kit.f.form->n_questions; i++) {
			if (split_kind(kit.f.tally, i) == SPLIT_ITEM)
				told_coarsen(kit.release.disclosed, i);
		}
	}
	assert_false(told_topic_exactly(kit.f.d, 0));
	findings_kit_release(&kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_of_bands_make_one),
		cmocka_unit_test(it_is_one_screen_of_our_forms),
		cmocka_unit_test(it_is_one_screen_of_any_form),
		cmocka_unit_test(what_is_withheld_has_no_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
