#include "survey/flow.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "survey/flow_private.h"

/* ---- clock ---- */

static double
system_now(void *ctx)
{
	struct timespec t;

	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct flow_clock
flow_system_clock(void)
{
	struct flow_clock clock = {system_now, NULL, 0};
	time_t now = time(NULL);
	struct tm local;

	if (localtime_r(&now, &local) != NULL)
		clock.utc_offset = (double)local.tm_gmtoff;
	return clock;
}

/* ---- where ---- */

bool
flow_has_page(const struct flow *flow, size_t question)
{
	return flow->answers->answer[question].relevant &&
		question_is_asked(&flow->form->question[question]);
}

size_t
flow_leader(const struct flow *flow, size_t question)
{
	size_t i = flow->pages.span[question].first;

	while (i < question && !flow_has_page(flow, i))
		i++;
	return i;
}

/* The question that its page begins with. */
static size_t
page_of(const struct flow *flow, size_t question)
{
	return flow->apart[flow->pages.span[question].shape]
		? question
		: flow_leader(flow, question);
}

size_t
flow_page_end(const struct flow *flow, size_t page)
{
	const struct page_span *span = &flow->pages.span[page];

	return flow->apart[span->shape] ? page : span->last;
}

size_t
flow_page_from(const struct flow *flow, size_t from)
{
	for (; from < flow->form->n_questions; from++)
		if (flow_has_page(flow, from) && page_of(flow, from) == from)
			return from;
	return FORM_NONE;
}

/* Still to be asked: whoever went back from one that has to be answered has
 * seen it, and that is not enough. */
static bool
is_open(const struct flow *flow, size_t question)
{
	const struct answer *answer = &flow->answers->answer[question];

	return flow_has_page(flow, question) &&
		(!answer->seen ||
		 (answer->value.kind == VALUE_NONE &&
		  flow_is_required(flow, question) &&
		  !flow_is_read_only(flow, question)));
}

/* A question, not a page. */
static size_t
first_open(const struct flow *flow)
{
	size_t i;

	for (i = 0; i < flow->form->n_questions; i++)
		if (is_open(flow, i))
			return i;
	return FORM_NONE;
}

static void
see_page(struct flow *flow)
{
	struct answer *answer = flow->answers->answer;
	size_t i;

	memset(flow->came, 0, flow->form->n_questions * sizeof(*flow->came));
	for (i = flow->page; i <= flow_page_end(flow, flow->page); i++)
		if (flow_has_page(flow, i)) {
			flow->came[i] = !answer[i].seen;
			answer[i].seen = true;
		}
}

/* What came with this page alone, and was not answered, is to come apart. */
static void
unsee_others(struct flow *flow)
{
	struct answer *answer = flow->answers->answer;
	size_t i;

	for (i = 0; i < flow->form->n_questions; i++)
		if (flow->came[i] && i != flow->at &&
		    answer[i].value.kind == VALUE_NONE)
			answer[i].seen = false;
}

void
flow_go_to(struct flow *flow, size_t question)
{
	flow->at = flow->page = question;
	flow->start = false;
	if (question == FORM_NONE) {
		flow->changing = false;
		return;
	}
	flow->page = page_of(flow, question);
	see_page(flow);
}

/* Where a start stands before it and is not known yet, there. */
static void
come_to(struct flow *flow, size_t question)
{
	if (question != FORM_NONE && flow_has_start(flow, question) &&
	    (!flow->changing || flow_start_is_new(flow, question)))
		flow_go_to_start(flow, question);
	else
		flow_go_to(flow, question);
}

void
flow_go_on(struct flow *flow, size_t from)
{
	size_t next = FORM_NONE;

	if (!flow->changing)
		next = flow_page_from(flow, from + 1);
	if (next == FORM_NONE) {
		/* Also something further up that only now became relevant;
		 * what was seen behind it does not come again. */
		next = first_open(flow);
		flow->changing = true;
	}
	come_to(flow, next);
}

struct flow *
flow_new(const struct form *form, uint32_t seed, struct flow_clock clock)
{
	struct flow *flow = mem_new(1, sizeof(*flow));

	flow->form = form;
	flow->answers = answers_new(form, seed);
	flow->clock = clock;
	flow->language = form->default_language;
	flow->came = mem_new(form->n_questions, sizeof(bool));
	flow->defaulted = mem_new(form->n_questions, sizeof(bool));
	flow->calculated = mem_new(form->n_questions, sizeof(char *));
	flow->group_relevant = mem_new(form->n_groups, sizeof(bool));
	pages_init(&flow->pages, form);
	flow_update(flow);
	come_to(flow, flow_page_from(flow, 0));
	return flow;
}

void
flow_free(struct flow *flow)
{
	size_t i;

	if (flow == NULL)
		return;
	for (i = 0; i < flow->form->n_questions; i++)
		free(flow->calculated[i]);
	free(flow->calculated);
	free(flow->came);
	free(flow->defaulted);
	free(flow->group_relevant);
	pages_release(&flow->pages);
	answers_free(flow->answers);
	free(flow);
}

void
flow_set_language(struct flow *flow, size_t language)
{
	flow->language = language;
}

const struct question *
flow_question(const struct flow *flow)
{
	return flow->page == FORM_NONE ? NULL
				       : &flow->form->question[flow->page];
}

/* ---- the page ---- */

void
flow_set_apart(struct flow *flow, enum page_shape shape, bool apart)
{
	if (flow->apart[shape] == apart)
		return;
	flow->apart[shape] = apart;
	if (flow->page == FORM_NONE || flow->start ||
	    flow->pages.span[flow->at].shape != shape)
		return;
	if (apart)
		unsee_others(flow);
	flow_go_to(flow, flow->at);
}

/* The shape as flow_parts gives it. */
static enum page_shape
shape_of(const struct flow *flow, size_t question)
{
	const struct page_span *span = &flow->pages.span[question];

	switch (span->shape) {
	case PAGE_TABLE: return flow->apart[PAGE_TABLE] ? PAGE_ONE : PAGE_TABLE;
	case PAGE_SURE: return question == span->first ? PAGE_SURE : PAGE_ONE;
	default: return PAGE_ONE;
	}
}

size_t *
flow_parts(const struct flow *flow, size_t *n, enum page_shape *shape,
	   size_t *at)
{
	size_t *parts, i, page = flow->page;

	*n = *at = 0;
	*shape = page == FORM_NONE ? PAGE_ONE : shape_of(flow, page);
	parts = mem_new(flow->form->n_questions, sizeof(*parts));
	if (page == FORM_NONE)
		return parts;
	parts[(*n)++] = page;
	if (*shape == PAGE_SURE)
		parts[(*n)++] = flow->pages.span[page].last;
	for (i = page + 1;
	     *shape == PAGE_TABLE && i <= flow_page_end(flow, page); i++)
		if (flow_has_page(flow, i))
			parts[(*n)++] = i;
	for (i = 0; i < *n; i++)
		if (parts[i] == flow->at)
			*at = i;
	return parts;
}

bool
flow_opens(const struct flow *flow, const char *choice)
{
	const struct page_span *span = &flow->pages.span[flow->page];
	struct value *value = &flow->answers->answer[flow->page].value;
	struct value before = *value;
	bool opens;

	assert(span->shape == PAGE_SURE && flow->page == span->first);
	*value = value_text(choice);
	opens = flow_is_relevant(flow, &flow->form->question[span->last]);
	value_release(value);
	*value = before;
	return opens;
}

size_t
flow_row(const struct flow *flow, size_t question, size_t *rows)
{
	const struct page_span *span = &flow->pages.span[question];
	size_t i, row = 0;

	*rows = 0;
	if (span->shape != PAGE_TABLE)
		return 0;
	for (i = span->first; i <= span->last; i++) {
		*rows += flow_has_page(flow, i);
		if (i == question)
			row = *rows;
	}
	return row;
}

bool
flow_take(struct flow *flow, size_t question, const char *entered,
	  struct refusal *refusal)
{
	const struct question *q = &flow->form->question[question];
	struct value value = VALUE_INIT;
	struct expr_env env;

	refusal->text[0] = '\0';
	if (q->type == TYPE_NOTE || flow_is_read_only(flow, question))
		return true;
	env = flow_env(flow, question);
	env.language = flow->language;
	if (!check_answer(flow->form, &env, entered, &value, refusal))
		return false;
	flow_set(flow, question, value);
	flow_update(flow);
	return true;
}

/* Each that is relevant once those before it have been taken. */
static bool
take_page(struct flow *flow, const size_t *part, const char *const *entered,
	  size_t n, struct refusal *refusal)
{
	bool taken = true;
	size_t i;

	for (i = 0; i < n; i++) {
		refusal[i].text[0] = '\0';
		if (flow_has_page(flow, part[i]))
			taken &= flow_take(flow, part[i], entered[i],
					   &refusal[i]);
	}
	return taken;
}

static void
see_parts(struct flow *flow, const size_t *part, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (flow_has_page(flow, part[i]))
			flow->answers->answer[part[i]].seen = true;
}

bool
flow_answer(struct flow *flow, const char *const *entered, size_t n,
	    struct refusal *refusal)
{
	enum page_shape shape;
	size_t all, at, *part = flow_parts(flow, &all, &shape, &at);
	bool taken,
		other = strcmp(entered[0], flow_entered(flow, part[0])) != 0;

	assert(!flow->start && n > 0 && n <= all);
	taken = take_page(flow, part, entered, n, refusal);
	if (taken && n > 1)
		see_parts(flow, part, n);
	/* How sure of another answer is another question. */
	if (taken && other && shape == PAGE_SURE && n == 1)
		flow->answers->answer[part[1]].seen = false;
	if (taken)
		flow_go_on(flow, part[n - 1]);
	free(part);
	return taken;
}

bool
flow_keep(struct flow *flow, const char *const *entered, size_t n)
{
	enum page_shape shape;
	size_t all, at, i, *part = flow_parts(flow, &all, &shape, &at);
	struct refusal refusal;
	bool changed = false;

	assert(n <= all);
	for (i = 0; i < n; i++)
		if (flow_has_page(flow, part[i]) &&
		    strcmp(entered[i], flow_entered(flow, part[i])) != 0)
			changed |=
				flow_take(flow, part[i], entered[i], &refusal);
	free(part);
	return changed;
}

bool
flow_back(struct flow *flow)
{
	size_t i =
		flow->page == FORM_NONE ? flow->form->n_questions : flow->page;

	if (!flow->start && flow->page != FORM_NONE &&
	    flow_has_start(flow, flow->page)) {
		flow_go_to_start(flow, flow->page);
		return true;
	}
	while (i > 0)
		if (flow_has_page(flow, --i)) {
			flow_go_to(flow, i);
			flow->at = flow->page;
			return true;
		}
	return false;
}

void
flow_change(struct flow *flow, size_t question)
{
	assert(question < flow->form->n_questions &&
	       flow_has_page(flow, question));
	flow->changing = true;
	flow_go_to(flow, question);
}

bool
flow_can_review(const struct flow *flow)
{
	return first_open(flow) == FORM_NONE;
}

bool
flow_review(struct flow *flow)
{
	if (!flow_can_review(flow))
		return false;
	flow_go_to(flow, FORM_NONE);
	return true;
}

/* ---- keeping ---- */

const struct answers *
flow_answers(const struct flow *flow)
{
	return flow->answers;
}

size_t
flow_page(const struct flow *flow)
{
	return flow->at;
}

static void
start_anew(struct flow *flow)
{
	size_t i;

	for (i = 0; i < flow->form->n_questions; i++) {
		flow->defaulted[i] = false;
		free(flow->calculated[i]);
		flow->calculated[i] = NULL;
	}
	flow->changing = false;
	flow_update(flow);
}

bool
flow_is_changing(const struct flow *flow)
{
	return flow->changing;
}

/* Where one was: before a question at its start, if that was all one saw. */
static void
go_back_to(struct flow *flow, size_t question)
{
	if (question != FORM_NONE && flow_has_start(flow, question) &&
	    flow_start_is_new(flow, question))
		flow_go_to_start(flow, question);
	else
		flow_go_to(flow, question);
}

bool
flow_restore(struct flow *flow, const struct json *draft_answers, size_t page,
	     bool changing, struct error *err)
{
	bool good = answers_from_draft(flow->answers, draft_answers, err);

	if (good && page != FORM_NONE &&
	    (page >= flow->form->n_questions ||
	     !question_is_asked(&flow->form->question[page])))
		good = error_set(err,
				 "the draft is at a question that the "
				 "questionnaire does not ask");
	start_anew(flow);
	if (!good) {
		come_to(flow, flow_page_from(flow, 0));
		return false;
	}
	if (page != FORM_NONE && !flow_has_page(flow, page))
		page = flow_page_from(flow, page);
	go_back_to(flow, page != FORM_NONE ? page : first_open(flow));
	flow->changing = changing && flow->page != FORM_NONE;
	return true;
}

struct json *
flow_response(struct flow *flow)
{
	flow_update(flow);
	return answers_to_response(flow->answers);
}
