/* Words: what is needed, and how a limit is shared out (domain.md 4.5). */
#include "tests/test.h"

#include <math.h>

#include "analysis/pitch/draw.h"
#include "analysis/pitch/words.h"

enum { MOST = 12 };

static unsigned
sum_of(const unsigned *words, size_t n)
{
	unsigned sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += words[i];
	return sum;
}

/* ---- bottom-up ---- */

static void
content_sets_the_words(void **state)
{
	static const struct {
		const char *what;
		struct content content;
		unsigned words;
	} cases[] = {
		{"foundation, two points",
		 {LEVEL_FOUNDATION, MODE_INFORM, 2, 0},
		 120},
		{"working", {LEVEL_WORKING, MODE_INFORM, 2, 0}, 70},
		{"refresher", {LEVEL_REFRESHER, MODE_MAINTAIN, 2, 0}, 30},
		{"wrong ideas", {LEVEL_WORKING, MODE_CORRECT, 3, 2}, 225},
		{"a scenario", {LEVEL_REFRESHER, MODE_ENABLE, 3, 0}, 125},
		{"all of it", {LEVEL_REFRESHER, MODE_ENABLE, 4, 1}, 200},
		{"no points", {LEVEL_FOUNDATION, MODE_INFORM, 0, 1}, 60},
		{"not measured", {LEVEL_NONE, MODE_NONE, 3, 0}, 0},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_case(words_needed(&cases[i].content) == cases[i].words,
			    cases[i].what);
}

static void
what_does_not_fit_is_named(void **state)
{
	static const struct {
		const char *what;
		struct content content;
		unsigned words;
		struct words_fit fit;
	} cases[] = {
		{"all fits",
		 {LEVEL_FOUNDATION, MODE_CORRECT, 3, 1},
		 240,
		 {false, 1, 3, 0, false}},
		{"a quarter over is not squeezed",
		 {LEVEL_FOUNDATION, MODE_INFORM, 5, 0},
		 240,
		 {false, 0, 4, 60, false}},
		{"more than a quarter over is",
		 {LEVEL_FOUNDATION, MODE_INFORM, 5, 0},
		 239,
		 {false, 0, 3, 61, true}},
		{"the scenario first, then wrong ideas",
		 {LEVEL_REFRESHER, MODE_ENABLE, 2, 2},
		 145,
		 {true, 1, 0, 85, true}},
		{"no words at all",
		 {LEVEL_WORKING, MODE_INFORM, 2, 1},
		 0,
		 {false, 0, 0, 130, true}},
		{"nothing to say", {LEVEL_NONE, MODE_NONE, 2, 0}, 0, {0}},
	};
	struct words_fit f;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		f = words_fit(&cases[i].content, cases[i].words);
		assert_case(f.scenario == cases[i].fit.scenario &&
				    f.wrong_ideas == cases[i].fit.wrong_ideas &&
				    f.points == cases[i].fit.points &&
				    f.left_out == cases[i].fit.left_out &&
				    f.squeezed == cases[i].fit.squeezed,
			    cases[i].what);
	}
}

static void
gap_and_priority(void **state)
{
	assert_true(words_gap(.8, .8) == 0 && words_gap(.9, .8) == 0);
	assert_true(words_gap(0, .8) == 1 && words_gap(.4, .8) == .5);
	assert_true(words_gap(.4, 0) == 0 && isnan(words_gap(NAN, .8)));
	/* staff, PUB and CNT; managers, CON of the worked example */
	assert_true(fabs(words_priority(words_gap(.61, .8), .80, 4) - .152) <
		    1e-9);
	assert_true(fabs(words_priority(words_gap(.46, .8), .60, 4) - .204) <
		    1e-9);
	assert_true(fabs(words_priority(words_gap(.74, .8), 1, 5) - .075) <
		    1e-9);
}

/* ---- sharing a limit ---- */

