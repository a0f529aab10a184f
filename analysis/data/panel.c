#include "analysis/data/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/sheet.h"
#include "questions/base/mem.h"
#include "questions/base/nearest.h"

enum { MOST_RATINGS = 10000 };

/* A file of a panel on a questionnaire. */
struct panel {
	struct sheet *sheet;
	const struct form *form;
};

static bool
share(struct panel *p, size_t column, double *x)
{
	return sheet_number(p->sheet, column, 0, 1, "write .55 for 55 %", x);
}

static size_t
topic_of(struct panel *p, size_t column)
{
	const char *code =
		sheet_filled(p->sheet, column, "write a topic's code");
	struct nearest near;
	size_t topic, i;

	if (code == NULL)
		return FORM_NONE;
	topic = form_find_topic(p->form, code);
	if (topic != FORM_NONE)
		return topic;
	nearest_init(&near, code);
	for (i = 0; i < p->form->n_topics; i++)
		nearest_try(&near, p->form->topic[i].code);
	if (nearest_get(&near) != NULL)
		sheet_problem(
			p->sheet, column,
			"'%.40s' is no topic of the questionnaire; did you "
			"mean '%s'?",
			code, nearest_get(&near));
	else
		sheet_problem(
			p->sheet, column,
			"'%.40s' is no topic of the questionnaire; remove the "
			"row, or write one of its topics",
			code);
	return FORM_NONE;
}

/* Notes that a topic has come; false with a problem when it came before. */
static bool
first_time(struct panel *p, size_t *row_of, size_t topic)
{
	if (row_of[topic] != 0) {
		sheet_problem(p->sheet, 0,
			      "topic %s stands in row %zu, too; keep one row",
			      p->form->topic[topic].code, row_of[topic]);
		return false;
	}
	row_of[topic] = sheet_row_number(p->sheet);
	return true;
}

/* ---- cuts and risks ---- */

/* Has take look at the one row of each topic. */
static bool
each_topic(const char *path, const char *const *header, const struct form *form,
	   void (*take)(struct panel *p, size_t topic, void *out), void *out,
	   struct problems *problems, struct error *err)
{
	struct panel p = {sheet_open(path, header, problems, err), form};
	size_t *row_of = mem_new(form->n_topics + 1, sizeof(*row_of)), topic;

	while (p.sheet && sheet_next(p.sheet, err)) {
		topic = topic_of(&p, 0);
		if (topic != FORM_NONE && first_time(&p, row_of, topic))
			take(&p, topic, out);
	}
	free(row_of);
	return sheet_close(p.sheet, err);
}

static void
take_cuts(struct panel *p, size_t topic, void *out)
{
	struct cuts cuts;

	if (!share(p, 1, &cuts.low) || !share(p, 2, &cuts.high))
		return;
	if (cuts.low < cuts.high)
		((struct cuts *)out)[topic] = cuts;
	else
		sheet_problem(p->sheet, 2,
			      "cut2 is not above cut1; below cut1 staff start "
			      "from scratch, from cut2 on they need one line");
}

bool
panel_cuts(const char *path, const struct form *form, struct cuts *out,
	   struct problems *problems, struct error *err)
{
	static const char *const header[] = {"topic", "cut1", "cut2", NULL};

	for (size_t i = 0; i < form->n_topics; i++)
		out[i].low = out[i].high = NAN;
	return each_topic(path, header, form, take_cuts, out, problems, err);
}

static void
take_risk(struct panel *p, size_t topic, void *out)
{
	double risk;

	if (sheet_number(p->sheet, 1, 1, 5, "1 is little harm, 5 great harm",
			 &risk))
		((double *)out)[topic] = risk;
}

bool
panel_risks(const char *path, const struct form *form, double *out,
	    struct problems *problems, struct error *err)
{
	static const char *const header[] = {"topic", "risk", NULL};

