#include "analysis/command/stats.h"

#include <inttypes.h>
#include <stdio.h>

#include "analysis/command/command.h"
#include "analysis/data/results.h"
#include "analysis/data/tally.h"
#include "analysis/publish/disclose.h"
#include "analysis/publish/folder.h"
#include "analysis/publish/summary.h"
#include "analysis/publish/tables.h"

static bool
write_folder(const char *path, const struct report *stats,
	     const struct report *summary, struct error *err)
{
	struct folder *f = folder_begin(path, FOLDER_CONFIDENTIAL, err);

	if (!f)
		return false;
	if (!folder_write(f, &writer_csv, stats, err) ||
	    !folder_write(f, &writer_json, stats, err) ||
	    (summary && !folder_write(f, &writer_text, summary, err))) {
		folder_abandon(f);
		return false;
	}
	return folder_finish(f, err);
}

static void
say(const struct disclosed *d, const struct results_about *about,
    const char *folder, size_t files)
{
	printf("Wrote %zu files to %s: %" PRIu64 " answers%s. Not audited for "
	       "release.\n",
	       files, folder, tally_people(d->tally),
	       about->made_up ? ", made-up data" : "");
}

static bool
tell(const struct disclosed *d, const struct results_about *about,
     const char *folder, bool with_summary, struct error *err)
{
	struct report *stats = tables_report(d, about);
	struct report *summary = with_summary ? summary_report(d, about) : NULL;
	bool good = write_folder(folder, stats, summary, err);

	if (good && summary)
		good = writer_text.write(stdout, summary, NULL, err);
	else if (good)
		say(d, about, folder, stats->n_tables + 1);
	report_free(summary);
	report_free(stats);
	return good;
}

bool
stats_write(const char *results, const char *folder, bool summary,
	    struct error *err)
{
	struct disclosed *d = NULL;
	struct tally *t = NULL;
	struct results *r;
	bool good = false;

	if (!results_open(&r, results, err))
		return false;
	t = tally_take(r, err);
	if (t)
		d = disclosed_new(t, results_about(r)->min_group, err);
	if (d)
		good = tell(d, results_about(r), folder, summary, err);
	disclosed_free(d);
	tally_free(t);
	results_close(r);
	return good;
}

static const struct option_spec spec[] = {{"output", 'o', "DIR"}};

static int
run(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct options o;
	int code;

	if (!options_read(&command_stats, argc, argv, spec, 1, &o, &code))
		return code;
	if (o.n_rest != 1)
		return command_use(&command_stats,
				   "one results file, not "
				   "%zu",
				   o.n_rest);
	if (!o.value[0])
		return command_use(&command_stats,
				   "-o DIR is missing: the "
				   "folder to write to");
	return stats_write(o.rest[0], o.value[0], false, &err)
		? EXIT_FINE
		: command_fail(&err);
}

const struct command command_stats = {
	"stats", "write CSV and JSON statistics",
	"conduct stats RESULTS -o DIR",
	"Reads a results file (conduct collect, import or simulate) once and "
	"writes into\nDIR: items.csv, options.csv, habits.csv, topics.csv, "
	"response.csv, stats.json.\n\n"
	"  -o, --output DIR  the folder; made where it is missing\n\n"
	"Rows with an empty group are about everybody. Groups have bands "
	"instead of\nshares; small ones are told together. Fewer answers than "
	"the minimum group are\nrefused. Until they are audited the files are "
	"for HR only.\n",
	run};
