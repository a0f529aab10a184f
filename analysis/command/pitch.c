#include "analysis/command/command.h"
#include "analysis/command/tell.h"

static const struct option_spec spec[] = {
	TELL_SPECS_RELEASE,
	TELL_SPECS_PITCH,
	TELL_SPEC_ANALYSTS,
};

static int
run(int argc, char **argv)
{
	return tell_run(&command_pitch, spec, sizeof(spec) / sizeof(*spec),
			TELL_PITCH | TELL_BRIEF, argc, argv);
}

const struct command command_pitch = {
	"pitch", "levels, words and the brief for writers",
	"conduct pitch RESULTS -o DIR [--frame FILE] [--without SEGMENT,...]\n"
	"               [--cuts FILE] [--risk FILE] [--judges FILE]\n"
	"               [--minutes N] [--wpm N] [--seed N]\n"
	"               [--for-analysts REASON]",
	"Works out from a results file at which level to write on each topic, "
	"what kind\nof text, how many words, and which wrong ideas to answer. "
	"Writes into DIR:\npitch.csv, misconceptions.csv, pitch.json; brief.md "
	"and brief.html for writers;\nanswers-for-staff.md.\n\n" TELL_HELP_RELEASE
		TELL_HELP_PITCH TELL_HELP_ANALYSTS
	"\nWithout --minutes the words are what there is to say; with it they "
	"are shared\nout by need, and what does not fit is named.\n",
	run};
