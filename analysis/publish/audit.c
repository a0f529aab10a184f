#include "analysis/publish/audit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

/*
 * The search has four ways, each for what the one before has left:
 *
 *	pairs	of people chosen for one number
 *	walk	from one fitting data set to the next at random, and pairs from
 *		there
 *	repair	changes one number and mends what that broke by the step, of
 *		up to CANDIDATES at random, that leaves least broken, up to
 *		REPAIR steps; TRIES times, or MANY_TRIES
 *	chains	all of up to DEPTH steps, as far as BUDGET goes (for one number,
 *		and for one question): few people have few possibilities
 *
 * Where nothing is found the number counts as known.
 */
enum {
	WALK = 500,
	WALK_PER_UNIT = 4,
	CANDIDATES = 16,
	REPAIR = 48,
	TRIES = 16,
	MANY_TRIES = 600,
	DEPTH = 6,
	BUDGET = 2000,
	QUESTION_BUDGET = 20000,
	ONE_BY_ONE = 24, /* partners, before all are looked at together */
	WORD = 64,
	AT_ONCE = 4 /* words; the compiler knows how */
};

struct set {
	uint32_t *unit;
	size_t n;
	uint64_t hash;
	enum audit_watch watch;
};

/* For each unit the sets it is in. */
struct index {
	uint32_t *first, *of;
};

struct audit {
	size_t units;
	uint32_t k;
	struct set *set;
	size_t n, room;
	uint32_t *place; /* by hash: set + 1; open addressing */
	size_t places;	 /* a power of two */
};

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

/* ---- one question ---- */

/* One person of a unit changes from a state to another. */
struct step {
	uint32_t unit;
	unsigned from, to;
};

struct search {
	const struct audit *audit;
	const struct audit_question *question;
	uint64_t (*count)[AUDIT_STATES]; /* by unit, as changed */
	uint64_t (*sum)[AUDIT_STATES];	 /* by set, as changed: of those that
					  * tell something or have a claim */
	uint64_t (*truth)[AUDIT_STATES]; /* by set; see sum_set */
	uint64_t *base;			 /* by set */
	bool *telling;			 /* by set: is something told of it? */
	uint64_t **has;			 /* of those that do: a bit a unit */
	uint64_t *bits;			 /* of all of them */
	uint32_t *teller;		 /* which they are */
	size_t n_tellers, words;
	uint32_t *block; /* which of them block a step */
	size_t n_blocks;
	uint64_t *partner;   /* who could go back; words */
	struct index tells;  /* of the sets that tell something */
	struct index counts; /* of those, and of all that have a claim */
	uint32_t *who[AUDIT_STATES]; /* units with somebody in the state */
	size_t n_who[AUDIT_STATES];
	uint32_t (*who_at)[AUDIT_STATES]; /* by unit: where it is in there */
	size_t *from_where; /* by set, then by state: where to look first */
	bool (*open)[AUDIT_STATES]; /* by set: not contradicted yet */
	size_t n_open;
	size_t claim; /* the set that is looked at; SIZE_MAX: none */
	bool *marked; /* by unit: is it of that set? */
	struct step step[REPAIR + DEPTH];
	size_t n_steps;
	size_t tries;
	unsigned budget, all_budget;
	size_t possible; /* states */
	uint32_t seed;
};

static bool
has(const struct search *s, size_t set, uint32_t unit)
{
	return s->has[set][unit / WORD] >> unit % WORD & 1;
}

/* What was told of a set beyond its size. */
static bool
tells(const struct search *s, size_t set)
{
	const struct audit_told *t = s->question->told[set];

	for (unsigned i = 0; i < AUDIT_STATES; i++) {
		if (t[i].least > 0 || t[i].most < s->base[set])
			return true;
	}
	return false;
}

/* Is nothing told of a set, not even of its size? */
static bool
is_untold(const struct search *s, size_t set)
{
	const struct audit_told *t = s->question->told[set];

	for (unsigned i = 0; i < AUDIT_STATES; i++) {
		if (t[i].least > 0 || t[i].most < UINT64_MAX)
			return false;
	}
	return true;
}

