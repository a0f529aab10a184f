#include "questions/instrument.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "questions/base/text.h"
#include "questions/book_build.h"
#include "questions/json.h"
#include "questions/xlsform.h"
#include "questions/xlsform_build.h"

/*
 * The text:
 *
 *	{"instrument": 1, "sheets": [{"name": "survey",
 *	  "columns": [{"header": "type", "name": "type", "column": 2}, ...],
 *	  "rows": [[3, 0, "text", 1, "q1"], ...]}, ...]}
 *
 * A row is its number in the file, then pairs of a column's place in
 * "columns" and the cell. A column may have a "language". What a header means
 * is written down, not worked out again: "::" in a column that staff machines
 * do not get would change how the others are read.
 */
enum { VERSION = 1, MAX_ROW = 100000000 };

/* ------------------------------------------------------- what staff get */

/* Columns of the survey sheet that travel to staff machines. All others stay
 * behind: the list says what is safe, not what is secret. */
static const char *const staff_columns[] = {
	"type",		 "name",
	"label",	 "hint",
	"guidance_hint", "relevant",
	"constraint",	 "constraint_message",
	"required",	 "required_message",
	"calculation",	 "default",
	"read_only",	 "appearance",
	"parameters",	 "choice_filter",
	"kq_pin",	 "kq_exclusive",
	"kq_missing",	 "kq_max",
	"kq_role",	 NULL,
};

enum { STAFF_SHEETS = 3 }; /* the first of book_sheet_names */

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
		(unsigned char)c >= 0x80;
}

static bool
holds_word(const char *text, const char *word)
{
	size_t n = strlen(word);
	const char *s = text;

	while ((s = strstr(s, word)) != NULL) {
		if ((s == text || !is_word_char(s[-1])) && !is_word_char(s[n]))
			return true;
		s++;
	}
	return false;
}

/* A column of choices that no choice_filter names serves nobody there, and
 * might say which choice is right. */
static bool
is_filtered_by(const struct book *book, const char *column)
{
	const struct book_sheet *survey = book_sheet(book, "survey");
	size_t i, row;

	for (i = 0; survey != NULL && i < survey->n_columns; i++) {
		if (strcmp(survey->column[i].name, "choice_filter") != 0)
			continue;
		for (row = 0; row < survey->n_rows; row++)
			if (survey->row[row].cell[i] != NULL &&
			    holds_word(survey->row[row].cell[i], column))
				return true;
	}
	return false;
}

static bool
staff_get_column(const struct book *book, const struct book_sheet *sheet,
		 const struct book_column *column)
{
	if (strcmp(sheet->name, "survey") == 0)
		return text_is_one_of(column->name, staff_columns);
	if (strcmp(sheet->name, "settings") == 0)
		return setting_is_used(column->name);
	return text_is_one_of(column->name, choices_column_names) ||
		is_filtered_by(book, column->name);
}

static const char *
cell_named(const struct book_sheet *sheet, size_t row, const char *name)
{
	size_t i;

	for (i = sheet->n_columns; i-- > 0;)
		if (strcmp(sheet->column[i].name, name) == 0 &&
		    sheet->row[row].cell[i] != NULL)
			return sheet->row[row].cell[i];
	return NULL;
}

/* Rows without type are comments, disabled ones are drafts. */
static bool
staff_get_row(const struct book_sheet *sheet, size_t row)
{
	const char *disabled;

	if (strcmp(sheet->name, "survey") != 0)
		return true;
	disabled = cell_named(sheet, row, "disabled");
	return cell_named(sheet, row, "type") != NULL &&
		(disabled == NULL || yes_no(disabled) != 1);
}

static bool
staff_get_cell(const struct book_column *column, const char *cell)
{
	return strcmp(column->name, "kq_role") != 0 ||
		strcasecmp(cell, "segment") == 0;
}

/* ----------------------------------------------------------------- writing */

static struct json *
write_column(const struct book_column *column)
{
	struct json *j = json_object();

	json_put(j, "header", json_text(column->header));
	json_put(j, "name", json_text(column->name));
	if (column->language != NULL)
		json_put(j, "language", json_text(column->language));
	json_put(j, "column", json_number((double)column->column));
	return j;
}

