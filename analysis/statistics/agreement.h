/*
 * Two people code the same open answers: how far do they agree, beyond what
 * chance would give? For tests/oracle: no command codes open answers.
 */
#ifndef ANALYSIS_STATISTICS_AGREEMENT_H
#define ANALYSIS_STATISTICS_AGREEMENT_H

#include <stddef.h>
#include <stdint.h>

struct kappa {
	double observed; /* share coded alike */
	double expected; /* by chance, from how often each uses a category */
	double kappa;	 /* (observed - expected) / (1 - expected) */
	double variance; /* of kappa, large n */
};

/*
 * count[i * k + j] answers that the first coder put in category i, the second
 * in j. All NAN for no answers; kappa and variance NAN when both put all in
 * one category.
 *
 * Cohen (1960), Educational and Psychological Measurement 20, 37-46; variance
 * Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72, 323-327.
 */
struct kappa agreement_kappa(const uint64_t *count, size_t k);

#endif
