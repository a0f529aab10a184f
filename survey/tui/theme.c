#include "survey/tui/theme.h"

#include <assert.h>
#include <curses.h>
#include <stdlib.h>
#include <string.h>

enum { PAIR_PAGE = 1, PAIR_FOCUS, COLOURS_LEAST = 8 };

struct theme {
	const char *name;
	bool coloured;
	attr_t attributes[LOOK_COUNT];
};

static const struct theme themes[] = {
	{"default",
	 false,
	 {[LOOK_PLAIN] = A_NORMAL,
	  [LOOK_HEADER] = A_BOLD,
	  [LOOK_HEADING] = A_BOLD,
	  [LOOK_FIELD] = A_UNDERLINE,
	  [LOOK_PROBLEM] = A_BOLD,
	  [LOOK_FOCUS] = A_NORMAL}},
	{"high",
	 true,
	 {[LOOK_PLAIN] = COLOR_PAIR(PAIR_PAGE),
	  [LOOK_HEADER] = COLOR_PAIR(PAIR_PAGE) | A_BOLD,
	  [LOOK_HEADING] = COLOR_PAIR(PAIR_PAGE) | A_BOLD,
	  [LOOK_FIELD] = COLOR_PAIR(PAIR_PAGE) | A_UNDERLINE,
	  [LOOK_PROBLEM] = COLOR_PAIR(PAIR_PAGE) | A_BOLD,
	  [LOOK_FOCUS] = COLOR_PAIR(PAIR_FOCUS)}},
};

static const struct theme *chosen = &themes[0], *shown = &themes[0];

bool
theme_choose(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof themes / sizeof themes[0]; i++) {
		if (strcmp(themes[i].name, name) == 0) {
			chosen = &themes[i];
			return true;
		}
	}
	return false;
}

static bool
may_colour(void)
{
	const char *no = getenv("NO_COLOR");

	return (no == NULL || *no == '\0') && has_colors();
}

void
theme_begin(void)
{
	shown = &themes[0];
	if (!chosen->coloured || !may_colour() || start_color() != OK ||
	    COLORS < COLOURS_LEAST)
		return;
	init_pair(PAIR_PAGE, COLOR_WHITE, COLOR_BLACK);
	init_pair(PAIR_FOCUS, COLOR_BLACK, COLOR_YELLOW);
	bkgd(COLOR_PAIR(PAIR_PAGE));
	shown = chosen;
}

unsigned long
theme_attributes(enum look look)
{
	assert(look < LOOK_COUNT);
	return shown->attributes[look];
}
