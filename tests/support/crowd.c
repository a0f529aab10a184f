#include "tests/support/crowd.h"

#include <math.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "survey/store.h"
#include "tests/support/wave_kit.h"
#include "tests/test.h"

/* Classes of waits: an eighth of a doubling each, from a microsecond. */
enum { CLASSES = 8 * 27 };

struct one {
	unsigned long saved, errors;
	double longest;
	unsigned waits[CLASSES];
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* All bytes differ each time, as they do when it is sealed anew. */
static void
fill(unsigned long number, unsigned char *draft, size_t size)
{
	uint64_t x = number * 0x9e3779b97f4a7c15 + 1;
	size_t i;

	for (i = 0; i + sizeof(x) <= size; i += sizeof(x)) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		memcpy(draft + i, &x, sizeof(x));
	}
}

static void
waited(struct one *one, double ms)
{
	double class = ms > 1e-3 ? 8 * log2(ms * 1e3) : 0;

	if (ms > one->longest)
		one->longest = ms;
	one->waits[class < CLASSES ? (size_t) class : CLASSES - 1]++;
}

static _Noreturn void
save(const struct wave_kit *kit, uint32_t person, struct one *one, double start,
     double end)
{
	const size_t size = kit->wave.draft_size;
	unsigned char *draft = calloc(1, size), id[DRAFT_ID_BYTES];
	struct store *store = kit_open(kit, STORE_ASK);
	struct timespec until = {(time_t)(start / 1e3),
				 (long)(fmod(start, 1e3) * 1e6)};

	kit_id(person, id);
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	while (now() < end) {
		struct error err = ERROR_INIT;
		double asked = now();

		fill(one->saved + 1, draft, size);
		if (store_draft_put(store, id, draft, &err)) {
			one->saved++;
		} else {
			one->errors++;
			print_error("%s\n", err.text);
		}
		waited(one, now() - asked);
	}
	store_close_file(store);
	_exit(0);
}

static bool
is_there(struct store *store, uint32_t person, unsigned long number)
{
	const size_t size = store_wave(store)->draft_size;
	unsigned char *draft = calloc(1, size), id[DRAFT_ID_BYTES];
	struct error err = ERROR_INIT;
	void *got;
	bool same;

	kit_id(person, id);
	fill(number, draft, size);
	same = store_draft_get(store, id, &got, &err) && got &&
		memcmp(got, draft, size) == 0;
	free(got);
	free(draft);
	return same;
}

static double
wait_below(const unsigned *waits, double share)
{
	double all = 0, below = 0;
	size_t i;

	for (i = 0; i < CLASSES; i++)
		all += waits[i];
	for (i = 0; i < CLASSES && below < share * all; i++)
		below += waits[i];
	return exp2((double)i / 8) / 1e3;
}

static void
sum_up(struct crowd *crowd, const struct one *ones, unsigned people)
{
	unsigned waits[CLASSES] = {0}, i, k;

	*crowd = (struct crowd){.fewest = ones[0].saved};
	for (i = 0; i < people; i++) {
		const struct one *one = &ones[i];

		crowd->saved += one->saved;
		crowd->errors += one->errors;
		if (one->saved < crowd->fewest)
			crowd->fewest = one->saved;
		if (one->saved > crowd->most)
			crowd->most = one->saved;
		if (one->longest > crowd->longest)
			crowd->longest = one->longest;
		for (k = 0; k < CLASSES; k++)
			waits[k] += one->waits[k];
	}
	crowd->p50 = wait_below(waits, .5);
	crowd->p99 = wait_below(waits, .99);
}

void
crowd_run(struct crowd *crowd, const char *dir, unsigned people, double seconds,
	  size_t draft_size)
{
	const double start = now() + 100 + people * 2;
	const double end = start + seconds * 1e3;
	size_t size = people * sizeof(struct one);
	struct one *ones = mmap(NULL, size, PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct wave_kit kit;
	struct store *store;
	uint32_t i;

	if (ones == MAP_FAILED)
		abort();
	kit_init(&kit, dir);
	kit.wave.draft_size = (uint32_t)draft_size;
	kit_create(&kit, 10, 0);
	fflush(NULL);
	for (i = 0; i < people; i++)
		if (fork() == 0)
			save(&kit, i, &ones[i], start, end);
	while (wait(NULL) > 0)
		continue;
	sum_up(crowd, ones, people);
	store = kit_open(&kit, STORE_ASK);
	for (i = 0; i < people; i++)
		if (ones[i].saved > 0)
			crowd->lost += !is_there(store, i, ones[i].saved);
	store_close_file(store);
	munmap(ones, size);
	kit_release(&kit);
}
