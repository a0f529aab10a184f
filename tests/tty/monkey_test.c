/*
 * Random keys and resizes: whatever is typed, the screen stays whole and the
 * program ends only in ways that a person can ask for.
 *
 * KEYS keys, RESIZES resizes, from SEED on; `make monkey`.
 */
#include "tests/test.h"

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "survey/words.h"
#include "tests/support/demo.h"

enum {
	KEYS = 100000,
	RESIZES = 500,
	BURST = 100,
	IDLE_BURSTS = 200, /* one in so many is watched for longer */
	IDLE = 200,	   /* milliseconds */
	SIZE_KEYS = 100
};

static const char *const keys[] = {
	"<Up>",
	"<Down>",
	"<Down>",
	"<Left>",
	"<Right>",
	"<Home>",
	"<End>",
	"<PageUp>",
	"<PageDown>",
	"<Tab>",
	"<Tab>",
	"<BackTab>",
	"<Enter>",
	"<Enter>",
	"<Esc>",
	"<Backspace>",
	"<Delete>",
	"<F1>",
	"<C-n>",
	"<C-p>",
	"<C-l>",
	"<C-o>",
	"<C-e>",
	"<C-g>",
	"<C-Left>",
	"<C-Right>",
	" ",
	" ",
	"1",
	"2",
	"3",
	"4",
	"9",
	"0",
	"a",
	"b",
	"h",
	"l",
	"r",
	"?",
	"\u0175",
	"w\u0302",
	"\u4f60",
	"\U0001F600",
	"\u200d",
	"\u0300",
	"<Paste>",
	"</Paste>",
	"<Paste>a\rb</Paste>",
	"/",
	"off",
	"<C-u>",
	"\x1f",
	"\033u",
	"long text that goes on and on, to be wrapped somewhere ",
	"\xff",
	"\xc3",
	"\x80",
	"\033",
	"\033[",
	"\033[1;",
	"\033O",
	"\033[999~",
	"\033[200",
	"\x13",
	"\x11",
	"\x1c",
	"\x1a",
	"\x04",
};

/* These are whole: nothing is waited for after them. */
static const char *const whole_keys[] = {
	"<Up>",	      "<Down>", "<Home>",    "<End>",	 "<PageUp>",
	"<PageDown>", "<Tab>",	"<BackTab>", "<Enter>",	 "<C-n>",
	"<C-p>",      "<C-l>",	"<C-o>",     "<Delete>", "<Backspace>",
	" ",	      "1",	"2",	     "5",	 "?",
	"h",	      "b",	"x",	     "ŵ",	 "a word ",
};

/* Now and then a way out. */
static const char *const ways_out[] = {"s", "t", "<C-x>", "<C-c>", "<C-t>"};

static const char *const pages[] = {
	"one",	   "many",	  "rank",      "list",	      "twelve",
	"tall",	   "wide",	  "integer",   "range",	      "text",
	"lines",   "date",	  "note",      "acknowledge", "fixed",
	"wrong",   "wrong-date",  "welcome",   "code",	      "wrong-code",
	"review",  "language",	  "languages", "sure",	      "wrong-sure",
	"table",   "wrong-table", "apart",     "trouble",     "required",
	"decimal", "single",	  "bare",      "start",
};

/* Other than those of the golden screens. */
static const int sizes[][2] = {
	{13, 41},  {24, 40}, {12, 80},	{8, 30},    {1, 1},
	{3, 5},	   {60, 40}, {12, 132}, {100, 300}, {16, 60},
	{24, 79},  {25, 81}, {24, 59},	{24, 61},   {12, 52},
	{200, 40}, {43, 80}, {25, 100}, {30, 72},   {11, 40},
};

static uint32_t state_of_chance;

static size_t
chance(size_t n)
{
	state_of_chance = state_of_chance * 1664525 + 1013904223;
	return (state_of_chance >> 8) % n;
}

