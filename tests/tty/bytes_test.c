/*
 * A bad line: what a key costs on every kind of page, in bytes that the
 * terminal is sent; that only a resize and Ctrl-L draw all of it; and that Esc
 * alone is not waited for.
 */
#include "tests/test.h"

#include <time.h>

#include "questions/base/text.h"
#include "tests/support/demo.h"

enum {
	MOST_BYTES = 70,
	ROW_BYTES = 8, /* to go to a row and to clear what stood there */
	MOST_ROWS = 3, /* of what moving by one brings, at 40x12 */
	ESCAPE_MS = 500
};

/*
 * Keys that stay on the page; each is weighed by itself. Two kinds write rows
 * that have to go over the line, whatever their length. What else they write
 * may be no more than with any other key.
 *
 *	~key	brings text that was nowhere on the screen: the next line or
 *		choice of what scrolls, which may take up to three rows; the
 *		answer that opens in a low window; the sentence that says what
 *		Enter skips; the row that is gone to and answered in one, by a
 *		number typed on its problem
 *	^key	turns the page: Page Down, Home and End where that is out of
 *		sight, a number whose choice is; what a search has found; help;
 *		the rows between which a number moves another, or all of them
 *		when their order is forgotten
 */
#define MOVES	 "<Down>|<Down>|<Up>|<Tab>|<BackTab>|<End>|<Home>"
#define AT_80X24 24, 80
#define AT_40X12 12, 40
static const struct {
	int rows, columns;
	const char *page, *keys;
} pages[] = {
	{AT_80X24, "one", MOVES "| |3|<Delete>|2|9|~<Enter>"},
	{AT_80X24, "required", MOVES "| |3|<Delete>"},
	{AT_80X24, "many", MOVES "| |<Down>| |5|1|<Delete>"},
	{AT_80X24, "one", "^?|^<Tab>|^<Down>|^<Enter>|h|x|^<Enter>"},
	{AT_80X24, "rank", MOVES "| |<Down>|<Down>|<Up>| |^1|^<Delete>"},
	{AT_80X24, "rank-many",
	 MOVES "| |~<Down>|~<Down>|~<Up>| |^1|^7|^<Delete>"},
	{AT_80X24, "twelve", MOVES "| |1|2|<Delete>|1|<Down>"},
	{AT_80X24, "wide", MOVES "| |2|<Delete>"},
	{AT_80X24, "sure", MOVES "| |<Down>| |<Tab>|1|<Delete>|<BackTab>|4"},
	{AT_80X24, "wrong-sure", MOVES "| |<Down>| |<Tab>|1|<Delete>"},
	{AT_80X24, "table", MOVES "|1|<Down>|4|<Right>|<Left>|<Delete>"},
	{AT_80X24, "wrong-table", MOVES "|~1|<Down>|4|<Right>|<Left>|<Delete>"},
	{AT_80X24, "table-tall",
	 "1|<Down>|2|^<End>|<Up>|^<Home>|^<PageDown>|3|~<Up>|~<Up>|~<Up>"},
	{AT_80X24, "apart", MOVES "| |2|<Delete>"},
	{AT_80X24, "list",
	 "<Tab>|<Down>|<Up>|<Up>|O|f|f|<Backspace>|x|<C-u>|1|^9|/|"
	 "n|1|9|^<Down>|/|^<C-u>|^<PageDown>|<Down>| |^2|^0|^<End>|^<PageUp>|"
	 "~<Up>|~<Up>"},
	{AT_80X24, "tall", "<Down>|<Down>|<Up>|<Tab>"},
	{AT_80X24, "integer", "1|2|<Left>|3|<Backspace>|<Delete>|<Tab>|<Tab>"},
	{AT_80X24, "decimal", "1|.|5|<Home>|<End>|<Backspace>"},
	{AT_80X24, "range", "7|.|5|<Backspace>|<Left>|<Right>"},
	{AT_80X24, "text",
	 "a|b| |c|<Left>|d|<C-Left>|<Home>|e|<End>|<Backspace>|\u0175"},
	{AT_80X24, "lines",
	 "a|b|<Enter>|c|<Up>|d|<Down>|<Backspace>|<Home>|<End>"},
	{AT_80X24, "date", "1|4|<Tab>|m|a|r|<Tab>|2|0|<Backspace>|<BackTab>"},
	{AT_80X24, "note", "<Tab>|<Up>|<Down>"},
	{AT_80X24, "acknowledge", " |<Tab>|<BackTab>|<Delete>"},
	{AT_80X24, "wrong", "<Tab>|1|<Backspace>|<BackTab>"},
	{AT_80X24, "wrong-date", "<Tab>|1|<Backspace>|<BackTab>"},
	{AT_80X24, "welcome", "<Tab>|<Tab>|<BackTab>|<Down>|<Up>"},
	{AT_80X24, "start", "<Tab>|<Tab>|<BackTab>|<Right>|<Left>"},
	{AT_80X24, "code", "K|7|Q|D|-|<Backspace>|<Left>"},
	{AT_80X24, "review", "<Down>|<Down>|<Up>|<End>|<Home>|<Tab>"},
	{AT_80X24, "language", "<Down>|<Down>|<Up>|<End>|<Home>"},
	{AT_80X24, "trouble-stays", "<Tab>|<BackTab>"},

	{AT_40X12, "one",
	 "<Down>|<Down>|<Down>|<Down>|~<Down>|~<Down>|<Down>|<Up>|<Up>|<Up>|"
	 "<Up>|<Up>|~<Up>|<BackTab>|^<End>|^<Home>| |3|<Delete>|^<PageDown>"},
	{AT_40X12, "many",
	 "<Down>|<Down>|~<Down>|~<Down>|<Down>| |^1|<Delete>"},
	{AT_40X12, "one",
	 "^?|~<Down>|~<Down>|~<Up>|~<Up>|<Up>|^<Tab>|^<Enter>|h|x|^<Enter>"},
	{AT_40X12, "rank", MOVES "| |<Down>|<Down>|<Up>| |^1|^<Delete>"},
	{AT_40X12, "twelve", "<Down>| |1|^2|<Delete>|<Up>|^1|<Up>"},
	{AT_40X12, "wide", "<Down>| |<Tab>|<Up>|1"},
	{AT_40X12, "sure", MOVES "| |<Down>| |<Tab>|1|<Delete>|<BackTab>|4"},
	{AT_40X12, "wrong-sure", "<Down>|<Down>|<Up>|^<Tab>|1|<Up>|<Up>|^<Up>"},
	{AT_40X12, "table", "~<Down>|~<Down>|<Up>|1|<Down>|2|<Delete>|^<End>"},
	{AT_40X12, "list",
	 "<Down>|<Down>|<Down>|<Down>|<Down>|~<Down>|~<Down>|<Up>|O|f|/|O|f|f|"
	 "<Backspace>|<Backspace>|<Backspace>|n|1|9|^<Down>|^<End>|/|^<C-u>|"
	 "1|^9"},
	{AT_40X12, "tall",
	 "~<Down>|~<Down>|~<Up>|~<Up>|<Up>|<Tab>|^<PageDown>"},
	{AT_40X12, "text", "a|b| |<Left>|<Backspace>|<Home>"},
	{AT_40X12, "lines", "a|<Enter>|b|<Enter>|c|<Up>|<Up>|d|<Backspace>"},
	{AT_40X12, "date", "1|4|<Tab>|m|a|r|<Tab>|2|0|<Backspace>|<BackTab>"},
	{AT_40X12, "wrong", "<Tab>|1|<Backspace>|<BackTab>"},
	{AT_40X12, "welcome", "<Tab>|<Tab>|~<Down>|~<Down>|~<Up>|^<PageDown>"},
	{AT_40X12, "start", "<Tab>|<Tab>|<BackTab>|<Right>|<Left>"},
	{AT_40X12, "review", "~<Down>|~<Down>|~<Down>|^<Down>|^<End>|^<Home>"},
	{AT_40X12, "language", "<Down>|<Up>"},
};

