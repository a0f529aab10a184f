#include "questions/lint.h"

#include <string.h>
#include <strings.h>

#include "questions/answers.h"
#include "questions/base/text.h"
#include "questions/expr.h"
#include "questions/lint_rules.h"

void
lint_report(struct linting *l, enum severity severity, const struct question *q,
	    int column, const char *format, ...)
{
	struct place place = view_place(&l->survey, l->row[q->index], column);
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	problems_add(l->problems, severity, &place, "%s", text_get(&t));
	text_release(&t);
}

const char *
lint_cell(const struct linting *l, const struct question *q,
	  enum survey_column column)
{
	return view_cell(&l->survey, l->row[q->index], column);
}

/* ------------------------------------------------------------------- lists */

/* A list and its copy with "other" begin in the same row. */
static void
lists_are_used(struct linting *l)
{
	const struct form *form = l->form;
	struct place place = {l->choices.sheet->file, 0, 0, NULL};
	size_t i, k;

	for (i = 0; i < form->n_lists; i++) {
		for (k = 0; k < form->n_questions; k++)
			if (form->question[k].list != NULL &&
			    form->question[k].list->row == form->list[i].row)
				break;
		place.row = form->list[i].row;
		if (k == form->n_questions)
			problems_add(l->problems, SEVERITY_WARNING, &place,
				     "no question uses list '%s'; delete it, "
				     "or ask with it",
				     form->list[i].name);
	}
}

static void
choices_have_labels(struct linting *l)
{
	const struct view *v = &l->choices;
	struct place place;
	const char *name;
	size_t row;

	for (row = 0; row < v->sheet->n_rows; row++) {
		name = view_cell(v, row, COL_CHOICE_NAME);
		if (name == NULL ||
		    view_texts(v, row, COL_CHOICE_LABEL, l->arena,
			       l->form->n_languages) != NULL)
			continue;
		place = view_place(v, row, COL_CHOICE_LABEL);
		problems_add(l->problems, SEVERITY_WARNING, &place,
			     "choice '%s' has no label; write what people are "
			     "to read",
			     name);
	}
}

/* ------------------------------------------------------------ translations */

/* Texts of one kind that are missing in one language. */
struct gap {
	size_t rows[5]; /* the first few, as a spreadsheet counts */
	size_t n;
	struct place place; /* of the first */
};

/* Where a text in that language stands or would stand. */
static struct place
place_in(const struct view *v, size_t row, size_t wanted, size_t language)
{
	size_t i;

	for (i = v->last[wanted]; i != FORM_NONE; i = v->before[i])
		if (v->language[i] == language)
			return view_place_at(v, row, i);
	return view_place(v, row, NO_COLUMN);
}

static void
row_is_translated(struct linting *l, const struct view *v, size_t row,
		  size_t wanted, struct gap *gap)
{
	size_t n = l->form->n_languages, i;
	const char *const *text = view_texts(v, row, wanted, l->arena, n);

	for (i = 0; text != NULL && i < n; i++) {
		if (text[i] != NULL)
			continue;
		if (gap[i].n == 0)
			gap[i].place = place_in(v, row, wanted, i);
		if (gap[i].n < sizeof gap->rows / sizeof *gap->rows)
			gap[i].rows[gap[i].n] = v->sheet->row[row].row;
		gap[i].n++;
	}
}

/* "rows 4, 8 and 9", "rows 4, 8, 9, 11, 12 and 7 more" */
static void
add_rows(struct text *t, const struct gap *gap)
{
	size_t most = sizeof gap->rows / sizeof *gap->rows, i;

	text_add(t, "rows ");
	for (i = 0; i < gap->n && i < most; i++)
		text_addf(t, "%s%zu",
			  i == 0		    ? ""
				  : i + 1 == gap->n ? " and "
						    : ", ",
			  gap->rows[i]);
	if (gap->n > most)
		text_addf(t, " and %zu more", gap->n - most);
}

static void
report_gap(struct linting *l, const char *kind, const char *language,
	   const struct gap *gap)
{
	struct text t = TEXT_INIT;

	if (gap->n > 1) {
		add_rows(&t, gap);
		problems_add(l->problems, SEVERITY_WARNING, &gap->place,
			     "no %s in '%s' in %s; translate them", kind,
			     language, text_get(&t));
	} else if (gap->n == 1) {
		problems_add(l->problems, SEVERITY_WARNING, &gap->place,
			     "no %s in '%s'; translate it", kind, language);
	}
	text_release(&t);
}

