/* Sheets whose columns are looked up once, and names looked up quickly. */
#include "questions/xlsform_build.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const survey_column_names[] = {
	[COL_TYPE] = "type",
	[COL_NAME] = "name",
	[COL_LABEL] = "label",
	[COL_HINT] = "hint",
	[COL_GUIDANCE_HINT] = "guidance_hint",
	[COL_REQUIRED] = "required",
	[COL_REQUIRED_MESSAGE] = "required_message",
	[COL_RELEVANT] = "relevant",
	[COL_CONSTRAINT] = "constraint",
	[COL_CONSTRAINT_MESSAGE] = "constraint_message",
	[COL_CALCULATION] = "calculation",
	[COL_DEFAULT] = "default",
	[COL_READ_ONLY] = "read_only",
	[COL_APPEARANCE] = "appearance",
	[COL_PARAMETERS] = "parameters",
	[COL_CHOICE_FILTER] = "choice_filter",
	[COL_REPEAT_COUNT] = "repeat_count",
	[COL_TRIGGER] = "trigger",
	[COL_DISABLED] = "disabled",
	[COL_KQ_ROLE] = "kq_role",
	[COL_KQ_TOPIC] = "kq_topic",
	[COL_KQ_KEY] = "kq_key",
	[COL_KQ_POINTS] = "kq_points",
	[COL_KQ_PARTIAL] = "kq_partial",
	[COL_KQ_MISCONCEPTION] = "kq_misconception",
	[COL_KQ_FOR] = "kq_for",
	[COL_KQ_RISKY] = "kq_risky",
	[COL_KQ_RISK] = "kq_risk",
	[COL_KQ_BASIS] = "kq_basis",
	[COL_KQ_SOURCE] = "kq_source",
	[COL_KQ_WHY] = "kq_why",
	[COL_KQ_CONFIRMED] = "kq_confirmed",
	[COL_KQ_EXPOSES] = "kq_exposes",
	[COL_KQ_SCORED] = "kq_scored",
	[COL_KQ_MAX] = "kq_max",
	[COL_KQ_MISSING] = "kq_missing",
	[COL_KQ_PIN] = "kq_pin",
	[COL_KQ_EXCLUSIVE] = "kq_exclusive",
	[SURVEY_COLUMNS] = NULL,
};

const char *const choices_column_names[] = {
	[COL_LIST_NAME] = "list_name",
	[COL_CHOICE_NAME] = "name",
	[COL_CHOICE_LABEL] = "label",
	[CHOICES_COLUMNS] = NULL,
};

const enum survey_column survey_text_columns[] = {
	COL_LABEL,
	COL_HINT,
	COL_GUIDANCE_HINT,
	COL_CONSTRAINT_MESSAGE,
	COL_REQUIRED_MESSAGE,
	SURVEY_COLUMNS,
};

/* ------------------------------------------------------------------- views */

