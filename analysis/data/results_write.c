#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/data/ledger.h"
#include "analysis/data/pile.h"
#include "analysis/data/results_private.h"
#include "analysis/data/temporary.h"
#include "questions/base/mem.h"
#include "survey/seal.h"

enum { APPLICATION_AT = 68 /* where SQLite keeps it in the file */ };

enum statement {
	SQL_MAKE_TABLES,
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_PUT_ABOUT,
	SQL_PUT_QUESTION,
	SQL_PUT_CODE,
	SQL_PUT_RESPONSE,
	SQL_PUT_COMMENT
};

static const char make_tables[] =
	"PRAGMA journal_mode = OFF;"
	"PRAGMA synchronous = OFF;"
	"PRAGMA locking_mode = EXCLUSIVE;"
	"PRAGMA page_size = 4096;"
	"PRAGMA application_id = 0x43647273;"
	"PRAGMA user_version = 1;"
	"CREATE TABLE about(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
	"CREATE TABLE response(id INTEGER PRIMARY KEY,"
	" answers TEXT NOT NULL, numbers TEXT) STRICT;"
	"CREATE TABLE comment(question TEXT NOT NULL, text TEXT NOT NULL)"
	" STRICT;"
	/* position counts from 1, as substr() does */
	"CREATE TABLE question(n INTEGER PRIMARY KEY,"
	" name TEXT UNIQUE NOT NULL, position INTEGER NOT NULL,"
	" width INTEGER NOT NULL, type TEXT NOT NULL, coding TEXT NOT NULL,"
	" role TEXT, topic TEXT, label TEXT, why TEXT, source TEXT) STRICT;"
	/* position, width: where to look for symbol in answers */
	"CREATE TABLE code(question TEXT NOT NULL, n INTEGER NOT NULL,"
	" symbol TEXT, position INTEGER NOT NULL, width INTEGER NOT NULL,"
	" name TEXT NOT NULL, label TEXT, missing TEXT, key INTEGER,"
	" misconception TEXT, PRIMARY KEY(question, n))"
	" STRICT, WITHOUT ROWID;"
	"CREATE INDEX code_symbol ON code(question, symbol);";

static const char *const sql[] = {
	[SQL_MAKE_TABLES] = make_tables,
	[SQL_BEGIN] = "BEGIN EXCLUSIVE",
	[SQL_COMMIT] = "COMMIT",
	[SQL_PUT_ABOUT] = "INSERT INTO about VALUES (?1, ?2)",
	[SQL_PUT_QUESTION] =
		"INSERT INTO question VALUES (?,?,?,?,?,?,?,?,?,?,?)",
	[SQL_PUT_CODE] = "INSERT INTO code VALUES (?,?,?,?,?,?,?,?,?,?)",
	[SQL_PUT_RESPONSE] = "INSERT INTO response VALUES (?1, ?2, ?3)",
	[SQL_PUT_COMMENT] = "INSERT INTO comment VALUES (?1, ?2)",
};

/* Sentences for whoever opens the file with sqlite3. */
static const char *const told[][2] = {
	{"1 what this is",
	 "Results of a staff survey, made by conduct. Confidential: each row "
	 "of response is one person."},
	{"2 how to read it",
	 "SELECT * FROM response_wide: a column a question, choice names. "
	 "SELECT * FROM answer: a row an answer, with why there is none. "
	 "comment holds written answers, linked to nobody. question and code "
	 "say what each position of response.answers means: . not shown, "
	 "~ not reached, - skipped. response_wide shows the first 1,900 "
	 "questions at most."},
	{"3 order",
	 "Responses are sorted by a hash of what they say. Their "
	 "order tells nothing."},
};

/* Runs a statement that gives no row; false when it did not. */
static bool
put(sqlite3_stmt *stmt)
{
	bool done = sqlite3_step(stmt) == SQLITE_DONE;

	return sqlite3_reset(stmt) == SQLITE_OK && done;
}

struct note {
	size_t question;
	unsigned char hash[SEAL_HASH_BYTES];
	char *text;
};

struct results_writer {
	char *path, *temporary;
	sqlite3 *db;
	const struct form *form;
	struct layout *layout;
	struct pile *pile;
	struct note *note;
	size_t n_notes, note_room;
};

