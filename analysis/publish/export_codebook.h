/*
 * What the columns of an export are: as a table for people, and as a data
 * package for programs.
 */
#ifndef ANALYSIS_PUBLISH_EXPORT_CODEBOOK_H
#define ANALYSIS_PUBLISH_EXPORT_CODEBOOK_H

#include <stdio.h>

#include "analysis/data/results.h"
#include "analysis/publish/export_columns.h"

/* A row a column, and below it one for each choice that it can hold. */
void export_codebook(FILE *out, const struct form *form,
		     const struct export_columns *columns, bool crlf);

/* datapackage.json; the files' names are those of export.c. */
void export_package(FILE *out, const struct results *r,
		    const struct export_columns *columns, const char *responses,
		    const char *comments, bool crlf);

#endif
