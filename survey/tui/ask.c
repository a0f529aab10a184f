/* Question pages: what keys do to choices and fields. */
#include "survey/tui/ask.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/value.h"

enum { NUMBER_CELLS = 16, DAY_CELLS = 4, MONTH_CELLS = 12, YEAR_CELLS = 6 };
enum { DAY, MONTH, YEAR };

/* ------------------------------------------------------------------- items */

static size_t
n_inputs(const struct ask *ask)
{
	return ask->pick.n + ask->n_fields;
}

static size_t
first_input(const struct ask *ask)
{
	return ask->page->problem[0] != '\0';
}

enum ask_item
ask_item(const struct ask *ask, size_t item)
{
	if (item < first_input(ask))
		return ASK_PROBLEM;
	if (item >= first_input(ask) + n_inputs(ask))
		return ASK_CONTINUE;
	return ask->pick.n > 0 ? ASK_CHOICE : ASK_FIELD;
}

size_t
ask_row(const struct ask *ask)
{
	enum ask_item item = ask_item(ask, ask->sheet.focus);

	if (item == ASK_PROBLEM)
		return 0;
	if (item == ASK_CONTINUE)
		return n_inputs(ask) > 0 ? n_inputs(ask) - 1 : 0;
	return ask->sheet.focus - first_input(ask);
}

bool
ask_is_numbered(const struct ask *ask)
{
	return ask->pick.n > 0 && ask->page->type != TYPE_ACKNOWLEDGE;
}

static void
focus_row(struct ask *ask, size_t row)
{
	sheet_focus(&ask->sheet, first_input(ask) + row);
}

static struct field *
focused_field(struct ask *ask)
{
	if (ask_item(ask, ask->sheet.focus) != ASK_FIELD)
		return NULL;
	return &ask->field[ask_row(ask)];
}

/* What was entered and not taken, or what is kept. */
static const char *
entered(const struct page *page)
{
	return page->typed != NULL ? page->typed : page->entered;
}

/* ------------------------------------------------------------- instruction */

static char *
range_words(const struct page *page)
{
	char start[32], end[32], step[32];

	text_number(page->start, start);
	text_number(page->end, end);
	text_number(page->step, step);
	if (page->step == 1 || page->step == 0)
		return word_format(WORD_TUI_RANGE, start, end);
	return word_format(WORD_TUI_RANGE_STEPS, start, end, step);
}

char *
ask_instruction(const struct page *page)
{
	if (page->read_only)
		return mem_copy("");
	switch (page->type) {
	case TYPE_SELECT_ONE: return mem_copy(word(WORD_TUI_SELECT_ONE));
	case TYPE_SELECT_MULTIPLE:
		return page->max_choices > 0
			? word_format(WORD_TUI_SELECT_UP_TO, page->max_choices)
			: mem_copy(word(WORD_TUI_SELECT_MANY));
	case TYPE_RANK: return mem_copy(word(WORD_TUI_RANK_HOW));
	case TYPE_INTEGER: return mem_copy(word(WORD_TUI_WHOLE_NUMBER));
	case TYPE_DECIMAL: return mem_copy(word(WORD_TUI_NUMBER));
	case TYPE_RANGE: return range_words(page);
	case TYPE_DATE: return mem_copy(word(WORD_TUI_DATE_HOW));
	default: return mem_copy("");
	}
}

static enum word
help_here(const struct page *page)
{
	static const enum word here[] = {
		[TYPE_SELECT_ONE] = WORD_TUI_HELP_ONE,
		[TYPE_SELECT_MULTIPLE] = WORD_TUI_HELP_MANY,
		[TYPE_RANK] = WORD_TUI_HELP_RANK,
		[TYPE_INTEGER] = WORD_TUI_HELP_FIELD,
		[TYPE_DECIMAL] = WORD_TUI_HELP_FIELD,
		[TYPE_RANGE] = WORD_TUI_HELP_FIELD,
		[TYPE_TEXT] = WORD_TUI_HELP_FIELD,
		[TYPE_DATE] = WORD_TUI_HELP_DATE,
		[TYPE_NOTE] = WORD_TUI_HELP_READ,
		[TYPE_ACKNOWLEDGE] = WORD_TUI_HELP_ACKNOWLEDGE,
	};

	assert(page->type < sizeof here / sizeof here[0]);
	if (page->read_only)
		return WORD_TUI_HELP_READ;
	return page->multiline ? WORD_TUI_HELP_LINES : here[page->type];
}

