/*
 * However the client ends, nothing of what a person answered is left on the
 * screen or in its scrollback. A program that wipes in the other order must
 * be found out (wipe_preload.c).
 */
#include "tests/test.h"

#include <signal.h>
#include <sys/stat.h>

#include "survey/run.h"
#include "tests/support/clock.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

/* What the person types, and what the program says of a choice. */
static const char secret[] = "Quittenmarmelade";
static const char chosen[] = "You chose";

enum { MINUTE = 60000 };

/* How a session ends: with keys, a signal, or because nobody is there. */
enum { BY_KEYS, BY_IDLE = -1 };

struct way {
	const char *what;
	struct term_move out[4];
	int by;	    /* BY_..., or the number of a signal */
	bool child; /* the signal is for the one that asks alone */
	int status;
};

struct face {
	const char *what, *option, *terminal;
	struct term_move there[6];
};

/* Without an alternate screen all is drawn where the scrollback is. */
static const struct face screen = {
	"full screen",
	NULL,
	"TERM=xterm-256color",
	{{"[ Start ]", "\r"},
	 {"Do you use any", "2\r"},
	 {"What would help", "Quittenmarmelade"},
	 {"Quittenmarmelade", ""}},
};
static const struct face console = {
	"full screen without an alternate one",
	NULL,
	"TERM=linux",
	{{"[ Start ]", "\r"},
	 {"Do you use any", "2\r"},
	 {"What would help", "Quittenmarmelade"},
	 {"Quittenmarmelade", ""}},
};
static const struct face lines = {
	"plain lines",
	"--line",
	"TERM=xterm-256color",
	{{"Type start", "start\r"},
	 {"Do you use any", "2\r"},
	 {"What would help", "Quittenmarmelade\r"},
	 {"Type send", ""}},
};

static const struct way anywhere[] = {
	{"nobody is there", {{NULL, NULL}}, BY_IDLE, false, EXIT_STOPPED},
	{"SIGHUP", {{NULL, NULL}}, SIGHUP, false, 128 + SIGHUP},
	{"SIGTERM", {{NULL, NULL}}, SIGTERM, false, 128 + SIGTERM},
	{"SIGTERM to the one that asks",
	 {{NULL, NULL}},
	 SIGTERM,
	 true,
	 128 + SIGTERM},
	{"kill -9 of the one that asks",
	 {{NULL, NULL}},
	 SIGKILL,
	 true,
	 128 + SIGKILL},
/* A sanitiser takes this for a finding. */
#if !defined(__SANITIZE_ADDRESS__)
	{"a wild pointer", {{NULL, NULL}}, SIGSEGV, true, 128 + SIGSEGV},
#endif
	{"an assertion", {{NULL, NULL}}, SIGABRT, true, 128 + SIGABRT},
};

static const struct way on_screen[] = {
	{"sent",
	 {{"Quitten", "\r"},
	  {"Check your answers", "<C-n>\r"},
	  {"have been sent", "\r"}},
	 BY_KEYS,
	 false,
	 EXIT_SENT},
	{"stopped",
	 {{"Quitten", "<C-x>"}, {"[ Leave. My answers", "\r"}},
	 BY_KEYS,
	 false,
	 EXIT_STOPPED},
	{"deleted",
	 {{"Quitten", "<C-x>"}, {"[ Leave. My answers", "<Tab><Tab>\r"}},
	 BY_KEYS,
	 false,
	 EXIT_STOPPED},
	{"stopped in plain lines",
	 {{"Quitten", "<C-t>"},
	  {"Type your answer", "stop\r"},
	  {"Type leave", "leave\r"}},
	 BY_KEYS,
	 false,
	 EXIT_STOPPED},
};

static const struct way in_lines[] = {
	{"sent",
	 {{"Type send", "send\r"}, {"Type finish", "finish\r"}},
	 BY_KEYS,
	 false,
	 EXIT_SENT},
	{"stopped",
	 {{"Type send", "stop\r"}, {"Type leave", "leave\r"}},
	 BY_KEYS,
	 false,
	 EXIT_STOPPED},
	{"deleted",
	 {{"Type send", "stop\r"}, {"Type leave", "delete\r"}},
	 BY_KEYS,
	 false,
	 EXIT_STOPPED},
	{"stopped on a full screen",
	 {{"Type send", "full screen\r"},
	  {"Up/Down move", "<C-x>"},
	  {"[ Leave. My answers", "\r"}},
	 BY_KEYS,
	 false,
	 EXIT_STOPPED},
	{"Ctrl-C", {{"Type send", "<C-c>"}}, BY_KEYS, false, 128 + SIGINT},
	{"Ctrl-D", {{"Type send", "<C-d>"}}, BY_KEYS, false, EXIT_INPUT_ENDED},
};

/* ------------------------------------------------------------- a session */

struct session {
	struct made_wave made;
	struct clock clock;
	struct term *term;
	char *dir;
};

static void
start(struct session *s, void **state, const char *name,
      const struct face *place, bool kiosk, bool wrong)
{
	char *program = test_program("conduct-survey"),
	     *swap = wrong ? test_program("tests/tty/wipe_preload.so") : NULL;
	const char *argv[5] = {program}, *env[4];
	size_t n = 1;

	s->dir = test_path(*state, name);
	assert_int_equal(mkdir(s->dir, 0700), 0);
	made_wave_init(&s->made, s->dir, form_small, 0, 5);
	clock_init(&s->clock, s->dir, swap);
	env[0] = s->clock.load;
	env[1] = s->clock.name;
	env[2] = place->terminal;
	env[3] = NULL;
	if (place->option)
		argv[n++] = place->option;
	if (kiosk)
		argv[n++] = "--kiosk";
	argv[n] = s->made.path;
	s->term = term_start(24, 80, argv, env);
	term_play(s->term, place->there);
	term_wait_quiet(s->term);
	free(swap);
	free(program);
}

