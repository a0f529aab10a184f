/* Any bytes as a response; what is one is the same after writing it, and no
 * longer than is foreseen. */
#include <stdlib.h>
#include <string.h>

#include "questions/response.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/csv_forms.h"

static const char hash[] = "00000000000000000000000000000000"
			   "00000000000000000000000000000000";

static char *
parse_and_write(const char *text, size_t n, const struct form *form)
{
	char id[RESPONSE_ID_CHARS + 1], *again;
	struct answers *answers;

	if (!response_parse(text, n, form, hash, id, &answers, NULL))
		return NULL;
	again = response_write(hash, id, answers_to_response(answers));
	answers_free(answers);
	return again;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct form *form;
	char *once, *twice;

	if (!form)
		form = form_from_csv(form_every_type);
	once = parse_and_write((const char *)data, size, form);
	if (!once)
		return 0;
	twice = parse_and_write(once, strlen(once), form);
	if (!twice || strcmp(once, twice) != 0 ||
	    strlen(once) > response_max_bytes(form))
		abort();
	free(once);
	free(twice);
	return 0;
}
