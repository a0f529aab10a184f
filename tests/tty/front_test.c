/* The full screen, typed at through an emulator: tests/tty/front_demo.c. */
#include "tests/test.h"

#include <signal.h>
#include <unistd.h>

#include "tests/support/term.h"

enum { NO = -1, MAX_PAGES = 8 };

static bool
is_up(struct term *term, void *ctx)
{
	term_screen(term);
	return term_on_alternate_screen(term);
}

/* front_demo with these pages ("one many"), once it draws. */
static struct term *
start_with(int rows, int columns, const char *pages, const char *const *env)
{
	const char *argv[MAX_PAGES + 2] = {NULL};
	char *program = test_program("tests/tty/front_demo");
	char *list = strdup(pages), *rest = list, *page;
	struct term *term;
	size_t n = 0;

	assert_non_null(list);
	argv[n++] = program;
	while ((page = strsep(&rest, " ")) != NULL) {
		assert_true(n <= MAX_PAGES);
		argv[n++] = page;
	}
	term = term_start(rows, columns, argv, env);
	if (!term_wait_until(term, is_up, NULL))
		fail_msg("%s: nothing is drawn", pages);
	free(list);
	free(program);
	return term;
}

static struct term *
start(int rows, int columns, const char *pages)
{
	return start_with(rows, columns, pages, NULL);
}

/* ------------------------------------------------- what keys do to a page */

struct screen_case {
	const char *what;
	int rows, columns;
	const char *pages, *keys;
	int row; /* NO: `text` is anywhere */
	const char *text;
	int cursor_row, cursor_column; /* NO: not asked */
};

static void
try_screens(const struct screen_case *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct screen_case *c = &cases[i];
		struct term *term = start(c->rows, c->columns, c->pages);

		term_keys(term, c->keys);
		if (c->row == NO)
			term_wait_text(term, c->text, c->what);
		else
			term_wait_row(term, c->row, c->text, c->what);
		if (c->cursor_row != NO)
			term_wait_cursor(term, c->cursor_row, c->cursor_column,
					 c->what);
		if (!term_cursor_visible(term))
			fail_msg("%s: the cursor is hidden", c->what);
		term_free(term);
	}
}

static void
shows_and_chooses_one(void **state)
{
	static const struct screen_case cases[] = {
		{"title and place", 24, 80, "one", "", 0,
		 "Staff survey"
		 "                                                    "
		 "Question 4 of 12",
		 NO, NO},
		{"section and time left", 24, 80, "one", "", 1,
		 "Feedback and learning                                       "
		 "about 3 minutes left",
		 NO, NO},
		{"the question", 24, 80, "one", "", 3,
		 "How often do you get "
		 "useful feedback about your work?",
		 NO, NO},
		{"hint and what to do", 24, 80, "one", "", 4,
		 "Useful means it "
		 "helped you do something differently. Select one answer.",
		 NO, NO},
		{"what to do below a hint that is no sentence", 24, 80, "bare",
		 "", 5, "Select one answer.", NO, NO},
		{"the cursor is on the first option", 24, 80, "one", "", 6,
		 "> ( ) 1  Every week", 6, 3},
		{"one that is none of them stands apart", 24, 80, "one", "", 11,
		 "      or", 6, 3},
		{"Down moves", 24, 80, "one", "<Down><Down>", 8,
		 "> ( ) 3  A few times a year", 8, 3},
		{"Up at the first stays", 24, 80, "one", "<Up>", 6,
		 "> ( ) 1  Every week", 6, 3},
		{"the mark leaves its old row", 24, 80, "one", "<Down>", 6,
		 "  ( ) 1  Every week", 7, 3},
		{"Space chooses", 24, 80, "one", "<Down><Down> ", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"another choice takes the mark", 24, 80, "one",
		 "<Down><Down> <Up> ", 8, "  ( ) 3  A few times a year", 7, 3},
		{"a digit goes there and chooses", 24, 80, "one", "4", 9,
		 "> (*) 4  Once a year or less", 9, 3},
		{"a digit that is none says so", 24, 80, "one", "9", 22,
		 "There is no answer 9.", 6, 3},
		{"0 clears nothing", 24, 80, "one", "40", 9,
		 "> (*) 4  Once a year or less", 9, 3},
		{"Delete clears", 24, 80, "one", "4<Delete>", 9,
		 "> ( ) 4  Once a year or less", 9, 3},
		{"and says so", 24, 80, "one", "4<Delete>", 22, "Cleared.", 9,
		 3},
		{"so does Ctrl-U", 24, 80, "one", "4<C-u>", 9,
		 "> ( ) 4  Once a year or less", 9, 3},
		{"one that is alone has its number, too", 24, 80, "single", "1",
		 6, "> (*) 1  A course or workshop", 6, 3},
		{"and is chosen, not ticked", 24, 80, "single", "", 23,
		 "Space choose  Enter continue  b back  ? help  s stop", NO,
		 NO},
		{"End goes to the last", 24, 80, "one", "<End>", 13,
		 "> ( ) 7  I prefer not to say", 13, 3},
		{"Home goes to the first", 24, 80, "one", "<End><Home>", 6,
		 "> ( ) 1  Every week", 6, 3},
		{"Tab goes to Continue", 24, 80, "one", "<Tab>", 15,
		 "> [ Continue ]", 15, 2},
		{"and round again to what is chosen", 24, 80, "one",
		 "3<Tab><Tab>", 8, "> (*) 3  A few times a year", 8, 3},
		{"Shift-Tab goes the other way", 24, 80, "one", "<BackTab>", 15,
		 "> [ Continue ]", 15, 2},
		{"Down from the last option", 24, 80, "one", "<End><Down>", 15,
		 "> [ Continue ]", 15, 2},
		{"letters that mean nothing do nothing", 24, 80, "one", "xyz3",
		 8, "> (*) 3  A few times a year", 8, 3},
		{"Esc does nothing", 24, 80, "one", "3<Esc>", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"a paste does nothing but say so", 24, 80, "one",
		 "<Paste>3\rs\r</Paste>", 22, "Pasted text is not used here.",
		 6, 3},
		{"the status row", 24, 80, "one", "", 22, "Kept. Not sent yet.",
		 NO, NO},
		{"the status row after a move", 24, 80, "one", "<Down>", 22,
		 "Kept. Not sent yet.", NO, NO},
		{"the status row after a choice", 24, 80, "one", "3", 22,
		 "Not kept yet: Enter keeps it.", NO, NO},
		{"the status row after a number", 24, 80, "integer", "3", 22,
		 "Not kept yet: Enter keeps it.", NO, NO},
		{"the keys row", 24, 80, "one", "", 23,
		 "Up/Down move  Space or "
		 "1-7 choose  Enter continue  b back  ? help  s stop",
		 NO, NO},
		{"a wide window is not filled", 50, 132, "one", "", 0,
		 "Staff survey                                                 "
		 "   Question 4 of 12",
		 NO, NO},
	};

	try_screens(cases, COUNT(cases));
}

