/* What authors call columns, and what pyxform makes of it. */
#include "questions/book_build.h"

#include <string.h>

#include "questions/base/text.h"

/* Headers that mean another; snake-cased, "::" between their parts. */
struct alias {
	const char *header, *name;
};

static const struct alias survey_aliases[] = {
	{"audio", "media::audio"},
	{"big-image", "media::big-image"},
	{"bind::calculate", "calculation"},
	{"bind::constraint", "constraint"},
	{"bind::jr:constraintmsg", "constraint_message"},
	{"bind::jr:requiredmsg", "required_message"},
	{"bind::readonly", "read_only"},
	{"bind::relevant", "relevant"},
	{"bind::required", "required"},
	{"body::appearance", "appearance"},
	{"calculate", "calculation"},
	{"caption", "label"},
	{"command", "type"},
	{"constraining_message", "constraint_message"},
	{"control::appearance", "appearance"},
	{"control::jr:count", "repeat_count"},
	{"count", "repeat_count"},
	{"image", "media::image"},
	{"jr:count", "repeat_count"},
	{"readonly", "read_only"},
	{"relevance", "relevant"},
	{"requiredmsg", "required_message"},
	{"tag", "name"},
	{"value", "name"},
	{"video", "media::video"},
	{NULL, NULL},
};

static const struct alias choices_aliases[] = {
	{"audio", "media::audio"},
	{"big-image", "media::big-image"},
	{"caption", "label"},
	{"image", "media::image"},
	{"value", "name"},
	{"video", "media::video"},
	{NULL, NULL},
};

static const struct alias settings_aliases[] = {
	{"id_string", "form_id"},
	{"set_form_id", "form_id"},
	{"set_form_title", "form_title"},
	{"title", "form_title"},
	{NULL, NULL},
};

static const struct alias no_aliases[] = {{NULL, NULL}};

static const struct {
	const char *sheet;
	const struct alias *alias;
} aliases_of[] = {
	{"survey", survey_aliases},
	{"choices", choices_aliases},
	{"settings", settings_aliases},
};

/* Unknown columns of choices keep their spelling: choice_filter names them. */
static const char *const choices_columns[] = {
	"list_name", "name", "label", "media", NULL,
};

static const struct alias *
find_aliases(const char *sheet)
{
	size_t i;

	for (i = 0; i < sizeof aliases_of / sizeof *aliases_of; i++)
		if (strcmp(aliases_of[i].sheet, sheet) == 0)
			return aliases_of[i].alias;
	return no_aliases;
}

static const char *
find_alias(const struct alias *alias, const char *header)
{
	for (; alias->header != NULL; alias++)
		if (strcmp(alias->header, header) == 0)
			return alias->name;
	return NULL;
}

/* Whatever the locale. */
static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char
lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Lower case, one "_" for each run of blanks between words. */
static char *
snake_case(struct arena *arena, const char *s)
{
	char *out = arena_copy(arena, s);
	size_t n = 0;
	bool gap = false;

	for (; *s != '\0'; s++) {
		if (is_space(*s)) {
			gap = n > 0;
			continue;
		}
		if (gap)
			out[n++] = '_';
		gap = false;
		out[n++] = lower(*s);
	}
	out[n] = '\0';
	return out;
}

static char *
copy_stripped(struct arena *arena, const char *s, size_t n)
{
	while (n > 0 && is_space(*s))
		s++, n--;
	while (n > 0 && is_space(s[n - 1]))
		n--;
	return arena_copy_n(arena, s, n);
}

/* The parts of a header; at most three, the third with all that is left. */
struct parts {
	const char *part[3];
	size_t n;
};

/* Where the next separator is; the colon of "jr:constraintMsg" is none. */
static const char *
find_separator(const char *s, const char *separator)
{
	const char *found = strstr(s, separator);

	if (found == s + 2 && separator[1] == '\0' && strncmp(s, "jr", 2) == 0)
		found = strstr(found + 1, separator);
	return found;
}

static struct parts
split(struct arena *arena, const char *header, const char *separator)
{
	struct parts parts = {{NULL, NULL, NULL}, 0};
	const char *end;

	while (parts.n < 2 &&
	       (end = find_separator(header, separator)) != NULL) {
		parts.part[parts.n++] =
			copy_stripped(arena, header, (size_t)(end - header));
		header = end + strlen(separator);
	}
	parts.part[parts.n++] = copy_stripped(arena, header, strlen(header));
	return parts;
}

/* "bind::relevant" is one name, "label::French" a name and a language. */
static bool
is_prefix(const char *name)
{
	static const char *const prefixes[] = {
		"bind", "body", "control", "instance", "media", NULL,
	};
	size_t i;

	for (i = 0; prefixes[i] != NULL; i++)
		if (strcmp(prefixes[i], name) == 0)
			return true;
	return false;
}

static bool
keeps_spelling(const char *sheet, const char *name)
{
	size_t i;

	if (strcmp(sheet, "choices") != 0)
		return false;
	for (i = 0; choices_columns[i] != NULL; i++)
		if (strcmp(choices_columns[i], name) == 0)
			return false;
	return true;
}

void
book_header(struct arena *arena, const char *sheet, bool double_colon,
	    struct book_column *column)
{
	const struct alias *aliases = find_aliases(sheet);
	struct parts parts =
		split(arena, column->header, double_colon ? "::" : ":");
	const char *name = snake_case(arena, parts.part[0]), *alias;
	size_t language = 1;

	if (is_prefix(name) && parts.n > 1) {
		name = arena_printf(arena, "%s::%s", name,
				    snake_case(arena, parts.part[1]));
		language = 2;
	}
	alias = find_alias(aliases, name);
	if (alias == NULL && language == 1 && keeps_spelling(sheet, name))
		name = parts.part[0];
	column->name = alias != NULL ? alias : name;
	column->language = language < parts.n && *parts.part[language] != '\0'
		? parts.part[language]
		: NULL;
}
