/*
 * Weighted means and shares (S7w, S2w), weighted tables (S8w), weights
 * (S10, S10k). Trimming of weights is not part of the program.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/statistics/design.h"
#include "analysis/statistics/raoscott.h"
#include "questions/base/mem.h"
#include "tests/oracle/factor.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/weighted.h"

static const struct json *
input(const struct json *the_case, const char *name)
{
	return json_get(json_get(the_case, "input"), name);
}

static struct json *
pair(struct interval i)
{
	struct json *list = json_array();

	json_push(list, oracle_number(i.low));
	json_push(list, oracle_number(i.high));
	return list;
}

static void
put_limits(struct json *object, struct interval i)
{
	json_put(object, "lo", oracle_number(i.low));
	json_put(object, "hi", oracle_number(i.high));
}

static void
put(struct json *object, const char *name, double x)
{
	json_put(object, name, oracle_number(x));
}

static void
put_kish(struct json *object, struct weight_kish k)
{
	struct json *kish = json_put(object, "kish", json_object());

	put(kish, "deff", k.deff);
	put(kish, "n_eff", k.n_eff);
}

static struct weight_kish
kish_of(const struct weighted *w)
{
	return weight_kish(w->design.people, w->design.weight, w->rows);
}

static void
put_wilson(struct json *object, const char *name,
	   const struct design_estimate *e)
{
	struct json *wilson = json_put(object, name, json_object());
	struct weighted_share s = design_share(e);

	put(wilson, "n_eff", proportion_weighted_n(&s));
	put_limits(wilson, design_wilson(e, .95));
}

/* ---- means ---- */

/* Groups in order, with mean and se of y. */
static void
put_groups(const struct weighted *w, const struct category *c, const double *y,
	   struct json *mean, struct json *se)
{
	bool *marked = mem_new(w->rows + 1, sizeof(*marked));

	for (size_t i = 0; i < c->n; i++) {
		struct design_estimate e;

		for (size_t r = 0; r < w->rows; r++)
			marked[r] = c->of[r] == i;
		e = weighted_mean(w, y, marked);
		json_push(mean, oracle_number(e.value));
		json_push(se, oracle_number(e.error));
	}
	free(marked);
}

static struct json *
put_levels(struct json *object, const char *name, const struct category *c)
{
	struct json *list = json_put(object, name, json_array());

	for (size_t i = 0; i < c->n; i++)
		json_push(list, json_text(c->level[i]));
	return list;
}

static void
put_by(struct json *answer, const struct weighted *w, const double *y,
       const double *b)
{
	struct json *by, *mean, *se;
	struct category seg;

	if (!weighted_category(w, "seg", &seg))
		return;
	by = json_put(answer, "by", json_object());
	put_levels(by, "seg", &seg);
	mean = json_put(by, "mean_y", json_array());
	se = json_put(by, "se_y", json_array());
	put_groups(w, &seg, y, mean, se);
	mean = json_put(by, "mean_b", json_array());
	se = json_put(by, "se_b", json_array());
	put_groups(w, &seg, b, mean, se);
}

/* "mean" and "se" of y; lists of both when there is b. */
static void
put_means(struct json *answer, const struct weighted *w, const double *y,
	  const double *b)
{
	struct design_estimate e = weighted_mean(w, y, NULL), f;
	struct json *mean, *se;

	if (b == NULL) {
		put(answer, "mean", e.value);
		put(answer, "se", e.error);
		return;
	}
	f = weighted_mean(w, b, NULL);
	mean = json_put(answer, "mean", json_array());
	se = json_put(answer, "se", json_array());
	json_push(mean, oracle_number(e.value));
	json_push(mean, oracle_number(f.value));
	json_push(se, oracle_number(e.error));
	json_push(se, oracle_number(f.error));
	put_wilson(answer, "wilson_b", &f);
}

static struct json *
inline_mean(const struct weighted *w)
{
	const double *y = weighted_values(w, "y"), *b = weighted_values(w, "b");
	struct json *answer;

	if (y == NULL)
		return NULL;
	answer = json_object();
	put_means(answer, w, y, b);
	put_kish(answer, kish_of(w));
	if (b != NULL)
		put_by(answer, w, y, b);
	return answer;
}

/* What is behind a sign in the id's last part: "api00" of
 * "strat/mean_api00". NULL when it is not there. */
