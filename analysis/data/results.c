#include "analysis/data/results.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/data/pile.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/instrument.h"
#include "survey/seal.h"

enum {
	APPLICATION_ID = 0x43647273, /* "Cdrs" */
	APPLICATION_AT = 68,	     /* where SQLite keeps it in the file */
	FILE_VERSION = 1,
	/* Within SQLite's limits: columns of a view, bytes of its text */
	MAX_VIEW_COLUMNS = 1900,
	MAX_SPELLED_OUT = 150
};

/* All there is but for the view response_wide, whose columns are the
 * questionnaire's. */
enum statement {
	SQL_MAKE_TABLES,
	SQL_MAKE_ANSWER,
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_PUT_ABOUT,
	SQL_PUT_QUESTION,
	SQL_PUT_CODE,
	SQL_PUT_RESPONSE,
	SQL_PUT_COMMENT,
	SQL_GET_APPLICATION,
	SQL_GET_VERSION,
	SQL_GET_ABOUT,
	SQL_GET_COUNT,
	SQL_EACH_RESPONSE,
	SQL_EACH_ANSWERS,
	SQL_GET_COMMENTS
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

/* A row an answer: one for each choice of several, one where there is none. */
static const char make_answer[] =
	"CREATE VIEW answer(response, question, state, value, place) AS"
	" WITH told AS (SELECT r.id, r.answers, r.numbers, q.*,"
	"  CASE substr(r.answers, q.position, 1) WHEN '.' THEN 'not shown'"
	"   WHEN '~' THEN 'not reached' WHEN '-' THEN CASE"
	"    WHEN q.coding = 'ranks' AND"
	"     trim(substr(r.answers, q.position, q.width), '-') <> ''"
	"    THEN 'answered' ELSE 'skipped' END"
	"   ELSE 'answered' END AS state"
	"  FROM response r CROSS JOIN question q WHERE q.width > 0)"
	" SELECT id, name, state, NULL, NULL FROM told"
	"  WHERE state <> 'answered' OR coding = 'text'"
	" UNION ALL SELECT id, name, state,"
	"  json_extract(numbers, '$.\"' || name || '\"'), NULL FROM told"
	"  WHERE state = 'answered' AND coding = 'number'"
	" UNION ALL SELECT id, name, state,"
	"  date(json_extract(numbers, '$.\"' || name || '\"') * 86400,"
	"   'unixepoch'), NULL FROM told"
	"  WHERE state = 'answered' AND coding = 'date'"
	" UNION ALL SELECT t.id, t.name, t.state, c.name,"
	"  CASE t.coding WHEN 'ranks'"
	"   THEN substr(t.answers, c.position, c.width) END"
	"  FROM told t JOIN code c ON c.question = t.name WHERE"
	"  t.state = 'answered' AND CASE t.coding"
	"   WHEN 'ranks' THEN substr(t.answers, c.position, 1) <> '-'"
	"   WHEN 'choice' THEN substr(t.answers, c.position, c.width)"
	"    = c.symbol"
	"   WHEN 'flags' THEN substr(t.answers, c.position, 1) = '1' END;";

static const char *const sql[] = {
	[SQL_MAKE_TABLES] = make_tables,
	[SQL_MAKE_ANSWER] = make_answer,
	[SQL_BEGIN] = "BEGIN EXCLUSIVE",
	[SQL_COMMIT] = "COMMIT",
	[SQL_PUT_ABOUT] = "INSERT INTO about VALUES (?1, ?2)",
	[SQL_PUT_QUESTION] =
		"INSERT INTO question VALUES (?,?,?,?,?,?,?,?,?,?,?)",
	[SQL_PUT_CODE] = "INSERT INTO code VALUES (?,?,?,?,?,?,?,?,?,?)",
	[SQL_PUT_RESPONSE] = "INSERT INTO response VALUES (?1, ?2, ?3)",
	[SQL_PUT_COMMENT] = "INSERT INTO comment VALUES (?1, ?2)",
	[SQL_GET_APPLICATION] = "PRAGMA application_id",
	[SQL_GET_VERSION] = "PRAGMA user_version",
	[SQL_GET_ABOUT] = "SELECT value FROM about WHERE name = ?1",
	[SQL_GET_COUNT] = "SELECT count(*) FROM response",
	[SQL_EACH_RESPONSE] = "SELECT each(answers, numbers) FROM response",
	[SQL_EACH_ANSWERS] = "SELECT each(answers) FROM response",
	[SQL_GET_COMMENTS] =
		"SELECT question, text FROM comment ORDER BY rowid",
};

/* ---- what stands in about ---- */

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

/* Numbers of struct results_about by name. */
static const struct {
	const char *name;
	size_t offset;
} counts[] = {
	{"staff", offsetof(struct results_about, staff)},
	{"codes_issued", offsetof(struct results_about, codes_issued)},
	{"waves", offsetof(struct results_about, waves)},
	{"min_group", offsetof(struct results_about, min_group)},
	{"dropped_twice", offsetof(struct results_about, dropped_twice)},
	{"conflicts", offsetof(struct results_about, conflicts)},
	{"unopened", offsetof(struct results_about, unopened)},
};
static const struct {
	const char *name;
	size_t offset;
} flags[] = {
	{"closed_early", offsetof(struct results_about, closed_early)},
	{"made_up", offsetof(struct results_about, made_up)},
};

static uint32_t *
count_in(struct results_about *about, size_t i)
{
	return (uint32_t *)((char *)about + counts[i].offset);
}

static bool *
flag_in(struct results_about *about, size_t i)
{
	return (bool *)((char *)about + flags[i].offset);
}

/* ---- small things about sqlite3 ---- */

static bool
db_fail(sqlite3 *db, const char *path, struct error *err)
{
	return error_set(err, "%s: %s", path, sqlite3_errmsg(db));
}

static sqlite3_stmt *
prepare(sqlite3 *db, enum statement s)
{
	sqlite3_stmt *stmt = NULL;

	sqlite3_prepare_v2(db, sql[s], -1, &stmt, NULL);
	return stmt;
}

static void
bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	if (text)
		sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, at);
}

