#include "analysis/publish/weighting.h"

#include <stdlib.h>

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

/* Staff of each part; who did not say is taken to be spread as among those who
 * answered. False where a category with staff is in no part. */
static bool
take_targets(const struct disclosed *d, const struct headcounts *headcounts,
	     uint64_t invited, const struct breakdown *b, double *target,
	     struct error *err)
{
	const struct question *q = tally_segment(d->tally, b->segment);
	size_t codes = tally_codes(d->tally, b->segment);
	double unknown = (double)unknown_people(d->tally, b->segment) /
		(double)d->all->people;
	size_t at;

	for (size_t i = 0; i + 1 < codes; i++) {
		double n = (double)headcounts_of(headcounts, q, i);

		at = part_of(b, i);
		if (at < b->n)
			target[at] += n * (1 - unknown);
		else if (n > 0)
			return error_set(err,
					 "nobody of %s in %s answered, so "
					 "nobody can stand for them; count "
					 "them with another category in the "
					 "headcounts, or leave --frame out",
					 code_name(d->tally, b->segment, i),
					 q->name);
	}
	at = part_of(b, codes - 1);
	if (at < b->n)
		target[at] += (double)invited * unknown;
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
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		const struct breakdown *b = &d->breakdown[i];

		if (b->n == 0 ||
		    !headcounts_has(headcounts,
				    tally_segment(d->tally, b->segment)))
			continue;
		if (!take_margin(w, d, headcounts, invited, b,
				 &margin[w->design.margins], err))
			return false;
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

struct weighting *
weighting_new(const struct disclosed *d, const struct headcounts *headcounts,
	      uint64_t invited, struct error *err)
{
	struct arena *arena = arena_new();
	struct weighting *w = arena_alloc(arena, 1, sizeof(*w));

	w->arena = arena;
	take_cells(w, d->tally, invited);
	if (take_margins(w, d, headcounts, invited, err) &&
	    w->design.margins > 0 && take_weights(w, d->all->people, err))
		return w;
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
