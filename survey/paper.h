/*
 * A questionnaire on paper, in plain text to be printed large, for people whom
 * a terminal does not serve; and the first row of the file into which somebody
 * types their answers for `conduct import`.
 *
 * Options stand in the order of the form. What hangs on nobody's answers, as a
 * block drawn at random, is drawn from the seed: the same seed gives the same
 * paper. What hangs on answers is told in words. Pages end with a form feed,
 * and no question is torn apart that fits on a page.
 */
#ifndef SURVEY_PAPER_H
#define SURVEY_PAPER_H

#include <stdint.h>

#include "questions/base/text.h"
#include "questions/form.h"

enum {
	PAPER_LEAST_WIDTH = 40,
	PAPER_MOST_WIDTH = 200,
	PAPER_LEAST_LINES = 20,
	PAPER_MOST_LINES = 500
};

struct paper_layout {
	size_t width; /* cells; 60 is usual */
	size_t lines; /* of a page; 66 is usual */
	uint32_t seed;
	uint32_t min_group; /* nothing is told of fewer; 0: the usual */
};

void paper_print(const struct form *form, size_t language,
		 const struct paper_layout *layout, struct text *out);

/* The header of the CSV file: a line of the names of its questions. */
void paper_csv(const struct form *form, const struct paper_layout *layout,
	       struct text *out);

#endif