static void
answers(void **state)
{
	static const struct screen_case cases[] = {
		{"Enter takes what is chosen", 24, 80, "one one", "3\r", NO,
		 "1 answer: few", NO, NO},
		{"so does Ctrl-N", 24, 80, "one one", "3<C-n>", NO,
		 "1 answer: few", NO, NO},
		{"so does Enter on Continue", 24, 80, "one one", "3<Tab>\r", NO,
		 "1 answer: few", NO, NO},
		{"so does Space on Continue", 24, 80, "one one", "3<Tab> ", NO,
		 "1 answer: few", NO, NO},
		{"Enter with nothing chosen stays", 24, 80, "one one",
		 "<Down>\r", 22,
		 "Nothing chosen yet. Space chooses 'Every "
		 "month'. Enter again skips.",
		 7, 3},
		{"Enter again skips", 24, 80, "one one", "\r\r", NO,
		 "1 answer:", NO, NO},
		{"a key between takes that back", 24, 80, "one one",
		 "\r<Down>\r", 22,
		 "Nothing chosen yet. Space chooses 'Every "
		 "month'. Enter again skips.",
		 7, 3},
		{"that goes for Continue, too", 24, 80, "one one", "<Tab>\r",
		 22, "Nothing chosen yet. Enter again skips.", 15, 2},
		{"a required one is for the check to refuse", 24, 80,
		 "required one", "\r", NO, "1 answer:", NO, NO},
		{"b goes back", 24, 80, "one one", "3\rb", NO, "2 back:", NO,
		 NO},
		{"Ctrl-P goes back", 24, 80, "one one", "3\r<C-p>", NO,
		 "2 back:", NO, NO},
		{"what was chosen is chosen again", 24, 80, "one one", "3\rb",
		 8, "> (*) 3  A few times a year", 8, 3},
		{"back takes what stands there along", 24, 80, "one one",
		 "3\r2b", NO, "2 back: month", NO, NO},
		{"no back from the first", 24, 80, "first", "b", 22,
		 "This is the first question.", NO, NO},
		{"l asks for another language", 24, 80, "languages one", "l",
		 NO, "1 language:", NO, NO},
		{"so does Ctrl-E", 24, 80, "languages one", "<C-e>", NO,
		 "1 language:", NO, NO},
		{"not where there is one", 24, 80, "one one", "l<C-e>3\r", NO,
		 "1 answer: few", NO, NO},
		{"r goes to check the answers", 24, 80, "languages one", "r",
		 NO, "1 review:", NO, NO},
	};

	try_screens(cases, COUNT(cases));
}

static void
counts_digits(void **state)
{
	static const struct screen_case cases[] = {
		{"numbers stand in a column", 24, 80, "twelve", "", 7,
		 "  ( )  2  two", NO, NO},
		{"1 waits", 24, 80, "twelve", "1", 22,
		 "1 typed. Another digit, "
		 "or Space for 'one'.",
		 6, 3},
		{"and has chosen nothing", 24, 80, "twelve", "1", 6,
		 "> ( )  1  one", 6, 3},
		{"a second digit makes it twelve", 24, 80, "twelve", "12", 17,
		 "> (*) 12  twelve", 17, 3},
		{"Space takes it as it is", 24, 80, "twelve", "1 ", 6,
		 "> (*)  1  one", 6, 3},
		{"a move takes it, then moves", 24, 80, "twelve", "1<Down>", 6,
		 "  (*)  1  one", 7, 3},
		{"Enter takes it and goes on", 24, 80, "twelve one", "1\r", NO,
		 "1 answer: n1", NO, NO},
		{"Backspace takes it back", 24, 80, "twelve", "1<Backspace>5",
		 10, "> (*)  5  five", 10, 3},
		{"2 needs no second", 24, 80, "twelve", "2", 7, "> (*)  2  two",
		 7, 3},
		{"15 is none", 24, 80, "twelve", "15", 22,
		 "There is no answer 15.", NO, NO},
		{"three digits among two hundred", 24, 80, "list one", "150\r",
		 NO, "1 answer: o150", NO, NO},
		{"two, when a third cannot follow", 24, 80, "list one", "30\r",
		 NO, "1 answer: o30", NO, NO},
	};

	try_screens(cases, COUNT(cases));
}

static void
ticks_many(void **state)
{
	static const struct screen_case cases[] = {
		{"boxes", 24, 80, "many", "", 6,
		 "> [ ] 1  A course or "
		 "workshop",
		 6, 3},
		{"how many at most", 24, 80, "many", "", 4, "Select up to 3.",
		 NO, NO},
		{"ticks", 24, 80, "many", " ", 6,
		 "> [x] 1  A course or "
		 "workshop",
		 6, 3},
		{"unticks", 24, 80, "many", "  ", 6,
		 "> [ ] 1  A course or "
		 "workshop",
		 6, 3},
		{"digits tick", 24, 80, "many", "13", 6,
		 "  [x] 1  A course or "
		 "workshop",
		 8, 3},
		{"counts", 24, 80, "many", "13", 13, "  2 selected.", NO, NO},
		{"none of them unticks the others", 24, 80, "many", "135", 6,
		 "  [ ] 1  A course or workshop", 11, 3},
		{"and counts as one", 24, 80, "many", "135", 13,
		 "  1 selected.", NO, NO},
		{"another unticks none of them", 24, 80, "many", "52", 11,
		 "  [ ] 5  None of these helped me learn", 7, 3},
		{"in the order of the list", 24, 80, "many one", "31\r", NO,
		 "1 answer: course reading", NO, NO},
		{"Enter with no tick stays", 24, 80, "many one", "\r", 22,
		 "Nothing ticked yet. Space ticks 'A course or workshop'. Enter "
		 "again skips.",
		 NO, NO},
		{"Delete clears all", 24, 80, "many", "13<Delete>", 13,
		 "  0 selected.", NO, NO},
		{"ticks are there again after going back", 24, 80, "many one",
		 "13\rb", 8, "  [x] 3  Reading or videos", 6, 3},
	};

	try_screens(cases, COUNT(cases));
}

static void
ranks(void **state)
{
	static const struct screen_case cases[] = {
		{"no order before one is given", 24, 80, "rank", "", 7,
		 "> -  One page", 7, 2},
		{"Enter then stays", 24, 80, "rank", "\r", 22,
		 "Not in order "
		 "yet. Space picks up 'One page'. Enter again skips.",
		 NO, NO},
		{"Space picks up", 24, 80, "rank", " ", 7,
		 "> 1  One page (moving)", 7, 2},
		{"arrows move the row", 24, 80, "rank", " <Down><Down>", 9,
		 "> 3  One page (moving)", 9, 2},
		{"the others make room", 24, 80, "rank", " <Down><Down>", 7,
		 "  1  A video", 9, 2},
		{"not beyond the end", 24, 80, "rank",
		 " <Down><Down><Down><Down>", 10, "> 4  One page (moving)", 10,
		 2},
		{"Space puts down", 24, 80, "rank", " <Down> <Down>", 8,
		 "  2  One page", 9, 2},
		{"so does Enter, and stays", 24, 80, "rank", " <Down>\r", 8,
		 "> 2  One page", 8, 2},
		{"a digit is the place", 24, 80, "rank", "<End>1", 7,
		 "> 1  A quiz", 7, 2},
		{"hands over the order", 24, 80, "rank one", "<End>1\r", NO,
		 "1 answer: quiz page video talk", NO, NO},
		{"Delete forgets the order", 24, 80, "rank", "<End>1<Delete>",
		 7, "> -  One page", 7, 2},
		{"Enter twice skips", 24, 80, "rank one", "\r\r", NO,
		 "1 answer:", NO, NO},
	};

	try_screens(cases, COUNT(cases));
}

