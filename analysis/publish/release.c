#include "analysis/publish/release_private.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/threads.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "survey/seal.h"

/* ---- hashes ---- */

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
static void
hash_asked(struct ledger_release *r)
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

static void
hash_told(struct ledger_release *r)
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

/* ---- the row ---- */

/* Atoms of which the answers are to be counted, by some threads. */
struct atoms {
	const struct making *m;
	atomic_size_t next;
};

static void
count_atom(const struct making *m, size_t atom)
{
	struct ledger_release *r = m->row;

	for (size_t q = 0; q < r->n_questions; q++) {
		uint64_t *count = r->atom[atom].count + q * LEDGER_STATES;
		struct outcome o;
		struct split s;

		if (split_kind(m->tally, q) == SPLIT_NONE)
			continue;
		o = tally_atom_outcome(m->tally, atom, q);
		s = split_of(m->tally, q, &o);
		memcpy(count, s.n, sizeof(s.n));
	}
}

static void
count_atoms(void *ctx)
{
	struct atoms *a = ctx;
	size_t atom;

	while ((atom = atomic_fetch_add(&a->next, 1)) < a->m->row->n_atoms)
		count_atom(a->m, atom);
}

static void
put_atoms(struct making *m)
{
	const struct tally *t = m->tally;
	struct atoms all = {.m = m};
	size_t code[FORM_MAX_SEGMENTS];

	for (size_t i = 0; i < tally_atoms(t); i++) {
		for (size_t k = 0; k < m->row->n_segments; k++)
			code[k] = tally_atom_code(t, i, k);
		ledger_add_atom(m->row, code, tally_atom_people(t, i));
	}
	threads_share(count_atoms, &all, threads_wanted());
}

/* Everybody, then the groups of each breakdown in order. */
static void
put_sets(struct making *m)
{
	struct ledger_release *r = m->row;
	const struct disclosed *d = m->disclosed;

	for (size_t i = 0; i < r->n_sets; i++)
		free(r->set[i].code);
	r->n_sets = 0;
	ledger_add_set(r, FORM_NONE, NULL, 0);
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		const struct breakdown *b = &d->breakdown[i];

		for (size_t k = 0; k < b->n; k++)
			ledger_add_set(r, b->segment, b->part[k].codes,
				       tally_codes(m->tally, b->segment));
	}
}

static void
hash_questionnaire(const struct results_about *about,
		   char out[LEDGER_HASH_CHARS + 1])
{
	unsigned char hash[SEAL_HASH_BYTES];

	seal_hash(about->questionnaire, about->questionnaire_bytes, hash);
	seal_hex(hash, sizeof(hash), out);
}

/* ---- what must hold before ---- */

static bool
same_questionnaire(const struct making *m, struct error *err)
{
	const struct ledger *past = m->plan->past;

	for (size_t i = 0; i < past->n; i++) {
		if (past->release[i].audited &&
		    strcmp(past->release[i].questionnaire,
			   m->row->questionnaire) != 0)
			return error_set(
				err,
				"release %" PRIu32 " of this file was of "
				"another questionnaire or key; collect these "
				"answers into a new file",
				past->release[i].n);
	}
	return true;
}

/* No less than the wave's, nor than was ever kept to. */
static uint32_t
k_of(const struct release_plan *plan)
{
	uint32_t k = plan->about->min_group;

	for (size_t i = 0; GUARD_LEDGER && i < plan->past->n; i++) {
		if (plan->past->release[i].k > k)
			k = plan->past->release[i].k;
	}
	return k < DISCLOSE_FLOOR ? DISCLOSE_FLOOR : k;
}

static bool
find_without(const struct making *m, bool *without, struct error *err)
{
	const struct release_plan *plan = m->plan;

	for (size_t i = 0; i < plan->n_without; i++) {
		size_t k = 0;

		while (k < tally_segments(m->tally) &&
		       strcmp(tally_segment(m->tally, k)->name,
			      plan->without[i]) != 0)
			k++;
		if (k == tally_segments(m->tally))
			return error_set(err,
					 "there are no groups by \"%s\"; name "
					 "one of the segment questions",
					 plan->without[i]);
		without[k] = true;
	}
	return true;
}

