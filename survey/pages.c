#include "survey/pages.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/expr.h"

/* ---- what a text or an expression needs ---- */

static bool
reads(const struct expr *e, size_t question)
{
	const size_t *read;
	size_t i, n = e != NULL ? expr_questions(e, &read) : 0;

	for (i = 0; i < n; i++)
		if (read[i] == question)
			return true;
	return false;
}

static bool
reads_any(const struct form *form, const struct expr *e, const bool *with)
{
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (with[i] && reads(e, i))
			return true;
	return false;
}

/* Does what this question holds, or whether it is there, hang on these? */
static bool
follows(const struct form *form, const struct question *q, const bool *with)
{
	size_t g;

	for (g = q->group; g != FORM_NONE; g = form->group[g].parent)
		if (reads_any(form, form->group[g].relevant, with))
			return true;
	return reads_any(form, q->calculation, with) ||
		reads_any(form, q->relevant, with);
}

/* A question and all that change with its answer. Caller frees. */
static bool *
changes_with(const struct form *form, size_t question)
{
	bool *with = mem_new(form->n_questions, sizeof(*with)), more = true;
	size_t i;

	with[question] = true;
	while (more) {
		more = false;
		for (i = 0; i < form->n_questions; i++)
			if (!with[i] && follows(form, &form->question[i], with))
				with[i] = more = true;
	}
	return with;
}

static bool
names_question(const struct form *form, const char *text, size_t question)
{
	struct text t = TEXT_INIT;
	bool found;

	text_addf(&t, "${%s}", form->question[question].name);
	found = strstr(text, text_get(&t)) != NULL;
	text_release(&t);
	return found;
}

static bool
names_any(const struct form *form, const char *const *text, const bool *with)
{
	size_t i, k;

	for (i = 0; text != NULL && i < form->n_languages; i++)
		for (k = 0; text[i] != NULL && k < form->n_questions; k++)
			if (with[k] && names_question(form, text[i], k))
				return true;
	return false;
}

/* Reads answers of people alone, of questions that come no later than this
 * one. */
static bool
reads_answers_up_to(const struct form *form, const struct expr *e, size_t last)
{
	const size_t *read;
	size_t i, n = expr_questions(e, &read);

	for (i = 0; i < n; i++)
		if (read[i] > last ||
		    !question_is_asked(&form->question[read[i]]))
			return false;
	return true;
}

static bool
text_needs(const struct form *form, const struct question *q, const bool *with)
{
	size_t i;

	if (names_any(form, q->label, with) || names_any(form, q->hint, with))
		return true;
	for (i = 0; q->list != NULL && i < q->list->n; i++)
		if (names_any(form, q->list->choice[i].label, with))
			return true;
	return false;
}

/* Does what is shown of q, or taken as its answer, hang on these? */
static bool
looks_at(const struct form *form, const struct question *q, const bool *with)
{
	return reads_any(form, q->constraint, with) ||
		reads_any(form, q->required, with) ||
		reads_any(form, q->choice_filter, with) ||
		text_needs(form, q, with);
}

/* A choice whose options stand still. */
static bool
is_plain(const struct question *q)
{
	return q->type == TYPE_SELECT_ONE && q->choice_filter == NULL &&
		q->read_only == NULL && q->calculation == NULL;
}

/* ---- the two kinds ---- */

struct members {
	size_t *question, n;
};

/* Nothing of either changes with the other's answer, but whether the second
 * is asked. */
static bool
stand_still(const struct form *form, const struct question *item,
	    const struct question *sure)
{
	bool *with_item = changes_with(form, item->index);
	bool *with_sure = changes_with(form, sure->index);
	bool still = !looks_at(form, sure, with_item) &&
		!looks_at(form, item, with_sure);

	free(with_item);
	free(with_sure);
	return still;
}

static bool
is_sure(const struct form *form, const struct group *g, struct members m)
{
	const struct question *item, *sure;

	if (g->table_list || m.n != 2)
		return false;
	item = &form->question[m.question[0]];
	sure = &form->question[m.question[1]];
	return item->type == TYPE_SELECT_ONE && item->read_only == NULL &&
		item->calculation == NULL && is_plain(sure) &&
		!sure->randomize && sure->constraint == NULL &&
		reads(sure->relevant, item->index) &&
		reads_answers_up_to(form, sure->relevant, item->index) &&
		stand_still(form, item, sure);
}

