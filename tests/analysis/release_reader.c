#include "tests/analysis/release_reader.h"

#include "questions/base/mem.h"
#include "tests/test.h"

enum { UNITS = 16, SETS = 128, STATES = DISCLOSE_STATES };

struct reader {
	size_t units, sets, told; /* the first sets are told */
	uint64_t base[UNITS], truth[UNITS][STATES];
	const struct ledger_atom *atom[UNITS];
	size_t cohort[UNITS];
	unsigned member[SETS];
	uint64_t least[SETS][STATES], most[SETS][STATES];
	bool exact[SETS][STATES];
	bool published[SETS];
	/* while enumerating */
	uint64_t sum[SETS][STATES];
	uint64_t found_least[SETS][STATES], found_most[SETS][STATES];
	size_t fitting;
};

static bool
in_set(const struct ledger_set *set, const struct ledger_atom *a)
{
	for (size_t i = 0; i < set->n_codes; i++) {
		if (set->code[i] == a->code[set->segment])
			return true;
	}
	return set->segment == FORM_NONE;
}

static const struct ledger_atom *
same_atom(const struct ledger_release *r, const struct ledger_atom *a)
{
	for (size_t i = 0; i < r->n_atoms; i++) {
		if (memcmp(r->atom[i].code, a->code,
			   r->n_segments * sizeof(*a->code)) == 0)
			return &r->atom[i];
	}
	return NULL;
}

/* Units: who was there in the first release, and who came with the second. */
static void
reader_units(struct reader *x, const struct ledger_release *row, size_t n,
	     size_t question)
{
	for (size_t c = 0; c < n; c++) {
		for (size_t i = 0; i < row[c].n_atoms; i++) {
			const struct ledger_atom *a = &row[c].atom[i];
			const struct ledger_atom *old =
				c > 0 ? same_atom(&row[c - 1], a) : NULL;
			size_t u = x->units;

			x->base[u] = 0;
			for (size_t st = 0; st < STATES; st++) {
				size_t at = question * STATES + st;

				x->truth[u][st] = a->count[at] -
					(old ? old->count[at] : 0);
				x->base[u] += x->truth[u][st];
			}
			if (x->base[u] == 0)
				continue;
			x->atom[u] = a;
			x->cohort[u] = c;
			x->units++;
			assert_true(x->units < UNITS);
		}
	}
}

static size_t
reader_set(struct reader *x, unsigned member, bool published)
{
	size_t i = x->sets++;

	assert_true(i < SETS);
	x->member[i] = member;
	x->published[i] = published;
	for (size_t st = 0; st < STATES; st++) {
		x->least[i][st] = 0;
		x->most[i][st] = UINT64_MAX;
		x->exact[i][st] = false;
	}
	return i;
}

static void
reader_published(struct reader *x, const struct ledger_release *row, size_t n)
{
	for (size_t c = 0; c < n; c++) {
		size_t first = x->sets;

		for (size_t i = 0; i < row[c].n_sets; i++) {
			unsigned member = 0;

			for (size_t u = 0; u < x->units; u++) {
				if (x->cohort[u] <= c &&
				    in_set(&row[c].set[i], x->atom[u]))
					member |= 1u << u;
			}
			reader_set(x, member, true);
		}
		assert_int_equal(x->sets - first, row[c].n_sets);
	}
	x->told = x->sets;
}

/* What the first release told, by the ledger. */
static void
reader_told_before(struct reader *x, const struct ledger_release *row,
		   size_t question)
{
	for (size_t i = 0; i < row->n_figures; i++) {
		const struct ledger_figure *f = &row->figure[i];

		if (f->question != question)
			continue;
		x->least[f->set][f->state] = f->least;
		x->most[f->set][f->state] = f->most;
		x->exact[f->set][f->state] = f->exact;
	}
}

/* What the last one tells, by the functions that the tables ask. */
static void
reader_told_of_all(struct reader *x, const struct staff *s,
		   const struct disclosed *d, size_t set, size_t question)
{
	struct outcome o = counts_outcome(d->all, question);
	struct split all = split_of(s->tally, question, &o);

	for (unsigned st = 0; st < STATES; st++) {
		struct told t = told_state(d, question, all.n[st], all.base);

		if (base_status(d, all.base) != STATUS_OK)
			continue;
		x->least[set][st] = t.least;
		x->most[set][st] = t.most;
		x->exact[set][st] = t.exact;
	}
}

/* `set` is that of the breakdown's first group. */
static void
reader_told_of_groups(struct reader *x, const struct staff *s,
		      const struct disclosed *d, const struct breakdown *b,
		      size_t set, size_t question)
{
	struct split split[8];
	enum status status[8];
	uint64_t base[8];

	for (size_t k = 0; k < b->n; k++) {
		struct outcome o = counts_outcome(b->part[k].counts, question);

		split[k] = split_of(s->tally, question, &o);
		base[k] = split[k].base;
	}
	question_group_status(d, question, b, base, status);
	for (size_t k = 0; k < b->n; k++) {
		for (unsigned st = 0; st < STATES; st++) {
			struct told t = told_group(d, question, b->segment,
						   split[k].n[st], base[k]);

			if (status[k] != STATUS_OK)
				continue;
			x->least[set + k][st] = t.least;
			x->most[set + k][st] = t.most;
		}
	}
}

