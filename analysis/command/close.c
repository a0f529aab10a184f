#include <stdlib.h>

#include "analysis/command/command.h"
#include "analysis/command/dates.h"
#include "analysis/command/wave.h"
#include "questions/value.h"

static const struct option_spec spec[] = {{"early", 0, NULL}};

bool
wave_is_due(const struct wave *wave)
{
	double closes;

	return !date_parse(wave->closes, &closes) || today() >= closes;
}

bool
wave_close(struct store *store, bool may_be_early, struct error *err)
{
	const struct wave *wave = store_wave(store);
	const char *path = store_path(store);
	uint32_t used, codes;
	bool due = wave_is_due(wave);

	if (wave->closed) {
		printf("%s is closed already.\n", path);
		return true;
	}
	if (!due && !may_be_early) {
		char *when = date_words(wave->closes);

		error_set(err,
			  "%s closes on %s, as staff were told; --early "
			  "closes it now, and every report will say so",
			  path, when);
		free(when);
		return false;
	}
	if (!store_close_wave(store, !due, err) ||
	    !store_counts(store, &used, &codes, err))
		return false;
	printf("Closed %s for good with %u answer%s. Answers that were not "
	       "sent are wiped.\n",
	       path, used, plural(used));
	return true;
}

static int
run(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct store *store;
	struct options o;
	bool closed;
	int code;

	if (!options_read(&command_close, argc, argv, spec, 1, &o, &code))
		return code;
	if (o.n_rest != 1)
		return command_use(&command_close,
				   "one wave at a time, not "
				   "%zu",
				   o.n_rest);
	if (!store_open(&store, o.rest[0], STORE_MANAGE, &err))
		return command_fail(&err);
	closed = wave_close(store, o.value[0] != NULL, &err);
	store_close_file(store);
	return closed ? EXIT_FINE : command_fail(&err);
}

const struct command command_close = {
	"close", "close a wave for ever", "conduct close WAVE [--early]",
	"No answer can be sent after it, and answers that people kept without "
	"sending are\nwiped. It cannot be undone.\n\n"
	"  --early   before the date that staff were told; every report then "
	"says so\n",
	run};
