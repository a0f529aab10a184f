/* Question pages: what keys do to choices, statements and fields. */
#include "survey/tui/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/date_typed.h"

enum { YEAR = 2 };	    /* the last field of a date */
enum { LONGEST_SAID = 40 }; /* cells of a label in the status */

static struct field *
focused_field(struct ask *ask)
{
	struct ask_place place = ask_focused(ask);

	if (place.item == ASK_SEARCH)
		return &ask->search;
	return place.item == ASK_FIELD ? &ask->field[place.part] : NULL;
}

static bool
is_searching(const struct ask *ask)
{
	return ask_focused(ask).item == ASK_SEARCH;
}

static bool
is_holding(const struct ask *ask)
{
	return ask->n_lists > 0 && ask->list[0].holding;
}

/* ------------------------------------------------------------------ saying */

static void
say(struct ask *ask, char *message)
{
	free(ask->message);
	ask->message = message;
}

static void
say_nothing_chosen(struct ask *ask, const struct ask_place *place)
{
	static const enum word chosen[] = {
		[PICK_ONE] = WORD_TUI_NOTHING_CHOSEN,
		[PICK_MANY] = WORD_TUI_NOTHING_TICKED,
		[PICK_RANK] = WORD_TUI_NOTHING_ORDERED,
	};
	const struct pick *pick = &ask->list[place->part];
	const char *label = pick_row(pick, place->row)->label;
	char number[24];

	/* The status rows have no room for a long one: its number stands in. */
	snprintf(number, sizeof number, "%zu", place->row + 1);
	if (text_width(label) <= LONGEST_SAID &&
	    ask->page->shape == PAGE_SURE && place->part > 0)
		say(ask, word_format(WORD_TUI_NOTHING_SURE, label));
	else if (text_width(label) <= LONGEST_SAID)
		say(ask, word_format(chosen[pick->kind], label));
	else if (ask_is_numbered(ask))
		say(ask, word_format(chosen[pick->kind], number));
	else
		say(ask, mem_copy(word(WORD_TUI_NOTHING_CHOSEN_HERE)));
}

static void
say_nothing_yet(struct ask *ask)
{
	struct ask_place place = ask_focused(ask);

	if (ask_is_table(ask) && ask_n_answered(ask) > 0)
		say(ask,
		    word_format(WORD_TUI_TABLE_SKIPS, ask_n_answered(ask),
				ask->n_lists));
	else if (ask->n_lists == 0)
		say(ask, mem_copy(word(WORD_TUI_NOTHING_TYPED)));
	else if (place.item != ASK_CHOICE)
		say(ask, mem_copy(word(WORD_TUI_NOTHING_CHOSEN_HERE)));
	else
		say_nothing_chosen(ask, &place);
}

/* --------------------------------------------------------------- finishing */

/* The first empty field of several, or n_fields. */
static size_t
empty_field(const struct ask *ask)
{
	size_t i;

	for (i = 0; i < ask->n_fields; i++) {
		if (edit_text(&ask->field[i].edit)[0] == '\0')
			break;
	}
	return i;
}

/* The first question here that would be left out, or as many as there are. */
static size_t
left_out(const struct ask *ask, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (ask_is_optional(ask, i) && ask_is_blank(ask, i))
			break;
	}
	return i;
}

/* What is left out of several has the focus, so that one can see it; of one
 * question's choices that one which has it. */
static bool
says_what_it_skips(struct ask *ask)
{
	size_t n = ask->n_lists > 1 ? ask_n_parts(ask) : 1;
	size_t at = left_out(ask, n);

	if (at == n)
		return false;
	if (n > 1)
		ask_focus_part(ask, at);
	else
		sheet_focus(&ask->sheet, ask->sheet.focus);
	say_nothing_yet(ask);
	ask->skips = true;
	return true;
}

