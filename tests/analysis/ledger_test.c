#include "tests/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "analysis/data/ledger.h"
#include "analysis/data/results.h"
#include "questions/base/mem.h"
#include "tests/analysis/results_kit.h"

static struct ledger_release *
made_release(uint32_t k)
{
	static const bool codes[] = {true, false, true};
	static const size_t atoms[][2] = {{0, 0}, {2, 0}, {1, 3}};
	struct ledger_release *r = ledger_release_new(2, 3, 4);

	r->k = k;
	r->people = 40;
	snprintf(r->questionnaire, sizeof(r->questionnaire), "q%u", k);
	snprintf(r->asked, sizeof(r->asked), "a");
	snprintf(r->told, sizeof(r->told), "t");
	ledger_add_set(r, FORM_NONE, NULL, 0);
	ledger_add_set(r, 1, codes, COUNT(codes));
	ledger_add_figure(r, &(struct ledger_figure){0, 0, 0, 7, 7, true});
	ledger_add_figure(r, &(struct ledger_figure){1, 2, 2, 0, 12, false});
	ledger_add_option(r, &(struct ledger_option){0, 1, 38, 9, 9, 9, true});
	ledger_add_option(r,
			  &(struct ledger_option){2, 0, 30, 4, 0, 12, false});
	for (size_t i = 0; i < COUNT(atoms); i++) {
		struct ledger_atom *a = ledger_add_atom(r, atoms[i], 10 + i);

		a->count[i] = 5;
		a->count[8] = i;
	}
	r->level[3] = 2;
	return r;
}

static void
assert_same(const struct ledger_release *a, const struct ledger_release *b)
{
	assert_int_equal(a->audited, b->audited);
	assert_int_equal(a->k, b->k);
	assert_int_equal(a->people, b->people);
	assert_text(a->reason, b->reason, "reason");
	assert_text(a->questionnaire, b->questionnaire, "questionnaire");
	assert_text(a->asked, b->asked, "asked");
	assert_text(a->told, b->told, "told");
	assert_int_equal(a->n_levels, b->n_levels);
	assert_memory_equal(a->level, b->level,
			    a->n_levels * sizeof(*a->level));
	assert_int_equal(a->n_sets, b->n_sets);
	for (size_t i = 0; i < a->n_sets; i++) {
		assert_int_equal(a->set[i].segment, b->set[i].segment);
		assert_int_equal(a->set[i].n_codes, b->set[i].n_codes);
		for (size_t k = 0; k < a->set[i].n_codes; k++)
			assert_int_equal(a->set[i].code[k], b->set[i].code[k]);
	}
	assert_int_equal(a->n_figures, b->n_figures);
	for (size_t i = 0; i < a->n_figures; i++) {
		const struct ledger_figure *x = &a->figure[i];
		const struct ledger_figure *y = &b->figure[i];

		assert_true(x->set == y->set && x->question == y->question &&
			    x->state == y->state && x->least == y->least &&
			    x->most == y->most && x->exact == y->exact);
	}
	assert_int_equal(a->n_options, b->n_options);
	for (size_t i = 0; i < a->n_options; i++) {
		const struct ledger_option *x = &a->option[i];
		const struct ledger_option *y = &b->option[i];

		assert_true(x->question == y->question &&
			    x->option == y->option && x->base == y->base &&
			    x->chosen == y->chosen && x->least == y->least &&
			    x->most == y->most && x->exact == y->exact);
	}
	assert_int_equal(a->n_atoms, b->n_atoms);
	for (size_t i = 0; i < a->n_atoms; i++) {
		assert_int_equal(a->atom[i].people, b->atom[i].people);
		assert_memory_equal(a->atom[i].code, b->atom[i].code,
				    a->n_segments * sizeof(size_t));
		assert_memory_equal(a->atom[i].count, b->atom[i].count,
				    a->n_questions * LEDGER_STATES *
					    sizeof(uint64_t));
	}
}

/* A results file in the test's folder; caller frees the path. */
static char *
results_file(void **state, const char *name)
{
	char path[512];
	struct results_kit kit;

	snprintf(path, sizeof(path), "%s/%s", (const char *)*state, name);
	results_kit_init(&kit, results_kit_csv);
	results_kit_write(&kit, path, 0, 30);
	results_kit_release(&kit);
	return mem_copy(path);
}

static size_t
releases_in(const char *path)
{
	struct error err = ERROR_INIT;
	struct ledger *l = ledger_load(path, &err);
	size_t n;

	assert_text(err.text, "", path);
	n = l->n;
	ledger_free(l);
	return n;
}

static void
add_one(const char *path, size_t before, uint32_t k, const char *reason)
{
	struct error err = ERROR_INIT;
	struct ledger_release *r = made_release(k);

	if (reason) {
		r->audited = false;
		r->reason = mem_copy(reason);
	}
	if (!ledger_add(path, before, r, &err))
		fail_msg("%s", err.text);
	ledger_release_free(r);
}

static void
keeps_what_was_told(void **state)
{
	char *path = results_file(state, "a.results");
	struct ledger_release *a = made_release(10), *b = made_release(12);
	struct error err = ERROR_INIT;
	struct ledger *l;

	assert_int_equal(releases_in(path), 0);
	add_one(path, 0, 10, NULL);
	add_one(path, 1, 12, "to check \"reliability\"");
	l = ledger_load(path, &err);
	assert_text(err.text, "", "read");
	assert_int_equal(l->n, 2);
	assert_int_equal(l->release[1].n, 2);
	assert_same(&l->release[0], a);
	b->audited = false;
	b->reason = mem_copy("to check \"reliability\"");
	assert_same(&l->release[1], b);
	ledger_free(l);
	ledger_release_free(a);
	ledger_release_free(b);
	free(path);
}

