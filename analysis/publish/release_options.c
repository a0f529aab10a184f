#include "analysis/publish/release_private.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

/*
 * Options are told of the organisation only. What a reader has of them is, for
 * each release, least and most of the people who had chosen each by then, and
 * that these only grow. Options of a question that groups are told of are
 * moved only within their state, so that whatever else is told of states stays
 * as it is; states are judged by the audit, with what options_imply says.
 */

/* The options of a state share out its people. NO_STATE: those of a question
 * of which groups are told nothing, which share out all; APART: refused. */
enum { NO_STATE = LEDGER_STATES, APART, ALONE };

/* By release that has them, oldest first, then by option. */
struct options {
	const struct question *question;
	uint32_t k;
	size_t n, releases;
	bool withheld;	  /* nothing is told of them now */
	size_t *chain;	  /* by release: which of the chain */
	uint64_t *base;	  /* by release */
	uint64_t *chosen; /* as it might be: at first the truth */
	uint64_t *truth, *least, *most;
	bool *exact;
	unsigned *state; /* by option */
};

static size_t
cell(const struct options *o, size_t release, size_t option)
{
	return release * o->n + option;
}

static unsigned
state_of(const struct making *m, const struct question *q, size_t option)
{
	enum split_kind kind = split_kind(m->tally, q->index);
	enum choice_missing missing =
		q->missing ? q->missing[option] : CHOICE_ANSWERS;
	const bool *first = kind == SPLIT_ITEM ? q->key : q->risky;

	if (missing == CHOICE_REFUSED || missing == CHOICE_NOT_APPLICABLE)
		return APART;
	if (q->type == TYPE_SELECT_MULTIPLE)
		return ALONE;
	if (kind != SPLIT_ITEM && kind != SPLIT_RISK)
		return NO_STATE;
	if (missing == CHOICE_DONT_KNOW)
		return 2;
	return first && first[option] ? 0 : 1;
}

/* ---- of this release ---- */

/* Where the states of a question are told of everybody only, don't know is
 * told there as well. */
static void
meet_state(const struct making *m, const struct question *q, size_t option,
	   struct told *t)
{
	struct outcome o = counts_outcome(m->disclosed->all, q->index);
	struct split s = split_of(m->tally, q->index, &o);
	struct told state;

	if (split_kind(m->tally, q->index) != SPLIT_PLAIN || !q->missing ||
	    q->missing[option] != CHOICE_DONT_KNOW ||
	    s.n[2] != counts_option(m->disclosed->all, q->index, option) ||
	    base_status(m->disclosed, s.base) != STATUS_OK)
		return;
	for (unsigned i = 1; i < LEDGER_STATES; i++) {
		state = told_state(m->disclosed, q->index, s.n[i], s.base);
		if (i == 1)
			state = (struct told){.least = s.base - state.most,
					      .most = s.base - state.least,
					      .exact = state.exact};
		t->exact |= state.exact;
		if (state.least > t->least)
			t->least = state.least;
		if (state.most < t->most)
			t->most = state.most;
	}
}

static struct ledger_option
option_now(const struct making *m, const struct question *q, size_t option,
	   bool hide)
{
	const struct disclosed *d = m->disclosed;
	struct ledger_option o = {
		.question = q->index,
		.option = option,
		.base = option_base(d, q->index),
		.chosen = counts_option(d->all, q->index, option),
	};
	struct told t = {.least = 0, .most = o.base};

	if (t.most < o.chosen)
		t.most = o.chosen; /* of refused, which are no part of it */
	if (!hide && option_status(d, q->index) == STATUS_OK) {
		t = told_option(d, q->index, option);
		if (t.most > o.base && o.chosen <= o.base)
			t.most = o.base;
	}
	if (!hide)
		meet_state(m, q, option, &t);
	o.least = t.least;
	o.most = t.most;
	o.exact = t.exact;
	return o;
}

static bool
has_options(const struct making *m, size_t question)
{
	return m->disclosed->precision[question].banded != NULL;
}

void
options_put(struct making *m)
{
	const struct form *form = tally_form(m->tally);

	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		for (size_t k = 0; has_options(m, i) && k < q->list->n; k++) {
			struct ledger_option o = option_now(m, q, k, false);

			ledger_add_option(m->row, &o);
		}
	}
}

/* ---- of all releases ---- */

/* The first of a question's options in a row; NULL: it has none. */
static const struct ledger_option *
find_options(const struct ledger_release *r, size_t question, size_t n)
{
	size_t low = 0, high = r->n_options;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (r->option[middle].question < question)
			low = middle + 1;
		else
			high = middle;
	}
	if (low + n > r->n_options || r->option[low].question != question ||
	    r->option[low + n - 1].question != question)
		return NULL;
	return &r->option[low];
}

static void
add_release(struct options *o, size_t chain, const struct ledger_option *row)
{
	for (size_t i = 0; i < o->n; i++) {
		size_t at = cell(o, o->releases, i);

		o->chosen[at] = o->truth[at] = row[i].chosen;
		o->least[at] = row[i].least;
		o->most[at] = row[i].most;
		o->exact[at] = row[i].exact;
	}
	o->base[o->releases] = row->base;
	o->chain[o->releases++] = chain;
}

