#include <math.h>

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
					   "right_from",
					   "right_to",
					   "wrong_from",
					   "wrong_to",
					   "dont_know_from",
					   "dont_know_to",
					   "percent_right_of_shown",
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

/* Who skipped counted as not knowing, and what the item could be at worst and
 * best if everybody had answered (stats.md S16). */
static void
put_bounds(const struct maker *m, struct table *t, const struct split *s,
	   const struct outcome *o)
{
	uint64_t missing = o->refused + o->skipped, shown = s->base + missing;

	if (shown == 0)
		return;
	put_percent(t, "percent_right_of_shown", proportion(s->n[0], shown));
	put_ends(m, t, "bound_low", "bound_high",
		 proportion_bounds(s->n[0], s->base, shown));
}

/* The same for all who were invited: who did not answer may know it, or not. */
static void
put_staff_bounds(const struct maker *m, struct table *t, const struct split *s)
{
	uint64_t staff = m->f->invited;

	if (staff < s->base || s->base == 0)
		return;
	put_ends(m, t, "staff_low", "staff_high",
		 proportion_bounds(s->n[0], s->base, staff));
}

/* How sure people were (stats.md S3). Shares are of those who said. */
static void
put_certainty(const struct maker *m, struct table *t, const struct question *q,
	      const struct counts *c)
{
	struct states s = counts_states(c, q->index);
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
	put_percent(t, "percent_informed", proportion(s.informed, n));
	put_percent(t, "percent_tentative", proportion(s.tentative, n));
	put_percent(t, "percent_uninformed", proportion(s.uninformed, n));
	put_percent(t, "percent_confidently_wrong",
		    proportion(s.confidently_wrong, n));
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
right_of_atom(void *ctx, size_t atom, uint64_t *x, uint64_t *base)
{
	const struct of_atoms *a = ctx;
	struct outcome o =
		tally_atom_outcome(a->m->d->tally, atom, a->question);

	*x = o.right;
	*base = split_of(a->m->d->tally, a->question, &o).base;
}

static void
put_weighted_told(const struct maker *m, struct table *t,
		  const struct question *q)
{
	struct weighting_told told;

	if (!weighting_told_share(m->f->weighting, q->index, m->f->invited,
				  TABLES_LEVEL, &told))
		return;
	put_percent(t, "percent_weighted_right", told.value);
	put_ends(m, t, "weighted_low", "weighted_high", told.limits);
	table_text(t, "weighted_method", "from_bands");
}

static void
put_weighted(const struct maker *m, struct table *t, const struct question *q)
{
	struct of_atoms a = {m, q->index};
	struct design_estimate e;
	struct interval i;

	if (!m->f->weighting)
		return;
	if (!m->analysts) {
		put_weighted_told(m, t, q);
		return;
	}
	e = weighting_share(m->f->weighting, right_of_atom, &a);
	i = design_wilson(&e, TABLES_LEVEL);
	table_number(t, "weighted_right", e.value);
	put_percent(t, "percent_weighted_right", e.value);
	put_ends(m, t, "weighted_low", "weighted_high", i);
	table_text(t, "weighted_method", "wilson_design");
}

static void
put_item(const struct maker *m, struct table *t, const struct question *q)
{
	put_question(m, t, q);
	table_text(t, "scored", q->scored ? "yes" : "no");
}

static void
item_row(const struct maker *m, struct table *t, const struct question *q)
{
	struct outcome o = counts_outcome(m->d->all, q->index);
	struct split s = split_of(m->d->tally, q->index, &o);
	enum status status = base_status(m->d, s.base);

	put_item(m, t, q);
	put_people(m, t, NULL, NULL);
	put_status(t, status);
	if (status != STATUS_OK)
		return;
	table_text(t, "base", "answered");
	table_count(t, "n", s.base);
	put_split(m, t, q, state_names, &s, NULL, NULL);
	if (!told_exactly(m->d, q->index))
		return;
	put_missing(t, &o);
	put_bounds(m, t, &s, &o);
	put_staff_bounds(m, t, &s);
	put_certainty(m, t, q, m->d->all);
	put_weighted(m, t, q);
}

static void
item_part_row(const struct maker *m, struct table *t, const struct question *q,
	      const struct breakdown *b, const struct part *part,
	      enum status status)
{
	struct outcome o = counts_outcome(part->counts, q->index);
	struct split s = split_of(m->d->tally, q->index, &o);

	put_item(m, t, q);
	put_people(m, t, b, part);
	put_status(t, status);
	if (status != STATUS_OK)
		return;
	table_text(t, "base", "answered");
	put_split(m, t, q, state_names, &s, b, part);
	if (!m->analysts)
		return;
	table_count(t, "n", s.base);
	put_missing(t, &o);
	put_bounds(m, t, &s, &o);
	put_certainty(m, t, q, part->counts);
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
			item_row(m, t, &q[i]);
	}
	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (tally_is_keyed(m->d->tally, i))
			each_part(m, t, &q[i], item_part_row);
	}
}
