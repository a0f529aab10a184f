/* Public questionnaires: each loads, or is refused with place and reason. */
#include "tests/test.h"

#include <glob.h>

#include "questions/instrument.h"
#include "questions/lint.h"
#include "questions/xlsform.h"
#include "tests/form_text.h"

/* Looked at one by one: each refusal is right, and says why. */
static const struct {
	const char *name;
	size_t questions; /* 0: refused */
	size_t errors;
	const char *first; /* of the errors */
} known[] = {
	{"pyxform/tests_bug_example_xls_ODKValidateWarnings.csv", 0, 1,
	 "4:B type: type 'phone number' is not available: it helps to tell "
	 "who answered; delete the row"},
	{"pyxform/tests_bug_example_xls_UCL_Biomass_Plot_Form.csv", 0, 20,
	 "11:B type: type 'start' is not available: it helps to tell who "
	 "answered; delete the row"},
	{"pyxform/tests_bug_example_xls_bad_calc.csv", 0, 1,
	 "3:E calculation: character 1: bare word 'because'; put a text into "
	 "quotes, write ${name} for a question"},
	{"pyxform/tests_bug_example_xls_duplicate_columns.csv", 0, 15,
	 "11:E label: 'display_image_test' has no label; write what people "
	 "are to read"},
	{"pyxform/tests_bug_example_xls_xl_date_ambiguous.csv", 0, 1,
	 "6:M choice_filter: character 6: paths are not available; write "
	 "${name} for a question"},
	{"pyxform/tests_bug_example_xls_xl_date_ambiguous_v1.csv", 0, 1,
	 "7:E default: default '1' is no answer to a date; write a date such "
	 "as 2026-12-14"},
	{"pyxform/tests_example_xls_attribute_columns_test.csv", 0, 16,
	 "11:F label::english: 'display_image_test' has no label; write what "
	 "people are to read"},
	{"pyxform/tests_example_xls_case_insensitivity.csv", 0, 2,
	 "4:B TYPE: type 'select_one_external c1' is not available: choices "
	 "come from the choices sheet; put them there and write 'select_one "
	 "LIST'"},
	{"pyxform/tests_example_xls_choice_filter_test.csv", 0, 1,
	 "12:C name: choice 'king' is in list 'counties' already (row 10); "
	 "give each a name of its own, as an answer could not tell them apart "
	 "(allow_choice_duplicates is not available)"},
	{"pyxform/tests_example_xls_extra_columns.csv", 1, 0, NULL},
	{"pyxform/tests_example_xls_extra_sheet_names.csv", 1, 0, NULL},
	{"pyxform/tests_example_xls_field-list.csv", 1, 0, NULL},
	{"pyxform/tests_example_xls_flat_xlsform_test.csv", 0, 15,
	 "11:F label::english: 'display_image_test' has no label; write what "
	 "people are to read"},
	{"pyxform/tests_example_xls_group.csv", 0, 1,
	 "5:B type: type 'phone number' is not available: it helps to tell "
	 "who answered; delete the row"},
	{"pyxform/tests_example_xls_include.csv", 0, 1,
	 "4:B type: type 'include' is not available: copy the rows of the "
	 "other form to this place"},
	{"pyxform/tests_example_xls_include_json.csv", 0, 1,
	 "3:B type: type 'include' is not available: copy the rows of the "
	 "other form to this place"},
	{"pyxform/tests_example_xls_loop.csv", 0, 1,
	 "4:B type: type 'begin loop over toilet_type' is not available: "
	 "write the questions out once for each choice"},
	{"pyxform/tests_example_xls_or_other.csv", 0, 1,
	 "4:E choice_filter: character 8: list 'colors' has no column 'yes'; "
	 "add it to the choices, or put a text into quotes"},
	{"pyxform/tests_example_xls_pull_data.csv", 0, 1,
	 "3:E calculation: character 1: pulldata() is not available; data "
	 "files are not read; put the values into the choices sheet and use "
	 "choice_filter"},
	{"pyxform/tests_example_xls_specify_other.csv", 2, 0, NULL},
	{"pyxform/tests_example_xls_text_and_integer.csv", 2, 0, NULL},
	{"pyxform/tests_example_xls_xlsform_spec_test.csv", 0, 15,
	 "11:F label::english: 'display_image_test' has no label; write what "
	 "people are to read"},
	{"pyxform/tests_example_xls_yes_or_no_question.csv", 1, 0, NULL},
	{"unhcr/inst_KoBoXLSFormExamples.csv", 15, 0, NULL},
	{"unhcr/inst_demo.csv", 0, 14,
	 "3:B type: type 'start' is not available: it helps to tell who "
	 "answered; delete the row"},
	{"unhcr/inst_demo_adapt1.csv", 0, 14,
	 "3:B type: type 'start' is not available: it helps to tell who "
	 "answered; delete the row"},
	{"unhcr/inst_demo_adapt2.csv", 0, 14,
	 "3:B type: type 'start' is not available: it helps to tell who "
	 "answered; delete the row"},
};

