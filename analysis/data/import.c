#include "analysis/data/import.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "analysis/data/columns.h"
#include "analysis/data/package.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/check.h"
#include "questions/csv.h"
#include "questions/json.h"
#include "questions/value.h"

enum {
	MOST_PROBLEMS = 50,
	SHOWN_BYTES = 40,
	MIN_GROUP = 10,
	PROGRESS_ROWS = 4096
};

/* A question with a number, in the order of the form. */
struct number {
	size_t question;
	char *member; /* "name": as JSON */
	double x;
	bool given;
};

struct importing {
	const struct import *what;
	struct imported *done;
	const struct layout *layout;
	struct results_writer *writer;
	struct package *package;
	struct columns columns;
	const char *file; /* as messages call it */

	bool *joined;	/* by question: all choices of it
					 * stand in one column */
	char *blank;	/* a response without an answer */
	char *response; /* of the present row */
	const struct csv_row *row;
	bool made_up;
	struct number *number;
	size_t n_numbers;
	size_t *number_of;	    /* by question: in number */
	struct text numbers, names; /* scratch */
};

/* ---- problems ---- */

static void problem(struct importing *im, size_t column, const char *format,
		    ...) __attribute__((format(printf, 3, 4)));

/* At the present row; column from 0, or FORM_NONE for the whole row. */
static void
problem(struct importing *im, size_t column, const char *format, ...)
{
	struct place place = {im->file, im->row->row, 0, NULL};
	struct text t = TEXT_INIT;
	va_list ap;

	if (im->done->problems.n >= MOST_PROBLEMS) {
		im->done->more++;
		return;
	}
	if (column != FORM_NONE) {
		place.column = column + 1;
		place.header = im->columns.column[column].header;
	}
	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	problems_add(&im->done->problems, SEVERITY_ERROR, &place, "%s",
		     text_get(&t));
	text_release(&t);
}

/* A cell's first bytes, fit for a terminal. Caller frees. */
static char *
shown(const char *cell)
{
	struct text t = TEXT_INIT;
	char *clean = text_printable(cell, false);
	size_t n = 0, cluster;

	while ((cluster = text_cluster(clean + n)) > 0 &&
	       n + cluster <= SHOWN_BYTES)
		n += cluster;
	text_add_n(&t, clean, n);
	if (clean[n])
		text_add(&t, "...");
	free(clean);
	return text_take(&t);
}

/* How other programs write that there is no answer. Such a cell may as well be
 * a slip of somebody's keyboard, so it is refused like any other. */
static bool
says_nothing(const char *cell)
{
	static const char *const words[] = {"NA",  "N/A",  "#N/A", "<NA>",
					    "NaN", "NULL", "None", ".",
					    "-",   "-99",  "-999"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasecmp(cell, words[i]) == 0)
			return true;
	return false;
}

static void
problem_choice(struct importing *im, size_t column, const char *cell)
{
	const struct column *c = &im->columns.column[column];
	const struct choice_list *list =
		im->what->form->question[c->question].list;
	struct text names = TEXT_INIT;
	char *what;
	size_t i;

	if (im->done->problems.n >= MOST_PROBLEMS) {
		im->done->more++;
		return;
	}
	if (says_nothing(cell)) {
		problem(im, column,
			"'%s' is no choice of this question; if it "
			"means no answer, leave the cell empty",
			cell);
		return;
	}
	for (i = 0; i < list->n && names.n < 2 * SHOWN_BYTES; i++)
		text_addf(&names, "%s%s", i ? " " : "", list->choice[i].name);
	if (i < list->n)
		text_add(&names, " ...");
	what = shown(cell);
	problem(im, column, "'%s' is no choice of this question; it has %s",
		what, text_get(&names));
	free(what);
	text_release(&names);
}

/* ---- cells ---- */

static void
take_choice(struct importing *im, size_t column, const char *cell, size_t n)
{
	const struct column *c = &im->columns.column[column];
	const struct field *f = &im->layout->field[c->question];
	size_t choice = lookup_find(c->lookup, cell, n);

	if (choice == FORM_NONE)
		problem_choice(im, column, cell);
	else
		layout_symbol(choice,
			      im->what->form->question[c->question].list->n,
			      im->response + f->at);
}

