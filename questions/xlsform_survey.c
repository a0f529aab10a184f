/* The rows of the survey sheet: groups and questions, one after the other. */
#include "questions/xlsform_build.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"

enum { MAX_ROWS = 5 * FORM_MAX_QUESTIONS };

/* A group that is open. */
struct level {
	size_t group; /* FORM_NONE: a repeat or loop, refused */
	size_t row;
	const char *word;		/* "group", "repeat" */
	const struct choice_list *list; /* table_list: of its first select */
};

struct walk {
	struct build *b;
	struct level *level;
	size_t depth, room;
	size_t row;		 /* of the view */
	const char *type, *name; /* cells */
};

static void report(struct walk *w, enum severity severity, int column,
		   const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void
report(struct walk *w, enum severity severity, int column, const char *format,
       ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	build_report(w->b, severity, &w->b->survey, w->row, column, "%s",
		     text_get(&t));
	text_release(&t);
}

/* ------------------------------------------------------------------- names */

/* Ranges of XML's NameStartChar beyond ASCII, without the astral planes' end.
 * XML 1.0, production 4. */
static const struct {
	int first, last;
} name_start[] = {
	{0xc0, 0xd6},	  {0xd8, 0xf6},	    {0xf8, 0x2ff},
	{0x370, 0x37d},	  {0x37f, 0x1fff},  {0x200c, 0x200d},
	{0x2070, 0x218f}, {0x2c00, 0x2fef}, {0x3001, 0xd7ff},
	{0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff},
};

static bool
starts_name(int c)
{
	size_t i;

	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			c == '_';
	for (i = 0; i < sizeof name_start / sizeof *name_start; i++)
		if (c >= name_start[i].first && c <= name_start[i].last)
			return true;
	return false;
}

/* XML 1.0, production 4a. */
static bool
continues_name(int c)
{
	return starts_name(c) || (c >= '0' && c <= '9') || c == '-' ||
		c == '.' || c == 0xb7 || (c >= 0x300 && c <= 0x36f) ||
		(c >= 0x203f && c <= 0x2040);
}

static const char *
name_problem(const char *name)
{
	const char *s = name;
	int c;

	s += text_code_point(s, &c);
	if (!starts_name(c))
		return "begins with a sign that no name may begin with; begin "
		       "with a letter or _";
	while (*s != '\0') {
		s += text_code_point(s, &c);
		if (!continues_name(c))
			return "holds a sign that no name may hold; use "
			       "letters, digits, _, - and .";
	}
	if (strlen(name) > FORM_MAX_NAME)
		return "is longer than 64 bytes; shorten it";
	return NULL;
}

static char *
lower_case(struct arena *arena, const char *s)
{
	char *lower = arena_copy(arena, s), *p;

	for (p = lower; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + ('a' - 'A'));
	return lower;
}

static void
report_double(struct walk *w, const char *name, const char *other, size_t row)
{
	if (strcmp(other, name) == 0)
		report(w, SEVERITY_ERROR, COL_NAME,
		       "question '%s' is there already (row %zu); rename one "
		       "of them",
		       name, row);
	else
		report(w, SEVERITY_ERROR, COL_NAME,
		       "question '%s' differs from '%s' (row %zu) only in "
		       "capitals; rename one of them",
		       name, other, row);
}

static size_t
open_group(const struct walk *w)
{
	return w->depth > 0 ? w->level[w->depth - 1].group : FORM_NONE;
}

/* XLSForm asks for different names only within a group; we need them
 * different throughout, so the group's name goes before. NULL when that does
 * not help. */
static const char *
name_with_group(struct walk *w, const char *name, const struct question *other)
{
	struct build *b = w->b;
	size_t group = open_group(w);
	const char *longer;

	if (group == FORM_NONE || group == other->group ||
	    strcmp(other->name, name) != 0)
		return NULL;
	longer = arena_printf(b->arena, "%s_%s", b->form->group[group].name,
			      name);
	if (strlen(longer) > FORM_MAX_NAME ||
	    names_find(b->names, lower_case(b->arena, longer)) != FORM_NONE)
		return NULL;
	report(w, SEVERITY_NOTE, COL_NAME,
	       "question '%s' is there already (row %zu), in another group; "
	       "here it is called '%s'",
	       name, other->row, longer);
	b->ambiguous[other->index] = true;
	return longer;
}

/* The name that question `index` gets. Databases and spreadsheets do not tell
 * capitals apart, so no two may differ only in these. */
static const char *
settle_name(struct walk *w, const char *name, size_t index)
{
	struct build *b = w->b;
	size_t other = names_find(b->names, lower_case(b->arena, name));
	const struct question *q;
	const char *longer;

	if (other != FORM_NONE) {
		q = &b->form->question[other];
		longer = name_with_group(w, name, q);
		if (longer == NULL) {
			report_double(w, name, q->name, q->row);
			return name;
		}
		name = longer;
	}
	names_put(b->names, lower_case(b->arena, name), index);
	return name;
}

/* --------------------------------------------------------------- questions */

static struct question *
add_question(struct walk *w, const char *name)
{
	struct build *b = w->b;
	struct form *form = b->form;
	size_t i = form->n_questions++;
	struct question *q = &form->question[i];

	q->name = build_copy(b, settle_name(w, name, i));
	q->index = i;
	q->group = open_group(w);
	q->row = b->survey.sheet->row[w->row].row;
	q->for_question = FORM_NONE;
	q->max_length = FORM_MAX_TEXT;
	q->start = q->step = 1;
	q->end = 10;
	b->question_row[i] = w->row;
	return q;
}

static void
take_texts(struct walk *w, struct question *q)
{
	static const struct {
		enum survey_column column;
		size_t offset;
	} texts[] = {
		{COL_LABEL, offsetof(struct question, label)},
		{COL_HINT, offsetof(struct question, hint)},
		{COL_GUIDANCE_HINT, offsetof(struct question, guidance_hint)},
		{COL_CONSTRAINT_MESSAGE,
		 offsetof(struct question, constraint_message)},
		{COL_REQUIRED_MESSAGE,
		 offsetof(struct question, required_message)},
	};
	struct build *b = w->b;
	const char *const *by_language;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		by_language = view_texts(&b->survey, w->row, texts[i].column,
					 b->arena, b->form->n_languages);
		memcpy((char *)q + texts[i].offset, &by_language,
		       sizeof(by_language));
	}
}

