/*
 * The way through a form. Forms are CSV as an author writes it; a person is a
 * row of entries.
 */
#include "tests/test.h"

#include <math.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/book.h"
#include "questions/timing.h"
#include "questions/xlsform.h"
#include "survey/flow.h"

enum { NOW = 20801 * 86400 + 36000 }; /* 2026-12-14, ten o'clock UTC */

static double
now(void *ctx)
{
	(void)ctx;
	return NOW;
}

static const struct flow_clock clock_of_test = {now, NULL, 3600};

/* The form of these rows of the survey sheet, whose columns are HEADER, and
 * of some lists. */
#define HEADER                                                        \
	"survey\n,type,name,label::English (en),label::Cymraeg (cy)," \
	"relevant,calculation,constraint,required,read_only,default," \
	"choice_filter,parameters,kq_pin,appearance,kq_role\n"
#define CHOICES                                                              \
	"choices\n,list_name,name,label::English (en),label::Cymraeg (cy),"  \
	"part\n"                                                             \
	",yn,yes,Yes,Ie,\n,yn,no,No,Na,\n"                                   \
	",abc,a,Apples,Afalau,\n,abc,b,Bread,Bara,\n,abc,c,Cheese,Caws,\n"   \
	",abc,d,Dates,Datys,\n,abc,e,Eggs,Wyau,\n,abc,f,Figs,Ffigys,\n"      \
	",parts,south,South,De,\n,parts,north,North,Gogledd,\n"              \
	",towns,bath,Bath,Caerfaddon,south\n,towns,york,York,Efrog,north\n"  \
	",towns,wells,Wells,Wells,south\n"                                   \
	",ynd,yes,Yes,Ie,\n,ynd,no,No,Na,\n,ynd,dk,Don't know,Dim syniad,\n" \
	",how,s,Sure,Siwr,\n,how,u,Not sure,Ansicr,\n"                       \
	"settings\n,form_title,form_id,version,default_language\n"           \
	",Test,test,1,English (en)\n"

static struct form *
built(const char *rows)
{
	static const char whole[] = HEADER "%s" CHOICES;
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	size_t room = sizeof(whole) + strlen(rows);
	char *csv = malloc(room);
	struct book *book;
	struct form *form;

	assert_non_null(csv);
	snprintf(csv, room, whole, rows);
	book = book_parse("test.csv", csv, strlen(csv), NULL, 0, NULL, 0,
			  &problems, &err);
	form = book ? xlsform_build(book, &problems) : NULL;
	if (!form) {
		problems_print(&problems, stderr);
		fail_msg("no form: %s", err.text);
	}
	book_free(book);
	problems_release(&problems);
	free(csv);
	return form;
}

/* The name of the page, "review" at the end. */
static const char *
at(const struct flow *flow)
{
	const struct question *q = flow_question(flow);

	return q ? q->name : "review";
}

static bool
answer(struct flow *flow, const char *entered, struct refusal *refusal)
{
	return flow_answer(flow, &entered, 1, refusal);
}

static bool
keep(struct flow *flow, const char *entered)
{
	return flow_keep(flow, &entered, 1);
}

static void
enter(struct flow *flow, const char *entered)
{
	struct refusal refusal;

	if (!answer(flow, entered, &refusal))
		fail_msg("'%s' at %s: %s", entered, at(flow), refusal.text);
}

static size_t
index_of(const struct flow *flow, const char *name)
{
	size_t i = form_find(flow_answers(flow)->form, name);

	assert_int_not_equal(i, FORM_NONE);
	return i;
}

static const char *
entered(const struct flow *flow, const char *name)
{
	return flow_entered(flow, index_of(flow, name));
}

static char *
sent(struct flow *flow)
{
	struct json *response = flow_response(flow);
	char *text = json_print(response);

	json_free(response);
	return text;
}

#define ROUTING                                                   \
	",select_one yn,account,Have you an account?,,,,,,,,,,\n" \
	",begin_group,about,About it,,${account}='yes',,,,,,,,\n" \
	",integer,posts,How many posts?,,,,,,,,,,\n"              \
	",text,why,Why so many?,,${posts} > 10,,,,,,,,\n"         \
	",end_group,,,,,,,,,,,,\n"                                \
	",select_one yn,policy,Is there a policy?,,,,,,,,,,\n"

/* ---- forward and back ---- */

/* A way: entries parted by "|"; "<" goes back. Then the page. */
static const struct {
	const char *what, *rows, *way, *page, *sent;
} ways[] = {
	{"starts at the first question", ROUTING, NULL, "account",
	 "{\"account\":null,\"policy\":false}"},
	{"passes a group that is not relevant", ROUTING, "no", "policy",
	 "{\"account\":\"no\",\"policy\":null}"},
	{"enters one that is", ROUTING, "yes", "posts",
	 "{\"account\":\"yes\",\"posts\":null,\"policy\":false}"},
	{"skips", ROUTING, "", "policy", "{\"account\":null,\"policy\":null}"},
	{"passes what an answer closes", ROUTING, "yes|3", "policy",
	 "{\"account\":\"yes\",\"posts\":\"3\",\"policy\":null}"},
	{"asks what it opens", ROUTING, "yes|30", "why",
	 "{\"account\":\"yes\",\"posts\":\"30\",\"why\":null,"
	 "\"policy\":false}"},
	{"ends at the review", ROUTING, "yes|30|fun|yes", "review",
	 "{\"account\":\"yes\",\"posts\":\"30\",\"why\":\"fun\","
	 "\"policy\":\"yes\"}"},
	{"goes back over what was not asked", ROUTING, "no|<", "account", NULL},
	{"goes back from the review", ROUTING, "no|yes|<", "policy", NULL},
	{"goes back to a group that opened", ROUTING, "yes|3|<", "posts", NULL},
	{"drops what is no longer relevant", ROUTING,
	 "yes|30|fun|yes|<|<|<|<|no|yes", "review",
	 "{\"account\":\"no\",\"policy\":\"yes\"}"},
	{"keeps it while the person is still there", ROUTING,
	 "yes|30|fun|<|<|<|no|<|yes", "posts",
	 "{\"account\":\"yes\",\"posts\":\"30\",\"why\":\"fun\","
	 "\"policy\":null}"},
	{"shows a note and goes on",
	 ",note,hello,Hello,,,,,,,,,,\n,integer,n,How many?,,,,,,,,,,\n", "",
	 "n", "{\"n\":null}"},
	{"a note keeps nothing",
	 ",note,hello,Hello,,,,,,,,,,\n,integer,n,How many?,,,,,,,,,,\n",
	 "words", "n", "{\"n\":null}"},
	{"acknowledges", ",acknowledge,ok,Read it?,,,,,,,,,,\n", "OK", "review",
	 "{\"ok\":\"OK\"}"},
	{"asks what a later answer opens before it",
	 ",text,early,Early?,,${late} = 1,,,,,,,,\n"
	 ",integer,late,Late?,,,,,,,,,,\n"
	 ",integer,end,End?,,,,,,,,,,\n",
	 "1|2", "early", "{\"early\":null,\"late\":\"1\",\"end\":\"2\"}"},
	{"has nothing to ask", ",integer,n,How many?,,1 = 2,,,,,,,,\n", NULL,
	 "review", "{}"},
	{"calculates what stands further up",
	 ",calculate,twice,,,,${n} * 2,,,,,,,\n"
	 ",integer,n,How many?,,,,,,,,,,\n"
	 ",text,big,Really?,,${twice} > 10,,,,,,,,\n",
	 "6", "big", "{\"twice\":\"12\",\"n\":\"6\",\"big\":null}"},
	{"calculates along a chain that stands the wrong way round",
	 ",calculate,c9,,,,${c8} + 1,,,,,,,\n"
	 ",calculate,c8,,,,${c7} + 1,,,,,,,\n"
	 ",calculate,c7,,,,${c6} + 1,,,,,,,\n"
	 ",calculate,c6,,,,${c5} + 1,,,,,,,\n"
	 ",calculate,c5,,,,${c4} + 1,,,,,,,\n"
	 ",calculate,c4,,,,${c3} + 1,,,,,,,\n"
	 ",calculate,c3,,,,${c2} + 1,,,,,,,\n"
	 ",calculate,c2,,,,${c1} + 1,,,,,,,\n"
	 ",calculate,c1,,,,${n} + 1,,,,,,,\n"
	 ",integer,n,How many?,,,,,,,,,,\n"
	 ",text,why,Why?,,${c9} = 10,,,,,,,,\n",
	 "1", "why", NULL},
	{"a group in a group that is not relevant",
	 ",integer,n,How many?,,,,,,,,,,\n"
	 ",begin_group,outer,Outer,,${n} > 5,,,,,,,,\n"
	 ",begin_group,inner,Inner,,${n} > 1,,,,,,,,\n"
	 ",integer,m,And?,,,,,,,,,,\n"
	 ",end_group,,,,,,,,,,,,\n,end_group,,,,,,,,,,,,\n",
	 "3", "review", "{\"n\":\"3\"}"},
	{"a group in a group that is",
	 ",integer,n,How many?,,,,,,,,,,\n"
	 ",begin_group,outer,Outer,,${n} > 5,,,,,,,,\n"
	 ",begin_group,inner,Inner,,${n} > 1,,,,,,,,\n"
	 ",integer,m,And?,,,,,,,,,,\n"
	 ",end_group,,,,,,,,,,,,\n,end_group,,,,,,,,,,,,\n",
	 "6", "m", NULL},
	{"does not calculate with nothing",
	 ",integer,n,How many?,,,,,,,,,,\n"
	 ",calculate,more,,,,${n} + 1,,,,,,,\n",
	 "", "review", "{\"n\":null,\"more\":null}"},
	{"calculates only what is relevant",
	 ",integer,n,How many?,,,,,,,,,,\n"
	 ",calculate,more,,,${n} > 5,${n} + 1,,,,,,,\n",
	 "3", "review", "{\"n\":\"3\"}"},
	{"takes a calculated date as one",
	 ",date,d,When?,,,,,,,,,,\n"
	 ",calculate,later,,,,date(${d} + 1),,,,,,,\n"
	 ",text,why,Why?,,${later} > '2026-12-14',,,,,,,,\n",
	 "14 12 2026", "why",
	 "{\"d\":\"2026-12-14\",\"later\":\"2026-12-15\",\"why\":null}"},
	{"uses the person's own day", ",date,d,When?,,,,. = today(),,,,,,\n",
	 "2026-12-14", "review", "{\"d\":\"2026-12-14\"}"},
	{"drops the label's controls from what is calculated",
	 ",text,t,What?,,,,,,,,,,\n"
	 ",calculate,c,,,,\"concat(${t}, '\xe2\x80\xae!')\",,,,,,,\n",
	 "a", "review", "{\"t\":\"a\",\"c\":\"a!\"}"},
	{"a hidden question holds its default",
	 ",hidden,h,,,,,,,,x1,,,\n,integer,n,How many?,,,,,,,,,,\n", "2",
	 "review", "{\"h\":\"x1\",\"n\":\"2\"}"},
	{"a default waits to be seen",
	 ",integer,m,First?,,,,,,,,,,\n,integer,n,How many?,,,,,,,7,,,\n", NULL,
	 "m", "{\"m\":null,\"n\":false}"},
	{"a default that was cleared stays so",
	 ",integer,n,How many?,,,,,,,7,,,\n,integer,m,And?,,,,,,,,,,\n", "|<|",
	 "m", "{\"n\":null,\"m\":null}"},
	{"an expression as default",
	 ",integer,m,First?,,,,,,,,,,\n"
	 ",integer,n,How many?,,${m} > 0,,,,,${m} + 1,,,\n",
	 "4|5", "review", "{\"m\":\"4\",\"n\":\"5\"}"},
	{"choices as default, in list order",
	 ",select_multiple abc,q,Which?,,,,,,,c a,,,\n", NULL, "q",
	 "{\"q\":\"a c\"}"},
};

