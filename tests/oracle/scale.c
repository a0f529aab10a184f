/*
 * Scales (S5, S6), what options go with (S4), scores of topics (S7).
 *
 * Right and wrong go through counts, as in the product; other numbers, and
 * what only covariances tell, through a matrix.
 */
#include "analysis/statistics/scale.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/statistics/moments.h"
#include "questions/base/mem.h"
#include "tests/oracle/factor.h"
#include "tests/oracle/oracle.h"

static const struct json *
input(const struct json *the_case, const char *name)
{
	return json_get(json_get(the_case, "input"), name);
}

/* The n-th part of an id, "topic/reason/alpha", from 0; "" when there is
 * none. Caller frees. */
static char *
id_part(const struct json *the_case, size_t n)
{
	const char *id = json_get_text(the_case, "id");

	for (; id != NULL && n > 0; n--) {
		id = strchr(id, '/');
		id = id == NULL ? NULL : id + 1;
	}
	return id == NULL ? mem_copy("") : mem_copy_n(id, strcspn(id, "/"));
}

/* ---- items ---- */

/* Scored answers, row by row; a missing one is NAN. */
struct items {
	size_t k, rows;
	const char **name; /* NULL when they have none */
	double *x;	   /* [rows * k] */
	struct arena *arena;
};

static void
items_free(struct items *s)
{
	if (s != NULL)
		arena_free(s->arena);
}

static struct items *
items_new(size_t rows, size_t room)
{
	struct arena *arena = arena_new();
	struct items *s = arena_alloc(arena, 1, sizeof(*s));

	s->arena = arena;
	s->rows = rows;
	s->name = arena_alloc(arena, room + 1, sizeof(*s->name));
	s->x = arena_alloc(arena, rows * room + 1, sizeof(*s->x));
	return s;
}

static const struct frame *
data_frame(const struct oracle *o)
{
	const char *name = json_get_text(o->meta, "dataset");
	const struct frame *f = name == NULL ? NULL : o->frame(o, name);

	return f != NULL ? f : o->frame(o, NULL);
}

/* The file of item, key, topic, where there is one. */
static const struct frame *
key_frame(const struct oracle *o)
{
	const char *name = json_get_text(o->meta, "dataset");
	char key[256];

	snprintf(key, sizeof(key), "%s_key", name == NULL ? "" : name);
	return o->frame(o, key);
}

/* Columns are put one by one into a matrix of `room` columns; closed up. */
static void
close_up(struct items *s, size_t room)
{
	for (size_t r = 0; r < s->rows; r++)
		for (size_t j = 0; j < s->k; j++)
			s->x[r * s->k + j] = s->x[r * room + j];
}

static void
put_column(struct items *s, size_t room, const char *name, const double *v)
{
	for (size_t r = 0; r < s->rows; r++)
		s->x[r * room + s->k] = v[r];
	s->name[s->k++] = arena_copy(s->arena, name);
}

/* Of the key's items, those of a topic (NULL: all), 1 where the key's option
 * was chosen. */
static struct items *
keyed_items(const struct frame *f, const struct frame *key, const char *topic)
{
	const char *const *name = frame_column(key, "item");
	const char *const *topics = frame_column(key, "topic");
	double *right = frame_numbers(key, "key");
	size_t room = frame_rows(key);
	struct items *s = items_new(frame_rows(f), room);

	for (size_t j = 0; j < room && name != NULL && right != NULL; j++) {
		double *v;

		if (topic != NULL &&
		    (topics == NULL || strcmp(topics[j], topic) != 0))
			continue;
		v = frame_numbers(f, name[j]);
		if (v == NULL)
			continue;
		for (size_t r = 0; r < s->rows; r++)
			v[r] = isnan(v[r]) ? NAN : v[r] == right[j];
		put_column(s, room, name[j], v);
		free(v);
	}
	close_up(s, room);
	free(right);
	return s;
}

static bool
is_right_or_wrong(const double *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i]) && v[i] != 0 && v[i] != 1)
			return false;
	return true;
}

