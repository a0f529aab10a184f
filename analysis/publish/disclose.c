#include "analysis/publish/disclose.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "questions/base/mem.h"

static const char *const status_names[] = {
	[STATUS_OK] = "ok",
	[STATUS_WITHHELD] = "withheld",
	[STATUS_MERGED] = "merged",
	[STATUS_UNDEFINED] = "undefined",
};

const char *
status_name(enum status status)
{
	return status_names[status];
}

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

/* ---- groups ---- */

const char *
code_name(const struct tally *t, size_t segment, size_t code)
{
	const struct question *q = tally_segment(t, segment);

	return code < q->list->n ? q->list->choice[code].name : "(none)";
}

const char *
code_label(const struct tally *t, size_t segment, size_t code)
{
	const struct question *q = tally_segment(t, segment);
	const struct form *form = tally_form(t);

	if (code == q->list->n)
		return "No answer or prefer not to say";
	return form_text(form, q->list->choice[code].label,
			 form->default_language);
}

/* People of each code of a segment; caller frees. */
static uint64_t *
sizes_of(const struct tally *t, size_t segment)
{
	uint64_t *size = mem_new(tally_codes(t, segment), sizeof(*size));

	for (size_t i = 0; i < tally_atoms(t); i++)
		size[tally_atom_code(t, i, segment)] += tally_atom_people(t, i);
	return size;
}

/* A code that can be a group: a choice that answers, and "none" where
 * somebody gave none. A category without people is a small one. */
static bool
is_category(const struct tally *t, size_t segment, size_t code,
	    const uint64_t *size)
{
	if (code + 1 == tally_codes(t, segment))
		return size[code] > 0;
	return tally_code_answers(t, segment, code);
}

/* The smallest category not merged yet; of equals the first of the list. */
static size_t
smallest(const struct tally *t, const struct breakdown *b, const uint64_t *size)
{
	size_t found = FORM_NONE;

	for (size_t i = 0; i < tally_codes(t, b->segment); i++) {
		if (is_category(t, b->segment, i, size) && !b->merged[i] &&
		    (found == FORM_NONE || size[i] < size[found]))
			found = i;
	}
	return found;
}

#ifdef CONDUCT_WEAK_MERGE
enum { MERGES = false };
#else
enum { MERGES = true };
#endif

/* Too few who answered, or too few there are. */
static bool
is_small(const struct disclosed *d, size_t segment, size_t code, uint64_t size)
{
	const struct question *q = tally_segment(d->tally, segment);

	return size < d->k ||
		(code < q->list->n && headcounts_has(d->headcounts, q) &&
		 headcounts_of(d->headcounts, q, code) < d->k);
}

/* Marks what goes into "other", beside what is marked; the people there. */
static uint64_t
merge_small(const struct disclosed *d, struct breakdown *b,
	    const uint64_t *size)
{
	const struct tally *t = d->tally;
	uint64_t other = 0;
	bool any = false;
	size_t i;

	for (i = 0; i < tally_codes(t, b->segment); i++) {
		if (!is_category(t, b->segment, i, size))
			continue;
		if (MERGES && is_small(d, b->segment, i, size[i]))
			b->merged[i] = true;
		any |= b->merged[i];
		other += b->merged[i] ? size[i] : 0;
	}
	while (any && other < d->k && (i = smallest(t, b, size)) != FORM_NONE) {
		b->merged[i] = true;
		other += size[i];
	}
	return other;
}

static void
add_group(struct disclosed *d, struct breakdown *b, size_t code)
{
	struct part *g = &b->part[b->n++];
	size_t codes = tally_codes(d->tally, b->segment);

	g->codes = mem_new(codes, sizeof(*g->codes));
	if (code != FORM_NONE) {
		g->name = code_name(d->tally, b->segment, code);
		g->label = code_label(d->tally, b->segment, code);
		g->codes[code] = true;
	} else {
		g->name = "(other)";
		g->label = "Other groups together";
		for (size_t i = 0; i < codes; i++)
			g->codes[i] = b->merged[i];
	}
	g->counts = tally_counts(d->tally, b->segment, g->codes);
}

static void
drop_groups(struct breakdown *b)
{
	for (size_t i = 0; i < b->n; i++) {
		free(b->part[i].codes);
		counts_free(b->part[i].counts);
	}
	b->n = 0;
}

