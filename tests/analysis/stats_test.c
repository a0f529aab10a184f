/*
 * `conduct stats` as a user runs it, counted again by SQL on the views that
 * anybody with sqlite3 has, and against R for real people.
 */
#include "tests/test.h"

#include <math.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/csv.h"
#include "questions/json.h"
#include "tests/analysis/reference.h"
#include "tests/analysis/results_kit.h"
#include "tests/analysis/sample.h"

/* ---- running, and reading a table ---- */

static void
run(const char *const *words, int status, struct test_run *r)
{
	const char *argv[16] = {NULL};
	char *program = test_program("conduct");

	argv[0] = program;
	for (size_t i = 0; words[i]; i++)
		argv[i + 1] = words[i];
	test_run(r, NULL, argv, NULL);
	if (r->status != status)
		fail_msg("%s ended with %d: %s", words[0], r->status, r->err);
	free(program);
}

static void
run_well(const char *const *words)
{
	struct test_run r;

	run(words, 0, &r);
	assert_text(r.err, "", words[0]);
	test_run_release(&r);
}

struct sheet {
	size_t n, columns;
	char ***row; /* the header first */
};

static void
sheet_read(struct sheet *s, const char *dir, const char *name)
{
	char *path = test_path(dir, name);
	struct error err = ERROR_INIT;
	struct csv *csv = csv_open(path, &err);
	struct csv_row row;
	size_t room = 0;

	memset(s, 0, sizeof(*s));
	assert_text(err.text, "", name);
	while (csv_next(csv, &row, &err)) {
		if (s->n == 0)
			s->columns = row.n;
		assert_int_equal(row.n, s->columns);
		s->row = mem_room(s->row, &room, s->n + 1, sizeof(*s->row));
		s->row[s->n] = mem_new(row.n, sizeof(char *));
		for (size_t i = 0; i < row.n; i++)
			s->row[s->n][i] = mem_copy(row.cell[i]);
		s->n++;
	}
	assert_text(err.text, "", name);
	csv_close(csv);
	free(path);
}

static void
sheet_release(struct sheet *s)
{
	for (size_t r = 0; r < s->n; r++) {
		for (size_t i = 0; i < s->columns; i++)
			free(s->row[r][i]);
		free(s->row[r]);
	}
	free(s->row);
}

static const char *
cell(const struct sheet *s, size_t row, const char *column)
{
	for (size_t i = 0; i < s->columns; i++) {
		if (strcmp(s->row[0][i], column) == 0)
			return s->row[row][i];
	}
	fail_msg("no column %s", column);
	return NULL;
}

static double
number(const struct sheet *s, size_t row, const char *column)
{
	double x = NAN;

	text_to_number(cell(s, row, column), &x);
	return x;
}

/* The row where each column (name, value, ..., NULL) has its value. */
static size_t
row_where(const struct sheet *s, const char *const *wanted)
{
	for (size_t r = 1; r < s->n; r++) {
		size_t i = 0;

		while (wanted[i] &&
		       strcmp(cell(s, r, wanted[i]), wanted[i + 1]) == 0)
			i += 2;
		if (!wanted[i])
			return r;
	}
	fail_msg("no row where %s is %s", wanted[0], wanted[1]);
	return 0;
}

#define ROW(sheet, ...) \
	row_where(sheet, (const char *const[]){__VA_ARGS__, NULL})

#define WIDE  "SELECT count(*) FROM response_wide WHERE "
#define STATE "SELECT count(DISTINCT response) FROM answer WHERE question = "

