#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/command/command.h"
#include "analysis/command/dates.h"
#include "tests/test.h"

enum { COUNT_OPTION, NAME, FLAG, FLAVOUR };

static const struct option_spec spec[] = {
	[COUNT_OPTION] = {"count", 'n', "N"},
	[NAME] = {"name", 0, "TEXT"},
	[FLAG] = {"flag", 'f', NULL},
	[FLAVOUR] = {"flavour", 0, "TEXT"},
};

static const struct command some = {"some", "does something",
				    "conduct some FILE", "Some help.\n", NULL};

static bool
read_line(const char *const *words, struct options *o, int *code)
{
	/* what options_read leaves over points in here */
	static char copy[10][32];
	static char *argv[11];
	int n;

	for (n = 0; words[n]; n++) {
		snprintf(copy[n], sizeof(copy[n]), "%s", words[n]);
		argv[n] = copy[n];
	}
	argv[n] = NULL;
	return options_read(&some, n, argv, spec, COUNT(spec), o, code);
}

static void
reads_options(void **state)
{
	static const struct {
		const char *what;
		const char *words[8];
		const char *count, *name, *flag, *rest;
		size_t n_rest;
	} cases[] = {
		{"none", {"some"}, NULL, NULL, NULL, NULL, 0},
		{"a value behind a letter",
		 {"some", "-n", "3"},
		 "3",
		 NULL,
		 NULL,
		 NULL,
		 0},
		{"a value stuck to a letter",
		 {"some", "-n3"},
		 "3",
		 NULL,
		 NULL,
		 NULL,
		 0},
		{"a long name",
		 {"some", "--count", "3"},
		 "3",
		 NULL,
		 NULL,
		 NULL,
		 0},
		{"a long name with =",
		 {"some", "--name=x y"},
		 NULL,
		 "x y",
		 NULL,
		 NULL,
		 0},
		{"a value that begins with a hyphen",
		 {"some", "--name", "-x"},
		 NULL,
		 "-x",
		 NULL,
		 NULL,
		 0},
		{"an empty value",
		 {"some", "--name", ""},
		 NULL,
		 "",
		 NULL,
		 NULL,
		 0},
		{"a name cut short",
		 {"some", "--na", "x"},
		 NULL,
		 "x",
		 NULL,
		 NULL,
		 0},
		{"a flag", {"some", "-f"}, NULL, NULL, "", NULL, 0},
		{"options behind files",
		 {"some", "a", "b", "-f"},
		 NULL,
		 NULL,
		 "",
		 "a",
		 2},
		{"files behind --",
		 {"some", "--", "-f"},
		 NULL,
		 NULL,
		 NULL,
		 "-f",
		 1},
		{"the last one wins",
		 {"some", "-n", "1", "-n", "2"},
		 "2",
		 NULL,
		 NULL,
		 NULL,
		 0},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct options o;
		int code = -1;

		assert_case(read_line(cases[i].words, &o, &code),
			    cases[i].what);
		assert_text(o.value[COUNT_OPTION], cases[i].count,
			    cases[i].what);
		assert_text(o.value[NAME], cases[i].name, cases[i].what);
		assert_text(o.value[FLAG], cases[i].flag, cases[i].what);
		assert_case(o.n_rest == cases[i].n_rest, cases[i].what);
		if (cases[i].n_rest)
			assert_text(o.rest[0], cases[i].rest, cases[i].what);
	}
}

static void
refuses_options(void **state)
{
	static const struct {
		const char *what;
		const char *words[4];
		int code;
	} cases[] = {
		{"an unknown name", {"some", "--other"}, EXIT_USE},
		{"an unknown letter", {"some", "-x"}, EXIT_USE},
		{"no value behind a name", {"some", "--name"}, EXIT_USE},
		{"no value behind a letter", {"some", "-n"}, EXIT_USE},
		{"a value for a flag", {"some", "--flag=1"}, EXIT_USE},
		{"an unknown letter behind a known", {"some", "-fx"}, EXIT_USE},
		{"a start of two names", {"some", "--fla"}, EXIT_USE},
		{"help is no mistake", {"some", "--help"}, EXIT_FINE},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct options o;
		int code = -1;

		assert_case(!read_line(cases[i].words, &o, &code),
			    cases[i].what);
		assert_case(code == cases[i].code, cases[i].what);
	}
}

static void
reads_numbers(void **state)
{
	static const struct {
		const char *text;
		bool is;
		uint64_t x;
	} cases[] = {
		{"10", true, 10},
		{"99", true, 99},
		{"010", true, 10},
		{"9", false, 0},
		{"100", false, 0},
		{"", false, 0},
		{"ten", false, 0},
		{"-10", false, 0},
		{"+10", false, 0},
		{" 10", false, 0},
		{"10 ", false, 0},
		{"10.5", false, 0},
		{"1e1", false, 0},
		{"0x10", false, 0},
		{"99999999999999999999999", false, 0},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		uint64_t x = 0;

		assert_case(option_number(&some, "count", cases[i].text, 10, 99,
					  &x) == cases[i].is,
			    cases[i].text);
		assert_case(x == cases[i].x, cases[i].text);
	}
}

