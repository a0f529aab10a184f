/* What loads but is unwise; and what is wise is not complained of. */
#include "tests/test.h"

#include "questions/lint.h"
#include "questions/xlsform.h"
#include "tests/form_text.h"

static char *
printed(const struct problems *problems)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	problems_print(problems, out);
	fclose(out);
	return text;
}

/* What lint says of a questionnaire that loads with nothing to say. */
static char *
lint_of(const char *csv, const char *topics, const char *misconceptions,
	const char *what)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book;
	struct form *form;
	char *said;

	book = book_parse("f.csv", csv, strlen(csv), topics, strlen(topics),
			  misconceptions, strlen(misconceptions), &problems,
			  &err);
	assert_case(book != NULL, what);
	form = xlsform_build(book, &problems);
	said = printed(&problems);
	assert_text(said, "", what);
	free(said);
	assert_case(form != NULL, what);
	lint(form, book, &problems);
	said = printed(&problems);
	problems_release(&problems);
	form_free(form);
	book_free(book);
	return said;
}

#define TOPICS	       "topic,name\nPUB,Public\nSET,Settings\n"
#define MISCONCEPTIONS "code,label,direction\nX,An idea,over-reach\n"
#define LISTS                                                            \
	"choices\n,list_name,name,label\n,l,a,One\n,l,b,Two\n,l,c,Six\n" \
	",l,dk,Don't know\n"
#define YES_NO ",yn,yes,Yes\n,yn,no,No\n"

#define ITEM                                                        \
	"type,name,label,kq_role,kq_topic,kq_key,kq_misconception," \
	"kq_missing"

