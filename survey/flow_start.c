/*
 * What stands before the questions about oneself: which these are, and the
 * ways on from there.
 */
#include <assert.h>
#include <string.h>

#include "survey/flow_private.h"

static size_t
section_of(const struct flow *flow, size_t question)
{
	return pages_section(&flow->pages, flow->form, question);
}

static bool
goes_on(const struct flow *flow, size_t question, size_t section)
{
	return pages_about_person(&flow->pages, flow->form, question, section);
}

/* A note may stand between them, but is none of them. */
static size_t
first_of(const struct flow *flow, size_t question, size_t section)
{
	size_t i, first = question;

	for (i = question; i-- > 0;) {
		if (!flow_has_page(flow, i))
			continue;
		if (!goes_on(flow, i, section))
			break;
		if (flow->form->question[i].role == ROLE_SEGMENT)
			first = i;
	}
	return first;
}

static void
count(const struct flow *flow, size_t section, struct flow_start *start)
{
	size_t i;

	for (i = start->first; i < flow->form->n_questions; i++) {
		if (!flow_has_page(flow, i))
			continue;
		if (!goes_on(flow, i, section))
			break;
		if (flow->form->question[i].role != ROLE_SEGMENT)
			continue;
		start->last = i;
		start->n += question_takes_answer(&flow->form->question[i]);
		start->optional = start->optional && !flow_is_required(flow, i);
	}
}

struct flow_start
flow_about_person(const struct flow *flow, size_t question)
{
	const struct question *q = &flow->form->question[question];
	struct flow_start start = {question, question, 0, true};
	size_t section = section_of(flow, question);

	if (q->role != ROLE_SEGMENT || !flow_has_page(flow, question))
		return start;
	start.first = first_of(flow, question, section);
	count(flow, section, &start);
	return start;
}

bool
flow_has_start(const struct flow *flow, size_t question)
{
	struct flow_start start = flow_about_person(flow, question);

	return start.n > 1 && start.first == question &&
		flow_leader(flow, question) == question;
}

bool
flow_start_is_new(const struct flow *flow, size_t question)
{
	struct flow_start start = flow_about_person(flow, question);
	size_t i;

	for (i = start.first; i <= start.last; i++)
		if (flow->answers->answer[i].seen)
			return false;
	return true;
}

void
flow_go_to_start(struct flow *flow, size_t question)
{
	memset(flow->came, 0, flow->form->n_questions * sizeof(*flow->came));
	flow->at = flow->page = question;
	flow->start = true;
}

bool
flow_at_start(const struct flow *flow)
{
	return flow->start;
}

void
flow_start_answer(struct flow *flow)
{
	assert(flow->start);
	flow_go_to(flow, flow->page);
}

/* From the last on, so that one that was asked because another was answered
 * holds nothing when it is asked again. */
static void
take_away(struct flow *flow, const struct flow_start *start)
{
	struct refusal refusal;
	size_t i;

	for (i = start->last + 1; i-- > start->first;)
		if (flow_has_page(flow, i)) {
			flow->answers->answer[i].seen = false;
			flow_take(flow, i, "", &refusal);
		}
}

/* Also over one that is asked because another is not answered, but not over
 * what then has to be. Returns the last. */
static size_t
pass_over(struct flow *flow, struct flow_start start)
{
	size_t i, section = section_of(flow, start.first);
	struct refusal refusal;

	for (i = start.first; i <= start.last; i++) {
		if (!flow_has_page(flow, i))
			continue;
		if (flow_is_required(flow, i))
			break;
		flow->answers->answer[i].seen = true;
		flow_take(flow, i, "", &refusal);
		count(flow, section, &start);
	}
	return i - 1;
}

void
flow_start_skip(struct flow *flow)
{
	struct flow_start start = flow_about_person(flow, flow->page);

	assert(flow->start && start.optional);
	take_away(flow, &start);
	flow_go_on(flow, pass_over(flow, start));
}
