#include <stdlib.h>
#include <string.h>

#include "analysis/publish/release_judge.h"
#include "questions/base/mem.h"

/* ---- published ---- */

static size_t
add_set(struct job *j, const uint32_t *unit, size_t n, enum audit_watch watch,
	struct where where)
{
	size_t set = audit_set(j->audit, unit, n, watch);

	if (set < j->n_where)
		return set;
	j->where =
		mem_room(j->where, &j->where_room, set + 1, sizeof(*j->where));
	j->where[set] = where;
	j->n_where = set + 1;
	return set;
}

/* Which segment's groups, as a bit. */
static unsigned
segment_bit(const struct ledger_set *set)
{
	return set->segment == FORM_NONE ? 0 : 1u << set->segment;
}

const struct part *
job_part(const struct job *j, size_t set)
{
	for (size_t i = 0; set > 0 && i < j->d->n_breakdowns; i++) {
		const struct breakdown *b = &j->d->breakdown[i];

		if (set <= b->n)
			return &b->part[set - 1];
		set -= b->n;
	}
	return NULL;
}

/* The new release's first, so that messages name its groups. */
static void
add_published(struct job *j, uint32_t *unit)
{
	const struct units *u = &j->m->units;

	j->set_of = mem_new(u->n_chain, sizeof(*j->set_of));
	for (size_t r = u->n_chain; r-- > 0;) {
		const struct ledger_release *row = u->chain[r];
		bool now = r + 1 == u->n_chain;

		j->set_of[r] = mem_new(row->n_sets + 1, sizeof(**j->set_of));
		for (size_t i = 0; i < row->n_sets; i++) {
			struct where w = {segment_bit(&row->set[i]), !now,
					  now ? job_part(j, i) : NULL};
			size_t n = units_of_set(u, r, &row->set[i], unit);

			j->set_of[r][i] = add_set(j, unit, n, AUDIT_ALWAYS, w);
		}
	}
}

/* ---- crossed groups ---- */

struct keyed {
	uint64_t key;
	uint32_t unit;
};

enum { KEY_BITS = 8, KEYS = 1 << KEY_BITS };

/* By key, those of one key in the order they are in; room for as many. */
static void
sort_keyed(struct keyed *keyed, struct keyed *room, size_t n)
{
	uint64_t most = 0;

	for (size_t i = 0; i < n; i++)
		most = keyed[i].key > most ? keyed[i].key : most;
	for (unsigned bit = 0; bit < 64 && most >> bit > 0; bit += KEY_BITS) {
		size_t at[KEYS + 1] = {0};

		for (size_t i = 0; i < n; i++)
			at[(keyed[i].key >> bit) % KEYS + 1]++;
		for (size_t i = 0; i < KEYS; i++)
			at[i + 1] += at[i];
		for (size_t i = 0; i < n; i++)
			room[at[(keyed[i].key >> bit) % KEYS]++] = keyed[i];
		memcpy(keyed, room, n * sizeof(*keyed));
	}
}

/* How cells are cut: by which segments, by their groups or by their codes, of
 * people who were first in which releases. */
struct cut {
	unsigned segments;
	bool grouped;
	size_t first, last;
};

static uint64_t
key_of(const struct job *j, const struct cut *cut, const struct unit *u)
{
	uint64_t key = 0;

	for (size_t i = 0; i < j->d->n_breakdowns; i++) {
		size_t codes = tally_codes(j->m->tally, i);
		size_t code = u->now->code[i];

		if (!(cut->segments >> i & 1))
			continue;
		if (cut->grouped && j->d->breakdown[i].merged[code])
			code = codes;
		key = key * (codes + 1) + code;
	}
	return key;
}

/* keyed has room for all units twice. */
static void
add_cells(struct job *j, const struct cut *cut, struct keyed *keyed,
	  uint32_t *unit)
{
	const struct units *u = &j->m->units;
	struct where w = {cut->segments,
			  cut->first > 0 || cut->last + 1 < u->n_chain, NULL};
	size_t n = 0;

	for (size_t i = 0; i < u->n; i++) {
		if (u->unit[i].cohort >= cut->first &&
		    u->unit[i].cohort <= cut->last)
			keyed[n++] = (struct keyed){key_of(j, cut, &u->unit[i]),
						    (uint32_t)i};
	}
	sort_keyed(keyed, keyed + u->n, n);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && keyed[k].key == keyed[i].key; k++)
			unit[k - i] = keyed[k].unit;
		add_set(j, unit, k - i, AUDIT_WHEN_SMALL, w);
	}
}