static void
walk(struct flow *flow, const char *way)
{
	char entry[64];
	size_t n;

	while (way) {
		n = strcspn(way, "|");
		snprintf(entry, sizeof(entry), "%.*s", (int)n, way);
		if (!strcmp(entry, "<"))
			assert_true(flow_back(flow));
		else
			enter(flow, entry);
		way = way[n] ? way + n + 1 : NULL;
	}
}

static void
goes_its_way(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(ways); i++) {
		struct form *form = built(ways[i].rows);
		struct flow *flow = flow_new(form, 7, clock_of_test);

		walk(flow, ways[i].way);
		assert_text(at(flow), ways[i].page, ways[i].what);
		if (ways[i].sent) {
			char *text = sent(flow);

			assert_text(text, ways[i].sent, ways[i].what);
			free(text);
		}
		flow_free(flow);
		form_free(form);
	}
}

static void
cannot_go_back_from_the_first(void **state)
{
	struct form *form = built(ROUTING);
	struct flow *flow = flow_new(form, 7, clock_of_test);

	assert_false(flow_back(flow));
	assert_string_equal(at(flow), "account");
	flow_free(flow);
	flow_free(NULL);
	form_free(form);
}

static void
stays_when_an_answer_is_refused(void **state)
{
	struct form *form = built(",integer,n,How many?,,,,. <= 5,yes,,,,,\n");
	struct flow *flow = flow_new(form, 7, clock_of_test);
	struct refusal refusal;

	assert_true(flow_is_required(flow, 0));
	assert_false(answer(flow, "6", &refusal));
	assert_string_equal(refusal.text, "Enter a whole number of 5 or less.");
	assert_false(answer(flow, "", &refusal));
	assert_string_equal(refusal.text, "Enter a number.");
	assert_string_equal(at(flow), "n");
	assert_string_equal(entered(flow, "n"), "");
	enter(flow, "5");
	assert_string_equal(at(flow), "review");
	assert_true(flow_back(flow));
	assert_false(answer(flow, "six", &refusal));
	assert_string_equal(entered(flow, "n"), "5");
	assert_true(keep(flow, "4"));
	assert_string_equal(at(flow), "n");
	assert_string_equal(entered(flow, "n"), "4");
	assert_false(keep(flow, "9"));
	assert_string_equal(entered(flow, "n"), "4");
	flow_free(flow);
	form_free(form);
}

static void
refuses_in_the_persons_language(void **state)
{
	struct problems problems = PROBLEMS_INIT;
	static const char csv[] =
		"survey\n,type,name,label::English (en),label::Cymraeg (cy),"
		"constraint,constraint_message::English (en),"
		"constraint_message::Cymraeg (cy)\n"
		",integer,n,How many?,Faint?,. < 5,Not so many.,Dim cymaint.\n"
		"settings\n,default_language\n,English (en)\n";
	struct book *book = book_parse("t.csv", csv, strlen(csv), NULL, 0, NULL,
				       0, &problems, NULL);
	struct form *form = xlsform_build(book, &problems);
	struct flow *flow = flow_new(form, 7, clock_of_test);
	struct refusal refusal;

	assert_false(answer(flow, "6", &refusal));
	assert_string_equal(refusal.text, "Not so many.");
	flow_set_language(flow, 1);
	assert_false(answer(flow, "6", &refusal));
	assert_string_equal(refusal.text, "Dim cymaint.");
	flow_free(flow);
	form_free(form);
	book_free(book);
	problems_release(&problems);
}

/* ---- read-only, calculated on a page ---- */

static void
shows_what_is_read_only(void **state)
{
	struct form *form = built(",integer,n,How many?,,,,,,,,,,\n"
				  ",integer,twice,Twice?,,,${n} * 2,,,yes,,,,\n"
				  ",integer,mine,Yours?,,,${n} + 1,,,,,,,\n");
	struct flow *flow = flow_new(form, 7, clock_of_test);

	enter(flow, "4");
	assert_string_equal(at(flow), "twice");
	assert_true(flow_is_read_only(flow, 1));
	assert_false(flow_is_read_only(flow, 2));
	assert_string_equal(entered(flow, "twice"), "8");
	enter(flow, "99"); /* goes on, changes nothing */
	assert_string_equal(entered(flow, "twice"), "8");
	assert_string_equal(entered(flow, "mine"), "5");
	enter(flow, "6");
	assert_string_equal(entered(flow, "mine"), "6");
	/* The same again leaves the person's own answer. */
	flow_change(flow, 0);
	enter(flow, "4");
	assert_string_equal(entered(flow, "mine"), "6");
	/* Another result replaces it. */
	flow_change(flow, 0);
	enter(flow, "9");
	assert_string_equal(entered(flow, "mine"), "10");
	assert_string_equal(entered(flow, "twice"), "18");
	flow_free(flow);
	form_free(form);
}

/* ---- chance ---- */

#define BLOCKS                                                     \
	",calculate,block,,,,once(int(random() * 3) + 1),,,,,,,\n" \
	",calculate,raw,,,,once(random()),,,,,,,\n"                \
	",integer,q1,One?,,${block} = 1,,,,,,,,\n"                 \
	",integer,q2,Two?,,${block} = 2,,,,,,,,\n"                 \
	",integer,q3,Three?,,${block} = 3,,,,,,,,\n"               \
	",integer,half,Half?,,${raw} < 0.5,,,,,,,,\n"              \
	",integer,last,Last?,,,,,,,,,,\n"

static void
draws_once_a_person(void **state)
{
	struct form *form = built(BLOCKS);
	size_t asked[3] = {0}, half = 0, i;
	uint32_t seed;

	for (seed = 0; seed < 300; seed++) {
		struct flow *flow = flow_new(form, seed, clock_of_test);
		const char *block = entered(flow, "block");
		char raw[32], *text;

		snprintf(raw, sizeof(raw), "%s", entered(flow, "raw"));
		assert_int_equal(strlen(block), 1);
		i = (size_t)(block[0] - '1');
		assert_true(i < 3 && at(flow)[1] == block[0]);
		asked[i]++;
		enter(flow, "1");
		half += !strcmp(at(flow), "half");
		if (!strcmp(at(flow), "half"))
			enter(flow, "2");
		enter(flow, "3");
		assert_string_equal(entered(flow, "raw"), raw);
		assert_true(strlen(raw) > 4);
		/* The draw itself is used, but not sent. */
		text = sent(flow);
		assert_has(text, "\"raw\":null", "a raw draw");
		assert_has(text, "\"block\":\"", "a block");
		free(text);
		flow_free(flow);
	}
	for (i = 0; i < 3; i++)
		assert_in_range(asked[i], 70, 130);
	assert_in_range(half, 120, 180);
	form_free(form);
}

/* ---- the review ---- */

