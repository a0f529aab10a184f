#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/command/command.h"
#include "analysis/command/tell.h"
#include "analysis/publish/changes.h"
#include "analysis/publish/folder.h"
#include "questions/base/mem.h"

enum { OUTPUT, FRAME, N_OPTIONS, MAX_WAVES = 64 };

static const struct option_spec spec[N_OPTIONS] = {
	[OUTPUT] = {"output", 'o', "DIR"},
	[FRAME] = {"frame", 0, "FILE"},
};

struct waves {
	size_t n;
	struct results *results[MAX_WAVES];
	struct findings *findings[MAX_WAVES];
	struct wave_findings wave[MAX_WAVES];
};

/* "staff-2026.results" without its folder and ending. */
static char *
wave_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return mem_copy_n(name, dot ? (size_t)(dot - name) : strlen(name));
}

/* By its file's name; where another wave has that too, by its whole path. */
static char *
name_of(char **path, size_t n, size_t i)
{
	char *name = wave_name(path[i]);

	for (size_t k = 0; k < n; k++) {
		char *other = wave_name(path[k]);
		bool same = k != i && strcmp(name, other) == 0;

		free(other);
		if (same) {
			free(name);
			return mem_copy(path[i]);
		}
	}
	return name;
}

static bool
same_file(const char *a, const char *b)
{
	struct stat x, y;

	return strcmp(a, b) == 0 ||
		(stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
		 x.st_ino == y.st_ino);
}

/* The place of a file that was there before, or n. */
static size_t
named_twice(char **path, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		for (size_t k = 0; k < i; k++) {
			if (same_file(path[i], path[k]))
				return i;
		}
	}
	return n;
}

/* Everybody alone: groups are compared within a wave, never between. */
static bool
take_wave(struct waves *w, const char *path, char *name, const char *frame,
	  struct error *err)
{
	const char *without[FORM_MAX_SEGMENTS];
	struct findings_wishes wishes = {
		.frame = frame,
		.without = without,
		.with_pitch = true,
	};
	struct results *r;
	struct findings *f;

	if (!results_open(&r, path, err)) {
		free(name);
		return false;
	}
	for (size_t i = 0; !frame && i < results_form(r)->n_questions; i++) {
		const struct question *q = &results_form(r)->question[i];

		if (q->role == ROLE_SEGMENT &&
		    wishes.n_without < FORM_MAX_SEGMENTS)
			without[wishes.n_without++] = q->name;
	}
	f = tell_findings(r, &wishes, err);
	w->results[w->n] = r;
	w->findings[w->n] = f;
	w->wave[w->n] = (struct wave_findings){name, f};
	w->n++;
	return f != NULL;
}

static void
release_waves(struct waves *w)
{
	for (size_t i = 0; i < w->n; i++) {
		findings_free(w->findings[i]);
		results_close(w->results[i]);
		free((char *)w->wave[i].name);
	}
}

/* Each has a ledger of its own: what would stop a later one is looked at
 * before the first is written. */
static bool
record_all(const struct waves *w, char **path, struct error *err)
{
	for (size_t i = 0; i < w->n; i++) {
		if (access(path[i], W_OK) != 0)
			return error_set(err,
					 "%s: the ledger of releases cannot be "
					 "written: %s; it is part of the file",
					 path[i], strerror(errno));
	}
	for (size_t i = 0; i < w->n; i++) {
		if (!release_record(w->findings[i]->release, path[i], err))
			return false;
	}
	return true;
}

static const struct writer *const as_tables[] = {&writer_csv, &writer_json,
						 NULL};

static bool
publish(const struct waves *w, char **path, const char *output,
	struct error *err)
{
	struct report *report = changes_report(w->wave, w->n);
	struct folder *folder = folder_begin(output, FOLDER_RELEASE, err);
	bool good = folder &&
		folder_write_all(folder, as_tables, report, err) &&
		folder_sync(folder, err) && record_all(w, path, err);

	if (good) {
		tell_left_over(folder, output);
		good = folder_finish(folder, err);
	} else {
		folder_abandon(folder);
	}
	report_free(report);
	return good;
}

static int
run(int argc, char **argv)
{
	struct waves w = {0};
	struct error err = ERROR_INIT;
	struct options o;
	bool good = true;
	size_t twice;
	int code;

	if (!options_read(&command_compare, argc, argv, spec, N_OPTIONS, &o,
			  &code))
		return code;
	if (o.n_rest < 2 || o.n_rest > MAX_WAVES)
		return command_use(&command_compare,
				   "two results files or more (at most %d), "
				   "oldest first",
				   MAX_WAVES);
	twice = named_twice(o.rest, o.n_rest);
	if (twice < o.n_rest)
		return command_use(&command_compare,
				   "%s is named twice; a wave does not change",
				   o.rest[twice]);
	if (!o.value[OUTPUT] || *o.value[OUTPUT] == '\0')
		return command_use(&command_compare,
				   "-o DIR is missing: the folder to write to");
	for (size_t i = 0; good && i < o.n_rest; i++)
		good = take_wave(&w, o.rest[i], name_of(o.rest, o.n_rest, i),
				 o.value[FRAME], &err);
	good = good && publish(&w, o.rest, o.value[OUTPUT], &err);
	if (good)
		printf("Wrote changes,%s levels, waves and questions to %s: "
		       "%zu waves.\n",
		       w.n > 2 ? " trends," : "", o.value[OUTPUT], w.n);
	release_waves(&w);
	return good ? EXIT_FINE : command_fail(&err);
}

const struct command command_compare = {
	"compare", "what changed between waves",
	"conduct compare RESULTS RESULTS... -o DIR [--frame FILE]",
	"Compares waves, oldest first, on the questions that were the same in "
	"them:\nwords, options and key. Writes into DIR: changes.csv (each "
	"question from wave to\nwave, and from the first to the last), "
	"trends.csv (three waves and more),\nlevels.csv, waves.csv, "
	"questions.csv (what is not compared, and why),\ncompare.json.\n\n"
	"  -o, --output DIR  the folder; made where it is missing\n"
	"      --frame FILE  headcounts, `segment,category,n`: changes also as "
	"if who\n                    answered had been the same mix of staff "
	"in each wave\n\n"
	"Shares are everybody's. Limits are Newcombe's; `changed` is yes at a "
	"false\ndiscovery rate of 10 percent over all questions.\n",
	run};
