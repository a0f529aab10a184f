#include "tests/test.h"

#include "analysis/publish/disclose.h"
#include "questions/base/mem.h"
#include "tests/analysis/release_kit.h"
#include "tests/analysis/sample.h"

/* ---- bands ---- */

static void
bands_get_narrower_with_people(void **state)
{
	static const struct {
		const char *what;
		uint64_t x, n;
		unsigned from, to;
	} cases[] = {
		{"two of five", 2, 5, 0, 50},
		{"three of five", 3, 5, 50, 100},
		{"all of nine", 9, 9, 50, 100},
		{"nobody of ten", 0, 10, 0, 40},
		{"three of ten", 3, 10, 0, 40},
		{"four of ten: the edge belongs above", 4, 10, 40, 60},
		{"six of ten", 6, 10, 60, 100},
		{"all of ten", 10, 10, 60, 100},
		{"nineteen is the last of the widest", 10, 19, 40, 60},
		{"twenty", 10, 20, 50, 60},
		{"nobody of thirty", 0, 30, 0, 20},
		{"all of thirty", 30, 30, 80, 100},
		{"forty-nine", 24, 49, 40, 50},
		{"fifty", 24, 50, 45, 50},
		{"nobody of fifty", 0, 50, 0, 10},
		{"one short of a hundred", 98, 99, 90, 100},
		{"a hundred", 50, 100, 50, 52},
		{"nobody of a hundred", 0, 100, 0, 4},
		{"a hundred and ninety-nine", 199, 199, 96, 100},
		{"two hundred", 101, 200, 50, 51},
		{"nobody of many", 0, 100000, 0, 2},
		{"all of many", 100000, 100000, 98, 100},
		{"two per cent of many", 2000, 100000, 2, 3},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct band b = band_of(cases[i].x, cases[i].n);

		if (b.from != cases[i].from || b.to != cases[i].to)
			fail_msg("%s: %u..%u", cases[i].what, b.from, b.to);
	}
}

/* Every count has one band that holds it, and no band is one of nobody, of
 * everybody, or of all but one. */
static void
bands_hold_their_share_and_hide_the_ends(void **state)
{
	for (uint64_t n = 5; n <= 400; n++) {
		for (uint64_t x = 0; x <= n; x++) {
			struct band b = band_of(x, n);
			struct band mean =
				band_of_mean((double)x / (double)n, n);

			assert_true(x * 100 >= b.from * n);
			assert_true(x * 100 < b.to * n ||
				    (b.to == 100 && x == n));
			assert_true(b.from == mean.from && b.to == mean.to);
			assert_true(b.to - b.from >= band_step(n));
		}
		/* the ends hold nobody, one, and at least one count more */
		assert_int_equal(band_of(0, n).to, band_of(1, n).to);
		assert_int_equal(band_of(n, n).from, band_of(n - 1, n).from);
	}
}

static void
bands_get_wider_step_by_step(void **state)
{
	static const unsigned steps[] = {1, 2, 5, 10, 20, 25, 25};

	for (size_t i = 0; i + 1 < COUNT(steps); i++)
		assert_int_equal(band_wider(steps[i]), steps[i + 1]);
	for (unsigned step = 1; step < 25; step = band_wider(step)) {
		struct band a = band_in_steps(45, 100, step);

		assert_true(a.from <= 45 && a.to > 45);
		assert_int_equal(a.to - a.from, step);
	}
}

/* ---- groups ---- */

/* A tally of people who differ only in the segment: sizes by choice, then how
 * many gave no answer. */
static struct tally *
tally_of(const struct form *form, const struct layout *l, const size_t *size)
{
	struct tally *t = tally_new(form, l);
	char *response = mem_new(l->width + 1, 1);
	size_t segment = form_find(form, "s1");
	size_t n = form->question[segment].list->n;

	memset(response, '0', l->width);
	for (size_t i = 0; i <= n; i++) {
		char symbol[2] = {SYMBOL_SKIPPED};

		if (i < n)
			layout_symbol(i, n, symbol);
		response[l->field[segment].at] = symbol[0];
		for (size_t k = 0; k < size[i]; k++)
			tally_add(t, response, "{\"n1\":20}");
	}
	free(response);
	return t;
}

