#include "survey/flow.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "questions/base/text.h"
#include "questions/shuffle.h"
#include "questions/timing.h"

struct flow {
	const struct form *form;
	struct answers *answers;
	struct flow_clock clock;
	struct pages pages;
	bool apart[PAGE_TABLE + 1]; /* by shape: one question a page */
	size_t language;	    /* of refusals */
	size_t page;	      /* its first question; FORM_NONE: the review */
	size_t at;	      /* the one of the page that was come to */
	bool changing;	      /* the end was reached: back to it from here */
	bool *came;	      /* by question: came first with this page */
	bool *defaulted;      /* by question: its default was looked at */
	char **calculated;    /* by question: its calculation's last text;
				 * NULL: not yet */
	bool *group_relevant; /* by group, as last evaluated */
};

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

/* ---- expressions ---- */

static struct expr_env
env_of(const struct flow *flow, size_t question)
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

static bool
holds(const struct flow *flow, const struct expr *e, size_t question)
{
	struct expr_env env = env_of(flow, question);

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
			relevant = holds(flow, g->relevant, FORM_NONE);
		flow->group_relevant[i] = relevant;
	}
}

static bool
is_relevant(const struct flow *flow, const struct question *q)
{
	if (q->group != FORM_NONE && !flow->group_relevant[q->group])
		return false;
	return q->relevant == NULL || holds(flow, q->relevant, q->index);
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
	struct expr_env env = env_of(flow, q->index);
	struct value value = VALUE_INIT;
	struct refusal refusal = {""};

	if (!question_is_asked(q))
		return calculated_value(s);
	if (!check_canonical(q, s, &value))
		check_answer(flow->form, &env, s, &value, &refusal);
	return value;
}

/* True when this changed the answer. Takes the value over. */
static bool
set_value(struct answer *answer, struct value value)
{
	bool same = value_equal(&answer->value, &value);

	value_release(&answer->value);
	answer->value = value;
	return !same;
}

/* The first time that a question is relevant; what was seen was cleared by
 * the person. */
static bool
set_default(struct flow *flow, const struct question *q)
{
	struct answer *answer = &flow->answers->answer[q->index];
	struct expr_env env = env_of(flow, q->index);
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
	return set_value(answer, value);
}

/*
 * A question that people can change keeps their answer until its calculation
 * gives another text than before (as in ODK); a draft's answer stands.
 */
static bool
set_calculated(struct flow *flow, const struct question *q)
{
	struct answer *answer = &flow->answers->answer[q->index];
	struct expr_env env = env_of(flow, q->index);
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
	return set_value(answer, value_from(flow, q, s));
}

static bool
update_question(struct flow *flow, const struct question *q)
{
	struct answer *answer = &flow->answers->answer[q->index];
	bool relevant = is_relevant(flow, q);
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
	struct expr_env env = env_of(flow, q->index);
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
	if (q->constraint != NULL && !holds(flow, q->constraint, q->index))
		answer->seen = false;
	return false;
}

static void
update(struct flow *flow)
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

/* ---- where ---- */

static bool
has_page(const struct flow *flow, size_t question)
{
	return flow->answers->answer[question].relevant &&
		question_is_asked(&flow->form->question[question]);
}

/* The first relevant question that stands on its page together with this one,
 * whether or not they are asked apart. */
static size_t
leader(const struct flow *flow, size_t question)
{
	size_t i = flow->pages.span[question].first;

	while (i < question && !has_page(flow, i))
		i++;
	return i;
}

/* The question that its page begins with. */
static size_t
page_of(const struct flow *flow, size_t question)
{
	return flow->apart[flow->pages.span[question].shape]
		? question
		: leader(flow, question);
}

/* The last question that the page of this one may have. */
static size_t
page_end(const struct flow *flow, size_t page)
{
	const struct page_span *span = &flow->pages.span[page];

	return flow->apart[span->shape] ? page : span->last;
}

/* The first page that begins at or after `from`; FORM_NONE: none. */
static size_t
page_from(const struct flow *flow, size_t from)
{
	for (; from < flow->form->n_questions; from++)
		if (has_page(flow, from) && page_of(flow, from) == from)
			return from;
	return FORM_NONE;
}

