#include "survey/tui/keys.h"

#include <curses.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "survey/front.h"

enum {
	PASTE_MAX = 65536, /* more is dropped: no answer is as long */
	PASTE_PAUSE = 1000 /* milliseconds; then its end got lost */
};

/* What ncurses has no name for. */
enum {
	KEY_PASTE_BEGIN = KEY_MAX - 20,
	KEY_PASTE_DONE,
	KEY_WORD_LEFT,
	KEY_WORD_RIGHT
};

enum { ESCAPE = 0x1b };

/* Milliseconds to wait for the rest of a key on a bad line. */
enum { KEY_PAUSE = 100 };

#define CONTROL(letter) ((letter)&0x1f)

/*
 * Not here on purpose: Ctrl-S and Ctrl-Q (flow control), Ctrl-A and Ctrl-B
 * (prefixes of screen and tmux), Ctrl-] (telnet), Ctrl-Z and Ctrl-\.
 */
static const struct {
	int code;
	enum event_kind kind;
} table[] = {
	{KEY_UP, EVENT_UP},
	{KEY_DOWN, EVENT_DOWN},
	{KEY_LEFT, EVENT_LEFT},
	{KEY_RIGHT, EVENT_RIGHT},
	{KEY_HOME, EVENT_HOME},
	{KEY_FIND, EVENT_HOME},
	{KEY_END, EVENT_END_KEY},
	{KEY_SELECT, EVENT_END_KEY},
	{KEY_PPAGE, EVENT_PAGE_UP},
	{KEY_NPAGE, EVENT_PAGE_DOWN},
	{KEY_WORD_LEFT, EVENT_WORD_LEFT},
	{KEY_WORD_RIGHT, EVENT_WORD_RIGHT},
	{KEY_SLEFT, EVENT_WORD_LEFT},
	{KEY_SRIGHT, EVENT_WORD_RIGHT},
	{'\t', EVENT_TAB},
	{KEY_BTAB, EVENT_BACKTAB},
	{'\r', EVENT_ENTER},
	{'\n', EVENT_ENTER},
	{KEY_ENTER, EVENT_ENTER},
	{ESCAPE, EVENT_ESCAPE},
	{0x7f, EVENT_BACKSPACE},
	{0x08, EVENT_BACKSPACE},
	{KEY_BACKSPACE, EVENT_BACKSPACE},
	{KEY_DC, EVENT_DELETE},
	{CONTROL('u'), EVENT_CLEAR},
	{CONTROL('_'), EVENT_UNDO},
	{KEY_UNDO, EVENT_UNDO},
	{CONTROL('n'), EVENT_NEXT},
	{CONTROL('p'), EVENT_BACK},
	{CONTROL('e'), EVENT_LANGUAGE},
	{CONTROL('o'), EVENT_HIDE},
	{CONTROL('x'), EVENT_STOP},
	{CONTROL('c'), EVENT_STOP},
	{CONTROL('t'), EVENT_LINE_MODE},
	{CONTROL('g'), EVENT_HELP},
	{KEY_F(1), EVENT_HELP},
	{KEY_HELP, EVENT_HELP},
	{CONTROL('l'), EVENT_REDRAW},
};

static const struct {
	char letter;
	enum event_kind kind;
} letters[] = {
	{'b', EVENT_BACK},   {'h', EVENT_HIDE}, {'l', EVENT_LANGUAGE},
	{'r', EVENT_REVIEW}, {'s', EVENT_STOP}, {'t', EVENT_LINE_MODE},
	{'?', EVENT_HELP},
};

static const struct {
	const char *bytes;
	int code;
} sequences[] = {
	{"\033[200~", KEY_PASTE_BEGIN},
	{"\033[201~", KEY_PASTE_DONE},
	{"\033[1;5D", KEY_WORD_LEFT},
	{"\033[1;5C", KEY_WORD_RIGHT},
	{"\033[1;3D", KEY_WORD_LEFT},
	{"\033[1;3C", KEY_WORD_RIGHT},
	{"\033b", KEY_WORD_LEFT},
	{"\033f", KEY_WORD_RIGHT},
	{"\033u", KEY_UNDO},
	/* what many terminals send, whatever terminfo says of theirs */
	{"\033[H", KEY_HOME},
	{"\033[F", KEY_END},
	{"\033OH", KEY_HOME},
	{"\033OF", KEY_END},
	{"\033[1~", KEY_HOME},
	{"\033[4~", KEY_END},
	{"\033[3~", KEY_DC},
	{"\033[5~", KEY_PPAGE},
	{"\033[6~", KEY_NPAGE},
	/* cursor keys of a terminal in the other mode than terminfo says */
	{"\033[A", KEY_UP},
	{"\033[B", KEY_DOWN},
	{"\033[C", KEY_RIGHT},
	{"\033[D", KEY_LEFT},
	{"\033OA", KEY_UP},
	{"\033OB", KEY_DOWN},
	{"\033OC", KEY_RIGHT},
	{"\033OD", KEY_LEFT},
};

