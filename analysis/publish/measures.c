#include "analysis/publish/measures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/panel.h"
#include "analysis/publish/weighting.h"
#include "analysis/statistics/topic_error.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

struct measures {
	struct arena *arena;
	const struct disclosed *d;
	const struct form *form;
	const struct headcounts *headcounts;
	uint64_t invited;
	struct angoff *angoff; /* by topic, or NULL */
	struct pitch_input in;
};

/* ---- topics and items ---- */

/* What just suffices is the upper cut; the lower one stays under it. */
static struct cuts
cuts_of_judges(struct cuts cuts, double judged)
{
	static const struct cuts by_default = LEVEL_DEFAULT_CUTS;
	double low = isnan(cuts.low) ? by_default.low : cuts.low;

	return (struct cuts){fmin(low, judged), judged};
}

/* What the files name replaces what the questionnaire says. */
static void
take_files(const struct measures *m, const struct cuts *cuts,
	   const double *risk, struct pitch_topic *topic)
{
	for (size_t i = 0; i < m->form->n_topics; i++) {
		if (!isnan(cuts[i].low)) {
			topic[i].cuts = cuts[i];
			topic[i].cuts_from = SOURCE_FILE;
		}
		if (!isnan(risk[i])) {
			topic[i].risk = risk[i];
			topic[i].risk_from = SOURCE_FILE;
		}
		if (m->angoff[i].judges > 0) {
			topic[i].cuts =
				cuts_of_judges(topic[i].cuts, m->angoff[i].cut);
			topic[i].cuts_from = SOURCE_JUDGES;
		}
	}
}

/* Files win over the questionnaire, judges over a file of cuts. */
static bool
read_wishes(struct measures *m, const struct pitch_wishes *w,
	    struct pitch_topic *topic, struct error *err)
{
	size_t n = m->form->n_topics;
	struct problems problems = PROBLEMS_INIT;
	struct cuts *cuts = arena_alloc(m->arena, n + 1, sizeof(*cuts));
	double *risk = arena_alloc(m->arena, n + 1, sizeof(*risk));
	bool good = true;

	m->angoff = arena_alloc(m->arena, n + 1, sizeof(*m->angoff));
	for (size_t i = 0; i < n; i++) {
		cuts[i] = (struct cuts){NAN, NAN};
		risk[i] = NAN;
	}
	if (w->cuts)
		good &= panel_cuts(w->cuts, m->form, cuts, &problems, err);
	if (w->risks)
		good &= panel_risks(w->risks, m->form, risk, &problems, err);
	if (w->judges)
		good &= panel_judges(w->judges, m->form, m->angoff, &problems,
				     err);
	if (good)
		take_files(m, cuts, risk, topic);
	else
		problems_fail(&problems, err);
	problems_release(&problems);
	return good;
}

static bool
take_topics(struct measures *m, const struct pitch_wishes *w, struct error *err)
{
	size_t n = m->form->n_topics;
	struct pitch_topic *topic =
		arena_alloc(m->arena, n + 1, sizeof(*topic));

	for (size_t i = 0; i < n; i++) {
		const struct topic *t = &m->form->topic[i];

		topic[i].code = t->code;
		topic[i].cuts = (struct cuts){t->cut1, t->cut2};
		if (isnan(t->cut1) || isnan(t->cut2))
			topic[i].cuts = (struct cuts){NAN, NAN};
		topic[i].risk = t->risk;
		topic[i].cuts_from = topic[i].risk_from = SOURCE_FORM;
		topic[i].points = tally_items(m->d->tally, i);
	}
	m->in.topic = topic;
	m->in.n_topics = n;
	return read_wishes(m, w, topic, err);
}

static struct pitch_option
option_of(const struct measures *m, const struct question *q, size_t k)
{
	struct pitch_option o = {.wrong = !q->key[k]};
	size_t at = FORM_NONE;

	if (q->missing && q->missing[k] != CHOICE_ANSWERS)
		o.wrong = false;
	o.code = question_misconception(q, q->list->choice[k].name);
	if (o.code)
		at = form_find_misconception(m->form, o.code);
	if (at != FORM_NONE)
		o.direction = m->form->misconception[at].direction;
	return o;
}

static void
take_items(struct measures *m)
{
	const size_t *list = tally_item_list(m->d->tally, FORM_NONE);
	size_t n = tally_items(m->d->tally, FORM_NONE);
	struct pitch_item *item = arena_alloc(m->arena, n + 1, sizeof(*item));

	for (size_t i = 0; i < n; i++) {
		const struct question *q = &m->form->question[list[i]];
		struct pitch_option *option;

		item[i].topic = q->topic ? form_find_topic(m->form, q->topic)
					 : FORM_NONE;
		/* what may not be told of its options is no wrong answer */
		if (q->type != TYPE_SELECT_ONE || !q->key ||
		    option_status(m->d, list[i]) != STATUS_OK)
			continue;
		option = arena_alloc(m->arena, q->list->n, sizeof(*option));
		for (size_t k = 0; k < q->list->n; k++)
			option[k] = option_of(m, q, k);
		item[i].option = option;
		item[i].n_options = q->list->n;
	}
	m->in.item = item;
	m->in.n_items = n;
}

