#include "survey/tui/print.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "survey/tui/paint.h"
#include "survey/tui/tui.h"

enum { STILL_MINUTES = FRONT_STILL_THERE / 60000 };

/* What one cell shows: a grapheme cluster, in the arena. */
struct cell {
	const char *s;
	size_t n;	/* 0: a blank */
	bool continued; /* the right half of a wide one */
};

struct print {
	struct front *front;
	struct text *out;
	int rows, columns;
	char *name;
	struct text note;	 /* paragraphs, with a newline each */
	bool helped[WORD_COUNT]; /* by what a help says of its page */
	struct text helps;
	bool helped_on; /* its second page, which is that of all */

	/* of the present screen */
	struct arena *arena;
	struct cell *cell; /* rows * columns */
	/* of the present page; freed */
	char **screen;
	size_t n_screens, room;
};

/* ------------------------------------------------------------- a screen */

static void
put(void *ctx, int row, size_t column, size_t cells, enum look look,
    const char *s)
{
	struct print *print = ctx;
	size_t n, width, end = (size_t)print->columns;
	struct cell *line;

	(void)look;
	if (row < 0 || row >= print->rows || column >= end)
		return;
	line = &print->cell[row * print->columns];
	end = cells < end - column ? column + cells : end;
	for (; (n = text_cluster(s)) > 0; s += n) {
		width = text_cluster_width(s, n);
		if (column + width > end)
			return;
		if (width == 0)
			continue;
		line[column] = (struct cell){arena_copy_n(print->arena, s, n),
					     n, false};
		if (width == 2)
			line[column + 1] = (struct cell){.continued = true};
		column += width;
	}
}

static void
begin_screen(struct print *print)
{
	print->arena = arena_new();
	print->cell = arena_alloc(print->arena,
				  (size_t)print->rows * (size_t)print->columns,
				  sizeof *print->cell);
}

static void
add_row(const struct print *print, const struct cell *line, struct text *t)
{
	size_t i, used = (size_t)print->columns;

	while (used > 0 && !line[used - 1].continued &&
	       (line[used - 1].n == 0 || line[used - 1].s[0] == ' '))
		used--;
	for (i = 0; i < used; i++) {
		if (line[i].n > 0)
			text_add_n(t, line[i].s, line[i].n);
		else if (!line[i].continued)
			text_add_char(t, ' ');
	}
	text_add_char(t, '\n');
}

/* Its rows, without blanks at their ends; yours to free. */
static char *
end_screen(struct print *print)
{
	struct text t = TEXT_INIT;
	int row;

	for (row = 0; row < print->rows; row++)
		add_row(print, &print->cell[row * print->columns], &t);
	arena_free(print->arena);
	print->arena = NULL;
	print->cell = NULL;
	return text_take(&t);
}

static void
add_screen(struct print *print, char *screen)
{
	print->screen = mem_room(print->screen, &print->room,
				 print->n_screens + 1, sizeof *print->screen);
	print->screen[print->n_screens++] = screen;
}

/* --------------------------------------------------------------- rulers */

static void
add_ruler(struct print *print, const char *name, size_t screen, size_t screens)
{
	size_t width, columns = (size_t)print->columns;
	char *said = screens > 1
		? word_format(WORD_PRINT_SCREEN, name, screen, screens)
		: mem_copy(name);

	text_addf(print->out, "== %s", said);
	width = text_width(said) + 4;
	if (width < columns)
		text_add_char(print->out, ' ');
	for (; width < columns; width++)
		text_add_char(print->out, '=');
	text_add_char(print->out, '\n');
	free(said);
}

static void
note_line(void *ctx, const char *start, size_t bytes)
{
	struct print *print = ctx;

	text_add(print->out, "= ");
	text_add_n(print->out, start, bytes);
	text_add_char(print->out, '\n');
}

static void
add_notes(struct print *print)
{
	if (print->note.n > 0)
		text_wrap(text_get(&print->note), (size_t)print->columns - 2,
			  note_line, print);
	text_clear(&print->note);
}

/* The screens of the present page. */
static void
put_out(struct print *print)
{
	size_t i;

	for (i = 0; i < print->n_screens; i++) {
		add_ruler(print, print->name, i + 1, print->n_screens);
		add_notes(print);
		text_add(print->out, print->screen[i]);
		free(print->screen[i]);
	}
	print->n_screens = 0;
}