static struct term *
start(const char *page, int rows, int columns, const char *const *env)
{
	char twice[64];
	struct term *term;

	snprintf(twice, sizeof twice, "%s %s", page, page);
	term = demo_start(rows, columns, twice, env);
	term_wait_quiet(term);
	return term;
}

/* Bytes that the key costs; *whole: all of the screen was drawn, not only
 * cleared. */
static size_t
weigh(struct term *term, const char *key, bool *whole)
{
	size_t before = term_bytes(term), after;
	const char *output;

	term_keys(term, key);
	term_settle(term);
	output = term_output(term, &after) + before;
	after -= before;
	*whole = after > MOST_BYTES &&
		(strstr(output, "\033[2J") || strstr(output, "\033[J"));
	return after;
}

enum { BEHIND_MARK = 2, ROWS = 24 };

/* What stood in the rows, behind the place of the mark. */
struct rows {
	char *row[ROWS];
	int n;
};

static void
take_rows(struct term *term, struct rows *rows)
{
	const char *s;
	int columns, i;

	term_size(term, &rows->n, &columns);
	for (i = 0; i < rows->n; i++) {
		s = term_row(term, i);
		rows->row[i] =
			strdup(strlen(s) > BEHIND_MARK ? s + BEHIND_MARK : "");
	}
}