/* With all pages, from any of them on. */
static struct term *
start(int rows, int columns)
{
	struct text list = TEXT_INIT;
	struct term *term;
	size_t i, from = chance(COUNT(pages));

	for (i = 0; i < COUNT(pages); i++)
		text_addf(&list, "%s%s", i > 0 ? " " : "",
			  pages[(from + i) % COUNT(pages)]);
	term = demo_start(rows, columns, text_get(&list), NULL);
	text_release(&list);
	term_settle(term);
	return term;
}

/* Printable; borrowed until the next call. */
static const char *
last_output(struct term *term)
{
	static char last[512];
	const char *output;
	size_t n, i, used = 0;

	output = term_output(term, &n);
	for (i = n > 100 ? n - 100 : 0; i < n; i++)
		used += (size_t)snprintf(last + used, sizeof(last) - used,
					 output[i] >= ' ' && output[i] <= '~'
						 ? "%c"
						 : "\\x%02x",
					 (unsigned char)output[i]);
	return last;
}

static const char *
last_of(const char *output, const char *what)
{
	const char *last = output, *at = output;

	while ((at = strstr(at, what)) != NULL)
		last = at++;
	return last;
}

/* By the bytes: what is typed while it ends is echoed between them, and no
 * emulator can make sense of that. */
static bool
is_given_back(struct term *term)
{
	size_t n;
	const char *output = term_output(term, &n);

	return last_of(output, "?1049l") > last_of(output, "?1049h") &&
		last_of(output, "?25h") >= last_of(output, "?25l");
}

/* The ways to end that front_demo has, and their codes. */
static void
check_end(struct term *term)
{
	int status = term_end(term);

	if (status != 0 && status != 3 && status != 6) {
		print_error("ended with %d:\n%s", status, term_screen(term));
		fail();
	}
	if (!is_given_back(term))
		fail_msg("the terminal is not given back: ends with %s",
			 last_output(term));
}

/* ---- what must hold whenever nothing more comes ---- */

static void
complain(struct term *term, const char *what, int row)
{
	int rows, columns, i;

	term_cursor(term, &rows, &columns);
	print_error("%s: row %d, cursor at %d, %d\n", what, row, rows, columns);
	term_size(term, &rows, &columns);
	print_error("of %d, %d\n", rows, columns);
	for (i = 0; i < rows; i++)
		if (*term_row(term, i))
			print_error("%3d|%s|\n", i, term_row(term, i));
	fail_msg("%s", what);
}

static bool
is_marked(const char *row)
{
	return strncmp(row, "> ", 2) == 0 || strcmp(row, ">") == 0;
}

/* The mark of a button that is not the first in its row, too. */
static bool
has_mark(const char *row)
{
	return is_marked(row) || strstr(row, " > [ ") != NULL;
}

static int
count_marks(struct term *term, int rows)
{
	int row, marks = 0;

	for (row = 0; row < rows; row++)
		marks += has_mark(term_row(term, row));
	return marks;
}

/* The cursor is at the mark, or in the field that it is typed into. */
static void
check_cursor(struct term *term, int rows, int columns)
{
	int row, column, marks = count_marks(term, rows);
	const char *line;

	term_cursor(term, &row, &column);
	if (row < 0 || row >= rows || column < 0 || column >= columns)
		complain(term, "the cursor is outside", row);
	if (!term_cursor_visible(term))
		complain(term, "the cursor is hidden", row);
	if (marks > 1)
		complain(term, "more than one mark", row);
	line = term_row(term, row);
	if (marks == 1 && !has_mark(line) &&
	    !term_look(term, row, column).underline &&
	    !(column > 0 && term_look(term, row, column - 1).underline))
		complain(term, "the cursor is not on the focus", row);
	if (marks == 0 && column == 3 &&
	    (strncmp(line, "  (", 3) == 0 || strncmp(line, "  [", 3) == 0))
		complain(term, "the cursor is on no mark", row);
}

/* ---- nothing is cut at the edge ---- */