/* Of a disabled row nobody reads anything. */
static bool
is_disabled(const struct linting *l, size_t row)
{
	const char *cell = view_cell(&l->survey, row, COL_DISABLED);

	return cell != NULL && yes_no(cell) == 1;
}

static void
column_is_translated(struct linting *l, const struct view *v, size_t wanted)
{
	size_t n = l->form->n_languages, i;
	struct gap *gap = arena_alloc(l->arena, n, sizeof *gap);

	for (i = 0; i < v->sheet->n_rows; i++)
		if (v != &l->survey || !is_disabled(l, i))
			row_is_translated(l, v, i, wanted, gap);
	for (i = 0; i < n; i++)
		report_gap(l, v->names[wanted], l->form->language[i], &gap[i]);
}

static void
texts_are_translated(struct linting *l)
{
	const enum survey_column *text;

	if (l->form->n_languages < 2)
		return;
	for (text = survey_text_columns; *text != SURVEY_COLUMNS; text++)
		column_is_translated(l, &l->survey, *text);
	column_is_translated(l, &l->choices, COL_CHOICE_LABEL);
}

/* "Other" and "Specify other." are ours, and English. */
static void
others_are_translated(struct linting *l)
{
	size_t i;

	for (i = 1; l->form->n_languages > 1 && i < l->form->n_questions; i++)
		if (l->made[i])
			lint_report(l, SEVERITY_WARNING,
				    &l->form->question[i - 1], COL_TYPE,
				    "what or_other adds is English in every "
				    "language; write its choice and its "
				    "question yourself");
}

static void
questions_have_labels(struct linting *l)
{
	const struct question *q;
	size_t i;

	for (i = 0; i < l->form->n_questions; i++) {
		q = &l->form->question[i];
		if (question_is_asked(q) && q->label == NULL)
			lint_report(l, SEVERITY_WARNING, q, COL_LABEL,
				    "'%s' has a hint but no label; write the "
				    "question into label",
				    q->name);
	}
}

static void
messages_have_a_cause(struct linting *l)
{
	const struct question *q;
	size_t i;

	for (i = 0; i < l->form->n_questions; i++) {
		q = &l->form->question[i];
		if (q->constraint_message != NULL && q->constraint == NULL)
			lint_report(l, SEVERITY_WARNING, q,
				    COL_CONSTRAINT_MESSAGE,
				    "without a constraint nobody reads this; "
				    "write one, or empty the cell");
		if (q->required_message != NULL && q->required == NULL)
			lint_report(l, SEVERITY_WARNING, q,
				    COL_REQUIRED_MESSAGE,
				    "the question is not required, so nobody "
				    "reads this; empty the cell");
	}
}

/* ------------------------------------------------------------- reachability */

/* The same whatever people answer, and whenever. */
static bool
is_constant(const struct expr *e)
{
	static const char *const moving[] = {
		"now", "today", "uuid", "random", "once", NULL,
	};
	const size_t *read;
	size_t i;

	if (expr_questions(e, &read) > 0)
		return false;
	for (i = 0; moving[i] != NULL; i++)
		if (expr_calls(e, moving[i]))
			return false;
	return true;
}

static bool
is_never(struct linting *l, const struct expr *e)
{
	struct answers *answers;
	struct expr_env env = {0};
	bool holds;

	if (e == NULL || !is_constant(e))
		return false;
	answers = answers_new(l->form, 0);
	env.answers = answers;
	env.self = FORM_NONE;
	holds = expr_true(e, &env);
	answers_free(answers);
	return !holds;
}

static void
questions_are_reached(struct linting *l)
{
	const struct form *form = l->form;
	struct place place = {l->survey.sheet->file, 0, 0, NULL};
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (is_never(l, form->question[i].relevant))
			lint_report(
				l, SEVERITY_WARNING, &form->question[i],
				COL_RELEVANT,
				"'%s' is never asked: this is never true; "
				"delete the question, or mend the condition",
				form->question[i].name);
	for (i = 0; i < form->n_groups; i++) {
		place.row = form->group[i].row;
		if (is_never(l, form->group[i].relevant))
			problems_add(l->problems, SEVERITY_WARNING, &place,
				     "nothing in group '%s' is ever asked: its "
				     "relevant is never true; delete it, or "
				     "mend the condition",
				     form->group[i].name);
	}
}

/* ----------------------------------------------- what is hardly meant so */

struct doubting {
	struct linting *l;
	struct place place;
};

static void
report_doubt(void *ctx, const char *what)
{
	const struct doubting *d = ctx;

	problems_add(d->l->problems, SEVERITY_WARNING, &d->place, "%s", what);
}