static bool
form_groups(struct making *m, struct error *err)
{
	bool without[FORM_MAX_SEGMENTS] = {false};
	struct disclose_rules rules = {
		.k = k_of(m->plan),
		.without = without,
		.headcounts = m->plan->headcounts,
	};

	if (!find_without(m, without, err))
		return false;
	m->disclosed = disclosed_by(m->tally, &rules, err);
	if (!m->disclosed)
		return false;
	m->disclosed->analysts = m->plan->reason != NULL;
	m->row->k = m->disclosed->k;
	put_sets(m);
	return true;
}

/* ---- sets that differ by a few ---- */

enum { WORD = 64 };

/* A published set: of the new release, or of one before it; or what one of
 * them has beside another. */
struct published {
	bool now;		/* takes one of the new release */
	size_t breakdown, part; /* of the new one; FORM_NONE: everybody */
	uint64_t *bit;		/* one a unit */
	uint64_t people;
};

struct publications {
	struct published *set;
	size_t n, room, words;
};

static void
add_published(struct publications *p, const struct making *m, size_t release,
	      const struct ledger_set *set, uint32_t *unit)
{
	struct published *x = &p->set[p->n++];
	size_t n = units_of_set(&m->units, release, set, unit);

	*x = (struct published){.now = release + 1 == m->units.n_chain,
				.breakdown = FORM_NONE};
	x->bit = mem_new(p->words, sizeof(*x->bit));
	for (size_t i = 0; i < n; i++) {
		x->bit[unit[i] / WORD] |= (uint64_t)1 << unit[i] % WORD;
		x->people += m->units.unit[unit[i]].people;
	}
}

/* Earlier releases first; then the new one's, everybody first. */
static void
publications_make(struct publications *p, const struct making *m)
{
	const struct units *u = &m->units;
	uint32_t *unit = mem_new(u->n + 1, sizeof(*unit));
	size_t n = 0, at;

	for (size_t i = 0; i < u->n_chain; i++)
		n += u->chain[i]->n_sets;
	*p = (struct publications){.words = u->n / WORD + 1};
	p->set = mem_room(p->set, &p->room, n + 1, sizeof(*p->set));
	for (size_t i = 0; i < u->n_chain; i++) {
		for (size_t k = 0; k < u->chain[i]->n_sets; k++)
			add_published(p, m, i, &u->chain[i]->set[k], unit);
	}
	at = n - m->row->n_sets + 1;
	for (size_t i = 0; i < m->disclosed->n_breakdowns; i++) {
		for (size_t k = 0; k < m->disclosed->breakdown[i].n; k++) {
			p->set[at].breakdown = i;
			p->set[at++].part = k;
		}
	}
	free(unit);
}

static void
publications_release(struct publications *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->set[i].bit);
	free(p->set);
}

static bool
contains(const struct publications *p, const struct published *a,
	 const struct published *b)
{
	for (size_t i = 0; i < p->words; i++) {
		if (b->bit[i] & ~a->bit[i])
			return false;
	}
	return true;
}

static uint64_t
people_in(const struct making *m, const uint64_t *bit)
{
	uint64_t n = 0;

	for (size_t i = 0; i < m->units.n; i++) {
		if (bit[i / WORD] >> i % WORD & 1)
			n += m->units.unit[i].people;
	}
	return n;
}

/* Behind the published sets, what of each is left without another that is a
 * part of it: the reader knows as well how many these are. */
