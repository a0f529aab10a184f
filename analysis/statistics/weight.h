/*
 * Weights that make those who answered look like the staff.
 *
 * People with the same answers to all segment questions form a cell (an atom
 * of the tally) and share one weight, so weights are worked out per cell:
 * people[c] of cell c answered. Where every person is a cell of its own
 * people[c] is 1.
 *
 * Only ratios of weights matter to what is computed from them.
 */
#ifndef ANALYSIS_STATISTICS_WEIGHT_H
#define ANALYSIS_STATISTICS_WEIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "questions/base/error.h"

/* How many of the staff are in each category of one question. Borrowed. */
struct weight_margin {
	const char *name; /* of the question, for messages */
	size_t n;	  /* categories */
	const char *const *label;
	const double *target; /* people in the frame, or their shares */
	const size_t *of;     /* [cells]: each cell's category */
};

/*
 * weight[c] = base[c] * target / (sum of base over those who answered in the
 * category). base may be NULL: 1 each. A cell of nobody gets a weight too.
 *
 * False, err naming question and category: a category has a target but no
 * answers (merge it with another), or answers but no target.
 *
 * R's survey::postStratify.
 */
bool weight_poststratify(const uint64_t *people, const double *base,
			 size_t cells, const struct weight_margin *margin,
			 double *weight, struct error *err);

/*
 * Raking (iterative proportional fitting): the same for several margins in
 * turn until no factor differs from 1 by 1e-12. False also when the margins'
 * totals differ (by more than 1e-9 of them) and when WEIGHT_ROUNDS rounds do
 * not do: the margins contradict each other, given who answered.
 *
 * Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444;
 * R's survey::calibrate(calfun = "raking").
 */
#define WEIGHT_ROUNDS 10000
bool weight_rake(const uint64_t *people, const double *base, size_t cells,
		 const struct weight_margin *margin, size_t margins,
		 double *weight, struct error *err);

/* What unequal weights cost: Kish (1965), Survey Sampling, 11.7. */
struct weight_kish {
	double deff;  /* n sum w^2 / (sum w)^2, 1 or more; NAN for nobody */
	double n_eff; /* n / deff */
};
struct weight_kish weight_kish(const uint64_t *people, const double *weight,
			       size_t cells);
#define WEIGHT_DEFF_HIGH 1.5 /* worth a warning */

#endif
