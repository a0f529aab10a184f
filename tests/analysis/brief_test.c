/*
 * The brief and the answers for staff: plain words, nothing of small groups,
 * and all that a writer needs.
 */
#include "tests/test.h"

#include "analysis/publish/answers.h"
#include "analysis/publish/brief.h"
#include "analysis/publish/summary.h"
#include "questions/base/text.h"
#include "questions/book.h"
#include "tests/analysis/findings_kit.h"

enum { WORDS = 25 };

/* Does a sentence end with this letter, before a blank or the end? */
static bool
ends_sentence(const char *s)
{
	return strchr(".?!:;\n", *s) &&
		(*s == '\n' || s[1] == ' ' || s[1] == '\n' || s[1] == '\0' ||
		 s[1] == '"' || s[1] == ')' || s[1] == '*');
}

/* A row of a table and a heading are no sentences. */
static bool
is_prose(const char *line)
{
	return *line != '|' && *line != '#';
}

static void
check_sentences(const char *text, const char *what)
{
	size_t words = 0;
	bool inside = false;
	const char *start = text;

	for (const char *s = text; *s != '\0'; s++) {
		bool blank = *s == ' ' || *s == '\n';

		words += !blank && !inside;
		inside = !blank;
		if (!ends_sentence(s))
			continue;
		if (is_prose(start) && words > WORDS)
			fail_msg("%s: %zu words: %.*s", what, words,
				 (int)(s - start), start);
		words = 0;
		start = s + 1;
	}
}

/* No "0 %" and no "100 %" of answers; who took part is no answer. */
static void
check_shares(const char *text, const char *what)
{
	static const char sign[] = "\xc2\xa0%";

	for (const char *s = text; (s = strstr(s, sign)); s++) {
		const char *number = s;

		while (number > text && number[-1] >= '0' && number[-1] <= '9')
			number--;
		assert_case(strncmp(number, "0\xc2", 2) != 0, what);
		assert_case(strncmp(number, "100\xc2", 4) != 0 ||
				    strstr(text, "answered (100\xc2\xa0%)"),
			    what);
	}
}

static void
check_words(const char *text, const char *what)
{
	static const char *const not_ours[] = {"\xe2\x80\x94", "\xe2\x80\x93",
					       "anonym",       "foundation",
					       "refresher",    "misconception",
					       "distractor",   "nan",
					       "(null)",       "organization",
					       "  %"};

	for (size_t i = 0; i < COUNT(not_ours); i++) {
		if (strstr(text, not_ours[i]))
			fail_msg("%s: says %s", what, not_ours[i]);
	}
}

static char *
made(struct findings_kit *kit, struct report *(*make)(const struct findings *))
{
	findings_kit_init(kit);
	return findings_kit_text(&writer_markdown, make(&kit->f));
}

static const struct {
	const char *what, *form;
	uint64_t people, invited, seed;
	bool made_up, early;
	double minutes;
} shapes[] = {
	{"an office", "standard", 31, 40, 7, true, true, 0},
	{"all of an office", "standard", 40, 40, 7, false, false, 0},
	{"with groups", "full", 536, 800, 5, false, false, 0},
	{"thousands", "full", 8000, 12000, 3, true, false, 0},
	{"as few as can be", "standard", 10, 0, 1, false, false, 0},
	{"little time", "full", 300, 900, 2, false, false, 3},
	{"one topic", "public-service", 60, 90, 2, false, false, 0},
};

static struct findings_kit
kit_of(size_t shape)
{
	return (struct findings_kit){
		.form = shapes[shape].form,
		.people = shapes[shape].people,
		.invited = shapes[shape].invited,
		.seed = shapes[shape].seed,
		.made_up = shapes[shape].made_up,
		.early = shapes[shape].early,
		.minutes = shapes[shape].minutes,
	};
}

/* ---- words ---- */

static void
it_is_in_plain_words(void **state)
{
	for (size_t i = 0; i < COUNT(shapes); i++) {
		struct findings_kit kit = kit_of(i);
		char *text = made(&kit, brief_report);

		check_sentences(text, shapes[i].what);
		check_shares(text, shapes[i].what);
		check_words(text, shapes[i].what);
		assert_case((strstr(text, "MADE-UP DATA") != NULL) ==
				    shapes[i].made_up,
			    shapes[i].what);
		free(text);
		findings_kit_release(&kit);
	}
}

static void
it_says_what_a_writer_needs(void **state)
{
	static const char *const says[] = {
		"**Length.** Write about ",
		" minutes at 200 words a minute.",
		"**Start with** \"",
		"**If it must be shorter.** Cut from the end",
		"**Where to say \"you may\".**",
		"**One text for all?**",
		"**Form and medium.**",
		"What would help you most?",
		"## Topic by topic, most need first",
		"**Say first.** ",
		"**Leave out.** ",
		"**Put right.** Common wrong answers:",
		"**Learning points.** ",
		"**Evidence.** ",
		"**What they do.** ",
		"## Where to say \"you may\"",
		"## Rules to confirm and law to check",
		"Basis: law, to be checked before it is published.",
		"Basis: local rule, not confirmed.",
		"## Groups that differ",
		"## Limits",
		"DEFAULT CUTS: 50\xc2\xa0% and 80\xc2\xa0% right",
		"With limits 10 points lower the text needs ",
		"DEFAULT RISKS",
		"536 of 800 answered: 67\xc2\xa0%.",
		"whatever the others know",
		"Never use these figures to rank or name people or teams.",
		"Guidance is one remedy.",
	};
	struct findings_kit kit = kit_of(2);
	char *text = made(&kit, brief_report);

	for (size_t i = 0; i < COUNT(says); i++)
		assert_has(text, says[i], "the brief");
	free(text);
	findings_kit_release(&kit);
}

