/*
 * Dates as commands need them: today, and in words.
 */
#ifndef ANALYSIS_COMMAND_DATES_H
#define ANALYSIS_COMMAND_DATES_H

/* Days since 1970-01-01, by the clock and zone of this machine. */
double today(void);

/* "14 December", with the year where it is not this one; a text that is no
 * date as it is. Caller frees. */
char *date_words(const char *iso);

#endif
