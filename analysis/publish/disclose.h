/*
 * What may be told of a tally.
 *
 * Nothing about fewer than k people. Groups are formed by their sizes and
 * never by their answers, so that what is hidden tells nothing: categories of
 * a segment question under k people go together into one, "other", with the
 * smallest published one added until it has k; a question that keeps fewer
 * than two groups is dropped. Of groups only three states are told, as bands
 * that get narrower with the number of people, and whose ends never say
 * "nobody" or "everybody". stats.md 3.5 A and B; the audit of a whole release
 * is not made here.
 */
#ifndef ANALYSIS_PUBLISH_DISCLOSE_H
#define ANALYSIS_PUBLISH_DISCLOSE_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/data/tally.h"
#include "questions/base/error.h"

enum {
	DISCLOSE_FLOOR = 5,	/* the least that k can be */
	DISCLOSE_SENSITIVE = 20 /* people a group needs for habits */
};

/* What stands beside every row. MERGED: a category that is told only together
 * with others. UNDEFINED: there is nothing to tell, as a share of nobody. */
enum status { STATUS_OK, STATUS_WITHHELD, STATUS_MERGED, STATUS_UNDEFINED };
const char *status_name(enum status status);

/* Percent, from inclusive, to exclusive unless it is 100. */
struct band {
	unsigned from, to;
};

/* Width of the bands for n people: 20 under 20, 10 under 50, 5 under 100, 2
 * under 200, 1 above. */
unsigned band_step(uint64_t n);

/* The band of x among n > 0; the first and the last reach over two steps. */
struct band band_of(uint64_t x, uint64_t n);
/* The same for a mean of n scores of 0 to 1. */
struct band band_of_mean(double mean, uint64_t n);

/* A group of people that is told: one category, or "other". */
struct part {
	const char
		*name; /* choice name, "(none)" for no answer, or "(other)" */
	const char *label;
	bool *codes; /* which of the segment's codes it holds */
	struct counts *counts;
};

struct breakdown {
	size_t segment;	   /* of the tally */
	struct part *part; /* in the order of the list, "other" last */
	size_t n;	   /* 0: dropped, fewer than two groups */
	bool *merged;	   /* by code: told only within "other" */
};

struct disclosed {
	const struct tally *tally;
	uint32_t k;
	struct counts *all;
	struct breakdown *breakdown; /* one a segment of the tally */
	size_t n_breakdowns;
};

/* NULL and err when there are fewer than k people: then nothing is told. k
 * under the floor counts as the floor. The tally must outlive it. */
struct disclosed *disclosed_new(const struct tally *t, uint32_t k,
				struct error *err);
void disclosed_free(struct disclosed *d); /* NULL is fine */

/* Name and label of a code of a segment; the last is "(none)". */
const char *code_name(const struct tally *t, size_t segment, size_t code);
const char *code_label(const struct tally *t, size_t segment, size_t code);

/* May the organisation's figures for a question with this base be told? */
enum status base_status(const struct disclosed *d, uint64_t base);

/*
 * Per group of a breakdown whether figures with these bases may be told; out
 * has breakdown->n. Where a group's base is under k it is withheld, and with
 * it the smallest others until those withheld are two and have k together, so
 * that none follows from the sum.
 * `least`: people the group itself needs (0: k).
 */
void group_status(const struct disclosed *d, const struct breakdown *b,
		  const uint64_t *base, uint64_t least, enum status *out);

#endif
