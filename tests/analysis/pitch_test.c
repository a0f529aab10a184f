/* The pitch as a whole: the worked example of domain.md 4.5, and what groups,
 * limits and missing figures do to it. */
#include "tests/test.h"

#include <math.h>

#include "analysis/pitch/pitch.h"

enum { TOPICS = 4, ITEMS = 12, EACH = 3, MOST_GROUPS = 3 };

/* A pitch's input that stays in one place, and can be changed. */
struct kit {
	struct pitch_topic topic[TOPICS];
	struct pitch_item item[ITEMS];
	struct pitch_count count[1 + MOST_GROUPS][ITEMS];
	struct pitch_measure measure[1 + MOST_GROUPS][TOPICS];
	struct pitch_group group[MOST_GROUPS];
	struct pitch_input in;
};

enum { PUB, CON, CNT, OVR };

/* Three items of a topic, all with this many right of 1,000, the rest wrong or
 * don't know. */
static void
set_known(struct kit *k, size_t group, size_t topic, uint64_t right)
{
	size_t i;

	for (i = topic * EACH; i < (topic + 1) * EACH; i++) {
		k->count[group][i] = (struct pitch_count){.right = right};
		k->count[group][i].wrong = (1000 - right) / 10;
		k->count[group][i].dont_know =
			1000 - right - k->count[group][i].wrong;
	}
}

/* Of a mean of scores with this spread, everybody having had all items. */
static double
error_of(double sd, const struct pitch_group *g)
{
	double n = (double)g->people, staff = (double)g->staff;

	return sd / sqrt(n) * sqrt((staff - n) / (staff - 1));
}

static void
set_topic(struct kit *k, size_t group, size_t topic, uint64_t right, double sd,
	  double exposure)
{
	struct pitch_group *g = group == 0 ? &k->in.all : &k->group[group - 1];
	struct pitch_measure *m = &k->measure[group][topic];

	set_known(k, group, topic, right);
	m->error = error_of(sd, g);
	m->exposure = exposure;
	m->habit = m->band_low = m->band_high = NAN;
}

static void
set_group(struct kit *k, size_t group, const char *name, uint64_t people,
	  uint64_t staff)
{
	struct pitch_group *g = group == 0 ? &k->in.all : &k->group[group - 1];

	g->name = name;
	g->segment = "role";
	g->people = people;
	g->staff = staff;
	g->stands_for = (double)staff;
	g->in_need = group > 0;
	g->count = k->count[group];
	g->measure = k->measure[group];
}

/* The worked example: managers and staff, four topics, 1,000 words. */
static void
example(struct kit *k)
{
	static const struct {
		const char *code;
		double risk;
		uint64_t right[3];
		double sd[3], exposure[3];
	} rows[TOPICS] = {
		{"PUB", 4, {652, 820, 610}, {.27, .22, .27}, {.81, .85, .80}},
		{"CON", 5, {708, 740, 700}, {.25, .24, .25}, {.92, 1, .90}},
		{"CNT", 4, {466, 490, 460}, {.29, .28, .29}, {.62, .70, .60}},
		{"OVR", 2, {700, 660, 710}, {.28, .30, .28}, {.84, .80, .85}},
	};
	const struct share_out rules = {0, 60, 10, .5};
	size_t t, g, i;

	memset(k, 0, sizeof *k);
	set_group(k, 0, NULL, 700, 2000);
	set_group(k, 1, "managers", 180, 400);
	set_group(k, 2, "staff", 520, 1600);
	for (t = 0; t < TOPICS; t++) {
		k->topic[t] = (struct pitch_topic){
			.code = rows[t].code,
			.cuts = LEVEL_DEFAULT_CUTS,
			.risk = rows[t].risk,
			.points = 10,
		};
		for (g = 0; g < 3; g++)
			set_topic(k, g, t, rows[t].right[g], rows[t].sd[g],
				  rows[t].exposure[g]);
	}
	for (i = 0; i < ITEMS; i++)
		k->item[i].topic = i / EACH;
	k->in.topic = k->topic;
	k->in.n_topics = TOPICS;
	k->in.item = k->item;
	k->in.n_items = ITEMS;
	k->in.group = k->group;
	k->in.n_groups = 2;
	k->in.minimum = 10;
	k->in.minutes = 5;
	k->in.wpm = NAN;
	k->in.rules = rules;
	k->in.seed = 1;
}

