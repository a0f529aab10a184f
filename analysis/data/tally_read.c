#include "analysis/data/tally_private.h"

#include <assert.h>
#include <stdlib.h>

#include "questions/base/mem.h"

const struct form *
tally_form(const struct tally *t)
{
	return t->form;
}

uint64_t
tally_people(const struct tally *t)
{
	return t->people;
}

size_t
tally_segments(const struct tally *t)
{
	return t->n_segments;
}

const struct question *
tally_segment(const struct tally *t, size_t segment)
{
	return t->segment[segment].question;
}

size_t
tally_codes(const struct tally *t, size_t segment)
{
	return t->segment[segment].codes;
}

bool
tally_code_answers(const struct tally *t, size_t segment, size_t code)
{
	const struct segment *s = &t->segment[segment];

	return code < s->codes - 1 && s->code_of[code] == code * s->stride;
}

size_t
tally_atoms(const struct tally *t)
{
	return t->n_atoms;
}

static const struct atom *
atom_at(const struct tally *t, size_t atom)
{
	return &t->atom[t->order[atom]];
}

uint64_t
tally_atom_people(const struct tally *t, size_t atom)
{
	return atom_at(t, atom)->people;
}

size_t
tally_code_in(const struct tally *t, const struct atom *a, size_t segment)
{
	const struct segment *s = &t->segment[segment];

	return a->code / s->stride % s->codes;
}

size_t
tally_atom_code(const struct tally *t, size_t atom, size_t segment)
{
	return tally_code_in(t, atom_at(t, atom), segment);
}

/* Bytes of a young block onto sums, 16 at once: the compiler knows how. */
static void
add_young(uint32_t *restrict sum, const unsigned char *restrict young,
	  size_t bytes)
{
	for (size_t i = 0; i < bytes; i += CHUNK) {
		for (size_t k = 0; k < CHUNK; k++)
			sum[i + k] += young[i + k];
	}
}

static void
add_old(uint64_t *restrict sum, const uint32_t *restrict old, size_t n)
{
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		for (size_t k = 0; k < 8; k++)
			sum[i + k] += old[i + k];
	}
	for (; i < n; i++)
		sum[i] += old[i];
}

struct counts *
tally_counts(const struct tally *t, size_t segment, const bool *codes)
{
	struct counts *c = mem_new(1, sizeof(*c));
	uint32_t *young = mem_new(t->young_bytes + CHUNK, sizeof(*young));

	c->tally = t;
	c->cell = mem_new(t->n_cells, sizeof(*c->cell));
	for (size_t i = 0; i < t->n_atoms; i++) {
		const struct atom *a = &t->atom[i];

		if (segment != FORM_NONE &&
		    !codes[tally_code_in(t, a, segment)])
			continue;
		c->people += a->people;
		add_young(young, (const unsigned char *)a->young,
			  a->young_bytes);
		if (a->old)
			add_old(c->cell, a->old, t->n_cells);
	}
	for (size_t i = 0; i < t->n_cells; i++)
		c->cell[i] += young[t->young_at[i]];
	free(young);
	return c;
}

void
counts_free(struct counts *c)
{
	if (!c)
		return;
	free(c->cell);
	free(c);
}

/* ---- questions: of a sum, or of one atom ---- */

struct source {
	const struct tally *tally;
	uint64_t people;
	const uint64_t *cell; /* NULL: of the atom */
	const struct atom *atom;
};

static struct source
of_counts(const struct counts *c)
{
	return (struct source){c->tally, c->people, c->cell, NULL};
}

static struct source
of_atom(const struct tally *t, const struct atom *a)
{
	return (struct source){t, a->people, NULL, a};
}

static inline uint64_t
cell_of(const struct source *s, size_t cell)
{
	assert(s->cell || s->atom);
	return s->cell ? s->cell[cell] : atom_cell(s->tally, s->atom, cell);
}

static uint64_t
option_of(const struct source *s, size_t question, size_t option)
{
	const struct cells *c = &s->tally->cells[question];

	return option < c->n_options ? cell_of(s, c->first + option) : 0;
}

