#include "analysis/statistics/proportion.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "analysis/statistics/dist.h"

double
proportion(uint64_t x, uint64_t n)
{
	return n == 0 ? NAN : (double)x / (double)n;
}

/* ---- of counts ---- */

/*
 * The lower of the two roots, from their product p^2 n / (n + z^2): the
 * textbook difference loses its digits where p is small, and is not 0 at 0.
 */
static double
lower(double p, double rest, double n, double z)
{
	double z2 = z * z;
	double upper =
		(p + z2 / (2 * n) + z * sqrt(p * rest / n + z2 / (4 * n * n))) /
		(1 + z2 / n);

	return p == 0 ? 0 : p * p / (1 + z2 / n) / upper;
}

/* rest: 1 - p, which counts give more exactly than p does. */
static struct interval
score(double p, double rest, double n, double z)
{
	return (struct interval){lower(p, rest, n, z),
				 1 - lower(rest, p, n, z)};
}

static double
normal_quantile(double level)
{
	return -dist_normal_quantile((1 - level) / 2);
}

struct interval
proportion_score(double p, double n, double q)
{
	if (!(p >= 0 && p <= 1 && n > 0) || isnan(q))
		return (struct interval){NAN, NAN};
	if (isinf(n))
		return (struct interval){p, p};
	return score(p, 1 - p, n, q);
}

struct interval
proportion_wilson(uint64_t x, uint64_t n, double level)
{
	assert(x <= n);
	if (n == 0)
		return (struct interval){NAN, NAN};
	return score(proportion(x, n), proportion(n - x, n), (double)n,
		     normal_quantile(level));
}

double
proportion_effective(uint64_t n, uint64_t N)
{
	assert(n <= N);
	if (n == 0 || n == N)
		return n == 0 ? NAN : INFINITY;
	return (double)n * (double)(N - 1) / (double)(N - n);
}

struct interval
proportion_wilson_fpc(uint64_t x, uint64_t n, uint64_t N, double level)
{
	double p = proportion(x, n);

	assert(x <= n && n <= N);
	if (n == 0 || n == N)
		return (struct interval){p, p};
	return score(p, proportion(n - x, n), proportion_effective(n, N),
		     normal_quantile(level));
}

/*
 * The fewest of N with which x or more of n come up with more than `tail`;
 * that chance grows with their number.
 */
