/*
 * The order that ODK's randomize() gives: the same seed, the same order, here
 * as in ODK Collect and Enketo.
 *
 * Park and Miller's generator (16807, 2^31 - 1) and an inside-out Fisher-Yates
 * shuffle. The vectors in the test are those of Enketo and JavaRosa.
 */
#ifndef QUESTIONS_SHUFFLE_H
#define QUESTIONS_SHUFFLE_H

#include <stddef.h>
#include <stdint.h>

/* Puts the n items into the seed's order. Any seed will do; 0 and negative
 * ones are brought into the generator's range as ODK does. */
void shuffle(size_t *items, size_t n, int64_t seed);

/* A seed for shuffle, 1 to 2^31 - 2, from a person's seed and a question, so
 * that one person's questions are not all in the same order. */
int64_t shuffle_seed(uint32_t person, size_t question);

/* 64 well mixed bits from three numbers: the same ones, the same bits. */
uint64_t shuffle_mix(uint64_t a, uint64_t b, uint64_t c);

#endif
