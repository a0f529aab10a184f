/*
 * How far a person has come, how long it still takes, and whether that is
 * certain.
 */
#include <stdlib.h>

#include "questions/timing.h"
#include "survey/flow_private.h"

/* What can still change, for whether the total is certain. */
struct ahead {
	const struct form *form;
	size_t page;  /* from here on answers are open */
	bool *looked; /* by question */
};

static bool question_settled(struct ahead *a, size_t question);

static bool
expr_settled(struct ahead *a, const struct expr *e)
{
	const size_t *read;
	size_t n, i;

	if (e == NULL)
		return true;
	if (expr_calls(e, "now") || expr_calls(e, "today"))
		return false;
	n = expr_questions(e, &read);
	for (i = 0; i < n; i++)
		if (!question_settled(a, read[i]))
			return false;
	return true;
}

static bool
relevance_settled(struct ahead *a, const struct question *q)
{
	size_t g;

	for (g = q->group; g != FORM_NONE; g = a->form->group[g].parent)
		if (!expr_settled(a, a->form->group[g].relevant))
			return false;
	return expr_settled(a, q->relevant);
}

/* One that was looked at is either settled or on the way: true for now. */
static bool
question_settled(struct ahead *a, size_t question)
{
	const struct question *q = &a->form->question[question];

	if (question_is_asked(q) && question >= a->page)
		return false;
	if (a->looked[question])
		return true;
	a->looked[question] = true;
	return expr_settled(a, q->calculation) && relevance_settled(a, q);
}

/* The second question of a PAGE_SURE, which counts for none. */
static bool
is_certainty(const struct flow *flow, size_t question)
{
	const struct page_span *span = &flow->pages.span[question];

	return span->shape == PAGE_SURE && question == span->last;
}

static bool
total_certain(const struct flow *flow)
{
	struct ahead a = {flow->form, flow->page, NULL};
	bool certain = true;
	size_t i;

	a.looked = mem_new(flow->form->n_questions, sizeof(bool));
	for (i = 0; certain && i < flow->form->n_questions; i++)
		if (question_takes_answer(&flow->form->question[i]) &&
		    !is_certainty(flow, i))
			certain =
				relevance_settled(&a, &flow->form->question[i]);
	free(a.looked);
	return certain;
}

size_t
flow_top_group(const struct form *form, const struct question *q)
{
	size_t g = q->group;

	while (g != FORM_NONE && form->group[g].parent != FORM_NONE)
		g = form->group[g].parent;
	return g;
}

/* Can no answer ahead change whether it is asked? */
static bool
is_settled(const struct flow *flow, const struct question *q)
{
	struct ahead a = {flow->form, flow->page, NULL};
	bool settled;

	a.looked = mem_new(flow->form->n_questions, sizeof(bool));
	settled = relevance_settled(&a, q);
	free(a.looked);
	return settled;
}

/* What a group is among the sections of this person's way. */
enum section { SECTION_NONE, SECTION_OPEN, SECTION_CERTAIN };

static enum section
section_of(const struct flow *flow, size_t group)
{
	enum section section = SECTION_NONE;
	size_t i;

	if (*form_text(flow->form, flow->form->group[group].label,
		       flow->form->default_language) == '\0')
		return SECTION_NONE;
	for (i = 0; section != SECTION_CERTAIN && i < flow->form->n_questions;
	     i++) {
		const struct question *q = &flow->form->question[i];
		bool settled;

		if (!question_is_asked(q) ||
		    flow_top_group(flow->form, q) != group)
			continue;
		settled = is_settled(flow, q);
		if (flow_has_page(flow, i) && (settled || i <= flow->page))
			section = SECTION_CERTAIN;
		else if (!settled)
			section = SECTION_OPEN;
	}
	return section;
}

static void
count_sections(const struct flow *flow, struct flow_progress *p)
{
	const struct form *form = flow->form;
	size_t here = FORM_NONE, g;
	bool certain = true;

	if (flow->page != FORM_NONE)
		here = flow_top_group(form, &form->question[flow->page]);
	for (g = 0; g < form->n_groups; g++) {
		enum section section = form->group[g].parent == FORM_NONE
			? section_of(flow, g)
			: SECTION_NONE;

		p->sections += section == SECTION_CERTAIN;
		certain = certain && section != SECTION_OPEN;
		if (g == here && section == SECTION_CERTAIN)
			p->section = p->sections;
	}
	if (!certain)
		p->sections = 0;
}

/* Does a page of the count begin here? */
static bool
counts(const struct flow *flow, size_t question)
{
	return question_takes_answer(&flow->form->question[question]) &&
		flow_leader(flow, question) == question;
}

/* Will this question come, as things stand? */
static bool
is_left(const struct flow *flow, size_t question)
{
	bool here = flow->page != FORM_NONE && question >= flow->page &&
		question <= flow_page_end(flow, flow->page);

	if (flow->changing && !here)
		return !flow->answers->answer[question].seen;
	return flow->page != FORM_NONE && question >= flow->page;
}

/* A certainty whose item is still to be answered: nearly every answer opens
 * it. */
static bool
is_to_open(const struct flow *flow, size_t question)
{
	size_t item = flow->pages.span[question].first;

	return is_certainty(flow, question) && flow_has_page(flow, item) &&
		is_left(flow, item) &&
		flow->answers->answer[item].value.kind == VALUE_NONE;
}

static bool
has_start(const struct flow *flow)
{
	return flow->page != FORM_NONE && flow_has_start(flow, flow->page);
}

struct flow_progress
flow_progress(const struct flow *flow)
{
	struct flow_progress p = {0};
	size_t i;

	p.first = flow_page_from(flow, 0) == flow->page &&
		(flow->start || !has_start(flow));
	for (i = 0; i < flow->form->n_questions; i++) {
		const struct question *q = &flow->form->question[i];

		if (flow_has_page(flow, i) ? is_left(flow, i)
					   : is_to_open(flow, i))
			p.minutes_left +=
				question_minutes(flow->form, q, flow->language);
		if (!flow_has_page(flow, i))
			continue;
		p.total += counts(flow, i);
		p.position += counts(flow, i) &&
			(flow->page == FORM_NONE || i <= flow->page);
	}
	p.exact = total_certain(flow);
	count_sections(flow, &p);
	return p;
}
