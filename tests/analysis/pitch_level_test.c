/* Levels and kinds of text: domain.md 4.4 as definitions.md amends it. */
#include "tests/test.h"

#include <math.h>

#include "analysis/pitch/level.h"
#include "analysis/pitch/mode.h"

static const struct cuts usual = LEVEL_DEFAULT_CUTS;

#define SMALL .00000001

/* ---- level ---- */

static void
takes_the_likeliest_or_the_more_basic(void **state)
{
	static const struct {
		const char *what;
		double share, error;
		size_t items;
		enum level level, likeliest;
		enum sureness sureness;
	} cases[] = {
		{"managers, PUB", .82, .0122, 3, LEVEL_REFRESHER,
		 LEVEL_REFRESHER, SURE_FIRM},
		{"managers, CON", .74, .0133, 3, LEVEL_WORKING, LEVEL_WORKING,
		 SURE_FIRM},
		{"managers, CNT: three in four", .49, .0155, 3,
		 LEVEL_FOUNDATION, LEVEL_FOUNDATION, SURE_BORDERLINE},
		{"staff, CNT", .46, .0105, 3, LEVEL_FOUNDATION,
		 LEVEL_FOUNDATION, SURE_FIRM},
		{"borderline goes down", .51, .02, 3, LEVEL_FOUNDATION,
		 LEVEL_WORKING, SURE_BORDERLINE},
		{"borderline at the upper cut goes down", .81, .02, 4,
		 LEVEL_WORKING, LEVEL_REFRESHER, SURE_BORDERLINE},
		{"borderline from below stays", .79, .02, 4, LEVEL_WORKING,
		 LEVEL_WORKING, SURE_BORDERLINE},
		{"two items are never firm", .95, .001, 2, LEVEL_REFRESHER,
		 LEVEL_REFRESHER, SURE_INDICATIVE},
		{"two items, unsure: goes down, too", .51, .02, 2,
		 LEVEL_FOUNDATION, LEVEL_WORKING, SURE_INDICATIVE},
		{"one item", .2, .01, 1, LEVEL_FOUNDATION, LEVEL_FOUNDATION,
		 SURE_INDICATIVE},
		{"no items", .5, .1, 0, LEVEL_NONE, LEVEL_NONE, SURE_NONE},
		{"nothing measured", NAN, .1, 3, LEVEL_NONE, LEVEL_NONE,
		 SURE_NONE},
		{"no error known", .5, NAN, 3, LEVEL_NONE, LEVEL_NONE,
		 SURE_NONE},
		{"census on the lower cut", .5, 0, 3, LEVEL_WORKING,
		 LEVEL_WORKING, SURE_FIRM},
		{"census on the upper cut", .8, 0, 3, LEVEL_REFRESHER,
		 LEVEL_REFRESHER, SURE_FIRM},
		{"census just below", .5 - 1e-9, 0, 3, LEVEL_FOUNDATION,
		 LEVEL_FOUNDATION, SURE_FIRM},
		{"even odds at the lower cut", .5, .01, 3, LEVEL_FOUNDATION,
		 LEVEL_FOUNDATION, SURE_BORDERLINE},
		{"all right", 1, 0, 3, LEVEL_REFRESHER, LEVEL_REFRESHER,
		 SURE_FIRM},
		{"none right", 0, 0, 3, LEVEL_FOUNDATION, LEVEL_FOUNDATION,
		 SURE_FIRM},
	};
	struct level_pitch l;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		l = level_of(cases[i].share, cases[i].error, usual,
			     cases[i].items);
		assert_text(level_name(l.level), level_name(cases[i].level),
			    cases[i].what);
		assert_text(level_name(l.likeliest),
			    level_name(cases[i].likeliest), cases[i].what);
		assert_text(sureness_name(l.sureness),
			    sureness_name(cases[i].sureness), cases[i].what);
	}
}