static void
drop_rows(struct rows *rows)
{
	while (rows->n > 0)
		free(rows->row[--rows->n]);
}

static bool
was_there(const struct rows *before, const char *row)
{
	int i;

	for (i = 0; i < before->n; i++)
		if (strcmp(before->row[i], row) == 0)
			return true;
	return false;
}

/* Bytes of rows that had to be written: those that stand there newly, no more
 * than MOST_ROWS, or all that are others now than before in their place. */
static size_t
row_bytes(struct term *term, const struct rows *before, bool in_place)
{
	struct rows now;
	size_t bytes = 0, n = 0;
	int i;

	take_rows(term, &now);
	for (i = 0; i < now.n && (in_place || n < MOST_ROWS); i++) {
		if (in_place ? strcmp(now.row[i], before->row[i]) == 0
			     : was_there(before, now.row[i]))
			continue;
		bytes += strlen(now.row[i]) + ROW_BYTES;
		n++;
	}
	drop_rows(&now);
	return bytes;
}

/* The same, without the rows of a key that is marked. */
static size_t
weigh_marked(struct term *term, const char *key, bool *whole)
{
	bool brings = key[0] == '~', turns = key[0] == '^';
	struct rows before;
	size_t cost, rows = 0;

	take_rows(term, &before);
	cost = weigh(term, key + (brings || turns), whole);
	if (brings || turns)
		rows = row_bytes(term, &before, turns);
	drop_rows(&before);
	return cost > rows ? cost - rows : 0;
}

struct weights {
	size_t keys, all, most, dear;
};

static void
weigh_page(size_t i, const char *type, struct weights *weights)
{
	char *list = strdup(pages[i].keys), *rest = list, *key;
	const char *const env[] = {type, NULL};
	struct term *term =
		start(pages[i].page, pages[i].rows, pages[i].columns, env);
	size_t cost;
	bool whole;

	while ((key = strsep(&rest, "|")) != NULL) {
		cost = weigh_marked(term, key, &whole);
		if (cost > MOST_BYTES || whole) {
			print_error("%s, %s at %dx%d, '%s': %zu bytes\n", type,
				    pages[i].page, pages[i].columns,
				    pages[i].rows, key, cost);
			weights->dear++;
		}
		weights->most = cost > weights->most ? cost : weights->most;
		weights->all += cost;
		weights->keys++;
	}
	free(list);
	term_free(term);
}

static void
weigh_all(const char *type)
{
	struct weights weights = {0};
	size_t i;

	for (i = 0; i < COUNT(pages); i++)
		weigh_page(i, type, &weights);
	print_message("%s, %zu keys: %zu bytes a key, %zu at most\n", type,
		      weights.keys, weights.all / weights.keys, weights.most);
	assert_int_equal(weights.dear, 0);
}

static void
a_key_costs_little(void **state)
{
	weigh_all("TERM=xterm-256color");
}

static void
on_other_terminals_too(void **state)
{
	weigh_all("TERM=linux");
	weigh_all("TERM=tmux-256color");
	weigh_all("TERM=vt220");
}

static void
only_ctrl_l_and_a_resize_draw_it_all(void **state)
{
	struct term *term = start("one", 24, 80, NULL);
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
	struct term *term = start("one", 24, 80, NULL);
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
		cmocka_unit_test(on_other_terminals_too),
		cmocka_unit_test(only_ctrl_l_and_a_resize_draw_it_all),
		cmocka_unit_test(escape_alone_is_not_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
