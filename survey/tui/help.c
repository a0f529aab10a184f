/* What the keys do, what the question means, and whom to ask. */
#include "survey/tui/tui.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_COLUMN = 18, NARROW_KEY_COLUMN = 12, WIDE = 60 };
static const size_t pages = 2;

struct help_view {
	const struct help *help;
	size_t second; /* 1: its second page */
	struct sheet sheet;
};

enum needs { ALWAYS, BACK, REVIEW, LANGUAGES, ASKS, TYPING, CHOICES };

static const struct {
	enum word key, does;
	enum needs needs;
} keys[] = {
	{WORD_TUI_HELP_K_ARROWS, WORD_TUI_HELP_ARROWS, ALWAYS},
	{WORD_TUI_HELP_K_TAB, WORD_TUI_HELP_TAB, ALWAYS},
	{WORD_TUI_HELP_K_NEXT, WORD_TUI_HELP_NEXT, ASKS},
	{WORD_TUI_HELP_K_BACK, WORD_TUI_HELP_BACK, BACK},
	{WORD_TUI_HELP_K_CLEAR, WORD_TUI_HELP_CLEAR, TYPING},
	{WORD_TUI_HELP_K_CLEAR_CHOICE, WORD_TUI_HELP_CLEAR, CHOICES},
	{WORD_TUI_HELP_K_UNDO, WORD_TUI_HELP_UNDO, TYPING},
	{WORD_TUI_HELP_K_WORDS, WORD_TUI_HELP_WORDS, TYPING},
	{WORD_TUI_HELP_K_REVIEW, WORD_TUI_HELP_REVIEW_KEY, REVIEW},
	{WORD_TUI_HELP_K_HIDE, WORD_TUI_HELP_HIDE, ALWAYS},
	{WORD_TUI_HELP_K_LANGUAGE, WORD_TUI_HELP_LANGUAGE, LANGUAGES},
	{WORD_TUI_HELP_K_PLAIN, WORD_TUI_HELP_PLAIN, ALWAYS},
	{WORD_TUI_HELP_K_REDRAW, WORD_TUI_HELP_REDRAW, ALWAYS},
	{WORD_TUI_HELP_K_STOP, WORD_TUI_HELP_STOP, ALWAYS},
};

static void
paragraph(struct sheet *sheet, const char *s)
{
	if (s != NULL && s[0] != '\0')
		sheet_paragraph(sheet, SHEET_BODY, 0, 0, sheet_width(sheet),
				LOOK_PLAIN, s);
}

static void
heading(struct sheet *sheet, const char *s)
{
	if (sheet->height[SHEET_BODY] > 0)
		sheet_line(sheet, SHEET_BODY);
	sheet_paragraph(sheet, SHEET_BODY, 0, 0, sheet_width(sheet),
			LOOK_HEADING, s);
}

static void
filled(struct sheet *sheet, enum word w, const char *s)
{
	char *said;

	if (s == NULL || s[0] == '\0')
		return;
	said = word_format(w, s);
	paragraph(sheet, said);
	free(said);
}

static bool
applies(const struct help *help, enum needs needs)
{
	switch (needs) {
	case BACK: return help->back;
	case REVIEW: return help->review;
	case LANGUAGES: return help->languages;
	case ASKS: return help->asks;
	case TYPING: return help->types;
	case CHOICES: return help->asks && !help->types;
	default: return true;
	}
}

/* Behind the longest of the keys. */
static size_t
key_column(const struct help *help, const struct sheet *sheet)
{
	size_t i, width, column;

	column = sheet->columns < WIDE ? NARROW_KEY_COLUMN : KEY_COLUMN;
	for (i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		width = text_width(word(keys[i].key)) + 2;
		if (applies(help, keys[i].needs) && width > column)
			column = width;
	}
	return column;
}

static void
build_keys(const struct help *help, struct sheet *sheet)
{
	size_t i, line, column = key_column(help, sheet);
	const char *key;

	for (i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (!applies(help, keys[i].needs))
			continue;
		key = word(keys[i].key);
		line = sheet_paragraph(sheet, SHEET_BODY, column, column,
				       sheet_width(sheet), LOOK_PLAIN,
				       word(keys[i].does));
		sheet_put(sheet, line, 0, LOOK_PLAIN, key, strlen(key));
	}
}

/* What to do, and the keys. */
static void
build_first(const struct help *help, struct sheet *sheet)
{
	sheet_paragraph(sheet, SHEET_BODY, 0, 0, sheet_width(sheet),
			LOOK_HEADING, word(WORD_TUI_HELP_HERE));
	paragraph(sheet, help->table);
	paragraph(sheet, help->hint);
	paragraph(sheet, help->guidance);
	paragraph(sheet, word(help->here));
	if (help->searches)
		paragraph(sheet, word(WORD_TUI_HELP_SEARCH));
	if (help->skips)
		paragraph(sheet, word(WORD_TUI_HELP_SKIP));
	heading(sheet, word(WORD_TUI_HELP_EVERYWHERE));
	build_keys(help, sheet);
	if (help->types || help->searches)
		paragraph(sheet, word(WORD_TUI_HELP_LETTERS));
	if (help->contact != NULL && help->contact[0] != '\0') {
		sheet_gap(sheet, SHEET_BODY);
		filled(sheet, WORD_TUI_HELP_CONTACT, help->contact);
	}
	sheet_gap(sheet, SHEET_FOOT);
	if (sheet->density != SHEET_BARE)
		sheet_paragraph(sheet, SHEET_FOOT, 0, 0, sheet_width(sheet),
				LOOK_PLAIN, word(WORD_TUI_HELP_NEXT_PAGE));
}