static const struct pitch_result *
result_of(const struct pitch *p, size_t topic)
{
	size_t i;

	for (i = 0; i < p->n_topics; i++)
		if (p->topic[i].topic == topic)
			return &p->topic[i];
	fail_msg("topic %zu is lost", topic);
	return NULL;
}

static const struct pitch_view *
view_of(const struct pitch *p, size_t group, size_t topic)
{
	return &p->view[group * p->n_topics + topic];
}

/* ---- the worked example ---- */

static void
levels_of_the_worked_example(void **state)
{
	static const struct {
		enum level level;
		enum sureness sureness;
		double probability, priority;
	} expected[2][TOPICS] = {
		{{LEVEL_REFRESHER, SURE_FIRM, .95, 0},
		 {LEVEL_WORKING, SURE_FIRM, 1, .075},
		 {LEVEL_FOUNDATION, SURE_BORDERLINE, .741, .217},
		 {LEVEL_WORKING, SURE_FIRM, 1, .056}},
		{{LEVEL_WORKING, SURE_FIRM, 1, .152},
		 {LEVEL_WORKING, SURE_FIRM, 1, .1125},
		 {LEVEL_FOUNDATION, SURE_FIRM, .9999, .204},
		 {LEVEL_WORKING, SURE_FIRM, 1, .03825}},
	};
	const struct pitch_view *v;
	struct pitch *p;
	struct kit k;
	size_t g, t;

	example(&k);
	p = pitch_new(&k.in);
	for (g = 0; g < 2; g++)
		for (t = 0; t < TOPICS; t++) {
			v = view_of(p, g, t);
			assert_int_equal(v->level.level, expected[g][t].level);
			assert_int_equal(v->level.sureness,
					 expected[g][t].sureness);
			assert_true(
				fabs(v->level.probability[v->level.level - 1] -
				     expected[g][t].probability) < .0005);
			assert_true(fabs(v->priority -
					 expected[g][t].priority) < .0005);
			assert_true(v->numbers && !v->as_all);
			/* PUB alone earns managers a text of their own */
			assert_true(v->annex == (g == 0 && t == PUB));
		}
	assert_false(p->totals.one_text);
	pitch_free(p);
}

static void
words_of_the_worked_example(void **state)
{
	static const struct {
		double cap, need;
		unsigned words, low, high;
	} expected[2][TOPICS] = {
		{{.5, .1216, 250, 240, 270},
		 {.5, .1050, 230, 210, 240},
		 {.5, .2066, 390, 380, 400},
		 {.5, .0418, 130, 120, 130}},
		{{.35, .1216, 270, 0, 350},
		 {.35, .1050, 250, 0, 350},
		 {.35, .2066, 350, 0, 350},
		 {.35, .0418, 130, 0, 350}},
	};
	static const size_t order[] = {CNT, PUB, CON, OVR};
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;
	size_t i, t;

	for (i = 0; i < 2; i++) {
		example(&k);
		k.in.rules.cap = expected[i][0].cap;
		p = pitch_new(&k.in);
		assert_true(p->totals.limited && p->totals.limit == 1000);
		assert_int_equal(p->totals.words, 1000);
		assert_true(p->totals.minutes == 5);
		for (t = 0; t < TOPICS; t++) {
			r = result_of(p, t);
			assert_true(fabs(r->need - expected[i][t].need) <
				    .00006);
			assert_int_equal(r->words, expected[i][t].words);
			assert_int_equal(p->topic[t].topic, order[t]);
			assert_int_equal(p->topic[t].rank, t + 1);
			if (i == 1) {
				assert_true(r->range.high <= 350);
				continue;
			}
			assert_int_equal(r->range.low, expected[i][t].low);
			assert_int_equal(r->range.high, expected[i][t].high);
		}
		pitch_free(p);
	}
}

