#include <math.h>
#include <stdlib.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"
#include "analysis/statistics/moments.h"
#include "analysis/statistics/topic_error.h"
#include "questions/base/mem.h"

static const char *const topic_columns[] = {"topic",
					    "name",
					    "items",
					    GROUP_COLUMNS,
					    "base",
					    "n",
					    "none_shown",
					    "too_few_reached",
					    "mean",
					    "sd",
					    "se",
					    "percent_mean",
					    "low",
					    "high",
					    "method",
					    "staff_low",
					    "staff_high",
					    "mean_from",
					    "mean_to",
					    "known",
					    "known_se",
					    "percent_right",
					    "percent_wrong",
					    "percent_dont_know",
					    "percent_informed",
					    "percent_tentative",
					    "percent_uninformed",
					    "percent_confidently_wrong",
					    "weighted_mean",
					    "percent_weighted_mean",
					    "weighted_low",
					    "weighted_high",
					    "weighted_method",
					    "status",
					    NULL};

static const char *const exact_columns[] = {"none_shown", "too_few_reached",
					    "mean",	  "sd",
					    "se",	  "known",
					    "known_se",	  "weighted_mean",
					    NULL};

/* ---- shares over the items of a topic ---- */

static bool
belongs(const struct form *form, const struct question *q, size_t topic)
{
	return q->scored &&
		(topic == FORM_NONE ||
		 (q->topic && form_find_topic(form, q->topic) == topic));
}

struct topic_shares
topic_shares(const struct disclosed *d, size_t topic)
{
	const struct form *form = tally_form(d->tally);
	double sum[DISCLOSE_STATES] = {0};
	struct topic_shares s = {0};
	bool tells;

	for (size_t i = 0; i < form->n_questions; i++) {
		double share[DISCLOSE_STATES];
		struct outcome o;
		struct split split;

		if (!belongs(form, &form->question[i], topic))
			continue;
		s.items++;
		o = counts_outcome(d->all, i);
		split = split_of(d->tally, i, &o);
		if (base_status(d, split.base) != STATUS_OK)
			continue;
		s.told++;
		told_shares(d, i, NULL, &split, share);
		for (unsigned k = 0; k < DISCLOSE_STATES; k++)
			sum[k] += share[k];
	}
	tells = s.told > 0 && topic_status(d, topic, d->k) == STATUS_OK;
	s.right = tells ? sum[0] / (double)s.told : NAN;
	s.wrong = tells ? sum[1] / (double)s.told : NAN;
	s.dont_know = tells ? sum[2] / (double)s.told : NAN;
	return s;
}

uint64_t
topic_base(const struct disclosed *d, size_t topic, const struct counts *c)
{
	const struct form *form = tally_form(d->tally);
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < form->n_questions; i++) {
		struct outcome o = counts_outcome(d->all, i);

		if (!belongs(form, &form->question[i], topic) ||
		    base_status(d, split_of(d->tally, i, &o).base) != STATUS_OK)
			continue;
		o = counts_outcome(c, i);
		if (split_of(d->tally, i, &o).base < least)
			least = split_of(d->tally, i, &o).base;
	}
	return least == UINT64_MAX ? 0 : least;
}

/* Means over the items of the shares of the four states, of those who said
 * how sure they were. */
static void
put_certainty(const struct maker *m, struct table *t, size_t topic,
	      const struct counts *c)
{
	double sum[4] = {0};
	size_t items = 0;

	for (size_t i = 0; i < m->form->n_questions; i++) {
		struct states s;
		uint64_t n;

		if (!belongs(m->form, &m->form->question[i], topic))
			continue;
		s = counts_states(c, i);
		n = s.informed + s.tentative + s.uninformed +
			s.confidently_wrong;
		if (tally_certainty(m->d->tally, i) == FORM_NONE || n < m->d->k)
			continue;
		items++;
		sum[0] += proportion(s.informed, n);
		sum[1] += proportion(s.tentative, n);
		sum[2] += proportion(s.uninformed, n);
		sum[3] += proportion(s.confidently_wrong, n);
	}
	if (items == 0)
		return;
	put_percent(t, "percent_informed", sum[0] / (double)items);
	put_percent(t, "percent_tentative", sum[1] / (double)items);
	put_percent(t, "percent_uninformed", sum[2] / (double)items);
	put_percent(t, "percent_confidently_wrong", sum[3] / (double)items);
}

/* ---- scores of people ---- */

static struct moments
score_moments(const struct counts *c, size_t topic, struct scores *s)
{
	counts_scores(c, topic, s);
	return moments_of(s->share, s->people, s->n);
}

