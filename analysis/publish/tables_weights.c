#include "analysis/publish/tables_private.h"

static const char *const columns[] = {
	"segment", "group",	 "group_label", "base", "n",
	"staff",   "stands_for", "mean_weight", "deff", "n_eff",
	"method",  "status",	 NULL};

/* The mean weight of a group is its staff by its answers, near enough. */
static double
mean_weight(const struct maker *m, const struct weight_margin *margin,
	    size_t category, uint64_t *people)
{
	const struct weighting *w = m->f->weighting;
	double sum = 0;

	*people = 0;
	for (size_t i = 0; i < w->design.cells; i++) {
		if (margin->of[i] != category)
			continue;
		sum += w->weight[i] * (double)w->design.people[i];
		*people += w->design.people[i];
	}
	return sum / (double)*people;
}

static void
put_category(const struct maker *m, struct table *t,
	     const struct weight_margin *margin, const struct breakdown *b,
	     size_t category)
{
	uint64_t n, staff = findings_staff(m->f, b, &b->part[category]);
	double weight = mean_weight(m, margin, category, &n);

	table_row(t);
	table_text(t, "segment", margin->name);
	table_text(t, "group", b->part[category].name);
	table_text(t, "group_label", b->part[category].label);
	table_text(t, "base", "responses");
	table_count(t, "n", n);
	if (!part_staff_is_told(m, b, category)) {
		put_status(t, STATUS_WITHHELD);
		return;
	}
	if (staff > 0)
		table_count(t, "staff", staff);
	put_rounded(m, t, "stands_for", margin->target[category], 0);
	put_rounded(m, t, "mean_weight", weight, 2);
	put_status(t, STATUS_OK);
}

/* The breakdown that a margin was made of. */
static const struct breakdown *
breakdown_of(const struct maker *m, const struct weight_margin *margin)
{
	size_t i = 0;

	while (tally_segment(m->d->tally, m->d->breakdown[i].segment)->name !=
	       margin->name)
		i++;
	return &m->d->breakdown[i];
}

/* What the weights are and what they cost: a deff of 1.5 means that answers
 * say as much as two thirds of them would, unweighted. A group stands for fewer
 * than its staff where some people did not say that they belong to it. */
void
make_weights(const struct maker *m)
{
	const struct weighting *w = m->f->weighting;
	struct table *t = report_table(m->report, "weights", columns);

	if (!w)
		return;
	table_row(t);
	table_text(t, "base", "responses");
	table_count(t, "n", m->d->all->people);
	table_count(t, "staff", m->f->invited);
	table_count(t, "stands_for", m->f->invited);
	put_rounded(m, t, "mean_weight", 1, 2);
	put_rounded(m, t, "deff", w->kish.deff, 2);
	put_rounded(m, t, "n_eff", w->kish.n_eff, 0);
	table_text(t, "method", w->method);
	put_status(t, STATUS_OK);
	for (size_t i = 0; i < w->design.margins; i++) {
		const struct weight_margin *margin = &w->design.margin[i];

		for (size_t k = 0; k < margin->n; k++)
			put_category(m, t, margin, breakdown_of(m, margin), k);
	}
}
