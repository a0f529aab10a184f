/*
 * Seeded draws: the same seed, the same numbers, on every machine.
 */
#ifndef ANALYSIS_PITCH_DRAW_H
#define ANALYSIS_PITCH_DRAW_H

#include <stddef.h>
#include <stdint.h>

/* Which number: each is drawn from its place alone, so that topics in another
 * order, or one more of them, change no other topic's draws. */
struct draw {
	uint64_t seed;
	uint64_t stream; /* draw_stream of the topic's code */
	uint64_t number; /* of the redraw */
	uint64_t part;	 /* of the staff */
};

uint64_t draw_stream(const char *code);

/* Standard normal. */
double draw_normal(const struct draw *d);

/* The smallest of n > 0 values that a share q of them does not exceed. Sorts
 * the values. */
unsigned draw_percentile(unsigned *value, size_t n, double q);

#endif
