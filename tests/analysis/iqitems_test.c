/*
 * 1,525 real people and 16 keyed items, through the programs as a user runs
 * them: import, the view answer, stats. Counts and intervals are R's (folder
 * data/oracles of SHARED; the questionnaire is tests/data/iqitems.csv).
 */
#include <math.h>

#include "questions/csv.h"
#include "questions/json.h"
#include "tests/analysis/results_kit.h"
#include "tests/test.h"

enum { ITEMS = 16 };

struct iqitems {
	char *results, *stats; /* paths */
	struct json *oracle;
};

static void
run(const char *const *words)
{
	const char *argv[12] = {NULL};
	struct test_run r;
	size_t i;

	argv[0] = test_program("conduct");
	for (i = 0; words[i]; i++)
		argv[i + 1] = words[i];
	test_run(&r, NULL, argv, NULL);
	if (r.status != 0)
		print_error("%s\n", r.err);
	assert_int_equal(r.status, 0);
	test_run_release(&r);
	free((char *)argv[0]);
}

static void
iqitems_init(struct iqitems *iq, const char *dir)
{
	char *data = test_shared("data/oracles/iqitems.csv");
	char *oracle = test_shared("data/oracles/iqitems.json"), *text;
	struct error err = ERROR_INIT;
	size_t n;

	iq->results = test_path(dir, "results");
	iq->stats = test_path(dir, "stats");
	run((const char *const[]){"import", data, "--form",
				  "tests/data/iqitems.csv", "-o", iq->results,
				  NULL});
	run((const char *const[]){"stats", iq->results, "-o", iq->stats,
				  "--for-analysts", "a test", NULL});
	text = test_read(oracle, &n);
	iq->oracle = json_parse(text, n, &err);
	assert_text(err.text, "", "iqitems.json");
	free(text);
	free(data);
	free(oracle);
}

static void
iqitems_release(struct iqitems *iq)
{
	json_free(iq->oracle);
	free(iq->results);
	free(iq->stats);
}

/* The result of the case item/NAME/KIND. */
static const struct json *
case_of(const struct iqitems *iq, const char *item, const char *kind)
{
	const struct json *j = json_first(json_get(iq->oracle, "cases"));
	char id[64];

	snprintf(id, sizeof(id), "item/%s/%s", item, kind);
	for (; j; j = json_next(j))
		if (strcmp(json_get_text(j, "id"), id) == 0)
			return json_get(j, "result");
	fail_msg("iqitems.json has no %s", id);
	return NULL;
}

/* ---- cells of a statistics file by their header ---- */

struct sheet {
	struct csv *csv;
	char **header;
	size_t n;
	struct csv_row row;
};

static void
sheet_init(struct sheet *s, const char *folder, const char *name)
{
	struct error err = ERROR_INIT;
	char *path = test_path(folder, name);
	size_t i;

	s->csv = csv_open(path, &err);
	assert_non_null(s->csv);
	assert_true(csv_next(s->csv, &s->row, &err));
	s->n = s->row.n;
	s->header = calloc(s->n, sizeof(*s->header));
	for (i = 0; i < s->n; i++)
		s->header[i] = strdup(s->row.cell[i]);
	free(path);
}

static void
sheet_release(struct sheet *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		free(s->header[i]);
	free(s->header);
	csv_close(s->csv);
}

static const char *
cell(const struct sheet *s, const char *header)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->header[i], header) == 0)
			return s->row.cell[i];
	fail_msg("no column %s", header);
	return NULL;
}

static bool
next_overall(struct sheet *s)
{
	struct error err = ERROR_INIT;

	while (csv_next(s->csv, &s->row, &err))
		if (cell(s, "segment")[0] == '\0')
			return true;
	assert_text(err.text, "", "a statistics file");
	return false;
}

static void
assert_near(double got, double expected, const char *what)
{
	if (!(fabs(got - expected) <= 1e-9 * fabs(expected)))
		fail_msg("%s: %.17g, R has %.17g", what, got, expected);
}

/* ---- what must agree ---- */

static void
options_agree(void **state)
{
	struct iqitems iq;
	struct sheet s;
	size_t rows = 0;

	iqitems_init(&iq, *state);
	sheet_init(&s, iq.stats, "options.for-analysts.csv");
	while (next_overall(&s)) {
		const char *item = cell(&s, "question");
		const struct json *r = case_of(&iq, item, "options");
		double count = json_get_number(json_get(r, "counts"),
					       cell(&s, "option"), 0);
		char sql[200], want[32], *got;

		assert_near(strtod(cell(&s, "chosen"), NULL), count, item);
		assert_near(strtod(cell(&s, "n"), NULL),
			    json_get_number(r, "n_answered", NAN), item);
		snprintf(sql, sizeof(sql),
			 "SELECT count(*) FROM answer WHERE "
			 "question = '%s' AND value = '%s'",
			 item, cell(&s, "option"));
		snprintf(want, sizeof(want), "%.0f\n", count);
		got = results_kit_sql(iq.results, sql);
		assert_text(got, want, sql);
		free(got);
		rows++;
	}
	/* twelve items of seven options, four of nine */
	assert_int_equal(rows, 12 * 7 + 4 * 9);
	sheet_release(&s);
	iqitems_release(&iq);
}

static void
items_agree(void **state)
{
	struct iqitems iq;
	struct sheet s;
	size_t rows = 0;

	iqitems_init(&iq, *state);
	sheet_init(&s, iq.stats, "items.for-analysts.csv");
	while (next_overall(&s)) {
		const char *item = cell(&s, "question");
		const struct json *r = case_of(&iq, item, "difficulty");
		const struct json *w = json_get(r, "wilson");

		assert_near(strtod(cell(&s, "right"), NULL),
			    json_get_number(r, "x", NAN), item);
		assert_near(strtod(cell(&s, "share_right"), NULL),
			    json_get_number(r, "p", NAN), item);
		assert_near(strtod(cell(&s, "low"), NULL),
			    json_get_number(w, "lo", NAN), item);
		assert_near(strtod(cell(&s, "high"), NULL),
			    json_get_number(w, "hi", NAN), item);
		assert_near(strtod(cell(&s, "skipped"), NULL),
			    json_get_number(case_of(&iq, item, "options"),
					    "missing", NAN),
			    item);
		rows++;
	}
	assert_int_equal(rows, ITEMS);
	sheet_release(&s);
	iqitems_release(&iq);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(options_agree),
		IN_A_FOLDER(items_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
