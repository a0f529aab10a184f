/*
 * How exactly a question is told by itself, before the audit asks for less: as
 * numbers unless these say that nearly everybody answered alike, or of a habit
 * that few or most have it; options so that none follows from the others. And
 * how it is made coarser step by step.
 */
#include "analysis/publish/disclose_private.h"

#include "questions/base/mem.h"

/* ---- what says too much ---- */

/* Were it a band only for all and all but one, that it is one would say so: who
 * knows the rule shall find ALIKE counts possible. */
enum { ALIKE = 3 };

static bool
is_nearly_all(uint64_t x, uint64_t n)
{
	return n > 0 && x + ALIKE > n && band_of(x, n).to == 100;
}

/* Does an option say too much as a number: nearly everybody, or of a habit few
 * or most? */
static bool
says_too_much(const struct disclosed *d, size_t question, size_t option)
{
	const struct question *q = disclose_question(d, question);
	uint64_t n = counts_state(d->all, question, STATE_ANSWERED);
	uint64_t x = counts_option(d->all, question, option);

	if (q->missing && q->missing[option] != CHOICE_ANSWERS)
		return false;
	return is_nearly_all(x, option_base(d, question)) ||
		(disclose_is_habit(d, question) && disclose_few_or_most(x, n));
}

/* Do the states say too much as numbers? */
static bool
must_be_bands(const struct disclosed *d, size_t question)
{
	struct outcome o = counts_outcome(d->all, question);
	struct split s = split_of(d->tally, question, &o);
	enum split_kind kind = split_kind(d->tally, question);
	unsigned possible = 0;
	bool alike = false;

	for (unsigned i = 0; i < DISCLOSE_STATES; i++) {
		possible += split_possible(d->tally, question, i);
		alike |= kind == SPLIT_PLAIN ? s.n[i] + 1 >= s.base
					     : is_nearly_all(s.n[i], s.base);
	}
	if (s.base == 0 || possible < 2)
		return false;
	return alike ||
		(kind == SPLIT_RISK && disclose_is_habit(d, question) &&
		 (disclose_few_or_most(s.n[0], s.base) ||
		  disclose_few_or_most(s.n[1], s.base)));
}

/* ---- options ---- */

/* Do the options of a question share out those who answered? */
static bool
adds_up(const struct question *q)
{
	return q->type == TYPE_SELECT_ONE || q->type == TYPE_RANK;
}

/* Refused and not applicable are no answers: they are told in the question's
 * row, always exactly. */
static bool
is_told_apart(const struct question *q, size_t option)
{
	return q->missing &&
		(q->missing[option] == CHOICE_REFUSED ||
		 q->missing[option] == CHOICE_NOT_APPLICABLE);
}

/* Is the sum over the options that are in a state with this one known? Of all
 * options it is. */
static bool
adds_up_with(const struct disclosed *d, size_t question, size_t a, size_t b)
{
	const struct question *q = disclose_question(d, question);

	if (!d->precision[question].exact || !q->risky)
		return true;
	return q->risky[a] == q->risky[b] &&
		(!q->missing || q->missing[a] == q->missing[b]);
}

/* Can the number of a banded option of 1 to k - 1 people, or of all or all
 * but one, be had from the others? */
static bool
follows(const struct disclosed *d, size_t question, size_t option)
{
	uint64_t x = counts_option(d->all, question, option);
	uint64_t n = 0, least = 0, most = 0;
	struct told own = told_option(d, question, option);

	for (size_t i = 0; i < disclose_question(d, question)->list->n; i++) {
		struct told t = told_option(d, question, i);

		if (!adds_up_with(d, question, i, option))
			continue;
		n += counts_option(d->all, question, i);
		least += i == option ? 0 : t.least;
		most += i == option ? 0 : t.most;
	}
	if (n > most && own.least < n - most)
		own.least = n - most;
	if (own.most > n - least)
		own.most = n - least;
	return (x > 0 && x < d->k && own.least == own.most) ||
		own.least + 1 >= option_base(d, question);
}

static bool
any_follows(const struct disclosed *d, size_t question)
{
	const struct precision *p = &d->precision[question];

	for (size_t i = 0; i < disclose_question(d, question)->list->n; i++) {
		if (p->banded[i] && follows(d, question, i))
			return true;
	}
	return false;
}

/* Bands the smallest option that is told exactly; false: there is none. */
static bool
band_one_more(const struct disclosed *d, size_t question)
{
	struct precision *p = &d->precision[question];
	size_t found = FORM_NONE;

	for (size_t i = 0; i < disclose_question(d, question)->list->n; i++) {
		if (!p->banded[i] &&
		    !is_told_apart(disclose_question(d, question), i) &&
		    (found == FORM_NONE ||
		     counts_option(d->all, question, i) <
			     counts_option(d->all, question, found)))
			found = i;
	}
	if (found != FORM_NONE)
		p->banded[found] = true;
	return found != FORM_NONE;
}

