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

static size_t
code_in(const struct tally *t, const struct atom *a, size_t segment)
{
	const struct segment *s = &t->segment[segment];

	return a->code / s->stride % s->codes;
}

size_t
tally_atom_code(const struct tally *t, size_t atom, size_t segment)
{
	return code_in(t, atom_at(t, atom), segment);
}

static void
counts_add(struct counts *c, const struct atom *a)
{
	const struct tally *t = c->tally;
	const unsigned char *young = (const unsigned char *)a->young;

	c->people += a->people;
	for (size_t i = 0; i < t->n_cells; i++)
		c->cell[i] += young[t->young_at[i]];
	for (size_t i = 0; a->old && i < t->n_cells; i++)
		c->cell[i] += a->old[i];
}

struct counts *
tally_counts(const struct tally *t, size_t segment, const bool *codes)
{
	struct counts *c = mem_new(1, sizeof(*c));

	c->tally = t;
	c->cell = mem_new(t->n_cells, sizeof(*c->cell));
	for (size_t i = 0; i < t->n_atoms; i++) {
		if (segment == FORM_NONE ||
		    codes[code_in(t, &t->atom[i], segment)])
			counts_add(c, &t->atom[i]);
	}
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

uint64_t
counts_option(const struct counts *c, size_t question, size_t option)
{
	const struct cells *cells = &c->tally->cells[question];

	return option < cells->n_options ? c->cell[cells->first + option] : 0;
}

uint64_t
counts_state(const struct counts *c, size_t question, enum answer_state state)
{
	const struct cells *cells = &c->tally->cells[question];
	const uint64_t *at = c->cell + cells->first + cells->n_options;

	if (cells->feed == FEED_NONE)
		return 0;
	if (state == STATE_ANSWERED)
		return c->people - at[0] - at[1] - at[2];
	return at[state];
}

/* Sums the options by what they say. Of several ticks those that say no more
 * than "don't know" stand alone. */
static void
sum_options(const struct counts *c, const struct question *q, struct outcome *o)
{
	for (size_t i = 0; i < q->list->n; i++) {
		uint64_t n = counts_option(c, q->index, i);
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

struct outcome
counts_outcome(const struct counts *c, size_t question)
{
	const struct question *q = &c->tally->form->question[question];
	const struct cells *cells = &c->tally->cells[question];
	uint64_t answered = counts_state(c, question, STATE_ANSWERED);
	bool keyed = tally_is_keyed(c->tally, question);
	struct outcome o = {0};

	o.skipped = counts_state(c, question, STATE_SKIPPED);
	o.not_reached = counts_state(c, question, STATE_NOT_REACHED);
	o.not_shown = counts_state(c, question, STATE_NOT_SHOWN);
	if (cells->n_options > 0 && cells->feed != FEED_RANKS)
		sum_options(c, q, &o);
	if (cells->match != FORM_NONE)
		*(keyed ? &o.right : &o.risky) = c->cell[cells->match];
	o.dont_know = least(o.dont_know, answered);
	o.refused = least(o.refused, answered - o.dont_know);
	o.substantive = answered - o.dont_know - o.refused;
	if (keyed)
		o.wrong = o.substantive - o.right;
	else
		o.right = 0;
	return o;
}

size_t
tally_items(const struct tally *t, size_t topic)
{
	return topic == FORM_NONE ? t->total.items : t->topic[topic].items;
}

static void
scores_add(struct scores *s, size_t right, size_t shown, uint64_t people)
{
	if (people == 0)
		return;
	s->share[s->n] = (double)right / (double)shown;
	s->people[s->n++] = people;
}

void
counts_scores(const struct counts *c, size_t topic, struct scores *out)
{
	const struct tally *t = c->tally;
	size_t items = tally_items(t, topic);
	const uint64_t *cell;

	memset(out, 0, sizeof(*out));
	out->share = mem_new(triangle(items + 1), sizeof(*out->share));
	out->people = mem_new(triangle(items + 1), sizeof(*out->people));
	if (topic == FORM_NONE) {
		assert(c->people == t->people);
		for (size_t s = 1; s <= items; s++) {
			for (size_t r = 0; t->total_row[s] && r <= s; r++)
				scores_add(out, r, s, t->total_row[s][r]);
		}
		out->none_shown = t->total_none;
		out->too_few_reached = t->total_few;
		return;
	}
	if (items == 0) {
		out->none_shown = c->people;
		return;
	}
	cell = c->cell + t->topic[topic].first;
	for (size_t s = 1; s <= items; s++) {
		for (size_t r = 0; r <= s; r++)
			scores_add(out, r, s, cell[triangle(s) + r]);
	}
	out->none_shown = cell[0];
	out->too_few_reached = cell[histogram_cells(items) - 1];
}

void
scores_release(struct scores *s)
{
	free(s->share);
	free(s->people);
	memset(s, 0, sizeof(*s));
}

struct progress_counts
tally_progress(const struct tally *t)
{
	return t->progress;
}
