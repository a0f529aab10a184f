/* conduct-survey on a real wave, on a full screen. */
#include "tests/test.h"

#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "survey/run.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

/* What form_small is answered with below. */
static const char all_three[] =
	"\"a\":{\"uses\":\"y\",\"hours\":\"12\",\"words\":\"words\"}}";
static const char wipe[] = "\033[H\033[2J\033[3J";

/* ------------------------------------------------------------- a session */

struct client {
	struct made_wave made;
	char *dir;
	struct term *term;
};

static bool
draws(struct term *term, void *ctx)
{
	term_screen(term);
	return term_on_alternate_screen(term);
}

static void
client_start(struct client *c, int rows, int columns, const char *option,
	     const char *const *env)
{
	char *program = test_program("conduct-survey");
	const char *argv[] = {program, c->made.path, option, NULL};

	c->term = term_start(rows, columns, argv, env);
	free(program);
}

/* In a folder of its own below `dir`, which only we may write to. */
static void
client_make(struct client *c, const char *dir, const char *name,
	    const char *csv, size_t codes)
{
	c->dir = test_path(dir, name);
	assert_int_equal(mkdir(c->dir, 0700), 0);
	made_wave_init(&c->made, c->dir, csv, codes, 5);
	c->term = NULL;
}

static void
client_init(struct client *c, const char *dir, const char *name,
	    const char *csv)
{
	client_make(c, dir, name, csv, 0);
	client_start(c, 24, 80, NULL, NULL);
	assert_true(term_wait_until(c->term, draws, NULL));
}

static void
client_release(struct client *c)
{
	term_free(c->term);
	made_wave_release(&c->made);
	free(c->dir);
}

/* The way-back code that the screen shows after these words. */
static void
read_code(struct term *term, const char *words, char code[CODE_TEXT_BYTES])
{
	const char *at;
	char text[16];

	term_wait_text(term, words, "the way-back code");
	term_wait_quiet(term);
	at = strstr(term_screen(term), words) + strlen(words);
	at += strspn(at, " \n>");
	snprintf(text, sizeof text, "%.11s", at);
	if (!wayback_read(text, code))
		fail_msg("no way-back code: %s", text);
}

/* The answers of the one response that was sent: what differs from one to
 * the next is its id alone. Yours to free. */
static char *
answers_sent(const struct client *c)
{
	size_t n;
	char **response = made_responses(&c->made, &n), *answers;

	assert_int_equal(n, 1);
	assert_has(response[0], "\"a\":", "a response");
	answers = strdup(strstr(response[0], "\"a\":"));
	assert_non_null(answers);
	made_responses_free(response, n);
	return answers;
}

static void
assert_answers_sent(const struct client *c, const char *expected,
		    const char *what)
{
	char *answers = answers_sent(c);

	assert_text(answers, expected, what);
	free(answers);
}

/* ------------------------------------------- the same answers either way */

