/*
 * What changed between waves, on questions that were the same in all of them.
 *
 * A question is the same when its words in every language, its options and
 * its key are: one changed word makes another question, and its change would
 * say nothing about the staff. What changed is listed, not compared. Waves are
 * of other people or the same, nobody can say: they are taken as independent,
 * which makes the limits too wide rather than too narrow.
 */
#ifndef ANALYSIS_PUBLISH_CHANGES_H
#define ANALYSIS_PUBLISH_CHANGES_H

#include "analysis/publish/findings.h"
#include "analysis/publish/report.h"

/* A wave by what it is called, oldest first. */
struct wave_findings {
	const char *name;
	const struct findings *f;
};

/*
 * The report "compare": tables changes (each question from wave to wave, and
 * from the first to the last), trends (of three waves and more), levels (of
 * topics in each wave), waves (how many answered, what weighting costs) and
 * questions (what is compared and what is not, and why). n is at least 2.
 */
struct report *changes_report(const struct wave_findings *wave, size_t n);

#endif