static double sql_number(const char *path, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static double
sql_number(const char *path, const char *format, ...)
{
	struct text sql = TEXT_INIT;
	double x = NAN;
	va_list ap;
	char *text;

	va_start(ap, format);
	text_addv(&sql, format, ap);
	va_end(ap);
	text = results_kit_sql(path, text_get(&sql));
	text[strcspn(text, "\n")] = '\0';
	text_to_number(text, &x);
	free(text);
	text_release(&sql);
	return x;
}

/* ---- a results file of the sample, and what stats makes of it ---- */

struct made {
	struct results_kit kit;
	/* for analysts, and as released */
	char *results, *out, *exact;
	struct sheet items, options, habits, topics, response, told;
};

static int
make(void **state)
{
	struct made *m = mem_new(1, sizeof(*m));
	void *dir = NULL;

	if (test_dir_setup(&dir) != 0)
		return -1;
	results_kit_init(&m->kit, sample_csv);
	m->kit.about.staff = 900;
	m->kit.about.min_group = 10;
	m->kit.about.made_up = true;
	m->results = test_path(dir, "sample.results");
	m->out = test_path(dir, "out");
	results_kit_write(&m->kit, m->results, 0, 600);
	run_well(
		(const char *const[]){"stats", m->results, "-o", m->out, NULL});
	m->exact = test_path(dir, "exact");
	run_well((const char *const[]){"stats", m->results, "-o", m->exact,
				       "--for-analysts", "a test", NULL});
	sheet_read(&m->items, m->exact, "items.for-analysts.csv");
	sheet_read(&m->options, m->exact, "options.for-analysts.csv");
	sheet_read(&m->habits, m->exact, "habits.for-analysts.csv");
	sheet_read(&m->topics, m->exact, "topics.for-analysts.csv");
	sheet_read(&m->response, m->exact, "response.for-analysts.csv");
	sheet_read(&m->told, m->out, "items.csv");
	*state = m;
	free(dir);
	return 0;
}

static int
unmake(void **state)
{
	struct made *m = *state;
	void *dir = mem_copy_n(m->out, strlen(m->out) - 4);
	int code = test_dir_teardown(&dir);

	sheet_release(&m->items);
	sheet_release(&m->options);
	sheet_release(&m->habits);
	sheet_release(&m->topics);
	sheet_release(&m->response);
	sheet_release(&m->told);
	results_kit_release(&m->kit);
	free(m->results);
	free(m->out);
	free(m->exact);
	free(m);
	return code;
}

/* ---- counted again ---- */

/* Right answers of the sample's items as conditions on response_wide. */
static const struct {
	const char *item, *right, *dont_know;
} keys[] = {
	{"k1", "k1 = 'b'", "k1 = 'dk'"},
	{"k2", "k2 IN ('a', 'c')", "k2 = 'dk'"},
	{"k3", "k3 = 'a'", "k3 = 'dk'"},
	{"m1", "m1 = 'a b'", "m1 = 'dk'"},
	{"m2", "m2 IN ('a b', 'a b c')", "m2 = 'dk'"},
	{"n1", "n1 BETWEEN 18 AND 65", "0"},
	{"w1", "w1 IN ('c7', 'c70')", "w1 = 'c3'"},
};

static void
items_are_what_sql_counts(void **state)
{
	static const struct {
		const char *column, *state;
	} states[] = {
		{"n", "answered"},
		{"skipped", "skipped"},
		{"not_reached", "not reached"},
		{"not_shown", "not shown"},
	};
	const struct made *m = *state;
	const struct sheet *s = &m->items;

	for (size_t i = 0; i < COUNT(keys); i++) {
		const char *name = keys[i].item;
		size_t r = ROW(s, "question", name, "segment", "");
		double right = sql_number(m->results, WIDE "%s", keys[i].right);
		double dont_know =
			sql_number(m->results, WIDE "%s", keys[i].dont_know);
		double n = number(s, r, "n");

		for (size_t k = 0; k < COUNT(states); k++)
			assert_case(number(s, r, states[k].column) ==
					    sql_number(m->results,
						       STATE "'%s' AND state "
							     "= '%s'",
						       name, states[k].state),
				    name);
		assert_case(number(s, r, "right") == right, name);
		assert_case(number(s, r, "dont_know") == dont_know, name);
		assert_case(number(s, r, "wrong") == n - right - dont_know,
			    name);
		assert_case(number(s, r, "share_right") == right / n, name);
		assert_text(cell(s, r, "status"), "ok", name);
		assert_text(cell(s, r, "method"), "wilson_fpc", name);
	}
}

static void
options_are_what_sql_counts(void **state)
{
	const struct made *m = *state;
	const struct sheet *s = &m->options;
	int seen = 0;

	for (size_t r = 1; r < s->n; r++) {
		const char *name = cell(s, r, "question");
		bool rank = strcmp(cell(s, r, "means"), "put first") == 0;

		if (cell(s, r, "segment")[0] != '\0')
			continue;
		seen++;
		assert_case(number(s, r, "chosen") ==
				    sql_number(m->results,
					       STATE "'%s' AND value = '%s'%s",
					       name, cell(s, r, "option"),
					       rank ? " AND place = '0'" : ""),
			    name);
	}
	/* 5 lists of four, the long one, 4 lists of five */
	assert_int_equal(seen, 5 * 4 + 70 + 4 * 5);
}

static void
habits_are_what_sql_counts(void **state)
{
	static const struct {
		const char *question, *risky, *base;
	} habits[] = {
		{"h1", "h1 = 'y'", "h1 IN ('x', 'y', 'z', 'dk')"},
		{"h2", "h2 <> 'z' AND h2 NOT IN ('dk', 'pns')", "h2 <> 'pns'"},
	};
	const struct made *m = *state;

	for (size_t i = 0; i < COUNT(habits); i++) {
		size_t r = ROW(&m->habits, "question", habits[i].question,
			       "segment", "");

		assert_case(number(&m->habits, r, "risky") ==
				    sql_number(m->results, WIDE "%s",
					       habits[i].risky),
			    habits[i].question);
		assert_case(number(&m->habits, r, "n") ==
				    sql_number(m->results, WIDE "%s",
					       habits[i].base),
			    habits[i].question);
	}
	/* without risky options there is a base, but no share */
	assert_text(cell(&m->habits, ROW(&m->habits, "question", "h3"),
			 "share_risky"),
		    "", "h3");
}

static void
groups_are_bands_that_hold_what_sql_counts(void **state)
{
	const struct made *m = *state;
	const struct sheet *s = &m->told;
	size_t seen = 0;

	for (size_t r = 1; r < s->n; r++) {
		const char *group = cell(s, r, "group");
		double right, n, from, to;

		if (strcmp(cell(s, r, "question"), "k1") != 0 ||
		    strcmp(cell(s, r, "segment"), "s1") != 0 || group[0] == '(')
			continue;
		right = sql_number(m->results, WIDE "s1 = '%s' AND k1 = 'b'",
				   group);
		n = sql_number(m->results,
			       WIDE "s1 = '%s' AND k1 IN ('a','b','c','dk')",
			       group);
		from = number(s, r, "right_from");
		to = number(s, r, "right_to");
		assert_true(from <= 100 * right / n && 100 * right / n <= to);
		assert_true(to - from < 41);
		assert_true(number(s, r, "people") ==
			    sql_number(m->results, WIDE "s1 = '%s'", group));
		/* nothing exact beside the bands */
		assert_text(cell(s, r, "n"), "", group);
		assert_text(cell(s, r, "percent_right"), "", group);
		seen++;
	}
	assert_true(seen >= 2);
}

static void
every_group_and_category_is_in_response(void **state)
{
	const struct made *m = *state;
	double sum = 0;
	size_t categories = 0;

	for (size_t r = 1; r < m->response.n; r++) {
		const char *status = cell(&m->response, r, "status");

		if (strcmp(cell(&m->response, r, "measure"), "group") != 0 ||
		    strcmp(cell(&m->response, r, "segment"), "s1") != 0)
			continue;
		categories += cell(&m->response, r, "group")[0] != '(';
		if (strcmp(status, "ok") == 0) {
			assert_true(number(&m->response, r, "n") >= 10);
			sum += number(&m->response, r, "n");
		} else {
			assert_text(status, "merged", "a small category");
			assert_text(cell(&m->response, r, "n"), "", "merged");
		}
	}
	assert_int_equal(categories, 4);
	assert_true(sum == 600);
	assert_true(number(&m->response,
			   ROW(&m->response, "measure", "responses"),
			   "share") == 600.0 / 900);
	assert_true(number(&m->response, ROW(&m->response, "measure", "staff"),
			   "n") == 900);
}

static void
every_row_says_what_it_is(void **state)
{
	const struct made *m = *state;
	const struct sheet *const sheets[] = {&m->items, &m->options,
					      &m->habits, &m->topics,
					      &m->response};

	for (size_t i = 0; i < COUNT(sheets); i++) {
		for (size_t r = 1; r < sheets[i]->n; r++) {
			assert_text(cell(sheets[i], r, "release"),
				    "for analysts only: a test", "release");
			assert_text(cell(sheets[i], r, "data"), "made-up",
				    "data");
			assert_true(cell(sheets[i], r, "status")[0] != '\0');
		}
	}
}

/* The same figures in both formats, whatever the table. */
static void
json_has_the_same_as_csv(void **state)
{
	const struct made *m = *state;
	const struct {
		const char *name;
		const struct sheet *sheet;
	} tables[] = {
		{"items", &m->items},	    {"options", &m->options},
		{"habits", &m->habits},	    {"topics", &m->topics},
		{"response", &m->response},
	};
	char *path = test_path(m->exact, "stats.for-analysts.json");
	struct error err = ERROR_INIT;
	size_t n;
	char *text = test_read(path, &n);
	struct json *all = json_parse(text, n, &err);

	assert_text(err.text, "", "stats.json");
	assert_text(json_get_text(all, "release"), "for analysts only: a test",
		    "release");
	assert_text(json_get_text(all, "data"), "made-up", "data");
	for (size_t i = 0; i < COUNT(tables); i++) {
		const struct sheet *s = tables[i].sheet;
		const struct json *row =
			json_first(json_get(all, tables[i].name));

		for (size_t r = 1; r < s->n; r++, row = json_next(row)) {
			for (size_t c = 2; c < s->columns; c++) {
				const struct json *j =
					json_get(row, s->row[0][c]);
				const char *csv = s->row[r][c];
				double x;

				if (json_as_text(j))
					assert_has(csv, json_as_text(j), csv);
				else if (text_to_number(csv, &x))
					assert_true(json_as_number(j, NAN) ==
						    x);
				else
					assert_text(csv, "", "empty");
			}
		}
		assert_null(row);
	}
	json_free(all);
	free(text);
	free(path);
}

static void
the_same_answers_give_the_same_bytes(void **state)
{
	static const char *const files[] = {
		"items.csv",  "options.csv",  "habits.csv",
		"topics.csv", "response.csv", "stats.json",
	};
	const struct made *m = *state;
	char *again = test_path(m->out, "again");

	run_well((const char *const[]){"stats", m->results, "-o", again, NULL});
	for (size_t i = 0; i < COUNT(files); i++) {
		char *path[2] = {test_path(m->out, files[i]),
				 test_path(again, files[i])};
		char *text[2] = {test_read(path[0], NULL),
				 test_read(path[1], NULL)};

		assert_text(text[1], text[0], files[i]);
		for (size_t k = 0; k < 2; k++) {
			free(path[k]);
			free(text[k]);
		}
	}
	free(again);
}

/* ---- refusals ---- */

/* Groups of a segment that are told of, and of them those that may be in a
 * test: who said where they belong, so many people and more. */
static size_t
groups_of(const struct sheet *response, const char *segment, double least,
	  size_t *all)
{
	size_t fit = 0;

	*all = 0;
	for (size_t r = 1; r < response->n; r++) {
		if (strcmp(cell(response, r, "segment"), segment) != 0 ||
		    strcmp(cell(response, r, "status"), "ok") != 0)
			continue;
		++*all;
		fit += strcmp(cell(response, r, "group"), "(none)") != 0 &&
			number(response, r, "n") >= least;
	}
	return fit;
}

/* How many groups were left out, over all rows. */
static size_t
check_compared(const struct made *m, const char *dir, const char *file,
	       double least)
{
	struct sheet s;
	size_t out = 0;

	sheet_read(&s, dir, file);
	for (size_t r = 1; r < s.n; r++) {
		size_t all,
			fit = groups_of(&m->response, cell(&s, r, "segment"),
					least, &all);
		bool told = strcmp(cell(&s, r, "status"), "withheld") != 0;

		/* in a release scores of groups may be withheld */
		if (strcmp(cell(&s, r, "compared"), "score") == 0)
			assert_case(told ? fit >= 2 : least > 1 || fit < 2,
				    file);
		if (strcmp(cell(&s, r, "status"), "ok") != 0) {
			assert_text(cell(&s, r, "groups"), "", file);
			continue;
		}
		assert_case(number(&s, r, "groups") >= 2, file);
		assert_case(number(&s, r, "groups") <= (double)fit, file);
		assert_case(number(&s, r, "groups") +
					    number(&s, r, "left_out") ==
				    (double)all,
			    file);
		out += all - fit;
	}
	assert_true(s.n > 1);
	sheet_release(&s);
	return out;
}

static void
small_groups_and_who_did_not_say_are_not_compared(void **state)
{
	const struct made *m = *state;

	assert_true(
		check_compared(m, m->out, "comparisons.csv", 50) >
		check_compared(m, m->exact, "comparisons.for-analysts.csv", 1));
	assert_true(check_compared(m, m->exact, "comparisons.for-analysts.csv",
				   1) > 0);
}

/* Limits stand in the unit of the figures beside them. */
static void
limits_of_a_release_are_in_percent(void **state)
{
	static const char *const ends[] = {"low", "high", "bound_low",
					   "bound_high"};
	const struct made *m = *state;
	const struct sheet *s = &m->told;
	size_t r = ROW(s, "question", "k1", "segment", "");
	size_t exact = ROW(&m->items, "question", "k1", "segment", "");

	for (size_t i = 0; i < COUNT(ends); i++) {
		double told = number(s, r, ends[i]);
		double share = number(&m->items, exact, ends[i]);

		assert_case(told == floor(told) && share < 1, ends[i]);
		/* outwards */
		assert_case(i % 2 == 0 ? told <= 100 * share &&
					    100 * share < told + 1
				       : told >= 100 * share &&
					    100 * share > told - 1,
			    ends[i]);
	}
}

static void
stats_refuses(void **state)
{
	const struct made *m = *state;
	char *few = test_path(m->out, "few.results");
	char *none = test_path(m->out, "none.results");
	char *folder = test_path(m->out, "refused");
	char *changed = test_path(m->out, "changed.results");
	char *longer = test_path(m->out, "longer.results");
	const struct {
		const char *what;
		const char *words[6];
		int status;
		const char *err;
	} cases[] = {
		{"nine answers",
		 {"stats", few, "-o", folder},
		 1,
		 "9 answers are fewer than 10"},
		{"no such file", {"stats", none, "-o", folder}, 1, "none"},
		{"not a results file",
		 {"stats", "tests/data/iqitems.csv", "-o", folder},
		 1,
		 "iqitems.csv"},
		{"a symbol nobody could choose",
		 {"stats", changed, "-o", folder},
		 1,
		 "an answer to k1 is a symbol that the question does not "
		 "know"},
		{"a response too long",
		 {"stats", longer, "-o", folder},
		 1,
		 "does not have the length its questionnaire asks for"},
		{"a file for a folder",
		 {"stats", m->results, "-o", few},
		 1,
		 "is a file; name a folder"},
		{"no folder", {"stats", m->results}, 2, "-o DIR is missing"},
		{"two files",
		 {"stats", few, few, "-o", folder},
		 2,
		 "one results file"},
		{"no file", {"stats", "-o", folder}, 2, "which results file"},
	};

	results_kit_write(&m->kit, few, 0, 9);
	results_kit_write(&m->kit, changed, 0, 50);
	free(results_kit_sql(changed,
			     "UPDATE response SET answers = 'Z' || "
			     "substr(answers, 2) WHERE id = 7"));
	results_kit_write(&m->kit, longer, 0, 50);
	free(results_kit_sql(longer,
			     "UPDATE response SET answers = answers || "
			     "'0' WHERE id = 7"));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_run r;

		run(cases[i].words, cases[i].status, &r);
		assert_has(r.err, cases[i].err, cases[i].what);
		assert_text(r.out, "", cases[i].what);
		test_run_release(&r);
	}
	assert_null(fopen(folder, "r"));
	free(few);
	free(none);
	free(changed);
	free(longer);
	free(folder);
}

