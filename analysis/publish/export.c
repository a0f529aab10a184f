#include "analysis/publish/export.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/pile.h"
#include "analysis/publish/csv_text.h"
#include "analysis/publish/export_codebook.h"
#include "analysis/publish/export_rows.h"
#include "analysis/publish/folder.h"
#include "questions/base/mem.h"
#include "questions/json.h"

static const char responses_csv[] = "confidential-responses.csv";
static const char responses_json[] = "confidential-responses.json";
static const char comments_csv[] = "confidential-comments.csv";
static const char bom[] = "\xef\xbb\xbf";

struct exporting {
	const struct export *what;
	struct results *results;
	const struct layout *layout;
	struct folder *folder;
	struct pile *pile;
	struct export_columns columns;
	char *answers; /* a response without its segments */
	FILE *comments;
};

/* ---- reading the responses ---- */

static bool
is_hidden(const struct exporting *ex, size_t question)
{
	return !ex->what->segments &&
		ex->layout->form->question[question].role == ROLE_SEGMENT;
}

/* Numbers without those of segment questions, or NULL. Caller frees. */
static char *
numbers_left(const struct exporting *ex, const char *numbers)
{
	struct json *all = json_parse(numbers, strlen(numbers), NULL);
	struct json *left = NULL;
	const struct json *j;
	char *text = NULL;

	for (j = json_first(all); j; j = json_next(j)) {
		size_t question = form_find(ex->layout->form, json_name(j));

		if (question == FORM_NONE || is_hidden(ex, question))
			continue;
		if (!left)
			left = json_object();
		json_put(left, json_name(j), json_number(json_as_number(j, 0)));
	}
	if (left)
		text = json_print(left);
	json_free(left);
	json_free(all);
	return text;
}

static void
take(void *ctx, const char *answers, const char *numbers)
{
	struct exporting *ex = ctx;
	char *left;
	size_t i;

	if (ex->what->segments) {
		pile_add(ex->pile, answers, numbers);
		return;
	}
	memcpy(ex->answers, answers, ex->layout->width);
	for (i = 0; i < ex->layout->form->n_questions; i++)
		if (is_hidden(ex, i))
			layout_put_state(ex->layout, i, STATE_NOT_SHOWN,
					 ex->answers);
	left = numbers ? numbers_left(ex, numbers) : NULL;
	pile_add(ex->pile, ex->answers, left);
	free(left);
}

static bool
read_responses(struct exporting *ex, struct error *err)
{
	ex->pile = pile_new(ex->layout->width);
	ex->answers = mem_new(ex->layout->width + 1, 1);
	if (!results_each(ex->results, take, ex, err))
		return false;
	/* with all that was hashed before, they are in order already */
	if (!ex->what->segments)
		pile_sort(ex->pile);
	export_columns_init(&ex->columns, ex->layout, ex->pile,
			    ex->what->segments,
			    results_about(ex->results)->made_up);
	return true;
}

/* ---- the files ---- */

static FILE *
begin_csv(struct exporting *ex, const char *name, struct error *err)
{
	FILE *f = folder_file(ex->folder, name, err);

	if (f && ex->what->excel)
		fputs(bom, f);
	return f;
}

static bool
is_written(FILE *f, const char *name, struct error *err)
{
	return (fflush(f) == 0 && !ferror(f)) ||
		error_set(err, "%s cannot be written: %s", name,
			  strerror(errno));
}

static bool
write_responses(struct exporting *ex, struct error *err)
{
	FILE *f = begin_csv(ex, responses_csv, err);

	if (!f)
		return false;
	export_csv(f, ex->layout, &ex->columns, ex->pile, ex->what->excel);
	if (!is_written(f, responses_csv, err) || ex->what->csv_alone)
		return !error_is_set(err);
	f = folder_file(ex->folder, responses_json, err);
	if (!f)
		return false;
	export_json(f, ex->layout, &ex->columns, ex->pile);
	return is_written(f, responses_json, err);
}

static void
put_comment(void *ctx, const char *question, const char *text)
{
	struct exporting *ex = ctx;
	struct text line = TEXT_INIT;

	csv_text_add(&line, question, false);
	text_add_char(&line, ',');
	csv_text_add(&line, text, true);
	text_add(&line, ex->what->excel ? "\r\n" : "\n");
	fputs(text_get(&line), ex->comments);
	text_release(&line);
}

static bool
write_comments(struct exporting *ex, struct error *err)
{
	ex->comments = begin_csv(ex, comments_csv, err);
	if (!ex->comments)
		return false;
	fputs(ex->what->excel ? "question,text\r\n" : "question,text\n",
	      ex->comments);
	return results_comments(ex->results, put_comment, ex, err) &&
		is_written(ex->comments, comments_csv, err);
}

static bool
write_codebook(struct exporting *ex, struct error *err)
{
	FILE *f = begin_csv(ex, "codebook.csv", err);

	if (!f)
		return false;
	export_codebook(f, ex->layout->form, &ex->columns, ex->what->excel);
	if (!is_written(f, "codebook.csv", err))
		return false;
	f = folder_file(ex->folder, "datapackage.json", err);
	if (!f)
		return false;
	export_package(f, ex->results, &ex->columns, responses_csv,
		       comments_csv, ex->what->excel);
	return is_written(f, "datapackage.json", err);
}

/* What was asked, so that import needs nothing but this folder. */
static bool
write_questionnaire(struct exporting *ex, struct error *err)
{
	const struct results_about *about = results_about(ex->results);
	FILE *f = folder_file(ex->folder, "questionnaire.json", err);

	if (!f)
		return false;
	fwrite(about->questionnaire, 1, about->questionnaire_bytes, f);
	fputc('\n', f);
	return is_written(f, "questionnaire.json", err);
}

bool
export_results(struct results *r, const struct export *what, struct error *err)
{
	struct exporting ex = {.what = what,
			       .results = r,
			       .layout = results_layout(r)};
	bool good;

	ex.folder = folder_begin(what->folder, FOLDER_CONFIDENTIAL, err);
	if (!ex.folder)
		return false;
	good = read_responses(&ex, err) && write_responses(&ex, err) &&
		write_comments(&ex, err) && write_codebook(&ex, err) &&
		write_questionnaire(&ex, err);
	if (good)
		good = folder_finish(ex.folder, err);
	else
		folder_abandon(ex.folder);
	if (ex.columns.arena)
		export_columns_release(&ex.columns);
	pile_free(ex.pile);
	free(ex.answers);
	return good;
}
