#include "analysis/pitch/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "questions/base/mem.h"
#include "questions/base/nearest.h"
#include "questions/base/text.h"
#include "questions/csv.h"

enum { MOST_COLUMNS = 3, MOST_PROBLEMS = 50, MOST_RATINGS = 10000 };

/* A file with a header, read row by row. */
struct sheet {
	const char *file, *const *header; /* wanted, ended by NULL */
	const struct form *form;
	struct problems *problems;
	struct csv *csv;
	struct csv_row row;
	size_t at[MOST_COLUMNS]; /* where each wanted column is, from 0 */
	size_t errors, rows;
};

/* column as in header; NO_COLUMN: the whole row. */
enum { NO_COLUMN = MOST_COLUMNS };

static void problem(struct sheet *s, size_t column, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void
problem(struct sheet *s, size_t column, const char *format, ...)
{
	struct place place = {s->file, s->row.row, 0, NULL};
	struct text t = TEXT_INIT;
	va_list ap;

	if (column != NO_COLUMN) {
		place.column = s->at[column] + 1;
		place.header = s->header[column];
	}
	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	problems_add(s->problems, SEVERITY_ERROR, &place, "%s", text_get(&t));
	text_release(&t);
	s->errors++;
}

/* ---- cells ---- */

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without blanks around it; the cell is changed. */
static const char *
strip(char *cell)
{
	char *end = cell + strlen(cell);

	while (is_space(*cell))
		cell++;
	while (end > cell && is_space(end[-1]))
		*--end = '\0';
	return cell;
}

static const char *
cell_of(struct sheet *s, size_t column)
{
	return s->at[column] < s->row.n ? strip(s->row.cell[s->at[column]])
					: "";
}

/* Filled, or a problem. */
static const char *
filled(struct sheet *s, size_t column, const char *mend)
{
	const char *cell = cell_of(s, column);

	if (*cell != '\0')
		return cell;
	problem(s, column, "the cell is empty; %s", mend);
	return NULL;
}

static bool
number(struct sheet *s, size_t column, double low, double high,
       const char *mend, double *x)
{
	const char *cell = filled(s, column, mend);

	if (cell == NULL)
		return false;
	if (text_to_number(cell, x) && *x >= low && *x <= high)
		return true;
	problem(s, column, "'%.40s' is no number from %g to %g; %s", cell, low,
		high, mend);
	return false;
}

static bool
share(struct sheet *s, size_t column, double *x)
{
	return number(s, column, 0, 1, "write .55 for 55 %", x);
}

static size_t
topic_of(struct sheet *s, size_t column)
{
	const char *code = filled(s, column, "write a topic's code");
	struct nearest near;
	size_t topic, i;

	if (code == NULL)
		return FORM_NONE;
	topic = form_find_topic(s->form, code);
	if (topic != FORM_NONE)
		return topic;
	nearest_init(&near, code);
	for (i = 0; i < s->form->n_topics; i++)
		nearest_try(&near, s->form->topic[i].code);
	if (nearest_get(&near) != NULL)
		problem(s, column,
			"'%.40s' is no topic of the questionnaire; did you "
			"mean '%s'?",
			code, nearest_get(&near));
	else
		problem(s, column,
			"'%.40s' is no topic of the questionnaire; remove the "
			"row, or write one of its topics",
			code);
	return FORM_NONE;
}

/* ---- rows ---- */

static bool
is_blank(struct sheet *s)
{
	size_t i;

	for (i = 0; s->header[i] != NULL; i++)
		if (*cell_of(s, i) != '\0')
			return false;
	return true;
}

/* The next row with something in it; false at the end and on failure. */
static bool
next_row(struct sheet *s, struct error *err)
{
	while (s->errors < MOST_PROBLEMS && csv_next(s->csv, &s->row, err)) {
		if (is_blank(s))
			continue;
		s->rows++;
		return true;
	}
	return false;
}

/* "topic,cut1,cut2". Caller frees. */
static char *
header_text(const struct sheet *s)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; s->header[i] != NULL; i++)
		text_addf(&t, "%s%s", i > 0 ? "," : "", s->header[i]);
	return text_take(&t);
}

static void
find_column(struct sheet *s, size_t wanted)
{
	char *header;
	size_t found = 0, i;

	s->at[wanted] = 0;
	for (i = 0; i < s->row.n; i++)
		if (strcasecmp(strip(s->row.cell[i]), s->header[wanted]) == 0 &&
		    found++ == 0)
			s->at[wanted] = i;
	if (found == 1)
		return;
	if (found > 1) {
		problem(s, NO_COLUMN,
			"several columns are called '%s'; keep one of them",
			s->header[wanted]);
		return;
	}
	header = header_text(s);
	problem(s, NO_COLUMN,
		"there is no column '%s'; the first row names the columns: %s",
		s->header[wanted], header);
	free(header);
}

