#include "questions/form.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "questions/base/nearest.h"
#include "questions/expr.h"

const char *
form_text(const struct form *form, const char *const *by_language,
	  size_t language)
{
	size_t i;

	if (by_language == NULL)
		return "";
	if (by_language[language] != NULL)
		return by_language[language];
	if (by_language[form->default_language] != NULL)
		return by_language[form->default_language];
	for (i = 0; i < form->n_languages; i++)
		if (by_language[i] != NULL)
			return by_language[i];
	return "";
}

/* Is `wanted` the name or the code of the language "Cymraeg (cy)"? */
static bool
is_part_of(const char *language, const char *wanted)
{
	const char *code = strrchr(language, '(');
	size_t n = strlen(wanted);

	if (code == NULL || n == 0)
		return false;
	if (strncasecmp(code + 1, wanted, n) == 0 && code[1 + n] == ')')
		return true;
	return strncasecmp(language, wanted, n) == 0 &&
		language + n + strspn(language + n, " ") == code;
}

size_t
form_find_language(const struct form *form, const char *wanted)
{
	size_t i;

	for (i = 0; i < form->n_languages; i++)
		if (strcasecmp(form->language[i], wanted) == 0)
			return i;
	for (i = 0; i < form->n_languages; i++)
		if (is_part_of(form->language[i], wanted))
			return i;
	return FORM_NONE;
}

const struct form_settings *
form_settings_in(const struct form *form, size_t language)
{
	return form->translated != NULL ? &form->translated[language]
					: &form->settings;
}

/* As strcmp of name and the n bytes at s. */
static int
compare_n(const char *name, const char *s, size_t n)
{
	int order = strncmp(name, s, n);

	return order != 0 ? order : name[n] != '\0';
}

static size_t
find_unsorted(const struct form *form, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (compare_n(form->question[i].name, name, n) == 0)
			return i;
	return FORM_NONE;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t
find_exactly(const struct form *form, const char *name, size_t n)
{
	size_t low = 0, high = form->n_questions, middle, index;
	int order;

	if (form->by_name == NULL)
		return find_unsorted(form, name, n);
	while (low < high) {
		middle = low + (high - low) / 2;
		index = form->by_name[middle];
		order = compare_n(form->question[index].name, name, n);
		if (order == 0)
			return index;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return FORM_NONE;
}

size_t
form_find_n(const struct form *form, const char *name, size_t n)
{
	for (; n > 0 && is_blank(*name); n--)
		name++;
	while (n > 0 && is_blank(name[n - 1]))
		n--;
	return find_exactly(form, name, n);
}

size_t
form_find(const struct form *form, const char *name)
{
	return find_exactly(form, name, strlen(name));
}

const char *
form_nearest(const struct form *form, const char *name)
{
	struct nearest nearest;
	size_t i;

	nearest_init(&nearest, name);
	for (i = 0; i < form->n_questions; i++)
		nearest_try(&nearest, form->question[i].name);
	return nearest_get(&nearest);
}

size_t
form_find_topic(const struct form *form, const char *code)
{
	size_t i;

	for (i = 0; i < form->n_topics; i++)
		if (strcmp(form->topic[i].code, code) == 0)
			return i;
	return FORM_NONE;
}

size_t
form_find_misconception(const struct form *form, const char *code)
{
	size_t i;

	for (i = 0; i < form->n_misconceptions; i++)
		if (strcmp(form->misconception[i].code, code) == 0)
			return i;
	return FORM_NONE;
}

struct hanging {
	const struct form *form;
	bool *looked; /* by question: one that is calculated */
};

static bool comes_by_answers(struct hanging *h, size_t question);

static bool
reads_answers(struct hanging *h, const struct expr *e)
{
	const size_t *read;
	size_t i, n = e != NULL ? expr_questions(e, &read) : 0;

	for (i = 0; i < n; i++) {
		const struct question *q = &h->form->question[read[i]];

		if (question_is_asked(q))
			return true;
		if (h->looked[read[i]])
			continue;
		h->looked[read[i]] = true;
		if (reads_answers(h, q->calculation) ||
		    comes_by_answers(h, read[i]))
			return true;
	}
	return false;
}

static bool
comes_by_answers(struct hanging *h, size_t question)
{
	const struct question *q = &h->form->question[question];
	size_t g;

	for (g = q->group; g != FORM_NONE; g = h->form->group[g].parent)
		if (reads_answers(h, h->form->group[g].relevant))
			return true;
	return reads_answers(h, q->relevant);
}

bool
form_hangs_on_answers(const struct form *form, size_t question)
{
	struct hanging h = {form, mem_new(form->n_questions, sizeof(bool))};
	bool hangs = comes_by_answers(&h, question);

	free(h.looked);
	return hangs;
}

size_t
choice_find(const struct choice_list *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->choice[i].name, name) == 0)
			return i;
	return FORM_NONE;
}

