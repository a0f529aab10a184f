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

bool
tally_has_key(const struct question *q)
{
	return q->role == ROLE_KNOWLEDGE &&
		(q->key || !isnan(q->key_low) || !isnan(q->key_high));
}

/* Ticks of a select_multiple that count only together. */
static bool
has_risky_ticks(const struct question *q)
{
	return q->type == TYPE_SELECT_MULTIPLE && q->risky && !tally_has_key(q);
}

/* May a person tick several choices that are no answer? Then options alone do
 * not tell how many people did. */
static bool
has_blank_ticks(const struct question *q)
{
	size_t n = 0;

	if (q->type != TYPE_SELECT_MULTIPLE || !q->missing)
		return false;
	for (size_t i = 0; i < q->list->n; i++)
		n += q->missing[i] != CHOICE_ANSWERS;
	return n > 1;
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
	c->match = c->blank = FORM_NONE;
	if (c->feed == FEED_NONE)
		return;
	c->n_options = question_is_select(q) ? q->list->n : 0;
	c->first = t->n_cells;
	t->n_cells += c->n_options + STATES;
	if (c->feed == FEED_LANES || c->feed == FEED_WIDE)
		return;
	if (tally_has_key(q) || has_risky_ticks(q))
		c->match = t->n_cells++;
	if (has_blank_ticks(q)) {
		c->blank = t->n_cells;
		t->n_cells += 2;
	}
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

static bool
is_state(size_t symbol)
{
	return memchr(state_symbol, (int)symbol, STATES) != NULL;
}

/* A lane for each symbol that can stand in a chunk, of choices or states; an
 * even number, with one for no symbol. */
static void
lanes_of(struct tally *t, size_t chunk, bool states, const uint32_t *wanted)
{
	size_t width = t->layout->width, before = t->n_lanes;

	for (size_t s = 0; s < 256; s++) {
		bool any = false;

		for (size_t i = 0; i < CHUNK && is_state(s) == states; i++) {
			size_t at = chunk * CHUNK + i;
			uint32_t cell = at < width ? wanted[at * 256 + s] : 0;

			if (cell == 0)
				continue;
			any = true;
			t->young_at[cell - 1] =
				(uint32_t)(t->n_lanes * CHUNK + i);
		}
		if (any) {
			block symbol = {0};

			t->lane[t->n_lanes++] = symbol + (unsigned char)s;
		}
	}
	if ((t->n_lanes - before) % 2 == 1)
		memset(&t->lane[t->n_lanes++], 255, CHUNK);
}

static void
lanes_make(struct tally *t, const uint32_t *wanted)
{
	size_t width = t->layout->width;

	t->lane = arena_alloc(t->arena, t->chunks * 258, sizeof(*t->lane));
	t->lane_end = arena_alloc(t->arena, t->chunks, sizeof(*t->lane_end));
	t->state_end = arena_alloc(t->arena, t->chunks, sizeof(*t->state_end));
	t->used = arena_alloc(t->arena, t->chunks, sizeof(*t->used));
	memset(t->used, 255, width);
	for (size_t chunk = 0; chunk < t->chunks; chunk++) {
		lanes_of(t, chunk, false, wanted);
		t->lane_end[chunk] = t->n_lanes;
	}
	for (size_t chunk = 0; chunk < t->chunks; chunk++) {
		lanes_of(t, chunk, true, wanted);
		t->state_end[chunk] = t->n_lanes;
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

/* Where bits are free in the packed words. */
struct room {
	size_t word, shift;
};

static void
room_for(struct room *room, size_t bits)
{
	if (room->shift + bits > 64) {
		room->word++;
		room->shift = 0;
	}
}

static void
pack(struct packed *p, size_t items, bool small, struct room *room)
{
	size_t bits = small ? items : bits_for(items);

	room_for(room, bits);
	p->items = items;
	p->small = small;
	p->word = room->word;
	p->shift = room->shift;
	p->mask = ((uint64_t)1 << bits) - 1;
	room->shift += bits;
}

/* Bits of the items, of their own where the topic is not small. */
static void
pack_bits(struct tally *t, struct packed *p, struct room *room)
{
	p->bit = arena_alloc(t->arena, p->items, sizeof(*p->bit));
	for (size_t i = 0; i < p->items; i++) {
		if (p->small) {
			p->bit[i] = p->word * 64 + p->shift + i;
			continue;
		}
		room_for(room, 1);
		p->bit[i] = room->word * 64 + room->shift++;
	}
}

size_t
tally_topic_of(const struct tally *t, const struct question *q)
{
	return q->topic ? form_find_topic(t->form, q->topic) : FORM_NONE;
}

static void
item_list(struct tally *t, struct packed *p, size_t topic)
{
	size_t n = 0;

	p->item = arena_alloc(t->arena, p->items, sizeof(*p->item));
	for (size_t i = 0; i < t->form->n_questions; i++) {
		const struct question *q = &t->form->question[i];

		if (q->scored &&
		    (topic == FORM_NONE || tally_topic_of(t, q) == topic))
			p->item[n++] = i;
	}
}

static void
histogram_make(struct tally *t, struct packed *p)
{
	p->first = t->n_cells;
	if (p->items > 0)
		t->n_cells += histogram_cells(p->items);
}

/* Side by side, as nearly everybody is in one of each topic. */
static void
patterns_make(struct tally *t)
{
	for (size_t i = 0; i < t->form->n_topics; i++) {
		struct packed *p = &t->topic[i];

		p->patterns = t->n_cells;
		if (p->small && p->items > 0)
			t->n_cells += (size_t)1 << p->items;
	}
}

static void
bits_make(struct tally *t, struct room *room)
{
	size_t n = t->form->n_topics;

	for (size_t i = 0; i < n; i++)
		pack_bits(t, &t->topic[i], room);
	t->words = room->word + 1;
	t->every = arena_alloc(t->arena, 3 * t->words, sizeof(*t->every));
	t->large = t->every + t->words;
	t->waits = t->large + t->words;
	t->asked = arena_alloc(t->arena, n, sizeof(struct packed *));
	for (size_t i = 0; i < n; i++) {
		const struct packed *p = &t->topic[i];

		if (p->items > 0)
			t->asked[t->n_asked++] = p;
		for (size_t k = 0; k < p->items; k++) {
			uint64_t bit = (uint64_t)1 << p->bit[k] % 64;

			t->every[p->bit[k] / 64] |= bit;
			t->large[p->bit[k] / 64] |= p->small ? 0 : bit;
		}
		t->any_large |= p->items > 0 && !p->small;
	}
}

static void
topics_make(struct tally *t)
{
	const struct form *form = t->form;
	struct room room = {0};
	size_t all = 0;
	size_t *items = mem_new(form->n_topics + 1, sizeof(*items));

	for (size_t i = 0; i < form->n_questions; i++) {
		size_t topic = tally_topic_of(t, &form->question[i]);

		if (!form->question[i].scored)
			continue;
		all++;
		if (topic != FORM_NONE)
			items[topic]++;
	}
	t->topic = arena_alloc(t->arena, form->n_topics + 1, sizeof(*t->topic));
	pack(&t->total, all, false, &room);
	item_list(t, &t->total, FORM_NONE);
	for (size_t i = 0; i < form->n_topics; i++) {
		pack(&t->topic[i], items[i], items[i] <= SMALL_MOST, &room);
		item_list(t, &t->topic[i], i);
	}
	patterns_make(t);
	for (size_t i = 0; i < form->n_topics; i++)
		histogram_make(t, &t->topic[i]);
	t->total.first = FORM_NONE;
	if (t->n_codes * histogram_cells(all) <= MAX_TOTAL_CELLS)
		histogram_make(t, &t->total);
	bits_make(t, &room);
	t->total_row = arena_alloc(t->arena, all + 1, sizeof(*t->total_row));
	t->by_total =
		arena_alloc(t->arena, 2 * (all + 1), sizeof(struct atom *));
	if (triangle(all) * t->question_cells <= MAX_PART_CELLS)
		t->by_part = arena_alloc(t->arena, triangle(all) + 1,
					 sizeof(struct atom *));
	free(items);
}

/* What one item adds to the words: one in all and in its topic, its bit. */
static void
item_adds(const struct tally *t, const struct question *q, uint64_t *words)
{
	size_t topic = tally_topic_of(t, q);
	const struct packed *p;

	words[t->total.word] += (uint64_t)1 << t->total.shift;
	if (topic == FORM_NONE)
		return;
	p = &t->topic[topic];
	if (!p->small)
		words[p->word] += (uint64_t)1 << p->shift;
	for (size_t i = 0; i < p->items; i++) {
		if (p->item[i] == q->index)
			words[p->bit[i] / 64] += (uint64_t)1 << p->bit[i] % 64;
	}
}

/* Adds an item's share to every pattern that has its bit; the bit is found by
 * asking, so that the machine's byte order does not matter. */
static void
table_add(struct tally *t, size_t chunk, size_t at, const uint64_t *adds)
{
	size_t group = 2 * chunk + at % CHUNK / 8;
	unsigned char probe[8] = {0};
	unsigned bit;

	probe[at % 8] = 255;
	bit = eight_bits(probe);
	for (unsigned p = 0; p < 256; p++) {
		for (size_t w = 0; p & bit && w < t->words; w++)
			t->table[(w * t->groups + group) * 256 + p] += adds[w];
	}
}

static bool
is_right_choice(const struct question *q, size_t choice)
{
	return q->key[choice];
}

static bool
is_blank_choice(const struct question *q, size_t choice)
{
	return q->missing &&
		(q->missing[choice] == CHOICE_REFUSED ||
		 q->missing[choice] == CHOICE_NOT_APPLICABLE);
}

/* Most choices of any quick item that are so. */
static size_t
rounds_for(const struct tally *t,
	   bool (*is)(const struct question *q, size_t choice))
{
	size_t most = 0;

	for (size_t i = 0; i < t->total.items; i++) {
		size_t question = t->total.item[i], n = 0;
		const struct question *q = &t->form->question[question];

		if (!tally_is_quick(t, question))
			continue;
		for (size_t k = 0; k < q->list->n; k++)
			n += is(q, k);
		most = n > most ? n : most;
	}
	return most;
}

/* Symbols of these choices at the item's position, a round each. */
static void
rounds_add(const struct tally *t, block *rounds, size_t chunk,
	   const struct question *q,
	   bool (*is)(const struct question *q, size_t choice))
{
	size_t at = t->layout->field[q->index].at % CHUNK, round = 0;
	char symbol[2];

	for (size_t i = 0; i < q->list->n; i++) {
		block *b = rounds + round * t->n_scored_chunks + chunk;

		if (!is(q, i))
			continue;
		layout_symbol(i, q->list->n, symbol);
		((unsigned char *)b)[at] = (unsigned char)symbol[0];
		round++;
	}
}

bool
tally_is_quick(const struct tally *t, size_t question)
{
	return t->cells[question].feed == FEED_LANES;
}

/* Which chunks hold a quick item, and the place of each in that list. */
static size_t *
scored_chunks(struct tally *t)
{
	size_t *place = mem_new(t->chunks, sizeof(*place));

	t->scored_chunk =
		arena_alloc(t->arena, t->chunks, sizeof(*t->scored_chunk));
	for (size_t i = 0; i < t->total.items; i++) {
		size_t question = t->total.item[i];

		if (tally_is_quick(t, question))
			place[t->layout->field[question].at / CHUNK] = 1;
	}
	for (size_t c = 0; c < t->chunks; c++) {
		if (!place[c])
			continue;
		place[c] = t->n_scored_chunks;
		t->scored_chunk[t->n_scored_chunks++] = c;
	}
	return place;
}

static void
quick_items(struct tally *t)
{
	size_t *place = scored_chunks(t), n = t->n_scored_chunks;
	uint64_t *adds = mem_new(t->words, sizeof(*adds));

	t->key_rounds = rounds_for(t, is_right_choice);
	t->blank_rounds = rounds_for(t, is_blank_choice);
	t->key = arena_alloc(t->arena, t->key_rounds * n, sizeof(*t->key));
	t->blank =
		arena_alloc(t->arena, t->blank_rounds * n, sizeof(*t->blank));
	t->scored = arena_alloc(t->arena, n, sizeof(*t->scored));
	t->last = arena_alloc(t->arena, n, sizeof(*t->last));
	t->less = arena_alloc(t->arena, n, sizeof(*t->less));
	t->groups = 2 * n;
	t->pattern = arena_alloc(t->arena, SUMS * t->groups, 1);
	t->table = arena_alloc(t->arena, t->groups * 256 * t->words,
			       sizeof(*t->table));
	for (size_t i = 0; i < t->total.items; i++) {
		size_t question = t->total.item[i], chunk, at;
		char last[2];
		const struct question *q = &t->form->question[question];

		if (!tally_is_quick(t, question))
			continue;
		at = t->layout->field[question].at;
		chunk = place[at / CHUNK];
		memset(adds, 0, t->words * sizeof(*adds));
		item_adds(t, q, adds);
		table_add(t, chunk, at, adds);
		rounds_add(t, t->key, chunk, q, is_right_choice);
		rounds_add(t, t->blank, chunk, q, is_blank_choice);
		((unsigned char *)(t->scored + chunk))[at % CHUNK] = 255;
		layout_symbol(q->list->n - 1, q->list->n, last);
		((unsigned char *)(t->last + chunk))[at % CHUNK] =
			(unsigned char)last[0];
	}
	free(adds);
	free(place);
}

static void
slow_items(struct tally *t)
{
	const struct form *form = t->form;

	t->slow = arena_alloc(t->arena, form->n_questions, sizeof(*t->slow));
	t->slow_add = arena_alloc(t->arena, form->n_questions * t->words,
				  sizeof(*t->slow_add));
	t->odd = arena_alloc(t->arena, form->n_questions, sizeof(*t->odd));
	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (t->cells[i].feed == FEED_WIDE ||
		    t->cells[i].feed == FEED_RANKS)
			t->odd[t->n_odd++] = i;
		if ((tally_has_key(q) && !tally_is_quick(t, i)) ||
		    has_risky_ticks(q) || has_blank_ticks(q)) {
			if (q->scored)
				item_adds(t, q,
					  t->slow_add + t->n_slow * t->words);
			t->slow[t->n_slow++].question = i;
		}
	}
	t->plain = t->n_slow == 0 && t->n_odd == 0;
}

size_t
tally_scored_at(const struct tally *t, size_t question)
{
	size_t at = t->layout->field[question].at, c = 0;

	while (t->scored_chunk[c] != at / CHUNK)
		c++;
	return c * CHUNK + at % CHUNK;
}

size_t
tally_slow_of(const struct tally *t, size_t question)
{
	for (size_t i = 0; i < t->n_slow; i++) {
		if (t->slow[i].question == question)
			return i;
	}
	return FORM_NONE;
}

const unsigned char *
tally_verdicts(struct tally *t, const struct question *q)
{
	unsigned char *of = arena_alloc(t->arena, 256, 1);
	char symbol[2];

	memset(of, VERDICT_NONE, 256);
	for (size_t i = 0; i < q->list->n; i++) {
		enum verdict v = VERDICT_WRONG;

		if (q->missing && q->missing[i] == CHOICE_DONT_KNOW)
			v = VERDICT_DONT_KNOW;
		else if (is_blank_choice(q, i))
			v = VERDICT_NONE;
		else if (q->key && q->key[i])
			v = VERDICT_RIGHT;
		layout_symbol(i, q->list->n, symbol);
		of[(unsigned char)symbol[0]] = (unsigned char)v;
	}
	return of;
}

/* ---- making: all of it ---- */

static void
questions_make(struct tally *t)
{
	const struct form *form = t->form;

	t->cells = arena_alloc(t->arena, form->n_questions, sizeof(*t->cells));
	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (is_segment(q) && t->n_segments < FORM_MAX_SEGMENTS)
			segment_add(t, q);
		cells_add(t, q);
	}
	t->question_cells = t->n_cells;
}

/* Where each cell is in a young block: in a lane, or with a byte of its own
 * behind the lanes, in the order of cells. */
static void
young_make(struct tally *t)
{
	const struct layout *layout = t->layout;
	uint32_t *wanted = mem_new(layout->width + 1, 256 * sizeof(*wanted));
	size_t tail;

	t->young_at = arena_alloc(t->arena, t->n_cells + 1, sizeof(uint32_t));
	memset(t->young_at, 255, t->n_cells * sizeof(uint32_t));
	for (size_t i = 0; i < t->form->n_questions; i++)
		want_question(t, i, wanted);
	lanes_make(t, wanted);
	free(wanted);
	tail = t->n_lanes * CHUNK;
	for (size_t i = 0; i < t->n_cells; i++) {
		if (i == t->question_cells)
			t->question_bytes = tail;
		if (t->young_at[i] == UINT32_MAX)
			t->young_at[i] = (uint32_t)tail++;
	}
	if (t->question_cells == t->n_cells)
		t->question_bytes = tail;
	t->young_bytes = tail;
}

static void
histogram_place(const struct tally *t, struct packed *p)
{
	if (p->items == 0 || p->first == FORM_NONE)
		return;
	p->young = t->young_at[p->first];
	p->young_full = p->small ? t->young_at[p->patterns]
				 : p->young + triangle(p->items);
}

struct tally *
tally_new(const struct form *form, const struct layout *layout)
{
	struct arena *arena = arena_new();
	struct tally *t = arena_alloc(arena, 1, sizeof(*t));

	t->arena = arena;
	t->form = form;
	t->layout = layout;
	t->n_codes = 1;
	t->chunks = layout->width / CHUNK + 1;
	t->row = arena_alloc(arena, t->chunks, sizeof(*t->row));
	questions_make(t);
	topics_make(t);
	tally_states_make(t);
	young_make(t);
	for (size_t i = 0; i < form->n_topics; i++)
		histogram_place(t, &t->topic[i]);
	histogram_place(t, &t->total);
	t->sum = arena_alloc(arena, SUMS * t->words, sizeof(*t->sum));
	quick_items(t);
	slow_items(t);
	tally_states_place(t);
	tally_sheets_make(t);
	tally_pairs_make(t);
	tally_atom_init(t, &t->nobody, t->question_cells, t->question_bytes);
	t->index = mem_new(t->n_codes, sizeof(*t->index));
	return t;
}

bool
tally_is_keyed(const struct tally *t, size_t question)
{
	return tally_has_key(&t->form->question[question]);
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

void
tally_break(struct tally *t, const struct question *q)
{
	if (!t->broken || q->index < t->broken->index)
		t->broken = q;
}

/* ---- merging ---- */

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
	if (from->broken)
		tally_break(into, from->broken);
}

/* All that b has into a, of the same kind. */
static void
merge_atom(struct tally *t, struct atom *a, const struct atom *b)
{
	unsigned char *to = (unsigned char *)a->young;
	const unsigned char *from = (const unsigned char *)b->young;

	if (b->old || a->fresh + b->fresh >= YOUNG_MOST) {
		tally_grow(t, a);
		for (size_t c = 0; c < a->n_cells; c++)
			a->old[c] += (uint32_t)atom_cell(t, b, c);
	} else {
		for (size_t i = 0; i < a->young_bytes; i++)
			to[i] = (unsigned char)(to[i] + from[i]);
		a->fresh += b->fresh;
	}
	a->people += b->people;
}

void
tally_merge(struct tally *into, const struct tally *from)
{
	size_t scores = from->total.items + 1;

	assert(into->n_cells == from->n_cells &&
	       into->n_codes == from->n_codes);
	for (size_t i = 0; i < from->n_atoms; i++) {
		const struct atom *b = &from->atom[i];

		merge_atom(into, tally_atom(into, b->code), b);
	}
	for (size_t i = 0; i < 2 * scores; i++) {
		bool complete = i < scores;
		size_t right = complete ? i : i - scores;

		if (from->by_total[i])
			merge_atom(into, tally_by_total(into, complete, right),
				   from->by_total[i]);
	}
	for (size_t i = 0; from->by_part && i < triangle(scores - 1); i++) {
		if (from->by_part[i])
			merge_atom(into, tally_by_part(into, i),
				   from->by_part[i]);
	}
	merge_totals(into, from);
	tally_sheets_merge(into, from);
	tally_pairs_merge(into, from);
}
