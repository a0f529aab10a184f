/*
 * A page before it meets the screen: lines of text in three parts, and the
 * places on them that can have the focus (items).
 *
 * The head says what the page is about, the body is what one chooses from,
 * reads or types, the foot holds the buttons. What fits is shown one after
 * the other. What does not fit scrolls, and says so in words: the body
 * between head and foot, or the head with it where that is tall, or all.
 *
 * A page is built anew for each drawing: sheet_begin, then lines from top to
 * bottom, then sheet_draw. Only what differs is written to the terminal. The
 * cursor stands on the item that has the focus; a ">" in front of it, too.
 */
#ifndef SURVEY_TUI_SHEET_H
#define SURVEY_TUI_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/text.h"
#include "survey/tui/theme.h"
#include "survey/words.h"

enum sheet_part { SHEET_HEAD, SHEET_BODY, SHEET_FOOT, SHEET_PARTS };

enum {
	SHEET_LEAST_ROWS = 12,
	SHEET_LEAST_COLUMNS = 40,
	SHEET_TEXT = 76, /* no text runs wider, */
	SHEET_ROW = 80	 /* no row either */
};

/* How much of what is good to have is left out for want of rows. */
enum sheet_density {
	SHEET_ROOMY, /* nothing */
	SHEET_DENSE, /* blank lines */
	SHEET_TIGHT, /* section, and what a list shows without words */
	SHEET_BARE,  /* hint, too */
	SHEET_DENSITIES
};

struct sheet_line {
	enum sheet_part part;
	size_t place; /* in its part, from 0 */
};

struct sheet_piece {
	size_t line, column, at, n; /* bytes of sheet->bytes */
	enum look look;
	size_t cells; /* > 0: filled up with blanks */
};

struct sheet_item {
	size_t mark_line, mark_column; /* of the ">" */
	size_t first, last;	       /* lines to keep in sight */
	size_t caret_line, caret_column;
};

/* When a key is told. One reads while what has the focus is out of sight: there
 * is text to go through first. */
enum sheet_when { SHEET_ALWAYS, SHEET_SCROLLS, SHEET_READS, SHEET_READS_NOT };

struct sheet_key {
	size_t at;    /* in sheet->bytes */
	size_t cells; /* that it takes */
	int rank;     /* 1 is dropped last */
	enum sheet_when when;
};

enum { SHEET_MAX_KEYS = 10, SHEET_MAX_STATUS = 4 };

/* Zeroed it is ready for sheet_begin. */
struct sheet {
	/* the page's own */
	size_t focus; /* item */
	bool follow;  /* scroll so that the focus is seen */
	bool gentle;  /* an item's lines scroll apart, and are counted */
	bool reads;   /* the text was moved, see sheet_is_read */

	/* as begun */
	int rows, columns;
	enum sheet_density density;

	struct text bytes;
	struct sheet_line *line;
	size_t n_lines, line_room;
	struct sheet_piece *piece;
	size_t n_pieces, piece_room;
	struct sheet_item *item;
	size_t n_items, item_room;
	size_t height[SHEET_PARTS];

	size_t button_end; /* cells taken in the last line */
	size_t spare;	   /* lines kept free under the body */
	/* Few rows: where it scrolls, of the buttons the first stays, and an
	 * item may be of fewer lines once it has no longer the focus. */
	bool low;
	char *header_left, *header_right;
	size_t counted; /* items of which the first row says
					 * which are in sight; 0: it does not */
	struct sheet_key key[SHEET_MAX_KEYS];
	size_t n_keys;
	struct sheet_piece status[SHEET_MAX_STATUS]; /* line: from 0 */
	size_t n_status;

	/* where things are, by sheet_place */
	bool scrolls;
	size_t free; /* of the spare lines, those there is room for */
	enum sheet_part from, to; /* parts that scroll, together */
	size_t top;		  /* first line that is shown */
	size_t lowered;		  /* items from there on are buttons of
				   * the foot that scroll, and count for
				   * none */
	size_t view;		  /* rows to scroll in, */
	size_t shown;		  /* lines shown in them, */
	size_t total;		  /* of so many */
};

void sheet_release(struct sheet *sheet);

/* Forgets the lines; keeps focus and scrolling. */
void sheet_begin(struct sheet *sheet, int rows, int columns,
		 enum sheet_density density);

/* Cells for text. */
size_t sheet_width(const struct sheet *sheet);

/* The first row: of each list the first that fits whole, those of the left
 * being more important. Empty texts are passed over. */
