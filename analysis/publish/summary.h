/*
 * One screen for people, 80 columns wide and never more than 24 lines.
 *
 * It says how many answered, how many words to write, topic by topic what
 * staff know and what to do about it, the wrong ideas to put right, the rules
 * thought stricter than they are, who differs, what staff wish and have read,
 * what is withheld and why, and the file to open next.
 *
 * Where that is too much for a screen, this gives way, in this order: empty
 * lines; all but the first entries of each list ("3 more"); topics with
 * least need beyond twelve, which become one row; questions on wishes, the
 * last ones first; topics beyond five; the other lists. The title, how much to
 * write, five topics, what is withheld and the next file always stand. All of
 * it is in the brief.
 */
#ifndef ANALYSIS_PUBLISH_SUMMARY_H
#define ANALYSIS_PUBLISH_SUMMARY_H

#include "analysis/publish/findings.h"
#include "analysis/publish/report.h"

/* The report "summary": text blocks only. */
struct report *summary_report(const struct findings *f);

#endif
