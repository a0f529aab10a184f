/*
 * Which questions share a page: two kinds of group, and all that only look
 * like them.
 */
#include "tests/test.h"

#include "questions/base/text.h"
#include "survey/pages.h"
#include "tests/support/csv_forms.h"

#define HEADER                                                        \
	"survey\n,type,name,label::English (en),label::Cymraeg (cy)," \
	"hint::English (en),relevant,appearance,constraint,required," \
	"read_only,calculation,choice_filter,parameters\n"
#define CHOICES                                                            \
	"choices\n,list_name,name,label::English (en),label::Cymraeg "     \
	"(cy)\n"                                                           \
	",yn,y,Yes,Ie\n,yn,n,No,Na\n,yn,dk,I do not know,Ddim yn gwybod\n" \
	",sure,s,Sure,Yn siwr\n,sure,u,Not sure,Ddim yn siwr\n"            \
	",agree,1,Agree,Cytuno\n,agree,2,Disagree,Anghytuno\n"
#define NAMING_CHOICES \
	",named,1,\"As ${a}\",Fel\n,named,2,Otherwise,Fel arall\n"
#define SETTINGS                                 \
	"settings\n,form_title,form_id,version," \
	"default_language\n,Test,test,1,English (en)\n"

#define FIELDS	  ",begin_group,g,,,,,field-list,,,,,,\n"
#define TABLE	  ",begin_group,g,How far?,,,,table-list,,,,,,\n"
#define END_GROUP ",end_group,,,,,,,,,,,,\n"

#define ITEM	  ",select_one yn,a,True?,Gwir?,,,,,,,,,\n"
#define SURE_OF(condition) \
	",select_one sure,b,How sure?,Pa mor siwr?,," condition ",,,,,,,\n"
#define SURE	    SURE_OF("${a} != 'dk'")
#define CERTAINTY   FIELDS ITEM SURE END_GROUP
#define FIRST	    ",select_one agree,a,It is fun,,,,,,,,,,\n"
#define SECOND	    ",select_one agree,b,It is work,,,,,,,,,,\n"
#define THIRD	    ",select_one agree,c,It is both,,,,,,,,,,\n"
#define STATEMENTS  TABLE FIRST SECOND THIRD END_GROUP
#define OTHER(name) ",integer," name ",How many?,,,,,,,,,,\n"

