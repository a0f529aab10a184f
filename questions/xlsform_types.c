/* What stands in the column type. */
#include "questions/xlsform_build.h"

#include <string.h>
#include <strings.h>

/* Each is compared without regard to case, "_" where pyxform has it. */
static const struct {
	const char *name;
	enum question_type type;
} simple_types[] = {
	{"integer", TYPE_INTEGER},
	{"int", TYPE_INTEGER},
	{"add integer prompt", TYPE_INTEGER},
	{"q int", TYPE_INTEGER},
	{"decimal", TYPE_DECIMAL},
	{"add decimal prompt", TYPE_DECIMAL},
	{"q decimal", TYPE_DECIMAL},
	{"range", TYPE_RANGE},
	{"text", TYPE_TEXT},
	{"string", TYPE_TEXT},
	{"add text prompt", TYPE_TEXT},
	{"q string", TYPE_TEXT},
	{"date", TYPE_DATE},
	{"add date prompt", TYPE_DATE},
	{"q date", TYPE_DATE},
	{"note", TYPE_NOTE},
	{"add note prompt", TYPE_NOTE},
	{"q note", TYPE_NOTE},
	{"acknowledge", TYPE_ACKNOWLEDGE},
	{"trigger", TYPE_ACKNOWLEDGE},
	{"add acknowledge prompt", TYPE_ACKNOWLEDGE},
	{"q acknowledge", TYPE_ACKNOWLEDGE},
	{"calculate", TYPE_CALCULATE},
	{"add calculate prompt", TYPE_CALCULATE},
	{"q calculate", TYPE_CALCULATE},
	{"hidden", TYPE_HIDDEN},
};

/* A list follows. Longer ones stand before those they begin with. */
static const struct {
	const char *name;
	enum question_type type;
} select_types[] = {
	{"add select multiple prompt using", TYPE_SELECT_MULTIPLE},
	{"select all that apply from", TYPE_SELECT_MULTIPLE},
	{"select all that apply", TYPE_SELECT_MULTIPLE},
	{"select_multiple", TYPE_SELECT_MULTIPLE},
	{"select multiple using", TYPE_SELECT_MULTIPLE},
	{"select multiple from", TYPE_SELECT_MULTIPLE},
	{"select multiple", TYPE_SELECT_MULTIPLE},
	{"q select", TYPE_SELECT_MULTIPLE},
	{"add select one prompt using", TYPE_SELECT_ONE},
	{"select one using", TYPE_SELECT_ONE},
	{"select one from", TYPE_SELECT_ONE},
	{"select one", TYPE_SELECT_ONE},
	{"select_one", TYPE_SELECT_ONE},
	{"select1", TYPE_SELECT_ONE},
	{"q select1", TYPE_SELECT_ONE},
	{"rank", TYPE_RANK},
};

static const char identifies[] =
	"it helps to tell who answered; delete the row";
static const char place[] =
	"it tells where people are; ask for an area with select_one";
static const char media[] =
	"a terminal cannot record or show it; delete the row";
static const char from_file[] =
	"choices come from the choices sheet; put them there and write "
	"'select_one LIST'";
static const char moment[] = "ask the date with 'date', or use 'text'";
static const char device[] =
	"a terminal has no such thing; use 'text', or delete the row";