/* As pyxform has it: what is calculated and has nothing to read is not asked,
 * whatever its type. */
static void
check_readable(struct walk *w, struct question *q)
{
	if (!question_is_asked(q) || q->label != NULL || q->hint != NULL)
		return;
	if (view_cell(&w->b->survey, w->row, COL_CALCULATION) == NULL) {
		if (w->name == NULL)
			report(w, SEVERITY_ERROR, COL_LABEL,
			       "no label; write what people are to read");
		else
			report(w, SEVERITY_ERROR, COL_LABEL,
			       "'%s' has no label; write what people are to "
			       "read",
			       w->name);
		return;
	}
	report(w, SEVERITY_NOTE, COL_CALCULATION,
	       "'%s' has no label, so it is calculated and not asked", q->name);
	q->type = TYPE_CALCULATE;
}

static void
report_missing_list(struct walk *w, const char *list)
{
	struct build *b = w->b;
	struct nearest n;
	const char *near;
	size_t i;

	nearest_init(&n, list);
	for (i = 0; i < b->form->n_lists; i++)
		nearest_try(&n, b->form->list[i].name);
	near = nearest_get(&n);
	if (near != NULL)
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "there is no list '%s' on the choices sheet; did you "
		       "mean '%s'?",
		       list, near);
	else
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "there is no list '%s' on the choices sheet; add its "
		       "choices there",
		       list);
}

/* The selects of a table share one list. */
static void
check_table(struct walk *w, const struct question *q)
{
	struct level *level;

	if (w->depth == 0 || q->group == FORM_NONE ||
	    !w->b->form->group[q->group].table_list)
		return;
	level = &w->level[w->depth - 1];
	if (level->list == NULL)
		level->list = q->list;
	else if (level->list != q->list)
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "the questions of a table-list share one list, '%s'; "
		       "use it here, or end the group before",
		       level->list->name);
}