static void
changes_from_the_review(void **state)
{
	struct form *form = built(ROUTING);
	struct flow *flow = flow_new(form, 7, clock_of_test);
	size_t *rows, n;

	assert_false(flow_review(flow));
	walk(flow, "yes|3|yes");
	rows = flow_review_rows(flow, &n);
	assert_int_equal(n, 3);
	assert_string_equal(form->question[rows[1]].name, "posts");
	free(rows);
	flow_change(flow, index_of(flow, "posts"));
	assert_string_equal(at(flow), "posts");
	enter(flow, "4"); /* opens nothing */
	assert_string_equal(at(flow), "review");
	flow_change(flow, index_of(flow, "posts"));
	enter(flow, "40"); /* opens `why` */
	assert_string_equal(at(flow), "why");
	enter(flow, "fun");
	assert_string_equal(at(flow), "review");
	flow_change(flow, index_of(flow, "account"));
	enter(flow, "no"); /* closes the group */
	assert_string_equal(at(flow), "review");
	rows = flow_review_rows(flow, &n);
	assert_int_equal(n, 2);
	free(rows);
	flow_change(flow, index_of(flow, "account"));
	enter(flow, "yes"); /* opens it with its answers */
	assert_string_equal(at(flow), "review");
	assert_string_equal(entered(flow, "why"), "fun");
	assert_true(flow_back(flow));
	assert_true(flow_back(flow));
	assert_string_equal(at(flow), "why");
	enter(flow, "fun"); /* back by pages goes on by pages */
	assert_string_equal(at(flow), "policy");
	assert_true(flow_review(flow));
	assert_string_equal(at(flow), "review");
	flow_free(flow);
	form_free(form);
}

/* To have seen it, and gone back, is not to have answered it. */
static void
asks_what_must_be_answered_before_the_review(void **state)
{
	struct form *form = built(",integer,a,A?,,,,,,,,,,\n"
				  ",integer,b,B?,,,,,${a} > 1,,,,,\n");
	struct flow *flow = flow_new(form, 7, clock_of_test);

	enter(flow, "2");
	assert_true(flow_back(flow));
	assert_false(flow_can_review(flow));
	assert_false(flow_review(flow));
	enter(flow, "1");
	assert_string_equal(at(flow), "b");
	assert_true(flow_can_review(flow));
	enter(flow, "");
	assert_string_equal(at(flow), "review");
	flow_change(flow, 0);
	enter(flow, "2"); /* now it has to be */
	assert_string_equal(at(flow), "b");
	enter(flow, "5");
	assert_string_equal(at(flow), "review");
	flow_free(flow);
	form_free(form);
}

static void
asks_several_that_open(void **state)
{
	struct form *form = built(",select_one yn,a,A?,,,,,,,,,,\n"
				  ",integer,b,B?,,${a}='yes',,,,,,,,\n"
				  ",integer,c,C?,,${b}>1,,,,,,,,\n"
				  ",integer,d,D?,,,,,,,,,,\n"
				  ",integer,e,E?,,${a}='yes',,,,,,,,\n");
	struct flow *flow = flow_new(form, 7, clock_of_test);

	walk(flow, "no|4");
	assert_string_equal(at(flow), "review");
	flow_change(flow, 0);
	enter(flow, "yes");
	assert_string_equal(at(flow), "b");
	enter(flow, "2");
	assert_string_equal(at(flow), "c");
	enter(flow, "");
	assert_string_equal(at(flow), "e"); /* not d, which was asked */
	enter(flow, "5");
	assert_string_equal(at(flow), "review");
	flow_free(flow);
	form_free(form);
}

/* What has been seen behind it does not come a second time. */
static void
asks_alone_what_opens_late(void **state)
{
	struct form *form = built(",text,early,Early?,,${late} = 1,,,,,,,,\n"
				  ",integer,late,Late?,,,,,,,,,,\n"
				  ",text,other,Other?,,${late} = 1,,,,,,,,\n"
				  ",integer,end,End?,,,,,,,,,,\n");
	struct flow *flow = flow_new(form, 7, clock_of_test),
		    *again = flow_new(form, 7, clock_of_test);
	double whole = flow_progress(flow).minutes_left;
	struct json *draft;

	walk(flow, "1||2");
	assert_string_equal(at(flow), "early");
	assert_true(flow_progress(flow).minutes_left < whole);
	draft = answers_to_draft(flow_answers(flow));
	enter(flow, "");
	assert_string_equal(at(flow), "review");
	/* Nor after a pause. */
	assert_true(flow_restore(again, draft, 0, true, NULL));
	assert_string_equal(at(again), "early");
	enter(again, "");
	assert_string_equal(at(again), "review");
	json_free(draft);
	flow_free(flow);
	flow_free(again);
	form_free(form);
}

/* An answer further up can make one further down impossible. */
static void
asks_again_what_no_longer_fits(void **state)
{
	struct form *form =
		built(",select_one parts,part,Where?,,,,,,,,,,\n"
		      ",select_one towns,town,Town?,,,,,,,,part = ${part},,\n"
		      ",integer,most,At most?,,,,,,,,,,\n"
		      ",integer,n,How many?,,,,. <= ${most},,,,,,\n");
	struct flow *flow = flow_new(form, 7, clock_of_test);
	struct refusal refusal;

	walk(flow, "south|wells|10|8");
	assert_string_equal(at(flow), "review");
	flow_change(flow, index_of(flow, "part"));
	enter(flow, "north");
	assert_string_equal(at(flow), "town");
	assert_string_equal(entered(flow, "town"), "");
	enter(flow, "york");
	assert_string_equal(at(flow), "review");
	flow_change(flow, index_of(flow, "most"));
	enter(flow, "5");
	assert_string_equal(at(flow), "n");
	assert_string_equal(entered(flow, "n"), "8");
	assert_false(answer(flow, "8", &refusal));
	assert_string_equal(refusal.text, "Enter a whole number of 5 or less.");
	enter(flow, "5");
	assert_string_equal(at(flow), "review");
	flow_free(flow);
	form_free(form);
}

/* ---- what a page shows ---- */

static char *
shown(const struct flow *flow, const char *question)
{
	size_t n, i, *order = flow_choices(flow, index_of(flow, question), &n);
	const struct choice_list *list =
		flow_answers(flow)
			->form->question[index_of(flow, question)]
			.list;
	char *names = calloc(1, 256);

	assert_non_null(names);
	for (i = 0; i < n; i++)
		snprintf(names + strlen(names), 256 - strlen(names), "%s%s",
			 i ? " " : "", list->choice[order[i]].name);
	free(order);
	return names;
}

static void
orders_choices(void **state)
{
	static const struct {
		const char *what, *row, *expected;
	} cases[] = {
		{"as they stand", ",select_one abc,q,Q?,,,,,,,,,,\n",
		 "a b c d e f"},
		{"as ODK shuffles with this seed",
		 ",select_one abc,q,Q?,,,,,,,,,"
		 "\"randomize=true, seed=42\",\n",
		 "a f c b d e"},
		{"pinned ones last, in list order",
		 ",select_one abc,q,Q?,,,,,,,,,"
		 "\"randomize=true, seed=42\",f e\n",
		 "a d c b e f"},
		{"pinned without shuffling: as they stand",
		 ",select_one abc,q,Q?,,,,,,,,,,a\n", "a b c d e f"},
		{"filtered",
		 ",select_one towns,q,Q?,,,,,,,,"
		 "part = 'south',,\n",
		 "bath wells"},
		{"no choices", ",integer,q,Q?,,,,,,,,,,\n", ""},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct form *form = built(cases[i].row);
		struct flow *flow = flow_new(form, 7, clock_of_test);
		char *names = shown(flow, "q");

		assert_text(names, cases[i].expected, cases[i].what);
		free(names);
		flow_free(flow);
		form_free(form);
	}
}

static void
shuffles_by_person_and_question(void **state)
{
	struct form *form =
		built(",select_one abc,q,Q?,,,,,,,,,randomize=true,f\n"
		      ",select_one abc,r,R?,,,,,,,,,randomize=true,\n");
	size_t first[6] = {0}, same = 0, i;
	uint32_t seed;

	for (seed = 0; seed < 500; seed++) {
		struct flow *flow = flow_new(form, seed, clock_of_test);
		char *q = shown(flow, "q"), *again = shown(flow, "q"),
		     *r = shown(flow, "r");

		assert_string_equal(q, again);
		assert_int_equal(q[10], 'f');
		same += !strncmp(q, r, 5);
		first[q[0] - 'a']++;
		free(q);
		free(again);
		free(r);
		flow_free(flow);
	}
	assert_int_equal(first[5], 0);
	for (i = 0; i < 5; i++)
		assert_in_range(first[i], 70, 130);
	assert_true(same < 40);
	form_free(form);
}

static void
fills_labels(void **state)
{
	struct form *form = built(
		",begin_group,out,Outer ${n},Allanol,,,,,,,,,\n"
		",begin_group,in,,,,,,,,,,,\n"
		",integer,n,How many?,Faint?,,,,,,,,,\n"
		",select_one abc,q,Which of ${n}?,Pa un o ${n}?,,,,,,,,,\n"
		",end_group,,,,,,,,,,,,\n,end_group,,,,,,,,,,,,\n"
		",select_multiple abc,r,Why ${q}?,,,,,,,,,,\n");
	struct flow *flow = flow_new(form, 7, clock_of_test);
	char *label;

	walk(flow, "3|b|c a");
	label = flow_label(flow, 1, 0);
	assert_string_equal(label, "Which of 3?");
	free(label);
	label = flow_label(flow, 1, 1);
	assert_string_equal(label, "Pa un o 3?");
	free(label);
	label = flow_label(flow, 2, 1); /* no Welsh label: the default one */
	assert_string_equal(label, "Why Bara?");
	free(label);
	label = flow_section(flow, 1, 0);
	assert_string_equal(label, "Outer 3");
	free(label);
	label = flow_section(flow, 2, 0);
	assert_string_equal(label, "");
	free(label);
	label = flow_hint(flow, 1, 0);
	assert_string_equal(label, "");
	free(label);
	label = flow_answer_text(flow, 2, 0);
	assert_string_equal(label, "Apples; Cheese");
	free(label);
	flow_free(flow);
	form_free(form);
}

