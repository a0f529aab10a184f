#include "analysis/publish/pitch_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"
#include "questions/base/mem.h"

static const char *const pitch_columns[] = {"topic",
					    "name",
					    "plain_name",
					    GROUP_COLUMNS,
					    "base",
					    "n",
					    "items",
					    "level",
					    "sureness",
					    "mode",
					    "mode_sureness",
					    "p_foundation",
					    "p_working",
					    "p_refresher",
					    "p_mode",
					    "known",
					    "percent_known",
					    "known_from",
					    "known_to",
					    "known_se",
					    "certainty",
					    "percent_misinformed",
					    "percent_uninformed",
					    "percent_shaky",
					    "words",
					    "words_low",
					    "words_high",
					    "words_needed",
					    "words_left_out",
					    "need",
					    "rank",
					    "rank_low",
					    "rank_high",
					    "cut1",
					    "cut2",
					    "cuts_from",
					    "default_cuts",
					    "judges",
					    "risk",
					    "risk_from",
					    "default_risk",
					    "exposure",
					    "percent_habit",
					    "habit_question",
					    "level_if_cuts_lower",
					    "level_if_cuts_higher",
					    "words_if_cuts_lower",
					    "words_if_cuts_higher",
					    "text_of_its_own",
					    "status",
					    NULL};

static const char *const pitch_exact[] = {"known", NULL};

static const char *const answer_columns[] = {"question",
					     "label",
					     "topic",
					     "option",
					     "option_label",
					     "misconception",
					     "misconception_label",
					     "direction",
					     "base",
					     "n",
					     "chosen",
					     "share_chosen",
					     "percent_chosen",
					     "chosen_from",
					     "chosen_to",
					     "low",
					     "high",
					     "method",
					     "percent_of_wrong",
					     "of_wrong_low",
					     "of_wrong_high",
					     "expected_by_chance",
					     "family_expected_by_chance",
					     "common",
					     "enough",
					     "more_than_chance",
					     "family_more_than_chance",
					     "weight",
					     "status",
					     NULL};

static const char *const answer_exact[] = {"chosen", "share_chosen", NULL};

/* ---- shared ---- */

static const char *
yes_no(bool flag)
{
	return flag ? "yes" : "no";
}

/* A number that exists, rounded in a release. */
static void
put(const struct maker *m, struct table *t, const char *column, double x,
    int decimals)
{
	if (!isnan(x))
		put_rounded(m, t, column, x, decimals);
}

static void
put_name(const char *column, struct table *t, const char *name)
{
	table_text(t, column, *name != '\0' ? name : NULL);
}

/* May figures that follow from the exact shares of a topic be told? */
static bool
tells_exactly(const struct maker *m, size_t topic)
{
	return m->analysts || told_topic_exactly(m->d, topic);
}

/* ---- pitch ---- */

static void
put_topic(const struct maker *m, struct table *t, size_t topic)
{
	const struct topic *own = &m->form->topic[topic];

	table_row(t);
	table_text(t, "topic", own->code);
	table_text(t, "name", own->name);
	table_text(t, "plain_name", own->plain_name);
}

/* decimals: of probabilities. */
static void
put_level(const struct maker *m, struct table *t, const struct pitch_view *v,
	  int decimals)
{
	static const char *const column[] = {"p_foundation", "p_working",
					     "p_refresher"};

	put_name("level", t, level_name(v->level.level));
	put_name("sureness", t, sureness_name(v->level.sureness));
	put_name("mode", t, mode_name(v->mode.mode));
	put_name("mode_sureness", t, sureness_name(v->mode.sureness));
	if (decimals < 0)
		return;
	for (size_t i = 0; i < 3; i++)
		put(m, t, column[i], v->level.probability[i], decimals);
	put(m, t, "p_mode", v->mode.probability, decimals);
}

