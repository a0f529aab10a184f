#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/dist.h"
#include "analysis/statistics/proportion.h"
#include "questions/base/text.h"
#include "questions/csv.h"
#include "tests/analysis/reference.h"

static void
check_wilson(const struct reference *r)
{
	struct interval i =
		proportion_wilson((uint64_t)r->a, (uint64_t)r->b, .95);

	reference_check(i.low, r->low, 1e-14, r->what);
	reference_check(i.high, r->high, 1e-14, r->what);
}

static void
check_fpc(const struct reference *r)
{
	struct interval i =
		proportion_wilson_fpc((uint64_t)r->a, (uint64_t)r->b,
				      (uint64_t)r->c, .95);

	reference_check(i.low, r->low, 1e-13, r->what);
	reference_check(i.high, r->high, 1e-13, r->what);
}

static void
wilson_limits_are_the_roots_of_the_score_test(void **state)
{
	assert_int_equal(reference_each("wilson", check_wilson), 10);
}

static void
a_known_staff_narrows_the_limits(void **state)
{
	assert_int_equal(reference_each("wilson_fpc", check_fpc), 7);
}

static void
nobody_and_everybody_are_exact(void **state)
{
	for (uint64_t n = 1; n < 5000; n = n * 3 + 1) {
		struct interval none = proportion_wilson(0, n, .95);
		struct interval all = proportion_wilson(n, n, .95);

		assert_true(none.low == 0 && none.high > 0 && none.high < 1);
		assert_true(all.high == 1 && all.low > 0 && all.low < 1);
		none = proportion_wilson_fpc(0, n, 2 * n, .95);
		all = proportion_wilson_fpc(n, n, 2 * n, .95);
		assert_true(none.low == 0 && all.high == 1);
	}
}

static void
limits_hold_the_share_and_mirror(void **state)
{
	for (uint64_t x = 0; x <= 60; x++) {
		struct interval i = proportion_wilson(x, 60, .95);
		struct interval mirror = proportion_wilson(60 - x, 60, .95);
		struct interval wide = proportion_wilson(x, 60, .99);
		struct interval staff = proportion_wilson_fpc(x, 60, 80, .95);
		double p = proportion(x, 60);

		assert_true(0 <= i.low && i.low <= p && p <= i.high &&
			    i.high <= 1);
		assert_true(fabs(i.low - (1 - mirror.high)) < 1e-15);
		assert_true(wide.low <= i.low && i.high <= wide.high);
		assert_true(i.low <= staff.low && staff.high <= i.high);
	}
}

static void
who_all_answered_are_certain(void **state)
{
	struct interval i = proportion_wilson_fpc(4, 300, 300, .95);

	assert_true(i.low == 4.0 / 300 && i.high == 4.0 / 300);
}

static void
nobody_asked_has_no_share(void **state)
{
	struct interval i = proportion_wilson(0, 0, .95);

	assert_true(isnan(i.low) && isnan(i.high) && isnan(proportion(0, 0)));
	i = proportion_wilson_fpc(0, 0, 40, .95);
	assert_true(isnan(i.low) && isnan(i.high));
}

/* ---- what always holds ---- */

static void
a_limit_is_where_the_score_test_just_rejects(void **state)
{
	static const double levels[] = {.5, .9, .95, .99, .999999};

	for (size_t l = 0; l < COUNT(levels); l++)
		for (uint64_t x = 1; x < 40; x++) {
			double tail = (1 - levels[l]) / 2, z, P, p = x / 40.0;
			double rest = (70.0 - 40) / (70 - 1);
			struct interval i = proportion_wilson(x, 40, levels[l]);

			P = i.low;
			z = (p - P) / sqrt(P * (1 - P) / 40);
			reference_check(dist_normal_upper(z), tail, 1e-11,
					"low");
			P = i.high;
			z = (P - p) / sqrt(P * (1 - P) / 40);
			reference_check(dist_normal_upper(z), tail, 1e-11,
					"high");
			i = proportion_wilson_fpc(x, 40, 70, levels[l]);
			P = i.low;
			z = (p - P) / sqrt(P * (1 - P) / 40 * rest);
			reference_check(dist_normal_upper(z), tail, 1e-11,
					"low of 70");
		}
}

