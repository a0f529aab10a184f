/* Codes as people write, read and paste them, through both front ends. */
#include "tests/test.h"

#include <ctype.h>
#include <sys/stat.h>

#include "survey/run.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

/* ---- ways to write one ---- */

typedef void writing(char c, size_t i, char *out);

static void
as_it_is(char c, size_t i, char *out)
{
	(void)i;
	snprintf(out, 8, "%c", c);
}

static void
small_and_together(char c, size_t i, char *out)
{
	(void)i;
	snprintf(out, 8, "%.*s", c != '-', (char[]){(char)tolower(c), '\0'});
}

/* What is taken for another, by capitals and small letters in turn. */
static void
mistaken(char c, size_t i, char *out)
{
	if (c == '0')
		c = i % 2 == 0 ? 'O' : 'o';
	else if (c == '1')
		c = i % 2 == 0 ? 'I' : 'l';
	as_it_is(c, i, out);
}

static void
spaced(char c, size_t i, char *out)
{
	(void)i;
	snprintf(out, 8, " %c", c == '-' ? ' ' : tolower(c));
}

/* As a document has it. */
static void
printed(char c, size_t i, char *out)
{
	as_it_is(c, i, out);
	if (c == '-')
		snprintf(out, 8, "\u2011\u00a0");
}

static void
with_a_stranger(char c, size_t i, char *out)
{
	as_it_is(i == 3 ? 'U' : c, i, out);
}

static void
with_an_accent(char c, size_t i, char *out)
{
	if (i == 3)
		snprintf(out, 8, "\u00c9");
	else
		as_it_is(c, i, out);
}

static void
cut_off(char c, size_t i, char *out)
{
	as_it_is(c, i, out);
	if (i == 0)
		out[0] = '\0';
}

static const struct {
	const char *what;
	writing *write;
	bool pasted, good;
} ways[] = {
	{"as printed", as_it_is, false, true},
	{"small letters without hyphens", small_and_together, false, true},
	{"O for 0, I and l for 1", mistaken, false, true},
	{"blanks instead of hyphens", spaced, false, true},
	{"pasted with a newline", as_it_is, true, true},
	{"pasted with printed hyphens", printed, true, true},
	{"a letter that no code has", with_a_stranger, false, false},
	{"a letter with an accent", with_an_accent, false, false},
	{"one too few", cut_off, false, false},
};

static void
write_code(const char *code, writing *write, char out[128])
{
	char one[8];
	size_t i, n = 0;

	out[0] = '\0';
	for (i = 0; code[i] != '\0'; i++) {
		write(code[i], i, one);
		n += (size_t)snprintf(out + n, 128 - n, "%s", one);
		assert_true(n < 128);
	}
}

/* ---- a person at the start ---- */

struct person {
	struct made_wave made;
	struct term *term;
	bool lines;
};

static void
person_start(struct person *p)
{
	char *program = test_program("conduct-survey");
	const char *argv[] = {program, p->made.path, p->lines ? "--line" : NULL,
			      NULL};

	p->term = term_start(24, 80, argv, NULL);
	free(program);
}

static void
enter(const struct person *p, const char *typed, bool pasted)
{
	bool marked = pasted && !p->lines;

	if (marked)
		term_send(p->term, "\033[200~");
	term_send(p->term, typed);
	term_send(p->term, marked ? "\r\033[201~\r" : "\r");
}

/* All wrong ways, one after the other, then a right one, which takes the
 * place of what was typed last. */
static void
try_codes(struct person *p, const char *code, size_t right, const char *refused,
	  const char *next)
{
	char typed[128];
	size_t i;

	for (i = 0; i < COUNT(ways); i++) {
		if (ways[i].good)
			continue;
		write_code(code, ways[i].write, typed);
		enter(p, typed, ways[i].pasted);
		term_wait_text(p->term, refused, ways[i].what);
		term_settle(p->term);
	}
	write_code(code, ways[right].write, typed);
	enter(p, typed, ways[right].pasted);
	term_wait_text(p->term, next, ways[right].what);
}

/* 0 and 1 are in it, which are mistaken. */
static bool
has_both(const char *code)
{
	return strchr(code, '0') != NULL && strchr(code, '1') != NULL;
}

static void
slip_by(const char *dir, bool lines, size_t right)
{
	struct person p = {.lines = lines};
	size_t i;

	made_wave_init(&p.made, dir, form_small, 100, 100);
	for (i = 0; i + 1 < p.made.n_codes && !has_both(p.made.code[i]); i++)
		;
	person_start(&p);
	term_wait_text(p.term, lines ? "Type start" : "[ Start ]", "welcome");
	term_keys(p.term, lines ? "start\r" : "\r");
	term_wait_text(p.term, "Code (12 letters", "asked");
	try_codes(&p, p.made.code[i], right, "This is not a slip's code",
		  "Do you use any");
	term_free(p.term);
	made_wave_release(&p.made);
}

static void
slips_are_read_as_they_are_written(void **state)
{
	size_t i;

	for (i = 0; i < 2 * COUNT(ways); i++) {
		char name[16], *dir;

		if (!ways[i / 2].good)
			continue;
		snprintf(name, sizeof name, "%zu", i);
		dir = test_path(*state, name);
		assert_int_equal(mkdir(dir, 0700), 0);
		slip_by(dir, i % 2 == 0, i / 2);
		free(dir);
	}
}

/* ---- the way back ---- */

/* Answers one question and stops. */
static void
leave_an_answer(struct person *p, char code[CODE_TEXT_BYTES])
{
	const char *words = "Your way-back code: ", *at;

	p->lines = true;
	person_start(p);
	term_wait_text(p->term, "return or leave:", "the start");
	at = strstr(term_screen(p->term), words);
	assert_non_null(at);
	snprintf(code, CODE_TEXT_BYTES, "%.11s", at + strlen(words));
	term_keys(p->term, "start\r");
	term_wait_text(p->term, "for help:", "a question");
	term_keys(p->term, "1\rstop\rleave\r");
	assert_int_equal(term_end(p->term), EXIT_STOPPED);
	term_free(p->term);
}

static void
way_backs_are_read_as_they_are_written(void **state)
{
	char code[CODE_TEXT_BYTES];
	struct person p;
	size_t i;

	made_wave_init(&p.made, *state, form_small, 0, 5);
	leave_an_answer(&p, code);
	for (i = 0; i < 2 * COUNT(ways); i++) {
		if (!ways[i / 2].good)
			continue;
		p.lines = i % 2 == 0;
		person_start(&p);
		term_wait_text(p.term,
			       p.lines ? "return or leave:" : "[ Start ]",
			       "welcome");
		term_keys(p.term, p.lines ? "return\r" : "<Tab><Tab>\r");
		term_wait_text(p.term, "Way-back code (10 letters", "asked");
		try_codes(&p, code, i / 2, "This is not a way-back code",
			  "How many hours");
		term_free(p.term);
	}
	made_wave_release(&p.made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(slips_are_read_as_they_are_written),
		IN_A_FOLDER(way_backs_are_read_as_they_are_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
