#include "analysis/publish/audit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

/*
 * DEPTH: people whose answers are changed together, besides the pairs that
 * nearly always do. BUDGET: trials for one number, and for one question:
 * where they are used up, the number counts as known.
 */
enum { DEPTH = 6, BUDGET = 20000, QUESTION_BUDGET = 200000, WORD = 64 };

struct set {
	uint32_t *unit;
	size_t n;
	uint64_t hash;
	enum audit_watch watch;
	uint64_t *has; /* a bit a unit; NULL before it is needed */
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
	for (size_t i = 0; i < a->n; i++) {
		free(a->set[i].unit);
		free(a->set[i].has);
	}
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
	struct audit *audit;
	const struct audit_question *question;
	uint64_t (*count)[AUDIT_STATES]; /* by unit, as changed */
	uint64_t (*sum)[AUDIT_STATES];	 /* by set of which something is told */
	uint64_t *base;			 /* by set */
	bool *telling;			 /* by set: is something told of it? */
	uint32_t *first, *of; /* by unit: its telling sets; sorted by size */
	uint32_t *who[AUDIT_STATES]; /* units with somebody in the state */
	size_t n_who[AUDIT_STATES];
	size_t *from_where; /* by set, then by state: where to look first */
	const struct set *claim; /* the set that is looked at */
	bool *marked;		 /* by unit: is it of that set? */
	struct step step[2 * DEPTH];
	size_t n_steps;
	unsigned budget, all_budget;
	size_t possible; /* states */
};

static bool
has(const struct set *s, uint32_t unit)
{
	return s->has[unit / WORD] >> unit % WORD & 1;
}