static void
reader_told(struct reader *x, const struct staff *s, const struct disclosed *d,
	    const struct ledger *l, size_t question)
{
	size_t set = 0;

	if (l->n > 1) {
		reader_told_before(x, &l->release[0], question);
		set = l->release[0].n_sets;
	}
	reader_told_of_all(x, s, d, set++, question);
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		reader_told_of_groups(x, s, d, &d->breakdown[i], set, question);
		set += d->breakdown[i].n;
	}
}

/* The units that have a unit's categories of the segments of `how`, a bit each,
 * and are of one release; FORM_NONE: of any. */
static unsigned
reader_alike(const struct reader *x, size_t unit, unsigned how, size_t cohort)
{
	unsigned member = 0;

	for (size_t v = 0; v < x->units; v++) {
		bool same = cohort == FORM_NONE || x->cohort[v] == cohort;

		for (size_t k = 0; k < 2; k++)
			same &= !(how >> k & 1) ||
				x->atom[v]->code[k] == x->atom[unit]->code[k];
		member |= same ? 1u << v : 0;
	}
	return member;
}

/* Categories and crossed categories, of everybody and of each release. */
static void
reader_cells(struct reader *x, size_t n_chain)
{
	for (size_t u = 0; u < x->units; u++) {
		for (unsigned how = 1; how < 4; how++) {
			for (size_t c = 0; c <= n_chain; c++) {
				unsigned member =
					reader_alike(x, u, how,
						     c < n_chain ? c
								 : FORM_NONE);

				if (member && x->sets < SETS)
					reader_set(x, member, false);
			}
		}
	}
}

static void
reader_fits(struct reader *x)
{
	for (size_t i = 0; i < x->told; i++) {
		for (size_t st = 0; st < STATES; st++) {
			if (x->sum[i][st] < x->least[i][st])
				return;
		}
	}
	x->fitting++;
	for (size_t i = 0; i < x->sets; i++) {
		for (size_t st = 0; st < STATES; st++) {
			uint64_t sum = x->sum[i][st];

			if (sum < x->found_least[i][st])
				x->found_least[i][st] = sum;
			if (sum > x->found_most[i][st])
				x->found_most[i][st] = sum;
		}
	}
}

/* Adds people of a unit to all its sets; false: that is more than was told. */
static bool
reader_add(struct reader *x, size_t unit, const uint64_t *n, bool take_back)
{
	bool good = true;

	for (size_t i = 0; i < x->sets; i++) {
		if (!(x->member[i] >> unit & 1))
			continue;
		for (size_t st = 0; st < STATES; st++) {
			x->sum[i][st] += take_back ? -n[st] : n[st];
			good &= x->sum[i][st] <= x->most[i][st];
		}
	}
	return good;
}

static void
reader_enumerate(struct reader *x, size_t unit)
{
	uint64_t n[STATES];

	if (unit == x->units) {
		reader_fits(x);
		return;
	}
	for (n[0] = 0; n[0] <= x->base[unit]; n[0]++) {
		for (n[1] = 0; n[0] + n[1] <= x->base[unit]; n[1]++) {
			n[2] = x->base[unit] - n[0] - n[1];
			if (reader_add(x, unit, n, false))
				reader_enumerate(x, unit + 1);
			reader_add(x, unit, n, true);
		}
	}
}

/* A sentence about what can be proved; NULL: nothing that may not. */
static const char *
reader_proof(const struct reader *x, uint64_t k)
{
	for (size_t i = 0; i < x->sets; i++) {
		uint64_t n = 0;

		for (size_t u = 0; u < x->units; u++)
			n += x->member[i] >> u & 1 ? x->base[u] : 0;
		for (size_t st = 0; st < STATES && n > 0; st++) {
			uint64_t least = x->found_least[i][st];
			uint64_t most = x->found_most[i][st];

			if (n < k && least == most)
				return "the answers of a few";
			if (n < k || !x->published[i])
				continue;
			if (least + 1 >= n)
				return "that all answered alike";
			if (least == most && least > 0 && least < k &&
			    !x->exact[i][st])
				return "the number of a few";
		}
	}
	return NULL;
}

const char *
reader_proves(const struct staff *s, const struct release *r,
	      const struct ledger *l, size_t question)
{
	struct reader *x = mem_new(1, sizeof(*x));
	const char *proof;

	assert_in_range(l->n, 1, 2);
	reader_units(x, l->release, l->n, question);
	reader_published(x, l->release, l->n);
	reader_told(x, s, r->disclosed, l, question);
	reader_cells(x, l->n);
	memset(x->found_least, 255, sizeof(x->found_least));
	reader_enumerate(x, 0);
	assert_true(x->fitting > 0);
	proof = reader_proof(x, r->disclosed->k);
	free(x);
	return proof;
}
