#include "tests/test.h"

#include <math.h>

#include "analysis/command/load.h"
#include "analysis/data/tally.h"
#include "analysis/simulate.h"
#include "questions/base/mem.h"
#include "tests/analysis/sample.h"

static const char *const forms[] = {"standard", "full", "sample"};

/* A form of ours or the sample, and its layout. */
struct made {
	struct loaded loaded;
	struct form *form;
	struct layout *layout;
};

static void
made_init(struct made *m, const char *name)
{
	struct error err = ERROR_INIT;

	memset(m, 0, sizeof(*m));
	if (strcmp(name, "sample") == 0) {
		m->form = sample_form(sample_csv, sample_topics, NULL);
	} else {
		assert_true(loaded_read(&m->loaded, name, &err));
		m->form = m->loaded.form;
	}
	assert_non_null(m->form);
	m->layout = layout_new(m->form);
}

static void
made_release(struct made *m)
{
	layout_free(m->layout);
	if (m->loaded.form)
		loaded_release(&m->loaded);
	else
		form_free(m->form);
}

/* ---- the people ---- */

static void
the_same_seed_gives_the_same_people(void **state)
{
	for (size_t f = 0; f < COUNT(forms); f++) {
		struct made m;
		struct simulation *a, *b, *c;
		size_t differ = 0;

		made_init(&m, forms[f]);
		a = simulation_new(m.form, m.layout, 7);
		b = simulation_new(m.form, m.layout, 7);
		c = simulation_new(m.form, m.layout, 8);
		for (size_t i = 0; i < 50; i++) {
			const char *response = simulation_response(a);

			assert_text(simulation_response(b), response, forms[f]);
			differ += strcmp(simulation_response(c), response) != 0;
		}
		assert_true(differ != 0);
		simulation_free(a);
		simulation_free(b);
		simulation_free(c);
		made_release(&m);
	}
}

static void
both_ways_give_the_same_answers(void **state)
{
	for (size_t f = 0; f < COUNT(forms); f++) {
		struct made m;
		struct simulation *a, *b;
		char *encoded;

		made_init(&m, forms[f]);
		encoded = mem_new(m.layout->width + 1, 1);
		a = simulation_new(m.form, m.layout, 3);
		b = simulation_new(m.form, m.layout, 3);
		for (size_t i = 0; i < 100; i++) {
			const char *response = simulation_response(a);

			layout_encode(m.layout, simulation_answers(b), encoded);
			assert_text(response, encoded, forms[f]);
		}
		free(encoded);
		simulation_free(a);
		simulation_free(b);
		made_release(&m);
	}
}

/* What collect does with a person's answers takes a made-up person's too. */
static void
answers_fit_their_form(void **state)
{
	for (size_t f = 0; f < COUNT(forms); f++) {
		struct made m;
		struct simulation *s;
		size_t broken_off = 0, skipped = 0;

		made_init(&m, forms[f]);
		s = simulation_new(m.form, m.layout, 1);
		for (size_t i = 0; i < 300; i++) {
			struct json *j =
				answers_to_response(simulation_answers(s));
			struct error err = ERROR_INIT;
			struct answers *a =
				answers_from_response(m.form, j, &err);
			bool off = false;

			assert_text(err.text, "", forms[f]);
			for (size_t q = 0; q < m.form->n_questions; q++) {
				enum answer_state at = answers_state(a, q);

				off |= at == STATE_NOT_REACHED;
				skipped += at == STATE_SKIPPED;
			}
			broken_off += off;
			answers_free(a);
			json_free(j);
		}
		assert_true(broken_off > 0 && broken_off < 40);
		assert_true(skipped > 0);
		simulation_free(s);
		made_release(&m);
	}
}