/* ---- one group ---- */

/*
 * Levels and kinds of text are told, and with other cuts they are told again:
 * whoever tries many would find the shares that they rest on. So in a release
 * they rest on what is told of a question, and tell no more than it does.
 */

/* Whose answers: everybody's (b and part NULL), or a part's. */
struct whose {
	const struct breakdown *b;
	const struct part *part;
	const struct counts *counts;
};

/* May the question be told of these people? */
static bool
is_told(const struct measures *m, size_t question, const struct whose *w)
{
	const struct breakdown *b = w->b;
	enum status *status;
	uint64_t *n;
	bool told;

	if (!b || m->d->analysts)
		return true;
	n = mem_new(b->n + 1, sizeof(*n));
	status = mem_new(b->n + 1, sizeof(*status));
	for (size_t i = 0; i < b->n; i++) {
		struct outcome o = counts_outcome(b->part[i].counts, question);

		n[i] = split_of(m->d->tally, question, &o).base;
	}
	question_group_status(m->d, question, b, n, status);
	told = status[w->part - b->part] == STATUS_OK;
	free(status);
	free(n);
	return told;
}

static struct split
split_in(const struct measures *m, size_t question, const struct whose *w)
{
	struct outcome o = counts_outcome(w->counts, question);

	return split_of(m->d->tally, question, &o);
}

/* The band of the first state, 0 to 1: no wider than a number where it is
 * exact. */
static void
told_first(const struct measures *m, size_t question, const struct whose *w,
	   const struct split *s, double *low, double *high)
{
	struct told t = w->b
		? told_group(m->d, question, w->b->segment, s->n[0], s->base)
		: told_state(m->d, question, s->n[0], s->base);

	*low = t.exact ? proportion(s->n[0], s->base) : t.band.from / 100.0;
	*high = t.exact ? *low : t.band.to / 100.0;
}

/* As many people as the told shares say. */
static void
put_told_counts(const struct measures *m, size_t question,
		const struct whose *w, struct pitch_count *out)
{
	struct split s = split_in(m, question, w);
	double share[DISCLOSE_STATES];

	if (s.base == 0 || !is_told(m, question, w))
		return;
	told_shares(m->d, question, w->b, &s, share);
	out->right = (uint64_t)llround(share[0] * (double)s.base);
	out->wrong = (uint64_t)llround(share[1] * (double)s.base);
	if (out->wrong > s.base - out->right)
		out->wrong = s.base - out->right;
	out->dont_know = s.base - out->right - out->wrong;
}

static const struct pitch_count *
counts_of(const struct measures *m, const struct whose *w)
{
	const size_t *list = tally_item_list(m->d->tally, FORM_NONE);
	struct pitch_count *count =
		arena_alloc(m->arena, m->in.n_items + 1, sizeof(*count));

	for (size_t i = 0; i < m->in.n_items; i++) {
		struct states s = counts_states(w->counts, list[i]);
		uint64_t *option;

		count[i] = (struct pitch_count){
			.informed = s.informed,
			.tentative = s.tentative,
			.uninformed = s.uninformed,
			.confidently_wrong = s.confidently_wrong,
		};
		put_told_counts(m, list[i], w, &count[i]);
		if (!m->in.item[i].option)
			continue;
		option = arena_alloc(m->arena, m->in.item[i].n_options,
				     sizeof(*option));
		for (size_t k = 0; k < m->in.item[i].n_options; k++)
			option[k] = counts_option(w->counts, list[i], k);
		count[i].option = option;
		count[i].chose_wrong = counts_outcome(w->counts, list[i]).wrong;
	}
	return count;
}

/* Does a list of words, parted by blanks, hold the word? */
static bool
has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (; list && *list != '\0'; list += strcspn(list, " ")) {
		list += strspn(list, " ");
		if (strncmp(list, word, n) == 0 &&
		    (list[n] == '\0' || list[n] == ' '))
			return true;
	}
	return false;
}

static void
take_habits(const struct measures *m, const struct whose *w, size_t topic,
	    struct pitch_measure *out)
{
	const char *code = m->form->topic[topic].code;

