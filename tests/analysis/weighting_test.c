#include "tests/test.h"

#include <math.h>

#include "analysis/publish/measures.h"
#include "analysis/publish/weighting.h"
#include "tests/analysis/release_kit.h"

enum { GROUPS = 3, QUESTION = 0, TOPIC = 0 };

static const uint64_t people[GROUPS] = {40, 60, 120};

struct case_of {
	struct staff staff;
	struct disclosed *d;
	struct headcounts *headcounts;
	struct weighting *w;
	uint64_t invited;
};

static struct headcounts *
load(const char *dir, const struct form *form, const uint64_t *frame)
{
	struct error err = ERROR_INIT;
	struct headcounts *h;
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/frame.csv", dir);
	f = fopen(path, "w");
	fputs("segment,category,n\n", f);
	for (size_t i = 0; i < GROUPS; i++)
		fprintf(f, "dept,c%zu,%llu\n", i, (unsigned long long)frame[i]);
	fclose(f);
	h = headcounts_load(path, form, &err);
	assert_text(err.text, "", "headcounts");
	return h;
}

static void
told_init(struct case_of *t, void **state, const uint64_t *right,
	  const uint64_t *frame)
{
	static const struct staff_shape shape = {.questions = 1,
						 .topics = 1,
						 .segment = {GROUPS}};
	struct error err = ERROR_INIT;

	memset(t, 0, sizeof(*t));
	staff_init(&t->staff, &shape, 1);
	for (size_t i = 0; i < GROUPS; i++) {
		for (uint64_t k = 0; k < people[i]; k++) {
			char symbols[] = {k < right[i] ? '0' : '1',
					  (char)('0' + i), '\0'};

			staff_answer_as(&t->staff, symbols);
		}
	}
	t->headcounts = load(*state, t->staff.form, frame);
	t->invited = headcounts_total(t->headcounts);
	t->d = disclosed_new(t->staff.tally, 10, &err);
	t->w = weighting_new(t->d, t->headcounts, t->invited, &err);
	assert_text(err.text, "", "weighted");
}

static void
told_release(struct case_of *t)
{
	weighting_free(t->w);
	disclosed_free(t->d);
	headcounts_free(t->headcounts);
	staff_release(&t->staff);
}

/* 40 people: bands of 10 points; 60: of 5; 120: of 2. */
static void
a_share_is_made_of_the_bands(void **state)
{
	static const uint64_t right[] = {22, 31, 73}; /* 55, 51.7, 60.8 % */
	static const uint64_t frame[] = {100, 100, 200};
	struct case_of t;
	struct weighting_told got;
	double expected;

	told_init(&t, state, right, frame);
	assert_true(weighting_told_share(t.w, QUESTION, t.invited, .95, &got));
	expected = 126.0 / 220 + (.25 - 40.0 / 220) * .55 +
		(.25 - 60.0 / 220) * .525 + (.5 - 120.0 / 220) * .61;
	assert_true(fabs(got.value - expected) < 1e-12);
	assert_true(got.limits.low < expected && got.limits.high > expected);
	told_release(&t);
}

static void
the_same_mix_moves_nothing(void **state)
{
	static const uint64_t right[] = {22, 31, 73};
	static const uint64_t frame[] = {400, 600, 1200};
	struct case_of t;
	struct weighting_told got;

	told_init(&t, state, right, frame);
	assert_true(weighting_told_share(t.w, QUESTION, t.invited, .95, &got));
	assert_true(fabs(got.value - 126.0 / 220) < 1e-12);
	told_release(&t);
}

/* Two staffs of whom a reader is told the same, in bands: no headcounts, not
 * even such that nearly all staff are in one group, tell one from the other. */
static void
headcounts_add_nothing_to_the_bands(void **state)
{
	static const uint64_t one[] = {21, 31, 73}, other[] = {22, 30, 73};
	static const uint64_t frames[][GROUPS] = {
		{100, 100, 200},
		{40, 60, 1200},
		{1000000, 60, 120},
		{40, 1000000, 120},
	};

	for (size_t i = 0; i < COUNT(frames); i++) {
		struct case_of a, b;
		struct weighting_told x = {0}, y = {0};
		bool told;

		told_init(&a, state, one, frames[i]);
		told_init(&b, state, other, frames[i]);
		told = weighting_told_share(a.w, QUESTION, 0, .95, &x);
		assert_int_equal(told,
				 weighting_told_share(b.w, QUESTION, 0, .95,
						      &y));
		assert_true(x.value == y.value);
		assert_true(x.limits.low == y.limits.low);
		assert_true(x.limits.high == y.limits.high);
		told_release(&a);
		told_release(&b);
	}
}