/* -------------------------------------------------------------- beginning */

static void
begin_choices(struct ask *ask, enum pick_kind kind)
{
	const struct page *page = ask->page;

	pick_init(&ask->pick, kind, page->choice, page->n_choices, page->typed);
	/* A long question is read from its begin, unless it was before. */
	focus_row(ask, pick_first(&ask->pick));
	ask->sheet.follow = pick_count(&ask->pick) > 0;
}

static void
begin_acknowledge(struct ask *ask)
{
	ask->ok = (struct page_choice){.name = "OK",
				       .label = word(WORD_TUI_OK),
				       .chosen = strcmp(entered(ask->page),
							"OK") == 0};
	pick_init(&ask->pick, PICK_MANY, &ask->ok, 1, NULL);
}

static void
begin_field(struct ask *ask, size_t cells)
{
	const struct page *page = ask->page;
	bool lines = page->type == TYPE_TEXT && page->multiline;

	ask->n_fields = 1;
	ask->field[0].cells = cells;
	ask->field[0].rows = lines ? 4 : 1;
	edit_init(&ask->field[0].edit, entered(page), lines);
	ask->sheet.gentle = true;
}

static size_t
text_cells(const struct page *page)
{
	if (page->multiline || page->max_length == 0 || page->max_length > 72)
		return 0;
	return page->max_length < 3 ? 4 : page->max_length + 2;
}

/*
 * "2026-03-14" comes from an answer that is kept, "14 mar 2026" is how the
 * fields were handed over; there an empty field leaves two blanks together.
 */
static void
split_date(const char *s, char part[ASK_FIELDS][64])
{
	int year, month, day;
	double days;
	size_t i, n;

	if (date_parse(s, &days)) {
		date_split(days, &year, &month, &day);
		snprintf(part[DAY], sizeof part[DAY], "%d", day);
		snprintf(part[MONTH], sizeof part[MONTH], "%d", month);
		snprintf(part[YEAR], sizeof part[YEAR], "%d", year);
		return;
	}
	for (i = 0; i < ASK_FIELDS; i++) {
		n = i < YEAR ? strcspn(s, " ") : strlen(s);
		snprintf(part[i], sizeof part[i], "%.*s", (int)n, s);
		s += n;
		s += *s == ' ';
	}
}

static void
begin_date(struct ask *ask)
{
	static const struct {
		enum word label;
		size_t cells;
	} fields[ASK_FIELDS] = {
		[DAY] = {WORD_TUI_DAY, DAY_CELLS},
		[MONTH] = {WORD_TUI_MONTH, MONTH_CELLS},
		[YEAR] = {WORD_TUI_YEAR, YEAR_CELLS},
	};
	char part[ASK_FIELDS][64] = {"", "", ""};
	size_t i, width = 0, w;

	split_date(entered(ask->page), part);
	for (i = 0; i < ASK_FIELDS; i++) {
		w = text_width(word(fields[i].label));
		width = w > width ? w : width;
	}
	for (i = 0; i < ASK_FIELDS; i++) {
		ask->field[i].label = word(fields[i].label);
		ask->field[i].label_cells = width;
		ask->field[i].cells = fields[i].cells;
		ask->field[i].rows = 1;
		edit_init(&ask->field[i].edit, part[i], false);
	}
	ask->n_fields = ASK_FIELDS;
	ask->sheet.gentle = true;
}