static void
types_numbers_and_dates(void **state)
{
	static const struct screen_case cases[] = {
		{"what a whole number is", 24, 80, "integer", "", 4,
		 "A whole number.", 6, 2},
		{"typed", 24, 80, "integer", "37", 6, "> 37", 6, 4},
		{"handed over as typed", 24, 80, "decimal one", "37,5\r", NO,
		 "1 answer: 37,5", NO, NO},
		{"letters are text here", 24, 80, "integer one", "bst?\r", NO,
		 "1 answer: bst?", NO, NO},
		{"bounds in words", 24, 80, "range", "", 4,
		 "A number from 0 to "
		 "10, in steps of 0.5.",
		 6, 2},
		{"nothing typed stays", 24, 80, "range one", "\r", 22,
		 "Nothing typed yet. Enter again skips.", 6, 2},
		{"and skips", 24, 80, "range one", "\r\r", NO, "1 answer:", NO,
		 NO},
		{"Ctrl-P is back in a field", 24, 80, "one range", "3\r5<C-p>",
		 NO, "2 back: 5", NO, NO},
		{"day, month and year", 24, 80, "date", "14<Tab>jan<Tab>2026",
		 8, "> Year   2026", 8, 13},
		{"a date as it is written", 24, 80, "date one",
		 "14<Tab>jan<Tab>2026\r", NO, "1 answer: 14 jan 2026", NO, NO},
		{"what is behind a blank goes to the next field", 24, 80,
		 "date", "14 m", 7, "> Month  m", 7, 10},
		{"so that a date can be typed in one go", 24, 80, "date one",
		 "14 mar 2021\r", NO, "1 answer: 14 mar 2021", NO, NO},
		{"with points and slashes, too", 24, 80, "date one",
		 "14. 3/2021\r", NO, "1 answer: 14 3 2021", NO, NO},
		{"a month's number", 24, 80, "date one", "14<Tab>1<Tab>2026\r",
		 NO, "1 answer: 14 1 2026", NO, NO},
		{"typed in one go over another date", 24, 80, "kept-date one",
		 "<C-u>14 mar 2021\r", NO, "1 answer: 14 mar 2021", NO, NO},
		{"each part is replaced when it is come to", 24, 80,
		 "kept-date", "<C-u>14 m", 7, "> Month  m", 7, 10},
		{"and not before", 24, 80, "kept-date", "<C-u>14 m", 8,
		 "  Year   2019", NO, NO},
		{"what was replaced can be had back", 24, 80, "kept-date one",
		 "<C-u>14 m\037\037\r", NO, "1 answer: 14 2 2019", NO, NO},
		{"a whole date pasted replaces all of another", 24, 80,
		 "kept-date one", "<Paste>14 mar 2021\r</Paste>\r", NO,
		 "1 answer: 14 mar 2021", NO, NO},
		{"in any field", 24, 80, "kept-date one",
		 "<Tab><Paste>2021-03-14</Paste>\r", NO,
		 "1 answer: 14 3 2021", NO, NO},
		{"and the last has the focus", 24, 80, "date",
		 "<Paste>14/3/2021</Paste>", 8, "> Year   2021", 8, 13},
		{"half a date pasted stays where it is", 24, 80, "date one",
		 "<Paste>14 mar</Paste><C-p>", NO, "1 back: 14mar//", NO, NO},
		{"a whole date in one field is parted when that is left", 24,
		 80, "kept-date one", "<C-u>14-3-2021\r", NO,
		 "1 answer: 14 3 2021", NO, NO},
		{"by Tab, too", 24, 80, "date", "2021-03-14<Tab>", 8,
		 "  Year   2021", 7, 10},
		{"also one that is none", 24, 80, "date one", "31-2-21\r", NO,
		 "1 answer: 31 2 21", NO, NO},
		{"pasted on the error", 24, 80, "wrong-date one",
		 "<Paste>14 mar 2021</Paste>\r", NO, "1 answer: 14 mar 2021",
		 NO, NO},
		{"typed in one go on the error", 24, 80, "wrong-date one",
		 "14 mar 2021\r", NO, "1 answer: 14 mar 2021", NO, NO},
		{"the error leads to the part that is wrong", 24, 80,
		 "wrong-year", "\r", 12, "> Year   21", 12, 11},
		{"and so does typing", 24, 80, "wrong-year one", "2021\r", NO,
		 "1 answer: 14 mar 2021", NO, NO},
		{"an empty field is handed over as one", 24, 80, "date one",
		 "14<Tab><Tab>2026<C-p>", NO, "1 back: 14//2026", NO, NO},
		{"and stands there empty when one comes back", 24, 80,
		 "part-date", "", 7, "  Month", NO, NO},
		{"the others as they were", 24, 80, "part-date", "", 8,
		 "  Year   2026", NO, NO},
		{"blanks do not matter", 24, 80, "date one",
		 " 14 <Tab> Mar<Tab>2026 \r", NO, "1 answer: 14 Mar 2026", NO,
		 NO},
		{"Enter goes to what is empty", 24, 80, "date", "14\r", 7,
		 "> Month", 7, 9},
		{"and says so", 24, 80, "date", "14\r", 22,
		 "Still empty: Month.", 7, 9},
		{"all empty skips", 24, 80, "date one", "\r\r", NO,
		 "1 answer:", NO, NO},
		{"Down goes to the next field", 24, 80, "date", "<Down>", 7,
		 "> Month", 7, 9},
	};

	try_screens(cases, COUNT(cases));
}

