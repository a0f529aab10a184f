/*
 * Any text as a date. What is one comes out of its parts again; what is none
 * is told, with the part to mend.
 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/date_typed.h"

/* Handed over by three fields it is the same day. */
static void
goes_through_fields(char *const part[DATE_PARTS], double days)
{
	struct text t = TEXT_INIT;
	double again;

	text_addf(&t, "%s %s %s", part[DATE_DAY], part[DATE_MONTH],
		  part[DATE_YEAR]);
	if (!date_from_person(text_get(&t), &again) || again != days)
		abort();
	text_release(&t);
}

static void
try_parts(const char *s, bool good, double days)
{
	char *part[DATE_PARTS];
	size_t i;

	if (!date_parts(s, part)) {
		if (good)
			abort();
		return;
	}
	if (good)
		goes_through_fields(part, days);
	for (i = 0; i < DATE_PARTS; i++) {
		if (part[i][0] == '\0')
			abort();
		free(part[i]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1), *why;
	double days = 0;
	bool good;

	if (s == NULL)
		abort();
	if (size > 0)
		memcpy(s, data, size);
	s[size] = '\0';
	good = date_from_person(s, &days);
	try_parts(s, good, days);
	if (!good) {
		why = date_refusal(s);
		if (why[0] == '\0' || date_wrong_part(s) >= DATE_PARTS)
			abort();
		free(why);
	}
	free(s);
	return 0;
}
