/*
 * The full screen as a program: what holds on all its pages (of single ones
 * front_pages_test.c tells), the window, how little is written, and how it
 * takes and leaves the terminal. tests/tty/front_demo.c in an emulator.
 */
#include "tests/test.h"

#include <signal.h>
#include <unistd.h>

#include "tests/support/demo.h"

static struct term *
start(int rows, int columns, const char *pages)
{
	return demo_start(rows, columns, pages, NULL);
}

/* -------------------------------------------------- what holds on all pages */

static const char *const all_pages[] = {
	"one",	       "many",	      "rank",	  "list",	   "twelve",
	"tall",	       "wide",	      "integer",  "range",	   "text",
	"lines",       "date",	      "note",	  "wrong",	   "wrong-date",
	"acknowledge", "fixed",	      "sure",	  "code",	   "wrong-sure",
	"table",       "wrong-table", "apart",	  "welcome",	   "bare",
	"wrong-code",  "review",      "language", "trouble-stays", "start",
};

/* In a field it is where one types. */
static bool
is_field(struct term *term, int row, int column)
{
	const struct term_look look = term_look(term, row, column);

	return look.underline ||
		(column > 0 && term_look(term, row, column - 1).underline);
}

/* The hardware cursor stands right behind the mark, in the first cells. */
static bool
is_on_its_mark(struct term *term, void *ctx)
{
	const char *s;
	int row, column, mark;

	term_screen(term);
	term_cursor(term, &row, &column);
	s = term_row(term, row);
	for (mark = column - 1; mark >= 0 && mark >= column - 4; mark--)
		if (mark < (int)strlen(s) && s[mark] == '>')
			return column <= 5 || strstr(s, "[ ") != NULL ||
				is_field(term, row, column);
	if (s[0] == '>')
		return is_field(term, row, column);
	return column == 0 && row == 1; /* the text before any of it */
}

static void
the_cursor_is_on_the_mark(void **state)
{
	static const int sizes[][2] = {{24, 80}, {12, 40}, {50, 132}};
	static const char *const keys[] = {"", "<Down>", "<Tab>", "<End>"};
	size_t i, size, k;

	for (i = 0; i < COUNT(all_pages); i++)
		for (size = 0; size < COUNT(sizes); size++) {
			struct term *term = start(sizes[size][0],
						  sizes[size][1], all_pages[i]);

			for (k = 0; k < COUNT(keys); k++) {
				term_keys(term, keys[k]);
				if (k + 1 == COUNT(keys))
					term_wait_quiet(term);
				if (!term_wait_until(term, is_on_its_mark,
						     NULL))
					fail_msg("%s, %s:\n%s", all_pages[i],
						 keys[k], term_screen(term));
			}
			term_free(term);
		}
}

/* ------------------------------------------------------- hide, leave */

static void
hides_the_screen(void **state)
{
	struct term *term = start(24, 80, "one");

	term_keys(term, "3h");
	term_wait_gone(term, "feedback", "hidden");
	term_wait_quiet(term);
	assert_int_equal(strspn(term_screen(term), "\n"), 24);
	term_keys(term, "\r");
	term_wait_row(term, 0, "Show my answers? Enter", "any key asks");
	assert_text(strchr(term_screen(term), '\n') + 1,
		    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
		    "nothing else");
	term_keys(term, "x4 ");
	term_wait_quiet(term);
	term_wait_row(term, 0, "Show my answers? Enter", "stays hidden");
	term_keys(term, "\r");
	term_wait_row(term, 8, "> (*) 3  A few times a year", "back");
	term_keys(term, "<C-o>");
	term_wait_gone(term, "feedback", "Ctrl-O");
	term_keys(term, "x");
	term_wait_row(term, 0, "Show my answers? Enter", "another key asks");
	term_free(term);
}

