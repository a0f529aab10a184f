#include "analysis/publish/tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/statistics/moments.h"
#include "analysis/statistics/proportion.h"
#include "questions/base/mem.h"

/* What every table needs to know. */
struct maker {
	const struct disclosed *d;
	const struct form *form;
	const struct results_about *about;
	uint64_t invited; /* 0: not known */
	struct report *report;
};

/* Marks of all rows that are about a question. */
#define QUESTION_COLUMNS "question", "label", "role", "topic"
#define GROUP_COLUMNS	 "segment", "group", "group_label", "people"

uint64_t
tables_invited(const struct results_about *about)
{
	uint64_t n = about->staff > 0 ? about->staff : about->codes_issued;

	return n < about->responses ? 0 : n;
}

/* ---- parts of a row ---- */

static const char *
label_of(const struct maker *m, const char *const *by_language)
{
	return form_text(m->form, by_language, m->form->default_language);
}

static void
put_question(const struct maker *m, struct table *t, const struct question *q)
{
	table_row(t);
	table_text(t, "question", q->name);
	table_text(t, "label", label_of(m, q->label));
	table_text(t, "role", question_role_name(q->role));
	table_text(t, "topic", q->topic);
}

/* Whose row it is; part NULL: everybody's. */
static void
put_people(const struct maker *m, struct table *t, const struct breakdown *b,
	   const struct part *part)
{
	table_count(t, "people", (part ? part->counts : m->d->all)->people);
	if (!part)
		return;
	table_text(t, "segment", tally_segment(m->d->tally, b->segment)->name);
	table_text(t, "group", part->name);
	table_text(t, "group_label", part->label);
}

static void
put_status(struct table *t, enum status status)
{
	table_text(t, "status", status_name(status));
}

/* A share of the organisation's base with its limits. */
static void
put_share(const struct maker *m, struct table *t, const char *column,
	  uint64_t x, uint64_t n)
{
	bool fpc = m->invited > 0;
	struct interval i = fpc
		? proportion_wilson_fpc(x, n, m->invited, TABLES_LEVEL)
		: proportion_wilson(x, n, TABLES_LEVEL);

	table_number(t, column, proportion(x, n));
	table_number(t, "low", i.low);
	table_number(t, "high", i.high);
	if (n > 0)
		table_text(t, "method", fpc ? "wilson_fpc" : "wilson");
}

static void
put_band(struct table *t, const char *from, const char *to, struct band b)
{
	table_count(t, from, b.from);
	table_count(t, to, b.to);
}

/*
 * Limits that hold for every share in the band, rounded outwards to its grid:
 * they tell nothing that the band does not. Under 50 people the band alone.
 */
static void
put_band_limits(struct table *t, struct band b, uint64_t n)
{
	unsigned step = band_step(n);
	uint64_t least = (b.from * n + 99) / 100;
	uint64_t most = b.to == 100 ? n : (b.to * n - 1) / 100;
	double low, high;

	if (n < 50)
		return;
	low = proportion_wilson(least, n, TABLES_LEVEL).low * 100 / step;
	high = proportion_wilson(most, n, TABLES_LEVEL).high * 100 / step;
	table_number(t, "low", floor(low) * step / 100);
	table_number(t, "high", fmin(ceil(high) * step / 100, 1));
	table_text(t, "method", "wilson_of_band");
}

/* ---- items ---- */

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
					   "low",
					   "high",
					   "method",
					   "share_wrong",
					   "share_dont_know",
					   "shown",
					   "share_right_of_shown",
					   "right_from",
					   "right_to",
					   "wrong_from",
					   "wrong_to",
					   "dont_know_from",
					   "dont_know_to",
					   "status",
					   NULL};

static uint64_t
item_base(const struct outcome *o)
{
	return o->right + o->wrong + o->dont_know;
}

static void
put_missing(struct table *t, const struct outcome *o)
{
	table_count(t, "refused", o->refused);
	table_count(t, "skipped", o->skipped);
	table_count(t, "not_reached", o->not_reached);
	table_count(t, "not_shown", o->not_shown);
}

