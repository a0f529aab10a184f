#include "tests/oracle/weighted.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "tests/oracle/factor.h"

static const struct json *
input(const struct json *the_case, const char *name)
{
	return json_get(json_get(the_case, "input"), name);
}

const struct json *
weighted_case(const struct oracle *o, const char *stat, const char *id_begins)
{
	const struct json *c = json_first(json_get(o->file, "cases"));

	for (; c != NULL; c = json_next(c)) {
		const char *id = json_get_text(c, "id");
		const char *s = json_get_text(c, "stat");

		if (s != NULL && strcmp(s, stat) == 0 && id != NULL &&
		    strncmp(id, id_begins, strlen(id_begins)) == 0)
			return c;
	}
	return NULL;
}

/* ---- how it was drawn ---- */

struct drawn {
	char file[64], weights[64], strata[64]; /* "" : none */
	bool fpc;
};

/* The word behind "strata=", "" if it is not there. */
static void
word_behind(const char *text, const char *sign, char *word, size_t size)
{
	const char *at = strstr(text, sign);
	size_t n = 0;

	if (at != NULL)
		for (at += strlen(sign); isalnum((unsigned char)at[n]) ||
		     at[n] == '_' || at[n] == '.';)
			n++;
	snprintf(word, size, "%.*s", (int)n, at == NULL ? "" : at);
}

/* A file that the text speaks of. */
static void
file_in(const struct oracle *o, const char *text, char *file, size_t size)
{
	while (*text != '\0') {
		size_t n = strspn(text,
				  "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789_");

		snprintf(file, size, "%.*s", (int)n, text);
		if (n > 0 && o->frame(o, file) != NULL)
			return;
		text += n > 0 ? n : 1;
	}
	file[0] = '\0';
}

static void
read_words(const struct oracle *o, const char *text, struct drawn *d)
{
	file_in(o, text, d->file, sizeof(d->file));
	word_behind(text, "weights=", d->weights, sizeof(d->weights));
	word_behind(text, "strata=", d->strata, sizeof(d->strata));
	d->fpc = strstr(text, "fpc") != NULL &&
		strstr(text, "no fpc") == NULL && strstr(text, "nofpc") == NULL;
}

static const char *
own_words(const struct json *c)
{
	const char *text = json_as_text(input(c, "design"));

	if (text == NULL)
		text = json_as_text(input(c, "base"));
	if (text == NULL && json_get_text(c, "origin") != NULL &&
	    strstr(json_get_text(c, "origin"), "weights=") != NULL)
		text = json_get_text(c, "origin");
	return text;
}

/*
 * Of a case that begins alike ("strat_fpc/"), or whose id has the same second
 * part and tells what it is based on ("rake3/fpc/weights", "poststrat/fpc").
 */
static const char *
words_elsewhere(const struct oracle *o, const char *id)
{
	const struct json *c = json_first(json_get(o->file, "cases"));
	size_t first = strcspn(id, "/");
	const char *second = id[first] == '/' ? id + first + 1 : "";
	const char *found = NULL;

	for (; c != NULL; c = json_next(c)) {
		const char *other = json_get_text(c, "id");
		const char *words = own_words(c), *at;

		if (other == NULL || words == NULL)
			continue;
		if (strncmp(other, id, first + 1) == 0)
			return words;
		at = strchr(other, '/');
		if (found == NULL && at != NULL && *second != '\0' &&
		    strcspn(at + 1, "/") == strcspn(second, "/") &&
		    strncmp(at + 1, second, strcspn(second, "/")) == 0)
			found = words;
	}
	return found;
}

/* ---- columns ---- */

static double *
inline_numbers(const struct weighted *w, const char *column)
{
	size_t n;
	double *x = input_numbers(w->the_case, column, &n), *copy;

	if (x == NULL || n != w->rows) {
		free(x);
		return NULL;
	}
	copy = arena_alloc(w->arena, n, sizeof(*copy));
	memcpy(copy, x, n * sizeof(*x));
	free(x);
	return copy;
}

/* Texts of 0 and 1, "No" and "Yes": 1 for the last. */
static double *
level_numbers(const struct weighted *w, const struct factor *f)
{
	double *x = arena_alloc(w->arena, w->rows, sizeof(*x));

	for (size_t r = 0; r < w->rows; r++)
		x[r] = f->at[r] < 0 ? NAN : f->at[r] == (int)f->n - 1;
	return x;
}

