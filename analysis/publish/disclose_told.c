/*
 * How a count is told: the bands of a share, the three states of a question,
 * and what the reader takes for possible, as disclose_precision.c has settled
 * how exactly each question is told.
 */
#include "analysis/publish/disclose_private.h"

#include <assert.h>
#include <math.h>

/* ---- bands ---- */

unsigned
band_step(uint64_t n)
{
	static const struct {
		uint64_t under;
		unsigned step;
	} steps[] = {{10, 25}, {20, 20}, {50, 10}, {100, 5}, {200, 2}};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (n < steps[i].under)
			return steps[i].step;
	}
	return 1;
}

unsigned
band_wider(unsigned step)
{
	static const unsigned steps[] = {1, 2, 5, 10, 20, 25};
	size_t i = 0;

	while (i + 1 < sizeof(steps) / sizeof(steps[0]) && steps[i] <= step)
		i++;
	return steps[i];
}

/* The band that begins at `from`, a multiple of step. */
static struct band
merge_ends(unsigned from, unsigned step)
{
	struct band b = {from, from + step};

	if (b.from <= step)
		b.from = 0;
	if (b.from == 0)
		b.to = 2 * step;
	if (b.to >= 100 - step)
		b.to = 100;
	if (b.to == 100)
		b.from = 100 - 2 * step;
	return b;
}

struct band
band_in_steps(uint64_t x, uint64_t n, unsigned step)
{
	assert(n > 0 && x <= n);
	return merge_ends((unsigned)(x * 100 / (n * step)) * step, step);
}

struct band
band_of(uint64_t x, uint64_t n)
{
	return band_in_steps(x, n, band_step(n));
}

struct band
band_of_mean(double mean, uint64_t n)
{
	unsigned step = band_step(n);

	assert(mean >= 0 && mean <= 1);
	/* a mean that is a band's edge but for its last bit is the edge */
	return merge_ends((unsigned)(mean * 100 / step + 1e-9) * step, step);
}

/* ---- the states of a question ---- */

bool
disclose_is_segment(const struct tally *t, const struct question *q)
{
	for (size_t i = 0; i < tally_segments(t); i++) {
		if (tally_segment(t, i) == q)
			return true;
	}
	return false;
}

enum split_kind
split_kind(const struct tally *t, size_t question)
{
	const struct question *q = &tally_form(t)->question[question];

	if (tally_is_keyed(t, question))
		return SPLIT_ITEM;
	if (!question_is_asked(q) || q->type == TYPE_NOTE ||
	    q->role == ROLE_KNOWLEDGE || q->role == ROLE_CERTAINTY ||
	    disclose_is_segment(t, q))
		return SPLIT_NONE;
	return q->risky ? SPLIT_RISK : SPLIT_PLAIN;
}

struct split
split_of(const struct tally *t, size_t question, const struct outcome *o)
{
	switch (split_kind(t, question)) {
	case SPLIT_NONE: break;
	case SPLIT_ITEM:
		return (struct split){{o->right, o->wrong, o->dont_know},
				      o->right + o->wrong + o->dont_know};
	case SPLIT_RISK:
	case SPLIT_PLAIN:
		return (struct split){{o->risky, o->substantive - o->risky,
				       o->dont_know},
				      o->substantive + o->dont_know};
	}
	return (struct split){{0}, 0};
}

/* Has the list a choice of this kind? */
static bool
has_choice(const struct question *q, enum choice_missing kind)
{
	for (size_t i = 0; q->missing && i < q->list->n; i++) {
		if (q->missing[i] == kind)
			return true;
	}
	return false;
}

bool
split_possible(const struct tally *t, size_t question, unsigned state)
{
	const struct question *q = &tally_form(t)->question[question];
	enum split_kind kind = split_kind(t, question);

	if (state == 2)
		return kind != SPLIT_NONE && has_choice(q, CHOICE_DONT_KNOW);
	return kind == SPLIT_ITEM || kind == SPLIT_RISK ||
		(kind == SPLIT_PLAIN && state == 1);
}

uint64_t
split_least(const struct tally *t, size_t question)
{
	return split_kind(t, question) == SPLIT_RISK ? DISCLOSE_SENSITIVE : 0;
}

/* ---- the organisation's row ---- */

const struct question *
disclose_question(const struct disclosed *d, size_t question)
{
	return &tally_form(d->tally)->question[question];
}

bool
disclose_is_habit(const struct disclosed *d, size_t question)
{
	return disclose_question(d, question)->role == ROLE_HABIT;
}

bool
disclose_few_or_most(uint64_t x, uint64_t n)
{
	return x * 100 <= BAND_FEW * n || x * 100 >= BAND_MOST * n;
}

static struct told
told_exact(uint64_t x)
{
	return (struct told){.exact = true, .least = x, .most = x};
}

/* The counts of n that lie in a band. */
static struct told
told_band(struct band b, uint64_t n)
{
	struct told t = {.band = b};

	t.least = (b.from * n + 99) / 100;
	t.most = b.to == 100 ? n : (b.to * n + 99) / 100 - 1;
	return t;
}

