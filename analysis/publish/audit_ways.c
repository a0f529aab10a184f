/*
 * The search has four ways, each for what the one before has left:
 *
 *	pairs	of people chosen for one number
 *	walk	from one fitting data set to the next at random, and pairs from
 *		there
 *	repair	changes one number and mends what that broke by the step, of
 *		up to CANDIDATES at random, that leaves least broken, up to
 *		REPAIR steps; TRIES times, or MANY_TRIES (audit_search.c)
 *	chains	all of up to DEPTH steps, as far as BUDGET goes (for one number;
 *		QUESTION_BUDGET for one question): few people have few
 *		possibilities
 *
 * Where nothing is found the number counts as known.
 */
#include <string.h>

#include "analysis/publish/audit_search.h"

enum {
	WALK = 500,
	WALK_PER_UNIT = 4,
	CANDIDATES = 16,
	REPAIR = 48,
	DEPTH = 6,
	BUDGET = 2000,
	ONE_BY_ONE = 24 /* partners, before all are looked at together */
};

_Static_assert((int)SEARCH_STEPS >= (int)REPAIR + (int)DEPTH,
	       "room for all steps");

/* ---- pairs: one person there, one back elsewhere ---- */

/* Is there anybody of b to go back where one of a came from? */
static bool
could_go(const struct search *s, struct step a, uint32_t b)
{
	return !s->marked[b] && b != a.unit && s->count[b][a.to] > 0;
}

/* Takes down which sets block the step: b must be in them all. Returns the
 * smallest; SIZE_MAX: it needs no b. */
static size_t
find_blocks(struct search *s, struct step a)
{
	size_t found = SIZE_MAX;

	s->n_blocks = 0;
	for (size_t i = s->tells.first[a.unit]; i < s->tells.first[a.unit + 1];
	     i++) {
		uint32_t set = s->tells.of[i];

		if (!search_blocks(s, set, a.from, a.to))
			continue;
		s->block[s->n_blocks++] = set;
		if (found == SIZE_MAX ||
		    s->audit->set[set].n < s->audit->set[found].n)
			found = set;
	}
	return found;
}

/* Would all that was told still hold? Once find_blocks has looked at a. */
static bool
goes_back(const struct search *s, struct step a, uint32_t b)
{
	for (size_t i = 0; i < s->n_blocks; i++) {
		if (!search_has(s, s->block[i], b))
			return false;
	}
	for (size_t i = s->tells.first[b]; i < s->tells.first[b + 1]; i++) {
		if (!search_has(s, s->tells.of[i], a.unit) &&
		    search_blocks(s, s->tells.of[i], a.to, a.from))
			return false;
	}
	return true;
}

/* Those who are in the set, or who are not; false: nobody is left. */
static bool
keep_partners(struct search *s, const uint64_t *bits, bool in)
{
	uint64_t any = 0, flip = in ? 0 : UINT64_MAX;

	for (size_t i = 0; i < s->words; i += SEARCH_AT_ONCE) {
		for (size_t k = i; k < i + SEARCH_AT_ONCE; k++) {
			s->partner[k] &= bits[k] ^ flip;
			any |= s->partner[k];
		}
	}
	return any != 0;
}

/* The same for all units at once; false: it holds of nobody. */
static bool
find_partners(struct search *s, struct step a)
{
	memset(s->partner, 0xff, s->words * sizeof(*s->partner));
	for (size_t i = 0; i < s->n_blocks; i++) {
		if (!keep_partners(s, s->has[s->block[i]], true))
			return false;
	}
	for (size_t i = 0; i < s->n_tellers; i++) {
		size_t set = s->teller[i];

		if (search_blocks(s, set, a.to, a.from) &&
		    !search_has(s, set, a.unit) &&
		    !keep_partners(s, s->has[set], false))
			return false;
	}
	return true;
}

static bool
is_partner(const struct search *s, uint32_t b)
{
	return s->partner[b / SEARCH_WORD] >> b % SEARCH_WORD & 1;
}

/* Makes the step, with a second where one is needed; false: nothing is
 * changed. Looks first where it found one the last time. */
static bool
try_pair(struct search *s, struct step a)
{
	size_t set = find_blocks(s, a), n, *start, looked = 0;
	const uint32_t *unit;

	if (set == SIZE_MAX) {
		search_push(s, a);
		return true;
	}
	unit = s->audit->set[set].unit;
	n = s->audit->set[set].n;
	start = &s->from_where[set];
	if (s->n_who[a.to] < n) {
		unit = s->who[a.to];
		n = s->n_who[a.to];
		start = &s->from_where[s->audit->n + a.to];
	}
	for (size_t i = 0; i < n; i++) {
		size_t at = *start + i < n ? *start + i : *start + i - n;

		if (!could_go(s, a, unit[at]))
			continue;
		if (looked == ONE_BY_ONE && !find_partners(s, a))
			return false;
		if (looked++ < ONE_BY_ONE ? !goes_back(s, a, unit[at])
					  : !is_partner(s, unit[at]))
			continue;
		*start = at;
		search_push(s, a);
		search_push(s, (struct step){unit[at], a.to, a.from});
		return true;
	}
	return false;
}

