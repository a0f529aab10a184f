/* "Are you still there?" */
#include <stdlib.h>

#include "survey/tui/tui.h"

#include <curses.h>

static void
build(const struct still *still, struct sheet *sheet, size_t minutes)
{
	size_t width = sheet_width(sheet);
	char *said = word_format(still->answers ? WORD_STILL_ANSWERS
						: WORD_STILL_ELSE,
				 minutes);

	sheet_heading(sheet, still->title, word(WORD_STILL_THERE), "");
	sheet_gap(sheet, SHEET_HEAD);
	sheet_paragraph(sheet, SHEET_HEAD, 0, 0, width, LOOK_PLAIN, said);
	free(said);
	sheet_gap(sheet, SHEET_HEAD);
	if (still->wayback[0] != '\0') {
		said = word_format(WORD_TUI_HELP_WAYBACK, still->wayback);
		sheet_paragraph(sheet, SHEET_HEAD, 0, 0, width, LOOK_PLAIN,
				said);
		free(said);
		sheet_gap(sheet, SHEET_HEAD);
	}
	sheet_button(sheet, word(WORD_STILL_HERE));
	sheet_status(sheet, still->status);
	sheet_key(sheet, WORD_TUI_KEY_ANY, 1);
}

static void
draw_small(size_t minutes)
{
	char *said = word_format(WORD_TUI_SMALL_STILL, minutes);

	erase();
	sheet_draw_text(0, said);
	move(0, 0);
	refresh();
	free(said);
}

void
still_lay_out(const struct still *still, size_t minutes, int rows, int columns,
	      struct sheet *sheet)
{
	enum sheet_density density;

	for (density = SHEET_ROOMY; density <= SHEET_DENSE; density++) {
		sheet_begin(sheet, rows, columns, density);
		build(still, sheet, minutes);
		if (sheet_fits(sheet))
			break;
	}
	sheet_place(sheet);
}

void
still_draw(const struct still *still, size_t minutes)
{
	struct sheet sheet = {.focus = 0};

	if (LINES < SHEET_LEAST_ROWS || COLS < SHEET_LEAST_COLUMNS) {
		draw_small(minutes);
		return;
	}
	still_lay_out(still, minutes, LINES, COLS, &sheet);
	sheet_draw(&sheet);
	sheet_release(&sheet);
}