static const struct {
	const char *what, *csv, *lines;
	struct term_move moves[24];
} people[] = {
	{"everything answered",
	 form_every_type,
	 "1\nstart\n\n2\n1 2\n3 1 2\n37\n3.5\n4\n14 jan 2026\ntŷm\none\ntwo\n"
	 ".\nok\nsend\nfinish\n",
	 {{"Choose your language", "\r"},
	  {"[ Start ]", "\r"},
	  {"Welcome to this part.", "\r"},
	  {"How often?", "2\r"},
	  {"What helped you?", "12\r"},
	  {"Put these in order", "<End>1\r"},
	  {"A whole number", "37\r"},
	  {"Question 5", "3.5\r"},
	  {"From one to five", "4\r"},
	  {"Which day?", "14<Tab>1<Tab>2026\r"},
	  {"In a few words", "tŷm\r"},
	  {"In more words", "one\rtwo<C-n>"},
	  {"I have read this", " \r"},
	  {"Check your answers", "<C-n>\r"},
	  {"Your answers have been sent", "\r"},
	  {NULL, NULL}}},
	{"everything left out",
	 form_every_type,
	 "1\nstart\n\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\n"
	 "skip\nsend\nfinish\n",
	 {{"Choose your language", "\r"},
	  {"[ Start ]", "\r"},
	  {"Welcome to this part.", "\r"},
	  {"How often?", "\r\r"},
	  {"What helped you?", "\r\r"},
	  {"Put these in order", "\r\r"},
	  {"A whole number", "\r\r"},
	  {"Question 5", "\r\r"},
	  {"From one to five", "\r\r"},
	  {"Which day?", "\r\r"},
	  {"In a few words", "\r\r"},
	  {"In more words", "<C-n><C-n>"},
	  {"I have read this", "\r\r"},
	  {"Check your answers", "<C-n>\r"},
	  {"Your answers have been sent", "\r"},
	  {NULL, NULL}}},
	{"none of them, and the other language",
	 form_every_type,
	 "2\nstart\n\n3\n3\nskip\n-1\n-0.50\n5\nskip\nskip\nskip\nskip\nsend\n"
	 "finish\n",
	 {{"Choose your language", "2\r"},
	  {"[ Dechrau ]", "\r"},
	  {"Croeso.", "\r"},
	  {"Pa mor aml?", "3\r"},
	  {"Beth helpodd?", "123\r"},
	  {"Rhowch mewn trefn", "\r\r"},
	  {"Rhif cyfan", "-1\r"},
	  {"Cwestiwn 5", "-0.50\r"},
	  {"O un i bump", "5\r"},
	  {"Pa ddiwrnod?", "\r\r"},
	  {"Mewn gair", "\r\r"},
	  {"Mwy o eiriau", "<C-n><C-n>"},
	  {"Rwyf wedi darllen", "\r\r"},
	  {"Gwiriwch eich atebion", "<C-n>\r"},
	  {"Mae eich atebion wedi'u hanfon", "\r"},
	  {NULL, NULL}}},
	{"a word of the program with a dot before it, and dots alone",
	 form_every_type,
	 "1\nstart\n\nskip\nskip\nskip\nskip\nskip\nskip\nskip\n..stop\n"
	 "...back\n...\n..\nstop\n.\nskip\nsend\nfinish\n",
	 {{"Choose your language", "\r"},
	  {"[ Start ]", "\r"},
	  {"Welcome to this part.", "\r"},
	  {"How often?", "\r\r"},
	  {"What helped you?", "\r\r"},
	  {"Put these in order", "\r\r"},
	  {"A whole number", "\r\r"},
	  {"Question 5", "\r\r"},
	  {"From one to five", "\r\r"},
	  {"Which day?", "\r\r"},
	  {"In a few words", ".stop\r"},
	  {"In more words", "..back\r..\r.\rstop<C-n>"},
	  {"I have read this", "\r\r"},
	  {"Check your answers", "<C-n>\r"},
	  {"Your answers have been sent", "\r"},
	  {NULL, NULL}}},
	{"two dots",
	 form_small,
	 "start\n2\n..\nsend\nfinish\n",
	 {{"[ Start ]", "\r"},
	  {"Do you use any", "2\r"},
	  {"What would help", "..\r"},
	  {"Check your answers", "<C-n>\r"},
	  {"Your answers have been sent", "\r"},
	  {NULL, NULL}}},
	{"what no longer applies is not sent",
	 form_small,
	 "start\n1\n5\nwords\n1\n2\nsend\nfinish\n",
	 {{"[ Start ]", "\r"},
	  {"Do you use any", "1\r"},
	  {"How many hours", "5\r"},
	  {"What would help", "words\r"},
	  {"Check your answers", "\r"},
	  {"Do you use any", "2\r"},
	  {"Check your answers", "<C-n>\r"},
	  {"Your answers have been sent", "\r"},
	  {NULL, NULL}}},
	{"a refused answer is mended",
	 form_small,
	 "start\n1\n1000\n100\nskip\nsend\nfinish\n",
	 {{"[ Start ]", "\r"},
	  {"Do you use any", "1\r"},
	  {"How many hours", "1000\r"},
	  {"There is a problem", "<Tab><Backspace>\r"},
	  {"What would help", "\r\r"},
	  {"Check your answers", "<C-n>\r"},
	  {"Your answers have been sent", "\r"},
	  {NULL, NULL}}},
	{"back, and another answer",
	 form_small,
	 "start\n1\nback\n2\na\nsend\nfinish\n",
	 {{"[ Start ]", "\r"},
	  {"Do you use any", "1\r"},
	  {"How many hours", "<C-p>"},
	  {"(*) 1", "2\r"},
	  {"What would help", "a\r"},
	  {"Check your answers", "<C-n>\r"},
	  {"Your answers have been sent", "\r"},
	  {NULL, NULL}}},
};

/* The one response that line mode sends for these lines. */
static char *
sent_by_lines(const char *dir, size_t i)
{
	char *program = test_program("conduct-survey"), *sent;
	struct client c;
	struct test_run run;

	client_make(&c, dir, "lines", people[i].csv, 0);
	const char *argv[] = {program, "--line", c.made.path, NULL};
	test_run(&run, NULL, argv, people[i].lines);
	if (run.status != 0)
		print_error("%s\n%s", run.out, run.err);
	assert_int_equal(run.status, 0);
	sent = answers_sent(&c);
	test_run_release(&run);
	client_release(&c);
	free(program);
	return sent;
}

static void
both_front_ends_send_the_same(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(people); i++) {
		char name[32], *dir, *lines;
		struct client c;

		snprintf(name, sizeof name, "%zu", i);
		dir = test_path(*state, name);
		assert_int_equal(mkdir(dir, 0700), 0);
		lines = sent_by_lines(dir, i);
		client_init(&c, dir, "screen", people[i].csv);
		term_play(c.term, people[i].moves);
		assert_int_equal(term_end(c.term), EXIT_SENT);
		assert_answers_sent(&c, lines, people[i].what);
		client_release(&c);
		free(lines);
		free(dir);
	}
}