/* The options of a question whose counts must not follow from each other. */
static void
guard_options(struct disclosed *d, size_t question)
{
	struct precision *p = &d->precision[question];
	uint64_t n = counts_state(d->all, question, STATE_ANSWERED);

	while (adds_up(disclose_question(d, question)) &&
	       any_follows(d, question)) {
		unsigned now = p->option_step ? p->option_step : band_step(n);

		if (band_one_more(d, question))
			continue;
		p->option_step = band_wider(now);
		if (p->option_step == now)
			return;
	}
}

/* As the level of the options has it. */
static void
widen_options(struct disclosed *d, size_t question)
{
	const struct question *q = disclose_question(d, question);
	struct precision *p = &d->precision[question];
	uint64_t n = counts_state(d->all, question, STATE_ANSWERED);
	unsigned step = band_step(n);

	if (p->options == 0 || !p->banded || n == 0)
		return;
	for (size_t i = 0; i < q->list->n; i++)
		p->banded[i] = !is_told_apart(q, i);
	for (unsigned i = 1; i < p->options; i++)
		step = band_wider(step);
	if (p->option_step < step)
		p->option_step = step;
	if (split_kind(d->tally, question) != SPLIT_PLAIN)
		return;
	p->exact = false;
	if (p->step < step)
		p->step = step;
}

static void
band_options(struct disclosed *d, size_t question)
{
	const struct question *q = disclose_question(d, question);
	struct precision *p = &d->precision[question];

	for (size_t i = 0; p->banded && i < q->list->n; i++)
		p->banded[i] = !is_told_apart(q, i);
	p->option_step = p->step;
	if (p->banded)
		guard_options(d, question);
	widen_options(d, question);
}

/* Where everybody gave an answer, but which ones is told, that is no secret:
 * the number of those who did not is a band of its own. */
static void
band_dont_know(struct disclosed *d, size_t question)
{
	const struct question *q = disclose_question(d, question);
	struct precision *p = &d->precision[question];

	for (size_t i = 0; p->banded && i < q->list->n; i++) {
		if (q->missing && q->missing[i] == CHOICE_DONT_KNOW)
			p->banded[i] = true;
	}
}

/* ---- a question ---- */

static void
precision_make(struct disclosed *d, size_t question)
{
	const struct question *q = disclose_question(d, question);
	struct precision *p = &d->precision[question];

	p->exact = true;
	p->step = p->option_step = 0;
	if (!p->banded && (question_is_select(q) || q->type == TYPE_RANK))
		p->banded = mem_new(q->list->n + 1, sizeof(*p->banded));
	if (counts_state(d->all, question, STATE_ANSWERED) == 0 ||
	    disclose_is_segment(d->tally, q))
		return;
	p->exact = !must_be_bands(d, question);
	if (!p->exact && split_kind(d->tally, question) != SPLIT_PLAIN) {
		band_options(d, question);
		return;
	}
	for (size_t i = 0; p->banded && i < q->list->n; i++)
		p->banded[i] = says_too_much(d, question, i);
	if (!p->exact)
		band_dont_know(d, question);
	if (p->banded)
		guard_options(d, question);
	widen_options(d, question);
}

void
precisions_make(struct disclosed *d)
{
	const struct form *form = tally_form(d->tally);
	size_t n = form->n_questions;

	d->precision = mem_new(n + 1, sizeof(*d->precision));
	for (size_t i = 0; i < n; i++)
		precision_make(d, i);
	d->topic = mem_new(form->n_topics + 1, sizeof(*d->topic));
	for (size_t i = 0; i <= form->n_topics; i++)
		d->topic[i] = (struct topic_precision){true, true};
}

void
told_reset(struct disclosed *d, size_t question)
{
	precision_make(d, question);
}

/* ---- coarser ---- */

void
told_set_options(struct disclosed *d, size_t question, unsigned level)
{
	struct precision *p = &d->precision[question];

	p->options = level;
	widen_options(d, question);
}

bool
told_coarsen_options(struct disclosed *d, size_t question)
{
	struct precision *p = &d->precision[question];

	if (!p->banded || p->options >= OPTIONS_WITHHELD ||
	    counts_state(d->all, question, STATE_ANSWERED) == 0)
		return false;
	told_set_options(d, question, p->options + 1);
	return true;
}

bool
told_coarsen_groups(struct disclosed *d, size_t question, size_t segment)
{
	unsigned *level = &d->precision[question].groups[segment];

	if (*level >= GROUPS_WITHHELD || d->breakdown[segment].n == 0)
		return false;
	++*level;
	return true;
}

bool
told_coarsen(struct disclosed *d, size_t question)
{
	struct precision *p = &d->precision[question];
	struct outcome o = counts_outcome(d->all, question);
	struct split s = split_of(d->tally, question, &o);
	unsigned now;

	if (s.base == 0)
		return false;
	now = p->step ? p->step : band_step(s.base);
	if (p->exact)
		p->exact = false;
	else if (band_wider(now) == now)
		return false;
	else
		p->step = band_wider(now);
	band_options(d, question);
	return true;
}
