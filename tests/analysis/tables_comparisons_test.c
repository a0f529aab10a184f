/*
 * Do groups differ? Of staffs whose every table can be worked out by hand.
 */
#include "tests/test.h"

#include <math.h>

#include "analysis/publish/tables.h"
#include "questions/base/text.h"
#include "tests/analysis/release_kit.h"

static const char form_csv[] =
	"survey\n"
	",type,name,label,appearance,kq_role,kq_topic,kq_key,kq_risky,"
	"kq_missing\n"
	",select_one abd,k,A rule?,,knowledge,T,a,,d=dontknow\n"
	",select_one abd,h,A habit?,,habit,,,a,d=dontknow\n"
	",select_one scale,v,How often?,likert,attitude,,,,n=notapplicable\n"
	",select_one scale,w,Which of these?,,attitude,,,,n=notapplicable\n"
	",select_one unit,s,Which unit?,,segment,,,,\n"
	"choices\n,list_name,name,label\n"
	",abd,a,A\n,abd,b,B\n,abd,d,Don't know\n"
	",scale,lo,Never\n,scale,mid,At times\n,scale,hi,Often\n"
	",scale,n,Not applicable\n"
	",unit,x,X\n,unit,y,Y\n"
	"settings\n,form_title,form_id\n,T,t\n";

/* How many of the people of a unit choose the first, second, ... choice. */
struct unit {
	unsigned k[3], h[3], v[4];
};

/* The choice of person i. */
static char
symbol_of(const unsigned *n, unsigned i)
{
	char symbol = '0';

	while (i >= *n) {
		i -= *n++;
		symbol++;
	}
	return symbol;
}

/* v stands for w, too. */
static void
answer(struct staff *s, const struct unit *unit, char segment, unsigned people)
{
	for (unsigned i = 0; i < people; i++) {
		char v = symbol_of(unit->v, i);
		char row[] = {symbol_of(unit->k, i),
			      symbol_of(unit->h, i),
			      v,
			      v,
			      segment,
			      '\0'};

		staff_answer_as(s, row);
	}
}

struct made {
	struct staff staff;
	struct release *release;
	struct report *report;
	const struct table *table;
};

/* Tables of what may be told now. */
static void
made_tables(struct made *m, const char *reason)
{
	struct findings f = {
		.reason = reason,
		.about = &m->staff.about,
		.form = m->staff.form,
		.tally = m->staff.tally,
		.release = m->release,
		.d = m->release->disclosed,
	};

	report_free(m->report);
	m->report = tables_report(&f);
	m->table = NULL;
	for (size_t i = 0; i < m->report->n_tables; i++) {
		if (strcmp(m->report->table[i]->name, "comparisons") == 0)
			m->table = m->report->table[i];
	}
	assert_non_null(m->table);
}

static void
made_init(struct made *m, const struct unit *x, const struct unit *y,
	  unsigned people, const char *reason)
{
	struct error err = ERROR_INIT;

	*m = (struct made){.report = NULL};
	staff_init_form(&m->staff, form_csv);
	answer(&m->staff, x, '0', people);
	answer(&m->staff, y, '1', people);
	m->release = staff_tell(&m->staff, NULL, NULL, &err);
	assert_text(err.text, "", "may be told");
	m->release->disclosed->analysts = reason != NULL;
	made_tables(m, reason);
}

static void
made_release(struct made *m)
{
	report_free(m->report);
	release_free(m->release);
	staff_release(&m->staff);
}

static const struct cell *
cell(const struct table *t, size_t row, const char *column)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		if (strcmp(t->column[i], column) == 0)
			return &t->cell[row * t->n_columns + i];
	}
	fail_msg("no column %s", column);
	return NULL;
}

static const char *
text(const struct table *t, size_t row, const char *column)
{
	const struct cell *c = cell(t, row, column);

	return c->kind == CELL_TEXT ? c->is.text : "";
}

static double
number(const struct table *t, size_t row, const char *column)
{
	const struct cell *c = cell(t, row, column);

	return c->kind == CELL_COUNT	 ? (double)c->is.count
		: c->kind == CELL_NUMBER ? c->is.number
					 : NAN;
}

