/*
 * How many people there are in each category of the segment questions, as HR
 * knows it (--frame): `segment,category,n`, one row a category.
 *
 * It says whom the answers stand for: response rates by group, weights, and
 * how many a group must be at least. A category is named as the questionnaire
 * names or labels it.
 */
#ifndef ANALYSIS_DATA_HEADCOUNTS_H
#define ANALYSIS_DATA_HEADCOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "questions/base/error.h"
#include "questions/form.h"

struct headcounts;

/*
 * The file for a questionnaire. NULL and err, with every row that is wrong:
 * a segment or category that the questionnaire lacks, one named twice, a
 * number of people that is no whole number, a category left out of a segment
 * that is there, segments that do not add up to the same staff.
 */
struct headcounts *headcounts_load(const char *path, const struct form *form,
				   struct error *err);
void headcounts_free(struct headcounts *h); /* NULL is fine */

/* Does the file have this segment question? NULL h: no. */
bool headcounts_has(const struct headcounts *h, const struct question *segment);

/* People in a category, by position in the question's list; 0 where the
 * segment is not in the file, and for a choice that is no answer. */
uint64_t headcounts_of(const struct headcounts *h,
		       const struct question *segment, size_t choice);

/* All staff: the sum over the categories of any segment. */
uint64_t headcounts_total(const struct headcounts *h);

#endif
