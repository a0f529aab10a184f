#include "analysis/data/tally_private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "questions/base/mem.h"

static const char state_symbol[STATES] = {
	[STATE_NOT_SHOWN] = SYMBOL_NOT_SHOWN,
	[STATE_NOT_REACHED] = SYMBOL_NOT_REACHED,
	[STATE_SKIPPED] = SYMBOL_SKIPPED,
};

/* ---- making: segments ---- */

static bool
counts_as_answer(const struct question *q, size_t choice)
{
	return !q->missing || q->missing[choice] == CHOICE_ANSWERS;
}

static bool
is_segment(const struct question *q)
{
	return q->role == ROLE_SEGMENT && q->type == TYPE_SELECT_ONE;
}

static void
segment_add(struct tally *t, const struct question *q)
{
	struct segment *s = &t->segment[t->n_segments++];
	size_t n = q->list->n;

	s->question = q;
	s->field = t->layout->field[q->index];
	s->codes = n + 1;
	s->stride = t->n_codes;
	t->n_codes *= s->codes;
	assert(t->n_codes <= MAX_ATOM_CODES);
	s->code_of = arena_alloc(t->arena, n, sizeof(*s->code_of));
	for (size_t i = 0; i < 256; i++)
		s->step[i] = UINT32_MAX;
	for (size_t i = 0; i < STATES; i++)
		s->step[(unsigned char)state_symbol[i]] =
			(uint32_t)(n * s->stride);
	for (size_t i = 0; i < n; i++) {
		size_t code = counts_as_answer(q, i) ? i : n;
		char symbol[2];

		s->code_of[i] = (uint32_t)(code * s->stride);
		if (layout_symbol(i, n, symbol) == 1)
			s->step[(unsigned char)symbol[0]] = s->code_of[i];
	}
}

/* ---- making: cells and lanes ---- */

static bool
has_key(const struct question *q)
{
	return q->role == ROLE_KNOWLEDGE &&
		(q->key || !isnan(q->key_low) || !isnan(q->key_high));
}

/* Ticks of a select_multiple that count only together. */
static bool
has_risky_ticks(const struct question *q)
{
	return q->type == TYPE_SELECT_MULTIPLE && q->risky && !has_key(q);
}

static enum feed
feed_of(const struct question *q, const struct field *f)
{
	if (is_segment(q))
		return FEED_NONE;
	switch (f->coding) {
	case CODING_NOTHING: return FEED_NONE;
	case CODING_CHOICE: return f->width == 1 ? FEED_LANES : FEED_WIDE;
	case CODING_FLAGS: return FEED_FLAGS;
	case CODING_RANKS: return FEED_RANKS;
	case CODING_NUMBER:
	case CODING_DATE:
	case CODING_TEXT: break;
	}
	return FEED_STATES;
}

static void
cells_add(struct tally *t, const struct question *q)
{
	struct cells *c = &t->cells[q->index];

	c->feed = feed_of(q, &t->layout->field[q->index]);
	c->match = FORM_NONE;
	if (c->feed == FEED_NONE)
		return;
	c->n_options = question_is_select(q) ? q->list->n : 0;
	c->first = t->n_cells;
	t->n_cells += c->n_options + STATES;
	if (c->feed == FEED_LANES || c->feed == FEED_WIDE)
		return;
	if (has_key(q) || has_risky_ticks(q))
		c->match = t->n_cells++;
}

/* Notes that cell is fed by `symbol` at a position. */
static void
want(uint32_t *wanted, size_t at, char symbol, size_t cell)
{
	wanted[at * 256 + (unsigned char)symbol] = (uint32_t)cell + 1;
}