/* The words of all pages, sorted, each once. */
static struct {
	char **word;
	size_t n, room;
} vocabulary;

static const char marks[] = " \n.,:;?!'\"()[]<>*_|";

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
learn(const char *text)
{
	size_t n;

	for (; *(text += strspn(text, marks)); text += n) {
		n = strcspn(text, marks);
		vocabulary.word =
			mem_room(vocabulary.word, &vocabulary.room,
				 vocabulary.n + 1, sizeof(*vocabulary.word));
		vocabulary.word[vocabulary.n++] = mem_copy_n(text, n);
	}
}

static void
learn_all(void)
{
	enum word w;
	size_t i;

	for (w = 0; w < WORD_COUNT; w++) {
		learn(word_english(w, 1));
		learn(word_english(w, 2));
	}
	for (i = 0; i < COUNT(pages); i++) {
		struct term *term = demo_start(260, 200, pages[i], NULL);

		term_settle(term);
		learn(term_screen(term));
		term_keys(term, "<F1>");
		term_settle(term);
		learn(term_screen(term));
		term_free(term);
	}
	qsort(vocabulary.word, vocabulary.n, sizeof(*vocabulary.word), by_text);
}

static void
forget_all(void)
{
	while (vocabulary.n > 0)
		free(vocabulary.word[--vocabulary.n]);
	free(vocabulary.word);
}

/* The last word of a row is one; numbers are. */
static bool
ends_with_a_word(const char *row)
{
	size_t n = strlen(row), from;
	char *last;
	bool known;

	while (n > 0 && strchr(marks, row[n - 1]) != NULL)
		n--;
	for (from = n; from > 0 && strchr(marks, row[from - 1]) == NULL;)
		from--;
	last = mem_copy_n(row + from, n - from);
	known = last[strspn(last, "0123456789-/+=%")] == '\0' ||
		bsearch(&last, vocabulary.word, vocabulary.n, sizeof(char *),
			by_text) != NULL;
	free(last);
	return known;
}

/* "7 answer: what was typed", as the demo says it. */
static bool
is_what_was_typed(const char *row)
{
	static const char *const replies[] = {
		" answer:", " back:",	" review:", " language:",
		" more:",   " change:", " send:",   " again:",
		" leave:",  " end:",	" skip:",   " go on:",
	};
	size_t i;

	for (i = 0; i < COUNT(replies); i++)
		if (strstr(row, replies[i]) != NULL)
			return true;
	return false;
}

/* What reaches the last column ends there with a whole word; but for fields,
 * and what the demo says was typed, which may be anything. */
static void
check_edge(struct term *term, int rows, int columns)
{
	int row;

	if (columns < 40 || rows < 12)
		return;
	for (row = 0; row < rows; row++) {
		if (is_what_was_typed(term_row(term, row)))
			return;
		if (term_width(term, row) >= columns &&
		    !term_look(term, row, columns - 1).underline &&
		    !ends_with_a_word(term_row(term, row)))
			complain(term, "a row is cut at the edge", row);
	}
}

static void
check_screen(struct term *term, int rows, int columns)
{
	check_cursor(term, rows, columns);
	check_edge(term, rows, columns);
}

/* Nothing is written while nothing happens. */
static void
check_idle(struct term *term)
{
	size_t before;

	term_wait_quiet(term);
	term_wait_quiet(term);
	before = term_bytes(term);
	term_idle(term, IDLE);
	if (term_bytes(term) != before)
		complain(term, "something is written by itself", 0);
}

/* ---- monkeys ---- */

static size_t
from_environment(const char *name, size_t otherwise)
{
	const char *s = getenv(name);

	return s && *s ? (size_t)strtoul(s, NULL, 10) : otherwise;
}

struct monkey {
	struct term *term; /* NULL: to be started */
	int rows, columns;
	size_t starts;
};

static void
sit_down(struct monkey *m, int rows, int columns)
{
	if (m->term == NULL) {
		m->term = start(rows, columns);
		m->rows = rows;
		m->columns = columns;
		m->starts++;
	}
}

