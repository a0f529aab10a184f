/*
 * A cut from judges (Angoff): each says of each item how likely somebody who
 * knows just enough gets it right. A judge's mean over a topic's items, and
 * the mean over judges, is the topic's cut; the spread between judges its
 * error.
 *
 * Angoff (1971), Scales, norms, and equivalent scores; domain.md 4.5.
 */
#ifndef ANALYSIS_PITCH_ANGOFF_H
#define ANALYSIS_PITCH_ANGOFF_H

#include <stddef.h>

struct angoff {
	size_t judges, items; /* 0: none rated the topic; then NAN below */
	double cut;	      /* 0 to 1 */
	double error; /* sd of judges' means / sqrt(judges); NAN for 1 */
};

/* p[judge * items + item]; judges and items at least 1. */
struct angoff angoff_of(const double *p, size_t judges, size_t items);

#endif
