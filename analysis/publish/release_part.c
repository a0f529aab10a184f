/*
 * No two published sets may differ by a few people, who would be told about by
 * subtraction: groups go together until none do. Looked at are pairs of sets
 * of all releases, then what each has beside a part of it, and at last sums of
 * groups that were told otherwise before.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/release_private.h"
#include "questions/base/mem.h"

enum { WORD = 64 };

/* A published set: of the new release, or of one before it; or what one of
 * them has beside another. */
struct published {
	bool now;		/* takes one of the new release */
	size_t breakdown, part; /* of the new one; FORM_NONE: everybody */
	uint64_t *bit;		/* one a unit */
	uint64_t people;
};

struct publications {
	struct published *set;
	size_t n, room, words;
};

static void
add_published(struct publications *p, const struct making *m, size_t release,
	      const struct ledger_set *set, uint32_t *unit)
{
	struct published *x = &p->set[p->n++];
	size_t n = units_of_set(&m->units, release, set, unit);

	*x = (struct published){.now = release + 1 == m->units.n_chain,
				.breakdown = FORM_NONE};
	x->bit = mem_new(p->words, sizeof(*x->bit));
	for (size_t i = 0; i < n; i++) {
		x->bit[unit[i] / WORD] |= (uint64_t)1 << unit[i] % WORD;
		x->people += m->units.unit[unit[i]].people;
	}
}

/* Earlier releases first; then the new one's, everybody first. */
static void
publications_make(struct publications *p, const struct making *m)
{
	const struct units *u = &m->units;
	uint32_t *unit = mem_new(u->n + 1, sizeof(*unit));
	size_t n = 0, at;

	for (size_t i = 0; i < u->n_chain; i++)
		n += u->chain[i]->n_sets;
	*p = (struct publications){.words = u->n / WORD + 1};
	p->set = mem_room(p->set, &p->room, n + 1, sizeof(*p->set));
	for (size_t i = 0; i < u->n_chain; i++) {
		for (size_t k = 0; k < u->chain[i]->n_sets; k++)
			add_published(p, m, i, &u->chain[i]->set[k], unit);
	}
	at = n - m->row->n_sets + 1;
	for (size_t i = 0; i < m->disclosed->n_breakdowns; i++) {
		for (size_t k = 0; k < m->disclosed->breakdown[i].n; k++) {
			p->set[at].breakdown = i;
			p->set[at++].part = k;
		}
	}
	free(unit);
}

static void
publications_release(struct publications *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->set[i].bit);
	free(p->set);
}

static bool
contains(const struct publications *p, const struct published *a,
	 const struct published *b)
{
	for (size_t i = 0; i < p->words; i++) {
		if (b->bit[i] & ~a->bit[i])
			return false;
	}
	return true;
}

static uint64_t
people_in(const struct making *m, const uint64_t *bit)
{
	uint64_t n = 0;

	for (size_t i = 0; i < m->units.n; i++) {
		if (bit[i / WORD] >> i % WORD & 1)
			n += m->units.unit[i].people;
	}
	return n;
}

/* Behind the published sets, what of each is left without another that is a
 * part of it: the reader knows as well how many these are. */
static void
add_rests(struct publications *p, const struct making *m)
{
	size_t n = p->n;

	for (size_t i = 0; i < n * n; i++) {
		const struct published *a = &p->set[i / n];
		const struct published *b = &p->set[i % n];
		struct published rest = {
			.now = a->now || b->now,
			.breakdown = FORM_NONE,
		};

		if (a->people <= b->people || !contains(p, a, b))
			continue;
		if (b->breakdown != FORM_NONE)
			a = b;
		rest.breakdown = a->breakdown;
		rest.part = a->part;
		rest.bit = mem_new(p->words, sizeof(*rest.bit));
		for (size_t k = 0; k < p->words; k++)
			rest.bit[k] =
				p->set[i / n].bit[k] & ~p->set[i % n].bit[k];
		rest.people = people_in(m, rest.bit);
		p->set = mem_room(p->set, &p->room, p->n + 1, sizeof(*p->set));
		p->set[p->n++] = rest;
	}
}

/* The first pair of which one is the other and a few more people. */
static bool
find_pair(const struct publications *p, uint32_t k, size_t *a, size_t *b)
{
	for (*a = 0; *a < p->n; (*a)++) {
		for (*b = 0; *b < p->n; (*b)++) {
			const struct published *x = &p->set[*a];
			const struct published *y = &p->set[*b];

			if (!x->now && !y->now)
				continue;
			if (x->people > y->people &&
			    x->people - y->people < k && contains(p, x, y))
				return true;
		}
	}
	return false;
}

