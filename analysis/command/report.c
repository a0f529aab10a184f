#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/command/command.h"
#include "analysis/command/dates.h"
#include "analysis/command/tell.h"
#include "analysis/command/wave.h"
#include "analysis/data/collect.h"
#include "analysis/data/file.h"
#include "analysis/data/key.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "survey/store.h"

enum { KEY, EARLY, STAFF, OUTPUT };

static const struct option_spec spec[] = {
	[KEY] = {"key", 0, "FILE"},
	[EARLY] = {"early", 0, NULL},
	[STAFF] = {"staff", 0, "N"},
	TELL_SPECS_RELEASE,
	TELL_SPECS_PITCH,
};
enum { N_OPTIONS = sizeof(spec) / sizeof(*spec) };

/* NAME.wave -> NAME.results, beside the wave: it is as confidential. */
static char *
results_path_for(const char *wave)
{
	struct text t = TEXT_INIT;
	size_t n = strlen(wave);

	if (n > 5 && strcmp(wave + n - 5, ".wave") == 0)
		n -= 5;
	text_add_n(&t, wave, n);
	text_add(&t, ".results");
	return text_take(&t);
}

static bool
key_is_there(const struct options *o, const char *wave, struct error *err)
{
	char *beside = key_path_for(wave);
	const char *path = o->value[KEY] ? o->value[KEY] : beside;
	bool there = file_exists(path);

	if (!there)
		error_set(err,
			  "%s is not there: without it nothing can be "
			  "opened, so %s is not closed; name it with --key",
			  path, wave);
	free(beside);
	return there;
}

/* What must hold before one wave is closed for ever. Adds its answers. */
static bool
may_close(const struct options *o, const char *path, uint64_t *answers,
	  uint32_t *k, struct error *err)
{
	struct store *store;
	uint32_t used = 0, codes;
	bool good;

	if (!store_open(&store, path, STORE_READ, err))
		return false;
	good = store_counts(store, &used, &codes, err);
	if (good && !store_wave(store)->closed && !o->value[EARLY] &&
	    !wave_is_due(store_wave(store))) {
		char *when = date_words(store_wave(store)->closes);

		good = error_set(err,
				 "%s closes on %s, as staff were told; "
				 "come back then, or close it now with "
				 "--early, and every report will say so",
				 path, when);
		free(when);
	}
	*answers += used;
	if (store_wave(store)->min_group > *k)
		*k = store_wave(store)->min_group;
	store_close_file(store);
	return good && key_is_there(o, path, err);
}

/* Closing cannot be undone: everything that would stop the report afterwards
 * is looked at first. *made: the folder is new. */
static bool
all_may_close(const struct options *o, const char *results, bool *made,
	      struct error *err)
{
	struct collect what = {
		.wave = o->rest,
		.n = o->n_rest,
		.key = o->value[KEY],
		.results = results,
	};
	uint64_t answers = 0;
	uint32_t k = 0;

	for (size_t i = 0; i < o->n_rest; i++) {
		if (!may_close(o, o->rest[i], &answers, &k, err))
			return false;
	}
	if (answers < k)
		return error_set(err,
				 "%" PRIu64 " answers are fewer than "
				 "%" PRIu32 ", the smallest group that is "
				 "told of, so nothing is closed",
				 answers, k);
	return collect_look(&what, err) &&
		folder_make(o->value[OUTPUT], made, err);
}

static bool
close_all(const struct options *o, struct error *err)
{
	for (size_t i = 0; i < o->n_rest; i++) {
		struct store *store;
		bool closed;

		if (!store_open(&store, o->rest[i], STORE_MANAGE, err))
			return false;
		closed = store_wave(store)->closed ||
			wave_close(store, o->value[EARLY] != NULL, err);
		store_close_file(store);
		if (!closed)
			return false;
	}
	return true;
}

static bool
collect_all(const struct options *o, const char *results, uint32_t staff,
	    struct error *err)
{
	struct collected done;
	struct collect what = {
		.wave = o->rest,
		.n = o->n_rest,
		.key = o->value[KEY],
		.staff = staff,
		.results = results,
	};
	bool good = waves_collect(&what, &done, err);

	if (good)
		say_invited(&done, what.n, staff != 0);
	collected_release(&done);
	return good;
}

static int
run(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct tell_wishes wishes;
	struct options o;
	bool made = false;
	uint32_t staff;
	char *results;
	int code;

	if (!options_read(&command_report, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	if (o.n_rest == 0)
		return command_use(&command_report, "which wave?");
	if (!take_staff_in_all(&command_report, o.value[STAFF], &staff) ||
	    !tell_wishes_read(&command_report, spec, N_OPTIONS, &o, &wishes))
		return EXIT_USE;
	results = results_path_for(o.rest[0]);
	if (all_may_close(&o, results, &made, &err) && close_all(&o, &err) &&
	    collect_all(&o, results, staff, &err) &&
	    tell(results, wishes.folder,
		 TELL_STATS | TELL_PITCH | TELL_BRIEF | TELL_SUMMARY,
		 &wishes.findings, &err))
		printf("\nSingle answers: %s (confidential).\n", results);
	else
		code = command_fail(&err);
	if (error_is_set(&err) && made)
		rmdir(o.value[OUTPUT]); /* unless something is in it by now */
	tell_wishes_release(&wishes);
	free(results);
	return error_is_set(&err) ? code : EXIT_FINE;
}

const struct command command_report = {
	"report", "after the closing date: everything, into one folder",
	"conduct report WAVE... -o DIR [--early] [--key FILE] [--staff N]\n"
	"               [--frame FILE] [--without SEGMENT,...] [--cuts FILE]\n"
	"               [--risk FILE] [--judges FILE] [--minutes N] [--wpm N]\n"
	"               [--seed N]",
	"Closes the waves for ever, opens the answers, counts them, and "
	"writes into DIR:\nsummary.txt (printed as well), brief.html and "
	"brief.md for writers,\nanswers-for-staff.md, CSV files for a "
	"spreadsheet, stats.json and pitch.json.\n\n"
	"      --early                before the date that staff were told; "
	"the report\n                             says so\n"
	"      --key FILE             the key (NAME.key beside NAME.wave)\n"
	"      --staff N              how many were invited in all. Without it "
	"the waves'\n                             own numbers are added up: "
	"right for two sites,\n                             wrong for a second "
	"wave to the same people\n" TELL_HELP_RELEASE TELL_HELP_PITCH
	"\nSingle answers go into NAME.results beside the first wave: "
	"confidential. Several\nwaves of one questionnaire add up.\n",
	run};
