/*
 * The inside of xlsform: what its parts share while a form is built.
 *
 * The order: settings and languages (xlsform.c), choices (xlsform_choices.c),
 * the rows of the survey (xlsform_survey.c, with types, parameters and
 * appearances), then what needs all questions to be there: expressions,
 * references, circles (xlsform_logic.c) and the kq_ columns (xlsform_kq.c).
 * A broken row still becomes a question, so that what refers to it is not
 * reported too; the form is thrown away at the end.
 */
#ifndef QUESTIONS_XLSFORM_BUILD_H
#define QUESTIONS_XLSFORM_BUILD_H

#include "questions/base/error.h"
#include "questions/base/nearest.h"
#include "questions/book.h"
#include "questions/form.h"

/* ---- sheets whose columns are looked up ---- */

enum survey_column {
	COL_TYPE,
	COL_NAME,
	COL_LABEL,
	COL_HINT,
	COL_GUIDANCE_HINT,
	COL_REQUIRED,
	COL_REQUIRED_MESSAGE,
	COL_RELEVANT,
	COL_CONSTRAINT,
	COL_CONSTRAINT_MESSAGE,
	COL_CALCULATION,
	COL_DEFAULT,
	COL_READ_ONLY,
	COL_APPEARANCE,
	COL_PARAMETERS,
	COL_CHOICE_FILTER,
	COL_REPEAT_COUNT,
	COL_TRIGGER,
	COL_DISABLED,
	COL_KQ_ROLE,
	COL_KQ_TOPIC,
	COL_KQ_KEY,
	COL_KQ_POINTS,
	COL_KQ_PARTIAL,
	COL_KQ_MISCONCEPTION,
	COL_KQ_FOR,
	COL_KQ_RISKY,
	COL_KQ_RISK,
	COL_KQ_BASIS,
	COL_KQ_SOURCE,
	COL_KQ_WHY,
	COL_KQ_CONFIRMED,
	COL_KQ_EXPOSES,
	COL_KQ_SCORED,
	COL_KQ_MAX,
	COL_KQ_MISSING,
	COL_KQ_PIN,
	COL_KQ_EXCLUSIVE,
	SURVEY_COLUMNS
};

enum choices_column {
	COL_LIST_NAME,
	COL_CHOICE_NAME,
	COL_CHOICE_LABEL,
	CHOICES_COLUMNS
};

/* Those that people read, ended by SURVEY_COLUMNS. */
extern const enum survey_column survey_text_columns[];

/* Their names, ended by NULL. */
extern const char *const survey_column_names[];
extern const char *const choices_column_names[];

/* A sheet seen through a table of column names: rows count from 0, wanted
 * columns by their place in the table. */
struct view {
	const struct book_sheet *sheet; /* never NULL; may be empty */
	const char *const *names;
	/* by wanted: the last column of that name, or FORM_NONE */
	size_t *last;
	size_t *before;	   /* by column: the one before of that name */
	size_t *wanted;	   /* by column: the reverse, or FORM_NONE */
	size_t *language;  /* by column: index in the form */
	const char *plain; /* the language of columns that name none */
};

void view_init(struct view *v, struct arena *arena, const struct book *book,
	       const char *sheet, const char *const *names);

/* The cell, of the last column that has one, those of other languages coming
 * last; NULL when empty. */
const char *view_cell(const struct view *v, size_t row, size_t wanted);
/* The column it stands in; else where it should; else FORM_NONE. */
size_t view_column(const struct view *v, size_t row, size_t wanted);
/* By language, copied into the arena; NULL when all are empty. */
const char *const *view_texts(const struct view *v, size_t row, size_t wanted,
			      struct arena *arena, size_t n_languages);

/* Wherever it is on the row. */
enum { NO_COLUMN = -1 };
struct place view_place(const struct view *v, size_t row, int wanted);
struct place view_place_at(const struct view *v, size_t row, size_t column);

/* Notes each column with cells whose name is not in the table; kq_ names are
 * errors. */
void view_report_unused(const struct view *v, struct problems *problems);

/* ---- names to numbers ---- */

struct names;

struct names *names_new(void);
void names_free(struct names *n);
/* The number put for the key; FORM_NONE when there is none. */
size_t names_find(const struct names *n, const char *key);
/* The key is borrowed. */
void names_put(struct names *n, const char *key, size_t number);

/* ---- a cell of the column type ---- */

enum row_kind {
	ROW_QUESTION,
	ROW_BEGIN_GROUP,
	ROW_END_GROUP,
	ROW_BEGIN_REFUSED, /* a repeat or loop; nests as groups do */
	ROW_END_REFUSED,
	ROW_SETTING, /* form_title or form_id among the questions */
	ROW_REFUSED,
	ROW_UNKNOWN
};

struct row_type {
	enum row_kind kind;
	enum question_type type;
	const char *list; /* selects; NULL when it is missing */
	bool or_other;
	const char *setting; /* "form_title" or "form_id" */
	const char *instead; /* refused: why, and what to do */
	const char *near;    /* unknown: did you mean; or NULL */
};

void row_type_parse(const char *cell, struct arena *arena,
		    struct row_type *type);

/* ---- the form being built ---- */

struct build {
	const struct book *book;
	struct problems *problems;
	struct arena *arena; /* the form's */
	struct form *form;
	struct view survey, choices, settings;

	size_t *with_other; /* by list: its copy with "other" */
	struct names *lists;

	size_t *question_row;  /* by question: row of the view */
	bool *question_broken; /* already reported; spare the rest */
	bool *question_made;   /* by or_other; has no cells */
	const char **seed;     /* by question; NULL: none */
	size_t *group_row;
	struct names *names; /* of questions, in lower case */
	/* By question: others are called so in other groups. */
	bool *ambiguous;
};

void build_report(struct build *b, enum severity severity, const struct view *v,
		  size_t row, int wanted, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* A copy in the form's arena; NULL gives NULL. */
const char *build_copy(struct build *b, const char *s);

/* Is it a column of the settings sheet that a form is made of? */
bool setting_is_used(const char *name);

/* 1 yes, 0 no, -1 neither. */
int yes_no(const char *s);
/* "a text", "an integer". Of the arena. */
const char *type_with_article(struct build *b, const struct question *q);

/* The next word of s, and what stands behind it; NULL at the end. A copy. */
char *next_word(struct arena *arena, const char **s);

void build_choices(struct build *b);
/* The list's copy with the choice "other". */
const struct choice_list *list_with_other(struct build *b,
					  const struct choice_list *list);
const struct choice_list *find_list(struct build *b, const char *name);

void build_survey(struct build *b);
void build_parameters(struct build *b, struct question *q);
/* A look that other programs give a question, and that changes nothing here. */
bool appearance_is_harmless(const char *word);
void build_appearance(struct build *b, struct question *q);
void build_logic(struct build *b);
void build_kq(struct build *b);

#endif
