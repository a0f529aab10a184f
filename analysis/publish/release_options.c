/*
 * What each release of the chain tells of the options of a question, and what
 * follows from that these only grow.
 */
#include "analysis/publish/release_options.h"

#include <stdlib.h>

#include "questions/base/mem.h"

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
		size_t at = options_cell(o, o->releases, i);

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
			uint64_t before = o->least[options_cell(o, r - 1, i)];

			if (o->least[options_cell(o, r, i)] < before)
				o->least[options_cell(o, r, i)] = before;
		}
	}
	for (size_t r = o->releases; r-- > 1;) {
		for (size_t i = 0; i < o->n; i++) {
			uint64_t after = o->most[options_cell(o, r, i)];

			if (o->most[options_cell(o, r - 1, i)] > after)
				o->most[options_cell(o, r - 1, i)] = after;
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