static void
want_question(const struct tally *t, size_t question, uint32_t *wanted)
{
	const struct cells *c = &t->cells[question];
	const struct field *f = &t->layout->field[question];

	for (size_t i = 0; i < c->n_options; i++) {
		char symbol[2];

		if (c->feed == FEED_FLAGS) {
			want(wanted, f->at + i, '1', c->first + i);
		} else if (c->feed == FEED_LANES) {
			layout_symbol(i, c->n_options, symbol);
			want(wanted, f->at, symbol[0], c->first + i);
		}
	}
	if (c->feed == FEED_NONE || c->feed == FEED_RANKS)
		return;
	for (size_t s = 0; s < STATES; s++)
		want(wanted, f->at, state_symbol[s],
		     c->first + c->n_options + s);
}

/* A lane for each symbol that can stand in a chunk. */
static void
lanes_make(struct tally *t, const uint32_t *wanted)
{
	size_t width = t->layout->width;

	t->lane = arena_alloc(t->arena, t->chunks * 256, sizeof(*t->lane));
	t->lane_end = arena_alloc(t->arena, t->chunks, sizeof(*t->lane_end));
	for (size_t chunk = 0; chunk < t->chunks; chunk++) {
		for (size_t s = 0; s < 256; s++) {
			bool any = false;

			for (size_t i = 0; i < CHUNK; i++) {
				size_t at = chunk * CHUNK + i;
				uint32_t cell =
					at < width ? wanted[at * 256 + s] : 0;

				if (cell == 0)
					continue;
				any = true;
				t->young_at[cell - 1] =
					(uint32_t)(t->n_lanes * CHUNK + i);
			}
			if (any) {
				block symbol = {0};

				t->lane[t->n_lanes++] =
					symbol + (unsigned char)s;
			}
		}
		t->lane_end[chunk] = t->n_lanes;
	}
}

/* ---- making: scores ---- */

static size_t
bits_for(size_t most)
{
	size_t bits = 1;

	while (((size_t)1 << bits) <= most)
		bits++;
	return bits;
}

static void
pack(struct packed *p, size_t items, size_t *word, size_t *shift)
{
	size_t bits = bits_for(items);

	if (*shift + bits > 64) {
		(*word)++;
		*shift = 0;
	}
	p->items = items;
	p->word = *word;
	p->shift = *shift;
	p->mask = ((uint64_t)1 << bits) - 1;
	*shift += bits;
}

static void
topics_make(struct tally *t)
{
	const struct form *form = t->form;
	size_t word = 0, shift = 0, all = 0;
	size_t *items = mem_new(form->n_topics + 1, sizeof(*items));

	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (!q->scored)
			continue;
		all++;
		if (q->topic && form_find_topic(form, q->topic) != FORM_NONE)
			items[form_find_topic(form, q->topic)]++;
	}
	t->topic = arena_alloc(t->arena, form->n_topics + 1, sizeof(*t->topic));
	pack(&t->total, all, &word, &shift);
	for (size_t i = 0; i < form->n_topics; i++) {
		pack(&t->topic[i], items[i], &word, &shift);
		t->topic[i].first = t->n_cells;
		if (items[i] > 0)
			t->n_cells += histogram_cells(items[i]);
	}
	t->words = word + 1;
	t->total_row = arena_alloc(t->arena, all + 1, sizeof(*t->total_row));
	free(items);
}

/* What one item adds to the packed words: one in its topic, one in all. */
static void
item_adds(const struct tally *t, const struct question *q, uint64_t *words)
{
	size_t topic =
		q->topic ? form_find_topic(t->form, q->topic) : FORM_NONE;

	words[t->total.word] += (uint64_t)1 << t->total.shift;
	if (topic != FORM_NONE)
		words[t->topic[topic].word] += (uint64_t)1
			<< t->topic[topic].shift;
}

/* Adds an item's share to every pattern that has its bit; the bit is found by
 * asking, so that the machine's byte order does not matter. */
static void
table_add(struct tally *t, size_t at, const uint64_t *adds)
{
	unsigned char probe[8] = {0};
	unsigned bit;

	probe[at % 8] = 255;
	bit = eight_bits(probe);
	for (size_t w = 0; w < t->words; w++) {
		uint64_t *table = table_of(t, w, at / 8);

		for (unsigned p = 0; p < 256; p++) {
			if (p & bit)
				table[p] += adds[w];
		}
	}
}