bool
results_may_replace(const char *path, struct error *err)
{
	unsigned char head[APPLICATION_AT + 4];
	size_t n = 0;
	struct stat st;
	FILE *f;

	if (stat(path, &st) != 0)
		return errno == ENOENT ||
			error_set(err, "%s cannot be looked at: %s", path,
				  strerror(errno));
	/* to look into a pipe is to wait for ever */
	if (S_ISREG(st.st_mode)) {
		f = fopen(path, "rb");
		if (!f)
			return error_set(err, "%s cannot be looked at: %s",
					 path, strerror(errno));
		n = fread(head, 1, sizeof(head), f);
		fclose(f);
	}
	if (n == sizeof(head) && memcmp(head, "SQLite format 3", 16) == 0 &&
	    memcmp(head + APPLICATION_AT, "Cdrs", 4) == 0)
		return true;
	return error_set(err,
			 "%s exists and is not a results file; "
			 "name another file",
			 path);
}

static bool
make_file(struct results_writer *w, struct error *err)
{
	int fd = temporary_make(w->path, 0600, &w->temporary);

	if (fd < 0)
		return error_set(err, "%s cannot be written: %s", w->path,
				 strerror(errno));
	close(fd);
	if (sqlite3_open_v2(w->temporary, &w->db, SQLITE_OPEN_READWRITE,
			    NULL) != SQLITE_OK ||
	    sqlite3_exec(w->db, sql[SQL_MAKE_TABLES], NULL, NULL, NULL) ||
	    sqlite3_exec(w->db, sql[SQL_BEGIN], NULL, NULL, NULL))
		return results_fail(w->db, w->path, err);
	return true;
}

bool
results_create(struct results_writer **out, const char *path,
	       const struct form *form, const struct results_about *about,
	       struct error *err)
{
	struct results_writer *w;

	*out = NULL;
	(void)about;
	if (!results_may_replace(path, err))
		return false;
	w = mem_new(1, sizeof(*w));
	w->path = mem_copy(path);
	w->form = form;
	w->layout = layout_new(form);
	w->pile = pile_new(w->layout->width);
	if (!make_file(w, err)) {
		results_abandon(w);
		return false;
	}
	*out = w;
	return true;
}

const struct layout *
results_writer_layout(const struct results_writer *w)
{
	return w->layout;
}

void
results_add(struct results_writer *w, const char *answers, const char *numbers)
{
	pile_add(w->pile, answers, numbers);
}

void
results_add_comment(struct results_writer *w, const char *question,
		    const char *text)
{
	struct note *note;

	w->note = mem_room(w->note, &w->note_room, w->n_notes + 1,
			   sizeof(*w->note));
	note = &w->note[w->n_notes++];
	note->question = form_find(w->form, question);
	assert(note->question != FORM_NONE);
	note->text = mem_copy(text);
	seal_hash(text, strlen(text), note->hash);
}

void
results_add_answers(struct results_writer *w, const struct answers *a)
{
	char *answers = mem_new(w->layout->width + 1, 1);
	char *numbers = layout_numbers(w->layout, a);
	size_t i;

	layout_encode(w->layout, a, answers);
	results_add(w, answers, numbers);
	for (i = 0; i < w->form->n_questions; i++) {
		const char *text;

		if (answers_state(a, i) != STATE_ANSWERED)
			continue;
		text = layout_text(w->layout, i, answers_value(a, i));
		if (text)
			results_add_comment(w, w->form->question[i].name, text);
	}
	free(numbers);
	free(answers);
}

static bool
write_responses(struct results_writer *w)
{
	sqlite3_stmt *stmt = results_prepare(w->db, sql[SQL_PUT_RESPONSE]);
	int width = (int)w->layout->width;
	bool good = stmt != NULL;
	size_t i;

	pile_sort(w->pile);
	for (i = 0; good && i < pile_count(w->pile); i++) {
		const char *numbers;
		const char *answers = pile_at(w->pile, i, &numbers);

		sqlite3_bind_int64(stmt, 1, (sqlite3_int64)i + 1);
		sqlite3_bind_text(stmt, 2, answers, width, SQLITE_STATIC);
		results_bind_text(stmt, 3, numbers);
		good = put(stmt);
	}
	sqlite3_finalize(stmt);
	return good;
}

