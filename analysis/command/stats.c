#include "analysis/command/command.h"
#include "analysis/command/tell.h"

static const struct option_spec spec[] = {
	TELL_SPECS_RELEASE,
	TELL_SPEC_ANALYSTS,
};

static int
run(int argc, char **argv)
{
	return tell_run(&command_stats, spec, sizeof(spec) / sizeof(*spec),
			TELL_STATS, argc, argv);
}

const struct command command_stats = {
	"stats", "write CSV and JSON statistics",
	"conduct stats RESULTS -o DIR [--frame FILE] [--without SEGMENT,...]\n"
	"               [--for-analysts REASON]",
	"Reads a results file (conduct collect, import or simulate) once and "
	"writes into\nDIR a CSV file for each table and stats.json: response, "
	"topics, items, options,\nhabits, scales, comparisons, knowledge by "
	"habit, weights.\n\n" TELL_HELP_RELEASE TELL_HELP_ANALYSTS
	"\nRows with an empty group are about everybody. Groups have bands "
	"instead of\nshares; small ones are told together. Everything is "
	"audited first, together with\nwhat was told before: where somebody's "
	"answer could be worked out nothing is\nwritten, and the message says "
	"what to do. Fewer answers than the minimum group\nare refused.\n",
	run};
