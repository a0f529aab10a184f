#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/design.h"
#include "analysis/statistics/dist.h"
#include "analysis/statistics/moments.h"
#include "tests/analysis/reference.h"

#define NEAR 1e-13

static unsigned
next(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}

static void
equal_weights_are_the_plain_mean(void **state)
{
	static const uint64_t people[] = {6};
	static const double weight[] = {3}, N[] = {10};
	static const struct design_record y[] = {{0, 1, 4},
						 {0, 2, 1},
						 {0, 3, 2.5}};
	static const double value[] = {4, 1, 2.5};
	static const uint64_t count[] = {1, 2, 3};
	struct moments m = moments_of(value, count, 3);
	struct design d = {.cells = 1,
			   .people = people,
			   .weight = weight,
			   .strata = 1};
	struct design_estimate e = design_mean(&d, y, 3);

	reference_check(e.value, m.mean, NEAR, "mean");
	reference_check(e.error, moments_error(&m, 0), NEAR, "se");
	reference_check(e.spread, m.variance * 5 / 6, NEAR, "spread");
	assert_true(e.n == 6 && e.df == 5 && !e.census && e.weight == 18);
	reference_check(design_interval(&e, .95).low,
			moments_interval(&m, 0, .95).low, NEAR, "low");
	d.population = N;
	e = design_mean(&d, y, 3);
	reference_check(e.error, moments_error(&m, 10), NEAR, "of 10");
}

/* Values by hand. */
static void
people_outside_the_group_count_in_n(void **state)
{
	static const uint64_t people[] = {4};
	static const double weight[] = {1};
	static const struct design_record y[] = {{0, 1, 0}, {0, 1, 1}};
	struct design d = {.cells = 1,
			   .people = people,
			   .weight = weight,
			   .strata = 1};
	struct design_estimate e = design_mean(&d, y, 2);

	/* u: -1/4, 1/4, 0, 0; 4/3 times 1/8 */
	reference_check(e.variance, 1 / 6., NEAR, "variance");
	assert_true(e.df == 3 && e.n == 2 && e.value == .5);
	e = design_mean(&d, y, 0);
	assert_true(e.n == 0 && isnan(e.value) && isnan(e.error));
	assert_true(isnan(design_wilson(&e, .95).low));
}

static void
strata_and_their_sizes(void **state)
{
	static const uint64_t people[] = {2, 2};
	static const double weight[] = {1, 1};
	static const size_t stratum[] = {0, 1};
	static const double four[] = {4, 4}, two[] = {2, 2}, mixed[] = {2, 4};
	static const struct design_record y[] = {{0, 1, 0},
						 {0, 1, 1},
						 {1, 1, 0},
						 {1, 1, 1}};
	static const struct {
		const char *what;
		const double *population;
		double variance;
	} cases[] = {
		{"unknown sizes", NULL, .125},
		{"half of each", four, .0625},
		{"all of one", mixed, .03125},
		{"all", two, 0},
	};
	struct design d = {.cells = 2,
			   .people = people,
			   .weight = weight,
			   .strata = 2,
			   .stratum = stratum};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct design_estimate e;

		d.population = cases[i].population;
		e = design_mean(&d, y, 4);
		reference_check(e.variance, cases[i].variance, NEAR,
				cases[i].what);
		assert_case(e.df == 2, cases[i].what);
		assert_case(e.census == (cases[i].variance == 0),
			    cases[i].what);
	}
}

/* Only what differs within a stratum counts: u is (y - 9/4)/4. */
static void
strata_that_differ_cost_nothing(void **state)
{
	static const uint64_t people[] = {2, 2};
	static const double weight[] = {1, 1};
	static const size_t stratum[] = {0, 1};
	static const struct design_record y[] = {{0, 1, 0},
						 {0, 1, 1},
						 {1, 1, 3},
						 {1, 1, 5}};
	struct design d = {.cells = 2,
			   .people = people,
			   .weight = weight,
			   .strata = 2,
			   .stratum = stratum};

	reference_check(design_mean(&d, y, 4).variance, .0625 + .25, NEAR,
			"within");
}

static void
one_person_of_a_stratum_says_nothing_of_its_spread(void **state)
{
	static const uint64_t people[] = {2, 1};
	static const double weight[] = {1, 1}, one[] = {9, 1};
	static const size_t stratum[] = {0, 1};
	static const struct design_record y[] = {{0, 1, 0},
						 {0, 1, 1},
						 {1, 1, 1}};
	struct design d = {.cells = 2,
			   .people = people,
			   .weight = weight,
			   .strata = 2,
			   .stratum = stratum};
	struct design_estimate e = design_mean(&d, y, 3);

	assert_true(isnan(e.error));
	assert_true(isnan(design_wilson(&e, .95).high));
	d.population = one; /* it was the only one there is */
	assert_false(isnan(design_mean(&d, y, 3).error));
}

/* ---- made people, two questions of three and two categories ---- */

enum { CELLS = 6, PEOPLE = 80 };