/* Does one of the others hang on this one's answer? */
static bool
moves_others(const struct form *form, struct members m, size_t one)
{
	bool *with = changes_with(form, m.question[one]);
	bool moves = false;
	size_t i;

	for (i = 0; i < m.n && !moves; i++)
		moves = i != one &&
			(with[m.question[i]] ||
			 looks_at(form, &form->question[m.question[i]], with));
	free(with);
	return moves;
}

static bool
is_table(const struct form *form, const struct group *g, struct members m)
{
	const struct choice_list *list;
	size_t i;

	if (!g->table_list || m.n < 2)
		return false;
	list = form->question[m.question[0]].list;
	for (i = 0; i < m.n; i++) {
		const struct question *q = &form->question[m.question[i]];

		if (!is_plain(q) || q->randomize || q->list != list ||
		    moves_others(form, m, i))
			return false;
	}
	return true;
}

/* ---- the form ---- */

/* The asked questions that stand in the group itself. */
static struct members
members_of(const struct form *form, size_t group)
{
	struct members m = {mem_new(form->n_questions, sizeof(size_t)), 0};
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (form->question[i].group == group &&
		    question_is_asked(&form->question[i]))
			m.question[m.n++] = i;
	return m;
}

/* Does a page of another group stand between them? */
static bool
is_parted(const struct form *form, struct members m)
{
	size_t i, asked = 0;

	for (i = m.question[0]; i <= m.question[m.n - 1]; i++)
		asked += question_is_asked(&form->question[i]);
	return asked != m.n;
}

static void
set_shape(struct pages *pages, const struct form *form, size_t group)
{
	const struct group *g = &form->group[group];
	struct members m = members_of(form, group);
	enum page_shape shape = PAGE_ONE;
	size_t i;

	if (m.n >= 2 && !is_parted(form, m))
		shape = is_table(form, g, m)  ? PAGE_TABLE
			: is_sure(form, g, m) ? PAGE_SURE
					      : PAGE_ONE;
	for (i = 0; shape != PAGE_ONE && i < m.n; i++)
		pages->span[m.question[i]] =
			(struct page_span){shape, m.question[0],
					   m.question[m.n - 1]};
	free(m.question);
}

void
pages_init(struct pages *pages, const struct form *form)
{
	size_t i;

	pages->span = mem_new(form->n_questions, sizeof(*pages->span));
	for (i = 0; i < form->n_questions; i++)
		pages->span[i] = (struct page_span){PAGE_ONE, i, i};
	for (i = 0; i < form->n_groups; i++)
		if (form->group[i].field_list)
			set_shape(pages, form, i);
}

void
pages_release(struct pages *pages)
{
	free(pages->span);
	pages->span = NULL;
}

size_t
pages_section(const struct pages *pages, const struct form *form,
	      size_t question)
{
	size_t g = form->question[question].group, section = FORM_NONE;

	if (pages->span[question].shape == PAGE_TABLE)
		g = form->group[g].parent;
	for (; g != FORM_NONE; g = form->group[g].parent)
		if (*form_text(form, form->group[g].label,
			       form->default_language))
			section = g;
	return section;
}

/* The questions that come, looked through for those about the person. */
struct person_walk {
	const struct pages *pages;
	const struct form *form;
	size_t section;
	bool (*asks)(const void *ctx, size_t question);
	const void *ctx;
};

/* Passes over what does not come; false where something else comes between. */
static bool
goes_on(const struct person_walk *w, size_t question)
{
	const struct question *q = &w->form->question[question];

	return !w->asks(w->ctx, question) ||
		((q->role == ROLE_SEGMENT || q->type == TYPE_NOTE) &&
		 pages_section(w->pages, w->form, question) == w->section);
}

static bool
is_one(const struct person_walk *w, size_t question)
{
	return w->form->question[question].role == ROLE_SEGMENT &&
		w->asks(w->ctx, question);
}

struct pages_person
pages_about_person(const struct pages *pages, const struct form *form,
		   size_t question,
		   bool (*asks)(const void *ctx, size_t question),
		   const void *ctx)
{
	const struct person_walk w = {pages, form,
				      pages_section(pages, form, question),
				      asks, ctx};
	struct pages_person person = {question, question, 0};
	size_t i;

	if (!is_one(&w, question))
		return person;
	for (i = question; i-- > 0 && goes_on(&w, i);)
		if (is_one(&w, i))
			person.first = i;
	for (i = person.first; i < form->n_questions && goes_on(&w, i); i++)
		if (is_one(&w, i)) {
			person.last = i;
			person.n += question_takes_answer(&form->question[i]);
		}
	return person;
}
