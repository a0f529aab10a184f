#include "survey/paper.h"

#include "questions/base/mem.h"
#include "tests/support/csv_forms.h"
#include "tests/support/made_way.h"
#include "tests/test.h"

static char *
printed(const char *csv, const struct paper_layout *layout)
{
	struct form *form = form_from_csv(csv);
	struct text t = TEXT_INIT;

	paper_print(form, form->default_language, layout, &t);
	form_free(form);
	return text_take(&t);
}

static char *
header_of(const char *csv, uint32_t seed)
{
	const struct paper_layout layout = {60, 66, seed, 0};
	struct form *form = form_from_csv(csv);
	struct text t = TEXT_INIT;

	paper_csv(form, &layout, &t);
	form_free(form);
	return text_take(&t);
}

static const char *const forms[] = {form_small, form_every_type, form_pages};

/* Lines no longer than that, without blanks at their ends; pages, too. */
static void
check_pages(const char *csv, const struct paper_layout *layout,
	    const char *what)
{
	char *all = printed(csv, layout), *at;
	size_t n, lines = 0;

	for (at = all; *at != '\0'; at += n + 1) {
		char *line;

		lines = *at == '\f' ? 1 : lines + 1;
		at += *at == '\f';
		n = strcspn(at, "\n");
		line = mem_copy_n(at, n);
		assert_case(text_width(line) <= layout->width, what);
		assert_case(n == 0 || line[n - 1] != ' ', what);
		assert_case(lines <= layout->lines, what);
		free(line);
	}
	free(all);
}

static void
keeps_to_width_and_length(void **state)
{
	static const struct {
		const char *what;
		struct paper_layout layout;
	} cases[] = {
		{"the usual", {60, 66, 1, 0}},
		{"narrow", {40, 66, 1, 0}},
		{"wide and short", {200, 20, 1, 0}},
		{"narrow and short", {40, 20, 1, 0}},
		{"large print on A4", {46, 34, 1, 0}},
	};
	size_t i, f;

	for (i = 0; i < COUNT(cases); i++)
		for (f = 0; f < COUNT(forms); f++)
			check_pages(forms[f], &cases[i].layout, cases[i].what);
}

/* Of questionnaires made by chance; under valgrind of a few. */
static void
keeps_to_width_whatever_is_asked(void **state)
{
	const struct paper_layout layout = {40, 24, 1, 0};
	uint32_t seed, seeds = test_is_slow() ? 3 : 40;

	for (seed = 1; seed <= seeds; seed++) {
		struct made_way way;
		char what[32];

		snprintf(what, sizeof(what), "seed %u", (unsigned)seed);
		made_way_init(&way, seed);
		check_pages(way.csv, &layout, what);
		made_way_release(&way);
	}
}

/* Where the page ends that holds this text; NULL: it holds none. */
static const char *
page_end(const char *text)
{
	return text ? text + strcspn(text, "\f") : NULL;
}

/* From a question's number to its last box, no form feed. */
static void
tears_no_question_apart(void **state)
{
	static const struct {
		const char *csv, *first, *last;
	} cases[] = {
		{form_small, "1. Do you use", "[ ] No"},
		{form_every_type, "1. How often?", "[ ] I do not know"},
		{form_every_type, "2. What helped", "[ ] None of these"},
		{form_every_type, "3. Put these", "[  ] Cheese"},
		{form_pages, "1. Posts can", "[ ] Not sure"},
		{form_pages, "2. How far", "c. Guidance is easy"},
	};
	struct paper_layout layout = {60, 0, 1, 0};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		for (layout.lines = 24; layout.lines < 50; layout.lines++) {
			char *all = printed(cases[i].csv, &layout);
			const char *first = strstr(all, cases[i].first);
			const char *last =
				first ? strstr(first, cases[i].last) : NULL;

			assert_case(first && last, cases[i].first);
			assert_case(last < page_end(first), cases[i].first);
			free(all);
		}
}

