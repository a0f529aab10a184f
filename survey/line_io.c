/* Reading and printing whole lines on two file descriptors. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "survey/line_private.h"
#include "survey/tui/wipe.h"

/* ---- printing ---- */

static void
add_wrapped(void *ctx, const char *start, size_t bytes)
{
	struct text *out = ctx;

	text_add_n(out, start, bytes);
	text_add_char(out, '\n');
}

/* A narrow terminal would break a longer line wherever its edge comes, be it
 * in a number. */
static size_t
cells(const struct line *l)
{
	struct winsize size;

	if (ioctl(l->out, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col >= LINE_LEAST_CELLS && size.ws_col < LINE_CELLS)
		return size.ws_col;
	return LINE_CELLS;
}

void
line_say(struct line *l, const char *text)
{
	if (l->open)
		text_add_char(&l->written, '\n');
	l->open = false;
	text_wrap(text, cells(l), add_wrapped, &l->written);
}

static void
sayv(struct line *l, enum word w, va_list ap)
{
	struct text t = TEXT_INIT;

	word_addv(&t, w, ap);
	line_say(l, text_get(&t));
	text_release(&t);
}

void
line_sayf(struct line *l, enum word w, ...)
{
	va_list ap;

	va_start(ap, w);
	sayv(l, w, ap);
	va_end(ap);
}

void
line_problem(struct line *l, enum word w, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, w);
	word_addv(&t, w, ap);
	va_end(ap);
	line_sayf(l, WORD_LINE_PROBLEM, text_get(&t));
	text_release(&t);
}

/* All of it, or nobody is there to read it. */
void
line_flush(struct line *l)
{
	const char *p = text_get(&l->written);
	size_t left = l->written.n;
	ssize_t n;

	while (left > 0 && !l->dead) {
		n = write(l->out, p, left);
		if (n > 0) {
			p += n;
			left -= (size_t)n;
		} else if (n < 0 && errno == EAGAIN) {
			struct pollfd out = {l->out, POLLOUT, 0};

			poll(&out, 1, 1000);
		} else if (n < 0 && errno != EINTR) {
			l->dead = true;
		}
		if (n < 0 && front_signal())
			break;
	}
	text_clear(&l->written);
}

/* The last line stays open: what is typed follows it. */
static void
add_prompt(struct line *l, const char *prompt)
{
	line_say(l, prompt);
	l->written.s[l->written.n - 1] = ' ';
}

void
line_wipe(struct line *l)
{
	int i;

	line_flush(l);
	if (!isatty(l->out))
		return;
	for (i = 0; i < 60; i++)
		text_add_char(&l->written, '\n');
	text_add(&l->written, wipe_screen());
	line_flush(l);
}

/* ---- reading ---- */

/* Milliseconds up to then, for poll; -1: for ever. */
static int
time_left(long until)
{
	long left = until == LONG_MAX ? -1 : until - front_now();

	if (until != LONG_MAX && left < 0)
		return 0;
	return left < INT_MAX ? (int)left : INT_MAX;
}