/* The answer; or -1, when the page stays and says why. */
static int
submit(struct ask *ask, bool again)
{
	size_t empty = empty_field(ask);

	if (!again && says_what_it_skips(ask))
		return -1;
	if (ask->n_fields > 1 && empty < ask->n_fields &&
	    !ask_is_blank(ask, 0)) {
		ask_focus_part(ask, empty);
		say(ask,
		    word_format(WORD_TUI_PART_EMPTY, ask->field[empty].label));
		return -1;
	}
	return REPLY_ANSWER;
}

/* ------------------------------------------------------------------ search */

/* To what was found; where that is one alone it is chosen. */
static void
take_found(struct ask *ask)
{
	size_t row = ask->match;

	if (ask->n_matches == 1 && !pick_is_chosen(&ask->list[0], row))
		pick_toggle(&ask->list[0], row);
	ask_focus(ask, ASK_CHOICE, 0, row);
}

/* True when that was all. */
static bool
enter_search(struct ask *ask)
{
	if (edit_text(&ask->search.edit)[0] == '\0')
		return false;
	if (ask->n_matches == 0)
		say(ask, mem_copy(word(WORD_TUI_FOUND_NONE)));
	else
		take_found(ask);
	return true;
}

static int
enter(struct ask *ask, bool again)
{
	struct ask_place place = ask_focused(ask);

	if (place.item == ASK_PROBLEM) {
		ask_focus_part(ask, ask_part_of(ask, place.row));
		return -1;
	}
	if (place.item == ASK_SEARCH && enter_search(ask))
		return -1;
	if (place.item == ASK_CHOICE && is_holding(ask)) {
		ask->list[0].holding = false; /* puts it down */
		return -1;
	}
	return submit(ask, again);
}

/* ------------------------------------------------------------------ choices */

/* Where a number goes that is typed: its list, and what is focused there. */
static bool
place_for_digits(const struct ask *ask, struct ask_place *place)
{
	const struct pick *pick = ask_list(ask);

	*place = ask_focused(ask);
	if (!ask_is_numbered(ask) || pick == NULL)
		return false;
	place->part = (size_t)(pick - ask->list);
	return ask->list[place->part].kind != PICK_RANK ||
		place->item == ASK_CHOICE;
}

/* A row that the search hides is shown again with all the others. */
static void
focus_row(struct ask *ask, size_t part, size_t row)
{
	if (ask_is_table(ask)) {
		ask_focus(ask, ASK_STATEMENT, part, 0);
		return;
	}
	ask_focus(ask, ASK_CHOICE, part, row);
	if (ask_focused(ask).item == ASK_CHOICE)
		return;
	edit_clear(&ask->search.edit);
	ask_find(ask);
	ask_focus(ask, ASK_CHOICE, part, row);
}

static void
take_digit(struct ask *ask, int digit)
{
	struct ask_place place;
	struct pick *pick;
	size_t row = 0, number;

	if (!place_for_digits(ask, &place))
		return;
	pick = &ask->list[place.part];
	switch (pick_type_digit(pick, place.row, digit, &row, &number)) {
	case PICK_NO_SUCH:
		say(ask, word_format(WORD_TUI_NO_DIGIT, number));
		break;
	case PICK_WAITS:
		if (pick->kind != PICK_RANK)
			focus_row(ask, place.part, row);
		say(ask, word_format(WORD_TUI_DIGIT, number));
		break;
	case PICK_DONE: focus_row(ask, place.part, row); break;
	}
}

/* Digits that wait for more are taken by any key but those that take back.
 * True when that is all the key does. */
static bool
settle_digits(struct ask *ask, const struct event *event)
{
	struct ask_place place = ask_focused(ask);
	struct pick *pick = ask_list(ask);
	size_t row;

	if (pick == NULL || keys_digit(event) >= 0)
		return false;
	if (event->kind == EVENT_BACKSPACE || event->kind == EVENT_ESCAPE ||
	    event->kind == EVENT_DELETE || event->kind == EVENT_CLEAR) {
		bool waited = pick->digits > 0;

		pick_forget_digits(pick);
		return waited;
	}
	if (!pick_settle(pick, place.row, &row))
		return false;
	focus_row(ask, (size_t)(pick - ask->list), row);
	return event->kind == EVENT_TEXT && event->text[0] == ' ';
}

