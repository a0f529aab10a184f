#include "analysis/publish/export.h"
#include "analysis/command/command.h"

enum { OUTPUT, SEGMENTS, EXCEL, CSV, N_OPTIONS };

static const struct option_spec spec[N_OPTIONS] = {
	[OUTPUT] = {"output", 'o', "DIR"},
	[SEGMENTS] = {"segments", 0, NULL},
	[EXCEL] = {"excel", 0, NULL},
	[CSV] = {"csv", 0, NULL},
};

static int
run(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct results *results;
	struct export what = {0};
	struct options o;
	bool good;
	int code;

	if (!options_read(&command_export, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	if (!one_argument(&command_export, &o, "results file"))
		return EXIT_USE;
	if (!o.value[OUTPUT])
		return command_use(&command_export,
				   "-o DIR is missing: the "
				   "folder to write into");
	what.folder = o.value[OUTPUT];
	what.segments = o.value[SEGMENTS] != NULL;
	what.excel = o.value[EXCEL] != NULL;
	what.csv_alone = o.value[CSV] != NULL;
	if (!results_open(&results, o.rest[0], &err))
		return command_fail(&err);
	good = export_results(results, &what, &err);
	if (good)
		printf("Wrote %s: %llu responses, %s segments. These are "
		       "answers of individual people: keep the folder to "
		       "yourself.\n",
		       what.folder,
		       (unsigned long long)results_about(results)->responses,
		       what.segments ? "with" : "without");
	results_close(results);
	return good ? EXIT_FINE : command_fail(&err);
}

const struct command command_export = {
	"export", "one row a response (confidential), with a codebook",
	"conduct export RESULTS -o DIR [--segments] [--excel] [--csv]",
	"Writes into DIR: confidential-responses.csv and .json (one row a "
	"person),\nconfidential-comments.csv (written answers, linked to "
	"nobody), codebook.csv,\ndatapackage.json and questionnaire.json. "
	"conduct import reads them back.\n\n"
	"  -o, --output DIR  the folder; made where it is missing\n"
	"      --segments    with the questions about groups: these make it "
	"easier to\n                    guess who somebody is\n"
	"      --excel       for spreadsheets: a byte order mark, and CRLF\n"
	"      --csv         no JSON beside the CSV\n\n"
	"A text that a spreadsheet would take for a formula gets a ' before "
	"it; the\ncodebook says in which columns, and import removes it "
	"there.\n",
	run};