static void
put_settled(const struct maker *m, struct table *t,
	    const struct pitch_result *r)
{
	static const char *const source[] = {
		[SOURCE_FORM] = "form",
		[SOURCE_FILE] = "file",
		[SOURCE_JUDGES] = "judges",
	};
	const struct pitch_topic *in =
		&measures_input(m->f->measures)->topic[r->topic];
	struct angoff judged = measures_angoff(m->f->measures, r->topic);

	table_number(t, "cut1", r->cuts.low);
	put(m, t, "cut2", r->cuts.high, 4);
	table_text(t, "cuts_from",
		   r->default_cuts ? "default" : source[in->cuts_from]);
	table_text(t, "default_cuts", yes_no(r->default_cuts));
	if (judged.judges > 0)
		table_count(t, "judges", judged.judges);
	table_number(t, "risk", r->risk);
	table_text(t, "risk_from",
		   r->default_risk ? "default" : source[in->risk_from]);
	table_text(t, "default_risk", yes_no(r->default_risk));
}

static void
put_words(struct table *t, const struct pitch_result *r)
{
	table_count(t, "words", r->words);
	table_count(t, "words_low", r->range.low);
	table_count(t, "words_high", r->range.high);
	table_count(t, "words_needed", r->needed);
	table_count(t, "words_left_out", r->fit.left_out);
	table_count(t, "words_if_cuts_lower", r->needed_if_lower);
	table_count(t, "words_if_cuts_higher", r->needed_if_higher);
	put_name("level_if_cuts_lower", t, level_name(r->if_lower.level));
	put_name("level_if_cuts_higher", t, level_name(r->if_higher.level));
	table_count(t, "rank", r->rank);
	table_count(t, "rank_low", r->ranks.low);
	table_count(t, "rank_high", r->ranks.high);
}

/* What decides the kind of text: with certainty the states of stats.md S3,
 * without it wrong for misinformed and don't know for uninformed. */
static void
put_states_of(struct table *t, const struct pitch_view *v)
{
	table_text(t, "certainty", yes_no(v->certainty));
	put_percent(t, "percent_misinformed", v->misinformed);
	put_percent(t, "percent_uninformed", v->uninformed);
	put_percent(t, "percent_shaky", v->shaky);
}

/* The habit behind h, where its share may be told as it is. */
static void
put_habit(const struct maker *m, struct table *t, const struct pitch_result *r)
{
	size_t at = r->habit_question ? form_find(m->form, r->habit_question)
				      : FORM_NONE;

	if (at == FORM_NONE)
		return;
	table_text(t, "habit_question", r->habit_question);
	if (told_exactly(m->d, at))
		put_percent(t, "percent_habit", r->all.habit);
}

/* May everything that exposes staff to a topic be told? */
static bool
tells_exposure(const struct maker *m, size_t topic)
{
	for (size_t i = 0; i < m->form->n_questions; i++) {
		const struct question *q = &m->form->question[i];

		if (q->exposes &&
		    strstr(q->exposes, m->form->topic[topic].code) &&
		    !told_exactly(m->d, i))
			return m->analysts;
	}
	return true;
}

static void
all_row(const struct maker *m, struct table *t, const struct pitch_result *r)
{
	struct topic_shares shares = topic_shares(m->d, r->topic);
	bool exactly = tells_exactly(m, r->topic);
	bool measured = r->all.level.level != LEVEL_NONE;

	put_topic(m, t, r->topic);
	put_people(m, t, NULL, NULL);
	put_settled(m, t, r);
	table_count(t, "items", shares.told);
	put_status(t,
		   measured		       ? STATUS_OK
			   : shares.items == 0 ? STATUS_UNDEFINED
					       : STATUS_WITHHELD);
	if (!measured)
		return;
	table_text(t, "base", "answered");
	table_count(t, "n", topic_base(m->d, r->topic, m->d->all));
	put_level(m, t, &r->all, exactly ? 3 : -1);
	put_words(t, r);
	put_percent(t, "percent_known", shares.right);
	put_habit(m, t, r);
	if (exactly) {
		table_number(t, "known", r->all.known);
		put(m, t, "known_se", r->all.error, 4);
		put_states_of(t, &r->all);
	}
	if (tells_exposure(m, r->topic)) {
		put(m, t, "exposure", r->all.exposure, 2);
		if (exactly)
			put(m, t, "need", r->need, 4);
	}
}

static const struct breakdown *
breakdown_of(const struct maker *m, const char *segment)
{
	const struct breakdown *b = m->d->breakdown;

	while (strcmp(tally_segment(m->d->tally, b->segment)->name, segment) !=
	       0)
		b++;
	return b;
}

