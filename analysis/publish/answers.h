/*
 * What staff get back once a wave is closed: each question with a right
 * answer, that answer, why, where the rule stands, and the share of the whole
 * organisation that had it right. Nothing by group.
 */
#ifndef ANALYSIS_PUBLISH_ANSWERS_H
#define ANALYSIS_PUBLISH_ANSWERS_H

#include "analysis/publish/findings.h"
#include "analysis/publish/report.h"

/* The report "answers-for-staff": blocks for Markdown and HTML. */
struct report *answers_report(const struct findings *f);

#endif
