#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/dist.h"
#include "questions/base/text.h"
#include "questions/csv.h"
#include "tests/analysis/reference.h"

static void
check_normal(const struct reference *r)
{
	reference_check(dist_normal_quantile(r->a), r->low, 4e-16, r->what);
}

static void
check_t(const struct reference *r)
{
	reference_check(dist_t_quantile(r->a, r->b), r->low, 2e-12, r->what);
	reference_check(dist_t_quantile(1 - r->a, r->b), -r->low, 2e-11,
			r->what);
}

static void
normal_quantiles_have_every_digit(void **state)
{
	assert_int_equal(reference_each("normal", check_normal), 14);
}

static void
t_quantiles_agree_for_small_and_large_df(void **state)
{
	assert_int_equal(reference_each("t", check_t), 55);
}

static void
there_is_no_quantile_outside_of_0_to_1(void **state)
{
	static const struct {
		const char *what;
		double got, expected;
	} cases[] = {
		{"normal at 0", 0, -INFINITY}, {"normal at 1", 1, INFINITY},
		{"normal below 0", -.1, NAN},  {"normal above 1", 1.1, NAN},
		{"normal of NAN", NAN, NAN},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		double z = dist_normal_quantile(cases[i].got);

		assert_case(isnan(cases[i].expected) ? isnan(z)
						     : z == cases[i].expected,
			    cases[i].what);
	}
	assert_true(isnan(dist_t_quantile(1.5, 3)));
	assert_true(isnan(dist_t_quantile(.975, 0)));
	assert_true(isnan(dist_t_quantile(NAN, 3)));
	assert_true(dist_t_quantile(.5, 3) == 0);
	assert_true(dist_t_quantile(1, 3) == INFINITY);
	assert_true(dist_t_quantile(0, 3) == -INFINITY);
}

/*
 * tests/data/distributions.csv: facts, how they were made is in the .py
 * beside it.
 */
static const struct function {
	const char *name;
	double (*one)(double);
	double (*two)(double, double);
	double (*three)(double, double, double);
	double relative;
	size_t rows; /* in the file */
} functions[] = {
	{"normal_upper", dist_normal_upper, NULL, NULL, 4e-16, 10},
	{"lgamma", dist_lgamma, NULL, NULL, 1e-15, 10},
	{"digamma", dist_digamma, NULL, NULL, 5e-15, 10},
	{"log_choose", NULL, dist_log_choose, NULL, 1e-15, 12},
	{"chi2_upper", NULL, dist_chi2_upper, NULL, 1e-13, 58},
	{"gamma_lower", NULL, dist_gamma_lower, NULL, 1e-13, 19},
	{"t_upper", NULL, dist_t_upper, NULL, 1e-13, 49},
	{"f_upper", NULL, NULL, dist_f_upper, 2e-13, 128},
	{"beta_cdf", NULL, NULL, dist_beta_cdf, 2e-13, 55},
	{"beta_upper", NULL, NULL, dist_beta_upper, 2e-13, 45},
	{"t_quantile", NULL, dist_t_quantile, NULL, 1e-13, 20},
	{"f_quantile", NULL, NULL, dist_f_quantile, 1e-13, 45},
	{"chi2_quantile", NULL, dist_chi2_quantile, NULL, 1e-13, 20},
	{"beta_quantile", NULL, NULL, dist_beta_quantile, 1e-13, 36},
};

static double
call(const struct function *f, double a, double b, double c)
{
	return f->one ? f->one(a) : f->two ? f->two(a, b) : f->three(a, b, c);
}

static double
number(const char *cell)
{
	double x;

	return text_to_number(cell, &x) ? x : NAN;
}

/* Unlike reference_check, without a floor: a p of 1e-280 has 13 digits. */
static void
check_fact(const struct function *f, const struct csv_row *row)
{
	double a = number(row->cell[1]), b = number(row->cell[2]);
	double got = call(f, a, b, number(row->cell[3]));
	double expected = number(row->cell[4]);

	if (!(fabs(got - expected) <= f->relative * fabs(expected)))
		fail_msg("%s(%s, %s, %s): %.17g is not %.17g", f->name,
			 row->cell[1], row->cell[2], row->cell[3], got,
			 expected);
}