static bool
all_missing(const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]))
			return false;
	return true;
}

double *
weighted_values(const struct weighted *w, const char *column)
{
	double *x, *copy = NULL;
	struct factor *f;

	if (w->frame == NULL)
		return inline_numbers(w, column);
	x = frame_numbers(w->frame, column);
	if (x != NULL && !all_missing(x, w->rows)) {
		copy = arena_alloc(w->arena, w->rows, sizeof(*copy));
		memcpy(copy, x, w->rows * sizeof(*x));
	}
	free(x);
	if (copy != NULL)
		return copy;
	f = factor_new(w->oracle, w->the_case, w->frame, column, column);
	if (f != NULL)
		copy = level_numbers(w, f);
	factor_free(f);
	return copy;
}

static void
category_init(const struct weighted *w, const char *name, size_t levels,
	      struct category *c)
{
	c->name = arena_copy(w->arena, name);
	c->n = 0;
	c->level = arena_alloc(w->arena, levels + 1, sizeof(*c->level));
	c->of = arena_alloc(w->arena, w->rows + 1, sizeof(*c->of));
}

static size_t
level_at(const struct weighted *w, struct category *c, const char *text)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->level[i], text) == 0)
			return i;
	c->level[c->n] = arena_copy(w->arena, text);
	return c->n++;
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* As a text, written into number if it is one; NULL when it is missing. */
static const char *
text_of(const struct json *j, char number[32])
{
	if (json_as_text(j) != NULL)
		return json_as_text(j)[0] == '\0' ? NULL : json_as_text(j);
	snprintf(number, 32, "%.17g", json_as_number(j, NAN));
	return isnan(json_as_number(j, NAN)) ? NULL : number;
}

static bool
inline_category(const struct weighted *w, const char *column,
		struct category *c)
{
	const struct json *list = input(w->the_case, column), *one;
	size_t r = 0;
	char number[32];

	if (!json_is_array(list) || json_count(list) != w->rows)
		return false;
	category_init(w, column, w->rows, c);
	for (one = json_first(list); one != NULL; one = json_next(one))
		if (text_of(one, number) != NULL)
			level_at(w, c, text_of(one, number));
	qsort(c->level, c->n, sizeof(*c->level), compare_texts);
	for (one = json_first(list); one != NULL; one = json_next(one), r++)
		c->of[r] = text_of(one, number) == NULL
			? SIZE_MAX
			: level_at(w, c, text_of(one, number));
	return true;
}

/* "meals4 bands: m1 0-25, m2 26-50 (right-closed)" */
static const char *
bands_of(const struct weighted *w, const char *column)
{
	const struct json *c = weighted_case(w->oracle, "frame_margins", "");
	const char *note = json_get_text(c, "note");
	char sign[80];

	snprintf(sign, sizeof(sign), "%s bands: ", column);
	note = note == NULL ? NULL : strstr(note, sign);
	return note == NULL ? NULL : note + strlen(sign);
}

/* One band, "m2 26-50, "; NULL when there is no more. */
static const char *
next_band(const char *at, char level[32], double *upper)
{
	size_t n = strcspn(at, " ");
	char *end, *last;

	(void)strtod(at + n, &end);
	if (n == 0 || n >= 32 || end == at + n || *end != '-')
		return NULL;
	snprintf(level, 32, "%.*s", (int)n, at);
	*upper = strtod(end + 1, &last);
	return last == end + 1 ? NULL : last + strspn(last, ", ");
}

static bool
band_category(const struct weighted *w, const char *column, const char *bands,
	      struct category *c)
{
	char *name = mem_copy(column), level[32];
	double upper[32], *x;

	name[strcspn(name, "0123456789")] = '\0';
	x = weighted_values(w, name);
	free(name);
	if (x == NULL)
		return false;
	category_init(w, column, 32, c);
	while (c->n < 32 &&
	       (bands = next_band(bands, level, &upper[c->n])) != NULL)
		level_at(w, c, level);
	for (size_t r = 0; r < w->rows; r++) {
		c->of[r] = 0;
		while (c->of[r] < c->n && !(x[r] <= upper[c->of[r]]))
			c->of[r]++;
		if (c->of[r] == c->n)
			c->of[r] = SIZE_MAX;
	}
	return true;
}

