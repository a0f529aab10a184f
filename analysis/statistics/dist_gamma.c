/* The incomplete gamma function, chi-squared and the quantile. */
#include "analysis/statistics/dist.h"

#include <float.h>
#include <math.h>

#include "analysis/statistics/dist_private.h"

/* x^a e^-x / gamma(a), the density times x. */
static double
front(double a, double x)
{
	double d = (x - a) / a;

	return sqrt(a) * (M_2_SQRTPI / 2 * M_SQRT1_2) *
		exp(-dist_stirling_error(a) - a * dist_departure(d, x / a));
}

/* P / front for x < a + 1: 1/a + x/(a(a+1)) + ..., all positive. */
static double
series(double a, double x)
{
	double term = 1 / a, sum = term;

	for (int n = 1; n < DIST_MAX_TURNS; n++) {
		term *= x / (a + n);
		sum += term;
		if (term < DBL_EPSILON / 4 * sum)
			return sum;
	}
	return NAN;
}

/* Q / front for x >= a + 1, by Lentz's method. DLMF 8.9.2. */
static double
fraction(double a, double x)
{
	double b = x + 1 - a;
	/* as it stands after its first term, 1/b, with nothing before that */
	struct dist_fraction f = {1 / b, INFINITY, 1 / b};

	for (int n = 1; n < DIST_MAX_TURNS; n++) {
		b += 2;
		if (dist_fraction_step(&f, n * (a - n), b))
			return f.value;
	}
	return NAN;
}

static struct dist_tails
tails(double x, double a, double unused)
{
	struct dist_tails t = {0, 1, 0};

	(void)unused;
	if (x <= 0)
		return t;
	if (isinf(x))
		return (struct dist_tails){1, 0, 0};
	t.slope = front(a, x);
	if (x < a + 1) {
		t.lower = t.slope * series(a, x);
		t.upper = 1 - t.lower;
	} else {
		t.upper = t.slope * fraction(a, x);
		t.lower = 1 - t.upper;
	}
	return t;
}

static bool
in_range(double a, double x)
{
	return a > 0 && !isinf(a) && x >= 0;
}

double
dist_gamma_lower(double a, double x)
{
	return in_range(a, x) ? tails(x, a, 0).lower : NAN;
}

double
dist_gamma_upper(double a, double x)
{
	return in_range(a, x) ? tails(x, a, 0).upper : NAN;
}

double
dist_chi2_upper(double x, double df)
{
	return dist_gamma_upper(df / 2, x < 0 ? 0 : x / 2);
}

double
dist_chi2_quantile(double p, double df)
{
	double a = df / 2;

	if (!(p >= 0 && p <= 1) || !in_range(a, 0))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? 0 : INFINITY;
	return 2 * dist_search(tails, p < 0.5 ? p : 1 - p, p >= 0.5, a, 0, a);
}
