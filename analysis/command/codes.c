#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/command/command.h"
#include "analysis/command/slips.h"
#include "questions/instrument.h"
#include "survey/store.h"

enum { NUMBER, SLIPS, N_OPTIONS };

static const struct option_spec spec[N_OPTIONS] = {
	[NUMBER] = {"number", 'n', "N"},
	[SLIPS] = {"slips", 0, NULL},
};

static bool
print(const struct slips *slips, const struct wave *wave, bool as_slips,
      struct error *err)
{
	struct form *form;

	if (!as_slips) {
		slips_list(slips, stdout);
		return true;
	}
	form = instrument_form(wave->instrument, wave->instrument_bytes,
			       "the questionnaire", err);
	if (!form)
		return false;
	slips_print(slips,
		    form->settings.title ? form->settings.title : "A survey",
		    wave->closes, stdout);
	form_free(form);
	return true;
}

/* What can be known before anything is printed. */
static bool
has_room(const struct store *store, size_t n, struct error *err)
{
	const struct wave *wave = store_wave(store);
	const char *path = store_path(store);

	if (wave->closed)
		return error_set(err,
				 "%s is closed; open another wave and give "
				 "codes for that",
				 path);
	if (wave->codes_issued + n <= wave->capacity)
		return true;
	return error_set(err,
			 "%s has room for %" PRIu32 " answers and %" PRIu32
			 " codes by now; %zu more do not fit: open a second "
			 "wave for them",
			 path, wave->capacity, wave->codes_issued, n);
}

/* Into the wave last: a code in there that nobody has seen would stand for
 * somebody invited, for ever. */
static bool
make(struct store *store, size_t n, bool as_slips, struct error *err)
{
	const struct wave *wave = store_wave(store);
	struct error why = ERROR_INIT;
	struct slips slips;
	bool good;

	if (!has_room(store, n, err))
		return false;
	slips_make(&slips, n, wave->salt);
	good = print(&slips, wave, as_slips, err);
	if (good && (fflush(stdout) != 0 || ferror(stdout)))
		good = error_set(err,
				 "the codes cannot be printed, so none was "
				 "added to %s",
				 store_path(store));
	if (good && !store_codes_add(store, slips.hash, n, &why))
		good = error_set(err,
				 "%s; none of the codes just printed will "
				 "work: throw them away",
				 why.text);
	slips_release(&slips);
	return good;
}

static int
run(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct store *store;
	struct options o;
	uint64_t n;
	bool made;
	int code;

	if (!options_read(&command_codes, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	if (!one_argument(&command_codes, &o, "wave"))
		return EXIT_USE;
	if (!o.value[NUMBER])
		return command_use(&command_codes,
				   "-n N is missing: how many "
				   "codes?");
	if (!option_number(&command_codes, "number", o.value[NUMBER], 1,
			   1000000, &n))
		return EXIT_USE;
	if (!store_open(&store, o.rest[0], STORE_MANAGE, &err))
		return command_fail(&err);
	made = make(store, n, o.value[SLIPS] != NULL, &err);
	store_close_file(store);
	return made ? EXIT_FINE : command_fail(&err);
}

const struct command command_codes = {
	"codes", "make codes that let one person answer once",
	"conduct codes WAVE -n N [--slips]",
	"Makes N codes, adds them to the wave and prints them on standard "
	"output. The\nwave keeps only a hash of each, and nobody notes who "
	"got which: print them now,\nhand them out at random, delete the "
	"list. What cannot be printed is not added.\n\n"
	"  -n, --number N   how many\n"
	"      --slips      as slips to cut out, 8 a page\n",
	run};
