/*
 * A tally of a results file. Of a large one two threads each count portions
 * into a tally of their own, which are merged: all in them are sums, so that
 * who took which portion tells nothing. What they share is only read, but for
 * where the next portion begins.
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "analysis/data/tally_private.h"
#include "analysis/data/threads.h"
#include "questions/json.h"

/* Responses: a thread and its tally cost as much as some 20,000 of them. The
 * last portion is waited for, and each is a question to SQLite. */
enum { THREADS_FROM = 50000, PORTION = 1 << 13 };

static void
take_one(void *ctx, const char *answers, const char *numbers)
{
	tally_add(ctx, answers, numbers);
}

/* ---- in two threads ---- */

struct job {
	const struct results *results;
	uint64_t last;
	atomic_ullong next;
};

struct worker {
	struct job *job;
	struct tally *tally;
	struct error err;
};

/* The other one need not go on when this one cannot. */
static void
work(void *ctx)
{
	struct worker *w = ctx;
	struct job *job = w->job;
	struct results_reader *reader =
		results_reader_new(job->results, &w->err);
	bool good = reader != NULL;

	while (good) {
		uint64_t first = atomic_fetch_add(&job->next, PORTION);
		uint64_t last = first + PORTION - 1;

		if (first > job->last)
			break;
		good = results_reader_each(reader, first,
					   last < job->last ? last : job->last,
					   take_one, w->tally, &w->err);
	}
	if (!good)
		atomic_store(&job->next, job->last + 1);
	results_reader_free(reader);
}

static bool
take_in_threads(const struct results *r, struct tally *t, struct error *err)
{
	struct job job = {r, results_about(r)->responses, 1};
	struct worker own = {&job, t, ERROR_INIT};
	struct worker other = {&job, NULL, ERROR_INIT};
	void *of[] = {&own, &other};

	/* cJSON wants its first call before there are threads */
	json_free(json_object());
	other.tally = tally_new(results_form(r), results_layout(r));
	threads_run(work, of, 2);
	tally_merge(t, other.tally);
	tally_free(other.tally);
	if (error_is_set(&own.err))
		return error_set(err, "%s", own.err.text);
	if (error_is_set(&other.err))
		return error_set(err, "%s", other.err.text);
	return true;
}

/* ---- what was taken ---- */

/* The first question whose options and states are not those of everybody. */
static const struct question *
broken_question(const struct tally *t)
{
	struct counts *all = tally_counts(t, FORM_NONE, NULL);
	const struct question *found = t->broken;

	for (size_t i = 0; i < t->form->n_questions && !found; i++) {
		uint64_t sum = 0;

		if (t->cells[i].feed != FEED_LANES)
			continue;
		for (size_t k = 0; k < t->cells[i].n_options + STATES; k++)
			sum += all->cell[t->cells[i].first + k];
		if (sum != all->people)
			found = &t->form->question[i];
	}
	counts_free(all);
	return found;
}

static bool
take_all(struct results *r, struct tally *t, struct error *err)
{
	if (results_about(r)->responses >= THREADS_FROM &&
	    threads_wanted() > 1 && results_can_share())
		return take_in_threads(r, t, err);
	return results_each(r, take_one, t, err);
}

struct tally *
tally_take(struct results *r, struct error *err)
{
	struct tally *t = tally_new(results_form(r), results_layout(r));
	const struct question *broken;

	if (!take_all(r, t, err)) {
		tally_free(t);
		return NULL;
	}
	tally_pairs_flush(t);
	broken = broken_question(t);
	if (broken) {
		error_set(err,
			  "%s: an answer to %s is a symbol that the "
			  "question does not know: the file was changed or "
			  "damaged; collect it again",
			  results_path(r), broken->name);
		tally_free(t);
		return NULL;
	}
	return t;
}