/* "A" and a number. */
static bool
belongs(const char *column, const char *scale)
{
	size_t n = strlen(scale);

	if (strncmp(column, scale, n) != 0)
		return false;
	column += n + (column[n] == '_');
	return *column != '\0' &&
		strspn(column, "0123456789") == strlen(column);
}

static bool
is_reversed(const struct json *the_case, const char *name)
{
	const struct json *list = input(the_case, "reversed");
	const struct json *one = json_first(list);

	if (json_as_text(list) != NULL)
		return strcmp(json_as_text(list), name) == 0;
	for (; one != NULL; one = json_next(one))
		if (json_as_text(one) != NULL &&
		    strcmp(json_as_text(one), name) == 0)
			return true;
	return false;
}

/* Without a key: a scale's columns by their name, or all that are 0 and 1. */
static struct items *
plain_items(const struct frame *f, const struct json *the_case,
	    const char *scale)
{
	size_t room = frame_columns(f);
	struct items *s = items_new(frame_rows(f), room);

	for (size_t c = 0; c < room; c++) {
		const char *name = frame_name(f, c);
		double *v = frame_numbers(f, name);
		bool in = scale != NULL ? belongs(name, scale)
					: strcmp(name, "id") != 0 &&
				is_right_or_wrong(v, s->rows);

		/* turned the other way; from where it counts is no matter */
		for (size_t r = 0; in && r < s->rows; r++)
			v[r] = is_reversed(the_case, name) ? -v[r] : v[r];
		if (in)
			put_column(s, room, name, v);
		free(v);
	}
	close_up(s, room);
	return s;
}

static struct items *
inline_items(const struct json *the_case)
{
	size_t rows, k;
	double *x = input_matrix(the_case, "rows", &rows, &k);
	struct items *s;

	if (x == NULL)
		return NULL;
	s = items_new(rows, k);
	s->k = k;
	s->name = NULL;
	memcpy(s->x, x, rows * k * sizeof(*x));
	free(x);
	return s;
}

/* Policy Z: what is missing is not right. */
static void
apply_policy(struct items *s, const struct json *the_case)
{
	const char *policy = json_as_text(input(the_case, "policy"));

	for (size_t i = 0;
	     policy != NULL && *policy == 'Z' && i < s->rows * s->k; i++)
		s->x[i] = isnan(s->x[i]) ? 0 : s->x[i];
}

/* "topic/NAME/..." and "scale/NAME/..." say which; all of them else. NULL
 * when there are none. */
static struct items *
items_of(const struct oracle *o, const struct json *the_case)
{
	struct items *s = inline_items(the_case);
	const struct frame *f = data_frame(o), *key = key_frame(o);
	char *kind, *name;
	const char *part;

	if (s != NULL || f == NULL)
		return s;
	kind = id_part(the_case, 0);
	name = id_part(the_case, 1);
	part = (strcmp(kind, "topic") == 0 || strcmp(kind, "scale") == 0) &&
			strcmp(name, "all") != 0
		? name
		: NULL;
	s = key != NULL ? keyed_items(f, key, part)
			: plain_items(f, the_case, part);
	apply_policy(s, the_case);
	free(kind);
	free(name);
	if (s->k > 0)
		return s;
	items_free(s);
	return NULL;
}

/* ---- alpha and item-rest ---- */

static const bool not_and_right[] = {false, true};

/* Complete cases, counted. */
static struct scale_summary
summarise_counts(const struct items *s, struct scale_fit *fit)
{
	struct scale_item *item = mem_new(s->k, sizeof(*item));
	size_t each = 2 * (s->k + 1);
	uint64_t *people = mem_new(s->k * each, sizeof(*people));
	struct scale_counts c = {s->k, item};
	struct scale_summary summary;

	for (size_t r = 0; r < s->rows; r++) {
		const double *x = s->x + r * s->k;
		double t = 0;

		for (size_t j = 0; j < s->k; j++)
			t += x[j];
		for (size_t j = 0; j < s->k && !isnan(t); j++)
			people[j * each + (size_t)x[j] * (s->k + 1) +
			       (size_t)t]++;
	}
	for (size_t j = 0; j < s->k; j++)
		item[j] = (struct scale_item){2, not_and_right,
					      people + j * each};
	summary = scale_of_counts(&c, fit);
	free(people);
	free(item);
	return summary;
}