static void
facts_hold_to_thirteen_digits(void **state)
{
	struct error err = ERROR_INIT;
	struct csv *csv = csv_open("tests/data/distributions.csv", &err);
	size_t rows[COUNT(functions)] = {0};
	struct csv_row row;

	assert_text(err.text, "", "distributions.csv opens");
	while (csv_next(csv, &row, &err))
		for (size_t i = 0; i < COUNT(functions); i++)
			if (strcmp(row.cell[0], functions[i].name) == 0) {
				check_fact(&functions[i], &row);
				rows[i]++;
			}
	assert_text(err.text, "", "distributions.csv reads");
	csv_close(csv);
	for (size_t i = 0; i < COUNT(functions); i++)
		if (rows[i] != functions[i].rows)
			fail_msg("%s: %zu rows", functions[i].name, rows[i]);
}

/* ---- facts that need no table ---- */

static const double shares[] = {1e-280, 1e-30, 1e-9, .001, .025, .3,
				.5,	.6,    .9,   .975, .999, 1 - 1e-9};
static const double shapes[] = {.4, 1, 2.5, 9, 36, 199, 5000.25, 1e5};

/* The tail that is small comes back; it is steep where it is tiny, so that
 * rounding the quantile costs digits. */
static void
check_back(double lower, double upper, double p, const char *what)
{
	double got = p < .5 ? lower : upper, tail = p < .5 ? p : 1 - p;

	if (!(fabs(got - tail) <= 1e-10 * tail))
		fail_msg("%s of %.17g: %.17g is not %.17g", what, p, got, tail);
}

static void
check_two_shapes(double p, double a, double b)
{
	double x = dist_beta_quantile(p, a, b);
	double f = dist_f_quantile(p, a, b);

	if (x > 1e-290 && x < .999)
		check_back(dist_beta_cdf(x, a, b), dist_beta_upper(x, a, b), p,
			   "beta");
	if (f > 1e-290 && f < 1e290)
		check_back(dist_f_upper(1 / f, b, a), dist_f_upper(f, a, b), p,
			   "F");
}

static void
the_tail_of_a_quantile_is_what_was_asked_for(void **state)
{
	for (size_t i = 0; i < COUNT(shares); i++)
		for (size_t j = 0; j < COUNT(shapes); j++) {
			double p = shares[i], df = shapes[j];
			double t = dist_t_quantile(p, df);
			double x = dist_chi2_quantile(p, df);

			if (fabs(t) < 1e150)
				check_back(dist_t_upper(-t, df),
					   dist_t_upper(t, df), p, "t");
			if (x > 1e-290)
				check_back(dist_gamma_lower(df / 2, x / 2),
					   dist_chi2_upper(x, df), p, "chi2");
			for (size_t k = 0; k < COUNT(shapes); k++)
				check_two_shapes(p, df, shapes[k]);
		}
}

/* Relative, but for what is 0. */
static void
check_same(double a, double b, double relative, const char *what)
{
	if (!(fabs(a - b) <= relative * fabs(b)))
		fail_msg("%s: %.17g is not %.17g", what, a, b);
}

static void
distributions_meet_where_one_is_the_other(void **state)
{
	for (int i = -9; i < 14; i++) {
		double x = pow(1.7, i), e = exp(-x / 2), z = sqrt(x);

		check_same(dist_chi2_upper(x, 1), 2 * dist_normal_upper(z),
			   1e-13, "chi2 of 1 is z^2");
		check_same(dist_chi2_upper(x, 2), e, 1e-13,
			   "chi2 of 2 is exponential");
		check_same(dist_f_upper(x, 1, 7.5), dist_t_both(z, 7.5), 1e-13,
			   "F of 1 is t^2");
		check_same(dist_t_upper(x, 1), atan(1 / x) / acos(-1), 1e-13,
			   "t of 1 is Cauchy's");
		check_same(dist_f_upper(x, 5, INFINITY),
			   dist_chi2_upper(5 * x, 5), 1e-14,
			   "F of infinite df2 is chi2");
		check_same(dist_f_upper(x, INFINITY, 5),
			   dist_gamma_lower(2.5, 2.5 / x), 1e-14,
			   "F of infinite df1 is its inverse");
		check_same(dist_t_upper(z / 9, 1e13), dist_normal_upper(z / 9),
			   1e-10, "t of many df is normal");
	}
	check_same(dist_f_quantile(.3, 4, INFINITY),
		   dist_chi2_quantile(.3, 4) / 4, 1e-14, "F quantile");
	check_same(dist_f_quantile(.3, INFINITY, 4),
		   1 / dist_f_quantile(.7, 4, INFINITY), 1e-13, "its inverse");
}

