/* Tables, comparisons of groups, ranks, families of tests. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/statistics/adjust.h"
#include "analysis/statistics/compare.h"
#include "analysis/statistics/fisher.h"
#include "analysis/statistics/ordinal.h"
#include "questions/base/mem.h"
#include "tests/oracle/factor.h"
#include "tests/oracle/oracle.h"

/* A number, or NAN, under a name. */
static void
put(struct json *to, const char *name, double x)
{
	json_put(to, name, oracle_number(x));
}

/* ---- two columns that a case's id names ---- */

/* "Sex_x_Smoke" with the sign "_x_": both names, when both are columns. Caller
 * frees first and second. */
static bool
split_columns(const struct frame *f, const char *id, size_t length,
	      const char *sign, char **first, char **second)
{
	size_t wide = strlen(sign);

	for (size_t i = 1; f && i + wide < length; i++) {
		if (strncmp(id + i, sign, wide) != 0)
			continue;
		*first = mem_copy_n(id, i);
		*second = mem_copy_n(id + i + wide, length - i - wide);
		if (frame_column(f, *first) && frame_column(f, *second))
			return true;
		free(*first);
		free(*second);
	}
	return false;
}

/* The column of "segments/gender/chisq"; NULL for another id. Caller frees. */
static char *
segment_column(const char *id)
{
	const char *start = strchr(id, '/'), *end;

	end = start ? strchr(start + 1, '/') : NULL;
	if (!end || strncmp(id, "segments/", 9) != 0)
		return NULL;
	return mem_copy_n(start + 1, (size_t)(end - start - 1));
}

/* ---- the table of a case ---- */

/* Counts with empty lines still in, and what the lines are called. */
struct table {
	uint64_t *count;
	size_t rows, columns, people; /* people: in the file */
	struct factor *row, *column;  /* NULL: from the input */
};

static void
table_release(struct table *t)
{
	free(t->count);
	factor_free(t->row);
	factor_free(t->column);
}

static bool
table_from_input(const struct json *c, struct table *t)
{
	double *m = input_matrix(c, "counts", &t->rows, &t->columns);

	if (!m)
		return false;
	t->count = mem_new(t->rows * t->columns + 1, sizeof(*t->count));
	for (size_t i = 0; i < t->rows * t->columns; i++)
		t->count[i] = (uint64_t)m[i];
	free(m);
	return true;
}

static void
cross(struct table *t)
{
	t->rows = t->row->n;
	t->columns = t->column->n;
	t->people = t->row->rows;
	t->count = mem_new(t->rows * t->columns + 1, sizeof(*t->count));
	for (size_t i = 0; i < t->people; i++)
		if (t->row->at[i] >= 0 && t->column->at[i] >= 0)
			t->count[(size_t)t->row->at[i] * t->columns +
				 (size_t)t->column->at[i]]++;
}

static bool
table_from_columns(const struct oracle *o, const struct json *c,
		   struct table *t)
{
	const struct frame *f = o->frame(o, NULL);
	const char *id = json_get_text(c, "id");
	char *row, *column;

	if (!split_columns(f, id, strcspn(id, "/"), "_x_", &row, &column))
		return false;
	t->row = factor_new(o, c, f, row, "rows");
	t->column = factor_new(o, c, f, column, "cols");
	free(row);
	free(column);
	cross(t);
	return true;
}

/* Segments of the last wave by wrong and right. */
static bool
table_from_segments(const struct oracle *o, const struct json *c,
		    struct table *t)
{
	const struct frame *f = o->frame(o, NULL);
	char *column = segment_column(json_get_text(c, "id"));
	struct waves w;
	bool *marked;

	t->row = column ? factor_new(o, c, f, column, "levels") : NULL;
	free(column);
	if (!t->row || !waves_read(o, f, &w))
		return false;
	marked = waves_mark(&w, w.last);
	factor_keep(t->row, marked);
	t->rows = t->row->n;
	t->columns = 2;
	t->count = mem_new(2 * t->rows + 1, sizeof(*t->count));
	for (size_t i = 0; i < w.rows; i++)
		if (t->row->at[i] >= 0)
			t->count[2 * t->row->at[i] + (w.score[i] >= w.least)]++;
	free(marked);
	waves_release(&w);
	return true;
}