/* ---- real people ---- */

/* What stats says of real answers, and what R does. */
struct real {
	struct json *oracle;
	char *results, *out;
	struct sheet items, topics, scales, scale_items, scale_options;
};

/* staff: NULL, or as it is told to import. */
static void
real_init(struct real *r, const char *dir, const char *name, const char *staff)
{
	char oracle[32], csv[48], form[48];
	char *data;

	snprintf(oracle, sizeof(oracle), "%s.json", name);
	snprintf(csv, sizeof(csv), "data/oracles/%s.csv", name);
	snprintf(form, sizeof(form), "tests/data/%s.csv", name);
	r->oracle = reference_oracle(oracle);
	data = test_shared(csv);
	r->results = test_path(dir, "real.results");
	r->out = test_path(dir, "real");
	run_well((const char *const[]){"import", data, "--form", form, "-o",
				       r->results, staff ? "--staff" : NULL,
				       staff, NULL});
	run_well((const char *const[]){"stats", r->results, "-o", r->out,
				       "--for-analysts", "a test", NULL});
	sheet_read(&r->items, r->out, "items.for-analysts.csv");
	sheet_read(&r->topics, r->out, "topics.for-analysts.csv");
	sheet_read(&r->scales, r->out, "scales.for-analysts.csv");
	sheet_read(&r->scale_items, r->out, "scale_items.for-analysts.csv");
	sheet_read(&r->scale_options, r->out, "scale_options.for-analysts.csv");
	free(data);
}

