/*
 * Can it be worked out what a few chose? Options of a question that groups are
 * told of are moved only within their state, so that whatever else is told of
 * states stays as it is; states are judged by the audit, with what
 * options_imply says.
 */
#include "analysis/publish/release_options.h"

#include <string.h>

/* ---- can they be worked out? ---- */

/* Of those first in one release, how many chose it, as it might be. */
static uint64_t
came(const struct options *o, size_t release, size_t option)
{
	return o->chosen[options_cell(o, release, option)] -
		(release > 0 ? o->chosen[options_cell(o, release - 1, option)]
			     : 0);
}

static uint64_t
came_in_all(const struct options *o, size_t release)
{
	return o->base[release] - (release > 0 ? o->base[release - 1] : 0);
}

/* Can one more (up) or fewer of those first in a release have chosen it? */
static bool
may_come(const struct options *o, size_t release, size_t option, bool up)
{
	uint64_t x = came(o, release, option);

	return up ? x < came_in_all(o, release) : x > 0;
}

/* One more or fewer from release `from` on, and back from `to` on. */
struct shift {
	size_t from, to;
	bool up;
};

static bool
may_shift(const struct options *o, size_t option, struct shift s)
{
	for (size_t r = s.from; r < s.to; r++) {
		size_t at = options_cell(o, r, option);

		if (s.up ? o->chosen[at] >= o->most[at]
			 : o->chosen[at] <= o->least[at])
			return false;
	}
	return may_come(o, s.from, option, s.up) &&
		(s.to == o->releases || may_come(o, s.to, option, !s.up));
}

static void
shift(struct options *o, size_t option, struct shift s)
{
	for (size_t r = s.from; r < s.to; r++) {
		if (s.up)
			o->chosen[options_cell(o, r, option)]++;
		else
			o->chosen[options_cell(o, r, option)]--;
	}
}

/* With another option of its state, which makes up for it. */
static bool
try_shift(struct options *o, size_t option, struct shift s)
{
	struct shift back = {s.from, s.to, !s.up};

	if (!may_shift(o, option, s))
		return false;
	if (o->state[option] == ALONE) {
		shift(o, option, s);
		return true;
	}
	for (size_t i = 0; i < o->n; i++) {
		if (i == option || o->state[i] != o->state[option] ||
		    !may_shift(o, i, back))
			continue;
		shift(o, option, s);
		shift(o, i, back);
		return true;
	}
	return false;
}

/* An option's number among those first in the releases first to last. */
struct span {
	size_t option, first, last;
};

/* One fewer of the span, or one more. */
static bool
try_span(struct options *o, const struct span *p, bool up)
{
	for (size_t from = 0; from < o->releases; from++) {
		for (size_t to = from + 1; to <= o->releases; to++) {
			bool last = from <= p->last && p->last < to;
			bool before = p->first > 0 && from <= p->first - 1 &&
				p->first - 1 < to;
			struct shift s = {from, to, last ? up : !up};

			if (last != before && try_shift(o, p->option, s))
				return true;
		}
	}
	return false;
}

static uint64_t
of_span(const struct options *o, const uint64_t *x, const struct span *p)
{
	return x[options_cell(o, p->last, p->option)] -
		(p->first > 0 ? x[options_cell(o, p->first - 1, p->option)]
			      : 0);
}

/* Is there another data set that fits all that was told and has another
 * number there? Then who reads it all cannot be sure. */
static bool
is_open(struct options *o, const struct span *p, uint64_t n)
{
	uint64_t x = of_span(o, o->truth, p);
	bool alike = n >= o->k && x + 1 >= n, open;

	memcpy(o->chosen, o->truth, o->n * o->releases * sizeof(*o->chosen));
	if (!alike)
		return try_span(o, p, false) || try_span(o, p, true);
	do {
		open = of_span(o, o->chosen, p) + 2 <= n;
	} while (!open && try_span(o, p, false));
	return open;
}

/* An option that is a state of its own is judged with the states. */
static bool
is_state(const struct options *o, size_t option)
{
	if (o->state[option] >= NO_STATE)
		return false;
	for (size_t i = 0; i < o->n; i++) {
		if (i != option && o->state[i] == o->state[option])
			return false;
	}
	return true;
}

/* Was the number told? Where nothing is told of options now, and nobody has
 * chosen it since, it is the number that was told then. */
static bool
is_told(const struct options *o, const struct span *p)
{
	uint64_t x = o->truth[options_cell(o, p->last, p->option)];

	for (size_t r = o->withheld ? 0 : p->last; r <= p->last; r++) {
		if (p->first == 0 && o->exact[options_cell(o, r, p->option)] &&
		    o->truth[options_cell(o, r, p->option)] == x)
			return true;
	}
	return false;
}

