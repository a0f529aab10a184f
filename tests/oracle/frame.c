#include "tests/oracle/frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/csv.h"

struct frame {
	struct arena *arena;
	char *title;
	size_t n_columns, n_rows, room;
	char **names;
	const char ***columns; /* of n_rows cells each */
};

static char *
title_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *title = arena_copy(arena, slash ? slash + 1 : path);
	char *dot = strrchr(title, '.');

	if (dot)
		*dot = '\0';
	return title;
}

static void
take_header(struct frame *f, const struct csv_row *row)
{
	f->n_columns = row->n;
	f->names = arena_alloc(f->arena, row->n, sizeof(*f->names));
	f->columns = mem_new(row->n, sizeof(*f->columns));
	for (size_t i = 0; i < row->n; i++)
		f->names[i] = arena_copy(f->arena, row->cell[i]);
}

static bool
take_row(struct frame *f, const struct csv_row *row, const char *path,
	 struct error *err)
{
	if (row->n != f->n_columns)
		return error_set(err, "%s: row %zu has %zu cells, not %zu",
				 path, row->row, row->n, f->n_columns);
	if (f->n_rows == f->room) {
		f->room = f->room ? 2 * f->room : 256;
		for (size_t i = 0; i < f->n_columns; i++)
			f->columns[i] = mem_resize(f->columns[i], f->room,
						   sizeof(char *));
	}
	for (size_t i = 0; i < row->n; i++)
		f->columns[i][f->n_rows] = arena_copy(f->arena, row->cell[i]);
	f->n_rows++;
	return true;
}

struct frame *
frame_load(const char *path, struct error *err)
{
	struct csv *csv = csv_open(path, err);
	struct frame *f;
	struct csv_row row;

	if (!csv)
		return NULL;
	f = mem_new(1, sizeof(*f));
	f->arena = arena_new();
	f->title = title_of(f->arena, path);
	if (csv_next(csv, &row, err))
		take_header(f, &row);
	else
		error_set(err, "%s: has no header row", path);
	while (!error_is_set(err) && csv_next(csv, &row, err))
		take_row(f, &row, path, err);
	csv_close(csv);
	if (!error_is_set(err))
		return f;
	frame_free(f);
	return NULL;
}

void
frame_free(struct frame *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n_columns; i++)
		free(f->columns[i]);
	free(f->columns);
	arena_free(f->arena);
	free(f);
}

const char *
frame_title(const struct frame *f)
{
	return f->title;
}

size_t
frame_rows(const struct frame *f)
{
	return f->n_rows;
}

size_t
frame_columns(const struct frame *f)
{
	return f->n_columns;
}

const char *
frame_name(const struct frame *f, size_t column)
{
	return f->names[column];
}

const char *const *
frame_column(const struct frame *f, const char *name)
{
	for (size_t i = 0; i < f->n_columns; i++)
		if (strcmp(f->names[i], name) == 0)
			return f->columns[i];
	return NULL;
}

double *
frame_numbers(const struct frame *f, const char *name)
{
	const char *const *cells = frame_column(f, name);
	double *numbers;

	if (!cells)
		return NULL;
	numbers = mem_new(f->n_rows + 1, sizeof(*numbers));
	for (size_t i = 0; i < f->n_rows; i++)
		if (!text_to_number(cells[i], &numbers[i]))
			numbers[i] = NAN;
	return numbers;
}
