/*
 * A questionnaire with every kind of question that the statistics treat in a
 * way of its own, and random responses to any form.
 */
#ifndef TESTS_ANALYSIS_SAMPLE_H
#define TESTS_ANALYSIS_SAMPLE_H

#include "analysis/data/layout.h"
#include "questions/book.h"
#include "questions/form.h"

extern const char sample_csv[], sample_topics[];

/* From CSV text; topics may be NULL. Fails the test with the problems. When
 * book is not NULL the caller frees it. */
struct form *sample_form(const char *csv, const char *topics,
			 struct book **book);

/* Symbols that fit the form, from a seed that moves on: all states, every
 * option, skew in segments. out gets layout->width and a NUL. */
void sample_response(const struct layout *l, uint32_t *seed, char *out);

/* A random number below n. */
size_t sample_below(uint32_t *seed, size_t n);

#endif