static void
a_limit_is_shared_by_need(void **state)
{
	static const struct {
		const char *what;
		struct share_out rules; /* total, floor, step, cap */
		double need[5];
		size_t n;
		unsigned words[5];
	} cases[] = {
		{"worked example",
		 {1000, 60, 10, .5},
		 {.1216, .1050, .20655, .0418},
		 4,
		 {250, 230, 390, 130}},
		{"worked example, capped at 35 %",
		 {1000, 60, 10, .35},
		 {.1216, .1050, .20655, .0418},
		 4,
		 {270, 250, 350, 130}},
		{"no need anywhere: equal shares",
		 {1000, 60, 10, .5},
		 {0, 0, 0, 0},
		 4,
		 {250, 250, 250, 250}},
		{"no need anywhere, ties by topic order",
		 {1000, 60, 10, .5},
		 {0, 0, 0},
		 3,
		 {340, 330, 330}},
		{"one topic with need, two without",
		 {600, 60, 10, 1},
		 {0, .2, 0},
		 3,
		 {60, 480, 60}},
		{"what is left over the cap goes to those without need",
		 {600, 60, 10, .5},
		 {0, .2, 0},
		 3,
		 {150, 300, 150}},
		{"two capped one after the other",
		 {1000, 0, 10, .4},
		 {.6, .39, .01},
		 3,
		 {400, 400, 200}},
		{"cap below the floor",
		 {1000, 250, 10, .1},
		 {.4, .3, .2, .1},
		 4,
		 {250, 250, 250, 250}},
		{"cap too low for the total",
		 {900, 60, 10, .2},
		 {.4, .3, .2},
		 3,
		 {300, 300, 300}},
		{"total no multiple of the step",
		 {1005, 60, 10, .5},
		 {.1, .1},
		 2,
		 {505, 500}},
		{"floors take all",
		 {180, 60, 10, .5},
		 {.9, .5, .1},
		 3,
		 {60, 60, 60}},
		{"too little for all floors: most need first",
		 {130, 60, 10, .5},
		 {.1, .5, .4},
		 3,
		 {0, 70, 60}},
		{"too little for one floor",
		 {40, 60, 10, .5},
		 {.1, .5, .4},
		 3,
		 {0, 40, 0}},
		{"no words", {0, 60, 10, .2}, {.1, .2}, 2, {0, 0}},
		{"a topic that was not measured",
		 {400, 60, 10, 1},
		 {.1, NAN, .1},
		 3,
		 {200, 0, 200}},
		{"none was measured", {400, 60, 10, 1}, {NAN, NAN}, 2, {0, 0}},
		{"one topic", {400, 60, 10, .2}, {.3}, 1, {400}},
		{"no topic", {400, 60, 10, .2}, {0}, 0, {0}},
	};
	unsigned words[5];
	size_t i, t;

	for (i = 0; i < COUNT(cases); i++) {
		words_share(&cases[i].rules, cases[i].need, cases[i].n, words);
		for (t = 0; t < cases[i].n; t++)
			if (words[t] != cases[i].words[t])
				print_error("%s: topic %zu: %u words\n",
					    cases[i].what, t, words[t]);
		assert_memory_equal(words, cases[i].words,
				    cases[i].n * sizeof *words);
	}
}

/* A made-up share-out from a number. */
static size_t
made_up(uint64_t number, struct share_out *rules, double *need)
{
	struct draw d = {7, number, 0, 0};
	size_t n = 1 + number % MOST, t;

	rules->total = (unsigned)(number * 37 % 3000);
	rules->floor = (unsigned)(number % 5 * 25);
	rules->step = number % 3 == 0 ? 1 : (unsigned)(number % 3 * 5);
	rules->cap = .05 + (double)(number % 19) / 20;
	for (t = 0; t < n; t++) {
		d.part = t;
		need[t] = fmax(draw_normal(&d), 0);
		if (t > 0 && number % 7 == t)
			need[t] = need[t - 1];
	}
	return n;
}

