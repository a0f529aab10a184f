/* conduct-survey in Welsh, and in the made-up language that is longer than
 * any: through the real program. */
#include "tests/test.h"

#include "questions/base/text.h"
#include "survey/run.h"
#include "tests/support/make_wave.h"

/* ---- nothing is cut ---- */

static size_t
count_of(const char *s, size_t n, const char *part)
{
	const char *at;
	size_t count = 0;

	for (at = s; (at = strstr(at, part)) != NULL && at < s + n; at++)
		count++;
	return count;
}

/* One screen as it was printed, after the line that names it. */
struct screen {
	const char *name, *s;
	size_t name_bytes, n;
};

static const char *
next_screen(const char *s, struct screen *screen)
{
	s = strstr(s, "== ");
	if (!s)
		return NULL;
	screen->name = s;
	screen->name_bytes = strcspn(s, "\n");
	s += screen->name_bytes;
	screen->s = s;
	s = strstr(s, "\n== ");
	screen->n = s ? (size_t)(s - screen->s) : strlen(screen->s);
	return screen->s + screen->n;
}

static void
fail_on(const struct screen *screen, const char *what)
{
	fail_msg("%s\n%.*s%.*s", what, (int)screen->name_bytes, screen->name,
		 (int)screen->n, screen->s);
}

static void
check_lines(const struct screen *screen, size_t columns)
{
	const char *s = screen->s, *end = s + screen->n;

	while (s < end) {
		size_t n = strcspn(s, "\n");
		char *line = strndup(s, n);

		if (text_width(line) > columns)
			fail_on(screen, line);
		free(line);
		s += n + 1;
	}
}

/* Every sentence stands between guillemets; where a page takes several
 * screens, parts of it stand on two. */
static size_t
check_screens(const char *printed, size_t columns)
{
	struct screen screen;
	size_t whole = 0;

	while ((printed = next_screen(printed, &screen)) != NULL) {
		check_lines(&screen, columns);
		if (count_of(screen.name, screen.name_bytes,
			     "scr\303\253\303"
			     "\253n") > 0)
			continue;
		if (count_of(screen.s, screen.n, "\302\253") !=
		    count_of(screen.s, screen.n, "\302\273"))
			fail_on(&screen, "a sentence is cut");
		whole++;
	}
	return whole;
}

static void
replace(struct text *t, const char *s, const char *old, const char *new)
{
	const char *at;

	for (; (at = strstr(s, old)) != NULL; s = at + strlen(old)) {
		text_add_n(t, s, (size_t)(at - s));
		text_add(t, new);
	}
	text_add(t, s);
}

/* The full form, its Welsh given out as that language. */
static char *
pseudo_form(const char *dir)
{
	char *path = test_path(dir, "form.csv");
	char *form = test_read("questions/bank/full.csv", NULL);
	struct text t = TEXT_INIT;

	replace(&t, form, "Cymraeg (cy)", "Pseudo (qps)");
	test_write(path, text_get(&t));
	free(form);
	text_release(&t);
	return path;
}

static void
nothing_is_cut(void **state)
{
	static const struct {
		const char *size;
		size_t columns, whole;
	} cases[] = {{"132x50", 132, 60}, {"80x24", 80, 60}, {"40x12", 40, 1}};
	char *program = test_program("conduct-survey");
	char *form = pseudo_form(*state);
	struct test_run run;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		const char *argv[] = {program,	"--preview",   "--text",
				      "--size", cases[i].size, "--language",
				      "qps",	form,	       NULL};

		test_run(&run, NULL, argv, NULL);
		assert_int_equal(run.status, 0);
		assert_has(run.out, "\302\253Ch\303\266\303\266s\303\253",
			   "the made-up language");
		assert_case(check_screens(run.out, cases[i].columns) >=
				    cases[i].whole,
			    cases[i].size);
		test_run_release(&run);
	}
	free(program);
	free(form);
}

/* ---- in Welsh, by lines ---- */

struct asked {
	struct made_wave made;
	struct test_run run;
};

static void
ask(struct asked *a, const char *dir, const char *input)
{
	char *program = test_program("conduct-survey");
	const char *argv[] = {program, "--line", "--language",
			      "cy",    NULL,	 NULL};

	made_wave_init(&a->made, dir, form_every_type, 0, 5);
	argv[4] = a->made.path;
	test_run(&a->run, NULL, argv, input);
	free(program);
}

static void
asked_release(struct asked *a)
{
	test_run_release(&a->run);
	made_wave_release(&a->made);
}

static void
is_sent_with(const struct asked *a, const char *answers)
{
	size_t n;
	char **response = made_responses(&a->made, &n);

	assert_int_equal(n, 1);
	assert_has(response[0], answers, "what was sent");
	made_responses_free(response, n);
}

