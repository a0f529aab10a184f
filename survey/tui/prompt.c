/* One line to type: a code. */
#include <string.h>

#include "survey/tui/field.h"
#include "survey/tui/tui.h"

struct prompt_view {
	const struct prompt *prompt;
	struct sheet sheet;
	struct field field;
};

static void
build_problem(const struct prompt *prompt, struct sheet *sheet)
{
	size_t line, width = sheet_width(sheet);

	if (prompt->problem[0] == '\0')
		return;
	sheet_paragraph(sheet, SHEET_HEAD, 0, 0, width, LOOK_PROBLEM,
			word(WORD_TUI_PROBLEM));
	line = sheet_paragraph(sheet, SHEET_HEAD, 2, 2, width, LOOK_PLAIN,
			       prompt->problem);
	sheet_item(sheet, line, 0, 2);
	sheet_gap(sheet, SHEET_HEAD);
}

static void
build(void *page, struct sheet *sheet)
{
	const struct prompt_view *v = page;
	const struct prompt *prompt = v->prompt;
	/* The heading where the title has no room. */
	const char *left[] = {prompt->title, prompt->heading};
	size_t i, width = sheet_width(sheet);

	sheet_header(sheet, left, 2, NULL, 0);
	sheet_gap(sheet, SHEET_HEAD);
	build_problem(prompt, sheet);
	if (strcmp(sheet->header_left, prompt->heading) != 0)
		sheet_paragraph(sheet, SHEET_HEAD, 0, 0, width, LOOK_HEADING,
				prompt->heading);
	for (i = 0; i < prompt->n_lines && sheet->density != SHEET_BARE; i++)
		sheet_paragraph(sheet, SHEET_HEAD, 0, 0, width, LOOK_PLAIN,
				prompt->line[i]);
	sheet_gap(sheet, SHEET_HEAD);
	sheet_paragraph(sheet, SHEET_HEAD, 0, 0, width, LOOK_PLAIN,
			prompt->label);
	sheet_gap(sheet, SHEET_HEAD);
	field_build(&v->field, sheet);
	sheet_gap(sheet, SHEET_FOOT);
	sheet_button(sheet, word(WORD_TUI_CONTINUE));
	sheet_key(sheet, WORD_TUI_KEY_ENTER, 1);
	sheet_key(sheet, WORD_TUI_KEY_BACK_CTRL, 3);
	sheet_key(sheet, WORD_TUI_KEY_HELP_CTRL, 4);
	sheet_key(sheet, WORD_TUI_KEY_STOP_CTRL, 2);
}

static bool
in_problem(const struct prompt_view *v)
{
	return v->prompt->problem[0] != '\0' && v->sheet.focus == 0;
}

static bool
in_field(const struct prompt_view *v)
{
	return !in_problem(v) && v->sheet.focus + 1 < v->sheet.n_items;
}

/* A reply, or -1. */
static int
take(struct prompt_view *v, const struct event *event, const char *pasted)
{
	struct sheet *sheet = &v->sheet;

	if (in_field(v) && field_key(&v->field, sheet, event, pasted))
		return -1;
	if (in_problem(v) &&
	    field_key_on_error(&v->field, sheet, event, pasted)) {
		sheet_move(sheet, 1);
		return -1;
	}
	switch (event->kind) {
	case EVENT_UP:
	case EVENT_BACKTAB: sheet_move(sheet, -1); return -1;
	case EVENT_DOWN: sheet_move(sheet, 1); return -1;
	case EVENT_TAB:
		sheet_focus(sheet, (sheet->focus + 1) % sheet->n_items);
		return -1;
	case EVENT_ENTER:
		if (in_problem(v)) {
			sheet_move(sheet, 1);
			return -1;
		}
		return REPLY_ANSWER;
	case EVENT_NEXT: return REPLY_ANSWER;
	default: return tui_leaves(event, true, false, false);
	}
}

enum reply
prompt_page(struct tui *tui, const struct prompt *prompt, struct text *entered)
{
	const struct help help = {.title = prompt->title,
				  .here = WORD_TUI_HELP_FIELD,
				  .asks = true,
				  .types = true,
				  .back = true};
	struct prompt_view v = {.prompt = prompt};
	struct view view = {.build = build,
			    .page = &v,
			    .sheet = &v.sheet,
			    .help = &help,
			    .has_hint = true};
	struct event event;
	int reply = -1;

	v.field.label = word(WORD_TUI_CODE);
	v.field.label_cells = text_width(v.field.label);
	v.field.cells = prompt->max_length + 2;
	v.field.rows = 1;
	edit_init(&v.field.edit, text_get(entered), false);
	view.typing = true;
	v.sheet.follow = true;
	while (reply < 0) {
		event = tui_next(tui, &view);
		reply = take(&v, &event, tui_pasted(tui));
		view.typing = in_field(&v) || in_problem(&v);
	}
	text_clear(entered);
	text_add(entered, edit_text(&v.field.edit));
	edit_release(&v.field.edit);
	sheet_release(&v.sheet);
	return (enum reply)reply;
}
