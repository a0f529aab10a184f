#include "analysis/command/command.h"
#include "analysis/command/tell.h"

static const struct option_spec spec[] = {
	TELL_SPECS_RELEASE,
	TELL_SPECS_PITCH,
	TELL_SPEC_ANALYSTS,
};
enum { N_OPTIONS = sizeof(spec) / sizeof(*spec) };

static int
run(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct tell_wishes wishes;
	struct options o;
	unsigned parts = TELL_PITCH;
	bool good;
	int code;

	if (!options_read(&command_pitch, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	if (!one_argument(&command_pitch, &o, "results file"))
		return EXIT_USE;
	if (!tell_wishes_read(&command_pitch, spec, N_OPTIONS, &o, &wishes))
		return EXIT_USE;
	/* what people read is of what everybody may see */
	if (!wishes.findings.reason)
		parts |= TELL_BRIEF;
	good = tell(o.rest[0], wishes.folder, parts, &wishes.findings, &err);
	tell_wishes_release(&wishes);
	return good ? EXIT_FINE : command_fail(&err);
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