static int
compare_notes(const void *x, const void *y)
{
	const struct note *a = x, *b = y;
	int by_hash;

	if (a->question != b->question)
		return a->question < b->question ? -1 : 1;
	by_hash = memcmp(a->hash, b->hash, SEAL_HASH_BYTES);
	return by_hash ? by_hash : strcmp(a->text, b->text);
}

static bool
write_comments(struct results_writer *w)
{
	sqlite3_stmt *stmt = results_prepare(w->db, sql[SQL_PUT_COMMENT]);
	bool good = stmt != NULL;
	size_t i;

	if (w->n_notes > 1)
		qsort(w->note, w->n_notes, sizeof(*w->note), compare_notes);
	for (i = 0; good && i < w->n_notes; i++) {
		const struct note *note = &w->note[i];

		results_bind_text(stmt, 1,
				  w->form->question[note->question].name);
		results_bind_text(stmt, 2, note->text);
		good = put(stmt);
	}
	sqlite3_finalize(stmt);
	return good;
}

static const char *const coding_names[] = {
	[CODING_NOTHING] = "none",  [CODING_CHOICE] = "choice",
	[CODING_FLAGS] = "flags",   [CODING_RANKS] = "ranks",
	[CODING_NUMBER] = "number", [CODING_DATE] = "date",
	[CODING_TEXT] = "text",
};

static const char *const missing_names[] = {
	[CHOICE_ANSWERS] = NULL,
	[CHOICE_DONT_KNOW] = "don't know",
	[CHOICE_REFUSED] = "prefer not to say",
	[CHOICE_NOT_APPLICABLE] = "not applicable",
};

static bool
write_questions(struct results_writer *w)
{
	sqlite3_stmt *stmt = results_prepare(w->db, sql[SQL_PUT_QUESTION]);
	const struct form *form = w->form;
	bool good = stmt != NULL;
	size_t i;

	for (i = 0; good && i < form->n_questions; i++) {
		const struct question *q = &form->question[i];
		const struct field *f = &w->layout->field[i];
		const char *role = question_role_name(q->role);

		sqlite3_bind_int64(stmt, 1, (sqlite3_int64)i + 1);
		results_bind_text(stmt, 2, q->name);
		sqlite3_bind_int64(stmt, 3, (sqlite3_int64)f->at + 1);
		sqlite3_bind_int64(stmt, 4, (sqlite3_int64)f->width);
		results_bind_text(stmt, 5, question_type_name(q->type));
		results_bind_text(stmt, 6, coding_names[f->coding]);
		results_bind_text(stmt, 7, *role ? role : NULL);
		results_bind_text(stmt, 8, q->topic);
		results_bind_text(stmt, 9,
				  form_text(form, q->label,
					    form->default_language));
		results_bind_text(stmt, 10, q->why);
		results_bind_text(stmt, 11, q->source);
		good = put(stmt);
	}
	sqlite3_finalize(stmt);
	return good;
}

/* Where to look for choice i of a question, and for which symbol. */
static void
bind_place(sqlite3_stmt *stmt, const struct field *f,
	   const struct choice_list *list, size_t i)
{
	size_t each = layout_symbol_width(list->n), at = f->at, width = each;
	char symbol[2];

	switch (f->coding) {
	case CODING_CHOICE:
		layout_symbol(i, list->n, symbol);
		sqlite3_bind_text(stmt, 3, symbol, (int)each, SQLITE_TRANSIENT);
		break;
	case CODING_FLAGS:
		sqlite3_bind_text(stmt, 3, "1", 1, SQLITE_STATIC);
		at += i;
		width = 1;
		break;
	default: /* ranks: the symbol is the place */
		sqlite3_bind_null(stmt, 3);
		at += i * each;
		break;
	}
	sqlite3_bind_int64(stmt, 4, (sqlite3_int64)at + 1);
	sqlite3_bind_int64(stmt, 5, (sqlite3_int64)width);
}

