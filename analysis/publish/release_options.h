/*
 * Options are told of the organisation only. What a reader has of them is, for
 * each release, least and most of the people who had chosen each by then, and
 * that these only grow. What the parts of that share, and nobody else includes:
 *
 *	release_options.c	what each release tells of them
 *	release_options_open.c	what it leaves open, and says of states
 */
#ifndef ANALYSIS_PUBLISH_RELEASE_OPTIONS_H
#define ANALYSIS_PUBLISH_RELEASE_OPTIONS_H

#include "analysis/publish/release_private.h"

/* The options of a state share out its people. NO_STATE: those of a question
 * of which groups are told nothing, which share out all; APART: refused. */
enum { NO_STATE = LEDGER_STATES, APART, ALONE };

/* By release that has them, oldest first, then by option. */
struct options {
	const struct question *question;
	uint32_t k;
	size_t n, releases;
	bool withheld;	  /* nothing is told of them now */
	size_t *chain;	  /* by release: which of the chain */
	uint64_t *base;	  /* by release */
	uint64_t *chosen; /* as it might be: at first the truth */
	uint64_t *truth, *least, *most;
	bool *exact;
	unsigned *state; /* by option */
};

/* Where the number of an option by a release stands. */
static inline size_t
options_cell(const struct options *o, size_t release, size_t option)
{
	return release * o->n + option;
}

#endif
