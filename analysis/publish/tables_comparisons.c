#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"
#include "analysis/statistics/adjust.h"
#include "analysis/statistics/compare.h"
#include "analysis/statistics/fisher.h"
#include "analysis/statistics/raoscott.h"
#include "questions/base/mem.h"

/* People that a group needs to be in a test of a release. */
enum { LEAST_TESTED = 50 };

/*
 * What is compared. Each kind is a family for each segment, but for scores: that
 * all of them are compared was settled before anybody answered, and they are one
 * over all segments: Holm at .05. Others are looked through: Benjamini and
 * Hochberg at .10 (stats.md S9).
 */
enum matter { SCORES, ITEMS, HABITS, ANSWERS };

static const struct {
	const char *compared, *base, *family;
	double level;
} matters[] = {
	[SCORES] = {"score", "shown", "score by segment (Holm)", .05},
	[ITEMS] = {"share right", "answered",
		   "items by segment (Benjamini-Hochberg)", .10},
	[HABITS] = {"share risky", "answered",
		    "habits by segment (Benjamini-Hochberg)", .10},
	[ANSWERS] = {"answers", "answered",
		     "answers by segment (Benjamini-Hochberg)", .10},
};

/* What is of analysts alone, before and after the method. */
#define TEST_COLUMNS "statistic", "df1", "df2", "p"
#define MORE_COLUMNS                                                       \
	"adjusted", "cramers_v", "cramers_v_uncorrected", "kruskal_h",     \
		"kruskal_p", "weighted_f", "weighted_df1", "weighted_df2", \
		"weighted_p"

static const char *const columns[] = {"compared",   QUESTION_COLUMNS,
				      "segment",    "groups",
				      "left_out",   "base",
				      "n",	    "differ",
				      TEST_COLUMNS, "method",
				      "family",	    MORE_COLUMNS,
				      "status",	    NULL};

static const char *const exact_columns[] = {TEST_COLUMNS, MORE_COLUMNS, NULL};

/* ---- one comparison ---- */

