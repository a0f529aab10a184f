/*
 * The brief: what a policy writer gets. In one minute how much to write and
 * what to start with; then topic by topic, most need first, what to say, to
 * leave out and to put right; then where to say "you may", rules to confirm,
 * groups that differ, and what the figures cannot tell.
 *
 * Only what may be told (disclose.h): whole percents and bands, nothing of
 * groups but a level that is firmly another one.
 */
#ifndef ANALYSIS_PUBLISH_BRIEF_H
#define ANALYSIS_PUBLISH_BRIEF_H

#include "analysis/publish/findings.h"
#include "analysis/publish/report.h"

/* The report "brief": blocks for Markdown and HTML. */
struct report *brief_report(const struct findings *f);

#endif
