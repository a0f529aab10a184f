#include "analysis/data/import.h"

#include "analysis/data/file.h"
#include "analysis/publish/export.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"
#include "tests/analysis/results_kit.h"
#include "tests/test.h"

#include <sys/stat.h>

/* Two choices with one label; a label that is another choice's name. */
static const char form_csv[] =
	"survey\n"
	",type,name,label,parameters\n"
	",begin_group,page,Page,\n"
	",select_one yn,q1,Yes?,\n"
	",select_multiple abc,q2,Which?,\n"
	",end_group,,,\n"
	",rank abc,q3,Order?,\n"
	",integer,n,How many?,\n"
	",range,r,Scale?,start=1 end=5 step=1\n"
	",date,d,When?,\n"
	",text,t,Words?,\n"
	",note,hello,Hello,\n"
	",acknowledge,ok,Agreed?,\n"
	"choices\n"
	",list_name,name,label\n"
	",yn,y,Yes\n,yn,n,No\n,yn,dk,I don't know\n,yn,dk2,I don't know\n"
	",abc,a,Apples\n,abc,b,Bread\n,abc,c,a\n"
	"settings\n"
	",form_title,form_id\n"
	",A test,test\n";

/* What importing CSV text gives: rows as SQL prints them, or problems. */
struct outcome {
	bool good;
	char *told; /* rows, or problems and the error */
	struct imported done;
};

static void
add_problems(struct text *t, const struct imported *done,
	     const struct error *err)
{
	size_t i;

	for (i = 0; i < done->problems.n; i++)
		text_addf(t, "%s: %s\n", done->problems.list[i].where,
			  done->problems.list[i].text);
	text_add(t, err->text);
}

static void
import_with(const char *form, const char *dir, const char *csv,
	    const char *comments, const char *sql, struct outcome *o)
{
	char *data = test_path(dir, "data.csv");
	char *words = comments ? test_path(dir, "words.csv") : NULL;
	char *results = test_path(dir, "results");
	struct error err = ERROR_INIT;
	struct text t = TEXT_INIT;
	struct results_kit kit;
	struct import what;

	remove(results);
	results_kit_init(&kit, form);
	test_write(data, csv);
	if (words)
		test_write(words, comments);
	what = (struct import){
		.data = data,
		.comments = words,
		.form = kit.form,
		.results = results,
		.about =
			{
				.questionnaire = kit.questionnaire,
				.questionnaire_bytes =
					strlen(kit.questionnaire),
			},
	};
	o->good = import(&what, &o->done, &err);
	if (o->good) {
		char *rows = results_kit_sql(results, sql);

		text_add(&t, rows);
		free(rows);
	} else {
		add_problems(&t, &o->done, &err);
		assert_false(file_exists(results));
	}
	o->told = text_take(&t);
	results_kit_release(&kit);
	free(words);
	free(data);
	free(results);
}

static void
run_import(const char *dir, const char *csv, const char *comments,
	   const char *sql, struct outcome *o)
{
	import_with(form_csv, dir, csv, comments, sql, o);
}

static void
outcome_release(struct outcome *o)
{
	free(o->told);
	imported_release(&o->done);
}

#define HEADER "q1,q2,q3,n,r,d,t,ok\n"