/* "Tick up to 3" holds, and one of three blocks is shown. */
static void
conditions_hold(void **state)
{
	struct made m;
	struct simulation *s;
	size_t a5, ticks = 0, shown = 0;

	made_init(&m, "full");
	a5 = form_find(m.form, "A5");
	s = simulation_new(m.form, m.layout, 4);
	for (size_t i = 0; i < 300; i++) {
		const char *r = simulation_response(s);
		const char *at = r + m.layout->field[a5].at;
		size_t n = 0;

		for (size_t k = 0; k < m.form->question[a5].list->n; k++)
			n += at[k] == '1';
		assert_true(n <= 3);
		ticks += n;
		shown += layout_state(m.layout, form_find(m.form, "PUB2"), r) !=
			STATE_NOT_SHOWN;
	}
	assert_true(ticks > 300);
	assert_true(shown > 60 && shown < 140);
	simulation_free(s);
	made_release(&m);
}

/* Some know more than others: scores spread more than by chance alone. */
static void
people_differ_in_what_they_know(void **state)
{
	struct made m;
	struct simulation *s;
	struct tally *t;
	struct counts *all;
	struct scores scores;
	double sum = 0, squares = 0, chance = 0, n = 0;

	made_init(&m, "standard");
	s = simulation_new(m.form, m.layout, 5);
	t = tally_new(m.form, m.layout);
	for (size_t i = 0; i < 2000; i++)
		tally_add(t, simulation_response(s), NULL);
	all = tally_counts(t, FORM_NONE, NULL);
	for (size_t q = 0; q < m.form->n_questions; q++) {
		struct outcome o = counts_outcome(all, q);
		double p;

		if (!m.form->question[q].scored)
			continue;
		p = (double)o.right / (double)(o.right + o.wrong + o.dont_know);
		assert_true(p > .05 && p < .98);
		assert_true(o.wrong > 20 && o.dont_know > 20);
		chance += p * (1 - p) / 400;
	}
	counts_scores(all, FORM_NONE, &scores);
	for (size_t i = 0; i < scores.n; i++) {
		double people = (double)scores.people[i];

		n += people;
		sum += people * scores.share[i];
		squares += people * scores.share[i] * scores.share[i];
	}
	assert_true(squares / n - sum / n * (sum / n) > 2 * chance);
	scores_release(&scores);
	counts_free(all);
	tally_free(t);
	simulation_free(s);
	made_release(&m);
}

/* ---- the command ---- */

static void
run(const char *const *words, int status, const char *says)
{
	const char *argv[16] = {NULL};
	char *program = test_program("conduct");
	struct test_run r;

	argv[0] = program;
	for (size_t i = 0; words[i]; i++)
		argv[i + 1] = words[i];
	test_run(&r, NULL, argv, NULL);
	if (r.status != status)
		fail_msg("%s ended with %d: %s", words[0], r.status, r.err);
	assert_has(status == 0 ? r.out : r.err, says, words[0]);
	test_run_release(&r);
	free(program);
}

#define RUN(status, says, ...) \
	run((const char *const[]){__VA_ARGS__, NULL}, status, says)

static void
results_are_the_same_bytes(void **state)
{
	char *one = test_path(*state, "one.results");
	char *two = test_path(*state, "two.results");
	char *a, *b;
	size_t n, k;

	RUN(0, "200 made-up answers", "simulate", "standard", "-n", "200",
	    "--seed", "9", "-o", one);
	RUN(0, "200 made-up answers", "simulate", "standard", "-n", "200",
	    "--seed", "9", "-o", two);
	a = test_read(one, &n);
	b = test_read(two, &k);
	assert_int_equal(n, k);
	assert_memory_equal(a, b, n);
	free(a);
	free(b);
	free(one);
	free(two);
}

