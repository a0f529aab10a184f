/*
 * What keys do to each page of the full screen, typed at through an emulator:
 * tests/tty/front_demo.c.
 */
#include "tests/support/demo.h"
#include "tests/test.h"

enum { NO = -1 };

struct screen_case {
	const char *what, *pages, *keys;
	int row; /* NO: `text` is anywhere */
	const char *text;
	int cursor_row, cursor_column; /* NO: not asked */
};

static void
try_screen(int rows, int columns, const struct screen_case *c)
{
	struct term *term = demo_start(rows, columns, c->pages, NULL);

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

static void
try_screens(int rows, int columns, const struct screen_case *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		try_screen(rows, columns, &cases[i]);
}

static void
shows_and_chooses_one(void **state)
{
	static const struct screen_case cases[] = {
		{"title and place", "one", "", 0,
		 "Staff survey"
		 "                                                    "
		 "Question 4 of 12",
		 NO, NO},
		{"section and time left", "one", "", 1,
		 "Feedback and learning                                       "
		 "about 3 minutes left",
		 NO, NO},
		{"the question", "one", "", 3,
		 "How often do you get useful feedback about your work?", NO,
		 NO},
		{"hint and what to do", "one", "", 4,
		 "Useful means it "
		 "helped you do something differently. Select one answer.",
		 NO, NO},
		{"what to do below a hint that is no sentence", "bare", "", 5,
		 "Select one answer.", NO, NO},
		{"the cursor is on the first option", "one", "", 6,
		 "> ( ) 1  Every week", 6, 3},
		{"one that is none of them stands apart", "one", "", 11,
		 "      or", 6, 3},
		{"Down moves", "one", "<Down><Down>", 8,
		 "> ( ) 3  A few times a year", 8, 3},
		{"a key that nobody knows is no digits", "one",
		 "\033[29~<Down>", 7, "> ( ) 2  Every month", 7, 3},
		{"nor with Shift, Alt or Ctrl", "one",
		 "\033[25;2~\033[1;9A<Down>", 7, "> ( ) 2  Every month", 7, 3},
		{"half of one ends where the next begins", "one",
		 "\033[2<Down>", 7, "> ( ) 2  Every month", 7, 3},
		{"Up at the first stays", "one", "<Up>", 6,
		 "> ( ) 1  Every week", 6, 3},
		{"the mark leaves its old row", "one", "<Down>", 6,
		 "  ( ) 1  Every week", 7, 3},
		{"Space chooses", "one", "<Down><Down> ", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"another choice takes the mark", "one", "<Down><Down> <Up> ",
		 8, "  ( ) 3  A few times a year", 7, 3},
		{"a digit goes there and chooses", "one", "4", 9,
		 "> (*) 4  Once a year or less", 9, 3},
		{"a digit that is none says so", "one", "9", 22,
		 "There is no answer 9.", 6, 3},
		{"0 clears nothing", "one", "40", 9,
		 "> (*) 4  Once a year or less", 9, 3},
		{"Delete clears", "one", "4<Delete>", 9,
		 "> ( ) 4  Once a year or less", 9, 3},
		{"and says so", "one", "4<Delete>", 22, "Cleared.", 9, 3},
		{"so does Ctrl-U", "one", "4<C-u>", 9,
		 "> ( ) 4  Once a year or less", 9, 3},
		{"one that is alone has its number, too", "single", "1", 6,
		 "> (*) 1  A course or workshop", 6, 3},
		{"and is chosen, not ticked", "single", "", 23,
		 "Space choose  Enter continue  b back  ? help  s stop", NO,
		 NO},
		{"End goes to the last", "one", "<End>", 13,
		 "> ( ) 7  I prefer not to say", 13, 3},
		{"Home goes to the first", "one", "<End><Home>", 6,
		 "> ( ) 1  Every week", 6, 3},
		{"Tab goes to Continue", "one", "<Tab>", 15, "> [ Continue ]",
		 15, 2},
		{"and round again to what is chosen", "one", "3<Tab><Tab>", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"Shift-Tab goes the other way", "one", "<BackTab>", 15,
		 "> [ Continue ]", 15, 2},
		{"Down from the last option", "one", "<End><Down>", 15,
		 "> [ Continue ]", 15, 2},
		{"letters that mean nothing do nothing", "one", "xyz3", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"Esc does nothing", "one", "3<Esc>", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"a paste does nothing but say so", "one",
		 "<Paste>3\rs\r</Paste>", 22, "Pasted text is not used here.",
		 6, 3},
		{"the status row", "one", "", 22, "Kept. Not sent yet.", NO,
		 NO},
		{"the status row after a move", "one", "<Down>", 22,
		 "Kept. Not sent yet.", NO, NO},
		{"the status row after a choice", "one", "3", 22,
		 "Enter keeps it.", NO, NO},
		{"the status row after a number", "integer", "3", 22,
		 "Enter keeps it.", NO, NO},
		{"the keys row", "one", "", 23,
		 "Up/Down move  Space or "
		 "1-7 choose  Enter continue  b back  ? help  s stop",
		 NO, NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
answers(void **state)
{
	static const struct screen_case cases[] = {
		{"Enter takes what is chosen", "one one", "3\r", NO,
		 "1 answer: few", NO, NO},
		{"so does Ctrl-N", "one one", "3<C-n>", NO, "1 answer: few", NO,
		 NO},
		{"so does Enter on Continue", "one one", "3<Tab>\r", NO,
		 "1 answer: few", NO, NO},
		{"so does Space on Continue", "one one", "3<Tab> ", NO,
		 "1 answer: few", NO, NO},
		{"Enter with nothing chosen stays", "one one", "<Down>\r", 22,
		 "Nothing chosen yet. Space chooses 'Every "
		 "month'. Enter again skips.",
		 7, 3},
		{"Enter again skips", "one one", "\r\r", NO, "1 answer:", NO,
		 NO},
		{"a key between takes that back", "one one", "\r<Down>\r", 22,
		 "Nothing chosen yet. Space chooses 'Every "
		 "month'. Enter again skips.",
		 7, 3},
		{"that goes for Continue, too", "one one", "<Tab>\r", 22,
		 "Nothing chosen yet. Enter again skips.", 15, 2},
		{"a required one is for the check to refuse", "required one",
		 "\r", NO, "1 answer:", NO, NO},
		{"b goes back", "one one", "3\rb", NO, "2 back:", NO, NO},
		{"Ctrl-P goes back", "one one", "3\r<C-p>", NO, "2 back:", NO,
		 NO},
		{"what was chosen is chosen again", "one one", "3\rb", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"back takes what stands there along", "one one", "3\r2b", NO,
		 "2 back: month", NO, NO},
		{"no back from the first", "first", "b", 22,
		 "This is the first question.", NO, NO},
		{"l asks for another language", "languages one", "l", NO,
		 "1 language:", NO, NO},
		{"so does Ctrl-E", "languages one", "<C-e>", NO,
		 "1 language:", NO, NO},
		{"not where there is one", "one one", "l<C-e>3\r", NO,
		 "1 answer: few", NO, NO},
		{"which the keys say", "languages one", "", 23,
		 "Up/Down move  Space or 1-7 choose  Enter continue  r check  "
		 "? help  s stop",
		 NO, NO},
		{"r goes to check the answers", "languages one", "r", NO,
		 "1 review:", NO, NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
counts_digits(void **state)
{
	static const struct screen_case cases[] = {
		{"numbers stand in a column", "twelve", "", 7, "  ( )  2  two",
		 NO, NO},
		{"1 waits", "twelve", "1", 22, "1: another digit, or Space.", 6,
		 3},
		{"and has chosen nothing", "twelve", "1", 6, "> ( )  1  one", 6,
		 3},
		{"a second digit makes it twelve", "twelve", "12", 17,
		 "> (*) 12  twelve", 17, 3},
		{"Space takes it as it is", "twelve", "1 ", 6, "> (*)  1  one",
		 6, 3},
		{"a move takes it, then moves", "twelve", "1<Down>", 6,
		 "  (*)  1  one", 7, 3},
		{"Enter takes it and goes on", "twelve one", "1\r", NO,
		 "1 answer: n1", NO, NO},
		{"Backspace takes it back", "twelve", "1<Backspace>5", 10,
		 "> (*)  5  five", 10, 3},
		{"2 needs no second", "twelve", "2", 7, "> (*)  2  two", 7, 3},
		{"15 is none", "twelve", "15", 22, "There is no answer 15.", NO,
		 NO},
		{"three digits among two hundred", "list one", "150\r", NO,
		 "1 answer: o150", NO, NO},
		{"two, when a third cannot follow", "list one", "30\r", NO,
		 "1 answer: o30", NO, NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
ticks_many(void **state)
{
	static const struct screen_case cases[] = {
		{"boxes", "many", "", 6, "> [ ] 1  A course or workshop", 6, 3},
		{"how many at most", "many", "", 4, "Select up to 3.", NO, NO},
		{"ticks", "many", " ", 6, "> [x] 1  A course or workshop", 6,
		 3},
		{"unticks", "many", "  ", 6, "> [ ] 1  A course or workshop", 6,
		 3},
		{"digits tick", "many", "13", 6,
		 "  [x] 1  A course or workshop", 8, 3},
		{"counts", "many", "13", 13, "  2 selected.", NO, NO},
		{"one more than may be", "many", "1234", 22, "1 tick too many.",
		 NO, NO},
		{"as many as may be", "many", "12344", 22, "Enter keeps it.",
		 NO, NO},
		{"none of them unticks the others", "many", "135", 6,
		 "  [ ] 1  A course or workshop", 11, 3},
		{"and counts as one", "many", "135", 13, "  1 selected.", NO,
		 NO},
		{"another unticks none of them", "many", "52", 11,
		 "  [ ] 5  None of these helped me learn", 7, 3},
		{"in the order of the list", "many one", "31\r", NO,
		 "1 answer: course reading", NO, NO},
		{"Enter with no tick stays", "many one", "\r", 22,
		 "Nothing ticked yet. Space ticks 'A course or workshop'. Enter "
		 "again skips.",
		 NO, NO},
		{"Delete clears all", "many", "13<Delete>", 13, "  0 selected.",
		 NO, NO},
		{"ticks are there again after going back", "many one", "13\rb",
		 8, "  [x] 3  Reading or videos", 6, 3},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
ranks(void **state)
{
	static const struct screen_case cases[] = {
		{"a number is a place", "rank", "", 7, "> 1  One page", 7, 2},
		{"no order before one is given: it says so", "rank", "", 22,
		 "Not in order yet. Kept. Not sent yet.", NO, NO},
		{"Enter then stays", "rank", "\r", 22,
		 "Not in order "
		 "yet. Space picks up 'One page'. Enter again skips.",
		 NO, NO},
		{"Space picks up", "rank", " ", 7, "> 1  One page (moving)", 7,
		 2},
		{"arrows move the row", "rank", " <Down><Down>", 9,
		 "> 3  One page (moving)", 9, 2},
		{"the others make room", "rank", " <Down><Down>", 7,
		 "  1  A video", 9, 2},
		{"not beyond the end", "rank", " <Down><Down><Down><Down>", 10,
		 "> 4  One page (moving)", 10, 2},
		{"Space puts down", "rank", " <Down> <Down>", 8,
		 "  2  One page", 9, 2},
		{"so does Enter, and stays", "rank", " <Down>\r", 8,
		 "> 2  One page", 8, 2},
		{"how, is said while it moves", "rank", " <Down>", 22,
		 "Space puts it down here.", 8, 2},
		{"then what keeps it", "rank", " <Down> ", 22,
		 "Enter keeps it.", 8, 2},
		{"a digit is the place", "rank", "<End>1", 7, "> 1  A quiz", 7,
		 2},
		{"hands over the order", "rank one", "<End>1\r", NO,
		 "1 answer: quiz page video talk", NO, NO},
		{"Delete forgets the order", "rank", "<End>1<Delete>", 7,
		 "> 1  One page", 7, 2},
		{"and any key then says so", "rank", "<End>1<Delete><Down>", 22,
		 "Not in order yet. Kept. Not sent yet.", 8, 2},
		{"Enter twice skips", "rank one", "\r\r", NO, "1 answer:", NO,
		 NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
types_numbers_and_dates(void **state)
{
	static const struct screen_case cases[] = {
		{"what a whole number is", "integer", "", 4, "A whole number.",
		 6, 10},
		{"typed", "integer", "37", 6, "> Answer  37", 6, 12},
		{"handed over as typed", "decimal one", "37,5\r", NO,
		 "1 answer: 37,5", NO, NO},
		{"letters are text here", "integer one", "bst?\r", NO,
		 "1 answer: bst?", NO, NO},
		{"bounds in words", "range", "", 4,
		 "A number from 0 to 10, in steps of 0.5.", 6, 10},
		{"nothing typed stays", "range one", "\r", 22,
		 "Nothing typed yet. Enter again skips.", 6, 10},
		{"and skips", "range one", "\r\r", NO, "1 answer:", NO, NO},
		{"Ctrl-P is back in a field", "one range", "3\r5<C-p>", NO,
		 "2 back: 5", NO, NO},
		{"day, month and year", "date", "14<Tab>jan<Tab>2026", 8,
		 "> Year   2026", 8, 13},
		{"a date as it is written", "date one", "14<Tab>jan<Tab>2026\r",
		 NO, "1 answer: 14 jan 2026", NO, NO},
		{"what is behind a blank goes to the next field", "date",
		 "14 m", 7, "> Month  m", 7, 10},
		{"so that a date can be typed in one go", "date one",
		 "14 mar 2021\r", NO, "1 answer: 14 mar 2021", NO, NO},
		{"with points and slashes, too", "date one", "14. 3/2021\r", NO,
		 "1 answer: 14 3 2021", NO, NO},
		{"a month's number", "date one", "14<Tab>1<Tab>2026\r", NO,
		 "1 answer: 14 1 2026", NO, NO},
		{"typed in one go over another date", "kept-date one",
		 "<C-u>14 mar 2021\r", NO, "1 answer: 14 mar 2021", NO, NO},
		{"each part is replaced when it is come to", "kept-date",
		 "<C-u>14 m", 7, "> Month  m", 7, 10},
		{"and not before", "kept-date", "<C-u>14 m", 8, "  Year   2019",
		 NO, NO},
		{"what was replaced can be had back", "kept-date one",
		 "<C-u>14 m\037\037\r", NO, "1 answer: 14 2 2019", NO, NO},
		{"a whole date pasted replaces all of another", "kept-date one",
		 "<Paste>14 mar 2021\r</Paste>\r", NO, "1 answer: 14 mar 2021",
		 NO, NO},
		{"in any field", "kept-date one",
		 "<Tab><Paste>2021-03-14</Paste>\r", NO, "1 answer: 14 3 2021",
		 NO, NO},
		{"and the last has the focus", "date",
		 "<Paste>14/3/2021</Paste>", 8, "> Year   2021", 8, 13},
		{"half a date pasted stays where it is", "date one",
		 "<Paste>14 mar</Paste><C-p>", NO, "1 back: 14mar//", NO, NO},
		{"a whole date in one field is parted when that is left",
		 "kept-date one", "<C-u>14-3-2021\r", NO, "1 answer: 14 3 2021",
		 NO, NO},
		{"by Tab, too", "date", "2021-03-14<Tab>", 8, "  Year   2021",
		 7, 10},
		{"also one that is none", "date one", "31-2-21\r", NO,
		 "1 answer: 31 2 21", NO, NO},
		{"pasted on the error", "wrong-date one",
		 "<Paste>14 mar 2021</Paste>\r", NO, "1 answer: 14 mar 2021",
		 NO, NO},
		{"typed in one go on the error", "wrong-date one",
		 "14 mar 2021\r", NO, "1 answer: 14 mar 2021", NO, NO},
		{"the error leads to the part that is wrong", "wrong-year",
		 "\r", 12, "> Year   21", 12, 11},
		{"and so does typing", "wrong-year one", "2021\r", NO,
		 "1 answer: 14 mar 2021", NO, NO},
		{"an empty field is handed over as one", "date one",
		 "14<Tab><Tab>2026<C-p>", NO, "1 back: 14//2026", NO, NO},
		{"and stands there empty when one comes back", "part-date", "",
		 7, "  Month", NO, NO},
		{"the others as they were", "part-date", "", 8, "  Year   2026",
		 NO, NO},
		{"blanks do not matter", "date one",
		 " 14 <Tab> Mar<Tab>2026 \r", NO, "1 answer: 14 Mar 2026", NO,
		 NO},
		{"Enter goes to what is empty", "date", "14\r", 7, "> Month", 7,
		 9},
		{"and says so", "date", "14\r", 22, "Still empty: Month.", 7,
		 9},
		{"all empty skips", "date one", "\r\r", NO, "1 answer:", NO,
		 NO},
		{"Down goes to the next field", "date", "<Down>", 7, "> Month",
		 7, 9},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
edits_text(void **state)
{
	static const struct screen_case cases[] = {
		{"what is typed", "text", "abc", 5, "> Answer  abc", 5, 13},
		{"digits and letters alike", "text one", "b3 s?\r", NO,
		 "1 answer: b3 s?", NO, NO},
		{"Left and insert", "text", "ac<Left>b", 5, "> Answer  abc", 5,
		 12},
		{"Home", "text", "bc<Home>a", 5, "> Answer  abc", 5, 11},
		{"End", "text", "bc<Home>a<End>d", 5, "> Answer  abcd", 5, 14},
		{"Backspace", "text", "abc<Backspace>", 5, "> Answer  ab", 5,
		 12},
		{"Ctrl-H is Backspace, too", "text", "abc\b", 5, "> Answer  ab",
		 5, 12},
		{"Delete", "text", "abc<Home><Delete>", 5, "> Answer  bc", 5,
		 10},
		{"Ctrl-U clears it all", "text", "one two<Left><C-u>x", 5,
		 "> Answer  x", 5, 11},
		{"and says so", "text", "one<C-u>", 22, "Cleared.", 5, 10},
		{"all lines, too", "lines one", "one\rtwo<C-u>x<C-n>", NO,
		 "1 answer: x", NO, NO},
		{"Ctrl-_ takes back what was typed", "text", "one two\x1f", 5,
		 "> Answer  one", 5, 14},
		{"and what was cleared", "text", "one two<C-u>\x1f", 5,
		 "> Answer  one two", 5, 17},
		{"so does Alt-u", "text", "one\033u", 5, "> Answer", 5, 10},
		{"Alt-b and Alt-f go by words", "text",
		 "one two\033b\033bx\033fy", 5, "> Answer  xone ytwo", 5, 16},
		{"undo does nothing to what is chosen", "one", "3\x1f", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"a word to the left", "text", "one two<C-Left>x", 5,
		 "> Answer  one xtwo", 5, 15},
		{"Welsh", "text one", "tŷm\r", NO, "1 answer: tŷm", NO, NO},
		{"a combining accent goes with its letter", "text",
		 "aw\u0302<Backspace>", 5, "> Answer  a", 5, 11},
		{"an accent takes no cell", "text", "aw\u0302b", NO, "b", 5,
		 13},
		{"wide characters take two cells", "text", "你好", 5,
		 "> Answer  你好", 5, 14},
		{"emoji go as a whole", "text", "a\U0001F600<Backspace>b", 5,
		 "> Answer  ab", 5, 12},
		{"bytes that are no text are dropped", "text",
		 "a\xff\xc3"
		 "b\xe2\x82"
		 "c",
		 5, "> Answer  abc", 5, 13},
		{"a paste is text, its newlines blanks", "text one",
		 "<Paste>one\rtwo</Paste>\r", NO, "1 answer: one two", NO, NO},
		{"escape sequences in a paste are dropped", "text one",
		 "<Paste>a\033]0;x\007b</Paste>\r", NO, "1 answer: a]0;xb", NO,
		 NO},
		{"a long line goes on below", "text",
		 "0123456789 0123456789 0123456789 0123456789 0123456789 "
		 "0123456789 0123456789 x",
		 6, "          0123456789 x", 6, 22},
		{"few characters left are told", "text",
		 "0123456789012345678901234567890123456789012345678901234567890"
		 "1234567890123456789012345678",
		 NO, "You have 11 characters left.", NO, NO},
		{"Enter makes a new line", "lines", "one\rtwo", 8,
		 "          two", 8, 13},
		{"what is left is counted", "lines", "one\rtŷo", NO,
		 "You have 53 characters left.", 8, 13},
		{"too much is counted, not refused", "lines",
		 "0123456789012345678901234567890123456789012345678901234567890"
		 "x",
		 NO, "2 characters too many.", NO, NO},
		{"one too many", "lines",
		 "0123456789012345678901234567890123456789012345678901234567890",
		 NO, "1 character too many.", NO, NO},
		{"Up and Down keep the column", "lines", "abc\rd\refg<Up><Up>x",
		 7, "> Answer  abcx", 7, 14},
		{"Ctrl-N hands it over", "lines one", "one\rtwo<C-n>", NO,
		 "1 answer: one|two", NO, NO},
		{"so does Tab, then Enter", "lines one", "one\rtwo<Tab>\r", NO,
		 "1 answer: one|two", NO, NO},
		{"a paste keeps its lines", "lines one",
		 "<Paste>one\rtwo</Paste><C-n>", NO, "1 answer: one|two", NO,
		 NO},
		{"it is said that it is not kept yet", "lines", "x", 22,
		 "Ctrl-N keeps it.", NO, NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
shows_other_pages(void **state)
{
	static const struct screen_case cases[] = {
		{"a note is read", "note one", "\r", NO, "1 answer:", NO, NO},
		{"a tick acknowledges", "acknowledge one", " \r", NO,
		 "1 answer: OK", NO, NO},
		{"without it Enter stays", "acknowledge one", "\r", 22,
		 "Nothing ticked yet. Space ticks 'OK'. Enter again skips.", NO,
		 NO},
		{"a fixed answer is shown", "fixed", "", 5, "  Leeds", 7, 2},
		{"and handed over", "fixed one", "x\r", NO, "1 answer: Leeds",
		 NO, NO},
		{"the problem first, and the cursor", "wrong", "", 4,
		 "> Enter a year from 1955 to 2026.", 4, 2},
		{"its heading", "wrong", "", 3, "There is a problem", NO, NO},
		{"the problem beside the field", "wrong", "", 9,
		 "Error: Enter a year from 1955 to 2026.", NO, NO},
		{"in the first row, too", "wrong", "", 0,
		 "Staff survey                                            "
		 "Error - Question 4 of 12",
		 NO, NO},
		{"the field keeps what was typed", "wrong", "", 10,
		 "  Answer  2201", NO, NO},
		{"Enter on it goes to the field", "wrong", "\r", 10,
		 "> Answer  2201", 10, 14},
		{"so does Tab; it can be mended", "wrong one",
		 "<Tab><Backspace>\r", NO, "1 answer: 220", NO, NO},
		{"a date keeps its fields", "wrong-date", "", 11,
		 "  Month  feb", NO, NO},
		{"welcome: Start has the focus", "welcome", "", 14,
		 "> [ Start ]   [ More about your data ]   [ Leave ]", 14, 2},
		{"Tab moves among the buttons", "welcome", "<Tab>", 14,
		 "  [ Start ] > [ More about your data ]   [ Leave ]", 14, 14},
		{"Enter takes one", "welcome one", "<Tab>\r", NO, "1 more:", NO,
		 NO},
		{"Right and Left move, too", "welcome one",
		 "<Right><Right><Left>\r", NO, "1 more:", NO, NO},
		{"s takes the button that leaves", "welcome one", "s", NO,
		 "1 leave:", NO, NO},
		{"a code is typed", "code one", "k7qd\r", NO, "1 answer: k7qd",
		 NO, NO},
		{"its field has the cursor", "code", "k7", 7, "> Code  k7", 7,
		 10},
		{"a refused code says why first", "wrong-code", "", 3,
		 "> This is not a slip's code.", 3, 2},
		{"then the field", "wrong-code one", "\rab\r", NO,
		 "1 answer: ab", NO, NO},
		{"or it is typed anew at once, s and t included",
		 "wrong-code one", "stab\r", NO, "1 answer: stab", NO, NO},
		{"a number is typed anew over the wrong one", "wrong one",
		 "1999\r", NO, "1 answer: 1999", NO, NO},
		{"Backspace on the error edits what was typed", "wrong one",
		 "<Backspace>\r", NO, "1 answer: 220", NO, NO},
		{"a language", "language one", "<Down>\r", NO, "1 answer: 1",
		 NO, NO},
		{"Home and End go to the first and last", "language one",
		 "<End><Home><End>\r", NO, "1 answer: 2", NO, NO},
		{"a language by its number", "language one", "3\r", NO,
		 "1 answer: 2", NO, NO},
		{"review: a row alone says it all, its answer first", "review",
		 "", 10,
		 "  Agree: My manager listens to me                               "
		 "      Change",
		 NO, NO},
		{"however long the question", "review", "", 6,
		 "> A few times a year: How often do you get useful feedback about "
		 "     Change",
		 6, 2},
		{"a long answer has its question below it", "review", "", 16,
		 "    What one change would make your work better?", NO, NO},
		{"Enter changes a row", "review one", "<Down><Down>\r", NO,
		 "1 change: 2", NO, NO},
		{"Ctrl-N goes to Send, and sends nothing", "review", "<C-n>",
		 NO, "> [ Send my answers ]", NO, NO},
		{"Enter there sends", "review one", "<C-n>\r", NO,
		 "1 send:", NO, NO},
		{"Ctrl-N twice does not", "review one", "<C-n><C-n> <Home>\r",
		 NO, "1 change: 0", NO, NO},
		{"a notice ends by itself", "sent one", "", NO, "1 answer:", NO,
		 NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

/* Before the questions about oneself: a notice that is left as a question. */
static void
stands_between_questions(void **state)
{
	static const struct screen_case cases[] = {
		{"title and section", "start", "", 0,
		 "Staff survey"
		 "                                                      "
		 "Section 4 of 4",
		 NO, NO},
		{"to answer them has the focus", "start", "", NO,
		 "> [ Answer these questions ]   [ Skip all of them ]", NO, 2},
		{"Enter does", "start one", "\r", NO, "1 go on:", NO, NO},
		{"Tab goes to the other", "start", "<Tab>", NO,
		 "  [ Answer these questions ] > [ Skip all of them ]", NO, 31},
		{"Enter there skips", "start one", "<Tab>\r", NO, "1 skip:", NO,
		 NO},
		{"Tab twice is back", "start one", "<Tab><Tab>\r", NO,
		 "1 go on:", NO, NO},
		{"b goes back", "one start", "1\rb", NO, "2 back:", NO, NO},
		{"so does Ctrl-P", "one start", "1\r<C-p>", NO, "2 back:", NO,
		 NO},
		{"r goes to the review", "start one", "r", NO, "1 review:", NO,
		 NO},
		{"Ctrl-E asks for a language", "start one", "<C-e>", NO,
		 "1 language:", NO, NO},
		{"the status row", "start", "", 22, "Kept. Not sent yet.", NO,
		 NO},
		{"the keys row says how to go back", "start", "", 23,
		 "Tab move  Enter choose  b back  h hide  t plain text  ? help",
		 NO, NO},
		{"help tells the way-back code", "start", "?<PageDown>", NO,
		 "Your way-back code: 7F3QK-9X2MD", NO, NO},
		{"and of the check page", "start", "?", NO,
		 "check your answers", NO, NO},
		{"and what becomes of the data", "start", "?<Tab>", NO,
		 "About your data", NO, NO},
		{"hidden, and shown again", "start", "hx\r", NO,
		 "> [ Answer these questions ]", NO, NO},
	};
	static const struct screen_case narrow[] = {
		{"the first button stays in sight", "start", "", NO,
		 "> [ Answer these questions ]", NO, 2},
		{"the second, too", "start", "", NO, "[ Skip all of them ]", NO,
		 NO},
		{"what stands above can be read", "start",
		 "<PageDown><PageDown>", NO, "all of them.", NO, NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
	try_screens(12, 40, narrow, COUNT(narrow));
}

static void
works_at_40x12(void **state)
{
	static const struct screen_case cases[] = {
		{"section and place", "one", "", 0,
		 "Feedback and learning   Question 4 of 12", NO, NO},
		{"the question wraps", "one", "", 2, "about your work?", NO,
		 NO},
		{"the cursor", "one", "", 3, "> ( ) 1  Every week", 3, 3},
		{"more is told in words", "one", "", 8, "-- 2 more below --",
		 NO, NO},
		{"Continue stays in sight", "one", "", 9, "  [ Continue ]", NO,
		 NO},
		{"status", "one", "", 10, "Kept. Not sent yet.", NO, NO},
		{"the keys that matter", "one", "", 11,
		 "Enter continue  b back  ? more  s stop", NO, NO},
		{"scrolls by rows", "one", "<Down><Down><Down><Down><Down>", 7,
		 "> ( ) 6  I do not know", 7, 3},
		{"says that there is more on both sides", "one",
		 "<Down><Down><Down><Down><Down>", 8,
		 "-- 1 below, more above --", 7, 3},
		{"or above alone", "one", "<End>", 8, "-- more above --", 7, 3},
		{"and back", "one",
		 "<Down><Down><Down><Down><Down><Up><Up><Up><Up>", 3,
		 "> ( ) 2  Every month", 3, 3},
		{"PageDown", "one", "<PageDown>", 3,
		 "> ( ) 3  A few times a year", 3, 3},
		{"PageDown at the end goes to the last", "one",
		 "<PageDown><PageDown>", 7, "> ( ) 7  I prefer not to say", 7,
		 3},
		{"the hint is in the help", "one", "?", NO,
		 "Useful means it helped you do something", NO, NO},
		{"a long option wraps below itself", "wide", "", 4,
		 "         it first has agreed and the", NO, NO},
		{"to its end", "wide", "", 5, "         post names no customer",
		 NO, NO},
		{"Start stays in sight", "welcome", "", 8,
		 "> [ Start ]   [ More about your data ]", 8, 2},
		{"the rest can be read, and the cursor goes with it", "welcome",
		 "<PageDown><PageDown><PageDown>", NO, "  terminal was used.",
		 1, 0},
		{"to its end in one go", "welcome", "<End>", NO,
		 "-- more above --", 1, 0},
		{"and back", "welcome", "<End><Home>", 1,
		 "We ask so that the guidance says what", 1, 0},
		{"nothing is marked meanwhile", "welcome", "<Down>", 8,
		 "  [ Start ]   [ More about your data ]", 1, 0},
		{"Tab goes to the buttons again", "welcome", "<Down><Tab>", 8,
		 "> [ Start ]   [ More about your data ]", 8, 2},
		{"so does Enter, which chooses none unmarked", "welcome",
		 "<Down>\r", 8, "> [ Start ]   [ More about your data ]", 8, 2},
		{"a question taller than the window", "tall", "", 1,
		 "You hear at work that a colleague is", 1, 0},
		{"its lines count, too, in what is below", "tall", "", 8,
		 "-- 14 more below --", 1, 0},
		{"and the keys say how it is read", "tall", "", 11,
		 "Up/Down read  Enter continue  ? help", 1, 0},
		{"until its choices are in sight", "tall", "3", 11,
		 "Enter continue  b back  ? help  s stop", NO, NO},
		{"Space chooses none that is out of sight", "tall", " ", NO,
		 "> ( ) 1  Every week", NO, NO},
		{"but goes there", "tall", "  ", NO, "> (*) 1  Every week", NO,
		 NO},
		{"nor does Enter skip any", "tall", "\r", NO,
		 "> ( ) 1  Every week", NO, NO},
		{"a long note is read line by line", "long-note", "<Down>", 1,
		 "ill. Another colleague, who sits in the", 1, 0},
		{"and says so", "long-note", "", 11,
		 "Up/Down read  Enter continue  ? help", 9, 2},
		{"is read line by line", "tall", "<Down>", 1,
		 "ill. Another colleague, who sits in the", 1, 0},
		{"or by pages to its end", "tall", "<PageDown><PageDown>", NO,
		 "> ( ) 1  Every week", NO, NO},
		{"and can still be answered", "tall one", "3\r", NO,
		 "1 answer: few", NO, NO},
		{"the message wraps", "one one", "\r", 9,
		 "Nothing chosen yet. Space chooses 'Every", 3, 3},
		{"in full", "one one", "\r", 10, "week'. Enter again skips.", 3,
		 3},
		{"of a long option it says the number", "wide", "<Down>\r", NO,
		 "Space chooses '2'", NO, NO},
		{"how many are ticked, where not all are in sight", "many",
		 "13", 10, "2 selected. Enter keeps it.", NO, NO},
		{"how things are put in order", "rank-many", "", 10,
		 "Not in order yet. Space picks up a row.", NO, NO},
		{"Enter goes on to how sure one is, below", "sure", "3", 10,
		 "Enter asks how sure you are.", NO, NO},
		{"a hint for which there is room", "lines", "", 3,
		 "Leave out names.", NO, NO},
		{"what is wrong is not kept by Enter", "wrong-date", "9<Up>",
		 NO, "Not kept yet.", NO, NO},
		{"the problem first", "wrong-date", "", 3,
		 "> Enter a day that is in the calendar.", 3, 2},
		{"review: Send is in sight", "review", "", NO,
		 "  [ Send my answers ]", NO, NO},
		{"its heading takes the first row", "review", "", 0,
		 "Check your answers before sending them", 1, 2},
		{"the row with the focus is whole", "review", "", 2,
		 "    get useful feedback about your work?", 1, 2},
		{"of the others the answer is", "review", "", 4,
		 "    videos: What helped you learn", NO, NO},
		{"and as much of the question as there is room for", "review",
		 "", 7, "  Not answered: Mistakes are talked...", NO, NO},
		{"until one goes there", "review", "<Down><Down><Down><Down>",
		 NO, "    about openly", NO, NO},
		{"before one can send it is said what that means", "review",
		 "<End>", 9, "After sending, answers cannot be changed", 8, 2},
		{"200 options: the last", "list", "<End>", NO,
		 "> ( ) 200  Ysbyty T\u0177", NO, NO},
		{"200 options: how many above", "list", "<End>", NO,
		 " more above --", NO, NO},
		{"a text longer than the window scrolls", "lines",
		 "a\rb\rc\rd\re\rf\rg\rh", NO, "-- more above --", 6, 11},
		{"how sure one is, below its item", "sure", "3", 6,
		 "How sure are you of that answer?", 4, 3},
		{"statements: what all are asked is in the help", "apart", "?",
		 2, "How much do you agree?", NO, NO},
		{"and above each where there is room", "apart", "", 1,
		 "How much do you agree?", 3, 3},
		{"a search", "list", "number 199<Down>", 3,
		 "> ( ) 199  Office number 199", 3, 3},
		{"what is chosen in a list has the focus after going back",
		 "list one", "150\rb", NO, "> (*) 150  Office number 150", NO,
		 NO},
		{"the help's second page to its end", "one",
		 "?<Tab><PageDown><PageDown><PageDown>", 9,
		 "  terminal was used.", NO, NO},
		{"which names the survey in full", "one", "?<Tab>", 1,
		 "Staff survey", 1, 0},
	};

	try_screens(12, 40, cases, COUNT(cases));
}

static void
fits_the_window(void **state)
{
	static const struct {
		int rows, columns;
		struct screen_case screen;
	} cases[] = {
		{50,
		 132,
		 {"a wide window is not filled", "one", "", 0,
		  "Staff survey                                                 "
		  "   Question 4 of 12",
		  NO, NO}},
		{24,
		 45,
		 {"the way back is told before that arrows move", "one", "", 23,
		  "Enter continue  b back  ? help  s stop", NO, NO}},
		{24,
		 50,
		 {"statements asked apart: what all are asked", "apart", "", 3,
		  "How much do you agree?", NO, NO}},
		{24,
		 50,
		 {"and which of them it is", "apart", "", 4,
		  "2 of 6  I get the time I need to learn", 7, 3}},
		{12,
		 80,
		 {"the problems stay in sight where there is no room",
		  "wrong-table", "", NO, "> 2 of 4  Choose an answer.", NO,
		  NO}},
		{24,
		 40,
		 {"a window made narrow clips nothing", "table", "", NO,
		  "    not answered", NO, NO}},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		try_screen(cases[i].rows, cases[i].columns, &cases[i].screen);
}

static void
asks_how_sure(void **state)
{
	static const struct screen_case cases[] = {
		{"closed at first: there to read", "sure", "", 12,
		 "How sure are you of that answer?", 6, 3},
		{"without a mark", "sure", "", 13, "      1  Sure", 6, 3},
		{"Down does not go there", "sure", "<End><Down>", 16,
		 "> [ Continue ]", 16, 2},
		{"so that Continue stays where it is", "sure", "", 16,
		 "  [ Continue ]", NO, NO},
		{"opens with an answer", "sure", "2", 13, "  ( ) 1  Sure", 7,
		 3},
		{"both its choices", "sure", "2", 14, "  ( ) 2  Not sure", NO,
		 NO},
		{"Continue did not move", "sure", "2", 16, "  [ Continue ]", NO,
		 NO},
		{"who does not know is not asked", "sure", "4", 13,
		 "      1  Sure", 10, 3},
		{"closes with I do not know", "sure", "24", 13, "      1  Sure",
		 10, 3},
		{"Down runs through both lists", "sure", "2<Down><Down><Down>",
		 13, "> ( ) 1  Sure", 13, 3},
		{"and Up back", "sure", "2<Down><Down><Down><Up>", 10,
		 "> ( ) 4  I do not know", 10, 3},
		{"then Continue", "sure", "2<Down><Down><Down><Down><Down>", 16,
		 "> [ Continue ]", 16, 2},
		{"Tab goes to the next part", "sure", "2<Tab>", 13,
		 "> ( ) 1  Sure", 13, 3},
		{"digits choose in the list that has the focus", "sure",
		 "2<Tab>2", 14, "> (*) 2  Not sure", 14, 3},
		{"not in the other", "sure", "2<Tab>1", 7,
		 "  (*) 2  My friends alone", 13, 3},
		{"a number it does not have", "sure", "2<Tab>4", 22,
		 "There is no answer 4.", 13, 3},
		{"the keys say which numbers", "sure", "2<Tab>", 23,
		 "Up/Down move  Space or 1-2 choose  Enter continue  b back  ? "
		 "help  s stop",
		 NO, NO},
		{"Tab past Continue to what is chosen", "sure",
		 "2<Tab><Tab><Tab>", 7, "> (*) 2  My friends alone", 7, 3},
		{"Shift-Tab the other way", "sure", "2<BackTab><BackTab>", 13,
		 "> ( ) 1  Sure", 13, 3},
		{"both are handed over", "sure one", "2<Tab>2\r", NO,
		 "1 answer: b | unsure", NO, NO},
		{"Enter goes to what is left out", "sure one", "2\r", 13,
		 "> ( ) 1  Sure", 13, 3},
		{"and says what Enter skips", "sure one", "2\r", 22,
		 "How sure? Space chooses 'Sure'. Enter again skips.", 13, 3},
		{"Enter again skips it alone", "sure one", "2\r\r", NO,
		 "1 answer: b |", NO, NO},
		{"closed there is one thing to skip", "sure one", "\r\r", NO,
		 "1 answer:  |", NO, NO},
		{"what is closed is no answer", "sure one", "2<Tab>1<Up> \r",
		 NO, "1 answer: dk |", NO, NO},
		{"I do not know is answered in one go", "sure one", "4\r", NO,
		 "1 answer: dk |", NO, NO},
		{"Delete clears the part that has the focus", "sure",
		 "2<Tab>1<Delete>", 13, "> ( ) 1  Sure", 13, 3},
		{"the item stays", "sure", "2<Tab>1<Delete>", 7,
		 "  (*) 2  My friends alone", 13, 3},
		{"both are there again after going back", "sure one",
		 "2<Tab>2\rb", 14, "  (*) 2  Not sure", 7, 3},
		{"back takes both along", "one sure", "3\r2<Tab>1b", NO,
		 "2 back: b | sure", NO, NO},
		{"come to from the check page it has the focus", "sure-last",
		 "", 13, "> ( ) 1  Sure", 13, 3},
		{"its problem first", "wrong-sure", "", 4,
		 "> Say how sure you are.", 4, 2},
		{"its problem beside it, too", "wrong-sure", "", 16,
		 "Error: Say how sure you are.", NO, NO},
		{"Enter on the problem goes there", "wrong-sure", "\r", 17,
		 "> ( ) 1  Sure", 17, 3},
		{"a digit on the problem is about it", "wrong-sure", "2", 18,
		 "> (*) 2  Not sure", 18, 3},
		{"a required one is for the check to refuse", "wrong-sure one",
		 "\r\r", NO, "1 answer: b |", NO, NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
asks_statements(void **state)
{
	static const struct screen_case cases[] = {
		{"what all are asked", "table", "", 3,
		 "How much do you agree or disagree with these statements?", NO,
		 NO},
		{"how", "table", "", 4, "For each one press 1 to 6.", NO, NO},
		{"the scale with its numbers", "table", "", 6,
		 "1 Strongly disagree  2 Disagree  3 Neither  4 Agree  "
		 "5 Strongly agree",
		 NO, NO},
		{"what is none of it apart", "table", "", 7, "6 I do not know",
		 NO, NO},
		{"a row says it all", "table", "", 9,
		 "> ( ) 1 of 6  My manager listens to me: not answered", 9, 3},
		{"no second mark behind one", "table", "", 13,
		 "  ( ) 5 of 6  Good work is noticed? not answered", NO, NO},
		{"a long one says its answer first, too", "table", "<End>4", 14,
		 "> (4) 6 of 6  I would recommend my team to somebody who wants to "
		 "learn how",
		 14, 3},
		{"Down goes to the next", "table", "<Down>", 10,
		 "> ( ) 2 of 6  I get the time I need to learn: not answered",
		 10, 3},
		{"a digit answers and stays", "table", "<Down>4", 10,
		 "> (4) 2 of 6  I get the time I need to learn: Agree", 10, 3},
		{"another digit answers otherwise", "table", "45", 9,
		 "> (5) 1 of 6  My manager listens to me: Strongly agree", 9,
		 3},
		{"one that is none says so", "table", "7", 22,
		 "There is no answer 7.", 9, 3},
		{"Delete clears the statement", "table", "4<Down>5<Delete>", 10,
		 "> ( ) 2 of 6  I get the time I need to learn: not answered",
		 10, 3},
		{"not the others", "table", "4<Down>5<Delete>", 9,
		 "  (4) 1 of 6  My manager listens to me: Agree", 10, 3},
		{"Right goes along the scale", "table", "<Right><Right>", 9,
		 "> (2) 1 of 6  My manager listens to me: Disagree", 9, 3},
		{"Left back", "table", "4<Left>", 9,
		 "> (3) 1 of 6  My manager listens to me: Neither", 9, 3},
		{"Space, too, and round", "table", "6 ", 9,
		 "> (1) 1 of 6  My manager listens to me: Strongly disagree", 9,
		 3},
		{"counts", "table", "4<Down>5", 22,
		 "2 of 6 answered. Enter keeps it.", NO, NO},
		{"says what is kept", "table", "", 22,
		 "0 of 6 answered. Kept. Not sent yet.", NO, NO},
		{"Tab goes to Continue", "table", "<Tab>", 17, "> [ Continue ]",
		 17, 2},
		{"and on to what is not answered", "table",
		 "4<Down>4<Tab><Tab>", 11,
		 "> ( ) 3 of 6  Mistakes are talked about openly: not answered",
		 11, 3},
		{"a digit at Continue answers nothing", "table", "<Tab>4", 22,
		 "0 of 6 answered. Kept. Not sent yet.", 17, 2},
		{"the keys", "table", "", 23,
		 "Up/Down statement  1-6 answer  Enter continue  b back  ? "
		 "help  s stop",
		 NO, NO},
		{"Enter goes to what is left out", "table one",
		 "4<Down><Down>3\r", 10,
		 "> ( ) 2 of 6  I get the time I need to learn: not answered",
		 10, 3},
		{"and says so once", "table one", "4<Down><Down>3\r", 22,
		 "2 of 6 answered. Enter again skips the others.", 10, 3},
		{"with none there are no others", "table one", "\r", 22,
		 "Nothing chosen yet. Enter again skips.", 9, 3},
		{"Enter again goes on", "table one", "4<Down><Down>3\r\r", NO,
		 "1 answer: a |  | n |  |  |", NO, NO},
		{"all answered goes on", "table one",
		 "1<Down>2<Down>3<Down>4<Down>5<Down>6\r", NO,
		 "1 answer: sd | d | n | a | sa | dk", NO, NO},
		{"all are there again after going back", "table one",
		 "4<Down><Down>3\r\rb", 11,
		 "  (3) 3 of 6  Mistakes are talked about openly: Neither", NO,
		 NO},
		{"come to from the check page a statement has the focus",
		 "table-third", "", 11,
		 "> ( ) 3 of 6  Mistakes are talked about openly: not answered",
		 11, 3},
		{"a line for each problem", "wrong-table", "", 4,
		 "> 2 of 4  Choose an answer.", 4, 2},
		{"Down goes to the next problem", "wrong-table", "<Down>", 5,
		 "> 4 of 4  Choose an answer about work.", 5, 2},
		{"Enter on it goes to its row", "wrong-table", "<Down>\r", 18,
		 "> ( ) 4 of 4  Good work is noticed? not answered", 18, 3},
		{"a digit on it answers its row", "wrong-table", "<Down>5", 18,
		 "> (5) 4 of 4  Good work is noticed? Strongly agree", 18, 3},
		{"the problem beside its row, too", "wrong-table", "", 14,
		 "Error: Choose an answer.", NO, NO},
		{"required ones are for the check to refuse", "wrong-table one",
		 "\r1<Up>1<Down><Down>1\r", NO, "1 answer: sd | sd | sd |", NO,
		 NO},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
searches_long_lists(void **state)
{
	static const struct screen_case cases[] = {
		{"the search has the focus", "list", "", 4,
		 "> Search                    200 found", 4, 10},
		{"letters search", "list", "number 19", 4,
		 "> Search  number 19         12 found", 4, 19},
		{"the list waits", "list", "number 19", 5,
		 "  ( )   1  Office number 1", NO, NO},
		{"Enter shows what is found, by its number", "list",
		 "number 19\r", 7, "  ( ) 190  Office number 190", NO, NO},
		{"whatever its case", "list", "NUMBER 199", 4,
		 "> Search  NUMBER 199        1 found", NO, NO},
		{"accents", "list", "ysbyty ty<Down>", 5,
		 "> ( ) 200  Ysbyty T\u0177", NO, NO},
		{"and order of the words", "list", "ty ysb<Down>", 5,
		 "> ( ) 200  Ysbyty T\u0177", NO, NO},
		{"Continue stays where it is", "list", "number 199<Down>", 21,
		 "  [ Continue ]", NO, NO},
		{"Enter goes to what is found", "list", "number 19\r", 5,
		 "> ( )  19  Office number 19", 5, 3},
		{"and chooses what alone is found", "list", "number 199\r", 5,
		 "> (*) 199  Office number 199", 5, 3},
		{"Enter again takes it", "list one", "number 199\r\r", NO,
		 "1 answer: o199", NO, NO},
		{"so does Down, and chooses nothing", "list",
		 "number 199<Down>", 5, "> ( ) 199  Office number 199", 5, 3},
		{"Up comes back", "list", "number 199<Down><Up>", 4,
		 "> Search  number 199        1 found", 4, 20},
		{"so does /", "list", "<Down><Down>/", 4,
		 "> Search                    200 found", 4, 10},
		{"nothing found is said", "list", "nowhere\r", 22,
		 "Nothing found. Ctrl-U shows all again.", 4, 17},
		{"Ctrl-U shows all again", "list", "nowhere<C-u>", 4,
		 "> Search                    200 found", 4, 10},
		{"so does Backspace", "list", "x<Backspace>", 4,
		 "> Search                    200 found", 4, 10},
		{"what is found is shown from its first", "list",
		 "190<Delete>/number 1<Down>", 5, "> ( )   1  Office number 1",
		 NO, NO},
		{"what is chosen stays in sight", "list",
		 "150/number 199<Down>", 5, "> (*) 150  Office number 150", 5,
		 3},
		{"all is there again when the search is empty", "list",
		 "number 199<Down>/<C-u>", 5, "  ( )   1  Office number 1", NO,
		 NO},
		{"a number chooses before anything is typed", "list one",
		 "150\r", NO, "1 answer: o150", NO, NO},
		{"a number that is not shown shows all", "list one",
		 "number 199<Down>150\r", NO, "1 answer: o150", NO, NO},
		{"Enter with nothing typed is Enter", "list one", "\r\r", NO,
		 "1 answer:", NO, NO},
		{"the keys row", "list", "", 23,
		 "Space or 1-200 choose  Type to search  Enter continue   F1 "
		 "help  Ctrl-X stop",
		 NO, NO},
		{"the keys row in the list", "list", "<Down>", 23,
		 "Space or 1-200 choose  / search        Enter continue   F1 "
		 "help  Ctrl-X stop",
		 NO, NO},
		{"the keys row with something typed", "list", "x", 23,
		 "Space or 1-200 choose  Type to search  Enter show them  F1 "
		 "help  Ctrl-X stop",
		 NO, NO},
		{"short lists have none", "twelve", "/2", 7, "> (*)  2  two", 7,
		 3},
	};

	try_screens(24, 80, cases, COUNT(cases));
}

static void
helps(void **state)
{
	static const struct screen_case cases[] = {
		{"? opens it", "one", "?", NO, "Help", NO, NO},
		{"what to do here", "one", "?", NO,
		 "Choose one answer with Space or its number", NO, NO},
		{"what the author says", "one", "?", NO,
		 "Think of the last year.", NO, NO},
		{"the way-back code", "one", "?<PageDown>", NO,
		 "Your way-back code: 7F3QK-9X2MD", NO, NO},
		{"whom to ask", "one", "?", NO,
		 "Help from a person: survey-help@example.org", NO, NO},
		{"there is a second page", "one", "?", 0,
		 "Help                                                       "
		 "          Page 1 of 2",
		 NO, NO},
		{"Tab turns to it: what becomes of the data", "one", "?<Tab>",
		 10, "About your data", 2, 0},
		{"Down reads on to it", "one", "?<Down>", NO, "About your data",
		 NO, NO},
		{"Up goes back from its begin", "one", "?<Tab><Up>", NO,
		 "On this page", NO, NO},
		{"Tab, too", "one", "?<Tab><Tab>", NO, "On this page", NO, NO},
		{"at the check page as well", "review", "?<Tab>", NO,
		 "About your data", NO, NO},
		{"a start page has its own button for that", "welcome",
		 "?<Tab>", NO, "No name, login or time is kept. Your answers",
		 NO, NO},
		{"how to clear", "text", "<F1>", NO,
		 "Ctrl-U            clear an answer", NO, NO},
		{"Esc closes it", "one", "3?<Esc>", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"so does Enter", "one", "3?\r", 8,
		 "> (*) 3  A few times a year", 8, 3},
		{"so does ?", "one", "3??", 8, "> (*) 3  A few times a year", 8,
		 3},
		{"F1 while typing", "text", "a?<F1>", NO,
		 "Type your answer, then press Enter to continue.", NO, NO},
		{"Ctrl-G while typing, and back", "text", "a?<C-g><Esc>", 5,
		 "> Answer  a?", 5, 12},
	};

	try_screens(24, 80, cases, COUNT(cases));
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
		cmocka_unit_test(stands_between_questions),
		cmocka_unit_test(works_at_40x12),
		cmocka_unit_test(fits_the_window),
		cmocka_unit_test(asks_how_sure),
		cmocka_unit_test(asks_statements),
		cmocka_unit_test(searches_long_lists),
		cmocka_unit_test(helps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
