#include <math.h>
#include <stdlib.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"
#include "analysis/statistics/crosstab.h"
#include "analysis/statistics/ordinal.h"
#include "questions/base/mem.h"

static const char *const columns[] = {
	QUESTION_COLUMNS, "from_option", "to_option", "score",
	"base",		  "n",		 "gamma",     "low",
	"high",		  "method",	 "tau_b",     "somers_d_score",
	"spearman",	  "spearman_p",	 "status",    NULL};

static const char *const know_do_columns[] = {
	QUESTION_COLUMNS, "item",	 "know",   "base", "n",
	"risky",	  "share_risky", "low",	   "high", "method",
	"risky_from",	  "risky_to",	 "status", NULL};

static const char *const exact_columns[] = {"spearman_p", NULL};
static const char *const exact_know_do[] = {"risky", "share_risky", NULL};

/* ---- what people do by what they know (stats.md S14) ---- */

/* Options that are answers, in their order, by the share right. */
static struct crosstab *
answers_by_score(const struct question *q, const struct option_scores *o)
{
	size_t width = o->n_scores, n = 0;
	uint64_t *count = mem_new(o->n_options * width + 1, sizeof(*count));
	struct crosstab *t;

	for (size_t i = 0; i < o->n_options; i++) {
		if (q->missing && q->missing[i] != CHOICE_ANSWERS)
			continue;
		for (size_t k = 0; k < width; k++)
			count[n * width + k] = o->people[i * width + k];
		n++;
	}
	t = crosstab_new(count, n, width);
	free(count);
	return t;
}

/* Which way up: the scale's first and last option that are answers. */
static void
put_ends_of_scale(const struct maker *m, struct table *t,
		  const struct question *q)
{
	const struct choice *first = NULL, *last = NULL;

	for (size_t i = 0; i < q->list->n; i++) {
		if (q->missing && q->missing[i] != CHOICE_ANSWERS)
			continue;
		last = &q->list->choice[i];
		first = first ? first : last;
	}
	if (!first)
		return;
	table_text(t, "from_option", table_label(m, first->label));
	table_text(t, "to_option", table_label(m, last->label));
}

/* 0 where nobody of them was shown any of the items. */
static uint64_t
people_scored(const struct option_scores *o)
{
	uint64_t n = 0;

	for (size_t i = 0; i < o->n_options * o->n_scores; i++)
		n += o->people[i];
	return n;
}

static void
put_association(const struct maker *m, struct table *t,
		const struct crosstab *table)
{
	struct ordinal o = ordinal_of(table, TABLES_LEVEL);
	struct spearman s = spearman_of_table(table);

	if (isnan(o.gamma)) {
		put_status(t, STATUS_UNDEFINED);
		return;
	}
	put_rounded(m, t, "gamma", o.gamma, 2);
	put_rounded(m, t, "tau_b", o.tau_b, 2);
	put_rounded(m, t, "somers_d_score", o.somers_columns, 2);
	put_rounded(m, t, "spearman", s.rho, 2);
	if (m->analysts)
		table_number(t, "spearman_p", s.p);
	put_coefficient_limits(m, t, o.limits, "gamma_ase1");
}

static void
association_row(const struct maker *m, struct table *t,
		const struct question *q, const struct option_scores *o)
{
	struct crosstab *table = answers_by_score(q, o);
	bool told = m->analysts ||
		(told_exactly(m->d, q->index) &&
		 told_topic_exactly(m->d, o->topic));

	put_question(m, t, q);
	put_ends_of_scale(m, t, q);
	table_text(t, "score", table_topic_name(m, o->topic));
	if (people_scored(o) == 0) {
		put_status(t, STATUS_UNDEFINED);
	} else if (!told || table->n < m->d->k) {
		put_status(t, STATUS_WITHHELD);
	} else {
		put_status(t, STATUS_OK);
		table_text(t, "base", "answered and scored");
		table_count(t, "n", table->n);
		put_association(m, t, table);
	}
	crosstab_free(table);
}

/* ---- do those who know do otherwise? ---- */

static void
know_do_row(const struct maker *m, struct table *t, const struct question *q,
	    const char *item, const char *know, uint64_t risky, uint64_t n)
{
	struct band band;

	put_question(m, t, q);
	table_text(t, "item", item);
	table_text(t, "know", know);
	if (n < DISCLOSE_SENSITIVE && !m->analysts) {
		put_status(t, STATUS_WITHHELD);
		return;
	}
	put_status(t, n == 0 ? STATUS_UNDEFINED : STATUS_OK);
	if (n == 0)
		return;
	table_text(t, "base", "answered both");
	if (m->analysts) {
		table_count(t, "n", n);
		table_count(t, "risky", risky);
		table_number(t, "share_risky", proportion(risky, n));
		/* no part of the staff of known size: nothing is corrected */
		put_limits(m, t, proportion_wilson(risky, n, TABLES_LEVEL),
			   "wilson");
	} else {
		band = band_of(risky, n);
		table_count(t, "risky_from", band.from);
		table_count(t, "risky_to", band.to);
	}
}

static void
put_know_do(const struct maker *m, struct table *t, const struct question *q,
	    const struct know_do *k)
{
	const char *item = m->form->question[k->item].name;
	uint64_t n[2] = {0}, risky[2] = {0};

	for (size_t i = 0; i < k->n_options; i++) {
		const struct know_do_row *r = &k->option[i];
		uint64_t not_right = r->wrong + r->dont_know;

		if (q->missing && q->missing[i] != CHOICE_ANSWERS &&
		    q->missing[i] != CHOICE_DONT_KNOW)
			continue;
		n[0] += r->right;
		n[1] += not_right;
		if (!q->risky[i])
			continue;
		risky[0] += r->right;
		risky[1] += not_right;
	}
	/* both or none: either follows from the other and everybody's */
	if (!m->analysts &&
	    (n[0] < DISCLOSE_SENSITIVE || n[1] < DISCLOSE_SENSITIVE))
		n[0] = n[1] = 0;
	know_do_row(m, t, q, item, "right", risky[0], n[0]);
	know_do_row(m, t, q, item, "not_right", risky[1], n[1]);
}

void
make_knowledge_habits(const struct maker *m)
{
	struct table *t = report_table(m->report, "knowledge_habits", columns);
	struct table *both =
		report_table(m->report, "know_do", know_do_columns);

	table_hide(m, t, exact_columns);
	table_hide(m, both, exact_know_do);
	for (size_t i = 0; i < m->form->n_questions; i++) {
		const struct question *q = &m->form->question[i];
		struct option_scores *o = tally_option_scores(m->d->tally, i);
		struct know_do *k = tally_know_do(m->d->tally, i);

		if (o && q->ordered)
			association_row(m, t, q, o);
		if (k && q->risky)
			put_know_do(m, both, q, k);
		option_scores_free(o);
		know_do_free(k);
	}
}
