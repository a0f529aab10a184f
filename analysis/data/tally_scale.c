/*
 * Options by a score, for everybody. Where the answers to all items of a topic
 * have few enough combinations each is a cell (joint), and whoever reads adds
 * up. Else on a sheet of the topic, a row a score. Of all items together by
 * giving the people of each score their own counters, as atoms have them
 * (by_total). Who was shown a topic and is not complete stands apart (lacks).
 * Who was shown some of the items only has a score as well: of these a row for
 * how many there were and how many right (part, by_part).
 * And what people do by how they answered the item that governs it.
 */
#include "analysis/data/tally_private.h"

#include <assert.h>
#include <stdlib.h>

#include "questions/base/mem.h"

/* ---- making ---- */

static bool
is_doing(const struct question *q)
{
	return q->type == TYPE_SELECT_ONE &&
		(q->role == ROLE_HABIT || q->role == ROLE_ACCESS ||
		 q->role == ROLE_ATTITUDE || q->role == ROLE_VIEW);
}

/* By which score a question is told: of its topic, or of all items. */
static size_t
doing_topic(const struct tally *t, const struct question *q)
{
	size_t topic = tally_topic_of(t, q);

	return topic != FORM_NONE && t->topic[topic].items > 0 ? topic
							       : FORM_NONE;
}

static bool
is_chosen(const struct question *q)
{
	return q->type == TYPE_SELECT_ONE;
}

static void
wide_add(const struct tally *t, struct sheet *s, const struct question *q)
{
	struct wide_spot *w = &s->wide[s->n_wide++];

	w->question = q->index;
	w->slow = tally_slow_of(t, q->index);
	w->off = s->columns;
	s->columns += is_chosen(q) ? q->list->n : 2;
}

/* Columns from the symbol `first` to `last`. */
static void
spot_add(const struct tally *t, struct sheet *s, const struct question *q,
	 size_t first, size_t last)
{
	struct spot *spot = &s->spot[s->n_spots++];

	spot->at = (uint32_t)t->layout->field[q->index].at;
	spot->off = (uint32_t)(s->columns - first);
	s->columns += last + 1 - first;
}

static void
item_add(const struct tally *t, struct sheet *s, const struct question *q)
{
	char last[2];

	if (!tally_is_quick(t, q->index)) {
		wide_add(t, s, q);
		return;
	}
	layout_symbol(q->list->n - 1, q->list->n, last);
	spot_add(t, s, q, '0', (unsigned char)last[0]);
}

static void
doing_add(const struct tally *t, struct sheet *s, const struct question *q)
{
	if (tally_is_quick(t, q->index))
		spot_add(t, s, q, 0, 255);
	else
		wide_add(t, s, q);
}

static size_t
symbols_of(const struct question *q)
{
	char last[2];

	layout_symbol(q->list->n - 1, q->list->n, last);
	return (size_t)last[0] - '0' + 1;
}

/* Gives a topic its joint cells if it can have them. */
static void
joint_make(struct tally *t, struct packed *p)
{
	size_t cells = 1;

	if (!p->small || p->items < 2)
		return;
	for (size_t i = 0; i < p->items; i++) {
		if (!tally_is_quick(t, p->item[i]))
			return;
		cells *= symbols_of(&t->form->question[p->item[i]]);
		if (cells > JOINT_MOST)
			return;
	}
	p->joint_cells = cells;
	p->joint = arena_alloc(t->arena, cells, sizeof(*p->joint));
	cells = 1;
	for (size_t i = 0; i < SMALL_MOST; i++)
		p->joint_at[i] = (uint32_t)(t->n_scored_chunks * CHUNK);
	for (size_t i = 0; i < p->items; i++) {
		size_t at = tally_scored_at(t, p->item[i]);

		p->joint_at[i] = (uint32_t)at;
		((uint16_t *)t->radix)[at] = (uint16_t)cells;
		cells *= symbols_of(&t->form->question[p->item[i]]);
	}
	t->any_joint = true;
}

