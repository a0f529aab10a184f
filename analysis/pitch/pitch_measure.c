/* One group's view of one topic. */
#include <math.h>
#include <stdlib.h>

#include "analysis/pitch/pitch_private.h"
#include "questions/base/mem.h"

static uint64_t
base_of(const struct pitch_count *c)
{
	return c->right + c->wrong + c->dont_know;
}

static uint64_t
states_of(const struct pitch_count *c)
{
	return c->informed + c->tentative + c->uninformed +
		c->confidently_wrong;
}

static bool
reaches(const struct pitch_input *in, uint64_t base)
{
	return base > 0 && base >= in->minimum;
}

/* Does the base of an item count? */
static bool
is_measured(const struct pitch_input *in, const struct pitch_count *c)
{
	return reaches(in, base_of(c));
}

/* The measured items of a topic. */
struct items {
	const struct pitch_count **count;
	size_t n;
	bool certainty; /* asked with every one */
};

static struct items
items_of(const struct pitch_input *in, size_t topic,
	 const struct pitch_group *group)
{
	struct items items = {NULL, 0, true};
	const struct pitch_count *c;
	size_t i;

	items.count =
		mem_new(in->n_items + 1, sizeof(const struct pitch_count *));
	for (i = 0; i < in->n_items; i++) {
		c = &group->count[i];
		if (in->item[i].topic != topic || !is_measured(in, c))
			continue;
		items.count[items.n++] = c;
		items.certainty = items.certainty && reaches(in, states_of(c));
	}
	return items;
}

/* ---- means over items ---- */

enum what { KNOWN, MISINFORMED, UNINFORMED, SHAKY };

static uint64_t
counted(const struct pitch_count *c, enum what what, bool certainty)
{
	switch (what) {
	case KNOWN: return c->right;
	case MISINFORMED: return certainty ? c->confidently_wrong : c->wrong;
	case UNINFORMED: return certainty ? c->uninformed : c->dont_know;
	case SHAKY: return c->tentative;
	}
	return 0;
}

struct mean {
	double mean, spread; /* NAN: no items; fewer than two */
	double squares;	     /* sum of squares around the mean */
	uint64_t base;	     /* smallest */
};

static struct mean
mean_of(const struct items *items, enum what what)
{
	bool certainty = items->certainty && what != KNOWN;
	struct mean m = {NAN, NAN, 0, UINT64_MAX};
	double sum = 0, share;
	uint64_t base;
	size_t i;

	for (i = 0; i < items->n; i++) {
		base = certainty ? states_of(items->count[i])
				 : base_of(items->count[i]);
		sum += proportion(counted(items->count[i], what, certainty),
				  base);
		if (base < m.base)
			m.base = base;
	}
	if (items->n > 0)
		m.mean = sum / (double)items->n;
	for (i = 0; i < items->n; i++) {
		base = certainty ? states_of(items->count[i])
				 : base_of(items->count[i]);
		share = proportion(counted(items->count[i], what, certainty),
				   base);
		m.squares += (share - m.mean) * (share - m.mean);
	}
	if (items->n > 1)
		m.spread = sqrt(m.squares / (double)(items->n - 1));
	return m;
}

double
measure_spread(const struct pitch_input *in, const struct pitch_group *group)
{
	double squares = 0;
	size_t freedom = 0, t;

	for (t = 0; t < in->n_topics; t++) {
		struct items items = items_of(in, t, group);

		if (items.n > 1) {
			squares += mean_of(&items, KNOWN).squares;
			freedom += items.n - 1;
		}
		free(items.count);
	}
	return freedom > 0 ? sqrt(squares / (double)freedom) : NAN;
}

/* Standard error of a share of n of N people, by n(N - 1)/(N - n) of them. */
static double
share_error(double share, uint64_t n, uint64_t N)
{
	double error = sqrt(share * (1 - share) / (double)n);

	if (N <= 1 || n > N)
		return error;
	return error * sqrt((double)(N - n) / (double)(N - 1));
}

static struct estimate
estimate(const struct items *items, enum what what, uint64_t N)
{
	struct mean m = mean_of(items, what);
	struct estimate e = {NAN, NAN};

	if (items->n == 0 || (what == SHAKY && !items->certainty))
		return e;
	e.share = m.mean;
	e.error =
		level_error(share_error(m.mean, m.base, N), m.spread, items->n);
	return e;
}

/* ---- a topic ---- */

static void
measure_known(const struct items *items, const struct pitch_group *group,
	      double error, double spread, struct pitch_view *v)
{
	struct mean m = mean_of(items, KNOWN);

	v->items = items->n;
	v->known = m.mean;
	v->persons = v->error = v->spread = NAN;
	if (items->n == 0)
		return;
	v->persons = isnan(error) ? share_error(m.mean, m.base, group->staff)
				  : error;
	v->spread = items->n > 1 ? m.spread : spread;
	v->error = level_error(v->persons, v->spread, items->n);
}