static void
question_is_doubted(struct linting *l, const struct question *q)
{
	const struct {
		const struct expr *e;
		enum survey_column column;
		bool condition;
	} binds[] = {
		{q->relevant, COL_RELEVANT, true},
		{q->constraint, COL_CONSTRAINT, true},
		{q->required, COL_REQUIRED, true},
		{q->read_only, COL_READ_ONLY, true},
		{q->choice_filter, COL_CHOICE_FILTER, true},
		{q->calculation, COL_CALCULATION, false},
		{q->default_, COL_DEFAULT, false},
	};
	struct doubting d = {.l = l};
	size_t i;

	for (i = 0; i < sizeof binds / sizeof *binds; i++) {
		if (binds[i].e == NULL)
			continue;
		d.place = view_place(&l->survey, l->row[q->index],
				     (int)binds[i].column);
		expr_doubts(binds[i].e, l->form, binds[i].condition,
			    report_doubt, &d);
	}
}

static void
expressions_mean_it(struct linting *l)
{
	const struct form *form = l->form;
	struct doubting d = {l, {l->survey.sheet->file, 0, 0, NULL}};
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (!l->made[i])
			question_is_doubted(l, &form->question[i]);
	for (i = 0; i < form->n_groups; i++) {
		d.place.row = form->group[i].row;
		if (form->group[i].relevant != NULL)
			expr_doubts(form->group[i].relevant, form, true,
				    report_doubt, &d);
	}
}

/* What was chosen would decide whether it may be chosen. */
static void
filters_look_elsewhere(struct linting *l)
{
	const struct question *q;
	const size_t *read;
	size_t i, k, n;

	for (i = 0; i < l->form->n_questions; i++) {
		q = &l->form->question[i];
		n = q->choice_filter != NULL
			? expr_questions(q->choice_filter, &read)
			: 0;
		for (k = 0; k < n; k++)
			if (read[k] == i && !l->made[i])
				lint_report(l, SEVERITY_WARNING, q,
					    COL_CHOICE_FILTER,
					    "the choices of '%s' would hang on "
					    "its own answer; refer to another "
					    "question",
					    q->name);
	}
}

/* ------------------------------------------------------------------ regexes */

/* The pattern of the regex() call that begins at s; NULL when it is not a
 * text in quotes. */
static char *
pattern_of(struct arena *arena, const char *s)
{
	const char *comma = strchr(s, ','), *quote, *end;

	if (comma == NULL)
		return NULL;
	quote = comma + 1 + strspn(comma + 1, " \t\n");
	if (*quote != '\'' && *quote != '"')
		return NULL;
	end = strchr(quote + 1, *quote);
	if (end == NULL)
		return NULL;
	return arena_copy_n(arena, quote + 1, (size_t)(end - quote - 1));
}

/* Programs differ on whether regex() matches a part: with anchors they do
 * not. */
static void
regexes_have_anchors(struct linting *l)
{
	const struct question *q;
	const char *cell, *pattern;
	size_t i;

	for (i = 0; i < l->form->n_questions; i++) {
		q = &l->form->question[i];
		if (l->made[i] || q->constraint == NULL ||
		    !expr_calls(q->constraint, "regex"))
			continue;
		cell = lint_cell(l, q, COL_CONSTRAINT);
		cell = strstr(cell, "regex");
		pattern = cell != NULL ? pattern_of(l->arena, cell) : NULL;
		if (pattern == NULL || *pattern == '\0' ||
		    (pattern[0] == '^' && pattern[strlen(pattern) - 1] == '$'))
			continue;
		lint_report(l, SEVERITY_NOTE, q, COL_CONSTRAINT,
			    "the pattern matches the whole answer here, a part "
			    "of it elsewhere; write '^...$' to be sure");
	}
}

/* ------------------------------------------------------------------ wording */

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' ||
		(unsigned char)c >= 0x80;
}

static bool
is_negative(const char *word, size_t n)
{
	static const char *const words[] = {
		"not",	   "no",      "never", "none",	 "nobody",  "nothing",
		"nowhere", "neither", "nor",   "cannot", "without", NULL,
	};
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		if (strlen(words[i]) == n &&
		    strncasecmp(words[i], word, n) == 0)
			return true;
	return n > 3 && strncasecmp(word + n - 3, "n't", 3) == 0;
}