struct comparison {
	const struct question *question; /* NULL: the score over all items */
	const struct breakdown *b;
	enum matter matter;
	enum status status;
	uint64_t n;
	size_t groups; /* that were compared */
	double statistic, df1, df2, p, adjusted;
	const char *method;
	double effect, uncorrected;
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

/* Is a choice one of the answers that are compared? */
static bool
is_answer(const struct question *q, size_t choice)
{
	return !q->missing || q->missing[choice] == CHOICE_ANSWERS;
}

static size_t
columns_of(const struct comparison *c)
{
	return c->matter == ANSWERS ? c->question->list->n : 2;
}

/* The people of an atom, by group and what is compared. */
static void
put_atom_cells(const struct tally *tally, const struct comparison *c,
	       const enum status *status, size_t atom, uint64_t *cell)
{
	const struct breakdown *b = c->b;
	const struct question *q = c->question;
	struct outcome o = tally_atom_outcome(tally, atom, q->index);
	size_t code = tally_atom_code(tally, atom, b->segment);
	struct split s = split_of(tally, q->index, &o);
	size_t width = columns_of(c);

	for (size_t i = 0; i < b->n; i++, cell += width) {
		if (!b->part[i].codes[code] || status[i] != STATUS_OK)
			continue;
		if (c->matter != ANSWERS) {
			cell[0] = s.n[0];
			cell[1] = s.base - s.n[0];
			continue;
		}
		for (size_t a = 0; a < width; a++) {
			if (is_answer(q, a))
				cell[a] = tally_atom_option(tally, atom,
							    q->index, a);
		}
	}
}

/* Atoms by groups and answers, for Rao and Scott's test. */
static struct raoscott
weighted_test(const struct maker *m, const struct comparison *c,
	      const enum status *status)
{
	const struct tally *tally = m->d->tally;
	size_t atoms = tally_atoms(tally), groups = c->b->n;
	size_t width = columns_of(c);
	uint64_t *count = mem_new(atoms * groups * width + 1, sizeof(*count));
	struct design design = m->f->weighting->design;
	struct raoscott test;

	/* a test asks about what made the answers, not about these staff */
	design.population = NULL;
	for (size_t i = 0; i < atoms; i++)
		put_atom_cells(tally, c, status, i, count + i * groups * width);
	test = raoscott(&design, count, groups, width);
	free(count);
	return test;
}

/*
 * A group's people in a state, and the others. In a release they are as many as
 * the band says, which is made of published figures and tells no more than they
 * do: its middle, of so few people that their chance error has the variance of
 * both, of theirs and of what lies anywhere in the band.
 */
static void
put_told_cells(const struct maker *m, const struct comparison *c,
	       const struct split *s, uint64_t *cell)
{
	struct told told = told_group(m->d, c->question->index, c->b->segment,
				      s->n[0], s->base);
	double share = told_share(&told, s->n[0], s->base), width, n;

	if (told.exact) {
		cell[0] = s->n[0];
		cell[1] = s->base - s->n[0];
		return;
	}
	width = (told.band.to - told.band.from) / 100.0;
	n = (double)s->base;
	n /= 1 + n * width * width / (12 * share * (1 - share));
	cell[0] = (uint64_t)llround(n * share);
	cell[1] = (uint64_t)llround(n * (1 - share));
}

/* A group's row of the table that is tested. */
static void
put_cells(const struct maker *m, const struct comparison *c, size_t part,
	  uint64_t *cell)
{
	const struct counts *counts = c->b->part[part].counts;
	const struct question *q = c->question;
	struct outcome o = counts_outcome(counts, q->index);
	struct split s = split_of(m->d->tally, q->index, &o);

	if (c->matter != ANSWERS) {
		put_told_cells(m, c, &s, cell);
		return;
	}
	for (size_t i = 0; i < q->list->n; i++) {
		if (is_answer(q, i))
			cell[i] = counts_option(counts, q->index, i);
	}
}

static const char *
method_name(const struct maker *m, enum test_method method)
{
	static const char *const of_bands[] = {
		[TEST_NONE] = "none",
		[TEST_CHISQ] = "chi-squared-of-bands",
		[TEST_EXACT] = "fisher-exact-of-bands",
		[TEST_SIMULATED] = "fisher-simulated-of-bands",
	};

	return m->analysts ? test_method_name(method) : of_bands[method];
}

static void
test_table(const struct maker *m, struct comparison *c, const uint64_t *count)
{
	struct crosstab *t = crosstab_new(count, c->b->n, columns_of(c));
	struct independence test = independence_test(t, NULL);

	/* an exact p comes from no statistic: beside it one would mislead */
	c->statistic = c->df1 = c->df2 = NAN;
	if (test.method == TEST_CHISQ) {
		c->statistic = test.chisq.statistic;
		c->df1 = test.chisq.df;
	}
	c->p = test.p;
	c->method = method_name(m, test.method);
	c->effect = crosstab_cramer_corrected(t);
	c->uncorrected = crosstab_cramer(t);
	crosstab_free(t);
}

/* Of answers along a scale: are those of a group nearer to one end? */
static struct rank_test
rank_answers(const struct comparison *c, const uint64_t *count)
{
	size_t n = columns_of(c);
	double *place = mem_new(n + 1, sizeof(*place));
	struct counted_scores s = {place, n, count, c->b->n};
	struct rank_test test;

	for (size_t i = 0; i < n; i++)
		place[i] = (double)i;
	test = compare_kruskal(&s);
	free(place);
	return test;
}

static void
test_question(const struct maker *m, struct comparison *c)
{
	const struct breakdown *b = c->b;
	size_t width = columns_of(c);
	enum status *status = part_statuses(m, b, c->question->index);
	uint64_t *count = mem_new(width * b->n + 1, sizeof(*count));

	c->status = leave_out(m, b, status);
	for (size_t i = 0; i < b->n; i++) {
		if (status[i] != STATUS_OK)
			continue;
		put_cells(m, c, i, count + i * width);
		for (size_t k = 0; k < width; k++)
			c->n += count[i * width + k];
		c->groups++;
	}
	test_table(m, c, count);
	c->rank = (struct rank_test){NAN, NAN, NAN};
	if (c->matter == ANSWERS && c->question->ordered)
		c->rank = rank_answers(c, count);
	if (m->f->weighting && c->status == STATUS_OK)
		c->weighted = weighted_test(m, c, status);
	free(count);
	free(status);
}

/* Counted scores: a row a group that is compared, one column a value that
 * anybody has. The counts and values are its own. */
static struct counted_scores
scores_by_group(const struct comparison *c, const struct scores *s,
		const enum status *status, double *value, uint64_t *count,
		size_t values)
{
	size_t at = 0;

	for (size_t i = 0; i < c->b->n; i++) {
		for (size_t k = 0; status[i] == STATUS_OK && k < s[i].n; k++) {
			value[at] = s[i].share[k];
			count[i * values + at++] = s[i].people[k];
		}
	}
	return (struct counted_scores){value, values, count, c->b->n};
}

/* In a release a mean is known as its band alone: to its error comes that of
 * what lies anywhere in the band. */
static struct moments
told_moments(const struct maker *m, struct moments score)
{
	struct band b;
	double width;

	if (m->analysts || score.n == 0)
		return score;
	b = band_of_mean(score.mean, score.n);
	width = (b.to - b.from) / 100.0;
	score.mean = (b.from + b.to) / 200.0;
	score.variance += (double)score.n * width * width / 12;
	return score;
}

static void
test_means(const struct maker *m, struct comparison *c,
	   const struct counted_scores *all)
{
	struct moments *score = mem_new(c->b->n + 1, sizeof(*score));
	struct f_test test;

	for (size_t i = 0; i < c->b->n; i++) {
		struct moments own = compare_moments(all, i);

		if (own.n > 0)
			score[c->groups++] = told_moments(m, own);
		c->n += own.n;
	}
	test = m->analysts ? compare_welch(all)
			   : compare_welch_moments(score, c->groups);
	c->statistic = test.F;
	c->df1 = test.df1;
	c->df2 = test.df2;
	c->p = test.p;
	c->method = m->analysts ? "welch-f" : "welch-f-of-bands";
	c->effect = c->uncorrected = NAN;
	c->rank = compare_kruskal(all);
	free(score);
}

static void
test_scores(const struct maker *m, struct comparison *c)
{
	const struct breakdown *b = c->b;
	struct scores *s = mem_new(b->n + 1, sizeof(*s));
	enum status *status = mem_new(b->n + 1, sizeof(*status));
	uint64_t *n = mem_new(b->n + 1, sizeof(*n)), *count;
	struct counted_scores all;
	size_t values = 0;
	double *value;

	for (size_t i = 0; i < b->n; i++) {
		counts_scores(b->part[i].counts, FORM_NONE, &s[i]);
		for (size_t k = 0; k < s[i].n; k++)
			n[i] += s[i].people[k];
		values += s[i].n;
	}
	topic_group_status(m->d, FORM_NONE, b, n, status);
	c->status = leave_out(m, b, status);
	value = mem_new(values + 1, sizeof(*value));
	count = mem_new(b->n * values + 1, sizeof(*count));
	all = scores_by_group(c, s, status, value, count, values);
	test_means(m, c, &all);
	for (size_t i = 0; i < b->n; i++)
		scores_release(&s[i]);
	free(count);
	free(value);
	free(n);
	free(status);
	free(s);
}

/* ---- families ---- */

/* What may not be told is not in the family. */
static void
adjust(struct comparison *c, size_t n, enum matter matter)
{
	double *p = mem_new(n + 1, sizeof(*p));

	for (size_t i = 0; i < n; i++)
		p[i] = c[i].status == STATUS_OK ? c[i].p : NAN;
	if (matter == SCORES)
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
	table_number(t, "cramers_v_uncorrected", c->uncorrected);
	if (c->matter == SCORES || c->matter == ANSWERS) {
		table_number(t, "kruskal_h", c->rank.H);
		table_number(t, "kruskal_p", c->rank.p);
	}
	if (c->matter != SCORES && m->f->weighting) {
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
	if (c->question) {
		put_question(m, t, c->question);
	} else {
		table_row(t);
		table_text(t, "label", table_topic_name(m, FORM_NONE));
	}
	table_text(t, "compared", matters[c->matter].compared);
	table_text(t, "segment",
		   tally_segment(m->d->tally, c->b->segment)->name);
	put_status(t, c->status);
	if (c->status != STATUS_OK)
		return;
	table_count(t, "groups", c->groups);
	table_count(t, "left_out", c->b->n - c->groups);
	table_text(t, "base", matters[c->matter].base);
	table_text(t, "method", c->method);
	table_text(t, "family", matters[c->matter].family);
	table_text(t, "differ",
		   c->adjusted <= matters[c->matter].level ? "yes" : "no");
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
	adjust(c, n, SCORES);
	for (size_t i = 0; i < n; i++)
		comparison_row(m, t, &c[i]);
}

/* What has no right and no risk is for analysts only: in a release groups are
 * told of in states. */
static bool
is_compared_as(const struct maker *m, const struct question *q,
	       enum matter matter)
{
	switch (split_kind(m->d->tally, q->index)) {
	case SPLIT_ITEM: return matter == ITEMS;
	case SPLIT_RISK: return matter == HABITS;
	case SPLIT_PLAIN:
		return matter == ANSWERS && m->analysts &&
			q->type == TYPE_SELECT_ONE;
	case SPLIT_NONE: break;
	}
	return false;
}

static void
compare_questions(const struct maker *m, struct table *t,
		  const struct breakdown *b, enum matter matter)
{
	size_t n = 0, most = m->form->n_questions;
	struct comparison *c = mem_new(most + 1, sizeof(*c));

	for (size_t i = 0; i < most; i++) {
		if (!is_compared_as(m, &m->form->question[i], matter))
			continue;
		c[n].matter = matter;
		c[n].question = &m->form->question[i];
		c[n].b = b;
		test_question(m, &c[n++]);
	}
	adjust(c, n, matter);
	for (size_t i = 0; i < n; i++)
		comparison_row(m, t, &c[i]);
	free(c);
}

void
make_comparisons(const struct maker *m)
{
	struct table *t = report_table(m->report, "comparisons", columns);

	table_hide(m, t, exact_columns);
	compare_scores(m, t);
	for (enum matter k = ITEMS; k <= ANSWERS; k++) {
		for (size_t i = 0; i < m->d->n_breakdowns; i++) {
			if (m->d->breakdown[i].n > 0)
				compare_questions(m, t, &m->d->breakdown[i], k);
		}
	}
}
