/*
 * Question pages: statements that share a scale. Each row is complete in
 * itself, so that whoever hears or feels one line has all of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "survey/tui/ask.h"

enum { ROW_COLUMN = 2, ANSWER_COLUMN = 4, SCALE_GAP = 2 };

/* ------------------------------------------------------------------- scale */

/* "1 Strongly disagree  2 Disagree": whole ones side by side; those that are
 * none of the scale begin a line of their own. */
void
ask_build_scale(const struct ask *ask, struct sheet *sheet)
{
	const struct page *page = ask->page;
	size_t i, line = 0, column = 0, cells;
	struct text t = TEXT_INIT;

	for (i = 0; i < page->n_choices; i++) {
		text_clear(&t);
		text_addf(&t, "%zu %s", i + 1, page->choice[i].label);
		cells = text_width(text_get(&t));
		if (column == 0 || column + cells > sheet_width(sheet) ||
		    (page->choice[i].exclusive && i > 0 &&
		     !page->choice[i - 1].exclusive)) {
			line = sheet_paragraph(sheet, SHEET_HEAD, 0, 2,
					       sheet_width(sheet), LOOK_PLAIN,
					       text_get(&t));
			column = 0;
		} else {
			sheet_put(sheet, line, column, LOOK_PLAIN, t.s, t.n);
		}
		column += cells + SCALE_GAP;
	}
	sheet_gap(sheet, SHEET_HEAD);
	text_release(&t);
}

/* -------------------------------------------------------------- statements */

/* "4 Agree"; caller frees. */
static char *
answer_words(const struct ask *ask, size_t statement)
{
	const struct pick *pick = &ask->list[statement];
	size_t row = pick_first(pick);
	struct text t = TEXT_INIT;

	if (pick_count(pick) == 0)
		text_add(&t, word(WORD_TUI_NOT_ANSWERED));
	else
		text_addf(&t, "%zu %s", row + 1, pick_row(pick, row)->label);
	return text_take(&t);
}

/* "My manager listens to me: 4 Agree", no second mark behind one. */
static enum word
row_word(const char *label)
{
	size_t n = strlen(label);

	return n > 0 && strchr(".:?!", label[n - 1]) != NULL
		? WORD_TUI_ROW_ASKED
		: WORD_TUI_ROW;
}

/* In one line where it fits, else the answer below the statement. */
static void
build_statement(const struct ask *ask, struct sheet *sheet, size_t i)
{
	const char *label = ask->page->also[i].label;
	char *answer = answer_words(ask, i);
	char *place = word_format(WORD_TUI_STATEMENT, i + 1, ask->n_lists, "");
	char *both = word_format(row_word(label), label, answer);
	size_t line, indent = ROW_COLUMN + text_width(place);

	if (indent + text_width(both) <= sheet_width(sheet)) {
		line = sheet_line(sheet, SHEET_BODY);
		sheet_put(sheet, line, indent, LOOK_PLAIN, both, strlen(both));
	} else {
		line = sheet_paragraph(sheet, SHEET_BODY, indent, ANSWER_COLUMN,
				       sheet_width(sheet), LOOK_PLAIN, label);
		sheet_paragraph(sheet, SHEET_BODY, ANSWER_COLUMN, ANSWER_COLUMN,
				sheet_width(sheet), LOOK_PLAIN, answer);
	}
	sheet_put(sheet, line, ROW_COLUMN, LOOK_PLAIN, place, strlen(place));
	sheet_item(sheet, line, 0, ROW_COLUMN);
	free(both);
	free(place);
	free(answer);
}

void
ask_build_statements(const struct ask *ask, struct sheet *sheet)
{
	size_t i;

	for (i = 0; i < ask->n_lists; i++) {
		ask_build_error(ask, sheet, SHEET_BODY, i);
		build_statement(ask, sheet, i);
	}
}

size_t
ask_n_answered(const struct ask *ask)
{
	size_t i, n = 0;

	for (i = 0; i < ask->n_lists; i++)
		n += pick_count(&ask->list[i]) > 0;
	return n;
}

/* -------------------------------------------------------------------- keys */

/* Along the scale, from before its first; `round`: from its end to its
 * begin. */
static void
go_along(struct pick *pick, bool on, bool round)
{
	bool any = pick_count(pick) > 0;
	size_t at = pick_first(pick), last = pick->n - 1;

	if (!any)
		at = on ? 0 : last;
	else if (on)
		at = at < last ? at + 1 : round ? 0 : last;
	else if (at > 0)
		at--;
	if (!any || !pick_is_chosen(pick, at))
		pick_toggle(pick, at);
}

bool
ask_key_on_statement(struct ask *ask, const struct event *event)
{
	struct ask_place place = ask_focused(ask);
	bool blank = event->kind == EVENT_TEXT && event->text[0] == ' ';

	if (place.item != ASK_STATEMENT || ask->list[place.part].n == 0 ||
	    (!blank && event->kind != EVENT_RIGHT && event->kind != EVENT_LEFT))
		return false;
	go_along(&ask->list[place.part], event->kind != EVENT_LEFT, blank);
	return true;
}
