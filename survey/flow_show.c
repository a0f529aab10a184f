/*
 * What a page shows: texts, choices in their order, what was answered.
 */
#include <math.h>
#include <stdlib.h>

#include "questions/shuffle.h"
#include "survey/flow_private.h"

static char *
filled(const struct flow *flow, const char *const *by_language, size_t language)
{
	return answers_fill(flow->answers,
			    form_text(flow->form, by_language, language),
			    language);
}

char *
flow_label(const struct flow *flow, size_t question, size_t language)
{
	return filled(flow, flow->form->question[question].label, language);
}

char *
flow_hint(const struct flow *flow, size_t question, size_t language)
{
	return filled(flow, flow->form->question[question].hint, language);
}

/* The first label on the way out from a group. */
static char *
label_from(const struct flow *flow, size_t group, size_t language)
{
	const struct form *form = flow->form;

	for (; group != FORM_NONE; group = form->group[group].parent)
		if (form_text(form, form->group[group].label, language)[0] !=
		    '\0')
			return filled(flow, form->group[group].label, language);
	return mem_copy("");
}

char *
flow_section(const struct flow *flow, size_t question, size_t language)
{
	size_t g = flow->form->question[question].group;

	/* A table's label stands over its statements. */
	if (flow->pages.span[question].shape == PAGE_TABLE)
		g = flow->form->group[g].parent;
	return label_from(flow, g, language);
}

char *
flow_table_label(const struct flow *flow, size_t question, size_t language)
{
	size_t g = flow->form->question[question].group;

	if (flow->pages.span[question].shape != PAGE_TABLE)
		return mem_copy("");
	return filled(flow, flow->form->group[g].label, language);
}

static int64_t
seed_of(const struct flow *flow, const struct question *q)
{
	struct expr_env env = flow_env(flow, q->index);
	double seed = q->seed != NULL ? expr_number(q->seed, &env) : NAN;

	if (seed > -9e18 && seed < 9e18)
		return (int64_t)seed;
	return shuffle_seed(flow->answers->seed, q->index);
}

/* Choices that are shown, and pinned or not. */
static size_t
add_choices(const struct flow *flow, const struct question *q, bool pinned,
	    size_t *order, size_t n)
{
	struct expr_env env = flow_env(flow, q->index);
	size_t i;

	for (i = 0; i < q->list->n; i++)
		if ((q->pinned != NULL && q->pinned[i]) == pinned &&
		    check_choice_shown(flow->form, &env, i))
			order[n++] = i;
	return n;
}

static int
by_position(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

size_t *
flow_choices(const struct flow *flow, size_t question, size_t *n)
{
	const struct question *q = &flow->form->question[question];
	size_t *order;

	*n = 0;
	if (q->list == NULL)
		return mem_new(1, sizeof(*order));
	order = mem_new(q->list->n, sizeof(*order));
	*n = add_choices(flow, q, false, order, 0);
	if (q->randomize)
		shuffle(order, *n, seed_of(flow, q));
	*n = add_choices(flow, q, true, order, *n);
	if (!q->randomize)
		qsort(order, *n, sizeof(*order), by_position);
	return order;
}

char *
flow_answer_text(const struct flow *flow, size_t question, size_t language)
{
	return answers_words(flow->answers, question, language);
}

const char *
flow_entered(const struct flow *flow, size_t question)
{
	const char *text = answers_value(flow->answers, question)->text;

	return text != NULL ? text : "";
}

bool
flow_is_read_only(const struct flow *flow, size_t question)
{
	const struct expr *e = flow->form->question[question].read_only;

	return e != NULL && flow_holds(flow, e, question);
}

bool
flow_is_required(const struct flow *flow, size_t question)
{
	const struct expr *e = flow->form->question[question].required;

	return e != NULL && flow_holds(flow, e, question);
}

size_t
flow_max_choices(const struct flow *flow, size_t question)
{
	const struct expr *e = flow->form->question[question].constraint;
	struct expr_env env = flow_env(flow, question);
	struct expr_limits limits;

	if (e == NULL || !expr_limits(e, &env, &limits) ||
	    limits.of != MEASURE_CHOICES || !(limits.high >= 1))
		return 0;
	if (limits.below && limits.high == floor(limits.high))
		limits.high--;
	return (size_t)limits.high;
}

size_t
flow_sure(const struct flow *flow, size_t question)
{
	const struct page_span *span = &flow->pages.span[question];

	if (span->shape != PAGE_SURE || span->first != question ||
	    !flow_has_page(flow, question) || !flow_has_page(flow, span->last))
		return FORM_NONE;
	return span->last;
}

/* Its row is that of the answer it is about. */
static bool
is_sure_of_another(const struct flow *flow, size_t question)
{
	size_t first = flow->pages.span[question].first;

	return first != question && flow_sure(flow, first) == question;
}

size_t *
flow_review_rows(const struct flow *flow, size_t *n)
{
	size_t *rows = mem_new(flow->form->n_questions, sizeof(*rows)), i;

	*n = 0;
	for (i = 0; i < flow->form->n_questions; i++)
		if (flow_has_page(flow, i) &&
		    question_takes_answer(&flow->form->question[i]) &&
		    !is_sure_of_another(flow, i))
			rows[(*n)++] = i;
	return rows;
}
