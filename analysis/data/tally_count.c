/*
 * The kernel, because a million responses should take a tenth of a second:
 *
 * A young block of an atom holds bytes: 16 counters, one for each position of
 * a chunk of the response string, for each symbol that can stand there (a
 * lane); behind them single counters. One comparison and one subtraction
 * count 16 positions. After 255 people the bytes go into the atom's old
 * block, 32 bits a cell, which only atoms of that size have.
 *
 * Items: comparing with the key gives a byte of 0 or 255 a position; eight of
 * them become a bit each by a multiplication, and a table says what each
 * pattern of eight adds to 64-bit words, in which every topic has a field
 * (struct packed). What is not answered is looked at only in responses that
 * lack anything.
 *
 * The same lanes count into a second block, of the people with the same number
 * right of all items: each option by the total score.
 */
#include "analysis/data/tally_private.h"

#include "questions/base/mem.h"

/* ---- atoms ---- */

/* By code, so that the order of people tells nothing. */
static void
order_insert(struct tally *t, size_t atom)
{
	size_t low = 0, high = atom;

	t->order =
		mem_room(t->order, &t->order_room, atom + 1, sizeof(*t->order));
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (t->atom[t->order[middle]].code < t->atom[atom].code)
			low = middle + 1;
		else
			high = middle;
	}
	memmove(t->order + low + 1, t->order + low,
		(atom - low) * sizeof(*t->order));
	t->order[low] = atom;
}

struct atom *
tally_atom(struct tally *t, uint32_t code)
{
	struct atom *a;

	if (t->index[code] != 0)
		return &t->atom[t->index[code] - 1];
	t->atom = mem_room(t->atom, &t->atom_room, t->n_atoms + 1,
			   sizeof(*t->atom));
	a = &t->atom[t->n_atoms++];
	memset(a, 0, sizeof(*a));
	a->code = code;
	tally_atom_init(t, a, t->n_cells, t->young_bytes);
	t->index[code] = (uint32_t)t->n_atoms;
	order_insert(t, t->n_atoms - 1);
	return a;
}

void
tally_atom_init(struct tally *t, struct atom *a, size_t cells, size_t bytes)
{
	bytes = (bytes / CHUNK + 1) * CHUNK;
	a->young = arena_alloc(t->arena, bytes, 1);
	a->n_cells = (uint32_t)cells;
	a->young_bytes = (uint32_t)bytes;
}

void
tally_grow(struct tally *t, struct atom *a)
{
	const unsigned char *young = (const unsigned char *)a->young;

	if (!a->old)
		a->old = arena_alloc(t->arena, a->n_cells, sizeof(*a->old));
	for (size_t i = 0; i < a->n_cells; i++)
		a->old[i] += young[t->young_at[i]];
	memset(a->young, 0, a->young_bytes);
	a->fresh = 0;
}

struct atom *
tally_by_total(struct tally *t, bool complete, size_t right)
{
	struct atom **a =
		&t->by_total[(complete ? 0 : t->total.items + 1) + right];

	if (!*a) {
		*a = arena_alloc(t->arena, 1, sizeof(**a));
		tally_atom_init(t, *a, t->question_cells, t->question_bytes);
	}
	return *a;
}

struct atom *
tally_by_part(struct tally *t, size_t row)
{
	struct atom **a = &t->by_part[row];

	if (!*a) {
		*a = arena_alloc(t->arena, 1, sizeof(**a));
		tally_atom_init(t, *a, t->question_cells, t->question_bytes);
	}
	return *a;
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
			tally_break(t, s->question);
			step = (uint32_t)((s->codes - 1) * s->stride);
		}
		code += step;
	}
	return code;
}

static bool
any_set(block b)
{
	uint64_t w[2];

	memcpy(w, &b, sizeof(w));
	return (w[0] | w[1]) != 0;
}

/* One lane after the other up to `end` of each chunk, into two blocks: of the
 * atom, and of the people of the same score. The locals tell the compiler that
 * no counter is one of them. */
