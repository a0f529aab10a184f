#include "tests/test.h"

#include "survey/tui/edit.h"

/* Moves and deletes, by a letter each. */
static void
apply(struct edit *edit, const char *keys, size_t cells)
{
	for (; *keys; keys++) {
		switch (*keys) {
		case 'l': edit_left(edit); break;
		case 'r': edit_right(edit); break;
		case 'L': edit_word_left(edit); break;
		case 'R': edit_word_right(edit); break;
		case 'b': edit_backspace(edit); break;
		case 'd': edit_delete(edit); break;
		case 'u': edit_up(edit, cells); break;
		case 'n': edit_down(edit, cells); break;
		case 'h': edit_home(edit, cells); break;
		case 'e': edit_end(edit, cells); break;
		case 'c': edit_clear(edit); break;
		case 'z': edit_undo(edit); break;
		case '_': edit_insert(edit, " "); break;
		case 'p': edit_insert(edit, "one two"); break;
		case 'x': edit_insert(edit, "x"); break;
		case 'w': edit_insert(edit, "\u4f60"); break;
		case '^': edit_insert(edit, "\u0302"); break;
		default: fail_msg("no key %c", *keys);
		}
	}
}

/* "|" stands for the cursor. */
static char *
shown(const struct edit *edit)
{
	struct text t = TEXT_INIT;

	text_add_n(&t, edit_text(edit), edit->at);
	text_add_char(&t, '|');
	text_add(&t, edit_text(edit) + edit->at);
	return text_take(&t);
}

static void
moves_and_deletes(void **state)
{
	static const struct {
		const char *what, *text, *keys, *shown;
		bool multiline;
	} cases[] = {
		{"the cursor begins at the end", "ab", "", "ab|", false},
		{"left", "ab", "l", "a|b", false},
		{"left at the begin stays", "ab", "llll", "|ab", false},
		{"right at the end stays", "ab", "lrr", "ab|", false},
		{"insert", "ab", "lx", "ax|b", false},
		{"backspace", "ab", "lb", "|b", false},
		{"backspace at the begin does nothing", "ab", "llb", "|ab",
		 false},
		{"delete", "ab", "ld", "a|", false},
		{"delete at the end does nothing", "ab", "d", "ab|", false},
		{"clear", "ab", "c", "|", false},
		{"a combining accent is one with its letter", "aw\u0302b", "ll",
		 "a|w\u0302b", false},
		{"and goes with it", "aw\u0302", "b", "a|", false},
		{"so does a family of emoji", "a\U0001F469\u200d\U0001F467",
		 "b", "a|", false},
		{"and a flag", "\U0001F1EC\U0001F1E7\U0001F1EB\U0001F1F7", "b",
		 "\U0001F1EC\U0001F1E7|", false},
		{"letter by letter where they only stand together",
		 "\U0001F469\U0001F467", "b", "\U0001F469|", false},
		{"a skin tone goes with its hand", "a\U0001F44D\U0001F3FD", "b",
		 "a|", false},
		{"left goes over a family", "\U0001F469\u200d\U0001F467x", "ll",
		 "|\U0001F469\u200d\U0001F467x", false},
		{"an accent typed behind joins the letter", "w", "^b", "|",
		 false},
		{"delete takes a whole one", "aw\u0302b", "hrd", "a|b", false},
		{"a word to the left", "one two ", "L", "one |two ", false},
		{"two words", "one two", "LL", "|one two", false},
		{"a word to the right", "one two", "hR", "one |two", false},
		{"home and end", "ab", "hxex", "xabx|", false},
		{"up keeps the column", "abc\nd\nefg", "uu", "abc|\nd\nefg",
		 true},
		{"through a shorter line, too", "abc\nd\nefg", "unu",
		 "abc\nd|\nefg", true},
		{"down", "abc\nde", "unx", "abc\ndex|", true},
		{"up from the first line stays", "abc", "u", "abc|", true},
		{"home of the second line", "abc\nde", "h", "abc\n|de", true},
		{"end of the first", "abc\nde", "hle", "abc|\nde", true},
		{"backspace joins lines", "abc\nde", "hb", "abc|de", true},
		{"left over a newline", "abc\nde", "hl", "abc|\nde", true},
		{"up through a wide character", "a\u4f60b\nabc", "lu",
		 "a|\u4f60b\nabc", true},
		{"undo takes a word back", "ab", "_xx_xxxz", "ab xx |", false},
		{"then the one before", "ab", "_xx_xxxzz", "ab |", false},
		{"then all that was typed", "ab", "_xx_xxxzzz", "ab|", false},
		{"not what stood there at first", "ab", "xzzz", "ab|", false},
		{"letters deleted come back at once", "abc", "bbz", "abc|",
		 false},
		{"so does what was cleared", "abc", "lcz", "ab|c", false},
		{"so goes a paste, as a whole", "ab", "pz", "ab|", false},
		{"words typed elsewhere are others", "ab", "xhxz", "|abx",
		 false},
		{"a move between two letters, too", "ab", "xlxz", "ab|x",
		 false},
		{"what did nothing is not undone", "", "xbbbz", "x|", false},
		{"undone, then typed again", "ab", "xzx", "abx|", false},
		{"newlines are blanks in one line", "a\nb", "", "a b|", false},
		{"controls are dropped",
		 "a\033[2Jb\xc2\x9b\u202e"
		 "c",
		 "", "a[2Jbc|", false},
		{"what is not UTF-8 shows that it was there", "a\xff", "",
		 "a\ufffd|", false},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct edit edit;
		char *s;

		edit_init(&edit, cases[i].text, cases[i].multiline);
		apply(&edit, cases[i].keys, 20);
		s = shown(&edit);
		assert_text(s, cases[i].shown, cases[i].what);
		free(s);
		edit_release(&edit);
	}
}