/* Canonical names of blank-separated names, or of one label, into im->names.
 * In the order of the cell; false when one is no choice. */
static bool
read_names(struct importing *im, const struct column *c, const char *cell,
	   size_t n)
{
	const struct choice_list *list =
		im->what->form->question[c->question].list;
	size_t choice = lookup_find(c->lookup, cell, n);

	text_clear(&im->names);
	if (choice != FORM_NONE) {
		text_add(&im->names, list->choice[choice].name);
		return true;
	}
	while (*(cell += strspn(cell, " "))) {
		n = strcspn(cell, " ");
		choice = lookup_find(c->lookup, cell, n);
		if (choice == FORM_NONE ||
		    names_contain(text_get(&im->names),
				  list->choice[choice].name))
			return false;
		if (im->names.n)
			text_add_char(&im->names, ' ');
		text_add(&im->names, list->choice[choice].name);
		cell += n;
	}
	return true;
}

static void
take_choices(struct importing *im, size_t column, const char *cell, size_t n)
{
	const struct column *c = &im->columns.column[column];

	if (read_names(im, c, cell, n))
		layout_put_choices(im->layout, c->question,
				   text_get(&im->names), im->response);
	else
		problem_choice(im, column, cell);
}

static const struct {
	const char *text;
	int ticked;
} ticks[] = {
	{"1", 1},    {"0", 0},	   {"TRUE", 1}, {"FALSE", 0},
	{"true", 1}, {"false", 0}, {"True", 1}, {"False", 0},
	{"yes", 1},  {"no", 0},	   {"1.0", 1},	{"0.0", 0},
};

/* Not ticked and not asked look alike in such a column, so a 0 alone is no
 * answer. The joined column stands further left or right: it is compared when
 * the row is whole. */
static void
take_option(struct importing *im, size_t column, const char *cell)
{
	char *what;
	size_t i;

	for (i = 0; i < sizeof(ticks) / sizeof(*ticks); i++)
		if (strcmp(cell, ticks[i].text) == 0)
			return;
	what = shown(cell);
	problem(im, column, "'%s' is neither 1 (ticked) nor 0", what);
	free(what);
}

static bool
is_ticked(const char *cell)
{
	size_t i;

	for (i = 0; i < sizeof(ticks) / sizeof(*ticks); i++)
		if (strcmp(cell, ticks[i].text) == 0)
			return ticks[i].ticked;
	return false;
}

/* Numbers as people write them (3.50) become canonical (3.5). */
static bool
read_value(const struct question *q, const char *cell, struct value *value)
{
	char number[32];
	double x;

	if (check_canonical(q, cell, value))
		return true;
	if (!text_to_number(cell, &x))
		return false;
	text_number(x, number);
	return check_canonical(q, number, value);
}

static const char *
wanted(const struct question *q, const char *cell)
{
	if (q->type == TYPE_TEXT && !q->multiline && strchr(cell, '\n'))
		return "in one line; with the appearance multiline the "
		       "question takes several";
	switch (q->type) {
	case TYPE_INTEGER: return "a whole number";
	case TYPE_DECIMAL: return "a number with a decimal point";
	case TYPE_RANGE: return "a number on its scale";
	case TYPE_DATE: return "a date like 2026-12-14";
	case TYPE_ACKNOWLEDGE: return "OK or nothing";
	default: return "a text within its length";
	}
}

static void
put_value(struct importing *im, const struct question *q,
	  const struct value *value)
{
	const char *text = layout_text(im->layout, q->index, value);
	double x;

	layout_put_state(im->layout, q->index, STATE_ANSWERED, im->response);
	if (layout_number(im->layout, q->index, value, &x)) {
		struct number *number = &im->number[im->number_of[q->index]];

		number->x = x;
		number->given = true;
	}
	if (text) {
		results_add_comment(im->writer, q->name, text);
		im->done->comments++;
	}
}

static void
take_value(struct importing *im, size_t column, const char *cell)
{
	size_t question = im->columns.column[column].question;
	const struct question *q = &im->what->form->question[question];
	struct value value;
	/* As where it is typed. */
	char *text = q->type == TYPE_TEXT ? check_tidy(cell) : text_nfc(cell);

	if (*text && read_value(q, text, &value)) {
		put_value(im, q, &value);
		value_release(&value);
	} else if (*text) {
		char *what = shown(cell);

		problem(im, column, "'%s' is not %s%s", what, wanted(q, text),
			says_nothing(cell) ? "; if it means no answer, leave "
					     "the cell empty"
					   : "");
		free(what);
	}
	free(text);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r';
}

