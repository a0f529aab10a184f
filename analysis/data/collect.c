#include "analysis/data/collect.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/key.h"
#include "analysis/data/results.h"
#include "questions/base/mem.h"
#include "questions/instrument.h"
#include "questions/response.h"
#include "survey/store.h"

/* One wave and what opens it. */
struct source {
	struct store *store;
	const struct wave *wave;
	struct key key;
	uint32_t used;
};

/* Responses met so far, by id: open addressing, a power of two of places. */
struct met {
	unsigned char id[RESPONSE_ID_BYTES];
	unsigned char hash[SEAL_HASH_BYTES];
	bool taken;
};

struct collecting {
	const struct collect *what;
	struct collected *done;
	struct source *source;
	bool looking;  /* only whether it would go: waves may be open */
	uint64_t used; /* boxes in all waves */
	uint32_t min_group;
	struct form *form;		    /* with its key */
	char hash[RESPONSE_HASH_CHARS + 1]; /* of the instrument */
	struct met *met;
	size_t places;
	struct results_writer *writer;

	const struct source *now; /* whose boxes are being read */
	uint64_t read;
};

/* ---- what must hold before anything is opened ---- */

static bool
open_source(struct collecting *c, size_t i, struct error *err)
{
	const char *path = c->what->wave[i];
	struct source *s = &c->source[i];
	uint32_t codes_left;

	if (!store_open(&s->store, path, STORE_READ, err))
		return false;
	s->wave = store_wave(s->store);
	if (!s->wave->closed && !c->looking)
		return error_set(err,
				 "%s is still open: nothing is read "
				 "before it is closed for good (conduct "
				 "close %s)",
				 path, path);
	if (!store_counts(s->store, &s->used, &codes_left, err))
		return false;
	c->used += s->used;
	if (s->wave->min_group > c->min_group)
		c->min_group = s->wave->min_group;
	return true;
}

/* A wave and its copy have the same salt. */
static bool
not_twice(const struct collecting *c, size_t i, struct error *err)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (memcmp(c->source[i].wave->salt, c->source[j].wave->salt,
			   SEAL_SALT_BYTES) == 0)
			return error_set(err,
					 "%s and %s are the same wave; "
					 "give it once",
					 c->what->wave[j], c->what->wave[i]);
	return true;
}

static bool
same_questionnaire(const struct collecting *c, size_t i, struct error *err)
{
	const struct wave *a = c->source[0].wave, *b = c->source[i].wave;

	if (a->instrument_bytes == b->instrument_bytes &&
	    memcmp(a->instrument, b->instrument, a->instrument_bytes) == 0)
		return true;
	return error_set(err,
			 "%s and %s ask different questionnaires; "
			 "collect them one by one",
			 c->what->wave[0], c->what->wave[i]);
}

static bool
enough(const struct collecting *c, uint64_t answers, struct error *err)
{
	if (answers >= c->min_group)
		return true;
	return error_set(err,
			 "%llu answer%s: fewer than %u, the minimum group "
			 "that staff were promised, so nothing is opened",
			 (unsigned long long)answers, answers == 1 ? "" : "s",
			 c->min_group);
}

static bool
open_sources(struct collecting *c, struct error *err)
{
	size_t i;

	for (i = 0; i < c->what->n; i++)
		if (!open_source(c, i, err) || !not_twice(c, i, err) ||
		    !same_questionnaire(c, i, err))
			return false;
	return enough(c, c->used, err);
}

/* ---- keys ---- */

/* The key's questionnaire is the wave's, but for its key. */
static bool
key_fits(const struct source *s, const char *path, struct error *err)
{
	struct book *book;
	char *instrument;
	bool same;

	if (memcmp(s->key.public, s->wave->public_key, SEAL_PUBLIC_BYTES) != 0)
		return error_set(err,
				 "%s is the key of another wave; --key "
				 "names the right one",
				 path);
	book = instrument_read(s->key.questionnaire, s->key.questionnaire_bytes,
			       path, err);
	if (!book)
		return false;
	instrument = instrument_write(book, INSTRUMENT_WITHOUT_KEY);
	same = strlen(instrument) == s->wave->instrument_bytes &&
		memcmp(instrument, s->wave->instrument,
		       s->wave->instrument_bytes) == 0;
	free(instrument);
	book_free(book);
	return same ||
		error_set(err,
			  "%s holds another questionnaire than "
			  "the wave; use your second copy",
			  path);
}

static bool
read_key(struct collecting *c, size_t i, struct error *err)
{
	struct source *s = &c->source[i];
	char *path = c->what->key ? mem_copy(c->what->key)
				  : key_path_for(c->what->wave[i]);
	bool good = c->looking ? key_look(&s->key, path, err)
			       : key_read(&s->key, path, c->what->passphrase,
					  c->what->ctx, err);

	good = good && key_fits(s, path, err);
	free(path);
	if (good &&
	    strcmp(s->key.questionnaire, c->source[0].key.questionnaire) != 0)
		return error_set(err,
				 "the keys of %s and %s disagree on what "
				 "is right; collect them one by one",
				 c->what->wave[0], c->what->wave[i]);
	return good;
}

static bool
read_keys(struct collecting *c, struct error *err)
{
	const struct wave *wave = c->source[0].wave;
	unsigned char hash[SEAL_HASH_BYTES];
	size_t i;

	for (i = 0; i < c->what->n; i++)
		if (!read_key(c, i, err))
			return false;
	seal_hash(wave->instrument, wave->instrument_bytes, hash);
	seal_hex(hash, sizeof(hash), c->hash);
	c->form = instrument_form(c->source[0].key.questionnaire,
				  c->source[0].key.questionnaire_bytes,
				  "the questionnaire", err);
	return c->form != NULL;
}