static struct json *
limits(struct interval i)
{
	struct json *j = json_object();

	json_put(j, "lo", oracle_number(i.low));
	json_put(j, "hi", oracle_number(i.high));
	return j;
}

static double
rest(const struct scale_fit *f)
{
	return f->rest;
}

static double
total(const struct scale_fit *f)
{
	return f->total;
}

static double
alpha_without(const struct scale_fit *f)
{
	return f->alpha_without;
}

static struct json *
of_items(const struct scale_fit *fit, size_t k,
	 double (*get)(const struct scale_fit *))
{
	struct json *list = json_array();

	for (size_t j = 0; j < k; j++)
		json_push(list, oracle_number(get(&fit[j])));
	return list;
}

static void
put_items(struct json *answer, const struct items *s,
	  const struct scale_fit *fit)
{
	if (s->name != NULL) {
		struct json *names = json_put(answer, "item", json_array());

		for (size_t j = 0; j < s->k; j++)
			json_push(names, json_text(s->name[j]));
	}
	json_put(answer, "r_drop", of_items(fit, s->k, rest));
	json_put(answer, "r_uncorrected", of_items(fit, s->k, total));
	json_put(answer, "alpha_if_dropped",
		 s->k < 3 ? json_null() : of_items(fit, s->k, alpha_without));
}

static void
put_covariances(struct json *answer, const double *covariance, uint64_t n,
		size_t k)
{
	double *r = mem_new(k * k, sizeof(*r));
	struct scale_fit *fit = mem_new(k, sizeof(*fit));

	scale_correlation(covariance, k, r);
	json_put(answer, "alpha_std",
		 oracle_number(scale_of_covariance(r, NULL, n, k, fit).alpha));
	json_put(answer, "ase_duhachek",
		 oracle_number(scale_alpha_error(covariance, n, k)));
	free(fit);
	free(r);
}

static struct json *
summary_answer(const struct scale_summary *s, bool counted)
{
	struct json *answer = json_object();

	json_put(answer, "n", json_number((double)s->n));
	json_put(answer, "k", json_number((double)s->k));
	json_put(answer, "alpha", oracle_number(s->alpha));
	if (counted)
		json_put(answer, "kr20", oracle_number(s->alpha));
	json_put(answer, "alpha_with_constant_item", oracle_number(s->alpha));
	json_put(answer, "alpha_without", oracle_number(s->alpha_varying));
	json_put(answer, "mean_total", oracle_number(s->mean));
	json_put(answer, "sd_total", oracle_number(s->sd));
	json_put(answer, "sem", oracle_number(s->sem));
	json_put(answer, "feldt95",
		 limits(scale_feldt(s->alpha, s->n, s->k, .95)));
	json_put(answer, "feldt90",
		 limits(scale_feldt(s->alpha, s->n, s->k, .90)));
	return answer;
}

static struct json *
alpha(const struct oracle *o, const struct json *the_case)
{
	struct items *s = items_of(o, the_case);
	struct scale_summary summary;
	struct scale_fit *fit;
	struct json *answer;
	double *mean, *covariance;
	bool counted;
	uint64_t n;

	if (s == NULL)
		return NULL;
	fit = mem_new(s->k, sizeof(*fit));
	mean = mem_new(s->k, sizeof(*mean));
	covariance = mem_new(s->k * s->k, sizeof(*covariance));
	n = scale_covariance(s->x, s->rows, s->k, mean, covariance);
	counted = is_right_or_wrong(s->x, s->rows * s->k);
	summary = counted ? summarise_counts(s, fit)
			  : scale_of_covariance(covariance, mean, n, s->k, fit);
	answer = summary_answer(&summary, counted);
	put_items(answer, s, fit);
	put_covariances(answer, covariance, n, s->k);
	free(covariance);
	free(mean);
	free(fit);
	items_free(s);
	return answer;
}

/* ---- options ---- */

struct choice {
	size_t n;
	double *value; /* in order */
};