static void
add_rests(struct publications *p, const struct making *m)
{
	size_t n = p->n;

	for (size_t i = 0; i < n * n; i++) {
		const struct published *a = &p->set[i / n];
		const struct published *b = &p->set[i % n];
		struct published rest = {
			.now = a->now || b->now,
			.breakdown = FORM_NONE,
		};

		if (a->people <= b->people || !contains(p, a, b))
			continue;
		if (b->breakdown != FORM_NONE)
			a = b;
		rest.breakdown = a->breakdown;
		rest.part = a->part;
		rest.bit = mem_new(p->words, sizeof(*rest.bit));
		for (size_t k = 0; k < p->words; k++)
			rest.bit[k] =
				p->set[i / n].bit[k] & ~p->set[i % n].bit[k];
		rest.people = people_in(m, rest.bit);
		p->set = mem_room(p->set, &p->room, p->n + 1, sizeof(*p->set));
		p->set[p->n++] = rest;
	}
}

/* The first pair of which one is the other and a few more people. */
static bool
find_pair(const struct publications *p, uint32_t k, size_t *a, size_t *b)
{
	for (*a = 0; *a < p->n; (*a)++) {
		for (*b = 0; *b < p->n; (*b)++) {
			const struct published *x = &p->set[*a];
			const struct published *y = &p->set[*b];

			if (!x->now && !y->now)
				continue;
			if (x->people > y->people &&
			    x->people - y->people < k && contains(p, x, y))
				return true;
		}
	}
	return false;
}

/* Puts a group together with "other", or with the smallest where there is
 * none or it is "other" itself. */
static void
merge_more(struct making *m, size_t breakdown, size_t part)
{
	struct breakdown *b = &m->disclosed->breakdown[breakdown];
	size_t codes = tally_codes(m->tally, b->segment), with = FORM_NONE;
	bool *merge = mem_new(codes, sizeof(*merge)), other = false;

	for (size_t i = 0; i < b->n && !other; i++) {
		other = i != part && strcmp(b->part[i].name, "(other)") == 0;
		if (other ||
		    (i != part &&
		     (with == FORM_NONE ||
		      b->part[i].counts->people <
			      b->part[with].counts->people)))
			with = i;
	}
	for (size_t i = 0; i < codes; i++)
		merge[i] = b->part[part].codes[i] ||
			(with != FORM_NONE && b->part[with].codes[i]);
	disclosed_merge(m->disclosed, breakdown, merge);
	m->release->n_parted++;
	free(merge);
}

/* Coarsens the finer of the two, else the coarser. */
static bool
part_pair(struct making *m, const struct published *a,
	  const struct published *b, struct error *err)
{
	const struct published *x = b->breakdown != FORM_NONE ? b : a;

	if (x->breakdown == FORM_NONE)
		return error_set(err,
				 "fewer than %" PRIu32 " people have been "
				 "added since the last release: what changed "
				 "would be about persons. Wait until there are "
				 "more, or tell the same answers as then",
				 m->row->k);
	merge_more(m, x->breakdown, x->part);
	put_sets(m);
	return true;
}

/* Joins what is a set of a segment to one label. */
static void
join(size_t *label, size_t n_labels, const size_t *code, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		size_t from = label[code[i]], to = label[code[0]];

		for (size_t k = 0; k < n_labels; k++) {
			if (label[k] == from)
				label[k] = to;
		}
	}
}

/* Labels the codes of a segment so that those have one of which an earlier
 * release or this one tells only together; false: that release told none. */
static bool
label_codes(const struct making *m, const struct ledger_release *then,
	    size_t segment, size_t *label)
{
	const struct ledger_release *row[2] = {then, m->row};
	size_t codes = tally_codes(m->tally, segment);
	bool any = false;

	for (size_t i = 0; i < codes; i++)
		label[i] = i;
	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < row[i]->n_sets; k++) {
			const struct ledger_set *set = &row[i]->set[k];

			if (set->segment != segment)
				continue;
			any |= i == 0;
			join(label, codes, set->code, set->n_codes);
		}
	}
	return any;
}

/* The first group, by what an earlier release told of its segment, to which
 * with those it cannot be told from a few people have come since. */
