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
	const char *choice = q->list->choice[k].name;

	if (q->missing && q->missing[k] != CHOICE_ANSWERS)
		o.wrong = false;
	for (size_t i = 0; i < q->n_misconceptions; i++) {
		size_t at;

		if (strcmp(q->misconception[i].choice, choice) != 0)
			continue;
		o.code = q->misconception[i].code;
		at = form_find_misconception(m->form, o.code);
		if (at != FORM_NONE)
			o.direction = m->form->misconception[at].direction;
	}
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

static const struct pitch_count *
counts_of(const struct measures *m, const struct counts *c)
{
	const size_t *list = tally_item_list(m->d->tally, FORM_NONE);
	struct pitch_count *count =
		arena_alloc(m->arena, m->in.n_items + 1, sizeof(*count));

	for (size_t i = 0; i < m->in.n_items; i++) {
		struct outcome o = counts_outcome(c, list[i]);
		struct states s = counts_states(c, list[i]);
		uint64_t *option;

		count[i] = (struct pitch_count){
			.right = o.right,
			.wrong = o.wrong,
			.dont_know = o.dont_know,
			.informed = s.informed,
			.tentative = s.tentative,
			.uninformed = s.uninformed,
			.confidently_wrong = s.confidently_wrong,
		};
		if (!m->in.item[i].option)
			continue;
		option = arena_alloc(m->arena, m->in.item[i].n_options,
				     sizeof(*option));
		for (size_t k = 0; k < m->in.item[i].n_options; k++)
			option[k] = counts_option(c, list[i], k);
		count[i].option = option;
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
take_habits(const struct measures *m, const struct counts *c, size_t topic,
	    struct pitch_measure *out)
{
	const char *code = m->form->topic[topic].code;

	out->exposure = out->habit = NAN;
	for (size_t i = 0; i < m->form->n_questions; i++) {
		const struct question *q = &m->form->question[i];
		struct outcome o;
		uint64_t base;
		double share;

		if (!q->risky || !question_is_asked(q))
			continue;
		o = counts_outcome(c, i);
		base = o.substantive + o.dont_know;
		share = proportion(o.risky, base);
		if (base < m->d->k)
			continue;
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

static double
mean_share(const struct measures *m, const struct pitch_count *count,
	   size_t topic)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < m->in.n_items; i++) {
		uint64_t base =
			count[i].right + count[i].wrong + count[i].dont_know;

		if (m->in.item[i].topic != topic || base < m->d->k)
			continue;
		sum += proportion(count[i].right, base);
		n++;
	}
	return n == 0 ? NAN : sum / (double)n;
}

/* segment FORM_NONE: everybody. */
static const struct pitch_measure *
measures_of(const struct measures *m, const struct counts *c,
	    const struct pitch_count *count, size_t segment, const bool *codes,
	    uint64_t staff)
{
	struct pitch_measure *out =
		arena_alloc(m->arena, m->in.n_topics + 1, sizeof(*out));

	for (size_t i = 0; i < m->in.n_topics; i++) {
		struct tally_pairs *p =
			tally_pairs(m->d->tally, i, segment, codes);
		double share = mean_share(m, count, i);

		out[i].error = out[i].band_low = out[i].band_high = NAN;
		if (p) {
			struct topic_pairs pairs = {
				.m = p->n_items,
				.n = p->people,
				.answered = p->answered,
				.both_right = p->both_right,
				.first_right = p->first_right,
			};

			out[i].error = topic_error(&pairs, staff).error;
		}
		tally_pairs_free(p);
		take_habits(m, c, i, &out[i]);
		if (c->people < PITCH_BAND_ONLY && !isnan(share)) {
			struct band b = band_of_mean(share, c->people);

			out[i].band_low = b.from / 100.0;
			out[i].band_high = b.to / 100.0;
		}
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
	const struct pitch_count *count = counts_of(m, part->counts);

	return (struct pitch_group){
		.segment = tally_segment(m->d->tally, b->segment)->name,
		.name = part->name,
		.label = part->label,
		.people = part->counts->people,
		.staff = staff,
		.stands_for = stands_for(m, b, part),
		.count = count,
		.measure = measures_of(m, part->counts, count, b->segment,
				       part->codes, staff),
	};
}

static void
take_groups(struct measures *m)
{
	const struct disclosed *d = m->d;
	size_t needs = breakdown_of_needs(d), n = 0;
	struct pitch_group *group;

	m->in.all.people = d->all->people;
	m->in.all.staff = m->invited;
	m->in.all.count = counts_of(m, d->all);
	m->in.all.measure = measures_of(m, d->all, m->in.all.count, FORM_NONE,
					NULL, m->invited);
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
