#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"
#include "analysis/statistics/adjust.h"
#include "analysis/statistics/compare.h"
#include "analysis/statistics/fisher.h"
#include "analysis/statistics/pooling.h"
#include "analysis/statistics/raoscott.h"
#include "questions/base/mem.h"

/* People that a group needs to be in a test of a release. */
enum { LEAST_TESTED = 50 };

/*
 * Two families (stats.md S9). Scores over all items by segment were settled
 * before anybody answered: Holm at .05. All items by one segment are looked
 * through: Benjamini and Hochberg at .10.
 */
#define LEVEL_SCORES .05
#define LEVEL_ITEMS  .10

static const char *const columns[] = {"compared",
				      QUESTION_COLUMNS,
				      "segment",
				      "groups",
				      "left_out",
				      "base",
				      "n",
				      "differ",
				      "statistic",
				      "df1",
				      "df2",
				      "p",
				      "method",
				      "family",
				      "adjusted",
				      "cramers_v",
				      "kruskal_h",
				      "kruskal_p",
				      "weighted_f",
				      "weighted_df1",
				      "weighted_df2",
				      "weighted_p",
				      "status",
				      NULL};

static const char *const pooled_columns[] = {
	QUESTION_COLUMNS, GROUP_COLUMNS,  "base", "n",	    "right",
	"share_right",	  "pooled",	  "low",  "high",   "method",
	"percent_pooled", "common_share", "rho",  "status", NULL};

static const char *const exact_columns[] = {
	"statistic",	"df1",	      "df2",	   "p",		 "adjusted",
	"cramers_v",	"kruskal_h",  "kruskal_p", "weighted_f", "weighted_df1",
	"weighted_df2", "weighted_p", NULL};

static const char *const exact_pooled[] = {"right",  "share_right",
					   "pooled", "low",
					   "high",   "common_share",
					   "rho",    NULL};

/* ---- one comparison ---- */

struct comparison {
	const struct question *question; /* NULL: the score over all items */
	const struct breakdown *b;
	enum status status;
	uint64_t n;
	size_t groups; /* that were compared */
	double statistic, df1, df2, p, adjusted;
	const char *method;
	double effect;
	struct rank_test rank;
	struct raoscott weighted;
};

/* Is a group compared? Not one that is hidden: what it did would follow from
 * how many tests there were. Nor who did not say where they belong: they are no
 * group. In a release not a small one, by its size alone. */
static bool
is_compared(const struct maker *m, const struct breakdown *b, size_t part)
{
	const struct tally *tally = m->d->tally;
	const char *none = code_name(tally, b->segment,
				     tally_codes(tally, b->segment) - 1);
	const struct part *p = &b->part[part];

	return strcmp(p->name, none) != 0 &&
		(m->analysts || p->counts->people >= LEAST_TESTED);
}

/* Withholds the groups that are not compared. May a test say anything of those
 * that are left? */
static enum status
leave_out(const struct maker *m, const struct breakdown *b, enum status *status)
{
	size_t left = 0;

	for (size_t i = 0; i < b->n; i++) {
		if (!is_compared(m, b, i))
			status[i] = STATUS_WITHHELD;
		left += status[i] == STATUS_OK;
	}
	return left < 2 ? STATUS_WITHHELD : STATUS_OK;
}

static enum status *
statuses(const struct maker *m, const struct breakdown *b, size_t question)
{
	enum status *status = mem_new(b->n + 1, sizeof(*status));
	uint64_t *n = mem_new(b->n + 1, sizeof(*n));

	for (size_t i = 0; i < b->n; i++) {
		struct outcome o = counts_outcome(b->part[i].counts, question);

		n[i] = split_of(m->d->tally, question, &o).base;
	}
	question_group_status(m->d, question, b, n, status);
	free(n);
	return status;
}