/* Runs a statement that gives no row; false when it did not. */
static bool
put(sqlite3_stmt *stmt)
{
	bool done = sqlite3_step(stmt) == SQLITE_DONE;

	return sqlite3_reset(stmt) == SQLITE_OK && done;
}

/* ---- writing ---- */

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
	int fd;

	/* what a run that was killed has left */
	unlink(w->temporary);
	fd = open(w->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_set(err, "%s cannot be written: %s", w->path,
				 strerror(errno));
	close(fd);
	if (sqlite3_open_v2(w->temporary, &w->db, SQLITE_OPEN_READWRITE,
			    NULL) != SQLITE_OK ||
	    sqlite3_exec(w->db, sql[SQL_MAKE_TABLES], NULL, NULL, NULL) ||
	    sqlite3_exec(w->db, sql[SQL_MAKE_ANSWER], NULL, NULL, NULL) ||
	    sqlite3_exec(w->db, sql[SQL_BEGIN], NULL, NULL, NULL))
		return db_fail(w->db, w->path, err);
	return true;
}

bool
results_create(struct results_writer **out, const char *path,
	       const struct form *form, const struct results_about *about,
	       struct error *err)
{
	struct results_writer *w;
	struct text temporary = TEXT_INIT;

	*out = NULL;
	(void)about;
	if (!results_may_replace(path, err))
		return false;
	w = mem_new(1, sizeof(*w));
	text_addf(&temporary, "%s.tmp", path);
	w->temporary = text_take(&temporary);
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
	sqlite3_stmt *stmt = prepare(w->db, SQL_PUT_RESPONSE);
	int width = (int)w->layout->width;
	bool good = stmt != NULL;
	size_t i;

