#include "survey/when.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/expr.h"
#include "survey/words.h"

/* ---- what hangs on answers ---- */

static bool hangs(const struct form *form, size_t question, bool *looked);

static bool
expr_hangs(const struct form *form, const struct expr *e, bool *looked)
{
	const size_t *read;
	size_t i, n = e != NULL ? expr_questions(e, &read) : 0;

	for (i = 0; i < n; i++)
		if (hangs(form, read[i], looked))
			return true;
	return false;
}

/* Does what is calculated here hang on anybody's answer? */
static bool
hangs(const struct form *form, size_t question, bool *looked)
{
	const struct question *q = &form->question[question];
	size_t g;

	if (question_is_asked(q))
		return true;
	if (looked[question])
		return false;
	looked[question] = true;
	for (g = q->group; g != FORM_NONE; g = form->group[g].parent)
		if (expr_hangs(form, form->group[g].relevant, looked))
			return true;
	return expr_hangs(form, q->relevant, looked) ||
		expr_hangs(form, q->calculation, looked) ||
		expr_hangs(form, q->default_, looked);
}

static bool
is_drawn(const struct when *when, size_t question)
{
	bool *looked, drawn;

	if (when->drawn == NULL)
		return false;
	looked = mem_new(when->form->n_questions, sizeof(*looked));
	drawn = !hangs(when->form, question, looked);
	free(looked);
	return drawn;
}

static bool
compares(enum expr_asks asks, double x, double with)
{
	switch (asks) {
	case ASKS_EQUAL: return x == with;
	case ASKS_UNEQUAL: return x != with;
	case ASKS_LESS: return x < with;
	case ASKS_AT_MOST: return x <= with;
	case ASKS_MORE: return x > with;
	default: return x >= with;
	}
}

/* A test of what was drawn. */
static bool
holds(const struct when *when, const struct expr_test *test)
{
	const char *text = answers_value(when->drawn, test->question)->text;
	double x;

	text = text != NULL ? text : "";
	switch (test->asks) {
	case ASKS_CHOICE: return strcmp(text, test->text) == 0;
	case ASKS_NOT_CHOICE: return strcmp(text, test->text) != 0;
	case ASKS_ANSWER: return *text != '\0';
	case ASKS_NO_ANSWER: return *text == '\0';
	default:
		return text_to_number(text, &x) &&
			compares(test->asks, x, test->number);
	}
}

/* ---- one test ---- */

/* The label of the choice; NULL where it is none. */
static const char *
label_of(const struct when *when, const struct expr_test *test)
{
	const struct question *q = &when->form->question[test->question];
	size_t k =
		q->list != NULL ? choice_find(q->list, test->text) : FORM_NONE;
	const char *label;

	if (k == FORM_NONE)
		return NULL;
	label = form_text(when->form, q->list->choice[k].label, when->language);
	return *label != '\0' ? label : test->text;
}

static bool
can_be_said(const struct when *when, const struct expr_test *test)
{
	if (!question_is_asked(&when->form->question[test->question]))
		return false;
	return (test->asks != ASKS_CHOICE && test->asks != ASKS_NOT_CHOICE) ||
		label_of(when, test) != NULL;
}

static void
say_number(enum expr_asks asks, const char *name, double number,
	   struct text *out)
{
	static const enum word words[] = {
		[ASKS_EQUAL] = WORD_IF_EQUAL,
		[ASKS_UNEQUAL] = WORD_IF_UNEQUAL,
		[ASKS_LESS] = WORD_IF_LESS,
		[ASKS_AT_MOST] = WORD_IF_AT_MOST,
		[ASKS_MORE] = WORD_IF_MORE,
		[ASKS_AT_LEAST] = WORD_IF_AT_LEAST,
	};
	char shown[32], *said;

	text_number(number, shown);
	said = word_format(words[asks], name, shown);
	text_add(out, said);
	free(said);
}

static void
say_test(const struct when *when, const struct expr_test *test,
	 struct text *out)
{
	char *name = when->call(when->ctx, test->question), *said = NULL;

	switch (test->asks) {
	case ASKS_CHOICE:
		said = word_format(WORD_IF_CHOSE, label_of(when, test), name);
		break;
	case ASKS_NOT_CHOICE:
		said = word_format(WORD_IF_NOT_CHOSE, label_of(when, test),
				   name);
		break;
	case ASKS_ANSWER: said = word_format(WORD_IF_ANSWERED, name); break;
	case ASKS_NO_ANSWER: said = word_format(WORD_IF_LEFT_OUT, name); break;
	default: say_number(test->asks, name, test->number, out);
	}
	text_add(out, said != NULL ? said : "");
	free(said);
	free(name);
}