static void
real_release(struct real *r)
{
	sheet_release(&r->items);
	sheet_release(&r->topics);
	sheet_release(&r->scales);
	sheet_release(&r->scale_items);
	sheet_release(&r->scale_options);
	json_free(r->oracle);
	free(r->results);
	free(r->out);
}

/* Names of R's results and of our columns, to { NULL, NULL }. */
struct same {
	const char *theirs, *ours;
};

static void
check_row(const struct sheet *s, size_t row, const struct json *r,
	  const struct same *same, const char *id)
{
	for (; same->theirs; same++)
		reference_check(number(s, row, same->ours),
				json_get_number(r, same->theirs, NAN), 1e-9,
				id);
}

static void
check_item(const struct real *real, const char *name, const struct json *r,
	   const char *id)
{
	static const struct same same[] = {{"lo", "low"},
					   {"hi", "high"},
					   {NULL, NULL}};

	check_row(&real->items, ROW(&real->items, "question", name), r, same,
		  id);
}

static void
check_score(const struct real *real, const char *topic, const struct json *r,
	    const char *id)
{
	static const struct same same[] = {{"mean", "mean"},
					   {"se", "se"},
					   {"lo", "low"},
					   {"hi", "high"},
					   {NULL, NULL}};
	size_t row = ROW(&real->topics, "topic", topic);

	check_row(&real->topics, row, r, same, id);
	if (!isnan(json_get_number(r, "sd", NAN)))
		reference_check(number(&real->topics, row, "sd"),
				json_get_number(r, "sd", NAN), 1e-9, id);
}

