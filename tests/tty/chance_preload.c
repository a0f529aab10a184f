/*
 * For LD_PRELOAD: chance gives the same in every run, so that what a screen
 * shows can be compared. Nothing that is made so is a secret.
 */
#include <stddef.h>
#include <stdint.h>

void randombytes_buf(void *out, size_t n);
uint32_t randombytes_uniform(uint32_t below);

static uint32_t state = 4711;

static uint32_t
next(void)
{
	state = state * 1664525 + 1013904223;
	return state >> 8;
}

void
randombytes_buf(void *out, size_t n)
{
	unsigned char *bytes = out;

	while (n-- > 0)
		*bytes++ = (unsigned char)next();
}

uint32_t
randombytes_uniform(uint32_t below)
{
	return below > 0 ? next() % below : 0;
}
