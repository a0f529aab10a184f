#include "tests/test.h"

#include "survey/tui/pick.h"

static const struct page_choice few[] = {
	{.name = "a", .label = "A"},
	{.name = "b", .label = "B"},
	{.name = "c", .label = "C"},
	{.name = "none", .label = "None", .exclusive = true},
	{.name = "dk", .label = "Not sure", .exclusive = true},
};

static struct page_choice hundred[100];

static void
make_hundred(void)
{
	static char name[100][8];
	size_t i;

	for (i = 0; i < COUNT(hundred); i++) {
		snprintf(name[i], sizeof name[i], "n%zu", i + 1);
		hundred[i] =
			(struct page_choice){.name = name[i], .label = name[i]};
	}
}

/*
 * "t2" toggles row 2, "d5" types the digit 5, "m14" moves row 1 to row 4, "c"
 * clears, "s" settles digits. Rows count from 0. Digits act on row 0.
 */
static void
apply(struct pick *pick, const char *keys)
{
	size_t row, number;

	for (; *keys; keys++) {
		switch (*keys) {
		case 't': pick_toggle(pick, (size_t)(*++keys - '0')); break;
		case 'd':
			pick_type_digit(pick, 0, *++keys - '0', &row, &number);
			break;
		case 'm':
			pick_move(pick, (size_t)(keys[1] - '0'),
				  (size_t)(keys[2] - '0'));
			keys += 2;
			break;
		case 'c': pick_clear(pick); break;
		case 's': pick_settle(pick, 0, &row); break;
		default: fail_msg("no key %c", *keys);
		}
	}
}

static void
chooses(void **state)
{
	static const struct {
		const char *what;
		enum pick_kind kind;
		size_t n;
		const char *before, *keys, *entered;
	} cases[] = {
		{"nothing at first", PICK_ONE, 5, "", "", ""},
		{"what was there", PICK_ONE, 5, "b", "", "b"},
		{"one", PICK_ONE, 5, "", "t1", "b"},
		{"only one", PICK_ONE, 5, "", "t1t2", "c"},
		{"again does not take it away", PICK_ONE, 5, "", "t1t1", "b"},
		{"clear does", PICK_ONE, 5, "b", "c", ""},
		{"a digit", PICK_ONE, 5, "", "d3", "c"},
		{"a digit that is no choice changes nothing", PICK_ONE, 5, "b",
		 "d6d9d0", "b"},
		{"ticks, in the order of the list", PICK_MANY, 5, "", "t2t0",
		 "a c"},
		{"unticks", PICK_MANY, 5, "a c", "t0", "c"},
		{"none of them unticks all others", PICK_MANY, 5, "a c", "t3",
		 "none"},
		{"so does another such", PICK_MANY, 5, "none", "t4", "dk"},
		{"any other unticks it", PICK_MANY, 5, "dk", "t1", "b"},
		{"an exclusive one unticks itself", PICK_MANY, 5, "dk", "t4",
		 ""},
		{"digits tick and untick", PICK_MANY, 5, "", "d1d2d1", "b"},
		{"no order at first", PICK_RANK, 3, "", "", ""},
		{"an order that was there", PICK_RANK, 3, "c a b", "", "c a b"},
		{"half an order is none", PICK_RANK, 3, "c a", "", ""},
		{"a name twice is none", PICK_RANK, 3, "c c a", "", ""},
		{"picking up takes the order as it is", PICK_RANK, 3, "", "t0",
		 "a b c"},
		{"down", PICK_RANK, 3, "", "m02", "b c a"},
		{"up", PICK_RANK, 3, "", "m20", "c a b"},
		{"a digit is a place", PICK_RANK, 3, "", "d3", "b c a"},
		{"clear forgets the order", PICK_RANK, 3, "c a b", "c", ""},
		{"1 of 100 waits", PICK_ONE, 100, "", "d1", ""},
		{"and is taken when asked", PICK_ONE, 100, "", "d1s", "n1"},
		{"10 of 100 waits, too", PICK_ONE, 100, "", "d1d0", ""},
		{"100", PICK_ONE, 100, "", "d1d0d0", "n100"},
		{"11 does not wait", PICK_ONE, 100, "", "d1d1", "n11"},
		{"97", PICK_ONE, 100, "", "d9d7", "n97"},
	};
	size_t i;

	make_hundred();
	for (i = 0; i < COUNT(cases); i++) {
		struct text entered = TEXT_INIT;
		struct pick pick;

		pick_init(&pick, cases[i].kind, cases[i].n > 5 ? hundred : few,
			  cases[i].n, cases[i].before);
		apply(&pick, cases[i].keys);
		pick_entered(&pick, &entered);
		assert_text(text_get(&entered), cases[i].entered,
			    cases[i].what);
		text_release(&entered);
		pick_release(&pick);
	}
}

static void
begins_with_what_the_page_says(void **state)
{
	static const struct page_choice ticked[] = {
		{.name = "a", .label = "A", .chosen = true},
		{.name = "b", .label = "B"},
		{.name = "c", .label = "C", .chosen = true},
	};
	static const struct page_choice ranked[] = {
		{.name = "a", .label = "A", .rank = 2},
		{.name = "b", .label = "B", .rank = 3},
		{.name = "c", .label = "C", .rank = 1},
	};
	struct text entered = TEXT_INIT;
	struct pick pick;

	pick_init(&pick, PICK_MANY, ticked, 3, NULL);
	pick_entered(&pick, &entered);
	assert_text(text_get(&entered), "a c", "ticks");
	assert_int_equal(pick_count(&pick), 2);
	pick_release(&pick);
	pick_init(&pick, PICK_RANK, ranked, 3, NULL);
	pick_entered(&pick, &entered);
	assert_text(text_get(&entered), "c a b", "places");
	assert_text(pick_row(&pick, 0)->label, "C", "the first row");
	pick_release(&pick);
	text_release(&entered);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chooses),
		cmocka_unit_test(begins_with_what_the_page_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
