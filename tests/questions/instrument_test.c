/* The questionnaire as it travels: nothing lost, no key with it. */
#include "tests/test.h"

#include "questions/instrument.h"
#include "questions/json.h"
#include "questions/xlsform.h"
#include "tests/form_text.h"

/* Everything that a key can be told from, each with a word of its own. */
static const char secret_csv[] =
	"survey\n"
	",type,name,label,label::French,hint,guidance_hint,required,"
	"required_message,relevant,constraint,constraint_message,calculation,"
	"default,read_only,appearance,parameters,choice_filter,kq_role,"
	"kq_topic,kq_key,kq_points,kq_partial,kq_misconception,kq_for,kq_risky,"
	"kq_risk,kq_basis,kq_source,kq_why,kq_confirmed,kq_exposes,kq_scored,"
	"kq_max,kq_missing,kq_pin,kq_exclusive,remark,disabled\n"
	",begin_group,g,Group,Groupe,,,,,1 = 1,,,,,,field-list\n"
	",select_multiple l,q1,Ask ${q2},Demande,Hint,More,yes,Do it,"
	"${q2} = 'x',count-selected(.) < 3,Too many,,a,no,quick,"
	"randomize=true seed=7,zone = 'n',knowledge,SECRETTOPIC,b,77,all,"
	"a=SECRETIDEA,,,5,POLICY,SECRETSOURCE,SECRETWHY,SECRETWHO,,yes,,"
	"dk=dontknow,dk,dk,SECRETREMARK\n"
	",text,q2,Text,Texte,,,,,,,,,,,multiline,,,open,,,,,,,,,,,,,,,50\n"
	",end_group\n"
	",select_one l,q3,Sure,Bien,,,,,,,,,,,,,,certainty,,,,,,q1\n"
	",select_one l,q4,Habit,Usage,,,,,,,,,,,,,,habit,,,,,,q1,a,,,,,,"
	"SECRETTOPIC\n"
	",select_one s,q5,Where,Ou,,,,,,,,,,,,,,segment\n"
	",range,q6,Range,Etendue,,,,,,,,,,,,start=0 end=4\n"
	",calculate,q7,,,,,,,,,,1 + 1\n"
	",text,q8,SECRETDRAFT,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,yes\n"
	",,,,,SECRETNOTE\n"
	"choices\n,list_name,name,label,label::French,zone,right\n"
	",l,a,A,Ah,n,\n,l,b,B,Be,n,SECRETRIGHT\n,l,dk,Don't know,Sais pas,n\n"
	",s,x,X,Ix,,\n,s,y,Y,Igrec,,\n"
	"settings\n,form_title,form_id,version,default_language,"
	"kq_organisation,kq_purpose,submission_url\n"
	",Title,id,1,English,Ours,To know,SECRETURL\n";
static const char secret_topics[] = "topic,name\nSECRETTOPIC,Topic\n";
static const char secret_ideas[] =
	"code,label,direction\nSECRETIDEA,Idea,over-reach\n";

static struct book *
secret_book(void)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book =
		book_parse("f.csv", secret_csv, sizeof secret_csv - 1,
			   secret_topics, sizeof secret_topics - 1,
			   secret_ideas, sizeof secret_ideas - 1, &problems,
			   &err);

	assert_non_null(book);
	assert_int_equal(problems.n, 0);
	return book;
}

static char *
tell(const struct book *book, enum form_told told)
{
	struct problems problems = PROBLEMS_INIT;
	struct form *form = xlsform_build(book, &problems);
	struct text out = TEXT_INIT;

	if (form == NULL)
		problems_print(&problems, stderr);
	assert_non_null(form);
	form_tell(form, told, &out);
	form_free(form);
	problems_release(&problems);
	return text_take(&out);
}

static struct book *
read_back(const char *json)
{
	struct error err = ERROR_INIT;
	struct book *book = instrument_read(json, strlen(json), "x.wave", &err);

	assert_text(err.text, "", "read back");
	return book;
}