/* ------------------------------------------------------------- on the way */

static void
stops_and_comes_back(void **state)
{
	static const struct term_move until_stop[] = {{"[ Start ]", "\r"},
						      {"Do you use any", "1\r"},
						      {"How many hours",
						       "12<C-x>"},
						      {NULL, NULL}};
	/* s held down a moment too long does not take the code away */
	static const struct term_move leave[] = {
		{"> [ Leave. My answers", "ss<Tab>"},
		{"> [ Go on with the survey ]", "s<BackTab>"},
		{"> [ Leave. My answers", "\r"},
		{NULL, NULL}};
	static const struct term_move back[] = {{"[ Start ]", "<Tab><Tab>\r"},
						{NULL, NULL}};
	static const struct term_move send[] = {{"How many hours", "\r"},
						{"What would help", "words\r"},
						{"Check your answers",
						 "<C-n>\r"},
						{"Your answers have been sent",
						 "\r"},
						{NULL, NULL}};
	char code[CODE_TEXT_BYTES];
	struct client c;

	client_init(&c, *state, "w", form_small);
	term_play(c.term, until_stop);
	read_code(c.term, "Write down this code to come back:", code);
	term_play(c.term, leave);
	assert_int_equal(term_end(c.term), EXIT_STOPPED);
	term_free(c.term);

	client_start(&c, 24, 80, NULL, NULL);
	term_play(c.term, back);
	term_wait_text(c.term, "Enter your way-back code", "asked");
	term_keys(c.term, "no such code\r");
	term_wait_text(c.term, "There is a problem", "refused");
	term_wait_text(c.term, "> This is not a way-back code", "why");
	term_keys(c.term, "\r");
	term_wait_text(c.term, "> Code  no such code", "to be mended");
	term_keys(c.term, "<C-u>");
	term_keys(c.term, code);
	term_keys(c.term, "\r");
	term_wait_text(c.term, "> Answer  12",
		       "what was typed when it stopped");
	term_play(c.term, send);
	assert_int_equal(term_end(c.term), EXIT_SENT);
	assert_answers_sent(&c, all_three, "all of it");
	client_release(&c);
}

/* Before the questions about oneself: on, past them, and every way off. */
static const struct term_move over_the_start[] = {
	{"Choose your language", "\r"},
	{"[ Start ]", "\r"},
	{"Which do you use?", "1\r"},
	{"> [ Answer these questions ]", "b"},
	{"> (*) 1  Apples", "\r"},
	{"> [ Answer these questions ]", "<C-e>"},
	{"  2  Cymraeg", "2\r"},
	{"> [ Ateb y cwestiynau hyn ]", "<C-e>"},
	{"  1  English", "1\r"},
	{"> [ Answer these questions ]", "<C-t>"},
	{"Type answer or skip:", "full screen\r"},
	{"> [ Answer these questions ]", "?<PageDown>"},
	{"Your way-back code: ", "<Esc>"},
	{"You can skip any question about you, or all of them.", "\r"},
	{"Which building?", "2\r"},
	{"How long here?", "b"},
	{"> (*) 2  Bread", "b"},
	{"To skip all of them takes away what you answered here.", "<C-x>"},
	{NULL, NULL}};
static const struct term_move past_them[] = {{"Choose your language", "\r"},
					     {"[ Start ]", "<Tab><Tab>\r"},
					     {NULL, NULL}};
static const struct term_move to_the_end[] = {
	{"> (*) 2  Bread", "b"},
	{"takes away what you answered here.", "<Tab>"},
	{"> [ Skip all of them ]", "\r"},
	{"Check your answers", "<C-p>"},
	{"How long here?", "b"},
	{"Which building?", "b"},
	{"> [ Answer these questions ]", "r"},
	{"Check your answers", "<C-n>"},
	{"> [ Send my answers ]", "\r"},
	{"Your answers have been sent", "\r"},
	{NULL, NULL}};

static void
walks_over_the_start_of_questions_about_oneself(void **state)
{
	char code[CODE_TEXT_BYTES];
	struct client c;

	client_init(&c, *state, "w", form_oneself);
	term_play(c.term, over_the_start);
	read_code(c.term, "Write down this code to come back:", code);
	term_keys(c.term, "\r");
	assert_int_equal(term_end(c.term), EXIT_STOPPED);
	term_free(c.term);
	client_start(&c, 24, 80, NULL, NULL);
	term_play(c.term, past_them);
	term_wait_text(c.term, "Enter your way-back code", "asked");
	term_keys(c.term, code);
	term_keys(c.term, "\r");
	term_play(c.term, to_the_end);
	assert_int_equal(term_end(c.term), EXIT_SENT);
	assert_answers_sent(&c,
			    "\"a\":{\"uses\":\"a\",\"site\":null,"
			    "\"years\":null}}",
			    "all skipped");
	client_release(&c);
}

