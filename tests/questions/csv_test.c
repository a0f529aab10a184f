/* CSV rows as a spreadsheet shows them. */
#include "tests/test.h"

#include "questions/base/text.h"
#include "questions/csv.h"

/* All rows as "1[a|b] 3[c]", then the error if there was one. */
static void
describe(struct csv *csv, struct error *err, struct text *out)
{
	struct csv_row row;
	size_t i;

	while (csv_next(csv, &row, err)) {
		text_addf(out, "%s%zu[", out->n > 0 ? " " : "", row.row);
		for (i = 0; i < row.n; i++) {
			assert_int_equal(strlen(row.cell[i]), row.length[i]);
			text_addf(out, "%s%s", i ? "|" : "", row.cell[i]);
		}
		text_add(out, "]");
	}
	text_addf(out, "%s%s", err->text[0] ? " ! " : "", err->text);
	/* The end stays the end. */
	assert_false(csv_next(csv, &row, err));
}

static const struct {
	const char *what, *csv;
	size_t n; /* 0: strlen */
	const char *rows;
} cases[] = {
	{"nothing", "", 0, ""},
	{"one row", "a,b\n", 0, "1[a|b]"},
	{"no newline at the end", "a,b", 0, "1[a|b]"},
	{"an empty last cell", "a,", 0, "1[a|]"},
	{"one cell alone", "survey\n,type", 0, "1[survey] 2[|type]"},
	{"CRLF", "a\r\nb\r\n", 0, "1[a] 2[b]"},
	{"CR", "a\rb\r", 0, "1[a] 2[b]"},
	{"all three", "a\rb\nc\r\nd", 0, "1[a] 2[b] 3[c] 4[d]"},
	{"LF and CR are two", "a\n\rb", 0, "1[a] 3[b]"},
	{"blank rows count", "a\n\n\nb\n", 0, "1[a] 4[b]"},
	{"blank CRLF rows count", "a\r\n\r\nb\r\n", 0, "1[a] 3[b]"},
	{"blank rows first", "\n\na", 0, "3[a]"},
	{"a row of blanks is not blank", "a\n  \nb", 0, "1[a] 2[  ] 3[b]"},
	{"a quoted nothing is not blank", "\"\"\nb", 0, "1[] 2[b]"},
	{"empty cells", ",,\n,x,\n", 0, "1[||] 2[|x|]"},
	{"blanks stay", " a , b \n", 0, "1[ a | b ]"},
	{"quotes", "\"a,b\",\"say \"\"hi\"\"\"\n", 0, "1[a,b|say \"hi\"]"},
	{"a quoted newline does not count", "\"a\nb\",c\nd\n", 0,
	 "1[a\nb|c] 2[d]"},
	{"a quoted CRLF does not count", "\"a\r\nb\"\r\nd\r\n", 0,
	 "1[a\r\nb] 2[d]"},
	{"quoted blank lines do not count", "\"a\n\n\n\"\nd\n", 0,
	 "1[a\n\n\n] 2[d]"},
	{"a quote inside an unquoted cell", "5\" wide,b\nc", 0,
	 "1[5\" wide|b] 2[c]"},
	{"two of them", "5\"x\"\"y,b\nc", 0, "1[5\"x\"\"y|b] 2[c]"},
	{"byte order mark",
	 "\xef\xbb\xbf"
	 "a,b",
	 0, "1[a|b]"},
	{"mark and quote", "\xef\xbb\xbf\"a\",b", 0, "1[a|b]"},
	{"semicolons", "a;b,c;d\n", 0, "1[a|b,c|d]"},
	{"tabs", "a\tb;c\td\n", 0, "1[a|b;c|d]"},
	{"separators in quotes do not count", "\"a;b;c;d\",e\n", 0,
	 "1[a;b;c;d|e]"},
	{"the separator is found in a later row", "survey\n\n;type;name\n", 0,
	 "1[survey] 3[|type|name]"},
	{"as many of each: a comma", "a,b;c\n", 0, "1[a|b;c]"},
	{"UTF-8", "caf\xc3\xa9,\xf0\x9f\x98\x80", 0,
	 "1[caf\xc3\xa9|\xf0\x9f\x98\x80]"},

	{"a quote that never ends", "a\nb,\"c\nd,e\n", 0,
	 "1[a] ! form.csv:2:B: a quote begins here and never ends; "
	 "close it, or write it twice"},
	{"text behind a closing quote", "a\nb,\"c\"d,e\nf", 0,
	 "1[a] ! form.csv:2:B: text stands behind the closing quote of "
	 "a cell; write each quote inside the cell twice"},
	{"a blank behind a closing quote", "\"c\" ,e", 0,
	 " ! form.csv:1:A: text stands behind the closing quote of "
	 "a cell; write each quote inside the cell twice"},
	{"Latin-1", "a\n\nb,caf\xe9,c\n", 0,
	 "1[a] ! form.csv:3:B: the text is not UTF-8; save the file as "
	 "\"CSV UTF-8\""},
	{"Latin-1 in the last cell of all", "a,caf\xe9", 0,
	 " ! form.csv:1:B: the text is not UTF-8; save the file as "
	 "\"CSV UTF-8\""},
	{"a NUL", "a,b\0c\nd", 7,
	 " ! form.csv:1:B: the text is not UTF-8; save the file as "
	 "\"CSV UTF-8\""},
};

