/*
 * Shares and their limits (S2, S2f, S2h), states (S3), counts of options and
 * of what is missing (S4, S16), change and trend over waves (S11).
 */
#include "analysis/statistics/proportion.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "tests/oracle/oracle.h"

static const struct json *
input(const struct json *the_case, const char *name)
{
	return json_get(json_get(the_case, "input"), name);
}

/* A count from 0 on; false when it is not there. */
static bool
input_count(const struct json *the_case, const char *name, uint64_t *count)
{
	double x = json_as_number(input(the_case, name), -1);

	*count = x >= 0 ? (uint64_t)x : 0;
	return x >= 0 && x == floor(x);
}

static double
input_level(const struct json *the_case)
{
	return json_as_number(input(the_case, "conf"), .95);
}

static struct json *
put_limits(struct json *object, struct interval i)
{
	json_put(object, "lo", json_number(i.low));
	json_put(object, "hi", json_number(i.high));
	return object;
}

static void
put_count(struct json *object, const char *name, uint64_t count)
{
	json_put(object, name, json_number((double)count));
}

/* ---- one share ---- */

static struct json *
wilson(const struct oracle *o, const struct json *the_case)
{
	struct json *answer;
	uint64_t x, n;

	(void)o;
	if (!input_count(the_case, "x", &x) ||
	    !input_count(the_case, "n", &n) || x > n)
		return NULL;
	answer = json_object();
	put_limits(answer, proportion_wilson(x, n, input_level(the_case)));
	put_count(answer, "x", x);
	put_count(answer, "n", n);
	json_put(answer, "p", json_number(proportion(x, n)));
	json_put(answer, "wilson",
		 put_limits(json_object(),
			    proportion_wilson(x, n, input_level(the_case))));
	json_put(answer, "wilson99",
		 put_limits(json_object(), proportion_wilson(x, n, .99)));
	return answer;
}

struct drawn {
	uint64_t x, n, N;
};

static bool
input_drawn(const struct json *the_case, struct drawn *d)
{
	return input_count(the_case, "x", &d->x) &&
		input_count(the_case, "n", &d->n) &&
		input_count(the_case, "N", &d->N) && d->x <= d->n &&
		d->n <= d->N;
}

static struct json *
wilson_fpc(const struct oracle *o, const struct json *the_case)
{
	struct json *answer;
	struct interval i;
	struct drawn d;
	double effective;

	(void)o;
	if (!input_drawn(the_case, &d))
		return NULL;
	i = proportion_wilson_fpc(d.x, d.n, d.N, input_level(the_case));
	effective = proportion_effective(d.n, d.N);
	answer = put_limits(json_object(), i);
	json_put(answer, "p", json_number(proportion(d.x, d.n)));
	json_put(answer, "n_star",
		 isinf(effective) ? json_text("Inf") : json_number(effective));
	json_put(answer, "wilson_fpc", put_limits(json_object(), i));
	return answer;
}

static struct json *
hyper_exact(const struct oracle *o, const struct json *the_case)
{
	struct drawn d;

	(void)o;
	if (!input_drawn(the_case, &d))
		return NULL;
	return put_limits(json_object(),
			  proportion_exact(d.x, d.n, d.N,
					   input_level(the_case)));
}

/* ---- states ---- */

enum { INFORMED, TENTATIVE, DONT_KNOW, UNINFORMED, MISINFORMED, N_STATES };

static const char *const states[N_STATES] = {"informed", "tentative",
					     "dont_know", "uninformed_guess",
					     "misinformed"};

static void
count_states(const struct json *the_case, uint64_t count[N_STATES])
{
	const struct json *unknown = json_first(input(the_case, "dont_know"));
	const struct json *sure = json_first(input(the_case, "confidence"));
	const struct json *right = json_first(input(the_case, "correct"));

	for (; unknown && sure && right; unknown = json_next(unknown),
					 sure = json_next(sure),
					 right = json_next(right)) {
		const char *word = json_as_text(sure);
		bool is_sure = word && strcmp(word, "sure") == 0;

		if (json_as_number(unknown, 0) == 1)
			count[DONT_KNOW]++;
		else if (json_as_number(right, 0) == 1)
			count[is_sure ? INFORMED : TENTATIVE]++;
		else
			count[is_sure ? MISINFORMED : UNINFORMED]++;
	}
}