static void
form_groups(struct disclosed *d, struct breakdown *b)
{
	const struct tally *t = d->tally;
	size_t codes = tally_codes(t, b->segment);
	uint64_t *size = sizes_of(t, b->segment);
	uint64_t other = merge_small(d, b, size);

	drop_groups(b);
	for (size_t i = 0; i < codes; i++) {
		if (is_category(t, b->segment, i, size) && !b->merged[i])
			add_group(d, b, i);
	}
	if (other > 0)
		add_group(d, b, FORM_NONE);
	if (b->n < 2)
		drop_groups(b);
	free(size);
}

static void
break_down(struct disclosed *d, struct breakdown *b, size_t segment)
{
	size_t codes = tally_codes(d->tally, segment);

	b->segment = segment;
	b->merged = mem_new(codes, sizeof(*b->merged));
	b->part = mem_new(codes + 1, sizeof(*b->part));
	form_groups(d, b);
}

void
disclosed_merge(struct disclosed *d, size_t breakdown, const bool *codes)
{
	struct breakdown *b = &d->breakdown[breakdown];

	for (size_t i = 0; i < tally_codes(d->tally, b->segment); i++)
		b->merged[i] |= codes[i];
	form_groups(d, b);
}

void
disclosed_drop(struct disclosed *d, size_t breakdown)
{
	drop_groups(&d->breakdown[breakdown]);
}

struct disclosed *
disclosed_new(const struct tally *t, uint32_t k, struct error *err)
{
	struct disclose_rules rules = {.k = k};

	return disclosed_by(t, &rules, err);
}

static void precisions_make(struct disclosed *d);

struct disclosed *
disclosed_by(const struct tally *t, const struct disclose_rules *rules,
	     struct error *err)
{
	uint32_t k = rules->k < DISCLOSE_FLOOR ? DISCLOSE_FLOOR : rules->k;
	struct disclosed *d;

	if (tally_people(t) < k) {
		error_set(err,
			  "%" PRIu64 " answers are fewer than %" PRIu32
			  ": statistics of so few people would be about "
			  "persons, so none are written",
			  tally_people(t), k);
		return NULL;
	}
	d = mem_new(1, sizeof(*d));
	d->tally = t;
	d->k = k;
	d->headcounts = rules->headcounts;
	d->all = tally_counts(t, FORM_NONE, NULL);
	d->n_breakdowns = tally_segments(t);
	d->breakdown = mem_new(d->n_breakdowns + 1, sizeof(*d->breakdown));
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		break_down(d, &d->breakdown[i], i);
		if (rules->without && rules->without[i])
			disclosed_drop(d, i);
	}
	precisions_make(d);
	return d;
}

void
disclosed_free(struct disclosed *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		drop_groups(&d->breakdown[i]);
		free(d->breakdown[i].part);
		free(d->breakdown[i].merged);
	}
	for (size_t i = 0; i < tally_form(d->tally)->n_questions; i++)
		free(d->precision[i].banded);
	free(d->precision);
	free(d->topic);
	free(d->breakdown);
	counts_free(d->all);
	free(d);
}

/* ---- bases ---- */

enum status
base_status(const struct disclosed *d, uint64_t base)
{
	if (base == 0)
		return STATUS_UNDEFINED;
	return base < d->k ? STATUS_WITHHELD : STATUS_OK;
}

/* The smallest group that is still told; FORM_NONE: there is none. */
static size_t
smallest_told(const struct breakdown *b, const uint64_t *base,
	      const enum status *status)
{
	size_t found = FORM_NONE;

	for (size_t i = 0; i < b->n; i++) {
		if (status[i] == STATUS_OK &&
		    (found == FORM_NONE || base[i] < base[found]))
			found = i;
	}
	return found;
}

void
group_status(const struct disclosed *d, const struct breakdown *b,
	     const uint64_t *base, uint64_t least, enum status *out)
{
	uint64_t hidden = 0;
	size_t n = 0, next;

	for (size_t i = 0; i < b->n; i++) {
		bool few = MERGES &&
			(base[i] < d->k || b->part[i].counts->people < least);

		out[i] = few ? STATUS_WITHHELD : STATUS_OK;
		n += few;
		hidden += few ? base[i] : 0;
	}
	while (n > 0 && (n < 2 || hidden < d->k) &&
	       (next = smallest_told(b, base, out)) != FORM_NONE) {
		out[next] = STATUS_WITHHELD;
		hidden += base[next];
		n++;
	}
}

