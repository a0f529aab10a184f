/* Any CSV is a form, or refused; each problem has a place. A form that is
 * built can be linted, written and built again. */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "questions/instrument.h"
#include "questions/lint.h"
#include "questions/xlsform.h"

static void
try_form(const struct form *form, const struct book *book,
	 struct problems *problems)
{
	struct error err = ERROR_INIT;
	char *json = instrument_write(book, INSTRUMENT_WITHOUT_KEY);
	struct form *copy = instrument_form(json, strlen(json), "i", &err);

	if (copy == NULL || copy->n_questions != form->n_questions)
		abort();
	form_free(copy);
	free(json);
	lint(form, book, problems);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct form *form = NULL;
	struct book *book;
	size_t i;

	book = book_parse("f.csv", (const char *)data, size, NULL, 0, NULL, 0,
			  &problems, &err);
	if (book != NULL)
		form = xlsform_build(book, &problems);
	if ((form == NULL) != (problems.errors > 0 || book == NULL))
		if (form == NULL || problems.errors == 0)
			abort();
	if (form != NULL && problems.errors == 0)
		try_form(form, book, &problems);
	for (i = 0; i < problems.n; i++)
		if (strncmp(problems.list[i].where, "f.csv:", 6) != 0)
			abort();
	problems_release(&problems);
	form_free(form);
	book_free(book);
	return 0;
}