static const char *
variable_of(const struct json *the_case, const char *sign)
{
	const char *id = json_get_text(the_case, "id"), *last;

	if (id == NULL)
		return NULL;
	last = strrchr(id, '/');
	last = last == NULL ? id : last + 1;
	return strncmp(last, sign, strlen(sign)) == 0 ? last + strlen(sign)
						      : NULL;
}

/* Variance over that of as many people drawn at random from the frame, whose
 * size the weights add up to: svymean(deff = TRUE). */
static double
design_effect(const struct design_estimate *e)
{
	double n = (double)e->n, N = e->weight;
	double plain = e->spread * n / (n - 1) * (N - n) / (N * n);

	return e->variance / plain;
}

static struct json *
file_mean(const struct weighted *w, const char *variable)
{
	double *y = variable == NULL ? NULL : weighted_values(w, variable);
	struct design_estimate e;
	struct json *answer;

	if (y == NULL)
		return NULL;
	e = weighted_mean(w, y, NULL);
	answer = json_object();
	put(answer, "mean", e.value);
	put(answer, "se", e.error);
	put(answer, "df", e.df);
	put(answer, "deff", design_effect(&e));
	put_limits(answer, design_interval(&e, .95));
	return answer;
}

static struct json *
svymean(const struct oracle *o, const struct json *the_case)
{
	struct weighted *w = weighted_new(o, the_case);
	struct json *answer = NULL;

	if (w != NULL)
		answer = w->frame == NULL
			? inline_mean(w)
			: file_mean(w, variable_of(the_case, "mean_"));
	weighted_free(w);
	return answer;
}

static struct json *
share_answer(const struct design_estimate *e)
{
	struct weighted_share s = design_share(e);
	struct json *answer = json_object();

	put(answer, "p", e->value);
	put(answer, "se", e->error);
	put(answer, "df", e->df);
	put_wilson(answer, "wilson", e);
	json_put(answer, "xlogit", pair(proportion_weighted_logit(&s, .95)));
	json_put(answer, "beta", pair(proportion_weighted_beta(&s, .95)));
	json_put(answer, "mean", pair(proportion_weighted_mean(&s, .95)));
	return answer;
}

static struct json *
svyciprop(const struct oracle *o, const struct json *the_case)
{
	const char *variable = variable_of(the_case, "prop_");
	struct weighted *w =
		variable == NULL ? NULL : weighted_new(o, the_case);
	double *y = w == NULL ? NULL : weighted_values(w, variable);
	struct json *answer = NULL;

	if (y != NULL) {
		struct design_estimate e = weighted_mean(w, y, NULL);

		answer = share_answer(&e);
	}
	weighted_free(w);
	return answer;
}

/* Of the score that the file's other means are of. */
static struct json *
svyby(const struct oracle *o, const struct json *the_case)
{
	const char *variable =
		variable_of(weighted_case(o, "svymean", ""), "mean_");
	const char *by = variable_of(the_case, "by_");
	struct weighted *w = variable == NULL || by == NULL
		? NULL
		: weighted_new(o, the_case);
	double *y = w == NULL ? NULL : weighted_values(w, variable);
	struct json *answer = NULL, *mean, *se;
	struct category c;

	if (y != NULL && weighted_category(w, by, &c)) {
		answer = json_object();
		put_levels(answer, "group", &c);
		mean = json_put(answer, "mean", json_array());
		se = json_put(answer, "se", json_array());
		put_groups(w, &c, y, mean, se);
	}
	weighted_free(w);
	return answer;
}

/* ---- tables ---- */

static uint64_t *
count_pairs(const struct weighted *w, const struct category *a,
	    const struct category *b)
{
	uint64_t *count = mem_new(w->rows * a->n * b->n + 1, sizeof(*count));

	for (size_t r = 0; r < w->rows; r++)
		if (a->of[r] != SIZE_MAX && b->of[r] != SIZE_MAX)
			count[(r * a->n + a->of[r]) * b->n + b->of[r]] = 1;
	return count;
}

static void
put_table(struct json *answer, const struct weighted *w,
	  const struct category *a, const struct category *b)
{
	double *sum = mem_new(a->n * b->n + 1, sizeof(*sum));
	struct json *table = json_put(answer, "table", json_array());

	for (size_t r = 0; r < w->rows; r++)
		if (a->of[r] != SIZE_MAX && b->of[r] != SIZE_MAX)
			sum[a->of[r] * b->n + b->of[r]] += w->weight[r];
	for (size_t i = 0; i < a->n; i++)
		json_push(table, oracle_numbers(sum + i * b->n, b->n));
	free(sum);
}

