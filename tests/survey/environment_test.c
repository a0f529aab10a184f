/* Which variables are kept, as what; and that nothing else is left. */
#include "tests/test.h"

#include <unistd.h>

#include "survey/environment.h"

static const struct {
	const char *what, *name, *value;
	const char *kept; /* NULL: dropped */
} cases[] = {
	{"the path", "PATH", "/usr/bin:/bin", "/usr/bin:/bin"},
	{"no colours", "NO_COLOR", "1", "1"},
	{"plain lines", "ACCESSIBLE", "1", "1"},
	{"ours", "CONDUCT_ACCESSIBLE", "1", "1"},
	{"a terminal", "TERM", "xterm-256color", "xterm-256color"},
	{"a terminal with a plus", "TERM", "xterm+256color", "xterm+256color"},
	{"a terminal that is a path", "TERM", "../../tmp/x", "dumb"},
	{"a terminal that begins with a dot", "TERM", ".x", "dumb"},
	{"a terminal with a blank", "TERM", "x y", "dumb"},
	{"no terminal", "TERM", "", "dumb"},
	{"a terminal of 41 letters", "TERM",
	 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx",
	 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx"},
	{"a terminal of 42 letters", "TERM",
	 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddxx", "dumb"},
	{"a UTF-8 locale", "LC_ALL", "cy_GB.UTF-8", "cy_GB.UTF-8"},
	{"in small letters", "LC_ALL", "cy_GB.utf8", "cy_GB.utf8"},
	{"with a variant", "LC_CTYPE", "ca_ES.UTF-8@valencia",
	 "ca_ES.UTF-8@valencia"},
	{"another set of characters", "LC_ALL", "en_GB.ISO-8859-1", "C.UTF-8"},
	{"the plain locale", "LC_ALL", "C", "C.UTF-8"},
	{"a locale that is a path", "LC_ALL", "../../x.UTF-8", "C.UTF-8"},
	{"two sets", "LC_ALL", "x.UTF-8.y", "C.UTF-8"},
	{"an empty locale is none", "LC_ALL", "", NULL},
	{"a language", "LANG", "en_GB.UTF-8", "en_GB.UTF-8"},
	{"no language", "LANG", "", "C.UTF-8"},
	{"messages", "LC_MESSAGES", "cy_GB.UTF-8", "cy_GB.UTF-8"},
	{"a category that there is not", "LC_EVIL", "C.UTF-8", NULL},
	{"numbers keep their point", "LC_NUMERIC", "de_DE.UTF-8", NULL},
	{"a zone", "TZ", "Europe/London", "Europe/London"},
	{"a zone by its rule", "TZ", "CET-1CEST,M3.5.0,M10.5.0/3",
	 "CET-1CEST,M3.5.0,M10.5.0/3"},
	{"a zone that is a file", "TZ", "/tmp/zone", NULL},
	{"a zone that is a file, with a colon", "TZ", ":/tmp/zone", NULL},
	{"a zone elsewhere", "TZ", "Europe/../../tmp/x", NULL},
	{"where terminals are described", "TERMINFO", "/tmp", NULL},
	{"the same", "TERMINFO_DIRS", "/tmp", NULL},
	{"a description itself", "TERMCAP", "x:co#1:", NULL},
	{"how long Esc waits", "ESCDELAY", "9999", NULL},
	{"rows", "LINES", "1", NULL},
	{"columns", "COLUMNS", "1", NULL},
	{"libraries", "LD_PRELOAD", "/tmp/x.so", NULL},
	{"catalogues", "NLSPATH", "/tmp/%N", NULL},
	{"locales", "LOCPATH", "/tmp", NULL},
	{"a home", "HOME", "/tmp", NULL},
	{"a temporary folder", "TMPDIR", "/tmp", NULL},
	{"the command of a login", "SSH_ORIGINAL_COMMAND", "sh", NULL},
	{"almost ours", "CONDUCT", "1", NULL},
};

static void
keeps_only_what_is_fit(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		clearenv();
		setenv(cases[i].name, cases[i].value, 1);
		environment_clean();
		assert_text(getenv(cases[i].name), cases[i].kept,
			    cases[i].what);
	}
}

/* Also what no getenv would find. */
static void
leaves_nothing_else(void **state)
{
	char path[] = "PATH=/bin", none[] = "no value", empty[] = "=x",
	     twice[] = "PATH=/other", evil[] = "EVIL=1";
	char *all[] = {path, none, empty, twice, evil, NULL};
	size_t n;

	environ = all;
	environment_clean();
	for (n = 0; environ[n] != NULL; n++)
		;
	assert_int_equal(n, 3);
	assert_text(getenv("PATH"), "/bin", "the first one");
	assert_text(getenv("LANG"), "C.UTF-8", "a language");
	assert_text(getenv("NCURSES_NO_UTF8_ACS"), "1", "lines in PuTTY");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_only_what_is_fit),
		cmocka_unit_test(leaves_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
