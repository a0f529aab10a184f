#include "questions/base/nearest.h"

#include <string.h>

enum { LONGEST = 64 };

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

static char
lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Levenshtein's distance, in one row of its table; more than `limit` is told
 * as limit + 1. */
static size_t
distance(const char *a, const char *b, size_t limit)
{
	size_t row[LONGEST + 1], na = strlen(a), nb = strlen(b);
	size_t i, k, diagonal, above, smallest;

	if (na > LONGEST || nb > LONGEST || na > nb + limit || nb > na + limit)
		return limit + 1;
	for (k = 0; k <= nb; k++)
		row[k] = k;
	for (i = 1; i <= na; i++) {
		diagonal = row[0];
		smallest = row[0] = i;
		for (k = 1; k <= nb; k++) {
			above = row[k];
			row[k] = least(above + 1, row[k - 1] + 1,
				       diagonal +
					       (lower(a[i - 1]) !=
						lower(b[k - 1])));
			diagonal = above;
			if (row[k] < smallest)
				smallest = row[k];
		}
		if (smallest > limit)
			return limit + 1;
	}
	return row[nb];
}

void
nearest_init(struct nearest *n, const char *wrong)
{
	n->wrong = wrong;
	n->best = NULL;
	n->changes = (strlen(wrong) + 2) / 3 + 1;
}

void
nearest_try(struct nearest *n, const char *name)
{
	size_t changes;

	if (n->changes == 0)
		return;
	changes = distance(n->wrong, name, n->changes - 1);
	if (changes < n->changes && changes < strlen(name)) {
		n->changes = changes;
		n->best = name;
	}
}

const char *
nearest_get(const struct nearest *n)
{
	return n->best;
}

const char *
nearest_of(const char *wrong, const char *const *names)
{
	struct nearest n;

	nearest_init(&n, wrong);
	for (; *names != NULL; names++)
		nearest_try(&n, *names);
	return nearest_get(&n);
}