/* What the weights give without bands lies within the limits. */
static void
the_exact_figure_is_within_the_limits(void **state)
{
	static const uint64_t right[] = {10, 50, 73};
	static const uint64_t frame[] = {100, 100, 200};
	static const double exact =
		.25 * 10 / 40 + .25 * 50 / 60 + .5 * 73 / 120;
	struct interval plain = {133.0 / 220, 133.0 / 220};
	struct case_of t;
	struct weighting_told got;

	told_init(&t, state, right, frame);
	assert_true(weighting_told_share(t.w, QUESTION, t.invited, .95, &got));
	assert_true(got.limits.low < exact && got.limits.high > exact);
	/* with one question a score is its share; no error but that of bands */
	assert_true(weighting_told_score(t.w, TOPIC, plain.low, plain, &got));
	assert_true(got.limits.low <= exact && got.limits.high >= exact);
	told_release(&t);
}

static void
what_bands_leave_open_is_not_told(void **state)
{
	static const uint64_t right[] = {22, 31, 73};
	static const uint64_t frame[] = {100000, 60, 120};
	struct case_of t;
	struct weighting_told got;

	told_init(&t, state, right, frame);
	assert_true(weighting_told_share(t.w, QUESTION, 0, .95, &got));
	while (told_coarsen_groups(t.d, QUESTION, 0))
		;
	assert_false(weighting_told_share(t.w, QUESTION, 0, .95, &got));
	told_release(&t);
}

/* A fifth did not say: they stand for a fifth of the staff, and the others for
 * four fifths of their headcounts. */
static void
needs_are_weighted_though_some_did_not_say(void **state)
{
	static const struct staff_shape shape = {.questions = 1,
						 .topics = 1,
						 .segment = {GROUPS}};
	static const char *const symbols[] = {"00", "10", "11", "12", "0-"};
	static const uint64_t answers[] = {50, 10, 60, 120, 60};
	static const uint64_t frame[] = {200, 100, 700};
	static const double stands_for[] = {160, 80, 560, 200};
	struct pitch_wishes wishes = {0};
	struct case_of t = {0};
	struct error err = ERROR_INIT;
	struct measures *m;
	const struct pitch_input *in;

	staff_init(&t.staff, &shape, 1);
	for (size_t i = 0; i < COUNT(answers); i++) {
		for (uint64_t k = 0; k < answers[i]; k++)
			staff_answer_as(&t.staff, symbols[i]);
	}
	t.headcounts = load(*state, t.staff.form, frame);
	t.d = disclosed_new(t.staff.tally, 10, &err);
	m = measures_new(t.d, t.headcounts, 1000, &wishes, &err);
	assert_text(err.text, "", "measured");
	in = measures_input(m);
	assert_int_equal(in->n_groups, COUNT(stands_for));
	for (size_t i = 0; i < in->n_groups; i++) {
		assert_true(in->group[i].in_need);
		assert_int_equal(in->group[i].staff, i < GROUPS ? frame[i] : 0);
		assert_true(fabs(in->group[i].stands_for - stands_for[i]) <
			    1e-9);
	}
	measures_free(m);
	told_release(&t);
}

/* The words of a wrong answer and its share would tell what options.csv does
 * not: the pitch goes without it, and keeps the item for the level. */
static void
withheld_options_are_no_wrong_answers(void **state)
{
	static const uint64_t right[] = {22, 31, 73};
	static const uint64_t frame[] = {200, 100, 700};
	struct pitch_wishes wishes = {0};
	struct error err = ERROR_INIT;
	struct case_of t;

	told_init(&t, state, right, frame);
	for (int withheld = 0; withheld < 2; withheld++) {
		struct measures *m =
			measures_new(t.d, t.headcounts, 1000, &wishes, &err);
		const struct pitch_input *in = measures_input(m);

		assert_text(err.text, "", "measured");
		assert_int_equal(in->n_items, 1);
		assert_true(in->all.count[0].right > 0);
		assert_true((in->item[0].option == NULL) == (withheld == 1));
		measures_free(m);
		while (told_coarsen_options(t.d, QUESTION))
			;
	}
	told_release(&t);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_is_made_of_the_bands),
		cmocka_unit_test(the_same_mix_moves_nothing),
		cmocka_unit_test(headcounts_add_nothing_to_the_bands),
		cmocka_unit_test(the_exact_figure_is_within_the_limits),
		cmocka_unit_test(what_bands_leave_open_is_not_told),
		cmocka_unit_test(needs_are_weighted_though_some_did_not_say),
		cmocka_unit_test(withheld_options_are_no_wrong_answers),
	};

	return cmocka_run_group_tests(tests, test_dir_setup, test_dir_teardown);
}