/* q1 q2 q3 n r d t ok */
static const struct {
	const char *what, *csv, *rows;
} taken[] = {
	{"names", HEADER "y,a c,c b a,12,5,2026-12-14,so,OK\n",
	 "010121011111|{\"n\":12,\"r\":5,\"d\":20801}\n"},
	{"nothing but empty cells", HEADER ",,,,,,,\n", "------------|\n"},
	{"labels", "q1,q2\nNo,Bread\n", "1010........|\n"},
	{"a name before a label", "q2\na\n", ".100........|\n"},
	{"blanks around a cell", "q1,n\n  y , 3 \n",
	 "0......1....|{\"n\":3}\n"},
	{"a number with zeros behind", "n\n3.0\n", ".......1....|{\"n\":3}\n"},
	{"groups with a slash", "page/q1\ny\n", "0...........|\n"},
	{"groups with a hyphen", "page-q1\ny\n", "0...........|\n"},
	{"options alone", "q2/a,q2/b,q2/c\n1,0,1\n", ".101........|\n"},
	{"options by label", "page/q2/Apples,page/q2/Bread\n0,1\n",
	 ".010........|\n"},
	{"options that are all 0: no answer", "q2/a,q2/b,q2/c\n0,0,0\n",
	 ".---........|\n"},
	{"options beside the joined column", "q2,q2/a,q2/b,q2/c\na b,1,1,0\n",
	 ".110........|\n"},
	{"why there is none",
	 "q1,q1_status\n,not shown\n,not reached\n"
	 ",skipped\ny,answered\n",
	 NULL},
	{"written answers of which only the status is known",
	 "t_status\nanswered\n", "..........1.|\n"},
	{"a text with a tab and a no-break space around it",
	 "t\n\"\tw\xc2\xa0\"\n", "..........1.|\n"},
	{"a text of a no-break space", "q1,t\ny,\xc2\xa0\n", "0.........-.|\n"},
	{"a tab among words", "t\n\"a\tb\"\n", "..........1.|\n"},
	{"a BOM, semicolons, CRLF", "\xef\xbb\xbfq1;n\r\n\"y\";\"4\"\r\n",
	 "0......1....|{\"n\":4}\n"},
	{"what ODK Central adds",
	 "SubmissionDate,page-q1,meta-instanceID,KEY,SubmitterName,hello\n"
	 "2026,y,uuid:1,uuid:1,Somebody,\n",
	 "0...........|\n"},
	{"what KoboToolbox adds",
	 "\"start\";\"page/q1\";\"_id\";\"_uuid\";\"_submitted_by\"\n"
	 "\"2026\";\"n\";\"1\";\"x\";\"me\"\n",
	 "1...........|\n"},
	{"row numbers without a header", ",q1\n1,y\n", "0...........|\n"},
	{"a header alone", "q1\n", ""},
};

static void
takes(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(taken); i++) {
		struct outcome o;

		run_import(*state, taken[i].csv, NULL,
			   "SELECT answers, numbers FROM response", &o);
		if (!o.good)
			print_error("%s: %s\n", taken[i].what, o.told);
		assert_case(o.good, taken[i].what);
		if (taken[i].rows)
			assert_text(o.told, taken[i].rows, taken[i].what);
		outcome_release(&o);
	}
}

/* "s/a" is s's option a, as export writes it, and "page/a" the question. */
static void
knows_options_from_questions(void **state)
{
	static const char form[] = "survey\n"
				   ",type,name,label\n"
				   ",begin_group,page,Page\n"
				   ",select_multiple ab,s,Which?\n"
				   ",integer,a,How many?\n"
				   ",end_group,,\n"
				   "choices\n"
				   ",list_name,name,label\n"
				   ",ab,a,Apples\n,ab,b,Bread\n";
	static const char *const csv[] = {
		"a,s,s/a,s/b\n7,b,0,1\n",
		"s/a,s/b,s,a\n0,1,b,7\n",
		"page/a,page/s,page/s/a,page/s/b\n7,b,0,1\n",
	};
	size_t i;

	for (i = 0; i < COUNT(csv); i++) {
		struct outcome o;

		import_with(form, *state, csv[i], NULL,
			    "SELECT answers, numbers FROM response", &o);
		assert_text(o.told, "011|{\"a\":7}\n", csv[i]);
		outcome_release(&o);
	}
}

static void
keeps_why(void **state)
{
	struct outcome o;

	run_import(*state,
		   "q1,q1_status\n,not shown\n,irrelevant\n"
		   ",not reached\n,skipped\n,\ny,answered\ny,\n",
		   NULL,
		   "SELECT state, count(*) FROM answer WHERE question = 'q1' "
		   "GROUP BY 1 ORDER BY 1",
		   &o);
	assert_text(o.told,
		    "answered|2\nnot reached|1\nnot shown|2\n"
		    "skipped|2\n",
		    "states");
	outcome_release(&o);
}