static void
risks_move_ranks(void **state)
{
	/* needs .1216 (4) .1050 (5) .2066 (4) .0418 (2): PUB falls behind CON
	 * at risk 3 (.0912), CNT stays ahead at 3 (.1550), OVR last at 3
	 * (.0627); CON at 4 has .0840 */
	static const unsigned low[] = {2, 2, 1, 4}, high[] = {3, 3, 1, 4};
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;
	size_t t;

	example(&k);
	p = pitch_new(&k.in);
	for (t = 0; t < TOPICS; t++) {
		r = result_of(p, t);
		assert_int_equal(r->ranks.low, low[t]);
		assert_int_equal(r->ranks.high, high[t]);
	}
	pitch_free(p);
}

/* ---- words as they are recommended ---- */

static void
without_a_limit_content_sets_the_words(void **state)
{
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;

	example(&k);
	k.in.minutes = NAN;
	p = pitch_new(&k.in);
	assert_int_equal(result_of(p, PUB)->words, 350);
	assert_int_equal(result_of(p, CNT)->words, 600);
	assert_int_equal(p->totals.words, 1650);
	assert_true(p->totals.words == p->totals.needed && !p->totals.limited);
	assert_true(p->totals.left_out == 0 && p->totals.minutes == 8.25);
	/* CNT is .466 with an error of .009: sure to be foundation */
	r = result_of(p, CNT);
	assert_true(r->range.low == 600 && r->range.high == 600);
	assert_true(p->totals.range.low <= 1650 &&
		    p->totals.range.high >= 1650);
	pitch_free(p);

	/* more time than it takes changes nothing */
	k.in.minutes = 60;
	p = pitch_new(&k.in);
	assert_true(p->totals.words == 1650 && !p->totals.limited);
	pitch_free(p);
}

static void
a_limit_names_what_does_not_fit(void **state)
{
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;

	example(&k);
	p = pitch_new(&k.in);
	r = result_of(p, CNT);
	assert_true(r->needed == 600 && r->words == 390);
	assert_true(r->fit.squeezed && r->fit.left_out == 210 &&
		    r->fit.points == 6);
	assert_int_equal(p->totals.left_out, 4);
	pitch_free(p);

	/* not enough for the floors: the most needed topics are kept */
	k.in.minutes = .7;
	p = pitch_new(&k.in);
	assert_int_equal(p->totals.words, 140);
	assert_int_equal(result_of(p, CNT)->words, 70);
	assert_int_equal(result_of(p, PUB)->words, 70);
	assert_int_equal(result_of(p, CON)->words, 0);
	pitch_free(p);
}

static void
moved_cuts_are_told(void **state)
{
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;

	example(&k);
	k.in.minutes = NAN;
	p = pitch_new(&k.in);
	r = result_of(p, CNT); /* .466: above .40 */
	assert_int_equal(r->if_lower.level, LEVEL_WORKING);
	assert_int_equal(r->needed_if_lower, 350);
	assert_int_equal(r->if_higher.level, LEVEL_FOUNDATION);
	r = result_of(p, CON); /* .708: over .70, by an error */
	assert_int_equal(r->if_lower.level, LEVEL_REFRESHER);
	assert_true(fabs(r->if_lower.probability[2] - .853) < .001);
	assert_int_equal(p->totals.needed_if_higher, 350 * 3 + 600);
	pitch_free(p);
}

/* ---- defaults ---- */