static bool
write_code(struct results_writer *w, sqlite3_stmt *stmt,
	   const struct question *q, size_t i)
{
	const struct choice *choice = &q->list->choice[i];
	const struct form *form = w->form;

	results_bind_text(stmt, 1, q->name);
	sqlite3_bind_int64(stmt, 2, (sqlite3_int64)i + 1);
	bind_place(stmt, &w->layout->field[q->index], q->list, i);
	results_bind_text(stmt, 6, choice->name);
	results_bind_text(stmt, 7,
			  form_text(form, choice->label,
				    form->default_language));
	results_bind_text(stmt, 8,
			  q->missing ? missing_names[q->missing[i]] : NULL);
	if (q->key)
		sqlite3_bind_int(stmt, 9, q->key[i]);
	else
		sqlite3_bind_null(stmt, 9);
	results_bind_text(stmt, 10, question_misconception(q, choice->name));
	return put(stmt);
}

static bool
write_codes(struct results_writer *w)
{
	sqlite3_stmt *stmt = results_prepare(w->db, sql[SQL_PUT_CODE]);
	bool good = stmt != NULL;
	size_t i, j;

	for (i = 0; i < w->form->n_questions; i++) {
		const struct question *q = &w->form->question[i];

		for (j = 0; good && q->list && j < q->list->n; j++)
			good = write_code(w, stmt, q, j);
	}
	sqlite3_finalize(stmt);
	return good;
}

/* ---- the rest of the file ---- */

static bool
put_about_text(sqlite3_stmt *stmt, const char *name, const char *value)
{
	results_bind_text(stmt, 1, name);
	results_bind_text(stmt, 2, value);
	return put(stmt);
}

static bool
put_about_number(sqlite3_stmt *stmt, const char *name, sqlite3_int64 value)
{
	results_bind_text(stmt, 1, name);
	sqlite3_bind_int64(stmt, 2, value);
	return put(stmt);
}

static bool
write_about(struct results_writer *w, struct results_about about)
{
	sqlite3_stmt *stmt = results_prepare(w->db, sql[SQL_PUT_ABOUT]);
	bool good = stmt != NULL;
	size_t i;

	for (i = 0; good && i < sizeof(told) / sizeof(*told); i++)
		good = put_about_text(stmt, told[i][0], told[i][1]);
	for (i = 0; good && i < results_n_counts; i++)
		good = put_about_number(stmt, results_count[i].name,
					*results_count_in(&about, i));
	for (i = 0; good && i < results_n_flags; i++)
		good = put_about_number(stmt, results_flag[i].name,
					*results_flag_in(&about, i));
	if (good)
		good = put_about_text(stmt, "closes",
				      about.closes ? about.closes : "");
	if (good) {
		results_bind_text(stmt, 1, "questionnaire");
		sqlite3_bind_text(stmt, 2, about.questionnaire,
				  (int)about.questionnaire_bytes,
				  SQLITE_STATIC);
		good = put(stmt);
	}
	sqlite3_finalize(stmt);
	return good;
}

/* What SQLite wrote without syncing becomes durable here. */
static bool
put_in_place(struct results_writer *w, struct error *err)
{
	int fd = open(w->temporary, O_RDONLY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return (synced && temporary_place(&w->temporary, w->path)) ||
		error_set(err, "%s cannot be put in place: %s", w->path,
			  strerror(errno));
}

bool
results_finish(struct results_writer *w, const struct results_about *about,
	       struct error *err)
{
	bool good = write_about(w, *about) && write_questions(w) &&
		write_codes(w) &&
		results_make_views(w->db, w->form, w->layout) &&
		write_responses(w) && write_comments(w) &&
		sqlite3_exec(w->db, sql[SQL_COMMIT], NULL, NULL, NULL) ==
			SQLITE_OK;

	if (!good)
		results_fail(w->db, w->path, err);
	sqlite3_close(w->db);
	w->db = NULL;
	good = good && ledger_copy(w->path, w->temporary, err) &&
		put_in_place(w, err);
	results_abandon(w);
	return good;
}

void
results_abandon(struct results_writer *w)
{
	size_t i;

	if (!w)
		return;
	sqlite3_close(w->db);
	temporary_remove(&w->temporary);
	for (i = 0; i < w->n_notes; i++)
		free(w->note[i].text);
	free(w->note);
	pile_free(w->pile);
	layout_free(w->layout);
	free(w->path);
	free(w);
}