static void
item_row(const struct maker *m, struct table *t, const struct question *q)
{
	struct outcome o = counts_outcome(m->d->all, q->index);
	uint64_t n = item_base(&o), shown = n + o.refused + o.skipped;
	enum status status = base_status(m->d, n);

	put_question(m, t, q);
	table_text(t, "scored", q->scored ? "yes" : "no");
	put_people(m, t, NULL, NULL);
	put_status(t, status);
	if (status == STATUS_WITHHELD)
		return;
	table_text(t, "base", "answered");
	table_count(t, "n", n);
	table_count(t, "right", o.right);
	table_count(t, "wrong", o.wrong);
	table_count(t, "dont_know", o.dont_know);
	put_missing(t, &o);
	put_share(m, t, "share_right", o.right, n);
	table_number(t, "share_wrong", proportion(o.wrong, n));
	table_number(t, "share_dont_know", proportion(o.dont_know, n));
	table_count(t, "shown", shown);
	table_number(t, "share_right_of_shown", proportion(o.right, shown));
}

static void
item_part_row(const struct maker *m, struct table *t, const struct question *q,
	      const struct breakdown *b, const struct part *part,
	      enum status status)
{
	struct outcome o = counts_outcome(part->counts, q->index);
	uint64_t n = item_base(&o);

	put_question(m, t, q);
	table_text(t, "scored", q->scored ? "yes" : "no");
	put_people(m, t, b, part);
	put_status(t, status);
	if (status != STATUS_OK)
		return;
	table_text(t, "base", "answered");
	put_band(t, "right_from", "right_to", band_of(o.right, n));
	put_band(t, "wrong_from", "wrong_to", band_of(o.wrong, n));
	put_band(t, "dont_know_from", "dont_know_to", band_of(o.dont_know, n));
	put_band_limits(t, band_of(o.right, n), n);
}

/* Bases of a question in each group, as group_status wants them. */
static uint64_t *
part_bases(const struct breakdown *b, size_t question,
	   uint64_t (*base)(const struct outcome *))
{
	uint64_t *n = mem_new(b->n + 1, sizeof(*n));

	for (size_t i = 0; i < b->n; i++) {
		struct outcome o = counts_outcome(b->part[i].counts, question);

		n[i] = base(&o);
	}
	return n;
}

/* Calls `row` for each group of each breakdown, with its status. */
static void
each_part(const struct maker *m, struct table *t, const struct question *q,
	  uint64_t (*base)(const struct outcome *), uint64_t least,
	  void (*row)(const struct maker *, struct table *,
		      const struct question *, const struct breakdown *,
		      const struct part *, enum status))
{
	for (size_t i = 0; i < m->d->n_breakdowns; i++) {
		const struct breakdown *b = &m->d->breakdown[i];
		uint64_t *n = part_bases(b, q->index, base);
		enum status *status = mem_new(b->n + 1, sizeof(*status));

		group_status(m->d, b, n, least, status);
		for (size_t k = 0; k < b->n; k++)
			row(m, t, q, b, &b->part[k], status[k]);
		free(status);
		free(n);
	}
}

/* Everybody first, so that they are one sheet's first rows; groups below. */
static void
make_items(const struct maker *m)
{
	struct table *t = report_table(m->report, "items", item_columns);
	const struct question *q = m->form->question;

	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (tally_is_keyed(m->d->tally, i))
			item_row(m, t, &q[i]);
	}
	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (tally_is_keyed(m->d->tally, i))
			each_part(m, t, &q[i], item_base, 0, item_part_row);
	}
}

/* ---- options ---- */

static const char *const option_columns[] = {
	QUESTION_COLUMNS, "option", "option_label", "right",
	"misconception",  "risky",  "missing",	    GROUP_COLUMNS,
	"base",		  "n",	    "means",	    "count",
	"share",	  "low",    "high",	    "method",
	"status",	  NULL};

static const char *const missing_names[] = {
	[CHOICE_ANSWERS] = NULL,
	[CHOICE_DONT_KNOW] = "dont_know",
	[CHOICE_REFUSED] = "refused",
	[CHOICE_NOT_APPLICABLE] = "not_applicable",
};

static const char *
misconception_of(const struct question *q, const char *choice)
{
	for (size_t i = 0; i < q->n_misconceptions; i++) {
		if (strcmp(q->misconception[i].choice, choice) == 0)
			return q->misconception[i].code;
	}
	return NULL;
}

static const char *
yes_no(const bool *list, size_t i)
{
	return !list ? NULL : list[i] ? "yes" : "no";
}

