/* Errors, problems and their places; names that are close. */
#include "tests/test.h"

#include "questions/base/error.h"
#include "questions/base/nearest.h"

static void
keeps_the_first_error(void **state)
{
	struct error err = ERROR_INIT;

	assert_false(error_is_set(&err));
	assert_false(error_set(&err, "disk %d is full", 2));
	assert_false(error_set(&err, "and cannot be closed"));
	assert_true(error_is_set(&err));
	assert_text(err.text, "disk 2 is full", "first");
	assert_false(error_set(NULL, "nobody listens"));
}

static void
names_columns(void **state)
{
	static const struct {
		size_t column;
		const char *letters;
	} cases[] = {
		{1, "A"},   {2, "B"},	    {26, "Z"},	 {27, "AA"},
		{52, "AZ"}, {53, "BA"},	    {702, "ZZ"}, {703, "AAA"},
		{0, ""},    {16384, "XFD"},
	};
	char letters[8];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		column_letters(cases[i].column, letters);
		assert_text(letters, cases[i].letters, cases[i].letters);
	}
	column_letters((size_t)-1, letters);
	assert_true(strlen(letters) < sizeof letters);
}

static void
sorts_problems(void **state)
{
	static const struct place places[] = {
		{"b.csv", 3, 2, "name"}, {"a.csv", 9, 0, NULL},
		{"b.csv", 3, 1, NULL},	 {"b.csv", 10, 5, "x"},
		{NULL, 0, 0, NULL},	 {"b.csv", 3, 2, "name"},
		{"b.csv", 0, 0, NULL},
	};
	struct problems problems = PROBLEMS_INIT;
	char *text = NULL;
	size_t size, i;
	FILE *out;

	for (i = 0; i < COUNT(places); i++)
		problems_add(&problems,
			     i == 1	      ? SEVERITY_WARNING
				     : i == 2 ? SEVERITY_NOTE
					      : SEVERITY_ERROR,
			     &places[i], "p%zu", i);
	problems_add(&problems, SEVERITY_ERROR, NULL, "nowhere");
	problems_sort(&problems);
	assert_int_equal(problems.n, 8);
	assert_int_equal(problems.errors, 6);
	assert_int_equal(problems.warnings, 1);
	out = open_memstream(&text, &size);
	problems_print(&problems, out);
	fclose(out);
	assert_text(text,
		    "p4\nnowhere\nb.csv: p6\nb.csv:3:A: note: p2\n"
		    "b.csv:3:B name: p0\nb.csv:3:B name: p5\nb.csv:10:E x: p3\n"
		    "a.csv:9: warning: p1\n",
		    "sorted: the first file first, equals as they came");
	free(text);
	problems_release(&problems);
	assert_int_equal(problems.n, 0);
	problems_sort(&problems);
}

static void
finds_close_names(void **state)
{
	static const char *const names[] = {"select_one", "select_multiple",
					    "text",	  "integer",
					    "date",	  NULL};
	static const struct {
		const char *wrong, *near;
	} cases[] = {
		{"slect_one", "select_one"},
		{"select-one", "select_one"},
		{"TEXT", "text"},
		{"integr", "integer"},
		{"dat", "date"},
		{"selekt_multiple", "select_multiple"},
		{"barcode", NULL},
		{"", NULL},
		{"x", NULL},
		{"int", NULL},
		{"a word that is much longer than any name that could be meant, "
		 "by far",
		 NULL},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_text(nearest_of(cases[i].wrong, names), cases[i].near,
			    cases[i].wrong);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_the_first_error),
		cmocka_unit_test(names_columns),
		cmocka_unit_test(sorts_problems),
		cmocka_unit_test(finds_close_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