/* Where only a small set matters, no more than shows that it is not. An array
 * to add to would go through memory at every unit. */
static void
sum_set(const struct search *s, size_t number, uint64_t out[AUDIT_STATES])
{
	const struct set *set = &s->audit->set[number];
	bool any = set->watch == AUDIT_WHEN_SMALL && is_untold(s, number);
	uint64_t enough = any ? s->audit->k : UINT64_MAX;
	uint64_t first = 0, second = 0, third = 0;

	for (size_t i = 0; i < set->n && first + second + third < enough; i++) {
		const uint64_t *count = s->count[set->unit[i]];

		first += count[0];
		second += count[1];
		third += count[2];
	}
	out[0] = first;
	out[1] = second;
	out[2] = third;
}

static void
sum_sets(struct search *s)
{
	const struct audit *a = s->audit;

	for (size_t i = 0; i < a->n; i++) {
		sum_set(s, i, s->truth[i]);
		for (unsigned st = 0; st < AUDIT_STATES; st++)
			s->base[i] += s->truth[i][st];
		s->telling[i] = tells(s, i);
		if (s->telling[i])
			s->teller[s->n_tellers++] = (uint32_t)i;
	}
	memcpy(s->sum, s->truth, a->n * sizeof(*s->sum));
}

static void
make_bits(struct search *s)
{
	uint64_t *bits;

	s->words = (s->audit->units / WORD / AT_ONCE + 1) * AT_ONCE;
	s->partner = mem_new(s->words, sizeof(*s->partner));
	s->bits = mem_new(s->n_tellers * s->words + 1, sizeof(*s->bits));
	s->has = mem_new(s->audit->n + 1, sizeof(*s->has));
	bits = s->bits;
	for (size_t i = 0; i < s->n_tellers; i++, bits += s->words) {
		const struct set *set = &s->audit->set[s->teller[i]];

		for (size_t k = 0; k < set->n; k++)
			bits[set->unit[k] / WORD] |= (uint64_t)1
				<< set->unit[k] % WORD;
		s->has[s->teller[i]] = bits;
	}
}

/* Is the truth what was told? If not, *out says of what. */
static bool
fits(const struct search *s, struct audit_breach *out)
{
	for (size_t i = 0; i < s->audit->n; i++) {
		for (unsigned st = 0; st < AUDIT_STATES; st++) {
			const struct audit_told *t = &s->question->told[i][st];

			if (s->sum[i][st] >= t->least &&
			    s->sum[i][st] <= t->most)
				continue;
			*out = (struct audit_breach){AUDIT_UNFIT, i, st};
			return false;
		}
	}
	return true;
}

/* Of some sets. */
static void
index_make(struct index *x, const struct audit *a, const bool *some)
{
	uint32_t *at;

	x->first = mem_new(a->units + 2, sizeof(*x->first));
	at = x->first + 1;
	for (size_t i = 0; i < a->n; i++) {
		if (!some[i])
			continue;
		for (size_t k = 0; k < a->set[i].n; k++)
			at[a->set[i].unit[k] + 1]++;
	}
	for (size_t i = 0; i < a->units; i++)
		at[i + 1] += at[i];
	x->of = mem_new(at[a->units] + 1, sizeof(*x->of));
	for (size_t i = 0; i < a->n; i++) {
		if (!some[i])
			continue;
		for (size_t k = 0; k < a->set[i].n; k++)
			x->of[at[a->set[i].unit[k]]++] = (uint32_t)i;
	}
}

static void
index_release(struct index *x)
{
	free(x->first);
	free(x->of);
}

static void
list_unit(struct search *s, uint32_t unit, unsigned state)
{
	s->who_at[unit][state] = (uint32_t)s->n_who[state];
	s->who[state][s->n_who[state]++] = unit;
}

/* The last of the list takes its place. */
static void
unlist_unit(struct search *s, uint32_t unit, unsigned state)
{
	uint32_t at = s->who_at[unit][state];
	uint32_t last = s->who[state][--s->n_who[state]];

	s->who[state][at] = last;
	s->who_at[last][state] = at;
}