static void
option_row(const struct maker *m, struct table *t, const struct question *q,
	   size_t option)
{
	const struct choice *c = &q->list->choice[option];
	uint64_t n = counts_state(m->d->all, q->index, STATE_ANSWERED);
	uint64_t x = counts_option(m->d->all, q->index, option);
	enum status status = base_status(m->d, n);

	put_question(m, t, q);
	table_text(t, "option", c->name);
	table_text(t, "option_label", label_of(m, c->label));
	table_text(t, "right", yes_no(q->key, option));
	table_text(t, "misconception", misconception_of(q, c->name));
	table_text(t, "risky", yes_no(q->risky, option));
	if (q->missing)
		table_text(t, "missing", missing_names[q->missing[option]]);
	put_people(m, t, NULL, NULL);
	put_status(t, status);
	if (status == STATUS_WITHHELD)
		return;
	table_text(t, "base", "answered");
	table_count(t, "n", n);
	table_text(t, "means", q->type == TYPE_RANK ? "put first" : "chosen");
	table_count(t, "count", x);
	put_share(m, t, "share", x, n);
}

static bool
is_segment(const struct maker *m, const struct question *q)
{
	for (size_t i = 0; i < tally_segments(m->d->tally); i++) {
		if (tally_segment(m->d->tally, i) == q)
			return true;
	}
	return false;
}

static void
make_options(const struct maker *m)
{
	struct table *t = report_table(m->report, "options", option_columns);

	for (size_t i = 0; i < m->form->n_questions; i++) {
		const struct question *q = &m->form->question[i];

		if (!question_is_select(q) || is_segment(m, q))
			continue;
		for (size_t k = 0; k < q->list->n; k++)
			option_row(m, t, q, k);
	}
}

/* ---- habits ---- */

static const char *const habit_columns[] = {QUESTION_COLUMNS,
					    GROUP_COLUMNS,
					    "base",
					    "n",
					    "risky",
					    "other",
					    "dont_know",
					    "refused",
					    "skipped",
					    "not_reached",
					    "not_shown",
					    "share_risky",
					    "low",
					    "high",
					    "method",
					    "risky_from",
					    "risky_to",
					    "other_from",
					    "other_to",
					    "dont_know_from",
					    "dont_know_to",
					    "status",
					    NULL};

static uint64_t
habit_base(const struct outcome *o)
{
	return o->substantive + o->dont_know;
}

static void
habit_row(const struct maker *m, struct table *t, const struct question *q)
{
	struct outcome o = counts_outcome(m->d->all, q->index);
	uint64_t n = habit_base(&o);
	enum status status = base_status(m->d, n);

	put_question(m, t, q);
	put_people(m, t, NULL, NULL);
	put_status(t, status);
	if (status == STATUS_WITHHELD)
		return;
	table_text(t, "base", "answered");
	table_count(t, "n", n);
	table_count(t, "dont_know", o.dont_know);
	put_missing(t, &o);
	table_count(t, "other", o.substantive - o.risky);
	if (!q->risky)
		return;
	table_count(t, "risky", o.risky);
	put_share(m, t, "share_risky", o.risky, n);
}

static void
habit_part_row(const struct maker *m, struct table *t, const struct question *q,
	       const struct breakdown *b, const struct part *part,
	       enum status status)
{
	struct outcome o = counts_outcome(part->counts, q->index);
	uint64_t n = habit_base(&o);

	put_question(m, t, q);
	put_people(m, t, b, part);
	put_status(t, status);
	if (status != STATUS_OK)
		return;
	table_text(t, "base", "answered");
	put_band(t, "risky_from", "risky_to", band_of(o.risky, n));
	put_band(t, "other_from", "other_to",
		 band_of(o.substantive - o.risky, n));
	put_band(t, "dont_know_from", "dont_know_to", band_of(o.dont_know, n));
	put_band_limits(t, band_of(o.risky, n), n);
}

static bool
is_habit(const struct maker *m, const struct question *q)
{
	return question_is_asked(q) && q->type != TYPE_NOTE &&
		q->role != ROLE_KNOWLEDGE && q->role != ROLE_CERTAINTY &&
		!is_segment(m, q);
}

static void
make_habits(const struct maker *m)
{
	struct table *t = report_table(m->report, "habits", habit_columns);
	const struct question *q = m->form->question;

	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (is_habit(m, &q[i]))
			habit_row(m, t, &q[i]);
	}
	for (size_t i = 0; i < m->form->n_questions; i++) {
		if (is_habit(m, &q[i]) && q[i].risky)
			each_part(m, t, &q[i], habit_base, DISCLOSE_SENSITIVE,
				  habit_part_row);
	}
}

