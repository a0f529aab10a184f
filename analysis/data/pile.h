/*
 * Responses on a pile, to be taken off in the order of a hash of what they
 * say: an order that the same responses always have, and that tells nothing
 * of where they came from.
 */
#ifndef ANALYSIS_DATA_PILE_H
#define ANALYSIS_DATA_PILE_H

#include <stddef.h>

struct pile;

/* width: symbols of each response (layout.h). */
struct pile *pile_new(size_t width);
void pile_free(struct pile *p); /* NULL is fine */

/* Copies width symbols, and numbers (JSON text, NULL for none). */
void pile_add(struct pile *p, const char *answers, const char *numbers);

/* By BLAKE2b of answers and numbers; the same ones stand side by side. */
void pile_sort(struct pile *p);

size_t pile_count(const struct pile *p);

/* The i-th: *numbers is NULL for none. Valid until the next pile_add. The
 * answers end in no NUL where there are numbers. */
const char *pile_at(const struct pile *p, size_t i, const char **numbers);

#endif
