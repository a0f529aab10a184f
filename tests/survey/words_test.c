/* The client's sentences: every one in every language, and how they change. */
#include "tests/test.h"

#include <locale.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/date_typed.h"
#include "questions/phrases.h"
#include "questions/value.h"
#include "survey/words.h"

static const char *const languages[] = {"cy", "qps"};

static int
setup(void **state)
{
	char *locale = test_program("locale");

	words_look_in(locale);
	free(locale);
	return 0;
}

static int
speak_english(void **state)
{
	assert_true(words_use("en"));
	return 0;
}

/* ---- catalogues ---- */

/* "%zu,%s," in the order of the arguments. */
static char *
conversions(const char *format)
{
	char *kind[8] = {NULL};
	struct text t = TEXT_INIT;
	size_t next = 0, place, n, i;
	const char *p;

	for (p = strchr(format, '%'); p; p = strchr(p, '%')) {
		p++;
		if (*p == '%') {
			p++;
			continue;
		}
		place = next++;
		if (p[0] >= '1' && p[0] <= '8' && p[1] == '$') {
			place = (size_t)(p[0] - '1');
			p += 2;
		}
		n = strspn(p, "zlh") + 1;
		assert_null(kind[place]);
		kind[place] = mem_copy_n(p, n);
	}
	for (i = 0; i < COUNT(kind); i++) {
		if (kind[i])
			text_addf(&t, "%s,", kind[i]);
		free(kind[i]);
	}
	return text_take(&t);
}

static void
check_sentence(enum word w, size_t n)
{
	const char *said = word_for(w, n), *english = word_english(w, n);
	char *nfc = text_nfc(said);
	char *here = conversions(said), *there = conversions(english);

	assert_text(nfc, said, word_name(w));
	assert_false(text_has_controls(said));
	/* A form that goes with one number need not say it. */
	if (*here || !word_has_forms(w) || strcmp(there, "zu,") != 0)
		assert_text(here, there, word_name(w));
	free(nfc);
	free(here);
	free(there);
}

static void
says_all_that_english_says(void **state)
{
	size_t i, w, n;

	for (i = 0; i < COUNT(languages); i++) {
		assert_true(words_use(languages[i]));
		for (w = 0; w < WORD_COUNT; w++)
			for (n = 0; n < 12; n++)
				check_sentence((enum word)w, n);
	}
}

/* A sentence that is new and not translated yet is said in English. */
static void
every_sentence_is_translated(void **state)
{
	static const size_t numbers[] = {0, 1, 2, 3, 6, 11};
	size_t i, k, w;

	for (i = 0; i < COUNT(languages); i++) {
		assert_true(words_use(languages[i]));
		for (w = 0; w < WORD_COUNT; w++)
			for (k = 0; k < COUNT(numbers); k++)
				assert_case(word_for((enum word)w,
						     numbers[k]) !=
						    word_english((enum word)w,
								 numbers[k]),
					    word_name((enum word)w));
	}
}

static void
the_made_up_language_is_longer(void **state)
{
	size_t w;

	assert_true(words_use("qps"));
	for (w = 0; w < WORD_COUNT; w++) {
		const char *said = word_for((enum word)w, 2);
		const char *english = word_english((enum word)w, 2);

		assert_case(said != english, word_name((enum word)w));
		assert_case(text_width(said) * 10 >= text_width(english) * 14,
			    word_name((enum word)w));
	}
}

/* Typed words: one must not be taken for another, nor for the English of
 * another, which may always be typed. */
