#include "analysis/publish/changes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/tables.h"
#include "analysis/statistics/adjust.h"
#include "analysis/statistics/proportion.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "survey/seal.h"

/* Under so many answers in either wave nothing is tested; q-values up to
 * LEVEL_CHANGES are called a change. */
enum { LEAST_TESTED = 30 };
#define LEVEL_CHANGES .10

static const char *const change_columns[] = {"question",
					     "label",
					     "topic",
					     "version",
					     "counts",
					     "from_wave",
					     "to_wave",
					     "base",
					     "n",
					     "n_from",
					     "n_to",
					     "percent_from",
					     "percent_to",
					     "points",
					     "low",
					     "high",
					     "method",
					     "chi_squared",
					     "p",
					     "q",
					     "changed",
					     "weighted_points",
					     "weighted_low",
					     "weighted_high",
					     "weighted_method",
					     "status",
					     NULL};

static const char *const trend_columns[] = {"question", "label",  "topic",
					    "version",	"counts", "waves",
					    "base",	"n",	  "chi_squared",
					    "p",	"method", "status",
					    NULL};

static const char *const topic_columns[] = {
	"topic",	 "name",  "wave",     "people", "base",	  "n",
	"percent_known", "level", "sureness", "mode",	"status", NULL};

static const char *const wave_columns[] = {"wave",	   "base",   "n",
					   "invited",	   "deff",   "made_up",
					   "closed_early", "status", NULL};

static const char *const question_columns[] = {"question", "label", "wave",
					       "version",  "base",  "n",
					       "compared", "why",   "status",
					       NULL};

/* ---- versions ---- */

enum { VERSION_CHARS = 16 };

static void
add(struct text *t, const char *part)
{
	/* A byte that no text holds parts them. */
	text_addf(t, "%s\x1f", part ? part : "");
}

/* A translation that is added or mended later makes no other question. */
static void
add_label(struct text *t, const struct form *form,
	  const char *const *by_language)
{
	add(t, form_text(form, by_language, form->default_language));
}

/* A hash of all that makes a question what it is to who answers it, and of
 * what counts as right or risky. */
static void
version_of(const struct form *form, const struct question *q,
	   char out[VERSION_CHARS + 1])
{
	unsigned char hash[SEAL_HASH_BYTES];
	char hex[2 * SEAL_HASH_BYTES + 1], number[2][32];
	struct text t = TEXT_INIT;

	add(&t, question_type_name(q->type));
	add_label(&t, form, q->label);
	for (size_t i = 0; q->list && i < q->list->n; i++) {
		add(&t, q->list->choice[i].name);
		add_label(&t, form, q->list->choice[i].label);
		add(&t, q->key && q->key[i] ? "right" : "");
		add(&t, q->risky && q->risky[i] ? "risky" : "");
	}
	text_number(q->key_low, number[0]);
	text_number(q->key_high, number[1]);
	add(&t, number[0]);
	add(&t, number[1]);
	seal_hash(text_get(&t), t.n, hash);
	seal_hex(hash, sizeof(hash), hex);
	snprintf(out, VERSION_CHARS + 1, "%.*s", VERSION_CHARS, hex);
	text_release(&t);
}

/* ---- what is compared ---- */

struct seen {
	const struct question *q;
	char version[VERSION_CHARS + 1];
	struct split split;
	enum split_kind kind;
	bool told;
};

/* A question in each wave; same: as it was in the wave before. */
static struct seen
look(const struct findings *f, const char *name)
{
	size_t i = form_find(f->form, name);
	struct seen s = {0};
	struct outcome o;

	if (i == FORM_NONE)
		return s;
	s.q = &f->form->question[i];
	version_of(f->form, s.q, s.version);
	s.kind = split_kind(f->tally, i);
	if (s.kind != SPLIT_ITEM && s.kind != SPLIT_RISK)
		return s;
	o = counts_outcome(f->d->all, i);
	s.split = split_of(f->tally, i, &o);
	s.told = base_status(f->d, s.split.base) == STATUS_OK &&
		told_exactly(f->d, i);
	return s;
}

static bool
same(const struct seen *a, const struct seen *b)
{
	return a->q && b->q && a->kind == b->kind &&
		strcmp(a->version, b->version) == 0;
}