static void
edits_text(void **state)
{
	static const struct screen_case cases[] = {
		{"what is typed", 24, 80, "text", "abc", 5, "> abc", 5, 5},
		{"digits and letters alike", 24, 80, "text one", "b3 s?\r", NO,
		 "1 answer: b3 s?", NO, NO},
		{"Left and insert", 24, 80, "text", "ac<Left>b", 5, "> abc", 5,
		 4},
		{"Home", 24, 80, "text", "bc<Home>a", 5, "> abc", 5, 3},
		{"End", 24, 80, "text", "bc<Home>a<End>d", 5, "> abcd", 5, 6},
		{"Backspace", 24, 80, "text", "abc<Backspace>", 5, "> ab", 5,
		 4},
		{"Ctrl-H is Backspace, too", 24, 80, "text", "abc\b", 5, "> ab",
		 5, 4},
		{"Delete", 24, 80, "text", "abc<Home><Delete>", 5, "> bc", 5,
		 2},
		{"Ctrl-U clears it all", 24, 80, "text", "one two<Left><C-u>x",
		 5, "> x", 5, 3},
		{"and says so", 24, 80, "text", "one<C-u>", 22, "Cleared.", 5,
		 2},
		{"all lines, too", 24, 80, "lines one", "one\rtwo<C-u>x<C-n>",
		 NO, "1 answer: x", NO, NO},
		{"Ctrl-_ takes back what was typed", 24, 80, "text",
		 "one two\x1f", 5, "> one", 5, 6},
		{"and what was cleared", 24, 80, "text", "one two<C-u>\x1f", 5,
		 "> one two", 5, 9},
		{"so does Alt-u", 24, 80, "text", "one\033u", 5, ">", 5, 2},
		{"Alt-b and Alt-f go by words", 24, 80, "text",
		 "one two\033b\033bx\033fy", 5, "> xone ytwo", 5, 8},
		{"undo does nothing to what is chosen", 24, 80, "one", "3\x1f",
		 8, "> (*) 3  A few times a year", 8, 3},
		{"a word to the left", 24, 80, "text", "one two<C-Left>x", 5,
		 "> one xtwo", 5, 7},
		{"Welsh", 24, 80, "text one", "tŷm\r", NO, "1 answer: tŷm", NO,
		 NO},
		{"a combining accent goes with its letter", 24, 80, "text",
		 "aw\u0302<Backspace>", 5, "> a", 5, 3},
		{"an accent takes no cell", 24, 80, "text", "aw\u0302b", NO,
		 "b", 5, 5},
		{"wide characters take two cells", 24, 80, "text", "你好", 5,
		 "> 你好", 5, 6},
		{"emoji go as a whole", 24, 80, "text",
		 "a\U0001F600<Backspace>b", 5, "> ab", 5, 4},
		{"bytes that are no text are dropped", 24, 80, "text",
		 "a\xff\xc3"
		 "b\xe2\x82"
		 "c",
		 5, "> abc", 5, 5},
		{"a paste is text, its newlines blanks", 24, 80, "text one",
		 "<Paste>one\rtwo</Paste>\r", NO, "1 answer: one two", NO, NO},
		{"escape sequences in a paste are dropped", 24, 80, "text one",
		 "<Paste>a\033]0;x\007b</Paste>\r", NO, "1 answer: a]0;xb", NO,
		 NO},
		{"a long line goes on below", 24, 80, "text",
		 "0123456789 0123456789 0123456789 0123456789 0123456789 "
		 "0123456789 0123456789 x",
		 6, "  0123456789 x", 6, 14},
		{"few characters left are told", 24, 80, "text",
		 "0123456789012345678901234567890123456789012345678901234567890"
		 "1234567890123456789012345678",
		 NO, "You have 11 characters left.", NO, NO},
		{"Enter makes a new line", 24, 80, "lines", "one\rtwo", 8,
		 "  two", 8, 5},
		{"what is left is counted", 24, 80, "lines", "one\rtŷo", NO,
		 "You have 53 characters left.", 8, 5},
		{"too much is counted, not refused", 24, 80, "lines",
		 "0123456789012345678901234567890123456789012345678901234567890"
		 "x",
		 NO, "2 characters too many.", NO, NO},
		{"one too many", 24, 80, "lines",
		 "0123456789012345678901234567890123456789012345678901234567890",
		 NO, "1 character too many.", NO, NO},
		{"Up and Down keep the column", 24, 80, "lines",
		 "abc\rd\refg<Up><Up>x", 7, "> abcx", 7, 6},
		{"Ctrl-N hands it over", 24, 80, "lines one", "one\rtwo<C-n>",
		 NO, "1 answer: one|two", NO, NO},
		{"so does Tab, then Enter", 24, 80, "lines one",
		 "one\rtwo<Tab>\r", NO, "1 answer: one|two", NO, NO},
		{"a paste keeps its lines", 24, 80, "lines one",
		 "<Paste>one\rtwo</Paste><C-n>", NO, "1 answer: one|two", NO,
		 NO},
		{"it is said that it is not kept yet", 24, 80, "lines", "x", 22,
		 "Not kept yet: kept when you continue.", NO, NO},
		{"a text longer than the window scrolls", 12, 40, "lines",
		 "a\rb\rc\rd\re\rf\rg\rh", NO, "-- 4 more above --", 7, 3},
	};

	try_screens(cases, COUNT(cases));
}

