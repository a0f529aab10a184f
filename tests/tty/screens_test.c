/*
 * Golden screens: every kind of page of the real client, in every language, at
 * three sizes, as files tests/tty/screens/NAME.LANGUAGE.COLUMNSxROWS.screen:
 * the rows, and in a last line where the cursor is.
 *
 * With SCREENS=update they are written anew (`make screens-update`): read what
 * changed before it is committed.
 */
#include "tests/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "questions/base/text.h"
#include "survey/run.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

static const char folder[] = "tests/tty/screens";

static const char *const languages[] = {"en", "cy", "qps"};

static const struct size {
	int rows, columns;
} sizes[] = {{12, 40}, {24, 80}, {50, 132}};

enum { TABLE_COLUMNS = 60 };

/* Keys, then the page that is compared. NULL: what comes is not. */
struct shot {
	const char *keys, *name;
	const char *narrow; /* the keys where statements come one by one */
};

static const struct shot all_kinds[] = {
	{"", "language", NULL},
	{NULL, "welcome", NULL}, /* the language's own keys */
	{"<Tab><Enter>", "more", NULL},
	{"<End>", NULL, NULL},
	{"<C-p>", NULL, NULL},
	{"<Tab><Tab><Enter>", "wayback", NULL},
	{"000<Enter>", "wayback-refused", NULL},
	{"<C-p>", NULL, NULL},
	{"<Enter>", "note", NULL},
	{"<C-n>", "one", NULL},
	{"<C-n>", NULL, NULL},
	{"2", "one-chosen", NULL},
	{"<C-n>", NULL, NULL},
	{"13<Down>", "several-ticked", NULL},
	{"<C-n>", NULL, NULL},
	{"<Down> <Up>", "rank-held", NULL},
	{" <C-n>", NULL, NULL},
	{"2", "item-sure", NULL},
	{"<C-n>", "item-left-out", NULL},
	{"1<C-n>", NULL, NULL},
	{"1<Down>3", "table-half", NULL},
	{"<C-n><C-n>", NULL, "<C-n><C-n><C-n><C-n><C-n>"},
	{"200<Enter>", "number-refused", NULL},
	{"<Tab><Backspace><Backspace><Backspace>12<C-n>", "range", NULL},
	{"7<C-n>", "date", NULL},
	{"14<Tab>mar<Tab>2021<C-n>", "text", NULL},
	{"W\xcc\x82y\xcc\x82<C-n>", NULL, NULL},
	{"Mwy o amser i ddysgu gyda'r t\xc3\xaem newydd, ac yn llai o "
	 "waith papur.<Enter>More time.",
	 "long-written", NULL},
	{"<F1>", "help", NULL},
	{"<Esc>", NULL, NULL},
	{"<C-x>", "stop", NULL},
	{"<Tab><Enter>", NULL, NULL},
	{"<C-n>", "read", NULL},
	{"<C-o>x", "hidden", NULL},
	{"<Enter>", NULL, NULL},
	{" <C-n>", "review", NULL},
	{"<C-n>", "review-end", NULL},
	{"<Enter>", "sent", NULL},
};

static const struct shot about_oneself[] = {
	{"", NULL, NULL},
	{NULL, NULL, NULL},
	{"<Enter>", NULL, NULL},
	{"1<C-n>", "start", NULL},
	{"<Enter>", NULL, NULL},
	{"1<C-n>", NULL, NULL},
	{"<C-p><C-p><Tab>", "start-answered", NULL},
	{"<Enter>", NULL, NULL},
	{"<C-n>", NULL, NULL},
	{"<Enter>", NULL, NULL},
};

/* A way through the form of tests/tty/screens. */
static const struct way {
	const char *form;
	const struct shot *shot;
	size_t n;
} ways[] = {
	{"form.csv", all_kinds, COUNT(all_kinds)},
	{"about.csv", about_oneself, COUNT(about_oneself)},
};

/* ---- one screen as text ---- */

static bool
is_update(void)
{
	const char *s = getenv("SCREENS");

	return s && strcmp(s, "update") == 0;
}