/* Words that begin a type we know and do not offer; longer ones first. */
static const struct {
	const char *name;
	const char *instead;
} refused_types[] = {
	{"start-geopoint", place},
	{"start time", identifies},
	{"start", identifies},
	{"get start time", identifies},
	{"end time", identifies},
	{"end", identifies},
	{"get end time", identifies},
	{"today", identifies},
	{"get today", identifies},
	{"deviceid", identifies},
	{"device id", identifies},
	{"get device id", identifies},
	{"imei", identifies},
	{"subscriberid", identifies},
	{"subscriber id", identifies},
	{"get subscriber id", identifies},
	{"simserial", identifies},
	{"sim id", identifies},
	{"get sim id", identifies},
	{"phonenumber", identifies},
	{"phone number", identifies},
	{"get phone number", identifies},
	{"username", identifies},
	{"email", identifies},
	{"audit", identifies},
	{"uri:deviceid", identifies},
	{"uri:subscriberid", identifies},
	{"uri:simserial", identifies},
	{"uri:phonenumber", identifies},
	{"uri:username", identifies},
	{"uri:email", identifies},
	{"geopoint", place},
	{"geotrace", place},
	{"geoshape", place},
	{"background-geopoint", place},
	{"location", place},
	{"add location prompt", place},
	{"q location", place},
	{"q geopoint", place},
	{"q geoshape", place},
	{"q geotrace", place},
	{"gps", place},
	{"osm", place},
	{"image", media},
	{"photo", media},
	{"audio", media},
	{"video", media},
	{"background-audio", media},
	{"add image prompt", media},
	{"add photo prompt", media},
	{"add audio prompt", media},
	{"add video prompt", media},
	{"q picture", media},
	{"q image", media},
	{"q audio", media},
	{"q video", media},
	{"file", media},
	{"add file prompt", media},
	{"barcode", device},
	{"add barcode prompt", device},
	{"q barcode", device},
	{"time", moment},
	{"datetime", moment},
	{"add datetime prompt", moment},
	{"add date time prompt", moment},
	{"q datetime", moment},
	{"q date time", moment},
	{"csv-external", from_file},
	{"xml-external", from_file},
	{"select_one_from_file", from_file},
	{"select_multiple_from_file", from_file},
	{"select one from file", from_file},
	{"select multiple from file", from_file},
	{"select_one_external", from_file},
	{"select one external", from_file},
	{"cascading_select",
	 "write 'select_one LIST' and a choice_filter instead"},
	{"cascading select",
	 "write 'select_one LIST' and a choice_filter instead"},
	{"include", "copy the rows of the other form to this place"},
	{"entity", "delete the row"},
	{"percentage", "use 'integer' with constraint . >= 0 and . <= 100"},
};

static const struct {
	const char *name, *instead;
} nested[] = {
	{"group", NULL},
	{"repeat", "ask each time with a question of its own"},
	{"lgroup", "ask each time with a question of its own"},
	{"looped group", "ask each time with a question of its own"},
	{"loop", "write the questions out once for each choice"},
};

