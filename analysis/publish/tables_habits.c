#include "analysis/publish/tables_private.h"

static const char *const habit_columns[] = {QUESTION_COLUMNS,
					    GROUP_COLUMNS,
					    "base",
					    "n",
					    "risky",
					    "other",
					    "answered",
					    "dont_know",
					    "refused",
					    "skipped",
					    "not_reached",
					    "not_shown",
					    "share_risky",
					    "share_other",
					    "share_answered",
					    "share_dont_know",
					    "percent_risky",
					    "percent_other",
					    "percent_answered",
					    "percent_dont_know",
					    "low",
					    "high",
					    "method",
					    "risky_from",
					    "risky_to",
					    "other_from",
					    "other_to",
					    "answered_from",
					    "answered_to",
					    "dont_know_from",
					    "dont_know_to",
					    "bound_low",
					    "bound_high",
					    "staff_low",
					    "staff_high",
					    "weighted_risky",
					    "percent_weighted_risky",
					    "weighted_low",
					    "weighted_high",
					    "weighted_method",
					    "status",
					    NULL};

static const char *const exact_columns[] = {"risky",	      "other",
					    "answered",	      "dont_know",
					    "refused",	      "skipped",
					    "not_reached",    "not_shown",
					    "share_risky",    "share_other",
					    "share_answered", "share_dont_know",
					    "weighted_risky", NULL};

static const char *const risk_states[] = {"risky", "other", "dont_know"};
/* Without risky answers there is no state of that name. */
static const char *const plain_states[] = {NULL, "answered", "dont_know"};

static const char *const *
states_of(const struct question *q)
{
	return q->risky ? risk_states : plain_states;
}

static void
habit_row(const struct maker *m, struct table *t, const struct question *q,
	  const struct breakdown *b, const struct part *part,
	  enum status status)
{
	struct outcome o = counts_outcome(part_counts(m, part), q->index);
	struct split s = split_of(m->d->tally, q->index, &o);
	bool exact = row_is_exact(m, q, part);

	put_question(m, t, q);
	if (!put_answered(m, t, b, part, status))
		return;
	if (!part || exact)
		table_count(t, "n", s.base);
	put_split(m, t, q, states_of(q), &s, b, part);
	if (!exact)
		return;
	put_missing(t, &o);
	if (!q->risky)
		return;
	put_bounds_of_shown(m, t, &s, &o);
	if (part)
		return;
	put_bounds_of_staff(m, t, &s);
	put_weighted_share(m, t, q, "risky");
}

static bool
is_habit(const struct maker *m, const struct question *q)
{
	return question_is_asked(q) && q->type != TYPE_NOTE &&
		q->role != ROLE_KNOWLEDGE && q->role != ROLE_CERTAINTY &&
		!table_is_segment(m, q);
}

void
make_habits(const struct maker *m)
{
	struct table *t = report_table(m->report, "habits", habit_columns);
	const struct question *q = m->form->question;

	table_hide(m, t, exact_columns);
	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (is_habit(m, &q[i]))
			row_of_all(m, t, &q[i], habit_row);
	}
	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (is_habit(m, &q[i]) && q[i].risky)
			each_part(m, t, &q[i], habit_row);
	}
}
