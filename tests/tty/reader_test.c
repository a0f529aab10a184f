/*
 * What a braille display shows: the line that the cursor is in, 40 cells of
 * it. Read alone it has to tell what has the focus and in what state it is.
 * With the control that must fail: a cursor parked in the corner.
 */
#include "tests/test.h"

#include "questions/base/text.h"
#include "tests/support/demo.h"
#include "tests/support/tracks.h"

static struct term *
start(const char *page, bool parked)
{
	char *preload = test_program("tests/tty/park_preload.so");
	struct text t = TEXT_INIT;
	const char *env[] = {NULL, NULL};
	struct term *term;
	char twice[64];

	text_addf(&t, "LD_PRELOAD=%s", preload);
	env[0] = text_get(&t);
	snprintf(twice, sizeof(twice), "%s %s", page, page);
	term = demo_start(24, 80, twice, parked ? env : NULL);
	term_settle(term);
	term_wait_quiet(term);
	text_release(&t);
	free(preload);
	return term;
}

/* The first 40 cells of the cursor's line. */
static void
read_line(struct term *term, char out[TRACK_CELLS * 4 + 1])
{
	int row, column;
	size_t n = 0, step, cells = 0;
	const char *line;

	term_cursor(term, &row, &column);
	line = term_row(term, row);
	while ((step = text_cluster(line + n)) > 0 && cells < TRACK_CELLS) {
		n += step;
		cells++;
	}
	snprintf(out, TRACK_CELLS * 4 + 1, "%.*s", (int)n, line);
}

/* What is not so is counted, so that the control can be. */
static size_t
take(const struct track *track, bool parked)
{
	struct term *term = start(track->page, parked);
	const struct reading *step = track->step;
	char line[TRACK_CELLS * 4 + 1];
	size_t wrong = 0;

	for (; step->line; step++) {
		int row, column;

		term_keys(term, step->keys);
		term_settle(term);
		read_line(term, line);
		term_cursor(term, &row, &column);
		if (strncmp(line, step->line, strlen(step->line)) == 0 &&
		    column < TRACK_CELLS)
			continue;
		wrong++;
		if (!parked)
			print_error("%s, '%s': reads '%s', not '%s'\n",
				    track->page, step->keys, line, step->line);
	}
	term_free(term);
	return wrong;
}

static void
the_cursors_line_tells_all(void **state)
{
	size_t i, wrong = 0;

	for (i = 0; i < n_tracks; i++)
		wrong += take(&tracks[i], false);
	assert_int_equal(wrong, 0);
}

static void
a_parked_cursor_is_found_out(void **state)
{
	size_t i;

	for (i = 0; i < n_tracks; i++)
		assert_case(take(&tracks[i], true) > 0, tracks[i].page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursors_line_tells_all),
		cmocka_unit_test(a_parked_cursor_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
