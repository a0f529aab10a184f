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
	SQL_GET_COMMENTS,
	SQL_LITTLE_CACHE
};

#define FROM_RANGE " FROM response WHERE id BETWEEN ?1 AND ?2"

static const char *const sql[] = {
	[SQL_GET_APPLICATION] = "PRAGMA application_id",
	[SQL_GET_VERSION] = "PRAGMA user_version",
	[SQL_GET_ABOUT] = "SELECT value FROM about WHERE name = ?1",
	/* ids run from 1; whoever reads all counts them again */
	[SQL_GET_COUNT] = "SELECT ifnull(max(id), 0) FROM response",
	[SQL_EACH_RESPONSE] = "SELECT each(answers, numbers)" FROM_RANGE,
	[SQL_EACH_ANSWERS] = "SELECT each(answers)" FROM_RANGE,
	[SQL_GET_COMMENTS] =
		"SELECT question, text FROM comment ORDER BY rowid",
	/* KiB: no page is read twice */
	[SQL_LITTLE_CACHE] = "PRAGMA cache_size = -128",
};

struct results {
	char *path;
	sqlite3 *db;
	dev_t device;
	ino_t inode;
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

/* One thread has it at a time: a lock at every value would cost a tenth of the
 * time. */
static bool
open_file(const char *path, sqlite3 **db, struct error *err)
{
	if (sqlite3_open_v2(path, db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL))
		return results_fail(*db, path, err);
	/* whether it is a database shows when it is asked for something */
	sqlite3_exec(*db, sql[SQL_LITTLE_CACHE], NULL, NULL, NULL);
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
	if (stat(r->path, &st) != 0)
		return error_set(err, "%s cannot be read: %s", r->path,
				 strerror(errno));
	if (S_ISDIR(st.st_mode))
		return error_set(err,
				 "%s is a folder; give the results file "
				 "itself",
				 r->path);
	r->device = st.st_dev;
	r->inode = st.st_ino;
	if (!open_file(r->path, &r->db, err) || !is_results(r, err) ||
	    !read_about(r, err))
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

/* ---- responses ---- */

/* What each() calls; the first that is wrong stops it. */
struct each {
	size_t width;
	void (*f)(void *ctx, const char *answers, const char *numbers);
	void *ctx;
	uint64_t seen;
};

static void
each_step(sqlite3_context *context, int n, sqlite3_value **value)
{
	struct each *each = sqlite3_user_data(context);
	/* the bytes of the page itself; a text would be a copy */
	const void *answers = sqlite3_value_blob(value[0]);

	if ((size_t)sqlite3_value_bytes(value[0]) != each->width) {
		sqlite3_result_error(context, "", 0);
		return;
	}
	each->seen++;
	each->f(each->ctx, answers,
		n < 2 ? NULL : (const void *)sqlite3_value_text(value[1]));
}

static void
each_final(sqlite3_context *context)
{
	sqlite3_result_null(context);
}

/* By an aggregate function, because SQLite then goes from row to row by
 * itself: that takes two thirds of the time of asking it for each. */
static bool
go_over(const struct results *r, sqlite3 *db, struct each *each, uint64_t first,
	uint64_t last, struct error *err)
{
	bool numbers = r->layout->any_number;
	sqlite3_stmt *stmt;
	int step = SQLITE_ERROR;

	sqlite3_create_function(db, "each", numbers ? 2 : 1, SQLITE_UTF8, each,
				NULL, each_step, each_final);
	stmt = results_prepare(
		db, sql[numbers ? SQL_EACH_RESPONSE : SQL_EACH_ANSWERS]);
	if (stmt) {
		sqlite3_bind_int64(stmt, 1, (sqlite3_int64)first);
		sqlite3_bind_int64(stmt, 2, (sqlite3_int64)last);
		step = sqlite3_step(stmt);
	}
	if (step == SQLITE_ERROR && stmt)
		error_set(err,
			  "%s: a response does not have the length its "
			  "questionnaire asks for; the file was changed, "
			  "collect again",
			  r->path);
	else if (step != SQLITE_ROW)
		results_fail(db, r->path, err);
	else if (each->seen != last - first + 1)
		error_set(err,
			  "%s: responses are missing; the file was changed, "
			  "collect again",
			  r->path);
	sqlite3_finalize(stmt);
	return step == SQLITE_ROW && each->seen == last - first + 1;
}

bool
results_each(struct results *r,
	     void (*f)(void *ctx, const char *answers, const char *numbers),
	     void *ctx, struct error *err)
{
	struct each each = {r->layout->width, f, ctx, 0};

	return go_over(r, r->db, &each, 1, r->about.responses, err);
}

struct results_reader {
	const struct results *results;
	sqlite3 *db;
};

bool
results_can_share(void)
{
	return sqlite3_threadsafe() != 0;
}

struct results_reader *
results_reader_new(const struct results *r, struct error *err)
{
	struct results_reader *reader = mem_new(1, sizeof(*reader));
	struct stat st;

	reader->results = r;
	if (!open_file(r->path, &reader->db, err)) {
		results_reader_free(reader);
		return NULL;
	}
	if (stat(r->path, &st) != 0 || st.st_dev != r->device ||
	    st.st_ino != r->inode) {
		error_set(err,
			  "%s is another file than when it was opened; wait "
			  "until it is complete, and start again",
			  r->path);
		results_reader_free(reader);
		return NULL;
	}
	return reader;
}

bool
results_reader_each(struct results_reader *reader, uint64_t first,
		    uint64_t last,
		    void (*f)(void *ctx, const char *answers,
			      const char *numbers),
		    void *ctx, struct error *err)
{
	struct each each = {reader->results->layout->width, f, ctx, 0};

	return go_over(reader->results, reader->db, &each, first, last, err);
}

void
results_reader_free(struct results_reader *reader)
{
	if (!reader)
		return;
	sqlite3_close(reader->db);
	free(reader);
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