static void
defaults_are_called_so(void **state)
{
	struct pitch *p;
	struct kit k;

	example(&k);
	k.topic[PUB].cuts = (struct cuts){NAN, NAN};
	k.topic[PUB].risk = NAN;
	k.topic[CON].cuts_from = SOURCE_JUDGES;
	k.topic[CON].risk_from = SOURCE_FILE;
	k.topic[CNT].cuts = (struct cuts){.55, .80};
	k.topic[CNT].risk = 3;
	p = pitch_new(&k.in);
	assert_true(result_of(p, PUB)->default_cuts &&
		    result_of(p, PUB)->default_risk);
	assert_true(result_of(p, PUB)->cuts.low == .5 &&
		    result_of(p, PUB)->risk == 4);
	assert_true(!result_of(p, CON)->default_cuts &&
		    !result_of(p, CON)->default_risk);
	assert_true(!result_of(p, CNT)->default_cuts &&
		    !result_of(p, CNT)->default_risk);
	assert_true(p->totals.default_cuts && p->totals.default_risk);
	assert_true(pitch_default_risk("CON") == 5 &&
		    pitch_default_risk("OURS") == 3);
	pitch_free(p);
}

/* ---- kinds of text ---- */

static void
kinds_rest_on_certainty_where_it_was_asked(void **state)
{
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;
	size_t i;

	example(&k);
	for (i = 0; i < EACH; i++)
		k.count[0][i] = (struct pitch_count){
			.right = 600,
			.wrong = 300,
			.dont_know = 100,
			.informed = 300,
			.tentative = 300,
			.uninformed = 300,
			.confidently_wrong = 100,
		};
	p = pitch_new(&k.in);
	r = result_of(p, PUB);
	assert_true(r->all.certainty && fabs(r->all.misinformed - .1) < 1e-15 &&
		    fabs(r->all.uninformed - .3) < 1e-15 &&
		    fabs(r->all.shaky - .3) < 1e-15);
	assert_int_equal(r->all.mode.mode, MODE_INFORM);
	assert_false(p->totals.certainty); /* other topics have none */
	pitch_free(p);

	/* one item without: wrong and don't know for all */
	k.count[0][0].informed = k.count[0][0].tentative = 0;
	k.count[0][0].uninformed = k.count[0][0].confidently_wrong = 0;
	p = pitch_new(&k.in);
	r = result_of(p, PUB);
	assert_true(!r->all.certainty && isnan(r->all.shaky));
	assert_true(fabs(r->all.misinformed - .3) < 1e-15);
	assert_int_equal(r->all.mode.mode, MODE_CORRECT);
	assert_int_equal(r->all.mode.sureness, SURE_FIRM);
	pitch_free(p);
}

static void
knowing_without_doing_needs_a_scenario(void **state)
{
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;

	example(&k);
	k.in.minutes = NAN;
	set_known(&k, 0, OVR, 950);
	k.measure[0][OVR].habit = .45;
	k.measure[0][OVR].habit_base = 690;
	k.measure[0][OVR].habit_question = "H3";
	p = pitch_new(&k.in);
	r = result_of(p, OVR);
	assert_int_equal(r->all.mode.mode, MODE_ENABLE);
	assert_text(r->habit_question, "H3", "habit");
	assert_int_equal(r->words, 10 * WORDS_REFRESHER + WORDS_SCENARIO);
	assert_null(result_of(p, PUB)->habit_question);
	pitch_free(p);
}