/* All rows, without the blanks at their ends, at one moment. Caller frees. */
static char *
taken(struct term *term)
{
	struct text t = TEXT_INIT;
	int row, column;
	size_t bytes;

	do {
		text_clear(&t);
		text_add(&t, term_screen(term));
		bytes = term_bytes(term);
		term_cursor(term, &row, &column);
	} while (term_bytes(term) != bytes);
	text_addf(&t, "cursor %d,%d%s\n", row, column,
		  term_cursor_visible(term) ? "" : " hidden");
	return text_take(&t);
}

static bool
is_as(struct term *term, void *expected)
{
	char *now = taken(term);
	bool same = strcmp(now, expected) == 0;

	free(now);
	return same;
}

static char *
path_of(const char *name, const char *language, const struct size *size)
{
	struct text t = TEXT_INIT;

	text_addf(&t, "%s/%s.%s.%dx%d.screen", folder, name, language,
		  size->columns, size->rows);
	return text_take(&t);
}

static void
write_screen(struct term *term, const char *path)
{
	char *now;

	term_settle(term);
	term_wait_quiet(term);
	now = taken(term);
	test_write(path, now);
	free(now);
}

static void
compare(struct term *term, const char *path)
{
	char *expected, *now;

	if (access(path, R_OK) != 0)
		fail_msg("%s is not there: make screens-update", path);
	expected = test_read(path, NULL);
	if (!term_wait_until(term, is_as, expected)) {
		now = taken(term);
		print_error("%s\n---- is ----\n%s---- was ----\n%s", path, now,
			    expected);
		assert_text(now, expected, path);
	}
	free(expected);
}

/* ---- the way ---- */

static struct term *
begin(const struct made_wave *made, const struct size *size)
{
	char *program = test_program("conduct-survey");
	char *preload = test_program("tests/tty/chance_preload.so");
	const char *argv[] = {program, made->path, NULL};
	struct text chance = TEXT_INIT;
	const char *env[] = {NULL, NULL};
	struct term *term;

	text_addf(&chance, "LD_PRELOAD=%s", preload);
	env[0] = text_get(&chance);
	term = term_start(size->rows, size->columns, argv, env);
	text_release(&chance);
	free(preload);
	free(program);
	return term;
}

static void
go_through(struct term *term, const struct way *way, size_t language,
	   const struct size *size)
{
	static const char *const choose[] = {"<Enter>", "<Down><Enter>",
					     "<Down><Down><Enter>"};
	size_t i;

	for (i = 0; i < way->n; i++) {
		const struct shot *shot = &way->shot[i];
		const char *keys = shot->keys ? shot->keys : choose[language];

		if (shot->narrow && size->columns < TABLE_COLUMNS)
			keys = shot->narrow;
		term_settle(term);
		term_keys(term, keys);
		/* The languages are not in one yet. */
		if (!shot->name || (i == 0 && language > 0))
			continue;
		char *path = path_of(shot->name, languages[language], size);

		if (is_update())
			write_screen(term, path);
		else
			compare(term, path);
		free(path);
	}
	term_keys(term, "<Enter>");
	assert_int_equal(term_end(term), EXIT_SENT);
}

static void
compare_way(const char *dir, const struct way *way, size_t language,
	    const struct size *size)
{
	struct text name = TEXT_INIT;
	struct made_wave made;
	struct term *term;
	char *own, *csv;

	text_addf(&name, "%s.%s.%d", way->form, languages[language],
		  size->columns);
	own = test_path(dir, text_get(&name));
	assert_int_equal(mkdir(own, 0700), 0);
	text_clear(&name);
	text_addf(&name, "%s/%s", folder, way->form);
	csv = test_read(text_get(&name), NULL);
	made_wave_init(&made, own, csv, 0, 5);
	term = begin(&made, size);
	go_through(term, way, language, size);
	term_free(term);
	made_wave_release(&made);
	free(csv);
	free(own);
	text_release(&name);
}

static void
every_page_looks_as_it_did(void **state)
{
	size_t w, i, k;

	for (w = 0; w < COUNT(ways); w++)
		for (i = 0; i < COUNT(languages); i++)
			for (k = 0; k < COUNT(sizes); k++)
				compare_way(*state, &ways[w], i, &sizes[k]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(every_page_looks_as_it_did),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
