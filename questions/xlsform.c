#include "questions/xlsform.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "questions/base/text.h"
#include "questions/xlsform_build.h"

/* ---------------------------------------------------------- small services */

void
build_report(struct build *b, enum severity severity, const struct view *v,
	     size_t row, int wanted, const char *format, ...)
{
	struct place place = view_place(v, row, wanted);
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	problems_add(b->problems, severity, &place, "%s", text_get(&t));
	text_release(&t);
}

const char *
build_copy(struct build *b, const char *s)
{
	return s != NULL ? arena_copy(b->arena, s) : NULL;
}

int
yes_no(const char *s)
{
	if (strcasecmp(s, "yes") == 0 || strcasecmp(s, "true") == 0 ||
	    strcmp(s, "true()") == 0)
		return 1;
	if (strcasecmp(s, "no") == 0 || strcasecmp(s, "false") == 0 ||
	    strcmp(s, "false()") == 0)
		return 0;
	return -1;
}

const char *
type_with_article(struct build *b, const struct question *q)
{
	const char *name = question_type_name(q->type);

	return arena_printf(b->arena, "%s %s",
			    strchr("aeiou", name[0]) != NULL ? "an" : "a",
			    name);
}

char *
next_word(struct arena *arena, const char **s)
{
	static const char blanks[] = " \t\n\v\f\r";
	const char *start = *s + strspn(*s, blanks);
	size_t n = strcspn(start, blanks);

	*s = start + n;
	return n > 0 ? arena_copy_n(arena, start, n) : NULL;
}

/* ---------------------------------------------------------------- settings */

/* Settings that we use, and where; those with no place are used while the
 * form is built, or are other programs' and harmless. */
enum { NOWHERE = -1 };

static const struct {
	const char *name;
	long offset;
} settings[] = {
	{"form_title", offsetof(struct form_settings, title)},
	{"form_id", offsetof(struct form_settings, id)},
	{"version", offsetof(struct form_settings, version)},
	{"kq_organisation", offsetof(struct form_settings, organisation)},
	{"kq_contact", offsetof(struct form_settings, contact)},
	{"kq_dpo", offsetof(struct form_settings, dpo)},
	{"kq_agreed_with", offsetof(struct form_settings, agreed_with)},
	{"kq_purpose", offsetof(struct form_settings, purpose)},
	{"kq_lawful_basis", offsetof(struct form_settings, lawful_basis)},
	{"kq_kept_until", offsetof(struct form_settings, kept_until)},
	{"kq_results_on", offsetof(struct form_settings, results_on)},
	{"kq_notice", offsetof(struct form_settings, notice)},
	{"default_language", NOWHERE},
	{"allow_choice_duplicates", NOWHERE},
	{"clean_text_values", NOWHERE},
};

enum { SETTINGS = sizeof settings / sizeof *settings };

bool
setting_is_used(const char *name)
{
	size_t i;

	for (i = 0; i < SETTINGS; i++)
		if (strcmp(settings[i].name, name) == 0)
			return true;
	return false;
}

static void
take_settings(struct build *b)
{
	const struct view *v = &b->settings;
	const char *value;
	size_t i;

	view_report_unused(v, b->problems);
	if (v->sheet->n_rows == 0)
		return;
	for (i = 0; i < SETTINGS; i++) {
		if (settings[i].offset == NOWHERE)
			continue;
		value = build_copy(b, view_cell(v, 0, i));
		memcpy((char *)&b->form->settings + settings[i].offset, &value,
		       sizeof(value));
	}
	if (v->sheet->n_rows > 1)
		build_report(b, SEVERITY_WARNING, v, 1, NO_COLUMN,
			     "only the first row of settings is used; delete "
			     "this one");
}

static void
view_settings(struct build *b)
{
	const char **names = arena_alloc(b->arena, SETTINGS + 1, sizeof *names);
	size_t i;

	for (i = 0; i < SETTINGS; i++)
		names[i] = settings[i].name;
	view_init(&b->settings, b->arena, b->book, "settings",
		  (const char *const *)names);
}

