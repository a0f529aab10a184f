#include "analysis/data/results.h"

#include <sys/stat.h>

#include "analysis/data/file.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"
#include "questions/value.h"
#include "tests/analysis/results_kit.h"
#include "tests/analysis/sample.h"
#include "tests/test.h"

enum { PEOPLE = 300 };

static void
reads_what_was_written(void **state)
{
	struct error err = ERROR_INIT;
	struct results_kit kit;
	struct results *r;
	char *path = test_path(*state, "r");
	struct stat st;

	results_kit_init(&kit, results_kit_csv);
	kit.about.closed_early = true;
	kit.about.unopened = 3;
	results_kit_write(&kit, path, 0, PEOPLE);
	assert_case(results_open(&r, path, &err), err.text);
	assert_int_equal(results_about(r)->responses, PEOPLE);
	assert_int_equal(results_about(r)->staff, 1000);
	assert_int_equal(results_about(r)->codes_issued, 0);
	assert_int_equal(results_about(r)->waves, 2);
	assert_int_equal(results_about(r)->min_group, 7);
	assert_int_equal(results_about(r)->unopened, 3);
	assert_true(results_about(r)->closed_early);
	assert_false(results_about(r)->made_up);
	assert_text(results_about(r)->closes, "2026-12-14", "closes");
	assert_text(results_about(r)->questionnaire, kit.questionnaire,
		    "the questionnaire");
	assert_int_equal(results_layout(r)->width, kit.layout->width);
	assert_text(results_path(r), path, "the path");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	results_close(r);
	results_kit_release(&kit);
	free(path);
}

struct seen {
	char *line[PEOPLE];
	size_t n;
};

