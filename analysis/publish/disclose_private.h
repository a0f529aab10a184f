/*
 * What the parts of disclose share, and nobody else includes:
 *
 *	disclose.c		groups, and who may be told about
 *	disclose_told.c		bands, states, a count as it is told
 *	disclose_precision.c	how exactly each question is told
 */
#ifndef ANALYSIS_PUBLISH_DISCLOSE_PRIVATE_H
#define ANALYSIS_PUBLISH_DISCLOSE_PRIVATE_H

#include "analysis/publish/disclose.h"

/* ---- disclose_told.c ---- */

const struct question *disclose_question(const struct disclosed *d,
					 size_t question);
bool disclose_is_habit(const struct disclosed *d, size_t question);

/* Are groups formed by it? */
bool disclose_is_segment(const struct tally *t, const struct question *q);

/* Is x of n BAND_FEW percent or less, or BAND_MOST or more? */
bool disclose_few_or_most(uint64_t x, uint64_t n);

/* ---- disclose_precision.c ---- */

/* Of all questions and topics, once there are groups. */
void precisions_make(struct disclosed *d);

#endif
