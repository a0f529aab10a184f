/*
 * conduct: what HR runs. A table of commands; each is a file of its own in
 * command/.
 */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "analysis/command/command.h"
#include "survey/seal.h"

static const struct command *const commands[] = {
	&command_open,	  &command_status,   &command_report, &command_bank,
	&command_check,	  &command_codes,    &command_close,  &command_collect,
	&command_import,  &command_simulate, &command_stats,  &command_pitch,
	&command_compare, &command_export,   &command_audit,  NULL,
};

static void
print_commands(FILE *out)
{
	size_t i;

	fputs("conduct COMMAND ...\n\n"
	      "Asks staff what they know about social networking, and tells "
	      "you how to pitch\nthe guidance.\n\n",
	      out);
	for (i = 0; commands[i]; i++)
		fprintf(out, "  %-10s%s\n", commands[i]->name,
			commands[i]->brief);
	fputs("\nconduct COMMAND --help says more. Staff answer with "
	      "conduct-survey.\n",
	      out);
}

static const struct command *
find_command(const char *name)
{
	size_t i;

	for (i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

/* A full disk behind a pipe or a redirection must not look like success. */
static int
end(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	fprintf(stderr, "conduct: standard output cannot be written: %s\n",
		strerror(errno));
	return code == EXIT_FINE ? EXIT_FAILED : code;
}

/* What is let go of is soon wanted again: getting each page anew from the
 * system costs more than keeping a little. */
static void
keep_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, 1 << 20);
	mallopt(M_MMAP_THRESHOLD, 1 << 19);
#endif
}

int
main(int argc, char **argv)
{
	const struct command *command;
	struct error err = ERROR_INIT;

	keep_memory();
	if (argc < 2) {
		print_commands(stderr);
		return EXIT_USE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		print_commands(stdout);
		return end(EXIT_FINE);
	}
	command = find_command(argv[1]);
	if (!command) {
		fprintf(stderr,
			"conduct: there is no command '%s'\n"
			"Try: conduct --help\n",
			argv[1]);
		return EXIT_USE;
	}
	if (!seal_init(&err))
		return command_fail(&err);
	return end(command->run(argc - 1, argv + 1));
}
