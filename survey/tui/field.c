#include "survey/tui/field.h"

#include <string.h>

enum { MARK = 2 };

static size_t
begin(const struct field *field)
{
	return MARK + (field->label != NULL ? field->label_cells + 2 : 0);
}

static size_t
cells(const struct field *field, const struct sheet *sheet)
{
	size_t most = sheet_width(sheet) - begin(field);

	return field->cells > 0 && field->cells < most ? field->cells : most;
}

void
field_build(const struct field *field, struct sheet *sheet)
{
	field_build_in(field, sheet, SHEET_BODY);
}

void
field_build_in(const struct field *field, struct sheet *sheet,
	       enum sheet_part part)
{
	const char *s = edit_text(&field->edit);
	size_t column = begin(field), width = cells(field, sheet);
	struct edit_lines lines = {0};
	size_t i, line, first = sheet->n_lines;

	edit_lay_out(&field->edit, width, &lines);
	for (i = 0; i < lines.n || i < field->rows; i++) {
		line = sheet_line(sheet, part);
		if (i == 0 && field->label != NULL)
			sheet_put(sheet, line, MARK, LOOK_PLAIN, field->label,
				  strlen(field->label));
		sheet_field(sheet, line, column, width,
			    i < lines.n ? s + lines.line[i].at : "",
			    i < lines.n ? lines.line[i].n : 0);
	}
	sheet_item(sheet, first, 0, column);
	sheet_caret(sheet, first + lines.row, column + lines.column);
	edit_lines_release(&lines);
}

bool
field_key(struct field *field, const struct sheet *sheet,
	  const struct event *event, const char *pasted)
{
	struct edit *edit = &field->edit;
	size_t width = cells(field, sheet);

	switch (event->kind) {
	case EVENT_TEXT: edit_insert(edit, event->text); return true;
	case EVENT_PASTE: edit_insert(edit, pasted); return true;
	case EVENT_ENTER:
		if (edit->multiline)
			edit_insert(edit, "\n");
		return edit->multiline;
	case EVENT_UP: return edit_up(edit, width);
	case EVENT_DOWN: return edit_down(edit, width);
	case EVENT_LEFT: edit_left(edit); return true;
	case EVENT_RIGHT: edit_right(edit); return true;
	case EVENT_WORD_LEFT: edit_word_left(edit); return true;
	case EVENT_WORD_RIGHT: edit_word_right(edit); return true;
	case EVENT_HOME: edit_home(edit, width); return true;
	case EVENT_END_KEY: edit_end(edit, width); return true;
	case EVENT_BACKSPACE: edit_backspace(edit); return true;
	case EVENT_DELETE: edit_delete(edit); return true;
	case EVENT_CLEAR: edit_clear(edit); return true;
	case EVENT_UNDO: edit_undo(edit); return true;
	default: return false;
	}
}

bool
field_key_on_error(struct field *field, const struct sheet *sheet,
		   const struct event *event, const char *pasted)
{
	bool types = event->kind == EVENT_TEXT || event->kind == EVENT_PASTE;

	if (!types && event->kind != EVENT_BACKSPACE &&
	    event->kind != EVENT_CLEAR && event->kind != EVENT_UNDO)
		return false;
	if (types && !field->edit.multiline)
		edit_clear(&field->edit);
	return field_key(field, sheet, event, pasted);
}