/* Blanks around a cell mean nothing; a guard is ours. */
static const char *
strip(const struct column *c, char *cell, size_t *n)
{
	while (*n > 0 && is_blank(cell[*n - 1]))
		cell[--*n] = '\0';
	while (*n > 0 && is_blank(*cell))
		cell++, --*n;
	if (c->guarded && *n > 1 && *cell == '\'' &&
	    strchr(GUARDED_BEGINNINGS, cell[1]))
		cell++, --*n;
	return cell;
}

static void
take_cell(struct importing *im, size_t column)
{
	const struct column *c = &im->columns.column[column];
	size_t n = im->row->length[column];
	const char *cell = im->row->cell[column];

	if (is_blank(*cell) || is_blank(cell[n - 1]) || c->guarded)
		cell = strip(c, im->row->cell[column], &n);
	if (n == 0)
		return;
	switch (c->kind) {
	case COLUMN_CHOICE: take_choice(im, column, cell, n); break;
	case COLUMN_CHOICES: take_choices(im, column, cell, n); break;
	case COLUMN_OPTION: take_option(im, column, cell); break;
	case COLUMN_VALUE: take_value(im, column, cell); break;
	case COLUMN_MARK: im->made_up |= strcmp(cell, "made-up") == 0; break;
	case COLUMN_STATUS: /* when the row is whole */
	case COLUMN_DROPPED: break;
	}
}

/* ---- when the cells of a row are taken ---- */

static bool
is_answered(const struct importing *im, size_t question)
{
	return layout_state(im->layout, question, im->response) ==
		STATE_ANSWERED;
}

/* An option's column fills in for the joined one where there is none, and is
 * held against it where there is. */
static void
finish_option(struct importing *im, size_t column, const char *cell)
{
	const struct column *c = &im->columns.column[column];
	char *symbol =
		im->response + im->layout->field[c->question].at + c->choice;
	bool answered = is_answered(im, c->question);

	if (!*cell)
		return;
	if (!im->joined[c->question]) {
		if (is_ticked(cell) && !answered)
			layout_put_choices(im->layout, c->question, "",
					   im->response);
		if (is_ticked(cell))
			*symbol = '1';
	} else if (is_ticked(cell) != (*symbol == '1')) {
		problem(im, column,
			"this does not agree with the column "
			"that holds all choices of %s",
			im->what->form->question[c->question].name);
	}
}

static const struct {
	const char *word;
	enum answer_state state;
} states[] = {
	{"answered", STATE_ANSWERED},	 {"skipped", STATE_SKIPPED},
	{"not shown", STATE_NOT_SHOWN},	 {"not reached", STATE_NOT_REACHED},
	{"irrelevant", STATE_NOT_SHOWN}, {"asked", STATE_SKIPPED},
};

/* Words stand in comments, without a link: that they were there is all a row
 * can say. */
static bool
may_be_without_value(const struct question *q)
{
	return q->type == TYPE_TEXT || q->type == TYPE_CALCULATE ||
		q->type == TYPE_HIDDEN;
}

