/* Sheets of named columns out of CSV, as pyxform and spreadsheets have them. */
#include "tests/test.h"

#include "questions/base/text.h"
#include "questions/book.h"

/* survey[B type, C label/French] 3(text, -) ... */
static void
tell_sheet(const struct book_sheet *s, struct text *out)
{
	const struct book_column *c;
	char letters[8];
	size_t i, k;

	text_addf(out, "%s%s[", out->n > 0 ? " " : "", s->name);
	for (i = 0; i < s->n_columns; i++) {
		c = &s->column[i];
		column_letters(c->column, letters);
		text_addf(out, "%s%s %s", i ? ", " : "", letters, c->name);
		if (c->language != NULL)
			text_addf(out, "/%s", c->language);
	}
	text_add(out, "]");
	for (i = 0; i < s->n_rows; i++) {
		text_addf(out, " %zu(", s->row[i].row);
		for (k = 0; k < s->n_columns; k++)
			text_addf(out, "%s%s", k ? "|" : "",
				  s->row[i].cell[k] ? s->row[i].cell[k] : "-");
		text_add(out, ")");
	}
}

static char *
problems_text(const struct problems *problems)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	problems_print(problems, out);
	fclose(out);
	return text;
}

static const struct {
	const char *what, *csv, *book, *problems;
} cases[] = {
	{"one sheet", "survey,,\n,type,name\n,text,q1\n",
	 "survey[B type, C name] 3(text|q1)", ""},
	{"three sheets",
	 "survey\n,type\n,text\nchoices\n,list_name,name\n,l,a\nsettings\n"
	 ",form_title\n,T\n",
	 "survey[B type] 3(text) choices[B list_name, C name] 6(l|a) "
	 "settings[B form_title] 9(T)",
	 ""},
	{"byte order mark, semicolons, CRLF",
	 "\xef\xbb\xbfsurvey;;\r\n;type;name\r\n;text;q,1\r\n",
	 "survey[B type, C name] 3(text|q,1)", ""},
	{"a blank after the sheet name", "survey \n,type\n,text\n",
	 "survey[B type] 3(text)", ""},
	{"sheet names in capitals", "SURVEY,\n,Type\n,text\n",
	 "survey[B type] 3(text)", ""},
	{"the header beside the sheet name", "survey,type,name\n,text,q1\n",
	 "survey[B type, C name] 2(text|q1)", ""},
	{"blank rows and rows of blanks", "survey\n\n,,\n,type\n\n, ,\n,text\n",
	 "survey[B type] 7(text)", ""},
	{"a quoted newline", "survey\n,type,label\n,text,\"a\nb\"\n,note,c\n",
	 "survey[B type, C label] 3(text|a\nb) 4(note|c)", ""},
	{"short rows", "survey\n,type,name,label\n,text\n",
	 "survey[B type, C name, D label] 3(text|-|-)", ""},
	{"a sheet again, with other columns",
	 "survey\n,type,name\n,text,a\nchoices\n,name\n,x\n"
	 "survey\n,name,type,hint\n,b,note,h\n",
	 "survey[B type, C name, B name, C type, D hint] 3(text|a|-|-|-) "
	 "9(-|-|b|note|h) choices[B name] 6(x)",
	 ""},
	{"a sheet again, with the same columns",
	 "survey\n,type,name\n,text,a\nsurvey\n,type,name\n,text,b\n",
	 "survey[B type, C name] 3(text|a) 6(text|b)", ""},
	{"blanks around cells, also no-break ones",
	 "survey\n,type,name\n,  text ,\xc2\xa0 q1\xc2\xa0\n",
	 "survey[B type, C name] 3(text|q1)", ""},
	{"smart quotes are made straight on every sheet",
	 "survey\n,type,relevant\n,text,${a}=\xe2\x80\x98x\xe2\x80\x99\n"
	 "choices\n,name\n,\xe2\x80\x9cy\xe2\x80\x9d\n",
	 "survey[B type, C relevant] 3(text|${a}='x') choices[B name] "
	 "6(\"y\")",
	 ""},
	{"other marks stay", "survey\n,label\n,\xe2\x80\x93 \xe2\x80\xa6\n",
	 "survey[B label] 3(\xe2\x80\x93 \xe2\x80\xa6)", ""},
	{"HTML stays", "survey\n,label\n,a &gt;= b <b>c</b>\n",
	 "survey[B label] 3(a &gt;= b <b>c</b>)", ""},
	{"runs of blanks on the survey only",
	 "survey\n,label\n,a   b\nchoices\n,label\n,c   d\n",
	 "survey[B label] 3(a b) choices[B label] 6(c   d)", ""},
	{"clean_text_values=no",
	 "survey\n,label\n,a   b\nsettings\n,clean_text_values\n,No\n",
	 "survey[B label] 3(a   b) settings[B clean_text_values] 6(No)", ""},
	{"aliases on the survey",
	 "survey\n,Command,Tag,Caption,Relevance,Calculate,Readonly,"
	 "requiredMsg,constraint message\n,text,q,l,r,c,y,m,n\n",
	 "survey[B type, C name, D label, E relevant, F calculation, "
	 "G read_only, H required_message, I constraint_message] "
	 "3(text|q|l|r|c|y|m|n)",
	 ""},
	{"long names of pyxform",
	 "survey\n,bind::relevant,bind::jr:constraintMsg::French,"
	 "body::appearance,jr:count,media::image::English\n,a,b,c,d,e\n",
	 "survey[B relevant, C constraint_message/French, D appearance, "
	 "E repeat_count, F media::image/English] 3(a|b|c|d|e)",
	 ""},
	{"aliases on the choices",
	 "choices\n,List Name,Value,Caption::French (fr)\n,l,a,A\n",
	 "choices[B list_name, C name, D label/French (fr)] 3(l|a|A)", ""},
	{"unknown columns of choices keep their capitals",
	 "choices\n,list_name,NAME,Region Code\n,l,a,x\n",
	 "choices[B list_name, C name, D Region Code] 3(l|a|x)", ""},
	{"one colon splits", "survey\n,label:English,hint : French\n,a,b\n",
	 "survey[B label/English, C hint/French] 3(a|b)", ""},
	{"one colon does not split beside two",
	 "survey\n,label::English,note:x\n,a,b\n",
	 "survey[B label/English, C note:x] 3(a|b)", ""},
	{"our columns have no colon", "survey\n,label::English,kq_Key\n,a,b\n",
	 "survey[B label/English, C kq_key] 3(a|b)", ""},

	{"a cell beyond the header", "survey\n,type\n,text,x\n,text,y,z\n",
	 "survey[B type] 3(text) 4(text)",
	 "f.csv:3:C: warning: column C has no name in row 2, so its cells are "
	 "not used; name it, or empty them\n"
	 "f.csv:4:D: warning: column D has no name in row 2, so its cells are "
	 "not used; name it, or empty them\n"},
	{"a column without a name between others",
	 "survey\n,type,,name\n,text,x,q\n", "survey[B type, D name] 3(text|q)",
	 "f.csv:3:C: warning: column C has no name in row 2, so its cells are "
	 "not used; name it, or empty them\n"},
	{"a header twice", "survey\n,type,type\n,text,note\n",
	 "survey[B type, C type] 3(text|note)",
	 "f.csv:2:C: note: 'type' means the same as 'type' in column B; where "
	 "a row has both, this one counts\n"},
	{"two headers that mean the same",
	 "survey\n,relevant,relevance\n,a,b\n",
	 "survey[B relevant, C relevant] 3(a|b)",
	 "f.csv:2:C: note: 'relevance' means the same as 'relevant' in column "
	 "B; where a row has both, this one counts\n"},
	{"a sheet misspelt", "survay\n,type\n,text\n", "survay[B type] 3(text)",
	 "f.csv:1:A: warning: sheet 'survay' is not used; did you mean "
	 "'survey'?\n"},
	{"a sheet of another program", "entities\n,a\n,b\n",
	 "entities[B a] 3(b)",
	 "f.csv:1:A: note: sheet 'entities' is not used\n"},
	{"a sheet kept for oneself", "_notes\n,a\n,b\n", "_notes[B a] 3(b)",
	 "f.csv:1:A: note: sheet '_notes' is not used\n"},
	{"a table without sheet names", "type,name\ntext,q1\n",
	 "type[B name] text[B q1]",
	 "f.csv:1:A: warning: sheet 'type' is not used; column A names the "
	 "sheet (survey, choices or settings) and is empty in the rows below\n"
	 "f.csv:2:A: warning: sheet 'text' is not used; column A names the "
	 "sheet (survey, choices or settings) and is empty in the rows "
	 "below\n"},
	{"rows before the first sheet", ",type\n,text\nsurvey\n,type\n,note\n",
	 "survey[B type] 5(note)",
	 "f.csv:1:A: no sheet has begun; write survey into column A above the "
	 "column names\n"},
	{"a quote that never ends", "survey\n,type\n,text\n,\"note\n",
	 "survey[B type] 3(text)",
	 "f.csv:4:B: a quote begins here and never ends; close it, or write it "
	 "twice\n"},
	{"not UTF-8", "survey\n,type,label\n,text,caf\xe9\n",
	 "survey[B type, C label]",
	 "f.csv:3:C: the text is not UTF-8; save the file as \"CSV UTF-8\"\n"},
};