/* By question: S or T with the first and last of its page; "-": alone. */
static const struct {
	const char *what, *rows, *pages;
} cases[] = {
	{"a question", OTHER("a"), "-"},
	{"an item and how sure", CERTAINTY, "S01 S01"},
	{"after others, before others", OTHER("x") CERTAINTY OTHER("z"),
	 "- S12 S12 -"},
	{"two such groups",
	 CERTAINTY ",begin_group,h,,,,,field-list,,,,,,\n"
		   ",select_one yn,c,Also?,,,,,,,,,,\n"
		   ",select_one sure,d,Sure?,,,${c} = 'y',,,,,,,\n" END_GROUP,
	 "S01 S01 S23 S23"},
	{"an item whose options are shuffled and filtered",
	 FIELDS ",select_one yn,a,True?,,,,,,,,,name != 'x',"
		"randomize=true\n" SURE END_GROUP,
	 "S01 S01"},
	{"an item that only some are asked",
	 OTHER("x") FIELDS
	 ",select_one yn,a,True?,,,${x} > 1,,,,,,,\n" SURE END_GROUP,
	 "- S12 S12"},
	{"how sure hangs on earlier answers, too",
	 OTHER("x") FIELDS ITEM SURE_OF("${a} = 'y' and ${x} > 1") END_GROUP,
	 "- S12 S12"},
	{"an item that has to be answered",
	 FIELDS ",select_one yn,a,True?,,,,,,yes,,,,\n" SURE END_GROUP,
	 "S01 S01"},
	{"what is calculated between them is no page",
	 FIELDS ITEM ",calculate,k,,,,,,,,,${a},,\n" SURE END_GROUP,
	 "S02 - S02"},
	{"inside a section",
	 ",begin_group,out,Section,,,,,,,,,,\n" CERTAINTY END_GROUP, "S01 S01"},

	{"no field-list", ",begin_group,g,,,,,,,,,,,\n" ITEM SURE END_GROUP,
	 "- -"},
	{"one question alone", FIELDS ITEM END_GROUP, "-"},
	{"three questions",
	 FIELDS ITEM SURE ",select_one yn,c,And?,,,,,,,,,,\n" END_GROUP,
	 "- - -"},
	{"a second one that is always asked",
	 FIELDS ITEM ",select_one sure,b,How sure?,,,,,,,,,,\n" END_GROUP,
	 "- -"},
	{"a second one that hangs on something else",
	 OTHER("x") FIELDS ITEM SURE_OF("${x} > 1") END_GROUP, "- - -"},
	{"a second one that hangs on a later answer",
	 FIELDS ITEM SURE_OF("${a} = 'y' and ${z} > 1") END_GROUP OTHER("z"),
	 "- - -"},
	{"a second one that hangs on a calculation",
	 ",calculate,k,,,,,,,,,${a},,\n" FIELDS ITEM SURE_OF(
		 "${a} = 'y' and ${k} = 'y'") END_GROUP,
	 "- - -"},
	{"the first hangs on the second",
	 FIELDS ",select_one yn,a,True?,,,${b} = 's',,,,,,,\n"
		",select_one sure,b,How sure?,,,,,,,,,,\n" END_GROUP,
	 "- -"},
	{"an item of several answers",
	 FIELDS ",select_multiple yn,a,True?,,,,,,,,,,\n" SURE_OF(
		 "\"selected(${a}, 'y')\"") END_GROUP,
	 "- -"},
	{"an item that is no choice",
	 FIELDS OTHER("a") SURE_OF("${a} > 1") END_GROUP, "- -"},
	{"a second one that is no choice",
	 FIELDS ITEM ",integer,b,How many?,,,${a} = 'y',,,,,,,\n" END_GROUP,
	 "- -"},
	{"a read-only item",
	 FIELDS ",select_one yn,a,True?,,,,,,,yes,,,\n" SURE END_GROUP, "- -"},
	{"a calculated item",
	 FIELDS ",select_one yn,a,True?,,,,,,,,'y',,\n" SURE END_GROUP, "- -"},
	{"a second one with a filter",
	 FIELDS ITEM ",select_one sure,b,Sure?,,,${a} = 'y',,,,,,"
		     "name != ${a},\n" END_GROUP,
	 "- -"},
	{"a second one in random order",
	 FIELDS ITEM ",select_one sure,b,Sure?,,,${a} = 'y',,,,,,,"
		     "randomize=true\n" END_GROUP,
	 "- -"},
	{"a second one with a constraint",
	 FIELDS ITEM
	 ",select_one sure,b,Sure?,,,${a} = 'y',,. = 's',,,,,\n" END_GROUP,
	 "- -"},
	{"a second one that names the answer",
	 FIELDS ITEM ",select_one sure,b,Sure of ${a}?,,,${a} = 'y',,,,,,,"
		     "\n" END_GROUP,
	 "- -"},
	{"in one language alone",
	 FIELDS ITEM ",select_one sure,b,Sure?,Siwr o ${a}?,,${a} = 'y',,,,"
		     ",,,\n" END_GROUP,
	 "- -"},
	{"in its hint",
	 FIELDS ITEM ",select_one sure,b,Sure?,,Of ${a},${a} = 'y',,,,,,,"
		     "\n" END_GROUP,
	 "- -"},
	{"in an option",
	 FIELDS ITEM ",select_one named,b,Sure?,,,${a} = 'y',,,,,,,"
		     "\n" END_GROUP,
	 "- -"},
	{"a second one that names what is calculated from it",
	 ",calculate,k,,,,,,,,,${a},,\n" FIELDS ITEM
	 ",select_one sure,b,Sure of ${k}?,,,${a} = 'y',,,,,,,\n" END_GROUP,
	 "- - -"},
	{"a second one that is required because of the answer",
	 FIELDS ITEM ",select_one sure,b,Sure?,,,${a} != '',,,${a} = 'y',,,,"
		     "\n" END_GROUP,
	 "- -"},
	{"an item that is filtered by how sure",
	 FIELDS ",select_one yn,a,True?,,,,,,,,,name != ${b},\n" SURE END_GROUP,
	 "- -"},
	{"an item that is constrained by how sure",
	 FIELDS ",select_one yn,a,True?,,,,,. != ${b},,,,,\n" SURE END_GROUP,
	 "- -"},
	{"a question of another group between them",
	 FIELDS ITEM ",begin_group,h,,,,,,,,,,,\n" OTHER("m")
		 END_GROUP SURE END_GROUP,
	 "- - -"},
	{"a note between them",
	 FIELDS ITEM ",note,m,Read this,,,,,,,,,,\n" SURE END_GROUP, "- - -"},

	{"statements", STATEMENTS, "T02 T02 T02"},
	{"two of them", TABLE FIRST SECOND END_GROUP, "T01 T01"},
	{"some that only some are asked",
	 OTHER("x") TABLE FIRST
	 ",select_one agree,b,It is work,,,${x} > 1,,,,,,,\n" END_GROUP,
	 "- T12 T12"},
	{"some that have to be answered",
	 TABLE FIRST ",select_one agree,b,It is work,,,,,,yes,,,,\n" END_GROUP,
	 "T01 T01"},
	{"what is calculated between statements is none",
	 TABLE FIRST ",calculate,k,,,,,,,,,${a},,\n" SECOND END_GROUP,
	 "T02 - T02"},
	{"a statement that names an earlier answer",
	 OTHER("x") TABLE
	 ",select_one agree,a,It is ${x},,,,,,,,,,\n" SECOND END_GROUP,
	 "- T12 T12"},

	{"statements with no table-list", FIELDS FIRST SECOND THIRD END_GROUP,
	 "- - -"},
	{"one statement", TABLE FIRST END_GROUP, "-"},
	{"a statement asked because of another",
	 TABLE FIRST
	 ",select_one agree,b,Why so?,,,${a} = '1',,,,,,,\n" END_GROUP,
	 "- -"},
	{"because of what is calculated from another",
	 ",calculate,k,,,,,,,,,${a},,\n" TABLE FIRST
	 ",select_one agree,b,Why so?,,,${k} = '1',,,,,,,\n" END_GROUP,
	 "- - -"},
	{"because of a chain of calculations",
	 ",calculate,k,,,,,,,,,${l},,\n,calculate,l,,,,,,,,,${a},,\n" TABLE
		 FIRST
	 ",select_one agree,b,Why so?,,,${k} = '1',,,,,,,\n" END_GROUP,
	 "- - - -"},
	{"because of a question that another one opens",
	 TABLE FIRST ",select_one agree,b,Why so?,,,${z} > 1,,,,,,,\n" END_GROUP
		     ",integer,z,How many?,,,${a} = '1',,,,,,,\n",
	 "- - -"},
	{"a statement required because of another",
	 TABLE FIRST
	 ",select_one agree,b,Why so?,,,,,,${a} = '1',,,,\n" END_GROUP,
	 "- -"},
	{"a statement constrained by another",
	 TABLE FIRST
	 ",select_one agree,b,Why so?,,,,,. != ${a},,,,,\n" END_GROUP,
	 "- -"},
	{"a statement that names another",
	 TABLE FIRST ",select_one agree,b,As ${a} was,,,,,,,,,,\n" END_GROUP,
	 "- -"},
	{"a statement that names one below it",
	 TABLE ",select_one agree,a,As ${b} is,,,,,,,,,,\n" SECOND END_GROUP,
	 "- -"},
	{"a statement that names what is calculated from another",
	 ",calculate,k,,,,,,,,,${a},,\n" TABLE FIRST
	 ",select_one agree,b,As ${k} was,,,,,,,,,,\n" END_GROUP,
	 "- - -"},
	{"a statement whose hint names another",
	 TABLE FIRST
	 ",select_one agree,b,It is work,,As ${a},,,,,,,,\n" END_GROUP,
	 "- -"},
	{"a scale whose words name a statement",
	 TABLE ",select_one named,a,It is fun,,,,,,,,,,\n"
	       ",select_one named,b,It is work,,,,,,,,,,\n" END_GROUP,
	 "- -"},
	{"statements in random order of options",
	 TABLE FIRST ",select_one agree,b,It is work,,,,,,,,,,"
		     "randomize=true\n" END_GROUP,
	 "- -"},
	{"a filtered scale",
	 TABLE FIRST ",select_one agree,b,It is work,,,,,,,,,name != '2',"
		     "\n" END_GROUP,
	 "- -"},
	{"a read-only statement",
	 TABLE FIRST ",select_one agree,b,It is work,,,,,,,yes,,,\n" END_GROUP,
	 "- -"},
	{"a calculated statement",
	 TABLE FIRST ",select_one agree,b,It is work,,,,,,,,'1',,\n" END_GROUP,
	 "- -"},
	{"several answers to a statement",
	 TABLE FIRST
	 ",select_multiple agree,b,It is work,,,,,,,,,,\n" END_GROUP,
	 "- -"},
	{"a note between statements",
	 TABLE FIRST ",note,m,Read this,,,,,,,,,,\n" SECOND END_GROUP, "- - -"},
	{"a page of a group inside",
	 TABLE FIRST ",begin_group,h,,,,,,,,,,,\n" OTHER("m")
		 END_GROUP SECOND END_GROUP,
	 "- - -"},
};

static char *
told(const struct form *form)
{
	struct text t = TEXT_INIT;
	struct pages pages;
	size_t i;

	pages_init(&pages, form);
	for (i = 0; i < form->n_questions; i++) {
		const struct page_span *span = &pages.span[i];

		text_add(&t, i > 0 ? " " : "");
		if (span->shape != PAGE_ONE)
			text_addf(&t, "%c%zu%zu", " ST"[span->shape],
				  span -> first, span -> last);
		else if (span->first == i && span->last == i)
			text_add(&t, "-");
		else
			text_add(&t, "alone, but not in its place");
	}
	pages_release(&pages);
	return text_take(&t);
}

static void
pages_are_as_the_form_is_built(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		bool naming = strstr(cases[i].rows, "named") != NULL;
		struct text csv = TEXT_INIT;
		struct form *form;
		char *pages;

		text_addf(&csv, HEADER "%s" CHOICES "%s" SETTINGS,
			  cases[i].rows, naming ? NAMING_CHOICES : "");
		form = form_from_csv(text_get(&csv));
		pages = told(form);
		assert_text(pages, cases[i].pages, cases[i].what);
		free(pages);
		form_free(form);
		text_release(&csv);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_as_the_form_is_built),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