static void
sheet_make(struct tally *t, size_t topic)
{
	const struct form *form = t->form;
	struct packed *p = &t->topic[topic];
	struct sheet *s = &p->sheet;

	s->spot = arena_alloc(t->arena, form->n_questions, sizeof(*s->spot));
	s->wide = arena_alloc(t->arena, form->n_questions, sizeof(*s->wide));
	/* before all columns: an offset may be less than none */
	s->columns = '0';
	joint_make(t, p);
	for (size_t i = 0; p->items > 1 && !p->joint && i < p->items; i++)
		item_add(t, s, &form->question[p->item[i]]);
	s->n_items = s->n_spots;
	s->n_wide_items = s->n_wide;
	for (size_t i = 0; i < form->n_questions; i++) {
		if (is_doing(&form->question[i]) &&
		    doing_topic(t, &form->question[i]) == topic)
			doing_add(t, s, &form->question[i]);
	}
	if ((s->n_spots > s->n_items || s->n_wide > s->n_wide_items) &&
	    triangle(p->items) * s->columns <= MAX_PART_CELLS)
		s->part = arena_alloc(t->arena, p->items, sizeof(*s->part));
	s->rows = p->items + 1;
	s->count =
		arena_alloc(t->arena, s->rows * s->columns, sizeof(*s->count));
}

/* Column by symbol of an item of one symbol. */
static const unsigned char *
columns_of(struct tally *t, const struct question *q)
{
	const unsigned char *verdict = tally_verdicts(t, q);
	unsigned char *of = arena_alloc(t->arena, 256, 1);
	char symbol[2];

	memset(of, (int)q->list->n, 256);
	for (size_t i = 0; i < q->list->n; i++) {
		layout_symbol(i, q->list->n, symbol);
		if (verdict[(unsigned char)symbol[0]] != VERDICT_NONE)
			of[(unsigned char)symbol[0]] = (unsigned char)i;
	}
	return of;
}

static void
lacks_make(struct tally *t, struct packed *p)
{
	struct lacks *l = &p->lacks;

	if (p->items < 2)
		return;
	l->item = arena_alloc(t->arena, p->items, sizeof(*l->item));
	for (size_t i = 0; i < p->items; i++) {
		const struct question *q = &t->form->question[p->item[i]];
		struct lack *lack = &l->item[i];

		lack->at = t->layout->field[q->index].at;
		lack->off = l->columns;
		lack->options = is_chosen(q) ? q->list->n : 2;
		lack->slow = tally_slow_of(t, q->index);
		if (tally_is_quick(t, q->index))
			lack->column_of = columns_of(t, q);
		l->columns += lack->options + 1;
	}
	l->count = arena_alloc(t->arena, (p->items + 1) * l->columns,
			       sizeof(*l->count));
}

static void
governed_add(struct tally *t, const struct question *q)
{
	struct governed *g = &t->governed[t->n_governed++];
	const struct question *item = &t->form->question[q->for_question];

	g->question = q->index;
	g->item = item->index;
	g->at = t->layout->field[g->question].at;
	g->item_at = t->layout->field[g->item].at;
	g->slow = tally_slow_of(t, g->item);
	g->quick = tally_is_quick(t, g->question);
	if (tally_is_quick(t, g->item))
		g->of_item = tally_verdicts(t, item);
	g->rows = g->quick ? 256 : q->list->n;
	g->count = arena_alloc(t->arena, g->rows * 4, sizeof(*g->count));
	t->governed_of[q->index] = t->n_governed;
}

void
tally_sheets_make(struct tally *t)
{
	size_t n = t->form->n_questions;
	size_t scored = t->n_scored_chunks * 2;

	t->radix = arena_alloc(t->arena, scored, sizeof(*t->radix));
	t->share = arena_alloc(t->arena, scored + 1, sizeof(*t->share));
	for (size_t i = 0; i < t->form->n_topics; i++) {
		if (t->topic[i].items > 0)
			sheet_make(t, i);
		lacks_make(t, &t->topic[i]);
	}
	t->governed = arena_alloc(t->arena, n, sizeof(*t->governed));
	t->governed_of = arena_alloc(t->arena, n, sizeof(*t->governed_of));
	for (size_t i = 0; i < n; i++) {
		const struct question *q = &t->form->question[i];

		if (is_doing(q) && q->for_question != FORM_NONE &&
		    tally_has_key(&t->form->question[q->for_question]))
			governed_add(t, q);
	}
}

