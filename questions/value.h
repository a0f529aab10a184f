/*
 * One answer, and why there is none.
 *
 * Every answer has a canonical text, the one that ODK would store: a number
 * in its shortest form, a date as YYYY-MM-DD, choices as their names joined
 * by single blanks (in list order; a rank in the order given). Two values are
 * equal when their canonical texts are.
 */
#ifndef QUESTIONS_VALUE_H
#define QUESTIONS_VALUE_H

#include <stdbool.h>
#include <stddef.h>

enum value_kind {
	VALUE_NONE,   /* no answer; text is NULL */
	VALUE_NUMBER, /* integer, decimal, range */
	VALUE_DATE,
	VALUE_TEXT,   /* text, calculate, hidden, acknowledge "OK" */
	VALUE_CHOICES /* select_one, select_multiple, rank */
};

struct value {
	enum value_kind kind;
	double number; /* NUMBER; DATE: days since 1970-01-01 */
	char *text;    /* canonical; owned; NULL for NONE */
};

#define VALUE_INIT                  \
	{                           \
		VALUE_NONE, 0, NULL \
	}

/* NONE when x is not finite. */
struct value value_number(double x);
/* Rounded down to a whole day; NONE outside years 1 to 9999. */
struct value value_date(double days);
struct value value_text(const char *s);	       /* "" gives NONE */
struct value value_choices(const char *names); /* "" gives NONE */
struct value value_copy(const struct value *v);
void value_release(struct value *v); /* leaves NONE */
bool value_equal(const struct value *a, const struct value *b);

/* Is `name` one of the blank-separated names in `names`? */
bool names_contain(const char *names, const char *name);
size_t names_count(const char *names);
/* The i-th name (from 0) into out (at most size bytes, NUL included);
 * false when there is none or it does not fit. */
bool names_at(const char *names, size_t i, char *out, size_t size);

/* "2026-12-14" to days since 1970-01-01 (proleptic Gregorian, years 1 to
 * 9999); false when it is not a date of the calendar. */
bool date_parse(const char *s, double *days);
/* The reverse; out gets 11 bytes, "" outside years 1 to 9999. */
void date_format(double days, char out[16]);
/* days within years 1 to 9999. */
void date_split(double days, int *year, int *month, int *day);
/* False when there is no such day. */
bool date_join(int year, int month, int day, double *days);

#endif
