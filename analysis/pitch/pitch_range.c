/* How far needs and words would move with other people. */
#include <math.h>
#include <stdlib.h>

#include "analysis/pitch/draw.h"
#include "analysis/pitch/pitch_private.h"
#include "questions/base/mem.h"

#define RANGE_LOW  .10
#define RANGE_HIGH .90

/* Room for one redraw, and the words of all of them. */
struct redraw {
	double *all, *group; /* shares right */
	double *need;
	unsigned *needed, *words; /* by topic */
	unsigned *of_topic;	  /* topic * PITCH_DRAWS + redraw */
	unsigned *total;	  /* by redraw */
};

static double
draw_share(const struct making *m, const struct measured *of, size_t topic,
	   size_t number, size_t part)
{
	struct draw d = {m->in->seed, draw_stream(m->in->topic[topic].code),
			 number, part};
	double share;

	if (isnan(of->view.known) || isnan(of->view.error))
		return NAN;
	share = of->view.known + of->view.error * draw_normal(&d);
	return fmin(fmax(share, 0), 1);
}

static void
draw_shares(const struct making *m, size_t number, struct redraw *r)
{
	size_t n = m->in->n_topics, g, t;

	for (t = 0; t < n; t++)
		r->all[t] = draw_share(m, &m->all[t], t, number, 0);
	for (g = 0; g < m->in->n_groups; g++)
		for (t = 0; t < n && m->in->group[g].in_need; t++)
			r->group[g * n + t] =
				draw_share(m, &m->group[g * n + t], t, number,
					   g + 1);
}

static void
redraw(const struct making *m, size_t number, struct redraw *r)
{
	struct content c;
	struct cuts cuts;
	size_t t;

	draw_shares(m, number, r);
	for (t = 0; t < m->in->n_topics; t++) {
		cuts = m->settled[t].cuts;
		c = m->pitch->topic[t].content;
		c.level = measured_level(&m->all[t], r->all[t], cuts).level;
		c.mode = measured_mode(&m->all[t], r->all[t], cuts).mode;
		r->needed[t] = words_needed(&c);
	}
	making_needs(m, r->all, r->group, r->need);
	r->total[number] = making_words(m, r->needed, r->need, r->words);
	for (t = 0; t < m->in->n_topics; t++)
		r->of_topic[t * PITCH_DRAWS + number] = r->words[t];
}

/* What is recommended lies within, whatever the draws say. */
static struct pitch_range
range_of(unsigned *value, unsigned recommended)
{
	struct pitch_range r;

	r.low = draw_percentile(value, PITCH_DRAWS, RANGE_LOW);
	r.high = draw_percentile(value, PITCH_DRAWS, RANGE_HIGH);
	if (r.low > recommended)
		r.low = recommended;
	if (r.high < recommended)
		r.high = recommended;
	return r;
}

static void
redraw_init(struct redraw *r, size_t topics, size_t groups)
{
	r->all = mem_new(topics + 1, sizeof(*r->all));
	r->group = mem_new(topics * groups + 1, sizeof(*r->group));
	r->need = mem_new(topics + 1, sizeof(*r->need));
	r->needed = mem_new(topics + 1, sizeof(*r->needed));
	r->words = mem_new(topics + 1, sizeof(*r->words));
	r->of_topic = mem_new(topics * PITCH_DRAWS + 1, sizeof(*r->of_topic));
	r->total = mem_new(PITCH_DRAWS, sizeof(*r->total));
}

static void
redraw_release(struct redraw *r)
{
	free(r->all);
	free(r->group);
	free(r->need);
	free(r->needed);
	free(r->words);
	free(r->of_topic);
	free(r->total);
}

void
making_ranges(struct making *m)
{
	size_t n = m->in->n_topics, number, t;
	struct pitch *p = m->pitch;
	struct redraw r;

	redraw_init(&r, n, m->in->n_groups);
	for (number = 0; number < PITCH_DRAWS; number++)
		redraw(m, number, &r);
	for (t = 0; t < n; t++)
		p->topic[t].range = range_of(&r.of_topic[t * PITCH_DRAWS],
					     p->topic[t].words);
	p->totals.range = range_of(r.total, p->totals.words);
	redraw_release(&r);
}