/* NULL: the case has none. *t is released by the caller in any case. */
static struct crosstab *
table_of(const struct oracle *o, const struct json *c, struct table *t)
{
	*t = (struct table){0};
	if (!table_from_input(c, t) && !table_from_columns(o, c, t) &&
	    !table_from_segments(o, c, t))
		return NULL;
	return crosstab_new(t->count, t->rows, t->columns);
}

/* ---- rules on tables ---- */

static void
put_chisq(struct json *to, const struct crosstab *t)
{
	struct chisq x = crosstab_chisq(t);

	put(to, "chisq", x.statistic);
	put(to, "df", x.df);
	put(to, "p", x.p);
	put(to, "n", (double)t->n);
	put(to, "min_expected", x.min_expected);
	put(to, "share_expected_lt5", x.share_under_5);
}

static void
put_segments(struct json *to, const struct table *t, const struct crosstab *x)
{
	struct json *n = json_put(to, "n", json_array());
	struct json *right = json_put(to, "x", json_array());

	json_put(to, "levels", factor_levels(t->row));
	put(to, "cramers_v", crosstab_cramer(x));
	for (size_t i = 0; i < t->rows; i++) {
		const uint64_t *row = t->count + 2 * i;

		json_push(n, json_number((double)(row[0] + row[1])));
		json_push(right, json_number((double)row[1]));
	}
}

/* Without or_cmle: R searches that one to 1e-4 only, a seventh digit away from
 * the exact value; tests/analysis/fisher_test.c checks ours. */
static void
put_yates(struct json *to, const struct crosstab *t)
{
	struct chisq x = crosstab_yates(t);

	put(to, "chisq_yates", x.statistic);
	put(to, "p_yates", x.p);
	put(to, "or_sample", crosstab_odds_ratio(t));
}

/* More steps than the product takes: no answer by chance. */
static void
put_fisher(struct json *to, const struct crosstab *t, const char *name)
{
	static const struct fisher_limits patient = {100000000, 99999, 1};
	struct fisher f = fisher_test(t, &patient);

	put(to, name, f.p);
	json_put(to, "method", json_text(test_method_name(f.method)));
}

static void
put_ordinal(struct json *to, const struct crosstab *t)
{
	struct ordinal o = ordinal_of(t, .95);

	put(to, "gamma", o.gamma);
	put(to, "concordant", (double)o.concordant);
	put(to, "discordant", (double)o.discordant);
	put(to, "ase1", o.ase);
	put(to, "lo", o.limits.low);
	put(to, "hi", o.limits.high);
	put(to, "tau_b", o.tau_b);
	put(to, "kendall_tau_b", o.tau_b);
	put(to, "somers_d_col_given_row", o.somers_columns);
	put(to, "somers_d_row_given_col", o.somers_rows);
	put(to, "spearman", spearman_of_table(t).rho);
}

static struct json *
counts(const struct table *t)
{
	struct json *list = json_array();

	for (size_t i = 0; i < t->rows; i++) {
		struct json *row = json_push(list, json_array());

		for (size_t j = 0; j < t->columns; j++)
			json_push(
				row,
				json_number(
					(double)t->count[i * t->columns + j]));
	}
	return list;
}

enum part {
	PART_COUNTS = 1,
	PART_CHISQ = 2,
	PART_FISHER = 4,
	PART_CRAMER = 8,
	PART_ORDINAL = 16,
	PART_YATES = 32,
	PART_TAIL = 64,
	PART_ALL = 128
};

static void
put_all(struct json *to, const struct crosstab *t)
{
	put_fisher(to, t, "fisher_p");
	put(to, "cramers_v", crosstab_cramer(t));
	put(to, "cramers_v_bc", crosstab_cramer_corrected(t));
	put(to, "yates_p", crosstab_yates(t).p);
}

static void
put_counts(struct json *to, const struct table *t, const struct crosstab *x)
{
	json_put(to, "rows", factor_levels(t->row));
	json_put(to, "cols", factor_levels(t->column));
	json_put(to, "counts", counts(t));
	put(to, "n", (double)x->n);
	put(to, "missing", (double)t->people - (double)x->n);
}