static void
check_rest(const struct real *real, const char *scale, const char *cases,
	   const struct json *r, const char *id)
{
	const struct json *item = json_first(json_get(r, "item"));
	const struct json *rest = json_first(json_get(r, "r_drop"));
	const struct json *alpha = json_first(json_get(r, "alpha_if_dropped"));
	const struct sheet *s = &real->scale_items;

	for (; item; item = json_next(item)) {
		size_t row = ROW(s, "scale", scale, "cases", cases, "question",
				 json_as_text(item));

		reference_check(number(s, row, "item_rest"),
				json_as_number(rest, NAN), 1e-9, id);
		reference_check(number(s, row, "alpha_without"),
				json_as_number(alpha, NAN), 1e-9, id);
		rest = json_next(rest);
		alpha = json_next(alpha);
	}
	assert_true(!rest && !alpha);
}

static void
check_alpha(const struct real *real, const char *scale, const char *cases,
	    const struct json *r, const char *id)
{
	static const struct same always[] = {{"n", "n"},
					     {"k", "items"},
					     {"alpha", "alpha"},
					     {NULL, NULL}};
	static const struct same limits[] = {{"lo", "low"},
					     {"hi", "high"},
					     {NULL, NULL}};
	static const struct same total[] = {{"mean_total", "mean"},
					    {"sd_total", "sd"},
					    {"sem", "sem"},
					    {NULL, NULL}};
	const struct sheet *s = &real->scales;
	size_t row = ROW(s, "scale", scale, "cases", cases);

	check_row(s, row, r, always, id);
	check_row(s, row, json_get(r, "feldt95"), limits, id);
	if (json_get(r, "sem"))
		check_row(s, row, r, total, id);
}