/* Every problem has file and row, and says what to do behind a ";" or ":",
 * notes apart. */
static void
check_problems(const struct problems *problems, const char *path)
{
	const struct problem *p;
	size_t i;

	for (i = 0; i < problems->n; i++) {
		p = &problems->list[i];
		assert_has(p->where, path, p->text);
		assert_case(p->row > 0, p->text);
		if (p->severity != SEVERITY_NOTE)
			assert_case(strpbrk(p->text, ";:?") != NULL, p->text);
	}
}

static const struct problem *
first_error(const struct problems *problems)
{
	size_t i;

	for (i = 0; i < problems->n; i++)
		if (problems->list[i].severity == SEVERITY_ERROR)
			return &problems->list[i];
	return NULL;
}

static void
check_first(const struct problems *problems, const char *path,
	    const char *expected, const char *name)
{
	const struct problem *p = first_error(problems);
	struct text t = TEXT_INIT;

	assert_case((p == NULL) == (expected == NULL), name);
	if (p == NULL)
		return;
	text_addf(&t, "%s: %s", p->where + strlen(path) + 1, p->text);
	assert_text(text_get(&t), expected, name);
	text_release(&t);
}

/* A form that loads also travels. */
static void
check_travels(const struct form *form, const struct book *book,
	      const char *name)
{
	char *json = instrument_write(book, INSTRUMENT_WITHOUT_KEY);
	struct error err = ERROR_INIT;
	struct text before = TEXT_INIT, after = TEXT_INIT;
	struct form *copy = instrument_form(json, strlen(json), name, &err);

	assert_text(err.text, "", name);
	form_tell(form, TOLD_STAFF, &before);
	form_tell(copy, TOLD_STAFF, &after);
	assert_text(text_get(&after), text_get(&before), name);
	text_release(&before);
	text_release(&after);
	form_free(copy);
	free(json);
}

static void
check_form(const char *path, size_t i)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book;
	struct form *form = xlsform_load(path, &book, &problems, &err);

	assert_text(err.text, "", known[i].name);
	print_message("%-56s %-7s %3zu questions %3zu errors %3zu others\n",
		      known[i].name, form ? "loads" : "refused",
		      form ? form->n_questions : 0, problems.errors,
		      problems.n - problems.errors);
	check_first(&problems, path, known[i].first, known[i].name);
	assert_int_equal(problems.errors, known[i].errors);
	assert_int_equal(form ? form->n_questions : 0, known[i].questions);
	if (form != NULL) {
		lint(form, book, &problems);
		check_travels(form, book, known[i].name);
	}
	check_problems(&problems, path);
	problems_release(&problems);
	form_free(form);
	book_free(book);
}

static void
loads_or_refuses_public_forms(void **state)
{
	char *folder = test_shared("data/forms");
	size_t i;

	for (i = 0; i < COUNT(known); i++) {
		char *path = test_path(folder, known[i].name);

		check_form(path, i);
		free(path);
	}
	free(folder);
}

/* No form is there that the table does not know. */
static void
knows_every_form(void **state)
{
	char *folder = test_shared("data/forms");
	char *pattern = test_path(folder, "*/*.csv");
	glob_t found;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, COUNT(known));
	globfree(&found);
	free(pattern);
	free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loads_or_refuses_public_forms),
		cmocka_unit_test(knows_every_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
