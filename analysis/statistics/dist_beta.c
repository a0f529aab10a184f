/*
 * The incomplete beta function and what is made of it: beta, t and F.
 *
 * t and F are worked out from the odds w = x / (1 - x), as t^2 / df and
 * f df1 / df2 are odds: 1 - x would have lost what their tails need.
 */
#include "analysis/statistics/dist.h"

#include <math.h>
#include <stdbool.h>

#include "analysis/statistics/dist_private.h"

/* A place between 0 and 1: x, y = 1 - x, and how far x is above the mean,
 * times a + b: (a + b) x - a. */
struct place {
	double x, y, above;
};

/* x^a y^b / B(a, b), the density times x y. */
static double
front(double a, double b, const struct place *at)
{
	double n = a + b;
	double stirling = dist_stirling_error(n) - dist_stirling_error(a) -
		dist_stirling_error(b);
	double off = a * dist_departure(at->above / a, n / a * at->x) +
		b * dist_departure(-at->above / b, n / b * at->y);

	return sqrt(a / n) * sqrt(b) * (M_2_SQRTPI / 2 * M_SQRT1_2) *
		exp(stirling - off);
}

/*
 * front / P(X < x) for x below the mean, by Lentz's method. Its terms are
 * positive but for few, so that nothing cancels.
 */
static double
fraction(double a, double b, const struct place *at)
{
	double first = a * (1 - at->above) / (a + 1), over, under;
	struct dist_fraction f = {first, first, 0};

	for (int m = 1; m < DIST_MAX_TURNS; m++) {
		double even = a + 2.0 * m - 1;

		over = (a + m - 1) / even * ((a + b + m - 1) / even) * m *
			(b - m) * at->x * at->x;
		under = m + m * (b - m) * at->x / even +
			(a + m) / (even + 2) *
				(1 - at->above + m * (1 + at->y));
		if (dist_fraction_step(&f, over, under))
			return f.value;
	}
	return NAN;
}

static struct dist_tails
tails_at(const struct place *at, double a, double b)
{
	struct place mirror = {at->y, at->x, -at->above};
	struct dist_tails t = {.slope = front(a, b, at)};

	if (at->x == 0 || at->y == 0)
		return (struct dist_tails){at->x != 0, at->x == 0, 0};
	if (at->above <= 0) {
		t.lower = t.slope / fraction(a, b, at);
		t.upper = 1 - t.lower;
	} else {
		t.upper = t.slope / fraction(b, a, &mirror);
		t.lower = 1 - t.upper;
	}
	return t;
}

static struct dist_tails
tails_of_odds(double w, double a, double b)
{
	struct place at = {w / (1 + w), 1 / (1 + w), 0};

	if (isinf(w))
		return (struct dist_tails){1, 0, 0};
	at.above = a * (w * b / a - 1) / (1 + w);
	return tails_at(&at, a, b);
}

static bool
are_shapes(double a, double b)
{
	return a > 0 && b > 0 && !isinf(a) && !isinf(b);
}

/* Odds with a lower tail of p; 0 < p < 1. */
static double
odds_quantile(double p, double a, double b)
{
	return dist_search(tails_of_odds, p < 0.5 ? p : 1 - p, p >= 0.5, a, b,
			   a / b);
}

/* ---- beta ---- */

/*
 * b x - a (1 - x), which nearly cancels at the mean: what rounding takes from
 * 1 - x and from the product is put back.
 */
static double
above_mean(double x, double a, double b)
{
	double y = 1 - x, lost = (1 - y) - x;
	double down = a * y, less = fma(a, y, -down);

	return fma(b, x, -down) - less - a * lost;
}

static struct dist_tails
beta_tails(double x, double a, double b)
{
	struct place at = {x, 1 - x, above_mean(x, a, b)};

	if (!are_shapes(a, b) || isnan(x))
		return (struct dist_tails){NAN, NAN, NAN};
	if (x <= 0 || x >= 1)
		return (struct dist_tails){x > 0, x <= 0, 0};
	return tails_at(&at, a, b);
}

