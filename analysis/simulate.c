#include "analysis/simulate.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/check.h"
#include "questions/expr.h"

enum { TRIES = 40 }; /* draws until a constraint holds */

/* What is the same for everybody about a question (but `drawn`). */
struct traits {
	double difficulty;
	double *weight; /* by choice; sums to 1 over answers */
	size_t *choice; /* those that are real answers */
	size_t n_choices;
	size_t topic;	   /* number, or FORM_NONE */
	bool read;	   /* some expression reads it */
	size_t drawn;	   /* segment: the person's choice */
	char (*symbol)[2]; /* by choice, where one is chosen */
};

struct person {
	uint64_t random;
	double ability, caution, risk, care;
	size_t breaks_off; /* question, or FORM_NONE */
};

/* An answer as it is drawn, before it is put anywhere. */
struct pick {
	enum { PICK_NONE, PICK_CHOICE, PICK_FLAGS, PICK_ORDER, PICK_TEXT } kind;
	size_t choice;
	bool *flag;    /* by choice */
	size_t *order; /* n of them, first place first */
	size_t n;
	char text[64]; /* canonical number, date, words */
};

struct simulation {
	const struct form *form;
	const struct layout *layout;
	uint64_t seed, people;
	struct person person;
	double *topic; /* the person's ability in each */
	bool *knows;   /* by question: the last item's fate */
	struct traits *of;
	struct pick pick;
	struct answers *answers;
	char *response;
	bool all; /* every answer into answers */
};

/* ---- random numbers ---- */

static uint64_t
mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static uint64_t
next(struct simulation *s)
{
	return mix(s->person.random += 0x9e3779b97f4a7c15);
}

/* 0 to 1, without 1. */
static double
uniform(struct simulation *s)
{
	return (double)(next(s) >> 11) / 9007199254740992.0;
}

static size_t
below(struct simulation *s, size_t n)
{
	return (size_t)(uniform(s) * (double)n);
}

/* Close enough to normal: the sum of four 16-bit numbers, exact anywhere. */
static double
normal_of(uint64_t bits)
{
	double sum = (double)(bits & 0xffff) + (double)(bits >> 16 & 0xffff) +
		(double)(bits >> 32 & 0xffff) + (double)(bits >> 48);

	/* four uniforms of 0..65535: mean 131070, sd 65536 sqrt(4/12) */
	return (sum - 131070) / 37837.2;
}

static double
normal(struct simulation *s)
{
	return normal_of(next(s));
}

/* ---- what is the same for everybody ---- */

/* A number that belongs to the form and the seed, not to a person. */
static uint64_t
fixed(const struct simulation *s, size_t question, size_t what)
{
	return mix(s->seed * 0x9e3779b97f4a7c15 +
		   mix(question * 8192 + what + 1));
}

static bool
is_answer(const struct question *q, size_t choice)
{
	if (q->missing && q->missing[choice] != CHOICE_ANSWERS)
		return false;
	return q->type == TYPE_SELECT_ONE || !q->exclusive ||
		!q->exclusive[choice];
}

/* Groups of unequal size, popular and rare options. */
static double
weight_of(const struct simulation *s, const struct question *q, size_t choice)
{
	uint64_t bits = fixed(s, q->index, choice + 8);
	double w = .25 + (double)(bits >> 40) / 16777216.0;

	return q->role == ROLE_SEGMENT ? w * w : w;
}

static void
learn_choices(struct simulation *s, const struct question *q)
{
	struct traits *of = &s->of[q->index];
	double sum = 0;

	of->choice = mem_new(q->list->n, sizeof(*of->choice));
	of->weight = mem_new(q->list->n, sizeof(*of->weight));
	of->symbol = mem_new(q->list->n, sizeof(*of->symbol));
	for (size_t i = 0; i < q->list->n; i++) {
		layout_symbol(i, q->list->n, of->symbol[i]);
		if (!is_answer(q, i))
			continue;
		of->weight[of->n_choices] = weight_of(s, q, i);
		sum += of->weight[of->n_choices];
		of->choice[of->n_choices++] = i;
	}
	for (size_t i = 0; i < of->n_choices; i++)
		of->weight[i] /= sum;
}

static void
mark_read(struct simulation *s, const struct expr *e)
{
	const size_t *questions;
	size_t n = e ? expr_questions(e, &questions) : 0;

	for (size_t i = 0; i < n; i++)
		s->of[questions[i]].read = true;
}