/* The same bytes again, and the same form as far as `told` goes. */
static void
comes_back(const struct book *book, enum instrument_part part,
	   enum form_told told, const char *what)
{
	char *json = instrument_write(book, part), *again, *before, *after;
	struct book *copy = read_back(json);

	again = instrument_write(copy, part);
	assert_text(again, json, what);
	before = tell(book, told);
	after = tell(copy, told);
	assert_text(after, before, what);
	free(again);
	/* collect compares the key's questionnaire with the wave's. */
	if (part == INSTRUMENT_WITH_KEY) {
		again = instrument_write(copy, INSTRUMENT_WITHOUT_KEY);
		free(json);
		json = instrument_write(book, INSTRUMENT_WITHOUT_KEY);
		assert_text(again, json, what);
		free(again);
	}
	free(json);
	free(before);
	free(after);
	book_free(copy);
}

static void
loses_nothing(void **state)
{
	static const char *const bank[] = {
		"questions/bank/standard.csv",
		"questions/bank/full.csv",
		"questions/bank/public-service.csv",
	};
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book = secret_book();
	size_t i;

	comes_back(book, INSTRUMENT_WITHOUT_KEY, TOLD_STAFF, "without key");
	comes_back(book, INSTRUMENT_WITH_KEY, TOLD_ALL, "with key");
	book_free(book);
	for (i = 0; i < COUNT(bank); i++) {
		book = book_load(bank[i], &problems, &err);
		assert_non_null(book);
		comes_back(book, INSTRUMENT_WITHOUT_KEY, TOLD_STAFF, bank[i]);
		comes_back(book, INSTRUMENT_WITH_KEY, TOLD_ALL, bank[i]);
		book_free(book);
	}
	assert_int_equal(problems.n, 0);
}

static void
takes_no_key_along(void **state)
{
	struct error err = ERROR_INIT;
	struct book *book = secret_book();
	char *json = instrument_write(book, INSTRUMENT_WITHOUT_KEY), *all;
	struct form *form;
	const char *word;

	/* The control: each of them is there with the key. */
	all = instrument_write(book, INSTRUMENT_WITH_KEY);
	assert_has(all, "SECRETTOPIC", "with key");
	assert_has(all, "SECRETRIGHT", "with key");
	assert_has(all, "SECRETDRAFT", "with key");
	word = strstr(json, "SECRET");
	assert_text(word, NULL, "a secret travels");
	assert_text(strstr(json, "kq_key"), NULL, "no header either");
	assert_text(strstr(json, "knowledge"), NULL, "no role");
	assert_text(strstr(json, "certainty"), NULL, "no role");
	assert_text(strstr(json, "\"77\""), NULL, "no points");
	assert_has(json, "segment", "but segments");
	assert_has(json, "zone", "and columns that a choice_filter names");
	assert_has(json, "dk=dontknow", "and what is no answer");

	form = instrument_form(json, strlen(json), "x.wave", &err);
	assert_non_null(form);
	assert_false(form->has_key);
	assert_null(form->question[0].key);
	assert_int_equal(form->question[0].role, ROLE_NONE);
	assert_int_equal(form->n_topics, 0);
	assert_text(form->file, "x.wave", "file");
	form_free(form);
	free(json);
	free(all);
	book_free(book);
}

#define START "{\"instrument\":1,\"sheets\":["
#define TYPE  "{\"header\":\"type\",\"name\":\"type\",\"column\":2}"
#define BROKEN(why)                                                    \
	"x.wave: this is not a questionnaire that conduct wrote: " why \
	"; take a fresh copy of the file"