static size_t
find_language(const struct form *form, const char *name)
{
	size_t i;

	for (i = 0; i < form->n_languages; i++)
		if (strcasecmp(form->language[i], name) == 0)
			return i;
	return FORM_NONE;
}

/* After the survey, which may hold form_title, too. */
static void
translate_settings(struct build *b)
{
	const struct view *v = &b->settings;
	struct form_settings *all =
		arena_alloc(b->arena, b->form->n_languages, sizeof *all);
	size_t i, language, wanted;
	const char *cell;

	for (i = 0; i < b->form->n_languages; i++)
		all[i] = b->form->settings;
	b->form->translated = all;
	for (i = 0; v->sheet->n_rows > 0 && i < v->sheet->n_columns; i++) {
		cell = build_copy(b, v->sheet->row[0].cell[i]);
		wanted = v->wanted[i];
		if (cell == NULL || wanted == FORM_NONE ||
		    settings[wanted].offset == NOWHERE ||
		    v->sheet->column[i].language == NULL)
			continue;
		language = find_language(b->form, v->sheet->column[i].language);
		if (language != FORM_NONE &&
		    language != b->form->default_language)
			memcpy((char *)&all[language] + settings[wanted].offset,
			       &cell, sizeof(cell));
	}
}

static const char *
default_language(const struct build *b)
{
	size_t i;

	for (i = 0; b->settings.sheet->n_rows > 0 && i < SETTINGS; i++)
		if (strcmp(settings[i].name, "default_language") == 0)
			return view_cell(&b->settings, 0, i);
	return NULL;
}

/* --------------------------------------------------------------- languages */

/* Columns whose texts people see. */
static bool
is_translated(const struct view *v, size_t column)
{
	static const char *const names[] = {
		"label",
		"hint",
		"guidance_hint",
		"constraint_message",
		"required_message",
		NULL,
	};
	size_t i;

	for (i = 0; names[i] != NULL; i++)
		if (strcmp(v->sheet->column[column].name, names[i]) == 0)
			return v->wanted[column] != FORM_NONE;
	return false;
}

static size_t
add_language(struct build *b, const char *name)
{
	size_t i = find_language(b->form, name);

	if (i != FORM_NONE)
		return i;
	b->form->language[b->form->n_languages] = build_copy(b, name);
	return b->form->n_languages++;
}

/* The first language that a column of the sheet names. */
static const char *
first_language(const struct view *v)
{
	size_t i;

	for (i = 0; i < v->sheet->n_columns; i++)
		if (is_translated(v, i) && v->sheet->column[i].language != NULL)
			return v->sheet->column[i].language;
	return NULL;
}

static bool
has_plain_label(const struct view *v)
{
	size_t i;

	for (i = v->last[COL_LABEL]; i != FORM_NONE; i = v->before[i])
		if (v->sheet->column[i].language == NULL)
			return true;
	return false;
}

/* What columns without a language are in: what the settings say; else the
 * first there is where all labels name theirs; else what pyxform calls it
 * beside others, and nothing where there are no others. */
static const char *
plain_language(const struct build *b)
{
	const char *name = default_language(b);

	if (name != NULL)
		return name;
	name = first_language(&b->survey);
	if (name != NULL && !has_plain_label(&b->survey))
		return name;
	return name != NULL || first_language(&b->choices) != NULL ? "default"
								   : "";
}

static void
take_languages(struct build *b, struct view *v)
{
	const struct book_column *c;
	struct place place;
	size_t i;

	for (i = 0; i < v->sheet->n_columns; i++) {
		c = &v->sheet->column[i];
		if (!is_translated(v, i) || c->language == NULL)
			continue;
		if (find_language(b->form, c->language) == FORM_NONE &&
		    b->form->n_languages == FORM_MAX_LANGUAGES) {
			place = (struct place){v->sheet->file,
					       v->sheet->n_rows > 0
						       ? v->sheet->row[0].row
						       : 1,
					       c->column, c->header};
			problems_add(b->problems, SEVERITY_ERROR, &place,
				     "more than %d languages; delete some",
				     (int)FORM_MAX_LANGUAGES);
			return;
		}
		v->language[i] = add_language(b, c->language);
	}
}

