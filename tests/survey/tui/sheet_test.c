#include "tests/test.h"

#include <limits.h>

#include "survey/tui/sheet.h"

enum { ROWS = 12, COLUMNS = 40 };

struct shape {
	size_t head, items, lines_each, foot;
};

/* A page of so many lines: choices of so many lines each, one button. */
static void
build(struct sheet *sheet, const struct shape *shape)
{
	size_t i, k, line;

	sheet_begin(sheet, ROWS, COLUMNS, SHEET_DENSE);
	for (i = 0; i < shape->head; i++)
		sheet_line(sheet, SHEET_HEAD);
	for (i = 0; i < shape->items; i++) {
		line = sheet_line(sheet, SHEET_BODY);
		for (k = 1; k < shape->lines_each; k++)
			sheet_line(sheet, SHEET_BODY);
		sheet_item(sheet, line, 0, 3);
	}
	for (i = 1; i < shape->foot; i++)
		sheet_line(sheet, SHEET_FOOT);
	sheet_button(sheet, "Continue");
	sheet_status(sheet, "Kept. Not sent yet.");
	sheet_place(sheet);
}

/* In sight, each line in a row of its own, within the window. */
static void
check_rows(const struct sheet *sheet, const char *what)
{
	bool taken[ROWS] = {false};
	size_t i;
	int row;

	for (i = 0; i < sheet->n_lines; i++) {
		row = sheet_row(sheet, i);
		if (row < 0)
			continue;
		assert_case(row >= 1 && row <= ROWS - 3, what);
		assert_case(!taken[row], what);
		taken[row] = true;
	}
	if (sheet_row_more(sheet) >= 0)
		assert_case(!taken[sheet_row_more(sheet)], what);
}

static bool
focus_is_seen(const struct sheet *sheet)
{
	return sheet_row(sheet, sheet->item[sheet->focus].first) >= 0;
}

static const struct {
	const char *what;
	struct shape shape;
} pages[] = {
	{"all fits", {2, 5, 1, 1}},
	{"all fits exactly", {2, 6, 1, 1}},
	{"one too many", {2, 7, 1, 1}},
	{"a long list", {2, 200, 1, 1}},
	{"options of two lines", {2, 9, 2, 1}},
	{"options taller than the room", {2, 4, 12, 1}},
	{"a tall question", {30, 5, 1, 1}},
	{"a tall question and nothing to choose", {30, 0, 1, 1}},
	{"a tall foot", {1, 5, 1, 7}},
	{"a foot as tall as the window", {1, 5, 1, 20}},
};

static void
goes_down_and_up_through_all(void **state)
{
	size_t i, step, n;

	for (i = 0; i < COUNT(pages); i++) {
		struct sheet sheet = {0};

		build(&sheet, &pages[i].shape);
		check_rows(&sheet, pages[i].what);
		n = sheet.n_items;
		for (step = 0; sheet.focus + 1 < n; step++) {
			sheet_move(&sheet, 1);
			build(&sheet, &pages[i].shape);
			check_rows(&sheet, pages[i].what);
			assert_case(step < 300, pages[i].what);
			if (sheet.follow)
				assert_case(focus_is_seen(&sheet),
					    pages[i].what);
		}
		for (step = 0; sheet.focus > 0 || sheet.top > 0; step++) {
			sheet_move(&sheet, -1);
			build(&sheet, &pages[i].shape);
			check_rows(&sheet, pages[i].what);
			assert_case(step < 300, pages[i].what);
		}
		sheet_release(&sheet);
	}
}

/* Every line comes into sight on the way down by pages. */
static void
shows_every_line(void **state)
{
	size_t i, k, step;

	for (i = 0; i < COUNT(pages); i++) {
		struct sheet sheet = {0};
		bool seen[400] = {false};

		build(&sheet, &pages[i].shape);
		for (step = 0; step < 300; step++) {
			for (k = 0; k < sheet.n_lines; k++)
				seen[k] |= sheet_row(&sheet, k) >= 0;
			sheet_scroll(&sheet, 1);
			build(&sheet, &pages[i].shape);
		}
		for (k = 0; k < sheet.n_lines; k++)
			assert_case(seen[k], pages[i].what);
		assert_case(!sheet.scrolls ||
				    sheet.top + sheet.shown == sheet.total,
			    pages[i].what);
		sheet_release(&sheet);
	}
}

