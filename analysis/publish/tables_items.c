#include <math.h>
#include <stdio.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"

static const char *const item_columns[] = {QUESTION_COLUMNS,
					   "scored",
					   GROUP_COLUMNS,
					   "base",
					   "n",
					   "right",
					   "wrong",
					   "dont_know",
					   "refused",
					   "skipped",
					   "not_reached",
					   "not_shown",
					   "share_right",
					   "share_wrong",
					   "share_dont_know",
					   "percent_right",
					   "percent_wrong",
					   "percent_dont_know",
					   "low",
					   "high",
					   "method",
					   "wrong_low",
					   "wrong_high",
					   "dont_know_low",
					   "dont_know_high",
					   "right_from",
					   "right_to",
					   "wrong_from",
					   "wrong_to",
					   "dont_know_from",
					   "dont_know_to",
					   "percent_right_of_shown",
					   "guess_corrected",
					   "bound_low",
					   "bound_high",
					   "staff_low",
					   "staff_high",
					   "informed",
					   "tentative",
					   "uninformed",
					   "confidently_wrong",
					   "certainty_not_told",
					   "sure",
					   "percent_informed",
					   "percent_tentative",
					   "percent_uninformed",
					   "percent_confidently_wrong",
					   "informed_low",
					   "informed_high",
					   "tentative_low",
					   "tentative_high",
					   "uninformed_low",
					   "uninformed_high",
					   "confidently_wrong_low",
					   "confidently_wrong_high",
					   "percent_wrong_if_sure",
					   "wrong_if_sure_low",
					   "wrong_if_sure_high",
					   "weighted_right",
					   "percent_weighted_right",
					   "weighted_low",
					   "weighted_high",
					   "weighted_method",
					   "status",
					   NULL};

static const char *const exact_columns[] = {"right",
					    "wrong",
					    "dont_know",
					    "refused",
					    "skipped",
					    "not_reached",
					    "not_shown",
					    "share_right",
					    "share_wrong",
					    "share_dont_know",
					    "informed",
					    "tentative",
					    "uninformed",
					    "confidently_wrong",
					    "certainty_not_told",
					    "sure",
					    "weighted_right",
					    NULL};

static const char *const state_names[] = {"right", "wrong", "dont_know"};

void
put_bounds_of_shown(const struct maker *m, struct table *t,
		    const struct split *s, const struct outcome *o)
{
	uint64_t shown = s->base + o->refused + o->skipped;

	if (shown > 0)
		put_ends(m, t, "bound_low", "bound_high",
			 proportion_bounds(s->n[0], s->base, shown));
}

void
put_bounds_of_staff(const struct maker *m, struct table *t,
		    const struct split *s)
{
	uint64_t staff = m->f->invited;

	if (staff < s->base || s->base == 0)
		return;
	put_ends(m, t, "staff_low", "staff_high",
		 proportion_bounds(s->n[0], s->base, staff));
}

/* Who skipped counted as not knowing (stats.md S16). */
static void
put_right_of_shown(struct table *t, const struct split *s,
		   const struct outcome *o)
{
	uint64_t shown = s->base + o->refused + o->skipped;

	if (shown > 0)
		put_percent(t, "percent_right_of_shown",
			    proportion(s->n[0], shown));
}

/* If those who are wrong had guessed, as many of the others had guessed right
 * as fall to one of the answers (stats.md S3). For analysts: it punishes twice
 * who guesses where "don't know" is a choice. */
static void
put_guess_corrected(const struct maker *m, struct table *t,
		    const struct question *q, const struct split *s)
{
	size_t answers = 0, right = 0;

	if (!m->analysts || q->type != TYPE_SELECT_ONE || s->base == 0)
		return;
	for (size_t i = 0; i < q->list->n; i++) {
		bool is = !q->missing || q->missing[i] == CHOICE_ANSWERS;

		answers += is;
		right += is && q->key[i];
	}
	if (right == 0 || answers == right)
		return;
	table_number(t, "guess_corrected",
		     proportion(s->n[0], s->base) -
			     proportion(s->n[1], s->base) * (double)right /
				     (double)(answers - right));
}

/* Limits of the other two states; those of the first are in low and high. */
static void
put_other_limits(const struct maker *m, struct table *t,
		 const struct question *q, const struct split *s,
		 const struct breakdown *b, const struct part *part)
{
	for (unsigned i = 1; i < DISCLOSE_STATES; i++) {
		struct told told = b
			? told_group(m->d, q->index, b->segment, s->n[i],
				     s->base)
			: told_state(m->d, q->index, s->n[i], s->base);

		put_state_limits(m, t, state_names[i], &told, s->n[i], s->base,
				 b, part);
	}
}

/* Shares of the n who said how sure they were. */
static void
put_states(const struct maker *m, struct table *t, const struct states *s,
	   uint64_t n, const struct breakdown *b, const struct part *part)
{
	const struct {
		const char *name, *percent;
		uint64_t x;
	} state[] = {
		{"informed", "percent_informed", s->informed},
		{"tentative", "percent_tentative", s->tentative},
		{"uninformed", "percent_uninformed", s->uninformed},
		{"confidently_wrong", "percent_confidently_wrong",
		 s->confidently_wrong},
	};
	const struct told exactly = {.exact = true};

	for (size_t i = 0; i < sizeof(state) / sizeof(*state); i++) {
		put_percent(t, state[i].percent, proportion(state[i].x, n));
		put_state_limits(m, t, state[i].name, &exactly, state[i].x, n,
				 b, part);
	}
}

