/*
 * What a braille display shows: the line that the cursor is in, 40 cells of
 * it. Read alone it has to tell what has the focus and in what state it is.
 * With the control that must fail: a cursor parked in the corner.
 */
#include "tests/test.h"

#include "questions/base/text.h"
#include "tests/support/term.h"

enum { CELLS = 40 };

/* Keys in angle brackets, then the line; one after the other. */
struct reading {
	const char *keys, *line;
};
struct track {
	const char *page;
	struct reading step[10];
};

static const struct track tracks[] = {
	{"one",
	 {{"", "> ( ) 1  Every week"},
	  {"<Down>", "> ( ) 2  Every month"},
	  {"<Down>", "> ( ) 3  A few times a year"},
	  {" ", "> (*) 3  A few times a year"},
	  {"<Up>", "> ( ) 2  Every month"},
	  {"5", "> (*) 5  Never"},
	  {"<Delete>", "> ( ) 5  Never"},
	  {"<End>", "> ( ) 7  I prefer not to say"},
	  {"<Tab>", "> [ Continue ]"}}},
	{"many",
	 {{"", "> [ ] 1  A course or workshop"},
	  {" ", "> [x] 1  A course or workshop"},
	  {"<Down>", "> [ ] 2  Working with an experienced col"},
	  {"3", "> [x] 3  Reading or videos"},
	  {"<End>", "> [ ] 5  None of these helped me learn"},
	  {" ", "> [x] 5  None of these helped me learn"},
	  {"<Home>", "> [ ] 1  A course or workshop"}}},
	{"rank",
	 {{"", "> -  One page"},
	  {"<Down>", "> -  A video"},
	  {" <Up>", "> 1  A video"},
	  {" <Down>", "> 2  One page"}}},
	{"twelve", {{"12", "> (*) 12  twelve"}, {"<Up>", "> ( ) 11  eleven"}}},
	{"wide",
	 {{"<Down>", "> ( ) 2  Only if the person who posted i"},
	  {"<Down> ", "> (*) 3  Mwy o amser i ddysgu gyda'r t"}}},
	{"sure",
	 {{"", "> ( ) 1  Everybody who has an account"},
	  {"2", "> (*) 2  My friends alone"},
	  {"<Tab>", "> ( ) 1  Sure"},
	  {"2", "> (*) 2  Not sure"},
	  {"<Home>", "> ( ) 1  Everybody who has an account"}}},
	{"table",
	 {{"", "> 1 of 6  My manager listens to me: not "},
	  {"4", "> 1 of 6  My manager listens to me: 4 Ag"},
	  {"<Down>", "> 2 of 6  I get the time I need to learn"},
	  {"<Tab>", "> [ Continue ]"}}},
	{"apart", {{"<Down>", "> ( ) 2  Disagree"}}},
	{"date",
	 {{"14", "> Day    14"},
	  {"<Tab>mar", "> Month  mar"},
	  {"<Tab>2021", "> Year   2021"}}},
	{"integer", {{"37", "> 37"}, {"<Backspace>", "> 3"}}},
	{"text", {{"More time", "> More time"}}},
	{"note", {{"", "> [ Continue ]"}}},
	{"acknowledge", {{"", "> [ ] OK"}, {" ", "> [x] OK"}}},
	{"wrong",
	 {{"", "> Enter a year from 1955 to 2026."}, {"<Tab>", "> 2201"}}},
	{"wrong-sure", {{"", "> Say how sure you are."}}},
	{"wrong-table", {{"", "> 2 of 4  Choose an answer."}}},
	{"welcome",
	 {{"", "> [ Start ]   [ More about your data ]"},
	  {"<Tab>", "  [ Start ] > [ More about your data ]"}}},
	{"trouble", {{"", "> [ Try again ]"}}},
	{"review",
	 {{"", "> How often do you get useful feedback a"},
	  {"<Down><Down>", "> My manager listens to me: Agree"},
	  {"<End>", "> [ Send my answers ]"},
	  {"<Tab>", "  [ Send my answers ] > [ Keep and come "}}},
	{"code", {{"K7", "> K7"}}},
	{"wrong-code", {{"", "> This is not a slip's code."}}},
	{"wrong-date", {{"", "> Enter a day that is in the calendar."}}},
	{"range", {{"7", "> 7"}}},
	{"decimal", {{"1.5", "> 1.5"}}},
	{"lines", {{"More", "> More"}}},
	{"fixed", {{"", "> [ Continue ]"}}},
	{"tall", {{"2", "> (*) 2  Every month"}}},
	{"list", {{"17", "> ( )  17  Office number 17"}}},
	{"language", {{"", ">  1  English"}, {"<Down>", ">  2  Cymraeg"}}},
};

static bool
is_up(struct term *term, void *ctx)
{
	term_screen(term);
	return term_on_alternate_screen(term);
}

static struct term *
start(const char *page, bool parked)
{
	char *program = test_program("tests/tty/front_demo");
	char *preload = test_program("tests/tty/park_preload.so");
	const char *argv[] = {program, page, page, NULL};
	struct text t = TEXT_INIT;
	const char *env[] = {NULL, NULL};
	struct term *term;

	text_addf(&t, "LD_PRELOAD=%s", preload);
	env[0] = text_get(&t);
	term = term_start(24, 80, argv, parked ? env : NULL);
	if (!term_wait_until(term, is_up, NULL))
		fail_msg("%s: nothing is drawn", page);
	term_settle(term);
	term_wait_quiet(term);
	text_release(&t);
	free(preload);
	free(program);
	return term;
}

/* The first 40 cells of the cursor's line. */
static void
read_line(struct term *term, char out[CELLS * 4 + 1])
{
	int row, column;
	size_t n = 0, step, cells = 0;
	const char *line;

	term_cursor(term, &row, &column);
	line = term_row(term, row);
	while ((step = text_cluster(line + n)) > 0 && cells < CELLS) {
		n += step;
		cells++;
	}
	snprintf(out, CELLS * 4 + 1, "%.*s", (int)n, line);
}

/* What is not so is counted, so that the control can be. */
static size_t
take(const struct track *track, bool parked)
{
	struct term *term = start(track->page, parked);
	const struct reading *step = track->step;
	char line[CELLS * 4 + 1];
	size_t wrong = 0;

	for (; step->line; step++) {
		int row, column;

		term_keys(term, step->keys);
		term_settle(term);
		read_line(term, line);
		term_cursor(term, &row, &column);
		if (strncmp(line, step->line, strlen(step->line)) == 0 &&
		    column < CELLS)
			continue;
		wrong++;
		if (!parked)
			print_error("%s, '%s': reads '%s', not '%s'\n",
				    track->page, step->keys, line, step->line);
	}
	term_free(term);
	return wrong;
}

static void
the_cursors_line_tells_all(void **state)
{
	size_t i, wrong = 0;

	for (i = 0; i < COUNT(tracks); i++)
		wrong += take(&tracks[i], false);
	assert_int_equal(wrong, 0);
}

static void
a_parked_cursor_is_found_out(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(tracks); i++)
		assert_case(take(&tracks[i], true) > 0, tracks[i].page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursors_line_tells_all),
		cmocka_unit_test(a_parked_cursor_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
