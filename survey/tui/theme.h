/*
 * How the parts of a page look: one table for each theme. By default no
 * colours are used, so that the page is as readable as the person's own
 * terminal, and nothing but words carries meaning: bold for headings,
 * underline for a field, no more. The theme "high" is for a terminal whose
 * background is ours, at a kiosk: white on black, and the focus black on
 * yellow.
 */
#ifndef SURVEY_TUI_THEME_H
#define SURVEY_TUI_THEME_H

#include <stdbool.h>

enum look {
	LOOK_PLAIN,
	LOOK_HEADER,  /* first row */
	LOOK_HEADING, /* the question, a notice's heading */
	LOOK_FIELD,   /* where one types */
	LOOK_PROBLEM,
	LOOK_FOCUS, /* over what has the focus */
	LOOK_COUNT
};

/* "default" or "high", for the screens to come; false: no such theme. */
bool theme_choose(const char *name);

/* Once the screen is up. NO_COLOR, and a terminal without colours, leave the
 * default. */
void theme_begin(void);

/* Curses attributes. */
unsigned long theme_attributes(enum look look);

#endif
