#include "survey/preview.h"

#include <sys/stat.h>

#include "questions/base/error.h"
#include "questions/base/mem.h"
#include "tests/support/made_way.h"
#include "tests/support/make_wave.h"
#include "tests/test.h"

/* Conditions of each kind, options that are shuffled and filtered, and how
 * sure one is. */
static const char form_conditions[] =
	"survey\n"
	",type,name,label,relevant,calculation,parameters,choice_filter\n"
	",calculate,block,,,once(int(random() * 3) + 1),,\n"
	",select_one yn,uses,Do you?,,,randomize=true,\n"
	",select_one yn,again,Do you often?,${uses} = 'y',,,\n"
	",select_one yn,block2,Of block 2?,${block} = 2,,,\n"
	",begin_group,g,Inside,${again} != 'n',,,\n"
	",select_one yn,deep,How deep?,\"selected(${uses}, 'y')\",,,name != 'n'\n"
	",end_group,,,,,,\n"
	",text,why,You said ${uses}?,,,,\n"
	"choices\n"
	",list_name,name,label\n"
	",yn,y,Yes\n"
	",yn,n,No\n"
	"settings\n"
	",form_title,form_id,version\n"
	",Conditions,conditions,1\n";

static char *
previewed(const char *csv, int columns, int rows)
{
	const struct preview_size size = {columns, rows};
	struct form *form = form_from_csv(csv);
	struct text t = TEXT_INIT;

	preview_text(form, form->default_language, NULL, &size, &t);
	form_free(form);
	return text_take(&t);
}

static void
reads_sizes(void **state)
{
	static const struct {
		const char *what, *typed;
		bool good;
		int columns, rows;
	} cases[] = {
		{"the usual", "80x24", true, 80, 24},
		{"the least", "40x12", true, 40, 12},
		{"the most", "500x500", true, 500, 500},
		{"one column less", "39x12", false, 0, 0},
		{"one row less", "40x11", false, 0, 0},
		{"too many columns", "501x24", false, 0, 0},
		{"too many rows", "80x501", false, 0, 0},
		{"a number that is far too long", "99999999999x24", false, 0,
		 0},
		{"no rows", "80", false, 0, 0},
		{"no rows behind the x", "80x", false, 0, 0},
		{"no columns", "x24", false, 0, 0},
		{"nothing", "", false, 0, 0},
		{"something behind it", "80x24 ", false, 0, 0},
		{"a blank before it", " 80x24", false, 0, 0},
		{"a minus", "-80x24", false, 0, 0},
		{"another sign", "80*24", false, 0, 0},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		struct preview_size size = {0, 0};
		bool good = preview_size(cases[i].typed, &size, &err);

		assert_case(good == cases[i].good, cases[i].what);
		assert_case(error_is_set(&err) != good, cases[i].what);
		if (!good)
			continue;
		assert_case(size.columns == cases[i].columns, cases[i].what);
		assert_case(size.rows == cases[i].rows, cases[i].what);
	}
}

static void
gives_the_same_bytes_each_time(void **state)
{
	char *one = previewed(form_conditions, 80, 24);
	char *other = previewed(form_conditions, 80, 24);

	assert_text(other, one, "a second time");
	free(one);
	free(other);
}

static bool
is_ruler(const char *line)
{
	return line[0] == '=';
}

/* A screen has so many rows, none too wide, none with a blank at its end, and
 * at most one mark of the focus. Pages without a screen: the head, and the
 * window that is too small. */
static void
check_screens(const char *at, int columns, int rows, const char *what)
{
	size_t row = 0, marks = 0, n, screens = 0;
	char *line;

	for (; *at != '\0'; at += n + 1) {
		n = strcspn(at, "\n");
		line = mem_copy_n(at, n);
		assert_case(text_width(line) <= (size_t)columns ||
				    strncmp(line, "== ", 3) == 0,
			    what);
		assert_case(n == 0 || line[n - 1] != ' ', what);
		if (is_ruler(line)) {
			assert_case(row == 0 || row == (size_t)rows, what);
			screens += row > 0;
			row = marks = 0;
		} else {
			row++;
			marks += strncmp(line, "> ", 2) == 0 ||
				strcmp(line, ">") == 0;
			assert_case(marks <= 1, what);
		}
		free(line);
	}
	assert_case(screens > 15, what);
}

static void
fills_screens_of_every_size(void **state)
{
	static const struct {
		const char *what;
		int columns, rows;
	} sizes[] = {
		{"40x12", 40, 12},   {"41x13", 41, 13},	    {"52x16", 52, 16},
		{"60x20", 60, 20},   {"80x24", 80, 24},	    {"79x25", 79, 25},
		{"132x50", 132, 50}, {"500x500", 500, 500}, {"40x100", 40, 100},
		{"300x12", 300, 12},
	};
	static const char *const forms[] = {form_small, form_every_type,
					    form_pages, form_conditions};
	size_t i, f;

	for (i = 0; i < COUNT(sizes); i++)
		for (f = 0; f < COUNT(forms); f++) {
			char *all = previewed(forms[f], sizes[i].columns,
					      sizes[i].rows);

			check_screens(all, sizes[i].columns, sizes[i].rows,
				      sizes[i].what);
			free(all);
		}
}

/* Of questionnaires made by chance; under valgrind of a few. */
static void
fills_screens_of_any_questionnaire(void **state)
{
	uint32_t seed, seeds = test_is_slow() ? 3 : 40;

	for (seed = 1; seed <= seeds; seed++) {
		struct made_way way;
		char *narrow, *usual, what[32];

		snprintf(what, sizeof(what), "seed %u", (unsigned)seed);
		made_way_init(&way, seed);
		narrow = previewed(way.csv, 40, 12);
		usual = previewed(way.csv, 80, 24);
		check_screens(narrow, 40, 12, what);
		check_screens(usual, 80, 24, what);
		free(narrow);
		free(usual);
		made_way_release(&way);
	}
}

