/* The terminal: taking it, giving it back, and what works on every page. */
#include "survey/tui/tui.h"

#include <assert.h>
#include <curses.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "survey/tui/wipe.h"

/* Last: it makes macros of common words. */
#include <term.h>

struct tui {
	struct front front;
	tui_show *show; /* instead of a terminal, or NULL */
	void *ctx;
	int width; /* of what it shows */
	SCREEN *screen;
	struct keys *keys;
	struct still still; /* of the page that stands there */
	bool idle;	    /* nobody was, after all */
	struct trouble trouble;
};

enum { TABLE_COLUMNS = 60 };

/* A key that is only half there after this many milliseconds is Esc. */
enum { ESCAPE_DELAY = 100 };

/* ---------------------------------------------------------- the terminal */

/* From the alternate screen, which has no scrollback, back to the main one;
 * only then is that one cleared. */
static void
give_back(void)
{
	if (wipe_is_ansi())
		wipe_write(STDOUT_FILENO, "\033[?2004l");
	erase();
	endwin();
	wipe_write(STDOUT_FILENO, wipe_screen());
}

static void
paste_is_marked(void)
{
	if (wipe_is_ansi())
		wipe_write(STDOUT_FILENO, "\033[?2004h");
}

/*
 * curses writes out each movement of the cursor by itself until it has come
 * back from endwin() for the first time; a page is to arrive in one piece.
 */
static void
send_pages_whole(void)
{
	endwin();
}

static void
set_up(struct tui *tui)
{
	send_pages_whole();
	set_escdelay(ESCAPE_DELAY);
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	theme_begin();
	paste_is_marked();
	tui->keys = keys_new();
}

static void
wipe(struct front *front)
{
	(void)front;
	give_back();
	flushinp(); /* what this person typed is not the next one's */
	paste_is_marked();
	clear();
	refresh();
}

static void
end(struct front *front)
{
	struct tui *tui = (struct tui *)front;

	give_back();
	keys_free(tui->keys);
	text_release(&tui->trouble.said);
	delscreen(tui->screen);
	free(tui);
}

/* ---------------------------------------------------------------- a page */

static void
draw_too_small(void)
{
	char *size = word_format(WORD_TUI_SMALL, COLS, LINES);
	int row;

	erase();
	row = sheet_draw_text(0, size);
	row = sheet_draw_text(row, word(WORD_TUI_SMALL_MAKE));
	sheet_draw_text(row, word(WORD_TUI_SMALL_KEPT));
	move(0, 0);
	refresh();
	free(size);
}

static bool
too_small(void)
{
	return LINES < SHEET_LEAST_ROWS || COLS < SHEET_LEAST_COLUMNS;
}

void
tui_lay_out(const struct view *view, int height, int width)
{
	enum sheet_density density, last;

	last = view->has_hint && height < 20 ? SHEET_BARE : SHEET_DENSE;
	for (density = SHEET_ROOMY; density <= last; density++) {
		sheet_begin(view->sheet, height, width, density);
		view->build(view->page, view->sheet);
		if (sheet_fits(view->sheet))
			break;
	}
	sheet_place(view->sheet);
}

static void
draw(struct tui *tui, struct view *view)
{
	bool stands = view->stands;

	view->stands = false;
	if (!stands)
		text_clear(&tui->trouble.said);
	if (too_small()) {
		draw_too_small();
		return;
	}
	tui_lay_out(view, LINES, COLS);
	if (!stands)
		sheet_draw(view->sheet);
}

struct trouble *
tui_trouble(struct tui *tui)
{
	return &tui->trouble;
}

/* ---------------------------------------------------------- nobody there */

/*
 * Asks whether somebody is still there. The key that says so does nothing
 * else; without one the end of input is made up, which the front end tells
 * from a real one by tui->idle. No countdown: a screen reader would read it
 * again and again.
 */
static struct event
still_there(struct tui *tui)
{
	long end = front_idle_at() + FRONT_STILL_THERE;
	size_t minutes = FRONT_STILL_THERE / 60000;
	struct event event;

	wipe_write(STDOUT_FILENO, "\a");
	do {
		still_draw(&tui->still, minutes);
		event = keys_any(tui->keys, end - 60000L * ((long)minutes - 1));
		if (event.kind == EVENT_RESIZE)
			continue;
		if (event.kind != EVENT_TIMEOUT)
			return event;
		minutes--;
	} while (minutes > 0);
	tui->idle = true;
	return (struct event){EVENT_END, ""};
}

/* The next event up to that time; EVENT_NONE after somebody turned out to be
 * there. */
static struct event
next_event(struct tui *tui, long until)
{
	bool idle_first = front_idle_at() < until;
	struct event event =
		keys_read(tui->keys, idle_first ? front_idle_at() : until);

	if (event.kind != EVENT_TIMEOUT || !idle_first)
		return event;
	event = still_there(tui);
	if (event.kind != EVENT_END)
		event.kind = EVENT_NONE;
	return event;
}