static void
shows_other_pages(void **state)
{
	static const struct screen_case cases[] = {
		{"a note is read", 24, 80, "note one", "\r", NO,
		 "1 answer:", NO, NO},
		{"a tick acknowledges", 24, 80, "acknowledge one", " \r", NO,
		 "1 answer: OK", NO, NO},
		{"without it Enter stays", 24, 80, "acknowledge one", "\r", 22,
		 "Nothing ticked yet. Space ticks 'OK'. Enter again skips.", NO,
		 NO},
		{"a fixed answer is shown", 24, 80, "fixed", "", 5, "  Leeds",
		 7, 2},
		{"and handed over", 24, 80, "fixed one", "x\r", NO,
		 "1 answer: Leeds", NO, NO},
		{"the problem first, and the cursor", 24, 80, "wrong", "", 4,
		 "> Enter a year from 1955 to 2026.", 4, 2},
		{"its heading", 24, 80, "wrong", "", 3, "There is a problem",
		 NO, NO},
		{"the problem beside the field", 24, 80, "wrong", "", 9,
		 "Error: Enter a year from 1955 to 2026.", NO, NO},
		{"in the first row, too", 24, 80, "wrong", "", 0,
		 "Staff survey"
		 "                                            "
		 "Error - Question 4 of 12",
		 NO, NO},
		{"the field keeps what was typed", 24, 80, "wrong", "", 10,
		 "  2201", NO, NO},
		{"Enter on it goes to the field", 24, 80, "wrong", "\r", 10,
		 "> 2201", 10, 6},
		{"so does Tab; it can be mended", 24, 80, "wrong one",
		 "<Tab><Backspace>\r", NO, "1 answer: 220", NO, NO},
		{"a date keeps its fields", 24, 80, "wrong-date", "", 11,
		 "  Month  feb", NO, NO},
		{"welcome: Start has the focus", 24, 80, "welcome", "", 14,
		 "> [ Start ]   [ More about your data ]   [ Leave ]", 14, 2},
		{"Tab moves among the buttons", 24, 80, "welcome", "<Tab>", 14,
		 "  [ Start ] > [ More about your data ]   [ Leave ]", 14, 14},
		{"Enter takes one", 24, 80, "welcome one", "<Tab>\r", NO,
		 "1 more:", NO, NO},
		{"Right and Left move, too", 24, 80, "welcome one",
		 "<Right><Right><Left>\r", NO, "1 more:", NO, NO},
		{"s takes the button that leaves", 24, 80, "welcome one", "s",
		 NO, "1 leave:", NO, NO},
		{"a code is typed", 24, 80, "code one", "k7qd\r", NO,
		 "1 answer: k7qd", NO, NO},
		{"its field has the cursor", 24, 80, "code", "k7", 7, "> k7", 7,
		 4},
		{"a refused code says why first", 24, 80, "wrong-code", "", 3,
		 "> This is not a slip's code.", 3, 2},
		{"then the field", 24, 80, "wrong-code one", "\rab\r", NO,
		 "1 answer: ab", NO, NO},
		{"or it is typed anew at once, s and t included", 24, 80,
		 "wrong-code one", "stab\r", NO, "1 answer: stab", NO, NO},
		{"a number is typed anew over the wrong one", 24, 80,
		 "wrong one", "1999\r", NO, "1 answer: 1999", NO, NO},
		{"Backspace on the error edits what was typed", 24, 80,
		 "wrong one", "<Backspace>\r", NO, "1 answer: 220", NO, NO},
		{"a language", 24, 80, "language one", "<Down>\r", NO,
		 "1 answer: 1", NO, NO},
		{"Home and End go to the first and last", 24, 80,
		 "language one", "<End><Home><End>\r", NO, "1 answer: 2", NO,
		 NO},
		{"a language by its number", 24, 80, "language one", "3\r", NO,
		 "1 answer: 2", NO, NO},
		{"review: a row alone says it all", 24, 80, "review", "", 10,
		 "  My manager listens to me: Agree                               "
		 "      Change",
		 NO, NO},
		{"a long one stands below its question", 24, 80, "review", "",
		 7, "    A few times a year", NO, NO},
		{"Enter changes a row", 24, 80, "review one", "<Down><Down>\r",
		 NO, "1 change: 2", NO, NO},
		{"Ctrl-N goes to Send, and sends nothing", 24, 80, "review",
		 "<C-n>", NO, "> [ Send my answers ]", NO, NO},
		{"Enter there sends", 24, 80, "review one", "<C-n>\r", NO,
		 "1 send:", NO, NO},
		{"Ctrl-N twice does not", 24, 80, "review one",
		 "<C-n><C-n> <Home>\r", NO, "1 change: 0", NO, NO},
		{"a notice ends by itself", 24, 80, "sent one", "", NO,
		 "1 answer:", NO, NO},
	};

	try_screens(cases, COUNT(cases));
}

static void
works_at_40x12(void **state)
{
	static const struct screen_case cases[] = {
		{"section and place", 12, 40, "one", "", 0,
		 "Feedback and learning   Question 4 of 12", NO, NO},
		{"the question wraps", 12, 40, "one", "", 2, "about your work?",
		 NO, NO},
		{"the cursor", 12, 40, "one", "", 3, "> ( ) 1  Every week", 3,
		 3},
		{"more is told in words", 12, 40, "one", "", 8,
		 "-- 2 more below --", NO, NO},
		{"Continue stays in sight", 12, 40, "one", "", 9,
		 "  [ Continue ]", NO, NO},
		{"status", 12, 40, "one", "", 10, "Kept. Not sent yet.", NO,
		 NO},
		{"the keys that matter", 12, 40, "one", "", 11,
		 "Enter continue  ? explains  s stop", NO, NO},
		{"scrolls by pages", 12, 40, "one",
		 "<Down><Down><Down><Down><Down>", 3, "-- 2 more above --", 7,
		 3},
		{"and back", 12, 40, "one",
		 "<Down><Down><Down><Down><Down><Up><Up><Up><Up>", 4,
		 "> ( ) 2  Every month", 4, 3},
		{"PageDown", 12, 40, "one", "<PageDown>", 4,
		 "> ( ) 3  A few times a year", 4, 3},
		{"PageDown at the end goes to the last", 12, 40, "one",
		 "<PageDown><PageDown>", 8, "> ( ) 7  I prefer not to say", 8,
		 3},
		{"the hint is in the help", 12, 40, "one", "?", NO,
		 "Useful means it helped you do something", NO, NO},
		{"a long option wraps below itself", 12, 40, "wide", "", 4,
		 "         it first has agreed and the", NO, NO},
		{"to its end", 12, 40, "wide", "", 5,
		 "         post names no customer", NO, NO},
		{"Start stays in sight", 12, 40, "welcome", "", 8,
		 "> [ Start ]   [ More about your data ]", 8, 2},
		{"the rest can be read", 12, 40, "welcome",
		 "<PageDown><PageDown><PageDown>", NO, "  terminal was used.",
		 8, 2},
		{"a question taller than the window", 12, 40, "tall", "", 1,
		 "You hear at work that a colleague is", 1, 0},
		{"is read to its end", 12, 40, "tall", "<Down><Down>", NO,
		 "> ( ) 1  Every week", NO, NO},
		{"and can still be answered", 12, 40, "tall one", "3\r", NO,
		 "1 answer: few", NO, NO},
		{"the message wraps", 12, 40, "one one", "\r", 9,
		 "Nothing chosen yet. Space chooses 'Every", 3, 3},
		{"in full", 12, 40, "one one", "\r", 10,
		 "week'. Enter again skips.", 3, 3},
		{"the problem first", 12, 40, "wrong-date", "", 3,
		 "> Enter a day that is in the calendar.", 3, 2},
		{"review: Send is in sight", 12, 40, "review", "", NO,
		 "  [ Send my answers ]", NO, NO},
		{"which rows", 12, 40, "review", "", NO, "Rows 1-", NO, NO},
		{"200 options: the last", 12, 40, "list", "<End>", NO,
		 "> ( ) 200  Ysbyty T\u0177", NO, NO},
		{"200 options: how many above", 12, 40, "list", "<End>", NO,
		 " more above --", NO, NO},
	};

	try_screens(cases, COUNT(cases));
}

