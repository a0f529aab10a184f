#include <math.h>
#include <stdlib.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"
#include "analysis/statistics/pooling.h"
#include "questions/base/mem.h"

static const char *const columns[] = {
	QUESTION_COLUMNS, GROUP_COLUMNS,  "base", "n",	    "right",
	"share_right",	  "pooled",	  "low",  "high",   "method",
	"percent_pooled", "common_share", "rho",  "status", NULL};

static const char *const exact_columns[] = {"right",  "share_right",
					    "pooled", "low",
					    "high",   "common_share",
					    "rho",    NULL};

/* ---- partial pooling (stats.md S12) ---- */

static void
pooled_row(const struct maker *m, struct table *t, const struct question *q,
	   const struct breakdown *b, size_t part, const struct pooling *p,
	   const uint64_t *x, const uint64_t *n)
{
	double mean = pooling_mean(p, x[part], n[part]);
	struct interval i;

	put_question(m, t, q);
	put_people(m, t, b, &b->part[part]);
	put_status(t, isnan(mean) ? STATUS_UNDEFINED : STATUS_OK);
	if (isnan(mean))
		return;
	table_text(t, "base", "answered");
	put_percent(t, "percent_pooled", mean);
	table_text(t, "method",
		   m->analysts ? "beta_binomial_approximate"
			       : "beta_binomial_of_bands");
	if (!m->analysts)
		return;
	i = pooling_limits(p, x[part], n[part], TABLES_LEVEL);
	table_count(t, "n", n[part]);
	table_count(t, "right", x[part]);
	table_number(t, "share_right", proportion(x[part], n[part]));
	table_number(t, "pooled", mean);
	table_number(t, "low", i.low);
	table_number(t, "high", i.high);
	table_number(t, "common_share", p->mu);
	table_number(t, "rho", p->rho);
}

/*
 * How many of a group are taken to be right. In a release the middle of its
 * band: what is worked out from published figures alone tells no more than
 * they do, while from a pooled share and what it was pooled with the share
 * itself would follow.
 */
static uint64_t
right_for_pooling(const struct maker *m, const struct question *q,
		  const struct breakdown *b, uint64_t right, uint64_t n)
{
	struct told told = told_group(m->d, q->index, b->segment, right, n);

	return (uint64_t)llround(told_share(&told, right, n) * (double)n);
}

/* From published groups only. */
static void
pool_item(const struct maker *m, struct table *t, const struct question *q,
	  const struct breakdown *b)
{
	enum status *status = part_statuses(m, b, q->index);
	uint64_t *x = mem_new(b->n + 1, sizeof(*x));
	uint64_t *n = mem_new(b->n + 1, sizeof(*n));
	struct pooling p;

	for (size_t i = 0; i < b->n; i++) {
		struct outcome o = counts_outcome(b->part[i].counts, q->index);

		if (status[i] != STATUS_OK)
			continue;
		n[i] = split_of(m->d->tally, q->index, &o).base;
		x[i] = m->analysts ? o.right
				   : right_for_pooling(m, q, b, o.right, n[i]);
	}
	p = pooling_moments(x, n, b->n);
	for (size_t i = 0; i < b->n; i++) {
		if (status[i] == STATUS_OK)
			pooled_row(m, t, q, b, i, &p, x, n);
	}
	free(n);
	free(x);
	free(status);
}

/* Fewer groups than these say too little of how groups differ. */
enum { LEAST_POOLED = 5 };

void
make_pooled(const struct maker *m)
{
	struct table *t = report_table(m->report, "pooled", columns);

	table_hide(m, t, exact_columns);
	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (!tally_is_keyed(m->d->tally, i))
			continue;
		for (size_t k = 0; k < m->d->n_breakdowns; k++) {
			if (m->d->breakdown[k].n >= LEAST_POOLED)
				pool_item(m, t, &m->form->question[i],
					  &m->d->breakdown[k]);
		}
	}
}
