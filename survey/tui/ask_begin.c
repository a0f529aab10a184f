/* Question pages: how they stand when they come up. */
#include "survey/tui/ask.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/date_typed.h"

enum { NUMBER_CELLS = 16, DAY_CELLS = 4, MONTH_CELLS = 12, YEAR_CELLS = 6 };
enum { SEARCH_CELLS = 16, SEARCH_LEAST = 8 };
enum { DAY, MONTH, YEAR };

/* What was entered and not taken, or what is kept. */
static const char *
entered(const struct page *page)
{
	return page->typed != NULL ? page->typed : page->entered;
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
	if (page->shape == PAGE_TABLE)
		return WORD_TUI_HELP_TABLE;
	if (page->read_only)
		return WORD_TUI_HELP_READ;
	if (page->shape == PAGE_SURE)
		return WORD_TUI_HELP_SURE;
	return page->multiline ? WORD_TUI_HELP_LINES : here[page->type];
}

/* ----------------------------------------------------------------- choices */

static void
add_list(struct ask *ask, enum pick_kind kind, const struct page_choice *choice,
	 size_t n, const char *names)
{
	ask->list = mem_resize(ask->list, ask->n_lists + 1, sizeof *ask->list);
	pick_init(&ask->list[ask->n_lists++], kind, choice, n, names);
}

/* So wide that how much is found stands beside it within forty cells. */
static size_t
search_cells(const struct ask *ask)
{
	char *found = word_format(WORD_TUI_FOUND, ask->list[0].n);
	size_t taken = ask->search.label_cells + 6 + text_width(found);

	free(found);
	if (taken + SEARCH_CELLS <= SHEET_LEAST_COLUMNS)
		return SEARCH_CELLS;
	return taken + SEARCH_LEAST < SHEET_LEAST_COLUMNS
		? SHEET_LEAST_COLUMNS - taken
		: SEARCH_LEAST;
}

static void
begin_search(struct ask *ask)
{
	ask->searches =
		ask->list[0].kind != PICK_RANK && ask->list[0].n > ASK_SEARCHED;
	ask->search.label = word(WORD_TUI_SEARCH);
	ask->search.label_cells = text_width(ask->search.label);
	ask->search.cells = search_cells(ask);
	ask->search.rows = 1;
	edit_init(&ask->search.edit, "", false);
	ask->found = mem_new(ask->list[0].n, sizeof *ask->found);
	ask_find(ask);
}

static void
begin_choices(struct ask *ask, enum pick_kind kind)
{
	const struct page *page = ask->page;

	if (page->n_choices == 0)
		return;
	add_list(ask, kind, page->choice, page->n_choices, page->typed);
	if (page->shape == PAGE_SURE)
		add_list(ask, PICK_ONE, page->also[0].choice,
			 page->also[0].n_choices, NULL);
	begin_search(ask);
	/* A long question is read from its begin, unless it was before. */
	if (ask->searches && pick_count(&ask->list[0]) == 0)
		ask_focus(ask, ASK_SEARCH, 0, 0);
	else
		ask_focus_part(ask, 0);
	ask->sheet.follow = pick_count(&ask->list[0]) > 0;
	if (page->at > 0 && ask_is_open(ask))
		ask_focus_part(ask, 1);
}

static void
begin_acknowledge(struct ask *ask)
{
	ask->ok = (struct page_choice){.name = "OK",
				       .label = word(WORD_TUI_OK),
				       .chosen = strcmp(entered(ask->page),
							"OK") == 0};
	add_list(ask, PICK_MANY, &ask->ok, 1, NULL);
	begin_search(ask);
}

static void
begin_table(struct ask *ask)
{
	const struct page *page = ask->page;
	size_t i;

	for (i = 0; i < page->n_also; i++)
		add_list(ask, PICK_ONE, page->also[i].choice,
			 page->also[i].n_choices, NULL);
	ask_focus(ask, ASK_STATEMENT, page->at, 0);
	ask->sheet.follow = page->at > 0;
}