static void
learn(struct simulation *s, const struct question *q)
{
	struct traits *of = &s->of[q->index];
	enum { N_EXPRESSIONS = 8 };
	const struct expr *const expressions[N_EXPRESSIONS] = {
		q->relevant,	q->constraint, q->required,	 q->read_only,
		q->calculation, q->default_,   q->choice_filter, q->seed};

	of->difficulty = .9 * normal_of(fixed(s, q->index, 0)) - .2;
	of->topic = q->topic ? form_find_topic(s->form, q->topic) : FORM_NONE;
	if (q->list)
		learn_choices(s, q);
	for (size_t i = 0; i < N_EXPRESSIONS; i++)
		mark_read(s, expressions[i]);
}

struct simulation *
simulation_new(const struct form *form, const struct layout *layout,
	       uint64_t seed)
{
	struct simulation *s = mem_new(1, sizeof(*s));
	size_t most = 1;

	s->form = form;
	s->layout = layout;
	s->seed = seed;
	s->topic = mem_new(form->n_topics + 1, sizeof(*s->topic));
	s->knows = mem_new(form->n_questions + 1, sizeof(bool));
	s->of = mem_new(form->n_questions + 1, sizeof(*s->of));
	s->answers = answers_new(form, 0);
	s->response = mem_new(layout->width + 1, 1);
	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		learn(s, q);
		if (q->list && q->list->n > most)
			most = q->list->n;
	}
	for (size_t i = 0; i < form->n_groups; i++)
		mark_read(s, form->group[i].relevant);
	s->pick.flag = mem_new(most, sizeof(*s->pick.flag));
	s->pick.order = mem_new(most, sizeof(*s->pick.order));
	return s;
}

void
simulation_free(struct simulation *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->form->n_questions; i++) {
		free(s->of[i].choice);
		free(s->of[i].weight);
		free(s->of[i].symbol);
	}
	free(s->of);
	free(s->topic);
	free(s->knows);
	free(s->pick.flag);
	free(s->pick.order);
	free(s->response);
	answers_free(s->answers);
	free(s);
}

/* ---- choices ---- */

/* One of the choices that are answers, by weight; `lean` -1 to 1 prefers the
 * first or the last of the list. */
static size_t
by_weight(struct simulation *s, const struct question *q, double lean)
{
	const struct traits *of = &s->of[q->index];
	double u = uniform(s);

	if (of->n_choices == 0)
		return FORM_NONE;
	u = u + lean * u * (1 - u);
	for (size_t i = 0; i + 1 < of->n_choices; i++) {
		u -= of->weight[i];
		if (u < 0)
			return of->choice[i];
	}
	return of->choice[of->n_choices - 1];
}

/* The choice with this reason for no answer, or FORM_NONE. */
static size_t
missing_choice(const struct question *q, enum choice_missing why)
{
	for (size_t i = 0; q->missing && i < q->list->n; i++) {
		if (q->missing[i] == why)
			return i;
	}
	return FORM_NONE;
}

/* One of the real choices for which list says `wanted`, or FORM_NONE. */
static size_t
one_where(struct simulation *s, const struct question *q, const bool *list,
	  bool wanted)
{
	const struct traits *of = &s->of[q->index];
	size_t start = of->n_choices ? below(s, of->n_choices) : 0;

	/* most wrong answers are the first of them: a common belief */
	if (!wanted && uniform(s) < .4)
		start = 0;
	for (size_t i = 0; i < of->n_choices; i++) {
		size_t c = of->choice[(start + i) % of->n_choices];

		if (list[c] == wanted)
			return c;
	}
	return FORM_NONE;
}

static bool
knows(struct simulation *s, const struct question *q)
{
	const struct traits *of = &s->of[q->index];
	double ability = of->topic == FORM_NONE ? s->person.ability
						: s->topic[of->topic];

	return 1.2 * (ability - of->difficulty) + normal(s) > 0;
}

/* Who does not know says so, or guesses. */
static size_t
choose_item(struct simulation *s, const struct question *q)
{
	size_t dont_know = missing_choice(q, CHOICE_DONT_KNOW);
	bool known = knows(s, q);

	s->knows[q->index] = known;
	if (known)
		return one_where(s, q, q->key, true);
	if (dont_know != FORM_NONE && s->person.caution + normal(s) > .1)
		return dont_know;
	return one_where(s, q, q->key, uniform(s) < .2);
}