static const struct {
	const char *what, *header, *rows, *behind, *said;
} cases[] = {
	{"a good item", ITEM,
	 ",select_one l,q,Which is it?,knowledge,PUB,b,a=X c=X,dk=dontknow\n",
	 LISTS, ""},
	{"no key", ITEM, ",select_one l,q,?,knowledge,PUB,,,dk=dontknow\n",
	 LISTS,
	 "f.csv:3:G kq_key: warning: 'q' is a knowledge item without a key; "
	 "write the right choice into kq_key, or no into kq_scored\n"},
	{"no key, and none wanted", ITEM ",kq_scored",
	 ",select_one l,q,?,knowledge,PUB,,,dk=dontknow,no\n", LISTS, ""},
	{"a key that does not count", ITEM, ",select_one l,q,?,habit,PUB,a\n",
	 LISTS,
	 "f.csv:3:G kq_key: warning: 'q' has a key, but only knowledge items "
	 "are scored; write knowledge into kq_role, or empty the cell\n"},
	{"no topic, don't know or misconception", ITEM,
	 ",select_one l,q,?,knowledge,,b,a=X,\n", LISTS,
	 "f.csv:3:F kq_topic: warning: 'q' belongs to no topic; write one into "
	 "kq_topic\n"
	 "f.csv:3:H kq_misconception: warning: wrong choices of 'q' without a "
	 "misconception: c dk; say which idea each stands for\n"
	 "f.csv:3:I kq_missing: warning: 'q' has no don't-know choice, so "
	 "people guess; add one, and name it in kq_missing\n"},
	{"nothing is wrong", ITEM,
	 ",select_multiple l,q,?,knowledge,PUB,a b c,,dk=dontknow\n", LISTS,
	 "f.csv:3:G kq_key: warning: no choice of 'q' is wrong; take one out "
	 "of kq_key\n"},
	{"codes nobody knows", ITEM ",kq_risky,kq_exposes",
	 ",select_one l,q,?,knowledge,PBU,b,a=X c=Y,dk=dontknow\n"
	 ",select_one l,h,?,habit,SET,,,,a,PUB QQQ\n",
	 LISTS,
	 "f.csv:3:F kq_topic: warning: topic 'PBU' is not in the topics file; "
	 "add it there\n"
	 "f.csv:3:H kq_misconception: warning: misconception 'Y' is not in the "
	 "misconceptions file; add it there, or correct the code\n"
	 "f.csv:4:K kq_exposes: warning: topic 'QQQ' is not in the topics "
	 "file; add it there\n"},
	{"exposure without risky choices", ITEM ",kq_exposes",
	 ",select_one l,h,?,habit,SET,,,,PUB\n", LISTS,
	 "f.csv:3:J kq_exposes: warning: kq_exposes of 'h' needs kq_risky, the "
	 "choices that mean exposure; write them\n"},
	{"a local rule nobody confirmed", ITEM ",kq_basis,kq_confirmed",
	 ",select_one l,q,Which is it?,knowledge,PUB,b,a=X c=X,dk=dontknow,"
	 "POLICY,\n"
	 ",select_one l,r,Which is it?,knowledge,PUB,b,a=X c=X,dk=dontknow,"
	 "POLICY,Jo\n",
	 LISTS,
	 "f.csv:3:K kq_confirmed: note: 'q' rests on a local rule that nobody "
	 "has confirmed, so it does not count; write name and date into "
	 "kq_confirmed\n"},
	{"certainty of what", ITEM ",kq_for",
	 ",select_one l,q,Which is it?,knowledge,PUB,b,a=X c=X,dk=dontknow\n"
	 ",select_one l,s,?,certainty,,,,\n"
	 ",select_one l,t,?,certainty,,,,,s\n"
	 ",select_one l,u,?,certainty,,,,,q\n",
	 LISTS,
	 "f.csv:4:J kq_for: warning: 's' asks how certain people are, but of "
	 "what? name the question in kq_for\n"
	 "f.csv:5:J kq_for: warning: 's' is no knowledge item; name the one "
	 "that is meant\n"},
	{"a segment that is still an example", "type,name,label,kq_role",
	 ",select_one s,g,Where?,segment\n",
	 "choices\n,list_name,name,label\n,s,a,Example: north\n,s,b,South\n",
	 "f.csv:3:E kq_role: note: the choices of 'g' are examples, so it will "
	 "not be asked; put in your own\n"},

	{"a list nobody uses", "type,name,label", ",select_one l,q,?\n",
	 LISTS YES_NO,
	 "f.csv:10: warning: no question uses list 'yn'; delete it, or ask "
	 "with it\n"},
	{"a list used with or_other only", "type,name,label",
	 ",select_one l or_other,q,?\n", LISTS, ""},
	{"choices without labels", "type,name,label", ",select_one l,q,?\n",
	 "choices\n,list_name,name,label\n,l,a,A\n,l,b,\n",
	 "f.csv:7:D label: warning: choice 'b' has no label; write what people "
	 "are to read\n"},
	{"a hint for a label", "type,name,label,hint", ",text,q,,Say why\n", "",
	 "f.csv:3:D label: warning: 'q' has a hint but no label; write the "
	 "question into label\n"},
	{"missing translations",
	 "type,name,label::English,label::French,hint::English",
	 ",text,q1,Why?,Pourquoi?,\n,text,q2,Why?,,Say\n"
	 ",select_one l,q3,Who?,Qui?,\n",
	 "choices\n,list_name,name,label::English,label::French\n,l,a,A,\n",
	 "f.csv:4: warning: no hint in 'French'; translate it\n"
	 "f.csv:4:E label::French: warning: no label in 'French'; translate "
	 "it\n"
	 "f.csv:8:E label::French: warning: no label in 'French'; translate "
	 "it\n"},
	{"translations missing in several rows are told once",
	 "type,name,label::English,label::French",
	 ",text,q1,Why?,\n,text,q2,,Qui?\n,text,q3,Why?,\n"
	 ",select_one l,q4,Who?,Qui?\n",
	 "choices\n,list_name,name,label::English,label::French\n"
	 ",l,a,A,\n,l,b,B,\n,l,c,C,\n,l,d,D,D\n,l,e,E,\n,l,f,F,\n,l,g,G,\n"
	 ",l,h,H,\n",
	 "f.csv:3:E label::French: warning: no label in 'French' in rows 3 and "
	 "5; translate them\n"
	 "f.csv:4:D label::English: warning: no label in 'English'; translate "
	 "it\n"
	 "f.csv:9:E label::French: warning: no label in 'French' in rows 9, "
	 "10, 11, 13, 14 and 2 more; translate them\n"},
	{"a translation missing in the language without a name",
	 "type,name,label,label::French", ",text,q1,,Pourquoi?\n", "",
	 "f.csv:3:D label: warning: no label in 'default'; translate it\n"},
	{"or_other in two languages", "type,name,label,label::French",
	 ",select_one l or_other,q1,Why?,Pourquoi?\n",
	 "choices\n,list_name,name,label,label::French\n,l,a,A,Ah\n",
	 "f.csv:3:B type: warning: what or_other adds is English in every "
	 "language; write its choice and its question yourself\n"},
	{"nobody gets there", "type,name,label,relevant",
	 ",text,q1,?,no\n,text,q2,?,1 = 2\n,text,q3,?,yes\n"
	 ",begin group,g,G,false()\n,text,q4,?\n,end group\n"
	 ",text,q5,?,random() > 2\n",
	 "",
	 "f.csv:3:E relevant: warning: 'q1' is never asked: this is never "
	 "true; delete the question, or mend the condition\n"
	 "f.csv:4:E relevant: warning: 'q2' is never asked: this is never "
	 "true; delete the question, or mend the condition\n"
	 "f.csv:6: warning: nothing in group 'g' is ever asked: its relevant "
	 "is never true; delete it, or mend the condition\n"},
	{"a choice nobody has", "type,name,label,relevant",
	 ",select_one l,q1,?\n,text,q2,?,${q1} = 'd'\n"
	 ",text,q3,?,\"selected( ${q1} , 'x') or ${q1}!='a'\"\n"
	 ",text,q4,?,${q1} = ''\n,text,q5,?,${q4} = 'x'\n",
	 LISTS,
	 "f.csv:4:E relevant: warning: 'd' is not a choice of 'q1', so nobody "
	 "can have chosen it; correct the name\n"
	 "f.csv:5:E relevant: warning: 'x' is not a choice of 'q1', so nobody "
	 "can have chosen it; correct the name\n"},
	{"dates without quotes", "type,name,label,constraint",
	 ",date,q1,?,. > 2020-01-01\n"
	 ",date,q2,?,. > today() - 2020-1-31 + 1\n"
	 ",date,q3,?,. > '2020-01-01' and . - 2020 - 10 < 5-3\n",
	 "",
	 "f.csv:3:E constraint: warning: 2020-01-01 is a subtraction and gives "
	 "2018; write date('2020-01-01')\n"
	 "f.csv:4:E constraint: warning: 2020-1-31 is a subtraction and gives "
	 "1988; write date('2020-01-31')\n"},
	{"references in quotes", "type,name,label,calculation",
	 ",select_one l,q1,?,\n"
	 ",calculate,c1,,'Hello ${q1}'\n"
	 ",calculate,c2,,\"concat('Hello ', ${q1}, ' $ {')\"\n"
	 ",calculate,c3,,\"jr:choice-name(${q1}, '${q1}')\"\n"
	 ",begin group,g,G,\n,text,q2,?,\n,end group,,,\n",
	 LISTS,
	 "f.csv:4:E calculation: warning: within quotes '${q1}' is text and "
	 "not the answer; take it out of them, with concat() where words stand "
	 "beside it\n"},
	{"a calculated condition is a text",
	 "type,name,label,relevant,calculation",
	 ",integer,n,?,,\n"
	 ",calculate,c,,,${n} > 3\n"
	 ",calculate,d,,,${n} + 3\n"
	 ",text,q1,?,${c} = '1',\n"
	 ",text,q2,?,1 != ${c},\n"
	 ",text,q3,?,${c} = true(),\n"
	 ",text,q4,?,${c},\n"
	 ",text,q5,?,not(${c}) and ${n} > 1,\n"
	 ",text,q6,?,${c} or ${n} > 1,\n"
	 ",text,q7,?,${c} = 'true' or ${c} != 'false' or ${c} = '',\n"
	 ",text,q8,?,${d} = '1' and ${d} and ${d} = 1,\n"
	 ",begin group,g,G,${c},\n,text,q9,?,,\n,end group,,,,\n",
	 "",
	 "f.csv:6:E relevant: warning: '${c}' is 'true' or 'false' and never "
	 "'1'; compare it with 'true'\n"
	 "f.csv:7:E relevant: warning: '${c}' is 'true' or 'false' and never a "
	 "number; compare it with 'true'\n"
	 "f.csv:8:E relevant: warning: '${c}' is the text 'true' or 'false', "
	 "and both count as true here; compare it with 'true'\n"
	 "f.csv:9:E relevant: warning: '${c}' is the text 'true' or 'false', "
	 "and both count as true here; write ${c} = 'true'\n"
	 "f.csv:10:E relevant: warning: '${c}' is the text 'true' or 'false', "
	 "and both count as true here; write ${c} = 'true'\n"
	 "f.csv:11:E relevant: warning: '${c}' is the text 'true' or 'false', "
	 "and both count as true here; write ${c} = 'true'\n"
	 "f.csv:14: warning: '${c}' is the text 'true' or 'false', and both "
	 "count as true here; write ${c} = 'true'\n"},
	{"a filter on its own answer", "type,name,label,choice_filter",
	 ",select_one l,q1,?,${q1} != name\n,select_one l,q2,?,${q1} != name\n",
	 LISTS,
	 "f.csv:3:E choice_filter: warning: the choices of 'q1' would hang on "
	 "its own answer; refer to another question\n"},
	{"messages nobody reads",
	 "type,name,label,constraint,constraint_message,required,"
	 "required_message",
	 ",integer,q1,?,. > 0,m,yes,m\n,integer,q2,?,,m,no,m\n", "",
	 "f.csv:4:F constraint_message: warning: without a constraint nobody "
	 "reads this; write one, or empty the cell\n"
	 "f.csv:4:H required_message: warning: the question is not required, "
	 "so nobody reads this; empty the cell\n"},
	{"patterns without anchors", "type,name,label,constraint",
	 ",text,q1,?,\"regex(., '[0-9]+')\"\n"
	 ",text,q2,?,\"regex(., '^[0-9]+$')\"\n",
	 "",
	 "f.csv:3:E constraint: note: the pattern matches the whole answer "
	 "here, a part of it elsewhere; write '^...$' to be sure\n"},
	{"a scale that is shuffled", "type,name,label,appearance,parameters",
	 ",select_one l,q1,Shuffled?,likert,randomize=true\n"
	 ",select_one l,q2,In order?,likert,\n"
	 ",select_one l,q3,Kinds?,,randomize=true\n"
	 ",select_one l,q4,In order?,likert,randomize=false\n",
	 LISTS,
	 "f.csv:3:F parameters: warning: the options run along a scale "
	 "(appearance likert) and are shuffled; take out randomize=true, or "
	 "likert where they are in no order\n"},
	{"double negatives", "type,name,label",
	 ",select_one l,q1,Why is it not that nobody came?\n"
	 ",select_one yn,q2,Do you not agree?\n"
	 ",select_one l,q3,What don't you like?\n"
	 ",select_one l,q4,It was not me. It never is.\n"
	 ",select_one yn,q5,Do you know the notice about nothings?\n",
	 LISTS YES_NO,
	 "f.csv:3:D label: warning: the question says no twice; put it "
	 "positively\n"
	 "f.csv:4:D label: warning: the question says no and so can its "
	 "answer; put it positively\n"},
	{"other languages have other words for no", "type,name,label::Deutsch",
	 ",select_one yn,q,Not macht erfinderisch?\n",
	 "choices\n,list_name,name,label::Deutsch\n,yn,j,Ja\n,yn,n,No\n", ""},
};