static void
space(struct ask *ask, const struct ask_place *place)
{
	struct pick *pick = &ask->list[place->part];

	/* None is chosen that cannot be seen. */
	if (!sheet_shows_focus(&ask->sheet)) {
		sheet_focus(&ask->sheet, ask->sheet.focus);
		return;
	}
	pick_toggle(pick, place->row);
	if (pick->holding)
		say(ask, mem_copy(word(WORD_TUI_PUT_DOWN)));
}

static int
take_text(struct ask *ask, const struct event *event)
{
	struct ask_place place = ask_focused(ask);
	int digit = keys_digit(event);

	if (digit >= 0)
		take_digit(ask, digit);
	if (event->text[0] == '/' && ask->searches)
		ask_focus(ask, ASK_SEARCH, 0, 0);
	if (event->text[0] != ' ')
		return -1;
	switch (place.item) {
	case ASK_CHOICE: space(ask, &place); return -1;
	case ASK_CONTINUE: return submit(ask, false);
	default: return -1;
	}
}

static void
clear_choices(struct ask *ask)
{
	struct pick *pick = ask_list(ask);

	if (pick != NULL && pick_clear(pick))
		say(ask, mem_copy(word(WORD_TUI_CLEARED)));
}

/* ------------------------------------------------------------------- moving */

static void
up_or_down(struct ask *ask, int by)
{
	size_t row = ask_focused(ask).row, to = row + (size_t)by;

	if (ask_n_items(ask) == 1) {
		sheet_scroll_lines(&ask->sheet, by);
	} else if (!is_holding(ask)) {
		sheet_move(&ask->sheet, by);
	} else if (to < ask->list[0].n) {
		pick_move(&ask->list[0], row, to);
		ask_focus(ask, ASK_CHOICE, 0, to);
		say(ask, mem_copy(word(WORD_TUI_PUT_DOWN)));
	}
}

/* Are these one stop of Tab? All problems are, a list's choices, all
 * statements; each field is one. */
static bool
is_one_stop(const struct ask_place *a, const struct ask_place *b)
{
	if (a->item != b->item)
		return false;
	return a->part == b->part || a->item == ASK_STATEMENT;
}

/* Where Tab arrives in a list: at what is chosen. */
static void
settle_in(struct ask *ask)
{
	struct ask_place place = ask_focused(ask);
	size_t i;

	if (place.item == ASK_PROBLEM)
		sheet_focus(&ask->sheet, 0);
	else if (place.item == ASK_CHOICE)
		ask_focus_part(ask, place.part);
	else if (place.item == ASK_STATEMENT) {
		for (i = 0; i + 1 < ask->n_lists && !ask_is_blank(ask, i); i++)
			;
		ask_focus_part(ask, ask_is_blank(ask, i) ? i : 0);
	}
}

static void
tab(struct ask *ask, int by)
{
	struct ask_place from = ask_focused(ask), at = from;
	size_t n = ask_n_items(ask), to = ask->sheet.focus, i;

	for (i = 0; i < n && is_one_stop(&from, &at); i++) {
		to = (to + n + (size_t)by) % n;
		at = ask_place(ask, to);
	}
	sheet_focus(&ask->sheet, to);
	settle_in(ask);
}

/* The first and the last that can be answered. */
static void
home_or_end(struct ask *ask, bool end)
{
	size_t n = ask_n_inputs(ask), first = ask_n_items(ask) - 1 - n;

	if (n > 0)
		sheet_focus(&ask->sheet, end ? first + n - 1 : first);
}

static void
say_first(struct ask *ask, const struct event *event)
{
	if (event->kind == EVENT_BACK && !ask->page->can_go_back)
		say(ask, mem_copy(word(WORD_TUI_FIRST)));
}

