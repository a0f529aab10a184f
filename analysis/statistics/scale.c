#include "analysis/statistics/scale.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/statistics/dist.h"
#include "questions/base/mem.h"

/* n people times n times a squared score do not fit into 64 bits. */
__extension__ typedef __int128 wide;

#define REST_LOW_BELOW .20
#define RARE_BELOW     .05

/* Variances and covariances of an item in its scale, times a common factor. */
struct part {
	double own, with_total, with_rest, rest;
	double others; /* sum of covariances among the other items */
};

struct whole {
	double variance; /* of the total */
	double between;	 /* variance less the items' own */
	double factor;	 /* makes them variances over n - 1 */
};

static double
alpha_of(double between, double variance, size_t k)
{
	if (k < 2 || !(variance > 0))
		return NAN;
	return between / variance * (double)k / (double)(k - 1);
}

static double
correlation(double covariance, double a, double b)
{
	if (!(a > 0) || !(b > 0))
		return NAN;
	return covariance / (sqrt(a) * sqrt(b));
}

static void
fit_part(struct scale_fit *f, const struct part *p, const struct whole *w,
	 size_t k)
{
	f->variance = p->own * w->factor;
	f->rest = correlation(p->with_rest, p->own, p->rest);
	f->total = correlation(p->with_total, p->own, w->variance);
	f->alpha_without = alpha_of(p->others, p->rest, k - 1);
	f->constant = p->own == 0;
}

static void
summarise(struct scale_summary *s, const struct whole *w,
	  const struct scale_fit *fit)
{
	s->constant = 0;
	for (size_t j = 0; j < s->k; j++)
		s->constant += fit[j].constant;
	s->alpha = alpha_of(w->between, w->variance, s->k);
	s->alpha_varying =
		alpha_of(w->between, w->variance, s->k - s->constant);
	s->sd = sqrt(w->variance * w->factor);
	s->sem = s->sd * sqrt(1 - s->alpha);
}

/* ---- counts ---- */

/* x: 1 for a right answer; t: the score. */
struct sums {
	wide n, x, xt, t, tt;
};

static struct sums
sums_of(const struct scale_item *item, size_t k)
{
	struct sums s = {0, 0, 0, 0, 0};

	for (size_t o = 0; o < item->options; o++) {
		const uint64_t *people = item->people + o * (k + 1);

		assert(!item->right[o] || people[0] == 0);
		assert(item->right[o] || people[k] == 0);
		for (size_t t = 0; t <= k; t++) {
			wide n = people[t], score = (wide)t;

			s.n += n;
			s.t += n * score;
			s.tt += n * score * score;
			s.x += item->right[o] ? n : 0;
			s.xt += item->right[o] ? n * score : 0;
		}
	}
	return s;
}

/* As whole numbers until here: the variance of a rest is a difference. */
static struct part
part_of(const struct sums *s, wide between)
{
	wide own = s->n * s->x - s->x * s->x;
	wide with_total = s->n * s->xt - s->x * s->t;
	wide total = s->n * s->tt - s->t * s->t;

	return (struct part){
		.own = (double)own,
		.with_total = (double)with_total,
		.with_rest = (double)(with_total - own),
		.rest = (double)(total - 2 * with_total + own),
		.others = (double)(between - 2 * (with_total - own)),
	};
}

struct scale_summary
scale_of_counts(const struct scale_counts *c, struct scale_fit *fit)
{
	struct scale_summary summary = {0, c->k, NAN, NAN, NAN, NAN, 0, NAN};
	struct sums *s;
	struct whole w;
	wide between;
	double n;

	if (c->k == 0)
		return summary;
	s = mem_new(c->k, sizeof(*s));
	for (size_t j = 0; j < c->k; j++)
		s[j] = sums_of(&c->item[j], c->k);
	between = s[0].n * s[0].tt - s[0].t * s[0].t;
	w.variance = (double)between;
	for (size_t j = 0; j < c->k; j++) {
		assert(s[j].n == s[0].n && s[j].tt == s[0].tt);
		between -= s[j].n * s[j].x - s[j].x * s[j].x;
	}
	n = (double)s[0].n;
	w.between = (double)between;
	w.factor = 1 / (n * (n - 1));
	for (size_t j = 0; j < c->k; j++) {
		struct part p = part_of(&s[j], between);

		fit_part(&fit[j], &p, &w, c->k);
		fit[j].mean = (double)s[j].x / n;
		if (s[0].n < 2)
			fit[j].variance = NAN;
	}
	summary.n = (uint64_t)s[0].n;
	summary.mean = (double)s[0].t / n;
	summarise(&summary, &w, fit);
	free(s);
	return summary;
}

