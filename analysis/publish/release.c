/*
 * The order of things: groups by their sizes; the answers as they are now, and
 * from a hash of them whether the ledger has this release already; else groups
 * go together until sets do not differ by a few people (release_part.c), and
 * the questions are audited (release_audit.c). All of it goes into a row of
 * the ledger.
 */
#include "analysis/publish/release_private.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/threads.h"
#include "questions/base/mem.h"

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

void
sets_put(struct making *m)
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
	sets_put(m);
	return true;
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
	    !sets_part(m, err))
		return false;
	return release_audit(m, err);
}

static bool
make(struct making *m, struct error *err)
{
	struct ledger_release *r = m->row;

	release_hash_questionnaire(m->plan->about, r->questionnaire);
	r->people = tally_people(m->tally);
	r->audited = m->plan->reason == NULL;
	if (m->plan->reason)
		r->reason = mem_copy(m->plan->reason);
	if (!form_groups(m, err))
		return false;
	if (r->audited) {
		put_atoms(m);
		release_hash_asked(r);
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
	release_hash_told(r->row);
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