/* What was known by then was not more before, nor less after. */
static void
tighten(struct options *o)
{
	for (size_t r = 1; r < o->releases; r++) {
		for (size_t i = 0; i < o->n; i++) {
			uint64_t before = o->least[cell(o, r - 1, i)];

			if (o->least[cell(o, r, i)] < before)
				o->least[cell(o, r, i)] = before;
		}
	}
	for (size_t r = o->releases; r-- > 1;) {
		for (size_t i = 0; i < o->n; i++) {
			uint64_t after = o->most[cell(o, r, i)];

			if (o->most[cell(o, r - 1, i)] > after)
				o->most[cell(o, r - 1, i)] = after;
		}
	}
}

/* Of no release yet, with room for all of the chain. */
static struct options *
make_room(const struct making *m, const struct question *q)
{
	struct options *o = mem_new(1, sizeof(*o));
	size_t n_chain = m->units.n_chain, room;

	*o = (struct options){.question = q,
			      .k = m->disclosed->k,
			      .n = q->list->n};
	o->withheld = option_status(m->disclosed, q->index) != STATUS_OK;
	room = o->n * n_chain + 1;
	o->chain = mem_new(n_chain, sizeof(*o->chain));
	o->base = mem_new(n_chain, sizeof(*o->base));
	o->chosen = mem_new(room, sizeof(*o->chosen));
	o->truth = mem_new(room, sizeof(*o->truth));
	o->least = mem_new(room, sizeof(*o->least));
	o->most = mem_new(room, sizeof(*o->most));
	o->exact = mem_new(room, sizeof(*o->exact));
	o->state = mem_new(o->n + 1, sizeof(*o->state));
	for (size_t i = 0; i < o->n; i++)
		o->state[i] = state_of(m, q, i);
	return o;
}

/* The releases before this one that told of the question. */
static void
add_earlier(struct options *o, const struct units *u)
{
	for (size_t i = 0; i + 1 < u->n_chain; i++) {
		const struct ledger_option *then =
			find_options(u->chain[i], o->question->index, o->n);

		if (then)
			add_release(o, i, then);
	}
}

static void
add_now(struct options *o, const struct making *m, bool hide)
{
	struct ledger_option *now = mem_new(o->n + 1, sizeof(*now));

	for (size_t i = 0; i < o->n; i++)
		now[i] = option_now(m, o->question, i, hide);
	add_release(o, m->units.n_chain - 1, now);
	free(now);
}

struct options *
options_new(const struct making *m, size_t question, bool hide)
{
	struct options *o;

	if (!has_options(m, question))
		return NULL;
	o = make_room(m, &tally_form(m->tally)->question[question]);
	add_earlier(o, &m->units);
	add_now(o, m, hide);
	tighten(o);
	return o;
}

void
options_free(struct options *o)
{
	if (!o)
		return;
	free(o->chain);
	free(o->base);
	free(o->chosen);
	free(o->truth);
	free(o->least);
	free(o->most);
	free(o->exact);
	free(o->state);
	free(o);
}

/* FNV-1a over what was told. */
uint64_t
options_mark(const struct options *o)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; o && i < o->n * o->releases; i++)
		h = ((h ^ o->least[i]) * 0x100000001b3 ^ o->most[i]) *
			0x100000001b3;
	return h;
}

/* ---- can they be worked out? ---- */

/* Of those first in one release, how many chose it, as it might be. */
static uint64_t
came(const struct options *o, size_t release, size_t option)
{
	return o->chosen[cell(o, release, option)] -
		(release > 0 ? o->chosen[cell(o, release - 1, option)] : 0);
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
		size_t at = cell(o, r, option);

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
			o->chosen[cell(o, r, option)]++;
		else
			o->chosen[cell(o, r, option)]--;
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
	return x[cell(o, p->last, p->option)] -
		(p->first > 0 ? x[cell(o, p->first - 1, p->option)] : 0);
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
	uint64_t x = o->truth[cell(o, p->last, p->option)];

	for (size_t r = o->withheld ? 0 : p->last; r <= p->last; r++) {
		if (p->first == 0 && o->exact[cell(o, r, p->option)] &&
		    o->truth[cell(o, r, p->option)] == x)
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
			if (o->truth[cell(o, r, i)] <
			    o->truth[cell(o, r - 1, i)])
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
				(o->least[cell(o, r, i)] > 0 ||
				 o->most[cell(o, r, i)] < o->base[r]);
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
		     o->truth[cell(o, last, i)] >
			     o->truth[cell(o, last, found)]))
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
			o->least[cell(o, r, i)] = o->most[cell(o, r, i)] =
				o->truth[cell(o, r, i)];
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
		uint64_t least = o->least[cell(o, end, i)];
		uint64_t most = o->most[cell(o, end, i)];

		if (o->state[i] >= NO_STATE)
			continue;
		if (p.first > 0) {
			uint64_t up = o->most[cell(o, start, i)];

			least = least > up ? least - up : 0;
			most -= o->least[cell(o, start, i)];
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
