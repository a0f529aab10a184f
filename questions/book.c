/* CSV files into sheets, as pyxform's csv_to_dict reads them. */
#include "questions/book.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "questions/base/nearest.h"
#include "questions/base/text.h"
#include "questions/book_build.h"
#include "questions/csv.h"

enum { NO_SHEET = -1 };

/* A file being read. */
struct reader {
	struct book_builder *builder;
	struct arena *arena;
	struct problems *problems;
	struct csv *csv;
	const char *file;
	size_t row;

	long sheet; /* number, or NO_SHEET before the first */
	const char *sheet_name;
	bool stray_said;   /* of cells before the first sheet */
	size_t header_row; /* 0: the sheet's header has not come yet */
	size_t *column;	   /* by cell: the sheet's column */
	size_t n_columns, columns_room;
	bool *nameless_said; /* by cell */
	size_t nameless_room;
};

static void report(struct reader *r, enum severity severity, size_t cell,
		   const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* cell counts from 0. */
static void
report(struct reader *r, enum severity severity, size_t cell,
       const char *format, ...)
{
	struct place place = {r->file, r->row, cell + 1, NULL};
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	problems_add(r->problems, severity, &place, "%s", text_get(&t));
	text_release(&t);
}

/* ------------------------------------------------------------------- cells */

/* Whatever the locale. */
static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of the blank at s, a no-break space included; 0 when it is none. */
static size_t
blank(const char *s)
{
	if (is_space(*s))
		return 1;
	return s[0] == '\xc2' && s[1] == '\xa0' ? 2 : 0;
}

static size_t
blank_before(const char *start, const char *end)
{
	if (end > start && is_space(end[-1]))
		return 1;
	return end > start + 1 && end[-2] == '\xc2' && end[-1] == '\xa0' ? 2
									 : 0;
}

/* Word processors turn quotes; expressions need them straight, and texts are
 * read the same either way. U+2018, 2019, 201C, 201D are E2 80 98 and so on. */
static void
straighten(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++) {
		if (strncmp(s, "\xe2\x80", 2) == 0 &&
		    (s[2] == '\x98' || s[2] == '\x99')) {
			*to++ = '\'';
			s += 2;
		} else if (strncmp(s, "\xe2\x80", 2) == 0 &&
			   (s[2] == '\x9c' || s[2] == '\x9d')) {
			*to++ = '"';
			s += 2;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

/* Stripped and straightened, in the arena; NULL where nothing is left. */
static const char *
clean_cell(struct arena *arena, const char *s, size_t n)
{
	const char *end = s + n;
	size_t more;
	char *clean;

	while (s < end && (more = blank(s)) > 0)
		s += more;
	while ((more = blank_before(s, end)) > 0)
		end -= more;
	if (s >= end)
		return NULL;
	clean = arena_copy_n(arena, s, (size_t)(end - s));
	straighten(clean);
	return clean;
}

static bool
has_text(const struct csv_row *row, size_t from)
{
	const char *s;
	size_t i, more;

	for (i = from; i < row->n; i++) {
		for (s = row->cell[i]; (more = blank(s)) > 0;)
			s += more;
		if (*s != '\0')
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------ sheets */

const char *const book_sheet_names[] = {
	"survey", "choices", "settings", "topics", "misconceptions", NULL,
};

/* Of other programs, and no mistake. */
static const char *const foreign_sheets[] = {
	"external_choices",
	"entities",
	"osm",
	NULL,
};

static void
report_sheet(struct reader *r, const char *name)
{
	const char *near = nearest_of(name, book_sheet_names);

	if (text_is_one_of(name, book_sheet_names))
		return;
	if (text_is_one_of(name, foreign_sheets) || name[0] == '_')
		report(r, SEVERITY_NOTE, 0, "sheet '%s' is not used", name);
	else if (near != NULL)
		report(r, SEVERITY_WARNING, 0,
		       "sheet '%s' is not used; did you mean '%s'?", name,
		       near);
	else
		report(r, SEVERITY_WARNING, 0,
		       "sheet '%s' is not used; column A names the sheet "
		       "(survey, choices or settings) and is empty in the rows "
		       "below",
		       name);
}

static void
begin_sheet(struct reader *r, const char *name)
{
	char *lower = text_lower(name);

	r->sheet_name = arena_copy(r->arena, lower);
	free(lower);
	report_sheet(r, r->sheet_name);
	r->sheet = (long)book_builder_sheet(r->builder, r->sheet_name, r->file);
	r->header_row = 0;
	r->n_columns = 0;
}

/* ----------------------------------------------------------------- headers */

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The same header in the same place as in an earlier part of the sheet. */
static size_t
find_column(struct reader *r, const struct book_column *column)
{
	size_t n, i;
	const struct book_column *all =
		book_builder_columns(r->builder, (size_t)r->sheet, &n);

	for (i = 0; i < n; i++)
		if (all[i].column == column->column &&
		    same(all[i].header, column->header) &&
		    same(all[i].name, column->name) &&
		    same(all[i].language, column->language))
			return i;
	return BOOK_NO_COLUMN;
}

static void
report_doubles(struct reader *r, const struct book_column *column)
{
	size_t n, i;
	const struct book_column *all =
		book_builder_columns(r->builder, (size_t)r->sheet, &n);
	char letters[8];

	for (i = 0; i < r->n_columns; i++) {
		const struct book_column *other;

		if (r->column[i] == BOOK_NO_COLUMN)
			continue;
		other = &all[r->column[i]];
		if (!same(other->name, column->name) ||
		    !same(other->language, column->language))
			continue;
		column_letters(other->column, letters);
		report(r, SEVERITY_NOTE, column->column - 1,
		       "'%s' means the same as '%s' in column %s; where a row "
		       "has both, this one counts",
		       column->header, other->header, letters);
		return;
	}
}

static void
take_header_cell(struct reader *r, size_t cell, const char *header,
		 bool double_colon)
{
	struct book_column column = {header, NULL, NULL, cell + 1};
	size_t at;

	book_header(r->arena, r->sheet_name, double_colon, &column);
	report_doubles(r, &column);
	at = find_column(r, &column);
	if (at == BOOK_NO_COLUMN)
		at = book_builder_column(r->builder, (size_t)r->sheet, &column);
	if (at == BOOK_NO_COLUMN)
		report(r, SEVERITY_ERROR, cell,
		       "more than %d columns in sheet '%s'; delete some",
		       (int)BOOK_MAX_COLUMNS, r->sheet_name);
	r->column[cell] = at;
}

/* first: the first cell that can be a header. */
static void
take_header(struct reader *r, const struct csv_row *row, size_t first)
{
	bool double_colon = false;
	const char *header;
	size_t i;

	r->header_row = row->row;
	r->column = mem_room(r->column, &r->columns_room, row->n,
			     sizeof *r->column);
	r->nameless_said = mem_room(r->nameless_said, &r->nameless_room, row->n,
				    sizeof *r->nameless_said);
	for (i = first; i < row->n; i++)
		double_colon = double_colon || strstr(row->cell[i], "::");
	for (i = 0; i < row->n; i++) {
		r->column[i] = BOOK_NO_COLUMN;
		r->n_columns = i;
		header = i < first
			? NULL
			: clean_cell(r->arena, row->cell[i], row->length[i]);
		if (header != NULL)
			take_header_cell(r, i, header, double_colon);
	}
	r->n_columns = row->n;
	memset(r->nameless_said, 0, r->nameless_room);
}

/* -------------------------------------------------------------------- rows */

/* Once for each column. */
static void
report_nameless(struct reader *r, size_t cell)
{
	size_t before = r->nameless_room;
	char letters[8];

	r->nameless_said = mem_room(r->nameless_said, &r->nameless_room,
				    cell + 1, sizeof *r->nameless_said);
	memset(r->nameless_said + before, 0, r->nameless_room - before);
	if (r->nameless_said[cell])
		return;
	r->nameless_said[cell] = true;
	column_letters(cell + 1, letters);
	report(r, SEVERITY_WARNING, cell,
	       "column %s has no name in row %zu, so its cells are not used; "
	       "name it, or empty them",
	       letters, r->header_row);
}

static void
take_data(struct reader *r, const struct csv_row *row, size_t first)
{
	const char *text;
	size_t i;

	book_builder_row(r->builder, (size_t)r->sheet, row->row);
	for (i = first; i < row->n; i++) {
		text = clean_cell(r->arena, row->cell[i], row->length[i]);
		if (text == NULL)
			continue;
		if (i < r->n_columns && r->column[i] != BOOK_NO_COLUMN)
			book_builder_cell(r->builder, (size_t)r->sheet,
					  r->column[i], text);
		else
			report_nameless(r, i);
	}
}

static void
take_content(struct reader *r, const struct csv_row *row, size_t first)
{
	if (!has_text(row, first))
		return;
	if (r->header_row == 0)
		take_header(r, row, first);
	else
		take_data(r, row, first);
}

/* Column A names the sheet; a name begins a sheet, whose header is the next
 * row with anything in it, or the same one. */
static void
take_row(struct reader *r, const struct csv_row *row)
{
	const char *name = clean_cell(r->arena, row->cell[0], row->length[0]);

	if (name != NULL)
		begin_sheet(r, name);
	if (r->sheet != NO_SHEET)
		take_content(r, row, 1);
	else if (has_text(row, 1) && !r->stray_said) {
		r->stray_said = true;
		report(r, SEVERITY_ERROR, 0,
		       "no sheet has begun; write survey into column A above "
		       "the column names");
	}
}

/* False and err when reading failed; what is wrong in the text is a problem,
 * and what came before it counts. */
static bool
read_rows(struct reader *r, bool sheets, struct error *err)
{
	struct error local = ERROR_INIT;
	struct csv_row row;
	struct place place;
	const char *what;

	while (csv_next(r->csv, &row, &local)) {
		r->row = row.row;
		if (sheets)
			take_row(r, &row);
		else
			take_content(r, &row, 0);
	}
	if (csv_failure(r->csv, &place, &what)) {
		problems_add(r->problems, SEVERITY_ERROR, &place, "%s", what);
		book_builder_break_off(r->builder);
	} else if (error_is_set(&local)) {
		return error_set(err, "%s", local.text);
	}
	return true;
}

/* Reads all of csv and closes it. sheet: the one sheet that the file is, or
 * NULL when column A names the sheets. csv NULL: err is set already. */
static bool
read_file(struct book_builder *b, struct csv *csv, const char *sheet,
	  struct problems *problems, struct error *err)
{
	struct reader r = {.builder = b,
			   .problems = problems,
			   .csv = csv,
			   .sheet = NO_SHEET,
			   .sheet_name = sheet};
	bool done;

	if (csv == NULL)
		return false;
	r.arena = book_builder_arena(b);
	r.file = arena_copy(r.arena, csv_name(csv));
	if (sheet != NULL)
		r.sheet = (long)book_builder_sheet(b, sheet, r.file);
	done = read_rows(&r, sheet == NULL, err);
	free(r.column);
	free(r.nameless_said);
	csv_close(csv);
	return done;
}

/* ------------------------------------------------------------- whole books */

static bool
says_no(const char *s)
{
	return strcasecmp(s, "no") == 0 || strcasecmp(s, "false") == 0 ||
		strcmp(s, "false()") == 0;
}

/* pyxform's setting clean_text_values, yes unless it says no. */
static bool
wants_clean_text(const struct book *book)
{
	const struct book_sheet *settings = book_sheet(book, "settings");
	size_t i;

	if (settings == NULL || settings->n_rows == 0)
		return true;
	for (i = 0; i < settings->n_columns; i++)
		if (strcmp(settings->column[i].name, "clean_text_values") ==
			    0 &&
		    settings->row[0].cell[i] != NULL)
			return !says_no(settings->row[0].cell[i]);
	return true;
}

/* The cells are ours alone until the book is handed out. */
static void
collapse_blanks(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++)
		if (*s != ' ' || s[1] != ' ')
			*to++ = *s;
	*to = '\0';
}

static void
clean_survey(struct book *book)
{
	const struct book_sheet *survey = book_sheet(book, "survey");
	const char *text;
	char *copy;
	size_t i, k;

	if (survey == NULL || !wants_clean_text(book))
		return;
	for (i = 0; i < survey->n_rows; i++)
		for (k = 0; k < survey->n_columns; k++) {
			text = survey->row[i].cell[k];
			if (text == NULL || strstr(text, "  ") == NULL)
				continue;
			copy = arena_copy(book->arena, text);
			collapse_blanks(copy);
			survey->row[i].cell[k] = copy;
		}
}

static struct book *
finish(struct book_builder *b, bool good, struct error *err)
{
	struct book *book;

	if (!good) {
		book_builder_free(b);
		return NULL;
	}
	book = book_builder_finish(b, err);
	if (book != NULL)
		clean_survey(book);
	return book;
}

/* "dir/form.csv" and "topics": "dir/form.topics.csv". Caller frees. */
static char *
companion_path(const char *path, const char *sheet)
{
	struct text t = TEXT_INIT;
	size_t n = strlen(path);

	if (n > 4 && strcasecmp(path + n - 4, ".csv") == 0)
		n -= 4;
	text_add_n(&t, path, n);
	text_addf(&t, ".%s.csv", sheet);
	return text_take(&t);
}

static bool
read_companion(struct book_builder *b, const char *path, const char *sheet,
	       struct problems *problems, struct error *err)
{
	char *companion = companion_path(path, sheet);
	bool good = true;

	if (access(companion, F_OK) == 0)
		good = read_file(b, csv_open(companion, err), sheet, problems,
				 err);
	free(companion);
	return good;
}

struct book *
book_load(const char *path, struct problems *problems, struct error *err)
{
	struct book_builder *b = book_builder_new(path);
	bool good;

	good = read_file(b, csv_open(path, err), NULL, problems, err);
	if (good && strcmp(path, "-") != 0)
		good = read_companion(b, path, "topics", problems, err) &&
			read_companion(b, path, "misconceptions", problems,
				       err);
	return finish(b, good, err);
}

static bool
parse_companion(struct book_builder *b, const char *name, const char *sheet,
		const char *csv, size_t n, struct problems *problems,
		struct error *err)
{
	char *companion;
	bool good;

	if (csv == NULL)
		return true;
	companion = companion_path(name, sheet);
	good = read_file(b, csv_from_memory(csv, n, companion, err), sheet,
			 problems, err);
	free(companion);
	return good;
}

struct book *
book_parse(const char *name, const char *csv, size_t n, const char *topics,
	   size_t n_topics, const char *misconceptions, size_t n_misconceptions,
	   struct problems *problems, struct error *err)
{
	struct book_builder *b = book_builder_new(name);
	bool good;

	good = read_file(b, csv_from_memory(csv, n, name, err), NULL, problems,
			 err) &&
		parse_companion(b, name, "topics", topics, n_topics, problems,
				err) &&
		parse_companion(b, name, "misconceptions", misconceptions,
				n_misconceptions, problems, err);
	return finish(b, good, err);
}