/* Item-rest of a topic's items, in the order of the questionnaire. */
static void
check_topic_rest(const struct real *real, const char *topic,
		 const struct json *r, const char *id)
{
	const struct json *rest = json_first(json_get(r, "r_drop"));
	const struct sheet *s = &real->scale_items;

	for (size_t row = 1; row < s->n; row++) {
		if (strcmp(cell(s, row, "scale"), topic) != 0 ||
		    strcmp(cell(s, row, "cases"), "shown") != 0)
			continue;
		reference_check(number(s, row, "item_rest"),
				json_as_number(rest, NAN), 1e-9, id);
		rest = json_next(rest);
	}
	assert_null(rest);
}

static void
check_options(const struct real *real, const char *item, const struct json *r,
	      const char *id)
{
	const struct json *option = json_first(json_get(r, "options"));
	const struct json *rest =
		json_first(json_get(r, "point_biserial_with_rest"));
	const struct json *mean = json_first(json_get(r, "mean_rest_score"));
	const struct sheet *s = &real->scale_options;

	for (; option; option = json_next(option)) {
		char name[16];
		size_t row;

		snprintf(name, sizeof(name), "%.0f",
			 json_as_number(option, NAN));
		row = ROW(s, "scale", "all", "cases", "shown", "question", item,
			  "option", name);
		reference_check(number(s, row, "option_rest"),
				json_as_number(rest, NAN), 1e-9, id);
		reference_check(number(s, row, "mean_rest"),
				json_as_number(mean, NAN), 1e-9, id);
		rest = json_next(rest);
		mean = json_next(mean);
	}
	assert_true(!rest && !mean);
}