/* Still to be asked: whoever went back from one that has to be answered has
 * seen it, and that is not enough. */
static bool
is_open(const struct flow *flow, size_t question)
{
	const struct answer *answer = &flow->answers->answer[question];

	return has_page(flow, question) &&
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
	for (i = flow->page; i <= page_end(flow, flow->page); i++)
		if (has_page(flow, i)) {
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

static void
go_to(struct flow *flow, size_t question)
{
	flow->at = flow->page = question;
	if (question == FORM_NONE) {
		flow->changing = false;
		return;
	}
	flow->page = page_of(flow, question);
	see_page(flow);
}

/* On from the page of this question. */
static void
go_on(struct flow *flow, size_t from)
{
	size_t next = FORM_NONE;

	if (!flow->changing)
		next = page_from(flow, from + 1);
	if (next == FORM_NONE) {
		/* Also something further up that only now became relevant;
		 * what was seen behind it does not come again. */
		next = first_open(flow);
		flow->changing = true;
	}
	go_to(flow, next);
}

/* Has the last page been seen, and is it another one? */
static bool
was_at_end(const struct flow *flow)
{
	size_t i, last = flow->page;

	for (i = page_from(flow, 0); i != FORM_NONE; i = page_from(flow, i + 1))
		last = i;
	return last != flow->page && flow->answers->answer[last].seen;
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
	update(flow);
	go_to(flow, page_from(flow, 0));
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
	if (flow->page == FORM_NONE ||
	    flow->pages.span[flow->at].shape != shape)
		return;
	if (apart)
		unsee_others(flow);
	go_to(flow, flow->at);
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
	for (i = page + 1; *shape == PAGE_TABLE && i <= page_end(flow, page);
	     i++)
		if (has_page(flow, i))
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
	opens = is_relevant(flow, &flow->form->question[span->last]);
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
		*rows += has_page(flow, i);
		if (i == question)
			row = *rows;
	}
	return row;
}

static bool
take(struct flow *flow, size_t question, const char *entered,
     struct refusal *refusal)
{
	const struct question *q = &flow->form->question[question];
	struct value value = VALUE_INIT;
	struct expr_env env;

	refusal->text[0] = '\0';
	if (q->type == TYPE_NOTE || flow_is_read_only(flow, question))
		return true;
	env = env_of(flow, question);
	env.language = flow->language;
	if (!check_answer(flow->form, &env, entered, &value, refusal))
		return false;
	set_value(&flow->answers->answer[question], value);
	update(flow);
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
		if (has_page(flow, part[i]))
			taken &= take(flow, part[i], entered[i], &refusal[i]);
	}
	return taken;
}

static void
see_parts(struct flow *flow, const size_t *part, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (has_page(flow, part[i]))
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

	assert(n > 0 && n <= all);
	taken = take_page(flow, part, entered, n, refusal);
	if (taken && n > 1)
		see_parts(flow, part, n);
	/* How sure of another answer is another question. */
	if (taken && other && shape == PAGE_SURE && n == 1)
		flow->answers->answer[part[1]].seen = false;
	if (taken)
		go_on(flow, part[n - 1]);
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
		if (has_page(flow, part[i]) &&
		    strcmp(entered[i], flow_entered(flow, part[i])) != 0)
			changed |= take(flow, part[i], entered[i], &refusal);
	free(part);
	return changed;
}

bool
flow_back(struct flow *flow)
{
	size_t i =
		flow->page == FORM_NONE ? flow->form->n_questions : flow->page;

	while (i > 0)
		if (has_page(flow, --i)) {
			go_to(flow, i);
			flow->at = flow->page;
			return true;
		}
	return false;
}

void
flow_change(struct flow *flow, size_t question)
{
	assert(question < flow->form->n_questions && has_page(flow, question));
	flow->changing = true;
	go_to(flow, question);
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
	go_to(flow, FORM_NONE);
	return true;
}

/* ---- what a page shows ---- */

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
	struct expr_env env = env_of(flow, q->index);
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
	struct expr_env env = env_of(flow, q->index);
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

	return e != NULL && holds(flow, e, question);
}