static bool
has_counts(const struct seen *s)
{
	return s->q && (s->kind == SPLIT_ITEM || s->kind == SPLIT_RISK);
}

/* ---- changes ---- */

struct maker {
	const struct wave_findings *wave;
	size_t n;
	struct report *report;
};

struct change {
	const struct question *q;
	const struct form *form;
	struct seen from, to;
	size_t from_wave, to_wave;
	enum status status;
	struct proportion_change change;
	double q_value;
};

static struct change
change_of(const struct maker *m, size_t from, size_t to, const char *name)
{
	struct change c = {
		.form = m->wave[to].f->form,
		.from = look(m->wave[from].f, name),
		.to = look(m->wave[to].f, name),
		.from_wave = from,
		.to_wave = to,
	};

	c.q = c.to.q;
	c.status = !c.from.told || !c.to.told ? STATUS_WITHHELD
		: c.from.split.base < LEAST_TESTED ||
			c.to.split.base < LEAST_TESTED
		? STATUS_UNDEFINED
		: STATUS_OK;
	c.change = proportion_change(c.from.split.n[0], c.from.split.base,
				     c.to.split.n[0], c.to.split.base,
				     TABLES_LEVEL);
	return c;
}

/* With both waves made to look like the staff: a change in who answered is
 * then no change in what they know. */
static void
put_weighted(const struct maker *m, struct table *t, const struct change *c)
{
	const struct findings *a = m->wave[c->from_wave].f;
	const struct findings *b = m->wave[c->to_wave].f;
	struct weighting_told x, y;
	struct interval i;

	if (!a->weighting || !b->weighting ||
	    !weighting_told_share(a->weighting, c->from.q->index, 0,
				  TABLES_LEVEL, &x) ||
	    !weighting_told_share(b->weighting, c->to.q->index, 0, TABLES_LEVEL,
				  &y))
		return;
	i = proportion_mover(x.value, x.limits, y.value, y.limits);
	table_number(t, "weighted_points",
		     proportion_points(y.value - x.value));
	table_number(t, "weighted_low", proportion_points(i.low));
	table_number(t, "weighted_high", proportion_points(i.high));
	table_text(t, "weighted_method", "mover_from_bands");
}

static void
put_question_of(struct table *t, const struct form *form,
		const struct question *q, const char *version)
{
	table_row(t);
	table_text(t, "question", q->name);
	table_text(t, "label",
		   form_text(form, q->label, form->default_language));
	table_text(t, "version", version);
}

static const char *
counts_name(enum split_kind kind)
{
	return kind == SPLIT_ITEM ? "right" : "risky";
}

/* More digits than the data have would only look exact: p and q to three that
 * count, statistics to two decimals. */
static void
put_probability(struct table *t, const char *column, double p)
{
	char digits[32];

	snprintf(digits, sizeof(digits), "%.2e", p);
	table_number(t, column, isnan(p) ? p : strtod(digits, NULL));
}

static void
put_statistic(struct table *t, const char *column, double x)
{
	table_number(t, column, round(x * 100) / 100);
}

static void
change_row(const struct maker *m, struct table *t, const struct change *c)
{
	char words[8];

	put_question_of(t, c->form, c->q, c->to.version);
	table_text(t, "topic", c->q->topic);
	table_text(t, "counts", counts_name(c->to.kind));
	table_text(t, "from_wave", m->wave[c->from_wave].name);
	table_text(t, "to_wave", m->wave[c->to_wave].name);
	table_text(t, "status", status_name(c->status));
	if (c->status == STATUS_WITHHELD)
		return;
	table_text(t, "base", "answered");
	table_count(t, "n", c->from.split.base + c->to.split.base);
	table_count(t, "n_from", c->from.split.base);
	table_count(t, "n_to", c->to.split.base);
	percent_words(proportion(c->from.split.n[0], c->from.split.base),
		      words);
	table_text(t, "percent_from", words);
	percent_words(proportion(c->to.split.n[0], c->to.split.base), words);
	table_text(t, "percent_to", words);
	table_number(t, "points", proportion_points(c->change.difference));
	table_number(t, "low", proportion_points(c->change.interval.low));
	table_number(t, "high", proportion_points(c->change.interval.high));
	table_text(t, "method", "newcombe");
	put_weighted(m, t, c);
	if (c->status == STATUS_UNDEFINED) {
		table_text(t, "changed", "not tested");
		return;
	}
	put_statistic(t, "chi_squared", c->change.chi2);
	put_probability(t, "p", c->change.p);
	put_probability(t, "q", c->q_value);
	table_text(t, "changed",
		   c->q_value <= LEVEL_CHANGES ? "yes" : "not firmly");
}