static void
groups_merge_by_size(void **state)
{
	static const struct {
		const char *what;
		size_t size[6]; /* it care shop boat pns, no answer */
		const char *groups;
	} cases[] = {
		{"all large enough",
		 {10, 20, 30, 40, 0, 0},
		 "it 10, care 20, shop 30, boat 40"},
		{"two small ones make one that is large enough",
		 {6, 20, 30, 5, 0, 0},
		 "care 20, shop 30, (other) 11"},
		{"exactly k together are enough",
		 {5, 20, 30, 5, 0, 0},
		 "care 20, shop 30, (other) 10"},
		{"one small one takes the smallest with it",
		 {9, 20, 30, 40, 0, 0},
		 "shop 30, boat 40, (other) 29"},
		{"a union under k takes one more",
		 {4, 20, 30, 5, 0, 0},
		 "shop 30, (other) 29"},
		{"nobody is few, too",
		 {0, 20, 30, 40, 0, 0},
		 "shop 30, boat 40, (other) 20"},
		{"of equals the first goes",
		 {3, 20, 20, 20, 0, 0},
		 "shop 20, boat 20, (other) 23"},
		{"no answer is a group where it is large enough",
		 {10, 20, 30, 40, 6, 5},
		 "it 10, care 20, shop 30, boat 40, (none) 11"},
		{"no answer is merged where it is small",
		 {10, 20, 30, 40, 1, 0},
		 "care 20, shop 30, boat 40, (other) 11"},
		{"one group is no breakdown", {100, 0, 0, 0, 0, 0}, ""},
		{"a small rest leaves one group", {50, 3, 3, 3, 0, 0}, ""},
		{"all small", {9, 9, 9, 9, 0, 0}, ""},
		{"two are left", {50, 4, 4, 4, 0, 0}, "it 50, (other) 12"},
	};
	struct form *form = sample_form(sample_csv, sample_topics, NULL);
	struct layout *l = layout_new(form);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		struct tally *t = tally_of(form, l, cases[i].size);
		struct disclosed *d = disclosed_new(t, 10, &err);
		uint64_t sum = 0;

		assert_text(err.text, "", cases[i].what);
		assert_int_equal(d->n_breakdowns, 2);
		assert_groups(&d->breakdown[0], cases[i].groups, cases[i].what);
		for (size_t k = 0; k < d->breakdown[0].n; k++) {
			uint64_t people =
				d->breakdown[0].part[k].counts->people;

			assert_case(people >= 10, cases[i].what);
			sum += people;
		}
		assert_case(sum == 0 || sum == tally_people(t), cases[i].what);
		disclosed_free(d);
		tally_free(t);
	}
	layout_free(l);
	form_free(form);
}

static void
too_few_people_are_refused(void **state)
{
	static const struct {
		size_t people;
		uint32_t k;
		const char *err; /* NULL: told */
	} cases[] = {
		{0, 10, "0 answers are fewer than 10"},
		{9, 10, "9 answers are fewer than 10"},
		{10, 10, NULL},
		{4, 1, "4 answers are fewer than 5"},
		{5, 0, NULL},
		{19, 20, "19 answers are fewer than 20"},
	};
	struct form *form = sample_form(sample_csv, sample_topics, NULL);
	struct layout *l = layout_new(form);

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t size[6] = {cases[i].people};
		struct error err = ERROR_INIT;
		struct tally *t = tally_of(form, l, size);
		struct disclosed *d = disclosed_new(t, cases[i].k, &err);

		assert_int_equal(d == NULL, cases[i].err != NULL);
		if (cases[i].err)
			assert_has(err.text, cases[i].err, "refused");
		disclosed_free(d);
		tally_free(t);
	}
	layout_free(l);
	form_free(form);
}

/* ---- bases ---- */

