/*
 * What a panel settled, from files: CUTS, RISK and JUDGES.
 *
 * CSV with a header, columns in any order: CUTS `topic,cut1,cut2`, RISK
 * `topic,risk`, JUDGES `judge,item,p`. All that is wrong is reported at once,
 * each with its place and what to write instead.
 *
 * A cut of judges (Angoff): each says of each item how likely somebody who
 * knows just enough gets it right. A judge's mean over a topic's items, and
 * the mean over judges, is the topic's cut; the spread between judges its
 * error.
 */
#ifndef ANALYSIS_PITCH_PANEL_H
#define ANALYSIS_PITCH_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/pitch/level.h"
#include "questions/base/error.h"
#include "questions/form.h"

/*
 * One cuts per topic of the form, low and high NAN where the file names the
 * topic not. out has form->n_topics places. False when problems gained an
 * error, or err is filled because the file cannot be read.
 */
bool panel_cuts(const char *path, const struct form *form, struct cuts *out,
		struct problems *problems, struct error *err);

/* The same for risks, 1 to 5; NAN where the file names the topic not. */
bool panel_risks(const char *path, const struct form *form, double *out,
		 struct problems *problems, struct error *err);

struct angoff {
	size_t judges, items; /* 0: none rated the topic; then NAN below */
	double cut;	      /* 0 to 1 */
	double error; /* sd of judges' means / sqrt(judges); NAN for 1 */
};

/* One angoff per topic of the form. Every judge of a topic must have rated the
 * same items of it. */
bool panel_judges(const char *path, const struct form *form, struct angoff *out,
		  struct problems *problems, struct error *err);

/* p[judge * items + item]; judges and items at least 1. */
struct angoff angoff_of(const double *p, size_t judges, size_t items);

#endif
