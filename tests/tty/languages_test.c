/* The full screen in Welsh and in the made-up language, at three sizes, and
 * from one language to another. */
#include "tests/test.h"

#include <signal.h>
#include <sys/stat.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "survey/run.h"
#include "survey/words.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

/* ---- a session ---- */

struct session {
	struct made_wave made;
	struct term *term;
};

/* form_every_type, its Welsh given out as the language of this code. */
static char *
form_in(const char *code)
{
	static const char welsh[] = "(cy)";
	struct text t = TEXT_INIT;
	const char *s = form_every_type, *at;

	for (; (at = strstr(s, welsh)) != NULL; s = at + strlen(welsh)) {
		text_add_n(&t, s, (size_t)(at - s));
		text_addf(&t, "(%s)", code);
	}
	text_add(&t, s);
	return text_take(&t);
}

static void
session_start(struct session *s, const char *dir, const char *name,
	      const char *code, int rows, int columns)
{
	char *program = test_program("conduct-survey"), *form = form_in(code);
	char *own = test_path(dir, name), *catalogues = test_program("locale");
	const char *argv[] = {program, "--language", code, NULL, NULL};

	words_look_in(catalogues);
	assert_true(words_use(code));
	assert_int_equal(mkdir(own, 0700), 0);
	made_wave_init(&s->made, own, form, 0, 5);
	argv[3] = s->made.path;
	s->term = term_start(rows, columns, argv, NULL);
	free(program);
	free(form);
	free(own);
	free(catalogues);
}

static void
session_release(struct session *s)
{
	term_free(s->term);
	made_wave_release(&s->made);
	words_use("en");
}

/* Up to the second blank: what stays in one line in any window. */
static void
wait_word(struct session *s, enum word w)
{
	const char *said = word(w);
	size_t n = strcspn(said, " ");
	char *first;

	n += said[n] ? 1 + strcspn(said + n + 1, " ") : 0;
	first = mem_copy_n(said, n);
	term_wait_text(s->term, first, word_name(w));
	free(first);
}

/* ---- all the way ---- */

static const struct {
	const char *text; /* of the form; NULL: the client's, in `word` */
	enum word word;
	const char *keys;
} steps[] = {
	{NULL, WORD_TUI_KEY_ENTER_CHOOSE, "<Enter>"},
	{"Croeso.", 0, "<Enter>"},
	{"Pa mor aml?", 0, "2<Enter>"},
	{"Beth helpodd?", 0, "12<Enter>"},
	{"Rhowch mewn trefn", 0, "<Down>1<Enter>"},
	{NULL, WORD_KEPT, ""},
	{"Rhif cyfan", 0, "12<Enter>"},
	{NULL, WORD_TUI_NUMBER, "2.5<Enter>"},
	{"O un i bump", 0, "5<Enter>"},
	{"Pa ddiwrnod?", 0, "14<Tab>3<Tab>2027<Enter>"},
	{"Mewn gair", 0, "t\305\267<Enter>"},
	{"Mwy o eiriau", 0, "un<Enter>dau<C-n>"},
	{"Rwyf wedi darllen", 0, " <Enter>"},
	{NULL, WORD_REVIEW_HEADING, "<C-n><Enter>"},
	{NULL, WORD_SENT_NEXT, "<Enter>"},
};

static void
goes_all_the_way(void **state)
{
	static const struct {
		const char *name, *code;
		int rows, columns;
	} cases[] = {
		{"Welsh, small", "cy", 12, 40},
		{"Welsh", "cy", 24, 80},
		{"Welsh, large", "cy", 50, 132},
		{"made up, small", "qps", 12, 40},
		{"made up", "qps", 24, 80},
		{"made up, large", "qps", 50, 132},
	};
	char **response;
	size_t i, k, n;

	for (i = 0; i < COUNT(cases); i++) {
		struct session s;

		session_start(&s, *state, cases[i].name, cases[i].code,
			      cases[i].rows, cases[i].columns);
		for (k = 0; k < COUNT(steps); k++) {
			if (steps[k].text)
				term_wait_text(s.term, steps[k].text,
					       cases[i].name);
			else
				wait_word(&s, steps[k].word);
			term_keys(s.term, steps[k].keys);
		}
		assert_int_equal(term_end(s.term), EXIT_SENT);
		response = made_responses(&s.made, &n);
		assert_int_equal(n, 1);
		assert_has(response[0],
			   "\"often\":\"weekly\",\"helped\":\"course reading\"",
			   cases[i].name);
		assert_has(response[0], "\"day\":\"2027-03-14\"",
			   cases[i].name);
		assert_has(response[0], "\"short\":\"t\305\267\"",
			   cases[i].name);
		made_responses_free(response, n);
		session_release(&s);
	}
}