void
question_group_status(const struct disclosed *d, size_t question,
		      const struct breakdown *b, const uint64_t *base,
		      enum status *out)
{
	group_status(d, b, base, split_least(d->tally, question), out);
	for (size_t i = 0; i < b->n; i++) {
		if (d->precision[question].groups[b->segment] >=
			    GROUPS_WITHHELD &&
		    !d->analysts)
			out[i] = STATUS_WITHHELD;
	}
}

/* ---- the states of a question ---- */

static bool
is_segment(const struct tally *t, const struct question *q)
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
	    is_segment(t, q))
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

static const struct question *
question_of(const struct disclosed *d, size_t question)
{
	return &tally_form(d->tally)->question[question];
}

static bool
is_habit(const struct disclosed *d, size_t question)
{
	return question_of(d, question)->role == ROLE_HABIT;
}

/* Were it a band only for all and all but one, that it is one would say so: who
 * knows the rule shall find ALIKE counts possible. */
enum { ALIKE = 3 };

static bool
is_nearly_all(uint64_t x, uint64_t n)
{
	return n > 0 && x + ALIKE > n && band_of(x, n).to == 100;
}

static bool
is_few_or_most(uint64_t x, uint64_t n)
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
	if (!is_few_or_most(x, n)) {
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
	return told_in_steps(x, n, p->step, is_habit(d, question));
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
	return told_in_steps(x, n, p->option_step, is_habit(d, question));
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

/* ---- how exactly ---- */

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
	const struct question *q = question_of(d, question);

	if (!d->precision[question].exact || !q->risky)
		return true;
	return q->risky[a] == q->risky[b] &&
		(!q->missing || q->missing[a] == q->missing[b]);
}

/* Does an option say too much as a number: nearly everybody, or of a habit few
 * or most? */
static bool
says_too_much(const struct disclosed *d, size_t question, size_t option)
{
	const struct question *q = question_of(d, question);
	uint64_t n = counts_state(d->all, question, STATE_ANSWERED);
	uint64_t x = counts_option(d->all, question, option);

	if (q->missing && q->missing[option] != CHOICE_ANSWERS)
		return false;
	return is_nearly_all(x, option_base(d, question)) ||
		(is_habit(d, question) && is_few_or_most(x, n));
}

/* Can the number of a banded option of 1 to k - 1 people, or of all or all
 * but one, be had from the others? */
static bool
follows(const struct disclosed *d, size_t question, size_t option)
{
	uint64_t x = counts_option(d->all, question, option);
	uint64_t n = 0, least = 0, most = 0;
	struct told own = told_option(d, question, option);

	for (size_t i = 0; i < question_of(d, question)->list->n; i++) {
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

	for (size_t i = 0; i < question_of(d, question)->list->n; i++) {
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

	for (size_t i = 0; i < question_of(d, question)->list->n; i++) {
		if (!p->banded[i] &&
		    !is_told_apart(question_of(d, question), i) &&
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

	while (adds_up(question_of(d, question)) && any_follows(d, question)) {
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
	const struct question *q = question_of(d, question);
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
	const struct question *q = question_of(d, question);
	struct precision *p = &d->precision[question];

	for (size_t i = 0; p->banded && i < q->list->n; i++)
		p->banded[i] = !is_told_apart(q, i);
	p->option_step = p->step;
	if (p->banded)
		guard_options(d, question);
	widen_options(d, question);
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
		(kind == SPLIT_RISK && is_habit(d, question) &&
		 (is_few_or_most(s.n[0], s.base) ||
		  is_few_or_most(s.n[1], s.base)));
}

/* Where everybody gave an answer, but which ones is told, that is no secret:
 * the number of those who did not is a band of its own. */
static void
band_dont_know(struct disclosed *d, size_t question)
{
	const struct question *q = question_of(d, question);
	struct precision *p = &d->precision[question];

	for (size_t i = 0; p->banded && i < q->list->n; i++) {
		if (q->missing && q->missing[i] == CHOICE_DONT_KNOW)
			p->banded[i] = true;
	}
}

static void
precision_make(struct disclosed *d, size_t question)
{
	const struct question *q = question_of(d, question);
	struct precision *p = &d->precision[question];

	p->exact = true;
	p->step = p->option_step = 0;
	if (!p->banded && (question_is_select(q) || q->type == TYPE_RANK))
		p->banded = mem_new(q->list->n + 1, sizeof(*p->banded));
	if (counts_state(d->all, question, STATE_ANSWERED) == 0 ||
	    is_segment(d->tally, q))
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

static void
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
