#include "tests/test.h"

#include <locale.h>
#include <math.h>

#include "analysis/publish/folder.h"
#include "analysis/publish/writer.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/csv.h"
#include "questions/json.h"

static const char *const columns[] = {"name", "n", "share", NULL};

/* What a person or a question's author may write. */
static const struct {
	const char *text; /* NULL: an empty cell */
	const char *csv;  /* as a spreadsheet reads it */
	double number;
} cells[] = {
	{"plain", "plain", 0.5},
	{NULL, "", NAN},
	{"comma, \"quote\"\nand newline", "comma, \"quote\"\nand newline",
	 1.0 / 3},
	{"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0", -1},
	{"+44", "'+44", 1e-300},
	{"-1", "'-1", 1e300},
	{"@sum", "'@sum", 12345678901234},
	{"'quoted'", "''quoted'", 0.1},
	{"\ttab", "'\ttab", 2.0 / 3},
	{"\rreturn", "'\rreturn", 0.30000000000000004},
	{" blanks around ", " blanks around ", 1},
	{"caf\xc3\xa9 \xe2\x82\xac", "caf\xc3\xa9 \xe2\x82\xac", 5e-324},
	{"a = b", "a = b", 1e15},
	{"\"\"", "\"\"", 0.7},
};

static struct report *
made_report(void)
{
	struct report *r = report_new("all");
	struct table *t;

	report_mark(r, "release", "not audited for release");
	report_fact_text(r, "title", "A \"title\"");
	report_fact_text(r, "version", NULL);
	report_fact_count(r, "responses", 18446744073709551615u);
	report_fact_number(r, "level", .95);
	report_fact_flag(r, "made_up", true);
	t = report_table(r, "cells", columns);
	for (size_t i = 0; i < COUNT(cells); i++) {
		table_row(t);
		table_text(t, "name", cells[i].text);
		table_count(t, "n", i);
		table_number(t, "share", cells[i].number);
	}
	report_table(r, "empty", columns);
	return r;
}

/* What a writer makes of it; caller frees. */
static char *
written(const struct writer *w, const struct report *r,
	const struct table *table)
{
	struct error err = ERROR_INIT;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	assert_true(w->write(out, r, table, &err));
	assert_int_equal(fclose(out), 0);
	assert_text(err.text, "", "written");
	return text;
}

static void
csv_reads_back(void **state)
{
	struct report *r = made_report();
	char *text = written(&writer_csv, r, r->table[0]);
	struct csv *csv =
		csv_from_memory(text, strlen(text), "cells.csv", NULL);
	struct error err = ERROR_INIT;
	struct csv_row row;
	size_t i = 0;

	assert_true(csv_next(csv, &row, &err));
	assert_int_equal(row.n, 4);
	assert_text(row.cell[0], "release", "marks come first");
	assert_text(row.cell[3], "share", "header");
	while (csv_next(csv, &row, &err)) {
		char number[32];
		double x;

		assert_true(i < COUNT(cells));
		assert_int_equal(row.n, 4);
		assert_text(row.cell[0], "not audited for release", "mark");
		assert_text(row.cell[1], cells[i].csv, "text");
		snprintf(number, sizeof(number), "%zu", i);
		assert_text(row.cell[2], number, "count");
		if (isnan(cells[i].number)) {
			assert_text(row.cell[3], "", "no number");
		} else {
			assert_true(text_to_number(row.cell[3], &x));
			assert_case(x == cells[i].number, row.cell[3]);
		}
		i++;
	}
	assert_text(err.text, "", "reads");
	assert_int_equal(i, COUNT(cells));
	csv_close(csv);
	free(text);
	report_free(r);
}

static void
an_empty_table_is_its_header(void **state)
{
	struct report *r = made_report();
	char *text = written(&writer_csv, r, r->table[1]);

	assert_text(text, "release,name,n,share\n", "empty table");
	free(text);
	report_free(r);
}

static void
json_parses_back(void **state)
{
	struct report *r = made_report();
	char *text = written(&writer_json, r, NULL);
	struct error err = ERROR_INIT;
	struct json *all = json_parse(text, strlen(text), &err);
	const struct json *row, *about;
	size_t i = 0;

	assert_text(err.text, "", "stats.json parses");
	assert_text(json_get_text(all, "release"), "not audited for release",
		    "mark");
	about = json_get(all, "about");
	assert_text(json_get_text(about, "title"), "A \"title\"", "fact");
	assert_true(json_is_null(json_get(about, "version")));
	assert_true(json_get_number(about, "level", 0) == .95);
	assert_true(json_get_bool(about, "made_up", false));
	assert_has(text, "\"responses\":18446744073709551615,", "all digits");
	for (row = json_first(json_get(all, "cells")); row;
	     row = json_next(row), i++) {
		const struct json *share = json_get(row, "share");

		assert_text(json_get_text(row, "name"), cells[i].text,
			    "unguarded text");
		assert_true(json_get_number(row, "n", -1) == (double)i);
		if (isnan(cells[i].number))
			assert_true(json_is_null(share));
		else
			assert_true(json_as_number(share, NAN) ==
				    cells[i].number);
	}
	assert_int_equal(i, COUNT(cells));
	assert_true(json_is_array(json_get(all, "empty")));
	assert_int_equal(json_count(json_get(all, "empty")), 0);
	json_free(all);
	free(text);
	report_free(r);
}

