/*
 * What one submission costs in a large wave and in a small one.
 *
 * slots [LARGE [SMALL [BYTES [ROUNDS]]]]; 50000, 500, 4096, 5 otherwise. Runs
 * in turn; the best round of each counts. Ends with 1 when the large wave costs
 * more than 1.3 times the small one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/support/wave_kit.h"
#include "tests/test.h"

enum { EACH = 100 };
static const double goal = 1.3;

static double
argument(int argc, char **argv, int i, double otherwise)
{
	return argc > i ? strtod(argv[i], NULL) : otherwise;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Milliseconds for one, in the mean: each by a store of its own, as each
 * person's is. */
static double
submit_some(const struct wave_kit *kit, const void *box)
{
	double start = now();
	int i;

	for (i = 0; i < EACH; i++) {
		struct store *store = kit_open(kit, STORE_ASK);
		struct error err = ERROR_INIT;
		uint32_t slot;

		if (kit_send(store, NULL, box, &slot, &err) != SUBMIT_DONE) {
			fprintf(stderr, "%s\n", err.text);
			exit(1);
		}
		store_close_file(store);
	}
	return (now() - start) / EACH;
}

int
main(int argc, char **argv)
{
	const uint32_t slots[] = {(uint32_t)argument(argc, argv, 1, 50000),
				  (uint32_t)argument(argc, argv, 2, 500)};
	const size_t bytes = (size_t)argument(argc, argv, 3, 4096);
	const int rounds = (int)argument(argc, argv, 4, 5);
	double best[2] = {1e9, 1e9};
	unsigned char *box = calloc(1, bytes);
	struct wave_kit kits[2];
	struct error err = ERROR_INIT;
	void *dirs[2];
	int i, round;

	if (!box || !seal_init(&err))
		return 1;
	for (i = 0; i < 2; i++) {
		if (test_dir_setup(&dirs[i]) != 0)
			return 1;
		kit_init(&kits[i], dirs[i]);
		kits[i].wave.box_size = (uint32_t)bytes;
		kit_create(&kits[i], slots[i], 0);
	}
	for (round = 0; round < rounds; round++)
		for (i = 0; i < 2; i++) {
			double ms;

			/* Room in the small one for each round. */
			free(kit_sql(kits[i].path,
				     "UPDATE slot SET used=0 "
				     "WHERE used"));
			ms = submit_some(&kits[i], box);
			if (ms < best[i])
				best[i] = ms;
		}
	for (i = 0; i < 2; i++) {
		printf("slots: %lu slots: %.3f ms for one submission\n",
		       (unsigned long)slots[i], best[i]);
		kit_release(&kits[i]);
		test_dir_teardown(&dirs[i]);
	}
	printf("slots: ratio %.2f (goal: at most %.1f)\n", best[0] / best[1],
	       goal);
	free(box);
	return best[0] <= goal * best[1] ? 0 : 1;
}
