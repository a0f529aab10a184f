#include "analysis/publish/findings.h"

#include <inttypes.h>
#include <stdlib.h>

#include "questions/base/mem.h"

/* All staff, where the file or HR says so and it can be true. */
static uint64_t
invited_of(const struct findings *f)
{
	return f->headcounts ? headcounts_total(f->headcounts)
			     : results_invited(f->about);
}

static bool
load_headcounts(struct findings *f, const char *frame, struct error *err)
{
	if (!frame)
		return true;
	f->headcounts = headcounts_load(frame, f->form, err);
	if (!f->headcounts)
		return false;
	if (headcounts_total(f->headcounts) >= f->about->responses)
		return true;
	return error_set(err,
			 "%s: fewer people than have answered; it must count "
			 "all staff who were invited",
			 frame);
}

static bool
count(struct findings *f, struct error *err)
{
	f->ledger = ledger_load(results_path(f->results), err);
	if (f->ledger)
		f->tally = tally_take(f->results, err);
	return f->tally != NULL;
}

static bool
decide(struct findings *f, const struct findings_wishes *w,
       struct problems *problems, struct error *err)
{
	struct release_plan plan = {
		.about = f->about,
		.past = f->ledger,
		.headcounts = f->headcounts,
		.without = w->without,
		.n_without = w->n_without,
		.reason = w->reason,
	};

	f->release = release_new(f->tally, &plan, problems, err);
	if (f->release)
		f->d = f->release->disclosed;
	return f->release != NULL;
}

uint64_t
findings_staff(const struct findings *f, const struct breakdown *b,
	       const struct part *part)
{
	const struct question *q = tally_segment(f->tally, b->segment);
	size_t none = tally_codes(f->tally, b->segment) - 1;
	uint64_t n = 0;

	if (part->codes[none])
		return 0;
	for (size_t i = 0; i < none; i++) {
		if (part->codes[i])
			n += headcounts_of(f->headcounts, q, i);
	}
	return n;
}

/* Then there is no response rate (stats.md S1). */
static void
warn_of_answers(const struct findings *f, struct problems *problems)
{
	for (size_t i = 0; i < f->d->n_breakdowns; i++) {
		const struct breakdown *b = &f->d->breakdown[i];

		for (size_t k = 0; k < b->n; k++) {
			const struct part *part = &b->part[k];
			uint64_t staff = findings_staff(f, b, part);
			uint64_t n = part->counts->people;

			if (staff == 0 || n <= staff)
				continue;
			problems_add(problems, SEVERITY_WARNING,
				     &(struct place){0},
				     "--frame: %" PRIu64 " answered as \"%s\", "
				     "and the headcounts have %" PRIu64
				     "; some answered twice, or the headcounts "
				     "are of another day",
				     n, part->label, staff);
		}
	}
}

/* Weights that differ much: the figures rest on few people (stats.md S10). */
static void
warn_of_weights(const struct weighting *w, struct problems *problems)
{
	if (!w || !(w->kish.deff > WEIGHT_DEFF_HIGH))
		return;
	problems_add(problems, SEVERITY_WARNING, &(struct place){0},
		     "--frame: who answered is quite another mix than the "
		     "staff, so weighted figures say no more than %.0f "
		     "unweighted answers would (deff %.1f); rely on the others",
		     w->kish.n_eff, w->kish.deff);
}

static bool
weight(struct findings *f, struct problems *problems, struct error *err)
{
	if (f->headcounts)
		f->weighting =
			weighting_new(f->d, f->headcounts, f->invited, err);
	warn_of_answers(f, problems);
	warn_of_weights(f->weighting, problems);
	return f->weighting || !error_is_set(err);
}

static bool
pitch(struct findings *f, const struct findings_wishes *w, struct error *err)
{
	if (!w->with_pitch)
		return true;
	f->measures =
		measures_new(f->d, f->headcounts, f->invited, &w->pitch, err);
	if (f->measures)
		f->pitch = pitch_new(measures_input(f->measures));
	return f->pitch != NULL;
}

struct findings *
findings_new(struct results *r, const struct findings_wishes *wishes,
	     struct problems *problems, struct error *err)
{
	struct findings *f = mem_new(1, sizeof(*f));

	f->results = r;
	f->about = results_about(r);
	f->form = results_form(r);
	f->reason = wishes->reason;
	if (load_headcounts(f, wishes->frame, err)) {
		f->invited = invited_of(f);
		if (count(f, err) && decide(f, wishes, problems, err) &&
		    weight(f, problems, err) && pitch(f, wishes, err))
			return f;
	}
	findings_free(f);
	return NULL;
}

void
findings_free(struct findings *f)
{
	if (!f)
		return;
	pitch_free(f->pitch);
	measures_free(f->measures);
	weighting_free(f->weighting);
	release_free(f->release);
	tally_free(f->tally);
	ledger_free(f->ledger);
	headcounts_free(f->headcounts);
	free(f);
}