/* Everybody's scores, or those of a group, as records of the atoms. */
static struct design_record *
score_records(const struct maker *m, size_t topic, const struct breakdown *b,
	      const struct part *part, size_t *n)
{
	const struct tally *tally = m->d->tally;
	size_t most = tally_score_room(tally, topic), room = 0;
	struct score *score = mem_new(most + 1, sizeof(*score));
	struct design_record *record = NULL;

	*n = 0;
	for (size_t i = 0; i < tally_atoms(tally); i++) {
		size_t found;

		if (part && !part->codes[tally_atom_code(tally, i, b->segment)])
			continue;
		found = tally_atom_scores(tally, i, topic, score);
		record = mem_room(record, &room, *n + found + 1,
				  sizeof(*record));
		for (size_t k = 0; k < found; k++)
			record[(*n)++] = (struct design_record){
				i, score[k].people,
				(double)score[k].right /
					(double)score[k].shown};
	}
	free(score);
	return record;
}

/* Unweighted, as a part of everybody who answered: people outside the group
 * are in the error (stats.md S7w). */
static struct design_estimate
group_score(const struct maker *m, size_t topic, const struct breakdown *b,
	    const struct part *part)
{
	const struct tally *tally = m->d->tally;
	size_t atoms = tally_atoms(tally), n;
	uint64_t *people = mem_new(atoms + 1, sizeof(*people));
	double *one = mem_new(atoms + 1, sizeof(*one));
	double population = (double)m->f->invited;
	struct design design = {
		.cells = atoms,
		.people = people,
		.weight = one,
		.strata = 1,
		.population = &population,
	};
	struct design_record *record = score_records(m, topic, b, part, &n);
	struct design_estimate e;

	for (size_t i = 0; i < atoms; i++) {
		people[i] = tally_atom_people(tally, i);
		one[i] = 1;
	}
	e = design_mean(&design, record, n);
	free(record);
	free(one);
	free(people);
	return e;
}

static void
put_weighted_told(const struct maker *m, struct table *t, size_t topic,
		  const struct moments *score)
{
	struct interval plain =
		moments_interval(score, m->f->invited, TABLES_LEVEL);
	struct weighting_told told;

	if (!weighting_told_score(m->f->weighting, topic, score->mean, plain,
				  &told))
		return;
	put_percent(t, "percent_weighted_mean", told.value);
	put_ends(m, t, "weighted_low", "weighted_high", told.limits);
	table_text(t, "weighted_method", "from_bands");
}

static void
put_weighted(const struct maker *m, struct table *t, size_t topic,
	     const struct moments *score)
{
	struct design_record *record;
	struct design_estimate e;
	struct interval i;
	size_t n;

	if (!m->f->weighting ||
	    (topic == FORM_NONE && !tally_totals_by_atom(m->d->tally)))
		return;
	if (!m->analysts) {
		put_weighted_told(m, t, topic, score);
		return;
	}
	record = score_records(m, topic, NULL, NULL, &n);
	e = design_mean(&m->f->weighting->design, record, n);
	i = design_interval(&e, TABLES_LEVEL);
	table_number(t, "weighted_mean", e.value);
	put_percent(t, "percent_weighted_mean", e.value);
	put_ends(m, t, "weighted_low", "weighted_high", i);
	table_text(t, "weighted_method", "t_design");
	free(record);
}

/* ---- rows ---- */

static void
put_topic(const struct maker *m, struct table *t, size_t topic)
{
	table_row(t);
	table_text(t, "topic",
		   topic == FORM_NONE ? "all" : m->form->topic[topic].code);
	table_text(t, "name", table_topic_name(m, topic));
	table_count(t, "items", tally_items(m->d->tally, topic));
}

static void
put_mean_band(struct table *t, double mean, uint64_t n)
{
	struct band b = band_of_mean(mean, n);

	table_count(t, "mean_from", b.from);
	table_count(t, "mean_to", b.to);
}

/* The score as it is, with its error. */
static void
put_score(const struct maker *m, struct table *t, const struct moments *score)
{
	struct interval i =
		moments_interval(score, m->f->invited, TABLES_LEVEL);

	table_number(t, "mean", score->mean);
	table_number(t, "sd", sqrt(score->variance));
	table_number(t, "se", moments_error(score, m->f->invited));
	put_percent(t, "percent_mean", score->mean);
	put_limits(m, t, i, m->f->invited ? "t_fpc" : "t");
}

/* What the mean of all staff is at worst and best, whatever those know who
 * have no score (stats.md S16). */
static void
put_staff_bounds(const struct maker *m, struct table *t,
		 const struct moments *score)
{
	double staff = (double)m->f->invited, n = (double)score->n;
	double right = score->mean * n;

	if (n == 0 || staff < n)
		return;
	put_ends(m, t, "staff_low", "staff_high",
		 (struct interval){right / staff, (right + staff - n) / staff});
}