static void
hypergeometric_tails_count_every_draw(void **state)
{
	for (uint64_t N = 1; N < 24; N++)
		for (uint64_t M = 0; M <= N; M++)
			for (uint64_t n = 0; n <= N; n++) {
				double below = 0;

				for (uint64_t x = 0; x <= n; x++) {
					double lower, upper;

					upper = dist_hyper_upper(x, N, M, n);
					assert_true(fabs(1 - below - upper) <
						    1e-13);
					below += dist_hyper(x, N, M, n);
					lower = dist_hyper_lower(x, N, M, n);
					assert_true(fabs(below - lower) <
						    1e-13);
				}
				assert_true(fabs(below - 1) < 1e-13);
			}
	/* 1 of C(40, 20) and of C(1000, 500) ways. */
	check_same(dist_hyper_upper(20, 40, 20, 20), 1 / 137846528820.0, 1e-13,
		   "all of 20");
	check_same(log(dist_hyper_lower(0, 1000, 500, 500)),
		   -dist_log_choose(1000, 500), 1e-14, "none of 500");
}

static void
check_edge(double got, double expected, const char *what)
{
	if (got != expected && !(isnan(got) && isnan(expected)))
		fail_msg("%s: %.17g is not %.17g", what, got, expected);
}

static void
edges_are_what_the_header_says(void **state)
{
	static const struct {
		const char *what;
		double (*f)(double, double, double);
		double a, b, c, expected;
	} cases[] = {
		{"F at 0", dist_f_upper, 0, 2, 3, 1},
		{"F below 0", dist_f_upper, -1, 2, 3, 1},
		{"F at infinity", dist_f_upper, INFINITY, 2, 3, 0},
		{"F far out", dist_f_upper, 1e308, 20, 3, 0},
		{"F of NAN", dist_f_upper, NAN, 2, 3, NAN},
		{"F of no df", dist_f_upper, 1, 0, 3, NAN},
		{"F of negative df2", dist_f_upper, 1, 2, -3, NAN},
		{"certain F, below", dist_f_upper, .9, INFINITY, INFINITY, 1},
		{"certain F, at", dist_f_upper, 1, INFINITY, INFINITY, 0},
		{"F quantile at 0", dist_f_quantile, 0, 2, 3, 0},
		{"F quantile at 1", dist_f_quantile, 1, 2, 3, INFINITY},
		{"F quantile beyond", dist_f_quantile, 1.1, 2, 3, NAN},
		{"F quantile of NAN", dist_f_quantile, NAN, 2, 3, NAN},
		{"F quantile, no df", dist_f_quantile, .5, 2, 0, NAN},
		{"certain F's quantile", dist_f_quantile, .1, INFINITY,
		 INFINITY, 1},
		{"beta at 0", dist_beta_cdf, 0, 2, 3, 0},
		{"beta at 1", dist_beta_cdf, 1, 2, 3, 1},
		{"beta below 0", dist_beta_cdf, -2, 2, 3, 0},
		{"beta above 1", dist_beta_cdf, 7, 2, 3, 1},
		{"upper beta at 0", dist_beta_upper, 0, 2, 3, 1},
		{"upper beta at 1", dist_beta_upper, 1, 2, 3, 0},
		{"beta of NAN", dist_beta_cdf, NAN, 2, 3, NAN},
		{"beta of no shape", dist_beta_cdf, .5, 0, 3, NAN},
		{"beta of infinite shape", dist_beta_cdf, .5, 2, INFINITY, NAN},
		{"beta quantile at 0", dist_beta_quantile, 0, 2, 3, 0},
		{"beta quantile at 1", dist_beta_quantile, 1, 2, 3, 1},
		{"beta quantile beyond", dist_beta_quantile, -.1, 2, 3, NAN},
		{"beta quantile, no shape", dist_beta_quantile, .5, -1, 3, NAN},
	};
	static const struct {
		const char *what;
		double (*f)(double, double);
		double a, b, expected;
	} pairs[] = {
		{"chi2 at 0", dist_chi2_upper, 0, 3, 1},
		{"chi2 below 0", dist_chi2_upper, -1, 3, 1},
		{"chi2 at infinity", dist_chi2_upper, INFINITY, 3, 0},
		{"chi2 of NAN", dist_chi2_upper, NAN, 3, NAN},
		{"chi2 of no df", dist_chi2_upper, 1, 0, NAN},
		{"chi2 of NAN df", dist_chi2_upper, 1, NAN, NAN},
		{"chi2 quantile at 0", dist_chi2_quantile, 0, 3, 0},
		{"chi2 quantile at 1", dist_chi2_quantile, 1, 3, INFINITY},
		{"chi2 quantile beyond", dist_chi2_quantile, 2, 3, NAN},
		{"P of negative x", dist_gamma_lower, 3, -1, NAN},
		{"P at infinity", dist_gamma_lower, 3, INFINITY, 1},
		{"Q at infinity", dist_gamma_upper, 3, INFINITY, 0},
		{"t at 0", dist_t_upper, 0, 3, .5},
		{"t at infinity", dist_t_upper, INFINITY, 3, 0},
		{"t at -infinity", dist_t_upper, -INFINITY, 3, 1},
		{"t of NAN", dist_t_upper, NAN, 3, NAN},
		{"t of no df", dist_t_upper, 1, 0, NAN},
		{"t of infinite df", dist_t_upper, 0, INFINITY, .5},
		{"nothing to choose", dist_log_choose, 5, 0, 0},
		{"all to choose", dist_log_choose, 5, 5, 0},
		{"too many to choose", dist_log_choose, 5, 6, NAN},
		{"fewer than none", dist_log_choose, 5, -1, NAN},
	};
	static const struct {
		const char *what;
		double (*f)(double);
		double a, expected;
	} singles[] = {
		{"normal at infinity", dist_normal_cdf, INFINITY, 1},
		{"normal at -infinity", dist_normal_cdf, -INFINITY, 0},
		{"upper at infinity", dist_normal_upper, INFINITY, 0},
		{"upper at -infinity", dist_normal_upper, -INFINITY, 1},
		{"normal of NAN", dist_normal_cdf, NAN, NAN},
		{"lgamma at 0", dist_lgamma, 0, INFINITY},
		{"lgamma below 0", dist_lgamma, -.5, NAN},
		{"lgamma at 1", dist_lgamma, 1, 0},
		{"digamma at 0", dist_digamma, 0, NAN},
		{"digamma of NAN", dist_digamma, NAN, NAN},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		check_edge(cases[i].f(cases[i].a, cases[i].b, cases[i].c),
			   cases[i].expected, cases[i].what);
	for (size_t i = 0; i < COUNT(pairs); i++)
		check_edge(pairs[i].f(pairs[i].a, pairs[i].b),
			   pairs[i].expected, pairs[i].what);
	for (size_t i = 0; i < COUNT(singles); i++)
		check_edge(singles[i].f(singles[i].a), singles[i].expected,
			   singles[i].what);
}

static void
quantiles_agree_with_the_special_function_oracle(void **state)
{
	struct json *oracle = reference_oracle("special_functions.json");
	const struct json *c = json_first(json_get(oracle, "cases"));
	size_t n = 0;

	for (; c; c = json_next(c)) {
		const char *fn = json_get_text(c, "fn");
		const struct json *arg = json_first(json_get(c, "args"));
		double value = json_get_number(c, "value", NAN);
		double p = json_as_number(arg, NAN);
		const char *id = json_get_text(c, "id");

		if (strcmp(fn, "qnorm") == 0)
			reference_check(dist_normal_quantile(p), value, 1e-15,
					id);
		else if (strcmp(fn, "qt") == 0)
			reference_check(
				dist_t_quantile(p,
						json_as_number(json_next(arg),
							       NAN)),
				value, 1e-12, id);
		else
			continue;
		n++;
	}
	json_free(oracle);
	assert_true(n >= 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(normal_quantiles_have_every_digit),
		cmocka_unit_test(t_quantiles_agree_for_small_and_large_df),
		cmocka_unit_test(facts_hold_to_thirteen_digits),
		cmocka_unit_test(the_tail_of_a_quantile_is_what_was_asked_for),
		cmocka_unit_test(distributions_meet_where_one_is_the_other),
		cmocka_unit_test(hypergeometric_tails_count_every_draw),
		cmocka_unit_test(edges_are_what_the_header_says),
		cmocka_unit_test(there_is_no_quantile_outside_of_0_to_1),
		cmocka_unit_test(
			quantiles_agree_with_the_special_function_oracle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