/* Typed in Welsh, with accents and without, and in English. */
static void
takes_its_words_and_the_english_ones(void **state)
{
	static const char input[] = "mwy\n"
				    "yn ol\n"
				    "DECHRAU\n"
				    "\n"
				    "2\n"
				    "yn \303\264l\n"
				    "hepgor\n"
				    "dim\n"
				    "skip\n"
				    "1.5\n"
				    "12\n"
				    "hepgor\n"
				    "7\n"
				    "hepgor\n"
				    "14 rhag 2026\n"
				    "back\n"
				    "1 January 2027\n"
				    "hepgor\n"
				    "hepgor\n"
				    "iawn\n"
				    "?\n"
				    "anfon\n"
				    "gorffen\n";
	static const char *const said[] = {
		"Modd testun plaen. Teipiwch ? am gymorth.",
		"Every type. Tua 2 funud.",
		"dechrau, mwy, dychwelyd, iaith neu gadael: ",
		"Am eich data\n",
		"Fe ddewisoch chi 2, Bob wythnos. Wedi'i gadw. Heb ei anfon",
		"Fe adawoch chi hyn allan. Wedi'i gadw.",
		"Fe ddewisoch chi 3, Dim un.",
		"Problem: Rhowch rif cyfan, er enghraifft 12.",
		"Fe roesoch chi 12.",
		"Problem: Rhowch rif cyfan o 1 i 5.",
		"Fe roesoch chi 14 Rhagfyr 2026.",
		"Eich ateb hyd yma: 14 Rhagfyr 2026.",
		"Fe roesoch chi 1 Ionawr 2027.",
		"Fe roesoch chi Iawn.",
		"Gwiriwch eich atebion cyn eu hanfon",
		"Geiriau sy'n gweithio ym mhobman:",
		"Mae eich atebion wedi'u hanfon",
		"Mawrth 2027.\nCwestiynau nawr? the helpdesk.",
	};
	struct asked a;
	size_t i;

	ask(&a, *state, input);
	if (a.run.status != EXIT_SENT)
		print_message("%s", a.run.out);
	assert_int_equal(a.run.status, EXIT_SENT);
	for (i = 0; i < COUNT(said); i++)
		assert_has(a.run.out, said[i], said[i]);
	is_sent_with(&a, "\"helped\":\"none\"");
	is_sent_with(&a, "\"day\":\"2027-01-01\"");
	is_sent_with(&a, "\"seen\":\"OK\"");
	asked_release(&a);
}

/* No English sentence is left on the way. */
static void
speaks_welsh_alone(void **state)
{
	static const char *const english[] = {
		"Type ", "Your ",     "You ",	" the ",
		"Kept",	 "Question ", "answer", "Press ",
	};
	struct asked a;
	size_t i;

	ask(&a, *state,
	    "mwy\nyn ol\ndechrau\n?\n\nx\n1\n2 1\n3 2 1\n12\n2.5\n3\n"
	    "14 3 2027\ngair\nllinell\n.\niawn\nanfon\ngorffen\n");
	assert_int_equal(a.run.status, EXIT_SENT);
	for (i = 0; i < COUNT(english); i++)
		if (strstr(a.run.out, english[i]) &&
		    strcmp(english[i], " the ") != 0)
			fail_msg("English: %s\n%s", english[i], a.run.out);
	asked_release(&a);
}

static void
changes_its_language_on_the_way(void **state)
{
	static const char *const in_order[] = {
		"Fe ddewisoch chi 1, Bob dydd.",
		"1. English\n2. Cymraeg\nTeipiwch rif o 1 i 2",
		"What helped you?",
		"You chose 2, Reading.",
		"1. English\n2. Cymraeg\nType a number from 1 to 2",
		"Rhowch mewn trefn",
		"Fe ddewisoch chi 3, 2, 1: Caws; Bara; Afalau.",
		"Input ended.",
	};
	struct asked a;
	const char *at;
	size_t i;

	ask(&a, *state,
	    "dechrau\n\n1\niaith\n1\n2\nlanguage\n2\n3 2 1\nlanguage\n1\n");
	assert_int_equal(a.run.status, EXIT_INPUT_ENDED);
	for (at = a.run.out, i = 0; i + 1 < COUNT(in_order); i++) {
		const char *next = strstr(at, in_order[i]);

		if (!next)
			fail_msg("%s\nin:\n%s", in_order[i], at);
		at = next;
	}
	asked_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(nothing_is_cut),
		IN_A_FOLDER(takes_its_words_and_the_english_ones),
		IN_A_FOLDER(speaks_welsh_alone),
		IN_A_FOLDER(changes_its_language_on_the_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
