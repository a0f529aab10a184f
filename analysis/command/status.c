#include <stdlib.h>

#include "analysis/command/command.h"
#include "analysis/command/dates.h"
#include "analysis/command/wave.h"
#include "questions/value.h"

static void
say_answered(const struct wave *wave, uint32_t used)
{
	if (wave->codes_issued)
		printf("%u of %u answered.", used, wave->codes_issued);
	else if (wave->staff)
		printf("%u of about %u answered.", used, wave->staff);
	else
		printf("%u answered.", used);
	if (!wave->codes_issued && wave->capacity - used < wave->capacity / 10)
		printf(" Room for %u more.", wave->capacity - used);
}

static void
say_closing(const struct wave *wave, const char *path)
{
	char *when = date_words(wave->closes);
	double closes;

	if (wave->closed)
		printf(" Closed%s.", wave->closed_early ? " early" : "");
	else if (!date_parse(wave->closes, &closes))
		printf(" No closing date.");
	else if (today() < closes)
		printf(" Closes on %s.", when);
	else if (today() == closes)
		printf(" Closes today (conduct close %s).", path);
	else
		printf(" It was to close on %s: close it now (conduct close "
		       "%s).",
		       when, path);
	free(when);
}

static bool
say_one(const char *path, bool name_it, struct error *err)
{
	struct store *store;
	uint32_t used, codes;
	bool good;

	if (!store_open(&store, path, STORE_READ, err))
		return false;
	good = store_counts(store, &used, &codes, err);
	if (good) {
		if (name_it)
			printf("%s: ", path);
		say_answered(store_wave(store), used);
		say_closing(store_wave(store), path);
		printf("%s\n", store_wave(store)->pilot ? " A pilot." : "");
	}
	store_close_file(store);
	return good;
}

static int
run(int argc, char **argv)
{
	struct options o;
	int code, worst = EXIT_FINE;
	size_t i;

	if (!options_read(&command_status, argc, argv, NULL, 0, &o, &code))
		return code;
	if (o.n_rest == 0)
		return command_use(&command_status, "which wave?");
	for (i = 0; i < o.n_rest; i++) {
		struct error err = ERROR_INIT;

		if (!say_one(o.rest[i], o.n_rest > 1, &err))
			worst = command_fail(&err);
	}
	return worst;
}

const struct command command_status = {
	"status", "how many answered, of how many; when it closes",
	"conduct status WAVE...",
	"Says how many have answered, of how many, and when each wave closes. "
	"It cannot\nsay who, or when: the wave does not know.\n",
	run};