static void
tells_how_much_there_is_more(void **state)
{
	const struct shape list = {2, 7, 1, 1}, text = {30, 0, 1, 1},
			   tall = {30, 4, 1, 1}, all = {2, 5, 1, 1};
	struct sheet sheet = {0};
	char *s;

	build(&sheet, &list);
	s = sheet_more(&sheet);
	assert_text(s, "-- 2 more below --", "a list counts its options");
	free(s);
	sheet_scroll_lines(&sheet, 1);
	build(&sheet, &list);
	s = sheet_more(&sheet);
	assert_text(s, "-- 1 below, more above --", "amid");
	free(s);
	sheet_scroll(&sheet, 1);
	build(&sheet, &list);
	s = sheet_more(&sheet);
	assert_text(s, "-- more above --", "at the end");
	free(s);
	sheet_release(&sheet);

	build(&sheet, &text);
	s = sheet_more(&sheet);
	assert_text(s, "-- 23 more below --", "a text counts its lines");
	free(s);
	sheet_release(&sheet);

	build(&sheet, &tall);
	assert_false(sheet_shows_focus(&sheet));
	s = sheet_more(&sheet);
	assert_text(s, "-- 27 more below --",
		    "a tall question its lines and its options");
	free(s);
	sheet_scroll_lines(&sheet, INT_MAX);
	build(&sheet, &tall);
	assert_true(sheet_shows_focus(&sheet));
	s = sheet_more(&sheet);
	assert_text(s, "-- more above --", "to its end");
	free(s);
	sheet_release(&sheet);

	build(&sheet, &all);
	assert_null(sheet_more(&sheet));
	sheet_release(&sheet);
}

/* One row further, not one page: that is all that is new on the screen. */
static void
follows_the_focus_by_as_little_as_that_takes(void **state)
{
	static const struct {
		const char *what;
		struct shape shape;
		size_t most; /* lines a move brings on */
	} cases[] = {
		{"options of a line", {2, 30, 1, 1}, 1},
		{"options of two lines", {2, 30, 2, 1}, 2},
		{"a tall question", {30, 5, 1, 1}, 1},
	};
	size_t i, top;

	for (i = 0; i < COUNT(cases); i++) {
		struct sheet sheet = {0};

		build(&sheet, &cases[i].shape);
		while (sheet.focus + 2 < sheet.n_items) {
			top = sheet.top;
			sheet_move(&sheet, 1);
			build(&sheet, &cases[i].shape);
			assert_case(sheet.top >= top, cases[i].what);
			assert_case(sheet.top - top <= cases[i].most,
				    cases[i].what);
		}
		assert_case(sheet.top > 0, cases[i].what);
		sheet_release(&sheet);
	}
}

static void
header(struct sheet *sheet, const char *left, const char *section,
       const char *right, const char *brief)
{
	const char *l[] = {left, section}, *r[] = {right, brief};

	sheet_begin(sheet, ROWS, COLUMNS, SHEET_BARE);
	sheet_header(sheet, l, 2, r, 2);
}

static void
fits_its_first_row(void **state)
{
	static const struct {
		const char *what, *left, *section, *right, *brief, *is_left,
			*is_right;
	} cases[] = {
		{"both", "Staff survey", "You", "Question 4 of 12", "4/12",
		 "Staff survey", "Question 4 of 12"},
		{"the short place", "Private life, conduct and speaking", "You",
		 "Question 4 of 12", "4/12",
		 "Private life, conduct and speaking", "4/12"},
		{"the other left one",
		 "A title that is longer than forty cells are", "You",
		 "Question 4 of 12", "4/12", "You", "Question 4 of 12"},
		{"nothing is cut: rather the right one alone",
		 "A title that is longer than forty cells are", "",
		 "Question 4 of 12 in this section", "", "",
		 "Question 4 of 12 in this section"},
		{"the left one alone", "Staff survey", "", "", "",
		 "Staff survey", ""},
		{"nothing", "", "", "", "", "", ""},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct sheet sheet = {0};

		header(&sheet, cases[i].left, cases[i].section, cases[i].right,
		       cases[i].brief);
		assert_text(sheet.header_left, cases[i].is_left, cases[i].what);
		assert_text(sheet.header_right, cases[i].is_right,
			    cases[i].what);
		sheet_release(&sheet);
	}
}

/* All lines of the head, each with all that stands in it. */
static char *
head_of(const struct sheet *sheet)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < sheet->n_pieces; i++)
		text_addf(&t, "%zu:%s;", sheet->piece[i].column,
			  sheet->bytes.s + sheet->piece[i].at);
	return text_take(&t);
}

/* What has no room in a row takes two, and is never cut. */
static void
says_titles_and_headings_whole(void **state)
{
	static const struct {
		const char *what, *title, *heading, *right;
		const char *is_left, *is_right, *head;
	} cases[] = {
		{"all of it fits", "Staff survey", "Stop?", "About 8 minutes",
		 "Staff survey", "About 8 minutes", "0:Stop?;"},
		{"a title alone", "Staff survey", "", "", "Staff survey", "",
		 ""},
		{"a long title takes two rows",
		 "What do you know about social media at work?", "",
		 "About 8 minutes", "What do you know about social media at",
		 "", "0:work?;25:About 8 minutes;"},
		{"and one more for what has no room beside its end",
		 "What do you know about social media at the place of work?",
		 "", "Nearly twenty-one minutes",
		 "What do you know about social media at", "",
		 "0:the place of work?;15:Nearly twenty-one minutes;"},
		{"a heading takes the row that a long title cannot have",
		 "What do you know about social media at work?",
		 "Stop for now?", "", "Stop for now?", "", ""},
		{"also a long one",
		 "What do you know about social media at work?",
		 "Check all of your answers before sending them", "",
		 "Check all of your answers before sending", "", "0:them;"},
		{"the right one stays beside it",
		 "What do you know about social media at work?", "About you",
		 "Section 4 of 4", "About you", "Section 4 of 4", ""},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct sheet sheet = {0};
		char *head;

		sheet_begin(&sheet, ROWS, COLUMNS, SHEET_DENSE);
		sheet_heading(&sheet, cases[i].title, cases[i].heading,
			      cases[i].right);
		head = head_of(&sheet);
		assert_text(sheet.header_left, cases[i].is_left, cases[i].what);
		assert_text(sheet.header_right, cases[i].is_right,
			    cases[i].what);
		assert_text(head, cases[i].head, cases[i].what);
		free(head);
		sheet_release(&sheet);
	}
}

