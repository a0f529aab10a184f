#include "analysis/command/tell.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/threads.h"
#include "analysis/publish/answers.h"
#include "analysis/publish/brief.h"
#include "analysis/publish/pitch_tables.h"
#include "analysis/publish/summary.h"
#include "analysis/publish/tables.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

/* ---- options ---- */

/* What the command line says of an option; NULL where the command does not
 * have it. */
struct given {
	const struct command *command;
	const struct option_spec *spec;
	size_t n;
	const struct options *options;
};

static const char *
value_of(const struct given *g, const char *name)
{
	for (size_t i = 0; i < g->n; i++) {
		if (strcmp(g->spec[i].name, name) == 0)
			return g->options->value[i];
	}
	return NULL;
}

/* A number with a point, from low to high; *out untouched without one. */
static bool
read_number(const struct given *g, const char *name, double low, double high,
	    double *out)
{
	const char *text = value_of(g, name);

	if (!text)
		return true;
	if (text_to_number(text, out) && *out >= low && *out <= high)
		return true;
	command_use(g->command, "--%s %s is no number from %g to %g", name,
		    text, low, high);
	return false;
}

static bool
read_seed(const struct given *g, uint64_t *out)
{
	const char *text = value_of(g, "seed");

	*out = 1;
	return !text ||
		option_number(g->command, "seed", text, 0, UINT32_MAX, out);
}

static void
take_without(const char *list, struct tell_wishes *w)
{
	size_t n = 0, room = 0;

	while (list && *list != '\0') {
		size_t length, after;

		list += strspn(list, " ");
		length = after = strcspn(list, ",");
		while (length > 0 && list[length - 1] == ' ')
			length--;
		w->without = mem_room(w->without, &room, n + 1, sizeof(char *));
		w->without[n++] = mem_copy_n(list, length);
		list += after + (list[after] == ',');
	}
	w->findings.without = (const char *const *)w->without;
	w->findings.n_without = n;
}

static bool
has_what_it_needs(const struct given *g)
{
	const char *reason = value_of(g, "for-analysts");

	if (!value_of(g, "output") || *value_of(g, "output") == '\0') {
		command_use(g->command,
			    "-o DIR is missing: the folder to write to");
		return false;
	}
	if (!reason || strspn(reason, " ") < strlen(reason))
		return true;
	command_use(g->command,
		    "--for-analysts wants the reason in words: it stands in "
		    "every file and in the ledger");
	return false;
}

bool
tell_wishes_read(const struct command *command, const struct option_spec *spec,
		 size_t n, const struct options *o, struct tell_wishes *out)
{
	const struct given g = {command, spec, n, o};
	struct pitch_wishes *p = &out->findings.pitch;

	memset(out, 0, sizeof(*out));
	if (!has_what_it_needs(&g) ||
	    !read_number(&g, "minutes", .5, 600, &p->minutes) ||
	    !read_number(&g, "wpm", 50, 1000, &p->wpm) ||
	    !read_seed(&g, &p->seed))
		return false;
	out->folder = value_of(&g, "output");
	out->findings.frame = value_of(&g, "frame");
	out->findings.reason = value_of(&g, "for-analysts");
	p->cuts = value_of(&g, "cuts");
	p->risks = value_of(&g, "risk");
	p->judges = value_of(&g, "judges");
	take_without(value_of(&g, "without"), out);
	return true;
}

void
tell_wishes_release(struct tell_wishes *w)
{
	for (size_t i = 0; i < w->findings.n_without; i++)
		free(w->without[i]);
	free(w->without);
	w->without = NULL;
	w->findings.n_without = 0;
}

/* ---- files ---- */

/* Makes a report, writes it, lets it go. */
static bool
put(struct folder *folder, struct report *(*make)(const struct findings *),
    const struct findings *f, const struct writer *const *writer,
    struct error *err)
{
	struct report *report = make(f);
	bool good = folder_write_all(folder, writer, report, err);

	report_free(report);
	return good;
}

static const struct writer *const as_tables[] = {&writer_csv, &writer_json,
						 NULL};
static const struct writer *const as_brief[] = {&writer_markdown, &writer_html,
						NULL};
static const struct writer *const as_answers[] = {&writer_markdown, NULL};
static const struct writer *const as_summary[] = {&writer_text, NULL};

static bool
write_parts(struct folder *folder, const struct findings *f, unsigned parts,
	    struct error *err)
{
	return (!(parts & TELL_STATS) ||
		put(folder, tables_report, f, as_tables, err)) &&
		(!(parts & TELL_PITCH) ||
		 put(folder, pitch_tables_report, f, as_tables, err)) &&
		(!(parts & TELL_BRIEF) ||
		 (put(folder, brief_report, f, as_brief, err) &&
		  put(folder, answers_report, f, as_answers, err))) &&
		(!(parts & TELL_SUMMARY) ||
		 put(folder, summary_report, f, as_summary, err));
}