/* All lines that begin with "=", in one. */
static char *
rulers(const char *at)
{
	struct text t = TEXT_INIT;
	size_t n;

	for (; *at != '\0'; at += n + 1) {
		n = strcspn(at, "\n");
		if (is_ruler(at)) {
			text_add_n(&t, at, n - (at[n - 1] == '=' ? 1 : 0));
			text_add_char(&t, '\n');
		}
	}
	return text_take(&t);
}

static void
says_what_questions_depend_on(void **state)
{
	static const struct {
		const char *what, *part;
	} cases[] = {
		{"always asked, shuffled",
		 "\n= Its options come in another order for each person.\n"},
		{"a choice",
		 "\n= Shown only if you answered \"Yes\" to "
		 "question uses.\n"},
		{"what is drawn", "\n= Shown only to some: ${block} = 2\n"},
		{"its group's condition, too",
		 "\n= Shown only if you did not answer \"No\" to question again "
		 "and you answered \"Yes\"\n= to question uses.\n"},
		{"options that hang on answers",
		 "\n= Which options come hangs on other answers: name != "
		 "'n'\n"},
	};
	char *all = previewed(form_conditions, 80, 24), *said = rulers(all);
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_has(said, cases[i].part, cases[i].what);
	assert_has(all, "You said Yes?", "what was answered first is repeated");
	assert_has(all, "Your way-back code: 7F3QK-9X2MD", "the example code");
	assert_null(strstr(all, "This is a preview"));
	free(said);
	free(all);
}

static void
shows_every_question_once(void **state)
{
	static const char *const names[] = {"\n== uses ==", "\n== again ==",
					    "\n== block2 ==", "\n== deep ==",
					    "\n== why =="};
	char *all = previewed(form_conditions, 80, 24);
	size_t i;

	for (i = 0; i < COUNT(names); i++) {
		const char *at = strstr(all, names[i]);

		assert_case(at != NULL, names[i]);
		assert_case(strstr(at + 1, names[i]) == NULL, names[i]);
	}
	free(all);
}

static void
shows_certainty_closed_and_open(void **state)
{
	char *all = previewed(form_pages, 80, 24);
	const char *closed = strstr(all, "\n== item, sure ==");
	const char *open =
		closed ? strstr(closed + 1, "\n== item, sure ==") : NULL;
	const char *table = strstr(all, "\n== s1, s2, s3 ==");

	assert_non_null(closed);
	assert_non_null(open);
	assert_non_null(table);
	assert_has(closed, "= Nothing is chosen yet", "closed");
	assert_has(open, "= An answer is chosen", "open");
	assert_true(strstr(closed, "( ) 1  Sure") > open);
	assert_true(strstr(open, "( ) 1  Sure") < table);
	free(all);
}

static void
loads_no_form_from_nowhere(void **state)
{
	struct error err = ERROR_INIT;
	struct store *store;

	assert_null(preview_load("standard", &store, &err));
	assert_has(err.text, "conduct bank standard -o .", "one of ours");
	err.text[0] = '\0';
	assert_null(preview_load("no/such.csv", &store, &err));
	assert_has(err.text, "no/such.csv", "a file");
	assert_null(strstr(err.text, "conduct bank"));
}

/* Of a wave what it says is told; it is only read. */
static void
shows_a_wave_as_it_is(void **state)
{
	const struct preview_size size = {80, 24};
	struct error err = ERROR_INIT;
	struct made_wave made;
	size_t codes, before;

	for (codes = 0; codes <= 2; codes += 2) {
		char *dir = test_path(*state, codes ? "slips" : "none");
		struct text t = TEXT_INIT;
		struct store *store;
		struct form *form;

		assert_int_equal(mkdir(dir, 0700), 0);
		made_wave_init(&made, dir, form_small, codes, 5);
		before = test_entries(dir);
		form = preview_load(made.path, &store, &err);
		assert_non_null(form);
		assert_non_null(store);
		preview_text(form, form->default_language, store_wave(store),
			     &size, &t);
		assert_has(text_get(&t), "\n== hours ==", "its questions");
		assert_has(text_get(&t), "= Codes and faults are examples.",
			   "no example dates");
		assert_case((strstr(text_get(&t), "== Code from a slip") !=
			     NULL) == (codes > 0),
			    "the slip's page where there are slips");
		assert_int_equal(test_entries(dir), before);
		text_release(&t);
		form_free(form);
		store_close_file(store);
		made_wave_release(&made);
		free(dir);
	}
}

static void
refuses_what_only_begins_as_a_wave(void **state)
{
	char *path = test_path(*state, "half.wave");
	struct error err = ERROR_INIT;
	struct store *store;

	test_write_bytes(path, "SQLite format 3\0and no more", 26);
	assert_null(preview_load(path, &store, &err));
	assert_true(error_is_set(&err));
	store_close_file(store);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_sizes),
		cmocka_unit_test(gives_the_same_bytes_each_time),
		cmocka_unit_test(fills_screens_of_every_size),
		cmocka_unit_test(fills_screens_of_any_questionnaire),
		cmocka_unit_test(says_what_questions_depend_on),
		cmocka_unit_test(shows_every_question_once),
		cmocka_unit_test(shows_certainty_closed_and_open),
		cmocka_unit_test(loads_no_form_from_nowhere),
		IN_A_FOLDER(shows_a_wave_as_it_is),
		IN_A_FOLDER(refuses_what_only_begins_as_a_wave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
