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
			*code = command_use(command, "no such option: %s",
					    argv[optind - 1]);
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
