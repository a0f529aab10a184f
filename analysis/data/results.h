/*
 * The results file: opened, checked, shuffled responses and the questionnaire
 * with its key, in SQLite, readable without us.
 *
 * Tables: about(name, value); response(id, answers, numbers), one string a
 * response (layout.h), sorted by BLAKE2b of its content and numbered from 1,
 * so that the same input gives the same bytes and the order says nothing (of
 * its content, not of the id it was sent with: nothing of that id stays, and
 * what is exported and imported again keeps its order);
 * comment(question, text), sorted by hash, without a link to a response;
 * question(name, position, width, type, role, topic, label, ...);
 * code(question, symbol, name, label, ...). Views response_wide (a column a
 * question, choice names) and answer (long form).
 */
#ifndef ANALYSIS_DATA_RESULTS_H
#define ANALYSIS_DATA_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/data/layout.h"
#include "questions/base/error.h"
#include "questions/form.h"

/* What is known of the data as a whole. Texts are owned by the results they
 * were read from, borrowed when written. */
struct results_about {
	const char *questionnaire; /* JSON with key, instrument.h */
	size_t questionnaire_bytes;
	uint64_t responses;    /* read only: counted */
	uint32_t staff;	       /* invited; 0: not told */
	uint32_t codes_issued; /* 0: without codes */
	uint32_t waves;	       /* files collected; 0: imported */
	uint32_t min_group;    /* k; at least 5 */
	const char *closes;    /* latest of the waves, or "" */
	bool closed_early;
	bool made_up;		/* simulated or a pilot */
	uint32_t dropped_twice; /* same response sent again */
	uint32_t conflicts;	/* same id, other answers: both kept */
	uint32_t unopened;	/* used boxes that do not open or fit */
};

/* How many were invited: staff, else codes issued; 0: not known, or fewer
 * than have answered. */
uint64_t results_invited(const struct results_about *about);

/* ---- writing ---- */

struct results_writer;

/* Is there nothing at path, or a results file? */
bool results_may_replace(const char *path, struct error *err);

/* Starts a new results file at path (0600): a temporary file until it is
 * finished. Replaces an existing results file and takes over its ledger of
 * releases (ledger.h), refuses to replace anything else. The form must outlive
 * the writer; all responses are in memory until results_finish sorts them. */
bool results_create(struct results_writer **w, const char *path,
		    const struct form *form, const struct results_about *about,
		    struct error *err);

/* One response: layout->width symbols; numbers (JSON text) may be NULL. */
void results_add(struct results_writer *w, const char *answers,
		 const char *numbers);
void results_add_comment(struct results_writer *w, const char *question,
			 const char *text);

/* From answers: encodes, adds, and adds the texts as comments. */
void results_add_answers(struct results_writer *w, const struct answers *a);

const struct layout *results_writer_layout(const struct results_writer *w);

/* Sorts, writes, renames; frees the writer either way. `about` as known at
 * the end (counts of conflicts and so on). */
bool results_finish(struct results_writer *w, const struct results_about *about,
		    struct error *err);
void results_abandon(struct results_writer *w); /* NULL is fine */

/* ---- reading ---- */

struct results;

bool results_open(struct results **r, const char *path, struct error *err);
void results_close(struct results *r); /* NULL is fine */

const char *results_path(const struct results *r);
const struct form *results_form(const struct results *r);
const struct layout *results_layout(const struct results *r);
const struct results_about *results_about(const struct results *r);

/* Calls f for every response in order; answers has layout->width symbols
 * (checked), numbers may be NULL. Memory stays flat. */
bool results_each(struct results *r,
		  void (*f)(void *ctx, const char *answers,
			    const char *numbers),
		  void *ctx, struct error *err);

/*
 * The same for parts of the file: a reader goes over responses by their ids,
 * 1 to about.responses, with a connection of its own. Threads may each have
 * one of the same results, if results_can_share(). NULL and err where the file
 * has gone, or is another by now.
 */
struct results_reader;

bool results_can_share(void);
struct results_reader *results_reader_new(const struct results *r,
					  struct error *err);
bool results_reader_each(struct results_reader *reader, uint64_t first,
			 uint64_t last,
			 void (*f)(void *ctx, const char *answers,
				   const char *numbers),
			 void *ctx, struct error *err);
void results_reader_free(struct results_reader *reader); /* NULL is fine */

/* Calls f for every comment, by question, in order of their hashes. */
bool results_comments(struct results *r,
		      void (*f)(void *ctx, const char *question,
				const char *text),
		      void *ctx, struct error *err);

#endif
