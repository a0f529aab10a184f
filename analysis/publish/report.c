#include "analysis/publish/report.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

struct report *
report_new(const char *name)
{
	struct report *r = mem_new(1, sizeof(*r));

	r->arena = arena_new();
	r->name = arena_copy(r->arena, name);
	return r;
}

void
report_free(struct report *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_tables; i++)
		free(r->table[i]->cell);
	for (size_t i = 0; i < r->n_blocks; i++) {
		free(r->block[i].bar);
		free(r->block[i].cell);
	}
	free(r->mark);
	free(r->fact);
	free(r->table);
	free(r->block);
	arena_free(r->arena);
	free(r);
}

static struct cell
cell_text(struct arena *arena, const char *text)
{
	struct cell c = {CELL_EMPTY, {NULL}};

	if (text) {
		c.kind = CELL_TEXT;
		c.is.text = arena_copy(arena, text);
	}
	return c;
}

void
report_mark(struct report *r, const char *name, const char *text)
{
	r->mark = mem_room(r->mark, &r->mark_room, r->n_marks + 1,
			   sizeof(*r->mark));
	r->mark[r->n_marks].name = arena_copy(r->arena, name);
	r->mark[r->n_marks++].cell = cell_text(r->arena, text);
}

static void
add_fact(struct report *r, const char *name, struct cell cell)
{
	r->fact = mem_room(r->fact, &r->fact_room, r->n_facts + 1,
			   sizeof(*r->fact));
	r->fact[r->n_facts].name = arena_copy(r->arena, name);
	r->fact[r->n_facts++].cell = cell;
}

void
report_fact_text(struct report *r, const char *name, const char *text)
{
	add_fact(r, name, cell_text(r->arena, text));
}

void
report_fact_count(struct report *r, const char *name, uint64_t count)
{
	add_fact(r, name, (struct cell){CELL_COUNT, {.count = count}});
}

void
report_fact_number(struct report *r, const char *name, double number)
{
	add_fact(r, name, (struct cell){CELL_NUMBER, {.number = number}});
}

void
report_fact_flag(struct report *r, const char *name, bool flag)
{
	add_fact(r, name, (struct cell){CELL_FLAG, {.flag = flag}});
}

struct table *
report_table(struct report *r, const char *name, const char *const *column)
{
	struct table *t = arena_alloc(r->arena, 1, sizeof(*t));

	t->arena = r->arena;
	t->name = arena_copy(r->arena, name);
	t->column = column;
	while (column[t->n_columns])
		t->n_columns++;
	t->exact = arena_alloc(r->arena, t->n_columns, sizeof(*t->exact));
	r->table = mem_room(r->table, &r->table_room, r->n_tables + 1,
			    sizeof(struct table *));
	r->table[r->n_tables++] = t;
	return t;
}

void
table_row(struct table *t)
{
	size_t n = t->n_rows * t->n_columns;

	t->cell =
		mem_room(t->cell, &t->room, n + t->n_columns, sizeof(*t->cell));
	memset(t->cell + n, 0, t->n_columns * sizeof(*t->cell));
	t->n_rows++;
}

/* Cells are mostly written in the order of columns. */
static size_t
column_of(const struct table *t, const char *column)
{
	size_t i = t->next, looked = 0;

	while (i == t->n_columns || strcmp(t->column[i], column) != 0) {
		assert(looked <= t->n_columns);
		i = i < t->n_columns ? i + 1 : 0;
		looked++;
	}
	return i;
}

void
table_exact(struct table *t, const char *const *column)
{
	for (; *column; column++)
		t->exact[column_of(t, *column)] = true;
}

static struct cell *
cell_of(struct table *t, const char *column)
{
	size_t i = column_of(t, column);

	assert(t->n_rows > 0);
	t->next = i + 1;
	return &t->cell[(t->n_rows - 1) * t->n_columns + i];
}

void
table_text(struct table *t, const char *column, const char *text)
{
	*cell_of(t, column) = cell_text(t->arena, text);
}