static void
exact_figures_stand_in_json_alone(void **state)
{
	static const char *const header[] = {"name", "count", "percent", NULL};
	static const char *const exact[] = {"count", NULL};
	struct report *r = report_new("stats");
	struct table *t = report_table(r, "items", header);
	char *csv, *json;

	table_exact(t, exact);
	table_row(t);
	table_text(t, "name", "Q1");
	table_count(t, "count", 123);
	table_text(t, "percent", "62");
	csv = written(&writer_csv, r, t);
	json = written(&writer_json, r, NULL);
	assert_text(csv, "name,percent\nQ1,62\n", "csv");
	assert_has(json, "\"count\":123", "json");
	free(json);
	free(csv);
	report_free(r);
}

/* A German terminal must not write 0,5. */
static void
numbers_are_the_same_in_every_locale(void **state)
{
	static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8",
					      "nl_NL.UTF-8", "C.UTF-8", ""};
	struct report *r = made_report();
	char *csv = written(&writer_csv, r, r->table[0]);
	char *json = written(&writer_json, r, NULL);

	for (size_t i = 0; i < COUNT(locales); i++) {
		char *again;

		setlocale(LC_ALL, locales[i]);
		again = written(&writer_csv, r, r->table[0]);
		assert_text(again, csv, locales[i]);
		free(again);
		again = written(&writer_json, r, NULL);
		assert_text(again, json, locales[i]);
		free(again);
	}
	setlocale(LC_ALL, "C");
	free(csv);
	free(json);
	report_free(r);
}

