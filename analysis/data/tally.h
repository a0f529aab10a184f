/*
 * All that the statistics need, counted in one pass over the responses.
 *
 * Segment questions cut the staff into atoms: everybody who gave the same
 * answers to all of them. For each atom a tally keeps how many people it has,
 * how often each option of each question was chosen and each state occurred,
 * how sure people were of each knowledge item, and per topic how many people
 * were shown s scored items and had r right. All of it are whole numbers that
 * add up: tallies of other people of the same questionnaire can be merged, the
 * order of people tells nothing, and means and variances are exact. Any group
 * is a sum of atoms (struct counts).
 *
 * For everybody it also keeps each option by the number right (struct
 * tally_scale, option_scores, know_do), and by segment how pairs of items of a
 * topic go together (struct tally_pairs).
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

/* Every response of a results file; of a large one in two threads, to the same
 * numbers. NULL and err when it cannot be read or holds a symbol that its
 * question does not know. */
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
 * questions right and wrong are 0. Of several ticks don't know comes before
 * prefer not to say and not applicable, and these before all others.
 */
struct outcome {
	uint64_t right, wrong, dont_know;
	uint64_t substantive; /* right + wrong, or any real answer */
	uint64_t risky;	      /* of them: chose a risky option (kq_risky) */
	uint64_t refused;     /* prefer not to say, not applicable */
	uint64_t skipped, not_reached, not_shown;
};
struct outcome counts_outcome(const struct counts *c, size_t question);

/* The same of one atom, without the sum. */
struct outcome tally_atom_outcome(const struct tally *t, size_t atom,
				  size_t question);

/* counts_option of one atom. */
uint64_t tally_atom_option(const struct tally *t, size_t atom, size_t question,
			   size_t option);

/* Does the question have a key, so that right and wrong mean something? */
bool tally_is_keyed(const struct tally *t, size_t question);

/* ---- certainty ---- */

/*
 * The certainty question (role certainty, kq_for) of a knowledge question
 * with a key, or FORM_NONE; of several the first counts. It is a select_one.
 * Sure are the choices in its kq_key; without kq_key the first choice of its
 * list is sure and every other is not. A choice marked by kq_missing counts as
 * no answer.
 */
size_t tally_certainty(const struct tally *t, size_t question);

/*
 * Knowledge states (stats.md S3). The six add up to right + wrong + dont_know
 * of the question's outcome. Who is right or wrong and did not say how sure
 * is in none of the four states. All 0 where there is no certainty question.
 */
struct states {
	uint64_t informed;	    /* right and sure */
	uint64_t tentative;	    /* right and not sure */
	uint64_t uninformed;	    /* don't know, or wrong and not sure */
	uint64_t confidently_wrong; /* wrong and sure */
	uint64_t right_untold, wrong_untold; /* how sure was not told */
	uint64_t sure; /* base of P(wrong | sure): right or wrong, and sure */
};
struct states counts_states(const struct counts *c, size_t question);

/* ---- scores ---- */

/*
 * Topic scores (stats.md S7): people who were shown `shown` scored items of a
 * topic and had `right` of them right. What was skipped, not reached or
 * answered with don't know is not right. People who reached under 80 % of
 * what was shown to them have no score. Every item counts once, whatever its
 * points. topic FORM_NONE: all scored items together, for everybody, and for
 * groups and atoms where tally_totals_by_atom.
 */
struct scores {
	size_t n;
	double *share;	 /* right / shown */
	uint32_t *shown; /* fewest first */
	uint64_t *people;
	uint64_t none_shown, too_few_reached;
};
void counts_scores(const struct counts *c, size_t topic, struct scores *out);
void scores_release(struct scores *s);

/* Scored items of a topic (FORM_NONE: of all): how many, and their questions
 * in the order of the form. */
size_t tally_items(const struct tally *t, size_t topic);
const size_t *tally_item_list(const struct tally *t, size_t topic);

/* Scores of one atom as counted: into out, which has room for
 * tally_score_room; how many were written. Only those that somebody has. */
struct score {
	uint32_t shown, right;
	uint64_t people;
};
size_t tally_score_room(const struct tally *t, size_t topic);
size_t tally_atom_scores(const struct tally *t, size_t atom, size_t topic,
			 struct score *out);