static void
put_parts(struct json *to, const struct table *t, const struct crosstab *x,
	  int parts)
{
	if (parts & PART_COUNTS && t->row && t->column)
		put_counts(to, t, x);
	if (parts & PART_CHISQ)
		put_chisq(to, x);
	if (parts & PART_CHISQ && t->row && !t->column)
		put_segments(to, t, x);
	if (parts & PART_FISHER)
		put_fisher(to, x, "p");
	if (parts & PART_CRAMER) {
		put(to, "v", crosstab_cramer(x));
		put(to, "v_bias_corrected", crosstab_cramer_corrected(x));
	}
	if (parts & PART_ORDINAL)
		put_ordinal(to, x);
	if (parts & PART_YATES)
		put_yates(to, x);
	if (parts & PART_TAIL)
		put(to, "log10_p", log10(crosstab_chisq(x).p));
	if (parts & PART_ALL)
		put_all(to, x);
}

static struct json *
on_table(const struct oracle *o, const struct json *c, int parts)
{
	struct table t;
	struct crosstab *x = table_of(o, c, &t);
	struct json *answer = NULL;

	if (x) {
		answer = json_object();
		put_parts(answer, &t, x, parts);
	}
	crosstab_free(x);
	table_release(&t);
	return answer;
}

#define TABLE_RULE(name, parts)                                   \
	static struct json *answer_##name(const struct oracle *o, \
					  const struct json *c)   \
	{                                                         \
		return on_table(o, c, parts);                     \
	}
TABLE_RULE(crosstab, PART_COUNTS)
TABLE_RULE(chisq, PART_CHISQ)
TABLE_RULE(fisher, PART_FISHER)
TABLE_RULE(cramer, PART_CRAMER)
TABLE_RULE(ordinal, PART_ORDINAL)
TABLE_RULE(two_by_two, PART_YATES)
TABLE_RULE(tail, PART_CHISQ | PART_TAIL)
TABLE_RULE(table, PART_CHISQ | PART_ORDINAL | PART_YATES | PART_ALL)

/* ---- groups ---- */

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The different ones of n numbers, ascending; *k how many. Caller frees. */
static double *
distinct(const double *x, size_t n, size_t *k)
{
	double *value = mem_new(n + 1, sizeof(*value));
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]))
			value[m++] = x[i];
	qsort(value, m, sizeof(*value), by_size);
	*k = 0;
	for (size_t i = 0; i < m; i++)
		if (*k == 0 || value[i] != value[*k - 1])
			value[(*k)++] = value[i];
	return value;
}

struct held { /* scores that own what they point to */
	struct counted_scores s;
	double *value;
	uint64_t *count;
};

/* y[i] of group at[i]; NAN and groups under 0 are left out. */
static struct held
hold(const double *y, const int *at, size_t n, size_t groups)
{
	struct held h = {0};
	size_t values;

	h.value = distinct(y, n, &values);
	h.count = mem_new(groups * values + 1, sizeof(*h.count));
	for (size_t i = 0; i < n; i++) {
		const double *v;

		if (isnan(y[i]) || at[i] < 0)
			continue;
		v = bsearch(&y[i], h.value, values, sizeof(*v), by_size);
		h.count[(size_t)at[i] * values + (size_t)(v - h.value)]++;
	}
	h.s = (struct counted_scores){h.value, values, h.count, groups};
	return h;
}

static void
held_release(struct held *h)
{
	free(h->value);
	free(h->count);
}

/* Score and groups that a case is about. */
struct grouped {
	double *y;
	struct factor *g;
};

static void
grouped_release(struct grouped *g)
{
	free(g->y);
	factor_free(g->g);
}

static bool
grouped_by_name(const struct oracle *o, const struct json *c, struct grouped *g)
{
	const struct frame *f = o->frame(o, NULL);
	const char *id = json_get_text(c, "id");
	char *y, *by;

	if (!split_columns(f, id, strcspn(id, "/"), "_by_", &y, &by))
		return false;
	g->y = frame_numbers(f, y);
	g->g = factor_new(o, c, f, by, "groups");
	free(y);
	free(by);
	return true;
}