static bool
is_up_or_ended(struct term *term, void *ctx)
{
	(void)ctx;
	term_screen(term);
	return term_on_alternate_screen(term) || !term_is_running(term);
}

/* After something was typed: true where it goes on. */
static bool
look(struct monkey *m)
{
	term_settle(m->term);
	/* One that has given the terminal back is about to end, or has only
	 * begun: it does so once before it draws. */
	term_wait_until(m->term, is_up_or_ended, NULL);
	if (term_is_running(m->term) && term_on_alternate_screen(m->term)) {
		check_screen(m->term, m->rows, m->columns);
		return true;
	}
	check_end(m->term);
	term_free(m->term);
	m->term = NULL;
	return false;
}

static void
type_a_burst(struct monkey *m, size_t n)
{
	const char *key;

	while (n-- > 0) {
		key = chance(200) == 0 ? ways_out[chance(COUNT(ways_out))]
				       : keys[chance(COUNT(keys))];
		term_keys(m->term, key);
	}
}

static void
survives_random_keys(void **state)
{
	size_t n = from_environment("KEYS", KEYS), typed, bursts = 0, size;
	struct monkey m = {NULL, 0, 0, 0};

	state_of_chance = (uint32_t)from_environment("SEED", 1);
	for (typed = 0; typed < n; typed += BURST) {
		/* libvterm 0.1.4 crashes at a wide character that is echoed
		 * in a window of one column. */
		size = chance(2 * COUNT(sizes));
		if (size >= COUNT(sizes) || sizes[size][1] < 30)
			sit_down(&m, 24, 80);
		else
			sit_down(&m, sizes[size][0], sizes[size][1]);
		type_a_burst(&m, BURST);
		if (look(&m) && ++bursts % IDLE_BURSTS == 0)
			check_idle(m.term);
	}
	term_free(m.term);
	print_message("%zu keys in %zu sessions\n", typed, m.starts);
}

static void
is_whole_at_twenty_sizes(void **state)
{
	size_t i, typed;

	state_of_chance = (uint32_t)from_environment("SEED", 1);
	for (i = 0; i < COUNT(sizes); i++) {
		struct monkey m = {NULL, 0, 0, 0};

		for (typed = 0; typed < SIZE_KEYS; typed++) {
			sit_down(&m, sizes[i][0], sizes[i][1]);
			term_keys(m.term,
				  whole_keys[chance(COUNT(whole_keys))]);
			look(&m);
		}
		if (m.term != NULL)
			check_idle(m.term);
		term_free(m.term);
	}
}

/* As somebody does who drags a window's edge and types meanwhile. */
static void
survives_random_resizes(void **state)
{
	size_t n = from_environment("RESIZES", RESIZES), i, keys_between;
	struct monkey m = {NULL, 0, 0, 0};

	state_of_chance = (uint32_t)from_environment("SEED", 1);
	for (i = 0; i < n; i++) {
		sit_down(&m, 24, 80);
		m.rows = 1 + (int)chance(chance(4) == 0 ? 100 : 30);
		m.columns = 1 + (int)chance(chance(4) == 0 ? 300 : 100);
		term_resize_settled(m.term, m.rows, m.columns);
		if (!look(&m))
			continue;
		for (keys_between = chance(4); keys_between > 0; keys_between--)
			term_keys(m.term,
				  whole_keys[chance(COUNT(whole_keys))]);
		look(&m);
	}
	if (m.term != NULL) {
		term_resize_settled(m.term, m.rows = 24, m.columns = 80);
		if (look(&m))
			check_idle(m.term);
	}
	term_free(m.term);
	print_message("%zu resizes in %zu sessions\n", n, m.starts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_whole_at_twenty_sizes),
		cmocka_unit_test(survives_random_resizes),
		cmocka_unit_test(survives_random_keys),
	};

	int failed;

	term_keep_output();
	learn_all();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	forget_all();
	return failed;
}