static void
a_small_base_hides_another(void **state)
{
	static const struct {
		const char *what;
		uint64_t base[4];
		uint64_t least;
		const char *status; /* o ok, w withheld */
	} cases[] = {
		{"all large enough", {10, 20, 30, 40}, 0, "oooo"},
		{"one small: the smallest other goes with it",
		 {3, 20, 30, 40},
		 0,
		 "wwoo"},
		{"nobody came to it in one group", {20, 0, 30, 40}, 0, "wwoo"},
		{"two small ones with k together hide nobody else",
		 {6, 6, 30, 40},
		 0,
		 "wwoo"},
		{"two small ones under k hide a third",
		 {2, 3, 30, 40},
		 0,
		 "wwwo"},
		{"all small", {2, 3, 4, 5}, 0, "wwww"},
		{"habits need larger groups", {10, 20, 30, 40}, 20, "wwoo"},
	};
	static const size_t size[6] = {10, 20, 30, 40, 0, 0};
	struct form *form = sample_form(sample_csv, sample_topics, NULL);
	struct layout *l = layout_new(form);
	struct tally *t = tally_of(form, l, size);
	struct disclosed *d = disclosed_new(t, 10, NULL);

	for (size_t i = 0; i < COUNT(cases); i++) {
		enum status status[4];

		group_status(d, &d->breakdown[0], cases[i].base, cases[i].least,
			     status);
		for (size_t k = 0; k < 4; k++)
			assert_case(status[k] ==
					    (cases[i].status[k] == 'o'
						     ? STATUS_OK
						     : STATUS_WITHHELD),
				    cases[i].what);
	}
	assert_int_equal(base_status(d, 0), STATUS_UNDEFINED);
	assert_int_equal(base_status(d, 9), STATUS_WITHHELD);
	assert_int_equal(base_status(d, 10), STATUS_OK);
	disclosed_free(d);
	tally_free(t);
	layout_free(l);
	form_free(form);
}

static void
few_by_the_headcounts_are_merged(void **state)
{
	static const size_t size[6] = {20, 20, 30, 40, 0, 0};
	static const struct {
		const char *what, *frame, *groups;
	} cases[] = {
		{"all large enough",
		 "segment,category,n\ns1,it,20\ns1,care,20\ns1,shop,30\n"
		 "s1,boat,50\n",
		 "it 20, care 20, shop 30, boat 40"},
		{"fewer than k there are",
		 "segment,category,n\ns1,it,9\ns1,care,20\ns1,shop,30\n"
		 "s1,boat,70\n",
		 "care 20, shop 30, boat 40, (other) 20"},
		{"a segment that is not there",
		 "segment,category,n\ns2,new,5\ns2,old,200\n",
		 "it 20, care 20, shop 30, boat 40"},
	};
	struct form *form = sample_form(sample_csv, sample_topics, NULL);
	struct layout *l = layout_new(form);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tally *t = tally_of(form, l, size);
		struct error err = ERROR_INIT;
		struct disclose_rules rules = {.k = 10};
		struct headcounts *h;
		struct disclosed *d;
		char path[512];
		FILE *f;

		snprintf(path, sizeof(path), "%s/frame.csv",
			 (const char *)*state);
		f = fopen(path, "w");
		fputs(cases[i].frame, f);
		fclose(f);
		h = headcounts_load(path, form, &err);
		assert_text(err.text, "", cases[i].what);
		rules.headcounts = h;
		d = disclosed_by(t, &rules, &err);
		assert_groups(&d->breakdown[0], cases[i].groups, cases[i].what);
		disclosed_free(d);
		headcounts_free(h);
		tally_free(t);
	}
	layout_free(l);
	form_free(form);
}

static void
groups_are_left_out_merged_and_dropped(void **state)
{
	static const size_t size[6] = {10, 20, 30, 40, 0, 0};
	static const bool without[] = {true, false};
	static const bool shop[6] = {false, false, true};
	static const bool most[6] = {true, true, true};
	struct form *form = sample_form(sample_csv, sample_topics, NULL);
	struct layout *l = layout_new(form);
	struct tally *t = tally_of(form, l, size);
	struct disclose_rules rules = {.k = 10, .without = without};
	struct disclosed *d = disclosed_by(t, &rules, NULL);

	assert_int_equal(d->breakdown[0].n, 0);
	disclosed_free(d);
	d = disclosed_new(t, 10, NULL);
	disclosed_merge(d, 0, shop);
	assert_groups(&d->breakdown[0], "it 10, care 20, boat 40, (other) 30",
		      "one");
	disclosed_merge(d, 0, most);
	assert_groups(&d->breakdown[0], "boat 40, (other) 60", "three");
	disclosed_drop(d, 0);
	assert_int_equal(d->breakdown[0].n, 0);
	disclosed_free(d);
	tally_free(t);
	layout_free(l);
	form_free(form);
}