/* "topic/reason/alpha": its parts; false where it has not three or four. */
static bool
split_id(const char *id, char part[4][32])
{
	memset(part, 0, 4 * 32);
	return sscanf(id, "%31[^/]/%31[^/]/%31[^/]/%31s", part[0], part[1],
		      part[2], part[3]) >= 3;
}

static void
to_capitals(char *s)
{
	for (; *s != '\0'; s++)
		*s = (char)(*s - 'a' + 'A');
}

static void
shares_and_scores_of_known_staff_are_those_of_r(void **state)
{
	struct real real;
	const struct json *c;
	size_t n = 0;

	real_init(&real, *state, "iqitems", "2000");
	c = json_first(json_get(real.oracle, "cases"));
	for (; c; c = json_next(c)) {
		const char *id = json_get_text(c, "id");
		const struct json *r = json_get(c, "result");
		char part[4][32];

		if (!split_id(id, part) || !strstr(part[2], "_fpc2000"))
			continue;
		n++;
		if (strcmp(part[0], "item") == 0) {
			check_item(&real, part[1], json_get(r, "wilson_fpc"),
				   id);
		} else {
			to_capitals(part[1]);
			check_score(&real, part[1], r, id);
		}
	}
	assert_int_equal(n, 20);
	real_release(&real);
}

static void
scales_are_those_of_r(void **state)
{
	struct real real;
	const struct json *c;
	size_t n = 0;

	real_init(&real, *state, "iqitems", NULL);
	c = json_first(json_get(real.oracle, "cases"));
	for (; c; c = json_next(c)) {
		const char *id = json_get_text(c, "id");
		const struct json *r = json_get(c, "result");
		char part[4][32];
		const char *cases;

		if (!split_id(id, part))
			continue;
		cases = part[2][0] == 'C' ? "complete" : "shown";
		if (strcmp(part[0], "topic") == 0)
			to_capitals(part[1]);
		n++;
		if (strcmp(part[3], "alpha") == 0) {
			check_alpha(&real, part[1], cases, r, id);
		} else if (strcmp(part[3], "item_rest") == 0) {
			check_rest(&real, part[1], cases, r, id);
		} else if (strcmp(part[2], "alpha") == 0) {
			check_alpha(&real, part[1], "shown", r, id);
			check_topic_rest(&real, part[1], r, id);
		} else if (strcmp(part[2], "score") == 0) {
			check_score(&real, part[1], r, id);
		} else if (strcmp(part[2], "distractors") == 0) {
			check_options(&real, part[1], r, id);
		} else {
			n--;
		}
	}
	/* two scales of all, four topics, sixteen items */
	assert_int_equal(n, 2 * 2 + 4 * 2 + 16);
	real_release(&real);
}

