/* What --preview --text prints is what the full screen shows. */
#include "tests/test.h"

#include <sys/stat.h>

#include "questions/base/mem.h"
#include "survey/preview.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

/* The screen below the n-th ruler that begins so, n from 0; yours to free. */
static char *
printed_screen(const char *all, const char *ruler, size_t n, int rows)
{
	const char *begin = strstr(all, ruler), *end;

	for (; n > 0 && begin; n--)
		begin = strstr(begin + 1, ruler);
	assert_case(begin != NULL, ruler);
	begin = strchr(begin + 1, '\n') + 1;
	while (begin[0] == '=')
		begin = strchr(begin, '\n') + 1;
	for (end = begin; rows > 0; rows--)
		end = strchr(end, '\n') + 1;
	return mem_copy_n(begin, (size_t)(end - begin));
}

struct shown {
	const char *at;	   /* stands on the real screen */
	const char *ruler; /* of the printed one; NULL: not compared */
	size_t n;	   /* which */
	const char *keys;  /* to the next */
};

/* Answers as the preview does. */
static const struct shown small[] = {
	{"[ Start ]", NULL, 0, "\r"},
	{"Do you use any", "\n== uses ==", 0, "1\r"},
	{"How many hours", "\n== hours ==", 0, "1\r"},
	{"What would help", "\n== words ==", 0, "Example\r"},
	{"Check your answers", "\n== Check your answers ==", 0, "?"},
	{"Everywhere", NULL, 0, "\r"},
	{NULL, NULL, 0, NULL},
};

static const struct shown pages[] = {
	{"[ Start ]", NULL, 0, "\r"},
	{"Posts can be", "\n== item, sure ==", 0, "1"},
	{"How sure are you", NULL, 0, "<Down><Down><Down> \r"},
	{"Guidance is clear", "\n== s1, s2, s3 ==", 0, NULL},
	{NULL, NULL, 0, NULL},
};

static void
compare(struct term *term, const char *all, const struct shown *s, int rows)
{
	char *expected;

	term_wait_text(term, s->at, s->at);
	term_wait_quiet(term);
	if (s->ruler) {
		expected = printed_screen(all, s->ruler, s->n, rows);
		assert_text(term_screen(term), expected, s->ruler);
		free(expected);
	}
	if (s->keys)
		term_keys(term, s->keys);
}

static void
check(const char *dir, const char *csv, const struct preview_size *size,
      const struct shown *shown)
{
	char *program = test_program("conduct-survey"), *folder;
	struct made_wave made;
	struct text all = TEXT_INIT;
	struct term *term;

	folder = test_path(dir, "wave");
	assert_int_equal(mkdir(folder, 0700), 0);
	made_wave_init(&made, folder, csv, 0, 3);
	preview_text(made.form, made.form->default_language, size, &all);
	const char *argv[] = {program, made.path, NULL};
	term = term_start(size->rows, size->columns, argv, NULL);
	for (; shown->at; shown++)
		compare(term, text_get(&all), shown, size->rows);
	term_free(term);
	text_release(&all);
	made_wave_release(&made);
	free(folder);
	free(program);
}

static void
prints_what_80x24_shows(void **state)
{
	check(*state, form_small, &(struct preview_size){80, 24}, small);
}

static void
prints_what_40x12_shows(void **state)
{
	check(*state, form_small, &(struct preview_size){40, 12}, small);
}

static void
prints_what_132x50_shows(void **state)
{
	check(*state, form_small, &(struct preview_size){132, 50}, small);
}

static void
prints_pages_of_several_questions(void **state)
{
	check(*state, form_pages, &(struct preview_size){80, 24}, pages);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(prints_what_80x24_shows,
						test_dir_setup,
						test_dir_teardown),
		cmocka_unit_test_setup_teardown(prints_what_40x12_shows,
						test_dir_setup,
						test_dir_teardown),
		cmocka_unit_test_setup_teardown(prints_what_132x50_shows,
						test_dir_setup,
						test_dir_teardown),
		cmocka_unit_test_setup_teardown(
			prints_pages_of_several_questions, test_dir_setup,
			test_dir_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
