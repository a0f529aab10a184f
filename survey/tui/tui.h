/*
 * The full-screen front end, as its parts see it: one screen, and pages that
 * are shown on it one after another.
 *
 * A page is a view: it can build its sheet at any size, and says what its
 * help is. tui_next shows it and gives back the next event that is the
 * page's own; what works on all pages (redraw, resize, hide, help, a window
 * that is too small) is done there.
 */
#ifndef SURVEY_TUI_TUI_H
#define SURVEY_TUI_TUI_H

#include <stdbool.h>

#include "survey/front.h"
#include "survey/tui/keys.h"
#include "survey/tui/sheet.h"

struct tui;

/* What help says about a page; "" or NULL where there is nothing. */
struct help {
	const char *title; /* of the survey */
	const char *section;
	enum word here;	   /* what to do on this page */
	const char *table; /* what all statements are asked */
	const char *hint, *guidance;
	const char *wayback, *contact;
	const struct more *more;
	bool skips;    /* the page can be skipped */
	bool searches; /* its choices can be searched */
	bool asks;     /* something can be answered on it, */
	bool types;    /* by typing */
	bool languages, back, review;
};

struct view {
	void (*build)(void *page, struct sheet *sheet);
	void *page;
	struct sheet *sheet;
	const struct help *help; /* NULL: no help */
	bool typing;		 /* letters are text now */
	bool has_hint;		 /* something can go in SHEET_BARE */
	int timeout;		 /* seconds without a key; 0: none */
	bool stands; /* it is on the screen but for what does not matter:
		      * drawn only after the first key */
};

struct event tui_next(struct tui *tui, struct view *view);

/* Builds the view's page for a screen of that size, as roomy as it goes, and
 * places it; where nothing makes it fit, it scrolls. */
void tui_lay_out(const struct view *view, int rows, int columns);

/* What a page that tries again by itself said, where the focus was and what
 * was in sight; `said` is "" once anything else was drawn. */
struct trouble {
	struct text said;
	size_t focus, top;
};
struct trouble *tui_trouble(struct tui *tui);

/* Pasted text, at EVENT_PASTE. */
const char *tui_pasted(const struct tui *tui);

/* ---- without a terminal ---- */

/* Shows a page, and says what happens there then. */
typedef struct event tui_show(void *ctx, struct view *view);

/* A front end whose pages `show` shows, as wide as that. */
struct front *tui_front_shown(tui_show *show, void *ctx, int columns);

/* ---- the pages, each in a file of its own ---- */

enum reply ask_page(struct tui *tui, const struct page *page,
		    struct text *entered);
enum reply notice_page(struct tui *tui, const struct notice *notice);
enum reply prompt_page(struct tui *tui, const struct prompt *prompt,
		       struct text *entered);
enum reply review_page(struct tui *tui, const struct review *review,
		       size_t *chosen);
enum reply language_page(struct tui *tui, const struct tongue *tongue, size_t n,
			 size_t *chosen);

/* What stands on the page that asks whether somebody is still there; "" where
 * there is nothing. */
struct still {
	const char *title, *wayback, *status;
	bool answers; /* it hides answers */
};
void still_draw(const struct still *still, size_t minutes);
/* Builds and places it. */
void still_lay_out(const struct still *still, size_t minutes, int rows,
		   int columns, struct sheet *sheet);

/* False when input ended meanwhile. */
bool help_page(struct tui *tui, const struct help *help);

/* What a key that leaves any page answers, or -1. `back`, `review` and
 * `languages` say which of these there are. */
int tui_leaves(const struct event *event, bool back, bool review,
	       bool languages);

#endif
