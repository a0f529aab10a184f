#include "analysis/data/pile.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "survey/seal.h"

struct record {
	uint64_t hash;	  /* its first eight bytes */
	size_t at, bytes; /* in the heap: answers, numbers; then a NUL */
};

struct pile {
	size_t width;
	struct text heap;
	struct record *record;
	size_t n, room;
};

struct pile *
pile_new(size_t width)
{
	struct pile *p = mem_new(1, sizeof(*p));

	p->width = width;
	return p;
}

void
pile_free(struct pile *p)
{
	if (!p)
		return;
	text_release(&p->heap);
	free(p->record);
	free(p);
}

void
pile_add(struct pile *p, const char *answers, const char *numbers)
{
	struct record *r;

	p->record = mem_room(p->record, &p->room, p->n + 1, sizeof(*p->record));
	r = &p->record[p->n++];
	r->at = p->heap.n;
	text_add_n(&p->heap, answers, p->width);
	if (numbers)
		text_add(&p->heap, numbers);
	r->bytes = p->heap.n - r->at;
	text_add_n(&p->heap, "", 1);
}

size_t
pile_count(const struct pile *p)
{
	return p->n;
}

const char *
pile_at(const struct pile *p, size_t i, const char **numbers)
{
	const struct record *r = &p->record[i];
	const char *answers = p->heap.s + r->at;

	*numbers = r->bytes > p->width ? answers + p->width : NULL;
	return answers;
}

/* ---- sorting ---- */

static void
hash_all(struct pile *p)
{
	unsigned char hash[SEAL_HASH_BYTES];
	size_t i, j;

	for (i = 0; i < p->n; i++) {
		struct record *r = &p->record[i];

		seal_hash(p->heap.s + r->at, r->bytes, hash);
		for (j = r->hash = 0; j < sizeof(r->hash); j++)
			r->hash = r->hash << 8 | hash[j];
	}
}

/* Equal hashes go by content, so that the order is the content's alone. */
static bool
comes_before(const struct pile *p, const struct record *a,
	     const struct record *b)
{
	if (a->hash != b->hash)
		return a->hash < b->hash;
	return strcmp(p->heap.s + a->at, p->heap.s + b->at) < 0;
}

/* Hashes are uniform: dealt by their first bits, nearly every record is in its
 * place already. */
static struct record *
deal(const struct pile *p)
{
	struct record *dealt = mem_new(p->n, sizeof(*dealt));
	size_t *start, i;
	unsigned bits = 1;

	while (bits < 24 && (size_t)1 << bits < p->n)
		bits++;
	start = mem_new(((size_t)1 << bits) + 1, sizeof(*start));
	for (i = 0; i < p->n; i++)
		start[(p->record[i].hash >> (64 - bits)) + 1]++;
	for (i = 1; i <= (size_t)1 << bits; i++)
		start[i] += start[i - 1];
	for (i = 0; i < p->n; i++)
		dealt[start[p->record[i].hash >> (64 - bits)]++] = p->record[i];
	free(start);
	return dealt;
}

/*
 * The rest is an insertion sort. Responses that many people gave word for
 * word fall together, but they are equal and do not move.
 */
void
pile_sort(struct pile *p)
{
	struct record *sorted;
	size_t i, j;

	if (p->n < 2)
		return;
	hash_all(p);
	sorted = deal(p);
	for (i = 1; i < p->n; i++) {
		struct record r = sorted[i];

		for (j = i; j > 0 && comes_before(p, &r, &sorted[j - 1]); j--)
			sorted[j] = sorted[j - 1];
		sorted[j] = r;
	}
	free(p->record);
	p->record = sorted;
	p->room = p->n;
}