static struct json *
raoscott_answer(const struct weighted *w, const struct category *a,
		const struct category *b)
{
	uint64_t *count = count_pairs(w, a, b);
	struct raoscott s = raoscott(&w->design, count, a->n, b->n);
	struct json *answer = json_object();

	put(answer, "F", s.f);
	put(answer, "ndf", s.ndf);
	put(answer, "ddf", s.ddf);
	put(answer, "p", s.p);
	put(answer, "p_F", s.p);
	put(answer, "X2", s.x2);
	put(answer, "X2_df", s.df);
	put(answer, "p_Chisq", s.p_first);
	put(answer, "cramers_v_weighted", s.v);
	put_table(answer, w, a, b);
	free(count);
	return answer;
}

static struct json *
rao_scott(const struct oracle *o, const struct json *the_case)
{
	const char *rows = json_as_text(input(the_case, "rows"));
	const char *columns = json_as_text(input(the_case, "cols"));
	struct weighted *w = weighted_new(o, the_case);
	struct json *answer = NULL;
	struct category a, b;

	if (w != NULL &&
	    weighted_category(w, rows == NULL ? "seg" : rows, &a) &&
	    weighted_category(w, columns == NULL ? "b" : columns, &b))
		answer = raoscott_answer(w, &a, &b);
	weighted_free(w);
	return answer;
}

/* ---- weights ---- */

/* A weight for each combination of margins met: "E|No|m1". */
static void
put_cell_weights(struct json *answer, const char *name,
		 const struct weighted *w)
{
	struct json *list = json_put(answer, name, json_object());

	for (size_t r = 0; r < w->rows; r++) {
		char cell[256] = "";
		size_t n = 0;

		for (size_t m = 0; m < w->design.margins; m++) {
			const struct weight_margin *margin = &w->margin[m];

			n += (size_t)snprintf(cell + n, sizeof(cell) - n,
					      "%s%s", m == 0 ? "" : "|",
					      margin->label[margin->of[r]]);
			if (n >= sizeof(cell))
				n = sizeof(cell) - 1;
		}
		if (json_get(list, cell) == NULL)
			put(list, cell, w->weight[r]);
	}
}

static void
put_weights(struct json *answer, const struct weighted *w)
{
	double least = INFINITY, most = 0, sum = 0;

	for (size_t r = 0; r < w->rows; r++) {
		least = fmin(least, w->weight[r]);
		most = fmax(most, w->weight[r]);
		sum += w->weight[r];
	}
	put(answer, "min", least);
	put(answer, "max", most);
	put(answer, "sum", sum);
	put_kish(answer, kish_of(w));
	put_cell_weights(answer, "cell_weight", w);
}

/* "mean_X" and "p_X" that the result has, each with "se_X". */
static void
put_estimates(struct json *answer, const struct weighted *w)
{
	const struct json *j = json_first(json_get(w->the_case, "result"));

	for (; j != NULL; j = json_next(j)) {
		const char *name = json_name(j);
		const char *variable = strchr(name, '_');
		struct design_estimate e;
		double *y;
		char se[80];

		if (variable == NULL ||
		    (strncmp(name, "mean_", 5) != 0 &&
		     strncmp(name, "p_", 2) != 0))
			continue;
		y = weighted_values(w, variable + 1);
		if (y == NULL)
			continue;
		e = weighted_mean(w, y, NULL);
		snprintf(se, sizeof(se), "se%s", variable);
		put(answer, name, e.value);
		put(answer, se, e.error);
		put(answer, "df", e.df);
	}
}

static void
put_inline(struct json *answer, const struct weighted *w)
{
	const double *y = weighted_values(w, "y");

	if (y != NULL)
		put_means(answer, w, y, weighted_values(w, "b"));
}

static struct json *
weights_answer(const struct weighted *w)
{
	struct json *answer = json_object();

	put_weights(answer, w);
	if (w->frame == NULL)
		put_inline(answer, w);
	else
		put_estimates(answer, w);
	return answer;
}