/* All questions that were the same in both waves; one family. */
static void
compare_two(const struct maker *m, struct table *t, size_t from, size_t to)
{
	const struct form *form = m->wave[to].f->form;
	struct change *c = mem_new(form->n_questions + 1, sizeof(*c));
	double *p = mem_new(form->n_questions + 1, sizeof(*p));
	size_t n = 0;

	for (size_t i = 0; i < form->n_questions; i++) {
		c[n] = change_of(m, from, to, form->question[i].name);
		if (!has_counts(&c[n].to) || !same(&c[n].from, &c[n].to))
			continue;
		p[n] = c[n].status == STATUS_OK ? c[n].change.p : NAN;
		n++;
	}
	adjust_bh(p, n, p);
	for (size_t i = 0; i < n; i++) {
		c[i].q_value = p[i];
		change_row(m, t, &c[i]);
	}
	free(p);
	free(c);
}

/* ---- three waves and more ---- */

static void
trend_row(const struct maker *m, struct table *t, const struct seen *seen)
{
	const struct seen *last = &seen[m->n - 1];
	const struct form *form = m->wave[m->n - 1].f->form;
	uint64_t *x = mem_new(m->n, sizeof(*x)), *n = mem_new(m->n, sizeof(*n));
	struct proportion_trend trend;
	uint64_t people = 0;
	bool told = true;

	for (size_t i = 0; i < m->n; i++) {
		x[i] = seen[i].split.n[0];
		n[i] = seen[i].split.base;
		people += n[i];
		told = told && seen[i].told && n[i] >= LEAST_TESTED;
	}
	trend = proportion_trend(x, n, NULL, m->n);
	put_question_of(t, form, last->q, last->version);
	table_text(t, "topic", last->q->topic);
	table_text(t, "counts", counts_name(last->kind));
	table_count(t, "waves", m->n);
	table_text(t, "status",
		   status_name(!told			? STATUS_WITHHELD
				       : isnan(trend.p) ? STATUS_UNDEFINED
							: STATUS_OK));
	if (told && !isnan(trend.p)) {
		table_text(t, "base", "answered");
		table_count(t, "n", people);
		put_statistic(t, "chi_squared", trend.chi2);
		put_probability(t, "p", trend.p);
		table_text(t, "method", "cochran_armitage");
	}
	free(n);
	free(x);
}

static void
make_trends(const struct maker *m)
{
	const struct form *form = m->wave[m->n - 1].f->form;
	struct table *t = report_table(m->report, "trends", trend_columns);
	struct seen *seen = mem_new(m->n, sizeof(*seen));

	for (size_t i = 0; i < form->n_questions; i++) {
		bool all = true;

		for (size_t w = 0; w < m->n; w++) {
			seen[w] = look(m->wave[w].f, form->question[i].name);
			all = all && (w == 0 || same(&seen[w - 1], &seen[w]));
		}
		if (all && has_counts(&seen[0]))
			trend_row(m, t, seen);
	}
	free(seen);
}

/* ---- topics, and what is not compared ---- */

static void
make_topics_of(const struct maker *m)
{
	struct table *t = report_table(m->report, "levels", topic_columns);

	for (size_t w = 0; w < m->n; w++) {
		const struct findings *f = m->wave[w].f;

		for (size_t i = 0; i < f->pitch->n_topics; i++) {
			const struct pitch_result *r = &f->pitch->topic[i];
			const struct topic *topic = &f->form->topic[r->topic];
			bool known = r->all.level.level != LEVEL_NONE;
			double share;
			char words[8];

			table_row(t);
			table_text(t, "topic", topic->code);
			table_text(t, "name", topic->name);
			table_text(t, "wave", m->wave[w].name);
			table_text(t, "status",
				   status_name(known ? STATUS_OK
						     : STATUS_UNDEFINED));
			if (!known)
				continue;
			table_count(t, "people", tally_people(f->tally));
			table_text(t, "base", "answered");
			table_count(t, "n",
				    topic_base(f->d, r->topic, f->d->all));
			/* of what is told of the questions, as in the pitch */
			share = topic_shares(f->d, r->topic).right;
			percent_words(share, words);
			table_text(t, "percent_known",
				   isnan(share) ? NULL : words);
			table_text(t, "level", level_name(r->all.level.level));
			table_text(t, "sureness",
				   sureness_name(r->all.level.sureness));
			table_text(t, "mode", mode_name(r->all.mode.mode));
		}
	}
}