static const char *const label[] = {"a", "b", "c"};
static const size_t dept_of[CELLS] = {0, 0, 1, 1, 2, 2};
static const size_t site_of[CELLS] = {0, 1, 0, 1, 0, 1};
static const double dept_target[] = {90, 60, 50}, site_target[] = {120, 80};
static const double N = 200;
static const double base[CELLS] = {1, 2, 1.5, 1, 3, 2};
static const struct weight_margin margins[] = {
	{"dept", 3, label, dept_target, dept_of},
	{"site", 2, label, site_target, site_of},
};

struct made {
	uint64_t people[CELLS];
	double weight[CELLS];
	struct design_record y[PEOPLE]; /* of everybody */
	struct design design;
};

static void
make(struct made *m, size_t n_margins)
{
	struct error err = ERROR_INIT;
	unsigned seed = 3;

	memset(m, 0, sizeof(*m));
	for (size_t i = 0; i < PEOPLE; i++) {
		size_t c = next(&seed) % CELLS;

		m->people[c]++;
		m->y[i] = (struct design_record){c, 1,
						 (double)(next(&seed) % 10 +
							  2 * dept_of[c])};
	}
	if (n_margins > 0)
		assert_true(weight_rake(m->people, base, CELLS, margins,
					n_margins, m->weight, &err));
	else
		memcpy(m->weight, base, sizeof(base));
	m->design = (struct design){.cells = CELLS,
				    .people = m->people,
				    .weight = m->weight,
				    .base = base,
				    .strata = 1,
				    .population = &N,
				    .margins = n_margins,
				    .margin = margins};
}

/* stats.md S10, person by person. */
static double
post_stratified_error(const struct made *m, size_t domain)
{
	double sum = 0, total = 0, mean, squares = 0, u[PEOPLE];
	double within[3] = {0}, bases[3] = {0};

	for (size_t i = 0; i < domain; i++) {
		total += m->weight[m->y[i].cell];
		sum += m->weight[m->y[i].cell] * m->y[i].value;
	}
	mean = sum / total;
	for (size_t i = 0; i < PEOPLE; i++) {
		size_t c = m->y[i].cell;

		u[i] = i < domain
			? m->weight[c] * (m->y[i].value - mean) / total
			: 0;
		within[dept_of[c]] += base[c] * u[i] / m->weight[c];
		bases[dept_of[c]] += base[c];
	}
	sum = 0;
	for (size_t i = 0; i < PEOPLE; i++) {
		size_t c = m->y[i].cell;

		u[i] -= m->weight[c] * within[dept_of[c]] / bases[dept_of[c]];
		sum += u[i] / PEOPLE;
	}
	for (size_t i = 0; i < PEOPLE; i++)
		squares += (u[i] - sum) * (u[i] - sum);
	return sqrt((1 - PEOPLE / N) * PEOPLE / (PEOPLE - 1) * squares);
}

static void
post_stratification_leaves_residuals(void **state)
{
	struct made m;

	make(&m, 1);
	for (size_t domain = 20; domain <= PEOPLE; domain += 30)
		reference_check(design_mean(&m.design, m.y, domain).error,
				post_stratified_error(&m, domain), 1e-12,
				"residuals");
}

/* What the margins know has no error. */
static void
a_margin_itself_is_known(void **state)
{
	struct design_estimate e;
	struct made m;

	make(&m, 2);
	for (size_t i = 0; i < PEOPLE; i++)
		m.y[i].value = site_of[m.y[i].cell] == 0;
	e = design_mean(&m.design, m.y, PEOPLE);
	reference_check(e.value, .6, 1e-12, "120 of 200");
	assert_true(e.error < 1e-14);
	/* Wilson does not take that for certainty about others like them */
	assert_true(design_wilson(&e, .95).low < .58);
	reference_check(proportion_weighted_n(&(struct weighted_share){
				e.value, design_share(&e).variance, PEOPLE,
				e.kish.deff, e.df}),
			e.kish.n_eff, 1e-12, "Kish");
	for (size_t i = 0; i < PEOPLE; i++)
		m.y[i].value = dept_of[m.y[i].cell] == 2 ? 7 : 1;
	e = design_mean(&m.design, m.y, PEOPLE);
	reference_check(e.value, 1 + 6 * .25, 1e-12, "a quarter in dept c");
	assert_true(e.error < 1e-13);
}

static void
a_margin_given_twice_counts_once(void **state)
{
	const struct weight_margin twice[] = {margins[0], margins[0]};
	struct made m;
	double once;

	make(&m, 1);
	once = design_mean(&m.design, m.y, 30).error;
	m.design.margin = twice;
	m.design.margins = 2;
	reference_check(design_mean(&m.design, m.y, 30).error, once, 1e-12,
			"twice");
}