struct interval
scale_feldt(double alpha, uint64_t n, size_t k, double level)
{
	double df1 = (double)n - 1, df2 = df1 * ((double)k - 1);
	double tail = (1 - level) / 2;

	if (n < 2 || k < 2 || isnan(alpha))
		return (struct interval){NAN, NAN};
	return (struct interval){
		1 - (1 - alpha) * dist_f_quantile(1 - tail, df1, df2),
		1 - (1 - alpha) * dist_f_quantile(tail, df1, df2)};
}

/* ---- options ---- */

/* People who chose an option, and the sum of their rests. */
struct chosen {
	wide n, rest;
};

static struct chosen
chosen_of(const struct scale_item *item, size_t k, size_t o)
{
	const uint64_t *people = item->people + o * (k + 1);
	struct chosen c = {0, 0};

	for (size_t t = item->right[o]; t <= k; t++) {
		c.n += people[t];
		c.rest += (wide)people[t] * (wide)(t - item->right[o]);
	}
	return c;
}

static unsigned
option_flags(const struct scale_option *option, bool right, uint64_t key)
{
	unsigned flags = 0;

	if (right)
		return option->rest < 0 ? SCALE_SUSPECT_KEY : 0;
	flags |= option->rest > 0 ? SCALE_SUSPECT_KEY : 0;
	flags |= option->n > key ? SCALE_BEATS_KEY : 0;
	flags |= option->share < RARE_BELOW ? SCALE_RARE : 0;
	return flags;
}

unsigned
scale_options(const struct scale_item *item, size_t k, const bool *plain,
	      struct scale_option *option)
{
	struct sums s = sums_of(item, k);
	/* the rest's: t - x, where x is 0 or 1 */
	wide sum = s.t - s.x, squares = s.tt - 2 * s.xt + s.x;
	wide variance = s.n * squares - sum * sum;
	uint64_t key = 0;
	unsigned all = 0;

	for (size_t o = 0; o < item->options; o++) {
		struct chosen c = chosen_of(item, k, o);
		wide own = s.n * c.n - c.n * c.n;

		option[o] = (struct scale_option){
			.n = (uint64_t)c.n,
			.share = proportion((uint64_t)c.n, (uint64_t)s.n),
			.rest = correlation((double)(s.n * c.rest - c.n * sum),
					    (double)own, (double)variance),
			.mean_rest = (double)c.rest / (double)c.n,
		};
		if (item->right[o] && option[o].n > key)
			key = option[o].n;
	}
	for (size_t o = 0; o < item->options; o++) {
		if (plain == NULL || !plain[o])
			option[o].flags =
				option_flags(&option[o], item->right[o], key);
		all |= option[o].flags;
	}
	return all;
}

unsigned
scale_rest_flags(double rest)
{
	return (rest < REST_LOW_BELOW ? SCALE_REST_LOW : 0u) |
		(rest < 0 ? SCALE_REST_NEGATIVE : 0u);
}

/* ---- any numbers ---- */

/* The rows that miss nothing. */
struct rows {
	const double **row;
	size_t n;
};

static struct rows
complete_rows(const double *x, size_t rows, size_t k)
{
	struct rows c = {mem_new(rows, sizeof(*c.row)), 0};

	for (size_t r = 0; r < rows; r++) {
		size_t j = 0;

		while (j < k && !isnan(x[r * k + j]))
			j++;
		if (j == k)
			c.row[c.n++] = x + r * k;
	}
	return c;
}

static bool
is_constant(const struct rows *c, size_t column)
{
	for (size_t r = 1; r < c->n; r++)
		if (c->row[r][column] != c->row[0][column])
			return false;
	return true;
}