static void
see(void *ctx, const char *answers, const char *numbers)
{
	struct seen *seen = ctx;
	struct text t = TEXT_INIT;

	text_addf(&t, "%s %s", answers, numbers ? numbers : "");
	assert_in_range(seen->n, 0, PEOPLE - 1);
	seen->line[seen->n++] = text_take(&t);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every response comes back once, whatever the order. */
static void
keeps_every_response(void **state)
{
	struct error err = ERROR_INIT;
	struct seen seen = {{NULL}, 0}, written = {{NULL}, 0};
	struct results_kit kit;
	struct results *r;
	char *path = test_path(*state, "r"), *response;
	size_t i;

	results_kit_init(&kit, results_kit_csv);
	response = mem_new(kit.layout->width + 1, 1);
	results_kit_write(&kit, path, 0, PEOPLE);
	for (i = 0; i < PEOPLE; i++) {
		char *numbers =
			results_kit_response(&kit, (uint32_t)i, response);

		see(&written, response, numbers);
		free(numbers);
	}
	assert_true(results_open(&r, path, &err));
	assert_true(results_each(r, see, &seen, &err));
	qsort(seen.line, seen.n, sizeof(*seen.line), compare);
	qsort(written.line, written.n, sizeof(*written.line), compare);
	assert_int_equal(seen.n, PEOPLE);
	for (i = 0; i < PEOPLE; i++) {
		assert_text(seen.line[i], written.line[i], "a response");
		free(seen.line[i]);
		free(written.line[i]);
	}
	results_close(r);
	free(response);
	results_kit_release(&kit);
	free(path);
}

/* Which came first cannot be seen: the file is the same byte by byte. */
static void
order_leaves_no_trace(void **state)
{
	struct error err = ERROR_INIT;
	char *one = test_path(*state, "one"), *two = test_path(*state, "two");
	struct results_kit kit;
	struct results_writer *w;
	char *response, *first, *second;
	size_t n_first, n_second;
	uint32_t i;

	results_kit_init(&kit, sample_csv);
	response = mem_new(kit.layout->width + 1, 1);
	results_kit_write(&kit, one, 0, PEOPLE);
	assert_true(results_create(&w, two, kit.form, &kit.about, &err));
	for (i = PEOPLE; i > 0; i--) {
		char *numbers = results_kit_response(&kit, i - 1, response);

		results_add(w, response, numbers);
		free(numbers);
	}
	assert_true(results_finish(w, &kit.about, &err));
	first = test_read(one, &n_first);
	second = test_read(two, &n_second);
	assert_int_equal(n_first, n_second);
	assert_memory_equal(first, second, n_first);
	free(first);
	free(second);
	free(response);
	free(one);
	free(two);
	results_kit_release(&kit);
}

/* Nor from the order inside: neighbours in the file were not neighbours. */
static void
order_is_not_the_order_of_arrival(void **state)
{
	struct results_kit kit;
	char *path = test_path(*state, "r"), *sorted, *kept;

	results_kit_init(&kit, sample_csv);
	results_kit_write(&kit, path, 0, PEOPLE);
	kept = results_kit_sql(path,
			       "SELECT answers FROM response ORDER BY id "
			       "LIMIT 20");
	sorted = results_kit_sql(path,
				 "SELECT answers FROM response ORDER BY "
				 "answers LIMIT 20");
	assert_string_not_equal(kept, sorted);
	free(kept);
	kept = results_kit_sql(path,
			       "SELECT min(id), max(id), count(*) FROM "
			       "response");
	assert_text(kept, "1|300|300\n", "numbered from 1");
	free(kept);
	free(sorted);
	free(path);
	results_kit_release(&kit);
}

/* ---- the views tell what the program tells ---- */

static size_t
count_choice(const struct results_kit *kit, const char *question, size_t choice)
{
	char *response = mem_new(kit->layout->width + 1, 1);
	size_t q = form_find(kit->form, question), n = 0;
	const struct field *f = &kit->layout->field[q];
	uint32_t i;

	for (i = 0; i < PEOPLE; i++) {
		free(results_kit_response(kit, i, response));
		if (f->coding == CODING_FLAGS)
			n += response[f->at + choice] == '1';
		else
			n += layout_choice(response + f->at, f->width,
					   kit->form->question[q].list->n) ==
				choice;
	}
	free(response);
	return n;
}

static void
expect_count(const char *path, const char *sql, size_t expected)
{
	char *got = results_kit_sql(path, sql), want[32];

	snprintf(want, sizeof(want), "%zu\n", expected);
	assert_text(got, want, sql);
	free(got);
}

static void
views_count_the_same(void **state)
{
	static const char *const selects[] = {"k1", "w1", "h1", "m1", "h3"};
	struct results_kit kit;
	char *path = test_path(*state, "r");
	size_t i, j;

	results_kit_init(&kit, sample_csv);
	results_kit_write(&kit, path, 0, PEOPLE);
	for (i = 0; i < COUNT(selects); i++) {
		const struct question *q =
			&kit.form->question[form_find(kit.form, selects[i])];

		for (j = 0; j < q->list->n; j++) {
			size_t n = count_choice(&kit, q->name, j);
			const char *name = q->list->choice[j].name;
			char sql[256];

			snprintf(sql, sizeof(sql),
				 "SELECT count(*) FROM "
				 "answer WHERE question = '%s' AND value = "
				 "'%s'",
				 q->name, name);
			expect_count(path, sql, n);
			snprintf(sql, sizeof(sql),
				 "SELECT count(*) FROM "
				 "response_wide WHERE ' ' || \"%s\" || ' ' "
				 "LIKE '%% %s %%'",
				 q->name, name);
			expect_count(path, sql, n);
		}
	}
	free(path);
	results_kit_release(&kit);
}

static void
views_know_why_there_is_none(void **state)
{
	static const struct {
		const char *word;
		enum answer_state state;
	} states[] = {
		{"not shown", STATE_NOT_SHOWN},
		{"skipped", STATE_SKIPPED},
		{"not reached", STATE_NOT_REACHED},
		{"answered", STATE_ANSWERED},
	};
	struct results_kit kit;
	char *path = test_path(*state, "r"), *response;
	size_t i, j;
	uint32_t p;

	results_kit_init(&kit, sample_csv);
	results_kit_write(&kit, path, 0, PEOPLE);
	response = mem_new(kit.layout->width + 1, 1);
	for (i = 0; i < kit.form->n_questions; i++) {
		for (j = 0; j < COUNT(states); j++) {
			char sql[256];
			size_t n = 0;

			if (kit.layout->field[i].width == 0)
				continue;
			for (p = 0; p < PEOPLE; p++) {
				free(results_kit_response(&kit, p, response));
				n += layout_state(kit.layout, i, response) ==
					states[j].state;
			}
			snprintf(sql, sizeof(sql),
				 "SELECT count(DISTINCT "
				 "response) FROM answer WHERE question = '%s' "
				 "AND state = '%s'",
				 kit.form->question[i].name, states[j].word);
			expect_count(path, sql, n);
		}
	}
	free(response);
	free(path);
	results_kit_release(&kit);
}

/* One response of every type, spelled out. */
static void
views_spell_out(void **state)
{
	static const char numbers[] =
		"{\"whole\":12,\"part\":-2.5,\"scale\":4,\"day\":20801,"
		"\"drawn\":2}";
	struct error err = ERROR_INIT;
	struct results_kit kit;
	struct results_writer *w;
	char *path = test_path(*state, "r"), *got;

	results_kit_init(&kit, results_kit_csv);
	assert_true(results_create(&w, path, kit.form, &kit.about, &err));
	/* one unit many order whole part scale day words agreed drawn told */
	results_add(w,
		    "1"
		    "0"
		    "1010"
		    "3012"
		    "1111"
		    "11"
		    "11",
		    numbers);
	assert_true(results_finish(w, &kit.about, &err));
	got = results_kit_sql(path, "SELECT * FROM response_wide");
	assert_text(got,
		    "1|=b|x|a c,c|+b c,c 'd a|12|-2.5|4|2026-12-14|1|1|2|"
		    "\n",
		    "response_wide");
	free(got);
	got = results_kit_sql(path,
			      "SELECT question, value, place FROM answer "
			      "ORDER BY question, place, value");
	assert_text(got,
		    "agreed||\nday|2026-12-14|\ndrawn|2|\nmany|a|\n"
		    "many|c,c|\none|=b|\norder|+b|0\norder|c,c|1\n"
		    "order|'d|2\norder|a|3\npart|-2.5|\nscale|4|\n"
		    "told||\nunit|x|\nwhole|12|\nwords||\n",
		    "answer");
	free(got);
	free(path);
	results_kit_release(&kit);
}

/* ---- comments ---- */

static void
join_comment(void *ctx, const char *question, const char *text)
{
	text_addf(ctx, "%s:%s;", question, text);
}

static void
comments_have_no_order(void **state)
{
	static const char *const orders[][3] = {
		{"alpha", "beta", "gamma"},
		{"gamma", "alpha", "beta"},
		{"beta", "gamma", "alpha"},
	};
	struct error err = ERROR_INIT;
	struct text first = TEXT_INIT;
	struct results_kit kit;
	char *path = test_path(*state, "r");
	size_t i, j;

	results_kit_init(&kit, results_kit_csv);
	for (i = 0; i < COUNT(orders); i++) {
		struct text t = TEXT_INIT;
		struct results_writer *w;
		struct results *r;

		assert_true(
			results_create(&w, path, kit.form, &kit.about, &err));
		results_add_comment(w, "told", "north");
		for (j = 0; j < 3; j++)
			results_add_comment(w, "words", orders[i][j]);
		assert_true(results_finish(w, &kit.about, &err));
		assert_true(results_open(&r, path, &err));
		assert_true(results_comments(r, join_comment, &t, &err));
		assert_has(text_get(&t), "words:alpha;", "a comment");
		assert_has(text_get(&t), "told:north;", "behind words");
		if (i == 0)
			text_add(&first, text_get(&t));
		assert_text(text_get(&t), text_get(&first), "any order");
		results_close(r);
		text_release(&t);
	}
	text_release(&first);
	free(path);
	results_kit_release(&kit);
}

/* From answers: symbols, numbers and words each at its place. */
static void
adds_answers(void **state)
{
	struct error err = ERROR_INIT;
	struct results_kit kit;
	struct results_writer *w;
	struct answers *a;
	char *path = test_path(*state, "r"), *got;
	size_t i;

	results_kit_init(&kit, results_kit_csv);
	a = answers_new(kit.form, 1);
	for (i = 0; i < kit.form->n_questions; i++)
		a->answer[i].relevant = a->answer[i].seen = true;
	a->answer[form_find(kit.form, "many")].value = value_choices("a c,c");
	a->answer[form_find(kit.form, "whole")].value = value_number(7);
	a->answer[form_find(kit.form, "words")].value = value_text("so it is");
	a->answer[form_find(kit.form, "told")].value = value_text("north");
	assert_true(results_create(&w, path, kit.form, &kit.about, &err));
	results_add_answers(w, a);
	assert_true(results_finish(w, &kit.about, &err));
	got = results_kit_sql(path, "SELECT answers, numbers FROM response");
	assert_text(got, "--1010----1---1--1|{\"whole\":7}\n", "the response");
	free(got);
	got = results_kit_sql(path, "SELECT * FROM comment ORDER BY 1");
	assert_text(got, "told|north\nwords|so it is\n", "the comments");
	free(got);
	answers_free(a);
	free(path);
	results_kit_release(&kit);
}

/* ---- refusals ---- */

static void
refuses_to_replace(void **state)
{
	struct error err = ERROR_INIT;
	struct results_kit kit;
	struct results_writer *w;
	char *path = test_path(*state, "f"), *text;

	results_kit_init(&kit, sample_csv);
	test_write(path,
		   "somebody's thesis, which is long enough to look like "
		   "a database, were it not that it is none at all.");
	assert_false(results_create(&w, path, kit.form, &kit.about, &err));
	assert_has(err.text, "exists and is not a results file", "a text");
	assert_null(w);
	text = test_read(path, NULL);
	assert_has(text, "somebody's thesis", "untouched");
	free(text);

	err.text[0] = '\0';
	test_write(path, "");
	assert_false(results_create(&w, path, kit.form, &kit.about, &err));
	assert_has(err.text, "exists and is not", "an empty file");

	err.text[0] = '\0';
	remove(path);
	free(results_kit_sql(path,
			     "CREATE TABLE t(x); INSERT INTO t VALUES(1)"));
	assert_false(results_create(&w, path, kit.form, &kit.about, &err));
	assert_has(err.text, "exists and is not", "another database");

	err.text[0] = '\0';
	remove(path);
	results_kit_write(&kit, path, 0, 10);
	results_kit_write(&kit, path, 0, 20);
	text = results_kit_sql(path, "SELECT count(*) FROM response");
	assert_text(text, "20\n", "a results file is replaced");
	free(text);
	free(path);
	results_kit_release(&kit);
}

static void
abandons(void **state)
{
	struct error err = ERROR_INIT;
	struct results_kit kit;
	struct results_writer *w;
	char *path = test_path(*state, "r");

	results_kit_init(&kit, sample_csv);
	assert_true(results_create(&w, path, kit.form, &kit.about, &err));
	assert_int_equal(test_entries(*state), 1);
	results_abandon(w);
	results_abandon(NULL);
	assert_int_equal(test_entries(*state), 0);
	free(path);
	results_kit_release(&kit);
}

static void
nothing(void *ctx, const char *answers, const char *numbers)
{
	(void)ctx;
	(void)answers;
	(void)numbers;
}

static void
refuses_other_files(void **state)
{
	static const struct {
		const char *what, *sql, *why;
	} cases[] = {
		{"another application", "PRAGMA application_id = 7",
		 "is not a results file"},
		{"a later format", "PRAGMA user_version = 99",
		 "has format 99 and this program reads 1"},
		{"no questionnaire",
		 "DELETE FROM about WHERE name = 'questionnaire'",
		 "the questionnaire is missing"},
		{"a questionnaire that is none",
		 "UPDATE about SET value = '{' WHERE name = 'questionnaire'",
		 ""},
		{"no table",
		 "DROP VIEW answer; DROP VIEW response_wide; "
		 "DROP TABLE response",
		 ""},
		{"a response cut short",
		 "UPDATE response SET answers = substr(answers, 2) WHERE id = 3",
		 "does not have the length"},
		{"a response without answers",
		 "UPDATE response SET answers = '' WHERE id = 3",
		 "does not have the length"},
	};
	struct results_kit kit;
	char *path = test_path(*state, "r");
	size_t i;

	results_kit_init(&kit, sample_csv);
	for (i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		struct results *r;

		results_kit_write(&kit, path, 0, 10);
		free(results_kit_sql(path, cases[i].sql));
		assert_case(!results_open(&r, path, &err) ||
				    !results_each(r, nothing, NULL, &err),
			    cases[i].what);
		assert_has(err.text, cases[i].why, cases[i].what);
		assert_case(error_is_set(&err), cases[i].what);
		results_close(r);
		remove(path);
	}
	free(path);
	results_kit_release(&kit);
}

static void
refuses_what_is_no_database(void **state)
{
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "r");
	struct results *r;

	assert_false(results_open(&r, path, &err));
	assert_has(err.text, "cannot be read: No such file", "nothing there");
	err.text[0] = '\0';
	test_write(path, "a,b\n1,2\n");
	assert_false(results_open(&r, path, &err));
	assert_has(err.text, "is not a results file", "a CSV file");
	err.text[0] = '\0';
	assert_false(results_open(&r, *state, &err));
	assert_true(error_is_set(&err));
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(reads_what_was_written),
		IN_A_FOLDER(keeps_every_response),
		IN_A_FOLDER(order_leaves_no_trace),
		IN_A_FOLDER(order_is_not_the_order_of_arrival),
		IN_A_FOLDER(views_count_the_same),
		IN_A_FOLDER(views_know_why_there_is_none),
		IN_A_FOLDER(views_spell_out),
		IN_A_FOLDER(comments_have_no_order),
		IN_A_FOLDER(adds_answers),
		IN_A_FOLDER(refuses_to_replace),
		IN_A_FOLDER(abandons),
		IN_A_FOLDER(refuses_other_files),
		IN_A_FOLDER(refuses_what_is_no_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
