#include "analysis/pitch/misconception.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL .95

static bool
same_family(const struct wrong_option *a, const struct wrong_option *b)
{
	return a == b ||
		(a->code != NULL && b->code != NULL &&
		 strcmp(a->code, b->code) == 0);
}

/* One item for one family. */
struct slots {
	size_t options, of_family;
	uint64_t chosen; /* of the family */
};

/* Options from `first` on that are of the same item; *next: the first behind
 * them. */
static struct slots
count_slots(const struct wrong_option *option, size_t n, size_t first,
	    const struct wrong_option *family, size_t *next)
{
	struct slots s = {0, 0, 0};
	size_t i;

	for (i = first; i < n && option[i].item == option[first].item; i++) {
		s.options++;
		if (!same_family(&option[i], family))
			continue;
		s.of_family++;
		s.chosen += option[i].chosen;
	}
	*next = i;
	return s;
}

/* Items with the family on every wrong option say nothing: whoever guesses
 * wrong chooses it. */
static void
pool_family(const struct wrong_option *option, size_t n,
	    const struct wrong_option *of, uint64_t minimum,
	    struct wrong_answer *a)
{
	double expected = 0;
	struct slots s;
	size_t i, next;

	for (i = 0; i < n; i = next) {
		s = count_slots(option, n, i, of, &next);
		if (s.of_family == 0 || s.of_family == s.options ||
		    option[i].base < minimum)
			continue;
		a->family_chosen += s.chosen;
		a->family_wrong += option[i].wrong;
		expected += (double)option[i].wrong * (double)s.of_family /
			(double)s.options;
	}
	a->family_by_chance = expected / (double)a->family_wrong;
	a->family_limits =
		proportion_wilson(a->family_chosen, a->family_wrong, LEVEL);
}

static struct interval
limits(const struct wrong_option *o)
{
	if (o->staff == 0)
		return proportion_wilson(o->chosen, o->base, LEVEL);
	return proportion_wilson_fpc(o->chosen, o->base, o->staff, LEVEL);
}

/* Of how many wrong options of its item is it one? */
static size_t
count_beside(const struct wrong_option *option, size_t n, size_t index)
{
	size_t count = 0, i;

	for (i = 0; i < n; i++)
		count += option[i].item == option[index].item;
	return count;
}

static struct wrong_answer
test(const struct wrong_option *option, size_t n, size_t index,
     uint64_t minimum)
{
	const struct wrong_option *o = &option[index];
	struct wrong_answer a = {.index = index};

	a.share = proportion(o->chosen, o->base);
	a.limits = limits(o);
	a.of_wrong = proportion(o->chosen, o->wrong);
	a.of_wrong_limits = proportion_wilson(o->chosen, o->wrong, LEVEL);
	a.by_chance = 1 / (double)count_beside(option, n, index);
	pool_family(option, n, o, minimum, &a);
	a.enough = o->base >= minimum && o->base > 0 &&
		(double)o->chosen >= MISCONCEPTION_SHARE * (double)o->base;
	a.by_item = a.of_wrong_limits.low > a.by_chance;
	a.by_family = a.family_limits.low > a.family_by_chance;
	a.common = a.enough && (a.by_item || a.by_family);
	a.weight = a.share * o->risk * o->exposure;
	return a;
}

static int
compare(const void *x, const void *y)
{
	const struct wrong_answer *a = x, *b = y;

	if (a->common != b->common)
		return a->common ? -1 : 1;
	if (isnan(a->weight) != isnan(b->weight))
		return isnan(a->weight) ? 1 : -1;
	if (a->weight > b->weight || a->weight < b->weight)
		return a->weight > b->weight ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

void
misconceptions_test(const struct wrong_option *option, size_t n,
		    uint64_t minimum, struct wrong_answer *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = test(option, n, i, minimum);
	if (n > 0)
		qsort(out, n, sizeof *out, compare);
}
