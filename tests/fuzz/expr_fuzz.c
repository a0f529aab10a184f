/*
 * Any text as an expression: parsed as constraint, calculation and choice
 * filter of a form with each type of question, then evaluated with and without
 * answers.
 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "questions/check.h"
#include "tests/support/csv_forms.h"

static struct form *form;
static struct answers *answers[2]; /* none given; all given */

static const char *const given[] = {
	"often",       "weekly", "helped", "course reading", "order",
	"c a b",       "whole",	 "12",	   "part",	     "0.5",
	"scale",       "3",	 "day",	   "2026-12-14",     "short",
	"Ll\xc5\xb7r", "long",	 "a\nb",   "seen",	     "OK",
};

static void
init(void)
{
	size_t i, k;

	form = form_from_csv(form_every_type);
	for (k = 0; k < 2; k++) {
		answers[k] = answers_new(form, 7);
		for (i = 0; i < form->n_questions; i++)
			answers[k]->answer[i].relevant = true;
	}
	for (i = 0; i < sizeof(given) / sizeof(given[0]); i += 2) {
		size_t at = form_find(form, given[i]);

		if (at == FORM_NONE ||
		    !check_canonical(&form->question[at], given[i + 1],
				     &answers[1]->answer[at].value))
			abort();
	}
}

static void
evaluate(const struct expr *e, size_t self, const struct choice *choice)
{
	struct expr_env env = {.self = self,
			       .choice = choice,
			       .now = 1797243630.25,
			       .utc_offset = 3600};
	struct expr_limits limits;
	char *s;
	size_t k;

	for (k = 0; k < 2; k++) {
		env.answers = answers[k];
		s = expr_string(e, &env);
		if (strlen(s) > 64 * 1024 * 1024)
			abort();
		free(s);
		expr_true(e, &env);
		expr_number(e, &env);
		expr_limits(e, &env, &limits);
	}
}

static void
try(const char *source, size_t self, const struct choice_list *columns)
{
	struct arena *arena = arena_new();
	struct expr_scope scope = {form, self, columns};
	struct error err = ERROR_INIT;
	struct expr *e = expr_parse(arena, source, &scope, &err);

	if ((e == NULL) != error_is_set(&err))
		abort();
	if (e != NULL)
		evaluate(e, self, columns ? &columns->choice[0] : NULL);
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *source = malloc(size + 1);

	if (source == NULL)
		abort();
	if (form == NULL)
		init();
	if (size > 0)
		memcpy(source, data, size);
	source[size] = '\0';
	try(source, form_find(form, "part"), NULL);
	try(source, FORM_NONE, form->question[form_find(form, "often")].list);
	free(source);
	return 0;
}