static void
says_what_is_unwise(void **state)
{
	struct text csv = TEXT_INIT;
	size_t i;
	char *said;

	for (i = 0; i < COUNT(cases); i++) {
		text_clear(&csv);
		text_addf(&csv, "survey\n,%s\n%s%s", cases[i].header,
			  cases[i].rows, cases[i].behind);
		said = lint_of(text_get(&csv), TOPICS, MISCONCEPTIONS,
			       cases[i].what);
		assert_text(said, cases[i].said, cases[i].what);
		free(said);
	}
	text_release(&csv);
}

/* n items with the given keys, "abca...", each of three choices, of which the
 * one called `longest` is the longest; "=": none is. */
static char *
lint_keys(const char *keys, const char *longest)
{
	struct text csv = TEXT_INIT;
	size_t i, k;
	char *said;

	text_add(&csv, "survey\n," ITEM "\n");
	for (i = 0; keys[i] != '\0'; i++) {
		text_addf(&csv,
			  ",select_one l%c,q%zu,Which is it?,knowledge,"
			  "PUB,%c,\"",
			  longest[i], i, keys[i]);
		for (k = 0; k < 3; k++)
			if ("abc"[k] != keys[i])
				text_addf(&csv, "%c=X ", "abc"[k]);
		text_add(&csv, "\",dk=dontknow\n");
	}
	text_add(&csv, "choices\n,list_name,name,label\n");
	for (k = 0; k < 4; k++)
		if (strchr(longest, "abc="[k]) != NULL)
			for (i = 0; i < 4; i++)
				text_addf(&csv, ",l%c,%s,%s\n", "abc="[k],
					  i == 3 ? "dk" : &"a\0b\0c"[2 * i],
					  i == 3	   ? "Don't know at all"
						  : i == k ? "Longer"
							   : "Short");
	said = lint_of(text_get(&csv), TOPICS, MISCONCEPTIONS, keys);
	text_release(&csv);
	return said;
}