static void
works_in_the_smallest_window(void **state)
{
	struct client c;

	client_make(&c, *state, "w", people[0].csv, 0);
	client_start(&c, 12, 40, NULL, NULL);
	term_play(c.term, people[0].moves);
	assert_int_equal(term_end(c.term), EXIT_SENT);
	client_release(&c);
}

static void
resizes_on_every_page(void **state)
{
	static const int sizes[][2] = {{12, 40}, {50, 132}, {24, 80}};
	const struct term_move *move = people[0].moves;
	struct client c;
	size_t i;

	client_init(&c, *state, "w", form_every_type);
	for (; move->at; move++) {
		for (i = 0; i < COUNT(sizes); i++) {
			term_resize(c.term, sizes[i][0], sizes[i][1]);
			term_wait_text(c.term, move->at, "after a resize");
		}
		term_keys(c.term, move->keys);
	}
	assert_int_equal(term_end(c.term), EXIT_SENT);
	client_release(&c);
}

static void
goes_to_text_mode_and_back(void **state)
{
	static const struct term_move moves[] = {{"[ Start ]", "\r"},
						 {"Do you use any", "1\r"},
						 {"How many hours", "12<C-t>"},
						 {"Your answer so far: 12",
						  "full screen\r"},
						 {"> Answer  12", "\r"},
						 {"What would help", "t<C-t>"},
						 {"Type your answer, or ?",
						  "words\r"},
						 {"Type send", "send\r"},
						 {"Type finish", "finish\r"},
						 {NULL, NULL}};
	struct client c;

	client_init(&c, *state, "w", form_small);
	term_play(c.term, moves);
	assert_int_equal(term_end(c.term), EXIT_SENT);
	assert_answers_sent(&c, all_three, "all of it");
	client_release(&c);
}

/* The edge of a narrow terminal parts no word. */
static void
breaks_plain_lines_as_narrow_as_the_terminal(void **state)
{
	static const struct {
		const char *what, *line;
		int columns;
	} cases[] = {
		{"narrow",
		 "\n- Results are given only for groups of\n"
		 "10 or more. IT may see that this\n",
		 40},
		{"no wider than 72",
		 "\n- Results are given only for groups "
		 "of 10 or more. IT may see that this\n",
		 132},
	};
	struct client c;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		client_make(&c, *state, cases[i].what, form_small, 0);
		client_start(&c, 40, cases[i].columns, "--line", NULL);
		term_wait_text(c.term, "Type start", cases[i].what);
		assert_has(term_screen(c.term), cases[i].line, cases[i].what);
		term_keys(c.term, "leave\r");
		term_end(c.term);
		client_release(&c);
	}
}

static void
asks_in_text_mode_where_there_is_no_screen(void **state)
{
	static const char *const terms[] = {
		"TERM=dumb",	   "TERM=",	   "TERM",
		"TERM=nosuchterm", "TERM=../../x", "CONDUCT_ACCESSIBLE=1"};
	struct client c;
	size_t i;

	client_make(&c, *state, "w", form_small, 0);
	for (i = 0; i < COUNT(terms); i++) {
		const char *env[] = {terms[i], NULL};

		client_start(&c, 24, 80, NULL, env);
		term_wait_text(c.term, "return or leave:", terms[i]);
		assert_false(term_on_alternate_screen(c.term));
		term_keys(c.term, "start\r");
		term_wait_text(c.term, "Do you use any", terms[i]);
		term_free(c.term);
	}
	c.term = NULL;
	client_release(&c);
}

/* Neither in the process that asks nor beside it. */
static void
signals_that_suspend_do_nothing(void **state)
{
	static const int numbers[] = {SIGTSTP, SIGTTIN, SIGTTOU,
				      SIGQUIT, SIGPIPE, SIGINT};
	static const struct term_move first[] = {{"[ Start ]", "\r"},
						 {"Do you use any", "2\r"},
						 {"What would help", "words"},
						 {"> Answer  words", ""},
						 {NULL, NULL}};
	static const struct term_move then[] = {{"> Answer  words", "\r"},
						{"Check your answers",
						 "<C-n>\r"},
						{"Your answers have been sent",
						 "\r"},
						{NULL, NULL}};
	struct client c;
	size_t i;

	client_init(&c, *state, "w", form_small);
	term_play(c.term, first);
	for (i = 0; i < COUNT(numbers); i++) {
		term_signal(c.term, numbers[i]);
		kill(term_child(c.term), numbers[i]);
	}
	term_play(c.term, then);
	assert_int_equal(term_end(c.term), EXIT_SENT);
	client_release(&c);
}