static void
list_states(struct search *s)
{
	s->who_at = mem_new(s->audit->units + 1, sizeof(*s->who_at));
	for (unsigned st = 0; st < AUDIT_STATES; st++) {
		s->who[st] = mem_new(s->audit->units + 1, sizeof(*s->who[st]));
		for (uint32_t i = 0; i < s->audit->units; i++) {
			if (s->count[i][st] > 0)
				list_unit(s, i, st);
		}
	}
}

static void
search_init(struct search *s, const struct audit *a,
	    const struct audit_question *q)
{
	*s = (struct search){.audit = a, .question = q, .claim = SIZE_MAX};
	s->count = mem_new(a->units + 1, sizeof(*s->count));
	memcpy(s->count, q->count, a->units * sizeof(*s->count));
	s->sum = mem_new(a->n + 1, sizeof(*s->sum));
	s->truth = mem_new(a->n + 1, sizeof(*s->truth));
	s->base = mem_new(a->n + 1, sizeof(*s->base));
	s->telling = mem_new(a->n + 1, sizeof(*s->telling));
	s->open = mem_new(a->n + 1, sizeof(*s->open));
	s->from_where = mem_new(a->n + AUDIT_STATES, sizeof(*s->from_where));
	s->marked = mem_new(a->units + 1, sizeof(*s->marked));
	s->all_budget = QUESTION_BUDGET;
	s->seed = 1;
	s->tries = q->thorough ? MANY_TRIES : TRIES;
	for (unsigned st = 0; st < AUDIT_STATES; st++)
		s->possible += q->possible[st];
	s->teller = mem_new(a->n + 1, sizeof(*s->teller));
	sum_sets(s);
	s->block = mem_new(s->n_tellers + 1, sizeof(*s->block));
	make_bits(s);
	index_make(&s->tells, a, s->telling);
	list_states(s);
}

static void
search_release(struct search *s)
{
	for (unsigned st = 0; st < AUDIT_STATES; st++)
		free(s->who[st]);
	index_release(&s->tells);
	index_release(&s->counts);
	free(s->who_at);
	free(s->marked);
	free(s->from_where);
	free(s->open);
	free(s->has);
	free(s->bits);
	free(s->teller);
	free(s->block);
	free(s->partner);
	free(s->telling);
	free(s->base);
	free(s->truth);
	free(s->sum);
	free(s->count);
}

/* ---- steps ---- */

/* Would one more such step take the set out of what was told of it? */
static bool
blocks(const struct search *s, size_t set, unsigned from, unsigned to)
{
	const struct audit_told *told = s->question->told[set];

	return s->sum[set][from] <= told[from].least ||
		s->sum[set][to] >= told[to].most;
}

static void
change(struct search *s, struct step step)
{
	const struct index *x = &s->counts;

	if (--s->count[step.unit][step.from] == 0)
		unlist_unit(s, step.unit, step.from);
	if (s->count[step.unit][step.to]++ == 0)
		list_unit(s, step.unit, step.to);
	for (size_t i = x->first[step.unit]; i < x->first[step.unit + 1]; i++) {
		s->sum[x->of[i]][step.from]--;
		s->sum[x->of[i]][step.to]++;
	}
}

static void
push(struct search *s, struct step step)
{
	assert(s->n_steps < sizeof(s->step) / sizeof(s->step[0]));
	s->step[s->n_steps++] = step;
	change(s, step);
}

static void
pop(struct search *s)
{
	struct step step = s->step[--s->n_steps];

	change(s, (struct step){step.unit, step.to, step.from});
}

static size_t
below(struct search *s, size_t n)
{
	s->seed = s->seed * 1664525 + 1013904223;
	return (size_t)(((uint64_t)s->seed * n) >> 32);
}

/* ---- claims ---- */

static bool
is_watched(const struct search *s, size_t set)
{
	return s->base[set] > 0 &&
		(s->base[set] < s->audit->k ||
		 s->audit->set[set].watch == AUDIT_ALWAYS);
}

