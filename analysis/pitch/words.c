#include "analysis/pitch/words.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

/* Shares are compared in millionths of a word: which topic gets the spare
 * words must not hang on the last bit of a sum. */
#define PARTS 1000000.0

static unsigned
a_point(enum level level)
{
	static const unsigned words[] = {0, WORDS_FOUNDATION, WORDS_WORKING,
					 WORDS_REFRESHER};

	return words[level];
}

unsigned
words_needed(const struct content *c)
{
	if (c->level == LEVEL_NONE)
		return 0;
	return (unsigned)(c->points * a_point(c->level) +
			  c->wrong_ideas * WORDS_WRONG_IDEA +
			  (c->mode == MODE_ENABLE ? WORDS_SCENARIO : 0));
}

/* A topic's part of the share-out. */
struct part {
	size_t topic;
	double need;
	double raw;
	long long parts; /* raw, in millionths of a word */
	bool capped;
	unsigned words;
};

static int
compare(long long a, long long b, const struct part *x, const struct part *y)
{
	if (a != b)
		return a > b ? -1 : 1;
	return (x->topic > y->topic) - (x->topic < y->topic);
}

/* Most need first. */
static int
by_need(const void *x, const void *y)
{
	const struct part *a = x, *b = y;

	if (a->need > b->need || a->need < b->need)
		return a->need > b->need ? -1 : 1;
	return compare(0, 0, a, b);
}

static long long
over_words(const struct part *p)
{
	return p->parts - (long long)p->words * (long long)PARTS;
}

/* Largest remainder first. */
static int
by_remainder(const void *x, const void *y)
{
	return compare(over_words(x), over_words(y), x, y);
}

static double
lowest_cap(const struct share_out *r, size_t n)
{
	double even = r->total / (double)n;
	double least = ceil(even / r->step - 1e-9) * r->step;

	/* a cap that fits the total exactly is fine as it is */
	return fmax(fmax(r->cap * r->total, r->floor),
		    r->cap * r->total >= even ? 0 : least);
}

/* Gives all topics under the cap their floor and their share of the rest. */
static void
share_rest(const struct share_out *r, double cap, struct part *part, size_t n)
{
	double rest = r->total, need = 0;
	size_t open = 0, i;

	for (i = 0; i < n; i++) {
		if (part[i].capped)
			rest -= cap;
		else
			rest -= r->floor, need += part[i].need, open++;
	}
	for (i = 0; i < n; i++)
		if (!part[i].capped)
			part[i].raw = r->floor +
				rest *
					(need > 0 ? part[i].need / need
						  : 1 / (double)open);
}

/* Caps what is over; true where there was any. */
static bool
cut_to(double cap, struct part *part, size_t n)
{
	bool any = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (part[i].capped || part[i].raw <= cap + 1 / PARTS)
			continue;
		part[i].capped = any = true;
		part[i].raw = cap;
	}
	return any;
}

/* Down to the step; returns what is left of the total. */
static unsigned
round_down(const struct share_out *r, struct part *part, size_t n)
{
	unsigned left = r->total;
	size_t i;

	for (i = 0; i < n; i++) {
		part[i].parts = llround(part[i].raw * PARTS);
		part[i].words = (unsigned)(part[i].parts / (long long)PARTS) /
			r->step * r->step;
		left -= part[i].words;
	}
	return left;
}

static void
give_spare(const struct share_out *r, double cap, struct part *part, size_t n,
	   unsigned left)
{
	unsigned give;
	size_t i;

	qsort(part, n, sizeof *part, by_remainder);
	while (left > 0) {
		for (i = 0; i < n && left > 0; i++) {
			if (part[i].words + r->step > cap + 1 / PARTS)
				continue;
			give = left < r->step ? left : r->step;
			part[i].words += give;
			left -= give;
		}
		/* nobody else may take it */
		cap = INFINITY;
	}
}

static int
more_words(const void *x, const void *y)
{
	unsigned a = *(const unsigned *)x, b = *(const unsigned *)y;

	return (a < b) - (a > b);
}

/* Topics cut to the cap have the same remainder whatever their need; of them,
 * too, the one with more need gets the spare step. */
static void
match_need(struct part *part, size_t n)
{
	unsigned *words = mem_new(n, sizeof(*words));
	size_t i;

	for (i = 0; i < n; i++)
		words[i] = part[i].words;
	qsort(words, n, sizeof(*words), more_words);
	qsort(part, n, sizeof(*part), by_need);
	for (i = 0; i < n; i++)
		part[i].words = words[i];
	free(words);
}

/* Those that take part, most need first; those that get no floor left out. */
static size_t
take_part(const struct share_out *r, const double *need, size_t n,
	  struct part *part)
{
	size_t taking = 0, i;

	for (i = 0; i < n; i++) {
		if (isnan(need[i]))
			continue;
		assert(need[i] >= 0);
		part[taking].topic = i;
		part[taking++].need = need[i];
	}
	if (taking == 0)
		return 0;
	qsort(part, taking, sizeof *part, by_need);
	if (r->floor > 0 && taking > r->total / r->floor)
		taking = r->total / r->floor;
	return taking > 0 ? taking : 1;
}

void
words_share(const struct share_out *rules, const double *need, size_t n,
	    unsigned *words)
{
	struct part *part = mem_new(n, sizeof *part);
	size_t taking = take_part(rules, need, n, part), i;
	struct share_out r = *rules;
	unsigned left;
	double cap;

	assert(r.step > 0);
	memset(words, 0, n * sizeof *words);
	if (taking == 0)
		goto out;
	if (r.floor > r.total) /* not even one */
		r.floor = r.total;
	cap = lowest_cap(&r, taking);
	do
		share_rest(&r, cap, part, taking);
	while (cut_to(cap, part, taking));
	left = round_down(&r, part, taking);
	give_spare(&r, cap, part, taking, left);
	match_need(part, taking);
	for (i = 0; i < taking; i++)
		words[part[i].topic] = part[i].words;
out:
	free(part);
}

/* How many of `n` pieces of this size fit; takes them off the words. */
static size_t
fitting(size_t n, unsigned size, unsigned *words)
{
	size_t fit = size == 0 ? n : *words / size;

	if (fit > n)
		fit = n;
	*words -= (unsigned)fit * size;
	return fit;
}

struct words_fit
words_fit(const struct content *c, unsigned words)
{
	unsigned needed = words_needed(c);
	struct words_fit f = {0};

	f.left_out = needed > words ? needed - words : 0;
	f.squeezed = (unsigned long)needed * 4 > (unsigned long)words * 5;
	if (c->level == LEVEL_NONE)
		return f;
	f.scenario =
		fitting(c->mode == MODE_ENABLE, WORDS_SCENARIO, &words) == 1;
	f.wrong_ideas = fitting(c->wrong_ideas, WORDS_WRONG_IDEA, &words);
	f.points = fitting(c->points, a_point(c->level), &words);
	return f;
}

double
words_gap(double share, double cut)
{
	if (isnan(share))
		return NAN;
	if (cut <= 0)
		return 0;
	return fmin(fmax((cut - share) / cut, 0), 1);
}

double
words_priority(double gap, double exposure, double risk)
{
	return gap * exposure * risk / 5;
}
