/* Shares of small groups, and agreement of coders. */
#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/agreement.h"
#include "analysis/statistics/pooling.h"
#include "questions/base/mem.h"
#include "tests/oracle/factor.h"
#include "tests/oracle/oracle.h"

struct counted {
	size_t k;
	uint64_t *x, *n;
	struct json *name; /* NULL: none */
};

static struct counted
room_for(size_t k)
{
	struct counted g = {k, mem_new(k + 1, sizeof(*g.x)),
			    mem_new(k + 1, sizeof(*g.n)), NULL};

	return g;
}

static void
counted_release(struct counted *g)
{
	free(g->x);
	free(g->n);
	json_free(g->name);
}

static bool
counted_from_input(const struct json *c, struct counted *g)
{
	size_t k, m;
	double *x = input_numbers(c, "x", &k), *n = input_numbers(c, "n", &m);
	bool fits = x && n && k == m;

	if (fits) {
		*g = room_for(k);
		for (size_t i = 0; i < k; i++) {
			g->x[i] = (uint64_t)x[i];
			g->n[i] = (uint64_t)n[i];
		}
	}
	free(x);
	free(n);
	return fits;
}

/* The segments of the files with waves; the first goes fastest. */
static const char *const segment_columns[] = {"ageGroup", "educGroup",
					      "gender"};
enum { COLUMNS = sizeof(segment_columns) / sizeof(*segment_columns) };

/* Of all combinations, which one a row is in; -1: something is missing. */
static long
combination(struct factor *const *f, size_t row)
{
	long at = 0;

	for (size_t i = COLUMNS; i-- > 0;) {
		if (f[i]->at[row] < 0)
			return -1;
		at = at * (long)f[i]->n + f[i]->at[row];
	}
	return at;
}

static struct json *
combination_name(struct factor *const *f, size_t at)
{
	struct arena *arena = arena_new();
	const char *name = NULL;
	struct json *text;

	for (size_t i = 0; i < COLUMNS; i++) {
		const char *level = f[i]->level[at % f[i]->n];

		name = name ? arena_printf(arena, "%s|%s", name, level) : level;
		at /= f[i]->n;
	}
	text = json_text(name);
	arena_free(arena);
	return text;
}

/* Combinations with nobody in them are left out. */
static void
drop_empty(struct counted *g, struct factor *const *f)
{
	size_t used = 0;

	g->name = json_array();
	for (size_t i = 0; i < g->k; i++) {
		if (g->n[i] == 0)
			continue;
		json_push(g->name, combination_name(f, i));
		g->n[used] = g->n[i];
		g->x[used++] = g->x[i];
	}
	g->k = used;
}

static void
count_segments(const struct waves *w, struct factor *const *f,
	       struct counted *g)
{
	bool *marked = waves_mark(w, w->last);
	size_t k = 1;

	for (size_t i = 0; i < COLUMNS; i++)
		k *= f[i]->n;
	*g = room_for(k);
	for (size_t i = 0; i < w->rows; i++) {
		long at = marked[i] ? combination(f, i) : -1;

		if (at < 0)
			continue;
		g->n[at]++;
		g->x[at] += w->score[i] >= w->least;
	}
	free(marked);
	drop_empty(g, f);
}

static bool
counted_from_segments(const struct oracle *o, const struct json *c,
		      struct counted *g)
{
	const struct frame *frame = o->frame(o, NULL);
	struct factor *f[COLUMNS] = {NULL};
	struct waves w;
	bool found = waves_read(o, frame, &w);

	for (size_t i = 0; found && i < COLUMNS; i++) {
		f[i] = factor_new(o, c, frame, segment_columns[i], "levels");
		found = f[i] != NULL;
	}
	if (found)
		count_segments(&w, f, g);
	waves_release(&w);
	for (size_t i = 0; i < COLUMNS; i++)
		factor_free(f[i]);
	return found;
}

static struct json *
estimate(const struct pooling *p, bool is_likelihood)
{
	struct json *j = json_object();

	json_put(j, "mu", oracle_number(p->mu));
	json_put(j, "rho", oracle_number(p->rho));
	json_put(j, "M", oracle_number(p->M));
	if (is_likelihood)
		json_put(j, "loglik", oracle_number(p->log_likelihood));
	return j;
}

static struct json *
counts(const uint64_t *x, size_t k)
{
	struct json *list = json_array();

	for (size_t i = 0; i < k; i++)
		json_push(list, json_number((double)x[i]));
	return list;
}

static void
put_posterior(struct json *to, const struct pooling *p, const struct counted *g)
{
	struct json *mean = json_put(to, "post_mean", json_array());
	struct json *low = json_put(to, "post_lo", json_array());
	struct json *high = json_put(to, "post_hi", json_array());

	for (size_t i = 0; i < g->k; i++) {
		struct interval l = pooling_limits(p, g->x[i], g->n[i], .95);

		json_push(mean,
			  oracle_number(pooling_mean(p, g->x[i], g->n[i])));
		json_push(low, oracle_number(l.low));
		json_push(high, oracle_number(l.high));
	}
}

static struct json *
answer_pooling(const struct oracle *o, const struct json *c)
{
	struct counted g = {0};
	struct pooling moments, likelihood;
	struct json *answer;

	if (!counted_from_input(c, &g) && !counted_from_segments(o, c, &g))
		return NULL;
	moments = pooling_moments(g.x, g.n, g.k);
	likelihood = pooling_likelihood(g.x, g.n, g.k);
	answer = json_object();
	json_put(answer, "mom", estimate(&moments, false));
	json_put(answer, "mle", estimate(&likelihood, true));
	put_posterior(answer, &moments, &g);
	json_put(answer, "x", counts(g.x, g.k));
	json_put(answer, "n", counts(g.n, g.k));
	if (g.name)
		json_put(answer, "segment", g.name);
	g.name = NULL;
	counted_release(&g);
	return answer;
}

/* ---- coders ---- */

/* Codes are numbers from 1 (or 0) up. */
static struct json *
agreement(const double *a, const double *b, size_t n)
{
	size_t k = 1;
	uint64_t *count;
	struct kappa x;
	struct json *answer = json_object();

	for (size_t i = 0; i < n; i++)
		k = (size_t)fmax((double)k, fmax(a[i], b[i]) + 1);
	count = mem_new(k * k, sizeof(*count));
	for (size_t i = 0; i < n; i++)
		if (!isnan(a[i]) && !isnan(b[i]))
			count[(size_t)a[i] * k + (size_t)b[i]]++;
	x = agreement_kappa(count, k);
	free(count);
	json_put(answer, "kappa", oracle_number(x.kappa));
	json_put(answer, "po", oracle_number(x.observed));
	json_put(answer, "pe", oracle_number(x.expected));
	json_put(answer, "var_kappa", oracle_number(x.variance));
	return answer;
}

static struct json *
answer_kappa(const struct oracle *o, const struct json *c)
{
	size_t n = 0, m = 0;
	double *a = input_numbers(c, "coder1", &n);
	double *b = input_numbers(c, "coder2", &m);
	struct json *answer = NULL;

	(void)o;
	if (a && b && n == m)
		answer = agreement(a, b, n);
	free(a);
	free(b);
	return answer;
}

const struct oracle_rule oracle_pooling[] = {
	{"beta_binomial", answer_pooling},
	{"kappa", answer_kappa},
	{NULL, NULL},
};
