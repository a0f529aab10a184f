/* Question pages: choices, fields, a sentence to read. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "survey/tui/ask.h"

enum { STATE_COLUMN = 2, CARET_IN_STATE = 3, NUMBER_COLUMN = 6 };

/* ------------------------------------------------------------ first lines */

/* "4/12" for "Question 4 of 12": the two numbers in it. "" when there are
 * not two. */
static char *
short_place(const char *place)
{
	struct text t = TEXT_INIT;
	size_t numbers = 0, digits;

	while (*place != '\0') {
		digits = strspn(place, "0123456789");
		if (digits > 0 && numbers++ > 0)
			text_add_char(&t, '/');
		text_add_n(&t, place, digits);
		place += digits > 0 ? digits : 1;
	}
	if (numbers != 2)
		text_clear(&t);
	return text_take(&t);
}

static void
build_header(const struct ask *ask, struct sheet *sheet)
{
	const struct page *page = ask->page;
	bool wrong = ask->n_problems > 0;
	char *brief = short_place(page->place);
	char *place = wrong ? word_format(WORD_TUI_ERROR_PLACE, page->place)
			    : mem_copy(page->place);
	const char *left[] = {page->title, page->section};
	const char *right[] = {place, page->place, brief, page->left};

	if (sheet->density >= SHEET_TIGHT) {
		left[0] = page->section;
		left[1] = page->title;
	}
	if (page->place[0] == '\0')
		right[0] = "";
	sheet_header(sheet, left, 2, right, 4);
	free(place);
	free(brief);
}

/* The section, and how long it takes where the first row does not say so. On
 * a page to read it is the heading. */
static void
build_section(const struct page *page, struct sheet *sheet)
{
	bool said = strcmp(sheet->header_right, page->left) == 0;
	bool above = strcmp(sheet->header_left, page->section) == 0;
	size_t width = text_width(page->left), line, end;
	enum look look = page->type == TYPE_NOTE ? LOOK_HEADING : LOOK_PLAIN;

	if (sheet->density >= SHEET_TIGHT ||
	    (above && (said || sheet->density != SHEET_ROOMY)) ||
	    (page->section[0] == '\0' && (said || page->left[0] == '\0')))
		return;
	end = (size_t)sheet->columns < SHEET_ROW ? (size_t)sheet->columns
						 : SHEET_ROW;
	if (!said && text_width(page->section) + 2 + width <= end) {
		line = sheet_line(sheet, SHEET_HEAD);
		if (!above)
			sheet_put(sheet, line, 0, look, page->section,
				  strlen(page->section));
		sheet_put(sheet, line, end - width, LOOK_PLAIN, page->left,
			  strlen(page->left));
	} else if (!above) {
		sheet_paragraph(sheet, SHEET_HEAD, 0, 0, sheet_width(sheet),
				look, page->section);
	}
}

/* Which statement of a table it is about is said with it. */
static char *
problem_words(const struct ask *ask, const struct ask_problem *problem)
{
	if (!ask_is_table(ask))
		return mem_copy(problem->text);
	return word_format(WORD_TUI_STATEMENT, problem->part + 1, ask->n_lists,
			   problem->text);
}

static void
build_problems(const struct ask *ask, struct sheet *sheet)
{
	size_t i, line;
	char *said;

	if (ask->n_problems == 0)
		return;
	sheet_paragraph(sheet, SHEET_HEAD, 0, 0, sheet_width(sheet),
			LOOK_PROBLEM, word(WORD_TUI_PROBLEM));
	for (i = 0; i < ask->n_problems; i++) {
		said = problem_words(ask, &ask->problem[i]);
		line = sheet_paragraph(sheet, SHEET_HEAD, 2, 2,
				       sheet_width(sheet), LOOK_PLAIN, said);
		sheet_item(sheet, line, 0, 2);
		free(said);
	}
	sheet_gap(sheet, SHEET_HEAD);
}

static void
build_plain(struct sheet *sheet, const char *s)
{
	if (s[0] != '\0')
		sheet_paragraph(sheet, SHEET_HEAD, 0, 0, sheet_width(sheet),
				LOOK_PLAIN, s);
}

