/* Our columns, and the companions: topics and misconceptions. */
#include "questions/xlsform_build.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "questions/base/text.h"

static void report(struct build *b, const struct question *q, int column,
		   const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Always an error: a key that is read wrongly is worse than none. */
static void
report(struct build *b, const struct question *q, int column,
       const char *format, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	build_report(b, SEVERITY_ERROR, &b->survey, b->question_row[q->index],
		     column, "%s", text_get(&t));
	text_release(&t);
}

static const char *
cell_of(struct build *b, const struct question *q, enum survey_column column)
{
	return view_cell(&b->survey, b->question_row[q->index], column);
}

/* ------------------------------------------------------------ single words */

static const char *const roles[] = {
	"",	  "knowledge", "certainty", "habit", "attitude",
	"access", "view",      "segment",   "open",  NULL,
};
static const char *const bases[] = {"GENERAL", "LAW", "POLICY", NULL};
static const char *const partials[] = {"none", "all", "per-choice", NULL};
static const char *const directions[] = {
	"under-cautious",
	"over-cautious",
	"over-reach",
	NULL,
};
static const char *const missings[] = {
	"", "dontknow", "refused", "notapplicable", NULL,
};

/* Position of word in words; FORM_NONE when it is not there. */
static size_t
position(const char *const *words, const char *word)
{
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		if (words[i][0] != '\0' && strcasecmp(words[i], word) == 0)
			return i;
	return FORM_NONE;
}

/* "knowledge, certainty, ... or open". */
static const char *
list_words(struct arena *arena, const char *const *words)
{
	struct text t = TEXT_INIT;
	const char *copy;
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		if (words[i][0] != '\0')
			text_addf(&t, "%s%s",
				  t.n == 0			 ? ""
					  : words[i + 1] == NULL ? " or "
								 : ", ",
				  words[i]);
	copy = arena_copy(arena, text_get(&t));
	text_release(&t);
	return copy;
}

/* The word in the cell; `none` when it is empty or wrong. */
static size_t
take_word(struct build *b, const struct question *q, enum survey_column column,
	  const char *const *words, size_t none)
{
	const char *cell = cell_of(b, q, column);
	size_t i;

	if (cell == NULL)
		return none;
	i = position(words, cell);
	if (i != FORM_NONE)
		return i;
	report(b, q, (int)column, "'%s' is not known here; write %s", cell,
	       list_words(b->arena, words));
	return none;
}

/* ----------------------------------------------------------- choices named */

static bool
needs_choices(struct build *b, const struct question *q,
	      enum survey_column column)
{
	if (q->list != NULL)
		return true;
	report(b, q, (int)column,
	       "%s needs a question with choices; empty the cell",
	       survey_column_names[column]);
	return false;
}

/* The choice of that name; FORM_NONE, and reported, when there is none. */
static size_t
take_choice(struct build *b, const struct question *q,
	    enum survey_column column, const char *name)
{
	size_t i = choice_find(q->list, name), k;
	struct nearest n;
	const char *near;

	if (i != FORM_NONE)
		return i;
	nearest_init(&n, name);
	for (k = 0; k < q->list->n; k++)
		nearest_try(&n, q->list->choice[k].name);
	near = nearest_get(&n);
	if (near != NULL)
		report(b, q, (int)column,
		       "'%s' is not a choice of list '%s'; did you mean '%s'?",
		       name, q->list->name, near);
	else
		report(b, q, (int)column,
		       "'%s' is not a choice of list '%s'; write names from "
		       "its column name",
		       name, q->list->name);
	return FORM_NONE;
}

/* Choices named in a cell, by position in the list; NULL when it is empty. */
static const bool *
take_choices(struct build *b, const struct question *q,
	     enum survey_column column)
{
	const char *rest = cell_of(b, q, column);
	const char *name;
	bool *set;
	size_t i;

	if (rest == NULL || !needs_choices(b, q, column))
		return NULL;
	set = arena_alloc(b->arena, q->list->n, sizeof *set);
	while ((name = next_word(b->arena, &rest)) != NULL) {
		i = take_choice(b, q, column, name);
		if (i == FORM_NONE)
			continue;
		if (set[i])
			report(b, q, (int)column,
			       "'%s' stands there twice; delete one", name);
		set[i] = true;
	}
	return set;
}

/* One "choice=word" of a cell: cuts it in two. NULL at the end; a part that
 * is not such a pair is reported and passed over. */
static char *
next_pair(struct build *b, const struct question *q, enum survey_column column,
	  const char **rest, const char **word)
{
	char *pair, *equal;

	while ((pair = next_word(b->arena, rest)) != NULL) {
		equal = strchr(pair, '=');
		if (equal != NULL && equal > pair && equal[1] != '\0') {
			*equal = '\0';
			*word = equal + 1;
			return pair;
		}
		report(b, q, (int)column,
		       "'%s' is not of the form choice=word; write it so, "
		       "without blanks around the =",
		       pair);
	}
	return NULL;
}

/* -------------------------------------------------- columns of every form */

static void
take_missing(struct build *b, struct question *q)
{
	const char *rest = cell_of(b, q, COL_KQ_MISSING), *name, *word;
	enum choice_missing *missing;
	size_t choice, kind;

	if (rest == NULL || !needs_choices(b, q, COL_KQ_MISSING))
		return;
	missing = arena_alloc(b->arena, q->list->n, sizeof *missing);
	q->missing = missing;
	while ((name = next_pair(b, q, COL_KQ_MISSING, &rest, &word)) != NULL) {
		choice = take_choice(b, q, COL_KQ_MISSING, name);
		kind = position(missings, word);
		if (kind == FORM_NONE)
			report(b, q, COL_KQ_MISSING,
			       "'%s' is not known here; write %s", word,
			       list_words(b->arena, missings));
		else if (choice != FORM_NONE && missing[choice])
			report(b, q, COL_KQ_MISSING,
			       "'%s' stands there twice; delete one", name);
		else if (choice != FORM_NONE)
			missing[choice] = (enum choice_missing)kind;
	}
}

static void
take_exclusive(struct build *b, struct question *q)
{
	q->exclusive = take_choices(b, q, COL_KQ_EXCLUSIVE);
	if (q->exclusive != NULL && q->type != TYPE_SELECT_MULTIPLE)
		report(b, q, COL_KQ_EXCLUSIVE,
		       "kq_exclusive needs a select_multiple; empty the cell");
}

static void
take_max(struct build *b, struct question *q)
{
	const char *cell = cell_of(b, q, COL_KQ_MAX);
	double max;

	if (cell == NULL)
		return;
	if (q->type != TYPE_TEXT)
		report(b, q, COL_KQ_MAX,
		       "kq_max needs a text question; empty the cell");
	else if (!text_to_number(cell, &max) || max != floor(max) || max < 1 ||
		 max > FORM_MAX_TEXT)
		report(b, q, COL_KQ_MAX,
		       "'%s' is not a length; write a whole number from 1 to "
		       "%d",
		       cell, (int)FORM_MAX_TEXT);
	else
		q->max_length = (size_t)max;
}

/* --------------------------------------------------- columns with the key */

static void
take_choice_key(struct build *b, struct question *q)
{
	size_t i;

	if (q->type == TYPE_RANK) {
		report(b, q, COL_KQ_KEY,
		       "a rank cannot have a key; empty the cell");
		return;
	}
	q->key = take_choices(b, q, COL_KQ_KEY);
	for (i = 0; q->key != NULL && q->missing != NULL && i < q->list->n; i++)
		if (q->key[i] && q->missing[i] != CHOICE_ANSWERS)
			report(b, q, COL_KQ_KEY,
			       "'%s' is in kq_missing, so it cannot be right; "
			       "take it out of one of them",
			       q->list->choice[i].name);
}

/* "18..65", "18..", "..65" or "18". */
static bool
parse_range(struct arena *arena, const char *cell, double *low, double *high)
{
	const char *dots = strstr(cell, "..");
	const char *first;

	if (dots == NULL) {
		if (!text_to_number(cell, low))
			return false;
		*high = *low;
		return true;
	}
	first = arena_copy_n(arena, cell, (size_t)(dots - cell));
	*low = -INFINITY;
	*high = INFINITY;
	if (*first != '\0' && !text_to_number(first, low))
		return false;
	if (dots[2] != '\0' && !text_to_number(dots + 2, high))
		return false;
	return strlen(cell) > 2 && *low <= *high;
}

static void
take_key(struct build *b, struct question *q)
{
	const char *cell = cell_of(b, q, COL_KQ_KEY);
	double low, high;

	if (cell == NULL)
		return;
	if (question_is_select(q)) {
		take_choice_key(b, q);
	} else if (q->type != TYPE_INTEGER && q->type != TYPE_DECIMAL &&
		   q->type != TYPE_RANGE) {
		report(b, q, COL_KQ_KEY,
		       "%s cannot have a key; empty the cell, or ask with "
		       "select_one",
		       type_with_article(b, q));
	} else if (!parse_range(b->arena, cell, &low, &high)) {
		report(b, q, COL_KQ_KEY,
		       "'%s' is not a range of numbers; write one such as "
		       "18..65",
		       cell);
	} else {
		q->key_low = low;
		q->key_high = high;
	}
}

static void
take_misconceptions(struct build *b, struct question *q)
{
	const char *rest = cell_of(b, q, COL_KQ_MISCONCEPTION), *name, *code;
	struct misconception_of *of;
	size_t n = 0, i, k;

	if (rest == NULL || !needs_choices(b, q, COL_KQ_MISCONCEPTION))
		return;
	of = arena_alloc(b->arena, q->list->n, sizeof *of);
	while ((name = next_pair(b, q, COL_KQ_MISCONCEPTION, &rest, &code)) !=
	       NULL) {
		i = take_choice(b, q, COL_KQ_MISCONCEPTION, name);
		if (i == FORM_NONE)
			continue;
		for (k = 0; k < n; k++)
			if (strcmp(of[k].choice, name) == 0)
				break;
		if (k < n) {
			report(b, q, COL_KQ_MISCONCEPTION,
			       "'%s' stands there twice; delete one", name);
			continue;
		}
		if (q->key != NULL && q->key[i])
			report(b, q, COL_KQ_MISCONCEPTION,
			       "'%s' is right (kq_key), so it is no "
			       "misconception; take it out of one of them",
			       name);
		of[n].choice = name;
		of[n++].code = code;
	}
	q->misconception = of;
	q->n_misconceptions = n;
}

static void
take_for(struct build *b, struct question *q)
{
	const char *cell = cell_of(b, q, COL_KQ_FOR), *near;
	struct nearest n;
	size_t i;

	if (cell == NULL)
		return;
	q->for_question = form_find(b->form, cell);
	if (q->for_question == q->index) {
		report(b, q, COL_KQ_FOR,
		       "a question cannot be for itself; name another");
		return;
	}
	if (q->for_question != FORM_NONE)
		return;
	nearest_init(&n, cell);
	for (i = 0; i < b->form->n_questions; i++)
		nearest_try(&n, b->form->question[i].name);
	near = nearest_get(&n);
	report(b, q, COL_KQ_FOR, "there is no question '%s'%s%s%s", cell,
	       near ? "; did you mean '" : "", near ? near : "",
	       near ? "'?" : "; add it, or correct the name");
}

static void
take_points(struct build *b, struct question *q)
{
	const char *cell = cell_of(b, q, COL_KQ_POINTS);

	if (cell == NULL)
		return;
	if (!text_to_number(cell, &q->points) || q->points <= 0 ||
	    q->points > 1000) {
		report(b, q, COL_KQ_POINTS,
		       "'%s' is not a number of points; write one above 0, at "
		       "most 1000",
		       cell);
		q->points = 1;
	}
}

static void
take_risk(struct build *b, struct question *q)
{
	const char *cell = cell_of(b, q, COL_KQ_RISK);

	if (cell == NULL)
		return;
	if (cell[0] < '1' || cell[0] > '5' || cell[1] != '\0')
		report(b, q, COL_KQ_RISK,
		       "'%s' is not a risk; write a whole number from 1 to 5",
		       cell);
	else
		q->risk = cell[0] - '0';
}

/* Codes with single blanks between them. */
static const char *
take_codes(struct build *b, const struct question *q, enum survey_column column)
{
	const char *rest = cell_of(b, q, column), *word, *codes;
	struct text t = TEXT_INIT;

	if (rest == NULL)
		return NULL;
	while ((word = next_word(b->arena, &rest)) != NULL)
		text_addf(&t, "%s%s", t.n > 0 ? " " : "", word);
	codes = arena_copy(b->arena, text_get(&t));
	text_release(&t);
	return codes;
}

/* A knowledge item counts unless it says no, or its key is a rule of the
 * house that nobody has confirmed. */
static void
settle_scored(struct build *b, struct question *q)
{
	const char *cell = cell_of(b, q, COL_KQ_SCORED);
	bool has_key = q->key != NULL || !isnan(q->key_low);
	int scored = cell != NULL ? yes_no(cell) : 1;

	if (scored < 0) {
		report(b, q, COL_KQ_SCORED, "'%s'; write yes or no", cell);
		scored = 0;
	}
	q->scored = q->role == ROLE_KNOWLEDGE && has_key && scored == 1 &&
		(q->basis != BASIS_POLICY || q->confirmed != NULL);
}

static void
take_key_columns(struct build *b, struct question *q)
{
	q->topic = take_codes(b, q, COL_KQ_TOPIC);
	if (q->topic != NULL && strchr(q->topic, ' ') != NULL)
		report(b, q, COL_KQ_TOPIC,
		       "'%s' is more than one topic; write one code", q->topic);
	take_key(b, q);
	take_points(b, q);
	q->partial = (enum partial_credit)take_word(b, q, COL_KQ_PARTIAL,
						    partials, PARTIAL_NONE);
	take_misconceptions(b, q);
	take_for(b, q);
	q->risky = take_choices(b, q, COL_KQ_RISKY);
	take_risk(b, q);
	q->basis = (enum question_basis)take_word(b, q, COL_KQ_BASIS, bases,
						  BASIS_GENERAL);
	q->source = build_copy(b, cell_of(b, q, COL_KQ_SOURCE));
	q->why = build_copy(b, cell_of(b, q, COL_KQ_WHY));
	q->confirmed = build_copy(b, cell_of(b, q, COL_KQ_CONFIRMED));
	q->exposes = take_codes(b, q, COL_KQ_EXPOSES);
	settle_scored(b, q);
}

/* ---------------------------------------------------------------- segments */

static void
check_segment(struct build *b, const struct question *q, size_t *n,
	      size_t *atoms)
{
	if (q->role != ROLE_SEGMENT)
		return;
	if (q->type != TYPE_SELECT_ONE) {
		report(b, q, COL_KQ_ROLE,
		       "a segment needs a select_one; ask it so, or give "
		       "another role");
		return;
	}
	if (++*n > FORM_MAX_SEGMENTS)
		report(b, q, COL_KQ_ROLE,
		       "this is segment question %zu, and more than %d would "
		       "make people known; give it another role, or delete it",
		       *n, (int)FORM_MAX_SEGMENTS);
	/* One more for those who did not answer it. */
	if (*atoms <= FORM_MAX_ATOMS) {
		*atoms *= q->list->n + 1;
		if (*atoms > FORM_MAX_ATOMS)
			report(b, q, COL_KQ_ROLE,
			       "the segment questions so far make %zu groups "
			       "when crossed, and %d are the most; use fewer "
			       "choices",
			       *atoms, (int)FORM_MAX_ATOMS);
	}
}

/* -------------------------------------------------------------- companions */

enum topics_column {
	TOPIC_CODE,
	TOPIC_NAME,
	TOPIC_PLAIN_NAME,
	TOPIC_RISK,
	TOPIC_CUT1,
	TOPIC_CUT2,
	TOPICS_COLUMNS
};
static const char *const topics_columns[] = {
	"topic", "name", "plain_name", "risk", "cut1", "cut2", NULL,
};

enum misconceptions_column { MIS_CODE, MIS_LABEL, MIS_DIRECTION };
static const char *const misconceptions_columns[] = {
	"code",
	"label",
	"direction",
	NULL,
};

static double
take_companion_number(struct build *b, const struct view *v, size_t row,
		      size_t column, double low, double high)
{
	const char *cell = view_cell(v, row, column);
	double x;

	if (cell == NULL)
		return NAN;
	if (text_to_number(cell, &x) && x >= low && x <= high)
		return x;
	build_report(b, SEVERITY_ERROR, v, row, (int)column,
		     "'%s' is not a number from %g to %g; correct it", cell,
		     low, high);
	return NAN;
}

/* The code of a row; NULL, and reported, when it is missing or there twice. */
static const char *
take_code(struct build *b, const struct view *v, size_t row, struct names *seen)
{
	const char *code = view_cell(v, row, 0);
	size_t first;

	if (code == NULL) {
		build_report(b, SEVERITY_ERROR, v, row, 0,
			     "no code in column '%s'; write a short one",
			     v->names[0]);
		return NULL;
	}
	first = names_find(seen, code);
	if (first != FORM_NONE)
		build_report(b, SEVERITY_ERROR, v, row, 0,
			     "'%s' is there already (row %zu); delete one of "
			     "them",
			     code, v->sheet->row[first].row);
	else if (strpbrk(code, " \t\n=") != NULL)
		build_report(b, SEVERITY_ERROR, v, row, 0,
			     "code '%s' holds a blank or =; write one short "
			     "word",
			     code);
	else
		names_put(seen, code, row);
	return build_copy(b, code);
}

static void
view_companion(struct build *b, struct view *v, const char *sheet,
	       const char *const *names)
{
	struct place place;

	view_init(v, b->arena, b->book, sheet, names);
	view_report_unused(v, b->problems);
	if (v->sheet->n_rows == 0 || v->last[0] != FORM_NONE)
		return;
	place = (struct place){v->sheet->file, v->sheet->row[0].row, 0, NULL};
	problems_add(b->problems, SEVERITY_ERROR, &place,
		     "there is no column '%s'; add it to the header", names[0]);
}

static void
take_topics(struct build *b)
{
	struct form *form = b->form;
	struct names *seen = names_new();
	struct topic *t;
	struct view v;
	size_t row;

	view_companion(b, &v, "topics", topics_columns);
	form->topic =
		arena_alloc(b->arena, v.sheet->n_rows, sizeof *form->topic);
	for (row = 0; v.last[0] != FORM_NONE && row < v.sheet->n_rows; row++) {
		t = &form->topic[form->n_topics];
		t->code = take_code(b, &v, row, seen);
		if (t->code == NULL)
			continue;
		form->n_topics++;
		t->name = build_copy(b, view_cell(&v, row, TOPIC_NAME));
		t->plain_name =
			build_copy(b, view_cell(&v, row, TOPIC_PLAIN_NAME));
		t->risk = take_companion_number(b, &v, row, TOPIC_RISK, 1, 5);
		t->cut1 = take_companion_number(b, &v, row, TOPIC_CUT1, 0, 1);
		t->cut2 = take_companion_number(b, &v, row, TOPIC_CUT2, 0, 1);
		if (t->cut1 > t->cut2)
			build_report(b, SEVERITY_ERROR, &v, row, TOPIC_CUT1,
				     "cut1 is above cut2; exchange them");
		/* A topic without a name is called by its code. */
		if (t->name == NULL)
			t->name = t->code;
		if (t->plain_name == NULL)
			t->plain_name = t->name;
	}
	names_free(seen);
}

static enum direction
take_direction(struct build *b, const struct view *v, size_t row)
{
	const char *cell = view_cell(v, row, MIS_DIRECTION);
	size_t i = cell != NULL ? position(directions, cell) : FORM_NONE;

	if (i != FORM_NONE)
		return (enum direction)i;
	build_report(b, SEVERITY_ERROR, v, row, MIS_DIRECTION,
		     "%s%s%s; write %s", cell ? "'" : "",
		     cell ? cell : "no direction",
		     cell ? "' is not a direction" : "",
		     list_words(b->arena, directions));
	return UNDER_CAUTIOUS;
}

static void
take_misconception_codes(struct build *b)
{
	struct form *form = b->form;
	struct names *seen = names_new();
	struct misconception *m;
	struct view v;
	size_t row;

	view_companion(b, &v, "misconceptions", misconceptions_columns);
	form->misconception = arena_alloc(b->arena, v.sheet->n_rows,
					  sizeof *form->misconception);
	for (row = 0; v.last[0] != FORM_NONE && row < v.sheet->n_rows; row++) {
		m = &form->misconception[form->n_misconceptions];
		m->code = take_code(b, &v, row, seen);
		if (m->code == NULL)
			continue;
		form->n_misconceptions++;
		m->label = build_copy(b, view_cell(&v, row, MIS_LABEL));
		if (m->label == NULL) {
			build_report(b, SEVERITY_ERROR, &v, row, MIS_LABEL,
				     "'%s' has no label; write the idea in one "
				     "sentence",
				     m->code);
			m->label = m->code;
		}
		m->direction = take_direction(b, &v, row);
	}
	names_free(seen);
}

/* --------------------------------------------------------------- all of it */

/* Does the book hold what staff machines never get? */
static bool
book_has_key(const struct build *b)
{
	static const enum survey_column kept[] = {
		COL_KQ_ROLE, COL_KQ_MAX,       COL_KQ_MISSING,
		COL_KQ_PIN,  COL_KQ_EXCLUSIVE,
	};
	size_t i, k;

	for (i = COL_KQ_ROLE; i < SURVEY_COLUMNS; i++) {
		for (k = 0; k < sizeof kept / sizeof *kept; k++)
			if (kept[k] == i)
				break;
		if (k == sizeof kept / sizeof *kept &&
		    b->survey.last[i] != FORM_NONE)
			return true;
	}
	return false;
}

void
build_kq(struct build *b)
{
	struct form *form = b->form;
	size_t i, segments = 0, atoms = 1;
	struct question *q;

	form->has_key = book_has_key(b);
	for (i = 0; i < form->n_questions; i++) {
		q = &form->question[i];
		q->key_low = q->key_high = NAN;
		q->points = 1;
		if (b->question_broken[i] || b->question_made[i])
			continue;
		q->role = (enum question_role)take_word(b, q, COL_KQ_ROLE,
							roles, ROLE_NONE);
		q->pinned = take_choices(b, q, COL_KQ_PIN);
		take_exclusive(b, q);
		take_missing(b, q);
		take_max(b, q);
		if (form->has_key)
			take_key_columns(b, q);
		check_segment(b, q, &segments, &atoms);
	}
	if (!form->has_key)
		return;
	take_topics(b);
	take_misconception_codes(b);
}
