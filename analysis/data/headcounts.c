#include "analysis/data/headcounts.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/sheet.h"
#include "questions/base/mem.h"

enum { SEGMENT, CATEGORY, N };

static const char *const columns[] = {"segment", "category", "n", NULL};

struct headcount {
	const struct question *segment;
	uint64_t *people; /* by choice */
	bool *named;
};

struct headcounts {
	const struct form *form;
	struct headcount list[FORM_MAX_SEGMENTS];
	size_t n;
	uint64_t total;
};

static struct headcount *
find(const struct headcounts *h, const struct question *segment)
{
	for (size_t i = 0; h && i < h->n; i++) {
		if (h->list[i].segment == segment)
			return (struct headcount *)&h->list[i];
	}
	return NULL;
}

static struct headcount *
find_or_add(struct headcounts *h, const struct question *segment)
{
	struct headcount *c = find(h, segment);

	if (c)
		return c;
	c = &h->list[h->n++];
	c->segment = segment;
	c->people = mem_new(segment->list->n, sizeof(*c->people));
	c->named = mem_new(segment->list->n, sizeof(*c->named));
	return c;
}

static bool
is_answer(const struct question *q, size_t choice)
{
	return !q->missing || q->missing[choice] == CHOICE_ANSWERS;
}

/* A category by the choice's name, else by its label in any language. */
static size_t
find_category(const struct form *form, const struct question *q,
	      const char *category)
{
	size_t k = choice_find(q->list, category);

	for (size_t i = 0; k == FORM_NONE && i < q->list->n; i++) {
		for (size_t l = 0; l < form->n_languages; l++) {
			if (strcmp(form_text(form, q->list->choice[i].label, l),
				   category) == 0)
				k = i;
		}
	}
	return k;
}

static const struct question *
segment_of(struct sheet *s, const struct form *form)
{
	const char *name = sheet_cell(s, SEGMENT);
	size_t i = form_find(form, name);

	if (i != FORM_NONE && form->question[i].role == ROLE_SEGMENT &&
	    form->question[i].list)
		return &form->question[i];
	sheet_problem(s, SEGMENT,
		      "\"%s\" is no segment question of the questionnaire; "
		      "write its name",
		      name);
	return NULL;
}

static void
read_row(struct headcounts *h, struct sheet *s)
{
	const struct question *q = segment_of(s, h->form);
	const char *category = sheet_cell(s, CATEGORY);
	struct headcount *c;
	double n;
	size_t k;

	if (!q)
		return;
	k = find_category(h->form, q, category);
	if (k == FORM_NONE || !is_answer(q, k)) {
		sheet_problem(s, CATEGORY,
			      "\"%s\" is no category of %s; write the name "
			      "or the label of a choice",
			      category, q->name);
		return;
	}
	if (!sheet_number(s, N, 0, 1e9, "write how many people", &n))
		return;
	if (n != floor(n)) {
		sheet_problem(s, N, "%s people; whole people only",
			      sheet_cell(s, N));
		return;
	}
	c = find_or_add(h, q);
	if (c->named[k])
		sheet_problem(s, CATEGORY, "%s has %s twice; one row each",
			      q->name, category);
	c->named[k] = true;
	c->people[k] = (uint64_t)n;
}

static uint64_t
sum_of(const struct headcount *c)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < c->segment->list->n; i++)
		sum += c->people[i];
	return sum;
}

static bool
is_whole(const struct headcounts *h, const struct headcount *c,
	 const char *path, struct error *err)
{
	const struct question *q = c->segment;

	for (size_t i = 0; i < q->list->n; i++) {
		if (is_answer(q, i) && !c->named[i])
			return error_set(err,
					 "%s: no row for %s of %s; add it, "
					 "with 0 where nobody is in it",
					 path, q->list->choice[i].name,
					 q->name);
	}
	if (sum_of(c) == h->total)
		return true;
	return error_set(err,
			 "%s: the categories of %s are %" PRIu64
			 " people, those of %s %" PRIu64
			 "; each must add up to all staff",
			 path, h->list[0].segment->name, h->total, q->name,
			 sum_of(c));
}

static bool
check_sums(struct headcounts *h, const char *path, struct error *err)
{
	h->total = sum_of(&h->list[0]);
	if (h->total == 0)
		return error_set(err, "%s: nobody in any category", path);
	for (size_t i = 0; i < h->n; i++) {
		if (!is_whole(h, &h->list[i], path, err))
			return false;
	}
	return true;
}

/* The rows alone, each on its own. */
static bool
read_rows(struct headcounts *h, const char *path, struct error *err)
{
	struct problems problems = PROBLEMS_INIT;
	struct sheet *s = sheet_open(path, columns, &problems, err);
	bool good;

	while (s && sheet_next(s, err))
		read_row(h, s);
	good = sheet_close(s, err);
	if (!good)
		problems_fail(&problems, err);
	problems_release(&problems);
	return good;
}

struct headcounts *
headcounts_load(const char *path, const struct form *form, struct error *err)
{
	struct headcounts *h = mem_new(1, sizeof(*h));

	h->form = form;
	if (read_rows(h, path, err) && check_sums(h, path, err))
		return h;
	headcounts_free(h);
	return NULL;
}

void
headcounts_free(struct headcounts *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->n; i++) {
		free(h->list[i].people);
		free(h->list[i].named);
	}
	free(h);
}

bool
headcounts_has(const struct headcounts *h, const struct question *segment)
{
	return find(h, segment) != NULL;
}

uint64_t
headcounts_of(const struct headcounts *h, const struct question *segment,
	      size_t choice)
{
	const struct headcount *c = find(h, segment);

	return c && choice < segment->list->n ? c->people[choice] : 0;
}

uint64_t
headcounts_total(const struct headcounts *h)
{
	return h->total;
}