static void
probabilities_are_those_of_the_normal(void **state)
{
	/* 180 of 400 people. Python's statistics.NormalDist and math.erfc */
	const double part = sqrt((400 - 180) / 399.0) / sqrt(180);
	struct level_pitch l = level_of(.49, .28 * part, usual, 3);

	assert_true(fabs(l.probability[0] - .740629590873426) < 1e-9);
	l = level_of(.82, .22 * part, usual, 3);
	assert_true(fabs(l.probability[2] - .9497619933395094) < 1e-9);
	/* far tails keep their digits */
	assert_true(fabs(probability_above(0, 1, 8) / 6.220960574271785e-16 -
			 1) < 1e-12);
	l = level_of(.5, .1, (struct cuts){.7, 1.3}, 3);
	assert_true(fabs(l.probability[2] / 6.22096057e-16 - 1) < 1e-8);
}

/* 0, then ever larger */
static const double errors[] = {0, .001, .003, .01, .03, .1, .3, .5};

static void
probabilities_add_up_to_one(void **state)
{
	struct level_pitch l;
	double sum;
	size_t e;
	int i;

	for (e = 0; e < COUNT(errors); e++)
		for (i = 0; i <= 20; i++) {
			l = level_of(i / 20., errors[e], usual, 3);
			sum = l.probability[0] + l.probability[1] +
				l.probability[2];
			assert_true(fabs(sum - 1) < 1e-14);
			assert_true(l.level <= l.likeliest);
		}
}

static void
more_knowledge_never_lowers_the_level(void **state)
{
	enum level before, now;
	size_t e;
	int i;

	for (e = 0; e < COUNT(errors); e++) {
		before = LEVEL_FOUNDATION;
		for (i = 0; i <= 1000; i++) {
			now = level_of(i / 1000., errors[e], usual, 3).level;
			assert_true(now >= before);
			before = now;
		}
	}
}

static void
error_has_a_part_for_persons_and_one_for_items(void **state)
{
	static const struct {
		const char *what;
		double persons, spread;
		size_t items;
		double error;
	} cases[] = {
		{"both", .02, .12, 3, .0721110255},
		{"a census keeps the part for items", 0, .12, 3, .0692820323},
		{"items alike", .02, 0, 3, .02},
		{"one item: spread not known", .02, NAN, 1, .02},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_case(fabs(level_error(cases[i].persons, cases[i].spread,
					     cases[i].items) -
				 cases[i].error) < 1e-9,
			    cases[i].what);
	assert_true(isnan(level_error(.02, .12, 0)));
}

static void
moved_cuts_stay_shares(void **state)
{
	struct cuts c = cuts_moved((struct cuts){.05, .95}, .1);

	assert_true(fabs(c.low - .15) < SMALL && c.high == 1);
	c = cuts_moved((struct cuts){.05, .95}, -.1);
	assert_true(c.low == 0 && fabs(c.high - .85) < SMALL);
}

/* ---- mode ---- */

struct shares {
	double K, M, U, S, h;
};

static struct mode_input
input(const struct shares *s, double error, size_t items)
{
	struct mode_input in = {
		.items = items,
		.known = {s->K, error},
		.cut = .8,
		.misinformed = {s->M, error},
		.uninformed = {s->U, error},
		.shaky = {s->S, isnan(s->S) ? NAN : error},
		.habit = {s->h, isnan(s->h) ? NAN : error},
	};

	return in;
}

static void
the_first_rule_that_applies_decides(void **state)
{
	static const struct {
		const char *what;
		struct shares s;
		enum mode mode;
		char decides;
		double threshold;
	} cases[] = {
		{"a fifth misinformed",
		 {.5, .20, .30, .10, .5},
		 MODE_CORRECT,
		 'M',
		 .20},
		{"a tenth, and not fewer than do not know",
		 {.8, .10, .10, .10, .5},
		 MODE_CORRECT,
		 'M',
		 .10},
		{"a tenth, but more do not know",
		 {.7, .15, .20, .0, .5},
		 MODE_INFORM,
		 'U',
		 .20},
		{"fewer than a tenth",
		 {.85, .09, .05, .0, .0},
		 MODE_MAINTAIN,
		 'M',
		 .20},
		{"know but do not do",
		 {.80, .05, .15, .30, .30},
		 MODE_ENABLE,
		 'h',
		 .30},
		{"do not do, do not know",
		 {.79, .05, .16, .30, .30},
		 MODE_REASSURE,
		 'S',
		 .25},
		{"correct comes before enable",
		 {.80, .20, .0, .0, .9},
		 MODE_CORRECT,
		 'M',
		 .20},
		{"enable comes before inform",
		 {.80, .0, .20, .0, .3},
		 MODE_ENABLE,
		 'h',
		 .30},
		{"inform comes before reassure",
		 {.5, .05, .20, .25, .0},
		 MODE_INFORM,
		 'U',
		 .20},
		{"a quarter not sure",
		 {.75, .05, .19, .25, .0},
		 MODE_REASSURE,
		 'S',
		 .25},
		{"nothing to do",
		 {.9, .02, .05, .24, .25},
		 MODE_MAINTAIN,
		 'S',
		 .25},
		{"no certainty, no habit",
		 {.9, .05, .15, NAN, NAN},
		 MODE_MAINTAIN,
		 'U',
		 .20},
	};
	struct mode_input in;
	struct mode_pitch m;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		in = input(&cases[i].s, .02, 3);
		m = mode_of(&in);
		assert_text(mode_name(m.mode), mode_name(cases[i].mode),
			    cases[i].what);
		assert_case(m.decides == cases[i].decides, cases[i].what);
		assert_case(m.threshold == cases[i].threshold, cases[i].what);
	}
}