static int
compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The values that somebody chose. value: caller frees. */
static struct choice
choices_of(const double *v, size_t rows)
{
	struct choice c = {0, mem_new(rows + 1, sizeof(*c.value))};
	size_t n = 0;

	for (size_t r = 0; r < rows; r++)
		if (!isnan(v[r]))
			c.value[n++] = v[r];
	qsort(c.value, n, sizeof(*c.value), compare_numbers);
	for (size_t i = 0; i < n; i++)
		if (c.n == 0 || c.value[i] != c.value[c.n - 1])
			c.value[c.n++] = c.value[i];
	return c;
}

/* Whoever answered the item, by option and score; elsewhere missing is 0. */
static uint64_t *
count_options(const struct items *s, const double *v, const struct choice *c)
{
	uint64_t *people = mem_new(c->n * (s->k + 1), sizeof(*people));

	for (size_t r = 0; r < s->rows; r++) {
		double t = 0;

		for (size_t j = 0; j < s->k; j++)
			t += isnan(s->x[r * s->k + j]) ? 0 : s->x[r * s->k + j];
		for (size_t i = 0; i < c->n; i++)
			if (v[r] == c->value[i])
				people[i * (s->k + 1) + (size_t)t]++;
	}
	return people;
}

static struct json *
options_answer(const struct items *s, const double *v, double key)
{
	struct choice c = choices_of(v, s->rows);
	uint64_t *people = count_options(s, v, &c);
	struct scale_option *option = mem_new(c.n + 1, sizeof(*option));
	bool *right = mem_new(c.n + 1, sizeof(*right));
	struct scale_item item = {c.n, right, people};
	struct json *answer = json_object(), *r, *mean;

	for (size_t i = 0; i < c.n; i++)
		right[i] = c.value[i] == key;
	scale_options(&item, s->k, NULL, option);
	json_put(answer, "options", oracle_numbers(c.value, c.n));
	r = json_put(answer, "point_biserial_with_rest", json_array());
	mean = json_put(answer, "mean_rest_score", json_array());
	for (size_t i = 0; i < c.n; i++) {
		json_push(r, oracle_number(option[i].rest));
		json_push(mean, oracle_number(option[i].mean_rest));
	}
	free(right);
	free(option);
	free(people);
	free(c.value);
	return answer;
}

static double
key_of(const struct frame *key, const char *item)
{
	const char *const *name = frame_column(key, "item");
	double *right = frame_numbers(key, "key"), found = NAN;

	for (size_t j = 0; name && right && j < frame_rows(key); j++)
		if (strcmp(name[j], item) == 0)
			found = right[j];
	free(right);
	return found;
}

/* "item/NAME/distractors" */
static struct json *
option_rest(const struct oracle *o, const struct json *the_case)
{
	const struct frame *f = data_frame(o), *key = key_frame(o);
	char *name = id_part(the_case, 1);
	double *v = f == NULL ? NULL : frame_numbers(f, name);
	struct json *answer = NULL;

	if (v != NULL && key != NULL && !isnan(key_of(key, name))) {
		struct items *s = keyed_items(f, key, NULL);

		answer = options_answer(s, v, key_of(key, name));
		items_free(s);
	}
	free(v);
	free(name);
	return answer;
}

/* ---- scores ---- */

/* How many complete people have each total. Caller frees. */
static uint64_t *
totals(const struct items *s)
{
	uint64_t *count = mem_new(s->k + 1, sizeof(*count));

	for (size_t r = 0; r < s->rows; r++) {
		double t = 0;

		for (size_t j = 0; j < s->k; j++)
			t += s->x[r * s->k + j];
		if (!isnan(t))
			count[(size_t)t]++;
	}
	return count;
}

/* Right-or-wrong items, or NULL. */
static struct items *
scored_items(const struct oracle *o, const struct json *the_case)
{
	struct items *s = items_of(o, the_case);

	if (s == NULL || is_right_or_wrong(s->x, s->rows * s->k))
		return s;
	items_free(s);
	return NULL;
}

static struct json *
score_table(const struct oracle *o, const struct json *the_case)
{
	const char *id = json_get_text(the_case, "id");
	struct items *s = id != NULL && strstr(id, "score") != NULL
		? scored_items(o, the_case)
		: NULL;
	struct json *answer = json_object();
	uint64_t *count;

	if (s == NULL) {
		json_free(answer);
		return NULL;
	}
	count = totals(s);
	for (size_t t = 0; t <= s->k; t++) {
		char name[32];

		snprintf(name, sizeof(name), "%zu", t);
		if (count[t] > 0)
			json_put(answer, name, json_number((double)count[t]));
	}
	free(count);
	items_free(s);
	return answer;
}