/* What may not be known of the number in a state of a set; false: nothing. */
static bool
forbidden(const struct search *s, size_t set, unsigned state,
	  enum audit_breach_kind *kind)
{
	uint64_t x = s->truth[set][state], n = s->base[set];

	if (s->possible < 2 || !s->question->possible[state] ||
	    !is_watched(s, set))
		return false;
	*kind = n < s->audit->k ? AUDIT_SMALL
		: x + 1 >= n	? AUDIT_GROUP
				: AUDIT_EXACT;
	return *kind != AUDIT_EXACT ||
		(x > 0 && x < s->audit->k &&
		 !s->question->told[set][state].exact);
}

/* What is neither told nor claimed of a set need not be counted. */
static void
open_claims(struct search *s)
{
	bool *counts = mem_new(s->audit->n + 1, sizeof(*counts));
	enum audit_breach_kind kind;

	for (size_t i = 0; i < s->audit->n; i++) {
		counts[i] = s->telling[i];
		if (!is_watched(s, i))
			continue;
		for (unsigned st = 0; st < AUDIT_STATES; st++) {
			s->open[i][st] = forbidden(s, i, st, &kind);
			s->n_open += s->open[i][st];
			counts[i] |= s->open[i][st];
		}
	}
	index_make(&s->counts, s->audit, counts);
	free(counts);
}

/* Does the data set, as changed, say otherwise than the claim? */
static bool
contradicts(const struct search *s, size_t set, unsigned state)
{
	uint64_t x = s->sum[set][state], n = s->base[set];

	if (n >= s->audit->k && s->truth[set][state] + 1 >= n)
		return x + 2 <= n;
	return x != s->truth[set][state];
}

static void
close_if(struct search *s, size_t set, unsigned state)
{
	if (s->open[set][state] && contradicts(s, set, state)) {
		s->open[set][state] = false;
		s->n_open--;
	}
}

/* The steps have led to a data set that fits: closes the claims that it
 * contradicts. What was found stays, the next steps begin there. */
static void
keep(struct search *s)
{
	const struct index *x = &s->counts;

	for (size_t i = 0; i < s->n_steps; i++) {
		struct step p = s->step[i];

		for (size_t k = x->first[p.unit]; k < x->first[p.unit + 1];
		     k++) {
			close_if(s, x->of[k], p.from);
			close_if(s, x->of[k], p.to);
		}
	}
	s->n_steps = 0;
}

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

		if (!blocks(s, set, a.from, a.to))
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
		if (!has(s, s->block[i], b))
			return false;
	}
	for (size_t i = s->tells.first[b]; i < s->tells.first[b + 1]; i++) {
		if (!has(s, s->tells.of[i], a.unit) &&
		    blocks(s, s->tells.of[i], a.to, a.from))
			return false;
	}
	return true;
}