/* May nobody be sure of it? */
static bool
is_secret(const struct options *o, const struct span *p, uint64_t n)
{
	uint64_t x = of_span(o, o->truth, p);

	if (o->state[p->option] == APART || n == 0 || is_state(o, p->option))
		return false;
	return n < o->k || x + 1 >= n || (x > 0 && x < o->k && !is_told(o, p));
}

/* Did what is told of an earlier release hold these answers, and no more? */
static bool
grew(const struct options *o)
{
	for (size_t r = 1; r < o->releases; r++) {
		if (o->base[r] < o->base[r - 1])
			return false;
		for (size_t i = 0; i < o->n; i++) {
			if (o->truth[options_cell(o, r, i)] <
			    o->truth[options_cell(o, r - 1, i)])
				return false;
		}
	}
	return true;
}

bool
options_safe(struct options *o)
{
	if (o && !grew(o))
		return false;
	for (struct span p = {0}; o && p.option < o->n; p.option++) {
		for (p.first = 0; p.first < o->releases; p.first++) {
			for (p.last = p.first; p.last < o->releases; p.last++) {
				uint64_t n = o->base[p.last] -
					(p.first > 0 ? o->base[p.first - 1]
						     : 0);

				if (is_secret(o, &p, n) && !is_open(o, &p, n))
					return false;
			}
		}
	}
	return true;
}

/* ---- what they say of states ---- */

/* Releases that differ in people and say something of options. */
static size_t
n_telling(const struct options *o)
{
	size_t n = 0;

	for (size_t r = 0; r < o->releases; r++) {
		bool tells = false;

		if (r > 0 && o->base[r] == o->base[r - 1] && n > 0)
			continue;
		for (size_t i = 0; i < o->n; i++)
			tells |= o->state[i] != APART &&
				(o->least[options_cell(o, r, i)] > 0 ||
				 o->most[options_cell(o, r, i)] < o->base[r]);
		n += tells;
	}
	return n;
}

/* The option of a state that most chose. */
static size_t
largest(const struct options *o, unsigned state)
{
	size_t found = FORM_NONE, last = o->releases - 1;

	for (size_t i = 0; i < o->n; i++) {
		if (o->state[i] == state &&
		    (found == FORM_NONE ||
		     o->truth[options_cell(o, last, i)] >
			     o->truth[options_cell(o, last, found)]))
			found = i;
	}
	return found;
}

/* Of two releases, what follows for a state are sums of what was told of its
 * options. Of more that need not be all. There only one option of a state may
 * be another number than it is: what passes then passes the more without. */
static void
pin_all_but_one(struct options *o)
{
	if (n_telling(o) <= 2)
		return;
	for (size_t i = 0; i < o->n; i++) {
		if (o->state[i] >= NO_STATE || i == largest(o, o->state[i]))
			continue;
		for (size_t r = 0; r < o->releases; r++)
			o->least[options_cell(o, r, i)] =
				o->most[options_cell(o, r, i)] =
					o->truth[options_cell(o, r, i)];
	}
}

static void
imply(const struct options *o, struct span p, struct audit_told *told)
{
	size_t end = p.last, start = p.first - 1;
	struct {
		uint64_t least, most;
	} sum[LEDGER_STATES] = {{0, 0}};
	bool any[LEDGER_STATES] = {false};

	for (size_t i = 0; i < o->n; i++) {
		uint64_t least = o->least[options_cell(o, end, i)];
		uint64_t most = o->most[options_cell(o, end, i)];

		if (o->state[i] >= NO_STATE)
			continue;
		if (p.first > 0) {
			uint64_t up = o->most[options_cell(o, start, i)];

			least = least > up ? least - up : 0;
			most -= o->least[options_cell(o, start, i)];
		}
		any[o->state[i]] = true;
		sum[o->state[i]].least += least;
		sum[o->state[i]].most += most;
	}
	for (unsigned st = 0; st < LEDGER_STATES; st++) {
		if (any[st])
			audit_told_add(&told[st], sum[st].least, sum[st].most,
				       false);
	}
}

void
options_imply(struct options *o, const size_t *set_of, size_t n_chain,
	      struct audit_told (*told)[AUDIT_STATES])
{
	if (!o)
		return;
	pin_all_but_one(o);
	for (size_t last = 0; last < o->releases; last++) {
		for (size_t first = 0; first <= last; first++) {
			size_t from = first > 0 ? o->chain[first - 1] + 1 : 0;
			size_t set = set_of[from * n_chain + o->chain[last]];

			if (set != SIZE_MAX)
				imply(o, (struct span){0, first, last},
				      told[set]);
		}
	}
}
