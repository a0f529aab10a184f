#include "tests/test.h"

#include "analysis/publish/release.h"
#include "questions/base/mem.h"
#include "tests/analysis/release_kit.h"
#include "tests/analysis/sample.h"

static const struct staff_shape two_by_two = {.questions = 4,
					      .topics = 2,
					      .segment = {2, 2}};

/* Ledgers of releases that were not written to any file. */
static void
ledger_clear(struct ledger *l)
{
	struct ledger *own = mem_new(1, sizeof(*own));

	*own = *l;
	ledger_free(own);
	*l = (struct ledger){NULL, 0};
}

/* Tells, and records it. NULL as release_new. */
static struct release *
tell(const struct staff *s, struct ledger *l, struct error *err)
{
	struct release *r = staff_tell(s, l, NULL, err);

	if (r && !r->again)
		ledger_take(l, r);
	return r;
}

/* "a 12, other 20" of a breakdown. */
static void
groups_words(const struct disclosed *d, size_t segment, char *out, size_t room)
{
	const struct breakdown *b = &d->breakdown[segment];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < b->n; i++)
		n += (size_t)snprintf(out + n, room - n, "%s%s %d",
				      i > 0 ? ", " : "", b->part[i].name,
				      (int)b->part[i].counts->people);
}

/* n people with an answer to every question and these two categories. */
static void
people(struct staff *s, size_t n, const char *answers, char first, char second)
{
	char symbols[32];

	snprintf(symbols, sizeof(symbols), "%s%c%c", answers, first, second);
	for (size_t i = 0; i < n; i++)
		staff_answer_as(s, symbols);
}

/* ---- sets that differ by a few ---- */

static void
sets_that_differ_by_a_few_are_merged(void **state)
{
	static const struct {
		const char *what;
		const char *people; /* "dept site n" */
		const char *dept, *site;
	} cases[] = {
		{"nothing nested", "00 20 01 20 10 20 11 20 20 20 21 20",
		 "c0 40, c1 40, c2 40", "c0 60, c1 60"},
		{"one within the other, and enough beside it",
		 "00 30 10 10 11 30 21 20", "c0 30, c1 40, c2 20",
		 "c0 40, c1 50"},
		{"a department of a site, and three people more: of two sites "
		 "none are left",
		 "00 30 10 3 11 40", "c1 43, (other) 30", ""},
		{"the same people twice", "00 30 11 40 21 20",
		 "c0 30, c1 40, c2 20", "c0 30, c1 60"},
		{"of three departments two are left: two sites are nested",
		 "00 30 10 3 11 40 21 30", "c1 43, (other) 60", "c0 33, c1 70"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct staff_shape shape = two_by_two;
		struct ledger l = {NULL, 0};
		struct error err = ERROR_INIT;
		const char *at = cases[i].people;
		struct release *r;
		struct staff s;
		char words[128];
		int n;

		shape.segment[0] = 3;
		staff_init(&s, &shape, 1);
		while (*at) {
			n = (int)strtol(at + 3, NULL, 10);
			people(&s, (size_t)n / 2, "0000", at[0], at[1]);
			people(&s, (size_t)(n - n / 2), "1111", at[0], at[1]);
			at += 3;
			at += strcspn(at, " ");
			at += strspn(at, " ");
		}
		r = tell(&s, &l, &err);
		assert_text(err.text, "", cases[i].what);
		groups_words(r->disclosed, 0, words, sizeof(words));
		assert_text(words, cases[i].dept, cases[i].what);
		groups_words(r->disclosed, 1, words, sizeof(words));
		assert_text(words, cases[i].site, cases[i].what);
		release_free(r);
		ledger_clear(&l);
		staff_release(&s);
	}
}

/* ---- options ---- */

static const char options_form[] =
	"survey\n,type,name,label,kq_role,kq_risky,kq_missing\n"
	",select_one v,view,Q?,attitude,,d=dontknow\n"
	",select_one h,habit,Q?,habit,o,p=refused\n"
	",select_one s,dept,S?,segment,,\n"
	"choices\n,list_name,name,label\n,v,y,Y\n,v,n,N\n,v,d,D\n"
	",h,o,O\n,h,s,S\n,h,n,N\n,h,p,P\n,s,a,A\n,s,b,B\n"
	"settings\n,form_title,form_id\n,T,t\n";

enum { VIEW, HABIT, OPTIONS = 4 };

/* People who chose each option of one question; none answers the other. */
static void
choose(struct staff *s, size_t question, const size_t *n)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		for (size_t k = 0; k < n[i]; k++) {
			char symbols[] = {SYMBOL_SKIPPED, SYMBOL_SKIPPED, '0',
					  '\0'};

			symbols[question] = (char)('0' + i);
			symbols[2] = (char)('0' + k % 2);
			staff_answer_as(s, symbols);
		}
	}
}