static struct json *
moments_answer(const struct moments *m, uint64_t N)
{
	struct json *answer = limits(moments_interval(m, N, .95));

	json_put(answer, "n", json_number((double)m->n));
	json_put(answer, "mean", oracle_number(m->mean));
	json_put(answer, "sd", oracle_number(sqrt(m->variance)));
	json_put(answer, "se", oracle_number(moments_error(m, N)));
	json_put(answer, "df", json_number((double)m->n - 1));
	return answer;
}

/* A topic's share right; input "N": of how many. */
static struct json *
score_mean(const struct oracle *o, const struct json *the_case)
{
	double N = json_as_number(input(the_case, "N"), 0);
	struct items *s = scored_items(o, the_case);
	struct json *answer = NULL;
	struct moments m;
	double *value;
	uint64_t *count;

	if (s == NULL)
		return NULL;
	value = mem_new(s->k + 1, sizeof(*value));
	count = totals(s);
	for (size_t t = 0; t <= s->k; t++)
		value[t] = (double)t / (double)s->k;
	m = moments_of(value, count, s->k + 1);
	if (N == 0 || N >= (double)m.n)
		answer = moments_answer(&m, (uint64_t)N);
	free(count);
	free(value);
	items_free(s);
	return answer;
}

/* ---- topics among each other ---- */

/* Topics of the key in the order in which they come. Caller frees the list. */
static const char **
topics_of(const struct frame *key, size_t *n)
{
	const char *const *topic = frame_column(key, "topic");
	const char **list = mem_new(frame_rows(key) + 1, sizeof(*list));

	*n = 0;
	for (size_t i = 0; topic != NULL && i < frame_rows(key); i++) {
		size_t t = 0;

		while (t < *n && strcmp(list[t], topic[i]) != 0)
			t++;
		if (t == *n)
			list[(*n)++] = topic[i];
	}
	return list;
}

static void
put_totals(const struct frame *f, const struct frame *key,
	   const struct json *the_case, const char *topic, double *to, size_t k)
{
	struct items *s = keyed_items(f, key, topic);

	apply_policy(s, the_case);
	for (size_t r = 0; r < s->rows; r++) {
		to[r * k] = 0;
		for (size_t j = 0; j < s->k; j++)
			to[r * k] += s->x[r * s->k + j];
	}
	items_free(s);
}

static struct json *
topic_correlations(const struct oracle *o, const struct json *the_case)
{
	const struct frame *f = data_frame(o), *key = key_frame(o);
	struct json *answer, *names, *matrix;
	const char **topic;
	double *x, *mean, *r;
	size_t k;

	if (f == NULL || key == NULL)
		return NULL;
	topic = topics_of(key, &k);
	x = mem_new(frame_rows(f) * k + 1, sizeof(*x));
	mean = mem_new(k + 1, sizeof(*mean));
	r = mem_new(k * k + 1, sizeof(*r));
	answer = json_object();
	names = json_put(answer, "topics", json_array());
	matrix = json_put(answer, "matrix", json_array());
	for (size_t t = 0; t < k; t++) {
		put_totals(f, key, the_case, topic[t], x + t, k);
		json_push(names, json_text(topic[t]));
	}
	scale_covariance(x, frame_rows(f), k, mean, r);
	scale_correlation(r, k, r);
	for (size_t t = 0; t < k; t++)
		json_push(matrix, oracle_numbers(r + t * k, k));
	free(r);
	free(mean);
	free(x);
	free(topic);
	return answer;
}

const struct oracle_rule oracle_scale[] = {
	{"alpha", alpha},
	{"item_rest", alpha},
	{"option_rest_corr", option_rest},
	{"table", score_table},
	{"mean_ci", score_mean},
	{"mean_ci_fpc", score_mean},
	{"pearson", topic_correlations},
	{NULL, NULL},
};