static void
says_what_to_do(void **state)
{
	static const struct {
		const char *what, *csv, *part;
	} cases[] = {
		{"the title", form_small, "A small survey\n=============="},
		{"one choice", form_small,
		 " 1. Do you use any social network?\n    Tick one box.\n\n"
		 "    [ ] Yes\n    [ ] No\n"},
		{"a condition", form_small,
		 "    A guess will do.\n    Answer this only if you answered "
		 "\"Yes\" to question 1.\n    Write a whole number.\n\n    ___"},
		{"a line to write on", form_small,
		 " 3. What would help you?\n    Write here:\n\n    _____"},
		{"no names", form_small, "leave out names."},
		{"its purpose", form_every_type,
		 "We ask to write guidance that says what people need, at the"},
		{"whom to ask", form_every_type,
		 "- Questions, or help with filling it in: the helpdesk."},
		{"a section", form_every_type, "Second things\n-------------"},
		{"a note", form_every_type, "\nWelcome to this part.\n"},
		{"several choices", form_every_type,
		 "    Tick all that apply."},
		{"a rank", form_every_type,
		 "    [  ] Apples\n    [  ] Bread\n"},
		{"a range", form_every_type, "Write a number from 1 to 5."},
		{"a date", form_every_type, "    Day ____  Month ____"},
		{"an acknowledgement", form_every_type, "    [ ] OK\n"},
		{"how sure, beside it", form_pages,
		 "    [ ] I do not know\n\n    How sure are you of that "
		 "answer?\n    Answer this only if you answered question 1, but "
		 "not \"I\n    do not know\".\n    [ ] Sure   [ ] Not sure\n"},
		{"a table", form_pages,
		 "    Tick one box in each line.\n\n    1 = Agree\n"},
		{"its lines", form_pages,
		 "\n    a. Guidance is clear                         [ ] [ ] "
		 "[ ]\n"},
		{"a table without a label", form_pages,
		 "\n 3. Your answers to each of these:\n"},
		{"the words to type", form_pages,
		 "  1 item: y n dk\n  1 sure: s u\n 2a s1: a1 "},
		{"the last page", form_small, "For whoever types this in\n==="},
		{"its number", form_small, "\nPage 1 of 2\n\f"},
	};
	const struct paper_layout layout = {60, 66, 1, 0};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *all = printed(cases[i].csv, &layout);

		assert_has(all, cases[i].part, cases[i].what);
		free(all);
	}
}

/* One of two questions, by what was drawn. */
static const char form_drawn[] =
	"survey\n"
	",type,name,label,relevant,calculation\n"
	",calculate,block,,,once(int(random() * 2) + 1)\n"
	",integer,one,How many ones?,${block} = 1,\n"
	",integer,two,How many twos?,${block} = 2,\n"
	",integer,all,How many?,${one} > 3,\n"
	"settings\n"
	",form_title,form_id,version\n"
	",Drawn,drawn,1\n";

static void
draws_by_the_seed(void **state)
{
	bool one = false, two = false;
	uint32_t seed;

	for (seed = 1; seed <= 20; seed++) {
		const struct paper_layout layout = {60, 66, seed, 0};
		char *header = header_of(form_drawn, seed);
		char *all = printed(form_drawn, &layout);
		bool ones = strcmp(header, "one,all\n") == 0;

		if (!ones)
			assert_text(header, "two,all\n", "the other");
		assert_has(all,
			   ones ? "1. How many ones?" : "1. How many twos?",
			   "what was drawn");
		assert_null(strstr(all, ones ? "twos" : "ones?"));
		one |= ones;
		two |= !ones;
		free(all);
		free(header);
	}
	assert_true(one && two);
}

static void
names_the_columns(void **state)
{
	char *header = header_of(form_every_type, 1);

	assert_text(header,
		    "often,helped,order,whole,part,scale,day,short,long,seen\n",
		    "no notes, in the order of the form");
	free(header);
	header = header_of(form_pages, 1);
	assert_text(header, "item,sure,s1,s2,s3,o1,o2,words\n",
		    "statements and how sure");
	free(header);
}

/* A grid needs room for its boxes; else each statement is a question. */
static void
takes_wide_scales_apart(void **state)
{
	const struct paper_layout layout = {40, 66, 1, 0};
	struct text csv = TEXT_INIT;
	size_t i;
	char *all;

	text_add(&csv,
		 "survey\n,type,name,label,appearance\n"
		 ",begin_group,g,How much?,table-list\n"
		 ",select_one ten,a,Bread,\n,select_one ten,b,Milk,\n"
		 ",end_group,,,\nchoices\n,list_name,name,label\n");
	for (i = 1; i <= 10; i++)
		text_addf(&csv, ",ten,n%zu,Point %zu\n", i, i);
	text_add(&csv, "settings\n,form_title,form_id,version\n,Wide,wide,1\n");
	all = printed(text_get(&csv), &layout);
	assert_has(all, " 1. How much?\n", "the label over them");
	assert_has(all, "1a. Bread\n    Tick one box.\n\n    [ ] Point 1\n",
		   "the first");
	assert_has(all, "1b. Milk\n    Tick one box.\n", "the second");
	free(all);
	text_release(&csv);
}