static void
refuses(void **state)
{
	static const struct {
		const char *what, *json, *message;
	} cases[] = {
		{"no JSON", "{", BROKEN("not JSON at byte 0")},
		{"another kind", "{\"sheets\":[]}",
		 BROKEN("it is of another kind or a later version")},
		{"a later version", "{\"instrument\":2,\"sheets\":[]}",
		 BROKEN("it is of another kind or a later version")},
		{"not an object", "[1]",
		 BROKEN("it is of another kind or a later version")},
		{"no sheets", "{\"instrument\":1}",
		 BROKEN("there are no sheets in it")},
		{"a sheet without a name", START "{\"columns\":[]}]}",
		 BROKEN("a sheet has no name that is known")},
		{"an unknown sheet",
		 START "{\"name\":\"x\",\"columns\":[],\"rows\":[]}]}",
		 BROKEN("a sheet has no name that is known")},
		{"a sheet without rows",
		 START "{\"name\":\"survey\",\"columns\":[]}]}",
		 BROKEN("a sheet lacks its columns or rows")},
		{"a sheet twice",
		 START "{\"name\":\"survey\",\"columns\":[],\"rows\":[]},"
		       "{\"name\":\"survey\",\"columns\":[],\"rows\":[]}]}",
		 BROKEN("a sheet is there twice")},
		{"a column without a name",
		 START "{\"name\":\"survey\",\"columns\":[{\"header\":\"a\"}],"
		       "\"rows\":[]}]}",
		 BROKEN("a column lacks its name or place")},
		{"a row without a number",
		 START "{\"name\":\"survey\",\"columns\":[" TYPE
		       "],\"rows\":[[]]}]}",
		 BROKEN("a row lacks its number")},
		{"a row that is no list",
		 START "{\"name\":\"survey\",\"columns\":[" TYPE
		       "],\"rows\":[3]}]}",
		 BROKEN("a row lacks its number")},
		{"half a row number",
		 START "{\"name\":\"survey\",\"columns\":[" TYPE
		       "],\"rows\":[[1.5]]}]}",
		 BROKEN("a row lacks its number")},
		{"a cell beyond the columns",
		 START "{\"name\":\"survey\",\"columns\":[" TYPE
		       "],\"rows\":[[3,1,\"x\"]]}]}",
		 BROKEN("a cell lacks its column")},
		{"a cell without columns",
		 START "{\"name\":\"survey\",\"columns\":[],"
		       "\"rows\":[[3,0,\"x\"]]}]}",
		 BROKEN("a cell lacks its column")},
		{"a cell without text",
		 START "{\"name\":\"survey\",\"columns\":[" TYPE
		       "],\"rows\":[[3,0]]}]}",
		 BROKEN("a cell lacks its text")},
		{"a number for a text",
		 START "{\"name\":\"survey\",\"columns\":[" TYPE
		       "],\"rows\":[[3,0,1]]}]}",
		 BROKEN("a cell lacks its text")},
		{"no questionnaire in it", START "]}",
		 "x.wave:1:A: there is no survey sheet; write survey into "
		 "column A above the column names type, name and label"},
		{"a question of no type",
		 START "{\"name\":\"survey\",\"columns\":[" TYPE
		       "],\"rows\":[[3,0,\"tex\"]]}]}",
		 "x.wave:3:B type: unknown type 'tex'; did you mean 'text'?"},
	};
	struct error err;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		err = (struct error)ERROR_INIT;
		assert_case(instrument_form(cases[i].json,
					    strlen(cases[i].json), "x.wave",
					    &err) == NULL,
			    cases[i].what);
		assert_text(err.text, cases[i].message, cases[i].what);
	}
}

/* -------------------------------------------------------------- other books */

static char *
questions_of(const struct book *book)
{
	struct problems problems = PROBLEMS_INIT;
	struct form *form = xlsform_build(book, &problems);
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < problems.n; i++)
		if (problems.list[i].severity == SEVERITY_ERROR)
			text_addf(&t, "%s: %s ", problems.list[i].where,
				  problems.list[i].text);
	problems_release(&problems);
	if (form == NULL)
		return text_take(&t);
	for (i = 0; i < form->n_groups; i++)
		text_addf(&t, "[%s] ", form->group[i].name);
	for (i = 0; i < form->n_questions; i++)
		text_addf(&t, "%s ", form->question[i].name);
	form_free(form);
	return text_take(&t);
}

