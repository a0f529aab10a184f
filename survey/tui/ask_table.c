/*
 * Question pages: statements that share a scale. Each row is complete in
 * itself, so that whoever hears or feels one line has all of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "survey/tui/ask.h"

enum { MARK_COLUMN = 2, CARET_IN_MARK = 3, REST_COLUMN = 6, SCALE_GAP = 2 };

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

static const char *
answer_words(const struct pick *pick)
{
	return pick_count(pick) == 0 ? word(WORD_TUI_NOT_ANSWERED)
				     : pick_row(pick, pick_first(pick))->label;
}

/* "(4) 1 of 6  ": the answer's number on the scale stands first, so that the
 * begin of a row tells it however long the statement is. Caller frees. */
static char *
mark_words(const struct ask *ask, size_t statement)
{
	const struct pick *pick = &ask->list[statement];
	char *place = word_format(WORD_TUI_STATEMENT, statement + 1,
				  ask->n_lists, "");
	int digits = pick->n < 10 ? 1 : 2;
	struct text t = TEXT_INIT;

	if (pick_count(pick) == 0)
		text_addf(&t, "(%*s) %s", digits, "", place);
	else
		text_addf(&t, "(%*zu) %s", digits, pick_first(pick) + 1, place);
	free(place);
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

/* "My manager listens to me: Agree" */
static void
build_statement(const struct ask *ask, struct sheet *sheet, size_t i)
{
	const char *label = ask->page->also[i].label;
	char *mark = mark_words(ask, i);
	char *both = word_format(row_word(label), label,
				 answer_words(&ask->list[i]));
	size_t line =
		sheet_paragraph(sheet, SHEET_BODY,
				MARK_COLUMN + text_width(mark), REST_COLUMN,
				sheet_width(sheet), LOOK_PLAIN, both);

	sheet_put(sheet, line, MARK_COLUMN, LOOK_PLAIN, mark, strlen(mark));
	sheet_item(sheet, line, 0, CARET_IN_MARK);
	free(both);
	free(mark);
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