static size_t
count_lanes(const struct tally *t, const size_t *restrict end, size_t i,
	    block *restrict young, block *restrict by)
{
	const block *restrict lane = t->lane, *restrict row = t->row;
	size_t chunks = t->chunks;

	for (size_t c = 0; c < chunks; c++) {
		block here = row[c];

		/* an even number of them */
		for (size_t stop = end[c]; i < stop; i += 2) {
			block hit = (block)(here == lane[i]);
			block next = (block)(here == lane[i + 1]);

			young[i] -= hit;
			by[i] -= hit;
			young[i + 1] -= next;
			by[i + 1] -= next;
		}
	}
	return i;
}

/* The symbols: see the top of the file; those of states only where there are
 * any. Says whether anything was not reached. */
static bool
count_symbols(const struct tally *t, block *young, block *by)
{
	size_t i = count_lanes(t, t->lane_end, 0, young, by);
	block states = {0}, unreached = {0};

	for (size_t c = 0; c < t->chunks; c++) {
		block row = t->row[c];
		block late = (block)(row == SYMBOL_NOT_REACHED);

		states |= ((block)(row < '0') | late) & t->used[c];
		unreached |= late;
	}
	if (any_set(states))
		count_lanes(t, t->state_end, i, young, by);
	return any_set(unreached);
}

/* ---- items ---- */

static void
set_pattern(unsigned char *restrict pattern, size_t chunk, block hits)
{
	unsigned char bytes[CHUNK];

	memcpy(bytes, &hits, CHUNK);
	pattern[2 * chunk] = (unsigned char)eight_bits(bytes);
	pattern[2 * chunk + 1] = (unsigned char)eight_bits(bytes + 8);
}

static block
any_round(const block *rounds, size_t n, size_t step, block row)
{
	block hits = {0};

	for (size_t r = 0; r < n; r++)
		hits |= (block)(row == rounds[r * step]);
	return hits;
}

/* Patterns of what the quick items lack: a bit a position. */
static void
judge_lacking(const struct tally *t, const block *less)
{
	size_t n = t->n_scored_chunks, groups = t->groups;

	for (size_t c = 0; c < n; c++) {
		block row = t->row[t->scored_chunk[c]];
		block hidden = (block)(row == SYMBOL_NOT_SHOWN);
		block late = (block)(row == SYMBOL_NOT_REACHED);

		set_pattern(t->pattern + SUM_HIDDEN * groups, c, hidden);
		set_pattern(t->pattern + SUM_UNREACHED * groups, c, late);
		set_pattern(t->pattern + SUM_BLANK * groups, c,
			    less[c] & ~hidden & ~late);
	}
}

/*
 * Where the quick items are right, a bit a position. True when something was
 * not answered; only then there are the other patterns. What no choice has as
 * its symbol is left blank, so that no count goes astray before the file is
 * refused.
 */
static bool
judge(const struct tally *t)
{
	size_t n = t->n_scored_chunks;
	block any = {0};

	for (size_t c = 0; c < n; c++) {
		block row = t->row[t->scored_chunk[c]], less;

		set_pattern(t->pattern, c,
			    any_round(t->key + c, t->key_rounds, n, row));
		less = (block)(row < '0') | (block)(row > t->last[c]) |
			any_round(t->blank + c, t->blank_rounds, n, row);
		t->less[c] = less & t->scored[c];
		any |= t->less[c];
	}
	if (!any_set(any))
		return false;
	judge_lacking(t, t->less);
	return true;
}

static void
add_pattern(const struct tally *t, enum sum which)
{
	const unsigned char *pattern = t->pattern + which * t->groups;
	const uint64_t *table = t->table;
	uint64_t *to = sums_of(t, which);
	size_t groups = t->groups;

	for (size_t w = 0; w < t->words; w++) {
		uint64_t sum = to[w];

		for (size_t g = 0; g < groups; g++, table += 256)
			sum += table[pattern[g]];
		to[w] = sum;
	}
}