static const struct counts *
counts_of(const struct maker *m, const struct pitch_group *g)
{
	const struct part *part = breakdown_of(m, g->segment)->part;

	while (strcmp(part->name, g->name) != 0)
		part++;
	return part->counts;
}

/* May figures of a group's scores in a topic be told? */
static bool
tells_scores(const struct maker *m, size_t topic, const struct pitch_group *g)
{
	const struct breakdown *b = breakdown_of(m, g->segment);
	uint64_t *n = mem_new(b->n + 1, sizeof(*n));
	enum status *status = mem_new(b->n + 1, sizeof(*status));
	bool tells = false;

	for (size_t i = 0; i < b->n; i++) {
		struct scores s;

		counts_scores(b->part[i].counts, topic, &s);
		for (size_t k = 0; k < s.n; k++)
			n[i] += s.people[k];
		scores_release(&s);
	}
	topic_group_status(m->d, topic, b, n, status);
	for (size_t i = 0; i < b->n; i++)
		tells |= status[i] == STATUS_OK &&
			strcmp(b->part[i].name, g->name) == 0;
	free(status);
	free(n);
	return tells || m->analysts;
}

/* 29 percent is as a double a little less than 29 of 100. */
#define HAIR 1e-9

static void
put_group_known(const struct maker *m, struct table *t,
		const struct pitch_view *v, const struct pitch_measure *measure)
{
	if (m->analysts) {
		table_number(t, "known", v->known);
		table_number(t, "known_se", v->error);
		put_states_of(t, v);
	} else if (!isnan(v->known)) {
		/* between the means of the ends of the items' bands */
		table_count(t, "known_from",
			    (uint64_t)floor(measure->band_low * 100 + HAIR));
		table_count(t, "known_to",
			    (uint64_t)ceil(measure->band_high * 100 - HAIR));
	}
}

static void
group_row(const struct maker *m, struct table *t, size_t topic, size_t group)
{
	const struct pitch_input *in = measures_input(m->f->measures);
	const struct pitch_group *g = &in->group[group];
	const struct pitch_view *v =
		&m->f->pitch->view[group * in->n_topics + topic];
	const struct counts *counts = counts_of(m, g);
	bool figures;

	put_topic(m, t, topic);
	table_text(t, "segment", g->segment);
	table_text(t, "group", g->name);
	table_text(t, "group_label", g->label);
	table_count(t, "people", g->people);
	put_status(t,
		   v->level.level == LEVEL_NONE ? STATUS_WITHHELD
			   : v->as_all		? STATUS_MERGED
						: STATUS_OK);
	if (v->level.level == LEVEL_NONE)
		return;
	table_text(t, "base", "answered");
	if (m->analysts)
		table_count(t, "n", topic_base(m->d, topic, counts));
	table_text(t, "text_of_its_own", yes_no(v->annex));
	figures = v->numbers && !v->as_all && tells_scores(m, topic, g);
	put_level(m, t, v, figures ? 1 : -1);
	if (figures)
		put_group_known(m, t, v, &g->measure[topic]);
}

static void
make_pitch(const struct maker *m)
{
	struct table *t = report_table(m->report, "pitch", pitch_columns);
	const struct pitch *p = m->f->pitch;

	table_hide(m, t, pitch_exact);
	for (size_t i = 0; i < p->n_topics; i++)
		all_row(m, t, &p->topic[i]);
	for (size_t i = 0; i < p->n_topics; i++) {
		for (size_t g = 0; g < p->n_groups; g++)
			group_row(m, t, p->topic[i].topic, g);
	}
}

/* ---- misconceptions ---- */

static void
put_answer(const struct maker *m, struct table *t, const struct question *q,
	   const struct pitch_answer *a)
{
	static const char *const direction[] = {
		[UNDER_CAUTIOUS] = "under-cautious",
		[OVER_CAUTIOUS] = "over-cautious",
		[OVER_REACH] = "over-reach",
	};
	const struct choice *c = &q->list->choice[a->option];
	size_t code =
		a->code ? form_find_misconception(m->form, a->code) : FORM_NONE;

	table_row(t);
	table_text(t, "question", q->name);
	table_text(t, "label", table_label(m, q->label));
	table_text(t, "topic", q->topic);
	table_text(t, "option", c->name);
	table_text(t, "option_label", table_label(m, c->label));
	table_text(t, "misconception", a->code);
	if (code == FORM_NONE)
		return;
	table_text(t, "misconception_label",
		   m->form->misconception[code].label);
	table_text(t, "direction", direction[a->direction]);
}

