#include "survey/tui/theme.h"

#include <assert.h>
#include <curses.h>

static const attr_t attributes[LOOK_COUNT] = {
	[LOOK_PLAIN] = A_NORMAL, [LOOK_HEADER] = A_BOLD,
	[LOOK_HEADING] = A_BOLD, [LOOK_FIELD] = A_UNDERLINE,
	[LOOK_PROBLEM] = A_BOLD,
};

unsigned long
theme_attributes(enum look look)
{
	assert(look < LOOK_COUNT);
	return attributes[look];
}