	pile_sort(w->pile);
	for (i = 0; good && i < pile_count(w->pile); i++) {
		const char *numbers;
		const char *answers = pile_at(w->pile, i, &numbers);

		sqlite3_bind_int64(stmt, 1, (sqlite3_int64)i + 1);
		sqlite3_bind_text(stmt, 2, answers, width, SQLITE_STATIC);
		bind_text(stmt, 3, numbers);
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
	sqlite3_stmt *stmt = prepare(w->db, SQL_PUT_COMMENT);
	bool good = stmt != NULL;
	size_t i;

	if (w->n_notes > 1)
		qsort(w->note, w->n_notes, sizeof(*w->note), compare_notes);
	for (i = 0; good && i < w->n_notes; i++) {
		const struct note *note = &w->note[i];

		bind_text(stmt, 1, w->form->question[note->question].name);
		bind_text(stmt, 2, note->text);
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
	sqlite3_stmt *stmt = prepare(w->db, SQL_PUT_QUESTION);
	const struct form *form = w->form;
	bool good = stmt != NULL;
	size_t i;

	for (i = 0; good && i < form->n_questions; i++) {
		const struct question *q = &form->question[i];
		const struct field *f = &w->layout->field[i];
		const char *role = question_role_name(q->role);

		sqlite3_bind_int64(stmt, 1, (sqlite3_int64)i + 1);
		bind_text(stmt, 2, q->name);
		sqlite3_bind_int64(stmt, 3, (sqlite3_int64)f->at + 1);
		sqlite3_bind_int64(stmt, 4, (sqlite3_int64)f->width);
		bind_text(stmt, 5, question_type_name(q->type));
		bind_text(stmt, 6, coding_names[f->coding]);
		bind_text(stmt, 7, *role ? role : NULL);
		bind_text(stmt, 8, q->topic);
		bind_text(stmt, 9,
			  form_text(form, q->label, form->default_language));
		bind_text(stmt, 10, q->why);
		bind_text(stmt, 11, q->source);
		good = put(stmt);
	}
	sqlite3_finalize(stmt);
	return good;
}

static const char *
misconception_of(const struct question *q, const char *choice)
{
	size_t i;

	for (i = 0; i < q->n_misconceptions; i++)
		if (strcmp(q->misconception[i].choice, choice) == 0)
			return q->misconception[i].code;
	return NULL;
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

	bind_text(stmt, 1, q->name);
	sqlite3_bind_int64(stmt, 2, (sqlite3_int64)i + 1);
	bind_place(stmt, &w->layout->field[q->index], q->list, i);
	bind_text(stmt, 6, choice->name);
	bind_text(stmt, 7,
		  form_text(form, choice->label, form->default_language));
	bind_text(stmt, 8, q->missing ? missing_names[q->missing[i]] : NULL);
	if (q->key)
		sqlite3_bind_int(stmt, 9, q->key[i]);
	else
		sqlite3_bind_null(stmt, 9);
	bind_text(stmt, 10, misconception_of(q, choice->name));
	return put(stmt);
}

static bool
write_codes(struct results_writer *w)
{
	sqlite3_stmt *stmt = prepare(w->db, SQL_PUT_CODE);
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

/* ---- the view response_wide ---- */

/* A choice name for the symbol, in a case of its own or from code. */
static void
wide_choice(sqlite3_str *s, const struct form *form, const struct question *q,
	    const struct field *f)
{
	size_t i;

	if (f->width > 1 || form->n_questions > MAX_SPELLED_OUT) {
		sqlite3_str_appendf(
			s,
			"(SELECT c.name FROM code c WHERE c.question = %Q AND "
			"c.symbol = substr(answers, %d, %d))",
			q->name, (int)f->at + 1, (int)f->width);
		return;
	}
	sqlite3_str_appendf(s, "CASE substr(answers, %d, 1)", (int)f->at + 1);
	for (i = 0; i < q->list->n; i++) {
		char symbol[2];

		layout_symbol(i, q->list->n, symbol);
		sqlite3_str_appendf(s, " WHEN '%c' THEN %Q", symbol[0],
				    q->list->choice[i].name);
	}
	sqlite3_str_appendall(s, " END");
}

/* Names of what was ticked, or in the order of the ranks. */
static void
wide_names(sqlite3_str *s, const struct question *q, const struct field *f)
{
	bool ranks = f->coding == CODING_RANKS;

	/* SQLite does not look outside a subquery in its ORDER BY */
	sqlite3_str_appendf(
		s,
		"(SELECT group_concat(name, ' ') FROM (SELECT c.name, c.n, "
		"substr(answers, c.position, c.width) AS mark FROM code c "
		"WHERE c.question = %Q AND mark %s ORDER BY %s))",
		q->name,
		ranks ? "NOT IN ('-', '--', '.', '..', '~', '~~')" : "= '1'",
		ranks ? "mark" : "n");
}

static void
wide_value(sqlite3_str *s, const struct form *form, const struct question *q,
	   const struct field *f)
{
	const char *number = "json_extract(numbers, '$.\"%w\"')";

	switch (f->coding) {
	case CODING_CHOICE: wide_choice(s, form, q, f); break;
	case CODING_FLAGS:
	case CODING_RANKS: wide_names(s, q, f); break;
	case CODING_NUMBER: sqlite3_str_appendf(s, number, q->name); break;
	case CODING_DATE:
		sqlite3_str_appendall(s, "date(86400 * ");
		sqlite3_str_appendf(s, number, q->name);
		sqlite3_str_appendall(s, ", 'unixepoch')");
		break;
	default:
		sqlite3_str_appendf(s,
				    "nullif(nullif(nullif(substr(answers, "
				    "%d, 1), '.'), '~'), '-')",
				    (int)f->at + 1);
		break;
	}
}

static bool
make_wide(struct results_writer *w)
{
	sqlite3_str *s = sqlite3_str_new(w->db);
	size_t i, columns = 1;
	char *view;
	bool good;

	sqlite3_str_appendall(s, "CREATE VIEW response_wide AS SELECT id");
	for (i = 0; i < w->form->n_questions; i++) {
		const struct question *q = &w->form->question[i];

		if (w->layout->field[i].coding == CODING_NOTHING ||
		    columns++ >= MAX_VIEW_COLUMNS)
			continue;
		sqlite3_str_appendall(s, ", ");
		wide_value(s, w->form, q, &w->layout->field[i]);
		sqlite3_str_appendf(s, " AS \"%w\"", q->name);
	}
	sqlite3_str_appendall(s, " FROM response");
	view = sqlite3_str_finish(s);
	good = view && sqlite3_exec(w->db, view, NULL, NULL, NULL) == 0;
	sqlite3_free(view);
	return good;
}

/* ---- the rest of the file ---- */

static bool
put_about_text(sqlite3_stmt *stmt, const char *name, const char *value)
{
	bind_text(stmt, 1, name);
	bind_text(stmt, 2, value);
	return put(stmt);
}

static bool
put_about_number(sqlite3_stmt *stmt, const char *name, sqlite3_int64 value)
{
	bind_text(stmt, 1, name);
	sqlite3_bind_int64(stmt, 2, value);
	return put(stmt);
}

static bool
write_about(struct results_writer *w, struct results_about about)
{
	sqlite3_stmt *stmt = prepare(w->db, SQL_PUT_ABOUT);
	bool good = stmt != NULL;
	size_t i;

	for (i = 0; good && i < sizeof(told) / sizeof(*told); i++)
		good = put_about_text(stmt, told[i][0], told[i][1]);
	for (i = 0; good && i < sizeof(counts) / sizeof(*counts); i++)
		good = put_about_number(stmt, counts[i].name,
					*count_in(&about, i));
	for (i = 0; good && i < sizeof(flags) / sizeof(*flags); i++)
		good = put_about_number(stmt, flags[i].name,
					*flag_in(&about, i));
	if (good)
		good = put_about_text(stmt, "closes",
				      about.closes ? about.closes : "");
	if (good) {
		bind_text(stmt, 1, "questionnaire");
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
	if (!synced || rename(w->temporary, w->path) != 0)
		return error_set(err, "%s cannot be put in place: %s", w->path,
				 strerror(errno));
	free(w->temporary);
	w->temporary = NULL;
	return true;
}

bool
results_finish(struct results_writer *w, const struct results_about *about,
	       struct error *err)
{
	bool good = write_about(w, *about) && write_questions(w) &&
		write_codes(w) && make_wide(w) && write_responses(w) &&
		write_comments(w) &&
		sqlite3_exec(w->db, sql[SQL_COMMIT], NULL, NULL, NULL) ==
			SQLITE_OK;

	if (!good)
		db_fail(w->db, w->path, err);
	sqlite3_close(w->db);
	w->db = NULL;
	good = good && put_in_place(w, err);
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
	if (w->temporary)
		unlink(w->temporary);
	for (i = 0; i < w->n_notes; i++)
		free(w->note[i].text);
	free(w->note);
	pile_free(w->pile);
	layout_free(w->layout);
	free(w->temporary);
	free(w->path);
	free(w);
}

/* ---- reading ---- */

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
	sqlite3_stmt *stmt = prepare(db, s);
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
	sqlite3_stmt *stmt = prepare(db, SQL_GET_ABOUT);
	char *value = NULL;

	bind_text(stmt, 1, name);
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

	for (i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		char *value = get_about(r->db, counts[i].name, &n);

		*count_in(&r->about, i) =
			value ? (uint32_t)strtoul(value, NULL, 10) : 0;
		free(value);
	}
	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		char *value = get_about(r->db, flags[i].name, &n);

		*flag_in(&r->about, i) = value && value[0] == '1';
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

	if (id != APPLICATION_ID)
		return error_set(err,
				 "%s is not a results file; give what "
				 "conduct collect or import wrote",
				 r->path);
	if (version != FILE_VERSION)
		return error_set(err,
				 "%s has format %d and this program "
				 "reads %d; collect again",
				 r->path, (int)version, FILE_VERSION);
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
		return db_fail(r->db, r->path, err);
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
	stmt = prepare(r->db, numbers ? SQL_EACH_RESPONSE : SQL_EACH_ANSWERS);
	step = stmt ? sqlite3_step(stmt) : SQLITE_ERROR;
	if (step == SQLITE_ERROR && stmt)
		error_set(err,
			  "%s: a response does not have the length its "
			  "questionnaire asks for; the file was changed, "
			  "collect again",
			  r->path);
	else if (step != SQLITE_ROW)
		db_fail(r->db, r->path, err);
	sqlite3_finalize(stmt);
	return step == SQLITE_ROW;
}

bool
results_comments(struct results *r,
		 void (*f)(void *ctx, const char *question, const char *text),
		 void *ctx, struct error *err)
{
	sqlite3_stmt *stmt = prepare(r->db, SQL_GET_COMMENTS);
	int step = SQLITE_ERROR;

	while (stmt && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		f(ctx, (const void *)sqlite3_column_text(stmt, 0),
		  (const void *)sqlite3_column_text(stmt, 1));
	if (step != SQLITE_DONE)
		db_fail(r->db, r->path, err);
	sqlite3_finalize(stmt);
	return step == SQLITE_DONE;
}
