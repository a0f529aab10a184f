#include "analysis/data/layout.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"
#include "questions/value.h"

static const char symbols[] =
	"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

enum { SYMBOLS = sizeof(symbols) - 1 };

/* By question_type. A calculation is a number when its text is one. */
static const enum coding codings[] = {
	[TYPE_SELECT_ONE] = CODING_CHOICE,
	[TYPE_SELECT_MULTIPLE] = CODING_FLAGS,
	[TYPE_RANK] = CODING_RANKS,
	[TYPE_INTEGER] = CODING_NUMBER,
	[TYPE_DECIMAL] = CODING_NUMBER,
	[TYPE_RANGE] = CODING_NUMBER,
	[TYPE_TEXT] = CODING_TEXT,
	[TYPE_DATE] = CODING_DATE,
	[TYPE_NOTE] = CODING_NOTHING,
	[TYPE_ACKNOWLEDGE] = CODING_TEXT,
	[TYPE_CALCULATE] = CODING_NUMBER,
	[TYPE_HIDDEN] = CODING_NUMBER,
};

size_t
layout_symbol_width(size_t n)
{
	return n <= SYMBOLS ? 1 : 2;
}

static size_t
field_width(const struct question *q)
{
	switch (codings[q->type]) {
	case CODING_NOTHING: return 0;
	case CODING_CHOICE: return layout_symbol_width(q->list->n);
	case CODING_FLAGS: return q->list->n;
	case CODING_RANKS: return q->list->n * layout_symbol_width(q->list->n);
	case CODING_NUMBER:
	case CODING_DATE:
	case CODING_TEXT: break;
	}
	return 1;
}

struct layout *
layout_new(const struct form *form)
{
	struct layout *l = mem_new(1, sizeof(*l));
	size_t i;

	l->form = form;
	l->field = mem_new(form->n_questions, sizeof(*l->field));
	for (i = 0; i < form->n_questions; i++) {
		struct field *f = &l->field[i];

		f->coding = codings[form->question[i].type];
		f->at = l->width;
		f->width = field_width(&form->question[i]);
		l->width += f->width;
		if (f->coding == CODING_NUMBER || f->coding == CODING_DATE)
			l->any_number = true;
	}
	return l;
}

void
layout_free(struct layout *l)
{
	if (!l)
		return;
	free(l->field);
	free(l);
}

size_t
layout_symbol(size_t i, size_t n, char out[2])
{
	assert(i < n && n <= SYMBOLS * SYMBOLS);
	if (n <= SYMBOLS) {
		out[0] = symbols[i];
		return 1;
	}
	out[0] = symbols[i / SYMBOLS];
	out[1] = symbols[i % SYMBOLS];
	return 2;
}

static size_t
symbol_value(char c)
{
	if (c >= '0' && c <= '9')
		return (size_t)(c - '0');
	if (c >= 'A' && c <= 'Z')
		return (size_t)(c - 'A') + 10;
	if (c >= 'a' && c <= 'z')
		return (size_t)(c - 'a') + 36;
	return FORM_NONE;
}

size_t
layout_choice(const char *at, size_t width, size_t n)
{
	size_t i = symbol_value(at[0]);

	if (i == FORM_NONE)
		return FORM_NONE;
	if (width == 2) {
		size_t low = symbol_value(at[1]);

		if (low == FORM_NONE)
			return FORM_NONE;
		i = i * SYMBOLS + low;
	}
	return i < n ? i : FORM_NONE;
}

static bool
any_rank(const struct field *f, const char *response)
{
	size_t i;

	for (i = 0; i < f->width; i++)
		if (symbol_value(response[f->at + i]) != FORM_NONE)
			return true;
	return false;
}

