/* The form itself: texts by language, names, sizes of answers. */
#include "tests/test.h"

#include "questions/xlsform.h"

static struct form *
build(const char *csv)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book = book_parse("f.csv", csv, strlen(csv), NULL, 0, NULL,
				       0, &problems, &err);
	struct form *form = xlsform_build(book, &problems);

	if (form == NULL)
		problems_print(&problems, stderr);
	assert_non_null(form);
	problems_release(&problems);
	book_free(book);
	return form;
}

static void
falls_back_to_a_language_that_is_there(void **state)
{
	struct form *form = build("survey\n,type,name,label::A,label::B,"
				  "label::C,hint::C\n,text,q,a,,c,h\n"
				  "settings\n,default_language\n,B\n");
	const struct question *q = &form->question[0];

	assert_int_equal(form->n_languages, 3);
	assert_text(form->language[form->default_language], "B", "default");
	assert_text(form_text(form, q->label, 0), "a", "no B: any");
	assert_text(form_text(form, q->label, 1), "a", "A");
	assert_text(form_text(form, q->label, 2), "c", "C");
	assert_text(form_text(form, q->hint, 1), "h", "only C");
	assert_text(form_text(form, q->guidance_hint, 1), "", "none");
	form_free(form);
	form_free(NULL);
}

static void
finds_a_language_by_name_or_code(void **state)
{
	static const struct {
		const char *wanted;
		size_t language;
	} cases[] = {
		{"English (en)", 0}, {"english", 0},	 {"EN", 0},
		{"Cymraeg (cy)", 1}, {"Cymraeg", 1},	 {"cy", 2},
		{"", FORM_NONE},     {"c", FORM_NONE},	 {"Cym", FORM_NONE},
		{"(en)", FORM_NONE}, {"e n", FORM_NONE},
	};
	struct form *form = build("survey\n,type,name,label::English (en),"
				  "label::Cymraeg (cy),label::cy\n"
				  ",text,q,a,b,c\n");
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_case(form_find_language(form, cases[i].wanted) ==
				    cases[i].language,
			    cases[i].wanted);
	form_free(form);
}

static void
finds_names(void **state)
{
	struct form *form = build("survey\n,type,name,label\n,text,b,?\n"
				  ",text,ab,?\n,text,a,?\n,select_one l,c,?\n"
				  "choices\n,list_name,name\n,l,x\n,l,y\n");
	struct form unsorted = *form;

	unsorted.by_name = NULL;
	assert_int_equal(form_find(form, "a"), 2);
	assert_int_equal(form_find(form, "ab"), 1);
	assert_int_equal(form_find(form, "b"), 0);
	assert_int_equal(form_find(form, "B"), FORM_NONE);
	assert_int_equal(form_find(form, ""), FORM_NONE);
	assert_int_equal(form_find(form, "abc"), FORM_NONE);
	assert_int_equal(form_find_n(form, "abc", 2), 1);
	assert_int_equal(form_find_n(form, "abc", 1), 2);
	assert_int_equal(form_find_n(form, " ab\t}", 4), 1);
	assert_int_equal(form_find_n(form, "  ", 2), FORM_NONE);
	assert_int_equal(form_find(form, "ab "), FORM_NONE);
	assert_int_equal(form_find(&unsorted, "ab"), 1);
	assert_int_equal(form_find_n(&unsorted, "abc", 1), 2);
	assert_int_equal(form_find(&unsorted, "z"), FORM_NONE);
	assert_int_equal(choice_find(form->question[3].list, "y"), 1);
	assert_int_equal(choice_find(form->question[3].list, "z"), FORM_NONE);
	form_free(form);
}

static void
knows_what_a_wrong_choice_stands_for(void **state)
{
	struct form *form =
		build("survey\n,type,name,label,kq_role,kq_topic,kq_key,"
		      "kq_misconception\n"
		      ",select_one l,q,?,knowledge,T,a,b=M1 c=M2\n"
		      ",select_one l,plain,?,,,,\n"
		      "choices\n,list_name,name\n,l,a\n,l,b\n,l,c\n,l,d\n");
	const struct question *q = form->question;

	assert_text(question_misconception(&q[0], "b"), "M1", "the first");
	assert_text(question_misconception(&q[0], "c"), "M2", "the second");
	assert_null(question_misconception(&q[0], "a"));
	assert_null(question_misconception(&q[0], "d"));
	assert_null(question_misconception(&q[1], "b"));
	form_free(form);
}

static void
knows_how_long_answers_are(void **state)
{
	static const char csv[] =
		"survey\n,type,name,label,calculation,kq_max\n"
		",select_one l,a,?\n,select_multiple l,b,?\n,rank l,c,?\n"
		",integer,d,?\n,decimal,e,?\n,range,f,?\n,text,g,?\n"
		",text,h,?,,100\n,date,i,?\n,note,j,?\n,acknowledge,k,?\n"
		",calculate,m,,1\n,hidden,n\n"
		"choices\n,list_name,name\n,l,x\n,l,long\n,l,yy\n";
	static const size_t bytes[] = {4,   9,	9, 24, 24,  24, 4000,
				       400, 10, 0, 2,  255, 255};
	struct form *form = build(csv);
	size_t i;

	assert_int_equal(form->n_questions, COUNT(bytes));
	for (i = 0; i < COUNT(bytes); i++)
		assert_case(question_max_bytes(&form->question[i]) == bytes[i],
			    form->question[i].name);
	form_free(form);
}

static void
names_types_and_roles(void **state)
{
	assert_text(question_type_name(TYPE_SELECT_MULTIPLE), "select_multiple",
		    "type");
	assert_text(question_type_name(TYPE_HIDDEN), "hidden", "last type");
	assert_text(question_role_name(ROLE_NONE), "", "no role");
	assert_text(question_role_name(ROLE_OPEN), "open", "last role");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(falls_back_to_a_language_that_is_there),
		cmocka_unit_test(finds_a_language_by_name_or_code),
		cmocka_unit_test(finds_names),
		cmocka_unit_test(knows_what_a_wrong_choice_stands_for),
		cmocka_unit_test(knows_how_long_answers_are),
		cmocka_unit_test(names_types_and_roles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
