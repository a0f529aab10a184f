/*
 * The kernel, because a million responses should take a tenth of a second:
 *
 * A young block of an atom holds bytes: 16 counters, one for each position of
 * a chunk of the response string, for each symbol that can stand there (a
 * lane); behind them single counters. One comparison and one subtraction
 * count 16 positions. After 255 people the bytes go into the atom's old
 * block, 32 bits a cell, which only atoms of that size have.
 *
 * Topic scores: comparing with the key gives a byte of 0 or 255 a position;
 * eight of them become a bit each by a multiplication, and a table says what
 * each pattern of eight adds to the number right in every topic, packed into
 * 64-bit words. States that lower what was shown are looked at only in
 * responses that have any.
 */
#include "analysis/data/tally.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"
#include "questions/value.h"

enum { CHUNK = 16, YOUNG_MOST = 255, STATES = 3, MAX_ATOM_CODES = 1 << 17 };

/* Both gcc and clang turn these into whatever vectors the machine has. */
typedef unsigned char block __attribute__((vector_size(CHUNK)));

static const char state_symbol[STATES] = {
	[STATE_NOT_SHOWN] = SYMBOL_NOT_SHOWN,
	[STATE_NOT_REACHED] = SYMBOL_NOT_REACHED,
	[STATE_SKIPPED] = SYMBOL_SKIPPED,
};

/* How the counters of a question are fed. */
enum feed {
	FEED_NONE,	/* a note, a segment question */
	FEED_LANES,	/* options and states by the kernel */
	FEED_FLAGS,	/* the same, '1' at each option's position */
	FEED_STATES,	/* states only */
	FEED_WIDE,	/* two symbols a choice: one by one */
	FEED_RANKS	/* who is first: one by one */
};

struct cells {
	enum feed feed;
	size_t first;		/* options, then the states */
	size_t n_options;
	size_t match;			/* right or risky; FORM_NONE where the
					 * options tell */
};

struct segment {
	const struct question *question;
	struct field field;
	size_t codes, stride;
	uint32_t *code_of;		/* by choice: code x stride */
	uint32_t step[256];		/* by symbol, where width is 1 */
};

/* Where in the packed words the number right of a topic stands. */
struct packed {
	size_t word, shift, items;
	uint64_t mask;
	size_t first;			/* cell of its histogram */
	size_t young, young_full;	/* its bytes: all, and everything shown */
};

struct atom {
	uint32_t code;
	uint32_t fresh;			/* people in the young block */
	uint64_t people;
	uint32_t *old;			/* NULL before 255 people */
	block *young;
};

struct tally {
	struct arena *arena;
	const struct form *form;
	const struct layout *layout;
	size_t chunks;
	block *row;			/* the response, zero behind it */

	block *lane;			/* symbols, by chunk */
	size_t *lane_end;		/* of each chunk */
	size_t n_lanes;

	struct cells *cells;		/* by question */
	size_t n_cells;
	uint32_t *young_at;		/* byte of each cell in a young block */
	size_t young_bytes;

	struct segment segment[FORM_MAX_SEGMENTS];
	size_t n_segments;
	uint32_t *index;		/* by atom code: atom number + 1 */
	size_t n_codes;
	struct atom *atom;
	size_t n_atoms, atom_room, order_room;
	size_t *order;			/* atoms by code */

	/* scores */
	block *key;			/* rounds x chunks of right symbols */
	size_t key_rounds;
	block *scored;			/* 255 at scored positions */
	bool *chunk_scored;
	size_t groups;			/* of 8 positions: 2 a chunk */
	unsigned char *right, *away, *late;	/* patterns of a response */
	size_t words;
	uint64_t *table;		/* words x groups x 256 */
	uint64_t *slow_add;		/* by slow item x words */
	uint64_t *slow_sum;		/* words: right, hidden, unreached */
	struct packed *topic, total;
	size_t *slow;			/* questions judged one by one */
	size_t n_slow;
	bool plain;			/* no slow item, wide or rank question */
	uint64_t **total_row;		/* by shown: people by right */
	uint64_t total_none, total_few;
	struct progress_counts progress;
	uint64_t people;
	const struct question *broken;	/* held an unknown symbol */
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
				uint32_t cell = at < width ?
					wanted[at * 256 + s] : 0;

