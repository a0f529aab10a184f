#include "analysis/publish/release_private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

/* By codes, the last segment first: the order of a tally. */
static int
compare_codes(const size_t *a, const size_t *b, size_t n)
{
	while (n-- > 0) {
		if (a[n] != b[n])
			return a[n] < b[n] ? -1 : 1;
	}
	return 0;
}

static const struct ledger_atom *
find_atom(const struct ledger_release *r, const size_t *code)
{
	size_t low = 0, high = r->n_atoms;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct ledger_atom *a = &r->atom[middle];
		int c = compare_codes(a->code, code, r->n_segments);

		if (c == 0)
			return a;
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Were these people, with these answers, all among those? */
static bool
is_part(const struct ledger_atom *a, const struct ledger_atom *of, size_t n)
{
	if (a->people > of->people)
		return false;
	for (size_t q = 0; q < n; q++) {
		uint64_t base = 0, of_base = 0;

		for (size_t s = 0; s < LEDGER_STATES; s++) {
			size_t i = q * LEDGER_STATES + s;

			if (a->count[i] > of->count[i])
				return false;
			base += a->count[i];
			of_base += of->count[i];
		}
		if (a->people - base > of->people - of_base)
			return false;
	}
	return true;
}

static bool
grew(const struct ledger_release *before, const struct ledger_release *now,
     struct error *err)
{
	bool good = before->n_segments == now->n_segments &&
		before->n_questions == now->n_questions;

	for (size_t i = 0; good && i < before->n_atoms; i++) {
		const struct ledger_atom *a = &before->atom[i];
		const struct ledger_atom *of = find_atom(now, a->code);

		good = of && is_part(a, of, now->n_questions);
	}
	return good ||
		error_set(err,
			  "release %" PRIu32 " of this file told answers that "
			  "it does not hold any more; what both tell cannot be "
			  "judged together. Collect again with all the waves "
			  "of that release, or collect into a new file if "
			  "these are other people's answers",
			  before->n);
}

static void
add_units(struct units *u, size_t cohort)
{
	const struct ledger_release *now = u->chain[cohort];
	const struct ledger_release *before =
		cohort > 0 ? u->chain[cohort - 1] : NULL;

	u->unit = mem_room(u->unit, &u->room, u->n + now->n_atoms,
			   sizeof(*u->unit));
	for (size_t i = 0; i < now->n_atoms; i++) {
		struct unit unit = {.now = &now->atom[i], .cohort = cohort};

		if (before)
			unit.before = find_atom(before, unit.now->code);
		unit.people = unit.now->people -
			(unit.before ? unit.before->people : 0);
		if (unit.people > 0)
			u->unit[u->n++] = unit;
	}
}

bool
units_make(struct units *u, const struct ledger *past,
	   const struct ledger_release *now, struct error *err)
{
	*u = (struct units){0};
	u->chain = mem_new(past->n + 1, sizeof(const struct ledger_release *));
	for (size_t i = 0; GUARD_LEDGER && i < past->n; i++) {
		if (past->release[i].audited)
			u->chain[u->n_chain++] = &past->release[i];
	}
	u->chain[u->n_chain++] = now;
	for (size_t i = 0; i < u->n_chain; i++) {
		if (i > 0 && !grew(u->chain[i - 1], u->chain[i], err))
			return false;
		add_units(u, i);
	}
	return true;
}

void
units_release(struct units *u)
{
	free(u->chain);
	free(u->unit);
	*u = (struct units){0};
}

void
unit_count(const struct unit *u, size_t question, uint64_t out[LEDGER_STATES])
{
	for (size_t s = 0; s < LEDGER_STATES; s++) {
		size_t i = question * LEDGER_STATES + s;

		out[s] = u->now->count[i] -
			(u->before ? u->before->count[i] : 0);
	}
}

static bool
is_in(const struct ledger_set *set, const struct ledger_atom *a)
{
	if (set->segment == FORM_NONE)
		return true;
	for (size_t i = 0; i < set->n_codes; i++) {
		if (set->code[i] == a->code[set->segment])
			return true;
	}
	return false;
}

size_t
units_of_set(const struct units *u, size_t release,
	     const struct ledger_set *set, uint32_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < u->n; i++) {
		if (u->unit[i].cohort <= release && is_in(set, u->unit[i].now))
			out[n++] = (uint32_t)i;
	}
	return n;
}