static void
reads_sheets(void **state)
{
	struct problems problems;
	struct text out = TEXT_INIT;
	struct error err = ERROR_INIT;
	struct book *book;
	size_t i, k;
	char *said;

	for (i = 0; i < COUNT(cases); i++) {
		problems = (struct problems)PROBLEMS_INIT;
		book = book_parse("f.csv", cases[i].csv, strlen(cases[i].csv),
				  NULL, 0, NULL, 0, &problems, &err);
		assert_case(book != NULL, cases[i].what);
		text_clear(&out);
		for (k = 0; k < book->n_sheets; k++)
			tell_sheet(&book->sheet[k], &out);
		assert_text(text_get(&out), cases[i].book, cases[i].what);
		said = problems_text(&problems);
		assert_text(said, cases[i].problems, cases[i].what);
		free(said);
		problems_release(&problems);
		book_free(book);
	}
	text_release(&out);
}

static void
reads_companions(void **state)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct text out = TEXT_INIT;
	char *form = test_path(*state, "f.csv");
	char *topics = test_path(*state, "f.topics.csv");
	const struct book_sheet *sheet;
	struct book *book;

	test_write(form, "survey\n,type\n,text\n");
	test_write(topics, "\nTopic;Name;Plain Name\nPUB;P;\n");
	book = book_load(form, &problems, &err);
	assert_non_null(book);
	assert_text(book->file, form, "file");
	assert_null(book_sheet(book, "misconceptions"));
	sheet = book_sheet(book, "topics");
	assert_non_null(sheet);
	assert_text(sheet->file, topics, "its own file");
	tell_sheet(sheet, &out);
	assert_text(text_get(&out),
		    "topics[A topic, B name, C plain_name] 3(PUB|P|-)",
		    "topics");
	assert_int_equal(problems.n, 0);
	book_free(book);
	text_release(&out);
	free(form);
	free(topics);
}

