#include "analysis/command/dates.h"

#include <time.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/value.h"

static const char *const months[] = {
	"January", "February", "March",	    "April",   "May",	   "June",
	"July",	   "August",   "September", "October", "November", "December",
};

double
today(void)
{
	time_t now = time(NULL);
	struct tm tm;
	double days = 0;

	localtime_r(&now, &tm);
	date_join(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, &days);
	return days;
}

char *
date_words(const char *iso)
{
	struct text t = TEXT_INIT;
	int year, month, day, this_year, m, d;
	double days;

	if (!date_parse(iso, &days))
		return mem_copy(iso);
	date_split(days, &year, &month, &day);
	date_split(today(), &this_year, &m, &d);
	text_addf(&t, "%d %s", day, months[month - 1]);
	if (year != this_year)
		text_addf(&t, " %d", year);
	return text_take(&t);
}
