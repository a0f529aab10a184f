/*
 * Of whom anything is told: groups by their sizes, what is merged into
 * "other", and which figures have too few people behind them.
 */
#include "analysis/publish/disclose_private.h"

#include <inttypes.h>
#include <stdlib.h>

#include "questions/base/mem.h"

static const char *const status_names[] = {
	[STATUS_OK] = "ok",
	[STATUS_WITHHELD] = "withheld",
	[STATUS_MERGED] = "merged",
	[STATUS_UNDEFINED] = "undefined",
};

const char *
status_name(enum status status)
{
	return status_names[status];
}

/* ---- groups ---- */

const char *
code_name(const struct tally *t, size_t segment, size_t code)
{
	const struct question *q = tally_segment(t, segment);

	return code < q->list->n ? q->list->choice[code].name : "(none)";
}

const char *
code_label(const struct tally *t, size_t segment, size_t code)
{
	const struct question *q = tally_segment(t, segment);
	const struct form *form = tally_form(t);

	if (code == q->list->n)
		return "No answer or prefer not to say";
	return form_text(form, q->list->choice[code].label,
			 form->default_language);
}

/* People of each code of a segment; caller frees. */
static uint64_t *
sizes_of(const struct tally *t, size_t segment)
{
	uint64_t *size = mem_new(tally_codes(t, segment), sizeof(*size));

	for (size_t i = 0; i < tally_atoms(t); i++)
		size[tally_atom_code(t, i, segment)] += tally_atom_people(t, i);
	return size;
}

/* A code that can be a group: a choice that answers, and "none" where
 * somebody gave none. A category without people is a small one. */
static bool
is_category(const struct tally *t, size_t segment, size_t code,
	    const uint64_t *size)
{
	if (code + 1 == tally_codes(t, segment))
		return size[code] > 0;
	return tally_code_answers(t, segment, code);
}

/* The smallest category not merged yet; of equals the first of the list. */
static size_t
smallest(const struct tally *t, const struct breakdown *b, const uint64_t *size)
{
	size_t found = FORM_NONE;

	for (size_t i = 0; i < tally_codes(t, b->segment); i++) {
		if (is_category(t, b->segment, i, size) && !b->merged[i] &&
		    (found == FORM_NONE || size[i] < size[found]))
			found = i;
	}
	return found;
}

#ifdef CONDUCT_WEAK_MERGE
enum { MERGES = false };
#else
enum { MERGES = true };
#endif

/* Too few who answered, or too few there are. */
static bool
is_small(const struct disclosed *d, size_t segment, size_t code, uint64_t size)
{
	const struct question *q = tally_segment(d->tally, segment);

	return size < d->k ||
		(code < q->list->n && headcounts_has(d->headcounts, q) &&
		 headcounts_of(d->headcounts, q, code) < d->k);
}

/* Marks what goes into "other", beside what is marked; the people there. */
static uint64_t
merge_small(const struct disclosed *d, struct breakdown *b,
	    const uint64_t *size)
{
	const struct tally *t = d->tally;
	uint64_t other = 0;
	bool any = false;
	size_t i;

	for (i = 0; i < tally_codes(t, b->segment); i++) {
		if (!is_category(t, b->segment, i, size))
			continue;
		if (MERGES && is_small(d, b->segment, i, size[i]))
			b->merged[i] = true;
		any |= b->merged[i];
		other += b->merged[i] ? size[i] : 0;
	}
	while (any && other < d->k && (i = smallest(t, b, size)) != FORM_NONE) {
		b->merged[i] = true;
		other += size[i];
	}
	return other;
}

static void
add_group(struct disclosed *d, struct breakdown *b, size_t code)
{
	struct part *g = &b->part[b->n++];
	size_t codes = tally_codes(d->tally, b->segment);

	g->codes = mem_new(codes, sizeof(*g->codes));
	if (code != FORM_NONE) {
		g->name = code_name(d->tally, b->segment, code);
		g->label = code_label(d->tally, b->segment, code);
		g->codes[code] = true;
	} else {
		g->name = "(other)";
		g->label = "Other groups together";
		for (size_t i = 0; i < codes; i++)
			g->codes[i] = b->merged[i];
	}
	g->counts = tally_counts(d->tally, b->segment, g->codes);
}

static void
drop_groups(struct breakdown *b)
{
	for (size_t i = 0; i < b->n; i++) {
		free(b->part[i].codes);
		counts_free(b->part[i].counts);
	}
	b->n = 0;
}

