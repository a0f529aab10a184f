/*
 * Nobody at the keys: what is asked, when, and what is left behind. The clock
 * goes ahead as we say, so nothing here waits for it.
 */
#include "tests/test.h"

#include <signal.h>
#include <sys/stat.h>

#include "survey/run.h"
#include "tests/support/clock.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

enum { MINUTE = 60000 };

static const char still[] = "Are you still there?";
static const char still_line[] = "Still there? Press Enter.";

struct idle {
	struct made_wave made;
	struct term *term;
	struct clock clock;
	char *dir;
};

/* In a folder of its own. `options` are parted by blanks. */
static void
start(struct idle *it, void **state, const char *name, const char *csv,
      const char *options, size_t codes)
{
	char *program = test_program("conduct-survey"), *list = strdup(options),
	     *rest = list, *option;
	const char *argv[8] = {program};
	const char *env[] = {it->clock.load, it->clock.name, NULL};
	size_t n = 1;

	it->dir = test_path(*state, name);
	assert_int_equal(mkdir(it->dir, 0700), 0);
	made_wave_init(&it->made, it->dir, csv, codes, 5);
	clock_init(&it->clock, it->dir, NULL);
	while ((option = strsep(&rest, " ")) != NULL)
		if (*option)
			argv[n++] = option;
	argv[n] = it->made.path;
	it->term = term_start(24, 80, argv, env);
	free(list);
	free(program);
}

static void
end(struct idle *it)
{
	term_free(it->term);
	clock_release(&it->clock);
	made_wave_release(&it->made);
	free(it->dir);
}

/* Once all that was typed has been seen to. */
static void
ahead(struct idle *it, long milliseconds)
{
	term_wait_quiet(it->term);
	*it->clock.ahead += milliseconds;
}

static size_t
bells(const struct term *term)
{
	size_t n, i, found = 0;
	const char *output = term_output(term, &n);

	for (i = 0; i < n; i++)
		found += output[i] == '\a';
	return found;
}

static void
read_code(struct term *term, char code[CODE_TEXT_BYTES])
{
	static const char words[] = "Your way-back code: ";
	const char *at;

	term_wait_text(term, words, "the way-back code");
	term_wait_quiet(term);
	at = strstr(term_screen(term), words) + strlen(words);
	snprintf(code, CODE_TEXT_BYTES, "%.11s", at);
}

/* ------------------------------------------------------------ a full screen */

static const struct term_move to_hours[] = {{"[ Start ]", "\r"},
					    {"Do you use any", "1\r"},
					    {"How many hours", "12"},
					    {"> Answer  12", ""},
					    {NULL, NULL}};

static void
asks_hides_and_goes_on(void **state)
{
	char code[CODE_TEXT_BYTES];
	struct idle it;
	size_t bytes;

	start(&it, state, "w", form_small, "", 0);
	read_code(it.term, code);
	term_play(it.term, to_hours);
	ahead(&it, 17 * MINUTE + 50000);
	term_wait_quiet(it.term);
	assert_true(term_find(it.term, still) < 0);
	ahead(&it, 11000);
	term_wait_text(it.term, still, "after 18 minutes");
	term_wait_quiet(it.term);
	assert_true(term_find(it.term, "> Answer  12") < 0);
	assert_true(term_find(it.term, "hours") < 0);
	term_wait_text(it.term, "In 2 minutes", "how long");
	term_wait_text(it.term, code, "the way-back code");
	term_wait_text(it.term, "Kept. Not sent yet.", "what is kept");
	ahead(&it, 50000);
	bytes = term_bytes(it.term);
	term_wait_quiet(it.term);
	assert_int_equal(term_bytes(it.term), bytes); /* no countdown */
	ahead(&it, 10000);
	term_wait_text(it.term, "In 1 minute ", "how long");
	ahead(&it, 40000);
	assert_int_equal(bells(it.term), 1);
	term_keys(it.term, "7");
	term_wait_text(it.term, "> Answer  12", "back");
	term_wait_quiet(it.term);
	assert_true(term_find(it.term, "127") < 0);
	term_keys(it.term, "\r");
	term_wait_text(it.term, "What would help", "goes on");
	end(&it);
}