/* ---- how exactly ---- */

static const struct staff_shape one_segment = {.questions = 4,
					       .topics = 1,
					       .segment = {2}};

/* Answers of an item (q0) and a habit (h3): how many a, b, d of each. */
static void
answer_both(struct staff *s, const size_t *item, const size_t *habit)
{
	char symbols[] = "00000";
	size_t n = item[0] + item[1] + item[2];

	for (size_t i = 0; i < n; i++) {
		symbols[0] = i < item[0]	? '0'
			: i < item[0] + item[1] ? '1'
						: '2';
		symbols[3] = i < habit[0]	  ? '0'
			: i < habit[0] + habit[1] ? '1'
						  : '2';
		/* an item that would be told in bands too says nothing here */
		symbols[4] = (char)('0' + i % 2);
		staff_answer_as(s, symbols);
	}
}

static void
told_words(const struct disclosed *d, size_t question, char *out, size_t room)
{
	struct outcome o = counts_outcome(d->all, question);
	struct split s = split_of(d->tally, question, &o);
	size_t n = 0;

	for (unsigned st = 0; st < DISCLOSE_STATES; st++) {
		struct told t = told_state(d, question, s.n[st], s.base);

		if (t.exact)
			n += (size_t)snprintf(out + n, room - n, " %d",
					      (int)t.least);
		else
			n += (size_t)snprintf(out + n, room - n, " %u-%u%%",
					      t.band.from, t.band.to);
		assert_true(t.least <= s.n[st] && s.n[st] <= t.most);
	}
}