static void
says_what_it_drops(void **state)
{
	struct outcome o;

	run_import(*state, "q1,username,KEY,,hello\ny,me,1,1,\n", NULL,
		   "SELECT count(*) FROM response", &o);
	assert_true(o.good);
	assert_text(o.done.dropped, "username, KEY, hello", "dropped");
	assert_text(o.done.missing, "q2, q3, n, r, d, t, ok", "missing");
	outcome_release(&o);
}

/* ---- refusals, each by row and column ---- */

static const struct {
	const char *what, *csv, *why;
} refused[] = {
	{"an unknown column", "q1,colour\ny,red\n",
	 "data.csv:1:B: 'colour' is no question of the questionnaire"},
	{"a label as a header", "Yes?\ny\n", "data.csv:1:A: 'Yes?' is no"},
	{"a column twice", "q1,n,page/q1\ny,1,y\n",
	 "data.csv:1:C: column A holds the same"},
	{"an option twice", "q2/a,q2/Apples\n1,1\n",
	 "data.csv:1:B: column A holds the same"},
	{"no choice", "q1\ny\nmaybe\n",
	 "data.csv:3:A q1: 'maybe' is no choice of this question; it has "
	 "y n dk dk2"},
	{"no answer, as R writes it", "q1\nNA\n",
	 "data.csv:2:A q1: 'NA' is no choice of this question; if it means "
	 "no answer, leave the cell empty"},
	{"no number, as R writes it", "n\nNA\n",
	 "data.csv:2:A n: 'NA' is not a whole number; if it means no answer, "
	 "leave the cell empty"},
	{"another case", "q1\nY\n", "data.csv:2:A q1: 'Y' is no choice"},
	{"a label that two choices have", "q1\nI don't know\n",
	 "'I don't know' is no choice"},
	{"one of several", "q2\na z\n", "data.csv:2:A q2: 'a z' is no choice"},
	{"one twice", "q2\na a\n", "'a a' is no choice"},
	{"a rank with one twice", "q3\na a b\n", "'a a b' is no choice"},
	{"no number", "n\nmany\n", "data.csv:2:A n: 'many' is not a whole"},
	{"a part of a number", "n\n1.5\n", "'1.5' is not a whole number"},
	{"a decimal comma", "n\n\"1,5\"\n", "'1,5' is not a whole number"},
	{"off the scale", "r\n6\n", "'6' is not a number on its scale"},
	{"no date", "d\n14/12/2026\n", "'14/12/2026' is not a date like"},
	{"no such date", "d\n2026-02-30\n", "'2026-02-30' is not a date"},
	{"several lines where there is room for one", "t\n\"a\nb\"\n",
	 "data.csv:2:A t: 'a b' is not in one line; with the appearance "
	 "multiline the question takes several"},
	{"no OK", "ok\nyes\n", "'yes' is not OK or nothing"},
	{"a tick that is none", "q2/a\nmaybe\n",
	 "'maybe' is neither 1 (ticked) nor 0"},
	{"an option that disagrees", "q2,q2/a\nb,1\n",
	 "data.csv:2:B q2/a: this does not agree with the column"},
	{"a status that is none", "q1,q1_status\ny,perhaps\n",
	 "data.csv:2:B q1_status: the status is answered, skipped"},
	{"an answer to what was not shown", "q1,q1_status\ny,not shown\n",
	 "this says 'not shown', but q1 has an answer"},
	{"no answer where one is said to be", "q1,q1_status\n,answered\n",
	 "this says 'answered', but q1 is empty"},
	{"a short row", "q1,n\ny\n",
	 "data.csv:2: cells in this row: 1, in the header: 2"},
	{"a long row", "q1\ny,n\n",
	 "data.csv:2: cells in this row: 2, in the header: 1"},
	{"an empty file", "", "data.csv is empty"},
	{"a quote without end", "q1\n\"y\n", "data.csv:2"},
	{"an escape sequence is not shown", "q1\n\x1b[2Jy\n", "'[2Jy' is no"},
	{"a long text is cut",
	 "q1\naaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee\n",
	 "'aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd...' is no"},
};

