#include "analysis/publish/weighting.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "analysis/statistics/moments.h"
#include "questions/base/mem.h"

/* The part of a breakdown that holds a code; b->n: none. */
static size_t
part_of(const struct breakdown *b, size_t code)
{
	size_t i = 0;

	while (i < b->n && !b->part[i].codes[code])
		i++;
	return i;
}

static uint64_t
unknown_people(const struct tally *t, size_t segment)
{
	size_t last = tally_codes(t, segment) - 1;
	uint64_t n = 0;

	for (size_t i = 0; i < tally_atoms(t); i++) {
		if (tally_atom_code(t, i, segment) == last)
			n += tally_atom_people(t, i);
	}
	return n;
}

double
weighting_stands_for(const struct disclosed *d,
		     const struct headcounts *headcounts, uint64_t invited,
		     const struct breakdown *b, const struct part *part)
{
	const struct question *q = tally_segment(d->tally, b->segment);
	size_t codes = tally_codes(d->tally, b->segment);
	double unknown = (double)unknown_people(d->tally, b->segment) /
		(double)d->all->people;
	double staff = 0;

	for (size_t i = 0; i + 1 < codes; i++) {
		if (part->codes[i])
			staff += (double)headcounts_of(headcounts, q, i) *
				(1 - unknown);
	}
	if (part->codes[codes - 1])
		staff += (double)invited * unknown;
	return staff;
}

/* False where a category with staff is in no part. */
static bool
take_targets(const struct disclosed *d, const struct headcounts *headcounts,
	     uint64_t invited, const struct breakdown *b, double *target,
	     struct error *err)
{
	const struct question *q = tally_segment(d->tally, b->segment);
	size_t codes = tally_codes(d->tally, b->segment);

	for (size_t i = 0; i + 1 < codes; i++) {
		if (part_of(b, i) == b->n && headcounts_of(headcounts, q, i))
			return error_set(err,
					 "nobody of %s in %s answered, so "
					 "nobody can stand for them; count "
					 "them with another category in the "
					 "headcounts, or leave --frame out",
					 code_name(d->tally, b->segment, i),
					 q->name);
	}
	for (size_t i = 0; i < b->n; i++)
		target[i] = weighting_stands_for(d, headcounts, invited, b,
						 &b->part[i]);
	return true;
}

static bool
take_margin(struct weighting *w, const struct disclosed *d,
	    const struct headcounts *headcounts, uint64_t invited,
	    const struct breakdown *b, struct weight_margin *out,
	    struct error *err)
{
	const char **label = arena_alloc(w->arena, b->n, sizeof(*label));
	double *target = arena_alloc(w->arena, b->n, sizeof(*target));
	size_t *of = arena_alloc(w->arena, w->design.cells, sizeof(*of));

	for (size_t i = 0; i < b->n; i++)
		label[i] = b->part[i].label;
	for (size_t i = 0; i < w->design.cells; i++)
		of[i] = part_of(b, tally_atom_code(d->tally, i, b->segment));
	*out = (struct weight_margin){
		.name = tally_segment(d->tally, b->segment)->name,
		.n = b->n,
		.label = label,
		.target = target,
		.of = of,
	};
	return take_targets(d, headcounts, invited, b, target, err);
}

static bool
take_margins(struct weighting *w, const struct disclosed *d,
	     const struct headcounts *headcounts, uint64_t invited,
	     struct error *err)
{
	struct weight_margin *margin =
		arena_alloc(w->arena, d->n_breakdowns + 1, sizeof(*margin));

	w->design.margin = margin;
	w->breakdown = arena_alloc(w->arena, d->n_breakdowns + 1,
				   sizeof(const struct breakdown *));
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		const struct breakdown *b = &d->breakdown[i];

		if (b->n == 0 ||
		    !headcounts_has(headcounts,
				    tally_segment(d->tally, b->segment)))
			continue;
		if (!take_margin(w, d, headcounts, invited, b,
				 &margin[w->design.margins], err))
			return false;
		w->breakdown[w->design.margins] = b;
		w->design.margins++;
	}
	return true;
}

static void
take_cells(struct weighting *w, const struct tally *t, uint64_t invited)
{
	size_t n = tally_atoms(t);
	uint64_t *people = arena_alloc(w->arena, n, sizeof(*people));
	double *population = arena_alloc(w->arena, 1, sizeof(*population));

	for (size_t i = 0; i < n; i++)
		people[i] = tally_atom_people(t, i);
	*population = (double)invited;
	w->weight = arena_alloc(w->arena, n, sizeof(*w->weight));
	w->design = (struct design){
		.cells = n,
		.people = people,
		.weight = w->weight,
		.strata = 1,
		.population = population,
	};
}