/* The row of a question; FORM_NONE: there is none. */
static size_t
row_of(const struct table *t, const char *question)
{
	for (size_t i = 0; i < t->n_rows; i++) {
		if (strcmp(text(t, i, "question"), question) == 0)
			return i;
	}
	return FORM_NONE;
}

/* 60 and 40 of 100 right, 50 and 30 do what is risky, a scale of three. */
static const struct unit unit_x = {{60, 30, 10}, {50, 40, 10}, {50, 30, 20}};
static const struct unit unit_y = {{40, 50, 10}, {30, 60, 10}, {20, 30, 50}};

static void
near(double x, double wanted, const char *what)
{
	if (!(fabs(x - wanted) <= 1e-12 * fmax(1, fabs(wanted))))
		fail_msg("%s: %.17g, not %.17g", what, x, wanted);
}

/* Chi-squared of one degree of freedom is a normal deviate's square; of two
 * its tail is exp(-x / 2). */
static void
tests_are_those_worked_out_by_hand(void **state)
{
	/* n (ad - bc)^2 / (r1 r2 c1 c2) */
	double k = 200.0 * 2000 * 2000 / (1e4 * 100 * 100);
	double h = 200.0 * 2000 * 2000 / (1e4 * 80 * 120);
	/* sum of (O - E)^2 / E: 15 beside 35, twice two columns */
	double v = 4 * 15.0 * 15 / 35;
	/* mid-ranks 35.5, 100.5, 165.5: means 81 and 120; ties of 70, 60, 70 */
	double H = 12.0 / (200 * 201) * 100 * (81 * 81 + 120 * 120) - 3 * 201;
	double ties = 1 - (2 * 342930.0 + 215940) / (200.0 * 199 * 201);
	struct made m;
	const struct table *t;
	size_t row;

	(void)state;
	made_init(&m, &unit_x, &unit_y, 100, "a test");
	t = m.table;
	assert_int_equal(t->n_rows, 5);
	row = row_of(t, "k");
	assert_text(text(t, row, "compared"), "share right", "k");
	near(number(t, row, "statistic"), k, "k");
	near(number(t, row, "p"), erfc(sqrt(k / 2)), "p of k");
	near(number(t, row, "adjusted"), erfc(sqrt(k / 2)), "one item");
	/* V, and with r and c made smaller by 1 / (n - 1) (Bergsma) */
	near(number(t, row, "cramers_v_uncorrected"), sqrt(k / 200), "V");
	near(number(t, row, "cramers_v"),
	     sqrt((k / 200 - 1.0 / 199) / (1 - 1.0 / 199)), "corrected");
	row = row_of(t, "h");
	assert_text(text(t, row, "compared"), "share risky", "h");
	assert_text(text(t, row, "method"), "chi-squared", "h");
	assert_text(text(t, row, "differ"), "yes", "h");
	assert_true(number(t, row, "n") == 200);
	near(number(t, row, "statistic"), h, "h");
	near(number(t, row, "p"), erfc(sqrt(h / 2)), "p of h");
	for (int i = 0; i < 2; i++) {
		row = row_of(t, i == 0 ? "v" : "w");
		assert_text(text(t, row, "compared"), "answers", "v and w");
		assert_text(text(t, row, "family"),
			    "answers by segment (Benjamini-Hochberg)", "v");
		near(number(t, row, "statistic"), v, "v");
		assert_true(number(t, row, "df1") == 2);
		near(number(t, row, "p"), exp(-v / 2), "p of v");
		/* two of the same p: neither is adjusted */
		near(number(t, row, "adjusted"), exp(-v / 2), "p of v");
	}
	row = row_of(t, "v");
	near(number(t, row, "kruskal_h"), H / ties, "rank test of v");
	near(number(t, row, "kruskal_p"), erfc(sqrt(H / ties / 2)), "v");
	assert_true(isnan(number(t, row_of(t, "w"), "kruskal_h")));
	made_release(&m);
}