/* ---- longer chains ---- */

/* The first set, of those that a step has touched, which is not as told. */
static bool
first_broken(const struct search *s, size_t *set, unsigned *state, bool *more)
{
	for (size_t i = 0; i < s->n_steps; i++) {
		uint32_t u = s->step[i].unit;

		for (size_t k = s->tells.first[u]; k < s->tells.first[u + 1];
		     k++) {
			const struct audit_told *t =
				s->question->told[s->tells.of[k]];

			for (unsigned st = 0; st < AUDIT_STATES; st++) {
				uint64_t x = s->sum[s->tells.of[k]][st];

				if (x >= t[st].least && x <= t[st].most)
					continue;
				*set = s->tells.of[k];
				*state = st;
				*more = x < t[st].least;
				return true;
			}
		}
	}
	return false;
}

/* Does it undo one of the steps on the way? */
static bool
undoes(const struct search *s, struct step step)
{
	for (size_t i = 0; i < s->n_steps; i++) {
		if (s->step[i].unit == step.unit &&
		    s->step[i].from == step.to && s->step[i].to == step.from)
			return true;
	}
	return false;
}

static bool mend(struct search *s, unsigned state, bool up, size_t depth);

/* A step of the unit that mends the state of a set, and what follows. */
static bool
mend_by(struct search *s, struct step step, unsigned state, bool up,
	size_t depth)
{
	if (!s->question->possible[step.to] ||
	    s->count[step.unit][step.from] == 0 || undoes(s, step))
		return false;
	search_push(s, step);
	if (mend(s, state, up, depth - 1))
		return true;
	search_pop(s);
	return false;
}

/* Makes up to `depth` steps after which everything is as told and the claim is
 * contradicted, the state going up or down. */
static bool
mend(struct search *s, unsigned state, bool up, size_t depth)
{
	const struct set *in;
	unsigned broken, other;
	size_t set;
	bool more;

	if (first_broken(s, &set, &broken, &more)) {
		in = &s->audit->set[set];
	} else if (search_contradicts(s, s->claim, state)) {
		return true;
	} else {
		in = &s->audit->set[s->claim];
		broken = state;
		more = up;
	}
	for (size_t i = 0; depth > 0 && i < in->n; i++) {
		if (s->budget == 0)
			return false;
		s->budget--;
		for (other = 0; other < AUDIT_STATES; other++) {
			struct step step = {in->unit[i], more ? other : broken,
					    more ? broken : other};

			if (other != broken &&
			    mend_by(s, step, state, up, depth))
				return true;
		}
	}
	return false;
}

static bool
try_chain(struct search *s, struct step a, unsigned state, bool up)
{
	for (size_t depth = 2; depth < DEPTH; depth++) {
		search_push(s, a);
		if (mend(s, state, up, depth))
			return true;
		search_pop(s);
	}
	return false;
}

/* ---- one number ---- */

/* Each step in the set that takes the state up or down, with what it needs. */
static bool
try_all(struct search *s, unsigned state, bool up, bool chains)
{
	const struct set *set = &s->audit->set[s->claim];

	for (size_t i = 0; i < set->n; i++) {
		for (unsigned other = 0; other < AUDIT_STATES; other++) {
			struct step a = {set->unit[i], up ? other : state,
					 up ? state : other};

			if (other == state || !s->question->possible[a.to] ||
			    s->count[a.unit][a.from] == 0)
				continue;
			if (chains ? try_chain(s, a, state, up)
				   : try_pair(s, a))
				return true;
			if (chains && s->budget == 0)
				return false;
		}
	}
	return false;
}

/* By pairs: two where all but one must become two fewer. */
static bool
try_pairs(struct search *s, unsigned state, bool up)
{
	for (size_t i = 0; i < 2; i++) {
		if (!try_all(s, state, up, false))
			return false;
		search_keep(s);
		if (!s->open[s->claim][state])
			return true;
	}
	return false;
}

static bool
try_chains(struct search *s, unsigned state, bool up)
{
	bool found;

	s->budget = s->all_budget < BUDGET ? s->all_budget : BUDGET;
	s->all_budget -= s->budget;
	found = s->budget > 0 && try_all(s, state, up, true);
	s->all_budget += s->budget;
	search_keep(s);
	return found;
}

/* ---- repair ---- */

/* How far a number is from what was told of it. */
static uint64_t
off(const struct audit_told *t, uint64_t x)
{
	return x < t->least ? t->least - x : x > t->most ? x - t->most : 0;
}

/* How much more the step would break than it mends. */
static int64_t
harm(const struct search *s, struct step step)
{
	const struct index *x = &s->tells;
	int64_t n = 0;

	for (size_t i = x->first[step.unit]; i < x->first[step.unit + 1]; i++) {
		const struct audit_told *t = s->question->told[x->of[i]];
		const uint64_t *sum = s->sum[x->of[i]];

		n += (int64_t)off(&t[step.from], sum[step.from] - 1) -
			(int64_t)off(&t[step.from], sum[step.from]) +
			(int64_t)off(&t[step.to], sum[step.to] + 1) -
			(int64_t)off(&t[step.to], sum[step.to]);
	}
	return n;
}

