/*
 * Shares of small groups, drawn towards the common one.
 *
 * x of n people of each group know something; the groups' true shares are
 * supposed to come from a beta distribution with mean mu and weight M, which
 * the groups themselves tell. A group of n people then shows the mean of its
 * own share and mu, as if M people more had answered at mu.
 *
 * For ordering groups, printed beside the raw share. Limits take mu and M as
 * known and are too narrow: "approximate". Only published groups may be given
 * here, and results only for those: mu, M and a group's mean give back x.
 */
#ifndef ANALYSIS_STATISTICS_POOLING_H
#define ANALYSIS_STATISTICS_POOLING_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/statistics/proportion.h"

struct pooling {
	double mu;  /* common share */
	double rho; /* 0 to 1: how much groups differ */
	double M;   /* 1 / rho - 1; INFINITY: no evidence that they differ */
	double log_likelihood; /* of pooling_likelihood, else NAN */
};

/*
 * By moments, in closed form. k groups, those with n = 0 left out. All NAN
 * for no people; rho and M for fewer than two groups, when every group has
 * one person, and when nobody or everybody knows (mu 0 or 1).
 *
 * Kleinman (1973), JASA 68, 46-54, weights n.
 */
struct pooling pooling_moments(const uint64_t *x, const uint64_t *n, size_t k);

/*
 * By maximum likelihood, the binomial coefficients in it. rho 0 and M
 * INFINITY when the likelihood only rises towards no difference. NAN where
 * moments are undefined, and when it does not converge in 200 steps. For
 * tests/oracle; the files have the one above.
 */
struct pooling pooling_likelihood(const uint64_t *x, const uint64_t *n,
				  size_t k);

/* A group's mean: (mu M + x) / (M + n); mu when M is INFINITY. NAN where M is
 * undefined. */
double pooling_mean(const struct pooling *p, uint64_t x, uint64_t n);

/* Between the (1 -+ level) / 2 quantiles of its beta distribution; NAN when M
 * is INFINITY or undefined. */
struct interval pooling_limits(const struct pooling *p, uint64_t x, uint64_t n,
			       double level);

#endif