static void
each_typed_word_is_another(void **state)
{
	static const enum word typed[] = {
		WORD_START_WORD,  WORD_MORE_WORD,     WORD_RESUME_WORD,
		WORD_LEAVE_WORD,  WORD_LANGUAGE_WORD, WORD_BACK_WORD,
		WORD_DELETE_WORD, WORD_GO_ON_WORD,    WORD_SEND_WORD,
		WORD_FINISH_WORD, WORD_AGAIN_WORD,    WORD_ANOTHER_CODE_WORD,
		WORD_LINE_HELP,	  WORD_LINE_LIST,     WORD_LINE_CLEAR,
		WORD_LINE_SKIP,	  WORD_LINE_STOP,     WORD_LINE_HIDE,
		WORD_LINE_REVIEW, WORD_LINE_SCREEN,   WORD_LINE_NONE,
		WORD_LINE_OK,	  WORD_LINE_SURE,     WORD_LINE_NOT_SURE,
	};
	size_t i, k, m;

	for (m = 0; m < COUNT(languages); m++) {
		assert_true(words_use(languages[m]));
		for (i = 0; i < COUNT(typed); i++)
			for (k = 0; k < COUNT(typed); k++) {
				char *one = text_fold(word(typed[i]));
				char *other = text_fold(word(typed[k]));
				const char *english = word_english(typed[k], 0);

				assert_case(i == k ||
						    (strcmp(one, other) != 0 &&
						     strcmp(one, english) != 0),
					    word_name(typed[i]));
				free(one);
				free(other);
			}
	}
}

/* The sentences that tell a word to type tell the one that works. */
static void
sentences_name_the_words_that_work(void **state)
{
	static const struct {
		enum word sentence, typed;
	} cases[] = {
		{WORD_LINE_NOTHING_YET, WORD_LINE_SKIP},
		{WORD_LINE_NO_NONE, WORD_LINE_SKIP},
		{WORD_LINE_NOT_OK, WORD_LINE_OK},
		{WORD_LINE_NOT_OK, WORD_LINE_SKIP},
		{WORD_LINE_WHOLE_SEND, WORD_SEND_WORD},
		{WORD_LINE_ASK_OK, WORD_LINE_OK},
		{WORD_LINE_ASK_REVIEW, WORD_SEND_WORD},
		{WORD_LINE_HELP_KEPT, WORD_SEND_WORD},
		{WORD_LINE_HELP_BACK, WORD_BACK_WORD},
		{WORD_LINE_HELP_LIST, WORD_LINE_LIST},
		{WORD_LINE_HELP_CLEAR, WORD_LINE_CLEAR},
		{WORD_LINE_HELP_SKIP, WORD_LINE_SKIP},
		{WORD_LINE_HELP_REVIEW, WORD_LINE_REVIEW},
		{WORD_LINE_HELP_STOP, WORD_LINE_STOP},
		{WORD_LINE_HELP_LANGUAGE, WORD_LANGUAGE_WORD},
		{WORD_LINE_HELP_HIDE, WORD_LINE_HIDE},
		{WORD_LINE_HELP_SCREEN, WORD_LINE_SCREEN},
		{WORD_LINE_HELP_DOT, WORD_BACK_WORD},
		{WORD_LINE_LIST_READS, WORD_LINE_LIST},
		{WORD_REVIEW_WHY, WORD_SEND},
		{WORD_SLIP_IS_WAYBACK, WORD_RESUME},
		{WORD_TUI_HELP_REVIEW, WORD_SEND_WORD},
	};
	size_t i, k;

	for (k = 0; k < 2; k++) {
		assert_true(words_use(k == 0 ? "en" : "cy"));
		for (i = 0; i < COUNT(cases); i++) {
			char *all = text_fold(word(cases[i].sentence));
			char *part = text_fold(word(cases[i].typed));

			assert_has(all, part, word_name(cases[i].sentence));
			free(all);
			free(part);
		}
	}
}

static void
switches_there_and_back(void **state)
{
	const char *english = word(WORD_MONTH_1), *welsh;

	assert_string_equal(english, "January");
	assert_true(words_use("cy"));
	welsh = word(WORD_MONTH_1);
	assert_string_equal(welsh, "Ionawr");
	assert_true(words_use("en"));
	assert_ptr_equal(word(WORD_MONTH_1), english);
	/* what was handed out is still there, and the same */
	assert_true(words_use("qps"));
	assert_string_equal(welsh, "Ionawr");
	assert_true(words_use("cy"));
	assert_ptr_equal(word(WORD_MONTH_1), welsh);
}

