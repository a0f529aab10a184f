#include "analysis/publish/tables_private.h"

static const char *const option_columns[] = {QUESTION_COLUMNS,
					     "option",
					     "option_label",
					     "right",
					     "misconception",
					     "risky",
					     "missing",
					     GROUP_COLUMNS,
					     "base",
					     "n",
					     "means",
					     "chosen",
					     "share_chosen",
					     "percent_chosen",
					     "low",
					     "high",
					     "method",
					     "chosen_from",
					     "chosen_to",
					     "status",
					     NULL};

static const char *const exact_columns[] = {"chosen", "share_chosen", NULL};

static const char *const missing_names[] = {
	[CHOICE_ANSWERS] = NULL,
	[CHOICE_DONT_KNOW] = "dont_know",
	[CHOICE_REFUSED] = "refused",
	[CHOICE_NOT_APPLICABLE] = "not_applicable",
};

static const char *
yes_no(const bool *list, size_t i)
{
	return !list ? NULL : list[i] ? "yes" : "no";
}

static void
put_option(const struct maker *m, struct table *t, const struct question *q,
	   size_t option)
{
	const struct choice *c = &q->list->choice[option];

	put_question(m, t, q);
	table_text(t, "option", c->name);
	table_text(t, "option_label", table_label(m, c->label));
	table_text(t, "right", yes_no(q->key, option));
	table_text(t, "misconception", question_misconception(q, c->name));
	table_text(t, "risky", yes_no(q->risky, option));
	if (q->missing)
		table_text(t, "missing", missing_names[q->missing[option]]);
}

/* Of who chose anything, "prefer not to say" too: more people than answered in
 * the sense of items and habits. */
static void
put_chosen(const struct maker *m, struct table *t, const struct question *q,
	   uint64_t x, uint64_t n, const struct told *told)
{
	table_text(t, "base", "any choice");
	table_count(t, "n", n);
	table_text(t, "means", q->type == TYPE_RANK ? "put first" : "chosen");
	put_told(m, t, "chosen", told, x, n);
}

static void
option_row(const struct maker *m, struct table *t, const struct question *q,
	   size_t option)
{
	uint64_t n = counts_state(m->d->all, q->index, STATE_ANSWERED);
	enum status status = option_status(m->d, q->index);
	struct told told;

	put_option(m, t, q, option);
	put_people(m, t, NULL, NULL);
	put_status(t, status);
	if (status != STATUS_OK)
		return;
	told = told_option(m->d, q->index, option);
	put_chosen(m, t, q, counts_option(m->d->all, q->index, option), n,
		   &told);
	put_told_limits(m, t, &told, counts_option(m->d->all, q->index, option),
			n);
}

/* For analysts: what a release never tells, options by group. */
static void
option_part_row(const struct maker *m, struct table *t,
		const struct question *q, size_t option,
		const struct breakdown *b, const struct part *part)
{
	static const struct told exact = {.exact = true};
	uint64_t n = counts_state(part->counts, q->index, STATE_ANSWERED);
	uint64_t x = counts_option(part->counts, q->index, option);

	put_option(m, t, q, option);
	put_people(m, t, b, part);
	put_status(t, n > 0 ? STATUS_OK : STATUS_UNDEFINED);
	if (n == 0)
		return;
	put_chosen(m, t, q, x, n, &exact);
	put_part_limits(m, t, b, part, &exact, x, n);
}

static void
option_parts(const struct maker *m, struct table *t, const struct question *q,
	     size_t option)
{
	for (size_t i = 0; i < m->d->n_breakdowns; i++) {
		const struct breakdown *b = &m->d->breakdown[i];

		for (size_t k = 0; k < b->n; k++)
			option_part_row(m, t, q, option, b, &b->part[k]);
	}
}

void
make_options(const struct maker *m)
{
	struct table *t = report_table(m->report, "options", option_columns);

	table_hide(m, t, exact_columns);
	for (size_t i = 0; i < m->form->n_questions; i++) {
		const struct question *q = &m->form->question[i];

		if (!question_is_select(q) || table_is_segment(m, q))
			continue;
		for (size_t k = 0; k < q->list->n; k++)
			option_row(m, t, q, k);
		for (size_t k = 0; m->analysts && k < q->list->n; k++)
			option_parts(m, t, q, k);
	}
}