static void
make_bits(const struct audit *a, struct set *s)
{
	if (s->has)
		return;
	s->has = mem_new(a->units / WORD + 1, sizeof(*s->has));
	for (size_t i = 0; i < s->n; i++)
		s->has[s->unit[i] / WORD] |= (uint64_t)1 << s->unit[i] % WORD;
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

static void
sum_sets(struct search *s)
{
	const struct audit *a = s->audit;

	for (size_t i = 0; i < a->n; i++) {
		const struct set *set = &a->set[i];

		for (size_t k = 0; k < set->n; k++) {
			for (unsigned st = 0; st < AUDIT_STATES; st++)
				s->sum[i][st] += s->count[set->unit[k]][st];
		}
		for (unsigned st = 0; st < AUDIT_STATES; st++)
			s->base[i] += s->sum[i][st];
		s->telling[i] = tells(s, i);
		if (s->telling[i])
			make_bits(a, &a->set[i]);
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

/* For each unit the sets that tell something of it. */
static void
index_units(struct search *s)
{
	const struct audit *a = s->audit;
	uint32_t *at;

	s->first = mem_new(a->units + 2, sizeof(*s->first));
	for (size_t i = 0; i < a->n; i++) {
		for (size_t k = 0; s->telling[i] && k < a->set[i].n; k++)
			s->first[a->set[i].unit[k] + 2]++;
	}
	for (size_t i = 2; i < a->units + 2; i++)
		s->first[i] += s->first[i - 1];
	s->of = mem_new(s->first[a->units + 1] + 1, sizeof(*s->of));
	at = s->first + 1;
	for (size_t i = 0; i < a->n; i++) {
		for (size_t k = 0; s->telling[i] && k < a->set[i].n; k++)
			s->of[at[a->set[i].unit[k]]++] = (uint32_t)i;
	}
}

static void
index_states(struct search *s)
{
	for (unsigned st = 0; st < AUDIT_STATES; st++) {
		s->who[st] = mem_new(s->audit->units + 1, sizeof(*s->who[st]));
		for (size_t i = 0; i < s->audit->units; i++) {
			if (s->count[i][st] > 0)
				s->who[st][s->n_who[st]++] = (uint32_t)i;
		}
	}
}

static void
search_init(struct search *s, struct audit *a, const struct audit_question *q)
{
	*s = (struct search){.audit = a, .question = q};
	s->count = mem_new(a->units + 1, sizeof(*s->count));
	memcpy(s->count, q->count, a->units * sizeof(*s->count));
	s->sum = mem_new(a->n + 1, sizeof(*s->sum));
	s->base = mem_new(a->n + 1, sizeof(*s->base));
	s->telling = mem_new(a->n + 1, sizeof(*s->telling));
	s->from_where = mem_new(a->n + AUDIT_STATES, sizeof(*s->from_where));
	s->marked = mem_new(a->units + 1, sizeof(*s->marked));
	s->all_budget = QUESTION_BUDGET;
	for (unsigned st = 0; st < AUDIT_STATES; st++)
		s->possible += q->possible[st];
	sum_sets(s);
	index_units(s);
	index_states(s);
}

static void
search_release(struct search *s)
{
	for (unsigned st = 0; st < AUDIT_STATES; st++)
		free(s->who[st]);
	free(s->marked);
	free(s->from_where);
	free(s->of);
	free(s->first);
	free(s->telling);
	free(s->base);
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
	s->count[step.unit][step.from]--;
	s->count[step.unit][step.to]++;
	for (size_t i = s->first[step.unit]; i < s->first[step.unit + 1]; i++) {
		s->sum[s->of[i]][step.from]--;
		s->sum[s->of[i]][step.to]++;
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

/* How many more (fewer: below 0) of the state the marked set has now. */
static int
net(const struct search *s, unsigned state)
{
	int n = 0;

	for (size_t i = 0; i < s->n_steps; i++) {
		if (s->marked[s->step[i].unit])
			n += (s->step[i].to == state) -
				(s->step[i].from == state);
	}
	return n;
}

/* ---- pairs: one person there, one back elsewhere ---- */

/* Can one of unit b go back where one of a came from, so that all that was
 * told still holds? */
static bool
goes_back(const struct search *s, struct step a, uint32_t b)
{
	const struct set *set = s->audit->set;

	if (s->marked[b] || s->count[b][a.to] == 0)
		return false;
	for (size_t i = s->first[a.unit]; i < s->first[a.unit + 1]; i++) {
		if (!has(&set[s->of[i]], b) &&
		    blocks(s, s->of[i], a.from, a.to))
			return false;
	}
	for (size_t i = s->first[b]; i < s->first[b + 1]; i++) {
		if (!has(&set[s->of[i]], a.unit) &&
		    blocks(s, s->of[i], a.to, a.from))
			return false;
	}
	return true;
}

/* The smallest set that blocks the step, which b must be in; SIZE_MAX: it
 * needs no b. */
static size_t
narrowest(const struct search *s, struct step a)
{
	size_t found = SIZE_MAX;

	for (size_t i = s->first[a.unit]; i < s->first[a.unit + 1]; i++) {
		size_t set = s->of[i];

		if (blocks(s, set, a.from, a.to) &&
		    (found == SIZE_MAX ||
		     s->audit->set[set].n < s->audit->set[found].n))
			found = set;
	}
	return found;
}

/* Makes the step, with a second where one is needed; false: nothing is
 * changed. Looks first where it found one the last time. */
static bool
try_pair(struct search *s, struct step a)
{
	size_t set = narrowest(s, a), n, *start;
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

		if (!goes_back(s, a, unit[at]))
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

		for (size_t k = s->first[u]; k < s->first[u + 1]; k++) {
			const struct audit_told *t =
				s->question->told[s->of[k]];

			for (unsigned st = 0; st < AUDIT_STATES; st++) {
				uint64_t x = s->sum[s->of[k]][st];

				if (x >= t[st].least && x <= t[st].most)
					continue;
				*set = s->of[k];
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

static bool mend(struct search *s, unsigned state, int want, size_t depth);

/* A step of the unit that mends the state of a set, and what follows. */
static bool
mend_by(struct search *s, struct step step, unsigned state, int want,
	size_t depth)
{
	if (!s->question->possible[step.to] ||
	    s->count[step.unit][step.from] == 0 || undoes(s, step))
		return false;
	push(s, step);
	if (mend(s, state, want, depth - 1))
		return true;
	pop(s);
	return false;
}

/* Makes up to `depth` steps after which everything is as told and the marked
 * set has `want` of the state more than before (fewer where it is below 0). */
static bool
mend(struct search *s, unsigned state, int want, size_t depth)
{
	const struct set *in;
	unsigned broken, other;
	size_t set;
	bool more;

	if (first_broken(s, &set, &broken, &more)) {
		in = &s->audit->set[set];
	} else if (want < 0 ? net(s, state) <= want : net(s, state) >= want) {
		return true;
	} else {
		in = s->claim;
		broken = state;
		more = want > 0;
	}
	for (size_t i = 0; depth > 0 && i < in->n; i++) {
		if (s->budget == 0)
			return false;
		s->budget--;
		for (other = 0; other < AUDIT_STATES; other++) {
			struct step step = {in->unit[i], more ? other : broken,
					    more ? broken : other};

			if (other != broken &&
			    mend_by(s, step, state, want, depth))
				return true;
		}
	}
	return false;
}

static bool
try_chain(struct search *s, struct step a, unsigned state, int want)
{
	size_t before = s->n_steps;

	for (size_t depth = 2; depth < DEPTH; depth++) {
		push(s, a);
		if (mend(s, state, want, depth))
			return true;
		assert(s->n_steps == before + 1);
		pop(s);
	}
	return false;
}

/* ---- witnesses ---- */

/* Calls one of the two for each step of the set that changes the state in the
 * direction of `want`. */
static bool
try_all(struct search *s, unsigned state, int want, bool chains)
{
	const struct set *set = s->claim;

	for (size_t i = 0; i < set->n; i++) {
		for (unsigned other = 0; other < AUDIT_STATES; other++) {
			struct step a = {set->unit[i], want < 0 ? state : other,
					 want < 0 ? other : state};

			if (other == state || !s->question->possible[a.to] ||
			    s->count[a.unit][a.from] == 0)
				continue;
			if (chains ? try_chain(s, a, state, want)
				   : try_pair(s, a))
				return true;
			if (chains && s->budget == 0)
				return false;
		}
	}
	return false;
}

static void
undo(struct search *s)
{
	while (s->n_steps > 0)
		pop(s);
}

/* By one or two pairs, else by a chain. */
static bool
changes(struct search *s, unsigned state, int want)
{
	bool found = try_all(s, state, want, false);

	if (found && net(s, state) == want + 1)
		found = try_all(s, state, want, false);
	undo(s);
	if (found || s->all_budget == 0)
		return found;
	s->budget = s->all_budget < BUDGET ? s->all_budget : BUDGET;
	s->all_budget -= s->budget;
	found = try_all(s, state, want, true);
	s->all_budget += s->budget;
	undo(s);
	return found;
}

/* What may not be known of the number in a state of a set; false: nothing. */
static bool
forbidden(const struct search *s, size_t set, unsigned state,
	  enum audit_breach_kind *kind)
{
	uint64_t x = s->sum[set][state], n = s->base[set];

	if (n == 0 || s->possible < 2 || !s->question->possible[state])
		return false;
	*kind = n < s->audit->k ? AUDIT_SMALL
		: x + 1 >= n	? AUDIT_GROUP
				: AUDIT_EXACT;
	if (*kind != AUDIT_SMALL &&
	    s->audit->set[set].watch == AUDIT_WHEN_SMALL)
		return false;
	return *kind != AUDIT_EXACT ||
		(x > 0 && x < s->audit->k &&
		 !s->question->told[set][state].exact);
}

static bool
witnessed(struct search *s, size_t set, unsigned state,
	  enum audit_breach_kind kind)
{
	const struct set *in = &s->audit->set[set];
	int least = s->sum[set][state] == s->base[set] ? -2 : -1;
	bool found;

	s->claim = in;
	for (size_t i = 0; i < in->n; i++)
		s->marked[in->unit[i]] = true;
	found = kind == AUDIT_GROUP
		? changes(s, state, least)
		: changes(s, state, -1) || changes(s, state, 1);
	for (size_t i = 0; i < in->n; i++)
		s->marked[in->unit[i]] = false;
	return found;
}

size_t
audit_run(struct audit *a, const struct audit_question *q,
	  struct audit_breach *out, size_t most)
{
	struct search s;
	size_t n;

	search_init(&s, a, q);
	n = !fits(&s, out);
	for (size_t set = 0; set < a->n && n < most; set++) {
		for (unsigned st = 0; st < AUDIT_STATES && n < most; st++) {
			enum audit_breach_kind kind;

			if (forbidden(&s, set, st, &kind) &&
			    !witnessed(&s, set, st, kind))
				out[n++] = (struct audit_breach){kind, set, st};
		}
	}
	search_release(&s);
	return n;
}
