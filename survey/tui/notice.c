/* Pages of sentences with buttons. */
#include <limits.h>
#include <string.h>

#include "survey/tui/tui.h"

struct notice_view {
	const struct notice *notice;
	struct sheet sheet;
};

static bool
is_item(const char *s)
{
	return s[0] == '-' && s[1] == ' ';
}

/* "What happens next": no sentence, and a list follows. */
static bool
is_heading(const char *const *line, size_t n, size_t i)
{
	return i + 1 < n && is_item(line[i + 1]) && !is_item(line[i]) &&
		strpbrk(line[i], ".:?!") == NULL;
}

/* Items of a list stand together, and below their heading. */
static bool
stands_apart(const char *const *line, size_t n, size_t i)
{
	if (i == 0)
		return false;
	return !is_item(line[i]) ||
		(!is_item(line[i - 1]) && !is_heading(line, n, i - 1));
}

static void
build_text(const char *const *line, size_t n, struct sheet *sheet)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (stands_apart(line, n, i))
			sheet_gap(sheet, SHEET_BODY);
		sheet_paragraph(sheet, SHEET_BODY, 0, is_item(line[i]) ? 2 : 0,
				sheet_width(sheet),
				is_heading(line, n, i) ? LOOK_HEADING
						       : LOOK_PLAIN,
				line[i]);
	}
}

/* The way to plain lines is the first thing to know for whom it is. */
static const char *
status(const struct notice *notice, const struct sheet *sheet)
{
	const char *press = word(WORD_PRESS_T);

	if (notice->kind != NOTICE_WELCOME || notice->status[0] != '\0')
		return notice->status;
	return sheet->density == SHEET_BARE &&
			text_width(press) > sheet_width(sheet)
		? word(WORD_PRESS_T_BRIEF)
		: press;
}

static void
build(void *page, struct sheet *sheet)
{
	const struct notice *notice = ((struct notice_view *)page)->notice;
	size_t i;

	sheet_heading(sheet, notice->title, notice->heading, notice->left);
	sheet_gap(sheet, SHEET_HEAD);
	if (sheet->density == SHEET_BARE && notice->n_brief > 0)
		build_text(notice->brief, notice->n_brief, sheet);
	else
		build_text(notice->line, notice->n_lines, sheet);
	sheet_gap(sheet, SHEET_FOOT);
	for (i = 0; i < notice->n_buttons; i++)
		sheet_button(sheet, notice->button[i].label);
	sheet_status(sheet, status(notice, sheet));
	sheet_key_when(sheet, SHEET_SCROLLS, WORD_TUI_KEY_READ, 2);
	if (notice->n_buttons > 1)
		sheet_key(sheet, WORD_TUI_KEY_TAB, 2);
	sheet_key(sheet, WORD_TUI_KEY_ENTER_CHOOSE, 1);
	if (notice->can_go_back)
		sheet_key(sheet, WORD_TUI_KEY_BACK, 4);
	sheet_key(sheet, WORD_TUI_KEY_HIDE, 5);
	sheet_key(sheet, WORD_TUI_KEY_PLAIN, 4);
	sheet_key(sheet, WORD_TUI_KEY_HELP, 3);
}

static const struct button *
find(const struct notice *notice, enum reply reply)
{
	size_t i;

	for (i = 0; i < notice->n_buttons; i++) {
		if (notice->button[i].reply == reply)
			return &notice->button[i];
	}
	return NULL;
}

/*
 * Keys that leave a page leave a notice only where a button does the same,
 * for `stop` the one that keeps what there is, or where it stands between
 * questions. The letter that led to the way-back code does not lead off it:
 * held down a moment too long it would take the only key away unread.
 */
static int
leaves(const struct notice *notice, const struct event *event)
{
	int reply = tui_leaves(event, true, false, true);

	if (notice->kind == NOTICE_START)
		return tui_leaves(event, notice->can_go_back,
				  notice->can_review, notice->many_languages);
	if (reply == REPLY_END || reply == REPLY_LINE_MODE)
		return reply;
	if (reply == REPLY_STOP && notice->kind == NOTICE_STOP &&
	    event->text[0] != '\0')
		return -1;
	if (reply == REPLY_STOP && find(notice, REPLY_STOP) == NULL)
		reply = REPLY_LEAVE;
	return reply >= 0 && find(notice, (enum reply)reply) ? reply : -1;
}

