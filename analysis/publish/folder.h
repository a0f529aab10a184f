/*
 * Several files that are all there or none: everything is written to
 * temporary files first, and renamed when the last one is on the disk.
 */
#ifndef ANALYSIS_PUBLISH_FOLDER_H
#define ANALYSIS_PUBLISH_FOLDER_H

#include "analysis/publish/writer.h"

struct folder;

/* Who may read the files, and what their names say of it. */
enum folder_kind {
	FOLDER_RELEASE,	     /* anybody */
	FOLDER_CONFIDENTIAL, /* the owner */
	FOLDER_ANALYSTS	     /* the owner: "items.for-analysts.csv" */
};

/* Makes the folder where it is missing. NULL and err when it cannot. */
struct folder *folder_begin(const char *path, enum folder_kind kind,
			    struct error *err);

/* Adds what the writer makes of the report: one file, or one a table. */
bool folder_write(struct folder *f, const struct writer *writer,
		  const struct report *report, struct error *err);

/* What each of several writers makes of it, NULL behind the last: two threads
 * write. */
bool folder_write_all(struct folder *f, const struct writer *const *writer,
		      const struct report *report, struct error *err);

/* Begins a file of that name, for the caller to write what is no report; the
 * folder closes it. NULL and err when it cannot be, or when there is a folder
 * of that name. */
FILE *folder_file(struct folder *f, const char *name, struct error *err);

size_t folder_files(const struct folder *f); /* so far */

/* How many files of stats, pitch, report and compare are in the folder that
 * this run has not written: they are an earlier one's. *first: the name of one
 * of them, static. */
size_t folder_left_over(const struct folder *f, const char **first);

/* Everything so far is on the disk, under its temporary name: what is left is
 * renaming. False and err when it cannot be. */
bool folder_sync(struct folder *f, struct error *err);

/* Renames all; frees f either way. */
bool folder_finish(struct folder *f, struct error *err);
/* Removes what was begun, and a folder that it made and that is empty. NULL is
 * fine. */
void folder_abandon(struct folder *f);

#endif