static void
asks_how_sure(void **state)
{
	static const struct screen_case cases[] = {
		{"closed at first, its lines kept free", 24, 80, "sure", "", 12,
		 "", 6, 3},
		{"so that Continue stays where it is", 24, 80, "sure", "", 16,
		 "  [ Continue ]", NO, NO},
		{"opens with an answer", 24, 80, "sure", "2", 12,
		 "How sure are you of that answer?", 7, 3},
		{"below it its choices", 24, 80, "sure", "2", 13,
		 "  ( ) 1  Sure", NO, NO},
		{"Continue did not move", 24, 80, "sure", "2", 16,
		 "  [ Continue ]", NO, NO},
		{"who does not know is not asked", 24, 80, "sure", "4", 12, "",
		 10, 3},
		{"closes with I do not know", 24, 80, "sure", "24", 13, "", 10,
		 3},
		{"Down runs through both lists", 24, 80, "sure",
		 "2<Down><Down><Down>", 13, "> ( ) 1  Sure", 13, 3},
		{"and Up back", 24, 80, "sure", "2<Down><Down><Down><Up>", 10,
		 "> ( ) 4  I do not know", 10, 3},
		{"then Continue", 24, 80, "sure",
		 "2<Down><Down><Down><Down><Down>", 16, "> [ Continue ]", 16,
		 2},
		{"Tab goes to the next part", 24, 80, "sure", "2<Tab>", 13,
		 "> ( ) 1  Sure", 13, 3},
		{"digits choose in the list that has the focus", 24, 80, "sure",
		 "2<Tab>2", 14, "> (*) 2  Not sure", 14, 3},
		{"not in the other", 24, 80, "sure", "2<Tab>1", 7,
		 "  (*) 2  My friends alone", 13, 3},
		{"a number it does not have", 24, 80, "sure", "2<Tab>4", 22,
		 "There is no answer 4.", 13, 3},
		{"the keys say which numbers", 24, 80, "sure", "2<Tab>", 23,
		 "Up/Down move  Space or 1-2 choose  Enter continue  b back  ? "
		 "help  s stop",
		 NO, NO},
		{"Tab past Continue to what is chosen", 24, 80, "sure",
		 "2<Tab><Tab><Tab>", 7, "> (*) 2  My friends alone", 7, 3},
		{"Shift-Tab the other way", 24, 80, "sure",
		 "2<BackTab><BackTab>", 13, "> ( ) 1  Sure", 13, 3},
		{"both are handed over", 24, 80, "sure one", "2<Tab>2\r", NO,
		 "1 answer: b | unsure", NO, NO},
		{"Enter goes to what is left out", 24, 80, "sure one", "2\r",
		 13, "> ( ) 1  Sure", 13, 3},
		{"and says what Enter skips", 24, 80, "sure one", "2\r", 22,
		 "Nothing chosen yet. Space chooses 'Sure'. Enter again skips.",
		 13, 3},
		{"Enter again skips it alone", 24, 80, "sure one", "2\r\r", NO,
		 "1 answer: b |", NO, NO},
		{"closed there is one thing to skip", 24, 80, "sure one",
		 "\r\r", NO, "1 answer:  |", NO, NO},
		{"what is closed is no answer", 24, 80, "sure one",
		 "2<Tab>1<Up> \r", NO, "1 answer: dk |", NO, NO},
		{"I do not know is answered in one go", 24, 80, "sure one",
		 "4\r", NO, "1 answer: dk |", NO, NO},
		{"Delete clears the part that has the focus", 24, 80, "sure",
		 "2<Tab>1<Delete>", 13, "> ( ) 1  Sure", 13, 3},
		{"the item stays", 24, 80, "sure", "2<Tab>1<Delete>", 7,
		 "  (*) 2  My friends alone", 13, 3},
		{"both are there again after going back", 24, 80, "sure one",
		 "2<Tab>2\rb", 14, "  (*) 2  Not sure", 7, 3},
		{"back takes both along", 24, 80, "one sure", "3\r2<Tab>1b", NO,
		 "2 back: b | sure", NO, NO},
		{"come to from the check page it has the focus", 24, 80,
		 "sure-last", "", 13, "> ( ) 1  Sure", 13, 3},
		{"all of it at 40x12", 12, 40, "sure", "3", 6,
		 "How sure are you of that answer?", 4, 3},
		{"its problem first", 24, 80, "wrong-sure", "", 4,
		 "> Say how sure you are.", 4, 2},
		{"its problem beside it, too", 24, 80, "wrong-sure", "", 16,
		 "Error: Say how sure you are.", NO, NO},
		{"Enter on the problem goes there", 24, 80, "wrong-sure", "\r",
		 17, "> ( ) 1  Sure", 17, 3},
		{"a digit on the problem is about it", 24, 80, "wrong-sure",
		 "2", 18, "> (*) 2  Not sure", 18, 3},
		{"a required one is for the check to refuse", 24, 80,
		 "wrong-sure one", "\r\r", NO, "1 answer: b |", NO, NO},
	};

	try_screens(cases, COUNT(cases));
}

