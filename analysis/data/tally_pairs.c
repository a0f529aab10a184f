/*
 * How two items of a topic go together. Of people who are complete on a small
 * topic its patterns tell (struct packed). Of all others each atom lets up to
 * 64 wait, a bit an item of what they had right and what they answered. Turned
 * round, that is a word an item with a bit a person, and a pair of items is
 * counted for 64 people at once, by segment and code.
 */
#include "analysis/data/tally_private.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "analysis/data/threads.h"
#include "questions/base/mem.h"

/* Cells of a topic of m items: people; answered and both right of i <= j; i
 * right and j answered. */
static size_t
cells_of(size_t m)
{
	return 1 + m * (m + 1) + m * m;
}

static void
pairs_init(struct pairs *p, const struct tally *t, struct arena *arena)
{
	p->arena = arena;
	p->all = arena_alloc(arena, t->pair_cells, sizeof(*p->all));
	p->delta = arena_alloc(arena, t->pair_cells, sizeof(*p->delta));
	for (size_t s = 0; s < t->n_segments; s++)
		p->of[s] = arena_alloc(arena, t->segment[s].codes,
				       sizeof(*p->of[s]));
}

void
tally_pairs_make(struct tally *t)
{
	for (size_t i = 0; i < t->form->n_topics; i++) {
		t->topic[i].pairs = t->pair_cells;
		if (t->topic[i].items > 0)
			t->pair_cells += cells_of(t->topic[i].items);
	}
	pairs_init(&t->pairs, t, t->arena);
}

static uint64_t *
cells_in(struct pairs *p, size_t cells, size_t segment, size_t code)
{
	uint64_t **at = &p->of[segment][code];

	if (!*at)
		*at = arena_alloc(p->arena, cells, sizeof(**at));
	return *at;
}

/* Rows become columns: bit b of word a goes to bit a of word b. Warren,
 * Hacker's Delight, 7-3. */
static void
turn(uint64_t m[64])
{
	uint64_t mask = 0x00000000ffffffff;

	for (unsigned j = 32; j != 0; j >>= 1, mask ^= mask << j) {
		for (unsigned k = 0; k < 64; k = (k + j + 1) & ~j) {
			uint64_t x = ((m[k] >> j) ^ m[k + j]) & mask;

			m[k + j] ^= x;
			m[k] ^= x << j;
		}
	}
}

static uint32_t
ones(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555;
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
	return (uint32_t)(x * 0x0101010101010101 >> 56);
}

/* Words by item: bits of the people who wait. */
struct planes {
	uint64_t *right, *answered;
};

static void
count_topic(const struct packed *p, const struct planes *w, uint32_t *out)
{
	uint64_t anybody = 0;
	uint32_t *people = out++;

	for (size_t i = 0; i < p->items; i++) {
		uint64_t right = w->right[p->bit[i]];
		uint64_t answered = w->answered[p->bit[i]];

		anybody |= answered;
		for (size_t j = 0; j < p->items; j++) {
			if (j >= i) {
				*out++ =
					ones(answered & w->answered[p->bit[j]]);
				*out++ = ones(right & w->right[p->bit[j]]);
			}
			*out++ = ones(right & w->answered[p->bit[j]]);
		}
	}
	*people = ones(anybody);
}

/* The people who wait in an atom, over all topics' cells. */
static void
count_waiting(const struct tally *t, const struct atom *a, uint32_t *out)
{
	size_t words = t->words;
	struct planes w;

	w.right = mem_new(2 * words * 64, sizeof(*w.right));
	w.answered = w.right + words * 64;
	for (size_t b = 0; b < 2 * words; b++) {
		for (size_t i = 0; i < a->n_waiting; i++)
			w.right[b * 64 + i] = a->waiting[i * 2 * words + b];
		turn(w.right + b * 64);
	}
	for (size_t i = 0; i < t->form->n_topics; i++) {
		if (t->topic[i].items > 0)
			count_topic(&t->topic[i], &w, out + t->topic[i].pairs);
	}
	free(w.right);
}

static void
add(uint64_t *restrict to, const uint32_t *restrict delta, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] += delta[i];
}

static void
flush(const struct tally *t, struct pairs *into, struct atom *a)
{
	size_t n = t->pair_cells;

	if (a->n_waiting == 0)
		return;
	count_waiting(t, a, into->delta);
	add(into->all, into->delta, n);
	for (size_t s = 0; s < t->n_segments; s++)
		add(cells_in(into, n, s, tally_code_in(t, a, s)), into->delta,
		    n);
	a->n_waiting = 0;
}

static void
merge_cells(const struct tally *t, struct pairs *into, const struct pairs *from)
{
	size_t n = t->pair_cells;

	for (size_t i = 0; i < n; i++)
		into->all[i] += from->all[i];
	for (size_t s = 0; s < t->n_segments; s++) {
		for (size_t c = 0; c < t->segment[s].codes; c++) {
			const uint64_t *cells = from->of[s][c];

			for (size_t i = 0; cells && i < n; i++)
				cells_in(into, n, s, c)[i] += cells[i];
		}
	}
}

/* Atoms whose people wait, for some threads. */
struct flushes {
	struct tally *tally;
	atomic_size_t next;
};

struct flusher {
	struct flushes *all;
	struct pairs *into;
};

static void
flush_some(void *ctx)
{
	struct flusher *f = ctx;
	struct tally *t = f->all->tally;
	size_t atom;

	while ((atom = atomic_fetch_add(&f->all->next, 1)) < t->n_atoms)
		flush(t, f->into, &t->atom[atom]);
}