static void
leaves_questions_out(void **state)
{
	static const char csv[] =
		"survey\n,type,name,label,relevant\n"
		",begin_group,g,G\n,begin_group,h,H\n,text,a,?\n,end_group\n"
		",text,b,?\n,end_group\n"
		",begin_group,i,I\n,note,n,?\n,end_group\n"
		",select_one l or_other,c,?\n,text,d,?,${a} = 'x'\n"
		",begin_group,e,E\n,note,n,?\n,end_group\n"
		"choices\n,list_name,name,label\n,l,x,X\n";
	static const struct {
		const char *what, *names[3], *left;
	} cases[] = {
		{"nothing", {NULL}, "[g] [h] [i] [e] a b n c c_other d e_n "},
		{"one, with its group",
		 {"a", "d"},
		 "[g] [i] [e] b n c c_other e_n "},
		{"a group within a group",
		 {"a", "b", "d"},
		 "[i] [e] n c c_other e_n "},
		{"with what or_other added",
		 {"c"},
		 "[g] [h] [i] [e] a b n d e_n "},
		{"what or_other added, alone",
		 {"c_other"},
		 "[g] [h] [i] [e] a b n c c_other d e_n "},
		{"one that has a longer name here",
		 {"e_n"},
		 "[g] [h] [i] a b n c c_other d "},
		{"an unknown one",
		 {"zz"},
		 "[g] [h] [i] [e] a b n c c_other d e_n "},
		{"one that another needs",
		 {"a"},
		 "f.csv:13:E relevant: character 1: there is no question "
		 "'${a}'; add it, or correct the name "},
	};
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book, *less;
	size_t i, n;
	char *left;

	book = book_parse("f.csv", csv, sizeof csv - 1, NULL, 0, NULL, 0,
			  &problems, &err);
	assert_non_null(book);
	for (i = 0; i < COUNT(cases); i++) {
		for (n = 0; n < 3 && cases[i].names[n] != NULL;)
			n++;
		less = book_without(book, cases[i].names, n);
		left = questions_of(less);
		assert_text(left, cases[i].left, cases[i].what);
		assert_case(book_sheet(less, "choices")->n_rows == 1,
			    cases[i].what);
		free(left);
		book_free(less);
	}
	book_free(book);
}