static size_t
choose_habit(struct simulation *s, const struct question *q)
{
	static const struct {
		enum choice_missing why;
		double share;
	} away[] = {{CHOICE_DONT_KNOW, .05},
		    {CHOICE_NOT_APPLICABLE, .06},
		    {CHOICE_REFUSED, .03}};
	double u = uniform(s);
	size_t c;

	for (size_t i = 0; q->missing && i < 3; i++) {
		c = missing_choice(q, away[i].why);
		u -= c == FORM_NONE ? 0 : away[i].share;
		if (u < 0)
			return c;
	}
	if (!q->risky)
		return by_weight(s, q, s->person.risk / 4);
	c = one_where(s, q, q->risky, s->person.risk + normal(s) > .7);
	return c == FORM_NONE ? by_weight(s, q, 0) : c;
}

/* "Sure" is the first choice of a certainty question. */
static size_t
choose_certainty(struct simulation *s, const struct question *q)
{
	bool known = q->for_question != FORM_NONE && s->knows[q->for_question];
	double sure = .2 + .5 * known - .1 * s->person.caution;
	const struct traits *of = &s->of[q->index];

	if (of->n_choices == 0)
		return FORM_NONE;
	return of->choice[uniform(s) < sure ? 0 : of->n_choices - 1];
}

/* Drawn before anything is asked: groups differ a little in what they know. */
static void
draw_segment(struct simulation *s, const struct question *q)
{
	struct traits *of = &s->of[q->index];
	size_t refused;

	if (q->role != ROLE_SEGMENT || q->type != TYPE_SELECT_ONE)
		return;
	of->drawn = by_weight(s, q, 0);
	if (of->drawn != FORM_NONE)
		s->person.ability +=
			.3 * normal_of(fixed(s, q->index, of->drawn + 4000));
	refused = missing_choice(q, CHOICE_REFUSED);
	if (refused != FORM_NONE && uniform(s) < .04)
		of->drawn = refused;
}

static size_t
choose_one(struct simulation *s, const struct question *q)
{
	switch (q->role) {
	case ROLE_KNOWLEDGE:
		return q->key ? choose_item(s, q) : choose_habit(s, q);
	case ROLE_SEGMENT: return s->of[q->index].drawn;
	case ROLE_CERTAINTY: return choose_certainty(s, q);
	case ROLE_NONE:
	case ROLE_HABIT:
	case ROLE_ATTITUDE:
	case ROLE_ACCESS:
	case ROLE_VIEW:
	case ROLE_OPEN: break;
	}
	return choose_habit(s, q);
}

static void
make_person(struct simulation *s)
{
	struct person *p = &s->person;
	size_t n = s->form->n_questions;

	p->random = mix(s->seed ^ mix(++s->people));
	s->answers->seed = (uint32_t)(next(s) >> 32);
	p->ability = normal(s);
	p->care = uniform(s);
	p->breaks_off = uniform(s) < .03 ? below(s, n + 1) : FORM_NONE;
	for (size_t i = 0; i < n; i++)
		draw_segment(s, &s->form->question[i]);
	for (size_t i = 0; i < s->form->n_topics; i++)
		s->topic[i] = .75 * p->ability + .65 * normal(s);
	p->caution = .6 * normal(s) - .2 * p->ability;
	p->risk = .8 * normal(s) - .4 * p->ability;
}

/* ---- picks by type ---- */

static void
pick_choice(struct simulation *s, const struct question *q)
{
	size_t c = choose_one(s, q);

	if (c == FORM_NONE)
		return;
	s->pick.kind = PICK_CHOICE;
	s->pick.choice = c;
}

static size_t
exclusive_choice(struct simulation *s, const struct question *q)
{
	size_t start = below(s, q->list->n);

	for (size_t i = 0; i < q->list->n; i++) {
		size_t c = (start + i) % q->list->n;

		if (!is_answer(q, c))
			return c;
	}
	return FORM_NONE;
}

static void
pick_flags(struct simulation *s, const struct question *q)
{
	const struct traits *of = &s->of[q->index];
	size_t alone = exclusive_choice(s, q);
	bool any = false, known = q->key && knows(s, q);

	memset(s->pick.flag, 0, q->list->n * sizeof(*s->pick.flag));
	for (size_t i = 0; i < of->n_choices; i++) {
		size_t c = of->choice[i];
		double share = .1 + 1.2 * of->weight[i];

		s->pick.flag[c] = known ? q->key[c] : uniform(s) < share;
		any |= s->pick.flag[c];
	}
	if (alone != FORM_NONE && !known && (!any || uniform(s) < .08)) {
		memset(s->pick.flag, 0, q->list->n * sizeof(*s->pick.flag));
		s->pick.flag[alone] = any = true;
	}
	if (any)
		s->pick.kind = PICK_FLAGS;
}

