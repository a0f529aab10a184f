/* What the keys do, what the question means, and whom to ask. */
#include "survey/tui/tui.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_COLUMN = 18, NARROW_KEY_COLUMN = 12 };

struct help_view {
	const struct help *help;
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
heading(struct sheet *sheet, enum word w)
{
	sheet_line(sheet, SHEET_BODY);
	sheet_paragraph(sheet, SHEET_BODY, 0, 0, sheet_width(sheet),
			LOOK_HEADING, word(w));
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

	column = sheet->columns < 60 ? NARROW_KEY_COLUMN : KEY_COLUMN;
	for (i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		width = text_width(word(keys[i].key)) + 1;
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

static void
build(void *page, struct sheet *sheet)
{
	const struct help *help = ((struct help_view *)page)->help;
	const char *left[] = {word(WORD_TUI_HELP)};

	sheet_header(sheet, left, 1, NULL, 0);
	sheet_gap(sheet, SHEET_HEAD);
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
	heading(sheet, WORD_TUI_HELP_EVERYWHERE);
	build_keys(help, sheet);
	if (help->types || help->searches)
		paragraph(sheet, word(WORD_TUI_HELP_LETTERS));
	heading(sheet, WORD_TUI_HELP_ANSWERS);
	paragraph(sheet, word(WORD_TUI_HELP_KEPT));
	filled(sheet, WORD_TUI_HELP_WAYBACK, help->wayback);
	filled(sheet, WORD_TUI_HELP_CONTACT, help->contact);
	paragraph(sheet, word(WORD_HELP_CONFIDENTIAL));
	sheet_key_if_scrolls(sheet, WORD_TUI_KEY_READ, 2);
	sheet_key(sheet, WORD_TUI_KEY_CLOSE, 1);
}

/* False while the page stays. */
static bool
closes(struct sheet *sheet, const struct event *event)
{
	switch (event->kind) {
	case EVENT_UP: sheet_scroll_lines(sheet, -1); return false;
	case EVENT_DOWN: sheet_scroll_lines(sheet, 1); return false;
	case EVENT_PAGE_UP: sheet_scroll(sheet, -1); return false;
	case EVENT_PAGE_DOWN: sheet_scroll(sheet, 1); return false;
	case EVENT_TEXT:
		if (event->text[0] == ' ')
			sheet_scroll(sheet, 1);
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
	struct view view = {.build = build, .page = &v, .sheet = &v.sheet};
	struct event event;

	do {
		event = tui_next(tui, &view);
	} while (event.kind != EVENT_END && !closes(&v.sheet, &event));
	sheet_release(&v.sheet);
	return event.kind != EVENT_END;
}
