#include "tests/test.h"

#include <glob.h>

#include "questions/bank.h"
#include "questions/base/text.h"
#include "questions/xlsform.h"

static void
holds_every_file_of_the_folder_byte_for_byte(void **state)
{
	glob_t folder;
	size_t i, size;

	assert_int_equal(glob("questions/bank/*.csv", 0, NULL, &folder), 0);
	assert_int_equal(bank_files_count, folder.gl_pathc);
	for (i = 0; i < folder.gl_pathc; i++) {
		const char *path = folder.gl_pathv[i];
		const struct bank_file *file =
			bank_find(strrchr(path, '/') + 1);
		char *bytes = test_read(path, &size);

		assert_case(file != NULL, path);
		assert_int_equal(file->size, size);
		assert_memory_equal(file->data, bytes, size);
		free(bytes);
	}
	globfree(&folder);
}

static void
ends_with_no_name_and_is_sorted(void **state)
{
	size_t i;

	assert_null(bank_files[bank_files_count].name);
	for (i = 1; i < bank_files_count; i++)
		assert_case(strcmp(bank_files[i - 1].name, bank_files[i].name) <
				    0,
			    bank_files[i].name);
}

static void
finds_nothing_by_another_name(void **state)
{
	static const char *const names[] = {"", "standard", "Standard.csv",
					    "../bank/standard.csv",
					    "standard.csv "};
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		assert_case(bank_find(names[i]) == NULL, names[i]);
}

/* ---- translations ---- */

static const char *const forms[] = {
	"questions/bank/standard.csv",
	"questions/bank/full.csv",
	"questions/bank/public-service.csv",
};

static struct form *
load(const char *path)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct form *form = xlsform_load(path, NULL, &problems, &err);

	assert_case(form != NULL, path);
	problems_release(&problems);
	return form;
}

/* Composed, so that what is asked is what a terminal shows; no text is the
 * other language's by oversight, but for names and what is hardly a word. */
static void
check_texts(const char *const *by_language, const char *where)
{
	const char *english, *welsh;
	char *composed;

	if (by_language == NULL)
		return;
	english = by_language[0];
	welsh = by_language[1];
	assert_case(english != NULL && welsh != NULL, where);
	composed = text_nfc(welsh);
	assert_text(welsh, composed, where);
	free(composed);
	assert_case(strcmp(english, welsh) != 0, where);
	assert_case(welsh[strlen(welsh) - 1] == '.' ||
			    english[strlen(english) - 1] != '.',
		    where);
	assert_case((strchr(english, '?') != NULL) ==
			    (strchr(welsh, '?') != NULL),
		    where);
}

static void
says_everything_in_both_languages(void **state)
{
	struct form *form;
	size_t i, k, c;

	for (i = 0; i < COUNT(forms); i++) {
		form = load(forms[i]);
		assert_int_equal(form->n_languages, 2);
		assert_text(form->language[0], "English (en)", forms[i]);
		assert_text(form->language[1], "Cymraeg (cy)", forms[i]);
		assert_int_equal(form->default_language, 0);
		for (k = 0; k < form->n_groups; k++)
			check_texts(form->group[k].label, form->group[k].name);
		for (k = 0; k < form->n_questions; k++) {
			const struct question *q = &form->question[k];

			check_texts(q->label, q->name);
			check_texts(q->hint, q->name);
			check_texts(q->constraint_message, q->name);
			for (c = 0; q->list && c < q->list->n; c++)
				check_texts(q->list->choice[c].label, q->name);
		}
		assert_case(strcmp(form_settings_in(form, 1)->title,
				   form->settings.title) != 0,
			    forms[i]);
		assert_case(strcmp(form_settings_in(form, 1)->purpose,
				   form->settings.purpose) != 0,
			    forms[i]);
		form_free(form);
	}
}

/* Is the right choice the longest, alone? */
static bool
key_is_longest(const struct question *q, size_t language)
{
	size_t right = 0, other = 0, length, i;

	for (i = 0; q->key != NULL && i < q->list->n; i++) {
		if (q->missing != NULL && q->missing[i] != CHOICE_ANSWERS)
			continue;
		length = text_length(q->list->choice[i].label[language]);
		if (q->key[i])
			right = length;
		else if (length > other)
			other = length;
	}
	return right > other;
}

static void
keys_stand_out_no_more_in_welsh(void **state)
{
	struct form *form;
	size_t i, k, longest[2];

	for (i = 0; i < COUNT(forms); i++) {
		form = load(forms[i]);
		longest[0] = longest[1] = 0;
		for (k = 0; k < 2 * form->n_questions; k++)
			longest[k % 2] +=
				key_is_longest(&form->question[k / 2], k % 2);
		assert_case(longest[1] <= longest[0], forms[i]);
		form_free(form);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_every_file_of_the_folder_byte_for_byte),
		cmocka_unit_test(ends_with_no_name_and_is_sorted),
		cmocka_unit_test(finds_nothing_by_another_name),
		cmocka_unit_test(says_everything_in_both_languages),
		cmocka_unit_test(keys_stand_out_no_more_in_welsh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
