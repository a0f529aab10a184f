#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/data/results_private.h"
#include "questions/base/mem.h"
#include "questions/instrument.h"

enum statement {
	SQL_GET_APPLICATION,
	SQL_GET_VERSION,
	SQL_GET_ABOUT,
	SQL_GET_COUNT,
	SQL_EACH_RESPONSE,
	SQL_EACH_ANSWERS,
	SQL_GET_COMMENTS
};

static const char *const sql[] = {
	[SQL_GET_APPLICATION] = "PRAGMA application_id",
	[SQL_GET_VERSION] = "PRAGMA user_version",
	[SQL_GET_ABOUT] = "SELECT value FROM about WHERE name = ?1",
	[SQL_GET_COUNT] = "SELECT count(*) FROM response",
	[SQL_EACH_RESPONSE] = "SELECT each(answers, numbers) FROM response",
	[SQL_EACH_ANSWERS] = "SELECT each(answers) FROM response",
	[SQL_GET_COMMENTS] =
		"SELECT question, text FROM comment ORDER BY rowid",
};

struct results {
	char *path;
	sqlite3 *db;
	struct form *form;
	struct layout *layout;
	struct results_about about;
	char *questionnaire, *closes;
};

static sqlite3_int64
get_number(sqlite3 *db, enum statement s)
{
	sqlite3_stmt *stmt = results_prepare(db, sql[s]);
	sqlite3_int64 x = -1;

	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		x = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return x;
}

/* A row of about as text, with its bytes; NULL when it is not there. */
static char *
get_about(sqlite3 *db, const char *name, size_t *n)
{
	sqlite3_stmt *stmt = results_prepare(db, sql[SQL_GET_ABOUT]);
	char *value = NULL;

	results_bind_text(stmt, 1, name);
	if (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
		const void *text = sqlite3_column_text(stmt, 0);

		*n = (size_t)sqlite3_column_bytes(stmt, 0);
		value = mem_copy_n(text ? text : "", *n);
	}
	sqlite3_finalize(stmt);
	return value;
}

static void
read_counts(struct results *r)
{
	size_t i, n;

	for (i = 0; i < results_n_counts; i++) {
		char *value = get_about(r->db, results_count[i].name, &n);

		*results_count_in(&r->about, i) =
			value ? (uint32_t)strtoul(value, NULL, 10) : 0;
		free(value);
	}
	for (i = 0; i < results_n_flags; i++) {
		char *value = get_about(r->db, results_flag[i].name, &n);

		*results_flag_in(&r->about, i) = value && value[0] == '1';
		free(value);
	}
}

static bool
read_about(struct results *r, struct error *err)
{
	size_t n;

	read_counts(r);
	r->closes = get_about(r->db, "closes", &n);
	r->questionnaire = get_about(r->db, "questionnaire",
				     &r->about.questionnaire_bytes);
	r->about.closes = r->closes ? r->closes : "";
	r->about.questionnaire = r->questionnaire;
	r->about.responses = (uint64_t)get_number(r->db, SQL_GET_COUNT);
	if (!r->questionnaire)
		return error_set(err,
				 "%s: the questionnaire is missing; "
				 "collect or import again",
				 r->path);
	return true;
}

static bool
is_results(struct results *r, struct error *err)
{
	sqlite3_int64 id = get_number(r->db, SQL_GET_APPLICATION);
	sqlite3_int64 version = get_number(r->db, SQL_GET_VERSION);

	if (id != RESULTS_APPLICATION)
		return error_set(err,
				 "%s is not a results file; give what "
				 "conduct collect or import wrote",
				 r->path);
	if (version != RESULTS_VERSION)
		return error_set(err,
				 "%s has format %d and this program "
				 "reads %d; collect again",
				 r->path, (int)version, RESULTS_VERSION);
	return true;
}

