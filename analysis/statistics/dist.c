#include "analysis/statistics/dist.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "analysis/statistics/dist_private.h"

static const double half_ln_2pi = 0.91893853320467274178;
/* What the double nearest to sqrt(1/2) leaves out. */
static const double sqrt_half_rest = -4.8336466567264567e-17;

static double
polynomial(const double *c, size_t n, double x)
{
	double sum = 0;

	while (n-- > 0)
		sum = sum * x + c[n];
	return sum;
}

/* The three pairs of polynomials of AS 241, lowest power first. */
static const double middle_over[] = {
	3.3871328727963666080e0,  1.3314166789178437745e+2,
	1.9715909503065514427e+3, 1.3731693765509461125e+4,
	4.5921953931549871457e+4, 6.7265770927008700853e+4,
	3.3430575583588128105e+4, 2.5090809287301226727e+3};
static const double middle_under[] = {1.0,
				      4.2313330701600911252e+1,
				      6.8718700749205790830e+2,
				      5.3941960214247511077e+3,
				      2.1213794301586595867e+4,
				      3.9307895800092710610e+4,
				      2.8729085735721942674e+4,
				      5.2264952788528545610e+3};
static const double tail_over[] = {
	1.42343711074968357734e0,  4.63033784615654529590e0,
	5.76949722146069140550e0,  3.64784832476320460504e0,
	1.27045825245236838258e0,  2.41780725177450611770e-1,
	2.27238449892691845833e-2, 7.74545014278341407640e-4};
static const double tail_under[] = {1.0,
				    2.05319162663775882187e0,
				    1.67638483018380384940e0,
				    6.89767334985100004550e-1,
				    1.48103976427480074590e-1,
				    1.51986665636164571966e-2,
				    5.47593808499534494600e-4,
				    1.05075007164441684324e-9};
static const double far_over[] = {
	6.65790464350110377720e0,  5.46378491116411436990e0,
	1.78482653991729133580e0,  2.96560571828504891230e-1,
	2.65321895265761230930e-2, 1.24266094738807843860e-3,
	2.71155556874348757815e-5, 2.01033439929228813265e-7};
static const double far_under[] = {1.0,
				   5.99832206555887937690e-1,
				   1.36929880922735805310e-1,
				   1.48753612908506148525e-2,
				   7.86869131145613259100e-4,
				   1.84631831751005468180e-5,
				   1.42151175831644588870e-7,
				   2.04426310338993978564e-15};

double
dist_normal_quantile(double p)
{
	double q = p - 0.5, r, z;

	if (!(p >= 0 && p <= 1))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? -INFINITY : INFINITY;
	if (fabs(q) <= 0.425) {
		r = 0.180625 - q * q;
		return q * polynomial(middle_over, 8, r) /
			polynomial(middle_under, 8, r);
	}
	r = sqrt(-log(q < 0 ? p : 1 - p));
	if (r <= 5)
		z = polynomial(tail_over, 8, r - 1.6) /
			polynomial(tail_under, 8, r - 1.6);
	else
		z = polynomial(far_over, 8, r - 5) /
			polynomial(far_under, 8, r - 5);
	return q < 0 ? -z : z;
}

/*
 * erfc falls so fast that rounding z / sqrt(2) alone costs three digits in the
 * far tail; what was rounded off is put back by its derivative.
 */
double
dist_normal_upper(double z)
{
	double h = z * M_SQRT1_2, rest;

	if (isnan(z) || isinf(h))
		return isnan(z) ? NAN : z < 0;
	rest = fma(z, M_SQRT1_2, -h) + z * sqrt_half_rest;
	return (erfc(h) - M_2_SQRTPI * exp(-h * h) * rest) / 2;
}

double
dist_normal_cdf(double z)
{
	return dist_normal_upper(-z);
}

double
dist_lgamma(double x)
{
	int sign;

	return x >= 0 ? lgamma_r(x, &sign) : NAN;
}

double
dist_digamma(double x)
{
	/* B(2k) / 2k */
	static const double c[] = {0,
				   1.0 / 12,
				   -1.0 / 120,
				   1.0 / 252,
				   -1.0 / 240,
				   1.0 / 132,
				   -691.0 / 32760,
				   1.0 / 12,
				   -3617.0 / 8160};
	double sum = 0;

	if (!(x > 0))
		return NAN;
	while (x < 12) {
		sum -= 1 / x;
		x += 1;
	}
	return sum + (log(x) - 1 / (2 * x) - polynomial(c, 9, 1 / (x * x)));
}

double
dist_log_choose(double n, double k)
{
	double rest = n - k;

	if (!(k >= 0 && rest >= 0) || isinf(n))
		return NAN;
	if (k == 0 || rest == 0)
		return 0;
	return 0.5 * log(n / k / rest) - half_ln_2pi + dist_stirling_error(n) -
		dist_stirling_error(k) - dist_stirling_error(rest) -
		k * (k < rest ? log(k / n) : log1p(-rest / n)) -
		rest * (k < rest ? log1p(-k / n) : log(rest / n));
}

/* ---- what the other files build on ---- */

double
dist_stirling_error(double x)
{
	/* B(2k) / (2k (2k - 1)), DLMF 5.11.1 */
	static const double c[] = {1.0 / 12,   -1.0 / 360,
				   1.0 / 1260, -1.0 / 1680,
				   1.0 / 1188, -691.0 / 360360,
				   1.0 / 156,  -3617.0 / 122400};

	if (isinf(x))
		return 0;
	if (x < 15)
		return dist_lgamma(x + 1) - (x + 0.5) * log(x) + x -
			half_ln_2pi;
	return polynomial(c, 8, 1 / (x * x)) / x;
}

/* With v = d / (2 + d), ln(1 + d) is 2 (v + v^3/3 + v^5/5 + ...). */
double
dist_departure(double d, double ratio)
{
	double v = d / (2 + d), power, sum, before;

	if (!(fabs(v) < 0.5))
		return d - log(ratio);
	sum = d * v;
	power = 2 * v;
	for (int i = 3; i < 200; i += 2) {
		power *= v * v;
		before = sum;
		sum -= power / i;
		if (sum == before)
			break;
	}
	return sum;
}

/* A denominator must not be 0. */
static double
not_zero(double x)
{
	const double tiny = 1e-300;

	return fabs(x) < tiny ? tiny : x;
}

bool
dist_fraction_step(struct dist_fraction *f, double over, double under)
{
	double step;

	f->below = 1 / not_zero(under + over * f->below);
	f->above = not_zero(under + over / f->above);
	step = f->above * f->below;
	f->value *= step;
	return fabs(step - 1) < DBL_EPSILON;
}

double
dist_search(dist_tails_fn *f, double p, bool upper, double a, double b,
	    double guess)
{
	double w = guess, low = 0, high = INFINITY;

	for (int i = 0; i < 500; i++) {
		struct dist_tails at = f(w, a, b);
		double tail = upper ? at.upper : at.lower;
		double off = log(tail / p), step = off * tail / at.slope, next;

		if (isnan(tail))
			return NAN;
		if (off == 0)
			return w;
		step = upper ? step : -step;
		*((off > 0) == upper ? &low : &high) = w;
		next = w * exp(step);
		if (fabs(step) < 1e-8)
			return next; /* the next step's size is its square */
		if (!(next > low && next < high))
			next = low == 0	      ? high / 16
				: isinf(high) ? low * 16
					      : sqrt(low) * sqrt(high);
		if (next == w)
			return w;
		w = next;
	}
	return NAN;
}