static bool
find_few_new(const struct making *m, const struct breakdown *b, size_t then,
	     size_t *part)
{
	size_t codes = tally_codes(m->tally, b->segment);
	size_t *label = mem_new(codes, sizeof(*label));
	uint64_t *came = mem_new(codes, sizeof(*came));
	bool any = label_codes(m, m->units.chain[then], b->segment, label);
	bool found = false;

	for (size_t i = 0; any && i < m->units.n; i++) {
		const struct unit *u = &m->units.unit[i];

		if (u->cohort > then)
			came[label[u->now->code[b->segment]]] += u->people;
	}
	for (size_t i = 0; any && !found && i < b->n; i++) {
		for (size_t k = 0; k < codes; k++)
			found |= b->part[i].codes[k] && came[label[k]] > 0 &&
				came[label[k]] < m->row->k;
		*part = i;
	}
	free(came);
	free(label);
	return found;
}

/* Unions of groups told otherwise before: sums of them differ as well. */
static bool
part_unions(struct making *m)
{
	for (size_t i = 0; i < m->disclosed->n_breakdowns; i++) {
		const struct breakdown *b = &m->disclosed->breakdown[i];
		size_t part;

		for (size_t r = 0; b->n > 0 && r + 1 < m->units.n_chain; r++) {
			if (!find_few_new(m, b, r, &part))
				continue;
			merge_more(m, i, part);
			put_sets(m);
			return true;
		}
	}
	return false;
}

static bool
part_sets(struct making *m, struct error *err)
{
	bool good = true, found = GUARD_DIFFERENCE;

	while (good && found) {
		struct publications p;
		size_t a, b;

		publications_make(&p, m);
		found = find_pair(&p, m->row->k, &a, &b);
		if (!found) {
			add_rests(&p, m);
			found = find_pair(&p, m->row->k, &a, &b);
		}
		if (found)
			good = part_pair(m, &p.set[a], &p.set[b], err);
		else if (GUARD_DIFFERENCE)
			found = part_unions(m);
		publications_release(&p);
	}
	return good;
}

/* ---- levels: what was made coarser, as the ledger keeps it ---- */

/* Of each question the organisation's, the groups' by segment, and the
 * options'; behind them of each topic 1 where its groups, 2 where its scores at
 * all are withheld. */
enum { LEVEL_OPTIONS = 1 + FORM_MAX_SEGMENTS, LEVELS };

static size_t
levels_room(const struct form *form)
{
	return form->n_questions * LEVELS + form->n_topics + 1;
}

uint64_t *
question_levels(struct making *m, size_t question)
{
	return &m->row->level[question * LEVELS];
}

static void
levels_apply(struct making *m)
{
	const struct form *form = tally_form(m->tally);
	const uint64_t *topic = question_levels(m, form->n_questions);

	for (size_t i = 0; i < form->n_questions; i++) {
		struct precision *p = &m->disclosed->precision[i];
		const uint64_t *level = question_levels(m, i);

		for (uint64_t k = 0; k < level[0]; k++)
			told_coarsen(m->disclosed, i);
		for (size_t k = 0; k < FORM_MAX_SEGMENTS; k++)
			p->groups[k] = (unsigned)level[1 + k];
		told_set_options(m->disclosed, i,
				 (unsigned)level[LEVEL_OPTIONS]);
	}
	for (size_t i = 0; i <= form->n_topics; i++)
		m->disclosed->topic[i] =
			(struct topic_precision){topic[i] < 2, topic[i] < 1};
}

/* Takes down how things were told, and counts. */
static void
levels_take(struct making *m)
{
	const struct form *form = tally_form(m->tally);
	uint64_t *topic = question_levels(m, form->n_questions);

	for (size_t i = 0; i < form->n_questions; i++) {
		const struct precision *p = &m->disclosed->precision[i];
		uint64_t *level = question_levels(m, i), widened = 0;

		for (size_t k = 0; k < FORM_MAX_SEGMENTS; k++) {
			level[1 + k] = p->groups[k];
			widened += p->groups[k];
		}
		level[LEVEL_OPTIONS] = p->options;
		m->release->n_coarsened += level[0] > 0 || p->options > 0;
		m->release->n_widened += widened > 0;
	}
	for (size_t i = 0; i <= form->n_topics; i++)
		topic[i] = (uint64_t)!m->disclosed->topic[i].all +
			!m->disclosed->topic[i].groups;
}

