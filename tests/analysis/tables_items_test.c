/*
 * Limits, bounds and weighted shares of questions, of a staff whose every
 * figure can be worked out by hand: 200 of 400, in two units alike.
 */
#include "tests/test.h"

#include <math.h>

#include "analysis/publish/tables.h"
#include "analysis/statistics/dist.h"
#include "tests/analysis/release_kit.h"

static const char form_csv[] =
	"survey\n"
	",type,name,label,kq_role,kq_topic,kq_key,kq_risky,kq_missing,kq_for\n"
	",select_one abd,k1,Asked of all?,knowledge,T,a,,d=dontknow,\n"
	",select_one sure,c1,How sure?,certainty,,,,,k1\n"
	",select_one abd,k2,Asked of half?,knowledge,T,a,,d=dontknow,\n"
	",select_one hab,h,A habit?,habit,,,a,d=dontknow p=refused,k1\n"
	",select_one unit,s,Which unit?,segment,,,,,\n"
	"choices\n,list_name,name,label\n"
	",abd,a,A\n,abd,b,B\n,abd,d,Don't know\n"
	",sure,y,Sure\n,sure,n,Not sure\n"
	",hab,a,A\n,hab,b,B\n,hab,d,Don't know\n,hab,p,Prefer not to say\n"
	",unit,x,X\n,unit,y,Y\n"
	"settings\n,form_title,form_id\n,T,t\n";

enum { PEOPLE = 100, STAFF = 400 };

/* Of 100 people so many in a row: a symbol each. */
struct run {
	unsigned n;
	char symbol;
};

static const struct run k1[] = {{60, '0'}, {30, '1'}, {10, '2'}};
/* of the right 40 are sure, of the wrong 12 */
static const struct run c1[] = {
	{40, '0'}, {20, '1'}, {12, '0'}, {18, '1'}, {10, '-'}};
static const struct run k2[] = {{30, '0'}, {20, '1'}, {50, '.'}};
static const struct run h[] = {
	{30, '0'}, {50, '1'}, {10, '2'}, {5, '3'}, {5, '-'}};

static char
symbol_of(const struct run *run, unsigned i)
{
	while (i >= run->n)
		i -= run++->n;
	return run->symbol;
}

struct made {
	struct staff staff;
	struct disclosed *d;
	struct headcounts *headcounts;
	struct weighting *weighting;
	struct report *report;
};

/* banded: in bands, or NULL. */
static void
made_init_with(struct made *m, void **state, const char *reason,
	       const char *banded)
{
	struct error err = ERROR_INIT;
	struct findings f = {.reason = reason, .invited = STAFF};
	struct release release = {.number = 1};
	char *path = test_path(*state, "frame.csv");

	staff_init_topics(&m->staff, form_csv, "topic,name\nT,Topic\n");
	for (unsigned i = 0; i < 2 * PEOPLE; i++) {
		unsigned k = i % PEOPLE;
		char row[] = {symbol_of(k1, k),	      symbol_of(c1, k),
			      symbol_of(k2, k),	      symbol_of(h, k),
			      i < PEOPLE ? '0' : '1', '\0'};

		staff_answer_as(&m->staff, row);
	}
	test_write(path, "segment,category,n\ns,x,200\ns,y,200\n");
	m->headcounts = headcounts_load(path, m->staff.form, &err);
	assert_text(err.text, "", "headcounts");
	m->d = disclosed_new(m->staff.tally, 10, &err);
	m->d->analysts = reason != NULL;
	if (banded)
		m->d->precision[form_find(m->staff.form, banded)].exact = false;
	m->weighting = weighting_new(m->d, m->headcounts, STAFF, &err);
	assert_text(err.text, "", "weights");
	release.disclosed = m->d;
	f.about = &m->staff.about;
	f.form = m->staff.form;
	f.tally = m->staff.tally;
	f.headcounts = m->headcounts;
	f.weighting = m->weighting;
	f.release = &release;
	f.d = m->d;
	m->report = tables_report(&f);
	free(path);
}

static void
made_init(struct made *m, void **state, const char *reason)
{
	made_init_with(m, state, reason, NULL);
}

static void
made_release(struct made *m)
{
	report_free(m->report);
	weighting_free(m->weighting);
	headcounts_free(m->headcounts);
	disclosed_free(m->d);
	staff_release(&m->staff);
}

/* Everybody's row of a question, of a topic: what stands in the column of this
 * name says which. */
