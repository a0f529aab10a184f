#include "questions/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

enum { MAX_DEPTH = 64 };

/* A struct json is a cJSON; nobody looks inside but here. */
static struct json *
ours(cJSON *item)
{
	return (struct json *)item;
}

static cJSON *
theirs(struct json *j)
{
	return (cJSON *)j;
}

static const cJSON *
theirs_const(const struct json *j)
{
	return (const cJSON *)j;
}

/* What cJSON allocates for the text being parsed; NULL: from the heap. */
static _Thread_local struct arena *pool;

static void *
take_memory(size_t n)
{
	return pool != NULL ? arena_alloc(pool, n, 1) : mem_resize(NULL, n, 1);
}

static void
give_memory(void *p)
{
	if (pool == NULL)
		free(p);
}

/* Before anything is made: cJSON then never sees a NULL. */
static void
use_our_memory(void)
{
	static bool done;
	cJSON_Hooks hooks = {take_memory, give_memory};

	/* written once, before there are threads */
	if (!done) {
		cJSON_InitHooks(&hooks);
		done = true;
	}
}

/* ------------------------------------------------------------------ making */

struct json *
json_object(void)
{
	use_our_memory();
	return ours(cJSON_CreateObject());
}

struct json *
json_array(void)
{
	use_our_memory();
	return ours(cJSON_CreateArray());
}

struct json *
json_text(const char *s)
{
	use_our_memory();
	return ours(s != NULL ? cJSON_CreateString(s) : cJSON_CreateNull());
}

/* A number is kept as the text to print; its value stands beside it. */
struct json *
json_number(double x)
{
	char text[32];
	cJSON *item;

	use_our_memory();
	text_number(x, text);
	if (text[0] == '\0')
		return ours(cJSON_CreateNull());
	item = cJSON_CreateRaw(text);
	item->valuedouble = x;
	return ours(item);
}

struct json *
json_bool(bool b)
{
	use_our_memory();
	return ours(cJSON_CreateBool(b));
}

struct json *
json_null(void)
{
	use_our_memory();
	return ours(cJSON_CreateNull());
}

void
json_free(struct json *j)
{
	cJSON_Delete(theirs(j));
}

struct json *
json_put(struct json *object, const char *name, struct json *child)
{
	cJSON_AddItemToObject(theirs(object), name, theirs(child));
	return child;
}

struct json *
json_push(struct json *array, struct json *child)
{
	cJSON_AddItemToArray(theirs(array), theirs(child));
	return child;
}

/* ----------------------------------------------------------------- reading */

const struct json *
json_get(const struct json *object, const char *name)
{
	if (!json_is_object(object))
		return NULL;
	return ours(
		cJSON_GetObjectItemCaseSensitive(theirs_const(object), name));
}

const char *
json_get_text(const struct json *object, const char *name)
{
	return json_as_text(json_get(object, name));
}

double
json_get_number(const struct json *object, const char *name, double fallback)
{
	return json_as_number(json_get(object, name), fallback);
}

bool
json_get_bool(const struct json *object, const char *name, bool fallback)
{
	const struct json *j = json_get(object, name);

	return json_is_bool(j) ? cJSON_IsTrue(theirs_const(j)) : fallback;
}

bool
json_is_object(const struct json *j)
{
	return cJSON_IsObject(theirs_const(j));
}

bool
json_is_array(const struct json *j)
{
	return cJSON_IsArray(theirs_const(j));
}

bool
json_is_null(const struct json *j)
{
	return cJSON_IsNull(theirs_const(j));
}

bool
json_is_bool(const struct json *j)
{
	return cJSON_IsBool(theirs_const(j));
}

const char *
json_as_text(const struct json *j)
{
	return cJSON_IsString(theirs_const(j)) ? theirs_const(j)->valuestring
					       : NULL;
}

double
json_as_number(const struct json *j, double fallback)
{
	return cJSON_IsRaw(theirs_const(j)) ? theirs_const(j)->valuedouble
					    : fallback;
}

const struct json *
json_first(const struct json *j)
{
	return j != NULL ? ours(theirs_const(j)->child) : NULL;
}

const struct json *
json_next(const struct json *j)
{
	return j != NULL ? ours(theirs_const(j)->next) : NULL;
}

const char *
json_name(const struct json *j)
{
	return theirs_const(j)->string;
}

size_t
json_count(const struct json *j)
{
	return (size_t)cJSON_GetArraySize(theirs_const(j));
}

char *
json_print(const struct json *j)
{
	return cJSON_PrintUnformatted(theirs_const(j));
}

char *
json_print_pretty(const struct json *j)
{
	return cJSON_Print(theirs_const(j));
}

/* ----------------------------------------------------------------- parsing */

/*
 * cJSON is lax: it takes any control for a blank, numbers like 01 and 1., raw
 * controls in texts, and \u0000, behind which it forgets the text. What it
 * lets pass is looked for first; the grammar itself is its own affair.
 */
struct scan {
	const char *s;
	size_t n, i; /* all bytes; the next one */
	size_t depth;
};

static bool
refuse(size_t where, const char *what, struct error *err)
{
	return error_set(err, "not JSON at byte %zu: %s", where, what);
}