/* Any key will do, whatever it means elsewhere, and nothing comes of it. */
static void
goes_on_with_any_key_any_number_of_times(void **state)
{
	static const char *const keys[] = {
		" ",	    "\r",
		"x",	    "<Up>",
		"<F1>",	    "<C-x>",
		"<C-o>",    "<C-t>",
		"<Esc>",    "<Delete>",
		"<C-l>",    "<C-c>",
		"\033[25~", "<Paste>2\r</Paste>",
		"\x1a",
	};
	struct idle it;
	size_t i;

	start(&it, state, "w", form_small, "", 0);
	term_play(it.term, to_hours);
	for (i = 0; i < COUNT(keys); i++) {
		ahead(&it, 18 * MINUTE + 1000);
		term_wait_text(it.term, still, keys[i]);
		ahead(&it, 119 * 1000);
		term_keys(it.term, keys[i]);
		term_wait_text(it.term, "> Answer  12", keys[i]);
		term_wait_quiet(it.term);
		assert_text(term_row(it.term,
				     term_find(it.term, "> Answer  12")),
			    "> Answer  12", keys[i]);
	}
	assert_int_equal(bells(it.term), COUNT(keys));
	end(&it);
}

static void
leaves_and_keeps(void **state)
{
	char code[CODE_TEXT_BYTES], *draft;
	struct idle it;

	start(&it, state, "w", form_small, "", 0);
	read_code(it.term, code);
	term_play(it.term, to_hours);
	ahead(&it, 20 * MINUTE + 1000);
	assert_int_equal(term_end(it.term), EXIT_STOPPED);
	assert_false(term_on_alternate_screen(it.term));
	assert_int_equal(strspn(term_screen(it.term), "\n"), 24);
	draft = made_draft(&it.made, code);
	assert_has(draft, "\"uses\":{\"v\":\"y\"", "what was answered");
	assert_has(draft, "\"hours\":{\"v\":\"12\"", "and what stood there");
	free(draft);
	end(&it);
}

/* Every page: how to get there, and what stands on it. */
static const struct {
	const char *what, *csv;
	size_t codes;
	struct term_move there[10];
	int status;
} pages[] = {
	{"start", form_small, 0, {{"[ Start ]", ""}}, EXIT_STOPPED},
	{"more", form_small, 0, {{"[ Start ]", "<Tab>\r"}}, EXIT_STOPPED},
	{"language",
	 form_every_type,
	 0,
	 {{"Choose your language", ""}},
	 EXIT_STOPPED},
	{"a code",
	 form_small,
	 1,
	 {{"[ Start ]", "\r"}, {"from your slip", "x"}},
	 EXIT_STOPPED},
	{"a choice",
	 form_small,
	 0,
	 {{"[ Start ]", "\r"}, {"Do you use", "1"}},
	 EXIT_STOPPED},
	{"several lines",
	 form_small,
	 0,
	 {{"[ Start ]", "\r"}, {"Do you use", "2\r"}, {"What would", "x"}},
	 EXIT_STOPPED},
	{"before questions about oneself",
	 form_oneself,
	 0,
	 {{"Choose your language", "\r"},
	  {"[ Start ]", "\r"},
	  {"Which do you use", "1\r"},
	  {"> [ Answer these questions ]", ""}},
	 EXIT_STOPPED},
	{"help",
	 form_small,
	 0,
	 {{"[ Start ]", "\r"}, {"Do you use", "1?"}, {"On this page", ""}},
	 EXIT_STOPPED},
	{"hidden",
	 form_small,
	 0,
	 {{"[ Start ]", "\r"}, {"Do you use", "1h"}},
	 EXIT_STOPPED},
	{"about to be shown",
	 form_small,
	 0,
	 {{"[ Start ]", "\r"}, {"Do you use", "1hx"}, {"Show my", ""}},
	 EXIT_STOPPED},
	{"stop",
	 form_small,
	 0,
	 {{"[ Start ]", "\r"},
	  {"Do you use", "2\r"},
	  {"What would", "<C-x>"},
	  {"[ Leave. My answers", ""}},
	 EXIT_STOPPED},
	{"review",
	 form_small,
	 0,
	 {{"[ Start ]", "\r"},
	  {"Do you use", "2\r"},
	  {"What would", "x\r"},
	  {"Check your answers", ""}},
	 EXIT_STOPPED},
	{"sent",
	 form_small,
	 0,
	 {{"[ Start ]", "\r"},
	  {"Do you use", "2\r"},
	  {"What would", "x\r"},
	  {"Check your answers", "<C-n>\r"},
	  {"have been sent", ""}},
	 EXIT_SENT},
};

static void
works_on_every_page(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(pages); i++) {
		struct idle it;

		start(&it, state, pages[i].what, pages[i].csv, "",
		      pages[i].codes);
		term_play(it.term, pages[i].there);
		ahead(&it, 18 * MINUTE + 1000);
		term_wait_text(it.term, still, pages[i].what);
		ahead(&it, 2 * MINUTE);
		assert_case(term_end(it.term) == pages[i].status,
			    pages[i].what);
		assert_case(strspn(term_screen(it.term), "\n") == 24,
			    pages[i].what);
		end(&it);
	}
}

