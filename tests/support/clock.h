/*
 * The time that a program sees, for tests that cannot wait for it: its
 * monotonic clock is as far ahead as the test says, and what it waits for
 * comes. By tests/tty/clock_preload.so.
 */
#ifndef TESTS_SUPPORT_CLOCK_H
#define TESTS_SUPPORT_CLOCK_H

struct clock {
	volatile long *ahead; /* milliseconds */
	char *path;
	char load[1024], name[512]; /* for the program's environment */
};

/* With a file in the folder. `also`: a further library to load, or NULL. */
void clock_init(struct clock *clock, const char *dir, const char *also);
void clock_release(struct clock *clock);

#endif