/* What was told of two releases leaves open what those chose who came since. */
static void
nobody_knows_what_who_came_since_chose(void **state)
{
	static const struct {
		const char *what;
		uint32_t k;
		size_t question;
		size_t first[OPTIONS], since[OPTIONS];
	} cases[] = {
		{"ten more, of whom few chose each",
		 10,
		 VIEW,
		 {20, 15, 5},
		 {5, 4, 1}},
		{"six more who all chose the same",
		 6,
		 VIEW,
		 {3, 165, 3},
		 {0, 6, 0}},
		{"ten more, all but one the same",
		 10,
		 VIEW,
		 {60, 60, 0},
		 {9, 1, 0}},
		{"habits, of which states are told as well",
		 10,
		 HABIT,
		 {40, 30, 30, 3},
		 {4, 5, 3, 1}},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *what = cases[i].what;
		struct ledger l = {NULL, 0};
		struct error err = ERROR_INIT;
		struct release *a, *b;
		uint64_t n = 0;
		struct staff s;

		staff_init_form(&s, options_form);
		s.about.min_group = cases[i].k;
		choose(&s, cases[i].question, cases[i].first);
		a = tell(&s, &l, &err);
		choose(&s, cases[i].question, cases[i].since);
		b = tell(&s, &l, &err);
		assert_text(err.text, "", what);
		for (size_t o = 0; o < 3; o++)
			n += cases[i].since[o];
		for (size_t o = 0; o < 3; o++) {
			struct told x =
				told_option(a->disclosed, cases[i].question, o);
			struct told y =
				told_option(b->disclosed, cases[i].question, o);
			uint64_t since = cases[i].since[o];

			if (since > 0 && since < cases[i].k)
				assert_case(y.least != y.most ||
						    x.least != x.most,
					    what);
			if (since + 1 >= n)
				assert_case(y.least + 1 < x.most + n, what);
		}
		release_free(a);
		release_free(b);
		ledger_clear(&l);
		staff_release(&s);
	}
}

/* 46 of the 47 who would say: in a band of the 51 they would be all but one. */
static void
who_would_not_say_does_not_narrow_the_others(void **state)
{
	static const size_t n[OPTIONS] = {46, 1, 0, 4};
	struct ledger l = {NULL, 0};
	struct error err = ERROR_INIT;
	struct release *r;
	struct staff s;
	struct told t;
	(void)state;

	staff_init_form(&s, options_form);
	choose(&s, HABIT, n);
	r = tell(&s, &l, &err);
	assert_text(err.text, "", "told");
	assert_int_equal(option_base(r->disclosed, HABIT), 47);
	t = told_option(r->disclosed, HABIT, 0);
	assert_true(!t.exact && t.least + 1 < 47);
	t = told_state(r->disclosed, HABIT, 46, 47);
	assert_true(!t.exact && t.least + 1 < 47);
	release_free(r);
	ledger_clear(&l);
	staff_release(&s);
}

/* ---- with what was told before ---- */

/* Who is not of the one department, and not of the one site, are four; no two
 * groups lie within each other. */
static void
differences_of_differences_are_merged(void **state)
{
	struct staff_shape shape = {.questions = 4,
				    .topics = 2,
				    .segment = {3, 3}};
	struct ledger l = {NULL, 0};
	struct error err = ERROR_INIT;
	struct release *r;
	struct staff s;
	char dept[128], site[128];
	(void)state;

	staff_init(&s, &shape, 1);
	people(&s, 20, "0101", '0', '1');
	people(&s, 20, "1010", '0', '2');
	people(&s, 12, "0011", '1', '0');
	people(&s, 12, "0110", '2', '0');
	people(&s, 2, "1001", '1', '1');
	people(&s, 2, "1100", '2', '2');
	r = tell(&s, &l, &err);
	assert_text(err.text, "", "told");
	groups_words(r->disclosed, 0, dept, sizeof(dept));
	groups_words(r->disclosed, 1, site, sizeof(site));
	assert_false(strstr(dept, "c0 40") && strstr(site, "c0 24"));
	release_free(r);
	ledger_clear(&l);
	staff_release(&s);
}

