#include "analysis/publish/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/data/file.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

struct output {
	char *path, *temporary;
	FILE *file;
};

struct folder {
	char *path;
	struct output *output;
	size_t n, room;
};

struct folder *
folder_begin(const char *path, struct error *err)
{
	struct folder *f;

	if (!folder_make(path, err))
		return NULL;
	f = mem_new(1, sizeof(*f));
	f->path = mem_copy(path);
	return f;
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
	/* Theirs alone: not audited for release. */
	o->file = file_begin(o->path, 0600, &o->temporary, err);
	if (o->file)
		f->n++;
	else
		free(o->path);
	return o->file;
}

static bool
write_one(struct folder *f, const struct writer *writer, const char *name,
	  const struct report *report, const struct table *table,
	  struct error *err)
{
	struct text file = TEXT_INIT;
	FILE *out;

	text_addf(&file, "%s.%s", name, writer->extension);
	out = folder_file(f, text_get(&file), err);
	text_release(&file);
	if (!out || !writer->write(out, report, table, err))
		return false;
	if (fflush(out) != 0 || fsync(fileno(out)) != 0)
		return error_set(err, "%s: cannot write: %s",
				 f->output[f->n - 1].path, strerror(errno));
	return true;
}

bool
folder_write(struct folder *f, const struct writer *writer,
	     const struct report *report, struct error *err)
{
	if (!writer->a_table_a_file)
		return write_one(f, writer, report->name, report, NULL, err);
	for (size_t i = 0; i < report->n_tables; i++) {
		if (!write_one(f, writer, report->table[i]->name, report,
			       report->table[i], err))
			return false;
	}
	return true;
}

static void
folder_free(struct folder *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->output[i].path);
	free(f->output);
	free(f->path);
	free(f);
}

bool
folder_finish(struct folder *f, struct error *err)
{
	bool good = true;

	for (size_t i = 0; i < f->n; i++) {
		struct output *o = &f->output[i];

		if (good)
			good = file_finish(o->file, o->temporary, o->path, err);
		else
			file_abandon(o->file, o->temporary);
	}
	folder_free(f);
	return good;
}

void
folder_abandon(struct folder *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		file_abandon(f->output[i].file, f->output[i].temporary);
	folder_free(f);
}