static char
at(const struct scan *scan, size_t i)
{
	return i < scan->n ? scan->s[i] : '\0';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
digits(struct scan *scan)
{
	size_t from = scan->i;

	while (is_digit(at(scan, scan->i)))
		scan->i++;
	return scan->i - from;
}

static bool
scan_number(struct scan *scan, struct error *err)
{
	size_t from = scan->i, whole;
	bool good;

	scan->i += at(scan, scan->i) == '-';
	good = at(scan, scan->i) != '0' || !is_digit(at(scan, scan->i + 1));
	whole = digits(scan);
	good = good && whole > 0;
	if (at(scan, scan->i) == '.') {
		scan->i++;
		good = digits(scan) > 0 && good;
	}
	if (at(scan, scan->i) == 'e' || at(scan, scan->i) == 'E') {
		scan->i++;
		if (at(scan, scan->i) == '+' || at(scan, scan->i) == '-')
			scan->i++;
		good = digits(scan) > 0 && good;
	}
	return good || refuse(from, "a number is written wrongly", err);
}

static bool
scan_string(struct scan *scan, struct error *err)
{
	size_t from = scan->i++;
	char c;

	for (; scan->i < scan->n; scan->i++) {
		c = scan->s[scan->i];
		if (c == '"') {
			scan->i++;
			return true;
		}
		if ((unsigned char)c < 0x20)
			return refuse(scan->i,
				      "a control character "
				      "that is not escaped",
				      err);
		if (c != '\\')
			continue;
		scan->i++;
		if (scan->n - scan->i >= 5 &&
		    memcmp(scan->s + scan->i, "u0000", 5) == 0)
			return refuse(scan->i - 1, "a text holds a NUL", err);
	}
	return refuse(from, "a text has no end", err);
}

static bool
scan_one(struct scan *scan, struct error *err)
{
	char c = scan->s[scan->i];

	if (c == '"')
		return scan_string(scan, err);
	if (c == '-' || is_digit(c))
		return scan_number(scan, err);
	if (c == '[' || c == '{')
		scan->depth++;
	if ((c == ']' || c == '}') && scan->depth > 0)
		scan->depth--;
	if (scan->depth > MAX_DEPTH)
		return refuse(scan->i, "nested too deeply", err);
	if ((unsigned char)c < 0x20 && c != '\n' && c != '\r' && c != '\t')
		return refuse(scan->i, "a control character", err);
	scan->i++;
	return true;
}

static bool
scan_all(const char *bytes, size_t n, struct error *err)
{
	struct scan scan = {bytes, n, 0, 0};

	if (!text_is_utf8(bytes, n))
		return error_set(err, "not JSON: the text is not UTF-8");
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		return refuse(0, "a byte order mark", err);
	while (scan.i < scan.n)
		if (!scan_one(&scan, err))
			return false;
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
names_differ(const cJSON *object, struct error *err)
{
	size_t n = (size_t)cJSON_GetArraySize(object), i = 0;
	const char **names = mem_new(n, sizeof *names);
	const cJSON *child;
	bool differ = true;

	cJSON_ArrayForEach(child, object) names[i++] = child->string;
	qsort(names, n, sizeof *names, by_name);
	for (i = 1; i < n && differ; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			differ = error_set(
				err,
				"not JSON: the name \"%.80s\" stands twice "
				"in one object",
				names[i]);
	free(names);
	return differ;
}

/* From here on a number is what json_number makes; one that is only read needs
 * no text. */
static bool
settle_number(cJSON *item, struct error *err)
{
	char text[32];

	if (!isfinite(item->valuedouble))
		return error_set(err, "not JSON: a number is too large");
	item->type = cJSON_Raw;
	if (pool != NULL)
		return true;
	text_number(item->valuedouble, text);
	item->valuestring = mem_copy(text);
	return true;
}

/* No deeper than MAX_DEPTH: the scan has counted. */
static bool
settle(cJSON *item, struct error *err)
{
	cJSON *child;

	if (cJSON_IsNumber(item))
		return settle_number(item, err);
	if (cJSON_IsObject(item) && !names_differ(item, err))
		return false;
	cJSON_ArrayForEach(child, item) if (!settle(child, err)) return false;
	return true;
}

static bool
only_blanks(const char *s, const char *end)
{
	while (s < end && strchr(" \t\r\n", *s) != NULL)
		s++;
	return s == end;
}

struct json *
json_parse(const char *bytes, size_t n, struct error *err)
{
	const char *end = bytes;
	cJSON *item;

	use_our_memory();
	if (n == 0) {
		error_set(err, "not JSON: the text is empty");
		return NULL;
	}
	if (!scan_all(bytes, n, err))
		return NULL;
	item = cJSON_ParseWithLengthOpts(bytes, n, &end, false);
	if (item == NULL)
		error_set(err, "not JSON at byte %zu", (size_t)(end - bytes));
	else if (!only_blanks(end, bytes + n))
		error_set(err,
			  "not JSON at byte %zu: something stands behind "
			  "the end",
			  (size_t)(end - bytes));
	else if (settle(item, err))
		return ours(item);
	cJSON_Delete(item);
	return NULL;
}

const struct json *
json_parse_in(struct arena *arena, const char *bytes, size_t n,
	      struct error *err)
{
	const struct json *j;

	pool = arena;
	j = json_parse(bytes, n, err);
	pool = NULL;
	return j;
}
