/*
 * A date as a person types it: day, month and year, in this order.
 *
 * Whole in one line, or part by part in three fields, which then come joined
 * by blanks, or by slashes where one is empty ("14//2021"). What is no date is
 * told by what is wrong with it and what to do.
 */
#ifndef QUESTIONS_DATE_TYPED_H
#define QUESTIONS_DATE_TYPED_H

#include <stdbool.h>

enum date_part { DATE_DAY, DATE_MONTH, DATE_YEAR, DATE_PARTS };

/* To days since 1970: ISO, "14 dec 2026", "14/12/2026"; English month names or
 * their first three letters, in the language in use (phrases.h) their first
 * letters, three or more. A year has four digits: nobody knows which century
 * "21" is of. False: no date of the calendar; *days is untouched. */
bool date_from_person(const char *s, double *days);

/* Why date_from_person did not take it, as sentences in the language in use.
 * Caller frees. */
char *date_refusal(const char *s);

/* The part that those sentences say to enter or change; the day where they say
 * so of all. */
enum date_part date_wrong_part(const char *s);

/* The three parts of what looks like a whole date, good or not: "31", "feb",
 * "2021" from "31 feb 2021", and "14", "3", "2021" from "2021-03-14". False:
 * there are more or fewer, and part[] is untouched. Caller frees each. */
bool date_parts(const char *s, char *part[DATE_PARTS]);

#endif
