#include "analysis/publish/export_codebook.h"

#include <stdlib.h>

#include "analysis/data/package.h"
#include "analysis/publish/csv_text.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"

static const char *const missing_names[] = {
	[CHOICE_ANSWERS] = "",
	[CHOICE_DONT_KNOW] = "don't know",
	[CHOICE_REFUSED] = "prefer not to say",
	[CHOICE_NOT_APPLICABLE] = "not applicable",
};

static const char about_made_up[] =
	"Made-up answers to a staff survey, one row a response.";
static const char about_people[] =
	"Confidential: answers to a staff survey, one row a person.";

static const char *
label_of(const struct form *form, const char *const *by_language)
{
	return form_text(form, by_language, form->default_language);
}

/* ---- the table ---- */

static const char codebook_header[] =
	"column,holds,question,type,role,topic,label,choice,choice_label,"
	"missing,key,misconception,guarded";

static const char *
holds(const struct export_column *c)
{
	switch (c->kind) {
	case EXPORT_OPTION: return "1 ticked, 0 not";
	case EXPORT_STATUS:
		return "not shown, not reached, or answered (in "
		       "words); empty: the answer tells";
	case EXPORT_MARK: return "made-up: not answers of people";
	default: return "the answer";
	}
}

/* Cells of one line; empty ones behind the last are filled up. */
struct line {
	struct text text;
	size_t n;
};

static void
put(struct line *l, const char *cell)
{
	if (l->n++ > 0)
		text_add_char(&l->text, ',');
	csv_text_add(&l->text, cell ? cell : "", true);
}

static void
end_line(struct line *l, FILE *out, bool crlf)
{
	text_add(&l->text, crlf ? "\r\n" : "\n");
	fwrite(text_get(&l->text), 1, l->text.n, out);
	text_clear(&l->text);
	l->n = 0;
}

static void
put_column(struct line *l, const struct export_column *c,
	   const struct question *q, const struct form *form)
{
	put(l, c->name);
	put(l, holds(c));
	put(l, q ? q->name : "");
	put(l, q ? question_type_name(q->type) : "");
	put(l, q ? question_role_name(q->role) : "");
	put(l, q ? q->topic : "");
	put(l, q ? label_of(form, q->label) : "");
}

static void
put_choice(struct line *l, const struct question *q, size_t i,
	   const struct form *form)
{
	const struct choice *choice = &q->list->choice[i];

	put(l, choice->name);
	put(l, label_of(form, choice->label));
	put(l, q->missing ? missing_names[q->missing[i]] : "");
	put(l, !q->key ? "" : q->key[i] ? "right" : "wrong");
	put(l, question_misconception(q, choice->name));
	put(l, "");
}

static void
put_no_choice(struct line *l, const struct export_column *c)
{
	int i;

	for (i = 0; i < 5; i++)
		put(l, "");
	put(l, c->guarded ? "yes" : "");
}

void
export_codebook(FILE *out, const struct form *form,
		const struct export_columns *columns, bool crlf)
{
	struct line l = {TEXT_INIT, 0};
	size_t i, j;

	fputs(codebook_header, out);
	end_line(&l, out, crlf);
	for (i = 0; i < columns->n; i++) {
		const struct export_column *c = &columns->column[i];
		const struct question *q = c->question == FORM_NONE
			? NULL
			: &form->question[c->question];

		put_column(&l, c, q, form);
		put_no_choice(&l, c);
		end_line(&l, out, crlf);
		for (j = 0;
		     q && q->list && c->kind == EXPORT_VALUE && j < q->list->n;
		     j++) {
			put_column(&l, c, q, form);
			put_choice(&l, q, j, form);
			end_line(&l, out, crlf);
		}
	}
	text_release(&l.text);
}

/* ---- the data package ---- */

static const char *
field_type(const struct export_column *c, const struct question *q)
{
	if (c->kind == EXPORT_OPTION)
		return "integer";
	if (c->kind != EXPORT_VALUE || !q)
		return "string";
	switch (q->type) {
	case TYPE_SELECT_MULTIPLE:
	case TYPE_RANK: return "list";
	case TYPE_INTEGER: return "integer";
	case TYPE_DECIMAL:
	case TYPE_RANGE: return "number";
	case TYPE_DATE: return "date";
	default: return "string";
	}
}