static bool
file_category(const struct weighted *w, const char *column, struct category *c)
{
	struct factor *f =
		factor_new(w->oracle, w->the_case, w->frame, column, column);

	if (f == NULL)
		return false;
	category_init(w, column, f->n, c);
	for (size_t i = 0; i < f->n; i++)
		level_at(w, c, f->level[i]);
	for (size_t r = 0; r < w->rows; r++)
		c->of[r] = f->at[r] < 0 ? SIZE_MAX : (size_t)f->at[r];
	factor_free(f);
	return true;
}

bool
weighted_category(const struct weighted *w, const char *column,
		  struct category *c)
{
	const char *bands;

	if (w->frame == NULL)
		return inline_category(w, column, c);
	bands = bands_of(w, column);
	if (bands != NULL)
		return band_category(w, column, bands, c);
	return file_category(w, column, c);
}

/* Every row has one of the levels. */
static bool
complete_category(const struct weighted *w, const char *column,
		  struct category *c)
{
	if (!weighted_category(w, column, c))
		return false;
	for (size_t r = 0; r < w->rows; r++)
		if (c->of[r] == SIZE_MAX)
			return false;
	return true;
}

/* ---- the data ---- */

static struct weighted *
empty(const struct oracle *o, const struct json *the_case)
{
	struct arena *arena = arena_new();
	struct weighted *w = arena_alloc(arena, 1, sizeof(*w));

	w->arena = arena;
	w->oracle = o;
	w->the_case = the_case;
	return w;
}

static void
draw(struct weighted *w)
{
	uint64_t *people = arena_alloc(w->arena, w->rows + 1, sizeof(*people));

	for (size_t r = 0; r < w->rows; r++)
		people[r] = 1;
	w->design = (struct design){.cells = w->rows,
				    .people = people,
				    .weight = w->weight,
				    .base = w->base,
				    .strata = 1};
}

static double *
same(const struct weighted *w, double x)
{
	double *list = arena_alloc(w->arena, w->rows + 1, sizeof(*list));

	for (size_t r = 0; r < w->rows; r++)
		list[r] = x;
	return list;
}

static void
inline_data(struct weighted *w)
{
	double N = json_as_number(input(w->the_case, "N"), 0);

	w->rows = json_count(input(w->the_case, "y"));
	w->rows = w->rows > 0 ? w->rows : json_count(input(w->the_case, "b"));
	w->weight = inline_numbers(w, "w");
	if (w->weight == NULL)
		w->weight = same(w, 1);
	w->base = w->weight;
	draw(w);
	if (N > 0) {
		double *population = arena_alloc(w->arena, 1, sizeof(N));

		*population = N;
		w->design.population = population;
	}
}

/* The column fpc tells each row's stratum's size. */
static void
put_population(struct weighted *w)
{
	double *fpc = weighted_values(w, "fpc");
	double *N = arena_alloc(w->arena, w->design.strata, sizeof(*N));

	for (size_t r = 0; fpc != NULL && r < w->rows; r++)
		N[w->design.stratum == NULL ? 0 : w->design.stratum[r]] =
			fpc[r];
	w->design.population = N;
}

static bool
file_data(struct weighted *w, const struct drawn *d)
{
	struct category strata;

	w->frame = w->oracle->frame(w->oracle, d->file);
	if (w->frame == NULL)
		return false;
	w->rows = frame_rows(w->frame);
	w->weight = d->weights[0] == '\0' ? same(w, 1)
					  : weighted_values(w, d->weights);
	if (w->weight == NULL)
		return false;
	w->base = w->weight;
	draw(w);
	if (d->strata[0] != '\0') {
		if (!complete_category(w, d->strata, &strata))
			return false;
		w->design.strata = strata.n;
		w->design.stratum = strata.of;
	}
	if (d->fpc)
		put_population(w);
	return true;
}

/* The first of the files that meta names. */
static void
default_file(const struct oracle *o, struct drawn *d)
{
	char csv[256], *dot;

	snprintf(csv, sizeof(csv), "%s",
		 json_get_text(o->meta, "csv") == NULL
			 ? ""
			 : json_get_text(o->meta, "csv"));
	while ((dot = strstr(csv, ".csv")) != NULL)
		memcpy(dot, "    ", 4);
	file_in(o, csv, d->file, sizeof(d->file));
}

/* The words of the first case that has some with this in it. */
static const char *
words_with(const struct oracle *o, const char *sign)
{
	const struct json *c = json_first(json_get(o->file, "cases"));

	for (; c != NULL; c = json_next(c))
		if (own_words(c) != NULL && strstr(own_words(c), sign) != NULL)
			return own_words(c);
	return NULL;
}

