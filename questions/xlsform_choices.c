/* The choices sheet: lists of choices. */
#include "questions/xlsform_build.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"

enum { MAX_ROWS = 100000 };

/* ----------------------------------------------------------------- columns */

static bool
is_media(const char *name)
{
	return strncmp(name, "media", 5) == 0 &&
		(name[5] == '\0' || name[5] == ':');
}

static void
note_column(struct build *b, size_t column, enum severity severity,
	    const char *problem)
{
	const struct view *v = &b->choices;
	struct place place;
	size_t row;

	for (row = 0; row < v->sheet->n_rows; row++)
		if (v->sheet->row[row].cell[column] != NULL) {
			place = view_place_at(v, row, column);
			problems_add(b->problems, severity, &place,
				     "column '%s' %s",
				     v->sheet->column[column].header, problem);
			return;
		}
}

/* What choice_filter can name: each column that is not ours. */
static bool
is_filter_column(struct build *b, size_t column)
{
	const char *name = b->choices.sheet->column[column].name;

	if (b->choices.wanted[column] != FORM_NONE)
		return false;
	if (strncmp(name, "kq_", 3) == 0)
		note_column(b, column, SEVERITY_ERROR,
			    "belongs on the survey sheet; here staff machines "
			    "would get it");
	else if (is_media(name))
		note_column(b, column, SEVERITY_NOTE,
			    "is not used: a terminal shows text only");
	else if (strpbrk(name, " \t\n") != NULL)
		note_column(b, column, SEVERITY_NOTE,
			    "is not used: a name with a blank cannot stand in "
			    "a choice_filter");
	else
		return true;
	return false;
}

/* The extra columns, each name once; of[] says which of them a column of the
 * sheet is. Returns how many. */
static size_t
filter_columns(struct build *b, const char **name, size_t *of)
{
	const struct book_sheet *sheet = b->choices.sheet;
	size_t n = 0, i, k;

	for (i = 0; i < sheet->n_columns; i++) {
		of[i] = FORM_NONE;
		if (!is_filter_column(b, i))
			continue;
		for (k = 0; k < n; k++)
			if (strcmp(name[k], sheet->column[i].name) == 0)
				break;
		of[i] = k;
		if (k == n)
			name[n++] = build_copy(b, sheet->column[i].name);
	}
	return n;
}

/* ------------------------------------------------------------------ checks */

static bool
check_name(struct build *b, size_t row, const char *name)
{
	const char *problem = NULL;

	if (strpbrk(name, " \t\n\v\f\r") != NULL)
		problem = "has a blank in it; write _ instead, as answers are "
			  "names with blanks between them";
	else if (strlen(name) > FORM_MAX_NAME)
		problem = "is longer than 64 bytes; shorten it";
	else if (text_has_controls(name))
		problem = "holds a control character; type it anew";
	if (problem != NULL)
		build_report(b, SEVERITY_ERROR, &b->choices, row,
			     COL_CHOICE_NAME, "choice name '%s' %s", name,
			     problem);
	return problem == NULL;
}

/* Is there a choice on this row to keep? */
static bool
check_row(struct build *b, size_t row)
{
	const struct view *v = &b->choices;
	const char *list = view_cell(v, row, COL_LIST_NAME);
	const char *name = view_cell(v, row, COL_CHOICE_NAME);

	if (list == NULL && name == NULL)
		build_report(b, SEVERITY_NOTE, v, row, NO_COLUMN,
			     "row without list_name and name is not used");
	else if (list == NULL)
		build_report(b, SEVERITY_ERROR, v, row, COL_LIST_NAME,
			     "choice '%s' has no list_name; write the list it "
			     "belongs to",
			     name);
	else if (name == NULL)
		build_report(b, SEVERITY_ERROR, v, row, COL_CHOICE_NAME,
			     "choice without a name in list '%s'; write a "
			     "short one, such as a",
			     list);
	else
		return true;
	return false;
}

static void
report_double(struct build *b, size_t row, const char *list, const char *name,
	      size_t first)
{
	bool allowed = false;
	size_t i;

	for (i = 0; i < b->settings.sheet->n_columns; i++)
		if (b->settings.sheet->n_rows > 0 &&
		    strcmp(b->settings.sheet->column[i].name,
			   "allow_choice_duplicates") == 0 &&
		    b->settings.sheet->row[0].cell[i] != NULL)
			allowed =
				yes_no(b->settings.sheet->row[0].cell[i]) == 1;
	build_report(b, SEVERITY_ERROR, &b->choices, row, COL_CHOICE_NAME,
		     "choice '%s' is in list '%s' already (row %zu); %s", name,
		     list, b->choices.sheet->row[first].row,
		     allowed ? "give each a name of its own, as an answer "
			       "could not tell them apart "
			       "(allow_choice_duplicates is not available)"
			     : "rename one of them");
}

/* ------------------------------------------------------------------- lists */

static size_t
add_list(struct build *b, const char *name, size_t row)
{
	struct form *form = b->form;
	struct choice_list *list = &form->list[form->n_lists];

	list->name = build_copy(b, name);
	list->row = b->choices.sheet->row[row].row;
	names_put(b->lists, list->name, form->n_lists);
	return form->n_lists++;
}

/* The list that each row belongs to (FORM_NONE: the row has no choice), with
 * list->n counted. Every row may begin a list, and every list get a copy. */