/* A share: in a release in whole percent. */
static void
put_expected(const struct maker *m, struct table *t, const char *column,
	     double share)
{
	if (!isnan(share))
		table_number(t, column,
			     m->analysts ? share : floor(share * 100 + .5));
}

/* What follows from counts of options and of wrong answers. */
static void
put_tests(const struct maker *m, struct table *t, const struct wrong_answer *w)
{
	put_percent(t, "percent_of_wrong", w->of_wrong);
	if (!isnan(w->of_wrong_limits.low))
		put_ends(m, t, "of_wrong_low", "of_wrong_high",
			 w->of_wrong_limits);
	put(m, t, "weight", w->weight, 2);
}

static void
answer_row(const struct maker *m, struct table *t, const struct pitch_answer *a)
{
	const struct question *q = measures_item(m->f->measures, a->item);
	struct outcome o = counts_outcome(m->d->all, q->index);
	uint64_t n = split_of(m->d->tally, q->index, &o).base;
	uint64_t x = counts_option(m->d->all, q->index, a->option);
	enum status status = base_status(m->d, n);
	struct told told;

	put_answer(m, t, q, a);
	put_status(t, status);
	if (status != STATUS_OK)
		return;
	told = told_option(m->d, q->index, a->option);
	table_text(t, "base", "answered");
	table_count(t, "n", n);
	put_told(m, t, "chosen", &told, x, n);
	put_told_limits(m, t, &told, x, n);
	put_expected(m, t, "expected_by_chance", a->test.by_chance);
	table_text(t, "common", yes_no(a->test.common));
	table_text(t, "enough", yes_no(a->test.enough));
	table_text(t, "more_than_chance", yes_no(a->test.by_item));
	table_text(t, "family_more_than_chance", yes_no(a->test.by_family));
	if (m->analysts || (told.exact && told_exactly(m->d, q->index)))
		put_tests(m, t, &a->test);
	if (m->analysts)
		put_expected(m, t, "family_expected_by_chance",
			     a->test.family_by_chance);
}

static void
make_answers(const struct maker *m)
{
	struct table *t =
		report_table(m->report, "misconceptions", answer_columns);

	table_hide(m, t, answer_exact);
	for (size_t i = 0; i < m->f->pitch->n_answers; i++)
		answer_row(m, t, &m->f->pitch->answer[i]);
}

/* ---- all of it ---- */

static void
put_facts(const struct maker *m)
{
	const struct pitch_totals *all = &m->f->pitch->totals;
	struct report *r = m->report;

	report_fact_text(r, "title", m->form->settings.title);
	report_fact_count(r, "responses", tally_people(m->d->tally));
	report_fact_count(r, "invited", m->f->invited);
	report_fact_flag(r, "made_up", m->f->about->made_up);
	report_fact_flag(r, "closed_early", m->f->about->closed_early);
	report_fact_count(r, "min_group", m->d->k);
	report_fact_count(r, "words", all->words);
	report_fact_count(r, "words_low", all->range.low);
	report_fact_count(r, "words_high", all->range.high);
	report_fact_count(r, "words_needed", all->needed);
	report_fact_count(r, "words_limit", all->limit);
	report_fact_count(r, "words_if_cuts_lower", all->needed_if_lower);
	report_fact_count(r, "words_if_cuts_higher", all->needed_if_higher);
	report_fact_number(r, "minutes", all->minutes);
	report_fact_number(r, "words_a_minute", all->wpm);
	report_fact_flag(r, "default_cuts", all->default_cuts);
	report_fact_flag(r, "default_risk", all->default_risk);
	report_fact_flag(r, "certainty", all->certainty);
	report_fact_flag(r, "one_text", all->one_text);
}

struct report *
pitch_tables_report(const struct findings *f)
{
	struct maker m = {
		.f = f,
		.d = f->d,
		.form = f->form,
		.report = report_new("pitch"),
		.analysts = f->reason != NULL,
	};

	tables_marks(m.report, f);
	put_facts(&m);
	make_pitch(&m);
	make_answers(&m);
	return m.report;
}
