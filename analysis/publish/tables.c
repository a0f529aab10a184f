#include "analysis/publish/tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/tables_private.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

/* ---- parts of a row ---- */

const char *
table_label(const struct maker *m, const char *const *by_language)
{
	return form_text(m->form, by_language, m->form->default_language);
}

const char *
table_topic_name(const struct maker *m, size_t topic)
{
	return topic == FORM_NONE ? "All scored questions"
				  : m->form->topic[topic].name;
}

void
put_question(const struct maker *m, struct table *t, const struct question *q)
{
	table_row(t);
	table_text(t, "question", q->name);
	table_text(t, "label", table_label(m, q->label));
	table_text(t, "role", question_role_name(q->role));
	table_text(t, "topic", q->topic);
}

void
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

void
put_status(struct table *t, enum status status)
{
	table_text(t, "status", status_name(status));
}

void
put_missing(struct table *t, const struct outcome *o)
{
	table_count(t, "refused", o->refused);
	table_count(t, "skipped", o->skipped);
	table_count(t, "not_reached", o->not_reached);
	table_count(t, "not_shown", o->not_shown);
}

/* ---- figures ---- */

void
put_rounded(const struct maker *m, struct table *t, const char *column,
	    double number, int decimals)
{
	double scale = pow(10, decimals);

	table_number(t, column,
		     m->analysts || !isfinite(number)
			     ? number
			     : floor(number * scale + .5) / scale);
}

/* 29 percent is as a double a little less than 29 of 100 */
#define HAIR 1e-9

static double
percent_down(double share)
{
	return floor(share * 100 + HAIR);
}

static double
percent_up(double share)
{
	return ceil(share * 100 - HAIR);
}

void
put_ends(const struct maker *m, struct table *t, const char *low,
	 const char *high, struct interval i)
{
	table_number(t, low, m->analysts ? i.low : percent_down(i.low));
	table_number(t, high, m->analysts ? i.high : percent_up(i.high));
}

void
put_limits(const struct maker *m, struct table *t, struct interval i,
	   const char *method)
{
	if (isnan(i.low))
		return;
	put_ends(m, t, "low", "high", i);
	table_text(t, "method", method);
}

void
put_coefficient_limits(const struct maker *m, struct table *t,
		       struct interval i, const char *method)
{
	if (isnan(i.low))
		return;
	table_number(t, "low", m->analysts ? i.low : percent_down(i.low) / 100);
	table_number(t, "high",
		     m->analysts ? i.high : percent_up(i.high) / 100);
	table_text(t, "method", method);
}

void
put_percent(struct table *t, const char *column, double share)
{
	char words[8];

	percent_words(share, words);
	if (!isnan(share))
		table_text(t, column, words);
}

/* Staff up to so many: the exact interval costs nothing in width there, and
 * never covers less often than it says (stats.md S2h). */
enum { EXACT_STAFF = 200 };

/* Of n people out of N, 0: not known. Returns how. */
static const char *
share_limits(uint64_t x, uint64_t n, uint64_t N, struct interval *out)
{
	if (N == 0) {
		*out = proportion_wilson(x, n, TABLES_LEVEL);
		return "wilson";
	}
	if (N <= EXACT_STAFF) {
		*out = proportion_exact(x, n, N, TABLES_LEVEL);
		return "hypergeometric";
	}
	*out = proportion_wilson_fpc(x, n, N, TABLES_LEVEL);
	return "wilson_fpc";
}

static void
put_named(struct table *t, const char *before, const char *name,
	  const char *after, double number, const char *text)
{
	char column[64];

	snprintf(column, sizeof(column), "%s%s%s", before, name, after);
	if (text)
		table_text(t, column, text);
	else
		table_number(t, column, number);
}

void
put_told(const struct maker *m, struct table *t, const char *name,
	 const struct told *told, uint64_t x, uint64_t n)
{
	char words[8];

	if (told->exact || m->analysts) {
		table_count(t, name, x);
		put_named(t, "share_", name, "", proportion(x, n), NULL);
		percent_words(proportion(x, n), words);
		if (n > 0)
			put_named(t, "percent_", name, "", 0, words);
	} else {
		put_named(t, "", name, "_from", told->band.from, NULL);
		put_named(t, "", name, "_to", told->band.to, NULL);
	}
}

/* Limits that hold for every count that may be meant, rounded outwards to the
 * grid of the bands: they tell nothing that the band does not. Under 50
 * people the band alone: NULL. */
static const char *
told_limits(const struct maker *m, const struct told *told, uint64_t x,
	    uint64_t n, uint64_t N, struct interval *out)
{
	double step = band_step(n);

	if (told->exact || m->analysts)
		return share_limits(x, n, N, out);
	if (n < 50)
		return NULL;
	*out = proportion_wilson(told->least, n, TABLES_LEVEL);
	out->low = floor(out->low * 100 / step) * step / 100;
	out->high = proportion_wilson(told->most, n, TABLES_LEVEL).high;
	out->high = fmin(ceil(out->high * 100 / step) * step / 100, 1);
	return "wilson_of_band";
}

static void
put_limits_of(const struct maker *m, struct table *t, const struct told *told,
	      uint64_t x, uint64_t n, uint64_t N)
{
	struct interval i;
	const char *method = told_limits(m, told, x, n, N, &i);

	if (method)
		put_limits(m, t, i, method);
}

void
put_told_limits(const struct maker *m, struct table *t, const struct told *told,
		uint64_t x, uint64_t n)
{
	put_limits_of(m, t, told, x, n, m->f->invited);
}