static void
the_sum_is_exactly_the_limit(void **state)
{
	unsigned words[MOST];
	double need[MOST];
	struct share_out rules;
	uint64_t i;
	size_t n;

	for (i = 0; i < 20000; i++) {
		n = made_up(i, &rules, need);
		words_share(&rules, need, n, words);
		assert_int_equal(sum_of(words, n), rules.total);
	}
}

static void
more_need_is_never_fewer_words(void **state)
{
	unsigned words[MOST];
	double need[MOST];
	struct share_out rules;
	size_t n, a, b;
	uint64_t i;

	for (i = 0; i < 20000; i++) {
		n = made_up(i, &rules, need);
		words_share(&rules, need, n, words);
		for (a = 0; a < n; a++)
			for (b = 0; b < n; b++)
				assert_true(need[a] <= need[b] + 1e-9 ||
					    words[a] >= words[b]);
	}
}

static bool
has_ties(const double *need, size_t n)
{
	size_t a, b;

	for (a = 0; a < n; a++)
		for (b = 0; b < a; b++)
			if (fabs(need[a] - need[b]) < 1e-6)
				return true;
	return false;
}

static void
order_of_topics_decides_ties_alone(void **state)
{
	unsigned words[MOST], turned[MOST];
	double need[MOST], other[MOST];
	size_t tried = 0, ties = 0, n, t;
	struct share_out rules;
	uint64_t i;

	for (i = 0; i < 20000; i++) {
		n = made_up(i, &rules, need);
		for (t = 0; t < n; t++) {
			need[t] += (double)(t + 1) * .01;
			other[n - 1 - t] = need[t];
		}
		if (has_ties(need, n))
			continue;
		words_share(&rules, need, n, words);
		words_share(&rules, other, n, turned);
		for (t = 0; t < n; t++)
			ties += words[t] != turned[n - 1 - t];
		tried++;
	}
	/* equal remainders of different needs: 55.5 and 166.5 words */
	assert_true(tried > 15000 && ties < tried / 100);
}

/* ---- draws ---- */

static void
draws_are_normal_and_seeded(void **state)
{
	double sum = 0, squares = 0, z;
	struct draw d = {1, draw_stream("PUB"), 0, 0};
	enum { N = 20000 };

	for (d.number = 0; d.number < N; d.number++) {
		z = draw_normal(&d);
		assert_true(z == draw_normal(&d));
		sum += z;
		squares += z * z;
	}
	assert_true(fabs(sum / N) < .03);
	assert_true(fabs(squares / N - 1) < .03);
	d.number = 0;
	z = draw_normal(&d);
	d.stream = draw_stream("CON");
	assert_true(draw_normal(&d) != z);
	/* the same on every machine */
	d = (struct draw){1, draw_stream("PUB"), 0, 0};
	assert_int_equal(d.stream, 0x8d8fa219f3f62704);
}

static void
percentiles_are_values_that_were_drawn(void **state)
{
	unsigned value[2000], one[] = {7};
	size_t i;

	for (i = 0; i < COUNT(value); i++)
		value[i] = (unsigned)((i * 7 + 3) % COUNT(value)) + 1;
	assert_int_equal(draw_percentile(value, COUNT(value), .10), 200);
	assert_int_equal(draw_percentile(value, COUNT(value), .90), 1800);
	assert_int_equal(draw_percentile(value, COUNT(value), 0), 1);
	assert_int_equal(draw_percentile(value, COUNT(value), 1), 2000);
	assert_int_equal(draw_percentile(one, 1, .10), 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(content_sets_the_words),
		cmocka_unit_test(what_does_not_fit_is_named),
		cmocka_unit_test(gap_and_priority),
		cmocka_unit_test(a_limit_is_shared_by_need),
		cmocka_unit_test(the_sum_is_exactly_the_limit),
		cmocka_unit_test(more_need_is_never_fewer_words),
		cmocka_unit_test(order_of_topics_decides_ties_alone),
		cmocka_unit_test(draws_are_normal_and_seeded),
		cmocka_unit_test(percentiles_are_values_that_were_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