void sheet_header(struct sheet *sheet, const char *const *left, size_t n_left,
		  const char *const *right, size_t n_right);

/* The same of a title that is said whole, be it in several rows; `right` stands
 * in the last of them, or in one of its own. */
void sheet_title(struct sheet *sheet, const char *title, const char *right);

/* The survey's title in the first row, and below it what the page is about,
 * which takes that row where the title has no room in it. */
void sheet_heading(struct sheet *sheet, const char *title, const char *heading,
		   const char *right);

/* A new line at the end of a part; its number. */
size_t sheet_line(struct sheet *sheet, enum sheet_part part);
/* An empty line, in roomy pages alone. */
void sheet_gap(struct sheet *sheet, enum sheet_part part);
/* Text on a line; n bytes. */
void sheet_put(struct sheet *sheet, size_t line, size_t column, enum look look,
	       const char *s, size_t n);
/* A line's text as a field of so many cells. */
void sheet_field(struct sheet *sheet, size_t line, size_t column, size_t cells,
		 const char *s, size_t n);
/* A wrapped text: its first line from column `first` on, the others from
 * `rest`, up to cell `end`. Returns the number of its first line. */
size_t sheet_paragraph(struct sheet *sheet, enum sheet_part part, size_t first,
		       size_t rest, size_t end, enum look look, const char *s);

/* A button in the foot, beside the one before where there is room. */
void sheet_button(struct sheet *sheet, const char *label);

/* The lines from `line` to the last one added are an item with its mark at
 * `column` and the cursor at `caret`. Returns its number. */
size_t sheet_item(struct sheet *sheet, size_t line, size_t column,
		  size_t caret);
/* The last item begins with that line: its mark stays where it is, but that
 * line is kept in sight with it. */
void sheet_item_from(struct sheet *sheet, size_t line);
/* The last n items are none: their lines are only read. */
void sheet_no_items(struct sheet *sheet, size_t n);
/* So many lines less stand in the body than at other times: what is around
 * them stays where it is. */
void sheet_spare(struct sheet *sheet, size_t lines);
/* The cursor of the last item stands there instead, and only that line is
 * kept in sight. */
void sheet_caret(struct sheet *sheet, size_t line, size_t column);

/* Above the last row; wraps. */
void sheet_status(struct sheet *sheet, const char *s);
/* For the last row, from left to right; where there is no room for all, the
 * lowest ranks come first. */
void sheet_key(struct sheet *sheet, enum word w, int rank);
/* The same, in as many cells as another needs that stands there at other
 * times: what is behind it does not move then. */
void sheet_key_of(struct sheet *sheet, enum word w, enum word longest,
		  int rank);
/* The same, as the page turns out to stand. */
void sheet_key_when(struct sheet *sheet, enum sheet_when when, enum word w,
		    int rank);
void sheet_key_text(struct sheet *sheet, const char *text, int rank);

/* Is all of it in sight at once? */
bool sheet_fits(const struct sheet *sheet);
/* Works out where everything goes. */
void sheet_place(struct sheet *sheet);

/* After sheet_place: the row of a line, or -1 when it is out of sight. */
int sheet_row(const struct sheet *sheet, size_t line);
/* Where what scrolls begins, or the body where nothing does. */
int sheet_text_row(const struct sheet *sheet);
/* Is the text read while a button keeps the focus? Then nothing is marked, and
 * the cursor is where what is in sight of the text begins. */
bool sheet_is_read(const struct sheet *sheet);
/* Is what has the focus in sight? */
bool sheet_shows_focus(const struct sheet *sheet);
/* Items in sight: [*from, *to). False when there is none. */
bool sheet_items_shown(const struct sheet *sheet, size_t *from, size_t *to);

/* "-- 2 more below --" for the row under what scrolls; NULL and -1 where
 * nothing does. Caller frees. */
char *sheet_more(const struct sheet *sheet);
int sheet_row_more(const struct sheet *sheet);

/* draw.c: puts it on the screen. */
void sheet_draw(struct sheet *sheet);
/* draw.c: a text on an empty screen from a row on, at any size; the row after
 * it. */
int sheet_draw_text(int row, const char *s);

/* Moves the focus by one item, or the text by a line while the focus is out
 * of sight. */
void sheet_move(struct sheet *sheet, int by);
/* Moves the text by pages, or lines, and the focus with it: within the last
 * page to its last item. */
void sheet_scroll(struct sheet *sheet, int pages);
void sheet_scroll_lines(struct sheet *sheet, int lines);
void sheet_focus(struct sheet *sheet, size_t item);

#endif
