#include <stdlib.h>

#include "analysis/command/command.h"
#include "analysis/command/load.h"
#include "questions/base/text.h"
#include "questions/lint.h"

static void
add_count(struct text *t, size_t n, const char *one, const char *many)
{
	if (n == 0)
		return;
	text_addf(t, "%s%zu %s", t->n ? ", " : "", n, n == 1 ? one : many);
}

static void
say_form(const struct form *form)
{
	char *summary = form_summary(form);
	size_t i;

	printf("%s", summary);
	free(summary);
	if (form->n_languages > 1)
		printf(", %zu languages:", form->n_languages);
	for (i = 0; form->n_languages > 1 && i < form->n_languages; i++)
		printf("%s %s", i ? "," : "", form->language[i]);
	puts(".");
}

static void
say_problems(const struct problems *p)
{
	struct text t = TEXT_INIT;

	add_count(&t, p->errors, "error", "errors");
	add_count(&t, p->warnings, "warning", "warnings");
	add_count(&t, p->n - p->errors - p->warnings, "note", "notes");
	if (t.n)
		printf("%s.\n", text_get(&t));
	text_release(&t);
}

static int
check_form(const char *name)
{
	struct error err = ERROR_INIT;
	struct loaded l;
	int code = EXIT_FINE;

	if (!loaded_read(&l, name, &err)) {
		problems_print(&l.problems, stderr);
		loaded_release(&l);
		return command_fail(&err);
	}
	if (l.form)
		lint(l.form, l.book, &l.problems);
	problems_sort(&l.problems);
	problems_print(&l.problems, stdout);
	if (l.form)
		say_form(l.form);
	say_problems(&l.problems);
	if (!l.form)
		code = EXIT_FAILED;
	loaded_release(&l);
	return code;
}

static int
run(int argc, char **argv)
{
	struct options o;
	int code;

	if (!options_read(&command_check, argc, argv, NULL, 0, &o, &code))
		return code;
	if (!one_argument(&command_check, &o, "questionnaire"))
		return EXIT_USE;
	return check_form(o.rest[0]);
}

const struct command command_check = {
	"check", "find every problem in a questionnaire", "conduct check FORM",
	"Reads a questionnaire (a CSV file, or the name of one we ship) and "
	"says all that\nis wrong with it, each as file:row:column: problem; "
	"what to do. Errors must be\nmended. Warnings are about what works "
	"but is unwise: a key that stands out, a\nquestion nobody can reach. "
	"Notes tell what is not used.\n\n"
	"Exit code 1 when there are errors.\n",
	run};
