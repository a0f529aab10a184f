#include "analysis/publish/audit_search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

enum { TRIES = 16, MANY_TRIES = 600, QUESTION_BUDGET = 20000 };

/* ---- the data set ---- */

/* What was told of a set beyond its size. */
static bool
tells(const struct search *s, size_t set)
{
	const struct audit_told *t = s->question->told[set];

	for (unsigned i = 0; i < AUDIT_STATES; i++) {
		if (t[i].least > 0 || t[i].most < s->base[set])
			return true;
	}
	return false;
}

/* Is nothing told of a set, not even of its size? */
static bool
is_untold(const struct search *s, size_t set)
{
	const struct audit_told *t = s->question->told[set];

	for (unsigned i = 0; i < AUDIT_STATES; i++) {
		if (t[i].least > 0 || t[i].most < UINT64_MAX)
			return false;
	}
	return true;
}

/* Where only a small set matters, no more than shows that it is not. An array
 * to add to would go through memory at every unit. */
static void
sum_set(const struct search *s, size_t number, uint64_t out[AUDIT_STATES])
{
	const struct set *set = &s->audit->set[number];
	bool any = set->watch == AUDIT_WHEN_SMALL && is_untold(s, number);
	uint64_t enough = any ? s->audit->k : UINT64_MAX;
	uint64_t first = 0, second = 0, third = 0;

	for (size_t i = 0; i < set->n && first + second + third < enough; i++) {
		const uint64_t *count = s->count[set->unit[i]];

		first += count[0];
		second += count[1];
		third += count[2];
	}
	out[0] = first;
	out[1] = second;
	out[2] = third;
}

static void
sum_sets(struct search *s)
{
	const struct audit *a = s->audit;

	for (size_t i = 0; i < a->n; i++) {
		sum_set(s, i, s->truth[i]);
		for (unsigned st = 0; st < AUDIT_STATES; st++)
			s->base[i] += s->truth[i][st];
		s->telling[i] = tells(s, i);
		if (s->telling[i])
			s->teller[s->n_tellers++] = (uint32_t)i;
	}
	memcpy(s->sum, s->truth, a->n * sizeof(*s->sum));
}

static void
make_bits(struct search *s)
{
	uint64_t *bits;

	s->words = (s->audit->units / SEARCH_WORD / SEARCH_AT_ONCE + 1) *
		SEARCH_AT_ONCE;
	s->partner = mem_new(s->words, sizeof(*s->partner));
	s->bits = mem_new(s->n_tellers * s->words + 1, sizeof(*s->bits));
	s->has = mem_new(s->audit->n + 1, sizeof(*s->has));
	bits = s->bits;
	for (size_t i = 0; i < s->n_tellers; i++, bits += s->words) {
		const struct set *set = &s->audit->set[s->teller[i]];

		for (size_t k = 0; k < set->n; k++)
			bits[set->unit[k] / SEARCH_WORD] |= (uint64_t)1
				<< set->unit[k] % SEARCH_WORD;
		s->has[s->teller[i]] = bits;
	}
}

bool
search_fits(const struct search *s, struct audit_breach *out)
{
	for (size_t i = 0; i < s->audit->n; i++) {
		for (unsigned st = 0; st < AUDIT_STATES; st++) {
			const struct audit_told *t = &s->question->told[i][st];

			if (s->sum[i][st] >= t->least &&
			    s->sum[i][st] <= t->most)
				continue;
			*out = (struct audit_breach){AUDIT_UNFIT, i, st};
			return false;
		}
	}
	return true;
}

/* Of some sets. */
static void
index_make(struct index *x, const struct audit *a, const bool *some)
{
	uint32_t *at;

	x->first = mem_new(a->units + 2, sizeof(*x->first));
	at = x->first + 1;
	for (size_t i = 0; i < a->n; i++) {
		if (!some[i])
			continue;
		for (size_t k = 0; k < a->set[i].n; k++)
			at[a->set[i].unit[k] + 1]++;
	}
	for (size_t i = 0; i < a->units; i++)
		at[i + 1] += at[i];
	x->of = mem_new(at[a->units] + 1, sizeof(*x->of));
	for (size_t i = 0; i < a->n; i++) {
		if (!some[i])
			continue;
		for (size_t k = 0; k < a->set[i].n; k++)
			x->of[at[a->set[i].unit[k]]++] = (uint32_t)i;
	}
}

static void
index_release(struct index *x)
{
	free(x->first);
	free(x->of);
}

static void
list_unit(struct search *s, uint32_t unit, unsigned state)
{
	s->who_at[unit][state] = (uint32_t)s->n_who[state];
	s->who[state][s->n_who[state]++] = unit;
}

/* The last of the list takes its place. */
static void
unlist_unit(struct search *s, uint32_t unit, unsigned state)
{
	uint32_t at = s->who_at[unit][state];
	uint32_t last = s->who[state][--s->n_who[state]];

	s->who[state][at] = last;
	s->who_at[last][state] = at;
}

static void
list_states(struct search *s)
{
	s->who_at = mem_new(s->audit->units + 1, sizeof(*s->who_at));
	for (unsigned st = 0; st < AUDIT_STATES; st++) {
		s->who[st] = mem_new(s->audit->units + 1, sizeof(*s->who[st]));
		for (uint32_t i = 0; i < s->audit->units; i++) {
			if (s->count[i][st] > 0)
				list_unit(s, i, st);
		}
	}
}