/* ---- boxes ---- */

enum meeting { NEW, AGAIN, CONFLICT };

static enum meeting
meet(struct collecting *c, const char *id, const char *plain, size_t n)
{
	struct met one = {.taken = true};
	enum meeting meeting = NEW;
	uint64_t at;

	seal_unhex(id, one.id, sizeof(one.id));
	seal_hash(plain, n, one.hash);
	memcpy(&at, one.id, sizeof(at));
	for (at &= c->places - 1; c->met[at].taken;
	     at = (at + 1) & (c->places - 1)) {
		if (memcmp(c->met[at].id, one.id, sizeof(one.id)) != 0)
			continue;
		if (memcmp(c->met[at].hash, one.hash, sizeof(one.hash)) == 0)
			return AGAIN;
		meeting = CONFLICT;
	}
	c->met[at] = one;
	return meeting;
}

static void
report(struct collecting *c, uint32_t slot, const char *what)
{
	struct place place = {.file = store_path(c->now->store), .row = slot};

	problems_add(&c->done->problems, SEVERITY_WARNING, &place, "%s", what);
}

static void
take(struct collecting *c, uint32_t slot, const char *plain, size_t n)
{
	char id[RESPONSE_ID_CHARS + 1];
	struct error why = ERROR_INIT;
	struct answers *answers;
	enum meeting meeting;

	if (!response_parse(plain, n, c->form, c->hash, id, &answers, &why)) {
		c->done->unopened++;
		report(c, slot, why.text);
		return;
	}
	meeting = meet(c, id, plain, n);
	if (meeting == AGAIN) {
		c->done->dropped_twice++;
	} else {
		results_add_answers(c->writer, answers);
		c->done->answers++;
	}
	if (meeting == CONFLICT) {
		c->done->conflicts++;
		report(c, slot,
		       "the same response came before with other "
		       "answers; both are kept");
	}
	answers_free(answers);
}

static bool
read_box(void *ctx, uint32_t slot, const void *box, size_t box_size,
	 struct error *err)
{
	struct collecting *c = ctx;
	char *plain;
	size_t n;

	(void)err;
	if (c->what->progress)
		c->what->progress(c->what->ctx,
				  (double)++c->read / (double)c->used);
	if (!seal_open(c->now->key.public, c->now->key.secret, box, box_size,
		       &plain, &n)) {
		c->done->unopened++;
		report(c, slot,
		       "this box does not open with the key: it was "
		       "damaged, or not closed by conduct-survey; it "
		       "stays in the wave");
		return true;
	}
	take(c, slot, plain, n);
	seal_forget(plain, n);
	free(plain);
	return true;
}

static bool
read_boxes(struct collecting *c, struct error *err)
{
	size_t i;

	for (c->places = 64; c->places < 2 * c->used; c->places *= 2)
		;
	c->met = mem_new(c->places, sizeof(*c->met));
	for (i = 0; i < c->what->n; i++) {
		c->now = &c->source[i];
		if (!store_boxes(c->now->store, read_box, c, err))
			return false;
	}
	return enough(c, c->done->answers, err);
}

/* ---- the results ---- */

static struct results_about
about_all(const struct collecting *c)
{
	struct results_about about = {
		.questionnaire = c->source[0].key.questionnaire,
		.questionnaire_bytes = c->source[0].key.questionnaire_bytes,
		.waves = (uint32_t)c->what->n,
		.min_group = c->min_group,
		.closes = "",
		.dropped_twice = c->done->dropped_twice,
		.conflicts = c->done->conflicts,
		.unopened = c->done->unopened,
	};
	size_t i;

	for (i = 0; i < c->what->n; i++) {
		const struct wave *wave = c->source[i].wave;

		about.staff += wave->staff;
		about.codes_issued += wave->codes_issued;
		about.closed_early |= wave->closed_early;
		about.made_up |= wave->pilot;
		if (strcmp(wave->closes, about.closes) > 0)
			about.closes = wave->closes;
	}
	if (c->what->staff)
		about.staff = c->what->staff;
	return about;
}

static bool
write_results(struct collecting *c, struct error *err)
{
	struct results_about about = about_all(c);

	if (!results_create(&c->writer, c->what->results, c->form, &about, err))
		return false;
	if (!read_boxes(c, err)) {
		results_abandon(c->writer);
		return false;
	}
	about = about_all(c);
	c->done->staff = about.staff;
	c->done->codes_issued = about.codes_issued;
	return results_finish(c->writer, &about, err);
}

static void
collecting_release(struct collecting *c)
{
	size_t i;

	for (i = 0; i < c->what->n; i++) {
		store_close_file(c->source[i].store);
		key_release(&c->source[i].key);
	}
	form_free(c->form);
	free(c->met);
	free(c->source);
}

bool
collect_look(const struct collect *what, struct error *err)
{
	struct collecting c = {.what = what, .looking = true};
	bool good;

	c.source = mem_new(what->n, sizeof(*c.source));
	good = open_sources(&c, err) && read_keys(&c, err) &&
		results_may_replace(what->results, err);
	collecting_release(&c);
	return good;
}

bool
collect(const struct collect *what, struct collected *done, struct error *err)
{
	struct collecting c = {.what = what, .done = done};
	bool good;

	*done = (struct collected){.problems = PROBLEMS_INIT};
	c.source = mem_new(what->n, sizeof(*c.source));
	good = open_sources(&c, err) && read_keys(&c, err) &&
		write_results(&c, err);
	collecting_release(&c);
	return good;
}

void
collected_release(struct collected *done)
{
	problems_release(&done->problems);
}
