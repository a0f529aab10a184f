#include "tests/oracle/factor.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

/* ---- order of levels ---- */

/* As R's sort in an English locale: signs, digits, letters of either case. */
static int
rank_of(unsigned char c)
{
	if (isdigit(c))
		return 256 + c;
	return isalpha(c) ? 512 + tolower(c) : c;
}

static int
compare_words(const char *a, const char *b)
{
	size_t i = 0;
	int d;

	for (; a[i] != '\0' && b[i] != '\0'; i++) {
		d = rank_of((unsigned char)a[i]) - rank_of((unsigned char)b[i]);
		if (d != 0)
			return d;
	}
	d = (a[i] != '\0') - (b[i] != '\0');
	return d != 0 ? d : strcmp(b, a);
}

static int
compare_levels(const void *a, const void *b)
{
	const char *s = *(const char *const *)a, *t = *(const char *const *)b;
	double x, y;

	if (text_to_number(s, &x) && text_to_number(t, &y) && x != y)
		return x < y ? -1 : 1;
	return compare_words(s, t);
}

static int
find_level(const struct factor *f, const char *text)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->level[i], text) == 0)
			return (int)i;
	return -1;
}

static void
add_level(struct factor *f, size_t *room, const char *text)
{
	f->level = mem_room(f->level, room, f->n + 1, sizeof(*f->level));
	f->level[f->n++] = text;
}

static void
add_given(struct factor *f, size_t *room, const struct json *list)
{
	for (list = json_first(list); list; list = json_next(list))
		if (json_as_text(list))
			add_level(f, room, json_as_text(list));
}

static void
add_words(struct factor *f, size_t *room, const char *words, size_t length)
{
	const char *end = words + length;

	while (words <= end) {
		const char *sign = memchr(words, '<', (size_t)(end - words));
		const char *stop = sign ? sign : end;

		add_level(f, room,
			  arena_copy_n(f->arena, words,
				       (size_t)(stop - words)));
		words = stop + 1;
	}
}

/* "Smoke: Never<Occas<Heavy, Exer: ..." */
static void
add_from_codebook(struct factor *f, size_t *room, const char *book,
		  const char *column)
{
	size_t n = strlen(column), length;
	const char *at = book;

	while (at && (at = strstr(at, column)) != NULL) {
		bool whole = (at == book || !isalnum((unsigned char)at[-1])) &&
			at[n] == ':';

		at += n;
		if (!whole)
			continue;
		at += 1 + strspn(at + 1, " ");
		length = strcspn(at, ",;");
		if (memchr(at, '<', length) == NULL)
			continue;
		add_words(f, room, at, length);
		return;
	}
}

static void
add_seen(struct factor *f, size_t *room, const char *const *cell)
{
	size_t first = f->n;

	for (size_t i = 0; i < f->rows; i++)
		if (cell[i][0] != '\0' && find_level(f, cell[i]) < 0)
			add_level(f, room, cell[i]);
	if (f->n > first)
		qsort(f->level + first, f->n - first, sizeof(*f->level),
		      compare_levels);
}

struct factor *
factor_new(const struct oracle *o, const struct json *the_case,
	   const struct frame *frame, const char *column, const char *given)
{
	const char *const *cell = frame ? frame_column(frame, column) : NULL;
	struct factor *f;
	size_t room = 0;

	if (!cell)
		return NULL;
	f = mem_new(1, sizeof(*f));
	f->arena = arena_new();
	f->rows = frame_rows(frame);
	f->at = mem_new(f->rows + 1, sizeof(*f->at));
	add_given(f, &room, json_get(json_get(the_case, "input"), given));
	if (f->n == 0)
		add_from_codebook(f, &room, json_get_text(o->meta, "codebook"),
				  column);
	add_seen(f, &room, cell);
	for (size_t i = 0; i < f->rows; i++)
		f->at[i] = cell[i][0] == '\0' ? -1 : find_level(f, cell[i]);
	return f;
}

void
factor_keep(struct factor *f, const bool *marked)
{
	for (size_t i = 0; i < f->rows; i++)
		if (!marked[i])
			f->at[i] = -1;
}

void
factor_free(struct factor *f)
{
	if (!f)
		return;
	free(f->level);
	free(f->at);
	arena_free(f->arena);
	free(f);
}

struct json *
factor_levels(const struct factor *f)
{
	struct json *list = json_array();

	for (size_t i = 0; i < f->n; i++)
		json_push(list, json_text(f->level[i]));
	return list;
}

/* ---- waves ---- */

/* "... correct := vocab>=7, ..." gives the column's numbers and 7. */
static double *
read_outcome(const struct frame *f, const char *origin, double *least)
{
	const char *at = origin ? strstr(origin, ":= ") : NULL;
	const char *sign = at ? strstr(at, ">=") : NULL;
	double *score;
	char *name;

	if (!sign)
		return NULL;
	at += 3;
	name = mem_copy_n(at, (size_t)(sign - at));
	score = frame_numbers(f, name);
	free(name);
	*least = strtod(sign + 2, NULL);
	return score;
}

bool
waves_read(const struct oracle *o, const struct frame *f, struct waves *w)
{
	const struct json *c = json_first(json_get(o->file, "cases"));

	*w = (struct waves){.last = -INFINITY};
	if (!f)
		return false;
	for (; c && !w->score; c = json_next(c))
		w->score =
			read_outcome(f, json_get_text(c, "origin"), &w->least);
	w->when = frame_numbers(f, "year");
	if (!w->when)
		w->when = frame_numbers(f, "wave");
	w->rows = frame_rows(f);
	if (!w->score || !w->when) {
		waves_release(w);
		return false;
	}
	for (size_t i = 0; i < w->rows; i++)
		w->last = fmax(w->last, w->when[i]);
	return true;
}

void
waves_release(struct waves *w)
{
	free(w->score);
	free(w->when);
	*w = (struct waves){0};
}

bool *
waves_mark(const struct waves *w, double when)
{
	bool *marked = mem_new(w->rows + 1, sizeof(*marked));

	for (size_t i = 0; i < w->rows; i++)
		marked[i] = w->when[i] == when && !isnan(w->score[i]);
	return marked;
}

/* ---- results ---- */

struct json *
oracle_number(double x)
{
	return isinf(x) ? json_text(x > 0 ? "Inf" : "-Inf") : json_number(x);
}

struct json *
oracle_numbers(const double *x, size_t n)
{
	struct json *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_push(list, oracle_number(x[i]));
	return list;
}