static void
wrong_answers_take_words_once_an_idea(void **state)
{
	static const struct pitch_option option[2][3] = {
		{{false, NULL, UNDER_CAUTIOUS},
		 {true, "DELETE", UNDER_CAUTIOUS},
		 {true, "GAG", OVER_CAUTIOUS}},
		{{true, "DELETE", UNDER_CAUTIOUS},
		 {false, NULL, UNDER_CAUTIOUS},
		 {true, "MGROWN", OVER_REACH}},
	};
	static const uint64_t chosen[3][3] = {{500, 350, 50},
					      {300, 500, 100},
					      {500, 40, 360}};
	struct pitch *p;
	struct kit k;
	size_t i, at;

	example(&k);
	k.in.minutes = NAN;
	for (i = 0; i < 3; i++) {
		k.item[i].option = option[i == 1];
		k.item[i].n_options = 3;
		k.count[0][i] = (struct pitch_count){
			.right = 500,
			.wrong = 400,
			.dont_know = 100,
			.option = chosen[i],
		};
	}
	k.item[2].topic = CON;
	p = pitch_new(&k.in);
	assert_int_equal(p->n_answers, 6);
	/* GAG of CON (.36, risk 5), DELETE of the two PUB items */
	assert_int_equal(p->n_common, 3);
	assert_true(p->answer[0].topic == CON && p->answer[0].option == 2);
	assert_true(p->answer[1].item == 0 && p->answer[2].item == 1);
	assert_int_equal(result_of(p, PUB)->content.wrong_ideas, 1);
	assert_int_equal(result_of(p, CON)->content.wrong_ideas, 1);
	at = pitch_next(p, OVER_CAUTIOUS, 0);
	assert_int_equal(at, 0);
	assert_int_equal(pitch_next(p, OVER_CAUTIOUS, at + 1), p->n_answers);
	assert_int_equal(pitch_next(p, UNDER_CAUTIOUS, 0), 1);
	assert_int_equal(pitch_next(p, OVER_REACH, 0), p->n_answers);
	pitch_free(p);
}

/* ---- groups ---- */

static void
small_groups_tell_less(void **state)
{
	static const struct {
		const char *what;
		uint64_t people;
		double band_low, band_high;
		bool as_all, numbers;
		enum level level;
	} cases[] = {
		{"50 people", 50, NAN, NAN, false, true, LEVEL_REFRESHER},
		{"49 people", 49, NAN, NAN, false, false, LEVEL_REFRESHER},
		{"20 people", 20, NAN, NAN, false, false, LEVEL_REFRESHER},
		{"19 people, no band", 19, NAN, NAN, true, false,
		 LEVEL_WORKING},
		{"19 people, the band holds a cut", 19, .6, 1, true, false,
		 LEVEL_WORKING},
		{"19 people, the band decides", 19, 0, .4, false, false,
		 LEVEL_FOUNDATION},
		{"the band ends at the cut", 12, .5, .8, false, false,
		 LEVEL_WORKING},
		{"the band begins at the cut", 12, .8, 1, false, false,
		 LEVEL_REFRESHER},
	};
	const struct pitch_view *v;
	struct pitch *p;
	struct kit k;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		example(&k);
		k.group[0].people = cases[i].people;
		k.group[0].in_need = k.group[1].in_need = false;
		set_known(&k, 1, PUB, 950);
		k.measure[1][PUB].band_low = cases[i].band_low;
		k.measure[1][PUB].band_high = cases[i].band_high;
		p = pitch_new(&k.in);
		v = view_of(p, 0, PUB);
		assert_case(v->as_all == cases[i].as_all, cases[i].what);
		assert_case(v->numbers == cases[i].numbers, cases[i].what);
		assert_text(level_name(v->level.level),
			    level_name(cases[i].level), cases[i].what);
		assert_case(isnan(v->known) == !cases[i].numbers,
			    cases[i].what);
		assert_case(isnan(v->priority) == !cases[i].numbers,
			    cases[i].what);
		if (cases[i].as_all)
			assert_case(!v->annex, cases[i].what);
		else if (!cases[i].numbers)
			assert_case(v->mode.mode == MODE_NONE &&
					    isnan(v->level.probability[0]),
				    cases[i].what);
		pitch_free(p);
	}
}

static void
a_group_that_lacks_an_item_is_as_all(void **state)
{
	struct pitch *p;
	struct kit k;

	example(&k);
	k.count[1][0] = (struct pitch_count){.right = 9}; /* under 10 people */
	p = pitch_new(&k.in);
	assert_true(view_of(p, 0, PUB)->as_all);
	assert_int_equal(view_of(p, 0, PUB)->level.level, LEVEL_WORKING);
	assert_false(view_of(p, 0, CON)->as_all);
	assert_true(p->totals.one_text);
	pitch_free(p);
}