static bool
grouped_by_segment(const struct oracle *o, const struct json *c,
		   struct grouped *g)
{
	const struct frame *f = o->frame(o, NULL);
	char *column = segment_column(json_get_text(c, "id"));
	struct waves w;
	bool *marked;

	g->g = column ? factor_new(o, c, f, column, "levels") : NULL;
	free(column);
	if (!g->g || !waves_read(o, f, &w))
		return false;
	marked = waves_mark(&w, w.last);
	factor_keep(g->g, marked);
	g->y = w.score;
	w.score = NULL;
	free(marked);
	waves_release(&w);
	return true;
}

static void
put_groups(struct json *to, const struct counted_scores *s)
{
	struct json *n = json_put(to, "n", json_array());
	struct json *mean = json_put(to, "mean", json_array());
	struct json *sd = json_put(to, "sd", json_array());

	for (size_t g = 0; g < s->groups; g++) {
		struct moments m = compare_moments(s, g);

		json_push(n, json_number((double)m.n));
		json_push(mean, oracle_number(m.mean));
		json_push(sd, oracle_number(sqrt(m.variance)));
	}
}

static void
put_comparisons(struct json *to, const struct counted_scores *s)
{
	struct f_test welch = compare_welch(s), classic = compare_anova(s);
	struct rank_test k = compare_kruskal(s);

	put(to, "welch_F", welch.F);
	json_put(to, "welch_df",
		 oracle_numbers((double[]){welch.df1, welch.df2}, 2));
	put(to, "welch_p", welch.p);
	put(to, "kruskal_H", k.H);
	put(to, "kruskal_df", k.df);
	put(to, "kruskal_p", k.p);
	put(to, "anova_F", classic.F);
	put(to, "anova_p", classic.p);
}

static struct json *
answer_means(const struct oracle *o, const struct json *c)
{
	struct grouped g = {0};
	struct json *answer = NULL;
	struct held h;

	if (grouped_by_name(o, c, &g) || grouped_by_segment(o, c, &g)) {
		answer = json_object();
		h = hold(g.y, g.g->at, g.g->rows, g.g->n);
		json_put(answer, "groups", factor_levels(g.g));
		json_put(answer, "levels", factor_levels(g.g));
		put_groups(answer, &h.s);
		put_comparisons(answer, &h.s);
		held_release(&h);
	}
	grouped_release(&g);
	return answer;
}

/* y1 behind y2, and which is which. Caller frees both. */
static bool
two_lists(const struct json *c, double **y, int **at, size_t *n)
{
	size_t n1, n2;
	double *y1 = input_numbers(c, "y1", &n1);
	double *y2 = input_numbers(c, "y2", &n2);

	if (y1 && y2) {
		*n = n1 + n2;
		*y = mem_new(*n + 1, sizeof(**y));
		*at = mem_new(*n + 1, sizeof(**at));
		for (size_t i = 0; i < *n; i++) {
			(*at)[i] = i >= n1;
			(*y)[i] = i < n1 ? y1[i] : y2[i - n1];
		}
	}
	free(y1);
	free(y2);
	return *y != NULL;
}

static struct json *
compare_first_two(const double *y, const int *at, size_t n)
{
	struct held h = hold(y, at, n, 2);
	struct moments a = compare_moments(&h.s, 0);
	struct moments b = compare_moments(&h.s, 1);
	struct t_test t = compare_two(&a, &b, .95);
	struct json *answer = json_object();

	held_release(&h);
	put(answer, "t", t.t);
	put(answer, "df", t.df);
	put(answer, "p", t.p);
	put(answer, "lo", t.limits.low);
	put(answer, "hi", t.limits.high);
	put(answer, "diff", t.difference);
	put(answer, "var1", a.variance);
	put(answer, "var2", b.variance);
	return answer;
}

static struct json *
answer_welch_t(const struct oracle *o, const struct json *c)
{
	struct grouped g = {0};
	struct json *answer = NULL;
	double *y = NULL;
	int *at = NULL;
	size_t n;

	if (two_lists(c, &y, &at, &n))
		answer = compare_first_two(y, at, n);
	else if (grouped_by_name(o, c, &g) && g.g->n == 2)
		answer = compare_first_two(g.y, g.g->at, g.g->rows);
	free(y);
	free(at);
	grouped_release(&g);
	return answer;
}