/* Atoms by groups and right or not, for Rao and Scott's test. */
static struct raoscott
weighted_test(const struct maker *m, const struct breakdown *b, size_t question,
	      const enum status *status)
{
	const struct tally *tally = m->d->tally;
	size_t atoms = tally_atoms(tally);
	uint64_t *count = mem_new(atoms * b->n * 2 + 1, sizeof(*count));
	struct design design = m->f->weighting->design;
	struct raoscott test;

	/* a test asks about what made the answers, not about these staff */
	design.population = NULL;
	for (size_t i = 0; i < atoms; i++) {
		struct outcome o = tally_atom_outcome(tally, i, question);
		size_t code = tally_atom_code(tally, i, b->segment);
		uint64_t base = split_of(tally, question, &o).base;

		for (size_t k = 0; k < b->n; k++) {
			uint64_t *cell = count + (i * b->n + k) * 2;

			if (!b->part[k].codes[code] || status[k] != STATUS_OK)
				continue;
			cell[0] = o.right;
			cell[1] = base - o.right;
		}
	}
	test = raoscott(&design, count, b->n, 2);
	free(count);
	return test;
}

static void
test_item(const struct maker *m, struct comparison *c)
{
	const struct breakdown *b = c->b;
	size_t question = c->question->index;
	enum status *status = statuses(m, b, question);
	uint64_t *count = mem_new(2 * b->n + 1, sizeof(*count));
	struct crosstab *t;
	struct independence test;

	c->status = leave_out(m, b, status);
	for (size_t i = 0; i < b->n; i++) {
		struct outcome o = counts_outcome(b->part[i].counts, question);

		if (status[i] != STATUS_OK)
			continue;
		count[2 * i] = o.right;
		count[2 * i + 1] =
			split_of(m->d->tally, question, &o).base - o.right;
		c->n += count[2 * i] + count[2 * i + 1];
		c->groups++;
	}
	t = crosstab_new(count, b->n, 2);
	test = independence_test(t, NULL);
	/* an exact p comes from no statistic: beside it one would mislead */
	c->statistic = c->df1 = c->df2 = NAN;
	if (test.method == TEST_CHISQ) {
		c->statistic = test.chisq.statistic;
		c->df1 = test.chisq.df;
	}
	c->p = test.p;
	c->method = test_method_name(test.method);
	c->effect = crosstab_cramer_corrected(t);
	if (m->f->weighting && c->status == STATUS_OK)
		c->weighted = weighted_test(m, b, question, status);
	crosstab_free(t);
	free(count);
	free(status);
}

/* Scores by group as counted values, one column a value that anybody has. */
static void
test_scores(const struct maker *m, struct comparison *c)
{
	const struct breakdown *b = c->b;
	struct scores *s = mem_new(b->n + 1, sizeof(*s));
	enum status *status = mem_new(b->n + 1, sizeof(*status));
	struct counted_scores all = {.groups = b->n};
	double *value;
	uint64_t *count;
	struct f_test test;
	size_t at = 0;

	for (size_t i = 0; i < b->n; i++) {
		counts_scores(b->part[i].counts, FORM_NONE, &s[i]);
		all.values += s[i].n;
		status[i] = STATUS_OK;
	}
	c->status = leave_out(m, b, status);
	value = mem_new(all.values + 1, sizeof(*value));
	count = mem_new(b->n * all.values + 1, sizeof(*count));
	for (size_t i = 0; i < b->n; i++) {
		if (status[i] != STATUS_OK)
			continue;
		c->groups++;
		for (size_t k = 0; k < s[i].n; k++, at++) {
			value[at] = s[i].share[k];
			count[i * all.values + at] = s[i].people[k];
			c->n += s[i].people[k];
		}
	}
	all.value = value;
	all.count = count;
	test = compare_welch(&all);
	c->statistic = test.F;
	c->df1 = test.df1;
	c->df2 = test.df2;
	c->p = test.p;
	c->method = "welch-f";
	c->effect = NAN;
	c->rank = compare_kruskal(&all);
	for (size_t i = 0; i < b->n; i++)
		scores_release(&s[i]);
	free(count);
	free(value);
	free(status);
	free(s);
}

/* ---- families ---- */

/* What may not be told is not in the family. */
static void
adjust(struct comparison *c, size_t n, bool scores)
{
	double *p = mem_new(n + 1, sizeof(*p));

	for (size_t i = 0; i < n; i++)
		p[i] = c[i].status == STATUS_OK ? c[i].p : NAN;
	if (scores)
		adjust_holm(p, n, p);
	else
		adjust_bh(p, n, p);
	for (size_t i = 0; i < n; i++) {
		c[i].adjusted = p[i];
		if (c[i].status == STATUS_OK && isnan(p[i]))
			c[i].status = STATUS_UNDEFINED;
	}
	free(p);
}

