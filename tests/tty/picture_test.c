/*
 * Pictures of two screens for the README, made of what a terminal shows of a
 * real survey. The test is that those in survey/pictures/ are current; `make pictures`
 * makes them anew.
 */
#include "tests/test.h"

#include "questions/base/text.h"
#include "tests/support/term.h"

enum { ROWS = 24, COLUMNS = 80, CELL = 9, LINE = 19, SIZE = 15, EDGE = 12 };

/* ---- a survey that is the same each time ---- */

static char *
without(const char *s, const char *part, const char *instead)
{
	struct text t = TEXT_INIT;
	const char *at;

	for (; (at = strstr(s, part)) != NULL; s = at + strlen(part)) {
		text_add_n(&t, s, (size_t)(at - s));
		text_add(&t, instead);
	}
	text_add(&t, s);
	return text_take(&t);
}

static void
run(const char *dir, const char *const *arguments)
{
	char *conduct = test_program("conduct");
	const char *argv[12] = {conduct};
	struct test_run done;
	size_t i;

	for (i = 0; arguments[i]; i++)
		argv[i + 1] = arguments[i];
	test_run(&done, dir, argv, NULL);
	if (done.status != 0)
		fail_msg("%s: %s", arguments[0], done.err);
	test_run_release(&done);
	free(conduct);
}

/* Our full questionnaire, in which nothing is drawn or shuffled. */
static void
open_survey(const char *dir)
{
	static const char *const bank[] = {"bank", "full", "-o", ".", NULL};
	static const char *const open[] = {"open",	  "full.csv",
					   "--staff",	  "40",
					   "--closes",	  "2999-12-01",
					   "--languages", "en",
					   NULL};
	char *path = test_path(dir, "full.csv"), *csv, *still, *fixed;

	run(dir, bank);
	csv = test_read(path, NULL);
	still = without(csv, "randomize=true", "");
	fixed = without(still, "once(int(random() * 3) + 1)", "1");
	test_write(path, fixed);
	run(dir, open);
	free(fixed);
	free(still);
	free(csv);
	free(path);
}

/* ---- pictures ---- */

static bool
same_look(struct term_look a, struct term_look b)
{
	return a.bold == b.bold && a.underline == b.underline &&
		a.reverse == b.reverse;
}

static void
add_escaped(struct text *svg, const char *s, size_t n)
{
	for (; n > 0; n--, s++)
		if (*s == '&')
			text_add(svg, "&amp;");
		else if (*s == '<')
			text_add(svg, "&lt;");
		else if (*s == '>')
			text_add(svg, "&gt;");
		else
			text_add_char(svg, *s);
}

/* n cells of words with one blank between them; not all fonts are as wide. */
static void
add_words(struct text *svg, int x, int y, const char *s, int n,
	  struct term_look look)
{
	text_addf(svg, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"%s%s%s>", x,
		  y + SIZE, n * CELL, look.bold ? " class=\"b\"" : "",
		  look.underline ? " text-decoration=\"underline\"" : "",
		  look.reverse ? " fill=\"#1c1c1c\"" : "");
	add_escaped(svg, s, (size_t)n);
	text_add(svg, "</text>\n");
}

/* n cells that look alike, from that column on; all of one byte. */
static void
add_run(struct text *svg, int row, int column, const char *s, int n,
	struct term_look look)
{
	int from, to, x = EDGE + column * CELL, y = EDGE + row * LINE;

	if (look.reverse)
		text_addf(svg,
			  "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
			  "fill=\"#d8d8d8\"/>\n",
			  x, y, n * CELL, LINE);
	while (n > 0 && s[n - 1] == ' ')
		n--;
	for (from = 0; from < n; from = to) {
		from += (int)strspn(s + from, " ");
		for (to = from; to < n && strncmp(s + to, "  ", 2) != 0; to++)
			;
		add_words(svg, x + from * CELL, y, s + from, to - from, look);
	}
}