/* False when there is no list to go on with. */
static bool
take_list(struct walk *w, struct question *q, const struct row_type *type)
{
	if (type->list == NULL) {
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "'%s' names no list of choices; write '%s LIST'",
		       w->type, question_type_name(q->type));
		return false;
	}
	q->list = find_list(w->b, type->list);
	if (q->list == NULL) {
		report_missing_list(w, type->list);
		return false;
	}
	if (type->or_other && q->type == TYPE_RANK) {
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "a rank cannot have or_other; delete it");
		return false;
	}
	if (type->or_other)
		q->list = list_with_other(w->b, q->list);
	check_table(w, q);
	return true;
}

/* What "other" is, as pyxform asks for it. */
static void
add_specify(struct walk *w, size_t of)
{
	struct build *b = w->b;
	const char *name =
		arena_printf(b->arena, "%s_other", b->form->question[of].name);
	const char **label =
		arena_alloc(b->arena, b->form->n_languages, sizeof *label);
	struct question *q;
	size_t i;

	for (i = 0; i < b->form->n_languages; i++)
		label[i] = "Specify other.";
	if (strlen(name) > FORM_MAX_NAME)
		report(w, SEVERITY_ERROR, COL_NAME,
		       "name '%s', which or_other needs, is longer than 64 "
		       "bytes; shorten '%s'",
		       name, b->form->question[of].name);
	q = add_question(w, name);
	q->type = TYPE_TEXT;
	q->label = (const char *const *)label;
	b->question_made[q->index] = true;
	if (view_cell(&b->survey, w->row, COL_CHOICE_FILTER) != NULL)
		report(w, SEVERITY_ERROR, COL_CHOICE_FILTER,
		       "choice_filter does not go with or_other; delete one "
		       "of them");
}

static const char *
make_name(struct walk *w)
{
	return arena_printf(w->b->arena, "generated_note_name_%zu",
			    w->b->survey.sheet->row[w->row].row);
}

static const char *
check_name(struct walk *w, bool note)
{
	const char *problem;

	if (w->name == NULL && !note)
		report(w, SEVERITY_ERROR, COL_NAME,
		       "no name; write a short one, such as q1");
	if (w->name == NULL)
		return make_name(w);
	problem = name_problem(w->name);
	if (problem != NULL)
		report(w, SEVERITY_ERROR, COL_NAME, "name '%s' %s", w->name,
		       problem);
	return w->name;
}

static void
take_question(struct walk *w, const struct row_type *type)
{
	struct build *b = w->b;
	const char *name = check_name(w, type->type == TYPE_NOTE);
	struct question *q = add_question(w, name);

	q->type = type->type;
	take_texts(w, q);
	check_readable(w, q);
	if (question_is_select(q) && !take_list(w, q, type)) {
		b->question_broken[q->index] = true;
		q->type = TYPE_TEXT;
		return;
	}
	build_parameters(b, q);
	build_appearance(b, q);
	if (type->or_other && question_is_select(q))
		add_specify(w, q->index);
}

/* Others may refer to it: it is there, but nothing more is said about it. */
static void
take_broken(struct walk *w)
{
	struct question *q;

	if (w->name == NULL)
		return;
	q = add_question(w, w->name);
	q->type = TYPE_TEXT;
	w->b->question_broken[q->index] = true;
}

/* ------------------------------------------------------------------ groups */

static void
open_level(struct walk *w, size_t group, const char *word)
{
	w->level = mem_room(w->level, &w->room, w->depth + 1, sizeof *w->level);
	w->level[w->depth++] = (struct level){group, w->row, word, NULL};
}

/* What stands on the row of a group, and is of questions only. Of the end of
 * one, a condition too. */
static void
note_cells(struct walk *w, bool end)
{
	static const enum survey_column fine[] = {
		COL_TYPE,     COL_NAME,	    COL_LABEL,
		COL_DISABLED, COL_RELEVANT, COL_APPEARANCE,
	};
	size_t n = end ? 4 : 6, i;
	const char *cell;
	int column;

	for (column = 0; column < SURVEY_COLUMNS; column++) {
		cell = view_cell(&w->b->survey, w->row, (size_t)column);
		if (cell == NULL || yes_no(cell) == 0)
			continue;
		for (i = 0; i < n; i++)
			if ((int)fine[i] == column)
				break;
		if (i == n)
			report(w, SEVERITY_NOTE, column,
			       "%s has no effect on %s group",
			       survey_column_names[column],
			       end ? "the end of a" : "a");
	}
}

