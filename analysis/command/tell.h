/*
 * From a results file to a folder of files: what `stats`, `pitch` and `report`
 * have in common. All files are there in the end, or none, and none before the
 * release is in the ledger.
 */
#ifndef ANALYSIS_COMMAND_TELL_H
#define ANALYSIS_COMMAND_TELL_H

#include <stdbool.h>

#include "analysis/command/command.h"
#include "analysis/publish/findings.h"

/* What goes into the folder. */
enum {
	TELL_STATS = 1 << 0,  /* a CSV per table, stats.json */
	TELL_PITCH = 1 << 1,  /* pitch.csv, misconceptions.csv, pitch.json */
	TELL_BRIEF = 1 << 2,  /* brief.md, brief.html, answers-for-staff.md */
	TELL_SUMMARY = 1 << 3 /* summary.txt, printed as well */
};

/* The options of the three commands; each command has those it names. */
enum {
	TELL_OUTPUT,
	TELL_FRAME,
	TELL_WITHOUT,
	TELL_ANALYSTS, /* stats and pitch end here... */
	TELL_CUTS,
	TELL_RISK,
	TELL_JUDGES,
	TELL_MINUTES,
	TELL_WPM,
	TELL_SEED,
	TELL_OPTIONS
};
extern const struct option_spec tell_options[TELL_OPTIONS];

/* What --help says of those of stats, and of those that pitch has as well. */
#define TELL_HELP_RELEASE                                                     \
	"  -o, --output DIR           the folder; made where it is missing\n" \
	"      --frame FILE           headcounts, `segment,category,n`: "     \
	"response rates by\n                             group, weights\n"    \
	"      --without SEGMENT,...  tell no groups of these questions\n"    \
	"      --for-analysts REASON  every figure as it is, for people who " \
	"may see\n                             the answers. Every file says " \
	"so\n"
#define TELL_HELP_PITCH                                                         \
	"      --cuts FILE            cut scores, `topic,cut1,cut2`\n"          \
	"      --risk FILE            risk weights, `topic,risk` (1 to 5)\n"    \
	"      --judges FILE          ratings of a panel, `judge,item,p`: the " \
	"upper cut\n                             is what they expect\n"         \
	"      --minutes N            readers have no more than this\n"         \
	"      --wpm N                words they read in a minute (200)\n"      \
	"      --seed N               for the ranges (1)\n"

struct tell_wishes {
	struct findings_wishes findings;
	char **without; /* owned */
};

/* Reads the options by their place in tell_options; n: how many of them the
 * command has. False with a message on wrong use. */
bool tell_wishes_read(const struct command *command, const struct options *o,
		      size_t n, struct tell_wishes *out);
void tell_wishes_release(struct tell_wishes *w);

/*
 * Writes the parts asked for (TELL_STATS and so on) and prints the summary, or
 * a line. False with err, and nothing written, when something cannot be told;
 * what stands against it is on stderr by then.
 */
bool tell(const char *results, const char *folder, unsigned parts,
	  const struct findings_wishes *wishes, struct error *err);

#endif