/* Three more to each of three groups: together they are nine more, so that ten
 * of another are told with them. */
static void
groups_of_whom_a_few_are_new_are_joined(void **state)
{
	struct staff_shape shape = {.questions = 4,
				    .topics = 2,
				    .segment = {5, 2}};
	struct ledger l = {NULL, 0};
	struct error err = ERROR_INIT;
	struct release *r;
	struct staff s;
	char words[128];
	(void)state;

	staff_init(&s, &shape, 1);
	for (int c = '0'; c < '5'; c++) {
		people(&s, 7, "0101", (char)c, '0');
		people(&s, 7, "1010", (char)c, '1');
	}
	release_free(tell(&s, &l, &err));
	assert_text(err.text, "", "first");
	people(&s, 10, "0001", '0', '0');
	people(&s, 10, "0110", '4', '0');
	for (int c = '1'; c < '4'; c++)
		people(&s, 3, "1000", (char)c, '1');
	r = tell(&s, &l, &err);
	assert_text(err.text, "", "told");
	groups_words(r->disclosed, 0, words, sizeof(words));
	assert_text(words, "c4 24, (other) 75", "then");
	release_free(r);
	ledger_clear(&l);
	staff_release(&s);
}

/* c1 and c3 go together at first, and later with c2 as well: of the three
 * together three more people would be known. */
static void
groups_told_otherwise_before_are_joined(void **state)
{
	struct staff_shape shape = {.questions = 4,
				    .topics = 2,
				    .segment = {4, 2}};
	struct ledger l = {NULL, 0};
	struct error err = ERROR_INIT;
	struct release *r;
	struct staff s;
	char words[128];
	(void)state;

	staff_init(&s, &shape, 1);
	people(&s, 18, "0101", '0', '0');
	people(&s, 19, "1010", '0', '1');
	people(&s, 5, "0011", '1', '0');
	people(&s, 6, "0110", '2', '0');
	people(&s, 7, "1001", '2', '1');
	people(&s, 5, "1100", '3', '1');
	r = tell(&s, &l, &err);
	groups_words(r->disclosed, 0, words, sizeof(words));
	assert_text(words, "c0 37, c2 13, (other) 10", "first");
	release_free(r);
	people(&s, 10, "0001", '0', '0');
	people(&s, 3, "1000", '3', '1');
	r = tell(&s, &l, &err);
	assert_text(err.text, "", "told");
	groups_words(r->disclosed, 0, words, sizeof(words));
	assert_text(words, "", "then");
	release_free(r);
	ledger_clear(&l);
	staff_release(&s);
}

static void
a_release_after_another(void **state)
{
	static const struct {
		const char *what;
		size_t more; /* people */
		bool again;
		const char *err; /* NULL: told */
	} cases[] = {
		{"the same again", 0, true, NULL},
		{"nine more", 9, false, "fewer than 10 people have been added"},
		{"ten more", 10, false, NULL},
		{"many more", 200, false, NULL},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct ledger l = {NULL, 0};
		struct error err = ERROR_INIT;
		struct release *first, *second;
		struct staff s;

		staff_init(&s, &two_by_two, 7);
		staff_answer(&s, 150);
		first = tell(&s, &l, &err);
		assert_text(err.text, "", cases[i].what);
		assert_int_equal(first->number, 1);
		staff_answer(&s, cases[i].more);
		second = tell(&s, &l, &err);
		assert_int_equal(second == NULL, cases[i].err != NULL);
		if (cases[i].err)
			assert_has(err.text, cases[i].err, cases[i].what);
		else
			assert_case(second->again == cases[i].again,
				    cases[i].what);
		if (second)
			assert_int_equal(second->number,
					 cases[i].again ? 1 : 2);
		release_free(second);
		release_free(first);
		ledger_clear(&l);
		staff_release(&s);
	}
}