static bool
is_sentence(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && strchr(".!?:;)", s[n - 1]) != NULL;
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

static char *
instruction(const struct ask *ask)
{
	const struct page *page = ask->page;

	if (page->read_only)
		return mem_copy("");
	if (ask_is_table(ask))
		return word_format(WORD_TUI_TABLE_HOW, page->n_choices);
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

/* The hint, then what the type of question asks for: in one line where they
 * go together. How a field is filled in, and that several answers may be
 * chosen, is said at any size. */
static void
build_hint(const struct ask *ask, struct sheet *sheet)
{
	bool tight = sheet->density >= SHEET_TIGHT;
	bool bare = sheet->density == SHEET_BARE;
	const char *hint = bare ? "" : ask->page->hint;
	char *how = instruction(ask);
	struct text t = TEXT_INIT;

	if (tight && ask->n_fields == 0 && !ask_is_table(ask) &&
	    ask->page->type != TYPE_SELECT_MULTIPLE)
		how[0] = '\0';
	text_addf(&t, "%s %s", hint, how);
	if (is_sentence(hint) && how[0] != '\0' &&
	    text_width(text_get(&t)) <= sheet_width(sheet)) {
		build_plain(sheet, text_get(&t));
	} else {
		build_plain(sheet, hint);
		build_plain(sheet, how);
	}
	text_release(&t);
	free(how);
}

/* Beside what it is about, where there is room for that. */
void
ask_build_error(const struct ask *ask, struct sheet *sheet,
		enum sheet_part part, size_t about)
{
	size_t i;
	char *s;

	for (i = 0; i < ask->n_problems; i++) {
		if (ask->problem[i].part != about ||
		    sheet->density != SHEET_ROOMY)
			continue;
		s = word_format(WORD_TUI_ERROR, ask->problem[i].text);
		sheet_paragraph(sheet, part, 0, 0, sheet_width(sheet),
				LOOK_PROBLEM, s);
		free(s);
	}
}

/* The question. A statement that is asked apart from its table has what all
 * are asked above it. */
static void
build_label(const struct ask *ask, struct sheet *sheet)
{
	const struct page *page = ask->page;
	bool apart = page->row > 0;
	char *s = apart ? word_format(WORD_TUI_STATEMENT, page->row, page->rows,
				      page->label)
			: mem_copy(page->label);

	if (apart && sheet->density != SHEET_BARE)
		build_plain(sheet, page->table);
	if (s[0] != '\0' || !ask_is_table(ask))
		sheet_paragraph(sheet, SHEET_HEAD, 0, 0, sheet_width(sheet),
				LOOK_HEADING, s);
	free(s);
}

static void
build_head(const struct ask *ask, struct sheet *sheet)
{
	const struct page *page = ask->page;
	bool note = page->type == TYPE_NOTE;

	build_header(ask, sheet);
	build_section(page, sheet);
	sheet_gap(sheet, SHEET_HEAD);
	build_problems(ask, sheet);
	if (note)
		sheet_paragraph(sheet, SHEET_BODY, 0, 0, sheet_width(sheet),
				LOOK_PLAIN, page->label);
	else
		build_label(ask, sheet);
	build_hint(ask, sheet);
	if (!note)
		sheet_gap(sheet, SHEET_HEAD);
	if (!ask_is_table(ask))
		ask_build_error(ask, sheet, SHEET_HEAD, 0);
}

/* ----------------------------------------------------------------- choices */

static size_t
digits_of(size_t n)
{
	size_t digits = 1;

	for (; n >= 10; n /= 10)
		digits++;
	return digits;
}

/* Is it asked now? What is not has no mark to put the cursor on. */
static bool
is_asked(const struct ask *ask, const struct pick *pick)
{
	return ask->page->shape != PAGE_SURE || pick == &ask->list[0] ||
		ask_is_open(ask);
}

/* "(*) 3" in front of a label, or "3" in a rank; its cells. */
static size_t
state_of(const struct ask *ask, const struct pick *pick, size_t row, char *out,
	 size_t size)
{
	int digits = (int)digits_of(pick->n);
	bool chosen = pick->kind != PICK_RANK && pick_is_chosen(pick, row);
	int n;

	if (!is_asked(ask, pick))
		n = snprintf(out, size, "    %*zu", digits, row + 1);
	else if (pick->kind == PICK_RANK)
		n = snprintf(out, size, "%*zu", digits, row + 1);
	else if (pick->kind == PICK_ONE)
		n = snprintf(out, size, "(%c) %*zu", chosen ? '*' : ' ', digits,
			     row + 1);
	else if (ask_is_numbered(ask))
		n = snprintf(out, size, "[%c] %*zu", chosen ? 'x' : ' ', digits,
			     row + 1);
	else
		n = snprintf(out, size, "[%c]", chosen ? 'x' : ' ');
	return n > 0 ? (size_t)n : 0;
}

static void
build_choice(const struct ask *ask, struct sheet *sheet,
	     const struct pick *pick, size_t row)
{
	bool moving = pick->holding && row == ask_focused(ask).row;
	const char *own = pick_row(pick, row)->label;
	char *label =
		moving ? word_format(WORD_TUI_MOVING, own) : mem_copy(own);
	char state[32];
	size_t cells = state_of(ask, pick, row, state, sizeof state);
	size_t line, column;

	column = STATE_COLUMN + cells + (ask_is_numbered(ask) ? 2 : 1);
	line = sheet_paragraph(sheet, SHEET_BODY, column, column,
			       sheet_width(sheet), LOOK_PLAIN, label);
	sheet_put(sheet, line, STATE_COLUMN, LOOK_PLAIN, state, cells);
	sheet_item(sheet, line, 0,
		   pick->kind == PICK_RANK ? STATE_COLUMN + cells - 1
					   : CARET_IN_STATE);
	free(label);
}

/* The first of the exclusive choices at the end; n when there is none. */
static size_t
first_apart(const struct pick *pick)
{
	size_t i = pick->n;

	while (i > 0 && pick->choice[i - 1].exclusive)
		i--;
	return i > 0 ? i : pick->n;
}

static void
build_or(struct sheet *sheet)
{
	const char *s = word(WORD_TUI_OR);
	size_t line;

	if (sheet->density >= SHEET_TIGHT)
		return;
	line = sheet_line(sheet, SHEET_BODY);
	sheet_put(sheet, line, NUMBER_COLUMN, LOOK_PLAIN, s, strlen(s));
}

/* The search, and how much it finds: within the first forty cells. */
static void
build_search(const struct ask *ask, struct sheet *sheet)
{
	size_t end = 2 + ask->search.label_cells + 2 + ask->search.cells + 2;
	char *s = word_format(WORD_TUI_FOUND, ask->n_matches);

	field_build_in(&ask->search, sheet, SHEET_HEAD);
	if (end + text_width(s) <= sheet_width(sheet))
		sheet_put(sheet, sheet->n_lines - 1, end, LOOK_PLAIN, s,
			  strlen(s));
	sheet_gap(sheet, SHEET_HEAD);
	free(s);
}

static void
build_choices(const struct ask *ask, struct sheet *sheet)
{
	const struct pick *pick = &ask->list[0];
	size_t i, apart = first_apart(pick);

	for (i = 0; i < ask->n_found; i++) {
		if (ask->found[i] == apart && pick->kind != PICK_RANK)
			build_or(sheet);
		build_choice(ask, sheet, pick, ask->found[i]);
	}
	sheet_spare(sheet, pick->n - ask->n_found);
}

/*
 * How sure one is. It is there to be read before it opens, so that nothing
 * moves and little is written when it does: its marks.
 */
static void
build_sure(const struct ask *ask, struct sheet *sheet)
{
	const struct page_also *also = &ask->page->also[0];
	const struct pick *pick = &ask->list[1];
	size_t row, line;

	sheet_gap(sheet, SHEET_BODY);
	line = sheet_paragraph(sheet, SHEET_BODY, 0, 0, sheet_width(sheet),
			       LOOK_HEADING, also->label);
	if (also->hint[0] != '\0' && sheet->density != SHEET_BARE)
		sheet_paragraph(sheet, SHEET_BODY, 0, 0, sheet_width(sheet),
				LOOK_PLAIN, also->hint);
	ask_build_error(ask, sheet, SHEET_BODY, 1);
	for (row = 0; row < pick->n; row++) {
		build_choice(ask, sheet, pick, row);
		if (row == 0)
			sheet_item_from(sheet, line);
	}
	if (!is_asked(ask, pick))
		sheet_no_items(sheet, pick->n);
}

/* An answer that cannot be changed. */
static void
build_fixed(const struct page *page, struct sheet *sheet)
{
	size_t i, width = sheet_width(sheet);
	bool any = false;

	for (i = 0; i < page->n_choices; i++) {
		if (!page->choice[i].chosen && page->choice[i].rank == 0)
			continue;
		sheet_paragraph(sheet, SHEET_BODY, 2, 4, width, LOOK_PLAIN,
				page->choice[i].label);
		any = true;
	}
	if (!any && page->entered[0] != '\0')
		sheet_paragraph(sheet, SHEET_BODY, 2, 2, width, LOOK_PLAIN,
				page->entered);
}

/* ------------------------------------------------------------------ fields */

static void
build_rule(struct sheet *sheet, enum sheet_part part)
{
	static const char dashes[] = "----------------------------------------"
				     "----------------------------------------";
	size_t line, width = sheet_width(sheet);

	if (sheet->density >= SHEET_TIGHT)
		return;
	line = sheet_line(sheet, part);
	sheet_put(sheet, line, 0, LOOK_PLAIN, "+", 1);
	sheet_put(sheet, line, 1, LOOK_PLAIN, dashes, width - 2);
	sheet_put(sheet, line, width - 1, LOOK_PLAIN, "+", 1);
}

/* "You have 12 characters left." */
static void
build_count(const struct ask *ask, struct sheet *sheet)
{
	size_t used, most = ask->page->max_length, n;
	char *s;

	if (ask->page->type != TYPE_TEXT || most == 0)
		return;
	used = text_length(edit_text(&ask->field[0].edit));
	n = used > most ? used - most : most - used;
	if (!ask->page->multiline && used <= most && n > 20)
		return;
	s = word_format(used > most ? WORD_TUI_OVER : WORD_TUI_LEFT, n);
	sheet_paragraph(sheet, SHEET_FOOT, 0, 0, sheet_width(sheet), LOOK_PLAIN,
			s);
	free(s);
}

/* -------------------------------------------------------------- last lines */

static void
build_foot(const struct ask *ask, struct sheet *sheet)
{
	char *s;

	if (ask->page->multiline && ask->n_fields > 0)
		build_rule(sheet, SHEET_FOOT);
	build_count(ask, sheet);
	sheet_gap(sheet, SHEET_FOOT);
	if (ask->page->type == TYPE_SELECT_MULTIPLE && ask->n_lists > 0 &&
	    sheet->density < SHEET_TIGHT) {
		s = word_format(WORD_TUI_SELECTED, pick_count(&ask->list[0]));
		sheet_paragraph(sheet, SHEET_FOOT, 2, 2, sheet_width(sheet),
				LOOK_PLAIN, s);
		free(s);
		sheet_gap(sheet, SHEET_FOOT);
	}
	sheet_button(sheet, word(WORD_TUI_CONTINUE));
}

/* Enter goes on, but for where it leads to something on the page. */
static void
build_enter_key(const struct ask *ask, struct sheet *sheet)
{
	enum word now = WORD_TUI_KEY_ENTER, longest = WORD_TUI_KEY_ENTER;

	if (ask->searches)
		longest = WORD_TUI_KEY_TO_LIST;
	if (ask_has_typed_search(ask))
		now = WORD_TUI_KEY_TO_LIST;
	if (ask->n_problems > 0)
		longest = WORD_TUI_KEY_ENTER_FIELD;
	if (ask_focused(ask).item == ASK_PROBLEM)
		now = WORD_TUI_KEY_ENTER_FIELD;
	sheet_key_of(sheet, now, longest, 1);
}

static void
build_search_key(const struct ask *ask, struct sheet *sheet)
{
	bool types = ask_focused(ask).item == ASK_SEARCH;

	sheet_key_of(sheet,
		     types ? WORD_TUI_KEY_TYPE_SEARCH : WORD_TUI_KEY_SEARCH,
		     WORD_TUI_KEY_TYPE_SEARCH, 3);
}

static void
build_choice_keys(const struct ask *ask, struct sheet *sheet)
{
	static const enum word space[] = {
		[PICK_ONE] = WORD_TUI_KEY_SPACE_ONE,
		[PICK_MANY] = WORD_TUI_KEY_SPACE_MANY,
		[PICK_RANK] = WORD_TUI_KEY_SPACE_RANK,
	};
	static const enum word only[] = {
		[PICK_ONE] = WORD_TUI_KEY_SPACE_PICK,
		[PICK_MANY] = WORD_TUI_KEY_SPACE_TICK,
		[PICK_RANK] = WORD_TUI_KEY_SPACE_RANK,
	};
	const struct pick *pick = ask_list(ask);
	const enum word *keys = pick->n > 1 ? space : only;
	char *s = word_format(keys[pick->kind], pick->n);

	sheet_key_when(sheet, SHEET_READS, WORD_TUI_KEY_READ, 2);
	if (pick->n > 1)
		sheet_key_when(sheet, SHEET_READS_NOT, WORD_TUI_KEY_MOVE, 6);
	sheet_key_text(sheet, s, 3);
	if (ask->searches)
		build_search_key(ask, sheet);
	build_enter_key(ask, sheet);
	free(s);
}

static void
build_table_keys(const struct ask *ask, struct sheet *sheet)
{
	char *s = word_format(WORD_TUI_KEY_SCALE, ask->page->n_choices);

	sheet_key(sheet, WORD_TUI_KEY_STATEMENT, 4);
	sheet_key_text(sheet, s, 3);
	build_enter_key(ask, sheet);
	free(s);
}

static void
build_field_keys(const struct ask *ask, struct sheet *sheet)
{
	if (ask->page->multiline) {
		sheet_key(sheet, WORD_TUI_KEY_ENTER_LINE, 4);
		sheet_key(sheet, WORD_TUI_KEY_TAB_CONTINUE, 5);
		sheet_key(sheet, WORD_TUI_KEY_NEXT, 1);
		return;
	}
	if (ask->n_fields > 1)
		sheet_key(sheet, WORD_TUI_KEY_TAB_FIELD, 3);
	build_enter_key(ask, sheet);
}

static void
build_read_keys(const struct ask *ask, struct sheet *sheet)
{
	sheet_key_when(sheet, SHEET_SCROLLS, WORD_TUI_KEY_READ, 2);
	build_enter_key(ask, sheet);
}

static void
build_own_keys(const struct ask *ask, struct sheet *sheet)
{
	if (ask_is_table(ask))
		build_table_keys(ask, sheet);
	else if (ask->n_lists > 0)
		build_choice_keys(ask, sheet);
	else if (ask->n_fields > 0)
		build_field_keys(ask, sheet);
	else
		build_read_keys(ask, sheet);
}

/*
 * Where text is typed the keys with Ctrl are told, elsewhere the letters. The
 * whole page tells the same: a row of keys for each place on it would be the
 * dearest thing that moving there writes.
 */
static void
build_keys(const struct ask *ask, struct sheet *sheet)
{
	bool typing = ask->n_fields > 0 || ask->searches;
	bool hidden = sheet->density == SHEET_BARE && !typing &&
		(ask->page->hint[0] != '\0' || ask->page->row > 0);

	build_own_keys(ask, sheet);
	if (ask->page->can_review && !typing)
		sheet_key(sheet, WORD_TUI_KEY_REVIEW, 5);
	else if (ask->page->can_go_back)
		sheet_key(sheet,
			  typing ? WORD_TUI_KEY_BACK_CTRL : WORD_TUI_KEY_BACK,
			  5);
	if (hidden)
		sheet_key(sheet, WORD_TUI_KEY_EXPLAIN, 2);
	else
		sheet_key(sheet,
			  typing ? WORD_TUI_KEY_HELP_CTRL : WORD_TUI_KEY_HELP,
			  2);
	sheet_key(sheet, typing ? WORD_TUI_KEY_STOP_CTRL : WORD_TUI_KEY_STOP,
		  2);
}

/* Ticks that Enter would not keep. */
static size_t
ticks_over(const struct ask *ask)
{
	const struct page *page = ask->page;
	size_t n;

	if (page->type != TYPE_SELECT_MULTIPLE || page->max_choices == 0 ||
	    ask->n_lists == 0)
		return 0;
	n = pick_count(&ask->list[0]);
	return n > page->max_choices ? n - page->max_choices : 0;
}

/* What Enter leads to then is out of sight on a low page. */
static bool
asks_how_sure(const struct ask *ask)
{
	return ask_is_open(ask) && ask_is_optional(ask, 1) &&
		ask_is_blank(ask, 1);
}

static char *
kept_or_not(const struct ask *ask)
{
	size_t over = ticks_over(ask);

	if (over > 0)
		return word_format(WORD_TUI_TICKS_OVER, over);
	if (strcmp(ask->page->status, word(WORD_PREVIEW)) == 0 ||
	    !ask_is_changed(ask))
		return mem_copy(ask->page->status);
	if (ask_focused(ask).item == ASK_PROBLEM)
		return mem_copy(word(WORD_TUI_NOT_KEPT_YET));
	if (asks_how_sure(ask))
		return mem_copy(word(WORD_TUI_ENTER_SURE));
	return mem_copy(word(ask->page->multiline ? WORD_TUI_NOT_KEPT
						  : WORD_TUI_NOT_KEPT_ENTER));
}

static bool
is_unordered(const struct ask *ask)
{
	return ask->n_lists > 0 && ask->list[0].kind == PICK_RANK &&
		!ask->list[0].ordered;
}

/* What has been done here so far; of ticks, where the foot has no room to say
 * it: most of them may be out of sight. "" where there is nothing to say. */
static char *
how_many(const struct ask *ask, const struct sheet *sheet)
{
	size_t ticks = 0;

	if (ask->page->type == TYPE_SELECT_MULTIPLE && ask->n_lists > 0 &&
	    sheet->density >= SHEET_TIGHT)
		ticks = pick_count(&ask->list[0]);
	if (ticks > 0)
		return word_format(WORD_TUI_SELECTED, ticks);
	if (is_unordered(ask))
		return mem_copy(word(WORD_TUI_NO_ORDER));
	if (ask_is_table(ask))
		return word_format(WORD_TUI_ANSWERED, ask_n_answered(ask),
				   ask->n_lists);
	return mem_copy("");
}

static void
build_status(const struct ask *ask, struct sheet *sheet)
{
	struct text t = TEXT_INIT;
	char *count, *kept;

	if (ask->message != NULL) {
		sheet_status(sheet, ask->message);
		return;
	}
	if (is_unordered(ask) && sheet->density >= SHEET_TIGHT) {
		sheet_status(sheet, word(WORD_TUI_NO_ORDER_HOW));
		return;
	}
	count = how_many(ask, sheet);
	kept = kept_or_not(ask);
	text_addf(&t, "%s%s%s", count, count[0] != '\0' ? " " : "", kept);
	/* A second row would be one less of what is to be mended. */
	if (ask->n_problems > 0 && count[0] != '\0' &&
	    text_width(text_get(&t)) > sheet_width(sheet))
		sheet_status(sheet, count);
	else
		sheet_status(sheet, text_get(&t));
	text_release(&t);
	free(count);
	free(kept);
}

static void
build_input(const struct ask *ask, struct sheet *sheet)
{
	size_t i;

	if (ask->searches)
		build_search(ask, sheet);
	if (ask_is_table(ask)) {
		ask_build_scale(ask, sheet);
		ask_build_statements(ask, sheet);
	} else if (ask->n_lists > 0) {
		build_choices(ask, sheet);
	}
	if (ask->n_lists > 1 && ask->page->shape == PAGE_SURE)
		build_sure(ask, sheet);
	for (i = 0; i < ask->n_fields; i++)
		field_build(&ask->field[i], sheet);
}

void
ask_build(void *page, struct sheet *sheet)
{
	const struct ask *ask = page;

	build_head(ask, sheet);
	if (ask->page->read_only)
		build_fixed(ask->page, sheet);
	if (ask->page->multiline && ask->n_fields > 0)
		build_rule(sheet, SHEET_HEAD);
	build_input(ask, sheet);
	build_foot(ask, sheet);
	build_status(ask, sheet);
	build_keys(ask, sheet);
}