/* What a key does outside a field. A reply, or -1. */
static int
take(struct ask *ask, const struct event *event, bool again)
{
	if (ask_key_on_statement(ask, event))
		return -1;
	switch (event->kind) {
	case EVENT_UP: up_or_down(ask, -1); return -1;
	case EVENT_DOWN: up_or_down(ask, 1); return -1;
	case EVENT_PAGE_UP: sheet_scroll(&ask->sheet, -1); return -1;
	case EVENT_PAGE_DOWN: sheet_scroll(&ask->sheet, 1); return -1;
	case EVENT_HOME:
	case EVENT_END_KEY:
		home_or_end(ask, event->kind == EVENT_END_KEY);
		return -1;
	case EVENT_TAB: tab(ask, 1); return -1;
	case EVENT_BACKTAB: tab(ask, -1); return -1;
	case EVENT_TEXT: return take_text(ask, event);
	case EVENT_PASTE:
		say(ask, mem_copy(word(WORD_TUI_PASTE_HERE)));
		return -1;
	case EVENT_DELETE:
	case EVENT_CLEAR: clear_choices(ask); return -1;
	case EVENT_ENTER: return enter(ask, again);
	case EVENT_NEXT: return submit(ask, again);
	default:
		say_first(ask, event);
		return tui_leaves(event, ask->page->can_go_back,
				  ask->page->can_review,
				  ask->page->many_languages);
	}
}

/* A row that is picked up is put down by what moves the focus elsewhere. */
static void
put_down(struct ask *ask, const struct event *event)
{
	if (ask->n_lists > 0 && event->kind != EVENT_UP &&
	    event->kind != EVENT_DOWN && event->kind != EVENT_ENTER &&
	    event->kind != EVENT_TEXT)
		ask->list[0].holding = false;
}

/* The field that typing goes into while an error has the focus, or NULL. */
static struct field *
field_of_error(struct ask *ask)
{
	if (ask->n_fields == 0 || ask_focused(ask).item != ASK_PROBLEM)
		return NULL;
	return &ask->field[ask_part_of(ask, ask_focused(ask).row)];
}

/* ------------------------------------------------------------------ fields */

/* Nothing is heard of a field that became empty. */
static void
say_cleared(struct ask *ask, const struct event *event)
{
	if (event->kind == EVENT_CLEAR)
		say(ask, mem_copy(word(WORD_TUI_CLEARED)));
}

static const char separators[] = " ./";

/* A date typed in one go: what comes behind a blank, a point or a slash goes
 * into the next field, and replaces what stands there. */
static void
end_part(struct ask *ask, const struct event *event)
{
	struct field *field = focused_field(ask);
	const char *s;
	size_t n, end;

	if (ask->page->type != TYPE_DATE || field == NULL ||
	    field == &ask->field[YEAR] || event->kind != EVENT_TEXT ||
	    strchr(separators, event->text[0]) != NULL)
		return;
	s = edit_text(&field->edit);
	n = strlen(s);
	for (end = n; end > 0 && strchr(separators, s[end - 1]) != NULL; end--)
		;
	if (end == 0 || end == n || field->edit.at != n)
		return;
	while (end++ < n)
		edit_backspace(&field->edit);
	tab(ask, 1);
	edit_clear(&focused_field(ask)->edit);
}

static bool
leaves_field(const struct event *event)
{
	switch (event->kind) {
	case EVENT_UP:
	case EVENT_DOWN:
	case EVENT_TAB:
	case EVENT_BACKTAB:
	case EVENT_ENTER:
	case EVENT_NEXT:
	case EVENT_BACK:
	case EVENT_REVIEW:
	case EVENT_LANGUAGE:
	case EVENT_STOP:
	case EVENT_LINE_MODE:
	case EVENT_END: return true;
	default: return false;
	}
}

/* A whole date goes into all fields, whatever stands there. False: it is
 * none. */
