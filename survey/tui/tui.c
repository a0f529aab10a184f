/* The terminal: taking it, giving it back, and what works on every page. */
#include "survey/tui/tui.h"

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "survey/tui/crash.h"

/* Last: it makes macros of common words. */
#include <term.h>

struct tui {
	struct front front;
	SCREEN *screen;
	struct keys *keys;
	bool speaks_ansi;  /* understands CSI sequences */
	const char *clear; /* the terminal's own way, or NULL */
};

/* The one that has the terminal, for an end that nobody planned. */
static struct tui *owner;

/* A key that is only half there after this many milliseconds is Esc. */
enum { ESCAPE_DELAY = 100 };

/* ---------------------------------------------------------- the terminal */

static void
send_bytes(const char *s)
{
	size_t n = strlen(s);
	ssize_t done;

	while (n > 0) {
		done = write(STDOUT_FILENO, s, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		s += done;
		n -= (size_t)done;
	}
}

/*
 * The other order of these leaves a screenful of answers in the scrollback
 * of xterm and PuTTY: first back from the alternate screen, which has none,
 * then clear, then the scrollback.
 */
static void
give_back(struct tui *tui)
{
	if (tui->speaks_ansi)
		send_bytes("\033[?2004l");
	erase();
	endwin();
	if (tui->speaks_ansi)
		send_bytes("\033[H\033[2J\033[3J");
	else if (tui->clear != NULL)
		send_bytes(tui->clear);
}

static void
give_back_at_exit(void)
{
	if (owner != NULL)
		give_back(owner);
	owner = NULL;
}

static void
paste_is_marked(const struct tui *tui)
{
	if (tui->speaks_ansi)
		send_bytes("\033[?2004h");
}

/* What the terminal can do, by terminfo's name; NULL when it cannot. */
static const char *
capability(const char *name)
{
	const char *s = tigetstr(name);

	return s == (char *)-1 ? NULL : s;
}

/* All that give_back writes, for an end at which curses cannot be asked. */
static void
watch_for_crashes(const struct tui *tui, const struct termios *before)
{
	static const char *const names[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
	struct text t = TEXT_INIT;
	const char *s;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if ((s = capability(names[i])) != NULL)
			text_add(&t, s);
	if (tui->speaks_ansi)
		text_add(&t, "\033[?2004l\033[H\033[2J\033[3J");
	else if (tui->clear != NULL)
		text_add(&t, tui->clear);
	crash_watch(text_get(&t), before);
	text_release(&t);
}

static void
set_up(struct tui *tui)
{
	tui->speaks_ansi = strncmp(capability("cup"), "\033[", 2) == 0;
	tui->clear = capability("clear");
	set_escdelay(ESCAPE_DELAY);
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	paste_is_marked(tui);
	tui->keys = keys_new();
}

static void
wipe(struct front *front)
{
	struct tui *tui = (struct tui *)front;

	give_back(tui);
	flushinp(); /* what this person typed is not the next one's */
	paste_is_marked(tui);
	clear();
	refresh();
}

static void
end(struct front *front)
{
	struct tui *tui = (struct tui *)front;

	give_back(tui);
	owner = NULL;
	mem_on_end(NULL);
	crash_unwatch();
	keys_free(tui->keys);
	delscreen(tui->screen);
	free(tui);
}

/* ---------------------------------------------------------------- a page */

static void
small_line(int row, char *s)
{
	if (row < LINES)
		mvaddnstr(row, 0, s, COLS);
	free(s);
}

static void
draw_too_small(void)
{
	erase();
	small_line(0, word_format(WORD_TUI_SMALL, COLS, LINES));
	small_line(1, mem_copy(word(WORD_TUI_SMALL_MAKE)));
	small_line(2, mem_copy(word(WORD_TUI_SMALL_OR)));
	small_line(3, mem_copy(word(WORD_TUI_SMALL_KEPT)));
	move(0, 0);
	refresh();
}

static bool
too_small(void)
{
	return LINES < SHEET_LEAST_ROWS || COLS < SHEET_LEAST_COLUMNS;
}

/* As roomy as it goes. Where nothing makes it fit, it scrolls. */
static void
draw(const struct view *view)
{
	enum sheet_density density, last;

	if (too_small()) {
		draw_too_small();
		return;
	}
	last = view->has_hint && LINES < 20 ? SHEET_BARE : SHEET_DENSE;
	for (density = SHEET_ROOMY; density <= last; density++) {
		sheet_begin(view->sheet, LINES, COLS, density);
		view->build(view->page, view->sheet);
		if (sheet_fits(view->sheet))
			break;
	}
	sheet_place(view->sheet);
	sheet_draw(view->sheet);
}

/* An empty screen, until Enter. */
static struct event
hide(struct tui *tui)
{
	struct event event;

	do {
		erase();
		if (LINES > 0)
			mvaddnstr(0, 0, word(WORD_TUI_HIDDEN), COLS);
		refresh();
		event = keys_read(tui->keys, -1);
	} while (event.kind != EVENT_ENTER && event.kind != EVENT_END);
	return event;
}

/* Done with the event here? Only its end is left then. */
static bool
is_everywhere(struct tui *tui, const struct view *view, struct event *event)
{
	switch (event->kind) {
	case EVENT_REDRAW: clearok(curscr, TRUE); return true;
	case EVENT_RESIZE:
	case EVENT_NONE: return true;
	case EVENT_HIDE: *event = hide(tui); return event->kind != EVENT_END;
	case EVENT_HELP:
		if (view->help != NULL && !help_page(tui, view->help)) {
			event->kind = EVENT_END;
			return false;
		}
		return view->help != NULL;
	default: return false;
	}
}

/* Keys that mean something where nothing can be seen. */
static bool
works_unseen(const struct event *event)
{
	return event->kind == EVENT_LINE_MODE || event->kind == EVENT_STOP ||
		event->kind == EVENT_REDRAW || event->kind == EVENT_RESIZE ||
		event->kind == EVENT_TIMEOUT || event->kind == EVENT_END;
}

struct event
tui_next(struct tui *tui, struct view *view)
{
	struct event event;

	do {
		draw(view);
		event = keys_read(tui->keys,
				  view->timeout > 0 ? view->timeout * 1000L
						    : -1);
		if (too_small() && !works_unseen(&event))
			event.kind = EVENT_NONE;
		else if (!view->typing)
			event = keys_letter(event);
	} while (is_everywhere(tui, view, &event));
	return event;
}

const char *
tui_pasted(const struct tui *tui)
{
	return keys_pasted(tui->keys);
}

int
tui_leaves(const struct event *event, bool back, bool review, bool languages)
{
	switch (event->kind) {
	case EVENT_BACK: return back ? REPLY_BACK : -1;
	case EVENT_REVIEW: return review ? REPLY_REVIEW : -1;
	case EVENT_LANGUAGE: return languages ? REPLY_LANGUAGE : -1;
	case EVENT_STOP: return REPLY_STOP;
	case EVENT_LINE_MODE: return REPLY_LINE_MODE;
	case EVENT_END: return REPLY_END;
	default: return -1;
	}
}

/* ----------------------------------------------------------- the front end */

static bool
apart(struct front *front, enum page_shape shape)
{
	(void)front;
	(void)shape;
	return true;
}

static enum reply
ask(struct front *front, const struct page *page, struct text *entered)
{
	return ask_page((struct tui *)front, page, entered);
}

static enum reply
tell(struct front *front, const struct notice *notice)
{
	if (notice->kind == NOTICE_ENDED)
		return REPLY_END;
	return notice_page((struct tui *)front, notice);
}

static enum reply
type(struct front *front, const struct prompt *prompt, struct text *entered)
{
	return prompt_page((struct tui *)front, prompt, entered);
}

static enum reply
review(struct front *front, const struct review *page, size_t *chosen)
{
	return review_page((struct tui *)front, page, chosen);
}

static enum reply
language(struct front *front, const char *const *names, size_t n,
	 size_t *chosen)
{
	return language_page((struct tui *)front, names, n, chosen);
}

/* The status row of the next page says so. */
static void
kept(struct front *front, const struct page *page, const char *const *answer)
{
	(void)front;
	(void)page;
	(void)answer;
}

/*
 * A terminal whose cursor cannot be moved is none for us. Looked up before
 * newterm, which changes the terminal's modes and, where it fails, leaks.
 */
static bool
can_show(const char *terminal)
{
	int status;
	bool can;

	if (setupterm(terminal, STDOUT_FILENO, &status) != OK)
		return false;
	can = capability("cup") != NULL && capability("el") != NULL &&
		tigetflag("gn") <= 0 && tigetflag("hc") <= 0;
	del_curterm(cur_term);
	return can;
}

static void
give_back_whatever_happens(struct tui *tui)
{
	static bool registered;

	owner = tui;
	mem_on_end(give_back_at_exit);
	if (!registered)
		atexit(give_back_at_exit);
	registered = true;
}

struct front *
tui_front(void)
{
	const char *terminal = getenv("TERM");
	struct termios before;
	struct tui *tui;

	assert(owner == NULL);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    terminal == NULL || terminal[0] == '\0' || !can_show(terminal) ||
	    tcgetattr(STDIN_FILENO, &before) != 0)
		return NULL;
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	tui = mem_new(1, sizeof *tui);
	tui->front = (struct front){apart,    ask,  tell, type, review,
				    language, kept, wipe, end};
	tui->screen = newterm(terminal, stdout, stdin);
	if (tui->screen == NULL) {
		free(tui);
		return NULL;
	}
	set_up(tui);
	watch_for_crashes(tui, &before);
	give_back_whatever_happens(tui);
	return &tui->front;
}