static void
begin_input(struct ask *ask)
{
	const struct page *page = ask->page;

	switch (page->type) {
	case TYPE_SELECT_ONE: begin_choices(ask, PICK_ONE); break;
	case TYPE_SELECT_MULTIPLE: begin_choices(ask, PICK_MANY); break;
	case TYPE_RANK: begin_choices(ask, PICK_RANK); break;
	case TYPE_ACKNOWLEDGE: begin_acknowledge(ask); break;
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_RANGE: begin_field(ask, NUMBER_CELLS); break;
	case TYPE_TEXT: begin_field(ask, text_cells(page)); break;
	case TYPE_DATE: begin_date(ask); break;
	default: break;
	}
}

static void
begin(struct ask *ask, const struct page *page)
{
	*ask = (struct ask){.page = page};
	ask->help = (struct help){.here = help_here(page),
				  .hint = page->hint,
				  .guidance = page->help,
				  .wayback = page->wayback,
				  .contact = page->contact,
				  .skips = page->optional &&
					  page->type != TYPE_NOTE &&
					  !page->read_only,
				  .languages = page->many_languages,
				  .back = page->can_go_back,
				  .review = page->can_review};
	ask->view = (struct view){.build = ask_build,
				  .page = ask,
				  .sheet = &ask->sheet,
				  .help = &ask->help,
				  .has_hint = true};
	if (!page->read_only)
		begin_input(ask);
	if (page->problem[0] != '\0')
		sheet_focus(&ask->sheet, 0);
}

static void
forget(char *s)
{
	if (s != NULL)
		explicit_bzero(s, strlen(s));
	free(s);
}

static void
finish(struct ask *ask)
{
	size_t i;

	for (i = 0; i < ask->n_fields; i++)
		edit_release(&ask->field[i].edit);
	if (ask->pick.n > 0)
		pick_release(&ask->pick);
	sheet_release(&ask->sheet);
	free(ask->message);
	forget(ask->kept);
}

/* ------------------------------------------------------- what stands there */

/* A field without the blanks around it; an inner one would part fields. */
static char *
trimmed(const struct field *field)
{
	struct text t = TEXT_INIT;
	const char *s;

	for (s = edit_text(&field->edit); *s != '\0'; s++) {
		if (*s != ' ')
			text_add_char(&t, *s);
	}
	return text_take(&t);
}

/* A month that is a number is handed over by its English name, which is
 * understood wherever a date is. */
static const char *
month_name(const char *s)
{
	static const char *const names[] = {"jan", "feb", "mar", "apr",
					    "may", "jun", "jul", "aug",
					    "sep", "oct", "nov", "dec"};
	double month;

	if (!text_to_number(s, &month) || month < 1 || month > 12 ||
	    month != (double)(int)month)
		return s;
	return names[(int)month - 1];
}

static void
date_entered(const struct ask *ask, struct text *out)
{
	char *day = trimmed(&ask->field[DAY]);
	char *month = trimmed(&ask->field[MONTH]);
	char *year = trimmed(&ask->field[YEAR]);

	if (day[0] != '\0' || month[0] != '\0' || year[0] != '\0')
		text_addf(out, "%s %s %s", day, month_name(month), year);
	free(day);
	free(month);
	free(year);
}

static void
put_entered(const struct ask *ask, struct text *out)
{
	text_clear(out);
	if (ask->page->read_only)
		text_add(out, ask->page->entered);
	else if (ask->pick.n > 0)
		pick_entered(&ask->pick, out);
	else if (ask->page->type == TYPE_DATE)
		date_entered(ask, out);
	else if (ask->n_fields > 0)
		text_add(out, edit_text(&ask->field[0].edit));
}

bool
ask_is_changed(const struct ask *ask)
{
	struct text t = TEXT_INIT;
	bool changed;

	put_entered(ask, &t);
	changed = ask->kept == NULL || strcmp(text_get(&t), ask->kept) != 0;
	if (t.s != NULL)
		explicit_bzero(t.s, t.n);
	text_release(&t);
	return changed;
}

