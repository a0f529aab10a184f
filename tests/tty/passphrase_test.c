/*
 * A key's passphrase, typed at a terminal: never shown, asked for again, and
 * the terminal is as before.
 */
#include "tests/test.h"

#include "analysis/data/file.h"
#include "tests/support/term.h"

static const char form_csv[] =
	"survey\n,type,name,label\n,select_one yn,q1,Is it?\n"
	"choices\n,list_name,name,label\n,yn,y,Yes\n,yn,n,No\n"
	"settings\n,form_title,form_id\n,A test,test\n";

static const char *const without_file[] = {"CONDUCT_PASSPHRASE_FILE", NULL};

/* conduct open in the folder; a shell behind it says how the terminal is. */
static struct term *
start(const char *dir, const char *command)
{
	char *conduct = test_program("conduct"), *form, line[2048];
	struct term *t;

	form = test_path(dir, "form.csv");
	test_write(form, form_csv);
	snprintf(line, sizeof(line),
		 "trap : INT; cd '%s'; '%s' %s; echo code $?; "
		 "stty -a | grep -o -e '-*echo '",
		 dir, conduct, command);
	t = term_start(24, 80,
		       (const char *const[]){"/bin/sh", "-c", line, NULL},
		       without_file);
	free(conduct);
	free(form);
	return t;
}

static const char open_it[] = "open form.csv --staff 20 --closes 2199-12-14 "
			      "--pilot --passphrase";

static void
is_typed_twice_and_never_shown(void **state)
{
	struct term *t = start(*state, open_it);
	char *key = test_path(*state, "survey.key"), *text;

	term_wait_text(t, "Passphrase for the key", "the first question");
	term_keys(t, "three plain words<Enter>");
	term_wait_text(t, "The same again", "the second question");
	term_keys(t, "three plain words<Enter>");
	term_wait_text(t, "code 0", "the end");
	term_wait_text(t, "echo", "the terminal shows what is typed again");
	assert_int_equal(term_find(t, "-echo"), -1);
	assert_int_equal(term_find(t, "three"), -1);
	assert_int_equal(term_end(t), 0);
	text = test_read(key, NULL);
	assert_has(text, "\"locked\"", "the key is locked");
	assert_null(strstr(text, "three plain words"));
	free(text);
	free(key);
	term_free(t);
}

static void
refuses_what_differs(void **state)
{
	static const struct {
		const char *what, *first, *second, *why;
	} cases[] = {
		{"a slip of the finger", "three plain words<Enter>",
		 "three plane words<Enter>", "the two are not the same"},
		{"end of input", "three plain words<Enter>", "<C-d>",
		 "the two are not the same"},
		{"too short", "three<Enter>", "three<Enter>",
		 "at least 8 characters"},
	};
	char *key = test_path(*state, "survey.key");
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct term *t = start(*state, open_it);

		term_wait_text(t, "Passphrase for the key", cases[i].what);
		term_keys(t, cases[i].first);
		term_wait_text(t, "The same again", cases[i].what);
		term_keys(t, cases[i].second);
		term_wait_text(t, cases[i].why, cases[i].what);
		term_wait_text(t, "code 1", cases[i].what);
		assert_case(!file_exists(key), cases[i].what);
		term_end(t);
		term_free(t);
	}
	free(key);
}

/* Ctrl-C waits for Enter, and leaves the terminal as it was. */
static void
an_interrupt_leaves_the_terminal(void **state)
{
	struct term *t = start(*state, open_it);

	term_wait_text(t, "Passphrase for the key", "the question");
	term_keys(t, "thr<C-c><Enter>");
	term_wait_text(t, "code 130", "the end");
	term_end(t);
	assert_true(term_find(t, "echo") >= 0);
	assert_int_equal(term_find(t, "-echo"), -1);
	term_free(t);
}

/* One command that asks for the passphrase once, or not at all. */
static void
step(const char *dir, const char *command, const char *passphrase,
     const char *then)
{
	struct term *t = start(dir, command);

	if (passphrase) {
		term_wait_text(t, "Passphrase of the key", command);
		term_keys(t, passphrase);
	}
	term_wait_text(t, then, command);
	term_end(t);
	term_free(t);
}

static void
opens_what_it_locked(void **state)
{
	struct term *t = start(*state, open_it);
	static const char right[] = "three plain words<Enter>";

	term_wait_text(t, "Passphrase for the key", "opening");
	term_keys(t, right);
	term_wait_text(t, "The same again", "opening");
	term_keys(t, right);
	term_end(t);
	term_free(t);
	step(*state, "simulate survey.wave -n 12 --seed 1", right,
	     "Sent 12 made-up answers");
	step(*state, "close survey.wave --early", NULL, "for good with 12");
	step(*state, "collect survey.wave -o results", "three words<Enter>",
	     "this is not its passphrase");
	step(*state, "collect survey.wave -o results", right, "12 answers");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(is_typed_twice_and_never_shown),
		IN_A_FOLDER(refuses_what_differs),
		IN_A_FOLDER(an_interrupt_leaves_the_terminal),
		IN_A_FOLDER(opens_what_it_locked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
