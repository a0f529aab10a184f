/*
 * The pitch as tables: a row for everything, and in a release no figure of a
 * group that is too small for one.
 */
#include "tests/test.h"

#include <math.h>

#include "analysis/publish/brief.h"
#include "analysis/publish/pitch_tables.h"
#include "analysis/publish/tables.h"
#include "questions/book.h"
#include "tests/analysis/findings_kit.h"

static const struct cell *
cell_of(const struct table *t, size_t row, const char *column)
{
	size_t i = 0;

	while (strcmp(t->column[i], column) != 0)
		assert_true(++i < t->n_columns);
	return &t->cell[row * t->n_columns + i];
}

static const char *
text_of(const struct table *t, size_t row, const char *column)
{
	const struct cell *c = cell_of(t, row, column);

	return c->kind == CELL_TEXT ? c->is.text : NULL;
}

static bool
is_empty(const struct table *t, size_t row, const char *column)
{
	return cell_of(t, row, column)->kind == CELL_EMPTY;
}

/* Has this number no more than so many decimals? */
static void
check_decimals(const struct table *t, size_t row, const char *column,
	       int decimals)
{
	const struct cell *c = cell_of(t, row, column);
	double x = c->is.number * pow(10, decimals);

	if (c->kind == CELL_NUMBER)
		assert_case(fabs(x - floor(x + .5)) < 1e-9, column);
}

static const char *const group_figures[] = {
	"p_foundation", "p_working",  "p_refresher",  "p_mode", "known",
	"known_from",	"known_to",   "known_se",     "words",	"need",
	"exposure",	"words_high", "percent_habit"};

/* What may stand in a row of a group in a release. */
static void
check_group(const struct table *t, size_t row)
{
	uint64_t people = cell_of(t, row, "people")->is.count;
	bool own = people >= PITCH_NUMBERS &&
		strcmp(text_of(t, row, "status"), "ok") == 0;

	assert_true(people >= 10);
	assert_true(is_empty(t, row, "known"));
	assert_true(is_empty(t, row, "known_se"));
	assert_true(is_empty(t, row, "percent_known"));
	assert_true(is_empty(t, row, "need"));
	assert_true(is_empty(t, row, "words"));
	check_decimals(t, row, "p_working", 1);
	for (size_t i = 0; !own && i < COUNT(group_figures); i++)
		assert_case(is_empty(t, row, group_figures[i]),
			    group_figures[i]);
	if (people < PITCH_NUMBERS &&
	    strcmp(text_of(t, row, "status"), "ok") == 0)
		assert_null(text_of(t, row, "mode"));
}

static void
groups_have_levels_and_large_ones_figures(void **state)
{
	static const uint64_t people[] = {60, 150, 536, 2000};

	for (size_t i = 0; i < COUNT(people); i++) {
		struct findings_kit kit = {.form = "full",
					   .people = people[i],
					   .seed = i};
		struct report *r;
		const struct table *t;
		size_t groups = 0, banded = 0;

		findings_kit_init(&kit);
		r = pitch_tables_report(&kit.f);
		t = r->table[0];
		assert_int_equal(t->n_rows,
				 kit.f.pitch->n_topics *
					 (1 + kit.f.pitch->n_groups));
		for (size_t k = 0; k < t->n_rows; k++) {
			if (is_empty(t, k, "segment"))
				continue;
			groups++;
			banded += !is_empty(t, k, "known_from");
			check_group(t, k);
		}
		assert_true(groups > 0);
		assert_true(people[i] < 500 || banded > 0);
		report_free(r);
		findings_kit_release(&kit);
	}
}

static void
everybody_comes_first_and_by_need(void **state)
{
	struct findings_kit kit = {.form = "standard",
				   .people = 200,
				   .invited = 400,
				   .seed = 1};
	struct report *r;
	const struct table *t;
	double need = 1;

	findings_kit_init(&kit);
	r = pitch_tables_report(&kit.f);
	assert_text(r->name, "pitch", "its file");
	t = r->table[0];
	assert_text(t->name, "pitch", "first table");
	for (size_t i = 0; i < 10; i++) {
		assert_true(is_empty(t, i, "segment"));
		assert_text(text_of(t, i, "status"), "ok", "measured");
		assert_text(text_of(t, i, "default_cuts"), "yes", "default");
		assert_text(text_of(t, i, "cuts_from"), "default", "default");
		assert_text(text_of(t, i, "default_risk"), "yes", "default");
		assert_non_null(text_of(t, i, "level_if_cuts_lower"));
		assert_non_null(text_of(t, i, "percent_known"));
		check_decimals(t, i, "p_working", 3);
		check_decimals(t, i, "exposure", 2);
		if (!is_empty(t, i, "need")) {
			assert_true(cell_of(t, i, "need")->is.number <= need);
			need = cell_of(t, i, "need")->is.number;
		}
	}
	report_free(r);
	findings_kit_release(&kit);
}