/* Somebody of a set who is in the state and not of the claim; false: not met
 * this time. */
static bool
pick(struct search *s, size_t from, unsigned state, uint32_t *unit)
{
	const struct set *set = &s->audit->set[from];
	bool rare = s->n_who[state] < set->n;
	size_t n = rare ? s->n_who[state] : set->n;

	if (n == 0)
		return false;
	*unit = (rare ? s->who[state] : set->unit)[search_below(s, n)];
	return s->count[*unit][state] > 0 && !s->marked[*unit] &&
		(!rare || search_has(s, from, *unit));
}

/* The best of some steps that mend the state of a set; false: none was met. */
static bool
choose(struct search *s, size_t set, unsigned state, bool more,
       struct step *best)
{
	int64_t least = INT64_MAX;
	/* sometimes few, so that it does not go round in circles */
	size_t n = 1 + search_below(s, CANDIDATES);

	for (size_t i = 0; i < n || (least == INT64_MAX && i < CANDIDATES);
	     i++) {
		unsigned other = (state + 1 + (unsigned)search_below(s, 2)) %
			AUDIT_STATES;
		struct step step = {0, more ? other : state,
				    more ? state : other};
		int64_t h;

		if (!s->question->possible[step.to] ||
		    !pick(s, set, step.from, &step.unit))
			continue;
		h = harm(s, step);
		if (h < least) {
			least = h;
			*best = step;
		}
	}
	return least < INT64_MAX;
}

/* One step of somebody of the claim, and repair; false: undone. */
static bool
repair(struct search *s, unsigned state, bool up)
{
	const struct set *claim = &s->audit->set[s->claim];
	unsigned other =
		(state + 1 + (unsigned)search_below(s, 2)) % AUDIT_STATES;
	struct step step = {claim->unit[search_below(s, claim->n)],
			    up ? other : state, up ? state : other};
	unsigned broken;
	size_t set;
	bool more;

	if (!s->question->possible[step.to] ||
	    s->count[step.unit][step.from] == 0)
		return false;
	search_push(s, step);
	while (first_broken(s, &set, &broken, &more)) {
		if (s->n_steps == REPAIR ||
		    !choose(s, set, broken, more, &step)) {
			while (s->n_steps > 0)
				search_pop(s);
			return false;
		}
		search_push(s, step);
	}
	search_keep(s);
	return true;
}

static void
try_repair(struct search *s, unsigned state, bool both)
{
	for (size_t i = 0; i < s->tries && s->open[s->claim][state]; i++)
		repair(s, state, both && i % 2);
}

/* ---- one number at a time ---- */

/* Everybody, or all but one, can only become fewer. */
void
search_for(struct search *s, size_t set, unsigned state, enum way way)
{
	const struct set *in = &s->audit->set[set];
	enum audit_breach_kind kind;
	bool both =
		search_forbidden(s, set, state, &kind) && kind != AUDIT_GROUP;

	s->claim = set;
	for (size_t i = 0; i < in->n; i++)
		s->marked[in->unit[i]] = true;
	switch (way) {
	case BY_PAIRS:
		if (!try_pairs(s, state, false) && both)
			try_pairs(s, state, true);
		break;
	case BY_REPAIR: try_repair(s, state, both); break;
	case BY_CHAINS:
		if (!try_chains(s, state, false) && both)
			try_chains(s, state, true);
		break;
	}
	for (size_t i = 0; i < in->n; i++)
		s->marked[in->unit[i]] = false;
	s->claim = SIZE_MAX;
}

/* ---- the walk ---- */

/* A step of anybody, and one back by anybody whom it needs. */
static void
walk_once(struct search *s)
{
	struct step a = {(uint32_t)search_below(s, s->audit->units),
			 (unsigned)search_below(s, AUDIT_STATES),
			 (unsigned)search_below(s, AUDIT_STATES)};
	size_t set, n;
	const uint32_t *unit;
	uint32_t b;

	if (a.from == a.to || !s->question->possible[a.to] ||
	    s->count[a.unit][a.from] == 0)
		return;
	set = find_blocks(s, a);
	if (set == SIZE_MAX) {
		search_push(s, a);
		search_keep(s);
		return;
	}
	n = s->audit->set[set].n;
	unit = s->audit->set[set].unit;
	if (s->n_who[a.to] < n) {
		n = s->n_who[a.to];
		unit = s->who[a.to];
	}
	b = n > 0 ? unit[search_below(s, n)] : a.unit;
	if (!could_go(s, a, b) || !goes_back(s, a, b))
		return;
	search_push(s, a);
	search_push(s, (struct step){b, a.to, a.from});
	search_keep(s);
}

void
search_walk(struct search *s)
{
	size_t trials = WALK + WALK_PER_UNIT * s->audit->units;

	for (size_t i = 0; i < trials && s->n_open > 0; i++) {
		walk_once(s);
	}
}
