#include "tests/test.h"

#include "analysis/publish/release.h"
#include "questions/base/mem.h"
#include "tests/analysis/release_kit.h"
#include "tests/analysis/release_reader.h"
#include "tests/analysis/sample.h"

static const struct staff_shape two_by_two = {.questions = 4,
					      .topics = 2,
					      .segment = {2, 2}};

/* A staff, and all that was told of it. */
struct office {
	struct staff staff;
	struct ledger past;
};

static void
office_init(struct office *o, const struct staff_shape *shape, uint32_t seed)
{
	staff_init(&o->staff, shape, seed);
	o->past = (struct ledger){NULL, 0};
}

static void
office_release(struct office *o)
{
	struct ledger *own = mem_new(1, sizeof(*own));

	*own = o->past;
	ledger_free(own);
	staff_release(&o->staff);
}

/* Tells, and records it. NULL as release_new. */
static struct release *
try_to_tell(struct office *o, struct error *err)
{
	struct release *r = staff_tell(&o->staff, &o->past, NULL, err);

	if (r && !r->again)
		ledger_take(&o->past, r);
	return r;
}

/* The same where nothing stands against it. */
static struct release *
tell(struct office *o, const char *what)
{
	struct error err = ERROR_INIT;
	struct release *r = try_to_tell(o, &err);

	assert_text(err.text, "", what);
	return r;
}

static void
assert_refused(struct office *o, const char *why, const char *what)
{
	struct error err = ERROR_INIT;

	assert_null(try_to_tell(o, &err));
	assert_has(err.text, why, what);
}

/* n people with an answer to every question and these two categories. */
static void
people(struct office *o, size_t n, const char *answers, char first, char second)
{
	char symbols[32];

	snprintf(symbols, sizeof(symbols), "%s%c%c", answers, first, second);
	for (size_t i = 0; i < n; i++)
		staff_answer_as(&o->staff, symbols);
}

/* ---- sets that differ by a few ---- */

/* "00 20 11 7": 20 people of both first categories, 7 of both second ones; half
 * of each have all right. */
static void
people_of(struct office *o, const char *list)
{
	while (*list) {
		size_t n = strtoul(list + 3, NULL, 10);

		people(o, n / 2, "0000", list[0], list[1]);
		people(o, n - n / 2, "1111", list[0], list[1]);
		list += 3;
		list += strcspn(list, " ");
		list += strspn(list, " ");
	}
}

static void
sets_that_differ_by_a_few_are_merged(void **state)
{
	static const struct {
		const char *what;
		const char *people; /* by dept and site */
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

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *what = cases[i].what;
		struct staff_shape shape = two_by_two;
		struct release *r;
		struct office o;

		shape.segment[0] = 3;
		office_init(&o, &shape, 1);
		people_of(&o, cases[i].people);
		r = tell(&o, what);
		assert_groups(&r->disclosed->breakdown[0], cases[i].dept, what);
		assert_groups(&r->disclosed->breakdown[1], cases[i].site, what);
		release_free(r);
		office_release(&o);
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
choose(struct office *o, size_t question, const size_t *n)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		for (size_t k = 0; k < n[i]; k++) {
			char symbols[] = {SYMBOL_SKIPPED, SYMBOL_SKIPPED, '0',
					  '\0'};

			symbols[question] = (char)('0' + i);
			symbols[2] = (char)('0' + k % 2);
			staff_answer_as(&o->staff, symbols);
		}
	}
}

static void
options_office(struct office *o)
{
	staff_init_form(&o->staff, options_form);
	o->past = (struct ledger){NULL, 0};
}

/* Of each option of which a few came since, and of one that nearly all of them
 * chose, the two releases leave open what these chose. */
static void
assert_open(const struct release *a, const struct release *b, size_t question,
	    const size_t since[OPTIONS], const char *what)
{
	uint64_t n = since[0] + since[1] + since[2];

	for (size_t o = 0; o < 3; o++) {
		struct told x = told_option(a->disclosed, question, o);
		struct told y = told_option(b->disclosed, question, o);

		if (since[o] > 0 && since[o] < b->disclosed->k)
			assert_case(y.least != y.most || x.least != x.most,
				    what);
		if (since[o] + 1 >= n)
			assert_case(y.least + 1 < x.most + n, what);
	}
}

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

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *what = cases[i].what;
		struct release *a, *b;
		struct office o;

		options_office(&o);
		o.staff.about.min_group = cases[i].k;
		choose(&o, cases[i].question, cases[i].first);
		a = tell(&o, what);
		choose(&o, cases[i].question, cases[i].since);
		b = tell(&o, what);
		assert_open(a, b, cases[i].question, cases[i].since, what);
		release_free(a);
		release_free(b);
		office_release(&o);
	}
}

