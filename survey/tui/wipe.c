#include "survey/tui/wipe.h"

#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/text.h"

/* Last: it makes macros of common words. */
#include <term.h>

/*
 * The other order leaves a screenful of answers in the scrollback of xterm,
 * PuTTY and tmux: clearing the screen pushes it there, so the scrollback
 * comes last.
 */
static const char ansi[] = "\033[H\033[2J\033[3J";

static bool known, speaks_ansi;
static char all[256]; /* the part that clears from `screen` on */
static const char *screen = all;

/* Without the pauses that a terminal of 1978 needed: "$<50/>". */
static void
add_capability(struct text *t, const char *name)
{
	const char *s = tigetstr(name), *pause;

	while (s != NULL && s != (char *)-1 && *s != '\0') {
		pause = strstr(s, "$<");
		text_add_n(t, s, pause ? (size_t)(pause - s) : strlen(s));
		s = pause ? strchr(pause, '>') : NULL;
		s += s != NULL;
	}
}

static bool
is_ansi(void)
{
	const char *s = tigetstr("cup");

	return s != NULL && s != (char *)-1 && strncmp(s, "\033[", 2) == 0;
}

static void
look_up(void)
{
	static const char *const leave[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
	struct text t = TEXT_INIT;
	size_t i, at;

	speaks_ansi = is_ansi();
	if (speaks_ansi)
		text_add(&t, "\033[?2004l"); /* marks of pasted text */
	for (i = 0; i < sizeof leave / sizeof leave[0]; i++)
		add_capability(&t, leave[i]);
	at = t.n;
	if (speaks_ansi)
		text_add(&t, ansi);
	else
		add_capability(&t, "clear");
	if (t.n < sizeof all) {
		memcpy(all, text_get(&t), t.n + 1);
		screen = all + at;
	}
	text_release(&t);
}

/* One that terminfo does not know is new, not old: it speaks ANSI. */
static void
assume(const char *terminal)
{
	speaks_ansi = terminal != NULL && *terminal != '\0' &&
		strcmp(terminal, "dumb") != 0;
	if (speaks_ansi)
		memcpy(all, ansi, sizeof ansi);
}

/* Leaves the terminal that curses has as it is. */
static void
know(void)
{
	const char *terminal = getenv("TERM");
	TERMINAL *before = cur_term;
	int status;

	if (known)
		return;
	known = true;
	if (before != NULL) {
		look_up();
	} else if (setupterm(terminal, STDOUT_FILENO, &status) == OK) {
		look_up();
		del_curterm(cur_term);
	} else {
		assume(terminal);
	}
}

const char *
wipe_bytes(void)
{
	know();
	return all;
}

const char *
wipe_screen(void)
{
	know();
	return screen;
}

bool
wipe_is_ansi(void)
{
	know();
	return speaks_ansi;
}

void
wipe_write(int fd, const char *bytes)
{
	size_t n = strlen(bytes);
	ssize_t done;

	while (n > 0) {
		done = write(fd, bytes, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		bytes += done;
		n -= (size_t)done;
	}
}