static void
analysts_get_every_figure(void **state)
{
	struct findings_kit kit = {.form = "full",
				   .people = 900,
				   .seed = 2,
				   .reason = "a check"};
	struct report *r;
	const struct table *t;

	findings_kit_init(&kit);
	r = pitch_tables_report(&kit.f);
	t = r->table[0];
	assert_true(cell_of(t, 0, "known")->is.number ==
		    kit.f.pitch->topic[0].all.known);
	assert_true(cell_of(t, 0, "need")->is.number ==
		    kit.f.pitch->topic[0].need);
	for (size_t i = 0; i < t->n_columns; i++)
		assert_false(t->exact[i]);
	report_free(r);
	findings_kit_release(&kit);
}

/* A topic whose questions too few answered: no level, no words. */
static void
what_few_answered_is_withheld(void **state)
{
	struct book *book;
	struct findings_kit kit = {
		.own = findings_kit_form(2, 1, &book),
		.people = 12,
		.seed = 9,
		.k = 12,
	};
	struct report *r;
	const struct table *t;
	size_t withheld = 0;

	findings_kit_init(&kit);
	r = pitch_tables_report(&kit.f);
	t = r->table[0];
	for (size_t i = 0; i < t->n_rows; i++) {
		if (strcmp(text_of(t, i, "status"), "withheld") != 0)
			continue;
		withheld++;
		assert_true(is_empty(t, i, "level"));
		assert_true(is_empty(t, i, "words"));
		assert_true(is_empty(t, i, "n"));
	}
	t = r->table[1];
	for (size_t i = 0; i < t->n_rows; i++) {
		if (strcmp(text_of(t, i, "status"), "withheld") != 0)
			continue;
		withheld++;
		assert_true(is_empty(t, i, "percent_chosen"));
		assert_true(is_empty(t, i, "common"));
		assert_true(is_empty(t, i, "n"));
	}
	assert_true(withheld > 0);
	report_free(r);
	findings_kit_release(&kit);
	form_free(kit.own);
	book_free(book);
}

/* Where the audit withholds the scores of a topic no file has its share. */
static void
a_topic_withheld_is_withheld_in_every_file(void **state)
{
	struct book *book;
	struct findings_kit kit = {
		.own = findings_kit_form(2, 2, &book),
		.people = 300,
		.seed = 4,
	};
	struct report *r;
	const struct table *t;
	char *brief;

	findings_kit_init(&kit);
	kit.release.disclosed->topic[1].all = false;
	kit.release.disclosed->topic[1].groups = false;
	r = pitch_tables_report(&kit.f);
	t = r->table[0];
	for (size_t i = 0; i < 2; i++) {
		bool withheld = strcmp(text_of(t, i, "topic"), "T1") == 0;

		assert_text(text_of(t, i, "status"), "ok", "its level is told");
		assert_true(is_empty(t, i, "percent_known") == withheld);
	}
	report_free(r);
	assert_true(isnan(topic_shares(kit.f.d, 1).right));
	assert_false(isnan(topic_shares(kit.f.d, 0).right));
	r = tables_report(&kit.f);
	for (size_t i = 0; i < r->n_tables; i++) {
		t = r->table[i];
		if (strcmp(t->name, "topics") != 0)
			continue;
		assert_text(text_of(t, 1, "topic"), "T1", "second topic");
		assert_text(text_of(t, 1, "status"), "withheld", "T1");
		assert_true(is_empty(t, 1, "percent_right"));
	}
	report_free(r);
	brief = findings_kit_text(&writer_markdown, brief_report(&kit.f));
	assert_has(brief, "How many were right is withheld", "the brief");
	free(brief);
	findings_kit_release(&kit);
	form_free(kit.own);
	book_free(book);
}

static void
wrong_answers_say_what_they_stand_for(void **state)
{
	struct book *book;
	struct findings_kit kit = {
		.own = findings_kit_form(3, 2, &book),
		.people = 300,
		.seed = 1,
	};
	struct report *r;
	const struct table *t;

	findings_kit_init(&kit);
	r = pitch_tables_report(&kit.f);
	t = r->table[1];
	assert_text(t->name, "misconceptions", "second table");
	assert_int_equal(t->n_rows, 12);
	for (size_t i = 0; i < t->n_rows; i++) {
		bool strict = text_of(t, i, "misconception")[0] == 'O';

		assert_text(text_of(t, i, "direction"),
			    strict ? "over-cautious" : "under-cautious",
			    "direction");
		assert_text(text_of(t, i, "option"), strict ? "c" : "a",
			    "option");
		assert_true(cell_of(t, i, "expected_by_chance")->is.number ==
			    50);
		assert_non_null(text_of(t, i, "common"));
	}
	report_free(r);
	findings_kit_release(&kit);
	form_free(kit.own);
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_comes_first_and_by_need),
		cmocka_unit_test(groups_have_levels_and_large_ones_figures),
		cmocka_unit_test(analysts_get_every_figure),
		cmocka_unit_test(what_few_answered_is_withheld),
		cmocka_unit_test(a_topic_withheld_is_withheld_in_every_file),
		cmocka_unit_test(wrong_answers_say_what_they_stand_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
