/*
 * What went wrong, in two kinds.
 *
 * struct error: one failure of the world (a file, a database, a broken
 * questionnaire), filled by the function that met it and printed by main or a
 * command. The first message wins: a clean-up that fails afterwards does not
 * hide the cause.
 *
 * struct problems: everything an author should mend in a file, each with its
 * place, so that all of it is reported at once.
 */
#ifndef QUESTIONS_BASE_ERROR_H
#define QUESTIONS_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct error {
	char text[1024]; /* "" while nothing went wrong */
};

#define ERROR_INIT \
	{          \
		"" \
	}

/* Fills *err unless it is filled or NULL. Always false, so that a caller can
 * write `return error_set(err, ...)`. */
bool error_set(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

bool error_is_set(const struct error *err);

/* Where in a file of rows and columns. */
struct place {
	const char *file;   /* borrowed; NULL when it is not a file */
	size_t row;	    /* as a spreadsheet counts, from 1; 0: none */
	size_t column;	    /* from 1 (A); 0: the whole row */
	const char *header; /* the column's name, or NULL */
};

enum severity {
	SEVERITY_ERROR,	  /* the file cannot be used */
	SEVERITY_WARNING, /* it can, but it is unwise */
	SEVERITY_NOTE	  /* nothing to do, good to know */
};

struct problem {
	enum severity severity;
	char *where; /* "form.csv:12:D relevant", or the file */
	/* for sorting; file: 1 is the first that had a problem, 0 is none */
	size_t file, row, column;
	size_t order; /* in which it was added */
	char *text;   /* "problem; what to do" */
};

struct problems {
	struct problem *list;
	size_t n, room;
	size_t errors, warnings; /* how many of the n */
	size_t files;		 /* named so far */
};

#define PROBLEMS_INIT               \
	{                           \
		NULL, 0, 0, 0, 0, 0 \
	}

/* Adds one problem; the place and the text are copied. */
void problems_add(struct problems *p, enum severity severity,
		  const struct place *place, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* By place: file, row, column; those without a place first. Stable. */
void problems_sort(struct problems *p);

/* One line each: "where: [warning: |note: ]text". */
void problems_print(const struct problems *p, FILE *out);

/* All of them into err, one line each, sorted: the failure of a caller for
 * whom any problem is one. Always false. */
bool problems_fail(struct problems *p, struct error *err);

void problems_release(struct problems *p);

/* The spreadsheet's name of a column, from 1: A, Z, AA. Written into out. */
void column_letters(size_t column, char out[8]);

#endif