/* ---- counting what takes two symbols ---- */

static size_t
choice_of(const struct tally *t, size_t question)
{
	const struct field *f = &t->layout->field[question];

	return layout_choice((const char *)t->row + f->at, f->width,
			     t->form->question[question].list->n);
}

void
tally_sheet_wide(struct tally *t, const struct sheet *s, size_t row,
		 bool complete)
{
	uint32_t *count = s->count + row * s->columns;

	for (size_t i = 0; complete && i < s->n_wide_items; i++)
		count[s->wide[i].off + t->slow[s->wide[i].slow].column]++;
	for (size_t i = s->n_wide_items; i < s->n_wide; i++) {
		size_t choice = choice_of(t, s->wide[i].question);

		if (choice != FORM_NONE)
			count[s->wide[i].off + choice]++;
	}
}

static size_t
part_cells(const struct sheet *s, size_t shown)
{
	return (shown + 1) * s->columns;
}

static uint32_t *
part_rows(struct tally *t, const struct sheet *s, size_t shown)
{
	if (!s->part[shown])
		s->part[shown] = arena_alloc(t->arena, part_cells(s, shown),
					     sizeof(*s->part[shown]));
	return s->part[shown];
}

void
tally_sheet_part(struct tally *t, const struct packed *p, size_t shown,
		 size_t right)
{
	const unsigned char *row = (const unsigned char *)t->row;
	const struct sheet *s = &p->sheet;
	uint32_t *count;

	if (shown == 0 || !s->part)
		return;
	count = part_rows(t, s, shown) + right * s->columns;
	for (size_t i = s->n_items; i < s->n_spots; i++)
		count[s->spot[i].off + row[s->spot[i].at]]++;
	for (size_t i = s->n_wide_items; i < s->n_wide; i++) {
		size_t choice = choice_of(t, s->wide[i].question);

		if (choice != FORM_NONE)
			count[s->wide[i].off + choice]++;
	}
}

static size_t
lack_column(const struct tally *t, const struct lack *lack)
{
	const unsigned char *row = (const unsigned char *)t->row;
	const struct slow *slow;

	if (lack->column_of)
		return lack->column_of[row[lack->at]];
	slow = &t->slow[lack->slow];
	return slow->verdict == VERDICT_NONE ? lack->options : slow->column;
}

void
tally_lacks_count(struct tally *t, const struct packed *p, size_t right)
{
	const struct lacks *l = &p->lacks;
	uint32_t *count = l->count + right * l->columns;

	for (size_t i = 0; p->items > 1 && i < p->items; i++)
		count[l->item[i].off + lack_column(t, &l->item[i])]++;
}

void
tally_governed_count(struct tally *t)
{
	const unsigned char *row = (const unsigned char *)t->row;

	for (size_t i = 0; i < t->n_governed; i++) {
		const struct governed *g = &t->governed[i];
		size_t verdict = g->of_item ? g->of_item[row[g->item_at]]
					    : t->slow[g->slow].verdict;
		size_t option =
			g->quick ? row[g->at] : choice_of(t, g->question);

		if (option != FORM_NONE)
			g->count[option * 4 + verdict]++;
	}
}

/* ---- merging ---- */

static void
counts_merge(uint32_t *into, const uint32_t *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		into[i] += from[i];
}