static void
marks_of_0_and_1_are_those_of_r(void **state)
{
	struct real real;
	const struct json *c;
	size_t n = 0;

	real_init(&real, *state, "lsat6", NULL);
	c = json_first(json_get(real.oracle, "cases"));
	for (; c; c = json_next(c)) {
		const char *id = json_get_text(c, "id");
		const struct json *r = json_get(c, "result");
		static const char *const cases[] = {"complete", "shown"};

		for (size_t i = 0; i < COUNT(cases); i++) {
			if (strcmp(id, "alpha") == 0)
				check_alpha(&real, "all", cases[i], r, id);
			else if (strcmp(id, "item_rest") == 0)
				check_rest(&real, "all", cases[i], r, id);
			else
				break;
			n++;
		}
		if (strncmp(id, "item/", 5) == 0) {
			check_item(&real, id + 5, json_get(r, "wilson"), id);
			n++;
		}
	}
	assert_int_equal(n, 2 * 2 + 5);
	real_release(&real);
}

/* Two people skipped something: a release may not tell of them by telling of
 * everybody and of the others. */
static void
a_release_tells_nothing_of_the_few_who_skipped(void **state)
{
	struct real real;
	struct sheet scales, items, options;
	char *out;

	real_init(&real, *state, "iqitems", NULL); /* or skips */
	out = test_path(*state, "released");
	run_well((const char *const[]){"stats", real.results, "-o", out, NULL});
	sheet_read(&scales, out, "scales.csv");
	sheet_read(&items, out, "scale_items.csv");
	sheet_read(&options, out, "scale_options.csv");
	for (size_t row = 1; row < scales.n; row++) {
		bool shown = strcmp(cell(&scales, row, "cases"), "shown") == 0;

		assert_text(cell(&scales, row, "status"),
			    shown ? "ok" : "withheld", "a scale");
		assert_text(cell(&scales, row, "n"), shown ? "1525" : "",
			    "a scale");
	}
	for (size_t row = 1; row < items.n; row++)
		assert_text(cell(&items, row, "n"), "1525", "an item");
	for (size_t row = 1; row < options.n; row++) {
		/* the one question that both of them answered */
		assert_text(cell(&options, row, "question"), "letter_58",
			    "an option");
		assert_text(cell(&options, row, "status"), "ok", "an option");
		assert_case(cell(&options, row, "option_rest")[0] != '\0',
			    "an option");
	}
	assert_true(items.n > 16 && options.n > 4);
	sheet_release(&scales);
	sheet_release(&items);
	sheet_release(&options);
	real_release(&real);
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_are_what_sql_counts),
		cmocka_unit_test(options_are_what_sql_counts),
		cmocka_unit_test(habits_are_what_sql_counts),
		cmocka_unit_test(groups_are_bands_that_hold_what_sql_counts),
		cmocka_unit_test(every_group_and_category_is_in_response),
		cmocka_unit_test(every_row_says_what_it_is),
		cmocka_unit_test(json_has_the_same_as_csv),
		cmocka_unit_test(the_same_answers_give_the_same_bytes),
		cmocka_unit_test(
			small_groups_and_who_did_not_say_are_not_compared),
		cmocka_unit_test(limits_of_a_release_are_in_percent),
		cmocka_unit_test(stats_refuses),
	};
	const struct CMUnitTest real[] = {
		IN_A_FOLDER(shares_and_scores_of_known_staff_are_those_of_r),
		IN_A_FOLDER(scales_are_those_of_r),
		IN_A_FOLDER(marks_of_0_and_1_are_those_of_r),
		IN_A_FOLDER(a_release_tells_nothing_of_the_few_who_skipped),
	};

	return cmocka_run_group_tests(tests, make, unmake) +
		cmocka_run_group_tests(real, NULL, NULL);
}
