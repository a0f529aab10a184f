/*
 * How the parts of a page look: one table. No colours are used, so that the
 * page is as readable as the person's own terminal, and nothing but words
 * carries meaning: bold for headings, underline for a field, no more.
 */
#ifndef SURVEY_TUI_THEME_H
#define SURVEY_TUI_THEME_H

enum look {
	LOOK_PLAIN,
	LOOK_HEADER,  /* first row */
	LOOK_HEADING, /* the question, a notice's heading */
	LOOK_FIELD,   /* where one types */
	LOOK_PROBLEM,
	LOOK_COUNT
};

/* Curses attributes. */
unsigned long theme_attributes(enum look look);

#endif