/* Opens the file and finds the columns; false: nothing more can be read. */
static bool
sheet_open(struct sheet *s, const char *path, struct error *err)
{
	size_t i;

	s->csv = csv_open(path, err);
	if (s->csv == NULL)
		return false;
	s->file = csv_name(s->csv);
	if (!csv_next(s->csv, &s->row, err)) {
		if (!error_is_set(err))
			error_set(err, "%s is empty; write a header and rows",
				  s->file);
		return false;
	}
	for (i = 0; s->header[i] != NULL; i++)
		find_column(s, i);
	return s->errors == 0;
}

/* After the last row: was it all good? */
static bool
sheet_close(struct sheet *s, const struct error *err)
{
	struct place place = {s->file, 0, 0, NULL};
	bool good = s->csv != NULL && s->errors == 0 && !error_is_set(err);

	if (good && s->rows == 0) {
		problems_add(s->problems, SEVERITY_ERROR, &place,
			     "there is no row below the header; add some, or "
			     "leave the file out");
		good = false;
	}
	csv_close(s->csv);
	return good;
}

/* Notes that a topic has come; false with a problem when it came before. */
static bool
first_time(struct sheet *s, size_t *row_of, size_t topic)
{
	if (row_of[topic] != 0) {
		problem(s, 0, "topic %s stands in row %zu, too; keep one row",
			s->form->topic[topic].code, row_of[topic]);
		return false;
	}
	row_of[topic] = s->row.row;
	return true;
}

/* ---- cuts and risks ---- */

static void
read_cuts(struct sheet *s, struct cuts *out)
{
	struct cuts cuts;

	if (!share(s, 1, &cuts.low) || !share(s, 2, &cuts.high))
		return;
	if (cuts.low < cuts.high)
		*out = cuts;
	else
		problem(s, 2,
			"cut2 is not above cut1; below cut1 staff start from "
			"scratch, from cut2 on they need one line");
}

bool
panel_cuts(const char *path, const struct form *form, struct cuts *out,
	   struct problems *problems, struct error *err)
{
	static const char *const header[] = {"topic", "cut1", "cut2", NULL};
	struct sheet s = {.header = header, .form = form, .problems = problems};
	size_t *row_of = mem_new(form->n_topics + 1, sizeof(*row_of)), topic;

	for (topic = 0; topic < form->n_topics; topic++)
		out[topic].low = out[topic].high = NAN;
	if (sheet_open(&s, path, err))
		while (next_row(&s, err)) {
			topic = topic_of(&s, 0);
			if (topic != FORM_NONE && first_time(&s, row_of, topic))
				read_cuts(&s, &out[topic]);
		}
	free(row_of);
	return sheet_close(&s, err);
}

bool
panel_risks(const char *path, const struct form *form, double *out,
	    struct problems *problems, struct error *err)
{
	static const char *const header[] = {"topic", "risk", NULL};
	struct sheet s = {.header = header, .form = form, .problems = problems};
	size_t *row_of = mem_new(form->n_topics + 1, sizeof(*row_of)), topic;

	for (topic = 0; topic < form->n_topics; topic++)
		out[topic] = NAN;
	if (sheet_open(&s, path, err))
		while (next_row(&s, err)) {
			topic = topic_of(&s, 0);
			if (topic != FORM_NONE && first_time(&s, row_of, topic))
				number(&s, 1, 1, 5,
				       "1 is little harm, 5 great harm",
				       &out[topic]);
		}
	free(row_of);
	return sheet_close(&s, err);
}

/* ---- judges ---- */

struct rating {
	char *judge;
	size_t question;
	double p;
	size_t row;
};

struct ratings {
	struct rating *rating;
	size_t n, room;
};

static size_t
item_of(struct sheet *s)
{
	const char *name = filled(s, 1, "write a question's name");
	size_t q;

	if (name == NULL)
		return FORM_NONE;
	q = form_find(s->form, name);
	if (q != FORM_NONE && s->form->question[q].scored &&
	    s->form->question[q].topic != NULL &&
	    form_find_topic(s->form, s->form->question[q].topic) != FORM_NONE)
		return q;
	problem(s, 1,
		"'%.40s' is no scored question with a topic; remove the row, "
		"or write a knowledge question's name",
		name);
	return FORM_NONE;
}

/* What the judge said of the question, or NULL. */
static const struct rating *
find_rating(const struct ratings *r, const char *judge, size_t question)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->rating[i].question == question &&
		    strcmp(r->rating[i].judge, judge) == 0)
			return &r->rating[i];
	return NULL;
}

