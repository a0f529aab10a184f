/*
 * Somebody who reads all releases, has the staff list, and tries every set of
 * answers that fits: what all of these have in common is proved.
 */
#ifndef TESTS_ANALYSIS_RELEASE_READER_H
#define TESTS_ANALYSIS_RELEASE_READER_H

#include "tests/analysis/release_kit.h"

/* What can be proved of the answers to a question and may not be, in words;
 * NULL: nothing. For a few people in two segments, after one or two releases,
 * of which the ledger has the last one, too. */
const char *reader_proves(const struct staff *s, const struct release *r,
			  const struct ledger *l, size_t question);

#endif