bool
form_asks_for(const struct form *form, enum question_type type)
{
	for (size_t i = 0; i < form->n_questions; i++)
		if (form->question[i].type == type)
			return true;
	return false;
}

bool
question_is_asked(const struct question *q)
{
	return q->type != TYPE_CALCULATE && q->type != TYPE_HIDDEN;
}

bool
question_takes_answer(const struct question *q)
{
	return question_is_asked(q) && q->type != TYPE_NOTE;
}

bool
question_is_select(const struct question *q)
{
	return q->type == TYPE_SELECT_ONE || q->type == TYPE_SELECT_MULTIPLE ||
		q->type == TYPE_RANK;
}

const char *
question_misconception(const struct question *q, const char *choice)
{
	for (size_t i = 0; i < q->n_misconceptions; i++)
		if (strcmp(q->misconception[i].choice, choice) == 0)
			return q->misconception[i].code;
	return NULL;
}

const char *
question_type_name(enum question_type type)
{
	static const char *const name[] = {
		[TYPE_SELECT_ONE] = "select_one",
		[TYPE_SELECT_MULTIPLE] = "select_multiple",
		[TYPE_RANK] = "rank",
		[TYPE_INTEGER] = "integer",
		[TYPE_DECIMAL] = "decimal",
		[TYPE_RANGE] = "range",
		[TYPE_TEXT] = "text",
		[TYPE_DATE] = "date",
		[TYPE_NOTE] = "note",
		[TYPE_ACKNOWLEDGE] = "acknowledge",
		[TYPE_CALCULATE] = "calculate",
		[TYPE_HIDDEN] = "hidden",
	};

	return name[type];
}

const char *
question_role_name(enum question_role role)
{
	static const char *const name[] = {
		[ROLE_NONE] = "",
		[ROLE_KNOWLEDGE] = "knowledge",
		[ROLE_CERTAINTY] = "certainty",
		[ROLE_HABIT] = "habit",
		[ROLE_ATTITUDE] = "attitude",
		[ROLE_ACCESS] = "access",
		[ROLE_VIEW] = "view",
		[ROLE_SEGMENT] = "segment",
		[ROLE_OPEN] = "open",
	};

	return name[role];
}

static size_t
longest_name(const struct choice_list *list)
{
	size_t i, n, longest = 0;

	for (i = 0; i < list->n; i++) {
		n = strlen(list->choice[i].name);
		if (n > longest)
			longest = n;
	}
	return longest;
}

/* All names with a blank between them. */
static size_t
all_names(const struct choice_list *list)
{
	size_t i, bytes = 0;

	for (i = 0; i < list->n; i++)
		bytes += strlen(list->choice[i].name) + (i > 0);
	return bytes;
}

static size_t
text_bytes(const struct question *q)
{
	/* Four bytes a character are the most that UTF-8 takes. */
	size_t bytes = 4 * q->max_length;

	return bytes < FORM_MAX_TEXT_BYTES ? bytes : FORM_MAX_TEXT_BYTES;
}

size_t
question_max_bytes(const struct question *q)
{
	enum { NUMBER = 24, DATE = 10, ACKNOWLEDGED = 2 };

	switch (q->type) {
	case TYPE_SELECT_ONE: return longest_name(q->list);
	case TYPE_SELECT_MULTIPLE:
	case TYPE_RANK: return all_names(q->list);
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_RANGE: return NUMBER;
	case TYPE_TEXT: return text_bytes(q);
	case TYPE_DATE: return DATE;
	case TYPE_NOTE: return 0;
	case TYPE_ACKNOWLEDGE: return ACKNOWLEDGED;
	case TYPE_CALCULATE:
	case TYPE_HIDDEN: return FORM_MAX_CALCULATED;
	}
	return 0;
}

void
form_free(struct form *form)
{
	if (form == NULL)
		return;
	arena_free(form->arena);
}