static void
extremes_are_told_in_bands(void **state)
{
	static const struct {
		const char *what;
		size_t item[3], habit[3];
		const char *told_item, *told_habit;
	} cases[] = {
		{"mixed answers are exact",
		 {50, 40, 10},
		 {50, 40, 10},
		 " 50 40 10",
		 " 50 40 10"},
		{"everybody",
		 {100, 0, 0},
		 {50, 40, 10},
		 " 96-100% 0-4% 0-4%",
		 " 50 40 10"},
		{"all but one",
		 {1, 99, 0},
		 {50, 40, 10},
		 " 0-4% 96-100% 0-4%",
		 " 50 40 10"},
		{"all but two: were it told, the band would say what it hides",
		 {2, 98, 0},
		 {50, 40, 10},
		 " 0-4% 96-100% 0-4%",
		 " 50 40 10"},
		{"all but three",
		 {3, 97, 0},
		 {50, 40, 10},
		 " 3 97 0",
		 " 50 40 10"},
		{"nearly all of 31",
		 {29, 1, 1},
		 {15, 14, 2},
		 " 80-100% 0-20% 0-20%",
		 " 15 14 2"},
		{"most of 31", {28, 2, 1}, {15, 14, 2}, " 28 2 1", " 15 14 2"},
		{"a habit of few",
		 {50, 40, 10},
		 {5, 75, 20},
		 " 50 40 10",
		 " 0-6% 74-76% 20-22%"},
		{"a habit of a little more",
		 {50, 40, 10},
		 {6, 74, 20},
		 " 50 40 10",
		 " 6 74 20"},
		{"a habit of most",
		 {50, 40, 10},
		 {95, 3, 2},
		 " 50 40 10",
		 " 95-100% 0-6% 0-6%"},
		{"few who do not know are no habit",
		 {50, 40, 10},
		 {50, 48, 2},
		 " 50 40 10",
		 " 50 48 2"},
		{"few of few people are in the wide band of few people",
		 {15, 15, 10},
		 {2, 30, 8},
		 " 15 15 10",
		 " 0-20% 70-80% 20-30%"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct disclosed *d;
		struct staff s;
		char words[128];

		staff_init(&s, &one_segment, 1);
		answer_both(&s, cases[i].item, cases[i].habit);
		d = disclosed_new(s.tally, 10, NULL);
		told_words(d, 0, words, sizeof(words));
		assert_text(words, cases[i].told_item, cases[i].what);
		told_words(d, 3, words, sizeof(words));
		assert_text(words, cases[i].told_habit, cases[i].what);
		assert_case(told_exactly(d, 0) ==
				    (cases[i].told_item[3] != '-' &&
				     !strchr(cases[i].told_item, '%')),
			    cases[i].what);
		disclosed_free(d);
		staff_release(&s);
	}
}

/* Options of a select_one add up: one in a band needs another. */
static void
options_do_not_follow_from_each_other(void **state)
{
	static const size_t item[3] = {50, 40, 10}, habit[3] = {50, 48, 2};
	static const size_t few[3] = {3, 77, 20};
	struct disclosed *d;
	struct staff s;

	staff_init(&s, &one_segment, 1);
	answer_both(&s, item, habit);
	d = disclosed_new(s.tally, 10, NULL);
	for (size_t i = 0; i < 3; i++)
		assert_true(told_option(d, 0, i).exact);
	assert_true(told_option(d, 3, 0).exact);
	assert_true(told_coarsen(d, 0));
	for (size_t i = 0; i < 3; i++)
		assert_false(told_option(d, 0, i).exact);
	told_reset(d, 0);
	assert_true(told_option(d, 0, 0).exact);
	disclosed_free(d);
	staff_release(&s);

	staff_init(&s, &one_segment, 1);
	answer_both(&s, item, few);
	d = disclosed_new(s.tally, 10, NULL);
	for (size_t i = 0; i < 3; i++) {
		struct told t = told_option(d, 3, i);

		assert_false(t.exact);
		assert_true(t.most > t.least);
	}
	disclosed_free(d);
	staff_release(&s);
}

/* 7 of 127 are in the band from 4 to 6 percent; 6 would be told as few. */
static void
who_is_neither_few_nor_most_is_not_at_the_end(void **state)
{
	static const struct {
		const char *what;
		size_t habit[3];
		uint64_t least, most; /* of the first */
	} cases[] = {
		{"just not few", {7, 110, 10}, 7, 7},
		{"just not most", {120, 4, 3}, 120, 120},
		{"far from the ends", {64, 53, 10}, 64, 66},
		{"few", {6, 111, 10}, 0, 6},
		{"most", {121, 4, 2}, 121, 127},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const size_t *x = cases[i].habit;
		struct disclosed *d;
		struct staff s;
		struct told t;

		staff_init(&s, &one_segment, 1);
		answer_both(&s, x, x);
		d = disclosed_new(s.tally, 10, NULL);
		if (told_exactly(d, 3))
			told_coarsen(d, 3);
		t = told_state(d, 3, x[0], x[0] + x[1] + x[2]);
		assert_case(t.least == cases[i].least &&
				    t.most == cases[i].most,
			    cases[i].what);
		disclosed_free(d);
		staff_release(&s);
	}
}

static void
options_are_told_less_exactly_step_by_step(void **state)
{
	static const size_t item[3] = {50, 40, 10};
	static const struct {
		bool exact;
		unsigned from, to;
	} levels[] = {{true, 0, 0},    {false, 40, 42}, {false, 40, 45},
		      {false, 40, 50}, {false, 40, 60}, {false, 0, 50},
		      {false, 0, 50},  {false, 0, 100}};
	struct disclosed *d;
	struct staff s;
	(void)state;

	staff_init(&s, &one_segment, 1);
	answer_both(&s, item, item);
	d = disclosed_new(s.tally, 10, NULL);
	for (size_t i = 0; i < COUNT(levels); i++) {
		struct told t = told_option(d, 0, 1);

		assert_true(t.exact == levels[i].exact);
		if (!t.exact)
			assert_true(t.band.from == levels[i].from &&
				    t.band.to == levels[i].to);
		assert_int_equal(option_status(d, 0),
				 i < OPTIONS_WITHHELD ? STATUS_OK
						      : STATUS_WITHHELD);
		told_reset(d, 0); /* leaves the options as they are */
		assert_int_equal(told_coarsen_options(d, 0),
				 i + 1 < COUNT(levels));
	}
	assert_true(told_exactly(d, 0));
	disclosed_free(d);
	staff_release(&s);
}

static void
questions_are_told_less_exactly_step_by_step(void **state)
{
	static const size_t item[3] = {50, 40, 10}, habit[3] = {50, 40, 10};
	static const char *const words[] = {
		" 50 40 10",
		" 50-52% 40-42% 10-12%",
		" 50-55% 40-45% 10-15%",
		" 50-60% 40-50% 0-20%",
		" 40-60% 40-60% 0-40%",
		" 50-100% 0-50% 0-50%",
	};
	struct disclosed *d;
	enum status status[2];
	struct staff s;
	size_t level = 0;
	uint64_t base[2] = {50, 50};

	staff_init(&s, &one_segment, 1);
	answer_both(&s, item, habit);
	d = disclosed_new(s.tally, 10, NULL);
	for (size_t i = 0; i < COUNT(words); i++) {
		char got[128];

		told_words(d, 0, got, sizeof(got));
		assert_text(got, words[i], "organisation");
		assert_int_equal(told_coarsen(d, 0), i + 1 < COUNT(words));
	}
	assert_false(told_topic_exactly(d, 0));
	assert_false(told_topic_exactly(d, FORM_NONE));
	do {
		question_group_status(d, 0, &d->breakdown[0], base, status);
		assert_int_equal(status[0],
				 level < GROUPS_WITHHELD ? STATUS_OK
							 : STATUS_WITHHELD);
		level++;
	} while (told_coarsen_groups(d, 0, 0));
	assert_int_equal(level, GROUPS_WITHHELD + 1);
	question_group_status(d, 1, &d->breakdown[0], base, status);
	assert_int_equal(status[0], STATUS_OK);
	disclosed_free(d);
	staff_release(&s);
}

static void
scores_are_withheld_where_they_give_away(void **state)
{
	static const size_t item[3] = {50, 40, 10}, habit[3] = {50, 40, 10};
	const uint64_t n[2] = {50, 50};
	struct disclosed *d;
	enum status status[2];
	struct staff s;

	staff_init(&s, &one_segment, 1);
	answer_both(&s, item, habit);
	d = disclosed_new(s.tally, 10, NULL);
	assert_int_equal(topic_status(d, 0, 100), STATUS_OK);
	d->topic[0].groups = false;
	topic_group_status(d, 0, &d->breakdown[0], n, status);
	assert_int_equal(status[1], STATUS_WITHHELD);
	assert_int_equal(topic_status(d, 0, 100), STATUS_OK);
	d->topic[0].all = false;
	assert_int_equal(topic_status(d, 0, 100), STATUS_WITHHELD);
	assert_int_equal(topic_status(d, FORM_NONE, 100), STATUS_OK);
	disclosed_free(d);
	staff_release(&s);
}

/* ---- questions that only some were shown ---- */

static const char few_csv[] =
	"survey\n"
	",type,name,label,kq_role,kq_topic,kq_key,kq_missing\n"
	",select_one abd,k1,Asked of all?,knowledge,T,a,d=dontknow\n"
	",select_one abd,k2,Asked of some?,knowledge,T,a,d=dontknow\n"
	"choices\n,list_name,name,label\n"
	",abd,a,A\n,abd,b,B\n,abd,d,Don't know\n"
	"settings\n,form_title,form_id\n,T,t\n";

/* What a few answered would follow from everybody's scores and the answers to
 * the other question. */
static void
scores_are_not_exact_where_few_answered_a_question(void **state)
{
	static const struct {
		const char *what;
		unsigned answered, skipped;
		bool analysts, exactly;
	} cases[] = {
		{"nobody was shown it", 0, 0, false, true},
		{"nine answered", 9, 0, false, false},
		{"nine answered, more skipped it", 9, 20, false, false},
		{"all who were shown it skipped it", 0, 3, false, false},
		{"ten answered", 10, 0, false, true},
		{"all answered", 40, 0, false, true},
		{"nine, for analysts", 9, 0, true, true},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct disclosed *d;
		struct staff s;

		staff_init_topics(&s, few_csv, "topic,name\nT,Topic\n");
		for (unsigned k = 0; k < 40; k++) {
			char row[] = {k % 4 < 2 ? '0' : '1', k % 2 ? '0' : '1',
				      '\0'};

			if (k >= cases[i].answered)
				row[1] =
					k < cases[i].answered + cases[i].skipped
					? '-'
					: '.';
			staff_answer_as(&s, row);
		}
		d = disclosed_new(s.tally, 10, NULL);
		d->analysts = cases[i].analysts;
		assert_case(told_exactly(d, 1), cases[i].what);
		assert_case(told_topic_exactly(d, 0) == cases[i].exactly,
			    cases[i].what);
		assert_case(told_topic_exactly(d, FORM_NONE) ==
				    cases[i].exactly,
			    cases[i].what);
		disclosed_free(d);
		staff_release(&s);
	}
}

/* One question comes to the members of a group alone, by a calculation or
 * not; or by chance. */
#define NAMED_CSV(calculation, relevant)                                  \
	"survey\n"                                                        \
	",type,name,label,kq_role,kq_topic,kq_key,calculation,relevant\n" \
	",select_one ab,k1,Asked of all?,knowledge,T,a,,\n"               \
	",select_one ab,D1,Where?,segment,,,,\n"                          \
	",calculate,c,,,,," calculation ",\n"                             \
	",select_one ab,k2,Asked of some?,knowledge,T,a,," relevant "\n"  \
	"choices\n,list_name,name,label\n,ab,a,A\n,ab,b,B\n"              \
	"settings\n,form_title,form_id\n,T,t\n"

static void
scores_are_not_exact_where_answers_decide_who_is_asked(void **state)
{
	static const struct {
		const char *what, *csv;
		unsigned shown; /* k2, of 40 */
		bool exactly;
	} cases[] = {
		{"by a group", NAMED_CSV("1", "${D1} = 'a'"), 20, false},
		{"by a calculation of it",
		 NAMED_CSV("string(${D1})", "${c} = 'a'"), 20, false},
		{"by another question", NAMED_CSV("1", "${k1} = 'a'"), 20,
		 false},
		{"by chance", NAMED_CSV("once(random())", "${c} < 0.5"), 20,
		 true},
		{"by a group, and all are in it", NAMED_CSV("1", "${D1} = 'a'"),
		 40, true},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct disclosed *d;
		struct staff s;

		staff_init_topics(&s, cases[i].csv, "topic,name\nT,Topic\n");
		for (unsigned k = 0; k < 40; k++) {
			/* All in one group, or nothing would be exact. */
			char row[] = {k % 4 < 2 ? '0' : '1', '0', '.',
				      k % 2 ? '0' : '1', '\0'};

			if (k >= cases[i].shown)
				row[3] = '.';
			staff_answer_as(&s, row);
		}
		d = disclosed_new(s.tally, 10, NULL);
		assert_case(told_topic_exactly(d, 0) == cases[i].exactly,
			    cases[i].what);
		d->analysts = true;
		assert_case(told_topic_exactly(d, 0), cases[i].what);
		disclosed_free(d);
		staff_release(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			scores_are_not_exact_where_answers_decide_who_is_asked),
		cmocka_unit_test(
			scores_are_not_exact_where_few_answered_a_question),
		cmocka_unit_test(bands_get_narrower_with_people),
		cmocka_unit_test(bands_hold_their_share_and_hide_the_ends),
		cmocka_unit_test(bands_get_wider_step_by_step),
		cmocka_unit_test(groups_merge_by_size),
		cmocka_unit_test(too_few_people_are_refused),
		cmocka_unit_test(a_small_base_hides_another),
		IN_A_FOLDER(few_by_the_headcounts_are_merged),
		cmocka_unit_test(groups_are_left_out_merged_and_dropped),
		cmocka_unit_test(extremes_are_told_in_bands),
		cmocka_unit_test(options_do_not_follow_from_each_other),
		cmocka_unit_test(who_is_neither_few_nor_most_is_not_at_the_end),
		cmocka_unit_test(options_are_told_less_exactly_step_by_step),
		cmocka_unit_test(questions_are_told_less_exactly_step_by_step),
		cmocka_unit_test(scores_are_withheld_where_they_give_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
