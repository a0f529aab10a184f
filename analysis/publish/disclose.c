#include "analysis/publish/disclose.h"

#include <assert.h>
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

/* ---- bands ---- */

unsigned
band_step(uint64_t n)
{
	static const struct {
		uint64_t under;
		unsigned step;
	} steps[] = {{20, 20}, {50, 10}, {100, 5}, {200, 2}};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (n < steps[i].under)
			return steps[i].step;
	}
	return 1;
}

/* The band that begins at `from`, a multiple of step. */
static struct band
merge_ends(unsigned from, unsigned step)
{
	struct band b = {from, from + step};

	if (b.from <= step)
		b.from = 0;
	if (b.from == 0)
		b.to = 2 * step;
	if (b.to >= 100 - step)
		b.to = 100;
	if (b.to == 100)
		b.from = 100 - 2 * step;
	return b;
}

struct band
band_of(uint64_t x, uint64_t n)
{
	unsigned step = band_step(n);

	assert(n > 0 && x <= n);
	return merge_ends((unsigned)(x * 100 / (n * step)) * step, step);
}

struct band
band_of_mean(double mean, uint64_t n)
{
	unsigned step = band_step(n);

	assert(mean >= 0 && mean <= 1);
	/* a mean that is a band's edge but for its last bit is the edge */
	return merge_ends((unsigned)(mean * 100 / step + 1e-9) * step, step);
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

/* Marks what goes into "other"; returns the people there. */
static uint64_t
merge_small(const struct tally *t, struct breakdown *b, const uint64_t *size,
	    uint32_t k)
{
	uint64_t other = 0;
	bool any = false;
	size_t i;

	for (i = 0; i < tally_codes(t, b->segment); i++) {
		if (is_category(t, b->segment, i, size) && size[i] < k) {
			b->merged[i] = any = true;
			other += size[i];
		}
	}
	while (any && other < k && (i = smallest(t, b, size)) != FORM_NONE) {
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
break_down(struct disclosed *d, struct breakdown *b, size_t segment)
{
	const struct tally *t = d->tally;
	size_t codes = tally_codes(t, segment);
	uint64_t *size = sizes_of(t, segment), other;

	b->segment = segment;
	b->merged = mem_new(codes, sizeof(*b->merged));
	b->part = mem_new(codes + 1, sizeof(*b->part));
	other = merge_small(t, b, size, d->k);
	for (size_t i = 0; i < codes; i++) {
		if (is_category(t, segment, i, size) && !b->merged[i])
			add_group(d, b, i);
	}
	if (other > 0)
		add_group(d, b, FORM_NONE);
	if (b->n < 2)
		drop_groups(b);
	free(size);
}

struct disclosed *
disclosed_new(const struct tally *t, uint32_t k, struct error *err)
{
	struct disclosed *d;

	if (k < DISCLOSE_FLOOR)
		k = DISCLOSE_FLOOR;
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
	d->all = tally_counts(t, FORM_NONE, NULL);
	d->n_breakdowns = tally_segments(t);
	d->breakdown = mem_new(d->n_breakdowns + 1, sizeof(*d->breakdown));
	for (size_t i = 0; i < d->n_breakdowns; i++)
		break_down(d, &d->breakdown[i], i);
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
		bool few = base[i] < d->k || b->part[i].counts->people < least;

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