typedef struct interval limits_fn(uint64_t x, uint64_t n, uint64_t N,
				  double level);

struct coverage {
	double mean, least, width;
};

/* Over every number M of N people that has neither none nor all. */
static struct coverage
coverage_of(limits_fn *f, uint64_t n, uint64_t N)
{
	struct coverage c = {0, 1, 0};
	struct interval limits[512];

	assert_true(n < COUNT(limits));
	for (uint64_t x = 0; x <= n; x++)
		limits[x] = f(x, n, N, .95);
	for (uint64_t M = 1; M < N; M++) {
		double covered = 0, P = (double)M / (double)N;

		for (uint64_t x = 0; x <= n; x++) {
			double chance = dist_hyper(x, N, M, n);

			if (limits[x].low <= P && P <= limits[x].high)
				covered += chance;
			c.width += chance * (limits[x].high - limits[x].low);
		}
		c.mean += covered;
		c.least = fmin(c.least, covered);
	}
	c.mean /= (double)(N - 1);
	c.width /= (double)(N - 1);
	return c;
}

static void
check_digits(double got, double expected, const char *what)
{
	if (!(fabs(got - expected) <= .0005 + 1e-9))
		fail_msg("%s: %.5f is not %.3f", what, got, expected);
}

static void
coverage_is_what_was_worked_out_before(void **state)
{
	static const struct {
		const char *what;
		limits_fn *f;
		uint64_t n, N;
		struct coverage expected;
	} cases[] = {
		{"exact, 10 of 30",
		 proportion_exact,
		 10,
		 30,
		 {.987, .955, .418}},
		{"exact, 25 of 40",
		 proportion_exact,
		 25,
		 40,
		 {.983, .952, .194}},
		{"exact, 50 of 60",
		 proportion_exact,
		 50,
		 60,
		 {.985, .965, .088}},
		{"exact, 140 of 200",
		 proportion_exact,
		 140,
		 200,
		 {.971, .952, .073}},
		{"exact, 100 of 500",
		 proportion_exact,
		 100,
		 500,
		 {.966, .951, .144}},
		{"Wilson, 10 of 30",
		 proportion_wilson_fpc,
		 10,
		 30,
		 {.957, .897, .379}},
		{"Wilson, 25 of 40",
		 proportion_wilson_fpc,
		 25,
		 40,
		 {.952, .906, .191}},
		{"Wilson, 50 of 60",
		 proportion_wilson_fpc,
		 50,
		 60,
		 {.951, .833, .090}},
		{"Wilson, 140 of 200",
		 proportion_wilson_fpc,
		 140,
		 200,
		 {.951, .911, .072}},
		{"Wilson, 100 of 500",
		 proportion_wilson_fpc,
		 100,
		 500,
		 {.950, .800, .137}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct coverage got =
			coverage_of(cases[i].f, cases[i].n, cases[i].N);

		check_digits(got.mean, cases[i].expected.mean, cases[i].what);
		check_digits(got.least, cases[i].expected.least, cases[i].what);
		check_digits(got.width, cases[i].expected.width, cases[i].what);
	}
}

static void
the_exact_interval_never_covers_too_seldom(void **state)
{
	for (uint64_t N = 2; N <= 36; N++)
		for (uint64_t n = 1; n <= N; n++)
			assert_true(coverage_of(proportion_exact, n, N).least >=
				    .95);
}

static void
the_exact_interval_knows_what_is_certain(void **state)
{
	static const struct {
		const char *what;
		uint64_t x, n, N;
		double low, high;
	} cases[] = {
		{"all answered", 4, 300, 300, 4.0 / 300, 4.0 / 300},
		{"one missing of ten", 3, 9, 10, .3, .4},
		{"none of one of two", 0, 1, 2, 0, .5},
		{"one of one of two", 1, 1, 2, .5, 1},
		{"nobody asked", 0, 0, 5, NAN, NAN},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct interval got = proportion_exact(cases[i].x, cases[i].n,
						       cases[i].N, .95);

		reference_check(got.low, cases[i].low, 0, cases[i].what);
		reference_check(got.high, cases[i].high, 0, cases[i].what);
	}
}

static void
effective_numbers_grow_to_infinity(void **state)
{
	assert_true(isnan(proportion_effective(0, 10)));
	assert_true(isinf(proportion_effective(10, 10)));
	assert_true(proportion_effective(1, 10) == 1);
	assert_true(proportion_effective(5, 11) == 5 * 10 / 6.0);
}

static void
scores_refuse_what_is_no_share(void **state)
{
	static const struct {
		const char *what;
		double p, n, q;
	} cases[] = {
		{"below 0", -.1, 5, 2},
		{"above 1", 1.1, 5, 2},
		{"of NAN", NAN, 5, 2},
		{"of nobody", .5, 0, 2},
		{"of fewer than none", .5, -1, 2},
		{"of NAN people", .5, NAN, 2},
		{"without quantile", .5, 5, NAN},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct interval got =
			proportion_score(cases[i].p, cases[i].n, cases[i].q);

		assert_case(isnan(got.low) && isnan(got.high), cases[i].what);
	}
	assert_true(proportion_score(.3, INFINITY, 2).low == .3);
	assert_true(proportion_score(.3, INFINITY, 2).high == .3);
}

static void
bounds_give_the_missing_to_either_side(void **state)
{
	struct interval item = proportion_bounds(30, 40, 50);
	struct interval none = proportion_bounds(0, 0, 0);
	struct interval all = proportion_bounds(30, 40, 40);

	assert_true(item.low == .6 && item.high == .8);
	assert_true(all.low == .75 && all.high == .75);
	assert_true(isnan(none.low) && isnan(none.high));
}

/* ---- weighted ---- */

/* A simple sample has p(1 - p)/n: all four come down to known intervals. */
static void
equal_weights_give_known_intervals(void **state)
{
	struct weighted_share s = {.3, .3 * .7 / 200, 200, 1, INFINITY};
	struct interval plain = proportion_wilson(60, 200, .95);
	struct interval got = proportion_weighted(&s, .95);
	double half = proportion_margin(.3, 200, 0, .95), logit;

	reference_check(proportion_weighted_n(&s), 200, 1e-14, "n");
	reference_check(got.low, plain.low, 1e-14, "Wilson low");
	reference_check(got.high, plain.high, 1e-14, "Wilson high");
	got = proportion_weighted_mean(&s, .95);
	reference_check(got.low, .3 - half, 1e-14, "mean low");
	reference_check(got.high, .3 + half, 1e-14, "mean high");
	got = proportion_weighted_logit(&s, .95);
	logit = log(got.low / (1 - got.low));
	reference_check(log(.3 / .7) - logit, half / .3 / .7, 1e-13,
			"logit low");
	logit = log(got.high / (1 - got.high));
	reference_check(logit - log(.3 / .7), half / .3 / .7, 1e-13,
			"logit high");
}

/* With all df the beta limits are Clopper and Pearson's: each is where the
 * count has just a binomial tail of .025. */
static double
binomial_upper(unsigned x, unsigned n, double p)
{
	double sum = 0;

	for (unsigned k = x; k <= n; k++)
		sum += exp(dist_log_choose(n, k)) * pow(p, k) *
			pow(1 - p, n - k);
	return sum;
}

static void
beta_limits_are_clopper_and_pearsons(void **state)
{
	struct weighted_share s = {.3, .3 * .7 / 20, 20, 1, 19};
	struct interval got = proportion_weighted_beta(&s, .95);

	reference_check(binomial_upper(6, 20, got.low), .025, 1e-12, "low");
	reference_check(1 - binomial_upper(7, 20, got.high), .025, 1e-12,
			"high");
}

static void
none_and_all_use_the_design_effect(void **state)
{
	struct weighted_share none = {0, 0, 90, 1.5, 89};
	struct weighted_share all = {1, 0, 90, 1.5, 89};
	double t = dist_t_quantile(.975, 89), t2 = t * t;
	struct interval i = proportion_weighted(&none, .95);

	assert_true(proportion_weighted_n(&none) == 60);
	assert_true(i.low == 0);
	reference_check(i.high, t2 / (60 + t2), 1e-13, "none");
	i = proportion_weighted(&all, .95);
	assert_true(i.high == 1);
	reference_check(i.low, 60 / (60 + t2), 1e-13, "all");
	i = proportion_weighted_beta(&none, .95);
	assert_true(i.low == 0);
	reference_check(i.high, 1 - pow(.025, 1 / 61.0), .02, "beta of none");
	i = proportion_weighted_logit(&all, .95);
	assert_true(i.low == 1 && i.high == 1);
}

static void
who_all_answered_are_certain_when_weighted(void **state)
{
	struct weighted_share s = {.25, 0, 40, 1.2, 39};
	struct interval i = proportion_weighted(&s, .95);

	assert_true(i.low == .25 && i.high == .25);
	i = proportion_weighted_beta(&s, .95);
	assert_true(i.low == .25 && i.high == .25);
	s.p = NAN;
	assert_true(isnan(proportion_weighted_n(&s)));
	assert_true(isnan(proportion_weighted(&s, .95).low));
}

/* ---- waves ---- */

/* Newcombe (1998), table II, examples a to h, method 10. */
static void
changes_agree_with_newcombes_table(void **state)
{
	static const struct {
		const char *what;
		uint64_t x1, n1, x2, n2;
		double low, high;
	} cases[] = {
		{"a", 48, 80, 56, 70, .0524, .3339},
		{"b", 3, 10, 9, 10, .1705, .8090},
		{"c", 2, 7, 6, 7, .0582, .8062},
		{"d", 0, 29, 5, 56, -.0381, .1926},
		{"e", 0, 20, 0, 10, -.1611, .2775},
		{"f", 0, 10, 0, 10, -.2775, .2775},
		{"g", 0, 20, 10, 10, .6791, 1},
		{"h", 0, 10, 10, 10, .6075, 1},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct proportion_change c =
			proportion_change(cases[i].x1, cases[i].n1, cases[i].x2,
					  cases[i].n2, .95);

		assert_case(fabs(c.interval.low - cases[i].low) <= 5.1e-5,
			    cases[i].what);
		assert_case(fabs(c.interval.high - cases[i].high) <= 5.1e-5,
			    cases[i].what);
	}
}

static void
a_change_turned_round_changes_its_sign(void **state)
{
	struct proportion_change c = proportion_change(30, 90, 50, 80, .9);
	struct proportion_change d = proportion_change(50, 80, 30, 90, .9);
	double p = 80.0 / 170, difference = .625 - 1 / 3.0;

	assert_true(c.difference == -d.difference && c.chi2 == d.chi2);
	reference_check(c.interval.low, -d.interval.high, 1e-14, "low");
	reference_check(c.interval.high, -d.interval.low, 1e-14, "high");
	reference_check(c.chi2,
			difference * difference /
				(p * (1 - p) * (1 / 90.0 + 1 / 80.0)),
			1e-13, "chi2 by hand");
	reference_check(c.p, 2 * dist_normal_upper(sqrt(c.chi2)), 1e-13,
			"p is that of z");
}

static void
no_test_where_nothing_varies(void **state)
{
	struct proportion_change none = proportion_change(0, 10, 0, 20, .95);
	struct proportion_change all = proportion_change(10, 10, 20, 20, .95);
	struct proportion_change empty = proportion_change(0, 0, 3, 20, .95);

	assert_true(none.difference == 0 && isnan(none.chi2) && isnan(none.p));
	assert_true(none.interval.low < 0 && none.interval.high > 0);
	assert_true(all.difference == 0 && isnan(all.chi2) && isnan(all.p));
	assert_true(isnan(empty.difference) && isnan(empty.interval.low) &&
		    isnan(empty.p));
}

/* R's manual of prop.trend.test: smokers among lung patients of four studies
 * (Fleiss 1981): X-squared = 8.2249, p = .004132. */
static void
trends_agree_with_the_smokers_of_fleiss(void **state)
{
	static const uint64_t x[] = {83, 90, 129, 70}, n[] = {86, 93, 136, 82};
	static const double given[] = {1, 2, 3, 4}, moved[] = {-7, -5, -3, -1};
	struct proportion_trend t = proportion_trend(x, n, NULL, 4), u;

	assert_true(fabs(t.chi2 - 8.2249) < 5e-5);
	assert_true(fabs(t.p - .004132) < 5e-7);
	assert_true(t.slope < 0);
	u = proportion_trend(x, n, given, 4);
	assert_true(u.chi2 == t.chi2 && u.slope == t.slope);
	u = proportion_trend(x, n, moved, 4);
	reference_check(u.chi2, t.chi2, 1e-13, "scores moved and stretched");
	reference_check(u.slope, t.slope / 2, 1e-13, "slope per score");
}

static void
a_trend_of_two_waves_is_their_change(void **state)
{
	static const uint64_t x[] = {30, 50}, n[] = {90, 80};
	struct proportion_trend t = proportion_trend(x, n, NULL, 2);
	struct proportion_change c = proportion_change(30, 90, 50, 80, .95);

	reference_check(t.chi2, c.chi2, 1e-13, "chi2");
	reference_check(t.p, c.p, 1e-12, "p");
	reference_check(t.slope, c.difference, 1e-13, "slope");
}

static void
no_trend_without_two_waves_that_differ(void **state)
{
	static const uint64_t none[] = {0, 0, 0}, people[] = {5, 6, 7};
	static const uint64_t one[] = {0, 4, 0}, n_one[] = {0, 6, 0};
	static const double same[] = {2, 2, 2};
	struct proportion_trend t = proportion_trend(none, people, NULL, 3);

	assert_true(t.slope == 0 && isnan(t.chi2) && isnan(t.p));
	t = proportion_trend(people, people, NULL, 3);
	assert_true(isnan(t.chi2) && isnan(t.p));
	t = proportion_trend(one, n_one, NULL, 3);
	assert_true(isnan(t.slope) && isnan(t.chi2));
	t = proportion_trend(one, people, same, 3);
	assert_true(isnan(t.slope) && isnan(t.chi2));
	t = proportion_trend(NULL, NULL, NULL, 0);
	assert_true(isnan(t.slope) && isnan(t.p));
}

/* ---- as printed ---- */

static void
margins_are_those_of_the_civil_service(void **state)
{
	struct error err = ERROR_INIT;
	struct csv *csv = csv_open("tests/data/margins.csv", &err);
	static const double shares[] = {.5, .4, .3, .25, .2, .15, .1, .05};
	struct csv_row row;
	size_t same = 0;
	double n;

	assert_text(err.text, "", "margins.csv opens");
	while (csv_next(csv, &row, &err)) {
		if (!text_to_number(row.cell[0], &n))
			continue;
		for (size_t i = 0; i < COUNT(shares); i++) {
			double points = proportion_points(
				proportion_margin(shares[i], (uint64_t)n, 0,
						  .95));
			char text[32];

			text_number(points, text);
			assert_text(points < 1 ? "<1" : text, row.cell[i + 1],
				    row.cell[0]);
			same++;
		}
	}
	assert_text(err.text, "", "margins.csv reads");
	csv_close(csv);
	assert_int_equal(same, 96);
}

/* The technical guide of 2018; sqrt(1 - n/N) would print 7 for the second. */
static void
margins_know_how_many_there_are(void **state)
{
	static const struct {
		const char *what;
		uint64_t N, n;
		double p, points;
	} cases[] = {
		{"120 of 200", 200, 120, .43, 6},
		{"80 of 150", 150, 80, .50, 8},
		{"40 of 50", 50, 40, .30, 6},
		{"375 of 500", 500, 375, .60, 2},
		{"all of 40", 40, 40, .60, 0},
		{"the one there is", 1, 1, 1, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(proportion_points(
				    proportion_margin(cases[i].p, cases[i].n,
						      cases[i].N, .95)) ==
				    cases[i].points,
			    cases[i].what);
	assert_true(isnan(proportion_margin(.5, 0, 0, .95)));
}

/* The same guide: 103, 166, 176, 96 and 24 of 565 people. */
static void
percents_are_rounded_last(void **state)
{
	static const uint64_t counts[] = {103, 166, 176, 96, 24};
	static const double printed[] = {18, 29, 31, 17, 4};

	for (size_t i = 0; i < COUNT(counts); i++)
		assert_true(proportion_percent(counts[i], 565) == printed[i]);
	/* Not 18 + 29. */
	assert_true(proportion_percent(103 + 166, 565) == 48);
	/* 53 % and 58 %, but 6 points and not 5. */
	assert_true(proportion_points(.58495) == 58);
	assert_true(proportion_points(.52952) == 53);
	assert_true(proportion_points(.58495 - .52952) == 6);
	assert_true(proportion_points(.52952 - .58495) == -6);
}

static void
halves_go_upwards(void **state)
{
	static const struct {
		const char *what;
		uint64_t x, n;
		double percent;
	} cases[] = {
		{"a half", 1, 200, 1},
		{"below a half", 1, 201, 0},
		{"57.5, which no double is", 23, 40, 58},
		{"14.5", 29, 200, 15},
		{"none", 0, 7, 0},
		{"all", 7, 7, 100},
		{"nearly all", 999, 1000, 100},
		{"a third of many", 1000000000000, 3000000000000, 33},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(proportion_percent(cases[i].x, cases[i].n) ==
				    cases[i].percent,
			    cases[i].what);
	assert_true(isnan(proportion_percent(0, 0)));
}

static uint64_t
input(const struct json *c, const char *name)
{
	return (uint64_t)json_get_number(json_get(c, "input"), name, 0);
}

static void
limits_agree_with_the_oracle(void **state)
{
	struct json *oracle = reference_oracle("micro_a.json");
	const struct json *c = json_first(json_get(oracle, "cases"));
	size_t n = 0;

	for (; c; c = json_next(c)) {
		const char *def = json_get_text(c, "def");
		const char *id = json_get_text(c, "id");
		const struct json *result = json_get(c, "result");
		double level =
			json_get_number(json_get(c, "input"), "conf", .95);
		struct interval i;

		if (strcmp(def, "S2") == 0)
			i = proportion_wilson(input(c, "x"), input(c, "n"),
					      level);
		else if (strcmp(def, "S2f") == 0)
			i = proportion_wilson_fpc(input(c, "x"), input(c, "n"),
						  input(c, "N"), level);
		else
			continue;
		reference_check(i.low, json_get_number(result, "lo", NAN),
				1e-10, id);
		reference_check(i.high, json_get_number(result, "hi", NAN),
				1e-10, id);
		n++;
	}
	json_free(oracle);
	assert_true(n >= 80);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wilson_limits_are_the_roots_of_the_score_test),
		cmocka_unit_test(a_known_staff_narrows_the_limits),
		cmocka_unit_test(nobody_and_everybody_are_exact),
		cmocka_unit_test(limits_hold_the_share_and_mirror),
		cmocka_unit_test(who_all_answered_are_certain),
		cmocka_unit_test(nobody_asked_has_no_share),
		cmocka_unit_test(a_limit_is_where_the_score_test_just_rejects),
		cmocka_unit_test(coverage_is_what_was_worked_out_before),
		cmocka_unit_test(the_exact_interval_never_covers_too_seldom),
		cmocka_unit_test(the_exact_interval_knows_what_is_certain),
		cmocka_unit_test(effective_numbers_grow_to_infinity),
		cmocka_unit_test(scores_refuse_what_is_no_share),
		cmocka_unit_test(bounds_give_the_missing_to_either_side),
		cmocka_unit_test(equal_weights_give_known_intervals),
		cmocka_unit_test(beta_limits_are_clopper_and_pearsons),
		cmocka_unit_test(none_and_all_use_the_design_effect),
		cmocka_unit_test(who_all_answered_are_certain_when_weighted),
		cmocka_unit_test(changes_agree_with_newcombes_table),
		cmocka_unit_test(a_change_turned_round_changes_its_sign),
		cmocka_unit_test(no_test_where_nothing_varies),
		cmocka_unit_test(trends_agree_with_the_smokers_of_fleiss),
		cmocka_unit_test(a_trend_of_two_waves_is_their_change),
		cmocka_unit_test(no_trend_without_two_waves_that_differ),
		cmocka_unit_test(margins_are_those_of_the_civil_service),
		cmocka_unit_test(margins_know_how_many_there_are),
		cmocka_unit_test(percents_are_rounded_last),
		cmocka_unit_test(halves_go_upwards),
		cmocka_unit_test(limits_agree_with_the_oracle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