/* Not applicable and don't know are no place on a scale. */
static void
what_is_no_answer_is_not_compared(void **state)
{
	static const struct unit x = {{90, 10, 0},
				      {90, 10, 0},
				      {40, 30, 20, 10}};
	static const struct unit y = {{50, 50, 0},
				      {50, 50, 0},
				      {20, 30, 40, 10}};
	struct made m;
	size_t row;

	(void)state;
	made_init(&m, &x, &y, 100, "a test");
	row = row_of(m.table, "v");
	assert_true(number(m.table, row, "n") == 180);
	assert_true(number(m.table, row, "df1") == 2);
	made_release(&m);
}

/* Of what groups are not told in a release they are not compared either. */
static void
a_release_compares_what_is_told(void **state)
{
	struct made m;
	const struct table *t;

	(void)state;
	made_init(&m, &unit_x, &unit_y, 100, NULL);
	t = m.table;
	assert_int_equal(t->n_rows, 3);
	assert_int_equal(row_of(t, "v"), FORM_NONE);
	for (int i = 0; i < 2; i++) {
		size_t row = row_of(t, i == 0 ? "k" : "h");

		assert_text(text(t, row, "status"), "ok", "k and h");
		assert_text(text(t, row, "differ"), "yes", "k and h");
		assert_text(text(t, row, "method"), "chi-squared-of-bands",
			    "k and h");
		assert_true(isnan(number(t, row, "p")));
		assert_true(isnan(number(t, row, "n")));
	}
	made_release(&m);
}

static char *
as_text(const struct table *t)
{
	struct text out = TEXT_INIT;

	for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
		const struct cell *c = &t->cell[i];

		if (c->kind == CELL_TEXT)
			text_add(&out, c->is.text);
		else if (c->kind == CELL_COUNT)
			text_add_count(&out, c->is.count);
		text_add_char(&out, ' ');
	}
	return text_take(&out);
}

/*
 * With 60 people bands are of 5 percent: 33, 34 and 35 are in 55 to 60. Beside
 * 24 of the other 60 a score of 33 has a p of .10, one of 35 of .045, on either
 * side of the level of .05.
 */
static void
another_answer_in_the_same_band_changes_nothing(void **state)
{
	static const struct unit y = {{24, 30, 6}, {24, 36, 0}, {30, 30, 0}};
	static const struct unit least = {{33, 21, 6},
					  {33, 27, 0},
					  {30, 30, 0}};
	static const struct unit most = {{35, 19, 6}, {35, 25, 0}, {30, 30, 0}};
	struct made m[2];
	char *said[2];

	(void)state;
	made_init(&m[0], &least, &y, 60, NULL);
	made_init(&m[1], &most, &y, 60, NULL);
	for (int i = 0; i < 2; i++) {
		size_t row = row_of(m[i].table, "h");

		assert_text(text(m[i].table, row, "status"), "ok", "h");
		said[i] = as_text(m[i].table);
	}
	assert_text(said[1], said[0], "33 and 35 of 60");
	for (int i = 0; i < 2; i++) {
		free(said[i]);
		made_release(&m[i]);
	}
}

/* 50 and 30 of 100: in bands of 25 percent 50 to 75 and 25 to 50, which so few
 * people could be by chance. */
static void
wide_bands_count_as_few_people(void **state)
{
	enum { HABIT = 1, WIDER = 4 };
	struct made m;

	(void)state;
	made_init(&m, &unit_x, &unit_y, 100, NULL);
	assert_text(text(m.table, row_of(m.table, "h"), "differ"), "yes",
		    "in bands of 2 percent");
	for (int i = 0; i < WIDER; i++)
		assert_true(
			told_coarsen_groups(m.release->disclosed, HABIT, 0));
	made_tables(&m, NULL);
	assert_text(text(m.table, row_of(m.table, "h"), "status"), "ok", "h");
	assert_text(text(m.table, row_of(m.table, "h"), "differ"), "no",
		    "in bands of 25 percent");
	made_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tests_are_those_worked_out_by_hand),
		cmocka_unit_test(what_is_no_answer_is_not_compared),
		cmocka_unit_test(a_release_compares_what_is_told),
		cmocka_unit_test(
			another_answer_in_the_same_band_changes_nothing),
		cmocka_unit_test(wide_bands_count_as_few_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
