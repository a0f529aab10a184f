#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/command/command.h"
#include "analysis/command/dates.h"
#include "analysis/command/wave.h"
#include "questions/base/mem.h"
#include "questions/value.h"

enum { EARLY, UNREAD, N_OPTIONS };

static const struct option_spec spec[N_OPTIONS] = {
	[EARLY] = {"early", 0, NULL},
	[UNREAD] = {"unread", 0, NULL},
};

bool
wave_is_due(const struct wave *wave)
{
	double closes;

	return !date_parse(wave->closes, &closes) || today() >= closes;
}

static bool
may_close_now(const struct store *store, bool may_be_early, struct error *err)
{
	const struct wave *wave = store_wave(store);
	char *when;

	if (wave->closed || may_be_early || wave_is_due(wave))
		return true;
	when = date_words(wave->closes);
	error_set(err,
		  "%s closes on %s, as staff were told; --early "
		  "closes it now, and every report will say so",
		  store_path(store), when);
	free(when);
	return false;
}

bool
wave_close(struct store *store, bool may_be_early, struct error *err)
{
	const struct wave *wave = store_wave(store);
	const char *path = store_path(store);
	uint32_t used, codes;

	if (wave->closed) {
		printf("%s is closed already.\n", path);
		return true;
	}
	if (!may_close_now(store, may_be_early, err) ||
	    !store_close_wave(store, !wave_is_due(wave), err) ||
	    !store_counts(store, &used, &codes, err))
		return false;
	printf("Closed %s for good with %u answer%s. Answers that were not "
	       "sent are wiped.\n",
	       path, used, plural(used));
	return true;
}

/* ---- the command ---- */

struct one {
	struct store *store;
	uint32_t used;
};

struct closing {
	const struct options *o;
	struct one *wave; /* n_rest */
	uint64_t answers; /* in all of them, as collect adds them up */
	uint32_t k;	  /* their largest minimum group */
	bool any_open;
};

/* Only waves that collect takes together may make up the number together. */
static bool
adds_up(const struct closing *c, size_t i, struct error *err)
{
	const struct wave *a = store_wave(c->wave[0].store);
	const struct wave *b = store_wave(c->wave[i].store);
	size_t j;

	for (j = 0; j < i; j++)
		if (memcmp(store_wave(c->wave[j].store)->salt, b->salt,
			   SEAL_SALT_BYTES) == 0)
			return error_set(err,
					 "%s and %s are the same wave; give "
					 "it once",
					 c->o->rest[j], c->o->rest[i]);
	if (a->instrument_bytes == b->instrument_bytes &&
	    memcmp(a->instrument, b->instrument, a->instrument_bytes) == 0)
		return true;
	return error_set(err,
			 "%s and %s ask different questionnaires; close them "
			 "one by one",
			 c->o->rest[0], c->o->rest[i]);
}

static bool
look_at(struct closing *c, size_t i, struct error *err)
{
	const struct wave *wave;
	uint32_t codes;

	if (!store_open(&c->wave[i].store, c->o->rest[i], STORE_MANAGE, err) ||
	    !store_counts(c->wave[i].store, &c->wave[i].used, &codes, err))
		return false;
	wave = store_wave(c->wave[i].store);
	c->answers += c->wave[i].used;
	if (wave->min_group > c->k)
		c->k = wave->min_group;
	c->any_open |= !wave->closed;
	return adds_up(c, i, err) &&
		may_close_now(c->wave[i].store, c->o->value[EARLY] != NULL,
			      err);
}

/* Closing is for ever, and what is too little then can never be opened. */
static bool
is_worth_it(const struct closing *c, struct error *err)
{
	const char *which =
		c->o->n_rest == 1 ? c->o->rest[0] : "what these waves hold";
	bool unread = c->o->value[UNREAD] != NULL, enough = c->answers >= c->k;

	if (!c->any_open || enough != unread)
		return true;
	if (enough)
		return error_set(err,
				 "%s: %" PRIu64 " answers are enough to be "
				 "read (%" PRIu32 " are needed); leave "
				 "--unread out",
				 which, c->answers, c->k);
	return error_set(err,
			 "%s: %" PRIu64 " answer%s, and %" PRIu32 " are "
			 "needed, the smallest group that is told of: closed "
			 "now, nothing could ever be read. Leave it open and "
			 "tell staff of a later date, or end it unread with "
			 "--unread",
			 which, c->answers, plural(c->answers), c->k);
}

static void
say_unread(const struct closing *c)
{
	if (c->answers == 0)
		printf("There is nothing to read.\n");
	else
		printf("Nobody will ever read %s: %" PRIu32 " are needed, "
		       "and only more waves of the same questionnaire could "
		       "make up that number.\n",
		       c->answers == 1 ? "this answer" : "these answers", c->k);
}

static bool
close_them(struct closing *c, struct error *err)
{
	size_t i;

	for (i = 0; i < c->o->n_rest; i++)
		if (!look_at(c, i, err))
			return false;
	if (!is_worth_it(c, err))
		return false;
	for (i = 0; i < c->o->n_rest; i++)
		if (!wave_close(c->wave[i].store, c->o->value[EARLY] != NULL,
				err))
			return false;
	if (c->any_open && c->o->value[UNREAD])
		say_unread(c);
	return true;
}

static int
run(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct closing c = {0};
	struct options o;
	bool closed;
	size_t i;
	int code;

	if (!options_read(&command_close, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	if (o.n_rest == 0)
		return command_use(&command_close, "which wave?");
	c.o = &o;
	c.wave = mem_new(o.n_rest, sizeof(*c.wave));
	closed = close_them(&c, &err);
	for (i = 0; i < o.n_rest; i++)
		store_close_file(c.wave[i].store);
	free(c.wave);
	return closed ? EXIT_FINE : command_fail(&err);
}

const struct command command_close = {
	"close", "close a wave for ever",
	"conduct close WAVE... [--early] [--unread]",
	"No answer can be sent after it, and answers that people kept without "
	"sending are\nwiped. It cannot be undone.\n\n"
	"  --early   before the date that staff were told; every report then "
	"says so\n"
	"  --unread  with fewer answers than the minimum group, which nobody "
	"will ever\n            read\n\n"
	"Too few answers are refused otherwise: nothing is ever told of fewer "
	"people than\nthe minimum group. Waves of one questionnaire that are "
	"closed together count\ntogether, as conduct collect adds them up.\n",
	run};