static void
sort_rows(struct build *b, size_t *list_of)
{
	const struct view *v = &b->choices;
	struct names *seen = names_new();
	const char *list, *name, *both;
	size_t row, first;

	for (row = 0; row < v->sheet->n_rows; row++) {
		list_of[row] = FORM_NONE;
		if (!check_row(b, row))
			continue;
		list = view_cell(v, row, COL_LIST_NAME);
		name = view_cell(v, row, COL_CHOICE_NAME);
		check_name(b, row, name);
		list_of[row] = names_find(b->lists, list);
		if (list_of[row] == FORM_NONE)
			list_of[row] = add_list(b, list, row);
		both = arena_printf(b->arena, "%s\n%s", list, name);
		first = names_find(seen, both);
		if (first != FORM_NONE)
			report_double(b, row, list, name, first);
		else
			names_put(seen, both, row);
		if (++b->form->list[list_of[row]].n == FORM_MAX_CHOICES + 1)
			build_report(b, SEVERITY_ERROR, v, row, COL_LIST_NAME,
				     "more than %d choices in list '%s'; "
				     "shorten it",
				     (int)FORM_MAX_CHOICES, list);
	}
	names_free(seen);
}

static void
fill_choice(struct build *b, struct choice *choice, size_t row,
	    size_t n_columns, const size_t *of)
{
	const struct view *v = &b->choices;
	const char **cell = NULL;
	size_t i;

	choice->name = build_copy(b, view_cell(v, row, COL_CHOICE_NAME));
	choice->row = v->sheet->row[row].row;
	choice->label = view_texts(v, row, COL_CHOICE_LABEL, b->arena,
				   b->form->n_languages);
	if (n_columns > 0)
		cell = arena_alloc(b->arena, n_columns, sizeof *cell);
	for (i = 0; i < v->sheet->n_columns; i++)
		if (of[i] != FORM_NONE && v->sheet->row[row].cell[i] != NULL)
			cell[of[i]] = build_copy(b, v->sheet->row[row].cell[i]);
	choice->column = (const char *const *)cell;
}

static void
fill_lists(struct build *b, const size_t *list_of, const char **column,
	   size_t n_columns, const size_t *of)
{
	struct form *form = b->form;
	struct choice_list *list;
	size_t i, row;

	for (i = 0; i < form->n_lists; i++) {
		list = &form->list[i];
		list->choice =
			arena_alloc(b->arena, list->n, sizeof *list->choice);
		list->n = 0;
		list->column = column;
		list->n_columns = n_columns;
	}
	for (row = 0; row < b->choices.sheet->n_rows; row++) {
		if (list_of[row] == FORM_NONE)
			continue;
		list = &form->list[list_of[row]];
		fill_choice(b, &list->choice[list->n++], row, n_columns, of);
	}
}

static void
check_columns(struct build *b)
{
	const struct view *v = &b->choices;
	struct place place;
	int i;

	if (v->sheet->n_rows == 0)
		return;
	place = (struct place){v->sheet->file, v->sheet->row[0].row, 0, NULL};
	for (i = COL_LIST_NAME; i <= COL_CHOICE_NAME; i++)
		if (v->last[i] == FORM_NONE)
			problems_add(b->problems, SEVERITY_ERROR, &place,
				     "the choices sheet has no column '%s'; "
				     "add it to its header",
				     choices_column_names[i]);
}

void
build_choices(struct build *b)
{
	const struct book_sheet *sheet = b->choices.sheet;
	size_t *list_of, *of, n;
	const char **column;

	b->lists = names_new();
	check_columns(b);
	if (sheet->n_rows > MAX_ROWS) {
		build_report(b, SEVERITY_ERROR, &b->choices, MAX_ROWS,
			     NO_COLUMN,
			     "more than %d rows on the choices sheet; shorten "
			     "it",
			     (int)MAX_ROWS);
		return;
	}
	if (b->choices.last[COL_LIST_NAME] == FORM_NONE ||
	    b->choices.last[COL_CHOICE_NAME] == FORM_NONE)
		return;
	list_of = mem_new(sheet->n_rows, sizeof *list_of);
	of = mem_new(sheet->n_columns, sizeof *of);
	column = arena_alloc(b->arena, sheet->n_columns, sizeof *column);
	b->form->list =
		arena_alloc(b->arena, 2 * sheet->n_rows, sizeof *b->form->list);
	b->with_other =
		arena_alloc(b->arena, 2 * sheet->n_rows, sizeof *b->with_other);
	n = filter_columns(b, column, of);
	sort_rows(b, list_of);
	fill_lists(b, list_of, column, n, of);
	free(list_of);
	free(of);
}

const struct choice_list *
find_list(struct build *b, const char *name)
{
	size_t i = names_find(b->lists, name);

	return i != FORM_NONE ? &b->form->list[i] : NULL;
}

/* ---------------------------------------------------------------- or_other */

static void
add_other(struct build *b, struct choice *other)
{
	const char **label =
		arena_alloc(b->arena, b->form->n_languages, sizeof *label);
	size_t i;

	for (i = 0; i < b->form->n_languages; i++)
		label[i] = "Other";
	other->name = "other";
	other->label = (const char *const *)label;
}

const struct choice_list *
list_with_other(struct build *b, const struct choice_list *list)
{
	size_t from = (size_t)(list - b->form->list);
	struct choice_list *copy;

	if (choice_find(list, "other") != FORM_NONE)
		return list;
	if (b->with_other[from] > 0)
		return &b->form->list[b->with_other[from]];
	b->with_other[from] = b->form->n_lists;
	copy = &b->form->list[b->form->n_lists++];
	*copy = *list;
	copy->name = arena_printf(b->arena, "%s_or_other", list->name);
	copy->choice = arena_alloc(b->arena, list->n + 1, sizeof *list->choice);
	memcpy(copy->choice, list->choice, list->n * sizeof *list->choice);
	add_other(b, &copy->choice[copy->n++]);
	copy->choice[list->n].row = list->row;
	if (list->n_columns > 0)
		copy->choice[list->n].column =
			arena_alloc(b->arena, list->n_columns,
				    sizeof(const char *));
	return copy;
}
