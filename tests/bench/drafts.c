/*
 * Many people save drafts at once.
 *
 * drafts [PEOPLE [SECONDS [BYTES [RUNS]]]]; 256, 8, 16384, 3 otherwise. Ends
 * with 1 when a run had an error or lost an answer, or when nobody's wait was
 * under a second in the best one.
 */
#include <stdio.h>
#include <stdlib.h>

#include "survey/seal.h"
#include "tests/support/crowd.h"
#include "tests/test.h"

enum { LONGEST_MS = 1000 };

static double
argument(int argc, char **argv, int i, double otherwise)
{
	return argc > i ? strtod(argv[i], NULL) : otherwise;
}

int
main(int argc, char **argv)
{
	const unsigned people = (unsigned)argument(argc, argv, 1, 256);
	const double seconds = argument(argc, argv, 2, 8);
	const size_t bytes = (size_t)argument(argc, argv, 3, 16384);
	const int runs = (int)argument(argc, argv, 4, 3);
	double best = 1e9;
	struct error err = ERROR_INIT;
	bool whole = seal_init(&err);
	int i;

	for (i = 0; i < runs; i++) {
		struct crowd crowd;
		void *dir;

		if (test_dir_setup(&dir) != 0)
			return 1;
		crowd_run(&crowd, dir, people, seconds, bytes);
		test_dir_teardown(&dir);
		printf("drafts: %u people, %.0f s: %.0f/s, p50 %.1f p99 %.1f "
		       "longest %.0f ms, %lu to %lu each, %lu errors, %lu "
		       "lost\n",
		       people, seconds, (double)crowd.saved / seconds,
		       crowd.p50, crowd.p99, crowd.longest, crowd.fewest,
		       crowd.most, crowd.errors, crowd.lost);
		fflush(stdout);
		whole = whole && crowd.errors == 0 && crowd.lost == 0;
		if (crowd.longest < best)
			best = crowd.longest;
	}
	printf("drafts: longest wait in the best of %d runs %.0f ms (goal: at "
	       "most %d)\n",
	       runs, best, LONGEST_MS);
	return whole && best <= LONGEST_MS ? 0 : 1;
}
