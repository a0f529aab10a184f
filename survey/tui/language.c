/* The choice of language: each speaks for itself. */
#include "survey/tui/tui.h"

#include <stdio.h>
#include <string.h>

struct language_view {
	const struct tongue *tongue;
	size_t n;
	struct sheet sheet;
};

enum said { TITLE, CHOOSE, LATER, PLAIN };

static const char *
words_of(const struct tongue *tongue, enum said said)
{
	switch (said) {
	case TITLE: return tongue->title;
	case CHOOSE: return tongue->choose;
	case LATER: return tongue->later;
	default: return tongue->plain;
	}
}

/* Do languages before this one say it, too? Those that the client does not
 * speak say it in English. */
static bool
is_said(const struct language_view *v, size_t i, enum said said)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (strcmp(words_of(&v->tongue[k], said),
			   words_of(&v->tongue[i], said)) == 0)
			return true;
	return false;
}

/* In each language, each once; the first title is in the header. */
static void
build_said(const struct language_view *v, struct sheet *sheet,
	   enum sheet_part part, enum look look, enum said said)
{
	size_t i, width = sheet_width(sheet);

	for (i = said == TITLE; i < v->n; i++)
		if (!is_said(v, i, said))
			sheet_paragraph(sheet, part, 0, 0, width, look,
					words_of(&v->tongue[i], said));
}

static void
build(void *page, struct sheet *sheet)
{
	const struct language_view *v = page;
	bool bare = sheet->density == SHEET_BARE;
	const char *title[] = {v->tongue[0].title};
	size_t i, line, width = sheet_width(sheet);
	char number[24];

	if (sheet->density == SHEET_ROOMY) {
		sheet_header(sheet, title, 1, NULL, 0);
		build_said(v, sheet, SHEET_HEAD, LOOK_HEADING, TITLE);
	} else if (sheet->density == SHEET_TIGHT) {
		sheet_title(sheet, title[0], "");
		build_said(v, sheet, SHEET_HEAD, LOOK_HEADING, TITLE);
	}
	sheet_gap(sheet, SHEET_HEAD);
	build_said(v, sheet, SHEET_HEAD, LOOK_HEADING, CHOOSE);
	sheet_gap(sheet, SHEET_HEAD);
	for (i = 0; i < v->n; i++) {
		snprintf(number, sizeof number, "%2zu", i + 1);
		line = sheet_paragraph(sheet, SHEET_BODY, 6, 6, width,
				       LOOK_PLAIN, v->tongue[i].name);
		sheet_put(sheet, line, 2, LOOK_PLAIN, number, strlen(number));
		sheet_item(sheet, line, 0, 3);
	}
	sheet_gap(sheet, SHEET_FOOT);
	/* In a low window the languages go before what else there is to say. */
	build_said(v, sheet, bare ? SHEET_BODY : SHEET_FOOT, LOOK_PLAIN, PLAIN);
	if (sheet->density < SHEET_TIGHT)
		build_said(v, sheet, SHEET_FOOT, LOOK_PLAIN, LATER);
	sheet_key(sheet, WORD_TUI_KEY_MOVE, 4);
	sheet_key(sheet, WORD_TUI_KEY_ENTER_CHOOSE, 1);
	sheet_key(sheet, WORD_TUI_KEY_HELP, 3);
	sheet_key(sheet, WORD_TUI_KEY_STOP, 2);
}

/* A digit goes to a language; Enter takes it. With ten or more the digits
 * after a 1 go on from there. */
static void
go_to(struct sheet *sheet, size_t digit)
{
	size_t before = sheet->focus + 1, both = before * 10 + digit;

	if (before < 10 && both <= sheet->n_items)
		sheet_focus(sheet, both - 1);
	else if (digit >= 1 && digit <= sheet->n_items)
		sheet_focus(sheet, digit - 1);
}

/* A reply, or -1. */
static int
take(struct sheet *sheet, const struct event *event)
{
	int digit = keys_digit(event);

	if (digit >= 0) {
		go_to(sheet, (size_t)digit);
		return -1;
	}
	switch (event->kind) {
	case EVENT_UP:
	case EVENT_BACKTAB: sheet_move(sheet, -1); return -1;
	case EVENT_DOWN:
	case EVENT_TAB: sheet_move(sheet, 1); return -1;
	case EVENT_HOME: sheet_focus(sheet, 0); return -1;
	case EVENT_END_KEY: sheet_focus(sheet, sheet->n_items - 1); return -1;
	case EVENT_PAGE_UP: sheet_scroll(sheet, -1); return -1;
	case EVENT_PAGE_DOWN: sheet_scroll(sheet, 1); return -1;
	case EVENT_TEXT: return event->text[0] == ' ' ? REPLY_ANSWER : -1;
	case EVENT_ENTER:
	case EVENT_NEXT: return REPLY_ANSWER;
	default: return tui_leaves(event, true, false, false);
	}
}

enum reply
language_page(struct tui *tui, const struct tongue *tongue, size_t n,
	      size_t *chosen)
{
	const struct help help = {.here = WORD_TUI_HELP_LANGUAGES,
				  .hint = word(WORD_LANGUAGE_LATER)};
	struct language_view v = {.tongue = tongue, .n = n};
	struct view view = {.build = build,
			    .page = &v,
			    .sheet = &v.sheet,
			    .help = &help,
			    .has_hint = true};
	struct event event;
	int reply = -1;

	sheet_focus(&v.sheet, *chosen < n ? *chosen : 0);
	while (reply < 0) {
		event = tui_next(tui, &view);
		reply = take(&v.sheet, &event);
	}
	*chosen = v.sheet.focus;
	sheet_release(&v.sheet);
	return (enum reply)reply;
}