/* ---- topics ---- */

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
					    "low",
					    "high",
					    "method",
					    "share_right",
					    "share_wrong",
					    "share_dont_know",
					    "mean_from",
					    "mean_to",
					    "status",
					    NULL};

struct topic_shares
topic_shares(const struct disclosed *d, size_t topic)
{
	const struct form *form = tally_form(d->tally);
	struct topic_shares s = {0, 0, 0, 0, 0};

	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];
		struct outcome o;

		if (!q->scored ||
		    (topic != FORM_NONE &&
		     (!q->topic || form_find_topic(form, q->topic) != topic)))
			continue;
		s.items++;
		o = counts_outcome(d->all, i);
		if (base_status(d, item_base(&o)) != STATUS_OK)
			continue;
		s.told++;
		s.right += proportion(o.right, item_base(&o));
		s.wrong += proportion(o.wrong, item_base(&o));
		s.dont_know += proportion(o.dont_know, item_base(&o));
	}
	s.right = s.told == 0 ? NAN : s.right / (double)s.told;
	s.wrong = s.told == 0 ? NAN : s.wrong / (double)s.told;
	s.dont_know = s.told == 0 ? NAN : s.dont_know / (double)s.told;
	return s;
}

static struct moments
score_moments(const struct counts *c, size_t topic, struct scores *s)
{
	counts_scores(c, topic, s);
	return moments_of(s->share, s->people, s->n);
}

static void
put_topic(const struct maker *m, struct table *t, size_t topic)
{
	const struct topic *x =
		topic == FORM_NONE ? NULL : &m->form->topic[topic];

	table_row(t);
	table_text(t, "topic", x ? x->code : "all");
	table_text(t, "name", x ? x->name : "All scored questions");
	table_count(t, "items", tally_items(m->d->tally, topic));
}

