#include "tests/test.h"

#include <unistd.h>

#include "analysis/data/headcounts.h"
#include "tests/support/csv_forms.h"

static const char questionnaire[] =
	"survey,,,,,\n"
	",type,name,label,kq_role,kq_missing\n"
	",select_one d,dept,Where?,segment,pns=refused\n"
	",select_one s,site,Which site?,segment,\n"
	",integer,age,How old?,,\n"
	"choices,,,,,\n"
	",list_name,name,label,,\n"
	",d,it,Computers,,\n"
	",d,care,Care,,\n"
	",d,pns,Prefer not to say,,\n"
	",s,north,North,,\n"
	",s,south,South,,\n";

static char path[] = "/tmp/headcounts-XXXXXX";

static struct headcounts *
load(const struct form *form, const char *csv, struct error *err)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(csv, f) >= 0 && fclose(f) == 0);
	return headcounts_load(path, form, err);
}

static void
categories_are_found_by_name_and_label(void **state)
{
	struct form *form = form_from_csv(questionnaire);
	const struct question *dept = &form->question[0];
	const struct question *site = &form->question[1];
	struct error err = ERROR_INIT;
	struct headcounts *h = load(form,
				    "n,Segment , category,remark\n"
				    "12,dept,it,\n"
				    " 30 ,dept,Care,moved in May\n"
				    ",,,\n"
				    "40,site,north\n"
				    "2,site,south\n",
				    &err);

	assert_string_equal(err.text, "");
	assert_true(headcounts_has(h, dept));
	assert_false(headcounts_has(h, &form->question[2]));
	assert_false(headcounts_has(NULL, dept));
	assert_int_equal(headcounts_of(h, dept, 0), 12);
	assert_int_equal(headcounts_of(h, dept, 1), 30);
	assert_int_equal(headcounts_of(h, dept, 2), 0);
	assert_int_equal(headcounts_of(h, site, 1), 2);
	assert_int_equal(headcounts_total(h), 42);
	headcounts_free(h);
	form_free(form);
}

static void
a_wrong_file_is_told_by_row_and_column(void **state)
{
	static const struct {
		const char *what, *csv, *says;
	} cases[] = {
		{"empty", "", "is empty; write a header"},
		{"no header", "dept,it,12\n",
		 ":1: there is no column 'segment'"},
		{"no rows", "segment,category,n\n",
		 "there is no row below the header"},
		{"no segment question", "segment,category,n\nage,1,5\n",
		 ":2:A segment: \"age\" is no segment question"},
		{"no such category", "segment,category,n\ndept,sales,5\n",
		 ":2:B category: \"sales\" is no category of dept"},
		{"no answer", "segment,category,n\ndept,pns,5\n",
		 ":2:B category: \"pns\" is no category"},
		{"half a person", "segment,category,n\ndept,it,5.5\n",
		 ":2:C n: 5.5 people"},
		{"fewer than nobody", "segment,category,n\ndept,it,-5\n",
		 ":2:C n: '-5' is no number from 0 to 1000000000; write how"},
		{"words", "segment,category,n\ndept,it,many\n",
		 ":2:C n: 'many' is no number"},
		{"a short row", "segment,category,n\ndept,it\n",
		 ":2:C n: the cell is empty; write how many people"},
		{"twice", "segment,category,n\ndept,it,5\ndept,Computers,5\n",
		 ":3:B category: dept has Computers twice"},
		{"two mistakes at once",
		 "segment,category,n\ndept,it,x\n\nsite,east,3\n",
		 ":4:B category: \"east\""},
		{"a column twice", "segment,category,n,n\ndept,it,5,6\n",
		 ":1: several columns are called 'n'"},
		{"one left out", "segment,category,n\ndept,it,5\n",
		 "no row for care of dept"},
		{"other sums",
		 "segment,category,n\ndept,it,5\ndept,care,5\n"
		 "site,north,5\nsite,south,6\n",
		 "dept are 10 people, those of site 11"},
		{"nobody at all",
		 "segment,category,n\ndept,it,0\ndept,care,0\n",
		 "nobody in any category"},
		{"a broken row", "segment,category,n\ndept,\"it,5\n", ":2"},
	};
	struct form *form = form_from_csv(questionnaire);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;

		assert_null(load(form, cases[i].csv, &err));
		assert_has(err.text, cases[i].says, cases[i].what);
	}
	form_free(form);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(categories_are_found_by_name_and_label),
		cmocka_unit_test(a_wrong_file_is_told_by_row_and_column),
	};
	int fd = mkstemp(path), failed;

	if (fd < 0)
		return 1;
	close(fd);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return failed;
}