/* place: by column of the sheet, its place among those written; FORM_NONE
 * for those that are not. */
static struct json *
write_row(const struct book_sheet *sheet, size_t row, const size_t *place,
	  enum instrument_part part)
{
	struct json *j = json_array();
	const char *cell;
	size_t i;

	json_push(j, json_number((double)sheet->row[row].row));
	for (i = 0; i < sheet->n_columns; i++) {
		cell = sheet->row[row].cell[i];
		if (cell == NULL || place[i] == FORM_NONE)
			continue;
		if (part == INSTRUMENT_WITHOUT_KEY &&
		    !staff_get_cell(&sheet->column[i], cell))
			continue;
		json_push(j, json_number((double)place[i]));
		json_push(j, json_text(cell));
	}
	return j;
}

static struct json *
write_sheet(const struct book *book, const struct book_sheet *sheet,
	    enum instrument_part part)
{
	struct json *j = json_object(), *columns, *rows;
	size_t *place = mem_new(sheet->n_columns, sizeof *place);
	size_t n = 0, i;

	json_put(j, "name", json_text(sheet->name));
	columns = json_put(j, "columns", json_array());
	for (i = 0; i < sheet->n_columns; i++) {
		place[i] = FORM_NONE;
		if (part == INSTRUMENT_WITHOUT_KEY &&
		    !staff_get_column(book, sheet, &sheet->column[i]))
			continue;
		place[i] = n++;
		json_push(columns, write_column(&sheet->column[i]));
	}
	rows = json_put(j, "rows", json_array());
	for (i = 0; i < sheet->n_rows; i++)
		if (part == INSTRUMENT_WITH_KEY || staff_get_row(sheet, i))
			json_push(rows, write_row(sheet, i, place, part));
	free(place);
	return j;
}

char *
instrument_write(const struct book *book, enum instrument_part part)
{
	struct json *j = json_object(), *sheets;
	const struct book_sheet *sheet;
	size_t i;
	char *text;

	json_put(j, "instrument", json_number(VERSION));
	sheets = json_put(j, "sheets", json_array());
	for (i = 0; book_sheet_names[i] != NULL; i++) {
		if (part == INSTRUMENT_WITHOUT_KEY && i >= STAFF_SHEETS)
			break;
		sheet = book_sheet(book, book_sheet_names[i]);
		if (sheet != NULL)
			json_push(sheets, write_sheet(book, sheet, part));
	}
	text = json_print(j);
	json_free(j);
	return text;
}

/* ----------------------------------------------------------------- reading */

struct reading {
	struct book_builder *b;
	const char *name; /* of the file */
	struct error *err;
};

static bool
broken(struct reading *r, const char *what)
{
	return error_set(r->err,
			 "%s: this is not a questionnaire that conduct wrote: "
			 "%s; take a fresh copy of the file",
			 r->name, what);
}

/* A whole number from low to high; false when it is not. */
static bool
as_count(const struct json *j, size_t low, size_t high, size_t *n)
{
	double x = json_as_number(j, -1);

	if (x != floor(x) || x < (double)low || x > (double)high)
		return false;
	*n = (size_t)x;
	return true;
}

static bool
read_column(struct reading *r, size_t sheet, const struct json *j)
{
	struct arena *arena = book_builder_arena(r->b);
	const char *header = json_get_text(j, "header");
	const char *name = json_get_text(j, "name");
	const char *language = json_get_text(j, "language");
	struct book_column column = {NULL, NULL, NULL, 0};

	if (header == NULL || name == NULL ||
	    !as_count(json_get(j, "column"), 1, MAX_ROW, &column.column))
		return broken(r, "a column lacks its name or place");
	column.header = arena_copy(arena, header);
	column.name = arena_copy(arena, name);
	if (language != NULL)
		column.language = arena_copy(arena, language);
	if (book_builder_column(r->b, sheet, &column) == BOOK_NO_COLUMN)
		return broken(r, "a sheet has too many columns");
	return true;
}

