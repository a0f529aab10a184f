/*
 * Files that are whole or not there: written beside their place, made
 * durable, and renamed.
 */
#ifndef ANALYSIS_DATA_FILE_H
#define ANALYSIS_DATA_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "questions/base/error.h"

/* Makes the folder where it is missing (0700); *made: it was, so it is ours to
 * remove when nothing comes into it. */
bool folder_make(const char *path, bool *made, struct error *err);

/* Is there anything at this path? */
bool file_exists(const char *path);

/* A file that is written beside its place (temporary.h) and renamed when it
 * is whole. NULL and err when it cannot be. */
FILE *file_begin(const char *path, int mode, char **temporary,
		 struct error *err);

/* fsync, rename; closes f and frees temporary either way. */
bool file_finish(FILE *f, char *temporary, const char *path, struct error *err);

/* Closes and removes it. */
void file_abandon(FILE *f, char *temporary);

/* A whole file of at most `most` bytes, with a NUL behind; caller frees. */
char *file_read(const char *path, size_t most, size_t *n, struct error *err);

#endif