static void
take_group_look(struct walk *w, struct group *g)
{
	const char *rest = view_cell(&w->b->survey, w->row, COL_APPEARANCE);
	const char *word;

	while (rest != NULL && (word = next_word(w->b->arena, &rest)) != NULL)
		if (strcmp(word, "table-list") == 0)
			g->table_list = g->field_list = true;
		else if (strcmp(word, "field-list") == 0)
			g->field_list = true;
		else if (!appearance_is_harmless(word))
			report(w, SEVERITY_NOTE, COL_APPEARANCE,
			       "appearance '%s' is not used", word);
}

static void
begin_group(struct walk *w)
{
	struct build *b = w->b;
	struct form *form = b->form;
	size_t i = form->n_groups;
	struct group *g = &form->group[i];

	g->name = build_copy(b, check_name(w, false));
	g->row = b->survey.sheet->row[w->row].row;
	g->parent = open_group(w);
	g->label = view_texts(&b->survey, w->row, COL_LABEL, b->arena,
			      form->n_languages);
	take_group_look(w, g);
	b->group_row[i] = w->row;
	form->n_groups++;
	open_level(w, i, "group");
	note_cells(w, false);
}

static void
end_level(struct walk *w, const char *word)
{
	const struct level *level;
	const char *begun;

	if (w->depth == 0) {
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "'%s' ends nothing; delete the row%s", w->type,
		       strcmp(word, "group") == 0
			       ? ", or add the begin_group above it"
			       : "");
		return;
	}
	level = &w->level[w->depth - 1];
	if (strcmp(level->word, word) != 0) {
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "'%s' stands where the %s of row %zu is to end; write "
		       "end_%s",
		       w->type, level->word,
		       w->b->survey.sheet->row[level->row].row, level->word);
	} else if (w->name != NULL && strcmp(word, "group") == 0) {
		begun = w->b->form->group[level->group].name;
		if (strcmp(begun, w->name) != 0)
			report(w, SEVERITY_WARNING, COL_NAME,
			       "this ends group '%s', not '%s'; look whether "
			       "an end is missing",
			       begun, w->name);
	}
	w->depth--;
}

static void
end_of_sheet(struct walk *w)
{
	while (w->depth > 0) {
		w->depth--;
		w->row = w->level[w->depth].row;
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "the %s that begins here never ends; add end_%s",
		       w->level[w->depth].word, w->level[w->depth].word);
	}
}

/* -------------------------------------------------------------------- rows */

static bool
has_label(const struct walk *w)
{
	size_t column = view_column(&w->b->survey, w->row, COL_LABEL);

	return column != FORM_NONE &&
		w->b->survey.sheet->row[w->row].cell[column] != NULL;
}

static void
take_untyped(struct walk *w)
{
	if (w->name == NULL && !has_label(w))
		report(w, SEVERITY_NOTE, NO_COLUMN,
		       "row without type, name and label is not used");
	else
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "no type; write one, or empty the row");
}

static void
take_unknown(struct walk *w, const struct row_type *type)
{
	if (type->near != NULL)
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "unknown type '%s'; did you mean '%s'?", w->type,
		       type->near);
	else
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "unknown type '%s'; write one such as select_one LIST, "
		       "integer or text",
		       w->type);
	take_broken(w);
}

static void
take_setting(struct walk *w, const struct row_type *type)
{
	struct form_settings *s = &w->b->form->settings;

	if (strcmp(type->setting, "form_title") == 0)
		s->title = build_copy(w->b, w->name);
	else
		s->id = build_copy(w->b, w->name);
}