bool
flow_is_required(const struct flow *flow, size_t question)
{
	const struct expr *e = flow->form->question[question].required;

	return e != NULL && holds(flow, e, question);
}

size_t
flow_max_choices(const struct flow *flow, size_t question)
{
	const struct expr *e = flow->form->question[question].constraint;
	struct expr_env env = env_of(flow, question);
	struct expr_limits limits;

	if (e == NULL || !expr_limits(e, &env, &limits) ||
	    limits.of != MEASURE_CHOICES || !(limits.high >= 1))
		return 0;
	if (limits.below && limits.high == floor(limits.high))
		limits.high--;
	return (size_t)limits.high;
}

size_t *
flow_review_rows(const struct flow *flow, size_t *n)
{
	size_t *rows = mem_new(flow->form->n_questions, sizeof(*rows)), i;

	*n = 0;
	for (i = 0; i < flow->form->n_questions; i++)
		if (has_page(flow, i) &&
		    question_takes_answer(&flow->form->question[i]))
			rows[(*n)++] = i;
	return rows;
}

/* ---- progress ---- */

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

static size_t
top_group(const struct form *form, const struct question *q)
{
	size_t g = q->group;

	while (g != FORM_NONE && form->group[g].parent != FORM_NONE)
		g = form->group[g].parent;
	return g;
}

static bool
is_section(const struct form *form, size_t group)
{
	size_t i;

	if (form_text(form, form->group[group].label,
		      form->default_language)[0] == '\0')
		return false;
	for (i = 0; i < form->n_questions; i++)
		if (question_is_asked(&form->question[i]) &&
		    top_group(form, &form->question[i]) == group)
			return true;
	return false;
}

static void
count_sections(const struct flow *flow, struct flow_progress *p)
{
	const struct form *form = flow->form;
	size_t here = FORM_NONE, g;

	if (flow->page != FORM_NONE)
		here = top_group(form, &form->question[flow->page]);
	for (g = 0; g < form->n_groups; g++)
		if (form->group[g].parent == FORM_NONE && is_section(form, g)) {
			p->sections++;
			if (g == here)
				p->section = p->sections;
		}
}

/* Does a page of the count begin here? */
static bool
counts(const struct flow *flow, size_t question)
{
	return question_takes_answer(&flow->form->question[question]) &&
		leader(flow, question) == question;
}

/* Will this question come, as things stand? */
static bool
is_left(const struct flow *flow, size_t question)
{
	bool here = flow->page != FORM_NONE && question >= flow->page &&
		question <= page_end(flow, flow->page);

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

	return is_certainty(flow, question) && has_page(flow, item) &&
		is_left(flow, item) &&
		flow->answers->answer[item].value.kind == VALUE_NONE;
}

struct flow_progress
flow_progress(const struct flow *flow)
{
	struct flow_progress p = {0};
	size_t i;

	p.first = page_from(flow, 0) == flow->page;
	for (i = 0; i < flow->form->n_questions; i++) {
		const struct question *q = &flow->form->question[i];

		if (has_page(flow, i) ? is_left(flow, i) : is_to_open(flow, i))
			p.minutes_left +=
				question_minutes(flow->form, q, flow->language);
		if (!has_page(flow, i))
			continue;
		p.total += counts(flow, i);
		p.position += counts(flow, i) &&
			(flow->page == FORM_NONE || i <= flow->page);
	}
	p.exact = total_certain(flow);
	count_sections(flow, &p);
	return p;
}

double
flow_minutes(const struct form *form, size_t language)
{
	return form_minutes(form, language);
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
	update(flow);
}

bool
flow_restore(struct flow *flow, const struct json *draft_answers, size_t page,
	     struct error *err)
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
		go_to(flow, page_from(flow, 0));
		return false;
	}
	if (page != FORM_NONE && !has_page(flow, page))
		page = page_from(flow, page);
	go_to(flow, page != FORM_NONE ? page : first_open(flow));
	flow->changing = flow->page != FORM_NONE && was_at_end(flow);
	return true;
}

struct json *
flow_response(struct flow *flow)
{
	update(flow);
	return answers_to_response(flow->answers);
}