/* Who logs in from afar may set them. */
static void
variables_of_the_terminal_change_nothing(void **state)
{
	static const char *const env[] = {"LINES=5",
					  "COLUMNS=20",
					  "ESCDELAY=5000",
					  "TERMINFO=/nonexistent",
					  "TERMCAP=xterm-256color:co#9:",
					  "LC_ALL=../../x",
					  NULL};
	struct client c;

	client_make(&c, *state, "w", form_small, 0);
	client_start(&c, 24, 80, NULL, env);
	term_wait_text(c.term, "> [ Start ]", "a full screen");
	assert_true(term_on_alternate_screen(c.term));
	term_keys(c.term, "?");
	term_wait_text(c.term, "On this page", "help");
	term_keys(c.term, "<Esc>");
	term_wait_text(c.term, "> [ Start ]", "Esc waits for nothing");
	client_release(&c);
}

/* ------------------------------------------------------------ the way out */

static const struct {
	const char *what;
	int number; /* 0: hang up */
	int status;
} ends[] = {
	{"SIGTERM", SIGTERM, 128 + SIGTERM},
	{"SIGHUP", SIGHUP, 128 + SIGHUP},
	{"a window that is closed", 0, 128 + SIGHUP},
	{"SIGUSR1", SIGUSR1, 128 + SIGUSR1},
	{"SIGALRM", SIGALRM, 128 + SIGALRM},
};

/* On a page where something has been typed but not handed over. */
static void
each_end_keeps_what_stood_there(void **state)
{
	static const struct term_move moves[] = {{"[ Start ]", "\r"},
						 {"Do you use any", "1\r"},
						 {"How many hours", "12"},
						 {"> Answer  12", ""},
						 {NULL, NULL}};
	char code[CODE_TEXT_BYTES], *draft;
	size_t i;

	for (i = 0; i < COUNT(ends); i++) {
		char name[32];
		struct client c;

		snprintf(name, sizeof name, "%zu", i);
		client_init(&c, *state, name, form_small);
		read_code(c.term, "Your way-back code:", code);
		term_play(c.term, moves);
		if (ends[i].number)
			term_signal(c.term, ends[i].number);
		else
			term_hang_up(c.term);
		assert_int_equal(term_end(c.term), ends[i].status);
		draft = made_draft(&c.made, code);
		assert_has(draft, "\"uses\":{\"v\":\"y\"", ends[i].what);
		assert_has(draft, "\"hours\":{\"v\":\"12\"", ends[i].what);
		free(draft);
		client_release(&c);
	}
}

/* ---------------------------------------------------------------- colours */

static bool
is_colour(long parameter)
{
	return (parameter >= 30 && parameter <= 49) ||
		(parameter >= 90 && parameter <= 107);
}

/* How many CSI sequences that end in m set a colour; *all: how many there
 * are. */
static size_t
colours_in(const char *s, size_t n, size_t *all)
{
	const char *end = s + n;
	size_t found = 0;
	char *next;

	*all = 0;
	for (; s + 2 < end; s++) {
		const char *at = s + 2;
		bool colour = false;

		if (s[0] != '\033' || s[1] != '[')
			continue;
		for (; at < end && strchr("0123456789;:", *at); at = next) {
			colour |= is_colour(strtol(at, &next, 10));
			next += next == at || *next == ';' || *next == ':';
		}
		if (at < end && *at == 'm') {
			++*all;
			found += colour;
		}
	}
	return found;
}

/* From the start to the end, the page of an error and help included. Nobody
 * knows the background, so there are no colours without NO_COLOR either. */
static void
uses_no_colours(void **state)
{
	static const struct term_move session[] = {
		{"[ Start ]", "\r"},
		{"Do you use any", "?"},
		{"Help", "<Esc>"},
		{"Do you use any", "1\r"},
		{"How many hours", "1000\r"},
		{"There is a problem", "<Tab><C-u>100\r"},
		{"What would help", "words\r"},
		{"Check your answers", "<C-n>\r"},
		{"Your answers have been sent", "\r"},
		{NULL, NULL}};
	static const char *const none[] = {NULL},
				 *const set[] = {"NO_COLOR=1", NULL},
				 *const empty[] = {"NO_COLOR=", NULL};
	static const char *const *const envs[] = {none, set, empty};
	static const char coloured[] = "a\033[1mb\033[0;31mc\033[m\033[38:5:1m";
	size_t i, n, all;

	assert_int_equal(colours_in(coloured, sizeof coloured - 1, &all), 2);
	assert_int_equal(all, 4);
	for (i = 0; i < COUNT(envs); i++) {
		char name[32];
		struct client c;
		const char *output;

		snprintf(name, sizeof name, "%zu", i);
		client_make(&c, *state, name, form_small, 0);
		client_start(&c, 24, 80, NULL, envs[i]);
		term_play(c.term, session);
		assert_int_equal(term_end(c.term), EXIT_SENT);
		output = term_output(c.term, &n);
		assert_int_equal(colours_in(output, n, &all), 0);
		assert_true(all > 0);
		client_release(&c);
	}
}

