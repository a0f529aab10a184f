/*
 * The full screen as plain text, for whoever reads a questionnaire through:
 * the same pages, built by the same functions for a screen of any size, and
 * no terminal. What is on paper cannot be answered: each page is shown
 * screenful by screenful, and then left with REPLY_END.
 *
 * Above each screen stands a ruler that names it. The help of the first page
 * of each kind is held back until it is asked for.
 */
#ifndef SURVEY_TUI_PRINT_H
#define SURVEY_TUI_PRINT_H

#include "survey/front.h"

struct print;

/* Screens of that size, at least 40x12, are added to `out`. */
struct print *print_new(struct text *out, int rows, int columns);
void print_free(struct print *print); /* NULL is fine */

/* The front end; lives as long as the print. */
struct front *print_front(struct print *print);

/* What the ruler of the next pages says. */
void print_caption(struct print *print, const char *name);
/* A paragraph below the ruler of the next page. */
void print_note(struct print *print, const char *note);

/* The help of the pages so far, once for each kind. */
void print_helps(struct print *print);

/* Paragraphs below a ruler, and no screen. */
void print_notes(struct print *print);

/* Asked when nobody pressed a key; of a screen that is hidden; in a window of
 * that size, which is too small. */
void print_still(struct print *print, const char *title, const char *wayback,
		 const char *status);
void print_hidden(struct print *print);
void print_too_small(struct print *print, int rows, int columns);

#endif