static double
mean_of(const struct rows *c, size_t column)
{
	long double sum = 0;

	for (size_t r = 0; r < c->n; r++)
		sum += c->row[r][column];
	return (double)(sum / (long double)c->n);
}

/* A constant gives exactly 0, whatever the rounding of its mean. */
static double
covariance_of(const struct rows *c, const double *mean, size_t i, size_t j)
{
	long double sum = 0, a = 0, b = 0, n = (long double)c->n;

	if (is_constant(c, i) || is_constant(c, j))
		return 0;
	for (size_t r = 0; r < c->n; r++) {
		long double di = (long double)c->row[r][i] - mean[i];
		long double dj = (long double)c->row[r][j] - mean[j];

		sum += di * dj;
		a += di;
		b += dj;
	}
	return (double)((sum - a * b / n) / (n - 1));
}

uint64_t
scale_covariance(const double *x, size_t rows, size_t k, double *mean,
		 double *covariance)
{
	struct rows c = complete_rows(x, rows, k);

	for (size_t j = 0; j < k; j++)
		mean[j] = mean_of(&c, j);
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j <= i; j++)
			covariance[i * k + j] = covariance[j * k + i] =
				c.n < 2 ? NAN : covariance_of(&c, mean, i, j);
	free(c.row);
	return c.n;
}

static struct part
part_in(const double *covariance, size_t k, size_t item)
{
	struct part p = {covariance[item * k + item], 0, 0, 0, 0};
	long double with_rest = 0, rest = 0, others = 0;

	for (size_t i = 0; i < k; i++) {
		if (i == item)
			continue;
		with_rest += covariance[item * k + i];
		for (size_t j = 0; j < k; j++) {
			if (j == item)
				continue;
			rest += covariance[i * k + j];
			others += i == j ? 0 : covariance[i * k + j];
		}
	}
	p.with_rest = (double)with_rest;
	p.with_total = (double)(with_rest + p.own);
	p.rest = (double)rest;
	p.others = (double)others;
	return p;
}

static struct whole
whole_in(const double *covariance, size_t k)
{
	long double own = 0, between = 0;

	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			*(i == j ? &own : &between) += covariance[i * k + j];
	return (struct whole){(double)(own + between), (double)between, 1};
}

struct scale_summary
scale_of_covariance(const double *covariance, const double *mean, uint64_t n,
		    size_t k, struct scale_fit *fit)
{
	struct scale_summary s = {n, k, NAN, NAN, NAN, NAN, 0, NAN};
	struct whole w = whole_in(covariance, k);

	if (k == 0)
		return s;
	s.mean = 0;
	for (size_t j = 0; j < k; j++) {
		struct part p = part_in(covariance, k, j);

		fit_part(&fit[j], &p, &w, k);
		fit[j].mean = mean == NULL ? NAN : mean[j];
		s.mean += fit[j].mean;
	}
	summarise(&s, &w, fit);
	return s;
}

void
scale_correlation(const double *covariance, size_t k, double *r)
{
	double *own = mem_new(k, sizeof(*own));

	for (size_t i = 0; i < k; i++)
		own[i] = covariance[i * k + i];
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			r[i * k + j] = i == j && own[i] > 0
				? 1
				: correlation(covariance[i * k + j], own[i],
					      own[j]);
	free(own);
}

double
scale_alpha_error(const double *covariance, uint64_t n, size_t k)
{
	struct whole w = whole_in(covariance, k);
	double trace = w.variance - w.between, kk = (double)k;
	long double squares = 0, products = 0; /* tr V^2 and 1'V^2 1 */

	if (k < 2 || n < 2 || !(w.variance > 0))
		return NAN;
	for (size_t i = 0; i < k; i++) {
		long double row = 0;

		for (size_t j = 0; j < k; j++) {
			row += covariance[i * k + j];
			squares += (long double)covariance[i * k + j] *
				covariance[i * k + j];
		}
		products += row * row;
	}
	return sqrt(2 * kk * kk / ((kk - 1) * (kk - 1) * pow(w.variance, 3)) *
		    (double)(w.variance * (squares + trace * trace) -
			     2 * trace * products) /
		    (double)n);
}
