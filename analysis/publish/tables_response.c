#include "analysis/publish/tables_private.h"

static const char *const response_columns[] = {"measure", "segment", "group",
					       "label",	  "base",    "n",
					       "of",	  "share",   "percent",
					       "status",  NULL};

static const char *const exact_columns[] = {"share", NULL};

static void
put_measure(struct table *t, const char *measure, uint64_t n, bool known)
{
	table_row(t);
	table_text(t, "measure", measure);
	put_status(t, known ? STATUS_OK : STATUS_UNDEFINED);
	if (known)
		table_count(t, "n", n);
}

static void
put_rate(struct table *t, uint64_t n, uint64_t of)
{
	table_count(t, "of", of);
	table_number(t, "share", proportion(n, of));
	put_percent(t, "percent", proportion(n, of));
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
	put_rate(t, n, of);
}

/* ---- groups ---- */

/* One row a category that is not told by itself, so that it can be seen. */
static void
put_merged(const struct maker *m, struct table *t, const struct breakdown *b)
{
	const struct tally *tally = m->d->tally;

	for (size_t i = 0; i < tally_codes(tally, b->segment); i++) {
		bool told = b->n > 0 && !b->merged[i];

		if (told ||
		    !(b->merged[i] || tally_code_answers(tally, b->segment, i)))
			continue;
		put_measure(t, "group", 0, false);
		table_text(t, "segment",
			   tally_segment(tally, b->segment)->name);
		table_text(t, "group", code_name(tally, b->segment, i));
		table_text(t, "label", code_label(tally, b->segment, i));
		put_status(t, b->n > 0 ? STATUS_MERGED : STATUS_WITHHELD);
	}
}

/* A few of the group did not answer: "11 of 12" sends people to look for the
 * twelfth (stats.md S1). */
static bool
nearly_all_answered(const struct maker *m, const struct part *part, uint64_t of)
{
	uint64_t n = part->counts->people;

	return of > n && of - n < m->d->k;
}

/* The smallest group of which k and more did not answer; b->n: none. */
static size_t
smallest_with_others(const struct maker *m, const struct breakdown *b)
{
	size_t best = b->n;
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < b->n; i++) {
		uint64_t of = findings_staff(m->f, b, &b->part[i]);

		if (of >= b->part[i].counts->people + m->d->k && of < least) {
			least = of;
			best = i;
		}
	}
	return best;
}

bool
part_staff_is_told(const struct maker *m, const struct breakdown *b,
		   size_t part)
{
	uint64_t away = 0;

	if (m->analysts)
		return true;
	for (size_t i = 0; i < b->n; i++) {
		uint64_t of = findings_staff(m->f, b, &b->part[i]);
		bool nearly = nearly_all_answered(m, &b->part[i], of);

		if (nearly && i == part)
			return false;
		away += nearly ? of - b->part[i].counts->people : 0;
	}
	/* their staff together follows from that of all */
	return away == 0 || away >= m->d->k ||
		smallest_with_others(m, b) != part;
}

/* How many of a group answered, and of how many. More answers than staff are
 * no rate. */
static void
put_group(const struct maker *m, struct table *t, const struct breakdown *b,
	  size_t i)
{
	const struct part *part = &b->part[i];
	uint64_t n = part->counts->people, of = findings_staff(m->f, b, part);

	put_measure(t, "group", n, true);
	table_text(t, "segment", tally_segment(m->d->tally, b->segment)->name);
	table_text(t, "group", part->name);
	table_text(t, "label", part->label);
	if (of == 0)
		return;
	table_text(t, "base", "staff");
	if (of < n)
		put_status(t, STATUS_UNDEFINED);
	else if (part_staff_is_told(m, b, i))
		put_rate(t, n, of);
}

static void
put_groups(const struct maker *m, struct table *t, const struct breakdown *b)
{
	put_merged(m, t, b);
	for (size_t i = 0; i < b->n; i++)
		put_group(m, t, b, i);
}

void
make_response(const struct maker *m)
{
	struct table *t = report_table(m->report, "response", response_columns);
	const struct results_about *a = m->f->about;
	struct progress_counts p = tally_progress(m->d->tally);
	uint64_t n = tally_people(m->d->tally), invited = m->f->invited;
	uint64_t staff = m->f->headcounts ? invited : a->staff;

	table_hide(m, t, exact_columns);
	put_measure(t, "staff", staff, staff > 0);
	put_measure(t, "codes_issued", a->codes_issued, a->codes_issued > 0);
	put_part_measure(t, "responses", n, "invited", invited);
	put_part_measure(t, "complete", p.complete, "responses", n);
	put_part_measure(t, "partial", p.partial, "responses", n);
	put_part_measure(t, "broken_off", p.broken_off, "responses", n);
	/* AAPOR Standard Definitions: RR1, and RR2, which counts those who
	 * reached at least half of what was shown to them. */
	put_part_measure(t, "response_rate_1", p.complete, "invited", invited);
	put_part_measure(t, "response_rate_2", p.complete + p.partial,
			 "invited", invited);
	put_measure(t, "sent_twice_dropped", a->dropped_twice, true);
	put_measure(t, "same_id_other_answers", a->conflicts, true);
	put_measure(t, "boxes_not_opened", a->unopened, true);
	for (size_t i = 0; i < m->d->n_breakdowns; i++)
		put_groups(m, t, &m->d->breakdown[i]);
}