/* How sure people were (stats.md S3). Shares are of those who said. Of
 * everybody (b and part NULL), or of a part. */
static void
put_certainty(const struct maker *m, struct table *t, const struct question *q,
	      const struct breakdown *b, const struct part *part)
{
	struct states s = counts_states(part_counts(m, part), q->index);
	uint64_t n =
		s.informed + s.tentative + s.uninformed + s.confidently_wrong;
	struct interval i;

	if (tally_certainty(m->d->tally, q->index) == FORM_NONE || n == 0)
		return;
	table_count(t, "informed", s.informed);
	table_count(t, "tentative", s.tentative);
	table_count(t, "uninformed", s.uninformed);
	table_count(t, "confidently_wrong", s.confidently_wrong);
	table_count(t, "certainty_not_told", s.right_untold + s.wrong_untold);
	table_count(t, "sure", s.sure);
	if (n < m->d->k)
		return;
	put_states(m, t, &s, n, b, part);
	if (s.sure < m->d->k)
		return;
	i = proportion_wilson(s.confidently_wrong, s.sure, TABLES_LEVEL);
	put_percent(t, "percent_wrong_if_sure",
		    proportion(s.confidently_wrong, s.sure));
	put_ends(m, t, "wrong_if_sure_low", "wrong_if_sure_high", i);
}

struct of_atoms {
	const struct maker *m;
	size_t question;
};

static void
first_of_atom(void *ctx, size_t atom, uint64_t *x, uint64_t *base)
{
	const struct of_atoms *a = ctx;
	struct outcome o =
		tally_atom_outcome(a->m->d->tally, atom, a->question);
	struct split s = split_of(a->m->d->tally, a->question, &o);

	*x = s.n[0];
	*base = s.base;
}

static void
put_weighted_told(const struct maker *m, struct table *t,
		  const struct question *q, const char *percent)
{
	struct weighting_told told;

	if (!weighting_told_share(m->f->weighting, q->index, m->f->invited,
				  TABLES_LEVEL, &told))
		return;
	put_percent(t, percent, told.value);
	put_ends(m, t, "weighted_low", "weighted_high", told.limits);
	table_text(t, "weighted_method", "from_bands");
}

/*
 * Of how many staff those who answered the survey would be as large a part as
 * those who were shown the question are of all: with blocks it went to some of
 * them only, and those left who might have been asked are more.
 */
static double
sampled_staff(const struct maker *m, const struct question *q)
{
	struct outcome o = counts_outcome(m->d->all, q->index);
	double people = (double)m->d->all->people;
	double shown = people - (double)o.not_shown;

	return (double)m->f->invited * (shown > 0 ? people / shown : 1);
}

void
put_weighted_share(const struct maker *m, struct table *t,
		   const struct question *q, const char *name)
{
	struct of_atoms a = {m, q->index};
	struct weighting w;
	struct design_estimate e;
	double staff;
	char share[64], percent[64];

	if (!m->f->weighting)
		return;
	snprintf(share, sizeof(share), "weighted_%s", name);
	snprintf(percent, sizeof(percent), "percent_weighted_%s", name);
	if (!m->analysts) {
		put_weighted_told(m, t, q, percent);
		return;
	}
	w = *m->f->weighting;
	staff = sampled_staff(m, q);
	if (w.design.population)
		w.design.population = &staff;
	e = weighting_share(&w, first_of_atom, &a);
	table_number(t, share, e.value);
	put_percent(t, percent, e.value);
	put_ends(m, t, "weighted_low", "weighted_high",
		 design_wilson(&e, TABLES_LEVEL));
	table_text(t, "weighted_method", "wilson_design");
}

static void
item_row(const struct maker *m, struct table *t, const struct question *q,
	 const struct breakdown *b, const struct part *part, enum status status)
{
	struct outcome o = counts_outcome(part_counts(m, part), q->index);
	struct split s = split_of(m->d->tally, q->index, &o);
	bool exact = row_is_exact(m, q, part);

	put_question(m, t, q);
	table_text(t, "scored", q->scored ? "yes" : "no");
	if (!put_answered(m, t, b, part, status))
		return;
	if (!part || exact)
		table_count(t, "n", s.base);
	put_split(m, t, q, state_names, &s, b, part);
	put_other_limits(m, t, q, &s, b, part);
	if (!exact)
		return;
	put_missing(t, &o);
	put_right_of_shown(t, &s, &o);
	put_guess_corrected(m, t, q, &s);
	put_bounds_of_shown(m, t, &s, &o);
	put_certainty(m, t, q, b, part);
	if (part)
		return;
	put_bounds_of_staff(m, t, &s);
	put_weighted_share(m, t, q, "right");
}

/* Everybody first, so that they are one sheet's first rows; groups below. */
void
make_items(const struct maker *m)
{
	struct table *t = report_table(m->report, "items", item_columns);
	const struct question *q = m->form->question;

	table_hide(m, t, exact_columns);
	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (tally_is_keyed(m->d->tally, i))
			row_of_all(m, t, &q[i], item_row);
	}
	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (tally_is_keyed(m->d->tally, i))
			each_part(m, t, &q[i], item_row);
	}
}