/* The packed words of a response; what slow items give is in them. */
static void
sum_up(struct tally *t)
{
	size_t words = t->words;

	t->lacking = judge(t);
	if (t->plain)
		memset(t->sum, 0,
		       (t->lacking ? SUMS : 1) * words * sizeof(*t->sum));
	add_pattern(t, SUM_RIGHT);
	if (t->lacking) {
		add_pattern(t, SUM_HIDDEN);
		add_pattern(t, SUM_UNREACHED);
		add_pattern(t, SUM_BLANK);
	}
	if (t->plain && !t->lacking)
		return;
	t->lacking = true;
	for (size_t w = 0; w < words; w++)
		sums_of(t, SUM_LACK)[w] = sums_of(t, SUM_HIDDEN)[w] |
			sums_of(t, SUM_UNREACHED)[w] | sums_of(t, SUM_BLANK)[w];
}

static bool
enough_reached(size_t shown, size_t reached)
{
	return reached * 5 >= shown * 4;
}

/* What a person has of the items of a topic, or of all. */
struct result {
	size_t right, shown;
	bool enough; /* reached, to have a score */
	bool complete;
};

static struct result
result_of(const struct tally *t, const struct packed *p)
{
	const uint64_t *sum = t->sum + p->word;
	size_t words = t->words, unreached;
	struct result r = {count_of(p, sum[0]), p->items, true, true};

	if (!t->lacking || field_of(p, sum[SUM_LACK * words]) == 0)
		return r;
	unreached = count_of(p, sum[SUM_UNREACHED * words]);
	r.shown -= count_of(p, sum[SUM_HIDDEN * words]);
	r.enough = enough_reached(r.shown, r.shown - unreached);
	r.complete = false;
	return r;
}

static size_t
histogram_cell(const struct packed *p, const struct result *r)
{
	return r->enough ? triangle(r->shown) + r->right
			 : histogram_cells(p->items) - 1;
}

/* All items together. Returns the atom of who has the same score. */
static struct atom *
count_total(struct tally *t, struct atom *a)
{
	const struct packed *p = &t->total;
	struct result r = result_of(t, p);

	if (p->items == 0)
		return &t->nobody;
	if (p->first != FORM_NONE)
		((unsigned char *)a->young)[p->young + histogram_cell(p, &r)]++;
	else if (r.shown == 0)
		t->total_none++;
	else if (!r.enough)
		t->total_few++;
	else if (t->total_row[r.shown])
		t->total_row[r.shown][r.right]++;
	else
		(t->total_row[r.shown] =
			 arena_alloc(t->arena, r.shown + 1,
				     sizeof(uint64_t)))[r.right]++;
	if (!r.enough || r.shown == 0)
		return &t->nobody;
	if (r.shown == p->items)
		return tally_by_total(t, r.complete, r.right);
	return t->by_part ? tally_by_part(t, triangle(r.shown) + r.right)
			  : &t->nobody;
}

static inline void
count_sheet(struct tally *t, const struct sheet *s, size_t right, bool complete)
{
	const unsigned char *row = (const unsigned char *)t->row;
	uint32_t *count = s->count + right * s->columns;
	const struct spot *spot = s->spot + (complete ? 0 : s->n_items);
	const struct spot *end = s->spot + s->n_spots;

	for (; spot < end; spot++)
		count[spot->off + row[spot->at]]++;
	if (s->n_wide > 0)
		tally_sheet_wide(t, s, right, complete);
}

/* What the answer at each scored position adds to its topic's joint cell;
 * nonsense where it is none. */
static void
share_out(const struct tally *t)
{
	const wide *radix = t->radix;
	wide *share = t->share;

	for (size_t c = 0; c < t->n_scored_chunks; c++) {
		block row = t->row[t->scored_chunk[c]] - '0';
		half part[2];

		memcpy(part, &row, sizeof(row));
		for (size_t i = 0; i < 2; i++)
			*share++ = __builtin_convertvector(part[i], wide) *
				*radix++;
	}
}

