#include "analysis/statistics/dist.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

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
 * ln of gamma(a + 1/2) / gamma(a). The difference of two lgamma loses digits
 * where a is large; there the asymptotic series in 1/a is exact enough.
 */
static double
log_gamma_ratio(double a)
{
	double i = 1 / a, i2 = i * i;

	if (a < 40)
		return lgamma(a + 0.5) - lgamma(a);
	return 0.5 * log(a) -
		i / 8 * (1 - i2 / 24 * (1 - i2 * 3 / 10 * (1 - i2 * 85 / 112)));
}

/*
 * The continued fraction of the incomplete beta function by Lentz's method;
 * converges quickly for x < (a + 1) / (a + b + 2). DLMF 8.17.22.
 */
static double
beta_fraction(double x, double a, double b)
{
	const double tiny = 1e-300;
	double c = 1, d = 1 - (a + b) * x / (a + 1), h, step;

	d = 1 / (fabs(d) < tiny ? tiny : d);
	h = d;
	for (int m = 1; m < 10000; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x /
			((a + 2 * m) * (a + 2 * m + 1));

		d = 1 + even * d;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = 1 + even / c;
		h *= d * c;
		d = 1 + odd * d;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = 1 + odd / c;
		step = d * c;
		h *= step;
		if (fabs(step - 1) < DBL_EPSILON)
			break;
	}
	return h;
}

/*
 * P(T > t) for t > 0. Both fractions are of the same number; the second would
 * cancel where x is near 1, so it is left for the far tail and small df.
 */
static double
t_upper(double t, double df)
{
	double a = df / 2, y = t * t / (df + t * t), x = df / (df + t * t);
	double factor = exp(log_gamma_ratio(a) - 0.5 * log(acos(-1)) -
			    a * log1p(t * t / df)) *
		sqrt(y);

	if (y < 1.5 / (a + 2.5) || (df > 100 && t < 6))
		return 0.5 - factor * beta_fraction(y, 0.5, a);
	return 0.5 * factor / a * beta_fraction(x, a, 0.5);
}

static double
t_density(double t, double df)
{
	return exp(log_gamma_ratio(df / 2) - 0.5 * log(acos(-1) * df) -
		   (df + 1) / 2 * log1p(t * t / df));
}

double
dist_t_quantile(double p, double df)
{
	double upper = p < 0.5 ? p : 1 - p, z, t, low = 0, high = INFINITY;

	if (!(p >= 0 && p <= 1) || !(df > 0))
		return NAN;
	if (p == 0.5)
		return 0;
	if (upper == 0)
		return p == 0 ? -INFINITY : INFINITY;
	z = -dist_normal_quantile(upper);
	t = z + z * (z * z + 1) / (4 * df);
	/* Newton's steps, kept between the bounds found so far. */
	for (int i = 0; i < 200; i++) {
		double off = t_upper(t, df) - upper, next;

		*(off > 0 ? &low : &high) = t;
		next = t + off / t_density(t, df);
		if (!(next > low && next < high))
			next = isinf(high) ? 2 * t : (low + high) / 2;
		if (fabs(next - t) <= DBL_EPSILON * next) {
			t = next;
			break;
		}
		t = next;
	}
	return p < 0.5 ? -t : t;
}