void
tell_left_over(const struct folder *folder, const char *path)
{
	const char *first = NULL;
	size_t n = folder_left_over(folder, &first);

	if (n == 1)
		fprintf(stderr,
			"warning: %s/%s is of an earlier run; if that had "
			"other options or answers, delete it\n",
			path, first);
	else if (n > 1)
		fprintf(stderr,
			"warning: %s/%s and %zu other files there are of an "
			"earlier run; if that had other options or answers, "
			"delete them\n",
			path, first, n - 1);
}

/* What comes before a release is recorded: its files, on the disk under names
 * of no meaning, and its row in the ledger, which nobody sees yet. */
enum step { STEP_FILES, STEP_LEDGER, STEPS };

struct steps {
	const struct findings *findings;
	const char *results;
	struct folder *folder;
	unsigned parts;
	atomic_size_t next;
	bool good[STEPS];
	struct error why[STEPS];
};

/* Takes steps until there is none. */
static void
take_steps(void *ctx)
{
	struct steps *s = ctx;
	size_t step;

	while ((step = atomic_fetch_add(&s->next, 1)) < STEPS) {
		struct error *why = &s->why[step];

		if (step == STEP_FILES)
			s->good[step] = write_parts(s->folder, s->findings,
						    s->parts, why) &&
				folder_sync(s->folder, why);
		else
			s->good[step] = release_prepare(s->findings->release,
							s->results, why);
	}
}

static bool
prepare(struct steps *s, struct error *err)
{
	threads_share(take_steps, s, threads_wanted());
	for (size_t i = 0; i < STEPS; i++) {
		if (!s->good[i])
			return error_set(err, "%s", s->why[i].text);
	}
	return true;
}

/* When all is prepared the release is recorded, then the files get their
 * names. */
static bool
publish(const struct findings *f, const char *results, const char *path,
	unsigned parts, size_t *files, struct error *err)
{
	enum folder_kind kind = f->reason ? FOLDER_ANALYSTS : FOLDER_RELEASE;
	struct folder *folder = folder_begin(path, kind, err);
	struct steps steps = {.findings = f,
			      .results = results,
			      .folder = folder,
			      .parts = parts};

	if (!folder)
		return false;
	if (prepare(&steps, err) && release_record(f->release, results, err)) {
		*files = folder_files(folder);
		tell_left_over(folder, path);
		return folder_finish(folder, err);
	}
	folder_abandon(folder);
	return false;
}

static void
say_files(const struct findings *f, const char *folder, size_t files)
{
	printf("Wrote %zu files to %s: %" PRIu64 " answers%s. ", files, folder,
	       tally_people(f->tally),
	       f->about->made_up ? ", made-up data" : "");
	if (f->reason)
		printf("For analysts only: no one else may see them.\n");
	else
		printf("Release %" PRIu32 "%s, audited.\n", f->release->number,
		       f->release->again ? " again" : "");
	if (!f->reason && f->release->n_coarsened > 0)
		printf("%zu question%s told less exactly than asked, so that "
		       "nobody's answer follows.\n",
		       f->release->n_coarsened,
		       f->release->n_coarsened == 1 ? " is" : "s are");
}

static bool
say_summary(const struct findings *f, struct error *err)
{
	struct report *summary = summary_report(f);
	bool good = writer_text.write(stdout, summary, NULL, err);

	report_free(summary);
	return good;
}

struct findings *
tell_findings(struct results *r, const struct findings_wishes *wishes,
	      struct error *err)
{
	struct problems problems = PROBLEMS_INIT;
	struct findings *f = findings_new(r, wishes, &problems, err);

	problems_sort(&problems);
	problems_print(&problems, stderr);
	problems_release(&problems);
	return f;
}

bool
tell(const char *results, const char *folder, unsigned parts,
     const struct findings_wishes *wishes, struct error *err)
{
	struct findings_wishes all = *wishes;
	struct findings *f;
	struct results *r;
	size_t files = 0;
	bool good;

	if (!results_open(&r, results, err))
		return false;
	all.with_pitch = parts != TELL_STATS;
	f = tell_findings(r, &all, err);
	good = f && publish(f, results, folder, parts, &files, err);
	if (good && (parts & TELL_SUMMARY))
		good = say_summary(f, err);
	else if (good)
		say_files(f, folder, files);
	findings_free(f);
	results_close(r);
	return good;
}

int
tell_run(const struct command *command, const struct option_spec *spec,
	 size_t n, unsigned parts, int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct tell_wishes wishes;
	struct options o;
	bool good;
	int code;

	if (!options_read(command, argc, argv, spec, n, &o, &code))
		return code;
	if (!one_argument(command, &o, "results file") ||
	    !tell_wishes_read(command, spec, n, &o, &wishes))
		return EXIT_USE;
	if (wishes.findings.reason)
		parts &= ~(unsigned)TELL_BRIEF;
	good = tell(o.rest[0], wishes.folder, parts, &wishes.findings, &err);
	tell_wishes_release(&wishes);
	return good ? EXIT_FINE : command_fail(&err);
}