static size_t
right_choices(const struct question *q)
{
	size_t n = 0;

	for (size_t i = 0; q->key && i < q->list->n; i++)
		n += q->key[i];
	return n;
}

static void
key_add(struct tally *t, const struct question *q)
{
	size_t at = t->layout->field[q->index].at, round = 0;
	char symbol[2];

	for (size_t i = 0; i < q->list->n; i++) {
		block *key = t->key + round * t->chunks;

		if (!q->key[i])
			continue;
		layout_symbol(i, q->list->n, symbol);
		((unsigned char *)key)[at] = (unsigned char)symbol[0];
		round++;
	}
	((unsigned char *)t->scored)[at] = 255;
	t->chunk_scored[at / CHUNK] = true;
}

static bool
is_quick(const struct tally *t, const struct question *q)
{
	return t->cells[q->index].feed == FEED_LANES;
}

static void
scores_make(struct tally *t)
{
	const struct form *form = t->form;
	uint64_t *adds = mem_new(t->words, sizeof(*adds));

	t->key_rounds = 1;
	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (q->scored && is_quick(t, q) &&
		    right_choices(q) > t->key_rounds)
			t->key_rounds = right_choices(q);
	}
	t->key = arena_alloc(t->arena, t->key_rounds * t->chunks,
			     sizeof(*t->key));
	t->scored = arena_alloc(t->arena, t->chunks, sizeof(*t->scored));
	t->chunk_scored = arena_alloc(t->arena, t->chunks, sizeof(bool));
	t->groups = 2 * t->chunks;
	t->right = arena_alloc(t->arena, 3 * t->groups, 1);
	t->away = t->right + t->groups;
	t->late = t->away + t->groups;
	t->table = arena_alloc(t->arena, t->words * t->groups * 256,
			       sizeof(*t->table));
	t->slow_sum = arena_alloc(t->arena, 3 * t->words, sizeof(*t->slow_sum));
	t->slow = arena_alloc(t->arena, form->n_questions, sizeof(*t->slow));
	t->slow_add = arena_alloc(t->arena, form->n_questions * t->words,
				  sizeof(*t->slow_add));
	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		memset(adds, 0, t->words * sizeof(*adds));
		if (q->scored)
			item_adds(t, q, adds);
		if (q->scored && is_quick(t, q)) {
			key_add(t, q);
			table_add(t, t->layout->field[i].at, adds);
		} else if ((has_key(q) && !is_quick(t, q)) ||
			   has_risky_ticks(q)) {
			memcpy(t->slow_add + t->n_slow * t->words, adds,
			       t->words * sizeof(*adds));
			t->slow[t->n_slow++] = i;
		}
	}
	free(adds);
}

struct tally *
tally_new(const struct form *form, const struct layout *layout)
{
	struct arena *arena = arena_new();
	struct tally *t = arena_alloc(arena, 1, sizeof(*t));
	uint32_t *wanted = mem_new(layout->width + 1, 256 * sizeof(*wanted));
	size_t tail;

	t->arena = arena;
	t->form = form;
	t->layout = layout;
	t->n_codes = 1;
	t->plain = true;
	t->chunks = layout->width / CHUNK + 1;
	t->row = arena_alloc(arena, t->chunks, sizeof(*t->row));
	t->cells = arena_alloc(arena, form->n_questions, sizeof(*t->cells));
	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (is_segment(q) && t->n_segments < FORM_MAX_SEGMENTS)
			segment_add(t, q);
		cells_add(t, q);
		t->plain &= t->cells[i].feed != FEED_WIDE &&
			t->cells[i].feed != FEED_RANKS;
	}
	topics_make(t);
	t->young_at = arena_alloc(arena, t->n_cells + 1, sizeof(uint32_t));
	memset(t->young_at, 255, t->n_cells * sizeof(uint32_t));
	for (size_t i = 0; i < form->n_questions; i++)
		want_question(t, i, wanted);
	lanes_make(t, wanted);
	free(wanted);
	/* What no lane feeds has a byte of its own behind the lanes. */
	tail = t->n_lanes * CHUNK;
	for (size_t i = 0; i < t->n_cells; i++) {
		if (t->young_at[i] == UINT32_MAX)
			t->young_at[i] = (uint32_t)tail++;
	}
	t->young_bytes = (tail + CHUNK - 1) / CHUNK * CHUNK;
	for (size_t i = 0; i < form->n_topics; i++) {
		struct packed *topic = &t->topic[i];

		if (topic->items == 0)
			continue;
		topic->young = t->young_at[topic->first];
		topic->young_full = topic->young + triangle(topic->items);
	}
	scores_make(t);
	t->plain &= t->n_slow == 0;
	t->index = mem_new(t->n_codes, sizeof(*t->index));
	return t;
}