void
table_count(struct table *t, const char *column, uint64_t count)
{
	struct cell *c = cell_of(t, column);

	c->kind = CELL_COUNT;
	c->is.count = count;
}

void
table_number(struct table *t, const char *column, double number)
{
	struct cell *c = cell_of(t, column);

	c->kind = CELL_NUMBER;
	c->is.number = number;
}

static struct block *
add_block(struct report *r, enum block_kind kind, const char *lead,
	  const char *text)
{
	struct block *b;

	r->block = mem_room(r->block, &r->block_room, r->n_blocks + 1,
			    sizeof(*r->block));
	b = &r->block[r->n_blocks++];
	memset(b, 0, sizeof(*b));
	b->kind = kind;
	b->lead = lead ? arena_copy(r->arena, lead) : NULL;
	b->text = arena_copy(r->arena, text);
	return b;
}

static void __attribute__((format(printf, 4, 0)))
add_words(struct report *r, enum block_kind kind, const char *lead,
	  const char *format, va_list ap)
{
	struct text t = TEXT_INIT;

	text_addv(&t, format, ap);
	add_block(r, kind, lead, text_get(&t));
	text_release(&t);
}

void
report_heading(struct report *r, unsigned level, const char *text)
{
	add_block(r, BLOCK_HEADING, NULL, text)->level = level;
}

void
report_paragraph(struct report *r, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_words(r, BLOCK_PARAGRAPH, NULL, format, ap);
	va_end(ap);
}

void
report_led(struct report *r, const char *lead, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_words(r, BLOCK_PARAGRAPH, lead, format, ap);
	va_end(ap);
}

void
report_item(struct report *r, const char *lead, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_words(r, BLOCK_ITEM, lead, format, ap);
	va_end(ap);
}

void
report_box(struct report *r, const char *lead, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_words(r, BLOCK_BOX, lead, format, ap);
	va_end(ap);
}

struct block *
report_grid(struct report *r, const char *const *header, size_t n)
{
	struct block *grid = add_block(r, BLOCK_GRID, NULL, "");

	grid->n_columns = n;
	report_grid_row(r, grid, header);
	return grid;
}

void
report_grid_row(struct report *r, struct block *grid, const char *const *cell)
{
	size_t n = grid->n_columns;

	grid->cell = mem_room(grid->cell, &grid->cell_room, grid->n_cells + n,
			      sizeof(*grid->cell));
	for (size_t i = 0; i < n; i++)
		grid->cell[grid->n_cells++] =
			arena_copy(r->arena, cell[i] ? cell[i] : "");
}

struct block *
report_bars(struct report *r, const char *notes)
{
	return add_block(r, BLOCK_BARS, NULL, notes);
}

void
report_bar(struct report *r, struct block *bars, const char *label,
	   double right, double wrong, double dont_know, const char *note)
{
	struct bar bar = {
		.label = arena_copy(r->arena, label),
		.right = right,
		.wrong = wrong,
		.dont_know = dont_know,
		.note = arena_copy(r->arena, note),
	};

	bars->bar = mem_room(bars->bar, &bars->room, bars->n_bars + 1,
			     sizeof(*bars->bar));
	bars->bar[bars->n_bars++] = bar;
}

void
report_bar_kind(struct report *r, struct block *bars, const char *kind,
		const char *words)
{
	struct bar *bar = &bars->bar[bars->n_bars - 1];

	bar->kind = arena_copy(r->arena, kind);
	bar->words = arena_copy(r->arena, words);
}

void
report_close_up(struct report *r)
{
	r->block[r->n_blocks - 1].close = true;
}

void
percent_words(double share, char out[8])
{
	/* 29 of 200 is 14.5 percent, and its double a little less */
	double percent = floor(share * 100 + 0.5 + 1e-9);

	if (isnan(share))
		snprintf(out, 8, "-");
	else if (percent < 1)
		snprintf(out, 8, "<1");
	else if (percent > 99)
		snprintf(out, 8, ">99");
	else
		snprintf(out, 8, "%.0f", percent);
}