/* What is told again is told as it was. */
static void
the_same_again_is_told_alike(void **state)
{
	struct staff_shape shape = {.questions = 12,
				    .topics = 3,
				    .segment = {6, 3},
				    .nested = true,
				    .universal = true};
	(void)state;

	for (uint32_t seed = 1; seed <= 6; seed++) {
		struct ledger l = {NULL, 0};
		struct error err = ERROR_INIT;
		struct release *a, *b;
		struct staff s;

		staff_init(&s, &shape, seed);
		staff_answer(&s, 180);
		a = tell(&s, &l, &err);
		b = tell(&s, &l, &err);
		assert_text(err.text, "", "told twice");
		assert_true(b->again);
		assert_int_equal(l.n, 1);
		for (size_t i = 0; i < 2; i++) {
			char x[256], y[256];

			groups_words(a->disclosed, i, x, sizeof(x));
			groups_words(b->disclosed, i, y, sizeof(y));
			assert_text(y, x, "groups");
		}
		for (size_t q = 0; q < shape.questions; q++) {
			const struct precision *p = a->disclosed->precision;
			const struct precision *o = b->disclosed->precision;

			assert_int_equal(p[q].exact, o[q].exact);
			assert_int_equal(p[q].step, o[q].step);
			assert_memory_equal(p[q].groups, o[q].groups,
					    sizeof(p[q].groups));
		}
		release_free(a);
		release_free(b);
		ledger_clear(&l);
		staff_release(&s);
	}
}

