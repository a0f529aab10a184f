/*
 * What needs all questions to be there: expressions, defaults, references in
 * texts, and that no answer rests on itself.
 */
#include "questions/xlsform_build.h"

#include <math.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/check.h"
#include "questions/expr.h"
#include "questions/value.h"

/* ------------------------------------------------------------- expressions */

/* Two questions in different groups are called so, and which one is meant
 * nobody can tell. */
static void
report_ambiguous(struct build *b, const struct place *place, size_t question)
{
	problems_add(b->problems, SEVERITY_ERROR, place,
		     "'${%s}' is the name of several questions (see row %zu); "
		     "rename the one that is meant",
		     b->form->question[question].name,
		     b->form->question[question].row);
}

static void
check_ambiguous(struct build *b, const struct place *place,
		const struct expr *e, size_t self)
{
	const size_t *read;
	size_t n = expr_questions(e, &read), i;

	for (i = 0; i < n; i++)
		if (b->ambiguous[read[i]] && read[i] != self)
			report_ambiguous(b, place, read[i]);
}

static struct expr *
parse_at(struct build *b, size_t row, int column, const char *source,
	 const struct expr_scope *scope)
{
	struct error err = ERROR_INIT;
	struct place place = view_place(&b->survey, row, column);
	struct expr *e = expr_parse(b->arena, source, scope, &err);

	if (e == NULL)
		problems_add(b->problems, SEVERITY_ERROR, &place, "%s",
			     err.text);
	else
		check_ambiguous(b, &place, e, scope->self);
	return e;
}

/* A cell that holds an expression, or yes or no. */
static struct expr *
parse_cell(struct build *b, size_t row, int column, size_t self,
	   const struct choice_list *columns)
{
	struct expr_scope scope = {b->form, self, columns};
	const char *cell = view_cell(&b->survey, row, (size_t)column);

	if (cell == NULL)
		return NULL;
	if (yes_no(cell) >= 0)
		cell = yes_no(cell) == 1 ? "true()" : "false()";
	return parse_at(b, row, column, cell, &scope);
}

static const struct {
	size_t offset;
	enum survey_column column;
	bool asked_only; /* has no effect where nothing is asked */
} binds[] = {
	{offsetof(struct question, relevant), COL_RELEVANT, false},
	{offsetof(struct question, constraint), COL_CONSTRAINT, true},
	{offsetof(struct question, required), COL_REQUIRED, true},
	{offsetof(struct question, read_only), COL_READ_ONLY, false},
	{offsetof(struct question, calculation), COL_CALCULATION, false},
};

static struct expr **
expr_at(struct question *q, size_t offset)
{
	return (struct expr **)(void *)((char *)q + offset);
}

static void
parse_binds(struct build *b, struct question *q)
{
	size_t row = b->question_row[q->index], i;
	struct expr *e;

	for (i = 0; i < sizeof binds / sizeof *binds; i++) {
		e = parse_cell(b, row, (int)binds[i].column, q->index, NULL);
		if (e == NULL)
			continue;
		if (binds[i].asked_only && !question_takes_answer(q)) {
			if (binds[i].column != COL_REQUIRED ||
			    yes_no(expr_source(e)) != 0)
				build_report(
					b, SEVERITY_NOTE, &b->survey, row,
					(int)binds[i].column,
					"%s has no effect on %s",
					survey_column_names[binds[i].column],
					type_with_article(b, q));
			continue;
		}
		/* Never required is not required: the ordinary case. */
		if (binds[i].column == COL_REQUIRED &&
		    yes_no(expr_source(e)) == 0)
			continue;
		*expr_at(q, binds[i].offset) = e;
	}
}

static void
parse_filter(struct build *b, struct question *q)
{
	size_t row = b->question_row[q->index];

	if (view_cell(&b->survey, row, COL_CHOICE_FILTER) == NULL)
		return;
	if (!question_is_select(q))
		build_report(b, SEVERITY_NOTE, &b->survey, row,
			     COL_CHOICE_FILTER,
			     "choice_filter has no effect on %s",
			     type_with_article(b, q));
	else
		q->choice_filter = parse_cell(b, row, COL_CHOICE_FILTER,
					      FORM_NONE, q->list);
}