/* However many buttons there are, the first stays in sight. */
static void
keeps_the_first_button_in_sight(void **state)
{
	static const struct {
		const char *what;
		size_t lines, buttons;
		bool low;    /* asked for */
		size_t foot; /* lines of it that stay */
	} cases[] = {
		{"all fits", 5, 3, false, 3},
		{"room for text and buttons", 20, 3, false, 3},
		{"buttons give way to the text", 20, 5, false, 1},
		{"where that is asked for, sooner", 20, 2, true, 1},
		{"not where all fits", 5, 2, true, 2},
		{"one button has nothing to give", 20, 1, true, 1},
	};
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		struct sheet sheet = {0};

		sheet_begin(&sheet, ROWS, COLUMNS, SHEET_DENSE);
		sheet.gentle = true;
		sheet.low = cases[i].low;
		for (k = 0; k < cases[i].lines; k++)
			sheet_line(&sheet, SHEET_BODY);
		for (k = 0; k < cases[i].buttons; k++)
			sheet_button(&sheet, "A button alone in its row");
		sheet_place(&sheet);
		assert_case(sheet.height[SHEET_FOOT] == cases[i].foot,
			    cases[i].what);
		assert_case(sheet_row(&sheet, sheet.item[0].first) >= 0,
			    cases[i].what);
		/* Reading does not take the focus away from it. */
		sheet_scroll(&sheet, 5);
		assert_case(sheet.focus == 0, cases[i].what);
		sheet_focus(&sheet, cases[i].buttons - 1);
		sheet_place(&sheet);
		assert_case(sheet_row(&sheet,
				      sheet.item[cases[i].buttons - 1].first) >=
				    0,
			    cases[i].what);
		sheet_release(&sheet);
	}
}

/* A status of two rows takes one more; none takes none where rows are few. */
static void
makes_room_for_the_status(void **state)
{
	static const struct {
		const char *what, *status;
		size_t lines;
		bool fits;
	} cases[] = {
		{"one row", "Kept.", 8, true},
		{"and no more", "Kept.", 9, false},
		{"two rows", "Nothing chosen yet. Space chooses this one.", 7,
		 true},
		{"and no more", "Nothing chosen yet. Space chooses this one.",
		 8, false},
		{"none", "", 9, true},
	};
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		struct sheet sheet = {0};

		sheet_begin(&sheet, ROWS, COLUMNS, SHEET_DENSE);
		for (k = 0; k < cases[i].lines; k++)
			sheet_line(&sheet, SHEET_BODY);
		sheet_button(&sheet, "Continue");
		sheet_status(&sheet, cases[i].status);
		assert_case(sheet_fits(&sheet) == cases[i].fits, cases[i].what);
		sheet_release(&sheet);
	}
}

static void
puts_buttons_beside_each_other_where_there_is_room(void **state)
{
	struct sheet sheet = {0};

	sheet_begin(&sheet, ROWS, COLUMNS, SHEET_DENSE);
	sheet_button(&sheet, "Start");
	sheet_button(&sheet, "More about your data");
	sheet_button(&sheet, "Leave");
	sheet_place(&sheet);
	assert_int_equal(sheet.height[SHEET_FOOT], 2);
	assert_int_equal(sheet.item[1].mark_line, sheet.item[0].mark_line);
	assert_int_equal(sheet.item[2].mark_line, sheet.item[0].mark_line + 1);
	assert_int_equal(sheet.item[2].caret_column, 2);
	sheet_release(&sheet);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_down_and_up_through_all),
		cmocka_unit_test(shows_every_line),
		cmocka_unit_test(tells_how_much_there_is_more),
		cmocka_unit_test(follows_the_focus_by_as_little_as_that_takes),
		cmocka_unit_test(fits_its_first_row),
		cmocka_unit_test(says_titles_and_headings_whole),
		cmocka_unit_test(keeps_the_first_button_in_sight),
		cmocka_unit_test(makes_room_for_the_status),
		cmocka_unit_test(
			puts_buttons_beside_each_other_where_there_is_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