static struct json *
count_of_states(const struct oracle *o, const struct json *the_case)
{
	struct json *answer = json_object(), *counts = json_object(), *given;
	uint64_t count[N_STATES] = {0}, n = 0, wrong, sure;

	(void)o;
	count_states(the_case, count);
	for (size_t i = 0; i < N_STATES; i++) {
		put_count(counts, states[i], count[i]);
		n += count[i];
	}
	wrong = count[MISINFORMED];
	sure = wrong + count[INFORMED];
	json_put(answer, "counts", counts);
	json_put(answer, "wilson_misinformed",
		 put_limits(json_object(), proportion_wilson(wrong, n, .95)));
	given = put_limits(json_object(), proportion_wilson(wrong, sure, .95));
	put_count(given, "x", wrong);
	put_count(given, "n", sure);
	json_put(answer, "sure_but_wrong_given_sure", given);
	return answer;
}

/* ---- columns of the data ---- */

static bool
is_item(const char *name)
{
	return strcmp(name, "id") != 0;
}

static struct json *
counts(const struct oracle *o, const struct json *the_case)
{
	const struct frame *f = o->frame(o, NULL);
	uint64_t complete = 0, missing = 0;
	struct json *answer;

	(void)the_case;
	if (!f)
		return NULL;
	for (size_t row = 0; row < frame_rows(f); row++) {
		uint64_t before = missing;

		for (size_t c = 0; c < frame_columns(f); c++) {
			const char *name = frame_name(f, c);

			if (is_item(name))
				missing += !*frame_column(f, name)[row];
		}
		complete += missing == before;
	}
	answer = json_object();
	put_count(answer, "records", frame_rows(f));
	put_count(answer, "complete", complete);
	put_count(answer, "total_missing", missing);
	return answer;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts the numbers and moves those that are none away; how many stay. */
static size_t
sort_numbers(double *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i]))
			v[kept++] = v[i];
	qsort(v, kept, sizeof(*v), by_value);
	return kept;
}

static struct json *
option_answer(double *v, size_t rows)
{
	struct json *answer = json_object(), *counted = json_object();
	struct json *shares = json_object();
	size_t n = sort_numbers(v, rows), next;

	for (size_t i = 0; i < n; i = next) {
		char name[32];

		for (next = i; next < n && v[next] == v[i]; next++)
			;
		text_number(v[i], name);
		put_count(counted, name, next - i);
		json_put(shares, name, json_number(proportion(next - i, n)));
	}
	put_count(answer, "n_answered", n);
	put_count(answer, "missing", rows - n);
	json_put(answer, "counts", counted);
	json_put(answer, "shares", shares);
	return answer;
}

/* The item stands in the case's id: "item/NAME/options". */
static struct json *
option_counts(const struct oracle *o, const struct json *the_case)
{
	const struct frame *f = o->frame(o, NULL);
	const char *id = strchr(json_get_text(the_case, "id"), '/');
	struct json *answer;
	double *v;
	char *name;

	if (!f || !id)
		return NULL;
	name = mem_copy_n(id + 1, strcspn(id + 1, "/"));
	v = frame_numbers(f, name);
	free(name);
	if (!v)
		return NULL;
	answer = option_answer(v, frame_rows(f));
	free(v);
	return answer;
}

/* ---- waves ---- */

/*
 * The difference is of the pair that is listed first less the other: x1, n1,
 * x2, n2 or x2, n2, x1, n1.
 */
