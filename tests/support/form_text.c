#include "tests/form_text.h"

#include <math.h>
#include <string.h>

#include "questions/expr.h"

static void
tell_text(struct text *out, const char *what, const char *s)
{
	if (s != NULL)
		text_addf(out, " %s=\"%s\"", what, s);
}

static void
tell_texts(struct text *out, const char *what, const struct form *form,
	   const char *const *by_language)
{
	size_t i;

	if (by_language == NULL)
		return;
	text_addf(out, " %s=", what);
	for (i = 0; i < form->n_languages; i++)
		if (by_language[i] != NULL)
			text_addf(out, "\"%s\"", by_language[i]);
		else
			text_add(out, "-");
}

static void
tell_expr(struct text *out, const char *what, const struct expr *e)
{
	if (e != NULL)
		text_addf(out, " %s={%s}", what, expr_source(e));
}

static void
tell_choices(struct text *out, const char *what, const struct question *q,
	     const bool *set)
{
	const char *before = "";
	size_t i;

	if (set == NULL)
		return;
	text_addf(out, " %s=", what);
	for (i = 0; i < q->list->n; i++)
		if (set[i]) {
			text_addf(out, "%s%s", before, q->list->choice[i].name);
			before = "+";
		}
}

static void
tell_missing(struct text *out, const struct question *q)
{
	static const char *const words[] = {"", "dontknow", "refused",
					    "notapplicable"};
	size_t i;

	for (i = 0; q->missing != NULL && i < q->list->n; i++)
		if (q->missing[i] != CHOICE_ANSWERS)
			text_addf(out, " missing:%s=%s",
				  q->list->choice[i].name,
				  words[q->missing[i]]);
}

static void
tell_number(struct text *out, const char *what, double x, double usual)
{
	char number[32];

	if (x == usual || isnan(x))
		return;
	text_number(x, number);
	text_addf(out, " %s=%s", what, isinf(x) ? "any" : number);
}

static void
tell_key(struct text *out, const struct form *form, const struct question *q)
{
	static const char *const partial[] = {"none", "all", "per-choice"};
	static const char *const basis[] = {"GENERAL", "LAW", "POLICY"};
	size_t i;

	if (q->role != ROLE_NONE && q->role != ROLE_SEGMENT)
		text_addf(out, " role=%s", question_role_name(q->role));
	tell_text(out, "topic", q->topic);
	tell_choices(out, "key", q, q->key);
	tell_number(out, "low", q->key_low, NAN);
	tell_number(out, "high", q->key_high, NAN);
	tell_number(out, "points", q->points, 1);
	if (q->partial != PARTIAL_NONE)
		text_addf(out, " partial=%s", partial[q->partial]);
	for (i = 0; i < q->n_misconceptions; i++)
		text_addf(out, " mis:%s=%s", q->misconception[i].choice,
			  q->misconception[i].code);
	if (q->for_question != FORM_NONE)
		text_addf(out, " for=%s", form->question[q->for_question].name);
	tell_choices(out, "risky", q, q->risky);
	if (q->risk != 0)
		text_addf(out, " risk=%d", q->risk);
	if (q->basis != BASIS_GENERAL)
		text_addf(out, " basis=%s", basis[q->basis]);
	tell_text(out, "source", q->source);
	tell_text(out, "why", q->why);
	tell_text(out, "confirmed", q->confirmed);
	tell_text(out, "exposes", q->exposes);
	if (q->scored)
		text_add(out, " scored");
}

static void
tell_question(struct text *out, const struct form *form,
	      const struct question *q, enum form_told told)
{
	text_addf(out, "%s %s", q->name, question_type_name(q->type));
	if (q->list != NULL)
		text_addf(out, " %s(%zu)", q->list->name, q->list->n);
	if (q->group != FORM_NONE)
		text_addf(out, " in=%s", form->group[q->group].name);
	tell_texts(out, "label", form, q->label);
	tell_texts(out, "hint", form, q->hint);
	tell_texts(out, "guidance", form, q->guidance_hint);
	tell_expr(out, "relevant", q->relevant);
	tell_expr(out, "constraint", q->constraint);
	tell_texts(out, "unless", form, q->constraint_message);
	tell_expr(out, "required", q->required);
	tell_texts(out, "because", form, q->required_message);
	tell_expr(out, "readonly", q->read_only);
	tell_expr(out, "calculation", q->calculation);
	tell_expr(out, "default", q->default_);
	tell_text(out, "default", q->default_text);
	tell_expr(out, "filter", q->choice_filter);
	if (q->randomize)
		text_add(out, " random");
	tell_expr(out, "seed", q->seed);
	if (q->type == TYPE_RANGE)
		text_addf(out, " %g..%g/%g", q->start, q->end, q->step);
	if (q->multiline)
		text_add(out, " multiline");
	if (q->ordered)
		text_add(out, " ordered");
	tell_number(out, "max", (double)q->max_length, FORM_MAX_TEXT);
	tell_choices(out, "pin", q, q->pinned);
	tell_choices(out, "exclusive", q, q->exclusive);
	tell_missing(out, q);
	if (q->role == ROLE_SEGMENT)
		text_add(out, " segment");
	if (told == TOLD_ALL)
		tell_key(out, form, q);
	text_add(out, "\n");
}

