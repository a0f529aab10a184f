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
#include "analysis/data/tally_private.h"

#include <math.h>

#include "questions/base/mem.h"
#include "questions/json.h"

/* ---- atoms ---- */

/* By code, so that the order of people tells nothing. */
static void
order_insert(struct tally *t, size_t atom)
{
	size_t at = atom;

	t->order =
		mem_room(t->order, &t->order_room, atom + 1, sizeof(*t->order));
	for (; at > 0 && t->atom[t->order[at - 1]].code > t->atom[atom].code;
	     at--)
		t->order[at] = t->order[at - 1];
	t->order[at] = atom;
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
	a->young = arena_alloc(t->arena, t->young_bytes, 1);
	t->index[code] = (uint32_t)t->n_atoms;
	order_insert(t, t->n_atoms - 1);
	return a;
}

void
tally_grow(struct tally *t, struct atom *a)
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
	block unreached = {0};

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
	block less = {0};

	for (size_t c = 0; c < t->chunks; c++) {
		block row = t->row[c], hits;

		if (!t->chunk_scored[c])
			continue;
		hits = (block)(row == t->key[c]);
		for (size_t r = 1; r < t->key_rounds; r++)
			hits |= (block)(row == t->key[r * t->chunks + c]);
		set_pattern(t->right, c, hits);
		less |= ((block)(row == SYMBOL_NOT_SHOWN) |
			 (block)(row == SYMBOL_NOT_REACHED)) &
			t->scored[c];
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
		t->total_row[shown] =
			arena_alloc(t->arena, shown + 1, sizeof(uint64_t));
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

		if (q->key[i] ? !ticked : ticked && q->partial != PARTIAL_ALL)
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
	struct json *all =
		numbers ? json_parse(numbers, strlen(numbers), NULL) : NULL;
	double x = json_get_number(all, q->name, NAN);

	json_free(all);
	return !isnan(x) && (isnan(q->key_low) || x >= q->key_low) &&
		(isnan(q->key_high) || x <= q->key_high);
}

/* Is the first place of a ranking given to the choice? */
static bool
ranks_first(const struct field *f, size_t n, size_t choice, const char *answers)
{
	size_t width = f->width / n;

	return layout_choice(answers + f->at + choice * width, width, n) == 0;
}

static bool
slow_right(const struct tally *t, const struct question *q, const char *answers,
	   const char *numbers)
{
	const struct field *f = &t->layout->field[q->index];
	size_t choice;

	switch (f->coding) {
	case CODING_FLAGS:
		return (q->key ? ticks_right : ticks_risky)(q, answers + f->at);
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
count_slow_item(struct tally *t, struct atom *a, size_t i, const char *answers,
		const char *numbers)
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
	struct atom *a = tally_atom(t, atom_code(t, answers));

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
		tally_grow(t, a);
}
