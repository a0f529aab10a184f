/*
 * A bad line: what a key costs on every kind of page at 80x24, in bytes that
 * the terminal is sent; that only a resize and Ctrl-L draw all of it; and that
 * Esc alone is not waited for.
 */
#include "tests/test.h"

#include <time.h>

#include "questions/base/text.h"
#include "tests/support/demo.h"

enum { MOST_BYTES = 70, ESCAPE_MS = 500 };

/* Keys that stay on the page; each is weighed by itself. */
#define MOVES "<Down>|<Down>|<Up>|<Tab>|<BackTab>|<End>|<Home>"
static const struct {
	const char *page, *keys;
	size_t most; /* where that is more: a sentence comes with the key */
} pages[] = {
	{"one", MOVES "| |3|<Delete>|2|9", 0},
	{"required", MOVES "| |3|<Delete>", 0},
	{"many", MOVES "| |<Down>| |5|1|<Delete>", 0},
	{"rank", MOVES "| |<Down>|<Down>| |1|<Delete>", 90},
	{"twelve", MOVES "| |1|2|<Delete>", 0},
	{"wide", MOVES "| |2|<Delete>", 0},
	{"sure", MOVES "| |<Down>| |<Tab>|1|<Delete>", 140},
	{"table", MOVES "|1|<Down>|4|<Right>|<Left>|<Delete>", 80},
	{"apart", MOVES "| |2|<Delete>", 0},
	{"integer", "1|2|<Left>|3|<Backspace>|<Delete>|<Tab>|<Tab>", 0},
	{"decimal", "1|.|5|<Home>|<End>|<Backspace>", 0},
	{"range", "7|.|5|<Backspace>|<Left>|<Right>", 0},
	{"text", "a|b| |c|<Left>|d|<C-Left>|<Home>|e|<End>|<Backspace>|\u0175",
	 0},
	{"lines", "a|b|<Enter>|c|<Up>|d|<Down>|<Backspace>|<Home>|<End>", 80},
	{"date", "1|4|<Tab>|m|a|r|<Tab>|2|0|<Backspace>|<BackTab>", 0},
	{"note", "<Tab>|<Up>|<Down>", 0},
	{"acknowledge", " |<Tab>|<BackTab>|<Delete>", 0},
	{"wrong", "<Tab>|1|<Backspace>|<BackTab>", 75},
	{"welcome", "<Tab>|<Tab>|<BackTab>|<Down>|<Up>", 0},
	{"code", "K|7|Q|D|-|<Backspace>|<Left>", 0},
	{"review", "<Down>|<Down>|<Up>|<End>|<Home>|<Tab>", 0},
	{"language", "<Down>|<Down>|<Up>|<End>|<Home>", 0},
	{"trouble-stays", "<Tab>|<BackTab>", 0},
};

static struct term *
start(const char *page)
{
	struct term *term;
	char twice[64];

	snprintf(twice, sizeof(twice), "%s %s", page, page);
	term = demo_start(24, 80, twice, NULL);
	term_wait_quiet(term);
	return term;
}

/* Bytes that the key costs; *whole: all of the screen was drawn. */
static size_t
weigh(struct term *term, const char *key, bool *whole)
{
	size_t before = term_bytes(term), after;
	const char *output;

	term_keys(term, key);
	term_settle(term);
	output = term_output(term, &after) + before;
	*whole = strstr(output, "\033[2J") || strstr(output, "\033[J");
	return after - before;
}

static void
a_key_costs_little(void **state)
{
	size_t i, cost, allowed, most = 0, all = 0, keys = 0, dear = 0;

	for (i = 0; i < COUNT(pages); i++) {
		char *list = strdup(pages[i].keys), *rest = list, *key;
		struct term *term = start(pages[i].page);
		bool whole;

		allowed = pages[i].most ? pages[i].most : MOST_BYTES;
		while ((key = strsep(&rest, "|")) != NULL) {
			cost = weigh(term, key, &whole);
			if (cost > allowed || whole) {
				print_error("%s, '%s': %zu bytes\n",
					    pages[i].page, key, cost);
				dear++;
			}
			most = cost > most ? cost : most;
			all += cost;
			keys++;
		}
		free(list);
		term_free(term);
	}
	print_message("%zu keys, %zu bytes a key, %zu at most\n", keys,
		      all / keys, most);
	assert_int_equal(dear, 0);
}

static void
only_ctrl_l_and_a_resize_draw_it_all(void **state)
{
	struct term *term = start("one");
	bool whole;
	size_t before;

	assert_true(weigh(term, "<C-l>", &whole) > 400);
	assert_true(whole);
	assert_true(weigh(term, "<Down>", &whole) <= MOST_BYTES);
	before = term_bytes(term);
	term_resize(term, 30, 100);
	term_wait_text(term, "How often", "drawn anew");
	term_settle(term);
	assert_true(term_bytes(term) - before > 400);
	term_free(term);
}

static long
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* It may be the first byte of another key, but not for long; and half a key
 * is none for ever. */
static void
escape_alone_is_not_waited_for(void **state)
{
	struct term *term = start("one");
	long began;

	term_keys(term, "?");
	term_wait_text(term, "Help", "help");
	began = milliseconds();
	term_keys(term, "<Esc>");
	term_wait_text(term, "How often", "the page again");
	assert_in_range(milliseconds() - began, 0, ESCAPE_MS);
	began = milliseconds();
	term_send(term, "\033[1;");
	term_wait_quiet(term);
	term_keys(term, "<Down>");
	term_wait_text(term, "> ( ) 2", "the next key");
	assert_in_range(milliseconds() - began, 0, 2 * ESCAPE_MS);
	term_free(term);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_costs_little),
		cmocka_unit_test(only_ctrl_l_and_a_resize_draw_it_all),
		cmocka_unit_test(escape_alone_is_not_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