static double
number_of(const struct made *m, const char *table, const char *what,
	  const char *name, const char *column)
{
	const struct table *t = NULL;
	size_t q = 0, c = 0;

	for (size_t i = 0; i < m->report->n_tables; i++) {
		if (strcmp(m->report->table[i]->name, table) == 0)
			t = m->report->table[i];
	}
	assert_non_null(t);
	while (strcmp(t->column[q], what) != 0)
		q++;
	while (strcmp(t->column[c], column) != 0)
		assert_true(++c < t->n_columns);
	for (size_t i = 0; i < t->n_rows; i++) {
		const struct cell *row = t->cell + i * t->n_columns;

		if (strcmp(row[q].is.text, name) != 0)
			continue;
		return row[c].kind == CELL_NUMBER   ? row[c].is.number
			: row[c].kind == CELL_COUNT ? (double)row[c].is.count
						    : NAN;
	}
	fail_msg("no row of %s", name);
	return NAN;
}

static double
number(const struct made *m, const char *table, const char *question,
       const char *column)
{
	return number_of(m, table, "question", question, column);
}

/* Wilson's limit of a share of n people, with a quantile of z. */
static double
wilson(double p, double n, double z, int sign)
{
	return (p + z * z / (2 * n) +
		sign * z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) /
		(1 + z * z / n);
}

/* z to 16 digits: of the normal distribution, .975. */
#define Z 1.959963984540054

static void
check_limits(const struct made *m, const char *question, const char *name,
	     double p, double n)
{
	char low[64], high[64];

	snprintf(low, sizeof(low), "%s%slow", name, *name ? "_" : "");
	snprintf(high, sizeof(high), "%s%shigh", name, *name ? "_" : "");
	assert_case(fabs(number(m, "items", question, low) -
			 wilson(p, n, Z, -1)) < 1e-12,
		    low);
	assert_case(fabs(number(m, "items", question, high) -
			 wilson(p, n, Z, 1)) < 1e-12,
		    high);
}

/* 200 of 400 tell as much as 200 (400 - 1) / (400 - 200) = 399 of many. */
static void
every_state_has_limits(void **state)
{
	struct made m;

	made_init(&m, state, "a test");
	check_limits(&m, "k1", "", .6, 399);
	check_limits(&m, "k1", "wrong", .3, 399);
	check_limits(&m, "k1", "dont_know", .1, 399);
	check_limits(&m, "k1", "informed", .4, 399);
	check_limits(&m, "k1", "tentative", .2, 399);
	check_limits(&m, "k1", "uninformed", .28, 399);
	check_limits(&m, "k1", "confidently_wrong", .12, 399);
	/* 24 of the 104 who were sure: of how many staff nobody knows */
	check_limits(&m, "k1", "wrong_if_sure", 24.0 / 104, 104);
	/* 100 of 400: as 100 (400 - 1) / 300 */
	check_limits(&m, "k2", "wrong", .4, 133);
	made_release(&m);
}

static void
limits_of_a_release_are_rounded_outwards(void **state)
{
	struct made m;

	made_init(&m, state, NULL);
	assert_true(number(&m, "items", "k1", "wrong_low") ==
		    floor(100 * wilson(.3, 399, Z, -1)));
	assert_true(number(&m, "items", "k1", "wrong_high") ==
		    ceil(100 * wilson(.3, 399, Z, 1)));
	assert_true(number(&m, "items", "k1", "confidently_wrong_low") ==
		    floor(100 * wilson(.12, 399, Z, -1)));
	made_release(&m);
}

/* Two answers: 120 of 200 right and 60 wrong, so 60 of the right guessed; of
 * the 100 who were shown the other 60 and 40. */
static void
guesses_are_taken_off_for_analysts(void **state)
{
	struct made m;

	made_init(&m, state, "a test");
	assert_true(fabs(number(&m, "items", "k1", "guess_corrected") - .3) <
		    1e-12);
	assert_true(fabs(number(&m, "items", "k2", "guess_corrected") - .2) <
		    1e-12);
	made_release(&m);
	made_init(&m, state, NULL);
	assert_true(isnan(number(&m, "items", "k1", "guess_corrected")));
	made_release(&m);
}