static void
takes_a_language_by_its_name(void **state)
{
	static const struct {
		const char *what, *language, *month;
		bool is;
	} cases[] = {
		{"name and code", "Cymraeg (cy)", "Ionawr", true},
		{"code with a country", "Cymraeg (cy-GB)", "Ionawr", true},
		{"code with an underscore", "Cymraeg (cy_GB)", "Ionawr", true},
		{"English", "English (en)", "January", true},
		{"English of a country", "English (en-GB)", "January", true},
		{"no language named", "", "January", true},
		{"a name alone", "Cymraeg", "January", true},
		{"none that we have", "Gaeilge (ga)", "January", false},
		{"a place elsewhere", "X (../cy)", "January", false},
		{"an absolute place", "X (/cy)", "January", false},
		{"an empty code", "X ()", "January", true},
		{"a code without its end", "X (cy", "Ionawr", true},
		{"a very long code", "X (cyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy)",
		 "January", false},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		words_use("qps");
		assert_case(words_use_language(cases[i].language) ==
				    cases[i].is,
			    cases[i].what);
		assert_text(word(WORD_MONTH_1), cases[i].month, cases[i].what);
	}
}

/* gettext by itself would say nothing in these, and listen to those. */
static void
depends_on_nobodys_locale(void **state)
{
	static const char *const locale[] = {"C", "C.UTF-8", "POSIX"};
	size_t i;

	setenv("LANGUAGE", "de", 1);
	setenv("LC_ALL", "de_DE.UTF-8", 1);
	for (i = 0; i < COUNT(locale); i++) {
		assert_non_null(setlocale(LC_CTYPE, locale[i]));
		assert_true(words_use("cy"));
		assert_string_equal(word(WORD_MONTH_12), "Rhagfyr");
		assert_string_equal(setlocale(LC_MESSAGES, NULL), "C");
		assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
	}
}

static void
says_english_where_there_is_no_catalogue(void **state)
{
	words_look_in("/nowhere");
	assert_false(words_use("gd"));
	assert_string_equal(word(WORD_MONTH_1), "January");
	setup(state);
}

/* ---- forms by number ---- */

static void
takes_the_form_that_goes_with_the_number(void **state)
{
	static const struct {
		const char *language;
		enum word word;
		size_t n;
		const char *expected;
	} cases[] = {
		{"en", WORD_MINUTES, 0, "About 0 minutes"},
		{"en", WORD_MINUTES, 1, "About 1 minute"},
		{"en", WORD_MINUTES, 2, "About 2 minutes"},
		{"en", WORD_MINUTES, 11, "About 11 minutes"},
		{"cy", WORD_MINUTES, 0, "Tua 0 munud"},
		{"cy", WORD_MINUTES, 1, "Tua 1 funud"},
		{"cy", WORD_MINUTES, 2, "Tua 2 funud"},
		{"cy", WORD_MINUTES, 3, "Tua 3 munud"},
		{"cy", WORD_MINUTES, 6, "Tua 6 munud"},
		{"cy", WORD_MINUTES, 11, "Tua 11 munud"},
		{"cy", WORD_TUI_FOUND, 0, "0 canlyniad"},
		{"cy", WORD_TUI_FOUND, 1, "1 canlyniad"},
		{"cy", WORD_TUI_FOUND, 2, "2 ganlyniad"},
		{"cy", WORD_TUI_FOUND, 3, "3 chanlyniad"},
		{"cy", WORD_TUI_FOUND, 6, "6 chanlyniad"},
		{"cy", WORD_TUI_FOUND, 11, "11 canlyniad"},
		{"cy", WORD_REFUSE_DIGITS, 15,
		 "Rhowch rif heb fwy na 15 digid."},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *said;

		words_use(cases[i].language);
		said = word_format(cases[i].word, cases[i].n);
		assert_text(said, cases[i].expected, cases[i].language);
		free(said);
	}
}

/* ---- typed words, dates ---- */

