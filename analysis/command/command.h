/*
 * One command of conduct: a file each, that exports one const struct command.
 * main.c has the table. Commands print and return the exit code: 0 fine,
 * 1 failed, 2 wrong use.
 */
#ifndef ANALYSIS_COMMAND_COMMAND_H
#define ANALYSIS_COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "analysis/data/file.h"
#include "questions/base/error.h"

struct command {
	const char *name;
	const char *brief; /* one line for conduct --help */
	const char *usage; /* "conduct open [FORM] --staff N ..." */
	const char *help;  /* what --help prints below the usage */
	int (*run)(int argc, char **argv); /* argv[0] is the name */
};

/* The commands there are; main.c has them in the order of --help. */
extern const struct command command_open, command_status, command_report,
	command_bank, command_check, command_codes, command_close,
	command_collect, command_import, command_simulate, command_stats,
	command_pitch, command_compare, command_export, command_audit;

enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_USE = 2 };

/* One option of a command, for options_read. */
struct option_spec {
	const char *name;     /* "staff" */
	char letter;	      /* 'n', or 0 */
	const char *argument; /* "N"; NULL: a flag */
};

/* What options_read found: value[i] belongs to spec i ("" for a flag that was
 * given, NULL for what was not); rest are the other arguments. */
struct options {
	const char *value[32];
	char **rest;
	size_t n_rest;
};

/* Reads argv by getopt_long: a long name may be cut short where it stays the
 * only one. Knows --help by itself (prints, and *code is 0).
 * False: stop and return *code. */
bool options_read(const struct command *command, int argc, char **argv,
		  const struct option_spec *spec, size_t n_spec,
		  struct options *options, int *code);

/* "conduct: ..." on stderr. Returns EXIT_FAILED. */
int command_fail(const struct error *err);
/* The same with a hint at --help. Returns EXIT_USE. */
int command_use(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Is there exactly one other argument? False with a message; what: "wave". */
bool one_argument(const struct command *command, const struct options *options,
		  const char *what);

/* "" for 1, else "s". */
const char *plural(size_t n);

/* A whole number from..to as an option's value; false with a message. */
bool option_number(const struct command *command, const char *name,
		   const char *text, uint64_t from, uint64_t to, uint64_t *out);

/* Progress on a terminal's stderr, nothing elsewhere: "Reading 40 %". */
struct progress {
	const char *what;
	double shown;
	bool on;
};
void progress_start(struct progress *p, const char *what);
void progress_show(struct progress *p, double share); /* 0 to 1 */
void progress_end(struct progress *p);

#endif