static void
cannot_read(void **state)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "none.csv");

	assert_null(book_load(path, &problems, &err));
	assert_has(err.text, "none.csv: cannot be opened: No such file",
		   "no such file");
	free(path);
	err = (struct error)ERROR_INIT;
	assert_null(book_parse("f.csv",
			       "\xff\xfe"
			       "s\0",
			       4, NULL, 0, NULL, 0, &problems, &err));
	assert_has(err.text, "f.csv: the file is UTF-16", "UTF-16");
	assert_int_equal(problems.n, 0);
}

/* A header on every row adds columns each time: there is an end to it. */
static void
limits_columns(void **state)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct text csv = TEXT_INIT;
	struct book *book;
	int i;

	for (i = 0; i < 600; i++)
		text_addf(&csv, "survey,c%d\n", i);
	book = book_parse("f.csv", csv.s, csv.n, NULL, 0, NULL, 0, &problems,
			  &err);
	assert_non_null(book);
	assert_int_equal(book_sheet(book, "survey")->n_columns, 512);
	assert_int_equal(problems.errors, 88);
	assert_text(problems.list[0].text,
		    "more than 512 columns in sheet 'survey'; delete some",
		    "said");
	problems_release(&problems);
	book_free(book);
	text_release(&csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_sheets),
		IN_A_FOLDER(reads_companions),
		IN_A_FOLDER(cannot_read),
		cmocka_unit_test(limits_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
