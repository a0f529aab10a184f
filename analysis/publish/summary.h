/*
 * One screen for people: how many answered, what they know topic by topic,
 * what is withheld and why, what to open next.
 */
#ifndef ANALYSIS_PUBLISH_SUMMARY_H
#define ANALYSIS_PUBLISH_SUMMARY_H

#include "analysis/data/results.h"
#include "analysis/publish/disclose.h"
#include "analysis/publish/report.h"

/* The report "summary": text blocks only. */
struct report *summary_report(const struct disclosed *d,
			      const struct results_about *about);

#endif