static void
add_row(struct text *svg, struct term *term, int row)
{
	const char *s = term_row(term, row);
	int n = (int)strlen(s), from, to;

	for (from = 0; from < n; from = to) {
		struct term_look look = term_look(term, row, from);

		for (to = from + 1;
		     to < n && same_look(look, term_look(term, row, to)); to++)
			;
		s = term_row(term, row);
		add_run(svg, row, from, s + from, to - from, look);
	}
}

static void
add_cursor(struct text *svg, struct term *term)
{
	int row, column;

	term_cursor(term, &row, &column);
	text_addf(svg,
		  "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		  "fill=\"none\" stroke=\"#ffd75f\" stroke-width=\"1.5\"/>\n",
		  EDGE + column * CELL, EDGE + row * LINE, CELL, LINE);
}

/* The screen as it is; yours to free. */
static char *
picture(struct term *term, const char *title)
{
	int row, width = COLUMNS * CELL + 2 * EDGE;
	int height = ROWS * LINE + 2 * EDGE;
	struct text svg = TEXT_INIT;

	text_addf(&svg,
		  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
		  "height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
		  "<title>%s</title>\n"
		  "<style>text{font:%dpx 'DejaVu Sans Mono','Liberation "
		  "Mono',Menlo,Consolas,monospace;fill:#d8d8d8}"
		  ".b{font-weight:bold;fill:#fff}</style>\n"
		  "<rect width=\"%d\" height=\"%d\" rx=\"6\" "
		  "fill=\"#1c1c1c\"/>\n",
		  width, height, width, height, title, SIZE, width, height);
	for (row = 0; row < ROWS; row++)
		add_row(&svg, term, row);
	add_cursor(&svg, term);
	text_add(&svg, "</svg>\n");
	return text_take(&svg);
}

static void
check_picture(struct term *term, const char *title, const char *path)
{
	const char *wanted = getenv("PICTURES");
	char *made, *there;

	term_wait_quiet(term);
	made = picture(term, title);
	if (wanted && strcmp(wanted, "write") == 0)
		test_write(path, made);
	there = test_read(path, NULL);
	assert_text(made, there, "`make pictures` makes it anew");
	free(there);
	free(made);
}

/* ---- the way to them ---- */

/* The first row that is no header is on another page now. */
static bool
is_on(struct term *term, void *ctx)
{
	const char *question = ctx;

	return term_find(term, question) < 0;
}

/* Answers pages until this stands on one: with options in turn, and how sure
 * one is where that is asked. */
static void
answer_up_to(struct term *term, const char *at)
{
	size_t page;
	char row[256];

	for (page = 0; term_find(term, at) < 0; page++) {
		char key[] = {(char)('1' + page * 2 % 3), '\0'};

		assert_true(page < 100);
		term_wait_text(term, "[ Continue ]", "a question");
		term_wait_quiet(term);
		snprintf(row, sizeof row, "%s", term_row(term, 3));
		term_keys(term, key);
		term_wait_quiet(term);
		if (term_find(term, "How sure are you") >= 0)
			term_keys(term, "<Tab> ");
		term_keys(term, "<C-n>");
		term_wait_until(term, is_on, row);
		term_wait_quiet(term);
	}
}

static void
pictures_are_current(void **state)
{
	char *program = test_program("conduct-survey");
	char *wave = test_path(*state, "survey.wave");
	const char *argv[] = {program, wave, NULL};
	struct term *term;

	open_survey(*state);
	term = term_start(ROWS, COLUMNS, argv, NULL);
	term_wait_text(term, "[ Start ]", "the start page");
	term_keys(term, "\r");
	term_wait_gone(term, "[ Start ]", "the first question");
	answer_up_to(term, "You grumble about work");
	term_keys(term, "2<Tab> ");
	term_wait_text(term, "(*) 1  Sure", "how sure");
	check_picture(term,
		      "A question with four options, of which the second is "
		      "chosen, and how sure one is of it",
		      "survey/pictures/screen-question.svg");
	answer_up_to(term, "Check your answers");
	check_picture(term, "All answers, to be checked before they are sent",
		      "survey/pictures/screen-check.svg");
	term_free(term);
	free(wave);
	free(program);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(pictures_are_current),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
