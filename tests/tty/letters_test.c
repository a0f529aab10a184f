/*
 * Letters of all the world in a text field of the full screen: what is drawn,
 * where the cursor stands, what goes with Backspace, what is handed over.
 */
#include "tests/test.h"

#include "survey/tui/sheet.h"
#include "tests/support/term.h"

#define GIRL   "\U0001f467"
#define WOMAN  "\U0001f469"
#define JOIN   "\u200d"
#define FAMILY WOMAN JOIN GIRL
#define BOTH   WOMAN GIRL
#define FLAG   "\U0001f1ec\U0001f1e7"
#define WALES                                                          \
	"\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073" \
	"\U000e007f"
#define HAND "\U0001f44d"
#define TONE "\U0001f3fd"

static bool
is_up(struct term *term, void *ctx)
{
	(void)ctx;
	term_screen(term);
	return term_on_alternate_screen(term);
}

static struct term *
start(int rows, int columns, const char *page, const char *last)
{
	char *program = test_program("tests/tty/front_demo");
	const char *argv[] = {program, page, last, NULL};
	struct term *term = term_start(rows, columns, argv, NULL);

	assert_true(term_wait_until(term, is_up, NULL));
	term_settle(term);
	free(program);
	return term;
}

/* Between the field's begin and the cursor. */
static int
cells_from(struct term *term, int begin)
{
	int row, column;

	term_settle(term);
	term_cursor(term, &row, &column);
	return column - begin;
}

static int
field_begin(struct term *term)
{
	return cells_from(term, 0);
}

static void
each_letter_takes_its_cells(void **state)
{
	static const struct {
		const char *what, *keys, *drawn; /* drawn "": nothing */
		int cells;
	} cases[] = {
		{"Welsh", "t\u0177m", "t\u0177m", 3},
		{"Welsh in parts", "ty\u0302m", "m", 3},
		{"Backspace takes the accent, too", "aw\u0302<Backspace>", "a",
		 1},
		{"wide letters", "\u4f60\u597d", "\u4f60\u597d", 4},
		{"Left goes over one", "\u4f60\u597d<Left>", "\u4f60\u597d", 2},
		{"Backspace takes it", "\u4f60\u597d<Backspace>", "\u4f60", 2},
		{"wide ones among others", "a\u4f60b", "a\u4f60b", 4},
		{"a face", "\U0001f600x", "\U0001f600x", 3},
		{"a family is drawn as its people", FAMILY "x", BOTH "x", 5},
		{"Left goes over it", FAMILY "x<Left><Left>", BOTH "x", 0},
		{"Right, too", FAMILY "x<Home><Right>", BOTH "x", 4},
		{"Backspace takes all of it", "a" FAMILY "<Backspace>b", "ab",
		 2},
		{"Delete, too", FAMILY "ab<Home><Delete>", "ab", 0},
		{"two people that nothing joins", BOTH "<Backspace>", WOMAN, 2},
		{"a flag", FLAG "x", FLAG "x", 3},
		{"Backspace takes all of it", "a" FLAG FLAG "<Backspace>",
		 "a" FLAG, 3},
		{"the flag of Wales", WALES "x", "x", 3},
		{"Backspace takes all of it", "a" WALES "<Backspace>", "a", 1},
		{"a skin tone is not drawn", HAND TONE "x", HAND "x", 3},
		{"and goes with its hand", "a" HAND TONE "<Backspace>", "a", 1},
		{"a picture and its selector", "\u2764\ufe0fx", "\u2764x", 2},
		{"a digit in a frame", "1\ufe0f\u20e3x", "x", 2},
		{"a vowel that has a place", "\u0915\u093fx", "x", 3},
		{"one that has none", "\u0915\u0941x", "x", 2},
		{"a Korean syllable in parts", "\u1112\u1161\u11abx", "x", 3},
		{"right to left", "\u05e9\u05dc\u05d5\u05dd", "", 4},
		{"a bidi override", "a\u202eb", "ab", 2},
		{"an isolate, pasted", "<Paste>a\u2066b\u2069</Paste>", "ab",
		 2},
	};
	struct term *term = start(24, 80, "text", NULL);
	int begin = field_begin(term);
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		term_keys(term, cases[i].keys);
		assert_case(cells_from(term, begin) == cases[i].cells,
			    cases[i].what);
		term_wait_text(term, cases[i].drawn, cases[i].what);
		term_keys(term, "<C-u>");
		assert_case(cells_from(term, begin) == 0, cases[i].what);
	}
	term_free(term);
}

/* That all of a family is kept is said in both_test. */
static void
what_changes_the_direction_is_not_handed_over(void **state)
{
	static const struct {
		const char *what, *keys, *answer;
	} cases[] = {
		{"a family", FAMILY "\r", "1 answer: " BOTH},
		{"a skin tone", HAND TONE "\r", "1 answer: " HAND},
		{"a bidi override is not", "a\u202eb\u2066c\r",
		 "1 answer: abc"},
		{"an override in a paste is not",
		 "<Paste>a\u202eb\u200fc</Paste>\r", "1 answer: ab"},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct term *term = start(24, 80, "text", "one");

		term_keys(term, cases[i].keys);
		term_wait_text(term, cases[i].answer, cases[i].what);
		term_free(term);
	}
}

/* The last cell of a line is the cursor's: a wide letter that would need it
 * goes to the next line. */
static void
wide_letters_wrap_before_the_edge(void **state)
{
	enum { COLUMNS = 41, MANY = 60 };
	struct term *term = start(20, COLUMNS, "text", NULL);
	int begin = field_begin(term), first, row, column, i;
	int most = (COLUMNS - begin - 1) / 2;

	term_cursor(term, &first, &column);
	for (i = 1; i <= MANY; i++) {
		term_keys(term, i % 2 ? "\u4f60" : "\u597d");
		term_settle(term);
		term_cursor(term, &row, &column);
		assert_int_equal(row, first + (i - 1) / most);
		assert_int_equal(column, begin + 2 * (1 + (i - 1) % most));
	}
	for (; i > 1; i--)
		term_keys(term, "<Backspace>");
	assert_int_equal(cells_from(term, begin), 0);
	term_cursor(term, &row, &column);
	assert_int_equal(row, first);
	term_free(term);
}

/* Clusters, not code points or bytes. */
static void
what_is_left_is_counted_as_people_do(void **state)
{
	static const struct {
		const char *what, *keys, *said;
	} cases[] = {
		{"an accent", "w\u0302", "You have 59 characters left."},
		{"a family", FAMILY, "You have 59 characters left."},
		{"flags", FLAG FLAG, "You have 58 characters left."},
		{"a skin tone", HAND TONE, "You have 59 characters left."},
		{"wide letters", "\u4f60\u597d",
		 "You have 58 characters left."},
	};
	struct term *term = start(24, 80, "lines", NULL);
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		term_keys(term, cases[i].keys);
		term_wait_text(term, cases[i].said, cases[i].what);
		term_keys(term, "<C-u>");
		term_wait_text(term, "60 characters", cases[i].what);
	}
	term_free(term);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_letter_takes_its_cells),
		cmocka_unit_test(what_changes_the_direction_is_not_handed_over),
		cmocka_unit_test(wide_letters_wrap_before_the_edge),
		cmocka_unit_test(what_is_left_is_counted_as_people_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