static void
what_does_not_fit_is_named(void **state)
{
	struct findings_kit kit = kit_of(5);
	char *text = made(&kit, brief_report);

	assert_has(text, "Write about 600 words: 3 minutes", "the limit");
	assert_has(text, "That is the time you set.", "whose limit");
	assert_has(text, "**Does not fit.** All of it takes ", "what is cut");
	free(text);
	findings_kit_release(&kit);
}

/* Topics without a scored question have no level and no words. */
static void
without_scored_questions_it_says_so(void **state)
{
	struct book *book;
	struct findings_kit kit = {
		.own = findings_kit_form(0, 0, &book),
		.people = 50,
		.seed = 1,
	};
	char *text = made(&kit, brief_report);

	assert_has(text, "no level and no length: no question could be scored.",
		   "the brief");
	assert_null(strstr(text, "## What to write"));
	free(text);
	findings_kit_release(&kit);
	form_free(kit.own);
	book_free(book);
}

/* A question that fewer than k answered: its words may stand, no number. */
static void
what_few_answered_has_no_figure(void **state)
{
	struct findings_kit kit = {.form = "full",
				   .people = 31,
				   .invited = 40,
				   .seed = 7};
	char *text = made(&kit, brief_report);
	size_t block = form_find(kit.f.form, "COL2");
	uint64_t n = counts_state(kit.f.d->all, block, STATE_ANSWERED);
	char base[32];

	assert_true(n > 0 && n < 10);
	assert_null(strstr(text, "Staff mock a colleague"));
	for (uint64_t i = 1; i < 10; i++) {
		snprintf(base, sizeof(base), "\xc2\xa0%% of %u ", (unsigned)i);
		assert_case(!strstr(text, base), base);
		snprintf(base, sizeof(base), "answered by %u ", (unsigned)i);
		assert_case(!strstr(text, base), base);
	}
	assert_has(text, "withheld: too few answers", "the brief");
	free(text);
	text = findings_kit_text(&writer_markdown, answers_report(&kit.f));
	assert_has(text, "Staff mock a colleague", "answers");
	assert_has(text, "Withheld: too few people answered.", "answers");
	free(text);
	findings_kit_release(&kit);
}

/* Where no group has a level of its own, nothing was found that is alike. */
static void
groups_that_are_not_compared_do_not_agree(void **state)
{
	static const struct {
		const char *what;
		uint64_t people, seed;
		const char *says, *not ;
	} cases[] = {
		/* none of whose bands is on one side of a cut */
		{"small groups", 30, 7, "too small to be compared",
		 "by a firm margin"},
		{"large ones", 600, 4, "by a firm margin",
		 "too small to be compared"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct book *book;
		struct findings_kit kit = {
			.own = findings_kit_form(1, 2, &book),
			.people = cases[i].people,
			.seed = cases[i].seed,
		};
		char *text = made(&kit, brief_report);

		assert_true(measures_input(kit.f.measures)->n_groups > 1);
		assert_has(text, cases[i].says, cases[i].what);
		assert_case(!strstr(text, cases[i].not ), cases[i].what);
		free(text);
		text = findings_kit_text(&writer_text, summary_report(&kit.f));
		assert_has(text, cases[i].says, cases[i].what);
		assert_case(!strstr(text, cases[i].not ), cases[i].what);
		free(text);
		findings_kit_release(&kit);
		form_free(kit.own);
		book_free(book);
	}
}

/* ---- answers for staff ---- */

static void
staff_get_every_answer_in_plain_words(void **state)
{
	for (size_t i = 0; i < COUNT(shapes); i++) {
		struct findings_kit kit = kit_of(i);
		char *text = made(&kit, answers_report);

		check_shares(text, shapes[i].what);
		check_words(text, shapes[i].what);
		for (size_t k = 0; k < kit.f.form->n_questions; k++) {
			const struct question *q = &kit.f.form->question[k];

			if (q->role == ROLE_KNOWLEDGE && q->key && q->why)
				assert_has(text, q->why, shapes[i].what);
		}
		/* what nobody has looked up is no source yet */
		assert_null(strstr(text, "check before citing"));
		free(text);
		findings_kit_release(&kit);
	}
}

static void
nothing_is_told_to_staff_by_group(void **state)
{
	struct book *book;
	struct findings_kit kit = {
		.own = findings_kit_form(3, 2, &book),
		.people = 600,
		.seed = 4,
	};
	char *text = made(&kit, answers_report);

	assert_true(kit.f.d->breakdown[0].n > 1);
	assert_null(strstr(text, "Secret unit"));
	assert_null(strstr(text, "Which unit"));
	assert_has(text, "A rule nobody confirmed?", "asked");
	assert_has(text, "Expected answer, not confirmed:", "not a right one");
	assert_has(text, "Not counted: the rule is not confirmed.", "no share");
	free(text);
	findings_kit_release(&kit);
	form_free(kit.own);
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_in_plain_words),
		cmocka_unit_test(it_says_what_a_writer_needs),
		cmocka_unit_test(what_does_not_fit_is_named),
		cmocka_unit_test(without_scored_questions_it_says_so),
		cmocka_unit_test(what_few_answered_has_no_figure),
		cmocka_unit_test(groups_that_are_not_compared_do_not_agree),
		cmocka_unit_test(staff_get_every_answer_in_plain_words),
		cmocka_unit_test(nothing_is_told_to_staff_by_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