/* The most negative words in one sentence of s. */
static size_t
negatives(const char *s)
{
	size_t n, count = 0, most = 0;

	while (*s != '\0') {
		for (n = 0; is_letter(s[n]);)
			n++;
		if (n > 0)
			count += is_negative(s, n);
		if (count > most)
			most = count;
		if (n == 0 && strchr(".?!;:\n", *s) != NULL)
			count = 0;
		s += n > 0 ? n : 1;
	}
	return most;
}

/* A choice that says no and nothing else of note. */
static bool
can_say_no(const struct linting *l, const struct question *q)
{
	const char *label;
	size_t i;

	for (i = 0; q->list != NULL && i < q->list->n; i++) {
		label = form_text(l->form, q->list->choice[i].label,
				  l->form->default_language);
		if (strcasecmp(label, "no") == 0 ||
		    strcasecmp(label, "false") == 0 ||
		    strcasecmp(label, "disagree") == 0)
			return true;
	}
	return false;
}

static bool
is_english(const struct form *form)
{
	const char *name = form->language[form->default_language];

	return name[0] == '\0' || strcmp(name, "default") == 0 ||
		strcasestr(name, "english") != NULL ||
		strcasecmp(name, "en") == 0;
}

static void
wording_is_positive(struct linting *l)
{
	const struct form *form = l->form;
	const struct question *q;
	size_t i, n;

	for (i = 0; is_english(form) && i < form->n_questions; i++) {
		q = &form->question[i];
		if (!question_is_select(q))
			continue;
		n = negatives(
			form_text(form, q->label, form->default_language));
		if (n >= 2)
			lint_report(l, SEVERITY_WARNING, q, COL_LABEL,
				    "the question says no twice; put it "
				    "positively");
		else if (n == 1 && can_say_no(l, q))
			lint_report(l, SEVERITY_WARNING, q, COL_LABEL,
				    "the question says no and so can its "
				    "answer; put it positively");
	}
}

/* ------------------------------------------------------------------- scales */

static void
scales_keep_their_order(struct linting *l)
{
	const struct question *q;
	size_t i;

	for (i = 0; i < l->form->n_questions; i++) {
		q = &l->form->question[i];
		if (q->ordered && q->randomize)
			lint_report(l, SEVERITY_WARNING, q, COL_PARAMETERS,
				    "the options run along a scale (appearance "
				    "likert) and are shuffled; take out "
				    "randomize=true, or likert where they are "
				    "in no order");
	}
}

/* --------------------------------------------------------------- all of it */

static void (*const rules[])(struct linting *) = {
	lists_are_used,		choices_have_labels,   questions_have_labels,
	texts_are_translated,	others_are_translated, questions_are_reached,
	messages_have_a_cause,	regexes_have_anchors,  expressions_mean_it,
	filters_look_elsewhere, wording_is_positive,   scales_keep_their_order,
	lint_knowledge,
};

/* Rows of questions, by their numbers in the file. */
static void
find_rows(struct linting *l)
{
	const struct form *form = l->form;
	size_t *row = arena_alloc(l->arena, form->n_questions, sizeof *row);
	size_t i, k = 0, n = l->survey.sheet->n_rows, tried;

	l->made = arena_alloc(l->arena, form->n_questions, sizeof *l->made);
	for (i = 0; i < form->n_questions; i++) {
		/* They come in the order of the sheet. */
		for (tried = 0; tried < n; tried++, k = (k + 1) % n)
			if (l->survey.sheet->row[k].row ==
			    form->question[i].row)
				break;
		row[i] = k;
		l->made[i] = i > 0 &&
			form->question[i].row == form->question[i - 1].row;
	}
	l->row = row;
}

/* The languages of columns, as the form was built with them. */
static void
find_languages(const struct form *form, struct view *v)
{
	const char *name;
	size_t i, k;

	v->plain = form->language[form->default_language];
	for (i = 0; i < v->sheet->n_columns; i++) {
		name = v->sheet->column[i].language;
		v->language[i] = form->default_language;
		for (k = 0; name != NULL && k < form->n_languages; k++)
			if (strcasecmp(form->language[k], name) == 0)
				v->language[i] = k;
	}
}

void
lint(const struct form *form, const struct book *book,
     struct problems *problems)
{
	struct linting l = {.form = form, .problems = problems};
	size_t i;

	l.arena = arena_new();
	view_init(&l.survey, l.arena, book, "survey", survey_column_names);
	view_init(&l.choices, l.arena, book, "choices", choices_column_names);
	find_languages(form, &l.survey);
	find_languages(form, &l.choices);
	find_rows(&l);
	for (i = 0; i < sizeof rules / sizeof *rules; i++)
		rules[i](&l);
	arena_free(l.arena);
	problems_sort(problems);
}