static void
pick_order(struct simulation *s, const struct question *q)
{
	s->pick.kind = PICK_ORDER;
	s->pick.n = q->list->n;
	for (size_t i = 0; i < q->list->n; i++) {
		size_t j = below(s, i + 1);

		s->pick.order[i] = s->pick.order[j];
		s->pick.order[j] = i;
	}
}

static void
put_number(struct simulation *s, double x)
{
	struct value v = value_number(x);

	s->pick.kind = PICK_TEXT;
	snprintf(s->pick.text, sizeof(s->pick.text), "%s", v.text);
	value_release(&v);
}

/* A number the key takes, where it is known; else any, in growing ranges, so
 * that most constraints are met sooner or later. */
static void
pick_number(struct simulation *s, const struct question *q)
{
	static const double reach[] = {100, 10, 1000, 50, 5, 10000, 2030};
	double most = reach[below(s, sizeof(reach) / sizeof(*reach))];
	double x = floor(uniform(s) * (most + 1));

	if (q->type == TYPE_RANGE)
		x = q->start +
			q->step *
				(double)below(s,
					      (size_t)((q->end - q->start) /
							       q->step +
						       1.5));
	else if (q->role == ROLE_KNOWLEDGE && !isnan(q->key_low) && knows(s, q))
		x = q->key_low;
	put_number(s, x);
}

static void
pick_date(struct simulation *s)
{
	s->pick.kind = PICK_TEXT;
	/* within about ten years before 2026 */
	date_format(20454 - (double)below(s, 3650), s->pick.text);
}

static void
pick_words(struct simulation *s, const struct question *q)
{
	if (uniform(s) < .7)
		return;
	s->pick.kind = PICK_TEXT;
	snprintf(s->pick.text, sizeof(s->pick.text), "Made-up comment %zu",
		 below(s, 20) + 1);
	if (q->max_length > 0 && q->max_length < strlen(s->pick.text))
		s->pick.text[q->max_length] = '\0';
}

static void
draw(struct simulation *s, const struct question *q)
{
	s->pick.kind = PICK_NONE;
	switch (q->type) {
	case TYPE_SELECT_ONE: pick_choice(s, q); break;
	case TYPE_SELECT_MULTIPLE: pick_flags(s, q); break;
	case TYPE_RANK: pick_order(s, q); break;
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_RANGE: pick_number(s, q); break;
	case TYPE_DATE: pick_date(s); break;
	case TYPE_TEXT: pick_words(s, q); break;
	case TYPE_ACKNOWLEDGE:
		s->pick.kind = PICK_TEXT;
		snprintf(s->pick.text, sizeof(s->pick.text), "OK");
		break;
	case TYPE_NOTE:
	case TYPE_CALCULATE:
	case TYPE_HIDDEN: break;
	}
}

/* ---- conditions ---- */

static struct expr_env
env_of(const struct simulation *s, size_t question)
{
	return (struct expr_env){
		.answers = s->answers,
		.self = question,
		.language = s->form->default_language,
	};
}

static bool
group_relevant(const struct simulation *s, size_t group)
{
	struct expr_env env = env_of(s, FORM_NONE);

	for (; group != FORM_NONE; group = s->form->group[group].parent) {
		const struct expr *e = s->form->group[group].relevant;

		if (e && !expr_true(e, &env))
			return false;
	}
	return true;
}

static bool
is_relevant(const struct simulation *s, const struct question *q)
{
	struct expr_env env = env_of(s, q->index);

	return group_relevant(s, q->group) &&
		(!q->relevant || expr_true(q->relevant, &env));
}

/* The names of a pick as they would be kept; caller frees. */
static char *
names_of(const struct simulation *s, const struct question *q)
{
	struct text t = TEXT_INIT;
	const struct pick *p = &s->pick;

	for (size_t i = 0; i < q->list->n; i++) {
		size_t c = p->kind == PICK_ORDER ? p->order[i] : i;

		if (p->kind == PICK_FLAGS && !p->flag[i])
			continue;
		if (p->kind == PICK_CHOICE && i != p->choice)
			continue;
		if (t.n > 0)
			text_add_char(&t, ' ');
		text_add(&t, q->list->choice[c].name);
	}
	return text_take(&t);
}