static void
ends_with_what_the_person_asked_for(void **state)
{
	static const struct {
		const char *what, *pages, *keys;
		int status;
	} cases[] = {
		{"the last page is answered", "one", "3\r", 0},
		{"s stops", "one", "s", 3},
		{"Ctrl-X stops", "one", "<C-x>", 3},
		{"Ctrl-C stops and kills nothing", "one", "<C-c>", 3},
		{"Ctrl-X stops while typing", "text", "s<C-x>", 3},
		{"t is text mode", "one", "t", 6},
		{"Ctrl-T is text mode", "text", "t<C-t>", 6},
		{"Ctrl-Z and Ctrl-\\ do nothing", "one",
		 "\x1a\x1c"
		 "3\r",
		 0},
		{"nor does the flow control", "one",
		 "\x13\x11"
		 "3\r",
		 0},
		{"nor Ctrl-D", "one",
		 "\x04"
		 "3\r",
		 0},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct term *term = start(24, 80, cases[i].pages);

		term_keys(term, cases[i].keys);
		if (term_end(term) != cases[i].status)
			fail_msg("%s: %d", cases[i].what, term_end(term));
		term_free(term);
	}
}

/* --------------------------------------------------------------- the window */

static void
keeps_all_through_resizes(void **state)
{
	static const int sizes[][2] = {{24, 80}, {12, 40},   {50, 132},
				       {13, 41}, {100, 300}, {24, 80}};
	struct term *term = start(24, 80, "one lines");
	size_t i;

	term_keys(term, "3");
	for (i = 0; i < COUNT(sizes); i++) {
		term_resize(term, sizes[i][0], sizes[i][1]);
		term_wait_text(term, "> (*) 3  A few times a year", "choice");
		term_wait_text(term, "[ Continue ]", "button");
		term_wait_row(term, sizes[i][0] - 2, "Enter keeps it.",
			      "the status is at the bottom");
	}
	term_keys(term, "\rhalf a line");
	term_wait_text(term, "> Answer  half a line", "typed");
	for (i = 0; i < COUNT(sizes); i++) {
		term_resize(term, sizes[i][0], sizes[i][1]);
		term_wait_row(term, sizes[i][0] - 2, "Ctrl-N keeps it.",
			      "drawn anew");
		term_wait_text(term, "> Answer  half a line", "text");
	}
	term_free(term);
}

static void
says_when_it_is_too_small(void **state)
{
	static const int sizes[][2] = {{8, 30}, {11, 80}, {24, 39},
				       {3, 10}, {2, 4},	  {1, 1}};
	static const char *const first[] = {
		"The window is too small",
		"The window is too small (80x11).",
		"The window is too small (39x24).",
		"The window",
		"The",
		"T",
	};
	struct term *term = start(24, 80, "one one");
	size_t i;

	term_keys(term, "3");
	term_wait_text(term, "(*) 3", "chosen");
	for (i = 0; i < COUNT(sizes); i++) {
		term_resize(term, sizes[i][0], sizes[i][1]);
		term_wait_row(term, 0, first[i], "too small");
	}
	term_resize(term, 8, 30);
	term_wait_row(term, 1, "(30x8).", "its size");
	term_wait_row(term, 2, "Make it 40x12 or larger, or", "what to do");
	term_wait_row(term, 4, "What was kept stays kept.", "says so");
	term_keys(term, "5b\r ");
	term_wait_quiet(term);
	term_resize(term, 24, 80);
	term_wait_row(term, 8, "> (*) 3  A few times a year", "all is there");
	term_free(term);
}

static void
leaves_small_windows_for_text_mode(void **state)
{
	struct term *term = start(8, 30, "one");

	term_wait_row(term, 3, "press Ctrl-T for text mode.", "said");
	term_keys(term, "<C-t>");
	assert_int_equal(term_end(term), 6);
	term_free(term);
}

/* --------------------------------------------------------- how little it says */

