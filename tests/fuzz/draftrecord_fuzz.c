/* Any bytes as a draft; what is one is the same after writing it. */
#include <stdlib.h>
#include <string.h>

#include "survey/draft.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/csv_forms.h"

enum { BOX = 64 };

static const char hash[] = "00000000000000000000000000000000"
			   "00000000000000000000000000000000";

static char *
parse_and_write(const char *text, size_t n, const struct form *form)
{
	struct flow *flow;
	struct draft draft;
	char *again;

	if (draft_parse(&draft, &flow, text, n, hash, BOX, form,
			flow_system_clock(), NULL) != DRAFT_READ)
		return NULL;
	draft.page = flow_page(flow);
	again = draft_write(&draft, hash, flow);
	draft_release(&draft);
	flow_free(flow);
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
	if (!twice || strcmp(once, twice) != 0)
		abort();
	free(once);
	free(twice);
	return 0;
}
