/*
 * What clears a terminal of what a person answered: screen, scrollback, and
 * the history that tmux keeps.
 */
#ifndef SURVEY_TUI_WIPE_H
#define SURVEY_TUI_WIPE_H

#include <stdbool.h>

/*
 * For the terminal that TERM names, from wherever a program left it: back
 * from the alternate screen, then cleared. Borrowed; looked up once. Where
 * terminfo knows the terminal and it does not speak ANSI, its own way to
 * clear; "" where TERM is empty or "dumb".
 */
const char *wipe_bytes(void);

/* The last part of that alone, for a screen that is the main one already. */
const char *wipe_screen(void);

/* Does the terminal understand CSI sequences? */
bool wipe_is_ansi(void);

/* All of it, or nobody is there to see it. */
void wipe_write(int fd, const char *bytes);

#endif