static void
is_silent_when_nothing_changes(void **state)
{
	struct term *term = start(24, 80, "one");
	size_t before;

	term_wait_quiet(term);
	before = term_bytes(term);
	term_wait_quiet(term);
	assert_int_equal(term_bytes(term), before);
	term_keys(term, "xyz<Up><Left><Esc>");
	term_wait_quiet(term);
	term_wait_quiet(term);
	term_wait_quiet(term);
	assert_int_equal(term_bytes(term), before);
	term_free(term);
}

static void
assert_writes_little(struct term *term, const char *key, size_t most,
		     const char *what)
{
	size_t before, wrote;

	term_wait_quiet(term);
	before = term_bytes(term);
	term_keys(term, key);
	term_wait_quiet(term);
	wrote = term_bytes(term) - before;
	if (wrote > most)
		fail_msg("%s: %zu bytes for %s", what, wrote, key);
}

static void
writes_little_for_a_key(void **state)
{
	static const struct {
		const char *pages;
		int rows, columns;
	} cases[] = {{"one", 24, 80},	 {"many", 24, 80}, {"welcome", 24, 80},
		     {"review", 24, 80}, {"rank", 24, 80}, {"date", 24, 80},
		     {"text", 24, 80},	 {"one", 50, 132}, {"sure", 24, 80},
		     {"table", 24, 80},	 {"table", 12, 80}};
	static const char *const keys[] = {"<Down>", "<Down>", "<Up>", "<Down>",
					   "<Tab>"};
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		struct term *term =
			start(cases[i].rows, cases[i].columns, cases[i].pages);

		for (k = 0; k < COUNT(keys); k++)
			assert_writes_little(term, keys[k], 40, cases[i].pages);
		term_free(term);
	}
}

/* A page that tries again by itself is not read out each time. */
static void
is_silent_while_it_tries_again(void **state)
{
	struct term *term = start(24, 80, "trouble trouble-2 note");
	const char *output;
	size_t n;

	term_wait_text(term, "Tried 1 time.", "told");
	term_wait_text(term, "2 again:", "went on by itself");
	output = term_output(term, &n);
	assert_null(strstr(output, "Tried 2"));
	term_free(term);
}

static void
counts_for_whoever_presses_a_key(void **state)
{
	struct term *term = start(24, 80, "trouble trouble-2");

	term_wait_text(term, "> [ Try again ]", "told");
	term_keys(term, "\r");
	term_wait_text(term, "Tried 2 times.", "told again");
	term_free(term);
}

static void
looks_the_same_without_colours(void **state)
{
	static const char *const no_color[] = {"NO_COLOR=1", NULL};
	static const char *const *envs[] = {NULL, no_color};
	size_t i;
	int row, column;

	for (i = 0; i < COUNT(envs); i++) {
		struct term *term = demo_start(24, 80, "wrong", envs[i]);

		term_wait_text(term, "> Enter a year", "drawn");
		term_wait_quiet(term);
		assert_true(term_look(term, 0, 0).bold);
		assert_true(term_look(term, 6, 0).bold);
		assert_true(term_look(term, 10, 10).underline);
		assert_true(term_look(term, 10, 18).underline);
		assert_false(term_look(term, 12, 4).bold);
		for (row = 0; row < 24; row++) {
			for (column = 0; column < 80; column++) {
				struct term_look l =
					term_look(term, row, column);

				assert_false(l.coloured);
				assert_false(l.blink);
			}
		}
		term_free(term);
	}
}

/* What a terminal makes of its old lines is its own affair. */
static void
redraws_whole_after_a_resize(void **state)
{
	struct term *term = start(24, 80, "one");
	size_t before, n;

	term_wait_quiet(term);
	before = term_bytes(term);
	term_resize(term, 30, 90);
	term_wait_row(term, 28, "Kept. Not sent yet.", "drawn anew");
	assert_non_null(strstr(term_output(term, &n) + before, "\033[2J"));
	term_free(term);
}