static void
reads_rows(void **state)
{
	struct text out = TEXT_INIT;
	struct error err;
	struct csv *csv;
	size_t i, n;

	for (i = 0; i < COUNT(cases); i++) {
		err = (struct error)ERROR_INIT;
		n = cases[i].n ? cases[i].n : strlen(cases[i].csv);
		csv = csv_from_memory(cases[i].csv, n, "form.csv", &err);
		assert_case(csv != NULL, cases[i].what);
		describe(csv, &err, &out);
		assert_text(text_get(&out), cases[i].rows, cases[i].what);
		assert_text(csv_name(csv), "form.csv", cases[i].what);
		csv_close(csv);
		text_clear(&out);
	}
	text_release(&out);
}

/* The same from files, behind so many bytes that a piece of the file ends at
 * each byte of the case once. */
static void
reads_across_chunks(void **state)
{
	static const char part[] = "\"a\r\n\r\n,\"\"\",b\r\n\r\nc,5\"x\r\nd,\n";
	static const char rows[] = "2[a\r\n\r\n,\"|b] 4[c|5\"x] 5[d|]";
	const size_t chunk = 64 * 1024;
	struct text out = TEXT_INIT;
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "big.csv"), *bytes;
	size_t before, n = sizeof part - 1;
	struct csv *csv;
	const char *found;

	bytes = malloc(chunk + n);
	for (before = chunk - n; before <= chunk; before++) {
		memset(bytes, ',', before);
		bytes[before - 1] = '\n';
		memcpy(bytes + before, part, n);
		test_write_bytes(path, bytes, before + n);
		csv = csv_open(path, &err);
		assert_non_null(csv);
		text_clear(&out);
		/* A long row of commas would have too many cells. */
		describe(csv, &err, &out);
		csv_close(csv);
		assert_has(err.text, ":1:XFE: more than 16384 cells",
			   "too long");
		err = (struct error)ERROR_INIT;
		memset(bytes, 'x', before - 1);
		bytes[1] = ',';
		test_write_bytes(path, bytes, before + n);
		csv = csv_open(path, &err);
		text_clear(&out);
		describe(csv, &err, &out);
		csv_close(csv);
		assert_text(err.text, "", "no error");
		found = strchr(text_get(&out), ']');
		assert_text(found + 2, rows, "the rows behind");
	}
	free(bytes);
	free(path);
	text_release(&out);
}

static void
limits_a_cell(void **state)
{
	size_t n = CSV_MAX_CELL_BYTES + 200000;
	char *bytes = malloc(n);
	struct error err = ERROR_INIT;
	struct text out = TEXT_INIT;
	struct csv *csv;

	memset(bytes, 'x', n);
	bytes[0] = '"';
	csv = csv_from_memory(bytes, n, "form.csv", &err);
	describe(csv, &err, &out);
	assert_text(
		err.text,
		"form.csv:1:A: a cell of more than 1048576 bytes; look for a "
		"quote that does not end",
		"a quote open for ever");
	csv_close(csv);

	err = (struct error)ERROR_INIT;
	bytes[0] = 'x';
	bytes[1] = ',';
	bytes[CSV_MAX_CELL_BYTES + 3] = ',';
	csv = csv_from_memory(bytes, n, "form.csv", &err);
	describe(csv, &err, &out);
	assert_text(
		err.text,
		"form.csv:1:B: a cell of more than 1048576 bytes; shorten it",
		"a cell one byte too long");
	csv_close(csv);
	free(bytes);
	text_release(&out);
}

static void
cannot_open(void **state)
{
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "none.csv");

	assert_null(csv_open(path, &err));
	assert_has(err.text, "none.csv: cannot be opened: No such file",
		   "no such file");
	free(path);

	err = (struct error)ERROR_INIT;
	assert_null(csv_open(*state, &err));
	assert_has(err.text, ": cannot be read: Is a directory", "a folder");

	err = (struct error)ERROR_INIT;
	assert_null(csv_from_memory("\xff\xfe"
				    "a\0",
				    4, "form.csv", &err));
	assert_text(
		err.text,
		"form.csv: the file is UTF-16; save the file as \"CSV UTF-8\"",
		"UTF-16");
	csv_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rows),
		IN_A_FOLDER(reads_across_chunks),
		cmocka_unit_test(limits_a_cell),
		IN_A_FOLDER(cannot_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
