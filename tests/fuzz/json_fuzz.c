/* Any bytes are JSON, or refused; JSON is printed and read again the same. */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "questions/json.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct json *j = json_parse((const char *)data, size, &err), *copy;
	char *once, *again;

	if ((j == NULL) != error_is_set(&err))
		abort();
	if (j == NULL)
		return 0;
	once = json_print(j);
	copy = json_parse(once, strlen(once), NULL);
	if (copy == NULL)
		abort();
	again = json_print(copy);
	if (strcmp(once, again) != 0)
		abort();
	free(once);
	free(again);
	json_free(copy);
	json_free(j);
	return 0;
}
