#include "analysis/data/package.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/file.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

enum { MOST_BYTES = 64 << 20 };

struct package {
	struct json *json;
};

/* Numbers of struct results_about that come back at import. */
static const struct {
	const char *name;
	size_t offset;
} counts[] = {
	{"staff", offsetof(struct results_about, staff)},
	{"codesIssued", offsetof(struct results_about, codes_issued)},
	{"waves", offsetof(struct results_about, waves)},
	{"minGroup", offsetof(struct results_about, min_group)},
	{"droppedTwice", offsetof(struct results_about, dropped_twice)},
	{"conflicts", offsetof(struct results_about, conflicts)},
	{"unopened", offsetof(struct results_about, unopened)},
};

enum { N_COUNTS = sizeof(counts) / sizeof(*counts) };

struct json *
package_about(const struct results_about *about)
{
	struct json *j = json_object();
	size_t i;

	json_put(j, "responses", json_number((double)about->responses));
	for (i = 0; i < N_COUNTS; i++) {
		uint32_t n;

		memcpy(&n, (const char *)about + counts[i].offset, sizeof(n));
		json_put(j, counts[i].name, json_number(n));
	}
	json_put(j, "closes", json_text(about->closes));
	json_put(j, "closedEarly", json_bool(about->closed_early));
	json_put(j, "madeUp", json_bool(about->made_up));
	return j;
}

void
package_take_about(const struct package *p, struct results_about *about)
{
	const struct json *j = json_get(p->json, "x-conduct");
	const char *closes = json_get_text(j, "closes");
	size_t i;

	for (i = 0; i < N_COUNTS; i++) {
		double x = json_get_number(j, counts[i].name, -1);
		uint32_t n = (uint32_t)x;

		if (x >= 0 && x <= UINT32_MAX)
			memcpy((char *)about + counts[i].offset, &n, sizeof(n));
	}
	if (closes)
		about->closes = closes;
	about->closed_early =
		json_get_bool(j, "closedEarly", about->closed_early);
	about->made_up = json_get_bool(j, "madeUp", about->made_up);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

struct package *
package_beside(const char *path, struct error *err)
{
	size_t folder = (size_t)(base_name(path) - path), n;
	struct error why = ERROR_INIT;
	struct text name = TEXT_INIT;
	struct package *p = NULL;
	char *bytes;

	text_add_n(&name, path, folder);
	text_add(&name, "datapackage.json");
	if (!file_exists(text_get(&name)))
		goto out;
	bytes = file_read(text_get(&name), MOST_BYTES, &n, err);
	if (!bytes)
		goto out;
	p = mem_new(1, sizeof(*p));
	p->json = json_parse(bytes, n, &why);
	free(bytes);
	if (p->json)
		goto out;
	error_set(err, "%s: %s; mend it or move it away", text_get(&name),
		  why.text);
	free(p);
	p = NULL;
out:
	text_release(&name);
	return p;
}

void
package_free(struct package *p)
{
	if (!p)
		return;
	json_free(p->json);
	free(p);
}

/* The member of an array of objects whose `name` is `value`. */
static const struct json *
find(const struct json *array, const char *name, const char *value)
{
	const struct json *j;

	for (j = json_first(array); j; j = json_next(j)) {
		const char *text = json_get_text(j, name);

		if (text && strcmp(text, value) == 0)
			return j;
	}
	return NULL;
}

bool
package_guarded(const struct package *p, const char *path, const char *column)
{
	const struct json *resource;

	if (!p)
		return false;
	resource =
		find(json_get(p->json, "resources"), "path", base_name(path));
	return json_get_bool(find(json_get(json_get(resource, "schema"),
					   "fields"),
				  "name", column),
			     "x-formulaGuard", false);
}
