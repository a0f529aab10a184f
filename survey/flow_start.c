/*
 * What stands before the questions about oneself: which these are, and the
 * ways on from there.
 */
#include <assert.h>
#include <string.h>

#include "survey/flow_private.h"

static bool
comes(const void *ctx, size_t question)
{
	return flow_has_page(ctx, question);
}

static bool
is_about_person(const struct flow *flow, size_t question)
{
	return flow->form->question[question].role == ROLE_SEGMENT &&
		flow_has_page(flow, question);
}

struct flow_start
flow_about_person(const struct flow *flow, size_t question)
{
	const struct pages_person person =
		pages_about_person(&flow->pages, flow->form, question, comes,
				   flow);
	struct flow_start start = {person.first, person.last, person.n, true};
	size_t i;

	for (i = start.first; start.n > 0 && i <= start.last; i++)
		if (is_about_person(flow, i) && flow_is_required(flow, i))
			start.optional = false;
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
	struct flow_start more;
	struct refusal refusal;
	size_t i;

	for (i = start.first; i <= start.last; i++) {
		if (!flow_has_page(flow, i))
			continue;
		if (flow_is_required(flow, i))
			break;
		flow->answers->answer[i].seen = true;
		flow_take(flow, i, "", &refusal);
		more = flow_about_person(flow, i);
		if (more.n > 0)
			start.last = more.last;
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