/* Before the questions about oneself one has answered already. */
static void
tells_the_code_before_questions_about_oneself(void **state)
{
	static const struct term_move there[] = {{"Choose your", "\r"},
						 {"[ Start ]", ""},
						 {NULL, NULL}};
	static const struct term_move on[] = {{"[ Start ]", "\r"},
					      {"Which do you use", "1\r"},
					      {"> [ Answer these questions ]",
					       "<Tab>"},
					      {"> [ Skip all of them ]", ""},
					      {NULL, NULL}};
	char code[CODE_TEXT_BYTES];
	struct idle it;

	start(&it, state, "w", form_oneself, "", 0);
	term_play(it.term, there);
	read_code(it.term, code);
	term_play(it.term, on);
	ahead(&it, 18 * MINUTE + 1000);
	term_wait_text(it.term, still, "after 18 minutes");
	term_wait_text(it.term, code, "the way-back code");
	assert_true(term_find(it.term, "Answer these") < 0);
	term_keys(it.term, "x");
	term_wait_text(it.term, "> [ Skip all of them ]", "as it was");
	end(&it);
}

static void
stays_hidden(void **state)
{
	struct idle it;

	start(&it, state, "w", form_small, "", 0);
	term_play(it.term, to_hours);
	term_keys(it.term, "<C-o>");
	term_wait_gone(it.term, "hours", "hidden");
	ahead(&it, 18 * MINUTE + 1000);
	term_wait_text(it.term, still, "asked");
	term_keys(it.term, "\r");
	term_wait_gone(it.term, still, "somebody is there");
	term_wait_quiet(it.term);
	assert_int_equal(strspn(term_screen(it.term), "\n"), 24);
	term_keys(it.term, "\r");
	term_wait_text(it.term, "Show my answers? Enter", "asked for");
	term_keys(it.term, "\r");
	term_wait_text(it.term, "> Answer  12", "shown");
	end(&it);
}

static void
fits_every_window(void **state)
{
	struct idle it;
	char code[CODE_TEXT_BYTES];

	start(&it, state, "w", form_small, "", 0);
	read_code(it.term, code);
	term_play(it.term, to_hours);
	ahead(&it, 18 * MINUTE + 1000);
	term_wait_text(it.term, still, "as it was");
	term_resize(it.term, 12, 40);
	term_wait_text(it.term, "> [ I am still here ]", "40x12");
	term_wait_text(it.term, code, "40x12");
	term_wait_text(it.term, "minutes we stop", "40x12");
	term_resize(it.term, 8, 30);
	term_wait_text(it.term, "Still there? Press a key.", "30x8");
	term_resize(it.term, 50, 132);
	term_wait_text(it.term, still, "132x50");
	ahead(&it, 2 * MINUTE);
	assert_int_equal(term_end(it.term), EXIT_STOPPED);
	end(&it);
}

static void
takes_the_time_it_is_told(void **state)
{
	struct idle it;

	start(&it, state, "never", form_small, "--idle 0", 0);
	term_play(it.term, to_hours);
	ahead(&it, 30L * 24 * 60 * MINUTE);
	term_wait_quiet(it.term);
	term_wait_text(it.term, "> Answer  12", "never");
	end(&it);

	start(&it, state, "three", form_small, "--idle=3", 0);
	term_play(it.term, to_hours);
	ahead(&it, 55000);
	term_wait_quiet(it.term);
	assert_true(term_find(it.term, still) < 0);
	ahead(&it, 6000);
	term_wait_text(it.term, still, "after one minute");
	ahead(&it, 2 * MINUTE);
	assert_int_equal(term_end(it.term), EXIT_STOPPED);
	end(&it);
}

/* ---------------------------------------------------------------- a kiosk */

static void
a_kiosk_goes_back_to_its_start_page(void **state)
{
	struct idle it;

	start(&it, state, "w", form_small, "--kiosk", 0);
	term_wait_text(it.term, "[ Start ]", "nobody yet");
	ahead(&it, 8 * MINUTE + 1000);
	ahead(&it, 40L * 24 * 60 * MINUTE);
	term_wait_quiet(it.term);
	assert_true(term_find(it.term, still) < 0);
	assert_int_equal(bells(it.term), 0);
	term_wait_text(it.term, "[ Start ]", "nobody for days");
	term_play(it.term, to_hours);
	ahead(&it, 8 * MINUTE + 1000);
	term_wait_text(it.term, still, "after 8 minutes");
	term_wait_quiet(it.term);
	assert_true(term_find(it.term, "way-back") < 0);
	ahead(&it, 2 * MINUTE);
	term_wait_text(it.term, "[ Start ]", "the next person");
	term_wait_quiet(it.term);
	assert_true(term_find(it.term, "> Answer  12") < 0);
	ahead(&it, 60 * MINUTE);
	term_wait_quiet(it.term);
	term_wait_text(it.term, "[ Start ]", "nobody again");
	/* somebody looked, and went */
	term_keys(it.term, "<Tab>");
	ahead(&it, 8 * MINUTE + 1000);
	term_wait_text(it.term, still, "somebody was there");
	term_signal(it.term, SIGTERM);
	assert_int_equal(term_end(it.term), 128 + SIGTERM);
	end(&it);
}