static void
redraws_when_asked(void **state)
{
	struct term *term = start(24, 80, "one");
	size_t before;

	term_wait_text(term, "> ( ) 1  Every week", "drawn");
	term_wait_quiet(term);
	before = term_bytes(term);
	term_keys(term, "<C-l>");
	term_wait_quiet(term);
	assert_true(term_bytes(term) > before + 400);
	term_wait_row(term, 6, "> ( ) 1  Every week", "as it was");
	term_free(term);
}

/* ------------------------------------------------------- taking and leaving */

static void
refuses_terminals_it_cannot_use(void **state)
{
	static const char *const terms[] = {"TERM=dumb",    "TERM=nosuchterm",
					    "TERM=",	    "TERM",
					    "TERM=../../x", "TERM=unknown"};
	size_t i;

	for (i = 0; i < COUNT(terms); i++) {
		char *program = test_program("tests/tty/front_demo");
		const char *argv[] = {program, "one", NULL};
		const char *env[] = {terms[i], NULL};
		struct term *term = term_start(24, 80, argv, env);
		size_t n;

		if (term_end(term) != 5)
			fail_msg("%s: %d", terms[i], term_end(term));
		if (strchr(term_output(term, &n), '\033'))
			fail_msg("%s: it is written to", terms[i]);
		term_free(term);
		free(program);
	}
}

static void
works_on_other_terminals(void **state)
{
	static const char *const terms[] = {"TERM=vt220", "TERM=linux",
					    "TERM=vt100",
					    "TERM=screen-256color",
					    "TERM=xterm"};
	size_t i;

	for (i = 0; i < COUNT(terms); i++) {
		char *program = test_program("tests/tty/front_demo");
		const char *argv[] = {program, "one", "one", NULL};
		const char *env[] = {terms[i], NULL};
		struct term *term = term_start(24, 80, argv, env);

		term_wait_text(term, "> ( ) 1  Every week", terms[i]);
		term_send(term, "\033OB ");
		term_wait_row(term, 7, "> (*) 2  Every month", terms[i]);
		term_send(term, "\033[F");
		term_wait_cursor(term, 13, 3, terms[i]);
		term_send(term, "\033[1~");
		term_wait_cursor(term, 6, 3, terms[i]);
		term_send(term, "\033[A\r");
		term_wait_text(term, "1 answer: month", terms[i]);
		term_free(term);
		free(program);
	}
}

/* Any locale: the client brings its own UTF-8. */
static void
works_in_the_c_locale(void **state)
{
	static const char *const env[] = {"LC_ALL=C", NULL};
	struct term *term = demo_start(24, 80, "text one", env);

	term_keys(term, "tŷm\r");
	term_wait_text(term, "1 answer: tŷm", "UTF-8");
	term_free(term);
}

static bool
ends_with(const char *s, size_t n, const char *end)
{
	return n >= strlen(end) &&
		memcmp(s + n - strlen(end), end, strlen(end)) == 0;
}

/* First back from the alternate screen, then clear, then the scrollback. */
static void
wipes_last_of_all(void **state)
{
	static const char *const keys[] = {"3\r", "3s", "3t", "3<C-c>"};
	static const char wipe[] = "\033[H\033[2J\033[3J";
	const char *output, *leave;
	size_t i, n;

	for (i = 0; i < COUNT(keys); i++) {
		struct term *term = start(24, 80, "one");

		term_keys(term, keys[i]);
		term_end(term);
		output = term_output(term, &n);
		if (!ends_with(output, n, wipe))
			fail_msg("after %s: the wipe is not last", keys[i]);
		leave = strstr(output, "\033[?1049l");
		assert_non_null(leave);
		assert_true(leave < output + n - strlen(wipe));
		assert_false(term_on_alternate_screen(term));
		assert_true(term_cursor_visible(term));
		assert_text(term_screen(term),
			    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
			    keys[i]);
		term_free(term);
	}
}

