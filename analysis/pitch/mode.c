#include "analysis/pitch/mode.h"

#include <math.h>

#define MISINFORMED	 .20
#define MISINFORMED_MORE .10 /* where no fewer than the uninformed */
#define HABIT		 .30
#define UNINFORMED	 .20
#define SHAKY		 .25

/* One rule on these figures. */
struct rule {
	enum mode mode;
	char decides;
	bool applies;
	double share, threshold; /* share NAN: nothing was asked */
	double probability;	 /* that it does; NAN where share is */
};

static double
above(const struct estimate *e, double threshold)
{
	return probability_above(e->share, e->error, threshold);
}

static double
above_other(const struct estimate *a, const struct estimate *b)
{
	double error = sqrt(a->error * a->error + b->error * b->error);

	return probability_above(a->share - b->share, error, 0);
}

static struct rule
correct(const struct mode_input *in)
{
	const struct estimate *m = &in->misinformed;
	bool many = m->share >= MISINFORMED;
	bool more = m->share >= MISINFORMED_MORE &&
		m->share >= in->uninformed.share;
	double as_more = fmin(above(m, MISINFORMED_MORE),
			      above_other(m, &in->uninformed));
	struct rule r = {
		.mode = MODE_CORRECT,
		.decides = 'M',
		.applies = many || more,
		.share = m->share,
		.threshold = more && !many ? MISINFORMED_MORE : MISINFORMED,
		.probability = fmax(above(m, MISINFORMED), as_more),
	};

	return r;
}

static struct rule
enable(const struct mode_input *in)
{
	struct rule r = {
		.mode = MODE_ENABLE,
		.decides = 'h',
		.applies =
			in->known.share >= in->cut && in->habit.share >= HABIT,
		.share = in->habit.share,
		.threshold = HABIT,
		.probability = NAN,
	};

	if (!isnan(r.share))
		r.probability = fmin(above(&in->known, in->cut),
				     above(&in->habit, HABIT));
	return r;
}

static struct rule
simple(enum mode mode, char decides, const struct estimate *e, double threshold)
{
	struct rule r = {
		.mode = mode,
		.decides = decides,
		.applies = e->share >= threshold,
		.share = e->share,
		.threshold = threshold,
		.probability = above(e, threshold),
	};

	return r;
}

static struct mode_pitch
decided(const struct rule *r, enum mode mode, double probability, size_t items)
{
	struct mode_pitch p = {mode,	    sureness_of(probability, items),
			       probability, r->decides,
			       r->share,    r->threshold};

	return p;
}

/* No rule applies; the one that comes nearest to it decides how sure. */
static struct mode_pitch
maintain(const struct rule *rule, size_t n, size_t items)
{
	size_t near = 0, i;

	for (i = 1; i < n; i++)
		if (rule[i].probability > rule[near].probability)
			near = i;
	return decided(&rule[near], MODE_MAINTAIN, 1 - rule[near].probability,
		       items);
}

struct mode_pitch
mode_of(const struct mode_input *in)
{
	static const struct mode_pitch none = {MODE_NONE, SURE_NONE, NAN,
					       0,	  NAN,	     NAN};
	const struct rule rule[] = {correct(in), enable(in),
				    simple(MODE_INFORM, 'U', &in->uninformed,
					   UNINFORMED),
				    simple(MODE_REASSURE, 'S', &in->shaky,
					   SHAKY)};
	const size_t n = sizeof rule / sizeof *rule;
	size_t i;

	if (in->items == 0 || isnan(in->known.share) ||
	    isnan(in->misinformed.share) || isnan(in->uninformed.share))
		return none;
	for (i = 0; i < n; i++)
		if (rule[i].applies)
			return decided(&rule[i], rule[i].mode,
				       rule[i].probability, in->items);
	return maintain(rule, n, in->items);
}

const char *
mode_name(enum mode mode)
{
	static const char *const name[] = {"",	     "correct",	 "enable",
					   "inform", "reassure", "maintain"};

	return name[mode];
}