static void
what_does_not_follow_on_is_refused(void **state)
{
	static const struct {
		const char *what;
		uint32_t seed;	     /* of the second data */
		const char *changed; /* in the questionnaire */
		const char *err;
	} cases[] = {
		{"other people", 99, NULL,
		 "release 1 of this file told answers that it does not hold"},
		{"another questionnaire", 3, "{}",
		 "release 1 of this file was of another questionnaire"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct ledger l = {NULL, 0};
		struct error err = ERROR_INIT;
		struct release *r;
		struct staff a, b;

		staff_init(&a, &two_by_two, 3);
		staff_answer(&a, 100);
		release_free(tell(&a, &l, &err));
		staff_init(&b, &two_by_two, cases[i].seed);
		staff_answer(&b, 120);
		if (cases[i].changed) {
			b.about.questionnaire = cases[i].changed;
			b.about.questionnaire_bytes = strlen(cases[i].changed);
		}
		assert_text(err.text, "", cases[i].what);
		r = tell(&b, &l, &err);
		assert_null(r);
		assert_has(err.text, cases[i].err, cases[i].what);
		ledger_clear(&l);
		staff_release(&a);
		staff_release(&b);
	}
}

static void
k_is_never_loosened(void **state)
{
	struct ledger l = {NULL, 0};
	struct error err = ERROR_INIT;
	struct release *r;
	struct staff s;
	(void)state;

	staff_init(&s, &two_by_two, 5);
	s.about.min_group = 3;
	staff_answer(&s, 200);
	r = staff_tell(&s, &l, NULL, &err);
	assert_int_equal(r->disclosed->k, DISCLOSE_FLOOR);
	release_free(r);
	s.about.min_group = 15;
	release_free(tell(&s, &l, &err));
	s.about.min_group = 5;
	staff_answer(&s, 100);
	r = tell(&s, &l, &err);
	assert_text(err.text, "", "told");
	assert_int_equal(r->disclosed->k, 15);
	release_free(r);
	ledger_clear(&l);
	staff_release(&s);
}

static void
groups_can_be_left_out(void **state)
{
	static const char *const names[] = {"site", "nobody"};
	struct ledger none = {NULL, 0};
	struct error err = ERROR_INIT;
	struct problems problems = PROBLEMS_INIT;
	struct release_plan plan = {.past = &none, .without = names};
	struct release *r;
	struct staff s;
	(void)state;

	staff_init(&s, &two_by_two, 5);
	staff_answer(&s, 200);
	plan.about = &s.about;
	plan.n_without = 1;
	r = release_new(s.tally, &plan, &problems, &err);
	assert_int_equal(r->disclosed->breakdown[0].n, 2);
	assert_int_equal(r->disclosed->breakdown[1].n, 0);
	release_free(r);
	plan.n_without = 2;
	assert_null(release_new(s.tally, &plan, &problems, &err));
	assert_has(err.text, "no groups by \"nobody\"", "unknown segment");
	problems_release(&problems);
	staff_release(&s);
}

static void
for_analysts_all_is_exact_and_nothing_counts(void **state)
{
	struct staff_shape shape = two_by_two;
	struct ledger l = {NULL, 0};
	struct error err = ERROR_INIT;
	struct problems problems = PROBLEMS_INIT;
	struct release_plan plan = {.past = &l, .reason = "reliability"};
	struct release *r;
	struct staff s;
	(void)state;

	shape.universal = true;
	staff_init(&s, &shape, 5);
	s.share[0] = 1;
	staff_answer(&s, 100);
	plan.about = &s.about;
	r = release_new(s.tally, &plan, &problems, &err);
	assert_text(err.text, "", "for analysts");
	assert_true(told_exactly(r->disclosed, 0));
	assert_true(told_group(r->disclosed, 0, 0, 40, 40).exact);
	assert_false(r->row->audited);
	assert_text(r->row->reason, "reliability", "the ledger keeps it");
	ledger_take(&l, r);
	release_free(r);
	r = tell(&s, &l, &err);
	assert_text(err.text, "", "a release after it");
	assert_false(r->again);
	assert_int_equal(r->number, 2);
	assert_false(told_exactly(r->disclosed, 0));
	release_free(r);
	problems_release(&problems);
	ledger_clear(&l);
	staff_release(&s);
}

/* ---- against every data set that fits ---- */

enum { UNITS = 16, SETS = 128, STATES = DISCLOSE_STATES };

/* What somebody knows who reads all releases and has the staff list. */
struct reader {
	size_t units, sets, told; /* the first sets are told */
	uint64_t base[UNITS], truth[UNITS][STATES];
	const struct ledger_atom *atom[UNITS];
	size_t cohort[UNITS];
	unsigned member[SETS];
	uint64_t least[SETS][STATES], most[SETS][STATES];
	bool exact[SETS][STATES];
	bool published[SETS];
	bool possible[STATES];
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

/* What the second release tells, by the functions that the tables ask; what
 * the first told, by the ledger. */
static void
reader_told(struct reader *x, const struct staff *s, const struct disclosed *d,
	    const struct ledger_release *row, size_t n, size_t question)
{
	size_t at = n > 1 ? row[0].n_sets : 0;
	struct outcome o = counts_outcome(d->all, question);
	struct split all = split_of(s->tally, question, &o);

	for (size_t i = 0; n > 1 && i < row[0].n_figures; i++) {
		const struct ledger_figure *f = &row[0].figure[i];

		if (f->question != question)
			continue;
		x->least[f->set][f->state] = f->least;
		x->most[f->set][f->state] = f->most;
		x->exact[f->set][f->state] = f->exact;
	}
	for (unsigned st = 0; st < STATES; st++) {
		struct told t = told_state(d, question, all.n[st], all.base);

		x->possible[st] = split_possible(s->tally, question, st);
		if (base_status(d, all.base) != STATUS_OK)
			continue;
		x->least[at][st] = t.least;
		x->most[at][st] = t.most;
		x->exact[at][st] = t.exact;
	}
	at++;
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		const struct breakdown *b = &d->breakdown[i];
		struct split split[8];
		enum status status[8];
		uint64_t base[8];

		for (size_t k = 0; k < b->n; k++) {
			o = counts_outcome(b->part[k].counts, question);
			split[k] = split_of(s->tally, question, &o);
			base[k] = split[k].base;
		}
		question_group_status(d, question, b, base, status);
		for (size_t k = 0; k < b->n; k++, at++) {
			for (unsigned st = 0; st < STATES; st++) {
				struct told t =
					told_group(d, question, i,
						   split[k].n[st], base[k]);

				if (status[k] != STATUS_OK)
					continue;
				x->least[at][st] = t.least;
				x->most[at][st] = t.most;
			}
		}
	}
}

/* Categories and crossed categories, of everybody and of each release. */
static void
reader_cells(struct reader *x, size_t n_chain)
{
	for (size_t u = 0; u < x->units; u++) {
		for (unsigned how = 1; how < 4; how++) {
			for (size_t c = 0; c <= n_chain; c++) {
				unsigned member = 0;

				for (size_t v = 0; v < x->units; v++) {
					bool same = true;

					for (size_t k = 0; k < 2; k++)
						same &= !(how >> k & 1) ||
							x->atom[v]->code[k] ==
								x->atom[u]->code
									[k];
					if (same &&
					    (c == n_chain || x->cohort[v] == c))
						member |= 1u << v;
				}
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

static const char *
attack(const struct staff *s, const struct release *r, const struct ledger *l,
       size_t question)
{
	struct reader *x = mem_new(1, sizeof(*x));
	const char *proof;

	reader_units(x, l->release, l->n, question);
	reader_published(x, l->release, l->n);
	reader_told(x, s, r->disclosed, l->release, l->n, question);
	reader_cells(x, l->n);
	memset(x->found_least, 255, sizeof(x->found_least));
	reader_enumerate(x, 0);
	assert_true(x->fitting > 0);
	proof = reader_proof(x, r->disclosed->k);
	free(x);
	return proof;
}

static void
attack_all(const struct staff *s, const struct release *r,
	   const struct ledger *l, uint32_t seed)
{
	for (size_t q = 0; q < s->shape.questions; q++) {
		const char *proof = attack(s, r, l, q);

		if (proof)
			fail_msg("staff %u, question %zu, release %zu: %s can "
				 "be worked out",
				 seed, q, l->n, proof);
	}
}

static void
nothing_told_can_be_worked_out(void **state)
{
	size_t told = 0, exact = 0, groups = 0;
	(void)state;

	for (uint32_t seed = 1; seed <= 60; seed++) {
		struct staff_shape shape = two_by_two;
		struct ledger l = {NULL, 0};
		struct error err = ERROR_INIT;
		struct release *r;
		struct staff s;

		shape.universal = seed % 2;
		shape.nested = seed % 3 == 0;
		staff_init(&s, &shape, seed);
		s.about.min_group = 5;
		staff_answer(&s, 12 + seed % 9);
		r = tell(&s, &l, &err);
		assert_text(err.text, "", "told");
		told++;
		for (size_t q = 0; q < shape.questions; q++)
			exact += told_exactly(r->disclosed, q);
		groups += r->disclosed->breakdown[0].n +
			r->disclosed->breakdown[1].n;
		attack_all(&s, r, &l, seed);
		release_free(r);
		ledger_clear(&l);
		staff_release(&s);
	}
	assert_true(exact > told);
	assert_true(groups > told);
}

static void
nor_with_what_was_told_before(void **state)
{
	size_t told = 0;
	(void)state;

	for (uint32_t seed = 1; seed <= 40; seed++) {
		struct staff_shape shape = two_by_two;
		struct ledger l = {NULL, 0};
		struct error err = ERROR_INIT;
		struct release *r;
		struct staff s;

		shape.segment[1] = seed % 2 ? 2 : 0;
		shape.universal = seed % 2;
		staff_init(&s, &shape, seed);
		s.about.min_group = 5;
		staff_answer(&s, 11 + seed % 4);
		release_free(tell(&s, &l, &err));
		staff_answer(&s, 5 + seed % 3);
		r = shape.segment[1] ? tell(&s, &l, &err) : NULL;
		if (r) {
			told++;
			attack_all(&s, r, &l, seed);
		}
		release_free(r);
		ledger_clear(&l);
		staff_release(&s);
	}
	assert_true(told > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_that_differ_by_a_few_are_merged),
		cmocka_unit_test(nobody_knows_what_who_came_since_chose),
		cmocka_unit_test(who_would_not_say_does_not_narrow_the_others),
		cmocka_unit_test(groups_told_otherwise_before_are_joined),
		cmocka_unit_test(groups_of_whom_a_few_are_new_are_joined),
		cmocka_unit_test(differences_of_differences_are_merged),
		cmocka_unit_test(a_release_after_another),
		cmocka_unit_test(the_same_again_is_told_alike),
		cmocka_unit_test(what_does_not_follow_on_is_refused),
		cmocka_unit_test(k_is_never_loosened),
		cmocka_unit_test(groups_can_be_left_out),
		cmocka_unit_test(for_analysts_all_is_exact_and_nothing_counts),
		cmocka_unit_test(nothing_told_can_be_worked_out),
		cmocka_unit_test(nor_with_what_was_told_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
