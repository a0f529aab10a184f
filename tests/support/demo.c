#include "tests/support/demo.h"

#include "tests/test.h"

enum { MAX_PAGES = 64 };

/* On a terminal that has one screen the last row tells. */
static bool
is_up(struct term *term, void *ctx)
{
	int rows, columns;

	term_size(term, &rows, &columns);
	term_screen(term);
	return term_on_alternate_screen(term) ||
		term_row(term, rows - 1)[0] != '\0';
}

struct term *
demo_start(int rows, int columns, const char *pages, const char *const *env)
{
	const char *argv[MAX_PAGES + 2] = {NULL};
	char *program = test_program("tests/tty/front_demo");
	char *list = strdup(pages), *rest = list, *page;
	struct term *term;
	size_t n = 0;

	assert_non_null(list);
	argv[n++] = program;
	while ((page = strsep(&rest, " ")) != NULL) {
		assert_true(n <= MAX_PAGES);
		argv[n++] = page;
	}
	term = term_start(rows, columns, argv, env);
	if (!term_wait_until(term, is_up, NULL))
		fail_msg("%s: nothing is drawn", pages);
	free(list);
	free(program);
	return term;
}
