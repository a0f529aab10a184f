/*
 * What is in a box: any bytes as the answers of a response and of a draft.
 * What is taken is written again as it was read.
 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "questions/check.h"
#include "tests/support/csv_forms.h"

static struct form *form;

static char *
printed(struct json *j)
{
	char *s = json_print(j);

	json_free(j);
	return s;
}

/* Read, write, read, write: the two writings are one. */
static void
try_response(const struct json *json)
{
	struct error err = ERROR_INIT;
	struct answers *a = answers_from_response(form, json, &err), *again;
	struct json *response;
	char *first, *second;

	if ((a == NULL) != error_is_set(&err))
		abort();
	if (a == NULL)
		return;
	response = answers_to_response(a);
	again = answers_from_response(form, response, NULL);
	if (again == NULL)
		abort();
	first = printed(response);
	second = printed(answers_to_response(again));
	if (strcmp(first, second) != 0)
		abort();
	free(first);
	free(second);
	answers_free(a);
	answers_free(again);
}

static void
try_draft(const struct json *json)
{
	struct answers *a = answers_new(form, 7);

	if (answers_from_draft(a, json, NULL))
		free(printed(answers_to_draft(a)));
	answers_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json *json;

	if (form == NULL)
		form = form_from_csv(form_every_type);
	json = json_parse(size > 0 ? (const char *)data : "", size, NULL);
	if (json != NULL) {
		try_response(json);
		try_draft(json);
	}
	json_free(json);
	return 0;
}