/* "row,column of rows" of the cursor. */
static void
lays_out_lines(void **state)
{
	static const struct {
		const char *what, *text, *keys, *place;
		size_t cells;
	} cases[] = {
		{"nothing is one line", "", "", "0,0 of 1", 10},
		{"one line", "abc", "", "0,3 of 1", 10},
		{"a full line keeps a cell for the cursor", "123456789", "",
		 "0,9 of 1", 10},
		{"one more wraps", "1234567890", "", "1,1 of 2", 10},
		{"at a blank", "1234 678901", "", "1,6 of 2", 10},
		{"blanks at the end of a line hang over it", "12345678   ", "",
		 "0,9 of 1", 10},
		{"a newline begins a line", "ab\n", "", "1,0 of 2", 10},
		{"wide characters count two", "\u4f60\u597d", "", "0,4 of 1",
		 10},
		{"an accent counts none", "w\u0302", "", "0,1 of 1", 10},
		{"wide characters wrap before the edge",
		 "\u4f60\u597d\u4f60\u597d\u4f60", "", "1,2 of 2", 10},
		{"a family counts its people", "\U0001F469\u200d\U0001F467", "",
		 "0,4 of 1", 10},
		{"and wraps as one", "1234567\U0001F469\u200d\U0001F467", "",
		 "1,4 of 2", 10},
		{"one that is wider than the field is parted",
		 "\U0001F469\u200d\U0001F467\u200d\U0001F466\u200d"
		 "\U0001F466",
		 "", "1,4 of 2", 6},
		{"a flag", "\U0001F1EC\U0001F1E7", "", "0,2 of 1", 10},
		{"the cursor in the first of two", "1234 678901", "hu",
		 "0,0 of 2", 10},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct edit_lines lines = {0};
		struct edit edit;
		char place[64];

		edit_init(&edit, cases[i].text, true);
		apply(&edit, cases[i].keys, cases[i].cells);
		edit_lay_out(&edit, cases[i].cells, &lines);
		snprintf(place, sizeof place, "%zu,%zu of %zu", lines.row,
			 lines.column, lines.n);
		assert_text(place, cases[i].place, cases[i].what);
		edit_lines_release(&lines);
		edit_release(&edit);
	}
}

static void
takes_no_more_than_it_can_hold(void **state)
{
	char *much = malloc(EDIT_MAX_BYTES + 1);
	struct edit edit;

	assert_non_null(much);
	memset(much, 'x', EDIT_MAX_BYTES);
	much[EDIT_MAX_BYTES] = '\0';
	edit_init(&edit, "", false);
	assert_true(edit_insert(&edit, much));
	assert_false(edit_insert(&edit, "y"));
	assert_int_equal(strlen(edit_text(&edit)), EDIT_MAX_BYTES);
	edit_backspace(&edit);
	assert_true(edit_insert(&edit, "y"));
	edit_release(&edit);
	free(much);
}

/* Whatever is done to it, the text stays UTF-8 and the cursor within. */
static void
stays_whole(void **state)
{
	static const char keys[] = "lrLRbdunhexwzpc";
	struct edit edit;
	uint32_t seed = 1;
	char key[2] = "";
	int i;

	edit_init(&edit, "t\u0177m w\u0302 \U0001F600\n\u4f60\u597d", true);
	for (i = 0; i < 20000; i++) {
		seed = seed * 1664525 + 1013904223;
		key[0] = keys[(seed >> 16) % (sizeof keys - 1)];
		apply(&edit, key, 5);
		assert_in_range(edit.at, 0, edit.text.n);
		assert_true(text_is_utf8(edit_text(&edit), edit.text.n));
		assert_true(text_is_utf8(edit_text(&edit), edit.at));
	}
	edit_release(&edit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_and_deletes),
		cmocka_unit_test(lays_out_lines),
		cmocka_unit_test(takes_no_more_than_it_can_hold),
		cmocka_unit_test(stays_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