static size_t
colours_of_session(const char *dir, const char *name, const char *option,
		   const char *const *env)
{
	static const struct term_move session[] = {{"[ Start ]", "\r"},
						   {"Do you use any", "1"},
						   {"(*) 1", "<C-x>"},
						   {"[ Leave. My answers", ""},
						   {NULL, NULL}};
	struct client c;
	const char *output;
	size_t n, all, coloured;

	client_make(&c, dir, name, form_small, 0);
	client_start(&c, 24, 80, option, env);
	term_play(c.term, session);
	term_keys(c.term, "\r");
	assert_int_equal(term_end(c.term), EXIT_STOPPED);
	output = term_output(c.term, &n);
	coloured = colours_in(output, n, &all);
	client_release(&c);
	return coloured;
}

/* Colours for who asks for them, unless all programs are told otherwise. */
static void
a_theme_has_colours_without_no_color(void **state)
{
	static const char *const none[] = {NULL},
				 *const set[] = {"NO_COLOR=1", NULL},
				 *const empty[] = {"NO_COLOR=", NULL},
				 *const vt[] = {"TERM=vt220", NULL};
	static const struct {
		const char *what, *option;
		const char *const *env;
		bool coloured;
	} cases[] = {
		{"high", "--theme=high", none, true},
		{"NO_COLOR that is empty", "--theme=high", empty, true},
		{"NO_COLOR wins", "--theme=high", set, false},
		{"no colours there", "--theme=high", vt, false},
		{"default", "--theme=default", none, false},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char name[32];

		snprintf(name, sizeof name, "%zu", i);
		assert_case((colours_of_session(*state, name, cases[i].option,
						cases[i].env) > 0) ==
				    cases[i].coloured,
			    cases[i].what);
	}
}

/* Of what has the focus all is coloured, and nothing beside it. */
static void
a_theme_shows_the_focus(void **state)
{
	struct client c;
	int row;

	client_make(&c, *state, "w", form_small, 0);
	client_start(&c, 24, 80, "--theme=high", NULL);
	term_wait_text(c.term, "> [ Start ]", "the first button");
	term_wait_quiet(c.term);
	row = term_find(c.term, "> [ Start ]");
	assert_true(term_same_colours(c.term, row, 0, row, 10));
	assert_false(term_same_colours(c.term, row, 0, row, 11));
	assert_false(term_same_colours(c.term, row, 0, row, 20));
	assert_true(term_same_colours(c.term, row, 20, 2, 1));
	term_keys(c.term, "<Tab>");
	term_wait_text(c.term, "> [ More", "the second button");
	term_wait_quiet(c.term);
	assert_true(term_same_colours(c.term, row, 0, 2, 1));
	term_keys(c.term, "<BackTab>\r");
	term_wait_text(c.term, "> ( ) 1", "a choice");
	term_wait_quiet(c.term);
	row = term_find(c.term, "> ( ) 1");
	assert_true(term_same_colours(c.term, row, 0, row, 9));
	assert_false(term_same_colours(c.term, row, 0, row + 1, 9));
	client_release(&c);
}

static void
an_option_that_is_no_good_is_refused(void **state)
{
	static const struct {
		const char *option, *said;
	} cases[] = {
		{"--theme=blue", "--theme takes high or default, not blue"},
		{"--theme", "say high or default after --theme"},
		{"--idle", "say how many minutes after --idle"},
		{"--idle=1", "--idle takes 0 or 3 to 1440 minutes, not 1"},
		{"--idle=2", "not 2"},
		{"--idle=-3", "not -3"},
		{"--idle=1441", "not 1441"},
		{"--idle=99999999999999999999", "not 99999999999999999999"},
		{"--idle=", "minutes, not "},
		{"--idle=ten", "not ten"},
		{"--idle=5m", "not 5m"},
	};
	char *program = test_program("conduct-survey");
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		const char *argv[] = {program, cases[i].option, NULL};
		struct test_run run;

		test_run(&run, NULL, argv, NULL);
		assert_case(run.status == EXIT_WRONG_USE, cases[i].option);
		assert_has(run.err, cases[i].said, cases[i].option);
		test_run_release(&run);
	}
	free(program);
}

/* -------------------------------------------------------- what stays behind */

static bool
ends_with_the_wipe(struct term *term)
{
	size_t n;
	const char *output = term_output(term, &n);

	return n > strlen(wipe) &&
		memcmp(output + n - strlen(wipe), wipe, strlen(wipe)) == 0;
}

/* By "\033]0;" or "\033k", the ways of xterm and screen. */
static bool
names_the_window(struct term *term)
{
	size_t n;
	const char *output = term_output(term, &n);

	return memmem(output, n, "\033]", 2) || memmem(output, n, "\033k", 2);
}