static void
scaling_weights_changes_nothing(void **state)
{
	static const double by[] = {1e-9, 1 / 3., 1e6, 1e100};

	for (size_t margin = 0; margin <= 2; margin++)
		for (size_t i = 0; i < COUNT(by); i++) {
			struct made m;
			struct design_estimate a, b;

			make(&m, margin);
			a = design_mean(&m.design, m.y, 50);
			for (size_t c = 0; c < CELLS; c++)
				m.weight[c] *= by[i];
			b = design_mean(&m.design, m.y, 50);
			reference_check(b.value, a.value, 1e-14, "mean");
			reference_check(b.error, a.error, 1e-12, "se");
			reference_check(b.kish.deff, a.kish.deff, 1e-14,
					"deff");
			reference_check(b.spread, a.spread, 1e-12, "spread");
		}
}

/* People one by one, each a cell, and grouped by cell and value. */
static void
groups_are_repeated_rows(void **state)
{
	struct made m;
	struct design_record grouped[CELLS * 16];
	uint64_t ones[PEOPLE];
	double weight[PEOPLE], each[PEOPLE];
	size_t dept[PEOPLE], site[PEOPLE], n = 0;
	struct design_record single[PEOPLE];

	make(&m, 2);
	for (size_t c = 0; c < CELLS; c++)
		for (int v = 0; v < 16; v++)
			grouped[n++] = (struct design_record){c, 0, v};
	for (size_t i = 0; i < PEOPLE; i++) {
		size_t c = m.y[i].cell;

		ones[i] = 1;
		weight[i] = m.weight[c];
		each[i] = base[c];
		dept[i] = dept_of[c];
		site[i] = site_of[c];
		single[i] = (struct design_record){i, 1, m.y[i].value};
		grouped[c * 16 + (size_t)m.y[i].value].count += i < 50;
	}
	struct weight_margin of_people[] = {margins[0], margins[1]};

	of_people[0].of = dept;
	of_people[1].of = site;
	struct design d = {.cells = PEOPLE,
			   .people = ones,
			   .weight = weight,
			   .base = each,
			   .strata = 1,
			   .population = &N,
			   .margins = 2,
			   .margin = of_people};
	struct design_estimate a = design_mean(&d, single, 50);
	struct design_estimate b = design_mean(&m.design, grouped, n);

	reference_check(b.value, a.value, 1e-14, "mean");
	reference_check(b.error, a.error, 1e-12, "se");
	reference_check(b.kish.n_eff, a.kish.n_eff, 1e-13, "Kish");
	reference_check(b.spread, a.spread, 1e-13, "spread");
	assert_true(a.df == b.df && a.n == b.n);
}

static void
whole_weights_are_repeated_rows(void **state)
{
	static const uint64_t two[] = {1, 1}, one[] = {4};
	static const double w[] = {1, 3}, plain[] = {1};
	static const struct design_record a[] = {{0, 1, 2}, {1, 1, 7}};
	static const struct design_record b[] = {{0, 1, 2}, {0, 3, 7}};
	struct design d = {.cells = 2, .people = two, .weight = w, .strata = 1};
	struct design e = {.cells = 1,
			   .people = one,
			   .weight = plain,
			   .strata = 1};

	assert_true(design_mean(&d, a, 2).value == design_mean(&e, b, 2).value);
	assert_true(design_mean(&d, a, 2).spread ==
		    design_mean(&e, b, 2).spread);
}

static void
wilson_of_none_all_and_a_census(void **state)
{
	static const uint64_t people[] = {10};
	static const double weight[] = {1}, ten[] = {10};
	struct design_record y[] = {{0, 10, 0}};
	struct design d = {.cells = 1,
			   .people = people,
			   .weight = weight,
			   .strata = 1};
	struct design_estimate e = design_mean(&d, y, 1);
	double t = dist_t_quantile(.975, 9);

	assert_true(design_wilson(&e, .95).low == 0);
	reference_check(design_wilson(&e, .95).high, t * t / (10 + t * t),
			1e-12, "none of ten");
	y[0].value = 1;
	e = design_mean(&d, y, 1);
	assert_true(design_wilson(&e, .95).high == 1);
	d.population = ten;
	e = design_mean(&d, y, 1);
	assert_true(e.census && design_wilson(&e, .95).low == 1);
	assert_true(design_interval(&e, .95).low == 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_weights_are_the_plain_mean),
		cmocka_unit_test(people_outside_the_group_count_in_n),
		cmocka_unit_test(strata_and_their_sizes),
		cmocka_unit_test(strata_that_differ_cost_nothing),
		cmocka_unit_test(
			one_person_of_a_stratum_says_nothing_of_its_spread),
		cmocka_unit_test(post_stratification_leaves_residuals),
		cmocka_unit_test(a_margin_itself_is_known),
		cmocka_unit_test(a_margin_given_twice_counts_once),
		cmocka_unit_test(scaling_weights_changes_nothing),
		cmocka_unit_test(groups_are_repeated_rows),
		cmocka_unit_test(whole_weights_are_repeated_rows),
		cmocka_unit_test(wilson_of_none_all_and_a_census),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