static uint64_t
state_of(const struct source *s, size_t question, enum answer_state state)
{
	const struct cells *c = &s->tally->cells[question];
	uint64_t answered = s->people;

	if (c->feed == FEED_NONE)
		return 0;
	if (state != STATE_ANSWERED)
		return cell_of(s, c->first + c->n_options + state);
	for (size_t i = 0; i < STATES; i++)
		answered -= cell_of(s, c->first + c->n_options + i);
	return answered;
}

/* Sums the options by what they say. Where several ticks may say that they are
 * no answer, cells of their own tell better. */
static void
sum_options(const struct source *s, const struct question *q, struct outcome *o)
{
	for (size_t i = 0; i < q->list->n; i++) {
		uint64_t n = option_of(s, q->index, i);
		enum choice_missing why =
			q->missing ? q->missing[i] : CHOICE_ANSWERS;

		if (why == CHOICE_DONT_KNOW)
			o->dont_know += n;
		else if (why != CHOICE_ANSWERS)
			o->refused += n;
		else if (q->risky && q->risky[i])
			o->risky += n;
		if (why == CHOICE_ANSWERS && q->key && q->key[i])
			o->right += n;
	}
}

static uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static struct outcome
outcome_of(const struct source *s, size_t question)
{
	const struct question *q = &s->tally->form->question[question];
	const struct cells *cells = &s->tally->cells[question];
	bool keyed = tally_has_key(q);
	struct outcome o = {0};
	uint64_t answered;

	if (cells->feed == FEED_NONE)
		return o;
	o.skipped = state_of(s, question, STATE_SKIPPED);
	o.not_reached = state_of(s, question, STATE_NOT_REACHED);
	o.not_shown = state_of(s, question, STATE_NOT_SHOWN);
	answered = s->people - o.skipped - o.not_reached - o.not_shown;
	if (cells->n_options > 0 && cells->feed != FEED_RANKS)
		sum_options(s, q, &o);
	if (cells->blank != FORM_NONE) {
		o.dont_know = cell_of(s, cells->blank);
		o.refused = cell_of(s, cells->blank + 1);
	}
	if (cells->match != FORM_NONE)
		*(keyed ? &o.right : &o.risky) = cell_of(s, cells->match);
	o.dont_know = least(o.dont_know, answered);
	o.refused = least(o.refused, answered - o.dont_know);
	o.substantive = answered - o.dont_know - o.refused;
	if (keyed)
		o.wrong = o.substantive - o.right;
	else
		o.right = 0;
	return o;
}

static struct states
states_of(const struct source *s, size_t question)
{
	const struct tally *t = s->tally;
	struct outcome o = outcome_of(s, question);
	uint64_t cell[4] = {0};

	if (t->sure_of[question] != 0) {
		size_t first = t->sure[t->sure_of[question] - 1].first;

		for (size_t i = 0; i < 4; i++)
			cell[i] = cell_of(s, first + i);
	}
	return tally_states_of(t, question, &o, cell);
}

uint64_t
counts_option(const struct counts *c, size_t question, size_t option)
{
	struct source s = of_counts(c);

	return option_of(&s, question, option);
}

uint64_t
counts_state(const struct counts *c, size_t question, enum answer_state state)
{
	struct source s = of_counts(c);

	return state_of(&s, question, state);
}

struct outcome
counts_outcome(const struct counts *c, size_t question)
{
	struct source s = of_counts(c);

	return outcome_of(&s, question);
}

struct outcome
tally_atom_outcome(const struct tally *t, size_t atom, size_t question)
{
	struct source s = of_atom(t, atom_at(t, atom));

	return outcome_of(&s, question);
}

uint64_t
tally_atom_option(const struct tally *t, size_t atom, size_t question,
		  size_t option)
{
	struct source s = of_atom(t, atom_at(t, atom));

	return option_of(&s, question, option);
}

