/*
 * Random keys and resizes: whatever is typed, the screen stays whole and the
 * program ends only in ways that a person can ask for.
 *
 * MONKEY keys (2,000 where it is not set), from the seed MONKEY_SEED (1).
 */
#include "tests/test.h"

#include "tests/support/term.h"

enum { KEYS = 2000, BURST = 25 };

static const char *const keys[] = {
	"<Up>",
	"<Down>",
	"<Down>",
	"<Left>",
	"<Right>",
	"<Home>",
	"<End>",
	"<PageUp>",
	"<PageDown>",
	"<Tab>",
	"<Tab>",
	"<BackTab>",
	"<Enter>",
	"<Enter>",
	"<Esc>",
	"<Backspace>",
	"<Delete>",
	"<F1>",
	"<C-n>",
	"<C-p>",
	"<C-l>",
	"<C-o>",
	"<C-e>",
	"<C-g>",
	"<C-Left>",
	"<C-Right>",
	" ",
	" ",
	"1",
	"2",
	"3",
	"4",
	"9",
	"0",
	"a",
	"b",
	"h",
	"l",
	"r",
	"?",
	"\u0175",
	"w\u0302",
	"\u4f60",
	"\U0001F600",
	"\u200d",
	"\u0300",
	"<Paste>",
	"</Paste>",
	"<Paste>a\rb</Paste>",
	"long text that goes on and on, to be wrapped somewhere ",
	"\xff",
	"\xc3",
	"\x80",
	"\033",
	"\033[",
	"\033[1;",
	"\033O",
	"\033[999~",
	"\033[200",
	"\x13",
	"\x11",
	"\x1c",
	"\x1a",
	"\x04",
};

/* Now and then a way out. */
static const char *const ways_out[] = {"s", "t", "<C-x>", "<C-c>", "<C-t>"};

static const char *const pages[] = {
	"one",	"many",	       "rank",	 "list",     "twelve",	   "tall",
	"wide", "integer",     "range",	 "text",     "lines",	   "date",
	"note", "acknowledge", "fixed",	 "wrong",    "wrong-date", "welcome",
	"code", "wrong-code",  "review", "language", "languages",
};

static const int sizes[][2] = {
	{24, 80}, {12, 40}, {50, 132}, {13, 41},   {24, 40}, {12, 80},
	{8, 30},  {1, 1},   {3, 5},    {100, 300}, {16, 60}, {24, 79},
};

static uint32_t state_of_chance;

static size_t
chance(size_t n)
{
	state_of_chance = state_of_chance * 1664525 + 1013904223;
	return (state_of_chance >> 8) % n;
}

static bool
is_up(struct term *term, void *ctx)
{
	term_screen(term);
	return term_on_alternate_screen(term);
}

static struct term *
start(void)
{
	const char *argv[COUNT(pages) + 2] = {NULL};
	char *program = test_program("tests/tty/front_demo");
	struct term *term;
	size_t i, from = chance(COUNT(pages));

	argv[0] = program;
	for (i = 0; i < COUNT(pages); i++)
		argv[i + 1] = pages[(from + i) % COUNT(pages)];
	term = term_start(24, 80, argv, NULL);
	free(program);
	assert_true(term_wait_until(term, is_up, NULL));
	return term;
}

/* The ways to end that front_demo has, and their codes. */
static void
check_end(struct term *term)
{
	int status = term_end(term);

	if (status != 0 && status != 3 && status != 6) {
		print_error("ended with %d:\n%s", status, term_screen(term));
		fail();
	}
	assert_false(term_on_alternate_screen(term));
	assert_true(term_cursor_visible(term));
}

/*
 * One mark at the most; where options are shown the cursor stands on none
 * without it.
 */
static void
check_screen(struct term *term, int rows)
{
	int row, cursor_row, cursor_column, marks = 0;
	const char *s;

	term_cursor(term, &cursor_row, &cursor_column);
	assert_in_range(cursor_row, 0, rows - 1);
	assert_true(term_cursor_visible(term));
	for (row = 0; row < rows; row++) {
		s = term_row(term, row);
		marks += strncmp(s, "> ", 2) == 0 || strcmp(s, ">") == 0;
		if (row == cursor_row && cursor_column == 3 &&
		    (strncmp(s, "  (", 3) == 0 || strncmp(s, "  [", 3) == 0)) {
			print_error("no mark in row %d:\n%s", row,
				    term_screen(term));
			fail();
		}
	}
	if (marks > 1) {
		print_error("%d marks:\n%s", marks, term_screen(term));
		fail();
	}
}

static size_t
from_environment(const char *name, size_t otherwise)
{
	const char *s = getenv(name);

	return s && *s ? (size_t)strtoul(s, NULL, 10) : otherwise;
}

static int
type_a_burst(struct term *term, int rows)
{
	size_t i, size;

	for (i = 0; i < BURST; i++) {
		if (chance(40) == 0) {
			size = chance(COUNT(sizes));
			rows = sizes[size][0];
			term_resize(term, rows, sizes[size][1]);
		} else if (chance(200) == 0) {
			term_keys(term, ways_out[chance(COUNT(ways_out))]);
		} else {
			term_keys(term, keys[chance(COUNT(keys))]);
		}
	}
	return rows;
}

static void
survives_a_monkey(void **state)
{
	size_t n = from_environment("MONKEY", KEYS), typed, starts = 0;
	struct term *term = NULL;
	int rows = 24;

	state_of_chance = (uint32_t)from_environment("MONKEY_SEED", 1);
	for (typed = 0; typed < n; typed += BURST) {
		if (term == NULL) {
			term = start();
			rows = 24;
			starts++;
		}
		rows = type_a_burst(term, rows);
		term_wait_quiet(term);
		if (term_is_running(term)) {
			check_screen(term, rows);
			continue;
		}
		check_end(term);
		term_free(term);
		term = NULL;
	}
	term_free(term);
	print_message("%zu keys in %zu sessions\n", typed, starts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(survives_a_monkey),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