static void
put_categories(struct json *field, const struct question *q,
	       const struct form *form)
{
	/* the profile has categories for single values only */
	bool several = q->type != TYPE_SELECT_ONE;
	struct json *categories =
		json_put(field, several ? "x-categories" : "categories",
			 json_array());
	struct json *missing = NULL;
	size_t i;

	for (i = 0; i < q->list->n; i++) {
		const struct choice *choice = &q->list->choice[i];
		struct json *j = json_push(categories, json_object());

		json_put(j, "value", json_text(choice->name));
		json_put(j, "label", json_text(label_of(form, choice->label)));
		if (!q->missing || q->missing[i] == CHOICE_ANSWERS)
			continue;
		if (!missing)
			missing = json_put(field, "x-missing", json_object());
		json_put(missing, choice->name,
			 json_text(missing_names[q->missing[i]]));
	}
}

static void
put_value_field(struct json *field, const struct question *q,
		const struct form *form)
{
	const char *hint = label_of(form, q->hint);

	json_put(field, "title", json_text(label_of(form, q->label)));
	if (*hint)
		json_put(field, "description", json_text(hint));
	if (*question_role_name(q->role))
		json_put(field, "x-role",
			 json_text(question_role_name(q->role)));
	if (q->topic)
		json_put(field, "x-topic", json_text(q->topic));
	if (q->type == TYPE_SELECT_MULTIPLE || q->type == TYPE_RANK)
		json_put(field, "delimiter", json_text(" "));
	if (q->list)
		put_categories(field, q, form);
}

static struct json *
field_json(const struct export_column *c, const struct form *form)
{
	const struct question *q =
		c->question == FORM_NONE ? NULL : &form->question[c->question];
	struct json *field = json_object();

	json_put(field, "name", json_text(c->name));
	json_put(field, "type", json_text(field_type(c, q)));
	if (c->kind == EXPORT_VALUE && q)
		put_value_field(field, q, form);
	else
		json_put(field, "title", json_text(holds(c)));
	if (c->guarded)
		json_put(field, "x-formulaGuard", json_bool(true));
	return field;
}

static struct json *
resource_json(const char *name, const char *path, bool crlf)
{
	struct json *j = json_object(), *dialect;

	json_put(j, "name", json_text(name));
	json_put(j, "path", json_text(path));
	json_put(j, "format", json_text("csv"));
	json_put(j, "mediatype", json_text("text/csv"));
	json_put(j, "encoding", json_text("utf-8"));
	dialect = json_put(j, "dialect", json_object());
	json_put(dialect, "delimiter", json_text(","));
	json_put(dialect, "lineTerminator", json_text(crlf ? "\r\n" : "\n"));
	return j;
}

static struct json *
responses_json(const struct form *form, const struct export_columns *columns,
	       const char *path, bool crlf)
{
	struct json *j = resource_json("responses", path, crlf);
	struct json *schema = json_put(j, "schema", json_object());
	struct json *fields = json_put(schema, "fields", json_array());
	size_t i;

	json_push(json_put(schema, "missingValues", json_array()),
		  json_text(""));
	for (i = 0; i < columns->n; i++)
		json_push(fields, field_json(&columns->column[i], form));
	return j;
}

static struct json *
comments_json(const char *path, bool crlf)
{
	struct json *j = resource_json("comments", path, crlf);
	struct json *schema = json_put(j, "schema", json_object());
	struct json *fields = json_put(schema, "fields", json_array());
	struct json *field = json_push(fields, json_object());

	json_put(field, "name", json_text("question"));
	json_put(field, "type", json_text("string"));
	field = json_push(fields, json_object());
	json_put(field, "name", json_text("text"));
	json_put(field, "type", json_text("string"));
	json_put(field, "x-formulaGuard", json_bool(true));
	return j;
}

void
export_package(FILE *out, const struct results *r,
	       const struct export_columns *columns, const char *responses,
	       const char *comments, bool crlf)
{
	const struct results_about *about = results_about(r);
	const struct form *form = results_form(r);
	struct json *j = json_object(), *resources;
	char *text;

	json_put(j, "$schema",
		 json_text("https://datapackage.org/profiles/"
			   "2.0/datapackage.json"));
	json_put(j, "name", json_text("survey-responses"));
	if (form->settings.title)
		json_put(j, "title", json_text(form->settings.title));
	json_put(j, "description",
		 json_text(about->made_up ? about_made_up : about_people));
	json_put(j, "x-conduct", package_about(about));
	resources = json_put(j, "resources", json_array());
	json_push(resources, responses_json(form, columns, responses, crlf));
	json_push(resources, comments_json(comments, crlf));
	text = json_print_pretty(j);
	fprintf(out, "%s\n", text);
	free(text);
	json_free(j);
}