static void
sees_keys_that_stand_out(void **state)
{
	static const struct {
		const char *keys, *longest, *said;
	} tables[] = {
		{"abcabcabca", "bcabcabcab", ""},
		/* Six of ten by chance: 8 in a hundred. */
		{"bbbbbbacac", "acacacbbbb", ""},
		{"bbbbbbbbba", "acacacacac",
		 "f.csv:3:G kq_key: warning: the right choice stands second in "
		 "9 of 10 knowledge items; move it about\n"},
		{"abcabcabca", "abcabcabcb",
		 "f.csv:3:G kq_key: warning: the right choice is the longest "
		 "in 9 of 10 knowledge items; shorten it, or lengthen "
		 "others\n"},
		/* All of one length: none is the longest. */
		{"abcabcabca", "==========", ""},
		/* Too few to tell. */
		{"aaaa", "aaaa", ""},
	};
	size_t i;
	char *said;

	for (i = 0; i < COUNT(tables); i++) {
		said = lint_keys(tables[i].keys, tables[i].longest);
		assert_text(said, tables[i].said, tables[i].keys);
		free(said);
	}
}

/* ----------------------------------------------------------------- the bank */

static struct form *
load_bank(const char *path, struct problems *problems)
{
	struct error err = ERROR_INIT;
	struct book *book;
	struct form *form;
	char *said;

	form = xlsform_load(path, &book, problems, &err);
	said = printed(problems);
	assert_text(said, "", path);
	free(said);
	assert_case(form != NULL, path);
	lint(form, book, problems);
	book_free(book);
	return form;
}

