/*
 * Where the texts of a placed sheet go: the one order in which all of them are
 * put, whatever they are put on. draw.c puts them on a terminal, print.c into
 * rows of plain text.
 */
#ifndef SURVEY_TUI_PAINT_H
#define SURVEY_TUI_PAINT_H

#include "survey/tui/sheet.h"

struct painter {
	/* s up to its NUL, at most `cells` of it, from row and column on;
	 * what leaves the screen is left out. */
	void (*put)(void *ctx, int row, size_t column, size_t cells,
		    enum look look, const char *s);
	void *ctx;
};

/* After sheet_place; the ">" at the focus included. */
void sheet_paint(const struct sheet *sheet, const struct painter *painter);

#endif