static void
tells_how_many_choices(void **state)
{
	static const struct {
		const char *constraint;
		size_t most;
	} cases[] = {
		{"count-selected(.) <= 3", 3},	  {"count-selected(.) < 3", 2},
		{"count-selected(.) <= 2.5", 2},  {"count-selected(.) >= 3", 0},
		{"\"not(selected(., 'a'))\"", 0}, {"", 0},
	};
	char row[128];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct form *form;
		struct flow *flow;

		snprintf(row, sizeof(row),
			 ",select_multiple abc,q,Q?,,,,%s,,,,,,\n",
			 cases[i].constraint);
		form = built(row);
		flow = flow_new(form, 7, clock_of_test);
		assert_int_equal(flow_max_choices(flow, 0), cases[i].most);
		flow_free(flow);
		form_free(form);
	}
}

/* ---- progress ---- */

#define NOTES                          \
	",note,a,A,,,,,,,,,,\n"        \
	",integer,b,B?,,,,,,,,,,\n"    \
	",note,c,C,,,,,,,,,,\n"        \
	",acknowledge,d,D,,,,,,,,,,\n" \
	",note,e,E,,,,,,,,,,\n"

static void
tells_progress(void **state)
{
	static const struct {
		const char *what, *rows, *way;
		size_t position, total;
		bool exact;
	} cases[] = {
		{"no logic",
		 ",integer,a,A?,,,,,,,,,,\n"
		 ",integer,b,B?,,,,,,,,,,\n",
		 NULL, 1, 2, true},
		{"the second",
		 ",integer,a,A?,,,,,,,,,,\n"
		 ",integer,b,B?,,,,,,,,,,\n",
		 "1", 2, 2, true},
		{"the review",
		 ",integer,a,A?,,,,,,,,,,\n"
		 ",integer,b,B?,,,,,,,,,,\n",
		 "1|2", 2, 2, true},
		{"logic ahead", ROUTING, NULL, 1, 2, false},
		{"more logic ahead", ROUTING, "yes", 2, 3, false},
		{"all logic passed", ROUTING, "yes|3", 3, 3, true},
		{"all logic passed, the other way", ROUTING, "yes|30", 3, 4,
		 true},
		{"logic on what is closed", ROUTING, "no", 2, 2, true},
		{"back again", ROUTING, "yes|3|<|<", 1, 3, false},
		{"the review of it", ROUTING, "no|yes", 2, 2, true},
		{"blocks drawn beforehand", BLOCKS, NULL, 1, 2, true},
		{"logic by a calculation ahead",
		 ",integer,n,N?,,,,,,,,,,\n"
		 ",calculate,c,,,,${n} * 2,,,,,,,\n"
		 ",integer,m,M?,,${c} > 4,,,,,,,,\n",
		 NULL, 1, 1, false},
		{"and passed",
		 ",integer,n,N?,,,,,,,,,,\n"
		 ",calculate,c,,,,${n} * 2,,,,,,,\n"
		 ",integer,m,M?,,${c} > 4,,,,,,,,\n",
		 "4", 2, 2, true},
		{"logic by the clock",
		 ",integer,n,N?,,today() > '2026-01-01'"
		 ",,,,,,,,\n",
		 NULL, 1, 1, false},
		{"notes are no questions", NOTES, NULL, 0, 2, true},
		{"a note before does not count", NOTES, "", 1, 2, true},
		{"a note leaves it as it was", NOTES, "|1", 1, 2, true},
		{"an acknowledgement counts", NOTES, "|1|", 2, 2, true},
		{"the note after the last", NOTES, "|1||OK", 2, 2, true},
		{"a note that may not come changes no total",
		 ",integer,n,N?,,,,,,,,,,\n"
		 ",note,m,M,,${n} > 4,,,,,,,,\n",
		 NULL, 1, 1, true},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct form *form = built(cases[i].rows);
		struct flow *flow =
			flow_new(form, i == 10 ? 3 : 7, clock_of_test);
		struct flow_progress p;

		walk(flow, cases[i].way);
		p = flow_progress(flow);
		assert_case(p.position == cases[i].position, cases[i].what);
		assert_case(p.exact == cases[i].exact, cases[i].what);
		if (strcmp(cases[i].rows, BLOCKS) != 0)
			assert_case(p.total == cases[i].total, cases[i].what);
		flow_free(flow);
		form_free(form);
	}
}

static void
tells_sections(void **state)
{
	struct form *form =
		built(",integer,before,Before?,,,,,,,,,,\n"
		      ",begin_group,g1,One,,,,,,,,,,\n"
		      ",begin_group,g1a,Inner,,,,,,,,,,\n"
		      ",integer,a,A?,,,,,,,,,,\n"
		      ",end_group,,,,,,,,,,,,\n,end_group,,,,,,,,,,,,\n"
		      ",begin_group,g2,,,,,,,,,,,\n"
		      ",integer,b,B?,,,,,,,,,,\n,end_group,,,,,,,,,,,,\n"
		      ",begin_group,g3,Three,,,,,,,,,,\n"
		      ",integer,c,C?,,,,,,,,,,\n,end_group,,,,,,,,,,,,\n");
	static const size_t section[] = {0, 1, 0, 2, 0};
	struct flow *flow = flow_new(form, 7, clock_of_test);
	size_t i;

	for (i = 0; i < COUNT(section); i++) {
		struct flow_progress p = flow_progress(flow);

		assert_int_equal(p.section, section[i]);
		assert_int_equal(p.sections, 2);
		if (flow_question(flow))
			enter(flow, "1");
	}
	flow_free(flow);
	form_free(form);
}

/* Of how many is told once no answer ahead can bring one, or take one away. */
static void
tells_only_sections_that_come(void **state)
{
	struct form *form =
		built(",begin_group,g1,One\n,integer,a,A?\n,integer,b,B?\n"
		      ",end_group\n"
		      ",begin_group,g2,Two,,${a} > 1\n,integer,c,C?\n"
		      ",end_group\n"
		      ",begin_group,g3,Three\n,integer,d,D?,,${b} > 1\n"
		      ",integer,e,E?\n,end_group\n");
	static const struct {
		const char *way;
		size_t section, sections;
	} cases[] = {
		{"", 1, 0},	 {"1", 1, 2},	  {"2", 1, 3},
		{"1|1", 2, 2},	 {"2|1", 2, 3},	  {"2|1|1", 3, 3},
		{"1|2|1", 2, 2}, {"1|1|1", 0, 2}, {"2|1|1|1", 0, 3},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct flow *flow = flow_new(form, 7, clock_of_test);
		struct flow_progress p;

		if (*cases[i].way)
			walk(flow, cases[i].way);
		p = flow_progress(flow);
		assert_case(p.section == cases[i].section &&
				    p.sections == cases[i].sections,
			    cases[i].way);
		flow_free(flow);
	}
	form_free(form);
}

/* 14 words a question at 238 a minute, 4 s to decide it. */
static void
tells_minutes(void **state)
{
	struct form *form = built(
		",integer,a,One two three four five six seven eight nine ten "
		"eleven twelve thirteen fourteen?,,,,,,,,,,\n"
		",select_one abc,b,One two three four five six seven eight?"
		",,,,,,,,,,\n"
		",note,c,One two three four five six seven eight nine ten "
		"eleven twelve thirteen fourteen.,,,,,,,,,,\n");
	struct flow *flow = flow_new(form, 7, clock_of_test);
	double each = 14 / 238.0, decide = 4 / 60.0;

	assert_true(fabs(flow_progress(flow).minutes_left -
			 (3 * each + 2 * decide)) < 1e-9);
	enter(flow, "1");
	assert_true(fabs(flow_progress(flow).minutes_left -
			 (2 * each + decide)) < 1e-9);
	walk(flow, "a|");
	assert_true(flow_progress(flow).minutes_left == 0);
	flow_change(flow, 1);
	assert_true(fabs(flow_progress(flow).minutes_left - (each + decide)) <
		    1e-9);
	assert_true(fabs(form_minutes(form, 0) - (1 + 3 * each + 2 * decide)) <
		    1e-9);
	flow_free(flow);
	form_free(form);
}

/* ---- pages of several questions ---- */

#define SURE_PAGE                                                        \
	",begin_group,g,,,,,,,,,,,,field-list\n"                         \
	",select_one ynd,a,True?,,,,,,,,,,\n"                            \
	",select_one how,b,Sure?,,${a} != '' and ${a} != 'dk',,,,,,,,\n" \
	",end_group,,,,,,,,,,,,\n"
#define TABLE_PAGE                                                   \
	",begin_group,t,How far?,Pa mor bell?,,,,,,,,,,table-list\n" \
	",select_one abc,t1,One,,,,,,,,,,\n"                         \
	",select_one abc,t2,Two,,${x} > 1,,,,,,,,\n"                 \
	",select_one abc,t3,Three,,,,,,,,,,\n"                       \
	",end_group,,,,,,,,,,,,\n"
#define MUST_PAGE                                         \
	",begin_group,t,How far?,,,,,,,,,,,table-list\n"  \
	",select_one abc,t1,One,,,,,yes,,,,,\n"           \
	",select_one abc,t2,Two,,,,,,,,,,\n"              \
	",select_one abc,t3,Three,,,,. != 'b',yes,,,,,\n" \
	",end_group,,,,,,,,,,,,\n"