static bool
read_row(struct reading *r, size_t sheet, size_t n_columns,
	 const struct json *j)
{
	struct arena *arena = book_builder_arena(r->b);
	const struct json *part = json_first(j);
	size_t row, column;
	const char *cell;

	if (!json_is_array(j) || !as_count(part, 1, MAX_ROW, &row))
		return broken(r, "a row lacks its number");
	book_builder_row(r->b, sheet, row);
	while ((part = json_next(part)) != NULL) {
		if (n_columns == 0 ||
		    !as_count(part, 0, n_columns - 1, &column))
			return broken(r, "a cell lacks its column");
		part = json_next(part);
		cell = json_as_text(part);
		if (cell == NULL || *cell == '\0')
			return broken(r, "a cell lacks its text");
		book_builder_cell(r->b, sheet, column, arena_copy(arena, cell));
	}
	return true;
}

static bool
read_sheet(struct reading *r, const struct json *j, size_t number)
{
	const char *name = json_get_text(j, "name");
	const struct json *columns = json_get(j, "columns"), *one;
	const struct json *rows = json_get(j, "rows");
	size_t sheet, n = 0;

	if (name == NULL || !text_is_one_of(name, book_sheet_names))
		return broken(r, "a sheet has no name that is known");
	if (!json_is_array(columns) || !json_is_array(rows))
		return broken(r, "a sheet lacks its columns or rows");
	sheet = book_builder_sheet(r->b, name, r->name);
	if (sheet != number)
		return broken(r, "a sheet is there twice");
	for (one = json_first(columns); one != NULL; one = json_next(one), n++)
		if (!read_column(r, sheet, one))
			return false;
	for (one = json_first(rows); one != NULL; one = json_next(one))
		if (!read_row(r, sheet, n, one))
			return false;
	return true;
}

static bool
read_sheets(struct reading *r, const struct json *j)
{
	const struct json *sheets = json_get(j, "sheets"), *one;
	size_t n = 0;

	if (json_get_number(j, "instrument", 0) != VERSION)
		return broken(r, "it is of another kind or a later version");
	if (!json_is_array(sheets))
		return broken(r, "there are no sheets in it");
	for (one = json_first(sheets); one != NULL; one = json_next(one))
		if (!read_sheet(r, one, n++))
			return false;
	return true;
}

struct book *
instrument_read(const char *json, size_t n, const char *name, struct error *err)
{
	struct error local = ERROR_INIT;
	struct reading r = {NULL, name, err};
	struct arena *arena = arena_new();
	const struct json *j = json_parse_in(arena, json, n, &local);
	bool good = false;

	r.b = book_builder_new(name);
	if (j == NULL)
		broken(&r, local.text);
	else
		good = read_sheets(&r, j);
	arena_free(arena);
	if (good)
		return book_builder_finish(r.b, err);
	book_builder_free(r.b);
	return NULL;
}

struct form *
instrument_form(const char *json, size_t n, const char *name, struct error *err)
{
	struct problems problems = PROBLEMS_INIT;
	struct book *book = instrument_read(json, n, name, err);
	struct form *form;
	size_t i;

	if (book == NULL)
		return NULL;
	form = xlsform_build(book, &problems);
	for (i = 0; form == NULL && i < problems.n; i++)
		if (problems.list[i].severity == SEVERITY_ERROR)
			error_set(err, "%s: %s", problems.list[i].where,
				  problems.list[i].text);
	problems_release(&problems);
	book_free(book);
	return form;
}

/* ------------------------------------------------------------ books changed */

/* drop: by column, or NULL. place: by column, its new one; BOOK_NO_COLUMN for
 * those that are dropped. */
static void
copy_columns(struct book_builder *b, size_t to, const struct book_sheet *sheet,
	     const bool *drop, size_t *place)
{
	struct arena *arena = book_builder_arena(b);
	struct book_column column;
	size_t i;

	for (i = 0; i < sheet->n_columns; i++) {
		place[i] = BOOK_NO_COLUMN;
		if (drop != NULL && drop[i])
			continue;
		column = sheet->column[i];
		column.header = arena_copy(arena, column.header);
		column.name = arena_copy(arena, column.name);
		if (column.language != NULL)
			column.language = arena_copy(arena, column.language);
		place[i] = book_builder_column(b, to, &column);
	}
}

