#include "analysis/pitch/pitch.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/pitch/pitch_private.h"
#include "questions/base/mem.h"

#define CUTS_MOVE .10

/* ---- cuts and risks ---- */

/* domain.md 4.2 */
static const struct {
	const char *code;
	double risk;
} default_risks[] = {
	{"CON", 5}, {"PUB", 4}, {"COL", 4}, {"CNT", 4}, {"SPK", 4}, {"SET", 3},
	{"IDN", 3}, {"TIM", 3}, {"IMP", 3}, {"CDT", 3}, {"OVR", 2},
};

double
pitch_default_risk(const char *code)
{
	size_t i;

	for (i = 0; i < sizeof default_risks / sizeof *default_risks; i++)
		if (strcmp(code, default_risks[i].code) == 0)
			return default_risks[i].risk;
	return 3;
}

static bool
same(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

/* What the questionnaire ships with is a default as well: nobody has met. */
static struct settled
settle(const struct pitch_topic *t)
{
	const struct cuts usual = LEVEL_DEFAULT_CUTS;
	struct settled s = {t->cuts, t->risk, false, false};

	if (isnan(s.cuts.low))
		s.cuts.low =
			fmin(usual.low, isnan(s.cuts.high) ? 1 : s.cuts.high);
	if (isnan(s.cuts.high))
		s.cuts.high = fmax(usual.high, s.cuts.low);
	if (isnan(s.risk))
		s.risk = pitch_default_risk(t->code);
	assert(s.cuts.low <= s.cuts.high && s.risk >= 1 && s.risk <= 5);
	s.default_cuts = t->cuts_from == SOURCE_FORM &&
		same(s.cuts.low, usual.low) && same(s.cuts.high, usual.high);
	s.default_risk = t->risk_from == SOURCE_FORM &&
		same(s.risk, pitch_default_risk(t->code));
	return s;
}

/* ---- needs ---- */

static double
priority(const struct making *m, const struct measured *of, size_t topic,
	 double known)
{
	return words_priority(words_gap(known, m->settled[topic].cuts.high),
			      of->view.exposure, m->settled[topic].risk);
}

/* By headcount where all groups have one, else by answers. */
static double
weight_of(const struct pitch_input *in, size_t group)
{
	size_t g;

	for (g = 0; g < in->n_groups; g++)
		if (in->group[g].in_need && !(in->group[g].stands_for > 0))
			return (double)in->group[group].people;
	return in->group[group].stands_for;
}

void
making_needs(const struct making *m, const double *all, const double *group,
	     double *out)
{
	const struct pitch_input *in = m->in;
	size_t n = in->n_topics, t, g;

	for (t = 0; t < n; t++) {
		double sum = 0, weights = 0, w, known;

		for (g = 0; g < in->n_groups; g++) {
			if (!in->group[g].in_need)
				continue;
			known = group[g * n + t];
			w = weight_of(in, g);
			weights += w;
			sum += w *
				priority(m, &m->group[g * n + t], t,
					 isnan(known) ? all[t] : known);
		}
		out[t] = weights > 0 ? sum / weights
				     : priority(m, &m->all[t], t, all[t]);
	}
}

static unsigned
rank_of(const double *need, size_t n, size_t topic)
{
	unsigned rank = 1;
	size_t t;

	if (isnan(need[topic]))
		return 0;
	for (t = 0; t < n; t++)
		rank += need[t] > need[topic];
	return rank;
}

static void
widen(struct pitch *p, const double *need)
{
	struct pitch_range *r;
	unsigned rank;
	size_t t;

	for (t = 0; t < p->n_topics; t++) {
		rank = rank_of(need, p->n_topics, t);
		r = &p->topic[t].ranks;
		if (rank < r->low)
			r->low = rank;
		if (rank > r->high)
			r->high = rank;
	}
}

/* One risk at a time one up or down, within 1 to 5. */
static void
move_risks(struct making *m, double *need)
{
	struct pitch *p = m->pitch;
	double risk, was, moved;
	size_t t;
	int by;

	for (t = 0; t < p->n_topics; t++) {
		risk = m->settled[t].risk;
		was = need[t];
		for (by = -1; by <= 1; by += 2) {
			moved = fmin(fmax(risk + by, 1), 5);
			need[t] = was * moved / risk;
			widen(p, need);
		}
		need[t] = was;
	}
}

static void
make_needs(struct making *m, double *need)
{
	size_t n = m->in->n_topics, i;
	double *all = mem_new(n + 1, sizeof(*all));
	double *group = mem_new(n * m->in->n_groups + 1, sizeof(*group));
	struct pitch_result *r;

	for (i = 0; i < n; i++)
		all[i] = m->all[i].view.known;
	for (i = 0; i < n * m->in->n_groups; i++)
		group[i] = m->group[i].view.known;
	making_needs(m, all, group, need);
	for (i = 0; i < n; i++) {
		r = &m->pitch->topic[i];
		r->need = need[i];
		r->rank = rank_of(need, n, i);
		r->ranks.low = r->ranks.high = r->rank;
	}
	move_risks(m, need);
	free(all);
	free(group);
}

/* ---- wrong answers ---- */

static size_t
count_options(const struct pitch_input *in)
{
	size_t n = 0, i;

	for (i = 0; i < in->n_items; i++)
		n += in->item[i].n_options;
	return n;
}

static struct wrong_option
wrong_option(const struct making *m, size_t item, size_t option)
{
	const struct pitch_item *it = &m->in->item[item];
	const struct pitch_count *c = &m->in->all.count[item];
	uint64_t staff = m->in->all.staff;
	struct wrong_option o = {
		.item = item,
		.option = option,
		.code = it->option[option].code,
		.direction = it->option[option].direction,
		.chosen = c->option[option],
		.wrong = c->chose_wrong > 0 ? c->chose_wrong : c->wrong,
		.base = c->right + c->wrong + c->dont_know,
		.risk = m->settled[it->topic].risk,
		.exposure = m->all[it->topic].view.exposure,
	};

	o.staff = staff >= o.base ? staff : 0;
	return o;
}

static size_t
list_options(const struct making *m, struct wrong_option *out)
{
	const struct pitch_input *in = m->in;
	size_t n = 0, i, o;

	for (i = 0; i < in->n_items; i++) {
		if (in->item[i].topic == FORM_NONE ||
		    in->all.count[i].option == NULL)
			continue;
		for (o = 0; o < in->item[i].n_options; o++)
			if (in->item[i].option[o].wrong)
				out[n++] = wrong_option(m, i, o);
	}
	return n;
}

static void
make_answers(struct making *m)
{
	size_t room = count_options(m->in) + 1, i;
	struct wrong_option *option = mem_new(room, sizeof(*option)), *o;
	struct wrong_answer *test = mem_new(room, sizeof(*test));
	struct pitch *p = m->pitch;
	struct pitch_answer *a;

	p->n_answers = list_options(m, option);
	p->answer = mem_new(p->n_answers + 1, sizeof(*p->answer));
	misconceptions_test(option, p->n_answers, m->in->minimum, test);
	for (i = 0; i < p->n_answers; i++) {
		o = &option[test[i].index];
		a = &p->answer[i];
		a->topic = m->in->item[o->item].topic;
		a->item = o->item;
		a->option = o->option;
		a->code = o->code;
		a->direction = o->direction;
		a->test = test[i];
		p->n_common += a->test.common;
	}
	free(option);
	free(test);
}

size_t
pitch_next(const struct pitch *p, enum direction direction, size_t from)
{
	for (; from < p->n_common; from++)
		if (p->answer[from].direction == direction)
			return from;
	return p->n_answers;
}

/* Common wrong ideas of a topic: one idea behind two answers is explained
 * once. */
static size_t
count_ideas(const struct pitch *p, size_t topic)
{
	const struct pitch_answer *a, *b;
	size_t n = 0, i, j;

	for (i = 0; i < p->n_common; i++) {
		a = &p->answer[i];
		if (a->topic != topic)
			continue;
		for (j = 0; j < i && a->code != NULL; j++) {
			b = &p->answer[j];
			if (b->topic == topic && b->code != NULL &&
			    strcmp(a->code, b->code) == 0)
				break;
		}
		n += a->code == NULL || j == i;
	}
	return n;
}

/* ---- words ---- */

static unsigned
needed_with(const struct making *m, size_t topic, double by,
	    struct level_pitch *level)
{
	struct cuts cuts = cuts_moved(m->settled[topic].cuts, by);
	const struct measured *of = &m->all[topic];
	struct content c = m->pitch->topic[topic].content;

	*level = measured_level(of, of->view.known, cuts);
	c.level = level->level;
	c.mode = measured_mode(of, of->view.known, cuts).mode;
	return words_needed(&c);
}

static void
make_content(struct making *m, size_t topic)
{
	struct pitch_result *r = &m->pitch->topic[topic];
	struct level_pitch level;

	r->content.points = m->in->topic[topic].points;
	r->content.wrong_ideas = count_ideas(m->pitch, topic);
	r->content.level = r->all.level.level;
	r->content.mode = r->all.mode.mode;
	r->needed = needed_with(m, topic, 0, &level);
	r->needed_if_lower = needed_with(m, topic, -CUTS_MOVE, &r->if_lower);
	r->needed_if_higher = needed_with(m, topic, CUTS_MOVE, &r->if_higher);
}

static unsigned
sum_of(const unsigned *x, size_t n)
{
	unsigned sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += x[i];
	return sum;
}

unsigned
making_words(const struct making *m, const unsigned *needed, const double *need,
	     unsigned *words)
{
	struct share_out rules = m->in->rules;
	size_t n = m->in->n_topics;
	unsigned sum = sum_of(needed, n);

	if (isnan(m->in->minutes) || sum <= m->limit) {
		memcpy(words, needed, n * sizeof(*words));
		return sum;
	}
	rules.total = m->limit;
	words_share(&rules, need, n, words);
	return sum_of(words, n);
}

static void
make_words(struct making *m, const double *need)
{
	size_t n = m->in->n_topics, t;
	unsigned *needed = mem_new(n + 1, sizeof(*needed));
	unsigned *words = mem_new(n + 1, sizeof(*words));
	struct pitch_totals *totals = &m->pitch->totals;
	struct pitch_result *r;

	for (t = 0; t < n; t++) {
		make_content(m, t);
		needed[t] = m->pitch->topic[t].needed;
	}
	totals->words = making_words(m, needed, need, words);
	for (t = 0; t < n; t++) {
		r = &m->pitch->topic[t];
		r->words = words[t];
		r->fit = words_fit(&r->content, r->words);
	}
	free(needed);
	free(words);
}

static void
make_totals(struct making *m)
{
	struct pitch_totals *s = &m->pitch->totals;
	const struct pitch_result *r;
	size_t n = m->in->n_topics, i;
	bool measured = false;

	s->certainty = s->one_text = true;
	for (i = 0; i < n; i++) {
		r = &m->pitch->topic[i];
		s->needed += r->needed;
		s->needed_if_lower += r->needed_if_lower;
		s->needed_if_higher += r->needed_if_higher;
		s->left_out += r->fit.left_out > 0;
		s->default_cuts = s->default_cuts || r->default_cuts;
		s->default_risk = s->default_risk || r->default_risk;
		if (r->all.items == 0)
			continue;
		measured = true;
		s->certainty = s->certainty && r->all.certainty;
	}
	s->certainty = s->certainty && measured;
	for (i = 0; i < n * m->in->n_groups; i++)
		s->one_text = s->one_text && !m->pitch->view[i].annex;
	s->limit = m->limit;
	s->limited = !isnan(m->in->minutes) && s->needed > m->limit;
	s->minutes = s->words / s->wpm;
}

/* ---- putting it together ---- */

static void
measure_all(struct making *m)
{
	const struct pitch_input *in = m->in;
	double spread = measure_spread(in, &in->all);
	struct pitch_result *r;
	size_t t;

	for (t = 0; t < in->n_topics; t++) {
		m->settled[t] = settle(&in->topic[t]);
		measure_topic(in, t, &in->all, &m->settled[t], spread,
			      &m->all[t]);
		r = &m->pitch->topic[t];
		r->topic = t;
		r->cuts = m->settled[t].cuts;
		r->risk = m->settled[t].risk;
		r->default_cuts = m->settled[t].default_cuts;
		r->default_risk = m->settled[t].default_risk;
		r->all = m->all[t].view;
		r->habit_question = isnan(r->all.habit)
			? NULL
			: in->all.measure[t].habit_question;
	}
}

static void
measure_groups(struct making *m)
{
	const struct pitch_input *in = m->in;
	size_t n = in->n_topics, g, t;
	double spread;

	for (g = 0; g < in->n_groups; g++) {
		spread = measure_spread(in, &in->group[g]);
		for (t = 0; t < n; t++) {
			measure_topic(in, t, &in->group[g], &m->settled[t],
				      spread, &m->group[g * n + t]);
			measure_tell(&m->group[g * n + t], &m->all[t],
				     &in->group[g], t, &m->settled[t],
				     &m->pitch->view[g * n + t]);
		}
	}
}

static int
by_need(const void *x, const void *y)
{
	const struct pitch_result *a = x, *b = y;

	if (isnan(a->need) != isnan(b->need))
		return isnan(a->need) ? 1 : -1;
	if (a->need > b->need || a->need < b->need)
		return a->need > b->need ? -1 : 1;
	return (a->topic > b->topic) - (a->topic < b->topic);
}

static unsigned
limit_of(const struct pitch_input *in, double wpm)
{
	if (isnan(in->minutes))
		return 0;
	assert(in->minutes >= 0 && in->minutes * wpm < 1e9);
	/* 2.3 minutes of 100 words are 230 */
	return (unsigned)(in->minutes * wpm + 1e-9);
}

struct pitch *
pitch_new(const struct pitch_input *in)
{
	size_t n = in->n_topics;
	struct pitch *p = mem_new(1, sizeof(*p));
	struct making m = {.in = in, .pitch = p};
	double *need = mem_new(n + 1, sizeof(*need));

	p->n_topics = n;
	p->n_groups = in->n_groups;
	p->topic = mem_new(n + 1, sizeof(*p->topic));
	p->view = mem_new(n * p->n_groups + 1, sizeof(*p->view));
	m.settled = mem_new(n + 1, sizeof(*m.settled));
	m.all = mem_new(n + 1, sizeof(*m.all));
	m.group = mem_new(n * p->n_groups + 1, sizeof(*m.group));
	p->totals.wpm = isnan(in->wpm) ? WORDS_A_MINUTE : in->wpm;
	m.limit = limit_of(in, p->totals.wpm);

	measure_all(&m);
	measure_groups(&m);
	make_needs(&m, need);
	make_answers(&m);
	make_words(&m, need);
	make_totals(&m);
	making_ranges(&m);
	if (n > 0)
		qsort(p->topic, n, sizeof(*p->topic), by_need);

	free(need);
	free(m.settled);
	free(m.all);
	free(m.group);
	return p;
}

void
pitch_free(struct pitch *p)
{
	if (p == NULL)
		return;
	free(p->topic);
	free(p->answer);
	free(p->view);
	free(p);
}
