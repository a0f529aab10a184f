#include "tests/support/made_form.h"

#include <math.h>

#include "questions/check.h"
#include "tests/test.h"

enum { ENGLISH, WELSH, LANGUAGES };

static const char *const *
labels(struct arena *arena, const char *english, const char *welsh)
{
	const char **label = arena_alloc(arena, LANGUAGES, sizeof(*label));

	label[ENGLISH] = english;
	label[WELSH] = welsh;
	return label;
}

struct choice_list *
made_list(struct arena *arena, const char *names)
{
	struct choice_list *list = arena_alloc(arena, 1, sizeof(*list));
	char name[FORM_MAX_NAME + 1];
	size_t i;

	list->name = "made";
	list->n = names_count(names);
	list->choice = arena_alloc(arena, list->n, sizeof(*list->choice));
	for (i = 0; names_at(names, i, name, sizeof(name)); i++) {
		list->choice[i].name = arena_copy(arena, name);
		list->choice[i].label =
			labels(arena, arena_printf(arena, "Label of %s", name),
			       arena_printf(arena, "Cymraeg %s", name));
	}
	return list;
}

struct form *
made_form(const struct made_question *questions, size_t n)
{
	struct arena *arena = arena_new();
	struct form *form = arena_alloc(arena, 1, sizeof(*form));
	size_t i;

	form->arena = arena;
	form->file = "made.csv";
	form->language = arena_alloc(arena, LANGUAGES, sizeof(char *));
	form->language[ENGLISH] = "English (en)";
	form->language[WELSH] = "Cymraeg (cy)";
	form->n_languages = LANGUAGES;
	form->n_questions = n;
	form->question = arena_alloc(arena, n, sizeof(*form->question));
	for (i = 0; i < n; i++) {
		struct question *q = &form->question[i];

		q->name = arena_copy(arena, questions[i].name);
		q->type = questions[i].type;
		q->index = i;
		q->group = q->for_question = FORM_NONE;
		q->label = labels(arena,
				  arena_printf(arena, "What is %s?", q->name),
				  arena_printf(arena, "Beth yw %s?", q->name));
		q->max_length = 200;
		q->start = 1;
		q->end = 10;
		q->step = 1;
		q->key_low = q->key_high = NAN;
		if (questions[i].choices)
			q->list = made_list(arena, questions[i].choices);
	}
	return form;
}

struct answers *
made_answers(const struct form *form)
{
	struct answers *a = answers_new(form, 4711);
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		a->answer[i].relevant = a->answer[i].seen = true;
	return a;
}

void
made_answer(struct answers *a, const char *question, const char *text)
{
	size_t i = form_find(a->form, question);

	assert_int_not_equal(i, FORM_NONE);
	value_release(&a->answer[i].value);
	if (text &&
	    !check_canonical(&a->form->question[i], text, &a->answer[i].value))
		fail_msg("'%s' is no answer to '%s'", text, question);
}

void
made_world_init(struct made_world *world, const struct made_question *questions,
		size_t n, const struct made_given *given, size_t n_given)
{
	size_t i;

	world->form = made_form(questions, n);
	world->answers = made_answers(world->form);
	for (i = 0; i < n_given; i++)
		made_answer(world->answers, given[i].question, given[i].text);
}

void
made_world_release(struct made_world *world)
{
	answers_free(world->answers);
	form_free(world->form);
}

struct expr_env
made_env(const struct made_world *world, size_t self)
{
	return (struct expr_env){.answers = world->answers,
				 .self = self,
				 .now = MADE_DAY * 86400.0 + 37230.25,
				 .utc_offset = 3600};
}
