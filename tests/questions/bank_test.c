#include "tests/test.h"

#include <glob.h>

#include "questions/bank.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_every_file_of_the_folder_byte_for_byte),
		cmocka_unit_test(ends_with_no_name_and_is_sorted),
		cmocka_unit_test(finds_nothing_by_another_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
