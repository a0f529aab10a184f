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
	preview_text(made.form, made.form->default_language, NULL, size, &all);
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

/* ---- in the client itself ---- */

/* To the end, and nothing stays: no file beside the form, none in the home. */
static void
an_author_walks_through_and_nothing_is_kept(void **state)
{
	static const struct term_move moves[] = {
		{"[ Start ]", "\r"},
		{"Do you use any", "1\r"},
		{"How many hours", "200\r"},
		{"Enter at most 168 hours.", "<Tab><C-u>12\r"},
		{"What would help", "Time\r"},
		{"Check your answers", "<C-n>\r"},
		{"nothing was kept and nothing was sent", "\r"},
		{NULL, NULL},
	};
	char *program = test_program("conduct-survey");
	char *form = test_path(*state, "form.csv");
	const char *argv[] = {program, "--preview", form, NULL};
	struct text home = TEXT_INIT;
	const char *env[] = {NULL, NULL};
	struct term *term;

	test_write(form, form_small);
	text_addf(&home, "HOME=%s", (const char *)*state);
	env[0] = text_get(&home);
	term = term_start(24, 80, argv, env);
	term_wait_text(term, "This is a preview: nothing is kept.", "said");
	term_play(term, moves);
	assert_int_equal(term_end(term), 0);
	assert_int_equal(test_entries(*state), 1);
	term_free(term);
	text_release(&home);
	free(form);
	free(program);
}

/* What only the key's side of our questionnaires says. */
static void
the_client_holds_no_key(void **state)
{
	static const char *const secrets[] = {
		"Pinsent Masons on the civil service guidance",
		"social_media_standard"};
	char *client = test_program("conduct-survey"), *bytes;
	char *conduct = test_program("conduct"), *others;
	size_t i, n, m;

	bytes = test_read(client, &n);
	others = test_read(conduct, &m);
	for (i = 0; i < COUNT(secrets); i++) {
		assert_case(memmem(bytes, n, secrets[i], strlen(secrets[i])) ==
				    NULL,
			    secrets[i]);
		assert_case(memmem(others, m, secrets[i], strlen(secrets[i])) !=
				    NULL,
			    secrets[i]);
	}
	free(bytes);
	free(others);
	free(client);
	free(conduct);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(prints_what_80x24_shows),
		IN_A_FOLDER(prints_what_40x12_shows),
		IN_A_FOLDER(prints_what_132x50_shows),
		IN_A_FOLDER(prints_pages_of_several_questions),
		IN_A_FOLDER(an_author_walks_through_and_nothing_is_kept),
		cmocka_unit_test(the_client_holds_no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