/* ---- how it looks ---- */

static const char large[] =
	"Every type                                         "
	"              Cwestiwn 2 o 10\n"
	"Pethau cyntaf                                      "
	"            tua 1 funud ar \303\264l\n"
	"\n"
	"Beth helpodd?\n"
	"Dewiswch bob un sy'n berthnasol.\n"
	"\n"
	"> [ ] 1  Cwrs\n"
	"  [ ] 2  Darllen\n"
	"      neu\n"
	"  [ ] 3  Dim un\n"
	"\n"
	"  0 wedi'u dewis.\n"
	"\n"
	"  [ Parhau ]\n"
	"\n"
	"\n"
	"\n"
	"\n"
	"\n"
	"\n"
	"\n"
	"\n"
	"Wedi'i gadw. Heb ei anfon eto.\n"
	"Saethau symud  Bylchwr neu 1-3 ticio  Enter parhau "
	" b n\303\264l  ? cymorth  s stopio\n";

static const char small[] = "Every type               Cwestiwn 1 o 10\n"
			    "Pethau cyntaf          tua 1 funud ar \303\264l\n"
			    "Pa mor aml?\n"
			    "Think of last month. Dewiswch un ateb.\n"
			    "> ( ) 1  Bob dydd\n"
			    "  ( ) 2  Bob wythnos\n"
			    "      neu\n"
			    "  ( ) 3  Ddim yn gwybod\n"
			    "  [ Parhau ]\n"
			    "Dim byd wedi'i ddewis eto. Mae'r bylchwr\n"
			    "yn dewis 'Bob dydd'. Enter eto i hepgor.\n"
			    "Enter parhau  b n\303\264l  ? cymorth  s stopio\n";

static bool
stands_there(struct term *term, void *expected)
{
	return strcmp(term_screen(term), expected) == 0;
}

static void
wait_screen(struct term *term, const char *expected)
{
	if (!term_wait_until(term, stands_there, (void *)expected))
		fail_msg("not so:\n%sbut:\n%s", expected, term_screen(term));
}

static void
looks_so_in_welsh(void **state)
{
	struct session s;

	session_start(&s, *state, "large", "cy", 24, 80);
	term_wait_text(s.term, "> [ Dechrau ]", "start");
	term_keys(s.term, "<Enter><Enter>2<Enter>");
	wait_screen(s.term, large);
	session_release(&s);
	session_start(&s, *state, "small", "cy", 12, 40);
	term_wait_text(s.term, "> [ Dechrau ]", "start");
	term_keys(s.term, "<Enter><Enter><Enter>");
	wait_screen(s.term, small);
	session_release(&s);
}

/* ---- from one to another ---- */

static void
another_language_keeps_the_answers(void **state)
{
	struct session s;

	session_start(&s, *state, "w", "cy", 24, 80);
	term_wait_text(s.term, "> [ Dechrau ]", "start");
	term_keys(s.term, "<Enter><Enter>2<Enter>");
	term_wait_text(s.term, "Beth helpodd?", "in Welsh");
	term_keys(s.term, "12<C-e>");
	term_wait_text(s.term, "Dewiswch eich iaith", "the languages");
	term_keys(s.term, "1<Enter>");
	term_wait_text(s.term, "What helped you?", "in English");
	term_wait_text(s.term, "Kept. Not sent yet.", "in English");
	term_wait_text(s.term, "2 selected.", "in English");
	term_wait_text(s.term, "b back  ? help  s stop", "in English");
	term_wait_gone(s.term, "stopio", "Welsh");
	term_keys(s.term, "b");
	term_wait_text(s.term, "(*) 2  Every week", "the answer before");
	term_keys(s.term, "<C-e>");
	term_wait_text(s.term, "Choose your language", "the languages");
	term_keys(s.term, "2<Enter>");
	term_wait_text(s.term, "(*) 2  Bob wythnos", "in Welsh again");
	term_wait_text(s.term, "Wedi'i gadw.", "in Welsh again");
	session_release(&s);
}

/* Who asked is killed: the one beside speaks the person's language. */
static void
the_last_word_is_in_the_language(void **state)
{
	struct session s;

	session_start(&s, *state, "w", "cy", 24, 80);
	term_wait_text(s.term, "> [ Dechrau ]", "start");
	assert_int_equal(kill(term_child(s.term), SIGKILL), 0);
	term_wait_text(s.term, "Daeth yr arolwg i ben oherwydd nam", "killed");
	assert_int_equal(term_end(s.term), 128 + SIGKILL);
	session_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(goes_all_the_way),
		IN_A_FOLDER(looks_so_in_welsh),
		IN_A_FOLDER(another_language_keeps_the_answers),
		IN_A_FOLDER(the_last_word_is_in_the_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