static void
refuses(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(refused); i++) {
		struct outcome o;

		run_import(*state, refused[i].csv, NULL, "SELECT 1", &o);
		assert_case(!o.good, refused[i].what);
		assert_has(o.told, refused[i].why, refused[i].what);
		outcome_release(&o);
	}
}

/* All are named, up to fifty; the rest is counted. */
static void
names_every_problem(void **state)
{
	struct text csv = TEXT_INIT;
	struct outcome o;
	int i;

	text_add(&csv, "q1,n\n");
	for (i = 0; i < 40; i++)
		text_addf(&csv, "bad%d,x\n", i);
	run_import(*state, text_get(&csv), NULL, "SELECT 1", &o);
	assert_false(o.good);
	assert_int_equal(o.done.problems.n, 50);
	assert_int_equal(o.done.more, 30);
	assert_has(o.told, "data.csv:2:A q1: 'bad0'", "the first");
	assert_has(o.told, "data.csv:26:B n: 'x'", "the fiftieth");
	outcome_release(&o);
	text_release(&csv);
}

/* ---- written answers ---- */

static void
takes_comments(void **state)
{
	static const struct {
		const char *what, *comments, *rows, *why;
	} cases[] = {
		{"two", "question,text\nt,one\nt,\"two, \"\"too\"\"\"\n",
		 "t|one\nt|two, \"too\"\n", NULL},
		{"a leading ' is the writer's own", "question,text\nt,'tis\n",
		 "t|'tis\n", NULL},
		{"an empty one is none", "question,text\nt,\n", "", NULL},
		{"another header", "q,words\nt,one\n", NULL,
		 "words.csv:1: the header is question,text"},
		{"no such question", "question,text\nx,one\n", NULL,
		 "words.csv:2:A: this is no question that is answered in"},
		{"a question with choices", "question,text\nq1,y\n", NULL,
		 "words.csv:2:A: this is no question"},
		{"three cells", "question,text\nt,one,two\n", NULL,
		 "words.csv:2: a row holds a question and a text"},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct outcome o;

		run_import(*state, "q1\ny\n", cases[i].comments,
			   "SELECT * FROM comment ORDER BY text", &o);
		assert_case(o.good == (cases[i].why == NULL), cases[i].what);
		if (cases[i].why)
			assert_has(o.told, cases[i].why, cases[i].what);
		else
			assert_text(o.told, cases[i].rows, cases[i].what);
		outcome_release(&o);
	}
}

/* ---- there and back ---- */

static char *
folder_file_text(const char *dir, const char *folder, const char *name)
{
	char *in = test_path(dir, folder), *path = test_path(in, name), *text;

	text = test_read(path, NULL);
	free(path);
	free(in);
	return text;
}

static void
export_to(const char *dir, const char *results, const char *folder,
	  struct export what)
{
	char *path = test_path(dir, results), *out = test_path(dir, folder);
	struct error err = ERROR_INIT;
	struct results *r;

	what.folder = out;
	if (!results_open(&r, path, &err) || !export_results(r, &what, &err))
		fail_msg("%s", err.text);
	results_close(r);
	free(path);
	free(out);
}

static void
import_from(const char *dir, const char *folder, const char *results,
	    const struct results_kit *kit)
{
	char *in = test_path(dir, folder), *out = test_path(dir, results);
	char *data = test_path(in, "confidential-responses.csv");
	char *words = test_path(in, "confidential-comments.csv");
	struct error err = ERROR_INIT;
	struct imported done;
	struct import what = {
		.data = data,
		.comments = words,
		.form = kit->form,
		.results = out,
		.about =
			{
				.questionnaire = kit->questionnaire,
				.questionnaire_bytes =
					strlen(kit->questionnaire),
			},
	};

	if (!import(&what, &done, &err)) {
		problems_print(&done.problems, stderr);
		fail_msg("%s", err.text);
	}
	imported_release(&done);
	free(data);
	free(words);
	free(in);
	free(out);
}