static void
form_groups(struct disclosed *d, struct breakdown *b)
{
	const struct tally *t = d->tally;
	size_t codes = tally_codes(t, b->segment);
	uint64_t *size = sizes_of(t, b->segment);
	uint64_t other = merge_small(d, b, size);

	drop_groups(b);
	for (size_t i = 0; i < codes; i++) {
		if (is_category(t, b->segment, i, size) && !b->merged[i])
			add_group(d, b, i);
	}
	if (other > 0)
		add_group(d, b, FORM_NONE);
	if (b->n < 2)
		drop_groups(b);
	free(size);
}

static void
break_down(struct disclosed *d, struct breakdown *b, size_t segment)
{
	size_t codes = tally_codes(d->tally, segment);

	b->segment = segment;
	b->merged = mem_new(codes, sizeof(*b->merged));
	b->part = mem_new(codes + 1, sizeof(*b->part));
	form_groups(d, b);
}

void
disclosed_merge(struct disclosed *d, size_t breakdown, const bool *codes)
{
	struct breakdown *b = &d->breakdown[breakdown];

	for (size_t i = 0; i < tally_codes(d->tally, b->segment); i++)
		b->merged[i] |= codes[i];
	form_groups(d, b);
}

void
disclosed_drop(struct disclosed *d, size_t breakdown)
{
	drop_groups(&d->breakdown[breakdown]);
}

/* ---- all groups of a tally ---- */

struct disclosed *
disclosed_new(const struct tally *t, uint32_t k, struct error *err)
{
	struct disclose_rules rules = {.k = k};

	return disclosed_by(t, &rules, err);
}

struct disclosed *
disclosed_by(const struct tally *t, const struct disclose_rules *rules,
	     struct error *err)
{
	uint32_t k = rules->k < DISCLOSE_FLOOR ? DISCLOSE_FLOOR : rules->k;
	struct disclosed *d;

	if (tally_people(t) < k) {
		error_set(err,
			  "%" PRIu64 " answers are fewer than %" PRIu32
			  ": statistics of so few people would be about "
			  "persons, so none are written",
			  tally_people(t), k);
		return NULL;
	}
	d = mem_new(1, sizeof(*d));
	d->tally = t;
	d->k = k;
	d->headcounts = rules->headcounts;
	d->all = tally_counts(t, FORM_NONE, NULL);
	d->n_breakdowns = tally_segments(t);
	d->breakdown = mem_new(d->n_breakdowns + 1, sizeof(*d->breakdown));
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		break_down(d, &d->breakdown[i], i);
		if (rules->without && rules->without[i])
			disclosed_drop(d, i);
	}
	precisions_make(d);
	return d;
}

void
disclosed_free(struct disclosed *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		drop_groups(&d->breakdown[i]);
		free(d->breakdown[i].part);
		free(d->breakdown[i].merged);
	}
	for (size_t i = 0; i < tally_form(d->tally)->n_questions; i++)
		free(d->precision[i].banded);
	free(d->precision);
	free(d->topic);
	free(d->breakdown);
	counts_free(d->all);
	free(d);
}

/* ---- bases ---- */

enum status
base_status(const struct disclosed *d, uint64_t base)
{
	if (base == 0)
		return STATUS_UNDEFINED;
	return base < d->k ? STATUS_WITHHELD : STATUS_OK;
}

/* The smallest group that is still told; FORM_NONE: there is none. */
static size_t
smallest_told(const struct breakdown *b, const uint64_t *base,
	      const enum status *status)
{
	size_t found = FORM_NONE;

	for (size_t i = 0; i < b->n; i++) {
		if (status[i] == STATUS_OK &&
		    (found == FORM_NONE || base[i] < base[found]))
			found = i;
	}
	return found;
}

void
group_status(const struct disclosed *d, const struct breakdown *b,
	     const uint64_t *base, uint64_t least, enum status *out)
{
	uint64_t hidden = 0;
	size_t n = 0, next;

	for (size_t i = 0; i < b->n; i++) {
		bool few = MERGES &&
			(base[i] < d->k || b->part[i].counts->people < least);

		out[i] = few ? STATUS_WITHHELD : STATUS_OK;
		n += few;
		hidden += few ? base[i] : 0;
	}
	while (n > 0 && (n < 2 || hidden < d->k) &&
	       (next = smallest_told(b, base, out)) != FORM_NONE) {
		out[next] = STATUS_WITHHELD;
		hidden += base[next];
		n++;
	}
}

void
question_group_status(const struct disclosed *d, size_t question,
		      const struct breakdown *b, const uint64_t *base,
		      enum status *out)
{
	group_status(d, b, base, split_least(d->tally, question), out);
	for (size_t i = 0; i < b->n; i++) {
		if (d->precision[question].groups[b->segment] >=
			    GROUPS_WITHHELD &&
		    !d->analysts)
			out[i] = STATUS_WITHHELD;
	}
}