#define ABOUT(row)  row ",,,,,,,,,,segment\n"
#define ABOUT_GROUP ",begin_group,me,Me,,\n"
#define D1	    ABOUT(",select_one abc,d1,D1,,")
#define D2	    ABOUT(",select_one abc,d2,D2,,")
#define D2_IF	    ABOUT(",select_one abc,d2,D2,,${d1} = 'a'")
#define D3	    ABOUT(",select_one abc,d3,D3,,")
#define D3_UNLESS   ABOUT(",select_one abc,d3,D3,,${d1} = ''")
#define D3_MUST	    ",select_one abc,d3,D3,,${d1} = '',,,yes,,,,,,,segment\n"
#define T1	    ABOUT(",select_one abc,t1,One,,")
#define T2	    ABOUT(",select_one abc,t2,Two,,")
#define U1	    ABOUT(",select_one abc,u1,One,,")
#define U2	    ABOUT(",select_one abc,u2,Two,,")
#define TABLE_T	    ",begin_group,t,How far?,,,,,,,,,,,table-list\n"
#define TABLE_U	    ",begin_group,u,How much?,,,,,,,,,,,table-list\n"
#define END	    ",end_group\n"
#define TWO_TABLES  TABLE_T T1 T2 END TABLE_U U1 U2 END
#define ABOUT_PAGES ABOUT_GROUP D1 D2 END
#define ABOUT_FORM  BEFORE ABOUT_PAGES AFTER
#define BEFORE	    ",integer,x,X?,,,,,,,,,,\n"
#define AFTER	    ",integer,z,Z?,,,,,,,,,,\n"
#define SURE_FORM   BEFORE SURE_PAGE AFTER
#define TABLE_FORM  BEFORE TABLE_PAGE AFTER
#define MUST_FORM   MUST_PAGE AFTER

static void
set_apart(struct flow *flow, bool apart)
{
	flow_set_apart(flow, PAGE_SURE, apart);
	flow_set_apart(flow, PAGE_TABLE, apart);
}

/* "S *a b": the questions of the page, and which was come to; "a": one;
 * "before a": the start of the questions about oneself. */
static char *
page_told(const struct flow *flow)
{
	struct text t = TEXT_INIT;
	enum page_shape shape;
	size_t i, n, came_to, *part = flow_parts(flow, &n, &shape, &came_to);

	if (flow_at_start(flow))
		text_add(&t, "before");
	else if (shape != PAGE_ONE)
		text_add_char(&t, " ST"[shape]);
	for (i = 0; i < n; i++)
		text_addf(&t, "%s%s%s", t.n > 0 ? " " : "",
			  n > 1 && i == came_to ? "*" : "",
			  flow_answers(flow)->form->question[part[i]].name);
	if (n == 0)
		text_add(&t, "review");
	free(part);
	return text_take(&t);
}

enum { MOST_PARTS = 4 };

/* "yes;s" as its parts; how many. */
static size_t
split(char *entry, const char *part[MOST_PARTS])
{
	size_t n = 0;

	for (part[n++] = entry; (entry = strchr(entry, ';')) != NULL;) {
		*entry++ = '\0';
		assert_true(n < MOST_PARTS);
		part[n++] = entry;
	}
	return n;
}

static struct json *drafted(const struct flow *flow);

/* The draft in a flow of its own, whose pages are the other way. */
static void
come_back(struct flow **flow, bool apart)
{
	struct json *draft = drafted(*flow);
	struct flow *again =
		flow_new(flow_answers(*flow)->form, 7, clock_of_test);

	assert_true(flow_restore(again, draft, flow_page(*flow),
				 flow_is_changing(*flow), NULL));
	set_apart(again, apart);
	json_free(draft);
	flow_free(*flow);
	*flow = again;
}

/* One of: "<" back, "@name" change, "%" come back the other way, "~" go on
 * the other way, "!entries" refused, "=entries" kept, ">" to the review, "&"
 * answers the questions about oneself, "#" skips them all; else entries. */
static void
step(struct flow **flow, char *entry, bool *apart)
{
	const char *part[MOST_PARTS];
	struct refusal refusal[MOST_PARTS];
	size_t n = split(entry + (*entry == '!' || *entry == '='), part);

	switch (*entry) {
	case '<': assert_true(flow_back(*flow)); break;
	case '@': flow_change(*flow, index_of(*flow, entry + 1)); break;
	case '>': assert_true(flow_review(*flow)); break;
	case '&': flow_start_answer(*flow); break;
	case '#': flow_start_skip(*flow); break;
	case '%': come_back(flow, *apart = !*apart); break;
	case '~': set_apart(*flow, *apart = !*apart); break;
	case '!': assert_false(flow_answer(*flow, part, n, refusal)); break;
	case '=': flow_keep(*flow, part, n); break;
	default:
		if (!flow_answer(*flow, part, n, refusal))
			fail_msg("'%s' is refused", entry);
	}
}