static void
take_typed(struct walk *w)
{
	struct row_type type;

	row_type_parse(w->type, w->b->arena, &type);
	if (type.kind == ROW_REFUSED || type.kind == ROW_BEGIN_REFUSED)
		report(w, SEVERITY_ERROR, COL_TYPE,
		       "type '%s' is not available: %s", w->type, type.instead);
	switch (type.kind) {
	case ROW_QUESTION: take_question(w, &type); break;
	case ROW_BEGIN_GROUP: begin_group(w); break;
	case ROW_END_GROUP:
		end_level(w, "group");
		note_cells(w, true);
		break;
	case ROW_BEGIN_REFUSED: open_level(w, open_group(w), "repeat"); break;
	case ROW_END_REFUSED: end_level(w, "repeat"); break;
	case ROW_SETTING: take_setting(w, &type); break;
	case ROW_REFUSED: take_broken(w); break;
	case ROW_UNKNOWN: take_unknown(w, &type); break;
	}
}

static void
take_row(struct walk *w)
{
	const struct view *v = &w->b->survey;
	const char *disabled = view_cell(v, w->row, COL_DISABLED);

	w->type = view_cell(v, w->row, COL_TYPE);
	w->name = view_cell(v, w->row, COL_NAME);
	if (disabled != NULL && yes_no(disabled) == 1)
		report(w, SEVERITY_NOTE, COL_DISABLED,
		       "row is disabled, so it is not used");
	else if (w->type == NULL)
		take_untyped(w);
	else
		take_typed(w);
}

static bool
check_sheet(struct build *b)
{
	const struct view *v = &b->survey;
	struct place place = {v->sheet->file, 1, 1, NULL};

	if (v->sheet->n_columns == 0) {
		problems_add(b->problems, SEVERITY_ERROR, &place,
			     "there is no survey sheet; write survey into "
			     "column A above the column names type, name and "
			     "label");
		return false;
	}
	if (v->sheet->n_rows == 0) {
		problems_add(b->problems, SEVERITY_ERROR, &place,
			     "the survey sheet has no rows; write a question "
			     "below its column names");
		return false;
	}
	if (v->sheet->n_rows > MAX_ROWS) {
		place.row = v->sheet->row[MAX_ROWS].row;
		problems_add(b->problems, SEVERITY_ERROR, &place,
			     "more than %d rows on the survey sheet; shorten "
			     "it",
			     (int)MAX_ROWS);
		return false;
	}
	if (v->last[COL_TYPE] == FORM_NONE) {
		place.row = v->sheet->row[0].row;
		place.column = 0;
		problems_add(b->problems, SEVERITY_ERROR, &place,
			     "the survey sheet has no column 'type'; add it to "
			     "its header");
		return false;
	}
	return true;
}

/* Each row may be a question and, with or_other, two; or a group. */
static void
make_room(struct build *b)
{
	size_t n = b->survey.sheet->n_rows;

	b->form->question =
		arena_alloc(b->arena, 2 * n, sizeof *b->form->question);
	b->form->group = arena_alloc(b->arena, n, sizeof *b->form->group);
	b->question_row = arena_alloc(b->arena, 2 * n, sizeof *b->question_row);
	b->question_broken =
		arena_alloc(b->arena, 2 * n, sizeof *b->question_broken);
	b->question_made =
		arena_alloc(b->arena, 2 * n, sizeof *b->question_made);
	b->seed = arena_alloc(b->arena, 2 * n, sizeof *b->seed);
	b->ambiguous = arena_alloc(b->arena, 2 * n, sizeof *b->ambiguous);
	b->group_row = arena_alloc(b->arena, n, sizeof *b->group_row);
}

void
build_survey(struct build *b)
{
	struct walk w = {.b = b};
	size_t before = b->problems->errors;

	b->names = names_new();
	if (!check_sheet(b))
		return;
	make_room(b);
	for (; w.row < b->survey.sheet->n_rows; w.row++)
		take_row(&w);
	end_of_sheet(&w);
	free(w.level);
	if (b->form->n_questions > FORM_MAX_QUESTIONS)
		build_report(b, SEVERITY_ERROR, &b->survey,
			     b->question_row[FORM_MAX_QUESTIONS], COL_NAME,
			     "more than %d questions; shorten the "
			     "questionnaire",
			     (int)FORM_MAX_QUESTIONS);
	if (b->form->n_questions == 0 && b->problems->errors == before)
		build_report(b, SEVERITY_ERROR, &b->survey, 0, NO_COLUMN,
			     "the survey sheet has no questions; add one");
}