static struct json *
wave_change(const struct oracle *o, const struct json *the_case)
{
	const struct json *first = json_first(json_get(the_case, "input"));
	bool is_second = first && strcmp(json_name(first), "x2") == 0;
	struct proportion_change c;
	struct json *answer;
	uint64_t x[2], n[2];

	(void)o;
	if (!input_count(the_case, "x1", &x[0]) ||
	    !input_count(the_case, "n1", &n[0]) ||
	    !input_count(the_case, "x2", &x[1]) ||
	    !input_count(the_case, "n2", &n[1]) || x[0] > n[0] || x[1] > n[1])
		return NULL;
	c = proportion_change(x[!is_second], n[!is_second], x[is_second],
			      n[is_second], input_level(the_case));
	answer = put_limits(json_object(), c.interval);
	json_put(answer, "diff", json_number(c.difference));
	json_put(answer, "chisq", json_number(c.chi2));
	json_put(answer, "p", json_number(c.p));
	return answer;
}

enum { MAX_WAVES = 64, KNOWS_FROM = 7 };

/* Per year: who has seven or more of ten words right, of how many. */
struct waves {
	size_t k;
	double year[MAX_WAVES];
	uint64_t x[MAX_WAVES], n[MAX_WAVES], missing[MAX_WAVES];
};

static size_t
wave_of(struct waves *w, double year)
{
	size_t i = 0;

	while (i < w->k && w->year[i] != year)
		i++;
	return i;
}

static void
find_years(struct waves *w, const double *year, size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		if (!isnan(year[i]) && w->k < MAX_WAVES &&
		    wave_of(w, year[i]) == w->k)
			w->year[w->k++] = year[i];
	qsort(w->year, w->k, sizeof(*w->year), by_value);
}

static bool
count_waves(const struct oracle *o, struct waves *w)
{
	const struct frame *f = o->frame(o, NULL);
	double *year = f ? frame_numbers(f, "year") : NULL;
	double *score = f ? frame_numbers(f, "vocab") : NULL;

	*w = (struct waves){0};
	if (year && score)
		find_years(w, year, frame_rows(f));
	for (size_t row = 0; w->k > 0 && row < frame_rows(f); row++) {
		size_t i = wave_of(w, year[row]);

		if (i == w->k)
			continue;
		w->missing[i] += isnan(score[row]);
		w->n[i] += !isnan(score[row]);
		w->x[i] += score[row] >= KNOWS_FROM;
	}
	free(year);
	free(score);
	return w->k > 0;
}

static struct json *
wave_counts(const struct oracle *o, const struct json *the_case)
{
	struct json *answer, *year, *n, *x, *missing;
	struct waves w;

	(void)the_case;
	if (!count_waves(o, &w))
		return NULL;
	answer = json_object();
	year = json_put(answer, "year", json_array());
	n = json_put(answer, "n", json_array());
	x = json_put(answer, "x", json_array());
	missing = json_put(answer, "missing", json_array());
	for (size_t i = 0; i < w.k; i++) {
		json_push(year, json_number(w.year[i]));
		json_push(n, json_number((double)w.n[i]));
		json_push(x, json_number((double)w.x[i]));
		json_push(missing, json_number((double)w.missing[i]));
	}
	return answer;
}

static struct json *
prop_trend(const struct oracle *o, const struct json *the_case)
{
	struct proportion_trend t;
	struct json *answer;
	struct waves w;

	(void)the_case;
	if (!count_waves(o, &w))
		return NULL;
	t = proportion_trend(w.x, w.n, NULL, w.k);
	answer = json_object();
	json_put(answer, "chisq", json_number(t.chi2));
	json_put(answer, "p", json_number(t.p));
	return answer;
}

const struct oracle_rule oracle_proportion[] = {
	{"wilson", wilson},	      {"wilson_fpc", wilson_fpc},
	{"hyper_exact", hyper_exact}, {"states", count_of_states},
	{"counts", counts},	      {"option_counts", option_counts},
	{"wave_change", wave_change}, {"wave_counts", wave_counts},
	{"prop_trend", prop_trend},   {NULL, NULL},
};