static void
put_numbers(const struct maker *m, struct table *t, const struct comparison *c)
{
	table_number(t, "statistic", c->statistic);
	table_number(t, "df1", c->df1);
	table_number(t, "df2", c->df2);
	table_number(t, "p", c->p);
	table_number(t, "adjusted", c->adjusted);
	table_number(t, "cramers_v", c->effect);
	if (!c->question) {
		table_number(t, "kruskal_h", c->rank.H);
		table_number(t, "kruskal_p", c->rank.p);
	} else if (m->f->weighting) {
		table_number(t, "weighted_f", c->weighted.f);
		table_number(t, "weighted_df1", c->weighted.ndf);
		table_number(t, "weighted_df2", c->weighted.ddf);
		table_number(t, "weighted_p", c->weighted.p);
	}
}

static void
comparison_row(const struct maker *m, struct table *t,
	       const struct comparison *c)
{
	double level = c->question ? LEVEL_ITEMS : LEVEL_SCORES;

	if (c->question) {
		put_question(m, t, c->question);
		table_text(t, "compared", "share right");
	} else {
		table_row(t);
		table_text(t, "compared", "score");
		table_text(t, "label", table_topic_name(m, FORM_NONE));
	}
	table_text(t, "segment",
		   tally_segment(m->d->tally, c->b->segment)->name);
	put_status(t, c->status);
	if (c->status != STATUS_OK)
		return;
	table_count(t, "groups", c->groups);
	table_count(t, "left_out", c->b->n - c->groups);
	table_text(t, "base", c->question ? "answered" : "shown");
	table_text(t, "method", c->method);
	table_text(t, "family",
		   c->question ? "items by segment (Benjamini-Hochberg)"
			       : "score by segment (Holm)");
	table_text(t, "differ", c->adjusted <= level ? "yes" : "no");
	if (!m->analysts)
		return;
	table_count(t, "n", c->n);
	put_numbers(m, t, c);
}

static void
compare_scores(const struct maker *m, struct table *t)
{
	struct comparison c[FORM_MAX_SEGMENTS] = {{0}};
	size_t n = 0;

	if (tally_items(m->d->tally, FORM_NONE) == 0 ||
	    !tally_totals_by_atom(m->d->tally))
		return;
	for (size_t i = 0; i < m->d->n_breakdowns; i++) {
		if (m->d->breakdown[i].n == 0)
			continue;
		c[n].b = &m->d->breakdown[i];
		test_scores(m, &c[n++]);
	}
	adjust(c, n, true);
	for (size_t i = 0; i < n; i++)
		comparison_row(m, t, &c[i]);
}

static void
compare_items(const struct maker *m, struct table *t, const struct breakdown *b)
{
	size_t n = 0, most = m->form->n_questions;
	struct comparison *c = mem_new(most + 1, sizeof(*c));

	for (size_t i = 0; i < most; i++) {
		if (!tally_is_keyed(m->d->tally, i))
			continue;
		c[n].question = &m->form->question[i];
		c[n].b = b;
		test_item(m, &c[n++]);
	}
	adjust(c, n, false);
	for (size_t i = 0; i < n; i++)
		comparison_row(m, t, &c[i]);
	free(c);
}

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
	enum status *status = statuses(m, b, q->index);
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

static void
make_pooled(const struct maker *m)
{
	struct table *t = report_table(m->report, "pooled", pooled_columns);

	table_hide(m, t, exact_pooled);
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

void
make_comparisons(const struct maker *m)
{
	struct table *t = report_table(m->report, "comparisons", columns);

	table_hide(m, t, exact_columns);
	compare_scores(m, t);
	for (size_t i = 0; i < m->d->n_breakdowns; i++) {
		if (m->d->breakdown[i].n > 0)
			compare_items(m, t, &m->d->breakdown[i]);
	}
	make_pooled(m);
}