static void
a_pilot_takes_made_up_people(void **state)
{
	char *name = test_path(*state, "pilot");
	char *wave = test_path(*state, "pilot.wave");
	char *out = test_path(*state, "out");
	char *summary = test_path(out, "summary.txt");
	char *text;

	RUN(0, "Wrote", "open", "--staff", "40", "--closes", "2099-12-14",
	    "--pilot", "-o", name);
	RUN(0, "Sent 31 made-up answers", "simulate", wave, "-n", "31",
	    "--seed", "2");
	RUN(0, "31 of about 40 answered", "status", wave);
	RUN(1, "room for 59 more answers, not for 60", "simulate", wave, "-n",
	    "60", "--seed", "3");
	RUN(1, "closes on 14 December 2099", "report", wave, "-o", out);
	RUN(0, "31 of 40 answered (78 %)", "report", wave, "-o", out,
	    "--early");
	text = test_read(summary, NULL);
	assert_has(text, "(MADE-UP DATA: PILOT)", "heading");
	assert_has(text, "Closed before the day staff were told, 2099-12-14",
		   "early");
	RUN(1, "is closed", "simulate", wave, "-n", "1", "--seed", "3");
	/* again: the same */
	RUN(0, "31 of 40 answered (78 %)", "report", wave, "-o", out);
	free(text);
	free(name);
	free(wave);
	free(out);
	free(summary);
}

static void
real_waves_are_left_alone(void **state)
{
	char *name = test_path(*state, "real");
	char *wave = test_path(*state, "real.wave");
	char *slips = test_path(*state, "slips");
	char *slips_wave = test_path(*state, "slips.wave");
	char *out = test_path(*state, "out");

	RUN(0, "Wrote", "open", "--staff", "40", "--closes", "2099-12-14", "-o",
	    name);
	RUN(1, "only into a wave opened with --pilot", "simulate", wave, "-n",
	    "1", "--seed", "1");
	RUN(0, "0 of about 40 answered", "status", wave);
	RUN(1, "nothing is closed", "report", wave, "-o", out, "--early");
	RUN(0, "Closes on 14 December 2099", "status", wave);
	RUN(0, "Wrote", "open", "--staff", "40", "--closes", "2099-12-14",
	    "--pilot", "--codes", "40", "-o", slips);
	RUN(1, "open a pilot without --codes", "simulate", slips_wave, "-n",
	    "1", "--seed", "1");
	free(name);
	free(wave);
	free(slips);
	free(slips_wave);
	free(out);
}

static void
simulate_says_what_is_missing(void **state)
{
	char *out = test_path(*state, "x.results");

	RUN(2, "-n N and --seed S are needed", "simulate", "standard", "-o",
	    out);
	RUN(2, "-n N and --seed S are needed", "simulate", "standard", "-n",
	    "5", "-o", out);
	RUN(2, "--number takes a whole number from 1", "simulate", "standard",
	    "-n", "0", "--seed", "1", "-o", out);
	RUN(2, "--seed takes a whole number", "simulate", "standard", "-n", "5",
	    "--seed", "x", "-o", out);
	RUN(2, "--staff takes a whole number from 5", "simulate", "standard",
	    "-n", "5", "--seed", "1", "--staff", "4", "-o", out);
	RUN(2, "--key is for a wave", "simulate", "standard", "-n", "5",
	    "--seed", "1", "--key", out, "-o", out);
	RUN(2, "--staff is for -o", "simulate", "x.wave", "-n", "5", "--seed",
	    "1", "--staff", "9");
	RUN(2, "which wave or questionnaire?", "simulate", "-n", "5", "--seed",
	    "1", "-o", out);
	RUN(1, "nothere", "simulate", "nothere", "-n", "5", "--seed", "1", "-o",
	    out);
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_seed_gives_the_same_people),
		cmocka_unit_test(both_ways_give_the_same_answers),
		cmocka_unit_test(answers_fit_their_form),
		cmocka_unit_test(conditions_hold),
		cmocka_unit_test(people_differ_in_what_they_know),
		IN_A_FOLDER(results_are_the_same_bytes),
		IN_A_FOLDER(a_pilot_takes_made_up_people),
		IN_A_FOLDER(real_waves_are_left_alone),
		IN_A_FOLDER(simulate_says_what_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