static void
two_at_once_are_not_both_recorded(void **state)
{
	char *path = results_file(state, "a.results");
	struct ledger_release *r = made_release(10);
	struct error err = ERROR_INIT;

	add_one(path, 0, 10, NULL);
	assert_false(ledger_add(path, 0, r, &err));
	assert_has(err.text, "another release was recorded in the meantime",
		   "refused");
	assert_int_equal(releases_in(path), 1);
	ledger_release_free(r);
	free(path);
}

static void
is_there_only_when_committed(void **state)
{
	char *path = results_file(state, "a.results");
	struct ledger_release *r = made_release(10);
	struct error err = ERROR_INIT;
	struct ledger_entry *e = ledger_begin(path, 0, r, &err);

	assert_non_null(e);
	assert_int_equal(releases_in(path), 0);
	ledger_abandon(e);
	assert_int_equal(releases_in(path), 0);
	e = ledger_begin(path, 0, r, &err);
	assert_non_null(e);
	assert_true(ledger_commit(e, &err));
	assert_int_equal(releases_in(path), 1);
	assert_null(ledger_begin(path, 0, r, &err));
	assert_has(err.text, "another release was recorded in the meantime",
		   "refused");
	ledger_release_free(r);
	free(path);
}

static void
survives_a_file_written_anew(void **state)
{
	char *path = results_file(state, "a.results"), *again, *rows;

	add_one(path, 0, 10, NULL);
	add_one(path, 1, 11, NULL);
	again = results_file(state, "a.results");
	assert_int_equal(releases_in(again), 2);
	rows = results_kit_sql(again, "SELECT count(*) FROM response");
	assert_text(rows, "30\n", "answers");
	free(rows);
	rows = results_kit_sql(again,
			       "SELECT n, kind, min_group, people,"
			       " questionnaire FROM release");
	assert_text(rows, "1|audited|10|40|q10\n2|audited|11|40|q11\n",
		    "releases");
	free(rows);
	rows = results_kit_sql(again,
			       "SELECT release, count(*) FROM"
			       " release_atom GROUP BY release");
	assert_text(rows, "1|3\n2|3\n", "atoms");
	free(rows);
	add_one(again, 2, 12, NULL);
	assert_int_equal(releases_in(again), 3);
	free(again);
	free(path);
}

static void
a_file_that_cannot_be_written_keeps_none(void **state)
{
	char *path = results_file(state, "a.results");
	struct ledger_release *r = made_release(10);
	struct error err = ERROR_INIT;

	if (geteuid() == 0) { /* root may write anything */
		assert_int_equal(unlink(path), 0);
	} else {
		assert_int_equal(chmod(path, 0400), 0);
	}
	assert_false(ledger_add(path, 0, r, &err));
	assert_has(err.text, "the ledger of releases cannot be written",
		   "refused");
	ledger_release_free(r);
	free(path);
}

static void
a_ledger_that_was_changed_is_refused(void **state)
{
	static const struct {
		const char *what, *sql;
	} cases[] = {
		{"a release is gone", "DELETE FROM release WHERE n = 1"},
		{"a table is gone", "DROP TABLE release_atom"},
		{"a set is gone",
		 "DELETE FROM release_set WHERE n = 1 AND release = 1"},
		{"a code is none", "UPDATE release_set SET codes = '0 2'"},
		{"a code is no number", "UPDATE release_set SET codes = 'x'"},
		{"a segment is none", "UPDATE release_set SET segment = 9"},
		{"a figure of no set", "UPDATE release_figure SET set_n = 7"},
		{"more at least than at most",
		 "UPDATE release_figure SET least = 99"},
		{"an option of no question",
		 "UPDATE release_option SET question = 7"},
		{"an option told of as it was not",
		 "UPDATE release_option SET chosen = 13"},
		{"a state that is none", "UPDATE release_figure SET state = 4"},
		{"counts are missing",
		 "UPDATE release_atom SET counts = '1 2 3'"},
		{"codes are missing", "UPDATE release_atom SET codes = '1'"},
		{"levels are no numbers", "UPDATE release SET levels = '1 x'"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char *path = results_file(state, "a.results");
		struct error err = ERROR_INIT;

		add_one(path, 0, 10, NULL);
		add_one(path, 1, 11, NULL);
		free(results_kit_sql(path, cases[i].sql));
		assert_null(ledger_load(path, &err));
		assert_has(err.text, "contradicts itself", cases[i].what);
		/* a new one would take the ledger over */
		unlink(path);
		free(path);
	}
}

static void
what_is_no_file_has_no_ledger(void **state)
{
	char *path = results_file(state, "a.results"), missing[512];
	struct error err = ERROR_INIT;

	snprintf(missing, sizeof(missing), "%s/none", (const char *)*state);
	assert_true(ledger_copy(missing, path, &err));
	assert_text(err.text, "", "nothing to carry over");
	assert_null(ledger_load(missing, &err));
	assert_has(err.text, "cannot be read", "no file");
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(keeps_what_was_told),
		IN_A_FOLDER(two_at_once_are_not_both_recorded),
		IN_A_FOLDER(is_there_only_when_committed),
		IN_A_FOLDER(survives_a_file_written_anew),
		IN_A_FOLDER(a_file_that_cannot_be_written_keeps_none),
		IN_A_FOLDER(a_ledger_that_was_changed_is_refused),
		IN_A_FOLDER(what_is_no_file_has_no_ledger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
