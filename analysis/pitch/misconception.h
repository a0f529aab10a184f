/*
 * Wrong answers that are common because people believe them.
 *
 * Somebody who guesses picks each wrong option equally often. A wrong answer
 * counts as common only where enough people gave it and more of the wrong
 * answers went to it than guessing explains: on its own question, or over all
 * questions whose options stand for the same idea (its family). domain.md 4.4.
 */
#ifndef ANALYSIS_PITCH_MISCONCEPTION_H
#define ANALYSIS_PITCH_MISCONCEPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/statistics/proportion.h"
#include "questions/form.h"

#define MISCONCEPTION_SHARE .10 /* of the base, at least */

/* One wrong option of a question where one answer is chosen. */
struct wrong_option {
	size_t item;	  /* number; options of an item stand together */
	size_t option;	  /* number, for the caller */
	const char *code; /* its family; NULL: a family of its own */
	enum direction direction;
	uint64_t chosen;
	uint64_t wrong; /* wrong answers to the item, `chosen` among them */
	uint64_t base;	/* right + wrong + don't know */
	uint64_t staff; /* people who could have answered; 0: unknown */
	double risk, exposure; /* of its topic: 1 to 5, 0 to 1 */
};

struct wrong_answer {
	size_t index;		/* in the array of wrong_option */
	double share;		/* chosen / base; NAN without base */
	struct interval limits; /* Wilson 95 %, corrected for a finite staff */
	double of_wrong;	/* chosen / wrong; NAN without wrong answers */
	struct interval of_wrong_limits; /* Wilson 95 % */
	double by_chance;		 /* 1 / wrong options of the item */
	/* Over the items that can tell belief from guessing: those with a
	 * wrong option outside the family. */
	uint64_t family_chosen, family_wrong;
	double family_by_chance; /* expected of family_wrong; NAN: no items */
	struct interval family_limits;
	bool enough, by_item, by_family; /* the tests it passed */
	/* enough people, common enough, and one of the two chance tests */
	bool common;
	double weight; /* share x risk x exposure; NAN where one is */
};

/*
 * Tests each of the n options; minimum: people its base needs. out has n
 * places and is sorted: common ones first, then by weight, most first; of
 * equal ones in the order given.
 *
 * by_item: the lower Wilson limit of its share of the item's wrong answers is
 * above 1 / options. by_family: the lower limit of the family's share of the
 * wrong answers is above what guessing gives, each item's wrong answers times
 * the family's share of its wrong options.
 */
void misconceptions_test(const struct wrong_option *option, size_t n,
			 uint64_t minimum, struct wrong_answer *out);

#endif