/* Is the score over all items kept by atom? Not where that would take too
 * much memory: many items in many atoms. Rests on the form alone. */
bool tally_totals_by_atom(const struct tally *t);

/* ---- scales (stats.md S4 to S6), for everybody ---- */

/*
 * Whose answers to a topic's scored items, or to all (FORM_NONE). Who was not
 * shown one of the items is in neither: with rotation that may be everybody,
 * and n is 0, not undefined.
 *
 * COMPLETE: every item was answered with right, wrong or don't know: complete
 * cases (stats.md S16).
 *
 * SHOWN: every item was shown, and who gave no answer (skipped, not reached,
 * prefer not to say, not applicable) did not know. As in counts_scores, who
 * reached under 80 % of them has no score and is left out: these are the
 * people of counts_scores with `shown` all of the items.
 */
enum tally_cases { CASES_COMPLETE, CASES_SHOWN };

/* By T, the number right (0 to n_items), item by item and option by option. */
struct tally_item {
	size_t question;
	bool chosen; /* a select_one: options are those of its list; else there
		      * are two, not right and right */
	size_t options;
	/* behind the options is one more row: who gave no answer. Choices that
	 * are no answer have nobody: they are there, too. */
	bool *right;	  /* [options + 1] */
	uint64_t *people; /* [(options + 1) * (n_items + 1)] */
};

struct tally_scale {
	size_t topic, n_items;
	enum tally_cases cases;
	uint64_t n;
	uint64_t *people; /* [n_items + 1]: by T */
	struct tally_item *item;
};

/* NULL when the topic has fewer than two scored items. */
struct tally_scale *tally_scale(const struct tally *t, size_t topic,
				enum tally_cases cases);
void tally_scale_free(struct tally_scale *s); /* NULL is fine */

/* ---- pairs of items of one topic (domain.md 4.3) ---- */

/*
 * Answered means right, wrong or don't know. Matrices of n_items x n_items,
 * row i times n_items + column j; the diagonal is item i alone. Everybody
 * (segment FORM_NONE), or who has one of the codes in a segment.
 */
struct tally_pairs {
	size_t topic, n_items;
	const size_t *item;    /* questions; borrowed from the tally */
	uint64_t people;       /* answered at least one of the items */
	uint64_t *answered;    /* both i and j */
	uint64_t *both_right;  /* both of them right */
	uint64_t *first_right; /* i right, and j answered: right or not */
};

/* topic is one of the form's. NULL when it has no scored item. */
struct tally_pairs *tally_pairs(const struct tally *t, size_t topic,
				size_t segment, const bool *codes);
void tally_pairs_free(struct tally_pairs *p); /* NULL is fine */

/* ---- what people do by what they know (stats.md S14), for everybody ---- */

/*
 * A habit, access, attitude or view question that is a select_one: each
 * option (those of kq_missing, too) by the score in the question's own topic;
 * in all scored items where it has no topic, or one without scored items. Of
 * the people who have a score (struct scores), whatever they were shown: with
 * rotation, too. Only where this would be some million cells, by many items and
 * options, of those who were shown all of the items. Whether the options are in
 * an order is for the caller to say.
 */
struct option_scores {
	size_t topic, n_items, n_options;
	size_t n_scores;  /* that anybody has */
	double *score;	  /* the share right of those shown, lowest first */
	uint64_t *people; /* option * n_scores + score */
};

/* NULL for any other question and where nothing is scored. */
struct option_scores *tally_option_scores(const struct tally *t,
					  size_t question);
void option_scores_free(struct option_scores *o); /* NULL is fine */

/* Each option of such a question by how people answered the item with a key
 * that governs it (kq_for). */
struct know_do_row {
	uint64_t right, wrong, dont_know;
};
struct know_do {
	size_t item, n_options;
	struct know_do_row *option;
};

/* NULL where no item with a key governs it. */
struct know_do *tally_know_do(const struct tally *t, size_t question);
void know_do_free(struct know_do *k); /* NULL is fine */

/* ---- progress ---- */

/* How far people came, of everybody: reached all that was shown to them, at
 * least half of it, less. */
struct progress_counts {
	uint64_t complete, partial, broken_off;
};
struct progress_counts tally_progress(const struct tally *t);

#endif
