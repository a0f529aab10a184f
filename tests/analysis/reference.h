/*
 * Reference values from tests/data/intervals.csv (how they were made:
 * tests/data/intervals.py) and from the oracles below SHARED.
 */
#ifndef TESTS_ANALYSIS_REFERENCE_H
#define TESTS_ANALYSIS_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/json.h"

struct reference {
	char what[128]; /* "wilson 3,10" */
	double a, b, c; /* NAN where empty */
	double low, high;
};

/* Calls f for each row of the kind; the number of them. */
size_t reference_each(const char *kind, void (*f)(const struct reference *));

/* |got - expected| within relative * |expected|, or within 1e-13. NAN equals
 * NAN. */
bool reference_close(double got, double expected, double relative);

/* assert_true(reference_close()) that shows both and says which case. */
void reference_check(double got, double expected, double relative,
		     const char *what);

/* An oracle, "iqitems.json": skips the test where there is none. */
struct json *reference_oracle(const char *name);

#endif