static void
finds_no_fault_with_the_bank(void **state)
{
	static const struct {
		const char *path;
		/* Questions people see; knowledge items; those that count
		 * (an unconfirmed local rule does not); segments. */
		size_t asked, items, scored, segments;
		size_t topics, notes;
	} bank[] = {
		{"questions/bank/standard.csv", 32, 20, 20, 2, 10, 1},
		{"questions/bank/full.csv", 101, 37, 30, 4, 10, 9},
		{"questions/bank/public-service.csv", 3, 3, 3, 0, 1, 0},
	};
	struct problems problems;
	const struct question *q;
	struct form *form;
	size_t i, k, asked, items, scored, segments;

	for (i = 0; i < COUNT(bank); i++) {
		problems = (struct problems)PROBLEMS_INIT;
		form = load_bank(bank[i].path, &problems);
		asked = items = scored = segments = 0;
		for (k = 0; k < form->n_questions; k++) {
			q = &form->question[k];
			asked += question_is_asked(q);
			items += q->role == ROLE_KNOWLEDGE;
			scored += q->scored;
			segments += q->role == ROLE_SEGMENT;
			if (q->role != ROLE_KNOWLEDGE)
				continue;
			assert_case(q->why != NULL, q->name);
			/* Don't know stays last. */
			assert_case(!q->randomize || q->pinned != NULL,
				    q->name);
		}
		assert_int_equal(problems.errors, 0);
		assert_int_equal(problems.warnings, 0);
		assert_int_equal(problems.n, bank[i].notes);
		assert_int_equal(asked, bank[i].asked);
		assert_int_equal(items, bank[i].items);
		assert_int_equal(scored, bank[i].scored);
		assert_int_equal(segments, bank[i].segments);
		assert_int_equal(form->n_topics, bank[i].topics);
		form_free(form);
		problems_release(&problems);
	}
}

/* Nobody reads them; the note of the loader is all there is to say. */
static void
passes_over_disabled_rows(void **state)
{
	static const char csv[] =
		"survey\n,type,name,label,label::French,disabled,relevant\n"
		",select_one l,q1,Why?,Pourquoi?\n"
		",text,q2,How?,,yes,${q1} = 'zz'\n"
		"choices\n,list_name,name,label,label::French\n,l,a,A,Ah\n";
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book = book_parse("f.csv", csv, strlen(csv), NULL, 0, NULL,
				       0, &problems, &err);
	struct form *form;
	char *said;

	assert_non_null(book);
	form = xlsform_build(book, &problems);
	assert_non_null(form);
	lint(form, book, &problems);
	said = printed(&problems);
	assert_text(said,
		    "f.csv:4:F disabled: note: row is disabled, so it is not "
		    "used\n",
		    "a disabled row");
	free(said);
	problems_release(&problems);
	form_free(form);
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_is_unwise),
		cmocka_unit_test(passes_over_disabled_rows),
		cmocka_unit_test(sees_keys_that_stand_out),
		cmocka_unit_test(finds_no_fault_with_the_bank),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
