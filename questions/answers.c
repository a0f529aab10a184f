#include "questions/answers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/check.h"
#include "questions/expr.h"

struct answers *
answers_new(const struct form *form, uint32_t seed)
{
	struct answers *a = mem_new(1, sizeof(*a));

	a->form = form;
	a->seed = seed;
	a->answer = mem_new(form->n_questions, sizeof(*a->answer));
	return a;
}

static void
forget(struct answers *a)
{
	size_t i;

	for (i = 0; i < a->form->n_questions; i++) {
		value_release(&a->answer[i].value);
		a->answer[i].seen = a->answer[i].relevant = false;
	}
}

void
answers_free(struct answers *a)
{
	if (a == NULL)
		return;
	forget(a);
	free(a->answer);
	free(a);
}

const struct value *
answers_value(const struct answers *a, size_t question)
{
	static const struct value none = VALUE_INIT;
	const struct answer *answer = &a->answer[question];

	return answer->relevant ? &answer->value : &none;
}

enum answer_state
answers_state(const struct answers *a, size_t question)
{
	const struct answer *answer = &a->answer[question];

	if (!answer->relevant)
		return STATE_NOT_SHOWN;
	if (!answer->seen)
		return STATE_NOT_REACHED;
	return answer->value.kind == VALUE_NONE ? STATE_SKIPPED
						: STATE_ANSWERED;
}

/* ---- in words ---- */

/* A label may hold ${name}, and that answer's label another: so deep. */
enum { LABELS_DEEP = 3 };

static char *fill(const struct answers *a, const char *text, size_t language,
		  int deep);

static void
add_choice(struct text *t, const struct answers *a, const struct choice *choice,
	   size_t language, int deep)
{
	char *label = fill(a, form_text(a->form, choice->label, language),
			   language, deep);

	if (t->n > 0)
		text_add(t, "; ");
	text_add(t, label[0] != '\0' ? label : choice->name);
	free(label);
}

static char *
words(const struct answers *a, size_t question, size_t language, int deep)
{
	const struct value *value = answers_value(a, question);
	const struct choice_list *list = a->form->question[question].list;
	struct text t = TEXT_INIT;
	char *name, *result;
	size_t i, at, room;

	if (value->kind == VALUE_NONE || deep == 0)
		return mem_copy("");
	if (value->kind != VALUE_CHOICES || list == NULL)
		return text_printable(value->text, false);
	room = strlen(value->text) + 1;
	name = mem_resize(NULL, room, 1);
	for (i = 0; names_at(value->text, i, name, room); i++) {
		at = choice_find(list, name);
		if (at != FORM_NONE)
			add_choice(&t, a, &list->choice[at], language,
				   deep - 1);
	}
	result = text_printable(text_get(&t), false);
	text_release(&t);
	free(name);
	return result;
}

/* Copies up to the next ${name}, adds its answer, and returns what follows;
 * what is no question's name is copied. */
static const char *
fill_one(const struct answers *a, const char *s, size_t language, int deep,
	 struct text *t)
{
	const char *name = strstr(s, "${");
	size_t n = name != NULL ? strcspn(name, "}") : 0, question;
	char *answer;

	if (name == NULL || name[n] == '\0') {
		text_add(t, s);
		return s + strlen(s);
	}
	question = form_find_n(a->form, name + 2, n - 2);
	if (question == FORM_NONE) {
		text_add_n(t, s, (size_t)(name + 2 - s));
		return name + 2;
	}
	text_add_n(t, s, (size_t)(name - s));
	answer = words(a, question, language, deep);
	text_add(t, answer);
	free(answer);
	return name + n + 1;
}

static char *
fill(const struct answers *a, const char *text, size_t language, int deep)
{
	struct text t = TEXT_INIT;
	char *filled;

	while (*text != '\0')
		text = fill_one(a, text, language, deep, &t);
	filled = text_printable(text_get(&t), true);
	text_release(&t);
	return filled;
}

char *
answers_words(const struct answers *a, size_t question, size_t language)
{
	return words(a, question, language, LABELS_DEEP);
}

char *
answers_fill(const struct answers *a, const char *text, size_t language)
{
	return fill(a, text, language, LABELS_DEEP);
}

/* ---- what may be sent ---- */

static bool rests_on(const struct form *form, size_t question,
		     const char *function, bool *looked);

static bool
expr_rests_on(const struct form *form, const struct expr *e,
	      const char *function, bool *looked)
{
	const size_t *read;
	size_t n, i;

	if (e == NULL)
		return false;
	if (expr_calls(e, function))
		return true;
	n = expr_questions(e, &read);
	for (i = 0; i < n; i++)
		if (rests_on(form, read[i], function, looked))
			return true;
	return false;
}

static bool
rests_on(const struct form *form, size_t question, const char *function,
	 bool *looked)
{
	const struct question *q = &form->question[question];

	if (looked[question])
		return false;
	looked[question] = true;
	return expr_rests_on(form, q->calculation, function, looked) ||
		(!question_is_asked(q) &&
		 expr_rests_on(form, q->default_, function, looked));
}