/* Mean 1, so that a weighted number of people is one. */
static void
scale_weights(struct weighting *w, uint64_t n)
{
	double sum = 0;

	for (size_t i = 0; i < w->design.cells; i++)
		sum += w->weight[i] * (double)w->design.people[i];
	for (size_t i = 0; i < w->design.cells; i++)
		w->weight[i] *= (double)n / sum;
}

static bool
take_weights(struct weighting *w, uint64_t n, struct error *err)
{
	const struct design *d = &w->design;
	bool one = d->margins == 1;

	w->method = one ? "post-stratification" : "raking";
	if (one ? !weight_poststratify(d->people, NULL, d->cells, d->margin,
				       w->weight, err)
		: !weight_rake(d->people, NULL, d->cells, d->margin, d->margins,
			       w->weight, err))
		return false;
	scale_weights(w, n);
	w->kish = weight_kish(d->people, w->weight, d->cells);
	return true;
}

/* ---- how much more a group counts ---- */

enum { PULL_SWEEPS = 10000 };
#define PULL_SETTLED 1e-10

/* What the other margins leave of the weight of a cell. */
static double
left_over(const struct weighting *w, size_t cell, size_t margin)
{
	double rest = w->weight[cell] - 1;

	for (size_t i = 0; i < w->design.margins; i++) {
		const struct weight_margin *m = &w->design.margin[i];

		if (i != margin && m->of[cell] < m->n)
			rest -= w->pull[i][m->of[cell]];
	}
	return rest;
}

/* Least squares, margin by margin. Returns how much the most moved. */
static double
fit_margin(struct weighting *w, size_t margin)
{
	const struct weight_margin *m = &w->design.margin[margin];
	double moved = 0;

	for (size_t k = 0; k < m->n; k++) {
		double sum = 0, people = 0;

		for (size_t i = 0; i < w->design.cells; i++) {
			double n = (double)w->design.people[i];

			if (m->of[i] != k || n == 0)
				continue;
			sum += n * left_over(w, i, margin);
			people += n;
		}
		if (people == 0)
			continue;
		moved = fmax(moved, fabs(sum / people - w->pull[margin][k]));
		w->pull[margin][k] = sum / people;
	}
	return moved;
}

/* From what each person of a group counts more to what the group does. */
static void
scale_pulls(struct weighting *w)
{
	for (size_t i = 0; i < w->design.margins; i++) {
		const struct breakdown *b = w->breakdown[i];

		for (size_t k = 0; k < b->n; k++)
			w->pull[i][k] *= (double)b->part[k].counts->people /
				(double)w->d->all->people;
	}
}

/* Margins that nearly say the same may not settle: then there are none. */
static void
take_pulls(struct weighting *w)
{
	double moved = INFINITY;

	w->pull =
		arena_alloc(w->arena, w->design.margins + 1, sizeof(double *));
	for (size_t i = 0; i < w->design.margins; i++)
		w->pull[i] = arena_alloc(w->arena, w->design.margin[i].n + 1,
					 sizeof(double));
	for (int i = 0; i < PULL_SWEEPS && moved > PULL_SETTLED; i++) {
		moved = 0;
		for (size_t k = 0; k < w->design.margins; k++)
			moved = fmax(moved, fit_margin(w, k));
	}
	if (moved > PULL_SETTLED)
		w->pull = NULL;
	else
		scale_pulls(w);
}

struct weighting *
weighting_new(const struct disclosed *d, const struct headcounts *headcounts,
	      uint64_t invited, struct error *err)
{
	struct arena *arena = arena_new();
	struct weighting *w = arena_alloc(arena, 1, sizeof(*w));

	w->arena = arena;
	w->d = d;
	take_cells(w, d->tally, invited);
	if (take_margins(w, d, headcounts, invited, err) &&
	    w->design.margins > 0 && take_weights(w, d->all->people, err)) {
		take_pulls(w);
		return w;
	}
	weighting_free(w);
	return NULL;
}

void
weighting_free(struct weighting *w)
{
	if (w)
		arena_free(w->arena);
}

struct design_estimate
weighting_share(const struct weighting *w,
		void (*value)(void *ctx, size_t atom, uint64_t *x,
			      uint64_t *base),
		void *ctx)
{
	struct design_record *record =
		mem_new(2 * w->design.cells, sizeof(*record));
	struct design_estimate e;

	for (size_t i = 0; i < w->design.cells; i++) {
		uint64_t x, base;

		value(ctx, i, &x, &base);
		record[2 * i] = (struct design_record){i, x, 1};
		record[2 * i + 1] = (struct design_record){i, base - x, 0};
	}
	e = design_mean(&w->design, record, 2 * w->design.cells);
	free(record);
	return e;
}

/* ---- as a release tells it ---- */

/* A group's share: somewhere from low to high. It need not be told. */
struct between {
	bool told;
	double low, high;
};