static void
parse_seed(struct build *b, struct question *q)
{
	struct expr_scope scope = {b->form, FORM_NONE, NULL};

	if (b->seed[q->index] != NULL)
		q->seed = parse_at(b, b->question_row[q->index], COL_PARAMETERS,
				   b->seed[q->index], &scope);
}

/* ---------------------------------------------------------------- defaults */

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* pyxform: a default is an expression when it refers to a question or calls a
 * function, that is, a name stands right before a parenthesis. */
static bool
is_dynamic(const char *s)
{
	const char *open;

	if (strstr(s, "${") != NULL)
		return true;
	for (open = s; (open = strchr(open, '(')) != NULL; open++)
		if (open > s && is_name_char(open[-1]))
			return true;
	return false;
}

/* Is it in the range, and on one of its steps? However it is written. */
static bool
is_step_of(const struct question *q, const char *s)
{
	struct value number = VALUE_INIT, value = VALUE_INIT;
	double x;
	bool good;

	if (!text_to_number(s, &x))
		return false;
	number = value_number(x);
	good = number.text != NULL && check_canonical(q, number.text, &value);
	value_release(&number);
	value_release(&value);
	return good;
}

static bool
is_static_of(const struct question *q, const char *s)
{
	char name[FORM_MAX_NAME + 1];
	double x;
	size_t i;

	switch (q->type) {
	case TYPE_SELECT_ONE: return choice_find(q->list, s) != FORM_NONE;
	case TYPE_SELECT_MULTIPLE:
	case TYPE_RANK:
		for (i = 0; names_at(s, i, name, sizeof name); i++)
			if (choice_find(q->list, name) == FORM_NONE)
				return false;
		return i > 0 && i == names_count(s);
	case TYPE_INTEGER: return text_to_number(s, &x) && x == floor(x);
	case TYPE_DECIMAL: return text_to_number(s, &x);
	case TYPE_RANGE: return is_step_of(q, s);
	case TYPE_DATE: return date_parse(s, &x);
	case TYPE_ACKNOWLEDGE: return strcmp(s, "OK") == 0;
	default: return true;
	}
}

static const char *
wanted_default(const struct question *q)
{
	switch (q->type) {
	case TYPE_SELECT_ONE: return "the name of one of its choices";
	case TYPE_SELECT_MULTIPLE:
	case TYPE_RANK: return "names of its choices";
	case TYPE_RANGE: return "one of its steps";
	case TYPE_ACKNOWLEDGE: return "OK";
	case TYPE_INTEGER: return "a whole number";
	case TYPE_DATE: return "a date such as 2026-12-14";
	default: return "a number";
	}
}

/* pyxform's operators. */
static bool
has_operator(const char *s)
{
	return strpbrk(s, "+*") != NULL || strstr(s, " - ") != NULL ||
		strstr(s, " div ") != NULL || strstr(s, " mod ") != NULL;
}

/* Numbers and texts may be reckoned without a function: "1 + 2". What cannot
 * be reckoned is a text: "Smith (HR) - 2". */
static bool
may_reckon(struct build *b, const struct question *q, const char *s)
{
	struct expr_scope scope = {b->form, q->index, NULL};
	struct error err = ERROR_INIT;
	double x;

	switch (q->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_RANGE:
		return !text_to_number(s, &x) &&
			(has_operator(s) || strchr(s, '-') != NULL);
	case TYPE_TEXT:
	case TYPE_HIDDEN:
	case TYPE_CALCULATE:
		return has_operator(s) &&
			expr_parse(b->arena, s, &scope, &err) != NULL;
	default: return false;
	}
}

static void
take_default(struct build *b, struct question *q)
{
	struct expr_scope scope = {b->form, q->index, NULL};
	size_t row = b->question_row[q->index];
	const char *s = view_cell(&b->survey, row, COL_DEFAULT);

	if (s == NULL)
		return;
	if (q->type == TYPE_NOTE) {
		build_report(b, SEVERITY_NOTE, &b->survey, row, COL_DEFAULT,
			     "default has no effect on a note");
		return;
	}
	if (is_dynamic(s) || may_reckon(b, q, s))
		q->default_ = parse_at(b, row, COL_DEFAULT, s, &scope);
	else if (is_static_of(q, s))
		q->default_text = build_copy(b, s);
	else
		build_report(b, SEVERITY_ERROR, &b->survey, row, COL_DEFAULT,
			     "default '%s' is no answer to %s; write %s", s,
			     type_with_article(b, q), wanted_default(q));
}