/* Of 180 who answered 60 do it, 20 did not say, 220 of 400 told nothing. */
static void
habits_have_bounds(void **state)
{
	static const struct {
		const char *column;
		double share;
	} cases[] = {
		{"bound_low", 60.0 / 200},
		{"bound_high", 80.0 / 200},
		{"staff_low", 60.0 / 400},
		{"staff_high", 280.0 / 400},
	};
	struct made m;

	made_init(&m, state, "a test");
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(fabs(number(&m, "habits", "h", cases[i].column) -
				 cases[i].share) < 1e-12,
			    cases[i].column);
	made_release(&m);
}

/* Of the 120 who are right on k1 60 do it, of 60 others who said nobody. */
static void
knowing_and_doing_have_limits(void **state)
{
	struct made m;
	const struct table *t = NULL;

	made_init(&m, state, "a test");
	assert_true(number(&m, "know_do", "h", "n") == 120);
	assert_true(fabs(number(&m, "know_do", "h", "low") -
			 wilson(.5, 120, Z, -1)) < 1e-12);
	assert_true(fabs(number(&m, "know_do", "h", "high") -
			 wilson(.5, 120, Z, 1)) < 1e-12);
	for (size_t i = 0; i < m.report->n_tables; i++) {
		if (strcmp(m.report->table[i]->name, "know_do") == 0)
			t = m.report->table[i];
	}
	/* the second row: 0 of 60 */
	for (size_t c = 0; c < t->n_columns; c++) {
		double x = t->cell[t->n_columns + c].is.number;

		if (strcmp(t->column[c], "low") == 0)
			assert_true(x == 0);
		if (strcmp(t->column[c], "high") == 0)
			assert_true(fabs(x - Z * Z / (60 + Z * Z)) < 1e-12);
	}
	made_release(&m);
}

/*
 * Units that answered alike in the mix of the staff: weights of 1, and nothing
 * moves. The variance is (1 - f) n / (n - 1) of the squares' sum, p (1 - p) over
 * the base: as of base (n - 1) / n / (1 - f) people, with t of n - 1. f is half
 * of the staff; of the question that went to half of those a quarter, though
 * half of the staff answered the survey.
 */
static void
weighted_limits_know_to_how_many_a_question_went(void **state)
{
	static const struct {
		const char *table, *question, *name;
		double share, base, f;
	} cases[] = {
		{"items", "k1", "weighted_right", .6, 200, .5},
		{"items", "k2", "weighted_right", .6, 100, .25},
		{"habits", "h", "weighted_risky", 1.0 / 3, 180, .5},
	};
	double t = dist_t_quantile(.975, 199);
	struct made m;

	made_init(&m, state, "a test");
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *table = cases[i].table, *q = cases[i].question;
		double n = cases[i].base * 199 / 200 / (1 - cases[i].f);

		assert_case(fabs(number(&m, table, q, cases[i].name) -
				 cases[i].share) < 1e-12,
			    q);
		assert_case(fabs(number(&m, table, q, "weighted_low") -
				 wilson(cases[i].share, n, t, -1)) < 1e-9,
			    q);
		assert_case(fabs(number(&m, table, q, "weighted_high") -
				 wilson(cases[i].share, n, t, 1)) < 1e-9,
			    q);
	}
	made_release(&m);
}

/* From the error to 16 digits, the other question's numbers and the band the
 * number would follow. */
static void
the_error_of_a_topic_tells_no_banded_question(void **state)
{
	static const struct {
		const char *what, *reason, *banded;
		bool told;
	} cases[] = {
		{"a release, all exact", NULL, NULL, true},
		{"a release, one in bands", NULL, "k2", false},
		{"for analysts nothing is in bands", "a test", "k2", true},
	};
	struct made m;

	for (size_t i = 0; i < COUNT(cases); i++) {
		made_init_with(&m, state, cases[i].reason, cases[i].banded);
		assert_case(number_of(&m, "topics", "topic", "T", "known") > 0,
			    cases[i].what);
		assert_case(isnan(number_of(&m, "topics", "topic", "T",
					    "known_se")) != cases[i].told,
			    cases[i].what);
		made_release(&m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(the_error_of_a_topic_tells_no_banded_question),
		IN_A_FOLDER(every_state_has_limits),
		IN_A_FOLDER(limits_of_a_release_are_rounded_outwards),
		IN_A_FOLDER(knowing_and_doing_have_limits),
		IN_A_FOLDER(guesses_are_taken_off_for_analysts),
		IN_A_FOLDER(habits_have_bounds),
		IN_A_FOLDER(weighted_limits_know_to_how_many_a_question_went),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