static void
read_rating(struct sheet *s, struct ratings *r)
{
	const char *judge = filled(s, 0, "write who judged");
	size_t question = item_of(s);
	const struct rating *before;
	double p;

	if (!share(s, 2, &p) || judge == NULL || question == FORM_NONE)
		return;
	if (r->n == MOST_RATINGS) {
		problem(s, NO_COLUMN,
			"a file holds at most %d ratings; rate fewer items, or "
			"take fewer judges",
			MOST_RATINGS);
		s->errors = MOST_PROBLEMS; /* read no further */
		return;
	}
	before = find_rating(r, judge, question);
	if (before != NULL) {
		problem(s, 1,
			"judge %.40s rated %s in row %zu, too; keep one row",
			judge, s->form->question[question].name, before->row);
		return;
	}
	r->rating = mem_room(r->rating, &r->room, r->n + 1, sizeof(*r->rating));
	r->rating[r->n++] =
		(struct rating){mem_copy(judge), question, p, s->row.row};
}

static bool
is_of_topic(const struct sheet *s, size_t question, size_t topic)
{
	return strcmp(s->form->question[question].topic,
		      s->form->topic[topic].code) == 0;
}

/* The ratings of one topic as a table. */
struct grid {
	const char **judge;
	size_t *question;
	size_t judges, questions;
	double *p;
};

static void
add_names(struct grid *g, const struct rating *rating)
{
	size_t i;

	for (i = 0; i < g->judges; i++)
		if (strcmp(g->judge[i], rating->judge) == 0)
			break;
	if (i == g->judges)
		g->judge[g->judges++] = rating->judge;
	for (i = 0; i < g->questions; i++)
		if (g->question[i] == rating->question)
			break;
	if (i == g->questions)
		g->question[g->questions++] = rating->question;
}

static void
grid_init(struct grid *g, const struct sheet *s, const struct ratings *r,
	  size_t topic)
{
	size_t i;

	g->judge = mem_new(r->n + 1, sizeof(*g->judge));
	g->question = mem_new(r->n + 1, sizeof(*g->question));
	g->judges = g->questions = 0;
	for (i = 0; i < r->n; i++)
		if (is_of_topic(s, r->rating[i].question, topic))
			add_names(g, &r->rating[i]);
	g->p = mem_new(g->judges * g->questions + 1, sizeof(*g->p));
}

static void
grid_release(struct grid *g)
{
	free(g->judge);
	free(g->question);
	free(g->p);
}

static void
missing_rating(struct sheet *s, const char *judge, size_t question)
{
	struct place place = {s->file, 0, 0, NULL};

	problems_add(s->problems, SEVERITY_ERROR, &place,
		     "judge %.40s did not rate %s, which others did; add the "
		     "row, or remove theirs",
		     judge, s->form->question[question].name);
	s->errors++;
}

/* Fills the table; a hole is a problem. */
static bool
grid_fill(struct grid *g, struct sheet *s, const struct ratings *r)
{
	const struct rating *rating;
	size_t errors = s->errors, j, q;

	for (j = 0; j < g->judges; j++)
		for (q = 0; q < g->questions; q++) {
			rating = find_rating(r, g->judge[j], g->question[q]);
			if (rating == NULL && s->errors < MOST_PROBLEMS)
				missing_rating(s, g->judge[j], g->question[q]);
			if (rating != NULL)
				g->p[j * g->questions + q] = rating->p;
		}
	return s->errors == errors;
}

static void
judge_topics(struct sheet *s, const struct ratings *r, struct angoff *out)
{
	struct grid g;
	size_t t;

	for (t = 0; t < s->form->n_topics; t++) {
		grid_init(&g, s, r, t);
		if (g.judges > 0 && grid_fill(&g, s, r))
			out[t] = angoff_of(g.p, g.judges, g.questions);
		grid_release(&g);
	}
}

bool
panel_judges(const char *path, const struct form *form, struct angoff *out,
	     struct problems *problems, struct error *err)
{
	static const char *const header[] = {"judge", "item", "p", NULL};
	struct sheet s = {.header = header, .form = form, .problems = problems};
	struct ratings r = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < form->n_topics; i++)
		out[i] = (struct angoff){0, 0, NAN, NAN};
	if (sheet_open(&s, path, err)) {
		while (next_row(&s, err))
			read_rating(&s, &r);
		if (s.errors == 0 && !error_is_set(err))
			judge_topics(&s, &r, out);
	}
	for (i = 0; i < r.n; i++)
		free(r.rating[i].judge);
	free(r.rating);
	return sheet_close(&s, err);
}