/* Ways as above, one kind of page after the other. */
static const struct {
	const char *what, *rows;
	bool apart;
	const char *way, *page, *sent;
} pages[] = {
	{"an item comes with its certainty", SURE_FORM, false, "1", "S *a b",
	 NULL},
	{"both at once", SURE_FORM, false, "1|yes;s", "z",
	 "{\"x\":\"1\",\"a\":\"yes\",\"b\":\"s\",\"z\":null}"},
	{"a certainty left out", SURE_FORM, false, "1|yes;", "z",
	 "{\"x\":\"1\",\"a\":\"yes\",\"b\":null,\"z\":null}"},
	{"an answer that closes it takes none", SURE_FORM, false, "1|dk;s", "z",
	 "{\"x\":\"1\",\"a\":\"dk\",\"z\":null}"},
	{"both left out", SURE_FORM, false, "1|;", "z",
	 "{\"x\":\"1\",\"a\":null,\"z\":null}"},
	{"no certainty without an answer", SURE_FORM, false, "1|;s", "z",
	 "{\"x\":\"1\",\"a\":null,\"z\":null}"},
	{"back to the page", SURE_FORM, false, "1|yes;s|<", "S *a b", NULL},
	{"back over it", SURE_FORM, false, "1|yes;s|<|<", "x", NULL},
	{"from the review to the item", SURE_FORM, false, "1|yes;s|2|@a",
	 "S *a b", NULL},
	{"from the review to the certainty", SURE_FORM, false, "1|yes;s|2|@b",
	 "S a *b", NULL},
	{"and back to the review", SURE_FORM, false, "1|yes;s|2|@b|yes;u",
	 "review", "{\"x\":\"1\",\"a\":\"yes\",\"b\":\"u\",\"z\":\"2\"}"},
	{"a change that closes it", SURE_FORM, false, "1|yes;s|2|@a|dk;s",
	 "review", "{\"x\":\"1\",\"a\":\"dk\",\"z\":\"2\"}"},
	{"a change that opens it", SURE_FORM, false, "1|dk;|2|@a|no;u",
	 "review", "{\"x\":\"1\",\"a\":\"no\",\"b\":\"u\",\"z\":\"2\"}"},
	{"one left out once opened is not asked for again", SURE_FORM, false,
	 "1|dk;|2|@a|no;", "review",
	 "{\"x\":\"1\",\"a\":\"no\",\"b\":null,\"z\":\"2\"}"},
	{"what is no answer changes nothing", SURE_FORM, false, "1|!maybe;s",
	 "S *a b", "{\"x\":\"1\",\"a\":null,\"z\":false}"},
	{"an item that is taken though its certainty is not", SURE_FORM, false,
	 "1|!no;maybe", "S *a b",
	 "{\"x\":\"1\",\"a\":\"no\",\"b\":false,\"z\":false}"},
	{"kept on the way back", SURE_FORM, false, "1|=yes;u|<|1", "S *a b",
	 "{\"x\":\"1\",\"a\":\"yes\",\"b\":\"u\",\"z\":false}"},

	{"apart the item comes alone, but can take both", SURE_FORM, true, "1",
	 "S *a b", NULL},
	{"apart the certainty is next", SURE_FORM, true, "1|yes", "b", NULL},
	{"apart, then answered", SURE_FORM, true, "1|yes|s", "z",
	 "{\"x\":\"1\",\"a\":\"yes\",\"b\":\"s\",\"z\":null}"},
	{"apart, then left out", SURE_FORM, true, "1|yes|", "z",
	 "{\"x\":\"1\",\"a\":\"yes\",\"b\":null,\"z\":null}"},
	{"apart, both at once", SURE_FORM, true, "1|yes;s", "z",
	 "{\"x\":\"1\",\"a\":\"yes\",\"b\":\"s\",\"z\":null}"},
	{"apart, an answer that closes it", SURE_FORM, true, "1|dk", "z",
	 "{\"x\":\"1\",\"a\":\"dk\",\"z\":null}"},
	{"apart, the item left out", SURE_FORM, true, "1|", "z",
	 "{\"x\":\"1\",\"a\":null,\"z\":null}"},
	{"apart, back to the certainty", SURE_FORM, true, "1|yes|s|<", "b",
	 NULL},
	{"apart, back to the item", SURE_FORM, true, "1|yes|s|<|<", "S *a b",
	 NULL},
	{"apart, another answer asks how sure anew", SURE_FORM, true,
	 "1|yes|s|2|@a|no", "b", NULL},
	{"apart, and then comes back", SURE_FORM, true, "1|yes|s|2|@a|no|u",
	 "review", "{\"x\":\"1\",\"a\":\"no\",\"b\":\"u\",\"z\":\"2\"}"},
	{"apart, the same answer does not", SURE_FORM, true, "1|yes|s|2|@a|yes",
	 "review", "{\"x\":\"1\",\"a\":\"yes\",\"b\":\"s\",\"z\":\"2\"}"},
	{"apart, another answer with its certainty does not", SURE_FORM, true,
	 "1|yes|s|2|@a|no;u", "review",
	 "{\"x\":\"1\",\"a\":\"no\",\"b\":\"u\",\"z\":\"2\"}"},
	{"apart, another answer that closes it", SURE_FORM, true,
	 "1|yes|s|2|@a|dk", "review", "{\"x\":\"1\",\"a\":\"dk\",\"z\":\"2\"}"},
	{"apart, one that was closed in between is asked anew", SURE_FORM, true,
	 "1|yes|s|2|@a|dk|@a|no", "b", NULL},
	{"apart, the certainty alone is changed", SURE_FORM, true,
	 "1|yes|s|2|@b|u", "review",
	 "{\"x\":\"1\",\"a\":\"yes\",\"b\":\"u\",\"z\":\"2\"}"},
	{"apart, then together at its certainty", SURE_FORM, true, "1|yes|~",
	 "S a *b", NULL},
	{"apart, back in a session that has them together", SURE_FORM, true,
	 "1|yes|%", "S a *b", NULL},
	{"together, back in one that has them apart", SURE_FORM, false, "1|%",
	 "S *a b", NULL},
	{"together at the certainty, then apart", SURE_FORM, false,
	 "1|yes;s|2|@b|~", "b", NULL},
	{"together and apart by turns", SURE_FORM, false, "1|~|yes|~|no;s|~|2",
	 "review", "{\"x\":\"1\",\"a\":\"no\",\"b\":\"s\",\"z\":\"2\"}"},
	{"a page seen together is not asked for apart", SURE_FORM, false,
	 "1|yes;|2|~|<|<|>", "review", NULL},

	{"statements come together", TABLE_FORM, false, "2", "T *t1 t2 t3",
	 NULL},
	{"those that are asked", TABLE_FORM, false, "1", "T *t1 t3", NULL},
	{"and are answered", TABLE_FORM, false, "2|a;b;c", "z",
	 "{\"x\":\"2\",\"t1\":\"a\",\"t2\":\"b\",\"t3\":\"c\",\"z\":null}"},
	{"each its own where one is not asked", TABLE_FORM, false, "1|a;c", "z",
	 "{\"x\":\"1\",\"t1\":\"a\",\"t3\":\"c\",\"z\":null}"},
	{"some left out", TABLE_FORM, false, "2|;b;", "z",
	 "{\"x\":\"2\",\"t1\":null,\"t2\":\"b\",\"t3\":null,\"z\":null}"},
	{"back to the statements", TABLE_FORM, false, "2|a;b;c|<",
	 "T *t1 t2 t3", NULL},
	{"back over them", TABLE_FORM, false, "2|a;b;c|<|<", "x", NULL},
	{"back from the review over what comes behind", TABLE_FORM, false,
	 "2|a;b;c|5|<|<", "T *t1 t2 t3", NULL},
	{"one statement is changed", TABLE_FORM, false, "2|a;b;c|5|@t2",
	 "T t1 *t2 t3", NULL},
	{"and then the review comes", TABLE_FORM, false, "2|a;b;c|5|@t2|a;d;c",
	 "review",
	 "{\"x\":\"2\",\"t1\":\"a\",\"t2\":\"d\",\"t3\":\"c\",\"z\":\"5\"}"},
	{"a change that opens a statement", TABLE_FORM, false, "1|a;c|5|@x|2",
	 "T t1 *t2 t3", NULL},
	{"what was no answer of one keeps those of the others", TABLE_FORM,
	 false, "2|!a;maybe;c", "T *t1 t2 t3",
	 "{\"x\":\"2\",\"t1\":\"a\",\"t2\":null,\"t3\":\"c\",\"z\":false}"},
	{"good ones are kept on another way off", TABLE_FORM, false,
	 "2|=a;maybe;c|<|2", "T *t1 t2 t3",
	 "{\"x\":\"2\",\"t1\":\"a\",\"t2\":null,\"t3\":\"c\",\"z\":false}"},

	{"apart they come one by one", TABLE_FORM, true, "2|a", "t2",
	 "{\"x\":\"2\",\"t1\":\"a\",\"t2\":null,\"t3\":false,\"z\":false}"},
	{"apart, past the one that is not asked", TABLE_FORM, true, "1|a", "t3",
	 NULL},
	{"apart, and answered", TABLE_FORM, true, "2|a|b|c", "z",
	 "{\"x\":\"2\",\"t1\":\"a\",\"t2\":\"b\",\"t3\":\"c\",\"z\":null}"},
	{"apart, back one by one", TABLE_FORM, true, "2|a|b|c|<|<", "t2", NULL},
	{"apart, one changed", TABLE_FORM, true, "2|a|b|c|5|@t2|d", "review",
	 "{\"x\":\"2\",\"t1\":\"a\",\"t2\":\"d\",\"t3\":\"c\",\"z\":\"5\"}"},
	{"apart, one that opens is asked alone", TABLE_FORM, true,
	 "1|a|c|5|@x|2", "t2", NULL},
	{"apart, and then the review comes", TABLE_FORM, true, "1|a|c|5|@x|2|b",
	 "review", NULL},
	{"apart in the middle, then together", TABLE_FORM, true, "2|a|~",
	 "T t1 *t2 t3",
	 "{\"x\":\"2\",\"t1\":\"a\",\"t2\":null,\"t3\":null,\"z\":false}"},
	{"and apart again", TABLE_FORM, true, "2|a|~|~", "t2", NULL},
	{"apart in the middle, back in a session that has them together",
	 TABLE_FORM, true, "2|a|b|%", "T t1 t2 *t3", NULL},
	{"together, back in one that has them apart", TABLE_FORM, false,
	 "2|=a;b;|%", "t1", NULL},
	{"the same at one that was to be changed", TABLE_FORM, false,
	 "2|a;b;c|5|@t2|%", "t2", NULL},
	{"together at one that was changed, then apart", TABLE_FORM, false,
	 "2|a;b;c|5|@t3|~", "t3", NULL},

	{"apart from the start, the others have not come", MUST_FORM, true,
	 "=a", "t1", "{\"t1\":\"a\",\"t2\":false,\"t3\":false,\"z\":false}"},
	{"to apart with answers, these have", MUST_FORM, false, "=;b;|~", "t1",
	 "{\"t1\":null,\"t2\":\"b\",\"t3\":false,\"z\":false}"},
	{"one that must be answered", MUST_FORM, false, "!;a;a", "T *t1 t2 t3",
	 NULL},
	{"each that must be", MUST_FORM, false, "!;a;|a;;a", "z", NULL},
	{"one whose answer does not do", MUST_FORM, false, "!a;;b",
	 "T *t1 t2 t3", NULL},
	{"apart, one that must be answered", MUST_FORM, true, "a||!|!b|c", "z",
	 "{\"t1\":\"a\",\"t2\":null,\"t3\":\"c\",\"z\":null}"},

	{"before the questions about oneself", ABOUT_FORM, false, "1",
	 "before d1", "{\"x\":\"1\",\"d1\":false,\"d2\":false,\"z\":false}"},
	{"on to them", ABOUT_FORM, false, "1|&", "d1",
	 "{\"x\":\"1\",\"d1\":null,\"d2\":false,\"z\":false}"},
	{"through them", ABOUT_FORM, false, "1|&|a|b", "z",
	 "{\"x\":\"1\",\"d1\":\"a\",\"d2\":\"b\",\"z\":null}"},
	{"past them", ABOUT_FORM, false, "1|#", "z",
	 "{\"x\":\"1\",\"d1\":null,\"d2\":null,\"z\":null}"},
	{"back over them once they were skipped", ABOUT_FORM, false, "1|#|<",
	 "d2", NULL},
	{"back to what stands before them", ABOUT_FORM, false, "1|&|a|<|<",
	 "before d1", NULL},
	{"back over that", ABOUT_FORM, false, "1|&|a|<|<|<", "x", NULL},
	{"and on to it again", ABOUT_FORM, false, "1|&|a|<|<|<|2", "before d1",
	 NULL},
	{"skipped once they were answered", ABOUT_FORM, false,
	 "1|&|a|b|<|<|<|#", "z",
	 "{\"x\":\"1\",\"d1\":null,\"d2\":null,\"z\":null}"},
	{"not before a change", ABOUT_FORM, false, "1|&|a|b|5|@d1", "d1", NULL},
	{"nor after one", ABOUT_FORM, false, "1|&|a|b|5|@x|2", "review", NULL},
	{"there again in a new session", ABOUT_FORM, false, "1|%", "before d1",
	 NULL},
	{"behind it in a new session", ABOUT_FORM, false, "1|&|%", "d1", NULL},
	{"there still when pages come apart", ABOUT_FORM, false, "1|~",
	 "before d1", NULL},
	{"it is where the form begins", ABOUT_PAGES AFTER, false, "&|a|b", "z",
	 NULL},
	{"before what only a change brings up",
	 BEFORE ",begin_group,me,Me,,${x} = 2\n" D1 D2 ",end_group\n" AFTER,
	 false, "1|5|@x|2", "before d1", NULL},
	{"and back to the review from there",
	 BEFORE ",begin_group,me,Me,,${x} = 2\n" D1 D2 ",end_group\n" AFTER,
	 false, "1|5|@x|2|#", "review",
	 "{\"x\":\"2\",\"d1\":null,\"d2\":null,\"z\":\"5\"}"},
	{"what opens with one of them is skipped where it is open",
	 BEFORE ABOUT_GROUP D1 D2_IF D3 ",end_group\n" AFTER, false,
	 "1|&|a|b|c|<|<|<|<|#", "z",
	 "{\"x\":\"1\",\"d1\":null,\"d3\":null,\"z\":null}"},
	{"and asked anew when it opens again",
	 BEFORE ABOUT_GROUP D1 D2_IF D3 ",end_group\n" AFTER, false,
	 "1|&|a|b|c|<|<|<|<|#|5|@d1|a", "d2",
	 "{\"x\":\"1\",\"d1\":\"a\",\"d2\":null,\"d3\":null,"
	 "\"z\":\"5\"}"},
	{"what opens without one of them is skipped, too",
	 BEFORE ABOUT_GROUP D1 D2 D3_UNLESS ",end_group\n" AFTER, false,
	 "1|&|a|b|<|<|<|#", "z",
	 "{\"x\":\"1\",\"d1\":null,\"d2\":null,\"d3\":null,"
	 "\"z\":null}"},
	{"but not what then has to be answered",
	 BEFORE ABOUT_GROUP D1 D2 D3_MUST ",end_group\n" AFTER, false,
	 "1|&|a|b|<|<|<|#", "d3",
	 "{\"x\":\"1\",\"d1\":null,\"d2\":null,\"d3\":null,"
	 "\"z\":null}"},
	{"one before two tables that are in no section",
	 BEFORE TWO_TABLES AFTER, false, "1|&|a;b", "T *u1 u2", NULL},
	{"which are skipped together", BEFORE TWO_TABLES AFTER, false, "1|#",
	 "z", NULL},
	{"nothing before a single one", BEFORE D1 AFTER, false, "1", "d1",
	 NULL},
	{"nothing before two in two sections",
	 BEFORE ABOUT_GROUP D1 ",end_group\n,begin_group,us,Us,,\n" D2
			       ",end_group\n" AFTER,
	 false, "1", "d1", NULL},
	{"nothing where something else stands between",
	 BEFORE D1 ",integer,y,Y?\n" D2 AFTER, false, "1", "d1", NULL},
	{"a note may stand between", BEFORE D1 ",note,y,Y.\n" D2 AFTER, false,
	 "1", "before d1", NULL},
	{"and is skipped with them", BEFORE D1 ",note,y,Y.\n" D2 AFTER, false,
	 "1|#", "z", "{\"x\":\"1\",\"d1\":null,\"d2\":null,\"z\":null}"},
	{"before statements about oneself",
	 BEFORE ",begin_group,t,How far?,,,,,,,,,,,table-list\n" ABOUT(
		 ",select_one abc,t1,One,,")
		 ABOUT(",select_one abc,t2,Two,,") ",end_group\n" AFTER,
	 false, "1|&", "T *t1 t2", NULL},
	{"before them also apart",
	 BEFORE ",begin_group,t,How far?,,,,,,,,,,,table-list\n" ABOUT(
		 ",select_one abc,t1,One,,")
		 ABOUT(",select_one abc,t2,Two,,") ",end_group\n" AFTER,
	 true, "1|&|a|<|<", "before t1", NULL},
};