/* The pick as a value, checked as a person's would be; false: not taken. */
static bool
value_of(const struct simulation *s, const struct question *q,
	 struct value *value)
{
	struct expr_env env = env_of(s, q->index);
	struct refusal refusal;
	bool taken;
	char *entered =
		question_is_select(q) ? names_of(s, q) : mem_copy(s->pick.text);

	if (q->constraint || q->choice_filter || !question_is_select(q)) {
		taken = check_answer(s->form, &env, entered, value, &refusal);
	} else {
		*value = value_choices(entered);
		taken = true;
	}
	free(entered);
	return taken;
}

static bool
needs_value(const struct simulation *s, const struct question *q)
{
	return s->all || s->of[q->index].read || q->constraint ||
		q->choice_filter || !question_is_select(q);
}

/* ---- one question ---- */

static void
put_pick(const struct simulation *s, const struct question *q)
{
	const struct field *f = &s->layout->field[q->index];
	const struct traits *of = &s->of[q->index];
	char *at = s->response + f->at;
	size_t width;

	switch (s->pick.kind) {
	case PICK_CHOICE:
		memcpy(at, of->symbol[s->pick.choice], f->width);
		break;
	case PICK_FLAGS:
		for (size_t i = 0; i < f->width; i++)
			at[i] = s->pick.flag[i] ? '1' : '0';
		break;
	case PICK_ORDER:
		width = f->width / s->pick.n;
		for (size_t i = 0; i < s->pick.n; i++)
			memcpy(at + s->pick.order[i] * width, of->symbol[i],
			       width);
		break;
	case PICK_TEXT: *at = SYMBOL_ANSWERED; break;
	case PICK_NONE: memset(at, SYMBOL_SKIPPED, f->width); break;
	}
}

static void
ask(struct simulation *s, const struct question *q, struct answer *answer)
{
	answer->seen = true;
	if (s->person.care < .3 && uniform(s) < .04) {
		s->pick.kind = PICK_NONE; /* skipped */
	} else if (!needs_value(s, q)) {
		draw(s, q);
	} else {
		bool taken = false;

		for (int i = 0; i < TRIES && !taken; i++) {
			draw(s, q);
			taken = s->pick.kind == PICK_NONE ||
				value_of(s, q, &answer->value);
		}
		if (!taken)
			s->pick.kind = PICK_NONE;
	}
	put_pick(s, q);
}

/* A value that no page asks for. */
static void
calculate(struct simulation *s, const struct question *q, struct answer *answer)
{
	struct expr_env env = env_of(s, q->index);
	char *text = NULL;

	answer->seen = true;
	if (q->calculation || q->default_)
		text = expr_string(q->calculation ? q->calculation
						  : q->default_,
				   &env);
	else if (q->default_text)
		text = mem_copy(q->default_text);
	if (text && strlen(text) <= FORM_MAX_CALCULATED)
		answer->value = value_text(text);
	free(text);
	s->pick.kind = answer->value.kind == VALUE_NONE ||
			!answers_may_send(s->form, q->index, &answer->value)
		? PICK_NONE
		: PICK_TEXT;
	put_pick(s, q);
}

static void
one_question(struct simulation *s, const struct question *q)
{
	const struct field *f = &s->layout->field[q->index];
	struct answer *answer = &s->answers->answer[q->index];

	value_release(&answer->value);
	answer->seen = false;
	answer->relevant = is_relevant(s, q);
	if (!answer->relevant)
		memset(s->response + f->at, SYMBOL_NOT_SHOWN, f->width);
	else if (!question_is_asked(q))
		calculate(s, q, answer);
	else if (q->index >= s->person.breaks_off)
		memset(s->response + f->at, SYMBOL_NOT_REACHED, f->width);
	else if (f->coding != CODING_NOTHING)
		ask(s, q, answer);
	else
		answer->seen = true;
}

static void
make_up(struct simulation *s, bool all)
{
	s->all = all;
	make_person(s);
	for (size_t i = 0; i < s->form->n_questions; i++) {
		s->answers->answer[i].relevant = false;
		value_release(&s->answers->answer[i].value);
	}
	for (size_t i = 0; i < s->form->n_questions; i++)
		one_question(s, &s->form->question[i]);
}

const char *
simulation_response(struct simulation *s)
{
	make_up(s, false);
	return s->response;
}

const struct answers *
simulation_answers(struct simulation *s)
{
	make_up(s, true);
	return s->answers;
}

const struct answers *
simulation_last(const struct simulation *s)
{
	return s->answers;
}