/* "you answered question 3, but not "Don't know"": the two as one. */
static bool
say_answer_but(const struct when *when, const struct expr_test *test,
	       struct text *out)
{
	char *name, *said;

	if (test[0].asks != ASKS_ANSWER || test[1].asks != ASKS_NOT_CHOICE ||
	    test[0].question != test[1].question)
		return false;
	name = when->call(when->ctx, test[0].question);
	said = word_format(WORD_IF_ANSWERED_BUT, name,
			   label_of(when, &test[1]));
	text_add(out, said);
	free(said);
	free(name);
	return true;
}

/* ---- one condition ---- */

/* Takes out what is settled by what was drawn. */
static enum when_asked
settle(const struct when *when, struct expr_test *test, size_t *n, bool any)
{
	size_t i, left = 0, held = 0, all = *n;

	for (i = 0; i < all; i++) {
		if (!is_drawn(when, test[i].question))
			test[left++] = test[i];
		else if (holds(when, &test[i]))
			held++;
		else if (!any)
			return WHEN_NEVER;
	}
	*n = left;
	if (any ? held > 0 : left == 0)
		return WHEN_ALWAYS;
	return left > 0 ? WHEN_IF : WHEN_NEVER;
}

/* "a and b": the sentence as it was, and a further part. */
static void
add_part(struct text *out, enum word how, const char *part)
{
	char *all = out->n > 0 ? word_format(how, text_get(out), part)
			       : mem_copy(part);

	text_clear(out);
	text_add(out, all);
	free(all);
}

static void
say_tests(const struct when *when, const struct expr_test *test, size_t n,
	  bool any, struct text *out)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct text part = TEXT_INIT;

		if (!any && i + 1 < n && say_answer_but(when, &test[i], &part))
			i++;
		else
			say_test(when, &test[i], &part);
		add_part(out, any ? WORD_IF_OR : WORD_IF_AND, text_get(&part));
		text_release(&part);
	}
}

static enum when_asked
say_condition(const struct when *when, const struct expr *e, struct text *out)
{
	struct expr_test test[EXPR_MAX_TESTS];
	enum when_asked asked = WHEN_SOMETIMES;
	size_t n, i;
	bool any;

	if (expr_tests(e, test, &n, &any)) {
		asked = settle(when, test, &n, any);
		for (i = 0; asked == WHEN_IF && i < n; i++)
			if (!can_be_said(when, &test[i]))
				asked = WHEN_SOMETIMES;
	}
	if (asked == WHEN_IF)
		say_tests(when, test, n, any, out);
	else if (asked == WHEN_SOMETIMES)
		text_add(out, expr_source(e));
	return asked;
}

/* ---- all of them ---- */

struct said {
	enum when_asked asked;
	struct text text, conditions;
};

static void
add_condition(struct said *said, const struct when *when, const struct expr *e)
{
	enum when_asked asked = WHEN_ALWAYS;
	struct text t = TEXT_INIT;

	if (e != NULL)
		asked = say_condition(when, e, &t);
	if (asked > said->asked)
		said->asked = asked;
	if (asked == WHEN_IF || asked == WHEN_SOMETIMES)
		text_addf(&said->conditions, "%s%s",
			  said->conditions.n > 0 ? " and " : "",
			  expr_source(e));
	if (asked == WHEN_IF)
		add_part(&said->text, WORD_IF_AND, text_get(&t));
	text_release(&t);
}

static void
add_groups(struct said *said, const struct when *when, size_t group)
{
	if (group == FORM_NONE)
		return;
	add_groups(said, when, when->form->group[group].parent);
	add_condition(said, when, when->form->group[group].relevant);
}

enum when_asked
when_asked(const struct when *when, size_t question, struct text *out)
{
	struct said said = {WHEN_ALWAYS, TEXT_INIT, TEXT_INIT};
	const struct question *q = &when->form->question[question];

	add_groups(&said, when, q->group);
	add_condition(&said, when, q->relevant);
	if (said.asked == WHEN_IF)
		text_add(out, text_get(&said.text));
	else if (said.asked == WHEN_SOMETIMES)
		text_add(out, text_get(&said.conditions));
	text_release(&said.text);
	text_release(&said.conditions);
	return said.asked;
}
