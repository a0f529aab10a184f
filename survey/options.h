/*
 * What conduct-survey was called with, checked and completed: what was not
 * said has its usual value.
 */
#ifndef SURVEY_OPTIONS_H
#define SURVEY_OPTIONS_H

#include <stdbool.h>

#include "survey/paper.h"
#include "survey/preview.h"

/* What a preview prints instead of asking. */
enum print { PRINT_NONE, PRINT_TEXT, PRINT_PAPER, PRINT_CSV };

struct options {
	bool kiosk, line, preview;
	int print; /* an enum print, which getopt fills in */
	struct preview_size size;
	struct paper_layout layout;
	const char *language; /* NULL: the person chooses */
	const char *file;     /* the wave, or the FORM of a preview */
	int idle;	      /* minutes; 0: never */
};

/* -1: go on; else the exit code, after what there was to say. Strings are
 * argv's. --theme is passed on to theme_choose. */
int options_take(int argc, char **argv, struct options *o);

/* Says what was wrong with the call, and where help is; the exit code. */
int options_wrong(const char *problem, const char *what);

#endif