static void
leaves_nothing_on_the_screen(void **state)
{
	static const struct term_move stop[] = {{"[ Start ]", "\r"},
						{"Do you use any", "1\r"},
						{"How many hours", "123<C-x>"},
						{"[ Leave. My answers", "\r"},
						{NULL, NULL}};
	static const struct term_move leave[] = {{"[ Start ]", "s"},
						 {NULL, NULL}};
	static const struct term_move *const ways[] = {stop, leave};
	size_t i;

	for (i = 0; i < COUNT(ways); i++) {
		char name[32];
		struct client c;

		snprintf(name, sizeof name, "%zu", i);
		client_init(&c, *state, name, form_small);
		term_play(c.term, ways[i]);
		assert_int_equal(term_end(c.term), EXIT_STOPPED);
		assert_true(ends_with_the_wipe(c.term));
		assert_false(names_the_window(c.term));
		assert_false(term_on_alternate_screen(c.term));
		assert_int_equal(strspn(term_screen(c.term), "\n"), 24);
		client_release(&c);
	}
}

/* A bug, or somebody, may end the program, but it shows nobody what was being
 * answered. A sanitiser has the last word on the other such signals itself. */
static void
a_crash_leaves_nothing_on_the_screen(void **state)
{
	static const struct term_move answering[] = {{"[ Start ]", "\r"},
						     {"Do you use any", "1\r"},
						     {"How many hours", "123"},
						     {"> Answer  123", ""},
						     {NULL, NULL}};
	static const int crashes[] = {SIGABRT, SIGILL, SIGSYS, SIGKILL};
	size_t i;

	for (i = 0; i < COUNT(crashes); i++) {
		char name[32];
		struct client c;

		snprintf(name, sizeof name, "%zu", i);
		client_make(&c, *state, name, form_small, 0);
		client_start(&c, 24, 80, NULL, NULL);
		term_play(c.term, answering);
		assert_true(term_on_alternate_screen(c.term));
		kill(term_child(c.term), crashes[i]);
		assert_int_equal(term_end(c.term), 128 + crashes[i]);
		assert_false(term_on_alternate_screen(c.term));
		assert_true(term_cursor_visible(c.term));
		assert_has(term_row(c.term, 0), "ended by a fault", "said");
		assert_true(term_find(c.term, "123") < 0);
		assert_true(term_find(c.term, "hours") < 0);
		client_release(&c);
	}
}

/* It goes on with the next person, one who dies at once included. */
static void
a_kiosk_outlives_a_crash(void **state)
{
	static const struct term_move answering[] = {{"[ Start ]", "\r"},
						     {"Do you use any", "1\r"},
						     {"How many hours", "123"},
						     {"> Answer  123", ""},
						     {NULL, NULL}};
	struct client c;
	size_t i;

	client_make(&c, *state, "w", form_small, 0);
	client_start(&c, 24, 80, "--kiosk", NULL);
	for (i = 0; i < 2; i++) {
		int child;

		term_play(c.term, answering);
		child = term_child(c.term);
		assert_true(child > 0);
		kill(child, SIGKILL);
		term_wait_text(c.term, "[ Start ]", "the next person");
		term_wait_quiet(c.term);
		assert_int_not_equal(term_child(c.term), child);
		assert_true(term_find(c.term, "123") < 0);
	}
	term_signal(c.term, SIGTERM);
	assert_int_equal(term_end(c.term), 128 + SIGTERM);
	assert_true(ends_with_the_wipe(c.term));
	client_release(&c);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Until so many have died, each of which has left a byte. */
static void
wait_for_deaths(const char *path, off_t n)
{
	double until = seconds() + 20;
	struct stat deaths = {.st_size = 0};

	while (stat(path, &deaths) != 0 || deaths.st_size < n) {
		if (seconds() > until)
			fail_msg("%ld deaths", (long)deaths.st_size);
		poll(NULL, 0, 2);
	}
}

/* Where each dies at once the third waits a second, the next ones longer. */
static void
a_kiosk_does_not_spin(void **state)
{
	char *preload = test_program("tests/tty/die_preload.so"),
	     *deaths = test_path(*state, "deaths"), load[512], name[512];
	const char *env[] = {load, name, NULL};
	struct client c;
	double before;

	snprintf(load, sizeof load, "LD_PRELOAD=%s", preload);
	snprintf(name, sizeof name, "TEST_DEATHS=%s", deaths);
	client_make(&c, *state, "w", form_small, 0);
	before = seconds();
	client_start(&c, 24, 80, "--kiosk", env);
	wait_for_deaths(deaths, 3);
	assert_true(seconds() - before > 0.9);
	term_signal(c.term, SIGTERM);
	assert_int_equal(term_end(c.term), 128 + SIGTERM);
	assert_true(seconds() - before < 60);
	client_release(&c);
	free(preload);
	free(deaths);
}

/* Who kills the parent has left the child alone: it keeps, and goes. */
static void
a_child_does_not_outlive_its_parent(void **state)
{
	static const struct term_move answering[] = {{"[ Start ]", "\r"},
						     {"Do you use any", "1\r"},
						     {"How many hours", "12"},
						     {"> Answer  12", ""},
						     {NULL, NULL}};
	char code[CODE_TEXT_BYTES], *draft;
	struct client c;
	int child, status;

	client_init(&c, *state, "w", form_small);
	read_code(c.term, "Your way-back code:", code);
	term_play(c.term, answering);
	child = term_child(c.term);
	term_signal(c.term, SIGKILL);
	assert_int_equal(term_end(c.term), 128 + SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) > 128);
	draft = made_draft(&c.made, code);
	assert_has(draft, "\"hours\":{\"v\":\"12\"", "kept");
	free(draft);
	client_release(&c);
}

