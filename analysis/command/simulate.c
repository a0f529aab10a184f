#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/command/command.h"
#include "analysis/command/load.h"
#include "analysis/command/passphrase.h"
#include "analysis/data/key.h"
#include "analysis/data/results.h"
#include "analysis/simulate.h"
#include "questions/base/mem.h"
#include "questions/instrument.h"
#include "questions/response.h"
#include "survey/seal.h"
#include "survey/store.h"

enum { NUMBER, SEED, OUTPUT, STAFF, KEY, N_OPTIONS };

static const struct option_spec spec[N_OPTIONS] = {
	[NUMBER] = {"number", 'n', "N"},
	[SEED] = {"seed", 0, "S"},
	[OUTPUT] = {"output", 'o', "RESULTS"},
	[STAFF] = {"staff", 0, "N"},
	[KEY] = {"key", 0, "FILE"},
};

enum { MOST_PEOPLE = 10000000, SHOWN_EVERY = 1000, MIN_GROUP = 10 };

struct wanted {
	uint64_t n, seed, staff;
	const char *key, *results;
};

/* ---- straight into results ---- */

/* What the string does not hold: numbers, dates and texts. */
static void
add_person(struct results_writer *w, const struct layout *layout,
	   const char *response, const struct answers *answers)
{
	char *numbers =
		layout->any_number ? layout_numbers(layout, answers) : NULL;

	results_add(w, response, numbers);
	free(numbers);
	for (size_t i = 0; i < layout->form->n_questions; i++) {
		const char *text =
			layout_text(layout, i, answers_value(answers, i));

		if (text)
			results_add_comment(w, layout->form->question[i].name,
					    text);
	}
}

static void
make_up_results(struct results_writer *w, const struct form *form,
		const struct wanted *wanted)
{
	const struct layout *layout = results_writer_layout(w);
	struct simulation *s = simulation_new(form, layout, wanted->seed);
	struct progress progress;

	progress_start(&progress, "Making up");
	for (uint64_t i = 0; i < wanted->n; i++) {
		const char *response = simulation_response(s);

		add_person(w, layout, response, simulation_last(s));
		if (i % SHOWN_EVERY == 0)
			progress_show(&progress, (double)i / (double)wanted->n);
	}
	progress_end(&progress);
	simulation_free(s);
}

static bool
simulate_results(const struct loaded *l, const struct wanted *wanted,
		 struct error *err)
{
	char *questionnaire = instrument_write(l->book, INSTRUMENT_WITH_KEY);
	struct results_about about = {
		.questionnaire = questionnaire,
		.questionnaire_bytes = strlen(questionnaire),
		.staff = (uint32_t)wanted->staff,
		.min_group = MIN_GROUP,
		.closes = "",
		.made_up = true,
	};
	struct results_writer *w;
	bool good = results_create(&w, wanted->results, l->form, &about, err);

	if (good) {
		make_up_results(w, l->form, wanted);
		good = results_finish(w, &about, err);
	}
	free(questionnaire);
	if (good)
		printf("Wrote %s: %" PRIu64 " made-up answers.\n",
		       wanted->results, wanted->n);
	return good;
}

static int
from_form(const char *name, const struct wanted *wanted)
{
	struct error err = ERROR_INIT;
	struct loaded l;
	int code = EXIT_FINE;

	if (!loaded_read(&l, name, &err))
		return command_fail(&err);
	if (!l.form)
		code = loaded_fail(&l, name);
	else if (!simulate_results(&l, wanted, &err))
		code = command_fail(&err);
	loaded_release(&l);
	return code;
}

/* ---- into a pilot wave, as real people's answers come ---- */

/* The form that people answer, with its key where that is at hand, so that
 * they know more than chance. */
static struct form *
wave_form(const char *path, const struct wave *wave,
	  const struct wanted *wanted, struct error *err)
{
	char *beside = key_path_for(path);
	const char *key_path = wanted->key ? wanted->key : beside;
	struct form *form = NULL;
	struct key key;

	if (wanted->key || file_exists(beside)) {
		if (key_read(&key, key_path, passphrase_ask, NULL, err)) {
			form = instrument_form(key.questionnaire,
					       key.questionnaire_bytes,
					       key_path, err);
			key_release(&key);
		}
	} else {
		form = instrument_form(wave->instrument, wave->instrument_bytes,
				       path, err);
	}
	free(beside);
	return form;
}

/* A box in a free slot, drawn again when somebody was quicker. */
static bool
submit(struct store *store, const void *box, struct error *err)
{
	bool full;
	uint32_t slot;

	for (;;) {
		if (!store_slot_draw(store, &slot, &full, err))
			return error_set(err, "%s is full", store_path(store));
		switch (store_submit(store, NULL, slot, box, err)) {
		case SUBMIT_DONE: return true;
		case SUBMIT_SLOT_TAKEN: break;
		case SUBMIT_CODE_GONE:
			return error_set(err,
					 "%s takes answers with a code "
					 "only; open a pilot without --codes",
					 store_path(store));
		case SUBMIT_CLOSED:
			return error_set(err, "%s is closed",
					 store_path(store));
		case SUBMIT_FAILED: return false;
		}
	}
}

static bool
send_person(struct store *store, const struct answers *answers,
	    const char *hash, void *box, struct error *err)
{
	const struct wave *wave = store_wave(store);
	unsigned char random[RESPONSE_ID_BYTES];
	char id[RESPONSE_ID_CHARS + 1], *plain;
	size_t n;
	bool fits;

	seal_random(random, sizeof(random));
	seal_hex(random, sizeof(random), id);
	plain = response_write(hash, id, answers_to_response(answers));
	n = strlen(plain);
	fits = n <= seal_room(wave->box_size);
	if (fits)
		seal_close(wave->public_key, plain, n, box, wave->box_size);
	free(plain);
	if (!fits)
		return error_set(err,
				 "%s: its boxes are too small for this "
				 "questionnaire; it was not made by conduct "
				 "open",
				 store_path(store));
	return submit(store, box, err);
}