static void
check_calculate(struct build *b, const struct question *q)
{
	size_t row = b->question_row[q->index];

	if (q->type == TYPE_CALCULATE && q->default_ == NULL &&
	    view_cell(&b->survey, row, COL_CALCULATION) == NULL)
		build_report(b, SEVERITY_ERROR, &b->survey, row,
			     COL_CALCULATION,
			     "'%s' has no calculation; write one, or delete "
			     "the row",
			     q->name);
}

/* Times and unique marks would tell answers, and so people, apart. */
static void
check_stored(struct build *b, const struct question *q, const struct expr *e,
	     int column)
{
	static const char *const telling[] = {"now", "today", "uuid"};
	size_t i;

	for (i = 0; e != NULL && i < sizeof telling / sizeof *telling; i++)
		if (expr_calls(e, telling[i]))
			build_report(b, SEVERITY_ERROR, &b->survey,
				     b->question_row[q->index], column,
				     "the value kept for '%s' would rest on "
				     "%s(), which helps to tell who answered; "
				     "use %s() in relevant or constraint only",
				     q->name, telling[i], telling[i]);
}

static void
check_unused(struct build *b, const struct question *q)
{
	size_t row = b->question_row[q->index];

	if (view_cell(&b->survey, row, COL_REPEAT_COUNT) != NULL)
		build_report(b, SEVERITY_NOTE, &b->survey, row,
			     COL_REPEAT_COUNT,
			     "repeat_count has no effect on %s",
			     type_with_article(b, q));

	if (view_cell(&b->survey, row, COL_TRIGGER) != NULL)
		build_report(b, SEVERITY_WARNING, &b->survey, row, COL_TRIGGER,
			     "trigger is not used; the calculation is made "
			     "anew at every change");
}

static void
parse_question(struct build *b, struct question *q)
{
	if (b->question_broken[q->index])
		return;
	if (b->question_made[q->index]) {
		struct expr_scope scope = {b->form, FORM_NONE, NULL};
		const char *of = b->form->question[q->index - 1].name;

		q->relevant =
			parse_at(b, b->question_row[q->index], COL_TYPE,
				 arena_printf(b->arena,
					      "selected(${%s}, 'other')", of),
				 &scope);
		return;
	}
	parse_binds(b, q);
	parse_filter(b, q);
	parse_seed(b, q);
	take_default(b, q);
	check_calculate(b, q);
	check_unused(b, q);
	check_stored(b, q, q->calculation, COL_CALCULATION);
	check_stored(b, q, q->default_, COL_DEFAULT);
}

/* ----------------------------------------------------- references in texts */

static void
report_reference(struct build *b, const struct place *place, const char *name)
{
	const char *near = form_nearest(b->form, name);

	if (near != NULL)
		problems_add(b->problems, SEVERITY_ERROR, place,
			     "there is no question '${%s}'; did you mean "
			     "'${%s}'?",
			     name, near);
	else
		problems_add(b->problems, SEVERITY_ERROR, place,
			     "there is no question '${%s}'; add it, or correct "
			     "the name",
			     name);
}

static void
check_references(struct build *b, const struct place *place, const char *text)
{
	const char *end;
	size_t found;

	while ((text = strstr(text, "${")) != NULL) {
		text += 2;
		end = strchr(text, '}');
		if (end == NULL) {
			problems_add(b->problems, SEVERITY_ERROR, place,
				     "'${' is not closed; write ${name}");
			return;
		}
		found = form_find_n(b->form, text, (size_t)(end - text));
		if (found == FORM_NONE)
			report_reference(b, place,
					 arena_copy_n(b->arena, text,
						      (size_t)(end - text)));
		else if (b->ambiguous[found])
			report_ambiguous(b, place, found);
		text = end;
	}
}

