/* Any bytes are a questionnaire that travels, or refused with a reason. What
 * is read is written and read again the same. */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "questions/instrument.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	const char *json = (const char *)data;
	struct book *book = instrument_read(json, size, "x.wave", &err), *copy;
	struct form *form = instrument_form(json, size, "x.wave", &err);
	char *once, *again;

	if ((form == NULL) != error_is_set(&err))
		abort();
	if (book != NULL) {
		once = instrument_write(book, INSTRUMENT_WITH_KEY);
		copy = instrument_read(once, strlen(once), "x.wave", NULL);
		again = instrument_write(copy, INSTRUMENT_WITH_KEY);
		if (strcmp(once, again) != 0)
			abort();
		book_free(copy);
		free(once);
		free(again);
	}
	form_free(form);
	book_free(book);
	return 0;
}