/* The next person sees nothing of the one before, who has sent, or stopped. */
static void
a_kiosk_goes_on_with_the_next_person(void **state)
{
	static const struct term_move first[] = {
		{"[ Start ]", "\r"},
		{"Do you use any", "2\r"},
		{"What would help", "secret words\r"},
		{"Check your answers", "<C-n>\r"},
		{"Your answers have been sent", "\r"},
		{NULL, NULL}};
	static const struct term_move second[] = {{"[ Start ]", "\r"},
						  {"Do you use any", "2\r"},
						  {"What would help",
						   "mine<C-x>"},
						  {"[ Leave. My answers", "\r"},
						  {"[ Start ]", ""},
						  {NULL, NULL}};
	struct client c;
	char **response;
	size_t n;

	client_make(&c, *state, "w", form_small, 0);
	client_start(&c, 24, 80, "--kiosk", NULL);
	term_play(c.term, first);
	term_wait_text(c.term, "[ Start ]", "the next person");
	assert_true(term_find(c.term, "secret") < 0);
	term_play(c.term, second);
	assert_true(term_find(c.term, "mine") < 0);
	term_keys(c.term, "<C-c>");
	term_wait_text(c.term, "[ Start ]", "Ctrl-C ends no kiosk");
	term_signal(c.term, SIGTERM);
	assert_int_equal(term_end(c.term), 128 + SIGTERM);
	assert_true(ends_with_the_wipe(c.term));
	response = made_responses(&c.made, &n);
	assert_int_equal(n, 1);
	made_responses_free(response, n);
	client_release(&c);
}

static void
a_slip_is_typed_and_refused_the_second_time(void **state)
{
	static const struct term_move send[] = {{"Do you use any", "2\r"},
						{"What would help", "words\r"},
						{"Check your answers",
						 "<C-n>\r"},
						{"Your answers have been sent",
						 "\r"},
						{NULL, NULL}};
	char slip[CODE_TEXT_BYTES];
	struct client c;

	client_make(&c, *state, "w", form_small, 1);
	snprintf(slip, sizeof slip, "%s", c.made.code[0]);
	client_start(&c, 24, 80, NULL, NULL);
	term_wait_text(c.term, "[ Start ]", "welcome");
	term_keys(c.term, "\r");
	term_wait_text(c.term, "Enter the code from your slip", "asked");
	term_keys(c.term, slip);
	term_keys(c.term, "\r");
	term_play(c.term, send);
	assert_int_equal(term_end(c.term), EXIT_SENT);
	term_free(c.term);

	client_start(&c, 24, 80, NULL, NULL);
	term_wait_text(c.term, "[ Start ]", "welcome again");
	term_keys(c.term, "\r");
	term_wait_text(c.term, "Enter the code from your slip", "asked again");
	term_keys(c.term, slip);
	term_keys(c.term, "\r");
	term_wait_text(c.term, "There is a problem", "refused");
	term_keys(c.term, "<C-x>");
	assert_int_equal(term_end(c.term), EXIT_CODE_REFUSED);
	client_release(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(both_front_ends_send_the_same),
		IN_A_FOLDER(stops_and_comes_back),
		IN_A_FOLDER(walks_over_the_start_of_questions_about_oneself),
		IN_A_FOLDER(works_in_the_smallest_window),
		IN_A_FOLDER(resizes_on_every_page),
		IN_A_FOLDER(goes_to_text_mode_and_back),
		IN_A_FOLDER(breaks_plain_lines_as_narrow_as_the_terminal),
		IN_A_FOLDER(asks_in_text_mode_where_there_is_no_screen),
		IN_A_FOLDER(signals_that_suspend_do_nothing),
		IN_A_FOLDER(variables_of_the_terminal_change_nothing),
		IN_A_FOLDER(each_end_keeps_what_stood_there),
		IN_A_FOLDER(uses_no_colours),
		IN_A_FOLDER(a_theme_has_colours_without_no_color),
		IN_A_FOLDER(a_theme_shows_the_focus),
		cmocka_unit_test(an_option_that_is_no_good_is_refused),
		IN_A_FOLDER(leaves_nothing_on_the_screen),
		IN_A_FOLDER(a_crash_leaves_nothing_on_the_screen),
		IN_A_FOLDER(a_kiosk_outlives_a_crash),
		IN_A_FOLDER(a_kiosk_does_not_spin),
		IN_A_FOLDER(a_child_does_not_outlive_its_parent),
		IN_A_FOLDER(a_kiosk_goes_on_with_the_next_person),
		IN_A_FOLDER(a_slip_is_typed_and_refused_the_second_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
