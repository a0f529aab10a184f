#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/weight.h"
#include "tests/analysis/reference.h"

/* Two questions, of three and two categories: six cells. */
enum { CELLS = 6 };

static const char *const depts[] = {"Sales", "IT", "Office"};
static const char *const sites[] = {"North", "South"};
static const size_t dept_of[CELLS] = {0, 0, 1, 1, 2, 2};
static const size_t site_of[CELLS] = {0, 1, 0, 1, 0, 1};
static const double dept_target[] = {60, 50, 40};
static const double site_target[] = {90, 60};

static const struct weight_margin margins[] = {
	{"dept", 3, depts, dept_target, dept_of},
	{"site", 2, sites, site_target, site_of},
};

static double
sum_in(const uint64_t *people, const double *weight,
       const struct weight_margin *m, size_t category)
{
	double sum = 0;

	for (size_t c = 0; c < CELLS; c++)
		if (m->of[c] == category)
			sum += weight[c] * (double)people[c];
	return sum;
}

static void
post_strata_meet_the_frame(void **state)
{
	static const uint64_t people[] = {6, 6, 2, 5, 4, 2};
	double w[CELLS];
	struct error err = ERROR_INIT;

	assert_true(weight_poststratify(people, NULL, CELLS, margins, w, &err));
	/* 60 of 12, 50 of 7, 40 of 6 */
	reference_check(w[0], 5, 1e-15, "Sales");
	reference_check(w[1], 5, 1e-15, "Sales");
	reference_check(w[3], 50 / 7., 1e-15, "IT");
	reference_check(w[4], 20 / 3., 1e-15, "Office");
}

static void
post_strata_keep_ratios_of_base_weights(void **state)
{
	static const uint64_t people[] = {6, 6, 2, 5, 4, 2};
	static const double base[] = {1, 3, 1, 1, 2, 2};
	double w[CELLS];
	struct error err = ERROR_INIT;

	assert_true(weight_poststratify(people, base, CELLS, margins, w, &err));
	reference_check(w[0], 60 / 24., 1e-15, "one");
	reference_check(w[1], 3 * 60 / 24., 1e-15, "three times that");
}