static void
without_groups_needs_are_all_staffs(void **state)
{
	struct pitch *p;
	struct kit k;

	example(&k);
	k.in.n_groups = 0;
	p = pitch_new(&k.in);
	/* (.8 - .652) / .8 x .81 x 4 / 5 */
	assert_true(fabs(result_of(p, PUB)->need - .11988) < 1e-9);
	assert_true(p->totals.one_text && p->n_groups == 0);
	assert_int_equal(p->totals.words, 1000);
	pitch_free(p);
}

/* ---- what is missing ---- */

static void
items_differ_so_a_census_is_not_certain(void **state)
{
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;

	example(&k);
	k.in.all.people = k.in.all.staff = 1000;
	k.measure[0][PUB].error = 0;
	k.count[0][0] = (struct pitch_count){.right = 400, .wrong = 600};
	k.count[0][1] = (struct pitch_count){.right = 900, .wrong = 100};
	k.count[0][2] = (struct pitch_count){.right = 800, .wrong = 200};
	p = pitch_new(&k.in);
	r = result_of(p, PUB);
	assert_true(fabs(r->all.known - .7) < 1e-15 && r->all.persons == 0);
	/* sd .2645751311, over three items */
	assert_true(fabs(r->all.error - .1527525232) < 1e-9);
	assert_int_equal(r->all.level.sureness, SURE_BORDERLINE);
	pitch_free(p);
}

static void
one_item_has_the_spread_of_the_others(void **state)
{
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;

	example(&k);
	k.count[0][3].right = 508, k.count[0][3].wrong += 200;
	k.item[0].topic = k.item[1].topic = FORM_NONE; /* PUB keeps one */
	p = pitch_new(&k.in);
	r = result_of(p, PUB);
	assert_int_equal(r->all.items, 1);
	assert_int_equal(r->all.level.sureness, SURE_INDICATIVE);
	/* squares (200^2 x 2/3 in CON) over 6 degrees of freedom */
	assert_true(fabs(r->all.spread - sqrt(.04 * 2 / 3 / 6)) < 1e-9);
	assert_true(r->all.error > r->all.persons);
	pitch_free(p);
}

static void
a_topic_without_items_is_last_and_silent(void **state)
{
	const struct pitch_result *r;
	struct pitch *p;
	struct kit k;
	size_t i;

	example(&k);
	for (i = CNT * EACH; i < (CNT + 1) * EACH; i++)
		k.item[i].topic = FORM_NONE;
	p = pitch_new(&k.in);
	r = &p->topic[TOPICS - 1];
	assert_true(r->topic == CNT && isnan(r->need) && r->rank == 0);
	assert_true(r->all.level.level == LEVEL_NONE && r->words == 0 &&
		    r->range.high == 0);
	assert_int_equal(r->all.mode.mode, MODE_NONE);
	assert_int_equal(p->totals.words, 1000);
	pitch_free(p);

	k.in.n_items = 0;
	p = pitch_new(&k.in);
	assert_true(p->totals.words == 0 && p->totals.needed == 0);
	pitch_free(p);

	k.in.n_topics = k.in.n_groups = 0;
	p = pitch_new(&k.in);
	assert_true(p->n_topics == 0 && p->totals.words == 0);
	pitch_free(p);
	pitch_free(NULL);
}

