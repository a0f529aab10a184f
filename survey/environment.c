#include "survey/environment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "questions/base/mem.h"

static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
			      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char digits[] = "0123456789";

enum { TERM_MOST = 41, LOCALE_MOST = 60, ZONE_MOST = 60 };

/* ---- what is fit ---- */

/* Letters, digits and `more` alone. */
static bool
consists_of(const char *s, const char *more)
{
	for (; *s != '\0'; s++)
		if (!strchr(letters, *s) && !strchr(digits, *s) &&
		    !strchr(more, *s))
			return false;
	return true;
}

static bool
any(const char *value)
{
	(void)value;
	return true;
}

/* No file name: a slash would lead terminfo anywhere. */
static bool
is_terminal(const char *value)
{
	return *value != '\0' && !strchr("+._-", *value) &&
		strlen(value) <= TERM_MOST && consists_of(value, "+._-");
}

static bool
is_utf8_locale(const char *value)
{
	const char *set = strchr(value, '.');
	size_t n = set ? strcspn(set, "@") : 0;

	return strlen(value) <= LOCALE_MOST && consists_of(value, "._@-") &&
		((n == 6 && strncasecmp(set, ".UTF-8", n) == 0) ||
		 (n == 5 && strncasecmp(set, ".utf8", n) == 0));
}

/* "Europe/London", "UTC", "CET-1CEST,M3.5.0,M10.5.0/3"; no path. */
static bool
is_zone(const char *value)
{
	return *value != '/' && strlen(value) <= ZONE_MOST &&
		!strstr(value, "..") && consists_of(value, "+-_/,.");
}

static const struct {
	const char *name;
	bool prefix;
	bool (*fits)(const char *value);
	const char *otherwise; /* NULL: dropped */
} kept[] = {
	{"PATH", false, any, NULL},
	{"NO_COLOR", false, any, NULL},
	{"ACCESSIBLE", false, any, NULL},
	{"CONDUCT_", true, any, NULL},
	{"TERM", false, is_terminal, "dumb"},
	{"TZ", false, is_zone, NULL},
	{"LANG", false, is_utf8_locale, "C.UTF-8"},
	{"LC_ALL", false, is_utf8_locale, "C.UTF-8"},
	{"LC_CTYPE", false, is_utf8_locale, "C.UTF-8"},
	{"LC_MESSAGES", false, is_utf8_locale, "C.UTF-8"},
	{"LC_TIME", false, is_utf8_locale, "C.UTF-8"},
};

/* ---- the new one ---- */

/* Its value from now on; NULL: dropped. An empty LANG or LC_ALL is as good as
 * none. */
static const char *
value_of(const char *name, const char *value)
{
	size_t i;

	if (*value == '\0' && *name == 'L')
		return NULL;
	for (i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (kept[i].prefix ? strncmp(name, kept[i].name,
					     strlen(kept[i].name)) == 0
				   : strcmp(name, kept[i].name) == 0)
			return kept[i].fits(value) ? value : kept[i].otherwise;
	return NULL;
}

/* "NAME=value", which is cut in two. */
static void
keep(char *entry)
{
	char *value = strchr(entry, '=');

	if (value == NULL)
		return;
	*value++ = '\0';
	if (value_of(entry, value) != NULL)
		setenv(entry, value_of(entry, value), 0);
}

void
environment_clean(void)
{
	char **old = environ, **entry = NULL;
	size_t i, n = 0, room = 0;

	for (; old && *old; old++) {
		entry = mem_room(entry, &room, n + 1, sizeof *entry);
		entry[n++] = mem_copy(*old);
	}
	clearenv();
	for (i = 0; i < n; i++) {
		keep(entry[i]);
		free(entry[i]);
	}
	free(entry);
	setenv("LANG", "C.UTF-8", 0);
	setenv("NCURSES_NO_UTF8_ACS", "1", 1);
}
