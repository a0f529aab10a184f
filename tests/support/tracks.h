/*
 * What a braille display shows of the pages of front_demo, key by key: the
 * line that the cursor is in, 40 cells of it. Read alone it has to tell what
 * has the focus and in what state it is.
 */
#ifndef TESTS_SUPPORT_TRACKS_H
#define TESTS_SUPPORT_TRACKS_H

#include <stddef.h>

enum { TRACK_CELLS = 40, TRACK_STEPS = 10 };

/* Keys as term_keys takes them, then how the line begins. */
struct track {
	const char *page;
	struct reading {
		const char *keys, *line; /* NULL ends */
	} step[TRACK_STEPS];
};

extern const struct track tracks[];
extern const size_t n_tracks;

#endif