struct keys {
	char bytes[8]; /* of a character that has not ended yet */
	size_t have, need;
	bool pasting;
	struct text pasted;
	struct sigaction before;
};

static volatile sig_atomic_t resized;

static void
note_resize(int number)
{
	(void)number;
	resized = 1;
}

static void
catch_resize(struct keys *keys)
{
	struct sigaction action = {.sa_handler = note_resize,
				   .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	sigaction(SIGWINCH, &action, &keys->before);
}

struct keys *
keys_new(void)
{
	struct keys *keys = mem_new(1, sizeof *keys);
	size_t i;

	catch_resize(keys);
	for (i = 0; i < sizeof sequences / sizeof sequences[0]; i++)
		define_key(sequences[i].bytes, sequences[i].code);
	return keys;
}

void
keys_free(struct keys *keys)
{
	if (keys == NULL)
		return;
	sigaction(SIGWINCH, &keys->before, NULL);
	text_release(&keys->pasted);
	free(keys);
}

const char *
keys_pasted(const struct keys *keys)
{
	return text_get(&keys->pasted);
}

/* ------------------------------------------------------------- characters */

/* Bytes of a character that begins so; 0 for a byte that begins none. */
static size_t
bytes_of(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead < 0xe0)
		return 2;
	if (lead >= 0xe0 && lead < 0xf0)
		return 3;
	if (lead >= 0xf0 && lead < 0xf5)
		return 4;
	return 0;
}

/*
 * Adds a byte; true when keys->bytes holds a whole character. Not get_wch:
 * it swallows what follows a byte that is not UTF-8, up to sixteen keys.
 */
static bool
add_byte(struct keys *keys, unsigned char byte)
{
	bool continues = byte >= 0x80 && byte < 0xc0;

	if (!continues || keys->have == 0) {
		keys->have = 0;
		keys->need = bytes_of(byte);
		if (keys->need == 0)
			return false;
	}
	keys->bytes[keys->have++] = (char)byte;
	if (keys->have < keys->need)
		return false;
	keys->bytes[keys->have] = '\0';
	keys->have = 0;
	return text_is_utf8(keys->bytes, keys->need);
}

static struct event
character(struct keys *keys, int code)
{
	struct event event = {EVENT_NONE, ""};

	if (!add_byte(keys, (unsigned char)code) ||
	    text_has_controls(keys->bytes))
		return event;
	event.kind = EVENT_TEXT;
	memcpy(event.text, keys->bytes, sizeof event.text);
	return event;
}

static struct event
key(struct keys *keys, int code)
{
	struct event event = {EVENT_NONE, ""};
	size_t i;

	for (i = 0; i < sizeof table / sizeof table[0]; i++) {
		if (table[i].code == code) {
			event.kind = table[i].kind;
			return event;
		}
	}
	if (code >= 0x20 && code < 0x100)
		return character(keys, code);
	return event;
}

/* Within a paste everything is text; keys that ncurses knows are not. */
static struct event
pasted(struct keys *keys, int code)
{
	struct event event = {EVENT_NONE, ""};

	if (code == KEY_PASTE_DONE) {
		keys->pasting = false;
		event.kind = EVENT_PASTE;
	} else if (code == '\r' || code == '\n') {
		code = '\n';
	} else if (code == '\t') {
		code = ' ';
	}
	if (code < 0x100 && keys->pasted.n < PASTE_MAX &&
	    add_byte(keys, (unsigned char)code) &&
	    (code == '\n' || !text_has_controls(keys->bytes)))
		text_add(&keys->pasted, keys->bytes);
	return event;
}

/*
 * A key that neither terminfo nor this file knows, as the Menu key, is no Esc
 * with characters behind it: its digits would choose answers. True when it was
 * one. Half a key ends where the next one begins.
 */
