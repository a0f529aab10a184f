#include "analysis/statistics/pooling.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "analysis/statistics/dist.h"

enum { MAX_STEPS = 200 };

static const struct pooling undefined = {NAN, NAN, NAN, NAN};

struct pooling
pooling_moments(const uint64_t *x, const uint64_t *n, size_t k)
{
	struct pooling p = undefined;
	double knowing = 0, all = 0, squares = 0, spread = 0, free_groups = -1;

	for (size_t s = 0; s < k; s++) {
		assert(x[s] <= n[s]);
		knowing += (double)x[s];
		all += (double)n[s];
		squares += (double)n[s] * (double)n[s];
		free_groups += n[s] > 0;
	}
	if (all == 0)
		return p;
	p.mu = knowing / all;
	for (size_t s = 0; s < k; s++) {
		double d = proportion(x[s], n[s]) - p.mu;

		if (n[s] > 0)
			spread += (double)n[s] * d * d;
	}
	if (free_groups < 1 || !(p.mu > 0 && p.mu < 1) ||
	    all - squares / all <= free_groups)
		return p;
	p.rho = (spread / (p.mu * (1 - p.mu)) - free_groups) /
		(all - squares / all - free_groups);
	p.rho = fmax(0, fmin(1, p.rho));
	p.M = p.rho == 0 ? INFINITY : 1 / p.rho - 1;
	return p;
}

double
pooling_mean(const struct pooling *p, uint64_t x, uint64_t n)
{
	if (isinf(p->M))
		return p->mu;
	return (p->mu * p->M + (double)x) / (p->M + (double)n);
}

struct interval
pooling_limits(const struct pooling *p, uint64_t x, uint64_t n, double level)
{
	double a = p->mu * p->M + (double)x;
	double b = (1 - p->mu) * p->M + (double)(n - x);

	if (!isfinite(a) || !isfinite(b) || a + b <= 0)
		return (struct interval){NAN, NAN};
	if (a <= 0 || b <= 0) /* M = 0: all of the weight at one end */
		return (struct interval){a > 0, a > 0};
	return (struct interval){dist_beta_quantile(0.5 - level / 2, a, b),
				 dist_beta_quantile(0.5 + level / 2, a, b)};
}

/* ---- maximum likelihood ---- */

/*
 * With theta = 1 / M the likelihood is a product of terms mu + i theta, 1 - mu
 * + i theta and 1 + i theta, whose logs have simple derivatives and are smooth
 * at theta = 0, where groups do not differ.
 */
struct slope {
	double value;		 /* log likelihood, without coefficients */
	double m, t, mm, mt, tt; /* derivatives by mu and theta */
};

/* sign times the sum of log(base + i theta) for i under n; base moves with mu
 * by `along` (1, -1 or 0). */
static void
add_terms(struct slope *l, double sign, double base, double along, double theta,
	  uint64_t n)
{
	for (uint64_t i = 0; i < n; i++) {
		double at = base + (double)i * theta;
		double by_mu = along / at, by_theta = (double)i / at;

		l->value += sign * log(at);
		l->m += sign * by_mu;
		l->t += sign * by_theta;
		l->mm -= sign * by_mu * by_mu;
		l->mt -= sign * by_mu * by_theta;
		l->tt -= sign * by_theta * by_theta;
	}
}

struct groups {
	const uint64_t *x, *n;
	size_t k;
};

static struct slope
slope_at(const struct groups *g, double mu, double theta)
{
	struct slope l = {0, 0, 0, 0, 0, 0};

	for (size_t s = 0; s < g->k; s++) {
		add_terms(&l, 1, mu, 1, theta, g->x[s]);
		add_terms(&l, 1, 1 - mu, -1, theta, g->n[s] - g->x[s]);
		add_terms(&l, -1, 1, 0, theta, g->n[s]);
	}
	return l;
}

/* The same by logit mu and log theta, which have no bounds. */
static struct slope
unbounded(struct slope l, double mu, double theta)
{
	double d = mu * (1 - mu);

	l.mm = l.mm * d * d + l.m * d * (1 - 2 * mu);
	l.mt = l.mt * d * theta;
	l.tt = l.tt * theta * theta + l.t * theta;
	l.m *= d;
	l.t *= theta;
	return l;
}

struct point {
	double mu, theta;
};

/* One Newton step; damping shortens it and turns it uphill. */
static struct point
step(struct point at, const struct slope *u, double damping, double *length)
{
	double mm = damping - u->mm, tt = damping - u->tt, mt = -u->mt;
	double det = mm * tt - mt * mt;
	double by_m = (tt * u->m - mt * u->t) / det;
	double by_t = (mm * u->t - mt * u->m) / det;
	double odds = at.mu / (1 - at.mu) * exp(by_m);

	*length = mm > 0 && det > 0 ? fmax(fabs(by_m), fabs(by_t)) : INFINITY;
	return (struct point){odds / (1 + odds), at.theta * exp(by_t)};
}

/* Newton, damped until each step goes up (Levenberg, Marquardt). */
static bool
climb(const struct groups *g, struct point *at)
{
	double damping = 0, length;
	struct slope here = slope_at(g, at->mu, at->theta);

	for (int i = 0; i < MAX_STEPS; i++) {
		struct slope u = unbounded(here, at->mu, at->theta), there;
		struct point to = step(*at, &u, damping, &length);

		if (length < 1e-11) {
			/* or is it short only because it is damped, on a
			 * slope that never ends? */
			step(*at, &u, 0, &length);
			return length < 1e-6;
		}
		if (length < 5) {
			there = slope_at(g, to.mu, to.theta);
			/* close to the top only rounding is left to compare */
			if (there.value > here.value || length < 1e-6) {
				*at = to;
				here = there;
				damping = damping < 1e-3 ? 0 : damping / 10;
				continue;
			}
		}
		damping = damping == 0 ? 1e-2 : damping * 10;
	}
	return false;
}

static double
coefficients(const struct groups *g)
{
	double sum = 0;

	for (size_t s = 0; s < g->k; s++)
		sum += dist_log_choose((double)g->n[s], (double)g->x[s]);
	return sum;
}

struct pooling
pooling_likelihood(const uint64_t *x, const uint64_t *n, size_t k)
{
	struct groups g = {x, n, k};
	struct pooling p = pooling_moments(x, n, k);
	struct point at = {p.mu, p.rho < 1 ? p.rho / (1 - p.rho) : 1};
	struct slope l;

	if (isnan(p.rho))
		return undefined;
	if (slope_at(&g, p.mu, 0).t <= 0) {
		at.theta = 0;
	} else {
		at.theta = fmax(at.theta, 1e-3);
		if (!climb(&g, &at))
			return undefined;
	}
	l = slope_at(&g, at.mu, at.theta);
	p.mu = at.mu;
	p.rho = at.theta / (1 + at.theta);
	p.M = at.theta == 0 ? INFINITY : 1 / at.theta;
	p.log_likelihood = l.value + coefficients(&g);
	return p;
}
