/*
 * How sure people are of what they answered: four cells an item and atom. Two
 * tables say by symbol what an item and its certainty question give; together
 * they are the cell. What is no such pair falls into cells that nobody reads.
 */
#include "analysis/data/tally_private.h"

/* first + of_item + of_certainty; 4 and more are waste */
enum { RIGHT_SURE, RIGHT_UNSURE, WRONG_SURE, WRONG_UNSURE, WASTE, CELLS = 9 };

static const unsigned char item_step[] = {
	[VERDICT_RIGHT] = RIGHT_SURE,
	[VERDICT_WRONG] = WRONG_SURE,
	[VERDICT_DONT_KNOW] = WASTE,
	[VERDICT_NONE] = WASTE,
};

static bool
asks_certainty(const struct tally *t, const struct question *q)
{
	return q->role == ROLE_CERTAINTY && q->type == TYPE_SELECT_ONE &&
		q->for_question != FORM_NONE &&
		tally_has_key(&t->form->question[q->for_question]);
}

static bool
is_sure(const struct question *q, size_t option)
{
	return q->key ? q->key[option] : option == 0;
}

static unsigned char
certainty_step(const struct question *q, size_t option)
{
	if (q->missing && q->missing[option] != CHOICE_ANSWERS)
		return WASTE;
	return is_sure(q, option) ? 0 : 1;
}

static const unsigned char *
item_steps(struct tally *t, const struct question *q)
{
	const unsigned char *verdict = tally_verdicts(t, q);
	unsigned char *of = arena_alloc(t->arena, 256, 1);

	for (size_t i = 0; i < 256; i++)
		of[i] = item_step[verdict[i]];
	return of;
}

static const unsigned char *
certainty_steps(struct tally *t, const struct question *q)
{
	unsigned char *of = arena_alloc(t->arena, 256, 1);
	char symbol[2];

	memset(of, WASTE, 256);
	for (size_t i = 0; i < q->list->n; i++) {
		layout_symbol(i, q->list->n, symbol);
		of[(unsigned char)symbol[0]] = certainty_step(q, i);
	}
	return of;
}

static void
sure_add(struct tally *t, const struct question *q)
{
	struct sure *s = &t->sure[t->n_sure++];

	s->question = q->for_question;
	s->certainty = q->index;
	s->first = t->n_cells;
	t->n_cells += CELLS;
	s->at = t->layout->field[s->question].at;
	s->certainty_at = t->layout->field[s->certainty].at;
	s->item_quick = tally_is_quick(t, s->question);
	s->certainty_quick = tally_is_quick(t, s->certainty);
	if (s->item_quick)
		s->of_item = item_steps(t, &t->form->question[s->question]);
	if (s->certainty_quick)
		s->of_certainty = certainty_steps(t, q);
	t->sure_of[s->question] = t->n_sure;
}

void
tally_states_make(struct tally *t)
{
	size_t n = t->form->n_questions;

	t->sure = arena_alloc(t->arena, n, sizeof(*t->sure));
	t->sure_of = arena_alloc(t->arena, n, sizeof(*t->sure_of));
	for (size_t i = 0; i < n; i++) {
		const struct question *q = &t->form->question[i];

		if (asks_certainty(t, q) && t->sure_of[q->for_question] == 0)
			sure_add(t, q);
	}
}

void
tally_states_place(struct tally *t)
{
	for (size_t i = 0; i < t->n_sure; i++) {
		struct sure *s = &t->sure[i];

		s->young = t->young_at[s->first];
		s->slow = tally_slow_of(t, s->question);
	}
}

static size_t
slow_certainty(const struct tally *t, size_t question, const char *answers)
{
	const struct question *q = &t->form->question[question];
	const struct field *f = &t->layout->field[question];
	size_t option = layout_choice(answers + f->at, f->width, q->list->n);

	return option == FORM_NONE ? WASTE : certainty_step(q, option);
}

void
tally_states_count(struct tally *t, struct atom *a)
{
	unsigned char *young = (unsigned char *)a->young;
	const unsigned char *row = (const unsigned char *)t->row;

	for (size_t i = 0; i < t->n_sure; i++) {
		const struct sure *s = &t->sure[i];
		size_t cell = s->young;

		cell += s->item_quick ? s->of_item[row[s->at]]
				      : item_step[t->slow[s->slow].verdict];
		cell += s->certainty_quick
			? s->of_certainty[row[s->certainty_at]]
			: slow_certainty(t, s->certainty, (const char *)row);
		young[cell]++;
	}
}

/* ---- reading ---- */

size_t
tally_certainty(const struct tally *t, size_t question)
{
	size_t at = t->sure_of[question];

	return at == 0 ? FORM_NONE : t->sure[at - 1].certainty;
}

struct states
tally_states_of(const struct tally *t, size_t question, const struct outcome *o,
		const uint64_t cell[4])
{
	struct states s = {0};

	if (t->sure_of[question] == 0)
		return s;
	s.informed = cell[RIGHT_SURE];
	s.tentative = cell[RIGHT_UNSURE];
	s.confidently_wrong = cell[WRONG_SURE];
	s.uninformed = o->dont_know + cell[WRONG_UNSURE];
	s.right_untold = o->right - s.informed - s.tentative;
	s.wrong_untold = o->wrong - cell[WRONG_SURE] - cell[WRONG_UNSURE];
	s.sure = s.informed + s.confidently_wrong;
	return s;
}