enum answer_state
layout_state(const struct layout *l, size_t question, const char *response)
{
	const struct field *f = &l->field[question];

	if (f->coding == CODING_NOTHING)
		return STATE_NOT_SHOWN;
	switch (response[f->at]) {
	case SYMBOL_NOT_SHOWN: return STATE_NOT_SHOWN;
	case SYMBOL_NOT_REACHED: return STATE_NOT_REACHED;
	case SYMBOL_SKIPPED:
		/* an option that was left out of a ranking */
		return f->coding == CODING_RANKS && any_rank(f, response)
			? STATE_ANSWERED
			: STATE_SKIPPED;
	default: return STATE_ANSWERED;
	}
}

void
layout_put_state(const struct layout *l, size_t question,
		 enum answer_state state, char *response)
{
	static const char of[] = {
		[STATE_NOT_SHOWN] = SYMBOL_NOT_SHOWN,
		[STATE_NOT_REACHED] = SYMBOL_NOT_REACHED,
		[STATE_SKIPPED] = SYMBOL_SKIPPED,
		[STATE_ANSWERED] = SYMBOL_ANSWERED,
	};
	const struct field *f = &l->field[question];

	memset(response + f->at, of[state], f->width);
}

/* Position in the list of the names' next one, and on to the one after. */
static size_t
next_choice(const struct choice_list *list, const char **names)
{
	size_t n = strcspn(*names, " "), i;

	for (i = 0; i < list->n; i++)
		if (strncmp(list->choice[i].name, *names, n) == 0 &&
		    list->choice[i].name[n] == '\0')
			break;
	*names += n + strspn(*names + n, " ");
	assert(i < list->n);
	return i;
}

void
layout_put_choices(const struct layout *l, size_t question, const char *names,
		   char *response)
{
	const struct choice_list *list = l->form->question[question].list;
	const struct field *f = &l->field[question];
	char *out = response + f->at;
	size_t place = 0, width = layout_symbol_width(list->n);

	if (f->coding == CODING_CHOICE) {
		layout_symbol(next_choice(list, &names), list->n, out);
		return;
	}
	memset(out, f->coding == CODING_FLAGS ? '0' : SYMBOL_SKIPPED, f->width);
	while (*names) {
		size_t i = next_choice(list, &names);

		if (f->coding == CODING_FLAGS)
			out[i] = '1';
		else if (place < list->n)
			layout_symbol(place++, list->n, out + i * width);
	}
}

void
layout_encode(const struct layout *l, const struct answers *a, char *out)
{
	size_t i;

	for (i = 0; i < l->form->n_questions; i++) {
		enum answer_state state = answers_state(a, i);

		if (l->field[i].coding == CODING_NOTHING)
			continue;
		if (state == STATE_ANSWERED && l->form->question[i].list)
			layout_put_choices(l, i, answers_value(a, i)->text,
					   out);
		else
			layout_put_state(l, i, state, out);
	}
	out[l->width] = '\0';
}

bool
layout_number(const struct layout *l, size_t question,
	      const struct value *value, double *x)
{
	enum coding coding = l->field[question].coding;

	if (coding != CODING_NUMBER && coding != CODING_DATE)
		return false;
	if (value->kind == VALUE_NUMBER || value->kind == VALUE_DATE) {
		*x = value->number;
		return true;
	}
	return value->kind == VALUE_TEXT && text_to_number(value->text, x);
}

char *
layout_numbers(const struct layout *l, const struct answers *a)
{
	struct json *object = NULL;
	char *text = NULL;
	size_t i;

	if (!l->any_number)
		return NULL;
	for (i = 0; i < l->form->n_questions; i++) {
		double x;

		if (answers_state(a, i) != STATE_ANSWERED ||
		    !layout_number(l, i, answers_value(a, i), &x))
			continue;
		if (!object)
			object = json_object();
		json_put(object, l->form->question[i].name, json_number(x));
	}
	if (object)
		text = json_print(object);
	json_free(object);
	return text;
}

const char *
layout_text(const struct layout *l, size_t question, const struct value *value)
{
	double x;

	if (value->kind != VALUE_TEXT ||
	    l->form->question[question].type == TYPE_ACKNOWLEDGE ||
	    layout_number(l, question, value, &x))
		return NULL;
	return value->text;
}