static void
raked_margins_equal_targets(void **state)
{
	static const struct {
		const char *what;
		uint64_t people[CELLS];
		double base[CELLS];
	} cases[] = {
		{"all cells met", {6, 6, 2, 5, 4, 2}, {1, 1, 1, 1, 1, 1}},
		{"unequal base", {6, 6, 2, 5, 4, 2}, {1, 9, 3, .1, 7, 2}},
		{"an empty cell", {6, 6, 0, 5, 4, 2}, {1, 1, 1, 1, 1, 1}},
		{"very unequal", {1, 900, 1, 50, 3, 20000}, {1, 1, 1, 1, 1, 1}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		double w[CELLS];
		struct error err = ERROR_INIT;

		assert_case(weight_rake(cases[i].people, cases[i].base, CELLS,
					margins, 2, w, &err),
			    cases[i].what);
		for (size_t d = 0; d < 3; d++)
			reference_check(sum_in(cases[i].people, w, &margins[0],
					       d),
					dept_target[d], 1e-11, cases[i].what);
		for (size_t s = 0; s < 2; s++)
			reference_check(sum_in(cases[i].people, w, &margins[1],
					       s),
					site_target[s], 1e-11, cases[i].what);
		/* weight = base * factor of dept * factor of site */
		reference_check(w[0] / cases[i].base[0] * w[3] /
					cases[i].base[3],
				w[1] / cases[i].base[1] * w[2] /
					cases[i].base[2],
				1e-12, cases[i].what);
	}
}

static void
raking_one_margin_is_post_stratification(void **state)
{
	static const uint64_t people[] = {6, 6, 2, 5, 4, 2};
	static const double base[] = {1, 3, 1, 1, 2, 2};
	double a[CELLS], b[CELLS];
	struct error err = ERROR_INIT;

	assert_true(weight_poststratify(people, base, CELLS, margins, a, &err));
	assert_true(weight_rake(people, base, CELLS, margins, 1, b, &err));
	for (size_t c = 0; c < CELLS; c++)
		reference_check(b[c], a[c], 1e-15, "same weights");
}

static void
refuses_what_cannot_be_met(void **state)
{
	static const double none[] = {60, 0, 90}, other[] = {60, 60};
	static const double zero[] = {150, 0}, leads[] = {80, 70};
	static const size_t same[] = {0, 0, 1, 1, 0, 0};
	static const struct {
		const char *what;
		uint64_t people[CELLS];
		struct weight_margin m[2];
		const char *says;
	} cases[] = {
		{"nobody of a category answered",
		 {6, 6, 0, 0, 4, 2},
		 {{"dept", 3, depts, dept_target, dept_of},
		  {"site", 2, sites, site_target, site_of}},
		 "dept: nobody of \"IT\" has answered, and 50 of the staff are "
		 "in it; merge"},
		{"answers without staff",
		 {6, 6, 2, 5, 4, 2},
		 {{"dept", 3, depts, none, dept_of},
		  {"site", 2, sites, site_target, site_of}},
		 "dept: 7 answered as \"IT\", in which there is nobody"},
		{"the second margin is checked too",
		 {6, 6, 2, 5, 4, 2},
		 {{"dept", 3, depts, dept_target, dept_of},
		  {"site", 2, sites, zero, site_of}},
		 "site: 13 answered as \"South\""},
		{"totals differ",
		 {6, 6, 2, 5, 4, 2},
		 {{"dept", 3, depts, dept_target, dept_of},
		  {"site", 2, sites, other, site_of}},
		 "dept has 150 of the staff and site 120"},
		{"margins contradict each other",
		 {6, 6, 2, 5, 4, 2},
		 {{"site", 2, sites, site_target, same},
		  {"leads", 2, sites, leads, same}},
		 "no weights meet site and the other questions' counts"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		double w[CELLS];
		struct error err = ERROR_INIT;

		assert_case(!weight_rake(cases[i].people, NULL, CELLS,
					 cases[i].m, 2, w, &err),
			    cases[i].what);
		assert_has(err.text, cases[i].says, cases[i].what);
	}
}

static void
post_stratification_refuses_too(void **state)
{
	static const uint64_t people[] = {6, 6, 0, 0, 4, 2};
	double w[CELLS];
	struct error err = ERROR_INIT;

	assert_false(
		weight_poststratify(people, NULL, CELLS, margins, w, &err));
	assert_has(err.text, "\"IT\"", "which");
}

static void
kish_counts_what_unequal_weights_cost(void **state)
{
	static const struct {
		const char *what;
		uint64_t people[3];
		double weight[3];
		double deff, n_eff;
	} cases[] = {
		{"equal weights", {3, 4, 5}, {7, 7, 7}, 1, 12},
		{"1 1 2", {1, 1, 1}, {1, 1, 2}, 18 / 16., 16 / 6.},
		{"grouped", {2, 1, 0}, {1, 2, 1e9}, 18 / 16., 16 / 6.},
		{"huge weights",
		 {2, 1, 0},
		 {1e300, 2e300, 1},
		 18 / 16.,
		 16 / 6.},
		{"tiny weights",
		 {2, 1, 0},
		 {1e-300, 2e-300, 1},
		 18 / 16.,
		 16 / 6.},
		{"nobody", {0, 0, 0}, {1, 1, 1}, NAN, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct weight_kish k =
			weight_kish(cases[i].people, cases[i].weight, 3);

		reference_check(k.deff, cases[i].deff, 1e-15, cases[i].what);
		reference_check(k.n_eff, cases[i].n_eff, 1e-15, cases[i].what);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(post_strata_meet_the_frame),
		cmocka_unit_test(post_strata_keep_ratios_of_base_weights),
		cmocka_unit_test(raked_margins_equal_targets),
		cmocka_unit_test(raking_one_margin_is_post_stratification),
		cmocka_unit_test(refuses_what_cannot_be_met),
		cmocka_unit_test(post_stratification_refuses_too),
		cmocka_unit_test(kish_counts_what_unequal_weights_cost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
