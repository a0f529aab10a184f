/*
 * The release ledger: what was told of a results file, release by release.
 *
 * It is part of the results file, so that it goes where the answers go, and
 * it is carried over when the file is written anew (collect, import). Each
 * release has the sets of people it told about, what it told of them, and the
 * answers as they were then, counted by atom: people who came later can be
 * told apart, and a later release is audited together with all before it.
 *
 * Tables: release(n, kind, reason, min_group, people, questionnaire, asked,
 * told, levels); release_set(release, n, segment, codes): segment counts from
 * 1, NULL is everybody; codes count from 1; release_figure(release, set_n,
 * question, state, least, most, exact); release_option(release, question,
 * option, base, chosen, least, most, exact) and release_atom(release, codes,
 * people, counts), confidential as the answers themselves.
 */
#ifndef ANALYSIS_DATA_LEDGER_H
#define ANALYSIS_DATA_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "questions/base/error.h"

enum { LEDGER_STATES = 3, LEDGER_HASH_CHARS = 64 };

/* A set of people: who has one of the codes in a segment. */
struct ledger_set {
	size_t segment; /* of the tally, or FORM_NONE: everybody */
	size_t *code;	/* in order */
	size_t n_codes;
};

/* That between least and most people of a set were in a state; what was told
 * may leave more open, never less. */
struct ledger_figure {
	size_t set, question;
	unsigned state;
	uint64_t least, most;
	bool exact; /* told as a number */
};

/* That between least and most of the `base` people of the organisation who gave
 * an answer to a question chose an option; truly it was `chosen`. */
struct ledger_option {
	size_t question, option;
	uint64_t base, chosen;
	uint64_t least, most;
	bool exact; /* told as a number */
};

/* People with the same codes in all segments, and how many of them were in
 * which state of which question. */
struct ledger_atom {
	size_t *code; /* by segment */
	uint64_t people;
	uint64_t *count; /* question * LEDGER_STATES + state */
};

struct ledger_release {
	uint32_t n; /* from 1 */
	bool audited;
	char *reason; /* of one for analysts; else NULL */
	uint32_t k;
	uint64_t people;
	/* hashes in hexadecimal: the questionnaire with its key; what was
	 * asked for and of which answers; all of what was told */
	char questionnaire[LEDGER_HASH_CHARS + 1];
	char asked[LEDGER_HASH_CHARS + 1];
	char told[LEDGER_HASH_CHARS + 1];

	size_t n_segments, n_questions;
	uint64_t *level; /* how much was made coarser: of those who release */
	size_t n_levels;
	struct ledger_set *set;
	size_t n_sets, set_room;
	struct ledger_figure *figure;
	size_t n_figures, figure_room;
	struct ledger_option *option; /* by question, then option */
	size_t n_options, option_room;
	struct ledger_atom *atom; /* in the order of their codes */
	size_t n_atoms, atom_room;
};

struct ledger {
	struct ledger_release *release; /* oldest first */
	size_t n;
};

/* A release to fill, levels 0. Adding copies what is given. */
struct ledger_release *ledger_release_new(size_t n_segments, size_t n_questions,
					  size_t n_levels);
void ledger_release_free(struct ledger_release *r); /* NULL is fine */
size_t ledger_add_set(struct ledger_release *r, size_t segment,
		      const bool *codes, size_t n_codes);
void ledger_add_figure(struct ledger_release *r,
		       const struct ledger_figure *figure);
void ledger_add_option(struct ledger_release *r,
		       const struct ledger_option *option);
struct ledger_atom *ledger_add_atom(struct ledger_release *r,
				    const size_t *code, uint64_t people);

/* The ledger of a results file; one without releases has none. NULL and err
 * when it cannot be read or contradicts itself. */
struct ledger *ledger_load(const char *path, struct error *err);
void ledger_free(struct ledger *l); /* NULL is fine */

/*
 * Adds a release behind the `before` that the file has, durably: when this
 * returns true it stays. False and err when it cannot be written or the file
 * has another number of releases by now.
 */
bool ledger_add(const char *path, size_t before, const struct ledger_release *r,
		struct error *err);

/*
 * The same in two steps. After the first nobody sees it yet; the second makes
 * it stay, or ledger_abandon lets it go. NULL and err, or false and err, as
 * above. Both free the entry.
 */
struct ledger_entry;
struct ledger_entry *ledger_begin(const char *path, size_t before,
				  const struct ledger_release *r,
				  struct error *err);
bool ledger_commit(struct ledger_entry *e, struct error *err);
void ledger_abandon(struct ledger_entry *e); /* NULL is fine */

/* Carries all releases of one results file over to another that has none. A
 * file that is not there has none. */
bool ledger_copy(const char *from, const char *to, struct error *err);

#endif