/* A group is no sample of all staff but of its own. More answers than staff:
 * then its staff are not known. */
static uint64_t
staff_sampled(const struct maker *m, const struct breakdown *b,
	      const struct part *part)
{
	uint64_t staff = part ? findings_staff(m->f, b, part) : m->f->invited;

	return part && staff < part->counts->people ? 0 : staff;
}

void
put_part_limits(const struct maker *m, struct table *t,
		const struct breakdown *b, const struct part *part,
		const struct told *told, uint64_t x, uint64_t n)
{
	put_limits_of(m, t, told, x, n, staff_sampled(m, b, part));
}

void
put_state_limits(const struct maker *m, struct table *t, const char *name,
		 const struct told *told, uint64_t x, uint64_t n,
		 const struct breakdown *b, const struct part *part)
{
	struct interval i = {NAN, NAN};
	char low[64], high[64];

	if (!told_limits(m, told, x, n, staff_sampled(m, b, part), &i) ||
	    isnan(i.low))
		return;
	snprintf(low, sizeof(low), "%s_low", name);
	snprintf(high, sizeof(high), "%s_high", name);
	put_ends(m, t, low, high, i);
}

void
table_hide(const struct maker *m, struct table *t, const char *const *column)
{
	if (!m->analysts)
		table_exact(t, column);
}

bool
table_is_segment(const struct maker *m, const struct question *q)
{
	for (size_t i = 0; i < tally_segments(m->d->tally); i++) {
		if (tally_segment(m->d->tally, i) == q)
			return true;
	}
	return false;
}

void
put_split(const struct maker *m, struct table *t, const struct question *q,
	  const char *const *name, const struct split *s,
	  const struct breakdown *b, const struct part *part)
{
	for (unsigned i = 0; i < DISCLOSE_STATES; i++) {
		struct told told = b
			? told_group(m->d, q->index, b->segment, s->n[i],
				     s->base)
			: told_state(m->d, q->index, s->n[i], s->base);

		if (!name[i])
			continue;
		put_told(m, t, name[i], &told, s->n[i], s->base);
		if (i > 0)
			continue;
		if (part)
			put_part_limits(m, t, b, part, &told, s->n[i], s->base);
		else
			put_told_limits(m, t, &told, s->n[i], s->base);
	}
}

/* ---- groups ---- */

enum status *
part_statuses(const struct maker *m, const struct breakdown *b, size_t question)
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

void
row_of_all(const struct maker *m, struct table *t, const struct question *q,
	   row_maker *row)
{
	struct outcome o = counts_outcome(m->d->all, q->index);
	uint64_t base = split_of(m->d->tally, q->index, &o).base;

	row(m, t, q, NULL, NULL, base_status(m->d, base));
}

void
each_part(const struct maker *m, struct table *t, const struct question *q,
	  row_maker *row)
{
	for (size_t i = 0; i < m->d->n_breakdowns; i++) {
		const struct breakdown *b = &m->d->breakdown[i];
		enum status *status = part_statuses(m, b, q->index);

		for (size_t k = 0; k < b->n; k++)
			row(m, t, q, b, &b->part[k], status[k]);
		free(status);
	}
}

bool
put_answered(const struct maker *m, struct table *t, const struct breakdown *b,
	     const struct part *part, enum status status)
{
	put_people(m, t, b, part);
	put_status(t, status);
	if (status != STATUS_OK)
		return false;
	table_text(t, "base", "answered");
	return true;
}

const struct counts *
part_counts(const struct maker *m, const struct part *part)
{
	return part ? part->counts : m->d->all;
}

bool
row_is_exact(const struct maker *m, const struct question *q,
	     const struct part *part)
{
	return part ? m->analysts : told_exactly(m->d, q->index);
}

/* ---- all of it ---- */

static void
put_facts(const struct maker *m)
{
	struct report *r = m->report;
	const struct results_about *a = m->f->about;
	const struct form_settings *s = &m->form->settings;

	report_fact_text(r, "title", s->title);
	report_fact_text(r, "form", s->id);
	report_fact_text(r, "version", s->version);
	report_fact_count(r, "responses", tally_people(m->d->tally));
	report_fact_count(r, "invited", m->f->invited);
	report_fact_count(r, "staff", a->staff);
	report_fact_count(r, "codes_issued", a->codes_issued);
	report_fact_count(r, "waves", a->waves);
	report_fact_count(r, "min_group", m->d->k);
	report_fact_number(r, "level", TABLES_LEVEL);
	report_fact_text(r, "closes", a->closes);
	report_fact_flag(r, "closed_early", a->closed_early);
	report_fact_flag(r, "made_up", a->made_up);
}

void
tables_marks(struct report *r, const struct findings *f)
{
	struct text release = TEXT_INIT;

	if (f->reason)
		text_addf(&release, "for analysts only: %s", f->reason);
	else
		text_addf(&release, "release %u, audited", f->release->number);
	report_mark(r, "release", text_get(&release));
	report_mark(r, "data", f->about->made_up ? "made-up" : "answers");
	text_release(&release);
}

struct report *
tables_report(const struct findings *f)
{
	struct maker m = {
		.f = f,
		.d = f->d,
		.form = f->form,
		.report = report_new("stats"),
		.analysts = f->reason != NULL,
	};

	tables_marks(m.report, f);
	put_facts(&m);
	make_response(&m);
	make_topics(&m);
	make_items(&m);
	make_options(&m);
	make_habits(&m);
	make_scales(&m);
	make_comparisons(&m);
	make_pooled(&m);
	make_knowledge_habits(&m);
	make_weights(&m);
	return m.report;
}
