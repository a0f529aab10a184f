/*
 * A made-up staff, to try a questionnaire and to measure speed.
 *
 * Each person has an ability, one more for each topic, a readiness to say
 * "don't know" and a leaning to risk, all normal and correlated; an item is
 * known when the ability beats its difficulty with some noise. Groups are of
 * unequal size and differ a little. Some questions are skipped, some people
 * break off. Relevance, constraints, choice filters and calculations hold as
 * for real people.
 *
 * The same form and seed give the same people, whatever the machine: random
 * numbers are SplitMix64's (Steele, Lea and Flood 2014), one stream a person,
 * and nothing rests on a function that C libraries round differently. Where
 * the form has no key, right answers are as likely as others.
 */
#ifndef ANALYSIS_SIMULATE_H
#define ANALYSIS_SIMULATE_H

#include <stdint.h>

#include "analysis/data/layout.h"
#include "questions/answers.h"
#include "questions/form.h"

struct simulation;

/* Form and layout must outlive it. */
struct simulation *simulation_new(const struct form *form,
				  const struct layout *layout, uint64_t seed);
void simulation_free(struct simulation *s); /* NULL is fine */

/*
 * Makes up the next person. Returns their response string, layout->width
 * symbols and a NUL, valid until the next call. Quick: choices that no
 * expression reads are in the string only.
 */
const char *simulation_response(struct simulation *s);

/* The same person with every answer in `answers`. Valid until the next call of
 * either. */
const struct answers *simulation_answers(struct simulation *s);

/* Answers of the last person: numbers, dates and texts are there after
 * simulation_response, too. */
const struct answers *simulation_last(const struct simulation *s);

#endif