static bool
skip_unknown_key(void)
{
	int code = getch();
	bool begins = code == '[' || code == 'O';

	if (begins) {
		timeout(KEY_PAUSE);
		do {
			code = getch();
		} while (code >= 0x20 && code < 0x40);
		nodelay(stdscr, TRUE);
		if (code >= 0x40 && code < 0x7f)
			return true;
	}
	if (code != ERR)
		ungetch(code);
	return begins;
}

static struct event
event_of(struct keys *keys, int code)
{
	if (code == KEY_PASTE_BEGIN) {
		text_clear(&keys->pasted);
		keys->pasting = true;
		return (struct event){EVENT_NONE, ""};
	}
	if (keys->pasting)
		return pasted(keys, code);
	if (code == ESCAPE && skip_unknown_key())
		return (struct event){EVENT_NONE, ""};
	return key(keys, code);
}

/* ---------------------------------------------------------------- waiting */

static struct event
take_size(void)
{
	struct winsize size;

	resized = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
	    size.ws_col > 0)
		resize_term(size.ws_row, size.ws_col);
	/* What a terminal makes of the old lines nobody knows. */
	clearok(curscr, TRUE);
	return (struct event){EVENT_RESIZE, ""};
}

/* As poll, but a resize that comes just before it ends it, too. */
static int
poll_or_resize(struct pollfd *fds, nfds_t n, const struct timespec *most)
{
	sigset_t winch, before;
	int ready = -1;

	sigemptyset(&winch);
	sigaddset(&winch, SIGWINCH);
	sigprocmask(SIG_BLOCK, &winch, &before);
	errno = EINTR;
	if (!resized)
		ready = ppoll(fds, n, most, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ready;
}

/* Milliseconds to wait; -1: for ever. */
static long
time_left(const struct keys *keys, long until)
{
	long left = until == LONG_MAX ? -1 : until - front_now();

	if (keys->pasting)
		return PASTE_PAUSE;
	return until != LONG_MAX && left < 0 ? 0 : left;
}

/* True when there is something to read; else *event says why not. */
static bool
wait_for_input(struct keys *keys, long until, struct event *event)
{
	long most = time_left(keys, until);
	struct timespec time = {most / 1000, most % 1000 * 1000000};
	struct pollfd fds[] = {
		{STDIN_FILENO, POLLIN, 0},
		{front_signal_fd(), POLLIN, 0},
	};
	int n = poll_or_resize(fds, 2, most < 0 ? NULL : &time);
	bool input = n > 0 && (fds[0].revents & POLLIN) != 0;
	bool gone = n > 0 && fds[0].revents != 0 && !input;

	event->kind = EVENT_NONE;
	if (n == 0) {
		event->kind = keys->pasting ? EVENT_PASTE : EVENT_TIMEOUT;
		keys->pasting = false;
	} else if (front_signal() != 0 || gone || (n < 0 && errno != EINTR)) {
		event->kind = EVENT_END;
	}
	return input;
}

/* any: a key that means nothing is an event, too. */
static struct event
next(struct keys *keys, long until, bool any)
{
	struct event event = {EVENT_NONE, ""};
	bool readable = false;
	int code;

	do {
		if (front_signal() != 0)
			return (struct event){EVENT_END, ""};
		if (resized)
			return take_size();
		code = getch();
		if (code != ERR) {
			front_key();
			event = event_of(keys, code);
			readable = false;
			if (any && !keys->pasting)
				break;
		} else if (readable) { /* there was something: the end */
			event.kind = EVENT_END;
		} else {
			readable = wait_for_input(keys, until, &event);
		}
	} while (event.kind == EVENT_NONE);
	return event;
}

struct event
keys_read(struct keys *keys, long until)
{
	return next(keys, until, false);
}

struct event
keys_any(struct keys *keys, long until)
{
	struct event event = next(keys, until, true);

	if (event.kind == EVENT_RESIZE || event.kind == EVENT_TIMEOUT ||
	    event.kind == EVENT_END)
		return event;
	flushinp();
	keys->have = 0;
	return (struct event){EVENT_TEXT, ""};
}

/* ---------------------------------------------------------------- letters */

struct event
keys_letter(struct event event)
{
	size_t i;

	if (event.kind != EVENT_TEXT || event.text[1] != '\0')
		return event;
	for (i = 0; i < sizeof letters / sizeof letters[0]; i++) {
		if (letters[i].letter == event.text[0])
			event.kind = letters[i].kind;
	}
	return event;
}

int
keys_digit(const struct event *event)
{
	char c = event->text[0];

	if (event->kind != EVENT_TEXT || c < '0' || c > '9' ||
	    event->text[1] != '\0')
		return -1;
	return c - '0';
}