static void
count_incomplete(struct tally *t, unsigned char *young, const struct packed *p)
{
	struct result r = result_of(t, p);

	young[p->young + histogram_cell(p, &r)]++;
	if (!r.enough)
		return;
	if (r.shown < p->items) {
		tally_sheet_part(t, p, r.shown, r.right);
		return;
	}
	count_sheet(t, &p->sheet, r.right, false);
	tally_lacks_count(t, p, r.right);
}

static inline void
count_complete(struct tally *t, unsigned char *young, const struct packed *p)
{
	const uint16_t *share = (const uint16_t *)t->share;
	uint64_t word = t->sum[p->word];

	young[p->young_full + field_of(p, word)]++;
	if (p->joint) {
		const uint32_t *at = p->joint_at;

		/* places that no item takes point to a share of 0 */
		p->joint[share[at[0]] + share[at[1]] + share[at[2]] +
			 share[at[3]] + share[at[4]]]++;
	}
	if (p->sheet.n_spots + p->sheet.n_wide > 0)
		count_sheet(t, &p->sheet, count_of(p, word), true);
}

/* Pairs of items of small topics are in their patterns, unless something
 * lacks: then these items wait. */
static void
count_topics(struct tally *t, struct atom *a)
{
	unsigned char *young = (unsigned char *)a->young;
	const uint64_t *lack = sums_of(t, SUM_LACK);
	const struct packed **asked = t->asked, **end = asked + t->n_asked;
	bool lacking = t->lacking;

	if (t->any_joint)
		share_out(t);
	for (; asked < end; asked++) {
		const struct packed *p = *asked;

		if (lacking && field_of(p, lack[p->word]) != 0) {
			count_incomplete(t, young, p);
			continue;
		}
		if (lacking && p->small)
			t->waits[p->word] &= ~(p->mask << p->shift);
		count_complete(t, young, p);
	}
}

/* Who waits to be counted in pairs: see tally_pairs.c. */
static void
wait(struct tally *t, struct atom *a)
{
	size_t words = t->words;
	uint64_t *to = tally_pairs_wait(t, a);

	for (size_t w = 0; w < words; w++) {
		uint64_t lack = t->lacking ? sums_of(t, SUM_LACK)[w] : 0;

		to[w] = t->sum[w] & t->waits[w];
		to[words + w] = t->waits[w] & ~lack;
	}
}

/* ---- a person ---- */

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

static void
one_more(struct tally *t, struct atom *a)
{
	a->people++;
	if (++a->fresh == YOUNG_MOST)
		tally_grow(t, a);
}

/* Chunk by chunk, as it is read: a processor waits where what it reads was
 * written in other pieces. */
static void
take_row(struct tally *t, const char *answers)
{
	size_t whole = t->layout->width / CHUNK, i = 0;

	for (; i < whole; i++)
		memcpy(&t->row[i], answers + i * CHUNK, CHUNK);
	memcpy(&t->row[i], answers + i * CHUNK, t->layout->width % CHUNK);
}

void
tally_add(struct tally *t, const char *answers, const char *numbers)
{
	struct atom *a = tally_atom(t, atom_code(t, answers)), *by;

	take_row(t, answers);
	if (!t->plain)
		tally_judge_slow(t, answers, numbers);
	sum_up(t);
	by = count_total(t, a);
	if (count_symbols(t, a->young, by->young))
		count_broken_off(t, answers);
	else
		t->progress.complete++;
	if (!t->plain)
		tally_count_slow(t, a, by, answers);
	if (t->lacking || t->any_large)
		memcpy(t->waits, t->lacking ? t->every : t->large,
		       t->words * sizeof(*t->waits));
	count_topics(t, a);
	if (t->lacking || t->any_large)
		wait(t, a);
	if (t->n_sure > 0)
		tally_states_count(t, a);
	if (t->n_governed > 0)
		tally_governed_count(t);
	t->people++;
	one_more(t, a);
	if (by != &t->nobody)
		one_more(t, by);
}
