#include "analysis/command/command.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/text.h"

enum { MAX_SPECS = 32, HELP = 1000 };

int
command_fail(const struct error *err)
{
	fprintf(stderr, "conduct: %s\n",
		error_is_set(err) ? err->text : "it did not work");
	return EXIT_FAILED;
}

int
command_use(const struct command *command, const char *format, ...)
{
	va_list ap;

	fputs("conduct: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fprintf(stderr, "\nTry: conduct %s --help\n", command->name);
	return EXIT_USE;
}

static void
print_help(const struct command *command)
{
	printf("%s\n\n%s", command->usage, command->help);
}

/* getopt_long's two descriptions of the same options. */
static void
describe(const struct option_spec *spec, size_t n_spec, struct option *longs,
	 struct text *letters)
{
	size_t i;

	text_add(letters, ":");
	for (i = 0; i < n_spec; i++) {
		longs[i].name = spec[i].name;
		longs[i].has_arg =
			spec[i].argument ? required_argument : no_argument;
		longs[i].val = HELP + 1 + (int)i;
		if (!spec[i].letter)
			continue;
		text_add_char(letters, spec[i].letter);
		if (spec[i].argument)
			text_add_char(letters, ':');
	}
	longs[n_spec] = (struct option){"help", no_argument, NULL, HELP};
}

static size_t
spec_of(int c, const struct option_spec *spec, size_t n_spec)
{
	size_t i;

	if (c > HELP)
		return (size_t)(c - HELP - 1);
	for (i = 0; i < n_spec && spec[i].letter != c; i++)
		;
	assert(i < n_spec);
	return i;
}

/* "--staff, --standard", those that begin with the n bytes. Returns how many. */
static size_t
candidates(const char *start, size_t n, const struct option_spec *spec,
	   size_t n_spec, struct text *list)
{
	size_t i, found = 0;

	for (i = 0; i <= n_spec; i++) {
		const char *name = i < n_spec ? spec[i].name : "help";

		if (strncmp(name, start, n) == 0)
			text_addf(list, "%s--%s", found++ ? ", " : "", name);
	}
	return found;
}

/* Says what is wrong with an option that getopt_long did not take; optopt is
 * its letter, or its val when it is a flag that was given a value. */
static int
refuse(const struct command *command, const char *argument,
       const struct option_spec *spec, size_t n_spec)
{
	size_t n = strcspn(argument, "=");
	struct text list = TEXT_INIT;
	int code;

	if (optopt > 0 && optopt < HELP)
		return command_use(command, "no such option: -%c", optopt);
	if (optopt >= HELP)
		return command_use(command, "%.*s takes no value", (int)n,
				   argument);
	if (candidates(argument + 2, n - 2, spec, n_spec, &list) > 1)
		code = command_use(command, "%.*s could be any of %s", (int)n,
				   argument, text_get(&list));
	else
		code = command_use(command, "no such option: %s", argument);
	text_release(&list);
	return code;
}

bool
options_read(const struct command *command, int argc, char **argv,
	     const struct option_spec *spec, size_t n_spec,
	     struct options *options, int *code)
{
	struct option longs[MAX_SPECS + 2] = {0};
	struct text letters = TEXT_INIT;
	bool go_on = true;
	int c;

	assert(n_spec <= MAX_SPECS);
	*options = (struct options){0};
	describe(spec, n_spec, longs, &letters);
	opterr = 0;
	optind = 0; /* glibc: start afresh */
	while (go_on &&
	       (c = getopt_long(argc, argv, text_get(&letters), longs, NULL)) !=
		       -1) {
		if (c == HELP) {
			print_help(command);
			*code = EXIT_FINE;
			go_on = false;
		} else if (c == ':') {
			*code = command_use(command, "%s needs a value",
					    argv[optind - 1]);
			go_on = false;
		} else if (c == '?') {
			*code = refuse(command, argv[optind - 1], spec, n_spec);
			go_on = false;
		} else {
			options->value[spec_of(c, spec, n_spec)] =
				optarg ? optarg : "";
		}
	}
	options->rest = argv + optind;
	options->n_rest = (size_t)(argc - optind);
	text_release(&letters);
	return go_on;
}

bool
one_argument(const struct command *command, const struct options *options,
	     const char *what)
{
	if (options->n_rest == 0)
		command_use(command, "which %s?", what);
	else if (options->n_rest > 1)
		command_use(command, "one %s at a time, not %zu", what,
			    options->n_rest);
	return options->n_rest == 1;
}

const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

bool
option_number(const struct command *command, const char *name, const char *text,
	      uint64_t from, uint64_t to, uint64_t *out)
{
	unsigned long long x;
	char *end;

	errno = 0;
	x = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end || errno || x < from ||
	    x > to) {
		command_use(command,
			    "--%s takes a whole number from %llu to %llu, "
			    "not '%s'",
			    name, (unsigned long long)from,
			    (unsigned long long)to, text);
		return false;
	}
	*out = x;
	return true;
}

/* ---- progress ---- */

void
progress_start(struct progress *p, const char *what)
{
	*p = (struct progress){what, -1, isatty(STDERR_FILENO) == 1};
	progress_show(p, 0);
}

void
progress_show(struct progress *p, double share)
{
	if (!p->on || share - p->shown < .01)
		return;
	p->shown = share;
	fprintf(stderr, "\r%s %3.0f %%", p->what, 100 * share);
}

void
progress_end(struct progress *p)
{
	if (p->on)
		fprintf(stderr, "\r%*s\r", (int)strlen(p->what) + 6, "");
	p->on = false;
}