/* Puts a group together with "other", or with the smallest where there is
 * none or it is "other" itself. */
static void
merge_more(struct making *m, size_t breakdown, size_t part)
{
	struct breakdown *b = &m->disclosed->breakdown[breakdown];
	size_t codes = tally_codes(m->tally, b->segment), with = FORM_NONE;
	bool *merge = mem_new(codes, sizeof(*merge)), other = false;

	for (size_t i = 0; i < b->n && !other; i++) {
		other = i != part && strcmp(b->part[i].name, "(other)") == 0;
		if (other ||
		    (i != part &&
		     (with == FORM_NONE ||
		      b->part[i].counts->people <
			      b->part[with].counts->people)))
			with = i;
	}
	for (size_t i = 0; i < codes; i++)
		merge[i] = b->part[part].codes[i] ||
			(with != FORM_NONE && b->part[with].codes[i]);
	disclosed_merge(m->disclosed, breakdown, merge);
	m->release->n_parted++;
	free(merge);
}

/* Coarsens the finer of the two, else the coarser. */
static bool
part_pair(struct making *m, const struct published *a,
	  const struct published *b, struct error *err)
{
	const struct published *x = b->breakdown != FORM_NONE ? b : a;

	if (x->breakdown == FORM_NONE)
		return error_set(err,
				 "fewer than %" PRIu32 " people have been "
				 "added since the last release: what changed "
				 "would be about persons. Wait until there are "
				 "more, or tell the same answers as then",
				 m->row->k);
	merge_more(m, x->breakdown, x->part);
	sets_put(m);
	return true;
}

/* Joins what is a set of a segment to one label. */
static void
join(size_t *label, size_t n_labels, const size_t *code, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		size_t from = label[code[i]], to = label[code[0]];

		for (size_t k = 0; k < n_labels; k++) {
			if (label[k] == from)
				label[k] = to;
		}
	}
}

/* Labels the codes of a segment so that those have one of which an earlier
 * release or this one tells only together; false: that release told none. */
static bool
label_codes(const struct making *m, const struct ledger_release *then,
	    size_t segment, size_t *label)
{
	const struct ledger_release *row[2] = {then, m->row};
	size_t codes = tally_codes(m->tally, segment);
	bool any = false;

	for (size_t i = 0; i < codes; i++)
		label[i] = i;
	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < row[i]->n_sets; k++) {
			const struct ledger_set *set = &row[i]->set[k];

			if (set->segment != segment)
				continue;
			any |= i == 0;
			join(label, codes, set->code, set->n_codes);
		}
	}
	return any;
}

/* The first group, by what an earlier release told of its segment, to which
 * with those it cannot be told from a few people have come since. */
static bool
find_few_new(const struct making *m, const struct breakdown *b, size_t then,
	     size_t *part)
{
	size_t codes = tally_codes(m->tally, b->segment);
	size_t *label = mem_new(codes, sizeof(*label));
	uint64_t *came = mem_new(codes, sizeof(*came));
	bool any = label_codes(m, m->units.chain[then], b->segment, label);
	bool found = false;

	for (size_t i = 0; any && i < m->units.n; i++) {
		const struct unit *u = &m->units.unit[i];

		if (u->cohort > then)
			came[label[u->now->code[b->segment]]] += u->people;
	}
	for (size_t i = 0; any && !found && i < b->n; i++) {
		for (size_t k = 0; k < codes; k++)
			found |= b->part[i].codes[k] && came[label[k]] > 0 &&
				came[label[k]] < m->row->k;
		*part = i;
	}
	free(came);
	free(label);
	return found;
}

/* Unions of groups told otherwise before: sums of them differ as well. */
static bool
part_unions(struct making *m)
{
	for (size_t i = 0; i < m->disclosed->n_breakdowns; i++) {
		const struct breakdown *b = &m->disclosed->breakdown[i];
		size_t part;

		for (size_t r = 0; b->n > 0 && r + 1 < m->units.n_chain; r++) {
			if (!find_few_new(m, b, r, &part))
				continue;
			merge_more(m, i, part);
			sets_put(m);
			return true;
		}
	}
	return false;
}

bool
sets_part(struct making *m, struct error *err)
{
	bool good = true, found = GUARD_DIFFERENCE;

	while (good && found) {
		struct publications p;
		size_t a, b;

		publications_make(&p, m);
		found = find_pair(&p, m->row->k, &a, &b);
		if (!found) {
			add_rests(&p, m);
			found = find_pair(&p, m->row->k, &a, &b);
		}
		if (found)
			good = part_pair(m, &p.set[a], &p.set[b], err);
		else if (GUARD_DIFFERENCE)
			found = part_unions(m);
		publications_release(&p);
	}
	return good;
}