/* Are cells by the groups of these segments others than by their codes? */
static bool
any_merged(const struct job *j, unsigned segments)
{
	for (size_t i = 0; i < j->d->n_breakdowns; i++) {
		const bool *merged = j->d->breakdown[i].merged;
		size_t codes = tally_codes(j->m->tally, i);

		if (segments >> i & 1 && memchr(merged, 1, codes))
			return true;
	}
	return false;
}

/* All cells that a reader with the staff list can name: by any segment, told
 * or not, crossed in any way, of everybody, of those first in one release, and
 * of those up to it. */
static void
add_crossed(struct job *j, struct keyed *keyed, uint32_t *unit)
{
	size_t last = j->m->units.n_chain - 1;
	unsigned all = (1u << j->d->n_breakdowns) - 1;

	for (unsigned s = all;; s = (s - 1) & all) {
		size_t cuts = any_merged(j, s) ? 4 : 2;

		for (size_t c = 0; c <= last; c++) {
			for (size_t i = 0; i < cuts; i++) {
				struct cut cut = {s, i >= 2, i % 2 ? 0 : c, c};

				if (c > 0 || i % 2 == 0)
					add_cells(j, &cut, keyed, unit);
			}
		}
		if (s == 0)
			return;
	}
}

/* ---- differences ---- */

/* Watches what set a of the audit has and b has not, where b is a part. */
static void
add_difference(struct job *j, size_t a, size_t b, uint32_t *out,
	       enum audit_watch watch)
{
	struct where w = {j->where[a].segments | j->where[b].segments,
			  j->where[a].by_release || j->where[b].by_release,
			  NULL};
	size_t n_a, n_b, n = 0, k = 0;
	const uint32_t *x = audit_units(j->audit, a, &n_a);
	const uint32_t *y = audit_units(j->audit, b, &n_b);

	for (size_t i = 0; i < n_a; i++) {
		if (k < n_b && y[k] < x[i])
			return;
		if (k < n_b && y[k] == x[i])
			k++;
		else
			out[n++] = x[i];
	}
	if (k == n_b && n > 0)
		add_set(j, out, n, watch, w);
}

/* One published set less another, where one of them is new. Everybody less a
 * group of the same release is the other groups together: watched only where
 * it is small. */
static void
add_differences(struct job *j, uint32_t *room)
{
	const struct units *u = &j->m->units;
	size_t now = u->n_chain - 1;

	for (size_t i = 0; i < u->chain[now]->n_sets; i++) {
		size_t a = j->set_of[now][i];

		for (size_t r = 0; r <= now; r++) {
			for (size_t k = 0; k < u->chain[r]->n_sets; k++) {
				size_t b = j->set_of[r][k];
				bool rest = r == now && (i == 0 || k == 0);
				enum audit_watch watch =
					rest ? AUDIT_WHEN_SMALL : AUDIT_ALWAYS;

				add_difference(j, a, b, room, watch);
				if (r != now)
					add_difference(j, b, a, room, watch);
			}
		}
	}
}

/* Those first in one release, or in some that follow each other. */
static void
add_spans(struct job *j, uint32_t *unit)
{
	const struct units *u = &j->m->units;

	j->span = mem_new(u->n_chain * u->n_chain, sizeof(*j->span));
	for (size_t i = 0; i < u->n_chain * u->n_chain; i++) {
		size_t first = i / u->n_chain, last = i % u->n_chain, n = 0;

		for (size_t k = 0; k < u->n; k++) {
			if (u->unit[k].cohort >= first &&
			    u->unit[k].cohort <= last)
				unit[n++] = (uint32_t)k;
		}
		j->span[i] = SIZE_MAX;
		if (n > 0)
			j->span[i] = add_set(j, unit, n, AUDIT_ALWAYS,
					     (struct where){0, true, NULL});
	}
}

void
job_make_sets(struct job *j)
{
	size_t n = j->m->units.n;
	uint32_t *unit = mem_new(n + 1, sizeof(*unit));
	struct keyed *keyed = mem_new(2 * n + 1, sizeof(*keyed));

	j->audit = audit_new(n, j->d->k);
	add_published(j, unit);
	add_crossed(j, keyed, unit);
	add_differences(j, unit);
	add_spans(j, unit);
	free(keyed);
	free(unit);
}