/* Of each group of a breakdown. */
typedef void groups_of(const struct weighting *w, const struct breakdown *b,
		       size_t what, struct between *out);

static void
shares_of_groups(const struct weighting *w, const struct breakdown *b,
		 size_t question, struct between *out)
{
	struct split *split = mem_new(b->n + 1, sizeof(*split));
	uint64_t *base = mem_new(b->n + 1, sizeof(*base));
	enum status *status = mem_new(b->n + 1, sizeof(*status));

	for (size_t i = 0; i < b->n; i++) {
		struct outcome o = counts_outcome(b->part[i].counts, question);

		split[i] = split_of(w->d->tally, question, &o);
		base[i] = split[i].base;
	}
	question_group_status(w->d, question, b, base, status);
	for (size_t i = 0; i < b->n; i++) {
		struct told t;

		if (status[i] != STATUS_OK)
			continue;
		t = told_group(w->d, question, b->segment, split[i].n[0],
			       split[i].base);
		out[i] = (struct between){!t.exact, t.band.from / 100.0,
					  t.band.to / 100.0};
	}
	free(status);
	free(base);
	free(split);
}

static void
scores_of_groups(const struct weighting *w, const struct breakdown *b,
		 size_t topic, struct between *out)
{
	struct moments *score = mem_new(b->n + 1, sizeof(*score));
	uint64_t *n = mem_new(b->n + 1, sizeof(*n));
	enum status *status = mem_new(b->n + 1, sizeof(*status));

	for (size_t i = 0; i < b->n; i++) {
		struct scores s;

		counts_scores(b->part[i].counts, topic, &s);
		score[i] = moments_of(s.share, s.people, s.n);
		n[i] = score[i].n;
		scores_release(&s);
	}
	topic_group_status(w->d, topic, b, n, status);
	for (size_t i = 0; i < b->n; i++) {
		struct band band;

		if (status[i] != STATUS_OK)
			continue;
		band = band_of_mean(score[i].mean, n[i]);
		out[i] = (struct between){true, band.from / 100.0,
					  band.to / 100.0};
	}
	free(status);
	free(n);
	free(score);
}

/* More than that is open: there is nothing to tell. */
#define SLACK_MOST .1

/* Everybody's figure, moved by how much more each group counts; *slack: by how
 * much the bands leave it open. A group that is not told may be anything; it
 * moves nothing. */
static bool
move(const struct weighting *w, groups_of *groups, size_t what, double *value,
     double *slack)
{
	double all = *value;

	*slack = 0;
	for (size_t i = 0; w->pull && i < w->design.margins; i++) {
		const struct breakdown *b = w->breakdown[i];
		struct between *g = mem_new(b->n + 1, sizeof(*g));

		groups(w, b, what, g);
		for (size_t k = 0; k < b->n; k++) {
			double pull = w->pull[i][k], low = g[k].low,
			       high = g[k].high;

			*value += pull * (g[k].told ? (low + high) / 2 : all);
			*slack += fabs(pull) *
				(g[k].told ? (high - low) / 2
					   : fmax(all, 1 - all));
		}
		free(g);
	}
	*value = fmin(1, fmax(0, *value));
	return w->pull && *slack <= SLACK_MOST;
}

static struct interval
widened(struct interval i, double slack)
{
	return (struct interval){fmax(0, i.low - slack),
				 fmin(1, i.high + slack)};
}

/* As many people as tell as much without weights (Kish), corrected for those
 * who are left to answer. */
static double
effective(const struct weighting *w, uint64_t n, uint64_t N)
{
	double people = (double)n / w->kish.deff;

	return N > n	 ? proportion_effective(n, N) / w->kish.deff
		: N == n ? INFINITY
			 : people;
}

bool
weighting_told_share(const struct weighting *w, size_t question, uint64_t N,
		     double level, struct weighting_told *out)
{
	struct outcome o = counts_outcome(w->d->all, question);
	struct split s = split_of(w->d->tally, question, &o);
	double q = dist_normal_quantile((1 + level) / 2), slack;

	out->value = proportion(s.n[0], s.base);
	if (s.base == 0 ||
	    !move(w, shares_of_groups, question, &out->value, &slack))
		return false;
	out->limits = widened(proportion_score(out->value,
					       effective(w, s.base, N), q),
			      slack);
	return true;
}

bool
weighting_told_score(const struct weighting *w, size_t topic, double mean,
		     struct interval limits, struct weighting_told *out)
{
	double half = (limits.high - limits.low) / 2 * sqrt(w->kish.deff);
	double slack;

	out->value = mean;
	if (!move(w, scores_of_groups, topic, &out->value, &slack))
		return false;
	out->limits =
		widened((struct interval){out->value - half, out->value + half},
			slack);
	return true;
}