static void
asks_statements(void **state)
{
	static const struct screen_case cases[] = {
		{"what all are asked", 24, 80, "table", "", 3,
		 "How much do you agree or disagree with these statements?", NO,
		 NO},
		{"how", 24, 80, "table", "", 4, "For each one press 1 to 6.",
		 NO, NO},
		{"the scale with its numbers", 24, 80, "table", "", 6,
		 "1 Strongly disagree  2 Disagree  3 Neither  4 Agree  "
		 "5 Strongly agree",
		 NO, NO},
		{"what is none of it apart", 24, 80, "table", "", 7,
		 "6 I do not know", NO, NO},
		{"a row says it all", 24, 80, "table", "", 9,
		 "> 1 of 6  My manager listens to me: not answered", 9, 2},
		{"no second mark behind one", 24, 80, "table", "", 13,
		 "  5 of 6  Good work is noticed? not answered", NO, NO},
		{"a long one wraps", 24, 80, "table", "", 15,
		 "    work is done well", NO, NO},
		{"with its answer below", 24, 80, "table", "<End>4", 16,
		 "    4 Agree", 14, 2},
		{"Down goes to the next", 24, 80, "table", "<Down>", 10,
		 "> 2 of 6  I get the time I need to learn: not answered", 10,
		 2},
		{"a digit answers and stays", 24, 80, "table", "<Down>4", 10,
		 "> 2 of 6  I get the time I need to learn: 4 Agree", 10, 2},
		{"another digit answers otherwise", 24, 80, "table", "45", 9,
		 "> 1 of 6  My manager listens to me: 5 Strongly agree", 9, 2},
		{"one that is none says so", 24, 80, "table", "7", 22,
		 "There is no answer 7.", 9, 2},
		{"Delete clears the statement", 24, 80, "table",
		 "4<Down>5<Delete>", 10,
		 "> 2 of 6  I get the time I need to learn: not answered", 10,
		 2},
		{"not the others", 24, 80, "table", "4<Down>5<Delete>", 9,
		 "  1 of 6  My manager listens to me: 4 Agree", 10, 2},
		{"Right goes along the scale", 24, 80, "table",
		 "<Right><Right>", 9,
		 "> 1 of 6  My manager listens to me: 2 Disagree", 9, 2},
		{"Left back", 24, 80, "table", "4<Left>", 9,
		 "> 1 of 6  My manager listens to me: 3 Neither", 9, 2},
		{"Space, too, and round", 24, 80, "table", "6 ", 9,
		 "> 1 of 6  My manager listens to me: 1 Strongly disagree", 9,
		 2},
		{"counts", 24, 80, "table", "4<Down>5", 22,
		 "2 of 6 answered. Not kept yet: Enter keeps it.", NO, NO},
		{"says what is kept", 24, 80, "table", "", 22,
		 "0 of 6 answered. Kept. Not sent yet.", NO, NO},
		{"Tab goes to Continue", 24, 80, "table", "<Tab>", 18,
		 "> [ Continue ]", 18, 2},
		{"and on to what is not answered", 24, 80, "table",
		 "4<Down>4<Tab><Tab>", 11,
		 "> 3 of 6  Mistakes are talked about openly: not answered", 11,
		 2},
		{"a digit at Continue answers nothing", 24, 80, "table",
		 "<Tab>4", 22, "0 of 6 answered. Kept. Not sent yet.", 18, 2},
		{"the keys", 24, 80, "table", "", 23,
		 "Up/Down statement  1-6 answer  Enter continue  b back  ? "
		 "help  s stop",
		 NO, NO},
		{"Enter goes to what is left out", 24, 80, "table one",
		 "4<Down><Down>3\r", 10,
		 "> 2 of 6  I get the time I need to learn: not answered", 10,
		 2},
		{"and says so once", 24, 80, "table one", "4<Down><Down>3\r",
		 22, "2 of 6 answered. Enter again skips the others.", 10, 2},
		{"Enter again goes on", 24, 80, "table one",
		 "4<Down><Down>3\r\r", NO, "1 answer: a |  | n |  |  |", NO,
		 NO},
		{"all answered goes on", 24, 80, "table one",
		 "1<Down>2<Down>3<Down>4<Down>5<Down>6\r", NO,
		 "1 answer: sd | d | n | a | sa | dk", NO, NO},
		{"all are there again after going back", 24, 80, "table one",
		 "4<Down><Down>3\r\rb", 11,
		 "  3 of 6  Mistakes are talked about openly: 3 Neither", NO,
		 NO},
		{"come to from the check page a statement has the focus", 24,
		 80, "table-third", "", 11,
		 "> 3 of 6  Mistakes are talked about openly: not answered", 11,
		 2},
		{"a line for each problem", 24, 80, "wrong-table", "", 4,
		 "> 2 of 4  Choose an answer.", 4, 2},
		{"Down goes to the next problem", 24, 80, "wrong-table",
		 "<Down>", 5, "> 4 of 4  Choose an answer about work.", 5, 2},
		{"Enter on it goes to its row", 24, 80, "wrong-table",
		 "<Down>\r", 18, "> 4 of 4  Good work is noticed? not answered",
		 18, 2},
		{"a digit on it answers its row", 24, 80, "wrong-table",
		 "<Down>5", 18,
		 "> 4 of 4  Good work is noticed? 5 Strongly agree", 18, 2},
		{"the problem beside its row, too", 24, 80, "wrong-table", "",
		 14, "Error: Choose an answer.", NO, NO},
		{"asked apart: what all are asked", 24, 50, "apart", "", 3,
		 "How much do you agree?", NO, NO},
		{"and which of them it is", 24, 50, "apart", "", 4,
		 "2 of 6  I get the time I need to learn", 7, 3},
		{"in a small window what all are asked is in the help", 12, 40,
		 "apart", "?", 2, "How much do you agree?", NO, NO},
		{"which the keys say", 12, 40, "apart", "", 11,
		 "Enter continue  ? explains  s stop", NO, NO},
		{"required ones are for the check to refuse", 24, 80,
		 "wrong-table one", "\r1<Up>1<Down><Down>1\r", NO,
		 "1 answer: sd | sd | sd |", NO, NO},
		{"the problems stay in sight where there is no room", 12, 80,
		 "wrong-table", "", NO, "> 2 of 4  Choose an answer.", NO, NO},
		{"a window made narrow clips nothing", 24, 40, "table", "", NO,
		 "    not answered", NO, NO},
	};

	try_screens(cases, COUNT(cases));
}

static void
searches_long_lists(void **state)
{
	static const struct screen_case cases[] = {
		{"the search has the focus", 24, 80, "list", "", 4,
		 "> Search                    200 found", 4, 10},
		{"letters search", 24, 80, "list", "number 19", 4,
		 "> Search  number 19         12 found", 4, 19},
		{"what is found keeps its number", 24, 80, "list", "number 19",
		 5, "  ( )  19  Office number 19", NO, NO},
		{"whatever its case", 24, 80, "list", "NUMBER 199", 4,
		 "> Search  NUMBER 199        1 found", NO, NO},
		{"accents", 24, 80, "list", "ysbyty ty", 5,
		 "  ( ) 200  Ysbyty T\u0177", NO, NO},
		{"and order of the words", 24, 80, "list", "ty ysb", 5,
		 "  ( ) 200  Ysbyty T\u0177", NO, NO},
		{"Continue stays where it is", 24, 80, "list", "number 199", 21,
		 "  [ Continue ]", NO, NO},
		{"Enter goes to what is found", 24, 80, "list", "number 19\r",
		 5, "> ( )  19  Office number 19", 5, 3},
		{"and chooses what alone is found", 24, 80, "list",
		 "number 199\r", 5, "> (*) 199  Office number 199", 5, 3},
		{"Enter again takes it", 24, 80, "list one", "number 199\r\r",
		 NO, "1 answer: o199", NO, NO},
		{"so does Down, and chooses nothing", 24, 80, "list",
		 "number 199<Down>", 5, "> ( ) 199  Office number 199", 5, 3},
		{"Up comes back", 24, 80, "list", "number 199<Down><Up>", 4,
		 "> Search  number 199        1 found", 4, 20},
		{"so does /", 24, 80, "list", "<Down><Down>/", 4,
		 "> Search                    200 found", 4, 10},
		{"nothing found is said", 24, 80, "list", "nowhere\r", 22,
		 "Nothing found. Ctrl-U shows all again.", 4, 17},
		{"Ctrl-U shows all again", 24, 80, "list", "nowhere<C-u>", 4,
		 "> Search                    200 found", 4, 10},
		{"so does Backspace", 24, 80, "list", "x<Backspace>", 4,
		 "> Search                    200 found", 4, 10},
		{"what is found is shown from its first", 24, 80, "list",
		 "190<Delete>/number 1", 5, "  ( )   1  Office number 1", NO,
		 NO},
		{"what is chosen stays in sight", 24, 80, "list",
		 "150/number 199", 5, "  (*) 150  Office number 150", NO, NO},
		{"a number chooses before anything is typed", 24, 80,
		 "list one", "150\r", NO, "1 answer: o150", NO, NO},
		{"a number that is not shown shows all", 24, 80, "list one",
		 "number 199<Down>150\r", NO, "1 answer: o150", NO, NO},
		{"Enter with nothing typed is Enter", 24, 80, "list one",
		 "\r\r", NO, "1 answer:", NO, NO},
		{"the keys row", 24, 80, "list", "", 23,
		 "Type to search  Enter to the list  Ctrl-P back  F1 help  "
		 "Ctrl-X stop",
		 NO, NO},
		{"the keys row in the list", 24, 80, "list", "<Down>", 23,
		 "Up/Down move  Space or 1-200 choose  / search  Enter "
		 "continue  ? help  s stop",
		 NO, NO},
		{"short lists have none", 24, 80, "twelve", "/2", 7,
		 "> (*)  2  two", 7, 3},
		{"at 40x12", 12, 40, "list", "number 199", 3,
		 "  ( ) 199  Office number 199", 2, 20},
		{"what is chosen has the focus after going back", 12, 40,
		 "list one", "150\rb", NO, "> (*) 150  Office number 150", NO,
		 NO},
	};

	try_screens(cases, COUNT(cases));
}