static void
finds_the_english_of_a_word(void **state)
{
	char other[] = "dechrau";

	assert_true(words_use("cy"));
	assert_string_not_equal(word(WORD_START_WORD), "start");
	assert_string_equal(word_in_english(word(WORD_START_WORD)), "start");
	assert_ptr_equal(word_in_english(other), other);
	assert_true(words_use("en"));
	assert_string_equal(word_in_english(word(WORD_START_WORD)), "start");
}

static void
takes_months_in_both_languages(void **state)
{
	static const struct {
		const char *language, *typed, *expected;
	} cases[] = {
		{"cy", "14 Rhagfyr 2026", "2026-12-14"},
		{"cy", "14 rhag 2026", "2026-12-14"},
		{"cy", "14 rha. 2026", "2026-12-14"},
		{"cy", "1 ION 2026", "2026-01-01"},
		{"cy", "1 jan 2026", "2026-01-01"},
		{"cy", "1 mai 2026", "2026-05-01"},
		{"cy", "1 meh 2026", "2026-06-01"},
		{"cy", "1 gorff 2026", "2026-07-01"},
		{"cy", "1 tach 2026", "2026-11-01"},
		{"cy", "1 maw 2026", "2026-03-01"},
		{"cy", "1 ma 2026", NULL},
		{"cy", "1 rhagfyrr 2026", NULL},
		{"en", "14 Rhagfyr 2026", NULL},
		{"en", "14 dec 2026", "2026-12-14"},
	};
	char text[16];
	double days;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		words_use(cases[i].language);
		assert_case(date_from_person(cases[i].typed, &days) ==
				    (cases[i].expected != NULL),
			    cases[i].typed);
		if (!cases[i].expected)
			continue;
		date_format(days, text);
		assert_text(text, cases[i].expected, cases[i].typed);
	}
}

/* The start page of the smallest window has five rows for them. */
static void
brief_lines_take_a_row_of_forty_cells(void **state)
{
	static const char *const spoken[] = {"en", "cy"};
	static const enum word brief[] = {
		WORD_NO_TEST,	 WORD_BRIEF_CHOICE, WORD_BRIEF_CHOICE_REQUIRED,
		WORD_BRIEF_NAME, WORD_BRIEF_KIOSK,  WORD_PRESS_T_BRIEF,
	};
	size_t i, k;
	char *s;

	for (i = 0; i < COUNT(spoken); i++) {
		assert_true(words_use(spoken[i]));
		for (k = 0; k < COUNT(brief); k++)
			assert_case(text_width(word(brief[k])) <= 40,
				    word_name(brief[k]));
		s = word_format(WORD_BRIEF_GROUPS, 10u);
		assert_case(text_width(s) <= 40, spoken[i]);
		free(s);
		s = word_format(WORD_BRIEF_WAYBACK, "7F3QK-9X2MD");
		assert_case(text_width(s) <= 40, spoken[i]);
		free(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(says_all_that_english_says,
					  speak_english),
		cmocka_unit_test_teardown(every_sentence_is_translated,
					  speak_english),
		cmocka_unit_test_teardown(the_made_up_language_is_longer,
					  speak_english),
		cmocka_unit_test_teardown(each_typed_word_is_another,
					  speak_english),
		cmocka_unit_test_teardown(sentences_name_the_words_that_work,
					  speak_english),
		cmocka_unit_test_teardown(switches_there_and_back,
					  speak_english),
		cmocka_unit_test_teardown(takes_a_language_by_its_name,
					  speak_english),
		cmocka_unit_test_teardown(depends_on_nobodys_locale,
					  speak_english),
		cmocka_unit_test_teardown(
			says_english_where_there_is_no_catalogue,
			speak_english),
		cmocka_unit_test_teardown(
			takes_the_form_that_goes_with_the_number,
			speak_english),
		cmocka_unit_test_teardown(finds_the_english_of_a_word,
					  speak_english),
		cmocka_unit_test_teardown(takes_months_in_both_languages,
					  speak_english),
		cmocka_unit_test_teardown(brief_lines_take_a_row_of_forty_cells,
					  speak_english),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
