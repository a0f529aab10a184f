#include "questions/timing.h"

#include <stdlib.h>
#include <string.h>

#include "questions/answers.h"
#include "questions/expr.h"

#define WORDS_A_MINUTE 238.0
#define MINUTES_NOTICE 1.0
#define MINUTES_DECIDE (4 / 60.0)
#define MINUTES_SURE   (3 / 60.0)

enum { PEOPLE = 120 }; /* seeds to try */

/* ---- routing that needs nobody's answers ---- */

enum knowable { NOT_LOOKED_AT, LOOKING, KNOWABLE, NEEDS_ANSWERS };

struct routing {
	const struct form *form;
	enum knowable *knowable; /* by question: its value */
};

static bool question_knowable(struct routing *r, size_t question);

/* Does it read only what is drawn or fixed? */
static bool
expr_knowable(struct routing *r, const struct expr *e)
{
	const size_t *read;
	size_t n = expr_questions(e, &read), i;

	for (i = 0; i < n; i++)
		if (!question_knowable(r, read[i]))
			return false;
	return true;
}

static bool
question_knowable(struct routing *r, size_t question)
{
	const struct question *q = &r->form->question[question];
	enum knowable *known = &r->knowable[question];

	if (*known == NOT_LOOKED_AT) {
		*known = LOOKING;
		*known = q->type == TYPE_CALCULATE && q->calculation &&
				expr_knowable(r, q->calculation)
			? KNOWABLE
			: NEEDS_ANSWERS;
	}
	return *known == KNOWABLE;
}

static void
set_calculated(struct answers *a, const struct expr_env *env, size_t question)
{
	struct answer *answer = &a->answer[question];
	char *text = expr_string(a->form->question[question].calculation, env);

	value_release(&answer->value);
	answer->value = value_text(text);
	answer->relevant = answer->seen = true;
	free(text);
}

/* One person who has answered nothing, but for what is drawn. */
static struct answers *
draw_person(struct routing *r, uint32_t seed)
{
	struct answers *a = answers_new(r->form, seed);
	struct expr_env env = {.answers = a};
	size_t i, pass;

	/* twice: a calculation may read one that stands below it */
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < r->form->n_questions; i++) {
			env.self = i;
			if (r->knowable[i] == KNOWABLE)
				set_calculated(a, &env, i);
		}
	}
	return a;
}

static bool
may_show(struct routing *r, const struct expr *relevant,
	 const struct expr_env *env)
{
	return !relevant || !expr_knowable(r, relevant) ||
		expr_true(relevant, env);
}

static bool
comes_to(struct routing *r, size_t question, const struct answers *a)
{
	const struct question *q = &r->form->question[question];
	struct expr_env env = {.answers = a, .self = question};
	size_t g;

	for (g = q->group; g != FORM_NONE; g = r->form->group[g].parent)
		if (!may_show(r, r->form->group[g].relevant, &env))
			return false;
	return may_show(r, q->relevant, &env);
}

/* Is there anything on the way to it that can be known beforehand? */
static bool
has_routing(struct routing *r, size_t question)
{
	const struct question *q = &r->form->question[question];
	size_t g;

	for (g = q->group; g != FORM_NONE; g = r->form->group[g].parent)
		if (r->form->group[g].relevant &&
		    expr_knowable(r, r->form->group[g].relevant))
			return true;
	return q->relevant && expr_knowable(r, q->relevant);
}

static void
count_people(struct routing *r, const size_t *routed, size_t n, double *share)
{
	uint32_t seed;
	size_t i;

	for (seed = 1; n > 0 && seed <= PEOPLE; seed++) {
		struct answers *a = draw_person(r, seed);

		for (i = 0; i < n; i++)
			share[routed[i]] += comes_to(r, routed[i], a);
		answers_free(a);
	}
	for (i = 0; i < n; i++)
		share[routed[i]] /= PEOPLE;
}

double *
form_shares(const struct form *form)
{
	struct routing r = {form,
			    mem_new(form->n_questions, sizeof(*r.knowable))};
	double *share = mem_new(form->n_questions, sizeof(*share));
	size_t *routed = mem_new(form->n_questions, sizeof(*routed));
	size_t n = 0, i;

	for (i = 0; i < form->n_questions; i++)
		question_knowable(&r, i);
	for (i = 0; i < form->n_questions; i++) {
		if (has_routing(&r, i))
			routed[n++] = i;
		else
			share[i] = 1;
	}
	count_people(&r, routed, n, share);
	free(routed);
	free(r.knowable);
	return share;
}

/* ---- minutes ---- */

static size_t
words(const char *s)
{
	size_t n = 0;

	while (*s) {
		s += strspn(s, " \t\n");
		n += *s != '\0';
		s += strcspn(s, " \t\n");
	}
	return n;
}

static size_t
question_words(const struct form *form, const struct question *q,
	       size_t language)
{
	size_t n = words(form_text(form, q->label, language)) +
		words(form_text(form, q->hint, language)),
	       i;

	for (i = 0; q->list && i < q->list->n; i++)
		n += words(form_text(form, q->list->choice[i].label, language));
	return n;
}

double
question_minutes(const struct form *form, const struct question *q,
		 size_t language)
{
	double reading =
		(double)question_words(form, q, language) / WORDS_A_MINUTE;

	if (q->type == TYPE_NOTE)
		return reading;
	return reading +
		(q->role == ROLE_CERTAINTY ? MINUTES_SURE : MINUTES_DECIDE);
}

double
form_minutes(const struct form *form, size_t language)
{
	double *share = form_shares(form), minutes = MINUTES_NOTICE;
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (question_is_asked(&form->question[i]))
			minutes += share[i] *
				question_minutes(form, &form->question[i],
						 language);
	free(share);
	return minutes;
}
