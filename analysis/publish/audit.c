#include "analysis/publish/audit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/audit_search.h"
#include "questions/base/mem.h"

struct audit *
audit_new(size_t units, uint32_t k)
{
	struct audit *a = mem_new(1, sizeof(*a));

	a->units = units;
	a->k = k;
	return a;
}

void
audit_free(struct audit *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->n; i++)
		free(a->set[i].unit);
	free(a->set);
	free(a->place);
	free(a);
}

size_t
audit_sets(const struct audit *a)
{
	return a->n;
}

/* FNV-1a over the units' numbers. */
static uint64_t
hash_of(const struct set *s)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < s->n; i++)
		h = (h ^ s->unit[i]) * 0x100000001b3;
	return h;
}

static bool
same_set(const struct set *a, const struct set *b)
{
	return a->hash == b->hash && a->n == b->n &&
		(a->n == 0 ||
		 memcmp(a->unit, b->unit, a->n * sizeof(*a->unit)) == 0);
}

/* Where the set is, or where it would be. */
static uint32_t *
place_of(const struct audit *a, const struct set *s)
{
	size_t at = s->hash & (a->places - 1);

	while (a->place[at] && !same_set(&a->set[a->place[at] - 1], s))
		at = (at + 1) & (a->places - 1);
	return &a->place[at];
}

static void
make_places(struct audit *a)
{
	if (2 * (a->n + 1) <= a->places)
		return;
	a->places = a->places ? 2 * a->places : 64;
	free(a->place);
	a->place = mem_new(a->places, sizeof(*a->place));
	for (size_t i = 0; i < a->n; i++)
		*place_of(a, &a->set[i]) = (uint32_t)i + 1;
}

size_t
audit_set(struct audit *a, const uint32_t *unit, size_t n,
	  enum audit_watch watch)
{
	struct set s = {.n = n, .watch = watch};
	uint32_t *place;

	s.unit = mem_new(n + 1, sizeof(*s.unit));
	for (size_t i = 0; i < n; i++) {
		assert(unit[i] < a->units && (i == 0 || unit[i - 1] < unit[i]));
		s.unit[i] = unit[i];
	}
	s.hash = hash_of(&s);
	make_places(a);
	place = place_of(a, &s);
	if (*place) {
		free(s.unit);
		if (watch > a->set[*place - 1].watch)
			a->set[*place - 1].watch = watch;
		return *place - 1;
	}
	a->set = mem_room(a->set, &a->room, a->n + 1, sizeof(*a->set));
	a->set[a->n++] = s;
	*place = (uint32_t)a->n;
	return a->n - 1;
}

const uint32_t *
audit_units(const struct audit *a, size_t set, size_t *n)
{
	*n = a->set[set].n;
	return a->set[set].unit;
}

struct audit_told
audit_told_none(uint64_t n)
{
	return (struct audit_told){0, n, false};
}

void
audit_told_add(struct audit_told *t, uint64_t least, uint64_t most, bool exact)
{
	if (least > t->least)
		t->least = least;
	if (most < t->most)
		t->most = most;
	t->exact |= exact;
}

/* ---- all of it ---- */

/* By pairs: quick. */
static void
look_for_all(struct search *s)
{
	for (size_t i = 0; i < s->audit->n && s->n_open > 0; i++) {
		for (unsigned st = 0; st < AUDIT_STATES; st++) {
			if (s->open[i][st])
				search_for(s, i, st, BY_PAIRS);
		}
	}
}

/* By all there is, until `most` were not found. */
static void
look_for_rest(struct search *s, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < s->audit->n && s->n_open > 0; i++) {
		for (unsigned st = 0; st < AUDIT_STATES && n < most; st++) {
			if (s->open[i][st])
				search_for(s, i, st, BY_REPAIR);
			if (s->open[i][st])
				search_for(s, i, st, BY_CHAINS);
			n += s->open[i][st];
		}
	}
}

/* Those that are open, as breaches; the first was not found by any way, so
 * where look_for_rest stopped early it stands first. */
static size_t
breaches(const struct search *s, struct audit_breach *out, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < s->audit->n && s->n_open > 0; i++) {
		for (unsigned st = 0; st < AUDIT_STATES && n < most; st++) {
			enum audit_breach_kind kind;

			if (s->open[i][st] && search_forbidden(s, i, st, &kind))
				out[n++] = (struct audit_breach){kind, i, st};
		}
	}
	return n;
}

size_t
audit_run(const struct audit *a, const struct audit_question *q,
	  struct audit_breach *out, size_t most)
{
	struct search s;
	size_t n = 1;

	search_init(&s, a, q);
	if (search_fits(&s, out)) {
		search_open(&s);
		look_for_all(&s);
		search_walk(&s);
		look_for_all(&s);
		look_for_rest(&s, most);
		n = breaches(&s, out, most);
	}
	search_release(&s);
	return n;
}