static void
all_know_all(void **state)
{
	struct pitch *p;
	struct kit k;
	size_t t, g;

	example(&k);
	for (t = 0; t < TOPICS; t++)
		for (g = 0; g < 3; g++)
			set_topic(&k, g, t, 1000, 0, 1);
	p = pitch_new(&k.in);
	for (t = 0; t < TOPICS; t++) {
		assert_true(p->topic[t].need == 0 && p->topic[t].rank == 1);
		assert_true(p->topic[t].topic == t);
		assert_int_equal(p->topic[t].all.level.level, LEVEL_REFRESHER);
		assert_int_equal(p->topic[t].all.mode.mode, MODE_MAINTAIN);
		assert_int_equal(p->topic[t].words, 150);
	}
	pitch_free(p);
	k.in.minutes = 2;
	p = pitch_new(&k.in);
	for (t = 0; t < TOPICS; t++)
		assert_int_equal(p->topic[t].words, 100);
	pitch_free(p);
}

/* ---- facts that always hold ---- */

static void
the_order_of_topics_changes_nothing(void **state)
{
	const struct pitch_result *a, *b;
	struct pitch *p, *q;
	struct kit k, turned;
	size_t t, i, g;

	example(&k);
	example(&turned);
	for (t = 0; t < TOPICS; t++) {
		turned.topic[t] = k.topic[TOPICS - 1 - t];
		for (g = 0; g < 3; g++)
			turned.measure[g][t] = k.measure[g][TOPICS - 1 - t];
	}
	for (i = 0; i < ITEMS; i++)
		turned.item[i].topic = TOPICS - 1 - k.item[i].topic;
	p = pitch_new(&k.in);
	q = pitch_new(&turned.in);
	for (t = 0; t < TOPICS; t++) {
		a = &p->topic[t], b = &q->topic[t];
		assert_text(turned.topic[b->topic].code, k.topic[a->topic].code,
			    "order of need");
		assert_int_equal(a->words, b->words);
		assert_int_equal(a->range.low, b->range.low);
		assert_int_equal(a->range.high, b->range.high);
		assert_int_equal(a->ranks.low, b->ranks.low);
		assert_int_equal(a->ranks.high, b->ranks.high);
	}
	pitch_free(p);
	pitch_free(q);
}

static void
another_seed_moves_no_words_and_hardly_a_range(void **state)
{
	struct pitch *p, *q;
	struct kit k;
	uint64_t seed;
	size_t t;

	example(&k);
	p = pitch_new(&k.in);
	for (seed = 1; seed < 20; seed++) {
		k.in.seed = seed;
		q = pitch_new(&k.in);
		for (t = 0; t < TOPICS; t++) {
			const struct pitch_result *a = &p->topic[t],
						  *b = &q->topic[t];

			assert_int_equal(b->words, a->words);
			assert_in_range(b->words, b->range.low, b->range.high);
			assert_in_range(b->range.low + 10, a->range.low,
					a->range.low + 20);
			if (seed == 1)
				assert_memory_equal(&a->range, &b->range,
						    sizeof a->range);
		}
		pitch_free(q);
	}
	pitch_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_of_the_worked_example),
		cmocka_unit_test(words_of_the_worked_example),
		cmocka_unit_test(risks_move_ranks),
		cmocka_unit_test(without_a_limit_content_sets_the_words),
		cmocka_unit_test(a_limit_names_what_does_not_fit),
		cmocka_unit_test(moved_cuts_are_told),
		cmocka_unit_test(defaults_are_called_so),
		cmocka_unit_test(kinds_rest_on_certainty_where_it_was_asked),
		cmocka_unit_test(knowing_without_doing_needs_a_scenario),
		cmocka_unit_test(wrong_answers_take_words_once_an_idea),
		cmocka_unit_test(small_groups_tell_less),
		cmocka_unit_test(a_group_that_lacks_an_item_is_as_all),
		cmocka_unit_test(without_groups_needs_are_all_staffs),
		cmocka_unit_test(items_differ_so_a_census_is_not_certain),
		cmocka_unit_test(one_item_has_the_spread_of_the_others),
		cmocka_unit_test(a_topic_without_items_is_last_and_silent),
		cmocka_unit_test(all_know_all),
		cmocka_unit_test(the_order_of_topics_changes_nothing),
		cmocka_unit_test(
			another_seed_moves_no_words_and_hardly_a_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