static bool
send_all(struct store *store, const struct form *form,
	 const struct wanted *wanted, struct error *err)
{
	const struct wave *wave = store_wave(store);
	struct layout *layout = layout_new(form);
	struct simulation *s = simulation_new(form, layout, wanted->seed);
	unsigned char digest[SEAL_HASH_BYTES];
	char hash[RESPONSE_HASH_CHARS + 1];
	void *box = mem_new(wave->box_size, 1);
	struct progress progress;
	bool good = true;

	seal_hash(wave->instrument, wave->instrument_bytes, digest);
	seal_hex(digest, sizeof(digest), hash);
	progress_start(&progress, "Sending");
	for (uint64_t i = 0; good && i < wanted->n; i++) {
		good = send_person(store, simulation_answers(s), hash, box,
				   err);
		progress_show(&progress, (double)i / (double)wanted->n);
	}
	progress_end(&progress);
	free(box);
	simulation_free(s);
	layout_free(layout);
	return good;
}

static bool
may_simulate(struct store *store, const struct wanted *wanted,
	     struct error *err)
{
	const struct wave *wave = store_wave(store);
	uint32_t used, codes;

	if (!wave->pilot)
		return error_set(err,
				 "%s is for real answers; made-up ones go "
				 "only into a wave opened with --pilot",
				 store_path(store));
	if (wave->closed)
		return error_set(err, "%s is closed; open another pilot",
				 store_path(store));
	if (wave->codes_issued > 0)
		return error_set(err,
				 "%s takes answers with a code only; open "
				 "a pilot without --codes",
				 store_path(store));
	if (!store_counts(store, &used, &codes, err))
		return false;
	if (wanted->n > wave->capacity - used)
		return error_set(err,
				 "%s has room for %" PRIu32 " more "
				 "answers, not for %" PRIu64,
				 store_path(store), wave->capacity - used,
				 wanted->n);
	return true;
}

static int
from_wave(const char *path, const struct wanted *wanted)
{
	struct error err = ERROR_INIT;
	struct form *form = NULL;
	struct store *store;
	bool good;

	if (!store_open(&store, path, STORE_MANAGE, &err))
		return command_fail(&err);
	good = may_simulate(store, wanted, &err);
	if (good)
		form = wave_form(path, store_wave(store), wanted, &err);
	good = form && send_all(store, form, wanted, &err);
	form_free(form);
	store_close_file(store);
	if (!good)
		return command_fail(&err);
	printf("Sent %" PRIu64 " made-up answers to %s.\n", wanted->n, path);
	return EXIT_FINE;
}

/* ---- the command ---- */

/* False: what is wrong with the options was said. */
static bool
read_wanted(const struct options *o, struct wanted *w)
{
	const struct command *c = &command_simulate;

	w->key = o->value[KEY];
	w->results = o->value[OUTPUT];
	if (!o->value[NUMBER] || !o->value[SEED]) {
		command_use(c,
			    "-n N and --seed S are needed: how many people, "
			    "and which");
		return false;
	}
	return option_number(c, "number", o->value[NUMBER], 1, MOST_PEOPLE,
			     &w->n) &&
		option_number(c, "seed", o->value[SEED], 0, UINT64_MAX,
			      &w->seed) &&
		(!o->value[STAFF] ||
		 option_number(c, "staff", o->value[STAFF], w->n, UINT32_MAX,
			       &w->staff));
}

static int
from_form_or_wave(const char *path, const struct wanted *w)
{
	const struct command *c = &command_simulate;

	if (w->results && w->key)
		return command_use(c,
				   "--key is for a wave; a questionnaire "
				   "holds its key");
	if (w->results)
		return from_form(path, w);
	if (names_form(path))
		return command_use(c,
				   "-o RESULTS is missing: %s is a "
				   "questionnaire, and its made-up answers go "
				   "into a results file; to send them to a "
				   "wave, name the wave",
				   path);
	if (w->staff)
		return command_use(c,
				   "--staff is for -o; a wave knows its "
				   "own");
	return from_wave(path, w);
}

static int
run(int argc, char **argv)
{
	struct wanted w = {0};
	struct options o;
	int code;

	if (!options_read(&command_simulate, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	if (!one_argument(&command_simulate, &o, "wave or questionnaire") ||
	    !read_wanted(&o, &w))
		return EXIT_USE;
	return from_form_or_wave(o.rest[0], &w);
}

const struct command command_simulate = {
	"simulate", "let a made-up staff answer, to try things out",
	"conduct simulate WAVE -n N --seed S [--key FILE]\n"
	"conduct simulate FORM -n N --seed S -o RESULTS [--staff N]",
	"Sends the answers of N made-up people to a wave that was opened with "
	"--pilot, or\nwrites them straight into a results file. Every output "
	"then says made-up data.\nThe same seed gives the same people.\n\n"
	"  -n, --number N        how many people\n"
	"      --seed S          which people: any whole number\n"
	"  -o, --output RESULTS  a results file instead of a wave\n"
	"      --staff N         of how many invited (with -o)\n"
	"      --key FILE        the wave's key (NAME.key beside NAME.wave): "
	"with it they\n                        know something; without, right "
	"answers are chance\n",
	run};