bool
tally_is_keyed(const struct tally *t, size_t question)
{
	return has_key(&t->form->question[question]);
}

void
tally_free(struct tally *t)
{
	if (!t)
		return;
	free(t->index);
	free(t->atom);
	free(t->order);
	arena_free(t->arena);
}

/* ---- merging ---- */

static uint64_t
atom_cell(const struct tally *t, const struct atom *a, size_t cell)
{
	return (a->old ? a->old[cell] : 0) +
		(uint64_t)((const unsigned char *)a->young)[t->young_at[cell]];
}

static void
merge_totals(struct tally *into, const struct tally *from)
{
	for (size_t s = 1; s <= from->total.items; s++) {
		if (!from->total_row[s])
			continue;
		if (!into->total_row[s])
			into->total_row[s] = arena_alloc(into->arena, s + 1,
							 sizeof(uint64_t));
		for (size_t r = 0; r <= s; r++)
			into->total_row[s][r] += from->total_row[s][r];
	}
	into->total_none += from->total_none;
	into->total_few += from->total_few;
	into->progress.complete += from->progress.complete;
	into->progress.partial += from->progress.partial;
	into->progress.broken_off += from->progress.broken_off;
	into->people += from->people;
	if (!into->broken)
		into->broken = from->broken;
}

void
tally_merge(struct tally *into, const struct tally *from)
{
	assert(into->n_cells == from->n_cells &&
	       into->n_codes == from->n_codes);
	for (size_t i = 0; i < from->n_atoms; i++) {
		const struct atom *b = &from->atom[i];
		struct atom *a = tally_atom(into, b->code);

		tally_grow(into, a);
		for (size_t c = 0; c < into->n_cells; c++)
			a->old[c] += (uint32_t)atom_cell(from, b, c);
		a->people += b->people;
	}
	merge_totals(into, from);
}

/* ---- from a results file ---- */

static void
take_one(void *ctx, const char *answers, const char *numbers)
{
	tally_add(ctx, answers, numbers);
}

/* The first question whose options and states are not those of everybody. */
static const struct question *
broken_question(const struct tally *t)
{
	struct counts *all = tally_counts(t, FORM_NONE, NULL);
	const struct question *found = t->broken;

	for (size_t i = 0; i < t->form->n_questions && !found; i++) {
		uint64_t sum = 0;

		if (t->cells[i].feed != FEED_LANES)
			continue;
		for (size_t k = 0; k < t->cells[i].n_options + STATES; k++)
			sum += all->cell[t->cells[i].first + k];
		if (sum != all->people)
			found = &t->form->question[i];
	}
	counts_free(all);
	return found;
}

struct tally *
tally_take(struct results *r, struct error *err)
{
	struct tally *t = tally_new(results_form(r), results_layout(r));
	const struct question *broken;

	if (!results_each(r, take_one, t, err)) {
		tally_free(t);
		return NULL;
	}
	broken = broken_question(t);
	if (broken) {
		error_set(err,
			  "%s: an answer to %s is a symbol that the "
			  "question does not know: the file was changed or "
			  "damaged; collect it again",
			  results_path(r), broken->name);
		tally_free(t);
		return NULL;
	}
	return t;
}