/* 46 of the 47 who would say: in a band of the 51 they would be all but one. */
static void
who_would_not_say_does_not_narrow_the_others(void **state)
{
	static const size_t n[OPTIONS] = {46, 1, 0, 4};
	struct release *r;
	struct office o;
	struct told t;

	options_office(&o);
	choose(&o, HABIT, n);
	r = tell(&o, "told");
	assert_int_equal(option_base(r->disclosed, HABIT), 47);
	t = told_option(r->disclosed, HABIT, 0);
	assert_true(!t.exact && t.least + 1 < 47);
	t = told_state(r->disclosed, HABIT, 46, 47);
	assert_true(!t.exact && t.least + 1 < 47);
	release_free(r);
	office_release(&o);
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
	struct release *r;
	struct office o;
	char dept[128], site[128];

	office_init(&o, &shape, 1);
	people(&o, 20, "0101", '0', '1');
	people(&o, 20, "1010", '0', '2');
	people(&o, 12, "0011", '1', '0');
	people(&o, 12, "0110", '2', '0');
	people(&o, 2, "1001", '1', '1');
	people(&o, 2, "1100", '2', '2');
	r = tell(&o, "told");
	groups_words(&r->disclosed->breakdown[0], dept, sizeof(dept));
	groups_words(&r->disclosed->breakdown[1], site, sizeof(site));
	assert_false(strstr(dept, "c0 40") && strstr(site, "c0 24"));
	release_free(r);
	office_release(&o);
}

/* Three more to each of three groups: together they are nine more, so that ten
 * of another are told with them. */
static void
groups_of_whom_a_few_are_new_are_joined(void **state)
{
	struct staff_shape shape = {.questions = 4,
				    .topics = 2,
				    .segment = {5, 2}};
	struct release *r;
	struct office o;

	office_init(&o, &shape, 1);
	for (int c = '0'; c < '5'; c++) {
		people(&o, 7, "0101", (char)c, '0');
		people(&o, 7, "1010", (char)c, '1');
	}
	release_free(tell(&o, "first"));
	people(&o, 10, "0001", '0', '0');
	people(&o, 10, "0110", '4', '0');
	for (int c = '1'; c < '4'; c++)
		people(&o, 3, "1000", (char)c, '1');
	r = tell(&o, "then");
	assert_groups(&r->disclosed->breakdown[0], "c4 24, (other) 75", "then");
	release_free(r);
	office_release(&o);
}

/* c1 and c3 go together at first, and later with c2 as well: of the three
 * together three more people would be known. */
static void
groups_told_otherwise_before_are_joined(void **state)
{
	struct staff_shape shape = {.questions = 4,
				    .topics = 2,
				    .segment = {4, 2}};
	struct release *r;
	struct office o;

	office_init(&o, &shape, 1);
	people(&o, 18, "0101", '0', '0');
	people(&o, 19, "1010", '0', '1');
	people(&o, 5, "0011", '1', '0');
	people(&o, 6, "0110", '2', '0');
	people(&o, 7, "1001", '2', '1');
	people(&o, 5, "1100", '3', '1');
	r = tell(&o, "first");
	assert_groups(&r->disclosed->breakdown[0], "c0 37, c2 13, (other) 10",
		      "first");
	release_free(r);
	people(&o, 10, "0001", '0', '0');
	people(&o, 3, "1000", '3', '1');
	r = tell(&o, "then");
	assert_groups(&r->disclosed->breakdown[0], "", "then");
	release_free(r);
	office_release(&o);
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

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *what = cases[i].what;
		struct release *first, *second;
		struct office o;

		office_init(&o, &two_by_two, 7);
		staff_answer(&o.staff, 150);
		first = tell(&o, what);
		assert_int_equal(first->number, 1);
		release_free(first);
		staff_answer(&o.staff, cases[i].more);
		if (cases[i].err) {
			assert_refused(&o, cases[i].err, what);
		} else {
			second = tell(&o, what);
			assert_case(second->again == cases[i].again, what);
			assert_int_equal(second->number,
					 cases[i].again ? 1 : 2);
			release_free(second);
		}
		office_release(&o);
	}
}

static void
assert_alike(const struct release *a, const struct release *b, size_t questions)
{
	const struct precision *p = a->disclosed->precision;
	const struct precision *o = b->disclosed->precision;

	for (size_t i = 0; i < 2; i++) {
		char words[256];

		groups_words(&a->disclosed->breakdown[i], words, sizeof(words));
		assert_groups(&b->disclosed->breakdown[i], words, "groups");
	}
	for (size_t q = 0; q < questions; q++) {
		assert_int_equal(p[q].exact, o[q].exact);
		assert_int_equal(p[q].step, o[q].step);
		assert_memory_equal(p[q].groups, o[q].groups,
				    sizeof(p[q].groups));
	}
}

