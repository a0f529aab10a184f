#include "analysis/statistics/weight.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

#define CLOSE_ENOUGH 1e-12 /* of every factor of a round to 1 */
#define SAME_TOTAL   1e-9

/* What the weights add up to in each category. Caller frees. */
static double *
current_of(const uint64_t *people, const double *weight, size_t cells,
	   const struct weight_margin *m)
{
	double *sum = mem_new(m->n, sizeof(*sum));

	for (size_t c = 0; c < cells; c++) {
		assert(m->of[c] < m->n);
		sum[m->of[c]] += weight[c] * (double)people[c];
	}
	return sum;
}

static bool
margin_check(const uint64_t *people, size_t cells,
	     const struct weight_margin *m, struct error *err)
{
	uint64_t *n = mem_new(m->n, sizeof(*n));
	bool ok = true;

	for (size_t c = 0; c < cells; c++)
		n[m->of[c]] += people[c];
	for (size_t i = 0; i < m->n && ok; i++) {
		if (m->target[i] > 0 && n[i] == 0)
			ok = error_set(err,
				       "%s: nobody of \"%s\" has answered, "
				       "and %g of the staff are in it; merge "
				       "it with another category",
				       m->name, m->label[i], m->target[i]);
		else if (!(m->target[i] > 0) && n[i] > 0)
			ok = error_set(err,
				       "%s: %" PRIu64 " answered as \"%s\", "
				       "in which there is nobody of the staff; "
				       "mend the frame or merge the category",
				       m->name, n[i], m->label[i]);
	}
	free(n);
	return ok;
}

/* One margin met; the largest |factor - 1|. */
static double
adjust(const uint64_t *people, size_t cells, const struct weight_margin *m,
       double *weight)
{
	double *factor = current_of(people, weight, cells, m), off = 0;

	for (size_t i = 0; i < m->n; i++) {
		if (factor[i] == 0)
			continue;
		factor[i] = m->target[i] / factor[i];
		off = fmax(off, fabs(factor[i] - 1));
	}
	for (size_t c = 0; c < cells; c++)
		weight[c] *= factor[m->of[c]];
	free(factor);
	return off;
}

static void
start(const double *base, size_t cells, double *weight)
{
	for (size_t c = 0; c < cells; c++) {
		assert(base == NULL || base[c] > 0);
		weight[c] = base == NULL ? 1 : base[c];
	}
}

bool
weight_poststratify(const uint64_t *people, const double *base, size_t cells,
		    const struct weight_margin *margin, double *weight,
		    struct error *err)
{
	if (!margin_check(people, cells, margin, err))
		return false;
	start(base, cells, weight);
	adjust(people, cells, margin, weight);
	return true;
}

static double
total_of(const struct weight_margin *m)
{
	double sum = 0;

	for (size_t i = 0; i < m->n; i++)
		sum += m->target[i];
	return sum;
}

static bool
margins_check(const uint64_t *people, size_t cells,
	      const struct weight_margin *margin, size_t margins,
	      struct error *err)
{
	for (size_t i = 0; i < margins; i++) {
		double first = total_of(&margin[0]);
		double this = total_of(&margin[i]);

		if (!margin_check(people, cells, &margin[i], err))
			return false;
		if (fabs(this - first) > SAME_TOTAL * first)
			return error_set(err,
					 "%s has %.10g of the staff and %s "
					 "%.10g; every question has to count "
					 "the same people",
					 margin[0].name, first, margin[i].name,
					 this);
	}
	return true;
}

bool
weight_rake(const uint64_t *people, const double *base, size_t cells,
	    const struct weight_margin *margin, size_t margins, double *weight,
	    struct error *err)
{
	if (!margins_check(people, cells, margin, margins, err))
		return false;
	start(base, cells, weight);
	for (size_t round = 0; round < WEIGHT_ROUNDS; round++) {
		double off = 0;

		for (size_t i = 0; i < margins; i++)
			off = fmax(off,
				   adjust(people, cells, &margin[i], weight));
		if (off < CLOSE_ENOUGH)
			return true;
	}
	return error_set(err,
			 "no weights meet %s and the other questions' counts "
			 "at once (%d rounds tried): combinations that the "
			 "staff has are missing among the answers; merge "
			 "categories or weight by fewer questions",
			 margin[0].name, WEIGHT_ROUNDS);
}

struct weight_kish
weight_kish(const uint64_t *people, const double *weight, size_t cells)
{
	double n = 0, sum = 0, squares = 0, largest = 0;

	/* relative to the largest: only ratios matter, and no square is lost */
	for (size_t c = 0; c < cells; c++)
		if (people[c] > 0)
			largest = fmax(largest, weight[c]);
	for (size_t c = 0; c < cells; c++) {
		double w = people[c] > 0 ? weight[c] / largest : 0;

		n += (double)people[c];
		sum += w * (double)people[c];
		squares += w * w * (double)people[c];
	}
	if (n == 0)
		return (struct weight_kish){NAN, 0};
	return (struct weight_kish){n * squares / (sum * sum),
				    sum * sum / squares};
}
