#include "analysis/data/import.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/command/command.h"
#include "analysis/command/load.h"
#include "analysis/command/wave.h"
#include "questions/instrument.h"

enum { FORM, OUTPUT, COMMENTS, STAFF, MIN_GROUP, N_OPTIONS };

static const struct option_spec spec[N_OPTIONS] = {
	[FORM] = {"form", 0, "FORM"},
	[OUTPUT] = {"output", 'o', "RESULTS"},
	[COMMENTS] = {"comments", 0, "FILE"},
	[STAFF] = {"staff", 0, "N"},
	[MIN_GROUP] = {"min-group", 0, "K"},
};

static void
show(void *ctx, double share)
{
	progress_show(ctx, share);
}

static int
take_number(const struct options *o, int option, uint64_t from, uint32_t *out)
{
	uint64_t x = 0;

	if (o->value[option] &&
	    !option_number(&command_import, spec[option].name, o->value[option],
			   from, 1000000000, &x))
		return EXIT_USE;
	*out = (uint32_t)x;
	return EXIT_FINE;
}

static int
take_options(const struct options *o, struct import *what)
{
	if (!one_argument(&command_import, o, "file of answers"))
		return EXIT_USE;
	if (!o->value[FORM])
		return command_use(&command_import,
				   "--form FORM is missing: "
				   "the questionnaire that was answered");
	if (!o->value[OUTPUT])
		return command_use(&command_import,
				   "-o RESULTS is missing: "
				   "the file to write");
	what->data = o->rest[0];
	what->results = o->value[OUTPUT];
	what->comments = o->value[COMMENTS];
	if (take_number(o, STAFF, 1, &what->about.staff) != EXIT_FINE)
		return EXIT_USE;
	return take_number(o, MIN_GROUP, 5, &what->about.min_group);
}

static void
say_problems(const struct imported *done)
{
	problems_print(&done->problems, stderr);
	if (done->more)
		fprintf(stderr, "and %zu more\n", done->more);
	if (done->problems.n)
		fprintf(stderr,
			"conduct: nothing was written: %zu problem%s "
			"in the answers\n",
			done->problems.n + done->more,
			plural(done->problems.n + done->more));
}

static void
say(const struct imported *done, const char *path)
{
	printf("Wrote %s: %llu responses", path,
	       (unsigned long long)done->responses);
	if (done->comments)
		printf(", %llu written answers",
		       (unsigned long long)done->comments);
	printf(".\n");
	if (*done->dropped)
		printf("Dropped columns that are no answers or may identify "
		       "people: %s.\n",
		       done->dropped);
	if (*done->missing)
		printf("No column for %s: counted as not shown.\n",
		       done->missing);
}

static int
import_into(struct import *what, struct progress *progress)
{
	struct error err = ERROR_INIT;
	struct imported done;
	int code;

	progress_start(progress, "Reading");
	what->progress = show;
	what->ctx = progress;
	code = import(what, &done, &err) ? EXIT_FINE : EXIT_FAILED;
	progress_end(progress);
	if (code == EXIT_FINE) {
		say(&done, what->results);
		warn_invited(done.responses, done.staff, done.codes_issued);
	} else {
		say_problems(&done);
	}
	if (code != EXIT_FINE && error_is_set(&err))
		command_fail(&err);
	imported_release(&done);
	return code;
}

static int
run(int argc, char **argv)
{
	struct import what = {0};
	struct progress progress;
	struct error err = ERROR_INIT;
	struct loaded l;
	struct options o;
	char *questionnaire;
	int code;

	if (!options_read(&command_import, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	code = take_options(&o, &what);
	if (code != EXIT_FINE)
		return code;
	if (!loaded_read(&l, o.value[FORM], &err)) {
		loaded_release(&l);
		return command_fail(&err);
	}
	if (l.form) {
		questionnaire = instrument_write(l.book, INSTRUMENT_WITH_KEY);
		what.form = l.form;
		what.about.questionnaire = questionnaire;
		what.about.questionnaire_bytes = strlen(questionnaire);
		code = import_into(&what, &progress);
		free(questionnaire);
	} else {
		code = loaded_fail(&l, o.value[FORM]);
	}
	loaded_release(&l);
	return code;
}

const struct command command_import = {
	"import", "answers collected elsewhere, into a results file",
	"conduct import DATA.csv --form FORM -o RESULTS [options]",
	"Reads a CSV file with one row a person. Its header names the "
	"questions, alone or\nwith their groups (as ODK Central and "
	"KoboToolbox write them). Cells hold choice\nnames or labels, numbers "
	"with a decimal point, dates like 2026-12-14. An empty\ncell is a "
	"skipped question.\n\n"
	"      --form FORM       the questionnaire (CSV, the name of one of "
	"ours, or\n                        questionnaire.json of conduct "
	"export)\n"
	"  -o, --output RESULTS  the file to write; an older one is replaced\n"
	"      --comments FILE   written answers (CSV: question,text)\n"
	"      --staff N         how many were invited\n"
	"      --min-group K     nothing is told about fewer than K (10)\n\n"
	"Every value that does not fit is named by row and column, and then "
	"nothing is\nwritten. Names, times and devices of people are "
	"dropped.\n",
	run};
