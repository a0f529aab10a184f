#include "analysis/command/plan.h"

#include "questions/base/text.h"
#include "questions/timing.h"
#include "tests/analysis/sample.h"
#include "tests/test.h"

/* Five segment questions, one with examples; an item on a local rule with its
 * certainty; a third of people come to a block; and what hangs on what. */
static const char form_csv[] =
	"survey\n"
	",type,name,label,relevant,calculation,kq_role,kq_topic,kq_key,kq_for,"
	"kq_basis,kq_confirmed\n"
	",calculate,block,,,once(int(random() * 3)),,,,,,\n"
	",select_one yn,k1,General?,,,knowledge,ONE,y,,GENERAL,\n"
	",select_one yn,k2,Local?,,,knowledge,ONE,y,,POLICY,\n"
	",select_one yn,k2_sure,Sure?,,,certainty,,,k2,,\n"
	",select_one yn,k3,Local and confirmed?,,,knowledge,ONE,y,,POLICY,"
	"\"A. Name, 2026-01-01\"\n"
	",select_one yn,b1,In a block?,${block} = 1,,habit,,,k2,,\n"
	",select_one yn,x1,Hangs?,${s1} = 'it',,habit,,,,,\n"
	",select_one yn,x2,Hangs on that?,${x1} = 'y',,habit,,,,,\n"
	",select_one yn,x3,Quotes ${s1}?,,,habit,,,,,\n"
	",begin_group,g,A group,${s1} = 'care',,,,,,,\n"
	",select_one yn,x4,In it?,,,habit,,,,,\n"
	",end_group,,,,,,,,,,\n"
	",note,n1,A note,,,,,,,,\n"
	",select_one ex,s0,Examples?,,,segment,,,,,\n"
	",select_one unit,s1,Unit?,,,segment,,,,,\n"
	",select_one unit,s2,Second?,,,segment,,,,,\n"
	",select_one unit,s3,Third?,,,segment,,,,,\n"
	"choices\n"
	",list_name,name,label\n"
	",yn,y,Yes\n,yn,n,No\n"
	",unit,it,IT\n,unit,care,Care\n"
	",ex,a,Example: Sales\n,ex,b,Example: Works\n"
	"settings\n"
	",form_title,form_id\n"
	",A test,test\n";

/* Names of what has one reason, in order. */
static char *
names_of(const struct form *form, const enum plan_reason *reason,
	 enum plan_reason which)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (reason[i] == which)
			text_addf(&t, "%s%s", t.n ? " " : "",
				  form->question[i].name);
	return text_take(&t);
}

static const struct {
	const char *what;
	struct plan_rules rules;
	const char *named, *segments, *placeholders, *unconfirmed, *too_few,
		*hangs;
} cases[] = {
	{"a small office: no groups",
	 {40, 10, false, NULL, NULL},
	 "",
	 "s0 s1 s2 s3",
	 "",
	 "k2",
	 "b1",
	 "k2_sure x1 x2 x3 x4"},
	{"the last without groups",
	 {149, 10, false, NULL, NULL},
	 "",
	 "s0 s1 s2 s3",
	 "",
	 "k2",
	 "",
	 "k2_sure x1 x2 x3 x4"},
	{"from 150 one, that holds no examples",
	 {150, 10, false, NULL, NULL},
	 "",
	 "s2 s3",
	 "s0",
	 "k2",
	 "",
	 "k2_sure"},
	{"from 500 four",
	 {500, 10, false, NULL, NULL},
	 "",
	 "",
	 "s0",
	 "k2",
	 "",
	 "k2_sure"},
	{"unconfirmed ones asked",
	 {500, 10, true, NULL, NULL},
	 "",
	 "",
	 "s0",
	 "",
	 "",
	 ""},
	{"kept by name",
	 {40, 10, false, "s1,k2,b1", NULL},
	 "",
	 "s0 s2 s3",
	 "",
	 "",
	 "",
	 ""},
	{"examples kept by name",
	 {500, 10, false, "s0", NULL},
	 "",
	 "",
	 "",
	 "k2",
	 "",
	 "k2_sure"},
	{"left out by name",
	 {500, 10, false, NULL, "k1, s1"},
	 "k1 s1",
	 "",
	 "s0",
	 "k2",
	 "",
	 "k2_sure x1 x2 x3 x4"},
	{"left out wins",
	 {500, 10, false, "k1", "k1"},
	 "k1",
	 "",
	 "s0",
	 "k2",
	 "",
	 "k2_sure"},
	{"a large minimum group",
	 {500, 200, false, NULL, NULL},
	 "",
	 "",
	 "s0",
	 "k2",
	 "b1",
	 "k2_sure"},
	{"nearly everybody's answer is too few",
	 {40, 30, false, NULL, NULL},
	 "",
	 "s0 s1 s2 s3",
	 "",
	 "k2",
	 "k1 k2_sure k3 b1 x1 x2 x3 x4",
	 ""},
};

