#include "questions/date_typed.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/phrases.h"
#include "questions/value.h"

/* Bytes of what stands for a blank at s; 0: nothing does. */
static size_t
like_blank(const char *s)
{
	if (*s == '\n' || *s == '\r')
		return 1;
	if (strncmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	return strncmp(s, "\xe2\x80\xaf", 3) == 0 ? 3 : 0;
}

/* A copy with blanks for newlines and no-break spaces (wide and narrow): dates
 * are pasted with them. */
static char *
with_blanks(const char *s)
{
	struct text t = TEXT_INIT;

	while (*s != '\0') {
		size_t n = like_blank(s);

		text_add_char(&t, n > 0 ? ' ' : *s);
		s += n > 0 ? n : 1;
	}
	return text_take(&t);
}

/* ---- one that is right ---- */

/* One piece of what a person typed: digits, or a word. */
struct piece {
	const char *s;
	size_t n;
};

/* Between day, month and year: blanks, and one of . / - or a comma. */
static const char *
skip_separator(const char *s)
{
	s += strspn(s, " \t");
	if (*s != '\0' && strchr(".,/-", *s) != NULL)
		s++;
	return s + strspn(s, " \t");
}

static const char *
take_piece(const char *s, struct piece *piece)
{
	piece->s = s;
	if (isdigit((unsigned char)*s))
		piece->n = strspn(s, "0123456789");
	else
		piece->n = strcspn(s, " \t.,/-0123456789");
	return s + piece->n;
}

static bool
same_start(const char *a, const char *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (tolower((unsigned char)a[i]) != b[i])
			return false;
	return true;
}

/* "3rd" is a 3. */
static const char *
skip_ordinal(const char *s)
{
	static const char *const ending[] = {"st", "nd", "rd", "th"};
	size_t i;

	for (i = 0; i < 4; i++)
		if (same_start(s, ending[i], 2) &&
		    !isalpha((unsigned char)s[2]))
			return s + 2;
	return s;
}

/* Does the month's name begin so? typed is in lower case. */
static bool
begins_month(const char *typed, const char *name)
{
	char *lower = text_lower(name);
	bool begins = strncmp(typed, lower, strlen(typed)) == 0;

	free(lower);
	return begins;
}

/* The only month whose name begins so in the language in use, where that is
 * another than English; 0: none. */
static int
month_spoken(const char *typed)
{
	int i, found = 0;

	if (text_length(typed) < 3)
		return 0;
	for (i = 0; i < 12; i++) {
		const char *name = phrase(PHRASE_MONTH_1 + i, 0);

		if (name == phrase_english(PHRASE_MONTH_1 + i, 0) ||
		    !begins_month(typed, name))
			continue;
		if (found > 0)
			return 0;
		found = i + 1;
	}
	return found;
}

/* "sept" is as common as "sep". */
static int
month_in_english(const char *typed)
{
	size_t n = strlen(typed);
	int i;

	for (i = 0; i < 12; i++) {
		const char *name = phrase_english(PHRASE_MONTH_1 + i, 0);

		if ((n == 3 || n == strlen(name) || (i == 8 && n == 4)) &&
		    begins_month(typed, name))
			return i + 1;
	}
	return 0;
}

/* 0 when it is no month. */
static int
month_number(const struct piece *piece)
{
	char *typed, *lower;
	int month;

	if (text_is_digits(piece->s, piece->n))
		return piece->n <= 2 ? text_digits(piece->s, piece->n) : 0;
	typed = mem_copy_n(piece->s, piece->n);
	lower = text_lower(typed);
	month = month_spoken(lower);
	if (month == 0)
		month = month_in_english(lower);
	free(typed);
	free(lower);
	return month;
}

static bool
read_date(const char *s, double *days)
{
	struct piece day, month, year;
	size_t n;

	s += strspn(s, " \t");
	n = strcspn(s, " \t");
	if (n == 10 && s[n + strspn(s + n, " \t")] == '\0') {
		char iso[11];

		memcpy(iso, s, n);
		iso[n] = '\0';
		if (date_parse(iso, days))
			return true;
	}
	s = skip_separator(skip_ordinal(take_piece(s, &day)));
	s = skip_separator(take_piece(s, &month));
	s = take_piece(s, &year);
	if (s[strspn(s, " \t")] != '\0' || day.n < 1 || day.n > 2 ||
	    year.n != 4 || !text_is_digits(day.s, day.n) ||
	    !text_is_digits(year.s, 4))
		return false;
	return date_join(text_digits(year.s, 4), month_number(&month),
			 text_digits(day.s, day.n), days);
}

bool
date_from_person(const char *s, double *days)
{
	char *plain = with_blanks(s);
	bool good = read_date(plain, days);

	free(plain);
	return good;
}

/* ---- what stands there, part by part ---- */

/* As it was written: parted by what parts, wherever digits end. */
struct written {
	struct piece part[DATE_PARTS];
	size_t n;     /* more than DATE_PARTS: too many */
	bool has_gap; /* one of them is empty */
};

static void
take_written(const char *s, struct written *w)
{
	struct piece piece;

	*w = (struct written){{{"", 0}, {"", 0}, {"", 0}}, 0, false};
	for (s += strspn(s, " \t"); *s != '\0'; s = skip_separator(s)) {
		piece = (struct piece){s, strcspn(s, " \t.,/-")};
		if (w->n < DATE_PARTS)
			w->part[w->n] = piece;
		w->n++;
		w->has_gap = w->has_gap || piece.n == 0;
		s += piece.n;
	}
}

static bool
is_year_like(const struct piece *piece)
{
	return piece->n > 2 && text_is_digits(piece->s, piece->n);
}

static bool
is_day_like(const struct piece *piece)
{
	size_t n = strspn(piece->s, "0123456789");

	return n > 0 && n < 3 &&
		skip_ordinal(piece->s + n) == piece->s + piece->n;
}

static bool
is_word(const struct piece *piece)
{
	return piece->n > 0 && strcspn(piece->s, "0123456789") >= piece->n;
}

/* "2021-03-14" as day, month and year. */
static void
turn_round(struct written *w)
{
	struct piece year = w->part[0];

	w->part[0] = w->part[2];
	w->part[2] = year;
}

static bool
is_iso(const struct written *w)
{
	const struct piece *part = w->part;

	return w->n == DATE_PARTS && is_year_like(&part[0]) && part[0].n == 4 &&
		part[0].s[4] == '-' && part[1].n == 2 && part[1].s[2] == '-' &&
		part[2].n == 2;
}

static char *
number_text(int number, int digits)
{
	char text[16];

	snprintf(text, sizeof text, "%0*d", digits, number);
	return mem_copy(text);
}

/* "2021-03-14" as it is said, and "14dec2026", where nothing parts the parts. */
static bool
give_numbers(const char *s, char *part[DATE_PARTS])
{
	int year, month, day;
	double days;

	if (!read_date(s, &days))
		return false;
	date_split(days, &year, &month, &day);
	part[DATE_DAY] = number_text(day, 1);
	part[DATE_MONTH] = number_text(month, 1);
	part[DATE_YEAR] = number_text(year, 4);
	return true;
}

static bool
give_written(struct written *w, char *part[DATE_PARTS])
{
	size_t i;

	if (w->n != DATE_PARTS || w->has_gap)
		return false;
	if (is_iso(w))
		turn_round(w);
	for (i = 0; i < DATE_PARTS; i++)
		part[i] = mem_copy_n(w->part[i].s, w->part[i].n);
	return true;
}

bool
date_parts(const char *s, char *part[DATE_PARTS])
{
	char *plain = with_blanks(s);
	struct written w;
	bool whole;

	take_written(plain, &w);
	whole = (is_iso(&w) && give_numbers(plain, part)) ||
		give_written(&w, part) || give_numbers(plain, part);
	free(plain);
	return whole;
}

/* ---- what is wrong with one ---- */

enum {
	DAY = 1 << DATE_DAY,
	MONTH = 1 << DATE_MONTH,
	YEAR = 1 << DATE_YEAR,
	ALL = DAY | MONTH | YEAR
};

/* What there is of it, and in which parts it is at fault. */
struct fault {
	int day, month, year; /* 0: none */
	int missing, wrong;   /* sets of parts */
	bool turned;	      /* they are in another order */
};

static int
day_of(const struct piece *piece)
{
	int day = 0;

	if (is_day_like(piece))
		day = text_digits(piece->s, strspn(piece->s, "0123456789"));
	return day <= 31 ? day : 0;
}

static int
month_of(const struct piece *piece)
{
	int month = piece->n > 0 ? month_number(piece) : 0;

	return month <= 12 ? month : 0;
}

/* What there is of less than three by what it looks like. False: nobody can
 * say, as of "3 2021". */
static bool
place_parts(struct written *w)
{
	const struct piece none = {"", 0}, a = w->part[0], b = w->part[1];

	if (w->n == DATE_PARTS || w->has_gap)
		return w->n <= DATE_PARTS;
	w->part[0] = w->part[1] = none;
	if (w->n == 1) {
		w->part[is_word(&a)		   ? DATE_MONTH
				: is_year_like(&a) ? DATE_YEAR
						   : DATE_DAY] = a;
		return month_of(&a) > 0 || is_year_like(&a) || is_day_like(&a);
	}
	w->part[is_word(&a) ? DATE_MONTH : DATE_DAY] = a;
	w->part[is_year_like(&b) ? DATE_YEAR : DATE_MONTH] = b;
	return w->n == 2 &&
		((is_word(&a) && is_year_like(&b)) ||
		 (is_day_like(&a) && (is_word(&b) || is_day_like(&b))));
}

static int
year_of(const struct piece *piece)
{
	return piece->n == 4 && text_is_digits(piece->s, 4)
		? text_digits(piece->s, 4)
		: 0;
}

static void
find_wrong(const struct written *w, struct fault *f)
{
	const struct piece *part = w->part;
	int i;

	for (i = 0; i < DATE_PARTS; i++)
		if (part[i].n == 0)
			f->missing |= 1 << i;
	f->day = day_of(&part[DATE_DAY]);
	f->month = month_of(&part[DATE_MONTH]);
	f->year = year_of(&part[DATE_YEAR]);
	f->wrong = (f->day > 0 ? 0 : DAY) | (f->month > 0 ? 0 : MONTH) |
		(f->year > 0 ? 0 : YEAR);
	f->wrong &= ~f->missing;
}

/* "2021 3 14", "mar 14 2021" */
static bool
is_turned(const struct written *w)
{
	const struct piece *part = w->part;

	if (w->n != DATE_PARTS || w->has_gap || is_iso(w))
		return false;
	return is_year_like(&part[0]) ? is_day_like(&part[2])
				      : month_of(&part[0]) > 0 &&
			is_word(&part[0]) && is_day_like(&part[1]);
}

/* All of it is missing where nothing better can be said. */
static struct fault
find_fault(const char *s)
{
	struct fault f = {.missing = ALL};
	char *plain = with_blanks(s);
	struct written w;

	take_written(plain, &w);
	f.turned = is_turned(&w);
	if (is_iso(&w))
		turn_round(&w);
	if (!f.turned && place_parts(&w)) {
		f.missing = 0;
		find_wrong(&w, &f);
	}
	free(plain);
	return f;
}

static void
add(struct text *t, const char *sentence)
{
	text_add(t, t->n > 0 ? " " : "");
	text_add(t, sentence);
}

static void
add_parts(struct text *t, const struct fault *f)
{
	static const enum phrase missing[] = {
		[DAY] = PHRASE_NEEDED_DAY,
		[MONTH] = PHRASE_NEEDED_MONTH,
		[YEAR] = PHRASE_NEEDED_YEAR,
		[DAY | MONTH] = PHRASE_NEEDED_DAY_MONTH,
		[DAY | YEAR] = PHRASE_NEEDED_DAY_YEAR,
		[MONTH | YEAR] = PHRASE_NEEDED_MONTH_YEAR,
	};

	if (f->missing != 0)
		add(t, phrase(missing[f->missing], 0));
	if (f->wrong & DAY)
		add(t, phrase(PHRASE_REFUSE_DAY, 0));
	if (f->wrong & MONTH)
		add(t, phrase(PHRASE_REFUSE_MONTH, 0));
	if (f->wrong & YEAR)
		add(t, phrase(PHRASE_REFUSE_YEAR, 0));
}

/* The month's last day. */
static int
last_day(const struct fault *f)
{
	double days;
	int day = 31;

	while (!date_join(f->year, f->month, day, &days))
		day--;
	return day;
}

/* Which of its parts are at fault cannot be said. */
static bool
is_odd(const struct fault *f)
{
	return f->missing == ALL ||
		(f->missing == 0 && f->wrong == 0 && f->day <= last_day(f));
}

char *
date_refusal(const char *s)
{
	struct fault f = find_fault(s);
	struct text t = TEXT_INIT;

	if (f.turned)
		add(&t, phrase(PHRASE_REFUSE_DAY_FIRST, 0));
	else if (is_odd(&f))
		add(&t, phrase(PHRASE_REFUSE_DATE, 0));
	else if (f.missing != 0 || f.wrong != 0)
		add_parts(&t, &f);
	else
		phrase_add(&t, PHRASE_REFUSE_DAYS,
			   phrase(PHRASE_MONTH_1 + f.month - 1, 0), f.year,
			   last_day(&f));
	return text_take(&t);
}

enum date_part
date_wrong_part(const char *s)
{
	struct fault f = find_fault(s);
	int parts = f.missing != 0 ? f.missing : f.wrong, i;

	for (i = 0; i < DATE_PARTS && !f.turned; i++)
		if (parts & 1 << i)
			return (enum date_part)i;
	return DATE_DAY;
}