void
search_init(struct search *s, const struct audit *a,
	    const struct audit_question *q)
{
	*s = (struct search){.audit = a, .question = q, .claim = SIZE_MAX};
	s->count = mem_new(a->units + 1, sizeof(*s->count));
	memcpy(s->count, q->count, a->units * sizeof(*s->count));
	s->sum = mem_new(a->n + 1, sizeof(*s->sum));
	s->truth = mem_new(a->n + 1, sizeof(*s->truth));
	s->base = mem_new(a->n + 1, sizeof(*s->base));
	s->telling = mem_new(a->n + 1, sizeof(*s->telling));
	s->open = mem_new(a->n + 1, sizeof(*s->open));
	s->from_where = mem_new(a->n + AUDIT_STATES, sizeof(*s->from_where));
	s->marked = mem_new(a->units + 1, sizeof(*s->marked));
	s->all_budget = QUESTION_BUDGET;
	s->seed = 1;
	s->tries = q->thorough ? MANY_TRIES : TRIES;
	for (unsigned st = 0; st < AUDIT_STATES; st++)
		s->possible += q->possible[st];
	s->teller = mem_new(a->n + 1, sizeof(*s->teller));
	sum_sets(s);
	s->block = mem_new(s->n_tellers + 1, sizeof(*s->block));
	make_bits(s);
	index_make(&s->tells, a, s->telling);
	list_states(s);
}

void
search_release(struct search *s)
{
	for (unsigned st = 0; st < AUDIT_STATES; st++)
		free(s->who[st]);
	index_release(&s->tells);
	index_release(&s->counts);
	free(s->who_at);
	free(s->marked);
	free(s->from_where);
	free(s->open);
	free(s->has);
	free(s->bits);
	free(s->teller);
	free(s->block);
	free(s->partner);
	free(s->telling);
	free(s->base);
	free(s->truth);
	free(s->sum);
	free(s->count);
}

/* ---- steps ---- */

static void
change(struct search *s, struct step step)
{
	const struct index *x = &s->counts;

	if (--s->count[step.unit][step.from] == 0)
		unlist_unit(s, step.unit, step.from);
	if (s->count[step.unit][step.to]++ == 0)
		list_unit(s, step.unit, step.to);
	for (size_t i = x->first[step.unit]; i < x->first[step.unit + 1]; i++) {
		s->sum[x->of[i]][step.from]--;
		s->sum[x->of[i]][step.to]++;
	}
}

void
search_push(struct search *s, struct step step)
{
	assert(s->n_steps < sizeof(s->step) / sizeof(s->step[0]));
	s->step[s->n_steps++] = step;
	change(s, step);
}

void
search_pop(struct search *s)
{
	struct step step = s->step[--s->n_steps];

	change(s, (struct step){step.unit, step.to, step.from});
}

/* ---- claims ---- */

static bool
is_watched(const struct search *s, size_t set)
{
	return s->base[set] > 0 &&
		(s->base[set] < s->audit->k ||
		 s->audit->set[set].watch == AUDIT_ALWAYS);
}

bool
search_forbidden(const struct search *s, size_t set, unsigned state,
		 enum audit_breach_kind *kind)
{
	uint64_t x = s->truth[set][state], n = s->base[set];

	if (s->possible < 2 || !s->question->possible[state] ||
	    !is_watched(s, set))
		return false;
	*kind = n < s->audit->k ? AUDIT_SMALL
		: x + 1 >= n	? AUDIT_GROUP
				: AUDIT_EXACT;
	return *kind != AUDIT_EXACT ||
		(x > 0 && x < s->audit->k &&
		 !s->question->told[set][state].exact);
}

/* What is neither told nor claimed of a set need not be counted. */
void
search_open(struct search *s)
{
	bool *counts = mem_new(s->audit->n + 1, sizeof(*counts));
	enum audit_breach_kind kind;

	for (size_t i = 0; i < s->audit->n; i++) {
		counts[i] = s->telling[i];
		if (!is_watched(s, i))
			continue;
		for (unsigned st = 0; st < AUDIT_STATES; st++) {
			s->open[i][st] = search_forbidden(s, i, st, &kind);
			s->n_open += s->open[i][st];
			counts[i] |= s->open[i][st];
		}
	}
	index_make(&s->counts, s->audit, counts);
	free(counts);
}

bool
search_contradicts(const struct search *s, size_t set, unsigned state)
{
	uint64_t x = s->sum[set][state], n = s->base[set];

	if (n >= s->audit->k && s->truth[set][state] + 1 >= n)
		return x + 2 <= n;
	return x != s->truth[set][state];
}

static void
close_if(struct search *s, size_t set, unsigned state)
{
	if (s->open[set][state] && search_contradicts(s, set, state)) {
		s->open[set][state] = false;
		s->n_open--;
	}
}

void
search_keep(struct search *s)
{
	const struct index *x = &s->counts;

	for (size_t i = 0; i < s->n_steps; i++) {
		struct step p = s->step[i];

		for (size_t k = x->first[p.unit]; k < x->first[p.unit + 1];
		     k++) {
			close_if(s, x->of[k], p.from);
			close_if(s, x->of[k], p.to);
		}
	}
	s->n_steps = 0;
}