static void
question_row(const struct maker *m, struct table *t, size_t wave,
	     const struct question *q)
{
	const struct findings *f = m->wave[wave].f;
	size_t before = wave == 0 ? 1 : wave - 1;
	struct seen now = look(f, q->name);
	struct seen then = look(m->wave[before].f, q->name);
	const char *other = m->wave[before].name;
	enum status status = base_status(f->d, now.split.base);
	struct text why = TEXT_INIT;

	put_question_of(t, f->form, q, now.version);
	table_text(t, "status", status_name(status));
	if (status == STATUS_OK) {
		table_text(t, "base", "answered");
		table_count(t, "n", now.split.base);
	}
	table_text(t, "wave", m->wave[wave].name);
	if (!then.q)
		text_addf(&why, "not in %s", other);
	else if (!same(&now, &then))
		text_addf(&why, "its words, options or key are others in %s",
			  other);
	table_text(t, "compared", *text_get(&why) ? "no" : "yes");
	table_text(t, "why", text_get(&why));
	text_release(&why);
}

static void
make_questions(const struct maker *m)
{
	struct table *t =
		report_table(m->report, "questions", question_columns);

	for (size_t w = 0; w < m->n; w++) {
		const struct form *form = m->wave[w].f->form;

		for (size_t i = 0; i < form->n_questions; i++) {
			struct seen s =
				look(m->wave[w].f, form->question[i].name);

			if (has_counts(&s))
				question_row(m, t, w, s.q);
		}
	}
}

/* What weighted changes rest on, and what came of the waves themselves. */
static void
make_waves(const struct maker *m)
{
	struct table *t = report_table(m->report, "waves", wave_columns);

	for (size_t i = 0; i < m->n; i++) {
		const struct findings *f = m->wave[i].f;

		table_row(t);
		table_text(t, "wave", m->wave[i].name);
		table_text(t, "base", "responses");
		table_count(t, "n", tally_people(f->tally));
		if (f->invited > 0)
			table_count(t, "invited", f->invited);
		if (f->weighting)
			put_statistic(t, "deff", f->weighting->kish.deff);
		table_text(t, "made_up", f->about->made_up ? "yes" : "no");
		table_text(t, "closed_early",
			   f->about->closed_early ? "yes" : "no");
		table_text(t, "status", status_name(STATUS_OK));
	}
}

static void
put_waves(const struct maker *m)
{
	bool made_up = false;

	for (size_t i = 0; i < m->n; i++)
		made_up = made_up || m->wave[i].f->about->made_up;
	report_mark(m->report, "release", "audited, wave by wave");
	report_mark(m->report, "data", made_up ? "made-up" : "answers");
	report_fact_count(m->report, "waves", m->n);
	report_fact_number(m->report, "level", TABLES_LEVEL);
	report_fact_text(m->report, "limits",
			 "Some people may have answered in both waves; nobody "
			 "can say who. Waves are taken as independent, so the "
			 "limits are too wide rather than too narrow.");
	report_fact_text(m->report, "points",
			 "Differences are of the shares before rounding, so "
			 "that points may be one more or less than the percent "
			 "beside them.");
}

struct report *
changes_report(const struct wave_findings *wave, size_t n)
{
	struct maker m = {wave, n, report_new("compare")};
	struct table *t;

	put_waves(&m);
	t = report_table(m.report, "changes", change_columns);
	for (size_t i = 1; i < n; i++)
		compare_two(&m, t, i - 1, i);
	if (n > 2)
		compare_two(&m, t, 0, n - 1);
	if (n > 2)
		make_trends(&m);
	make_topics_of(&m);
	make_waves(&m);
	make_questions(&m);
	return m.report;
}