static void
leaves_out(void **state)
{
	struct form *form = sample_form(form_csv, NULL, NULL);
	size_t i, j;

	for (i = 0; i < COUNT(cases); i++) {
		const char *const want[] = {
			[PLAN_NAMED] = cases[i].named,
			[PLAN_SEGMENTS] = cases[i].segments,
			[PLAN_PLACEHOLDERS] = cases[i].placeholders,
			[PLAN_UNCONFIRMED] = cases[i].unconfirmed,
			[PLAN_TOO_FEW] = cases[i].too_few,
			[PLAN_HANGS_ON] = cases[i].hangs,
		};
		enum plan_reason *reason = plan_make(form, &cases[i].rules);

		for (j = PLAN_NAMED; j < PLAN_REASONS; j++) {
			char *got = names_of(form, reason, j);

			assert_text(got, want[j], cases[i].what);
			free(got);
		}
		free(reason);
	}
	form_free(form);
}

static void
says_why(void **state)
{
	static const struct {
		enum plan_reason reason;
		uint32_t staff;
		const char *has;
	} whys[] = {
		{PLAN_NAMED, 40, "as you asked"},
		{PLAN_SEGMENTS, 40,
		 "40 staff are too few to tell groups apart"},
		{PLAN_SEGMENTS, 200, "apart by more than 1 question"},
		{PLAN_SEGMENTS, 900, "apart by more than 4 questions"},
		{PLAN_PLACEHOLDERS, 40, "options still say \"Example:\""},
		{PLAN_UNCONFIRMED, 40, "kq_confirmed"},
		{PLAN_TOO_FEW, 40, "fewer than 10 people"},
		{PLAN_HANGS_ON, 40, "asked only after a question"},
	};
	size_t i;

	for (i = 0; i < COUNT(whys); i++) {
		struct plan_rules rules = {whys[i].staff, 10, false, NULL,
					   NULL};
		char *why = plan_reason_text(whys[i].reason, &rules);

		assert_has(why, whys[i].has, whys[i].has);
		free(why);
	}
}

static void
knows_names(void **state)
{
	static const struct {
		const char *names, *unknown;
	} lists[] = {
		{NULL, NULL},	 {"", NULL},	     {"k1", NULL},
		{"k1,k2", NULL}, {"k1, k2 ,", NULL}, {"k1,nosuch", "nosuch"},
		{"K1", "K1"},	 {"k", "k"},	     {"k11", "k11"},
	};
	struct form *form = sample_form(form_csv, NULL, NULL);
	size_t i;

	for (i = 0; i < COUNT(lists); i++) {
		char name[FORM_MAX_NAME + 1] = "";

		assert_case(plan_unknown_name(form, lists[i].names, name) ==
				    (lists[i].unknown != NULL),
			    lists[i].names);
		if (lists[i].unknown)
			assert_text(name, lists[i].unknown, lists[i].names);
	}
	form_free(form);
}

/* ---- how many come to a question, and how long it takes ---- */

static void
knows_who_comes(void **state)
{
	static const struct {
		const char *what, *question;
		double low, high;
	} shares[] = {
		{"no routing", "k1", 1, 1},
		{"one block of three", "b1", .25, .42},
		{"hangs on an answer", "x1", 1, 1},
		{"in a group that hangs on one", "x4", 1, 1},
	};
	struct form *form = sample_form(form_csv, NULL, NULL);
	double *share = form_shares(form);
	size_t i;

	for (i = 0; i < COUNT(shares); i++) {
		double x = share[form_find(form, shares[i].question)];

		assert_case(x >= shares[i].low && x <= shares[i].high,
			    shares[i].what);
	}
	free(share);
	form_free(form);
}

/* 1 minute for the notice; 3 words and 4 seconds for the one question. */
static void
counts_minutes(void **state)
{
	struct form *form = sample_form(
		"survey\n,type,name,label\n,select_one yn,q,Is it?\n"
		"choices\n,list_name,name,label\n,yn,y,Yes\n,yn,n,No it is not\n"
		"settings\n,form_title,form_id\n,A,a\n",
		NULL, NULL);
	double expected = 1 + 7 / 238.0 + 4 / 60.0;
	double got = form_minutes(form, 0);

	assert_true(got > expected - 1e-9 && got < expected + 1e-9);
	form_free(form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_out),
		cmocka_unit_test(says_why),
		cmocka_unit_test(knows_names),
		cmocka_unit_test(knows_who_comes),
		cmocka_unit_test(counts_minutes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
