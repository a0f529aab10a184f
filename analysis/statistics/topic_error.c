#include "analysis/statistics/topic_error.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

/* Three counts multiplied do not fit into 64 bits. */
__extension__ typedef __int128 wide;

/*
 * n_i n_j times the sum over people of a_i a_j (y_i - p_i)(y_j - p_j): a whole
 * number, so that nothing cancels.
 */
static wide
crossed(const struct topic_pairs *p, size_t i, size_t j)
{
	size_t m = p->m, ij = i * m + j, ji = j * m + i;
	wide ni = p->answered[i * m + i], nj = p->answered[j * m + j];
	wide ri = p->both_right[i * m + i], rj = p->both_right[j * m + j];

	return ni * nj * p->both_right[ij] - ni * rj * p->first_right[ij] -
		ri * nj * p->first_right[ji] + ri * rj * p->answered[ij];
}

static bool
all_answered(const struct topic_pairs *p)
{
	for (size_t i = 0; i < p->m; i++)
		if (p->answered[i * p->m + i] == 0)
			return false;
	return p->m > 0;
}

static double
correction(double n, double N)
{
	return N == 0 ? 1 : N == n ? 0 : sqrt((N - n) / (N - 1));
}

struct topic_score
topic_error(const struct topic_pairs *p, uint64_t N)
{
	struct topic_score s = {NAN, NAN};
	double n = (double)p->n, m = (double)p->m, share = 0, squares = 0;

	assert(N == 0 || p->n <= N);
	if (!all_answered(p))
		return s;
	for (size_t i = 0; i < p->m; i++) {
		double ni = (double)p->answered[i * p->m + i];

		share += (double)p->both_right[i * p->m + i] / ni;
		for (size_t j = 0; j < p->m; j++) {
			double nj = (double)p->answered[j * p->m + j];

			squares += n / (ni * nj) * n / (ni * nj) *
				(double)crossed(p, i, j);
		}
	}
	s.score = share / m;
	if (p->n >= 2)
		s.error = correction(n, (double)N) *
			sqrt(fmax(squares, 0) / (n * (n - 1))) / m;
	return s;
}
