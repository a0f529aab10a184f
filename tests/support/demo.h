/*
 * tests/tty/front_demo, which shows one page of each kind without a wave, in a
 * window of its own.
 */
#ifndef TESTS_SUPPORT_DEMO_H
#define TESTS_SUPPORT_DEMO_H

#include "tests/support/term.h"

/* With these pages ("one many"), once it draws. env as of term_start. Fails
 * the test when nothing comes; term_free it. */
struct term *demo_start(int rows, int columns, const char *pages,
			const char *const *env);

#endif