static size_t
find_name(const char *const *names, const char *name)
{
	size_t i;

	for (i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return FORM_NONE;
}

static const struct book_sheet *
sheet_or_empty(struct arena *arena, const struct book *book, const char *name)
{
	const struct book_sheet *sheet = book_sheet(book, name);
	struct book_sheet *empty;

	if (sheet != NULL)
		return sheet;
	empty = arena_alloc(arena, 1, sizeof *empty);
	empty->name = name;
	empty->file = book->file;
	return empty;
}

void
view_init(struct view *v, struct arena *arena, const struct book *book,
	  const char *sheet, const char *const *names)
{
	size_t n = 0, i, w;

	while (names[n] != NULL)
		n++;
	v->sheet = sheet_or_empty(arena, book, sheet);
	v->names = names;
	v->last = arena_alloc(arena, n, sizeof *v->last);
	v->before = arena_alloc(arena, v->sheet->n_columns, sizeof *v->before);
	v->wanted = arena_alloc(arena, v->sheet->n_columns, sizeof *v->wanted);
	v->language =
		arena_alloc(arena, v->sheet->n_columns, sizeof *v->language);
	for (i = 0; i < n; i++)
		v->last[i] = FORM_NONE;
	for (i = 0; i < v->sheet->n_columns; i++) {
		w = find_name(names, v->sheet->column[i].name);
		v->wanted[i] = w;
		if (w == FORM_NONE)
			continue;
		v->before[i] = v->last[w];
		v->last[w] = i;
	}
}

static bool
is_plain(const struct view *v, size_t column)
{
	const char *language = v->sheet->column[column].language;

	return language == NULL ||
		(v->plain != NULL && strcasecmp(language, v->plain) == 0);
}

size_t
view_column(const struct view *v, size_t row, size_t wanted)
{
	const char **cell = v->sheet->row[row].cell;
	size_t other = FORM_NONE, plain = FORM_NONE, i;

	for (i = v->last[wanted]; i != FORM_NONE; i = v->before[i]) {
		if (cell[i] != NULL && is_plain(v, i))
			return i;
		if (cell[i] != NULL && other == FORM_NONE)
			other = i;
		if (is_plain(v, i) || plain == FORM_NONE)
			plain = i;
	}
	return other != FORM_NONE ? other : plain;
}

const char *
view_cell(const struct view *v, size_t row, size_t wanted)
{
	size_t column = view_column(v, row, wanted);

	return column != FORM_NONE ? v->sheet->row[row].cell[column] : NULL;
}

const char *const *
view_texts(const struct view *v, size_t row, size_t wanted, struct arena *arena,
	   size_t n_languages)
{
	const char **text = NULL, *cell;
	size_t i;

	for (i = v->last[wanted]; i != FORM_NONE; i = v->before[i]) {
		cell = v->sheet->row[row].cell[i];
		if (cell == NULL)
			continue;
		if (text == NULL)
			text = arena_alloc(arena, n_languages, sizeof *text);
		if (text[v->language[i]] == NULL)
			text[v->language[i]] = arena_copy(arena, cell);
	}
	return (const char *const *)text;
}

struct place
view_place_at(const struct view *v, size_t row, size_t column)
{
	const struct book_column *c = &v->sheet->column[column];

	return (struct place){v->sheet->file, v->sheet->row[row].row, c->column,
			      c->header};
}

struct place
view_place(const struct view *v, size_t row, int wanted)
{
	size_t column = wanted == NO_COLUMN
		? FORM_NONE
		: view_column(v, row, (size_t)wanted);

	if (column != FORM_NONE)
		return view_place_at(v, row, column);
	return (struct place){v->sheet->file, v->sheet->row[row].row, 0, NULL};
}

static void
report_unused(const struct view *v, size_t row, size_t column,
	      struct problems *problems)
{
	const char *name = v->sheet->column[column].name;
	const char *header = v->sheet->column[column].header;
	const char *near = nearest_of(name, v->names);
	struct place place = view_place_at(v, row, column);

	if (strncmp(name, "kq_", 3) == 0)
		problems_add(problems, SEVERITY_ERROR, &place,
			     "unknown column '%s'; %s%s%s", header,
			     near ? "did you mean '" : "delete it, or correct ",
			     near ? near : "its name", near ? "'?" : "");
	else if (strncmp(name, "media", 5) == 0)
		problems_add(problems, SEVERITY_NOTE, &place,
			     "column '%s' is not used: a terminal shows text "
			     "only",
			     header);
	else if (near != NULL)
		problems_add(problems, SEVERITY_NOTE, &place,
			     "column '%s' is not used; did you mean '%s'?",
			     header, near);
	else
		problems_add(problems, SEVERITY_NOTE, &place,
			     "column '%s' is not used", header);
}

void
view_report_unused(const struct view *v, struct problems *problems)
{
	size_t i, row;

	for (i = 0; i < v->sheet->n_columns; i++) {
		if (v->wanted[i] != FORM_NONE)
			continue;
		for (row = 0; row < v->sheet->n_rows; row++)
			if (v->sheet->row[row].cell[i] != NULL) {
				report_unused(v, row, i, problems);
				break;
			}
	}
}

/* ------------------------------------------------------------------- names */

struct entry {
	const char *key; /* NULL: free */
	size_t number;
};

struct names {
	struct entry *entry;
	size_t n, size; /* size: a power of two, never full */
};

struct names *
names_new(void)
{
	struct names *n = mem_new(1, sizeof *n);

	n->size = 64;
	n->entry = mem_new(n->size, sizeof *n->entry);
	return n;
}

void
names_free(struct names *n)
{
	if (n == NULL)
		return;
	free(n->entry);
	free(n);
}

/* FNV-1a. */
static size_t
hash(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

static struct entry *
find_entry(const struct names *n, const char *key)
{
	size_t i = hash(key) & (n->size - 1);

	while (n->entry[i].key != NULL && strcmp(n->entry[i].key, key) != 0)
		i = (i + 1) & (n->size - 1);
	return &n->entry[i];
}

size_t
names_find(const struct names *n, const char *key)
{
	const struct entry *e = find_entry(n, key);

	return e->key != NULL ? e->number : FORM_NONE;
}

static void
grow(struct names *n)
{
	struct entry *old = n->entry;
	size_t size = n->size, i;

	n->size = 2 * size;
	n->entry = mem_new(n->size, sizeof *n->entry);
	for (i = 0; i < size; i++)
		if (old[i].key != NULL)
			*find_entry(n, old[i].key) = old[i];
	free(old);
}

void
names_put(struct names *n, const char *key, size_t number)
{
	struct entry *e;

	if (2 * n->n >= n->size)
		grow(n);
	e = find_entry(n, key);
	n->n += e->key == NULL;
	e->key = key;
	e->number = number;
}
