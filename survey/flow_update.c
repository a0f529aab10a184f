#include "survey/flow_private.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"

/* ---- expressions ---- */

struct expr_env
flow_env(const struct flow *flow, size_t question)
{
	return (struct expr_env){
		.answers = flow->answers,
		.self = question,
		.now = flow->clock.now(flow->clock.ctx),
		.utc_offset = flow->clock.utc_offset,
		/* What is kept must not tell the language. */
		.language = flow->form->default_language,
	};
}

bool
flow_holds(const struct flow *flow, const struct expr *e, size_t question)
{
	struct expr_env env = flow_env(flow, question);

	return expr_true(e, &env);
}

/* ---- bringing up to date ---- */

static void
update_groups(struct flow *flow)
{
	const struct form *form = flow->form;
	size_t i;

	for (i = 0; i < form->n_groups; i++) {
		const struct group *g = &form->group[i];
		bool relevant = g->parent == FORM_NONE ||
			flow->group_relevant[g->parent];

		if (relevant && g->relevant != NULL)
			relevant = flow_holds(flow, g->relevant, FORM_NONE);
		flow->group_relevant[i] = relevant;
	}
}

bool
flow_is_relevant(const struct flow *flow, const struct question *q)
{
	if (q->group != FORM_NONE && !flow->group_relevant[q->group])
		return false;
	return q->relevant == NULL || flow_holds(flow, q->relevant, q->index);
}

/* What is calculated may hold anything: made fit to be kept and shown. */
static struct value
calculated_value(const char *s)
{
	char *normal = text_nfc(s), *plain = text_printable(normal, true);
	struct value value;
	size_t n = 0, step;

	while ((step = text_cluster(plain + n)) > 0 &&
	       n + step <= FORM_MAX_CALCULATED)
		n += step;
	plain[n] = '\0';
	value = value_text(plain);
	free(normal);
	free(plain);
	return value;
}

/* The value that a text of the form's author is for this question. */
static struct value
value_from(const struct flow *flow, const struct question *q, const char *s)
{
	struct expr_env env = flow_env(flow, q->index);
	struct value value = VALUE_INIT;
	struct refusal refusal = {""};

	if (!question_is_asked(q))
		return calculated_value(s);
	if (!check_canonical(q, s, &value))
		check_answer(flow->form, &env, s, &value, &refusal);
	return value;
}

bool
flow_set(struct flow *flow, size_t question, struct value value)
{
	struct value *kept = &flow->answers->answer[question].value;
	bool other = !value_equal(kept, &value);

	value_release(kept);
	*kept = value;
	return other;
}

/* The first time that a question is relevant; what was seen was cleared by
 * the person. */
static bool
set_default(struct flow *flow, const struct question *q)
{
	struct answer *answer = &flow->answers->answer[q->index];
	struct expr_env env = flow_env(flow, q->index);
	struct value value;
	char *s = NULL;

	if (flow->defaulted[q->index])
		return false;
	flow->defaulted[q->index] = true;
	if (answer->value.kind != VALUE_NONE || answer->seen)
		return false;
	if (q->default_ != NULL)
		s = expr_string(q->default_, &env);
	else if (q->default_text != NULL)
		s = mem_copy(q->default_text);
	if (s == NULL)
		return false;
	value = value_from(flow, q, s);
	free(s);
	return flow_set(flow, q->index, value);
}

/*
 * A question that people can change keeps their answer until its calculation
 * gives another text than before (as in ODK); a draft's answer stands.
 */
static bool
set_calculated(struct flow *flow, const struct question *q)
{
	struct answer *answer = &flow->answers->answer[q->index];
	struct expr_env env = flow_env(flow, q->index);
	char **last = &flow->calculated[q->index];
	char *s = expr_string(q->calculation, &env);
	bool first = *last == NULL;

	if (question_is_asked(q) &&
	    (first ? answer->seen : strcmp(*last, s) == 0)) {
		free(*last);
		*last = s;
		return false;
	}
	free(*last);
	*last = s;
	return flow_set(flow, q->index, value_from(flow, q, s));
}

static bool
update_question(struct flow *flow, const struct question *q)
{
	struct answer *answer = &flow->answers->answer[q->index];
	bool relevant = flow_is_relevant(flow, q);
	bool changed = relevant != answer->relevant;

	answer->relevant = relevant;
	if (!relevant)
		return changed;
	changed |= set_default(flow, q);
	if (q->calculation != NULL)
		changed |= set_calculated(flow, q);
	if (!question_is_asked(q))
		answer->seen = true;
	return changed;
}

/* Expressions read only what stands still after one more pass for each link
 * between them; the loader refuses circles, and so the end is sure. */
static void
settle(struct flow *flow)
{
	size_t most = flow->form->n_questions + flow->form->n_groups + 2, i;
	bool changed = true;

	for (; changed && most > 0; most--) {
		changed = false;
		update_groups(flow);
		for (i = 0; i < flow->form->n_questions; i++)
			changed |=
				update_question(flow, &flow->form->question[i]);
	}
}

/* Are its choices still offered, with what other answers are now? */
static bool
still_offered(const struct flow *flow, const struct question *q)
{
	const char *names = flow->answers->answer[q->index].value.text;
	struct expr_env env = flow_env(flow, q->index);
	size_t i;

	for (i = 0; i < q->list->n; i++) {
		bool shown = check_choice_shown(flow->form, &env, i);
		bool chosen = names_contain(names, q->list->choice[i].name);

		if (q->type == TYPE_RANK ? chosen != shown : chosen && !shown)
			return false;
	}
	return true;
}

/* Answers that an earlier one made impossible: their questions come again.
 * True when an answer went. */
static bool
ask_again(struct flow *flow, const struct question *q)
{
	struct answer *answer = &flow->answers->answer[q->index];

	if (!answer->relevant || answer->value.kind == VALUE_NONE ||
	    !question_is_asked(q) || flow_is_read_only(flow, q->index))
		return false;
	if (q->choice_filter != NULL && !still_offered(flow, q)) {
		answer->seen = false;
		value_release(&answer->value);
		return true;
	}
	if (q->constraint != NULL && !flow_holds(flow, q->constraint, q->index))
		answer->seen = false;
	return false;
}

void
flow_update(struct flow *flow)
{
	size_t i, rounds = flow->form->n_questions + 1;
	bool gone = true;

	for (; gone && rounds > 0; rounds--) {
		gone = false;
		settle(flow);
		for (i = 0; i < flow->form->n_questions; i++)
			gone |= ask_again(flow, &flow->form->question[i]);
	}
}