/* step 0: the base's own. `ends`: few and most are told as such. */
static struct told
told_in_steps(uint64_t x, uint64_t n, unsigned step, bool ends)
{
	static const struct band few = {0, BAND_FEW + 1},
				 most = {BAND_MOST, 100};
	struct told t;

	if (step == 0)
		step = band_step(n);
	if (!ends || step >= BAND_FEW)
		return told_band(band_in_steps(x, n, step), n);
	if (!disclose_few_or_most(x, n)) {
		t = told_band(band_in_steps(x, n, step), n);
		/* few or most would have been told as such */
		if (t.least < BAND_FEW * n / 100 + 1)
			t.least = BAND_FEW * n / 100 + 1;
		if (t.most > (BAND_MOST * n - 1) / 100)
			t.most = (BAND_MOST * n - 1) / 100;
		return t;
	}
	t = told_band(x * 2 < n ? few : most, n);
	if (x * 2 < n)
		t.most = BAND_FEW * n / 100;
	return t;
}

struct told
told_state(const struct disclosed *d, size_t question, uint64_t x, uint64_t n)
{
	const struct precision *p = &d->precision[question];

	if (d->analysts || p->exact || n == 0)
		return told_exact(x);
	return told_in_steps(x, n, p->step, disclose_is_habit(d, question));
}

uint64_t
option_base(const struct disclosed *d, size_t question)
{
	struct outcome o = counts_outcome(d->all, question);

	return o.substantive + o.dont_know;
}

static bool
options_withheld(const struct disclosed *d, size_t question)
{
	return !d->analysts &&
		d->precision[question].options >= OPTIONS_WITHHELD;
}

enum status
option_status(const struct disclosed *d, size_t question)
{
	uint64_t n = counts_state(d->all, question, STATE_ANSWERED);

	if (n > 0 && options_withheld(d, question))
		return STATUS_WITHHELD;
	return base_status(d, n);
}

struct told
told_option(const struct disclosed *d, size_t question, size_t option)
{
	const struct precision *p = &d->precision[question];
	uint64_t n = counts_state(d->all, question, STATE_ANSWERED);
	uint64_t x = counts_option(d->all, question, option);

	if (d->analysts || !p->banded || !p->banded[option] || n == 0)
		return told_exact(x);
	if (options_withheld(d, question))
		return told_band((struct band){0, 100}, n);
	return told_in_steps(x, n, p->option_step,
			     disclose_is_habit(d, question));
}

struct told
told_group(const struct disclosed *d, size_t question, size_t segment,
	   uint64_t x, uint64_t n)
{
	unsigned step = n > 0 ? band_step(n) : 0;

	if (d->analysts || n == 0)
		return told_exact(x);
	for (unsigned i = 0; i < d->precision[question].groups[segment]; i++)
		step = band_wider(step);
	return told_band(band_in_steps(x, n, step), n);
}

static const struct topic_precision *
topic_of(const struct disclosed *d, size_t topic)
{
	size_t n = tally_form(d->tally)->n_topics;

	return &d->topic[topic == FORM_NONE ? n : topic];
}

enum status
topic_status(const struct disclosed *d, size_t topic, uint64_t n)
{
	if (n > 0 && !d->analysts && !topic_of(d, topic)->all)
		return STATUS_WITHHELD;
	return base_status(d, n);
}

void
topic_group_status(const struct disclosed *d, size_t topic,
		   const struct breakdown *b, const uint64_t *n,
		   enum status *out)
{
	group_status(d, b, n, 0, out);
	for (size_t i = 0; i < b->n; i++) {
		if (!d->analysts && !topic_of(d, topic)->groups)
			out[i] = STATUS_WITHHELD;
	}
}

double
told_share(const struct told *t, uint64_t x, uint64_t n)
{
	if (n == 0)
		return NAN;
	if (t->exact)
		return (double)x / (double)n;
	return (t->band.from + t->band.to) / 200.0;
}

void
told_shares(const struct disclosed *d, size_t question,
	    const struct breakdown *b, const struct split *s,
	    double share[DISCLOSE_STATES])
{
	double room[DISCLOSE_STATES], left = 1, rooms = 0, up;

	for (unsigned k = 0; k < DISCLOSE_STATES; k++) {
		struct told t = b
			? told_group(d, question, b->segment, s->n[k], s->base)
			: told_state(d, question, s->n[k], s->base);

		share[k] = t.exact ? (double)s->n[k] / (double)s->base
				   : t.band.from / 100.0;
		room[k] = t.exact ? 0 : (t.band.to - t.band.from) / 100.0;
		left -= share[k];
		rooms += room[k];
	}
	up = rooms > 0 ? fmin(1, fmax(0, left / rooms)) : 0;
	for (unsigned k = 0; k < DISCLOSE_STATES; k++)
		share[k] += up * room[k];
}

bool
told_exactly(const struct disclosed *d, size_t question)
{
	return d->analysts || d->precision[question].exact;
}

/* Was it shown to anybody, and answered by too few to be told? What they said
 * would follow from exact scores and from what is told of the other items. */
static bool
is_for_few(const struct disclosed *d, size_t question)
{
	struct outcome o = counts_outcome(d->all, question);

	return !d->analysts && o.not_shown < d->all->people &&
		split_of(d->tally, question, &o).base < d->k;
}

/* Was it shown to some because of what they had answered? Everybody's exact
 * scores and the items told exactly would give what these answered, whom a
 * segment may name. */
static bool
is_for_named(const struct disclosed *d, size_t question)
{
	return !d->analysts && counts_outcome(d->all, question).not_shown > 0 &&
		form_hangs_on_answers(tally_form(d->tally), question);
}

bool
told_topic_exactly(const struct disclosed *d, size_t topic)
{
	const size_t *item = tally_item_list(d->tally, topic);

	for (size_t i = 0; i < tally_items(d->tally, topic); i++) {
		if (!told_exactly(d, item[i]) || is_for_few(d, item[i]) ||
		    is_for_named(d, item[i]))
			return false;
	}
	return true;
}
