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
start(int rows, int columns, const char *page, bool parked)
{
	char *preload = test_program("tests/tty/park_preload.so");
	struct text t = TEXT_INIT;
	const char *env[] = {NULL, NULL};
	struct term *term;
	char twice[64];

	text_addf(&t, "LD_PRELOAD=%s", preload);
	env[0] = text_get(&t);
	snprintf(twice, sizeof(twice), "%s %s", page, page);
	term = demo_start(rows, columns, twice, parked ? env : NULL);
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
	struct term *term = start(24, 80, track->page, parked);
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

/* Buttons that stand beside each other where there is room. */
static bool
is_second_button(const char *line)
{
	return strstr(line, "] > [") != NULL;
}

/* In a row of forty cells words wrap, and what is behind them goes below. */
static bool
begins_alike(const char *line, const char *expected)
{
	size_t n = strlen(line), least = strlen("> 1  -");

	while (n > 0 && line[n - 1] == ' ')
		n--;
	if (n > strlen(expected))
		n = strlen(expected);
	return n >= least ? strncmp(line, expected, n) == 0
			  : strcmp(line, expected) == 0;
}

static void
the_smallest_window_tells_it_too(void **state)
{
	size_t i, wrong = 0;

	for (i = 0; i < n_tracks; i++) {
		const struct reading *step = tracks[i].step;
		struct term *term = start(12, 40, tracks[i].page, false);
		char line[TRACK_CELLS * 4 + 1];

		for (; step->line; step++) {
			term_keys(term, step->keys);
			term_settle(term);
			read_line(term, line);
			/* Statements come one by one there. */
			if (strcmp(tracks[i].page, "table") == 0 ||
			    is_second_button(step->line) ||
			    begins_alike(line, step->line))
				continue;
			wrong++;
			print_error("%s, '%s': reads '%s', not '%s'\n",
				    tracks[i].page, step->keys, line,
				    step->line);
		}
		term_free(term);
	}
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
		cmocka_unit_test(the_smallest_window_tells_it_too),
		cmocka_unit_test(a_parked_cursor_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
