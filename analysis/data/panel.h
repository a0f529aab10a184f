/*
 * What a panel settled, from files: CUTS, RISK and JUDGES.
 *
 * CSV with a header, columns in any order: CUTS `topic,cut1,cut2`, RISK
 * `topic,risk`, JUDGES `judge,item,p`. All that is wrong is reported at once,
 * each with its place and what to write instead.
 */
#ifndef ANALYSIS_DATA_PANEL_H
#define ANALYSIS_DATA_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/pitch/angoff.h"
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

/* One angoff per topic of the form. Every judge of a topic must have rated the
 * same items of it. */
bool panel_judges(const char *path, const struct form *form, struct angoff *out,
		  struct problems *problems, struct error *err);

#endif