static void
assert_same_files(const char *dir, const char *one, const char *two,
		  const char *what)
{
	static const char *const names[] = {
		"confidential-responses.csv",
		"confidential-comments.csv",
		"codebook.csv",
		"datapackage.json",
		"questionnaire.json",
	};
	size_t i;

	for (i = 0; i < COUNT(names); i++) {
		char *a = folder_file_text(dir, one, names[i]);
		char *b = folder_file_text(dir, two, names[i]);

		assert_text(b, a, what);
		free(a);
		free(b);
	}
}

/* Random responses of every type and state, with words, numbers and choice
 * names that look like formulas. */
static void
there_and_back(void **state)
{
	static const struct {
		const char *what;
		struct export how;
		bool made_up;
	} cases[] = {
		{"with segments", {NULL, true, false, false}, false},
		{"without segments", {NULL, false, false, false}, false},
		{"for spreadsheets", {NULL, true, true, false}, false},
		{"CSV alone", {NULL, true, false, true}, false},
		{"made up", {NULL, true, false, false}, true},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *first, *second, *path;
		struct results_kit kit;

		results_kit_init(&kit, results_kit_csv);
		kit.about.made_up = cases[i].made_up;
		path = test_path(*state, "r1");
		results_kit_write(&kit, path, 0, 400);
		export_to(*state, "r1", "e1", cases[i].how);
		import_from(*state, "e1", "r2", &kit);
		export_to(*state, "r2", "e2", cases[i].how);
		assert_same_files(*state, "e1", "e2", cases[i].what);
		if (cases[i].how.segments) {
			first = results_kit_sql(path, "SELECT * FROM response");
			free(path);
			path = test_path(*state, "r2");
			second =
				results_kit_sql(path, "SELECT * FROM response");
			assert_text(second, first, cases[i].what);
			free(first);
			free(second);
		}
		free(path);
		results_kit_release(&kit);
	}
}

/* Of a questionnaire with one question: no blank line, which is no row. */
static void
there_and_back_with_one_column(void **state)
{
	static const char data[] = "q\nyes\n\"\"\nno\n\"\"\n";
	char *in = test_path(*state, "e0"), *path, *text;
	struct results_kit kit;

	results_kit_init(&kit,
			 "survey\n,type,name,label\n,select_one yn,q,Q?\n"
			 "choices\n,list_name,name,label\n"
			 ",yn,yes,Yes\n,yn,no,No\n");
	assert_int_equal(mkdir(in, 0700), 0);
	path = test_path(in, "confidential-responses.csv");
	test_write(path, data);
	free(path);
	path = test_path(in, "confidential-comments.csv");
	test_write(path, "question,text\n");
	free(path);
	import_from(*state, "e0", "r1", &kit);
	export_to(*state, "r1", "e1", (struct export){NULL, true, 0, true});
	import_from(*state, "e1", "r2", &kit);
	export_to(*state, "r2", "e2", (struct export){NULL, true, 0, true});
	assert_same_files(*state, "e1", "e2", "twice");
	text = folder_file_text(*state, "e2", "confidential-responses.csv");
	assert_int_equal(strlen(text), strlen(data));
	assert_has(text, "\n\"\"\n\"\"\n", "rows that are empty");
	free(text);
	free(in);
	results_kit_release(&kit);
}

/* The first cell of every line. */
static char *
first_cells(const char *csv)
{
	struct text t = TEXT_INIT;

	while (*csv) {
		text_add_n(&t, csv, strcspn(csv, ","));
		text_add_char(&t, '\n');
		csv += strcspn(csv, "\n");
		csv += *csv == '\n';
	}
	return text_take(&t);
}