/* Of the share known, whatever people were shown and skipped (domain.md
 * 4.3). */
static double
known_error(const struct maker *m, size_t topic)
{
	struct tally_pairs *p =
		tally_pairs(m->d->tally, topic, FORM_NONE, NULL);
	double error = NAN;

	if (p)
		error = topic_error(&(struct topic_pairs){p->n_items, p->people,
							  p->answered,
							  p->both_right,
							  p->first_right},
				    m->f->invited)
				.error;
	tally_pairs_free(p);
	return error;
}

static void
put_shares(const struct maker *m, struct table *t, size_t topic)
{
	struct topic_shares shares = topic_shares(m->d, topic);

	table_number(t, "known", shares.right);
	put_percent(t, "percent_right", shares.right);
	put_percent(t, "percent_wrong", shares.wrong);
	put_percent(t, "percent_dont_know", shares.dont_know);
	/* made of all answers: how many gave one of a question told in bands
	 * would follow from it */
	if (topic != FORM_NONE && told_topic_exactly(m->d, topic))
		table_number(t, "known_se", known_error(m, topic));
}

static void
topic_row(const struct maker *m, struct table *t, size_t topic)
{
	struct scores s;
	struct moments score = score_moments(m->d->all, topic, &s);
	enum status status = topic_status(m->d, topic, score.n);

	put_topic(m, t, topic);
	put_people(m, t, NULL, NULL);
	put_status(t, status);
	if (status == STATUS_OK) {
		table_text(t, "base", "shown");
		table_count(t, "n", score.n);
		table_count(t, "none_shown", s.none_shown);
		table_count(t, "too_few_reached", s.too_few_reached);
		put_shares(m, t, topic);
		if (told_topic_exactly(m->d, topic)) {
			put_score(m, t, &score);
			put_staff_bounds(m, t, &score);
			put_certainty(m, t, topic, m->d->all);
			put_weighted(m, t, topic, &score);
		} else {
			put_mean_band(t, score.mean, score.n);
		}
	}
	scores_release(&s);
}

static void
topic_part_row(const struct maker *m, struct table *t, size_t topic,
	       const struct breakdown *b, const struct part *part,
	       enum status status)
{
	struct scores s;
	struct moments score = score_moments(part->counts, topic, &s);
	struct design_estimate e;

	scores_release(&s);
	put_topic(m, t, topic);
	put_people(m, t, b, part);
	put_status(t, status);
	if (status != STATUS_OK)
		return;
	table_text(t, "base", "shown");
	if (!m->analysts) {
		put_mean_band(t, score.mean, score.n);
		return;
	}
	e = group_score(m, topic, b, part);
	table_count(t, "n", score.n);
	table_number(t, "mean", e.value);
	table_number(t, "sd", sqrt(score.variance));
	table_number(t, "se", e.error);
	put_percent(t, "percent_mean", e.value);
	put_limits(m, t, design_interval(&e, TABLES_LEVEL), "t_design");
	put_certainty(m, t, topic, part->counts);
}

static void
topic_parts(const struct maker *m, struct table *t, size_t topic,
	    const struct breakdown *b)
{
	uint64_t *n = mem_new(b->n + 1, sizeof(*n));
	enum status *status = mem_new(b->n + 1, sizeof(*status));

	for (size_t i = 0; i < b->n; i++) {
		struct scores s;

		n[i] = score_moments(b->part[i].counts, topic, &s).n;
		scores_release(&s);
	}
	topic_group_status(m->d, topic, b, n, status);
	for (size_t i = 0; i < b->n; i++)
		topic_part_row(m, t, topic, b, &b->part[i], status[i]);
	free(status);
	free(n);
}

static bool
has_parts(const struct maker *m, size_t topic)
{
	return tally_items(m->d->tally, topic) > 0 &&
		(topic != FORM_NONE || tally_totals_by_atom(m->d->tally));
}

void
make_topics(const struct maker *m)
{
	struct table *t = report_table(m->report, "topics", topic_columns);
	const struct tally *tally = m->d->tally;
	size_t n = m->form->n_topics;

	table_hide(m, t, exact_columns);
	/* topics in their order, and behind them all scored items */
	for (size_t i = 0; i <= n; i++) {
		size_t topic = i < n ? i : FORM_NONE;

		if (tally_items(tally, topic) > 0)
			topic_row(m, t, topic);
	}
	for (size_t i = 0; i <= n; i++) {
		size_t topic = i < n ? i : FORM_NONE;

		for (size_t b = 0; b < m->d->n_breakdowns; b++) {
			if (has_parts(m, topic))
				topic_parts(m, t, topic, &m->d->breakdown[b]);
		}
	}
}
