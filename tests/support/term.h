/*
 * A terminal that a test types at: a program runs in a pseudo-terminal and
 * libvterm understands what it draws.
 *
 * Waiting is for a text or for quiet (no output for 50 ms), never for time to
 * pass; what does not come within five seconds fails the test, and the
 * screen is shown. Rows and columns count from 0.
 */
#ifndef TESTS_SUPPORT_TERM_H
#define TESTS_SUPPORT_TERM_H

#include <stdbool.h>
#include <stddef.h>

struct term;

/*
 * Starts argv[0] (a path; argv ends with NULL) in a terminal of that size.
 * `env`: "NAME=value" to set, "NAME" to unset, ended by NULL; or NULL. TERM
 * is xterm-256color and the locale C.UTF-8 where env says nothing else.
 */
struct term *term_start(int rows, int columns, const char *const *argv,
			const char *const *env);
/* Keys that raise a signal, typed while a program ends, make the kernel throw
 * away what it wrote last. Not in terminals started after this. */
void term_keep_output(void);
/* Ends the program if it still runs. NULL is fine. */
void term_free(struct term *term);

/* Bytes as they are. */
void term_send(struct term *term, const char *bytes);
void term_send_n(struct term *term, const char *bytes, size_t n);
/*
 * Text with keys in angle brackets: "<Down><Down> <Enter>". Up Down Left
 * Right Home End PageUp PageDown Enter Tab BackTab Esc Backspace Delete F1
 * C-Left C-Right, C-a to C-z, Paste and /Paste around pasted text, LT for
 * "<".
 */
void term_keys(struct term *term, const char *keys);

/* Waits for each text and types what stands beside it; `at` of NULL ends. */
struct term_move {
	const char *at, *keys;
};
void term_play(struct term *term, const struct term_move *move);

/* Takes what comes for so long. */
void term_idle(struct term *term, long milliseconds);

/* Wait until it is so. `what` names the case for the message. */
void term_wait_text(struct term *term, const char *text, const char *what);
void term_wait_gone(struct term *term, const char *text, const char *what);
void term_wait_row(struct term *term, int row, const char *text,
		   const char *what);
void term_wait_cursor(struct term *term, int row, int column, const char *what);
void term_wait_quiet(struct term *term);
/*
 * Until all that was typed has been read, and what reads it waits for more:
 * far sooner than quiet. Half a key that it waits for the rest of is none.
 * Where /proc does not tell, quiet.
 */
void term_settle(struct term *term);
/* The same without failing: false when it did not come in time. */
bool term_wait_until(struct term *term, bool (*holds)(struct term *, void *),
		     void *ctx);

/* The screen as it is now: all rows with a newline each, without the blanks
 * at their ends. Borrowed until the next call. */
const char *term_screen(struct term *term);
const char *term_row(struct term *term, int row);
/* What has left the main screen, in the way of xterm, PuTTY and tmux: clearing
 * pushes all of it. "" where there is nothing, or it was cleared. */
const char *term_scrollback(struct term *term);
/* Up to the last cell that is not blank. */
int term_width(struct term *term, int row);
/* The first row that has this text, or -1. */
int term_find(struct term *term, const char *text);

void term_cursor(struct term *term, int *row, int *column);
bool term_cursor_visible(const struct term *term);
bool term_on_alternate_screen(const struct term *term);

struct term_look {
	bool bold, underline, reverse, blink, coloured;
};
struct term_look term_look(struct term *term, int row, int column);
/* Do two cells have the same colours? */
bool term_same_colours(struct term *term, int row, int column, int other_row,
		       int other_column);

/* All that was written so far, and how much. */
const char *term_output(const struct term *term, size_t *bytes);
size_t term_bytes(const struct term *term);

void term_size(const struct term *term, int *rows, int *columns);
void term_resize(struct term *term, int rows, int columns);
/* The same at once, where no half key has been typed. */
void term_resize_settled(struct term *term, int rows, int columns);

/* Closes the terminal as a window that is closed does. */
void term_hang_up(struct term *term);
void term_signal(struct term *term, int number);

/* Waits for the end: the exit code, or 128 + the signal. Fails the test after
 * ten seconds. */
int term_end(struct term *term);
int term_pid(const struct term *term);
/* The process that the program has started; 0: none. */
int term_child(struct term *term);
bool term_is_running(struct term *term);

#endif