				if (cell == 0)
					continue;
				any = true;
				t->young_at[cell - 1] =
					(uint32_t)(t->n_lanes * CHUNK + i);
			}
			if (any) {
				block symbol = { 0 };

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

static size_t
triangle(size_t shown)
{
	return shown * (shown + 1) / 2;
}

/* Cells of a topic: by shown and right, and one for too few reached. */
static size_t
histogram_cells(size_t items)
{
	return triangle(items + 1) + 1;
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
	size_t topic = q->topic ? form_find_topic(t->form, q->topic) :
				  FORM_NONE;

	words[t->total.word] += (uint64_t)1 << t->total.shift;
	if (topic != FORM_NONE)
		words[t->topic[topic].word] +=
			(uint64_t)1 << t->topic[topic].shift;
}

static unsigned
eight_bits(const unsigned char *bytes)
{
	uint64_t w;

	memcpy(&w, bytes, sizeof(w));
	return (unsigned)(((w & 0x0101010101010101) * 0x0102040810204080) >>
			  56);
}

static uint64_t *
table_of(const struct tally *t, size_t word, size_t group)
{
	return t->table + (word * t->groups + group) * 256;
}

/* Adds an item's share to every pattern that has its bit; the bit is found by
 * asking, so that the machine's byte order does not matter. */
static void
table_add(struct tally *t, size_t at, const uint64_t *adds)
{
	unsigned char probe[8] = { 0 };
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
	t->slow_sum = arena_alloc(t->arena, 3 * t->words,
				  sizeof(*t->slow_sum));
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

/* ---- counting ---- */

/* By code, so that the order of people tells nothing. */
static void
order_insert(struct tally *t, size_t atom)
{
	size_t at = atom;

	t->order = mem_room(t->order, &t->order_room, atom + 1,
			    sizeof(*t->order));
	for (; at > 0 && t->atom[t->order[at - 1]].code > t->atom[atom].code;
	     at--)
		t->order[at] = t->order[at - 1];
	t->order[at] = atom;
}

static struct atom *
atom_of(struct tally *t, uint32_t code)
{
	struct atom *a;

	if (t->index[code] != 0)
		return &t->atom[t->index[code] - 1];
	t->atom = mem_room(t->atom, &t->atom_room, t->n_atoms + 1,
			   sizeof(*t->atom));
	a = &t->atom[t->n_atoms++];
	memset(a, 0, sizeof(*a));
	a->code = code;
	a->young = arena_alloc(t->arena, t->young_bytes, 1);
	t->index[code] = (uint32_t)t->n_atoms;
	order_insert(t, t->n_atoms - 1);
	return a;
}

static void
grow_old(struct tally *t, struct atom *a)
{
	const unsigned char *young = (const unsigned char *)a->young;

	if (!a->old)
		a->old = arena_alloc(t->arena, t->n_cells, sizeof(*a->old));
	for (size_t i = 0; i < t->n_cells; i++)
		a->old[i] += young[t->young_at[i]];
	memset(a->young, 0, t->young_bytes);
	a->fresh = 0;
}

static uint32_t
atom_code(struct tally *t, const char *answers)
{
	uint32_t code = 0;

	for (size_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segment[i];
		const char *at = answers + s->field.at;
		uint32_t step = s->step[(unsigned char)*at];

		if (s->field.width == 2 && step == UINT32_MAX) {
			size_t choice = layout_choice(at, 2, s->codes - 1);

			if (choice != FORM_NONE)
				step = s->code_of[choice];
		}
		if (step == UINT32_MAX) {
			t->broken = s->question;
			step = (uint32_t)((s->codes - 1) * s->stride);
		}
		code += step;
	}
	return code;
}

/* One more at a cell that no lane feeds. */
static void
count_one(const struct tally *t, struct atom *a, size_t cell)
{
	((unsigned char *)a->young)[t->young_at[cell]]++;
}

static bool
any_set(block b)
{
	uint64_t w[2];

	memcpy(w, &b, sizeof(w));
	return (w[0] | w[1]) != 0;
}

/* The symbols: see the top of the file. Says whether anything was not
 * reached. The locals tell the compiler that no counter is one of them. */
static bool
count_lanes(const struct tally *t, block *restrict young)
{
	const block *restrict lane = t->lane, *restrict row = t->row;
	const size_t *restrict end = t->lane_end;
	size_t chunks = t->chunks, i = 0;
	block unreached = { 0 };

	for (size_t c = 0; c < chunks; c++) {
		block here = row[c];

		for (size_t stop = end[c]; i < stop; i++)
			young[i] -= (block)(here == lane[i]);
		unreached |= (block)(here == SYMBOL_NOT_REACHED);
	}
	return any_set(unreached);
}

static void
set_pattern(unsigned char *restrict pattern, size_t chunk, block hits)
{
	unsigned char bytes[CHUNK];

	memcpy(bytes, &hits, CHUNK);
	pattern[2 * chunk] = (unsigned char)eight_bits(bytes);
	pattern[2 * chunk + 1] = (unsigned char)eight_bits(bytes + 8);
}

/* Where the quick items are right, not shown and not reached, a bit a
 * position. False when all were shown and reached; away and late are then as
 * they were. */
static bool
judge(const struct tally *t)
{
	block less = { 0 };

	for (size_t c = 0; c < t->chunks; c++) {
		block row = t->row[c], hits;

		if (!t->chunk_scored[c])
			continue;
		hits = (block)(row == t->key[c]);
		for (size_t r = 1; r < t->key_rounds; r++)
			hits |= (block)(row == t->key[r * t->chunks + c]);
		set_pattern(t->right, c, hits);
		less |= ((block)(row == SYMBOL_NOT_SHOWN) |
			 (block)(row == SYMBOL_NOT_REACHED)) & t->scored[c];
	}
	if (!any_set(less))
		return false;
	for (size_t c = 0; c < t->chunks; c++) {
		block row = t->row[c];

		set_pattern(t->away, c, (block)(row == SYMBOL_NOT_SHOWN));
		set_pattern(t->late, c, (block)(row == SYMBOL_NOT_REACHED));
	}
	return true;
}

/* What the positions of a pattern add to one of the packed words. */
static uint64_t
sum_pattern(const struct tally *t, size_t word, const unsigned char *pattern)
{
	const uint64_t *table = table_of(t, word, 0);
	uint64_t sum = 0;

	for (size_t g = 0; g < t->groups; g++)
		sum += table[g * 256 + pattern[g]];
	return sum;
}

static size_t
field_of(const struct packed *p, uint64_t word)
{
	return (size_t)(word >> p->shift & p->mask);
}

static bool
enough_reached(size_t shown, size_t reached)
{
	return reached * 5 >= shown * 4;
}

static void
count_total(struct tally *t, uint64_t right, uint64_t hidden,
	    uint64_t unreached)
{
	size_t shown = t->total.items - field_of(&t->total, hidden);
	size_t reached = shown - field_of(&t->total, unreached);

	if (shown == 0) {
		t->total_none++;
		return;
	}
	if (!enough_reached(shown, reached)) {
		t->total_few++;
		return;
	}
	if (!t->total_row[shown])
		t->total_row[shown] = arena_alloc(t->arena, shown + 1,
						  sizeof(uint64_t));
	t->total_row[shown][field_of(&t->total, right)]++;
}

/* Topics from `topic` on whose fields are in this word; where they end. */
static size_t
count_topics(struct tally *t, unsigned char *restrict young, size_t topic,
	     size_t word, uint64_t right, uint64_t hidden, uint64_t unreached)
{
	for (; topic < t->form->n_topics; topic++) {
		const struct packed *p = &t->topic[topic];
		size_t shown = p->items - field_of(p, hidden);
		size_t cell = triangle(shown) + field_of(p, right);

		if (p->word != word)
			break;
		if (p->items == 0)
			continue;
		if (!enough_reached(shown, shown - field_of(p, unreached)))
			cell = histogram_cells(p->items) - 1;
		young[p->young + cell]++;
	}
	return topic;
}

/* The same where everything was shown and reached: most people. */
static size_t
count_full_topics(struct tally *t, unsigned char *restrict young, size_t topic,
		  size_t word, uint64_t right)
{
	const struct packed *p = t->topic;
	size_t n = t->form->n_topics;

	for (; topic < n && p[topic].word == word; topic++) {
		if (p[topic].items > 0)
			young[p[topic].young_full +
			      field_of(&p[topic], right)]++;
	}
	return topic;
}

static void
count_scores(struct tally *t, struct atom *a, bool less)
{
	unsigned char *young = (unsigned char *)a->young;
	size_t topic = 0;

	for (size_t w = 0; w < t->words; w++) {
		const uint64_t *slow = t->slow_sum + 3 * w;
		uint64_t right = slow[0] + sum_pattern(t, w, t->right);
		uint64_t hidden = slow[1], unreached = slow[2];

		if (less) {
			hidden += sum_pattern(t, w, t->away);
			unreached += sum_pattern(t, w, t->late);
		}
		if (w == t->total.word)
			count_total(t, right, hidden, unreached);
		if (hidden | unreached)
			topic = count_topics(t, young, topic, w, right, hidden,
					     unreached);
		else
			topic = count_full_topics(t, young, topic, w, right);
	}
}

/* ---- what the kernel cannot do ---- */

static bool
ticks_missing(const struct question *q, const char *flags)
{
	for (size_t i = 0; q->missing && i < q->list->n; i++) {
		if (flags[i] == '1' && q->missing[i] != CHOICE_ANSWERS)
			return true;
	}
	return false;
}

static bool
ticks_right(const struct question *q, const char *flags)
{
	for (size_t i = 0; i < q->list->n; i++) {
		bool ticked = flags[i] == '1';

		if (q->key[i] ? !ticked :
				ticked && q->partial != PARTIAL_ALL)
			return false;
	}
	return !ticks_missing(q, flags);
}

static bool
ticks_risky(const struct question *q, const char *flags)
{
	for (size_t i = 0; i < q->list->n; i++) {
		if (flags[i] == '1' && q->risky[i])
			return !ticks_missing(q, flags);
	}
	return false;
}

static bool
number_right(const struct question *q, const char *numbers)
{
	struct json *all = numbers ?
		json_parse(numbers, strlen(numbers), NULL) : NULL;
	double x = json_get_number(all, q->name, NAN);

	json_free(all);
	return !isnan(x) && (isnan(q->key_low) || x >= q->key_low) &&
	       (isnan(q->key_high) || x <= q->key_high);
}

/* Is the first place of a ranking given to the choice? */
static bool
ranks_first(const struct field *f, size_t n, size_t choice,
	    const char *answers)
{
	size_t width = f->width / n;

	return layout_choice(answers + f->at + choice * width, width, n) == 0;
}

static bool
slow_right(const struct tally *t, const struct question *q,
	   const char *answers, const char *numbers)
{
	const struct field *f = &t->layout->field[q->index];
	size_t choice;

	switch (f->coding) {
	case CODING_FLAGS:
		return (q->key ? ticks_right : ticks_risky)(q,
							    answers + f->at);
	case CODING_NUMBER:
	case CODING_DATE: return number_right(q, numbers);
	case CODING_CHOICE:
		choice = layout_choice(answers + f->at, f->width, q->list->n);
		return choice != FORM_NONE && q->key[choice];
	case CODING_RANKS:
		for (choice = 0; q->key && choice < q->list->n; choice++) {
			if (q->key[choice] &&
			    ranks_first(f, q->list->n, choice, answers))
				return true;
		}
		break;
	case CODING_NOTHING:
	case CODING_TEXT: break;
	}
	return false;
}

static void
count_slow_item(struct tally *t, struct atom *a, size_t i,
		const char *answers, const char *numbers)
{
	enum { RIGHT, HIDDEN, UNREACHED, NONE } sum = NONE;
	size_t question = t->slow[i];
	const struct question *q = &t->form->question[question];
	const struct cells *c = &t->cells[question];
	enum answer_state state = layout_state(t->layout, question, answers);

	if (state == STATE_NOT_SHOWN) {
		sum = HIDDEN;
	} else if (state == STATE_NOT_REACHED) {
		sum = UNREACHED;
	} else if (state == STATE_ANSWERED &&
		   slow_right(t, q, answers, numbers)) {
		if (c->match != FORM_NONE)
			count_one(t, a, c->match);
		sum = RIGHT;
	}
	for (size_t w = 0; sum != NONE && w < t->words; w++)
		t->slow_sum[3 * w + sum] += t->slow_add[i * t->words + w];
}

/* Options of questions that take two symbols a choice, and rankings. */
static void
count_slow_options(struct tally *t, struct atom *a, size_t question,
		   const char *answers)
{
	const struct cells *c = &t->cells[question];
	const struct field *f = &t->layout->field[question];
	enum answer_state state = layout_state(t->layout, question, answers);
	size_t choice;

	if (c->feed == FEED_RANKS && state != STATE_ANSWERED)
		count_one(t, a, c->first + c->n_options + state);
	if (state != STATE_ANSWERED)
		return;
	if (c->feed == FEED_WIDE) {
		choice = layout_choice(answers + f->at, 2, c->n_options);
		if (choice == FORM_NONE)
			t->broken = &t->form->question[question];
		else
			count_one(t, a, c->first + choice);
		return;
	}
	for (choice = 0; choice < c->n_options; choice++) {
		if (ranks_first(f, c->n_options, choice, answers))
			count_one(t, a, c->first + choice);
	}
}

static void
count_slow(struct tally *t, struct atom *a, const char *answers,
	   const char *numbers)
{
	memset(t->slow_sum, 0, 3 * t->words * sizeof(*t->slow_sum));
	for (size_t i = 0; i < t->n_slow; i++)
		count_slow_item(t, a, i, answers, numbers);
	for (size_t i = 0; i < t->form->n_questions; i++) {
		if (t->cells[i].feed == FEED_WIDE ||
		    t->cells[i].feed == FEED_RANKS)
			count_slow_options(t, a, i, answers);
	}
}

static void
count_broken_off(struct tally *t, const char *answers)
{
	size_t shown = 0, reached = 0;

	for (size_t i = 0; i < t->form->n_questions; i++) {
		enum answer_state s;

		if (!question_is_asked(&t->form->question[i]) ||
		    t->layout->field[i].coding == CODING_NOTHING)
			continue;
		s = layout_state(t->layout, i, answers);
		shown += s != STATE_NOT_SHOWN;
		reached += s != STATE_NOT_SHOWN && s != STATE_NOT_REACHED;
	}
	if (reached == shown)
		t->progress.complete++;
	else if (2 * reached >= shown)
		t->progress.partial++;
	else
		t->progress.broken_off++;
}

void
tally_add(struct tally *t, const char *answers, const char *numbers)
{
	struct atom *a = atom_of(t, atom_code(t, answers));

	memcpy(t->row, answers, t->layout->width);
	if (count_lanes(t, a->young))
		count_broken_off(t, answers);
	else
		t->progress.complete++;
	if (!t->plain)
		count_slow(t, a, answers, numbers);
	count_scores(t, a, judge(t));
	t->people++;
	a->people++;
	if (++a->fresh == YOUNG_MOST)
		grow_old(t, a);
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
		struct atom *a = atom_of(into, b->code);

		grow_old(into, a);
		for (size_t c = 0; c < into->n_cells; c++)
			a->old[c] += (uint32_t)atom_cell(from, b, c);
		a->people += b->people;
	}
	merge_totals(into, from);
}

/* ---- reading ---- */

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

	return code < s->codes - 1 && counts_as_answer(s->question, code);
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

bool
tally_is_keyed(const struct tally *t, size_t question)
{
	return has_key(&t->form->question[question]);
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
sum_options(const struct counts *c, const struct question *q,
	    struct outcome *o)
{
	for (size_t i = 0; i < q->list->n; i++) {
		uint64_t n = counts_option(c, q->index, i);
		enum choice_missing why = q->missing ? q->missing[i] :
						       CHOICE_ANSWERS;

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
	struct outcome o = { 0 };

	o.skipped = counts_state(c, question, STATE_SKIPPED);
	o.not_reached = counts_state(c, question, STATE_NOT_REACHED);
	o.not_shown = counts_state(c, question, STATE_NOT_SHOWN);
	if (cells->n_options > 0 && cells->feed != FEED_RANKS)
		sum_options(c, q, &o);
	if (cells->match != FORM_NONE)
		*(has_key(q) ? &o.right : &o.risky) = c->cell[cells->match];
	o.dont_know = least(o.dont_know, answered);
	o.refused = least(o.refused, answered - o.dont_know);
	o.substantive = answered - o.dont_know - o.refused;
	if (has_key(q))
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
	if (items == 0)
		return;
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
		error_set(err, "%s: an answer to %s is a symbol that the "
			  "question does not know: the file was changed or "
			  "damaged; collect it again", results_path(r),
			  broken->name);
		tally_free(t);
		return NULL;
	}
	return t;
}