struct states
counts_states(const struct counts *c, size_t question)
{
	struct source s = of_counts(c);

	return states_of(&s, question);
}

struct outcome
tally_outcome_in(const struct tally *t, const struct atom *a, size_t question)
{
	struct source s = of_atom(t, a);

	return outcome_of(&s, question);
}

/* ---- scores ---- */

static const struct packed *
packed_of(const struct tally *t, size_t topic)
{
	return topic == FORM_NONE ? &t->total : &t->topic[topic];
}

size_t
tally_items(const struct tally *t, size_t topic)
{
	return packed_of(t, topic)->items;
}

const size_t *
tally_item_list(const struct tally *t, size_t topic)
{
	return packed_of(t, topic)->item;
}

bool
tally_totals_by_atom(const struct tally *t)
{
	return t->total.first != FORM_NONE;
}

static void
scores_add(struct scores *s, size_t right, size_t shown, uint64_t people)
{
	if (people == 0)
		return;
	s->share[s->n] = (double)right / (double)shown;
	s->shown[s->n] = (uint32_t)shown;
	s->people[s->n++] = people;
}

/* People who were shown so many items of a topic and had so many right. */
static uint64_t
score_of(const struct source *s, const struct packed *p, size_t shown,
	 size_t right)
{
	uint64_t n = cell_of(s, p->first + triangle(shown) + right);

	if (!p->small || shown < p->items)
		return n;
	for (size_t f = 0; f <= p->mask; f++) {
		if (count_of(p, (uint64_t)f << p->shift) == right)
			n += cell_of(s, p->patterns + f);
	}
	return n;
}

/* All items where they are not kept by atom. */
static void
total_scores(const struct tally *t, struct scores *out)
{
	for (size_t s = 1; s <= t->total.items; s++) {
		for (size_t r = 0; t->total_row[s] && r <= s; r++)
			scores_add(out, r, s, t->total_row[s][r]);
	}
	out->none_shown = t->total_none;
	out->too_few_reached = t->total_few;
}

void
counts_scores(const struct counts *c, size_t topic, struct scores *out)
{
	const struct tally *t = c->tally;
	const struct packed *p = packed_of(t, topic);
	struct source s;

	memset(out, 0, sizeof(*out));
	out->share = mem_new(triangle(p->items + 1), sizeof(*out->share));
	out->shown = mem_new(triangle(p->items + 1), sizeof(*out->shown));
	out->people = mem_new(triangle(p->items + 1), sizeof(*out->people));
	if (p->items == 0) {
		out->none_shown = c->people;
		return;
	}
	if (p->first == FORM_NONE) {
		assert(c->people == t->people);
		total_scores(t, out);
		return;
	}
	s = of_counts(c);
	for (size_t shown = 1; shown <= p->items; shown++) {
		for (size_t r = 0; r <= shown; r++)
			scores_add(out, r, shown, score_of(&s, p, shown, r));
	}
	out->none_shown = cell_of(&s, p->first);
	out->too_few_reached =
		cell_of(&s, p->first + histogram_cells(p->items) - 1);
}

size_t
tally_score_room(const struct tally *t, size_t topic)
{
	return triangle(tally_items(t, topic) + 1);
}

size_t
tally_atom_scores(const struct tally *t, size_t atom, size_t topic,
		  struct score *out)
{
	const struct packed *p = packed_of(t, topic);
	struct source of = of_atom(t, atom_at(t, atom));
	size_t n = 0;

	assert(p->first != FORM_NONE);
	for (uint32_t s = 1; s <= p->items; s++) {
		for (uint32_t r = 0; r <= s; r++) {
			uint64_t people = score_of(&of, p, s, r);

			if (people > 0)
				out[n++] = (struct score){s, r, people};
		}
	}
	return n;
}

void
scores_release(struct scores *s)
{
	free(s->share);
	free(s->shown);
	free(s->people);
	memset(s, 0, sizeof(*s));
}

struct progress_counts
tally_progress(const struct tally *t)
{
	return t->progress;
}
