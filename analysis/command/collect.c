#include "analysis/data/collect.h"
#include "analysis/command/command.h"
#include "analysis/command/passphrase.h"
#include "analysis/command/wave.h"

enum { OUTPUT, KEY, STAFF, N_OPTIONS };

static const struct option_spec spec[N_OPTIONS] = {
	[OUTPUT] = {"output", 'o', "RESULTS"},
	[KEY] = {"key", 0, "FILE"},
	[STAFF] = {"staff", 0, "N"},
};

static void
show(void *ctx, double share)
{
	progress_show(ctx, share);
}

static void
say(const struct collected *done, const char *path)
{
	printf("Wrote %s: %llu answers.\n", path,
	       (unsigned long long)done->answers);
	if (done->dropped_twice)
		printf("%u came twice and count once.\n", done->dropped_twice);
	if (done->conflicts)
		printf("%u came again with other answers; all are kept.\n",
		       done->conflicts);
	if (done->unopened)
		printf("%u used box%s could not be read; the wave keeps "
		       "%s.\n",
		       done->unopened, done->unopened == 1 ? "" : "es",
		       done->unopened == 1 ? "it" : "them");
}

bool
waves_collect(const struct collect *what, struct collected *done,
	      struct error *err)
{
	struct progress progress;
	struct collect shown = *what;
	bool good;

	shown.passphrase = passphrase_ask;
	shown.progress = show;
	shown.ctx = &progress;
	progress_start(&progress, "Opening");
	good = collect(&shown, done, err);
	progress_end(&progress);
	problems_sort(&done->problems);
	problems_print(&done->problems, stderr);
	return good;
}

static int
run(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct collected done;
	struct collect what = {0};
	struct options o;
	int code;

	if (!options_read(&command_collect, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	if (o.n_rest == 0)
		return command_use(&command_collect, "which wave?");
	if (!o.value[OUTPUT])
		return command_use(&command_collect,
				   "-o RESULTS is missing: the file to write");
	if (!take_staff_in_all(&command_collect, o.value[STAFF], &what.staff))
		return EXIT_USE;
	what.wave = o.rest;
	what.n = o.n_rest;
	what.key = o.value[KEY];
	what.results = o.value[OUTPUT];
	if (waves_collect(&what, &done, &err)) {
		say(&done, what.results);
		say_invited(&done, what.n, what.staff != 0);
		code = EXIT_FINE;
	} else {
		code = command_fail(&err);
	}
	collected_release(&done);
	return code;
}

const struct command command_collect = {
	"collect", "open the boxes of closed waves into a results file",
	"conduct collect WAVE... -o RESULTS [--key FILE] [--staff N]",
	"Opens every answer, checks it against the questionnaire and writes "
	"RESULTS, a\nSQLite file. Waves of the same questionnaire add up. "
	"The waves are not changed:\ncollecting again gives the same file.\n\n"
	"  -o, --output RESULTS  the file to write; an older one is replaced\n"
	"      --key FILE        the key (NAME.key beside NAME.wave)\n"
	"      --staff N         how many were invited in all. Without it the "
	"waves' own\n                        numbers are added up: right for "
	"two sites, wrong for\n                        a second wave to the "
	"same people\n\n"
	"A wave must be closed (conduct close) and hold at least as many "
	"answers as its\nminimum group. RESULTS is confidential: each row is "
	"one person's answers.\n",
	run};