/* More bytes, or why not. */
static enum got
more(struct line *l, long until)
{
	struct pollfd fds[2] = {
		{l->in, POLLIN, 0},
		{front_signal_fd(), POLLIN, 0},
	};
	char chunk[4096];
	ssize_t n;
	int ready;

	if (front_signal() || l->ended || l->dead)
		return GOT_END;
	ready = poll(fds, 2, time_left(until));
	if (front_signal())
		return GOT_END;
	if (ready == 0)
		return GOT_TIMEOUT;
	if (ready < 0)
		return errno == EINTR ? GOT_LINE : GOT_END;
	n = read(l->in, chunk, sizeof(chunk));
	if (n > 0)
		front_key();
	if (n > 0)
		text_add_n(&l->read, chunk, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		l->ended = true;
	return l->ended ? GOT_END : GOT_LINE;
}

/* Forgets what has been used, so that no answer stays in memory. */
static void
drop_used(struct line *l)
{
	size_t left = l->read.n - l->used;

	if (l->used == 0)
		return;
	memmove(l->read.s, l->read.s + l->used, left);
	memset(l->read.s + left, 0, l->used);
	l->read.n = left;
	l->used = 0;
}

/* Without NUL and control characters; a tab is a blank. */
static void
take_line(struct text *out, const char *s, size_t n)
{
	size_t i;

	text_clear(out);
	for (i = 0; i < n; i++)
		if (s[i] == '\t')
			text_add_char(out, ' ');
		else if ((unsigned char)s[i] >= 0x20 && s[i] != 0x7f)
			text_add_char(out, s[i]);
}

/* A whole line of any content. Half a line at the end of input is none: the
 * rest of it may be missing. */
static enum got
raw_line(struct line *l, long until, struct text *out, bool *too_long)
{
	const char *newline;
	size_t from = 0;
	enum got got;

	drop_used(l);
	*too_long = false;
	while (!(newline = l->read.n > from
			 ? memchr(l->read.s + from, '\n', l->read.n - from)
			 : NULL)) {
		from = l->read.n;
		if (from > LINE_MAX_BYTES) {
			*too_long = true;
			text_clear(&l->read);
			from = 0;
		}
		got = more(l, until);
		if (got != GOT_LINE)
			return got;
	}
	l->used = (size_t)(newline - l->read.s) + 1;
	*too_long = *too_long || l->used > LINE_MAX_BYTES;
	take_line(out, l->read.s, *too_long ? 0 : l->used - 1);
	return GOT_LINE;
}

/* Whether somebody is there is asked only where a person types. */
static long
idle_at(const struct line *l)
{
	return isatty(l->in) ? front_idle_at() : LONG_MAX;
}

static void
ask_for(struct line *l, const char *prompt, bool still)
{
	if (l->open && !still)
		return;
	if (still)
		text_add_char(&l->written, '\a');
	add_prompt(l, still ? word(WORD_LINE_STILL) : prompt);
	line_flush(l);
}

/* As raw_line, with the prompt before it. *still: somebody is asked for. */
static enum got
prompted(struct line *l, const char *prompt, int timeout, struct text *out,
	 bool *too_long, bool *still)
{
	long until = timeout > 0 ? front_now() + timeout * 1000L : LONG_MAX;
	long idle = idle_at(l);
	enum got got;

	ask_for(l, prompt, *still);
	if (*still && idle != LONG_MAX)
		until = idle = idle + FRONT_STILL_THERE;
	got = raw_line(l, until < idle ? until : idle, out, too_long);
	l->open = false;
	/* What a pipe types does not end our open line. */
	if (!isatty(l->in) || got != GOT_LINE)
		text_add_char(&l->written, '\n');
	if (got != GOT_TIMEOUT || until < idle)
		return got;
	l->idle = *still;
	*still = true;
	return l->idle ? GOT_END : GOT_TIMEOUT;
}

/* Why a line is not taken, or -1. */
static int
wrong_line(const struct text *line, bool too_long)
{
	if (too_long)
		return WORD_LINE_TOO_LONG;
	return text_is_utf8(text_get(line), line->n) ? -1 : WORD_LINE_NOT_UTF8;
}

enum got
line_read(struct line *l, const char *prompt, int timeout, struct text *out)
{
	bool too_long, still = false, asked;
	enum got got;
	int wrong;

	for (;;) {
		asked = still;
		got = prompted(l, prompt, timeout, out, &too_long, &still);
		if (got == GOT_TIMEOUT && still && !asked)
			continue;
		if (got != GOT_LINE)
			return got;
		wrong = wrong_line(out, too_long);
		still = false;
		if (wrong >= 0)
			line_problem(l, (enum word)wrong);
		else if (!asked || out->n > 0)
			return GOT_LINE;
	}
}