static struct json *
poststratify(const struct oracle *o, const struct json *the_case)
{
	const char *margin = json_as_text(input(the_case, "margin"));
	struct weighted *w = weighted_new(o, the_case);
	struct json *answer = NULL;
	char name[80];

	if (margin == NULL)
		margin = "seg";
	if (w != NULL && weighted_rake(w, &margin, 1)) {
		answer = weights_answer(w);
		snprintf(name, sizeof(name), "weight_by_%s", margin);
		put_cell_weights(answer, name, w);
		put_cell_weights(answer, "weights", w);
	}
	weighted_free(w);
	return answer;
}

enum { MOST_MARGINS = 8 };

/* Names in "input"."margins"; inline, of the inputs "pop_NAME". */
static size_t
margins_of(const struct json *the_case, const char **names)
{
	const struct json *j = json_first(input(the_case, "margins"));
	size_t n = 0;

	for (; j != NULL && n < MOST_MARGINS; j = json_next(j))
		names[n++] = json_as_text(j);
	if (n > 0)
		return n;
	j = json_first(json_get(the_case, "input"));
	for (; j != NULL && n < MOST_MARGINS; j = json_next(j))
		if (json_name(j) != NULL &&
		    strncmp(json_name(j), "pop_", 4) == 0)
			names[n++] = json_name(j) + 4;
	return n;
}

/*
 * Estimates of a raking that another case describes: the one whose id begins
 * alike ("rake3/fpc/"); or "rake2": the first two margins of the first there
 * is.
 */
static size_t
margins_elsewhere(const struct oracle *o, const struct json *the_case,
		  const char **names)
{
	const char *id = json_get_text(the_case, "id");
	size_t n = strcspn(id, "0123456789");
	const struct json *c;
	char *begins;
	size_t most;

	begins = mem_copy_n(id, strcspn(id, "/") + (strchr(id, '/') != NULL));
	c = weighted_case(o, "rake", begins);
	free(begins);
	if (c != NULL)
		return margins_of(c, names);
	c = weighted_case(o, "rake", "");
	most = (size_t)strtoul(id + n, NULL, 10);
	n = c == NULL ? 0 : margins_of(c, names);
	return most > 0 && n > most ? most : n;
}

/* Not what R's rake() makes of the errors (tier "info"). */
static struct json *
rake(const struct oracle *o, const struct json *the_case)
{
	const char *tier = json_get_text(the_case, "tier");
	const char *names[MOST_MARGINS];
	struct json *answer = NULL;
	struct weighted *w;
	size_t n = margins_of(the_case, names);

	if (tier != NULL && strcmp(tier, "info") == 0)
		return NULL;
	if (n == 0)
		n = margins_elsewhere(o, the_case, names);
	w = n == 0 ? NULL : weighted_new(o, the_case);
	if (w != NULL && weighted_rake(w, names, n))
		answer = weights_answer(w);
	weighted_free(w);
	return answer;
}

/* "kish/apistrat": the weights as they are in that file. */
static struct json *
kish(const struct oracle *o, const struct json *the_case)
{
	struct weighted *w = weighted_new(o, the_case);
	struct json *answer = NULL;

	if (w != NULL) {
		struct weight_kish k = kish_of(w);

		answer = json_object();
		put(answer, "deff", k.deff);
		put(answer, "n_eff", k.n_eff);
	}
	weighted_free(w);
	return answer;
}

/* Of the frame's margins only the strata's are in the data. */
static struct json *
frame_margins(const struct oracle *o, const struct json *the_case)
{
	struct category c;
	struct weighted *w = weighted_frame(o, the_case, &c);
	struct json *answer = json_object(), *margin;
	double N = 0;

	if (w == NULL) {
		json_free(answer);
		return NULL;
	}
	margin = json_put(answer, c.name, json_object());
	for (size_t i = 0; i < c.n; i++) {
		put(margin, c.level[i], w->design.population[i]);
		N += w->design.population[i];
	}
	put(answer, "N", N);
	weighted_free(w);
	return answer;
}

const struct oracle_rule oracle_weight[] = {
	{"svymean", svymean},
	{"svyciprop", svyciprop},
	{"svyby_mean", svyby},
	{"rao_scott", rao_scott},
	{"poststratify", poststratify},
	{"rake", rake},
	{"rake_est", rake},
	{"kish", kish},
	{"frame_margins", frame_margins},
	{NULL, NULL},
};