void
form_tell_questions(const struct form *form, enum form_told told,
		    struct text *out)
{
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		tell_question(out, form, &form->question[i], told);
}

static void
tell_list(struct text *out, const struct form *form,
	  const struct choice_list *list, enum form_told told)
{
	const struct choice *c;
	size_t i, k;

	text_addf(out, "list %s:", list->name);
	for (i = 0; i < list->n; i++) {
		c = &list->choice[i];
		text_addf(out, " %s", c->name);
		tell_texts(out, "label", form, c->label);
		for (k = 0; told == TOLD_ALL && k < list->n_columns; k++)
			if (c->column[k] != NULL)
				tell_text(out, list->column[k], c->column[k]);
	}
	text_add(out, "\n");
}

static void
tell_settings(struct text *out, const char *language,
	      const struct form_settings *s)
{
	text_addf(out, "settings%s%s", *language ? " in " : "", language);
	tell_text(out, "title", s->title);
	tell_text(out, "id", s->id);
	tell_text(out, "version", s->version);
	tell_text(out, "organisation", s->organisation);
	tell_text(out, "contact", s->contact);
	tell_text(out, "dpo", s->dpo);
	tell_text(out, "agreed_with", s->agreed_with);
	tell_text(out, "purpose", s->purpose);
	tell_text(out, "lawful_basis", s->lawful_basis);
	tell_text(out, "kept_until", s->kept_until);
	tell_text(out, "results_on", s->results_on);
	tell_text(out, "notice", s->notice);
	text_add(out, "\n");
}

static void
tell_groups(struct text *out, const struct form *form)
{
	const struct group *g;
	size_t i;

	for (i = 0; i < form->n_groups; i++) {
		g = &form->group[i];
		text_addf(out, "group %s%s%s", g->name,
			  g->field_list ? " field-list" : "",
			  g->table_list ? " table-list" : "");
		if (g->parent != FORM_NONE)
			text_addf(out, " in=%s", form->group[g->parent].name);
		tell_texts(out, "label", form, g->label);
		tell_expr(out, "relevant", g->relevant);
		text_add(out, "\n");
	}
}

static void
tell_companions(struct text *out, const struct form *form)
{
	static const char *const direction[] = {"under-cautious",
						"over-cautious", "over-reach"};
	size_t i;

	for (i = 0; i < form->n_topics; i++) {
		const struct topic *t = &form->topic[i];

		text_addf(out, "topic %s \"%s\" \"%s\" %g %g %g\n", t->code,
			  t->name, t->plain_name, t->risk, t->cut1, t->cut2);
	}
	for (i = 0; i < form->n_misconceptions; i++)
		text_addf(out, "misconception %s \"%s\" %s\n",
			  form->misconception[i].code,
			  form->misconception[i].label,
			  direction[form->misconception[i].direction]);
}

void
form_tell(const struct form *form, enum form_told told, struct text *out)
{
	size_t i;

	tell_settings(out, "", &form->settings);
	for (i = 0; i < form->n_languages; i++)
		if (memcmp(form_settings_in(form, i), &form->settings,
			   sizeof form->settings) != 0)
			tell_settings(out, form->language[i],
				      form_settings_in(form, i));
	for (i = 0; i < form->n_languages; i++)
		text_addf(out, "language \"%s\"%s\n", form->language[i],
			  i == form->default_language ? " default" : "");
	tell_groups(out, form);
	for (i = 0; i < form->n_lists; i++)
		tell_list(out, form, &form->list[i], told);
	form_tell_questions(form, told, out);
	if (told != TOLD_ALL)
		return;
	tell_companions(out, form);
	text_addf(out, "key: %s\n", form->has_key ? "yes" : "no");
	for (i = 0; i < form->n_questions; i++)
		text_addf(out, "%zu ", form->question[i].row);
	text_add(out, "\n");
}
