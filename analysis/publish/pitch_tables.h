/*
 * The pitch as tables. `pitch`: a row a topic for all staff, most need first,
 * then one for each group that is told. `misconceptions`: a row a wrong option
 * of a scored question, common ones first.
 *
 * In a release figures are rounded, shares are whole percents or bands, and
 * what would say more than the bands do (need, error, probabilities of a topic
 * that is told in bands) stays empty. Groups have level and sureness; from 50
 * people a band of the share right and the kind of text too; probabilities to
 * one decimal, no errors. For analysts every figure is as it is.
 */
#ifndef ANALYSIS_PUBLISH_PITCH_TABLES_H
#define ANALYSIS_PUBLISH_PITCH_TABLES_H

#include "analysis/publish/findings.h"
#include "analysis/publish/report.h"

/* The report "pitch". */
struct report *pitch_tables_report(const struct findings *f);

#endif