	for (size_t i = 0; i < form->n_topics; i++)
		out[i] = NAN;
	return each_topic(path, header, form, take_risk, out, problems, err);
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
item_of(struct panel *p)
{
	const char *name = sheet_filled(p->sheet, 1, "write a question's name");
	size_t q;

	if (name == NULL)
		return FORM_NONE;
	q = form_find(p->form, name);
	if (q != FORM_NONE && p->form->question[q].scored &&
	    p->form->question[q].topic != NULL &&
	    form_find_topic(p->form, p->form->question[q].topic) != FORM_NONE)
		return q;
	sheet_problem(
		p->sheet, 1,
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

/* False when there is no room for more. */
static bool
read_rating(struct panel *p, struct ratings *r)
{
	const char *judge = sheet_filled(p->sheet, 0, "write who judged");
	size_t question = item_of(p);
	const struct rating *before;
	double chance;

	if (!share(p, 2, &chance) || judge == NULL || question == FORM_NONE)
		return true;
	if (r->n == MOST_RATINGS) {
		sheet_problem(
			p->sheet, SHEET_ROW,
			"a file holds at most %d ratings; rate fewer items, or "
			"take fewer judges",
			MOST_RATINGS);
		return false;
	}
	before = find_rating(r, judge, question);
	if (before != NULL) {
		sheet_problem(
			p->sheet, 1,
			"judge %.40s rated %s in row %zu, too; keep one row",
			judge, p->form->question[question].name, before->row);
		return true;
	}
	r->rating = mem_room(r->rating, &r->room, r->n + 1, sizeof(*r->rating));
	r->rating[r->n++] = (struct rating){mem_copy(judge), question, chance,
					    sheet_row_number(p->sheet)};
	return true;
}

static bool
is_of_topic(const struct panel *p, size_t question, size_t topic)
{
	return strcmp(p->form->question[question].topic,
		      p->form->topic[topic].code) == 0;
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
grid_init(struct grid *g, const struct panel *p, const struct ratings *r,
	  size_t topic)
{
	size_t i;

	g->judge = mem_new(r->n + 1, sizeof(*g->judge));
	g->question = mem_new(r->n + 1, sizeof(*g->question));
	g->judges = g->questions = 0;
	for (i = 0; i < r->n; i++)
		if (is_of_topic(p, r->rating[i].question, topic))
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
missing_rating(struct panel *p, const char *judge, size_t question)
{
	sheet_problem(p->sheet, SHEET_FILE,
		      "judge %.40s did not rate %s, which others did; add the "
		      "row, or remove theirs",
		      judge, p->form->question[question].name);
}

/* Fills the table; a hole is a problem. */
static bool
grid_fill(struct grid *g, struct panel *p, const struct ratings *r)
{
	const struct rating *rating;
	bool whole = true;
	size_t j, q;

	for (j = 0; j < g->judges; j++)
		for (q = 0; q < g->questions; q++) {
			rating = find_rating(r, g->judge[j], g->question[q]);
			if (rating != NULL)
				g->p[j * g->questions + q] = rating->p;
			else
				missing_rating(p, g->judge[j], g->question[q]);
			whole = whole && rating != NULL;
		}
	return whole;
}

static void
judge_topics(struct panel *p, const struct ratings *r, struct angoff *out)
{
	struct grid g;
	size_t t;

	for (t = 0; t < p->form->n_topics; t++) {
		grid_init(&g, p, r, t);
		if (g.judges > 0 && grid_fill(&g, p, r))
			out[t] = angoff_of(g.p, g.judges, g.questions);
		grid_release(&g);
	}
}

bool
panel_judges(const char *path, const struct form *form, struct angoff *out,
	     struct problems *problems, struct error *err)
{
	static const char *const header[] = {"judge", "item", "p", NULL};
	struct panel p = {sheet_open(path, header, problems, err), form};
	struct ratings r = {NULL, 0, 0};
	size_t before = problems->errors, i;

	for (i = 0; i < form->n_topics; i++)
		out[i] = (struct angoff){0, 0, NAN, NAN};
	while (p.sheet && sheet_next(p.sheet, err) && read_rating(&p, &r))
		;
	if (p.sheet && problems->errors == before && !error_is_set(err))
		judge_topics(&p, &r, out);
	for (i = 0; i < r.n; i++)
		free(r.rating[i].judge);
	free(r.rating);
	return sheet_close(p.sheet, err);
}