/* ---- ranks ---- */

static struct json *
answer_ranks(const double *x, const double *y, size_t n)
{
	struct spearman s = spearman_of_pairs(x, y, n);
	struct json *answer = json_object();
	double m = (double)s.n;

	put(answer, "rho", s.rho);
	put(answer, "S", (m * m * m - m) * (1 - s.rho) / 6);
	put(answer, "t", s.t);
	put(answer, "p_t", s.p);
	put(answer, "n", m);
	return answer;
}

static struct json *
answer_spearman(const struct oracle *o, const struct json *c)
{
	const struct frame *f = o->frame(o, NULL);
	const char *id = json_get_text(c, "id");
	const char *end = strstr(id, "_spearman");
	size_t n = 0, m = 0;
	double *x = input_numbers(c, "x", &n), *y = input_numbers(c, "y", &m);
	struct json *answer = NULL;
	char *first, *second;

	if (!x && !y && end &&
	    split_columns(f, id, (size_t)(end - id), "_", &first, &second)) {
		x = frame_numbers(f, first);
		y = frame_numbers(f, second);
		n = m = frame_rows(f);
		free(first);
		free(second);
	}
	if (x && y && n == m)
		answer = answer_ranks(x, y, n);
	free(x);
	free(y);
	return answer;
}

/* ---- families ---- */

static double
wave_p(const struct waves *w, double before, double after)
{
	uint64_t count[4] = {0};
	struct crosstab *t;
	double p;

	for (size_t i = 0; i < w->rows; i++) {
		size_t row = w->when[i] == after;

		if ((row || w->when[i] == before) && !isnan(w->score[i]))
			count[2 * row + (w->score[i] >= w->least)]++;
	}
	t = crosstab_new(count, 2, 2);
	p = crosstab_chisq(t).p;
	crosstab_free(t);
	return p;
}

/* Of each wave against the one before. Caller frees; NULL: no waves. */
static double *
wave_tests(const struct oracle *o, size_t *n)
{
	struct waves w;
	double *when, *p;
	size_t k;

	if (!waves_read(o, o->frame(o, NULL), &w))
		return NULL;
	when = distinct(w.when, w.rows, &k);
	p = mem_new(k + 1, sizeof(*p));
	for (size_t i = 1; i < k; i++)
		p[i - 1] = wave_p(&w, when[i - 1], when[i]);
	*n = k > 0 ? k - 1 : 0;
	free(when);
	waves_release(&w);
	return p;
}

static const struct {
	const char *name;
	void (*adjust)(const double *p, size_t n, double *out);
} families[] = {
	{"holm", adjust_holm},
	{"bh", adjust_bh},
	{"by", adjust_by},
	{"bonferroni", adjust_bonferroni},
};

static struct json *
answer_adjust(const struct oracle *o, const struct json *c)
{
	const struct json *input = json_get(c, "input");
	double single = json_get_number(input, "p", NAN), *out;
	bool alone = !isnan(single);
	size_t n = 1;
	double *p = alone ? NULL : input_numbers(c, "p", &n);
	struct json *answer;

	if (alone) {
		p = mem_new(1, sizeof(*p));
		p[0] = single;
	} else if (!p && !input) {
		p = wave_tests(o, &n);
	}
	if (!p)
		return NULL;
	answer = json_object();
	out = mem_new(n + 1, sizeof(*out));
	json_put(answer, "p", oracle_numbers(p, n));
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		families[i].adjust(p, n, out);
		json_put(answer, families[i].name,
			 alone ? oracle_number(*out) : oracle_numbers(out, n));
	}
	free(p);
	free(out);
	return answer;
}

const struct oracle_rule oracle_crosstab[] = {
	{"crosstab", answer_crosstab},
	{"chisq", answer_chisq},
	{"fisher", answer_fisher},
	{"cramers_v", answer_cramer},
	{"ordinal", answer_ordinal},
	{"two_by_two", answer_two_by_two},
	{"table_stats", answer_table},
	{"table_tail", answer_tail},
	{"means_by_group", answer_means},
	{"welch_t", answer_welch_t},
	{"spearman", answer_spearman},
	{"p_adjust", answer_adjust},
	{NULL, NULL},
};
