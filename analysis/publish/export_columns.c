#include "analysis/publish/export_columns.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/columns.h"
#include "analysis/publish/csv_text.h"
#include "questions/base/mem.h"

/* Its words stand apart, so that the status is all there is of it here. */
static bool
is_words(const struct question *q)
{
	return q->type == TYPE_TEXT;
}

static bool
may_be_words(const struct question *q)
{
	return is_words(q) || q->type == TYPE_CALCULATE ||
		q->type == TYPE_HIDDEN;
}

const char *
export_status_word(enum answer_state state, const struct question *q)
{
	switch (state) {
	case STATE_NOT_SHOWN: return "not shown";
	case STATE_NOT_REACHED: return "not reached";
	case STATE_ANSWERED: return may_be_words(q) ? "answered" : "";
	default: return "";
	}
}

/* Per question: some response was not shown it or did not reach it. */
static bool *
find_missing(const struct layout *l, const struct pile *pile)
{
	bool *missing = mem_new(l->form->n_questions, sizeof(*missing));
	const char *numbers;
	size_t i, j;

	for (i = 0; i < pile_count(pile); i++) {
		const char *answers = pile_at(pile, i, &numbers);

		if (!memchr(answers, SYMBOL_NOT_SHOWN, l->width) &&
		    !memchr(answers, SYMBOL_NOT_REACHED, l->width))
			continue;
		for (j = 0; j < l->form->n_questions; j++)
			if (l->field[j].width > 0 && !missing[j])
				missing[j] = layout_state(l, j, answers) <=
					STATE_NOT_REACHED;
	}
	return missing;
}

static bool
has_formula(const struct question *q)
{
	size_t i;

	for (i = 0; q->list && i < q->list->n; i++)
		if (csv_needs_guard(q->list->choice[i].name))
			return true;
	return false;
}

static void
add(struct export_columns *c, enum export_kind kind, size_t question,
    size_t choice, const char *name)
{
	c->column[c->n++] =
		(struct export_column){kind, question, choice, false, name};
}

static void
add_question(struct export_columns *c, const struct question *q,
	     const struct form *form, bool status)
{
	size_t i;
	char *name;

	if (!is_words(q)) {
		add(c, EXPORT_VALUE, q->index, 0, q->name);
		c->column[c->n - 1].guarded = has_formula(q);
	}
	for (i = 0; q->type == TYPE_SELECT_MULTIPLE && i < q->list->n; i++)
		add(c, EXPORT_OPTION, q->index, i,
		    arena_printf(c->arena, "%s/%s", q->name,
				 q->list->choice[i].name));
	if (!status && !may_be_words(q))
		return;
	name = columns_status_name(form, q->index);
	add(c, EXPORT_STATUS, q->index, 0, arena_copy(c->arena, name));
	free(name);
}

static size_t
most_columns(const struct form *form)
{
	size_t n = 1, i;

	for (i = 0; i < form->n_questions; i++)
		n += 2 +
			(form->question[i].list ? form->question[i].list->n
						: 0);
	return n;
}

void
export_columns_init(struct export_columns *c, const struct layout *layout,
		    const struct pile *pile, bool segments, bool made_up)
{
	const struct form *form = layout->form;
	bool *missing = find_missing(layout, pile);
	size_t i;

	c->arena = arena_new();
	c->column = mem_new(most_columns(form), sizeof(*c->column));
	c->n = 0;
	if (made_up)
		add(c, EXPORT_MARK, FORM_NONE, 0, "data");
	for (i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (layout->field[i].coding != CODING_NOTHING &&
		    (segments || q->role != ROLE_SEGMENT))
			add_question(c, q, form, missing[i]);
	}
	free(missing);
}

void
export_columns_release(struct export_columns *c)
{
	free(c->column);
	arena_free(c->arena);
}