/* --------------------------------------------------------------- a page */

static void
take_screen(struct print *print, struct view *view)
{
	const struct painter painter = {put, print};

	tui_lay_out(view, print->rows, print->columns);
	begin_screen(print);
	sheet_paint(view->sheet, &painter);
	add_screen(print, end_screen(print));
}

/* As Page Down turns them. */
static void
take_screens(struct print *print, struct view *view)
{
	size_t top;

	do {
		take_screen(print, view);
		top = view->sheet->top;
		sheet_scroll(view->sheet, 1);
	} while (view->sheet->scrolls && view->sheet->top > top);
}

static void
show_help(struct print *print, const struct help *help)
{
	struct text *out = print->out;
	char *name = print->name;

	if (help == NULL || print->helped[help->here])
		return;
	print->helped[help->here] = true;
	print->name = word_format(WORD_PRINT_HELP, name);
	print->out = &print->helps;
	help_page((struct tui *)print->front, help);
	print->out = out;
	free(print->name);
	print->name = name;
}

static struct event
show(void *ctx, struct view *view)
{
	struct print *print = ctx;

	take_screens(print, view);
	put_out(print);
	show_help(print, view->help);
	if (view->help == NULL && print->out == &print->helps &&
	    !print->helped_on) {
		print->helped_on = true;
		return (struct event){EVENT_TAB, ""};
	}
	return (struct event){EVENT_END, ""};
}

/* ------------------------------------------------------------------ pages */

struct print *
print_new(struct text *out, int rows, int columns)
{
	struct print *print = mem_new(1, sizeof *print);

	print->out = out;
	print->rows = rows;
	print->columns = columns;
	print->name = mem_copy("");
	print->front = tui_front_shown(show, print, columns);
	return print;
}

void
print_free(struct print *print)
{
	if (print == NULL)
		return;
	print->front->end(print->front);
	text_release(&print->note);
	text_release(&print->helps);
	free(print->name);
	free(print->screen);
	free(print);
}

struct front *
print_front(struct print *print)
{
	return print->front;
}

void
print_caption(struct print *print, const char *name)
{
	free(print->name);
	print->name = mem_copy(name);
}

void
print_note(struct print *print, const char *note)
{
	text_addf(&print->note, "%s%s", print->note.n > 0 ? "\n" : "", note);
}

void
print_helps(struct print *print)
{
	text_add_n(print->out, text_get(&print->helps), print->helps.n);
	text_clear(&print->helps);
}

void
print_notes(struct print *print)
{
	add_ruler(print, print->name, 1, 1);
	add_notes(print);
}

void
print_hidden(struct print *print)
{
	begin_screen(print);
	put(print, 0, 0, (size_t)print->columns, LOOK_PLAIN,
	    word(WORD_TUI_HIDDEN));
	add_screen(print, end_screen(print));
	put_out(print);
}

void
print_still(struct print *print, const char *title, const char *wayback,
	    const char *status)
{
	const struct painter painter = {put, print};
	const struct still still = {title, wayback, status, true};
	struct sheet sheet = {.focus = 0};

	still_lay_out(&still, STILL_MINUTES, print->rows, print->columns,
		      &sheet);
	begin_screen(print);
	sheet_paint(&sheet, &painter);
	add_screen(print, end_screen(print));
	put_out(print);
	sheet_release(&sheet);
}

static void
small_line(void *ctx, const char *start, size_t bytes)
{
	struct print *print = ctx;

	text_add_n(print->out, start, bytes);
	text_add_char(print->out, '\n');
}

void
print_too_small(struct print *print, int rows, int columns)
{
	char *size = word_format(WORD_TUI_SMALL, columns, rows);
	const char *said[] = {size, word(WORD_TUI_SMALL_MAKE),
			      word(WORD_TUI_SMALL_KEPT)};
	size_t i;

	add_ruler(print, print->name, 1, 1);
	add_notes(print);
	for (i = 0; i < sizeof said / sizeof said[0]; i++)
		text_wrap(said[i], (size_t)columns, small_line, print);
	free(size);
}