/* -------------------------------------------------- what holds on all pages */

static const char *const all_pages[] = {
	"one",	       "many",	      "rank",	  "list",	   "twelve",
	"tall",	       "wide",	      "integer",  "range",	   "text",
	"lines",       "date",	      "note",	  "wrong",	   "wrong-date",
	"acknowledge", "fixed",	      "sure",	  "code",	   "wrong-sure",
	"table",       "wrong-table", "apart",	  "welcome",	   "bare",
	"wrong-code",  "review",      "language", "trouble-stays",
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

/* ------------------------------------------------------- help, hide, leave */

static void
helps(void **state)
{
	static const struct screen_case cases[] = {
		{"? opens it", 24, 80, "one", "?", NO, "Help", NO, NO},
		{"what to do here", 24, 80, "one", "?", NO,
		 "Choose one answer "
		 "with Space or its number",
		 NO, NO},
		{"what the author says", 24, 80, "one", "?", NO,
		 "Think of the last year.", NO, NO},
		{"the way-back code", 24, 80, "one", "?<PageDown>", NO,
		 "Your way-back code: 7F3QK-9X2MD", NO, NO},
		{"whom to ask", 24, 80, "one", "?", NO,
		 "Help from a person: survey-help@example.org", NO, NO},
		{"there is a second page", 24, 80, "one", "?", 0,
		 "Help                                                       "
		 "          Page 1 of 2",
		 NO, NO},
		{"Tab turns to it: what becomes of the data", 24, 80, "one",
		 "?<Tab>", 7, "About your data", 1, 0},
		{"all of that, also in the smallest window", 12, 40, "one",
		 "?<Tab><PageDown><PageDown><PageDown>", 9,
		 "  more. IT may see that this terminal", NO, NO},
		{"Down reads on to it", 24, 80, "one", "?<Down>", NO,
		 "About your data", NO, NO},
		{"Up goes back from its begin", 24, 80, "one", "?<Tab><Up>", NO,
		 "On this page", NO, NO},
		{"Tab, too", 24, 80, "one", "?<Tab><Tab>", NO, "On this page",
		 NO, NO},
		{"it names the survey in full", 12, 40, "one", "?<Tab>", 1,
		 "Staff survey", 1, 0},
		{"at the check page as well", 24, 80, "review", "?<Tab>", NO,
		 "About your data", NO, NO},
		{"a start page has its own button for that", 24, 80, "welcome",
		 "?<Tab>", NO, "No name, login or time is kept. Your answers",
		 NO, NO},
		{"how to clear", 24, 80, "text", "<F1>", NO,
		 "Ctrl-U            clear an answer", NO, NO},
		{"Esc closes it", 24, 80, "one", "3?<Esc>", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"so does Enter", 24, 80, "one", "3?\r", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"so does ?", 24, 80, "one", "3??", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"F1 while typing", 24, 80, "text", "a?<F1>", NO,
		 "Type your answer, then press Enter to continue.", NO, NO},
		{"Ctrl-G while typing, and back", 24, 80, "text",
		 "a?<C-g><Esc>", 5, "> a?", 5, 4},
	};

	try_screens(cases, COUNT(cases));
}

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
		term_wait_row(term, sizes[i][0] - 2,
			      "Not kept yet: Enter keeps it.",
			      "the status is at the bottom");
	}
	term_keys(term, "\rhalf a line");
	term_wait_text(term, "> half a line", "typed");
	for (i = 0; i < COUNT(sizes); i++) {
		term_resize(term, sizes[i][0], sizes[i][1]);
		term_wait_row(term, sizes[i][0] - 2,
			      "Not kept yet: kept when you continue.",
			      "drawn anew");
		term_wait_text(term, "> half a line", "text");
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

/* A key that answers says three things: the mark, the count, that it is not
 * kept. One that opens a question writes that, too. */
static void
writes_little_for_an_answer(void **state)
{
	static const struct {
		const char *pages, *key[4];
		size_t most[4];
	} cases[] = {
		{"one", {"3", "2", " ", "<Delete>"}, {70, 40, 40, 70}},
		{"sure", {"2", "1", "4", "3"}, {150, 40, 60, 120}},
		{"table", {"4", "5", "1", "<Down>"}, {70, 70, 70, 40}},
		{"table", {"4", "<Down>", "1", " "}, {70, 40, 70, 70}},
		{"many", {"3", "2", " ", "5"}, {70, 50, 50, 60}},
		{"list",
		 {"<Down>", "<Down>", "1", "<Backspace>"},
		 {110, 40, 80, 60}},
	};
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		struct term *term = start(24, 80, cases[i].pages);

		for (k = 0; k < COUNT(cases[i].key); k++)
			assert_writes_little(term, cases[i].key[k],
					     cases[i].most[k], cases[i].pages);
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
		struct term *term = start_with(24, 80, "wrong", envs[i]);

		term_wait_text(term, "> Enter a year", "drawn");
		term_wait_quiet(term);
		assert_true(term_look(term, 0, 0).bold);
		assert_true(term_look(term, 6, 0).bold);
		assert_true(term_look(term, 10, 2).underline);
		assert_true(term_look(term, 10, 10).underline);
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
	struct term *term = start_with(24, 80, "text one", env);

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
	term_wait_row(term, 5, ">", "the next page");
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
	term_wait_text(term, "> abc", "typed");
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
		cmocka_unit_test(shows_and_chooses_one),
		cmocka_unit_test(answers),
		cmocka_unit_test(counts_digits),
		cmocka_unit_test(ticks_many),
		cmocka_unit_test(ranks),
		cmocka_unit_test(types_numbers_and_dates),
		cmocka_unit_test(edits_text),
		cmocka_unit_test(shows_other_pages),
		cmocka_unit_test(works_at_40x12),
		cmocka_unit_test(asks_how_sure),
		cmocka_unit_test(asks_statements),
		cmocka_unit_test(searches_long_lists),
		cmocka_unit_test(the_cursor_is_on_the_mark),
		cmocka_unit_test(helps),
		cmocka_unit_test(hides_the_screen),
		cmocka_unit_test(ends_with_what_the_person_asked_for),
		cmocka_unit_test(keeps_all_through_resizes),
		cmocka_unit_test(says_when_it_is_too_small),
		cmocka_unit_test(leaves_small_windows_for_text_mode),
		cmocka_unit_test(is_silent_when_nothing_changes),
		cmocka_unit_test(writes_little_for_a_key),
		cmocka_unit_test(writes_little_for_an_answer),
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