/* ---- files ---- */

static void
writes_whole_files(void **state)
{
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "a file"), *temporary, *text;
	FILE *f = file_begin(path, 0600, &temporary, &err);
	struct stat st;

	assert_non_null(f);
	fputs("whole", f);
	assert_false(file_exists(path));
	assert_true(file_finish(f, temporary, path, &err));
	text = test_read(path, NULL);
	assert_text(text, "whole", "what was written");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(text);
	free(path);
}

static void
abandons_files(void **state)
{
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "old"), *temporary, *text;
	FILE *f;

	test_write(path, "old");
	f = file_begin(path, 0600, &temporary, &err);
	assert_non_null(f);
	fputs("half", f);
	file_abandon(f, temporary);
	text = test_read(path, NULL);
	assert_text(text, "old", "what was there");
	assert_int_equal(test_entries(*state), 1);
	free(text);
	free(path);
}

/* Nobody's own file is taken for a half one of ours, and two runs that write
 * the same do not write into each other's. */
static void
writes_under_a_name_of_its_own(void **state)
{
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "f"), *first, *second, *text;
	char *theirs = test_path(*state, "f.tmp");
	struct stat st;
	FILE *f, *g;

	test_write(theirs, "theirs");
	f = file_begin(path, 0600, &first, &err);
	g = file_begin(path, 0600, &second, &err);
	assert_non_null(f);
	assert_non_null(g);
	assert_string_not_equal(first, second);
	assert_has(first, "/f.conduct-", "tells whose it is");
	assert_int_equal(stat(first, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	fputs("new", f);
	fputs("newer, and longer", g);
	assert_true(file_finish(f, first, path, &err));
	file_abandon(g, second);
	text = test_read(path, NULL);
	assert_text(text, "new", "what was finished");
	free(text);
	text = test_read(theirs, NULL);
	assert_text(text, "theirs", "somebody's own");
	assert_int_equal(test_entries(*state), 2);
	free(text);
	free(theirs);
	free(path);
}

/* Ended by a signal, a program leaves nothing half-written behind. */
static void
a_signal_removes_half_files(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

	for (size_t i = 0; i < COUNT(signals); i++) {
		char *path = test_path(*state, "f"), *temporary;
		pid_t child = fork();
		int status;

		if (child == 0) {
			file_begin(path, 0600, &temporary, NULL);
			file_begin(path, 0600, &temporary, NULL);
			if (test_entries(*state) == 2)
				raise(signals[i]);
			_exit(1);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		assert_int_equal(test_entries(*state), 0);
		free(path);
	}
}

static void
tells_a_new_folder_from_an_old_one(void **state)
{
	char *path = test_path(*state, "folder");
	struct error err = ERROR_INIT;
	bool made = false;

	assert_true(folder_make(path, &made, &err));
	assert_true(made);
	assert_true(folder_make(path, &made, &err));
	assert_false(made);
	free(path);
}

static void
refuses_places(void **state)
{
	struct error err = ERROR_INIT;
	char *inside = test_path(*state, "no/such/folder/f"), *temporary;
	char *file = test_path(*state, "file");
	bool made;
	size_t n;

	assert_null(file_begin(inside, 0600, &temporary, &err));
	assert_has(err.text, "cannot be written: No such file", "file_begin");
	assert_null(temporary);
	err.text[0] = '\0';
	test_write(file, "12345");
	assert_false(folder_make(file, &made, &err));
	assert_has(err.text, "is a file; name a folder", "folder_make");
	err.text[0] = '\0';
	assert_null(file_read(inside, 10, &n, &err));
	assert_has(err.text, "cannot be read", "file_read");
	err.text[0] = '\0';
	assert_null(file_read(file, 4, &n, &err));
	assert_has(err.text, "too large", "file_read");
	free(file);
	free(inside);
}

static void
reads_files_with_nuls(void **state)
{
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "f"), *bytes;
	size_t n;

	test_write_bytes(path, "a\0b", 3);
	bytes = file_read(path, 3, &n, &err);
	assert_non_null(bytes);
	assert_int_equal(n, 3);
	assert_memory_equal(bytes, "a\0b", 4);
	free(bytes);
	free(path);
}

/* ---- dates ---- */

static void
dates_in_words(void **state)
{
	static const struct {
		const char *iso, *words;
	} cases[] = {
		{"2199-12-14", "14 December 2199"},
		{"1999-01-01", "1 January 1999"},
		{"", ""},
		{"soon", "soon"},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *words = date_words(cases[i].iso);

		assert_text(words, cases[i].words, cases[i].iso);
		free(words);
	}
	assert_true(today() > 20000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_options),
		cmocka_unit_test(refuses_options),
		cmocka_unit_test(reads_numbers),
		IN_A_FOLDER(writes_whole_files),
		IN_A_FOLDER(abandons_files),
		IN_A_FOLDER(writes_under_a_name_of_its_own),
		IN_A_FOLDER(a_signal_removes_half_files),
		IN_A_FOLDER(tells_a_new_folder_from_an_old_one),
		IN_A_FOLDER(refuses_places),
		IN_A_FOLDER(reads_files_with_nuls),
		cmocka_unit_test(dates_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
