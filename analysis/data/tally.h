/*
 * All that the statistics need, counted in one pass over the responses.
 *
 * Segment questions cut the staff into atoms: everybody who gave the same
 * answers to all of them. For each atom a tally keeps how many people it has,
 * how often each option of each question was chosen and each state occurred,
 * and per topic how many people were shown s scored items and had r right. All
 * of it are whole numbers that add up: tallies of other people of the same
 * questionnaire can be merged, the order of people tells nothing, and means
 * and variances are exact. Any group is a sum of atoms (struct counts).
 *
 * No answer to a segment question and the choices marked as don't know,
 * prefer not to say or not applicable are one code of it, the last.
 *
 * Only atoms that occur take memory: one byte a counter, added into a wide
 * one before it can overflow.
 */
#ifndef ANALYSIS_DATA_TALLY_H
#define ANALYSIS_DATA_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/data/layout.h"
#include "analysis/data/results.h"
#include "questions/base/error.h"
#include "questions/form.h"

struct tally;

/* Form (with its key) and layout must outlive it. */
struct tally *tally_new(const struct form *form, const struct layout *layout);
void tally_free(struct tally *t); /* NULL is fine */

/* One response: layout->width symbols; numbers (JSON text) may be NULL where
 * no scored item is a number. */
void tally_add(struct tally *t, const char *answers, const char *numbers);

/* Adds the people of another tally of the same questionnaire. */
void tally_merge(struct tally *into, const struct tally *from);

/* Every response of a results file. NULL and err when it cannot be read or
 * holds a symbol that its question does not know. */
struct tally *tally_take(struct results *r, struct error *err);

const struct form *tally_form(const struct tally *t);
uint64_t tally_people(const struct tally *t);

/* ---- segments and atoms ---- */

size_t tally_segments(const struct tally *t);
const struct question *tally_segment(const struct tally *t, size_t segment);
/* How many codes a segment has: the choices of its list by position, and
 * behind them one for no answer. */
size_t tally_codes(const struct tally *t, size_t segment);
/* Does this choice count as an answer to the segment question? */
bool tally_code_answers(const struct tally *t, size_t segment, size_t code);

/* Atoms in the order of their codes; people of one, and its code in each
 * segment. Atoms without people are not among them. */
size_t tally_atoms(const struct tally *t);
uint64_t tally_atom_people(const struct tally *t, size_t atom);
size_t tally_atom_code(const struct tally *t, size_t atom, size_t segment);

/* ---- counts of a group ---- */

/* The counts of some people, summed over their atoms. */
struct counts {
	const struct tally *tally;
	uint64_t people;
	uint64_t *cell;
};

/* Everybody (segment FORM_NONE), or who has one of the codes in a segment;
 * codes: tally_codes of them. */
struct counts *tally_counts(const struct tally *t, size_t segment,
			    const bool *codes);
void counts_free(struct counts *c); /* NULL is fine */

/* How many chose an option (select_one, select_multiple) or put it first
 * (rank). 0 for a segment question: those are atoms. */
uint64_t counts_option(const struct counts *c, size_t question, size_t option);
/* How many are in this state; 0 for a note and for a segment question. */
uint64_t counts_state(const struct counts *c, size_t question,
		      enum answer_state state);

/*
 * A question by what its answers are. For a knowledge question with a key:
 * a select_one is right with one of the right choices, a number within the
 * key's range, a select_multiple when exactly the right choices are ticked
 * (kq_partial "all": when all right ones are, whatever else). For other
 * questions right and wrong are 0.
 */
struct outcome {
	uint64_t right, wrong, dont_know;
	uint64_t substantive; /* right + wrong, or any real answer */
	uint64_t risky;	      /* of them: chose a risky option (kq_risky) */
	uint64_t refused;     /* prefer not to say, not applicable */
	uint64_t skipped, not_reached, not_shown;
};
struct outcome counts_outcome(const struct counts *c, size_t question);

/* Does the question have a key, so that right and wrong mean something? */
bool tally_is_keyed(const struct tally *t, size_t question);

/*
 * Topic scores (stats.md S7): people who were shown `shown` scored items of a
 * topic and had `right` of them right. What was skipped, not reached or
 * answered with don't know is not right. People who reached under 80 % of
 * what was shown to them have no score. Every item counts once, whatever its
 * points. topic FORM_NONE: all scored items together, for everybody only.
 */
struct scores {
	size_t n;
	double *share; /* right / shown */
	uint64_t *people;
	uint64_t none_shown, too_few_reached;
};
void counts_scores(const struct counts *c, size_t topic, struct scores *out);
void scores_release(struct scores *s);

/* Scored items of a topic (FORM_NONE: of all). */
size_t tally_items(const struct tally *t, size_t topic);

/* How far people came, of everybody: reached all that was shown to them, at
 * least half of it, less. */
struct progress_counts {
	uint64_t complete, partial, broken_off;
};
struct progress_counts tally_progress(const struct tally *t);

#endif
