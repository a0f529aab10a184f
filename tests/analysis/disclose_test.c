#include "tests/test.h"

#include "analysis/publish/disclose.h"
#include "questions/base/mem.h"
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
	for (uint64_t n = 10; n <= 400; n++) {
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

/* "it 12, care 30, (other) 11" */
static void
groups_words(const struct breakdown *b, char *out, size_t room)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < b->n; i++)
		n += (size_t)snprintf(out + n, room - n, "%s%s %d",
				      i > 0 ? ", " : "", b->part[i].name,
				      (int)b->part[i].counts->people);
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
		char words[256];
		uint64_t sum = 0;

		assert_text(err.text, "", cases[i].what);
		assert_int_equal(d->n_breakdowns, 2);
		groups_words(&d->breakdown[0], words, sizeof(words));
		assert_text(words, cases[i].groups, cases[i].what);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bands_get_narrower_with_people),
		cmocka_unit_test(bands_hold_their_share_and_hide_the_ends),
		cmocka_unit_test(groups_merge_by_size),
		cmocka_unit_test(too_few_people_are_refused),
		cmocka_unit_test(a_small_base_hides_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
