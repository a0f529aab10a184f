/*
 * cmocka and a few helpers. Every test program includes this first.
 *
 *	int main(void)
 *	{
 *		const struct CMUnitTest tests[] = {
 *			cmocka_unit_test(refuses_a_row_without_type),
 *			IN_A_FOLDER(keeps_an_answer),
 *		};
 *		return cmocka_run_group_tests(tests, NULL, NULL);
 *	}
 *
 * Tests run with the top of the project as working directory.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Case tables: for (i = 0; i < COUNT(cases); i++) */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Two texts are the same; if not, shows both from just before the first
 * difference. `what` says which case this is. NULL equals only NULL.
 */
#define assert_text(got, expected, what) \
	test_text((got), (expected), (what), __FILE__, __LINE__)
void test_text(const char *got, const char *expected, const char *what,
	       const char *file, int line);

/* `part` occurs in `got`; if not, shows `got`. */
#define assert_has(got, part, what) \
	test_has((got), (part), (what), __FILE__, __LINE__)
void test_has(const char *got, const char *part, const char *what,
	      const char *file, int line);

/* assert_true that says which case it was. */
#define assert_case(condition, what) \
	test_case((condition), #condition, (what), __FILE__, __LINE__)
void test_case(bool holds, const char *condition, const char *what,
	       const char *file, int line);

/*
 * Fixture: an empty folder of the test's own, whose path is *state. Removed
 * with all that is in it at teardown.
 */
int test_dir_setup(void **state);
int test_dir_teardown(void **state);
#define IN_A_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, test_dir_setup, test_dir_teardown)

/* `dir`/`name`, yours to free. */
char *test_path(const char *dir, const char *name);
size_t test_entries(const char *dir); /* how many files are in it */

/* A whole file, with a NUL after it; *size may be NULL. Fails the test. */
char *test_read(const char *path, size_t *size);
void test_write(const char *path, const char *text);
void test_write_bytes(const char *path, const void *bytes, size_t size);

/*
 * A file of the reference data, "data/oracles/bfi.csv", below the folder the
 * environment variable SHARED names. Skips the test where there is none.
 * Yours to free.
 */
char *test_shared(const char *name);

/* A program of this build, "conduct" or "conduct-survey". Yours to free. */
char *test_program(const char *name);

/* True under valgrind, where a long test may do less. */
bool test_is_slow(void);

/*
 * What a program did. out and err end in a NUL that is not counted. status is
 * the exit code, or 128 + the signal that ended it.
 */
struct test_run {
	char *out;
	size_t out_size;
	char *err;
	size_t err_size;
	int status;
};

/*
 * Runs argv[0] (a path, or a name on PATH; argv ends with NULL) with `input`
 * on its standard input (NULL: nothing) and waits for its end. `dir` is its
 * working directory, NULL this one.
 */
void test_run(struct test_run *, const char *dir, const char *const *argv,
	      const char *input);
void test_run_release(struct test_run *);

#endif