static bool
put_date(struct ask *ask, const char *s)
{
	char *part[DATE_PARTS];
	size_t i;

	if (ask->page->type != TYPE_DATE || !date_parts(s, part))
		return false;
	for (i = 0; i < DATE_PARTS; i++) {
		edit_clear(&ask->field[i].edit);
		edit_insert(&ask->field[i].edit, part[i]);
		free(part[i]);
	}
	return true;
}

/* One that stands in a single field, as "14-3-2021", when that is left. */
static void
part_date(struct ask *ask, const struct event *event)
{
	const struct field *field = focused_field(ask);
	char *s;

	if (field == NULL || !leaves_field(event))
		return;
	s = mem_copy(edit_text(&field->edit));
	put_date(ask, s);
	free(s);
}

static bool
paste_date(struct ask *ask, const struct event *event, const char *pasted)
{
	if (event->kind != EVENT_PASTE || !put_date(ask, pasted))
		return false;
	ask_focus_part(ask, YEAR);
	return true;
}

/* While nothing is typed there keys mean what they mean in a list, letters
 * apart. */
static bool
is_for_the_list(const struct ask *ask, const struct event *event)
{
	if (!is_searching(ask) || edit_text(&ask->search.edit)[0] != '\0')
		return false;
	switch (event->kind) {
	case EVENT_TEXT: return keys_digit(event) >= 0 || event->text[0] == ' ';
	case EVENT_HOME:
	case EVENT_END_KEY:
	case EVENT_DELETE:
	case EVENT_CLEAR: return true;
	default: return false;
	}
}

/*
 * A screenful of what is found goes over the line when one goes there, or
 * clears the search; not with each letter: that tells how many there are.
 */
static void
search(struct ask *ask, bool typed)
{
	if (typed) {
		ask_count(ask);
		return;
	}
	ask_find(ask);
	ask->sheet.top = 0;
}

static bool
typed_into(struct ask *ask, struct field *field, const struct event *event,
	   const char *pasted)
{
	bool typed;

	if (paste_date(ask, event, pasted))
		return true;
	typed = !is_for_the_list(ask, event) &&
		field_key(field, &ask->sheet, event, pasted);
	if (field == &ask->search)
		search(ask, typed && event->kind != EVENT_CLEAR);
	if (!typed)
		return false;
	sheet_focus(&ask->sheet, ask->sheet.focus);
	if (field != &ask->search) /* that says how much is found */
		say_cleared(ask, event);
	return true;
}

static bool
typed_on_error(struct ask *ask, struct field *field, const struct event *event,
	       const char *pasted)
{
	if (paste_date(ask, event, pasted))
		return true;
	if (!field_key_on_error(field, &ask->sheet, event, pasted))
		return false;
	ask_focus_part(ask, (size_t)(field - ask->field));
	say_cleared(ask, event);
	return true;
}

static int
step(struct ask *ask, struct tui *tui)
{
	struct field *wrong = field_of_error(ask), *field;
	struct event event;
	bool again = ask->skips;

	ask->view.typing = focused_field(ask) != NULL || wrong != NULL;
	event = tui_next(tui, &ask->view);
	ask->skips = false;
	say(ask, NULL);
	put_down(ask, &event);
	if (settle_digits(ask, &event))
		return -1;
	end_part(ask, &event);
	part_date(ask, &event);
	field = focused_field(ask);
	if (field != NULL && typed_into(ask, field, &event, tui_pasted(tui)))
		return -1;
	if (wrong != NULL &&
	    typed_on_error(ask, wrong, &event, tui_pasted(tui)))
		return -1;
	return take(ask, &event, again);
}

enum reply
ask_page(struct tui *tui, const struct page *page, struct text *entered)
{
	struct ask ask;
	size_t i;
	int reply;

	ask_begin(&ask, page);
	do {
		reply = step(&ask, tui);
	} while (reply < 0);
	for (i = 0; i < page_entries(page); i++)
		ask_entered(&ask, i, &entered[i]);
	ask_finish(&ask);
	return (enum reply)reply;
}