/* Lines of an export with segments cannot be laid beside one without. */
static void
orders_tell_nothing_together(void **state)
{
	struct results_kit kit;
	char *path = test_path(*state, "r"), *with, *without, *one, *two;

	results_kit_init(&kit, results_kit_csv);
	results_kit_write(&kit, path, 0, 50);
	export_to(*state, "r", "with", (struct export){NULL, true, 0, true});
	export_to(*state, "r", "less", (struct export){NULL, false, 0, true});
	with = folder_file_text(*state, "with", "confidential-responses.csv");
	without =
		folder_file_text(*state, "less", "confidential-responses.csv");
	assert_has(with, "one,one_status,unit,", "with segments");
	assert_null(strstr(without, "unit"));
	one = first_cells(with);
	two = first_cells(without);
	assert_int_equal(strlen(one), strlen(two));
	assert_string_not_equal(one, two);
	free(one);
	free(two);
	free(with);
	free(without);
	free(path);
	results_kit_release(&kit);
}

static void
json_is_json(void **state)
{
	struct results_kit kit;
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "r"), *text;
	struct json *all;
	const struct json *first;

	results_kit_init(&kit, results_kit_csv);
	results_kit_write(&kit, path, 0, 100);
	export_to(*state, "r", "e", (struct export){NULL, true, 0, false});
	text = folder_file_text(*state, "e", "confidential-responses.json");
	all = json_parse(text, strlen(text), &err);
	assert_text(err.text, "", "it is JSON");
	assert_int_equal(json_count(all), 100);
	for (first = json_first(all); first; first = json_next(first))
		/* all questions but the note */
		assert_int_equal(json_count(first), 12);
	json_free(all);
	free(text);
	free(path);
	results_kit_release(&kit);
}

static void
guards_formulas(void **state)
{
	static const struct {
		const char *file, *has;
	} cases[] = {
		{"confidential-comments.csv", "words,'=1+1\n"},
		{"confidential-comments.csv", "words,''quoted\n"},
		{"confidential-comments.csv", "words,'+44\n"},
		{"confidential-comments.csv", "words,plain\n"},
		{"confidential-responses.csv", "'=b,"},
		{"codebook.csv", ",'=A(),"},
		{"datapackage.json", "\"x-formulaGuard\":\ttrue"},
	};
	struct results_kit kit;
	char *path = test_path(*state, "r"), *text;
	size_t i;

	results_kit_init(&kit, results_kit_csv);
	results_kit_write(&kit, path, 0, 100);
	export_to(*state, "r", "e", (struct export){NULL, true, 0, true});
	for (i = 0; i < COUNT(cases); i++) {
		text = folder_file_text(*state, "e", cases[i].file);
		assert_has(text, cases[i].has, cases[i].file);
		free(text);
	}
	/* numbers are numbers */
	text = folder_file_text(*state, "e", "confidential-responses.csv");
	assert_null(strstr(text, "'-4"));
	assert_non_null(strstr(text, ",-4"));
	free(text);
	free(path);
	results_kit_release(&kit);
}

static void
writes_all_or_nothing(void **state)
{
	struct results_kit kit;
	struct error err = ERROR_INIT;
	struct results *r;
	char *path = test_path(*state, "r"), *out = test_path(*state, "r");
	struct export what = {out, true, false, false};

	results_kit_init(&kit, results_kit_csv);
	results_kit_write(&kit, path, 0, 10);
	assert_true(results_open(&r, path, &err));
	assert_false(export_results(r, &what, &err));
	assert_has(err.text, "is a file; name a folder", "a file in the way");
	results_close(r);
	free(path);
	free(out);
	results_kit_release(&kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(takes),
		IN_A_FOLDER(knows_options_from_questions),
		IN_A_FOLDER(keeps_why),
		IN_A_FOLDER(says_what_it_drops),
		IN_A_FOLDER(refuses),
		IN_A_FOLDER(names_every_problem),
		IN_A_FOLDER(takes_comments),
		IN_A_FOLDER(there_and_back),
		IN_A_FOLDER(there_and_back_with_one_column),
		IN_A_FOLDER(orders_tell_nothing_together),
		IN_A_FOLDER(json_is_json),
		IN_A_FOLDER(guards_formulas),
		IN_A_FOLDER(writes_all_or_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