static const struct {
	const char *name, *setting;
} setting_types[] = {
	{"form_title", "form_title"},
	{"set form title", "form_title"},
	{"form_id", "form_id"},
	{"set form id", "form_id"},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Behind a word at the start of s: its end, or a blank; NULL when s does not
 * begin with it. */
static const char *
behind(const char *s, const char *word)
{
	size_t n;

	/* A quick no for nearly all: in ASCII, case is one bit. */
	if (((*s ^ *word) & ~0x20) != 0)
		return NULL;
	n = strlen(word);
	if (strncasecmp(s, word, n) != 0 || (s[n] != '\0' && s[n] != ' '))
		return NULL;
	return s + n + (s[n] == ' ');
}

/* Single blanks between words; what a person may have typed with more, or
 * with one that does not break, which looks the same. */
static char *
tidy(struct arena *arena, const char *s)
{
	char *out = arena_copy(arena, s);
	size_t n = 0;
	bool fixed;

	for (; *s != '\0'; s++) {
		fixed = s[0] == '\xc2' && s[1] == '\xa0';
		if (!fixed && (unsigned char)*s > ' ')
			out[n++] = *s;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
		s += fixed;
	}
	if (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return out;
}

static bool
parse_nested(const char *s, struct row_type *type)
{
	bool begins = strncasecmp(s, "begin", 5) == 0;
	bool ends = strncasecmp(s, "end", 3) == 0;
	size_t i;

	if (!begins && !ends)
		return false;
	s += begins ? 5 : 3;
	if (*s != ' ' && *s != '_')
		return false;
	for (i = 0; i < COUNT(nested); i++) {
		if (behind(s + 1, nested[i].name) == NULL)
			continue;
		type->instead = nested[i].instead;
		if (type->instead == NULL)
			type->kind = begins ? ROW_BEGIN_GROUP : ROW_END_GROUP;
		else
			type->kind =
				begins ? ROW_BEGIN_REFUSED : ROW_END_REFUSED;
		return true;
	}
	return false;
}

/* Cuts "or_other" and its kin off the end. */
static bool
cut_or_other(char *list)
{
	static const char *const endings[] = {
		"or specify other",
		"or_other",
		"or other",
	};
	size_t n = strlen(list), i, m;

	for (i = 0; i < COUNT(endings); i++) {
		m = strlen(endings[i]);
		if (n < m || strcasecmp(list + n - m, endings[i]) != 0 ||
		    (n > m && list[n - m - 1] != ' '))
			continue;
		list[n > m ? n - m - 1 : 0] = '\0';
		return true;
	}
	return false;
}

static bool
is_file(const char *list)
{
	static const char *const suffix[] = {".csv", ".xml", ".geojson"};
	size_t n = strlen(list), i, m;

	for (i = 0; i < COUNT(suffix); i++) {
		m = strlen(suffix[i]);
		if (n > m && strcasecmp(list + n - m, suffix[i]) == 0)
			return true;
	}
	return false;
}

static bool
parse_select(const char *s, struct arena *arena, struct row_type *type)
{
	const char *rest = NULL;
	char *list;
	size_t i;

	for (i = 0; i < COUNT(select_types) && rest == NULL; i++)
		rest = behind(s, select_types[i].name);
	if (rest == NULL)
		return false;
	type->kind = ROW_QUESTION;
	type->type = select_types[i - 1].type;
	list = arena_copy(arena, rest);
	type->or_other = cut_or_other(list);
	type->list = *list != '\0' ? list : NULL;
	if (is_file(list) || strstr(list, "${") != NULL) {
		type->kind = ROW_REFUSED;
		type->instead = from_file;
	}
	return true;
}

static bool
parse_simple(const char *s, struct row_type *type)
{
	size_t i;

	for (i = 0; i < COUNT(simple_types); i++)
		if (strcasecmp(s, simple_types[i].name) == 0) {
			type->kind = ROW_QUESTION;
			type->type = simple_types[i].type;
			return true;
		}
	for (i = 0; i < COUNT(setting_types); i++)
		if (strcasecmp(s, setting_types[i].name) == 0) {
			type->kind = ROW_SETTING;
			type->setting = setting_types[i].setting;
			return true;
		}
	return false;
}

static bool
parse_refused(const char *s, struct row_type *type)
{
	size_t i;

	for (i = 0; i < COUNT(refused_types); i++)
		if (behind(s, refused_types[i].name) != NULL) {
			type->kind = ROW_REFUSED;
			type->instead = refused_types[i].instead;
			return true;
		}
	return false;
}

static const char *
nearest_type(const char *s)
{
	struct nearest n;
	size_t i;

	nearest_init(&n, s);
	for (i = 0; i < COUNT(simple_types); i++)
		nearest_try(&n, simple_types[i].name);
	nearest_try(&n, "begin_group");
	nearest_try(&n, "end_group");
	if (nearest_get(&n) != NULL)
		return nearest_get(&n);
	/* Of a select, the word before its list. */
	nearest_init(&n, s);
	nearest_try(&n, "select_one");
	nearest_try(&n, "select_multiple");
	return nearest_get(&n);
}

static const char *
nearest_to(const char *s, struct arena *arena)
{
	const char *near = nearest_type(s), *gap = strchr(s, ' ');

	if (near != NULL || gap == NULL)
		return near;
	return nearest_type(arena_copy_n(arena, s, (size_t)(gap - s)));
}

void
row_type_parse(const char *cell, struct arena *arena, struct row_type *type)
{
	const char *s = tidy(arena, cell);

	memset(type, 0, sizeof *type);
	type->type = TYPE_TEXT;
	if (parse_nested(s, type) || parse_simple(s, type) ||
	    parse_refused(s, type) || parse_select(s, arena, type))
		return;
	type->kind = ROW_UNKNOWN;
	type->near = nearest_to(s, arena);
}