static void
finish_status(struct importing *im, size_t column, const char *cell)
{
	size_t question = im->columns.column[column].question, i;
	const struct question *q = &im->what->form->question[question];
	bool answered = is_answered(im, question);

	if (!*cell)
		return;
	for (i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (strcmp(cell, states[i].word) == 0)
			break;
	if (i == sizeof(states) / sizeof(*states))
		problem(im, column,
			"the status is answered, skipped, not "
			"shown or not reached, and nothing else");
	else if (states[i].state != STATE_ANSWERED && answered)
		problem(im, column, "this says '%s', but %s has an answer",
			states[i].word, q->name);
	else if (states[i].state == STATE_ANSWERED && !answered &&
		 !may_be_without_value(q))
		problem(im, column, "this says 'answered', but %s is empty",
			q->name);
	else if (!answered)
		layout_put_state(im->layout, question, states[i].state,
				 im->response);
}

static const char *
numbers_text(struct importing *im)
{
	size_t i;

	text_clear(&im->numbers);
	for (i = 0; i < im->n_numbers; i++) {
		struct number *number = &im->number[i];
		char x[32];

		if (!number->given)
			continue;
		text_number(number->x, x);
		text_add_char(&im->numbers, im->numbers.n ? ',' : '{');
		text_add(&im->numbers, number->member);
		text_add(&im->numbers, x);
		number->given = false;
	}
	if (im->numbers.n == 0)
		return NULL;
	text_add_char(&im->numbers, '}');
	return text_get(&im->numbers);
}

static void
take_row(struct importing *im, const struct csv_row *row)
{
	const struct columns *c = &im->columns;
	size_t i;

	im->row = row;
	memcpy(im->response, im->blank, im->layout->width);
	if (row->n != c->n)
		problem(im, FORM_NONE,
			"cells in this row: %zu, in the header: "
			"%zu; look for a separator inside a text",
			row->n, c->n);
	if (row->n != c->n)
		return;
	for (i = 0; i < c->n; i++)
		if (row->length[i] > 0)
			take_cell(im, i);
	for (i = 0; i < c->n; i++) {
		if (c->column[i].kind == COLUMN_OPTION)
			finish_option(im, i, row->cell[i]);
		else if (c->column[i].kind == COLUMN_STATUS)
			finish_status(im, i, row->cell[i]);
	}
	results_add(im->writer, im->response, numbers_text(im));
	im->done->responses++;
}

/* ---- before and after the rows ---- */

static char *
json_member(const char *name)
{
	struct json *j = json_text(name);
	struct text t = TEXT_INIT;
	char *quoted = json_print(j);

	text_addf(&t, "%s:", quoted);
	free(quoted);
	json_free(j);
	return text_take(&t);
}

/* Which questions have a column, and so a place to be skipped. */
static void
prepare(struct importing *im)
{
	const struct form *form = im->what->form;
	size_t i;

	im->blank = mem_new(im->layout->width + 1, 1);
	im->response = mem_new(im->layout->width + 1, 1);
	im->number = mem_new(form->n_questions, sizeof(*im->number));
	im->number_of = mem_new(form->n_questions, sizeof(*im->number_of));
	im->joined = mem_new(form->n_questions, sizeof(*im->joined));
	memset(im->blank, SYMBOL_NOT_SHOWN, im->layout->width);
	for (i = 0; i < im->columns.n; i++) {
		struct column *c = &im->columns.column[i];

		c->guarded =
			package_guarded(im->package, im->what->data, c->header);
		if (c->kind == COLUMN_CHOICES)
			im->joined[c->question] = true;
		if (c->question != FORM_NONE)
			layout_put_state(im->layout, c->question, STATE_SKIPPED,
					 im->blank);
	}
	for (i = 0; i < form->n_questions; i++) {
		enum coding coding = im->layout->field[i].coding;

		if (coding != CODING_NUMBER && coding != CODING_DATE)
			continue;
		im->number_of[i] = im->n_numbers;
		im->number[im->n_numbers].question = i;
		im->number[im->n_numbers++].member =
			json_member(form->question[i].name);
	}
}

static double
file_bytes(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (double)st.st_size : 0;
}

static bool
read_rows(struct importing *im, struct csv *csv, struct error *err)
{
	double all = file_bytes(im->what->data), read = 0;
	struct csv_row row;
	size_t i;

	while (csv_next(csv, &row, err)) {
		take_row(im, &row);
		if (!im->what->progress || row.row % PROGRESS_ROWS)
			continue;
		for (i = 0; i < row.n; i++)
			read += (double)row.length[i] + 1;
		im->what->progress(im->what->ctx,
				   all > 0 ? read * PROGRESS_ROWS / all : 0);
	}
	return !error_is_set(err);
}

static bool
read_data(struct importing *im, struct error *err)
{
	struct csv *csv = csv_open(im->what->data, err);
	struct csv_row header;
	bool good;

	if (!csv)
		return false;
	im->file = csv_name(csv);
	if (!csv_next(csv, &header, err)) {
		csv_close(csv);
		return error_set(err,
				 "%s is empty; its first row names the "
				 "questions",
				 im->what->data);
	}
	good = columns_match(&im->columns, im->what->form, &header, im->file,
			     &im->done->problems);
	if (good) {
		prepare(im);
		good = read_rows(im, csv, err);
	}
	csv_close(csv);
	return good;
}

/* ---- comments ---- */

static void
comment_problem(struct importing *im, const struct csv_row *row, size_t column,
		const char *what)
{
	struct place place = {im->what->comments, row->row, column, NULL};

	if (im->done->problems.n >= MOST_PROBLEMS)
		im->done->more++;
	else
		problems_add(&im->done->problems, SEVERITY_ERROR, &place, "%s",
			     what);
}

static void
take_comment(struct importing *im, const struct csv_row *row, bool guarded)
{
	struct column text = {.guarded = guarded};
	size_t n, question;
	const char *said;

	if (row->n != 2) {
		comment_problem(im, row, 0,
				"a row holds a question and a "
				"text, and nothing else");
		return;
	}
	question = form_find(im->what->form, row->cell[0]);
	if (question == FORM_NONE ||
	    !may_be_without_value(&im->what->form->question[question])) {
		comment_problem(im, row, 1,
				"this is no question that is "
				"answered in words");
		return;
	}
	n = row->length[1];
	said = strip(&text, row->cell[1], &n);
	if (n == 0)
		return;
	results_add_comment(im->writer, row->cell[0], said);
	im->done->comments++;
}

static bool
read_comments(struct importing *im, struct error *err)
{
	struct csv *csv = csv_open(im->what->comments, err);
	struct csv_row row;
	bool guarded = package_guarded(im->package, im->what->comments, "text");

	if (!csv)
		return false;
	if (csv_next(csv, &row, err) &&
	    (row.n != 2 || strcmp(row.cell[0], "question") != 0 ||
	     strcmp(row.cell[1], "text") != 0))
		comment_problem(im, &row, 0, "the header is question,text");
	else
		while (csv_next(csv, &row, err))
			take_comment(im, &row, guarded);
	csv_close(csv);
	return !error_is_set(err);
}

/* ---- all of it ---- */

/* What the command says wins over what the package says. */
static struct results_about
about_all(const struct importing *im)
{
	struct results_about about = im->what->about;

	if (im->package)
		package_take_about(im->package, &about);
	if (im->what->about.staff)
		about.staff = im->what->about.staff;
	if (im->what->about.min_group)
		about.min_group = im->what->about.min_group;
	if (!about.min_group)
		about.min_group = MIN_GROUP;
	if (!about.closes)
		about.closes = "";
	return about;
}

static bool
read_all(struct importing *im, struct error *err)
{
	if (!read_data(im, err))
		return false;
	if (im->what->comments && !read_comments(im, err))
		return false;
	return im->done->problems.errors == 0;
}

static void
importing_release(struct importing *im)
{
	size_t i;

	for (i = 0; i < im->n_numbers; i++)
		free(im->number[i].member);
	free(im->number);
	free(im->number_of);
	free(im->joined);
	free(im->blank);
	free(im->response);
	text_release(&im->numbers);
	text_release(&im->names);
	columns_release(&im->columns);
	package_free(im->package);
}

bool
import(const struct import *what, struct imported *done, struct error *err)
{
	struct importing im = {.what = what, .done = done};
	struct results_about about;
	bool good = false;

	*done = (struct imported){.problems = PROBLEMS_INIT};
	if (strcmp(what->data, "-") != 0)
		im.package = package_beside(what->data, err);
	if (error_is_set(err))
		return false;
	about = about_all(&im);
	if (results_create(&im.writer, what->results, what->form, &about,
			   err)) {
		im.layout = results_writer_layout(im.writer);
		good = read_all(&im, err);
		about.made_up |= im.made_up;
		done->staff = about.staff;
		done->codes_issued = about.codes_issued;
		if (good)
			good = results_finish(im.writer, &about, err);
		else
			results_abandon(im.writer);
	}
	done->dropped = mem_copy(im.columns.dropped ? im.columns.dropped : "");
	done->missing = mem_copy(im.columns.missing ? im.columns.missing : "");
	importing_release(&im);
	return good;
}

void
imported_release(struct imported *done)
{
	free(done->dropped);
	free(done->missing);
	problems_release(&done->problems);
}