/*
 * Told by the case, or elsewhere; "kish/apistrat" names a file alone, whose
 * weights are where others have them.
 */
static bool
find_words(const struct oracle *o, const struct json *the_case, struct drawn *d)
{
	const char *id = json_get_text(the_case, "id");
	const char *words = own_words(the_case);

	*d = (struct drawn){"", "", "", false};
	if (words == NULL && id != NULL)
		words = words_elsewhere(o, id);
	if (words != NULL) {
		read_words(o, words, d);
	} else if (id != NULL) {
		file_in(o, id, d->file, sizeof(d->file));
		words = d->file[0] == '\0' ? NULL : words_with(o, "weights=");
		if (words != NULL)
			word_behind(words, "weights=", d->weights,
				    sizeof(d->weights));
	}
	if (d->file[0] == '\0')
		default_file(o, d);
	return words != NULL;
}

struct weighted *
weighted_new(const struct oracle *o, const struct json *the_case)
{
	struct weighted *w = empty(o, the_case);
	struct drawn d;

	if (json_is_array(input(the_case, "y")) ||
	    json_is_array(input(the_case, "b"))) {
		inline_data(w);
		return w;
	}
	if (find_words(o, the_case, &d) && file_data(w, &d))
		return w;
	weighted_free(w);
	return NULL;
}

struct weighted *
weighted_frame(const struct oracle *o, const struct json *the_case,
	       struct category *strata)
{
	struct weighted *w = empty(o, the_case);
	const char *words = words_with(o, "strata=");
	struct drawn d;

	if (words != NULL) {
		read_words(o, words, &d);
		d.fpc = true;
		if (d.file[0] == '\0')
			default_file(o, &d);
		if (file_data(w, &d) && weighted_category(w, d.strata, strata))
			return w;
	}
	weighted_free(w);
	return NULL;
}

void
weighted_free(struct weighted *w)
{
	if (w != NULL)
		arena_free(w->arena);
}

struct design_estimate
weighted_mean(const struct weighted *w, const double *y, const bool *marked)
{
	struct design_record *record = mem_new(w->rows + 1, sizeof(*record));
	struct design_estimate e;
	size_t n = 0;

	for (size_t r = 0; r < w->rows; r++)
		if (!isnan(y[r]) && (marked == NULL || marked[r]))
			record[n++] = (struct design_record){r, 1, y[r]};
	e = design_mean(&w->design, record, n);
	free(record);
	return e;
}

/* ---- margins ---- */

static const struct json *
targets_of(const struct weighted *w, const char *name)
{
	const struct json *population =
		weighted_case(w->oracle, "frame_margins", "");
	const struct json *j = input(w->the_case, "pop");
	char own[80];

	if (j != NULL)
		return j;
	snprintf(own, sizeof(own), "pop_%s", name);
	j = input(w->the_case, own);
	return j != NULL ? j : json_get(json_get(population, "result"), name);
}

static bool
margin_init(const struct weighted *w, const char *name, struct weight_margin *m)
{
	const struct json *target = targets_of(w, name);
	struct category c;
	double *t;

	if (target == NULL || !complete_category(w, name, &c))
		return false;
	t = arena_alloc(w->arena, c.n + 1, sizeof(*t));
	for (size_t i = 0; i < c.n; i++)
		t[i] = json_get_number(target, c.level[i], 0);
	*m = (struct weight_margin){c.name, c.n, c.level, t, c.of};
	return true;
}

bool
weighted_rake(struct weighted *w, const char *const *names, size_t n)
{
	struct error err = ERROR_INIT;
	double *weight = arena_alloc(w->arena, w->rows + 1, sizeof(*weight));

	w->margin = arena_alloc(w->arena, n + 1, sizeof(*w->margin));
	for (size_t i = 0; i < n; i++)
		if (!margin_init(w, names[i], &w->margin[i]))
			return false;
	if (!(n == 1 ? weight_poststratify(w->design.people, w->base, w->rows,
					   w->margin, weight, &err)
		     : weight_rake(w->design.people, w->base, w->rows,
				   w->margin, n, weight, &err))) {
		fprintf(stderr, "%s: %s\n", json_get_text(w->the_case, "id"),
			err.text);
		return false;
	}
	w->weight = weight;
	w->design.weight = weight;
	w->design.margins = n;
	w->design.margin = w->margin;
	return true;
}