void
tally_sheets_merge(struct tally *into, const struct tally *from)
{
	for (size_t i = 0; i < from->form->n_topics; i++) {
		const struct packed *p = &from->topic[i];
		const struct sheet *s = &p->sheet;

		counts_merge(into->topic[i].joint, p->joint, p->joint_cells);
		counts_merge(into->topic[i].sheet.count, s->count,
			     s->rows * s->columns);
		counts_merge(into->topic[i].lacks.count, p->lacks.count,
			     p->lacks.columns * (p->items + 1));
		for (size_t k = 1; s->part && k < p->items; k++) {
			if (s->part[k])
				counts_merge(part_rows(into,
						       &into->topic[i].sheet,
						       k),
					     s->part[k], part_cells(s, k));
		}
	}
	for (size_t i = 0; i < from->n_governed; i++)
		counts_merge(into->governed[i].count, from->governed[i].count,
			     from->governed[i].rows * 4);
}

/* ---- reading ---- */

/* Column of an option of a question that is on the sheet. */
static size_t
column_of(const struct tally *t, const struct sheet *s, size_t question,
	  size_t option)
{
	uint32_t at = (uint32_t)t->layout->field[question].at;
	size_t i = 0;
	char symbol[2];

	for (i = 0; i < s->n_wide; i++) {
		if (s->wide[i].question == question)
			return s->wide[i].off + option;
	}
	for (i = 0; s->spot[i].at != at; i++)
		assert(i + 1 < s->n_spots);
	layout_symbol(option, t->form->question[question].list->n, symbol);
	return s->spot[i].off + (unsigned char)symbol[0];
}

/* An option by score into out[rows]. */
static void
read_column(const struct tally *t, const struct sheet *s, size_t question,
	    size_t option, uint64_t *out)
{
	size_t column = column_of(t, s, question, option);

	for (size_t r = 0; r < s->rows; r++)
		out[r] += s->count[r * s->columns + column];
}

/* The same from the people of each total score. */
static void
read_totals(const struct tally *t, bool complete, size_t question,
	    size_t option, uint64_t *out)
{
	size_t cell = t->cells[question].first + option;
	size_t n = t->total.items + 1;

	for (size_t r = 0; r < n; r++) {
		const struct atom *a = t->by_total[complete ? r : n + r];

		out[r] += a ? atom_cell(t, a, cell) : 0;
	}
}

/* The same from the cells of all answers to the items together. */
static void
read_joint(const struct tally *t, const struct packed *p, size_t question,
	   size_t option, uint64_t *out)
{
	for (size_t cell = 0; cell < p->joint_cells; cell++) {
		size_t rest = cell, right = 0;
		bool chosen = false;

		for (size_t i = 0; p->joint[cell] > 0 && i < p->items; i++) {
			const struct question *q =
				&t->form->question[p->item[i]];
			char symbol = (char)('0' + rest % symbols_of(q));
			size_t choice = layout_choice(&symbol, 1, q->list->n);

			rest /= symbols_of(q);
			chosen |= q->index == question && choice == option;
			right += choice != FORM_NONE && q->key[choice];
		}
		out[right] += chosen ? p->joint[cell] : 0;
	}
}

static bool
is_answer(const struct question *q, size_t option)
{
	return !q->missing || q->missing[option] == CHOICE_ANSWERS ||
		q->missing[option] == CHOICE_DONT_KNOW;
}

/* All items by the people of each total score. */
static void
read_total_item(const struct tally *t, bool complete, struct tally_item *item)
{
	const struct question *q = &t->form->question[item->question];
	size_t rows = t->total.items + 1;
	uint64_t *none = item->people + item->options * rows;

	for (size_t r = 0; r < rows; r++) {
		const struct atom *a = t->by_total[complete ? r : rows + r];
		struct outcome o;

		if (!a)
			continue;
		o = tally_outcome_in(t, a, item->question);
		none[r] += a->people - o.right - o.wrong - o.dont_know;
		if (item->chosen)
			continue;
		item->people[r] += o.wrong + o.dont_know;
		item->people[rows + r] += o.right;
	}
	for (size_t o = 0; item->chosen && o < item->options; o++) {
		if (is_answer(q, o))
			read_totals(t, complete, item->question, o,
				    item->people + o * rows);
	}
}