static void
the_same_again_is_told_alike(void **state)
{
	struct staff_shape shape = {.questions = 12,
				    .topics = 3,
				    .segment = {6, 3},
				    .nested = true,
				    .universal = true};

	for (uint32_t seed = 1; seed <= 6; seed++) {
		struct release *a, *b;
		struct office o;

		office_init(&o, &shape, seed);
		staff_answer(&o.staff, 180);
		a = tell(&o, "once");
		b = tell(&o, "twice");
		assert_true(b->again);
		assert_int_equal(o.past.n, 1);
		assert_alike(a, b, shape.questions);
		release_free(a);
		release_free(b);
		office_release(&o);
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

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *what = cases[i].what;
		struct office a, b;

		office_init(&a, &two_by_two, 3);
		staff_answer(&a.staff, 100);
		release_free(tell(&a, what));
		office_init(&b, &two_by_two, cases[i].seed);
		staff_answer(&b.staff, 120);
		if (cases[i].changed) {
			b.staff.about.questionnaire = cases[i].changed;
			b.staff.about.questionnaire_bytes =
				strlen(cases[i].changed);
		}
		b.past = a.past;
		assert_refused(&b, cases[i].err, what);
		b.past = (struct ledger){NULL, 0};
		office_release(&a);
		office_release(&b);
	}
}

static void
k_is_never_loosened(void **state)
{
	struct error err = ERROR_INIT;
	struct release *r;
	struct office o;

	office_init(&o, &two_by_two, 5);
	o.staff.about.min_group = 3;
	staff_answer(&o.staff, 200);
	r = staff_tell(&o.staff, &o.past, NULL, &err);
	assert_int_equal(r->disclosed->k, DISCLOSE_FLOOR);
	release_free(r);
	o.staff.about.min_group = 15;
	release_free(tell(&o, "of fifteen"));
	o.staff.about.min_group = 5;
	staff_answer(&o.staff, 100);
	r = tell(&o, "of five, after fifteen");
	assert_int_equal(r->disclosed->k, 15);
	release_free(r);
	office_release(&o);
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
	struct error err = ERROR_INIT;
	struct problems problems = PROBLEMS_INIT;
	struct release_plan plan = {.reason = "reliability"};
	struct release *r;
	struct office o;

	shape.universal = true;
	office_init(&o, &shape, 5);
	o.staff.share[0] = 1;
	staff_answer(&o.staff, 100);
	plan.about = &o.staff.about;
	plan.past = &o.past;
	r = release_new(o.staff.tally, &plan, &problems, &err);
	assert_text(err.text, "", "for analysts");
	assert_true(told_exactly(r->disclosed, 0));
	assert_true(told_group(r->disclosed, 0, 0, 40, 40).exact);
	assert_false(r->row->audited);
	assert_text(r->row->reason, "reliability", "the ledger keeps it");
	ledger_take(&o.past, r);
	release_free(r);
	r = tell(&o, "a release after it");
	assert_false(r->again);
	assert_int_equal(r->number, 2);
	assert_false(told_exactly(r->disclosed, 0));
	release_free(r);
	problems_release(&problems);
	office_release(&o);
}

/* ---- against every data set that fits ---- */

static void
assert_nothing_proved(const struct office *o, const struct release *r,
		      uint32_t seed)
{
	for (size_t q = 0; q < o->staff.shape.questions; q++) {
		const char *proof = reader_proves(&o->staff, r, &o->past, q);

		if (proof)
			fail_msg("staff %u, question %zu, release %zu: %s can "
				 "be worked out",
				 seed, q, o->past.n, proof);
	}
}

static void
nothing_told_can_be_worked_out(void **state)
{
	size_t releases = 0, exact = 0, groups = 0;

	for (uint32_t seed = 1; seed <= 60; seed++) {
		struct staff_shape shape = two_by_two;
		struct release *r;
		struct office o;

		shape.universal = seed % 2;
		shape.nested = seed % 3 == 0;
		office_init(&o, &shape, seed);
		o.staff.about.min_group = 5;
		staff_answer(&o.staff, 12 + seed % 9);
		r = tell(&o, "told");
		releases++;
		for (size_t q = 0; q < shape.questions; q++)
			exact += told_exactly(r->disclosed, q);
		groups += r->disclosed->breakdown[0].n +
			r->disclosed->breakdown[1].n;
		assert_nothing_proved(&o, r, seed);
		release_free(r);
		office_release(&o);
	}
	assert_true(exact > releases);
	assert_true(groups > releases);
}

static void
nor_with_what_was_told_before(void **state)
{
	size_t releases = 0;

	for (uint32_t seed = 1; seed <= 40; seed++) {
		struct staff_shape shape = two_by_two;
		struct error err = ERROR_INIT;
		struct release *r;
		struct office o;

		shape.segment[1] = seed % 2 ? 2 : 0;
		shape.universal = seed % 2;
		office_init(&o, &shape, seed);
		o.staff.about.min_group = 5;
		staff_answer(&o.staff, 11 + seed % 4);
		release_free(try_to_tell(&o, &err));
		staff_answer(&o.staff, 5 + seed % 3);
		r = shape.segment[1] ? try_to_tell(&o, &err) : NULL;
		if (r) {
			releases++;
			assert_nothing_proved(&o, r, seed);
		}
		release_free(r);
		office_release(&o);
	}
	assert_true(releases > 5);
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