static void
goes_through_pages_of_several(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(pages); i++) {
		struct form *form = built(pages[i].rows);
		struct flow *flow = flow_new(form, 7, clock_of_test);
		char *way = mem_copy(pages[i].way), *rest = way, *entry, *told;
		bool apart = pages[i].apart;

		set_apart(flow, apart);
		while ((entry = strsep(&rest, "|")) != NULL)
			step(&flow, entry, &apart);
		told = page_told(flow);
		assert_text(told, pages[i].page, pages[i].what);
		free(told);
		if (pages[i].sent) {
			told = sent(flow);
			assert_text(told, pages[i].sent, pages[i].what);
			free(told);
		}
		free(way);
		flow_free(flow);
		form_free(form);
	}
}

static void
each_question_of_a_page_has_its_own_refusal(void **state)
{
	static const char *const none[] = {"", "a", ""};
	static const char *const two[] = {"", "maybe", "b"};
	struct form *form = built(MUST_FORM);
	struct flow *flow = flow_new(form, 7, clock_of_test);
	struct refusal refusal[3];

	assert_false(flow_answer(flow, none, 3, refusal));
	assert_string_not_equal(refusal[0].text, "");
	assert_string_equal(refusal[1].text, "");
	assert_string_equal(refusal[2].text, refusal[0].text);
	assert_string_equal(entered(flow, "t2"), "a");
	assert_false(flow_answer(flow, two, 3, refusal));
	assert_string_not_equal(refusal[0].text, "");
	assert_string_not_equal(refusal[1].text, "");
	assert_string_not_equal(refusal[2].text, "");
	assert_string_not_equal(refusal[2].text, refusal[0].text);
	assert_string_equal(entered(flow, "t2"), "a");
	flow_free(flow);
	form_free(form);
}

static void
what_is_closed_or_the_same_is_not_kept(void **state)
{
	static const char *const closed[] = {"dk", "s"};
	static const char *const open[] = {"no", "s"};
	struct form *form = built(SURE_FORM);
	struct flow *flow = flow_new(form, 7, clock_of_test);
	struct refusal refusal[2];

	enter(flow, "1");
	assert_true(flow_answer(flow, closed, 2, refusal));
	assert_string_equal(entered(flow, "b"), "");
	assert_true(flow_back(flow));
	assert_false(flow_keep(flow, closed, 2));
	assert_true(flow_keep(flow, open, 1));
	assert_string_equal(entered(flow, "b"), "");
	assert_true(flow_keep(flow, open, 2));
	assert_string_equal(entered(flow, "b"), "s");
	assert_false(flow_keep(flow, open, 2));
	flow_free(flow);
	form_free(form);
}

/* One person changes their mind; whichever way the pages come, what is sent
 * in the end is the same. */
static char *
changed_mind(const struct form *form, bool apart, const char *const mind[4])
{
	struct flow *flow = flow_new(form, 7, clock_of_test);
	size_t i;
	char *told;

	set_apart(flow, apart);
	enter(flow, "1");
	for (i = 0; i < 4; i += 2) {
		if (i > 0)
			flow_change(flow, index_of(flow, "a"));
		if (apart) {
			enter(flow, mind[i]);
			if (!strcmp(at(flow), "b"))
				enter(flow, mind[i + 1]);
		} else {
			struct refusal refusal[2];

			assert_true(flow_answer(flow, mind + i, 2, refusal));
		}
		if (i == 0)
			enter(flow, "2");
	}
	assert_string_equal(at(flow), "review");
	told = sent(flow);
	flow_free(flow);
	return told;
}

static void
a_changed_mind_is_the_same_either_way(void **state)
{
	static const char *const item[] = {"", "yes", "no", "dk"};
	static const char *const sure[] = {"", "s", "u"};
	struct form *form = built(SURE_FORM);
	size_t i, n = COUNT(item) * COUNT(sure), tried = 0;

	for (i = 0; i < n * n; i++) {
		const char *mind[] = {item[i % 4], sure[i / 4 % 3],
				      item[i / n % 4], sure[i / n / 4]};
		char *apart, *together;

		/* The same answer again is not asked anew: another
		 * certainty of it is given where it stands. */
		if (strcmp(mind[0], mind[2]) == 0 &&
		    strcmp(mind[1], mind[3]) != 0)
			continue;
		apart = changed_mind(form, true, mind);
		together = changed_mind(form, false, mind);
		assert_string_equal(apart, together);
		free(apart);
		free(together);
		tried++;
	}
	assert_true(tried > 100);
	form_free(form);
}

static void
tells_what_opens_a_certainty(void **state)
{
	struct form *form = built(SURE_FORM);
	struct flow *flow = flow_new(form, 7, clock_of_test);
	char *before, *after;

	enter(flow, "1");
	before = sent(flow);
	assert_true(flow_opens(flow, "yes"));
	assert_true(flow_opens(flow, "no"));
	assert_false(flow_opens(flow, "dk"));
	after = sent(flow);
	assert_string_equal(before, after);
	free(before);
	free(after);
	flow_free(flow);
	form_free(form);
}

static void
tells_where_in_a_table(void **state)
{
	struct form *form = built(TABLE_FORM);
	struct flow *flow = flow_new(form, 7, clock_of_test);
	char *label;
	size_t rows;

	enter(flow, "1");
	assert_int_equal(flow_row(flow, index_of(flow, "t1"), &rows), 1);
	assert_int_equal(rows, 2);
	assert_int_equal(flow_row(flow, index_of(flow, "t3"), &rows), 2);
	assert_int_equal(flow_row(flow, index_of(flow, "z"), &rows), 0);
	assert_int_equal(rows, 0);
	assert_true(flow_back(flow));
	enter(flow, "2");
	assert_int_equal(flow_row(flow, index_of(flow, "t3"), &rows), 3);
	assert_int_equal(rows, 3);
	label = flow_table_label(flow, index_of(flow, "t2"), 1);
	assert_string_equal(label, "Pa mor bell?");
	free(label);
	label = flow_table_label(flow, index_of(flow, "z"), 0);
	assert_string_equal(label, "");
	free(label);
	/* It is over the statements, not over their page. */
	label = flow_section(flow, index_of(flow, "t2"), 0);
	assert_string_equal(label, "");
	free(label);
	flow_free(flow);
	form_free(form);
}