/* Who lacks an answer to the topic; `at`: which of its items. */
static void
read_lacks(const struct packed *p, size_t at, uint64_t *people)
{
	const struct lacks *l = &p->lacks;
	const struct lack *lack = &l->item[at];
	size_t rows = p->items + 1;

	for (size_t o = 0; o <= lack->options; o++) {
		for (size_t r = 0; r < rows; r++)
			people[o * rows + r] +=
				l->count[r * l->columns + lack->off + o];
	}
}

static void
read_topic_item(const struct tally *t, const struct packed *p, bool all,
		size_t at, struct tally_item *item)
{
	for (size_t o = 0; o < item->options; o++) {
		uint64_t *out = item->people + o * (p->items + 1);

		if (p->joint)
			read_joint(t, p, item->question, o, out);
		else
			read_column(t, &p->sheet, item->question, o, out);
	}
	if (all)
		read_lacks(p, at, item->people);
}

static void
read_item(const struct tally *t, const struct tally_scale *s, size_t at,
	  struct tally_item *item)
{
	const struct question *q = &t->form->question[item->question];
	bool all = s->cases == CASES_SHOWN;

	item->chosen = is_chosen(q);
	item->options = item->chosen ? q->list->n : 2;
	item->right = mem_new(item->options + 1, sizeof(*item->right));
	for (size_t o = 0; o < item->options; o++)
		item->right[o] = item->chosen ? q->key[o] : o == 1;
	item->people = mem_new((item->options + 1) * (s->n_items + 1),
			       sizeof(*item->people));
	if (s->topic != FORM_NONE) {
		read_topic_item(t, &t->topic[s->topic], all, at, item);
		return;
	}
	read_total_item(t, true, item);
	if (all)
		read_total_item(t, false, item);
}

struct tally_scale *
tally_scale(const struct tally *t, size_t topic, enum tally_cases cases)
{
	const struct packed *p =
		topic == FORM_NONE ? &t->total : &t->topic[topic];
	struct tally_scale *s;

	if (p->items < 2)
		return NULL;
	s = mem_new(1, sizeof(*s));
	s->topic = topic;
	s->cases = cases;
	s->n_items = p->items;
	s->people = mem_new(p->items + 1, sizeof(*s->people));
	s->item = mem_new(p->items, sizeof(*s->item));
	for (size_t i = 0; i < p->items; i++) {
		s->item[i].question = p->item[i];
		read_item(t, s, i, &s->item[i]);
	}
	/* every item has counted the same people */
	for (size_t o = 0; o <= s->item[0].options; o++) {
		for (size_t r = 0; r <= s->n_items; r++)
			s->people[r] +=
				s->item[0].people[o * (s->n_items + 1) + r];
	}
	for (size_t r = 0; r <= s->n_items; r++)
		s->n += s->people[r];
	return s;
}

static void
scale_item_release(struct tally_item *item)
{
	free(item->right);
	free(item->people);
}

void
tally_scale_free(struct tally_scale *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_items; i++)
		scale_item_release(&s->item[i]);
	free(s->item);
	free(s->people);
	free(s);
}

/* ---- options by the share right ---- */

/* An option by items shown and of them right. */
static void
read_scores(const struct tally *t, size_t topic, size_t question, size_t option,
	    uint64_t *cell)
{
	const struct packed *p =
		topic == FORM_NONE ? &t->total : &t->topic[topic];
	size_t some = triangle(p->items), column;

	if (topic == FORM_NONE) {
		read_totals(t, true, question, option, cell + some);
		read_totals(t, false, question, option, cell + some);
		column = t->cells[question].first + option;
		for (size_t i = 0; t->by_part && i < some; i++)
			cell[i] += t->by_part[i]
				? atom_cell(t, t->by_part[i], column)
				: 0;
		return;
	}
	read_column(t, &p->sheet, question, option, cell + some);
	column = column_of(t, &p->sheet, question, option);
	for (size_t i = 1; p->sheet.part && i < p->items; i++) {
		for (size_t r = 0; p->sheet.part[i] && r <= i; r++)
			cell[triangle(i) + r] +=
				p->sheet.part[i][r * p->sheet.columns + column];
	}
}