/* Those who are in the set, or who are not; false: nobody is left. */
static bool
keep_partners(struct search *s, const uint64_t *bits, bool in)
{
	uint64_t any = 0, flip = in ? 0 : UINT64_MAX;

	for (size_t i = 0; i < s->words; i += AT_ONCE) {
		for (size_t k = i; k < i + AT_ONCE; k++) {
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

		if (blocks(s, set, a.to, a.from) && !has(s, set, a.unit) &&
		    !keep_partners(s, s->has[set], false))
			return false;
	}
	return true;
}

static bool
is_partner(const struct search *s, uint32_t b)
{
	return s->partner[b / WORD] >> b % WORD & 1;
}

/* Makes the step, with a second where one is needed; false: nothing is
 * changed. Looks first where it found one the last time. */
static bool
try_pair(struct search *s, struct step a)
{
	size_t set = find_blocks(s, a), n, *start, looked = 0;
	const uint32_t *unit;

	if (set == SIZE_MAX) {
		push(s, a);
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
		push(s, a);
		push(s, (struct step){unit[at], a.to, a.from});
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
	push(s, step);
	if (mend(s, state, up, depth - 1))
		return true;
	pop(s);
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
	} else if (contradicts(s, s->claim, state)) {
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
		push(s, a);
		if (mend(s, state, up, depth))
			return true;
		pop(s);
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
		keep(s);
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
	keep(s);
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
	*unit = (rare ? s->who[state] : set->unit)[below(s, n)];
	return s->count[*unit][state] > 0 && !s->marked[*unit] &&
		(!rare || has(s, from, *unit));
}

/* The best of some steps that mend the state of a set; false: none was met. */
static bool
choose(struct search *s, size_t set, unsigned state, bool more,
       struct step *best)
{
	int64_t least = INT64_MAX;
	/* sometimes few, so that it does not go round in circles */
	size_t n = 1 + below(s, CANDIDATES);

	for (size_t i = 0; i < n || (least == INT64_MAX && i < CANDIDATES);
	     i++) {
		unsigned other =
			(state + 1 + (unsigned)below(s, 2)) % AUDIT_STATES;
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
	unsigned other = (state + 1 + (unsigned)below(s, 2)) % AUDIT_STATES;
	struct step step = {claim->unit[below(s, claim->n)], up ? other : state,
			    up ? state : other};
	unsigned broken;
	size_t set;
	bool more;

	if (!s->question->possible[step.to] ||
	    s->count[step.unit][step.from] == 0)
		return false;
	push(s, step);
	while (first_broken(s, &set, &broken, &more)) {
		if (s->n_steps == REPAIR ||
		    !choose(s, set, broken, more, &step)) {
			while (s->n_steps > 0)
				pop(s);
			return false;
		}
		push(s, step);
	}
	keep(s);
	return true;
}

static void
try_repair(struct search *s, unsigned state, bool both)
{
	for (size_t i = 0; i < s->tries && s->open[s->claim][state]; i++)
		repair(s, state, both && i % 2);
}

/* ---- one number at a time ---- */

enum way { BY_PAIRS, BY_REPAIR, BY_CHAINS };

/* Everybody, or all but one, can only become fewer. */
static void
look_for(struct search *s, size_t set, unsigned state, enum way way)
{
	const struct set *in = &s->audit->set[set];
	enum audit_breach_kind kind;
	bool both = forbidden(s, set, state, &kind) && kind != AUDIT_GROUP;

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
	struct step a = {(uint32_t)below(s, s->audit->units),
			 (unsigned)below(s, AUDIT_STATES),
			 (unsigned)below(s, AUDIT_STATES)};
	size_t set, n;
	const uint32_t *unit;
	uint32_t b;

	if (a.from == a.to || !s->question->possible[a.to] ||
	    s->count[a.unit][a.from] == 0)
		return;
	set = find_blocks(s, a);
	if (set == SIZE_MAX) {
		push(s, a);
		keep(s);
		return;
	}
	n = s->audit->set[set].n;
	unit = s->audit->set[set].unit;
	if (s->n_who[a.to] < n) {
		n = s->n_who[a.to];
		unit = s->who[a.to];
	}
	b = n > 0 ? unit[below(s, n)] : a.unit;
	if (!could_go(s, a, b) || !goes_back(s, a, b))
		return;
	push(s, a);
	push(s, (struct step){b, a.to, a.from});
	keep(s);
}

static void
walk(struct search *s)
{
	size_t trials = WALK + WALK_PER_UNIT * s->audit->units;

	for (size_t i = 0; i < trials && s->n_open > 0; i++) {
		walk_once(s);
	}
}

/* ---- all of it ---- */

/* By pairs: quick. */
static void
look_for_all(struct search *s)
{
	for (size_t i = 0; i < s->audit->n && s->n_open > 0; i++) {
		for (unsigned st = 0; st < AUDIT_STATES; st++) {
			if (s->open[i][st])
				look_for(s, i, st, BY_PAIRS);
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
				look_for(s, i, st, BY_REPAIR);
			if (s->open[i][st])
				look_for(s, i, st, BY_CHAINS);
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

			if (s->open[i][st] && forbidden(s, i, st, &kind))
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
	if (fits(&s, out)) {
		open_claims(&s);
		look_for_all(&s);
		walk(&s);
		look_for_all(&s);
		look_for_rest(&s, most);
		n = breaches(&s, out, most);
	}
	search_release(&s);
	return n;
}