static uint64_t
fewest(uint64_t x, uint64_t n, uint64_t N, double tail)
{
	uint64_t low = x, high = N - (n - x);

	while (low < high) {
		uint64_t mid = low + (high - low) / 2;

		if (dist_hyper_upper(x, N, mid, n) > tail)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

struct interval
proportion_exact(uint64_t x, uint64_t n, uint64_t N, double level)
{
	double tail = (1 - level) / 2;

	assert(x <= n && n <= N);
	if (n == 0)
		return (struct interval){NAN, NAN};
	return (struct interval){
		proportion(fewest(x, n, N, tail), N),
		proportion(N - fewest(n - x, n, N, tail), N),
	};
}

struct interval
proportion_bounds(uint64_t x, uint64_t known, uint64_t all)
{
	assert(x <= known && known <= all);
	return (struct interval){proportion(x, all),
				 proportion(x + (all - known), all)};
}

/* ---- of weighted people ---- */

static bool
is_certain(double p)
{
	return p == 0 || p == 1;
}

double
proportion_weighted_n(const struct weighted_share *s)
{
	if (!(s->p >= 0 && s->p <= 1))
		return NAN;
	return is_certain(s->p) ? s->n / s->deff
				: s->p * (1 - s->p) / s->variance;
}

static double
t_quantile(const struct weighted_share *s, double level)
{
	return -dist_t_quantile((1 - level) / 2, s->df);
}

struct interval
proportion_weighted(const struct weighted_share *s, double level)
{
	return proportion_score(s->p, proportion_weighted_n(s),
				t_quantile(s, level));
}

struct interval
proportion_weighted_logit(const struct weighted_share *s, double level)
{
	double p = s->p, centre = log(p / (1 - p));
	double half = t_quantile(s, level) * sqrt(s->variance) / p / (1 - p);

	if (is_certain(p))
		return (struct interval){p, p};
	return (struct interval){1 / (1 + exp(half - centre)),
				 1 / (1 + exp(-half - centre))};
}

struct interval
proportion_weighted_beta(const struct weighted_share *s, double level)
{
	double tail = (1 - level) / 2, p = s->p;
	double shrink =
		dist_t_quantile(tail, s->n - 1) / dist_t_quantile(tail, s->df);
	double n = proportion_weighted_n(s) * shrink * shrink;

	if (isinf(n))
		return (struct interval){p, p};
	return (struct interval){
		p == 0 ? 0 : dist_beta_quantile(tail, n * p, n * (1 - p) + 1),
		p == 1 ? 1
		       : dist_beta_quantile(1 - tail, n * p + 1, n * (1 - p)),
	};
}

struct interval
proportion_weighted_mean(const struct weighted_share *s, double level)
{
	double half = t_quantile(s, level) * sqrt(s->variance);

	return (struct interval){s->p - half, s->p + half};
}

/* ---- change between independent waves ---- */

struct interval
proportion_mover(double earlier, struct interval e, double later,
		 struct interval l)
{
	double difference = later - earlier;

	return (struct interval){
		difference - hypot(later - l.low, e.high - earlier),
		difference + hypot(l.high - later, earlier - e.low),
	};
}

struct proportion_change
proportion_change(uint64_t x1, uint64_t n1, uint64_t x2, uint64_t n2,
		  double level)
{
	double p1 = proportion(x1, n1), p2 = proportion(x2, n2);
	double n = (double)n1 + (double)n2;
	double pooled = ((double)x1 + (double)x2) / n;
	double rest = ((double)(n1 - x1) + (double)(n2 - x2)) / n;
	struct proportion_change c = {.difference = p2 - p1};

	c.interval = proportion_mover(p1, proportion_wilson(x1, n1, level), p2,
				      proportion_wilson(x2, n2, level));
	c.chi2 = c.difference * c.difference /
		(pooled * rest * (1 / (double)n1 + 1 / (double)n2));
	c.p = dist_chi2_upper(c.chi2, 1);
	return c;
}

/*
 * Both sums of the regression on the scores: of the shares' own and of the
 * scores' squares, about the mean score of all people.
 */
struct proportion_trend
proportion_trend(const uint64_t *x, const uint64_t *n, const double *scores,
		 size_t k)
{
	double people = 0, with = 0, mean = 0, cross = 0, squares = 0, p;
	struct proportion_trend t = {NAN, NAN, NAN};

	for (size_t i = 0; i < k; i++) {
		double at = scores ? scores[i] : (double)(i + 1);

		people += (double)n[i];
		with += (double)x[i];
		mean += (double)n[i] * at;
	}
	mean /= people;
	p = with / people;
	for (size_t i = 0; i < k; i++) {
		double d = (scores ? scores[i] : (double)(i + 1)) - mean;

		cross += d * ((double)x[i] - p * (double)n[i]);
		squares += d * d * (double)n[i];
	}
	if (!(squares > 0))
		return t;
	t.slope = cross / squares;
	if (with == 0 || with == people)
		return t;
	t.chi2 = cross * cross / squares / (p * (1 - p));
	t.p = dist_chi2_upper(t.chi2, 1);
	return t;
}

/* ---- as printed ---- */

double
proportion_margin(double p, uint64_t n, uint64_t N, double level)
{
	double half = normal_quantile(level) * sqrt(p * (1 - p) / (double)n);

	assert(N == 0 || n <= N);
	if (n == 0 || n == N)
		return n == 0 ? NAN : 0;
	return N == 0 ? half : half * sqrt((double)(N - n) / (double)(N - 1));
}

double
proportion_percent(uint64_t x, uint64_t n)
{
	uint64_t whole, rest;

	assert(x <= n && n <= UINT64_MAX / 200);
	if (n == 0)
		return NAN;
	whole = 100 * x / n;
	rest = 100 * x % n;
	return (double)(whole + (2 * rest >= n));
}

double
proportion_points(double difference)
{
	return round(100 * difference);
}