static void
end(struct session *s)
{
	term_free(s->term);
	clock_release(&s->clock);
	made_wave_release(&s->made);
	free(s->dir);
}

static void
go(struct session *s, const struct way *way)
{
	term_play(s->term, way->out);
	if (way->by == BY_IDLE)
		*s->clock.ahead += 30 * MINUTE;
	else if (way->by > 0 && way->child)
		kill(term_child(s->term), way->by);
	else if (way->by > 0)
		term_signal(s->term, way->by);
}

/* Is anything of the person to be seen? */
static bool
is_left(struct term *term)
{
	static const char *const what[] = {secret, chosen};
	size_t i;

	for (i = 0; i < COUNT(what); i++)
		if (strstr(term_screen(term), what[i]) ||
		    strstr(term_scrollback(term), what[i]))
			return true;
	return false;
}

static void
assert_nothing_left(struct session *s, const struct face *place,
		    const struct way *way)
{
	if (is_left(s->term))
		fail_msg("%s, %s: left:\n%s-- scrollback --\n%s", place->what,
			 way->what, term_screen(s->term),
			 term_scrollback(s->term));
}

/* ------------------------------------------------------------- every way out */

static void
try_ways(void **state, const struct face *place, const struct way *ways,
	 size_t n, const char *prefix)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char name[32];
		struct session s;
		int status;

		snprintf(name, sizeof name, "%s%zu", prefix, i);
		start(&s, state, name, place, false, false);
		assert_true(
			is_left(s.term)); /* the check finds what is there */
		go(&s, &ways[i]);
		status = term_end(s.term);
		if (status != ways[i].status)
			fail_msg("%s, %s: %d", place->what, ways[i].what,
				 status);
		assert_nothing_left(&s, place, &ways[i]);
		assert_false(term_on_alternate_screen(s.term));
		end(&s);
	}
}

static void
leaves_nothing_after_a_full_screen(void **state)
{
	try_ways(state, &screen, on_screen, COUNT(on_screen), "a");
	try_ways(state, &screen, anywhere, COUNT(anywhere), "b");
}

static void
leaves_nothing_where_there_is_one_screen(void **state)
{
	try_ways(state, &console, on_screen, COUNT(on_screen), "a");
	try_ways(state, &console, anywhere, COUNT(anywhere), "b");
}

static void
leaves_nothing_after_plain_lines(void **state)
{
	try_ways(state, &lines, in_lines, COUNT(in_lines), "a");
	try_ways(state, &lines, anywhere, COUNT(anywhere), "b");
}

/* Before the next person has pressed a key. */
static void
a_kiosk_shows_the_next_person_nothing(void **state)
{
	static const struct face *const places[] = {&screen, &console, &lines};
	static const char *const next[] = {"[ Start ]", "[ Start ]",
					   "Type start"};
	size_t i, k;

	for (i = 0; i < COUNT(places); i++) {
		for (k = 0; k < COUNT(anywhere); k++) {
			char name[32];
			struct session s;

			if (anywhere[k].by > 0 && anywhere[k].by != SIGKILL)
				continue;
			snprintf(name, sizeof name, "%zu-%zu", i, k);
			start(&s, state, name, places[i], true, false);
			go(&s, &anywhere[k]);
			term_wait_text(s.term, next[i], anywhere[k].what);
			term_wait_quiet(s.term);
			assert_nothing_left(&s, places[i], &anywhere[k]);
			end(&s);
		}
	}
}

static void
hidden_lines_are_gone(void **state)
{
	static const struct way hidden = {
		"hidden", {{"Type send", "hide\r"}}, BY_KEYS, false, 0};
	struct session s;

	start(&s, state, "w", &lines, false, false);
	assert_true(is_left(s.term));
	go(&s, &hidden);
	term_wait_text(s.term, "Show my answers?", "hidden");
	term_wait_quiet(s.term);
	assert_nothing_left(&s, &lines, &hidden);
	term_keys(s.term, "\r");
	term_wait_text(s.term, secret, "shown again");
	end(&s);
}

/* ---------------------------------------------------------- the wrong order */

/* Where the parent wipes. A child that ends as planned wipes twice, after the
 * person and with the screen, which makes up for it. */
static void
the_other_order_is_found_out(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(anywhere); i++) {
		char name[32];
		struct session s;

		if (!anywhere[i].child || anywhere[i].by == SIGTERM)
			continue;
		snprintf(name, sizeof name, "%zu", i);
		start(&s, state, name, &console, false, true);
		go(&s, &anywhere[i]);
		term_end(s.term);
		if (!is_left(s.term))
			fail_msg("%s: not found out", anywhere[i].what);
		end(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(leaves_nothing_after_a_full_screen),
		IN_A_FOLDER(leaves_nothing_where_there_is_one_screen),
		IN_A_FOLDER(leaves_nothing_after_plain_lines),
		IN_A_FOLDER(a_kiosk_shows_the_next_person_nothing),
		IN_A_FOLDER(hidden_lines_are_gone),
		IN_A_FOLDER(the_other_order_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
