#include "analysis/publish/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/data/file.h"
#include "analysis/data/temporary.h"
#include "analysis/data/threads.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

struct output {
	char *path, *temporary;
	FILE *file;
};

struct folder {
	char *path;
	enum folder_kind kind;
	bool made; /* by us */
	struct output *output;
	size_t n, room;
};

struct folder *
folder_begin(const char *path, enum folder_kind kind, struct error *err)
{
	struct folder *f;
	bool made;

	if (!folder_make(path, &made, err))
		return NULL;
	f = mem_new(1, sizeof(*f));
	f->kind = kind;
	f->made = made;
	f->path = mem_copy(path);
	return f;
}

/* Renaming over it would fail, when other files have their names already. */
static bool
is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

FILE *
folder_file(struct folder *f, const char *name, struct error *err)
{
	struct text path = TEXT_INIT;
	struct output *o;

	f->output = mem_room(f->output, &f->room, f->n + 1, sizeof(*f->output));
	o = &f->output[f->n];
	memset(o, 0, sizeof(*o));
	text_addf(&path, "%s/%s", f->path, name);
	o->path = text_take(&path);
	if (is_folder(o->path))
		error_set(err,
			  "%s is a folder, and a file is to have that name; "
			  "rename it, or name another folder",
			  o->path);
	else
		o->file = file_begin(o->path,
				     f->kind == FOLDER_RELEASE ? 0644 : 0600,
				     &o->temporary, err);
	if (o->file)
		f->n++;
	else
		free(o->path);
	return o->file;
}

/* ---- reports ---- */

/* A file to write. */
struct piece {
	const struct writer *writer;
	const struct table *table; /* NULL: the whole report */
	size_t output;
	bool failed;
	struct error why;
};

struct pieces {
	const struct folder *folder;
	const struct report *report;
	struct piece *piece;
	size_t n, room;
	atomic_size_t taken;
};

static bool
add_piece(struct folder *f, struct pieces *p, const struct writer *writer,
	  const struct table *table, struct error *err)
{
	struct text file = TEXT_INIT;
	FILE *out;

	text_addf(&file, "%s%s.%s", table ? table->name : p->report->name,
		  f->kind == FOLDER_ANALYSTS ? ".for-analysts" : "",
		  writer->extension);
	out = folder_file(f, text_get(&file), err);
	text_release(&file);
	p->piece = mem_room(p->piece, &p->room, p->n + 1, sizeof(*p->piece));
	p->piece[p->n++] =
		(struct piece){writer, table, f->n - 1, false, ERROR_INIT};
	return out != NULL;
}

static bool
add_pieces(struct folder *f, struct pieces *p, const struct writer *writer,
	   struct error *err)
{
	bool good = true;

	if (!writer->a_table_a_file)
		return add_piece(f, p, writer, NULL, err);
	for (size_t i = 0; good && i < p->report->n_tables; i++)
		good = add_piece(f, p, writer, p->report->table[i], err);
	return good;
}

/* Takes pieces until there is none, from the last one on: whole reports, which
 * are long, stand behind their tables. */
static void
write_pieces(void *ctx)
{
	struct pieces *p = ctx;

	for (;;) {
		size_t taken = atomic_fetch_add(&p->taken, 1);
		struct piece *piece;

		if (taken >= p->n)
			return;
		piece = &p->piece[p->n - 1 - taken];
		piece->failed = !piece->writer->write(
			p->folder->output[piece->output].file, p->report,
			piece->table, &piece->why);
	}
}

bool
folder_write_all(struct folder *f, const struct writer *const *writer,
		 const struct report *report, struct error *err)
{
	struct pieces p = {.folder = f, .report = report};
	size_t n = threads_wanted();
	bool good = true;

	for (; good && *writer; writer++)
		good = add_pieces(f, &p, *writer, err);
	/* another thread is not worth its start for a piece or two */
	if (good)
		threads_share(write_pieces, &p, n < p.n ? n : 1);
	for (size_t i = 0; good && i < p.n; i++) {
		const struct piece *piece = &p.piece[i];

		if (piece->failed)
			good = error_set(err, "%s: %s",
					 f->output[piece->output].path,
					 piece->why.text);
	}
	free(p.piece);
	return good;
}