static void
percents_never_say_nobody_or_everybody(void **state)
{
	static const struct {
		double share;
		const char *words;
	} cases[] = {
		{0, "<1"},
		{.004, "<1"},
		{.005, "1"},
		{.0149, "1"},
		{.125, "13"},
		{.5, "50"},
		{.994, "99"},
		{.995, ">99"},
		{.999, ">99"},
		{1, ">99"},
		{NAN, "-"},
		/* domain.md: 18.23, 29.38, 31.15, 16.99, 4.25 of 565 */
		{103.0 / 565, "18"},
		{166.0 / 565, "29"},
		{176.0 / 565, "31"},
		{96.0 / 565, "17"},
		{24.0 / 565, "4"},
		/* published: 24 right, 27 wrong, 49 not sure of 4,272 */
		{1025.0 / 4272, "24"},
		{1154.0 / 4272, "27"},
		{2093.0 / 4272, "49"},
		/* a half goes up, whatever the double says */
		{29.0 / 200, "15"},
		{23.0 / 40, "58"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char words[8];

		percent_words(cases[i].share, words);
		assert_text(words, cases[i].words, "percent");
	}
}

static void
text_is_a_screen_for_people(void **state)
{
	struct report *r = report_new("summary");
	struct block *bars;
	char *text, *line, *end;

	report_heading(r, 1, "A heading");
	report_paragraph(r,
			 "%d words that go on and on and on and on and on "
			 "and on and on and on until they do not fit",
			 21);
	bars = report_bars(r, "from");
	report_bar(r, bars, "Half and half", .5, .5, 0, "2");
	report_bar(r, bars, "A label that is much longer than there is room",
		   1.0 / 3, 1.0 / 3, 1.0 / 3, "12");
	report_bar(r, bars, "\xe6\xbc\xa2\xe5\xad\x97", 1, 0, 0, "1");
	report_bar(r, bars, "Withheld", NAN, NAN, NAN, "0");
	text = written(&writer_text, r, NULL);
	assert_has(text, "A heading\n21 words", "heading and paragraph");
	assert_has(text,
		   "Half and half                             "
		   "########xxxxxxx    50    50   <1    2\n",
		   "a bar");
	assert_has(text,
		   "A label that is much longer than ther...  "
		   "#####xxxxx.....    33    33   33   12\n",
		   "cut");
	assert_has(text,
		   "\xe6\xbc\xa2\xe5\xad\x97"
		   "                      "
		   "                ###############   >99    <1   <1    1\n",
		   "wide characters");
	assert_has(text,
		   "Withheld                                  "
		   "                    -     -    -    0\n",
		   "no number");
	for (line = text; *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		assert_true(text_width(line) <= 79);
	}
	free(text);
	report_free(r);
}

/* ---- folders ---- */

static void
a_folder_has_all_files_or_none(void **state)
{
	struct report *r = made_report();
	char *dir = test_path(*state, "out"), *path;
	struct error err = ERROR_INIT;
	struct folder *f = folder_begin(dir, FOLDER_RELEASE, &err);

	assert_non_null(f);
	assert_true(folder_write(f, &writer_csv, r, &err));
	assert_true(folder_write(f, &writer_json, r, &err));
	path = test_path(dir, "cells.csv");
	assert_null(fopen(path, "r"));
	assert_true(folder_finish(f, &err));
	free(path);
	for (size_t i = 0; i < 3; i++) {
		static const char *const names[] = {"cells.csv", "empty.csv",
						    "all.json"};
		char *text;

		path = test_path(dir, names[i]);
		text = test_read(path, NULL);
		assert_has(text, "release", names[i]);
		free(text);
		free(path);
	}
	f = folder_begin(dir, FOLDER_RELEASE, &err);
	assert_true(folder_write(f, &writer_json, r, &err));
	folder_abandon(f);
	path = test_path(dir, "all.json.tmp");
	assert_null(fopen(path, "r"));
	free(path);
	free(dir);
	report_free(r);
}

static void
a_file_is_no_folder(void **state)
{
	char *path = test_path(*state, "file");
	struct error err = ERROR_INIT;

	test_write(path, "text");
	assert_null(folder_begin(path, FOLDER_RELEASE, &err));
	assert_has(err.text, "file", "names the path");
	free(path);
}

static void
a_full_disk_is_an_error(void **state)
{
	struct report *r = made_report();
	struct error err = ERROR_INIT;
	FILE *full = fopen("/dev/full", "w");

	if (!full) {
		report_free(r);
		skip();
	}
	setvbuf(full, NULL, _IONBF, 0);
	assert_false(writer_csv.write(full, r, r->table[0], &err));
	assert_has(err.text, "cannot write", "csv");
	err.text[0] = '\0';
	assert_false(writer_json.write(full, r, NULL, &err));
	assert_has(err.text, "cannot write", "json");
	fclose(full);
	report_free(r);
}

/* One of every block, with signs that both formats would read as theirs. */
static struct report *
made_document(void)
{
	static const char *const header[] = {"Topic", "Words"};
	static const char *const row[] = {"A|B <i>", "60"};
	struct report *r = report_new("brief");
	struct block *b;

	r->title = "A brief";
	report_heading(r, 1, "Staff & rules");
	report_led(r, "Say first:", "2 * 2 < %d", 5);
	report_item(r, NULL, "one");
	report_item(r, "Two", "# no heading");
	report_box(r, NULL, "<script>alert(1)</script>");
	b = report_grid(r, header, 2);
	report_grid_row(r, b, row);
	b = report_bars(r, "from");
	report_bar(r, b, "Half", .5, .25, .25, "2");
	return r;
}

static void
documents_escape_what_would_be_markup(void **state)
{
	static const struct {
		const char *what;
		const struct writer *writer;
		const char *has[8];
	} cases[] = {
		{"markdown",
		 &writer_markdown,
		 {"# Staff & rules\n", "**Say first:** 2 \\* 2 \\< 5\n",
		  "one\n", "**Two** \\# no heading", "> \\<script\\>alert",
		  "| A\\|B \\<i\\> | 60 |", "| Half | 50 | 25 | 25 | 2 |"}},
		{"html",
		 &writer_html,
		 {"<title>A brief</title>", "<h1>Staff &amp; rules</h1>",
		  "<strong>Say first:</strong> 2 * 2 &lt; 5",
		  "<li><strong>Two</strong> # no heading</li>",
		  "&lt;script&gt;alert(1)&lt;/script&gt;",
		  "<td>A|B &lt;i&gt;</td>",
		  "table:nth-of-type(1) td:nth-child(2)::before "
		  "{ content: \"Words: \" }",
		  "table:nth-of-type(2) td:nth-child(4)::before "
		  "{ content: \"don't know: \" }"}},
		{"text",
		 &writer_text,
		 {"Say first: 2 * 2 < 5\n", "- one\n- Two # no heading\n",
		  "A|B <i>\n", "- Words: 60\n"}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct report *r = made_document();
		char *text = written(cases[i].writer, r, NULL);

		for (size_t k = 0; k < 8 && cases[i].has[k]; k++)
			assert_has(text, cases[i].has[k], cases[i].what);
		assert_true(cases[i].writer != &writer_html ||
			    !strstr(text, "<script>"));
		free(text);
		report_free(r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_reads_back),
		cmocka_unit_test(an_empty_table_is_its_header),
		cmocka_unit_test(json_parses_back),
		cmocka_unit_test(numbers_are_the_same_in_every_locale),
		cmocka_unit_test(percents_never_say_nobody_or_everybody),
		cmocka_unit_test(exact_figures_stand_in_json_alone),
		cmocka_unit_test(text_is_a_screen_for_people),
		cmocka_unit_test(documents_escape_what_would_be_markup),
		IN_A_FOLDER(a_folder_has_all_files_or_none),
		IN_A_FOLDER(a_file_is_no_folder),
		cmocka_unit_test(a_full_disk_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