static void
the_deciding_share_takes_the_test(void **state)
{
	static const struct {
		const char *what;
		struct shares s;
		double error;
		size_t items;
		double probability;
		enum sureness sureness;
	} cases[] = {
		{"well over",
		 {.5, .30, .2, .1, NAN},
		 .05,
		 3,
		 .977249868,
		 SURE_FIRM},
		{"on the threshold",
		 {.5, .20, .3, .1, NAN},
		 .05,
		 3,
		 .5,
		 SURE_BORDERLINE},
		{"two items",
		 {.5, .30, .2, .1, NAN},
		 .05,
		 2,
		 .977249868,
		 SURE_INDICATIVE},
		{"a habit of many whose knowledge is in doubt",
		 {.80, .0, .1, .0, .60},
		 .05,
		 3,
		 .5,
		 SURE_BORDERLINE},
		{"knowing and the habit both sure",
		 {.90, .0, .1, .0, .40},
		 .05,
		 3,
		 .977249868,
		 SURE_FIRM},
		{"more misinformed than uninformed, just",
		 {.5, .15, .15, .0, NAN},
		 .01,
		 3,
		 .5,
		 SURE_BORDERLINE},
		{"nothing near",
		 {.99, .0, .0, .0, .0},
		 .05,
		 3,
		 .977249868,
		 SURE_FIRM},
		{"a census", {.5, .20, .3, .1, NAN}, 0, 3, 1, SURE_FIRM},
	};
	struct mode_input in;
	struct mode_pitch m;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		in = input(&cases[i].s, cases[i].error, cases[i].items);
		m = mode_of(&in);
		assert_case(fabs(m.probability - cases[i].probability) < .001,
			    cases[i].what);
		assert_text(sureness_name(m.sureness),
			    sureness_name(cases[i].sureness), cases[i].what);
	}
}

static void
nothing_measured_has_no_mode(void **state)
{
	struct shares s = {.5, .3, .2, .1, .1};
	struct mode_input in = input(&s, .02, 0);

	assert_int_equal(mode_of(&in).mode, MODE_NONE);
	s.M = NAN;
	in = input(&s, .02, 3);
	assert_int_equal(mode_of(&in).mode, MODE_NONE);
	assert_int_equal(mode_of(&in).decides, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_likeliest_or_the_more_basic),
		cmocka_unit_test(probabilities_are_those_of_the_normal),
		cmocka_unit_test(probabilities_add_up_to_one),
		cmocka_unit_test(more_knowledge_never_lowers_the_level),
		cmocka_unit_test(
			error_has_a_part_for_persons_and_one_for_items),
		cmocka_unit_test(moved_cuts_stay_shares),
		cmocka_unit_test(the_first_rule_that_applies_decides),
		cmocka_unit_test(the_deciding_share_takes_the_test),
		cmocka_unit_test(nothing_measured_has_no_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
