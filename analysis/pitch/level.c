#include "analysis/pitch/level.h"

#include <assert.h>
#include <math.h>

#include "analysis/statistics/dist.h"

double
probability_above(double mean, double error, double t)
{
	if (isnan(mean) || isnan(error))
		return NAN;
	if (error == 0)
		return mean >= t ? 1 : 0;
	return dist_normal_upper((t - mean) / error);
}

static double
probability_below(double mean, double error, double t)
{
	if (error == 0)
		return mean < t ? 1 : 0;
	return dist_normal_upper((mean - t) / error);
}

/* From the tails on the far side of the mean, which keep their digits. */
static double
probability_between(double mean, double error, struct cuts cuts)
{
	double p;

	if (mean < cuts.low)
		p = probability_above(mean, error, cuts.low) -
			probability_above(mean, error, cuts.high);
	else if (mean > cuts.high)
		p = probability_below(mean, error, cuts.high) -
			probability_below(mean, error, cuts.low);
	else
		p = 1 - probability_below(mean, error, cuts.low) -
			probability_above(mean, error, cuts.high);
	return fmax(p, 0);
}

/* Position of the largest but `but`; of equal ones the first. */
static size_t
largest(const double p[3], size_t but)
{
	size_t best = but == 0 ? 1 : 0, i;

	for (i = best + 1; i < 3; i++)
		if (i != but && p[i] > p[best])
			best = i;
	return best;
}

static enum level
level_number(size_t i)
{
	return (enum level)(LEVEL_FOUNDATION + i);
}

struct level_pitch
level_of(double share, double error, struct cuts cuts, size_t items)
{
	struct level_pitch l = {LEVEL_NONE,
				LEVEL_NONE,
				SURE_NONE,
				{NAN, NAN, NAN}};
	size_t first, second;

	assert(cuts.low <= cuts.high && !(error < 0));
	if (items == 0 || isnan(share) || isnan(error))
		return l;
	l.probability[0] = probability_below(share, error, cuts.low);
	l.probability[1] = probability_between(share, error, cuts);
	l.probability[2] = probability_above(share, error, cuts.high);
	first = largest(l.probability, 3);
	second = largest(l.probability, first);
	l.likeliest = l.level = level_number(first);
	if (l.probability[first] < LEVEL_FIRM && second < first)
		l.level = level_number(second);
	l.sureness = sureness_of(l.probability[first], items);
	return l;
}

enum level
level_at(double share, struct cuts cuts)
{
	if (isnan(share))
		return LEVEL_NONE;
	if (share < cuts.low)
		return LEVEL_FOUNDATION;
	return share < cuts.high ? LEVEL_WORKING : LEVEL_REFRESHER;
}

enum sureness
sureness_of(double probability, size_t items)
{
	if (items == 0 || isnan(probability))
		return SURE_NONE;
	if (items < LEVEL_FIRM_ITEMS)
		return SURE_INDICATIVE;
	return probability >= LEVEL_FIRM ? SURE_FIRM : SURE_BORDERLINE;
}

double
level_error(double persons, double spread, size_t items)
{
	if (items == 0)
		return NAN;
	if (isnan(spread))
		return persons;
	return sqrt(persons * persons + spread * spread / (double)items);
}

static double
within(double x)
{
	return fmin(fmax(x, 0), 1);
}

struct cuts
cuts_moved(struct cuts cuts, double by)
{
	cuts.low = within(cuts.low + by);
	cuts.high = within(cuts.high + by);
	return cuts;
}

const char *
level_name(enum level level)
{
	static const char *const name[] = {"", "foundation", "working",
					   "refresher"};

	return name[level];
}

const char *
sureness_name(enum sureness sureness)
{
	static const char *const name[] = {"", "firm", "borderline",
					   "indicative"};

	return name[sureness];
}