static void
measure_kind(const struct items *items, const struct pitch_group *group,
	     const struct pitch_measure *measure, struct measured *out)
{
	struct pitch_view *v = &out->view;
	uint64_t N = group->staff;
	struct mode_input mode = {
		.items = items->n,
		.known = {v->known, v->error},
		.misinformed = estimate(items, MISINFORMED, N),
		.uninformed = estimate(items, UNINFORMED, N),
		.shaky = estimate(items, SHAKY, N),
		.habit = {NAN, NAN},
	};

	if (!isnan(measure->habit) && measure->habit_base > 0) {
		mode.habit.share = measure->habit;
		mode.habit.error =
			share_error(measure->habit, measure->habit_base, N);
	}
	out->mode = mode;
	v->certainty = items->n > 0 && items->certainty;
	v->misinformed = mode.misinformed.share;
	v->uninformed = mode.uninformed.share;
	v->shaky = mode.shaky.share;
	v->habit = mode.habit.share;
}

void
measure_topic(const struct pitch_input *in, size_t topic,
	      const struct pitch_group *group, const struct settled *settled,
	      double spread, struct measured *out)
{
	const struct pitch_measure *measure = &group->measure[topic];
	struct items items = items_of(in, topic, group);
	struct pitch_view *v = &out->view;
	static const struct measured nothing;

	*out = nothing;
	measure_known(&items, group, measure->error, spread, v);
	measure_kind(&items, group, measure, out);
	v->numbers = true;
	v->level = measured_level(out, v->known, settled->cuts);
	v->mode = measured_mode(out, v->known, settled->cuts);
	v->exposure = isnan(measure->exposure) ? 1 : measure->exposure;
	v->gap = words_gap(v->known, settled->cuts.high);
	v->priority = words_priority(v->gap, v->exposure, settled->risk);
	free(items.count);
}

struct level_pitch
measured_level(const struct measured *m, double known, struct cuts cuts)
{
	return level_of(known, m->view.error, cuts, m->view.items);
}

struct mode_pitch
measured_mode(const struct measured *m, double known, struct cuts cuts)
{
	struct mode_input in = m->mode;

	in.known.share = known;
	in.cut = cuts.high;
	return mode_of(&in);
}

/* ---- what may be told ---- */

/* Level and sureness stay. */
static void
blank(struct pitch_view *v)
{
	static const struct mode_pitch none = {MODE_NONE, SURE_NONE, NAN,
					       0,	  NAN,	     NAN};
	size_t i;

	for (i = 0; i < 3; i++)
		v->level.probability[i] = NAN;
	v->mode = none;
	v->known = v->persons = v->spread = v->error = NAN;
	v->misinformed = v->uninformed = v->shaky = v->habit = NAN;
	v->exposure = v->gap = v->priority = NAN;
	v->numbers = false;
}

/* The level that all of the band is at, or NONE. */
static enum level
level_of_band(double low, double high, struct cuts cuts)
{
	enum level level = level_at(low, cuts);
	double end = level == LEVEL_FOUNDATION ? cuts.low : cuts.high;

	if (isnan(low) || isnan(high))
		return LEVEL_NONE;
	return level == LEVEL_REFRESHER || high <= end ? level : LEVEL_NONE;
}

/* Of few people only the band may speak: what is told rests on its middle. */
static struct level_pitch
band_level(const struct pitch_measure *m, const struct pitch_group *group,
	   const struct pitch_view *all, struct cuts cuts)
{
	enum level level = level_of_band(m->band_low, m->band_high, cuts);
	double middle = (m->band_low + m->band_high) / 2;
	struct level_pitch l = {.level = LEVEL_NONE};
	double error;

	if (level == LEVEL_NONE)
		return l;
	error = level_error(share_error(middle, group->people, group->staff),
			    all->spread, all->items);
	l = level_of(middle, error, cuts, all->items);
	l.sureness = sureness_of(l.probability[level - LEVEL_FOUNDATION],
				 all->items);
	l.level = l.likeliest = level;
	return l;
}

static void
as_all(const struct pitch_view *all, struct pitch_view *v)
{
	blank(v);
	v->as_all = true;
	v->items = all->items;
	v->certainty = all->certainty;
	v->level = all->level;
	v->mode = all->mode;
}

void
measure_tell(const struct measured *own, const struct measured *all,
	     const struct pitch_group *group, size_t topic,
	     const struct settled *settled, struct pitch_view *out)
{
	*out = own->view;
	if (group->people < PITCH_BAND_ONLY)
		out->level = band_level(&group->measure[topic], group,
					&all->view, settled->cuts);
	if (out->items != all->view.items || out->level.level == LEVEL_NONE)
		as_all(&all->view, out);
	else if (group->people < PITCH_NUMBERS)
		blank(out);
	out->annex = !out->as_all && out->level.sureness == SURE_FIRM &&
		out->level.level != all->view.level.level;
}