/* What was typed and refused is not kept. */
static void
begin_kept(struct ask *ask)
{
	struct text t = TEXT_INIT;

	put_entered(ask, &t);
	if (ask->page->typed == NULL)
		ask->kept = text_take(&t);
	text_release(&t);
}

static bool
is_blank(const struct ask *ask)
{
	struct text t = TEXT_INIT;
	bool blank;

	put_entered(ask, &t);
	blank = text_get(&t)[strspn(text_get(&t), " \n")] == '\0';
	text_release(&t);
	return blank;
}

/* ------------------------------------------------------------------ saying */

static void
say(struct ask *ask, char *message)
{
	free(ask->message);
	ask->message = message;
}

static void
say_nothing_yet(struct ask *ask)
{
	static const enum word chosen[] = {
		[PICK_ONE] = WORD_TUI_NOTHING_CHOSEN,
		[PICK_MANY] = WORD_TUI_NOTHING_TICKED,
		[PICK_RANK] = WORD_TUI_NOTHING_ORDERED,
	};

	if (ask->pick.n == 0)
		say(ask, mem_copy(word(WORD_TUI_NOTHING_TYPED)));
	else if (ask_item(ask, ask->sheet.focus) != ASK_CHOICE)
		say(ask, mem_copy(word(WORD_TUI_NOTHING_CHOSEN_HERE)));
	else
		say(ask,
		    word_format(chosen[ask->pick.kind],
				pick_row(&ask->pick, ask_row(ask))->label));
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

/* The answer; or -1, when the page stays and says why. */
static int
submit(struct ask *ask, bool again)
{
	size_t empty = empty_field(ask);

	if (ask->help.skips && !again && is_blank(ask)) {
		ask->skips = true;
		say_nothing_yet(ask);
		return -1;
	}
	if (ask->n_fields > 1 && empty < ask->n_fields && !is_blank(ask)) {
		focus_row(ask, empty);
		say(ask,
		    word_format(WORD_TUI_PART_EMPTY, ask->field[empty].label));
		return -1;
	}
	return REPLY_ANSWER;
}

static int
enter(struct ask *ask, bool again)
{
	switch (ask_item(ask, ask->sheet.focus)) {
	case ASK_PROBLEM:
		focus_row(ask, ask->pick.n > 0 ? pick_first(&ask->pick) : 0);
		return -1;
	case ASK_CHOICE:
		if (!ask->pick.holding)
			break;
		ask->pick.holding = false; /* puts it down */
		return -1;
	default: break;
	}
	return submit(ask, again);
}

/* ------------------------------------------------------------------ choices */

static void
take_digit(struct ask *ask, int digit)
{
	size_t row = 0, number, focused = ask_row(ask);

	if (ask->pick.kind == PICK_RANK &&
	    ask_item(ask, ask->sheet.focus) != ASK_CHOICE)
		return;
	switch (pick_type_digit(&ask->pick, focused, digit, &row, &number)) {
	case PICK_NO_SUCH:
		say(ask, word_format(WORD_TUI_NO_DIGIT, number));
		break;
	case PICK_WAITS:
		if (ask->pick.kind != PICK_RANK)
			focus_row(ask, row);
		say(ask,
		    word_format(WORD_TUI_DIGIT, number,
				pick_row(&ask->pick, row)->label));
		break;
	case PICK_DONE: focus_row(ask, row); break;
	}
}

/* Digits that wait for more are taken by any key but those that take back.
 * True when that is all the key does. */
static bool
settle_digits(struct ask *ask, const struct event *event)
{
	size_t row;

	if (ask->pick.n == 0 || keys_digit(event) >= 0)
		return false;
	if (event->kind == EVENT_BACKSPACE || event->kind == EVENT_ESCAPE ||
	    event->kind == EVENT_DELETE || event->kind == EVENT_CLEAR) {
		bool waited = ask->pick.digits > 0;

		pick_forget_digits(&ask->pick);
		return waited;
	}
	if (!pick_settle(&ask->pick, ask_row(ask), &row))
		return false;
	focus_row(ask, row);
	return event->kind == EVENT_TEXT && event->text[0] == ' ';
}

static void
space(struct ask *ask)
{
	pick_toggle(&ask->pick, ask_row(ask));
	if (ask->pick.holding)
		say(ask,
		    word_format(WORD_TUI_PUT_DOWN_FIRST,
				pick_row(&ask->pick, ask_row(ask))->label));
}

static int
take_text(struct ask *ask, const struct event *event)
{
	int digit = keys_digit(event);

	if (digit >= 0 && ask_is_numbered(ask))
		take_digit(ask, digit);
	if (event->text[0] != ' ')
		return -1;
	switch (ask_item(ask, ask->sheet.focus)) {
	case ASK_CHOICE: space(ask); return -1;
	case ASK_CONTINUE: return submit(ask, false);
	default: return -1;
	}
}

static void
clear_choices(struct ask *ask)
{
	if (ask->pick.n > 0 && pick_clear(&ask->pick))
		say(ask, mem_copy(word(WORD_TUI_CLEARED)));
}

/* ------------------------------------------------------------------- moving */

static void
up_or_down(struct ask *ask, int by)
{
	size_t row = ask_row(ask), to = row + (size_t)by;

	if (!ask->pick.holding) {
		sheet_move(&ask->sheet, by);
	} else if (to < ask->pick.n) {
		pick_move(&ask->pick, row, to);
		focus_row(ask, to);
	}
}

/* All choices are one stop, each field is one. */
static void
tab(struct ask *ask, int by)
{
	struct sheet *sheet = &ask->sheet;
	size_t n = first_input(ask) + n_inputs(ask) + 1;
	size_t to = (sheet->focus + n + (size_t)by) % n;
	enum ask_item from = ask_item(ask, sheet->focus);

	if (ask->pick.n > 0 && from == ASK_CHOICE)
		to = by > 0 || first_input(ask) == 0 ? n - 1 : 0;
	else if (ask_item(ask, to) == ASK_CHOICE)
		to = first_input(ask) + pick_first(&ask->pick);
	sheet_focus(sheet, to);
}

static void
home_or_end(struct ask *ask, bool end)
{
	if (n_inputs(ask) > 0)
		focus_row(ask, end ? n_inputs(ask) - 1 : 0);
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
	if (event->kind != EVENT_UP && event->kind != EVENT_DOWN &&
	    event->kind != EVENT_ENTER && event->kind != EVENT_TEXT)
		ask->pick.holding = false;
}

/* The field that typing goes into while the error has the focus, or NULL. */
static struct field *
field_of_error(struct ask *ask)
{
	if (ask->n_fields == 0 ||
	    ask_item(ask, ask->sheet.focus) != ASK_PROBLEM)
		return NULL;
	return &ask->field[0];
}

/* Nothing is heard of a field that became empty. */
static void
say_cleared(struct ask *ask, const struct event *event)
{
	if (event->kind == EVENT_CLEAR)
		say(ask, mem_copy(word(WORD_TUI_CLEARED)));
}

static const char separators[] = " ./";

/* A date typed in one go: what comes behind a blank, a point or a slash goes
 * into the next field. */
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
	field = focused_field(ask);
	if (field != NULL &&
	    field_key(field, &ask->sheet, &event, tui_pasted(tui))) {
		sheet_focus(&ask->sheet, ask->sheet.focus);
		say_cleared(ask, &event);
		return -1;
	}
	if (wrong != NULL &&
	    field_key_on_error(wrong, &ask->sheet, &event, tui_pasted(tui))) {
		sheet_focus(&ask->sheet, first_input(ask));
		say_cleared(ask, &event);
		return -1;
	}
	return take(ask, &event, again);
}

enum reply
ask_page(struct tui *tui, const struct page *page, struct text *out)
{
	struct ask ask;
	int reply;

	begin(&ask, page);
	begin_kept(&ask);
	do {
		reply = step(&ask, tui);
	} while (reply < 0);
	put_entered(&ask, out);
	finish(&ask);
	return (enum reply)reply;
}