/* What is left of a form in three languages. */
static void
leaves_languages_out(void **state)
{
	static const char csv[] =
		"survey\n,type,name,label,label::French (fr),hint::german,"
		"label::german\n"
		",begin_group,g,Group,Groupe,,Gruppe\n"
		",select_one l,q,What?,Quoi?,Bitte,Was?\n,end_group\n"
		"choices\n,list_name,name,label,label::French (fr),"
		"label::german\n,l,a,A,Ah,Ach\n"
		"settings\n,default_language,form_title::French (fr),form_title,"
		"kq_dpo\n,English (en),Titre,Title,Jo\n";
	static const struct {
		const char *what;
		bool keep[3]; /* English, French, German */
		const char *left;
	} cases[] = {
		{"all",
		 {true, true, true},
		 "settings title=\"Title\" dpo=\"Jo\"\n"
		 "settings in French (fr) title=\"Titre\" dpo=\"Jo\"\n"
		 "language \"English (en)\" default\n"
		 "language \"French (fr)\"\nlanguage \"german\"\n"
		 "group g label=\"Group\"\"Groupe\"\"Gruppe\"\n"
		 "list l: a label=\"A\"\"Ah\"\"Ach\"\n"
		 "q select_one l(1) in=g label=\"What?\"\"Quoi?\"\"Was?\" "
		 "hint=--\"Bitte\"\n"},
		{"the default one",
		 {true, false, false},
		 "settings title=\"Title\" dpo=\"Jo\"\n"
		 "language \"English (en)\" default\n"
		 "group g label=\"Group\"\n"
		 "list l: a label=\"A\"\n"
		 "q select_one l(1) in=g label=\"What?\"\n"},
		{"another one",
		 {false, true, false},
		 "settings title=\"Titre\" dpo=\"Jo\"\n"
		 "language \"French (fr)\" default\n"
		 "group g label=\"Groupe\"\n"
		 "list l: a label=\"Ah\"\n"
		 "q select_one l(1) in=g label=\"Quoi?\"\n"},
		{"one without a title of its own",
		 {false, false, true},
		 "settings title=\"Title\" dpo=\"Jo\"\n"
		 "language \"german\" default\n"
		 "group g label=\"Gruppe\"\n"
		 "list l: a label=\"Ach\"\n"
		 "q select_one l(1) in=g label=\"Was?\" hint=\"Bitte\"\n"},
		{"two, and not the default one",
		 {false, true, true},
		 "settings title=\"Titre\" dpo=\"Jo\"\n"
		 "language \"French (fr)\" default\nlanguage \"german\"\n"
		 "group g label=\"Groupe\"\"Gruppe\"\n"
		 "list l: a label=\"Ah\"\"Ach\"\n"
		 "q select_one l(1) in=g label=\"Quoi?\"\"Was?\" "
		 "hint=-\"Bitte\"\n"},
	};
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book = book_parse("f.csv", csv, sizeof csv - 1, NULL, 0,
				       NULL, 0, &problems, &err);
	struct form *form = xlsform_build(book, &problems), *less;
	struct book *left;
	struct text told = TEXT_INIT;
	size_t i;

	assert_non_null(form);
	for (i = 0; i < COUNT(cases); i++) {
		left = book_in_languages(book, form, cases[i].keep);
		less = xlsform_build(left, &problems);
		assert_case(less != NULL, cases[i].what);
		text_clear(&told);
		form_tell(less, TOLD_STAFF, &told);
		assert_text(text_get(&told), cases[i].left, cases[i].what);
		form_free(less);
		book_free(left);
	}
	assert_int_equal(problems.n, 0);
	text_release(&told);
	form_free(form);
	book_free(book);
}

static void
sets_settings(void **state)
{
	static const struct {
		const char *what, *settings;
	} cases[] = {
		{"no sheet", ""},
		{"a sheet without rows", "settings\n,form_title\n"},
		{"others are set", "settings\n,form_title,kq_dpo\n,Old,Jo\n"},
		{"it is set", "settings\n,kq_contact,form_title\n,Old,Old\n"},
		{"in a language only",
		 "settings\n,kq_contact::French,title\n,Vieux,Old\n"},
	};
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct text csv = TEXT_INIT;
	struct book *book;
	struct form *form;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		text_clear(&csv);
		text_addf(&csv, "survey\n,type,name,label\n,text,q,?\n%s",
			  cases[i].settings);
		book = book_parse("f.csv", csv.s, csv.n, NULL, 0, NULL, 0,
				  &problems, &err);
		book_set(book, "kq_contact", "Ann");
		book_set(book, "form_title", "New");
		book_set(book, "kq_notice", "N");
		book_set(book, "kq_notice", "");
		form = xlsform_build(book, &problems);
		assert_case(form != NULL, cases[i].what);
		assert_text(form->settings.contact, "Ann", cases[i].what);
		assert_text(form->settings.title, "New", cases[i].what);
		assert_text(form->settings.notice, NULL, cases[i].what);
		if (strstr(cases[i].settings, "Jo") != NULL)
			assert_text(form->settings.dpo, "Jo", cases[i].what);
		form_free(form);
		book_free(book);
	}
	assert_int_equal(problems.n, 0);
	text_release(&csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loses_nothing),
		cmocka_unit_test(takes_no_key_along),
		cmocka_unit_test(refuses),
		cmocka_unit_test(leaves_questions_out),
		cmocka_unit_test(leaves_languages_out),
		cmocka_unit_test(sets_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