static void
build_more(const struct more *more, struct sheet *sheet)
{
	size_t i, indent;

	heading(sheet, more->heading);
	for (i = 0; i < more->n_lines; i++) {
		indent = strncmp(more->line[i], "- ", 2) == 0 ? 2 : 0;
		sheet_paragraph(sheet, SHEET_BODY, 0, indent,
				sheet_width(sheet), LOOK_PLAIN, more->line[i]);
	}
}

/* A power cut leaves nothing to come back to where the code was not shown. */
static enum word
kept_means(const struct help *help)
{
	return help->wayback != NULL && help->wayback[0] != '\0'
		? WORD_TUI_HELP_KEPT
		: WORD_TUI_HELP_KEPT_HERE;
}

/* What becomes of the answers: of which survey, is said here in full. */
static void
build_second(const struct help *help, struct sheet *sheet)
{
	if (help->title != NULL && help->title[0] != '\0')
		sheet_paragraph(sheet, SHEET_BODY, 0, 0, sheet_width(sheet),
				LOOK_HEADING, help->title);
	paragraph(sheet, help->section);
	heading(sheet, word(WORD_TUI_HELP_ANSWERS));
	paragraph(sheet, word(kept_means(help)));
	filled(sheet, WORD_TUI_HELP_WAYBACK, help->wayback);
	if (help->more != NULL)
		build_more(help->more, sheet);
	else
		paragraph(sheet, word(WORD_HELP_CONFIDENTIAL));
}

static void
build(void *page, struct sheet *sheet)
{
	const struct help_view *v = page;
	char *at = word_format(WORD_TUI_HELP_PAGE, v->second + 1, pages);
	char *to = word_format(WORD_TUI_KEY_OTHER_PAGE, pages - v->second);
	const char *left[] = {word(WORD_TUI_HELP)}, *right[] = {at};

	sheet_header(sheet, left, 1, right, 1);
	sheet_gap(sheet, SHEET_HEAD);
	if (v->second == 0)
		build_first(v->help, sheet);
	else
		build_second(v->help, sheet);
	sheet_key_when(sheet, SHEET_SCROLLS, WORD_TUI_KEY_READ, 3);
	sheet_key_text(sheet, to, 2);
	sheet_key(sheet,
		  sheet->columns < WIDE ? WORD_TUI_KEY_CLOSE_SHORT
					: WORD_TUI_KEY_CLOSE,
		  1);
	free(at);
	free(to);
}

/* The other page, from its first line or its last. */
static void
turn_over(struct help_view *v, bool back)
{
	v->second = 1 - v->second;
	v->sheet.top = back ? (size_t)-1 : 0;
}

/* On within the page, then to the other one. */
static void
read_on(struct help_view *v, const struct event *event)
{
	struct sheet *sheet = &v->sheet;
	bool back = event->kind == EVENT_UP || event->kind == EVENT_PAGE_UP;
	size_t top = sheet->top;

	if (event->kind == EVENT_UP || event->kind == EVENT_DOWN)
		sheet_scroll_lines(sheet, back ? -1 : 1);
	else
		sheet_scroll(sheet, back ? -1 : 1);
	if (sheet->top == top && v->second == back)
		turn_over(v, back);
}

/* False while the page stays. */
static bool
closes(struct help_view *v, const struct event *event)
{
	switch (event->kind) {
	case EVENT_UP:
	case EVENT_DOWN:
	case EVENT_PAGE_UP:
	case EVENT_PAGE_DOWN: read_on(v, event); return false;
	case EVENT_HOME: sheet_scroll_lines(&v->sheet, -INT_MAX); return false;
	case EVENT_END_KEY:
		sheet_scroll_lines(&v->sheet, INT_MAX);
		return false;
	case EVENT_TAB:
	case EVENT_BACKTAB: turn_over(v, false); return false;
	case EVENT_TEXT:
		if (event->text[0] == ' ')
			read_on(v, event);
		return false;
	default:
		return event->kind == EVENT_ENTER ||
			event->kind == EVENT_ESCAPE ||
			event->kind == EVENT_HELP || event->kind == EVENT_BACK;
	}
}

bool
help_page(struct tui *tui, const struct help *help)
{
	struct help_view v = {.help = help};
	struct view view = {.build = build,
			    .page = &v,
			    .sheet = &v.sheet,
			    .has_hint = true};
	struct event event;

	do {
		event = tui_next(tui, &view);
	} while (event.kind != EVENT_END && !closes(&v, &event));
	sheet_release(&v.sheet);
	return event.kind != EVENT_END;
}