static void
a_goodbye_at_a_kiosk_goes_by_itself(void **state)
{
	struct idle it;

	start(&it, state, "w", form_small, "--kiosk --idle 3", 0);
	term_play(it.term, to_hours);
	term_keys(it.term, "\r");
	term_wait_text(it.term, "What would", "the last question");
	term_keys(it.term, "\r\r");
	term_wait_text(it.term, "Check your answers", "all seen");
	term_keys(it.term, "<C-n>\r");
	term_wait_text(it.term, "clears itself after 60 seconds", "says so");
	ahead(&it, 50000);
	term_wait_quiet(it.term);
	term_wait_text(it.term, "have been sent", "not yet");
	ahead(&it, 11000);
	term_wait_text(it.term, "[ Start ]", "nobody is asked for");
	assert_int_equal(bells(it.term), 0);
	end(&it);
}

/* ------------------------------------------------------------- plain lines */

static const struct term_move to_hours_in_lines[] = {{"Type start", "start\r"},
						     {"Do you use any", "1\r"},
						     {"How many hours", ""},
						     {NULL, NULL}};

static size_t
times(const struct term *term, const char *text)
{
	size_t n, found = 0;
	const char *at = term_output(term, &n);

	for (; (at = strstr(at, text)) != NULL; at++)
		found++;
	return found;
}

static void
asks_in_one_line(void **state)
{
	static const char prompt[] = "Type a whole number, or ? for help:";
	struct idle it;

	start(&it, state, "w", form_small, "--line", 0);
	term_play(it.term, to_hours_in_lines);
	ahead(&it, 18 * MINUTE + 1000);
	term_wait_text(it.term, still_line, "asked");
	ahead(&it, 110000);
	term_wait_quiet(it.term);
	assert_int_equal(times(it.term, still_line), 1);
	assert_int_equal(bells(it.term), 1);
	assert_int_equal(times(it.term, prompt), 1);
	term_keys(it.term, "\r");
	term_wait_quiet(it.term);
	assert_int_equal(times(it.term, prompt), 2);
	assert_true(term_find(it.term, "Nothing typed yet") < 0);
	/* What was being typed meanwhile is not lost. */
	ahead(&it, 18 * MINUTE + 1000);
	term_wait_quiet(it.term);
	assert_int_equal(times(it.term, still_line), 2);
	term_keys(it.term, "12\r");
	term_wait_text(it.term, "You entered 12.", "taken");
	end(&it);
}

static void
leaves_lines_and_keeps(void **state)
{
	static const char *const ways[] = {"", "hide\r", "?\r"};
	size_t i;

	for (i = 0; i < COUNT(ways); i++) {
		char code[CODE_TEXT_BYTES], name[8], *draft;
		struct idle it;

		snprintf(name, sizeof name, "%zu", i);
		start(&it, state, name, form_small, "--line", 0);
		read_code(it.term, code);
		term_play(it.term, to_hours_in_lines);
		term_keys(it.term, ways[i]);
		ahead(&it, 18 * MINUTE + 1000);
		term_wait_text(it.term, still_line, ways[i]);
		ahead(&it, 2 * MINUTE);
		assert_int_equal(term_end(it.term), EXIT_STOPPED);
		assert_true(term_find(it.term, "How many hours") < 0);
		draft = made_draft(&it.made, code);
		assert_has(draft, "\"uses\":{\"v\":\"y\"", "kept");
		free(draft);
		end(&it);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(asks_hides_and_goes_on),
		IN_A_FOLDER(goes_on_with_any_key_any_number_of_times),
		IN_A_FOLDER(leaves_and_keeps),
		IN_A_FOLDER(works_on_every_page),
		IN_A_FOLDER(tells_the_code_before_questions_about_oneself),
		IN_A_FOLDER(stays_hidden),
		IN_A_FOLDER(fits_every_window),
		IN_A_FOLDER(takes_the_time_it_is_told),
		IN_A_FOLDER(a_kiosk_goes_back_to_its_start_page),
		IN_A_FOLDER(a_goodbye_at_a_kiosk_goes_by_itself),
		IN_A_FOLDER(asks_in_one_line),
		IN_A_FOLDER(leaves_lines_and_keeps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
