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
#include "analysis/publish/folder.h"

/* What goes into the folder. */
enum {
	TELL_STATS = 1 << 0,  /* a CSV per table, stats.json */
	TELL_PITCH = 1 << 1,  /* pitch.csv, misconceptions.csv, pitch.json */
	TELL_BRIEF = 1 << 2,  /* brief.md, brief.html, answers-for-staff.md */
	TELL_SUMMARY = 1 << 3 /* summary.txt, printed as well */
};

/* Options of the three commands: what may be told, and how to pitch. */
/* clang-format off */
#define TELL_SPECS_RELEASE          \
	{"output", 'o', "DIR"},     \
	{"frame", 0, "FILE"},       \
	{"without", 0, "SEGMENT"}
#define TELL_SPECS_PITCH            \
	{"cuts", 0, "FILE"},        \
	{"risk", 0, "FILE"},        \
	{"judges", 0, "FILE"},      \
	{"minutes", 0, "N"},        \
	{"wpm", 0, "N"},            \
	{"seed", 0, "N"}
#define TELL_SPEC_ANALYSTS          \
	{"for-analysts", 0, "REASON"}
/* clang-format on */

/* What --help says of those of stats, and of those that pitch has as well. */
#define TELL_HELP_RELEASE                                                     \
	"  -o, --output DIR           the folder; made where it is missing\n" \
	"      --frame FILE           headcounts, `segment,category,n`: "     \
	"response rates by\n                             group, weights\n"    \
	"      --without SEGMENT,...  tell no groups of these questions\n"
#define TELL_HELP_ANALYSTS                                                    \
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
	const char *folder; /* -o */
	struct findings_wishes findings;
	char **without; /* owned */
};

/* Warns where the folder holds files of an earlier run as well: they may not
 * agree with those of this one. After what it writes is on the disk. */
void tell_left_over(const struct folder *folder, const char *path);

/* Reads the options among the n of spec that are known here; another option
 * is the command's own. False with a message on wrong use: no -o DIR, a number
 * that is none. */
bool tell_wishes_read(const struct command *command,
		      const struct option_spec *spec, size_t n,
		      const struct options *o, struct tell_wishes *out);
void tell_wishes_release(struct tell_wishes *w);

/* findings_new, whatever stands against it or is to be known on stderr. */
struct findings *tell_findings(struct results *r,
			       const struct findings_wishes *wishes,
			       struct error *err);

/*
 * Writes the parts asked for (TELL_STATS and so on) and prints the summary, or
 * a line. False with err, and nothing written, when something cannot be told;
 * what stands against it is on stderr by then.
 */
bool tell(const char *results, const char *folder, unsigned parts,
	  const struct findings_wishes *wishes, struct error *err);

/* The whole of a command that tells of one results file: reads the n options
 * of spec, tells the parts. For analysts no TELL_BRIEF: what people read is of
 * what everybody may see. */
int tell_run(const struct command *command, const struct option_spec *spec,
	     size_t n, unsigned parts, int argc, char **argv);

#endif