/* What was not drawn leaves no gap, and no letter. */
static void
numbers_what_is_there(void **state)
{
	static const char csv[] =
		"survey\n,type,name,label,relevant,calculation,appearance\n"
		",calculate,block,,,2,\n"
		",select_one yn,none,None,${block} = 1,,\n"
		",begin_group,g,Ones,,,table-list\n"
		",select_one yn,a,A,${block} = 1,,\n"
		",select_one yn,b,B,,,\n"
		",select_one yn,c,C,${block} = 1,,\n"
		",end_group,,,,,\n"
		",begin_group,h,Twos,,,table-list\n"
		",select_one yn,d,D,,,\n"
		",select_one yn,e,E,,,\n"
		",end_group,,,,,\n"
		",integer,last,Last?,,,\n"
		"choices\n,list_name,name,label\n,yn,y,Yes\n,yn,n,No\n"
		"settings\n,form_title,form_id,version\n,Gaps,gaps,1\n";
	const struct paper_layout layout = {60, 66, 1, 0};
	char *all = printed(csv, &layout);

	assert_has(all, " 1. Ones\n\n1a. B\n", "the one statement drawn");
	assert_has(all, " 2. Twos\n    Tick one box in each line.", "a grid");
	assert_has(all, "    a. D  ", "its first statement");
	assert_has(all, "    b. E  ", "its second statement");
	assert_has(all, " 3. Last?", "the last");
	assert_has(all, " 1a b: y n\n 2a d: y n\n 2b e: y n\n  3 last\n",
		   "what to type");
	free(all);
}

/* ---- questions about oneself ---- */

#define WHY_10	 "groups of 10\nor more.\n"
#define CAN_SKIP "You can skip any question about you, or all of them.\n"
#define ABOUT	 ",segment\n"
#define AFTER_IT                                                          \
	"choices\n,list_name,name,label\n,yn,y,Yes\n,yn,n,No\nsettings\n" \
	",form_title,form_id,version\n,About,about,1\n"
#define HEADER "survey\n,type,name,label,appearance,required,kq_role\n"
#define AGE    ",select_one yn,age,Are you over 40?,," ABOUT
#define LEADS  ",select_one yn,leads,Do you lead others?,," ABOUT
#define PETS   ",select_one yn,pets,Have you pets?,,,\n"
#define WORD   ",text,word,What else?,,,\n"

static size_t
times(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)) != NULL; text++)
		n++;
	return n;
}

static void
says_why_it_asks_about_the_person(void **state)
{
	static const struct {
		const char *what, *csv, *part;
		size_t why, can_skip; /* times */
	} cases[] = {
		{"several in a section",
		 HEADER PETS ",begin_group,me,About you,,,\n" AGE LEADS
			     ",end_group\n" AFTER_IT,
		 "\nAbout you\n---------\n\nWhy we ask about you: to see", 1,
		 1},
		{"and what stands below it", HEADER PETS AGE LEADS AFTER_IT,
		 WHY_10 CAN_SKIP "\n 2. Are you over 40?\n", 1, 1},
		{"a note between them",
		 HEADER PETS AGE ",note,n,Nearly there.,,,\n" LEADS AFTER_IT,
		 "Nearly there.\n\n 3. Do you lead others?", 1, 1},
		{"a single one", HEADER PETS LEADS WORD AFTER_IT,
		 CAN_SKIP "\n 2. Do you lead others?", 1, 1},
		{"not again before a single one",
		 HEADER AGE PETS LEADS AFTER_IT,
		 "    [ ] No\n\n 3. Do you lead others?", 1, 1},
		{"again before several",
		 HEADER AGE PETS LEADS
		 ",select_one yn,far,Do you live far off?,," ABOUT AFTER_IT,
		 CAN_SKIP "\n 3. Do you lead others?", 2, 2},
		{"one that has to be answered",
		 HEADER AGE
		 ",select_one yn,far,Do you live far off?,,yes" ABOUT AFTER_IT,
		 WHY_10 "\n 1. Are you over 40?", 1, 0},
		{"statements",
		 HEADER PETS
		 ",begin_group,t,How is it?,table-list,,\n" AGE LEADS
		 ",end_group\n" AFTER_IT,
		 CAN_SKIP "\n 2. How is it?\n", 1, 1},
		{"nothing about the person", HEADER PETS WORD AFTER_IT,
		 "    [ ] No\n\n 2. What else?", 0, 0},
	};
	const struct paper_layout layout = {60, 66, 1, 0};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *all = printed(cases[i].csv, &layout);

		assert_has(all, cases[i].part, cases[i].what);
		assert_case(times(all, "Why we ask about you") == cases[i].why,
			    cases[i].what);
		assert_case(times(all, CAN_SKIP) == cases[i].can_skip,
			    cases[i].what);
		free(all);
	}
}

static void
says_the_smallest_group_of_the_wave(void **state)
{
	const struct paper_layout layout = {60, 66, 1, 25};
	char *all = printed(HEADER AGE LEADS AFTER_IT, &layout);

	assert_has(all, "groups of 25\nor more.\n" CAN_SKIP, "the wave's");
	free(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_to_width_and_length),
		cmocka_unit_test(keeps_to_width_whatever_is_asked),
		cmocka_unit_test(tears_no_question_apart),
		cmocka_unit_test(says_what_to_do),
		cmocka_unit_test(draws_by_the_seed),
		cmocka_unit_test(names_the_columns),
		cmocka_unit_test(takes_wide_scales_apart),
		cmocka_unit_test(numbers_what_is_there),
		cmocka_unit_test(says_why_it_asks_about_the_person),
		cmocka_unit_test(says_the_smallest_group_of_the_wave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