double
dist_beta_cdf(double x, double a, double b)
{
	return beta_tails(x, a, b).lower;
}

double
dist_beta_upper(double x, double a, double b)
{
	return beta_tails(x, a, b).upper;
}

double
dist_beta_quantile(double p, double a, double b)
{
	double w;

	if (!(p >= 0 && p <= 1) || !are_shapes(a, b))
		return NAN;
	if (p == 0 || p == 1)
		return p;
	w = odds_quantile(p, a, b);
	return isinf(w) ? 1 : w / (1 + w);
}

/* ---- t ---- */

/* P(T > t) for t > 0: half of what t^2, an F with 1 and df, leaves above. */
static double
t_upper(double t, double df)
{
	double w = t / df * t;
	struct place at = {w / (1 + w), 1 / (1 + w), 0};

	if (isinf(w))
		return 0;
	at.above = 0.5 * (t - 1) * (t + 1) / (1 + w);
	return tails_at(&at, 0.5, df / 2).upper / 2;
}

double
dist_t_upper(double t, double df)
{
	if (!(df > 0) || isnan(t))
		return NAN;
	if (isinf(df))
		return dist_normal_upper(t);
	return t > 0 ? t_upper(t, df) : t == 0 ? 0.5 : 1 - t_upper(-t, df);
}

double
dist_t_both(double t, double df)
{
	return 2 * dist_t_upper(fabs(t), df);
}

/*
 * The upper tail of T is half of that of T^2. Where t is near 0 that tail is
 * near 1 and says little, so its complement is searched for.
 */
double
dist_t_quantile(double p, double df)
{
	double outer = p < 0.5 ? 2 * p : 2 * (1 - p), w, t;

	if (!(p >= 0 && p <= 1) || !(df > 0))
		return NAN;
	if (p == 0.5)
		return 0;
	if (p == 0 || p == 1)
		return p == 0 ? -INFINITY : INFINITY;
	if (isinf(df))
		return dist_normal_quantile(p);
	if (outer <= 0.5)
		w = dist_search(tails_of_odds, outer, true, 0.5, df / 2,
				1 / df);
	else
		w = dist_search(tails_of_odds, fabs(2 * p - 1), false, 0.5,
				df / 2, 1 / df);
	t = sqrt(w) * sqrt(df);
	return p < 0.5 ? -t : t;
}

/* ---- F ---- */

double
dist_f_upper(double f, double df1, double df2)
{
	struct place at;
	double w;

	if (!(df1 > 0 && df2 > 0) || isnan(f))
		return NAN;
	if (f <= 0 || isinf(f))
		return f <= 0;
	if (isinf(df1) && isinf(df2))
		return f < 1;
	if (isinf(df2))
		return dist_chi2_upper(f * df1, df1);
	if (isinf(df1))
		return dist_gamma_lower(df2 / 2, df2 / f / 2);
	w = f * (df1 / df2);
	if (isinf(w))
		return 0;
	at = (struct place){w / (1 + w), 1 / (1 + w),
			    df1 / 2 * (f - 1) / (1 + w)};
	return tails_at(&at, df1 / 2, df2 / 2).upper;
}

double
dist_f_quantile(double p, double df1, double df2)
{
	if (!(p >= 0 && p <= 1) || !(df1 > 0 && df2 > 0))
		return NAN;
	if (isinf(df1) && isinf(df2))
		return 1;
	if (p == 0 || p == 1)
		return p == 0 ? 0 : INFINITY;
	if (isinf(df2))
		return dist_chi2_quantile(p, df1) / df1;
	if (isinf(df1))
		return df2 / dist_chi2_quantile(1 - p, df2);
	return odds_quantile(p, df1 / 2, df2 / 2) * (df2 / df1);
}