static void
check_texts(struct build *b, const struct view *v, size_t row, size_t wanted)
{
	struct place place;
	const char *cell;
	size_t i;

	for (i = v->last[wanted]; i != FORM_NONE; i = v->before[i]) {
		cell = v->sheet->row[row].cell[i];
		if (cell == NULL || strstr(cell, "${") == NULL)
			continue;
		place = view_place_at(v, row, i);
		check_references(b, &place, cell);
	}
}

static void
check_all_texts(struct build *b)
{
	const enum survey_column *text = survey_text_columns;
	size_t i;

	for (; *text != SURVEY_COLUMNS; text++)
		for (i = 0; i < b->form->n_questions; i++)
			if (!b->question_made[i])
				check_texts(b, &b->survey, b->question_row[i],
					    *text);
	for (i = 0; i < b->form->n_groups; i++)
		check_texts(b, &b->survey, b->group_row[i], COL_LABEL);
	for (i = 0; i < b->choices.sheet->n_rows; i++)
		check_texts(b, &b->choices, i, COL_CHOICE_LABEL);
}

/* ----------------------------------------------------------------- circles */

enum colour { NEW, OPEN, DONE };

/* One way through the questions, each needing the next. */
struct trail {
	struct build *b;
	enum colour *colour;
	size_t *step;
	size_t n;
};

static void
report_circle(struct trail *t, size_t back, size_t row, int column)
{
	const struct form *form = t->b->form;
	struct text path = TEXT_INIT;
	size_t i = t->n, shown;

	while (t->step[i - 1] != back)
		i--;
	text_add(&path, form->question[back].name);
	for (shown = 1; i < t->n && shown < 8; i++, shown++)
		text_addf(&path, " needs %s", form->question[t->step[i]].name);
	text_addf(&path, "%s needs %s", i < t->n ? " ..." : "",
		  form->question[back].name);
	build_report(t->b, SEVERITY_ERROR, &t->b->survey, row, column,
		     "an answer would rest on itself: %s; take one of them out",
		     text_get(&path));
	text_release(&path);
}

static void follow(struct trail *t, size_t question);

static void
follow_expr(struct trail *t, const struct expr *e, size_t row, int column)
{
	const size_t *needed;
	size_t n, i;

	if (e == NULL)
		return;
	n = expr_questions(e, &needed);
	for (i = 0; i < n; i++)
		if (t->colour[needed[i]] == OPEN)
			report_circle(t, needed[i], row, column);
		else if (t->colour[needed[i]] == NEW)
			follow(t, needed[i]);
}

/* Depth first; no deeper than there are questions. */
static void
follow(struct trail *t, size_t question)
{
	struct build *b = t->b;
	const struct question *q = &b->form->question[question];
	size_t g;

	t->colour[question] = OPEN;
	t->step[t->n++] = question;
	follow_expr(t, q->relevant, b->question_row[question], COL_RELEVANT);
	follow_expr(t, q->calculation, b->question_row[question],
		    COL_CALCULATION);
	for (g = q->group; g != FORM_NONE; g = b->form->group[g].parent)
		follow_expr(t, b->form->group[g].relevant, b->group_row[g],
			    COL_RELEVANT);
	t->n--;
	t->colour[question] = DONE;
}

static void
check_circles(struct build *b)
{
	size_t n = b->form->n_questions, i;
	struct trail t = {b, NULL, NULL, 0};

	t.colour = arena_alloc(b->arena, n, sizeof *t.colour);
	t.step = arena_alloc(b->arena, n, sizeof *t.step);
	for (i = 0; i < n; i++)
		if (t.colour[i] == NEW)
			follow(&t, i);
}

void
build_logic(struct build *b)
{
	size_t i;

	for (i = 0; i < b->form->n_groups; i++)
		b->form->group[i].relevant =
			parse_cell(b, b->group_row[i], COL_RELEVANT, FORM_NONE,
				   NULL);
	for (i = 0; i < b->form->n_questions; i++)
		parse_question(b, &b->form->question[i]);
	check_all_texts(b);
	check_circles(b);
}
