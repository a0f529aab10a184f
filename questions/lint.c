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
		  size_t wanted)
{
	const struct form *form = l->form;
	const char *const *text =
		view_texts(v, row, wanted, l->arena, form->n_languages);
	struct place place;
	size_t i;

	for (i = 0; text != NULL && i < form->n_languages; i++) {
		if (text[i] != NULL)
			continue;
		place = place_in(v, row, wanted, i);
		problems_add(l->problems, SEVERITY_WARNING, &place,
			     "no %s in '%s'; translate it", v->names[wanted],
			     form->language[i]);
	}
}

/* Of a disabled row nobody reads anything. */
static bool
is_disabled(const struct linting *l, size_t row)
{
	const char *cell = view_cell(&l->survey, row, COL_DISABLED);

	return cell != NULL && yes_no(cell) == 1;
}

static void
texts_are_translated(struct linting *l)
{
	static const enum survey_column texts[] = {
		COL_LABEL,
		COL_HINT,
		COL_GUIDANCE_HINT,
		COL_CONSTRAINT_MESSAGE,
		COL_REQUIRED_MESSAGE,
	};
	size_t i, k;

	if (l->form->n_languages < 2)
		return;
	for (i = 0; i < l->survey.sheet->n_rows; i++)
		for (k = 0; k < sizeof texts / sizeof *texts; k++)
			if (!is_disabled(l, i))
				row_is_translated(l, &l->survey, i, texts[k]);
	for (i = 0; i < l->choices.sheet->n_rows; i++)
		row_is_translated(l, &l->choices, i, COL_CHOICE_LABEL);
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

/* Behind blanks, and one of the signs that compare with a text. */
static const char *
behind_comparison(const char *s)
{
	s += strspn(s, " \t\n");
	if (s[0] == '!' && s[1] == '=')
		s++;
	if (*s != '=' && *s != ',')
		return NULL;
	s++;
	return s + strspn(s, " \t\n");
}

/* ${q} = 'x' and selected(${q}, 'x'), where q has no choice x. */
static void
check_compared(struct linting *l, const struct place *place, const char *source)
{
	const struct question *q;
	const char *name, *end, *text;
	size_t found, n;

	for (; (source = strstr(source, "${")) != NULL; source = end) {
		name = source + 2;
		end = strchr(name, '}');
		if (end == NULL)
			return;
		found = form_find_n(l->form, name, (size_t)(end - name));
		text = behind_comparison(end + 1);
		if (found == FORM_NONE || text == NULL ||
		    (*text != '\'' && *text != '"'))
			continue;
		q = &l->form->question[found];
		n = strcspn(text + 1, *text == '\'' ? "'" : "\"");
		if (n == 0 || q->list == NULL || q->type == TYPE_RANK)
			continue;
		text = arena_copy_n(l->arena, text + 1, n);
		if (choice_find(q->list, text) == FORM_NONE &&
		    strchr(text, ' ') == NULL)
			problems_add(l->problems, SEVERITY_WARNING, place,
				     "'%s' is not a choice of '%s', so nobody "
				     "can have chosen it; correct the name",
				     text, q->name);
	}
}

static void
conditions_name_choices(struct linting *l)
{
	static const enum survey_column columns[] = {
		COL_RELEVANT,  COL_CONSTRAINT,	  COL_CALCULATION, COL_REQUIRED,
		COL_READ_ONLY, COL_CHOICE_FILTER, COL_DEFAULT,
	};
	struct place place;
	const char *cell;
	size_t row, i;

	for (row = 0; row < l->survey.sheet->n_rows; row++)
		for (i = 0; i < sizeof columns / sizeof *columns; i++) {
			cell = view_cell(&l->survey, row, columns[i]);
			if (cell == NULL || is_disabled(l, row))
				continue;
			place = view_place(&l->survey, row, (int)columns[i]);
			check_compared(l, &place, cell);
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

/* --------------------------------------------------------------- all of it */

static void (*const rules[])(struct linting *) = {
	lists_are_used,	       choices_have_labels,   questions_have_labels,
	texts_are_translated,  others_are_translated, questions_are_reached,
	messages_have_a_cause, regexes_have_anchors,  conditions_name_choices,
	wording_is_positive,   lint_knowledge,
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