/* Columns of one name and one language that are headed differently: one
 * without a language, or in other capitals. */
static void
note_doubles(struct build *b, const struct view *v, size_t column)
{
	const struct book_column *c = &v->sheet->column[column], *other;
	char letters[8];
	struct place place;
	size_t i;

	for (i = 0; i < column; i++) {
		other = &v->sheet->column[i];
		if (v->wanted[i] != v->wanted[column] ||
		    v->language[i] != v->language[column] ||
		    (other->language == NULL && c->language == NULL) ||
		    (other->language != NULL && c->language != NULL &&
		     strcmp(other->language, c->language) == 0))
			continue;
		column_letters(other->column, letters);
		place = (struct place){v->sheet->file, v->sheet->row[0].row,
				       c->column, c->header};
		problems_add(b->problems, SEVERITY_NOTE, &place,
			     "'%s' and '%s' in column %s are both in '%s'; "
			     "where a row has both, this one counts",
			     c->header, other->header, letters,
			     b->form->language[v->language[column]]);
		return;
	}
}

static void
note_all_doubles(struct build *b, const struct view *v)
{
	size_t i;

	for (i = 0; v->sheet->n_rows > 0 && i < v->sheet->n_columns; i++)
		if (is_translated(v, i))
			note_doubles(b, v, i);
}

/* The default language comes first. */
static void
build_languages(struct build *b)
{
	b->form->language = arena_alloc(b->arena, FORM_MAX_LANGUAGES,
					sizeof *b->form->language);
	add_language(b, plain_language(b));
	b->survey.plain = b->choices.plain = b->settings.plain =
		b->form->language[0];
	take_languages(b, &b->survey);
	take_languages(b, &b->choices);
	note_all_doubles(b, &b->survey);
	note_all_doubles(b, &b->choices);
}

/* --------------------------------------------------------------- the whole */

static int
by_name(const void *a, const void *b, void *ctx)
{
	const struct form *form = ctx;

	return strcmp(form->question[*(const size_t *)a].name,
		      form->question[*(const size_t *)b].name);
}

static void
sort_names(struct build *b)
{
	size_t *index =
		arena_alloc(b->arena, b->form->n_questions, sizeof *index);
	size_t i;

	for (i = 0; i < b->form->n_questions; i++)
		index[i] = i;
	if (b->form->n_questions > 1)
		qsort_r(index, b->form->n_questions, sizeof *index, by_name,
			b->form);
	b->form->by_name = index;
}

static void
build_form(struct build *b)
{
	view_init(&b->survey, b->arena, b->book, "survey", survey_column_names);
	view_init(&b->choices, b->arena, b->book, "choices",
		  choices_column_names);
	view_settings(b);
	view_report_unused(&b->survey, b->problems);
	build_languages(b);
	take_settings(b);
	build_choices(b);
	build_survey(b);
	translate_settings(b);
	sort_names(b);
	if (b->form->n_questions > FORM_MAX_QUESTIONS)
		return;
	build_logic(b);
	build_kq(b);
}

struct form *
xlsform_build(const struct book *book, struct problems *problems)
{
	struct arena *arena;
	struct build b = {.book = book, .problems = problems};

	if (book->broken_off) {
		problems_sort(problems);
		return NULL;
	}
	b.arena = arena = arena_new();
	b.form = arena_alloc(arena, 1, sizeof *b.form);
	b.form->arena = arena;
	b.form->file = arena_copy(arena, book->file);
	build_form(&b);
	names_free(b.names);
	names_free(b.lists);
	problems_sort(problems);
	if (problems->errors == 0)
		return b.form;
	form_free(b.form);
	return NULL;
}

struct form *
xlsform_load(const char *path, struct book **book, struct problems *problems,
	     struct error *err)
{
	struct book *read = book_load(path, problems, err);
	struct form *form = NULL;

	if (read != NULL)
		form = xlsform_build(read, problems);
	if (book != NULL)
		*book = read;
	else
		book_free(read);
	return form;
}