static void
copy_cells(struct book_builder *b, size_t to, const struct book_sheet *sheet,
	   size_t row, const size_t *place)
{
	struct arena *arena = book_builder_arena(b);
	const char **cell = sheet->row[row].cell;
	size_t i;

	for (i = 0; i < sheet->n_columns; i++)
		if (cell[i] != NULL && place[i] != BOOK_NO_COLUMN)
			book_builder_cell(b, to, place[i],
					  arena_copy(arena, cell[i]));
}

/* What is dropped: by row and by column; either may be NULL. */
static void
copy_sheet(struct book_builder *b, const struct book_sheet *sheet,
	   const bool *drop_row, const bool *drop_column)
{
	size_t to = book_builder_sheet(b, sheet->name, sheet->file), i;
	size_t *place = mem_new(sheet->n_columns, sizeof *place);

	copy_columns(b, to, sheet, drop_column, place);
	for (i = 0; i < sheet->n_rows; i++) {
		if (drop_row != NULL && drop_row[i])
			continue;
		book_builder_row(b, to, sheet->row[i].row);
		copy_cells(b, to, sheet, i, place);
	}
	free(place);
}

/* A question may be called otherwise than its cell says (xlsform_survey.c):
 * the form knows, and which row it comes from. */
static void
drop_questions(const struct book *book, const struct book_sheet *survey,
	       const char *const *names, size_t n, bool *drop)
{
	struct problems problems = PROBLEMS_INIT;
	struct form *form = xlsform_build(book, &problems);
	const struct question *q;
	size_t i, k, found;

	for (i = 0; form != NULL && i < n; i++) {
		found = form_find(form, names[i]);
		if (found == FORM_NONE)
			continue;
		q = &form->question[found];
		/* What or_other added goes with the question before it. */
		if (found > 0 && q[-1].row == q->row)
			continue;
		for (k = 0; k < survey->n_rows; k++)
			if (survey->row[k].row == q->row)
				drop[k] = true;
	}
	problems_release(&problems);
	form_free(form);
}

/* Marks the rows of groups with nothing left in them. */
static void
drop_empty_groups(const struct book_sheet *survey, bool *drop)
{
	struct arena *arena = arena_new();
	size_t *begun = arena_alloc(arena, survey->n_rows, sizeof *begun);
	bool *used = arena_alloc(arena, survey->n_rows + 1, sizeof *used);
	size_t depth = 0, i;
	struct row_type type;
	const char *cell;

	for (i = 0; i < survey->n_rows; i++) {
		cell = cell_named(survey, i, "type");
		if (cell == NULL || drop[i] || !staff_get_row(survey, i))
			continue;
		row_type_parse(cell, arena, &type);
		if (type.kind == ROW_BEGIN_GROUP) {
			begun[depth++] = i;
			used[depth] = false;
		} else if (type.kind == ROW_END_GROUP && depth > 0) {
			depth--;
			if (used[depth + 1])
				used[depth] = true;
			else
				drop[begun[depth]] = drop[i] = true;
		} else {
			used[depth] = true;
		}
	}
	arena_free(arena);
}

struct book *
book_without(const struct book *book, const char *const *names, size_t n)
{
	struct book_builder *b = book_builder_new(book->file);
	const struct book_sheet *survey = book_sheet(book, "survey");
	bool *drop = mem_new(survey ? survey->n_rows : 0, sizeof *drop);
	size_t at = FORM_NONE, i;

	if (survey != NULL && n > 0) {
		at = (size_t)(survey - book->sheet);
		drop_questions(book, survey, names, n, drop);
		drop_empty_groups(survey, drop);
	}
	for (i = 0; i < book->n_sheets; i++)
		copy_sheet(b, &book->sheet[i], i == at ? drop : NULL, NULL);
	free(drop);
	return book_builder_finish(b, NULL);
}