/* An empty screen: any key brings the question, Enter then the answers. */
static struct event
hide(struct tui *tui)
{
	bool asked = false;
	struct event event;

	for (;;) {
		erase();
		move(0, 0);
		if (asked)
			sheet_draw_text(0, word(WORD_TUI_HIDDEN));
		refresh();
		event = next_event(tui, LONG_MAX);
		if (event.kind == EVENT_END ||
		    (asked && event.kind == EVENT_ENTER))
			return event;
		if (event.kind == EVENT_REDRAW)
			clearok(curscr, TRUE);
		else if (event.kind != EVENT_RESIZE && event.kind != EVENT_NONE)
			asked = true;
	}
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

	if (tui->show != NULL)
		return tui->show(tui->ctx, view);
	do {
		draw(tui, view);
		event = next_event(tui,
				   view->timeout > 0
					   ? front_now() + view->timeout * 1000L
					   : LONG_MAX);
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
	return tui->show != NULL ? "" : keys_pasted(tui->keys);
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

/* A list of statements needs lines that hold one with its answer. */
static bool
apart(struct front *front, enum page_shape shape)
{
	const struct tui *tui = (struct tui *)front;
	int width = tui->show != NULL ? tui->width : COLS;

	return shape == PAGE_TABLE && width < TABLE_COLUMNS;
}

/* Before each page: what the one that asks whether somebody is there shows. */
static struct tui *
begin(struct front *front, struct still still)
{
	struct tui *tui = (struct tui *)front;

	tui->still = still;
	tui->idle = false;
	return tui;
}

static enum reply
reply_of(const struct tui *tui, enum reply reply)
{
	return reply == REPLY_END && tui->idle ? REPLY_IDLE : reply;
}

static enum reply
ask(struct front *front, const struct page *page, struct text *entered)
{
	struct tui *tui = begin(front,
				(struct still){page->title, page->wayback,
					       page->status, true});

	return reply_of(tui, ask_page(tui, page, entered));
}

static enum reply
tell(struct front *front, const struct notice *notice)
{
	const char *wayback = notice->wayback ? notice->wayback : "";
	struct tui *tui =
		begin(front, (struct still){notice->title, wayback, "", false});

	if (notice->kind == NOTICE_ENDED)
		return REPLY_END;
	return reply_of(tui, notice_page(tui, notice));
}

static enum reply
type(struct front *front, const struct prompt *prompt, struct text *entered)
{
	struct tui *tui =
		begin(front, (struct still){prompt->title, "", "", false});

	return reply_of(tui, prompt_page(tui, prompt, entered));
}

static enum reply
review(struct front *front, const struct review *page, size_t *chosen)
{
	struct tui *tui = begin(front,
				(struct still){page->title, page->wayback,
					       page->status, true});

	return reply_of(tui, review_page(tui, page, chosen));
}

static enum reply
language(struct front *front, const struct tongue *tongue, size_t n,
	 size_t *chosen)
{
	struct tui *tui = begin(front, (struct still){"", "", "", false});

	return reply_of(tui, language_page(tui, tongue, n, chosen));
}

/* The status row of the next page says so. */
static void
kept(struct front *front, const struct page *page, const char *const *answer)
{
	(void)front;
	(void)page;
	(void)answer;
}

/* wipe and end are those of a terminal, or of none. */
static const struct front pages = {
	.apart = apart,
	.ask = ask,
	.tell = tell,
	.type = type,
	.review = review,
	.language = language,
	.kept = kept,
};

/* What the terminal can do, by terminfo's name; NULL when it cannot. */
static const char *
capability(const char *name)
{
	const char *s = tigetstr(name);

	return s == (char *)-1 ? NULL : s;
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

struct front *
tui_front(void)
{
	const char *terminal = getenv("TERM");
	struct tui *tui;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    terminal == NULL || terminal[0] == '\0' || !can_show(terminal))
		return NULL;
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	tui = mem_new(1, sizeof *tui);
	tui->front = pages;
	tui->front.wipe = wipe;
	tui->front.end = end;
	tui->screen = newterm(terminal, stdout, stdin);
	if (tui->screen == NULL) {
		free(tui);
		return NULL;
	}
	set_up(tui);
	return &tui->front;
}

/* ---------------------------------------------------- without a terminal */

static void
wipe_nothing(struct front *front)
{
	(void)front;
}

static void
end_showing(struct front *front)
{
	struct tui *tui = (struct tui *)front;

	text_release(&tui->trouble.said);
	free(tui);
}

struct front *
tui_front_shown(tui_show *show, void *ctx, int width)
{
	struct tui *tui = mem_new(1, sizeof *tui);

	tui->front = pages;
	tui->front.wipe = wipe_nothing;
	tui->front.end = end_showing;
	tui->show = show;
	tui->ctx = ctx;
	tui->width = width;
	return &tui->front;
}