bool
folder_write(struct folder *f, const struct writer *writer,
	     const struct report *report, struct error *err)
{
	const struct writer *const one[] = {writer, NULL};

	return folder_write_all(f, one, report, err);
}

/* ---- onto the disk ---- */

/* On the disk, under its temporary name. */
static bool
make_durable(struct output *o, struct error *err)
{
	bool written;
	int why;

	if (!o->file)
		return true; /* it is */
	written = fflush(o->file) == 0 && !ferror(o->file) &&
		fsync(fileno(o->file)) == 0;
	why = errno;
	written = fclose(o->file) == 0 && written;
	o->file = NULL;
	return written ||
		error_set(err, "%s cannot be written: %s", o->path,
			  strerror(why));
}

static bool
put_in_place(struct output *o, struct error *err)
{
	return temporary_place(&o->temporary, o->path) ||
		error_set(err, "%s cannot be put in place: %s", o->path,
			  strerror(errno));
}

/* Sends all on their way, so that making them durable one by one waits once
 * and not once a file. A hint, which may fail. */
static void
start_writing(const struct folder *f)
{
	for (size_t i = 0; i < f->n; i++) {
		FILE *file = f->output[i].file;

		if (file && fflush(file) == 0)
			posix_fadvise(fileno(file), 0, 0, POSIX_FADV_DONTNEED);
	}
}

/* The names are durable once their folder is: once for all of them. */
static void
sync_names(const struct folder *f)
{
	int fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/* What stats, pitch, report and compare write. */
static const char *const known[] = {
	"summary.txt",	     "brief.html",	     "brief.md",
	"topics.csv",	     "answers-for-staff.md", "items.csv",
	"changes.csv",	     "compare.json",	     "comparisons.csv",
	"habits.csv",	     "know_do.csv",	     "knowledge_habits.csv",
	"levels.csv",	     "misconceptions.csv",   "options.csv",
	"pitch.csv",	     "pitch.json",	     "pooled.csv",
	"questions.csv",     "response.csv",	     "scale_items.csv",
	"scale_options.csv", "scales.csv",	     "stats.json",
	"trends.csv",	     "weights.csv",
};

static bool
writes(const struct folder *f, const char *name)
{
	size_t before = strlen(f->path) + 1;

	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->output[i].path + before, name) == 0)
			return true;
	}
	return false;
}

size_t
folder_left_over(const struct folder *f, const char **first)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct text path = TEXT_INIT;

		text_addf(&path, "%s/%s", f->path, known[i]);
		if (!writes(f, known[i]) && file_exists(text_get(&path)) &&
		    n++ == 0)
			*first = known[i];
		text_release(&path);
	}
	return n;
}

size_t
folder_files(const struct folder *f)
{
	return f->n;
}

bool
folder_sync(struct folder *f, struct error *err)
{
	bool good = true;

	start_writing(f);
	for (size_t i = 0; good && i < f->n; i++)
		good = make_durable(&f->output[i], err);
	return good;
}

bool
folder_finish(struct folder *f, struct error *err)
{
	bool good = folder_sync(f, err);

	for (size_t i = 0; good && i < f->n; i++)
		good = put_in_place(&f->output[i], err);
	if (good)
		sync_names(f);
	folder_abandon(f);
	return good;
}

/* What is in place by now stays, and so does a folder that is not empty. */
void
folder_abandon(struct folder *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++) {
		struct output *o = &f->output[i];

		if (o->file)
			fclose(o->file);
		temporary_remove(&o->temporary);
		free(o->path);
	}
	if (f->made)
		rmdir(f->path);
	free(f->output);
	free(f->path);
	free(f);
}