static void
topic_row(const struct maker *m, struct table *t, size_t topic)
{
	struct scores s;
	struct moments score = score_moments(m->d->all, topic, &s);
	struct interval i = moments_interval(&score, m->invited, TABLES_LEVEL);
	struct topic_shares shares = topic_shares(m->d, topic);
	enum status status = base_status(m->d, score.n);

	put_topic(m, t, topic);
	put_people(m, t, NULL, NULL);
	put_status(t, status);
	if (status != STATUS_WITHHELD) {
		table_text(t, "base", "shown");
		table_count(t, "n", score.n);
		table_count(t, "none_shown", s.none_shown);
		table_count(t, "too_few_reached", s.too_few_reached);
		table_number(t, "mean", score.mean);
		table_number(t, "sd", sqrt(score.variance));
		table_number(t, "se", moments_error(&score, m->invited));
		table_number(t, "low", i.low);
		table_number(t, "high", i.high);
		if (!isnan(i.low))
			table_text(t, "method", m->invited ? "t_fpc" : "t");
		table_number(t, "share_right", shares.right);
		table_number(t, "share_wrong", shares.wrong);
		table_number(t, "share_dont_know", shares.dont_know);
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

	put_topic(m, t, topic);
	put_people(m, t, b, part);
	put_status(t, status);
	if (status == STATUS_OK) {
		table_text(t, "base", "shown");
		put_band(t, "mean_from", "mean_to",
			 band_of_mean(score.mean, score.n));
	}
	scores_release(&s);
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
	group_status(m->d, b, n, 0, status);
	for (size_t i = 0; i < b->n; i++)
		topic_part_row(m, t, topic, b, &b->part[i], status[i]);
	free(status);
	free(n);
}

static void
make_topics(const struct maker *m)
{
	struct table *t = report_table(m->report, "topics", topic_columns);
	const struct tally *tally = m->d->tally;

	for (size_t i = 0; i < m->form->n_topics; i++) {
		if (tally_items(tally, i) > 0)
			topic_row(m, t, i);
	}
	if (tally_items(tally, FORM_NONE) > 0)
		topic_row(m, t, FORM_NONE);
	for (size_t i = 0; i < m->form->n_topics; i++) {
		for (size_t b = 0; b < m->d->n_breakdowns; b++) {
			if (tally_items(tally, i) > 0)
				topic_parts(m, t, i, &m->d->breakdown[b]);
		}
	}
}

/* ---- response ---- */

static const char *const response_columns[] = {"measure", "segment", "group",
					       "label",	  "base",    "n",
					       "of",	  "share",   "status",
					       NULL};

static void
put_measure(struct table *t, const char *measure, uint64_t n, bool known)
{
	table_row(t);
	table_text(t, "measure", measure);
	put_status(t, known ? STATUS_OK : STATUS_UNDEFINED);
	if (known)
		table_count(t, "n", n);
}

/* With the whole that it is a part of; of 0: not known. */
static void
put_part_measure(struct table *t, const char *measure, uint64_t n,
		 const char *base, uint64_t of)
{
	put_measure(t, measure, n, true);
	table_text(t, "base", base);
	if (of == 0) {
		put_status(t, STATUS_UNDEFINED);
		return;
	}
	table_count(t, "of", of);
	table_number(t, "share", proportion(n, of));
}

/* One row a category, so that what was merged can be seen. */
static void
put_groups(const struct maker *m, struct table *t, const struct breakdown *b)
{
	const struct tally *tally = m->d->tally;
	const char *segment = tally_segment(tally, b->segment)->name;

	for (size_t i = 0; i < tally_codes(tally, b->segment); i++) {
		bool told = b->n > 0 && !b->merged[i];

		if (told ||
		    !(b->merged[i] || tally_code_answers(tally, b->segment, i)))
			continue;
		put_measure(t, "group", 0, false);
		table_text(t, "segment", segment);
		table_text(t, "group", code_name(tally, b->segment, i));
		table_text(t, "label", code_label(tally, b->segment, i));
		put_status(t, b->n > 0 ? STATUS_MERGED : STATUS_WITHHELD);
	}
	for (size_t i = 0; i < b->n; i++) {
		put_measure(t, "group", b->part[i].counts->people, true);
		table_text(t, "segment", segment);
		table_text(t, "group", b->part[i].name);
		table_text(t, "label", b->part[i].label);
	}
}

static void
make_response(const struct maker *m)
{
	struct table *t = report_table(m->report, "response", response_columns);
	const struct results_about *a = m->about;
	struct progress_counts p = tally_progress(m->d->tally);
	uint64_t n = tally_people(m->d->tally);

	put_measure(t, "staff", a->staff, a->staff > 0);
	put_measure(t, "codes_issued", a->codes_issued, a->codes_issued > 0);
	put_part_measure(t, "responses", n, "invited", m->invited);
	put_part_measure(t, "complete", p.complete, "responses", n);
	put_part_measure(t, "partial", p.partial, "responses", n);
	put_part_measure(t, "broken_off", p.broken_off, "responses", n);
	/* AAPOR Standard Definitions: RR1, and RR2, which counts those who
	 * reached at least half of what was shown to them. */
	put_part_measure(t, "response_rate_1", p.complete, "invited",
			 m->invited);
	put_part_measure(t, "response_rate_2", p.complete + p.partial,
			 "invited", m->invited);
	put_measure(t, "sent_twice_dropped", a->dropped_twice, true);
	put_measure(t, "same_id_other_answers", a->conflicts, true);
	put_measure(t, "boxes_not_opened", a->unopened, true);
	for (size_t i = 0; i < m->d->n_breakdowns; i++)
		put_groups(m, t, &m->d->breakdown[i]);
}

/* ---- all of it ---- */

static void
put_facts(const struct maker *m)
{
	struct report *r = m->report;
	const struct results_about *a = m->about;
	const struct form_settings *s = &m->form->settings;

	report_fact_text(r, "title", s->title);
	report_fact_text(r, "form", s->id);
	report_fact_text(r, "version", s->version);
	report_fact_count(r, "responses", tally_people(m->d->tally));
	report_fact_count(r, "staff", a->staff);
	report_fact_count(r, "codes_issued", a->codes_issued);
	report_fact_count(r, "waves", a->waves);
	report_fact_count(r, "min_group", m->d->k);
	report_fact_number(r, "level", TABLES_LEVEL);
	report_fact_text(r, "closes", a->closes);
	report_fact_flag(r, "closed_early", a->closed_early);
	report_fact_flag(r, "made_up", a->made_up);
}

struct report *
tables_report(const struct disclosed *d, const struct results_about *about)
{
	struct maker m = {
		.d = d,
		.form = tally_form(d->tally),
		.about = about,
		.invited = tables_invited(about),
		.report = report_new("stats"),
	};

	report_mark(m.report, "release", "not audited for release");
	report_mark(m.report, "data", about->made_up ? "made-up" : "answers");
	put_facts(&m);
	make_response(&m);
	make_topics(&m);
	make_items(&m);
	make_options(&m);
	make_habits(&m);
	return m.report;
}