static bool
read_head(struct results *r, struct error *err)
{
	struct stat st;

	/* sqlite3 says "unable to open database file" and no more */
	if (access(r->path, R_OK) != 0)
		return error_set(err, "%s cannot be read: %s", r->path,
				 strerror(errno));
	if (stat(r->path, &st) == 0 && S_ISDIR(st.st_mode))
		return error_set(err,
				 "%s is a folder; give the results file "
				 "itself",
				 r->path);
	/* one thread: a lock at every value would cost a tenth of the time */
	if (sqlite3_open_v2(r->path, &r->db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL))
		return results_fail(r->db, r->path, err);
	if (!is_results(r, err) || !read_about(r, err))
		return false;
	r->form = instrument_form(r->questionnaire,
				  r->about.questionnaire_bytes, r->path, err);
	if (!r->form)
		return false;
	r->layout = layout_new(r->form);
	return true;
}

bool
results_open(struct results **out, const char *path, struct error *err)
{
	struct results *r = mem_new(1, sizeof(*r));

	r->path = mem_copy(path);
	*out = NULL;
	if (!read_head(r, err)) {
		results_close(r);
		return false;
	}
	*out = r;
	return true;
}

void
results_close(struct results *r)
{
	if (!r)
		return;
	sqlite3_close(r->db);
	layout_free(r->layout);
	form_free(r->form);
	free(r->questionnaire);
	free(r->closes);
	free(r->path);
	free(r);
}

const char *
results_path(const struct results *r)
{
	return r->path;
}

const struct form *
results_form(const struct results *r)
{
	return r->form;
}

const struct layout *
results_layout(const struct results *r)
{
	return r->layout;
}

const struct results_about *
results_about(const struct results *r)
{
	return &r->about;
}

/* What each() calls; the first that is wrong stops it. */
struct each {
	const struct results *results;
	void (*f)(void *ctx, const char *answers, const char *numbers);
	void *ctx;
};

static void
each_step(sqlite3_context *context, int n, sqlite3_value **value)
{
	const struct each *each = sqlite3_user_data(context);
	/* the bytes of the page itself; a text would be a copy */
	const void *answers = sqlite3_value_blob(value[0]);

	if ((size_t)sqlite3_value_bytes(value[0]) !=
	    each->results->layout->width)
		sqlite3_result_error(context, "", 0);
	else
		each->f(each->ctx, answers,
			n < 2 ? NULL
			      : (const void *)sqlite3_value_text(value[1]));
}

static void
each_final(sqlite3_context *context)
{
	sqlite3_result_null(context);
}

/* By an aggregate function, because SQLite then goes from row to row by
 * itself: that takes two thirds of the time of asking it for each. */
bool
results_each(struct results *r,
	     void (*f)(void *ctx, const char *answers, const char *numbers),
	     void *ctx, struct error *err)
{
	bool numbers = r->layout->any_number;
	struct each each = {r, f, ctx};
	sqlite3_stmt *stmt;
	int step;

	sqlite3_create_function(r->db, "each", numbers ? 2 : 1, SQLITE_UTF8,
				&each, NULL, each_step, each_final);
	stmt = results_prepare(
		r->db, sql[numbers ? SQL_EACH_RESPONSE : SQL_EACH_ANSWERS]);
	step = stmt ? sqlite3_step(stmt) : SQLITE_ERROR;
	if (step == SQLITE_ERROR && stmt)
		error_set(err,
			  "%s: a response does not have the length its "
			  "questionnaire asks for; the file was changed, "
			  "collect again",
			  r->path);
	else if (step != SQLITE_ROW)
		results_fail(r->db, r->path, err);
	sqlite3_finalize(stmt);
	return step == SQLITE_ROW;
}

bool
results_comments(struct results *r,
		 void (*f)(void *ctx, const char *question, const char *text),
		 void *ctx, struct error *err)
{
	sqlite3_stmt *stmt = results_prepare(r->db, sql[SQL_GET_COMMENTS]);
	int step = SQLITE_ERROR;

	while (stmt && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		f(ctx, (const void *)sqlite3_column_text(stmt, 0),
		  (const void *)sqlite3_column_text(stmt, 1));
	if (step != SQLITE_DONE)
		results_fail(r->db, r->path, err);
	sqlite3_finalize(stmt);
	return step == SQLITE_DONE;
}

uint64_t
results_invited(const struct results_about *about)
{
	uint64_t n = about->staff > 0 ? about->staff : about->codes_issued;

	return n < about->responses ? 0 : n;
}
