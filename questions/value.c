#include "questions/value.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

enum { MIN_YEAR = 1, MAX_YEAR = 9999 };

static struct value
none(void)
{
	return (struct value)VALUE_INIT;
}

struct value
value_number(double x)
{
	char text[32];

	if (!isfinite(x))
		return none();
	x += 0.0; /* -0 becomes 0 */
	text_number(x, text);
	return (struct value){VALUE_NUMBER, x, mem_copy(text)};
}

struct value
value_date(double days)
{
	char text[16];

	date_format(days, text);
	if (text[0] == '\0')
		return none();
	return (struct value){VALUE_DATE, floor(days), mem_copy(text)};
}

static struct value
value_of(enum value_kind kind, const char *s)
{
	if (s[0] == '\0')
		return none();
	return (struct value){kind, 0, mem_copy(s)};
}

struct value
value_text(const char *s)
{
	return value_of(VALUE_TEXT, s);
}

struct value
value_choices(const char *names)
{
	return value_of(VALUE_CHOICES, names);
}

struct value
value_copy(const struct value *v)
{
	struct value copy = *v;

	if (v->text != NULL)
		copy.text = mem_copy(v->text);
	return copy;
}

void
value_release(struct value *v)
{
	free(v->text);
	*v = none();
}

bool
value_equal(const struct value *a, const struct value *b)
{
	if (a->text == NULL || b->text == NULL)
		return a->text == b->text;
	return strcmp(a->text, b->text) == 0;
}

/* ---- names ---- */

/* The name at or after s; NULL at the end. */
static const char *
name_at(const char *s, size_t *length)
{
	s += strspn(s, " \t\r\n");
	*length = strcspn(s, " \t\r\n");
	return *length > 0 ? s : NULL;
}

bool
names_contain(const char *names, const char *name)
{
	size_t want = strlen(name), n;
	const char *at;

	for (at = names; (at = name_at(at, &n)) != NULL; at += n)
		if (n == want && memcmp(at, name, n) == 0)
			return true;
	return false;
}

size_t
names_count(const char *names)
{
	size_t count = 0, n;
	const char *at;

	for (at = names; (at = name_at(at, &n)) != NULL; at += n)
		count++;
	return count;
}

bool
names_at(const char *names, size_t i, char *out, size_t size)
{
	size_t n;
	const char *at;

	for (at = names; (at = name_at(at, &n)) != NULL; at += n)
		if (i-- == 0)
			break;
	if (at == NULL || n >= size)
		return false;
	memcpy(out, at, n);
	out[n] = '\0';
	return true;
}

/* ---- dates ---- */

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30,
				   31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

/*
 * Howard Hinnant's days_from_civil: years begin in March, so that the leap
 * day is the last of its year; an era is 400 years.
 */
bool
date_join(int year, int month, int day, double *days)
{
	int y, era, year_of_era, day_of_year, day_of_era;

	if (year < MIN_YEAR || year > MAX_YEAR || month < 1 || month > 12 ||
	    day < 1 || day > days_in_month(year, month))
		return false;
	y = year - (month <= 2);
	era = y / 400;
	year_of_era = y - era * 400;
	day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
		day_of_year;
	*days = (double)era * 146097 + day_of_era - 719468;
	return true;
}

/* The reverse (civil_from_days). */
static void
split(long days, int *year, int *month, int *day)
{
	long z = days + 719468, era = z / 146097, of_era = z - era * 146097;
	long year_of_era =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	long of_year = of_era -
		(365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	long m = (5 * of_year + 2) / 153;

	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

/* 0001-01-01 and 9999-12-31 */
static bool
in_calendar(double days)
{
	return days >= -719162 && days < 2932897;
}

void
date_split(double days, int *year, int *month, int *day)
{
	assert(in_calendar(days));
	split((long)floor(days), year, month, day);
}

void
date_format(double days, char out[16])
{
	int year, month, day;

	out[0] = '\0';
	if (!in_calendar(days))
		return;
	date_split(days, &year, &month, &day);
	snprintf(out, 16, "%04d-%02d-%02d", year, month, day);
}

bool
date_parse(const char *s, double *days)
{
	if (strlen(s) != 10 || s[4] != '-' || s[7] != '-' ||
	    !text_is_digits(s, 4) || !text_is_digits(s + 5, 2) ||
	    !text_is_digits(s + 8, 2))
		return false;
	return date_join(text_digits(s, 4), text_digits(s + 5, 2),
			 text_digits(s + 8, 2), days);
}
