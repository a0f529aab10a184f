#include "questions/shuffle.h"

enum { MODULUS = 2147483647, FACTOR = 16807 };

/* In [0, 1): the next step of Park and Miller. */
static double
next(int64_t *state)
{
	*state = *state * FACTOR % MODULUS;
	return (double)(*state - 1) / (MODULUS - 1);
}

void
shuffle(size_t *items, size_t n, int64_t seed)
{
	int64_t state = seed % MODULUS;
	size_t i, j, moved;

	if (state <= 0)
		state += MODULUS - 1;
	if (state == 0) /* from -(2^31 - 2): a state that never changes */
		state = MODULUS - 1;
	for (i = 0; i < n; i++) {
		j = (size_t)(next(&state) * (double)(i + 1));
		moved = items[i];
		items[i] = items[j];
		items[j] = moved;
	}
}

/* The finaliser of splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t
mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

uint64_t
shuffle_mix(uint64_t a, uint64_t b, uint64_t c)
{
	return mix(mix(mix(a) ^ b) ^ c);
}

int64_t
shuffle_seed(uint32_t person, size_t question)
{
	return 1 + (int64_t)(shuffle_mix(person, question, 1) % (MODULUS - 1));
}
