/*
 * Hashes of a release: by what was asked for and of which answers it is known
 * again, and what was told is on record as it was.
 */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/publish/release_private.h"
#include "questions/base/text.h"
#include "survey/seal.h"

/* A text that is hashed in pieces: each with the hash of all before. */
struct digest {
	struct text text;
};

static void
digest_fold(struct digest *d)
{
	unsigned char hash[SEAL_HASH_BYTES];
	char hex[LEDGER_HASH_CHARS + 1];

	seal_hash(text_get(&d->text), d->text.n, hash);
	seal_hex(hash, sizeof(hash), hex);
	text_clear(&d->text);
	text_add(&d->text, hex);
}

static void
digest_number(struct digest *d, uint64_t x)
{
	text_add_char(&d->text, ' ');
	text_add_count(&d->text, x);
}

static void
digest_numbers(struct digest *d, const uint64_t *x, size_t n)
{
	text_add(&d->text, n > 0 ? " " : "");
	text_add_counts(&d->text, x, n);
}

static void
digest_end(struct digest *d, char out[LEDGER_HASH_CHARS + 1])
{
	digest_fold(d);
	snprintf(out, LEDGER_HASH_CHARS + 1, "%s", text_get(&d->text));
	text_release(&d->text);
}

static void
digest_sets(struct digest *d, const struct ledger_release *r)
{
	text_addf(&d->text, "sets of %s k %" PRIu32 " people %" PRIu64,
		  r->questionnaire, r->k, r->people);
	for (size_t i = 0; i < r->n_sets; i++) {
		digest_number(d, r->set[i].segment);
		digest_number(d, r->set[i].n_codes);
		for (size_t k = 0; k < r->set[i].n_codes; k++)
			digest_number(d, r->set[i].code[k]);
	}
	digest_fold(d);
}

/* What is asked for, and of which answers. */
void
release_hash_asked(struct ledger_release *r)
{
	struct digest d = {TEXT_INIT};

	digest_sets(&d, r);
	for (size_t i = 0; i < r->n_atoms; i++) {
		const struct ledger_atom *a = &r->atom[i];

		for (size_t k = 0; k < r->n_segments; k++)
			digest_number(&d, a->code[k]);
		digest_number(&d, a->people);
		digest_numbers(&d, a->count, r->n_questions * LEDGER_STATES);
		digest_fold(&d);
	}
	digest_end(&d, r->asked);
}

void
release_hash_told(struct ledger_release *r)
{
	struct digest d = {TEXT_INIT};

	digest_sets(&d, r);
	text_addf(&d.text, " %s", r->audited ? r->asked : "for analysts");
	for (size_t i = 0; i < r->n_figures; i++) {
		const struct ledger_figure *f = &r->figure[i];

		digest_number(&d, f->set);
		digest_number(&d, f->question);
		digest_number(&d, f->state);
		digest_number(&d, f->least);
		digest_number(&d, f->most);
		digest_number(&d, f->exact);
		digest_fold(&d);
	}
	for (size_t i = 0; i < r->n_options; i++) {
		const struct ledger_option *o = &r->option[i];

		digest_number(&d, o->question);
		digest_number(&d, o->option);
		digest_number(&d, o->least);
		digest_number(&d, o->most);
		digest_number(&d, o->exact);
		digest_fold(&d);
	}
	for (size_t i = 0; i < r->n_levels; i++)
		digest_number(&d, r->level[i]);
	digest_end(&d, r->told);
}

void
release_hash_questionnaire(const struct results_about *about,
			   char out[LEDGER_HASH_CHARS + 1])
{
	unsigned char hash[SEAL_HASH_BYTES];

	seal_hash(about->questionnaire, about->questionnaire_bytes, hash);
	seal_hex(hash, sizeof(hash), out);
}
