/* Answers the cases of an oracle file; see tests/oracle/oracle.h. */
#include "tests/oracle/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/error.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "tests/oracle/doubles.h"
#include "tests/oracle/frame.h"

enum { MAX_FRAMES = 16, MAX_PATH = 4096 };

enum { N_AREAS = 6 };

static const struct oracle_rule *const areas[N_AREAS] = {
	oracle_dist,  oracle_proportion, oracle_crosstab,
	oracle_scale, oracle_weight,	 oracle_pooling,
};

static struct frame *frames[MAX_FRAMES];
static size_t n_frames;

static const struct frame *
frame_by_name(const struct oracle *o, const char *name)
{
	(void)o;
	if (!name)
		return n_frames ? frames[0] : NULL;
	for (size_t i = 0; i < n_frames; i++)
		if (strcmp(frame_title(frames[i]), name) == 0)
			return frames[i];
	return NULL;
}

static bool
add_frame(const char *path, struct error *err)
{
	if (n_frames == MAX_FRAMES)
		return error_set(err, "%s: more than %d CSV files", path,
				 MAX_FRAMES);
	frames[n_frames] = frame_load(path, err);
	n_frames += frames[n_frames] != NULL;
	return !error_is_set(err);
}

/* A file of the name beside the oracle, unless one of that name was given. */
static bool
add_beside(const char *oracle, const char *name, size_t length,
	   struct error *err)
{
	const char *slash = strrchr(oracle, '/');
	int folder = slash ? (int)(slash - oracle + 1) : 0;
	char path[MAX_PATH], title[MAX_PATH];

	if (snprintf(path, sizeof(path), "%.*s%.*s", folder, oracle,
		     (int)length, name) >= MAX_PATH)
		return error_set(err, "%s: path is too long", oracle);
	snprintf(title, sizeof(title), "%.*s", (int)length - 4, name);
	if (frame_by_name(NULL, title) || access(path, R_OK) != 0)
		return true;
	return add_frame(path, err);
}

/* meta.csv is words for people: "iqitems.csv (+ iqitems_key.csv)". */
static bool
add_named(const struct oracle *o, const char *path, struct error *err)
{
	const char *s = json_get_text(o->meta, "csv");

	for (; s && *s; s += *s != '\0') {
		size_t n = strcspn(s, " ,()+;");

		if (n > 4 && strncmp(s + n - 4, ".csv", 4) == 0 &&
		    !add_beside(path, s, n, err))
			return false;
		s += n;
	}
	return true;
}

static char *
read_all(const char *path, size_t *size, struct error *err)
{
	FILE *f = fopen(path, "rb");
	char *bytes = NULL;
	size_t room = 0, got;

	*size = 0;
	if (!f) {
		error_set(err, "%s: cannot be opened", path);
		return NULL;
	}
	do {
		bytes = mem_room(bytes, &room, *size + 65536, 1);
		got = fread(bytes + *size, 1, 65536, f);
		*size += got;
	} while (got > 0);
	if (ferror(f))
		error_set(err, "%s: cannot be read", path);
	fclose(f);
	return bytes;
}

static struct json *
load(const char *path, struct error *err)
{
	size_t n;
	char *bytes = read_all(path, &n, err);
	struct error where = ERROR_INIT;
	struct json *file = NULL;

	if (!error_is_set(err)) {
		doubles_rename(bytes, n);
		file = json_parse(bytes, n, &where);
		if (!file)
			error_set(err, "%s: %s", path, where.text);
		else if (!json_is_array(json_get(file, "cases")))
			error_set(err, "%s: has no list \"cases\"", path);
	}
	free(bytes);
	return file;
}

static struct json *
answer_from(const struct oracle_rule *rule, const struct oracle *o,
	    const struct json *the_case)
{
	const char *stat = json_get_text(the_case, "stat");
	struct json *answer;

	if (!stat)
		stat = json_get_text(the_case, "fn");
	for (; stat && rule->stat; rule++) {
		if (strcmp(rule->stat, stat) != 0)
			continue;
		answer = rule->answer(o, the_case);
		if (answer)
			return answer;
	}
	return NULL;
}

static struct json *
answer_all(const struct oracle *o)
{
	const struct json *c = json_first(json_get(o->file, "cases"));
	struct json *answers = json_object();

	for (; c; c = json_next(c)) {
		const char *id = json_get_text(c, "id");
		struct json *answer = NULL;

		for (size_t i = 0; !answer && id && i < N_AREAS; i++)
			answer = answer_from(areas[i], o, c);
		if (answer)
			json_put(answers, id, answer);
	}
	return answers;
}

static void
print_and_free(struct json *answers)
{
	char *text = json_print(answers);

	puts(text);
	free(text);
	json_free(answers);
}

int
main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct json *file = NULL;
	struct oracle o;

	if (argc < 2)
		error_set(&err, "usage: oracle FILE.json [CSV...]");
	else
		file = load(argv[1], &err);
	o = (struct oracle){file, json_get(file, "meta"), frame_by_name};
	for (int i = 2; !error_is_set(&err) && i < argc; i++)
		add_frame(argv[i], &err);
	if (!error_is_set(&err) && add_named(&o, argv[1], &err))
		print_and_free(answer_all(&o));
	else
		fprintf(stderr, "oracle: %s\n", err.text);
	while (n_frames > 0)
		frame_free(frames[--n_frames]);
	json_free(file);
	return error_is_set(&err) || fflush(stdout) != 0 ? 2 : 0;
}