void
tally_pairs_flush(struct tally *t)
{
	struct arena *arena = arena_new();
	struct pairs pairs = {.arena = arena};
	struct flushes all = {.tally = t};
	struct flusher own = {&all, &t->pairs}, other = {&all, &pairs};
	void *const of[] = {&own, &other};

	_Static_assert(sizeof(of) / sizeof(of[0]) == THREADS_MOST,
		       "pairs of its own for each thread");
	pairs_init(&pairs, t, arena);
	threads_run(flush_some, of, threads_wanted());
	merge_cells(t, &t->pairs, &pairs);
	arena_free(arena);
}

uint64_t *
tally_pairs_wait(struct tally *t, struct atom *a)
{
	if (!a->waiting)
		a->waiting = arena_alloc(t->arena, 2 * t->words * WAIT_MOST,
					 sizeof(*a->waiting));
	if (a->n_waiting == WAIT_MOST)
		flush(t, &t->pairs, a);
	return a->waiting + 2 * t->words * a->n_waiting++;
}

/* Who waits in an atom of `from` goes on waiting with those of its code. */
static void
merge_waiting(struct tally *into, const struct atom *from)
{
	struct atom *a = tally_atom(into, from->code);
	size_t n = 2 * into->words;

	for (size_t i = 0; i < from->n_waiting; i++)
		memcpy(tally_pairs_wait(into, a), from->waiting + i * n,
		       n * sizeof(*a->waiting));
}

void
tally_pairs_merge(struct tally *into, const struct tally *from)
{
	for (size_t i = 0; i < from->n_atoms; i++)
		merge_waiting(into, &from->atom[i]);
	merge_cells(into, &into->pairs, &from->pairs);
}

/* ---- reading ---- */

static void
read_cells(const uint64_t *cell, struct tally_pairs *p)
{
	size_t m = p->n_items;

	p->people += *cell++;
	for (size_t i = 0; i < m; i++) {
		for (size_t j = 0; j < m; j++) {
			if (j >= i) {
				p->answered[i * m + j] += *cell++;
				p->both_right[i * m + j] += *cell++;
			}
			p->first_right[i * m + j] += *cell++;
		}
	}
}

/* Below the diagonal as above it. */
static void
mirror(struct tally_pairs *p)
{
	size_t m = p->n_items;

	for (size_t i = 0; i < m; i++) {
		for (size_t j = 0; j < i; j++) {
			p->answered[i * m + j] = p->answered[j * m + i];
			p->both_right[i * m + j] = p->both_right[j * m + i];
		}
	}
}

static bool
is_in(const struct tally *t, const struct atom *a, size_t segment,
      const bool *codes)
{
	return segment == FORM_NONE || codes[tally_code_in(t, a, segment)];
}

/* Who still waits: only between tally_add and tally_take's end. */
static void
read_waiting(const struct tally *t, size_t segment, const bool *codes,
	     struct tally_pairs *p)
{
	uint32_t *delta = mem_new(t->pair_cells, sizeof(*delta));
	uint64_t *sum = mem_new(t->pair_cells, sizeof(*sum));

	for (size_t i = 0; i < t->n_atoms; i++) {
		const struct atom *a = &t->atom[i];

		if (a->n_waiting == 0 || !is_in(t, a, segment, codes))
			continue;
		count_waiting(t, a, delta);
		add(sum, delta, t->pair_cells);
	}
	read_cells(sum + t->topic[p->topic].pairs, p);
	free(delta);
	free(sum);
}

/* People of a small topic who are complete, by what they have right. */
static void
read_patterns(const struct tally *t, size_t segment, const bool *codes,
	      struct tally_pairs *p)
{
	const struct packed *of = &t->topic[p->topic];
	size_t m = p->n_items;

	for (size_t f = 0; of->small && f < (size_t)1 << m; f++) {
		uint64_t n = 0;

		for (size_t i = 0; i < t->n_atoms; i++) {
			if (is_in(t, &t->atom[i], segment, codes))
				n += atom_cell(t, &t->atom[i],
					       of->patterns + f);
		}
		p->people += n;
		for (size_t i = 0; i < m * m; i++) {
			bool first = f >> i / m & 1, second = f >> i % m & 1;

			p->answered[i] += n;
			p->both_right[i] += first && second ? n : 0;
			p->first_right[i] += first ? n : 0;
		}
	}
}

static struct tally_pairs *
pairs_new(const struct tally *t, size_t topic)
{
	struct tally_pairs *p = mem_new(1, sizeof(*p));
	size_t m = t->topic[topic].items;

	p->topic = topic;
	p->n_items = m;
	p->item = t->topic[topic].item;
	p->answered = mem_new(3 * m * m, sizeof(*p->answered));
	p->both_right = p->answered + m * m;
	p->first_right = p->both_right + m * m;
	return p;
}

struct tally_pairs *
tally_pairs(const struct tally *t, size_t topic, size_t segment,
	    const bool *codes)
{
	size_t pairs = t->topic[topic].pairs;
	struct tally_pairs *p;

	if (t->topic[topic].items == 0)
		return NULL;
	p = pairs_new(t, topic);
	if (segment == FORM_NONE)
		read_cells(t->pairs.all + pairs, p);
	for (size_t c = 0;
	     segment != FORM_NONE && c < t->segment[segment].codes; c++) {
		if (codes[c] && t->pairs.of[segment][c])
			read_cells(t->pairs.of[segment][c] + pairs, p);
	}
	read_waiting(t, segment, codes, p);
	mirror(p);
	read_patterns(t, segment, codes, p);
	return p;
}

void
tally_pairs_free(struct tally_pairs *p)
{
	if (!p)
		return;
	free(p->answered);
	free(p);
}
