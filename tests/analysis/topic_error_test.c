#include "tests/test.h"

#include <math.h>

#include "analysis/statistics/topic_error.h"
#include "tests/analysis/reference.h"

enum { M = 4, PEOPLE = 60 };

/* Answers 1 right, 0 not, -1 none. */
struct made {
	int y[PEOPLE][M];
	uint64_t answered[M * M], both[M * M], first[M * M];
	struct topic_pairs pairs;
};

static void
count(struct made *d, size_t people)
{
	uint64_t n = 0;

	for (size_t r = 0; r < people; r++) {
		bool any = false;

		for (size_t i = 0; i < M; i++)
			for (size_t j = 0; j < M; j++) {
				int a = d->y[r][i], b = d->y[r][j];

				any |= a >= 0;
				d->answered[i * M + j] += a >= 0 && b >= 0;
				d->both[i * M + j] += a == 1 && b == 1;
				d->first[i * M + j] += a == 1 && b >= 0;
			}
		n += any;
	}
	d->pairs = (struct topic_pairs){M, n, d->answered, d->both, d->first};
}

/* domain.md's formula, person by person. */
static double
direct(const struct made *d, size_t people)
{
	double n = (double)d->pairs.n, squares = 0;

	for (size_t r = 0; r < people; r++) {
		double z = 0;

		for (size_t i = 0; i < M; i++) {
			double ni = (double)d->answered[i * M + i];
			double p = (double)d->both[i * M + i] / ni;

			if (d->y[r][i] >= 0)
				z += (d->y[r][i] - p) * n / ni / M;
		}
		squares += z * z;
	}
	return sqrt(squares / (n * (n - 1)));
}

static unsigned
next(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}

/* gap: how many of a hundred answers are missing; with rotation each person
 * is asked two neighbouring items only. */
static void
fill(struct made *d, unsigned gap, bool rotation)
{
	unsigned seed = 7;

	memset(d, 0, sizeof(*d));
	for (size_t r = 0; r < PEOPLE; r++) {
		unsigned able = next(&seed) % 100;

		for (size_t i = 0; i < M; i++) {
			bool asked = !rotation || (i + M - r % M) % M < 2;
			bool skipped = next(&seed) % 100 < gap;

			d->y[r][i] = next(&seed) % 100 < able;
			if (!asked || skipped)
				d->y[r][i] = -1;
		}
	}
	count(d, PEOPLE);
}

static void
complete_data_give_sd_over_root_n(void **state)
{
	struct made d;
	struct topic_score s;
	double mean = 0, squares = 0;

	fill(&d, 0, false);
	s = topic_error(&d.pairs, 0);
	for (size_t r = 0; r < PEOPLE; r++)
		for (size_t i = 0; i < M; i++)
			mean += d.y[r][i] / (double)(M * PEOPLE);
	for (size_t r = 0; r < PEOPLE; r++) {
		double share = 0;

		for (size_t i = 0; i < M; i++)
			share += d.y[r][i] / (double)M;
		squares += (share - mean) * (share - mean);
	}
	reference_check(s.score, mean, 1e-14, "mean");
	reference_check(s.error, sqrt(squares / (PEOPLE - 1) / PEOPLE), 1e-14,
			"sd / sqrt(n)");
}

static void
pairs_say_what_persons_do(void **state)
{
	static const struct {
		const char *what;
		unsigned gap;
		bool rotation;
	} cases[] = {
		{"nothing missing", 0, false},
		{"one in five skipped", 20, false},
		{"rotation", 0, true},
		{"rotation, and one in five skipped", 20, true},
		{"most skipped", 80, false},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct made d;
		struct topic_score s;

		fill(&d, cases[i].gap, cases[i].rotation);
		s = topic_error(&d.pairs, 0);
		reference_check(s.error, direct(&d, PEOPLE), 1e-13,
				cases[i].what);
		assert_case(s.error > 0 && s.score > 0, cases[i].what);
	}
}

static void
known_staff_make_it_smaller(void **state)
{
	struct made d;
	double free;

	fill(&d, 20, true);
	free = topic_error(&d.pairs, 0).error;
	reference_check(
		topic_error(&d.pairs, 2 * d.pairs.n).error,
		free * sqrt((double)d.pairs.n / (2. * (double)d.pairs.n - 1)),
		1e-14, "half of them");
	assert_true(topic_error(&d.pairs, d.pairs.n).error == 0);
}

static void
undefined_without_answers(void **state)
{
	struct made d;
	struct topic_score s;

	fill(&d, 0, false);
	memset(&d, 0, sizeof(d));
	for (size_t i = 0; i < M; i++)
		d.y[0][i] = i > 0;
	count(&d, 1);
	s = topic_error(&d.pairs, 0);
	assert_true(s.score == .75 && isnan(s.error));

	memset(&d, 0, sizeof(d));
	for (size_t r = 0; r < PEOPLE; r++)
		d.y[r][2] = -1;
	count(&d, PEOPLE);
	assert_true(isnan(topic_error(&d.pairs, 0).score));
	d.pairs.m = 0;
	assert_true(isnan(topic_error(&d.pairs, 0).score));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(complete_data_give_sd_over_root_n),
		cmocka_unit_test(pairs_say_what_persons_do),
		cmocka_unit_test(known_staff_make_it_smaller),
		cmocka_unit_test(undefined_without_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