/* ---- the same again ---- */

static const struct ledger_release *
find_again(const struct making *m)
{
	const struct ledger *past = m->plan->past;

	for (size_t i = 0; GUARD_LEDGER && i < past->n; i++) {
		if (past->release[i].audited &&
		    strcmp(past->release[i].asked, m->row->asked) == 0)
			return &past->release[i];
	}
	return NULL;
}

/* Groups as they were told then: what was merged, and what was dropped. */
static void
restore_groups(struct making *m, const struct ledger_release *then, size_t i)
{
	const struct breakdown *b = &m->disclosed->breakdown[i];
	bool *merge = mem_new(tally_codes(m->tally, i), sizeof(*merge));
	bool any = false;

	for (size_t k = 0; k < then->n_sets; k++) {
		const struct ledger_set *set = &then->set[k];

		if (set->segment != b->segment)
			continue;
		any = true;
		for (size_t c = 0; set->n_codes > 1 && c < set->n_codes; c++)
			merge[set->code[c]] = true;
	}
	if (any)
		disclosed_merge(m->disclosed, i, merge);
	else
		disclosed_drop(m->disclosed, i);
	free(merge);
}

static void
restore(struct making *m, const struct ledger_release *then)
{
	for (size_t i = 0; i < m->disclosed->n_breakdowns; i++)
		restore_groups(m, then, i);
	for (size_t i = 0; i < then->n_levels && i < m->row->n_levels; i++)
		m->row->level[i] = then->level[i];
	levels_apply(m);
	m->release->again = true;
	m->release->number = then->n;
}

/* ---- all of it ---- */

static bool
audit(struct making *m, struct error *err)
{
	const struct ledger_release *then = find_again(m);

	if (then) {
		restore(m, then);
		return true;
	}
	if (!same_questionnaire(m, err) ||
	    !units_make(&m->units, m->plan->past, m->row, err) ||
	    !part_sets(m, err))
		return false;
	return release_audit(m, err);
}

static bool
make(struct making *m, struct error *err)
{
	struct ledger_release *r = m->row;

	hash_questionnaire(m->plan->about, r->questionnaire);
	r->people = tally_people(m->tally);
	r->audited = m->plan->reason == NULL;
	if (m->plan->reason)
		r->reason = mem_copy(m->plan->reason);
	if (!form_groups(m, err))
		return false;
	if (r->audited) {
		put_atoms(m);
		hash_asked(r);
		if (!audit(m, err))
			return false;
	}
	levels_take(m);
	return true;
}

struct release *
release_new(const struct tally *t, const struct release_plan *plan,
	    struct problems *problems, struct error *err)
{
	struct release *r = mem_new(1, sizeof(*r));
	struct making m = {.plan = plan,
			   .tally = t,
			   .release = r,
			   .problems = problems};
	bool good;

	r->row = ledger_release_new(tally_segments(t),
				    tally_form(t)->n_questions,
				    levels_room(tally_form(t)));
	r->before = plan->past->n;
	r->number = (uint32_t)plan->past->n + 1;
	m.row = r->row;
	good = make(&m, err);
	r->disclosed = m.disclosed;
	units_release(&m.units);
	if (good)
		return r;
	release_free(r);
	return NULL;
}

void
release_free(struct release *r)
{
	if (!r)
		return;
	ledger_abandon(r->entry);
	disclosed_free(r->disclosed);
	ledger_release_free(r->row);
	free(r);
}

bool
release_prepare(struct release *r, const char *results, struct error *err)
{
	if (r->again || r->entry)
		return true;
	hash_told(r->row);
	r->entry = ledger_begin(results, r->before, r->row, err);
	return r->entry != NULL;
}

bool
release_record(struct release *r, const char *results, struct error *err)
{
	struct ledger_entry *entry;

	if (!release_prepare(r, results, err))
		return false;
	entry = r->entry;
	r->entry = NULL;
	return !entry || ledger_commit(entry, err);
}