/* From the text back to the button that had the focus, else to the next. */
static void
turn(struct sheet *sheet, int by)
{
	size_t n = sheet->n_items;

	if (sheet_is_read(sheet))
		sheet_focus(sheet, sheet->focus);
	else if (n > 0)
		sheet_focus(sheet, (sheet->focus + n + (size_t)by) % n);
}

/* The text where it scrolls, else the buttons. */
static void
up_or_down(struct sheet *sheet, int by)
{
	if (sheet->scrolls)
		sheet_scroll_lines(sheet, by);
	else
		turn(sheet, by);
}

/* A button that is not marked is marked first. */
static int
press(struct notice_view *v)
{
	if (sheet_is_read(&v->sheet)) {
		sheet_focus(&v->sheet, v->sheet.focus);
		return -1;
	}
	return (int)v->notice->button[v->sheet.focus].reply;
}

static int
take(struct notice_view *v, const struct event *event)
{
	const struct notice *notice = v->notice;
	struct sheet *sheet = &v->sheet;

	switch (event->kind) {
	case EVENT_UP: up_or_down(sheet, -1); break;
	case EVENT_DOWN: up_or_down(sheet, 1); break;
	case EVENT_PAGE_UP: sheet_scroll(sheet, -1); break;
	case EVENT_PAGE_DOWN: sheet_scroll(sheet, 1); break;
	case EVENT_HOME: sheet_scroll_lines(sheet, -INT_MAX); break;
	case EVENT_END_KEY: sheet_scroll_lines(sheet, INT_MAX); break;
	case EVENT_LEFT:
	case EVENT_BACKTAB: turn(sheet, -1); break;
	case EVENT_RIGHT:
	case EVENT_TAB: turn(sheet, 1); break;
	case EVENT_TEXT:
		if (event->text[0] != ' ')
			break;
		return press(v);
	case EVENT_ENTER: return press(v);
	case EVENT_TIMEOUT: return (int)notice->button[0].reply;
	default: break;
	}
	return leaves(notice, event);
}

/* ----------------------------------------------- trying again by itself */

/* What stands there but for its numbers, which count. */
static void
say(const struct notice *notice, struct text *said)
{
	size_t i;
	const char *s;

	text_add(said, notice->heading);
	for (i = 0; i < notice->n_lines; i++) {
		text_add_char(said, '\n');
		for (s = notice->line[i]; *s != '\0'; s++)
			if (*s < '0' || *s > '9')
				text_add_char(said, *s);
	}
}

/* Told again because nobody pressed a key: a page that only counts on is not
 * drawn, since a screen reader would read it every time. */
static void
take_up(const struct trouble *before, const struct notice *notice,
	struct view *view)
{
	struct text said = TEXT_INIT;

	say(notice, &said);
	if (notice->kind == NOTICE_TROUBLE && before->said.n > 0 &&
	    strcmp(text_get(&said), before->said.s) == 0) {
		view->stands = true;
		view->sheet->focus = before->focus;
		view->sheet->top = before->top;
	}
	text_release(&said);
}

static void
leave_behind(struct trouble *trouble, const struct notice *notice,
	     const struct sheet *sheet)
{
	text_clear(&trouble->said);
	say(notice, &trouble->said);
	trouble->focus = sheet->focus;
	trouble->top = sheet->top;
}

enum reply
notice_page(struct tui *tui, const struct notice *notice)
{
	const struct help help = {.title = notice->title,
				  .here = WORD_TUI_HELP_BUTTONS,
				  .back = notice->can_go_back,
				  .review = notice->can_review,
				  .languages = notice->many_languages ||
					  find(notice, REPLY_LANGUAGE),
				  .wayback = notice->wayback,
				  .contact = notice->contact,
				  .more = notice->more};
	struct notice_view v = {.notice = notice};
	struct view view = {.build = build,
			    .page = &v,
			    .sheet = &v.sheet,
			    .help = &help,
			    .has_hint = notice->n_brief > 0,
			    .timeout = notice->timeout};
	struct event event = {EVENT_NONE, ""};
	int reply = -1;

	if (notice->n_buttons == 0)
		return REPLY_GO_ON;
	v.sheet.gentle = true;
	take_up(tui_trouble(tui), notice, &view);
	while (reply < 0) {
		event = tui_next(tui, &view);
		reply = take(&v, &event);
	}
	if (event.kind == EVENT_TIMEOUT && notice->kind == NOTICE_TROUBLE)
		leave_behind(tui_trouble(tui), notice, &v.sheet);
	sheet_release(&v.sheet);
	return (enum reply)reply;
}