/* Ends that nobody planned: the terminal comes back, and empty. */
static void
gives_the_terminal_back_whatever_happens(void **state)
{
	static const struct {
		const char *pages;
		int status;
	} cases[] = {{"one exit", 9}, {"one memory", 70}};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct term *term = start(24, 80, cases[i].pages);

		term_keys(term, "3\r");
		if (term_end(term) != cases[i].status)
			fail_msg("%s: %d", cases[i].pages, term_end(term));
		assert_false(term_on_alternate_screen(term));
		assert_true(term_cursor_visible(term));
		assert_true(term_find(term, "A few times") < 0);
		term_free(term);
	}
}

static void
wipes_between_two_people(void **state)
{
	struct term *term = start(24, 80, "one wipe text");
	const char *output;
	size_t n;

	term_keys(term, "3\r");
	term_wait_row(term, 5, "> Answer", "the next page");
	term_wait_row(term, 0,
		      "Staff survey                              "
		      "                      Question 4 of 12",
		      "whole");
	term_wait_gone(term, "A few times", "nothing is left");
	output = term_output(term, &n);
	assert_non_null(strstr(output, "\033[?1049l"));
	assert_non_null(
		strstr(strstr(output, "\033[?1049l"), "\033[H\033[2J\033[3J"));
	assert_true(term_on_alternate_screen(term));
	term_free(term);
}

static void
ends_when_the_terminal_goes(void **state)
{
	struct term *term = start(24, 80, "text");

	term_keys(term, "abc");
	term_wait_text(term, "> Answer  abc", "typed");
	term_hang_up(term);
	assert_int_equal(term_end(term), 128 + SIGHUP);
	term_free(term);
}

static void
ends_on_a_signal(void **state)
{
	static const int numbers[] = {SIGHUP, SIGTERM};
	static const char *const pages[] = {"one",    "lines", "welcome",
					    "review", "code",  "language"};
	size_t i, k;

	for (i = 0; i < COUNT(pages); i++) {
		for (k = 0; k < COUNT(numbers); k++) {
			struct term *term = start(24, 80, pages[i]);

			term_signal(term, numbers[k]);
			assert_int_equal(term_end(term), 128 + numbers[k]);
			assert_false(term_on_alternate_screen(term));
			term_free(term);
		}
	}
}

/* Also where it only waits to be shown again, or helps. */
static void
ends_on_a_signal_everywhere(void **state)
{
	static const char *const keys[] = {"h", "?", "<Paste>x"};
	size_t i;

	for (i = 0; i < COUNT(keys); i++) {
		struct term *term = start(24, 80, "one");

		term_keys(term, keys[i]);
		term_wait_quiet(term);
		term_signal(term, SIGTERM);
		assert_int_equal(term_end(term), 128 + SIGTERM);
		term_free(term);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursor_is_on_the_mark),
		cmocka_unit_test(hides_the_screen),
		cmocka_unit_test(ends_with_what_the_person_asked_for),
		cmocka_unit_test(keeps_all_through_resizes),
		cmocka_unit_test(says_when_it_is_too_small),
		cmocka_unit_test(leaves_small_windows_for_text_mode),
		cmocka_unit_test(is_silent_when_nothing_changes),
		cmocka_unit_test(writes_little_for_a_key),
		cmocka_unit_test(is_silent_while_it_tries_again),
		cmocka_unit_test(counts_for_whoever_presses_a_key),
		cmocka_unit_test(looks_the_same_without_colours),
		cmocka_unit_test(redraws_whole_after_a_resize),
		cmocka_unit_test(redraws_when_asked),
		cmocka_unit_test(refuses_terminals_it_cannot_use),
		cmocka_unit_test(works_on_other_terminals),
		cmocka_unit_test(works_in_the_c_locale),
		cmocka_unit_test(wipes_last_of_all),
		cmocka_unit_test(gives_the_terminal_back_whatever_happens),
		cmocka_unit_test(wipes_between_two_people),
		cmocka_unit_test(ends_when_the_terminal_goes),
		cmocka_unit_test(ends_on_a_signal),
		cmocka_unit_test(ends_on_a_signal_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