	out->exposure = out->habit = NAN;
	for (size_t i = 0; i < m->form->n_questions; i++) {
		const struct question *q = &m->form->question[i];
		double shares[DISCLOSE_STATES], share;
		struct split s;
		uint64_t base;

		if (split_kind(m->d->tally, i) != SPLIT_RISK)
			continue;
		s = split_in(m, i, w);
		base = s.base;
		if (base < m->d->k || !is_told(m, i, w))
			continue;
		told_shares(m->d, i, w->b, &s, shares);
		share = shares[0];
		if (has_word(q->exposes, code))
			out->exposure = fmax(share, out->exposure);
		if (q->role == ROLE_HABIT && q->topic &&
		    strcmp(q->topic, code) == 0 && !(share <= out->habit)) {
			out->habit = share;
			out->habit_base = base;
			out->habit_question = q->name;
		}
	}
}

/* Where the mean share right of a topic's items may lie, and by how much that
 * adds to its error: the bands told of them, each as likely anywhere in it. */
struct known_band {
	double low, high, error; /* NAN: no item */
	uint64_t base;		 /* the smallest of an item */
};

static struct known_band
known_band(const struct measures *m, const struct whose *w, size_t topic)
{
	const size_t *list = tally_item_list(m->d->tally, FORM_NONE);
	struct known_band k = {0, 0, 0, UINT64_MAX};
	double n = 0, low, high;

	for (size_t i = 0; i < m->in.n_items; i++) {
		struct split s = split_in(m, list[i], w);

		if (m->in.item[i].topic != topic || s.base < m->d->k ||
		    !is_told(m, list[i], w))
			continue;
		told_first(m, list[i], w, &s, &low, &high);
		k.low += low;
		k.high += high;
		k.error += (high - low) * (high - low) / 12;
		k.base = s.base < k.base ? s.base : k.base;
		n++;
	}
	if (n == 0)
		return (struct known_band){NAN, NAN, NAN, 0};
	k = (struct known_band){k.low / n, k.high / n, sqrt(k.error) / n,
				k.base};
	/* analysts see figures, and the levels of a release */
	if (m->d->analysts && w->counts->people < PITCH_BAND_ONLY) {
		struct band b = band_of_mean(k.low, w->counts->people);

		k.low = b.from / 100.0;
		k.high = b.to / 100.0;
	}
	return k;
}

/* Of the mean share right of a topic, as the answers have it; N 0: without
 * correction. */
static double
error_of(const struct measures *m, size_t topic, const struct whose *w,
	 uint64_t N)
{
	struct tally_pairs *p = tally_pairs(m->d->tally, topic,
					    w->b ? w->b->segment : FORM_NONE,
					    w->b ? w->part->codes : NULL);
	double error = NAN;

	if (p) {
		struct topic_pairs pairs = {
			.m = p->n_items,
			.n = p->people,
			.answered = p->answered,
			.both_right = p->both_right,
			.first_right = p->first_right,
		};

		error = topic_error(&pairs, N).error;
	}
	tally_pairs_free(p);
	return error;
}

/* As of one item with the smallest base, which is never too small. */
static double
error_of_one(const struct known_band *k, uint64_t N)
{
	double share = (k->low + k->high) / 2, n = (double)k->base;

	if (N >= k->base)
		n = proportion_effective(k->base, N);
	return sqrt(share * (1 - share) / n);
}

/* How much smaller several items make it, in all staff: 0 to 1. */
static double
shrinkage(const struct measures *m, size_t topic)
{
	struct whose all = {NULL, NULL, m->d->all};
	struct known_band band = known_band(m, &all, topic);
	double ratio = error_of(m, topic, &all, 0) / error_of_one(&band, 0);

	/* of all staff told in bands nothing is taken from the answers */
	return told_topic_exactly(m->d, topic) && ratio < 1 ? ratio : 1;
}

/* In a release the error is made of what is told as well: from it and the level
 * of a group the share would follow. */
static double
told_error(const struct measures *m, size_t topic, const struct whose *w,
	   const struct known_band *band, uint64_t staff)
{
	if (m->d->analysts || (!w->b && told_topic_exactly(m->d, topic)))
		return error_of(m, topic, w, staff);
	return hypot(error_of_one(band, staff) * shrinkage(m, topic),
		     band->error);
}

static const struct pitch_measure *
measures_of(const struct measures *m, const struct whose *w, uint64_t staff)
{
	struct pitch_measure *out =
		arena_alloc(m->arena, m->in.n_topics + 1, sizeof(*out));

	for (size_t i = 0; i < m->in.n_topics; i++) {
		struct known_band band = known_band(m, w, i);

		take_habits(m, w, i, &out[i]);
		out[i].error = told_error(m, i, w, &band, staff);
		out[i].band_low = band.low;
		out[i].band_high = band.high;
	}
	return out;
}

/* ---- the groups ---- */