struct grade {
	double share;
	size_t cell;
};

static int
compare_grades(const void *a, const void *b)
{
	const struct grade *x = a, *y = b;

	if (x->share != y->share)
		return x->share < y->share ? -1 : 1;
	return x->cell < y->cell ? -1 : x->cell > y->cell;
}

/* Cells by what share they are, the lowest first. */
static struct grade *
grades_of(size_t items)
{
	struct grade *grade = mem_new(triangle(items + 1), sizeof(*grade));
	size_t n = 0;

	for (size_t shown = 1; shown <= items; shown++) {
		for (size_t r = 0; r <= shown; r++)
			grade[n++] = (struct grade){(double)r / (double)shown,
						    triangle(shown) + r};
	}
	qsort(grade, n, sizeof(*grade), compare_grades);
	return grade;
}

/* Cells of the same share are one score; those that nobody has are none. cell:
 * triangle(items + 1) an option. */
static void
gather(struct option_scores *o, const uint64_t *cell)
{
	size_t cells = triangle(o->n_items + 1), n = 0;
	struct grade *grade = grades_of(o->n_items);
	uint64_t *people = o->people;

	/* the first cell is of nothing shown */
	for (size_t i = 0; i + 1 < cells; i++) {
		uint64_t any = 0;

		for (size_t k = 0; k < o->n_options; k++)
			any += cell[k * cells + grade[i].cell];
		if (any == 0)
			continue;
		if (n == 0 || o->score[n - 1] != grade[i].share)
			o->score[n++] = grade[i].share;
		for (size_t k = 0; k < o->n_options; k++)
			people[k * cells + n - 1] +=
				cell[k * cells + grade[i].cell];
	}
	for (size_t k = 0; k < o->n_options; k++)
		memmove(people + k * n, people + k * cells,
			n * sizeof(*people));
	o->n_scores = n;
	free(grade);
}

struct option_scores *
tally_option_scores(const struct tally *t, size_t question)
{
	const struct question *q = &t->form->question[question];
	struct option_scores *o;
	uint64_t *cell;
	size_t cells;

	if (!is_doing(q) || t->total.items == 0)
		return NULL;
	o = mem_new(1, sizeof(*o));
	o->topic = doing_topic(t, q);
	o->n_items = tally_items(t, o->topic);
	o->n_options = q->list->n;
	cells = triangle(o->n_items + 1);
	o->score = mem_new(cells, sizeof(*o->score));
	o->people = mem_new(o->n_options * cells, sizeof(*o->people));
	cell = mem_new(o->n_options * cells, sizeof(*cell));
	for (size_t i = 0; i < o->n_options; i++)
		read_scores(t, o->topic, question, i, cell + i * cells);
	gather(o, cell);
	free(cell);
	return o;
}

void
option_scores_free(struct option_scores *o)
{
	if (!o)
		return;
	free(o->score);
	free(o->people);
	free(o);
}

struct know_do *
tally_know_do(const struct tally *t, size_t question)
{
	const struct question *q = &t->form->question[question];
	const struct governed *g;
	struct know_do *k;

	if (t->governed_of[question] == 0)
		return NULL;
	g = &t->governed[t->governed_of[question] - 1];
	k = mem_new(1, sizeof(*k));
	k->item = g->item;
	k->n_options = q->list->n;
	k->option = mem_new(k->n_options, sizeof(*k->option));
	for (size_t i = 0; i < k->n_options; i++) {
		const uint32_t *count;
		char symbol[2];

		layout_symbol(i, k->n_options, symbol);
		count = g->count +
			4 * (g->quick ? (unsigned char)symbol[0] : i);
		k->option[i].right = count[VERDICT_RIGHT];
		k->option[i].wrong = count[VERDICT_WRONG];
		k->option[i].dont_know = count[VERDICT_DONT_KNOW];
	}
	return k;
}

void
know_do_free(struct know_do *k)
{
	if (!k)
		return;
	free(k->option);
	free(k);
}