/* Is there a column of that name in a language that stays? */
static bool
stays_otherwise(const struct book_sheet *sheet, const char *name,
		const struct form *form, const bool *keep)
{
	size_t i, language;

	for (i = 0; i < sheet->n_columns; i++) {
		if (sheet->column[i].language == NULL ||
		    strcmp(sheet->column[i].name, name) != 0)
			continue;
		language = form_find_language(form, sheet->column[i].language);
		if (language != FORM_NONE && keep[language])
			return true;
	}
	return false;
}

static bool
column_stays(const struct book_sheet *sheet, const struct book_column *column,
	     const struct form *form, const bool *keep)
{
	size_t language;

	if (column->language == NULL)
		return keep[form->default_language] ||
			!stays_otherwise(sheet, column->name, form, keep);
	language = form_find_language(form, column->language);
	return language == FORM_NONE || keep[language];
}

struct book *
book_in_languages(const struct book *book, const struct form *form,
		  const bool *keep)
{
	struct book_builder *b = book_builder_new(book->file);
	struct book *copy;
	size_t first = 0, i, k;

	for (i = 0; i < book->n_sheets; i++) {
		const struct book_sheet *sheet = &book->sheet[i];
		bool *drop = mem_new(sheet->n_columns, sizeof *drop);

		for (k = 0; k < sheet->n_columns; k++)
			drop[k] = !column_stays(sheet, &sheet->column[k], form,
						keep);
		copy_sheet(b, sheet, NULL, drop);
		free(drop);
	}
	copy = book_builder_finish(b, NULL);
	while (!keep[first])
		first++;
	if (!keep[form->default_language])
		book_set(copy, "default_language", form->language[first]);
	return copy;
}

static struct book_sheet *
settings_of(struct book *book)
{
	struct book_sheet *all, *new;
	size_t i;

	for (i = 0; i < book->n_sheets; i++)
		if (strcmp(book->sheet[i].name, "settings") == 0)
			return &book->sheet[i];
	all = arena_alloc(book->arena, book->n_sheets + 1, sizeof *all);
	if (book->n_sheets > 0)
		memcpy(all, book->sheet, book->n_sheets * sizeof *all);
	new = &all[book->n_sheets++];
	book->sheet = all;
	new->name = "settings";
	new->file = book->file;
	return new;
}

static size_t
setting_column(struct arena *arena, struct book_sheet *sheet, const char *name)
{
	struct book_column *all;
	const char **cell;
	size_t n = sheet->n_columns, i;

	for (i = n; i-- > 0;)
		if (strcmp(sheet->column[i].name, name) == 0 &&
		    sheet->column[i].language == NULL)
			return i;
	all = arena_alloc(arena, n + 1, sizeof *all);
	if (n > 0)
		memcpy(all, sheet->column, n * sizeof *all);
	all[n].header = all[n].name = arena_copy(arena, name);
	all[n].column = n > 0 ? all[n - 1].column + 1 : 2;
	sheet->column = all;
	sheet->n_columns = n + 1;
	for (i = 0; i < sheet->n_rows; i++) {
		cell = arena_alloc(arena, n + 1, sizeof *cell);
		if (n > 0)
			memcpy(cell, sheet->row[i].cell, n * sizeof *cell);
		sheet->row[i].cell = cell;
	}
	return n;
}

void
book_set(struct book *book, const char *setting, const char *value)
{
	struct book_sheet *sheet = settings_of(book);
	size_t column = setting_column(book->arena, sheet, setting), i;

	if (sheet->n_rows == 0) {
		sheet->row = arena_alloc(book->arena, 1, sizeof *sheet->row);
		sheet->row[0].row = 1;
		sheet->row[0].cell = arena_alloc(book->arena, sheet->n_columns,
						 sizeof(const char *));
		sheet->n_rows = 1;
	}
	for (i = 0; i < sheet->n_columns; i++)
		if (strcmp(sheet->column[i].name, setting) == 0)
			sheet->row[0].cell[i] = NULL;
	if (value != NULL && *value != '\0')
		sheet->row[0].cell[column] = arena_copy(book->arena, value);
}
