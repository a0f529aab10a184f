/*
 * Small forms made by hand, for tests of what stands below the loader: names,
 * types and choices, and answers put in as canonical texts.
 */
#ifndef TESTS_SUPPORT_MADE_FORM_H
#define TESTS_SUPPORT_MADE_FORM_H

#include "questions/answers.h"
#include "questions/expr.h"
#include "questions/form.h"

struct made_question {
	const char *name;
	enum question_type type;
	const char *choices; /* names parted by blanks; labels are "Label of
			      * a", in Welsh "Cymraeg a"; NULL: none */
};

/* English (the default) and Welsh. Texts are of up to 200 characters. Freed
 * by form_free. */
struct form *made_form(const struct made_question *questions, size_t n);

/* A list "made" of its own in the form's arena. */
struct choice_list *made_list(struct arena *arena, const char *names);

/* Answers, all relevant and seen, none given. */
struct answers *made_answers(const struct form *form);

/* Gives an answer; fails the test where it is not canonical. NULL: none. */
void made_answer(struct answers *a, const char *question, const char *text);

/* A form with answers, for programs that try expressions. */
struct made_given {
	const char *question, *text;
};
struct made_world {
	struct form *form;
	struct answers *answers;
};

void made_world_init(struct made_world *world,
		     const struct made_question *questions, size_t n,
		     const struct made_given *given, size_t n_given);
void made_world_release(struct made_world *world);

/* 2026-12-14 10:20:30.25 UTC, a Monday, for a person an hour east. */
enum { MADE_DAY = 20801 };
struct expr_env made_env(const struct made_world *world, size_t self);

#endif