/* ------------------------------------------------------------------ fields */

static void
begin_field(struct ask *ask, size_t cells)
{
	const struct page *page = ask->page;
	bool lines = page->type == TYPE_TEXT && page->multiline;

	ask->n_fields = 1;
	ask->field[0].label = word(WORD_TUI_ANSWER);
	ask->field[0].label_cells = text_width(ask->field[0].label);
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

/* As it was typed in plain lines, as it is kept, or as fields with an empty
 * one were handed over. */
static void
split_date(const char *s, char *part[ASK_FIELDS])
{
	size_t i, n;

	if (date_parts(s, part))
		return;
	for (i = 0; i < ASK_FIELDS; i++) {
		n = i < YEAR ? strcspn(s, " /") : strlen(s);
		part[i] = mem_copy_n(s, n);
		s += n;
		s += *s != '\0';
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
	char *part[ASK_FIELDS];
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
		free(part[i]);
	}
	ask->n_fields = ASK_FIELDS;
	ask->sheet.gentle = true;
}

/* --------------------------------------------------------------- beginning */

static void
begin_input(struct ask *ask)
{
	const struct page *page = ask->page;

	if (page->shape == PAGE_TABLE) {
		begin_table(ask);
		return;
	}
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
add_problem(struct ask *ask, const char *text, size_t part)
{
	if (text[0] == '\0')
		return;
	ask->problem[ask->n_problems].text = text;
	ask->problem[ask->n_problems++].part = part;
}

static void
begin_problems(struct ask *ask)
{
	const struct page *page = ask->page;
	size_t i, before = page->shape != PAGE_TABLE;

	ask->problem = mem_new(page->n_also + 1, sizeof *ask->problem);
	add_problem(ask, page->problem, 0);
	for (i = 0; i < page->n_also; i++)
		add_problem(ask, page->also[i].problem, before + i);
}

static bool
can_be_skipped(const struct page *page)
{
	size_t i;
	bool any = page->optional;

	for (i = 0; i < page->n_also; i++)
		any = any || page->also[i].optional;
	return any && page->type != TYPE_NOTE && !page->read_only;
}

/* What is kept; what was typed and refused is not. */
static void
begin_kept(struct ask *ask)
{
	if (ask->page->typed == NULL)
		ask->kept = ask_all(ask);
}

void
ask_begin(struct ask *ask, const struct page *page)
{
	*ask = (struct ask){.page = page};
	ask->help = (struct help){.title = page->title,
				  .section = page->section,
				  .here = help_here(page),
				  .table = page->row > 0 ? page->table : "",
				  .hint = page->hint,
				  .guidance = page->help,
				  .wayback = page->wayback,
				  .contact = page->contact,
				  .more = page->more,
				  .skips = can_be_skipped(page),
				  .languages = page->many_languages,
				  .back = page->can_go_back,
				  .review = page->can_review};
	ask->view = (struct view){.build = ask_build,
				  .page = ask,
				  .sheet = &ask->sheet,
				  .help = &ask->help,
				  .has_hint = true};
	begin_problems(ask);
	if (!page->read_only)
		begin_input(ask);
	ask->help.searches = ask->searches;
	ask->help.asks = ask->n_fields + ask->n_lists > 0;
	ask->help.types = ask->n_fields > 0;
	if (ask->n_problems > 0)
		sheet_focus(&ask->sheet, 0);
	begin_kept(ask);
}

static void
forget(char *s)
{
	if (s != NULL)
		explicit_bzero(s, strlen(s));
	free(s);
}

void
ask_finish(struct ask *ask)
{
	size_t i;

	for (i = 0; i < ask->n_fields; i++)
		edit_release(&ask->field[i].edit);
	for (i = 0; i < ask->n_lists; i++)
		pick_release(&ask->list[i]);
	edit_release(&ask->search.edit);
	sheet_release(&ask->sheet);
	free(ask->list);
	free(ask->found);
	free(ask->problem);
	free(ask->message);
	forget(ask->kept);
}