bool
answers_may_send(const struct form *form, size_t question,
		 const struct value *value)
{
	static const char *const telling[] = {"now", "today", "uuid", "random"};
	const struct question *q = &form->question[question];
	bool *looked, rests = false;
	double x = NAN;
	size_t i;

	if (q->calculation == NULL && q->default_ == NULL)
		return true;
	for (i = 0; i < 4 && !rests; i++) {
		looked = mem_new(form->n_questions, sizeof(*looked));
		rests = rests_on(form, question, telling[i], looked);
		free(looked);
	}
	if (!rests || value->kind == VALUE_NONE)
		return true;
	if (strcmp(telling[i - 1], "random") != 0)
		return false;
	return text_to_number(value->text, &x) && x >= 0 && x < 100 &&
		x == floor(x);
}

/* ---- drafts ---- */

struct json *
answers_to_draft(const struct answers *a)
{
	struct json *draft = json_object(), *one;
	size_t i;

	for (i = 0; i < a->form->n_questions; i++) {
		const struct answer *answer = &a->answer[i];

		if (!answer->seen && answer->value.kind == VALUE_NONE)
			continue;
		one = json_put(draft, a->form->question[i].name, json_object());
		if (answer->value.kind != VALUE_NONE)
			json_put(one, "v", json_text(answer->value.text));
		if (answer->seen)
			json_put(one, "seen", json_bool(true));
	}
	return draft;
}

/* The question a member stands for. */
static size_t
member_question(const struct form *form, const struct json *member,
		struct error *err)
{
	size_t question = form_find(form, json_name(member));

	if (question == FORM_NONE)
		error_set(err,
			  "there is an answer to a question that the "
			  "questionnaire does not have");
	return question;
}

static bool
from_draft(struct answers *a, const struct json *member, struct error *err)
{
	size_t question = member_question(a->form, member, err);
	const struct question *q;
	const struct json *v = json_get(member, "v");
	const struct json *seen = json_get(member, "seen");

	if (question == FORM_NONE)
		return false;
	q = &a->form->question[question];
	if (!json_is_object(member) || (seen != NULL && !json_is_bool(seen)) ||
	    json_count(member) != (size_t)(v != NULL) + (seen != NULL))
		return error_set(err,
				 "question '%s' is not as a draft keeps it",
				 q->name);
	a->answer[question].seen = json_get_bool(member, "seen", false);
	if (v == NULL)
		return true;
	if (json_as_text(v) == NULL ||
	    !check_canonical(q, json_as_text(v), &a->answer[question].value))
		return error_set(err,
				 "question '%s' does not take the answer "
				 "in the draft",
				 q->name);
	return true;
}

bool
answers_from_draft(struct answers *a, const struct json *draft,
		   struct error *err)
{
	const struct json *member;
	bool good = json_is_object(draft);

	forget(a);
	if (!good)
		error_set(err, "the draft holds no answers");
	for (member = good ? json_first(draft) : NULL; good && member != NULL;
	     member = json_next(member))
		good = from_draft(a, member, err);
	if (!good)
		forget(a);
	return good;
}

/* ---- responses ---- */

struct json *
answers_to_response(const struct answers *a)
{
	struct json *response = json_object(), *one;
	size_t i;

	for (i = 0; i < a->form->n_questions; i++) {
		const struct question *q = &a->form->question[i];
		const struct value *value = &a->answer[i].value;
		enum answer_state state = answers_state(a, i);

		if (q->type == TYPE_NOTE || state == STATE_NOT_SHOWN)
			continue;
		if (state == STATE_NOT_REACHED)
			one = json_bool(false);
		else if (state == STATE_SKIPPED ||
			 !answers_may_send(a->form, i, value))
			one = json_null();
		else
			one = json_text(value->text);
		json_put(response, q->name, one);
	}
	return response;
}

static bool
from_response(struct answers *a, const struct json *response,
	      const struct json *member, struct error *err)
{
	size_t question = member_question(a->form, member, err);
	struct answer *answer;
	const struct question *q;

	if (question == FORM_NONE)
		return false;
	answer = &a->answer[question];
	q = &a->form->question[question];
	if (q->type == TYPE_NOTE)
		return error_set(err,
				 "question '%s' is a note and takes no "
				 "answer",
				 q->name);
	answer->relevant = true;
	answer->seen = !json_is_bool(member);
	if (json_is_null(member) ||
	    !json_get_bool(response, q->name, true)) /* false */
		return true;
	if (json_as_text(member) == NULL)
		return error_set(err,
				 "question '%s' has neither an answer nor "
				 "null nor false",
				 q->name);
	if (!check_canonical(q, json_as_text(member), &answer->value) ||
	    !answers_may_send(a->form, question, &answer->value))
		return error_set(err,
				 "question '%s' does not take the answer "
				 "given",
				 q->name);
	return true;
}

struct answers *
answers_from_response(const struct form *form, const struct json *response,
		      struct error *err)
{
	struct answers *a = answers_new(form, 0);
	const struct json *member;
	bool good = json_is_object(response);

	if (!good)
		error_set(err, "there are no answers in it");
	for (member = good ? json_first(response) : NULL;
	     good && member != NULL; member = json_next(member))
		good = from_response(a, response, member, err);
	if (good)
		return a;
	answers_free(a);
	return NULL;
}
