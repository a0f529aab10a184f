#include "questions/base/error.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

bool
error_set(struct error *err, const char *format, ...)
{
	va_list ap;

	if (err == NULL || err->text[0] != '\0')
		return false;
	va_start(ap, format);
	vsnprintf(err->text, sizeof err->text, format, ap);
	va_end(ap);
	return false;
}

bool
error_is_set(const struct error *err)
{
	return err->text[0] != '\0';
}

void
column_letters(size_t column, char out[8])
{
	char reversed[8];
	size_t n = 0, i;

	while (column > 0 && n < sizeof reversed - 1) {
		column--;
		reversed[n++] = (char)('A' + column % 26);
		column /= 26;
	}
	for (i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	out[n] = '\0';
}

static char *
place_text(const struct place *place)
{
	struct text t = TEXT_INIT;
	char letters[8];

	if (place == NULL || place->file == NULL)
		return mem_copy("");
	text_add(&t, place->file);
	if (place->row > 0)
		text_addf(&t, ":%zu", place->row);
	if (place->row > 0 && place->column > 0) {
		column_letters(place->column, letters);
		text_addf(&t, ":%s", letters);
		if (place->header != NULL)
			text_addf(&t, " %s", place->header);
	}
	return text_take(&t);
}

/* Which file it is, counted as they come up. */
static size_t
file_number(struct problems *p, const char *file)
{
	size_t n = strlen(file), i;

	for (i = p->n; i-- > 0;)
		if (strncmp(p->list[i].where, file, n) == 0 &&
		    (p->list[i].where[n] == ':' || p->list[i].where[n] == '\0'))
			return p->list[i].file;
	return ++p->files;
}

void
problems_add(struct problems *p, enum severity severity,
	     const struct place *place, const char *format, ...)
{
	struct text t = TEXT_INIT;
	struct problem new = {.severity = severity, .order = p->n};
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	new.where = place_text(place);
	new.text = text_take(&t);
	if (place != NULL && place->file != NULL) {
		new.file = file_number(p, place->file);
		new.row = place->row;
		new.column = place->column;
	}
	p->list = mem_room(p->list, &p->room, p->n + 1, sizeof *p->list);
	p->list[p->n++] = new;
	p->errors += severity == SEVERITY_ERROR;
	p->warnings += severity == SEVERITY_WARNING;
}

static int
by_place(const void *one, const void *other)
{
	const struct problem *a = one, *b = other;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

void
problems_sort(struct problems *p)
{
	if (p->n > 1)
		qsort(p->list, p->n, sizeof *p->list, by_place);
}

void
problems_print(const struct problems *p, FILE *out)
{
	static const char *const word[] = {"", "warning: ", "note: "};
	size_t i;

	for (i = 0; i < p->n; i++)
		fprintf(out, "%s%s%s%s\n", p->list[i].where,
			p->list[i].where[0] ? ": " : "",
			word[p->list[i].severity], p->list[i].text);
}

bool
problems_fail(struct problems *p, struct error *err)
{
	char all[sizeof(err->text)] = "";
	size_t used = 0;

	problems_sort(p);
	for (size_t i = 0; i < p->n && used < sizeof(all); i++)
		used += (size_t)snprintf(all + used, sizeof(all) - used,
					 "%s%s%s%s", i > 0 ? "\n" : "",
					 p->list[i].where,
					 p->list[i].where[0] ? ": " : "",
					 p->list[i].text);
	return error_set(err, "%s", all);
}

void
problems_release(struct problems *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->list[i].where);
		free(p->list[i].text);
	}
	free(p->list);
	*p = (struct problems)PROBLEMS_INIT;
}
