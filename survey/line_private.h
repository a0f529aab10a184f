/*
 * What the parts of the plain-line front end share: line_io.c reads and
 * prints lines, line_ask.c asks a question, line_page.c tells what stands
 * there, line_typed.c makes an answer of what was typed, line.c does the other
 * pages.
 */
#ifndef SURVEY_LINE_PRIVATE_H
#define SURVEY_LINE_PRIVATE_H

#include <stdarg.h>

#include "survey/front.h"
#include "survey/words.h"

enum {
	LINE_CELLS = 72,
	LINE_LEAST_CELLS = 20, /* of a terminal that says how wide it is */
	LINE_MAX_BYTES = 64 * 1024
};

/* Where a page stands: its number, its section, the time left. */
enum { PLACE_PARTS = 3 };

struct line {
	struct front front; /* first, so that one is the other */
	int in, out;
	bool greeted;	     /* said that this is plain text mode */
	bool ended;	     /* nothing more comes in */
	bool dead;	     /* nothing more goes out */
	bool idle;	     /* nobody is there, which is an end, too */
	bool open;	     /* a prompt stands there that is asked on */
	struct text trouble; /* what was said before that */
	struct text read;    /* came in, not used yet */
	size_t used;	     /* of read */
	struct text written; /* to go out */
	struct text answer;  /* what was entered last, for `kept`, */
	struct text sure;    /* and how sure */
	/* What was said last, which is not said again: */
	struct text place[PLACE_PARTS];
	struct text table;  /* whose scale was read */
	struct text status; /* of keeping */
	struct text rows;   /* whose answers were read at the review */
};

/* ---- line_io.c ---- */

/* A paragraph, wrapped; "" is an empty line. */
void line_say(struct line *l, const char *text);
void line_sayf(struct line *l, enum word w, ...);
void line_problem(struct line *l, enum word w, ...);

/* Prints what was said so far. */
void line_flush(struct line *l);

/* Says the prompt and waits for a whole line; bad ones are refused and asked
 * for again. Controls are taken out, blanks around it stay. When nobody seems
 * to be there it asks so, once, with a bell: Enter alone then says the prompt
 * again, any other line is the one that was waited for. */
enum got { GOT_LINE, GOT_TIMEOUT, GOT_END };
enum got line_read(struct line *l, const char *prompt, int timeout,
		   struct text *out);

/* The page is gone: from the screen and what it scrolled off. */
void line_wipe(struct line *l);

/* ---- line.c ---- */

enum command {
	COMMAND_NONE,
	COMMAND_HELP,
	COMMAND_BACK,
	COMMAND_LIST,
	COMMAND_CLEAR,
	COMMAND_SKIP,
	COMMAND_STOP,
	COMMAND_LANGUAGE,
	COMMAND_HIDE,
	COMMAND_REVIEW,
	COMMAND_MORE,
	COMMAND_SCREEN
};

/* The command that a line is, if it is one; case and blanks around it do not
 * matter. */
enum command line_command(const char *typed);
/* Is this the word, whatever its capitals and accents and the blanks around
 * it? */
bool line_is_word(const char *typed, const char *word);
/* "" or the typed text without blanks around it. Caller frees. */
char *line_trimmed(const char *typed);

/* Nothing to be seen until Enter; false when input has ended. */
bool line_hide(struct line *l);

/* The words that work everywhere, the code, whom to ask. */
struct line_help {
	bool back, clear, skip, review, language, text, lines;
	const char *wayback, *contact;
	const struct more *more;
};
void line_help(struct line *l, const struct line_help *help);
/* More about one's data; where there is none (NULL), that. */
void line_more(struct line *l, const struct more *more, const char *typed);

/* An empty line before a page; before the first, what this mode is. */
void line_greet(struct line *l);

/* The next page says all of itself, also what was said before. */
void line_forget_said(struct line *l);

/* Says it unless that was the last thing said of keeping. */
void line_status(struct line *l, const char *status);

/* ---- line_ask.c ---- */

enum reply line_ask(struct front *front, const struct page *page,
		    struct text *entered);

/* ---- line_typed.c ---- */

/* Is it a page to be read only; one that takes what is typed as it is? */
bool line_takes_nothing(const struct page *page);
bool line_takes_words(const struct page *page);

/* Turns a typed line into what check_answer takes, a text for each of
 * page_entries, which are empty before. False: it has said why not. */
bool line_answer(struct line *l, const struct page *page, const char *typed,
		 struct text *entered);

/* ---- line_page.c ---- */

/* All of it, up to the prompt. */
void line_say_page(struct line *l, const struct page *page);
void line_say_help(struct line *l, const struct page *page);

/* What to type. Caller frees. */
char *line_prompt(const struct page *page);

void line_kept(struct front *front, const struct page *page,
	       const char *const *answer);

#endif