/* Headcount of a part: that of its categories, 0 where one is not known. */
static uint64_t
staff_of(const struct measures *m, const struct breakdown *b,
	 const struct part *part)
{
	const struct question *q = tally_segment(m->d->tally, b->segment);
	size_t codes = tally_codes(m->d->tally, b->segment);
	uint64_t sum = 0;

	if (!headcounts_has(m->headcounts, q) || part->codes[codes - 1])
		return 0;
	for (size_t i = 0; i + 1 < codes; i++) {
		if (part->codes[i])
			sum += headcounts_of(m->headcounts, q, i);
	}
	return sum < part->counts->people ? 0 : sum;
}

/* In needs; 0 where it is not known, as where more answered than there are. */
static double
stands_for(const struct measures *m, const struct breakdown *b,
	   const struct part *part)
{
	size_t none = tally_codes(m->d->tally, b->segment) - 1;

	if (!headcounts_has(m->headcounts,
			    tally_segment(m->d->tally, b->segment)) ||
	    (!part->codes[none] && staff_of(m, b, part) == 0))
		return 0;
	return weighting_stands_for(m->d, m->headcounts, m->invited, b, part);
}

/* Needs are told: only of a breakdown whose groups all may tell figures. */
static size_t
breakdown_of_needs(const struct disclosed *d)
{
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		const struct breakdown *b = &d->breakdown[i];
		uint64_t people = 0;
		bool large = b->n > 0;

		for (size_t k = 0; k < b->n; k++) {
			people += b->part[k].counts->people;
			large = large &&
				b->part[k].counts->people >= PITCH_NUMBERS;
		}
		if (large && people == d->all->people)
			return i;
	}
	return FORM_NONE;
}

static struct pitch_group
group_of(const struct measures *m, const struct breakdown *b,
	 const struct part *part)
{
	uint64_t staff = staff_of(m, b, part);
	struct whose w = {b, part, part->counts};

	return (struct pitch_group){
		.segment = tally_segment(m->d->tally, b->segment)->name,
		.name = part->name,
		.label = part->label,
		.people = part->counts->people,
		.staff = staff,
		.stands_for = stands_for(m, b, part),
		.count = counts_of(m, &w),
		.measure = measures_of(m, &w, staff),
	};
}

static void
take_groups(struct measures *m)
{
	const struct disclosed *d = m->d;
	struct whose everybody = {NULL, NULL, d->all};
	size_t needs = breakdown_of_needs(d), n = 0;
	struct pitch_group *group;

	m->in.all.people = d->all->people;
	m->in.all.staff = m->invited;
	m->in.all.count = counts_of(m, &everybody);
	m->in.all.measure = measures_of(m, &everybody, m->invited);
	for (size_t i = 0; i < d->n_breakdowns; i++)
		n += d->breakdown[i].n;
	group = arena_alloc(m->arena, n + 1, sizeof(*group));
	m->in.group = group;
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		for (size_t k = 0; k < d->breakdown[i].n; k++) {
			struct pitch_group *g = &group[m->in.n_groups++];

			*g = group_of(m, &d->breakdown[i],
				      &d->breakdown[i].part[k]);
			g->in_need = i == needs;
		}
	}
}

/* ---- all of it ---- */

struct measures *
measures_new(const struct disclosed *d, const struct headcounts *headcounts,
	     uint64_t invited, const struct pitch_wishes *wishes,
	     struct error *err)
{
	static const struct share_out rules = WORDS_SHARE_OUT;
	struct arena *arena = arena_new();
	struct measures *m = arena_alloc(arena, 1, sizeof(*m));

	m->arena = arena;
	m->d = d;
	m->form = tally_form(d->tally);
	m->headcounts = headcounts;
	m->invited = invited;
	m->in.minimum = d->k;
	m->in.minutes = wishes->minutes > 0 ? wishes->minutes : NAN;
	m->in.wpm = wishes->wpm > 0 ? wishes->wpm : NAN;
	m->in.seed = wishes->seed;
	m->in.rules = rules;
	if (!take_topics(m, wishes, err)) {
		measures_free(m);
		return NULL;
	}
	take_items(m);
	take_groups(m);
	return m;
}

void
measures_free(struct measures *m)
{
	if (m)
		arena_free(m->arena);
}

const struct pitch_input *
measures_input(const struct measures *m)
{
	return &m->in;
}

const struct question *
measures_item(const struct measures *m, size_t item)
{
	return &m->form->question[tally_item_list(m->d->tally,
						  FORM_NONE)[item]];
}

struct angoff
measures_angoff(const struct measures *m, size_t topic)
{
	return m->angoff[topic];
}

const struct choice *
measures_option(const struct measures *m, size_t item, size_t option)
{
	return &measures_item(m, item)->list->choice[option];
}