/* A page is one in the count, however its questions come. */
static void
a_page_of_several_counts_as_one(void **state)
{
	static const struct {
		const char *what, *rows;
		bool apart;
		const char *way;
		size_t position, total;
		bool exact;
	} cases[] = {
		{"certainty ahead", SURE_FORM, false, NULL, 1, 3, true},
		{"at the item", SURE_FORM, false, "1", 2, 3, true},
		{"behind it", SURE_FORM, false, "1|yes", 3, 3, true},
		{"apart, at the item", SURE_FORM, true, "1", 2, 3, true},
		{"apart, at its certainty", SURE_FORM, true, "1|yes", 2, 3,
		 true},
		{"apart, behind it", SURE_FORM, true, "1|yes|s", 3, 3, true},
		{"statements ahead", TABLE_PAGE BEFORE, false, NULL, 1, 2,
		 false},
		{"at the statements", MUST_FORM, false, NULL, 1, 2, true},
		{"apart, at the third of them", MUST_FORM, true, "a|a", 1, 2,
		 true},
		{"apart, behind them", MUST_FORM, true, "a|a|a", 2, 2, true},
		{"the review", MUST_FORM, true, "a|a|a|1", 2, 2, true},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct form *form = built(cases[i].rows);
		struct flow *flow = flow_new(form, 7, clock_of_test);
		struct flow_progress p;

		set_apart(flow, cases[i].apart);
		walk(flow, cases[i].way);
		p = flow_progress(flow);
		assert_case(p.position == cases[i].position, cases[i].what);
		assert_case(p.total == cases[i].total, cases[i].what);
		assert_case(p.exact == cases[i].exact, cases[i].what);
		flow_free(flow);
		form_free(form);
	}
}

static void
a_page_of_several_takes_the_time_of_all(void **state)
{
	static const char *const all[] = {"a", "", "a"};
	struct refusal refusal[3];
	struct form *form = built(MUST_FORM);
	struct flow *flow = flow_new(form, 7, clock_of_test),
		    *apart = flow_new(form, 7, clock_of_test);
	double whole = flow_progress(flow).minutes_left;

	set_apart(apart, true);
	assert_true(flow_progress(apart).minutes_left == whole);
	enter(apart, "a");
	assert_true(flow_progress(apart).minutes_left < whole);
	assert_true(flow_answer(flow, all, 3, refusal));
	enter(flow, "1");
	walk(apart, "a|a|1");
	assert_true(flow_review(flow) && flow_review(apart));
	flow_change(flow, index_of(flow, "t1"));
	flow_change(apart, index_of(flow, "t1"));
	assert_true(flow_progress(flow).minutes_left >
		    2 * flow_progress(apart).minutes_left);
	flow_free(flow);
	flow_free(apart);
	form_free(form);
}

/* The time that is left is that of both, and an answer that opens the second
 * takes away the first's alone. */
static void
how_sure_is_in_the_time_before_it_opens(void **state)
{
	struct form *form = built(SURE_FORM);
	struct flow *opens = flow_new(form, 7, clock_of_test),
		    *closes = flow_new(form, 7, clock_of_test);
	double before, sure,
		item = question_minutes(form,
					&form->question[form_find(form, "a")],
					0);

	set_apart(opens, true);
	set_apart(closes, true);
	walk(opens, "1");
	walk(closes, "1");
	before = flow_progress(opens).minutes_left;
	enter(opens, "yes");
	enter(closes, "dk");
	sure = flow_progress(opens).minutes_left -
		flow_progress(closes).minutes_left;
	assert_string_equal(at(opens), "b");
	assert_true(sure > 0);
	assert_true(fabs(before - flow_progress(opens).minutes_left - item) <
		    1e-9);
	assert_true(fabs(before - flow_progress(closes).minutes_left - item -
			 sure) < 1e-9);
	flow_free(opens);
	flow_free(closes);
	form_free(form);
}

/* ---- drafts ---- */

static struct json *
drafted(const struct flow *flow)
{
	struct json *draft = answers_to_draft(flow_answers(flow)), *again;
	char *text = json_print(draft);

	json_free(draft);
	again = json_parse(text, strlen(text), NULL);
	free(text);
	return again;
}

/* At every step of a way: what a draft brings back is what was there. */
static void
comes_back_where_it_stopped(void **state)
{
	static const char *const forms[] = {ROUTING, BLOCKS};
	static const char *const entries[] = {"yes", "30", "1", "", "2"};
	size_t f, i;

	for (f = 0; f < COUNT(forms); f++) {
		struct form *form = built(forms[f]);
		struct flow *flow = flow_new(form, 9, clock_of_test);

		for (i = 0; i < COUNT(entries) && flow_question(flow); i++) {
			struct flow *again = flow_new(form, 9, clock_of_test);
			struct json *draft = drafted(flow);
			struct error err = ERROR_INIT;
			struct refusal refusal;
			char *before = sent(flow), *after;

			assert_true(flow_restore(again, draft, flow_page(flow),
						 flow_is_changing(flow), &err));
			assert_string_equal(at(again), at(flow));
			after = sent(again);
			assert_string_equal(after, before);
			free(before);
			free(after);
			json_free(draft);
			flow_free(again);
			if (!answer(flow, entries[i], &refusal))
				enter(flow, "");
		}
		flow_free(flow);
		form_free(form);
	}
}

static void
comes_back_to_the_review(void **state)
{
	struct form *form = built(ROUTING);
	struct flow *flow = flow_new(form, 9, clock_of_test),
		    *again = flow_new(form, 9, clock_of_test);
	struct json *draft;

	walk(flow, "no|yes");
	draft = drafted(flow);
	assert_true(flow_restore(again, draft, FORM_NONE, false, NULL));
	assert_string_equal(at(again), "review");
	json_free(draft);
	flow_free(flow);
	/* A review that is too early is none. */
	draft = json_parse("{}", 2, NULL);
	assert_true(flow_restore(again, draft, FORM_NONE, false, NULL));
	assert_string_equal(at(again), "account");
	/* Nor is a page that is not relevant. */
	assert_true(flow_restore(again, draft, index_of(again, "posts"), false,
				 NULL));
	assert_string_equal(at(again), "policy");
	json_free(draft);
	flow_free(again);
	form_free(form);
}

static void
refuses_a_draft_that_does_not_fit(void **state)
{
	static const struct {
		const char *what, *draft;
		size_t page;
		const char *message;
	} cases[] = {
		{"an answer to nothing", "{\"x\":{\"seen\":true}}", 0,
		 "there is an answer to a question that the questionnaire "
		 "does not have"},
		{"an answer of another type", "{\"posts\":{\"v\":\"a\"}}", 0,
		 "question 'posts' does not take the answer in the draft"},
		{"a page behind the last", "{}", 4,
		 "the draft is at a question that the questionnaire does not "
		 "ask"},
	};
	struct form *form = built(ROUTING);
	struct flow *flow = flow_new(form, 9, clock_of_test);
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct json *draft = json_parse(cases[i].draft,
						strlen(cases[i].draft), NULL);
		struct error err = ERROR_INIT;

		assert_case(!flow_restore(flow, draft, cases[i].page, false,
					  &err),
			    cases[i].what);
		assert_text(err.text, cases[i].message, cases[i].what);
		assert_string_equal(at(flow), "account");
		json_free(draft);
	}
	flow_free(flow);
	form_free(form);
}

/* What a person cleared is not filled by its default again. */
static void
keeps_cleared_defaults_cleared(void **state)
{
	struct form *form =
		built(",integer,n,N?,,,,,,,7,,,\n,integer,m,M?,,,,,,,8,,,\n");
	struct flow *flow = flow_new(form, 9, clock_of_test),
		    *again = flow_new(form, 9, clock_of_test);
	struct json *draft;

	enter(flow, "");
	draft = drafted(flow);
	assert_true(flow_restore(again, draft, 1, false, NULL));
	assert_string_equal(entered(again, "n"), "");
	assert_string_equal(entered(again, "m"), "8");
	json_free(draft);
	flow_free(flow);
	flow_free(again);
	form_free(form);
}

static void
has_a_clock(void **state)
{
	struct flow_clock clock = flow_system_clock();

	assert_true(clock.now(clock.ctx) > 1.7e9);
	assert_true(fabs(clock.utc_offset) <= 14 * 3600);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_its_way),
		cmocka_unit_test(cannot_go_back_from_the_first),
		cmocka_unit_test(stays_when_an_answer_is_refused),
		cmocka_unit_test(refuses_in_the_persons_language),
		cmocka_unit_test(shows_what_is_read_only),
		cmocka_unit_test(draws_once_a_person),
		cmocka_unit_test(changes_from_the_review),
		cmocka_unit_test(asks_what_must_be_answered_before_the_review),
		cmocka_unit_test(asks_several_that_open),
		cmocka_unit_test(asks_alone_what_opens_late),
		cmocka_unit_test(asks_again_what_no_longer_fits),
		cmocka_unit_test(orders_choices),
		cmocka_unit_test(shuffles_by_person_and_question),
		cmocka_unit_test(fills_labels),
		cmocka_unit_test(tells_how_many_choices),
		cmocka_unit_test(tells_progress),
		cmocka_unit_test(tells_sections),
		cmocka_unit_test(tells_only_sections_that_come),
		cmocka_unit_test(tells_minutes),
		cmocka_unit_test(goes_through_pages_of_several),
		cmocka_unit_test(each_question_of_a_page_has_its_own_refusal),
		cmocka_unit_test(what_is_closed_or_the_same_is_not_kept),
		cmocka_unit_test(a_changed_mind_is_the_same_either_way),
		cmocka_unit_test(tells_what_opens_a_certainty),
		cmocka_unit_test(tells_where_in_a_table),
		cmocka_unit_test(a_page_of_several_counts_as_one),
		cmocka_unit_test(a_page_of_several_takes_the_time_of_all),
		cmocka_unit_test(how_sure_is_in_the_time_before_it_opens),
		cmocka_unit_test(comes_back_where_it_stopped),
		cmocka_unit_test(comes_back_to_the_review),
		cmocka_unit_test(refuses_a_draft_that_does_not_fit),
		cmocka_unit_test(keeps_cleared_defaults_cleared),
		cmocka_unit_test(has_a_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
