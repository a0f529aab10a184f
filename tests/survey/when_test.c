#include "survey/when.h"

#include "questions/base/mem.h"
#include "survey/flow.h"
#include "tests/support/csv_forms.h"
#include "tests/test.h"

/* A form whose last question q has this condition, its group that one. */
static struct form *
form_with(const char *relevant, const char *group)
{
	struct text t = TEXT_INIT;
	struct form *form;

	text_addf(&t,
		  "survey\n"
		  ",type,name,label,label::Cymraeg (cy),relevant,calculation\n"
		  ",calculate,block,,,,2\n"
		  ",select_one yn,uses,Uses?,Defnyddio?,,\n"
		  ",calculate,copy,,,,${uses}\n"
		  ",select_multiple yn,many,Many?,Llawer?,,\n"
		  ",integer,hours,Hours?,Oriau?,,\n"
		  ",begin_group,g,,,\"%s\",\n"
		  ",integer,q,Q?,Q?,\"%s\",\n"
		  ",end_group,,,,,\n"
		  "choices\n"
		  ",list_name,name,label,label::Cymraeg (cy)\n"
		  ",yn,y,Yes,Ydw\n"
		  ",yn,n,,\n"
		  "settings\n"
		  ",form_title,form_id,version\n"
		  ",When,when,1\n",
		  group, relevant);
	form = form_from_csv(text_get(&t));
	text_release(&t);
	return form;
}

static char *
in_brackets(const void *ctx, size_t question)
{
	const struct form *form = ctx;
	struct text t = TEXT_INIT;

	text_addf(&t, "[%s]", form->question[question].name);
	return text_take(&t);
}

static double
no_time(void *ctx)
{
	return 0;
}

static const struct {
	const char *what, *relevant, *group;
	bool drawn;
	enum when_asked asked;
	const char *said;
} cases[] = {
	{"no condition", "", "", false, WHEN_ALWAYS, ""},
	{"a choice", "${uses} = 'y'", "", false, WHEN_IF,
	 "you answered \"Yes\" to question [uses]"},
	{"a choice without a label", "${uses} = 'n'", "", false, WHEN_IF,
	 "you answered \"n\" to question [uses]"},
	{"not a choice", "${uses} != 'y'", "", false, WHEN_IF,
	 "you did not answer \"Yes\" to question [uses]"},
	{"a ticked one", "selected(${many}, 'y')", "", false, WHEN_IF,
	 "you answered \"Yes\" to question [many]"},
	{"any answer", "${uses} != ''", "", false, WHEN_IF,
	 "you answered question [uses]"},
	{"no answer", "${uses} = ''", "", false, WHEN_IF,
	 "you left question [uses] out"},
	{"any but one", "${uses} != '' and ${uses} != 'n'", "", false, WHEN_IF,
	 "you answered question [uses], but not \"n\""},
	{"any but one of another", "${many} != '' and ${uses} != 'n'", "",
	 false, WHEN_IF,
	 "you answered question [many] and you did not answer \"n\" to "
	 "question [uses]"},
	{"numbers", "${hours} > 2 and ${hours} <= 9.5", "", false, WHEN_IF,
	 "your answer to question [hours] is more than 2 and your answer to "
	 "question [hours] is at most 9.5"},
	{"one of two", "${hours} = 1 or ${hours} != 7", "", false, WHEN_IF,
	 "your answer to question [hours] is 1 or your answer to question "
	 "[hours] is not 7"},
	{"less, or at least", "${hours} < 1 or ${hours} >= 7", "", false,
	 WHEN_IF,
	 "your answer to question [hours] is less than 1 or your answer to "
	 "question [hours] is at least 7"},
	{"its group's, too", "${uses} = 'y'", "${hours} > 2", false, WHEN_IF,
	 "your answer to question [hours] is more than 2 and you answered "
	 "\"Yes\" to question [uses]"},
	{"its group's alone", "", "${hours} > 2", false, WHEN_IF,
	 "your answer to question [hours] is more than 2"},
	{"what cannot be said", "count-selected(${many}) > 1", "", false,
	 WHEN_SOMETIMES, "count-selected(${many}) > 1"},
	{"a part that cannot be said", "${uses} = 'y'", "${hours} > ${block}",
	 false, WHEN_SOMETIMES, "${hours} > ${block} and ${uses} = 'y'"},
	{"what is calculated", "${copy} = 'y'", "", false, WHEN_SOMETIMES,
	 "${copy} = 'y'"},
	{"what was drawn is not known", "${block} = 2", "", false,
	 WHEN_SOMETIMES, "${block} = 2"},
	{"it was drawn", "${block} = 2", "", true, WHEN_ALWAYS, ""},
	{"it was not drawn", "${block} = 1", "", true, WHEN_NEVER, ""},
	{"another one than that", "${block} != 1", "", true, WHEN_ALWAYS, ""},
	{"drawn as a text", "${block} = '2'", "", true, WHEN_ALWAYS, ""},
	{"drawn, and more than one", "${block} > 1", "", true, WHEN_ALWAYS, ""},
	{"drawn, and a choice", "${block} = 2 and ${uses} = 'y'", "", true,
	 WHEN_IF, "you answered \"Yes\" to question [uses]"},
	{"not drawn, and a choice", "${block} = 1 and ${uses} = 'y'", "", true,
	 WHEN_NEVER, ""},
	{"drawn, or a choice", "${block} = 2 or ${uses} = 'y'", "", true,
	 WHEN_ALWAYS, ""},
	{"not drawn, or a choice", "${block} = 1 or ${uses} = 'y'", "", true,
	 WHEN_IF, "you answered \"Yes\" to question [uses]"},
	{"its group was not drawn", "${uses} = 'y'", "${block} = 3", true,
	 WHEN_NEVER, ""},
	{"its group was drawn", "${uses} = 'y'", "${block} = 2", true, WHEN_IF,
	 "you answered \"Yes\" to question [uses]"},
	{"what is calculated from answers is not drawn", "${copy} = 'y'", "",
	 true, WHEN_SOMETIMES, "${copy} = 'y'"},
};

static void
says_when_a_question_is_asked(void **state)
{
	const struct flow_clock clock = {no_time, NULL, 0};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct form *form =
			form_with(cases[i].relevant, cases[i].group);
		struct flow *flow = flow_new(form, 1, clock);
		struct text t = TEXT_INIT;
		const struct when when = {
			.form = form,
			.language = form->default_language,
			.call = in_brackets,
			.ctx = form,
			.drawn = cases[i].drawn ? flow_answers(flow) : NULL,
		};
		enum when_asked asked =
			when_asked(&when, form_find(form, "q"), &t);

		assert_case(asked == cases[i].asked, cases[i].what);
		assert_text(text_get(&t), cases[i].said, cases[i].what);
		text_release(&t);
		flow_free(flow);
		form_free(form);
	}
}

static void
says_labels_in_the_language(void **state)
{
	struct form *form = form_with("${uses} = 'y'", "");
	struct text t = TEXT_INIT;
	const struct when when = {.form = form,
				  .language = form->default_language == 0,
				  .call = in_brackets,
				  .ctx = form};

	assert_int_equal(form->n_languages, 2);
	when_asked(&when, form_find(form, "q"), &t);
	assert_has(text_get(&t), "\"Ydw\"", "the label");
	text_release(&t);
	form_free(form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_when_a_question_is_asked),
		cmocka_unit_test(says_labels_in_the_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
